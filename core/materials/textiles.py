"""Cloth, cord and plait by the thread: plain weaves and twills, pile, quilting, rope, stalks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, mix, pick, scaled, smoothstep, tints
from core.materials.patterns import scatter, weave
from core.materials.weathering import Grid, Surface

LINEN_COLOUR = (0.80, 0.74, 0.62)


@dataclass(frozen=True)
class Weave:
    """How cloth is woven.

    Attributes:
        threads: each way in a tile, a multiple of over + under.
        over, under: threads that one passes over and under: 1 and 1 plain, 2 and 1 a twill.
        colours: sRGB.
        uneven: deviation of the threads' brightness.
        slubs: strength of thicker stretches of thread.
        open: how dark the holes between threads are, 0..1.
        folds: strength of broad waves.
        roughness: its mean.
    """

    threads: int
    colours: tuple[RGB, ...]
    over: int = 1
    under: int = 1
    uneven: float = 0.06
    slubs: float = 0.08
    open: float = 0.35
    folds: float = 0.05
    roughness: float = 0.9


def woven(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], cloth: Weave
) -> Surface:
    """Weave cloth thread by thread."""
    x, y = warp(rng, grid.x, grid.y, 6, 0.10 / cloth.threads)
    cells, upright = weave(x, y, cloth.threads, cloth.threads, cloth.over, cloth.under)
    colour = pick(rng, cloth.colours, rgb)
    crown = np.sqrt(np.maximum(1 - (0.95 * cells.v) ** 2, 0))
    bow = np.sqrt(np.maximum(1 - (0.85 * cells.u) ** 2, 0))
    top = crown * (0.5 + 0.5 * bow)
    own = rng.normal(0, cloth.uneven, cells.count).astype(np.float32).take(cells.cell)
    lengthwise = gradient_noise(rng, grid.x, grid.y, 90, 8)
    crosswise = gradient_noise(rng, grid.x, grid.y, 8, 90)
    slub = np.where(upright, lengthwise, crosswise) * np.float32(cloth.slubs)
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    shade = (1 - cloth.open) + cloth.open * smoothstep(0.0, 0.8, top) + own + slub + 0.05 * broad
    height = 0.25 + 0.45 * top + 0.5 * slub + cloth.folds * broad
    return Surface(scaled(colour, shade), height, cloth.roughness + 0.04 * broad, painted=0.3)


def pile(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], tufts: int, depth: float
) -> Surface:
    """Stand short fibres on end: velvet, felt, carpet."""
    colour = pick(rng, ((0.45, 0.12, 0.14),), rgb)
    x, y = warp(rng, grid.x, grid.y, 12, 0.008)
    found = worley(rng, x, y, tufts, jitter=0.9)
    bump = np.clip(1 - found.f1 / 0.75, 0, 1)
    # brushed one way and the other
    lie = fractal_noise(rng, *warp(rng, grid.x, grid.y, 3, 0.06), 3, octaves=4, gain=0.5)
    fuzz = fractal_noise(rng, grid.x, grid.y, 60, octaves=2, gain=0.9)
    own = rng.normal(0, 0.06, found.count).astype(np.float32).take(found.cell)
    shade = 0.80 + 0.28 * depth * (bump - 0.3) + depth * own + 0.12 * lie + 0.06 * fuzz
    return Surface(
        scaled(colour, shade + 0.10), 0.4 + 0.35 * depth * bump + 0.05 * lie + 0.06 * fuzz, 0.94, 0.0, 0.3
    )


def quilted(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Sew diamonds into padded cloth."""
    colour = pick(rng, ((0.62, 0.60, 0.66), (0.70, 0.62, 0.50)), rgb)
    k = 4
    s, t = (grid.x + grid.y) * k, (grid.x - grid.y) * k
    a, b = abs(s - np.floor(s) - 0.5) * 2, abs(t - np.floor(t) - 0.5) * 2
    puff = np.sqrt(np.maximum((1 - a**4) * (1 - b**4), 0))
    seam = np.minimum(1 - a, 1 - b) / (2 * k)
    dash = smoothstep(0.25, 0.35, abs(((s + t) * 3.5) % 1 - 0.5))
    stitch = smoothstep(0.008, 0.004, seam) * dash
    cells, _ = weave(grid.x, grid.y, 96, 96)
    thread = np.sqrt(np.maximum(1 - cells.v**2, 0))
    wrinkle = fractal_noise(rng, *warp(rng, grid.x, grid.y, 6, 0.02), 9, octaves=3) * smoothstep(
        0.10, 0.02, seam
    )
    shade = 0.72 + 0.26 * smoothstep(0, 0.7, puff) + 0.06 * (thread - 0.7) + 0.06 * wrinkle
    base = mix(scaled(colour, shade), scaled(colour, 1.25), 0.7 * stitch)
    return Surface(base, 0.15 + 0.6 * puff + 0.03 * thread + 0.05 * wrinkle + 0.05 * stitch, 0.9, painted=0.4)


