"""Builds books: bound ones that stand or lie, and open ones whose pages curve."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import arc, hoop, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import jewel
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, nail, prism_of, stick
from threed.procedural.solids import Solid, move, turn

UP, OUT = (0, 1, 0), (0, 0, 1)


def _emblem(name: str, size: float) -> list[Solid]:
    """Emboss a sign in XY, standing out towards +Z."""
    deep = 0.005
    if name == "star":
        angle = np.pi / 2 + np.arange(10) * np.pi / 5
        reach = size * np.tile([1, 0.45], 5)
        return [prism_of(np.stack([reach * np.cos(angle), reach * np.sin(angle)], 1).tolist(), deep, 0.001)]
    if name == "diamond":
        return [
            prism_of([(0, -1.1 * size), (0.75 * size, 0), (0, 1.1 * size), (-0.75 * size, 0)], deep, 0.0015)
        ]
    if name == "moon":
        outer, inner = arc((0, 0), size, 40, 320, 17), arc((0.36 * size, 0), 0.74 * size, 295, 65, 13)
        return [prism_of([*outer, *inner], deep, 0.0008)]
    if name == "circle":
        rings = []
        for r, w in ((size, 0.1), (0.5 * size, 0.09)):
            path = np.array(arc((0, 0), r, 0, 360, 25)[:-1])
            rings.append(
                hoop(np.concatenate([path, np.zeros((24, 1))], 1), (w * size, deep / 2), 4, flats=True)
            )
        rings.append(prism_of(arc((0, 0), 0.2 * size, 0, 360, 13)[:-1], deep, 0.001))
        return rings
    if name == "title":
        lines = [
            board((0, 0.5 * size, 0), (1.9 * size, 0.3 * size, deep), 0.001),
            board((0, 0, 0), (1.4 * size, 0.16 * size, deep), 0.001),
        ]
        return [*lines, board((0, -0.42 * size, 0), (0.7 * size, 0.12 * size, deep), 0.001)]
    return []


def _bound(
    wide: float,
    tall: float,
    thick: float,
    ribs: int,
    emblem: str,
    fittings: bool,
    clasp: str,
    ribbon: bool,
    ornate: bool,
) -> list[Part]:
    """Bind a closed book that stands, its front cover to +Z, its spine to -X."""
    cover, half = 0.0055, thick / 2
    over = 0.006
    parts: list[Part] = []
    hinge = -wide / 2 + 0.012
    for s in (-1, 1):
        lid = board(
            ((hinge + wide / 2) / 2, tall / 2, s * (half - cover / 2)),
            (wide / 2 - hinge, tall, cover),
            0.0018,
        )
        parts.append(part("cover", "leather", lid, UP, OUT))
        # the groove along which a cover folds
        joint = board(
            (hinge - 0.004, tall / 2, s * (half - cover / 2 - 0.0012)),
            (0.0102, tall - 0.0006, cover - 0.0012),
            0,
        )
        parts.append(part("spine", "leather", joint, UP, OUT))
    bow = 0.22 * thick + 0.004
    angles = np.linspace(-np.pi / 2, np.pi / 2, 9)

    def back(out: float) -> list[tuple[float, float]]:
        # an arch in (x, z), over the fold
        return [
            (hinge - 0.007 - (bow + out) * np.cos(a), -(half - 0.0004 + 0.4 * out) * np.sin(a))
            for a in angles
        ]

    def arch(out: float, low: float, high: float, bevel: float) -> Solid:
        outer, inner = np.array(back(out)), np.array(back(-cover))
        outline = np.concatenate([outer, inner[::-1] * [1, 0.9]])
        flat = outline * np.array([1.0, -1.0])
        area = float(np.sum(flat[:, 0] * np.roll(flat[:, 1], -1) - np.roll(flat[:, 0], -1) * flat[:, 1]))
        shape = flat if area > 0 else flat[::-1]
        lie = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32)
        return move(prism_of(shape.tolist(), high - low, bevel), (0, (low + high) / 2, 0), lie)

    parts.append(part("spine", "leather", arch(0.0, 0, tall, 0.0012), UP, (-1, 0, 0), crease_deg=50))
    for y in np.linspace(0.14, 0.86, ribs) * tall if ribs else ():
        band = arch(0.0032, y - 0.0055, y + 0.0055, 0.002)
        name, role = ("trim", "metal") if ornate else ("spine", "leather")
        parts.append(part(name, role, band, UP, (-1, 0, 0), crease_deg=50))
    # pages: hollowed at the fore edge, rounded at the back
    fore = wide / 2 - over
    t = np.linspace(-1, 1, 7)
    depth = half - cover + 0.0004
    front = [(fore - 0.14 * thick * (1 - u * u), u * depth) for u in t]
    rear = [(hinge - 0.006 - 0.8 * bow * np.sqrt(max(1 - u * u, 0)), u * depth) for u in t[::-1]]
    lie = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32)
    block = [(x, -z) for x, z in [*front, *rear]][::-1]
    pages = move(prism_of(block, tall - 2 * over, 0.0008), (0, tall / 2, 0), lie)
    parts.append(part("pages", "paper", pages, UP, OUT, crease_deg=50))
    # a strap over the cover's middle leaves room above it
    size, level = (
        (0.12 * wide + 0.008, 0.76 * tall) if clasp == "strap" else (0.2 * wide + 0.008, 0.56 * tall)
    )
    signs = [part("title", "metal", one, UP, OUT) for one in _emblem(emblem, size)]
    parts += move_parts(signs, (0.006, level, half - 0.0008))
    if emblem not in ("none", "title"):
        frame = _frame(wide, tall, hinge)
        parts += [part("title", "metal", move(one, (0, 0, half)), UP, OUT) for one in frame]
    if fittings or ornate:
        parts += _corners(wide, tall, half, cover)
    if clasp == "clasp" or ornate:
        for y in (0.28 * tall, 0.72 * tall) if tall > 0.24 else (0.5 * tall,):
            parts += _clasp(wide, y, half)
    elif clasp == "strap":
        parts += _strap(wide, tall, half, hinge, bow)
    if ribbon:
        x, y, z = (
            (0.1, 0.1, 0.115, 0.12, 0.13),
            (0.03, 0.0058, 0.0035, 0.0025, 0.0012),
            (0, 0, 0.4 * half, half + 0.006, half + 0.05),
        )
        path = np.stack([wide * np.array(x), y, z], 1)
        silk = tube(path, (0.006, 0.0009), 4, (0, 0, 1), flats=True)
        parts.append(part("ribbon", "cloth", silk, OUT, UP))
    if ornate:
        parts += jewel((0.006, level, half + 0.0015), OUT, 0.011, mount="trim")
    return parts


def _frame(wide: float, tall: float, hinge: float) -> list[Solid]:
    """Emboss a line about the cover."""
    left, right, low, high, w = hinge + 0.014, wide / 2 - 0.014, 0.014, tall - 0.014, 0.0028
    middle = (left + right) / 2
    rows = [((middle, y, 0), (right - left + w, w, 0.002)) for y in (low, high)]
    rows += [((x, tall / 2, 0), (w, high - low, 0.002)) for x in (left, right)]
    return [board(centre, size, 0) for centre, size in rows]


def _corners(wide: float, tall: float, half: float, cover: float) -> list[Part]:
    """Shoe the covers' outer corners with metal."""
    parts, arm = [], 0.034
    for s in (-1, 1):
        for low in (True, False):
            shape = np.array(
                [
                    (0.0015, -0.0015),
                    (0.0015, arm),
                    (-0.008, 0.78 * arm),
                    (-0.38 * arm, 0.38 * arm),
                    (-0.78 * arm, 0.008),
                    (-arm, -0.0015),
                ]
            )
            if not low:
                shape = (shape * [1, -1])[::-1]
            plate = prism_of(shape.tolist(), cover + 0.004, 0.001)
            at = (wide / 2, 0 if low else tall, s * (half - cover / 2))
            parts.append(part("trim", "metal", move(plate, at), UP, OUT))
            dot = nail(
                (wide / 2 - 0.0095, 0.0095 if low else tall - 0.0095, s * (half + 0.0018)),
                (0, 0, s),
                0.0034,
                0.0018,
                6,
            )
            parts.append(part("trim", "metal", dot, OUT))
    return parts


