"""Builds crates: boards nailed to a frame of beams, closed, open or of slats, with what is packed in them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.fillings import mound
from threed.procedural.joinery import beam, timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, knob, prism_of, rope, stud
from threed.procedural.solids import Solid, move, turn


def _crate(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"closed": 0.62, "open": 0.2, "slatted": 0.18}, "how it is boarded")
    width = dials.number("width", 0.6, 0.85, "m", "left to right")
    height = dials.number("height", 0.5, 0.7, "m", "of the box")
    depth = dials.number("depth", 0.55, 0.7, "m", "front to back")
    boards = dials.count("boards", 3, 5, "boards of a side", (2, 9))
    brace = dials.choice(
        "brace", {"slanting": 0.4, "crossed": 0.2, "middle": 0.15, "none": 0.25}, "on its sides"
    )
    metal = dials.flag("metal_corners", 0.22, "iron on its corners")
    filling = dials.choice(
        "filling", {"straw": 0.4, "apples": 0.35, "nothing": 0.25}, "what an open one holds"
    )
    ropes = dials.flag("rope_handles", 0.3, "loops of rope to carry it by")
    ornate = dials.flag("ornate", 0.06, "gilded corners and studs")
    if form == "open":
        height *= 0.72
    size = np.array([width, height, depth])
    thick, wide = 0.022, 0.085
    slats = form == "slatted"
    parts = _walls(dials, size, boards, thick, slats)
    parts.append(timber("boards", (0, thick / 2 + 0.004, 0), (width - thick, thick, depth - thick), 0.0))
    irons = (metal and not slats) or ornate
    parts += _frame(size, wide, thick, "none" if slats else brace, form, ropes, irons)
    if form == "closed":
        parts += _lid(size, boards, thick, wide)
    elif slats:
        parts += _slatted_lid(size, thick, wide, dials.rng.random() < 0.5)
    if irons:
        parts += _corners(size, 0.13, "trim" if ornate else "corners", form == "closed")
    if form != "closed" and filling != "nothing":
        parts += _filling(dials, filling, size, thick)
    if ropes and not slats:
        parts += _rope_handles(size)
    return parts


def _walls(dials: Dials, size: np.ndarray, boards: int, thick: float, slats: bool) -> list[Part]:
    """Board up four sides with level boards; those of the front reach over the ends of the others."""
    width, height, depth = size
    parts = []
    # under the battens bevels are not seen; what lies between two boards is drawn by the surface
    bevel = 0.0035 if slats else 0.0
    edges = np.linspace(0.004, height, boards + 1)
    gap = 0.3 * height / boards if slats else 0.0
    for low, high in pairwise(edges):
        y, tall = (low + high - gap) / 2, high - low - gap
        for side in (-1, 1):
            inset = dials.rng.uniform(0, 0.005)
            front = (0, y, side * (depth / 2 - thick / 2 - inset))
            parts.append(timber("boards", front, (width, tall, thick), bevel))
            end = (side * (width / 2 - thick / 2 - inset), y, 0)
            parts.append(timber("boards", end, (thick, tall, depth - 2 * thick + 0.008), bevel))
    return parts


def _frame(
    size: np.ndarray, wide: float, thick: float, brace: str, form: str, ropes: bool, irons: bool
) -> list[Part]:
    """Nail battens on the edges of each side, a brace between them; under irons nails are not seen."""
    parts: list[Part] = []
    for turned, (across, out) in ((0, (size[0], size[2])), (90, (size[2], size[0]))):
        # battens of the front overlap the ends of those of the sides
        reach = across / 2 + (thick if turned == 0 else 0.0)
        x, y0, y1 = reach - wide / 2, wide / 2, size[1] - wide / 2
        z, inner = out / 2 + thick / 2 - 0.006, 2 * (reach - wide)
        post, rail = (wide, size[1], thick + 0.006), (inner, wide, thick + 0.003)
        side = [timber("frame", (s * x, size[1] / 2, z), post, 0.004) for s in (-1, 1)]
        if form != "slatted":
            side += [timber("frame", (0, y, z - 0.0015), rail, 0.004) for y in (y0, y1)]
        side += _braces(
            "none" if ropes and turned else brace,
            inner,
            y0 + wide / 2,
            y1 - wide / 2,
            z - 0.004,
            0.8 * wide,
            thick,
        )
        ends, middle = ([] if irons else [y0, y1]), ([size[1] / 2] if form == "slatted" else [])
        side += _nails(x, [*ends, *middle], z + thick / 2 + 0.003)
        for k in (0, 180):
            parts += move_parts(side, rotation=turn(1, turned + k))
    return parts


def _braces(
    kind: str, inner: float, low: float, high: float, z: float, wide: float, thick: float
) -> list[Part]:
    if kind == "none":
        return []
    middle = (low + high) / 2
    if kind == "middle":
        return [timber("frame", (0, middle, z), (inner, wide, thick), 0.004)]
    if kind == "crossed" or kind == "slanting":
        made = [_slant(inner, low, high, z, wide, thick, 1)]
        if kind == "crossed":
            made.append(_slant(inner, low, high, z - 0.003, wide, thick, -1))
        return made
    return []


def _slant(inner: float, low: float, high: float, z: float, wide: float, thick: float, way: int) -> Part:
    """Saw a brace from corner to corner, its ends cut to the frame it lies in."""
    x = inner / 2
    # half of how much the brace takes of the level and of the upright batten
    length = float(np.hypot(inner, high - low))
    dx, dy = 0.5 * wide * length / (high - low), 0.5 * wide * length / inner
    dx, dy = min(dx, 0.9 * inner), min(dy, 0.45 * (high - low))
    dx = min(dx, 0.45 * inner)
    outline = [(-x, low), (-x + dx, low), (x, high - dy), (x, high), (x - dx, high), (-x, low + dy)]
    outline = [(way * u, v) for u, v in outline]
    outline = outline if way > 0 else outline[::-1]
    solid = move(prism_of(outline, thick, 0.003), (0, 0, z))
    return part("frame", "wood", solid, (way * inner, high - low, 0), (0, 0, 1))


def _nails(x: float, levels: list[float], z: float) -> list[Part]:
    heads = [stud((s * x, y, z), (0, 0, 1), 0.011, 0.0045) for s in (-1, 1) for y in levels]
    return [part("nails", "metal", head, (0, 1, 0)) for head in heads]


def _lid(size: np.ndarray, boards: int, thick: float, wide: float) -> list[Part]:
    """Lay boards over the box and two battens across them."""
    parts = []
    edges = np.linspace(-size[2] / 2 - thick, size[2] / 2 + thick, boards + 1)
    y = size[1] + thick / 2 - 0.002
    for a, b in pairwise(edges):
        parts.append(timber("boards", (0, y, (a + b) / 2), (size[0] + 2 * thick, thick, b - a), 0.004))
    for s in (-1, 1):
        x = s * (size[0] / 2 + thick - wide / 2 - 0.004)
        parts.append(
            timber("frame", (x, y + thick - 0.004, 0), (wide, thick, size[2] + 2 * thick - 0.01), 0.005)
        )
        for z in (-0.4, 0.0, 0.4):
            top = (x, y + 1.5 * thick - 0.004, z * size[2])
            parts.append(part("nails", "metal", stud(top, (0, 1, 0), 0.011, 0.0045), (0, 1, 0)))
    return parts


def _slatted_lid(size: np.ndarray, thick: float, wide: float, lidded: bool) -> list[Part]:
    parts = []
    y = size[1] + thick / 2 - 0.003
    for s in (-1, 1):
        at = s * (size[2] / 2 - wide / 2 + thick)
        parts.append(timber("frame", (0, y, at), (size[0] + 2 * thick, thick, wide), 0.004))
    if lidded:
        count = 4
        for k in range(count):
            z = ((k + 0.5) / count - 0.5) * (size[2] - 2 * wide)
            slat = (0, y, z)
            parts.append(
                timber(
                    "boards", slat, (size[0] + 2 * thick, thick, 0.55 * (size[2] - 2 * wide) / count), 0.003
                )
            )
        for s in (-1, 1):
            at = s * (size[0] / 2 - 0.03)
            parts.append(timber("frame", (at, y - 0.012, 0), (0.06, 0.02, size[2] - 0.04), 0.003))
    return parts


def _corners(size: np.ndarray, reach: float, name: str, closed: bool) -> list[Part]:
    """Cap the corners with three-sided irons, riveted."""
    thick = 0.022
    x, z = size[0] / 2 + thick - 0.004, size[2] / 2 + thick - 0.004
    top = size[1] + (2 * thick - 0.009 if closed else -0.002)
    parts: list[Part] = []
    for sx, sz in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        for y, up in ((0.0, -1), (top, 1)):
            corner, ways = np.array([sx * x, y, sz * z]), np.array([sx, up, sz])
            parts.append(part(name, "metal", _corner_iron(corner, ways, reach), (0, 1, 0), (sx, 0, 0)))
            middle = corner - 0.5 * reach * ways
            for at, out in (
                ((sx * (x + 0.007), *middle[1:]), (sx, 0, 0)),
                ((*middle[:2], sz * (z + 0.007)), (0, 0, sz)),
            ):
                parts.append(part(name, "metal", stud(at, out, 0.014, 0.007), (0, 1, 0)))
    return parts


def _corner_iron(corner: np.ndarray, ways: np.ndarray, reach: float) -> Solid:
    """Leave three walls of a box at its corner, which looks `ways`, ±1 along each axis."""
    outer = board(corner + (0.008 - reach / 2) * ways, (reach, reach, reach), 0)
    inner = board(corner - (0.004 + reach / 2) * ways, (reach + 0.006, reach + 0.006, reach + 0.006), 0)
    return carve(outer, inner)


def _filling(dials: Dials, what: str, size: np.ndarray, thick: float) -> list[Part]:
    """Fill it up to its brim, in a heap."""
    rng, level = dials.rng, 0.84 * size[1]
    x, z, dome = size[0] / 2 - 0.6 * thick, size[2] / 2 - 0.6 * thick, 0.05
    parts = [mound(rng, "straw", "straw", x, z, 0.3 * size[1], level, dome, 0.012)]
    for _ in range(20 if what == "straw" else 9):
        u, v, a = rng.uniform(-0.85, 0.85), rng.uniform(-0.85, 0.85), rng.uniform(0, 6.28)
        at = np.array([u * x, level - 0.008 + dome * (1 - u * u) * (1 - v * v), v * z])
        way = np.array([np.cos(a), rng.uniform(0.1, 0.5), np.sin(a)]) * rng.uniform(0.05, 0.1)
        parts.append(beam("straw", at - 0.6 * way, at + way, 0.008, 0.006, (0, 1, 0.1), 0.0, "straw"))
    if what == "straw":
        return parts
    columns, rows = int(2 * x / 0.135), int(2 * z / 0.125)
    for i in range(columns):
        for j in range(rows):
            u, v = (i + 0.5 + 0.25 * (j % 2)) / (columns + 0.25) * 2 - 1, (j + 0.5) / rows * 2 - 1
            u, v = 0.94 * u + rng.uniform(-0.03, 0.03), 0.94 * v + rng.uniform(-0.03, 0.03)
            at = (
                u * x,
                level + dome * max(1 - u * u, 0) * max(1 - v * v, 0) + rng.uniform(0.005, 0.02),
                v * z,
            )
            apple = knob(at, rng.uniform(0.046, 0.054), 7, 5)
            parts.append(part("apples", "fruit", apple, mapping="turned", origin=at, crease_deg=70))
    return parts


def _rope_handles(size: np.ndarray) -> list[Part]:
    """Knot a loop of rope through either end."""
    parts: list[Part] = []
    y, x = 0.6 * size[1], size[0] / 2
    for s in (-1, 1):
        t = np.linspace(0, np.pi, 9)
        path = np.stack(
            [
                np.full(9, 0.0) + s * (x + 0.012 + 0.03 * np.sin(t)),
                y - 0.075 * np.sin(t) ** 0.8,
                0.09 * np.cos(t),
            ],
            1,
        )
        ends = path[[0, -1]] - [s * 0.03, 0, 0]
        line = np.concatenate([ends[:1], path, ends[1:]])
        parts.append(part("handles", "rope", rope(line, 0.011, 7), (0, 0, 1), crease_deg=80))
        knots = [knob(end, (0.017, 0.02, 0.02), 8, 5) for end in (path[0], path[-1])]
        parts += [part("handles", "rope", knot, (0, 1, 0), crease_deg=80) for knot in knots]
    return parts


KINDS = {
    "crate": Kind(
        build=_crate,
        size_m=0.85,
        parts={
            "boards": Made(("pine", "oak", "weathered wood"), words=("planks", "slats", "sides", "walls")),
            "frame": Made(("oak", "pine", "weathered wood"), words=("beams", "battens", "braces", "edges")),
            "nails": Made(("wrought iron",), words=("studs",)),
            "corners": Made(("wrought iron", "rusty iron"), words=("irons", "brackets")),
            "handles": Made(("rope",), words=("ropes", "rope", "handle")),
            "straw": Made(("straw",), words=("hay",)),
            "apples": Made(("apple skin",), ("#b3201f", "#7fa32a", "#d0932c"), ("fruit", "apple", "goods")),
            "trim": Made(("gold", "brass"), words=("ornaments",)),
        },
        synonyms=("box", "packing case", "wooden box", "shipping crate"),
        main=("frame",),
        words={
            "open": {"form": "open"},
            "apples": {"form": "open", "filling": "apples"},
            "straw": {"form": "open", "filling": "straw"},
            "closed": {"form": "closed"},
            "slatted": {"form": "slatted"},
            "empty": {"form": "open", "filling": "nothing"},
            "full": {"form": "open", "filling": "apples"},
            "ornate": {"ornate": True},
            "reinforced": {"metal_corners": True},
        },
    ),
}
