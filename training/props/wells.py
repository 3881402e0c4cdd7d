"""Builds wells."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from threed.procedural.solids import Solid, box, lathe, move, rod, turn
from training.props.masonry import ROOFS, STRAW, WATER, drum, gable_roof, hip_roof, polar, put
from training.props.pieces import ROPE, WOODS, kind_of, one_of, used
from training.props.prop import DARK, MAIN, STEEL, Colours, Parts, PropClass, SlotColour

_CUBE = box((0, 0, 0), (1, 1, 1))


def _well(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
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
    parts += put(_pail(), (0, low - 0.16, 0))
    if roofed:
        style = rng.choice(["gable", "gable", "hip", "cone"])
        wide, deep, rise = 2 * post + 0.08, radius * 0.9, rng.uniform(0.18, 0.26)
        if style == "gable":
            roof = gable_roof(wide, deep, rise, 0.05, 0.07)
        elif style == "hip":
            roof = hip_roof(wide, deep, rise, 0.05, 0.06, wide * 0.3)
        else:
            roof = drum([(0, 0), (post + 0.08, -0.03), (post + 0.08, 0.03), (0, rise * 1.3)], sides)
        parts.append((move(roof, (0, top - 0.04, 0)), "roof"))
    elif rng.random() < 0.6:
        parts.append((box((0, top + 0.03, 0), (2 * post + 0.22, 0.09, 0.12)), "posts"))
    colours: dict[str, SlotColour] = {"stones": one_of(rng, 0.8, 1.18), "rim": one_of(rng, 0.7, 0.85, 1.25)}
    colours |= {
        "water": WATER,
        "posts": one_of(rng, *WOODS),
        "rope": ROPE,
        "metal": DARK,
        "bucket": one_of(rng, *WOODS, STEEL),
    }
    return used(parts, {**colours, "roof": one_of(rng, *ROOFS, STRAW)})


def _well_ring(rng: np.random.Generator, radius: float, tall: float, sides: int) -> Parts:
    """Make the wall of a well: courses of blocks under a rim, with water inside."""
    inner = radius - 0.13
    core = [(inner, 0), (radius - 0.02, 0), (radius - 0.02, tall), (inner, tall), (inner, 0)]
    parts: Parts = [
        (drum(core, sides), MAIN),
        (
            drum([(0, 0.03), (inner + 0.02, 0.03), (inner + 0.02, tall * 0.6), (0, tall * 0.6)], sides),
            "water",
        ),
    ]
    rim = [(inner - 0.02, tall - 0.02), (radius + 0.06, tall - 0.02), (radius + 0.06, tall + 0.07)]
    rim = drum([*rim, (inner - 0.02, tall + 0.07), (inner - 0.02, tall - 0.02)], sides)
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
    return move(_CUBE, polar(radius - 0.06, y, azimuth), turn(1, azimuth), size)


def _pail() -> Parts:
    """Make a bucket that hangs at the height 0.16."""
    wall = [(0, 0), (0.09, 0), (0.12, 0.17), (0.085, 0.17), (0.07, 0.05), (0, 0.05)]
    return [(lathe(wall, 10), "bucket")]


CLASSES: dict[str, PropClass] = {
    "well": PropClass(
        _well,
        ("water well", "wishing well"),
        2.2,
        ("round", "square", "roofless"),
        {"roof": "roof", "posts": "posts"},
    ),
}
