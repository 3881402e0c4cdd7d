"""Trains the denoiser of sets of views and of maps: v-prediction, cosine schedule, small pictures first."""

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
from core.materials import CLASSES as MATERIALS
from core.models.control import GeometryControl
from core.models.multiview_attention import (
    circular_padding,
    embed_cameras,
    embed_maps,
    use_multiview_attention,
)
from core.models.pocket.clip import tokenize
from training.autoencoder import load_present_vae
from training.batches import (
    BATCH,
    SMALL_SHARE,
    Batch,
    Noise,
    draw_batch,
    draw_noise,
    load_sources,
    part_batch,
)
from training.checkpoint import load_checkpoint, save_checkpoint
from training.convolution import hasten_convolutions
from training.labels import are_taught
from training.material_sets import MAPS, MATERIAL_PX, find_maps
from training.model import (
    GUIDANCE,
    GUIDANCE_RESCALE,
    LATENT_CHANNELS,
    STEPS,
    new_scheduler,
    new_unet,
)
from training.optimiser import DenoiserOptimiser
from training.render import LAYOUT
from training.replicas import Replicas
from training.shards import Shards

LEARNING_RATE = 1e-3
UNCONDITIONAL = 0.1
#: Share of the time after which the learning rate falls.
FALLS_FROM = 0.4

SCHEDULE = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", clip_sample=False)

