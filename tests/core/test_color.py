"""Colour conversions agree with scikit-image, and differences with Sharma's published ones."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from core.color import delta_e_2000, linear_to_srgb, srgb_to_lab, srgb_to_linear


def test_srgb_and_linear_light_are_inverse():
    rgb = np.linspace(0, 1, 513)
    np.testing.assert_allclose(linear_to_srgb(srgb_to_linear(rgb)), rgb, atol=1e-6)
    assert srgb_to_linear(np.array([0, 0.5, 1])) == pytest.approx([0, 0.21404114, 1])


def test_lab_agrees_with_scikit_image():
    rgb = np.random.default_rng(0).random((64, 3))
    rgb[:2] = [[0], [1]]
    np.testing.assert_allclose(srgb_to_lab(rgb), rgb2lab(rgb), atol=2e-2)


def test_differences_agree_with_scikit_image():
    rng = np.random.default_rng(0)
    first = rng.uniform((0, -110, -110), (100, 110, 110), (4000, 3))
    second = first + rng.normal(0, 1, (4000, 3)) * rng.choice((0.1, 3, 60), (4000, 1))
    second[:50, 1:] *= -1  # the other side of the hues
    second[50:100, 1:], first[100:150, 1:] = 0, 0  # greys, which have no hue
    np.testing.assert_allclose(delta_e_2000(first, second), deltaE_ciede2000(first, second), atol=1e-9)
    assert delta_e_2000(first, first).max() == 0
    np.testing.assert_allclose(delta_e_2000(first, second), delta_e_2000(second, first), atol=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_the_published_ones(first, second, expected):
    assert delta_e_2000(np.array(first), np.array(second)) == pytest.approx(expected, abs=5e-5)
