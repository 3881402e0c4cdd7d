"""Sweeps close, and hold what their radii say."""

import numpy as np
import pytest

from threed.procedural.carving import to_manifold
from threed.procedural.solids import loft, loft_outwards, outwards
from threed.procedural.sweeps import circle, frames_along, limb, loop, wire_ring


def test_a_ring_of_wire_is_a_torus_in_any_plane():
    for axes in ([0, 1, 2], [1, 2, 0], [0, 2, 1]):
        made = to_manifold(wire_ring(circle(1.0, 64)[:, axes], 0.1, 24))
        assert made.genus() == 1
        assert made.volume() == pytest.approx(2 * np.pi**2 * 0.01, rel=0.03)


def test_a_limb_that_bends_in_space_holds_its_radius_along_its_length():
    t = np.linspace(0, 2 * np.pi, 200)
    helix = np.stack([np.cos(t), 0.5 * t, np.sin(t)], 1)
    length = np.linalg.norm(np.diff(helix, axis=0), axis=1).sum()
    made = to_manifold(limb(helix, np.full(200, 0.1), 32))
    assert made.volume() == pytest.approx(np.pi * 0.01 * length, rel=0.02)


def test_frames_do_not_twist_along_a_straight_path():
    frames = frames_along(np.outer(np.arange(5), [1.0, 2.0, 3.0]))
    np.testing.assert_allclose(frames, np.broadcast_to(frames[0], frames.shape), atol=1e-9)
    np.testing.assert_allclose(frames[0].T @ frames[0], np.eye(3), atol=1e-6)


def test_a_limb_of_radius_zero_at_its_end_has_a_tip_and_is_closed():
    made = to_manifold(limb([(0, 0, 0), (0, 1, 0), (0, 3, 0)], [1.0, 1.0, 0.0], 64))
    assert made.volume() == pytest.approx(np.pi * (1 + 2 / 3), rel=0.01)


def test_a_loop_of_sections_the_other_way_round_is_inside_out():
    angle = np.arange(12) * 2 * np.pi / 12
    section = np.stack([2 + 0.5 * np.cos(angle), 0.5 * np.sin(angle)], 1)
    spins = np.arange(24) * 2 * np.pi / 24
    rings = np.stack([[(r * np.sin(s), y, r * np.cos(s)) for r, y in section] for s in spins])
    assert to_manifold(loop(rings)).volume() == -to_manifold(loop(rings[:, ::-1])).volume() < 0


def test_what_is_turned_outwards_holds_its_volume_whichever_way_it_was_drawn():
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    rings = np.array([[(x, level, z) for x, z in square] for level in (0.0, 2.0)])
    for one in (rings, rings[:, ::-1]):
        assert to_manifold(loft_outwards(one)).volume() == pytest.approx(2)
        assert to_manifold(outwards(loft(one))).volume() == pytest.approx(2)
