"""Solids cut, joined and wrapped by booleans, through manifold3d; all of them stay closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import manifold3d
import numpy as np

from threed.procedural.solids import Point, Solid, flat

#: vertices of a solid closer than this, in metres, are one
WELD_M = 1e-5


def to_manifold(solid: Solid) -> manifold3d.Manifold:
    """Weld a solid's vertices by place.

    Raises:
        ValueError: it is not closed.
    """
    # two floats of one place may round apart: then another grid is tried
    for shift in (0.0, 0.31, 0.57, 0.83):
        made = manifold3d.Manifold(_weld(solid, shift))
        if made.status() == manifold3d.Error.NoError:
            return made
    raise ValueError(f"solid is not closed: {made.status().name}")


def _weld(solid: Solid, shift: float) -> manifold3d.Mesh:
    places = np.round(solid.vertices.astype(np.float64) / WELD_M + shift).astype(np.int64)
    _, first, place = np.unique(places, axis=0, return_index=True, return_inverse=True)
    faces = place.reshape(-1)[solid.faces]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    vertices = solid.vertices[first].astype(np.float32)
    return manifold3d.Mesh(vertices, np.ascontiguousarray(faces[whole], np.uint32))


def from_manifold(made: manifold3d.Manifold) -> Solid:
    """Return a manifold as a solid of flat faces."""
    mesh = made.to_mesh()
    return flat(np.asarray(mesh.vert_properties)[:, :3], np.asarray(mesh.tri_verts).astype(np.int64))


def carve(solid: Solid, *tools: Solid) -> Solid:
    """Take tools away from a solid."""
    return from_manifold(to_manifold(solid) - _sum(tools))


def merge(solids: Iterable[Solid]) -> Solid:
    """Join solids into one without inner walls."""
    return from_manifold(_sum(tuple(solids)))


def intersect(solid: Solid, other: Solid) -> Solid:
    """Keep what two solids share."""
    return from_manifold(to_manifold(solid) ^ to_manifold(other))


def hull(points: Point) -> Solid:
    """Wrap points [N, 3] in their convex hull."""
    return from_manifold(manifold3d.Manifold.hull_points(np.asarray(points, np.float64)))


def _sum(solids: Sequence[Solid]) -> manifold3d.Manifold:
    return manifold3d.Manifold.batch_boolean([to_manifold(s) for s in solids], manifold3d.OpType.Add)
