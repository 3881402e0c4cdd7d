"""Solids point outwards, props fit their sphere and no two are alike."""

import numpy as np
import pytest
import trimesh

from core.pocket import solids
from core.pocket.props import RADIUS, build_prop
from core.pocket.vocabulary import CLASSES

L_PROFILE = [(0, 0), (0.5, 0), (0.5, 1), (0, 1)]


def volume(solid: solids.Solid) -> float:
    return float(trimesh.Trimesh(solid.vertices, solid.faces, process=False).volume)


@pytest.mark.parametrize(
    ("solid", "expected"),
    [
        (solids.box((1, 2, 3), (1, 2, 3)), 6.0),
        (solids.lathe(L_PROFILE, 256), np.pi / 4),
        (solids.rod((0, 0, 0), (0, 3, 4), 0.1, segments=256), np.pi * 0.01 * 5),
        (solids.prism([(0, 0), (1, 0), (1, 1), (0, 1)], 0.5), 0.5),
        (solids.ball((5, 0, 0), (1, 2, 3), 128), 8 * np.pi),
    ],
    ids=["box", "lathe", "rod", "prism", "ball"],
)
def test_volumes_are_positive_and_right(solid, expected):
    # a positive volume means that the faces wind outwards
    assert volume(solid) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    "solid",
    [
        solids.box((0, 0, 0), (1, 1, 1)),
        solids.lathe(L_PROFILE),
        solids.ball((0, 0, 0), 1),
        solids.prism([(0, 0), (1, 0), (0, 1)], 1),
    ],
    ids=["box", "lathe", "ball", "prism"],
)
def test_normals_agree_with_the_winding(solid):
    corner = solid.vertices[solid.faces]
    face_normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(face_normal, axis=1)
    agree = (face_normal[:, None] * solid.normals[solid.faces]).sum(-1)[area > 1e-7]
    assert (agree > 0).all()
    assert np.allclose(np.linalg.norm(solid.normals, axis=1), 1, atol=1e-4)


def test_tube_winds_outwards():
    tube = solids.tube([(0, 0, 0), (0, 1, 0), (0, 2, 0)], 0.3)
    centre = tube.vertices[tube.faces].mean(1) * [1, 0, 1]
    corner = tube.vertices[tube.faces]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    assert ((normal * centre).sum(1) > 0).all()


def test_moving_and_scaling_keep_normals_perpendicular():
    ball = solids.move(solids.ball((0, 0, 0), 1, 64), scale=(1, 3, 1))
    # an ellipsoid x² + y²/9 + z² = 1 has the gradient (x, y/9, z)
    gradient = solids.unit(ball.vertices * [1, 1 / 9, 1])
    assert (gradient * ball.normals).sum(1).min() > 0.9


@pytest.mark.parametrize("class_name", list(CLASSES))
def test_props_fill_their_sphere(class_name):
    for seed in range(5):
        prop = build_prop(np.random.default_rng(seed), class_name)
        reach = np.linalg.norm(prop.solid.vertices, axis=1).max()
        assert reach == pytest.approx(RADIUS, abs=1e-4)
        assert len(prop.slots) == len(prop.solid.faces)
        assert set(np.unique(prop.slots)) <= {0, *prop.slot_colours}
        assert (prop.slots == 0).any()


@pytest.mark.parametrize("class_name", list(CLASSES))
def test_no_two_are_alike_and_a_seed_repeats(class_name):
    first, again, other = (build_prop(np.random.default_rng(seed), class_name).solid for seed in (3, 3, 4))
    assert np.array_equal(first.vertices, again.vertices)
    assert first.vertices.shape != other.vertices.shape or not np.allclose(
        first.vertices, other.vertices, atol=1e-3
    )
