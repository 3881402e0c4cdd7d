"""The order of triangles and vertices that a GPU's caches like (Sander, Nehab and Barczak 2007,
"Tipsify").
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.types import Mesh

#: vertices that the cache is taken to hold
CACHE = 16


def order_faces(faces: np.ndarray, cache: int = CACHE) -> np.ndarray:
    """Find an order of faces [F, 3] in which vertices that were just used are used again: [F] indices."""
    count = int(faces.max()) + 1
    corners = np.argsort(faces.ravel(), kind="stable") // 3
    begins = np.searchsorted(np.sort(faces.ravel()), np.arange(count + 1)).tolist()
    around, triangles = corners.tolist(), faces.tolist()
    live = np.bincount(faces.ravel(), minlength=count).tolist()
    stamp, time, cursor = [0] * count, cache + 1, 0
    done, order, dead_ends = [False] * len(faces), [], []
    fan = triangles[0][0]
    while fan >= 0:
        ring: list[int] = []
        for face in around[begins[fan] : begins[fan + 1]]:
            if done[face]:
                continue
            done[face] = True
            order.append(face)
            for v in triangles[face]:
                ring.append(v)
                live[v] -= 1
                if time - stamp[v] > cache:
                    stamp[v] = time
                    time += 1
        dead_ends += ring
        # next the vertex that is oldest in the cache and yet will be in it until its faces are done
        fan, best = -1, -1
        for v in ring:
            if live[v] > 0:
                age = time - stamp[v]
                worth = age if age + 2 * live[v] <= cache else 0
                if worth > best:
                    fan, best = v, worth
        while fan < 0 and dead_ends:
            v = dead_ends.pop()
            if live[v] > 0:
                fan = v
        while fan < 0 and cursor < count:
            if live[cursor] > 0:
                fan = cursor
            cursor += 1
    return np.asarray(order, np.int64)


def order_vertices(mesh: Mesh) -> Mesh:
    """Number a mesh's vertices as its faces use them; those that none uses are dropped."""
    corners = mesh.faces.ravel()
    used, first, place = np.unique(corners, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    kept = used[order]
    attributes = {
        name: None if values is None else values[kept]
        for name, values in (("uv", mesh.uv), ("normals", mesh.normals), ("tangents", mesh.tangents))
    }
    return replace(mesh, vertices=mesh.vertices[kept], faces=rank[place].reshape(-1, 3), **attributes)


def cache_misses(faces: np.ndarray, cache: int = CACHE) -> float:
    """Count the vertices that a first-in-first-out cache loads per face (ACMR: 3 is worst, 0.5 the best)."""
    stamp, time = {}, 0
    for v in faces.ravel().tolist():
        if time - stamp.get(v, -cache) >= cache:
            stamp[v] = time
            time += 1
    return time / len(faces)
