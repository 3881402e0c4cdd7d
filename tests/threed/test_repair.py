import numpy as np
import pytest
import trimesh
from synthetic import SolidField, mug

from core.errors import EmptyResultError
from threed.isosurface import extract_mesh
from threed.measure import measure_mesh
from threed.repair import repair_mesh, weld
from threed.topology import label_components
from threed.types import Mesh


def ball(radius: float, centre=(0.0, 0.0, 0.0), subdivisions: int = 3) -> Mesh:
    solid = trimesh.creation.icosphere(subdivisions, radius)
    return Mesh((solid.vertices + np.asarray(centre)).astype(np.float32), solid.faces.astype(np.int32))


def together(*meshes: Mesh) -> Mesh:
    starts = np.cumsum([0] + [len(m.vertices) for m in meshes[:-1]])
    return Mesh(
        np.concatenate([m.vertices for m in meshes]),
        np.concatenate([m.faces + start for m, start in zip(meshes, starts, strict=True)]).astype(np.int32),
    )


def inverted(mesh: Mesh) -> Mesh:
    return Mesh(mesh.vertices, mesh.faces[:, ::-1].copy())


def test_far_and_tiny_components_go_thin_parts_near_the_body_stay() -> None:
    body = ball(0.4)
    foot = ball(0.09, (0, -0.52, 0))  # 5 % of the area, just under the body
    speck = ball(0.012, (0, 0.42, 0))  # touches it, but a crumb
    fog = ball(0.09, (0.9, 0.9, 0))  # as large as the foot, far away
    repaired = repair_mesh(together(body, foot, speck, fog))
    assert measure_mesh(repaired).components == 2
    assert repaired.vertices[:, 1].min() == pytest.approx(-0.61, abs=0.01)
    assert repaired.vertices[:, 0].max() == pytest.approx(0.4, abs=0.01)


def test_cavities_and_islands_in_them_are_filled() -> None:
    hollow = together(ball(0.4), inverted(ball(0.3)), ball(0.2))
    repaired = repair_mesh(hollow)
    assert measure_mesh(repaired).components == 1
    assert measure_mesh(repaired).volume == pytest.approx(measure_mesh(ball(0.4)).volume, rel=1e-6)


def test_solid_beside_another_in_its_bounding_box_is_not_a_cavity() -> None:
    ring = trimesh.creation.torus(0.4, 0.1)
    pair = together(Mesh(ring.vertices.astype(np.float32), ring.faces.astype(np.int32)), ball(0.2))
    assert measure_mesh(repair_mesh(pair)).components == 2


def test_mesh_that_is_inside_out_is_turned() -> None:
    assert measure_mesh(repair_mesh(inverted(ball(0.4)))).volume == pytest.approx(
        measure_mesh(ball(0.4)).volume
    )


def test_holes_are_closed() -> None:
    whole = ball(0.4)
    high = whole.vertices[whole.faces][:, :, 1].min(1) > 0.3
    low = whole.vertices[whole.faces][:, :, 1].max(1) < -0.35
    report = measure_mesh(repair_mesh(Mesh(whole.vertices, whole.faces[~(high | low)])))
    assert report.watertight
    assert report.genus == 0
    assert report.volume == pytest.approx(measure_mesh(whole).volume, rel=0.12)


def test_soup_with_duplicates_and_degenerates_becomes_one_solid() -> None:
    whole = ball(0.4)
    soup = whole.vertices[whole.faces].reshape(-1, 3)
    faces = np.arange(len(soup), dtype=np.int32).reshape(-1, 3)
    faces = np.concatenate([faces, faces[:5], [[0, 0, 1]]]).astype(np.int32)
    repaired = repair_mesh(Mesh(soup, faces))
    assert len(repaired.vertices) == len(whole.vertices)
    assert len(repaired.faces) == len(whole.faces)
    assert measure_mesh(repaired).manifold


def test_boxes_that_share_an_edge_part_there() -> None:
    box = trimesh.creation.box()
    shifted = np.concatenate([box.vertices, box.vertices + [1, 1, 0]]).astype(np.float32)
    repaired = repair_mesh(Mesh(shifted, np.concatenate([box.faces, box.faces + 8]).astype(np.int32)))
    report = measure_mesh(repaired)
    assert report.manifold  # measured with equal positions merged, as other programs merge them
    assert report.volume == pytest.approx(2.0, rel=0.05)


def test_what_cannot_be_mended_in_place_is_rebuilt() -> None:
    box = trimesh.creation.box(extents=(0.8, 0.6, 0.4))
    fin = np.float32([[0.4, 0.3, 0.2], [0.4, 0.3, -0.2], [0.6, 0.6, 0.0]])  # a third face on an edge
    vertices = np.concatenate([box.vertices, fin]).astype(np.float32)
    repaired = repair_mesh(Mesh(vertices, np.concatenate([box.faces, [[8, 9, 10]]]).astype(np.int32)))
    report = measure_mesh(repaired)
    assert report.manifold
    assert report.volume == pytest.approx(0.8 * 0.6 * 0.4, rel=0.05)


@pytest.mark.parametrize("make", [
    lambda: extract_mesh(SolidField(mug(), width=0.01), resolution=40),
    lambda: together(ball(0.4), inverted(ball(0.3)), ball(0.09, (0, -0.52, 0)), ball(0.02, (0.6, 0, 0))),
    lambda: Mesh(ball(0.4).vertices, ball(0.4).faces[7:]),
])  # fmt: skip
def test_repairing_twice_changes_nothing(make) -> None:
    once = repair_mesh(make())
    twice = repair_mesh(once)
    np.testing.assert_array_equal(once.vertices, twice.vertices)
    np.testing.assert_array_equal(once.faces, twice.faces)
    assert trimesh.Trimesh(once.vertices, once.faces).is_watertight


def test_weld_joins_near_places_only() -> None:
    vertices = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1e-7, 0], [1, 1e-3, 0], [0, 0, 1]])
    welded, faces = weld(vertices, np.array([[0, 1, 2], [0, 3, 5], [0, 4, 2]]))
    assert len(welded) == 5
    assert label_components(faces, len(welded)).max() == 0


@pytest.mark.parametrize("faces", [np.zeros((0, 3), np.int32), np.array([[0, 1, 2]], np.int32)])
def test_nothing_that_encloses_a_volume_is_told(faces: np.ndarray) -> None:
    vertices = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0]])
    with pytest.raises(EmptyResultError, match="expected faces that enclose a volume"):
        repair_mesh(Mesh(vertices, faces))
