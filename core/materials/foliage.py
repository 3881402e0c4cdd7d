"""What parts of plants are covered with: foliage, blades, skins of fruit, gills."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise
from core.materials.paint import RGB, mix, pick, scaled, smoothstep, tints
from core.materials.patterns import Scatter, scatter
from core.materials.weathering import Grid, Surface


def crown(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], n: int) -> Surface:
    """Crowd leaves over one another, the lower ones in their shade."""
    colour = pick(rng, ((0.28, 0.46, 0.14), (0.30, 0.50, 0.18)), rgb)
    leaves: Scatter | None = None
    for k in range(4):
        leaves = scatter(rng, grid.x, grid.y, n - k % 2, _leaf, (0.7, 1.0), pile=1.6, wide=0.5, below=leaves)
    assert leaves is not None
    table = tints(rng, leaves.count, colour, 0.14, 0.05)
    young = rng.random(leaves.count) < 0.2
    table[young] *= np.array([1.25, 1.12, 0.85], np.float32)
    rib = smoothstep(0.06, 0.015, abs(leaves.v))
    veins = smoothstep(0.30, 0.10, abs((leaves.u * 5 - abs(leaves.v) * 4.5) % 1 - 0.5)) * (1 - rib)
    dim = np.array([0.22, 0.46, 0.68, 0.87, 1.0], np.float32).take(leaves.layer)
    shade = dim * (0.80 + 0.30 * leaves.height - 0.08 * veins + 0.16 * rib)
    height = 0.2 * leaves.layer.astype(np.float32)
    height += (leaves.layer > 0) * (0.2 * leaves.height - 0.03 * veins - 0.04 * rib)
    return Surface(
        scaled(np.clip(table, 0, 1).take(leaves.piece, 0), shade), height, 0.62 - 0.12 * rib, painted=0.4
    )


def _leaf(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    s = (u + 1) * 0.5
    width = 1.55 * np.sqrt(s) * (1 - s) * (0.72 + 0.28 * s)
    inside = 1 - abs(v) / np.maximum(width, 1e-3)
    return np.where(inside > 0, 0.45 + 0.35 * np.clip(abs(v) / 0.5, 0, 1) + 0.2 * inside, 0)


def blades(
    rng: np.random.Generator,
    grid: Grid,
    rgb: RGB | None,
    words: frozenset[str],
    width: float,
    lean: float,
    n: int = 11,
    layers: int = 7,
) -> Surface:
    """Grow blades or needles upwards in the picture, leaning to both sides."""
    colour = pick(rng, ((0.26, 0.42, 0.13), (0.30, 0.46, 0.16)), rgb)
    heap: Scatter | None = None

    def shape(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        reach = width * (1 - smoothstep(-0.3, 1.0, u) * 0.9)
        return np.sqrt(np.clip(1 - (v / reach) ** 2, 0, 1)) * (0.6 + 0.4 * u) * (abs(u) < 0.97)

    for k in range(layers):
        turn = (-np.pi / 2 - lean, -np.pi / 2 + lean)
        heap = scatter(rng, grid.x, grid.y, n - k % 2, shape, (0.75, 1.0), turn, 0.6, width, heap)
    assert heap is not None
    table = tints(rng, heap.count, colour, 0.14, 0.05)
    dim = np.linspace(0.45, 1.0, layers + 1).astype(np.float32).take(heap.layer)
    shade = dim * (0.70 + 0.36 * smoothstep(-1, 0.9, heap.u) + 0.10 * (heap.v > 0))
    height = 0.08 + (0.6 / layers) * heap.layer.astype(np.float32) + 0.3 * heap.height
    return Surface(scaled(table.take(heap.piece, 0), shade), height, 0.72, painted=0.4)


def veined(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], ribs: int
) -> Surface:
    """Paint one leaf's or petal's skin: fine veins running up the picture and branching off."""
    colour = pick(rng, ((0.30, 0.48, 0.18),), rgb)
    x, y = grid.x + 0.012 * gradient_noise(rng, grid.x, grid.y, 3, 3), grid.y
    s = x * ribs
    rib = smoothstep(0.07, 0.0, abs(s - np.rint(s)))
    slant = (y * ribs * 3 - abs(s - np.rint(s)) * 1.6) % 1
    side = smoothstep(0.12, 0.0, abs(slant - 0.5)) * 0.6
    cells = fractal_noise(rng, grid.x, grid.y, 36, octaves=3, gain=0.8)
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=4)
    shade = 0.98 + 0.08 * broad + 0.05 * cells + 0.10 * rib + 0.05 * side
    light = mix(colour, (0.80, 0.86, 0.55), 0.35)
    base = scaled(mix(colour, light, 0.6 * np.maximum(rib, 0.6 * side)), shade)
    return Surface(
        base, 0.5 + 0.05 * cells - 0.16 * rib - 0.10 * side + 0.05 * broad, 0.55 + 0.08 * cells, painted=0.3
    )


def ribbed(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], lines: int, deep: float
) -> Surface:
    """Paint fine ribs up the picture: gills, palm leaves, stems."""
    colour = pick(rng, ((0.80, 0.70, 0.58),), rgb)
    x = grid.x + 0.004 * gradient_noise(rng, grid.x, grid.y, 4, 4)
    s = x * lines
    f = abs(s - np.rint(s)) * 2
    own = rng.normal(0, 0.05, lines).astype(np.float32).take((np.floor(s + 0.5) % lines).astype(np.int64))
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    fibre = gradient_noise(rng, grid.x, grid.y, 120, 5)
    shade = 1 - deep * 0.42 * smoothstep(0.45, 1.0, f) + own + 0.05 * broad + 0.04 * fibre
    return Surface(
        scaled(colour, shade), 0.6 - 0.45 * deep * f * f + 0.02 * fibre, 0.7 + 0.05 * broad, painted=0.3
    )


CROWN = MaterialClass(partial(crown, n=7), 0.05, (), samples=1)
GRASS = MaterialClass(partial(blades, width=0.10, lean=0.5), 0.05, (), samples=2)
NEEDLES = MaterialClass(partial(blades, width=0.055, lean=0.6, n=13, layers=9), 0.05, (), samples=2)
LEAF = MaterialClass(partial(veined, ribs=2), 0.006, ())
PETAL = MaterialClass(partial(veined, ribs=5), 0.004, ())
GILLS = MaterialClass(partial(ribbed, lines=40, deep=1.0), 0.01, ())
FROND = MaterialClass(partial(ribbed, lines=16, deep=0.7), 0.01, ())
STEM = MaterialClass(partial(ribbed, lines=22, deep=0.3), 0.006, ())
