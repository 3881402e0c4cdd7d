"""From a shape to game-ready geometry: one closed mesh with an atlas, coarser ones beside it, a collider."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from threed.collapse import Charted
from threed.normals import add_tangents
from threed.procedural.carving import to_manifold
from threed.procedural.collider import Collider, make_collider
from threed.procedural.creases import Edges, corner_normals, feature_edges, split_corners
from threed.procedural.lods import Lod, make_lods
from threed.procedural.shape import Shape
from threed.procedural.solids import Solid
from threed.procedural.union import United, unite
from threed.subdivide import halve_edges
from threed.types import Mesh
from threed.unfold import longest_side
from threed.unwrap import unwrap_solid
from threed.vertex_order import order_faces, order_vertices


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
    longest = longest_side(united.vertices, united.faces)
    vertices, faces, source = halve_edges(united.vertices, united.faces, longest)
    part = united.part[source]
    flat = unwrap_solid(Mesh(vertices.astype(np.float32), faces.astype(np.int32)), part, atlas_px)
    assert flat.uv is not None
    mesh, order = _finish(vertices, faces, part, _creases(shape)[part], flat)
    faces, part = faces[order], part[order]
    surface = Charted(
        vertices,
        flat.uv.astype(np.float64),
        faces,
        flat.faces[order],
        np.array([one.role == "glass" for one in shape.parts])[part].astype(int),
        np.arange(len(faces)),
    )
    notes = []
    if united.tolerance_m > 1e-4 * shape.size_m:
        notes.append(
            f"simplified by up to {united.tolerance_m * 1000:.1f} mm to keep within {triangles:,} triangles"
        )
    convex = _collide(shape, united) if collider else Collider((), 0.0)
    return PropMesh(
        mesh,
        part,
        feature_edges(vertices, faces, part),
        united.pieces,
        tuple(make_lods(surface, part, _creases(shape)[part], lods)),
        convex.solids,
        convex.overlap,
        tuple(notes),
    )


def _finish(
    vertices: np.ndarray, faces: np.ndarray, part: np.ndarray, crease_rad: np.ndarray, flat: Mesh
) -> tuple[Mesh, np.ndarray]:
    """Give an unwrapped mesh normals and tangents; return it with its faces in the order [F] that is returned."""
    normals = corner_normals(vertices, faces, part, crease_rad)
    assert flat.uv is not None
    mesh = split_corners(vertices.astype(np.float32), flat.uv, faces, flat.faces, normals)
    order = order_faces(mesh.faces)
    return add_tangents(order_vertices(replace(mesh, faces=mesh.faces[order]))), order


def _collide(shape: Shape, united: United) -> Collider:
    solid = Solid(
        united.vertices.astype(np.float32), np.zeros((len(united.vertices), 3), np.float32), united.faces
    )
    return make_collider(to_manifold(solid), [to_manifold(one.solid) for one in shape.parts])


def _creases(shape: Shape) -> np.ndarray:
    return np.radians([one.crease_deg for one in shape.parts])
