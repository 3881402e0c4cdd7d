"""check_shape: patterns as the papers write them."""

from __future__ import annotations

import numpy as np
import pytest

from core.shapes import check_shape


@pytest.mark.parametrize(
    ("shape", "pattern", "sizes"),
    [
        ((2, 3, 4, 5), "B 3 H W", {"B": 2, "H": 4, "W": 5}),
        ((7, 7), "N N", {"N": 7}),
        ((), "", {}),
        ((5, 6, 4, 4), "... 4 4", {}),
        ((4, 4), "... 4 4", {}),
        ((9, 8, 3), "... N 3", {"N": 8}),
        ((0, 3), "V 3", {"V": 0}),
    ],
)
def test_a_fitting_shape_binds_its_names(shape, pattern, sizes):
    assert check_shape("x", np.empty(shape), pattern) == sizes


@pytest.mark.parametrize(
    ("shape", "pattern"),
    [((2, 4, 4, 5), "B 3 H W"), ((3, 4), "N N"), ((3,), "V 3"), ((4,), "... 4 4"), ((1, 1), "1")],
)
def test_a_misfit_says_what_was_expected(shape, pattern):
    with pytest.raises(ValueError, match="expected shape") as caught:
        check_shape("pixels", np.empty(shape), pattern)
    assert str(caught.value) == f"pixels: expected shape [{pattern}], got {list(shape)}"
