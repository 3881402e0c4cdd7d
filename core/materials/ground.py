"""What one walks on, and water: sand, snow, mud, cracked earth, gravel, pebbles, asphalt."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.materials.material import STONE, MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, value_noise, warp, worley
from core.materials.paint import RGB, cover, mix, pick, ramp, repeats, scaled, smoothstep, tints
from core.materials.patterns import Scatter, scatter
from core.materials.weathering import Grid, Surface

_EARTHS = ((0.40, 0.28, 0.18), (0.34, 0.24, 0.16), (0.46, 0.33, 0.22), (0.44, 0.26, 0.17))
_PEBBLES = ((0.55, 0.54, 0.52), (0.62, 0.56, 0.48), (0.48, 0.46, 0.46), (0.50, 0.52, 0.56))


def sand(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Blow sand into ripples that fork."""
    colour = pick(
        rng, ((0.90, 0.77, 0.54), (0.85, 0.70, 0.47), (0.93, 0.84, 0.66), (0.82, 0.60, 0.40)), rgb, 0.2
    )
    n, skew = repeats(rng, 6, 9, words), int(rng.integers(-2, 3))
    bend = fractal_noise(rng, grid.x, grid.y, 2, 3, octaves=2, gain=0.45)
    phase = grid.y * n + grid.x * skew + 0.85 * bend
    saw = phase - np.floor(phase)
    # windward sides are long, lee sides short
    ripple = np.where(saw < 0.68, smoothstep(0, 0.68, saw), smoothstep(1.0, 0.68, saw))
    strength = 0.65 + 0.35 * gradient_noise(rng, grid.x, grid.y, 3, 3)
    grain = fractal_noise(rng, grid.x, grid.y, 56, octaves=1)
    specks = value_noise(rng, grid.x, grid.y, 90, 90)
    broad = fractal_noise(rng, grid.x, grid.y, 2, octaves=3)
    shade = 0.94 + 0.14 * (ripple - 0.5) * strength + 0.04 * grain + 0.035 * specks + 0.05 * broad
    deep = colour * np.array([0.90, 0.84, 0.78], np.float32)
    base = scaled(mix(deep, colour, np.clip(ripple * strength + 0.2, 0, 1)), shade)
    return Surface(base, 0.30 + 0.42 * ripple * strength + 0.10 * broad + 0.02 * grain, 0.92, painted=0.8)


