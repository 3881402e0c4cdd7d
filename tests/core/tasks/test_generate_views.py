"""Views at any cameras, from words, from a picture, and from both."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.errors import Cancelled, SeedError, UsageError, VocabularyError
from core.prompts.prompt import Prompt
from core.sheets import split_sheets
from core.tasks.multiview import generate_views
from core.tasks.reference import fit_reference
from core.tasks.sampling import draw_noise, sample
from core.tasks.text_to_image import generate_sheet
from core.tasks.view_choice import choose_views
from core.types import Image

PROMPT = "a red wooden barrel"
CAMERAS = {"azimuths_deg": (0, 120, 240), "elevations_deg": (0, 10, 20)}


def disc(rgb=(0.8, 0.3, 0.1)) -> Image:
    y, x = np.mgrid[:40, :60] + 0.5
    alpha = (np.hypot(y - 22, x - 25) < 12).astype(np.float32)[..., None]
    return Image(np.concatenate([np.float32(rgb) * np.ones_like(alpha), alpha], -1))


def test_views_from_words_are_the_sheet_of_those_cameras(multiview_model):
    sheet = generate_views(multiview_model, PROMPT, seed=5, **CAMERAS, steps=3, guidance=4.0)
    chosen = choose_views(multiview_model, *CAMERAS.values())
    expected = generate_sheet(chosen, PROMPT, seed=5, steps=3, guidance=4.0)
    assert sheet.layout == expected.layout
    assert (sheet.seed, sheet.image.pixels.shape) == (5, (32, 96, 4))
    assert np.array_equal(sheet.image.pixels, expected.image.pixels)


def test_an_image_is_a_member_that_is_given_and_left_out_of_the_result(multiview_model):
    sheet = generate_views(
        multiview_model, PROMPT, seed=5, **CAMERAS, image=disc(), image_azimuth_deg=40, image_elevation_deg=5
    )
    one = choose_views(multiview_model, (40,), (5,))
    pixels = torch.from_numpy(fit_reference(disc(), one.layout)).permute(2, 0, 1)[None]
    with torch.no_grad():
        known = one.pipeline.vae.encode(pixels * 2 - 1).latents[0]
    whole = choose_views(multiview_model, (40, 0, 120, 240), (5, 0, 10, 20), references={0: known})
    noise, rng = draw_noise(whole, 5, 64, 64)
    four = sample(whole, whole.encode_prompt(PROMPT), noise, rng, None, None, lambda fraction: None)
    cells = split_sheets(torch.from_numpy(four).permute(2, 0, 1)[None], 2, 2)[0].permute(0, 2, 3, 1)
    assert sheet.image.pixels.shape == (32, 96, 4)
    np.testing.assert_allclose(sheet.image.pixels, torch.cat(list(cells[1:]), 1), atol=1e-5)
    assert (sheet.layout.rows, sheet.layout.columns) == (1, 3)
    assert sheet.layout.azimuths_deg == (0, 120, 240)


def test_image_camera_and_words_all_matter(multiview_model):
    def make(**changes) -> np.ndarray:
        arguments = {"prompt": PROMPT, "image": disc()} | changes
        return generate_views(multiview_model, seed=5, **CAMERAS, **arguments).image.pixels

    first = make()
    assert np.array_equal(first, make())
    others = (
        make(image=disc((0.1, 0.2, 0.9))),
        make(image_azimuth_deg=180),
        make(image_elevation_deg=60),
        make(prompt="a blue mug"),
        make(prompt=None),
    )
    # the tiny model's words and cameras say little, so little differs
    assert min(np.abs(first - other).max() for other in others) > 1e-4


def test_a_reader_says_what_the_image_shows(multiview_model):
    heard = []

    def read(pixels: np.ndarray, prompt: Prompt | None) -> str:
        heard.append((pixels, prompt))
        return "a red barrel"

    def make(prompt: str | None, **reader) -> np.ndarray:
        return generate_views(multiview_model, prompt, seed=5, **CAMERAS, image=disc(), **reader).image.pixels

    told = make("a red barrel")
    for prompt in (None, "a barrel"):
        assert np.array_equal(make(prompt, reader=read), told)
        pixels, known = heard.pop()
        assert known == (None if prompt is None else multiview_model.read_prompt(prompt))
        fitted = fit_reference(disc(), choose_views(multiview_model, (0,), (0,)).layout)
        assert np.array_equal(pixels, fitted)
    generate_views(multiview_model, PROMPT, seed=5, **CAMERAS, reader=read)
    assert not heard, "there is nothing to read"


def test_an_image_alone_is_not_guided(multiview_model):
    def make(guidance: float | None) -> np.ndarray:
        return generate_views(
            multiview_model, None, seed=5, **CAMERAS, image=disc(), guidance=guidance
        ).image.pixels

    assert np.array_equal(make(None), make(5.0))


def test_progress_and_cancelling(multiview_model):
    told: list[tuple[str, float]] = []
    arguments = {"seed": 0, **CAMERAS, "image": disc(), "steps": 2}
    generate_views(multiview_model, PROMPT, **arguments, progress=lambda *args: told.append(args))
    assert told == [("views", f) for f in (0.0, 0.5, 1.0)]

    def stop(stage: str, fraction: float) -> None:
        if fraction > 0:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        generate_views(multiview_model, PROMPT, **arguments, progress=stop)


def test_requests_that_make_no_sense(multiview_model):
    eight = {"azimuths_deg": range(8), "elevations_deg": range(8)}
    assert generate_views(multiview_model, PROMPT, seed=0, **eight, steps=1).layout.count == 8
    with pytest.raises(UsageError) as caught:
        generate_views(multiview_model, PROMPT, seed=0, **eight, image=disc())
    assert caught.value.message == "expected 1 to 7 views beside the image, got 8"
    with pytest.raises(UsageError) as caught:
        generate_views(multiview_model, None, seed=0, **CAMERAS)
    assert caught.value.message == "expected words or an image, got neither"
    with pytest.raises(UsageError, match="expected an azimuth of -360 to 360"):
        generate_views(multiview_model, PROMPT, seed=0, **CAMERAS, image=disc(), image_azimuth_deg=400)
    with pytest.raises(UsageError, match="expected 1 to 1000 steps, got 0"):
        generate_views(multiview_model, PROMPT, seed=0, **CAMERAS, steps=0)
    with pytest.raises(SeedError):
        generate_views(multiview_model, PROMPT, seed=-1, **CAMERAS)
    with pytest.raises(VocabularyError):
        generate_views(multiview_model, "a table with a lamp", seed=0, **CAMERAS)
