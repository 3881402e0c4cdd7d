"""Periodic patterns of cells: which cell a point lies in, how far from its edge, and where within it.

All take points in tile widths, x to the right and y downwards, and repeat a whole number of times a tile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.materials.noise import wrap_index


@dataclass(frozen=True)
class Cells:
    """A pattern's cells at the points.

    Attributes:
        cell: [S, S] int64, below `count`.
        count: how many cells a tile has.
        edge: [S, S] distance to the cell's edge, in tile widths, positive inside.
        u, v: [S, S] place within the cell, -1..1 from edge to edge: along its length and across it, where
            the cell has a length; otherwise to the right and downwards.
    """

    cell: np.ndarray
    count: int
    edge: np.ndarray
    u: np.ndarray
    v: np.ndarray


def courses(
    x: np.ndarray, y: np.ndarray, heights: Sequence[float], widths: Sequence[Sequence[float]],
    shifts: Sequence[float], radius: float = 0.0,
) -> Cells:  # fmt: skip
    """Lay blocks in horizontal courses: all brick bonds, boards, ashlar, square tiles.

    Args:
        heights: of the courses; only their proportions count.
        widths: of the blocks of each course; only their proportions count.
        shifts: of each course to the right, in tile widths.
        radius: of the blocks' corners, in tile widths.
    """
    tops = np.cumsum([0, *heights]) / np.sum(heights)
    y = y - np.floor(y)
    row = np.zeros(y.shape, np.int64)
    for top in tops[1:-1]:
        row += y >= np.float32(top)
    # courses of fewer blocks are filled up with blocks that begin beyond the tile
    lefts = np.full((len(widths), max(len(w) for w in widths) + 1), 2, np.float32)
    for k, w in enumerate(widths):
        lefts[k, : len(w) + 1] = np.cumsum([0, *w]) / np.sum(w)
    tops = tops.astype(np.float32)
    local = x - np.asarray(shifts, np.float32).take(row)
    local = local - np.floor(local)
    column = np.zeros(local.shape, np.int64)
    for k in range(1, lefts.shape[1] - 1):
        column += local >= lefts[:, k].take(row)
    corner = row * lefts.shape[1] + column
    left, right = lefts.reshape(-1).take(corner), lefts.reshape(-1).take(corner + 1)
    top, bottom = tops.take(row), tops.take(row + 1)
    edge = _box_edge(np.minimum(local - left, right - local), np.minimum(y - top, bottom - y), radius)
    u = (2 * local - left - right) / (right - left)
    v = np.broadcast_to((2 * y - top - bottom) / (bottom - top), u.shape)
    blocks = lefts.shape[1] - 1
    return Cells(row * blocks + column, len(heights) * blocks, edge, u, v)


def herringbone(
    x: np.ndarray, y: np.ndarray, n: int, length: int, diagonal: bool, radius: float = 0.0
) -> Cells:
    """Lay blocks of 1 × length in a herringbone.

    Args:
        n: block widths a tile, a multiple of 2 × length; √2 as many if diagonal.
        diagonal: the zigzag runs along the axes and the blocks at 45°, as parquet is laid; otherwise the
            blocks run along the axes.
    """
    if diagonal:
        x, y = x + y, y - x
    unit = 1 / (n * (2**0.5 if diagonal else 1))
    sx, sy = x * np.float32(n), y * np.float32(n)
    cx, cy = np.floor(sx), np.floor(sy)
    fx, fy = sx - cx, sy - cy
    d = wrap_index(cx - cy, 2 * length)
    flat = d < length
    part = np.where(flat, d, 2 * length - 1 - d).astype(np.float32)
    along = np.where(flat, fx, fy) + part
    across = np.where(flat, fy, fx)
    first_x, first_y = np.where(flat, cx - part, cx), np.where(flat, cy, cy - part)
    # a diagonal tile holds two periods of the lattice, whose blocks share their numbers
    cell = wrap_index(first_y, n) * n + wrap_index(first_x, n)
    edge = _box_edge(np.minimum(along, length - along), np.minimum(across, 1 - across), radius / unit)
    return Cells(cell, n * n, edge * np.float32(unit), 2 * along / length - 1, 2 * across - 1)


def basket_weave(x: np.ndarray, y: np.ndarray, n: int, strips: int, radius: float = 0.0) -> Cells:
    """Lay squares of parallel strips, each square turned against its neighbours; n squares a side, even."""
    sx, sy = x * np.float32(n), y * np.float32(n)
    cx, cy = np.floor(sx), np.floor(sy)
    fx, fy = sx - cx, sy - cy
    column, row = wrap_index(cx, n), wrap_index(cy, n)
    flat = (column + row) % 2 == 0
    along, across = np.where(flat, fx, fy), np.where(flat, fy, fx) * strips
    strip = np.minimum(np.floor(across), strips - 1)
    across = across - strip
    edge = _box_edge(
        np.minimum(along, 1 - along), np.minimum(across, 1 - across) / np.float32(strips), radius * n
    )
    cell = (row * n + column) * strips + strip.astype(np.int64)
    return Cells(cell, n * n * strips, edge / np.float32(n), 2 * along - 1, 2 * across - 1)


def hexagons(x: np.ndarray, y: np.ndarray, columns: int, rows: int) -> Cells:
    """Lay hexagons with a point at the top; rows even, and about columns × 1.155 for them to be regular."""
    high = 2 / 3**0.5
    best = None
    for odd in (0, 1):
        sx, sy = x * columns - 0.5 * odd, y * rows / 2 - 0.5 * odd
        cx, cy = np.floor(sx + 0.5), np.floor(sy + 0.5)
        dx, dy = sx - cx, (sy - cy) * 2 / high
        norm = np.maximum(abs(dx), abs(dx) * 0.5 + abs(dy) * 0.75**0.5)
        cell = (wrap_index(cy, rows // 2) * 2 + odd) * columns + wrap_index(cx, columns)
        if best is None:
            best = norm, dx, dy, cell
        else:
            first = best[0] <= norm
            best = tuple(np.where(first, a, b) for a, b in zip(best, (norm, dx, dy, cell), strict=True))
    assert best is not None
    norm, dx, dy, cell = best
    edge = ((0.5 - norm) / columns).astype(np.float32)
    return Cells(cell, rows * columns, edge, (2 * dx).astype(np.float32), (2 * dy).astype(np.float32))


def shingles(
    x: np.ndarray, y: np.ndarray, columns: int, shifts: np.ndarray, tip: str, depth: float = 0.5
) -> Cells:
    """Hang overlapping rows, each over the one below: shingles, scales, feathers.

    Args:
        columns: pieces a row.
        shifts: [R] of each row to the right, in pieces; R rows a tile.
        tip: "square", "round" or "pointed".
        depth: how far a tip reaches down beyond the row's sides, in rows.

    Returns:
        Cells whose u runs across a piece and whose v runs from -1 (where the row above ends, at its sides)
        to 1 at the tip; edge is the distance to the sides and the tip.
    """
    rows = len(shifts)
    band = np.floor(y * np.float32(rows))
    f = y * np.float32(rows) - band

    def piece(row: np.ndarray, below: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return a row's cell, u, v and edge, at points that lie `below` the row's top."""
        k = wrap_index(row, rows)
        s = x * np.float32(columns) - shifts.astype(np.float32).take(k)
        column = np.floor(s)
        u = 2 * (s - column) - 1
        if tip == "round":
            end = 1 + depth * np.sqrt(np.maximum(1 - u * u, 0))
        elif tip == "pointed":
            end = 1 + depth * (1 - abs(u))
        else:
            end = np.full(u.shape, 1 + depth, np.float32)
        side = (1 - abs(u)) / (2 * columns) + np.where(below > 1, np.float32(1), 0) * (tip != "square")
        edge = np.minimum(side, (end - below) / rows)
        return k * columns + wrap_index(column, columns), u, 2 * below / np.float32(1 + depth) - 1, edge

    above = piece(band - 1, f + 1)
    own = piece(band, f)
    covers = above[3] > 0
    cell, u, v, edge = (np.where(covers, a, b) for a, b in zip(above, own, strict=True))
    return Cells(cell, rows * columns, edge.astype(np.float32), u.astype(np.float32), v.astype(np.float32))


