"""Containers: barrels, boxes, vessels and bags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np

from core.pocket.props.pieces import GEMS, ROPE, is_said, kind_of, one_of, used
from core.pocket.props.prop import (
    BRICK,
    CREAM,
    DARK,
    FLAME,
    GLASS,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import (
    Point,
    Solid,
    blob,
    box,
    flat,
    frame_along,
    lathe,
    lean,
    loft,
    move,
    prism,
    shell,
    sine_noise,
    sweep,
    tube,
    turn,
)

Colours = dict[str, SlotColour]
Outline = list[tuple[float, float]]

#: Rotates a prism's depth from Z to X.
_SIDEWAYS = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)

WATER, STRAW, COFFEE = (0.25, 0.52, 0.72), (0.85, 0.70, 0.32), (0.28, 0.15, 0.08)
FRUITS = ((0.75, 0.10, 0.08), (0.45, 0.62, 0.15), (0.90, 0.55, 0.12), (0.55, 0.36, 0.20))


def _in(slot: str, *solids: Solid) -> Parts:
    return [(solid, slot) for solid in solids]


def _placed(parts: Parts, translation: Sequence[float], rotation: np.ndarray | None = None) -> Parts:
    return [(move(solid, translation, rotation), slot) for solid, slot in parts]


@cache
def _unit_ball(segments: int, rings: int) -> Solid:
    latitude = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    return lathe(np.stack([np.cos(latitude), np.sin(latitude)], 1), segments, crease=-2)


def _ball(centre: Point, radii: float | Sequence[float]) -> Solid:
    return move(_unit_ball(8, 5), centre, scale=radii)


def _balls(centres: Iterable[Sequence[float]], radii: float | np.ndarray, segments: int = 6) -> Solid:
    """Make a small ball of few faces at each place."""
    one, places = _unit_ball(segments, 3 + segments // 4), np.array(list(centres), np.float32)
    points = one.vertices * np.broadcast_to(radii, len(places))[:, None, None] + places[:, None]
    faces = one.faces + len(one.vertices) * np.arange(len(places))[:, None, None]
    normals = np.tile(one.normals, (len(places), 1))
    return Solid(points.reshape(-1, 3).astype(np.float32), normals, faces.reshape(-1, 3))


def _around(count: int, radius: float, y: float, first: float = 0.0) -> list[tuple[float, float, float]]:
    angles = first + np.arange(count) * 2 * np.pi / count
    return [(radius * np.sin(a), y, radius * np.cos(a)) for a in angles]


@cache
def _unit_bar() -> Solid:
    return lathe([(0, 0), (1, 0), (1, 1), (0, 1)], 10)


def _bar(start: Sequence[float], end: Sequence[float], radius: float) -> Solid:
    axis = np.subtract(end, start)
    return move(_unit_bar(), start, frame_along(axis), (radius, float(np.linalg.norm(axis)), radius))


def _beam(start: Sequence[float], end: Sequence[float], wide: float, deep: float) -> Solid:
    """Make a square bar between two points in a plane of equal Z, `deep` along Z."""
    a, b = np.asarray(start), np.asarray(end)
    x, y = (b - a)[:2]
    length = np.hypot(x, y)
    return move(box((0, 0, 0), (length, wide, deep)), (a + b) / 2, turn(2, np.degrees(np.arctan2(y, x))))


@cache
def _torus(segments: int) -> tuple[np.ndarray, Solid]:
    """Return the points of a unit circle about +Y, one for each vertex of a ring, and that ring's normals."""
    angle = np.linspace(0, 2 * np.pi, 8)
    ring = lathe(np.stack([2 + np.cos(angle), np.sin(angle)], 1), segments, -2)
    circle = ring.vertices * np.array([1, 0, 1], np.float32)
    circle /= np.linalg.norm(circle, axis=1, keepdims=True)
    return circle, Solid(ring.vertices, ring.vertices - 2 * circle, ring.faces)


def _ring(radius: float, y: float, thick: float, segments: int = 20) -> Solid:
    """Make a ring of round section about +Y."""
    circle, unit_ring = _torus(segments)
    points = radius * circle + thick * unit_ring.normals + np.array([0, y, 0], np.float32)
    return Solid(points.astype(np.float32), unit_ring.normals, unit_ring.faces)


def _curve(heights: Point, radii: Point, count: int = 13) -> Outline:
    """Lay a smooth outline through a few points."""
    x, y = np.asarray(heights, float), np.asarray(radii, float)
    secant = np.diff(y) / np.diff(x)
    slope = np.gradient(y, x)
    slope[1:-1][secant[:-1] * secant[1:] <= 0] = 0
    t = np.linspace(x[0], x[-1], count)
    k = np.clip(np.searchsorted(x, t, "right") - 1, 0, len(x) - 2)
    step = x[k + 1] - x[k]
    u = (t - x[k]) / step
    ease = u * u * (3 - 2 * u)
    bend = u * (1 - u) * step * ((1 - u) * slope[k] - u * slope[k + 1])
    return list(zip(np.maximum(y[k] + (y[k + 1] - y[k]) * ease + bend, 0.03), t, strict=True))


def _radius_at(outline: Outline, y: float) -> float:
    radii, heights = np.array(outline).T
    return float(np.interp(y, heights, radii))


def _hollow(outline: Outline, wall: float, floor: float) -> Outline:
    """Close an outline to that of a vessel: a bottom, a rim `wall` thick, and an inside down to the floor."""
    inner = [(max(r - wall, 0.02), y) for r, y in outline[::-1] if y > floor]
    return [
        (0, outline[0][1]),
        *outline,
        *inner,
        (max(_radius_at(outline, floor) - wall, 0.01), floor),
        (0, floor),
    ]


def _girdle(outline: Outline, low: float, high: float, thick: float, segments: int = 24) -> Solid:
    """Make a band around an outline that stands out by `thick`."""
    between = [y for _, y in outline if low + 0.01 < y < high - 0.01]
    wall = [(_radius_at(outline, y), y) for y in (low, *between, high)]
    (first, _), (last, _) = wall[0], wall[-1]
    out = [(r + thick, y) for r, y in wall]
    return lathe([(first - 0.02, low), *out, (last - 0.02, high)], segments, 0.6)


