"""Rocks are convex, bevelled and flat below; crystals stand on the ground."""

import numpy as np
import pytest

from threed.procedural.carving import hull, to_manifold
from threed.procedural.dials import Dials
from threed.procedural.rocks import KINDS, chiselled


@pytest.mark.parametrize("seed", range(5))
def test_a_chiselled_stone_is_convex_and_stands_flat(seed):
    stone = chiselled(np.random.default_rng(seed), (0.5, 0.4, 0.6), 18, foot=0.5)
    made = to_manifold(stone)
    assert made.volume() == pytest.approx(to_manifold(hull(stone.vertices)).volume(), rel=1e-4)
    low = stone.vertices[:, 1].min()
    assert low == pytest.approx(-0.5 * 0.4, abs=0.02)
    resting = stone.vertices[stone.vertices[:, 1] < low + 1e-3]
    assert np.ptp(resting[:, 0]) > 0.2
    assert np.ptp(resting[:, 2]) > 0.2


def test_a_wider_bevel_takes_more_away():
    stones = [chiselled(np.random.default_rng(3), (1, 1, 1), 16, bevel=b) for b in (0.001, 0.06, 0.15)]
    volumes = [to_manifold(stone).volume() for stone in stones]
    assert volumes[0] > volumes[1] > volumes[2]


@pytest.mark.parametrize("form", ["clustered", "single"])
def test_crystals_that_stand_do_not_reach_below_the_ground(form):
    kind = KINDS["crystal"]
    for base in (True, False):
        parts = kind.build(Dials(1, {"form": form, "base": base}, size_m=kind.size_m))
        low = min(p.solid.vertices[:, 1].min() for p in parts if p.name == "crystal")
        assert low == pytest.approx(0, abs=1e-6)
