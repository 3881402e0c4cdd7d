"""What a ControlNet of geometry is shown: how near a surface is, and which way it faces the camera."""

from __future__ import annotations

import numpy as np

#: Objects lie in a sphere of radius 0.5; depth is told apart this far before and behind its centre.
REACH = 0.6
GEOMETRY_CHANNELS = 4


def encode_geometry(z_depth: np.ndarray, normals: np.ndarray, distance: float) -> np.ndarray:
    """Encode depth and normals as a picture for a ControlNet.

    Args:
        z_depth: [..., H, W] distance from the camera along its axis, in world units; infinite where
            nothing is.
        normals: [..., H, W, 3] unit, in camera axes (+X right, +Y up, +Z to the viewer).
        distance: of the camera from the object's centre.

    Returns:
        [..., H, W, 4] float32 0..1: (n + 1) / 2, and nearness: 1 at distance - REACH, 0 at distance + REACH.
        All are 0 where nothing is.
    """
    hit = np.isfinite(z_depth)
    nearness = (distance + REACH - np.where(hit, z_depth, distance + REACH)) / (2 * REACH)
    shown = np.concatenate([normals / 2 + 0.5, nearness[..., None]], -1).clip(0, 1)
    return (shown * hit[..., None]).astype(np.float32)