def _squared(solid: Solid, power: float = 6.0) -> Solid:
    """Press a turned solid's round section towards a square."""
    x, z = solid.vertices[:, 0], solid.vertices[:, 2]
    radius = np.hypot(x, z) + 1e-9
    c, s = np.abs(x / radius), np.abs(z / radius)
    vertices, normals = solid.vertices.copy(), solid.normals.copy()
    vertices[:, [0, 2]] *= (np.maximum(c**power + s**power, 1e-6) ** (-1 / power))[:, None]
    facing = np.stack([np.sign(x) * c ** (power - 1), np.sign(z) * s ** (power - 1)], 1)
    facing /= np.linalg.norm(facing, axis=1, keepdims=True) + 1e-9
    outward = (normals[:, 0] * x + normals[:, 2] * z) / radius
    normals[:, [0, 2]] = facing * outward[:, None]
    return Solid(vertices, normals.astype(np.float32), solid.faces)


def _as_is(solid: Solid) -> Solid:
    return solid


def _faceted(solid: Solid) -> Solid:
    return flat(solid.vertices, solid.faces)


def _staves(outline: Outline, count: int, slots: tuple[str, str]) -> Parts:
    """Turn an outline into flat boards, of two slots by turns."""
    solid = lathe(outline, count)
    board = np.arange(len(solid.faces)) % count % 2
    return [(flat(solid.vertices, solid.faces[board == k]), slots[k]) for k in (0, 1)]


def _rings(outline: Outline, columns: int, factors: np.ndarray | float = 1.0) -> np.ndarray:
    """Revolve an outline to rings of points [P, K, 3], their radii multiplied by factors [P, K]."""
    angle = np.arange(columns) * 2 * np.pi / columns
    radii, heights = np.array(outline).T
    across = radii[:, None] * np.broadcast_to(factors, (len(outline), columns))
    return np.stack(
        [across * np.sin(angle), np.broadcast_to(heights[:, None], across.shape), across * np.cos(angle)], 2
    )


def _bow(
    start: tuple[float, float], end: tuple[float, float], reach: float, thick: float, power: float = 1.0
) -> Solid:
    """Make a handle in XY from one point to the other, that stands off by `reach`; at a low power square."""
    t = np.linspace(0, np.pi, 11)
    a, b = np.array(start), np.array(end)
    along = (1 - np.sign(np.cos(t)) * np.abs(np.cos(t)) ** power) / 2
    normal = np.array([a[1] - b[1], b[0] - a[0]]) / np.linalg.norm(b - a)
    path = a + along[:, None] * (b - a) + reach * (np.sin(t) ** power)[:, None] * normal
    return sweep(np.concatenate([path, np.zeros((len(t), 1))], 1), np.full(len(t), thick), 8)


def _heap(rng: np.random.Generator, slot: str, radius: float, y: float, size: float, count: int) -> Parts:
    """Heap balls over a disc at height y."""
    k = np.arange(count)
    azimuth, out = k * 2.4 + rng.uniform(-0.3, 0.3, count), radius * np.sqrt((k + 0.5) / count)
    up = y + (1 - out / radius) * size * 0.9
    places = np.stack([out * np.sin(azimuth), up, out * np.cos(azimuth)], 1)
    return _in(slot, _balls(places, size * rng.uniform(0.85, 1.15, count), 8))


def _disc(radius: float, y: float) -> Solid:
    return lathe([(0, y - 0.05), (radius, y - 0.05), (radius, y), (0, y + 0.005)], 20)


