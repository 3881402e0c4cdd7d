"""Mixes colours and masks: what a painter's palette is to the materials. All colours are sRGB 0..1."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

RGB = tuple[float, float, float]


def smoothstep(low: float, high: float, t: np.ndarray) -> np.ndarray:
    """Rise smoothly from 0 at `low` to 1 at `high` (which may be the lesser); t any shape."""
    s = np.clip((t - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return s * s * (3 - 2 * s)


def cover(distance: np.ndarray, texel: float) -> np.ndarray:
    """Return the share 0..1 of a texel inside an edge, from the distance inside it in the texel's unit."""
    return smoothstep(-0.75 * texel, 0.75 * texel, distance)


def dome(distance: np.ndarray, width: float) -> np.ndarray:
    """Rise as a quarter of a circle from 0 at an edge to 1 at `width` inside it, then stay flat."""
    s = 1 - np.clip(distance * np.float32(1 / width), 0, 1)
    return np.sqrt(1 - s * s)


def mix(first: np.ndarray | RGB, second: np.ndarray | RGB, t: np.ndarray | float) -> np.ndarray:
    """Blend colours ([3] or [S, S, 3]) by t ([S, S] or a number): 0 the first, 1 the second."""
    a, b = np.asarray(first, np.float32), np.asarray(second, np.float32)
    share = np.asarray(t, np.float32)[..., None]
    return a + (b - a) * share


def ramp(t: np.ndarray, colours: Sequence[np.ndarray | RGB]) -> np.ndarray:
    """Colour t (0..1, [S, S]) along evenly spaced colours; returns [S, S, 3] float32."""
    table = np.asarray(colours, np.float32)
    place = np.clip(t, 0, 1) * np.float32(len(table) - 1)
    k = np.minimum(place.astype(np.int64), len(table) - 2)
    return mix(table.take(k, 0), table.take(k + 1, 0), place - k)


def pick(
    rng: np.random.Generator, palette: Sequence[RGB], rgb: RGB | None, natural: float = 0.0
) -> np.ndarray:
    """Choose the main colour: the captioned one, or a shade about one of a palette.

    Args:
        natural: how much of the palette's colour a captioned one takes on, 0..1; a red stone is not as red as
            red paint.

    Returns:
        [3] float32.
    """
    own = np.asarray(palette[int(rng.integers(len(palette)))])
    colour = np.clip(own * (1 + rng.normal(0, 0.06)) * (1 + rng.normal(0, 0.02, 3)), 0.02, 1)
    if rgb is not None:
        # room above white and below black, for light and shade to show on them
        colour = (0.045 + 0.875 * np.asarray(rgb)) * (1 - natural) + natural * colour
    return colour.astype(np.float32)


def tints(
    rng: np.random.Generator, count: int, colour: np.ndarray | RGB, value: float = 0.1, hue: float = 0.03
) -> np.ndarray:
    """Return [count, 3] shades of a colour, for the cells of a pattern.

    Args:
        value: deviation of the brightness, as a factor.
        hue: deviation between the channels, as a factor.
    """
    factor = 1 + rng.normal(0, value, (count, 1)).clip(-2 * value, 2 * value) + rng.normal(0, hue, (count, 3))
    lift = rng.normal(0, value * 0.12, (count, 1))
    return np.clip(np.asarray(colour) * factor + lift, 0, 1).astype(np.float32)


def scaled(colour: np.ndarray, factor: np.ndarray | float) -> np.ndarray:
    """Multiply colours [..., 3] by a factor of the same shape without the channels."""
    return colour * np.asarray(factor, np.float32)[..., None]


def luminance(colour: np.ndarray) -> np.ndarray:
    """Return the luma of colours [..., 3] (Rec. 709 weights on sRGB values)."""
    return colour @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def repeats(rng: np.random.Generator, low: int, high: int, words: Collection[str], step: int = 1) -> int:
    """Draw how many times a pattern repeats: low..high by `step`; "large" makes it fewer, "small" more."""
    scale = 0.6 if "large" in words else 1.5 if "small" in words else 1.0
    count = scale * float(rng.integers(low, high + 1))
    return max(step * round(count / step), step)
