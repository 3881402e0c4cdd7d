"""Tiles lie in metres, in each part's frame, without steps."""

from types import SimpleNamespace

import numpy as np
import pytest
from dressed import make_dressed, make_sheet

from threed.procedural.parts import part
from threed.procedural.pieces import board, cylinder, knob
from threed.surface.laying import lay_tile, make_frames
from threed.surface.spots import gather_spots
from threed.surface.tiles import HEIGHT, SLOPE_X, SLOPE_Y, Tile


def make_tile(size=64, metres=(0.5, 0.25), waves=(1, 1)):
    """Return a tile whose red is 1 + half a cosine of x, green of y, blue 1, and a height of 1 mm."""
    t = (np.arange(size) + 0.5) / size
    x, y = t[None], 1 - t[:, None]
    pixels = np.ones((size, size, 8), np.float32)
    pixels[..., 0] = 1 + 0.5 * np.cos(2 * np.pi * waves[0] * x)
    pixels[..., 1] = 1 + 0.5 * np.cos(2 * np.pi * waves[1] * y)
    pixels[..., HEIGHT] = 0.001 * np.sin(2 * np.pi * x)
    pixels[..., SLOPE_X] = 0.001 * 2 * np.pi / metres[0] * np.cos(2 * np.pi * x)
    pixels[..., SLOPE_Y] = 0
    return Tile((pixels,), np.ones(3, np.float32), metres)


def lay(dressed, tile, how, seed=0):
    spots = gather_spots(dressed.maps, np.arange(len(dressed.maps.texels.index)), 0)
    frames = make_frames(dressed.mesh, dressed.maps.part, dressed.parts, seed)
    laid, gradient = lay_tile(spots, frames, tile, how, dressed.maps.texel_m)
    return spots, frames, laid, gradient


def test_a_tile_is_as_wide_as_it_says_wherever_the_sheet_ends():
    for side in (1.0, 2.0):
        sheet = make_sheet(128, side)
        spots, frames, laid, gradient = lay(sheet, make_tile(), "courses")
        x, y = spots.position[0] + frames.offset[0, 0], spots.position[1] + frames.offset[1, 0]
        np.testing.assert_allclose(laid[0], 1 + 0.5 * np.cos(2 * np.pi * x / 0.5), atol=0.02)
        np.testing.assert_allclose(laid[1], 1 + 0.5 * np.cos(2 * np.pi * y / 0.25), atol=0.02)
        expected = 0.001 * 2 * np.pi / 0.5 * np.cos(2 * np.pi * x / 0.5)
        np.testing.assert_allclose(gradient[0], expected, atol=3e-4)
        np.testing.assert_allclose(gradient[1:], 0, atol=1e-6)


def test_the_grain_follows_the_part_and_not_the_world():
    solid = board((0, 0.5, 0), (0.3, 1, 0.04), 0)
    along_y, along_x = (
        make_dressed([part("b", "wood", solid, v, (0, 0, 1))]) for v in ((0, 1, 0), (1, 0, 0))
    )
    for dressed, axis in ((along_y, 1), (along_x, 0)):
        spots, _, laid, _ = lay(dressed, make_tile(waves=(1, 0)), "grain")
        front = spots.flat[2] > 0.9
        # red changes across the grain only
        place = np.round(spots.position[1 - axis, front], 3)
        for at in np.unique(place)[::20]:
            assert np.ptp(laid[0, front][place == at]) < 0.03
        assert np.ptp(laid[0, front]) > 0.5


def test_ends_across_the_grain_show_rings_about_the_pith():
    post = make_dressed(
        [part("log", "wood", cylinder(0.2, 0, 0.3, 48), (0, 1, 0), mapping="turned", origin=(0, 0, 0))], 512
    )
    spots, frames, laid, _ = lay(post, make_tile(metres=(0.1, 0.25), waves=(1, 0)), "grain")
    top = (spots.flat[1] > 0.9) & (np.hypot(*spots.position[[0, 2]]) < 0.18)
    pith = (frames.axes[:3, 0] * frames.offset[2, 0] + frames.axes[6:, 0] * frames.offset[3, 0])[[0, 2], None]
    radius = np.hypot(*(spots.position[[0, 2]] - pith))[top]
    expected = 1 + 0.5 * np.cos(2 * np.pi * (radius + frames.offset[0, 0]) / 0.1)
    np.testing.assert_allclose(laid[0, top], expected, atol=0.06)


