import fast_simplification
import numpy as np
import pytest
import torch
from synthetic import SolidField, box, mug, sphere

from core.errors import UsageError
from threed.isosurface import extract_mesh
from threed.measure import measure_mesh
from threed.proximity import build_proximity
from threed.repair import repair_mesh
from threed.simplify import count_flipped, measure_deviation, simplify_mesh
from threed.types import Mesh


@pytest.fixture(scope="module")
def rough_mug() -> Mesh:
    smooth = mug()

    def rough(p: torch.Tensor) -> torch.Tensor:
        return smooth(p) + 0.004 * torch.sin(p * 47).sum(-1) * torch.sin(p[..., 0] * 37)

    return repair_mesh(extract_mesh(SolidField(rough, width=0.01), resolution=64))


@pytest.mark.parametrize("budget", [300, 1500, 5000])
def test_budget_is_kept_and_the_solid_too(rough_mug: Mesh, budget: int) -> None:
    simple = simplify_mesh(rough_mug, budget)
    before, after = measure_mesh(rough_mug), measure_mesh(simple)
    assert after.triangles <= budget
    assert after.manifold
    assert after.genus == before.genus == 1
    assert after.components == 1
    assert after.volume == pytest.approx(before.volume, rel=0.03 if budget < 1000 else 0.004)
    assert count_flipped(simple, rough_mug, build_proximity(rough_mug.vertices, rough_mug.faces)) == 0


def test_fewer_triangles_are_taken_where_the_shape_needs_fewer() -> None:
    slab = repair_mesh(extract_mesh(SolidField(box((0.3, 0.2, 0.25)), width=0.01), resolution=64))
    simple = simplify_mesh(slab, 5000)
    assert len(simple.faces) < 1200
    diagonal = np.linalg.norm(np.ptp(slab.vertices, axis=0))
    assert measure_deviation(slab, simple) <= 0.001 * diagonal
    assert 4500 < len(simplify_mesh(slab, 5000, tolerance=0).faces) <= 5000


def test_small_mesh_is_left_alone() -> None:
    tiny = repair_mesh(extract_mesh(SolidField(sphere(0.4)), resolution=10))
    same = simplify_mesh(tiny, 5000, tolerance=0)
    np.testing.assert_array_equal(same.faces, tiny.faces)


def test_a_broken_quick_result_is_never_returned(rough_mug: Mesh, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = fast_simplification.simplify

    def torn(*args, **settings):
        vertices, faces = quick(*args, **settings)
        return vertices, faces[1:]

    monkeypatch.setattr(fast_simplification, "simplify", torn)
    simple = simplify_mesh(rough_mug, 3000, tolerance=0)
    assert len(simple.faces) <= 3000
    assert measure_mesh(simple).manifold
    assert measure_mesh(simple).genus == 1


def test_turned_faces_are_counted(rough_mug: Mesh) -> None:
    faces = rough_mug.faces.copy()
    faces[:7] = faces[:7, ::-1]
    scene = build_proximity(rough_mug.vertices, rough_mug.faces)
    assert count_flipped(Mesh(rough_mug.vertices, faces), rough_mug, scene) == 7


def test_open_mesh_and_absurd_budget_are_refused(rough_mug: Mesh) -> None:
    with pytest.raises(ValueError, match="not a closed 2-manifold; repair it"):
        simplify_mesh(Mesh(rough_mug.vertices, rough_mug.faces[1:]), 500)
    with pytest.raises(UsageError, match="expected at least 4, got 3"):
        simplify_mesh(rough_mug, 3)
