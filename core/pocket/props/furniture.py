"""Furniture: tables, seats, beds and cabinets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from core.pocket.props.pieces import is_said, kind_of, one_of, used
from core.pocket.props.prop import (
    BRICK,
    CREAM,
    DARK,
    GLASS,
    GOLD,
    LEAF,
    LEATHER,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import Solid, box, flat, frame_along, lathe, move, prism, tube, turn

Colours = dict[str, SlotColour]
Place = tuple[float, float]

#: Rotates a prism, whose outline lies in XY, so that its depth goes along X.
_SIDEWAYS = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)

_LEG_STYLES = ("square", "tapered", "round", "turned", "bulbous")
#: Profiles of turned pieces: radii as shares of half their thickness, heights of their length.
_TURNED = {
    "bar": [(1, 0), (1, 1)],
    "round": [(0.95, 0), (1.15, 1)],
    "turned": [
        (0.7, 0),
        (0.9, 0.06),
        (0.65, 0.13),
        (0.9, 0.4),
        (1.2, 0.6),
        (0.75, 0.7),
        (1.2, 0.78),
        (1.2, 1),
    ],
    "bulbous": [
        (1, 0),
        (1, 0.1),
        (0.7, 0.17),
        (1.3, 0.4),
        (1.45, 0.55),
        (1.3, 0.7),
        (0.75, 0.86),
        (1.1, 0.9),
        (1.1, 1),
    ],
}
_CRESTS = ("flat", "arch", "peak", "camel", "ears", "step")


def _in(slot: str, *solids: Solid) -> Parts:
    return [(solid, slot) for solid in solids]


def _placed(parts: Parts, translation: Sequence[float], rotation: np.ndarray | None = None) -> Parts:
    return [(move(solid, translation, rotation), slot) for solid, slot in parts]


def _frustum(low: Sequence[float], low_size: Place, high: Sequence[float], high_size: Place) -> Solid:
    """Join two level rectangles (centre, size along X and Z), the lower one first."""
    unit_box = box((0, 0.5, 0), (1, 1, 1))
    up = unit_box.vertices[:, 1:2]
    extent = (
        np.array([[low_size[0], 0, low_size[1]]]) * (1 - up)
        + np.array([[high_size[0], 0, high_size[1]]]) * up
    )
    return flat(
        unit_box.vertices * extent + np.array([low]) * (1 - up) + np.array([high]) * up, unit_box.faces
    )


@cache
def _unit_ball(segments: int, rings: int) -> Solid:
    latitude = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    return lathe(np.stack([np.cos(latitude), np.sin(latitude)], 1), segments, crease=-2)


def _ball(centre: Sequence[float], radius: float) -> Solid:
    return move(_unit_ball(10, 6), centre, scale=radius)


def _cushion(centre: Sequence[float], size: Sequence[float], softness: float = 0.4) -> Solid:
    """Make a superellipsoid: a box at softness 0, a ball at 1."""
    sphere = _unit_ball(16, 8)
    sign, across = np.sign(sphere.vertices), np.abs(sphere.vertices)
    soft = Solid(sign * across**softness, sign * across ** (2 - softness), sphere.faces)
    return move(soft, centre, scale=np.asarray(size) / 2)


@cache
def _unit_turned(style: str) -> Solid:
    return lathe([(0, 0), *_TURNED[style], (0, 1)], 10, 0.5)


def _bar(start: Sequence[float], end: Sequence[float], thick: float, style: str = "bar") -> Solid:
    """Make a round bar, plain or turned, between two points."""
    axis, half = np.subtract(end, start), thick / 2
    return move(_unit_turned(style), start, frame_along(axis), (half, float(np.linalg.norm(axis)), half))


def _corners(width: float, depth: float) -> list[Place]:
    return [(i * width / 2, j * depth / 2) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _around(count: int, radius: float, first: float) -> list[Place]:
    angles = first + np.arange(count) * 2 * np.pi / count
    return [(radius * np.sin(a), radius * np.cos(a)) for a in angles]


def _leg(style: str, foot: Sequence[float], top: Sequence[float], thick: float) -> Solid:
    if style == "square":
        return _frustum(foot, (thick, thick), top, (thick, thick))
    if style == "tapered":
        return _frustum(foot, (thick * 0.65, thick * 0.65), top, (thick * 1.25, thick * 1.25))
    return _bar(foot, top, thick, style)


def _legs(
    places: Iterable[Place], height: float, thick: float, style: str, splay: float = 0.0, base: float = 0.0
) -> list[Solid]:
    """Make legs below the places (x, z), their feet further out by a share `splay`."""
    return [
        _leg(style, (x * (1 + splay), base, z * (1 + splay)), (x, base + height, z), thick) for x, z in places
    ]


def _stretchers(
    places: Sequence[Place], y: float, thick: float, pairs: Iterable[tuple[int, int]]
) -> list[Solid]:
    """Make round bars between legs, at height y."""
    return [_bar((places[a][0], y, places[a][1]), (places[b][0], y, places[b][1]), thick) for a, b in pairs]


def _crest(kind: str, width: float, height: float, rise: float, depth: float) -> Solid:
    """Make an upright board on y = 0 whose top edge is carved: `rise` of its height."""
    u = np.linspace(1, -1, 3 if kind == "peak" else 2 if kind == "flat" else 17)
    carved = {
        "flat": np.zeros_like(u),
        "arch": np.sqrt(1 - 0.98 * u * u),
        "peak": 1 - np.abs(u),
        "camel": 0.5 + 0.5 * np.cos(np.pi * u),
        "ears": 0.5 - 0.5 * np.cos(np.pi * u),
        "step": np.clip(2.6 - 4 * np.abs(u), 0, 1),
    }[kind]
    top = np.stack([u * width / 2, height - rise + rise * carved], 1)
    return prism([(-width / 2, 0), (width / 2, 0), *top], depth)


def _leg_shade(rng: np.random.Generator) -> SlotColour:
    return (0.6, 0.72, 1.35, WOOD, DARK)[rng.choice(5, p=(0.4, 0.2, 0.1, 0.2, 0.1))]


def _top(
    rng: np.random.Generator, kind: str, width: float, depth: float, thick: float, y: float
) -> list[Solid]:
    """Make a table top or a seat on height y: "round", "eight-sided", "planks" or a "slab"."""
    if kind in ("round", "eight-sided"):
        bevel, half = thick * rng.uniform(0.1, 0.35), width / 2
        edge = [(half - bevel, 0), (half, bevel), (half, thick - bevel), (half - bevel, thick)]
        outline = [(0, 0), *edge, (0, thick)]
        disc = lathe(outline, 8 if kind == "eight-sided" else 32)
        disc = flat(disc.vertices, disc.faces) if kind == "eight-sided" else disc
        return [move(disc, (0, y, 0), turn(1, 22.5), (1, 1, depth / width))]
    if kind == "planks":
        count = int(rng.integers(3, 5))
        across = depth / count
        boards = [box((0, y + thick / 2 - 0.015, 0), (width - 0.06, thick - 0.06, depth - 0.02))]
        for k in range(count):
            x, z = rng.uniform(-0.02, 0.02), (k + 0.5) * across - depth / 2
            size = (width + rng.uniform(-0.03, 0.04), thick, across - 0.022)
            boards.append(box((x, y + thick / 2 + rng.uniform(-0.012, 0.012), z), size))
        return boards
    if rng.random() < 0.4:  # a second, narrower layer below
        low = thick * 0.4
        return [
            box((0, y + low / 2, 0), (width - 0.1, low, depth - 0.1)),
            box((0, y + (thick + low) / 2, 0), (width, thick - low, depth)),
        ]
    return [box((0, y + thick / 2, 0), (width, thick, depth))]


def _table(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.3, "square": 0.12, "oblong": 0.58})
    is_round = form == "round"
    ornate, tiny = is_said(rng, shape, "ornate", 0.12), "tiny-legged" in shape
    height = rng.uniform(0.13, 0.18) if tiny else rng.uniform(0.5, 0.8)
    width, thick = rng.uniform(1.05, 1.5), rng.uniform(0.11, 0.17)
    depth = width if form == "square" or (is_round and rng.random() < 0.7) else width * rng.uniform(0.6, 0.75)
    kinds = ("round", "round", "eight-sided") if is_round else ("planks", "slab")
    kind = str(rng.choice(kinds))
    parts = _in(MAIN, *_top(rng, kind, width, depth, thick, height))
    leg, style = rng.uniform(0.12, 0.17), str(rng.choice(_LEG_STYLES))
    draw = rng.random()
    if not tiny and draw < (0.5 if is_round else 0.12):
        parts += _pedestal(rng, min(width, depth), height)
    elif not tiny and not is_round and draw < 0.32:
        parts += _trestles(width, depth, height, leg, crossed=rng.random() < 0.6)
    else:
        places = _corners(width - 1.6 * leg, depth - 1.6 * leg)
        if is_round:
            around = _around(int(rng.integers(3, 5)), width * 0.34, np.pi / 4)
            places = [(x, z * depth / width) for x, z in around]
        splay = rng.uniform(0.05, 0.25) if (is_round or style == "tapered") and not tiny else 0.0
        parts += _in("legs", *_legs(places, height + 0.03, leg * (1.25 if tiny else 1), style, splay))
        if not is_round and not tiny and rng.random() < 0.65:
            parts += _apron(rng, width - 1.5 * leg, depth - 1.5 * leg, height)
        if not is_round and not tiny and splay == 0.0 and rng.random() < 0.3:
            low = height * rng.uniform(0.2, 0.35)
            parts += _in(MAIN, box((0, low, 0), (width - 1.7 * leg, 0.08, depth - 1.7 * leg)))
        if ornate:
            foot = [(x * (1 + splay), z * (1 + splay)) for x, z in places]
            parts += _in("trim", *(_ball((x, leg * 0.4, z), leg * 0.75) for x, z in foot))
    if ornate:
        y, band = height + thick / 2, thick * 0.45
        if is_round:
            out, half = width / 2 + 0.03, band / 2
            sides = 8 if kind == "eight-sided" else 32
            ring = lathe([(0, -half), (out, -half), (out, half), (0, half)], sides)
            parts += _in("trim", move(ring, (0, y, 0), turn(1, 22.5), (1, 1, depth / width)))
        else:
            parts += _in("trim", box((0, y, 0), (width + 0.07, band, depth + 0.06)))
    return used(parts, {"legs": _leg_shade(rng), "trim": GOLD})


def _apron(rng: np.random.Generator, width: float, depth: float, height: float) -> Parts:
    """Make the frame below a table's top, with a drawer or two now and then."""
    deep = rng.uniform(0.12, 0.2)
    parts = _in(MAIN, box((0, height - deep / 2, 0), (width, deep, depth)))
    if rng.random() < 0.5:
        count = int(rng.integers(1, 3))
        for k in range(count):
            x = ((k + 0.5) / count - 0.5) * width * 0.85
            parts += _in(
                "legs", box((x, height - deep / 2, depth / 2), (width * 0.7 / count, deep * 0.75, 0.05))
            )
            parts += _in("trim", _ball((x, height - deep / 2, depth / 2 + 0.04), 0.045))
    return parts


