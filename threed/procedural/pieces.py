"""Pieces that props of many kinds are put together from: boards, bars, turned things, nails, rings, ropes.

All are closed, in metres, and bevelled where a hand would have broken the edge.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from threed.procedural.solids import Point, Solid, flat, frame_along, lathe, loft, move, sweep, turn

#: A half turn about Y; quarter turns of one axis to another.
ABOUT_Y = np.diag([-1.0, 1, -1]).astype(np.float32)
X_TO_Z = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
Z_TO_X = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
Y_TO_X = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)
Y_TO_Z = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32)


def board(centre: Point, size: Point, bevel: float = 0.004) -> Solid:
    """Make a box of width, height and depth, all its edges cut at 45°: 44 triangles.

    Args:
        bevel: how far from the edge it begins, in metres; at most a fifth of the least dimension.
    """
    half = np.asarray(size, np.float64) / 2
    b = min(bevel, 0.4 * float(half.min()))
    if b <= 0:
        return move(_cuboid(), centre, scale=2 * half)
    x, y, z = half
    rings = []
    # from below upwards: the bottom face, the two ends of the sides, the top face
    for level, inset in ((-y, b), (-y + b, 0.0), (y - b, 0.0), (y, b)):
        u, v = x - inset, z - inset
        c = b if inset == 0.0 else 0.0
        ring = [
            (u, -v + c),
            (u, v - c),
            (u - c, v),
            (-u + c, v),
            (-u, v - c),
            (-u, -v + c),
            (-u + c, -v),
            (u - c, -v),
        ]
        rings.append([(px, level, pz) for px, pz in ring[::-1]])
    points = np.asarray(rings, np.float64)
    return _drop_empty(move(loft(points), centre))


def bar(
    start: Point, end: Point, width: float, depth: float, bevel: float = 0.003, up: Point = (0, 0, 1)
) -> Solid:
    """Make a bevelled square bar between two points, its depth towards `up`."""
    a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
    y = (b - a) / np.linalg.norm(b - a)
    z = np.asarray(up, np.float64) - np.dot(up, y) * y
    z /= np.linalg.norm(z)
    rotation = np.stack([np.cross(y, z), y, z], 1).astype(np.float32)
    return move(board((0, 0, 0), (width, float(np.linalg.norm(b - a)), depth), bevel), (a + b) / 2, rotation)


def cylinder(radius: float, low: float, high: float, sides: int = 24, bevel: float = 0.0) -> Solid:
    """Make a cylinder about +Y, its rims bevelled."""
    b = min(bevel, 0.4 * radius, 0.4 * (high - low))
    rim = (
        [(radius - b, low), (radius, low + b), (radius, high - b), (radius - b, high)]
        if b
        else [(radius, low), (radius, high)]
    )
    return lathe([(0, low), *rim, (0, high)], sides)


def ring(radius: float, thick: float, low: float, high: float, sides: int = 24, bevel: float = 0.0) -> Solid:
    """Make a hoop about +Y: `radius` is its inside, `thick` the thickness of its wall."""
    b, outer = min(bevel, 0.4 * thick, 0.4 * (high - low)), radius + thick
    rim = (
        [(outer - b, low), (outer, low + b), (outer, high - b), (outer - b, high)]
        if b
        else [(outer, low), (outer, high)]
    )
    return lathe([(radius, low), *rim, (radius, high), (radius, low)], sides)


def stick(start: Point, end: Point, radius: float, sides: int = 10) -> Solid:
    """Make a thin cylinder between two points."""
    axis = np.asarray(end, np.float32) - np.asarray(start, np.float32)
    length = float(np.linalg.norm(axis))
    return move(_unit_stick(sides), start, frame_along(axis), (radius, length, radius))


def torus(radius: float, thick: float, y: float = 0.0, sides: int = 24, around: int = 8) -> Solid:
    """Make a ring of round section about +Y: `radius` to the middle of a section of radius `thick`."""
    angle = np.linspace(0, 2 * np.pi, around + 1)
    return lathe(np.stack([radius + thick * np.cos(angle), y + thick * np.sin(angle)], 1), sides, -2)


def knob(centre: Point, radii: float | Point, sides: int = 10, rings: int = 6) -> Solid:
    """Make a ball of few faces."""
    return move(_unit_ball(sides, rings), centre, scale=radii)


def nail(place: Point, out: Point, radius: float = 0.008, height: float = 0.004, sides: int = 8) -> Solid:
    """Make a nail's domed head at a place on a surface, which it goes into by as much as it stands out."""
    profile = [
        (0, -height),
        (radius, -height),
        (radius, 0.25 * height),
        (0.6 * radius, height),
        (0, 1.15 * height),
    ]
    return move(lathe(profile, sides), place, frame_along(out))


