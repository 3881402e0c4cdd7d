"""Builds tables."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import box, lathe, move, turn
from training.props.joinery import (
    LEG_STYLES,
    corners,
    frustum,
    leg_shade,
    legs_at,
    places_around,
    spindle,
    table_top,
    trestles,
)
from training.props.pieces import in_slot, is_said, kind_of, knob, used
from training.props.prop import GOLD, MAIN, Colours, Parts, PropClass


def _table(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.3, "square": 0.12, "oblong": 0.58})
    is_round = form == "round"
    ornate, tiny = is_said(rng, shape, "ornate", 0.12), "tiny-legged" in shape
    height = rng.uniform(0.13, 0.18) if tiny else rng.uniform(0.5, 0.8)
    width, thick = rng.uniform(1.05, 1.5), rng.uniform(0.11, 0.17)
    depth = width if form == "square" or (is_round and rng.random() < 0.7) else width * rng.uniform(0.6, 0.75)
    kinds = ("round", "round", "eight-sided") if is_round else ("planks", "slab")
    kind = str(rng.choice(kinds))
    parts = in_slot(MAIN, *table_top(rng, kind, width, depth, thick, height))
    leg, style = rng.uniform(0.12, 0.17), str(rng.choice(LEG_STYLES))
    draw = rng.random()
    if not tiny and draw < (0.5 if is_round else 0.12):
        parts += _pedestal(rng, min(width, depth), height)
    elif not tiny and not is_round and draw < 0.32:
        parts += trestles(width, depth, height, leg, crossed=rng.random() < 0.6)
    else:
        places = corners(width - 1.6 * leg, depth - 1.6 * leg)
        if is_round:
            around = places_around(int(rng.integers(3, 5)), width * 0.34, np.pi / 4)
            places = [(x, z * depth / width) for x, z in around]
        splay = rng.uniform(0.05, 0.25) if (is_round or style == "tapered") and not tiny else 0.0
        parts += in_slot("legs", *legs_at(places, height + 0.03, leg * (1.25 if tiny else 1), style, splay))
        if not is_round and not tiny and rng.random() < 0.65:
            parts += _apron(rng, width - 1.5 * leg, depth - 1.5 * leg, height)
        if not is_round and not tiny and splay == 0.0 and rng.random() < 0.3:
            low = height * rng.uniform(0.2, 0.35)
            parts += in_slot(MAIN, box((0, low, 0), (width - 1.7 * leg, 0.08, depth - 1.7 * leg)))
        if ornate:
            foot = [(x * (1 + splay), z * (1 + splay)) for x, z in places]
            parts += in_slot("trim", *(knob((x, leg * 0.4, z), leg * 0.75) for x, z in foot))
    if ornate:
        y, band = height + thick / 2, thick * 0.45
        if is_round:
            out, half = width / 2 + 0.03, band / 2
            sides = 8 if kind == "eight-sided" else 32
            ring = lathe([(0, -half), (out, -half), (out, half), (0, half)], sides)
            parts += in_slot("trim", move(ring, (0, y, 0), turn(1, 22.5), (1, 1, depth / width)))
        else:
            parts += in_slot("trim", box((0, y, 0), (width + 0.07, band, depth + 0.06)))
    return used(parts, {"legs": leg_shade(rng), "trim": GOLD})


def _apron(rng: np.random.Generator, width: float, depth: float, height: float) -> Parts:
    """Make the frame below a table's top, with a drawer or two now and then."""
    deep = rng.uniform(0.12, 0.2)
    parts = in_slot(MAIN, box((0, height - deep / 2, 0), (width, deep, depth)))
    if rng.random() < 0.5:
        count = int(rng.integers(1, 3))
        for k in range(count):
            x = ((k + 0.5) / count - 0.5) * width * 0.85
            parts += in_slot(
                "legs", box((x, height - deep / 2, depth / 2), (width * 0.7 / count, deep * 0.75, 0.05))
            )
            parts += in_slot("trim", knob((x, height - deep / 2, depth / 2 + 0.04), 0.045))
    return parts


def _pedestal(rng: np.random.Generator, across: float, height: float) -> Parts:
    thick, foot = rng.uniform(0.1, 0.14), across * rng.uniform(0.26, 0.34)
    style = str(rng.choice(("bulbous", "turned", "bar")))
    parts = in_slot("legs", spindle((0, 0, 0), (0, height, 0), thick * 2.2, style))
    if rng.random() < 0.5:
        return parts + in_slot("legs", lathe([(0, 0), (foot, 0), (foot, 0.07), (thick, 0.16), (0, 0.16)], 24))
    count = int(rng.integers(3, 5))
    claws = [
        frustum((x, 0, z), (0.12, 0.12), (x * 0.1, 0.26, z * 0.1), (0.13, 0.13))
        for x, z in places_around(count, foot * 1.15, 0.3)
    ]
    return parts + in_slot("legs", *claws)


CLASSES: dict[str, PropClass] = {
    "table": PropClass(
        _table,
        ("desk", "dining table", "workbench"),
        1.3,
        ("round", "square", "ornate", "tiny-legged"),
        {"legs": "legs", "top": MAIN},
        body="legs",
    ),
}
