"""Trains the small CLIP of core.models.pocket.clip on single views of props."""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
import torch
from transformers import CLIPTokenizer

from core.models.pocket.clip import PocketClip, tokenize
from training.caption import Spec
from training.checkpoint import load_checkpoint, save_checkpoint, warm_up
from training.model import TEXT_TOKENS, new_text_encoder
from training.render import LAYOUT

BATCH = 96


def train_clip(cache: Path, tokenizer: CLIPTokenizer, minutes: float, device: torch.device) -> PocketClip:
    """Train, or go on training, for some minutes in all on single views; the checkpoint is `cache/clip.pt`.

    Sets whose captions say the same count as equal: the target is shared among them.
    """
    from training.autoencoder import to_tensor
    from training.shards import Shards

    shards = Shards(cache, "train")
    captions = tokenize(tokenizer, [text for label in shards.labels for text in label.captions])
    captions = captions.reshape(len(shards), -1, TEXT_TOKENS)
    numbers: dict[Spec, int] = {}
    specs = torch.tensor([numbers.setdefault(label.spec, len(numbers)) for label in shards.labels])
    torch.manual_seed(0)
    clip = PocketClip(tokenizer, new_text_encoder(tokenizer)).to(device).train()
    optimiser = torch.optim.AdamW(clip.parameters(), 1e-3, weight_decay=0.01, fused=True)
    step, spent = load_checkpoint(cache / "clip.pt", clip=clip, optimiser=optimiser)
    started, matches = time.monotonic() - spent, []
    while (elapsed := time.monotonic() - started) < minutes * 60:
        rng = np.random.default_rng([2, step])
        for group in optimiser.param_groups:
            group["lr"] = (
                1e-3 * warm_up(optimiser, 50) * (0.55 + 0.45 * math.cos(math.pi * elapsed / (minutes * 60)))
            )
        which = rng.integers(len(shards), size=BATCH)
        views = to_tensor(shards.read_views(which, rng.integers(LAYOUT.count, size=BATCH))).to(device)
        ids = captions[which, rng.integers(captions.shape[1], size=BATCH)].to(device)
        logits = clip.embed_views(views) @ clip.embed_text(ids).T * clip.log_scale.exp().clamp(max=50)
        same = (specs[which][:, None] == specs[which][None]).float().to(device)
        target = same / same.sum(1, keepdim=True)
        loss = (
            -(target * logits.log_softmax(1)).sum(1).mean() - (target * logits.T.log_softmax(1)).sum(1).mean()
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        matches.append(float(same[torch.arange(BATCH), logits.argmax(1)].mean()))
        step += 1
        if step % 50 == 0:
            print(
                f"clip {elapsed:.0f} s, step {step}, pairs matched {np.mean(matches[-50:]):.3f}", flush=True
            )
    if matches:
        save_checkpoint(cache / "clip.pt", step, minutes * 60, clip=clip, optimiser=optimiser)
    return clip.eval()
