"""Builds what goods are stored in: barrel, crate, chest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.solids import Solid, blob, box, lathe, move, prism, turn
from training.props.outlines import (
    FRUITS,
    STRAW,
    WATER,
    bead,
    beads,
    bow,
    filling_disc,
    girdle,
    heaped,
    places_around,
    radius_at,
    rim_ring,
    staves,
)
from training.props.pieces import GEMS, Z_TO_X, in_slot, is_said, kind_of, one_of, placed, stick, used
from training.props.prop import DARK, GOLD, MAIN, STEEL, Colours, Parts, PropClass


def _beam(start: Sequence[float], end: Sequence[float], wide: float, deep: float) -> Solid:
    """Make a square bar between two points in a plane of equal Z, `deep` along Z."""
    a, b = np.asarray(start), np.asarray(end)
    x, y = (b - a)[:2]
    length = np.hypot(x, y)
    return move(box((0, 0, 0), (length, wide, deep)), (a + b) / 2, turn(2, np.degrees(np.arctan2(y, x))))


def _barrel(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"open": 0.15, "lying": 0.15, "upright": 0.7})
    ornate = is_said(rng, shape, "ornate", 0.1)
    height, belly, bulge = rng.uniform(0.95, 1.5), rng.uniform(0.42, 0.55), rng.uniform(0.05, 0.17)
    outline = [(belly - bulge * (2 * t - 1) ** 2, height * t) for t in np.linspace(0, 1, 9)]
    edge, depth = outline[-1][0] - 0.06, 0.35 if form == "open" else rng.uniform(0.04, 0.08)
    inside = [(edge, height), (edge, height - depth), (0, height - depth)]
    count, two = 2 * int(rng.integers(6, 10)), rng.random() < 0.6
    if rng.random() < 0.7:
        parts = staves([(0, 0), *outline, *inside], count, (MAIN, "staves" if two else MAIN))
    else:
        parts = in_slot(MAIN, lathe([(0, 0), *outline, *inside], 28))
    parts += in_slot(MAIN, filling_disc(edge, height - depth + 0.012), filling_disc(edge, 0.035))
    half, thick = rng.uniform(0.035, 0.055), rng.uniform(0.025, 0.04)
    rows = ((0.09, 0.91), (0.07, 0.33, 0.67, 0.93), (0.07, 0.25, 0.75, 0.93), (0.06, 0.5, 0.94))
    places = rows[rng.integers(4)]
    sides = count if rng.random() < 0.5 else 28
    for y in np.array(places) * height:
        low, high = max(y - half, 0.01), min(y + half, height - 0.01)
        parts += in_slot("hoops", girdle(outline, low, high, thick, sides))
        if ornate and abs(y / height - 0.5) > 0.3:
            parts += in_slot("trim", beads(places_around(9, radius_at(outline, y) + thick, y), 0.055))
    if form == "open":
        what = "fruit" if rng.random() < 0.4 else "drink"
        parts += in_slot(what, filling_disc(edge + 0.02, height - 0.12))
        parts += heaped(rng, "fruit", edge * 0.75, height - 0.06, 0.15, 7) if what == "fruit" else []
    elif rng.random() < 0.5:  # a bar across the lid, or a bung
        bar = box((0, height - depth + 0.025, 0), (1.9 * edge, 0.05, 0.17))
        parts += in_slot("staves", bar if rng.random() < 0.6 else filling_disc(0.12, height - depth + 0.05))
    if form != "lying" and rng.random() < 0.3:  # a tap
        y = height * 0.2
        r = radius_at(outline, y)
        parts += in_slot("hoops", stick((0, y, r - 0.05), (0, y, r + 0.16), 0.05))
        parts += in_slot("hoops", stick((0, y, r + 0.11), (0, y + 0.12, r + 0.11), 0.04))
    if ornate:
        parts += in_slot(
            "trim", rim_ring(edge + 0.03, height, 0.05), filling_disc(edge * 0.4, height - depth + 0.04)
        )
    if form == "lying":
        parts = placed(parts, (0, belly, -height / 2), turn(0, 90))
        for z in (-height * 0.28, height * 0.28):
            wedge = [(-0.5, 0), (0.5, 0), (0.44, 0.3), (0.25, 0.13), (0, 0.08), (-0.25, 0.13), (-0.44, 0.3)]
            parts += in_slot("stand", move(prism(np.array(wedge) * 1.9 * belly, 0.14), (0, -0.09, z)))
    metal = one_of(rng, DARK, DARK, STEEL, 0.55)
    own = {"hoops": metal, "staves": one_of(rng, 0.8, 0.86), "trim": GOLD, "stand": 0.55}
    return used(parts, own | {"drink": one_of(rng, WATER, (0.45, 0.08, 0.16)), "fruit": one_of(rng, *FRUITS)})


def _panels(rng: np.random.Generator, size: np.ndarray, upright: bool, gap: float, count: int) -> list[Solid]:
    """Board up the four sides of a box that stands on y = 0: walls 0.06 thick, of level or upright boards."""
    width, height, depth = size
    boards = []
    for axis, wide, out in ((0, width, depth / 2), (2, depth, width / 2)):
        for side in (-1, 1):
            for k in range(count):
                place, extent = np.zeros(3), np.full(3, 0.06)
                middle, share = (k + 0.5) / count, (height if not upright else wide) / count - gap
                place[2 - axis] = side * (out - 0.03 - rng.uniform(0, 0.012))
                if upright:
                    place[axis], place[1] = (middle - 0.5) * wide, height / 2
                    extent[axis], extent[1] = share, height
                else:
                    place[1] = middle * height
                    extent[axis], extent[1] = wide - 0.02, share
                boards.append(box(place, extent))
    return boards


def _framing(rng: np.random.Generator, style: str, size: np.ndarray, beam: float, form: str) -> list[Solid]:
    """Hold a crate together: "edges" or "posts" of beams with braces, metal "corners", or "straps"."""
    width, height, depth = size
    x, y, z = (size - beam) / 2 + 0.03
    sides = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    if style == "corners":
        cap, levels = (beam * 1.5, beam * 1.7, beam * 1.5), (beam * 0.8 - 0.03, height - beam * 0.8 + 0.05)
        return [box((i * x, level, j * z), cap) for i, j in sides for level in levels]
    if style == "straps":
        high, places = height + (0.05 if form == "closed" else -0.02), (-0.3 * width, 0.3 * width)
        wall = (beam, high + 0.02, 0.07)
        straps = [box((a, high / 2, j * depth / 2), wall) for a in places for j in (-1, 1)]
        over = [box((a, high, 0), (beam, 0.07, depth + 0.07)) for a in places]
        return straps + over if form == "closed" else straps
    bars = [box((i * x, height / 2, j * z), (beam, height + 0.05, beam)) for i, j in sides]
    if style == "edges":
        bars += [box((0, height / 2 + i * y, j * z), (width + 0.02, beam, beam)) for i, j in sides]
        bars += [box((j * x, height / 2 + i * y, 0), (beam, beam, depth + 0.02)) for i, j in sides]
    if form == "slatted":
        return bars
    low, high, middle = beam * 0.9, height - beam * 0.9, height / 2
    braces = ((), ((low, high),), ((low, high), (high, low)), ((middle, middle),))[rng.integers(4)]
    for wide, out, rotation in ((x - 0.02, depth / 2, None), (z - 0.02, width / 2, Z_TO_X)):
        for a, b in braces:
            slants = [_beam((-wide, a, side), (wide, b, side), beam * 0.85, 0.07) for side in (-out, out)]
            bars += [move(slant, rotation=rotation) for slant in slants]
    return bars


def _crate(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"open": 0.2, "slatted": 0.2, "closed": 0.6})
    ornate = is_said(rng, shape, "ornate", 0.1)
    size = np.array([rng.uniform(0.85, 1.2), rng.uniform(0.65, 1.0), rng.uniform(0.75, 1.0)])
    if form != "closed":
        size[1] *= 0.85
    width, height, depth = size
    beam, count = rng.uniform(0.1, 0.15), int(rng.integers(3, 5))
    upright, gap = rng.random() < 0.35, 0.1 if form == "slatted" else 0.022
    parts = in_slot(MAIN, *_panels(rng, size, upright, gap, count))
    parts += in_slot(MAIN, box((0, 0.05, 0), (width - 0.05, 0.1, depth - 0.05)))
    if form == "closed":
        parts += in_slot("gaps", box((0, height / 2, 0), (width - 0.07, height - 0.02, depth - 0.07)))
        for k in range(count):
            x = ((k + 0.5) / count - 0.5) * width
            parts += in_slot(MAIN, box((x, height, 0), (width / count - 0.022, 0.07, depth - 0.01)))
    elif form == "slatted" and rng.random() < 0.5:
        for k in range(3):
            parts += in_slot(MAIN, box((0, height, (k - 1) * depth * 0.36), (width, 0.06, depth * 0.24)))
    elif rng.random() < 0.5:
        straw = blob(rng, (0, height - 0.22, 0), (width * 0.48, 0.27, depth * 0.48), 0.08, 5, 2)
        parts += in_slot("straw", straw)
    else:
        heap = heaped(rng, "fruit", 0.4, height - 0.12, 0.15, 9)
        parts += [(move(solid, scale=(width * 0.9, 1, depth * 0.9)), slot) for solid, slot in heap]
        parts += in_slot("fruit", box((0, height / 2 - 0.1, 0), (width - 0.1, height - 0.25, depth - 0.1)))
    style = "corners" if ornate else str(rng.choice(("edges", "posts", "corners", "straps")))
    parts += in_slot("frame", *_framing(rng, style, size, beam, form))
    if ornate:
        x, z = (width - beam) / 2 + 0.08, (depth - beam) / 2 + 0.08
        levels = (beam * 0.8, height - beam * 0.7)
        knobs = [(i * x, y, j * z) for i in (-1, 1) for j in (-1, 1) for y in levels]
        parts += in_slot("trim", beads(knobs, beam * 0.55))
        for z in (-depth / 2, depth / 2):
            parts += in_slot(
                "trim", move(box((0, 0, 0), (0.26, 0.26, 0.05)), (0, height / 2, z), turn(2, 45))
            )
        for x in (-width / 2, width / 2):
            parts += in_slot(
                "trim", move(box((0, 0, 0), (0.05, 0.26, 0.26)), (x, height / 2, 0), turn(0, 45))
            )
    own: Colours = {
        "frame": one_of(rng, 0.6, 0.6, 0.72, 1.3, DARK),
        "gaps": 0.45,
        "trim": GOLD,
        "straw": STRAW,
    }
    return used(parts, own | {"fruit": one_of(rng, *FRUITS)})


def _lid_outline(form: str, half: float, rise: float) -> np.ndarray:
    """Return the section of a chest's lid: "round", "square" or "peaked"."""
    angle = np.linspace(0, np.pi, 11)
    return {
        "round": np.stack([np.cos(angle), np.sin(angle)], 1),
        "square": np.array([(1, 0), (1, 1), (-1, 1), (-1, 0)]),
        "peaked": np.array([(1, 0), (1, 0.35), (0.55, 1), (-0.55, 1), (-1, 0.35), (-1, 0)]),
    }[form] * [half, rise]