def _barrel(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"open": 0.15, "lying": 0.15, "upright": 0.7})
    ornate = is_said(rng, shape, "ornate", 0.1)
    height, belly, bulge = rng.uniform(0.95, 1.5), rng.uniform(0.42, 0.55), rng.uniform(0.05, 0.17)
    outline = [(belly - bulge * (2 * t - 1) ** 2, height * t) for t in np.linspace(0, 1, 9)]
    edge, depth = outline[-1][0] - 0.06, 0.35 if form == "open" else rng.uniform(0.04, 0.08)
    inside = [(edge, height), (edge, height - depth), (0, height - depth)]
    count, two = 2 * int(rng.integers(6, 10)), rng.random() < 0.6
    if rng.random() < 0.7:
        parts = _staves([(0, 0), *outline, *inside], count, (MAIN, "staves" if two else MAIN))
    else:
        parts = _in(MAIN, lathe([(0, 0), *outline, *inside], 28))
    parts += _in(MAIN, _disc(edge, height - depth + 0.012), _disc(edge, 0.035))
    half, thick = rng.uniform(0.035, 0.055), rng.uniform(0.025, 0.04)
    rows = ((0.09, 0.91), (0.07, 0.33, 0.67, 0.93), (0.07, 0.25, 0.75, 0.93), (0.06, 0.5, 0.94))
    places = rows[rng.integers(4)]
    sides = count if rng.random() < 0.5 else 28
    for y in np.array(places) * height:
        low, high = max(y - half, 0.01), min(y + half, height - 0.01)
        parts += _in("hoops", _girdle(outline, low, high, thick, sides))
        if ornate and abs(y / height - 0.5) > 0.3:
            parts += _in("trim", _balls(_around(9, _radius_at(outline, y) + thick, y), 0.055))
    if form == "open":
        what = "fruit" if rng.random() < 0.4 else "drink"
        parts += _in(what, _disc(edge + 0.02, height - 0.12))
        parts += _heap(rng, "fruit", edge * 0.75, height - 0.06, 0.15, 7) if what == "fruit" else []
    elif rng.random() < 0.5:  # a bar across the lid, or a bung
        bar = box((0, height - depth + 0.025, 0), (1.9 * edge, 0.05, 0.17))
        parts += _in("staves", bar if rng.random() < 0.6 else _disc(0.12, height - depth + 0.05))
    if form != "lying" and rng.random() < 0.3:  # a tap
        y = height * 0.2
        r = _radius_at(outline, y)
        parts += _in("hoops", _bar((0, y, r - 0.05), (0, y, r + 0.16), 0.05))
        parts += _in("hoops", _bar((0, y, r + 0.11), (0, y + 0.12, r + 0.11), 0.04))
    if ornate:
        parts += _in("trim", _ring(edge + 0.03, height, 0.05), _disc(edge * 0.4, height - depth + 0.04))
    if form == "lying":
        parts = _placed(parts, (0, belly, -height / 2), turn(0, 90))
        for z in (-height * 0.28, height * 0.28):
            wedge = [(-0.5, 0), (0.5, 0), (0.44, 0.3), (0.25, 0.13), (0, 0.08), (-0.25, 0.13), (-0.44, 0.3)]
            parts += _in("stand", move(prism(np.array(wedge) * 1.9 * belly, 0.14), (0, -0.09, z)))
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
    for wide, out, rotation in ((x - 0.02, depth / 2, None), (z - 0.02, width / 2, _SIDEWAYS)):
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
    parts = _in(MAIN, *_panels(rng, size, upright, gap, count))
    parts += _in(MAIN, box((0, 0.05, 0), (width - 0.05, 0.1, depth - 0.05)))
    if form == "closed":
        parts += _in("gaps", box((0, height / 2, 0), (width - 0.07, height - 0.02, depth - 0.07)))
        for k in range(count):
            x = ((k + 0.5) / count - 0.5) * width
            parts += _in(MAIN, box((x, height, 0), (width / count - 0.022, 0.07, depth - 0.01)))
    elif form == "slatted" and rng.random() < 0.5:
        for k in range(3):
            parts += _in(MAIN, box((0, height, (k - 1) * depth * 0.36), (width, 0.06, depth * 0.24)))
    elif rng.random() < 0.5:
        straw = blob(rng, (0, height - 0.22, 0), (width * 0.48, 0.27, depth * 0.48), 0.08, 5, 2)
        parts += _in("straw", straw)
    else:
        heap = _heap(rng, "fruit", 0.4, height - 0.12, 0.15, 9)
        parts += [(move(solid, scale=(width * 0.9, 1, depth * 0.9)), slot) for solid, slot in heap]
        parts += _in("fruit", box((0, height / 2 - 0.1, 0), (width - 0.1, height - 0.25, depth - 0.1)))
    style = "corners" if ornate else str(rng.choice(("edges", "posts", "corners", "straps")))
    parts += _in("frame", *_framing(rng, style, size, beam, form))
    if ornate:
        x, z = (width - beam) / 2 + 0.08, (depth - beam) / 2 + 0.08
        levels = (beam * 0.8, height - beam * 0.7)
        knobs = [(i * x, y, j * z) for i in (-1, 1) for j in (-1, 1) for y in levels]
        parts += _in("trim", _balls(knobs, beam * 0.55))
        for z in (-depth / 2, depth / 2):
            parts += _in("trim", move(box((0, 0, 0), (0.26, 0.26, 0.05)), (0, height / 2, z), turn(2, 45)))
        for x in (-width / 2, width / 2):
            parts += _in("trim", move(box((0, 0, 0), (0.05, 0.26, 0.26)), (x, height / 2, 0), turn(0, 45)))
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
    parts = _in(MAIN, *(box((0, height / 2, j * (depth - 0.08) / 2), (width, height, 0.08)) for j in (-1, 1)))
    for x in ((0.08 - width) / 2, (width - 0.08) / 2):
        parts += _in(MAIN, box((x, height / 2, 0), (0.08, height, depth - 0.02)))
    heap = _heap(rng, "coins", 0.45, height - 0.13, 0.13, 12)
    parts += [(move(solid, scale=(width * 0.95, 1, depth * 0.85)), slot) for solid, slot in heap]
    parts += _in("coins", box((0, height / 2 - 0.05, 0), (width - 0.1, height - 0.1, depth - 0.1)))
    jewels = [(rng.uniform(-0.35, 0.35) * width, height + 0.02, z) for z in (-0.15, 0.15)]
    return parts + _in("gems", _balls(jewels, 0.1))


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
    lid = _in(MAIN, move(prism(arch, width), rotation=_SIDEWAYS))
    if is_open:
        parts = _treasure(rng, width, height, depth)
        lid += _in("inside", box((0, -0.005, 0), (width - 0.14, 0.05, depth - 0.14)))
    else:
        parts = _in(MAIN, box((0, height / 2, 0), (width, height, depth)))
    places = width * np.array(((-0.3, 0.3), (-0.4, 0.4), (-0.45, 0.0, 0.45), (-0.46, 0.46))[rng.integers(4)])
    hoop = prism(arch * [1 + thick / half, 1 + thick / rise], strap)
    for x in places:
        lid += _in("bands", move(hoop, (x, 0, 0), _SIDEWAYS))
        parts += _in("bands", *(box((x, height / 2, j * half), (strap, height, 2 * thick)) for j in (-1, 1)))
    edging = rng.random()
    if edging < 0.45:
        parts += _in("bands", *_edging(width, depth, height - 0.05, 0.09, 0.03))
    elif edging > 0.75:
        parts += _in("bands", *_edging(width, depth, 0.06, 0.12, 0.04))
    plate, place = rng.uniform(0.15, 0.22), height - 0.08
    if rng.random() < 0.6:
        parts += _in("lock", box((0, place, half + 0.03), (plate, plate * 1.15, 0.09)))
    else:
        parts += _in("lock", _ball((0, place, half + 0.02), (plate * 0.6, plate * 0.6, 0.08)))
    parts += _in("keyhole", box((0, place, half + 0.085), (0.05, 0.09, 0.03)))
    if rng.random() < 0.5:
        for i in (-1, 1):
            grip = move(_bow((-0.13, 0), (0.13, 0), -0.12, 0.04), rotation=_SIDEWAYS)
            parts += _in("lock", move(grip, (i * (width / 2 + 0.03), height * 0.65, 0)))
    if ornate or rng.random() < 0.3:
        feet = [(i * width * 0.45, 0, j * half * 0.88) for i in (-1, 1) for j in (-1, 1)]
        parts += _in("lock", _balls(feet, 0.09, 8))
    if ornate:
        studs = [(x, rise * 0.9, j * half * 0.5) for x in places for j in (-1, 1)]
        lid += _in("lock", _balls(studs, 0.06))
        studs = [(x, y * height, half + 0.03) for x in places if abs(x) > 0.1 for y in (0.25, 0.7)]
        parts += _in("lock", _balls(studs, 0.06))
        diamond = move(box((0, 0, 0), (0.14, 0.14, 0.06)), rotation=turn(2, 45))
        parts += _in("lock", *(move(diamond, (i * width * 0.22, height * 0.45, half)) for i in (-1, 1)))
    tip = -rng.uniform(60, 95) if is_open else 0.0
    parts += _placed(_placed(lid, (0, 0, half)), (0, height + 0.003, -half), turn(0, tip))
    own: Colours = {"bands": one_of(rng, DARK, DARK, 0.5, STEEL, (0.50, 0.34, 0.16)), "inside": 0.45}
    own |= {"lock": GOLD, "keyhole": DARK, "coins": (0.95, 0.75, 0.2), "gems": one_of(rng, *GEMS)}
    return used(parts, own)


