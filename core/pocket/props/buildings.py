"""Buildings: houses, towers, castles, windmills, tents, wells and lighthouses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from core.pocket.props.pieces import CLOTHS, ROPE, WOODS, X_TO_Z, is_said, kind_of, knob, one_of, used
from core.pocket.props.prop import (
    CREAM,
    DARK,
    GLASS,
    GOLD,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import (
    Point,
    Solid,
    blob,
    box,
    flat,
    join,
    lathe,
    lean,
    loft,
    move,
    prism,
    rod,
    sweep,
    turn,
)

_ROOFS = ((0.60, 0.22, 0.15), (0.27, 0.29, 0.36), (0.40, 0.26, 0.16), (0.20, 0.36, 0.28), (0.20, 0.30, 0.50))
_STRAW, _GLOW, _STONE, _WATER = (0.80, 0.64, 0.32), (0.99, 0.84, 0.40), (0.50, 0.49, 0.47), (0.16, 0.42, 0.62)
_HOLE = (0.12, 0.09, 0.08)
_CUBE = box((0, 0, 0), (1, 1, 1))
#: A circle counts as round from so many sides on.
_ROUND = 12


def _put(parts: Parts, place: Point = (0, 0, 0), azimuth: float = 0.0, scale: float | Point = 1.0) -> Parts:
    """Scale parts, turn their front to an azimuth (degrees) and place them."""
    rotation = turn(1, azimuth)
    return [(move(solid, place, rotation, scale), slot) for solid, slot in parts]


def _polar(radius: float, y: float, azimuth: float) -> tuple[float, float, float]:
    """Return the point at a radius and an azimuth (degrees)."""
    return radius * float(np.sin(np.radians(azimuth))), y, radius * float(np.cos(np.radians(azimuth)))


def _merge(parts: Parts) -> Parts:
    """Join the parts of each slot."""
    slots = dict.fromkeys(slot for _, slot in parts)
    return [(join([solid for solid, own in parts if own == slot]), slot) for slot in slots]


def _sway(parts: Parts, sideways: Point) -> Parts:
    return [(lean(solid, sideways), slot) for solid, slot in parts]


def _drum(profile: Sequence[tuple[float, float]], sides: int) -> Solid:
    """Revolve a profile; with few sides it is a prism of those half widths, a face to the front."""
    if sides >= _ROUND:
        return lathe(profile, sides)
    widen = 1 / np.cos(np.pi / sides)
    if profile[0] == profile[-1]:  # hollow
        solid = move(lathe(profile, sides), rotation=turn(1, 180 / sides), scale=(widen, 1, widen))
        return flat(solid.vertices, solid.faces)
    angle = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    ring = widen * np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1)
    return loft([ring * r + [0, y, 0] for r, y in profile])


def _outline(style: str, wide: float, tall: float) -> np.ndarray:
    """Return the outline of an opening that stands on the origin."""
    half = wide / 2
    if style == "square":
        return np.array([(-half, 0), (half, 0), (half, tall), (-half, tall)])
    if style == "round":
        t = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        return np.stack([half * np.sin(-t), tall / 2 + half * np.cos(t)], 1)
    t = np.linspace(0, 1, 7)[1:-1]
    x = half * np.cos(np.pi * t)
    rise = half * (np.sin(np.pi * t) if style == "arched" else 1.3 * (1 - np.abs(x) / half) ** 0.7)
    spring = tall - half * (1 if style == "arched" else 1.3)
    return np.concatenate(
        [[(-half, 0), (half, 0), (half, spring)], np.stack([x, spring + rise], 1), [(-half, spring)]]
    )


def _window(style: str, wide: float, tall: float, bars: bool = True) -> Parts:
    """Make a window that faces the front, its sill's middle at the origin."""
    frame = prism(_outline(style, wide + 0.05, tall + 0.05) - [0, 0.025], 0.08)
    pane = prism(_outline(style, wide, tall), 0.11)
    if bars and style != "round":
        upright, across = (
            box((0, tall * 0.48, 0), (0.04, tall * 0.96, 0.14)),
            box((0, tall * 0.5, 0), (wide, 0.04, 0.14)),
        )
        frame = join([frame, upright, across])
    return [(frame, "frames"), (pane, "windows")]


def _door(rng: np.random.Generator, style: str, wide: float, tall: float) -> Parts:
    """Make a door that faces the front, its sill's middle at the origin."""
    frame = prism(_outline(style, wide + 0.1, tall + 0.05), 0.1)
    leaf = prism(_outline(style, wide, tall), 0.14)
    latch = knob((rng.choice([-1, 1]) * wide * 0.3, tall * 0.45, 0.08), 0.03)
    return [(frame, "frames"), (leaf, "door"), (latch, "latch")]


def _flag(rng: np.random.Generator, foot: Point, tall: float, cloth: str = "flag") -> Parts:
    """Make a pole with a waving flag or a pennant."""
    x, y, z = np.asarray(foot, float)
    long, high = tall * rng.uniform(0.7, 0.95), tall * rng.uniform(0.42, 0.55)
    s = np.linspace(0, 1, 4)
    path = np.stack([0.02 + long * s, y + tall - high / 2 + 0.05 * np.sin(4 * s) * long, 0 * s], 1)
    taper = 1 - (0.93 if rng.random() < 0.6 else 0.0) * s
    sheet = sweep(path, np.stack([high / 2 * taper, 0.028 + 0 * s], 1), 4, flats=True, smooth=False)
    pole = rod((x, y - 0.05, z), (x, y + tall, z), 0.032, 0.028, 6)
    return [(pole, "poles"), *_put([(sheet, cloth)], (x, 0, z), rng.uniform(0, 360))]


def _merlons(sides: int, radius: float, y: float, count: int, size: float) -> Solid:
    """Make the teeth of a battlement: on a circle, or along a square's edges (`count` each)."""
    thick = size * 0.75
    if sides >= 8:
        tooth = box((0, y + size / 2 - 0.01, radius - thick / 2), (size, size, thick))
        return join([move(tooth, rotation=turn(1, 360 * k / count)) for k in range(count)])
    edge = np.linspace(-1, 1, count)[:-1] * (radius - size / 2)
    teeth = [box((x, y + size / 2 - 0.01, radius - thick / 2), (size, size, thick)) for x in edge]
    return join([move(tooth, rotation=turn(1, 90.0 * k)) for tooth in teeth for k in range(4)])


