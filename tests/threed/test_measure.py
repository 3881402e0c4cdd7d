import numpy as np
import pytest
import trimesh

from threed.measure import measure_mesh
from threed.types import Mesh


def to_mesh(solid: trimesh.Trimesh) -> Mesh:
    return Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))


def test_box() -> None:
    report = measure_mesh(to_mesh(trimesh.creation.box(extents=(1, 2, 3))))
    assert (report.triangles, report.vertices, report.components) == (12, 8, 1)
    assert (report.watertight, report.manifold, report.euler, report.genus) == (True, True, 2, 0)
    assert report.volume == pytest.approx(6)
    assert report.area == pytest.approx(22)
    assert report.bounds == ((-0.5, -1.0, -1.5), (0.5, 1.0, 1.5))
    assert (
        report.uv_overlap is report.uv_coverage is report.texel_density is report.texel_density_spread is None
    )


@pytest.mark.parametrize(
    ("solid", "genus"),
    [
        (trimesh.creation.torus(0.3, 0.1), 1),
        (trimesh.creation.capsule(), 0),
        (trimesh.creation.annulus(0.2, 0.4, 0.1), 1),
    ],
)
def test_genus_and_volume_agree_with_trimesh(solid: trimesh.Trimesh, genus: int) -> None:
    report = measure_mesh(to_mesh(solid))
    assert report.genus == genus
    assert report.euler == solid.euler_number
    assert report.volume == pytest.approx(solid.volume, rel=1e-4)


def test_seams_do_not_count_as_holes_but_holes_do(prop) -> None:
    report = measure_mesh(prop.mesh, 256, raster_px=256)
    assert report.watertight
    assert report.manifold
    assert report.genus == 1
    assert report.vertices > len(np.unique(prop.mesh.vertices, axis=0))
    faces = prop.mesh.faces[1:]
    torn = measure_mesh(Mesh(prop.mesh.vertices, faces, uv=prop.mesh.uv), 256, raster_px=256)
    assert not torn.watertight
    assert torn.genus is None


def square(offset: float, z: float) -> tuple[np.ndarray, np.ndarray]:
    corners = np.float32([[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]])
    return np.concatenate([corners * 2, np.full((4, 1), z, np.float32)], 1), corners + np.float32([offset, 0])


def test_overlap_coverage_and_density_are_exact() -> None:
    (low, low_uv), (high, high_uv) = square(0.0, 0.0), square(0.25, 1.0)
    faces = np.int32([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]])
    mesh = Mesh(np.concatenate([low, high]), faces, uv=np.concatenate([low_uv, high_uv]))
    report = measure_mesh(mesh, atlas_px=1000, raster_px=64)
    assert report.uv_overlap == pytest.approx(1 / 3)
    assert report.uv_coverage == pytest.approx(3 / 8)
    assert report.texel_density == pytest.approx(500)  # half the atlas's side over one unit
    assert report.texel_density_spread == pytest.approx(0, abs=1e-6)


def test_uneven_density_shows_in_its_spread() -> None:
    vertices, uv = square(0.0, 0.0)
    wide = vertices + np.float32([3, 0, 0])
    faces = np.int32([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]])
    mesh = Mesh(
        np.concatenate([vertices, wide]), faces, uv=np.concatenate([uv, uv * 0.5 + np.float32([0.6, 0.6])])
    )
    report = measure_mesh(mesh, 1000, raster_px=64)
    assert report.texel_density == pytest.approx(375)  # 500 and 250 over equal areas
    assert report.texel_density_spread == pytest.approx(1 / 3, rel=1e-4)


def test_nothing_to_measure_is_told() -> None:
    with pytest.raises(ValueError, match="no faces"):
        measure_mesh(Mesh(np.zeros((3, 3), np.float32), np.zeros((0, 3), np.int32)))
