"""Views lie in sheets row by row; sheets are cut and put together without a change, as pixels and tensors."""

from __future__ import annotations

import numpy as np
import torch

from core.sheets import join_sheets, sheet_to_views, split_sheets, views_to_sheet


def test_pixels_are_cut_row_by_row_and_put_together_again():
    sheets = np.random.default_rng(0).integers(0, 256, (2, 8, 18, 4), np.uint8)
    views = sheet_to_views(sheets, 2, 3)
    assert views.shape == (2, 6, 4, 6, 4)
    assert views.flags.c_contiguous
    for place in range(6):
        y, x = 4 * (place // 3), 6 * (place % 3)
        assert np.array_equal(views[:, place], sheets[:, y : y + 4, x : x + 6])
    again = views_to_sheet(views, 2, 3)
    assert again.flags.c_contiguous
    assert np.array_equal(again, sheets)
    assert np.array_equal(sheet_to_views(sheets[0], 2, 3), views[0])


def test_tensors_are_cut_as_pixels_are():
    sheets = torch.randn(2, 3, 8, 18, generator=torch.Generator().manual_seed(0))
    views = split_sheets(sheets, 2, 3)
    assert views.shape == (2, 6, 3, 4, 6)
    pixels = sheet_to_views(sheets.permute(0, 2, 3, 1).numpy(), 2, 3)
    assert np.array_equal(views.permute(0, 1, 3, 4, 2).numpy(), pixels)
    assert torch.equal(join_sheets(views, 2, 3), sheets)
