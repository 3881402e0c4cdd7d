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
        from
            the bottom centre outwards, up and back to the axis.
        segments: how many sides.
        crease: edges whose normals' cosine is below this stay sharp.
    """
    points = np.asarray(profile, np.float32)
    angle = np.linspace(0, 2 * np.pi, segments + 1, dtype=np.float32)
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
    rng: np.random.Generator, centre: Point, radii: float | Point, roughness: float, frequency: float = 2.5
) -> Solid:
    """Make a faceted, irregular lump: a sphere displaced by smooth noise."""
    vertices, faces = _icosphere()
    factor = 1 + roughness * sine_noise(vertices, rng, frequency, 8)[:, None]
    return flat(vertices * factor * np.asarray(radii, np.float32) + np.asarray(centre, np.float32), faces)


@cache
def _icosphere() -> tuple[np.ndarray, np.ndarray]:
    import trimesh

    sphere = trimesh.creation.icosphere(3)
    return np.asarray(sphere.vertices, np.float32), np.asarray(sphere.faces)


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
