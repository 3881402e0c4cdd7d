"""Pictures and sheets: the same as diffusers called by hand, the same again for the same seed."""

from __future__ import annotations

import math
from dataclasses import replace

import diffusers
import numpy as np
import pytest
import torch

from core.device import derive_seed
from core.errors import Cancelled, PromptError, SeedError, UsageError, VocabularyError
from core.tasks.text_to_image import (
    GRID_LAYOUT,
    GRID_PROMPT,
    Scorer,
    _add_blobs,
    generate_image,
    generate_sheet,
    grid_layout,
)
from core.tasks.view_choice import choose_views
from core.types import Image, Sheet

PROMPT = "a red wooden barrel"


# --- parity ---


def test_a_sheet_is_what_diffusers_makes_by_hand(pocket_form, pocket_model):
    stock = diffusers.StableDiffusionPipeline.from_pretrained(pocket_form, dtype=torch.float32)
    for seed in (0, 7):
        expected = stock(
            PROMPT,
            height=32,
            width=48,
            num_inference_steps=4,
            guidance_scale=3.0,
            guidance_rescale=0.5,
            generator=torch.Generator().manual_seed(seed),
            output_type="np",
        ).images[0]
        sheet = generate_sheet(pocket_model, PROMPT, seed=seed)
        assert sheet.image.pixels.shape == (32, 48, 4)
        assert sheet.image.colour_space == "srgb"
        assert (sheet.seed, sheet.score, sheet.layout) == (seed, None, pocket_model.layout)
        np.testing.assert_allclose(sheet.image.pixels, expected, atol=2e-5)


@pytest.mark.parametrize("form", ["sd15", "sdxl"])
@pytest.mark.parametrize(("steps", "guidance"), [(2, None), (1, 1.0), (3, 4.0)])
def test_an_image_is_what_diffusers_makes_by_hand(form, steps, guidance, request):
    stock = diffusers.DiffusionPipeline.from_pretrained(
        request.getfixturevalue(f"{form}_form"), dtype=torch.float32
    )
    model = request.getfixturevalue(f"{form}_model")
    expected = stock(
        PROMPT,
        height=64,
        width=72,
        num_inference_steps=steps,
        guidance_scale=model.defaults.guidance if guidance is None else guidance,
        generator=torch.Generator().manual_seed(11),
        output_type="np",
    ).images[0]
    image = generate_image(model, PROMPT, seed=11, steps=steps, guidance=guidance, height_px=64, width_px=72)
    assert image.pixels.shape == (64, 72, 3)
    np.testing.assert_allclose(image.pixels, expected, atol=2e-5)


def test_a_sampler_that_adds_noise_goes_on_from_the_same_seed(sd15_model, sd15_form):
    pipelines = [
        diffusers.StableDiffusionPipeline.from_pretrained(sd15_form, dtype=torch.float32) for _ in range(2)
    ]
    for pipeline in pipelines:
        pipeline.scheduler = diffusers.EulerAncestralDiscreteScheduler.from_config(pipeline.scheduler.config)
        pipeline.set_progress_bar_config(disable=True)
    ancestral = type(sd15_model)(sd15_model.source, sd15_model.device, pipelines[0])
    expected = pipelines[1](
        PROMPT, num_inference_steps=3, generator=torch.Generator().manual_seed(4), output_type="np"
    ).images[0]
    np.testing.assert_allclose(generate_image(ancestral, PROMPT, seed=4, steps=3).pixels, expected, atol=2e-5)


# --- seeds ---


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_same_seed_same_pixels_other_seed_others(form, request):
    model = request.getfixturevalue(f"{form}_model")

    def make(seed: int) -> np.ndarray:
        return generate_image(model, PROMPT, seed=seed, steps=2).pixels

    first = make(3)
    assert np.array_equal(first, make(3))
    for seed in (4, 3 + 2**32, 2**63 - 1):
        assert np.abs(first - make(seed)).mean() > 0.01
    assert first.dtype == np.float32
    assert 0 <= first.min() < first.max() <= 1


def test_the_prompt_matters(pocket_model):
    sheets = [
        generate_sheet(pocket_model, text, seed=1, guidance=5.0).image.pixels
        for text in ("a red barrel", "a blue mug", "a barrel, red")
    ]
    assert np.abs(sheets[0] - sheets[1]).max() > 1e-3
    assert np.abs(sheets[0] - sheets[2]).max() > 1e-4


# --- candidates ---


def brightness(pixels: np.ndarray, prompt: str) -> float:
    assert prompt == PROMPT
    assert pixels.shape == (32, 48, 4)
    return float(pixels[..., :3].mean())


def test_the_scorer_chooses_among_sheets_that_are_those_of_their_own_seeds(pocket_model):
    def make(seed: int, candidates: int, scorer: Scorer) -> Sheet:
        return generate_sheet(pocket_model, PROMPT, seed=seed, steps=2, candidates=candidates, scorer=scorer)

    singles = [make(derive_seed(20, i), 1, brightness) for i in range(4)]
    best = make(20, 4, brightness)
    expected = max(singles, key=lambda sheet: sheet.score)
    assert (best.seed, best.score) == (expected.seed, expected.score)
    assert np.array_equal(best.image.pixels, expected.image.pixels)
    darkest = make(20, 4, lambda pixels, prompt: -brightness(pixels, prompt))
    assert darkest.seed == min(singles, key=lambda sheet: sheet.score).seed


