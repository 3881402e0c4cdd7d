"""Worked metal without joints: forged, cast, rolled, polished, tarnished and rusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, mix, pick, ramp, scaled, smoothstep
from core.materials.weathering import Grid, Surface

_RUSTS = ((0.20, 0.10, 0.07), (0.36, 0.17, 0.09), (0.50, 0.26, 0.12), (0.62, 0.36, 0.17))
_PATINA = ((0.13, 0.34, 0.30), (0.27, 0.55, 0.47), (0.45, 0.68, 0.58), (0.60, 0.78, 0.68))


@dataclass(frozen=True)
class Working:
    """How a metal was worked.

    Attributes:
        colours: reflectance at right angles, sRGB.
        dents: hammer marks a tile, 0 = none, and how deep they are, 0..1.
        pebbles: strength of the roughness that casting in sand leaves.
        smudges: how far its roughness varies in clouds.
        scratches: how many a tile.
        tarnish: strength of darker, duller clouds; tarnished: their colour.
        roughness: its mean.
    """

    colours: tuple[RGB, ...]
    dents: tuple[int, float] = (0, 0.0)
    pebbles: float = 0.0
    smudges: float = 0.10
    scratches: int = 8
    tarnish: float = 0.2
    tarnished: RGB = (0.16, 0.15, 0.15)
    roughness: float = 0.4


def worked(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], working: Working
) -> Surface:
    """Work a sheet or a block of metal."""
    x, y = grid.x, grid.y
    colour = pick(rng, working.colours, rgb)
    cloud = fractal_noise(rng, *warp(rng, x, y, 3, 0.06), 3, octaves=5, gain=0.6)
    fine = fractal_noise(rng, x, y, 40, octaves=2, gain=0.8)
    height = 0.5 + 0.015 * fine + 0.03 * cloud
    if working.dents[0]:
        found = worley(rng, *warp(rng, x, y, 5, 0.015), working.dents[0], jitter=0.85, rounding=0.12)
        bowl = np.clip(found.f1 / 0.9, 0, 1) ** 2
        height = height + working.dents[1] * (0.5 * bowl - 0.2)
    if working.pebbles:
        grit = fractal_noise(rng, x, y, 26, octaves=3, gain=0.75)
        height = height + 0.10 * working.pebbles * grit
    dull = working.tarnish * smoothstep(-0.25, 0.7, cloud + 0.12 * fine - 0.6 * (height - 0.5))
    base = mix(scaled(colour, 1 + 0.03 * fine + 0.04 * cloud), working.tarnished, dull)
    rough = working.roughness + working.smudges * (cloud + 0.25 * fine) + 0.25 * dull
    scratch = scratches(rng, grid, working.scratches)
    base = scaled(base, 1 + 0.10 * scratch)
    rough = rough + 0.10 * scratch
    return Surface(base, height - 0.05 * scratch, np.clip(rough, 0.08, 0.95), 1.0, painted=0.25)


def scratches(
    rng: np.random.Generator, grid: Grid, count: int, width: float = 0.0011, longest: float = 0.28
) -> np.ndarray:
    """Return faint straight scratches [S, S], 0..1, each of some length at any angle."""
    total = np.zeros(np.broadcast_shapes(grid.x.shape, grid.y.shape), np.float32)
    bend = np.float32(0.008) * gradient_noise(rng, grid.x, grid.y, 5, 5)
    slopes = [(1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2), (3, 1), (1, -3), (3, -2)]
    for _ in range(count):
        # lines of whole slopes close on themselves when the tile repeats
        a, b = slopes[int(rng.integers(len(slopes)))]
        length = np.hypot(a, b)
        across = a * grid.x + b * grid.y + np.float32(rng.random()) + bend
        across = abs(across - np.rint(across)) * np.float32(1 / length)
        along = b * grid.x - a * grid.y + np.float32(rng.random())
        along = abs(along - np.rint(along)) * np.float32(1 / length)
        reach, strength = rng.uniform(0.18 * longest, longest), rng.uniform(0.3, 1.0)
        line = smoothstep(max(width, 0.7 * grid.texel) * 1.6, 0.0, across)
        total = np.maximum(total, strength * line * smoothstep(reach, 0.3 * reach, along))
    return total


def rusted(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], share: float
) -> Surface:
    """Let rust cover a share of iron: dark scale, brown and orange bloom, pits."""
    x, y = warp(rng, grid.x, grid.y, 4, 0.05, octaves=3)
    patches = fractal_noise(rng, x, y, 3, octaves=5, gain=0.62)
    flakes = fractal_noise(rng, grid.x, grid.y, 14, octaves=4, gain=0.7)
    grit = fractal_noise(rng, grid.x, grid.y, 60, octaves=2, gain=0.9)
    depth = patches + 0.22 * flakes - np.quantile(patches[::8, ::8], 1 - share)
    eaten = smoothstep(-0.12, 0.10, depth)
    bloom = smoothstep(-0.45, 0.05, depth)
    tone = np.clip(
        0.46 + 0.20 * flakes + 0.10 * grit + 0.28 * patches - 0.30 * smoothstep(0.2, 0.9, depth), 0, 1
    )
    iron = pick(rng, ((0.36, 0.35, 0.35),), rgb)
    bare = mix(scaled(iron, 1 + 0.08 * flakes), (0.26, 0.15, 0.10), 0.7 * bloom)
    height = 0.5 + eaten * (0.10 * flakes + 0.06 * grit + 0.05) - 0.10 * smoothstep(0.3, 0.9, depth)
    rough = 0.48 + 0.15 * bloom + 0.30 * eaten + 0.04 * grit
    return Surface(
        mix(bare, ramp(tone, _RUSTS), eaten), height, rough, 1 - np.maximum(eaten, 0.6 * bloom), 0.5
    )


def patinated(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], share: float
) -> Surface:
    """Let copper weather: brown first, then green where water stays."""
    x, y = warp(rng, grid.x, grid.y, 4, 0.05, octaves=3)
    patches = fractal_noise(rng, x, y, 3, octaves=5, gain=0.6)
    runs = fractal_noise(rng, x, grid.y + 0 * x, 18, 2, octaves=3)
    grit = fractal_noise(rng, grid.x, grid.y, 40, octaves=2, gain=0.9)
    depth = patches + 0.35 * runs - np.quantile(patches[::8, ::8], 1 - share)
    green = smoothstep(-0.40, 0.35, depth)
    brown = smoothstep(-0.7, -0.1, depth)
    tone = np.clip(0.42 + 0.22 * runs + 0.22 * patches + 0.10 * grit, 0, 1)
    copper = pick(rng, ((0.80, 0.50, 0.36),), rgb)
    bare = mix(copper, (0.28, 0.17, 0.12), 0.75 * brown)
    height = 0.5 + green * (0.05 + 0.06 * grit + 0.05 * runs)
    return Surface(
        mix(bare, ramp(tone, _PATINA), green), height, 0.38 + 0.12 * brown + 0.35 * green, 1 - green, 0.4
    )


def streaked(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], working: Working
) -> Surface:
    """Brush a metal one way, up the picture: fine streaks of many lengths."""
    plain = worked(rng, grid, rgb, words, replace(working, dents=(0, 0.0), scratches=0))
    x, y = grid.x, grid.y
    streak = 0.6 * gradient_noise(rng, x, y, 190, 1) + 0.5 * gradient_noise(rng, x, y, 120, 3)
    streak = streak + 0.4 * gradient_noise(rng, x, y, 160, 8)
    rough = np.clip(np.asarray(plain.roughness) + 0.07 * streak, 0.08, 1)
    return Surface(scaled(plain.base_color, 1 + 0.06 * streak), 0.5 + 0.16 * streak, rough, 1.0, painted=0.2)


@cache
def brushed(metal: MaterialClass) -> MaterialClass:
    """Return a worked metal as it is when it is brushed; another stays."""
    working = _working(metal)
    return (
        metal if working is None else MaterialClass(partial(streaked, working=working), 0.002, (), metal=True)
    )


@cache
def hammered(metal: MaterialClass) -> MaterialClass:
    """Return a worked metal as it is when it is beaten all over; another stays."""
    working = _working(metal)
    if working is None:
        return metal
    return MaterialClass(partial(worked, working=replace(working, dents=(9, 0.7))), 0.010, (), metal=True)


def _working(metal: MaterialClass) -> Working | None:
    return metal.build.keywords.get("working") if isinstance(metal.build, partial) else None


def _metal(relief: float = 0.004, **working) -> MaterialClass:
    return MaterialClass(partial(worked, working=Working(**working)), relief, (), metal=True)


WROUGHT = _metal(
    0.010,
    colours=((0.40, 0.39, 0.39),),
    dents=(8, 0.45),
    pebbles=0.35,
    tarnish=0.75,
    roughness=0.42,
    scratches=5,
    tarnished=(0.17, 0.16, 0.16),
)
CAST = _metal(0.006, colours=((0.34, 0.34, 0.35),), pebbles=1.0, tarnish=0.5, roughness=0.55, scratches=3)
ROLLED = _metal(0.002, colours=((0.62, 0.62, 0.63),), tarnish=0.22, roughness=0.34, scratches=16)
POLISHED = _metal(
    0.001, colours=((0.75, 0.75, 0.76),), tarnish=0.06, smudges=0.06, roughness=0.18, scratches=10
)
BRASS = _metal(
    0.004,
    colours=((0.89, 0.72, 0.40),),
    dents=(6, 0.12),
    tarnish=0.45,
    tarnished=(0.42, 0.28, 0.13),
    roughness=0.27,
)
COPPER = _metal(
    0.008,
    colours=((0.93, 0.62, 0.48),),
    dents=(9, 0.40),
    tarnish=0.45,
    tarnished=(0.42, 0.20, 0.13),
    roughness=0.28,
)
BRONZE = _metal(
    0.005,
    colours=((0.72, 0.54, 0.34),),
    pebbles=0.4,
    tarnish=0.65,
    tarnished=(0.24, 0.17, 0.10),
    roughness=0.36,
)
GOLD = _metal(
    0.004,
    colours=((1.0, 0.80, 0.40),),
    dents=(7, 0.14),
    tarnish=0.25,
    tarnished=(0.62, 0.40, 0.14),
    roughness=0.22,
    scratches=6,
)
SILVER = _metal(
    0.004,
    colours=((0.94, 0.92, 0.88),),
    dents=(7, 0.10),
    tarnish=0.45,
    tarnished=(0.36, 0.33, 0.30),
    roughness=0.22,
)
TIN = _metal(0.003, colours=((0.74, 0.74, 0.74),), dents=(4, 0.2), tarnish=0.35, roughness=0.36, scratches=12)
LEAD = _metal(
    0.008,
    colours=((0.52, 0.54, 0.57),),
    dents=(5, 0.4),
    pebbles=0.3,
    tarnish=0.5,
    tarnished=(0.30, 0.31, 0.33),
    roughness=0.52,
)
RUSTY = MaterialClass(partial(rusted, share=0.62), 0.010, ())
OXIDISED = MaterialClass(partial(patinated, share=0.74), 0.006, ())
RUST = MaterialClass(partial(rusted, share=0.995), 0.010, ())
VERDIGRIS = MaterialClass(partial(patinated, share=0.98), 0.006, ())
