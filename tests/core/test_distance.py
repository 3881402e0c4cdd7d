import numpy as np

from core.distance import distance_within, nearest_in


def reference(mask: np.ndarray) -> np.ndarray:
    """Distance of every pixel to the nearest one in the mask, by trying all."""
    rows, columns = np.nonzero(mask)
    y, x = np.indices(mask.shape)
    return np.sqrt(((y[..., None] - rows) ** 2 + (x[..., None] - columns) ** 2).min(-1))


def test_distance_within_counts_the_border_as_outside() -> None:
    mask = np.random.default_rng(0).random((9, 13)) < 0.8
    expected = reference(~np.pad(mask, 1))[1:-1, 1:-1]
    np.testing.assert_allclose(distance_within(mask), expected, rtol=1e-6)
    assert distance_within(np.ones((3, 5), bool)).max() == 2


def test_nearest_pixel_lies_in_the_mask_at_the_distance_given() -> None:
    mask = np.random.default_rng(1).random((12, 7)) < 0.1
    row, column, distance = nearest_in(mask)
    assert mask[row, column].all()
    y, x = np.indices(mask.shape)
    np.testing.assert_allclose(np.hypot(y - row, x - column), distance, rtol=1e-6)
    np.testing.assert_allclose(distance, reference(mask), rtol=1e-6)
