from fractions import Fraction

import numpy as np
import pytest

from threed.atlas import STEPS, count_cover, rasterise_atlas

SQUARE = np.array([[0, 1, 2], [0, 2, 3]])


def reference_inside(uv: np.ndarray, face: np.ndarray, size: int) -> np.ndarray:
    """Texel centres strictly inside a triangle, in rational arithmetic on the snapped corners."""
    corners = [
        (Fraction(round(u * size * STEPS), STEPS), Fraction(round((1 - v) * size * STEPS), STEPS))
        for u, v in uv[face].astype(np.float64).tolist()
    ]
    inside = np.zeros((size, size), bool)
    for row in range(size):
        for column in range(size):
            x, y = Fraction(2 * column + 1, 2), Fraction(2 * row + 1, 2)
            sides = []
            for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
                sides.append((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
            inside[row, column] = all(s > 0 for s in sides) or all(s < 0 for s in sides)
    return inside


def test_agrees_with_rational_arithmetic() -> None:
    rng = np.random.default_rng(3)
    for _ in range(6):
        uv = rng.uniform(0, 1, (3, 2)).astype(np.float32)
        counted = count_cover(uv, np.array([[0, 1, 2]]), 12)
        np.testing.assert_array_equal(counted == 1, reference_inside(uv, np.arange(3), 12))


@pytest.mark.parametrize("size", [7, 16])
def test_shared_edges_count_once_even_through_texel_centres(size: int) -> None:
    # the diagonal runs through the centres of the texels on it, the outer edges through others
    half = 0.5 / size
    uv = np.array([[half, half], [1 - half, half], [1 - half, 1 - half], [half, 1 - half]])
    count = count_cover(uv, SQUARE, size)
    assert count.max() == 1
    assert count.sum() == (size - 1) ** 2
    mirrored = count_cover(uv[:, ::-1], SQUARE, size)
    assert mirrored.max() == 1
    assert mirrored.sum() == (size - 1) ** 2


def test_fan_round_a_texel_centre_covers_everything_once() -> None:
    ring = np.stack([0.5 + 0.45 * np.cos(np.arange(9) * 0.7), 0.5 + 0.45 * np.sin(np.arange(9) * 0.7)], 1)
    uv = np.concatenate([[[0.5, 0.5]], ring])
    faces = np.array([[0, i, i % 9 + 1] for i in range(1, 10)])
    count = count_cover(uv, faces, 33)
    assert count[16, 16] == 1


def test_overlap_is_counted() -> None:
    uv = np.array([[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5], [0.25, 0], [0.75, 0], [0.75, 0.5], [0.25, 0.5]])
    count = count_cover(uv, np.concatenate([SQUARE, SQUARE + 4]), 64)
    assert (count == 2).sum() == 16 * 32
    assert (count == 1).sum() == 2 * 16 * 32


def test_barycentric_weights_give_back_texel_centres() -> None:
    rng = np.random.default_rng(1)
    uv = rng.uniform(0.05, 0.95, (3, 2))
    size = 64
    texels = rasterise_atlas(uv, np.array([[0, 1, 2]]), size)
    row, column = np.divmod(texels.index, size)
    centre = np.stack([(column + 0.5) / size, 1 - (row + 0.5) / size], 1)
    found = texels.barycentric @ uv
    away = np.linalg.norm(found - centre, axis=1) * size
    assert away[texels.inside].max() < 0.01
    assert (texels.barycentric >= 0).all()
    np.testing.assert_allclose(texels.barycentric.sum(1), 1, atol=1e-5)
    border = away[~texels.inside]
    assert len(border)
    assert border.min() > 0
    assert border.max() <= 1.01


def test_border_surrounds_the_chart_without_gaps() -> None:
    uv = np.array([[0.2, 0.2], [0.8, 0.25], [0.75, 0.8], [0.25, 0.7]])
    size = 40
    texels = rasterise_atlas(uv, SQUARE, size)
    inside, known = np.zeros(size * size, bool), np.zeros(size * size, bool)
    inside[texels.index[texels.inside]] = True
    known[texels.index] = True
    inside, known = inside.reshape(size, size), known.reshape(size, size)
    # every texel that bilinear sampling inside the chart can touch has a value
    grown = inside.copy()
    for axis in (0, 1):
        for shift in (-1, 1):
            grown |= np.roll(inside, shift, axis)
    assert known[grown].all()
    assert np.all(np.diff(texels.index) > 0)


def test_faces_without_area_take_no_texel() -> None:
    uv = np.array([[0.1, 0.1], [0.9, 0.9], [0.5, 0.5]])
    assert count_cover(uv, np.array([[0, 1, 2], [0, 0, 1]]), 32).sum() == 0
