"""Turns an extracted surface into clean solids: floaters and hidden shells dropped, holes closed, 2-manifold.

What comes out encloses a volume, every edge has two faces, every vertex one fan, and no two vertices share a
place, so it stays so in programs that merge vertices by position. Repairing twice changes nothing.
"""

from __future__ import annotations

import manifold3d
import numpy as np
from scipy.ndimage import median_filter
from scipy.spatial import KDTree
from skimage.measure import marching_cubes

from core.errors import EmptyResultError
from threed.normals import unit
from threed.proximity import build_proximity, closest_points, contains_points
from threed.topology import (
    compact,
    face_vectors,
    face_volumes,
    half_edges,
    is_manifold,
    is_watertight,
    label_components,
    merge_positions,
    separate_fans,
)
from threed.types import Mesh

#: Positions closer than this part of the bounding box's diagonal are one vertex.
WELD = 1e-6
#: Components with less than this part of the largest one's area are crumbs, however near.
CRUMB = 0.005
#: How far from the rest a component may lie, in diagonals, per unit of its area share: 2 % of the area buys
#: 10 %.
GAP_PER_SHARE = 5.0
#: Volume over area to the power of 3/2 below which a closed component is a folded sheet; a sphere has 0.094.
SHEET = 1e-5


def repair_mesh(mesh: Mesh) -> Mesh:
    """Clean a mesh and close it into 2-manifold solids.

    Dropped are degenerate and duplicate faces, components that are too small for their distance from the rest
    (thin parts of a few per cent near it stay), and shells inside other shells, which nobody sees. Holes
    are closed; what cannot be mended in place is rebuilt from its inside on a grid.

    Args:
        mesh: vertices and faces; other attributes are dropped, as vertices change.

    Returns:
        A closed mesh, counter-clockwise seen from outside.

    Raises:
        EmptyResultError: nothing that encloses a volume is left.
    """
    vertices, faces = weld(mesh.vertices, mesh.faces)
    if len(faces):
        vertices, faces = separate_fans(*drop_floaters(vertices, faces))
        vertices, faces = close_holes(vertices, faces)
    if len(faces) and not is_watertight(faces):
        vertices, faces = _rebuild(vertices, faces)
    if len(faces):
        vertices, faces = drop_hidden_shells(vertices, faces)
        vertices = _part_touching(vertices, faces)
    if not len(faces) or not is_manifold(faces):
        raise EmptyResultError(
            f"no solid: expected faces that enclose a volume, got {len(mesh.faces)} faces that do not",
            "try another seed, or a prompt that names one solid object",
        )
    return Mesh(vertices.astype(np.float32), faces.astype(np.int32))