def rope(path: Point, radius: float, sides: int = 8) -> Solid:
    """Sweep a round section along any path [P, 3]."""
    return sweep(path, np.full(len(np.asarray(path)), radius), sides)


def prism_of(outline: Point, depth: float, bevel: float = 0.004) -> Solid:
    """Extrude a counter-clockwise outline [K, 2] in XY along Z, its two rims bevelled inwards by `bevel`."""
    points, half = np.asarray(outline, np.float64), depth / 2
    b = min(bevel, 0.4 * half)
    inner = _inset(points, b)
    flats = ((inner, -half), (points, b - half), (points, half - b), (inner, half))
    rings = [np.concatenate([flat2, np.full((len(points), 1), z)], 1) for flat2, z in flats]
    return _triangulated_ends(np.asarray(rings))


def _inset(points: np.ndarray, by: float) -> np.ndarray:
    before, after = points - np.roll(points, 1, 0), np.roll(points, -1, 0) - points
    before /= np.linalg.norm(before, axis=1, keepdims=True)
    after /= np.linalg.norm(after, axis=1, keepdims=True)
    left_before, left_after = (np.stack([-d[:, 1], d[:, 0]], 1) for d in (before, after))
    middle = left_before + left_after
    middle /= np.maximum((middle * left_after).sum(1, keepdims=True), 0.35)
    return points + by * middle


def _triangulated_ends(rings: np.ndarray) -> Solid:
    """Close rings [P, K, 3] of equal outlines in XY whose ends may be concave."""
    from manifold3d import triangulate

    count, around = rings.shape[:2]
    k = np.arange(around)
    low = (np.arange(count - 1)[:, None] * around + k).ravel()
    along = (np.arange(count - 1)[:, None] * around + (k + 1) % around).ravel()
    sides = np.concatenate(
        [np.stack([low, along, along + around], 1), np.stack([low, along + around, low + around], 1)]
    )
    first, last = (np.asarray(triangulate([rings[i, :, :2]])).astype(np.int64) for i in (0, -1))
    ends = np.concatenate([first[:, ::-1], last + (count - 1) * around])
    return flat(rings.reshape(-1, 3), np.concatenate([sides, ends]))


def stud(place: Point, out: Point, radius: float = 0.01, height: float = 0.004, sides: int = 6) -> Solid:
    """Make a nail's flat head of few faces, for props that have many: 24 triangles at six sides."""
    profile = [(0, -height), (radius, -height), (0.72 * radius, height), (0, height)]
    return move(lathe(profile, sides), place, frame_along(out))


@cache
def _cuboid() -> Solid:
    square = [(0.5, 0.5), (0.5, -0.5), (-0.5, -0.5), (-0.5, 0.5)]
    corners = np.array([(x, y, z) for y in (-0.5, 0.5) for x, z in square], np.float32)
    quads = [(0, 3, 2, 1), (4, 5, 6, 7), *((k, (k + 1) % 4, 4 + (k + 1) % 4, 4 + k) for k in range(4))]
    faces = np.array([f for a, b, c, d in quads for f in ((a, b, c), (a, c, d))])
    solid = flat(corners, faces)
    a, b, c = solid.vertices[solid.faces].transpose(1, 0, 2)
    volume = float(np.einsum("ij,ij->", a, np.cross(b, c)))
    return solid if volume > 0 else flat(corners, faces[:, ::-1])


@cache
def _unit_stick(sides: int) -> Solid:
    return cylinder(1, 0, 1, sides)


@cache
def _unit_ball(sides: int, rings: int) -> Solid:
    latitude = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    return lathe(np.stack([np.cos(latitude), np.sin(latitude)], 1), sides, crease=-2)


def _drop_empty(solid: Solid) -> Solid:
    a, b, c = solid.vertices[solid.faces].astype(np.float64).transpose(1, 0, 2)
    return Solid(
        solid.vertices, solid.normals, solid.faces[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-12]
    )


__all__ = [
    "ABOUT_Y", "X_TO_Z", "Y_TO_X", "Y_TO_Z", "Z_TO_X", "bar", "board", "cylinder", "knob", "nail", "prism_of",
    "ring", "rope", "stick", "stud", "torus", "turn",
]  # fmt: skip
