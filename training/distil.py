"""Distils the denoiser into a low-rank adapter that samples in a few steps, guidance and all.

The student learns what several guided steps of the teacher come to, as in progressive distillation
(Salimans and Ho, 2022, section 3), but between the few timesteps alone at which it will be asked, and on
the teacher's own ways from noise to picture instead of on noised pictures: training sees what sampling
sees, and each way serves several times. Guidance and its rescaling are part of the teacher's steps (Meng et
al., "On Distillation of Guided Diffusion Models", 2023, at one scale). So the student is a v-prediction of
one pass a step, for the same stock DDIMScheduler. Latent consistency distillation (Luo et al., 2023) was
measured beside it: docs/pocket.md.
"""

# pyright: reportArgumentType=false, reportCallIssue=false
# diffusers and transformers annotate many arguments more narrowly than they take them

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils import parametrize
from transformers import CLIPTextModel, CLIPTokenizer

from core.device import fastest_dtype
from core.models.adapter import LowRank, adapter_to_tensors
from core.models.multiview_attention import circular_padding, use_multiview_attention
from core.models.pocket.clip import tokenize
from core.models.temperature import Temperature
from training.batches import Batch, Noise, draw_batch, draw_noise, load_sources, part_batch
from training.checkpoint import fingerprint, load_checkpoint, save_checkpoint
from training.denoiser import UNCONDITIONAL, falling
from training.model import GUIDANCE, GUIDANCE_RESCALE, TEMPERATURE, new_scheduler
from training.replicas import Replicas

#: How many steps the student takes, and how many of the teacher's each of them stands for.
STUDENT_STEPS, TEACHER_STEPS = 4, 3
#: How often each step of the teacher's way is learnt from.
REUSE = 3
RANK = 32
LEARNING_RATE = 2e-3
#: Where the exported adapter lies in the model's folder; the name of the file is diffusers' own.
LORA = "few_steps/pytorch_lora_weights.safetensors"


