"""Do the views of a set show one rigid object? Each is held against the others, through their own outlines.

Nothing but the pictures and their cameras is asked, so that generated sets and renders are measured alike.
The geometry is the image-based visual hull of the set's own coverage (Matusik et al., "Image-Based Visual
Hulls", 2000): along the ray of each pixel, the first place that the outlines of all views allow. The
surface lies there or behind it, for a hull fills what is hollow: of a few places from there on, the one is
taken at which the other views, those that see it, show most nearly the pixel's colour. What is left is what
no geometry explains.

Renders do not agree perfectly either: what counts is how far samples stay behind renders of the same
things. Blur agrees with blur, so that this says nothing of how sharp a set is: training.kernel_distance
does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from core.shapes import check_shape
from core.types import SheetLayout
from threed.cameras import sheet_cameras
from training.render import LAYOUT

#: Planes that a ray is sampled at, over the depth of the sphere that holds the object: about a pixel apart.
PLANES = 96
#: How far behind the hull's surface the object's own is looked for, in planes; up to a sixth of its size.
BEHIND = (0, 2, 4, 7, 11, 15)
#: How much further than its own first hit a view still sees, in planes, besides; the hull's surface is that
#: uncertain.
SLACK = 3
#: Coverage from which on a pixel shows the object, and its colour can be told from the background's.
COVERED = 0.5
#: No set agrees better than this (dB): it keeps plain props from outweighing all others in a mean.
CEILING = 40.0


@dataclass(frozen=True)
class Agreement:
    """How well the views of sets agree.

    Attributes:
        psnr_db: [N], of each set's views against what the others say of them, inside their outlines; a pixel
            that the other outlines rule out counts as empty. Nan where no pixel could be compared.
        outlines: [N] 0..1, share of the covered pixels that the other outlines allow; 0 where there are none.
    """

    psnr_db: np.ndarray
    outlines: np.ndarray

    @property
    def mean_psnr_db(self) -> float:
        """The mean over the sets that could be measured."""
        return float(np.nanmean(self.psnr_db))

    @property
    def measured(self) -> float:
        """The share of the sets that could be measured, 0..1: sets that show nothing agree neither way."""
        return float(np.isfinite(self.psnr_db).mean())


@torch.no_grad()
def measure_agreement(sets: np.ndarray, layout: SheetLayout = LAYOUT) -> Agreement:
    """Predict each view of each set from the others.

    Args:
        sets: [N, V, S, S, 4] uint8, sRGB over the layout's background, and coverage.
        layout: the cameras of the V views; S is free.

    Returns:
        The agreement of each of the N sets.
    """
    check_shape("sets", sets, "N V S S 4")
    parts = [_measure(torch.from_numpy(np.ascontiguousarray(part)), layout) for part in _chunks(sets, 8)]
    return Agreement(*(np.concatenate([part[k] for part in parts]) for k in range(2)))


def _chunks(sets: np.ndarray, size: int) -> list[np.ndarray]:
    return [sets[i : i + size] for i in range(0, len(sets), size)]


def _measure(sets: torch.Tensor, layout: SheetLayout) -> tuple[np.ndarray, np.ndarray]:
    """Measure a few sets [n, V, S, S, 4] at once: PSNR [n] and share of the outlines [n]."""
    count, views, side = sets.shape[:3]
    pixels = sets.permute(0, 1, 4, 2, 3).float() / 255  # n V 4 S S
    alpha = pixels[:, :, 3:]
    background = torch.tensor(layout.background).view(3, 1, 1)
    # premultiplied, so that what is sampled between pixels bleeds no background in
    pixels = torch.cat([pixels[:, :, :3] - background * (1 - alpha), alpha], 2)
    # a pixel more than is covered: a part thinner than a pixel is seen by no pixel's centre
    outlines = F.max_pool2d(alpha[:, :, 0], 3, 1, 1).flatten(2) >= COVERED  # n V S²
    depth = torch.stack([_first_hits(i, outlines, side, layout) for i in range(views)], 1)  # n V S²
    errors = [
        torch.cat([_errors(i, pixels[n], depth[n], layout) for i in range(views)]) for n in range(count)
    ]
    means = torch.stack([error[error.isfinite()].mean() for error in errors])
    covered = alpha.flatten(2) >= COVERED
    allowed = (covered & depth.isfinite()).flatten(1).sum(1) / covered.flatten(1).sum(1).clamp(min=1)
    return (-10 * torch.log10(means.clamp(min=10 ** (-CEILING / 10)))).numpy(), allowed.numpy()


def _first_hits(i: int, outlines: torch.Tensor, side: int, layout: SheetLayout) -> torch.Tensor:
    """Return the depth [n, S²] at which each ray of view i enters the hull; inf where it never does."""
    planes = _planes(layout)
    inside = outlines[:, i, :, None].repeat(1, 1, PLANES).flatten(1)  # n S²·D
    points = _points(_rays(i, side, layout), planes.expand(side * side, PLANES), i, layout).flatten(0, 1)
    for j in range(outlines.shape[1]):
        if j == i:
            continue
        xy, _ = _project(j, points, layout)
        cell = ((xy + 1) * (side / 2)).long()
        off = ((xy.abs() >= 1).any(-1)).nonzero()[:, 0]
        place = cell[:, 1].clamp(0, side - 1) * side + cell[:, 0].clamp(0, side - 1)
        there = outlines[:, j].index_select(1, place)
        there[:, off] = False
        inside &= there
    inside = inside.unflatten(1, (side * side, PLANES))
    return torch.where(inside.any(2), planes[inside.to(torch.uint8).argmax(2)], torch.inf)


def _errors(i: int, pixels: torch.Tensor, depth: torch.Tensor, layout: SheetLayout) -> torch.Tensor:
    """Hold the covered pixels of view i of one set against the other views.

    Args:
        i: which view.
        pixels: [V, 4, S, S] premultiplied colour and coverage.
        depth: [V, S²] of _first_hits.
        layout: the cameras.

    Returns:
        [P] squared errors, means over the channels; nan where no other view sees the pixel's place.
    """
    side = pixels.shape[-1]
    alpha = pixels[i, 3].flatten()
    which = (alpha >= COVERED).nonzero()[:, 0]
    own = pixels[i, :3].flatten(1)[:, which] / alpha[which]  # 3 P
    near, behind = depth[i, which], torch.tensor(BEHIND)
    places = near.nan_to_num(posinf=layout.distance)[:, None] + behind / PLANES
    points = _points(_rays(i, side, layout)[which], places, i, layout)  # P K 3
    total, weight = torch.zeros(3, *points.shape[:2]), torch.zeros(points.shape[:2])
    for j in range(len(pixels)):
        facing = _facing(i, j, layout)
        if j == i or facing < 1e-3:
            continue
        xy, away = _project(j, points, layout)
        # the farthest of the neighbours: at a step in depth the place may belong to either side
        first = torch.where(depth[j].isinf(), -torch.inf, depth[j]).reshape(1, 1, side, side)
        first = F.max_pool2d(first, 3, 1, 1)
        reach = F.grid_sample(first, xy[None], mode="nearest", align_corners=False)[0, 0]
        found = F.grid_sample(pixels[None, j], xy[None], mode="bilinear", align_corners=False)[0]
        visible = (away <= reach + (SLACK + behind) / PLANES) & (found[3] >= COVERED)
        share = visible * facing
        total, weight = total + share * found[:3] / found[3].clamp(min=COVERED), weight + share
    errors = (total / weight.clamp(min=1e-6) - own[:, :, None]).square().mean(0)
    errors = torch.where(weight > 0, errors, torch.inf).amin(1)
    empty = (own - torch.tensor(layout.background)[:, None]).square().mean(0)
    return torch.where(near.isinf(), empty, torch.where(errors.isinf(), torch.nan, errors))


def _planes(layout: SheetLayout) -> torch.Tensor:
    """Return the depths [D] at which rays are sampled: through the sphere of radius 0.5 at the origin."""
    return layout.distance - 0.5 + (torch.arange(PLANES) + 0.5) / PLANES


def _camera(i: int, layout: SheetLayout) -> torch.Tensor:
    """Return the camera-to-world matrix [4, 4] of view i."""
    return torch.from_numpy(sheet_cameras(layout).c2w[i])


def _facing(i: int, j: int, layout: SheetLayout) -> float:
    """Weigh view j's word on view i: 1 from the same side, 0 from the opposite one."""
    return float(((1 + _camera(i, layout)[:3, 2] @ _camera(j, layout)[:3, 2]) / 2).square())


