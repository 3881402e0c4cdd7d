"""From a shape to game-ready geometry: one closed mesh with an atlas, coarser ones beside it, a collider."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.normals import add_tangents
from threed.procedural.creases import Edges, corner_normals, feature_edges
from threed.procedural.shape import Shape
from threed.procedural.union import unite
from threed.types import Mesh
from threed.unwrap import unwrap_mesh


@dataclass(frozen=True)
class Lod:
    """A coarser mesh with the atlas of the finest.

    Attributes:
        mesh: with uv, normals and tangents.
        part_of_face: [F] int64.
        error: how far it is from the finest, as a share of the bounding box's diagonal.
    """

    mesh: Mesh
    part_of_face: np.ndarray
    error: float


@dataclass(frozen=True)
class PropMesh:
    """The geometry of a prop.

    Attributes:
        mesh: closed once its seams are merged; with uv, normals and tangents, in metres.
        part_of_face: [F] int64, which of the shape's parts each face came from.
        edges: of the mesh; their faces are the mesh's.
        pieces: components, without those of loose parts.
        lods: coarser ones, from fine to coarse.
        collider: convex solids, vertices [V, 3] float32 and faces [F, 3] int32 each.
        collider_overlap: 0..1, volume of intersection over union with the filled shape.
        notes: what the user is told.
    """

    mesh: Mesh
    part_of_face: np.ndarray
    edges: Edges
    pieces: int
    lods: tuple[Lod, ...] = ()
    collider: tuple[tuple[np.ndarray, np.ndarray], ...] = ()
    collider_overlap: float = 0.0
    notes: tuple[str, ...] = ()


def make_mesh(
    shape: Shape, atlas_px: int = 1024, triangles: int = 5000, *, lods: int = 2, collider: bool = True
) -> PropMesh:
    """Make the geometry of a prop.

    Args:
        shape: from build_shape.
        atlas_px: side of the atlas for which the distances between charts are meant.
        triangles: the most of the finest mesh.
        lods: coarser meshes, 0 to 2.
        collider: whether to make one.
    """
    united = unite(shape, triangles)
    crease = np.radians([one.crease_deg for one in shape.parts])[united.part]
    normals = corner_normals(united.vertices, united.faces, united.part, crease)
    flat = unwrap_mesh(Mesh(united.vertices.astype(np.float32), united.faces.astype(np.int32)), atlas_px)
    mesh = add_tangents(split_corners(flat, normals))
    notes = []
    if united.tolerance_m:
        notes.append(
            f"simplified by up to {united.tolerance_m * 1000:.1f} mm to keep within {triangles:,} triangles"
        )
    edges = feature_edges(united.vertices, united.faces, united.part)
    return PropMesh(mesh, united.part, edges, united.pieces, notes=tuple(notes))


def split_corners(mesh: Mesh, normals: np.ndarray) -> Mesh:
    """Give an unwrapped mesh normals at each corner [F, 3, 3]; vertices are split where they differ."""
    corner = mesh.faces.ravel().astype(np.int64)
    flat = np.round(normals.reshape(-1, 3) * 1024).astype(np.int64) + 2048
    key = ((corner << 12 | flat[:, 0]) << 12 | flat[:, 1]) << 12 | flat[:, 2]
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    source = corner[first]
    assert mesh.uv is not None
    return Mesh(
        mesh.vertices[source],
        place.reshape(-1, 3).astype(np.int32),
        mesh.uv[source],
        normals.reshape(-1, 3)[first],
    )
