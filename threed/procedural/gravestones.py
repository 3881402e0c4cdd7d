"""Builds gravestones: slabs and crosses with carved letters, on a plinth in the grass."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import bar, board, knob, prism_of
from threed.procedural.solids import Solid, lathe, loft, move, turn

#: how deep letters are cut
CUT = 0.012


def _gravestone(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {"round": 0.34, "shouldered": 0.2, "pointed": 0.14, "square": 0.12, "cross-shaped": 0.2},
        "of the stone",
    )
    width = dials.number("width", 0.56, 0.68, "m", "of the slab")
    height = dials.number("height", 0.82, 1.0, "m", "of the slab")
    thick = dials.number("thickness", 0.13, 0.18, "m", "of the slab")
    carving = dials.choice("carving", {"letters": 0.5, "cross": 0.3, "plain": 0.2}, "above the lines")
    lines = dials.count("lines", 2, 3, "of writing", (0, 5))
    plinth = dials.flag("plinth", 0.75, "a stone below it")
    mound = dials.choice("ground", {"earth": 0.5, "grass": 0.3, "none": 0.2}, "at its foot")
    tufts = dials.count("tufts", 3, 6, "of grass", (0, 12))
    leaning = dials.number("leaning", 0.0, 4.0, "deg", "out of the upright", (0, 20))
    ornate = dials.flag("ornate", 0.15, "more carved work")
    foot = 0.13 if plinth else 0.0
    if form == "cross-shaped":
        stone = _cross(1.05 * width, 1.18 * height, thick, ornate)
    else:
        stone = _slab(form, width, height, thick, carving, lines, ornate)
    stone = move_parts(stone, (0, foot - 0.03, 0))
    if plinth:
        wide = (0.62 if form == "cross-shaped" else 1.0) * width
        stone.append(part("base", "stone", _plinth(wide + 0.17, foot, thick + 0.16), (0, 1, 0), (0, 0, 1)))
    tilt = turn(2, leaning * (1 if dials.rng.random() < 0.5 else -1)) @ turn(0, -0.6 * leaning)
    parts = move_parts(stone, (0, 0, 0), tilt)
    parts = move_parts(parts, (0, 0.02 if mound != "none" else 0.0, 0))
    if mound != "none":
        parts.append(_mound(dials, mound, width))
    elif not plinth:
        parts = move_parts(parts, (0, -0.01, 0))
    parts += _tufts(dials, tufts, width, thick)
    return parts


def _outline(form: str, width: float, height: float) -> np.ndarray:
    half, t = width / 2, np.linspace(0, np.pi, 13)
    foot = [(-half, 0.0), (half, 0.0)]
    if form == "round":
        crown = [(half * np.cos(a), height - 0.8 * half + 0.8 * half * np.sin(a)) for a in t]
    elif form == "pointed":
        spring, bow = height - 1.2 * half, np.linspace(0, 1, 6)
        right = [(half * (1 - b**1.7), spring + 1.2 * half * b) for b in bow]
        crown = [*right, *((-x, y) for x, y in right[-2::-1])]
    elif form == "shouldered":
        r, ledge = 0.62 * half, height - 0.78 * half
        arc = [(r * np.cos(a), height - r + r * np.sin(a)) for a in t[1:-1]]
        crown = [(half, ledge - 0.06), (half - 0.03, ledge), (r + 0.02, ledge), (r, ledge + 0.04), *arc]
        crown += [(-r, ledge + 0.04), (-r - 0.02, ledge), (0.03 - half, ledge), (-half, ledge - 0.06)]
    else:
        c = 0.3 * half
        crown = [(half, height - c), (half - 0.3 * c, height - 0.3 * c), (half - c, height)]
        crown += [(c - half, height), (0.3 * c - half, height - 0.3 * c), (-half, height - c)]
    return np.array([*foot, *crown])


def _slab(
    form: str, width: float, height: float, thick: float, carving: str, lines: int, ornate: bool
) -> list[Part]:
    """Cut a slab with a sunk panel, in which letters are carved, or a cross stands."""
    outline = _outline(form, width, height)
    body = prism_of(outline, thick, 0.022)
    middle = np.array([0, 0.5 * height])
    inner = (outline - middle) * [1 - 0.14 / width, 1 - 0.15 / height] + middle + [0, 0.012]
    front = thick / 2
    panel = move(prism_of(inner, 0.04, 0), (0, 0, front - 0.014 + 0.02))
    floor = front - 0.014
    tools: list[Solid] = [panel]
    top = 0.66 * height if form != "square" else 0.7 * height
    if carving == "letters":
        tools += [move(one, (0, top, floor)) for one in _letters(0.42 * width)]
    for k in range(lines):
        tools += _line(k, width, 0.47 * height - 0.11 * k, floor)
    made = [part("stone", "stone", carve(body, *tools), (0, 1, 0), (0, 0, 1), crease_deg=30)]
    if carving == "cross":
        for size in ((0.05, 0.24, 0.05), (0.16, 0.05, 0.05)):
            y = top + (0.03 if size[0] > size[1] else 0.0)
            made.append(
                part("carving", "stone", board((0, y, floor + 0.002), size, 0.01), (0, 1, 0), (0, 0, 1))
            )
    if ornate:
        made += _ornaments(form, width, height, thick)
    return made


def _letters(width: float) -> list[Solid]:
    """Shape R, I and P, as grooves about z = 0, their feet on y = 0."""
    tall, w, s = 0.62 * width, 0.24 * width, 0.075 * width
    depth = 2 * CUT
    bars = []
    for x in (-0.5 * width, 0.5 * width - w):
        strokes = [
            ((x + s / 2, 0), (x + s / 2, tall)),
            ((x, tall - s / 2), (x + w - s * 0.6, tall - s / 2)),
            ((x, 0.5 * tall), (x + w - s * 0.6, 0.5 * tall)),
            ((x + w - s / 2, 0.5 * tall + s * 0.2), (x + w - s / 2, tall - s * 0.2)),
        ]
        if x < 0:
            strokes.append(((x + 0.45 * w, 0.5 * tall), (x + w, 0)))
        bars += strokes
    bars.append(((0, 0), (0, tall)))
    return [bar((*a, 0), (*b, 0), s, depth, 0) for a, b in bars]


def _line(k: int, width: float, y: float, z: float) -> list[Solid]:
    """Cut a line of writing: words are strokes of several lengths."""
    words = ((0.2, 0.12, 0.2), (0.26, 0.3), (0.14, 0.1, 0.24), (0.3, 0.16), (0.22, 0.22))[k % 5]
    gap = 0.045
    total = sum(words) + gap * (len(words) - 1)
    x, made = -total / 2, []
    for long in words:
        made.append(board(((x + long / 2) * width, y, z), (long * width, 0.034, 2 * CUT), 0))
        x += long + gap
    return made


def _cross(width: float, height: float, thick: float, ornate: bool) -> list[Part]:
    """Cut a cross whose arms widen; a ring joins them."""
    level, a, b = 0.66 * height, 0.075, 0.105
    half = 0.5 * width * 0.86
    right = [
        (0.13, 0),
        (0.1, 0.3 * height),
        (a, level - a - 0.03),
        (a + 0.03, level - a),
        (half - 0.05, level - b),
        (half, level - b),
    ]
    right += [
        (half, level + b),
        (half - 0.05, level + b),
        (a + 0.03, level + a),
        (a, level + a + 0.03),
        (b, height - 0.05),
        (b, height),
    ]
    outline = [*right, *((-x, y) for x, y in right[::-1])]
    made = [part("stone", "stone", prism_of(outline, thick, 0.02), (0, 1, 0), (0, 0, 1), crease_deg=30)]
    t = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    circle = np.stack([np.cos(t), np.sin(t)], 1)
    ring = hoop_of(0.265 * circle, 0.195 * circle, -0.3 * thick, 0.3 * thick, 0.012)
    made.append(part("stone", "stone", move(ring, (0, level, 0)), (0, 1, 0), (0, 0, 1), crease_deg=30))
    boss = lathe([(0, -0.04), (0.075, -0.04), (0.075, 0.0), (0.05, 0.02), (0, 0.028)], 12)
    made.append(part("carving", "stone", move(boss, (0, level, thick / 2), turn(0, 90)), (0, 0, 1)))
    if ornate:
        for x, y in ((0.75 * half, level), (-0.75 * half, level), (0, height - 0.09), (0, level - 0.3)):
            made.append(
                part("carving", "stone", knob((x, y, thick / 2), (0.035, 0.035, 0.02), 8, 4), (0, 0, 1))
            )
    else:
        made.extend(
            part(
                "carving",
                "stone",
                board((0, y, thick / 2), (0.15, 0.028, 0.02), 0.006),
                (0, 1, 0),
                (0, 0, 1),
            )
            for y in (0.2, 0.28)
        )
    return made


def _ornaments(form: str, width: float, height: float, thick: float) -> list[Part]:
    """Set pilasters on a slab's sides, and an urn-like knob on top."""
    made = []
    tall = 0.56 * height
    for side in (-1, 1):
        x = side * (width / 2 + 0.008)
        for y, size in (
            (tall / 2 + 0.05, (0.075, tall, thick + 0.05)),
            (tall + 0.08, (0.11, 0.055, thick + 0.09)),
            (0.1, (0.11, 0.09, thick + 0.09)),
        ):
            made.append(part("carving", "stone", board((x, y, 0), size, 0.012), (0, 1, 0), (0, 0, 1)))
        made.append(
            part("carving", "stone", knob((x, tall + 0.145, 0), 0.055, 8, 6), (0, 1, 0), crease_deg=60)
        )
    urn = [
        (0, -0.04),
        (0.06, -0.03),
        (0.035, 0.02),
        (0.075, 0.08),
        (0.08, 0.11),
        (0.05, 0.135),
        (0.02, 0.16),
        (0, 0.165),
    ]
    made.append(
        part(
            "carving",
            "stone",
            move(lathe(urn, 10), (0, height, 0)),
            (0, 1, 0),
            mapping="turned",
            crease_deg=50,
        )
    )
    return made


