"""Reduces a mesh to a triangle budget by quadric error metrics (Garland and Heckbert 1997).

fast-simplification collapses edges fast and well but does not check that the surface stays manifold, so every
result is checked and the next best way is taken where one fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import fast_simplification
import manifold3d
import numpy as np

from core.errors import UsageError
from threed.normals import unit
from threed.proximity import ProximityScene, build_proximity, closest_points
from threed.topology import compact, face_vectors, face_volumes, is_manifold
from threed.types import Mesh

#: Points of the original whose distance to the result is measured.
SAMPLES = 6000
#: The most faces that may look against the surface they stand for, where no candidate is free of them.
TURNED = 0.01


def simplify_mesh(mesh: Mesh, triangles: int = 5000, tolerance: float = 0.001) -> Mesh:
    """Reduce a closed mesh to at most a number of triangles, and to fewer where its shape needs fewer.

    Args:
        mesh: closed 2-manifold; attributes other than positions are dropped.
        triangles: the most to keep, ≥ 4.
        tolerance: how far the surface may move before fewer triangles are refused (99th percentile), as a
            part of the bounding box's diagonal. 0 always uses the whole budget.

    Returns:
        A closed 2-manifold, without faces that were turned over if the shape has such a reduction. Within the
        budget, always; within the tolerance, if the budget allows.

    Raises:
        ValueError: the mesh is not a closed 2-manifold (repair it first).
        UsageError: the budget is below 4, or too small for this shape.
    """
    if triangles < 4:
        raise UsageError(
            f"triangle budget: expected at least 4, got {triangles}", "give some hundreds or more"
        )
    if not is_manifold(mesh.faces):
        raise ValueError("mesh is not a closed 2-manifold; repair it before simplifying")
    limit = tolerance * float(np.linalg.norm(np.ptp(mesh.vertices, axis=0)))
    original = build_proximity(mesh.vertices, mesh.faces)
    best = Mesh(mesh.vertices, mesh.faces)
    if len(mesh.faces) > triangles:
        best = _reduce(mesh, triangles, original)
    if best is None:
        raise UsageError(
            f"triangle budget: expected enough to keep this shape closed, got {triangles}",
            "raise the triangle budget; a shape as ragged as this is better made anew, with another seed",
        )
    refused = 0
    for _ in range(5):  # bisect between what is known to be too few and the best so far
        target = (refused + len(best.faces)) // 2
        if limit <= 0 or target < 64 or target < 1.15 * refused:
            break
        fewer = _reduce(mesh, target, original)
        if fewer is None or measure_deviation(mesh, fewer) > limit:
            refused = target
        else:
            best = fewer
    return best


def measure_deviation(mesh: Mesh, other: Mesh) -> float:
    """Return the 99th percentile of the distance of the mesh's vertices from the other's surface."""
    points = mesh.vertices[:: max(1, len(mesh.vertices) // SAMPLES)]
    nearest, _ = closest_points(build_proximity(other.vertices, other.faces), points)
    return float(np.percentile(np.linalg.norm(points - nearest, axis=1), 99))


def count_flipped(mesh: Mesh, original: Mesh, scene: ProximityScene) -> int:
    """Count the faces that look against the original's surface nearest to their middle.

    Args:
        mesh: simplified.
        original: what it was simplified from.
        scene: of the original.
    """
    vectors = face_vectors(mesh.vertices, mesh.faces)
    _, nearest = closest_points(scene, mesh.vertices[mesh.faces].mean(1))
    towards = (unit(vectors) * unit(face_vectors(original.vertices, original.faces)[nearest])).sum(1)
    # slivers have no direction to speak of
    solid = np.linalg.norm(vectors, axis=1) > 1e-3 * np.linalg.norm(vectors, axis=1).mean()
    return int(np.sum((towards < -0.5) & solid))


def _reduce(mesh: Mesh, triangles: int, original: ProximityScene) -> Mesh | None:
    """Return the first sound candidate within the budget, or else the one with the fewest faces turned over.

    A crumpled surface may have no candidate without a turned face; up to TURNED of them are let pass then.
    """
    volume = face_volumes(mesh.vertices, mesh.faces).sum()
    fewest, best = TURNED, None
    for vertices, faces in _candidates(mesh, triangles):
        if not len(faces) or len(faces) > triangles or not is_manifold(faces):
            continue
        result = Mesh(*compact(vertices.astype(np.float32), faces.astype(np.int32)))
        kept = face_volumes(result.vertices, result.faces).sum() / volume
        if not 0.5 < kept < 1.5:
            continue
        turned = count_flipped(result, mesh, original) / len(result.faces)
        if turned == 0:
            return result
        if turned <= fewest:
            fewest, best = turned, result
    return best


def _candidates(mesh: Mesh, triangles: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield reductions, the best first.

    Quick ones at slightly different sizes come first, then ones that are manifold by construction.
    """
    points, corners = mesh.vertices.astype(np.float64), mesh.faces.astype(np.int32)
    for aggression in (4, 6, 8):
        # a collapse that pinches the surface depends on the order of collapses: another target, another order
        for part in (1.0, 0.98, 0.95):
            target = int(triangles * part)
            vertices, faces = fast_simplification.simplify(
                points, corners, target_count=target, agg=aggression
            )[:2]
            yield vertices, faces
    solid = manifold3d.Manifold(manifold3d.Mesh(points.astype(np.float32), mesh.faces.astype(np.uint32)))
    tolerance = 5e-4 * float(np.linalg.norm(np.ptp(points, axis=0)))
    for _ in range(16):
        reduced = solid.simplify(tolerance).to_mesh()
        yield np.asarray(reduced.vert_properties[:, :3]), np.asarray(reduced.tri_verts).astype(np.int32)
        tolerance *= 1.5
