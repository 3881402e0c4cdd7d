"""Wood, growing and sawn: planks, parquet, grain, bark, log ends and bamboo."""

from __future__ import annotations

import numpy as np

from core.materials.material import WOODEN, MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, dome, mix, pick, repeats, scaled, smoothstep, tints
from core.materials.patterns import Cells, basket_weave, courses, herringbone
from core.materials.weathering import Grid, Surface

_WOODS = (
    (0.56, 0.36, 0.20), (0.46, 0.28, 0.16), (0.66, 0.46, 0.27), (0.36, 0.22, 0.14), (0.72, 0.55, 0.36),
    (0.50, 0.42, 0.34), (0.55, 0.27, 0.16),
)  # fmt: skip


def _grain(rng: np.random.Generator, along: np.ndarray, across: np.ndarray, lines: int) -> np.ndarray:
    """Return a stylised grain, -1 (dark) to 1: wavy lines along, `lines` of them a tile."""
    bend = gradient_noise(rng, along, across, 2, 4)
    across = across + np.float32(0.02) * bend
    broad = gradient_noise(rng, along, across, 2, max(lines // 2, 1))
    narrow = gradient_noise(rng, along, across, 3, lines)
    dark = smoothstep(0.22, 0.0, abs(gradient_noise(rng, along, across, 2, lines)))
    return 0.55 * broad + 0.40 * narrow - 0.55 * dark


def planks(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Nail boards side by side, upright or lying."""
    x, y = (grid.x, grid.y) if rng.random() < 0.5 else (grid.y, grid.x)
    n = repeats(rng, 4, 7, words)
    blocks = 1 if rng.random() < 0.5 else 2
    widths = [rng.uniform(0.7, 1.3, blocks).tolist() for _ in range(n)]
    bowed = y + np.float32(0.004) * gradient_noise(rng, x, y, 3, n)
    laid = courses(x, bowed, rng.uniform(0.8, 1.2, n).tolist(), widths, rng.random(n).tolist(), 0.006)
    wobble = fractal_noise(rng, x, y, 12, octaves=2)
    edge = laid.edge - rng.uniform(0.003, 0.006) + 0.0012 * wobble
    board = cover(edge, grid.texel)
    offset = rng.random((2, laid.count)).astype(np.float32)
    along, across = x + offset[0].take(laid.cell), y + offset[1].take(laid.cell)
    knot, ring = _knots(rng, laid, n)
    grain = (
        _grain(rng, along, across + 0.03 * knot * laid.v, int(rng.integers(24, 38))) * (1 - knot)
        + knot * ring
    )
    table = tints(rng, laid.count, pick(rng, _WOODS, rgb, 0.2), rng.uniform(0.07, 0.13), 0.025)
    ends = np.hypot((1 - abs(laid.u)) / blocks * 0.5 - 0.028, (abs(laid.v) - 0.5) / (2 * n))
    nail = smoothstep(0.012, 0.008, ends) if blocks > 1 and rng.random() < 0.7 else np.zeros_like(edge)
    colour = scaled(table.take(laid.cell, 0), 1 + 0.17 * grain - 0.22 * smoothstep(0.010, 0.0, edge))
    colour = mix(scaled(colour, 1 - 0.25 * knot), (0.20, 0.18, 0.17), 0.85 * nail)
    colour = scaled(colour, 0.25 + 0.75 * board)
    lift = rng.uniform(-0.1, 0.1, laid.count).astype(np.float32).take(laid.cell)
    height = (0.7 + lift + 0.10 * grain) * dome(np.maximum(edge, 0), 0.010) * board
    return Surface(colour, height - 0.12 * nail, 0.72 - 0.08 * grain - 0.2 * nail, 0.6 * nail)


def _knots(rng: np.random.Generator, laid: Cells, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the mask of a knot on some of the boards, and its rings as a grain."""
    place = rng.uniform(-0.6, 0.6, laid.count).astype(np.float32).take(laid.cell)
    has = (rng.random(laid.count) < 0.35).astype(np.float32).take(laid.cell)
    height = rng.uniform(-0.35, 0.35, laid.count).astype(np.float32).take(laid.cell)
    distance = np.hypot((laid.u - place) * 3.2, (laid.v - height) * 1.5)
    return has * smoothstep(0.75, 0.35, distance), np.sin(distance * 22) * 0.6 - smoothstep(
        0.25, 0.1, distance
    )


def parquet(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Lay a varnished floor in a herringbone, a basket weave or staves."""
    scale = 0.5 if "large" in words else 1.5 if "small" in words else 1.0
    kind = rng.choice(["herringbone", "basket", "staves"], p=[0.5, 0.3, 0.2])
    if kind == "herringbone":
        length = int(rng.integers(3, 5))
        n = 2 * length * max(round(scale * 8 / (2 * length)), 1)
        laid = herringbone(grid.x, grid.y, n, length, diagonal=bool(rng.random() < 0.75))
    elif kind == "basket":
        laid = basket_weave(grid.x, grid.y, max(2 * round(scale * 2), 2), int(rng.integers(3, 5)))
    else:
        rows = max(round(scale * 8), 2)
        laid = courses(grid.x, grid.y, [1.0] * rows, [[1.0, 1.0, 1.0]] * rows, rng.random(rows).tolist())
    edge = laid.edge - 0.0015
    stave = cover(edge, grid.texel)
    offset = rng.random((2, laid.count)).astype(np.float32)
    along, across = laid.u * 0.12 + offset[0].take(laid.cell), laid.v * 0.04 + offset[1].take(laid.cell)
    grain = _grain(rng, along, across, 30)
    table = tints(rng, laid.count, pick(rng, _WOODS, rgb, 0.2), rng.uniform(0.08, 0.14), 0.02)
    colour = scaled(table.take(laid.cell, 0), (1 + 0.13 * grain) * (0.45 + 0.55 * stave))
    lift = rng.uniform(-0.06, 0.06, laid.count).astype(np.float32).take(laid.cell)
    height = 0.3 + (0.45 + lift) * dome(np.maximum(edge, 0), 0.006) * stave + 0.03 * grain
    return Surface(colour, height, 0.30 + 0.06 * grain + 0.4 * (1 - stave))


def wood_grain(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Saw one broad slab: growth lines that arch about a few knots."""
    x, y = (grid.x, grid.y) if rng.random() < 0.5 else (grid.y, grid.x)
    lines = repeats(rng, 8, 12, words)
    sweep = fractal_noise(rng, x, y, 1, 2, octaves=2) * rng.uniform(0.10, 0.22)
    fine_y = y + 0.004 * gradient_noise(rng, x, y, 4, 20)
    push, core = np.zeros(sweep.shape, np.float32), np.zeros(sweep.shape, np.float32)
    for _ in range(rng.integers(1, 4)):
        cx, cy, size = rng.random(), rng.random(), rng.uniform(0.035, 0.07)
        dx, dy = (x - cx + 0.5) % 1 - 0.5, (y - cy + 0.5) % 1 - 0.5
        near = np.exp(-((dx / (3.2 * size)) ** 2) - (dy / (1.7 * size)) ** 2)
        push += near * np.tanh(dy / (0.5 * size)) * -size * 1.3
        core = np.maximum(core, smoothstep(1.0, 0.55, np.hypot(dx / 1.5, dy) / size))
    phase = (fine_y + sweep + push) * lines
    saw = phase - np.floor(phase)
    growth = smoothstep(0.0, 0.85, saw) - smoothstep(0.90, 1.0, saw)
    fibres = gradient_noise(rng, x, fine_y, 4, 60)
    broad = fractal_noise(rng, x, y, 2, 5, octaves=2)
    colour = pick(rng, _WOODS, rgb, 0.2)
    shade = 1.10 - 0.30 * growth**2 + 0.06 * fibres + 0.07 * broad
    base = scaled(colour, shade - 0.45 * core)
    base = mix(base, scaled(colour * np.array([1.06, 0.9, 0.75], np.float32), shade), 0.5 * growth)
    return Surface(base, 0.65 - 0.14 * growth + 0.05 * fibres - 0.1 * core, 0.55 + 0.12 * growth)


def bark(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Split bark into long plates with deep furrows between."""
    colour = pick(
        rng, ((0.42, 0.31, 0.22), (0.36, 0.28, 0.23), (0.48, 0.40, 0.33), (0.40, 0.25, 0.17)), rgb, 0.2
    )
    n = repeats(rng, 7, 9, words)
    x, y = warp(rng, grid.x, grid.y, 3, 0.035, octaves=3)
    found = worley(rng, x, y, n, max(round(n * 0.3), 1), jitter=1.0)
    ridge = dome(np.maximum(found.edge - 0.05, 0), 0.34)
    fibres = fractal_noise(rng, x, y, 4 * n, 6, octaves=2, gain=0.6)
    breaks = worley(rng, x, y + 0.012 * fibres, n, 12, jitter=0.8)
    lift = rng.uniform(-0.12, 0.12, found.count).astype(np.float32).take(found.cell)
    steps = rng.uniform(-0.07, 0.07, breaks.count).astype(np.float32).take(breaks.cell)
    gap = smoothstep(0.10, 0.0, breaks.edge) * smoothstep(-0.2, 0.4, fibres)
    height = 0.10 + ridge * (0.62 + lift + steps - 0.14 * gap) + 0.10 * fibres * (0.4 + ridge)
    shade = 0.48 + 0.58 * ridge + 0.18 * fibres + 0.9 * steps - 0.12 * gap
    pale = mix(colour, (0.62, 0.57, 0.50), 0.30 * smoothstep(0.2, 0.9, ridge + 0.5 * fibres))
    return Surface(scaled(pale, shade), height, 0.93)


def log_ends(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Stack logs and show their sawn ends: rings, rays, bark."""
    n = repeats(rng, 4, 5, words)
    x, y = warp(rng, grid.x, grid.y, 5, 0.008)
    found = worley(rng, x, y, n, jitter=rng.uniform(0.45, 0.7), rounding=0.07)
    wood = pick(rng, ((0.80, 0.62, 0.40), (0.74, 0.53, 0.33), (0.84, 0.70, 0.50)), rgb)
    rind = pick(rng, ((0.32, 0.22, 0.15), (0.38, 0.29, 0.22)), None)
    edge = found.edge - 0.02
    face = cover(edge - 0.075, 1.2 * grid.texel * n)
    inside = cover(edge, 1.2 * grid.texel * n)
    wobble = fractal_noise(rng, grid.x, grid.y, 8, octaves=2)
    off = rng.uniform(-0.08, 0.08, (2, found.count)).astype(np.float32)
    dx, dy = found.dx - off[0].take(found.cell), found.dy - off[1].take(found.cell)
    radius = np.hypot(dx, dy)
    # rings follow the outline near the bark and a circle near the pith
    place = radius - 0.55 * edge * smoothstep(0.0, 0.35, radius) + 0.02 * wobble
    rings = np.sin(place * rng.uniform(48, 64))
    # a few splits run out from the pith
    spoke = np.sin(
        np.arctan2(dy, dx) * 1.5 + rng.uniform(0, 6, found.count).astype(np.float32).take(found.cell)
    )
    split = smoothstep(0.012, 0.0, abs(spoke) * radius) * smoothstep(0.34, 0.10, radius)
    table = tints(rng, found.count, wood, 0.09, 0.02)
    heart = smoothstep(0.28, 0.0, radius)
    shade = 1.0 + 0.10 * rings - 0.18 * heart - 0.5 * split + 0.05 * wobble
    colour = mix(scaled(rind, 1 + 0.35 * wobble), scaled(table.take(found.cell, 0), shade), face)
    lift = rng.uniform(-0.15, 0.15, found.count).astype(np.float32).take(found.cell)
    height = inside * (
        0.45 + lift + 0.2 * dome(np.maximum(edge, 0), 0.10) + 0.05 * rings * face - 0.15 * split
    )
    return Surface(scaled(colour, 0.30 + 0.70 * inside), height, 0.8 + 0.12 * (1 - face))


def bamboo(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Stand bamboo poles side by side, with nodes at heights of their own."""
    colour = pick(
        rng, ((0.72, 0.62, 0.30), (0.56, 0.62, 0.26), (0.78, 0.66, 0.42), (0.42, 0.55, 0.22)), rgb, 0.2
    )
    n = repeats(rng, 6, 8, words)
    laid = courses(
        grid.y, grid.x, rng.uniform(0.8, 1.2, n).tolist(), [[1.0, 1.0]] * n, rng.random(n).tolist()
    )
    round_ = np.sqrt(np.maximum(1 - laid.v**2, 0))
    to_node = (1 - abs(laid.u)) * 0.25
    ring = np.exp(-((to_node / 0.010) ** 2))
    groove = np.exp(-(((to_node - 0.020) / 0.006) ** 2))
    offset = rng.random(n).astype(np.float32).take(laid.cell // 2)
    streaks = fractal_noise(rng, grid.x * 1 + offset, grid.y + offset, 40, 3, octaves=2)
    blotch = fractal_noise(rng, grid.x + offset, grid.y + offset, 6, octaves=3)
    table = tints(rng, laid.count, colour, 0.08, 0.04)
    shade = 0.42 + 0.62 * smoothstep(0.1, 0.85, round_) + 0.07 * streaks + 0.07 * blotch
    shade = shade + 0.16 * ring - 0.25 * groove
    base = mix(
        scaled(table.take(laid.cell, 0), shade), (0.36, 0.28, 0.14), 0.35 * smoothstep(0.05, 0.0, to_node)
    )
    height = 0.08 + 0.72 * round_ + 0.16 * ring * round_ - 0.08 * groove + 0.02 * streaks
    return Surface(base, height, 0.38 + 0.1 * blotch + 0.2 * groove)


CLASSES: dict[str, MaterialClass] = {
    "planks": MaterialClass(
        planks,
        0.022,
        ("wooden planks", "boards", "wooden floor"),
        ("worn", "mossy", "wet", "large", "small"),
        None,
    ),
    "parquet": MaterialClass(
        parquet,
        0.008,
        ("parquet floor", "herringbone floor"),
        ("polished", "worn", "large", "small"),
        WOODEN,
    ),
    "wood grain": MaterialClass(
        wood_grain,
        0.010,
        ("wood", "polished wood", "timber"),
        ("polished", "worn", "cracked"),
        WOODEN,
    ),
    "bark": MaterialClass(
        bark, 0.055, ("tree bark", "tree trunk"), ("mossy", "snowy", "large", "small"), WOODEN
    ),
    "log ends": MaterialClass(
        log_ends,
        0.050,
        ("stacked logs", "firewood", "log pile"),
        ("mossy", "snowy", "large", "small"),
        (),
    ),
    "bamboo": MaterialClass(
        bamboo,
        0.050,
        ("bamboo wall", "bamboo poles"),
        ("worn", "mossy", "large", "small"),
        ("green", "yellow", "brown", "black"),
    ),
}
