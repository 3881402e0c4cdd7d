"""Builds pianos: upright and grand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.solids import ball, box, lathe, move, prism, rod, turn
from training.props.pieces import chosen, one_of
from training.props.prop import CREAM, DARK, GOLD, MAIN, WHITE, WOOD, Colours, Parts, PropClass


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


def _piano(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("upright", "grand"))
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
        "legs": one_of(rng, 0.7, 1.0, GOLD, WOOD),
        "lid": one_of(rng, 1.0, 1.0, 0.75),
        "keys": WHITE,
        "black keys": DARK,
    }
    colours |= {
        "panels": one_of(rng, 0.8, 1.25),
        "strings": GOLD,
        "pedals": GOLD,
        "sheet": CREAM,
        "trim": GOLD,
    }
    return parts, colours


CLASSES: dict[str, PropClass] = {
    "piano": PropClass(
        _piano,
        ("pianoforte", "grand piano"),
        1.5,
        shapes=("upright", "grand", "ornate"),
        parts={"legs": "legs", "lid": "lid"},
    ),
}
