"""What upholsterers make: pads, cushions, bolsters and pillows, their seams and buttons."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import nail
from threed.procedural.solids import Point, Solid, flat, loft, move, outwards
from threed.procedural.sweeps import loop


def cushion(
    size: Point, corner: float = 0.3, edge: float = 0.6, around: int = 16, levels: int = 6, pinch: float = 0.0
) -> Solid:
    """Fill a cushion: a superellipsoid of width, height and depth about the origin.

    Args:
        corner: roundness of its outline seen from above, 0 a box to 1 an ellipse.
        edge: roundness of its sides; above 1 the edge is thin, as a pillow's.
        pinch: how much its four corners are drawn out.
    """
    half = np.asarray(size, np.float64) / 2
    angle = (np.arange(around) + 0.5) * 2 * np.pi / around
    cos, sin = np.cos(angle), np.sin(angle)
    x, z = np.sign(cos) * np.abs(cos) ** corner, np.sign(sin) * np.abs(sin) ** corner
    drawn = 1 + pinch * np.abs(x * z) ** 4
    rings = []
    for t in np.linspace(-0.47 * np.pi, 0.47 * np.pi, levels):
        wide = np.cos(t) ** min(edge, 1.0) * drawn
        high = np.sign(t) * np.abs(np.sin(t)) ** edge
        rings.append(np.stack([wide * x * half[0], np.full(around, high * half[1]), -wide * z * half[2]], 1))
    return loft(np.asarray(rings))


def pad(
    name: str,
    centre: Point,
    size: Point,
    corner: float = 0.25,
    edge: float = 0.5,
    role: Role = "cloth",
    rotation: np.ndarray | None = None,
    along: Point = (0, 0, 1),
    facing: Point = (0, 1, 0),
    pinch: float = 0.0,
    around: int = 16,
    levels: int = 6,
) -> Part:
    """Make a cushion as a part, turned and put in its place; `along` and `facing` are turned with it."""
    turning = np.eye(3, dtype=np.float32) if rotation is None else rotation
    solid = move(cushion(size, corner, edge, around, levels, pinch), centre, turning)
    return part(name, role, solid, turning @ np.asarray(along), turning @ np.asarray(facing), crease_deg=100)


def round_pad(
    name: str, radius: float, low: float, high: float, sides: int, role: Role = "cloth", depth: float = 1.0
) -> Part:
    """Stuff a round seat between two heights; `depth` flattens it towards Z."""
    rise = high - low
    shares = ((0.9, 0.0), (0.985, 0.12), (1.0, 0.35), (0.97, 0.6), (0.82, 0.85), (0.5, 0.97), (0.15, 1.0))
    angle = np.arange(sides) * 2 * np.pi / sides
    rings = [
        [(radius * r * np.sin(a), low + t * rise, depth * radius * r * np.cos(a)) for a in angle]
        for r, t in shares
    ]
    return part(name, role, loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=80)


def piping(name: str, path: Point, radius: float, role: Role = "cloth", sides: int = 6) -> Part:
    """Sew a cord along a closed path [P, 3] that lies about level."""
    points = np.asarray(path, np.float64)
    along = np.roll(points, -1, 0) - np.roll(points, 1, 0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    out = np.cross(along, [0, 1.0, 0])
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    angle = np.arange(sides) * 2 * np.pi / sides
    up = np.cross(out, along)
    rings = points[:, None] + radius * (
        np.cos(angle)[:, None] * out[:, None] + np.sin(angle)[:, None] * up[:, None]
    )
    return part(name, role, closed_ring(rings), (1, 0, 0), (0, 1, 0), crease_deg=100)


def closed_ring(rings: np.ndarray) -> Solid:
    """Close rings of points [P, K, 3] to a hoop: the last is joined to the first."""
    return outwards(loop(rings))


def buttons(
    name: str, places: Iterable[Point], out: Point, radius: float, role: Role = "cloth"
) -> list[Part]:
    """Sew domed buttons on at places of a pad that looks `out`."""
    return [part(name, role, nail(place, out, radius, 0.5 * radius), out) for place in places]


def capped(rings: Point) -> Solid:
    """Skin rings of points [P, K, 3] and close its two ends, each of them plane but of any outline."""
    from manifold3d import triangulate

    points = np.asarray(rings, np.float64)
    count, around = points.shape[:2]
    place = np.arange(count * around).reshape(count, around)
    a, d = place[:-1], place[1:]
    b, c = np.roll(a, -1, 1), np.roll(d, -1, 1)
    faces = [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    for end in (0, -1):
        outline = points[end]
        normal = np.cross(outline - outline.mean(0), np.roll(outline, -1, 0) - outline.mean(0)).sum(0)
        axis = int(np.argmax(np.abs(normal)))
        plane = outline[:, [(axis + 1) % 3, (axis + 2) % 3]]
        is_clockwise = normal[axis] < 0
        cap = np.asarray(triangulate([plane[::-1] if is_clockwise else plane])).astype(np.int64)
        # triangles counter-clockwise about +axis; back to the order of the ring
        cap = (around - 1 - cap)[:, ::-1] if is_clockwise else cap
        faces.append((cap[:, ::-1] if end == 0 else cap) + (0 if end == 0 else (count - 1) * around))
    return outwards(flat(points.reshape(-1, 3), np.concatenate(faces)))
