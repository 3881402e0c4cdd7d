"""Laid and cast by masons: brick, stone, tiles, roofs, concrete and plaster."""

from __future__ import annotations

import numpy as np

from core.materials.material import NATURAL, STONE, MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, dome, mix, pick, repeats, scaled, smoothstep, tints
from core.materials.patterns import Cells, courses, herringbone, hexagons, shingles
from core.materials.weathering import Grid, Surface

_BRICKS = ((0.62, 0.27, 0.19), (0.55, 0.24, 0.18), (0.68, 0.36, 0.22), (0.50, 0.33, 0.26), (0.72, 0.55, 0.40))
_STONES = ((0.50, 0.50, 0.50), (0.47, 0.45, 0.42), (0.56, 0.53, 0.47), (0.42, 0.45, 0.49), (0.60, 0.54, 0.45))
_MORTARS = ((0.66, 0.62, 0.55), (0.50, 0.47, 0.43), (0.33, 0.30, 0.28), (0.74, 0.71, 0.66))
_GLAZES = (
    (0.18, 0.42, 0.62), (0.20, 0.52, 0.48), (0.86, 0.85, 0.80), (0.64, 0.22, 0.18), (0.88, 0.66, 0.26),
    (0.28, 0.30, 0.36), (0.42, 0.55, 0.32), (0.72, 0.45, 0.30),
)  # fmt: skip
_SLATES = ((0.33, 0.37, 0.43), (0.40, 0.38, 0.42), (0.45, 0.30, 0.24), (0.38, 0.42, 0.36), (0.47, 0.36, 0.27))


