"""Sawn wood without joints: straight fine grain of several species, the trunk upwards in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
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
    rough = 0.55 + 0.05 * fibres - 0.06 * late + 0.12 * pores
    return Surface(base, height, rough, painted=0.5)


def _knots(rng: np.random.Generator, grid: Grid, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return by how far knots push the grain aside, and the masks of their hearts and of their dark rims."""
    shape = np.broadcast_shapes(grid.x.shape, grid.y.shape)
    push, heart, rim = (np.zeros(shape, np.float32) for _ in range(3))
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
BIRCH = _wood(
    Species(
        ((0.83, 0.71, 0.54),),
        8,
        0.14,
        sway=0.05,
        pores=0.15,
        fibres=0.8,
        figure=0.05,
        late=(0.95, 0.86, 0.72),
    )
)
MAHOGANY = _wood(
    Species(((0.47, 0.23, 0.15),), 16, 0.25, sway=0.03, pores=0.8, figure=0.14, late=(0.92, 0.78, 0.70))
)
EBONY = _wood(Species(((0.17, 0.13, 0.11),), 18, 0.5, pores=0.4, figure=0.12, late=(0.7, 0.65, 0.6)))
CUT = _wood(
    Species(
        ((0.80, 0.64, 0.43),), 11, 0.45, sway=0.01, pores=0.3, fibres=0.8, figure=0.05, late=(0.90, 0.72, 0.5)
    )
)


def weathered(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], species: Species, rot: float
) -> Surface:
    """Leave a board out in sun and rain: soft wood worn from between hard, checks along the grain, rot."""
    face = board(rng, grid, rgb, words, species)
    x, y = grid.x, grid.y
    bend = 0.02 * gradient_noise(rng, x, y, 2, 1)
    across = x + bend
    ridges = gradient_noise(rng, across, y, 46, 1) + 0.7 * gradient_noise(rng, across, y, 92, 2)
    checks = gradient_noise(rng, across, y, 17, 2) + 0.35 * gradient_noise(rng, across, y, 60, 5)
    check = smoothstep(0.50, 0.72, checks)
    broad = fractal_noise(rng, x, y, 2, 2, octaves=4, gain=0.6)
    silver = smoothstep(-0.5, 0.6, broad)
    shade = 0.96 + 0.10 * ridges + 0.08 * broad - 0.62 * check
    base = scaled(face.base_color, shade)
    base = mix(base, scaled(np.array([0.60, 0.58, 0.54], np.float32), shade), 0.35 * silver * (1 - rot))
    height = 0.55 + 0.5 * (face.height - 0.6) + 0.13 * ridges - 0.42 * check
    rough = 0.85 + 0.04 * ridges
    if rot:
        patches = fractal_noise(rng, across, y, 4, 2, octaves=5, gain=0.6)
        soft = smoothstep(0.0, 0.4, patches)
        crumbs = fractal_noise(rng, x, y, 30, 14, octaves=3, gain=0.8)
        base = mix(base, scaled(np.array([0.17, 0.12, 0.08], np.float32), 1 + 0.3 * crumbs), rot * 0.8 * soft)
        green = smoothstep(0.1, 0.6, fractal_noise(rng, x, y, 3, 3, octaves=4)) * (1 - soft)
        base = mix(base, scaled(np.array([0.30, 0.33, 0.20], np.float32), shade), 0.45 * rot * green)
        height = height - rot * soft * (0.22 + 0.12 * crumbs)
    return Surface(base, height, rough, painted=0.6)


def _aged(species: Species, rot: float = 0.0) -> MaterialClass:
    return MaterialClass(partial(weathered, species=species, rot=rot), 0.004, ())


GREYED = _aged(
    Species(((0.52, 0.47, 0.41),), 12, 0.3, pores=0.5, figure=0.08, knots=1, late=(0.95, 0.9, 0.84))
)
DRIFT = _aged(Species(((0.72, 0.67, 0.60),), 9, 0.22, sway=0.05, figure=0.06, late=(0.96, 0.93, 0.88)))
ROTTEN = _aged(Species(((0.36, 0.28, 0.20),), 11, 0.4, pores=0.5, figure=0.12), rot=1.0)


