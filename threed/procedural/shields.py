"""Builds shields: round, square and pointed ones, of planks or of one plate, rimmed, with a device."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from threed.procedural.curves import arc, hoop, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import jewel
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, nail
from threed.procedural.solids import Solid, lathe, move, shell, turn, unit

THICK = 0.014


@dataclass(frozen=True)
class _Face:
    """The bent face of a shield.

    Attributes:
        low, high: [K, 2] its lower edge from left to right and its upper edge from left to right.
        bulge, spin: how it bends back, across and up and down, per metre.
        middle: the height about which it bends up and down.
    """

    low: np.ndarray
    high: np.ndarray
    bulge: float
    spin: float
    middle: float

    def at(self, x: np.ndarray, y: np.ndarray, z: float) -> np.ndarray:
        """Return points [..., 3] that lie z before the face."""
        back = self.bulge * x * x + self.spin * (y - self.middle) ** 2
        return np.stack([x, y, z - back], -1)

    def edges(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the heights of the lower and upper edge at x."""
        return np.interp(x, *self.low.T), np.interp(x, *self.high.T)

    def sheet(self, x: np.ndarray, low: np.ndarray, high: np.ndarray, out: float, deep: float) -> Solid:
        """Make a sheet of the face between two heights at each x."""
        rows = max(2, round(float((high - low).max()) / 0.1) + 1) if self.spin else 2
        t = np.linspace(0, 1, rows)[:, None]
        y = low + (high - low) * t
        across = np.broadcast_to(x, y.shape)
        return shell(self.at(across, y, out), self.at(across, y, out - deep), smooth=False)

    def strip(self, first: float, last: float, out: float, deep: float, inset: float = 0.0) -> Solid:
        """Make an upright strip from edge to edge."""
        inner = self.low[(self.low[:, 0] > first + 0.01) & (self.low[:, 0] < last - 0.01), 0]
        x = np.array([first, *inner[:: max(1, len(inner) // 3)], last])
        low, high = self.edges(x)
        middle = (low + high) / 2
        return self.sheet(
            x, np.minimum(low + inset, middle - 0.004), np.maximum(high - inset, middle + 0.004), out, deep
        )


def _face(form: str, width: float, height: float, bend: float) -> _Face:
    half = width / 2
    if form == "round":
        low = np.array(arc((0, half), half, 183, 357, 19))
        high = np.array(arc((0, half), half, 177, 3, 19))
        return _Face(low, high, bend, bend, half)
    if form == "square":
        corner = 0.14 * width
        right = [(0, 0), (0.6 * half, 0.004), *arc((half - corner, corner), corner, -80, 0, 4)]
        low = np.array([*((-x, y) for x, y in right[:0:-1]), *right])
        return _Face(low, np.stack([low[:, 0], height - low[:, 1]], 1), 1.5 * bend, 0.0, height / 2)
    right = np.array([(0, 0), (0.2, 0.085), (0.42, 0.2), (0.66, 0.36), (0.86, 0.54), (0.97, 0.7), (1, 0.84)])
    right = right * [half, height]
    low = np.concatenate([right[:0:-1] * [-1, 1], right])
    # the upper edge dips a little between its corners
    x = np.linspace(-1, 1, 9)
    top = np.stack([x, 0.965 + 0.035 * x * x], 1)
    return _Face(low, top * [half, height], bend, 0.0, height / 2)


def _rim(face: _Face, thick: float) -> tuple[Solid, np.ndarray]:
    """Bind the edge; return also the path of the binding's middle, [K, 3]."""
    path = np.concatenate([face.low, face.high[::-1]])
    keep = np.linalg.norm(path - np.roll(path, 1, 0), axis=1) > 0.012
    path = path[keep]
    points = face.at(path[:, 0], path[:, 1], -0.5 * THICK)
    before, after = (unit(np.roll(path, -1, 0) - path), unit(path - np.roll(path, 1, 0)))
    # mitred, so that it is as wide at a corner as elsewhere
    mitre = np.sqrt(2 / np.clip(1 + (before * after).sum(1), 0.8, 2))
    # thick enough to hold what is painted on the face, too
    radii = np.stack([thick * mitre, np.full(len(path), 0.5 * THICK + 0.0105)], 1)
    return hoop(points, radii, 8, flats=True), points


def _spaced(path: np.ndarray, count: int) -> np.ndarray:
    """Return points evenly along a closed path [K, 3]."""
    closed = np.concatenate([path, path[:1]])
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = (np.arange(count) + 0.5) / count * along[-1]
    return np.stack([np.interp(at, along, closed[:, k]) for k in range(3)], 1)


def _device(name: str, face: _Face, level: float, reach: float) -> list[Solid]:
    """Make the painted device, a finger's breadth before the face."""
    out, deep, wide = 0.005, 0.012, 0.17 * reach
    solids = []
    if name in ("cross", "pale"):
        solids.append(face.strip(-wide, wide, out, deep))
    if name in ("cross", "bar"):
        for left, right in ((-reach, -wide), (wide, reach)) if name == "cross" else ((-reach, reach),):
            x = np.linspace(left, right, 13)
            low, high = face.edges(x)
            lower, upper = np.maximum(level - wide, low), np.minimum(level + wide, high)
            keep = upper - lower > 0.02
            solids.append(face.sheet(x[keep], lower[keep], upper[keep], out, deep))
    if name == "chevron":
        x = np.linspace(-reach, reach, 17)
        middle = level + 0.12 - 0.75 * np.abs(x)
        low, high = face.edges(x)
        lower = np.clip(middle - wide, low + 0.004, high - 0.008)
        solids.append(face.sheet(x, lower, np.clip(middle + wide, lower + 0.004, high), out, deep))
    if name == "half":
        solids.append(face.strip(0, reach, out, deep))
    if name == "quarters":
        for left, right, above in ((-reach, 0, False), (0, reach, True)):
            inner = face.low[(face.low[:, 0] > left + 0.01) & (face.low[:, 0] < right - 0.01), 0]
            x = np.array([left, *inner, right])
            low, high = face.edges(x)
            split = np.clip(level, low + 0.004, high - 0.004)
            solids.append(face.sheet(x, split if above else low, high if above else split, out, deep))
    return solids


def _boss(radius: float) -> tuple[Solid, float]:
    """Make a dome on a flange, and say how far out its rivets are."""
    profile = [(0, -0.012), (1.42, -0.012), (1.45, 0.002), (1.4, 0.009), (1.02, 0.012), (0.94, 0.035)]
    profile += [(0.72, 0.058), (0.4, 0.072), (0, 0.076)]
    points = np.asarray(profile) * [radius, radius / 0.085]
    return move(lathe(points, 20), rotation=turn(0, 90)), 1.23 * radius


def _grip(face: _Face, level: float, reach: float) -> list[Part]:
    """Make a bar for the hand behind the boss, and a strap for the arm."""
    span = 0.6 * reach
    ends = face.at(np.array([span]), np.array([level]), -THICK)[0, 2]
    bar_z = min(ends - 0.004, -THICK - 0.02)
    parts = [
        part("grip", "wood", board((0, level, bar_z), (2 * span + 0.03, 0.032, 0.022), 0.006), (1, 0, 0))
    ]
    for side in (-1, 1):
        foot = face.at(np.array([side * span]), np.array([level]), -THICK + 0.003)[0]
        block = board(
            (foot[0], level, (foot[2] + bar_z) / 2), (0.04, 0.045, abs(foot[2] - bar_z) + 0.012), 0.004
        )
        parts.append(part("grip", "wood", block, (1, 0, 0)))
    x = np.linspace(-0.75 * span, 0.75 * span, 7)
    at = level - 0.16
    surface = face.at(x, np.full(7, at), -THICK + 0.004)
    surface[:, 2] -= 0.06 * np.sin(np.linspace(0, np.pi, 7))
    strap = tube(surface, (0.004, 0.02), 4, (0, 1, 0), flats=True)
    parts.append(part("strap", "leather", strap, (1, 0, 0), (0, 0, 1)))
    return parts


def _shield(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.38, "pointed": 0.42, "square": 0.2}, "its outline")
    width = dials.number("width", 0.56, 0.7, "m", "from side to side")
    slender = dials.number("slenderness", 1.2, 1.45, "", "height by width, unless it is round", (0.8, 2.5))
    bend = dials.number("bend", 0.35, 0.7, "", "how much its face is bent", (0.0, 1.2))
    body = dials.choice("body", {"planked": 0.5, "plate": 0.5}, "boards side by side, or one sheet")
    device = dials.choice(
        "device",
        {
            "none": 0.22,
            "cross": 0.2,
            "pale": 0.08,
            "bar": 0.1,
            "chevron": 0.12,
            "half": 0.14,
            "quarters": 0.14,
        },
        "what is painted on it",
    )
    boss = dials.flag("boss", 0.6, "a dome of metal over the hand; a round one has it always")
    studs = dials.count("studs", 10, 18, "rivets in its rim", (0, 40))
    ornate = dials.flag("ornate", 0.12, "gilt and set with stones")
    boss = boss or form == "round"
    if form == "round":
        width *= 1.18
    height = width if form == "round" else width * slender
    face = _face(form, width, height, bend)
    reach = float(face.low[-1, 0])
    level = height / 2 if form != "pointed" else 0.6 * height
    parts: list[Part] = []
    count = 7 if body == "planked" else 1
    for left, right in pairwise(np.linspace(-reach, reach, count + 1)):
        solid = face.strip(left, right, 0.0, THICK) if count > 1 else _plate(face, reach)
        parts.append(part("face", "wood", solid, (0, 1, 0), (0, 0, 1)))
    painted = _device(device, face, level, reach)
    parts += [part("emblem", "wood", solid, (0, 1, 0), (0, 0, 1)) for solid in painted]
    rim, path = _rim(face, 0.017 if not ornate else 0.022)
    parts.append(part("rim", "metal", rim, (0, 1, 0), (0, 0, 1)))
    if ornate:
        studs = max(studs, 8)
    for place in _spaced(path, studs):
        at = place + [0, 0, 0.5 * THICK + 0.005]
        parts.append(part("studs", "metal", nail(at, (0, 0, 1), 0.0085, 0.006, 6), (0, 0, 1)))
    front = float(face.at(np.array([0.0]), np.array([level]), 0.0)[0, 2])
    if boss:
        radius = 0.085 if form == "round" else 0.075
        solid, ring_at = _boss(radius)
        parts.append(
            part("boss", "metal", move(solid, (0, level, front + 0.004)), (0, 0, 1), mapping="turned")
        )
        for k in range(8):
            a = (k + 0.5) * np.pi / 4
            at = (ring_at * np.sin(a), level + ring_at * np.cos(a), front + 0.013)
            parts.append(part("studs", "metal", nail(at, (0, 0, 1), 0.007, 0.005, 6), (0, 0, 1)))
    if ornate:
        parts += jewel(
            (
                0,
                level,
                front + (0.078 * (0.085 if form == "round" else 0.075) / 0.085 + 0.004 if boss else 0.008),
            ),
            (0, 0, 1),
            0.02,
        )
        for x, y in ((-0.62, 0.0), (0.62, 0.0), (0, 0.6), (0, -0.6)):
            at = face.at(np.array([x * reach]), np.array([level + y * (height - level)]), 0.008)[0]
            parts += jewel(at, (0, 0, 1), 0.014)
    return parts + _grip(face, level, reach)


def _plate(face: _Face, reach: float) -> Solid:
    x = np.linspace(-reach, reach, 13)
    low, high = face.edges(x)
    return face.sheet(x, low, np.maximum(high, low + 0.004), 0.0, THICK)


KINDS = {
    "shield": Kind(
        build=_shield,
        size_m=0.85,
        parts={
            "face": Made(
                ("painted wood", "painted wood", "oak"),
                ("#8c1f1f", "#1f3a6b", "#2c5a34", "#2a2a2e", "#5b2a5e"),
                words=("board", "field", "planks"),
            ),
            "emblem": Made(
                ("painted wood",),
                ("#e0b030", "#ece6d6", "#d8d0bc"),
                words=("device", "sign", "crest", "cross"),
            ),
            "rim": Made(("steel", "wrought iron", "brass"), words=("edge", "border", "binding")),
            "boss": Made(("steel", "wrought iron", "brass"), words=("dome", "umbo")),
            "studs": Made(("steel", "brass"), words=("rivets", "nails")),
            "grip": Made(("oak",), words=("handle",)),
            "strap": Made(("leather",), words=("straps",)),
            "trim": Made(("gold", "brass"), words=("decoration",)),
            "gem": Made(("crystal",), ("#b3122a", "#1a4fc0", "#138a4a"), words=("jewel", "stone")),
        },
        synonyms=("war shield", "battle shield", "buckler", "targe"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "pointed": {"form": "pointed"},
            "ornate": {"ornate": True},
            "jewelled": {"ornate": True},
            "plain": {"device": "none", "ornate": False},
            "planked": {"body": "planked"},
        },
    ),
}