def _gable_roof(width: float, depth: float, rise: float, eave: float, thick: float) -> Solid:
    """Make a roof of two slopes whose ridge runs along X, its eaves at height 0."""
    run, drop = depth / 2 + eave, eave * 2 * rise / depth
    slope = [(0, rise), (run, -drop), (run, -drop + thick), (0, rise + thick)]
    other = [(-x, y) for x, y in slope[::-1]]
    return join([move(prism(side, width + 2 * eave), rotation=X_TO_Z) for side in (slope, other)])


def _hip_roof(width: float, depth: float, rise: float, eave: float, thick: float, ridge: float) -> Solid:
    """Make a roof of four slopes whose ridge, `ridge` long, runs along X."""
    corners = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)])
    base = corners * [width / 2 + eave, depth / 2 + eave]
    rings = [(base, -0.02), (base, thick), (corners * [ridge / 2, 0.01], rise + thick)]
    return loft([np.stack([xz[:, 0], np.full(4, y), xz[:, 1]], 1) for xz, y in rings])


def _hall(width: float, depth: float, wall: float, rise: float, eave: float, thick: float = 0.09) -> Parts:
    """Make a block with gables at ±X and a roof."""
    gable = [(-depth / 2, 0), (depth / 2, 0), (0, rise)]
    return [
        (box((0, wall / 2, 0), (width, wall, depth)), MAIN),
        (move(prism(gable, width), (0, wall - 0.001, 0), X_TO_Z), MAIN),
        (move(_gable_roof(width, depth, rise, eave, thick), (0, wall, 0)), "roof"),
    ]


def _house(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"square": 0.85, "round": 0.15})
    thatched = is_said(rng, shape, "thatched", 0.15)
    style = str(rng.choice(["square", "square", "arched", "round"]))
    parts = _hut(rng, thatched, style) if kind == "round" else _cottage(rng, shape, thatched, style)
    roof = one_of(rng, _STRAW, (0.68, 0.50, 0.26)) if thatched else one_of(rng, *_ROOFS, 0.6)
    colours: dict[str, SlotColour] = {"roof": roof, "door": one_of(rng, *WOODS, *_ROOFS[3:]), "latch": GOLD}
    colours |= {
        "frames": one_of(rng, WHITE, CREAM, WOOD, 0.5),
        "windows": one_of(rng, GLASS, _GLOW, (0.22, 0.3, 0.4)),
    }
    colours |= {
        "beams": one_of(rng, *WOODS),
        "base": one_of(rng, _STONE, 0.6),
        "chimney": one_of(rng, _STONE, _ROOFS[0]),
    }
    return used(parts, {**colours, "shutters": one_of(rng, *_ROOFS, 0.55)})


def _hut(rng: np.random.Generator, thatched: bool, style: str) -> Parts:
    """Make a round hut under a cone."""
    radius, wall, rise = rng.uniform(0.5, 0.58), rng.uniform(0.78, 0.92), rng.uniform(0.4, 0.55)
    brim, thick, bell = radius + rng.uniform(0.06, 0.1), 0.15 if thatched else 0.08, rng.uniform(0.4, 0.5)
    cone = [
        (0, wall),
        (brim, wall - 0.1),
        (brim, wall - 0.1 + thick),
        (brim * bell, wall + rise * 0.55),
        (0, wall + rise),
    ]
    sides = int(rng.choice([8, 24, 24]))
    parts: Parts = [(_drum([(0, 0), (radius, 0), (radius * 0.96, wall), (0, wall)], sides), MAIN)]
    parts.append((_drum(cone, sides), "roof"))
    parts += _put(_door(rng, "arched" if style == "round" else style, 0.26, 0.46), (0, 0, radius - 0.02))
    pane = _window(style, 0.2, 0.2)
    for azimuth in (70, 140, 220, 290):
        parts += _put(pane, _polar(radius * 0.97, 0.36, azimuth), azimuth)
    if rng.random() < 0.5:
        parts.append((box((0.24, wall + rise * 0.55, -0.12), (0.15, 0.6, 0.15)), "chimney"))
    return parts


def _cottage(rng: np.random.Generator, shape: frozenset[str], thatched: bool, style: str) -> Parts:
    storeys = 1 + is_said(rng, shape, "two-storey", 0.3)
    timbered = is_said(rng, shape, "timbered", 0.3)
    width, depth = rng.uniform(0.98, 1.2), rng.uniform(0.8, 0.98)
    if storeys == 2:
        width, depth = width * 0.82, depth * 0.85
    wall, rise = rng.uniform(0.8, 0.94) * (1 if storeys == 1 else 1.6), rng.uniform(0.26, 0.42)
    eave, thick = rng.uniform(0.05, 0.09), 0.13 if thatched else 0.07
    across = bool(rng.random() < 0.45)  # a gable to the front
    if across:
        width, depth = depth, width
    if rng.random() < 0.15:
        parts: Parts = [(box((0, wall / 2, 0), (width, wall, depth)), MAIN)]
        ridge = max(0.02, width - depth * rng.uniform(0.7, 1.0)) if not across else 0.02
        parts.append((move(_hip_roof(width, depth, rise, eave, thick, ridge), (0, wall, 0)), "roof"))
    elif across:
        parts = _put(_hall(depth, width, wall, rise, eave, thick), azimuth=90)
    else:
        parts = _hall(width, depth, wall, rise, eave, thick)
    if rng.random() < 0.5:
        parts.append((box((0, 0.04, 0), (width + 0.07, 0.14, depth + 0.07)), "base"))
    if timbered:
        parts += _beams(width, depth, wall, storeys)
    door_x = rng.choice([-1, 1]) * rng.uniform(0.0, 0.25) * width
    if not across and rng.random() < 0.3:
        door_x = np.sign(door_x) * max(abs(door_x), 0.12 * width)
        parts += _wing(rng, width, depth, wall / storeys, eave, -np.sign(door_x))
    parts += _fronts(rng, (width, wall, depth), storeys, style, float(door_x))
    if rng.random() < 0.65:
        x, z = rng.choice([-1, 1]) * width * 0.27, -depth * 0.18
        top = wall + rise + rng.uniform(0.1, 0.2)
        parts.append((box((x, (wall + top) / 2, z), (0.15, top - wall, 0.15)), "chimney"))
        parts.append((box((x, top, z), (0.2, 0.06, 0.2)), "chimney"))
    return parts


