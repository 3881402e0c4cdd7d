"""Trains the denoiser of sets of views and of maps: v-prediction, cosine schedule, small pictures first."""

# pyright: reportArgumentType=false, reportCallIssue=false
# diffusers and transformers annotate many arguments more narrowly than they take them

from __future__ import annotations

import copy
import math
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny, DDPMScheduler, UNet2DConditionModel
from PIL import Image
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from core.control import GeometryControl
from core.device import fastest_dtype
from core.joint import join_attention, map_codes, view_codes, wrap_borders
from core.pocket.autoencoder import encode_pictures, load_code
from core.pocket.checkpoint import load_checkpoint, save_checkpoint
from core.pocket.clip import tokenize
from core.pocket.material_sets import MAPS, MATERIAL_PX, MaterialShards, find_maps
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
from core.pocket.orbits import OrbitShards, find_orbits
from core.pocket.render import LAYOUT
from core.pocket.shards import Shards

#: Sets a step; of fewer views there are more of them, for as many views.
BATCH = 12
LEARNING_RATE = 1e-3
#: The text encoder knows its words from the contrastive training already.
TEXT_RATE = 0.2
UNCONDITIONAL = 0.1
#: Share of the time spent on pictures of half the size: four times as cheap, they teach what things are.
SMALL_SHARE = 0.2
#: Share of the steps that are given to materials.
MATERIAL_SHARE = 0.18

#: Sets at any cameras, and sets that are not whole, come when this share of the time is spent: by then the
#: sheet's cameras have a meaning. Share of the steps that go to any cameras; of the batches of views those of
#: which one view is given, and those of fewer views; of the last, those of a single one. Fewer views of more
#: sets cost the same and show more things in more noise at once.
FREE_FROM, ORBIT_SHARE = 0.25, 0.2
GIVEN_SHARE, FEWER_SHARE, SINGLE_SHARE = 0.15, 0.4, 0.25

#: More than 1 spends the time on much noise, where the shape of things and their patterns are decided: little
#: is taken away soon and well, and what members of a set have in common outlasts much noise.
NOISE_SHIFT = 2.0
#: Share of the time after which the learning rate falls.
FALLS_FROM = 0.4

SCHEDULE = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", clip_sample=False)

#: Looked at while training.
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


@dataclass(frozen=True)
class Batch:
    """Sets to be denoised.

    Attributes:
        x0: clean latents [B, V, K, h, w] float32.
        ids: token ids [B, T] of a caption each.
        codes: what each member is, [B, V, CODE_DIM] (core.joint).
        given: [V] bool: members that are not denoised but shown, clean, at timestep 0.
        wraps: whether pictures continue at their opposite border.
    """

    x0: torch.Tensor
    ids: torch.Tensor
    codes: torch.Tensor
    given: torch.Tensor
    wraps: bool


@dataclass(frozen=True)
class Source:
    """Sets of one kind, encoded, with their captions.

    Attributes:
        large, small: latents [N, V, K, h, w] float16, and of pictures of half the size.
        captions: token ids [N, C, T].
        codes: what each member of each set is, [N, V, CODE_DIM].
        wraps: whether pictures continue at their opposite border.
    """

    large: torch.Tensor
    small: torch.Tensor
    captions: torch.Tensor
    codes: torch.Tensor
    wraps: bool

    def draw(self, rng: np.random.Generator, small: bool, kept: int | None = None) -> Batch:
        """Draw whole sets: BATCH of them, or as many as have so many views if only some of each are kept."""
        count = BATCH * self.large.shape[1] // (kept or self.large.shape[1])
        return self.read(rng, rng.integers(len(self.large), size=count), small)

    def read(self, rng: np.random.Generator, places: np.ndarray, small: bool) -> Batch:
        """Read the sets at places [B], whole, with a caption each that is drawn."""
        which = torch.from_numpy(places)
        x0 = (self.small if small else self.large)[which].float()
        if self.wraps:  # what has no border has no origin either
            shifts = tuple(int(n) for n in rng.integers(x0.shape[-1], size=2))
            x0 = x0.roll(shifts, (-2, -1))
        chosen = torch.from_numpy(rng.integers(self.captions.shape[1], size=len(which)))
        given = torch.zeros(x0.shape[1], dtype=torch.bool)
        return Batch(x0, self.captions[which, chosen].clone(), self.codes[which], given, self.wraps)


