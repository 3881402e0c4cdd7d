"""Unites the parts of a shape to one surface, which still knows where each face came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import manifold3d
import numpy as np

from threed.collapse import Charted, collapse_edges
from threed.deviation import measure_distance
from threed.normals import unit
from threed.procedural.carving import to_manifold
from threed.procedural.parts import Part
from threed.procedural.shape import Shape
from threed.topology import compact, face_vectors, merge_positions

#: bodies of a smaller volume, as a share of the cube of the size, are dust where faces lay on each other
DUST = 1e-9
#: how far the first cleaning may move the surface, as a share of the size
CLEAN = 1e-4
#: how far apart vertices are moved that share a place, as a share of the size
APART = 2e-5
#: how far keeping within the budget may move it, as shares of the size: no further than it takes
STEPS = (5e-4, 1e-3, 2e-3, 4e-3, 8e-3, 1.4e-2, 2e-2)


@dataclass(frozen=True)
class United:
    """One closed surface of all parts.

    Attributes:
        vertices: [V, 3] float64, metres.
        faces: [F, 3] int64.
        part: [F] int64, which of the shape's parts a face came from.
        pieces: components, without those of loose parts.
        tolerance_m: how far the surface was moved to keep within the budget; 0 where it fitted.
    """

    vertices: np.ndarray
    faces: np.ndarray
    part: np.ndarray
    pieces: int
    tolerance_m: float


def unite(shape: Shape, triangles: int) -> United:
    """Unite a shape's parts; what lies inside another, and cavities that nobody sees, are gone.

    Args:
        shape: whose solids are closed.
        triangles: the most; where there are more, the surface is simplified as little as that takes.

    Raises:
        ValueError: a solid is not closed.
    """
    origins: dict[int, int] = {}
    least = DUST * shape.size_m**3
    whole = _unite(shape.parts, [i for i, one in enumerate(shape.parts) if not one.loose], origins)
    bodies, pieces = _fill(whole, least)
    loose = [i for i, one in enumerate(shape.parts) if one.loose]
    if loose:
        bodies, _ = _fill(whole + _unite(shape.parts, loose, origins), least)
    vertices, faces, part = _gather([body.simplify(CLEAN * shape.size_m) for body in bodies], origins)
    tolerance = 0.0
    if len(faces) > triangles:
        vertices, faces, part, tolerance = _reduce(
            vertices, faces, part, triangles, [step * shape.size_m for step in STEPS]
        )
    return United(part_touching(vertices, faces, APART * shape.size_m), faces, part, pieces, tolerance)


def _reduce(
    vertices: np.ndarray, faces: np.ndarray, part: np.ndarray, triangles: int, steps: Sequence[float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Collapse edges within parts and along their borders; also return how far that moved the surface."""
    whole = Charted(vertices, None, faces, faces, part, np.arange(len(faces)))
    least = whole
    for rounds in collapse_edges(whole, [(triangles, step) for step in steps]):
        least = rounds[-1]
        if len(least.faces) <= triangles:
            break
    moved = measure_distance(vertices, faces, vertices, least.faces)
    vertices, corners = compact(vertices, least.faces)
    return vertices, corners.astype(np.int64), part[least.source], moved


def _unite(parts: Sequence[Part], which: Sequence[int], origins: dict[int, int]) -> manifold3d.Manifold:
    made = []
    for i in which:
        one = to_manifold(parts[i].solid).as_original()
        origins[one.original_id()] = i
        made.append(one)
    return manifold3d.Manifold.batch_boolean(made, manifold3d.OpType.Add)


def _fill(whole: manifold3d.Manifold, least: float) -> tuple[list[manifold3d.Manifold], int]:
    """Return the bodies of a solid without cavities, what lies in those, and dust; and how many they are."""
    surfaces = whole.decompose()
    bodies = [body for body in surfaces if body.volume() > least]
    pieces = len(bodies)
    if pieces > 1 and any(surface.volume() < -least for surface in surfaces):
        # united once more, what stood in a cavity lies in a solid
        bodies = manifold3d.Manifold.batch_boolean(bodies, manifold3d.OpType.Add).decompose()
        bodies = [body for body in bodies if body.volume() > least]
        pieces = len(bodies)
    return bodies, pieces


def part_touching(vertices: np.ndarray, faces: np.ndarray, distance: float) -> np.ndarray:
    """Move vertices [V, 3] inwards that share a place, in float32, with another, so that edges have two
    faces.

    Args:
        faces: [F, 3].
        distance: by which they are moved.
    """
    for _ in range(4):
        _, _, place = merge_positions(vertices.astype(np.float32), faces)
        shared = np.flatnonzero(np.bincount(place)[place] > 1)
        if not len(shared):
            break
        inward = np.zeros((len(vertices), 3))
        np.add.at(inward, faces.ravel(), -np.repeat(face_vectors(vertices, faces), 3, axis=0))
        vertices = vertices.copy()
        vertices[shared] += distance * unit(inward[shared])
        distance *= 2
    return vertices


def _gather(
    solids: Sequence[manifold3d.Manifold], origins: dict[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the vertices, faces and parts of solids as one."""
    vertices, faces, part, count = [], [], [], 0
    for solid in solids:
        mesh = solid.to_mesh()
        points, corners = np.asarray(mesh.vert_properties)[:, :3], np.asarray(mesh.tri_verts)
        runs = np.diff(np.asarray(mesh.run_index)) // 3
        part.append(np.repeat([origins[int(run)] for run in mesh.run_original_id], runs))
        vertices.append(points.astype(np.float64))
        faces.append(corners.astype(np.int64) + count)
        count += len(points)
    return np.concatenate(vertices), np.concatenate(faces), np.concatenate(part)
