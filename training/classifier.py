"""A small classifier, trained on renders: it says what class, colour and finish a picture shows.

It learns all combinations, the held-out ones too. It takes no part in making anything: it is only shown what
the model has made, by training.evaluate and by the benchmarks.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from core.device import fastest_dtype
from core.models.pocket.vocabulary import COLOURS, FINISHES
from training.checkpoint import load_checkpoint, save_checkpoint
from training.props import CLASSES
from training.render import LAYOUT
from training.shards import Shards

CPU = torch.device("cpu")
STEPS = 2500
BATCH = 64
#: Steps between two states on disk; STEPS is a multiple of it.
SAVE_EVERY = 100
CHANNELS = (32, 64, 128, 192)
#: What it tells apart, in the order of its logits.
NAMES = (tuple(CLASSES), tuple(COLOURS), tuple(FINISHES))
HEADS = (len(CLASSES), len(COLOURS), len(FINISHES))


def new_classifier(answers: int, channels: tuple[int, ...] = CHANNELS) -> nn.Sequential:
    """Make the classifier: RGB views [N, 3, 96, 96] in -1..1 → logits [N, answers] of all heads."""
    layers: list[nn.Module] = []
    previous = 3
    for width in channels:
        layers += [nn.Conv2d(previous, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        layers += [nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        previous = width
    return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(2), nn.Flatten(), nn.Linear(4 * previous, answers))


def train_classifier(cache: Path) -> Classifier:
    """Train, or go on training, on single views of the train and held-out shards.

    The checkpoint is `cache/classifier.pt`.
    """
    shards, held_out = Shards(cache, "train"), Shards(cache, "held-out", limit=1)
    torch.manual_seed(0)
    classifier = new_classifier(sum(HEADS)).train()
    optimiser = torch.optim.AdamW(classifier.parameters(), 2e-3, weight_decay=0.02, fused=True)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, STEPS)
    done, spent = load_checkpoint(
        cache / "classifier.pt", classifier=classifier, optimiser=optimiser, plan=plan
    )
    started = time.monotonic() - spent
    for step in range(done, STEPS):
        rng = np.random.default_rng([4, step])
        seen, rare = rng.integers(len(shards), size=BATCH - 8), rng.integers(len(held_out), size=8)
        views = np.concatenate(
            [
                source.read_views(which, rng.integers(LAYOUT.count, size=len(which)))
                for source, which in ((shards, seen), (held_out, rare))
            ]
        )
        target = torch.from_numpy(np.concatenate([shards.indices[seen], held_out.indices[rare]]))
        shown = augment(to_rgb(views), torch.Generator().manual_seed(step))
        with torch.autocast("cpu", torch.bfloat16, enabled=fastest_dtype(CPU) == torch.bfloat16):
            logits = classifier(shown)
        heads = zip(logits.float().split(HEADS, 1), target.T, strict=True)
        loss = torch.stack(
            [F.cross_entropy(head, answer, label_smoothing=0.05, ignore_index=-1) for head, answer in heads]
        ).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        plan.step()
        if (step + 1) % SAVE_EVERY == 0:
            elapsed = time.monotonic() - started
            print(f"classifier {elapsed:.0f} s, step {step + 1}, loss {loss.item():.3f}", flush=True)
            save_checkpoint(
                cache / "classifier.pt",
                step + 1,
                elapsed,
                classifier=classifier,
                optimiser=optimiser,
                plan=plan,
            )
    return Classifier(classifier.eval(), NAMES)


@dataclass(frozen=True)
class Classifier:
    """The trained classifier, with the names of what it tells apart.

    Attributes:
        network: of new_classifier.
        names: classes, colours and finishes, in the order of its logits.
    """

    network: nn.Module
    names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

    def indices(self, class_name: str, colour: str | None, finish: str | None) -> tuple[int, int, int]:
        """Return the places of class, colour and finish among its names; -1 where it is left open."""
        asked = zip(self.names, (class_name, colour, finish), strict=True)
        first, second, third = (-1 if name is None else names.index(name) for names, name in asked)
        return first, second, third

    @torch.no_grad()
    def answer(self, views: np.ndarray) -> np.ndarray:
        """Say what views show.

        Args:
            views: [..., S, S, 3 or 4] uint8 sRGB over the layout's background.

        Returns:
            [..., 3] places of class, colour and finish in names.
        """
        lead = views.shape[:-3]
        x = to_rgb(views.reshape(-1, *views.shape[-3:]))
        if x.shape[-1] != LAYOUT.view_px:
            x = F.interpolate(x, size=LAYOUT.view_px, mode="bilinear", antialias=True)
        sizes = [len(names) for names in self.names]
        logits = torch.cat([self.network(part) for part in x.split(96)])
        places = torch.stack([head.argmax(1) for head in logits.split(sizes, 1)], 1)
        return places.numpy().reshape(*lead, len(sizes))

    def save(self, folder: Path) -> None:
        """Write the weights as fp16 safetensors, and the names beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        state = {k: v.half() if v.is_floating_point() else v for k, v in self.network.state_dict().items()}
        save_file(state, folder / "model.safetensors")
        table = dict(zip(("classes", "colours", "finishes"), self.names, strict=True))
        (folder / "config.json").write_text(json.dumps({"format": 1, **table}, indent=1) + "\n")

    @classmethod
    def load(cls, folder: Path) -> Classifier:
        """Read what save wrote."""
        table = json.loads((folder / "config.json").read_text())
        classes, colours, finishes = (tuple(table[name]) for name in ("classes", "colours", "finishes"))
        state = load_file(folder / "model.safetensors")
        # the network widens at every second convolution; one of another size tells so itself
        kernels = [value for value in state.values() if value.ndim == 4]
        channels = tuple(sorted({len(kernel) for kernel in kernels}))
        network = new_classifier(len(classes) + len(colours) + len(finishes), channels)
        network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
        return cls(network.eval(), (classes, colours, finishes))


def augment(x: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Blur half of the batch, add noise and shift by a few pixels: sharpness is not what to go by."""
    soft = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear")
    blurred = torch.rand(len(x), 1, 1, 1, generator=rng) < 0.5
    x = torch.where(blurred, soft, x)
    dy, dx = torch.randint(-4, 5, (2,), generator=rng).tolist()
    x = torch.roll(x, (dy, dx), (2, 3))
    return x + torch.randn(x.shape, generator=rng) * 0.06 * torch.rand(len(x), 1, 1, 1, generator=rng)


def to_rgb(views: np.ndarray) -> torch.Tensor:
    """Bring views [N, S, S, 3 or 4] uint8 over the layout's background to [N, 3, S, S] float32 in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(views[..., :3])).permute(0, 3, 1, 2).float() / 127.5 - 1
