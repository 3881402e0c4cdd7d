"""Materials tile exactly, their maps agree with each other, and words and seeds change them."""

import functools

import numpy as np
import pytest

from core.materials import CLASSES, build_material, noise, patterns
from core.materials.material import derive_normals, paint_material
from core.materials.weathering import WEATHERS, Grid
from core.models.pocket.vocabulary import COLOURS

MAPS = ("base_color", "height", "roughness", "metallic", "normal")
SCALARS = ("height", "roughness", "metallic")
#: Words that builders honour themselves, besides those of WEATHERS.
OWN_WORDS = {"large", "small", "autumn", "oxidised", "quilted", "striped", "dotted", "patterned"}


@functools.cache
def build(name, seed=0, size=32, rgb=None, words=()):
    return build_material(np.random.default_rng(seed), name, size, rgb, frozenset(words))


def profiles(values):
    """Return the mean change from each row to the next, and from each column; the last is across the wrap."""
    values = values.reshape(*values.shape[:2], -1)
    return [abs(np.roll(values, -1, axis) - values).mean((1 - axis, 2)) for axis in (0, 1)]


@pytest.mark.parametrize("name", CLASSES)
def test_maps_have_their_shapes_and_ranges_and_the_same_seed_makes_the_same(name):
    maps, other = build(name), build(name, seed=1)
    again = build_material(np.random.default_rng(0), name, 32)
    for field in MAPS:
        values = getattr(maps, field)
        assert values.dtype == np.float32
        assert values.shape == ((32, 32) if field in SCALARS else (32, 32, 3))
        assert np.isfinite(values).all()
        if field != "normal":
            assert 0 <= values.min() <= values.max() <= 1
        np.testing.assert_array_equal(values, getattr(again, field))
    assert abs(maps.base_color - other.base_color).mean() > 0.005
    assert np.ptp(maps.height) > 0.05
    if CLASSES[name].metal:
        assert max(m.metallic.max() for m in (maps, other)) > 0.9


@pytest.mark.parametrize("name", CLASSES)
def test_normals_are_unit_and_those_of_the_height(name):
    maps = build(name)
    np.testing.assert_allclose(np.linalg.norm(maps.normal, axis=-1), 1, atol=1e-5)
    np.testing.assert_array_equal(maps.normal, derive_normals(maps.height, CLASSES[name].relief))
    slope = np.arctan(np.hypot(maps.normal[..., 0], maps.normal[..., 1]) / maps.normal[..., 2])
    assert 0.1 < np.degrees(slope.mean()) < 50


@pytest.mark.parametrize("name", CLASSES)
def test_tiles_exactly_at_its_wrap(name):
    # a tile that begins half a tile further is the same tile rolled by half: its wrap lies where another's
    # middle does
    maps = build(name)
    shifted = paint_material(np.random.default_rng(0), CLASSES[name], 32, origin=(0.5, 0.5))
    for field in MAPS:
        rolled = np.roll(getattr(maps, field), (16, 16), (0, 1))
        assert (abs(rolled - getattr(shifted, field)) > 0.02).mean() < 0.005, field
    tileable, steepest = [], []
    for k in range(2):
        for profile in profiles(build(name, k).base_color) + profiles(build(name, k).height):
            tileable.append(profile[-1] / profile.mean())
            steepest.append(profile[:-1].max() / profile.mean())
    assert np.mean(tileable) <= 1.1 * np.mean(steepest)


