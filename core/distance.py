"""Exact Euclidean distances in pictures (Felzenszwalb and Huttenlocher 2012), through SciPy."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def distance_within(mask: np.ndarray) -> np.ndarray:
    """Measure how far each pixel [H, W] of a mask is from the nearest pixel outside it, 0 outside.

    The world beyond the picture's border counts as outside.
    """
    padded = np.pad(mask, 1)
    return np.asarray(ndimage.distance_transform_edt(padded))[1:-1, 1:-1].astype(np.float32)


def nearest_in(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the nearest pixel of a mask to every pixel.

    Args:
        mask: [H, W] bool, true somewhere.

    Returns:
        Its row and column, and the distance to it, each [H, W].
    """
    found = ndimage.distance_transform_edt(~mask, return_distances=False, return_indices=True)
    row, column = np.asarray(found)
    rows, columns = np.indices(mask.shape)
    return row, column, np.hypot(rows - row, columns - column).astype(np.float32)