def _flask_outline(rng: np.random.Generator, form: str, thin: float) -> Outline:
    """Draw a bottle's outline from its bottom to where its neck begins, `thin` in radius."""
    belly, body, slope = rng.uniform(0.26, 0.34), rng.uniform(0.5, 0.8), rng.uniform(0.12, 0.24)
    if form == "round":
        belly, squat = rng.uniform(0.36, 0.44), rng.uniform(0.8, 1.0)
        angle = np.linspace(-1.1, np.arccos(thin / belly), 12)
        return [(belly * np.cos(a), squat * belly * (np.sin(a) + np.sin(1.1))) for a in angle]
    if form == "cone":
        belly = rng.uniform(0.36, 0.42)
        return [(belly - 0.05, 0), (belly, 0.07), (thin, rng.uniform(0.6, 0.75))]
    if form == "jug":
        radii = [belly * 0.8, belly * 1.2, belly * 0.8, thin * 1.1]
        return _curve([0, body * 0.5, body, body + slope], radii)
    ease = [(0.5 + 0.5 * np.cos(np.pi * t), body + slope * t) for t in np.linspace(0, 1, 6)]
    return [(belly * 0.92, 0), (belly, 0.06), *((thin + (belly - thin) * a, y) for a, y in ease)]


def _stopper(rng: np.random.Generator, kind: str, radius: float, y: float) -> Solid:
    """Close a bottle at height y with a "cork", a "ball" or a "cap"."""
    if kind == "ball":
        return _ball((0, y + 0.08, 0), rng.uniform(0.12, 0.15))
    if kind == "cap":
        out = radius + 0.06
        return lathe([(radius, y - 0.1), (out, y - 0.1), (out, y + 0.06), (0, y + 0.06)], 20)
    low, high = radius * 0.85, radius * 1.05
    return lathe([(0, y - 0.02), (low, y - 0.02), (high, y + 0.13), (0, y + 0.13)], 16)


def _bottle(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.25, "square": 0.17, "wine": 0.35, "cone": 0.15, "jug": 0.08})
    ornate = is_said(rng, shape, "ornate", 0.12)
    thin, neck = rng.uniform(0.1, 0.13), rng.uniform(0.18, 0.36)
    outline = _flask_outline(rng, form, thin)
    end, shoulder = outline[-1]
    belly, top, lip = max(r for r, _ in outline), shoulder + neck, thin + rng.uniform(0.025, 0.05)
    sides = 32 if form == "square" else 8 if rng.random() < 0.12 else 26
    shaped = _squared if form == "square" else _faceted if sides == 8 else _as_is
    parts = _in(MAIN, shaped(lathe([(0, 0), *outline, (0, shoulder)], sides, 0.6)))
    glass = "glass" if rng.random() < 0.35 else MAIN
    low = shoulder - 0.03
    parts += _in(glass, lathe([(0, low), (end, low), (thin, low + 0.05), (thin, top), (0, top)], 20))
    collar = lathe([(thin - 0.01, top - 0.09), (lip, top - 0.08), (lip, top), (0, top)], 20)
    parts += _in("trim" if ornate else glass, collar)
    kind = "ball" if ornate else str(rng.choice(("cork", "ball", "cap")))
    parts += _in("cork", _stopper(rng, kind, thin, top))
    labelled = rng.random() < (0.4 if ornate else 0.65)
    if labelled and form == "square":
        size = (belly * 1.4, shoulder * 0.45, 0.05)
        parts += _in("label", *(box((0, shoulder * 0.38, j * (belly + 0.005)), size) for j in (-1, 1)))
    elif labelled:
        low, high = (0.18, 0.62) if form == "wine" else (0.28, 0.6)
        parts += _in("label", shaped(_girdle(outline, low * shoulder, high * shoulder, 0.015, sides)))
    if ornate or rng.random() < 0.35:
        parts += _in("trim" if ornate else "string", _ring(thin + 0.02, shoulder + 0.05, 0.045))
    if ornate:
        for y in (0.0, 0.68 * shoulder):
            parts += _in("trim", shaped(_girdle(outline, y, y + 0.09, 0.03, sides)))
        y = 0.68 * shoulder + 0.045
        parts += _in("cork", _balls(_around(4, _radius_at(outline, y), y), 0.08, 8))
    if form == "jug":
        y = shoulder * 0.7
        parts += _in(MAIN, _bow((thin, top - 0.1), (_radius_at(outline, y) - 0.03, y), 0.16, 0.045))
    stopper = one_of(rng, *GEMS) if ornate else one_of(rng, WOOD, (0.66, 0.48, 0.30), DARK, GOLD)
    own: Colours = {"cork": stopper, "label": one_of(rng, CREAM, WHITE, 0.5), "trim": GOLD, "string": ROPE}
    return used(parts, own | {"glass": 1.3 if rng.random() < 0.6 else GLASS})


def _mug(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.22, "square": 0.1, "tankard": 0.25, "straight": 0.43})
    ornate, lidded = is_said(rng, shape, "ornate", 0.1), is_said(rng, shape, "lidded", 0.07)
    height, radius, wall = rng.uniform(0.68, 1.0), rng.uniform(0.35, 0.43), 0.065
    if form == "round":
        radii = radius * np.array([0.75, 1.22, 0.95, 1])
        outline = _curve([0, height * 0.4, height * 0.8, height], radii, 9)
    elif form == "tankard":
        outline = _curve([0, height * 0.5, height], radius * np.array([rng.uniform(1.1, 1.25), 1, 0.95]), 7)
    else:
        low = radius * rng.uniform(0.75, 1.08)
        outline = [(low - 0.04, 0), (low, 0.05), (radius, height)]
    profile, shaped = _hollow(outline, wall, 0.1), _squared if form == "square" else _as_is
    if form == "tankard":
        parts = _staves(profile, 14, (MAIN, "staves"))
        hoops = [_girdle(outline, y * height, (y + 0.1) * height, 0.025, 28) for y in (0.12, 0.82)]
        parts += _in("trim" if ornate else "hoops", *hoops)
    else:
        parts = _in(MAIN, shaped(lathe(profile, 32, 0.6)))
    if lidded:
        out, y = radius + 0.04, height - 0.01
        dome = [(0, y), (out, y), (out, y + 0.07), (radius * 0.5, y + 0.16), (0, y + 0.18)]
        parts += _in("lid", shaped(lathe(dome, 32)), _ball((0, height + 0.2, 0), 0.08))
    else:
        what = "foam" if form == "tankard" else str(rng.choice(("drink", "drink", "foam", "none")))
        parts += _filling(rng, what, outline, height * rng.uniform(0.75, 0.88), shaped)
    grip, middle = rng.uniform(0.24, 0.34) * height, height * rng.uniform(0.48, 0.58)
    upper, lower = ((_radius_at(outline, y) - 0.04, y) for y in (middle + grip, middle - grip))
    power = 0.5 if rng.random() < 0.35 else 1.0
    parts += _in("handle", _bow(upper, lower, rng.uniform(0.24, 0.32), rng.uniform(0.06, 0.08), power))
    if rng.random() < 0.25 and not ornate and form != "tankard":
        y = height * rng.uniform(0.15, 0.6)
        parts += _in("stripe", shaped(_girdle(outline, y, y + height * 0.2, 0.012, 32)))
    if ornate:
        for low, high in ((0.01, 0.09), (height * 0.9, height * 0.99)):
            parts += _in("trim", shaped(_girdle(outline, low, high, 0.03, 32)))
        places = _around(6, _radius_at(outline, height * 0.5), height * 0.5, 0.52)
        parts += _in("gems", _balls(places, 0.09, 8))
    own: Colours = {
        "handle": one_of(rng, 0.7, 0.6, 1.25, 0.85, WOOD),
        "hoops": one_of(rng, DARK, STEEL, GOLD),
    }
    own |= {"staves": 0.8, "foam": WHITE, "drink": one_of(rng, COFFEE, COFFEE, (0.62, 0.35, 0.12), WATER)}
    own |= {"lid": one_of(rng, 0.7, STEEL), "stripe": one_of(rng, WHITE, 0.6, GOLD)}
    return used(parts, own | {"trim": GOLD, "gems": one_of(rng, *GEMS)})