def test_candidates_are_of_the_design_that_the_runs_seed_chooses(pocket_model):
    words = pocket_model.vocabulary
    barrel = replace(words.classes["barrel"], designs=("cask", "mug", "lid"))
    words = replace(words, classes={**words.classes, "barrel": barrel})
    model = replace(pocket_model, source=replace(pocket_model.source, vocabulary=words))
    chosen = set()
    for favourite in range(8):  # of the scorer: whichever sheet it likes best, the design is the seed's
        values = iter(range(8))

        def score(pixels: np.ndarray, prompt: str, favourite: int = favourite, values=values) -> float:
            assert prompt.endswith(" mug"), "the design is said to the scorer, too"
            return 1.0 if next(values) == favourite else 0.5

        sheet = generate_sheet(model, PROMPT, seed=4, steps=1, candidates=8, scorer=score)
        assert sheet.seed % 3 == 4 % 3
        chosen.add(sheet.seed)
    assert len(chosen) == 8


def test_the_scorer_hears_the_prompt_in_the_models_own_words(pocket_model):
    heard: list[str] = []

    def listen(pixels: np.ndarray, prompt: str) -> float:
        heard.append(prompt)
        return 0.5

    sheet = generate_sheet(pocket_model, "Please, a SCARLET barrels!", seed=0, scorer=listen)
    assert heard == ["a scarlet barrel"]
    assert sheet.score == 0.5


def test_runs_with_neighbouring_seeds_share_no_candidates(pocket_model):
    def seen_by(seed: int) -> set[bytes]:
        seen: set[bytes] = set()

        def watch(pixels: np.ndarray, prompt: str) -> float:
            seen.add(pixels.tobytes())
            return 0.0

        generate_sheet(pocket_model, PROMPT, seed=seed, steps=1, candidates=3, scorer=watch)
        return seen

    assert len(seen_by(7) | seen_by(8) | seen_by(2**63 - 1)) == 9


# --- layouts ---


def test_the_image_of_a_multi_view_model_is_its_front_view_with_straight_alpha(pocket_model):
    sheet = generate_sheet(pocket_model, PROMPT, seed=9)
    image = generate_image(pocket_model, PROMPT, seed=9)
    assert image.pixels.shape == (16, 16, 4)
    view = sheet.image.pixels[:16, :16]  # azimuth 30
    assert np.array_equal(image.pixels[..., 3], view[..., 3])
    straight, alpha = image.pixels[..., :3], image.pixels[..., 3:]
    composited = straight * alpha + 0.5 * (1 - alpha)
    inside = (straight > 0) & (straight < 1)
    assert inside.any()
    np.testing.assert_allclose(composited[inside], view[..., :3][inside], atol=1e-5)


def test_the_image_of_a_joint_model_is_its_front_view_made_alone(multiview_model):
    image = generate_image(multiview_model, PROMPT, seed=9)
    assert image.pixels.shape == (32, 32, 4)
    alone = generate_sheet(choose_views(multiview_model, (30,), (20,)), PROMPT, seed=9).image.pixels
    straight, alpha = image.pixels[..., :3], image.pixels[..., 3:]
    assert np.array_equal(alpha, alone[..., 3:])
    inside = (straight > 0) & (straight < 1)
    np.testing.assert_allclose(
        (straight * alpha + 0.5 * (1 - alpha))[inside], alone[..., :3][inside], atol=1e-5
    )
    sheet = generate_sheet(multiview_model, PROMPT, seed=9).image.pixels
    assert np.abs(sheet[:32, :32, 3:] - alpha).max() > 1e-3, "it is not cut out of the sheet"


@pytest.mark.parametrize("form", ["sd15", "sdxl"])
def test_a_model_without_views_is_asked_for_a_grid(form, request):
    model = request.getfixturevalue(f"{form}_model")
    told: list[float] = []
    sheet = generate_sheet(
        model, PROMPT, seed=2, steps=3, progress=lambda stage, fraction: told.append(fraction)
    )
    assert sheet.image.pixels.shape == (64, 64, 3)
    assert (sheet.layout.rows, sheet.layout.columns, sheet.layout.view_px) == (2, 2, 32)
    assert sheet.layout.azimuths_deg == (0, 90, 180, 270)
    assert sheet.layout.elevations_deg == (15, 15, 15, 15)
    assert sheet.layout.has_alpha is False
    assert told[-1] == 1.0
    asked = generate_image(model, GRID_PROMPT.format(prompt=PROMPT), seed=2, steps=3)
    difference = np.abs(asked.pixels - sheet.image.pixels).max()
    assert difference > 1e-4, "the blobs must change the noise"