def cord(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], strands: int
) -> Surface:
    """Twist strands: a tile is once around a rope, and one turn of a strand along it."""
    colour = pick(rng, ((0.68, 0.54, 0.36), (0.72, 0.60, 0.42)), rgb)
    phase = grid.x * np.float32(strands) + grid.y * np.float32(strands)
    strand = phase - np.floor(phase)
    across = 2 * strand - 1
    bulge = np.sqrt(np.maximum(1 - across * across, 0))
    # the yarns of a strand run against its own twist
    yarn_phase = (grid.y * 5 * strands - grid.x * 2 * strands) + 0.0 * phase
    yarn = 0.5 + 0.5 * np.cos(2 * np.pi * yarn_phase + across * 1.6)
    fibre = gradient_noise(rng, grid.x + 0 * grid.y, grid.y + grid.x, 60, 8)
    fuzz = fractal_noise(rng, grid.x, grid.y, 40, octaves=2, gain=0.8)
    deep = smoothstep(0.0, 0.75, bulge)
    shade = 0.35 + 0.60 * deep + 0.14 * (yarn - 0.5) * deep + 0.08 * fibre + 0.05 * fuzz
    height = 0.75 * bulge + 0.10 * yarn * bulge + 0.03 * fibre
    return Surface(scaled(colour, shade), height, 0.93, painted=0.2)


def plaited(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], stakes: int, rods: int
) -> Surface:
    """Plait thin rods about upright stakes, before one and behind the next."""
    colour = pick(rng, ((0.66, 0.47, 0.28), (0.70, 0.52, 0.33)), rgb)
    x, y = warp(rng, grid.x, grid.y, 6, 0.003)
    sx, sy = x * np.float32(stakes), y * np.float32(rods)
    row = np.floor(sy)
    across = 2 * (sy - row) - 1
    swing = 0.5 + 0.5 * np.cos(np.pi * (sx + row % 2))
    rod = np.sqrt(np.maximum(1 - (across * 1.04) ** 2, 0)) * (0.34 + 0.46 * swing) + 0.16 * swing
    stake_u = 2 * abs(sx - np.floor(sx + 0.5)) / 0.30
    stake = np.where(stake_u < 1, np.sqrt(np.maximum(1 - stake_u**2, 0)) * 0.36 + 0.10, 0)
    upright = stake > rod
    k = np.where(upright, (np.floor(sx + 0.5) % stakes) + rods, row % rods).astype(np.int64)
    table = tints(rng, rods + stakes, colour, 0.08, 0.012)
    fibre = np.where(upright, gradient_noise(rng, x, y, 120, 8), gradient_noise(rng, x, y, 8, 4 * rods))
    height = np.maximum(rod, stake)
    shade = 0.42 + 0.64 * smoothstep(0.02, 0.75, height) + 0.09 * fibre
    return Surface(scaled(table.take(k, 0), shade), height, 0.58 + 0.08 * fibre, painted=0.4)


def stalks(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], spread: float, layers: int
) -> Surface:
    """Heap stalks, about upright within an angle of `spread` radians."""
    colour = pick(rng, ((0.78, 0.66, 0.42), (0.75, 0.63, 0.40)), rgb)
    heap = None
    for k in range(layers):
        turn = (np.pi / 2 - spread, np.pi / 2 + spread)
        heap = scatter(rng, grid.x, grid.y, 11 - k % 2, _stalk, (0.75, 1.0), turn, 0.8, 0.06, heap)
    assert heap is not None
    table = tints(rng, heap.count, colour, 0.10, 0.02)
    green = rng.random(heap.count) < 0.10
    table[green] *= np.array([0.90, 0.97, 0.82], np.float32)
    dim = np.linspace(0.62, 1.0, layers + 1).astype(np.float32).take(heap.layer)
    shade = dim * (0.72 + 0.36 * heap.height)
    height = 0.10 + (0.55 / layers) * heap.layer.astype(np.float32) + 0.25 * heap.height
    return Surface(scaled(table.take(heap.piece, 0), shade), height, 0.82, painted=0.4)