def _clasp(wide: float, y: float, half: float) -> list[Part]:
    """Close a book with a metal tongue over the fore edge."""
    x = wide / 2
    pieces = [
        board((x - 0.012, y, half + 0.0008), (0.03, 0.02, 0.004), 0.001),
        board((x + 0.0022, y, 0), (0.0042, 0.016, 2 * half + 0.004), 0.001),
        board((x - 0.01, y, -half - 0.0008), (0.026, 0.02, 0.004), 0.001),
    ]
    pieces.append(nail((x - 0.017, y, half + 0.0026), OUT, 0.004, 0.0025, 6))
    return [part("trim", "metal", one, UP, OUT) for one in pieces]


def _strap(wide: float, tall: float, half: float, hinge: float, bow: float) -> list[Part]:
    """Bind a leather strap with a buckle about a book."""
    y, w = 0.5 * tall, 0.024
    x = wide / 2 + 0.001
    pieces = [
        board(((x + hinge) / 2, y, s * (half + 0.0008)), (x - hinge + 0.004, w, 0.0036), 0.0008)
        for s in (-1, 1)
    ]
    pieces.append(board((x + 0.0006, y, 0), (0.0036, w, 2 * half + 0.005), 0.0008))
    parts = [part("strap", "leather", one, (1, 0, 0), OUT) for one in pieces]
    at = np.array([(-0.014, -0.017), (0.014, -0.017), (0.014, 0.017), (-0.014, 0.017)])
    path = np.concatenate([at + [0.2 * wide, y], np.full((4, 1), half + 0.0032)], 1)
    parts.append(part("trim", "metal", hoop(path, (0.0022, 0.0024), 6), UP, OUT))
    parts.append(
        part(
            "trim",
            "metal",
            stick((0.2 * wide - 0.014, y, half + 0.004), (0.2 * wide + 0.012, y, half + 0.004), 0.0018, 6),
            (1, 0, 0),
        )
    )
    return parts