def weave(
    x: np.ndarray, y: np.ndarray, nx: int, ny: int, over: int = 1, under: int = 1
) -> tuple[Cells, np.ndarray]:
    """Cross nx upright with ny lying strands.

    Args:
        over, under: how many upright strands a lying one passes over and under; the next row starts one
            further (1 and 1 a plain weave, 2 and 1 or more a twill). nx and ny are multiples of their sum.

    Returns:
        Cells of the strand on top: cell its index (uprights first), v across it, u along it from crossing to
        crossing; and [S, S] bool, whether an upright strand is on top.
    """
    sx, sy = x * np.float32(nx), y * np.float32(ny)
    cx, cy = np.floor(sx), np.floor(sy)
    fx, fy = 2 * (sx - cx) - 1, 2 * (sy - cy) - 1
    upright = wrap_index(cx + cy, over + under) >= over
    cell = np.where(upright, wrap_index(cx, nx), wrap_index(cy, ny) + nx)
    u, v = np.where(upright, fy, fx), np.where(upright, fx, fy)
    edge = (1 - abs(v)) * np.where(upright, np.float32(0.5 / nx), np.float32(0.5 / ny))
    return Cells(cell, nx + ny, edge, u, v), upright


@dataclass(frozen=True)
class Scatter:
    """Pieces strewn over a tile, at the points.

    Attributes:
        piece: [S, S] int64, the topmost piece, below `count`.
        count: how many pieces.
        layer: [S, S] int64, the layer it belongs to, the lowest 1; 0 where there is none.
        height: [S, S] of its shape, 0..1; 0 where there is none.
        u, v: [S, S] place on it, in its half lengths, along it and across it.
    """

    piece: np.ndarray
    count: int
    layer: np.ndarray
    height: np.ndarray
    u: np.ndarray
    v: np.ndarray