def _fronts(
    rng: np.random.Generator, size: tuple[float, float, float], storeys: int, style: str, x: float
) -> Parts:
    """Make the door, at x, and the windows of all four sides of a block of a size."""
    width, wall, depth = size
    door = str(rng.choice(["square", "arched"]))
    parts = _put(_door(rng, door, 0.24, 0.42), (x, 0, depth / 2))
    if rng.random() < 0.3:  # a little roof over it
        parts += _put([(_gable_roof(0.2, 0.34, 0.15, 0.03, 0.06), "roof")], (x, 0.48, depth / 2 + 0.05), 90)
    tall = rng.uniform(0.18, 0.23)
    pane, floor = _window(style, 0.18, tall), wall / storeys
    if rng.random() < 0.3:
        pane = pane + [
            (box((side * 0.19, tall / 2, 0), (0.1, tall + 0.04, 0.1)), "shutters") for side in (-1, 1)
        ]
    behind = rng.random() < 0.5
    for k in range(storeys):
        sill = floor * (k + 0.5) - tall * 0.35
        for at in (-0.27, 0.27):
            if k or abs(at * width - x) > 0.3:
                parts += _put(pane, (at * width, sill, depth / 2))
            if behind:
                parts += _put(pane, (at * width, sill, -depth / 2), 180)
        if not behind:
            parts += _put(pane, (0, sill, -depth / 2), 180)
        parts += _put(pane, (width / 2, sill, 0), 90) + _put(pane, (-width / 2, sill, 0), 270)
    return parts


def _beams(width: float, depth: float, wall: float, storeys: int) -> Parts:
    """Make a timber frame: corner posts, sills and ties."""
    size, posts = 0.07, []
    for i in (-1, 1):
        posts += [box((i * width / 2, wall / 2, j * depth / 2), (size, wall, size)) for j in (-1, 1)]
    for y in np.linspace(0, wall, storeys + 1)[1:] - [0.03] * storeys:
        posts.append(box((0, y, 0), (width + 0.05, size, depth + 0.05)))
    for side in (-1, 1):
        for i in (-1, 1):
            brace = move(box((0, 0, 0), (0.06, 0.34, 0.06)), rotation=turn(2, 40 * i))
            posts.append(move(brace, (i * (width / 2 - 0.1), wall - 0.14, side * depth / 2)))
    return [(join(posts), "beams")]


def _wing(
    rng: np.random.Generator, width: float, depth: float, wall: float, eave: float, side: float
) -> Parts:
    """Make a lower part of the house at its left (-1) or right (1), with a gable to the front."""
    across, out = width * rng.uniform(0.36, 0.44), rng.uniform(0.15, 0.3)
    block = _hall(depth * 0.6 + out, across, wall * 0.86, across * 0.5, eave * 0.8)
    block += _put(_window("arched", 0.18, 0.24), (depth * 0.3 + out / 2, wall * 0.3, 0), 90)
    return _put(block, (side * (width - across) / 2, 0, depth * 0.2 + out / 2), -90)


def _tower(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.45, "square": 0.35, "eight-sided": 0.2})
    sides = {"round": 20, "square": 4, "eight-sided": 8}[kind]
    radius, tall = rng.uniform(0.27, 0.34), rng.uniform(0.95, 1.35)
    ornate = is_said(rng, shape, "ornate", 0.15)
    roofed = "roofless" not in shape and (rng.random() < 0.65 or ornate)
    taper, jut = rng.uniform(0.78, 0.92), rng.uniform(1.12, 1.3)
    head, chamber = radius * taper * jut, rng.uniform(0.24, 0.34)
    foot = radius * rng.uniform(1.08, 1.22)
    shaft = [(0, 0), (foot, 0), (foot, 0.08), (radius, 0.16), (radius * taper, tall)]
    wall, top = 0.07, tall + 0.08 + chamber
    well = [(head - wall, top), (head - wall, top - 0.1), (0, top - 0.1)]
    parts: Parts = [(_drum([*shaft, (head, tall + 0.08), (head, top), *well], sides), MAIN)]
    if roofed:
        parts += _spire(rng, head, top, sides, "roof", ornate)
    else:
        size = head * (0.36 if sides == 4 else 0.34)
        parts.append((_merlons(sides, head, top, 4 if sides == 4 else 8, size), MAIN))
        if rng.random() < 0.5:
            parts += _flag(rng, (0, top - 0.1, 0), 0.45)
    style = str(rng.choice(["arched", "pointed", "square"]))
    parts += _put(_door(rng, "arched" if style == "square" else style, 0.22, 0.38), (0, 0, foot - 0.01))
    slit = _window(style, 0.12, 0.2, bars=False)
    for k, y in enumerate(np.linspace(0.5, 0.85, int(rng.integers(2, 4))) * tall):
        azimuth = 90.0 * ((3 * k + 1) % 4)
        r = radius * (1 - (1 - taper) * y / tall) - 0.005
        parts += _put(slit, _polar(r, y - 0.05, azimuth), azimuth)
    for azimuth in (0, 90, 180, 270):
        parts += _put(slit, _polar(head, tall + 0.11, azimuth), azimuth, (1, 0.8, 1))
    for y in rng.uniform(0.35, 0.65, rng.integers(0, 2)) * tall:
        r = radius * (1 - (1 - taper) * y / tall) + 0.03
        ring = [(r - 0.08, y), (r, y), (r, y + 0.06), (r - 0.08, y + 0.06)]
        parts.append((_drum(ring, sides), "trim"))
    if ornate:
        for y, r in ((0.08, foot), (tall + 0.06, head), (top - 0.07, head)):
            parts.append(
                (
                    _drum(
                        [(r - 0.05, y), (r + 0.025, y), (r + 0.025, y + 0.06), (r - 0.05, y + 0.06)], sides
                    ),
                    "trim",
                )
            )
    if rng.random() < 0.25:
        parts += _turret(rng, radius, tall * rng.uniform(0.45, 0.6))
    if is_said(rng, shape, "leaning", 0.1):
        way = rng.uniform(0, 2 * np.pi)
        parts = _sway(parts, rng.uniform(0.2, 0.3) * np.array([np.sin(way), np.cos(way)]))
    trim = GOLD if ornate else one_of(rng, 0.7, 1.25)
    return used(parts, {**_masonry(rng), "trim": trim})


def _masonry(rng: np.random.Generator) -> dict[str, SlotColour]:
    """Draw the colours of a stone building."""
    return {
        "roof": one_of(rng, *_ROOFS),
        "door": one_of(rng, *WOODS),
        "latch": GOLD,
        "frames": one_of(rng, 0.65, 1.25, _STONE),
        "windows": one_of(rng, _HOLE, _HOLE, _GLOW, GLASS),
        "flag": one_of(rng, *CLOTHS[:4]),
        "poles": WOOD,
        "gate": one_of(rng, *WOODS, _HOLE),
        "tip": GOLD,
    }