class Change(nn.Module):
    """What is added to one weight, as a parametrization of it: nothing at first."""

    def __init__(self, weight: torch.Tensor, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.empty(rank, *weight.shape[1:]))
        self.up = nn.Parameter(torch.zeros(len(weight), rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        """Return the changed weight, of the shape of the given one."""
        return weight + (self.up @ self.down.flatten(1)).view_as(weight)


@dataclass(frozen=True)
class Way:
    """The teacher's way from noise to clean latents.

    Attributes:
        states: at each of the student's timesteps and at the end, STUDENT_STEPS + 1 of [B·V, K, h, w].
        words: of the captions, [B·V, T, D].
        batch: whose captions, cameras and references these are.
    """

    states: torch.Tensor
    words: torch.Tensor
    batch: Batch


def add_changes(unet: UNet2DConditionModel, rank: int = RANK) -> dict[str, Change]:
    """Freeze a UNet and let a low-rank change be learnt of each of its layers.

    All linear layers and convolutions take part but those that pool the words: what the few timesteps are and
    how guidance looks concerns every block.

    Returns:
        The changes by the names of their layers, in the UNet's own order.
    """
    unet.requires_grad_(False)
    layers = [
        (name, layer)
        for name, layer in unet.named_modules()
        if isinstance(layer, nn.Linear | nn.Conv2d) and not name.startswith("add_embedding")
    ]
    changes = {name: Change(layer.weight, rank) for name, layer in layers}
    for name, layer in layers:
        parametrize.register_parametrization(layer, "weight", changes[name])
    return changes


def timesteps_of(steps: int) -> torch.Tensor:
    """Return the timesteps of the model's own sampler, [steps] int64, falling."""
    scheduler = new_scheduler()
    scheduler.set_timesteps(steps)
    return scheduler.timesteps


def angles_of(timesteps: torch.Tensor) -> torch.Tensor:
    """Return how far towards noise timesteps are, and 0 behind them for the end: [N + 1] float32, π/2 to 0.

    With cos = √ᾱ and sin = √(1 - ᾱ) a DDIM step by a v-prediction is a rotation by the difference of two of
    them (Salimans and Ho, 2022, appendix D).
    """
    alpha_bar = new_scheduler().alphas_cumprod[timesteps]
    # the arc tangent is exact at both ends, where sine and cosine hardly change
    return torch.cat([torch.atan2((1 - alpha_bar).sqrt(), alpha_bar.sqrt()), torch.zeros(1)])


def rotate(x: torch.Tensor, v: torch.Tensor, angle: torch.Tensor) -> torch.Tensor:
    """Take a DDIM step by an angle that broadcasts to x."""
    return torch.cos(angle) * x - torch.sin(angle) * v


def predict(
    unet: UNet2DConditionModel, x: torch.Tensor, times: torch.Tensor, words: torch.Tensor, batch: Batch
) -> torch.Tensor:
    """Return v [R·B·V, K, h, w] for x of that shape at times [R·B·V], the batch's sets R times over."""
    count, device = batch.x0.shape[1], unet.device
    camera_embedding = batch.camera_embedding.flatten(0, 1).to(device)
    with (
        torch.autocast(device.type, torch.bfloat16, enabled=fastest_dtype(device) == torch.bfloat16),
        circular_padding(unet, batch.tileable),
    ):
        output = unet(
            x,
            times,
            words,
            class_labels=camera_embedding.repeat(len(x) // len(camera_embedding), 1),
            cross_attention_kwargs={"views": count},
            return_dict=False,
        )[0]
    return output.float()


@torch.no_grad()
def predict_guided(
    unet: UNet2DConditionModel,
    x: torch.Tensor,
    times: torch.Tensor,
    words: torch.Tensor,
    empty: torch.Tensor,
    batch: Batch,
    temperature: Temperature | None = None,
) -> torch.Tensor:
    """Return the teacher's v at the model's own guidance and rescaling, 0 of references.

    Args:
        unet, x, times, words, batch: as of predict, each set once.
        empty: what no words are, [1, T, D].
        temperature: at which it is sampled; None for 1.
    """
    sets, count = batch.x0.shape[:2]
    both, shown, told = torch.cat([words, empty.expand_as(words)]), x, times
    if temperature:
        shown, told = temperature.tell(x, times)
    output = predict(unet, torch.cat([shown, shown]), told.repeat(2), both, batch)
    if temperature:
        output = temperature.understand(output, torch.cat([x, x]), times.repeat(2))
    output = output.unflatten(0, (2, sets, count))
    output[:, :, batch.reference.to(x.device)] = 0
    conditional, unconditional = output
    v = unconditional + GUIDANCE * (conditional - unconditional)
    axes = tuple(range(1, v.ndim))
    ratio = conditional.std(axes, keepdim=True) / v.std(axes, keepdim=True)
    return (GUIDANCE_RESCALE * v * ratio + (1 - GUIDANCE_RESCALE) * v).flatten(0, 1)


@torch.no_grad()
def walk(
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    batch: Batch,
    noise: Noise,
    empty_ids: torch.Tensor,
) -> Way:
    """Let the teacher make the sets of a batch from noise; of its latents only the references are used.

    Args:
        unet, text_encoder: the teacher, on one device.
        batch: which sets.
        noise: that they are made of; its timesteps are of no use here.
        empty_ids: token ids of no words, [T].
    """
    device, sets, count = unet.device, len(batch.ids), batch.x0.shape[1]
    read = text_encoder(torch.cat([batch.ids, empty_ids[None]]).to(device)).last_hidden_state.float()
    words, empty = read[:-1].repeat_interleave(count, 0), read[-1:]
    times = timesteps_of(STUDENT_STEPS * TEACHER_STEPS)
    angles, reference = angles_of(times).to(device), batch.reference.repeat(sets)
    # as in sampling (core.tasks.sampling.with_temperature): maps live by their detail
    temperature = None if batch.tileable else Temperature(new_scheduler().alphas_cumprod, TEMPERATURE)
    x = noise.values.flatten(0, 1).clone()
    x[reference] = batch.x0.flatten(0, 1)[reference]
    x, reference, states = x.to(device), reference.to(device), []
    for k, time_of_all in enumerate(times.tolist()):
        if k % TEACHER_STEPS == 0:
            states.append(x)
        at = torch.full((len(x),), time_of_all, device=device).masked_fill(reference, 0)
        v = predict_guided(unet, x, at, words, empty, batch, temperature)
        x = torch.where(reference.view(-1, 1, 1, 1), x, rotate(x, v, angles[k] - angles[k + 1]))
    return Way(torch.stack([*states, x]), words, batch)


def step_loss(unet: UNet2DConditionModel, way: Way, turn: int) -> torch.Tensor:
    """Return the mean squared error of the student's v, over all but references.

    The v to be predicted is the one by which a single step comes where the teacher comes: all angles between
    the few timesteps are about the same, so an error weighs the same wherever it is made.

    Args:
        unet: the student.
        way: of the teacher.
        turn: which of the steps each set is asked for. Every loss sees all steps, STUDENT_STEPS turns see all
            steps of all sets.
    """
    sets, count = way.batch.x0.shape[:2]
    device, times = way.states.device, timesteps_of(STUDENT_STEPS)
    which = ((torch.arange(sets) + turn) % STUDENT_STEPS).repeat_interleave(count)
    views = torch.arange(sets * count)
    x, wanted = way.states[which, views], way.states[which + 1, views]
    reference, angles = way.batch.reference.repeat(sets), angles_of(times)
    angle = (angles[which] - angles[which + 1]).view(-1, 1, 1, 1).to(device)
    target = (torch.cos(angle) * x - wanted) / torch.sin(angle)
    at = times[which].masked_fill(reference, 0).to(device)
    v = predict(unet, x, at, way.words, way.batch)
    return (v - target).square().mean((1, 2, 3))[~reference.to(device)].mean()


def state_of_student(cache: Path, teacher: UNet2DConditionModel) -> Path:
    """Return the checkpoint's path, named by the teacher's weights."""
    return cache / f"distil-{fingerprint(teacher)}.pt"


def distil(
    cache: Path,
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    minutes: float,
    device: torch.device,
) -> dict[str, LowRank]:
    """Distil, or go on distilling, for some minutes in all.

    The checkpoint is `cache/distil-….pt`, named by the teacher's weights: a teacher that has learnt on since
    gets a student of its own.

    Args:
        cache: with the shards and latents that the teacher was trained on.
        unet, text_encoder: the teacher; left as they are.
        tokenizer: of its words.
        minutes: of which the learning rate is constant for 40 % and then falls to nothing.
        device: where to.

    Returns:
        The adapter, by the names of the UNet's layers.
    """
    sources, empty = load_sources(cache, tokenizer), tokenize(tokenizer, [""])[0]
    path = state_of_student(cache, unet)
    teacher = copy.deepcopy(unet).to(device).eval().requires_grad_(False)
    text_encoder = copy.deepcopy(text_encoder).to(device).eval().requires_grad_(False)
    use_multiview_attention(teacher)
    torch.manual_seed(0)
    student = copy.deepcopy(teacher)
    changes = add_changes(student)
    student.to(device).train()
    learnt = nn.ModuleList(changes.values())
    trained = list(learnt.parameters())
    optimiser = torch.optim.AdamW(trained, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0, fused=True)
    state = {"changes": learnt, "optimiser": optimiser}
    step, spent = load_checkpoint(path, **state)
    started, budget, saved, first, losses = time.monotonic() - spent, minutes * 60, spent, step, []
    with Replicas(nn.ModuleList([student, teacher, text_encoder])) as replicas:
        while (elapsed := time.monotonic() - started) < budget:
            for group in optimiser.param_groups:
                group["lr"] = LEARNING_RATE * min(1.0, (step + 1) / 5) * falling(elapsed / budget) + 1e-6
            rng, noise_source = np.random.default_rng([7, step]), torch.Generator().manual_seed(step)
            batch = draw_batch(rng, sources, 1.0)
            batch.ids[torch.from_numpy(rng.random(len(batch.ids)) < UNCONDITIONAL)] = empty
            parted, weights = part_batch(batch, draw_noise(batch, noise_source), replicas.count)
            ways = replicas.map(lambda own, part: walk(own[1], own[2], *part, empty), parted)
            for turn in range(STUDENT_STEPS * REUSE):
                parts = [(way, turn + k) for k, way in enumerate(ways)]  # together they see all steps
                losses.append(replicas.backward(lambda own, part: step_loss(own[0], *part), parts, weights))
                torch.nn.utils.clip_grad_norm_(trained, 1.0)
                optimiser.step()
            step += 1
            if step % 10 == 0:
                recent = np.mean(losses[-10 * STUDENT_STEPS * REUSE :])
                print(f"distil {elapsed:.0f} s, step {step}, loss {recent:.5f}", flush=True)
            if elapsed - saved > 240:
                save_checkpoint(path, step, elapsed, **state)
                saved = elapsed
    if step > first:
        save_checkpoint(path, step, budget, **state)
    return {name: LowRank(c.down.detach().cpu(), c.up.detach().cpu()) for name, c in changes.items()}


def save_distilled(folder: Path, adapter: Mapping[str, LowRank]) -> None:
    """Write an adapter into an exported model's folder and say so in its propsmith.json.

    Stock diffusers loads it with load_lora_weights and samples with the model's own scheduler, 4 steps and a
    guidance_scale of 1.
    """
    (folder / LORA).parent.mkdir(exist_ok=True)
    save_file(adapter_to_tensors(adapter), folder / LORA, metadata={"format": "pt"})
    sidecar = folder / "propsmith.json"
    told = json.loads(sidecar.read_text())
    told["few_steps"] = {"lora": LORA, "steps": STUDENT_STEPS, "guidance": 1.0, "guidance_rescale": 0.0}
    sidecar.write_text(json.dumps(told, indent=1) + "\n")
