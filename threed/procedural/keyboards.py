"""Pieces of keyboard instruments: keys, legs, casters, pedals, a desk with music, candles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from threed.procedural.curves import smooth_path, tube
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_Z, board, cylinder, prism_of
from threed.procedural.solids import Solid, lathe, loft, move, turn

UP, OUT, ASIDE = (0, 1, 0), (0, 0, 1), (1, 0, 0)

#: a prism's outline (x, y) to (x, -z): what is drawn in XY lies flat, its depth upwards
FLAT = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32)


def keys(octaves: int, wide: float, y: float, back: float, front: float) -> list[Part]:
    """Lay a keyboard whose white keys' tops are at height y."""
    count = 7 * octaves
    each = wide / count
    edges = np.linspace(-wide / 2, wide / 2, count + 1)
    parts = []
    for low, high in pairwise(edges):
        key = board(((low + high) / 2, y - 0.012, (back + front) / 2), (high - low, 0.024, front - back), 0)
        parts.append(part("keys", "bone", key, OUT, UP))
    deep = 0.62 * (front - back)
    for k in range(1, count):
        if k % 7 in (0, 3):
            continue
        key = board((edges[k], y + 0.003, back + deep / 2), (0.55 * each, 0.024, deep), 0)
        parts.append(part("black keys", "wood", key, OUT, UP))
    return parts


def piano_leg(form: str, top: float, thick: float) -> Solid:
    """Turn or saw a leg that stands on y = 0."""
    if form == "square":
        rows = [(0.62, 0.0), (0.72, 0.02), (0.72, 0.06), (1.0, 0.85), (1.0, 1.0)]
        square = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)]) * thick / 2
        return loft(np.asarray([[(k * x, h * top, k * z) for x, z in square] for k, h in rows]))
    rows = [
        (0, 0),
        (0.5, 0),
        (0.56, 0.03),
        (0.42, 0.1),
        (0.46, 0.14),
        (0.62, 0.5),
        (0.82, 0.76),
        (0.66, 0.82),
        (0.9, 0.85),
        (0.9, 0.89),
        (0.72, 0.92),
        (0.8, 1.0),
        (0, 1.0),
    ]
    return lathe([(0.62 * k * thick, h * top) for k, h in rows], 14)


def caster(x: float, z: float) -> list[Part]:
    """Put a little wheel under a leg."""
    wheel = move(cylinder(0.025, -0.012, 0.012, 10, 0.004), (x, 0.025, z), turn(2, 90))
    fork = cylinder(0.017, 0.026, 0.06, 8)
    return [
        part("pedals", "metal", wheel, ASIDE, mapping="turned"),
        part("pedals", "metal", move(fork, (x, 0, z)), UP),
    ]


def pedal_row(count: int, y: float, z: float) -> list[Part]:
    """Set pedals side by side, their tread to the front."""
    parts = []
    for k in range(count):
        x = 0.075 * (k - (count - 1) / 2)
        outline = [
            (-0.013, -0.09),
            (0.013, -0.09),
            (0.022, 0.02),
            (0.018, 0.045),
            (-0.018, 0.045),
            (-0.022, 0.02),
        ]
        plate = move(prism_of([(a, -b) for a, b in outline][::-1], 0.012, 0.003), (x, y, z), FLAT)
        parts.append(part("pedals", "metal", plate, OUT, UP))
    return parts


def music_desk(y: float, z: float, wide: float, sheet: bool, lean: float, foot: float) -> list[Part]:
    """Make a desk that leans back, with an open book of music on it."""
    tilt = turn(0, -lean)
    outline = [
        (-wide / 2, 0),
        (wide / 2, 0),
        (wide / 2, 0.17),
        *((wide / 2 * np.cos(a), 0.17 + 0.05 * np.sin(a)) for a in np.linspace(0.3, np.pi - 0.3, 6)),
        (-wide / 2, 0.17),
    ]
    parts = [part("case", "wood", prism_of(outline, 0.018, 0.004), ASIDE, OUT)]
    parts.append(part("case", "wood", board((0, 0.008, 0.047 - foot / 2), (wide, 0.018, foot), 0.004), ASIDE))
    if sheet:
        for side in (-1, 1):
            page = board((side * 0.108, 0.165, 0.0185), (0.216, 0.3, 0.007), 0)
            parts.append(part("sheet", "paper", move(page, rotation=turn(1, -side * 5)), UP, OUT))
    return move_parts(parts, (0, y, z), tilt)


def sconce(x: float, y: float, z: float) -> list[Part]:
    """Make a brass arm with a candle."""
    path = smooth_path([(x, y, z), (x, y - 0.03, z + 0.05), (x, y, z + 0.1), (x, y + 0.03, z + 0.1)], 3)
    dish = lathe([(0, 0), (0.016, 0), (0.036, 0.014), (0.034, 0.018), (0, 0.01)], 12)
    plate = move(cylinder(0.034, -0.014, 0.006, 12, 0.003), (x, y, z), Y_TO_Z)
    candle = cylinder(0.0115, 0.005, 0.12, 10, 0.002)
    wick = cylinder(0.002, 0.11, 0.132, 5)
    at = (x, y + 0.026, z + 0.1)
    return [
        part("trim", "metal", tube(path, 0.007, 5, ASIDE), UP),
        part("trim", "metal", plate, OUT),
        part("trim", "metal", move(dish, at), UP, mapping="turned"),
        part("candles", "wax", move(candle, at), UP, mapping="turned"),
        part("wick", "cloth", move(wick, at), UP),
    ]
