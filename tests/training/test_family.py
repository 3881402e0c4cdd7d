"""The family that ships makes every kind of set, and what it makes is what was asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.materials.tiling import measure_tiling
from core.models.diffusion_model import DiffusionModel
from core.models.distilled import choose_distilled
from core.models.pocket.clip import PocketClip
from core.models.pocket.reading import PictureReader
from core.models.upscaler import Upscaler, load_upscaler
from core.tasks.material import generate_material
from core.tasks.upscale import upscale_views
from training.caption import Spec
from training.classifier import Classifier
from training.coverage import coverage_iou
from training.evaluate import MODELS, load_pocket
from training.labels import build_spec
from training.render import LAYOUT, render_views
from training.samples import (
    continue_views,
    paint_views,
    render_shapes,
    render_specs,
    sample_at,
    sample_views,
)
from training.specs import draw_specs, write_prompt
from training.surface import mix_paint

pytestmark = pytest.mark.slow

AZIMUTHS_DEG, ELEVATIONS_DEG = (10, 100, 190, 280), (15, 5, 15, 5)


@pytest.fixture(scope="module")
def pocket() -> DiffusionModel:
    return load_pocket(MODELS / "pocket")


@pytest.fixture(scope="module")
def distilled(pocket) -> DiffusionModel:
    return choose_distilled(pocket)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load(MODELS / "pocket-judge")


@pytest.fixture(scope="module")
def clip() -> PocketClip:
    return PocketClip.load(MODELS / "pocket-clip")


@pytest.fixture(scope="module")
def upscaler() -> Upscaler:
    return load_upscaler(MODELS / "pocket-upscaler")


def names_seen(classifier: Classifier, views: np.ndarray) -> list[tuple[str, str]]:
    """Class and colour that the classifier sees in each of views [V, S, S, 4] uint8."""
    answers = classifier.answer(views[None])[0]
    return [(classifier.names[0][a[0]], classifier.names[1][a[1]]) for a in answers]


def test_four_steps_make_the_props_that_were_asked_for(distilled, classifier):
    assert distilled.defaults.steps == 4
    specs = draw_specs(distilled.vocabulary, 16, held_out=False, seed=11)
    seen = classifier.answer(sample_views(distilled, [write_prompt(spec) for spec in specs]))
    for k, asked in enumerate(([w.class_name for w in specs], [w.colour for w in specs])):
        wanted = np.array([classifier.names[k].index(name) for name in asked])
        assert (seen[:, :, k] == wanted[:, None]).mean() > 0.9


def test_views_at_any_cameras_show_one_prop(distilled, classifier):
    (views,) = sample_at(distilled, ["a blue teapot"], AZIMUTHS_DEG, ELEVATIONS_DEG)
    assert names_seen(classifier, views) == [("teapot", "blue")] * 4


def test_a_picture_is_continued_in_its_other_views(distilled, classifier, clip):
    shown = render_specs([Spec("mug", "green", "plain", design=1)], 0)[0]
    reader = PictureReader(clip, distilled.vocabulary)
    (views,) = continue_views(distilled, shown[None], ["a mug"], reader=reader)
    # of its colour no word was said
    assert names_seen(classifier, views) == [("mug", "green")] * 5


def test_pictures_are_read(clip, distilled):
    reader = PictureReader(clip, distilled.vocabulary)
    shown = (("mug", "green", 1), ("chair", "red", 2), ("car", "blue", 1))
    specs = [Spec(name, colour, "plain", design=design) for name, colour, design in shown]
    designs = 0
    for (_, _, number), spec, views in zip(shown, specs, render_specs(specs, 0), strict=True):
        pixels = views[0].astype(np.float32) / 255
        design = distilled.vocabulary.classes[spec.class_name].designs[number - 1]
        told = reader(pixels, distilled.read_prompt(f"a {spec.class_name}"))
        assert told.startswith(f"a {spec.colour} {spec.class_name} {spec.class_name}")
        designs += told.endswith(design)
        assert spec.colour in reader(pixels, None).split()
        other = f"a purple {spec.class_name}"
        told = reader(pixels, distilled.read_prompt(f"{other} #3"))
        assert told.startswith(f"{other} "), "what is said stays"
        assert told.endswith("three")
    assert designs >= 2


def test_views_keep_to_the_shape_that_they_are_painted_on(distilled, classifier):
    spec = Spec("chair", "red", "plain", design=2)
    geometry = render_shapes([spec], 3)
    (views,) = paint_views(distilled, geometry, ["a red chair"])
    assert coverage_iou(views, geometry[0]).min() > 0.85
    assert [colour for _, colour in names_seen(classifier, views)] == ["red"] * 6


def test_materials_tile_and_have_the_colour_that_was_said(distilled):
    maps = generate_material(distilled, "green grass texture", seed=0)
    base = (maps.base_color * 255 + 0.5).astype(np.uint8)
    assert measure_tiling(base[None]).wrap_over_interior < 1.25
    red, green, blue = base.reshape(-1, 3).mean(0)
    assert green > 1.2 * max(red, blue)
    assert maps.metallic.mean() < 0.1
    assert maps.roughness.mean() > 0.4


def test_the_upscaler_is_nearer_to_large_renders_than_bicubic(upscaler):
    large = replace(LAYOUT, view_px=4 * LAYOUT.view_px)
    rng = np.random.default_rng(9)
    for spec in (
        Spec("barrel", "red", "plain"),
        Spec("chair", "blue", "plain"),
        Spec("key", "yellow", "plain"),
    ):
        _, prop = build_spec(rng, spec)
        paint = mix_paint(rng, spec.colour, "plain", prop.slot_colours, {})
        true = render_views(prop, paint, large).astype(np.float32) / 255
        small = render_views(prop, paint).astype(np.float32) / 255
        plain = torch.nn.functional.interpolate(
            torch.from_numpy(small).permute(0, 3, 1, 2), scale_factor=4, mode="bicubic"
        )
        errors = [
            np.square(pictures - true).mean()
            for pictures in (upscale_views(upscaler, small), plain.permute(0, 2, 3, 1).numpy())
        ]
        assert errors[0] < 0.9 * errors[1]
