"""Renders show the prop where the cameras say, lit and painted the same in every view."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core.models.pocket.vocabulary import FINISHES
from core.types import Light
from threed.cameras import sheet_cameras
from threed.procedural.solids import ball, box, join
from training.props import CLASSES
from training.props.prop import MAIN, Prop, assemble
from training.render import LAYOUT, render_views
from training.surface import LIGHT, Paint, mix_paint, paint_surface


def white_ball(radius: float = 0.5) -> tuple[Prop, Paint]:
    solid = ball((0, 0, 0), radius, 96)
    prop = Prop(solid, np.zeros(len(solid.faces), np.int64), (MAIN,), {})
    return prop, Paint((1.0, 1.0, 1.0), "striped", {})


def test_a_ball_covers_the_disc_that_perspective_gives():
    prop, paint = white_ball(0.3)
    alpha = render_views(prop, paint)[..., 3] / 255
    # the tangent cone of a sphere of radius r at distance d has half-angle asin(r/d)
    radius_px = math.tan(math.asin(0.3 / LAYOUT.distance)) / math.tan(math.radians(15)) * LAYOUT.view_px / 2
    for view in alpha:
        assert view.sum() == pytest.approx(math.pi * radius_px**2, rel=0.02)


def test_light_is_ambient_and_sky_from_above_and_a_key_from_its_side():
    light = Light(ambient=0.4, sky=0.2, key=0.3, key_direction=(0.6, 0.0, 0.8))
    normals = np.array([[0, 1, 0], [0, -1, 0], [0.6, 0, 0.8], [-0.6, 0, -0.8], [1, 0, 0]], float)
    expected = [0.4 + 0.2, 0.4, 0.4 + 0.1 + 0.3, 0.4 + 0.1, 0.4 + 0.1 + 0.3 * 0.6]
    np.testing.assert_allclose(light.shade(normals)[:, 0], expected, atol=1e-12)


def test_shading_is_the_stated_light():
    radius, size = 0.4, LAYOUT.view_px
    prop, paint = white_ball(radius)
    paint = replace(paint, finish="plain")  # without the sharp edges of a pattern, that facets move
    views = render_views(prop, paint, supersample=1)
    x = ((np.arange(size) + 0.5) / size * 2 - 1) * math.tan(math.radians(LAYOUT.fov_deg) / 2)
    local = np.stack(np.broadcast_arrays(x[None], -x[:, None], -1.0), -1)
    for view, c2w in zip(views, sheet_cameras(LAYOUT).c2w.astype(float), strict=True):
        directions = local @ c2w[:3, :3].T / np.linalg.norm(local, axis=-1, keepdims=True)
        # where each pixel's ray meets the sphere, by the quadratic formula
        b = directions @ c2w[:3, 3]
        inside = b**2 - LAYOUT.distance**2 + radius**2
        points = c2w[:3, 3] + directions * (-b - np.sqrt(np.maximum(inside, 0)))[..., None]
        deep = inside > 0.2 * radius**2  # away from the outline, where facets show
        normals = (points / radius)[deep].astype(np.float32)
        albedo = paint_surface(
            points[deep].astype(np.float32), normals, np.zeros(len(normals), np.int64), paint
        )
        expected = np.clip(albedo * LIGHT.shade(normals), 0, 1)
        assert len(normals) > 1000
        assert np.quantile(np.abs(view[deep][:, :3] / 255 - expected), 0.98) < 0.01


def test_the_background_is_the_layouts_and_edges_are_blended():
    prop, paint = white_ball(0.3)
    views = render_views(prop, paint)
    outside = views[views[..., 3] == 0]
    assert (outside[:, :3] == 128).all()
    edge = views[(views[..., 3] > 0) & (views[..., 3] < 255)]
    assert len(edge) > 100


def test_each_face_is_seen_in_the_colour_of_its_slot():
    solid = ball((0, 0, 0), 0.4, 96)
    upper = (solid.vertices[solid.faces].mean(1)[:, 1] > 0).astype(np.int64)
    prop = Prop(solid, upper, (MAIN, "lid"), {"lid": (0.0, 0.0, 1.0)})
    views = render_views(prop, Paint((1.0, 0.0, 0.0), "plain", prop.slot_colours), supersample=1)
    below, above = views[1::2], views[::2]  # the cameras' elevations alternate
    for seen, mostly, least in ((above, 2, 0), (below, 0, 2)):
        covered = seen[seen[..., 3] == 255].astype(int)
        blue, red = covered[:, 2] > covered[:, 0] + 50, covered[:, 0] > covered[:, 2] + 50
        assert (blue ^ red).all()
        share = (red.mean(), 0.0, blue.mean())
        assert share[mostly] > share[least] > 0.1
    # the first view looks down: its upper edge is all of the lid
    rows = np.flatnonzero(views[0, ..., 3].any(1))
    top = views[0, rows[0]][views[0, rows[0], :, 3] == 255]
    assert (top[:, 2] > top[:, 0]).all()


@pytest.mark.parametrize("finish", list(FINISHES))
def test_paint_is_the_same_from_every_side(finish):
    rng = np.random.default_rng(1)
    prop = assemble(rng, CLASSES["vase"])
    paint = mix_paint(rng, "red", finish, prop.slot_colours)
    solid = prop.solid
    slots = np.zeros(len(solid.vertices), np.int64)
    first = paint_surface(solid.vertices, solid.normals, slots, paint)
    turned = paint_surface(solid.vertices[::-1], solid.normals[::-1], slots, paint)[::-1]
    # the order of the sums in a matrix product may move a threshold by one unit in the last place
    assert np.isclose(first, turned, atol=1e-4).all(1).mean() > 0.999
    assert first.min() >= 0
    assert first.max() <= 1


def test_finishes_differ():
    rng = np.random.default_rng(1)
    prop = assemble(rng, CLASSES["barrel"])
    pictures = [
        render_views(prop, Paint((0.8, 0.1, 0.1), f, prop.slot_colours)).astype(float) for f in FINISHES
    ]
    for i, a in enumerate(pictures):
        for b in pictures[:i]:
            assert np.abs(a - b)[..., :3].mean() > 0.4


def test_each_slot_is_painted_with_its_own_colour():
    left, right = box((-0.25, 0, 0), (0.3, 0.3, 0.3)), box((0.25, 0, 0), (0.3, 0.3, 0.3))
    slots = np.repeat([0, 1], [len(left.faces), len(right.faces)])
    prop = Prop(join([left, right]), slots, (MAIN, "side"), {"side": (0.0, 1.0, 0.0)})
    paint = Paint((1.0, 0.0, 0.0), "plain", {"side": (0.0, 1.0, 0.0)})
    front = replace(LAYOUT, rows=1, columns=1, azimuths_deg=(0.0,), elevations_deg=(0.0,))
    (view,) = render_views(prop, paint, front).astype(int)
    covered = view[..., 3] == 255
    half = LAYOUT.view_px // 2
    # +X is to the right of who looks from the front
    for columns, channel in ((slice(0, half), 0), (slice(half, None), 1)):
        seen = view[:, columns][covered[:, columns]]
        assert len(seen) > 100
        assert (seen[:, channel] > 100).all()
        assert (np.delete(seen[:, :3], channel, 1) < 20).all()
