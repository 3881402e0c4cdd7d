"""The visual hull (Laurentini 1994): the largest object that all masks allow, as a signed distance field."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage

from core.types import Views
from threed.fields import DenseGrid, lattice_points

#: Masks are traced this much finer than their pixels, so that coverage places the outline between them.
SUPERSAMPLE = 4


def mask_distance(mask: np.ndarray) -> np.ndarray:
    """Measure the signed distance of each pixel centre to the mask's outline, in pixels, negative inside.

    Parts thinner than a pixel never reach full coverage; each is measured against its own highest coverage,
    so that it keeps its place in the hull.

    Args:
        mask: [H, W] 0..1.

    Returns:
        [H, W] float32.
    """
    peak = ndimage.maximum_filter(mask, 3)
    relative = mask / np.maximum(peak, 0.25)
    fine = ndimage.zoom(relative, SUPERSAMPLE, order=1, mode="nearest", grid_mode=True)
    inside = fine >= 0.5
    outward, inward = (np.asarray(ndimage.distance_transform_edt(side)) for side in (~inside, inside))
    signed = (np.maximum(outward - 0.5, 0) - np.maximum(inward - 0.5, 0)) / SUPERSAMPLE
    k = SUPERSAMPLE
    return signed.reshape(mask.shape[0], k, mask.shape[1], k).mean((1, 3)).astype(np.float32)


def hull_grid(
    views: Views, resolution: int, bound: float, *, softness: float, tolerance_px: float = 0.5
) -> DenseGrid:
    """Start a field from the views: the hull's distance, and the colours of the views that face each place.

    Args:
        views: N posed masks and straight colours.
        resolution, bound: of the lattice.
        softness: of the field, world units.
        tolerance_px: how far views may disagree before something is cut away.

    Returns:
        The field. Its distance is exact for one view and a lower bound for their intersection.
    """
    points = lattice_points(resolution, bound).reshape(-1, 3)
    outlines = np.stack([mask_distance(m) for m in views.mask])
    distance = torch.full((len(points),), -torch.inf)
    pixels, depths = [], []
    for i in range(len(views.mask)):
        grid, depth, focal = _project(views, i, points)
        away = F.grid_sample(
            torch.from_numpy(outlines[i])[None, None], grid, align_corners=False, padding_mode="border"
        ).reshape(-1)
        distance = torch.maximum(distance, (away - tolerance_px) * depth / focal)
        pixels.append(grid)
        depths.append(depth)
    volume = distance.reshape((resolution,) * 3)
    normal = torch.stack(torch.gradient(volume, spacing=2 * bound / (resolution - 1)), -1).reshape(-1, 3)
    normal = F.normalize(normal, dim=-1)
    total = torch.full((len(points), 1), 1e-6)
    colour = total * 0.5
    for i in range(len(views.mask)):
        towards = F.normalize(torch.from_numpy(views.camera.c2w[i, :3, 3]) - points, dim=-1)
        picture = np.concatenate([views.rgb[i], views.mask[i][..., None]], -1).transpose(2, 0, 1)
        picture = torch.from_numpy(picture)[None]
        found = F.grid_sample(picture, pixels[i], align_corners=False, padding_mode="border")[0, :, 0].T
        # squared: the view that looks straight at a place knows its colour best
        weight = (normal * towards).sum(-1, keepdim=True).clamp(min=0.02).square() * (found[:, 3:] + 1e-3)
        colour = colour + weight * found[:, :3]
        total = total + weight
    values = torch.cat([distance[:, None], colour / total], -1)
    return DenseGrid(values.reshape(resolution, resolution, resolution, 4), bound, softness)


def _project(views: Views, i: int, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Return where points [P, 3] fall in view i, for grid_sample [1, 1, P, 2], their depth [P], the focal."""
    c2w, K = torch.from_numpy(views.camera.c2w[i]), views.camera.K[i]
    local = (points - c2w[:3, 3]) @ c2w[:3, :3]
    depth = -local[:, 2]
    x = local[:, 0] / depth * K[0, 0] + K[0, 2]
    y = -local[:, 1] / depth * K[1, 1] + K[1, 2]
    grid = torch.stack([x / views.camera.width_px * 2 - 1, y / views.camera.height_px * 2 - 1], -1)
    return grid[None, None], depth, float(K[0, 0])
