"""Do pictures tile? Their steps over the wrapped border are compared with those inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.shapes import check_shape

#: Levels of 255 that nobody sees: added to every step, so that flat pictures count as tiling.
UNSEEN = 1.0
#: How much stronger than the strongest line inside a border must be to be a seam.
SEAM = 1.25


@dataclass(frozen=True)
class Tiling:
    """How pictures go on at their opposite borders.

    Attributes:
        wrap_over_interior: step over the border by the mean step inside, the mean over pictures and both
            ways. It is 1 for what tiles if borders lie anywhere. A ratio of means over all pictures would be
            that of the most contrasted ones.
        seams: 0..1, share of borders across which the step is stronger than across any line inside: what an
            eye sees as a seam. Joints of bricks that lie on the border raise the ratio, but are no seam.
    """

    wrap_over_interior: float
    seams: float


def measure_tiling(pictures: np.ndarray) -> Tiling:
    """Compare the steps over the borders of pictures with those inside.

    Args:
        pictures: [N, S, S, C] uint8, or of its range.
    """
    check_shape("pictures", pictures, "N S S C")
    # of each picture and way, the mean step from each line to the next; from the last to the first, last
    lines = np.concatenate([_line_steps(pictures, axis) for axis in (1, 2)]) + UNSEEN  # [2N, S]
    inside, border = lines[:, :-1], lines[:, -1]
    ratios = border / inside.mean(1)
    return Tiling(float(ratios.mean()), float((border > SEAM * inside.max(1)).mean()))


def _line_steps(pictures: np.ndarray, axis: int) -> np.ndarray:
    x = pictures.astype(np.float32)
    return np.abs(np.roll(x, -1, axis) - x).mean((3 - axis, 3))
