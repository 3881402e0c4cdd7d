"""Simple solids with normals, from which props are put together.

All are triangle soups in one convention: +Y up, outward normals, unit lengths of no particular scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Point = npt.ArrayLike


@dataclass(frozen=True)
class Solid:
    """Triangles with a normal at each vertex.

    Attributes:
        vertices: [V, 3] float32.
        normals: [V, 3] float32 unit.
        faces: [F, 3] int64.
    """

    vertices: np.ndarray
    normals: np.ndarray
    faces: np.ndarray


def flat(vertices: Point, faces: Point) -> Solid:
    """Make a solid whose faces are flat: one vertex per corner."""
    corners = np.asarray(vertices, np.float32)[np.asarray(faces)].reshape(-1, 3, 3)
    normals = unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    return Solid(
        corners.reshape(-1, 3),
        np.repeat(normals, 3, axis=0).astype(np.float32),
        np.arange(len(corners) * 3).reshape(-1, 3),
    )


def move(
    solid: Solid,
    translation: Point = (0, 0, 0),
    rotation: np.ndarray | None = None,
    scale: float | Point = 1.0,
) -> Solid:
    """Scale (per axis), rotate ([3, 3]) and translate a solid, in this order."""
    factors = np.broadcast_to(np.asarray(scale, np.float32), 3)
    vertices, normals = solid.vertices * factors, solid.normals / factors
    if rotation is not None:
        vertices, normals = vertices @ rotation.T, normals @ rotation.T
    vertices = vertices + np.asarray(translation, np.float32)
    return Solid(vertices.astype(np.float32), unit(normals).astype(np.float32), solid.faces)


def lean(solid: Solid, sideways: Point) -> Solid:
    """Shear a solid: per unit of height it goes sideways (x, z)."""
    x, z = np.asarray(sideways, float)
    vertices, normals = solid.vertices.copy(), solid.normals.copy()
    vertices[:, 0] += x * vertices[:, 1]
    vertices[:, 2] += z * vertices[:, 1]
    normals[:, 1] -= x * normals[:, 0] + z * normals[:, 2]
    return Solid(vertices, unit(normals).astype(np.float32), solid.faces)


def join(solids: Sequence[Solid]) -> Solid:
    """Put solids into one, vertices and faces in order."""
    offsets = np.cumsum([0] + [len(s.vertices) for s in solids[:-1]])
    return Solid(
        np.concatenate([s.vertices for s in solids]),
        np.concatenate([s.normals for s in solids]),
        np.concatenate([s.faces + o for s, o in zip(solids, offsets, strict=True)]),
    )


def box(centre: Point, size: Point) -> Solid:
    """Make an axis-aligned box."""
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float32)
    return flat(signs * np.asarray(size, np.float32) / 2 + np.asarray(centre, np.float32), _BOX_FACES)


_BOX_FACES = [
    [0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1],
    [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3],
]  # fmt: skip


def lathe(profile: Point, segments: int = 32, crease: float = 0.75) -> Solid:
    """Revolve a profile about +Y.

    Args:
        profile: [P, 2] points (radius, height), counter-clockwise seen with the axis at the left, that is
            from the bottom centre outwards, up and back to the axis.
        segments: how many sides.
        crease: edges whose normals' cosine is below this stay sharp.
    """
    points = np.asarray(profile, np.float32)
    angle = np.linspace(0, 2 * np.pi, segments + 1, dtype=np.float32)
    angle[-1] = 0  # the seam's two sides are the same to the last bit
    cos, sin = np.cos(angle), np.sin(angle)
    steps = np.diff(points, axis=0)
    outward = unit(np.stack([steps[:, 1], -steps[:, 0]], 1))
    k = np.arange(segments)
    vertices, normals, faces = [], [], []
    for i in range(len(steps)):
        first, last = outward[i], outward[i]
        if i > 0 and outward[i] @ outward[i - 1] >= crease:
            first = outward[i] + outward[i - 1]
        if i < len(steps) - 1 and outward[i] @ outward[i + 1] >= crease:
            last = outward[i] + outward[i + 1]
        for point, normal in ((points[i], first), (points[i + 1], last)):
            vertices.append(np.stack([point[0] * sin, np.full_like(cos, point[1]), point[0] * cos], 1))
            normals.append(np.stack([normal[0] * sin, np.full_like(cos, normal[1]), normal[0] * cos], 1))
        low = 2 * i * (segments + 1) + k
        high = low + segments + 1
        faces += [np.stack([low, low + 1, high + 1], 1), np.stack([low, high + 1, high], 1)]
    return Solid(np.concatenate(vertices), unit(np.concatenate(normals)), np.concatenate(faces))


def rod(
    start: Point, end: Point, start_radius: float, end_radius: float | None = None, segments: int = 16
) -> Solid:
    """Make a capped cylinder or cone between two points."""
    a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
    length = float(np.linalg.norm(b - a))
    top = start_radius if end_radius is None else end_radius
    cylinder = lathe([(0, 0), (start_radius, 0), (top, length), (0, length)], segments)
    return move(cylinder, a, frame_along(b - a))


def ball(centre: Point, radii: float | Point, segments: int = 24) -> Solid:
    """Make a ball or an ellipsoid."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 13)
    return move(lathe(np.stack([np.cos(t), np.sin(t)], 1), segments, crease=-2), centre, scale=radii)


