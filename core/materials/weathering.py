"""What a builder paints, and the words that weather any of it: mossy, cracked, worn, dirty, wet, snowy ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import luminance, mix, ramp, scaled, smoothstep


@dataclass(frozen=True)
class Grid:
    """The centres of a tile's texels, an open grid in tile widths; x to the right, y downwards.

    Attributes:
        x: [1, S] float32.
        y: [S, 1] float32.
        texel: width of one.
    """

    x: np.ndarray
    y: np.ndarray
    texel: float

    @classmethod
    def of(cls, size_px: int, origin: tuple[float, float] = (0.0, 0.0)) -> Grid:
        """Make the grid of a tile whose top left corner lies at `origin`, modulo 1."""
        t = (np.arange(size_px) + 0.5) / size_px
        x, y = ((t + o) % 1 for o in origin)
        return cls(x.astype(np.float32)[None], y.astype(np.float32)[:, None], 1 / size_px)


@dataclass(frozen=True)
class Surface:
    """A painted tile, before its maps are finished.

    Attributes:
        base_color: [S, S, 3] sRGB.
        height: [S, S], about 0..1.
        roughness, metallic: [S, S] or numbers, 0..1.
        painted: how strongly the finish darkens cavities and lightens edges, 1 usual.
    """

    base_color: np.ndarray
    height: np.ndarray
    roughness: np.ndarray | float
    metallic: np.ndarray | float = 0.0
    painted: float = 1.0


Weather = Callable[[np.random.Generator, Grid, Surface], Surface]


def _blend(
    surface: Surface, mask: np.ndarray, colour: np.ndarray, lift: np.ndarray, roughness: float
) -> Surface:
    """Lay a non-metal over a surface where mask [S, S] is 1: its colour, its rise and its roughness."""
    return replace(
        surface,
        base_color=mix(surface.base_color, colour, mask),
        height=surface.height + mask * lift,
        roughness=surface.roughness + mask * (roughness - surface.roughness),
        metallic=surface.metallic * (1 - mask),
    )


def moss(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Grow moss in patches, out of the recesses."""
    patches = fractal_noise(rng, grid.x, grid.y, 3, octaves=4)
    tufts = fractal_noise(rng, grid.x, grid.y, 24, octaves=2)
    low = 1 - _spread(surface.height)
    mask = smoothstep(0.02, 0.22, patches + 0.75 * (low - 0.5) + 0.25 * tufts - rng.uniform(-0.12, 0.1))
    green = ramp(
        0.45 + 0.4 * tufts + 0.2 * patches, [(0.13, 0.22, 0.06), (0.28, 0.42, 0.10), (0.50, 0.60, 0.20)]
    )
    return _blend(surface, mask, green, 0.06 + 0.16 * tufts, 0.95)


