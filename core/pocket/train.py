"""Trains the pocket model from nothing and exports it, in stages that resume.

    python -m core.pocket.train CACHE                  all stages, some three hours on two CPU cores
    python -m core.pocket.train CACHE --stage denoiser --denoiser-minutes 300     go on with one of them

Each stage leaves its state in CACHE; running the same command again goes on where it was stopped, and a
larger number of minutes goes on from a finished stage. The seeds are fixed. One GPU is used where there is
one, else the CPU.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from transformers import CLIPTokenizer

from core.pocket.autoencoder import train_decoder
from core.pocket.clip import train_clip
from core.pocket.denoiser import train_denoiser
from core.pocket.judge import train_judge
from core.pocket.labels import are_taught
from core.pocket.material_sets import find_maps
from core.pocket.model import save_pocket, train_tokenizer
from core.pocket.shards import Shards

Stage = Literal["decoder", "clip", "denoiser", "judge", "export", "all"]


@dataclass(frozen=True)
class Budget:
    """Minutes for each stage, in all."""

    decoder: float
    clip: float
    denoiser: float


def train(cache: Path, stage: Stage, budget: Budget, out: Path, device: torch.device) -> None:
    """Run one stage and those that it rests on; stages that are done cost only the loading of their state."""
    folder = cache / "tokenizer"
    if not folder.exists():
        maps = find_maps(cache, "train")
        labels = [*Shards(cache, "train").labels, *(maps.labels if maps else [])]
        train_tokenizer([text for label in labels for text in label.captions], folder)
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    if stage == "judge":
        train_judge(cache)
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
    vae = train_decoder(cache, budget.decoder, device)
    taught = are_taught(Shards(cache, "train").labels)
    save_pocket(out / "pocket", vae.cpu(), text_encoder.cpu(), tokenizer, unet.cpu(), taught)
    clip.cpu().save(out / "pocket-clip")
    if taught:  # it judges by the vocabulary's names alone
        train_judge(cache).save(out / "pocket-judge")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Train the pocket model.")
    parser.add_argument(
        "cache", type=Path, help="folder with the shards of core.pocket.data; states go there too"
    )
    parser.add_argument(
        "--stage", choices=("decoder", "clip", "denoiser", "judge", "export", "all"), default="all"
    )
    parser.add_argument("--decoder-minutes", type=float, default=20)
    parser.add_argument("--clip-minutes", type=float, default=4)
    parser.add_argument("--denoiser-minutes", type=float, default=150)
    parser.add_argument("--out", type=Path, default=Path("assets/models"))
    options = parser.parse_args()
    budget = Budget(options.decoder_minutes, options.clip_minutes, options.denoiser_minutes)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    train(options.cache, options.stage, budget, options.out, device)


if __name__ == "__main__":
    main()
