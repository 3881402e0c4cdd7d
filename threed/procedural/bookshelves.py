"""Builds bookshelves: a case of boards on a plinth or feet, its shelves filled with books."""

from __future__ import annotations

import numpy as np

from threed.procedural.cabinetry import Case, carcass, cornice, feet
from threed.procedural.dials import Dials
from threed.procedural.joinery import timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, Role, move_part, part
from threed.procedural.pieces import board, nail
from threed.procedural.solids import Solid, loft, turn

BOOKS = ("books", "dark books", "pale books", "old books")


def _bookshelf(dials: Dials) -> list[Part]:
    width = dials.number("width", 0.8, 1.1, "m", "of the case")
    height = dials.number("height", 1.5, 1.95, "m", "of the case and its base", (0.5, 3.0))
    depth = dials.number("depth", 0.27, 0.33, "m", "of the case")
    count = dials.count("shelves", 4, 5, "spaces one above the other", (1, 9))
    fullness = dials.number("fullness", 0.6, 1.0, "", "how much of its shelves is taken by books", (0.0, 1.0))
    base = dials.choice("base", {"plinth": 0.55, "feet": 0.45}, "what it stands on")
    crest = dials.choice(
        "crest", {"flat": 0.6, "arch": 0.16, "camel": 0.12, "peak": 0.12}, "a carved board on top"
    )
    has_back = dials.flag("back", 0.88, "a back of boards")
    ornate = dials.flag("ornate", 0.08, "pilasters, a carved crest and gilded knobs")
    thick = 0.028
    stand = 0.1 if base == "plinth" else 0.12
    case = Case(width, stand, height, depth, thick)
    parts = carcass(case, "shelves", has_back, "back")
    parts += feet(case, base, ornate)
    parts += cornice(case, "camel" if ornate and crest == "flat" else crest, ornate)
    step = (height - stand - thick) / count
    inner = width - 2 * thick
    for k in range(count):
        y = stand + thick + k * step
        if k:
            size = (inner + 0.008, thick * 0.86, depth - 0.012)
            parts.append(timber("shelves", (0, y - thick * 0.43, 0.002), size, 0.002))
        low = y if k else stand + thick
        parts += _row(dials, inner, low - 0.001, step - thick, depth, fullness)
    if ornate:
        parts += _pilasters(case)
    else:
        # face frame of a plain one: two stiles hide the ends of the shelves
        for side in (-1, 1):
            x = side * (width / 2 - 0.02)
            parts.append(
                timber("shelves", (x, (stand + height) / 2, depth / 2), (0.04, height - stand, 0.02), 0.003)
            )
    return parts


def _pilasters(case: Case) -> list[Part]:
    parts, low, high = [], case.low + 0.002, case.high - 0.002
    for side in (-1, 1):
        x = side * (case.width / 2 - 0.03)
        z = case.depth / 2
        parts.append(timber("shelves", (x, (low + high) / 2, z), (0.06, high - low, 0.024), 0.003))
        reed = (0.012, 0.74 * (high - low), 0.012)
        parts += [
            timber("shelves", (x + u, (low + high) / 2, z + 0.013), reed, 0.003) for u in (-0.012, 0.012)
        ]
        for y in (low + 0.06, high - 0.06):
            parts.append(timber("shelves", (x, y, z + 0.006), (0.066, 0.06, 0.03), 0.004))
            parts.append(
                part("trim", "metal", nail((x, y, z + 0.02), (0, 0, 1), 0.017, 0.008, 10), (0, 1, 0))
            )
    return parts


def _row(dials: Dials, inner: float, low: float, gap: float, depth: float, fullness: float) -> list[Part]:
    """Stand books in a space from its left to where they end, with a pile or a leaning one now and then."""
    rng = dials.rng
    parts: list[Part] = []
    x, end = -inner / 2 - 0.001, inner / 2
    end -= (1 - min(fullness * rng.uniform(0.85, 1.25), 1.0)) * inner
    tall, deep = min(0.92 * gap, rng.uniform(0.21, 0.26)), 0.74 * depth
    mood = int(rng.integers(4))
    piled = rng.random() < 0.45
    pile_at = rng.uniform(-0.2, 0.3) * inner
    while x < end - 0.02:
        if piled and x > pile_at and end - x > 0.2:
            piled = False
            parts += _pile(rng, x + 0.1, low, min(gap, 0.17), deep)
            x += 0.22
            continue
        name = BOOKS[(mood + int(rng.choice(4, p=(0.5, 0.2, 0.15, 0.15)))) % 4]
        high = min(tall * rng.uniform(0.72, 1.04), 0.95 * gap)
        wide = min(rng.uniform(0.034, 0.068), end - x + 0.002)
        wide = wide if end - x - wide > 0.02 or end < inner / 2 else end - x + 0.001
        book = _book(wide, high, deep * rng.uniform(0.92, 1.0))
        back = -0.5 * depth + 0.5 * deep + 0.034
        parts.append(
            move_part(
                part(name, "leather", book, (0, 1, 0), (0, 0, 1), crease_deg=32), (x + wide / 2, low, back)
            )
        )
        if wide > 0.045 and rng.random() < 0.3:
            parts += [move_part(one, (x + wide / 2, low, back)) for one in _bands(wide, high, deep)]
        x += wide
    if x < inner / 2 - 0.12 and x > -inner / 2 + 0.1 and rng.random() < 0.7:
        parts.append(_leaning(rng, x, low, tall, deep, depth))
    return parts


