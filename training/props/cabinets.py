"""Builds what things are kept in: bookshelf, wardrobe."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, box, move, turn
from training.props.joinery import CRESTS, corners, crest_board, frustum, legs_at, spindle
from training.props.pieces import in_slot, is_said, knob, one_of, placed, used
from training.props.prop import (
    BRICK,
    CREAM,
    DARK,
    GLASS,
    GOLD,
    LEAF,
    LEATHER,
    MAIN,
    Colours,
    Parts,
    PropClass,
)


def _case(width: float, height: float, depth: float, board: float, base: float) -> list[Solid]:
    """Make a cabinet open to the front and the back: sides, bottom and top."""
    middle, x = base + height / 2, (width - board) / 2
    return [
        *(box((i * x, middle, 0), (board, height, depth)) for i in (-1, 1)),
        box((0, base + board / 2, 0), (width - 0.02, board, depth - 0.02)),
        box((0, base + height - board / 2, 0), (width - 0.02, board, depth - 0.02)),
    ]


def _cap(rng: np.random.Generator, crest: str, width: float, depth: float, y: float, bold: bool) -> Parts:
    """Make what crowns a cabinet: a cornice, and a carved board on it unless the crest is flat."""
    out, high = rng.uniform(0.08, 0.16), rng.uniform(0.08, 0.12)
    low, wide = (width + 0.03, depth + 0.03), (width + out, depth + out)
    parts = in_slot(MAIN, frustum((0, y - 0.01, 0), low, (0, y + high, 0), wide))
    if crest != "flat":
        tall = width * 0.36 if bold else rng.uniform(0.14, 0.24)
        board = crest_board(crest, width, tall, tall * 0.85, depth * (0.9 if bold else rng.uniform(0.3, 0.9)))
        parts += in_slot(MAIN, move(board, (0, y + high * 0.9, 0)))
    return parts


def _base(rng: np.random.Generator, width: float, depth: float) -> tuple[Parts, float]:
    """Make a cabinet's feet or plinth, and say how high it is."""
    foot = rng.uniform(0.1, 0.16)
    if rng.random() < 0.5:
        return in_slot("legs", box((0, foot / 2, 0), (width + 0.06, foot, depth + 0.06))), foot
    style = str(rng.choice(("square", "tapered", "bulbous")))
    return in_slot("legs", *legs_at(corners(width - 0.15, depth - 0.13), foot + 0.02, 0.14, style)), foot


def _books(rng: np.random.Generator, width: float, gap: float, depth: float) -> Parts:
    """Fill a shelf on y = 0, from its left to its right, or nearly so."""
    parts: Parts = []
    x, end = -width / 2, width / 2 - (rng.uniform(0, 0.25) if rng.random() < 0.4 else 0)
    while x < end - 0.08:
        slot = str(rng.choice(("books", "books", "books", "pale books", "dark books")))
        if rng.random() < 0.12 and end - x > 0.34:  # a pile
            wide, y = rng.uniform(0.24, 0.32), 0.0
            for _ in range(rng.integers(2, 4)):
                thick = min(rng.uniform(0.07, 0.1), gap - y)
                size = (wide - rng.uniform(0, 0.05), thick - 0.01, depth)
                parts += in_slot(slot, box((x + wide / 2, y + thick / 2, 0), size))
                slot, y = "books" if slot != "books" else "pale books", y + thick
            x += wide + 0.01
            continue
        wide, tall = min(rng.uniform(0.08, 0.14), end - x), gap * rng.uniform(0.68, 0.95)
        book = box((0, tall / 2, rng.uniform(-0.02, 0.02)), (wide - 0.012, tall, depth))
        lean = rng.random() < 0.1 and end - x > wide + 0.12
        place = x + wide / 2 + (0.09 if lean else 0)
        parts += in_slot(slot, move(book, (place, 0.01 if lean else 0, 0), turn(2, 13) if lean else None))
        x += wide + (0.12 if lean else 0)
    return parts


