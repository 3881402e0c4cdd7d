"""Trains the control of geometry: a ControlNet beside the frozen denoiser (Zhang et al., 2023)."""

# pyright: reportArgumentType=false, reportCallIssue=false
# diffusers and transformers annotate many arguments more narrowly than they take them

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderTiny, ControlNetModel, UNet2DConditionModel
from PIL import Image
from transformers import CLIPTextModel, CLIPTokenizer

from core.models.control import GeometryControl
from core.models.geometry import GEOMETRY_CHANNELS
from core.models.multiview_attention import use_multiview_attention
from core.models.pocket.clip import tokenize
from training.autoencoder import load_present_vae
from training.batches import (
    Batch,
    Noise,
    Source,
    draw_noise,
    draw_views,
    embed_orbits,
    encode_orbits,
    keep_views,
    part_batch,
)
from training.checkpoint import fingerprint, load_checkpoint, save_checkpoint
from training.convolution import hasten_convolutions
from training.denoiser import GRID_STEPS, falling, sample_sets, velocity_loss
from training.orbits import OrbitShards
from training.replicas import Replicas

BATCH = 12
LEARNING_RATE, WARM_UP = 1e-3, 30
#: How often nothing is said: the geometry alone has to tell what it can, and guidance needs the answer.
WORDLESS = 0.3
#: How often nothing is known of the shape in a reference: a picture has none, a painted mesh has.
SHAPELESS = 0.5
#: Share of the time spent on pictures of half the size.
SMALL_SHARE = 0.3
SAVE_SECONDS, GRID_SECONDS = 240, 600
#: Sets, and views of each, in the grid that is looked at while training.
GRID_SETS, GRID_VIEWS = 6, 4
#: Widths of the layers that bring the geometry down to the size of latents: three halvings.
EMBEDDING_CHANNELS = (16, 32, 64, 96)

#: what a ControlNet has to share with the UNet, for its residuals to fit and its first weights to be copied
SHARED = (
    "in_channels", "block_out_channels", "down_block_types", "layers_per_block", "cross_attention_dim",
    "attention_head_dim", "norm_num_groups", "use_linear_projection", "class_embed_type",
    "projection_class_embeddings_input_dim", "addition_embed_type", "addition_embed_type_num_heads",
    "resnet_time_scale_shift",
)  # fmt: skip


def new_control(unet: UNet2DConditionModel) -> ControlNetModel:
    """Make a ControlNet for a UNet with multi-view attention: its encoder copied, zero convolutions.

    Of the UNet's middle only the first block is copied: it is half of what the whole would weigh, and the
    shape of things is no matter of attention at 3×3 tokens. ControlNetModel.from_unet is of no use here: it
    forgets the number of heads that pool the text.
    """
    control = ControlNetModel(
        **{name: unet.config[name] for name in SHARED},
        mid_block_type="UNetMidBlock2D",
        conditioning_channels=GEOMETRY_CHANNELS,
        conditioning_embedding_out_channels=EMBEDDING_CHANNELS,
    )
    for name in ("conv_in", "time_embedding", "class_embedding", "add_embedding", "down_blocks"):
        getattr(control, name).load_state_dict(getattr(unet, name).state_dict())
    control.mid_block.resnets[0].load_state_dict(unet.mid_block.resnets[0].state_dict())
    # Stock zeroes this layer too. The zero convolutions behind are enough for a start that adds nothing, and
    # behind two layers of zeros the geometry is not seen for the first hundreds of steps.
    control.controlnet_cond_embedding.conv_out.reset_parameters()
    use_multiview_attention(control)
    hasten_convolutions(control)
    return control


def draw_batch(
    rng: np.random.Generator, source: Source, shards: OrbitShards, small: bool
) -> tuple[Batch, torch.Tensor]:
    """Draw what is learnt from next: sets, whole or of fewer views or with a reference.

    Args:
        rng: of the draw.
        source: the encoded sets of the shards.
        shards: with their geometry.
        small: whether of pictures of half the size.

    Returns:
        The sets, and their geometry [B·V, 4, S, S] float32 0..1.
    """
    which = rng.integers(len(source.large), size=BATCH)
    kept, reference = draw_views(rng, source.large.shape[1])
    batch = keep_views(source.read(rng, which, small), kept, reference)
    geometry = read_geometry(shards, which, 2 if small else 1)[:, kept]
    if rng.random() < SHAPELESS:
        geometry[:, reference] = 0
    return batch, geometry.flatten(0, 1)


def read_geometry(shards: OrbitShards, which: np.ndarray, shrink: int = 1) -> torch.Tensor:
    """Return the geometry [N, V, 4, S, S] float32 0..1 of the sets at places [N], shrunk by averaging."""
    pictures = torch.from_numpy(shards.read_geometry(which)).permute(0, 1, 4, 2, 3).float() / 255
    return F.avg_pool2d(pictures.flatten(0, 1), shrink).unflatten(0, pictures.shape[:2])


def state_of_control(cache: Path, unet: UNet2DConditionModel) -> Path:
    """Return the checkpoint's path, named by the denoiser's weights."""
    return cache / f"control-{fingerprint(unet)}.pt"


