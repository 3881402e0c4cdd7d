"""Teaches a trained denoiser to look at a view that it is given: a picture, and the other views of it.

The denoiser sees such sets too (core.pocket.batches), but nearly always with words that say what there is to
see: it reads the words and hardly looks. Here half of the captions are left out, and what is learnt is a
low-rank adapter: sets of which nothing is given are made by the same weights as before.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from core.adapter import LowRank
from core.joint import join_attention
from core.pocket.batches import Batch, Sources, draw_noise, keep_members, load_sources, part_batch
from core.pocket.change import add_changes, save_adapter, to_adapter
from core.pocket.checkpoint import fingerprint, load_checkpoint, save_checkpoint, warm_up
from core.pocket.clip import tokenize
from core.pocket.denoiser import falling, velocity_loss
from core.pocket.replicas import Replicas

#: Share of the sets whose caption is left out.
WORDLESS = 0.5
#: Share of the batches that are of views at any cameras, and of those of which two views are given.
ORBIT_SHARE, TWO_SHARE = 0.5, 0.15
#: Share of the time on pictures of half the size.
SMALL_SHARE = 0.3
LEARNING_RATE, WARM_UP = 1e-3, 20
SAVE_SECONDS = 240
#: Where the exported adapter lies in the model's folder; the name of the file is diffusers' own.
LORA = "image_adapter/pytorch_lora_weights.safetensors"


def draw_shown(rng: np.random.Generator, sources: Sources, small: bool) -> Batch:
    """Draw sets of views of which one is given, sometimes two."""
    views, orbits, _ = sources
    source = orbits if orbits and rng.random() < ORBIT_SHARE else views
    count = source.large.shape[1]
    given = torch.zeros(count, dtype=torch.bool)
    given[rng.permutation(count)[: 2 if rng.random() < TWO_SHARE and count > 2 else 1]] = True
    return keep_members(source.draw(rng, small), torch.arange(count), given)


def state_of_image_adapter(cache: Path, unet: UNet2DConditionModel) -> Path:
    """Return the checkpoint's path, named by the denoiser's weights."""
    return cache / f"image-{fingerprint(unet)}.pt"


def train_image_adapter(
    cache: Path,
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    minutes: float,
    device: torch.device,
) -> dict[str, LowRank]:
    """Train, or go on training, for some minutes in all.

    The checkpoint is `cache/image-….pt`, named by the denoiser's weights: one that has learnt on since gets
    an adapter of its own.

    Args:
        cache: with the shards and latents that the denoiser was trained on.
        unet, text_encoder: the denoiser; left as they are.
        tokenizer: of its words.
        minutes: of which the learning rate is constant for 40 % and then falls to nothing.
        device: where to.

    Returns:
        The adapter, by the names of the UNet's layers.
    """
    sources, empty = load_sources(cache, tokenizer), tokenize(tokenizer, [""])[0]
    path = state_of_image_adapter(cache, unet)
    text_encoder = copy.deepcopy(text_encoder).to(device).eval().requires_grad_(False)
    student = copy.deepcopy(unet)
    join_attention(student)
    torch.manual_seed(0)
    changes = add_changes(student)
    student.to(device).train()
    learnt = nn.ModuleList(changes.values())
    trained = list(learnt.parameters())
    optimiser = torch.optim.AdamW(trained, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0, fused=True)
    state = {"changes": learnt, "optimiser": optimiser}
    step, spent = load_checkpoint(path, **state)
    started, budget, saved, first, losses = time.monotonic() - spent, minutes * 60, spent, step, []
    with Replicas(nn.ModuleList([student, text_encoder])) as replicas:
        while (elapsed := time.monotonic() - started) < budget:
            share = elapsed / budget
            for group in optimiser.param_groups:
                group["lr"] = LEARNING_RATE * warm_up(optimiser, WARM_UP) * falling(share) + 1e-6
            rng, noise_source = np.random.default_rng([8, step]), torch.Generator().manual_seed(step)
            batch = draw_shown(rng, sources, share < SMALL_SHARE)
            batch.ids[torch.from_numpy(rng.random(len(batch.ids)) < WORDLESS)] = empty
            parted, weights = part_batch(batch, draw_noise(batch, noise_source), replicas.count)
            losses.append(replicas.backward(lambda own, part: velocity_loss(*own, *part), parted, weights))
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            step += 1
            if step % 50 == 0:
                print(f"image {elapsed:.0f} s, step {step}, loss {np.mean(losses[-100:]):.4f}", flush=True)
            if elapsed - saved > SAVE_SECONDS:
                save_checkpoint(path, step, elapsed, **state)
                saved = elapsed
    if step > first:
        save_checkpoint(path, step, budget, **state)
    return to_adapter(changes)


def save_image_adapter(folder: Path, adapter: Mapping[str, LowRank]) -> None:
    """Write an adapter into an exported model's folder and say so in its propsmith.json."""
    save_adapter(folder, LORA, adapter, image_adapter=LORA)