@pytest.mark.parametrize("how", ["grain", "even", "courses", "twist"])
def test_there_are_no_steps_on_round_things(how):
    ball = make_dressed(
        [part("ball", "stone", knob((0, 0.3, 0), 0.3, 48, 32), mapping="turned", crease_deg=80)], 256
    )
    spots, _, laid, _ = lay(ball, make_tile(), how)
    size = 256
    grid = np.full((size, size), -1)
    grid.flat[ball.maps.texels.index] = np.arange(len(laid[0]))
    a, b = grid[:, :-1].ravel(), grid[:, 1:].ravel()
    near = (a >= 0) & (b >= 0)
    a, b = a[near], b[near]
    close = np.linalg.norm(spots.position[:, a] - spots.position[:, b], axis=0) < 2 * ball.maps.texel_m
    # a cosine of 0.25 m changes by at most 0.5 · 2π / 0.25 a metre; poles of what is unrolled are steep
    belly = np.abs(spots.normal[1, a]) < 0.5
    step = np.abs(laid[:3, a] - laid[:3, b])[:, close & belly].max()
    assert step < 0.5 * 2 * np.pi / 0.25 * 2 * ball.maps.texel_m * 1.6


def test_around_a_post_whole_tiles_go_and_thin_ones_mirror():
    thick, thin = (
        make_dressed(
            [part("p", "wood", cylinder(r, 0, 0.5, 64), (0, 1, 0), mapping="turned", origin=(0, 0, 0))]
        )
        for r in (0.16, 0.02)
    )
    for dressed, period in ((thick, np.pi), (thin, None)):
        spots, _, laid, _ = lay(dressed, make_tile(waves=(1, 0)), "courses")
        side = np.abs(spots.flat[1]) < 0.1
        angle = np.arctan2(spots.position[0], spots.position[2])[side]
        red = laid[0, side]
        if period:  # 1.005 m around: two tiles of half a metre
            bins = np.round(np.mod(angle, period) / period * 40)
        else:
            bins = np.round(np.abs(angle) * 13)
        for k in np.unique(bins):
            assert np.ptp(red[bins == k]) < 0.2
    assert np.ptp(red) < 0.75  # 6 cm of a tile of 50


def test_each_part_has_an_offset_of_its_own(boards):
    frames = make_frames(boards.mesh, boards.maps.part, boards.parts, 0)
    again = make_frames(boards.mesh, boards.maps.part, boards.parts, 0)
    other = make_frames(boards.mesh, boards.maps.part, boards.parts, 1)
    np.testing.assert_array_equal(frames.offset, again.offset)
    assert np.abs(frames.offset - other.offset).min(1).max() > 0
    assert len(np.unique(frames.offset[0].round(4))) == len(boards.parts)


def test_slices_of_a_trunk_show_rings_on_their_broad_side():
    disc = make_dressed([part("cut", "wood", cylinder(0.3, 0, 0.02, 40), (0, 0, 1), (0, 1, 0))])
    frames = make_frames(disc.mesh, disc.maps.part, disc.parts, 0).sliced()
    np.testing.assert_allclose(np.abs(frames.axes[3:6, 0]), [0, 1, 0], atol=1e-6)
    assert np.hypot(*frames.offset[2:, 0]) < 0.1 * frames.radius[0]
    axes = frames.axes[:, 0].reshape(3, 3)
    np.testing.assert_allclose(np.cross(axes[0], axes[1]), axes[2], atol=1e-6)


def test_coarse_surfaces_take_smaller_copies():
    sheet = make_sheet(32)
    assert isinstance(sheet.parts[0], SimpleNamespace)
    levels = tuple(np.zeros((64 >> k, 64 >> k, 8), np.float32) for k in range(3))
    tile = Tile(levels, np.ones(3), (0.64, 0.64))
    assert [tile.level_for(m) for m in (0.001, 0.01, 0.02, 0.04, 1.0)] == [0, 0, 1, 2, 2]
