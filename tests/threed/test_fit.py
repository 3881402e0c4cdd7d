import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import ndimage
from synthetic import LIGHT, SolidField, box, cylinder, render_views, sheet_like_cameras, sphere, union
from test_guidance import GaussianSheets

from core.errors import Cancelled, EmptyResultError
from core.sheets import join_sheets
from core.types import SheetLayout, Views
from threed.fit import FIT_QUALITIES, OVERSHOOT, FitSettings, Stage, fit_field
from threed.guidance import Guidance
from threed.hull import hull_grid
from threed.isosurface import extract_mesh
from threed.types import Mesh

VIEW_PX = 32
SETTINGS = FitSettings(
    stages=(
        Stage(resolution=24, view_px=16, rounds=3, steps=20, softness=0.5, smoothing=4),
        Stage(resolution=40, view_px=32, rounds=2, steps=20, softness=0.4, smoothing=2, inner_rays=0.5),
    ),
    distillation_steps=0,
)
LAYOUT = SheetLayout(
    rows=2,
    columns=3,
    view_px=VIEW_PX,
    azimuths_deg=(30, 90, 150, 210, 270, 330),
    elevations_deg=(20, -10, 20, -10, 20, -10),
    fov_deg=30,
    distance=2.0,
    background=(0.5, 0.5, 0.5),
    has_alpha=True,
    light=LIGHT,
)
RED = np.float32([0.8, 0.15, 0.1])


def views_of(distance, light=None) -> tuple[Mesh, Views]:
    """A shape, and its six views painted red below and white above."""
    mesh = extract_mesh(SolidField(distance, width=0.01), resolution=48)
    colours = np.where(mesh.vertices[:, 1:2] > 0.1, np.float32(0.9), RED).astype(np.float32)
    return mesh, render_views(mesh, colours, sheet_like_cameras(VIEW_PX), light)


@pytest.fixture(scope="module")
def ball_views() -> Views:
    return views_of(sphere(0.35))[1]


@pytest.fixture(scope="module")
def ball_fit(ball_views):
    return fit_field(ball_views, SETTINGS)


def test_the_hull_holds_the_object_and_little_more(ball_views):
    field = hull_grid(ball_views, 40, 0.55, softness=0.01)
    points = torch.randn(400, 3, generator=torch.Generator().manual_seed(0))
    points = points / points.norm(dim=-1, keepdim=True)
    assert (field.sample(0.33 * points)[0] < 0).all()
    assert (field.sample(0.5 * points)[0] > 0).all()
    colour = field.sample(0.35 * torch.tensor([[0.0, -0.5, 0.866]]))[1]
    np.testing.assert_allclose(colour.detach().numpy()[0], RED, atol=0.1)


def test_what_is_thinner_than_a_pixel_stays_in_the_hull():
    _, views = views_of(box((0.012, 0.4, 0.012)))
    pixel = 2 * 2.0 * math.tan(math.radians(15)) / VIEW_PX
    assert pixel > 2 * 0.012, "the rod is thinner than a pixel"
    field = hull_grid(views, 48, 0.55, softness=0.01)
    axis = torch.linspace(-0.36, 0.36, 20)
    inside = field.sample(torch.stack([axis * 0, axis, axis * 0], -1))[0]
    assert (inside < 0).all()


def test_a_ball_becomes_round_and_keeps_its_colours(ball_fit, ball_views):
    field, report = ball_fit
    assert report.mask_iou > 0.95
    assert min(report.mask_iou_each) > 0.94
    assert report.psnr_db > 28
    radius = np.linalg.norm(extract_mesh(field, level=field.surface_density, resolution=48).vertices, axis=1)
    hull = hull_grid(ball_views, 40, 0.55, softness=field.softness)
    rough = np.linalg.norm(extract_mesh(hull, level=10, resolution=48).vertices, axis=1)
    assert abs(radius.mean() - 0.35) < 0.008
    assert radius.std() < 0.03 * 0.35
    assert radius.mean() - 0.35 < 0.2 * (rough.mean() - 0.35), "nearer than what the outlines alone tell"


def test_nothing_floats_and_nothing_is_hollow(ball_fit):
    field, _ = ball_fit
    points = torch.randn(2000, 3, generator=torch.Generator().manual_seed(1))
    points = points / points.norm(dim=-1, keepdim=True)
    radius = torch.rand(2000, 1, generator=torch.Generator().manual_seed(2))
    assert (field(points * 0.3 * radius)[0] > field.surface_density).all()
    assert (field(points * (0.4 + 0.14 * radius))[0] < field.surface_density).all()


def test_views_that_disagree_grow_no_fins_out_of_the_hull():
    # a thin brim, blotched differently in each view: colours that only wrong geometry could explain
    _, views = views_of(union(cylinder(0.4, 0.05), box((0.08, 0.3, 0.08), (0, -0.25, 0))))
    random = np.random.default_rng(0)
    blotches = ndimage.zoom(random.uniform(0, 1, (6, 5, 5, 3)), (1, VIEW_PX / 5, VIEW_PX / 5, 1), order=1)
    masks = np.stack([np.roll(m, random.integers(-1, 2, 2), (0, 1)) for m in views.mask])
    views = replace(views, rgb=blotches.astype(np.float32), mask=masks)
    field = fit_field(views, SETTINGS).field
    hull = hull_grid(views, field.resolution, SETTINGS.bound, softness=0.01)
    inside = field.values[..., 0] < 0
    assert inside.any()
    # the limit is laid down on the coarse lattice: half of its voxel is as fine as it can be
    assert float(hull.values[..., 0][inside].detach().max()) < OVERSHOOT + 0.5 * 2 * SETTINGS.bound / 23


