"""Builds what makes music: guitar, drum, piano, bell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.pocket.props.prop import (
    CREAM,
    DARK,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import Point, Solid, ball, box, join, lathe, move, plate, prism, rod, tube, turn

EBONY, RED = (0.20, 0.13, 0.10), (0.75, 0.13, 0.10)


def _chosen(rng: np.random.Generator, shape: frozenset[str], words: Sequence[str], *others: str) -> str:
    """Take the word that the caption says, or else draw one of these words and others."""
    said = [word for word in words if word in shape]
    return said[0] if said else str(rng.choice([*words, *others]))


def _one_of(rng: np.random.Generator, *colours: SlotColour) -> SlotColour:
    return colours[int(rng.integers(len(colours)))]


def _rounded(points: Point, steps: int = 3) -> np.ndarray:
    """Run a smooth closed curve through points [P, 2] (Catmull and Rom's)."""
    b = np.asarray(points, np.float64)
    a, c, d = np.roll(b, 1, 0), np.roll(b, -1, 0), np.roll(b, -2, 0)
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (q[:, None] for q in (a, b, c, d))
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return (curve / 2).reshape(-1, 2)


def _mirrored(right: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Complete an outline from its right half, which runs from the bottom's middle to the top's."""
    return [*right, *((-x, y) for x, y in right[-2:0:-1])]


def _slab(outline: Point, depth: float, bevel: float = 0.05) -> Solid:
    """Extrude an outline along Z with bevelled edges."""
    points, half = np.asarray(outline), depth / 2
    return plate(
        points, [(1 - bevel, -half), (1, 0.035 - half), (1, half - 0.035), (1 - bevel, half)], points.mean(0)
    )


def _hoop(outer: float, low: float, high: float, wall: float = 0.06, sides: int = 28) -> Solid:
    """Make a band about +Y."""
    ring = [(outer - wall, low), (outer, low), (outer, high), (outer - wall, high), (outer - wall, low)]
    return lathe(ring, sides)


def _guitar_body(rng: np.random.Generator, kind: str) -> np.ndarray:
    if kind == "electric":
        horn, other = rng.uniform(0.74, 0.84), rng.uniform(0.66, 0.8)
        points = [
            (0, 0),
            (0.2, 0.02),
            (0.34, 0.16),
            (0.32, 0.34),
            (0.25, 0.45),
            (0.29, 0.58),
            (0.26, other),
            (0.13, 0.6),
        ]
        points += [
            (-0.12, 0.62),
            (-0.28, horn),
            (-0.32, 0.6),
            (-0.25, 0.45),
            (-0.33, 0.32),
            (-0.34, 0.14),
            (-0.2, 0.02),
        ]
        return _rounded(points)
    if kind == "round":
        wide = rng.uniform(0.33, 0.4)
        right = [
            (0, 0),
            (0.6 * wide, 0.05),
            (wide, 0.3),
            (0.82 * wide, 0.52),
            (0.4 * wide, 0.7),
            (0.08, 0.82),
            (0, 0.83),
        ]
        return _rounded(_mirrored(right))
    lower, waist, upper = rng.uniform(0.34, 0.4), rng.uniform(0.22, 0.27), rng.uniform(0.26, 0.31)
    right = [
        (0, 0),
        (0.62 * lower, 0.03),
        (lower, 0.2),
        (0.88 * lower, 0.37),
        (waist, 0.49),
        (upper, 0.64),
        (0.7 * upper, 0.78),
        (0, 0.82),
    ]
    return _rounded(_mirrored(right))


def _headstock(rng: np.random.Generator, low: float) -> Parts:
    """Make a guitar's head and its pegs above a height."""
    wide, tall = rng.uniform(0.1, 0.13), rng.uniform(0.22, 0.28)
    shape = int(rng.integers(3))
    outline = [
        [(-0.055, 0), (0.055, 0), (wide, 0.06), (wide * 0.85, tall), (-wide * 0.85, tall), (-wide, 0.06)],
        [
            (-0.055, 0),
            (0.055, 0),
            (wide, 0.07),
            (wide, tall - 0.03),
            (0, tall + 0.04),
            (-wide, tall - 0.03),
            (-wide, 0.07),
        ],
        [(-0.055, 0), (0.055, 0), (0.09, 0.05), (0.1, tall), (-0.05, tall + 0.05), (-wide * 1.1, tall * 0.7)],
    ][shape]
    parts: Parts = [(move(prism(outline, 0.1), (0, low, -0.01)), "head")]
    for y in np.linspace(0.28, 0.8, 3) * tall:
        parts += [(box((s * (wide + 0.03), low + y, -0.01), (0.08, 0.05, 0.06)), "pegs") for s in (-1, 1)]
    return parts


def _guitar(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("electric", "round", "pointed"), "acoustic", "acoustic", "acoustic")
    hollow = kind in ("acoustic", "round")
    depth, neck = rng.uniform(0.2, 0.27) if hollow else rng.uniform(0.14, 0.18), rng.uniform(0.4, 0.58)
    front, parts, outline = depth / 2, [], np.zeros((0, 2))
    if kind == "pointed":
        foot, out = rng.uniform(0.36, 0.44), rng.uniform(0.2, 0.26)
        wing = [
            (-0.05, 0.24),
            (foot - out * 0.3, -0.04),
            (foot, 0.02),
            (foot + 0.02, 0.1),
            (0.12, 0.76),
            (-0.05, 0.82),
        ]
        parts.append((_slab(wing, depth), MAIN))
        parts.append((_slab([(-x, y) for x, y in wing[::-1]], depth - 0.004), MAIN))
    else:
        outline = _guitar_body(rng, kind)
        parts.append((_slab(outline, depth), MAIN))
    lip = rng.random()
    if hollow:
        if lip < 0.6:
            edge = prism(outline * np.array([1.03, 1.025]) - np.array([0, 0.01]), 0.05)
            parts.append((move(edge, (0, 0, front - 0.04)), "binding"))
        y = 0.52 if kind == "acoustic" else 0.47
        for r, out, slot in (
            (rng.uniform(0.135, 0.155), 0.012, "trim" if "ornate" in shape else "binding"),
            (0.1, 0.03, "hole"),
        ):
            parts.append((rod((0, y, 0), (0, y, front + out), r, segments=18), slot))
        bridge = 0.2
    else:
        bridge = 0.16 if kind == "electric" else 0.34
        if kind == "electric" and lip < 0.8:
            guard = [
                (-0.15, 0.16),
                (0.2, 0.14),
                (0.22, 0.34),
                (0.15, 0.6),
                (-0.12, 0.6),
                (-0.2, 0.5),
                (-0.16, 0.34),
            ]
            parts.append((move(prism(guard, 0.06), (0, 0, front - 0.015)), "guard"))
        pickups = np.linspace(bridge + 0.13, 0.54, int(rng.integers(2, 4)))
        parts += [(box((0, y, front), (0.22, 0.06, 0.08)), "hole") for y in pickups]
        parts += [(rod((0.2, y, 0), (0.2, y, front + 0.05), 0.035, segments=8), "pegs") for y in (0.12, 0.24)]
    parts.append((box((0, bridge, front), (0.26, 0.06, 0.08)), "bridge"))
    top = 0.8 + neck
    start = 0.62 if hollow else 0.58
    parts.append((box((0, (start + top) / 2, front - 0.03), (0.115, top - start + 0.04, 0.1)), "neck"))
    parts.append((box((0, (bridge + top) / 2, front + 0.025), (0.05, top - bridge, 0.02)), "strings"))
    head = [(move(part, (0, 0, front - 0.02)), slot) for part, slot in _headstock(rng, top)]
    parts += head
    if rng.random() < 0.6:
        for y in np.linspace(0.86, top - 0.08, 4):
            parts.append((box((0, y, front - 0.01), (0.12, 0.03, 0.075)), "strings"))
    if "ornate" in shape:
        parts.append((ball((0, top + 0.29, front - 0.03), 0.07, 10), "trim"))
        for s in (-1, 1):
            parts.append((ball((s * 0.23, 0.16, front), (0.055, 0.055, 0.045), 8), "trim"))
            parts.append((ball((s * 0.2, 0.31, front), (0.045, 0.045, 0.04), 8), "trim"))
        parts.append((box((0, 0.8, front - 0.02), (0.15, 0.06, 0.13)), "trim"))
        parts.append((box((0, top, front - 0.02), (0.16, 0.06, 0.13)), "trim"))
    colours: dict[str, SlotColour] = {
        "neck": _one_of(rng, EBONY, WOOD, LEATHER),
        "head": _one_of(rng, 1.0, 0.6, EBONY, WOOD),
    }
    colours |= {
        "binding": _one_of(rng, CREAM, 0.5, WHITE),
        "hole": DARK,
        "bridge": _one_of(rng, EBONY, STEEL),
        "strings": CREAM,
    }
    return parts, {
        **colours,
        "guard": _one_of(rng, WHITE, CREAM, DARK),
        "pegs": _one_of(rng, STEEL, GOLD, CREAM),
        "trim": GOLD,
    }


def _drumsticks(rng: np.random.Generator, y: float, radius: float) -> Parts:
    """Lay two sticks across a drum's skin."""
    parts: Parts = []
    for angle in (rng.uniform(-50, -15), rng.uniform(15, 50)):
        stick = [
            rod((0, 0, -0.6 * radius), (0, 0, 1.15 * radius), 0.035, segments=7),
            ball((0, 0, -0.62 * radius), (0.055, 0.05, 0.075), 8),
        ]
        parts += [(move(part, (0, y + 0.04, 0), turn(1, angle)), "sticks") for part in stick]
    return parts


def _drum(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(
        rng, shape, ("goblet", "three-legged"), "plain", "plain", "plain", "bass", "barrel", "barrel"
    )
    radius, height = rng.uniform(0.4, 0.5), rng.uniform(0.58, 0.95)
    hoop = rng.uniform(0.065, 0.085)
    parts: Parts = []
    t = np.linspace(0, 1, 9)
    if kind == "goblet":
        height, radius = rng.uniform(0.95, 1.2), rng.uniform(0.38, 0.46)
        waist, foot = rng.uniform(0.17, 0.22), rng.uniform(0.26, 0.33)
        curve = np.where(
            t < 0.4,
            foot + (waist - foot) * np.sin(np.pi / 2 * t / 0.4),
            waist + (radius - waist) * np.sin(np.pi / 2 * np.clip((t - 0.4) / 0.5, 0, 1)) ** 1.3,
        )
    elif kind == "barrel":
        height = rng.uniform(0.7, 0.95)
        curve = radius * (0.82 + rng.uniform(0.2, 0.28) * np.sin(np.pi * t))
    else:
        curve = np.full(9, radius)
    parts.append((lathe([(0, 0), *np.stack([curve, height * t], 1), (0, height)], 28, 0.3), MAIN))
    low, high = float(curve[0]), float(curve[-1])
    parts.append(
        (
            lathe(
                [
                    (0, height - 0.02),
                    (high + 0.005, height - 0.02),
                    (high - 0.02, height + 0.05),
                    (0, height + 0.05),
                ],
                28,
            ),
            "skin",
        )
    )
    parts.append((_hoop(high + 0.035, height - hoop, height + 0.02, 0.075), "hoops"))
    if kind != "goblet":
        parts.append((_hoop(low + 0.035, -0.01, hoop, 0.075), "hoops"))
        parts.append((rod((0, -0.03, 0), (0, 0.05, 0), low, segments=24), "skin"))
    else:
        parts.append((_hoop(float(curve[3]) + 0.06, height * 0.36, height * 0.36 + 0.07, 0.09), "hoops"))
    style = (
        str(rng.choice(["ropes", "lugs", "none"]))
        if kind in ("plain", "bass", "three-legged")
        else "none"
        if kind == "barrel"
        else "ropes"
    )
    count = int(rng.integers(6, 9))
    if style == "ropes":
        base, step = height * 0.43 if kind == "goblet" else hoop, np.pi / count
        r0, r1 = np.interp([base / height, 1 - hoop / height], t, curve) + 0.015
        ends = [
            (0, base, r0),
            (r1 * np.sin(step), height - hoop, r1 * np.cos(step)),
            (r0 * np.sin(2 * step), base, r0 * np.cos(2 * step)),
        ]
        pair = join([rod(ends[k], ends[k + 1], 0.033, segments=5) for k in (0, 1)])
        parts += [(move(pair, rotation=turn(1, 360 * k / count)), "ropes") for k in range(count)]
    elif style == "lugs":
        lug = box((0, height / 2, radius + 0.02), (0.08, height * rng.choice([0.3, 0.62]), 0.08))
        parts += [(move(lug, rotation=turn(1, 360 * k / count)), "hoops") for k in range(count)]
    if kind == "three-legged":
        lift = rng.uniform(0.22, 0.32)
        parts = [(move(part, (0, lift, 0)), slot) for part, slot in parts]
        for k in range(3):
            leg = rod((0, 0.0, radius + 0.16), (0, lift + height * 0.55, radius + 0.04), 0.055, segments=8)
            parts += [
                (move(part, rotation=turn(1, 120 * k)), "legs")
                for part in (leg, ball((0, 0.03, radius + 0.16), 0.075, 8))
            ]
        height += lift
    if kind == "bass":
        turned, lift = turn(0, 90) @ turn(1, rng.uniform(0, 40)), low + 0.1
        parts = [(move(part, (0, lift, -height / 2), turned), slot) for part, slot in parts]
        for s in (-1, 1):
            parts.append((rod((s * 0.42, 0, 0.2), (s * 0.25, lift - 0.2, 0), 0.055, segments=7), "legs"))
            parts.append((rod((s * 0.42, 0, -0.2), (s * 0.25, lift - 0.2, 0), 0.055, segments=7), "legs"))
    elif rng.random() < 0.45 and kind != "goblet":
        parts += _drumsticks(rng, height + 0.04, radius)
    if "ornate" in shape and kind != "bass":
        y = height * 0.5 if kind != "goblet" else height * 0.68
        r = float(np.interp(0.5 if kind != "goblet" else 0.68, t, curve))
        parts += [
            (move(ball((0, y, r), 0.075, 8), rotation=turn(1, angle)), "trim") for angle in range(0, 360, 60)
        ]
    hoops = GOLD if "ornate" in shape else _one_of(rng, GOLD, STEEL, WHITE, DARK, 0.55, 0.7)
    colours = {
        "skin": _one_of(rng, CREAM, CREAM, WHITE),
        "hoops": hoops,
        "ropes": _one_of(rng, WHITE, CREAM, GOLD, DARK),
    }
    return parts, {**colours, "legs": _one_of(rng, STEEL, DARK), "sticks": (0.72, 0.5, 0.28), "trim": GOLD}


def _keys(rng: np.random.Generator, wide: float, y: float, back: float, front: float) -> Parts:
    """Lay a keyboard of a few broad keys on height y."""
    count = int(rng.integers(9, 12))
    each, deep = wide / count, front - back
    parts: Parts = [(box((0, y + 0.02, (back + front) / 2), (wide, 0.06, deep)), "keys")]
    offset = int(rng.integers(7))
    for k in range(1, count):
        if (k + offset) % 7 not in (0, 3):
            at = (-wide / 2 + k * each, y + 0.06, back + deep * 0.32)
            parts.append((box(at, (each * 0.56, 0.06, deep * 0.64)), "black keys"))
    return parts


def _sheet_stand(rng: np.random.Generator, y: float, z: float) -> Parts:
    tilt = turn(0, -18)
    desk, sheet = (
        box((0, 0.11, 0), (0.56, 0.24, 0.045)),
        box((0, 0.15, 0.035), (rng.uniform(0.26, 0.38), 0.26, 0.04)),
    )
    return [(move(desk, (0, y, z), tilt), MAIN), (move(sheet, (0, y, z), tilt), "sheet")]


def _legs(places: Sequence[tuple[float, float]], top: float, kind: int) -> Parts:
    """Stand a piano on legs: square, turned or tapered."""
    parts: Parts = []
    for x, z in places:
        if kind == 0:
            parts.append((box((x, top / 2, z), (0.11, top, 0.11)), "legs"))
        else:
            steps = [(0, 0), (0.06, 0), (0.05, 0.06), (0.085, top * 0.6), (0.07, top), (0, top)]
            steps = steps if kind == 1 else [(0, 0), (0.045, 0), (0.085, top), (0, top)]
            parts.append((move(lathe(steps, 10, 0.5), (x, 0, z)), "legs"))
    return parts


def _upright(rng: np.random.Generator) -> tuple[Parts, float]:
    wide, tall, deep = rng.uniform(1.15, 1.35), rng.uniform(0.95, 1.15), rng.uniform(0.34, 0.42)
    desk, reach = rng.uniform(0.44, 0.5), rng.uniform(0.28, 0.34)
    face = deep / 2
    parts: Parts = [(box((0, tall / 2, 0), (wide, tall, deep)), MAIN)]
    parts.append((box((0, tall + 0.03, 0.01), (wide + 0.1, 0.08, deep + 0.1)), "lid"))
    parts.append((box((0, 0.06, 0.015), (wide + 0.05, 0.12, deep + 0.06)), MAIN))
    parts.append((box((0, desk - 0.05, face + reach / 2), (wide, 0.12, reach)), MAIN))
    for s in (-1, 1):
        parts.append((box((s * (wide / 2 - 0.05), desk + 0.05, face + reach / 2), (0.1, 0.17, reach)), MAIN))
    parts += _keys(rng, wide - 0.22, desk + 0.02, face, face + reach - 0.03)
    parts += _legs(
        [(s * (wide / 2 - 0.07), face + reach - 0.08) for s in (-1, 1)], desk - 0.08, int(rng.integers(3))
    )
    panels = int(rng.integers(1, 4))
    each = (wide - 0.1) / panels
    for k in range(panels):
        x = (k - (panels - 1) / 2) * each
        parts.append((box((x, desk * 0.5 - 0.02, face), (each - 0.1, desk * 0.5, 0.05)), "panels"))
        parts.append(
            (box((x, (desk + tall) / 2 + 0.09, face), (each - 0.1, (tall - desk) * 0.42, 0.05)), "panels")
        )
    parts.append((box((0, tall * 0.5, -face), (wide - 0.16, tall * 0.7, 0.05)), "panels"))
    parts += [(box((x, 0.1, face + 0.06), (0.06, 0.05, 0.14)), "pedals") for x in (-0.1, 0.1)]
    if rng.random() < 0.7:
        parts += _sheet_stand(rng, desk + 0.12, face + 0.06)
    return parts, tall + 0.07


def _grand(rng: np.random.Generator) -> tuple[Parts, float]:
    long, lift, deep = rng.uniform(0.95, 1.2), rng.uniform(0.46, 0.56), rng.uniform(0.2, 0.26)
    front = 0.3
    curve = [
        (0.6, -0.12),
        (0.52, -0.3),
        (0.36, -0.45),
        (0.24, -0.7),
        (0.08, -0.9),
        (-0.2, -0.99),
        (-0.45, -0.96),
        (-0.6, -0.85),
    ]
    outline = np.array([(-0.6, front), (0.6, front), *((x, z * long) for x, z in curve)])[::-1]
    level = turn(0, 90)
    parts: Parts = [(move(prism(outline, deep), (0, lift + deep / 2, 0), level), MAIN)]
    top = lift + deep
    shrunk = (outline - [0, -0.25]) * [0.86, 0.84] + [0, -0.25]
    parts.append((move(prism(shrunk, 0.06), (0, top, 0), level), "strings"))
    leaf = outline[outline[:, 1] < front - 0.05]
    leaf = np.concatenate([[(0.6, 0.1)], leaf, [(-0.6, 0.1)]]) + [0.6, 0]
    angle = rng.uniform(32, 46)
    lid = move(move(prism(leaf, 0.07), rotation=level), (-0.6, top + 0.04, 0), turn(2, angle))
    parts.append((lid, "lid"))
    stick = np.array([0.5, top, -0.3 * long])
    prop = np.array(
        [-0.6 + 1.02 * np.cos(np.deg2rad(angle)), top + 1.02 * np.sin(np.deg2rad(angle)), -0.3 * long]
    )
    parts.append((rod(stick, prop, 0.04, segments=6), "legs"))
    parts.append((box((0, top + 0.03, 0.2), (1.2, 0.07, 0.2)), "lid"))
    parts.append((box((0, lift + 0.05, front + 0.13), (1.2, 0.12, 0.27)), MAIN))
    for s in (-1, 1):
        parts.append((box((s * 0.55, lift + 0.14, front + 0.12), (0.1, 0.13, 0.24)), MAIN))
    parts += _keys(rng, 0.98, lift + 0.11, front, front + 0.23)
    legs = [(-0.48, front + 0.06), (0.48, front + 0.06), (-0.15, -0.78 * long)]
    parts += _legs(legs, lift + 0.02, int(rng.integers(3)))
    parts += [
        (box((0, lift * 0.5, 0.1), (0.09, lift, 0.06)), "legs"),
        (box((0, 0.07, 0.14), (0.26, 0.07, 0.14)), "pedals"),
    ]
    if rng.random() < 0.7:
        parts += _sheet_stand(rng, top + 0.06, 0.16)
    return parts, top


def _piano(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("upright", "grand"))
    parts, top = _upright(rng) if kind == "upright" else _grand(rng)
    if "ornate" in shape:
        solid = np.concatenate([part.vertices for part, slot in parts if slot in (MAIN, "legs")])
        wide = float(solid[:, 0].max())
        for part, slot in [p for p in parts if p[1] == "legs"]:
            low, high = part.vertices.min(0), part.vertices.max(0)
            if low[1] < 0.1 and slot == "legs":
                parts.append((ball(((low[0] + high[0]) / 2, 0.06, (low[2] + high[2]) / 2), 0.1, 10), "trim"))
        if kind == "upright":
            for s in (-1, 1):
                parts.append((ball((s * (wide - 0.02), top + 0.06, 0), 0.09, 12), "trim"))
                parts.append((box((s * (wide + 0.0), top * 0.72, 0.08), (0.06, 0.32, 0.24)), "trim"))
            parts.append((box((0, top - 0.1, 0.1), (2 * wide + 0.04, 0.06, 0.26)), "trim"))
        else:
            parts.append((box((0, top - 0.16, 0.12), (2 * wide + 0.05, 0.06, 0.42)), "trim"))
            parts.append((box((0, top - 0.16, 0.44), (2 * wide + 0.04, 0.06, 0.3)), "trim"))
    colours = {
        "legs": _one_of(rng, 0.7, 1.0, GOLD, WOOD),
        "lid": _one_of(rng, 1.0, 1.0, 0.75),
        "keys": WHITE,
        "black keys": DARK,
    }
    colours |= {
        "panels": _one_of(rng, 0.8, 1.25),
        "strings": GOLD,
        "pedals": GOLD,
        "sheet": CREAM,
        "trim": GOLD,
    }
    return parts, colours


def _bell_body(rng: np.random.Generator, trims: str) -> tuple[Parts, float]:
    """Cast a bell whose lip stands on the origin, and say how tall it is."""
    wide, tall = rng.uniform(0.44, 0.54), rng.uniform(0.66, 0.88)
    crown, bow = rng.uniform(0.48, 0.6), rng.uniform(1.4, 2.4)
    t = np.linspace(0, 1, 8)
    side = wide * (crown + (1 - crown) * (1 - t) ** bow) * (1 - 2.2 * np.clip(t - 0.8, 0, 1) ** 1.2)
    outer = [
        (wide * 1.02, 0),
        (wide * 1.04, 0.09),
        *((r, 0.1 + (tall - 0.16) * u) for r, u in zip(side, t, strict=True)),
    ]
    dome = [(side[-1] * 0.75, tall - 0.015), (0, tall)]
    inner = [(0, tall - 0.2), (wide * 0.4, tall - 0.24), (wide * 0.5, 0.3), (wide * 0.88, 0)]
    parts: Parts = [(lathe([*inner, *outer, *dome], 28, 0.6), MAIN)]
    for u in (0.16, 0.74) if rng.random() < 0.7 or trims == "trim" else (0.2,):
        r, y = float(np.interp(u, t, side)) + 0.03, 0.1 + (tall - 0.16) * u
        parts.append((_hoop(r, y - 0.035, y + 0.035, 0.07, 24), trims))
    parts.append((rod((0, tall - 0.25, 0), (0, 0.02, 0), 0.04, segments=7), "clapper"))
    parts.append((ball((0, -0.01, 0), rng.uniform(0.1, 0.13), 12), "clapper"))
    return parts, tall


def _bell(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "hanging"), "hand", "hand", "church")
    trims = "trim" if "ornate" in shape else "bands"
    bands: SlotColour = _one_of(rng, 0.7, 0.7, 1.3, GOLD)
    colours = {
        "bands": bands,
        "handle": _one_of(rng, WOOD, LEATHER, DARK, STEEL),
        "clapper": DARK,
        "frame": _one_of(rng, WOOD, WOOD, STEEL, (0.55, 0.54, 0.52)),
    }
    colours |= {"trim": GOLD, "slit": DARK, "ribbon": RED}
    if kind == "round":
        radius = rng.uniform(0.42, 0.5)
        parts: Parts = [
            (ball((0, 0, 0), radius, 24), MAIN),
            (_hoop(radius + 0.035, -0.05, 0.05, 0.08), trims),
        ]
        for k in range(int(rng.integers(1, 3))):
            arc = np.linspace(-np.pi * 0.86, -np.pi * 0.14, 9)
            path = np.stack([(radius - 0.01) * np.cos(arc), (radius - 0.01) * np.sin(arc), 0 * arc], 1)
            slit = move(tube(path, 0.04, 7), rotation=turn(1, 90 * k + 45))
            parts.append((slit, "slit"))
            for end in (path[0], path[-1]):
                parts.append((move(ball(end, 0.075, 8), rotation=turn(1, 90 * k + 45)), "slit"))
        ring = move(_hoop(0.16, -0.045, 0.045, 0.08, 14), (0, radius + 0.1, 0), turn(0, 90))
        parts.append((ring, "handle"))
        if rng.random() < 0.5:
            for s in (-1, 1):
                bow = move(ball((0.17, 0, 0), (0.17, 0.1, 0.08), 10), rotation=turn(2, 20))
                parts.append((move(bow, (0, radius + 0.0, 0.1), turn(1, 90 - 90 * s)), "ribbon"))
            parts.append((ball((0, radius, 0.14), 0.075, 10), "ribbon"))
        if "ornate" in shape:
            parts += [
                (move(ball((0, 0.24, radius * 0.86), 0.065, 8), rotation=turn(1, a)), "trim")
                for a in range(0, 360, 60)
            ]
        return parts, colours
    parts, tall = _bell_body(rng, trims)
    if kind == "hand":
        grip = rng.uniform(0.36, 0.5)
        thick = rng.uniform(0.07, 0.09)
        steps = [
            (0, tall - 0.04),
            (0.13, tall - 0.03),
            (0.08, tall + 0.05),
            (thick, tall + 0.08),
            (thick * 1.35, tall + grip * 0.55),
            (thick, tall + grip * 0.86),
            (thick * 1.2, tall + grip),
            (0, tall + grip + 0.05),
        ]
        parts.append((lathe(steps, 14, 0.3), "handle"))
        if "ornate" in shape:
            parts.append((ball((0, tall + grip + 0.06, 0), 0.1, 12), "trim"))
        return parts, colours
    loop = move(_hoop(0.16, -0.05, 0.05, 0.09, 14), (0, tall + 0.08, 0), turn(0, 90))
    parts.append((loop, "handle"))
    if kind == "church":
        if rng.random() < 0.6 or "ornate" in shape:
            beam = rng.uniform(0.36, 0.5)
            parts.append((box((0, tall + 0.22, 0), (2 * beam, 0.16, 0.18)), "handle"))
            caps = "trim" if "ornate" in shape else "bands"
            parts += [(box((s * beam * 0.82, tall + 0.22, 0), (0.08, 0.2, 0.22)), caps) for s in (-1, 1)]
        return parts, colours
    lift, half = rng.uniform(0.24, 0.36), float(parts[0][0].vertices[:, 0].max()) + rng.uniform(0.12, 0.2)
    parts = [(move(part, (0, lift, 0)), slot) for part, slot in parts]
    beam, thick = lift + tall + 0.22, rng.uniform(0.055, 0.075)
    if rng.random() < 0.5:
        for s in (-1, 1):
            parts.append((box((s * half, beam / 2, 0), (2 * thick, beam, 2 * thick)), "frame"))
            parts.append((box((s * half, 0.06, 0), (0.18, 0.12, 0.56)), "frame"))
        parts.append((box((0, beam, 0), (2 * half + 0.3, 0.15, 0.17)), "frame"))
    else:
        t = np.linspace(0, np.pi, 13)
        arch = np.stack([half * np.cos(t), beam - 0.3 + 0.34 * np.sin(t), 0 * t], 1)
        path = np.concatenate([[(half, 0, 0)], arch, [(-half, 0, 0)]])
        parts.append((tube(path, thick, 9), "frame"))
        parts.append((box((0, 0.04, 0), (2 * half + 0.26, 0.11, 0.42)), "frame"))
    if "ornate" in shape:
        parts += [(ball((s * half, beam + 0.1, 0), 0.1, 10), "trim") for s in (-1, 1)]
    return parts, colours


CLASSES: dict[str, PropClass] = {
    "guitar": PropClass(
        _guitar,
        ("acoustic guitar", "ukulele", "lute"),
        1.0,
        shapes=("electric", "round", "pointed", "ornate"),
        parts={"neck": "neck"},
    ),
    "drum": PropClass(
        _drum,
        ("hand drum", "tom-tom", "war drum"),
        0.6,
        shapes=("goblet", "three-legged", "ornate"),
        parts={"skin": "skin", "hoops": "hoops"},
    ),
    "piano": PropClass(
        _piano,
        ("pianoforte", "grand piano"),
        1.5,
        shapes=("upright", "grand", "ornate"),
        parts={"legs": "legs", "lid": "lid"},
    ),
    "bell": PropClass(
        _bell,
        ("hand bell", "church bell"),
        0.4,
        shapes=("round", "hanging", "ornate"),
        parts={"handle": "handle"},
    ),
}
