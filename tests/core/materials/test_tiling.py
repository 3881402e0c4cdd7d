"""What tiles is told from what does not, whatever it shows."""

import numpy as np
import pytest

from core.materials.tiling import measure_tiling

ROWS, COLUMNS = np.mgrid[:32, :32] * (2 * np.pi / 32)
WAVE = (127 + 60 * np.sin(ROWS) + 60 * np.cos(2 * COLUMNS))[..., None]
RAMP = np.broadcast_to(8.0 * np.arange(32)[:, None, None], (32, 32, 1))


def rolled(picture):
    """Begun at every place in turn, its borders lie wherever its inside does."""
    return np.stack([np.roll(picture, (k, k), (0, 1)) for k in range(len(picture))])


def test_a_wave_tiles_and_a_ramp_does_not():
    found = measure_tiling(rolled(WAVE))
    assert found.wrap_over_interior == pytest.approx(1, abs=0.05)
    assert found.seams == 0
    # up to 248 in steps of 8, and flat the other way
    ramp = measure_tiling(RAMP[None])
    assert ramp.wrap_over_interior == pytest.approx(((248 + 1) / (8 + 1) + 1) / 2)
    assert ramp.seams == 0.5, "one way of two"


def test_noise_tiles():
    noise = np.random.default_rng(0).integers(0, 256, (8, 64, 64, 3), dtype=np.uint8)
    assert measure_tiling(noise).wrap_over_interior == pytest.approx(1, abs=0.02)
    assert measure_tiling(noise).seams == 0


def test_strong_lines_inside_are_no_seams_wherever_they_lie():
    tiles = np.zeros((32, 32, 1), np.uint8)
    tiles[::8] = tiles[:, ::8] = 200  # the joints of tiles; one lies at the border
    found = measure_tiling(tiles[None])
    assert found.wrap_over_interior > 2
    assert found.seams == 0
    assert measure_tiling(rolled(tiles)).wrap_over_interior == pytest.approx(1, abs=0.15)
    shaded = tiles * 0.3 + np.arange(32)[:, None, None] * 6  # from dark to light, and back at once
    assert measure_tiling(shaded[None]).seams == 0.5


def test_flat_pictures_tile_and_do_not_outweigh_the_others():
    flat = np.full((32, 32, 1), 90.0)
    flat[0, 0] = 91
    assert measure_tiling(flat[None]).wrap_over_interior == pytest.approx(1, abs=0.04)
    # neither one picture of great contrast nor many flat ones hide or make a seam
    alone = measure_tiling(RAMP[None]).wrap_over_interior
    mixed = measure_tiling(np.stack([RAMP, flat, flat, flat]))
    assert mixed.wrap_over_interior - 1 == pytest.approx((alone - 1) / 4, abs=0.05)
    assert mixed.seams == pytest.approx(1 / 8)
