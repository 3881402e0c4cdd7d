"""Low-rank changes of a frozen UNet, that training learns and adapters are made of."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils import parametrize

from core.adapter import LowRank, adapter_to_tensors
from core.sidecar import SIDECAR

RANK = 32


class Change(nn.Module):
    """What is added to one weight, as a parametrization of it: nothing at first."""

    def __init__(self, weight: torch.Tensor, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.empty(rank, *weight.shape[1:]))
        self.up = nn.Parameter(torch.zeros(len(weight), rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        """Return the changed weight, of the shape of the given one."""
        return weight + (self.up @ self.down.flatten(1)).view_as(weight)


def add_changes(unet: UNet2DConditionModel, rank: int = RANK) -> dict[str, Change]:
    """Freeze a UNet and let a low-rank change be learnt of each of its layers.

    All linear layers and convolutions take part but those that pool the words: what is new concerns every
    block, and not what the words say.

    Returns:
        The changes by the names of their layers, in the UNet's own order.
    """
    unet.requires_grad_(False)
    layers = [
        (name, layer)
        for name, layer in unet.named_modules()
        if isinstance(layer, nn.Linear | nn.Conv2d) and not name.startswith("add_embedding")
    ]
    changes = {name: Change(layer.weight, rank) for name, layer in layers}
    for name, layer in layers:
        parametrize.register_parametrization(layer, "weight", changes[name])
    return changes


def to_adapter(changes: Mapping[str, Change]) -> dict[str, LowRank]:
    """Return what was learnt, by the names of the UNet's layers, on the CPU."""
    return {name: LowRank(c.down.detach().cpu(), c.up.detach().cpu()) for name, c in changes.items()}


def save_adapter(folder: Path, lora: str, adapter: Mapping[str, LowRank], **entry: Any) -> None:
    """Write an adapter into an exported model's folder, and say so in its propsmith.json.

    Stock diffusers loads it with load_lora_weights.

    Args:
        folder: the model's.
        lora: the file's path in it, with the file name that diffusers looks for.
        adapter: by the names of the UNet's layers.
        entry: what propsmith.json is to say of it.
    """
    (folder / lora).parent.mkdir(exist_ok=True)
    save_file(adapter_to_tensors(adapter), folder / lora, metadata={"format": "pt"})
    sidecar = folder / SIDECAR
    sidecar.write_text(json.dumps(json.loads(sidecar.read_text()) | entry, indent=1) + "\n")
