import math
from dataclasses import replace

import numpy as np
import pytest
import torch
import trimesh
from synthetic import ATLAS_PX, LIGHT, field_to_numpy, render_views, sheet_like_cameras

from threed.bake import bake_views
from threed.cameras import orbit_cameras
from threed.normals import add_normals
from threed.raster import interpolate, render_mesh
from threed.texture import measure_seams, paint_texels
from threed.types import Mesh
from threed.unwrap import unwrap_mesh


def texel_points(mesh: Mesh, texels) -> np.ndarray:
    return interpolate(mesh.vertices, mesh.faces, texels.face, texels.barycentric)


@pytest.fixture(scope="module")
def ball() -> Mesh:
    solid = trimesh.creation.icosphere(3, 0.4)
    return add_normals(
        unwrap_mesh(Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32)), 128)
    )


def test_seen_texels_have_the_colour_that_was_painted(prop) -> None:
    points = texel_points(prop.mesh, prop.baked.texels)
    seen = prop.baked.trust > 0.9
    error = np.abs(prop.baked.colour - field_to_numpy(prop.field, points))[seen]
    # a pixel of the views spans two texels, so the bands' borders are soft; between them colours are exact
    assert np.median(error) < 0.012
    assert (error < 0.05).mean() > 0.75
    assert seen.mean() > 0.35


def test_the_mesh_looks_like_its_views(prop) -> None:
    rendered, _ = render_mesh(prop.mesh, prop.material, prop.views.camera, LIGHT, supersample=3)
    error = ((rendered - prop.views.composited) ** 2).mean((1, 2, 3))
    assert (-10 * np.log10(error)).min() > 30


def test_no_seam_can_be_seen(prop) -> None:
    mean, p95 = measure_seams(prop.mesh, prop.material.base_color.pixels)
    assert mean < 1.0
    assert p95 < 5.0


def test_light_is_divided_out(ball: Mesh) -> None:
    grey = np.full((len(ball.vertices), 3), 0.5, np.float32)
    views = render_views(ball, grey, sheet_like_cameras(64), LIGHT)
    baked = bake_views(ball, views, light=LIGHT, atlas_px=128)
    np.testing.assert_allclose(baked.colour, 0.5, atol=0.02)
    lit = bake_views(ball, views, light=None, atlas_px=128)
    assert np.ptp(lit.colour[lit.trust > 0.5]) > 0.05


@pytest.mark.parametrize("light", [LIGHT, None])
def test_colours_come_from_fine_views_where_they_are_given(prop, light) -> None:
    colours = field_to_numpy(prop.field, prop.detail.vertices)
    coarse, fine = (render_views(prop.detail, colours, sheet_like_cameras(px), light) for px in (32, 128))
    plain, detailed = (
        bake_views(prop.mesh, coarse, light=light, fine=given, atlas_px=ATLAS_PX) for given in (None, fine)
    )
    truth = field_to_numpy(prop.field, texel_points(prop.mesh, plain.texels))
    assert np.array_equal(plain.trust, detailed.trust), "what is seen is up to the views"
    seen = plain.trust > 0.5
    errors = [np.abs(baked.colour - truth)[seen].mean() for baked in (plain, detailed)]
    assert errors[1] < 0.7 * errors[0]


def test_fine_views_of_another_size_are_refused(prop) -> None:
    cut = replace(prop.views, rgb=prop.views.rgb[:, :-1], mask=prop.views.mask[:, :-1])
    for fine in (cut, replace(prop.views, rgb=prop.views.rgb[:-1], mask=prop.views.mask[:-1])):
        with pytest.raises(ValueError, match=r"fine\.rgb"):
            bake_views(prop.mesh, prop.views, light=LIGHT, fine=fine, atlas_px=ATLAS_PX)


def boxes(*parts: tuple[tuple[float, float, float], tuple[float, float, float]]) -> Mesh:
    """Join boxes, given by their size and centre, into an unwrapped mesh with sharp edges."""
    solid = trimesh.util.concatenate(
        [
            trimesh.creation.box(size, trimesh.transformations.translation_matrix(centre))
            for size, centre in parts
        ]
    )
    mesh = Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))
    return add_normals(unwrap_mesh(mesh, 256))


def test_light_is_divided_out_at_edges_too() -> None:
    mesh = boxes(((0.5, 0.4, 0.3), (0.0, 0.0, 0.0)))
    grey = np.full((len(mesh.vertices), 3), 0.5, np.float32)
    views = render_views(mesh, grey, sheet_like_cameras(96), LIGHT)
    baked = bake_views(mesh, views, light=LIGHT, atlas_px=256)
    points, seen = texel_points(mesh, baked.texels), baked.trust > 0.5
    to_edge = np.sort(np.array([0.25, 0.2, 0.15]) - np.abs(points), axis=1)[:, 1]
    error = np.abs(baked.colour - 0.5).max(1)
    assert error[seen & (to_edge > 0.02)].mean() < 1e-4
    assert error[seen].mean() < 1e-4


def test_colours_do_not_leak_between_parts_that_meet_in_a_picture() -> None:
    mesh = boxes(((0.6, 0.1, 0.6), (0.0, 0.2, 0.0)), ((0.2, 0.4, 0.2), (0.0, -0.05, 0.0)))
    red, blue = np.float32([0.8, 0.1, 0.1]), np.float32([0.1, 0.2, 0.8])
    on_top = mesh.vertices[:, 1] > 0.149
    belongs = np.array([on_top[mesh.faces[(mesh.faces == v).any(1)]].all() for v in range(len(on_top))])
    colours = np.where(belongs[:, None], red, blue)
    views = render_views(mesh, colours, sheet_like_cameras(96), LIGHT)
    baked = bake_views(mesh, views, light=LIGHT, atlas_px=256)
    points, seen = texel_points(mesh, baked.texels), baked.trust > 0.5
    leg = seen & (points[:, 1] < 0.09)
    assert leg.sum() > 500
    assert np.abs(baked.colour[leg] - blue).mean() < 0.006
    assert np.quantile(np.abs(baked.colour[leg] - blue), 0.98) < 0.02


