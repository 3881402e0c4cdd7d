"""sRGB, linear light, CIELAB, and how different two colours look."""

from __future__ import annotations

import numpy as np


def srgb_to_linear(rgb: np.ndarray) -> np.ndarray:
    """Decode sRGB 0..1 (IEC 61966-2-1)."""
    return np.where(rgb <= 0.04045, rgb / 12.92, ((np.maximum(rgb, 0.04045) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(rgb: np.ndarray) -> np.ndarray:
    """Encode linear light 0..1 as sRGB (IEC 61966-2-1)."""
    return np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * np.maximum(rgb, 0.0031308) ** (1 / 2.4) - 0.055)


def srgb_to_lab(rgb: np.ndarray) -> np.ndarray:
    """Convert sRGB 0..1 [..., 3] to CIELAB under D65 [..., 3] (CIE 15): L 0..100, a and b about ±100."""
    xyz = srgb_to_linear(rgb) @ np.array(RGB_TO_XYZ).T / np.array(D65_WHITE)
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def delta_e_2000(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the CIEDE2000 difference [...] of CIELAB colours [..., 3]; below 1 nobody sees it.

    Sharma et al., "The CIEDE2000 Color-Difference Formula", 2005, equations 2 to 22.
    """
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(np.asarray(lab, np.float64), -1, 0) for lab in (first, second))
    gain = 1.5 - 0.5 * _saturate((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    a1, a2 = gain * a1, gain * a2
    chroma1, chroma2 = np.hypot(a1, b1), np.hypot(a2, b2)
    hue1, hue2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = chroma1 * chroma2 == 0  # of which a hue says nothing
    turn = np.where(grey, 0, (hue2 - hue1 + 180) % 360 - 180)
    # of two opposite hues, the mean is on the side that the formula says
    turn = np.where((turn == -180) & (hue2 > hue1), 180, turn)
    hue = np.where(grey, hue1 + hue2, (hue1 + turn / 2) % 360)
    d_lightness, d_chroma = l2 - l1, chroma2 - chroma1
    d_hue = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn) / 2)
    lightness, chroma = (l1 + l2) / 2, (chroma1 + chroma2) / 2
    weight = (
        1
        - 0.17 * _cos_deg(hue - 30)
        + 0.24 * _cos_deg(2 * hue)
        + 0.32 * _cos_deg(3 * hue + 6)
        - 0.20 * _cos_deg(4 * hue - 63)
    )
    middle = (lightness - 50) ** 2
    d_lightness /= 1 + 0.015 * middle / np.sqrt(20 + middle)
    d_chroma /= 1 + 0.045 * chroma
    d_hue /= 1 + 0.015 * chroma * weight
    rotation = np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * 2 * _saturate(chroma)
    square = d_lightness**2 + d_chroma**2 + d_hue**2 - rotation * d_chroma * d_hue
    return np.sqrt(np.maximum(square, 0))


def _saturate(chroma: np.ndarray) -> np.ndarray:
    """Return what the formula takes of a chroma, rising from 0 to 1 about 25."""
    return np.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _cos_deg(angle: np.ndarray) -> np.ndarray:
    return np.cos(np.radians(angle))


RGB_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)
D65_WHITE = (0.95047, 1.0, 1.08883)


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
