import math

import numpy as np
import pytest
import trimesh
from synthetic import ATLAS_PX

from core.distance import nearest_in
from threed.atlas import rasterise_atlas
from threed.normals import add_normals, add_tangents, unit
from threed.raster import interpolate, mapped_normals, sample_texture
from threed.texture import (
    GUTTER_PX,
    bake_normals,
    bake_occlusion,
    make_material,
    measure_seams,
    paint_texels,
    world_to_tangent,
)
from threed.types import Mesh
from threed.unwrap import label_charts, unwrap_mesh


def to_mesh(solid: trimesh.Trimesh) -> Mesh:
    return Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))


@pytest.fixture(scope="module")
def ball() -> Mesh:
    return add_tangents(unwrap_mesh(to_mesh(trimesh.creation.icosphere(2, 0.4)), 256))


def test_gutter_repeats_the_nearest_texel(prop) -> None:
    texels = prop.baked.texels
    values = np.random.default_rng(0).random((len(texels.index), 3)).astype(np.float32)
    pixels = paint_texels(texels, values, np.zeros(3))
    np.testing.assert_array_equal(pixels.reshape(-1, 3)[texels.index], values)
    covered = np.zeros(ATLAS_PX * ATLAS_PX, bool)
    covered[texels.index] = True
    row, column, distance = nearest_in(covered.reshape(ATLAS_PX, ATLAS_PX))
    reach = GUTTER_PX * ATLAS_PX / 1024
    assert GUTTER_PX >= 8
    near = distance <= reach
    np.testing.assert_array_equal(pixels[near], pixels[row[near], column[near]])
    assert (pixels[distance > reach] == 0).all()


def test_nothing_shades_a_ball(ball: Mesh) -> None:
    texels = rasterise_atlas(ball.uv, ball.faces, 128)
    assert bake_occlusion(ball, texels, rays=16).min() > 0.97


def test_the_inside_of_a_mug_is_darker_than_the_outside(prop) -> None:
    occlusion = prop.material.orm.pixels[..., 0].ravel()[prop.baked.texels.index]
    points = interpolate(
        prop.mesh.vertices, prop.mesh.faces, prop.baked.texels.face, prop.baked.texels.barycentric
    )
    inside = (np.hypot(points[:, 0], points[:, 2]) < 0.205) & (np.abs(points[:, 1]) < 0.2)
    wall = (np.hypot(points[:, 0], points[:, 2]) > 0.255) & (points[:, 0] < -0.1)
    assert occlusion[inside].mean() < 0.8
    assert occlusion[wall].mean() > 0.95
    assert np.ptp(occlusion[inside & (np.abs(points[:, 1]) < 0.02)]) < 0.25  # smooth, no speckle


def test_the_same_surface_bakes_a_flat_normal_map(ball: Mesh) -> None:
    texels = rasterise_atlas(ball.uv, ball.faces, 128)
    flat = bake_normals(ball, ball, texels).reshape(-1, 3)[texels.index]
    np.testing.assert_allclose(flat, np.broadcast_to([0.5, 0.5, 1.0], flat.shape), atol=0.01)


