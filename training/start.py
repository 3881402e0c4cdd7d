"""Starts training from an exported family instead of from nothing: a shipped model goes on learning."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load_file
from torch import nn
from transformers import CLIPTokenizer

from core.errors import UsageError
from core.models.pocket.clip import PocketClip
from core.models.upscaler import load_upscaler
from training import classifier
from training.autoencoder import LinearCode, save_code
from training.budget import Budget, read_minutes
from training.checkpoint import save_checkpoint
from training.classifier import Classifier
from training.model import new_text_encoder, new_unet, new_vae

Part = TypeVar("Part", bound=nn.Module)

#: What stages leave in a cache, and latents, which are those of its code.
STATES = (
    "*.pt", "code.safetensors", "high/upscaler.pt", "maps-?.safetensors", "orbits-?.safetensors", "tokenizer",
    "views-?.safetensors",
)  # fmt: skip
#: Steps of a state that is taken over are counted from so many for each minute: batches are drawn by the
#: step, and none so far can have been of that number.
STEPS_A_MINUTE = 10_000


def start_from(models: Path, cache: Path) -> Budget:
    """Lay an exported family into a cache, as the states of stages that have run for some minutes.

    Taken over are the words, the code, the denoiser and pocket-clip, and as far as they are there decoder,
    classifier and upscaler. A larger number of minutes goes on from them; their optimisers begin anew. The
    adapter for few steps and the control of geometry fit the denoiser that it was: they are trained again. So
    is a classifier of other names than today's, which has no answer for the new ones.

    Args:
        models: folder of pocket, pocket-clip and perhaps pocket-judge and pocket-upscaler.
        cache: folder of shards, without states.

    Returns:
        The minutes for which the stages have run.

    Raises:
        UsageError: the cache has states of its own, or the family does not say for how long it was trained.
    """
    pocket, spent = models / "pocket", read_minutes(models / "pocket")
    begun = sorted(path.relative_to(cache).as_posix() for name in STATES for path in cache.glob(name))
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
    old_classifier, upscaler = models / "pocket-judge", models / "pocket-upscaler"
    asked = Classifier.load(old_classifier) if old_classifier.exists() else None
    network = load_upscaler(upscaler, dtype=torch.float32).network if upscaler.exists() else None

    cache.mkdir(parents=True, exist_ok=True)
    shutil.copytree(pocket / "tokenizer", cache / "tokenizer")
    save_code(cache, LinearCode.read_from(vae))
    denoiser = {"unet": unet, "text_encoder": text_encoder, "averages": nn.ModuleList([unet, text_encoder])}
    _save(cache / "denoiser.pt", spent.denoiser, **denoiser, optimiser=None)
    _save(cache / "clip.pt", spent.clip, clip=clip, optimiser=None)
    if spent.decoder:
        _save(cache / "vae.pt", spent.decoder, vae=vae, optimiser=None)
    if network is not None:
        (cache / "high").mkdir(exist_ok=True)
        _save(cache / "high" / "upscaler.pt", spent.upscaler, network=network, optimiser=None)
    if asked and asked.names == classifier.NAMES:
        parts = {"classifier": asked.network, "optimiser": None, "plan": None}
        save_checkpoint(cache / "classifier.pt", classifier.STEPS, 0.0, **parts)
    return spent


def _save(path: Path, minutes: float, **parts: nn.Module | None) -> None:
    save_checkpoint(path, round(minutes * STEPS_A_MINUTE), minutes * 60, **parts)


def take_over(part: Part, folder: Path) -> Part:
    """Give a part of today's shape the weights in a folder of stock form.

    Raises:
        UsageError: they are those of another shape.
    """
    file = next(folder.glob("*.safetensors"), folder / "*.safetensors")
    try:
        part.load_state_dict({name: value.float() for name, value in load_file(file).items()})
    except (OSError, RuntimeError) as error:
        raise UsageError(
            f"{file} does not fit this recipe: {str(error).splitlines()[-1].strip()}",
            "start from a family of this version, or train from nothing",
        ) from None
    return part
