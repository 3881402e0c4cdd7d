"""Keeps the state of a training stage on disk, so that it goes on where it was stopped."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn


def save_checkpoint(path: Path, step: int, seconds: float, **parts: Any) -> None:
    """Write steps, seconds and each part's state and configuration; the old file stays until it is whole.

    A part that is None begins anew when it is loaded: where only weights were kept, no optimiser's state is.
    """
    state = {name: None if part is None else part.state_dict() for name, part in parts.items()}
    configs = {name: _configuration(part) for name, part in parts.items()}
    partial = path.with_suffix(".partial")
    torch.save({"step": step, "seconds": seconds, "configs": configs, **state}, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path, **parts: Any) -> tuple[int, float]:
    """Load each part's state in place; return steps done and seconds spent, zeros without a checkpoint.

    Parts that were saved as None stay as they are.

    Raises:
        ValueError: the checkpoint is of a model of another shape, which its weights may fit all the same: the
            number of attention heads leaves no trace in them.
    """
    if not path.exists():
        return 0, 0.0
    state = torch.load(path, map_location="cpu", weights_only=True)
    kept = {name: part for name, part in parts.items() if state[name] is not None}
    for name, part in kept.items():
        trained, wanted = state.get("configs", {}).get(name), _configuration(part)
        if trained not in (None, wanted):
            differing = sorted(k for k in trained | wanted if trained.get(k) != wanted.get(k))
            raise ValueError(f"{path}: {name} was trained with other {', '.join(differing)}; move it away")
        part.load_state_dict(state[name])
    return int(state["step"]), float(state["seconds"])


def minutes_spent(path: Path) -> float:
    """Return for how many minutes the stage of a checkpoint has run, 0 without one."""
    if not path.exists():
        return 0.0
    # mapped, for a few bytes of hundreds of megabytes
    return round(float(torch.load(path, map_location="cpu", weights_only=True, mmap=True)["seconds"]) / 60, 3)


def fingerprint(model: nn.Module) -> str:
    """Return eight hexadecimal digits that tell a model's weights from any other's."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().float().contiguous().numpy().tobytes())
    return digest.hexdigest()[:8]


def warm_up(optimiser: torch.optim.Optimizer, steps: int) -> float:
    """Return the learning rate's factor: it rises over an optimiser's first steps.

    They are its own: training that starts from an exported family has many behind it, and its optimiser none.
    """
    state = next(iter(optimiser.state.values()), None)
    return min(1.0, ((int(state["step"]) if state else 0) + 1) / steps)


def _configuration(part: Any) -> dict[str, str]:
    """Return what a stock model's configuration says of its shape; nothing of anything else."""
    config: Any = getattr(part, "config", {})
    table = config.to_dict() if hasattr(config, "to_dict") else dict(config)
    return {k: repr(v) for k, v in table.items() if not k.startswith("_") and k != "transformers_version"}