def _treasure(rng: np.random.Generator, width: float, height: float, depth: float) -> Parts:
    """Make an open chest's walls, and fill it with coins and gems."""
    parts = in_slot(
        MAIN, *(box((0, height / 2, j * (depth - 0.08) / 2), (width, height, 0.08)) for j in (-1, 1))
    )
    for x in ((0.08 - width) / 2, (width - 0.08) / 2):
        parts += in_slot(MAIN, box((x, height / 2, 0), (0.08, height, depth - 0.02)))
    heap = heaped(rng, "coins", 0.45, height - 0.13, 0.13, 12)
    parts += [(move(solid, scale=(width * 0.95, 1, depth * 0.85)), slot) for solid, slot in heap]
    parts += in_slot("coins", box((0, height / 2 - 0.05, 0), (width - 0.1, height - 0.1, depth - 0.1)))
    jewels = [(rng.uniform(-0.35, 0.35) * width, height + 0.02, z) for z in (-0.15, 0.15)]
    return parts + in_slot("gems", beads(jewels, 0.1))


def _edging(width: float, depth: float, y: float, high: float, out: float) -> list[Solid]:
    """Make a band around a box at height y."""
    fronts = [box((0, y, j * depth / 2), (width + 2 * out, high, 2 * out)) for j in (-1, 1)]
    return fronts + [box((i * width / 2, y, 0), (2 * out, high, depth)) for i in (-1, 1)]


