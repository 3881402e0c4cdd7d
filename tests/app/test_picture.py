"""Pictures and sheets are sampled as the quality and the flags say, and their recipe tells how."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_models import with_distilled

from app.order import RECIPE_KEY, order_image
from app.picture import make_image
from app.settings import ImageSettings
from core.device import choose_device
from core.models.catalogue import resolve_model
from core.models.distilled import choose_distilled
from core.models.loading import load_model
from core.tasks.text_to_image import generate_image, generate_sheet

PROMPT = "a red wooden barrel"


@pytest.fixture(scope="module")
def distilled(multiview_form: Path, multiview_model, tmp_path_factory: pytest.TempPathFactory):
    """A model that has weights for two steps; whole it takes four."""
    unet = multiview_model.multiview.unet
    folder = with_distilled(multiview_form, tmp_path_factory.mktemp("distilled") / "model", unet)
    model = load_model(resolve_model(str(folder)), choose_device("cpu"))
    return folder, model


def make(folder: Path, out: Path, **told):
    settings = ImageSettings(PROMPT, out=out, model=str(folder), seed=4, device="cpu", **told)
    result = make_image(order_image(settings), lambda step: None, lambda: None, time.monotonic())
    with Image.open(out) as picture:
        assert json.loads(picture.info[RECIPE_KEY])["distilled"] == result.recipe.distilled
        return result.recipe, np.asarray(picture)


def as_file(pixels: np.ndarray) -> np.ndarray:
    return (np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)


@pytest.mark.parametrize("sheet", [True, False])
def test_a_draft_takes_few_steps_where_the_model_has_them(distilled, tmp_path, sheet):
    folder, model = distilled
    recipe, pixels = make(folder, tmp_path / "draft.png", quality="draft", sheet=sheet)
    assert (recipe.distilled, recipe.steps, recipe.guidance) == (True, 2, 1.0)
    sampler = choose_distilled(model)
    expected = (
        generate_sheet(sampler, PROMPT, seed=4).image if sheet else generate_image(sampler, PROMPT, seed=4)
    )
    assert np.array_equal(pixels, as_file(expected.pixels))
    recipe, _ = make(folder, tmp_path / "standard.png", quality="standard", sheet=sheet)
    assert (recipe.distilled, recipe.steps, recipe.guidance) == (False, 4, 3.0)


@pytest.mark.parametrize(("told", "steps", "guidance"), [({"steps": 5}, 5, 3.0), ({"guidance": 2.0}, 3, 2.0)])
def test_who_says_how_to_sample_means_the_whole_model(distilled, tmp_path, told, steps, guidance):
    folder, model = distilled
    recipe, pixels = make(folder, tmp_path / "told.png", quality="draft", sheet=True, **told)
    assert (recipe.distilled, recipe.steps, recipe.guidance) == (False, steps, guidance)
    expected = generate_sheet(model, PROMPT, seed=4, steps=steps, guidance=guidance).image
    assert np.array_equal(pixels, as_file(expected.pixels))


def test_a_model_without_few_steps_takes_its_own(multiview_form, tmp_path):
    recipe, _ = make(multiview_form, tmp_path / "plain.png", quality="draft", sheet=True)
    assert (recipe.distilled, recipe.steps, recipe.guidance) == (False, 3, 3.0)