def _filling(
    rng: np.random.Generator, what: str, outline: Outline, y: float, shaped: Callable[[Solid], Solid]
) -> Parts:
    """Fill a mug up to height y with a "drink", with "foam" to its brim and over, or with nothing."""
    radius, height = outline[-1]
    inner = _radius_at(outline, y) - 0.045
    if what == "drink":
        return _in("drink", shaped(_disc(inner, y)))
    if what == "none":
        return []
    dome = [(inner * np.cos(a), height - 0.05 + 0.14 * np.sin(a)) for a in np.linspace(0, np.pi / 2, 5)]
    parts = _in("foam", shaped(lathe([(0, y), *dome], 24, 0.2)))
    if rng.random() < 0.6:
        parts += _heap(rng, "foam", inner * 0.7, height, 0.13, 5)
    if rng.random() < 0.5:
        [place] = _around(1, radius, height - 0.05, rng.uniform(-1, 1))
        parts += _in("foam", _ball(place, (0.11, 0.17, 0.11)))
    return parts


def _vase(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.2, "square": 0.1, "twisted": 0.15, "turned": 0.55})
    ornate = is_said(rng, shape, "ornate", 0.12)
    height = rng.uniform(0.9, 1.25)
    foot, belly, neck = rng.uniform(0.17, 0.25), rng.uniform(0.31, 0.41), rng.uniform(0.14, 0.2)
    lip, at = neck + rng.uniform(0.06, 0.14), rng.uniform(0.35, 0.62)
    kind = str(rng.choice(("classic", "classic", "trumpet", "gourd", "jar")))
    if form == "round":
        kind, height, belly, at = "classic", rng.uniform(0.85, 1.0), rng.uniform(0.43, 0.48), 0.45
    shares, radii = {
        "classic": ([0, 0.06, at, 0.84, 1], [foot * 1.1, foot, belly, neck, lip]),
        "trumpet": ([0, 0.08, 0.3, 0.7, 1], [foot * 1.3, foot, foot * 1.25, neck * 1.2, belly]),
        "gourd": ([0, 0.3, 0.56, 0.75, 0.92, 1], [foot, belly, neck * 1.1, neck * 1.7, neck, neck * 1.2]),
        "jar": ([0, 0.2, 0.7, 0.92, 1], [foot * 1.2, foot * 1.5, belly, neck * 1.4, neck * 1.5]),
    }[kind]  # fmt: skip
    outline = _curve(np.array(shares) * height, radii, 15)
    outline = [(max(r, 0.12), y) for r, y in outline]
    profile = _hollow(outline, 0.055, height * 0.75)
    sides = 32 if form == "square" else 10 if form == "turned" and rng.random() < 0.2 else 28
    shaped = _squared if form == "square" else _faceted if sides == 10 else _as_is
    if form == "twisted":
        lobes, twist = int(rng.integers(4, 7)), rng.uniform(1.5, 3.0) * rng.choice((-1, 1))
        angle = np.arange(36) * 2 * np.pi / 36
        y = np.array(profile)[1:-1, 1:]
        factors = 1 + 0.17 * np.cos(lobes * angle + twist * y / height * np.pi)
        parts = _in(MAIN, loft(_rings(profile[1:-1], 36, factors), smooth=True))
    else:
        parts = _in(MAIN, shaped(lathe(profile, sides, 0.5)))
    count, out = int(rng.integers(0, 3)), 0.015
    if form == "twisted":
        count, out = int(rng.integers(0, 2)), 0.055
    for y in height * rng.choice((0.07, 0.25, 0.45, 0.61, 0.75), count, replace=False):
        high = y + height * rng.uniform(0.08, 0.13)
        parts += _in("band", shaped(_girdle(outline, y, high, out, sides)))
    if ornate or (kind in ("classic", "jar") and rng.random() < 0.4):  # two handles
        high, low = 0.92 * height, (at + 0.08 if kind == "classic" else 0.6) * height
        ends = (_radius_at(outline, high) - 0.03, high), (_radius_at(outline, low) - 0.04, low)
        grip = _bow(*ends, rng.uniform(0.12, 0.24), rng.uniform(0.045, 0.055), float(rng.choice((1.0, 0.5))))
        parts += _in("handles", grip, move(grip, rotation=turn(1, 180)))
    if rng.random() < 0.15:
        r, y = outline[-1][0], height - 0.01
        dome = [(0, y), (r + 0.03, y), (r, y + 0.06), (0.06, y + 0.15), (0, y + 0.15)]
        parts += _in("lid", lathe(dome, 24), _ball((0, height + 0.17, 0), 0.07))
    if ornate:
        for low, high in ((0.0, 0.09), (height * 0.93, height * 0.995)):
            parts += _in("trim", shaped(_girdle(outline, low, high, 0.035, sides)))
        y = height * at if kind == "classic" else height * 0.4
        r = _radius_at(outline, y) + (0.05 if form == "square" else 0)
        parts += _in("trim", _balls(_around(8, r, y), 0.065, 8))
    own: Colours = {"band": one_of(rng, GOLD, 0.5, 1.35, WHITE, CREAM), "lid": one_of(rng, 0.6, 0.8, 1.25)}
    return used(parts, own | {"handles": one_of(rng, 0.65, 0.8, 1.25, GOLD), "trim": GOLD})


def _bail(radius: float, y: float, rise: float, thick: float, tip: float) -> list[Solid]:
    """Make a handle that swings between two ears at (±radius, y), tipped to the front by `tip` degrees."""
    t = np.linspace(0, np.pi, 15)
    path = np.stack([radius * np.cos(t), rise * np.sin(t), 0 * t], 1)
    swung = move(sweep(path, np.full(len(t), thick), 8), (0, y, 0), turn(0, tip))
    return [swung, *(_ball((i * radius, y, 0), thick * 1.6) for i in (-1, 1))]