def tube(points: Point, radius: float, segments: int = 12) -> Solid:
    """Sweep a circle along a polyline [P, 3], open at its ends."""
    path = np.asarray(points, np.float32)
    angle = np.linspace(0, 2 * np.pi, segments, endpoint=False, dtype=np.float32)
    vertices, normals, faces = [], [], []
    k = np.arange(segments)
    for i, (point, tangent) in enumerate(zip(path, np.gradient(path, axis=0), strict=True)):
        axes = frame_along(tangent)
        ring = np.cos(angle)[:, None] * axes[:, 2] + np.sin(angle)[:, None] * axes[:, 0]
        vertices.append(point + radius * ring)
        normals.append(ring)
        if i < len(path) - 1:
            low, along = i * segments + k, i * segments + (k + 1) % segments
            faces += [
                np.stack([low, along, along + segments], 1),
                np.stack([low, along + segments, low + segments], 1),
            ]
    return Solid(
        np.concatenate(vertices).astype(np.float32),
        np.concatenate(normals).astype(np.float32),
        np.concatenate(faces),
    )


def prism(outline: Point, depth: float) -> Solid:
    """Extrude a counter-clockwise outline [P, 2], star-shaped about its mean, from XY along Z by ±depth/2."""
    points = np.asarray(outline, np.float32)
    count = len(points)
    ring = np.concatenate([points, points.mean(0, keepdims=True)])
    front = np.concatenate([ring, np.full((count + 1, 1), depth / 2)], 1)
    back = np.concatenate([ring, np.full((count + 1, 1), -depth / 2)], 1)
    k, after = np.arange(count), (np.arange(count) + 1) % count
    centre, base = np.full(count, count), count + 1
    faces = [
        np.stack([k, after, centre], 1),
        np.stack([base + after, base + k, base + centre], 1),
        np.stack([base + k, base + after, after], 1),
        np.stack([base + k, after, k], 1),
    ]
    return flat(np.concatenate([front, back]), np.concatenate(faces))


def blob(
    rng: np.random.Generator,
    centre: Point,
    radii: float | Point,
    roughness: float,
    frequency: float = 2.5,
    subdivisions: int = 3,
) -> Solid:
    """Make a faceted, irregular lump of 20·4^subdivisions faces: a sphere displaced by smooth noise."""
    vertices, faces = _icosphere(subdivisions)
    factor = 1 + roughness * sine_noise(vertices, rng, frequency, 8)[:, None]
    return flat(vertices * factor * np.asarray(radii, np.float32) + np.asarray(centre, np.float32), faces)


