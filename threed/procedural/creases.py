"""Normals of a united surface by smoothing groups, and its edges: what is hard, what is a joint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.normals import corner_angles, unit
from threed.types import Mesh

#: faces that meet at less than this are one surface, edges between them no feature
FLAT = np.radians(12.0)


@dataclass(frozen=True)
class Edges:
    """Edges at which a surface bends, or at which one part ends and another begins: E of them.

    Attributes:
        start, end: [E, 3] float32.
        normal_a, normal_b: [E, 3] float32 unit, of the faces on both sides.
        angle: [E] float32, radians between them; convex > 0, concave < 0.
        face_a, face_b: [E] int64, those faces.
        is_joint: [E] bool, the faces are of two parts.
    """

    start: np.ndarray
    end: np.ndarray
    normal_a: np.ndarray
    normal_b: np.ndarray
    angle: np.ndarray
    face_a: np.ndarray
    face_b: np.ndarray
    is_joint: np.ndarray


def face_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Return unit normals [F, 3] float64; those of faces without area are zero."""
    a, b, c = (vertices[faces[:, k]].astype(np.float64) for k in range(3))
    normals = np.cross(b - a, c - a)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)


def corner_normals(
    vertices: np.ndarray, faces: np.ndarray, part: np.ndarray, crease_rad: np.ndarray
) -> np.ndarray:
    """Average, at each corner, the normals of the faces around it that belong to one smooth surface.

    Args:
        vertices: [V, 3], closed; faces: [F, 3].
        part: [F]; what is of another part is another surface.
        crease_rad: [F] radians between faces from which on an edge stays sharp.

    Returns:
        [F, 3, 3] float32 unit, weighted by area and angle ("weighted normals" of game art).
    """
    normals = face_normals(vertices, faces)
    corners = vertices[faces].astype(np.float64)
    doubled = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    weighted = (doubled[:, None] * corner_angles(corners)[..., None]).reshape(-1, 3)
    vertex = faces.ravel()
    order = np.argsort(vertex, kind="stable")
    counts = np.bincount(vertex, minlength=len(vertices))
    # every pair of corners at one vertex: corner i of n meets each of the n
    n = counts[vertex[order]]
    first = np.repeat(np.cumsum(counts) - counts, counts)
    one = np.repeat(order, n)
    within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    other = order[np.repeat(first, n) + within]
    a, b = one // 3, other // 3
    alike = (part[a] == part[b]) & ((normals[a] * normals[b]).sum(1) > np.cos(crease_rad[a]))
    alike |= a == b
    total = np.stack(
        [np.bincount(one[alike], weighted[other[alike], k], minlength=len(vertex)) for k in range(3)], 1
    )
    length = np.linalg.norm(total, axis=1, keepdims=True)
    # a face without area shares the normals of what is around it
    around = np.stack([np.bincount(vertex, weighted[:, k], minlength=len(vertices)) for k in range(3)], 1)
    total = np.where(length > 1e-20, total, around[vertex])
    return unit(total).reshape(-1, 3, 3).astype(np.float32)


def split_corners(
    vertices: np.ndarray, uv: np.ndarray, faces: np.ndarray, corners: np.ndarray, normals: np.ndarray
) -> Mesh:
    """Make a mesh of corners: those that agree in place, point of the map and normal are one vertex.

    Args:
        vertices: [V, 3]; faces: [F, 3] into them.
        uv: [W, 2]; corners: [F, 3] into it.
        normals: [F, 3, 3].
    """
    place, point = faces.ravel().astype(np.int64), corners.ravel().astype(np.int64)
    wedge = np.unique(place << 32 | point, return_inverse=True)[1].reshape(-1)
    rounded = np.round(normals.reshape(-1, 3) * 1024).astype(np.int64) + 2048
    key = ((wedge << 12 | rounded[:, 0]) << 12 | rounded[:, 1]) << 12 | rounded[:, 2]
    _, first, vertex = np.unique(key, return_index=True, return_inverse=True)
    return Mesh(
        vertices[place[first]],
        vertex.reshape(-1, 3).astype(np.int32),
        uv[point[first]],
        normals.reshape(-1, 3)[first],
    )


def feature_edges(vertices: np.ndarray, faces: np.ndarray, part: np.ndarray) -> Edges:
    """Find the edges of a closed surface that bend, or that part one part from another.

    Args:
        vertices: [V, 3]; faces: [F, 3]; part: [F].
    """
    normals = face_normals(vertices, faces)
    half = np.stack([faces, np.roll(faces, -1, axis=1)], -1).reshape(-1, 2)
    face = np.repeat(np.arange(len(faces)), 3)
    low, high = half.min(1), half.max(1)
    order = np.lexsort((high, low))
    same = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    first = np.flatnonzero(same)
    i, j = order[first], order[first + 1]
    a, b = face[i], face[j]
    start, end = vertices[half[i, 0]], vertices[half[i, 1]]
    cosine = np.clip((normals[a] * normals[b]).sum(1), -1, 1)
    # seen along the edge as face a runs, a convex edge turns to the left
    along = np.cross(normals[a], normals[b])
    angle = np.arccos(cosine) * np.where((along * (end - start)).sum(1) >= 0, 1, -1)
    joint = part[a] != part[b]
    kept = np.flatnonzero((np.abs(angle) > FLAT) | joint)
    return Edges(
        start[kept].astype(np.float32),
        end[kept].astype(np.float32),
        normals[a[kept]].astype(np.float32),
        normals[b[kept]].astype(np.float32),
        angle[kept].astype(np.float32),
        a[kept],
        b[kept],
        joint[kept],
    )
