"""What grows: grass, moss, leaves, scales, leather, fur, feathers, thatch."""

from __future__ import annotations

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, dome, mix, pick, ramp, repeats, scaled, smoothstep, tints
from core.materials.patterns import Scatter, scatter, shingles
from core.materials.weathering import Grid, Surface

_GREENS = ((0.30, 0.50, 0.13), (0.24, 0.45, 0.14), (0.40, 0.55, 0.16), (0.27, 0.52, 0.24))
_AUTUMN = ((0.80, 0.36, 0.10), (0.72, 0.20, 0.10), (0.88, 0.62, 0.16), (0.52, 0.30, 0.14))
_HIDES = (
    (0.42, 0.25, 0.14),
    (0.30, 0.17, 0.10),
    (0.55, 0.34, 0.19),
    (0.24, 0.19, 0.17),
    (0.50, 0.18, 0.13),
    (0.64, 0.43, 0.26),
)
_SCALES = ((0.22, 0.48, 0.30), (0.55, 0.18, 0.14), (0.20, 0.36, 0.55), (0.45, 0.40, 0.30), (0.38, 0.24, 0.50))
_FURS = ((0.50, 0.34, 0.20), (0.36, 0.25, 0.18), (0.74, 0.66, 0.56), (0.46, 0.45, 0.46), (0.76, 0.46, 0.22))