@cache
def _icosphere(subdivisions: int) -> tuple[np.ndarray, np.ndarray]:
    golden = (1 + 5**0.5) / 2
    points = [[0, s, t * golden] for s in (1, -1) for t in (1, -1)]
    vertices = unit(np.array([np.roll(p, k) for k in range(3) for p in points], np.float64))
    gaps = np.linalg.norm(vertices[:, None] - vertices, axis=2)
    near = (gaps > 0) & (gaps < 1.1)
    triples = [
        (a, b, c)
        for a in range(12)
        for b in range(a)
        for c in range(b)
        if near[a, b] and near[b, c] and near[a, c]
    ]
    faces = np.array(triples)
    a, b, c = vertices[faces].transpose(1, 0, 2)
    inward = (np.cross(b - a, c - a) * a).sum(1) < 0
    faces[inward] = faces[inward][:, ::-1]
    for _ in range(subdivisions):
        edges = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), 1)
        unique, place = np.unique(edges, axis=0, return_inverse=True)
        middle = place.reshape(-1, 3) + len(vertices)
        vertices = np.concatenate([vertices, unit(vertices[unique].mean(1))])
        (a, b, c), (x, y, z) = faces.T, middle.T
        faces = np.concatenate([np.stack(f, 1) for f in ((a, x, z), (x, b, y), (z, y, c), (x, y, z))])
    return vertices.astype(np.float32), faces


def loft(rings: Point, smooth: bool = False) -> Solid:
    """Make a closed solid through rings [P, K, 3], each counter-clockwise seen from the last one's side."""
    points = np.asarray(rings, np.float32)
    count, around = points.shape[:2]
    k = np.arange(around)
    low = (np.arange(count - 1)[:, None] * around + k).ravel()
    along = (np.arange(count - 1)[:, None] * around + (k + 1) % around).ravel()
    sides = np.concatenate(
        [np.stack([low, along, along + around], 1), np.stack([low, along + around, low + around], 1)]
    )
    ends = np.concatenate([points[0], points[-1], points[[0, -1]].mean(1)])
    after, centre = (k + 1) % around, np.full(around, 2 * around)
    caps = flat(
        ends, [*np.stack([after, k, centre], 1), *np.stack([around + k, around + after, centre + 1], 1)]
    )
    skin = points.reshape(-1, 3)
    if not smooth:
        return join([flat(skin, sides), caps])
    chord = np.roll(points, -1, axis=1) - np.roll(points, 1, axis=1)
    normals = unit(np.cross(chord, np.gradient(points, axis=0))).reshape(-1, 3).astype(np.float32)
    return join([Solid(skin, normals, sides), caps])


def loft_outwards(rings: Point) -> Solid:
    """Make a closed solid through rings [P, K, 3] of either sense, its faces outwards."""
    points = np.asarray(rings)
    solid = loft(points)
    return solid if _looks_outwards(solid) else loft(points[:, ::-1])


def outwards(solid: Solid) -> Solid:
    """Turn the faces of a closed solid outwards: flat, unless they look so already."""
    return solid if _looks_outwards(solid) else flat(solid.vertices, solid.faces[:, ::-1])


def _looks_outwards(solid: Solid) -> bool:
    # the volume that it encloses is positive
    a, b, c = solid.vertices[solid.faces].astype(np.float64).transpose(1, 0, 2)
    return bool(np.einsum("ij,ij->", a, np.cross(b, c)) > 0)


def sweep(path: Point, radii: Point, sides: int = 12, flats: bool = False, smooth: bool = True) -> Solid:
    """Sweep an ellipse of changing size along a polyline, closed at its ends.

    Args:
        path: [P, 3] points, best in a plane of equal Z.
        radii: at each point, [P] or [P, 2]: across the path in the XY plane, and towards Z. Zero makes a tip.
        sides: of the section; 4 makes a diamond.
        flats: turn the section by half a side: 4 sides make a rectangle that is 2·radii wide.
        smooth: round its sides' shading.
    """
    points, size = np.asarray(path, np.float32), np.asarray(radii, np.float32)
    size = np.broadcast_to(size[:, None] if size.ndim == 1 else size, (len(points), 2))
    along = unit(np.gradient(points, axis=0))
    across = np.cross(along, np.array([0, 0, 1], np.float32))
    across = np.where(np.abs(along[:, 2:]) < 0.99, unit(across), np.array([1, 0, 0], np.float32))
    angle = (np.arange(sides) + 0.5 * flats) * 2 * np.pi / sides
    reach = 1 / np.cos(np.pi / sides) if flats else 1.0
    x = reach * np.sin(angle)[:, None] * (size[:, :1] * across)[:, None]
    z = reach * np.cos(angle)[:, None] * (size[:, 1:] * np.cross(across, along))[:, None]
    return loft(points[:, None] + x + z, smooth)


