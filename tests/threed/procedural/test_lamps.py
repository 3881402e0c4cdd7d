"""Lamps, lanterns, candles: what burns in them is seen through glass, and the room inside is open."""

import numpy as np
import pytest
from manifold3d import Manifold, OpType

from threed.procedural import candles, lamps, lanterns, snowmen, street_lamps
from threed.procedural.carving import to_manifold
from threed.procedural.dials import Dials

KINDS = {**candles.KINDS, **lamps.KINDS, **lanterns.KINDS, **snowmen.KINDS, **street_lamps.KINDS}


def build(kind, seed=0, **settings):
    return KINDS[kind].build(Dials(seed, settings, size_m=KINDS[kind].size_m))


def outside(parts):
    """Return the corners [N, 3] of all that is left when parts are united and closed hollows are dropped."""
    made = Manifold.batch_boolean([to_manifold(p.solid) for p in parts if not p.loose], OpType.Add)
    bodies = [b for b in made.decompose() if b.volume() > 0]
    return np.concatenate([np.asarray(b.to_mesh().vert_properties)[:, :3] for b in bodies])


def is_seen(parts, name):
    """Say whether the tip of each part of a name is on the outside of the whole."""
    left = outside(parts)
    tips = [p.solid.vertices[p.solid.vertices[:, 1].argmax()] for p in parts if p.name == name]
    return [bool(np.linalg.norm(left - tip, axis=1).min() < 1e-4) for tip in tips]


@pytest.mark.parametrize("form", ["square", "six-sided", "round"])
def test_a_flame_burns_in_the_open_room_of_a_lantern_behind_its_glass(form):
    for seed in range(4):
        parts = build("lantern", seed, form=form, lit=True)
        assert is_seen(parts, "flame") == [True]
        flame, glass = (
            np.concatenate([p.solid.vertices for p in parts if p.name == name]) for name in ("flame", "glass")
        )
        assert (flame.min(0) > glass.min(0)).all()
        assert (flame.max(0) < glass.max(0)).all()


def test_an_unlit_lantern_and_an_unlit_candle_have_no_flame():
    assert "flame" not in {p.name for p in build("lantern", lit=False)}
    assert "flame" not in {p.name for p in build("candle", lit=False)}


@pytest.mark.parametrize("head", ["four-sided", "six-sided"])
@pytest.mark.parametrize(("hold", "lights"), [("upright", 1), ("double", 2), ("bow", 1)])
def test_each_head_of_a_street_lamp_has_a_light_that_is_seen(head, hold, lights):
    assert is_seen(build("street lamp", 1, head=head, hold=hold), "light") == [True] * lights


@pytest.mark.parametrize("arms", [2, 3, 4, 5])
def test_a_candelabrum_has_a_candle_an_arm(arms):
    names = [p.name for p in build("candle", holder="arms", arms=arms, lit=True)]
    assert names.count("flame") == arms


@pytest.mark.parametrize("shade", ["cone", "drum", "bell", "square"])
def test_a_bulb_is_seen_from_below_a_shade(shade):
    parts = build("lamp", form="table", shade=shade)
    assert is_seen(parts, "bulb") == [True]
    made = to_manifold(next(p.solid for p in parts if p.name == "shade"))
    assert made.genus() == 1  # open above and below


def test_a_lamp_on_legs_has_the_legs_that_its_dial_says():
    for legs in (3, 4):
        parts = build("lamp", form="table", stem="tripod", legs=legs)
        assert [p.name for p in parts].count("stand") == legs


def test_a_snowman_has_its_balls_and_a_mouth_of_five_coals():
    for balls in (2, 3):
        parts = build("snowman", balls=balls, buttons=0)
        assert [p.name for p in parts].count("snow") == balls + 1  # and the heap it stands in
        assert [p.name for p in parts].count("coal") == 7
