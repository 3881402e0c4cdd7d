"""Checks array shapes at public boundaries, written as the papers write them."""

from __future__ import annotations

from typing import Any


def check_shape(name: str, array: Any, pattern: str) -> dict[str, int]:
    """Check an array's shape against a pattern of names and numbers.

    Args:
        name: what to call the array in the error.
        array: anything with a `.shape`.
        pattern: space-separated axes: a number must match, a name binds (and must match wherever it
            is used again), `...` at the front stands for any leading axes. For example "B 3 H W".

    Returns:
        The sizes bound to the pattern's names.

    Raises:
        ValueError: the shape does not fit.
    """
    axes, shape = pattern.split(), tuple(array.shape)
    leading = bool(axes) and axes[0] == "..."
    axes = axes[1:] if leading else axes
    sizes: dict[str, int] = {}
    fits = len(shape) >= len(axes) if leading else len(shape) == len(axes)
    if fits:
        for axis, size in zip(axes, shape[len(shape) - len(axes) :], strict=True):
            expected = int(axis) if axis.isdigit() else sizes.setdefault(axis, size)
            fits = fits and expected == size
    if not fits:
        raise ValueError(f"{name}: expected shape [{pattern}], got {list(shape)}")
    return sizes
