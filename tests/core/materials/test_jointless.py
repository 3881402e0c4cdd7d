"""The painters of stuff without joints, and of walls in metres: they tile exactly, by their seed."""

import numpy as np
import pytest

from core.materials import cracks, foliage, plates, textiles, timber, walling
from core.materials.material import MaterialClass, paint_material
from core.materials.mottled import stuff
from core.materials.plates import scratches
from core.materials.weathering import Grid

PAINTERS = {
    f"{module.__name__.rsplit('.', 1)[1]} {name.lower()}": value
    for module in (cracks, foliage, plates, textiles, timber, walling)
    for name, value in vars(module).items()
    if isinstance(value, MaterialClass)
}
PAINTERS["mottled everything"] = stuff(
    colours=((0.5, 0.4, 0.3),),
    second=(0.6, 0.3, 0.2),
    speckles=(9, 0.3, 0.3),
    bumps=(7, 0.5, 0.9),
    pits=(8, 0.3, 0.3),
    streaks=(12, 3, 0.2),
)
#: laid over other stuff, in colours of their own
OVERLAYS = {"cracks cracks", "cracks scratches", "cracks char", "plates rust", "plates verdigris"}
MAPS = ("base_color", "height", "roughness", "metallic", "normal")


def paint(name, size=48, seed=0, rgb=None, origin=(0.0, 0.0)):
    return paint_material(np.random.default_rng(seed), PAINTERS[name], size, rgb, origin=origin)


@pytest.mark.parametrize("name", PAINTERS)
def test_a_seed_paints_one_variation_of_sound_maps(name):
    maps, again, other = paint(name), paint(name), paint(name, seed=1)
    for field in MAPS:
        values = getattr(maps, field)
        assert values.dtype == np.float32
        assert np.isfinite(values).all()
        np.testing.assert_array_equal(values, getattr(again, field))
        if field != "normal":
            assert 0 <= values.min() <= values.max() <= 1
    assert np.abs(maps.height - other.height).mean() > 0.003
    assert np.ptp(maps.height) > 0.03


@pytest.mark.parametrize("name", PAINTERS)
def test_it_tiles_exactly(name):
    # a tile that begins half a tile further is the same one rolled by half
    maps, shifted = paint(name), paint(name, origin=(0.5, 0.5))
    for field in MAPS:
        rolled = np.roll(getattr(maps, field), (24, 24), (0, 1))
        assert (np.abs(rolled - getattr(shifted, field)) > 0.03).mean() < 0.01, field


@pytest.mark.parametrize("name", sorted(set(PAINTERS) - OVERLAYS))
def test_it_takes_the_colour_that_is_said(name):
    red, blue = (paint(name, rgb=rgb).base_color.mean((0, 1)) for rgb in ((0.8, 0.1, 0.1), (0.1, 0.2, 0.8)))
    assert red[0] - red[2] > blue[0] - blue[2] + 0.04


def test_scratches_are_straight_thin_and_as_many_as_said():
    none, few, many = (scratches(np.random.default_rng(0), Grid.of(256), n) for n in (0, 4, 16))
    assert none.max() == 0
    assert 0 < (few > 0.1).mean() < (many > 0.1).mean() < 0.2


def test_grain_runs_up_the_picture():
    for name in ("timber oak", "timber pine", "timber greyed"):
        shade = paint(name, 128).base_color.mean(-1)
        across, along = (np.abs(np.diff(shade, axis=axis)).mean() for axis in (1, 0))
        assert across > 3 * along
