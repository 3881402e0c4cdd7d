"""Builds the props of the armoury: sword, axe, shield, mace, cannon, helmet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.pocket.props.pieces import (
    ABOUT_Y,
    CLOTHS,
    GEMS,
    ROPE,
    WOODS,
    X_TO_Z,
    Y_TO_X,
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
from core.pocket.props.prop import (
    CREAM,
    DARK,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import (
    Point,
    Solid,
    ball,
    box,
    frame_along,
    join,
    lathe,
    move,
    plate,
    rod,
    shell,
    sweep,
    tube,
    turn,
)


def _sword(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
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


def _axe(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
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


def _shield(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
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


def _mace(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
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


def _wheel(rng: np.random.Generator, radius: float, spoked: bool) -> Solid:
    """Make a wheel about X."""
    half = 0.045
    if spoked:
        pieces = [hoop(radius, -half, half, radius - 0.075), band(0.1, -half - 0.04, half + 0.04)]
        count = int(rng.integers(3, 5))
        for angle in np.pi * np.arange(count) / count:
            way = (radius - 0.04) * np.array([np.sin(angle), 0, np.cos(angle)])
            pieces.append(rod(-way, way, 0.035, segments=6))
    else:
        pieces = [band(radius, -half, half), band(radius * 0.35, -half - 0.035, half + 0.035)]
    return move(join(pieces), rotation=Y_TO_X)


def _gun(rng: np.random.Generator, length: float, breech: float, muzzle: float, ornate: bool) -> Parts:
    """Make a cannon's barrel along Y, its breech at the origin."""
    bore, lip = 0.68 * muzzle, muzzle * rng.uniform(1.15, 1.3)
    swell = 0.97 * breech
    outside = [(0, -0.12), (0.6 * breech, -0.1), (breech, 0), (swell, 0.35 * length), (muzzle, length - 0.16)]
    end = [(lip, length - 0.1), (lip, length - 0.02), (0.92 * lip, length), (bore, length)]
    parts: Parts = [
        (lathe([*outside, *end, (bore, length - 0.1), (0, length - 0.1)], 24, 0.7), MAIN),
        (rod((0, length - 0.2, 0), (0, length - 0.06, 0), bore + 0.01), "bore"),
        (rod((0, -0.2, 0), (0, -0.05, 0), 0.24 * breech, segments=12), MAIN),
        (knob((0, -0.2, 0), 0.4 * breech), "bands" if ornate else MAIN),
    ]
    for at in np.linspace(0.04, 0.78, int(rng.integers(2, 5))) * length:
        radius = float(np.interp(at, [0, 0.35 * length, length], [breech, swell, muzzle]))
        parts.append((hoop(radius + 0.03, at, at + rng.uniform(0.05, 0.08), radius - 0.05), "bands"))
    if ornate:
        parts.append((hoop(lip + 0.025, length - 0.1, length - 0.03, bore + 0.03), "bands"))
    return parts


def _field_carriage(rng: np.random.Generator, pivot: np.ndarray, wide: float, wheel: float) -> Parts:
    """Make two big wheels and a trail that rests on the ground behind."""
    hub, reach = np.array([0, wheel, pivot[2] + 0.02]), np.array([wide + 0.1, 0, 0])
    back = np.array([0, 0.06, hub[2] - rng.uniform(0.6, 0.75)])
    parts: Parts = [(rod(hub - reach, hub + reach, 0.06, segments=10), "carriage")]
    disc = _wheel(rng, wheel, spoked=True)
    for side in (-1, 1):
        cheek = np.array([side * 0.75 * (wide - 0.07), 0, 0])
        parts.append((_beam(hub + cheek + [0, 0.06, 0.12], back + 0.4 * cheek, 0.13), "carriage"))
        parts.append((_beam(hub + cheek, pivot + cheek, 0.13), "carriage"))
        parts.append((move(disc, hub + side * reach), "wheels"))
    return parts


def _naval_carriage(rng: np.random.Generator, pivot: np.ndarray, wide: float, length: float) -> Parts:
    """Make stepped cheeks on four small wheels."""
    back, front = pivot[2] - max(0.2 * length, 0.28), pivot[2] + max(0.28 * length, 0.28)
    size = rng.uniform(0.11, 0.14)
    disc = _wheel(rng, size, spoked=False)
    middle = (0, 0.22, (back + front) / 2), (2 * wide - 0.1, 0.12, front - back - 0.06)
    parts: Parts = [(box(*middle), "carriage")]
    for side in (-1, 1):
        for z, high in ((back, 0.4), (back + 0.22 * length, 0.6), (pivot[2] - 0.1, 0.85)):
            tall = (pivot[1] - 0.1) * high
            centre = side * (wide - 0.01), 0.14 + tall / 2, (z + front) / 2
            parts.append((box(centre, (0.12, tall, front - z)), "carriage"))
        parts += [(move(disc, (side * (wide + 0.12), size, z)), "wheels") for z in (back + 0.08, front - 0.1)]
    return parts


