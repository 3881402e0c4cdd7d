"""The rays through the pixels of posed pictures, with what each should see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from core.types import Views
from threed.cameras import camera_rays

#: Rays this near to an outline are all cast; further outside none is, further inside a part of them.
OUTLINE_PX = 3


@dataclass(frozen=True)
class ViewRays:
    """Rays with what they should see.

    Attributes:
        origins, directions: [R, 3] world, directions unit.
        rgb: [R, 3] sRGB over the background.
        mask: [R] coverage 0..1.
        background: [3] sRGB.
    """

    origins: torch.Tensor
    directions: torch.Tensor
    rgb: torch.Tensor
    mask: torch.Tensor
    background: torch.Tensor


def all_rays(views: Views) -> ViewRays:
    """Return the rays of all pixels, view by view and row by row."""
    origins, directions = camera_rays(views.camera)
    origins, directions, rgb = (
        torch.from_numpy(np.ascontiguousarray(x, np.float32)).reshape(-1, 3)
        for x in (origins, directions, views.composited)
    )
    background = torch.from_numpy(np.asarray(views.background, np.float32))
    return ViewRays(origins, directions, rgb, torch.from_numpy(views.mask).reshape(-1), background)


def select_rays(views: Views, inner: float, random: torch.Generator) -> ViewRays:
    """Return the rays near the object's outlines, and a random part of those inside.

    Args:
        views: N posed pictures.
        inner: 0..1, the part of the rays further than OUTLINE_PX inside.
        random: draws them.
    """
    mask = torch.from_numpy(views.mask)[:, None]
    near = _spread(mask) > 0
    inside = _spread(1 - mask) < 0.01
    near &= ~inside | (torch.rand(inside.shape, generator=random) < inner)
    pick = near.reshape(-1)
    every = all_rays(views)
    return ViewRays(
        every.origins[pick], every.directions[pick], every.rgb[pick], every.mask[pick], every.background
    )


def _spread(mask: torch.Tensor) -> torch.Tensor:
    return F.max_pool2d(mask, 2 * OUTLINE_PX + 1, stride=1, padding=OUTLINE_PX)
