"""Curves run through their points; what is swept along them is closed and of the volume that it should be."""

from __future__ import annotations

import numpy as np
import pytest

from threed.procedural.carving import to_manifold
from threed.procedural.curves import arc, hoop, mirrored, rounded, smooth_path, tube


def test_smooth_curves_pass_through_their_points():
    points = np.array([(0, 0), (1, 0), (1, 1), (0, 1.5)])
    np.testing.assert_allclose(smooth_path(points, 4)[::4], points)
    np.testing.assert_allclose(rounded(points, 3)[::3], points)


def test_a_mirrored_outline_is_its_own_mirror_image():
    outline = mirrored([(0, 0), (1, 0.2), (0.5, 1), (0, 1.2)])
    assert sorted((-x, y) for x, y in outline) == sorted(outline)
    assert len(outline) == 6


def test_a_bent_tube_has_the_volume_of_its_section_along_its_path():
    bend = np.array([(x, y, 0) for x, y in arc((0, 0), 1.0, 0, 90, 40)])
    made = to_manifold(tube(bend, 0.05, 32))
    assert made.volume() == pytest.approx(np.pi * 0.05**2 * np.pi / 2, rel=0.02)


def test_a_flat_section_is_as_wide_as_its_radii_say():
    solid = tube([(0, 0, 0), (0, 1, 0)], (0.2, 0.05), 4, (0, 0, 1), flats=True)
    np.testing.assert_allclose(np.ptp(solid.vertices, axis=0), (0.4, 1.0, 0.1), atol=1e-6)


def test_a_hoop_is_a_ring_with_a_hole():
    path = np.array([(x, y, 0) for x, y in arc((0, 0), 1.0, 0, 360, 65)[:-1]])
    made = to_manifold(hoop(path, 0.1, 24))
    assert made.genus() == 1
    assert made.volume() == pytest.approx(2 * np.pi * np.pi * 0.1**2, rel=0.03)
