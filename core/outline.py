"""What in a picture is the object: its coverage, the backdrop behind it, its colours without the backdrop."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from core.distance import nearest_in

#: Coverage below the first is noise of the decoder, above the second is solid; between, it is stretched to
#: 0..1.
COVERAGE_RANGE = (0.1, 0.9)
#: A patch of a mask is kept from this share of the view's covered pixels on (and from MIN_PATCH_PX), wherever
#: it is.
PATCH_SHARE = 0.02
MIN_PATCH_PX = 3
#: Gaps in a mask up to twice this many pixels do not separate a part from the object: thin parts come in
#: dashes.
BRIDGE_PX = 1
#: Where the background is estimated: how many deviations of the border's colours still count as background,
#: and the distance in sRGB (0..1) that counts in any case, since generators paint perfectly flat borders too.
BORDER_DEVIATIONS = 5.0
BORDER_FLOOR = 0.06


def clean_coverage(alpha: np.ndarray) -> np.ndarray:
    """Stretch generated coverage to 0..1 and drop specks.

    A speck is a patch that is both small (PATCH_SHARE) and separated from the largest one by more than a
    dash's gap.

    Args:
        alpha: [H, W] about 0..1.

    Returns:
        [H, W] float32 in 0..1.
    """
    low, high = COVERAGE_RANGE
    mask = np.clip((alpha - low) / (high - low), 0, 1).astype(np.float32)
    patches, count = _label(_dilate(mask > 0, BRIDGE_PX))
    if count < 2:
        return mask
    covered = ndimage.sum_labels(mask, patches, np.arange(count + 1))
    keep = covered >= max(MIN_PATCH_PX, PATCH_SHARE * covered.sum())
    keep[covered.argmax()] = True
    return np.where(keep[patches], mask, 0).astype(np.float32)


def fit_background(view: np.ndarray) -> np.ndarray:
    """Estimate the backdrop behind the object from the picture's border: a plane in each channel.

    The plane follows lighting falling off over a plain backdrop. Border pixels far from it, where an object
    touches the border, lose their say (iteratively reweighted least squares with Cauchy weights).

    Args:
        view: [H, W, 3] sRGB.

    Returns:
        [H, W, 3] sRGB 0..1.
    """
    height, width = view.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y], -1)  # [H, W, 3]
    edge = border_of((height, width), 2)
    design, colours, solution = terms[edge], view[edge], np.zeros((3, 3))
    # the median is right if less than half of the border is object; the weights start from it
    residual = np.linalg.norm(colours - np.median(colours, axis=0), axis=1)
    for _ in range(10):
        weight = 1 / (1 + (residual / max(np.median(residual), 0.01)) ** 2)
        root = np.sqrt(weight)[:, None]
        solution = np.linalg.lstsq(design * root, colours * root, rcond=None)[0]
        residual = np.linalg.norm(colours - design @ solution, axis=1)
    return np.clip(terms @ solution, 0, 1).astype(np.float32)


def estimate_coverage(view: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Estimate the object's coverage from how far each pixel is from the backdrop.

    Args:
        view: [H, W, 3] sRGB.
        background: [H, W, 3], of fit_background.

    Returns:
        [H, W] float32 in 0..1.
    """
    difference = np.linalg.norm(view - background, axis=-1)
    edge = difference[border_of(difference.shape, 2)]
    # median absolute deviation, as a standard deviation: robust to an object that touches the border
    threshold = max(BORDER_DEVIATIONS * 1.4826 * float(np.median(edge)), BORDER_FLOOR)
    alike, _ = _label(difference < threshold)
    outside = np.isin(alike, np.unique(alike[border_of(alike.shape, 1) & (alike > 0)]))
    inside = ~outside
    # pixels on the outline mix both: compare them with the nearest pixel a little further in
    core = ndimage.binary_erosion(inside, iterations=2)
    core = core | (inside & ~_dilate(core, 3))  # thin parts have no core
    if not core.any():
        return np.zeros_like(difference, np.float32)
    row, column, _ = nearest_in(core)
    contrast = np.maximum(difference[row, column], threshold)
    soft = np.clip((difference - threshold / 2) / np.maximum(contrast - threshold / 2, 1e-3), 0, 1)
    return clean_coverage(np.where(core, 1, np.where(_dilate(inside, 1), soft, 0)))


def straighten_colour(rgb: np.ndarray, coverage: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Take the background out of colours on the outline and continue the object's colours beyond it.

    Dividing by a small coverage blows up noise, so colours there come from a window of premultiplied
    neighbours, weighted by coverage (normalised convolution, Knutsson & Westin 1993); further out from the
    nearest pixel that has one.

    Args:
        rgb: [H, W, 3] over the background.
        coverage: [H, W] 0..1, by which both were mixed.
        background: [H, W, 3] behind it.

    Returns:
        [H, W, 3] float32 straight colour in 0..1.
    """
    alpha = coverage[..., None]
    premultiplied = np.clip(rgb - background * (1 - alpha), 0, alpha)
    blurred = ndimage.gaussian_filter(premultiplied * alpha, (1, 1, 0), truncate=2)
    weight = ndimage.gaussian_filter(coverage * coverage, 1, truncate=2)[..., None]
    around = blurred / np.maximum(weight, 1e-6)
    trust = np.clip((alpha - 0.4) / 0.5, 0, 1)
    straight = trust * premultiplied / np.maximum(alpha, 0.4) + (1 - trust) * around
    row, column, _ = nearest_in(weight[..., 0] > 1e-3)
    return np.clip(straight[row, column], 0, 1).astype(np.float32)


def border_of(shape: tuple[int, ...], width_px: int) -> np.ndarray:
    """Return the mask [H, W] of a frame of some pixels along all four borders."""
    frame = np.ones(shape, bool)
    frame[width_px:-width_px, width_px:-width_px] = False
    return frame


def _label(mask: np.ndarray) -> tuple[np.ndarray, int]:
    """Number a mask's connected patches (corners connect) from 1; return them, 0 outside, and their count."""
    patches = np.empty(mask.shape, np.int32)
    count = ndimage.label(mask, np.ones((3, 3)), output=patches)
    return patches, int(count)  # pyright: ignore[reportArgumentType]


def _dilate(mask: np.ndarray, radius_px: int) -> np.ndarray:
    return ndimage.binary_dilation(mask, np.ones((3, 3)), iterations=radius_px)