def brick(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Lay bricks in one of the bonds."""
    gap = float(rng.uniform(0.008, 0.014))
    x, y = warp(rng, grid.x, grid.y, 8, rng.uniform(0.001, 0.005))
    cells = _bond(rng, x, y, words)
    grain = fractal_noise(rng, grid.x, grid.y, 16, octaves=3, gain=0.6)
    blotch = fractal_noise(rng, grid.x, grid.y, 5, octaves=3)
    edge = cells.edge - gap + 0.004 * blotch
    stone = cover(edge, grid.texel)
    colour = pick(rng, _BRICKS, rgb, 0.2)
    table = tints(rng, cells.count, colour, rng.uniform(0.06, 0.14), 0.03)
    burnt = rng.random(cells.count) < rng.uniform(0, 0.15)
    table[burnt] *= (0.62, 0.60, 0.66)
    face = scaled(table.take(cells.cell, 0), 1 + 0.07 * blotch + 0.05 * grain)
    mortar = scaled(pick(rng, _MORTARS, None), 1 + 0.10 * grain + 0.05 * blotch)
    step = rng.uniform(-0.12, 0.12, cells.count).astype(np.float32).take(cells.cell)
    pits = smoothstep(0.35, 0.8, grain)
    top = 0.72 + step + 0.08 * blotch - 0.16 * pits + 0.05 * grain
    height = 0.22 + 0.07 * grain + (top - 0.22) * dome(np.maximum(edge, 0), 0.018) * stone
    return Surface(mix(mortar, scaled(face, 1 - 0.15 * pits), stone), height, 0.95 - 0.18 * stone)


def _bond(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, words: frozenset[str]) -> Cells:
    rows = repeats(rng, 6, 10, words, 2)
    columns = max(round(rows / rng.uniform(2.0, 2.6)), 2)
    kinds = ["running", "third", "stack", "flemish", "english", "herringbone"]
    kind = rng.choice(kinds, p=[0.42, 0.1, 0.06, 0.14, 0.12, 0.16])
    widths, shifts = [[1.0] * columns] * rows, [0.5 * (k % 2) / columns for k in range(rows)]
    if kind == "herringbone":
        return herringbone(x, y, 4 * max(round(rows / 5), 1), 2, rng.random() < 0.5, radius=0.006)
    if kind == "third":
        rows = 3 * max(round(rows / 3), 1)
        widths, shifts = [[1.0] * columns] * rows, [k % 3 / (3 * columns) for k in range(rows)]
    elif kind == "stack":
        shifts = [0.0] * rows
    elif kind == "flemish":
        pairs = max(round(columns * 0.67), 1)
        widths, shifts = [[2.0, 1.0] * pairs] * rows, [0.5 * (k % 2) / pairs for k in range(rows)]
    elif kind == "english":
        widths = [[1.0] * columns * (1 + k % 2) for k in range(rows)]
        shifts = [0.25 * (k % 2) / columns for k in range(rows)]
    return courses(x, y, [1.0] * rows, widths, shifts, radius=0.006)


def stone_wall(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Pile a wall of rubble or of rough courses."""
    rubble = rng.random() < 0.5
    x, y = warp(rng, grid.x, grid.y, 4, 0.02 if rubble else 0.012)
    if rubble:
        rows = repeats(rng, 5, 7, words)
        found = worley(rng, x, y, max(round(rows * 0.72), 2), rows, jitter=0.85, rounding=0.07)
        cell, count, edge = found.cell, found.count, found.edge / rows
        dx, dy = found.dx, found.dy
    else:
        rows = repeats(rng, 4, 6, words)
        heights = rng.uniform(0.65, 1.4, rows).tolist()
        widths = [
            rng.uniform(0.6, 1.5, max(round(rows * rng.uniform(0.55, 0.85)), 2)).tolist() for _ in range(rows)
        ]
        laid = courses(x, y, heights, widths, rng.random(rows).tolist(), radius=0.025)
        cell, count, edge, dx, dy = laid.cell, laid.count, laid.edge, laid.u * 0.5, laid.v * 0.5
    return _stones(rng, grid, (cell, count, edge - 0.010, dx, dy), pick(rng, _STONES, rgb, 0.2), 0.035)


def cobblestone(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Set rounded cobbles, strewn or in rows."""
    n = repeats(rng, 6, 9, words, 2)
    x, y = warp(rng, grid.x, grid.y, 5, 0.012)
    if rng.random() < 0.6:
        found = worley(rng, x, y, n, jitter=rng.uniform(0.5, 0.8), rounding=0.09)
        cell, count, edge, dx, dy = found.cell, found.count, found.edge / n, found.dx, found.dy
    else:
        widths = [rng.uniform(0.75, 1.25, n).tolist() for _ in range(n)]
        shifts = [(0.5 * (k % 2) + rng.uniform(-0.1, 0.1)) / n for k in range(n)]
        laid = courses(x, y, [1.0] * n, widths, shifts, radius=0.3 / n)
        cell, count, edge, dx, dy = laid.cell, laid.count, laid.edge, laid.u * 0.5, laid.v * 0.5
    return _stones(rng, grid, (cell, count, edge - 0.09 / n, dx, dy), pick(rng, _STONES, rgb, 0.2), 0.42 / n)


def flagstones(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Pave with large flat slabs: broken ones, or a grid of rectangles."""
    x, y = warp(rng, grid.x, grid.y, 6, 0.008)
    if rng.random() < 0.6:
        n = repeats(rng, 4, 5, words)
        found = worley(rng, x, y, n, jitter=0.8)
        cell, count, edge, dx, dy = found.cell, found.count, found.edge / n, found.dx, found.dy
    else:
        n = repeats(rng, 3, 4, words)
        widths = [rng.uniform(0.5, 1.5, max(n - 1, 2)).tolist() for _ in range(n)]
        laid = courses(x, y, rng.uniform(0.7, 1.3, n).tolist(), widths, rng.random(n).tolist(), 0.012)
        cell, count, edge, dx, dy = laid.cell, laid.count, laid.edge, laid.u * 0.3, laid.v * 0.3
    return _stones(rng, grid, (cell, count, edge - 0.009, dx, dy), pick(rng, _STONES, rgb, 0.2), 0.014)


def _stones(
    rng: np.random.Generator, grid: Grid, cells: tuple[np.ndarray, int, np.ndarray, np.ndarray, np.ndarray],
    colour: np.ndarray, bevel: float,
) -> Surface:  # fmt: skip
    """Paint stones (cell, count, edge, dx, dy from the middle) with facets, in dark earth or light mortar."""
    cell, count, edge, dx, dy = cells
    blotch = fractal_noise(rng, grid.x, grid.y, 6, octaves=3)
    grain = fractal_noise(rng, grid.x, grid.y, 22, octaves=2)
    edge = edge + 0.004 * blotch
    stone = cover(edge, grid.texel)
    table = tints(rng, count, colour, rng.uniform(0.07, 0.13), 0.025)
    tilt = rng.uniform(-0.28, 0.28, (2, count)).astype(np.float32)
    face = tilt[0].take(cell) * dx + tilt[1].take(cell) * dy
    step = rng.uniform(-0.1, 0.1, count).astype(np.float32).take(cell)
    top = 0.72 + face + step + 0.10 * blotch + 0.03 * grain
    light = rng.random() < 0.3
    joint = pick(
        rng, _MORTARS if light else ((0.20, 0.17, 0.14), (0.26, 0.23, 0.21), (0.22, 0.21, 0.23)), None
    )
    height = 0.15 + 0.06 * grain + (top - 0.15) * dome(np.maximum(edge, 0), bevel) * stone
    painted = scaled(table.take(cell, 0), 1 + 0.10 * blotch + 0.05 * grain + 0.3 * face)
    rim = smoothstep(0.018, 0.0, edge)
    painted = scaled(painted, 1 - 0.22 * rim)
    return Surface(mix(scaled(joint, 1 + 0.15 * grain), painted, stone), height, 0.95 - 0.2 * stone)


def tiles(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Lay square glazed tiles: plain, in a chequer, or with an ornament that mirrors about each tile."""
    n = repeats(rng, 4, 6, words, 2)
    x, y = grid.x, grid.y
    laid = courses(x, y, [1.0] * n, [[1.0] * n] * n, [0.0] * n, radius=0.008)
    edge = laid.edge - rng.uniform(0.006, 0.010)
    tile = cover(edge, grid.texel)
    main, second = pick(rng, _GLAZES, rgb), pick(rng, _GLAZES, None)
    if rgb is not None or np.abs(main - second).sum() < 0.35:
        second = np.array([0.90, 0.88, 0.82] if main.mean() < 0.7 else [0.24, 0.28, 0.36], np.float32)
    kind = rng.choice(["plain", "chequer", "ornament"], p=[0.45, 0.25, 0.3])
    table = tints(rng, laid.count, main, 0.05 if kind != "plain" else rng.uniform(0.03, 0.1), 0.02)
    if kind == "chequer":
        other = np.indices((n, n)).sum(0).reshape(-1) % 2 == 0
        table[other] = tints(rng, int(other.sum()), second, 0.04, 0.01)
    colour = table.take(laid.cell, 0)
    if kind == "ornament":
        colour = mix(colour, second, _ornament(rng, laid.u, laid.v, grid.texel * n * 2))
    cloud = fractal_noise(rng, x, y, 4, octaves=3)
    grain = gradient_noise(rng, x, y, 40, 40)
    grout = scaled(pick(rng, _MORTARS, None), 1 + 0.08 * grain)
    step = rng.uniform(-0.05, 0.05, laid.count).astype(np.float32).take(laid.cell)
    height = 0.2 + 0.04 * grain + (0.6 + step) * dome(np.maximum(edge, 0), 0.016) * tile + 0.02 * cloud
    glaze = rng.uniform(0.10, 0.22)
    return Surface(mix(grout, scaled(colour, 1 + 0.06 * cloud), tile), height, 0.85 - (0.85 - glaze) * tile)


def _ornament(rng: np.random.Generator, u: np.ndarray, v: np.ndarray, blur: float) -> np.ndarray:
    """Return the mask of a motif that meets its like at each side of the tile; u, v -1..1."""
    a, b = abs(u), abs(v)
    corner, middle = np.hypot(1 - a, 1 - b), np.hypot(a, b)
    radius = rng.uniform(0.45, 0.8)
    motifs = [
        radius - corner,
        0.09 - abs(corner - radius),
        radius * 0.7 - (a + b),
        0.10 - abs(a + b - 0.75),
        0.30 + 0.22 * np.cos(rng.choice([4, 8]) * np.arctan2(v, u)) - middle,
        0.10 - abs(middle - 0.62),
        0.13 - abs(a - b) * 0.7,
    ]
    chosen = rng.choice(len(motifs), 2, replace=False)
    return np.maximum(*(cover(motifs[k], blur) for k in chosen))


def hexagon_tiles(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Lay hexagons: plain, mottled or with accents."""
    large, small = "large" in words, "small" in words
    columns, rows = ((3, 4), (5, 6), (7, 8), (9, 10))[0 if large else 3 if small else int(rng.integers(1, 3))]
    laid = hexagons(grid.x, grid.y, columns, rows)
    edge = laid.edge - rng.uniform(0.05, 0.07) / columns
    tile = cover(edge, grid.texel)
    main, second = pick(rng, _GLAZES, rgb), pick(rng, _GLAZES, None)
    table = tints(rng, laid.count, main, rng.uniform(0.03, 0.12), 0.02)
    if rgb is None and rng.random() < 0.5:
        accents = rng.random(laid.count) < rng.uniform(0.1, 0.3)
        table[accents] = tints(rng, int(accents.sum()), second, 0.05, 0.02)
    cloud = fractal_noise(rng, grid.x, grid.y, 5, octaves=3)
    step = rng.uniform(-0.08, 0.08, laid.count).astype(np.float32).take(laid.cell)
    height = 0.2 + (0.6 + step) * dome(np.maximum(edge, 0), 0.1 / columns) * tile + 0.03 * cloud
    colour = scaled(table.take(laid.cell, 0), 1 + 0.06 * cloud)
    grout = scaled(pick(rng, _MORTARS, None), 1 + 0.08 * cloud)
    glaze = rng.uniform(0.15, 0.4)
    return Surface(mix(grout, colour, tile), height, 0.85 - (0.85 - glaze) * tile)


def roof_shingles(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Hang slates or wooden shingles with square, round or pointed tips."""
    rows = repeats(rng, 6, 8, words, 2)
    columns = max(round(rows * rng.uniform(0.6, 0.8)), 2)
    tip = str(rng.choice(["square", "round", "pointed"], p=[0.5, 0.3, 0.2]))
    shifts = 0.5 * (np.arange(rows) % 2) + (rng.uniform(-0.12, 0.12, rows) if tip == "square" else 0)
    x, y = warp(rng, grid.x, grid.y, 9, 0.003)
    hung = shingles(x, y, columns, shifts, tip, depth=0.5 if tip == "round" else 0.4)
    edge = hung.edge - 0.003
    inside = cover(edge, grid.texel)
    table = tints(rng, hung.count, pick(rng, _SLATES, rgb), rng.uniform(0.09, 0.16), 0.035)
    streaks = fractal_noise(rng, x, y, 22, 4, octaves=2)
    blotch = fractal_noise(rng, x, y, 5, octaves=3)
    down = 0.5 + 0.5 * hung.v
    lift = rng.uniform(-0.08, 0.08, hung.count).astype(np.float32).take(hung.cell)
    height = 0.15 + (0.25 + 0.5 * down + lift + 0.05 * streaks) * inside * dome(np.maximum(edge, 0), 0.008)
    shade = 0.72 + 0.34 * smoothstep(0.05, 0.75, down) + 0.10 * streaks + 0.08 * blotch
    colour = scaled(scaled(table.take(hung.cell, 0), shade), 0.4 + 0.6 * inside)
    return Surface(colour, height, 0.8 + 0.08 * streaks)


def roof_tiles(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Hang curved clay tiles in columns."""
    columns = repeats(rng, 5, 7, words)
    rows = max(round(columns * rng.uniform(0.7, 1.0)), 2)
    x, y = warp(rng, grid.x, grid.y, 8, 0.003)
    s = x * np.float32(columns)
    column = np.floor(s)
    across = 2 * (s - column) - 1
    arch = np.sqrt(np.maximum(1 - (across / 0.72) ** 2, 0))
    down = y * np.float32(rows) + 0.12 * arch
    row = np.floor(down)
    down = down - row
    cell = ((row % rows) * columns + column % columns).astype(np.int64)
    table = tints(
        rng,
        rows * columns,
        pick(rng, ((0.70, 0.34, 0.20), (0.62, 0.28, 0.18), (0.75, 0.45, 0.28)), rgb),
        0.12,
        0.04,
    )
    blotch = fractal_noise(rng, grid.x, grid.y, 6, octaves=3)
    grain = fractal_noise(rng, grid.x, grid.y, 24, octaves=2)
    lip = smoothstep(1.0, 1.0 - max(0.05, 1.5 * grid.texel * rows), down)
    hollow = 0.35 * smoothstep(0.75, 1.0, abs(across))
    height = 0.06 + (0.55 * arch + hollow + 0.28 * down) * lip + 0.02 * grain
    shade = 0.55 + 0.45 * smoothstep(0.0, 0.5, arch + 0.3 * hollow) + 0.10 * blotch + 0.05 * grain
    shade = shade * (0.78 + 0.25 * smoothstep(0, 0.35, down)) * (0.45 + 0.55 * lip)
    return Surface(scaled(table.take(cell, 0), shade), height, 0.78 + 0.1 * grain)


def concrete(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Cast concrete in panels with tie holes, blotches and pits."""
    colour = pick(rng, ((0.60, 0.60, 0.58), (0.66, 0.64, 0.60), (0.54, 0.55, 0.57)), rgb)
    cloud = fractal_noise(rng, grid.x, grid.y, 2, octaves=5, gain=0.6)
    grain = fractal_noise(rng, grid.x, grid.y, 32, octaves=2)
    n = 1 if "large" in words else int(rng.integers(1, 3))
    panels = courses(grid.x, grid.y, [1.0] * n, [[1.0] * n] * n, [0.5 * (k % 2) / n for k in range(n)])
    joint = 1 - cover(panels.edge - 0.005, grid.texel)
    holes = np.hypot(abs(panels.u) - 0.72, abs(panels.v) - 0.72) / n
    hole = smoothstep(0.050, 0.038, holes)
    pit = worley(rng, grid.x, grid.y, 16, jitter=1.0)
    kept = (rng.random(pit.count) < 0.22).astype(np.float32) * rng.uniform(0.12, 0.26, pit.count).astype(
        np.float32
    )
    depth = smoothstep(0.0, 0.10, kept.take(pit.cell) - pit.f1)
    streak = fractal_noise(rng, grid.x, grid.y, 12, 2, octaves=2)
    table = tints(rng, panels.count, colour, 0.035, 0.006)
    shade = 1 + 0.08 * cloud + 0.04 * grain + 0.04 * streak - 0.28 * depth - 0.4 * joint - 0.35 * hole
    height = 0.7 + 0.05 * cloud + 0.03 * grain - 0.25 * depth - 0.45 * joint - 0.4 * hole
    return Surface(scaled(table.take(panels.cell, 0), shade), height, 0.85 + 0.06 * grain)


def plaster(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Trowel plaster over a wall; where it is worn the bricks come through."""
    colour = pick(rng, ((0.88, 0.82, 0.70), (0.86, 0.74, 0.58), (0.90, 0.88, 0.84), (0.80, 0.62, 0.50)), rgb)
    x, y = warp(rng, grid.x, grid.y, 4, 0.10)
    strokes = fractal_noise(rng, x, y, 7, 14, octaves=2) + 0.5 * abs(gradient_noise(rng, x, y, 5, 6))
    cloud = fractal_noise(rng, grid.x, grid.y, 3, octaves=4)
    grain = fractal_noise(rng, grid.x, grid.y, 30, octaves=2)
    height = 0.72 + 0.08 * strokes + 0.05 * cloud + 0.04 * grain
    base = scaled(colour, 1 + 0.04 * strokes + 0.06 * cloud + 0.035 * grain)
    rough: np.ndarray | float = 0.88
    if "worn" in words or "cracked" in words or rng.random() < 0.45:
        under = brick(rng, grid, None, frozenset({"small"}) & words)
        bare = fractal_noise(rng, grid.x, grid.y, 3, octaves=4, gain=0.45)
        level = rng.uniform(0.20, 0.4) + (0.0 if "worn" in words else 0.15)
        hole = smoothstep(0, 0.02 + 4 * grid.texel, bare - level)
        rim = smoothstep(0.16, 0.0, abs(bare - level + 0.03))
        base = mix(scaled(base, 1 - 0.14 * rim), under.base_color, hole)
        height = height + (0.10 + 0.42 * under.height - height) * hole
        rough = rough + (under.roughness - rough) * hole
    return Surface(base, height, rough)


CLASSES: dict[str, MaterialClass] = {
    "brick": MaterialClass(
        brick,
        0.020,
        ("bricks", "brick wall", "brickwork"),
        ("mossy", "worn", "cracked", "dirty", "large", "small", "snowy"),
        NATURAL,
    ),
    "stone wall": MaterialClass(
        stone_wall,
        0.035,
        ("castle wall", "masonry", "rubble wall"),
        ("mossy", "cracked", "snowy", "large", "small"),
        STONE,
    ),
    "cobblestone": MaterialClass(
        cobblestone,
        0.040,
        ("cobbles", "cobblestones", "cobbled street"),
        ("mossy", "wet", "dirty", "large", "small"),
        STONE,
    ),
    "flagstones": MaterialClass(
        flagstones,
        0.018,
        ("paving stones", "stone floor", "paved floor"),
        ("mossy", "cracked", "wet", "worn"),
        STONE,
    ),
    "tiles": MaterialClass(
        tiles,
        0.012,
        ("ceramic tiles", "bathroom tiles", "tiled floor"),
        ("cracked", "dirty", "large", "small"),
        None,
    ),
    "hexagon tiles": MaterialClass(
        hexagon_tiles,
        0.014,
        ("hexagonal tiles", "honeycomb tiles"),
        ("cracked", "polished", "dirty", "large", "small"),
        None,
    ),
    "roof shingles": MaterialClass(
        roof_shingles,
        0.030,
        ("shingles", "slate roof", "slates"),
        ("mossy", "worn", "snowy", "large", "small"),
        None,
    ),
    "roof tiles": MaterialClass(
        roof_tiles,
        0.045,
        ("clay roof", "terracotta roof"),
        ("mossy", "worn", "dirty", "snowy"),
        None,
    ),
    "concrete": MaterialClass(
        concrete,
        0.014,
        ("cement", "concrete wall"),
        ("cracked", "dirty", "wet", "mossy"),
        ("white", "grey", "black"),
    ),
    "plaster": MaterialClass(
        plaster,
        0.016,
        ("stucco", "plastered wall", "render"),
        ("cracked", "worn", "dirty"),
        None,
    ),
}
