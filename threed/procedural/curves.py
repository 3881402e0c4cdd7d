"""Curves that things are drawn along: smooth outlines and paths, tubes and hoops of any section."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.solids import Point, Solid, flat, unit
from threed.procedural.sweeps import carried, loop


def rounded(points: Point, steps: int = 3) -> np.ndarray:
    """Run a smooth closed curve through points [P, D] (Catmull and Rom's): [P·steps, D]."""
    b = np.asarray(points, np.float64)
    return _catmull_rom(np.roll(b, 1, 0), b, np.roll(b, -1, 0), np.roll(b, -2, 0), steps)


def smooth_path(points: Point, steps: int = 4) -> np.ndarray:
    """Run a smooth curve through points [P, D] from the first to the last: [(P - 1)·steps + 1, D]."""
    b = np.asarray(points, np.float64)
    ends = np.concatenate([[2 * b[0] - b[1]], b, [2 * b[-1] - b[-2]]])
    return np.concatenate([_catmull_rom(ends[:-3], ends[1:-2], ends[2:-1], ends[3:], steps), b[-1:]])


def _catmull_rom(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray, steps: int) -> np.ndarray:
    t = (np.arange(steps) / steps)[None, :, None]
    before, first, last, after = (q[:, None] for q in (a, b, c, d))
    curve = (
        2 * first
        + (last - before) * t
        + (2 * before - 5 * first + 4 * last - after) * t**2
        + (3 * first - before - 3 * last + after) * t**3
    )
    return (curve / 2).reshape(-1, b.shape[1])


def mirrored(right: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Complete an outline from its right half, which runs from the bottom's middle to the top's."""
    return [(float(x), float(y)) for x, y in right] + [(-float(x), float(y)) for x, y in right[-2:0:-1]]


def arc(centre: Point, radius: float, first: float, last: float, count: int) -> list[tuple[float, float]]:
    """Return points of a circle in XY between two angles in degrees, 0 towards +X, 90 towards +Y."""
    angles = np.radians(np.linspace(first, last, count))
    x, y = np.asarray(centre, np.float64)
    return [(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angles]


def tube(path: Point, radii: Point, sides: int = 10, up: Point = (0, 0, 1), flats: bool = False) -> Solid:
    """Sweep an ellipse along any path, closed at its ends, without twist.

    Args:
        path: [P, 3].
        radii: one, a pair (across `up`, and along it), [P] or [P, 2].
        sides: of the section.
        up: a direction that the section keeps to, as well as the path allows.
        flats: turn the section by half a side: 4 sides make a rectangle 2·radii wide.
    """
    points = np.asarray(path, np.float64)
    along = unit(np.gradient(points, axis=0))
    return _skin(_sections(points, along, carried(along, up), radii, sides, flats))


def hoop(path: Point, radii: Point, sides: int = 8, axis: Point = (0, 0, 1), flats: bool = False) -> Solid:
    """Sweep an ellipse along a closed path [P, 3] in a plane square to `axis`: a ring of any outline.

    Args:
        path: its last point is not its first again.
        radii: one, a pair (in the plane, and along the axis), [P] or [P, 2].
        sides, flats: as of a tube.
        axis: of the plane.
    """
    points = np.asarray(path, np.float64)
    along = unit(np.roll(points, -1, 0) - np.roll(points, 1, 0))
    towards = np.broadcast_to(np.asarray(axis, np.float64), points.shape)
    return loop(_sections(points, along, towards, radii, sides, flats))


def _sections(
    points: np.ndarray, along: np.ndarray, up: np.ndarray, radii: Point, sides: int, flats: bool
) -> np.ndarray:
    size = np.asarray(radii, np.float64)
    by_point = size.ndim == 1 and len(size) != 2
    size = np.broadcast_to(size[:, None] if by_point else size, (len(points), 2))
    across = np.cross(up, along)
    angle = (np.arange(sides) + 0.5 * flats) * 2 * np.pi / sides
    reach = 1 / np.cos(np.pi / sides) if flats else 1.0
    x = reach * np.cos(angle)[:, None] * (size[:, :1] * across)[:, None]
    z = reach * np.sin(angle)[:, None] * (size[:, 1:] * up)[:, None]
    return points[:, None] + x + z


def _skin(rings: np.ndarray) -> Solid:
    """Skin rings [P, K, 3], and close the ends about their middles."""
    count, sides = rings.shape[:2]
    place = np.arange(count * sides).reshape(count, sides)
    a, d = place[:-1], place[1:]
    b, c = np.roll(a, -1, 1), np.roll(d, -1, 1)
    k, first, last = np.arange(sides), count * sides, count * sides + 1
    after, base = (k + 1) % sides, (count - 1) * sides
    faces = [
        np.stack([a, b, c], -1).reshape(-1, 3),
        np.stack([a, c, d], -1).reshape(-1, 3),
        np.stack([after, k, np.full(sides, first)], 1),
        np.stack([base + k, base + after, np.full(sides, last)], 1),
    ]
    points = np.concatenate([rings.reshape(-1, 3), rings[0].mean(0)[None], rings[-1].mean(0)[None]])
    return flat(points, np.concatenate(faces))
