"""Builds what is sat on: chair, stool, bench."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from threed.procedural.solids import Solid, box, lathe, move, prism, tube, turn
from training.props.joinery import (
    CRESTS,
    LEG_STYLES,
    Place,
    corners,
    crest_board,
    cushion,
    leg_shade,
    legs_at,
    places_around,
    spindle,
    table_top,
    trestles,
)
from training.props.pieces import Z_TO_X, in_slot, is_said, kind_of, knob, one_of, placed, used
from training.props.prop import CREAM, DARK, GOLD, LEATHER, MAIN, STEEL, Colours, Parts, PropClass


def _stretchers(
    places: Sequence[Place], y: float, thick: float, pairs: Iterable[tuple[int, int]]
) -> list[Solid]:
    """Make round bars between legs, at height y."""
    return [
        spindle((places[a][0], y, places[a][1]), (places[b][0], y, places[b][1]), thick) for a, b in pairs
    ]


def _back(rng: np.random.Generator, kind: str, width: float, height: float, thick: float) -> Parts:
    """Make a seat's back on y = 0: a "panel", "slats", "spindles", a "splat", a "hoop" or a "pad"."""
    crest, rise = str(rng.choice(CRESTS)), height * rng.uniform(0.15, 0.3)
    post, edge = thick, (width - thick) / 2
    if kind == "hoop":
        t = np.linspace(0, np.pi, 15)
        x = edge * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.7
        y = 0.35 * height + (0.65 * height - post / 2) * np.sin(t)
        path = [(edge, -0.05), *zip(x, y, strict=True), (-edge, -0.05)]
        parts = in_slot(MAIN, tube([(px, py, 0) for px, py in path], post * 0.55, 8))
        count = int(rng.integers(2, 5))
        for u in (np.arange(count) + 0.5) / count * 2 - 1:
            top = 0.35 * height + 0.65 * height * np.sqrt(1 - 0.8 * u * u) - post / 2
            parts += in_slot(MAIN, spindle((u * edge * 0.8, -0.05, 0), (u * edge * 0.9, top, 0), post * 0.8))
        return parts
    if kind == "pad":
        parts = in_slot(MAIN, cushion((0, height / 2, 0), (width, height * 1.02, thick * 1.7), 0.35))
        return parts + in_slot(
            "cushion", cushion((0, height / 2, thick * 0.4), (width * 0.75, height * 0.72, thick * 1.5))
        )
    parts = in_slot(MAIN, *(box((i * edge, height * 0.46, 0), (post, height * 0.92, post)) for i in (-1, 1)))
    if kind == "panel":
        gap = height * rng.choice((0.0, 0.2))
        board = move(crest_board(crest, width - 0.02, height - gap, rise, thick * 0.8), (0, gap, 0))
        return parts + in_slot(MAIN, board)
    if kind == "slats":
        count = int(rng.integers(2, 4))
        high = height * 0.9 / count * 0.62
        for k in range(count):
            slat = crest_board(
                crest, width - post * 0.5, high * (1.25 if k == count - 1 else 1), high * 0.4, thick * 0.7
            )
            parts += in_slot(MAIN, move(slat, (0, height * (0.16 + 0.85 * k / count), 0)))
        return parts
    rail = height * 0.26
    parts += in_slot(
        MAIN, move(crest_board(crest, width, rail, rail * 0.45, thick), (0, height - rail, 0.005))
    )
    if kind == "splat":
        outline = [
            (-0.24, 0),
            (0.24, 0),
            (0.15, 0.22),
            (0.32, 0.6),
            (0.2, 1),
            (-0.2, 1),
            (-0.32, 0.6),
            (-0.15, 0.22),
        ]
        return parts + in_slot(MAIN, prism(np.array(outline) * [width * 0.75, height * 0.85], thick * 0.6))
    count = int(rng.integers(2, 5))
    for u in (np.arange(count) + 0.5) / count * 2 - 1:
        x = u * (edge - post * 0.6)
        parts += in_slot(MAIN, spindle((x, 0, 0), (x, height - rail / 2, 0), post * 0.78))
    return parts