def train_control(
    cache: Path,
    unet: UNet2DConditionModel,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    minutes: float,
    device: torch.device,
) -> ControlNetModel:
    """Train, or go on training, for some minutes in all.

    The checkpoint is `cache/control-….pt`, named by the denoiser's weights: it is part of what they make.

    Args:
        cache: folder with the shards of training.orbits.
        unet, text_encoder, tokenizer: the trained denoiser; it is frozen and stays as it is.
        minutes: in all.
        device: where to.

    Returns:
        The ControlNet, in evaluation mode.
    """
    shards = OrbitShards(cache, "train")
    source = encode_orbits(cache, tokenizer, shards)
    empty = tokenize(tokenizer, [""])[0]
    for frozen in (unet, text_encoder):
        frozen.to(device).eval().requires_grad_(False)
    use_multiview_attention(unet)
    torch.manual_seed(0)
    control = new_control(unet).to(device).train()
    optimiser = torch.optim.AdamW(
        control.parameters(), LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01, fused=True
    )
    path = state_of_control(cache, unet)
    step, spent = load_checkpoint(path, control=control, optimiser=optimiser)
    started, budget, saved, drawn, losses = time.monotonic() - spent, minutes * 60, spent, spent, []
    first = step

    def control_loss(own: ControlNetModel, part: tuple[Batch, Noise, torch.Tensor]) -> torch.Tensor:
        some, noise, known = part
        return velocity_loss(unet, text_encoder, some, noise, GeometryControl(own, known))

    with Replicas(control) as replicas:
        while (elapsed := time.monotonic() - started) < budget:
            share = elapsed / budget
            for group in optimiser.param_groups:
                group["lr"] = LEARNING_RATE * min(1.0, (step + 1) / WARM_UP) * falling(share)
            rng, noise_source = np.random.default_rng([4, step]), torch.Generator().manual_seed(step)
            batch, geometry = draw_batch(rng, source, shards, share < SMALL_SHARE)
            batch.ids[torch.from_numpy(rng.random(len(batch.ids)) < WORDLESS)] = empty
            parted, weights = part_batch(batch, draw_noise(batch, noise_source), replicas.count)
            # the shapes of each set, and those of the sets of each part
            shapes = geometry.to(device).unflatten(0, (len(batch.ids), -1))
            parts = [(*part, shapes[k :: len(parted)].flatten(0, 1)) for k, part in enumerate(parted)]
            losses.append(replicas.backward(control_loss, parts, weights))
            torch.nn.utils.clip_grad_norm_(control.parameters(), 1.0)
            optimiser.step()
            step += 1
            if step % 50 == 0:
                speed = (step - first) * BATCH / (time.monotonic() - started - spent)
                done = f"control {elapsed:.0f} s, step {step}, {batch.x0.shape[-2]}x{batch.x0.shape[-1]}"
                print(f"{done}, {speed:.1f} sets/s, loss {np.mean(losses[-200:]):.4f}", flush=True)
            if elapsed - saved > SAVE_SECONDS:
                save_checkpoint(path, step, elapsed, control=control, optimiser=optimiser)
                saved = elapsed
            if elapsed - drawn > GRID_SECONDS:
                write_grid(
                    cache / f"control-{elapsed / 60:03.0f}min.png",
                    OrbitShards(cache, "validation"),
                    (load_present_vae(cache), unet, text_encoder, tokenizer),
                    control.eval(),
                )
                control.train()
                drawn = elapsed
    if step > first:
        save_checkpoint(path, step, budget, control=control, optimiser=optimiser)
    return control.eval().requires_grad_(False)


@torch.no_grad()
def write_grid(
    path: Path,
    shards: OrbitShards,
    parts: tuple[AutoencoderTiny, UNet2DConditionModel, CLIPTextModel, CLIPTokenizer],
    control: ControlNetModel,
) -> None:
    """Paint the geometry of some sets from their first captions, and write both, geometry above."""
    which = np.linspace(0, len(shards) - 1, GRID_SETS).astype(int)
    geometry = read_geometry(shards, which)[:, :GRID_VIEWS]
    painted = sample_sets(
        *parts,
        [shards.labels[i].captions[0] for i in which],
        embed_orbits(shards)[which, :GRID_VIEWS],
        size=geometry.shape[-1],
        steps=GRID_STEPS,
        control=GeometryControl(control, geometry.flatten(0, 1)),
    )
    shown = (geometry.permute(0, 1, 3, 4, 2) * 255).byte().numpy()
    rows = [
        np.concatenate(list(views[..., :3]), 1) for pair in zip(shown, painted, strict=True) for views in pair
    ]
    Image.fromarray(np.concatenate(rows)).save(path)


def save_control(folder: Path, control: ControlNetModel) -> None:
    """Write a ControlNet into a model's folder, fp16 safetensors in stock form, and name it to the engine."""
    control.to(torch.float16).save_pretrained(folder / CONTROL_FOLDER, safe_serialization=True)
    config = folder / CONTROL_FOLDER / "config.json"
    # the folder that it was loaded from is of no interest to anybody
    config.write_text(re.sub(r'\s*"_name_or_path": "[^"]*",?', "", config.read_text()))
    sidecar = folder / "propsmith.json"
    table = json.loads(sidecar.read_text()) | {"controls": {"geometry": CONTROL_FOLDER}}
    sidecar.write_text(json.dumps(table, indent=1) + "\n")


CONTROL_FOLDER = "control"