#: Looked at while the pocket model itself is trained.
GRID_PROMPTS = (
    "a red wooden barrel", "a glossy purple mug", "a blue chair", "a tall green stone tower",
    "a golden sword", "a mossy rock", "a yellow car", "a striped orange tent", "a pink donut",
    "a marble pillar", "a blue lamp with a yellow shade", "a rusty metal lantern",
)  # fmt: skip
GRID_MATERIALS = (
    "red brick texture", "mossy cobblestone", "brushed metal", "oak planks", "cracked lava", "sand",
)  # fmt: skip
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

    The learning rate is constant for the first 40 % of the time and falls to nothing in the rest. A later run
    with more minutes goes on from the state in which the last one ended.

    Returns:
        The exponential moving averages of the denoiser and of the text encoder.
    """
    sources = load_sources(cache, tokenizer)
    empty = tokenize(tokenizer, [""])[0]
    torch.manual_seed(0)
    unet = new_unet().to(device).train()
    use_multiview_attention(unet)
    hasten_convolutions(unet)
    text_encoder = copy.deepcopy(text_encoder).to(device).train()
    averaged_unet, averaged_text = copy.deepcopy(unet), copy.deepcopy(text_encoder)
    averages = nn.ModuleList([averaged_unet, averaged_text]).eval().requires_grad_(False)
    trained = [*unet.parameters(), *text_encoder.parameters()]
    with Replicas(nn.ModuleList([unet, text_encoder])) as replicas:
        optimiser = DenoiserOptimiser(unet, text_encoder, replicas)
        parts = {"unet": unet, "text_encoder": text_encoder, "averages": averages, "optimiser": optimiser}
        step, spent = load_checkpoint(cache / "denoiser.pt", **parts)
        started, budget, saved, drawn, losses = time.monotonic() - spent, minutes * 60, spent, spent, []
        first = step
        while (elapsed := time.monotonic() - started) < budget:
            share = elapsed / budget
            rate = LEARNING_RATE * optimiser.warm_up(100) * falling(share) + 1e-5
            rng, noise_source = np.random.default_rng([3, step]), torch.Generator().manual_seed(step)
            batch = draw_batch(rng, sources, share)
            batch.ids[torch.from_numpy(rng.random(len(batch.ids)) < UNCONDITIONAL)] = empty
            parted, weights = part_batch(batch, draw_noise(batch, noise_source), replicas.count)
            losses.append(replicas.backward(lambda own, part: velocity_loss(*own, *part), parted, weights))
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step(rate)
            step += 1
            decay = min(0.995, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(list(averages.parameters()), trained, 1 - decay)
            if step % 50 == 0:
                speed = (step - first) * BATCH / (time.monotonic() - started - spent)
                done = f"denoiser {elapsed:.0f} s, step {step}, {batch.x0.shape[-2]}x{batch.x0.shape[-1]}"
                print(f"{done}, {speed:.1f} sets/s, loss {np.mean(losses[-200:]):.4f}", flush=True)
            if elapsed - saved > 240:
                save_checkpoint(cache / "denoiser.pt", step, elapsed, **parts)
                saved = elapsed
            if elapsed - drawn > GRID_SECONDS:
                write_grid(
                    cache / f"grid-{elapsed / 60:03.0f}min.png",
                    cache,
                    averages,
                    tokenizer,
                    share < SMALL_SHARE,
                )
                drawn = elapsed
        if step > first:
            save_checkpoint(cache / "denoiser.pt", step, budget, **parts)
    return averaged_unet, averaged_text


def velocity_loss(
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    batch: Batch,
    noise: Noise,
    control: GeometryControl | None = None,
) -> torch.Tensor:
    """Return the mean squared error of the velocity that the model predicts, over all but references.

    Args:
        unet, text_encoder: on one device, the UNet's attention joined.
        batch: what to noise.
        noise: with what.
        control: of the geometry [B·V, 4, S, S] of the batch, where it is known.
    """
    device, count = unet.device, batch.x0.shape[1]
    x0, values, t = batch.x0.flatten(0, 1), noise.values.flatten(0, 1), noise.t.repeat_interleave(count)
    noisy, target = SCHEDULE.add_noise(x0, values, t), SCHEDULE.get_velocity(x0, values, t)
    reference = batch.reference.repeat(len(batch.ids))
    noisy[reference], t[reference] = x0[reference], 0
    with (
        torch.autocast(device.type, torch.bfloat16, enabled=fastest_dtype(device) == torch.bfloat16),
        circular_padding(unet, batch.tileable),
    ):
        words = text_encoder(batch.ids.to(device)).last_hidden_state.repeat_interleave(count, 0)
        camera_embedding, noisy, t = (
            batch.camera_embedding.flatten(0, 1).to(device),
            noisy.to(device),
            t.to(device),
        )
        v = unet(
            noisy,
            t,
            words,
            class_labels=camera_embedding,
            cross_attention_kwargs={"views": count},
            return_dict=False,
            **(control.controlnet_residuals(noisy, t, words, camera_embedding, count) if control else {}),
        )[0].float()
    error = (v - target.to(device)).square().mean((1, 2, 3))
    return error[~reference.to(device)].mean()


def falling(share: float) -> float:
    """Return the learning rate's factor when this share of the time is spent."""
    return (
        1.0 if share < FALLS_FROM else 0.5 + 0.5 * math.cos(math.pi * (share - FALLS_FROM) / (1 - FALLS_FROM))
    )