def _spire(rng: np.random.Generator, radius: float, y: float, sides: int, slot: str, tipped: bool) -> Parts:
    """Make a pointed roof, straight, bell-shaped or domed, with a knob or a flag."""
    rise, brim = radius * rng.uniform(1.3, 2.1), radius * rng.uniform(1.15, 1.28)
    style = rng.choice(["straight", "bell", "dome"], p=[0.5, 0.35, 0.15])
    if style == "dome":
        rise, t = radius * 1.25, np.linspace(0, np.pi / 2, 6)[:-1]
        slope = [(brim * 0.95 * np.cos(a), y + 0.03 + rise * 0.9 * np.sin(a)) for a in t]
    else:
        slope = [(brim * (0.42 if style == "bell" else 0.52), y + rise * 0.47)]
    parts: Parts = [(_drum([(0, y), (brim, y - 0.03), (brim, y + 0.03), *slope, (0, y + rise)], sides), slot)]
    if tipped or rng.random() < 0.3:
        parts.append((knob((0, y + rise, 0), 0.055), "tip"))
    elif rng.random() < 0.4:
        parts += _flag(rng, (0, y + rise - 0.05, 0), 0.36)
    return parts


def _turret(rng: np.random.Generator, radius: float, y: float) -> Parts:
    """Make a little round turret on a tower's side."""
    r = radius * rng.uniform(0.42, 0.5)
    body = [(0, y - 0.2), (r, y), (r, y + 0.32), (0, y + 0.32)]
    parts: Parts = [
        (lathe(body, 12), MAIN),
        (lathe([(0, y + 0.31), (r * 1.25, y + 0.3), (0, y + 0.65)], 12), "roof"),
    ]
    parts += _put(_window("arched", 0.09, 0.14, bars=False), (0, y + 0.1, r))
    azimuth = float(rng.choice([60, 120, 240, 300]))
    return _put(parts, _polar(radius * 0.95, 0, azimuth), azimuth)


def _castle(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.65, "square": 0.35})
    sides = 16 if kind == "round" else 4
    roofed = "roofless" not in shape and rng.random() < 0.6
    half, wall, thick = rng.uniform(0.58, 0.68), rng.uniform(0.42, 0.55), 0.16
    depth = half * rng.uniform(0.75, 1.0)
    radius, tall = rng.uniform(0.2, 0.26), wall + rng.uniform(0.22, 0.4)
    parts: Parts = []
    size = 0.12
    for long, out, azimuth in ((half, depth, 0), (depth, half, 90)):
        curtain = [box((0, wall / 2, 0), (2 * long, wall, thick))]
        edge = np.linspace(-1, 1, 6)[1:-1] * (long - radius * 0.5)
        curtain += [box((x, wall + size / 2 - 0.01, 0), (size, size, thick)) for x in edge]
        for side in (0, 180):
            parts += _put([(join(curtain), MAIN)], _polar(out, 0, azimuth + side), azimuth)
    heights = tall * np.array([1, rng.uniform(0.85, 1.25)])
    pair = [_bastion(rng, radius, height, sides, roofed) for height in heights]
    for i in (-1, 1):
        for k, z in enumerate((depth, -depth)):
            parts += _put(pair[k], (i * half, 0, z))
    parts += _keep(rng, min(half, depth), wall, sides if rng.random() < 0.7 else 4, roofed)
    parts += _gatehouse(rng, depth, wall, size)
    return used(parts, _masonry(rng))


def _bastion(rng: np.random.Generator, radius: float, tall: float, sides: int, roofed: bool) -> Parts:
    """Make a corner tower."""
    head = radius * 1.15
    top = tall + 0.16
    body = [
        (0, 0),
        (radius * 1.1, 0),
        (radius, 0.12),
        (radius, tall - 0.05),
        (head, tall + 0.02),
        (head, top),
    ]
    well = [(head - 0.06, top), (head - 0.06, top - 0.06), (0, top - 0.06)]
    parts: Parts = [(_drum([*body, *well], sides), MAIN)]
    if roofed:
        rise = radius * rng.uniform(1.8, 2.2)
        roof = [(0, top), (head * 1.15, top - 0.02), (head * 0.5, top + rise * 0.52), (0, top + rise)]
        parts.append((_drum(roof, sides), "roof"))
    else:
        parts.append((_merlons(sides, head, top, 3 if sides == 4 else 6, head * 0.46), MAIN))
    slit = prism(_outline("arched", 0.09, 0.19), 0.06)
    for azimuth in (0, 90, 180, 270):
        parts += _put([(slit, "windows")], _polar(radius, tall * 0.6, azimuth), azimuth)
    return _merge(parts)


def _keep(rng: np.random.Generator, room: float, wall: float, sides: int, roofed: bool) -> Parts:
    """Make the great tower in the middle."""
    radius, tall = room * rng.uniform(0.42, 0.55), wall + rng.uniform(0.5, 0.75)
    head = radius * 1.1
    body = [(0, 0), (radius, 0), (radius, tall - 0.12), (head, tall - 0.06), (head, tall)]
    well = [(head - 0.07, tall), (head - 0.07, tall - 0.07), (0, tall - 0.07)]
    parts: Parts = [(_drum([*body, *well], sides), MAIN)]
    if roofed:
        parts += _spire(rng, head, tall, sides, "roof", tipped=False)
    else:
        parts.append((_merlons(sides, head, tall, 4 if sides == 4 else 8, head * 0.36), MAIN))
        parts += _flag(rng, (0, tall - 0.08, 0), 0.5)
    pane = _window("arched", 0.13, 0.2, bars=False)
    for azimuth in (0, 90, 180, 270):
        parts += _put(pane, _polar(radius, tall - 0.42, azimuth), azimuth)
    z = rng.uniform(-0.3, 0) * room
    return _put(_merge(parts), (0, 0, z))


def _gatehouse(rng: np.random.Generator, depth: float, wall: float, size: float) -> Parts:
    wide, tall, deep = rng.uniform(0.46, 0.56), wall + rng.uniform(0.06, 0.16), 0.3
    front = deep / 2
    parts: Parts = [(box((0, tall / 2, 0), (wide, tall, deep)), MAIN)]
    for z in (-1, 1):
        teeth = [
            box((x * wide / 2 * 0.78, tall + size / 2 - 0.01, z * (front - 0.05)), (size, size, 0.1))
            for x in (-1, 0, 1)
        ]
        parts.append((join(teeth), MAIN))
    arch = "pointed" if rng.random() < 0.3 else "arched"
    parts.append((prism(_outline(arch, wide * 0.72, wall * 0.84), deep + 0.05), "frames"))
    parts.append((prism(_outline(arch, wide * 0.54, wall * 0.74), deep + 0.09), "gate"))
    if rng.random() < 0.4:  # a bridge that is let down
        parts.append((box((0, 0.03, front + 0.2), (wide * 0.6, 0.06, 0.4)), "door"))
    return _put(parts, (0, 0, depth + 0.04))


