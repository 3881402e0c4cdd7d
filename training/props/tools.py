"""Builds the props of the workshop: hammer, anvil, pickaxe, shovel, ladder, key."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, box, loft, move, rod, shell, sweep, turn
from training.props.pieces import (
    ABOUT_Y,
    CLOTHS,
    GEMS,
    ROPE,
    WOODS,
    Y_TO_Z,
    band,
    bar,
    cylinder,
    is_said,
    kind_of,
    knob,
    octahedron,
    one_of,
    shaft,
    used,
    winding,
)
from training.props.prop import DARK, GOLD, LEATHER, MAIN, STEEL, Parts, PropClass, SlotColour

_CUT = (0.74, 0.57, 0.36)


def _beam(
    start: tuple[float, float], end: tuple[float, float], half: float, depth: float, z: float = 0.0
) -> Solid:
    """Make a square beam between two points in XY, `half` wide across and `depth` towards Z."""
    return bar([(*start, z), (*end, z)], [(half, depth)] * 2)


def _handle(rng: np.random.Generator, length: float, ornate: bool) -> tuple[Parts, float]:
    """Make a shaft along Y with what is wound and set about it; return its radius too."""
    radius = rng.uniform(0.055, 0.07)
    parts: Parts = [(shaft(rng, 0, length, radius)[0], "handle")]
    if rng.random() < 0.45:
        low = rng.uniform(0.05, 0.12)
        parts.append((winding(low, low + rng.uniform(0.22, 0.34), radius * 1.3, 5), "wrap"))
    if ornate:
        parts += [
            (knob((0, -0.01, 0), radius * 1.5), "trim"),
            (band(radius * 1.6, length * 0.55, length * 0.55 + 0.09), "trim"),
        ]
    return parts, radius


def _handle_colours(rng: np.random.Generator) -> dict[str, SlotColour]:
    return {
        "handle": one_of(rng, *WOODS, LEATHER),
        "wrap": one_of(rng, LEATHER, DARK, ROPE, *CLOTHS[:2]),
        "trim": GOLD,
    }


def _hammer(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"clawed": 0.35, "square": 0.4, "round": 0.25})
    ornate = is_said(rng, shape, "ornate", 0.25)
    length = rng.uniform(0.75, 1.0)
    parts, radius = _handle(rng, length + 0.05, ornate)
    high, half = rng.uniform(0.17, 0.23), rng.uniform(0.32, 0.42)
    y = length - high * 0.3
    if kind == "clawed":
        high *= 0.8
        x = np.array([-0.12, -0.1, 0.1, 0.14, half - 0.14, half - 0.1, half - 0.02, half])
        size = high * np.array([0.75, 0.85, 0.85, 0.6, 0.62, 1.0, 1.0, 0.88])
        parts.append((bar(np.stack([x, 0 * x + y, 0 * x], 1), size, 8), MAIN))
        t = np.linspace(0, 1, 7)
        drop, reach = rng.uniform(0.14, 0.32), rng.uniform(0.36, 0.5)
        for side in (-1, 1):
            x, apart = -0.06 - reach * np.sin(1.3 * t), side * high * (0.36 + 0.14 * t)
            path = np.stack([x, y + 0.04 - drop * t**2, apart], 1)
            claw = np.stack([high * (0.75 - 0.55 * t), high * (0.42 - 0.12 * t)], 1)
            parts.append((bar(path, claw), MAIN))
    else:
        ends, waist = rng.uniform(0.85, 1.15), rng.uniform(0.75, 1.0)
        x = np.array([-1, -0.9, -0.62, -0.5, 0.5, 0.62, 0.9, 1]) * half
        size = high * np.array([ends * 0.86, ends, ends, waist, waist, ends, ends, ends * 0.86])
        if kind == "round":
            size = (
                high
                * (1 + rng.uniform(0, 0.15) * (1 - (x / half) ** 2))
                * np.where(np.abs(x) == half, 0.9, 1)
            )
        sides = 16 if kind == "round" else 4 if "square" in shape else int(rng.choice([4, 4, 8]))
        deep = 1.0 if kind == "round" else rng.uniform(0.85, 1.1)
        parts.append((bar(np.stack([x, 0 * x + y, 0 * x], 1), np.stack([size, deep * size], 1), sides), MAIN))
        if kind == "square" and rng.random() < 0.3:  # one side runs out in a wedge
            wedge = [(-half + 0.02, y, 0), (-half - 0.22, y - 0.04, 0)]
            parts.append((bar(wedge, [(high * 0.8, high * 0.7), (0.03, high * 0.7)]), MAIN))
        if ornate or kind == "round" or rng.random() < 0.4:
            for at in (-0.76, 0.76):
                hull = np.interp(at * half, x, size) + 0.03
                ends = [((at - 0.1) * half, y, 0), ((at + 0.1) * half, y, 0)]
                parts.append((bar(ends, [(hull, hull * deep)] * 2, sides), "hoops"))
    if ornate:
        parts += [(octahedron((0, y, z), 0.09, 0.1), "gem") for z in (high * 0.95, -high * 0.95)]
    if rng.random() < 0.6:
        parts.append((band(radius * 1.7, y - high - 0.09, y - high + 0.02, segments=12), "collar"))
    colours = _handle_colours(rng) | {"gem": one_of(rng, *GEMS), "collar": one_of(rng, DARK, 0.6, STEEL)}
    return used(parts, colours | {"hoops": GOLD if ornate else one_of(rng, 0.6, 1.4, DARK, STEEL)})


def _stump(rng: np.random.Generator, wide: float, deep: float) -> Parts:
    """Make a block of a tree, its cut at y = 0."""
    angle, tall = np.linspace(0, 2 * np.pi, 14, endpoint=False), rng.uniform(0.28, 0.42)
    lumps = 1 + 0.07 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.04 * np.sin(5 * angle + rng.uniform(0, 6))
    ring = np.stack([wide * lumps * np.sin(angle), 0 * angle, deep * lumps * np.cos(angle)], 1)
    block = [ring * [k, 0, k] + [0, y, 0] for k, y in ((1.12, -tall), (1.0, -tall * 0.6), (0.98, 0.0))]
    cut = [ring * [0.88, 0, 0.88] + [0, y, 0] for y in (-0.02, 0.015)]
    return [(loft(block), "stump"), (loft(cut), "cut")]


def _anvil(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    twin, mounted = is_said(rng, shape, "double-horned", 0.25), is_said(rng, shape, "mounted", 0.3)
    ornate = is_said(rng, shape, "ornate", 0.15)
    foot, waist, half = rng.uniform(0.36, 0.46), rng.uniform(0.18, 0.26), rng.uniform(0.36, 0.48)
    deep, slim, thick = rng.uniform(0.24, 0.31), rng.uniform(0.62, 0.8), rng.uniform(0.17, 0.24)
    base, rise = rng.uniform(0.1, 0.15), rng.uniform(0.24, 0.4)
    under = base + rise
    top = under + thick
    ys = [0, base * 0.85, base + 0.06, base + 0.4 * rise, under - 0.06, under + 0.03, top - 0.03, top]
    wide = [foot, foot, waist * 1.15, waist, waist * 1.1, half, half, half - 0.03]
    deeps = deep * np.array([1.15, 1.1, slim, slim * 0.95, slim, 0.95, 0.95, 0.88])
    body = bar([(0, y, 0) for y in ys], np.stack([wide, deeps], 1))
    parts: Parts = [(body, MAIN)]
    t = np.linspace(0, 1, 7)
    reach, size = rng.uniform(0.4, 0.55), thick * 0.52
    taper = size * np.sqrt(np.clip(1 - t, 0.02, 1))
    curl = rng.uniform(0, 0.08)
    horn = np.stack([half - 0.03 + reach * t, top - 0.02 - taper + curl * t**2, 0 * t], 1)
    beak = sweep(horn, np.stack([taper, taper * 5.4 * deep], 1), 12)
    parts.append((beak, MAIN))
    if twin:
        parts.append((move(beak, rotation=ABOUT_Y), MAIN))
    elif rng.random() < 0.8:
        heel = [
            (-half + 0.02, top - thick * 0.42, 0),
            (-half - rng.uniform(0.12, 0.24), top - thick * 0.34, 0),
        ]
        parts.append((bar(heel, [(thick * 0.42, deep * 0.85), (thick * 0.3, deep * 0.8)]), MAIN))
    parts.append((box((0, top + 0.02, 0), (2 * half - 0.1, 0.05, 1.6 * deep)), "face"))
    if rng.random() < 0.6:
        parts.append((box((-half * 0.65, top + 0.03, 0), (0.1, 0.06, 0.1)), "hole"))
    if ornate:
        y = base + 0.45 * rise
        parts.append((box((0, y, 0), (2.15 * waist + 0.06, 0.1, 2.0 * deep * slim + 0.06)), "trim"))
        parts += [
            (knob((x * foot * 0.8, base, z * deep * 0.85), 0.06), "trim") for x in (-1, 1) for z in (-1, 1)
        ]
        parts += [(octahedron((0, under + thick / 2, z * deep * 0.95), 0.1, 0.1), "gem") for z in (-1, 1)]
    if mounted:
        parts += _stump(rng, foot + 0.1, max(0.82 * foot + 0.08, deep * 1.25))
    colours: dict[str, SlotColour] = {
        "face": one_of(rng, 1.35, 1.35, 0.75),
        "hole": DARK,
        "trim": GOLD,
        "gem": one_of(rng, *GEMS),
        "stump": one_of(rng, *WOODS),
        "cut": _CUT,
    }
    return used(parts, colours)


def _pickaxe(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"curved": 0.65, "straight": 0.35})
    ornate = is_said(rng, shape, "ornate", 0.25)
    length = rng.uniform(0.95, 1.15)
    parts, radius = _handle(rng, length + 0.04, ornate)
    half, thick = rng.uniform(0.52, 0.66), rng.uniform(0.105, 0.14)
    drop = rng.uniform(0.22, 0.36) if kind == "curved" else rng.uniform(0.04, 0.09)
    if kind == "straight":
        half, thick = 1.15 * half, 0.85 * thick
    y = length - 0.12
    t = np.linspace(0, 1, 9)
    for side, end in ((None, "point"), (ABOUT_Y, rng.choice(["point", "point", "adze"]))):
        arm = np.stack([half * t, -drop * t**2, 0 * t], 1)
        if end == "adze":
            arm[:, 0] *= 0.85
            size = np.stack([thick * (1 - 0.72 * t), thick * (0.85 + 0.75 * t**2)], 1)
        else:
            size = np.stack([thick * (1 - 0.85 * t**1.3), thick * (0.9 - 0.65 * t**1.5)], 1)
        prong: Parts = [(bar(arm, size), MAIN)]
        if end == "point" and rng.random() < 0.4 and not ornate:
            prong.append((bar(arm[5:], size[5:] + 0.012), "tips"))
        if ornate:
            way = (arm[4] - arm[2]) * 0.35
            prong.append((bar([arm[3] - way, arm[3] + way], [size[3] + 0.025] * 2), "trim"))
        parts += [(move(solid, (0, y, 0), side), slot) for solid, slot in prong]
    socket = thick * rng.uniform(1.02, 1.2)
    levels = [(0, y - socket - 0.06, 0), (0, y - socket, 0), (0, y + socket, 0)]
    parts.append((bar(levels, [radius * 1.35, socket, socket * 0.95]), MAIN))
    if ornate:
        parts += [(octahedron((0, y, z), 0.08, 0.09), "gem") for z in (socket, -socket)]
    colours = _handle_colours(rng) | {"gem": one_of(rng, *GEMS), "tips": one_of(rng, 1.4, 0.6, STEEL)}
    return used(parts, colours)


def _shovel(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.4, "square": 0.3, "pointed": 0.3})
    ornate = is_said(rng, shape, "ornate", 0.15)
    tall, half = rng.uniform(0.62, 0.78), rng.uniform(0.27, 0.34)
    v = np.array([0, 0.04, 0.12, 0.25, 0.4, 0.55, 0.7, 0.82, 0.92, 1.0])
    if kind == "square":
        half *= 0.9
        width = half * np.interp(v, [0, 0.8, 1], [rng.uniform(1.0, 1.12), 1, 0.8])
    elif kind == "round":
        arc = np.sqrt(np.clip(1 - (1 - np.clip(v / 0.5, 0, 1)) ** 2, 0.01, 1))
        width = half * arc * np.interp(v, [0, 0.75, 1], [1, 1, 0.62])
    else:
        width = half * np.interp(v, [0, rng.uniform(0.45, 0.6), 0.85, 1], [0.06, 1, 0.95, 0.7])
    u = np.linspace(-1, 1, 7)
    x, y = width[:, None] * u, np.broadcast_to(tall * v[:, None], (10, 7))
    dish = rng.uniform(0.12, 0.2) * (x / half) ** 2 + rng.uniform(0.05, 0.12) * (1 - v[:, None]) ** 2
    sheet = np.stack([x, y, dish], -1)
    parts: Parts = [(shell(sheet + [0, 0, 0.035], sheet - [0, 0, 0.04]), MAIN)]
    if kind == "square" or rng.random() < 0.5:  # a step for the foot
        parts.append((box((0, tall, 0.06), (2 * width[-1] + 0.06, 0.07, 0.15)), MAIN))
    end, radius = tall + rng.uniform(0.55, 0.72), rng.uniform(0.045, 0.055)
    socket = tall + rng.uniform(0.14, 0.24)
    neck = [(0, tall * 0.45, 0), (0, tall * 0.6, 0), (0, socket, 0)]
    parts.append((sweep(neck, [0.02, 0.075, radius * 1.35], 10), MAIN))
    parts.append((rod((0, socket - 0.05, 0), (0, end, 0), radius, segments=12), "handle"))
    top = rng.choice(["D", "T", "knob"], p=[0.5, 0.3, 0.2])
    if top == "D":
        wide, high = rng.uniform(0.14, 0.18), rng.uniform(0.2, 0.25)
        for side in (-1, 1):
            path = [(0, end - 0.05, 0), (side * wide, end + 0.08, 0), (side * wide, end + high, 0)]
            parts.append((sweep(path, [0.042] * 3, 8), "grip"))
        left, right = ((side * (wide + 0.04), end + high - 0.02, 0) for side in (-1, 1))
        parts.append((rod(left, right, 0.052, segments=10), "handle"))
    elif top == "T":
        wide = rng.uniform(0.16, 0.22)
        parts.append((rod((-wide, end, 0), (wide, end, 0), 0.06, segments=10), "grip"))
    else:
        parts.append((knob((0, end, 0), 0.1), "grip"))
    if ornate:
        parts += [
            (band(radius * 1.8, at, at + 0.08, segments=12), "trim") for at in (socket - 0.03, end - 0.16)
        ]
        parts.append((octahedron((0, tall * 0.62, 0.08), 0.09, 0.12), "gem"))
    wood = one_of(rng, *WOODS)
    colours: dict[str, SlotColour] = {
        "handle": wood,
        "grip": one_of(rng, DARK, wood, 1.0, 0.6),
        "trim": GOLD,
        "gem": one_of(rng, *GEMS),
    }
    return used(parts, colours)


def _ladder(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    folding = is_said(rng, shape, "folding", 0.3)
    crooked = is_said(rng, shape, "crooked", 0.2)
    tall, foot = rng.uniform(1.25, 1.6), rng.uniform(0.26, 0.36)
    head = foot * rng.uniform(0.68, 0.8) if folding or rng.random() < 0.4 else foot
    half, deep = rng.uniform(0.062, 0.078), rng.uniform(0.06, 0.08)
    count = int(rng.integers(4, 6) if folding else rng.integers(5, 8))
    round_rails = not folding and rng.random() < 0.4
    parts: Parts = []
    sway = rng.uniform(0, 6)
    t = np.linspace(0, 1, 7)
    for side in (-1, 1):
        x = side * (foot + (head - foot) * t) + crooked * 0.07 * np.sin(5 * t + side + sway)
        path = np.stack([x, tall * t, 0 * t], 1)
        size = [(half, half if round_rails else deep)] * 7
        rail = sweep(path, size, 10 if round_rails else 4, not round_rails, round_rails)
        parts.append((rail, MAIN))
    flat_rungs = folding or rng.random() < 0.35
    low = rng.uniform(0.1, 0.14)
    for at in np.linspace(low, 0.9 if not folding else 0.8, count):
        reach, y = foot + (head - foot) * at + (0.0 if flat_rungs else 0.1), at * tall
        tilt = rng.uniform(-0.09, 0.09) * crooked
        if flat_rungs:
            parts.append((_beam((-reach, y - tilt), (reach, y + tilt), 0.04, deep + 0.025), "rungs"))
        else:
            parts.append((rod((-reach, y - tilt, 0), (reach, y + tilt, 0), 0.045, segments=10), "rungs"))
    if folding:
        angle = rng.uniform(13, 18)
        front = [(move(solid, rotation=turn(0, -angle)), slot) for solid, slot in parts]
        back: Parts = [
            (_beam((side * foot, 0), (side * head, tall), half * 0.9, half * 0.9), "legs") for side in (-1, 1)
        ]
        back.append((_beam((-foot, tall * 0.22), (foot, tall * 0.22), 0.04, 0.04), "legs"))
        away, up = 2 * tall * np.sin(np.deg2rad(angle)), tall * np.cos(np.deg2rad(angle))
        parts = front + [(move(solid, (0, 0, -away), turn(0, angle)), slot) for solid, slot in back]
        parts.append((box((0, up + 0.03, -away / 2), (2 * head + 0.16, 0.09, 0.3)), MAIN))
    elif is_said(rng, shape, "leaning", 0.3):
        tilt = turn(0, -rng.uniform(16, 26))
        parts = [(move(solid, rotation=tilt), slot) for solid, slot in parts]
    elif rng.random() < 0.4:
        for side in (-1, 1):
            parts.append((box((side * foot, 0.03, 0), (2.9 * half, 0.12, 2.9 * deep)), "feet"))
    rungs = one_of(rng, 0.6, 1.4, 1.0, *WOODS[:2], STEEL)
    return used(parts, {"rungs": rungs, "feet": DARK, "legs": one_of(rng, 0.6, 0.75, STEEL)})


def _bow(rng: np.random.Generator, kind: str) -> tuple[np.ndarray, float]:
    """Return the closed path of a key's bow, its foot at the origin, and its height."""
    a = np.linspace(0, 2 * np.pi, 25)[:-1] - np.pi / 2
    size = rng.uniform(0.24, 0.3)
    if kind == "square":
        power = 0.35
        x, y = (np.sign(f(a)) * np.abs(f(a)) ** power for f in (np.cos, np.sin))
        if rng.random() < 0.4:  # stands on a corner
            x, y = 0.8 * (x - y), 0.8 * (x + y)
    elif kind == "heart-shaped":
        b = a + np.pi / 2 + np.pi
        x, y = 1.15 * np.sin(b) ** 3, (13 * np.cos(b) - 5 * np.cos(2 * b) - 2 * np.cos(3 * b)) / 15
        x = -x
    elif kind == "trefoil":
        r = 0.85 + 0.38 * np.cos(3 * (a - np.pi / 2))
        x, y = r * np.cos(a), r * np.sin(a)
    else:
        x, y = np.cos(a) * rng.uniform(1.0, 1.3), np.sin(a)
    path = size * np.stack([x, y - y.min(), 0 * x], 1)
    return np.concatenate([path, path[:2]]), size * float(y.max() - y.min())