@pytest.mark.parametrize("name", CLASSES)
def test_pattern_does_not_depend_on_the_resolution(name):
    coarse, fine = build(name, size=64), build(name, size=128)
    for field in ("base_color", *SCALARS):
        a, b = getattr(coarse, field), getattr(fine, field)
        assert abs(a.mean((0, 1)) - b.mean((0, 1))).max() < 0.03, field
    # the same picture, not only the same mean: blocks of an eighth agree
    blocks = [m.base_color.reshape(8, len(m.height) // 8, 8, -1, 3).mean((1, 3)) for m in (coarse, fine)]
    assert abs(blocks[0] - blocks[1]).mean() < 0.02


@pytest.mark.parametrize("name", CLASSES)
def test_words_and_colours_change_it(name):
    material = CLASSES[name]
    assert {*material.words} <= {*WEATHERS, *OWN_WORDS}
    for word in material.words:
        # one count of repeats may round to another's: then the next seed tells them apart
        pairs = ((build(name, k, words=(word,)), build(name, k)) for k in range(3))
        assert any(
            max(abs(a.base_color - b.base_color).mean(), abs(a.height - b.height).mean()) > 0.004
            for a, b in pairs
        ), word
    if material.colours == ():
        return
    assert {*(material.colours or ())} <= {*COLOURS}
    red, blue = (
        build(name, 0, 32, rgb).base_color.mean((0, 1)) for rgb in ((0.8, 0.08, 0.07), (0.1, 0.27, 0.8))
    )
    assert red[0] - red[2] > blue[0] - blue[2] + 0.1


def test_normals_point_away_from_a_slope_with_y_up():
    t = (np.arange(64, dtype=np.float32) + 0.5) / 64
    hill = 0.5 - 0.5 * np.cos(2 * np.pi * t)
    across = derive_normals(np.tile(hill[None], (64, 1)), 0.1)
    assert across[32, 16, 0] < -0.1  # rises to the right: faces left
    assert across[32, 48, 0] > 0.1
    down = derive_normals(np.tile(hill[:, None], (1, 64)), 0.1)
    assert down[16, 32, 1] > 0.1  # rises downwards: faces up
    assert down[48, 32, 1] < -0.1
    np.testing.assert_allclose(across[32, 16, 0] / across[32, 16, 2], -0.1 * np.pi, rtol=0.01)


NOISES = {
    "gradient": lambda rng, x, y: noise.gradient_noise(rng, x, y, 5, 3),
    "value": lambda rng, x, y: noise.value_noise(rng, x, y, 5, 3),
    "fractal": lambda rng, x, y: noise.fractal_noise(rng, x, y, 3, octaves=3),
    "warp": lambda rng, x, y: noise.fractal_noise(rng, *noise.warp(rng, x, y, 3, 0.1), 3),
    "worley": lambda rng, x, y: noise.worley(rng, x, y, 5, 4, rounding=0.1).edge,
    "weave": lambda rng, x, y: patterns.weave(x, y, 6, 9, 1, 2)[0].v,
    "hexagons": lambda rng, x, y: patterns.hexagons(x, y, 5, 6).edge,
    "herringbone": lambda rng, x, y: patterns.herringbone(x, y, 8, 2, diagonal=False).edge,
    "diagonal herringbone": lambda rng, x, y: patterns.herringbone(x, y, 6, 3, diagonal=True).edge,
    "basket weave": lambda rng, x, y: patterns.basket_weave(x, y, 4, 3).edge,
    "shingles": lambda rng, x, y: patterns.shingles(x, y, 5, np.array([0, 0.5]), "round").v,
    "courses": lambda rng, x, y: patterns.courses(x, y, [1, 2], [[1, 2], [1, 1, 1]], [0.1, 0.4], 0.02).edge,
}


@pytest.mark.parametrize("name", NOISES)
@pytest.mark.parametrize("move", [(1, 0), (0, 1), (-1, 2)])
def test_noise_and_patterns_are_periodic(name, move):
    # whole steps of 1/64 from a place between lattice lines are exact in float32
    x, y = Grid.of(32, (1 / 128, 1 / 128)).x, Grid.of(32, (1 / 128, 1 / 128)).y
    here = NOISES[name](np.random.default_rng(0), x, y)
    there = NOISES[name](np.random.default_rng(0), x + np.float32(move[0]), y + np.float32(move[1]))
    assert (abs(here - there) > 1e-3).mean() < 0.01


def test_noise_is_the_same_on_grids_and_on_free_points():
    grid = Grid.of(24)
    x, y = (np.array(a) for a in np.broadcast_arrays(grid.x, grid.y))
    for function in (noise.gradient_noise, noise.value_noise):
        on_grid = function(np.random.default_rng(0), grid.x, grid.y, 4, 6)
        np.testing.assert_allclose(on_grid, function(np.random.default_rng(0), x, y, 4, 6), atol=1e-5)
        assert on_grid.std() > 0.2


def test_worley_finds_the_nearest_points_by_trying_all():
    grid = Grid.of(20)
    found = noise.worley(np.random.default_rng(0), grid.x, grid.y, 4, jitter=1.0)
    rng = np.random.default_rng(0)
    px, py = rng.random(16), rng.random(16)
    px, py = (np.arange(16) % 4 + px) / 4, (np.arange(16) // 4 + py) / 4
    d = np.hypot(*((a[..., None] - p + 0.5) % 1 - 0.5 for a, p in ((grid.x, px), (grid.y, py)))) * 4
    nearest = np.sort(d, -1)
    np.testing.assert_allclose(found.f1, nearest[..., 0], atol=1e-4)
    np.testing.assert_allclose(found.f2, nearest[..., 1], atol=1e-4)
    np.testing.assert_array_equal(found.cell, d.argmin(-1))
    assert (found.edge >= -1e-5).all()