def _bookshelf(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate, backless = is_said(rng, shape, "ornate", 0.1), is_said(rng, shape, "open", 0.2)
    width, depth, board = rng.uniform(0.8, 1.15), rng.uniform(0.36, 0.48), rng.uniform(0.075, 0.09)
    count = int(rng.integers(3, 5))
    height = count * rng.uniform(0.35, 0.42) + board
    parts, base = _base(rng, width, depth)
    parts += in_slot(MAIN, *_case(width, height, depth, board, base))
    if not backless:
        back = (width - 0.02, height - 0.02, board)
        parts += in_slot(MAIN, box((0, base + height / 2, (board - depth) / 2), back))
        boards = int(rng.integers(2, 5))
        for k in range(boards):
            x, wide = ((k + 0.5) / boards - 0.5) * width, width / boards - 0.03
            parts += in_slot(MAIN, box((x, base + height / 2, -depth / 2), (wide, height - 0.1, 0.05)))
    step = (height - board) / count
    for k in range(count):
        y = base + board + k * step
        if k:
            parts += in_slot(MAIN, box((0, y - board / 2, 0.005), (width - board, board, depth - 0.03)))
        deep = (depth - (0 if backless else board)) * 0.88
        shelf = _books(rng, width - 2 * board - 0.02, step - board, deep)
        parts += placed(shelf, (0, y, 0 if backless else board / 2 + 0.01))
    crest = (
        ("arch" if "round" in shape else str(rng.choice(CRESTS)))
        if rng.random() < 0.75 or "round" in shape
        else "flat"
    )
    top = base + height
    parts += _cap(rng, crest, width, depth, top, "round" in shape)
    if ornate:
        parts += in_slot("trim", *(knob((i * width / 2, top + 0.13, depth * 0.35), 0.085) for i in (-1, 1)))
        parts += in_slot("trim", box((0, top + 0.02, 0), (width + 0.1, 0.06, depth + 0.1)))
        for x in ((board - width) / 2, (width - board) / 2):
            parts += in_slot("trim", box((x, base + height / 2, depth / 2), (0.05, height - 0.1, 0.04)))
    own = ((0.62, 0.14, 0.13), (0.16, 0.30, 0.55), (0.20, 0.42, 0.24), (0.75, 0.52, 0.16), (0.42, 0.2, 0.48))
    dark = one_of(rng, LEATHER, (0.15, 0.2, 0.32), BRICK)
    colours: Colours = {
        "legs": 0.65,
        "books": one_of(rng, *own),
        "pale books": CREAM,
        "dark books": dark,
        "trim": GOLD,
    }
    return used(parts, colours)


def _door(
    rng: np.random.Generator, width: float, height: float, panels: str, pull: float, slot: str
) -> Parts:
    """Make a door in front of z = 0, its middle at the origin, its pull at x = `pull`."""
    parts = in_slot(slot, box((0, 0, 0.02), (width, height, 0.06)))
    if panels == "arched":
        inset = crest_board("arch", width - 0.13, height - 0.16, width * 0.35, 0.05)
        parts += in_slot("panels", move(inset, (0, 0.08 - height / 2, 0.05)))
    elif panels == "two":
        high = height * 0.5
        parts += in_slot("panels", box((0, height * 0.2, 0.05), (width - 0.13, high - 0.1, 0.05)))
        parts += in_slot("panels", box((0, -height * 0.28, 0.05), (width - 0.13, height - high - 0.16, 0.05)))
    elif panels == "mirror":
        parts += in_slot("mirror", box((0, 0.04, 0.05), (width - 0.14, height * 0.74, 0.05)))
    elif panels == "louvres":
        count = 5
        for k in range(count):
            y = ((k + 0.5) / count - 0.5) * (height - 0.14)
            slat = box((0, 0, 0), (width - 0.12, height / count * 0.62, 0.045))
            parts += in_slot("panels", move(slat, (0, y, 0.055), turn(0, 17)))
    return parts + in_slot("trim", knob((pull, rng.uniform(-0.08, 0.04), 0.09), 0.055))


def _clothes(rng: np.random.Generator, half: float, tall: float, depth: float) -> Parts:
    """Make an open wardrobe's back and, on a rail, what hangs there; the middle at the origin."""
    y = tall / 2 - 0.15
    parts = in_slot(MAIN, box((0, 0, 0.04 - depth / 2), (2 * half + 0.08, tall, 0.08)))
    parts += in_slot("inside", box((0, 0, 0.1 - depth / 2), (2 * half, tall - 0.05, 0.06)))
    parts += in_slot("trim", spindle((-half, y, 0.06), (half, y, 0.06), 0.08))
    count = min(int(rng.integers(2, 5)), int((2 * half - 0.2) / 0.19) + 1)
    for k in range(count):
        x, low = 0.16 - half + k * 0.19, y - tall * rng.uniform(0.5, 0.78)
        cloth = frustum((x, low, 0.04), (0.15, depth * 0.6), (x, y + 0.02, 0.04), (0.1, depth * 0.45))
        parts += in_slot(("clothes", "pale clothes")[k % 2], cloth)
    return parts


def _wardrobe(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate = is_said(rng, shape, "ornate", 0.1)
    is_open = is_said(rng, shape, "open", 0.12)
    width, depth, height = rng.uniform(0.85, 1.15), rng.uniform(0.5, 0.62), rng.uniform(1.05, 1.35)
    parts, base = _base(rng, width, depth)
    drawer = rng.uniform(0.2, 0.27) if rng.random() < 0.5 else 0.0
    low, top = base + drawer, base + height
    panels = str(rng.choice(("arched", "two", "mirror", "louvres", "plain")))
    slot = "doors" if rng.random() < 0.6 else MAIN
    tall, half = height - drawer - 0.1, width / 2 - 0.05
    if is_open:
        parts += in_slot(MAIN, *_case(width, height - drawer, depth, 0.08, low))
        parts += in_slot(MAIN, box((0, base + drawer / 2, 0), (width, drawer, depth)))
        parts += placed(_clothes(rng, half, tall, depth), (0, (low + top) / 2, 0))
    else:
        parts += in_slot(MAIN, box((0, (base + top) / 2, 0), (width, height, depth)))
    for i in (-1, 1):
        door = _door(rng, half - 0.015, tall, panels, -i * (half / 2 - 0.07), slot)
        if is_open:  # about its hinge
            swung = placed(door, (-i * half / 2, 0, 0))
            place, swing = (
                (i * (width / 2 - 0.03), (low + top) / 2, depth / 2),
                turn(1, i * rng.uniform(70, 110)),
            )
            parts += placed(swung, place, swing)
        else:
            parts += placed(door, (i * half / 2, (low + top) / 2, depth / 2))
    if drawer:
        count = int(rng.integers(1, 3))
        for k in range(count):
            x, wide = ((k + 0.5) / count - 0.5) * (width - 0.08), (width - 0.1) / count - 0.03
            front = box((x, base + drawer / 2 + 0.01, depth / 2 + 0.02), (wide, drawer - 0.06, 0.06))
            parts += in_slot(slot, front)
            parts += in_slot("trim", knob((x, base + drawer / 2, depth / 2 + 0.07), 0.05))
    if rng.random() < 0.7:  # panels on the sides and the back
        y, high = (base + top) / 2, height - 0.22
        for x in (-width / 2, width / 2):
            parts += in_slot("panels", box((x, y, 0), (0.04, high, depth - 0.2)))
            parts += in_slot("panels", box((x / 2, y, -depth / 2), (width / 2 - 0.12, high, 0.04)))
    crest = "arch" if "round" in shape else str(rng.choice(CRESTS))
    parts += _cap(rng, crest, width, depth, top, "round" in shape)
    if ornate:
        parts += in_slot("trim", box((0, top + 0.03, 0), (width + 0.12, 0.07, depth + 0.12)))
        for x, z in corners(width - 0.04, depth - 0.04):
            parts += in_slot("trim", box((x, (base + top) / 2, z), (0.09, height - 0.02, 0.09)))
        parts += in_slot("trim", *(knob((i * width * 0.48, top + 0.17, depth * 0.3), 0.08) for i in (-1, 1)))
    colours: Colours = {
        "legs": 0.6,
        "doors": one_of(rng, 0.72, 1.25, 0.85, CREAM),
        "panels": 0.8 if rng.random() < 0.5 else 1.15,
        "mirror": GLASS,
        "inside": 0.35,
        "clothes": one_of(rng, BRICK, LEAF, (0.25, 0.3, 0.5)),
        "pale clothes": CREAM,
        "trim": GOLD if ornate or rng.random() < 0.6 else DARK,
    }
    return used(parts, colours)


CLASSES: dict[str, PropClass] = {
    "bookshelf": PropClass(
        _bookshelf,
        ("bookcase", "shelf", "book rack"),
        1.8,
        ("round", "open", "ornate"),
        {"books": "books"},
    ),
    "wardrobe": PropClass(
        _wardrobe,
        ("closet", "armoire", "cupboard"),
        2.0,
        ("round", "open", "ornate"),
        {"doors": "doors"},
    ),
}
