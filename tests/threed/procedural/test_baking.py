"""Cakes and donuts: slices and bites are missing, and what is counted is there."""

from manifold3d import Manifold, OpType

from threed.procedural import cakes, donuts
from threed.procedural.carving import to_manifold
from threed.procedural.dials import Dials

KINDS = {**cakes.KINDS, **donuts.KINDS}


def build(kind, seed=0, **settings):
    return KINDS[kind].build(Dials(seed, settings, size_m=KINDS[kind].size_m))


def united(parts):
    return Manifold.batch_boolean([to_manifold(p.solid) for p in parts if not p.loose], OpType.Add)


def test_a_sliced_cake_lacks_a_sixth_and_shows_its_layers():
    bare = {"tiers": 1, "topping": "nothing", "beads": False, "ornate": False, "plate": "nothing"}
    whole, sliced = (build("cake", sliced=flag, outline="round", **bare) for flag in (False, True))
    assert {p.name for p in sliced} - {p.name for p in whole} == {"sponge", "filling"}
    share = united(sliced).volume() / united(whole).volume()
    assert abs(share - (1 - 57 / 360)) < 0.04


def test_a_cake_has_the_candles_that_its_dial_says_each_with_a_flame():
    for count in (1, 5, 9):
        names = [p.name for p in build("cake", topping="candles", candles=count, sliced=False)]
        assert names.count("candles") == names.count("flames") == count


def test_tiers_stand_on_each_other():
    made = [build("cake", tiers=count, topping="nothing") for count in (1, 2, 3)]
    heights = [max(p.solid.vertices[:, 1].max() for p in parts) for parts in made]
    assert heights[0] + 0.05 < heights[1] < heights[2] - 0.05


def test_a_donut_has_a_hole_and_a_bite_opens_it():
    whole, bitten = (united(build("donut", topping="plain", bitten=flag)) for flag in (False, True))
    assert whole.genus() == 1
    assert bitten.volume() < 0.9 * whole.volume()
    post = Manifold.cylinder(1.0, 0.004, center=True).rotate((90, 0, 0))
    assert (whole ^ post).volume() == 0
