"""The lattice points near a field's surface, the only ones that are fitted, and linear maps from them."""

from __future__ import annotations

import numpy as np
import torch

from threed.fields import DenseGrid, trilinear_weights
from threed.sparse import SparseMap
from threed.volume import RaySamples


class Band:
    """A narrow band (Adalsteinsson & Sethian 1995): the A lattice points that samples touch, by flat index.

    A neighbour outside the band counts as equal to the point itself.

    Attributes:
        index: [A] int64 flat lattice indices.
        at_samples: SparseMap from values [A, C] in the band to those at the M samples.
        gradient: SparseMap to central differences per world unit: [3·A, C], the A along x first.
        average: SparseMap to the mean [A, C] of each point and its six neighbours.
        whole: [A] bool, all six neighbours are in the band; elsewhere `average` says nothing of curvature.
    """

    def __init__(self, field: DenseGrid, samples: RaySamples) -> None:
        resolution = field.resolution
        corner, weight = trilinear_weights(samples.points, resolution, field.bound)
        touched = torch.zeros(resolution**3, dtype=torch.bool)
        touched[corner.reshape(-1)] = True
        self.index = torch.nonzero(touched).squeeze(1)
        count = len(self.index)
        own = torch.arange(count, dtype=torch.int32)
        place = torch.full((resolution**3,), -1, dtype=torch.int32)
        place[self.index] = own
        self.at_samples = SparseMap(place[corner].numpy(), weight.numpy(), count)

        stride = torch.tensor([resolution**2, resolution, 1])
        along = self.index[:, None] // stride % resolution  # [A, 3] lattice coordinates
        last = resolution**3 - 1
        after = torch.where(along < resolution - 1, place[(self.index[:, None] + stride).clamp(max=last)], -1)
        before = torch.where(along > 0, place[(self.index[:, None] - stride).clamp(min=0)], -1)
        self.whole = ((after >= 0) & (before >= 0)).all(1)
        span = ((after >= 0).float() + (before >= 0).float()).clamp(min=1) * field.voxel
        after, before = (torch.where(n >= 0, n, own[:, None]) for n in (after, before))
        ends = torch.stack([after, before], -1).transpose(0, 1).reshape(-1, 2)
        rate = torch.stack([1 / span, -1 / span], -1).transpose(0, 1).reshape(-1, 2)
        self.gradient = SparseMap(ends.numpy(), rate.numpy(), count)
        star = torch.cat([after, before, own[:, None]], -1).numpy()
        self.average = SparseMap(star, np.full(star.shape, 1 / 7, np.float32), count)

    def __len__(self) -> int:
        return len(self.index)

    def read(self, field: DenseGrid) -> torch.Tensor:
        """Return the field's values [A, 4] in the band, detached."""
        return field.values.detach().reshape(-1, 4)[self.index]

    @torch.no_grad()
    def write(self, field: DenseGrid, values: torch.Tensor) -> None:
        """Set the field's values in the band to [A, 4]."""
        field.values.reshape(-1, 4)[self.index] = values.detach()
