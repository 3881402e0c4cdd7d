"""Trains the pocket model from nothing and exports it, in stages that resume.

    python -m training.train CACHE                  all stages, some four hours on two CPU cores
    python -m training.train CACHE --stage denoiser --denoiser-minutes 300     go on with one of them
    python -m training.train CACHE --start MODELS --denoiser-minutes 300       the same, in a fresh CACHE

Each stage leaves its state in CACHE; running the same command again goes on where it was stopped, and a
larger number of minutes goes on from a finished stage. The seeds are fixed. One GPU is used where there is
one, else the CPU.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from pathlib import Path
from typing import Literal, get_args

import torch
from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from core.errors import PropsmithError, UsageError
from core.models.pocket.clip import PocketClip
from core.models.upscaler import save_upscaler
from training.autoencoder import train_decoder
from training.budget import Budget, note_minutes
from training.caption import DESIGN_WORDS
from training.checkpoint import minutes_spent
from training.classifier import train_classifier
from training.clip import train_clip
from training.control import save_control, state_of_control, train_control
from training.denoiser import train_denoiser
from training.distil import distil, save_distilled, state_of_student
from training.fine_shards import FineShards
from training.labels import are_taught
from training.material_sets import find_maps
from training.model import save_pocket, train_tokenizer
from training.orbits import find_orbits
from training.shards import Shards
from training.start import start_from
from training.upscaler import train_upscaler

Stage = Literal["decoder", "clip", "denoiser", "distil", "control", "upscaler", "classifier", "export", "all"]

Teacher = tuple[UNet2DConditionModel, CLIPTextModel, CLIPTokenizer]


def train(cache: Path, stage: Stage, budget: Budget, out: Path, device: torch.device) -> None:
    """Run one stage and those that it rests on; stages that are done cost only the loading of their state."""
    if stage in ("export", "all"):
        look_for_shards(cache, budget)
    folder = cache / "tokenizer"
    if not folder.exists():
        maps = find_maps(cache, "train")
        labels = [*Shards(cache, "train").labels, *(maps.labels if maps else [])]
        captions = [text for label in labels for text in label.captions]
        train_tokenizer(captions, folder, whole=[word for words in DESIGN_WORDS.values() for word in words])
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    if stage == "classifier":
        train_classifier(cache)
        return
    if stage == "upscaler":
        train_upscaler(cache, budget.upscaler, device)
        return
    if stage == "decoder":
        train_decoder(cache, budget.decoder, device)
        return
    clip = train_clip(cache, tokenizer, budget.clip, device)
    if stage == "clip":
        return
    unet, text_encoder = train_denoiser(cache, clip.text_encoder, tokenizer, budget.denoiser, device)
    if stage == "denoiser":
        return
    teacher = (unet, text_encoder, tokenizer)
    if stage == "distil":
        distil(cache, *teacher, budget.distil, device)
        return
    if stage == "control":
        train_control(cache, *teacher, budget.control, device)
        return
    export(cache, budget, out, clip, teacher, device)


def export(
    cache: Path, budget: Budget, out: Path, clip: PocketClip, teacher: Teacher, device: torch.device
) -> None:
    """Train what is left, as far as there is something to learn it from, and write the whole family."""
    unet, text_encoder, tokenizer = teacher
    taught = are_taught(Shards(cache, "train").labels)
    controls = budget.control and find_orbits(cache, "train") is not None
    # what has learnt nothing is not exported: it would make nothing, or change nothing
    adapter = distil(cache, *teacher, budget.distil, device) if budget.distil else None
    control = train_control(cache, *teacher, budget.control, device) if controls else None
    vae = train_decoder(cache, budget.decoder, device)
    classifier = train_classifier(cache) if taught else None  # it knows no other names
    upscaler = train_upscaler(cache, budget.upscaler, device) if upscales(cache, budget) else None
    spent = Budget(
        decoder=minutes_spent(cache / "vae.pt"),
        clip=minutes_spent(cache / "clip.pt"),
        denoiser=minutes_spent(cache / "denoiser.pt"),
        distil=minutes_spent(state_of_student(cache, unet)) if adapter else 0,
        control=minutes_spent(state_of_control(cache, unet)) if control else 0,
        upscaler=minutes_spent(cache / "high" / "upscaler.pt") if upscaler else 0,
    )
    # all is there: an older family makes room for a whole one
    save_pocket(out / "pocket", vae.cpu(), text_encoder.cpu(), tokenizer, unet.cpu(), taught)
    if adapter is not None:
        save_distilled(out / "pocket", adapter)
    if control is not None:
        save_control(out / "pocket", control.cpu())
    note_minutes(out / "pocket", spent)
    clip.cpu().save(out / "pocket-clip")
    if classifier is not None:
        classifier.save(out / "pocket-judge")
    if upscaler is not None:
        save_upscaler(upscaler, out / "pocket-upscaler")


def look_for_shards(cache: Path, budget: Budget) -> None:
    """Look for all that export will need: missed now, and not after hours spent on other parts.

    Raises:
        FileNotFoundError: some shards are not there.
    """
    Shards(cache, "validation")
    if are_taught(Shards(cache, "train").labels):
        Shards(cache, "held-out")
    if upscales(cache, budget):
        for split in ("train", "validation"):
            FineShards(cache, "views", split)
            FineShards(cache, "maps", split)


def upscales(cache: Path, budget: Budget) -> bool:
    """Return whether there is to be an upscaler; it learns from large renders of the vocabulary's props."""
    return budget.upscaler > 0 and are_taught(Shards(cache, "train").labels)


def _list_minutes(budget: Budget) -> str:
    return ", ".join(f"{field.name} {getattr(budget, field.name):g}" for field in fields(Budget))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Train the pocket model.")
    parser.add_argument(
        "cache", type=Path, help="folder with the shards of training.data; states go there too"
    )
    parser.add_argument(
        "--stage",
        choices=get_args(Stage),
        default="all",
        help="which to train, those that it rests on before it (default: all, and export)",
    )
    for field in fields(Budget):
        parser.add_argument(
            f"--{field.name}-minutes",
            type=float,
            default=field.default,
            help=f"of training it, in all (default: {field.default:g})",
        )
    parser.add_argument(
        "--out", type=Path, default=Path("assets/models"), help="where to export to (default: assets/models)"
    )
    parser.add_argument(
        "--start", type=Path, help="folder of an exported family to go on from, its minutes counted as spent"
    )
    options = parser.parse_args()
    budget = Budget(**{field.name: getattr(options, f"{field.name}_minutes") for field in fields(Budget)})
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if options.start is not None:
        try:
            spent = start_from(options.start, options.cache)
        except PropsmithError as error:
            print(f"train: error: {error}", file=sys.stderr)
            raise SystemExit(error.exit_status) from None
        print(f"starts from {options.start}, trained for minutes: {_list_minutes(spent)}", flush=True)
    print(f"stage {options.stage} on {device}, minutes in all: {_list_minutes(budget)}", flush=True)
    try:
        train(options.cache, options.stage, budget, options.out, device)
    except FileNotFoundError as error:
        print(f"train: error: {error}", file=sys.stderr)
        raise SystemExit(UsageError.exit_status) from None
    if options.stage in ("export", "all"):
        print(f"exported to {options.out}", flush=True)


if __name__ == "__main__":
    main()
