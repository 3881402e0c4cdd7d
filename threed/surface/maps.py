"""Mesh maps: what a smart material reads of a mesh, baked once per mesh and size.

Maps are kept a row per axis, [3, T], which NumPy works through several times faster than [T, 3]. Lengths are
metres, +Y is up, the ground is the lowest point of the mesh.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.atlas import Texels, rasterise_atlas
from threed.attributes import require_normals, require_tangents, require_uv
from threed.surface.edges import EdgeMaps, Edges, bake_edges
from threed.surface.openness import Openness, bake_openness
from threed.topology import face_vectors
from threed.types import Mesh


@dataclass(frozen=True)
class MeshMaps:
    """A mesh's texels and what lies around them.

    Attributes:
        mesh: unwrapped, with normals and tangents, in metres.
        texels: of its atlas: T of them.
        part: [F] int32, which part a face belongs to.
        face_normal: [F, 3] float32 unit.
        edges: what sharp edges and joints are near each texel.
        openness: on a smaller atlas.
        low, high: [3] corners of its bounding box.
        texel_m: width of a texel on the surface, the median.
    """

    mesh: Mesh
    texels: Texels
    part: np.ndarray
    face_normal: np.ndarray
    edges: EdgeMaps
    openness: Openness
    low: np.ndarray
    high: np.ndarray
    texel_m: float

    @property
    def size_m(self) -> float:
        """The largest dimension."""
        return float((self.high - self.low).max())


def bake_maps(mesh: Mesh, part_of_face: np.ndarray, edges: Edges, size_px: int) -> MeshMaps:
    """Bake the maps of a mesh.

    Args:
        mesh: unwrapped, with normals and tangents, in metres, standing on its lowest point.
        part_of_face: [F] which part each face belongs to.
        edges: its sharp edges and the borders between its parts.
        size_px: side of the atlas.

    Raises:
        ValueError: the mesh lacks uv, normals or tangents.
    """
    uv, _, _ = require_uv(mesh), require_normals(mesh), require_tangents(mesh)
    texels = rasterise_atlas(uv, mesh.faces, size_px)
    areas = face_vectors(mesh.vertices, mesh.faces)
    length = np.linalg.norm(areas, axis=1, keepdims=True)
    normal = (areas / np.maximum(length, 1e-20)).astype(np.float32)
    e1, e2 = (uv[mesh.faces[:, k]] - uv[mesh.faces[:, 0]] for k in (1, 2))
    uv_area = float(np.abs(e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]).sum()) / 2
    texel_m = float(np.sqrt(length.sum() / max(uv_area, 1e-12))) / size_px
    low, high = mesh.vertices.min(0), mesh.vertices.max(0)
    # edges of long thin things are as fine as those are thin: the side of a cube of the same surface counts
    scale_m = float(np.sqrt((high - low).max() * np.sqrt(length.sum() / 6)))
    return MeshMaps(
        mesh,
        texels,
        part_of_face.astype(np.int32),
        normal,
        bake_edges(mesh, texels, normal, edges, scale_m, texel_m),
        bake_openness(mesh, size_px),
        low,
        high,
        texel_m,
    )