def test_an_atlas_may_have_any_size(ball: Mesh) -> None:
    grey = np.full((len(ball.vertices), 3), 0.5, np.float32)
    views = render_views(ball, grey, sheet_like_cameras(64), LIGHT)
    np.testing.assert_allclose(bake_views(ball, views, light=LIGHT, atlas_px=300).colour, 0.5, atol=0.02)


def test_only_what_faces_the_camera_is_seen(ball: Mesh) -> None:
    camera = orbit_cameras([0.0], [0.0], 2.0, math.radians(30), 64)
    views = render_views(ball, np.full((len(ball.vertices), 3), 0.5, np.float32), camera, None)
    baked = bake_views(ball, views, light=None, atlas_px=128)
    towards = np.float32([0, 0, 2]) - texel_points(ball, baked.texels)
    normals = texel_points(ball, baked.texels) / 0.4
    cosine = (normals * towards).sum(1) / np.linalg.norm(towards, axis=1)
    assert (baked.trust[cosine < math.cos(math.radians(76))] == 0).all()
    assert (baked.trust[cosine > math.cos(math.radians(55))] > 0.9).all()
    # the part of a sphere within 75° of a camera at five radii
    beta = math.radians(75) - math.asin(math.sin(math.radians(75)) / 5)
    assert baked.unseen_fraction == pytest.approx(1 - (1 - math.cos(beta)) / 2, abs=0.03)


def test_what_lies_behind_something_else_is_not_painted_with_it(prop) -> None:
    # the far wall inside the mug is seen over the rim only; straight from the side nothing inside is
    camera = orbit_cameras([0.0], [0.0], 2.0, math.radians(30), 96)
    views = render_views(prop.detail, np.full((len(prop.detail.vertices), 3), 0.5, np.float32), camera, None)
    baked = bake_views(prop.mesh, views, light=None, atlas_px=ATLAS_PX)
    points = texel_points(prop.mesh, baked.texels)
    inside = (np.hypot(points[:, 0], points[:, 2]) < 0.205) & (np.abs(points[:, 1] - 0.05) < 0.2)
    assert inside.sum() > 500
    assert (baked.trust[inside] == 0).all()


def test_background_does_not_bleed_into_the_colours(prop) -> None:
    magenta = np.float32([1, 0, 1])
    dirty = np.where(prop.views.mask[..., None] > 0.5, prop.views.rgb, magenta)
    baked = bake_views(prop.mesh, replace(prop.views, rgb=dirty), light=LIGHT, atlas_px=ATLAS_PX)
    assert np.abs(baked.colour - magenta).sum(1).min() > 0.6
    assert np.abs(baked.colour - prop.baked.colour).mean() < 0.01


def test_a_view_too_bright_is_evened_out(prop) -> None:
    rgb = prop.views.rgb.copy()
    rgb[2] *= 1.12
    views = replace(prop.views, rgb=np.clip(rgb, 0, 1))
    baked = bake_views(prop.mesh, views, light=LIGHT, atlas_px=ATLAS_PX)
    others = np.delete(baked.gains, 2, axis=0).mean(0)
    assert others / baked.gains[2] == pytest.approx(np.full(3, 1.12), rel=0.03)
    np.testing.assert_allclose(prop.baked.gains, 1, atol=0.02)


class _Painted:
    """A field of one lit colour."""

    bound = 0.6

    def __call__(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.zeros(points.shape[:-1]), torch.full_like(points, 0.25)


def test_field_is_asked_where_views_see_the_surface_only_at_a_slant(ball: Mesh) -> None:
    camera = orbit_cameras([0.0], [0.0], 2.0, math.radians(30), 64)
    views = render_views(ball, np.full((len(ball.vertices), 3), 0.5, np.float32), camera, None)
    alone = bake_views(ball, views, light=None, atlas_px=128)
    helped = bake_views(ball, views, light=None, field=_Painted(), atlas_px=128)
    np.testing.assert_allclose(alone.colour, 0.5, atol=0.02)
    changed = np.abs(helped.colour - 0.5).max(1) > 0.05
    assert changed.any()
    assert (helped.trust[changed] < 0.3).all()
    assert helped.colour.min() >= 0.24


def test_every_texel_ends_with_a_colour(prop) -> None:
    pixels = paint_texels(prop.baked.texels, prop.baked.colour)
    assert np.isfinite(pixels).all()
    assert 0 <= pixels.min() <= pixels.max() <= 1
    assert 0 < prop.baked.unseen_fraction < 0.6


def test_baking_twice_gives_the_same_bytes(prop) -> None:
    again = bake_views(prop.mesh, prop.views, light=LIGHT, atlas_px=ATLAS_PX)
    assert again.colour.tobytes() == prop.baked.colour.tobytes()


def test_mesh_without_uv_or_normals_is_told(prop) -> None:
    with pytest.raises(ValueError, match="no UV map"):
        bake_views(replace(prop.mesh, uv=None), prop.views, light=None)
    with pytest.raises(ValueError, match="no vertex normals"):
        bake_views(replace(prop.mesh, normals=None), prop.views, light=None)
