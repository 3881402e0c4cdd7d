import numpy as np
import pytest

from threed.inpaint import fill_texels, link_texels, seam_uv
from threed.raster import interpolate


@pytest.fixture(scope="module")
def points(prop) -> np.ndarray:
    texels = prop.baked.texels
    return interpolate(prop.mesh.vertices, prop.mesh.faces, texels.face, texels.barycentric)


def test_trusted_texels_are_kept_and_the_rest_stays_between_them(prop, points: np.ndarray) -> None:
    rng = np.random.default_rng(0)
    colour = rng.uniform(0.2, 0.8, (len(points), 3))
    trusted = rng.random(len(points)) < 0.3
    given = np.where(trusted[:, None], colour, 9.0)
    filled = fill_texels(prop.mesh, prop.baked.texels, given, trusted.astype(float))
    np.testing.assert_allclose(filled[trusted], colour[trusted], atol=1e-6)
    # the maximum principle: nothing brighter or darker than what it was made of
    assert filled.min() >= colour[trusted].min(0).min() - 1e-6
    assert filled.max() <= colour[trusted].max(0).max() + 1e-6


def test_colour_flows_over_seams_as_if_the_surface_were_whole(prop, points: np.ndarray) -> None:
    # known outside a ball on the mug's wall, over two charts; height is nearly harmonic on a cylinder
    hidden = np.linalg.norm(points - [0, 0, 0.26], axis=1) < 0.15
    charts_crossed = len(np.unique(_charts(prop)[hidden]))
    value = points[:, 1:2] * np.ones(3)
    filled = fill_texels(prop.mesh, prop.baked.texels, np.where(hidden[:, None], 0, value), 1.0 - hidden)
    assert charts_crossed >= 2
    assert np.abs(filled - value)[hidden].max() < 0.02


def test_doubtful_colours_are_smoothed_not_dropped(prop, points: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    band = np.abs(points[:, 1]) < 0.1
    noisy = 0.5 + np.where(band[:, None], rng.normal(0, 0.2, (len(points), 3)), 0.0)
    shifted = noisy + 0.2 * band[:, None]
    filled = fill_texels(prop.mesh, prop.baked.texels, shifted, np.where(band, 0.5, 1.0), data_weight=0.05)
    middle = np.abs(points[:, 1]) < 0.02
    assert filled[middle].std() < 0.25 * shifted[middle].std()
    assert 0.55 < filled[middle].mean() < 0.72


def test_a_surface_nobody_saw_takes_one_colour(prop, points: np.ndarray) -> None:
    filled = fill_texels(prop.mesh, prop.baked.texels, np.full((len(points), 3), 0.3), np.zeros(len(points)))
    np.testing.assert_allclose(filled, 0.3, atol=1e-6)


def test_links_join_only_places_that_are_near(prop, points: np.ndarray) -> None:
    links = link_texels(prop.mesh, prop.baked.texels)
    length = np.linalg.norm(points[links[:, 0]] - points[links[:, 1]], axis=1)
    assert length.max() < 5 * np.median(length)
    # the whole mug is one surface, so its texels are one graph
    charts = _charts(prop)
    assert (charts[links[:, 0]] != charts[links[:, 1]]).sum() > 100


def test_both_sides_of_a_seam_are_one_place(prop) -> None:
    first, second = seam_uv(prop.mesh, 256)
    assert len(first) == len(second) > 100
    assert np.abs(first - second).max() > 0.1


def _charts(prop) -> np.ndarray:
    from threed.unwrap import label_charts

    return label_charts(prop.mesh)[prop.baked.texels.face]