def draw_members(rng: np.random.Generator, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw which of so many views a batch keeps, places [V], and which of those are given, [V] bool."""
    chance, members = rng.random(), torch.arange(count)
    given = torch.zeros(count, dtype=torch.bool)
    if chance < GIVEN_SHARE:
        given[int(rng.integers(count))] = True
    elif chance < GIVEN_SHARE + FEWER_SHARE:
        kept = 1 if rng.random() < SINGLE_SHARE else int(rng.integers(2, count))
        members = torch.from_numpy(np.sort(rng.permutation(count)[:kept]))
    return members, given[members]


def keep_members(batch: Batch, members: torch.Tensor, given: torch.Tensor) -> Batch:
    """Return a batch of some of its members, places [V], of which some are given, [V] bool."""
    return replace(batch, x0=batch.x0[:, members], codes=batch.codes[:, members], given=given)


#: Sets of views at the sheet's cameras, at any cameras, and of maps; of the last two there may be none.
Sources = tuple[Source, Source | None, Source | None]


def load_sources(cache: Path, tokenizer: CLIPTokenizer) -> Sources:
    """Return the sets of views at the sheet's cameras, those at any cameras, and those of maps."""
    views, orbits, maps = Shards(cache, "train"), find_orbits(cache, "train"), find_maps(cache, "train")
    sheet = view_codes(LAYOUT.azimuths_deg, LAYOUT.elevations_deg).expand(len(views), -1, -1)
    at_any = encode_orbits(cache, tokenizer, orbits) if orbits else None
    of_maps = None
    if maps:
        kinds = map_codes(MAPS).expand(len(maps), -1, -1)
        of_maps = _encode("maps", cache, tokenizer, maps, kinds, wraps=True)
    return _encode("views", cache, tokenizer, views, sheet, wraps=False), at_any, of_maps


def encode_orbits(cache: Path, tokenizer: CLIPTokenizer, orbits: OrbitShards) -> Source:
    """Return the sets of views at any cameras."""
    return _encode("orbits", cache, tokenizer, orbits, orbit_codes(orbits), wraps=False)


def orbit_codes(orbits: OrbitShards) -> torch.Tensor:
    """Return what the members of sets at any cameras are, [N, V, CODE_DIM]."""
    # a camera's code depends on nothing else: all are made at once
    return view_codes(*orbits.cameras.reshape(-1, 2).T.tolist()).reshape(len(orbits), LAYOUT.count, -1)


def _encode(
    name: str,
    cache: Path,
    tokenizer: CLIPTokenizer,
    shards: Shards | MaterialShards,
    codes: torch.Tensor,
    wraps: bool,
) -> Source:
    captions = tokenize(tokenizer, [text for label in shards.labels for text in label.captions])
    return Source(
        encode_pictures(cache, name, shards),
        encode_pictures(cache, name, shards, shrink=2),
        captions.reshape(len(shards), -1, TEXT_TOKENS),
        codes,
        wraps,
    )


def draw_batch(rng: np.random.Generator, sources: Sources, share: float) -> Batch:
    """Draw what is learnt from next, when this share of the time is spent."""
    views, orbits, maps = sources
    small, chance = share < SMALL_SHARE, rng.random()
    materials = MATERIAL_SHARE if maps else 0.0
    if maps and chance < materials:
        return maps.draw(rng, small)
    if share < FREE_FROM:
        return views.draw(rng, small)
    source = orbits if orbits and chance < materials + ORBIT_SHARE else views
    members, given = draw_members(rng, source.large.shape[1])
    return keep_members(source.draw(rng, small, len(members)), members, given)


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
    join_attention(unet)
    text_encoder = copy.deepcopy(text_encoder).to(device).train()
    averaged_unet, averaged_text = copy.deepcopy(unet), copy.deepcopy(text_encoder)
    averages = nn.ModuleList([averaged_unet, averaged_text]).eval().requires_grad_(False)
    trained = [*unet.parameters(), *text_encoder.parameters()]
    groups = [{"params": list(unet.parameters())}, {"params": list(text_encoder.parameters())}]
    optimiser = torch.optim.AdamW(groups, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
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
        batch = draw_batch(rng, sources, share)
        batch.ids[torch.from_numpy(rng.random(len(batch.ids)) < UNCONDITIONAL)] = empty
        loss = velocity_loss(unet, text_encoder, batch, noise_source)
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
            done = f"denoiser {elapsed:.0f} s, step {step}, {batch.x0.shape[-2]}x{batch.x0.shape[-1]}"
            print(f"{done}, {speed:.1f} sets/s, loss {np.mean(losses[-200:]):.4f}", flush=True)
        if elapsed - saved > 240:
            save_checkpoint(cache / "denoiser.pt", step, elapsed, **parts)
            saved = elapsed
        if elapsed - drawn > GRID_SECONDS:
            write_grid(
                cache / f"grid-{elapsed / 60:03.0f}min.png", cache, averages, tokenizer, share < SMALL_SHARE
            )
            drawn = elapsed
    if step > first:
        save_checkpoint(cache / "denoiser.pt", step, budget, **parts)
    return averaged_unet, averaged_text


def velocity_loss(
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    batch: Batch,
    source: torch.Generator,
    control: GeometryControl | None = None,
) -> torch.Tensor:
    """Return the mean squared error of the velocity that the model predicts, over what is not given.

    Args:
        unet, text_encoder: on one device, the UNet's attention joined.
        batch: what to noise.
        source: of the noise and of how much of it, on the CPU.
        control: of the geometry [B·V, 4, S, S] of the batch, where it is known.
    """
    device, count, sets = unet.device, batch.x0.shape[1], len(batch.ids)
    x0 = batch.x0.flatten(0, 1)
    # stratified over the batch: every step sees the whole range of noise
    place = torch.arange(sets) + torch.rand(sets, generator=source)
    t = (shift_noise(place / sets) * 1000).long().clamp(0, 999).repeat_interleave(count)
    noise = torch.randn(x0.shape, generator=source)
    noisy, target = SCHEDULE.add_noise(x0, noise, t), SCHEDULE.get_velocity(x0, noise, t)
    given = batch.given.repeat(sets)
    noisy[given], t[given] = x0[given], 0
    with (
        torch.autocast(device.type, torch.bfloat16, enabled=fastest_dtype(device) == torch.bfloat16),
        wrap_borders(unet, batch.wraps),
    ):
        words = text_encoder(batch.ids.to(device)).last_hidden_state.repeat_interleave(count, 0)
        codes, noisy, t = batch.codes.flatten(0, 1).to(device), noisy.to(device), t.to(device)
        v = unet(
            noisy,
            t,
            words,
            class_labels=codes,
            cross_attention_kwargs={"views": count},
            return_dict=False,
            **(control.find_residuals(noisy, t, words, codes, count) if control else {}),
        )[0].float()
    error = (v - target.to(device)).square().mean((1, 2, 3))
    return error[~given.to(device)].mean()


def shift_noise(place: torch.Tensor) -> torch.Tensor:
    """Bring places that are even in 0..1 to those of more noise (Esser et al., 2024, section 5.3.2)."""
    return NOISE_SHIFT * place / (1 + (NOISE_SHIFT - 1) * place)


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
    codes: torch.Tensor,
    *,
    seed: int = 0,
    size: int = LAYOUT.view_px,
    wraps: bool = False,
    steps: int = STEPS,
    control: GeometryControl | None = None,
) -> np.ndarray:
    """Sample one set per prompt with the model's own guidance.

    Args:
        vae, unet, text_encoder, tokenizer: the model's parts, the UNet's attention joined.
        prompts: N of them.
        codes: what the members of a set are, [V, CODE_DIM], or of each set, [N, V, CODE_DIM].
        seed: of the noise.
        size: side of a picture in pixels, a multiple of 8.
        wraps: whether pictures continue at their opposite border.
        steps: of denoising.
        control: of the geometry [N·V, 4, size, size] of the sets.

    Returns:
        [N, V, size, size, 4] uint8.
    """
    scheduler, count = new_scheduler(), codes.shape[-2]
    scheduler.set_timesteps(steps)
    shape = (len(prompts) * count, LATENT_CHANNELS, size // 8, size // 8)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(unet.device, unet.dtype)
    ids = tokenize(tokenizer, [*prompts, *[""] * len(prompts)]).to(unet.device)
    words = text_encoder(ids).last_hidden_state.repeat_interleave(count, 0).to(unet.dtype)
    labels = codes.expand(len(prompts), -1, -1).flatten(0, 1).repeat(2, 1).to(unet.device, unet.dtype)
    with wrap_borders(unet, wraps), wrap_borders(vae.decoder, wraps):
        for t in scheduler.timesteps:
            both = torch.cat([x, x])
            added = control.find_residuals(both, t, words, labels, count) if control else {}
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
    """Sample GRID_PROMPTS and GRID_MATERIALS, decode as well as the decoder can by now, and write them."""
    vae = new_vae().eval()
    if not load_checkpoint(cache / "vae.pt", vae=vae)[0]:
        # blocky, but it shows what there is
        vae.decoder.forward = load_code(cache).decode  # pyright: ignore[reportAttributeAccessIssue]
    parts, shrink = (vae, averages[0], averages[1], tokenizer), 2 if small else 1
    join_attention(averages[0])
    codes = view_codes(LAYOUT.azimuths_deg, LAYOUT.elevations_deg)
    size, map_size = LAYOUT.view_px // shrink, MATERIAL_PX // shrink
    views = sample_sets(*parts, list(GRID_PROMPTS), codes, size=size, steps=GRID_STEPS)
    maps = sample_sets(
        *parts, list(GRID_MATERIALS), map_codes(MAPS), size=map_size, wraps=True, steps=GRID_STEPS
    )
    for name, sets, in_a_row in (("views", views, 2), ("maps", maps, 3)):
        strips = [np.concatenate(list(members[..., :3]), 1) for members in sets]
        rows = [np.concatenate(strips[i : i + in_a_row], 1) for i in range(0, len(strips), in_a_row)]
        Image.fromarray(np.concatenate(rows)).save(path.with_name(f"{path.stem}-{name}.png"))
