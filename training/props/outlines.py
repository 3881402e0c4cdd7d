"""What vessels are turned from: outlines, their bands and staves, handles, what fills them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from threed.procedural.solids import Point, Solid, flat, lathe, sweep
from training.props.pieces import in_slot, knob, unit_ball
from training.props.prop import Parts

Outline = list[tuple[float, float]]
WATER, STRAW, COFFEE = (0.25, 0.52, 0.72), (0.85, 0.70, 0.32), (0.28, 0.15, 0.08)
FRUITS = ((0.75, 0.10, 0.08), (0.45, 0.62, 0.15), (0.90, 0.55, 0.12), (0.55, 0.36, 0.20))


def bead(centre: Point, radii: float | Sequence[float]) -> Solid:
    """Make a small ball of few faces."""
    return knob(centre, radii, 8, 5)


def beads(centres: Iterable[Sequence[float]], radii: float | np.ndarray, segments: int = 6) -> Solid:
    """Make a small ball of few faces at each place."""
    one, places = unit_ball(segments, 3 + segments // 4), np.array(list(centres), np.float32)
    points = one.vertices * np.broadcast_to(radii, len(places))[:, None, None] + places[:, None]
    faces = one.faces + len(one.vertices) * np.arange(len(places))[:, None, None]
    normals = np.tile(one.normals, (len(places), 1))
    return Solid(points.reshape(-1, 3).astype(np.float32), normals, faces.reshape(-1, 3))


def places_around(
    count: int, radius: float, y: float, first: float = 0.0
) -> list[tuple[float, float, float]]:
    """Return places evenly round +Y at height y, the first at an angle from +Z."""
    angles = first + np.arange(count) * 2 * np.pi / count
    return [(radius * np.sin(a), y, radius * np.cos(a)) for a in angles]


@cache
def _torus(segments: int) -> tuple[np.ndarray, Solid]:
    """Return the points of a unit circle about +Y, one for each vertex of a ring, and that ring's normals."""
    angle = np.linspace(0, 2 * np.pi, 8)
    ring = lathe(np.stack([2 + np.cos(angle), np.sin(angle)], 1), segments, -2)
    circle = ring.vertices * np.array([1, 0, 1], np.float32)
    circle /= np.linalg.norm(circle, axis=1, keepdims=True)
    return circle, Solid(ring.vertices, ring.vertices - 2 * circle, ring.faces)


def rim_ring(radius: float, y: float, thick: float, segments: int = 20) -> Solid:
    """Make a ring of round section about +Y."""
    circle, unit_ring = _torus(segments)
    points = radius * circle + thick * unit_ring.normals + np.array([0, y, 0], np.float32)
    return Solid(points.astype(np.float32), unit_ring.normals, unit_ring.faces)


def curve(heights: Point, radii: Point, count: int = 13) -> Outline:
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


def radius_at(outline: Outline, y: float) -> float:
    """Return how far an outline is from +Y at height y."""
    radii, heights = np.array(outline).T
    return float(np.interp(y, heights, radii))


def hollow(outline: Outline, wall: float, floor: float) -> Outline:
    """Close an outline to that of a vessel: a bottom, a rim `wall` thick, and an inside down to the floor."""
    inner = [(max(r - wall, 0.02), y) for r, y in outline[::-1] if y > floor]
    return [
        (0, outline[0][1]),
        *outline,
        *inner,
        (max(radius_at(outline, floor) - wall, 0.01), floor),
        (0, floor),
    ]


def girdle(outline: Outline, low: float, high: float, thick: float, segments: int = 24) -> Solid:
    """Make a band around an outline that stands out by `thick`."""
    between = [y for _, y in outline if low + 0.01 < y < high - 0.01]
    wall = [(radius_at(outline, y), y) for y in (low, *between, high)]
    (first, _), (last, _) = wall[0], wall[-1]
    out = [(r + thick, y) for r, y in wall]
    return lathe([(first - 0.02, low), *out, (last - 0.02, high)], segments, 0.6)


def squared(solid: Solid, power: float = 6.0) -> Solid:
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


def as_is(solid: Solid) -> Solid:
    """Leave a turned solid round."""
    return solid


def staves(outline: Outline, count: int, slots: tuple[str, str]) -> Parts:
    """Turn an outline into flat boards, of two slots by turns."""
    solid = lathe(outline, count)
    board = np.arange(len(solid.faces)) % count % 2
    return [(flat(solid.vertices, solid.faces[board == k]), slots[k]) for k in (0, 1)]


def rings_of(outline: Outline, columns: int, factors: np.ndarray | float = 1.0) -> np.ndarray:
    """Revolve an outline to rings of points [P, K, 3], their radii multiplied by factors [P, K]."""
    angle = np.arange(columns) * 2 * np.pi / columns
    radii, heights = np.array(outline).T
    across = radii[:, None] * np.broadcast_to(factors, (len(outline), columns))
    return np.stack(
        [across * np.sin(angle), np.broadcast_to(heights[:, None], across.shape), across * np.cos(angle)], 2
    )


def bow(
    start: tuple[float, float], end: tuple[float, float], reach: float, thick: float, power: float = 1.0
) -> Solid:
    """Make a handle in XY from one point to the other, that stands off by `reach`; at a low power square."""
    t = np.linspace(0, np.pi, 11)
    a, b = np.array(start), np.array(end)
    along = (1 - np.sign(np.cos(t)) * np.abs(np.cos(t)) ** power) / 2
    normal = np.array([a[1] - b[1], b[0] - a[0]]) / np.linalg.norm(b - a)
    path = a + along[:, None] * (b - a) + reach * (np.sin(t) ** power)[:, None] * normal
    return sweep(np.concatenate([path, np.zeros((len(t), 1))], 1), np.full(len(t), thick), 8)


def heaped(rng: np.random.Generator, slot: str, radius: float, y: float, size: float, count: int) -> Parts:
    """Heap balls over a disc at height y."""
    k = np.arange(count)
    azimuth, out = k * 2.4 + rng.uniform(-0.3, 0.3, count), radius * np.sqrt((k + 0.5) / count)
    up = y + (1 - out / radius) * size * 0.9
    places = np.stack([out * np.sin(azimuth), up, out * np.cos(azimuth)], 1)
    return in_slot(slot, beads(places, size * rng.uniform(0.85, 1.15, count), 8))


def filling_disc(radius: float, y: float) -> Solid:
    """Make a lid, a floor or a liquid whose top is at height y."""
    return lathe([(0, y - 0.05), (radius, y - 0.05), (radius, y), (0, y + 0.005)], 20)