def test_detail_is_read_back_by_a_viewer(ball: Mesh) -> None:
    detail = add_normals(to_mesh(trimesh.creation.icosphere(5, 0.4)))
    detail = add_normals(
        Mesh(detail.vertices * (1 + 0.01 * np.sin(detail.vertices[:, 1:2] * 60)), detail.faces)
    )
    texels = rasterise_atlas(ball.uv, ball.faces, 256)
    pixels = np.round(bake_normals(ball, detail, texels) * 255) / 255
    face, weights = texels.face[texels.inside], texels.barycentric[texels.inside]
    normal = unit(interpolate(ball.normals, ball.faces, face, weights))
    tangent = interpolate(ball.tangents, ball.faces, face, weights)
    read = mapped_normals(
        normal, tangent, sample_texture(pixels, interpolate(ball.uv, ball.faces, face, weights))
    )
    y = interpolate(ball.vertices, ball.faces, face, weights)[:, 1]
    y = 0.4 * y / np.linalg.norm(interpolate(ball.vertices, ball.faces, face, weights), axis=1)
    radial = unit(interpolate(ball.vertices, ball.faces, face, weights))
    # r = 0.4 (1 + a sin(k y)) with y = 0.4 sin(latitude): the normal leans against the slope dr/dlatitude
    slope = 0.4 * 0.01 * 60 * np.cos(60 * y) * np.sqrt(0.16 - y * y) / (0.4 * (1 + 0.01 * np.sin(60 * y)))
    north = unit(np.float32([0, 1, 0]) - radial * radial[:, 1:2])
    true = unit(radial - slope[:, None] * north)
    gentle = np.abs(radial[:, 1]) < 0.9
    angle = np.degrees(np.arccos(np.clip((read * true).sum(1), -1, 1)))[gentle]
    without = np.degrees(np.arccos(np.clip((normal * true).sum(1), -1, 1)))[gentle]
    assert np.median(angle) < 2
    assert np.median(angle) < 0.25 * np.median(without)


def test_green_is_up() -> None:
    # a wall facing +Z with v up along +Y, and a detail that leans back towards its top
    vertices = np.float32([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    uv = np.float32([[0, 0], [1, 0], [1, 1], [0, 1]])
    wall = add_tangents(Mesh(vertices, np.int32([[0, 1, 2], [0, 2, 3]]), uv=uv))
    lean = np.float32([0, math.sin(0.3), math.cos(0.3)])
    detail = Mesh(vertices, wall.faces, normals=np.tile(lean, (4, 1)))
    pixels = bake_normals(wall, detail, rasterise_atlas(uv, wall.faces, 16))
    np.testing.assert_allclose(pixels[8, 8], lean[[0, 1, 2]] * 0.5 + 0.5, atol=1e-3)
    assert pixels[8, 8, 1] > 0.6


def test_world_to_tangent_inverts_what_viewers_do(prop) -> None:
    mesh, texels = prop.mesh, prop.baked.texels
    normals = unit(interpolate(mesh.normals, mesh.faces, texels.face, texels.barycentric))
    tangent = interpolate(mesh.tangents, mesh.faces, texels.face, texels.barycentric)
    noise = np.random.default_rng(1).normal(0, 0.3, normals.shape)
    bent = unit((normals + noise).astype(np.float32))
    local = world_to_tangent(mesh, texels, normals, bent)
    # degenerate slivers have no frame and stay flat
    back = mapped_normals(normals, tangent, local * 0.5 + 0.5)
    assert ((back * bent).sum(1) > 0.9999).mean() > 0.999


def test_seams_are_measured(prop) -> None:
    side = ATLAS_PX
    grey = np.full((side, side, 3), 0.4, np.float32)
    assert measure_seams(prop.mesh, grey) == pytest.approx((0, 0), abs=1e-3)
    texels = prop.baked.texels
    charts = label_charts(prop.mesh)[texels.face]
    loud = paint_texels(texels, (charts % 2)[:, None] * np.ones(3, np.float32))
    mean, p95 = measure_seams(prop.mesh, loud)
    assert mean > 20
    assert p95 > 90


def test_material_packs_occlusion_roughness_metallic() -> None:
    occlusion = np.random.default_rng(2).random((4, 4, 1)).astype(np.float32)
    material = make_material(np.zeros((4, 4, 3)), occlusion, roughness=0.7, metallic=0.2, name="tin")
    np.testing.assert_array_equal(material.orm.pixels[..., :1], occlusion)
    np.testing.assert_allclose(material.orm.pixels[0, 0, 1:], [0.7, 0.2])
    assert (material.base_color.colour_space, material.orm.colour_space) == ("srgb", "linear")
    assert material.normal is None
    with pytest.raises(ValueError, match=r"occlusion: expected shape \[4 4 1\], got \[8, 8, 1\]"):
        make_material(np.zeros((4, 4, 3)), np.zeros((8, 8, 1)), roughness=1, metallic=0)
