"""The ways into a loaded model: its predictions are the stock pipelines', its gradients are right."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from core.device import Device, seeded_generator
from core.errors import MemoryLimitError, PromptError, UsageError, VocabularyError
from core.memory import memory_errors
from core.models.catalogue import resolve_model
from core.models.diffusion_model import CACHED_PROMPTS, DiffusionModel
from core.models.loading import load_model

CPU = Device(torch.device("cpu"), torch.float32)
PROMPT = "a red wooden barrel"


def noise_of(model: DiffusionModel, batch: int = 1, seed: int = 5) -> Tensor:
    height, width = (side // model.vae_factor for side in model.native_size_px)
    shape = (batch, model.pipeline.unet.config.in_channels, height, width)
    return torch.randn(shape, generator=seeded_generator(seed))


def with_scheduler(folder: Path, target: Path, **changes) -> DiffusionModel:
    """Load a copy of a model with another scheduler."""
    shutil.copytree(folder, target)
    file = target / "scheduler/scheduler_config.json"
    table = json.loads(file.read_text()) | changes
    file.write_text(json.dumps(table))
    index = json.loads((target / "model_index.json").read_text())
    index["scheduler"] = ["diffusers", table["_class_name"]]
    (target / "model_index.json").write_text(json.dumps(index))
    return load_model(resolve_model(str(target)), CPU)


# --- prediction ---


def ddim(model: DiffusionModel, noise: Tensor, guidance: float, rescale: float, steps: int) -> Tensor:
    """Sample by DDIM with η = 0 (Song et al., 2021, eq. 12) from predict_x0 alone, at trailing timesteps."""
    embeddings = model.encode_prompt(PROMPT)
    alphas = model.alphas_cumprod
    stride = len(alphas) // steps
    latents = noise
    for t in range(len(alphas) - 1, 0, -stride):
        x0 = model.predict_x0(latents, t, embeddings, guidance, rescale)
        alpha, alpha_next = alphas[t], alphas[t - stride] if t >= stride else torch.tensor(1.0)
        epsilon = (latents - alpha.sqrt() * x0) / (1 - alpha).sqrt()
        latents = alpha_next.sqrt() * x0 + (1 - alpha_next).sqrt() * epsilon
    return latents


@pytest.mark.parametrize(
    ("form", "prediction_type", "guidance", "rescale"),
    [
        ("pocket", "v_prediction", 1.0, 0.0),
        ("pocket", "v_prediction", 3.0, 0.0),
        ("pocket", "v_prediction", 3.0, 0.5),
        ("pocket", "epsilon", 5.0, 0.7),
        ("sd15", "epsilon", 7.5, 0.0),
        ("sd15", "v_prediction", 5.0, 0.7),
        ("sd15", "sample", 3.0, 0.0),
        ("sdxl", "epsilon", 1.0, 0.0),
        ("sdxl", "epsilon", 5.0, 0.7),
    ],
)
def test_ddim_on_predict_x0_is_the_stock_pipeline(
    form, prediction_type, guidance, rescale, request, tmp_path
):
    model = with_scheduler(
        request.getfixturevalue(f"{form}_form"),
        tmp_path / "model",
        _class_name="DDIMScheduler",
        prediction_type=prediction_type,
        timestep_spacing="trailing",
        set_alpha_to_one=True,
        clip_sample=False,
    )
    noise, steps = noise_of(model), 4
    height, width = model.native_size_px
    expected = model.pipeline(
        PROMPT,
        height=height,
        width=width,
        num_inference_steps=steps,
        guidance_scale=guidance,
        guidance_rescale=rescale,
        latents=noise.clone(),
        output_type="latent",
    ).images
    ours = ddim(model, noise, guidance, rescale, steps)
    torch.testing.assert_close(ours, expected, atol=2e-4 * float(expected.abs().max()), rtol=1e-3)


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_the_pair_combines_to_the_guided_prediction(form, request):
    model = request.getfixturevalue(f"{form}_model")
    noise, embeddings = noise_of(model), model.encode_prompt(PROMPT)
    cond, uncond = model.predict_x0_pair(noise, 600, embeddings)
    assert not torch.allclose(cond, uncond, atol=1e-5)
    for guidance in (1.5, 7.0):
        guided = model.predict_x0(noise, 600, embeddings, guidance)
        torch.testing.assert_close(uncond + guidance * (cond - uncond), guided, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(model.predict_x0(noise, 600, embeddings, 1.0), cond, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_a_batch_is_its_members(form, request):
    model = request.getfixturevalue(f"{form}_model")
    embeddings = model.encode_prompt(PROMPT)
    noise, times = noise_of(model, batch=3), torch.tensor([10, 500, 990])
    together = model.predict_x0(noise, times, embeddings, 3.0, 0.5)
    alone = [model.predict_x0(noise[i : i + 1], int(times[i]), embeddings, 3.0, 0.5) for i in range(3)]
    torch.testing.assert_close(together, torch.cat(alone), atol=1e-4, rtol=1e-4)


def test_predictions_carry_no_gradient(pocket_model):
    noise = noise_of(pocket_model).requires_grad_()
    prediction = pocket_model.predict_x0(noise, 500, pocket_model.encode_prompt(PROMPT), 3.0)
    assert not prediction.requires_grad
    assert prediction.dtype == torch.float32


def test_nearly_clean_latents_are_kept_by_the_v_form(pocket_model):
    # at t = 0, ᾱ is all but 1: x̂0 = √ᾱ x - √(1-ᾱ) v, so the output of any network is all but ignored
    noise = noise_of(pocket_model)
    prediction = pocket_model.predict_x0(noise, 0, pocket_model.encode_prompt(PROMPT), 1.0)
    torch.testing.assert_close(prediction, noise, atol=0.1, rtol=0)


def test_the_noise_schedule_falls_from_one_to_nothing(pocket_model, sd15_model):
    for model in (pocket_model, sd15_model):
        alphas = model.alphas_cumprod
        assert alphas.shape == (1000,)
        assert alphas.dtype == torch.float32
        assert (alphas.diff() < 0).all()
        assert alphas[0] > 0.99
        assert alphas[-1] < 0.01


def test_latents_of_the_wrong_shape(pocket_model):
    embeddings = pocket_model.encode_prompt(PROMPT)
    with pytest.raises(ValueError, match=r"latents_t: expected shape \[B 16 h w\], got \[1, 4, 4, 6\]"):
        pocket_model.predict_x0(torch.zeros(1, 4, 4, 6), 5, embeddings, 3.0)
    with pytest.raises(ValueError, match=r"pixels: expected shape \[B 4 H W\], got \[1, 3, 32, 48\]"):
        pocket_model.encode_image(torch.zeros(1, 3, 32, 48))
    with pytest.raises(ValueError, match=r"latents: expected shape \[B 16 h w\], got \[16, 4, 6\]"):
        pocket_model.decode(torch.zeros(16, 4, 6))


def test_another_kind_of_prediction(sd15_form, tmp_path):
    model = with_scheduler(
        sd15_form, tmp_path / "model", _class_name="DDIMScheduler", prediction_type="flow_prediction"
    )
    with pytest.raises(UsageError) as caught:
        model.predict_x0(noise_of(model), 5, model.encode_prompt(PROMPT), 3.0)
    assert caught.value.message == "model predicts flow_prediction, expected epsilon, v_prediction or sample"


# --- text ---


@pytest.mark.parametrize("form", ["sd15", "sdxl"])
def test_embeddings_are_the_stock_pipelines(form, request):
    model = request.getfixturevalue(f"{form}_model")
    cond, uncond = model.encode_prompt(PROMPT)
    with torch.no_grad():
        stock = model.pipeline.encode_prompt(
            PROMPT, device=torch.device("cpu"), num_images_per_prompt=1, do_classifier_free_guidance=True
        )
    assert torch.equal(cond.tokens, stock[0])
    assert torch.equal(uncond.tokens, stock[1])
    if form == "sdxl":
        assert torch.equal(cond.pooled, stock[2])
        assert torch.equal(uncond.pooled, stock[3])
    else:
        assert cond.pooled is uncond.pooled is None


def test_embeddings_are_remembered_but_not_for_ever(sd15_form):
    model = load_model(resolve_model(str(sd15_form)), CPU)
    first = model.encode_prompt("a barrel")
    assert model.encode_prompt("  a\tbarrel ") is first
    for number in range(CACHED_PROMPTS):
        model.encode_prompt(f"a barrel {number}")
    assert len(model._embeddings) == CACHED_PROMPTS
    again = model.encode_prompt("a barrel")
    assert again is not first
    assert torch.equal(again[0].tokens, first[0].tokens)


def test_a_small_model_reads_its_own_words(pocket_model):
    plain, _ = pocket_model.encode_prompt("a scarlet barrel")
    asked, _ = pocket_model.encode_prompt("Please make me a SCARLET barrels!")
    assert torch.equal(plain.tokens, asked.tokens)
    with pytest.raises(VocabularyError, match=r'names no prop .* got "a zeppelin"'):
        pocket_model.encode_prompt("a zeppelin")


def test_a_seed_chooses_the_design_that_is_embedded(pocket_model):
    words = pocket_model.vocabulary
    barrel = replace(
        words.classes["barrel"], designs=("cask", "mug", "lid")
    )  # whatever the tokenizer tells apart
    words = replace(words, classes={**words.classes, "barrel": barrel})
    model = replace(pocket_model, source=replace(pocket_model.source, vocabulary=words))
    told, _ = model.encode_prompt("a red barrel #2")
    assert torch.equal(told.tokens, model.encode_prompt("a red barrel", 4)[0].tokens)
    for other in (model.encode_prompt("a red barrel", 5), model.encode_prompt("a red barrel")):
        assert not torch.equal(told.tokens, other[0].tokens)


def test_a_prompt_that_the_text_encoder_cannot_hold(pocket_model, sd15_model):
    with pytest.raises(PromptError) as caught:
        pocket_model.encode_prompt("a " * 19 + "red barrel")
    assert caught.value.message == "the prompt is too long: pocket-form reads 18 tokens at most, got 21"
    assert caught.value.hint == "say it in fewer words"
    sd15_model.encode_prompt("red " * 75)
    with pytest.raises(PromptError, match="sd15-form reads 75 tokens at most, got 76"):
        sd15_model.encode_prompt("red " * 76)


# --- pictures ---


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_the_gradient_of_encoding_is_that_of_finite_differences(form, request):
    model = request.getfixturevalue(f"{form}_model")
    channels = model.pipeline.vae.config.in_channels
    side = 2 * model.vae_factor
    rng = torch.Generator().manual_seed(3)
    pixels = torch.rand((1, channels, side, side), generator=rng) - 0.5
    direction = torch.randn(pixels.shape, generator=rng)
    weights = torch.randn(model.encode_image(pixels).shape, generator=rng)

    def value(step: float) -> Tensor:
        return (model.encode_image(pixels + step * direction) * weights).sum()

    step = torch.zeros((), requires_grad=True)
    (slope,) = torch.autograd.grad((model.encode_image(pixels + step * direction) * weights).sum(), step)
    h = 1e-2
    torch.testing.assert_close(
        slope, (value(h) - value(-h)) / (2 * h), atol=0.02 * float(slope.abs()), rtol=0.02
    )


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_decoding_is_what_the_stock_pipeline_decodes(form, request):
    model = request.getfixturevalue(f"{form}_model")
    height, width = model.native_size_px
    call = {"height": height, "width": width, "num_inference_steps": 1, "guidance_scale": 1.0}
    latents = model.pipeline(PROMPT, latents=noise_of(model), output_type="latent", **call).images
    expected = model.pipeline(PROMPT, latents=noise_of(model), output_type="pt", **call).images
    with torch.no_grad():
        pixels = model.decode(latents)
    torch.testing.assert_close((pixels / 2 + 0.5).clamp(0, 1), expected, atol=1e-5, rtol=0)


def test_whitened_latents_are_unwhitened(sdxl_form, tmp_path):
    folder = Path(shutil.copytree(sdxl_form, tmp_path / "model"))
    config = json.loads((folder / "vae/config.json").read_text())
    config |= {
        "latents_mean": [0.1, -0.2, 0.3, 0.0],
        "latents_std": [0.5, 1.0, 2.0, 1.5],
        "scaling_factor": 0.5,
    }
    (folder / "vae/config.json").write_text(json.dumps(config))
    model = load_model(resolve_model(str(folder)), CPU)
    latents = noise_of(model)
    call = {"num_inference_steps": 1, "guidance_scale": 1.0}
    made = model.pipeline(PROMPT, latents=latents.clone(), output_type="latent", **call).images
    expected = model.pipeline(PROMPT, latents=latents.clone(), output_type="pt", **call).images
    with torch.no_grad():
        torch.testing.assert_close((model.decode(made) / 2 + 0.5).clamp(0, 1), expected, atol=1e-5, rtol=0)
        pixels = torch.rand(1, 3, 64, 64) * 2 - 1
        raw = model.pipeline.vae.encode(pixels).latent_dist.mode()
        mean, std = (torch.tensor(config[key]).view(1, 4, 1, 1) for key in ("latents_mean", "latents_std"))
        torch.testing.assert_close(model.encode_image(pixels), (raw - mean) * 0.5 / std)


def test_native_sizes(pocket_model, sd15_model, sdxl_model):
    assert pocket_model.native_size_px == (32, 48)
    assert sd15_model.native_size_px == sdxl_model.native_size_px == (64, 64)
    assert [g.vae_factor for g in (pocket_model, sd15_model, sdxl_model)] == [8, 2, 2]


# --- memory ---


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "the device is out of memory"),
        (
            torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total ..."),
            "the device is out of memory, asked for 20.00 GiB more",
        ),
        (
            RuntimeError(
                "MPS backend out of memory (MPS allocated: 8 GB). Tried to allocate 512 MB on pool."
            ),
            "the device is out of memory, asked for 512 MB more",
        ),
    ],
)
def test_running_out_of_memory_is_told_in_one_line(error, message):
    with pytest.raises(MemoryLimitError) as caught, memory_errors():
        raise error
    assert caught.value.message == message
    assert caught.value.hint == "make a smaller picture, close other programs, or choose another --device"


def test_the_cpus_allocator_is_understood():
    with pytest.raises(MemoryLimitError) as caught, memory_errors():
        torch.empty(2**50)
    assert caught.value.message == f"the device is out of memory, asked for {4 * 2**50} bytes more"


def test_other_errors_pass_as_they_are():
    with pytest.raises(RuntimeError, match="shape") as caught, memory_errors():
        torch.zeros(3).view(2)
    assert not isinstance(caught.value, MemoryLimitError)


# --- sheets under multi-view attention ---


def test_views_of_a_joint_model_do_not_bleed_into_each_other(multiview_model):
    torch.manual_seed(2)
    latents, pixels = torch.randn(2, 16, 8, 12), torch.rand(2, 4, 64, 96) * 2 - 1
    for convert, sheets, cell in (
        (multiview_model.decode, latents, 4),
        (multiview_model.encode_image, pixels, 32),
    ):
        changed = sheets.clone()
        changed[..., :cell, cell : 2 * cell] = changed[..., :cell, cell : 2 * cell].flip(-1) + 0.5
        before, after = convert(sheets), convert(changed)
        side = before.shape[-2] // 2
        differs = (before - after).abs().amax(1) > 1e-5
        assert differs[:, :side, side : 2 * side].float().mean() > 0.9
        differs[:, :side, side : 2 * side] = False
        assert not differs.any()
    whole = multiview_model.pipeline.vae.decode(latents).sample
    assert (multiview_model.decode(latents) - whole).abs().max() > 1e-3, "one picture would have bled"


def test_a_joint_models_decoder_has_a_gradient(multiview_model):
    torch.manual_seed(2)
    latents = torch.randn(1, 16, 8, 12, requires_grad=True)
    multiview_model.decode(latents)[..., :32, :32].sum().backward()
    assert latents.grad is not None
    assert latents.grad[..., :4, :4].abs().sum() > 0
    assert not latents.grad[..., 4:, :].any()
    assert not latents.grad[..., 4:].any()
