import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threed.packing import pack_rectangles, straighten_charts

SIDES = st.floats(0.01, 3.0, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=40), st.floats(0, 0.02))
def test_rectangles_keep_their_distance_and_lie_in_the_square(sizes, padding):
    packed = pack_rectangles(np.array(sizes), padding)
    assert packed is not None
    corner, turned, scale = packed
    size = np.where(turned[:, None], np.array(sizes)[:, ::-1], sizes) * scale
    high = corner + size
    assert corner.min() >= padding - 1e-9
    assert high.max() <= 1 - padding + 1e-9
    # of two rectangles one is beside or above the other, by the padding
    gap = np.maximum(corner[:, None] - high[None], corner[None] - high[:, None]).max(2)
    np.fill_diagonal(gap, np.inf)
    assert gap.min() >= padding - 1e-9


def test_equal_squares_fill_the_square_as_well_as_they_can():
    corner, _, scale = pack_rectangles(np.ones((16, 2)), 0.0)
    assert scale == pytest.approx(0.25, rel=0.01)
    assert len(np.unique(np.round(corner, 2), axis=0)) == 16


def test_padding_that_leaves_no_room_is_told():
    assert pack_rectangles(np.ones((400, 2)), 0.06) is None


def test_charts_are_turned_to_their_least_rectangles():
    rng = np.random.default_rng(0)
    uv, chart, sizes = [], [], []
    for k in range(12):
        wide, tall = sorted(rng.uniform(0.1, 2, 2), reverse=True)
        angle = np.radians(3.75 * rng.integers(24))
        box = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)]) - rng.uniform(0, 1, 2)
        uv.append(box @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]))
        chart += [k] * 4
        sizes.append((wide, tall))
    straight, found = straighten_charts(np.concatenate(uv), np.array(chart))
    np.testing.assert_allclose(found, sizes, rtol=1e-6)
    assert straight.min() > -1e-9
    lengths = [
        np.linalg.norm(np.diff(part.reshape(-1, 4, 2), axis=1), axis=2)
        for part in (np.concatenate(uv), straight)
    ]
    np.testing.assert_allclose(lengths[0], lengths[1])
