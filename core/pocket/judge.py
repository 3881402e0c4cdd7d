"""The judge: a small classifier, trained on renders, that says what class, colour and finish a picture shows.

It learns all combinations, the held-out ones too. It takes no part in making anything: it is only shown what
the model has made, by core.pocket.evaluate and by the benchmarks.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from core.pocket.checkpoint import load_checkpoint, save_checkpoint
from core.pocket.clip import draw_views
from core.pocket.data import Shards
from core.pocket.render import LAYOUT
from core.pocket.vocabulary import CLASSES, COLOURS, FINISHES

STEPS = 1200
BATCH = 64
HEADS = (len(CLASSES), len(COLOURS), len(FINISHES))


def new_judge() -> nn.Sequential:
    """Make the classifier: RGB views [N, 3, 96, 96] in -1..1 → logits of all heads side by side."""
    layers: list[nn.Module] = []
    previous = 3
    for width in (24, 48, 96, 160):
        layers += [nn.Conv2d(previous, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        layers += [nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        previous = width
    return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(2), nn.Flatten(), nn.Linear(4 * previous, sum(HEADS)))


def train_judge(cache: Path) -> nn.Sequential:
    """Train on single views of the train and held-out shards, or load `cache/judge.pt` where it is done."""
    shards, held_out = Shards(cache, "train"), Shards(cache, "held-out", limit=1)
    torch.manual_seed(0)
    judge = new_judge().train()
    optimiser = torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=0.02)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, STEPS)
    done, spent = load_checkpoint(cache / "judge.pt", judge=judge, optimiser=optimiser, plan=plan)
    started = time.monotonic() - spent
    for step in range(done, STEPS):
        rng = np.random.default_rng([4, step])
        seen, rare = rng.integers(len(shards), size=BATCH - 8), rng.integers(len(held_out), size=8)
        views = np.concatenate([draw_views(rng, shards, seen), draw_views(rng, held_out, rare)])
        target = torch.from_numpy(np.concatenate([shards.indices[seen], held_out.indices[rare]]))
        logits = judge(augment(to_rgb(views), torch.Generator().manual_seed(step)))
        heads = zip(logits.split(HEADS, 1), target.T, strict=True)
        loss = torch.stack(
            [F.cross_entropy(head, answer, label_smoothing=0.05) for head, answer in heads]
        ).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        plan.step()
        if step % 100 == 99:
            elapsed = time.monotonic() - started
            print(f"judge {elapsed:.0f} s, step {step + 1}, loss {loss.item():.3f}", flush=True)
            save_checkpoint(
                cache / "judge.pt", step + 1, elapsed, judge=judge, optimiser=optimiser, plan=plan
            )
    return judge.eval()


def save_judge(judge: nn.Module, folder: Path) -> None:
    """Write the weights as fp16 safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {k: v.half() if v.is_floating_point() else v for k, v in judge.state_dict().items()}
    save_file(state, folder / "model.safetensors")


def load_judge(folder: Path) -> nn.Sequential:
    """Read what save_judge wrote."""
    judge = new_judge()
    judge.load_state_dict(
        {
            k: v.float() if v.is_floating_point() else v
            for k, v in load_file(folder / "model.safetensors").items()
        }
    )
    return judge.eval()


def augment(x: torch.Tensor, source: torch.Generator) -> torch.Tensor:
    """Blur half of the batch, add noise and shift by a few pixels: sharpness is not what to go by."""
    soft = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear")
    blurred = torch.rand(len(x), 1, 1, 1, generator=source) < 0.5
    x = torch.where(blurred, soft, x)
    dy, dx = torch.randint(-4, 5, (2,), generator=source).tolist()
    x = torch.roll(x, (dy, dx), (2, 3))
    return x + torch.randn(x.shape, generator=source) * 0.06 * torch.rand(len(x), 1, 1, 1, generator=source)


def to_rgb(views: np.ndarray) -> torch.Tensor:
    """Bring views [N, S, S, 3 or 4] uint8 over the layout's background to [N, 3, S, S] float32 in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(views[..., :3])).permute(0, 3, 1, 2).float() / 127.5 - 1


@torch.no_grad()
def judge_views(judge: nn.Module, views: np.ndarray) -> np.ndarray:
    """Say what views show.

    Args:
        judge: what train_judge returned.
        views: [..., S, S, 3 or 4] uint8 sRGB over the layout's background.

    Returns:
        [..., 3] indices of class, colour and finish.
    """
    lead = views.shape[:-3]
    x = to_rgb(views.reshape(-1, *views.shape[-3:]))
    if x.shape[-1] != LAYOUT.view_px:
        x = F.interpolate(x, size=LAYOUT.view_px, mode="bilinear", antialias=True)
    answers = torch.stack([head.argmax(1) for head in judge(x).split(HEADS, 1)], 1)
    return answers.numpy().reshape(*lead, 3)
