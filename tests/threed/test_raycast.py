import multiprocessing

import numpy as np
import pytest
import trimesh

from threed.proximity import import_open3d
from threed.raster import interpolate
from threed.raycast import build_scene, cast_rays, detect_occlusions
from threed.types import Mesh


def to_mesh(solid: trimesh.Trimesh) -> Mesh:
    return Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))


BOX = to_mesh(trimesh.creation.box(extents=(0.8, 0.6, 0.4)))
BALL = to_mesh(trimesh.creation.icosphere(4, 0.4))


def test_rays_meet_a_box_where_geometry_says() -> None:
    rng = np.random.default_rng(0)
    origins = np.concatenate(
        [rng.uniform(-0.35, 0.35, (200, 1)), rng.uniform(-0.25, 0.25, (200, 1)), np.full((200, 1), 2)], 1
    )
    directions = np.tile([0, 0, -2.0], (200, 1))
    hits = cast_rays(build_scene(BOX.vertices, BOX.faces), origins, directions)
    np.testing.assert_allclose(hits.distance, 0.9, atol=1e-6)  # in lengths of the direction
    found = interpolate(BOX.vertices, BOX.faces, hits.face, hits.barycentric)
    np.testing.assert_allclose(found, origins + 0.9 * directions, atol=1e-5)


def test_misses_are_marked() -> None:
    hits = cast_rays(build_scene(BOX.vertices, BOX.faces), np.float32([[0, 5, 2]]), np.float32([[0, 0, -1]]))
    assert hits.face.tolist() == [-1]
    assert np.isinf(hits.distance).all()


def test_occlusion_agrees_with_first_hits_between_near_and_far() -> None:
    rng = np.random.default_rng(1)
    scene = build_scene(BALL.vertices, BALL.faces)
    origins, directions = rng.normal(size=(2, 500, 3)).astype(np.float32)
    distance = cast_rays(scene, origins, directions).distance
    np.testing.assert_array_equal(detect_occlusions(scene, origins, directions), np.isfinite(distance))
    np.testing.assert_array_equal(detect_occlusions(scene, origins, directions, far=1.0), distance <= 1)


def test_many_rays_shared_among_threads_are_those_of_open3d() -> None:
    rng = np.random.default_rng(2)
    origins, directions = rng.normal(size=(2, 60_000, 3)).astype(np.float32)
    hits = cast_rays(build_scene(BALL.vertices, BALL.faces), origins, directions)
    o3d = import_open3d()
    scene = o3d.t.geometry.RaycastingScene()
    scene.add_triangles(o3d.core.Tensor(BALL.vertices), o3d.core.Tensor(BALL.faces.astype(np.uint32)))
    found = scene.cast_rays(o3d.core.Tensor(np.concatenate([origins, directions], 1)))
    np.testing.assert_allclose(hits.distance, found["t_hit"].numpy(), rtol=1e-4)
    np.testing.assert_array_equal(hits.face >= 0, found["primitive_ids"].numpy() != np.uint32(0xFFFFFFFF))
    assert (hits.face >= 0).mean() > 0.03


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="no processes are forked here"
)
def test_a_forked_process_casts_with_threads_of_its_own() -> None:
    rays = np.random.default_rng(3).normal(size=(2, 60_000, 3)).astype(np.float32)

    def count_hits() -> int:
        return int((cast_rays(build_scene(BALL.vertices, BALL.faces), *rays).face >= 0).sum())

    here = count_hits()  # whose threads a child has not, though it remembers them
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    child = fork.Process(target=lambda: answers.put(count_hits()), daemon=True)
    child.start()
    child.join(60)
    child.kill()
    assert not answers.empty()
    assert answers.get() == here
