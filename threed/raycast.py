"""Casts rays against meshes through Embree (Wald et al. 2014).

Arrays of rays are [N, 3] origins and directions; a hit's distance counts in lengths of its direction.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

#: fewer rays than these are cast by one thread
SHARE = 16_384


@dataclass(frozen=True)
class RayScene:
    """A mesh that rays can be cast against.

    Attributes:
        handle: embreex.rtcore_scene.EmbreeScene.
    """

    handle: Any


@dataclass(frozen=True)
class Hits:
    """Where rays first meet a surface.

    Attributes:
        distance: [N] float32 in lengths of the direction, inf where nothing is met.
        face: [N] int32, -1 where nothing is met.
        barycentric: [N, 3] float32 weights of the face's corners.
    """

    distance: np.ndarray
    face: np.ndarray
    barycentric: np.ndarray


def build_scene(vertices: np.ndarray, faces: np.ndarray) -> RayScene:
    """Build Embree's tree over a mesh [V, 3], [F, 3]."""
    from embreex.mesh_construction import TriangleMesh
    from embreex.rtcore_scene import EmbreeScene

    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, np.ascontiguousarray(vertices[faces], np.float32))
    # the tree is built at the first cast, before threads share it
    scene.run(np.zeros((1, 3), np.float32), np.ones((1, 3), np.float32))
    return RayScene(scene)


def cast_rays(scene: RayScene, origins: np.ndarray, directions: np.ndarray, far: float = np.inf) -> Hits:
    """Find each ray's [N, 3], [N, 3] first hit that is nearer than `far`, in lengths of its direction."""
    count = len(directions)
    distance, face = np.empty(count, np.float32), np.empty(count, np.int32)
    barycentric = np.empty((count, 3), np.float32)

    def cast(part: slice, start: np.ndarray, along: np.ndarray) -> None:
        found = scene.handle.run(start, along, dists=_reach(far, len(along)), output=True)
        face[part] = found["primID"]
        distance[part] = np.where(face[part] < 0, np.inf, found["tfar"])
        barycentric[part, 0] = 1 - found["u"] - found["v"]
        barycentric[part, 1], barycentric[part, 2] = found["u"], found["v"]

    _share_out(cast, origins, directions)
    return Hits(distance, face, barycentric)


def detect_occlusions(
    scene: RayScene, origins: np.ndarray, directions: np.ndarray, near: float = 0.0, far: float = np.inf
) -> np.ndarray:
    """Tell which rays [N, 3], [N, 3] meet anything from near to far, in lengths of their direction: [N]."""
    occluded = np.empty(len(directions), bool)

    def cast(part: slice, start: np.ndarray, along: np.ndarray) -> None:
        if near:
            start = start + np.float32(near) * along
        found = scene.handle.run(start, along, dists=_reach(far - near, len(along)), query="OCCLUDED")
        occluded[part] = found >= 0

    _share_out(cast, origins, directions)
    return occluded


def _reach(far: float, count: int) -> np.ndarray | None:
    return None if np.isinf(far) else np.full(count, far, np.float32)


def _share_out(
    cast: Callable[[slice, np.ndarray, np.ndarray], None], origins: np.ndarray, directions: np.ndarray
) -> None:
    """Cast equal shares of the rays on all cores; Embree holds no lock meanwhile."""
    count = len(directions)
    origins = np.broadcast_to(origins, (count, 3))
    shares = min(os.cpu_count() or 1, max(1, count // SHARE))
    edges = np.linspace(0, count, shares + 1).astype(int)
    parts = [slice(low, high) for low, high in pairwise(edges) if low < high]
    jobs = [
        (p, np.ascontiguousarray(origins[p], np.float32), np.ascontiguousarray(directions[p], np.float32))
        for p in parts
    ]
    if len(jobs) < 2:
        for job in jobs:
            cast(*job)
        return
    list(_threads().map(lambda job: cast(*job), jobs))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="rays")


if hasattr(os, "register_at_fork"):  # a forked process has none of the threads
    os.register_at_fork(after_in_child=_threads.cache_clear)