def _blade(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return a blade that tapers from its root (u = -1) to its tip and bows to one side."""
    v = v - 0.10 * (u + 1) ** 2 + 0.12
    width = 0.155 * (1 - smoothstep(-0.2, 1.0, u) * 0.95) * (abs(u) < 0.97)
    inside = 1 - abs(v) / np.maximum(width, 1e-3)
    return np.sqrt(np.clip(inside, 0, 1)) * (0.50 + 0.45 * u) * (abs(u) < 0.97)


def grass(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grow blades in layers, the lower ones darker, leaning the way of the wind."""
    colour = pick(rng, _GREENS, rgb)
    n = repeats(rng, 8, 10, words)
    wind = rng.uniform(0, 2 * np.pi)
    blades: Scatter | None = None
    for k in range(4):
        blades = scatter(
            rng, grid.x, grid.y, n + 2 - k, _blade, (0.75, 1.0), (wind - 1.5, wind + 1.5), 0.35, 0.3, blades
        )
    assert blades is not None
    clump = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    value = rng.uniform(0.86, 1.14, blades.count).astype(np.float32).take(blades.piece)
    dim = np.array([0.36, 0.50, 0.66, 0.86, 1.06], np.float32).take(blades.layer)
    there = blades.layer > 0
    shade = dim * (
        1
        + there
        * (value * (0.70 + 0.36 * smoothstep(-1, 0.9, blades.u) + np.float32(0.1) * (blades.v > 0.02)) - 1)
    )
    tone = mix(colour, colour * np.array([1.25, 1.05, 0.70], np.float32), smoothstep(-0.4, 0.6, clump))
    height = 0.06 + 0.12 * blades.layer.astype(np.float32) + 0.42 * blades.height
    return Surface(scaled(tone, shade), height, 0.78 - 0.1 * height, painted=0.8)


def moss_bed(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grow a bed of moss: cushions, set with small tufts."""
    colour = pick(rng, ((0.34, 0.45, 0.12), (0.28, 0.42, 0.14), (0.44, 0.50, 0.16)), rgb)
    n = repeats(rng, 5, 7, words)
    x, y = warp(rng, grid.x, grid.y, 8, 0.02)
    cushions = worley(rng, x, y, n, jitter=1.0, rounding=0.16)
    tufts = worley(rng, *warp(rng, grid.x, grid.y, 16, 0.012), 5 * n)
    fuzz = fractal_noise(rng, grid.x, grid.y, 32, octaves=2)
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    swell = dome(np.maximum(cushions.edge + 0.10 + 0.05 * fuzz, 0), 0.5)
    step = rng.uniform(-0.1, 0.1, cushions.count).astype(np.float32).take(cushions.cell)
    bump = np.clip(1 - tufts.f1 / 0.75, 0, 1)
    height = 0.10 + 0.52 * swell + step + 0.24 * bump + 0.05 * fuzz
    value = rng.uniform(-0.08, 0.08, tufts.count).astype(np.float32).take(tufts.cell)
    t = 0.16 + 0.28 * swell + 0.40 * bump + 1.3 * value + 0.16 * broad + 0.10 * fuzz
    dark, light = colour * np.array([0.36, 0.42, 0.40], np.float32), mix(colour, (0.86, 0.90, 0.36), 0.45)
    return Surface(ramp(t, [dark, colour * np.float32(0.78), colour, light]), height, 0.95, painted=0.9)


def _leaf(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return a pointed oval leaf, cupped along its midrib."""
    s = (u + 1) * 0.5
    width = 1.30 * np.sqrt(s) * (1 - s) * (0.72 + 0.28 * s)
    inside = 1 - abs(v) / np.maximum(width, 1e-3)
    return np.where(inside > 0, 0.35 + 0.45 * np.clip(abs(v) / 0.5, 0, 1) + 0.2 * inside, 0)


def leaves(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Strew fallen or growing leaves in layers, with midribs and side veins."""
    autumn = rgb is None and ("autumn" in words or rng.random() < 0.4)
    n = repeats(rng, 5, 6, words)
    colour = pick(rng, _GREENS, rgb)
    strewn: Scatter | None = None
    for k in range(3):
        strewn = scatter(rng, grid.x, grid.y, n + 2 - k, _leaf, (0.7, 1.0), pile=2.0, wide=0.42, below=strewn)
    assert strewn is not None
    table = tints(rng, strewn.count, colour, 0.12, 0.05)
    if autumn:
        own = rng.integers(len(_AUTUMN), size=strewn.count)
        table = np.asarray(_AUTUMN, np.float32)[own] * rng.uniform(0.85, 1.12, (strewn.count, 1)).astype(
            np.float32
        )
    rib = smoothstep(0.055, 0.015, abs(strewn.v))
    veins = smoothstep(0.30, 0.12, abs((strewn.u * 4.5 - abs(strewn.v) * 4.0) % 1 - 0.5))
    dim = np.array([0.18, 0.50, 0.74, 1.0], np.float32).take(strewn.layer)
    shade = dim * (0.74 + 0.40 * strewn.height - 0.12 * veins * (1 - rib) + 0.20 * rib)
    height = 0.26 * strewn.layer.astype(np.float32) + (strewn.layer > 0) * (
        0.18 * strewn.height + 0.05 * rib - 0.02 * veins - 0.1
    )
    base = scaled(table.take(strewn.piece, 0), shade)
    return Surface(base, height, 0.55 + 0.2 * (1 - height))


def scales(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Cover skin with overlapping scales, round ones or keeled points."""
    rows = repeats(rng, 8, 12, words, 2)
    tip = "round" if rng.random() < 0.65 else "pointed"
    columns = max(round(rows * (0.6 if tip == "round" else 0.75)), 2)
    colour = pick(rng, _SCALES, rgb)
    shifts = 0.5 * (np.arange(rows) % 2)
    x, y = warp(rng, grid.x, grid.y, 4, 0.010)
    hung = shingles(x, y, columns, shifts, tip, depth=0.95)
    inside = cover(hung.edge - 0.0025, grid.texel)
    down = 0.5 + 0.5 * hung.v
    keel = smoothstep(0.35, 0.0, abs(hung.u)) * rng.uniform(0.0, 1.0)
    round_ = np.sqrt(np.maximum(1 - 0.85 * hung.u**2, 0))
    table = tints(rng, hung.count, colour, 0.08, 0.05)
    broad = fractal_noise(rng, grid.x, grid.y, 2, octaves=3)
    belly = mix(colour, (0.90, 0.82, 0.52), 0.55)
    rim = smoothstep(0.020, 0.006, hung.edge)
    base = scaled(
        table.take(hung.cell, 0), 0.46 + 0.55 * smoothstep(0.1, 0.95, down) + 0.12 * keel + 0.08 * broad
    )
    base = mix(base, belly, np.clip(0.26 * smoothstep(0.55, 1.0, down) + 0.30 * rim, 0, 1))
    base = scaled(base, 0.55 + 0.45 * inside)
    height = 0.10 + inside * (0.15 + 0.50 * down * round_ + 0.12 * keel) * dome(
        np.maximum(hung.edge, 0), 0.012
    )
    return Surface(base, height, 0.28 + 0.12 * broad + 0.3 * (1 - inside))


def leather(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grain a hide; or quilt it in diamonds with buttons."""
    colour = pick(rng, _HIDES, rgb)
    n = repeats(rng, 18, 24, words)
    x, y = warp(rng, grid.x, grid.y, 6, 0.015)
    found = worley(rng, x, y, n, jitter=0.95, rounding=0.10)
    pores = dome(np.maximum(found.edge, 0), 0.32)
    value = rng.uniform(-0.05, 0.05, found.count).astype(np.float32).take(found.cell)
    broad = fractal_noise(rng, grid.x, grid.y, 2, octaves=4)
    folds = smoothstep(0.10, 0.0, abs(fractal_noise(rng, *warp(rng, grid.x, grid.y, 3, 0.08), 3, octaves=2)))
    height = 0.45 + 0.16 * pores + 0.08 * broad - 0.10 * folds
    shade = 0.90 + 0.16 * pores + value + 0.13 * broad - 0.16 * folds
    if "quilted" in words or rng.random() < 0.2:
        k = int(rng.integers(2, 4))
        s, t = (grid.x + grid.y) * k, (grid.x - grid.y) * k
        a, b = abs(s - np.floor(s) - 0.5) * 2, abs(t - np.floor(t) - 0.5) * 2
        puff = np.sqrt(np.maximum((1 - a**3) * (1 - b**3), 0))
        button = np.hypot(1 - a, 1 - b)
        knob = smoothstep(0.24, 0.20, button)
        height = (
            0.12 + 0.55 * puff + 0.3 * (height - 0.45) + 0.30 * knob * (1 - (button / 0.24).clip(0, 1) ** 2)
        )
        shade = shade * (0.58 + 0.48 * smoothstep(0.0, 0.75, puff)) + 0.22 * knob
    base = mix(
        scaled(colour, shade), scaled(colour * np.array([1.12, 0.94, 0.80], np.float32), shade), pores * 0.5
    )
    return Surface(base, height, 0.42 + 0.14 * (1 - pores) + 0.10 * broad)


def fur(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Comb fur into locks that overlap, each of fine hairs."""
    colour = pick(rng, _FURS, rgb)
    n = repeats(rng, 6, 8, words)
    locks: Scatter | None = None
    for k in range(4):
        locks = scatter(rng, grid.x, grid.y, n + 2 - k // 2, _lock, (0.8, 1.0), (1.15, 2.0), 0.6, 0.3, locks)
    assert locks is not None
    broad = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    phase, value = rng.uniform((0, 0.88), (6, 1.10), (locks.count, 2)).astype(np.float32).T
    hairs = np.sin(locks.v * 60 + 5 * locks.u**2 + phase.take(locks.piece))
    dim = np.array([0.55, 0.72, 0.84, 0.93, 1.0], np.float32).take(locks.layer) * (1 + 0.08 * broad)
    shade = dim * value.take(locks.piece) * (0.80 + 0.22 * smoothstep(-0.9, 0.8, locks.u) + 0.10 * hairs)
    tipped = mix(colour, (0.96, 0.90, 0.80), 0.22)
    base = scaled(mix(colour, tipped, smoothstep(0.1, 0.95, locks.u)), shade)
    height = 0.08 + 0.12 * locks.layer.astype(np.float32) + 0.40 * locks.height
    height += 0.05 * hairs * (locks.height > 0)
    return Surface(base, height, 0.82, painted=0.7)


def _lock(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return a lock of hair that sways and comes to a point at u = 1."""
    v = v + 0.10 * np.sin(u * 2.6)
    width = 0.17 * np.sqrt(1 - u) * smoothstep(-1.0, -0.5, u)
    inside = 1 - abs(v) / np.maximum(width, 1e-3)
    return np.sqrt(np.clip(inside, 0, 1)) * (0.55 + 0.40 * u) * (abs(u) < 0.92)


def feathers(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Lay feathers in rows, with shafts, slanting barbs and pale or dark tips."""
    rows = repeats(rng, 5, 7, words, 2)
    colour = pick(rng, ((0.46, 0.34, 0.24), (0.82, 0.80, 0.76), (0.22, 0.24, 0.30), (0.28, 0.44, 0.62)), rgb)
    x, y = warp(rng, grid.x, grid.y, 5, 0.008)
    hung = shingles(x, y, max(round(rows * 0.75), 2), 0.5 * (np.arange(rows) % 2), "round", depth=0.9)
    down = 0.5 + 0.5 * hung.v
    slant = down * 9 - abs(hung.u) * 2.6
    barbs = np.sin(2 * np.pi * slant)
    shaft = smoothstep(0.10, 0.03, abs(hung.u)) * smoothstep(0.98, 0.85, down)
    nick = fractal_noise(rng, x, y, 20, octaves=2)
    inside = cover(hung.edge - 0.004 - 0.003 * nick, grid.texel)
    tip = mix(colour, (0.96, 0.94, 0.90) if colour.mean() < 0.55 else (0.30, 0.25, 0.22), 0.6)
    table = tints(rng, hung.count, colour, 0.09, 0.03)
    shade = 0.62 + 0.40 * smoothstep(0.1, 0.9, down) + 0.09 * barbs
    base = scaled(table.take(hung.cell, 0), shade)
    base = mix(base, scaled(tip, 0.92 + 0.09 * barbs), smoothstep(0.66, 0.92, down + 0.05 * nick))
    base = mix(base, mix(colour, (0.95, 0.90, 0.80), 0.65), 0.8 * shaft)
    base = scaled(base, 0.55 + 0.45 * inside)
    height = 0.10 + inside * (0.20 + 0.45 * down * (1 - 0.35 * hung.u**2) + 0.05 * barbs + 0.12 * shaft)
    return Surface(base, height, 0.7 - 0.2 * shaft)


def thatch(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Bundle straw in layers down a roof."""
    colour = pick(rng, ((0.78, 0.62, 0.32), (0.70, 0.53, 0.28), (0.60, 0.50, 0.36), (0.84, 0.70, 0.38)), rgb)
    rows = repeats(rng, 2, 4, words)
    ragged = fractal_noise(rng, grid.x, grid.y, 24, 3, octaves=2, gain=0.8)
    phase = grid.y * rows + 0.10 * ragged + 0.10 * gradient_noise(rng, grid.x, grid.y, 4, 2)
    down = phase - np.floor(phase)
    straws: Scatter | None = None
    for k in range(6):
        straws = scatter(
            rng, grid.x, grid.y, 9 - k // 2 + k % 2, _straw, (0.8, 1.0), (1.3, 1.84), 0.6, 0.085, straws
        )
    assert straws is not None
    table = tints(rng, straws.count, colour, 0.11, 0.03)
    table[0] = colour
    lip = smoothstep(0.0, 0.10, down) * smoothstep(1.0, 0.985, down)
    dim = np.linspace(0.62, 1.0, 7).astype(np.float32).take(straws.layer)
    shade = (
        dim * (0.72 + 0.34 * straws.height) * (0.45 + 0.55 * lip) * (0.80 + 0.26 * smoothstep(0.1, 0.8, down))
    )
    height = 0.08 + 0.045 * straws.layer.astype(np.float32) + 0.36 * down + 0.2 * straws.height
    return Surface(scaled(table.take(straws.piece, 0), shade), height * (0.45 + 0.55 * lip), 0.88)


def _straw(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(1 - (v * np.float32(1 / 0.085)) ** 2, 0)) * (abs(u) < 0.98)


CLASSES: dict[str, MaterialClass] = {
    "grass": MaterialClass(
        grass,
        0.045,
        ("lawn", "meadow", "turf"),
        ("snowy", "wet", "large", "small"),
        ("green", "lime", "yellow", "brown"),
        samples=2,
    ),
    "moss": MaterialClass(
        moss_bed,
        0.045,
        ("mossy ground", "moss bed"),
        ("wet", "snowy", "large", "small"),
        ("green", "lime", "yellow"),
    ),
    "leaves": MaterialClass(
        leaves,
        0.035,
        ("foliage", "fallen leaves", "leaf litter"),
        ("autumn", "wet", "snowy", "large", "small"),
        ("green", "lime", "red", "orange", "yellow", "brown", "purple", "maroon"),
        samples=2,
    ),
    "scales": MaterialClass(
        scales,
        0.035,
        ("dragon scales", "fish scales", "reptile skin"),
        ("polished", "dirty", "large", "small"),
        None,
    ),
    "leather": MaterialClass(
        leather,
        0.022,
        ("hide", "leather upholstery"),
        ("quilted", "worn", "polished", "cracked"),
        None,
    ),
    "fur": MaterialClass(
        fur,
        0.040,
        ("animal fur", "pelt"),
        ("dirty", "snowy", "large", "small"),
        ("brown", "beige", "white", "black", "orange", "grey"),
        samples=2,
    ),
    "feathers": MaterialClass(
        feathers, 0.030, ("plumage", "bird feathers"), ("dirty", "wet", "large", "small"), None
    ),
    "thatch": MaterialClass(
        thatch,
        0.040,
        ("straw", "thatched roof", "hay"),
        ("mossy", "worn", "snowy"),
        ("yellow", "beige", "brown", "grey"),
        samples=2,
    ),
}