def _pedestal(rng: np.random.Generator, across: float, height: float) -> Parts:
    thick, foot = rng.uniform(0.1, 0.14), across * rng.uniform(0.26, 0.34)
    style = str(rng.choice(("bulbous", "turned", "bar")))
    parts = _in("legs", _bar((0, 0, 0), (0, height, 0), thick * 2.2, style))
    if rng.random() < 0.5:
        return parts + _in("legs", lathe([(0, 0), (foot, 0), (foot, 0.07), (thick, 0.16), (0, 0.16)], 24))
    count = int(rng.integers(3, 5))
    claws = [
        _frustum((x, 0, z), (0.12, 0.12), (x * 0.1, 0.26, z * 0.1), (0.13, 0.13))
        for x, z in _around(count, foot * 1.15, 0.3)
    ]
    return parts + _in("legs", *claws)


def _trestles(width: float, depth: float, height: float, thick: float, crossed: bool) -> Parts:
    """Make two supports at the ends, crossed legs or boards, and the beam between them."""
    parts: Parts = []
    for x in (-0.36 * width, 0.36 * width):
        if crossed:
            for side in (-1, 1):
                foot, top = (x, 0, side * depth * 0.4), (x + side * 0.01, height + 0.02, -side * depth * 0.36)
                parts += _in("legs", _frustum(foot, (thick, thick), top, (thick, thick)))
        else:
            parts += _in("legs", box((x, height / 2, 0), (thick, height, depth * 0.5)))
            parts += _in("legs", box((x, 0.05, 0), (thick * 1.4, 0.1, depth * 0.8)))
    return parts + _in("legs", box((0, height * 0.5, 0), (0.8 * width, 0.1, 0.1)))


