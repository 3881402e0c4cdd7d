"""Walls and roofs in courses of a known size, up the picture: what a part's frame lays in metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.materials.material import MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, dome, mix, pick, scaled, smoothstep, tints
from core.materials.patterns import courses, shingles
from core.materials.weathering import Grid, Surface


@dataclass(frozen=True)
class Masonry:
    """How a wall is laid.

    Attributes:
        rows, columns: of stones in a tile; columns of the lattice where `rubble`.
        rubble: field stones instead of courses.
        uneven: 0..1, how far heights and widths differ.
        gap: half the width of a joint, in tile widths.
        radius: of the stones' corners, in tile widths.
        bevel: width of the rounded rim, in tile widths.
        colours, mortar: sRGB.
        shades: deviation of brightness and of hue from stone to stone.
        odd: share of stones of another colour, and which.
        faces: strength of tilted, rough faces, 0..1.
        pits: strength of pits.
    """

    rows: int
    columns: int
    colours: tuple[RGB, ...]
    mortar: RGB
    rubble: bool = False
    uneven: float = 0.0
    gap: float = 0.006
    radius: float = 0.006
    bevel: float = 0.016
    shades: tuple[float, float] = (0.08, 0.012)
    odd: tuple[float, RGB] = (0.0, (0.5, 0.5, 0.5))
    faces: float = 0.3
    pits: float = 0.3


def wall(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], laid: Masonry
) -> Surface:
    """Lay stones or bricks in mortar."""
    x, y = warp(rng, grid.x, grid.y, 7, 0.004 + 0.008 * laid.uneven)
    if laid.rubble:
        found = worley(rng, x, y, laid.columns, laid.rows, jitter=0.85, rounding=0.09)
        cell, count, edge = found.cell, found.count, found.edge / laid.rows
        u, v = 2 * found.dx, 2 * found.dy
    else:
        heights = 1 + laid.uneven * rng.uniform(-0.35, 0.5, laid.rows)
        widths = [
            (1 + laid.uneven * rng.uniform(-0.45, 0.6, laid.columns)).tolist() for _ in range(laid.rows)
        ]
        shifts = [
            0.5 * (k % 2) / laid.columns + laid.uneven * rng.uniform(-0.1, 0.1) for k in range(laid.rows)
        ]
        found = courses(x, y, heights.tolist(), widths, shifts, laid.radius)
        cell, count, edge, u, v = found.cell, found.count, found.edge, found.u, found.v
    blotch = fractal_noise(rng, grid.x, grid.y, 7, octaves=4, gain=0.6)
    grain = fractal_noise(rng, grid.x, grid.y, 40, octaves=3, gain=0.8)
    broad = fractal_noise(rng, grid.x, grid.y, 2, octaves=3)
    edge = edge - laid.gap + laid.gap * 0.45 * blotch * (0.4 + laid.uneven)
    stone = cover(edge, grid.texel)
    colour = pick(rng, laid.colours, rgb, 0.2)
    table = tints(rng, count, colour, *laid.shades)
    odd = rng.random(count) < laid.odd[0]
    other = laid.odd[1] if rgb is None else colour * np.float32(0.85)
    table[odd] = tints(rng, int(odd.sum()), other, *laid.shades)
    tilt = (laid.faces * rng.uniform(-0.30, 0.30, (2, count))).astype(np.float32)
    face = tilt[0].take(cell) * u + tilt[1].take(cell) * v
    lift = ((0.05 + 0.1 * laid.uneven) * rng.uniform(-1, 1, count)).astype(np.float32).take(cell)
    pits = smoothstep(0.35, 0.9, -grain - 0.3 * blotch) * laid.pits
    top = 0.72 + face + lift + 0.10 * laid.faces * blotch + 0.035 * grain - 0.12 * pits
    mortar_height = 0.22 + 0.05 * grain + 0.04 * blotch
    height = mortar_height + (top - mortar_height) * dome(np.maximum(edge, 0), laid.bevel) * stone
    shade = 1 + 0.07 * blotch + 0.06 * grain + 0.22 * face - 0.22 * pits + 0.05 * broad
    shade = shade * (1 - 0.20 * smoothstep(laid.bevel * 0.9, 0.0, edge))
    mortar = scaled(pick(rng, (laid.mortar,), None), 1 + 0.12 * grain + 0.06 * broad)
    base = mix(mortar, scaled(table.take(cell, 0), shade), stone)
    return Surface(base, height, 0.94 - 0.12 * stone + 0.03 * grain)


@dataclass(frozen=True)
class Roofing:
    """How a roof is covered.

    Attributes:
        rows, columns: of pieces in a tile; rows even.
        colours: sRGB; shades: deviation of brightness and hue.
        tip: "square" or "round".
        wood: split wood, with fibres along; otherwise slate, with flat flakes.
        ragged: 0..1, how uneven the lower edges and the widths are.
    """

    rows: int
    columns: int
    colours: tuple[RGB, ...]
    shades: tuple[float, float]
    tip: str = "square"
    wood: bool = False
    ragged: float = 0.3


def roof(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], laid: Roofing
) -> Surface:
    """Hang flat pieces in rows, each over the row below."""
    shifts = 0.5 * (np.arange(laid.rows) % 2) + laid.ragged * rng.uniform(-0.2, 0.2, laid.rows)
    x, y = grid.x, grid.y
    jag = laid.ragged * (
        0.004 * fractal_noise(rng, x, y, 30, 4, octaves=2) + 0.006 * gradient_noise(rng, x, y, 11, 2)
    )
    hung = shingles(x + 0 * y, y + jag.astype(np.float32), laid.columns, shifts, laid.tip, depth=0.35)
    edge = hung.edge - 0.0022
    inside = cover(edge, grid.texel)
    down = 0.5 + 0.5 * hung.v
    own = rng.random((3, hung.count)).astype(np.float32).take(hung.cell, 1)
    table = tints(rng, hung.count, pick(rng, laid.colours, rgb, 0.1), *laid.shades)
    if laid.wood:
        fibre = gradient_noise(rng, x + 7 * own[0], y + own[1], 120, 5) + 0.6 * gradient_noise(
            rng, x + own[1], y + own[0], 60, 3
        )
        crack = smoothstep(0.5, 0.8, gradient_noise(rng, x + own[2], y + own[0], 44, 4))
        flake = fibre
    else:
        flake = fractal_noise(rng, x + own[0], y + own[1], 9, 7, octaves=4, gain=0.6)
        crack = smoothstep(0.03, 0.0, abs(flake - 0.25)) * 0.5
        fibre = flake
    broad = fractal_noise(rng, x, y, 3, octaves=3)
    # each piece lies on the one below: thick at its lower edge
    height = 0.12 + inside * (0.16 + 0.5 * down + 0.10 * (own[2] - 0.5) + 0.05 * flake - 0.10 * crack)
    height = height * (0.35 + 0.65 * dome(np.maximum(edge, 0), 0.006))
    shade = 0.80 + 0.26 * smoothstep(0.0, 0.7, down) + 0.09 * fibre + 0.06 * broad - 0.28 * crack
    shade = shade * (0.35 + 0.65 * inside) * (1 + 0.14 * smoothstep(0.010, 0.0, edge) * inside)
    base = scaled(table.take(hung.cell, 0), shade)
    return Surface(base, height, (0.86 if laid.wood else 0.72) + 0.06 * flake)


def pantiles(
    rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str], rows: int, columns: int
) -> Surface:
    """Hang curved clay tiles in columns, each over the one below."""
    x, y = grid.x, grid.y
    s = x * np.float32(columns) + 0 * y
    column = np.floor(s)
    across = 2 * (s - column) - 1
    # an S in section: a round back and a trough beside it
    back = np.where(abs(across + 0.25) < 0.68, np.sqrt(np.maximum(1 - ((across + 0.25) / 0.68) ** 2, 0)), 0)
    shift = rng.uniform(-0.05, 0.05, columns).astype(np.float32).take(wrap(column, columns))
    down = y * np.float32(rows) + 0.10 * back + shift
    row = np.floor(down)
    down = down - row
    cell = wrap(row, rows) * columns + wrap(column, columns)
    clay = pick(rng, ((0.62, 0.36, 0.26), (0.64, 0.38, 0.27)), rgb)
    table = tints(rng, rows * columns, clay, 0.08, 0.02)
    sooty = rng.random(rows * columns) < 0.12
    table[sooty] *= np.array([0.78, 0.76, 0.76], np.float32)
    blotch = fractal_noise(rng, x, y, 6, octaves=4, gain=0.6)
    grain = fractal_noise(rng, x, y, 40, octaves=2, gain=0.8)
    lip = smoothstep(1.0, 1.0 - max(0.03, 1.5 * grid.texel * rows), down)
    height = 0.05 + (0.52 * back + 0.30 * down + 0.04) * lip + 0.015 * grain
    shade = (0.78 + 0.22 * smoothstep(0.0, 0.6, back)) * (0.86 + 0.16 * smoothstep(0.0, 0.4, down))
    shade = shade * (0.5 + 0.5 * lip) * (1 + 0.10 * blotch + 0.06 * grain)
    return Surface(scaled(table.take(cell, 0), shade), height, 0.80 + 0.07 * grain)


def wrap(value: np.ndarray, count: int) -> np.ndarray:
    """Return whole numbers modulo count as int64."""
    return (value - count * np.floor(value / count)).astype(np.int64)


def _wall(relief: float, **laid) -> MaterialClass:
    return MaterialClass(partial(wall, laid=Masonry(**laid)), relief, ())


BRICKWORK = _wall(
    0.02,
    rows=12,
    columns=4,
    colours=((0.60, 0.29, 0.21), (0.62, 0.33, 0.24)),
    mortar=(0.62, 0.58, 0.52),
    gap=0.0055,
    radius=0.004,
    bevel=0.008,
    shades=(0.09, 0.02),
    odd=(0.10, (0.38, 0.22, 0.19)),
    faces=0.15,
    uneven=0.06,
)
BLOCKS = _wall(
    0.02,
    rows=6,
    columns=4,
    colours=((0.56, 0.54, 0.50),),
    mortar=(0.45, 0.42, 0.38),
    gap=0.006,
    radius=0.008,
    bevel=0.014,
    shades=(0.07, 0.010),
    odd=(0.12, (0.50, 0.45, 0.38)),
    faces=0.30,
    uneven=0.55,
    pits=0.5,
)
RUBBLE = _wall(
    0.02,
    rows=6,
    columns=5,
    colours=((0.55, 0.52, 0.48),),
    mortar=(0.50, 0.46, 0.40),
    rubble=True,
    gap=0.007,
    bevel=0.030,
    shades=(0.07, 0.010),
    odd=(0.25, (0.52, 0.46, 0.39)),
    faces=0.5,
    uneven=0.6,
    pits=0.3,
)
COBBLES = _wall(
    0.02,
    rows=9,
    columns=8,
    colours=((0.48, 0.47, 0.46),),
    mortar=(0.26, 0.23, 0.20),
    rubble=True,
    gap=0.006,
    bevel=0.045,
    shades=(0.09, 0.012),
    faces=0.6,
    uneven=0.3,
    pits=0.2,
)
SLATES = MaterialClass(
    partial(roof, laid=Roofing(8, 6, ((0.34, 0.37, 0.42), (0.36, 0.38, 0.40)), (0.09, 0.012))), 0.02, ()
)
SHAKES = MaterialClass(
    partial(roof, laid=Roofing(8, 8, ((0.47, 0.37, 0.28),), (0.12, 0.018), wood=True, ragged=1.0)), 0.02, ()
)
PANTILES = MaterialClass(partial(pantiles, rows=4, columns=6), 0.03, ())
