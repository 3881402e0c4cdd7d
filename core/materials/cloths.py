"""Woven, knitted and plaited: fabric, tartan, denim, burlap, carpet, wool, wicker, rope."""

from __future__ import annotations

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, mix, pick, repeats, scaled, smoothstep, tints
from core.materials.patterns import Cells, weave
from core.materials.weathering import Grid, Surface

_DYES = (
    (0.66, 0.22, 0.20), (0.22, 0.36, 0.58), (0.30, 0.46, 0.30), (0.82, 0.74, 0.60), (0.55, 0.32, 0.50),
    (0.80, 0.58, 0.24), (0.34, 0.36, 0.42), (0.24, 0.50, 0.52),
)  # fmt: skip


def _thread(cells: Cells) -> np.ndarray:
    """Return how high the strand on top stands, 0..1: round across, bowed between its crossings."""
    return np.sqrt(np.maximum(1 - (0.92 * cells.v) ** 2, 0)) * (
        0.45 + 0.55 * np.sqrt(np.maximum(1 - (0.9 * cells.u) ** 2, 0))
    )


def fabric(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Weave cloth: plain, striped, chequered or dotted."""
    n = repeats(rng, 18, 24, words, 2)
    x, y = warp(rng, grid.x, grid.y, 4, 0.006)
    cells, upright = weave(x, y, n, n)
    colour = pick(rng, _DYES, rgb)
    second = mix(colour, (0.95, 0.92, 0.84) if colour.mean() < 0.6 else (0.30, 0.26, 0.28), 0.72)
    kind = "striped" if "striped" in words else "dotted" if "dotted" in words else "plain"
    if not {"striped", "dotted"} & words:
        kind = rng.choice(["plain", "striped", "chequered", "dotted"], p=[0.5, 0.2, 0.15, 0.15])
    k = int(rng.integers(3, 6))
    stripe = cover(0.25 - abs((x * k) % 1 - 0.5), 2 * grid.texel * k) + 0 * y
    band = cover(0.25 - abs((y * k) % 1 - 0.5), 2 * grid.texel * k) + 0 * x
    row = np.floor(y * k)
    dots = cover(0.27 - np.hypot((x * k + 0.5 * (row % 2)) % 1 - 0.5, (y * k) % 1 - 0.5), 2 * grid.texel * k)
    # an even count of rows keeps the brick-like shift of dots periodic
    masks = {
        "striped": stripe,
        "chequered": np.where(upright, stripe, band),
        "dotted": dots if k % 2 == 0 else stripe,
    }
    folds = fractal_noise(rng, grid.x, grid.y, 2, octaves=3)
    top = _thread(cells)
    value = rng.uniform(-0.06, 0.06, cells.count).astype(np.float32).take(cells.cell)
    base = (
        mix(colour, second, masks[str(kind)]) if kind != "plain" else np.broadcast_to(colour, (*top.shape, 3))
    )
    shade = 0.70 + 0.34 * top + value + 0.07 * folds
    return Surface(scaled(base, shade), 0.30 + 0.32 * top + 0.12 * folds, 0.92, painted=0.6)


def tartan(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Weave the same sequence of stripes both ways, in a twill."""
    n = 8 * repeats(rng, 3, 4, words)
    cells, upright = weave(grid.x, grid.y, n, n, 2, 2)
    ground = pick(rng, _DYES, rgb)
    others = [
        np.asarray(_DYES[k], np.float32) * np.float32(0.6) for k in rng.choice(len(_DYES), 2, replace=False)
    ]
    light = (
        np.array([0.94, 0.90, 0.78], np.float32)
        if ground.mean() < 0.7
        else np.array([0.20, 0.20, 0.28], np.float32)
    )
    sett = (
        [ground] * 8 + [others[0]] * int(rng.integers(2, 6)) + [light] + [others[1]] * int(rng.integers(1, 5))
    )
    sett += [light] * int(rng.integers(0, 2))
    mirrored = np.asarray(sett + sett[::-1], np.float32)
    k = int(rng.integers(1, 3))
    threads = mirrored[(np.arange(n) * k * len(mirrored) // n) % len(mirrored)]
    base = np.concatenate([threads, threads]).take(cells.cell, 0)
    # far off both colours of a crossing blend: half of the other keeps the chequer calm
    column = np.concatenate([threads, threads]).take(np.floor(grid.x * n).astype(np.int64) % n, 0)
    line = threads.take(np.floor(grid.y * n).astype(np.int64) % n, 0)
    base = 0.55 * base + 0.45 * np.where(upright[..., None], line, column)
    top = _thread(cells)
    folds = fractal_noise(rng, grid.x, grid.y, 2, octaves=3)
    return Surface(
        scaled(base, 0.80 + 0.22 * top + 0.06 * folds), 0.35 + 0.25 * top + 0.1 * folds, 0.93, painted=0.5
    )


def denim(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Weave a blue warp and a white weft in a twill; some pieces carry a stitched seam."""
    blue = pick(rng, ((0.20, 0.31, 0.50), (0.15, 0.22, 0.38), (0.36, 0.48, 0.64), (0.14, 0.16, 0.22)), rgb)
    n = 3 * repeats(rng, 12, 14, words)
    cells, upright = weave(grid.x, grid.y, n, n, 1, 2)
    top = _thread(cells)
    fade = fractal_noise(rng, grid.x, grid.y, 3, octaves=4, gain=0.6)
    slubs = gradient_noise(rng, grid.x, grid.y, 48, 6)
    pale = mix(blue, (0.90, 0.92, 0.94), 0.60)
    base = mix(
        pale, mix(blue, pale, np.clip(0.10 + 0.14 * fade + 0.14 * slubs, 0, 0.6)), upright.astype(np.float32)
    )
    base = scaled(base, 0.76 + 0.28 * top)
    height = 0.34 + 0.20 * top + 0.05 * fade
    if rng.random() < 0.5:
        x = (grid.x - 0.5 + 0.002 * gradient_noise(rng, grid.x, grid.y, 4, 4) + 0 * grid.y) % 1 - 0.5
        fold = smoothstep(0.075, 0.065, abs(x))
        thread = np.zeros_like(x)
        for at in (-0.042, 0.042):
            dash = smoothstep(0.42, 0.34, abs((grid.y * 16) % 1 - 0.5))
            thread = np.maximum(thread, smoothstep(0.0115, 0.007, abs(x - at)) * dash)
        rim = smoothstep(0.018, 0.0, abs(abs(x) - 0.068))
        base = scaled(mix(base, pale, 0.22 * rim), 1 - 0.22 * smoothstep(0.012, 0.0, abs(abs(x) - 0.078)))
        base = mix(base, (0.84, 0.56, 0.22), thread)
        height = height + 0.18 * fold + 0.16 * thread
    return Surface(base, height, 0.92, painted=0.7)


def burlap(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Weave coarse yarn loosely, with dark holes between."""
    n = repeats(rng, 12, 15, words, 2)
    x, y = warp(rng, grid.x, grid.y, 7, 0.008)
    cells, _ = weave(x, y, n, n)
    thick = rng.uniform(0.62, 0.96, cells.count).astype(np.float32).take(cells.cell)
    fibre = fractal_noise(rng, grid.x, grid.y, 40, octaves=2)
    inside = thick + 0.08 * fibre - abs(cells.v)
    yarn = cover(inside, 2 * grid.texel * n)
    top = np.sqrt(np.clip(inside / 0.8, 0, 1)) * (0.55 + 0.45 * np.sqrt(np.maximum(1 - cells.u**2, 0)))
    table = tints(
        rng,
        cells.count,
        pick(rng, ((0.70, 0.56, 0.38), (0.62, 0.48, 0.32), (0.76, 0.65, 0.48)), rgb),
        0.07,
        0.02,
    )
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    shade = 0.62 + 0.44 * top + 0.10 * fibre + 0.06 * broad
    base = mix((0.20, 0.15, 0.10), scaled(table.take(cells.cell, 0), shade), yarn)
    return Surface(base, 0.1 + 0.6 * top * yarn + 0.04 * fibre, 0.95)


def carpet(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Tuft a carpet; some carry a woven ornament of diamonds."""
    colour = pick(rng, _DYES, rgb)
    n = repeats(rng, 20, 26, words)
    x, y = warp(rng, grid.x, grid.y, 14, 0.008)
    tufts = worley(rng, x, y, n, jitter=0.8)
    bump = np.clip(1 - tufts.f1 / 0.72, 0, 1)
    pile = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    fibre = fractal_noise(rng, grid.x, grid.y, 48, octaves=1)
    value = rng.uniform(-0.09, 0.09, tufts.count).astype(np.float32).take(tufts.cell)
    base = np.broadcast_to(colour, (*bump.shape, 3))
    if "patterned" in words or rng.random() < 0.4:
        k = int(rng.integers(2, 4))
        a, b = abs((x * k) % 1 - 0.5) * 2, abs((y * k) % 1 - 0.5) * 2
        light = mix(colour, (0.95, 0.88, 0.70) if colour.mean() < 0.6 else (0.35, 0.20, 0.18), 0.75)
        dark = scaled(colour, 0.5)
        s, blur = a + b, 0.04
        base = mix(base, dark, cover(0.72 - s, blur))
        base = mix(base, light, cover(0.60 - s, blur) * cover(s - 0.40, blur))
        base = mix(base, light, cover(0.20 - s, blur))
        base = mix(base, light, cover(0.05 - abs(s - 1.0), blur))
        base = mix(base, dark, cover(0.22 - np.hypot(1 - a, 1 - b), blur))
    shade = 0.66 + 0.42 * bump + value + 0.08 * pile + 0.05 * fibre
    return Surface(scaled(base, shade), 0.2 + 0.45 * bump + 0.10 * pile + 0.04 * fibre, 0.97, painted=0.8)


def knit(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Knit wool in stocking stitch: columns of interlocking Vs, plain or with bands of a second colour."""
    columns = repeats(rng, 6, 9, words)
    rows = max(round(columns * rng.uniform(1.15, 1.4)), 2)
    colour = pick(rng, _DYES, rgb)
    second = mix(colour, (0.96, 0.93, 0.86) if colour.mean() < 0.6 else (0.40, 0.24, 0.24), 0.8)
    x, y = warp(rng, grid.x, grid.y, 5, 0.006)
    sx = x * np.float32(columns)
    a = abs(sx - np.floor(sx) - 0.5) * 2
    top = np.zeros(np.broadcast_shapes(x.shape, y.shape), np.float32)
    across_best, owner = top, np.zeros(top.shape, np.int64)
    # half a stitch slants from low in the middle of its column to high at the sides; two rows reach a point
    slanted = y * np.float32(rows) + 0.75 * a
    for k in (0, 1):
        row = np.floor(slanted) - k
        f = slanted - row - 0.5
        side = np.hypot((a - 0.5) * 1.75, f * np.float32(1.25))
        h = np.sqrt(np.maximum(1 - side**2, 0)) * (0.75 + 0.25 * np.clip(0.6 - f, 0, 1))
        wins = h > top
        top, across_best = np.where(wins, h, top), np.where(wins, f, across_best)
        owner = np.where(wins, (row % rows).astype(np.int64), owner)
    twist = np.sin(across_best * 9 + a * 9)
    fuzz = fractal_noise(rng, grid.x, grid.y, 40, octaves=2)
    banded = np.zeros(rows, np.float32)
    if "striped" in words or rng.random() < 0.35:
        banded[: max(rows // 3, 1)] = 1
        banded[rows // 2] = 1
    yarn = mix(colour, second, banded.take(owner))
    folds = fractal_noise(rng, grid.x, grid.y, 2, octaves=2)
    shade = 0.34 + 0.66 * smoothstep(0.0, 0.75, top) + 0.07 * twist * (top > 0.2) + 0.06 * fuzz + 0.04 * folds
    return Surface(
        scaled(yarn, shade), 0.12 + 0.6 * top + 0.05 * twist * top + 0.04 * fuzz, 0.95, painted=0.7
    )


def wicker(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Plait thin rods about upright stakes."""
    stakes = repeats(rng, 4, 7, words, 2)
    rods = 2 * stakes + 2 * int(rng.integers(0, 3))
    colour = pick(rng, ((0.72, 0.52, 0.30), (0.60, 0.40, 0.22), (0.80, 0.64, 0.42), (0.46, 0.30, 0.18)), rgb)
    x, y = warp(rng, grid.x, grid.y, 5, 0.006)
    sx, sy = x * np.float32(stakes), y * np.float32(rods)
    row = np.floor(sy)
    across = 2 * (sy - row) - 1
    # each rod swings before one stake and behind the next, its neighbours the other way
    swing = np.cos(np.pi * (sx + row % 2))
    rod = np.sqrt(np.maximum(1 - (across * 1.02) ** 2, 0)) * (0.30 + 0.50 * (0.5 + 0.5 * swing)) + 0.12 * (
        0.5 + 0.5 * swing
    )
    stake_u = 2 * abs(sx - np.floor(sx + 0.5)) / 0.42
    stake = np.where(stake_u < 1, np.sqrt(np.maximum(1 - stake_u**2, 0)) * 0.42 + 0.10, 0) + 0 * rod
    behind = stake > rod
    cell = np.where(
        behind, (np.floor(sx + 0.5) % stakes).astype(np.int64) + rods, (row % rods).astype(np.int64)
    )
    table = tints(rng, rods + stakes, colour, 0.10, 0.03)
    fibre = np.where(
        behind, fractal_noise(rng, x, y, 48, 5, octaves=1), fractal_noise(rng, x, y, 5, 60, octaves=1)
    )
    broad = fractal_noise(rng, grid.x, grid.y, 4, octaves=2)
    height = np.maximum(rod, stake)
    shade = 0.30 + 0.86 * smoothstep(0.05, 0.85, height) + 0.09 * fibre + 0.05 * broad
    return Surface(scaled(table.take(cell, 0), shade), height, 0.55 + 0.1 * fibre)


def rope(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Lay twisted ropes side by side."""
    n = repeats(rng, 4, 6, words)
    turns = 2 * n + int(rng.integers(-1, 3))
    x, y = (grid.x, grid.y) if rng.random() < 0.5 else (grid.y, grid.x)
    x, y = warp(rng, x, y, 4, 0.006)
    s = y * np.float32(n)
    row = np.floor(s)
    across = 2 * (s - row) - 1
    body = np.sqrt(np.maximum(1 - across**2, 0))
    offset = rng.random(n).astype(np.float32).take((row % n).astype(np.int64))
    phase = x * turns + 0.85 * np.arcsin(np.clip(across, -1, 1)) / np.pi * 2 + offset
    strand = phase - np.floor(phase)
    bulge = np.sqrt(np.maximum(1 - (2 * strand - 1) ** 2, 0))
    fibre = gradient_noise(rng, np.asarray(strand * 0.5 + offset), np.asarray(x * 1.0 + 0 * y), 24, 8)
    colour = pick(rng, ((0.74, 0.60, 0.40), (0.64, 0.50, 0.33), (0.82, 0.74, 0.60)), rgb)
    shade = 0.26 + 0.34 * smoothstep(0, 0.8, body) + 0.44 * smoothstep(0.0, 0.8, bulge) * (0.3 + 0.7 * body)
    height = 0.05 + 0.55 * body + 0.28 * bulge * body + 0.03 * fibre
    return Surface(scaled(colour, shade + 0.10 * fibre), height, 0.93)


CLASSES: dict[str, MaterialClass] = {
    "fabric": MaterialClass(
        fabric,
        0.010,
        ("cloth", "linen", "cotton"),
        ("striped", "dotted", "worn", "dirty", "large"),
        None,
    ),
    "tartan": MaterialClass(tartan, 0.008, ("plaid", "plaid fabric"), ("worn", "dirty", "large"), None),
    "denim": MaterialClass(
        denim, 0.012, ("jeans", "jean fabric"), ("worn", "dirty"), ("blue", "navy", "black", "white", "grey")
    ),
    "burlap": MaterialClass(
        burlap,
        0.016,
        ("sackcloth", "hessian"),
        ("worn", "dirty", "large", "small"),
        ("brown", "beige", "white", "yellow", "green"),
    ),
    "carpet": MaterialClass(carpet, 0.020, ("rug", "plush carpet"), ("patterned", "worn", "dirty"), None),
    "knitted wool": MaterialClass(
        knit,
        0.030,
        ("wool", "knitted fabric", "sweater"),
        ("striped", "dirty", "large", "small"),
        None,
    ),
    "wicker": MaterialClass(
        wicker,
        0.035,
        ("basket", "rattan", "woven basket"),
        ("worn", "dirty", "large", "small"),
        ("brown", "beige", "white", "black", "yellow"),
    ),
    "rope": MaterialClass(
        rope,
        0.045,
        ("ropes", "twisted rope"),
        ("worn", "dirty", "wet", "large"),
        ("brown", "beige", "white", "yellow", "red"),
    ),
}