def _plinth(width: float, height: float, depth: float) -> Solid:
    rings = []
    for y, inset in ((0, 0), (height - 0.045, 0), (height - 0.03, 0.006), (height, 0.035)):
        x, z = width / 2 - inset, depth / 2 - inset
        rings.append([(x, y, z), (x, y, -z), (-x, y, -z), (-x, y, z)])
    return loft(np.asarray(rings))


def _mound(dials: Dials, of: str, width: float) -> Part:
    """Heap the ground before the stone."""
    count, rings = 14, []
    rough = dials.rng.uniform(-0.03, 0.03, (4, count))
    for k, (share, y) in enumerate(((1.0, 0.0), (0.94, 0.035), (0.72, 0.075), (0.36, 0.1))):
        angle = 2 * np.pi * np.arange(count) / count
        x = (0.62 * width + 0.08) * share * np.sin(angle) * (1 + rough[k])
        z = 0.1 + 0.42 * share * np.cos(angle) * (1 + rough[k])
        rings.append(np.stack([x, np.full(count, y) + 0.3 * rough[k] * (0 < k < 3), z], 1))
    role: Role = "earth" if of == "earth" else "plant"
    surface = "earth" if of == "earth" else "grass"
    return part("ground", role, loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=70, surface=surface)


def _tufts(dials: Dials, count: int, width: float, thick: float) -> list[Part]:
    """Let blades of grass grow where the mower does not come."""
    made = []
    for k in range(count):
        side = -1 if k % 2 else 1
        x = side * float(dials.rng.uniform(0.3, 0.56)) * width
        z = float(dials.rng.choice([-1, 1])) * (thick / 2 + 0.05) + float(dials.rng.uniform(0, 0.08))
        for _ in range(4):
            angle, long = float(dials.rng.uniform(0, 2 * np.pi)), float(dials.rng.uniform(0.12, 0.22))
            bend = np.array([np.sin(angle), 0, np.cos(angle)])
            across = np.array([np.cos(angle), 0, -np.sin(angle)]) * 0.011
            rings = []
            for t in (0.0, 0.5, 1.0):
                c = np.array([x, -0.0, z]) + long * (
                    t * np.array([0, 1, 0]) + (0.1 * t + 0.35 * t * t) * bend
                )
                w = across * (1.05 - t)
                rings.append([c + w, c - 0.004 * bend, c - w, c + 0.004 * bend])
            made.append(
                part("grass", "plant", loft(np.asarray(rings)), (0, 1, 0), bend, loose=True, crease_deg=80)
            )
    return made


KINDS = {
    "gravestone": Kind(
        build=_gravestone,
        size_m=1.05,
        parts={
            "stone": Made(
                ("granite", "limestone", "slate", "sandstone"), words=("slab", "headstone", "cross", "body")
            ),
            "carving": Made(
                ("granite", "limestone", "slate", "sandstone"),
                words=("ornament", "relief", "decoration", "trim"),
            ),
            "base": Made(
                ("granite", "limestone", "slate", "sandstone"), words=("plinth", "foot", "pedestal")
            ),
            "ground": Made(("earth", "grass"), words=("mound", "soil", "earth")),
            "grass": Made(("grass", "leaves"), words=("tufts", "weeds")),
        },
        synonyms=("tombstone", "headstone", "grave"),
        main=("base", "carving"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "pointed": {"form": "pointed"},
            "cross-shaped": {"form": "cross-shaped"},
            "leaning": {"leaning": 12.0},
            "crooked": {"leaning": 9.0},
            "ornate": {"ornate": True},
            "plain": {"carving": "plain", "lines": 0, "ornate": False},
        },
    ),
}
