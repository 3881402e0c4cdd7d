"""Builds what is soft to lie and sit on: bed, sofa."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import box, move, turn
from training.props.joinery import CRESTS, corners, crest_board, cushion, frustum, legs_at, spindle
from training.props.pieces import in_slot, is_said, kind_of, knob, one_of, placed, used
from training.props.prop import CREAM, DARK, GOLD, MAIN, WHITE, WOOD, Colours, Parts, PropClass


def _bedding(rng: np.random.Generator, width: float, length: float, y: float) -> Parts:
    """Make a mattress on height y, its head to the back, with its blanket and its pillows."""
    parts = in_slot("sheet", cushion((0, y + 0.03, 0), (width - 0.04, 0.24, length + 0.02), 0.2))
    cover, drop = length * rng.uniform(0.58, 0.72), rng.uniform(0.1, 0.22)
    z = length / 2 - cover / 2 + 0.06
    parts += in_slot(
        "blanket", cushion((0, y + 0.07 - drop / 2, z), (width + 0.09, 0.26 + drop, cover), 0.22)
    )
    if rng.random() < 0.6:  # turned down
        size = (width + 0.13, 0.28 + drop, 0.2)
        parts += in_slot("sheet", cushion((0, y + 0.1 - drop / 2, z - cover / 2), size, 0.3))
    count = 2 if width > 1.1 and rng.random() < 0.8 else 1
    for k in range(count):
        x = (k - (count - 1) / 2) * width * 0.46
        pillow = cushion((0, 0, 0), (width * (0.46 if count == 2 else 0.64), 0.2, 0.38), 0.6)
        tilted = turn(0, rng.uniform(15, 45))
        parts += in_slot("pillows", move(pillow, (x, y + 0.27, -length / 2 + 0.15), tilted))
    return parts


def _bed(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate = is_said(rng, shape, "ornate", 0.1)
    width, length = rng.uniform(0.95, 1.3), rng.uniform(1.45, 1.7)
    post, base = rng.uniform(0.12, 0.16), rng.uniform(0.1, 0.2)
    canopy = is_said(rng, shape, "canopied", 0.1)
    head = rng.uniform(0.75, 0.95)
    foot = rng.uniform(0.5, 0.62) if rng.random() < 0.8 else 0.4
    crest = "arch" if "round" in shape else str(rng.choice(CRESTS))
    side, edge = (width - post) / 2, (length - post) / 2
    rise = rng.uniform(0.16, 0.3)
    parts = in_slot(MAIN, box((0, base + 0.13, 0), (width - 0.01, 0.26, length - post)))
    style = str(rng.choice(("square", "round")))
    for z, high in ((-edge, head), (edge, foot)):
        carved = rise * (1 if z < 0 else 0.5)
        board = crest_board(crest, width - post * 0.6, high + rise * (z < 0) - base, carved, post * 0.65)
        parts += in_slot(MAIN, move(board, (0, base, z)))
        top = 1.5 if canopy else high - (0.05 if crest in ("arch", "camel", "peak") else 0)
        parts += in_slot(MAIN, *legs_at([(-side, z), (side, z)], top, post, style))
        if not canopy and (ornate or rng.random() < 0.6):
            knobs = [knob((x, top + post * 0.3, z), post * 0.62) for x in (-side, side)]
            parts += in_slot("trim" if ornate else MAIN, *knobs)
    parts += _bedding(rng, width, length - 2 * post, base + 0.26)
    if canopy:
        low, high = (width + 0.06, length + 0.06), (width + 0.02, length + 0.02)
        parts += in_slot("blanket", frustum((0, 1.42, 0), low, (0, 1.54, 0), high))
        parts += in_slot("blanket", *(box((x, 0.95, -edge + 0.2), (0.09, 0.95, 0.3)) for x in (-side, side)))
        pull = legs_at(corners(2 * side, 2 * edge), 0.16, post, "square", base=1.48)
        parts += in_slot("trim" if ornate else MAIN, *pull)
    if ornate:
        parts += in_slot("trim", knob((0, head + rise * (crest in ("arch", "camel", "peak")), -edge), 0.11))
        parts += in_slot("trim", box((0, base + 0.12, 0), (width + 0.05, 0.1, length - 2 * post)))
    shade = one_of(rng, 0.62, 1.35, 1.2, 0.75, CREAM)
    pale = WHITE if rng.random() < 0.7 else CREAM
    return used(parts, {"blanket": shade, "sheet": WHITE, "pillows": pale, "trim": GOLD})


def _sofa(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.35, "square": 0.2, "rolled": 0.45})
    is_round = form == "round"
    ornate = is_said(rng, shape, "ornate", 0.12)
    seats = int(rng.integers(2, 4))
    width, depth = 0.5 + seats * rng.uniform(0.36, 0.44), rng.uniform(0.68, 0.82)
    foot, arm = rng.uniform(0.1, 0.17), rng.uniform(0.17, 0.24)
    seat, rest = foot + rng.uniform(0.26, 0.34), rng.uniform(0.2, 0.3)
    back, deep = rng.uniform(0.42, 0.58), rng.uniform(0.17, 0.23)
    soft = 0.5 if is_round else 0.16
    inner = width - 2 * arm
    low = seat - 0.12
    parts = in_slot(MAIN, box((0, (foot + low) / 2, 0), (width - 0.06, low - foot, depth - 0.06)))
    pads = "cushions" if rng.random() < 0.5 else MAIN
    for k in range(seats):
        x = ((k + 0.5) / seats - 0.5) * inner
        size = (inner / seats * 1.01, 0.22, depth - deep + 0.05)
        parts += in_slot(pads, cushion((x, seat - 0.06, deep / 2), size, 0.35 if is_round else 0.2))
    if rng.random() < 0.15:  # a chaise longue at one end
        x, long = (0.5 - 0.5 / seats) * inner * rng.choice((-1, 1)), rng.uniform(0.25, 0.4)
        wide, z = inner / seats + arm * 0.7, depth / 2 + long / 2
        parts += in_slot(MAIN, box((x, (foot + low) / 2, z - 0.1), (wide - 0.04, low - foot, long + 0.14)))
        parts += in_slot(pads, cushion((x, seat - 0.06, z - 0.1), (wide, 0.22, long + 0.24), 0.25))
        props = [(x + i * wide * 0.4, z) for i in (-1, 1)]
        parts += in_slot("legs", *(spindle((a, 0, z), (a, low, z), 0.1) for a, z in props))
    behind = (-depth + deep) / 2
    draw = rng.random()
    if is_round or draw < 0.25:
        high = seat + back - foot
        rounded = cushion((0, foot + high / 2, behind), (width - 0.02, high, deep * 1.15), soft)
        parts += in_slot(MAIN, rounded)
    else:
        crest = "flat" if form == "square" else str(rng.choice(("flat", "camel", "arch", "ears")))
        board = crest_board(crest, width - 0.05, seat + back - foot, back * 0.35, deep)
        parts += placed(in_slot(MAIN, board), (0, foot, behind), turn(0, -3))
    if draw > 0.4:  # a cushion at the back of each seat
        for k in range(seats):
            x = ((k + 0.5) / seats - 0.5) * inner
            pad = cushion((0, 0, 0), (inner / seats, back * 0.8, 0.2), 0.35)
            parts += in_slot(pads, move(pad, (x, seat + back * 0.38, behind + deep * 0.6), turn(0, -8)))
    rolled = form == "rolled" and rng.random() < 0.75
    for i in (-1, 1):
        x, high = i * (width - arm) / 2, seat + rest
        if is_round:
            parts += in_slot(
                MAIN, cushion((x, (foot + high) / 2, 0.02), (arm * 1.25, high - foot, depth), soft)
            )
        else:
            parts += in_slot(MAIN, box((x, (foot + high) / 2, 0.01), (arm, high - foot, depth)))
        if rolled:
            x += i * 0.03
            parts += in_slot(
                MAIN, spindle((x, high, -depth / 2 + 0.06), (x, high, depth / 2 + 0.05), arm * 1.24)
            )
            disc = spindle((x, high, 0), (x, high, depth / 2 + 0.07), arm * 0.76)
            parts += in_slot("trim" if ornate else "legs", disc)
    leg, style = rng.uniform(0.1, 0.13), str(rng.choice(("round", "tapered", "square")))
    places = corners(width - 0.2, depth - 0.18)
    parts += in_slot("legs", *legs_at(places, foot + 0.04, leg, style, 0.03))
    if ornate:
        parts += in_slot("trim", box((0, foot + 0.04, 0), (width + 0.03, 0.09, depth + 0.05)))
        parts += in_slot("trim", knob((0, seat + back, behind), 0.12))
        parts += in_slot(
            "trim", *(knob((i * width * 0.46, seat + back * 0.85, behind), 0.1) for i in (-1, 1))
        )
    if rng.random() < 0.65:
        for i in (-1, 1) if rng.random() < 0.5 else (rng.choice((-1, 1)),):
            throw = move(cushion((0, 0, 0), (0.34, 0.34, 0.17), 0.55), rotation=turn(2, rng.uniform(-28, 28)))
            place = (i * (inner / 2 - 0.18), seat + 0.2, behind + deep + 0.14)
            parts += in_slot("cushions", move(throw, place, turn(1, -i * 22) @ turn(0, -17)))
    own = one_of(rng, 1.35, 0.6, CREAM, GOLD, WHITE)
    return used(parts, {"legs": WOOD if rng.random() < 0.6 else DARK, "cushions": own, "trim": GOLD})


CLASSES: dict[str, PropClass] = {
    "bed": PropClass(
        _bed,
        ("bedstead", "bunk", "cot"),
        2.0,
        ("round", "canopied", "ornate"),
        {"blanket": "blanket", "quilt": "blanket", "pillows": "pillows"},
    ),
    "sofa": PropClass(
        _sofa,
        ("couch", "settee", "loveseat"),
        1.8,
        ("round", "square", "ornate"),
        {"cushions": "cushions"},
    ),
}
