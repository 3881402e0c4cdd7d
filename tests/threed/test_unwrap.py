import numpy as np
import pytest
import torch
import trimesh
from synthetic import SolidField, chair, mug, torus

from core.distance import nearest_in
from core.errors import UsageError
from threed.atlas import count_cover, find_covered, rasterise_atlas
from threed.isosurface import extract_mesh
from threed.measure import measure_mesh
from threed.repair import repair_mesh
from threed.simplify import simplify_mesh
from threed.types import Mesh
from threed.unwrap import label_charts, seam_edges, unwrap_mesh


@pytest.fixture(scope="module", params=[mug, chair, lambda: torus(0.3, 0.1)], ids=["mug", "chair", "torus"])
def pair(request: pytest.FixtureRequest) -> tuple[Mesh, Mesh]:
    """A simplified mesh and the same unwrapped for 512 px."""
    solid = repair_mesh(extract_mesh(SolidField(request.param(), width=0.01), resolution=56))
    mesh = simplify_mesh(solid, 1500)
    return mesh, unwrap_mesh(mesh, atlas_px=512, padding_px=4)


def test_faces_and_positions_stay_as_they_were(pair: tuple[Mesh, Mesh]) -> None:
    mesh, unwrapped = pair
    np.testing.assert_array_equal(unwrapped.vertices[unwrapped.faces], mesh.vertices[mesh.faces])
    assert measure_mesh(unwrapped, raster_px=128).manifold


def test_charts_that_come_to_lie_on_themselves_are_cut() -> None:
    # a lumpy ball, of which a chart folds over itself by some texels
    random = np.random.default_rng(35)
    waves = torch.tensor(random.normal(size=(3, 8)) * 9, dtype=torch.float32)
    phases = torch.tensor(random.uniform(0, 2 * np.pi, 8), dtype=torch.float32)
    lumps = SolidField(
        lambda p: p.norm(dim=-1) - 0.33 - 0.025 * torch.sin(p @ waves + phases).sum(-1), width=0.01
    )
    mesh = simplify_mesh(repair_mesh(extract_mesh(lumps, resolution=40)), 2500)
    unwrapped = unwrap_mesh(mesh, atlas_px=512, padding_px=4)
    assert unwrapped.uv is not None
    assert count_cover(unwrapped.uv, unwrapped.faces, 2048).max() == 1
    np.testing.assert_array_equal(unwrapped.vertices[unwrapped.faces], mesh.vertices[mesh.faces])


def test_of_two_faces_on_each_other_the_smaller_is_covered() -> None:
    large = [[0.1, 0.1], [0.9, 0.1], [0.1, 0.9]]
    small = [[0.2, 0.2], [0.4, 0.2], [0.2, 0.4]]
    apart = [[0.9, 0.9], [0.95, 0.9], [0.9, 0.95]]
    uv, faces = np.array(small + large + apart), np.arange(9).reshape(3, 3)
    np.testing.assert_array_equal(find_covered(uv, faces, 64), [True, False, False])
    assert not np.any(find_covered(uv, faces[1:], 64))


def test_no_texel_is_used_twice_and_all_lie_in_the_atlas(pair: tuple[Mesh, Mesh]) -> None:
    _, unwrapped = pair
    assert unwrapped.uv is not None
    assert unwrapped.uv.min() >= 0
    assert unwrapped.uv.max() <= 1
    count = count_cover(unwrapped.uv, unwrapped.faces, 2048)
    assert count.max() == 1
    assert (count > 0).mean() > 0.45


def test_charts_keep_their_distance(pair: tuple[Mesh, Mesh]) -> None:
    _, unwrapped = pair
    texels = rasterise_atlas(unwrapped.uv, unwrapped.faces, 512)
    charts = label_charts(unwrapped)[texels.face]
    for chart in np.unique(charts):
        mask = np.zeros(512 * 512, bool)
        mask[texels.index[texels.inside & (charts == chart)]] = True
        others = texels.index[texels.inside & (charts != chart)]
        distance = nearest_in(mask.reshape(512, 512))[2].ravel()
        assert distance[others].min() >= 4


def test_charts_are_few_even_and_not_mirrored(pair: tuple[Mesh, Mesh]) -> None:
    _, unwrapped = pair
    assert label_charts(unwrapped).max() + 1 <= 50
    assert measure_mesh(unwrapped, 512, raster_px=128).texel_density_spread < 0.15
    corners = unwrapped.uv[unwrapped.faces].astype(np.float64)
    e1, e2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]
    assert area[area < 0].sum() > -1e-4 * area.sum()


def test_seams_join_equal_places_and_open_the_surface(pair: tuple[Mesh, Mesh]) -> None:
    mesh, unwrapped = pair
    sides = seam_edges(unwrapped)
    places = unwrapped.vertices[sides]
    np.testing.assert_array_equal(places[:, 0], places[:, 1])
    # every border edge of the charts is one side of a seam
    edges = np.sort(trimesh.Trimesh(unwrapped.vertices, unwrapped.faces, process=False).edges, axis=1)
    _, times = np.unique(edges, axis=0, return_counts=True)
    assert (times == 1).sum() == 2 * len(sides)
    assert len(sides) < 0.35 * 1.5 * len(mesh.faces)


def test_same_mesh_same_map(pair: tuple[Mesh, Mesh]) -> None:
    mesh, unwrapped = pair
    np.testing.assert_array_equal(unwrap_mesh(mesh, 512, 4).uv, unwrapped.uv)


def test_too_many_charts_for_the_atlas_are_told() -> None:
    tetrahedron = trimesh.creation.icosphere(0)
    vertices = np.concatenate([tetrahedron.vertices + [3 * i, 0, 0] for i in range(60)]).astype(np.float32)
    faces = np.concatenate([tetrahedron.faces + 12 * i for i in range(60)]).astype(np.int32)
    with pytest.raises(UsageError, match="charts 8 px apart"):
        unwrap_mesh(Mesh(vertices, faces), atlas_px=64, padding_px=8)


def test_mesh_without_faces_is_refused() -> None:
    with pytest.raises(ValueError, match="no faces"):
        unwrap_mesh(Mesh(np.zeros((3, 3), np.float32), np.zeros((0, 3), np.int32)))
