"""Every smart material: its tile tiles, and its height, normals and occlusion tell one story."""

import numpy as np
import pytest
from dressed import make_sheet

from threed.surface.compose import paint_mesh
from threed.surface.library import SURFACES, USUAL
from threed.surface.looks import Look, choose_dress
from threed.surface.tiles import HEIGHT, METALLIC, ROUGHNESS, SLOPE_X, SLOPE_Y, paint_tile

#: each tile once, whatever surfaces share it
TILES = {id(material.tile): name for name, material in SURFACES.items()}.values()


RED, BLUE, TAN = (0.8, 0.1, 0.1), (0.1, 0.2, 0.8), (0.55, 0.38, 0.22)


def tile_of(name, size_px=128):
    material = SURFACES[name]
    return paint_tile(
        material.tile, material.metres, material.relief_m, size_px, material.seed, material.words
    )


def correlate(a, b):
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_each_role_has_a_usual_surface_of_its_own():
    from typing import get_args

    from threed.procedural.parts import Role

    assert set(USUAL) == set(get_args(Role))
    assert set(USUAL.values()) <= set(SURFACES)
    assert all(
        SURFACES[name].role == role for role, name in USUAL.items() if role not in ("wicker", "straw", "wax")
    )


def test_surfaces_name_only_surfaces():
    for material in SURFACES.values():
        for other in (material.under, material.ends, material.small):
            assert other is None or other in SURFACES


@pytest.mark.parametrize("name", TILES)
def test_tiles_are_sound(name):
    tile = tile_of(name)
    top = tile.levels[0]
    assert np.isfinite(top).all()
    np.testing.assert_allclose(top[..., :3].mean((0, 1)), 1, atol=0.02)
    assert abs(top[..., HEIGHT].mean()) < 1e-4
    assert 0.03 <= top[..., ROUGHNESS].min() <= top[..., ROUGHNESS].max() <= 1
    assert 0 <= top[..., METALLIC].min() <= top[..., METALLIC].max() <= 1
    if SURFACES[name].role == "metal" and "rust" not in name and "oxidised" not in name:
        assert top[..., METALLIC].min() > 0.95


@pytest.mark.parametrize("name", TILES)
def test_tiles_go_on_over_their_borders(name):
    tile = tile_of(name).levels[0]
    for axis in (0, 1):
        steps = np.abs(np.roll(tile[..., :6], -1, axis) - tile[..., :6]).mean((1 - axis, 2))
        assert steps[-1] <= 1.35 * steps[:-1].max() + 1e-4


@pytest.mark.parametrize("name", TILES)
def test_slopes_are_those_of_the_height(name):
    tile = tile_of(name)
    height, size = tile.levels[0][..., HEIGHT].astype(np.float64), 128
    for axis, slope, metres, sign in ((1, SLOPE_X, tile.metres[0], 1), (0, SLOPE_Y, tile.metres[1], -1)):
        # an independent estimate: the mean of the steps to both sides
        forward, backward = np.roll(height, -1, axis) - height, height - np.roll(height, 1, axis)
        expected = sign * (forward + backward) / 2 * size / metres
        np.testing.assert_allclose(
            tile.levels[0][..., slope], expected, atol=1e-4 + 1e-3 * np.abs(expected).max()
        )


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_varies_tells_one_story_and_takes_colours(name):
    material = SURFACES[name]
    # finer than the tile's texels, so that height and normals hold the same detail
    fine = make_sheet(96, 96 * 1.3 * min(material.metres) / material.tile_px, material.role)
    _check_story(paint(fine, name))
    wide = make_sheet(64, 0.3, material.role)
    painted = paint(wide, name)
    luma = painted.base_color.pixels @ np.array([0.2126, 0.7152, 0.0722])
    assert 0.004 < luma.mean() < 0.99
    assert luma.std() < 0.24
    assert luma.std() > (0.0004 if material.role in ("glass", "liquid") else 0.002)
    assert painted.orm.pixels[..., 1].std() > 0 or material.role in ("flame", "glass")
    if material.takes != "none" and material.role != "light":
        red, blue = (paint(wide, name, rgb).base_color.pixels.mean((0, 1)) for rgb in (RED, BLUE))
        assert red[0] > 1.3 * red[2]
        assert blue[2] > 1.15 * blue[0]


def paint(sheet, name, rgb=None):
    return paint_mesh(sheet.maps, sheet.parts, {"sheet": Look(name, rgb)}, {"worn": 0, "dirty": 0})


def _check_story(painted):
    """Check that the normal map's slopes are those of the height map."""
    normal = painted.normal.pixels * 2 - 1
    height = painted.height.pixels[..., 0] * painted.height_m
    if np.ptp(height) < 2e-6:
        return  # what is as flat as glass has no story
    inner = (slice(2, -2), slice(2, -2))
    across = -(np.roll(height, -1, 1) - np.roll(height, 1, 1))[inner]
    up = -(np.roll(height, 1, 0) - np.roll(height, -1, 0))[inner]
    for channel, slope in ((0, across), (1, up)):
        implied = (normal[..., channel] / normal[..., 2])[inner]
        if slope.std() > 0.1 * max(across.std(), up.std()):
            assert correlate(implied, slope) > 0.9


def test_metals_reflect_their_own_colours():
    rgb = {}
    for name in ("gold", "copper", "brass", "silver", "wrought iron"):
        sheet = make_sheet(32, 0.3, "metal")
        rgb[name] = paint_mesh(sheet.maps, sheet.parts, {"sheet": Look(name)}, {}).base_color.pixels.mean(
            (0, 1)
        )
    assert rgb["gold"][0] > rgb["gold"][1] > 1.3 * rgb["gold"][2]
    assert rgb["copper"][0] > 1.3 * rgb["copper"][1] > 1.1 * rgb["copper"][2]
    assert np.ptp(rgb["silver"]) < 0.1 < 0.6 < rgb["silver"].mean()
    assert rgb["wrought iron"].mean() < 0.5 * rgb["silver"].mean()


def test_said_colours_are_dyed_painted_or_stained_as_the_stuff_takes_them():
    assert choose_dress("linen", Look(colour=RED), 0).colour == RED
    assert choose_dress("oak", Look(colour=RED), 0).coat == RED
    assert choose_dress("oak", Look(colour=TAN), 0).colour == TAN
    assert choose_dress("oak", Look(colour=TAN), 0).coat is None
    assert choose_dress("steel", Look(colour=BLUE), 0).coat == BLUE
    assert choose_dress("painted wood", Look(colour=BLUE), 0).coat == BLUE
    assert choose_dress("painted wood", Look(colour=None), 0).coat in SURFACES["painted wood"].coat_colours
    assert choose_dress("snow", Look(colour=RED), 0).colour is None