def _chair(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    is_round = is_said(rng, shape, "round", 0.2)
    ornate, tiny = is_said(rng, shape, "ornate", 0.1), "tiny-legged" in shape
    high = is_said(rng, shape, "high-backed", 0.15)
    width, thick = rng.uniform(0.58, 0.72), rng.uniform(0.1, 0.14)
    depth, leg = width * (1 if is_round else rng.uniform(0.88, 1.0)), rng.uniform(0.085, 0.115)
    seat = rng.uniform(0.12, 0.16) if tiny else rng.uniform(0.38, 0.5)
    back = rng.uniform(0.95, 1.15) if high else rng.uniform(0.5, 0.7)
    parts = in_slot(MAIN, *table_top(rng, "round" if is_round else "slab", width, depth, thick, seat))
    style = str(rng.choice(LEG_STYLES))
    splay = rng.uniform(0.0, 0.2) if not tiny else 0.0
    places = corners(width * 0.66, depth * 0.66) if is_round else corners(width - leg, depth - leg)
    parts += in_slot("legs", *legs_at(places, seat + 0.02, leg, style, splay))
    if not tiny and rng.random() < 0.4:
        out = 1 + splay * 0.6
        feet = [(x * out, z * out) for x, z in places]
        parts += in_slot("legs", *_stretchers(feet, seat * 0.4, leg * 0.75, ((0, 1), (1, 2), (2, 3), (3, 0))))
    kinds = ("hoop", "pad", "panel") if is_round else ("panel", "slats", "spindles", "splat", "hoop", "pad")
    kind = str(rng.choice(kinds))
    lean, place = rng.uniform(0, 11), (0, seat + thick * 0.6, -depth / 2 + leg * 0.6)
    behind = _back(rng, kind, width * (0.8 if is_round else 1), back, leg)
    if ornate:
        knobs = [(i * (width - leg) / 2 * (0.8 if is_round else 1), back + leg * 0.2) for i in (-1, 1)]
        behind += in_slot("trim", *(knob((x, y, 0), leg * 0.8) for x, y in [*knobs, (0, back + leg * 0.3)]))
        for x, z in places:
            parts += in_slot("trim", knob((x * (1 + splay), leg * 0.4, z * (1 + splay)), leg * 0.75))
    parts += placed(behind, place, turn(0, -lean))
    top = seat + thick
    if rng.random() < 0.35 or ornate:
        parts += in_slot("cushion", cushion((0, top + 0.01, 0.03), (width * 0.82, 0.13, depth * 0.8), 0.45))
    if rng.random() < 0.22 and not is_round:
        rest = rng.uniform(0.22, 0.28)
        for x in ((leg - width) / 2, (width - leg) / 2):
            parts += in_slot(MAIN, box((x, top + rest, 0), (leg, leg * 0.8, depth)))
            parts += in_slot(MAIN, box((x, top + rest / 2, depth * 0.33), (leg * 0.9, rest, leg * 0.9)))
    own = one_of(rng, 0.6, 1.35, CREAM, LEATHER)
    return used(parts, {"legs": leg_shade(rng), "cushion": own, "trim": GOLD})


def _stool(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    is_round = kind_of(rng, shape, {"round": 0.6, "square": 0.4}) == "round" or shape == {"three-legged"}
    three, tiny = is_said(rng, shape, "three-legged", 0.3 if is_round else 0.0), "tiny-legged" in shape
    width, thick = rng.uniform(0.48, 0.62), rng.uniform(0.15, 0.25)
    height = rng.uniform(0.1, 0.14) if tiny else rng.uniform(0.3, 0.66)
    depth, leg = width * (1 if is_round else rng.uniform(0.75, 1)), rng.uniform(0.075, 0.1)
    if "square" in shape:
        depth = width
    style = str(rng.choice(LEG_STYLES))
    draw = rng.random()
    if draw < 0.3:  # upholstered, on a board
        parts = in_slot(MAIN, *table_top(rng, "round" if is_round else "slab", width, depth, 0.08, height))
        if is_round:
            t = np.linspace(0, np.pi / 2, 6)
            pad = [(width / 2 * (0.7 + 0.3 * np.cos(a)), 0.06 + thick * np.sin(a)) for a in t]
            parts += in_slot(MAIN, move(lathe([(0, 0.05), *pad, (0, 0.06 + thick)], 28, 0.3), (0, height, 0)))
        else:
            parts += in_slot(MAIN, cushion((0, height + 0.1, 0), (width, thick * 1.6, depth), 0.3))
        kind = "round" if is_round else "slab"
        parts += in_slot("trim", *table_top(rng, kind, width * 1.05, depth * 1.05, 0.06, height + 0.04))
    else:
        kind = ("round" if draw < 0.8 else "eight-sided") if is_round else "planks" if draw < 0.6 else "slab"
        parts = in_slot(MAIN, *table_top(rng, kind, width, depth, thick, height))
    if not three and not tiny and is_round and rng.random() < 0.2:  # on one foot
        foot = width * rng.uniform(0.36, 0.44)
        parts += in_slot("legs", spindle((0, 0, 0), (0, height, 0), leg * 1.5))
        parts += in_slot("legs", lathe([(0, 0), (foot, 0), (foot, 0.06), (leg * 0.7, 0.14), (0, 0.14)], 24))
        return used(parts, {"legs": leg_shade(rng), "trim": 0.6})
    splay = 0.0 if tiny else rng.uniform(0.05, 0.4)
    twist = rng.uniform(0, 0.4)
    places = corners(width - 1.4 * leg, depth - 1.4 * leg)
    if is_round or three:
        places = places_around(3 if three else 4, width * 0.33, twist + np.pi / 4)
    parts += in_slot("legs", *legs_at(places, height + 0.03, leg, style, splay))
    if height > 0.4 and rng.random() < 0.6:
        y = height * rng.uniform(0.25, 0.45)
        out = 1 + splay * (1 - y / height)
        feet, count = [(x * out, z * out) for x, z in places], len(places)
        parts += in_slot(
            "legs", *_stretchers(feet, y, leg * 0.7, ((k, (k + 1) % count) for k in range(count)))
        )
    return used(parts, {"legs": leg_shade(rng), "trim": GOLD if rng.random() < 0.5 else 0.6})


def _bench(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    high, ornate = "high-backed" in shape, is_said(rng, shape, "ornate", 0.1)
    backed = high or (rng.random() < 0.55 and "backless" not in shape)
    tiny = "tiny-legged" in shape
    width, depth, thick = rng.uniform(1.2, 1.6), rng.uniform(0.46, 0.58), rng.uniform(0.1, 0.15)
    seat, leg = rng.uniform(0.11, 0.14) if tiny else rng.uniform(0.32, 0.44), rng.uniform(0.11, 0.16)
    parts = in_slot(MAIN, *table_top(rng, str(rng.choice(("planks", "slab"))), width, depth, thick, seat))
    style, edge = str(rng.choice(LEG_STYLES)), width / 2 - leg
    draw = rng.random()
    if draw < 0.3 and not tiny:  # board ends
        outline = [(-0.5, 0), (-0.2, 0), (0, 0.25), (0.2, 0), (0.5, 0), (0.4, 1), (-0.4, 1)]
        for x in (-edge, edge):
            end = prism(np.array(outline) * [depth, seat + 0.02], leg)
            parts += in_slot("legs", move(end, (x, 0, 0), Z_TO_X))
    elif draw < 0.45 and not tiny and not backed:
        parts += trestles(width, depth, seat, leg * 0.9, crossed=True)
    else:
        places = corners(2 * edge, depth - leg * 1.1)
        parts += in_slot(
            "legs", *legs_at(places, seat + 0.02, leg, style, 0 if tiny else rng.uniform(0, 0.12))
        )
        if not tiny and rng.random() < 0.5:
            parts += in_slot("legs", box((0, seat * 0.45, 0), (2 * edge, 0.09, 0.09)))
    if backed:
        back = rng.uniform(0.8, 0.95) if high else rng.uniform(0.38, 0.52)
        kind = str(rng.choice(("panel", "slats", "spindles")))
        behind = _back(rng, kind, width, back, rng.uniform(0.09, 0.11))
        if ornate:
            behind += in_slot("trim", *(knob((i * width * 0.46, back, 0), 0.085) for i in (-1, 1)))
        parts += placed(behind, (0, seat + thick * 0.6, -depth / 2 + 0.05), turn(0, -rng.uniform(1, 12)))
        if rng.random() < 0.5:
            for x in (0.05 - width / 2, width / 2 - 0.05):
                parts += in_slot(MAIN, box((x, seat + thick + 0.24, 0), (0.12, 0.09, depth)))
                parts += in_slot("legs", box((x, seat + thick + 0.1, depth * 0.36), (0.1, 0.24, 0.1)))
    if ornate:
        parts += in_slot("trim", box((0, seat + thick / 2, 0), (width + 0.08, thick * 0.5, depth + 0.05)))
        parts += in_slot("trim", *(knob((x, 0.05, z), leg * 0.6) for x, z in corners(2 * edge, depth)))
    return used(parts, {"legs": one_of(rng, *[0.6] * 3, STEEL, DARK, 1.35), "trim": GOLD})


CLASSES: dict[str, PropClass] = {
    "chair": PropClass(
        _chair,
        ("seat", "dining chair", "side chair"),
        1.0,
        ("round", "high-backed", "ornate", "tiny-legged"),
        {"legs": "legs", "cushion": "cushion"},
    ),
    "stool": PropClass(
        _stool,
        ("footstool", "bar stool", "milking stool"),
        0.6,
        ("round", "square", "three-legged", "tiny-legged"),
        {"legs": "legs", "seat": MAIN},
        body="legs",
    ),
    "bench": PropClass(
        _bench,
        ("garden bench", "park bench", "pew"),
        1.5,
        ("high-backed", "backless", "ornate", "tiny-legged"),
        {"legs": "legs"},
    ),
}
