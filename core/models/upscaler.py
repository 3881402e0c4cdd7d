"""A small network that enlarges pictures four times, and how it is kept on disk.

Residual blocks work at the low resolution and a pixel shuffle writes the high one (Shi et al., "Real-Time
Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network", 2016; Lim
et al., "Enhanced Deep Residual Networks for Single Image Super-Resolution", 2017). What the network adds to
the bicubic picture is in units of the picture's own local spread: where a picture is flat it stays exactly
flat. training.upscaler trains it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from core.device import fastest_dtype
from core.errors import BrokenModelError
from core.limits import UPSCALE
from core.models.checkpoint import one_line

CHANNELS, BLOCKS = 64, 6
#: Side of the window, in low pixels, over which the spread is taken.
SPREAD_PX = 5
#: What the network sees as 0: the background without coverage, and so what lies beyond the borders as well.
GROUND = (0.5, 0.5, 0.5, 0.0)


class UpscalerNet(nn.Module):
    """RGBA pictures [N, 4, H, W] in 0..1 → [N, 4, 4·H, 4·W], about in 0..1.

    Attributes:
        channels, blocks: its width and depth.
        reach: how far, in low pixels, anything is seen: farther from a cut than that, it makes no difference.
    """

    def __init__(self, channels: int = CHANNELS, blocks: int = BLOCKS) -> None:
        super().__init__()
        self.channels, self.blocks = channels, blocks
        self.reach = 2 * blocks + 3
        self.head = nn.Conv2d(4, channels, 3, padding=1)
        self.body = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(channels, channels, 3, padding=1),
                nn.ReLU(),
                nn.Conv2d(channels, channels, 3, padding=1),
            )
            for _ in range(blocks)
        )
        self.join = nn.Conv2d(channels, channels, 3, padding=1)
        self.tail = nn.Conv2d(channels, 4 * UPSCALE**2, 3, padding=1)
        # it begins as the bicubic picture
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)  # pyright: ignore[reportArgumentType]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Enlarge pictures; the convolutions run in the weights' precision, the rest in float32."""
        ground = torch.tensor(GROUND, device=x.device)[:, None, None]
        first = self.head(((x - ground) * 2).to(self.head.weight.dtype))
        features = first
        for block in self.body:
            features = features + block(features)
        detail = F.pixel_shuffle(self.tail(first + self.join(features)), UPSCALE).float()
        return bicubic(x) + detail * F.interpolate(local_spread(x), scale_factor=UPSCALE, mode="bilinear")


def bicubic(x: torch.Tensor) -> torch.Tensor:
    """Enlarge pictures [N, C, H, W] four times without a network."""
    return F.interpolate(x, scale_factor=UPSCALE, mode="bicubic")


def local_spread(x: torch.Tensor) -> torch.Tensor:
    """Return the largest difference within the windows round each pixel of any channel, [N, 1, H, W]."""
    edge = SPREAD_PX // 2
    high, low = (F.max_pool2d(side, SPREAD_PX, 1, edge) for side in (x, -x))
    return (high + low).amax(1, keepdim=True)


@dataclass(frozen=True)
class Upscaler:
    """A trained network, ready to use.

    Attributes:
        network: on its device, in its precision, in evaluation mode.
        sha256: of its weights, 64 hexadecimal digits; "" of one that was not loaded.
    """

    network: UpscalerNet
    sha256: str = ""


def save_upscaler(network: UpscalerNet, folder: Path) -> None:
    """Write fp16 safetensors and config.json, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {k: v.detach().cpu().half().contiguous() for k, v in network.state_dict().items()}
    save_file(state, folder / "model.safetensors.partial")
    os.replace(folder / "model.safetensors.partial", folder / "model.safetensors")
    config = {"format": 1, "scale": UPSCALE, "channels": network.channels, "blocks": network.blocks}
    (folder / "config.json").write_text(json.dumps(config) + "\n")


def load_upscaler(
    folder: Path, device: torch.device | None = None, dtype: torch.dtype | None = None
) -> Upscaler:
    """Read what save_upscaler wrote.

    Args:
        folder: "pocket-upscaler", beside the model that it belongs to.
        device: the CPU where it is None.
        dtype: of the convolutions; None takes the fastest of the device.

    Raises:
        BrokenModelError: a file is missing, or not of an upscaler of this form.
    """
    device = device or torch.device("cpu")
    for name in ("config.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise BrokenModelError(f"{folder / name} is missing, expected the upscaler's", MEND)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        form = (config["format"], config["scale"])
        channels, blocks = int(config["channels"]), int(config["blocks"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenModelError(
            f"{folder / 'config.json'} is not an upscaler's configuration: {one_line(error)}", MEND
        ) from error
    if form != (1, UPSCALE) or not 1 <= channels <= 1024 or not 0 <= blocks <= 64:
        raise BrokenModelError(
            f"{folder / 'config.json'} is of another form: expected format 1, scale {UPSCALE}, 1 to 1024 "
            f"channels and up to 64 blocks, got {form[0]}, {form[1]}, {channels} and {blocks}",
            MEND,
        )
    try:
        network = UpscalerNet(channels, blocks)
        network.load_state_dict({k: v.float() for k, v in load_file(folder / "model.safetensors").items()})
    except (OSError, RuntimeError, SafetensorError) as error:
        raise BrokenModelError(
            f"{folder / 'model.safetensors'} does not load as an upscaler's weights: {one_line(error)}", MEND
        ) from error
    network.to(device, dtype or fastest_dtype(device)).to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    sha256 = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    return Upscaler(network.eval(), sha256)


#: the hint for what was whole once
MEND = "restore it, or train it again: python -m training.train CACHE --stage upscaler"
