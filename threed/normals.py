"""Vertex normals and tangents of a mesh, continuous over its UV seams.

Normals weigh the faces around a vertex by area and angle (the "weighted normals" of game art), so that large
flat faces stay flat beside their bevels. Tangents follow the convention of MikkTSpace and glTF: xyz along +U,
w the sign of the bitangent, bitangent = w * cross(normal, tangent).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.attributes import require_uv
from threed.topology import merge_positions
from threed.types import Mesh


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors [..., 3] to length one; a zero vector becomes +Y."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    up = np.asarray([0, 1, 0], vectors.dtype)
    return np.where(length > 1e-30, vectors / np.maximum(length, 1e-30), up)


def vertex_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Average the normals of the faces around each vertex, by area and angle.

    Args:
        vertices: [V, 3]; vertices of equal position share their normal, so UV seams do not show.
        faces: [F, 3].

    Returns:
        [V, 3] float32 unit normals.
    """
    places, merged_faces, merged = merge_positions(vertices, faces)
    corners = places[merged_faces].astype(np.float64)  # [F, 3, 3]
    area_vectors = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    weighted = area_vectors[:, None] * corner_angles(corners)[..., None]
    return unit(_sum_by(merged_faces.ravel(), weighted.reshape(-1, 3), len(places)))[merged].astype(
        np.float32
    )


def vertex_tangents(
    vertices: np.ndarray, faces: np.ndarray, uv: np.ndarray, normals: np.ndarray
) -> np.ndarray:
    """Average the directions of +U in the faces around each vertex, in the plane of its normal.

    Args:
        vertices, faces: [V, 3], [F, 3], split at UV seams.
        uv: [V, 2], v up.
        normals: [V, 3] unit.

    Returns:
        [V, 4] float32: unit tangent at right angles to the normal, and ±1 (-1 where the chart is mirrored).

    Source: Mikkelsen, "Simulation of Wrinkled Surfaces Revisited" (2008).
    """
    corners, corner_uv = vertices[faces].astype(np.float64), uv[faces].astype(np.float64)
    e1, e2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    d1, d2 = corner_uv[:, 1] - corner_uv[:, 0], corner_uv[:, 2] - corner_uv[:, 0]
    area = d1[:, 0] * d2[:, 1] - d1[:, 1] * d2[:, 0]  # twice, signed
    sign = np.where(area < 0, -1.0, 1.0)
    along_u = (e1 * d2[:, 1:] - e2 * d1[:, 1:]) * sign[
        :, None
    ]  # the gradient's direction; its length is dropped
    weights = corner_angles(corners)
    # each corner's own projection on its vertex's plane counts with unit length, as in MikkTSpace
    n = normals[faces].astype(np.float64)
    flat = along_u[:, None] - n * np.einsum("fki,fi->fk", n, along_u)[..., None]
    length = np.linalg.norm(flat, axis=-1, keepdims=True)
    flat = np.where(length > 1e-20, flat / np.maximum(length, 1e-20), 0)
    total = _sum_by(faces.ravel(), (flat * weights[..., None]).reshape(-1, 3), len(vertices))
    side = np.bincount(faces.ravel(), np.repeat(np.sign(area), 3), minlength=len(vertices))
    normal = normals.astype(np.float64)
    total -= normal * (total * normal).sum(1, keepdims=True)
    # where no chart gives a direction (a degenerate one), any direction in the plane is as good as another
    spare = np.cross(normal, np.eye(3)[np.abs(normal).argmin(1)])
    tangents = unit(np.where(np.linalg.norm(total, axis=1, keepdims=True) > 1e-12, total, spare))
    return np.concatenate([tangents, np.where(side < 0, -1.0, 1.0)[:, None]], 1).astype(np.float32)


def add_normals(mesh: Mesh) -> Mesh:
    """Return the mesh with vertex normals."""
    return replace(mesh, normals=vertex_normals(mesh.vertices, mesh.faces))


def add_tangents(mesh: Mesh) -> Mesh:
    """Return the unwrapped mesh with vertex normals and tangents.

    Raises:
        ValueError: the mesh has no UV map.
    """
    uv = require_uv(mesh)
    normals = vertex_normals(mesh.vertices, mesh.faces) if mesh.normals is None else mesh.normals
    return replace(mesh, normals=normals, tangents=vertex_tangents(mesh.vertices, mesh.faces, uv, normals))


def corner_angles(corners: np.ndarray) -> np.ndarray:
    """Return the angles [F, 3] in radians of triangles [F, 3, 3]."""
    after, before = np.roll(corners, -1, axis=1) - corners, np.roll(corners, 1, axis=1) - corners
    sine = np.linalg.norm(np.cross(after, before), axis=-1)
    return np.arctan2(sine, (after * before).sum(-1))


def _sum_by(index: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Sum rows of values [N, 3] that have the same index [N] into [count, 3]."""
    return np.stack([np.bincount(index, values[:, i], minlength=count) for i in range(values.shape[1])], 1)