def _beam(start: np.ndarray, end: np.ndarray, thick: float) -> Solid:
    """Make a square beam between two points in a plane of equal X, or nearly so."""
    a, b = (np.array([p[2], p[1], -p[0]]) for p in (start, end))
    return move(bar([a, b], [thick / 2, thick / 2]), rotation=X_TO_Z)


def _cannon(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    ornate, stubby = is_said(rng, shape, "ornate", 0.25), is_said(rng, shape, "stubby", 0.2)
    field = is_said(rng, shape, "big-wheeled", 0.5)
    length = rng.uniform(0.75, 0.9) if stubby else rng.uniform(1.15, 1.4)
    breech = rng.uniform(0.36, 0.4) if stubby else rng.uniform(0.28, 0.33)
    muzzle = breech * (rng.uniform(0.9, 1.1) if stubby else rng.uniform(0.68, 0.85))
    wheel = rng.uniform(0.3, 0.36)
    height = wheel + rng.uniform(0.18, 0.24) if field else breech + rng.uniform(0.26, 0.32)
    rise, wide = rng.uniform(0.12, 0.45), breech + 0.07
    aim = frame_along((0, np.sin(rise), np.cos(rise)))
    gun = _gun(rng, length, breech, muzzle, ornate)
    parts: Parts = [(move(solid, (0, height, -0.36 * length), aim), slot) for solid, slot in gun]
    pivot = np.array([0, height + 0.1 * length * np.sin(rise), -0.12 * length])
    parts.append((rod(pivot - [wide + 0.05, 0, 0], pivot + [wide + 0.05, 0, 0], 0.075, segments=12), MAIN))
    if field:
        parts += _field_carriage(rng, pivot, wide, wheel)
    else:
        parts += _naval_carriage(rng, pivot, wide, length)
    wood, bands = one_of(rng, *WOODS), GOLD if ornate else one_of(rng, 0.6, 0.6, 1.4, STEEL, GOLD)
    wheels = one_of(rng, wood, WOOD, DARK)
    return used(parts, {"bore": DARK, "bands": bands, "carriage": wood, "wheels": wheels})


@dataclass(frozen=True)
class _Skull:
    """A helmet's round: where its dome begins and ends, and how its neck is drawn in and flares."""

    tall: float
    peak: float
    pinch: float
    flare: float
    pointed: bool

    def radius(self, y: np.ndarray) -> np.ndarray:
        """Return the radius at a height."""
        up, down = np.clip((y - self.tall) / self.peak, 0, 1), np.clip(1 - y / self.tall, 0, 1)
        dome = 1 - up**1.5 if self.pointed else np.sqrt(1 - up**2)
        return 0.5 * dome - self.pinch * down + self.flare * np.clip(2 * down - 1, 0, 1) ** 2

    def patch(self, heights: Point, left: Point, right: Point, out: float, deep: float) -> Solid:
        """Make a piece of the wall between two angles at each height, `out` before it."""
        y = np.asarray(heights, np.float64)[:, None]
        sides = [np.broadcast_to(np.asarray(a, np.float64), len(y))[:, None] for a in (left, right)]
        angle = sides[0] + (sides[1] - sides[0]) * np.linspace(0, 1, 15)
        ring = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], -1)
        level = np.broadcast_to(y, angle.shape)[..., None] * [0, 1, 0]
        front, back = (level + ring * (self.radius(y) + z)[..., None] for z in (out, out - deep))
        return shell(front, back)


def _open_face(rng: np.random.Generator, skull: _Skull) -> Parts:
    """Make a wall with a wide or a T-shaped opening, and the guard of the nose."""
    tall, wide = skull.tall, rng.random() < 0.5
    if wide:
        rows, gap = [0, 0.35, 0.85, 1.0], np.array([0.6, 0.85, 0.85, 0.75]) * rng.uniform(0.85, 1.1)
    else:
        mouth, eye = rng.uniform(0.16, 0.3), rng.uniform(0.75, 0.95)
        rows, gap = [0, 0.42, 0.56, 0.86, 1.0], [mouth * 1.4, mouth, eye, eye, eye * 0.6]
    y = np.union1d(np.linspace(0, tall, 5), tall * np.array(rows))
    gap = np.interp(y, tall * np.array(rows), gap)
    parts: Parts = [(skull.patch(y, gap, 2 * np.pi - gap, 0.0, 0.08), MAIN)]
    if not wide or rng.random() < 0.6:
        tip = tall * rng.uniform(0.3, 0.45)
        parts.append((skull.patch([tip, tall + 0.05], [-0.13, -0.1], [0.13, 0.1], 0.03, 0.1), "trim"))
    return parts