def _key(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.3, "square": 0.2, "heart-shaped": 0.25, "trefoil": 0.25})
    ornate = is_said(rng, shape, "ornate", 0.3)
    length, radius = rng.uniform(0.62, 0.85), rng.uniform(0.06, 0.075)
    thick = rng.uniform(0.062, 0.08)
    path, high = _bow(rng, kind)
    bow = sweep(path + [0, length, 0], [(thick, thick * rng.uniform(1.0, 1.2))] * len(path), 8)
    parts: Parts = [(bow, MAIN), (rod((0, 0, 0), (0, length + 0.02, 0), radius, segments=12), MAIN)]
    count, reach = int(rng.integers(2, 5)), rng.uniform(0.2, 0.28)
    tooth = rng.uniform(0.07, 0.09)
    gap = tooth * 1.65 if count < 4 else tooth * 1.5
    for k in range(count):
        out = reach * rng.choice([0.65, 0.85, 1.0])
        parts.append((box((out / 2 + 0.03, 0.06 + k * gap, 0), (out, tooth, 0.11)), MAIN))
    if rng.random() < 0.5:
        tall = (count - 1) * gap + tooth
        parts.append((box((0.09, 0.06 + (tall - tooth) / 2, 0), (0.12, tall, 0.1)), MAIN))
    if count < 4 and rng.random() < 0.3:
        parts.append((box((-reach * 0.35, 0.1, 0), (reach * 0.6, tooth * 1.3, 0.11)), MAIN))
    for at in (length - 0.1, length - 0.22)[: int(rng.integers(1, 3))]:
        parts.append((band(radius + 0.045, at, at + 0.075, segments=14), "collar"))
    middle = (0, length + high * (0.58 if kind == "heart-shaped" else 0.5), 0)
    if ornate:
        stone = octahedron((0, 0, 0), high * (0.3 if kind == "trefoil" else 0.36), high * 0.47)
        parts.append((move(stone, middle, scale=(1, 1, 0.45)), "gem"))
        parts.append((knob((0, length + high + thick, 0), 0.075), "collar"))
    elif rng.random() < 0.3:
        disc = move(cylinder(1, -0.04, 0.04, 20), rotation=Y_TO_Z)
        parts.append((move(disc, middle, scale=(high * 0.4, high * 0.4, 1)), "inlay"))
    if not ornate and kind != "heart-shaped" and rng.random() < 0.3:
        parts.append((knob((0, length + high + thick * 0.8, 0), 0.075), MAIN))
    colours: dict[str, SlotColour] = {
        "collar": GOLD if ornate else one_of(rng, 0.6, 1.4, DARK),
        "gem": one_of(rng, *GEMS),
        "inlay": one_of(rng, 0.6, DARK, *CLOTHS[:2]),
    }
    return used(parts, colours)


CLASSES: dict[str, PropClass] = {
    "hammer": PropClass(
        _hammer,
        ("mallet", "sledgehammer"),
        0.5,
        ("clawed", "square", "round", "ornate"),
        {"handle": "handle"},
    ),
    "anvil": PropClass(
        _anvil,
        ("smithing anvil", "forge anvil"),
        0.7,
        ("double-horned", "mounted", "ornate"),
        {"block": "stump"},
    ),
    "pickaxe": PropClass(
        _pickaxe, ("pick", "mattock"), 0.9, ("curved", "straight", "ornate"), {"handle": "handle"}
    ),
    "shovel": PropClass(
        _shovel, ("spade",), 1.1, ("round", "square", "pointed", "ornate"), {"handle": "handle"}
    ),
    "ladder": PropClass(
        _ladder,
        ("climbing ladder", "rung ladder"),
        2.4,
        ("folding", "crooked", "leaning"),
        {"rungs": "rungs", "steps": "rungs"},
    ),
    "key": PropClass(
        _key,
        ("door key", "skeleton key"),
        0.12,
        ("round", "square", "heart-shaped", "ornate"),
        {"gem": "gem"},
    ),
}
