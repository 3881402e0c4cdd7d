import numpy as np
import pytest
import trimesh

from threed.topology import (
    compact,
    face_volumes,
    fan_labels,
    is_manifold,
    is_watertight,
    label_components,
    merge_positions,
    undirected_edges,
)


def test_closed_solids_are_manifold_and_agree_with_trimesh() -> None:
    for solid in (trimesh.creation.box(), trimesh.creation.torus(0.3, 0.1), trimesh.creation.icosphere(2)):
        assert is_manifold(solid.faces)
        assert len(undirected_edges(solid.faces)[0]) == len(solid.edges_unique)
        assert face_volumes(solid.vertices, solid.faces).sum() == pytest.approx(solid.volume)


def test_open_and_badly_oriented_meshes_are_not_watertight() -> None:
    faces = trimesh.creation.box().faces
    assert not is_watertight(faces[1:])
    turned = faces.copy()
    turned[3] = turned[3, ::-1]
    assert not is_watertight(turned)
    assert not is_watertight(faces[:0])


def test_two_solids_that_share_a_vertex_are_watertight_but_not_manifold() -> None:
    box = trimesh.creation.box()
    both = np.concatenate([box.vertices, box.vertices + 1])
    vertices, faces, _ = merge_positions(both, np.concatenate([box.faces, box.faces + 8]))
    assert len(vertices) == 15
    assert is_watertight(faces)
    assert not is_manifold(faces)
    assert fan_labels(faces).max() + 1 == 16
    assert label_components(faces, len(vertices)).max() == 0


def test_merging_keeps_the_order_of_faces_and_first_appearance() -> None:
    box = trimesh.creation.box()
    soup = box.triangles.reshape(-1, 3)
    vertices, faces, merged = merge_positions(soup, np.arange(len(soup)).reshape(-1, 3))
    assert len(vertices) == 8
    np.testing.assert_array_equal(vertices[faces], box.triangles.astype(np.float32))
    np.testing.assert_array_equal(vertices[merged], soup.astype(np.float32))
    assert merged[0] == 0


def test_minus_zero_and_zero_are_one_place() -> None:
    _, faces, _ = merge_positions(np.float32([[0, 0, 0], [-0.0, 0, -0.0], [1, 0, 0]]), np.array([[0, 1, 2]]))
    assert faces.tolist() == [[0, 0, 1]]


def test_compact_drops_what_no_face_uses() -> None:
    vertices, faces = compact(np.arange(15.0).reshape(5, 3), np.array([[4, 1, 3]]))
    assert vertices[:, 0].tolist() == [3, 9, 12]
    assert faces.tolist() == [[2, 0, 1]]