def _closed_face(rng: np.random.Generator, skull: _Skull) -> Parts:
    """Make a whole wall, and a visor with a slit before it."""
    tall, eyes = skull.tall, rng.uniform(0.6, 0.72) * skull.tall
    wide = np.array([0.75, 1.1, 1.35, 1.3, 1.0]) * rng.uniform(0.9, 1.1)
    rows = [0.02, eyes * 0.5, eyes, tall + 0.04, tall + 0.13]
    slit = rng.uniform(0.035, 0.05)
    parts: Parts = [
        (skull.patch(np.linspace(0, tall, 6), 0.0, 2 * np.pi, 0.0, 0.08), MAIN),
        (skull.patch(rows, -wide, wide, 0.06, 0.1), "visor"),
        (skull.patch([eyes - slit, eyes + slit], -0.85, 0.85, 0.072, 0.05), "inside"),
        *((knob((0.5 * side, tall, 0.08), 0.09), "trim") for side in (-1, 1)),
    ]
    if rng.random() < 0.6:
        for a in (-0.45, -0.15, 0.15, 0.45):
            hole = skull.patch([eyes * 0.25, eyes * 0.6], a - 0.055, a + 0.055, 0.072, 0.05)
            parts.append((hole, "inside"))
    else:
        parts.append((skull.patch([0.04, tall + 0.04], -0.09, 0.09, 0.085, 0.1), "trim"))
    return parts


def _crown(rng: np.random.Generator, skull: _Skull, kind: str) -> Parts:
    """Make what stands on the dome: a crest of hair, horns, or a knob."""
    tall, peak, parts = skull.tall, skull.peak, []
    if kind == "crested":
        a = np.linspace(-0.25, np.pi + rng.uniform(-0.3, 0.25), 13)
        lift, high = rng.uniform(0.06, 0.12), rng.uniform(0.11, 0.17)
        arc = np.stack([(0.5 + lift) * np.cos(a), tall + (peak + lift) * np.sin(a), 0 * a], 1)
        fin = np.stack([high * (1 - 0.5 * np.linspace(-1, 1, 13) ** 4), np.full(13, 0.075)], 1)
        parts.append((move(sweep(arc, fin, 8, True), rotation=X_TO_Z), "crest"))
    elif kind == "horned":
        t = np.linspace(0, 1, 9)
        reach, rise, thick = rng.uniform(0.32, 0.48), rng.uniform(0.35, 0.6), rng.uniform(0.11, 0.14)
        x = 0.4 + reach * np.sin(t * rng.uniform(1.5, 2.4))
        horn = sweep(np.stack([x, tall + 0.12 + rise * t**1.5, 0 * t], 1), thick * (1 - 0.85 * t), 12)
        ring = move(band(thick + 0.05, 0.38, 0.47), (0, tall + 0.12, 0), Y_TO_X)
        for side in (None, ABOUT_Y):
            parts += [(move(horn, rotation=side), "horns"), (move(ring, rotation=side), "trim")]
    elif rng.random() < 0.6:
        at = (0, tall + peak, 0)
        parts.append((octahedron(at, 0.07, 0.2) if skull.pointed else knob(at, 0.08), "trim"))
    return parts


def _helmet(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    ornate = is_said(rng, shape, "ornate", 0.25)
    crown = kind_of(rng, shape, {"bare": 0.3, "horned": 0.35, "crested": 0.35})
    closed = kind_of(rng, shape, {"open": 0.5, "closed": 0.5}) == "closed"
    tall, peak = rng.uniform(0.42, 0.56), rng.uniform(0.4, 0.56)
    skull = _Skull(tall, peak, rng.uniform(0.04, 0.1), rng.uniform(0, 0.14), rng.random() < 0.3)
    levels = tall + peak * np.sin(np.linspace(0, np.pi / 2, 8))[:-1]
    dome = [(0, tall - 0.02), *zip(skull.radius(levels), levels, strict=True), (0, tall + peak)]
    lining = [(0, 0.02), (0.37, 0.02), (0.41, tall), (0, tall)]
    parts: Parts = [(lathe(dome, 28, 0.2), MAIN), (lathe(lining, 20), "inside")]
    parts += _closed_face(rng, skull) if closed else _open_face(rng, skull)
    parts += _crown(rng, skull, crown)
    if ornate or not closed:
        brow = [tall - 0.02, tall + rng.uniform(0.07, 0.11)]
        parts.append((skull.patch(brow, 0, 2 * np.pi, 0.03, 0.09), "trim"))
    if ornate:
        around = np.arange(8) * np.pi / 4 + np.pi / 8
        parts += [(knob((0.53 * np.sin(a), tall + 0.05, 0.53 * np.cos(a)), 0.06), "studs") for a in around]
    return used(parts, {
        "inside": DARK,
        "trim": GOLD if ornate else one_of(rng, GOLD, 0.6, 1.4, DARK),
        "visor": one_of(rng, 0.7, 1.4, 0.7, STEEL),
        "studs": one_of(rng, *GEMS),
        "crest": one_of(rng, *CLOTHS),
        "horns": one_of(rng, CREAM, CREAM, (0.62, 0.5, 0.36), DARK),
    })  # fmt: skip


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
    "cannon": PropClass(
        _cannon,
        ("artillery gun", "battle cannon"),
        1.8,
        ("big-wheeled", "stubby", "ornate"),
        {"wheels": "wheels", "carriage": "carriage", "bands": "bands"},
    ),
    "helmet": PropClass(
        _helmet,
        ("helm", "war helmet"),
        0.35,
        ("horned", "crested", "closed", "open", "ornate"),
        {"horns": "horns", "crest": "crest", "plume": "crest", "visor": "visor"},
    ),
}
