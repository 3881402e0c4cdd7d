"""Trains the denoiser of sheets: v-prediction, cosine schedule, small views first."""

# pyright: reportArgumentType=false, reportCallIssue=false
# diffusers and transformers annotate many arguments more narrowly than they take them

from __future__ import annotations

import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny, DDPMScheduler, UNet2DConditionModel
from PIL import Image
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from core.device import fastest_dtype
from core.pocket.autoencoder import encode_shards
from core.pocket.checkpoint import load_checkpoint, save_checkpoint
from core.pocket.clip import tokenize
from core.pocket.data import Shards
from core.pocket.model import (
    GUIDANCE,
    GUIDANCE_RESCALE,
    LATENT_CHANNELS,
    STEPS,
    TEXT_TOKENS,
    new_scheduler,
    new_unet,
    new_vae,
)

BATCH = 12
LEARNING_RATE = 1e-3
#: The text encoder knows its words from the contrastive training already.
TEXT_RATE = 0.2
UNCONDITIONAL = 0.1
#: Share of the time spent on sheets of half the size: four times as cheap, they teach what things are.
SMALL_SHARE = 0.2

#: Looked at while training; the last three are held-out combinations.
GRID_PROMPTS = (
    "a red wooden barrel",
    "a glossy purple mug",
    "a blue chair",
    "a blue mushroom",
    "a white bottle",
    "a green wooden chest",
)
GRID_STEPS = 12
GRID_SECONDS = 900


def train_denoiser(
    cache: Path,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    minutes: float,
    device: torch.device,
) -> tuple[UNet2DConditionModel, CLIPTextModel]:
    """Train, or go on training, for some minutes in all; the checkpoint is `cache/denoiser.pt`.

    The learning rate is constant for the first 60 % of the time and falls to nothing in the rest. A later run
    with more minutes goes on from the averaged weights' own training state.

    Returns:
        The exponential moving averages of the denoiser and of the text encoder.
    """
    shards = Shards(cache, "train")
    small, large = encode_shards(cache, shards, shrink=2), encode_shards(cache, shards)
    captions = tokenize(tokenizer, [text for label in shards.labels for text in label.captions])
    captions = captions.reshape(len(shards), -1, TEXT_TOKENS)
    empty = tokenize(tokenizer, [""])[0]
    schedule = DDPMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", clip_sample=False
    )
    torch.manual_seed(0)
    unet = new_unet().to(device).train()
    text_encoder = copy.deepcopy(text_encoder).to(device).train()
    averaged_unet, averaged_text = copy.deepcopy(unet), copy.deepcopy(text_encoder)
    averages = nn.ModuleList([averaged_unet, averaged_text]).eval().requires_grad_(False)
    trained = [*unet.parameters(), *text_encoder.parameters()]
    groups = [{"params": list(unet.parameters())}, {"params": list(text_encoder.parameters())}]
    optimiser = torch.optim.AdamW(groups, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01, foreach=True)
    parts = {"unet": unet, "text_encoder": text_encoder, "averages": averages, "optimiser": optimiser}
    step, spent = load_checkpoint(cache / "denoiser.pt", **parts)
    started, budget, saved, drawn, losses = time.monotonic() - spent, minutes * 60, spent, spent, []
    first = step
    while (elapsed := time.monotonic() - started) < budget:
        share = elapsed / budget
        rate = LEARNING_RATE * min(1.0, (step + 1) / 100) * falling(share) + 1e-5
        for group, factor in zip(optimiser.param_groups, (1.0, TEXT_RATE), strict=True):
            group["lr"] = rate * factor
        rng, noise_source = np.random.default_rng([3, step]), torch.Generator().manual_seed(step)
        which = rng.integers(len(shards), size=BATCH)
        source = small if share < SMALL_SHARE else large
        x0 = source[which].float()
        ids = captions[which, rng.integers(captions.shape[1], size=BATCH)].clone()
        ids[torch.from_numpy(rng.random(BATCH) < UNCONDITIONAL)] = empty
        # stratified over the batch: every step sees the whole range of noise
        t = (
            ((torch.arange(BATCH) + torch.rand(BATCH, generator=noise_source)) / BATCH * 1000)
            .long()
            .clamp(0, 999)
        )
        noise = torch.randn(x0.shape, generator=noise_source)
        noisy, target = schedule.add_noise(x0, noise, t), schedule.get_velocity(x0, noise, t)
        with torch.autocast(device.type, torch.bfloat16, enabled=fastest_dtype(device) == torch.bfloat16):
            embeddings = text_encoder(ids.to(device)).last_hidden_state
            v = unet(noisy.to(device), t.to(device), embeddings, return_dict=False)[0].float()
        loss = (v - target.to(device)).square().mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        step += 1
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(averages.parameters()), trained, 1 - decay)
        losses.append(loss.item())
        if step % 50 == 0:
            speed = (step - first) * BATCH / (time.monotonic() - started - spent)
            done = f"denoiser {elapsed:.0f} s, step {step}, {source.shape[-2]}x{source.shape[-1]}"
            print(f"{done}, {speed:.1f} sheets/s, loss {np.mean(losses[-200:]):.4f}", flush=True)
        if elapsed - saved > 240:
            save_checkpoint(cache / "denoiser.pt", step, elapsed, **parts)
            saved = elapsed
        if elapsed - drawn > GRID_SECONDS:
            write_grid(
                cache / f"grid-{elapsed / 60:03.0f}min.png", cache, averages, tokenizer, source.shape[-2:]
            )
            drawn = elapsed
    if step > first:
        save_checkpoint(cache / "denoiser.pt", step, budget, **parts)
    return averaged_unet, averaged_text