def _chest(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.55, "square": 0.25, "peaked": 0.2})
    is_open, ornate = is_said(rng, shape, "open", 0.2), is_said(rng, shape, "ornate", 0.12)
    width, depth, height = rng.uniform(1.0, 1.3), rng.uniform(0.62, 0.8), rng.uniform(0.4, 0.55)
    rise, strap = rng.uniform(0.22, 0.36) * (0.55 if form == "square" else 1), rng.uniform(0.075, 0.1)
    half, thick = depth / 2, 0.035
    arch = _lid_outline(form, half, rise)
    lid = in_slot(MAIN, move(prism(arch, width), rotation=Z_TO_X))
    if is_open:
        parts = _treasure(rng, width, height, depth)
        lid += in_slot("inside", box((0, -0.005, 0), (width - 0.14, 0.05, depth - 0.14)))
    else:
        parts = in_slot(MAIN, box((0, height / 2, 0), (width, height, depth)))
    places = width * np.array(((-0.3, 0.3), (-0.4, 0.4), (-0.45, 0.0, 0.45), (-0.46, 0.46))[rng.integers(4)])
    hoop = prism(arch * [1 + thick / half, 1 + thick / rise], strap)
    for x in places:
        lid += in_slot("bands", move(hoop, (x, 0, 0), Z_TO_X))
        parts += in_slot(
            "bands", *(box((x, height / 2, j * half), (strap, height, 2 * thick)) for j in (-1, 1))
        )
    edging = rng.random()
    if edging < 0.45:
        parts += in_slot("bands", *_edging(width, depth, height - 0.05, 0.09, 0.03))
    elif edging > 0.75:
        parts += in_slot("bands", *_edging(width, depth, 0.06, 0.12, 0.04))
    plate, place = rng.uniform(0.15, 0.22), height - 0.08
    if rng.random() < 0.6:
        parts += in_slot("lock", box((0, place, half + 0.03), (plate, plate * 1.15, 0.09)))
    else:
        parts += in_slot("lock", bead((0, place, half + 0.02), (plate * 0.6, plate * 0.6, 0.08)))
    parts += in_slot("keyhole", box((0, place, half + 0.085), (0.05, 0.09, 0.03)))
    if rng.random() < 0.5:
        for i in (-1, 1):
            grip = move(bow((-0.13, 0), (0.13, 0), -0.12, 0.04), rotation=Z_TO_X)
            parts += in_slot("lock", move(grip, (i * (width / 2 + 0.03), height * 0.65, 0)))
    if ornate or rng.random() < 0.3:
        feet = [(i * width * 0.45, 0, j * half * 0.88) for i in (-1, 1) for j in (-1, 1)]
        parts += in_slot("lock", beads(feet, 0.09, 8))
    if ornate:
        studs = [(x, rise * 0.9, j * half * 0.5) for x in places for j in (-1, 1)]
        lid += in_slot("lock", beads(studs, 0.06))
        studs = [(x, y * height, half + 0.03) for x in places if abs(x) > 0.1 for y in (0.25, 0.7)]
        parts += in_slot("lock", beads(studs, 0.06))
        diamond = move(box((0, 0, 0), (0.14, 0.14, 0.06)), rotation=turn(2, 45))
        parts += in_slot("lock", *(move(diamond, (i * width * 0.22, height * 0.45, half)) for i in (-1, 1)))
    tip = -rng.uniform(60, 95) if is_open else 0.0
    parts += placed(placed(lid, (0, 0, half)), (0, height + 0.003, -half), turn(0, tip))
    own: Colours = {"bands": one_of(rng, DARK, DARK, 0.5, STEEL, (0.50, 0.34, 0.16)), "inside": 0.45}
    own |= {"lock": GOLD, "keyhole": DARK, "coins": (0.95, 0.75, 0.2), "gems": one_of(rng, *GEMS)}
    return used(parts, own)


CLASSES: dict[str, PropClass] = {
    "barrel": PropClass(_barrel, ("cask", "keg"), 0.9, ("open", "lying", "ornate"), {"hoops": "hoops"}),
    "crate": PropClass(
        _crate, ("box", "packing case"), 0.8, ("open", "slatted", "ornate"), {"frame": "frame"}
    ),
    "chest": PropClass(
        _chest,
        ("treasure chest", "coffer", "strongbox"),
        0.9,
        ("open", "round", "square", "ornate"),
        {"bands": "bands"},
    ),
}
