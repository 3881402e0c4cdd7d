"""Builds teapots: round, square, pear-shaped, conical; with a handle behind or over the lid."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import cylinder, knob, nail, stick, torus
from threed.procedural.solids import Solid, frame_along, lathe, loft, move

UP = (0, 1, 0)


def _revolve(profile: np.ndarray, sides: int, power: float) -> Solid:
    """Turn an open profile [P, 2] (radius, height) about +Y, its section pressed towards a square by a power.

    A power of 1 leaves it round. The ends are closed flat.
    """
    angle = np.arange(sides) * 2 * np.pi / sides
    s, c = np.sin(angle), np.cos(angle)
    x, z = np.sign(s) * np.abs(s) ** power, np.sign(c) * np.abs(c) ** power
    rings = [np.stack([r * x, np.full(sides, y), r * z], 1) for r, y in profile]
    return loft(np.asarray(rings))


def _side(form: str, wide: float, tall: float) -> np.ndarray:
    """Return the profile of a body from its foot to its mouth, (radius, height)."""
    if form == "square":
        rows = [
            (0.82, 0),
            (0.93, 0.03),
            (0.98, 0.12),
            (1.0, 0.4),
            (0.98, 0.72),
            (0.9, 0.88),
            (0.7, 0.96),
            (0.6, 1.0),
        ]
    elif form == "pear":
        rows = [
            (0.66, 0),
            (0.84, 0.06),
            (0.97, 0.18),
            (1.0, 0.3),
            (0.94, 0.44),
            (0.78, 0.58),
            (0.64, 0.72),
            (0.57, 0.86),
            (0.6, 1.0),
        ]
    elif form == "conical":
        rows = [
            (0.98, 0),
            (1.04, 0.03),
            (1.03, 0.08),
            (0.96, 0.25),
            (0.86, 0.5),
            (0.75, 0.75),
            (0.67, 0.93),
            (0.62, 0.98),
            (0.55, 1.0),
        ]
    else:
        t = np.linspace(-0.98, 1.02, 12)
        r, y = np.cos(t) ** 0.92, (np.sin(t) - np.sin(t[0])) / (np.sin(t[-1]) - np.sin(t[0]))
        return np.stack([wide * r, tall * y], 1)
    return smooth_path(np.array(rows), 2) * [wide, tall]


def _at(side: np.ndarray, y: float) -> float:
    return float(np.interp(y, side[:, 1], side[:, 0]))


def _spout(form: str, reach: float, low: float, high: float, out: float, thick: float) -> Solid:
    """Bend a spout towards +X from a body's side and bore its mouth."""
    if form == "straight":
        points = [(reach - 0.03, low), (reach + 0.35 * out, low + 0.3 * (high - low)), (reach + out, high)]
    else:
        points = [
            (reach - 0.03, low - 0.002),
            (reach + 0.3 * out, low + 0.12 * (high - low)),
            (reach + 0.55 * out, low + 0.52 * (high - low)),
            (reach + 0.72 * out, low + 0.85 * (high - low)),
            (reach + 1.02 * out, high),
        ]
    path = smooth_path([(x, y, 0) for x, y in points], 4)
    t = np.linspace(0, 1, len(path))
    tall = thick * np.interp(t, [0, 0.25, 0.6, 0.9, 1], [1.55, 1.15, 0.74, 0.6, 0.66])
    deep = thick * np.interp(t, [0, 0.25, 0.6, 0.9, 1], [1.2, 1.0, 0.72, 0.6, 0.66])
    spout = tube(path, np.stack([tall, deep], 1), 14)
    tip, way = path[-1], path[-1] - path[-3]
    way /= np.linalg.norm(way)
    bore = move(cylinder(0.45 * thick, -2.2 * thick, thick, 12), tip, frame_along(way))
    # the mouth is cut level
    brow = move(cylinder(2 * thick, 0, 2 * thick, 8), (tip[0], tip[1] - 0.1 * thick, 0))
    return carve(spout, bore, brow)


