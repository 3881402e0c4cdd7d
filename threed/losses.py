"""The terms that a field is fitted by, and the figures it is judged by."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from core.shapes import check_shape


def photometric_loss(rgb: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean Charbonnier distance of colours [R, 3], over the same background.

    It is square for differences below some hundredths and linear above: views that disagree do not outvote
        the others.
    """
    check_shape("target", target, f"{len(rgb)} 3")
    return ((rgb - target).square().sum(-1) + 0.03**2).sqrt().mean() - 0.03


def mask_loss(opacity: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the mean binary cross-entropy of opacity [R] against coverage [R], less the coverage's own
    entropy.

    So it is 0 where both agree, however soft the outline.
    """
    check_shape("mask", mask, f"{len(opacity)}")
    clipped, certain = opacity.clamp(1e-4, 1 - 1e-4), mask.clamp(1e-4, 1 - 1e-4)
    return F.binary_cross_entropy(clipped, mask) - F.binary_cross_entropy(certain, mask)


def eikonal_loss(gradient: torch.Tensor) -> torch.Tensor:
    """Return the mean squared deviation of distance gradients [N, 3] from unit length (Gropp et al. 2020)."""
    return ((gradient.square().sum(-1) + 1e-8).sqrt() - 1).square().mean()


def curvature_loss(laplacian: torch.Tensor, bend: float) -> torch.Tensor:
    """Penalise curvature: square up to `bend`, linear beyond, so that edges and thin parts are not worn away.

    The Laplacian of a signed distance is the sum of the principal curvatures: 1/r on a cylinder, 2/r on a
        sphere.

    Args:
        laplacian: [N] of the distance, 1 / world unit.
        bend: curvature from which on a surface counts as an edge, 1 / world unit.
    """
    return F.huber_loss(laplacian / bend, torch.zeros_like(laplacian), delta=1.0)


def smoothness_loss(difference: torch.Tensor) -> torch.Tensor:
    """Return the mean Charbonnier size of differences [N, C]: flat areas flatten, steps stay."""
    return ((difference.square().sum(-1) + 0.01**2).sqrt() - 0.01).mean()


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    """Return the peak signal-to-noise ratio in dB of values in 0..1; infinite where they are equal."""
    error = float((a - b).square().mean())
    return -10 * math.log10(error) if error > 0 else math.inf


def mask_iou(opacity: torch.Tensor, mask: torch.Tensor) -> float:
    """Return the soft intersection over union of two coverages in 0..1; 1 where both are empty."""
    union = float(torch.maximum(opacity, mask).sum())
    return float(torch.minimum(opacity, mask).sum()) / union if union > 0 else 1.0
