"""Checks that numbers of flags and recipes are ones that can be worked with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from core.errors import UsageError


def check_range(flag: str, value: float | None, low: float, high: float) -> None:
    """Check that a number, if there is one, lies in low..high.

    Raises:
        UsageError: it does not.
    """
    if value is not None and not low <= value <= high:
        raise UsageError(
            f"{flag}: expected {low:,.10g} to {high:,.10g}, got {value:,.10g}",
            "leave it out to take the default",
        )


def check_numbers(quality: Any, ranges: Mapping[str, tuple[float, float]], flags: Mapping[str, str]) -> None:
    """Check the numbers of a quality, and that its textures' side is a power of two.

    Args:
        quality: of which each name in ranges is a number.
        ranges: by name.
        flags: what the names are called on the command line.

    Raises:
        UsageError: one is out of its range.
    """
    for name, (low, high) in ranges.items():
        check_range(flags.get(name, f"quality: {name}"), getattr(quality, name), low, high)
    size = quality.texture_px
    if size & (size - 1):
        nearest = 2 ** round(math.log2(size))
        raise UsageError(f"--texture-size: expected a power of two, got {size}", f"try {nearest}")
