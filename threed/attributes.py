"""What a mesh must carry for an algorithm, and the error where it does not."""

from __future__ import annotations

import numpy as np

from threed.types import Mesh


def require_uv(mesh: Mesh) -> np.ndarray:
    """Return the mesh's uv [V, 2].

    Raises:
        ValueError: it has none.
    """
    if mesh.uv is None:
        raise ValueError("mesh has no UV map: expected one; unwrap it first")
    return mesh.uv


def require_normals(mesh: Mesh) -> np.ndarray:
    """Return the mesh's vertex normals [V, 3].

    Raises:
        ValueError: it has none.
    """
    if mesh.normals is None:
        raise ValueError(
            "mesh has no vertex normals: expected them; add them with threed.normals.add_normals"
        )
    return mesh.normals


def require_tangents(mesh: Mesh) -> np.ndarray:
    """Return the mesh's tangents [V, 4].

    Raises:
        ValueError: it has none.
    """
    if mesh.tangents is None:
        raise ValueError("mesh has no tangents: expected them; add them with threed.normals.add_tangents")
    return mesh.tangents
