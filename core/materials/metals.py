"""Metals: rusted, brushed, hammered, plated, riveted and linked."""

from __future__ import annotations

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, dome, mix, pick, ramp, repeats, scaled, smoothstep, tints
from core.materials.patterns import Cells, courses
from core.materials.weathering import Grid, Surface

_STEELS = ((0.62, 0.64, 0.66), (0.55, 0.57, 0.61), (0.68, 0.66, 0.63), (0.48, 0.50, 0.53))
_GOLDS = ((0.95, 0.74, 0.28), (0.98, 0.80, 0.38), (0.90, 0.66, 0.22))
_COPPERS = ((0.82, 0.48, 0.32), (0.76, 0.42, 0.28), (0.88, 0.56, 0.38))
_PAINTS = (
    (0.42, 0.47, 0.52), (0.62, 0.64, 0.62), (0.28, 0.32, 0.38), (0.72, 0.55, 0.20), (0.30, 0.42, 0.40),
    (0.55, 0.26, 0.20),
)  # fmt: skip
_RUSTS = ((0.24, 0.11, 0.07), (0.45, 0.20, 0.09), (0.64, 0.32, 0.12), (0.76, 0.46, 0.20))


def rust(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Let rust eat into steel plate, bare or painted."""
    x, y = warp(rng, grid.x, grid.y, 4, 0.05)
    patches = fractal_noise(rng, x, y, 3, octaves=5, gain=0.6)
    flakes = fractal_noise(rng, grid.x, grid.y, 12, octaves=3, gain=0.65)
    level = rng.uniform(-0.25, 0.20) - (0.25 if "worn" in words else 0.0)
    depth = patches + 0.25 * flakes - level
    eaten = smoothstep(0.0, 0.03 + 3 * grid.texel, depth)
    halo = smoothstep(-0.22, 0.0, depth)
    tone = np.clip(0.52 + 0.30 * flakes - 0.45 * smoothstep(0.1, 0.9, depth) + 0.25 * patches, 0, 1)
    painted = rgb is not None or rng.random() < 0.4
    metal = pick(rng, _PAINTS if painted else _STEELS, rgb)
    scratches = gradient_noise(rng, grid.x, grid.y, 6, 40)
    bare = scaled(metal, 0.95 + 0.06 * scratches + 0.05 * patches)
    bare = mix(bare, (0.55, 0.30, 0.14), 0.55 * halo)
    height = (
        0.55
        + 0.03 * scratches * (1 - eaten)
        + eaten * (0.12 * flakes - 0.18 * smoothstep(0, 0.5, depth) + 0.06)
    )
    rough = 0.38 + 0.12 * halo + 0.5 * eaten
    shine = (0.0 if painted else 1.0) * (1 - eaten)
    return Surface(mix(bare, ramp(tone, _RUSTS), eaten), height, rough, shine)


def brushed_metal(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Brush a sheet one way: fine streaks of many lengths."""
    x, y = (grid.x, grid.y) if rng.random() < 0.6 else (grid.y, grid.x)
    colour = pick(rng, (*_STEELS, (0.72, 0.60, 0.40), (0.78, 0.78, 0.78)), rgb)
    long_, short = gradient_noise(rng, x, y, 1, 60), gradient_noise(rng, x, y, 4, 64)
    bands = fractal_noise(rng, x, y, 1, 9, octaves=3, gain=0.7)
    cloud = gradient_noise(rng, x, y, 2, 3)
    cuts = smoothstep(0.62, 0.8, gradient_noise(rng, x, y, 3, 50))
    streak = 0.5 * long_ + 0.4 * short + 0.45 * bands
    base = scaled(colour, 1 + 0.16 * streak + 0.05 * cloud + 0.14 * cuts)
    return Surface(
        base, 0.55 + 0.22 * streak - 0.15 * cuts, 0.32 + 0.10 * streak + 0.05 * cloud, 1.0, painted=0.4
    )


def diamond_plate(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Raise lozenges on a plate, each across its neighbours; one bar or several to a group."""
    n = repeats(rng, 4, 7, words, 2)
    colour = pick(rng, _STEELS, rgb)
    bars = int(rng.choice([1, 1, 2, 3]))
    sx, sy = grid.x * n, grid.y * n
    cx, cy = np.floor(sx), np.floor(sy)
    fx, fy = sx - cx - 0.5, sy - cy - 0.5
    turned = (cx + cy) % 2 < 1
    along = np.where(turned, fx + fy, fx - fy) * np.float32(0.7071)
    across = np.where(turned, fx - fy, fx + fy) * np.float32(0.7071)
    pitch = 0.24
    nearest = np.clip(np.round(across / pitch + (bars - 1) / 2), 0, bars - 1) - (bars - 1) / 2
    across = across - nearest * pitch
    length, width = rng.uniform(0.40, 0.48), rng.uniform(0.12, 0.16) if bars == 1 else 0.085
    inside = width * (1 - (along / length) ** 2) - abs(across)
    raised = cover(inside, grid.texel * n)
    top = dome(np.maximum(inside, 0), width * 0.9)
    smudge = fractal_noise(rng, grid.x, grid.y, 4, octaves=4, gain=0.6)
    grain = gradient_noise(rng, grid.x, grid.y, 48, 48)
    shade = 0.86 + 0.20 * raised * (0.4 + 0.6 * top) + 0.06 * smudge + 0.025 * grain
    shade = shade - 0.20 * smoothstep(-0.07, 0.0, inside) * (1 - raised)
    rough = 0.42 + 0.10 * smudge - 0.14 * raised
    return Surface(scaled(colour, shade), 0.25 + 0.55 * top * raised + 0.02 * grain, rough, 1.0)


def gold(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Beat gold with a round hammer."""
    return _hammered(rng, grid, pick(rng, _GOLDS, None), words, 0.20)


def copper(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Beat copper; where it is worn or weathered it is green with verdigris."""
    beaten = _hammered(rng, grid, pick(rng, _COPPERS, None), words, 0.28)
    if "oxidised" not in words and rng.random() < 0.5:
        return beaten
    x, y = warp(rng, grid.x, grid.y, 4, 0.05)
    patches = fractal_noise(rng, x, y, 3, octaves=5, gain=0.6)
    runs = fractal_noise(rng, grid.x, grid.y, 12, 2, octaves=3)
    depth = patches + 0.3 * runs + 0.6 * (0.6 - beaten.height) + (0.25 if "oxidised" in words else -0.15)
    green = ramp(
        0.5 + 0.35 * runs + 0.3 * patches, [(0.16, 0.40, 0.36), (0.32, 0.62, 0.54), (0.58, 0.80, 0.70)]
    )
    mask = smoothstep(0.0, 0.16, depth)
    brown = scaled(beaten.base_color, 1 - 0.45 * smoothstep(-0.25, 0.05, depth))
    rough = beaten.roughness + mask * (0.85 - beaten.roughness)
    return Surface(mix(brown, green, mask), beaten.height + 0.05 * mask * runs, rough, 1 - mask, 0.5)


def _hammered(
    rng: np.random.Generator, grid: Grid, colour: np.ndarray, words: frozenset[str], roughness: float
) -> Surface:
    """Paint a beaten sheet: shallow round dents that meet in ridges."""
    n = repeats(rng, 7, 11, words)
    x, y = warp(rng, grid.x, grid.y, 6, 0.008)
    found = worley(rng, x, y, n, jitter=0.75)
    deep = rng.uniform(0.6, 1.0, found.count).astype(np.float32).take(found.cell)
    dent = np.clip(found.f1 / 0.85, 0, 1) ** 2
    cloud = fractal_noise(rng, grid.x, grid.y, 3, octaves=4)
    table = tints(rng, found.count, colour, 0.05, 0.012)
    soft = smoothstep(0.0, 0.16, found.edge)
    # across a ridge the tints of two dents run into one another
    tint = mix(colour, table.take(found.cell, 0), soft)
    base = scaled(tint, 0.95 + 0.05 * dent + 0.08 * cloud)
    # gold and copper deepen towards red in their hollows
    base = mix(scaled(base, 0.9) * np.array([1.0, 0.92, 0.82], np.float32), base, 0.55 + 0.45 * dent)
    return Surface(base, 0.25 + 0.55 * dent * deep + 0.03 * cloud, roughness + 0.06 * cloud, 1.0, 0.25)


def metal_panels(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Bolt painted or bare plates together, some with vents, some with a sunken field."""
    colour = pick(rng, _PAINTS, rgb)
    rows = repeats(rng, 2, 4, words)
    heights = rng.choice([1.0, 1.5, 2.0], rows).tolist()
    widths = [rng.choice([1.0, 1.5, 2.5], rng.integers(1, 4)).tolist() for _ in range(rows)]
    shifts = (rng.integers(0, 8, rows) / 8).tolist()
    laid = courses(grid.x, grid.y, heights, widths, shifts, radius=0.012)
    edge = laid.edge - 0.006
    plate = cover(edge, grid.texel)
    kind = rng.choice(3, laid.count, p=[0.5, 0.3, 0.2]).take(laid.cell)
    inner = edge - 0.030
    sunk = (kind == 1) * cover(inner, grid.texel)
    vent = (
        (kind == 2)
        * cover(inner, grid.texel)
        * cover(0.012 - abs((grid.y * 24 + 0.5) % 1 - 0.5) / 24, grid.texel)
    )
    bolt, dark = _bolts(laid, rows, grid)
    cloud = fractal_noise(rng, grid.x, grid.y, 4, octaves=4, gain=0.6)
    streak = fractal_noise(rng, grid.x, grid.y, 24, 3, octaves=2)
    worn = smoothstep(0.10, 0.4, cloud + 0.5 * smoothstep(0.02, 0.0, edge) - 0.25) * smoothstep(
        0.03, 0.0, edge
    )
    table = tints(rng, laid.count, colour, 0.08, 0.012)
    shade = 1 + 0.05 * cloud + 0.03 * streak - 0.10 * sunk - 0.55 * vent - 0.2 * dark + 0.12 * bolt
    paint = scaled(table.take(laid.cell, 0), shade)
    base = mix(paint, (0.70, 0.70, 0.70), 0.7 * worn)
    base = scaled(base, 0.28 + 0.72 * plate)
    height = 0.15 + 0.5 * plate * dome(np.maximum(edge, 0), 0.010) - 0.15 * sunk - 0.25 * vent + 0.16 * bolt
    return Surface(base, height + 0.01 * cloud, 0.42 + 0.10 * cloud - 0.1 * worn + 0.25 * (1 - plate), 1.0)


def _bolts(laid: Cells, rows: int, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return the domes of bolts in the plates' corners, and the shade around them."""
    # corners are those places where both distances to the sides are small: found from the edge and u, v
    side_u = (1 - abs(laid.u)) / np.maximum(_slope(laid.u, 1, grid), 1e-3)
    side_v = (1 - abs(laid.v)) / np.maximum(_slope(laid.v, 0, grid), 1e-3)
    distance = np.hypot(side_u - 0.032, side_v - 0.032)
    radius = 0.015
    return np.sqrt(np.clip(1 - (distance / radius) ** 2, 0, 1)), smoothstep(0.023, 0.013, distance)


def _slope(place: np.ndarray, axis: int, grid: Grid) -> np.ndarray:
    """Return how fast u or v grows a tile width; the lesser of both sides, for joints not to count."""
    step = abs(np.roll(place, -1, axis) - place)
    return np.minimum(step, np.roll(step, 1, axis)) / np.float32(grid.texel)


def chainmail(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Link rings in rows that lean by turns, each through its neighbours."""
    n = repeats(rng, 6, 8, words, 2)
    colour = pick(rng, (*_STEELS, (0.40, 0.41, 0.44)), rgb)
    radius, wire = 0.62, rng.uniform(0.13, 0.17)
    best = np.zeros((grid.y.size, grid.x.size), np.float32)
    owner = np.zeros(best.shape, np.int64)
    for odd in (0, 1):
        sx, sy = grid.x * n, grid.y * n
        base_y = np.floor((sy - odd) / 2) * 2 + odd
        for j in (0, 2):
            row = base_y + j
            for i in (0, 1):
                column = np.floor(sx - 0.5 * odd) + 0.5 * odd + i
                dx, dy = sx - column, (sy - row) * 0.85
                d = abs(np.hypot(dx, dy) - radius) / wire
                # each ring rises to one side, so that it passes over one neighbour and under the other
                lean = 0.5 + 0.38 * np.clip((dx if odd == 0 else -dx) / radius, -1, 1)
                tube = np.where(d < 1, np.sqrt(np.maximum(1 - d * d, 0)) * 0.30 + lean, 0)
                wins = tube > best
                best = np.where(wins, tube, best)
                owner = np.where(wins, ((row % n) * n + np.floor(column) % n).astype(np.int64), owner)
    ring = smoothstep(0.0, 0.25, best)
    cloud = fractal_noise(rng, grid.x, grid.y, 3, octaves=4)
    table = tints(rng, n * n, colour, 0.07, 0.012)
    base = mix((0.09, 0.08, 0.08), scaled(table.take(owner, 0), 0.50 + 0.50 * best + 0.06 * cloud), ring)
    return Surface(base, np.clip(best * 0.85, 0, 1), 0.38 + 0.1 * cloud + 0.4 * (1 - ring), ring)


CLASSES: dict[str, MaterialClass] = {
    "rust": MaterialClass(
        rust,
        0.018,
        ("rusty metal", "rusted iron", "rusty steel"),
        ("worn", "dirty", "rough"),
        None,
    ),
    "brushed metal": MaterialClass(
        brushed_metal,
        0.003,
        ("brushed steel", "stainless steel"),
        ("polished", "worn", "dirty"),
        ("grey", "black", "yellow", "orange"),
        True,
    ),
    "diamond plate": MaterialClass(
        diamond_plate,
        0.016,
        ("tread plate", "checker plate"),
        ("worn", "dirty", "wet", "large", "small"),
        ("grey", "black", "yellow"),
        True,
        samples=2,
    ),
    "gold": MaterialClass(
        gold, 0.022, ("hammered gold", "beaten gold"), ("polished", "worn", "large", "small"), (), True
    ),
    "copper": MaterialClass(
        copper,
        0.022,
        ("hammered copper", "bronze"),
        ("oxidised", "polished", "large", "small"),
        (),
        True,
    ),
    "metal panels": MaterialClass(
        metal_panels,
        0.020,
        ("steel plates", "riveted metal", "spaceship hull"),
        ("worn", "dirty", "large", "small"),
        None,
        True,
    ),
    "chainmail": MaterialClass(
        chainmail,
        0.030,
        ("chain mail", "metal rings"),
        ("polished", "dirty", "large", "small"),
        ("grey", "black", "yellow"),
        True,
        samples=2,
    ),
}