def snow(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Drift snow into soft mounds with blue hollows and a few glints."""
    x, y = warp(rng, grid.x, grid.y, 3, 0.07)
    mounds = fractal_noise(rng, x, y, 3, octaves=3, gain=0.42)
    drift = 1 - abs(fractal_noise(rng, x, y, 2, 4, octaves=2, gain=0.4))
    lumps = worley(rng, x, y, 9, jitter=1.0)
    clump = smoothstep(0.45, 0.0, lumps.f1) * (rng.random(lumps.count) < 0.30).take(lumps.cell)
    height = np.clip(0.36 + 0.24 * mounds + 0.22 * drift + 0.08 * clump, 0, 1)
    t = smoothstep(0.22, 0.80, height)
    tone = float(rng.uniform(0.0, 0.06))
    base = ramp(
        t, [(0.66 - tone, 0.77 - tone, 0.90), (0.84, 0.90, 0.97), (0.97, 0.985, 1.0), (1.0, 1.0, 1.0)]
    )
    glint = worley(rng, grid.x, grid.y, 26, jitter=1.0)
    shown = (rng.random(glint.count) < 0.16).take(glint.cell) * smoothstep(0.22, 0.08, glint.f1)
    grain = gradient_noise(rng, grid.x, grid.y, 50, 50)
    base = mix(scaled(base, 1 + 0.012 * grain), (1.0, 1.0, 1.0), 0.9 * shown)
    return Surface(base, height + 0.012 * grain, 0.62 - 0.45 * shown, painted=0.6)


def mud(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Churn mud into soft clods with puddles between."""
    colour = pick(rng, ((0.33, 0.23, 0.15), (0.28, 0.20, 0.14), (0.38, 0.27, 0.17)), rgb, 0.2)
    x, y = warp(rng, grid.x, grid.y, 4, 0.06, octaves=3)
    churn = fractal_noise(rng, x, y, 4, octaves=4, gain=0.5)
    ridges = 1 - abs(fractal_noise(rng, x, y, 5, octaves=2, gain=0.45))
    height = 0.20 + 0.24 * churn + 0.34 * ridges
    level = rng.uniform(0.30, 0.42)
    puddle = smoothstep(level + 0.03, level - 0.02, height)
    shore = smoothstep(level + 0.14, level + 0.02, height)
    fine = fractal_noise(rng, grid.x, grid.y, 18, octaves=2)
    base = scaled(colour, 0.74 + 0.62 * smoothstep(0.25, 0.8, height) + 0.07 * fine - 0.16 * shore)
    water = mix(
        colour * np.float32(0.60), (0.36, 0.38, 0.38), 0.42 + 0.12 * gradient_noise(rng, grid.x, grid.y, 3, 3)
    )
    flat = np.maximum(height, level) + 0.03 * fine * (1 - puddle)
    return Surface(mix(base, water, 0.85 * puddle), flat, 0.78 - 0.35 * shore - 0.38 * puddle)


def cracked_earth(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Dry earth into plates that curl at their rims, with finer cracks across them."""
    colour = pick(
        rng, ((0.72, 0.54, 0.36), (0.64, 0.46, 0.32), (0.76, 0.62, 0.46), (0.60, 0.38, 0.26)), rgb, 0.2
    )
    n = repeats(rng, 4, 6, words)
    x, y = warp(rng, grid.x, grid.y, 7, 0.022, octaves=3)
    plates, finer = worley(rng, x, y, n), worley(rng, x, y, 2 * n + 1)
    wide = 0.05 + 0.025 * gradient_noise(rng, grid.x, grid.y, 4, 4)
    inside = plates.edge - wide
    plate = cover(inside, 1.3 * grid.texel * n)
    hair = smoothstep(0.07, 0.01, finer.edge) * smoothstep(
        -0.3, 0.4, gradient_noise(rng, grid.x, grid.y, 3, 3)
    )
    grain = fractal_noise(rng, grid.x, grid.y, 16, octaves=3, gain=0.6)
    blotch = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    curl = smoothstep(0.22, 0.02, inside)
    lift = rng.uniform(-0.10, 0.10, plates.count).astype(np.float32).take(plates.cell)
    height = 0.08 + plate * (0.50 + lift + 0.16 * curl + 0.05 * grain - 0.22 * hair)
    table = tints(rng, plates.count, colour, 0.08, 0.02)
    shade = 0.96 + 0.09 * curl + 0.07 * grain + 0.08 * blotch - 0.34 * hair
    base = mix(colour * np.float32(0.26), scaled(table.take(plates.cell, 0), shade), plate)
    return Surface(base, height, 0.95)


def dirt(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Tread earth flat, with crumbs and a few stones in it."""
    colour = pick(rng, _EARTHS, rgb, 0.2)
    crumbs = fractal_noise(rng, *warp(rng, grid.x, grid.y, 12, 0.01), 10, octaves=4, gain=0.65)
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=4)
    stones = scatter(rng, grid.x, grid.y, 12, _pebble(0.7), (0.22, 0.55), pile=0.3, wide=0.7)
    kept = (rng.random(stones.count) < rng.uniform(0.2, 0.45)).astype(np.float32).take(stones.piece)
    stone = smoothstep(0.0, 0.25, stones.height) * kept
    ground = ramp(
        0.5 + 0.32 * crumbs + 0.28 * broad, [colour * np.float32(f) for f in (0.62, 0.92, 1.06, 1.34)]
    )
    table = tints(rng, stones.count, mix(pick(rng, _PEBBLES, None), colour, 0.45), 0.12, 0.02)
    base = mix(ground, scaled(table.take(stones.piece, 0), 0.72 + 0.35 * stones.height), stone)
    height = 0.36 + 0.14 * crumbs + 0.12 * broad + kept * 0.40 * stones.height
    return Surface(base, height, 0.95 - 0.1 * stone)


def _pebble(flat: float, corners: float = 2.0) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Return the shape of a pebble: `flat` across over along, rounder or squarer by its corners' exponent."""

    def shape(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        v = v * np.float32(1 / flat)
        square = u * u + v * v if corners == 2 else abs(u) ** corners + abs(v) ** corners
        return np.sqrt(np.maximum(1 - square, 0))

    return shape


def pebbles(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Heap smooth river pebbles of two sizes."""
    n = repeats(rng, 6, 8, words)
    below = scatter(rng, grid.x, grid.y, 2 * n, _pebble(0.75), (0.7, 1.0), wide=0.75)
    heap = scatter(rng, grid.x, grid.y, n, _pebble(0.74), (0.5, 0.88), pile=1.0, wide=0.74, below=below)
    return _heap(rng, grid, heap, (pick(rng, _PEBBLES, rgb, 0.2), rgb is None), 0.13, 0.55)


def gravel(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Heap crushed, angular stones."""
    n = repeats(rng, 10, 13, words)
    below = scatter(rng, grid.x, grid.y, n + 5, _pebble(0.8, 3.0), (0.6, 0.95), wide=0.8)
    heap = scatter(rng, grid.x, grid.y, n, _chip, (0.5, 0.95), pile=1.6, below=below)
    return _heap(rng, grid, heap, (pick(rng, _PEBBLES, rgb, 0.2), False), 0.19, 0.9)


def _chip(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return an angular stone with slanting faces: the least of a few planes."""
    rise = np.minimum(
        np.minimum(0.75 - u, 0.70 + u * 0.9 - 0.35 * v), np.minimum(0.62 - v + 0.2 * u, 0.55 + v)
    )
    return np.where(rise > 0, 0.12 + 0.48 * np.clip(rise * 3.2, 0, 1) + 0.22 * u - 0.15 * v, 0)


def _heap(
    rng: np.random.Generator, grid: Grid, heap: Scatter, hue: tuple[np.ndarray, bool], spread: float,
    roughness: float,
) -> Surface:  # fmt: skip
    """Paint two layers of stones on dark earth; hue: their colour, and whether it varies much."""
    colour, motley = hue
    cloud = fractal_noise(rng, grid.x, grid.y, 8, octaves=3)
    table = tints(rng, heap.count, colour, spread, 0.03 if motley else 0.02)
    if motley:
        warm = rng.random(heap.count) < 0.25
        table[warm] *= rng.uniform((0.95, 0.72, 0.55), (1.15, 0.95, 0.8)).astype(np.float32)
    dim = np.array([0.40, 0.62, 1.0], np.float32).take(heap.layer)
    shade = dim * (0.50 + 0.56 * smoothstep(-0.05, 0.75, heap.height) + 0.07 * cloud)
    low, high = np.array([[0.06, 0.10, 0.34], [0.0, 0.34, 0.60]], np.float32).take(heap.layer, 1)
    height = low + high * heap.height + 0.015 * cloud
    return Surface(scaled(table.take(heap.piece, 0), shade), height, roughness + 0.05 * cloud)


def asphalt(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Press chippings into tar."""
    tar = pick(rng, ((0.22, 0.22, 0.23), (0.27, 0.27, 0.28), (0.19, 0.20, 0.22)), None)
    x, y = warp(rng, grid.x, grid.y, 20, 0.006)
    found = worley(rng, x, y, 26, rounding=0.08)
    size = rng.uniform(0.0, 0.30, found.count).astype(np.float32).take(found.cell)
    chip = smoothstep(0.0, 0.10, found.edge - 0.06 - 0.35 * size)
    lights = rng.uniform(1.05, 1.9, (found.count, 1)).astype(np.float32) * tar
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=4, gain=0.6)
    grain = gradient_noise(rng, grid.x, grid.y, 60, 60)
    base = mix(scaled(tar, 0.86 + 0.08 * grain), lights.take(found.cell, 0), 0.85 * chip)
    return Surface(scaled(base, 1 + 0.10 * broad), 0.4 + 0.3 * chip + 0.05 * grain, 0.9 - 0.15 * chip)


def water(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Ripple water over a blue ground, with the net of light that waves throw on it."""
    deep = pick(rng, ((0.10, 0.38, 0.60), (0.08, 0.44, 0.58), (0.12, 0.48, 0.66), (0.10, 0.36, 0.46)), rgb)
    n = repeats(rng, 4, 6, words)
    x, y = warp(rng, grid.x, grid.y, 3, 0.07, octaves=3)
    first, second = worley(rng, x, y, n, rounding=0.10), worley(rng, x, y, 2 * n - 1, rounding=0.10)
    strength = smoothstep(-0.7, 0.5, gradient_noise(rng, grid.x, grid.y, 3, 3))
    net = np.exp(-first.edge / 0.055) * 0.75 * (0.35 + 0.65 * strength) + 0.28 * np.exp(-second.edge / 0.06)
    broad = fractal_noise(rng, x, y, 2, octaves=3)
    pale = mix(deep, (0.72, 0.96, 1.0), 0.55)
    base = ramp(
        0.40 + 0.30 * broad + 0.12 * (1 - first.f1), [deep * np.float32(0.80), deep, mix(deep, pale, 0.45)]
    )
    base = mix(base, mix(pale, (1.0, 1.0, 1.0), 0.35), np.clip(net, 0, 0.9))
    waves = fractal_noise(rng, x, y, 4, octaves=3, gain=0.4)
    height = 0.35 + 0.18 * waves + 0.32 * np.exp(-first.edge / 0.14) + 0.10 * np.exp(-second.edge / 0.12)
    return Surface(base, height, 0.05 + 0.05 * np.clip(net, 0, 1), painted=0.2)


CLASSES: dict[str, MaterialClass] = {
    "sand": MaterialClass(
        sand,
        0.022,
        ("desert sand", "beach sand", "dunes"),
        ("wet", "large", "small"),
        ("yellow", "orange", "red", "beige", "white", "black", "brown"),
    ),
    "snow": MaterialClass(snow, 0.045, ("fresh snow", "snow cover"), ("dirty", "rough")),
    "mud": MaterialClass(
        mud, 0.035, ("wet mud", "muddy ground"), ("mossy", "snowy", "rough"), ("brown", "red", "grey")
    ),
    "cracked earth": MaterialClass(
        cracked_earth,
        0.028,
        ("dry earth", "dried mud", "parched ground"),
        ("wet", "mossy", "large", "small"),
        ("brown", "red", "yellow", "beige", "grey", "white"),
    ),
    "dirt": MaterialClass(
        dirt,
        0.030,
        ("soil", "earth", "dirt path"),
        ("wet", "mossy", "snowy"),
        ("brown", "red", "black", "grey"),
    ),
    "gravel": MaterialClass(
        gravel,
        0.040,
        ("crushed stone", "rubble"),
        ("wet", "mossy", "dirty", "large", "small"),
        STONE,
        samples=2,
    ),
    "pebbles": MaterialClass(
        pebbles,
        0.050,
        ("river stones", "river pebbles", "shingle beach"),
        ("wet", "mossy", "large", "small"),
        STONE,
        samples=2,
    ),
    "asphalt": MaterialClass(asphalt, 0.010, ("tarmac", "road"), ("cracked", "wet", "dirty", "worn")),
    "water": MaterialClass(
        water,
        0.020,
        ("sea", "water surface", "pool water"),
        ("large", "small"),
        ("blue", "navy", "turquoise", "green"),
    ),
}
