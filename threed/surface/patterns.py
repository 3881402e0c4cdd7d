"""Stripes, dots and checks, laid on each part in its own frame and by its own size."""

from __future__ import annotations

from typing import Literal

import numpy as np

from threed.surface.laying import Frames
from threed.surface.paint import step
from threed.surface.spots import Spots

Pattern = Literal["striped", "dotted", "checked"]

#: width of a repeat as a part of the largest extent of its part, the least and the largest in metres
REPEAT = (0.16, 0.012, 0.3)


def find_pattern(spots: Spots, frames: Frames, pattern: Pattern, texel_m: float) -> np.ndarray:
    """Return where the second colour of a pattern is, 0..1 [N].

    Args:
        spots: N texels.
        frames: of their parts.
        pattern: which.
        texel_m: width of the atlas' texels on the surface; edges are as soft.
    """
    part = spots.part
    axes = frames.axes.take(part, 1)
    to = spots.position - frames.origin.take(part, 1)
    u, v, w = ((axes[3 * k : 3 * k + 3] * to).sum(0) for k in range(3))
    facing = [np.abs((axes[3 * k : 3 * k + 3] * spots.flat).sum(0)) for k in range(3)]
    repeat = np.clip(REPEAT[0] * frames.extent.max(0), *REPEAT[1:]).astype(np.float32).take(part)
    radius, turned = frames.radius.take(part), frames.turned.take(part)
    # whole repeats go around what is turned
    count = np.maximum(np.round(2 * np.pi * radius / repeat), 3)
    around = np.arctan2(u, w) / np.float32(2 * np.pi) * count
    across = np.where(turned & (facing[1] < 0.7), around, np.where(facing[0] > facing[2], w, u) / repeat)
    along = np.where((facing[1] > 0.7) & ~turned, w, v) / repeat
    along = np.where(turned & (facing[1] >= 0.7), np.hypot(u, w) / repeat, along)
    across = np.where(turned & (facing[1] >= 0.7), around, across)
    soft = 0.8 * texel_m / repeat
    if pattern == "striped":
        return _band(across, 0.25, soft)
    if pattern == "checked":
        first, second = _band(across, 0.25, soft), _band(along, 0.25, soft)
        return first + second - 2 * first * second
    row = np.rint(along * np.float32(1.155))
    beside = across + 0.5 * (row % 2)
    distance = np.hypot(beside - np.rint(beside), along - row / np.float32(1.155))
    return _rise((0.27 - distance) / soft)


def _band(value: np.ndarray, half: float, soft: np.ndarray) -> np.ndarray:
    return _rise((half - np.abs(value - np.rint(value))) / soft)


def _rise(distance: np.ndarray) -> np.ndarray:
    return step(distance, -1.0, 1.0)