@torch.no_grad()
def sample_sets(
    vae: AutoencoderTiny,
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    prompts: list[str],
    camera_embedding: torch.Tensor,
    *,
    seed: int = 0,
    size: int = LAYOUT.view_px,
    tileable: bool = False,
    steps: int = STEPS,
    control: GeometryControl | None = None,
) -> np.ndarray:
    """Sample one set per prompt with the model's own guidance.

    Args:
        vae, unet, text_encoder, tokenizer: the model's parts, the UNet's attention joined.
        prompts: N of them.
        camera_embedding: what the views of a set are, [V, CAMERA_EMBEDDING_DIM], or those of each set,
            [N, V, CAMERA_EMBEDDING_DIM].
        seed: of the noise.
        size: side of a picture in pixels, a multiple of 8.
        tileable: whether pictures continue at their opposite border.
        steps: of denoising.
        control: of the geometry [N·V, 4, size, size] of the sets.

    Returns:
        [N, V, size, size, 4] uint8.
    """
    scheduler, count = new_scheduler(), camera_embedding.shape[-2]
    scheduler.set_timesteps(steps)
    shape = (len(prompts) * count, LATENT_CHANNELS, size // 8, size // 8)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(unet.device, unet.dtype)
    ids = tokenize(tokenizer, [*prompts, *[""] * len(prompts)]).to(unet.device)
    words = text_encoder(ids).last_hidden_state.repeat_interleave(count, 0).to(unet.dtype)
    labels = (
        camera_embedding.expand(len(prompts), -1, -1).flatten(0, 1).repeat(2, 1).to(unet.device, unet.dtype)
    )
    with circular_padding(unet, tileable), circular_padding(vae.decoder, tileable):
        for t in scheduler.timesteps:
            both = torch.cat([x, x])
            added = control.controlnet_residuals(both, t, words, labels, count) if control else {}
            output = unet(
                both, t, words, class_labels=labels, cross_attention_kwargs={"views": count}, **added
            )
            conditional, unconditional = output.sample.float().unflatten(0, (2, -1, count))
            v = unconditional + GUIDANCE * (conditional - unconditional)
            axes = tuple(range(1, v.ndim))
            ratio = conditional.std(axes, keepdim=True) / v.std(axes, keepdim=True)
            v = GUIDANCE_RESCALE * v * ratio + (1 - GUIDANCE_RESCALE) * v
            x = scheduler.step(v.flatten(0, 1), t, x.float(), return_dict=False)[0].to(unet.dtype)
        parts = x.to(vae.device, vae.dtype).split(24)
        pixels = torch.cat([vae.decoder(part).float().clamp(-1, 1) for part in parts])
    pictures = ((pixels.permute(0, 2, 3, 1) + 1) * 127.5).round().byte().cpu().numpy()
    return pictures.reshape(len(prompts), count, size, size, 4)


def write_grid(
    path: Path, cache: Path, averages: nn.ModuleList, tokenizer: CLIPTokenizer, small: bool
) -> None:
    """Sample sets of what is learnt, decode as well as the decoder can by now, and write them."""
    parts, shrink = (load_present_vae(cache), averages[0], averages[1], tokenizer), 2 if small else 1
    use_multiview_attention(averages[0])
    camera_embedding = embed_cameras(LAYOUT.azimuths_deg, LAYOUT.elevations_deg)
    size, map_size = LAYOUT.view_px // shrink, MATERIAL_PX // shrink
    prompts, materials = choose_grid_prompts(cache)
    grids = [("views", sample_sets(*parts, prompts, camera_embedding, size=size, steps=GRID_STEPS), 2)]
    if materials:
        maps = sample_sets(
            *parts, materials, embed_maps(MAPS), size=map_size, tileable=True, steps=GRID_STEPS
        )
        grids.append(("maps", maps, 3))
    for name, sets, in_a_row in grids:
        strips = [np.concatenate(list(views[..., :3]), 1) for views in sets]
        rows = [np.concatenate(strips[i : i + in_a_row], 1) for i in range(0, len(strips), in_a_row)]
        Image.fromarray(np.concatenate(rows)).save(path.with_name(f"{path.stem}-{name}.png"))


def choose_grid_prompts(cache: Path) -> tuple[list[str], list[str]]:
    """Return what grids show of views, and of materials if any are learnt.

    Of sets that somebody else made, captions are taken from places that lie evenly among them.
    """
    labels, maps = Shards(cache, "train").labels, find_maps(cache, "train")
    views: list[str] = list(GRID_PROMPTS)
    materials: list[str] = list(GRID_MATERIALS) if maps else []
    if not are_taught(labels):
        views = [labels[i * len(labels) // len(views)].captions[0] for i in range(len(views))]
    if maps and any(label.name not in MATERIALS for label in maps.labels):
        count = len(materials)
        materials = [maps.labels[i * len(maps) // count].captions[0] for i in range(count)]
    return views, materials
