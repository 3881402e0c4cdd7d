"""Solid patterns in space that finishes are painted with: smooth noise, cells, soft steps.

Points are laid out [3, N] here, an axis a row, which NumPy works through several times faster than [N, 3].
All wavelengths and widths are in the units of the points: a taught prop lies in a sphere of radius 0.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_CHUNK = 1024


@dataclass(frozen=True)
class Cells:
    """Where points lie in a Voronoi diagram.

    Attributes:
        index: [N] int64, of the nearest seed.
        border: [N], about the distance to the cell's border.
        rise: [N], height above the nearest seed.
    """

    index: np.ndarray
    border: np.ndarray
    rise: np.ndarray


def waves(
    points: np.ndarray,
    rng: np.random.Generator,
    wavelength: float,
    count: int = 6,
) -> np.ndarray:
    """Evaluate smooth noise of one scale: a sum of sine waves in random directions.

    Args:
        points: [3, N].
        wavelength: of the waves, within a fifth.
        count: how many waves; fewer look more regular.

    Returns:
        [N] of standard deviation 1, hardly ever beyond ±2.5.
    """
    angle = _phase(points, rng, wavelength, count)
    angle *= np.float32(2 * np.pi)
    return np.sin(angle, out=angle).sum(0) * np.float32(np.sqrt(2 / count))


def shards(points: np.ndarray, rng: np.random.Generator, wavelength: float, count: int = 5) -> np.ndarray:
    """Evaluate noise like that of waves(), but of triangle waves: its level sets are angular."""
    phase = _phase(points, rng, wavelength, count)
    phase -= np.floor(phase)
    return (np.abs(phase - np.float32(0.5)).sum(0) - np.float32(count / 4)) * np.float32(np.sqrt(48 / count))


def _phase(
    points: np.ndarray,
    rng: np.random.Generator,
    wavelength: float,
    count: int,
) -> np.ndarray:
    """Return in which of its periods [count, N] each plane wave is at points [3, N]."""
    directions = rng.normal(size=(count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    numbers = rng.uniform(0.8, 1.2, (count, 1)) / wavelength * directions
    return numbers.astype(np.float32) @ points + rng.random((count, 1), np.float32)


def cells(points: np.ndarray, rng: np.random.Generator, spacing: float, jitter: float = 0.4) -> Cells:
    """Find the cells of a jittered lattice that points [3, N] lie in.

    Args:
        spacing: of the lattice's seeds.
        jitter: how far a seed strays from its place along each axis, in spacings; below 0.5.
    """
    steps = np.arange(-0.6, 0.6 + spacing, spacing)
    seeds = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    # every other layer is shifted, so that the borders never line up
    seeds[:, [0, 2]] += 0.25 * spacing * np.where(np.rint(seeds[:, 1:2] / spacing) % 2, 1, -1)
    seeds += rng.uniform(-jitter, jitter, seeds.shape) * spacing
    seeds = seeds[np.linalg.norm(seeds, axis=1) < 0.5 + 0.4 * spacing].astype(np.float32)
    # 2 p·s - s·s is greatest for the seed s nearest to p
    weights = np.concatenate([2 * seeds, -(seeds * seeds).sum(1, keepdims=True)], 1)
    places = np.stack([np.arange(len(seeds), dtype=np.float32), seeds[:, 1]])
    homogeneous = np.concatenate([points, np.ones_like(points[:1])])
    border = np.empty(points.shape[1], np.float32)
    nearest = np.empty((2, points.shape[1]), np.float32)
    closeness, is_first = np.empty((2, len(seeds), _CHUNK), np.float32)
    for start in range(0, points.shape[1], _CHUNK):  # what a chunk needs stays in the processor's cache
        part = slice(start, start + _CHUNK)
        near = np.matmul(weights, homogeneous[:, part], out=closeness[:, : len(border[part])])
        first = is_first[:, : near.shape[1]]
        top = near.max(0)
        np.equal(near, top, out=first, casting="unsafe")
        nearest[:, part] = places @ first
        first *= 9  # more than any two differ by
        near -= first
        border[part] = top - near.max(0)
    index = np.minimum(nearest[0].astype(np.int64), len(seeds) - 1)  # a tie of two seeds adds them up
    return Cells(index, border / np.float32(2 * spacing), points[1] - nearest[1])


def step(value: np.ndarray, start: float, end: float) -> np.ndarray:
    """Rise smoothly from 0 where value <= start to 1 where value >= end; falls where start > end."""
    t = np.clip((value - np.float32(start)) * np.float32(1 / (end - start)), 0, 1)
    return t * t * (3 - 2 * t)


def stripe(value: np.ndarray, period: float, width: float, soft: float = 0.008) -> np.ndarray:
    """Return 1 within width / 2 of every multiple of the period, 0 elsewhere, over a soft edge."""
    distance = np.abs(value - period * np.rint(value / np.float32(period)))
    return step(distance, width / 2 + soft, width / 2 - soft)


def blend(below: np.ndarray, above: np.ndarray, amount: np.ndarray | float) -> np.ndarray:
    """Lay a colour or colours over others: amount 0 shows what is below, 1 what is above."""
    return below + (above - below) * amount
