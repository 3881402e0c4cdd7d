"""How far two surfaces are from each other, measured at points sampled on both."""

from __future__ import annotations

import numpy as np
from scipy.spatial import KDTree

from threed.topology import face_vectors

#: points on each surface whose distance to the other is measured, and points that lead to the faces near them
SAMPLES, GUIDES = 2000, 12000
#: guides that are followed from each point
NEAR = 2
#: points of those that seem furthest that are looked at exactly at once
BATCH = 24
#: how exactly, as a share of the diagonal
EXACT = 1e-4


def measure_distance(
    vertices: np.ndarray, faces: np.ndarray, other_vertices: np.ndarray, other_faces: np.ndarray
) -> float:
    """Return the largest distance found from points on either surface to the other: a sampled Hausdorff
    distance.

    Args:
        vertices, other_vertices: [V, 3]; faces, other_faces: [F, 3].
    """
    there = _furthest(vertices, faces, other_vertices, other_faces)
    return max(there, _furthest(other_vertices, other_faces, vertices, faces))


def _furthest(vertices: np.ndarray, faces: np.ndarray, onto: np.ndarray, onto_faces: np.ndarray) -> float:
    rng = np.random.default_rng(0)
    points, _ = sample_surface(vertices, faces, SAMPLES, rng)
    points = np.concatenate([points, vertices[np.unique(faces)]])
    guides, face = sample_surface(onto, onto_faces, GUIDES, rng)
    # every face has a guide, however small it is
    guides = np.concatenate([guides, onto[onto_faces].mean(1)])
    face = np.concatenate([face, np.arange(len(onto_faces))])
    _, near = KDTree(guides).query(points, k=NEAR)
    corners = onto[onto_faces].astype(np.float64)
    distance = triangle_distances(np.repeat(points, NEAR, axis=0), corners[face[near]].reshape(-1, 3, 3))
    slack = EXACT * float(np.linalg.norm(np.ptp(points, axis=0)))
    return _largest(points, distance.reshape(-1, NEAR).min(1), corners, slack)


def _largest(points: np.ndarray, most: np.ndarray, corners: np.ndarray, slack: float) -> float:
    """Return the largest distance of points [N, 3] from triangles [F, 3, 3], where none is more than most
    [N]; by up to a slack too much."""
    middles = corners.mean(1)
    radii = np.linalg.norm(corners - middles[:, None], axis=2).max(1)
    order, found = np.argsort(-most), 0.0
    for begin in range(0, len(order), BATCH):
        batch = order[begin : begin + BATCH]
        if most[batch[0]] <= found + slack:
            return max(found, float(most[batch[0]]))
        away = np.linalg.norm(points[batch][:, None] - middles, axis=2) - radii
        row, face = np.nonzero(away <= most[batch][:, None])
        exact = np.full(len(batch), np.inf)
        np.minimum.at(exact, row, triangle_distances(points[batch][row], corners[face]))
        found = max(found, float(exact.max()))
    return found


def sample_surface(
    vertices: np.ndarray, faces: np.ndarray, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw points [count, 3] evenly over a surface, and the faces [count] they lie on."""
    area = np.linalg.norm(face_vectors(vertices, faces), axis=1)
    # at even steps along the sum of areas: fewer gaps than by chance
    steps = (np.arange(count) + rng.random(count)) / count
    face = np.minimum(np.searchsorted(np.cumsum(area) / area.sum(), steps), len(faces) - 1)
    u, v = np.sqrt(rng.random(count)), rng.random(count)
    weights = np.stack([1 - u, u * (1 - v), u * v], 1)
    return (vertices[faces[face]].astype(np.float64) * weights[..., None]).sum(1), face


def triangle_distances(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return the distance [N] of each point [N, 3] from its triangle [N, 3, 3]."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    normal = np.cross(b - a, c - a)
    square = np.maximum((normal * normal).sum(1), 1e-30)
    # above the triangle the height over its plane, else the nearest of its edges
    within = np.ones(len(points), bool)
    nearest = np.full(len(points), np.inf)
    for tail, head in ((a, b), (b, c), (c, a)):
        along, to = head - tail, points - tail
        within &= (np.cross(normal, along) * to).sum(1) >= 0
        t = np.clip((along * to).sum(1) / np.maximum((along * along).sum(1), 1e-30), 0, 1)
        nearest = np.minimum(nearest, np.linalg.norm(to - t[:, None] * along, axis=1))
    height = np.abs((normal * (points - a)).sum(1)) / np.sqrt(square)
    return np.where(within & (square > 1e-28), height, nearest)
