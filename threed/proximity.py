"""Asks how points lie to a mesh: inside or out, and how far from it, through Open3D.

Open3D comes with the extra `generated`; rays alone are cast by threed.raycast, which is in the base.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class ProximityScene:
    """A mesh that points can be compared with.

    Attributes:
        handle: open3d.t.geometry.RaycastingScene.
    """

    handle: Any


def build_proximity(vertices: np.ndarray, faces: np.ndarray) -> ProximityScene:
    """Build the tree over a mesh [V, 3], [F, 3]."""
    o3d = import_open3d()
    scene = o3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        o3d.core.Tensor(np.ascontiguousarray(vertices, np.float32)),
        o3d.core.Tensor(np.ascontiguousarray(faces, np.uint32)),
    )
    return ProximityScene(scene)


def contains_points(scene: ProximityScene, points: np.ndarray, votes: int = 3) -> np.ndarray:
    """Tell which points [N, 3] lie inside a closed mesh, by the majority of an odd number of rays."""
    return scene.handle.compute_occupancy(_tensor(points), nsamples=votes).numpy() > 0.5


def closest_points(scene: ProximityScene, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the nearest surface point [N, 3] to each point [N, 3], and the face [N] it lies on."""
    found = scene.handle.compute_closest_points(_tensor(points))
    return found["points"].numpy(), found["primitive_ids"].numpy().astype(np.int64)


def signed_distance(scene: ProximityScene, points: np.ndarray) -> np.ndarray:
    """Measure how far points [..., 3] are from a closed mesh, negative inside: [...] float32."""
    return scene.handle.compute_signed_distance(_tensor(points), nsamples=3).numpy()


def _tensor(points: np.ndarray) -> Any:
    return import_open3d().core.Tensor(np.ascontiguousarray(points, np.float32))


@cache
def import_open3d() -> ModuleType:
    """Import open3d and return it.

    Its shared library needs libusb-1.0.so.0, which a bare machine lacks; the package libusb-package carries
    one, and loading that with global symbols first satisfies the linker.
    """
    import libusb_package

    path = libusb_package.get_library_path()
    if path is not None:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    import open3d

    return open3d
