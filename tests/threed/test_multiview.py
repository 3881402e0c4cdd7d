from dataclasses import replace

import numpy as np
import pytest

from core.errors import EmptyResultError
from core.outline import clean_coverage
from core.sheets import views_to_sheet
from core.types import Image, Sheet, SheetLayout
from threed.multiview import shrink_views, split_sheet

LAYOUT = SheetLayout(
    rows=2,
    columns=3,
    view_px=32,
    azimuths_deg=(30, 90, 150, 210, 270, 330),
    elevations_deg=(20, -10, 20, -10, 20, -10),
    fov_deg=30,
    distance=2.0,
    background=(0.5, 0.5, 0.5),
    has_alpha=True,
)
ORANGE = np.float32([0.9, 0.5, 0.1])


def disc(radius: float = 9.0) -> np.ndarray:
    """A disc's coverage [32, 32], soft over one pixel."""
    y, x = np.mgrid[:32, :32] + 0.5
    return np.clip(radius - np.hypot(x - 16, y - 16) + 0.5, 0, 1).astype(np.float32)


def sheet(views: np.ndarray, layout: SheetLayout = LAYOUT) -> Sheet:
    return Sheet(Image(views_to_sheet(views, layout.rows, layout.columns)), layout, seed=0)


def painted(mask: np.ndarray, rgb: np.ndarray, background: np.ndarray) -> np.ndarray:
    """A view with alpha, its colour over the background."""
    alpha = mask[..., None]
    return np.concatenate([rgb * alpha + background * (1 - alpha), alpha], -1).astype(np.float32)


def six(view: np.ndarray) -> np.ndarray:
    return np.stack([view] * 6)


def test_colours_are_straight_on_the_outline_and_continue_beyond_it():
    mask = disc()
    views = split_sheet(sheet(six(painted(mask, ORANGE, np.float32([0.5] * 3)))))
    assert views.rgb.shape == (6, 32, 32, 3)
    assert views.mask.shape == (6, 32, 32)
    np.testing.assert_allclose(views.rgb, np.broadcast_to(ORANGE, views.rgb.shape), atol=0.005)
    assert np.allclose(views.background, 0.5)


def test_noise_of_coverage_becomes_empty_and_full():
    noise = np.random.default_rng(1).uniform(-0.08, 0.08, (32, 32)).astype(np.float32)
    mask = disc()
    clean = clean_coverage(np.clip(mask + noise, 0, 1))
    assert (clean[mask == 0] == 0).all()
    assert (clean[disc(7) == 1] == 1).all()


def test_specks_go_and_thin_dashes_stay():
    mask = disc()
    mask[2, 2] = mask[29, 30] = 0.8  # specks
    mask[16, 25:31] = [0.6, 0.6, 0, 0.6, 0.6, 0.6]  # a rod, broken by the model
    clean = clean_coverage(mask)
    assert clean[2, 2] == clean[29, 30] == 0
    assert (clean[16, [25, 26, 28, 29, 30]] > 0.5).all()


def test_separate_parts_of_some_size_stay():
    mask = disc(6)
    mask[2:6, 2:6] = 1
    assert (clean_coverage(mask)[2:6, 2:6] == 1).all()


@pytest.mark.parametrize("slope", [0.0, 0.15])
def test_without_alpha_the_background_is_found_from_the_border(slope):
    y = np.linspace(-1, 1, 32, dtype=np.float32)[:, None, None]
    background = np.float32([0.7, 0.72, 0.75]) + slope * y
    mask = disc()
    inner = disc(4)[..., None]
    rgb = ORANGE * (1 - inner) + background * inner  # a patch of the background's own colour inside
    view = painted(mask, rgb, background)[..., :3]
    view += np.random.default_rng(2).normal(0, 0.01, view.shape)
    views = split_sheet(sheet(six(view.astype(np.float32)), replace(LAYOUT, has_alpha=False)))
    assert (views.mask[0][disc(7) == 1] == 1).all(), "inside stays object, whatever its colour"
    assert (views.mask[0][disc(11) == 0] == 0).all()
    assert np.abs(views.mask[0] - mask).sum() < 0.12 * mask.sum()
    np.testing.assert_allclose(views.background, [0.7, 0.72, 0.75], atol=0.03)


def test_without_alpha_an_object_may_touch_the_border():
    mask = disc()
    mask[20:, 12:20] = 1
    view = painted(mask, ORANGE, np.float32([0.5] * 3))[..., :3]
    views = split_sheet(sheet(six(view), replace(LAYOUT, has_alpha=False)))
    assert (views.mask[0][22:, 13:19] == 1).all()
    assert (views.mask[0][disc(11) == 0][:40] == 0).all()


def test_an_empty_view_is_refused_by_number():
    full, empty = (
        painted(disc(), ORANGE, np.float32([0.5] * 3)),
        painted(disc() * 0, ORANGE, np.float32([0.5] * 3)),
    )
    with pytest.raises(
        EmptyResultError, match=r"view 3 of 6 is empty: expected 0\.4% of it covered, got 0\.0%"
    ):
        split_sheet(sheet(np.stack([full, full, empty, full, full, full])))


def test_a_view_that_is_all_object_is_refused():
    view = painted(np.ones((32, 32), np.float32), ORANGE, np.float32([0.5] * 3))
    with pytest.raises(EmptyResultError, match="view 1 of 6 has no outline"):
        split_sheet(sheet(six(view)))


def test_a_plain_picture_without_alpha_is_empty():
    view = np.full((32, 32, 3), 0.4, np.float32)
    with pytest.raises(EmptyResultError, match="view 1 of 6 is empty"):
        split_sheet(sheet(six(view), replace(LAYOUT, has_alpha=False)))


def test_a_picture_of_another_size_is_a_programming_error():
    with pytest.raises(ValueError, match=r"expected shape \[64 96 C\], got \[64, 64, 4\]"):
        split_sheet(Sheet(Image(np.zeros((64, 64, 4), np.float32)), LAYOUT, seed=0))


def test_shrinking_keeps_rays_and_premultiplied_colour():
    views = split_sheet(sheet(six(painted(disc(), ORANGE, np.float32([0.5] * 3)))))
    small = shrink_views(views, 16)
    assert small.mask.shape == (6, 16, 16)
    np.testing.assert_allclose(small.mask.mean(), views.mask.mean(), rtol=1e-5)
    np.testing.assert_allclose(
        small.composited, views.composited.reshape(6, 16, 2, 16, 2, 3).mean((2, 4)), atol=2e-3
    )
    # the corners of the picture lie where they lay
    assert small.camera.K[0, 0, 2] / small.camera.width_px == views.camera.K[0, 0, 2] / views.camera.width_px
    assert small.camera.K[0, 0, 0] / small.camera.width_px == views.camera.K[0, 0, 0] / views.camera.width_px
    assert shrink_views(views, 20) is views, "no whole factor leaves 20 px"