def _open(
    wide: float, tall: float, thick: float, ribbon: bool, fittings: bool, ornate: bool, lines: int
) -> list[Part]:
    """Lay a book open, its pages up, its top to -Z."""
    cover, leaf = 0.0055, wide - 0.008
    parts: list[Part] = []
    tilt = 5.0
    half_thick = 0.5 * thick
    for side in (-1, 1):
        lid = board((side * (wide / 2 + 0.008), 0, 0), (wide, tall, cover), 0.0018)
        flat = [part("cover", "leather", lid, UP, OUT)]
        # the leaves swell from the gutter and fall to the fore edge
        t = np.linspace(0, 1, 12)
        top = half_thick * (
            0.35 + 1.05 * np.sin(np.pi * np.clip(t, 0, 1) ** 0.55) ** 0.8 * (1 - 0.45 * t) + 0.32 * t
        )
        upper = np.stack([0.001 + leaf * t, cover / 2 + top], 1)
        outline = [(0.0, 0.0), (leaf - 0.004, 0.0), *upper[::-1].tolist()]
        pages = prism_of(outline, tall - 0.012, 0.0008)
        # drawn in (x, height): laid so that height is out of the cover
        lay = np.array([[side, 0, 0], [0, 0, -side], [0, 1, 0]], np.float32)
        flat.append(part("pages", "paper", move(pages, rotation=lay), UP, OUT, crease_deg=40))
        # the leaf that one reads lies over the block of pages
        leaves = np.concatenate([upper - [0, 0.0015], upper[::-1] + [0, 0.0008]])
        top_leaf = prism_of(leaves.tolist(), tall - 0.014, 0)
        flat.append(part("sheet", "paper", move(top_leaf, rotation=lay), UP, OUT, crease_deg=60))
        flat += _writing(upper + [0, 0.0006], tall, side, lines)
        if fittings or ornate:
            for y in (-1, 1):
                plate = board(
                    (side * (wide + 0.008 - 0.014), y * (tall / 2 - 0.014), 0),
                    (0.032, 0.032, cover + 0.004),
                    0.0015,
                )
                flat.append(part("trim", "metal", plate, UP, OUT))
        parts += move_parts(flat, rotation=turn(1, -side * tilt))
    spine = board((0, 0, -0.0004), (0.03, tall, cover), 0.0018)
    parts.append(part("spine", "leather", spine, UP, OUT))
    if ribbon:
        y = np.linspace(0.46, -0.62, 9) * tall
        z = np.where(np.abs(y) < tall / 2, cover / 2 + 0.42 * half_thick, 0)
        z[-2:] = [0.001, -0.0015]
        path = np.stack([0.004 * np.sin(4 * y / tall), y, z], 1)
        silk = tube(path, (0.0055, 0.001), 4, OUT, flats=True)
        parts.append(part("ribbon", "cloth", silk, UP, OUT))
    return move_parts(parts, rotation=turn(0, -90))


