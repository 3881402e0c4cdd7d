"""Stuff without a pattern of its own: clouds, speckles, pits, bumps, streaks and grain, in any measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, mix, pick, scaled, smoothstep
from core.materials.weathering import Grid, Surface


@dataclass(frozen=True)
class Mottle:
    """How a stuff is mottled; each count is of lattice cells a tile, each strength 0..1, 0 = none.

    Attributes:
        colours: sRGB, of which one is chosen.
        clouds: of brightness: cells and strength.
        second, patches: a second colour, in soft patches: cells, and the share of the tile.
        speckles: cells, share of them that have one, and size; speckled: their colour.
        pits, bumps: cells, share or strength, and size.
        streaks: cells across and along (up the tile), and strength; streaked: their colour, None darker.
        grain: strength of the finest noise.
        waves: broad relief: cells and strength.
        roughness: its mean, and how far it varies with the clouds.
        metallic: 0..1.
    """

    colours: tuple[RGB, ...]
    clouds: tuple[int, float] = (3, 0.06)
    second: RGB | None = None
    patches: tuple[int, float] = (3, 0.4)
    speckles: tuple[int, float, float] = (0, 0.0, 0.0)
    speckled: RGB = (0.2, 0.2, 0.2)
    pits: tuple[int, float, float] = (0, 0.0, 0.0)
    bumps: tuple[int, float, float] = (0, 0.0, 0.0)
    streaks: tuple[int, int, float] = (0, 0, 0.0)
    streaked: RGB | None = None
    grain: float = 0.03
    waves: tuple[int, float] = (3, 0.1)
    roughness: tuple[float, float] = (0.6, 0.08)
    metallic: float = 0.0


def mottled(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], mottle: Mottle
) -> Surface:
    """Paint a mottled stuff."""
    x, y = grid.x, grid.y
    colour = pick(rng, mottle.colours, rgb, 0.1)
    shape = np.broadcast_shapes(x.shape, y.shape)
    cloud = fractal_noise(rng, *warp(rng, x, y, 3, 0.04), mottle.clouds[0], octaves=4, gain=0.55)
    fine = fractal_noise(rng, x, y, 48, octaves=2, gain=0.8)
    base = np.broadcast_to(colour, (*shape, 3))
    if mottle.second is not None:
        where = fractal_noise(rng, *warp(rng, x, y, 4, 0.03), mottle.patches[0], octaves=5, gain=0.62)
        level = float(np.quantile(where[::8, ::8], 1 - mottle.patches[1]))
        base = mix(base, mottle.second, 0.8 * smoothstep(level - 0.75, level + 0.75, where))
    height = 0.5 + mottle.waves[1] * fractal_noise(rng, x, y, mottle.waves[0], octaves=3) + 0.06 * fine
    shade = 1 + mottle.clouds[1] * cloud + mottle.grain * fine
    if mottle.streaks[2]:
        nx, ny, strength = mottle.streaks
        streak = gradient_noise(rng, x + 0.01 * cloud, y + 0 * cloud, nx, ny)
        streak = 0.7 * streak + 0.5 * gradient_noise(rng, x, y, min(2 * nx, 200), 2 * ny)
        if mottle.streaked is None:
            shade = shade + strength * streak
        else:
            base = mix(base, mottle.streaked, np.clip(strength * smoothstep(-0.1, 0.7, streak), 0, 1))
        height = height + 0.10 * strength * streak
    if mottle.speckles[0]:
        found = _spots(rng, grid, *mottle.speckles)
        base = mix(base, mottle.speckled, 0.85 * found)
    if mottle.bumps[0]:
        cells, strength, size = mottle.bumps
        bump = worley(rng, *warp(rng, x, y, 6, 0.012), cells, jitter=0.9)
        swell = np.sqrt(np.maximum(1 - (bump.f1 / np.float32(size)) ** 2, 0))
        height = height + 0.35 * strength * (swell - 0.5)
        shade = shade + 0.16 * strength * (swell - 0.6)
    if mottle.pits[0]:
        pit = _spots(rng, grid, *mottle.pits)
        height, shade = height - 0.35 * pit, shade * (1 - 0.38 * pit)
    rough = np.clip(mottle.roughness[0] + mottle.roughness[1] * (cloud + 0.3 * fine), 0.04, 1)
    return Surface(scaled(base, shade), height, rough, mottle.metallic, painted=0.5)


def _spots(rng: np.random.Generator, grid: Grid, cells: int, share: float, size: float) -> np.ndarray:
    """Return soft round spots of many sizes, 0..1, in a share of the cells."""
    found = worley(rng, *warp(rng, grid.x, grid.y, min(2 * cells, 60), 0.12 / cells), cells, jitter=1.0)
    radius = np.where(rng.random(found.count) < share, size * rng.uniform(0.35, 1.0, found.count), -1.0)
    radius = radius.astype(np.float32).take(found.cell)
    return smoothstep(0.0, 0.12, radius - found.f1)


def stuff(relief: float = 0.004, **mottle) -> MaterialClass:
    """Make a mottled material."""
    return MaterialClass(partial(mottled, mottle=Mottle(**mottle)), relief, ())
