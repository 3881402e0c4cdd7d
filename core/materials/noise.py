"""Noise that is exactly periodic on the unit torus, evaluated at points given in tile widths.

Points are an x and a y that broadcast against each other: an open grid ([1, S] and [S, 1]) or free points of
one shape. Integer lattices that wrap make every function here equal at x and x + 1, y and y + 1. What is
drawn at random never depends on the number of points, so that a pattern is the same at each resolution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Neighbours about a point's nearest lattice corner: within them lie all points closer than 1.5 cells.
_AROUND = (-2, -1, 0, 1)


@dataclass(frozen=True)
class Worley:
    """The cells about jittered lattice points; lengths are in lattice cells.

    Attributes:
        cell: [S, S] int64, the nearest point's index, below `count`.
        count: how many cells.
        f1, f2: [S, S] distances to the nearest and the second nearest point.
        edge: [S, S] distance to the border with the nearest neighbour.
        dx, dy: [S, S] from the nearest point.
    """

    cell: np.ndarray
    count: int
    f1: np.ndarray
    f2: np.ndarray
    edge: np.ndarray
    dx: np.ndarray
    dy: np.ndarray


def gradient_noise(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, nx: int, ny: int) -> np.ndarray:
    """Evaluate gradient noise with quintic fades (Perlin, Improving Noise, 2002), wrapped.

    Args:
        x, y: points, in tile widths.
        nx, ny: lattice cells a tile, at least 1.

    Returns:
        float32 of the points' broadcast shape, about -1..1 with mean near 0.
    """
    angle = rng.random((ny, nx)) * (2 * np.pi)
    gx, gy = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
    if x.shape[0] == 1 and y.shape[-1] == 1:
        wx, sx = _matrices(x, nx)
        wy, sy = _matrices(y, ny)
        return ((wy @ gx @ sx.T) + (sy @ gy @ wx.T)) * np.float32(1.5)
    x0, x1, fx = _corners(x, nx)
    y0, y1, fy = _corners(y, ny)
    tx, ty = _fade(fx), _fade(fy)
    gx, gy = gx.reshape(-1), gy.reshape(-1)

    def corner(row: np.ndarray, column: np.ndarray, dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
        k = row * nx + column
        return gx.take(k) * dx + gy.take(k) * dy

    low = corner(y0, x0, fx, fy)
    low += tx * (corner(y0, x1, fx - 1, fy) - low)
    high = corner(y1, x0, fx, fy - 1)
    high += tx * (corner(y1, x1, fx - 1, fy - 1) - high)
    return (low + ty * (high - low)) * np.float32(1.5)


def value_noise(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, nx: int, ny: int) -> np.ndarray:
    """Interpolate random lattice values, wrapped; blotchier than gradient noise.

    Args:
        x, y: points, in tile widths.
        nx, ny: lattice cells a tile, at least 1.

    Returns:
        float32 of the points' broadcast shape, -1..1.
    """
    values = rng.uniform(-1, 1, (ny, nx)).astype(np.float32)
    if x.shape[0] == 1 and y.shape[-1] == 1:
        return _matrices(y, ny)[0] @ values @ _matrices(x, nx)[0].T
    x0, x1, fx = _corners(x, nx)
    y0, y1, fy = _corners(y, ny)
    tx, ty = _fade(fx), _fade(fy)
    values = values.reshape(-1)
    low = values.take(y0 * nx + x0) * (1 - tx) + values.take(y0 * nx + x1) * tx
    high = values.take(y1 * nx + x0) * (1 - tx) + values.take(y1 * nx + x1) * tx
    return low + ty * (high - low)


def fractal_noise(
    rng: np.random.Generator,
    x: np.ndarray,
    y: np.ndarray,
    nx: int,
    ny: int | None = None,
    octaves: int = 4,
    gain: float = 0.5,
    finest: int = 128,
) -> np.ndarray:
    """Sum octaves of gradient noise, each of twice the frequency (Mandelbrot and Van Ness's fBm, discrete).

    Args:
        x, y: points, in tile widths.
        nx, ny: lattice cells a tile of the first octave; ny is nx if left out.
        gain: each octave's amplitude over that of the one before.
        finest: octaves of more cells a tile are left out; they would only alias.

    Returns:
        float32 of the points' broadcast shape, about -1..1 with mean near 0.
    """
    ny = nx if ny is None else ny
    amplitude, total, norm = 1.0, np.float32(0), 0.0
    for k in range(octaves):
        if max(nx, ny) << k > finest:
            break
        total = total + gradient_noise(rng, x, y, nx << k, ny << k) * np.float32(amplitude)
        norm += amplitude**2
        amplitude *= gain
    return np.asarray(total / np.float32(norm**0.5), np.float32)


def warp(
    rng: np.random.Generator, x: np.ndarray, y: np.ndarray, n: int, amount: float, octaves: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Displace points by noise (domain warping).

    Args:
        x, y: points, in tile widths.
        n: lattice cells a tile of the displacement.
        amount: about the greatest displacement, in tile widths.

    Returns:
        x, y: of the points' broadcast shape.
    """
    dx = fractal_noise(rng, x, y, n, octaves=octaves)
    dy = fractal_noise(rng, x, y, n, octaves=octaves)
    return x + np.float32(amount) * dx, y + np.float32(amount) * dy


def worley(
    rng: np.random.Generator,
    x: np.ndarray,
    y: np.ndarray,
    nx: int,
    ny: int | None = None,
    jitter: float = 0.9,
    rounding: float = 0.0,
) -> Worley:
    """Find the nearest of jittered lattice points (Worley, A Cellular Texture Basis Function, 1996), wrapped.

    Args:
        x, y: points, in tile widths.
        nx, ny: lattice cells a tile, a point in each; ny is nx if left out.
        jitter: 0..1, how far from the middle of its cell a point may lie.
        rounding: radius, in lattice cells, by which the corners of the borders are rounded (a smooth
            minimum instead of the minimum).
    """
    ny = nx if ny is None else ny
    px = (0.5 + jitter * (rng.random(nx * ny) - 0.5)).astype(np.float32)
    py = (0.5 + jitter * (rng.random(nx * ny) - 0.5)).astype(np.float32)
    sx, sy = x * np.float32(nx), y * np.float32(ny)
    cx, cy = np.floor(sx + np.float32(0.5)), np.floor(sy + np.float32(0.5))
    fx, fy = sx - cx, sy - cy
    columns = [wrap_index(cx + i, nx) for i in _AROUND]
    rows = [wrap_index(cy + j, ny) * nx for j in _AROUND]
    shape = np.broadcast_shapes(x.shape, y.shape)
    f1, f2 = (np.full(shape, 1e9, np.float32) for _ in range(2))
    mx, my = (np.zeros(shape, np.float32) for _ in range(2))
    cell = np.zeros(shape, np.int64)
    near: list[tuple[np.ndarray, np.ndarray]] = []
    for row, j in zip(rows, _AROUND, strict=True):
        for column, i in zip(columns, _AROUND, strict=True):
            k = row + column
            rx, ry = px.take(k), py.take(k)
            rx += np.float32(i) - fx
            ry += np.float32(j) - fy
            d = rx * rx + ry * ry
            closer = d < f1
            np.minimum(f2, np.maximum(f1, d), out=f2)
            for best, value in ((f1, d), (cell, k), (mx, rx), (my, ry)):
                np.copyto(best, value, where=closer)
            near.append((rx, ry))
    edge = _borders(near, mx, my, rounding)
    return Worley(cell, nx * ny, np.sqrt(f1), np.sqrt(f2), edge, -mx, -my)


def _borders(
    near: list[tuple[np.ndarray, np.ndarray]], mx: np.ndarray, my: np.ndarray, rounding: float
) -> np.ndarray:
    """Return the distance to the nearest bisector between the nearest point (mx, my) and any other."""
    edge = np.full(mx.shape, 8.0, np.float32)
    total = np.zeros(mx.shape, np.float32)
    for rx, ry in near:
        ex, ey = rx - mx, ry - my
        square = ex * ex + ey * ey
        distance = (mx + rx) * ex
        distance += (my + ry) * ey
        # the nearest point itself is put far away; its own square is 0
        np.maximum(square, np.float32(1e-12), out=square)
        distance *= np.float32(0.5) / np.sqrt(square)
        np.copyto(distance, np.float32(8), where=square < 1e-8)
        if rounding > 0:
            total += np.exp(np.maximum(distance, 0) * np.float32(-1 / rounding))
        else:
            np.minimum(edge, distance, out=edge)
    if rounding > 0:
        return np.float32(-rounding) * np.log(np.maximum(total, 1e-12))
    return edge


def _matrices(t: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lattice weights of points on one axis, and those times the distance: both [S, n]."""
    low, high, f = _corners(t.reshape(-1), n)
    fade = _fade(f)
    k = np.arange(len(f))
    weights, slopes = np.zeros((len(f), n), np.float32), np.zeros((len(f), n), np.float32)
    weights[k, low] = 1 - fade
    weights[k, high] += fade
    slopes[k, low] = (1 - fade) * f
    slopes[k, high] += fade * (f - 1)
    return weights, slopes


def _corners(t: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    scaled = t * np.float32(n)
    low = np.floor(scaled)
    return wrap_index(low, n), wrap_index(low + 1, n), scaled - low


def wrap_index(index: np.ndarray, n: int) -> np.ndarray:
    """Return whole numbers modulo n as int64; far faster on floats than %."""
    return (index - n * np.floor(index * np.float32(1 / n) + np.float32(1e-4))).astype(np.int64)


def _fade(f: np.ndarray) -> np.ndarray:
    return f * f * f * (f * (f * 6 - 15) + 10)
