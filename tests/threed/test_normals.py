import numpy as np
import pytest
import trimesh

from threed.normals import add_tangents, corner_angles, vertex_normals, vertex_tangents
from threed.types import Mesh


def grid(columns: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A flat patch in the XY plane, facing +Z, with uv along x and y."""
    y, x = np.mgrid[0:columns, 0:columns].reshape(2, -1) / (columns - 1)
    vertices = np.stack([x, y, np.zeros_like(x)], 1).astype(np.float32)
    k = np.arange(columns * columns).reshape(columns, columns)
    a, b, c, d = (k[:-1, :-1], k[:-1, 1:], k[1:, 1:], k[1:, :-1])
    faces = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3)
    return vertices, faces.astype(np.int32), vertices[:, :2].copy()


def test_sphere_normals_point_away_from_its_middle() -> None:
    ball = trimesh.creation.icosphere(3)
    normals = vertex_normals(ball.vertices, ball.faces)
    assert (normals * ball.vertices).sum(1).min() > 0.9995


def test_large_faces_outweigh_their_bevel() -> None:
    # a wide floor and a narrow bevel at 45°: the edge between them keeps almost the floor's normal
    vertices = np.float32([[0, 0, 0], [0, 0, 1], [-1, 0, 1], [-1, 0, 0], [0.02, -0.02, 0], [0.02, -0.02, 1]])
    faces = np.int32([[0, 2, 1], [0, 3, 2], [0, 1, 5], [0, 5, 4]])
    normal = vertex_normals(vertices, faces)[0]
    assert normal[1] > 0.995


def test_vertices_split_at_a_seam_share_their_normal() -> None:
    ball = trimesh.creation.icosphere(2)
    soup = ball.vertices[ball.faces].reshape(-1, 3)
    split = vertex_normals(soup, np.arange(len(soup)).reshape(-1, 3))
    np.testing.assert_allclose(
        split.reshape(-1, 3, 3), vertex_normals(ball.vertices, ball.faces)[ball.faces], atol=1e-6
    )


def test_tangents_run_along_u_with_the_sign_of_the_chart() -> None:
    vertices, faces, uv = grid()
    normals = np.tile(np.float32([0, 0, 1]), (len(vertices), 1))
    plain = vertex_tangents(vertices, faces, uv, normals)
    np.testing.assert_allclose(plain, np.tile([1, 0, 0, 1], (len(vertices), 1)), atol=1e-6)
    mirrored = vertex_tangents(vertices, faces, uv * [-1, 1] + [1, 0], normals)
    np.testing.assert_allclose(mirrored, np.tile([-1, 0, 0, -1], (len(vertices), 1)), atol=1e-6)
    turned = vertex_tangents(vertices, faces, np.stack([uv[:, 1], 1 - uv[:, 0]], 1), normals)
    np.testing.assert_allclose(turned, np.tile([0, 1, 0, 1], (len(vertices), 1)), atol=1e-6)


def test_tangents_of_a_prop_are_unit_and_at_right_angles(prop) -> None:
    mesh = prop.mesh
    np.testing.assert_allclose(np.linalg.norm(mesh.tangents[:, :3], axis=1), 1, atol=1e-5)
    np.testing.assert_allclose((mesh.tangents[:, :3] * mesh.normals).sum(1), 0, atol=1e-5)
    assert set(np.unique(mesh.tangents[:, 3])) <= {-1.0, 1.0}


def test_degenerate_charts_still_get_a_frame() -> None:
    vertices, faces, uv = grid(3)
    normals = np.tile(np.float32([0, 0, 1]), (len(vertices), 1))
    tangents = vertex_tangents(vertices, faces, np.zeros_like(uv), normals)
    np.testing.assert_allclose(np.linalg.norm(tangents[:, :3], axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(tangents[:, 2], 0, atol=1e-6)


def test_angles_of_a_triangle_sum_to_pi() -> None:
    triangles = np.random.default_rng(0).normal(size=(50, 3, 3))
    np.testing.assert_allclose(corner_angles(triangles).sum(1), np.pi)
    right = corner_angles(np.array([[[0, 0, 0], [1, 0, 0], [0, 1, 0]]]))
    np.testing.assert_allclose(right, [[np.pi / 2, np.pi / 4, np.pi / 4]])


def test_mesh_without_uv_is_told() -> None:
    ball = trimesh.creation.icosphere(1)
    with pytest.raises(ValueError, match="no UV map: expected one; unwrap it first"):
        add_tangents(Mesh(ball.vertices.astype(np.float32), ball.faces.astype(np.int32)))
