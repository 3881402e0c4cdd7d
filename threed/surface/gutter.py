"""Lays values of texels out in an atlas, with gutters so that mip-maps do not bleed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.atlas import Texels


@dataclass(frozen=True)
class Gutter:
    """The texels around charts, and whose values they take.

    Attributes:
        size_px: side S of the atlas.
        index: [T] the texels that carry surface.
        to: [G] flat indices of the gutter; source: [G] rows of `index`.
    """

    size_px: int
    index: np.ndarray
    to: np.ndarray
    source: np.ndarray


def find_gutter(texels: Texels, width_px: int) -> Gutter:
    """Find the texels within some steps of the charts, each with the texel that it was reached from.

    Charts grow by a ring of their eight neighbours at a time, which costs by the gutter's area and not by the
    atlas's.
    """
    size = texels.size_px
    side = size + 2  # a border spares the bounds' checks
    owner = np.full(side * side, -1, np.int32)
    padded = (texels.index // size + 1) * side + texels.index % size + 1
    padded = padded.astype(np.int32)
    owner[padded] = np.arange(len(padded), dtype=np.int32)
    frame = owner.reshape(side, side)
    frame[[0, -1]] = frame[:, [0, -1]] = -2
    front, to_parts, source_parts = padded, [], []
    for _ in range(width_px):
        reached, sources = [], []
        for step in (-side, side, -1, 1, -side - 1, -side + 1, side - 1, side + 1):
            place = front + step
            free = owner[place] == -1
            place, source = place[free], owner[front[free]]
            owner[place] = source
            reached.append(place)
            sources.append(source)
        front = np.concatenate(reached)
        to_parts.append(front)
        source_parts.append(np.concatenate(sources))
        if not len(front):
            break
    to = np.concatenate(to_parts).astype(np.int64)
    to = (to // side - 1) * size + to % side - 1
    return Gutter(size, texels.index, to, np.concatenate(source_parts))


def spread(gutter: Gutter, values: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Lay values [T, C] out in the atlas, with its gutter, over a background [C]: [S, S, C] float32."""
    pixels = np.empty((gutter.size_px**2, values.shape[1]), np.float32)
    pixels[:] = background
    pixels[gutter.index] = values
    return extend(gutter, pixels)


def extend(gutter: Gutter, pixels: np.ndarray) -> np.ndarray:
    """Fill the gutter of pixels [S·S, C] in place from the texels beside it; returns them as [S, S, C]."""
    pixels[gutter.to] = pixels[gutter.index[gutter.source]]
    return pixels.reshape(gutter.size_px, gutter.size_px, -1)
