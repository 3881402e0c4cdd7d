"""Cuts a sheet of views into its views, and lays views out as one: row by row, in the layout's order."""

from __future__ import annotations

import numpy as np

from core.types import SheetLayout


def views_to_sheet(views: np.ndarray, layout: SheetLayout) -> np.ndarray:
    """Lay views [N, S, S, C] out row by row into one picture [rows·S, columns·S, C]."""
    s = layout.view_px
    grid = views.reshape(layout.rows, layout.columns, s, s, -1)
    return grid.transpose(0, 2, 1, 3, 4).reshape(layout.height_px, layout.width_px, -1)


def sheet_to_views(sheet: np.ndarray, layout: SheetLayout) -> np.ndarray:
    """Cut a sheet [..., rows·S, columns·S, C] into views [..., N, S, S, C]."""
    s, lead = layout.view_px, sheet.shape[:-3]
    grid = sheet.reshape(*lead, layout.rows, s, layout.columns, s, sheet.shape[-1])
    return np.moveaxis(grid, -4, -3).reshape(*lead, layout.count, s, s, sheet.shape[-1])