def _bucket(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"square": 0.1, "staves": 0.5, "metal": 0.4})
    full, ornate = is_said(rng, shape, "full", 0.3), is_said(rng, shape, "ornate", 0.1)
    top, height = rng.uniform(0.42, 0.5), rng.uniform(0.62, 0.9)
    low, wall = top * rng.uniform(0.7, 0.9), 0.06
    outline = [(low, 0), (low + (top - low) * 0.5, height / 2), (top, height)]
    shaped = _squared if form == "square" else _as_is
    if form == "staves":
        parts = _staves(_hollow(outline, wall, 0.1), 2 * int(rng.integers(6, 9)), (MAIN, "staves"))
    else:
        parts = _in(MAIN, shaped(lathe(_hollow(outline, wall, 0.1), 32, 0.6)))
        inner, out, low, high = top - wall, top + 0.05, height - 0.03, height + 0.05
        rim = lathe([(inner, low), (out, low), (out, high), (inner, high), (inner, low)], 32)
        parts += _in(MAIN, shaped(rim))
    places = ((0.12, 0.72), (0.1, 0.45, 0.85), (0.3,), (0.82,))[rng.integers(4 if form != "staves" else 2)]
    for y in places:
        wide = rng.uniform(0.08, 0.12)
        parts += _in("hoops", shaped(_girdle(outline, y * height, (y + wide) * height, 0.025, 32)))
    fill = height * (0.9 if full else rng.uniform(0.45, 0.7))
    if full and rng.random() < 0.35:
        parts += _in("goods", shaped(_disc(_radius_at(outline, fill) - 0.03, fill)))
        parts += _heap(rng, "goods", top * 0.6, fill + 0.02, 0.17, 7)
    elif full or rng.random() < 0.3:
        parts += _in("liquid", shaped(_disc(_radius_at(outline, fill) - 0.03, fill)))
    thick, tip = rng.uniform(0.045, 0.06), float(rng.choice((0, 0, rng.uniform(15, 40), 100)))
    parts += _in("handle", *_bail(top + 0.035, height - 0.06, top * rng.uniform(0.95, 1.25), thick, tip))
    if tip == 0 and rng.random() < 0.5:
        y = height - 0.06 + top * 1.08
        parts += _in("grip", _bar((-0.15, y, 0), (0.15, y, 0), 0.08))
    if ornate:
        for low, high, out in ((0.0, 0.08, 0.04), (height * 0.92, height + 0.02, 0.07)):
            parts += _in("trim", shaped(_girdle(outline, low, high, out, 32)))
        r = _radius_at(outline, height * 0.5) + 0.01
        parts += _in("trim", _balls(_around(8, r, height * 0.5), 0.075, 8))
    own: Colours = {"handle": one_of(rng, DARK, STEEL, 0.6, ROPE), "hoops": one_of(rng, DARK, STEEL, 0.6)}
    own |= {"liquid": one_of(rng, WATER, WATER, WHITE), "goods": one_of(rng, *FRUITS, STRAW)}
    return used(parts, own | {"staves": 0.8, "trim": GOLD, "grip": WOOD})


def _woven(outline: Outline, rows: int, columns: int, bulge: float) -> Parts:
    """Weave a wall: cells that bulge out and in by turns."""
    low, high = outline[0][1], outline[-1][1]
    y = np.linspace(low, high, rows + 1)
    ring = _rings([(_radius_at(outline, v), v) for v in y], columns)
    corners = np.stack([ring[:-1], np.roll(ring, -1, 1)[:-1], np.roll(ring, -1, 1)[1:], ring[1:]], 2)
    over = (np.arange(rows)[:, None] + np.arange(columns)) % 2
    centre = corners.mean(2)
    centre[..., [0, 2]] *= (1 + bulge * (2 * over - 1))[..., None]
    cells = np.concatenate([corners, centre[:, :, None]], 2)
    fan = [[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]]
    parts: Parts = []
    for k, slot in ((0, "weave"), (1, MAIN)):
        some = cells[over == k]
        faces = np.asarray(fan) + 5 * np.arange(len(some))[:, None, None]
        parts.append((flat(some.reshape(-1, 3), faces.reshape(-1, 3)), slot))
    return parts


def _basket(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.45, "square": 0.25, "oval": 0.3})
    filling = kind_of(rng, shape, {"lidded": 0.12, "full": 0.33, "empty": 0.55})
    lidded, full = filling == "lidded", filling == "full"
    top, height = rng.uniform(0.42, 0.5), rng.uniform(0.42, 0.8)
    low, belly = top * rng.uniform(0.72, 0.95), rng.uniform(0.98, 1.08)
    outline = _curve([0, height * 0.5, height], [low, (low + top) / 2 * belly, top], 7)
    columns, rows = 2 * int(rng.integers(10, 14)), int(rng.integers(5, 8))
    parts = _woven(outline, rows, columns, rng.uniform(0.04, 0.07))
    inner = [(r - 0.05, y) for r, y in outline[::-1]]
    inside = lathe([(top, height - 0.01), *inner, (0, 0.06)], 24)
    parts += _in("inside", inside, lathe([(0, 0), (low, 0), (low, 0.01)], 24))
    parts += _in("rim", _ring(top - 0.01, height, rng.uniform(0.05, 0.07), 24), _ring(low, 0.04, 0.05, 24))
    if lidded:
        rise = rng.uniform(0.12, 0.26)
        angle = np.linspace(0, np.pi / 2 - 0.12, 6)
        dome = [((top + 0.03) * np.cos(a), height + 0.03 + rise * np.sin(a)) for a in angle]
        y = dome[-1][1]
        parts += _woven(dome, 4, columns, 0.03)
        parts += _in("rim", _disc(0.13, y + 0.02), _ball((0, y + 0.06, 0), 0.09))
    elif full:
        what = str(rng.choice(("goods", "bread", "cloth")))
        parts += _in("cloth" if what == "cloth" else "goods", _disc(top - 0.04, height - 0.06))
        if what == "goods":
            parts += _heap(rng, "goods", top * 0.65, height + 0.02, 0.18, 8)
        elif what == "bread":
            for k in range(3):
                loaf = move(
                    _unit_ball(10, 6), rotation=turn(1, rng.uniform(-50, 50)), scale=(0.12, 0.12, 0.36)
                )
                parts += _in("goods", move(loaf, ((k - 1) * 0.2, height + 0.06, rng.uniform(-0.05, 0.05))))
        else:
            parts += _in("cloth", blob(rng, (0, height - 0.05, 0), (top * 0.88, 0.22, top * 0.88), 0.1, 4, 2))
    parts = [(_squared(solid, 4.5), slot) for solid, slot in parts] if form == "square" else parts
    stretch = (1.0, 1.0, rng.uniform(0.7, 0.8)) if form in ("oval", "square") else (1.0, 1.0, 1.0)
    parts = [(move(solid, scale=stretch), slot) for solid, slot in parts]
    thick, draw = rng.uniform(0.05, 0.06), rng.random()
    if not lidded and (full or draw < 0.65):
        rise = rng.uniform(0.45, 0.7)
        t = np.linspace(0, np.pi, 17)
        across, up = top * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8, rise * np.sin(t) ** 0.8
        path = np.stack([across, height - 0.1 + up, 0 * t], 1)
        rod = sweep(path, np.full(len(t), thick), 7)
        parts += _in("handle", *(move(rod, (0, 0, z)) for z in (-thick * 0.8, thick * 0.8)))
    elif draw < 0.9 or lidded:
        grip = _bow((0, 0.13), (0, -0.13), 0.15, thick)
        for angle in (0, 180):
            turned = move(grip, (top * 0.97, height - 0.05, 0), turn(0, 90))
            parts += _in("handle", move(turned, rotation=turn(1, angle)))
    own: Colours = {
        "weave": one_of(rng, 0.65, 0.75),
        "inside": 0.5,
        "rim": one_of(rng, 0.6, 1.2),
        "handle": one_of(rng, 0.6, 0.75, 1.2, LEATHER),
    }
    return used(parts, own | {"goods": one_of(rng, *FRUITS), "cloth": one_of(rng, WHITE, (0.75, 0.15, 0.15))})


