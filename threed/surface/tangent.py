"""Normals in the frames in which a glTF viewer reads them."""

from __future__ import annotations

import numpy as np

from threed.attributes import require_tangents
from threed.surface.maps import MeshMaps


def tangent_normals(maps: MeshMaps, rows: np.ndarray, normal: np.ndarray, bent: np.ndarray) -> np.ndarray:
    """Express vectors in tangent space: threed.texture.world_to_tangent, a row an axis.

    A viewer's frame is normal N, tangent T as interpolated and bitangent w N × T; T is at right angles to N
    at the vertices only, so the frame is inverted, not transposed.

    Args:
        maps: of the mesh.
        rows: [N] of maps.texels.
        normal: [3, N] interpolated, unit.
        bent: [3, N] of any length.

    Returns:
        [3, N] unit.
    """
    mesh, texels = maps.mesh, maps.texels
    corners, (a, b, c) = mesh.faces[texels.face[rows]].T, texels.barycentric[rows].T
    columns = np.ascontiguousarray(require_tangents(mesh).T)
    tangent = np.stack([v[corners[0]] * a + v[corners[1]] * b + v[corners[2]] * c for v in columns])
    sign, t = np.sign(tangent[3]), tangent[:3]
    t = t / np.maximum(np.sqrt((t * t).sum(0)), 1e-9)
    side = cross(normal, t)
    bitangent = side * sign
    b_cross_n = cross(bitangent, normal)
    determinant = (t * b_cross_n).sum(0)
    # a frame that has collapsed shows the surface flat
    sound = np.abs(determinant) > 1e-3
    scale = np.where(sound, 1 / np.where(sound, determinant, 1), 0)
    local = np.stack(
        [(bent * b_cross_n).sum(0), (bent * side).sum(0), (bent * cross(t, bitangent)).sum(0)]
    )  # fmt: skip
    local *= scale
    # what would face away from the surface is turned to graze it
    local[2] = np.where(sound, np.maximum(local[2], 0.08), 1)
    return local / np.sqrt((local * local).sum(0))


def cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the cross products of vectors [3, N]."""
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])
