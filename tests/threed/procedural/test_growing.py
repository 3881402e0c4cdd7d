"""Trees, flowers, mushrooms, cacti, stumps: what is counted is there, hollows are hollow, it stands."""

from itertools import pairwise

import numpy as np
import pytest
from manifold3d import Manifold, OpType

from threed.procedural import bushes, cacti, flowers, mushrooms, stumps, trees
from threed.procedural.carving import to_manifold
from threed.procedural.dials import Dials

KINDS = {m: k for mod in (bushes, cacti, flowers, mushrooms, stumps, trees) for m, k in mod.KINDS.items()}


def build(kind, seed=0, **settings):
    return KINDS[kind].build(Dials(seed, settings, size_m=KINDS[kind].size_m))


def named(parts, name):
    return [p for p in parts if p.name == name]


def united(parts):
    return Manifold.batch_boolean([to_manifold(p.solid) for p in parts if not p.loose], OpType.Add)


def test_a_fir_has_its_tiers_of_needles_each_narrower_than_the_one_below():
    tiers = named(build("tree", form="fir", tiers=7), "needles")
    assert len(tiers) == 7
    widths = [np.ptp(p.solid.vertices[:, 0]) for p in tiers]
    assert all(below > above for below, above in pairwise(widths))


def test_a_bare_tree_has_no_leaves_and_a_fruiting_one_its_fruit():
    assert {p.name for p in build("tree", form="bare")} == {"trunk"}
    assert len(named(build("tree", form="leafy", fruit=9), "fruit")) == 9


@pytest.mark.parametrize("kind", ["tree", "bush"])
def test_only_single_leaves_are_loose(kind):
    for seed in range(4):
        parts = build(kind, seed)
        assert any(not p.loose for p in named(parts, "leaves") + named(parts, "needles"))
        assert {p.name for p in parts if p.loose} <= {"leaves", "flowers", "hearts", "berries"}


def test_a_leaning_tree_leans():
    made = build("tree", 2, form="fir", lean=20.0)
    top = max((p.solid.vertices for p in made), key=lambda v: v[:, 1].max())
    tip = top[top[:, 1].argmax()]
    assert np.hypot(tip[0], tip[2]) == pytest.approx(np.tan(np.deg2rad(20)) * tip[1], rel=0.2)


def test_a_palm_has_its_fronds_and_coconuts():
    parts = build("palm tree", fronds=11, coconuts=3, trunks="one")
    assert len(named(parts, "leaves")) == 11 + 1  # and its heart
    assert len(named(parts, "coconuts")) == 3


def test_a_hollow_stump_holds_water():
    bare = {"sprouts": 0, "branch": False, "fungus": False, "axe": False}
    for seed in range(3):
        parts = build("stump", seed, form="hollow", **bare)
        made = united(parts)
        height = max(p.solid.vertices[:, 1].max() for p in parts)
        well = Manifold.cylinder(0.5 * height, 0.08).rotate((-90, 0, 0)).translate((0, 0.45 * height, 0))
        assert (made ^ well).volume() == 0
        assert (
            united(
                build("stump", seed, form="sawn", sprouts=0, branch=False, fungus=False, axe=False)
            ).volume()
            > 1.2 * made.volume()
        )


def test_warts_are_on_a_warty_mushroom_only():
    assert len(named(build("mushroom", warty=True, warts=13, group=1), "spots")) == 13
    assert not named(build("mushroom", warty=False, warts=13), "spots")


def test_a_potted_cactus_is_small_and_one_in_the_desert_is_not():
    grown = [build("cactus", form="branched", ground=ground) for ground in ("pot", "sand")]
    tops = [max(p.solid.vertices[:, 1].max() for p in parts) for parts in grown]
    assert tops[0] < 0.95 < 1.2 < tops[1]


def test_earth_lies_inside_a_pot_below_its_rim():
    parts = build("flower", ground="pot")
    pot, soil = (np.concatenate([p.solid.vertices for p in named(parts, name)]) for name in ("pot", "soil"))
    assert soil[:, 1].max() < pot[:, 1].max()
    assert np.abs(soil[:, [0, 2]]).max() < np.abs(pot[:, [0, 2]]).max()
