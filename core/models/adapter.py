"""Low-rank adapters of a UNet: small files that change what big weights do.

LoRA (Hu et al., 2021, section 4.1): to a weight W [out, in] the product of two thin matrices is added, up
[out, r] times down [r, in]. Files are in diffusers' own form, as its load_lora_weights reads them; they are
fused into a copy of the UNet, so that sampling costs no more than without.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from core.errors import BrokenModelError
from core.models.checkpoint import MEND, one_line

#: what stands before and behind the name of a layer in a file
PREFIX, DOWN, UP = "unet.", ".lora_A.weight", ".lora_B.weight"


@dataclass(frozen=True)
class LowRank:
    """What is added to the weight of one layer.

    Attributes:
        down: [r, in], or [r, in, k, k] for a convolution.
        up: [out, r].
    """

    down: torch.Tensor
    up: torch.Tensor

    def product(self) -> torch.Tensor:
        """Return what is added: [out, in] or [out, in, k, k] float32."""
        change = self.up.float() @ self.down.float().flatten(1)
        return change.view(len(self.up), *self.down.shape[1:])


def adapter_to_tensors(adapter: Mapping[str, LowRank]) -> dict[str, torch.Tensor]:
    """Lay an adapter out as diffusers' files have it, fp16; a convolution's up is one of 1×1."""
    tensors = {}
    for name, layer in adapter.items():
        up = layer.up.view(*layer.up.shape, *[1] * (layer.down.ndim - 2))
        tensors[PREFIX + name + DOWN] = layer.down.half().contiguous()
        tensors[PREFIX + name + UP] = up.half().contiguous()
    return tensors


def read_adapter(file: Path) -> dict[str, LowRank]:
    """Read an adapter of a UNet.

    Args:
        file: safetensors in diffusers' form, whose layers' strength is 1, as without an alpha it is.

    Returns:
        What is added to each layer, by the layer's name in the UNet.

    Raises:
        BrokenModelError: the file is missing, corrupt, or holds something else.
    """
    try:
        tensors = load_file(file)
    except (OSError, SafetensorError) as error:
        raise BrokenModelError(f"{file} cannot be read: {one_line(error)}", MEND) from None
    names = [key.removeprefix(PREFIX).removesuffix(DOWN) for key in tensors if key.endswith(DOWN)]
    keys = {PREFIX + name + part for name in names for part in (DOWN, UP)}
    other = sorted(keys ^ tensors.keys())
    if other or not names:
        got = other[0] if other else "none"
        raise BrokenModelError(
            f"{file}: expected pairs of {PREFIX}…{DOWN} and {PREFIX}…{UP}, got {got}",
            "save the adapter of the UNet alone, as diffusers does, without alphas",
        )
    adapter = {n: LowRank(tensors[PREFIX + n + DOWN], tensors[PREFIX + n + UP]) for n in names}
    for name, layer in adapter.items():
        if layer.up.ndim < 2 or layer.down.ndim < 2 or layer.up[0].numel() != len(layer.down):
            raise BrokenModelError(
                f"{file}: {name}: expected up [out, r] and down [r, in], got {_shape(layer.up)} and "
                f"{_shape(layer.down)}",
                MEND,
            )
    return {name: LowRank(layer.down, layer.up.flatten(1)) for name, layer in adapter.items()}


def fuse_adapter(unet: Any, adapter: Mapping[str, LowRank], strength: float = 1.0) -> Any:
    """Return a copy of a UNet with an adapter added to its weights.

    Args:
        unet: a stock UNet, which is left as it is; its attention may be joined.
        adapter: by the names of its layers.
        strength: of what is added; 0 changes nothing.

    Raises:
        BrokenModelError: the adapter is of a UNet of another shape.
    """
    fused = copy.deepcopy(unet)
    layers = dict(fused.named_modules())
    for name, change in adapter.items():
        layer = layers.get(name)
        if not isinstance(layer, nn.Linear | nn.Conv2d):
            raise BrokenModelError(
                f"the adapter changes {name}, expected a linear layer or a convolution of the UNet",
                "take the adapter that was trained for this model",
            )
        shape = (len(change.up), *change.down.shape[1:])
        if shape != tuple(layer.weight.shape):
            raise BrokenModelError(
                f"the adapter's {name} is {_shape(change.product())}, the UNet's {_shape(layer.weight)}",
                "take the adapter that was trained for this model",
            )
        with torch.no_grad():
            added = strength * change.product().to(layer.weight.device)
            layer.weight.copy_(layer.weight.float() + added)
    return fused


def _shape(tensor: torch.Tensor) -> str:
    return "×".join(map(str, tensor.shape))
