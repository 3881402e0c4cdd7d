"""Cameras on a sphere round the object, rays through their pixels, and the way back from points to pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.shapes import check_shape
from core.types import Camera, SheetLayout


def orbit_cameras(
    azimuths: Sequence[float], elevations: Sequence[float], distance: float, fov: float, size_px: int
) -> Camera:
    """Place square cameras on a sphere, all looking at the origin with +Y up.

    Args:
        azimuths: radians from +Z towards +X, one per camera.
        elevations: radians above the horizon, within ±π/2, one per camera. At a pole, "up" in the picture is
            where the azimuth points away from, so that the camera moves continuously over it.
        distance: from the origin, world units.
        fov: full field of view in radians, the same both ways.
        size_px: side of the picture.

    Returns:
        A batch of N cameras.

    Raises:
        ValueError: not one elevation per azimuth.
    """
    if len(azimuths) != len(elevations):
        raise ValueError(
            f"expected one elevation per azimuth, got {len(azimuths)} azimuths, {len(elevations)} elevations"
        )
    a, e = np.asarray(azimuths, np.float64), np.asarray(elevations, np.float64)
    zero = np.zeros_like(a)
    backward = np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], -1)
    right = np.stack([np.cos(a), zero, -np.sin(a)], -1)
    c2w = np.tile(np.eye(4), (len(a), 1, 1))
    c2w[:, :3, 0], c2w[:, :3, 1], c2w[:, :3, 2] = right, np.cross(backward, right), backward
    c2w[:, :3, 3] = distance * backward
    focal = size_px / 2 / math.tan(fov / 2)
    K = np.array([[focal, 0, size_px / 2], [0, focal, size_px / 2], [0, 0, 1]])
    return Camera(c2w.astype(np.float32), np.tile(K, (len(a), 1, 1)).astype(np.float32), size_px, size_px)


def sheet_cameras(layout: SheetLayout) -> Camera:
    """Return the cameras of a sheet's views, in the layout's order."""
    return orbit_cameras(
        [math.radians(a) for a in layout.azimuths_deg],
        [math.radians(e) for e in layout.elevations_deg],
        layout.distance,
        math.radians(layout.fov_deg),
        layout.view_px,
    )


def camera_rays(camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    """Return the rays through all pixel centres.

    Args:
        camera: one camera or a batch [*].

    Returns:
        Origins and unit directions in world space, each [*, H, W, 3] float32.
    """
    c2w, K = _checked(camera)
    x = np.arange(camera.width_px, dtype=np.float32) + 0.5
    y = np.arange(camera.height_px, dtype=np.float32) + 0.5
    local_x = (x - K[..., 0, 2, None]) / K[..., 0, 0, None]  # [*, W]
    # y runs down in the picture, up in space
    local_y = (K[..., 1, 2, None] - y) / K[..., 1, 1, None]  # [*, H]
    local = np.stack(np.broadcast_arrays(local_x[..., None, :], local_y[..., :, None], np.float32(-1)), -1)
    local = local / np.linalg.norm(local, axis=-1, keepdims=True)
    directions = np.einsum("...ij,...hwj->...hwi", c2w[..., :3, :3], local).astype(np.float32)
    origins = np.broadcast_to(c2w[..., None, None, :3, 3], directions.shape).copy()
    return origins, directions


def project_points(camera: Camera, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Project points into every camera.

    Args:
        camera: one camera or a batch [*].
        points: [P, 3] in world space.

    Returns:
        Pixel coordinates [*, P, 2] (x right, y down, the centre of the first pixel at 0.5, 0.5) and depth [*,
        P] along the viewing axis, positive in front. Points at depth 0 or behind have no meaningful pixel.
    """
    c2w, K = _checked(camera)
    check_shape("points", points, "P 3")
    # the inverse of a rigid motion: R^T (p - t)
    local = np.einsum("...ji,...pj->...pi", c2w[..., :3, :3], points - c2w[..., None, :3, 3])
    depth = -local[..., 2]
    safe = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    focal = np.stack([K[..., 0, 0], K[..., 1, 1]], -1)[..., None, :]
    pixels = local[..., :2] * np.array([1, -1], np.float32) / safe[..., None] * focal + K[..., None, :2, 2]
    return pixels.astype(np.float32), depth.astype(np.float32)


def _checked(camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    check_shape("c2w", camera.c2w, "... 4 4")
    check_shape("K", camera.K, "... 3 3")
    return camera.c2w, camera.K
