"""How far samples lie from renders: the kernel distance, on what the pocket CLIP's image tower sees.

Bińkowski, Sutherland, Arbel, Gretton, "Demystifying MMD GANs" (2018), section 4: the squared maximum mean
discrepancy with the polynomial kernel (x·y / d + 1)³, which costs no bias where samples are few. Here views
come in sets, and set k of either side answers to the same prompt: neither the views of one set nor those of
one prompt are independent. So pairs are only made of different prompts, in all three terms (Gretton et al.,
"A Kernel Two-Sample Test", 2012, lemma 6, equation 4), which keeps the estimate unbiased.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.models.pocket.clip import PocketClip
from core.shapes import check_shape
from training.autoencoder import to_tensor

BATCH = 96


@dataclass(frozen=True)
class KernelDistance:
    """An estimate of the squared discrepancy of two distributions.

    Attributes:
        value: unbiased: below zero about as often as above where they are the same.
        error: its standard error over the prompts, of the jackknife.
    """

    value: float
    error: float


@torch.no_grad()
def view_features(clip: PocketClip, sets: np.ndarray) -> np.ndarray:
    """Return what the image tower sees before its last layer, which knows only what captions say.

    Args:
        clip: the pocket CLIP.
        sets: [N, V, S, S, 4] uint8, of the size that the tower was trained on.

    Returns:
        [N, V, d] float64.
    """
    sizes = check_shape("sets", sets, "N V S S 4")
    views = sets.reshape(-1, *sets.shape[2:])
    batches = [views[i : i + BATCH] for i in range(0, len(views), BATCH)]
    features = torch.cat([clip.image_tower[:-1](to_tensor(batch)) for batch in batches])
    return features.double().numpy().reshape(sizes["N"], sizes["V"], -1)


def kernel_distance(x: np.ndarray, y: np.ndarray) -> KernelDistance:
    """Estimate the squared discrepancy of two distributions of sets without bias.

    Args:
        x, y: [N, V, d] features of V views each of N sets, N at least 3; x[k] and y[k] may depend on each
            other, as answers to one prompt do, but not on those at other places.
    """
    sizes = check_shape("x", x, "N V d")
    check_shape("y", y, f"N V {sizes['d']}")
    count = sizes["N"]
    if len(y) != count or count < 3:
        raise ValueError(f"expected as many sets of either, 3 or more, got {count} and {len(y)}")
    crossed = _mean_kernels(x, y)
    terms = _mean_kernels(x, x) + _mean_kernels(y, y) - crossed - crossed.T
    np.fill_diagonal(terms, 0)
    total, each = terms.sum(), terms.sum(0) + terms.sum(1)
    value = total / (count * (count - 1))
    # the estimate without each prompt in turn
    without = (total - each) / ((count - 1) * (count - 2))
    error = np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum())
    return KernelDistance(float(value), float(error))


def _mean_kernels(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the kernel [N, M] between sets [N, V, d] and [M, W, d], means over pairs of their views."""
    kernel = (x.reshape(-1, x.shape[2]) @ y.reshape(-1, y.shape[2]).T / x.shape[2] + 1) ** 3
    return kernel.reshape(len(x), x.shape[1], len(y), y.shape[1]).mean((1, 3))
