"""What joiners put furniture together from: boards, turned and bent legs, tops, crests, knobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from threed.procedural.carving import intersect
from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import bar, board, cylinder, prism_of
from threed.procedural.solids import Point, Solid, frame_along, lathe, loft, move

Place = tuple[float, float]
#: Profiles of turned pieces: radii as shares of half their thickness, heights of their length.
TURNED: dict[str, list[Place]] = {
    "round": [(0.72, 0), (0.82, 0.02), (1.0, 0.55), (0.85, 1)],
    "turned": [
        (0.62, 0), (0.72, 0.02), (0.5, 0.1), (0.9, 0.4), (1.0, 0.55), (0.62, 0.68),
        (0.95, 0.72), (0.95, 0.76), (0.66, 0.79), (0.9, 1),
    ],
    "bulbous": [
        (0.75, 0), (0.9, 0.03), (0.9, 0.09), (0.5, 0.14), (0.66, 0.24), (1.05, 0.42), (1.05, 0.58),
        (0.55, 0.74), (0.85, 0.8), (0.85, 1),
    ],
    "spindle": [(0.62, 0), (1.0, 0.35), (0.55, 1)],
    "stretcher": [(0.55, 0), (1.0, 0.5), (0.55, 1)],
}  # fmt: skip
#: Top edges of carved boards, from the left to the right end: shares of the width, of the rise.
CRESTS = ("flat", "arch", "peak", "camel", "ears")


def timber(
    name: str,
    centre: Point,
    size: Point,
    bevel: float = 0.003,
    role: Role = "wood",
    surface: str | None = None,
) -> Part:
    """Saw a bevelled board: its grain runs along its longest side, it faces along its least."""
    extent = np.asarray(size, np.float64)
    along, facing = np.eye(3)[np.argmax(extent)], np.eye(3)[np.argmin(extent)]
    return part(name, role, board(centre, size, bevel), along, facing, surface=surface)


def beam(
    name: str,
    start: Point,
    end: Point,
    width: float,
    depth: float,
    up: Point = (0, 0, 1),
    bevel: float = 0.003,
    role: Role = "wood",
) -> Part:
    """Saw a bevelled bar between two points, its grain along it, its depth towards `up`."""
    along = np.asarray(end, np.float64) - np.asarray(start, np.float64)
    return part(name, role, bar(start, end, width, depth, bevel, up), along, up)


def turned(
    name: str,
    foot: Point,
    top: Point,
    thick: float,
    style: str = "round",
    sides: int = 12,
    role: Role = "wood",
) -> Part:
    """Turn a round bar between two points; see TURNED."""
    axis = np.asarray(top, np.float64) - np.asarray(foot, np.float64)
    profile = [(r * thick / 2, t * float(np.linalg.norm(axis))) for r, t in TURNED[style]]
    solid = lathe([(0, profile[0][1]), *profile, (0, profile[-1][1])], sides)
    return part(
        name, role, move(solid, foot, frame_along(axis)), axis, origin=foot, mapping="turned", crease_deg=50
    )


def square_leg(
    name: str, foot: Point, top: Point, foot_width: float, top_width: float, bevel: float = 0.004
) -> Part:
    """Saw a leg that may taper: a square with broken corners, level at both ends."""
    rings = []
    a, b = np.asarray(foot, np.float64), np.asarray(top, np.float64)
    low = min(bevel, 0.1 * foot_width)
    share = low / max(float(b[1] - a[1]), 1e-6)
    for t, inset in ((0.0, low), (share, 0.0), (1.0, 0.0)):
        half = ((1 - t) * foot_width + t * top_width) / 2 - inset
        c = min(bevel, 0.3 * half)
        square = [
            (half, half - c), (half, c - half), (half - c, -half), (c - half, -half), (-half, c - half),
            (-half, half - c), (c - half, half), (half - c, half),
        ]  # fmt: skip
        centre = a + t * (b - a)
        rings.append([(centre[0] + x, centre[1], centre[2] + z) for x, z in square])
    return part(name, "wood", loft(np.asarray(rings)), b - a, (0, 0, 1), crease_deg=30)


def cabriole(name: str, foot: Point, height: float, thick: float, out: Point) -> Part:
    """Carve a leg that bows out at its knee and in above its foot, towards the level direction `out`."""
    shares = [(0.42, 0.0, 0.55), (0.42, 0.03, 0.62), (0.16, 0.09, 0.4), (0.02, 0.25, 0.42), (0.08, 0.5, 0.55)]
    shares += [(0.3, 0.74, 0.82), (0.34, 0.86, 0.95), (0.05, 1.0, 1.0)]
    base, way = np.asarray(foot, np.float64), np.asarray(out, np.float64)
    way = way / np.linalg.norm(way)
    side = np.array([-way[2], 0, way[0]])
    angle = np.arange(8) * np.pi / 4 + np.pi / 8
    rings = []
    for reach, t, wide in shares:
        centre = base + thick * 0.9 * (reach - 0.05) * way + np.array([0, t * height, 0])
        r = thick * wide / 2 / np.cos(np.pi / 8)
        rings.append(centre + r * (np.cos(angle)[:, None] * way + np.sin(angle)[:, None] * -side))
    return part(name, "wood", loft(np.asarray(rings)), (0, 1, 0), way, crease_deg=50)


def legs(
    name: str,
    places: Sequence[Place],
    height: float,
    thick: float,
    style: str,
    splay: float = 0.0,
    sides: int = 12,
    block: float = 0.0,
) -> list[Part]:
    """Make a leg under each place (x, z), from the ground to `height`.

    Args:
        splay: how much further out its foot is, as part of its place.
        style: "square", "tapered", "cabriole" or a key of TURNED.
        block: how much of a turned leg's top is left square, for rails to be let in.
    """
    made: list[Part] = []
    for x, z in places:
        foot, top = (x * (1 + splay), 0.0, z * (1 + splay)), (x, height, z)
        if style == "cabriole":
            made.append(cabriole(name, (x, 0, z), height, thick, (x, 0, z)))
        elif style == "square":
            made.append(square_leg(name, foot, top, thick, thick))
        elif style == "tapered":
            made.append(square_leg(name, foot, top, 0.6 * thick, thick))
        else:
            joint = np.asarray(foot) + (np.asarray(top) - foot) * (1 - block / height)
            made.append(turned(name, foot, joint + [0, 0.004 if block else 0, 0], thick, style, sides))
            if block:
                made.append(square_leg(name, joint, top, thick, thick))
    return made


def corners(width: float, depth: float) -> list[Place]:
    """Return the corners (x, z) of a rectangle, in order."""
    return [(i * width / 2, j * depth / 2) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def places_around(count: int, radius: float, first: float = 0.0) -> list[Place]:
    """Return places (x, z) evenly round +Y, the first at an angle from +Z."""
    angles = first + np.arange(count) * 2 * np.pi / count
    return [(float(radius * np.sin(a)), float(radius * np.cos(a))) for a in angles]


def plank_top(
    name: str, width: float, depth: float, low: float, thick: float, count: int, bevel: float = 0.004
) -> list[Part]:
    """Lay boards side by side along X, their lower side at a height `low`."""
    edges = np.linspace(-depth / 2, depth / 2, count + 1)
    return [
        timber(name, (0, low + thick / 2, (a + b) / 2), (width, thick, b - a), bevel)
        for a, b in pairwise(edges)
    ]


def round_top(
    name: str, radius: float, low: float, thick: float, sides: int, count: int, bevel: float = 0.006
) -> list[Part]:
    """Lay boards side by side and saw them round."""
    disc = cylinder(radius, low, low + thick, sides, bevel)
    if count == 1:
        return [part(name, "wood", disc, (1, 0, 0), (0, 1, 0))]
    made = []
    for a, b in pairwise(np.linspace(-1.02, 1.02, count + 1) * radius):
        plank = board((0, low + thick / 2, (a + b) / 2), (2.2 * radius, 2 * thick, b - a), 0)
        made.append(part(name, "wood", intersect(plank, disc), (1, 0, 0), (0, 1, 0)))
    return made


def crest_outline(kind: str, width: float, height: float, rise: float) -> list[Place]:
    """Return the outline of an upright board on y = 0 whose top edge is carved: `rise` of its height."""
    count = {"flat": 2, "peak": 3, "arch": 11, "camel": 15, "ears": 15}[kind]
    u = np.linspace(1, -1, count)
    carved = {
        "flat": np.zeros_like(u),
        "arch": np.sqrt(np.maximum(1 - 0.96 * u * u, 0)),
        "peak": 1 - np.abs(u),
        "camel": 0.5 + 0.5 * np.cos(np.pi * u),
        "ears": 0.5 - 0.5 * np.cos(np.pi * u),
    }[kind]
    top = zip(u * width / 2, height - rise + rise * carved, strict=True)
    return [(-width / 2, 0.0), (width / 2, 0.0), *((float(x), float(y)) for x, y in top)]


def crest_board(
    name: str,
    kind: str,
    place: Point,
    size: Sequence[float],
    rise: float,
    along: Point = (1, 0, 0),
    bevel: float = 0.004,
) -> Part:
    """Saw an upright board with a carved top edge, the middle of its lower edge at a place."""
    width, height, depth = size
    outline = crest_outline(kind, width, height, 0.0 if kind == "flat" else rise)
    return part(name, "wood", move(prism_of(outline, depth, bevel), place), along, (0, 0, 1), crease_deg=30)


def pull(
    name: str, place: Point, out: Point, radius: float, role: Role = "metal", sides: int = 8
) -> list[Part]:
    """Put a knob on a round plate on a front that looks `out`."""
    r = radius
    profile = [
        (0, -0.5 * r),
        (1.0 * r, -0.5 * r),
        (1.0 * r, 0.15 * r),
        (0.42 * r, 0.4 * r),
        (0.95 * r, 1.15 * r),
    ]
    profile += [(0.95 * r, 1.55 * r), (0.5 * r, 2.0 * r), (0, 2.0 * r)]
    solid = move(lathe(profile, sides), place, frame_along(out))
    return [part(name, role, solid, out, origin=place, mapping="turned", crease_deg=50)]


def finial(name: str, foot: Point, radius: float, role: Role = "wood", sides: int = 12) -> Part:
    """Turn a ball on a neck, on top of a post."""
    r = radius
    profile = [
        (0, -0.3 * r),
        (0.8 * r, -0.3 * r),
        (0.8 * r, 0.15 * r),
        (0.45 * r, 0.35 * r),
        (0.85 * r, 0.8 * r),
    ]
    profile += [(1.0 * r, 1.3 * r), (0.8 * r, 1.8 * r), (0.35 * r, 2.1 * r), (0, 2.2 * r)]
    solid = move(lathe(profile, sides), foot)
    return part(name, role, solid, (0, 1, 0), origin=foot, mapping="turned", crease_deg=60)


def moulding(name: str, width: float, depth: float, profile: Iterable[Place], role: Role = "wood") -> Part:
    """Run a moulding around a case: its steps are (how far it stands out, height), from below upwards."""
    rings = []
    for out, y in profile:
        x, z = width / 2 + out, depth / 2 + out
        rings.append([(x, y, z), (x, y, -z), (-x, y, -z), (-x, y, z)])
    solid: Solid = loft(np.asarray(rings))
    return part(name, role, solid, (1, 0, 0), (0, 0, 1), crease_deg=30)
