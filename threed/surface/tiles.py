"""Tileable materials made ready to be laid on surfaces: in metres, in linear light, with smaller copies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.color import srgb_to_linear
from core.materials.material import MaterialClass, paint_material
from core.materials.paint import RGB

#: columns of a tile's texels
RED, GREEN, BLUE, ROUGHNESS, METALLIC, HEIGHT, SLOPE_X, SLOPE_Y = range(8)


@dataclass(frozen=True)
class Tile:
    """A tileable material.

    Attributes:
        levels: [S, S, 8] float32, each half the size of the one before; row 0 at the top. Columns: colour in
            linear light by the tile's mean, roughness, metallic, height in metres with mean 0, and the
            height's slope to the right and upwards.
        mean: [3] linear, the mean colour.
        metres: width and height of a tile.
    """

    levels: tuple[np.ndarray, ...]
    mean: np.ndarray
    metres: tuple[float, float]

    def enlarged(self, factor: float) -> Tile:
        """Return the tile larger, its relief as well, so that slopes stay."""
        levels = [level.copy() for level in self.levels]
        for level in levels:
            level[..., HEIGHT] *= factor
        return Tile(tuple(levels), self.mean, (self.metres[0] * factor, self.metres[1] * factor))

    def level_for(self, texel_m: float) -> int:
        """Return the level whose texels are about as wide as those of the surface."""
        own = min(self.metres) / self.levels[0].shape[0]
        return int(np.clip(np.floor(np.log2(max(texel_m / own, 1)) + 0.4), 0, len(self.levels) - 1))

    def sample(self, x: np.ndarray, y: np.ndarray, level: int) -> np.ndarray:
        """Look texels up, bilinearly.

        Args:
            x, y: [N] metres, to the right and upwards.
            level: see level_for.

        Returns:
            [8, N] float32.
        """
        pixels = self.levels[level]
        size = pixels.shape[0]
        column = x * np.float32(size / self.metres[0]) - np.float32(0.5)
        row = y * np.float32(-size / self.metres[1]) - np.float32(0.5)
        left, top = np.floor(column), np.floor(row)
        fx, fy = (column - left)[:, None], (row - top)[:, None]
        left, top = left.astype(np.int32) & (size - 1), top.astype(np.int32) & (size - 1)
        right, below = (left + 1) & (size - 1), ((top + 1) & (size - 1)) * size
        top *= size
        flat = pixels.reshape(size * size, -1)
        upper = flat.take(top + left, 0)
        upper += (flat.take(top + right, 0) - upper) * fx
        lower = flat.take(below + left, 0)
        lower += (flat.take(below + right, 0) - lower) * fx
        upper += (lower - upper) * fy
        return np.ascontiguousarray(upper.T)


@lru_cache(maxsize=48)
def paint_tile(
    material: MaterialClass,
    metres: tuple[float, float],
    relief_m: float,
    size_px: int,
    seed: int,
    words: frozenset[str] = frozenset(),
    rgb: RGB | None = None,
) -> Tile:
    """Paint a tile; the same one is painted once in a process.

    Args:
        material: its painter.
        metres: width and height of the tile.
        relief_m: what a height of 1 stands for.
        size_px: side, a power of two.
        seed: of the variation.
        words, rgb: see paint_material.
    """
    maps = paint_material(np.random.default_rng(seed), material, size_px, rgb, words)
    colour = srgb_to_linear(maps.base_color).astype(np.float32)
    mean = np.maximum(colour.mean((0, 1)), 1e-4)
    height = (maps.height - maps.height.mean()) * np.float32(relief_m)
    stack = np.concatenate(
        [colour / mean, maps.roughness[..., None], maps.metallic[..., None], height[..., None]], -1
    ).astype(np.float32)
    levels = []
    while True:
        size = stack.shape[0]
        h = stack[..., HEIGHT]
        across = (np.roll(h, -1, 1) - np.roll(h, 1, 1)) * np.float32(size / (2 * metres[0]))
        up = (np.roll(h, 1, 0) - np.roll(h, -1, 0)) * np.float32(size / (2 * metres[1]))
        levels.append(np.concatenate([stack, across[..., None], up[..., None]], -1))
        if size <= 16:
            return Tile(tuple(levels), mean, metres)
        stack = (stack[::2, ::2] + stack[1::2, ::2] + stack[::2, 1::2] + stack[1::2, 1::2]) * np.float32(0.25)