def test_blobs_are_the_noise_schedules_mixture_of_a_picture_and_the_noise(sd15_model):
    layout = grid_layout(sd15_model)
    noise = torch.randn(1, 4, 32, 32, generator=torch.Generator().manual_seed(0))
    begun = _add_blobs(sd15_model, layout, noise, 30)
    t = int(sd15_model.pipeline.scheduler.timesteps[0])
    signal = float(sd15_model.alphas_cumprod[t])
    assert t > 900
    picture = (begun - math.sqrt(1 - signal) * noise) / math.sqrt(signal)
    x = (np.arange(32) + 0.5) / 32 - 0.5
    blob = np.exp(-(x[:, None] ** 2 + x[None] ** 2) / (2 * 0.2**2))
    grey = 0.85 * (1 - np.tile(blob, (2, 2)))
    pixels = torch.from_numpy(np.repeat(grey[None, None], 3, 1)).float() * 2 - 1
    with torch.no_grad():
        torch.testing.assert_close(picture, sd15_model.encode_image(pixels), atol=2e-4, rtol=1e-3)
    assert set(GRID_LAYOUT.background) == {0.85}


# --- progress and cancelling ---


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_progress_runs_from_nothing_to_all(form, request):
    told: list[tuple[str, float]] = []
    model = request.getfixturevalue(f"{form}_model")
    generate_image(model, PROMPT, seed=0, steps=5, progress=lambda *args: told.append(args))
    assert {stage for stage, _ in told} == {"image"}
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(set(fractions))
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(fractions) >= 6


def test_progress_runs_through_all_candidates(pocket_model):
    told: list[tuple[str, float]] = []
    generate_sheet(
        pocket_model,
        PROMPT,
        seed=0,
        steps=2,
        candidates=2,
        scorer=brightness,
        progress=lambda *args: told.append(args),
    )
    assert told == [("sheet", f) for f in (0.0, 0.25, 0.5, 0.5, 0.75, 1.0)]


def test_cancelling_stops_at_the_next_step_and_leaves_the_model_usable(pocket_model):
    before = generate_sheet(pocket_model, PROMPT, seed=6).image.pixels
    steps_taken = []

    def stop(stage: str, fraction: float) -> None:
        steps_taken.append(fraction)
        if fraction >= 0.5:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        generate_sheet(pocket_model, PROMPT, seed=6, steps=10, progress=stop)
    assert max(steps_taken) == 0.5
    assert np.array_equal(generate_sheet(pocket_model, PROMPT, seed=6).image.pixels, before)


# --- bad input ---


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ({"steps": 0}, "expected 1 to 1000 steps, got 0", "leave the steps out to take the model's own"),
        (
            {"steps": 1001},
            "expected 1 to 1000 steps, got 1001",
            "leave the steps out to take the model's own",
        ),
        (
            {"guidance": -1.0},
            "expected a guidance of 0 to 50, got -1",
            "leave it out to take the model's own",
        ),
        (
            {"guidance": math.nan},
            "expected a guidance of 0 to 50, got nan",
            "leave it out to take the model's own",
        ),
        ({"width_px": 65}, "expected a width of 64 to 2048 px in multiples of 2, got 65", "try 64"),
        ({"height_px": 0}, "expected a height of 64 to 2048 px in multiples of 2, got 0", "try 64"),
        ({"width_px": 10**6}, "expected a width of 64 to 2048 px in multiples of 2, got 1000000", "try 2048"),
    ],
)
def test_arguments_that_make_no_sense(sd15_model, arguments, message, hint):
    with pytest.raises(UsageError) as caught:
        generate_image(sd15_model, PROMPT, seed=0, **arguments)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ({"candidates": 0}, "expected 1 to 64 candidates, got 0", "choose a number between"),
        (
            {"candidates": 2},
            "2 candidates need something to choose between them, got no scorer",
            "ask for one candidate",
        ),
    ],
)
def test_candidates_that_make_no_sense(pocket_model, arguments, message, hint):
    with pytest.raises(UsageError) as caught:
        generate_sheet(pocket_model, PROMPT, seed=0, **arguments)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_multi_view_model_has_one_size(pocket_model):
    with pytest.raises(UsageError) as caught:
        generate_image(pocket_model, PROMPT, seed=0, width_px=512)
    assert caught.value.message == "pocket-form makes pictures of 16 px, got a width of 512"
    assert caught.value.hint == "leave the width out, or choose another model"
    assert isinstance(generate_image(pocket_model, PROMPT, seed=0, width_px=16), Image)


@pytest.mark.parametrize("make", [generate_image, generate_sheet])
def test_prompts_and_seeds_are_checked_first(pocket_model, make):
    with pytest.raises(PromptError):
        make(pocket_model, " ", seed=0)
    with pytest.raises(PromptError):
        make(pocket_model, "barrel " * 1500, seed=0)
    with pytest.raises(VocabularyError, match="names 2 props"):
        make(pocket_model, "a table with a lamp", seed=0)
    with pytest.raises(SeedError):
        make(pocket_model, PROMPT, seed=-1)
    with pytest.raises(SeedError):
        make(pocket_model, PROMPT, seed=2**63)
