"""Builds the props of the armoury: sword, axe, shield, mace."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.solids import Solid, ball, box, lathe, move, plate, rod, shell, sweep, tube, turn
from training.props.pieces import (
    ABOUT_Y,
    CLOTHS,
    GEMS,
    ROPE,
    WOODS,
    Y_TO_Z,
    band,
    bar,
    hoop,
    is_said,
    kind_of,
    knob,
    octahedron,
    one_of,
    shaft,
    used,
    winding,
)
from training.props.prop import (
    CREAM,
    DARK,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _sword(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"straight": 0.45, "curved": 0.25, "broad": 0.3})
    ornate = is_said(rng, shape, "ornate", 0.25)
    t = np.linspace(0, 1, 15)
    tip = rng.uniform(0.8, 0.93)
    if kind == "curved":
        length, half, bend = rng.uniform(1.1, 1.35), rng.uniform(0.13, 0.16), rng.uniform(0.26, 0.42)
        flare = rng.uniform(0.1, 0.7)
        width = (1 + flare * np.sin(np.pi * np.clip(t * 1.15, 0, 1)) ** 2) * np.clip((1 - t) * 4, 0.03, 1)
    else:
        length, bend = rng.uniform(1.1, 1.4), 0.0
        half = rng.uniform(0.2, 0.27) if kind == "broad" else rng.uniform(0.115, 0.15)
        waist = rng.choice([0.0, rng.uniform(0.15, 0.3)])
        width = np.interp(t, [0, tip, 1], [1, rng.uniform(0.75, 1.0), 0.03])
        width = width * (1 - waist * np.sin(np.pi * np.clip(t / tip, 0, 1)) ** 2)
    path = np.stack([bend * length * (t**2 - 0.12 * t), length * t, 0 * t], 1)
    depth = rng.uniform(0.055, 0.07)
    thick = depth * np.clip((1 - t) * 5, 0.1, 1)
    parts: Parts = [(sweep(path, np.stack([half * width, thick], 1), 4, smooth=False), MAIN)]
    if ornate or rng.random() < 0.5:  # a groove along the blade
        reach = rng.integers(8, 12)
        groove = np.stack([0.38 * (half * width)[:reach], np.full(reach, depth + 0.018)], 1)
        groove[-1, 0] *= 0.3
        parts.append((sweep(path[:reach], groove, 4, smooth=False), "groove"))
    parts += _hilt(rng, kind, half, ornate)
    colours: dict[str, SlotColour] = {
        "hilt": GOLD if ornate else one_of(rng, GOLD, DARK, STEEL, WOOD),
        "grip": one_of(rng, LEATHER, LEATHER, DARK, *CLOTHS[:2]),
        "groove": GOLD if ornate else one_of(rng, 0.6, 1.35),
    }
    return used(parts, colours | {"gem": one_of(rng, *GEMS)})


def _hilt(rng: np.random.Generator, kind: str, half: float, ornate: bool) -> Parts:
    """Make guard, grip and pommel below y = 0."""
    reach, height, grip = half + rng.uniform(0.1, 0.18), rng.uniform(0.04, 0.055), rng.uniform(0.26, 0.36)
    radius = rng.uniform(0.055, 0.068)
    parts: Parts = [(winding(-grip, -0.02, radius, int(rng.integers(4, 6))), "grip")]
    if kind == "curved" and rng.random() < 0.5:  # a round hand guard
        parts.append((move(band(reach * 0.85, -0.06, 0.03), scale=(1, 1, 0.7)), "hilt"))
    else:
        x = np.linspace(-1, 1, 9)
        lift = rng.choice([0.0, rng.uniform(0.06, 0.16), -rng.uniform(0.05, 0.12)])
        swell = rng.choice([0.75, 1.0, 1.4])
        size = height * (1 + (swell - 1) * np.abs(x))
        arms = np.stack([reach * x, lift * x * x - 0.02, 0 * x], 1)
        parts.append((bar(arms, np.stack([size, np.full(9, 0.085)], 1)), "hilt"))
        if ornate:
            parts += [(knob(end, 0.07), "hilt") for end in arms[[0, -1]]]
    if ornate:
        parts.append((move(octahedron((0, -0.02, 0), 0.08, 0.1), scale=(1, 1, 1.6)), "gem"))
    pommel = rng.choice(["ball", "disc", "gem"])
    at, size = (0, -grip - 0.04, 0), rng.uniform(0.075, 0.095)
    if pommel == "ball":
        parts.append((knob(at, size), "hilt"))
    elif pommel == "disc":
        parts.append((move(band(size * 1.15, -0.06, 0.06, segments=16), at, Y_TO_Z), "hilt"))
    else:
        parts.append((octahedron(at, size, size * 1.2), "hilt"))
    return parts


def _axe(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    double, ornate = is_said(rng, shape, "double-headed", 0.35), is_said(rng, shape, "ornate", 0.25)
    length, radius = rng.uniform(1.0, 1.2), rng.uniform(0.055, 0.065)
    bow = 0.0 if double else rng.uniform(-0.05, 0.05)
    pole, path = shaft(rng, 0, length, radius, bow)
    y = length - rng.uniform(0.22, 0.3)
    x = float(np.interp(y, path[:, 1], path[:, 0]))
    up, down = rng.uniform(0.28, 0.42), rng.uniform(0.34, 0.54)
    reach, neck, bulge = rng.uniform(0.46, 0.6), rng.uniform(0.13, 0.18), rng.uniform(0.08, 0.16)
    u = np.linspace(-1, 1, 9)
    edge = np.stack([reach - bulge * u * u, np.where(u < 0, down, up) * u], 1)
    mid = 0.4 * reach
    outline = [(-0.1, neck), (-0.1, -neck), (0.1, -neck), (mid, -neck - 0.2 * (down - neck))]
    outline += [*edge.tolist(), (mid, neck + 0.2 * (up - neck)), (0.1, neck)]
    thick = rng.uniform(0.11, 0.14)
    profile = [(0, -thick), (0.3, -thick), (0.85, -0.06), (1, -0.025), (1, 0.025), (0.85, 0.06), (0.3, thick)]
    head = plate(outline, [*profile, (0, thick)], (0.02, 0))
    honed = np.concatenate([edge, 0 * edge[:, :1]], 1) * [1, 0.97, 1] - [0.02, 0, 0]
    bevel = sweep(honed, np.stack([0.06 * (1 - 0.4 * u**4), 0.05 * (1 - 0.3 * u**4)], 1), 4, smooth=False)
    parts: Parts = [(pole, "handle")]
    stud = box((0.23, 0, 0), (0.1, 0.1, 2 * thick + 0.03))
    for side in (None, ABOUT_Y)[: 1 + double]:
        parts += [(move(head, (x, y, 0), side), MAIN), (move(bevel, (x, y, 0), side), "edge")]
        if ornate:
            parts.append((move(stud, (x, y, 0), side), "trim"))
    if not double and rng.random() < 0.5:  # a poll behind, blunt or pointed
        back = rng.uniform(0.16, 0.3)
        end = rng.choice([0.02, 0.11])
        parts.append((bar([(x, y, 0), (x - back, y - 0.3 * back * (end < 0.1), 0)], [0.11, end]), MAIN))
    if rng.random() < 0.4:
        parts.append((octahedron((path[-1, 0], length + 0.02, 0), 0.085, 0.18), MAIN))
    if ornate or rng.random() < 0.5:
        low = rng.uniform(0.1, 0.2)
        parts.append((winding(low, low + rng.uniform(0.25, 0.35), radius * 1.25, 5), "wrap"))
    if ornate:
        foot = (path[0, 0], -0.02, 0)
        parts += [
            (knob(foot, radius * 1.4), "trim"),
            (band(radius * 1.5, y - neck - 0.12, y - neck - 0.03), "trim"),
        ]
    handle, wrap = one_of(rng, *WOODS, LEATHER), one_of(rng, LEATHER, DARK, ROPE)
    return used(parts, {"handle": handle, "edge": 1.4, "wrap": wrap, "trim": GOLD})


@dataclass(frozen=True)
class _Board:
    """A shield's bent board: its half width [M] at each height, and how far back it bends.

    Attributes:
        heights, widths: [M].
        bulge: bend across.
        spin: bend up and down.
    """

    heights: np.ndarray
    widths: np.ndarray
    bulge: float
    spin: float

    def surface(self, x: np.ndarray, y: np.ndarray, z: float) -> np.ndarray:
        """Return points [..., 3] of the front, z before it."""
        return np.stack([x, y, z - self.bulge * x * x - self.spin * y * y], -1)

    def strip(self, y: np.ndarray, low: np.ndarray, high: np.ndarray, z: float, deep: float) -> Solid:
        """Make a strip of the board from x = low to high at each height."""
        x = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, 9)
        y = np.broadcast_to(y[:, None], x.shape)
        return shell(self.surface(x, y, z), self.surface(x, y, z - deep))

    def width(self, y: np.ndarray | float) -> np.ndarray:
        """Return the half width at a height."""
        return np.interp(y, self.heights, self.widths)


def _board(rng: np.random.Generator, kind: str) -> _Board:
    t, bulge = np.linspace(0, 1, 13), rng.uniform(0.4, 0.9)
    if kind == "round":
        return _Board(-0.5 * np.cos(np.pi * t), np.maximum(0.5 * np.sin(np.pi * t), 0.03), bulge, bulge)
    if kind == "square":
        half, height = rng.uniform(0.36, 0.44), rng.uniform(0.48, 0.62)
        width = half * (1 - rng.uniform(0, 0.08) * (2 * t - 1) ** 2)
    else:
        half, height, shoulder = rng.uniform(0.42, 0.48), rng.uniform(0.52, 0.66), rng.uniform(0.5, 0.7)
        width = half * np.maximum(np.clip(t / shoulder, 0, 1) ** rng.uniform(0.5, 0.75), 0.04)
        width *= 1 - rng.uniform(0, 0.2) * np.clip((t - 0.75) * 4, 0, 1) ** 2
    return _Board(height * (2 * t - 1), width, bulge, 0.0)


def _emblem(rng: np.random.Generator, board: _Board, kind: str, level: float) -> list[Solid]:
    """Make the painted device: a cross, a pale (upright), a bar, chevrons, a half, or nothing."""
    device = rng.choice(["cross", "pale", "bar", "chevron", "half", ""], p=[0.25, 0.15, 0.15, 0.15, 0.1, 0.2])
    wide, reach = rng.uniform(0.06, 0.11), float(board.width(level)) - 0.03
    foot, head = board.heights[0], board.heights[-1]
    solids = []
    if device in ("cross", "pale"):
        y = np.linspace(foot + (0.2 if kind == "pointed" else 0.06) * (head - foot), head - 0.05, 9)
        solids.append(board.strip(y, np.full(9, -wide), np.full(9, wide), 0.018, 0.05))
    if device in ("cross", "bar"):
        y = level + np.linspace(-wide, wide, 3)
        solids.append(board.strip(y, np.full(3, -reach), np.full(3, reach), 0.02, 0.05))
    if device == "chevron":
        x = np.broadcast_to(0.97 * reach * np.linspace(-1, 1, 9), (2, 9))
        for way in (1, -1)[: int(rng.integers(1, 3))]:
            y = level + np.array([[-wide], [wide]]) + way * (0.1 - 0.3 * np.abs(x))
            solids.append(shell(board.surface(x, y, 0.02), board.surface(x, y, -0.03)))
    if device == "half":
        solids.append(board.strip(board.heights, np.zeros(13), board.widths - 0.02, 0.015, 0.05))
    return solids


def _shield(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"round": 0.35, "pointed": 0.45, "square": 0.2})
    ornate = is_said(rng, shape, "ornate", 0.3)
    board = _board(rng, kind)
    y, width = board.heights, board.widths
    parts: Parts = [(board.strip(y, -width, width, 0.0, 0.09), MAIN)]
    ring = np.concatenate([board.surface(width, y, -0.045), board.surface(-width, y, -0.045)[::-1]])
    parts.append((tube(np.concatenate([ring, ring[:2]]), rng.uniform(0.04, 0.05), 8), "rim"))
    level = y[0] + (y[-1] - y[0]) * (rng.uniform(0.55, 0.65) if kind == "pointed" else 0.5)
    parts += [(solid, "emblem") for solid in _emblem(rng, board, kind, level)]
    if ornate or kind == "round" or rng.random() < 0.4:
        size, at = rng.uniform(0.09, 0.15), (0, level, 0)
        cut = rng.random() < 0.3
        parts.append((octahedron(at, 1.2 * size, 1.2 * size) if cut else knob(at, size), "rim"))
    if ornate:
        studs = np.linspace(0, len(ring), 9)[:-1].astype(int)
        parts += [(knob(ring[k] + [0, 0, 0.03], 0.06), "trim") for k in studs]
    else:
        for side in (-1, 1):
            ends = level + 0.26 * side + np.array([-0.05, 0.0, 0.05])
            long = 0.85 * board.width(ends)
            parts.append((board.strip(ends, -long, long, -0.075, 0.07), "strap"))
    grip = [(0, level + up, back) for up, back in ((-0.22, -0.1), (-0.1, -0.2), (0.1, -0.2), (0.22, -0.1))]
    parts.append((tube(grip, 0.04, 8), "strap"))
    emblem = GOLD if ornate and rng.random() < 0.5 else one_of(rng, 1.5, CREAM, 0.5, 0.5, *CLOTHS[:3])
    rim = one_of(rng, STEEL, DARK, GOLD, WOOD, 0.6)
    return used(parts, {"rim": rim, "strap": LEATHER, "emblem": emblem, "trim": GOLD})


def _mace(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"spiked": 0.5, "flanged": 0.35, "round": 0.15})
    ornate = is_said(rng, shape, "ornate", 0.25)
    length, radius = rng.uniform(0.6, 0.85), rng.uniform(0.065, 0.085)
    size = rng.uniform(0.28, 0.34)
    centre = np.array([0, length + size * 0.6, 0])
    pole, _ = shaft(rng, 0, length + 0.2, radius)
    parts: Parts = [(pole, "handle"), (winding(0.04, rng.uniform(0.28, 0.38), radius * 1.15, 5), "wrap")]
    if kind == "flanged":
        count = int(rng.choice([4, 5, 6]))
        tall, out = size * rng.uniform(1.0, 1.3), size * rng.uniform(1.1, 1.35)
        low, high = rng.uniform(-0.6, 0.0), rng.uniform(0.2, 0.75)
        fin = [(0.03, -tall), (0.14, -tall), (out, tall * low), (out * rng.uniform(0.75, 1), tall * high)]
        fin += [(0.12, tall), (0.03, tall)]
        blade = plate(fin, [(0, -0.05), (1, -0.04), (1, 0.04), (0, 0.05)], (0.1, 0))
        for k in range(count):
            parts.append((move(blade, centre, turn(1, 360 * k / count)), MAIN))
        core = [(0, -tall - 0.05), (0.12, -tall - 0.03), (0.13, tall), (0.1, tall + 0.06), (0, tall + 0.14)]
        parts.append((move(lathe(core, 16, 0.8), centre), "core"))
    else:
        radii = size, size * rng.uniform(0.9, 1.15), size
        parts.append((ball(centre, radii, int(rng.choice([7, 20]))), MAIN))
        long = size + rng.uniform(0.14, 0.18)
        ways = _directions(rng)
        if kind == "spiked":
            spikes = [rod(centre + 0.8 * size * way, centre + long * way, 0.085, 0.012, 6) for way in ways]
        else:
            spikes = [knob(centre + size * way, 0.085) for way in ways]
            ring = hoop(size + 0.03, -0.045, 0.045, size - 0.06)
            parts.append((move(ring, centre + [0, 0.06, 0]), "trim"))
        parts += [(spike, "spikes") for spike in spikes]
    parts.append((band(radius * 1.7, length - size * 0.45, length - size * 0.45 + 0.1), "trim"))
    parts.append((knob((0, -0.02, 0), radius * rng.uniform(1.3, 1.6)), "trim" if ornate else MAIN))
    if ornate:
        crown = size * (1.45 if kind == "flanged" else 1.1)
        parts.append((octahedron(centre + [0, crown, 0], 0.1, 0.15), "gem"))
        parts.append((band(radius * 1.6, length * 0.5, length * 0.5 + 0.08), "trim"))
    colours: dict[str, SlotColour] = {
        "handle": one_of(rng, WOOD, WOOD, LEATHER, DARK),
        "wrap": one_of(rng, LEATHER, DARK, ROPE),
        "spikes": one_of(rng, 1.4, 0.6, STEEL),
        "core": one_of(rng, 0.6, 0.6, DARK, 1.4),
        "trim": GOLD if ornate else one_of(rng, 0.6, DARK, STEEL, GOLD),
    }
    return used(parts, colours | {"gem": one_of(rng, *GEMS)})


def _directions(rng: np.random.Generator) -> np.ndarray:
    """Return directions spread over a sphere, but downwards."""
    count = int(rng.integers(3, 5)) * 2
    ways = [(0.0, 1.0, 0.0)]
    for up, first, n in ((0.5, 0.0, count // 2 + 1), (-0.12, 0.5, count)):
        angle = 2 * np.pi * (np.arange(n) + first) / n
        flat = np.sqrt(1 - up * up)
        ways += zip(flat * np.sin(angle), np.full(n, up), flat * np.cos(angle), strict=True)
    return np.asarray(ways)


CLASSES: dict[str, PropClass] = {
    "sword": PropClass(
        _sword,
        ("blade", "longsword"),
        1.1,
        ("curved", "broad", "ornate"),
        {"grip": "grip", "handle": "grip", "hilt": "hilt", "guard": "hilt"},
    ),
    "axe": PropClass(
        _axe,
        ("hatchet", "battle axe", "war axe"),
        0.8,
        ("double-headed", "ornate"),
        {"handle": "handle", "shaft": "handle"},
    ),
    "shield": PropClass(
        _shield,
        ("war shield", "battle shield"),
        0.9,
        ("round", "square", "pointed", "ornate"),
        {"rim": "rim", "emblem": "emblem"},
    ),
    "mace": PropClass(
        _mace,
        ("war mace", "morning star"),
        0.7,
        ("spiked", "flanged", "round", "ornate"),
        {"handle": "handle"},
    ),
}