def _rays(i: int, side: int, layout: SheetLayout) -> torch.Tensor:
    """Return the rays [S², 3] of view i's pixel centres, of length 1 along its axis."""
    reach = math.tan(math.radians(layout.fov_deg) / 2)
    ramp = ((torch.arange(side) + 0.5) / side * 2 - 1) * reach
    y, x = torch.meshgrid(-ramp, ramp, indexing="ij")
    return torch.stack([x, y, -torch.ones_like(x)], -1).reshape(-1, 3) @ _camera(i, layout)[:3, :3].T


def _points(rays: torch.Tensor, depth: torch.Tensor, i: int, layout: SheetLayout) -> torch.Tensor:
    """Return the places [P, K, 3] on rays [P, 3] of view i at depths [P, K]."""
    return _camera(i, layout)[:3, 3] + depth[..., None] * rays[:, None]


def _project(j: int, points: torch.Tensor, layout: SheetLayout) -> tuple[torch.Tensor, torch.Tensor]:
    """Return where points [..., 3] fall in view j, -1..1 with y down [..., 2], and their depth [...]."""
    c2w = _camera(j, layout)
    local = (points - c2w[:3, 3]) @ c2w[:3, :3]
    depth = -local[..., 2]
    reach = math.tan(math.radians(layout.fov_deg) / 2)
    xy = torch.stack([local[..., 0], -local[..., 1]], -1) / (depth * reach)[..., None]
    return xy, depth
