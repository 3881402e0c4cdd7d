"""The parts are stock classes in one folder that diffusers loads as it is."""

import json

import numpy as np
import pytest
import torch

from core.pocket.clip import PocketClip, tokenize
from core.pocket.denoiser import sample_sheets
from core.pocket.model import (
    GUIDANCE,
    GUIDANCE_RESCALE,
    LATENT_CHANNELS,
    STEPS,
    TEXT_TOKENS,
    new_text_encoder,
    new_unet,
    new_vae,
    save_pocket,
    train_tokenizer,
)

CAPTIONS = ["a red wooden barrel", "an old blue chair", "the glossy green vase, game asset"] * 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("pocket")
    torch.manual_seed(0)
    tokenizer = train_tokenizer(CAPTIONS, root / "tokenizer", vocabulary_size=700)
    save_pocket(root / "pocket", new_vae(), new_text_encoder(tokenizer), tokenizer, new_unet())
    return root


def test_the_whole_is_at_most_60_mb_of_fp16_safetensors(folder):
    files = [f for f in (folder / "pocket").rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 60e6
    assert not [f for f in files if f.suffix not in (".json", ".safetensors", ".txt")]


def test_no_file_tells_where_it_was_made(folder):
    for config in (folder / "pocket").rglob("*.json"):
        assert str(folder) not in config.read_text()
        json.loads(config.read_text())


def test_the_stock_pipeline_samples_what_our_sampler_samples(folder):
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(folder / "pocket", dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    prompt, size = CAPTIONS[0], (4, 6)
    latents = torch.randn(1, LATENT_CHANNELS, *size, generator=torch.Generator().manual_seed(3))
    stock = pipeline(
        prompt,
        height=size[0] * 8,
        width=size[1] * 8,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        guidance_rescale=GUIDANCE_RESCALE,
        latents=latents,
        output_type="np",
    ).images[0]
    parts = (pipeline.vae, pipeline.unet, pipeline.text_encoder, pipeline.tokenizer)
    ours = sample_sheets(*parts, [prompt], seed=3, size=size)[0]
    assert stock.shape == (32, 48, 4)
    assert np.abs(stock - ours / 255).max() < 1 / 255 + 1e-3


def test_tokenizer_round_trips_any_text(folder):
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(folder / "pocket" / "tokenizer")
    for text in ("a red wooden barrel", "zażółć gęślą jaźń", "barrel, 3d!"):
        assert tokenizer.decode(tokenizer(text).input_ids, skip_special_tokens=True).replace(
            " ", ""
        ) == text.replace(" ", "")
    assert tokenize(tokenizer, ["barrel " * 100]).shape == (1, TEXT_TOKENS)


def test_clip_saves_and_loads_the_same_scores(folder, tmp_path):
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(folder / "pocket" / "tokenizer")
    torch.manual_seed(1)
    clip = PocketClip(tokenizer, new_text_encoder(tokenizer)).eval()
    views = np.random.default_rng(0).random((6, 96, 96, 4), dtype=np.float32)
    before = clip.score(views, "a red barrel")
    clip.save(tmp_path)
    after = PocketClip.load(tmp_path).score(views, "a red barrel")
    assert after == pytest.approx(before, abs=2e-3)
    assert -1 <= after <= 1
