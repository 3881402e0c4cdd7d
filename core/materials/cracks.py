"""Lines that are laid over other stuff: cracks, scratches, the crazing of coal; roughness 0 is the line."""

from __future__ import annotations

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, smoothstep
from core.materials.plates import scratches
from core.materials.weathering import Grid, Surface


def cracked(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Branch cracks: wide ones, and hair cracks off them."""
    x, y = warp(rng, grid.x, grid.y, 5, 0.035, octaves=4)
    large, small = worley(rng, x, y, 3, jitter=1.0), worley(rng, x, y, 9, jitter=1.0)
    kept = smoothstep(-0.15, 0.35, gradient_noise(rng, grid.x, grid.y, 4, 4))
    wide = 0.030 * kept
    line = smoothstep(1.0, 0.35, large.edge / np.maximum(wide, 1e-3)) * (kept > 0.05)
    beside = smoothstep(0.35, 0.05, large.edge)
    hair = smoothstep(0.055, 0.015, small.edge) * beside * kept
    return _lines(np.maximum(line, 0.75 * hair))


def scratched(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Draw straight scratches at all angles."""
    return _lines(scratches(rng, grid, 90, 0.0010, 0.12))


def charred(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Craze burnt wood into small blocks."""
    x, y = warp(rng, grid.x, grid.y, 6, 0.02, octaves=2)
    blocks = worley(rng, x, y, 12, 8, jitter=1.0, rounding=0.05)
    grain = fractal_noise(rng, grid.x, grid.y, 30, octaves=3, gain=0.8)
    plate = smoothstep(-0.02, 0.16, blocks.edge + 0.04 * grain)
    return Surface(
        np.full((*plate.shape, 3), 0.1, np.float32), 0.1 + 0.7 * plate + 0.06 * grain, plate, painted=0.0
    )


def _lines(line: np.ndarray) -> Surface:
    return Surface(np.full((*line.shape, 3), 0.5, np.float32), 0.8 - 0.7 * line, 1 - line, painted=0.0)


CRACKS = MaterialClass(cracked, 0.01, ())
SCRATCHES = MaterialClass(scratched, 0.004, ())
CHAR = MaterialClass(charred, 0.02, ())
