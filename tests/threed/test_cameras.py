import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.catalogue import resolve_model
from core.types import Camera
from threed.cameras import camera_rays, orbit_cameras, project_points, sheet_cameras

angles = st.floats(-math.pi, math.pi)
elevations = st.floats(-1.5, 1.5)


@settings(max_examples=50, deadline=None)
@given(angles, elevations, st.floats(1.0, 5.0), st.floats(0.2, 1.5), st.integers(2, 9))
def test_points_along_pixel_rays_project_back_onto_their_pixels(azimuth, elevation, distance, fov, size_px):
    camera = orbit_cameras([azimuth, azimuth + 1], [elevation, -elevation], distance, fov, size_px)
    origins, directions = camera_rays(camera)
    y, x = np.mgrid[:size_px, :size_px] + 0.5
    for i, reach in enumerate((0.3, 4.0)):
        points = (origins[i] + reach * directions[i]).reshape(-1, 3)
        pixels, depth = project_points(camera, points)
        np.testing.assert_allclose(pixels[i], np.stack([x, y], -1).reshape(-1, 2), atol=2e-3 * size_px)
        assert (depth[i] > 0).all()
        np.testing.assert_allclose(
            depth[i], -reach * directions[i].reshape(-1, 3) @ camera.c2w[i, :3, 2], atol=1e-5
        )


@settings(max_examples=50, deadline=None)
@given(angles, elevations, st.floats(1.0, 5.0))
def test_cameras_are_rigid_upright_and_see_the_origin_in_the_middle(azimuth, elevation, distance):
    camera = orbit_cameras([azimuth], [elevation], distance, 0.5, 64)
    rotation = camera.c2w[0, :3, :3].astype(np.float64)
    np.testing.assert_allclose(rotation.T @ rotation, np.eye(3), atol=1e-6)
    assert np.linalg.det(rotation) > 0
    assert abs(rotation[1, 0]) < 1e-6, "the horizon is level"
    assert rotation[1, 1] > 0, "up is up"
    pixels, depth = project_points(camera, np.zeros((1, 3), np.float32))
    np.testing.assert_allclose(pixels[0, 0], [32, 32], atol=1e-3)
    np.testing.assert_allclose(depth[0, 0], distance, rtol=1e-5)


def test_azimuth_grows_from_the_front_towards_the_right_hand():
    camera = orbit_cameras([0, math.pi / 2], [0, 0], 2, 0.5, 8)
    np.testing.assert_allclose(camera.c2w[:, :3, 3], [[0, 0, 2], [2, 0, 0]], atol=1e-6)


def test_picture_runs_right_and_down():
    camera = orbit_cameras([0], [0], 2, 0.5, 8)
    pixels, _ = project_points(camera, np.float32([[0.1, 0, 0], [0, 0.1, 0]]))
    assert pixels[0, 0, 0] > 4
    assert pixels[0, 1, 1] < 4


def test_field_of_view_spans_the_picture():
    camera = orbit_cameras([0], [0], 2, math.radians(30), 96)
    edge = np.float32([[2 * math.tan(math.radians(15)), 0, 0]])
    np.testing.assert_allclose(project_points(camera, edge)[0][0, 0], [96, 48], atol=1e-3)


def look_at(azimuth_deg, elevation_deg, distance):
    """The textbook's camera: from where it stands to the origin, upright."""
    a, e = math.radians(azimuth_deg), math.radians(elevation_deg)
    eye = distance * np.array([math.cos(e) * math.sin(a), math.sin(e), math.cos(e) * math.cos(a)])
    forward = -eye / distance
    right = np.cross(forward, [0, 1, 0])
    right /= np.linalg.norm(right)
    matrix = np.eye(4)
    matrix[:3] = np.stack([right, np.cross(right, forward), -forward, eye], -1)
    return matrix


def test_the_cameras_of_a_sheet_stand_where_its_layout_says_in_its_order():
    layout = resolve_model("pocket").layout
    angles = zip(layout.azimuths_deg, layout.elevations_deg, strict=True)
    expected = [look_at(azimuth, elevation, layout.distance) for azimuth, elevation in angles]
    np.testing.assert_allclose(sheet_cameras(layout).c2w, expected, atol=1e-6)


def test_one_camera_needs_no_batch_axis():
    batch = orbit_cameras([0.4, 1.0], [0.1, 0.2], 2, 0.5, 4)
    one = Camera(batch.c2w[1], batch.K[1], 4, 4)
    for single, many in zip(camera_rays(one), camera_rays(batch), strict=True):
        assert np.array_equal(single, many[1])
    points = np.float32([[0.1, 0.2, 0.3]])
    for single, many in zip(project_points(one, points), project_points(batch, points), strict=True):
        np.testing.assert_allclose(single, many[1], atol=1e-6)


def test_rays_are_unit_and_start_at_the_camera():
    camera = orbit_cameras([0.4], [0.1], 2, 0.5, 5)
    origins, directions = camera_rays(camera)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=-1), 1, atol=1e-6)
    assert (origins == camera.c2w[0, :3, 3]).all()


def test_every_azimuth_needs_an_elevation():
    with pytest.raises(ValueError, match="one elevation per azimuth, got 2 azimuths, 1 elevations"):
        orbit_cameras([0, 1], [0], 2, 0.5, 8)
