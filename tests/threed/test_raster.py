import math

import numpy as np
import pytest
import trimesh
from synthetic import LIGHT

from core.types import Camera, Image
from threed.cameras import camera_rays, orbit_cameras
from threed.normals import add_normals
from threed.raster import (
    box_downsample,
    mapped_normals,
    pixel_rays,
    render_mesh,
    sample_texture,
)
from threed.types import Material, Mesh


def to_mesh(solid: trimesh.Trimesh) -> Mesh:
    return Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))


BOX = to_mesh(trimesh.creation.box(extents=(0.8, 0.6, 0.4)))
BALL = to_mesh(trimesh.creation.icosphere(4, 0.4))


def test_bilinear_sampling_is_exact_on_centres_and_ramps() -> None:
    pixels = np.random.default_rng(3).random((5, 8, 3)).astype(np.float32)
    row, column = np.mgrid[0:5, 0:8].reshape(2, -1)
    centres = np.stack([(column + 0.5) / 8, 1 - (row + 0.5) / 5], 1)
    np.testing.assert_allclose(sample_texture(pixels, centres), pixels.reshape(-1, 3), atol=1e-6)
    ramp = np.linspace(0.5 / 16, 1 - 0.5 / 16, 16, dtype=np.float32)
    v_up = np.repeat(ramp[::-1, None], 16, 1)[..., None]
    at = np.random.default_rng(4).uniform(0.04, 0.96, (100, 2))
    np.testing.assert_allclose(sample_texture(v_up, at)[:, 0], at[:, 1], atol=1e-5)


def test_ball_covers_the_area_that_perspective_gives_it() -> None:
    camera = orbit_cameras([0.3, 2.0], [0.2, -0.4], 2.0, math.radians(30), 64)
    _, mask = render_mesh(add_normals(BALL), np.ones((len(BALL.vertices), 3)), camera, supersample=3)
    radius_px = 0.4 / math.sqrt(2.0**2 - 0.4**2) * 32 / math.tan(math.radians(15))
    np.testing.assert_allclose(mask.sum((1, 2)), math.pi * radius_px**2, rtol=0.01)


def test_white_ball_shows_the_light_of_its_normals() -> None:
    camera = orbit_cameras([0.0], [0.0], 2.0, math.radians(30), 65)
    rgb, mask = render_mesh(
        add_normals(BALL), np.ones((len(BALL.vertices), 3)), camera, LIGHT, (0.1, 0.2, 0.3), 1
    )
    origins, directions = (rays[0] for rays in camera_rays(camera))
    b = (origins * directions).sum(-1)
    t = -b - np.sqrt(np.maximum(b * b - (origins * origins).sum(-1) + 0.16, 0))
    normals = (origins + t[..., None] * directions) / 0.4
    solid = mask[0] == 1
    expected = np.clip(LIGHT.shade(normals.astype(np.float32)), 0, 1)
    middle = solid & (-(normals * directions).sum(-1) > 0.3)
    np.testing.assert_allclose(rgb[0][middle], np.repeat(expected[middle], 3, -1), atol=0.004)
    np.testing.assert_allclose(
        rgb[0][~solid], np.broadcast_to([0.1, 0.2, 0.3], rgb[0][~solid].shape), atol=1e-6
    )


def test_one_colour_looks_the_same_as_texture_and_as_vertex_colours(prop) -> None:
    colour = np.float32([0.2, 0.5, 0.7])
    camera = orbit_cameras([0.5], [0.3], 2.0, math.radians(30), 48)
    image = Image(np.tile(colour, (8, 8, 1)))
    textured, _ = render_mesh(
        prop.mesh, Material(image, Image(np.ones((8, 8, 3), np.float32))), camera, LIGHT
    )
    painted, _ = render_mesh(prop.mesh, np.tile(colour, (len(prop.mesh.vertices), 1)), camera, LIGHT)
    np.testing.assert_allclose(textured, painted, atol=1e-5)


def test_normal_map_bends_towards_tangent_and_bitangent() -> None:
    normal = np.float32([[0, 0, 1]] * 3)
    tangent = np.float32([[1, 0, 0, 1], [1, 0, 0, 1], [1, 0, 0, -1]])
    map_rgb = np.float32([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 1, 0.5]])
    np.testing.assert_allclose(
        mapped_normals(normal, tangent, map_rgb), [[1, 0, 0], [0, 1, 0], [0, -1, 0]], atol=1e-6
    )


def test_rays_through_pixel_centres_are_the_cameras() -> None:
    cameras = orbit_cameras([0.7], [0.4], 2.0, 0.5, 9)
    camera = Camera(cameras.c2w[0], cameras.K[0], 9, 9)
    y, x = np.mgrid[0:9, 0:9].reshape(2, -1).astype(np.float32) + 0.5
    origins, directions = camera_rays(camera)
    mine = pixel_rays(camera, x, y)
    np.testing.assert_allclose(mine[0], origins.reshape(-1, 3), atol=1e-6)
    np.testing.assert_allclose(mine[1], directions.reshape(-1, 3), atol=1e-6)


def test_downsampling_averages_blocks() -> None:
    pixels = np.random.default_rng(5).random((6, 9, 2)).astype(np.float32)
    np.testing.assert_allclose(
        box_downsample(pixels, 3), pixels.reshape(2, 3, 3, 3, 2).mean((1, 3)), atol=1e-6
    )


def test_material_on_a_mesh_without_uv_is_told() -> None:
    camera = orbit_cameras([0.0], [0.0], 2.0, 0.5, 8)
    image = Image(np.zeros((4, 4, 3), np.float32))
    with pytest.raises(ValueError, match="no UV map"):
        render_mesh(BALL, Material(image, image), camera)
