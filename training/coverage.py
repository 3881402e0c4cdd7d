"""Measures how well painted views keep the geometry that they are painted on."""

from __future__ import annotations

import numpy as np


def coverage_iou(views: np.ndarray, geometry: np.ndarray) -> np.ndarray:
    """Compare what views cover with what their geometry covers: intersection over union.

    Args:
        views: [..., S, S, 4] uint8, the last channel coverage; half and more of it counts.
        geometry: [..., S, S, 4] uint8 or 0..1, as core.models.geometry encodes it: 0 where nothing is.

    Returns:
        [...] float64 0..1; 1 where neither covers anything.
    """
    covered, there = views[..., 3] >= 128, geometry.any(-1)
    both, either = (covered & there).sum((-2, -1)), (covered | there).sum((-2, -1))
    return np.where(either, both / np.maximum(either, 1), 1.0)
