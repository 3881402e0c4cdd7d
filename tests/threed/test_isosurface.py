import math

import numpy as np
import pytest
import torch
from synthetic import SolidField, box, mug, sphere, torus, union

from core.errors import EmptyResultError
from threed.isosurface import extract_mesh, smooth_taubin
from threed.measure import measure_mesh
from threed.topology import face_vectors, face_volumes


def offset(field: SolidField, level: float) -> float:
    """How far outside the signed distance's zero the field's density has the level."""
    return field.width / 4 * math.log(field.peak / level - 1)


@pytest.mark.parametrize(("radius", "centre"), [(0.4, (0.0, 0.0, 0.0)), (0.1, (0.3, -0.25, 0.1))])
def test_sphere_has_its_radius_volume_and_area(radius: float, centre: tuple[float, float, float]) -> None:
    field = SolidField(sphere(radius, centre), width=0.01)
    mesh = extract_mesh(field, resolution=48)
    true = radius + offset(field, 10)
    distance = np.linalg.norm(mesh.vertices - centre, axis=1)
    voxel = 2 * true * 1.2 / 47
    assert np.abs(distance - true).max() < 0.25 * voxel
    assert face_volumes(mesh.vertices - np.float32(centre), mesh.faces).sum() == pytest.approx(
        4 / 3 * math.pi * true**3, rel=0.01
    )
    assert np.linalg.norm(face_vectors(mesh.vertices, mesh.faces), axis=1).sum() == pytest.approx(
        4 * math.pi * true**2, rel=0.01
    )


def test_faces_look_outward() -> None:
    mesh = extract_mesh(SolidField(sphere(0.4)), resolution=32)
    outward = (face_vectors(mesh.vertices, mesh.faces) * mesh.vertices[mesh.faces].mean(1)).sum(1)
    assert (outward > 0).all()


@pytest.mark.parametrize(
    ("distance", "genus", "components"),
    [(sphere(0.4), 0, 1), (torus(0.3, 0.1), 1, 1), (mug(), 1, 1),
     (union(sphere(0.15, (-0.3, 0, 0)), torus(0.15, 0.05, (0.3, 0, 0))), 1, 2)],
)  # fmt: skip
def test_surface_is_closed_with_the_right_genus(distance, genus: int, components: int) -> None:
    report = measure_mesh(extract_mesh(SolidField(distance, width=0.01), resolution=56))
    assert report.watertight
    assert report.manifold
    assert (report.genus, report.components) == (genus, components)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_thin_part_between_the_samples_of_the_search_is_kept(axis: int) -> None:
    def along(half: tuple[float, float, float], centre: tuple[float, float, float]):
        return box(tuple(np.roll(half, axis)), tuple(np.roll(centre, axis)))

    spire = along((0.3, 0.007, 0.007), (0.2, 0.0, 0.0))
    field = SolidField(union(along((0.1, 0.2, 0.2), (-0.2, 0.0, 0.0)), spire), width=0.004)
    mesh = extract_mesh(field, resolution=128)
    assert mesh.vertices[:, axis].max() == pytest.approx(0.5, abs=0.02)


def test_level_moves_the_surface_as_the_density_says() -> None:
    field = SolidField(sphere(0.35), width=0.08)
    for level in (3.0, 10.0, 40.0):
        radius = np.linalg.norm(extract_mesh(field, level=level, resolution=56).vertices, axis=1).mean()
        assert radius == pytest.approx(0.35 + offset(field, level), abs=0.002)


def test_object_that_leaves_the_cube_is_closed_at_its_border() -> None:
    mesh = extract_mesh(SolidField(box((2.0, 0.2, 0.2)), bound=0.5), resolution=40)
    assert measure_mesh(mesh).watertight
    assert np.abs(mesh.vertices[:, 0]).max() == pytest.approx(0.5, abs=0.03)


def test_empty_field_is_told_with_what_was_found() -> None:
    faint = SolidField(sphere(0.4), peak=4.0)
    with pytest.raises(EmptyResultError, match=r"expected density above 10, got 4 at most"):
        extract_mesh(faint, resolution=24)
    with pytest.raises(EmptyResultError, match="got 0 at most"):
        extract_mesh(SolidField(lambda p: torch.ones(p.shape[:-1])), resolution=24)


def test_progress_runs_to_the_end_and_may_cancel() -> None:
    seen: list[float] = []
    extract_mesh(SolidField(sphere(0.4)), resolution=24, progress=lambda stage, part: seen.append(part))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_taubin_takes_noise_but_no_volume() -> None:
    mesh = extract_mesh(SolidField(sphere(0.4), width=0.01), resolution=48, smoothing_steps=0)
    rough = mesh.vertices + np.random.default_rng(0).normal(0, 0.003, mesh.vertices.shape)
    smooth = smooth_taubin(rough, mesh.faces, 12)
    volume = face_volumes(mesh.vertices, mesh.faces).sum()
    assert face_volumes(smooth, mesh.faces).sum() == pytest.approx(volume, rel=0.01)
    assert np.linalg.norm(smooth, axis=1).std() < 0.5 * np.linalg.norm(rough, axis=1).std()


def test_twice_gives_the_same_bytes() -> None:
    first, second = (extract_mesh(SolidField(mug()), resolution=32) for _ in range(2))
    assert first.vertices.tobytes() == second.vertices.tobytes()
    assert first.faces.tobytes() == second.faces.tobytes()
