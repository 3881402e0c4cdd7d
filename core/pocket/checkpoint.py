"""Keeps the state of a training stage on disk, so that it goes on where it was stopped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch


def save_checkpoint(path: Path, step: int, seconds: float, **parts: Any) -> None:
    """Write steps, seconds and each part's state_dict; the old file stays until the new one is whole."""
    state = {name: part.state_dict() for name, part in parts.items()}
    partial = path.with_suffix(".partial")
    torch.save({"step": step, "seconds": seconds, **state}, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path, **parts: Any) -> tuple[int, float]:
    """Load each part's state in place; return steps done and seconds spent, zeros without a checkpoint."""
    if not path.exists():
        return 0, 0.0
    state = torch.load(path, map_location="cpu", weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"]), float(state["seconds"])