def falling(share: float) -> float:
    """Return the learning rate's factor when this share of the time is spent."""
    return 1.0 if share < 0.6 else 0.5 + 0.5 * math.cos(math.pi * (share - 0.6) / 0.4)


@torch.no_grad()
def sample_sheets(
    vae: AutoencoderTiny,
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    prompts: list[str],
    seed: int = 0,
    size: tuple[int, int] | torch.Size = (24, 36),
    steps: int = STEPS,
) -> np.ndarray:
    """Sample one sheet per prompt with the model's own guidance: [N, 8·size, 4] uint8."""
    scheduler = new_scheduler()
    scheduler.set_timesteps(steps)
    x = torch.randn(len(prompts), LATENT_CHANNELS, *size, generator=torch.Generator().manual_seed(seed)).to(
        unet.device
    )
    ids = tokenize(tokenizer, [*prompts, *[""] * len(prompts)]).to(unet.device)
    embeddings = text_encoder(ids).last_hidden_state
    for t in scheduler.timesteps:
        conditional, unconditional = unet(torch.cat([x, x]), t, embeddings).sample.chunk(2)
        v = unconditional + GUIDANCE * (conditional - unconditional)
        ratio = conditional.std((1, 2, 3), keepdim=True) / v.std((1, 2, 3), keepdim=True)
        x = scheduler.step(
            GUIDANCE_RESCALE * v * ratio + (1 - GUIDANCE_RESCALE) * v, t, x, return_dict=False
        )[0]
    pixels = vae.decoder(x.to(vae.device)).clamp(-1, 1).permute(0, 2, 3, 1)
    return ((pixels + 1) * 127.5).round().byte().cpu().numpy()


def write_grid(
    path: Path, cache: Path, averages: nn.ModuleList, tokenizer: CLIPTokenizer, size: torch.Size
) -> None:
    """Sample GRID_PROMPTS, decode as well as the decoder can by now, and write them three in a row."""
    vae = new_vae().eval()
    load_checkpoint(cache / "vae.pt", vae=vae)
    sheets = sample_sheets(
        vae, averages[0], averages[1], tokenizer, list(GRID_PROMPTS), size=size, steps=GRID_STEPS
    )[..., :3]
    rows = [np.concatenate(list(sheets[i : i + 3]), 1) for i in range(0, len(sheets), 3)]
    Image.fromarray(np.concatenate(rows)).save(path)
