"""Runs the stock pipeline: from the embeddings of words and a first noise to pixels."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from core.device import seeded_generator
from core.errors import UsageError
from core.limits import MAX_GUIDANCE, MAX_STEPS
from core.memory import memory_errors
from core.models.diffusion_model import DiffusionModel, TextEmbedding
from core.models.temperature import Temperature
from core.prompts.checks import check_seed


def draw_noise(
    model: DiffusionModel, seed: int, height: int, width: int
) -> tuple[torch.Tensor, torch.Generator]:
    """Draw the first noise [1, c, h, w] float32 on the CPU, and the RNG of what a sampler may add."""
    rng = seeded_generator(check_seed(seed))
    factor = model.vae_factor
    shape = (1, model.pipeline.unet.config.in_channels, height // factor, width // factor)
    return torch.randn(shape, generator=rng), rng


def with_temperature(model: DiffusionModel) -> Any:
    """Return the pipeline by which a model is sampled: with views at the model's own temperature.

    Maps of a material, which live by their detail, and models without multi-view attention are sampled as
    they are.

    Raises:
        UsageError: a temperature is asked of a model that predicts no velocities.
    """
    multiview, value = model.multiview, model.defaults.temperature
    if multiview is None or multiview.tileable or value == 1:
        return model.pipeline
    predicts = model.pipeline.scheduler.config.prediction_type
    if predicts != "v_prediction":
        raise UsageError(
            f"{model.source.name} predicts {predicts}, expected v_prediction for a temperature below 1",
            "leave the temperature out of its propsmith.json",
        )
    pipeline = copy.copy(model.pipeline)
    pipeline.unet = multiview.at_temperature(Temperature(model.alphas_cumprod, value))
    return pipeline


@torch.no_grad()
def sample(
    model: DiffusionModel,
    embeddings: tuple[TextEmbedding, TextEmbedding],
    noise: torch.Tensor,
    rng: torch.Generator,
    steps: int | None,
    guidance: float | None,
    on_step: Callable[[float], None],
) -> np.ndarray:
    """Run the stock pipeline from a first noise and decode what comes of it.

    References (core.models.multiview_attention) are put back after every step, so that a sampler cannot carry
    them off, and none of them is changed in the end.

    Args:
        model: the model.
        embeddings: of the prompt and of no prompt.
        noise: [1, c, h, w], of draw_noise.
        rng: of what the sampler may add.
        steps, guidance: None takes the model's own.
        on_step: told the fraction done, 0..1; may raise to stop.

    Returns:
        [H, W, C] float32 0..1.

    Raises:
        UsageError: steps or guidance make no sense.
        MemoryLimitError: the device has not enough memory for it.
    """
    steps = check_steps(model, steps)
    guidance = check_guidance(model, guidance)
    cond, uncond, multiview = *embeddings, model.multiview
    words = {"prompt_embeds": cond.tokens, "negative_prompt_embeds": uncond.tokens}
    if cond.pooled is not None:
        words |= {"pooled_prompt_embeds": cond.pooled, "negative_pooled_prompt_embeds": uncond.pooled}

    def on_step_end(pipeline, index: int, timestep, tensors: dict) -> dict:
        on_step((index + 1) / pipeline.num_timesteps)
        return {"latents": multiview.put_references(tensors["latents"])} if multiview else {}

    on_step(0.0)
    with memory_errors():
        latents = with_temperature(model)(
            **words,
            height=noise.shape[2] * model.vae_factor,
            width=noise.shape[3] * model.vae_factor,
            num_inference_steps=steps,
            guidance_scale=guidance,
            guidance_rescale=model.defaults.guidance_rescale,
            latents=noise.to(model.pipeline.unet.dtype),
            generator=rng,
            output_type="latent",
            callback_on_step_end=on_step_end,
        ).images
        pixels = model.decode(latents.float())
    return (pixels[0] / 2 + 0.5).clamp(0, 1).permute(1, 2, 0).cpu().contiguous().numpy()


def check_steps(model: DiffusionModel, steps: int | None) -> int:
    """Return a number of steps if it makes sense, the model's own for None; else raise UsageError."""
    if steps is None:
        return model.defaults.steps
    if not 1 <= steps <= MAX_STEPS:
        raise UsageError(
            f"expected 1 to {MAX_STEPS} steps, got {steps}", "leave the steps out to take the model's own"
        )
    return steps


def check_guidance(model: DiffusionModel, guidance: float | None) -> float:
    """Return a guidance scale if it makes sense, the model's own for None; else raise UsageError."""
    if guidance is None:
        return model.defaults.guidance
    if not (math.isfinite(guidance) and 0 <= guidance <= MAX_GUIDANCE):
        raise UsageError(
            f"expected a guidance of 0 to {MAX_GUIDANCE:g}, got {guidance:g}",
            "leave it out to take the model's own",
        )
    return guidance