def _windmill(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.4, "eight-sided": 0.35, "square": 0.25})
    sides = {"round": 24, "eight-sided": 8, "square": 4}[kind]
    foot, head, tall = rng.uniform(0.48, 0.56), rng.uniform(0.32, 0.37), rng.uniform(0.95, 1.15)
    bulge = rng.uniform(0.4, 0.55)
    middle = foot + (head - foot) * bulge
    parts: Parts = [(_drum([(0, 0), (foot, 0), (middle, tall * 0.45), (head, tall), (0, tall)], sides), MAIN)]
    brim, rise = head * 1.12, rng.uniform(0.22, 0.32)
    if rng.random() < 0.5:
        cap = [
            (0, tall),
            (brim, tall - 0.02),
            (brim, tall + 0.04),
            (brim * 0.55, tall + rise * 0.6),
            (0, tall + rise),
        ]
    else:
        t = np.linspace(0, np.pi / 2, 6)
        cap = [
            (0, tall),
            (brim, tall - 0.02),
            *((brim * np.cos(a), tall + 0.02 + rise * np.sin(a)) for a in t),
        ]
    parts.append((_drum(cap, sides), "roof"))
    if rng.random() < 0.4:  # a gallery
        y = tall * rng.uniform(0.32, 0.42)
        r = foot + (middle - foot) * y / (tall * 0.45)
        parts.append(
            (
                _drum(
                    [(r - 0.04, y), (r + 0.09, y + 0.02), (r + 0.09, y + 0.08), (r - 0.04, y + 0.08)], sides
                ),
                "spars",
            )
        )
    parts += _put(_door(rng, str(rng.choice(["arched", "square"])), 0.24, 0.4), (0, 0, foot - 0.035))
    pane = _window(str(rng.choice(["square", "arched", "round"])), 0.15, 0.18, bars=False)
    for azimuth, y in ((90, 0.25), (180, 0.5), (270, 0.35), (0, 0.6), (90, 0.68), (270, 0.75)):
        y *= tall
        r = np.interp(y + 0.08, [0, tall * 0.45, tall], [foot, middle, head])
        parts += _put(pane, _polar(float(r) - 0.02, y, azimuth), azimuth)
    blades = 6 if "six-bladed" in shape else int(rng.choice([4, 4, 4, 5, 6]))
    parts += _sails(rng, blades, tall + rise * 0.25, head * 1.12, tall * rng.uniform(0.58, 0.7))
    colours: dict[str, SlotColour] = {
        "roof": one_of(rng, *_ROOFS, _STRAW),
        "door": one_of(rng, *WOODS, *_ROOFS[3:]),
    }
    colours |= {
        "latch": GOLD,
        "frames": one_of(rng, WHITE, CREAM, WOOD, 0.6),
        "windows": one_of(rng, GLASS, _GLOW, _HOLE),
    }
    return used(
        parts, {**colours, "sails": one_of(rng, CREAM, WHITE, *CLOTHS[:2]), "spars": one_of(rng, *WOODS)}
    )


def _sails(rng: np.random.Generator, count: int, y: float, z: float, long: float) -> Parts:
    """Make the turning cross in front of a windmill."""
    wide, side = long * rng.uniform(0.18, 0.25) * (4 / count) ** 0.4, rng.choice([-1, 1])
    near, style = long * rng.uniform(0.22, 0.32), rng.choice(["cloth", "lattice", "paddle"])
    spar = [box((0, long / 2, 0), (0.065, long, 0.09))]
    if style == "lattice":
        spar += [
            box((side * wide / 2, h, 0.0), (wide, 0.055, 0.085)) for h in np.linspace(near, long - 0.04, 5)
        ]
        spar.append(box((side * wide, (near + long) / 2, 0), (0.055, long - near, 0.085)))
        sheet = box((side * wide / 2, (near + long) / 2, 0), (wide * 0.96, long - near - 0.04, 0.045))
    elif style == "cloth":
        corners = [(0, near), (0, long - 0.02), (side * wide * 1.2, long - 0.02), (side * wide * 0.9, near)]
        sheet = prism(corners[::-1] if side > 0 else corners, 0.05)
    else:
        half = wide * 0.62
        sheet = prism([(-half * 0.6, near), (half * 0.6, near), (half, long), (-half, long)], 0.05)
    blade = [(join(spar), "spars"), (move(sheet, (0, 0, 0.005)), "sails")]
    first = rng.uniform(0, 360 / count)
    parts: Parts = []
    for k in range(count):
        spin = turn(2, first + 360 * k / count) @ turn(1, 10 * side)
        parts += [(move(solid, (0, y, z + 0.12), spin), slot) for solid, slot in blade]
    hub = rod((0, y, 0), (0, y, z + 0.2), 0.075, 0.065, 10)
    return [*parts, (hub, "spars")]


def _tent(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"ridged": 0.35, "pointed": 0.25, "round": 0.25, "domed": 0.15})
    pitch = {"ridged": _ridge_tent, "pointed": _tipi, "round": _pavilion, "domed": _dome_tent}[kind]
    parts = pitch(rng)
    flap = one_of(rng, 0.7, 1.3, CREAM)
    colours: dict[str, SlotColour] = {
        "flaps": flap,
        "inside": _HOLE,
        "poles": one_of(rng, *WOODS),
        "rope": ROPE,
    }
    return used(
        parts, {**colours, "trim": one_of(rng, CREAM, WHITE, GOLD, 0.55), "flag": one_of(rng, *CLOTHS[:4])}
    )