def snow(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Let snow lie in soft patches."""
    patches = fractal_noise(rng, grid.x, grid.y, 3, octaves=3, gain=0.4)
    mask = smoothstep(-0.06, 0.14, patches + 0.35 * (0.5 - _spread(surface.height)) + rng.uniform(-0.05, 0.2))
    white = mix((0.78, 0.86, 0.95), (0.97, 0.98, 1.0), smoothstep(0, 0.7, patches))
    flat = surface.height + mask * (0.75 - surface.height) * 0.7
    return _blend(replace(surface, height=flat), mask, white, 0.1 * patches, 0.7)


def crack(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Cut a few branching cracks."""
    x, y = warp(rng, grid.x, grid.y, 5, 0.035, octaves=3)
    cells = worley(rng, x, y, 4)
    open_ = smoothstep(-0.25, 0.25, gradient_noise(rng, grid.x, grid.y, 3, 3) + 0.15)
    width = 0.05 * open_
    cut = smoothstep(0, 1, 1 - cells.edge / np.maximum(width, 1e-3)) * (open_ > 0.03)
    colour = scaled(surface.base_color, 1 - 0.75 * cut)
    return replace(surface, base_color=colour, height=surface.height - 0.45 * cut)


def wear(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Fade and scuff: paler worn patches on what stands out, and fine scratches."""
    patches = fractal_noise(rng, grid.x, grid.y, 4, octaves=4, gain=0.6)
    mask = smoothstep(0.0, 0.5, patches + 0.5 * (_spread(surface.height) - 0.5))
    grey = luminance(surface.base_color)[..., None]
    faded = surface.base_color * 0.45 + 0.4 * grey + 0.15
    sx, sy = warp(rng, grid.x, grid.y, 3, 0.12)
    lines = [abs(gradient_noise(rng, sx, sy, *n)) for n in ((3, 17), (14, 4))]
    scratch = smoothstep(0.035, 0.0, np.minimum(*lines)) * smoothstep(0.1, -0.2, patches)
    colour = scaled(mix(surface.base_color, faded, 0.85 * mask), 1 + 0.22 * scratch)
    height = surface.height - 0.05 * scratch - 0.04 * mask * abs(patches)
    rough = surface.roughness + 0.15 * mask + 0.1 * scratch
    return replace(surface, base_color=colour, height=height, roughness=rough)


def dirty(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Fill the recesses with brown dirt, and stain the rest."""
    stains = fractal_noise(rng, grid.x, grid.y, 3, octaves=5, gain=0.6)
    mask = smoothstep(-0.15, 0.55, stains + 0.7 * (0.55 - _spread(surface.height)))
    brown = mix((0.20, 0.14, 0.08), (0.34, 0.25, 0.15), smoothstep(-0.5, 0.6, stains))
    return _blend(surface, 0.82 * mask, brown, 0.02 * stains, 0.95)


def wet(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Darken it and let water stand in the recesses."""
    patches = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    depth = smoothstep(0.1, 0.4, 0.4 * patches + 0.8 * (0.6 - _spread(surface.height)))
    colour = scaled(surface.base_color, 0.78 - 0.14 * depth)
    colour = mix(colour, np.array([0.30, 0.42, 0.50], np.float32), 0.30 * depth)
    height = surface.height + depth * (0.35 - surface.height) * 0.75
    return replace(
        surface, base_color=colour, height=height, roughness=0.30 * surface.roughness * (1 - depth) + 0.05
    )


def polish(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Make it smooth and glossy, its colours deeper."""
    grey = luminance(surface.base_color)[..., None]
    colour = np.clip(grey + (surface.base_color - grey) * 1.22, 0, 1) * 0.97 + 0.02
    height = surface.height * 0.6 + 0.4 * np.mean(surface.height)
    return replace(
        surface, base_color=colour, height=height, roughness=0.05 + 0.22 * surface.roughness, painted=0.6
    )


def roughen(rng: np.random.Generator, grid: Grid, surface: Surface) -> Surface:
    """Pit it and make it matt."""
    grain = fractal_noise(rng, grid.x, grid.y, 14, octaves=3, gain=0.7)
    pits = smoothstep(0.15, 0.75, -grain)
    colour = scaled(surface.base_color, 0.98 + 0.07 * grain - 0.16 * pits)
    return replace(
        surface,
        base_color=colour,
        height=surface.height + 0.08 * grain - 0.15 * pits,
        roughness=surface.roughness + 0.3 * (1 - surface.roughness),
        painted=surface.painted * 1.2,
    )


#: In the order in which they befall a surface.
WEATHERS: Mapping[str, Weather] = {
    "rough": roughen,
    "polished": polish,
    "worn": wear,
    "cracked": crack,
    "dirty": dirty,
    "mossy": moss,
    "wet": wet,
    "snowy": snow,
}


def _spread(height: np.ndarray) -> np.ndarray:
    """Stretch heights to 0..1 by their mean and deviation, so that recesses are found in any material."""
    return np.clip(0.5 + (height - height.mean()) / (3.5 * height.std() + 0.02), 0, 1)
