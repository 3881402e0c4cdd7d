import numpy as np
import trimesh

from threed.proximity import build_proximity, closest_points, contains_points, signed_distance
from threed.types import Mesh


def to_mesh(solid: trimesh.Trimesh) -> Mesh:
    return Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))


BOX = to_mesh(trimesh.creation.box(extents=(0.8, 0.6, 0.4)))


def test_inside_and_nearest_point_of_a_box() -> None:
    points = np.random.default_rng(2).uniform(-0.6, 0.6, (400, 3)).astype(np.float32)
    half = np.float32([0.4, 0.3, 0.2])
    scene = build_proximity(BOX.vertices, BOX.faces)
    inside = (np.abs(points) < half).all(1)
    np.testing.assert_array_equal(contains_points(scene, points), inside)
    nearest, face = closest_points(scene, points[~inside])
    np.testing.assert_allclose(nearest, np.clip(points[~inside], -half, half), atol=1e-6)
    assert face.max() < 12
    outside = np.linalg.norm(points - nearest_of(points, half), axis=1)
    np.testing.assert_allclose(signed_distance(scene, points)[~inside], outside[~inside], atol=1e-6)
    assert (signed_distance(scene, points)[inside] < 0).all()


def nearest_of(points: np.ndarray, half: np.ndarray) -> np.ndarray:
    return np.clip(points, -half, half)