def _handle(
    form: str, side: np.ndarray, tall: float, crown: float, squash: float, thick: float
) -> list[Part]:
    """Bend a handle to -X, or over the lid."""
    if form == "over":
        y = 0.86 * tall
        r = _at(side, y) * squash
        t = np.linspace(0, np.pi, 9)
        rise = crown - y + 0.045
        arch = np.stack([r * 0.97 * np.cos(t), y + rise * np.sin(t) ** 0.75, 0 * t], 1)
        path = smooth_path(arch, 3)
        parts = [
            part("handle", "wood", tube(path, (0.62 * thick, 0.95 * thick), 10), (1, 0, 0), crease_deg=60)
        ]
        for s in (-1, 1):
            at = np.array([s * r * 0.97, y, 0])
            lug = move(
                cylinder(1.3 * thick, -1.0 * thick, 1.0 * thick, 10, 0.003), at, frame_along((0, 0, 1))
            )
            parts.append(part("mounts", "metal", lug, (0, 0, 1)))
        return parts
    upper, lower = 0.84 * tall, 0.24 * tall
    r0, r1 = _at(side, upper) * squash, _at(side, lower) * squash
    out = max(r0, r1) + 0.052
    if form == "square":
        points = [
            (-r0 + 0.012, upper),
            (-r0 - 0.02, upper + 0.008),
            (-out, upper + 0.006),
            (-out - 0.008, 0.6 * upper + 0.4 * lower),
            (-out + 0.004, lower + 0.01),
            (-r1 - 0.016, lower),
            (-r1 + 0.012, lower),
        ]
    else:
        points = [
            (-r0 + 0.012, upper - 0.006),
            (-r0 - 0.018, upper + 0.014),
            (-out + 0.004, upper + 0.004),
            (-out - 0.012, 0.62 * upper + 0.38 * lower),
            (-0.4 * out - 0.6 * r1 - 0.018, lower + 0.024),
            (-r1 - 0.006, lower),
            (-r1 + 0.012, lower - 0.002),
        ]
    path = smooth_path([(x, y, 0) for x, y in points], 3)
    t = np.linspace(0, 1, len(path))
    size = thick * np.interp(t, [0, 0.1, 0.5, 0.92, 1], [1.3, 0.95, 0.9, 0.8, 1.15])
    return [
        part("handle", "ceramic", tube(path, np.stack([0.85 * size, 1.1 * size], 1), 10), UP, crease_deg=60)
    ]


def _lid(
    side: np.ndarray, tall: float, power: float, sides: int, pull: str, dome: float
) -> tuple[list[Part], float]:
    """Make a lid with a rim, and what it is lifted by; return also how high it reaches."""
    r = float(side[-1, 0])
    t = np.linspace(0.12, np.pi / 2 - 0.12, 5)
    rows = [
        (0.9 * r, tall - 0.006),
        (1.04 * r, tall - 0.002),
        (1.06 * r, tall + 0.004),
        (1.0 * r, tall + 0.008),
    ]
    rows += [(0.95 * r * np.cos(a), tall + 0.007 + dome * np.sin(a)) for a in t]
    parts = [
        part("lid", "ceramic", _revolve(np.array(rows), sides, power), UP, mapping="turned", crease_deg=60)
    ]
    top = tall + 0.006 + dome
    if pull == "ring":
        stem = lathe([(0, -0.006), (0.008, -0.006), (0.006, 0.004), (0.007, 0.008), (0, 0.008)], 12)
        loop = move(torus(0.012, 0.0034, 0, 16, 6), (0, top + 0.018, 0), frame_along((0, 0, 1)))
        parts += [
            part("knob", "ceramic", move(stem, (0, top, 0)), UP),
            part("knob", "ceramic", loop, UP, crease_deg=60),
        ]
        return parts, top + 0.033
    if pull == "acorn":
        rows2 = [
            (0, -0.006),
            (0.007, -0.006),
            (0.006, 0.002),
            (0.015, 0.008),
            (0.016, 0.013),
            (0.0135, 0.014),
            (0.0125, 0.02),
            (0.006, 0.028),
            (0, 0.03),
        ]
    else:
        rows2 = [
            (0, -0.006),
            (0.0085, -0.006),
            (0.0065, 0.003),
            (0.01, 0.007),
            (0.0145, 0.014),
            (0.0145, 0.019),
            (0.01, 0.0255),
            (0, 0.028),
        ]
    parts.append(
        part("knob", "ceramic", move(lathe(rows2, 14), (0, top, 0)), UP, mapping="turned", crease_deg=60)
    )
    return parts, top + 0.029