def _ridge_tent(rng: np.random.Generator) -> Parts:
    half, tall, depth = rng.uniform(0.48, 0.6), rng.uniform(0.7, 0.9), rng.uniform(0.95, 1.3)
    wall = rng.choice([0.0, 0.0, 0.2])
    sag = rng.uniform(0.0, 0.05)
    front = [(-half, 0), (half, 0), (half, wall), (half / 2 - sag, (tall + wall) / 2), (0, tall)]
    outline = np.array([*front, (-half / 2 + sag, (tall + wall) / 2), (-half, wall)])
    if not wall:
        outline = np.delete(outline, [2, 6], 0)
    parts: Parts = [(prism(outline, depth), MAIN)]
    parts += _entrance(rng, half * 0.5, tall * 0.82, depth / 2)
    for z in (-1, 1):
        parts.append(
            (
                rod(
                    (0, 0, z * (depth / 2 + 0.03)),
                    (0, tall + 0.12, z * (depth / 2 + 0.03)),
                    0.035,
                    segments=7,
                ),
                "poles",
            )
        )
    parts.append((rod((0, tall, -depth / 2 - 0.08), (0, tall, depth / 2 + 0.08), 0.04, segments=7), "poles"))
    if rng.random() < 0.6:  # guy ropes with pegs
        for i in (-1, 1):
            for z in (-0.4, 0.4):
                peg = np.array([i * (half + 0.2), 0.0, z * depth])
                parts.append(
                    (rod(peg, (i * half * 0.45, (tall + wall) / 2, z * depth), 0.03, segments=6), "rope")
                )
                parts.append((rod(peg - [0, 0.02, 0], peg + [i * 0.04, 0.1, 0], 0.035, 0.04, 6), "poles"))
    if rng.random() < 0.4:
        for i in (-1, 1):
            patch = box((0, 0, 0), (0.05, 0.2, 0.2))
            angle = np.degrees(np.arctan2(half, tall - wall))
            place = (i * half * 0.52, (tall + wall) * 0.46, rng.uniform(-0.25, 0.25) * depth)
            parts.append((move(patch, place, turn(2, i * angle) @ turn(0, 15)), "trim"))
    return parts


def _entrance(rng: np.random.Generator, half: float, tall: float, z: float) -> Parts:
    """Make a dark doorway with its flaps drawn aside, facing the front at z."""
    parts: Parts = [(prism([(-half, 0.005), (half, 0.005), (0, tall)], 0.03), "inside")]
    fold = rng.uniform(0.25, 0.5)
    for i in (-1, 1):
        flap = [
            (i * half * fold, 0.02),
            (i * half * 1.25, 0.0),
            (i * half * 1.05, tall * 0.3),
            (i * 0.01, tall * 1.02),
        ]
        parts.append((prism(flap[::i], 0.075), "flaps"))
    return _put(_merge(parts), (0, 0, z))


def _tipi(rng: np.random.Generator) -> Parts:
    radius, tall, sides = rng.uniform(0.5, 0.6), rng.uniform(1.0, 1.25), int(rng.choice([6, 8, 10]))
    neck = 0.07
    parts: Parts = [(_drum([(0, 0), (radius, 0), (neck, tall), (0, tall)], sides), MAIN)]
    slope = np.degrees(np.arctan2(radius - neck, tall))
    door = _entrance(rng, 0.19, 0.6, 0.0)
    parts += [(move(solid, (0, 0, radius + 0.005), turn(0, -slope)), slot) for solid, slot in door]
    for a in np.arange(5) * 2 * np.pi / 5 + rng.uniform(0, 1):
        way = np.array([np.sin(a), 0, np.cos(a)])
        foot, top = (
            way * neck * 0.5 + [0, tall - 0.1, 0],
            -way * 0.14 + [0, tall + rng.uniform(0.16, 0.26), 0],
        )
        parts.append((rod(foot, top, 0.032, 0.03, 6), "poles"))
    for y in (0.1, *rng.uniform(0.45, 0.6, 1)):
        if rng.random() < 0.6:
            r = [radius + (neck - radius) * h + 0.018 for h in (y, y + 0.08)]
            ring = [
                (r[0] - 0.05, y * tall),
                (r[0], y * tall),
                (r[1], (y + 0.08) * tall),
                (r[1] - 0.05, (y + 0.08) * tall),
            ]
            parts.append((_drum(ring, sides), "trim"))
    return parts


def _pavilion(rng: np.random.Generator) -> Parts:
    """Make a round tent with upright walls, as knights and circuses have."""
    radius, wall, rise = rng.uniform(0.5, 0.58), rng.uniform(0.42, 0.55), rng.uniform(0.5, 0.7)
    sides, brim = int(rng.choice([12, 24])), radius * 1.12
    parts: Parts = [(_drum([(0, 0), (radius * 1.04, 0), (radius, wall), (0, wall)], sides), MAIN)]
    bell = rng.uniform(0.38, 0.52)
    cone = [(0, wall), (brim, wall - 0.03), (brim, wall), (brim * bell, wall + rise * 0.5), (0, wall + rise)]
    parts.append((_drum(cone, sides), MAIN))
    count = 16
    scallop = prism([(-0.11, 0.02), (-0.1, -0.07), (0, -0.13), (0.1, -0.07), (0.11, 0.02)], 0.05)
    for k in range(count):
        parts += _put(
            [(scallop, "trim" if k % 2 else MAIN)],
            _polar(brim * 0.985, wall, 360 * k / count),
            360 * k / count,
        )
    parts += _entrance(rng, 0.2, wall * 0.98, radius * 1.02)
    parts.append((knob((0, wall + rise, 0), 0.055), "trim"))
    if rng.random() < 0.75:
        parts += _flag(rng, (0, wall + rise, 0), 0.36)
    return parts