def weld(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Merge vertices that lie on one spot and drop degenerate and duplicate faces and unused vertices."""
    if not len(faces):
        return vertices[:0], faces[:0]
    cell = max(WELD * float(np.linalg.norm(np.ptp(vertices, axis=0))), 1e-30)
    # a vertex keeps its own position; only which vertices are one is decided on the lattice, so welding is
    # idempotent
    snapped = np.round((vertices - vertices.min(0)) / cell).astype(np.float32)
    _, faces, merged = merge_positions(snapped, faces)
    first = np.full(int(merged.max()) + 1, len(merged))
    np.minimum.at(first, merged, np.arange(len(merged)))
    faces = faces[np.all(faces != np.roll(faces, 1, axis=1), axis=1)]
    _, once = np.unique(np.sort(faces, axis=1), axis=0, return_index=True)
    return compact(vertices[first], faces[np.sort(once)])


def drop_floaters(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep the largest component and those that are near enough to it, or to others kept, for their area."""
    label = label_components(faces, len(vertices))
    area = np.bincount(label, np.linalg.norm(face_vectors(vertices, faces), axis=1))
    diagonal = float(np.linalg.norm(np.ptp(vertices[faces[label == area.argmax()]].reshape(-1, 3), axis=0)))
    order = np.argsort(-area, kind="stable")
    kept = [order[0]]
    for component in order[1:]:
        share = area[component] / area[order[0]]
        if share < CRUMB:
            break
        tree = KDTree(vertices[np.unique(faces[np.isin(label, kept)])])
        gap = float(tree.query(vertices[np.unique(faces[label == component])])[0].min())
        if gap <= GAP_PER_SHARE * share * diagonal:
            kept.append(component)
    return compact(vertices, faces[np.isin(label, kept)])


def close_holes(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Close each hole whose rim is a simple loop with a fan of triangles about the rim's mean."""
    directed = half_edges(faces)
    count = len(vertices)
    open_edge = ~np.isin(directed[:, 0].astype(np.int64) * count + directed[:, 1],
                         directed[:, 1].astype(np.int64) * count + directed[:, 0])  # fmt: skip
    rim = directed[open_edge]
    if not len(rim) or np.bincount(rim[:, 0]).max() > 1 or np.bincount(rim[:, 1]).max() > 1:
        return vertices, faces
    label = label_components(np.concatenate([rim, rim[:, :1]], axis=1), count)
    centres = (
        np.stack([np.bincount(label, vertices[rim[:, 0], i]) for i in range(3)], 1)
        / np.bincount(label)[:, None]
    )
    fan = np.stack([rim[:, 1], rim[:, 0], count + label], 1)
    closed = np.concatenate([faces, fan]).astype(np.int32)
    return np.concatenate([vertices, centres.astype(vertices.dtype)]), closed


def drop_hidden_shells(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop components that lie inside others (cavities, islands in them) and turn the rest outward."""
    label = label_components(faces, len(vertices))
    volume = np.bincount(label, face_volumes(vertices, faces))
    area = np.bincount(label, np.linalg.norm(face_vectors(vertices, faces), axis=1))
    order = np.argsort(-np.abs(volume), kind="stable")
    order = order[np.abs(volume[order]) > SHEET * area[order] ** 1.5]
    outer: list[int] = []
    scenes = []
    for component in order:
        own = faces[label == component]
        if volume[component] < 0:
            own = own[:, ::-1]
        # one sample may lie on a touching shell: the majority of several decides
        sample = vertices[np.unique(own)[:: max(1, len(np.unique(own)) // 9)]]
        if any(np.mean(contains_points(scene, sample)) > 0.5 for scene in scenes):
            continue
        outer.append(int(component))
        scenes.append(build_proximity(vertices, own))
    inverted = volume[label] < 0
    faces = np.where(inverted[:, None], faces[:, ::-1], faces)
    return compact(vertices, faces[np.isin(label, outer)])


def _rebuild(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair the faces of edges that have more than two; failing that, rebuild the surface from its inside."""
    solid = manifold3d.Manifold(manifold3d.Mesh(vertices.astype(np.float32), faces.astype(np.uint32)))
    if solid.status() == manifold3d.Error.NoError and not solid.is_empty():
        result = solid.to_mesh()
        return np.asarray(result.vert_properties[:, :3]), np.asarray(result.tri_verts).astype(np.int32)
    return _remesh(vertices, faces)


def _remesh(vertices: np.ndarray, faces: np.ndarray, resolution: int = 128) -> tuple[np.ndarray, np.ndarray]:
    """Extract the zero of the distance to the surface, signed by the parity of the crossings of most rays."""
    low, high = vertices.min(0), vertices.max(0)
    step = float((high - low).max()) / resolution
    # off the lattice, on which a flat face's samples would all be exactly zero
    axes = [np.arange(a - 2.37 * step, b + 3 * step, step) for a, b in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1).astype(np.float32)
    scene = build_proximity(vertices, faces)
    points = grid.reshape(-1, 3)
    distance = np.linalg.norm(closest_points(scene, points)[0] - points, axis=1).reshape(grid.shape[:3])
    inside = contains_points(scene, points, votes=5).reshape(grid.shape[:3])
    # rays that graze an edge miscount: single voxels, which their neighbours outvote; the border is outside
    inside = np.pad(np.asarray(median_filter(inside, 3))[1:-1, 1:-1, 1:-1], 1)
    if not inside.any():
        return vertices[:0], faces[:0]
    depth = np.where(inside, distance, -distance)
    places, triangles, _, _ = marching_cubes(depth, 0, gradient_direction="ascent", allow_degenerate=False)
    world = (places * step + [axis[0] for axis in axes]).astype(np.float32)
    return separate_fans(*drop_floaters(*weld(world, triangles.astype(np.int32))))


def _part_touching(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Move vertices that share a place with another into their own solid, by a fiftieth of an edge."""
    _, _, merged = merge_positions(vertices, faces)
    touching = np.flatnonzero(np.bincount(merged)[merged] > 1)
    if not len(touching):
        return vertices
    normal = np.zeros((len(vertices), 3))
    np.add.at(normal, faces.ravel(), np.repeat(face_vectors(vertices, faces), 3, axis=0))
    edges = half_edges(faces)
    length = float(np.median(np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)))
    parted = vertices.astype(np.float64)
    parted[touching] -= unit(normal[touching]) * length / 50
    return parted.astype(np.float32)