def _cauldron(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    bubbling, ornate = is_said(rng, shape, "bubbling", 0.35), is_said(rng, shape, "ornate", 0.1)
    leg = 0.06 if "tiny-legged" in shape else rng.uniform(0.14, 0.28)
    belly, squat = rng.uniform(0.46, 0.54), rng.uniform(0.75, 1.0)
    mouth, lip = belly * rng.uniform(0.68, 0.85), rng.uniform(0.05, 0.1)
    end = np.arccos(mouth / belly)
    bowl = [(belly * np.cos(a), leg + squat * belly * (np.sin(a) + 1)) for a in np.linspace(-1.4, end, 8)]
    rim = bowl[-1][1]
    neck = [(mouth, rim + 0.03), (mouth + lip, rim + 0.1), (mouth + lip, rim + 0.17)]
    outline = [*bowl, *neck]
    top = rim + 0.17
    inside = [(mouth - 0.02, top), (mouth - 0.05, rim), (0, rim - 0.05)]
    parts = _in(MAIN, lathe([(0, leg), *outline, *inside], 26, 0.55))
    lidded = not bubbling and rng.random() < 0.15
    if lidded:
        dome = [(0, top - 0.01), (mouth + lip * 0.8, top - 0.01), (mouth * 0.6, top + 0.13), (0, top + 0.17)]
        parts += _in("lid", lathe(dome, 24), _ball((0, top + 0.2, 0), 0.09))
    else:
        swell = [(r * (mouth + lip * 0.5), top + 0.09 * (1 - r * r)) for r in (1, 0.85, 0.6, 0.3, 0)]
        parts += _in("brew", lathe([(0, top - 0.06), (mouth - 0.02, top - 0.06), *swell], 20, 0.5))
    if bubbling:
        count = int(rng.integers(5, 9))
        k = np.arange(count)
        out, azimuth = mouth * 0.75 * np.sqrt(k / count), k * 2.4
        bubbles = np.stack([out * np.sin(azimuth), np.full(count, top - 0.02), out * np.cos(azimuth)], 1)
        parts += _in("brew", _balls(bubbles, rng.uniform(0.09, 0.19, count), 8))
        for azimuth in rng.uniform(0, 2 * np.pi, 2):  # it boils over
            x, z = (mouth + lip) * np.sin(azimuth), (mouth + lip) * np.cos(azimuth)
            parts += _in("brew", _ball((x, top - 0.05, z), (0.13, 0.1, 0.13)))
            parts += _in("brew", _ball((x, top - 0.1, z), (0.075, rng.uniform(0.12, 0.24), 0.075)))
    count = 3 if rng.random() < 0.75 else 4
    first = rng.uniform(0, 1)
    hips = _around(count, belly * 0.55, leg + 0.2 * belly, first)
    for (x, _, z), hip in zip(_around(count, belly * 0.78, 0, first), hips, strict=True):
        parts += _in("legs", _bar((x, 0, z), hip, 0.085), _ball((x, 0.05, z), (0.11, 0.07, 0.11)))
    style, y = str(rng.choice(("rings", "ears", "bail"))), rim - 0.05
    r = _radius_at(outline, y)
    if style == "bail":
        tip = 30.0 if rng.random() < 0.5 else 0.0
        parts += _in("handles", *_bail(mouth + lip + 0.03, top - 0.08, rng.uniform(0.45, 0.6), 0.05, tip))
    elif style == "ears":
        grip = _bow((mouth + lip - 0.02, top - 0.05), (r - 0.03, y - 0.12), 0.15, 0.055)
        parts += _in("handles", grip, move(grip, rotation=turn(1, 180)))
    else:
        ring = move(_ring(0.14, 0, 0.045, 14), rotation=turn(2, 90))
        for i in (-1, 1):
            parts += _in("handles", move(ring, (i * (r + 0.06), y - 0.12, 0)), _ball((i * r, y, 0), 0.08))
    if rng.random() < 0.4 or ornate:
        y = leg + squat * belly * rng.uniform(0.9, 1.1)
        parts += _in("trim" if ornate else "handles", _girdle(outline, y, y + 0.1, 0.025, 28))
        if ornate:
            r = _radius_at(outline, y + 0.05) + 0.02
            parts += _in("trim", _balls(_around(8, r, y + 0.05), 0.08))
            parts += _in("trim", _ring(mouth + lip, top - 0.02, 0.05))
    if leg > 0.2 and rng.random() < 0.4:  # a fire below
        for a in np.arange(3) * np.pi / 3 + 0.3:
            x, z = 0.5 * np.sin(a), 0.5 * np.cos(a)
            parts += _in("logs", _bar((-x, 0.06, -z), (x, 0.06, z), 0.065))
        parts += _in("fire", move(_balls(_around(5, 0.26, 0.08), 0.1), scale=(1, 2, 1)))
    brew = one_of(rng, (0.35, 0.78, 0.18), (0.58, 0.22, 0.72), (0.20, 0.65, 0.72), (0.85, 0.45, 0.12))
    own: Colours = {
        "brew": brew,
        "legs": one_of(rng, 0.6, 0.75, DARK),
        "handles": one_of(rng, 0.6, 0.7, 1.3, STEEL, DARK),
        "lid": 0.7,
    }
    return used(parts, own | {"trim": GOLD, "logs": WOOD, "fire": FLAME})


def _bag(
    rng: np.random.Generator, outline: Outline, top: float, pleats: float, columns: int = 28
) -> np.ndarray:
    """Revolve an outline to rings of lumpy cloth, gathered at height `top`."""
    rings = _rings(outline, columns)
    lumps = sine_noise(rings.reshape(-1, 3), rng, 3.5).reshape(rings.shape[:2])
    y, angle = np.array(outline)[:, 1:], np.arange(columns) * 2 * np.pi / columns
    gathered = pleats * np.exp(-(((y - top) / 0.3) ** 2)) * np.cos(int(rng.integers(5, 8)) * angle)
    rings[..., [0, 2]] *= (1 + 0.07 * lumps + gathered)[..., None]
    rings[..., 1] += 0.04 * np.where(y > 0.7 * top, np.roll(lumps, 5, 1), 0)
    return rings


def _cord(rng: np.random.Generator, radius: float, y: float, thick: float, spread: float) -> Parts:
    """Tie a rope around a bag, its knot and its two ends at the front."""
    side = rng.uniform(-0.6, 0.6)
    across, front = np.array([np.cos(side), 0, -np.sin(side)]), np.array([np.sin(side), 0, np.cos(side)])
    knot = (radius + 0.04) * front + np.array([0, y, 0])
    parts = _in("rope", _ring(radius, y, thick), _ball(knot, thick * 1.7))
    t = np.linspace(0, 1, 5)[:, None]
    for k in (-0.5, 0.5):
        end = knot + t * spread * (k * across + front) - t * t * np.array([0, rng.uniform(0.18, 0.28), 0])
        parts += _in("rope", tube(end, 0.042, 6), _ball(end[-1], 0.055))
    return parts


def _sack(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    is_open = is_said(rng, shape, "open", 0.3)
    is_round, patched = is_said(rng, shape, "round", 0.3), is_said(rng, shape, "patched", 0.4)
    height, belly = rng.uniform(0.7, 1.0), rng.uniform(0.36, 0.46)
    if is_round:
        height, belly = rng.uniform(0.55, 0.66), rng.uniform(0.48, 0.56)
    if is_open:
        mouth, top = belly * rng.uniform(0.75, 0.9), height * 0.9
        outline = _curve([0, 0.08, height * 0.4, top], [belly * 0.75, belly * 0.95, belly, mouth], 12)
        roll = [(0.06, 0.02), (0.07, 0.07), (0.02, 0.11), (-0.04, 0.06), (-0.06, -0.1)]
        outline += [(mouth + x, top + y) for x, y in roll]
        rings = _bag(rng, [(0.02, 0), *outline, (0.02, top - 0.12)], top, 0.03)
        what = str(rng.choice(("grain", "coins", "goods")))
        dome = [(mouth * np.cos(a), top - 0.04 + 0.17 * np.sin(a)) for a in np.linspace(0, np.pi / 2, 6)]
        parts = _in(what, lathe([(0, top - 0.1), *dome], 20, 0.2))
        if what != "grain":
            parts += _heap(rng, what, mouth * 0.7, top + 0.05, 0.15 if what == "goods" else 0.1, 8)
        parts += _cord(rng, _radius_at(outline[:12], top - 0.1) + 0.02, top - 0.1, 0.045, 0.16)
    else:
        top, ruff, neck = height, rng.uniform(0.16, 0.26), belly * rng.uniform(0.26, 0.36)
        radii = [belly * 0.72, belly * 0.95, belly, belly * 0.7, neck]
        outline = _curve([0, 0.08, height * 0.38, height * 0.75, height], radii, 12)
        outline += [(neck * 1.1, top + 0.05), (neck * 1.8, top + ruff), (neck * 1.5, top + ruff)]
        rings = _bag(rng, [(0.02, 0), *outline, (0.02, top + ruff * 0.6)], top, 0.16)
        parts = _cord(rng, neck + 0.02, top + 0.02, 0.055, 0.26)
    parts += _in(MAIN, loft(rings, smooth=True))
    if patched:
        for first in int(rng.integers(0, 9)) + np.arange(int(rng.integers(2, 4))) * 9:
            row, column = int(rng.integers(3, 6)), (first + np.arange(5 if is_round else 4) - 3) % 28
            cloth = rings[row : row + 4][:, column]
            out = np.array([1.06, 1, 1.06])
            parts += _in("patch", shell(cloth * out, cloth * (2 - out)))
    tilt = rng.uniform(-0.12, 0.12, 2)
    parts = [(lean(solid, tilt), slot) for solid, slot in parts]
    own: Colours = {
        "rope": one_of(rng, ROPE, LEATHER, 0.5, (0.75, 0.2, 0.15)),
        "patch": one_of(rng, 0.65, 0.75, 1.3, BRICK),
        "grain": one_of(rng, STRAW, CREAM, WHITE),
        "coins": (0.95, 0.75, 0.2),
        "goods": one_of(rng, *FRUITS),
    }
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
    "bottle": PropClass(
        _bottle,
        ("flask", "potion", "vial"),
        0.3,
        ("round", "square", "ornate"),
        {"label": "label", "cork": "cork"},
    ),
    "mug": PropClass(
        _mug,
        ("cup", "tankard", "beer stein"),
        0.14,
        ("round", "square", "lidded", "ornate"),
        {"handle": "handle"},
    ),
    "vase": PropClass(
        _vase,
        ("urn", "amphora", "jar"),
        0.5,
        ("round", "square", "twisted", "ornate"),
        {"band": "band", "handles": "handles"},
    ),
    "bucket": PropClass(
        _bucket,
        ("pail", "water bucket"),
        0.4,
        ("full", "square", "ornate"),
        {"handle": "handle", "hoops": "hoops"},
    ),
    "basket": PropClass(
        _basket, ("wicker basket", "hamper"), 0.5, ("round", "square", "lidded", "full"), {"handle": "handle"}
    ),
    "cauldron": PropClass(
        _cauldron,
        ("cooking pot", "witch's pot"),
        0.7,
        ("bubbling", "tiny-legged", "ornate"),
        {"brew": "brew", "legs": "legs"},
    ),
    "sack": PropClass(
        _sack,
        ("bag", "pouch", "grain bag"),
        0.7,
        ("open", "round", "patched"),
        {"rope": "rope", "patch": "patch"},
    ),
}