def culm(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grow bamboo: a tile is once around a stalk, and from node to node twice along it."""
    colour = pick(rng, ((0.72, 0.62, 0.34), (0.66, 0.62, 0.32)), rgb)
    x, y = grid.x, grid.y
    place = (2 * y + 0.01 * gradient_noise(rng, x, y, 3, 2)) % 1
    to_node = np.minimum(place, 1 - place) / 2
    ring = np.exp(-((to_node / 0.010) ** 2))
    groove = np.exp(-(((to_node - 0.020) / 0.007) ** 2))
    streaks = gradient_noise(rng, x, y, 90, 3) + 0.6 * gradient_noise(rng, x, y, 40, 2)
    blotch = fractal_noise(rng, x, y, 4, 5, octaves=4)
    shade = 1 + 0.06 * streaks + 0.08 * blotch + 0.10 * ring - 0.30 * groove
    base = mix(scaled(colour, shade), (0.36, 0.28, 0.15), 0.45 * smoothstep(0.06, 0.0, to_node))
    height = 0.5 + 0.35 * ring - 0.12 * groove + 0.02 * streaks + 0 * x
    return Surface(base, height, 0.42 + 0.08 * blotch + 0.2 * groove, painted=0.4)


def paper_bark(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grow a birch's bark: white, with dark lines across and torn curls."""
    x, y = grid.x, grid.y
    colour = pick(rng, ((0.87, 0.85, 0.80),), rgb)
    broad = fractal_noise(rng, x, y, 3, 3, octaves=4)
    dashes = gradient_noise(rng, x, y, 9, 70) + 0.4 * gradient_noise(rng, x, y, 4, 24)
    line = smoothstep(0.42, 0.62, dashes)
    scars = fractal_noise(rng, *warp(rng, x, y, 5, 0.03), 3, 5, octaves=4, gain=0.55)
    scar = smoothstep(0.42, 0.52, scars)
    bands = gradient_noise(rng, x, y, 2, 30)
    shade = 1 + 0.05 * broad + 0.06 * bands
    base = mix(scaled(colour, shade), (0.80, 0.66, 0.54), 0.35 * smoothstep(0.1, 0.6, bands))
    base = mix(base, (0.16, 0.14, 0.13), np.clip(0.85 * line + 0.92 * scar, 0, 1))
    height = 0.55 + 0.05 * bands - 0.14 * line - 0.20 * scar + 0.10 * smoothstep(0.30, 0.42, scars)
    return Surface(base, height, 0.75 + 0.1 * scar, painted=0.4)


def furrowed(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Split bark into long plates between furrows, upwards in the picture."""
    colour = pick(rng, ((0.40, 0.31, 0.23), (0.43, 0.34, 0.26)), rgb, 0.2)
    x, y = warp(rng, grid.x, grid.y, 5, 0.022, octaves=3)
    found = worley(rng, x, y, 14, 4, jitter=1.0, rounding=0.06)
    fibres = fractal_noise(rng, x, y, 44, 8, octaves=3, gain=0.75)
    breaks = worley(rng, x, y + 0.015 * fibres, 14, 22, jitter=0.9)
    own = rng.uniform(-0.12, 0.12, found.count).astype(np.float32).take(found.cell)
    flakes = rng.uniform(-0.10, 0.10, breaks.count).astype(np.float32).take(breaks.cell)
    ridge = smoothstep(-0.02, 0.22, found.edge + 0.05 * fibres)
    gap = smoothstep(0.14, 0.0, breaks.edge) * 0.6
    height = 0.10 + ridge * (0.58 + own + flakes - 0.18 * gap) + 0.09 * fibres * (0.4 + ridge)
    broad = fractal_noise(rng, grid.x, grid.y, 2, octaves=4)
    shade = 0.62 + 0.38 * ridge + 0.15 * fibres + 0.7 * flakes * ridge - 0.18 * gap + 0.06 * broad
    pale = mix(colour, (0.56, 0.52, 0.46), 0.40 * smoothstep(0.4, 1.0, ridge + 0.4 * fibres))
    return Surface(scaled(pale, shade), height, 0.93, painted=0.5)


def ringed_bark(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Scar a palm's trunk with the rings of fallen fronds, fibrous between."""
    x, y = grid.x, grid.y
    colour = pick(rng, ((0.48, 0.40, 0.31),), rgb)
    sway = 0.10 * gradient_noise(rng, x, y, 4, 5) + 0.05 * gradient_noise(rng, x, y, 14, 7)
    place = y * np.float32(9) + sway
    down = place - np.floor(place)
    fibre = gradient_noise(rng, x, y, 90, 12) + 0.6 * gradient_noise(rng, x, y, 40, 9)
    broad = fractal_noise(rng, x, y, 3, 3, octaves=3)
    lip = smoothstep(1.0, 0.90, down)
    shade = 0.80 + 0.26 * down * lip + 0.12 * fibre + 0.07 * broad
    height = 0.15 + 0.6 * down * lip + 0.07 * fibre
    return Surface(scaled(colour, shade * (0.55 + 0.45 * lip)), height, 0.9 - 0.05 * fibre, painted=0.5)


PALM_BARK = MaterialClass(ringed_bark, 0.03, ())
BAMBOO = MaterialClass(culm, 0.02, ())
BIRCH_BARK = MaterialClass(paper_bark, 0.01, ())
BARK = MaterialClass(furrowed, 0.05, ())