def _dome_tent(rng: np.random.Generator) -> Parts:
    """Make a hikers' tent: a low dome with arching poles and a porch."""
    radius, tall = rng.uniform(0.58, 0.68), rng.uniform(0.55, 0.68)
    t = np.linspace(0, np.pi / 2, 7)
    dome = [(0, 0), *((radius * np.cos(a) ** 0.85, tall * np.sin(a)) for a in t[:-1]), (0, tall)]
    sides = int(rng.choice([6, 8]))
    parts: Parts = [(_drum(dome, sides), MAIN)]
    u = np.linspace(0, np.pi, 15)
    reach = 1 / np.cos(np.pi / sides)
    arch = np.stack(
        [
            (radius * reach + 0.01) * np.sign(np.cos(u)) * np.abs(np.cos(u)) ** 0.85,
            (tall + 0.012) * np.sin(u),
            0 * u,
        ],
        1,
    )
    rib = sweep(arch, np.full(15, 0.032), 6)
    for k in range(sides // 2):
        parts.append((move(rib, rotation=turn(1, 90 + (k + 0.5) * 360 / sides)), "trim"))
    half, front = radius * 0.42, radius * 0.97
    porch = np.stack([half * np.cos(u[::2]), tall * 0.72 * np.sin(u[::2])], 1)
    parts.append((move(prism(porch * 1.12, 0.34), (0, 0, front - 0.12)), MAIN))
    parts.append((move(prism(porch * 0.92, 0.03), (0, 0, front + 0.06)), "inside"))
    flap = np.array(
        [(0.05 * half, 0), (half * 0.9, 0), (half * 0.75, tall * 0.45), (0.15 * half, tall * 0.64)]
    )
    parts.append((move(prism(flap, 0.06), (0, 0, front + 0.07)), "flaps"))
    return parts


def _well(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.7, "square": 0.3})
    sides = 4 if kind == "square" else int(rng.choice([8, 12, 24]))
    radius, tall = rng.uniform(0.48, 0.56), rng.uniform(0.6, 0.76)
    parts = _well_ring(rng, radius, tall, sides)
    roofed = "roofless" not in shape and rng.random() < 0.8
    post, top = radius * rng.uniform(0.74, 0.84), tall + rng.uniform(0.42, 0.52)
    for i in (-1, 1):
        parts.append((box((i * post, (top + 0.2) / 2, 0), (0.09, top - 0.2, 0.09)), "posts"))
    beam = top - (0.2 if roofed else 0.02)
    parts.append((rod((-post - 0.06, beam, 0), (post + 0.06, beam, 0), 0.05, segments=9), "posts"))
    parts.append((rod((-0.13, beam, 0), (0.13, beam, 0), 0.075, segments=10), "rope"))
    if rng.random() < 0.6:
        crank = [
            (post, beam, 0),
            (post + 0.13, beam, 0),
            (post + 0.13, beam - 0.13, 0),
            (post + 0.22, beam - 0.13, 0),
        ]
        parts += [(rod(a, b, 0.032, segments=6), "metal") for a, b in pairwise(crank)]
    low = tall + rng.uniform(-0.05, 0.06)
    parts.append((rod((0, low, 0), (0, beam, 0), 0.025, segments=6), "rope"))
    parts += _put(_pail(), (0, low - 0.16, 0))
    if roofed:
        style = rng.choice(["gable", "gable", "hip", "cone"])
        wide, deep, rise = 2 * post + 0.08, radius * 0.9, rng.uniform(0.18, 0.26)
        if style == "gable":
            roof = _gable_roof(wide, deep, rise, 0.05, 0.07)
        elif style == "hip":
            roof = _hip_roof(wide, deep, rise, 0.05, 0.06, wide * 0.3)
        else:
            roof = _drum([(0, 0), (post + 0.08, -0.03), (post + 0.08, 0.03), (0, rise * 1.3)], sides)
        parts.append((move(roof, (0, top - 0.04, 0)), "roof"))
    elif rng.random() < 0.6:
        parts.append((box((0, top + 0.03, 0), (2 * post + 0.22, 0.09, 0.12)), "posts"))
    colours: dict[str, SlotColour] = {"stones": one_of(rng, 0.8, 1.18), "rim": one_of(rng, 0.7, 0.85, 1.25)}
    colours |= {
        "water": _WATER,
        "posts": one_of(rng, *WOODS),
        "rope": ROPE,
        "metal": DARK,
        "bucket": one_of(rng, *WOODS, STEEL),
    }
    return used(parts, {**colours, "roof": one_of(rng, *_ROOFS, _STRAW)})


def _well_ring(rng: np.random.Generator, radius: float, tall: float, sides: int) -> Parts:
    """Make the wall of a well: courses of blocks under a rim, with water inside."""
    inner = radius - 0.13
    core = [(inner, 0), (radius - 0.02, 0), (radius - 0.02, tall), (inner, tall), (inner, 0)]
    parts: Parts = [
        (_drum(core, sides), MAIN),
        (
            _drum([(0, 0.03), (inner + 0.02, 0.03), (inner + 0.02, tall * 0.6), (0, tall * 0.6)], sides),
            "water",
        ),
    ]
    rim = [(inner - 0.02, tall - 0.02), (radius + 0.06, tall - 0.02), (radius + 0.06, tall + 0.07)]
    rim = _drum([*rim, (inner - 0.02, tall + 0.07), (inner - 0.02, tall - 0.02)], sides)
    parts.append((rim, "rim" if rng.random() < 0.5 else MAIN))
    if rng.random() < 0.75:
        courses = 3
        high = (tall - 0.02) / courses
        for course in range(courses):
            y = high * (course + 0.5)
            count = int(8 if sides == 4 else rng.integers(9, 12))
            for k in range(count):
                parts.append(
                    (
                        _block(rng, radius, y, high, sides, k, count, course),
                        MAIN if rng.random() < 0.7 else "stones",
                    )
                )
    return parts


def _block(
    rng: np.random.Generator,
    radius: float,
    y: float,
    high: float,
    sides: int,
    k: int,
    count: int,
    course: int,
) -> Solid:
    bulge = rng.uniform(0.03, 0.055)
    if sides == 4:
        long, (face, half) = 2 * radius / 2, divmod(k, 2)
        shift = (half - 0.5) * long + (0.12 if course % 2 else -0.12) * (1 - 2 * half) * 0.6
        size = np.array([long - 0.14, high - 0.035, 0.1 + bulge])
        spin = turn(1, 90.0 * face)
        return move(_CUBE, spin @ [shift, y, radius - 0.05], spin, size)
    azimuth = 360 * (k + 0.5 * (course % 2) + rng.uniform(-0.08, 0.08)) / count
    long = 2 * np.pi * radius / count - 0.035
    size = (long, high - 0.035, 0.1 + bulge)
    return move(_CUBE, _polar(radius - 0.06, y, azimuth), turn(1, azimuth), size)


def _pail() -> Parts:
    """Make a bucket that hangs at the height 0.16."""
    wall = [(0, 0), (0.09, 0), (0.12, 0.17), (0.085, 0.17), (0.07, 0.05), (0, 0.05)]
    return [(lathe(wall, 10), "bucket")]


