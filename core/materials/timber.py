"""Sawn wood without joints: straight fine grain of several species, the trunk upwards in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise
from core.materials.paint import RGB, mix, pick, scaled, smoothstep
from core.materials.weathering import Grid, Surface


@dataclass(frozen=True)
class Species:
    """How a wood grows.

    Attributes:
        colours: of its early wood, sRGB.
        rings: growth rings across a tile.
        contrast: how much darker late wood is.
        sway: how far its lines wander, in tile widths.
        pores: strength of dark pores, short lines along the grain.
        fibres: strength of fine streaks.
        figure: strength of broad bands of light and dark.
        knots: in a tile.
        late: factor of the late wood's colour channels, before contrast.
    """

    colours: tuple[RGB, ...]
    rings: int
    contrast: float
    sway: float = 0.025
    pores: float = 0.0
    fibres: float = 1.0
    figure: float = 0.06
    knots: int = 0
    late: RGB = (0.93, 0.82, 0.68)


def board(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], species: Species
) -> Surface:
    """Saw a board's face: growth rings cut lengthwise, fibres, pores, at times a knot."""
    colour = pick(rng, species.colours, rgb, 0.25)
    x, y = grid.x, grid.y
    bend = species.sway * (gradient_noise(rng, x, y, 2, 1) + 0.35 * gradient_noise(rng, x, y, 4, 3))
    push, knot, rind = _knots(rng, grid, species.knots)
    across = x + (bend + push).astype(np.float32)
    # rings are wide and narrow by turns, as years are wet and dry
    uneven = 0.9 * gradient_noise(rng, across, 0 * y, 5, 1) + 0.5 * gradient_noise(rng, across, 0 * y, 11, 1)
    phase = across * np.float32(species.rings) + uneven
    year = np.floor(phase)
    saw = phase - year
    strength = rng.uniform(0.45, 1.15, 64).astype(np.float32).take(year.astype(np.int64) % species.rings)
    late = (smoothstep(0.15, 0.9, saw) - smoothstep(0.93, 1.0, saw)) * strength
    sharp = gradient_noise(rng, across, y, 190, 3)
    fibres = 0.6 * sharp + 0.55 * gradient_noise(rng, across, y, 83, 2)
    fibres += 0.4 * gradient_noise(rng, across, y, 110, 9)
    fibres *= np.float32(species.fibres)
    broad = fractal_noise(rng, across, y, 3, 1, octaves=2)
    pores = np.zeros_like(late)
    if species.pores:
        dashes = gradient_noise(rng, across, y, 150, 26) + 0.5 * gradient_noise(rng, across, y, 70, 12)
        pores = species.pores * smoothstep(0.28, 0.62, dashes) * (0.35 + 0.65 * smoothstep(0.5, 0.0, saw))
    shade = 1.04 + 0.07 * fibres + species.figure * broad - 0.34 * pores
    base = scaled(colour, shade)
    dark = scaled(colour * np.asarray(species.late, np.float32), shade * (1 - 0.55 * species.contrast))
    base = mix(base, dark, np.clip(late * (0.35 + species.contrast), 0, 1))
    base = mix(base, scaled(colour * np.array([0.52, 0.40, 0.30], np.float32), 1 + 0.15 * fibres), knot)
    base = scaled(base, 1 - 0.45 * rind)
    height = 0.6 + 0.13 * late + 0.10 * fibres - 0.30 * pores - 0.16 * rind + 0.03 * broad
    rough = 0.62 + 0.05 * fibres - 0.06 * late + 0.1 * pores
    return Surface(base, height, rough, painted=0.5)


def _knots(rng: np.random.Generator, grid: Grid, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return by how far knots push the grain aside, and the masks of their hearts and of their dark rims."""
    shape = np.broadcast_shapes(grid.x.shape, grid.y.shape)
    push, heart, rim = np.zeros((3, *shape), np.float32)
    wobble = gradient_noise(rng, grid.x, grid.y, 9, 9) if count else 0
    for _ in range(count):
        cx, cy, size = rng.random(), rng.random(), rng.uniform(0.028, 0.045)
        dx, dy = (grid.x - cx + 0.5) % 1 - 0.5, (grid.y - cy + 0.5) % 1 - 0.5
        # a tile is taller than wide on the wood, and so is a knot
        near = np.exp(-((dx / (2.6 * size)) ** 2) - (dy / (1.5 * size)) ** 2)
        push -= near * np.tanh(dx / (0.6 * size)) * size * 1.2
        radius = np.hypot(dx, 2.2 * dy) / size * (1 + 0.12 * wobble)
        heart = np.maximum(heart, smoothstep(1.0, 0.7, radius))
        rim = np.maximum(rim, smoothstep(0.3, 0.0, abs(radius - 0.95)))
    return push, heart, rim


def _wood(species: Species) -> MaterialClass:
    return MaterialClass(partial(board, species=species), 0.003, ())


OAK = _wood(Species(((0.58, 0.42, 0.26), (0.55, 0.40, 0.25)), 12, 0.30, pores=1.0, figure=0.07))
PINE = _wood(Species(((0.78, 0.60, 0.38),), 9, 0.42, sway=0.04, fibres=0.7, knots=2, late=(0.90, 0.70, 0.48)))
WALNUT = _wood(Species(((0.36, 0.24, 0.16),), 14, 0.40, sway=0.035, pores=0.6, figure=0.14))