def _teapot(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.42, "pear": 0.24, "conical": 0.16, "square": 0.18}, "of its body")
    wide = dials.number("radius", 0.072, 0.085, "m", "of its belly")
    tall = dials.number("height", 0.105, 0.13, "m", "of its body, without foot and lid")
    spout = dials.choice("spout", {"curved": 0.72, "straight": 0.28}, "its bend")
    reach = dials.number("spout_reach", 0.062, 0.08, "m", "how far its spout stands out")
    handle = dials.choice("handle", {"ear": 0.55, "square": 0.2, "over": 0.25}, "its form")
    pull = dials.choice("knob", {"ball": 0.55, "acorn": 0.25, "ring": 0.2}, "what its lid is lifted by")
    feet = dials.choice("feet", {"ring": 0.68, "legs": 0.18, "none": 0.14}, "what it stands on")
    bands = dials.count("bands", 0, 2, "raised lines about its body", (0, 2))
    ornate = dials.flag("ornate", 0.06, "with a beaded band")
    if form == "pear":
        tall *= 1.25
    elif form == "conical":
        tall *= 1.12
    # corners take room: a square body is smaller, its section rounded
    power, squash = (0.42, 1.0) if form == "square" else (1.0, 1.0)
    wide *= 0.86 if form == "square" else 1.0
    sides = 24
    side = _side(form, wide, tall)
    lift = {"ring": 0.012, "legs": 0.026, "none": 0.0}[feet]
    body = _revolve(side, sides, power)
    parts = [part("body", "ceramic", body, UP, mapping="turned", crease_deg=60)]
    r = float(side[0, 0])
    if feet == "ring":
        ring = np.array(
            [
                (0.9 * r, -lift),
                (0.93 * r, -lift),
                (0.84 * r, -0.3 * lift),
                (0.86 * r, 0.006),
                (0.7 * r, 0.006),
            ]
        )
        parts.append(
            part("feet", "ceramic", _revolve(ring, sides, power), UP, mapping="turned", crease_deg=50)
        )
    elif feet == "legs":
        corners = [45, 135, 225, 315] if form == "square" else [30, 150, 270]
        spread = (0.95 if form == "square" else 0.92) * r
        for a in np.deg2rad(corners):
            out = np.array([np.sin(a), 0, np.cos(a)])
            leg = stick(0.9 * spread * out + [0, 0.014, 0], spread * out + [0, -0.016, 0], 0.008, 8)
            toe = knob(1.03 * spread * out + [0, -0.0175, 0], (0.0115, 0.0085, 0.0115), 10, 6)
            parts += [part("feet", "ceramic", one, UP, crease_deg=60) for one in (leg, toe)]
    level = {"pear": (0.32, 0.7), "conical": (0.14, 0.82)}.get(form, (0.5, 0.84))
    for share in level[: max(bands, 2 if ornate else 0)]:
        y = share * tall
        half = 0.0045
        rows = [
            (_at(side, y - 1.6 * half) - 0.001, y - 1.6 * half),
            (_at(side, y - half) + 0.0022, y - half),
            (_at(side, y + half) + 0.0022, y + half),
            (_at(side, y + 1.6 * half) - 0.001, y + 1.6 * half),
        ]
        parts.append(part("band", "ceramic", _revolve(np.array(rows), sides, power), UP, mapping="turned"))
    lid, crown = _lid(side, tall, power, sides, pull, 0.018 if form != "conical" else 0.012)
    parts += lid
    start = {"pear": 0.28, "conical": 0.24}.get(form, 0.36) * tall
    pour = _spout(
        spout, _at(side, start) * squash, start, tall * (0.95 if spout == "curved" else 0.9), reach, 0.0175
    )
    parts.append(part("spout", "ceramic", pour, UP, mapping="box", crease_deg=60))
    parts += _handle(handle, side, tall, crown, squash, 0.0085)
    if ornate:
        y = level[0] * tall
        for k in range(8):
            a = np.pi * k / 4 + np.pi / 8
            if form == "square":
                continue
            out = np.array([np.sin(a), 0, np.cos(a)])
            bead = nail((_at(side, y) + 0.0015) * out + [0, y, 0], out, 0.0045, 0.003, 6)
            parts.append(part("band", "ceramic", bead, out))
    return parts


_POT = ("glazed ceramic", "porcelain", "copper", "earthenware")
_GLAZES = ("#2f6f86", "#e9e2d2", "#8c2f2a", "#4f7a4a", "#d8a03a", "#3a3f6b")

KINDS = {
    "teapot": Kind(
        build=_teapot,
        size_m=0.24,
        parts={
            "body": Made(_POT, _GLAZES, words=("pot", "belly")),
            "lid": Made(_POT, _GLAZES, words=("cover", "top")),
            "spout": Made(_POT, _GLAZES, words=("nozzle",)),
            "handle": Made(("glazed ceramic", "walnut", "ebony"), _GLAZES, words=("grip",)),
            "knob": Made(("gold", "brass", "walnut", "porcelain"), words=("finial",)),
            "feet": Made(_POT, _GLAZES, words=("foot", "legs")),
            "band": Made(("gold", "brass"), words=("bands", "stripe")),
            "mounts": Made(("brass", "copper"), words=("hinges",)),
        },
        synonyms=("tea kettle", "kettle", "tea pot"),
        main=("lid", "spout", "feet"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "pear-shaped": {"form": "pear"},
            "conical": {"form": "conical"},
            "tiny-legged": {"feet": "legs"},
            "ornate": {"ornate": True},
        },
    ),
}