def _lighthouse(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.6, "eight-sided": 0.25, "square": 0.15})
    sides = {"round": 20, "eight-sided": 8, "square": 4}[kind]
    foot, head, tall = rng.uniform(0.36, 0.43), rng.uniform(0.23, 0.28), rng.uniform(1.15, 1.4)
    waist = rng.uniform(0.35, 0.65)

    def radius(y: float) -> float:
        return float(np.interp(y / tall, [0, 0.4, 1], [foot, foot + (head - foot) * waist, head]))

    shaft = [(radius(y), y) for y in (0, tall * 0.4, tall)]
    parts: Parts = [(_drum([(0, 0), *shaft, (0, tall)], sides), MAIN)]
    if is_said(rng, shape, "ringed", 0.6):
        bands = int(rng.integers(2, 4))
        for k in range(bands):
            low = tall * (0.2 + 0.72 * (k + 0.5) / bands)
            high = low + tall * 0.27 / bands
            edge = [(radius(y) + 0.014, y) for y in np.linspace(low, high, 3)]
            parts.append(
                (_drum([(radius(low) - 0.05, low), *edge, (radius(high) - 0.05, high)], sides), "bands")
            )
    parts += _light_room(rng, head, tall, sides)
    parts += _put(_door(rng, str(rng.choice(["arched", "square"])), 0.2, 0.34), (0, 0, foot - 0.03))
    pane = _window(str(rng.choice(["arched", "square", "round"])), 0.12, 0.15, bars=False)
    for k, y in enumerate(np.linspace(0.3, 0.85, 5) * tall):
        azimuth = 90.0 * ((k + 1) % 4)
        parts += _put(pane, _polar(radius(y + 0.07) - 0.005, y, azimuth), azimuth)
    if is_said(rng, shape, "cliff-top", 0.4):
        parts += _reef(rng, foot)
    elif rng.random() < 0.35:
        hut = _hall(0.5, 0.42, 0.3, 0.2, 0.05, 0.06) + _put(_window("square", 0.12, 0.12), (0, 0.1, 0.21))
        parts += _put(hut, (rng.choice([-1, 1]) * (foot + 0.12), 0, -0.05))
    elif rng.random() < 0.5:
        plinth = foot * rng.uniform(1.2, 1.35)
        parts.append((_drum([(0, -0.02), (plinth, -0.02), (plinth, 0.1), (0, 0.1)], sides), "rock"))
    colours: dict[str, SlotColour] = {
        "bands": one_of(rng, WHITE, WHITE, 0.45, CREAM),
        "gallery": one_of(rng, DARK, WHITE, 0.55, 0.7),
    }
    colours |= {
        "light": one_of(rng, _GLOW, _GLOW, GLASS),
        "roof": one_of(rng, *_ROOFS, DARK),
        "tip": GOLD,
        "latch": GOLD,
    }
    colours |= {
        "door": one_of(rng, *WOODS, *_ROOFS),
        "frames": one_of(rng, WHITE, 0.6),
        "windows": one_of(rng, GLASS, _HOLE),
    }
    return used(parts, {**colours, "rock": one_of(rng, _STONE, (0.36, 0.35, 0.35), (0.48, 0.40, 0.32))})


def _light_room(rng: np.random.Generator, head: float, tall: float, sides: int) -> Parts:
    """Make a gallery with its railing, the lit room and a roof."""
    deck, room, high = head * rng.uniform(1.3, 1.45), head * rng.uniform(0.66, 0.78), rng.uniform(0.2, 0.26)
    parts: Parts = [
        (_drum([(0, tall - 0.12), (head * 0.97, tall - 0.12), (deck - 0.02, tall), (0, tall)], sides), MAIN),
        (
            _drum([(0, tall - 0.01), (deck, tall - 0.01), (deck, tall + 0.05), (0, tall + 0.05)], sides),
            "gallery",
        ),
    ]
    rail, y = deck - 0.035, tall + 0.17
    parts.append(
        (
            _drum(
                [
                    (rail - 0.03, y),
                    (rail + 0.03, y),
                    (rail + 0.03, y + 0.05),
                    (rail - 0.03, y + 0.05),
                    (rail - 0.03, y),
                ],
                sides,
            ),
            "gallery",
        )
    )
    reach = rail / np.cos(np.pi / sides) if sides < _ROUND else rail
    for k in range(8):
        parts.append(
            (
                box(_polar(reach if sides == 8 else rail, tall + 0.12, 22.5 + 45 * k), (0.045, 0.16, 0.045)),
                "gallery",
            )
        )
    low, top = tall + 0.05, tall + 0.06 + high
    parts.append((_drum([(0, low), (room, low), (room, top), (0, top)], sides), "light"))
    for k in range(4 if sides == 4 else 8):
        azimuth = 45.0 + 90 * k if sides == 4 else 22.5 + 45 * k
        corner = room / np.cos(np.pi / sides) if sides < _ROUND else room
        parts.append(
            (
                move(box((0, (low + top) / 2, corner), (0.045, high, 0.045)), rotation=turn(1, azimuth)),
                "gallery",
            )
        )
    brim, rise = room * rng.uniform(1.25, 1.4), rng.uniform(0.18, 0.28)
    slope = [(brim * 0.8, top + rise * 0.55), (brim * 0.42, top + rise * 0.9)] if rng.random() < 0.5 else []
    parts.append(
        (_drum([(0, top), (brim, top - 0.01), (brim, top + 0.04), *slope, (0, top + rise)], sides), "roof")
    )
    return [*parts, (knob((0, top + rise, 0), 0.045), "tip")]


def _reef(rng: np.random.Generator, foot: float) -> Parts:
    """Make the rocks that a lighthouse stands on."""
    parts: Parts = [(blob(rng, (0, -0.08, 0), (foot * 1.22, 0.13, foot * 1.18), 0.14, 2.5, 2), "rock")]
    for k in range(int(rng.integers(2, 5))):
        place = _polar(foot * 1.15, -0.06, 70 + 75 * k + rng.uniform(-20, 20))
        parts.append((blob(rng, place, rng.uniform(0.09, 0.15), 0.2, 2.5, 1), "rock"))
    return parts


CLASSES: dict[str, PropClass] = {
    "house": PropClass(
        _house,
        ("cottage", "hut", "cabin"),
        6.0,
        ("round", "two-storey", "timbered", "thatched"),
        {"roof": "roof", "door": "door", "windows": "windows"},
    ),
    "tower": PropClass(
        _tower,
        ("watchtower", "turret"),
        9.0,
        ("round", "square", "eight-sided", "roofless", "ornate", "leaning"),
        {"roof": "roof", "door": "door"},
    ),
    "castle": PropClass(
        _castle,
        ("fortress", "stronghold", "citadel"),
        25.0,
        ("round", "square", "roofless"),
        {"roofs": "roof", "gate": "gate"},
    ),
    "windmill": PropClass(
        _windmill,
        ("mill", "grain mill"),
        9.0,
        ("round", "square", "eight-sided", "six-bladed"),
        {"sails": "sails", "roof": "roof", "door": "door"},
    ),
    "tent": PropClass(
        _tent,
        ("pavilion", "camping tent"),
        2.5,
        ("ridged", "pointed", "round", "domed"),
        {"flaps": "flaps", "poles": "poles"},
    ),
    "well": PropClass(
        _well,
        ("water well", "wishing well"),
        2.2,
        ("round", "square", "roofless"),
        {"roof": "roof", "posts": "posts"},
    ),
    "lighthouse": PropClass(
        _lighthouse,
        ("beacon tower", "light tower"),
        18.0,
        ("round", "square", "eight-sided", "ringed", "cliff-top"),
        {"roof": "roof", "bands": "bands", "light": "light"},
    ),
}