def _back(rng: np.random.Generator, kind: str, width: float, height: float, thick: float) -> Parts:
    """Make a seat's back on y = 0: a "panel", "slats", "spindles", a "splat", a "hoop" or a "pad"."""
    crest, rise = str(rng.choice(_CRESTS)), height * rng.uniform(0.15, 0.3)
    post, edge = thick, (width - thick) / 2
    if kind == "hoop":
        t = np.linspace(0, np.pi, 15)
        x = edge * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.7
        y = 0.35 * height + (0.65 * height - post / 2) * np.sin(t)
        path = [(edge, -0.05), *zip(x, y, strict=True), (-edge, -0.05)]
        parts = _in(MAIN, tube([(px, py, 0) for px, py in path], post * 0.55, 8))
        count = int(rng.integers(2, 5))
        for u in (np.arange(count) + 0.5) / count * 2 - 1:
            top = 0.35 * height + 0.65 * height * np.sqrt(1 - 0.8 * u * u) - post / 2
            parts += _in(MAIN, _bar((u * edge * 0.8, -0.05, 0), (u * edge * 0.9, top, 0), post * 0.8))
        return parts
    if kind == "pad":
        parts = _in(MAIN, _cushion((0, height / 2, 0), (width, height * 1.02, thick * 1.7), 0.35))
        return parts + _in(
            "cushion", _cushion((0, height / 2, thick * 0.4), (width * 0.75, height * 0.72, thick * 1.5))
        )
    parts = _in(MAIN, *(box((i * edge, height * 0.46, 0), (post, height * 0.92, post)) for i in (-1, 1)))
    if kind == "panel":
        gap = height * rng.choice((0.0, 0.2))
        board = move(_crest(crest, width - 0.02, height - gap, rise, thick * 0.8), (0, gap, 0))
        return parts + _in(MAIN, board)
    if kind == "slats":
        count = int(rng.integers(2, 4))
        high = height * 0.9 / count * 0.62
        for k in range(count):
            slat = _crest(
                crest, width - post * 0.5, high * (1.25 if k == count - 1 else 1), high * 0.4, thick * 0.7
            )
            parts += _in(MAIN, move(slat, (0, height * (0.16 + 0.85 * k / count), 0)))
        return parts
    rail = height * 0.26
    parts += _in(MAIN, move(_crest(crest, width, rail, rail * 0.45, thick), (0, height - rail, 0.005)))
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
        return parts + _in(MAIN, prism(np.array(outline) * [width * 0.75, height * 0.85], thick * 0.6))
    count = int(rng.integers(2, 5))
    for u in (np.arange(count) + 0.5) / count * 2 - 1:
        x = u * (edge - post * 0.6)
        parts += _in(MAIN, _bar((x, 0, 0), (x, height - rail / 2, 0), post * 0.78))
    return parts