def thatched(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], rows: int
) -> Surface:
    """Comb stalks down a roof in layers, each cut off ragged over the one below."""
    colour = pick(rng, ((0.64, 0.53, 0.35), (0.60, 0.50, 0.35)), rgb)
    x, y = grid.x, grid.y
    stalk = gradient_noise(rng, x + 0.004 * gradient_noise(rng, x, y, 5, 3), y, 170, 5)
    stalk = stalk + 0.7 * gradient_noise(rng, x + 0.006 * gradient_noise(rng, x, y, 7, 4), y, 90, 7)
    clump = gradient_noise(rng, x, y, 34, 3)
    ragged = 0.10 * gradient_noise(rng, x, y, 60, 2) + 0.10 * clump + 0.14 * gradient_noise(rng, x, y, 5, 2)
    down = y * np.float32(rows) + ragged
    down = down - np.floor(down)
    lip = smoothstep(1.0, 0.97, down)
    broad = fractal_noise(rng, x, y, 3, 2, octaves=4)
    shade = 0.74 + 0.24 * smoothstep(0.0, 0.5, down) + 0.14 * stalk + 0.07 * clump + 0.07 * broad
    shade = shade * (0.62 + 0.38 * lip)
    base = mix(
        scaled(colour, shade),
        scaled(np.array([0.48, 0.44, 0.37], np.float32), shade),
        0.4 * smoothstep(-0.2, 0.7, broad),
    )
    height = 0.10 + (0.10 + 0.50 * down) * lip + 0.09 * stalk + 0.07 * clump
    return Surface(base, height, 0.90, painted=0.4)


def _stalk(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(1 - (v * np.float32(1 / 0.055)) ** 2, 0)) * (abs(u) < 0.98)


def sheets(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], count: int
) -> Surface:
    """Stack sheets of paper, seen from their edges; they lie across the picture's height."""
    colour = pick(rng, ((0.88, 0.82, 0.68),), rgb)
    y = grid.y + 0.0015 * gradient_noise(rng, grid.x, grid.y, 5, 9)
    k = np.floor(y * count)
    f = y * count - k
    own = rng.normal(0, 0.07, count).astype(np.float32).take((k % count).astype(np.int64))
    gap = smoothstep(0.30, 0.0, np.minimum(f, 1 - f))
    broad = fractal_noise(rng, grid.x, grid.y, 4, 2, octaves=3)
    shade = 0.98 + own + 0.05 * broad - 0.30 * gap
    return Surface(scaled(colour, shade), 0.6 + 0.8 * own - 0.3 * gap + 0 * broad, 0.9, painted=0.3)


def _cloth(relief: float, **cloth) -> MaterialClass:
    return MaterialClass(partial(woven, cloth=Weave(**cloth)), relief, ())


def _tile(builder, relief: float, samples: int = 1, **options) -> MaterialClass:
    return MaterialClass(partial(builder, **options) if options else builder, relief, (), samples=samples)


LINEN = _cloth(0.01, threads=72, colours=(LINEN_COLOUR,), uneven=0.07, slubs=0.14, open=0.30)
CANVAS = _cloth(0.012, threads=56, colours=((0.74, 0.68, 0.55),), uneven=0.05, slubs=0.08, open=0.40)
SILK = _cloth(
    0.004,
    threads=126,
    colours=((0.75, 0.70, 0.62),),
    over=2,
    under=1,
    uneven=0.02,
    slubs=0.03,
    open=0.12,
    roughness=0.38,
)
TWILL = _cloth(
    0.01, threads=60, colours=((0.50, 0.46, 0.44),), over=2, under=2, uneven=0.07, slubs=0.10, open=0.38
)
SACKING = _cloth(0.016, threads=34, colours=((0.66, 0.53, 0.36),), uneven=0.09, slubs=0.22, open=0.60)
VELVET = _tile(pile, 0.006, tufts=64, depth=0.4)
FELT = _tile(pile, 0.006, tufts=40, depth=0.25)
CARPET = _tile(pile, 0.02, tufts=44, depth=1.0)
QUILT = _tile(quilted, 0.03)
ROPE = _tile(cord, 0.06, strands=3)
WICKER = _tile(plaited, 0.03, stakes=8, rods=20)
STRAW = _tile(stalks, 0.03, 2, spread=0.16, layers=7)
HAY = _tile(stalks, 0.03, 2, spread=1.5, layers=7)
THATCH = _tile(thatched, 0.05, rows=3)
PAGES = _tile(sheets, 0.004, count=96)