def _book(wide: float, high: float, deep: float) -> Solid:
    """Bind a book: it stands on y = 0, its rounded back to +Z."""
    half, front = wide / 2, deep / 2
    outline = [(half, -front), (half, front - 0.4 * half), (0.6 * half, front), (-0.6 * half, front)]
    outline += [(-half, front - 0.4 * half), (-half, -front)]
    return loft(np.asarray([[(x, y, z) for x, z in outline[::-1]] for y in (0.0, high)]))


def _bands(wide: float, high: float, deep: float) -> list[Part]:
    """Raise two gilded cords on a book's back."""
    bands = [board((0, t * high, deep / 2 - 0.005), (0.9 * wide, 0.009, 0.016), 0) for t in (0.16, 0.82)]
    return [part("titles", "metal", one, (1, 0, 0), (0, 0, 1)) for one in bands]


def _pile(rng: np.random.Generator, x: float, low: float, gap: float, deep: float) -> list[Part]:
    """Lay a few books on each other, their pages seen."""
    parts: list[Part] = []
    y = low
    for _ in range(int(rng.integers(2, 4))):
        thick = rng.uniform(0.028, 0.042)
        if y + thick > low + gap:
            break
        name = BOOKS[int(rng.integers(4))]
        wide, long, cover = rng.uniform(0.14, 0.165), deep * rng.uniform(0.8, 0.95), 0.005
        spin, place = turn(1, rng.uniform(-7, 7)), (x, y + thick / 2, 0.01)
        solids: list[tuple[str, Role, Solid]] = [
            (name, "leather", board((0, -thick / 2 + cover / 2, 0), (wide, cover, long), 0.0)),
            (name, "leather", board((0, thick / 2 - cover / 2, 0), (wide, cover, long), 0.0)),
            (name, "leather", board((-wide / 2 + cover / 2, 0, 0), (cover, thick, long), 0.0)),
            ("pages", "paper", board((0, 0, 0), (wide - 0.008, thick - cover, long - 0.01), 0.0)),
        ]
        for part_name, role, solid in solids:
            parts.append(move_part(part(part_name, role, solid, (0, 0, 1), (0, 1, 0)), place, spin))
        y += thick - 0.0006
    return parts


def _leaning(rng: np.random.Generator, x: float, low: float, tall: float, deep: float, depth: float) -> Part:
    """Lean a book against the last of its row."""
    wide, high, angle = 0.042, 0.9 * tall, rng.uniform(9, 15)
    one = part(
        BOOKS[int(rng.integers(4))],
        "leather",
        _book(wide, high, 0.95 * deep),
        (0, 1, 0),
        (0, 0, 1),
        crease_deg=32,
    )
    s, c = np.sin(np.radians(angle)), np.cos(np.radians(angle))
    # its upper left edge touches the row, its lower right edge the shelf
    place = (x + high * s + wide / 2 * c - 0.001, low + wide / 2 * s, -0.5 * depth + 0.5 * deep + 0.034)
    return move_part(one, place, turn(2, angle))


_WOODS = ("oak", "walnut", "dark oak", "pine")

KINDS = {
    "bookshelf": Kind(
        build=_bookshelf,
        size_m=1.8,
        parts={
            "shelves": Made(_WOODS, words=("case", "sides", "boards", "frame", "shelf")),
            "back": Made(_WOODS, words=("rear",)),
            "feet": Made(_WOODS, words=("legs", "plinth", "base")),
            "crest": Made(_WOODS, words=("top", "cornice")),
            "books": Made(("leather",), ("#7b2320", "#274a6d", "#2d5a37", "#7a5a1f", "#5a2f63"), ("book",)),
            "dark books": Made(("leather",), ("#3a2418", "#232b3d", "#30231f")),
            "pale books": Made(("linen", "leather"), ("#d9cba6", "#b9a27a", "#c9c2b0")),
            "old books": Made(("worn leather",), ("#8a5a2f", "#6b3a24", "#5d5a3a")),
            "titles": Made(("gold",), words=("bands", "letters")),
            "pages": Made(("book pages",), words=("paper",)),
            "trim": Made(("gold",), words=("knobs", "ornaments")),
        },
        synonyms=("bookcase", "shelf", "book rack", "shelves", "bookshelves"),
        main=("back", "feet", "crest"),
        words={
            "round": {"crest": "arch"},
            "arched": {"crest": "arch"},
            "open": {"back": False},
            "backless": {"back": False},
            "ornate": {"ornate": True},
            "carved": {"ornate": True},
            "empty": {"fullness": 0.0},
            "full": {"fullness": 1.0},
        },
    ),
}
