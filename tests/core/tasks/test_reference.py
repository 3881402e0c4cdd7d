"""Pictures of objects are centred, scaled and put on the background as a view of the object would be."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tiny_models import POCKET_SIDECAR

from core.errors import UsageError
from core.tasks.reference import REACH, fit_reference
from core.types import Image, SheetLayout

LAYOUT = SheetLayout(
    **{**POCKET_SIDECAR["layout"], "view_px": 48, "light": None, "background": (0.5, 0.5, 0.5)}
)
ORANGE = np.float32([0.9, 0.5, 0.1])


def ellipse(height=120, width=150, middle=(50.0, 90.0), radii=(40.0, 22.0)) -> np.ndarray:
    """Return coverage [H, W], anti-aliased."""
    y, x = np.mgrid[: height * 4, : width * 4]
    y, x = (y + 0.5) / 4 - middle[0], (x + 0.5) / 4 - middle[1]
    inside = (y / radii[0]) ** 2 + (x / radii[1]) ** 2 < 1
    return inside.reshape(height, 4, width, 4).mean((1, 3)).astype(np.float32)


def rgba(coverage: np.ndarray, rgb=ORANGE) -> Image:
    return Image(np.concatenate([np.ones((*coverage.shape, 3), np.float32) * rgb, coverage[..., None]], -1))


def over(coverage: np.ndarray, background) -> Image:
    alpha = coverage[..., None]
    return Image((ORANGE * alpha + np.asarray(background, np.float32) * (1 - alpha)).astype(np.float32))


def test_the_object_is_centred_and_fills_its_sphere():
    view = fit_reference(rgba(ellipse()), LAYOUT)
    assert view.shape == (48, 48, 4)
    assert view.dtype == np.float32
    # a point of the sphere beside the origin, seen from the layout's distance
    reach = REACH * 0.5 / (2.0 * math.tan(math.radians(15))) * 24
    expected = ellipse(48, 48, (24.0, 24.0), (reach, reach * 22 / 40))
    assert np.abs(view[..., 3] - expected).mean() < 0.01
    assert abs(view[..., 3].sum() / expected.sum() - 1) < 0.02
    y, x = np.mgrid[:48, :48] + 0.5
    for axis in (y, x):
        assert (axis * view[..., 3]).sum() / view[..., 3].sum() == pytest.approx(24, abs=0.15)
    alpha = view[..., 3:]
    np.testing.assert_allclose(view[..., :3], ORANGE * alpha + 0.5 * (1 - alpha), atol=1e-5)


def test_place_size_and_resolution_in_the_picture_do_not_matter():
    first = fit_reference(rgba(ellipse()), LAYOUT)
    for other in (
        ellipse(100, 60, (48.0, 30.0)),
        ellipse(400, 500, (200.0, 260.0), (160.0, 88.0)),
        ellipse(1100, 700, (500.0, 300.0), (320.0, 176.0)),  # shrunk before it is looked at
        ellipse(81, 45, (40.5, 22.5), (40.0, 22.0)),  # up to its borders
    ):
        again = fit_reference(rgba(other), LAYOUT)
        assert np.abs(again - first).mean() < 0.01
        assert np.abs(again - first).max() < 0.25, "the outline differs by a part of a pixel"


@pytest.mark.parametrize("backdrop", ["white", "grey", "falling off"])
def test_the_outline_is_found_on_a_plain_background(backdrop):
    coverage = ellipse()
    ramp = np.linspace(0.75, 0.95, 120)[:, None, None] * np.ones((1, 150, 3))
    background = {"white": (1, 1, 1), "grey": (0.5, 0.5, 0.5), "falling off": ramp}[backdrop]
    found, expected = (fit_reference(image, LAYOUT) for image in (over(coverage, background), rgba(coverage)))
    assert np.abs(found - expected).mean() < 0.01
    opaque = np.concatenate([over(coverage, background).pixels, np.ones((120, 150, 1), np.float32)], -1)
    assert np.array_equal(fit_reference(Image(opaque), LAYOUT), found), "an alpha of 1 all over tells nothing"


def test_noise_is_no_object_and_colours_inside_are_no_background():
    rng = np.random.default_rng(0)
    coverage = ellipse()
    hole = ellipse(radii=(10.0, 8.0))[..., None]
    image = over(coverage, (0.95, 0.95, 0.95)).pixels * (1 - hole) + 0.95 * hole
    noisy = np.clip(image + rng.normal(0, 0.01, image.shape), 0, 1).astype(np.float32)
    found, expected = fit_reference(Image(noisy), LAYOUT), fit_reference(rgba(coverage), LAYOUT)
    assert np.abs(found[..., 3] - expected[..., 3]).mean() < 0.015


def test_linear_pictures_are_read_as_what_they_show():
    srgb = rgba(ellipse(), np.float32([0.2, 0.5, 0.03]))
    linear = srgb.pixels.astype(np.float64)
    linear[..., :3] = np.where(
        linear[..., :3] <= 0.04045, linear[..., :3] / 12.92, ((linear[..., :3] + 0.055) / 1.055) ** 2.4
    )
    views = (fit_reference(i, LAYOUT) for i in (srgb, Image(linear.astype(np.float32), "linear")))
    np.testing.assert_allclose(*views, atol=1e-4)


def test_background_and_size_are_the_layouts():
    view = fit_reference(rgba(ellipse()), replace(LAYOUT, view_px=96, background=(0.1, 0.2, 0.3)))
    assert view.shape == (96, 96, 4)
    np.testing.assert_allclose(view[0, 0], (0.1, 0.2, 0.3, 0), atol=1e-6)


NO_OBJECT = (
    "no object can be told from the image's background: expected 0.4% to 97% of it covered, got {}",
    "give a picture with a transparent or a plain background, and some of it on all sides",
)


@pytest.mark.parametrize(
    ("pixels", "message", "hint"),
    [
        (np.zeros((20, 20, 4), np.float32), NO_OBJECT[0].format("0.0%"), NO_OBJECT[1]),
        (np.full((20, 20, 3), 0.7, np.float32), NO_OBJECT[0].format("0.0%"), NO_OBJECT[1]),
        (np.full((20, 20, 4), 0.975, np.float32), NO_OBJECT[0].format("97.5%"), NO_OBJECT[1]),
        (
            np.zeros((20, 20), np.float32),
            "expected an image [H, W, 3 or 4] of 8 px or more a side, got [20, 20]",
            "convert it to RGB or RGBA",
        ),
        (
            np.zeros((20, 7, 3), np.float32),
            "expected an image [H, W, 3 or 4] of 8 px or more a side, got [20, 7, 3]",
            "convert it to RGB or RGBA",
        ),
        (
            np.full((20, 20, 3), 255, np.uint8),
            "expected an image of floats 0..1, got uint8 of 255 to 255",
            "divide bytes by 255",
        ),
        (
            np.full((20, 20, 4), 1.5, np.float32),
            "expected an image of floats 0..1, got float32 of 1.5 to 1.5",
            "divide bytes by 255",
        ),
        (
            np.full((20, 20, 4), np.nan, np.float32),
            "expected an image of floats 0..1, got float32 of nan to nan",
            "divide bytes by 255",
        ),
    ],
)
def test_pictures_that_show_no_object(pixels, message, hint):
    with pytest.raises(UsageError) as caught:
        fit_reference(Image(pixels), LAYOUT)
    assert (caught.value.message, caught.value.hint) == (message, hint)
