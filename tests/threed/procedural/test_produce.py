"""Fruit and vegetables: bites are taken, pumpkins are hollow and shine, leaves are counted."""

import numpy as np
import pytest
from manifold3d import Manifold, OpType

from threed.procedural.carving import to_manifold
from threed.procedural.dials import Dials
from threed.procedural.produce import KINDS


def build(kind, seed=0, **settings):
    return KINDS[kind].build(Dials(seed, settings, size_m=KINDS[kind].size_m))


def united(parts):
    return Manifold.batch_boolean([to_manifold(p.solid) for p in parts if not p.loose], OpType.Add)


def test_a_bite_takes_some_of_an_apple_and_shows_its_flesh():
    whole, bitten = (build("apple", bitten=flag, leaves=0) for flag in (False, True))
    assert {"flesh"} == {p.name for p in bitten} - {p.name for p in whole}
    assert 0.8 < united(bitten).volume() / united(whole).volume() < 0.97


@pytest.mark.parametrize("mouth", ["toothed", "zigzag"])
@pytest.mark.parametrize("eyes", ["triangles", "slanted", "round"])
def test_a_carved_pumpkin_is_one_hollow_that_is_open_at_its_face(eyes, mouth):
    for seed in range(3):
        made = united(build("pumpkin", seed, carved=True, lit=False, leaves=0, eyes=eyes, mouth=mouth))
        bodies = [b for b in made.decompose() if abs(b.volume()) > 1e-9]
        assert len(bodies) == 1  # a closed hollow would be a body of its own, of negative volume
        low, high = np.array(made.bounding_box()).reshape(2, 3)
        middle = Manifold.cube((0.02, 0.02, 0.02), True).translate(tuple((low + high) / 2 * [0, 0.9, 0]))
        assert (made ^ middle).volume() == 0


def test_light_fills_a_lit_pumpkin_and_no_other():
    assert [p.name for p in build("pumpkin", carved=True, lit=True)].count("glow") == 1
    assert [p.name for p in build("pumpkin", carved=True, lit=False)].count("glow") == 0
    assert [p.name for p in build("pumpkin", carved=False, lit=True)].count("glow") == 0


def test_a_bunch_has_three_roots_that_a_string_holds():
    names = [p.name for p in build("carrot", form="bunch")]
    assert names.count("root") == 3
    assert "string" in names
