"""Cuts a multi-view sheet into posed views with clean masks and straight colours, and joins them again."""

from __future__ import annotations

import numpy as np
import torch
from scipy import ndimage

from core.errors import EmptyResultError
from core.shapes import check_shape
from core.types import Sheet, SheetLayout
from threed.cameras import sheet_cameras
from threed.distance import nearest_in
from threed.types import Camera, Views

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
#: A view with less of its area covered shows nothing, with more covered shows no outline to reconstruct.
COVERED_SHARE = (0.004, 0.97)
#: Where the background is estimated: how many deviations of the border's colours still count as background,
#: and the distance in sRGB (0..1) that counts in any case, since generators paint perfectly flat borders too.
BORDER_DEVIATIONS = 5.0
BORDER_FLOOR = 0.06


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
    pixels = split_pixels(sheet.image.pixels.astype(np.float32), layout)  # [N, S, S, C]
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


def split_pixels(pixels: np.ndarray, layout: SheetLayout) -> np.ndarray:
    """Cut a picture [rows·S, columns·S, C] into views [N, S, S, C], row by row."""
    s = layout.view_px
    grid = pixels.reshape(layout.rows, s, layout.columns, s, -1)
    return np.ascontiguousarray(grid.transpose(0, 2, 1, 3, 4)).reshape(layout.count, s, s, -1)


def join_views(views: torch.Tensor, layout: SheetLayout) -> torch.Tensor:
    """Lay views out as the sheet that a multi-view model sees.

    Args:
        views: [N, C, S, S] in any range.
        layout: N = rows · columns views of S = view_px.

    Returns:
        [1, C, rows·S, columns·S].
    """
    s = layout.view_px
    channels = check_shape("views", views, f"{layout.count} C {s} {s}")["C"]
    grid = views.reshape(layout.rows, layout.columns, channels, s, s)
    return grid.permute(2, 0, 3, 1, 4).reshape(1, channels, layout.height_px, layout.width_px)


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