def test_known_light_is_in_the_field_colours_as_it_is_in_the_views():
    _, views = views_of(sphere(0.35), LIGHT)
    field, report = fit_field(views, replace(SETTINGS, light=LIGHT))
    assert report.mask_iou > 0.95
    assert report.psnr_db > 28
    points = torch.tensor([[0.2, -0.15, 0.245], [-0.2, -0.15, -0.245]])
    expected = RED * LIGHT.shade((points / points.norm(dim=-1, keepdim=True)).numpy())
    np.testing.assert_allclose(field.sample(points)[1].detach().numpy(), expected, atol=0.08)


def test_thin_legs_stand():
    """A plate on four legs of under two pixels."""
    parts = [box((0.3, 0.03, 0.3), (0, 0.2, 0))]
    parts += [box((0.022, 0.2, 0.022), (x, -0.02, z)) for x in (-0.25, 0.25) for z in (-0.25, 0.25)]
    _, views = views_of(lambda p: torch.stack([part(p) for part in parts]).amin(0))
    field, report = fit_field(views, SETTINGS)
    assert report.mask_iou > 0.88
    heights = torch.linspace(-0.19, 0.15, 30)
    for x in (-0.25, 0.25):
        for z in (-0.25, 0.25):
            # the leg may lean by half a pixel: look around its axis
            offsets = torch.tensor([[dx, 0, dz] for dx in (-0.02, 0, 0.02) for dz in (-0.02, 0, 0.02)])
            axis = torch.stack([torch.full_like(heights, x), heights, torch.full_like(heights, z)], -1)
            distance = field.sample(axis[:, None] + offsets)[0].amin(1)
            assert (distance < 0).all()


def test_the_same_settings_give_the_same_field(ball_views, ball_fit):
    again = fit_field(ball_views, SETTINGS).field
    assert torch.equal(again.values, ball_fit.field.values)
    other = fit_field(ball_views, replace(SETTINGS, seed=1)).field
    assert not torch.equal(other.values, ball_fit.field.values)


def test_distillation_pulls_the_field_to_what_the_model_wants(ball_views, ball_fit):
    """A model whose sheets are all green balls: the field turns green where no picture holds it."""
    alpha = ball_views.mask[..., None]
    green = np.float32([0.1, 0.7, 0.2]) * alpha + 0.5 * (1 - alpha)
    pixels = torch.from_numpy(np.concatenate([green, alpha], -1)).permute(0, 3, 1, 2).float()
    mean = join_sheets(pixels[None], LAYOUT.rows, LAYOUT.columns) * 2 - 1
    guidance = Guidance(GaussianSheets(mean, deviation=0.05, layout=LAYOUT), ("a green ball", ""), scale=1.0)
    settings = replace(SETTINGS, distillation_steps=48)
    settings = replace(settings, weights=replace(settings.weights, rgb=0.01, distillation=50.0))
    field, report = fit_field(ball_views, settings, guidance)
    assert report.distillation_steps == 48
    below = torch.tensor([[0.2, -0.15, 0.245], [-0.2, -0.15, -0.245]])
    before, after = (f.sample(below)[1].detach() for f in (ball_fit.field, field))
    assert (before[:, 0] > before[:, 1] + 0.3).all()
    assert (after[:, 1] > after[:, 0] + 0.2).all()
    assert report.mask_iou > 0.94, "its shape was what the model wants"


def test_a_real_tiny_model_can_guide(pocket_model):
    _, views = views_of(sphere(0.35))
    cameras = sheet_like_cameras(pocket_model.layout.view_px)
    small = Views(cameras, views.rgb[:, ::2, ::2], views.mask[:, ::2, ::2], views.background)
    settings = replace(SETTINGS, stages=SETTINGS.stages[:1], distillation_steps=3)
    field, report = fit_field(
        small, settings, Guidance(pocket_model, pocket_model.encode_prompt("a red barrel"))
    )
    assert report.distillation_steps == 3
    assert field.values.isfinite().all()
    assert report.mask_iou > 0.85


def test_guidance_must_look_through_the_views_cameras(ball_views):
    layout = replace(LAYOUT, azimuths_deg=(0, 60, 120, 180, 240, 300))
    guidance = Guidance(GaussianSheets(torch.zeros(1, 4, 64, 96), layout=layout), ("a ball", ""))
    with pytest.raises(ValueError, match="expected those of its layout, got others"):
        fit_field(ball_views, replace(SETTINGS, distillation_steps=1), guidance)


def test_masks_with_nothing_in_common_are_refused(ball_views):
    mask = np.zeros_like(ball_views.mask)
    mask[0, :6, :6] = mask[1:, -6:, -6:] = 1
    with pytest.raises(EmptyResultError, match="nothing to fit"):
        fit_field(replace(ball_views, mask=mask), SETTINGS)


def test_progress_rises_to_one_and_may_cancel(ball_views):
    told: list[tuple[str, float]] = []
    fit_field(ball_views, replace(SETTINGS, stages=SETTINGS.stages[:1]), progress=lambda *at: told.append(at))
    fractions = [fraction for _, fraction in told]
    assert {stage for stage, _ in told} == {"fit"}
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert len(fractions) > 60

    def cancel(stage: str, fraction: float) -> None:
        if fraction > 0.1:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        fit_field(ball_views, SETTINGS, progress=cancel)


def test_qualities_spend_more_and_more():
    costs = [
        sum(stage.rounds * stage.steps * stage.resolution**2 for stage in FIT_QUALITIES[name].stages)
        for name in ("draft", "standard", "high")
    ]
    assert costs == sorted(costs)
    steps = [FIT_QUALITIES[name].distillation_steps for name in ("draft", "standard", "high")]
    assert steps == sorted(steps)
    assert steps[0] == 0
