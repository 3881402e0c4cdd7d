"""A dense-grid radiance field: signed distance and colour on a lattice, activated after interpolation (DVGO).

Stored is a signed distance d rather than a raw density, so that smoothness and curvature mean something, thin
walls hold, nothing can float in empty space or be carved inside. It is seen through raw(x) = -d(x) /
softness:

    density(x) = surface_density · softplus(raw(x)) / ln 2

which is the post-activation of DVGO (Sun et al. 2022): a sharp surface between two lattice points.
"""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage
from torch import nn

from core.shapes import check_shape


class DenseGrid(nn.Module):
    """Distance and colour in the cube [-bound, bound]³, on a lattice whose outermost points lie on its faces.

    Attributes:
        values: [R, R, R, 4] parameter indexed x, y, z: signed distance in world units (negative inside), then
            sRGB colour 0..1. A fitted field's distances near its surface are up to twice as steep.
        bound: half the side of the cube, world units.
        softness: the distance over which the surface fades, world units: a ray that passes an outline at
            distance d is covered by sigmoid(-d / softness).
        surface_density: density at distance 0; give it to extract_mesh as its level.
    """

    surface_density = 10.0

    def __init__(self, values: torch.Tensor, bound: float, softness: float) -> None:
        super().__init__()
        sizes = check_shape("values", values, "R R R 4")
        if sizes["R"] < 4 or not bound > 0 or not softness > 0:
            raise ValueError(
                f"expected R ≥ 4, bound > 0 and softness > 0, got {sizes['R']}, {bound} and {softness}"
            )
        self.values = nn.Parameter(values)
        self.bound = float(bound)
        self.softness = float(softness)

    @property
    def resolution(self) -> int:
        return self.values.shape[0]

    @property
    def voxel(self) -> float:
        """Distance between neighbouring lattice points, world units."""
        return 2 * self.bound / (self.resolution - 1)

    def sample(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Interpolate signed distance [...] and rgb [..., 3] at points [..., 3], clamped into the cube."""
        # grid_sample wants [1, C, z, y, x], and points as x, y, z
        volume = self.values.permute(3, 2, 1, 0)[None]
        at = (points / self.bound).reshape(1, 1, 1, -1, 3)
        found = F.grid_sample(volume, at, align_corners=True, padding_mode="border")
        found = found.reshape(4, -1).T.reshape(*points.shape[:-1], 4)
        return found[..., 0], found[..., 1:]

    def forward(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Evaluate at points [..., 3]: density [...] ≥ 0 per world unit, rgb [..., 3] in 0..1."""
        distance, rgb = self.sample(points)
        return self.surface_density / math.log(2) * F.softplus(-distance / self.softness), rgb

    @torch.no_grad()
    def upsample(self, resolution: int) -> DenseGrid:
        """Return the same field on a finer (or coarser) lattice."""
        volume = self.values.permute(3, 0, 1, 2)[None]
        finer = F.interpolate(volume, (resolution,) * 3, mode="trilinear", align_corners=True)
        return DenseGrid(finer[0].permute(1, 2, 3, 0).contiguous(), self.bound, self.softness)


def lattice_points(resolution: int, bound: float) -> torch.Tensor:
    """Return the lattice's positions [R, R, R, 3], indexed x, y, z."""
    axis = torch.linspace(-bound, bound, resolution)
    return torch.stack(torch.meshgrid(axis, axis, axis, indexing="ij"), -1)


def trilinear_weights(
    points: torch.Tensor, resolution: int, bound: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Find the 8 lattice points round each point and their weights.

    Args:
        points: [M, 3] world; clamped into the cube.
        resolution, bound: of the lattice.

    Returns:
        Flat lattice indices [M, 8] int64 (x · R² + y · R + z) and weights [M, 8] that sum to 1.
    """
    at = ((points / bound + 1) / 2 * (resolution - 1)).clamp(0, resolution - 1)
    low = at.floor().clamp(max=resolution - 2)
    fraction = at - low
    low = low.long()
    flat = (low[:, 0] * resolution + low[:, 1]) * resolution + low[:, 2]
    side = torch.tensor([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)], device=points.device)
    offset = (side[:, 0] * resolution + side[:, 1]) * resolution + side[:, 2]
    per_axis = torch.where(side.bool(), fraction[:, None, :], 1 - fraction[:, None, :])  # [M, 8, 3]
    return flat[:, None] + offset, per_axis.prod(-1)


@torch.no_grad()
def redistance(field: DenseGrid, keep: float = 1.25) -> DenseGrid:
    """Restore the distances away from the surface, which fitting does not maintain.

    Within `keep` voxels of the surface (and at lattice points that nearly reach it, where something thinner
    than a voxel lies) values stay as they are; every other point takes the distance to the nearest of those
    plus its value.

    Args:
        field: any field with a surface; one without is returned as it is.
        keep: voxels.
    """
    d = field.values[..., 0].cpu().numpy()
    near = np.abs(d) < keep * field.voxel
    if not near.any():
        return field
    x, y, z = np.asarray(ndimage.distance_transform_edt(~near, return_distances=False, return_indices=True))
    axes = np.ogrid[tuple(map(slice, d.shape))]
    away = np.sqrt(sum((a - b) ** 2 for a, b in zip((x, y, z), axes, strict=True))) * field.voxel
    restored = np.sign(d) * (away + np.abs(d[x, y, z]))
    values = field.values.detach().clone()
    values[..., 0] = torch.from_numpy(np.where(near, d, restored).astype(np.float32)).to(values.device)
    return DenseGrid(values, field.bound, field.softness)