def _chair(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    is_round = is_said(rng, shape, "round", 0.2)
    ornate, tiny = is_said(rng, shape, "ornate", 0.1), "tiny-legged" in shape
    high = is_said(rng, shape, "high-backed", 0.15)
    width, thick = rng.uniform(0.58, 0.72), rng.uniform(0.1, 0.14)
    depth, leg = width * (1 if is_round else rng.uniform(0.88, 1.0)), rng.uniform(0.085, 0.115)
    seat = rng.uniform(0.12, 0.16) if tiny else rng.uniform(0.38, 0.5)
    back = rng.uniform(0.95, 1.15) if high else rng.uniform(0.5, 0.7)
    parts = _in(MAIN, *_top(rng, "round" if is_round else "slab", width, depth, thick, seat))
    style = str(rng.choice(_LEG_STYLES))
    splay = rng.uniform(0.0, 0.2) if not tiny else 0.0
    places = _corners(width * 0.66, depth * 0.66) if is_round else _corners(width - leg, depth - leg)
    parts += _in("legs", *_legs(places, seat + 0.02, leg, style, splay))
    if not tiny and rng.random() < 0.4:
        out = 1 + splay * 0.6
        feet = [(x * out, z * out) for x, z in places]
        parts += _in("legs", *_stretchers(feet, seat * 0.4, leg * 0.75, ((0, 1), (1, 2), (2, 3), (3, 0))))
    kinds = ("hoop", "pad", "panel") if is_round else ("panel", "slats", "spindles", "splat", "hoop", "pad")
    kind = str(rng.choice(kinds))
    lean, place = rng.uniform(0, 11), (0, seat + thick * 0.6, -depth / 2 + leg * 0.6)
    behind = _back(rng, kind, width * (0.8 if is_round else 1), back, leg)
    if ornate:
        knobs = [(i * (width - leg) / 2 * (0.8 if is_round else 1), back + leg * 0.2) for i in (-1, 1)]
        behind += _in("trim", *(_ball((x, y, 0), leg * 0.8) for x, y in [*knobs, (0, back + leg * 0.3)]))
        for x, z in places:
            parts += _in("trim", _ball((x * (1 + splay), leg * 0.4, z * (1 + splay)), leg * 0.75))
    parts += _placed(behind, place, turn(0, -lean))
    top = seat + thick
    if rng.random() < 0.35 or ornate:
        parts += _in("cushion", _cushion((0, top + 0.01, 0.03), (width * 0.82, 0.13, depth * 0.8), 0.45))
    if rng.random() < 0.22 and not is_round:
        rest = rng.uniform(0.22, 0.28)
        for x in ((leg - width) / 2, (width - leg) / 2):
            parts += _in(MAIN, box((x, top + rest, 0), (leg, leg * 0.8, depth)))
            parts += _in(MAIN, box((x, top + rest / 2, depth * 0.33), (leg * 0.9, rest, leg * 0.9)))
    own = one_of(rng, 0.6, 1.35, CREAM, LEATHER)
    return used(parts, {"legs": _leg_shade(rng), "cushion": own, "trim": GOLD})


def _stool(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    is_round = kind_of(rng, shape, {"round": 0.6, "square": 0.4}) == "round" or shape == {"three-legged"}
    three, tiny = is_said(rng, shape, "three-legged", 0.3 if is_round else 0.0), "tiny-legged" in shape
    width, thick = rng.uniform(0.48, 0.62), rng.uniform(0.15, 0.25)
    height = rng.uniform(0.1, 0.14) if tiny else rng.uniform(0.3, 0.66)
    depth, leg = width * (1 if is_round else rng.uniform(0.75, 1)), rng.uniform(0.075, 0.1)
    if "square" in shape:
        depth = width
    style = str(rng.choice(_LEG_STYLES))
    draw = rng.random()
    if draw < 0.3:  # upholstered, on a board
        parts = _in(MAIN, *_top(rng, "round" if is_round else "slab", width, depth, 0.08, height))
        if is_round:
            t = np.linspace(0, np.pi / 2, 6)
            pad = [(width / 2 * (0.7 + 0.3 * np.cos(a)), 0.06 + thick * np.sin(a)) for a in t]
            parts += _in(MAIN, move(lathe([(0, 0.05), *pad, (0, 0.06 + thick)], 28, 0.3), (0, height, 0)))
        else:
            parts += _in(MAIN, _cushion((0, height + 0.1, 0), (width, thick * 1.6, depth), 0.3))
        kind = "round" if is_round else "slab"
        parts += _in("trim", *_top(rng, kind, width * 1.05, depth * 1.05, 0.06, height + 0.04))
    else:
        kind = ("round" if draw < 0.8 else "eight-sided") if is_round else "planks" if draw < 0.6 else "slab"
        parts = _in(MAIN, *_top(rng, kind, width, depth, thick, height))
    if not three and not tiny and is_round and rng.random() < 0.2:  # on one foot
        foot = width * rng.uniform(0.36, 0.44)
        parts += _in("legs", _bar((0, 0, 0), (0, height, 0), leg * 1.5))
        parts += _in("legs", lathe([(0, 0), (foot, 0), (foot, 0.06), (leg * 0.7, 0.14), (0, 0.14)], 24))
        return used(parts, {"legs": _leg_shade(rng), "trim": 0.6})
    splay = 0.0 if tiny else rng.uniform(0.05, 0.4)
    twist = rng.uniform(0, 0.4)
    places = _corners(width - 1.4 * leg, depth - 1.4 * leg)
    if is_round or three:
        places = _around(3 if three else 4, width * 0.33, twist + np.pi / 4)
    parts += _in("legs", *_legs(places, height + 0.03, leg, style, splay))
    if height > 0.4 and rng.random() < 0.6:
        y = height * rng.uniform(0.25, 0.45)
        out = 1 + splay * (1 - y / height)
        feet, count = [(x * out, z * out) for x, z in places], len(places)
        parts += _in("legs", *_stretchers(feet, y, leg * 0.7, ((k, (k + 1) % count) for k in range(count))))
    return used(parts, {"legs": _leg_shade(rng), "trim": GOLD if rng.random() < 0.5 else 0.6})


def _bench(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    high, ornate = "high-backed" in shape, is_said(rng, shape, "ornate", 0.1)
    backed = high or (rng.random() < 0.55 and "backless" not in shape)
    tiny = "tiny-legged" in shape
    width, depth, thick = rng.uniform(1.2, 1.6), rng.uniform(0.46, 0.58), rng.uniform(0.1, 0.15)
    seat, leg = rng.uniform(0.11, 0.14) if tiny else rng.uniform(0.32, 0.44), rng.uniform(0.11, 0.16)
    parts = _in(MAIN, *_top(rng, str(rng.choice(("planks", "slab"))), width, depth, thick, seat))
    style, edge = str(rng.choice(_LEG_STYLES)), width / 2 - leg
    draw = rng.random()
    if draw < 0.3 and not tiny:  # board ends
        outline = [(-0.5, 0), (-0.2, 0), (0, 0.25), (0.2, 0), (0.5, 0), (0.4, 1), (-0.4, 1)]
        for x in (-edge, edge):
            end = prism(np.array(outline) * [depth, seat + 0.02], leg)
            parts += _in("legs", move(end, (x, 0, 0), _SIDEWAYS))
    elif draw < 0.45 and not tiny and not backed:
        parts += _trestles(width, depth, seat, leg * 0.9, crossed=True)
    else:
        places = _corners(2 * edge, depth - leg * 1.1)
        parts += _in("legs", *_legs(places, seat + 0.02, leg, style, 0 if tiny else rng.uniform(0, 0.12)))
        if not tiny and rng.random() < 0.5:
            parts += _in("legs", box((0, seat * 0.45, 0), (2 * edge, 0.09, 0.09)))
    if backed:
        back = rng.uniform(0.8, 0.95) if high else rng.uniform(0.38, 0.52)
        kind = str(rng.choice(("panel", "slats", "spindles")))
        behind = _back(rng, kind, width, back, rng.uniform(0.09, 0.11))
        if ornate:
            behind += _in("trim", *(_ball((i * width * 0.46, back, 0), 0.085) for i in (-1, 1)))
        parts += _placed(behind, (0, seat + thick * 0.6, -depth / 2 + 0.05), turn(0, -rng.uniform(1, 12)))
        if rng.random() < 0.5:
            for x in (0.05 - width / 2, width / 2 - 0.05):
                parts += _in(MAIN, box((x, seat + thick + 0.24, 0), (0.12, 0.09, depth)))
                parts += _in("legs", box((x, seat + thick + 0.1, depth * 0.36), (0.1, 0.24, 0.1)))
    if ornate:
        parts += _in("trim", box((0, seat + thick / 2, 0), (width + 0.08, thick * 0.5, depth + 0.05)))
        parts += _in("trim", *(_ball((x, 0.05, z), leg * 0.6) for x, z in _corners(2 * edge, depth)))
    return used(parts, {"legs": one_of(rng, *[0.6] * 3, STEEL, DARK, 1.35), "trim": GOLD})


def _bedding(rng: np.random.Generator, width: float, length: float, y: float) -> Parts:
    """Make a mattress on height y, its head to the back, with its blanket and its pillows."""
    parts = _in("sheet", _cushion((0, y + 0.03, 0), (width - 0.04, 0.24, length + 0.02), 0.2))
    cover, drop = length * rng.uniform(0.58, 0.72), rng.uniform(0.1, 0.22)
    z = length / 2 - cover / 2 + 0.06
    parts += _in("blanket", _cushion((0, y + 0.07 - drop / 2, z), (width + 0.09, 0.26 + drop, cover), 0.22))
    if rng.random() < 0.6:  # turned down
        size = (width + 0.13, 0.28 + drop, 0.2)
        parts += _in("sheet", _cushion((0, y + 0.1 - drop / 2, z - cover / 2), size, 0.3))
    count = 2 if width > 1.1 and rng.random() < 0.8 else 1
    for k in range(count):
        x = (k - (count - 1) / 2) * width * 0.46
        pillow = _cushion((0, 0, 0), (width * (0.46 if count == 2 else 0.64), 0.2, 0.38), 0.6)
        tilted = turn(0, rng.uniform(15, 45))
        parts += _in("pillows", move(pillow, (x, y + 0.27, -length / 2 + 0.15), tilted))
    return parts


def _bed(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate = is_said(rng, shape, "ornate", 0.1)
    width, length = rng.uniform(0.95, 1.3), rng.uniform(1.45, 1.7)
    post, base = rng.uniform(0.12, 0.16), rng.uniform(0.1, 0.2)
    canopy = is_said(rng, shape, "canopied", 0.1)
    head = rng.uniform(0.75, 0.95)
    foot = rng.uniform(0.5, 0.62) if rng.random() < 0.8 else 0.4
    crest = "arch" if "round" in shape else str(rng.choice(_CRESTS))
    side, edge = (width - post) / 2, (length - post) / 2
    rise = rng.uniform(0.16, 0.3)
    parts = _in(MAIN, box((0, base + 0.13, 0), (width - 0.01, 0.26, length - post)))
    style = str(rng.choice(("square", "round")))
    for z, high in ((-edge, head), (edge, foot)):
        carved = rise * (1 if z < 0 else 0.5)
        board = _crest(crest, width - post * 0.6, high + rise * (z < 0) - base, carved, post * 0.65)
        parts += _in(MAIN, move(board, (0, base, z)))
        top = 1.5 if canopy else high - (0.05 if crest in ("arch", "camel", "peak") else 0)
        parts += _in(MAIN, *_legs([(-side, z), (side, z)], top, post, style))
        if not canopy and (ornate or rng.random() < 0.6):
            knobs = [_ball((x, top + post * 0.3, z), post * 0.62) for x in (-side, side)]
            parts += _in("trim" if ornate else MAIN, *knobs)
    parts += _bedding(rng, width, length - 2 * post, base + 0.26)
    if canopy:
        low, high = (width + 0.06, length + 0.06), (width + 0.02, length + 0.02)
        parts += _in("blanket", _frustum((0, 1.42, 0), low, (0, 1.54, 0), high))
        parts += _in("blanket", *(box((x, 0.95, -edge + 0.2), (0.09, 0.95, 0.3)) for x in (-side, side)))
        knob = _legs(_corners(2 * side, 2 * edge), 0.16, post, "square", base=1.48)
        parts += _in("trim" if ornate else MAIN, *knob)
    if ornate:
        parts += _in("trim", _ball((0, head + rise * (crest in ("arch", "camel", "peak")), -edge), 0.11))
        parts += _in("trim", box((0, base + 0.12, 0), (width + 0.05, 0.1, length - 2 * post)))
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
    parts = _in(MAIN, box((0, (foot + low) / 2, 0), (width - 0.06, low - foot, depth - 0.06)))
    pads = "cushions" if rng.random() < 0.5 else MAIN
    for k in range(seats):
        x = ((k + 0.5) / seats - 0.5) * inner
        size = (inner / seats * 1.01, 0.22, depth - deep + 0.05)
        parts += _in(pads, _cushion((x, seat - 0.06, deep / 2), size, 0.35 if is_round else 0.2))
    if rng.random() < 0.15:  # a chaise longue at one end
        x, long = (0.5 - 0.5 / seats) * inner * rng.choice((-1, 1)), rng.uniform(0.25, 0.4)
        wide, z = inner / seats + arm * 0.7, depth / 2 + long / 2
        parts += _in(MAIN, box((x, (foot + low) / 2, z - 0.1), (wide - 0.04, low - foot, long + 0.14)))
        parts += _in(pads, _cushion((x, seat - 0.06, z - 0.1), (wide, 0.22, long + 0.24), 0.25))
        props = [(x + i * wide * 0.4, z) for i in (-1, 1)]
        parts += _in("legs", *(_bar((a, 0, z), (a, low, z), 0.1) for a, z in props))
    behind = (-depth + deep) / 2
    draw = rng.random()
    if is_round or draw < 0.25:
        high = seat + back - foot
        rounded = _cushion((0, foot + high / 2, behind), (width - 0.02, high, deep * 1.15), soft)
        parts += _in(MAIN, rounded)
    else:
        crest = "flat" if form == "square" else str(rng.choice(("flat", "camel", "arch", "ears")))
        board = _crest(crest, width - 0.05, seat + back - foot, back * 0.35, deep)
        parts += _placed(_in(MAIN, board), (0, foot, behind), turn(0, -3))
    if draw > 0.4:  # a cushion at the back of each seat
        for k in range(seats):
            x = ((k + 0.5) / seats - 0.5) * inner
            pad = _cushion((0, 0, 0), (inner / seats, back * 0.8, 0.2), 0.35)
            parts += _in(pads, move(pad, (x, seat + back * 0.38, behind + deep * 0.6), turn(0, -8)))
    rolled = form == "rolled" and rng.random() < 0.75
    for i in (-1, 1):
        x, high = i * (width - arm) / 2, seat + rest
        if is_round:
            parts += _in(MAIN, _cushion((x, (foot + high) / 2, 0.02), (arm * 1.25, high - foot, depth), soft))
        else:
            parts += _in(MAIN, box((x, (foot + high) / 2, 0.01), (arm, high - foot, depth)))
        if rolled:
            x += i * 0.03
            parts += _in(MAIN, _bar((x, high, -depth / 2 + 0.06), (x, high, depth / 2 + 0.05), arm * 1.24))
            disc = _bar((x, high, 0), (x, high, depth / 2 + 0.07), arm * 0.76)
            parts += _in("trim" if ornate else "legs", disc)
    leg, style = rng.uniform(0.1, 0.13), str(rng.choice(("round", "tapered", "square")))
    places = _corners(width - 0.2, depth - 0.18)
    parts += _in("legs", *_legs(places, foot + 0.04, leg, style, 0.03))
    if ornate:
        parts += _in("trim", box((0, foot + 0.04, 0), (width + 0.03, 0.09, depth + 0.05)))
        parts += _in("trim", _ball((0, seat + back, behind), 0.12))
        parts += _in("trim", *(_ball((i * width * 0.46, seat + back * 0.85, behind), 0.1) for i in (-1, 1)))
    if rng.random() < 0.65:
        for i in (-1, 1) if rng.random() < 0.5 else (rng.choice((-1, 1)),):
            throw = move(
                _cushion((0, 0, 0), (0.34, 0.34, 0.17), 0.55), rotation=turn(2, rng.uniform(-28, 28))
            )
            place = (i * (inner / 2 - 0.18), seat + 0.2, behind + deep + 0.14)
            parts += _in("cushions", move(throw, place, turn(1, -i * 22) @ turn(0, -17)))
    own = one_of(rng, 1.35, 0.6, CREAM, GOLD, WHITE)
    return used(parts, {"legs": WOOD if rng.random() < 0.6 else DARK, "cushions": own, "trim": GOLD})


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
    parts = _in(MAIN, _frustum((0, y - 0.01, 0), low, (0, y + high, 0), wide))
    if crest != "flat":
        tall = width * 0.36 if bold else rng.uniform(0.14, 0.24)
        board = _crest(crest, width, tall, tall * 0.85, depth * (0.9 if bold else rng.uniform(0.3, 0.9)))
        parts += _in(MAIN, move(board, (0, y + high * 0.9, 0)))
    return parts


def _base(rng: np.random.Generator, width: float, depth: float) -> tuple[Parts, float]:
    """Make a cabinet's feet or plinth, and say how high it is."""
    foot = rng.uniform(0.1, 0.16)
    if rng.random() < 0.5:
        return _in("legs", box((0, foot / 2, 0), (width + 0.06, foot, depth + 0.06))), foot
    style = str(rng.choice(("square", "tapered", "bulbous")))
    return _in("legs", *_legs(_corners(width - 0.15, depth - 0.13), foot + 0.02, 0.14, style)), foot


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
                parts += _in(slot, box((x + wide / 2, y + thick / 2, 0), size))
                slot, y = "books" if slot != "books" else "pale books", y + thick
            x += wide + 0.01
            continue
        wide, tall = min(rng.uniform(0.08, 0.14), end - x), gap * rng.uniform(0.68, 0.95)
        book = box((0, tall / 2, rng.uniform(-0.02, 0.02)), (wide - 0.012, tall, depth))
        lean = rng.random() < 0.1 and end - x > wide + 0.12
        place = x + wide / 2 + (0.09 if lean else 0)
        parts += _in(slot, move(book, (place, 0.01 if lean else 0, 0), turn(2, 13) if lean else None))
        x += wide + (0.12 if lean else 0)
    return parts


def _bookshelf(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate, backless = is_said(rng, shape, "ornate", 0.1), is_said(rng, shape, "open", 0.2)
    width, depth, board = rng.uniform(0.8, 1.15), rng.uniform(0.36, 0.48), rng.uniform(0.075, 0.09)
    count = int(rng.integers(3, 5))
    height = count * rng.uniform(0.35, 0.42) + board
    parts, base = _base(rng, width, depth)
    parts += _in(MAIN, *_case(width, height, depth, board, base))
    if not backless:
        back = (width - 0.02, height - 0.02, board)
        parts += _in(MAIN, box((0, base + height / 2, (board - depth) / 2), back))
        boards = int(rng.integers(2, 5))
        for k in range(boards):
            x, wide = ((k + 0.5) / boards - 0.5) * width, width / boards - 0.03
            parts += _in(MAIN, box((x, base + height / 2, -depth / 2), (wide, height - 0.1, 0.05)))
    step = (height - board) / count
    for k in range(count):
        y = base + board + k * step
        if k:
            parts += _in(MAIN, box((0, y - board / 2, 0.005), (width - board, board, depth - 0.03)))
        deep = (depth - (0 if backless else board)) * 0.88
        shelf = _books(rng, width - 2 * board - 0.02, step - board, deep)
        parts += _placed(shelf, (0, y, 0 if backless else board / 2 + 0.01))
    crest = (
        ("arch" if "round" in shape else str(rng.choice(_CRESTS)))
        if rng.random() < 0.75 or "round" in shape
        else "flat"
    )
    top = base + height
    parts += _cap(rng, crest, width, depth, top, "round" in shape)
    if ornate:
        parts += _in("trim", *(_ball((i * width / 2, top + 0.13, depth * 0.35), 0.085) for i in (-1, 1)))
        parts += _in("trim", box((0, top + 0.02, 0), (width + 0.1, 0.06, depth + 0.1)))
        for x in ((board - width) / 2, (width - board) / 2):
            parts += _in("trim", box((x, base + height / 2, depth / 2), (0.05, height - 0.1, 0.04)))
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
    rng: np.random.Generator, width: float, height: float, panels: str, knob: float, slot: str
) -> Parts:
    """Make a door in front of z = 0, its middle at the origin, its knob at x = `knob`."""
    parts = _in(slot, box((0, 0, 0.02), (width, height, 0.06)))
    if panels == "arched":
        inset = _crest("arch", width - 0.13, height - 0.16, width * 0.35, 0.05)
        parts += _in("panels", move(inset, (0, 0.08 - height / 2, 0.05)))
    elif panels == "two":
        high = height * 0.5
        parts += _in("panels", box((0, height * 0.2, 0.05), (width - 0.13, high - 0.1, 0.05)))
        parts += _in("panels", box((0, -height * 0.28, 0.05), (width - 0.13, height - high - 0.16, 0.05)))
    elif panels == "mirror":
        parts += _in("mirror", box((0, 0.04, 0.05), (width - 0.14, height * 0.74, 0.05)))
    elif panels == "louvres":
        count = 5
        for k in range(count):
            y = ((k + 0.5) / count - 0.5) * (height - 0.14)
            slat = box((0, 0, 0), (width - 0.12, height / count * 0.62, 0.045))
            parts += _in("panels", move(slat, (0, y, 0.055), turn(0, 17)))
    return parts + _in("trim", _ball((knob, rng.uniform(-0.08, 0.04), 0.09), 0.055))


def _clothes(rng: np.random.Generator, half: float, tall: float, depth: float) -> Parts:
    """Make an open wardrobe's back and, on a rail, what hangs there; the middle at the origin."""
    y = tall / 2 - 0.15
    parts = _in(MAIN, box((0, 0, 0.04 - depth / 2), (2 * half + 0.08, tall, 0.08)))
    parts += _in("inside", box((0, 0, 0.1 - depth / 2), (2 * half, tall - 0.05, 0.06)))
    parts += _in("trim", _bar((-half, y, 0.06), (half, y, 0.06), 0.08))
    count = min(int(rng.integers(2, 5)), int((2 * half - 0.2) / 0.19) + 1)
    for k in range(count):
        x, low = 0.16 - half + k * 0.19, y - tall * rng.uniform(0.5, 0.78)
        cloth = _frustum((x, low, 0.04), (0.15, depth * 0.6), (x, y + 0.02, 0.04), (0.1, depth * 0.45))
        parts += _in(("clothes", "pale clothes")[k % 2], cloth)
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
        parts += _in(MAIN, *_case(width, height - drawer, depth, 0.08, low))
        parts += _in(MAIN, box((0, base + drawer / 2, 0), (width, drawer, depth)))
        parts += _placed(_clothes(rng, half, tall, depth), (0, (low + top) / 2, 0))
    else:
        parts += _in(MAIN, box((0, (base + top) / 2, 0), (width, height, depth)))
    for i in (-1, 1):
        door = _door(rng, half - 0.015, tall, panels, -i * (half / 2 - 0.07), slot)
        if is_open:  # about its hinge
            swung = _placed(door, (-i * half / 2, 0, 0))
            place, swing = (
                (i * (width / 2 - 0.03), (low + top) / 2, depth / 2),
                turn(1, i * rng.uniform(70, 110)),
            )
            parts += _placed(swung, place, swing)
        else:
            parts += _placed(door, (i * half / 2, (low + top) / 2, depth / 2))
    if drawer:
        count = int(rng.integers(1, 3))
        for k in range(count):
            x, wide = ((k + 0.5) / count - 0.5) * (width - 0.08), (width - 0.1) / count - 0.03
            front = box((x, base + drawer / 2 + 0.01, depth / 2 + 0.02), (wide, drawer - 0.06, 0.06))
            parts += _in(slot, front)
            parts += _in("trim", _ball((x, base + drawer / 2, depth / 2 + 0.07), 0.05))
    if rng.random() < 0.7:  # panels on the sides and the back
        y, high = (base + top) / 2, height - 0.22
        for x in (-width / 2, width / 2):
            parts += _in("panels", box((x, y, 0), (0.04, high, depth - 0.2)))
            parts += _in("panels", box((x / 2, y, -depth / 2), (width / 2 - 0.12, high, 0.04)))
    crest = "arch" if "round" in shape else str(rng.choice(_CRESTS))
    parts += _cap(rng, crest, width, depth, top, "round" in shape)
    if ornate:
        parts += _in("trim", box((0, top + 0.03, 0), (width + 0.12, 0.07, depth + 0.12)))
        for x, z in _corners(width - 0.04, depth - 0.04):
            parts += _in("trim", box((x, (base + top) / 2, z), (0.09, height - 0.02, 0.09)))
        parts += _in("trim", *(_ball((i * width * 0.48, top + 0.17, depth * 0.3), 0.08) for i in (-1, 1)))
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
    "table": PropClass(
        _table,
        ("desk", "dining table", "workbench"),
        1.3,
        ("round", "square", "ornate", "tiny-legged"),
        {"legs": "legs", "top": MAIN},
        body="legs",
    ),
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