def scatter(
    rng: np.random.Generator,
    x: np.ndarray,
    y: np.ndarray,
    n: int,
    shape: Callable[[np.ndarray, np.ndarray], np.ndarray],
    size: tuple[float, float] = (0.6, 1.0),
    turn: tuple[float, float] = (0.0, 2 * np.pi),
    pile: float = 0.5,
    wide: float = 1.0,
    below: Scatter | None = None,
) -> Scatter:
    """Strew one piece into each cell of an n × n lattice; where they overlap the topmost is seen.

    Args:
        x, y: an open grid, [1, S] and [S, 1].
        shape: height of a piece at (u, v), 0..1, at most 0 outside; nothing beyond a radius of 1.
        size: least and greatest half length, in lattice cells, at most 1.
        turn: least and greatest angle of the length from +x, in radians.
        pile: how much a piece may lie above others, against the height of its shape.
        wide: greatest |v| of the shape; narrow ones are faster for it.
        below: the layers upon which these pieces lie.
    """
    px, py = rng.random((2, n, n)).astype(np.float32)
    angle = rng.uniform(*turn, (n, n))
    scale = 1 / rng.uniform(*size, (n, n))
    cos, sin = (np.cos(angle) * scale).astype(np.float32), (np.sin(angle) * scale).astype(np.float32)
    lift = (pile * rng.random(n * n)).astype(np.float32)
    sx, sy = (x * np.float32(n)).reshape(-1), (y * np.float32(n)).reshape(-1)
    cx, cy = np.floor(sx), np.floor(sy)
    fx, fy = sx - cx, (sy - cy)[:, None]
    grid = (sy.size, sx.size)
    top = np.zeros(sy.size * sx.size, np.float32)
    if below is None:
        below = Scatter(
            np.zeros(grid, np.int64), 0, np.zeros(grid, np.int64), *np.zeros((3, *grid), np.float32)
        )
    piece, layer, height, best_u, best_v = (
        a.flatten() for a in (below.piece, below.layer, below.height, below.u, below.v)
    )
    level = int(layer.max()) + 1
    for i in (-1, 0, 1):
        # whatever depends on the row of the lattice only, not on y, is worked out on its n rows
        column = wrap_index(cx + i, n)
        c, s, oy = (values.take(column, 1) for values in (cos, sin, py))
        dx = fx - i - px.take(column, 1)
        u0, v0 = c * dx - s * oy, -s * dx - c * oy
        for j in (-1, 0, 1):
            row = wrap_index(cy + j, n)
            u, v = (s.take(row, 0) * (fy - j)).reshape(-1), (c.take(row, 0) * (fy - j)).reshape(-1)
            u += u0.take(row, 0).reshape(-1)
            v += v0.take(row, 0).reshape(-1)
            near = np.flatnonzero((abs(u) < 1) & (abs(v) < wide))
            u, v = u.take(near), v.take(near)
            h = shape(u, v)
            k = row.take(near // sx.size) * n + column.take(near % sx.size)
            rank = h + lift.take(k)
            wins = np.flatnonzero((h > 0) & (rank > top.take(near)))
            at = near.take(wins)
            top[at], height[at], piece[at] = rank.take(wins), h.take(wins), k.take(wins) + below.count
            layer[at] = level
            best_u[at], best_v[at] = u.take(wins), v.take(wins)
    piece, layer, height, u, v = (a.reshape(grid) for a in (piece, layer, height, best_u, best_v))
    return Scatter(piece, below.count + n * n, layer, height, u, v)


def _box_edge(horizontal: np.ndarray, vertical: np.ndarray, radius: float) -> np.ndarray:
    """Return the distance inside a box's edge from those to its sides, its corners rounded."""
    nearest = np.minimum(horizontal, vertical)
    if radius <= 0:
        return nearest
    r = np.float32(radius)
    corner = r - np.hypot(np.maximum(r - horizontal, 0), np.maximum(r - vertical, 0))
    return corner + np.maximum(nearest - r, 0)