def _writing(upper: np.ndarray, tall: float, side: int, lines: int) -> list[Part]:
    """Write lines that follow a page's curve, one drawn initial among them."""
    parts = []
    span = upper[(upper[:, 0] > 0.16 * upper[-1, 0]) & (upper[:, 0] < 0.9 * upper[-1, 0])]
    for k, y in enumerate(np.linspace(0.36, -0.36, lines) * tall):
        row = span
        if k == lines - 1:
            row = span[: len(span) // 2 + 1] if side > 0 else span[len(span) // 2 :]
        if side < 0 and k < 2:
            row = span[:-3]
        ribbon = np.stack([side * row[:, 0], np.full(len(row), y), row[:, 1] - 0.0001], 1)
        if side < 0:
            ribbon = ribbon[::-1]
        parts.append(part("ink", "paper", tube(ribbon, (0.0016, 0.0007), 4, OUT, flats=True), (1, 0, 0), OUT))
    if side < 0:
        picture = bar(
            (side * span[-1, 0], 0.31 * tall, span[-1, 1]),
            (side * span[-3, 0], 0.31 * tall, span[-3, 1]),
            0.11 * tall,
            0.0016,
            0,
            OUT,
        )
        parts.append(part("picture", "paper", picture, (1, 0, 0), OUT))
    return parts


def _book(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"standing": 0.38, "lying": 0.34, "open": 0.28}, "how it is put down")
    tall = dials.number("height", 0.22, 0.3, "m", "of its covers")
    slim = dials.number("slimness", 0.66, 0.78, "", "width by height", (0.4, 1.4))
    thick = dials.number("thickness", 0.045, 0.075, "m", "of the whole", (0.012, 0.2))
    ribs = dials.count("ribs", 3, 5, "raised bands over its spine", (0, 7))
    emblem = dials.choice(
        "emblem", {"star": 0.2, "diamond": 0.2, "moon": 0.14, "circle": 0.18, "title": 0.28}, "on its cover"
    )
    fittings = dials.flag("corners", 0.45, "metal on its corners")
    clasp = dials.choice("closing", {"none": 0.5, "clasp": 0.28, "strap": 0.22}, "what holds it shut")
    ribbon = dials.flag("ribbon", 0.5, "a ribbon to mark a page")
    lines = dials.count("lines", 7, 9, "written on an open page", (0, 14))
    ornate = dials.flag("ornate", 0.06, "with fittings, clasps and a stone")
    wide = slim * tall
    if form == "open":
        return _open(wide, tall, thick, ribbon, fittings, ornate, lines)
    parts = _bound(wide, tall, thick, ribs, emblem, fittings, clasp, ribbon and form == "standing", ornate)
    if form == "lying":
        return move_parts(parts, (0, 0, tall / 2), turn(1, float(dials.rng.uniform(-30, 30))) @ turn(0, -90))
    return parts


KINDS = {
    "book": Kind(
        build=_book,
        size_m=0.28,
        parts={
            "cover": Made(
                ("leather", "worn leather", "linen"),
                ("#6b1f1f", "#1f3556", "#234a2f", "#4a2c1a", "#3a2350", "#2a2624"),
                words=("covers", "binding"),
            ),
            "spine": Made(
                ("leather", "worn leather"),
                ("#4a1717", "#17263f", "#183321", "#33200f", "#281838", "#1e1b1a"),
                words=("back",),
            ),
            "pages": Made(("book pages",), words=("page", "paper", "leaves")),
            "sheet": Made(("paper", "parchment"), words=("page",)),
            "title": Made(("gold", "brass"), words=("emblem", "sign", "letters")),
            "trim": Made(("brass", "gold", "bronze"), words=("corners", "fittings", "clasp", "buckle")),
            "strap": Made(("leather",), ("#33200f", "#1e1b1a"), words=("belt",)),
            "ribbon": Made(("silk",), ("#a51d24", "#1f4fa0", "#1f7a3d", "#c79a2a"), words=("bookmark",)),
            "ink": Made(("felt",), ("#2c2620",), words=("writing", "text")),
            "picture": Made(("felt",), ("#8c3a2a", "#2f5a7a", "#5a6b2f"), words=("drawing",)),
            "gem": Made(("crystal",), ("#b3122a", "#1a4fc0", "#138a4a"), words=("jewel", "stone")),
        },
        synonyms=("tome", "spellbook", "novel", "grimoire"),
        main=("spine",),
        words={
            "open": {"form": "open"},
            "closed": {"form": "standing"},
            "lying": {"form": "lying"},
            "standing": {"form": "standing"},
            "ornate": {"ornate": True},
        },
    ),
}
