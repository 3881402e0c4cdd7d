"""How large a prop is asked to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Size:
    """How large a prop shall be; what is None is left to the program.

    Attributes:
        largest_m: of the largest dimension.
        width_m, height_m, depth_m: along X, Y and Z; one alone scales all of it, several stretch it.
        factor: on what the program makes, where no length is given.
    """

    largest_m: float | None = None
    width_m: float | None = None
    height_m: float | None = None
    depth_m: float | None = None
    factor: float = 1.0

    def scale(self, extent: np.ndarray) -> np.ndarray:
        """Return the factors [3] for something of an extent [3]."""
        lengths = (self.width_m, self.height_m, self.depth_m)
        if any(length is not None for length in lengths):
            wanted = [
                np.nan if length is None else length / size
                for length, size in zip(lengths, extent, strict=True)
            ]
            return np.where(np.isnan(wanted), np.exp(np.nanmean(np.log(wanted))), wanted)
        if self.largest_m is not None:
            return np.full(3, self.largest_m / extent.max())
        return np.full(3, self.factor)


AS_MADE = Size()
