"""Cuts a multi-view sheet into posed views with clean masks and straight colours."""

from __future__ import annotations

import numpy as np

from core.errors import EmptyResultError
from core.outline import clean_coverage, estimate_coverage, fit_background, straighten_colour
from core.shapes import check_shape
from core.sheets import sheet_to_views
from core.types import Camera, Sheet, Views
from threed.cameras import sheet_cameras

#: A view with less of its area covered shows nothing, with more covered shows no outline to reconstruct.
COVERED_SHARE = (0.004, 0.97)


def split_sheet(sheet: Sheet) -> Views:
    """Cut a sheet into views.

    With alpha, coverage is cleaned of the decoder's noise and of specks that hang on nothing. Without alpha,
    whatever is connected to a view's border and has the colour of that border is background: inside the
    object the same colour stays object.

    Args:
        sheet: colour composited over layout.background, with or without alpha.

    Returns:
        N views of layout.view_px² pixels; colour is straight and continues smoothly beyond the outline, so
        that sampling it between pixels never meets the background.

    Raises:
        ValueError: the picture is not of the layout's size.
        EmptyResultError: a view is empty, or covered to its borders.
    """
    layout = sheet.layout
    channels = check_shape("sheet pixels", sheet.image.pixels, f"{layout.height_px} {layout.width_px} C")["C"]
    pixels = sheet_to_views(sheet.image.pixels.astype(np.float32), layout.rows, layout.columns)
    if channels == 4:
        background = np.asarray(layout.background, np.float32)
        mask = np.stack([clean_coverage(view[..., 3]) for view in pixels])
        # colours were mixed by the coverage as generated, not as stretched
        coverage = np.where(mask > 0, np.clip(pixels[..., 3], 0, 1), 0)
        behind = np.broadcast_to(background, pixels.shape[:-1] + (3,))
    else:
        behind = np.stack([fit_background(view) for view in pixels])
        mask = np.stack([estimate_coverage(view, back) for view, back in zip(pixels, behind, strict=True)])
        coverage, background = mask, np.median(behind.reshape(-1, 3), axis=0)
    _check_covered(mask)
    rgb = np.stack([straighten_colour(*v) for v in zip(pixels[..., :3], coverage, behind, strict=True)])
    return Views(sheet_cameras(layout), rgb, mask, background)


def shrink_views(views: Views, view_px: int) -> Views:
    """Average views down by the largest whole factor that leaves at least view_px pixels a side."""
    height, width = views.mask.shape[1:]
    factors = [k for k in range(1, min(height, width) + 1) if height % k == 0 and width % k == 0]
    k = max([k for k in factors if min(height, width) // k >= view_px], default=1)
    if k == 1:
        return views

    def average(x: np.ndarray) -> np.ndarray:
        # strided sums are several times faster than a reshape and a mean over two axes
        return np.sum([x[:, i::k, j::k] for i in range(k) for j in range(k)], axis=0) / (k * k)

    mask = average(views.mask)
    # straight colours average with their coverage as weight; outside the object, plainly
    weight = views.mask[..., None] + 1e-4
    rgb = average(views.rgb * weight) / average(weight)
    K = views.camera.K.copy()
    K[..., :2, :] /= k
    camera = Camera(views.camera.c2w, K, width // k, height // k)
    return Views(camera, rgb.astype(np.float32), mask.astype(np.float32), views.background)


def _check_covered(mask: np.ndarray) -> None:
    low, high = COVERED_SHARE
    for i, share in enumerate(mask.mean((1, 2))):
        if share < low:
            raise EmptyResultError(
                f"view {i + 1} of {len(mask)} is empty: expected {low:.1%} of it covered, got {share:.1%}",
                "try another seed, or name one solid object in the prompt",
            )
        if share > high:
            raise EmptyResultError(
                f"view {i + 1} of {len(mask)} has no outline: expected at most {high:.0%} covered, "
                f"got {share:.0%}",
                "try another seed, or add 'on a plain background' to the prompt",
            )
