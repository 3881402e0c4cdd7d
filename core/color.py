"""Decodes and encodes colours."""

from __future__ import annotations

import numpy as np


def srgb_to_linear(rgb: np.ndarray) -> np.ndarray:
    """Decode sRGB 0..1 (IEC 61966-2-1)."""
    return np.where(rgb <= 0.04045, rgb / 12.92, ((np.maximum(rgb, 0.04045) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(rgb: np.ndarray) -> np.ndarray:
    """Encode linear light 0..1 as sRGB (IEC 61966-2-1)."""
    return np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * np.maximum(rgb, 0.0031308) ** (1 / 2.4) - 0.055)


def hex_to_srgb(text: str) -> tuple[float, float, float]:
    """Read a name of CSS or "#rrggbb" as sRGB 0..1.

    Raises:
        ValueError: it is neither.
    """
    import webcolors

    if not text.startswith("#"):
        text = webcolors.name_to_hex(text)
    red, green, blue = webcolors.hex_to_rgb(text)
    return red / 255, green / 255, blue / 255
