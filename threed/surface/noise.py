"""Solid noise that costs one look-up: fields of all scales in a periodic volume, drawn once in a process."""

from __future__ import annotations

from functools import cache

import numpy as np

#: cells of the volume's side, and fields in it
CELLS, FIELDS = 64, 4


@cache
def _volume() -> np.ndarray:
    """Draw fields [CELLS³, FIELDS] float32 of deviation 1 whose power falls as 1 / f^2.6."""
    rng = np.random.default_rng(7)
    f = np.fft.fftfreq(CELLS, 1 / CELLS)
    square = f[:, None, None] ** 2 + f[None, :, None] ** 2 + np.fft.rfftfreq(CELLS, 1 / CELLS) ** 2
    # nothing is as broad as the volume, or its repeats would show; what is finer than 3 cells is left out
    gain = np.where((square >= 2) & (square <= (CELLS / 3) ** 2), np.maximum(square, 1) ** -1.3, 0)
    fields = []
    for _ in range(FIELDS):
        white = np.fft.rfftn(rng.normal(size=(CELLS,) * 3))
        field = np.fft.irfftn(white * gain, (CELLS,) * 3)
        fields.append(field / field.std())
    return np.stack(fields, -1).astype(np.float32).reshape(-1, FIELDS)


def solid_noise(points: np.ndarray, scale_m: float, seed: int = 0) -> np.ndarray:
    """Evaluate FIELDS independent noises.

    Args:
        points: [3, N] metres.
        scale_m: of the broadest features; the finest are a tenth of it.
        seed: moves and turns the noise.

    Returns:
        [FIELDS, N] float32 with mean 0 and deviation 1, hardly ever beyond ±3.
    """
    rng = np.random.default_rng([seed, 11])
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    place = (turn * (CELLS / (3.5 * scale_m))).astype(np.float32) @ points
    place += rng.uniform(0, CELLS, (3, 1)).astype(np.float32)
    low = np.floor(place)
    f = place - low
    f = f * f * (3 - 2 * f)
    mask = CELLS - 1
    x, y, z = low.astype(np.int32)
    x0, y0, z0 = (x & mask) * CELLS * CELLS, (y & mask) * CELLS, z & mask
    x1, y1, z1 = ((x + 1) & mask) * CELLS * CELLS, ((y + 1) & mask) * CELLS, (z + 1) & mask
    volume = _volume()
    fx, fy, fz = f[:, :, None]

    def line(k: np.ndarray) -> np.ndarray:
        a = volume.take(k + z0, 0)
        a += (volume.take(k + z1, 0) - a) * fz
        return a

    def plane(k: np.ndarray) -> np.ndarray:
        a = line(k + y0)
        a += (line(k + y1) - a) * fy
        return a

    a = plane(x0)
    a += (plane(x1) - a) * fx
    return np.ascontiguousarray(a.T)
