"""Builds towers and castles."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, Solid, box, join, lathe, lean, move, prism, turn
from training.props.masonry import (
    GLOW,
    HOLE,
    ROOFS,
    STONE,
    doorway,
    drum,
    flag,
    merge,
    opening,
    polar,
    put,
    window,
)
from training.props.pieces import CLOTHS, WOODS, is_said, kind_of, knob, one_of, used
from training.props.prop import GLASS, GOLD, MAIN, WOOD, Colours, Parts, PropClass, SlotColour


def _sway(parts: Parts, sideways: Point) -> Parts:
    return [(lean(solid, sideways), slot) for solid, slot in parts]


def _merlons(sides: int, radius: float, y: float, count: int, size: float) -> Solid:
    """Make the teeth of a battlement: on a circle, or along a square's edges (`count` each)."""
    thick = size * 0.75
    if sides >= 8:
        tooth = box((0, y + size / 2 - 0.01, radius - thick / 2), (size, size, thick))
        return join([move(tooth, rotation=turn(1, 360 * k / count)) for k in range(count)])
    edge = np.linspace(-1, 1, count)[:-1] * (radius - size / 2)
    teeth = [box((x, y + size / 2 - 0.01, radius - thick / 2), (size, size, thick)) for x in edge]
    return join([move(tooth, rotation=turn(1, 90.0 * k)) for tooth in teeth for k in range(4)])


def _tower(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
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
    parts: Parts = [(drum([*shaft, (head, tall + 0.08), (head, top), *well], sides), MAIN)]
    if roofed:
        parts += _spire(rng, head, top, sides, "roof", ornate)
    else:
        size = head * (0.36 if sides == 4 else 0.34)
        parts.append((_merlons(sides, head, top, 4 if sides == 4 else 8, size), MAIN))
        if rng.random() < 0.5:
            parts += flag(rng, (0, top - 0.1, 0), 0.45)
    style = str(rng.choice(["arched", "pointed", "square"]))
    parts += put(doorway(rng, "arched" if style == "square" else style, 0.22, 0.38), (0, 0, foot - 0.01))
    slit = window(style, 0.12, 0.2, bars=False)
    for k, y in enumerate(np.linspace(0.5, 0.85, int(rng.integers(2, 4))) * tall):
        azimuth = 90.0 * ((3 * k + 1) % 4)
        r = radius * (1 - (1 - taper) * y / tall) - 0.005
        parts += put(slit, polar(r, y - 0.05, azimuth), azimuth)
    for azimuth in (0, 90, 180, 270):
        parts += put(slit, polar(head, tall + 0.11, azimuth), azimuth, (1, 0.8, 1))
    for y in rng.uniform(0.35, 0.65, rng.integers(0, 2)) * tall:
        r = radius * (1 - (1 - taper) * y / tall) + 0.03
        ring = [(r - 0.08, y), (r, y), (r, y + 0.06), (r - 0.08, y + 0.06)]
        parts.append((drum(ring, sides), "trim"))
    if ornate:
        for y, r in ((0.08, foot), (tall + 0.06, head), (top - 0.07, head)):
            parts.append(
                (
                    drum([(r - 0.05, y), (r + 0.025, y), (r + 0.025, y + 0.06), (r - 0.05, y + 0.06)], sides),
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
        "roof": one_of(rng, *ROOFS),
        "door": one_of(rng, *WOODS),
        "latch": GOLD,
        "frames": one_of(rng, 0.65, 1.25, STONE),
        "windows": one_of(rng, HOLE, HOLE, GLOW, GLASS),
        "flag": one_of(rng, *CLOTHS[:4]),
        "poles": WOOD,
        "gate": one_of(rng, *WOODS, HOLE),
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
    parts: Parts = [(drum([(0, y), (brim, y - 0.03), (brim, y + 0.03), *slope, (0, y + rise)], sides), slot)]
    if tipped or rng.random() < 0.3:
        parts.append((knob((0, y + rise, 0), 0.055), "tip"))
    elif rng.random() < 0.4:
        parts += flag(rng, (0, y + rise - 0.05, 0), 0.36)
    return parts


def _turret(rng: np.random.Generator, radius: float, y: float) -> Parts:
    """Make a little round turret on a tower's side."""
    r = radius * rng.uniform(0.42, 0.5)
    body = [(0, y - 0.2), (r, y), (r, y + 0.32), (0, y + 0.32)]
    parts: Parts = [
        (lathe(body, 12), MAIN),
        (lathe([(0, y + 0.31), (r * 1.25, y + 0.3), (0, y + 0.65)], 12), "roof"),
    ]
    parts += put(window("arched", 0.09, 0.14, bars=False), (0, y + 0.1, r))
    azimuth = float(rng.choice([60, 120, 240, 300]))
    return put(parts, polar(radius * 0.95, 0, azimuth), azimuth)


def _castle(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
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
            parts += put([(join(curtain), MAIN)], polar(out, 0, azimuth + side), azimuth)
    heights = tall * np.array([1, rng.uniform(0.85, 1.25)])
    pair = [_bastion(rng, radius, height, sides, roofed) for height in heights]
    for i in (-1, 1):
        for k, z in enumerate((depth, -depth)):
            parts += put(pair[k], (i * half, 0, z))
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
    parts: Parts = [(drum([*body, *well], sides), MAIN)]
    if roofed:
        rise = radius * rng.uniform(1.8, 2.2)
        roof = [(0, top), (head * 1.15, top - 0.02), (head * 0.5, top + rise * 0.52), (0, top + rise)]
        parts.append((drum(roof, sides), "roof"))
    else:
        parts.append((_merlons(sides, head, top, 3 if sides == 4 else 6, head * 0.46), MAIN))
    slit = prism(opening("arched", 0.09, 0.19), 0.06)
    for azimuth in (0, 90, 180, 270):
        parts += put([(slit, "windows")], polar(radius, tall * 0.6, azimuth), azimuth)
    return merge(parts)


def _keep(rng: np.random.Generator, room: float, wall: float, sides: int, roofed: bool) -> Parts:
    """Make the great tower in the middle."""
    radius, tall = room * rng.uniform(0.42, 0.55), wall + rng.uniform(0.5, 0.75)
    head = radius * 1.1
    body = [(0, 0), (radius, 0), (radius, tall - 0.12), (head, tall - 0.06), (head, tall)]
    well = [(head - 0.07, tall), (head - 0.07, tall - 0.07), (0, tall - 0.07)]
    parts: Parts = [(drum([*body, *well], sides), MAIN)]
    if roofed:
        parts += _spire(rng, head, tall, sides, "roof", tipped=False)
    else:
        parts.append((_merlons(sides, head, tall, 4 if sides == 4 else 8, head * 0.36), MAIN))
        parts += flag(rng, (0, tall - 0.08, 0), 0.5)
    pane = window("arched", 0.13, 0.2, bars=False)
    for azimuth in (0, 90, 180, 270):
        parts += put(pane, polar(radius, tall - 0.42, azimuth), azimuth)
    z = rng.uniform(-0.3, 0) * room
    return put(merge(parts), (0, 0, z))


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
    parts.append((prism(opening(arch, wide * 0.72, wall * 0.84), deep + 0.05), "frames"))
    parts.append((prism(opening(arch, wide * 0.54, wall * 0.74), deep + 0.09), "gate"))
    if rng.random() < 0.4:  # a bridge that is let down
        parts.append((box((0, 0.03, front + 0.2), (wide * 0.6, 0.06, 0.4)), "door"))
    return put(parts, (0, 0, depth + 0.04))


CLASSES: dict[str, PropClass] = {
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
}
