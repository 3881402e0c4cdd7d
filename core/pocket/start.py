"""Starts training from an exported family instead of from nothing: a shipped model goes on learning."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypeVar

from safetensors.torch import load_file
from torch import nn
from transformers import CLIPTokenizer

from core.errors import UsageError
from core.pocket import judge
from core.pocket.autoencoder import LinearCode, save_code
from core.pocket.budget import Budget, read_minutes
from core.pocket.checkpoint import save_checkpoint
from core.pocket.clip import PocketClip
from core.pocket.judge import Judge
from core.pocket.model import new_text_encoder, new_unet, new_vae
from core.upscale import load_upscaler

Part = TypeVar("Part", bound=nn.Module)

#: What stages leave in a cache; latents go by the code.
STATES = (
    "clip.pt", "code.safetensors", "control.pt", "denoiser.pt", "distil.pt", "high/upscaler.pt", "judge.pt",
    "tokenizer", "vae.pt",
)  # fmt: skip


def start_from(models: Path, cache: Path) -> Budget:
    """Lay an exported family into a cache, as the states of stages that have run for some minutes.

    Taken over are the words, the code, the denoiser and pocket-clip, and as far as they are there decoder,
    judge and upscaler. A larger number of minutes goes on from them; their optimisers begin anew. The adapter
    for few steps and the control of geometry fit the denoiser that it was: they are trained again. So is a
    judge of other names than today's, which has no answer for the new ones.

    Args:
        models: folder of pocket, pocket-clip and perhaps pocket-judge and pocket-upscaler.
        cache: folder of shards, without states.

    Returns:
        The minutes for which the stages have run.

    Raises:
        UsageError: the cache has states of its own, or the family does not say for how long it was trained.
    """
    pocket, spent = models / "pocket", read_minutes(models / "pocket")
    begun = sorted(name for name in STATES if (cache / name).exists())
    if begun:
        raise UsageError(
            f"training has begun in {cache} already, there are {', '.join(begun)}",
            "leave --start out to go on with it, or use a CACHE with nothing but shards",
        )
    vae = take_over(new_vae(), pocket / "vae")
    unet = take_over(new_unet(), pocket / "unet")
    text_encoder = take_over(
        new_text_encoder(CLIPTokenizer.from_pretrained(pocket / "tokenizer")), pocket / "text_encoder"
    )
    clip = PocketClip.load(models / "pocket-clip")
    cache.mkdir(parents=True, exist_ok=True)
    shutil.copytree(pocket / "tokenizer", cache / "tokenizer")
    save_code(cache, LinearCode.read_from(vae))
    averages = nn.ModuleList([unet, text_encoder])
    denoiser = {"unet": unet, "text_encoder": text_encoder, "averages": averages}
    save_checkpoint(cache / "denoiser.pt", 0, spent.denoiser * 60, **denoiser, optimiser=None)
    save_checkpoint(cache / "clip.pt", 0, spent.clip * 60, clip=clip, optimiser=None)
    if spent.decoder:
        save_checkpoint(cache / "vae.pt", 0, spent.decoder * 60, vae=vae, optimiser=None)
    old = Judge.load(models / "pocket-judge") if (models / "pocket-judge").exists() else None
    if old and old.names == judge.NAMES:
        save_checkpoint(cache / "judge.pt", judge.STEPS, 0.0, judge=old.network, optimiser=None, plan=None)
    if (models / "pocket-upscaler").exists():
        (cache / "high").mkdir(exist_ok=True)
        network = load_upscaler(models / "pocket-upscaler").network
        path = cache / "high" / "upscaler.pt"
        save_checkpoint(path, 0, spent.upscaler * 60, network=network, optimiser=None)
    return spent


def take_over(part: Part, folder: Path) -> Part:
    """Give a part of today's shape the weights in a folder of stock form.

    Raises:
        UsageError: they are those of another shape.
    """
    (file,) = folder.glob("*.safetensors")
    try:
        part.load_state_dict({name: value.float() for name, value in load_file(file).items()})
    except RuntimeError as error:
        raise UsageError(
            f"{file} does not fit this recipe: {str(error).splitlines()[-1].strip()}",
            "start from a family of this version, or train from nothing",
        ) from None
    return part
