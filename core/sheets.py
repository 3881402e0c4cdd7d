"""Cuts sheets into the views that lie in them row by row, and lays views out as sheets.

Pixels have their channels last, tensors that networks see have them first; both are cut alike.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

#: np.ndarray or torch.Tensor
Array = TypeVar("Array")


def split_sheets(sheets: Array, rows: int, columns: int) -> Array:
    """Cut sheets [..., C, rows·h, columns·w] into views [..., rows·columns, C, h, w]."""
    *lead, channels, height, width = sheets.shape  # pyright: ignore[reportAttributeAccessIssue]
    h, w = height // rows, width // columns
    grid = sheets.reshape(*lead, channels, rows, h, columns, w)  # pyright: ignore[reportAttributeAccessIssue]
    views = grid.swapaxes(-5, -4).swapaxes(-4, -2).swapaxes(-3, -2)
    return views.reshape(*lead, rows * columns, channels, h, w)


def join_sheets(views: Array, rows: int, columns: int) -> Array:
    """Lay views [..., rows·columns, C, h, w] out as sheets [..., C, rows·h, columns·w]."""
    *lead, _, channels, h, w = views.shape  # pyright: ignore[reportAttributeAccessIssue]
    grid = views.reshape(*lead, rows, columns, channels, h, w)  # pyright: ignore[reportAttributeAccessIssue]
    sheets = grid.swapaxes(-3, -2).swapaxes(-4, -2).swapaxes(-5, -4)
    return sheets.reshape(*lead, channels, rows * h, columns * w)


def sheet_to_views(sheet: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Cut pixels [..., rows·h, columns·w, C] into views [..., rows·columns, h, w, C]."""
    views = split_sheets(np.moveaxis(sheet, -1, -3), rows, columns)
    return np.ascontiguousarray(np.moveaxis(views, -3, -1))


def views_to_sheet(views: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Lay pixels of views [..., rows·columns, h, w, C] out as [..., rows·h, columns·w, C]."""
    sheet = join_sheets(np.moveaxis(views, -1, -3), rows, columns)
    return np.ascontiguousarray(np.moveaxis(sheet, -3, -1))
