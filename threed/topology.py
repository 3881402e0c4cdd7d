"""Connectivity of triangle meshes: edges, components, and whether a surface is a closed 2-manifold.

All functions take plain arrays, vertices [V, 3] and faces [F, 3], as trimesh's do.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def merge_positions(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Merge vertices of equal position, as a mesh that was split at UV seams needs before it is judged.

    Returns:
        vertices [U, 3], faces [F, 3] int32 (in the same order, degenerate ones included) and the merged index
        [V] of every vertex given.
    """
    # -0.0 and 0.0 are one place but two bit patterns
    keys = np.ascontiguousarray(vertices, np.float32) + np.float32(0)
    _, first, inverse = np.unique(
        keys.view(np.dtype((np.void, 12))).ravel(), return_index=True, return_inverse=True
    )
    # keep the order of first appearance: unique sorts by bytes, which means nothing
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    merged = rank[inverse.reshape(-1)]
    return vertices[first[order]], merged[faces].astype(np.int32), merged


def compact(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop the vertices that no face uses."""
    used = np.zeros(len(vertices), bool)
    used[faces.ravel()] = True
    index = np.cumsum(used) - 1
    return vertices[used], index[faces].astype(np.int32)


def half_edges(faces: np.ndarray) -> np.ndarray:
    """Return the directed edges [3F, 2], face by face: 01, 12, 20."""
    return np.stack([faces, np.roll(faces, -1, axis=1)], -1).reshape(-1, 2)


def undirected_edges(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges [E, 2] (low index first, sorted) and which of them each half-edge [3F] is."""
    edges = np.sort(half_edges(faces), axis=1).astype(np.int64)
    count = int(faces.max()) + 1 if len(faces) else 0
    keys, inverse = np.unique(edges[:, 0] * count + edges[:, 1], return_inverse=True)
    return np.stack([keys // max(count, 1), keys % max(count, 1)], 1), inverse.reshape(-1)


def is_watertight(faces: np.ndarray) -> bool:
    """Whether every edge is shared by exactly two faces that run along it in opposite directions."""
    if not len(faces):
        return False
    directed = half_edges(faces).astype(np.int64)
    count = int(faces.max()) + 1
    forward = np.sort(directed[:, 0] * count + directed[:, 1])
    backward = np.sort(directed[:, 1] * count + directed[:, 0])
    return bool(np.all(np.diff(forward) > 0) and np.array_equal(forward, backward))


def is_manifold(faces: np.ndarray) -> bool:
    """Whether the surface is a closed 2-manifold: watertight, and the faces at each vertex form one fan."""
    return is_watertight(faces) and len(np.unique(faces)) == int(fan_labels(faces).max()) + 1


def fan_labels(faces: np.ndarray) -> np.ndarray:
    """Label the face corners [F, 3] by fan: corners at one vertex whose faces are joined by edges at it
    share one.

    A 2-manifold has as many fans as vertices; where two sheets touch in a vertex it has two.
    """
    corner = np.arange(faces.size).reshape(-1, 3)
    edges = half_edges(faces)
    order = np.lexsort(np.sort(edges, axis=1).T[::-1])
    pairs = np.sort(edges, axis=1)[order]
    same = np.flatnonzero(np.all(pairs[1:] == pairs[:-1], axis=1))
    tail, head = corner.ravel(), np.roll(corner, -1, axis=1).ravel()
    a, b = order[same], order[same + 1]
    # both half-edges of an edge join a corner at each of its ends
    flipped = edges[a, 0] == edges[b, 1]
    rows = np.concatenate([tail[a], head[a]])
    columns = np.concatenate([np.where(flipped, head[b], tail[b]), np.where(flipped, tail[b], head[b])])
    graph = coo_matrix((np.ones(len(rows), bool), (rows, columns)), shape=(faces.size, faces.size))
    return connected_components(graph, directed=False)[1].reshape(-1, 3)


def separate_fans(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give every fan of faces a vertex of its own, so that sheets no longer touch in vertices.

    Returns:
        vertices, faces: as they were where each vertex has one fan already.
    """
    label = fan_labels(faces)
    if label.max() + 1 == len(np.unique(faces)):
        return vertices, faces
    _, corner = np.unique(label.ravel(), return_index=True)
    return vertices[faces.ravel()[corner]], label.astype(np.int32)


def label_components(faces: np.ndarray, vertex_count: int) -> np.ndarray:
    """Label every face [F] by its component, from 0; faces that share a vertex are connected."""
    edges = half_edges(faces)
    graph = coo_matrix(
        (np.ones(len(edges), bool), (edges[:, 0], edges[:, 1])), shape=(vertex_count, vertex_count)
    )
    label = connected_components(graph, directed=False)[1][faces[:, 0]]
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def face_vectors(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Return the area vectors [F, 3] float64 of faces: along the normal, as long as the area."""
    a, b, c = (vertices[faces[:, i]].astype(np.float64) for i in range(3))
    return np.cross(b - a, c - a) / 2


def face_volumes(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Return the signed volumes [F] of the tetrahedra under faces; they sum to a closed mesh's volume."""
    a, b, c = (vertices[faces[:, i]].astype(np.float64) for i in range(3))
    return np.einsum("fi,fi->f", a, np.cross(b, c)) / 6