def plate(outline: Point, profile: Point, centre: Point = (0, 0)) -> Solid:
    """Shape a plate in XY: its outline [K, 2], counter-clockwise, at a profile's sizes and depths [P, 2].

    The profile's points (size about the centre, Z) run from the back's outwards to the front's.
    """
    middle, steps = np.asarray(centre, np.float32), np.asarray(profile, np.float32)
    flat_rings = middle + steps[:, :1, None] * (np.asarray(outline, np.float32) - middle)
    depth = np.broadcast_to(steps[:, 1:, None], (*flat_rings.shape[:2], 1))
    return loft(np.concatenate([flat_rings, depth], 2))


def shell(outer: Point, inner: Point, smooth: bool = True) -> Solid:
    """Close the gap between two sheets of points [M, N, 3]; seen from outside columns go right, rows up."""
    front, back = np.asarray(outer, np.float32), np.asarray(inner, np.float32)
    rows, columns = front.shape[:2]
    place = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (q.ravel() for q in (place[:-1, :-1], place[:-1, 1:], place[1:, 1:], place[1:, :-1]))
    skin = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    edge = np.concatenate([place[0, :-1], place[:-1, -1], place[-1, :0:-1], place[:0:-1, 0]])
    after, behind = np.roll(edge, -1), rows * columns
    walls = [*np.stack([edge, edge + behind, after + behind], 1), *np.stack([edge, after + behind, after], 1)]
    points = np.concatenate([front.reshape(-1, 3), back.reshape(-1, 3)])
    if not smooth:
        return flat(points, np.concatenate([skin, skin[:, ::-1] + behind, walls]))
    normals = [np.cross(np.gradient(sheet, axis=1), np.gradient(sheet, axis=0)) for sheet in (front, back)]
    normals = unit(np.concatenate([normals[0].reshape(-1, 3), -normals[1].reshape(-1, 3)]))
    sheets = Solid(points, normals.astype(np.float32), np.concatenate([skin, skin[:, ::-1] + behind]))
    return join([sheets, flat(points, walls)])


def sine_noise(points: np.ndarray, rng: np.random.Generator, frequency: float, waves: int = 6) -> np.ndarray:
    """Evaluate smooth noise in about [-1, 1] at points [N, 3]: a sum of sines in random directions."""
    wave_vectors = rng.normal(size=(3, waves)).astype(np.float32) * np.float32(frequency)
    phases = rng.uniform(0, 2 * np.pi, waves).astype(np.float32)
    return np.sin(points @ wave_vectors + phases).sum(-1) * np.float32(0.8 / np.sqrt(waves))


def frame_along(axis: Point) -> np.ndarray:
    """Return a rotation [3, 3] whose second column (its +Y) points along the axis."""
    y = np.asarray(axis, np.float64) / np.linalg.norm(axis)
    x = np.cross(y, [0, 0, 1.0]) if abs(y[2]) < 0.99 else np.array([1.0, 0, 0])
    x /= np.linalg.norm(x)
    return np.stack([x, y, np.cross(x, y)], 1).astype(np.float32)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors [..., 3] to length one; zero stays zero."""
    return vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9)


def turn(axis: int, degrees: float) -> np.ndarray:
    """Return a rotation [3, 3] about an axis: 0 turns +Y towards +Z, 1 +Z towards +X, 2 +X towards +Y."""
    angle = np.deg2rad(degrees)
    u, v = (axis + 1) % 3, (axis + 2) % 3
    rotation = np.eye(3, dtype=np.float32)
    rotation[[u, v], [u, v]] = np.cos(angle)
    rotation[u, v], rotation[v, u] = -np.sin(angle), np.sin(angle)
    return rotation
