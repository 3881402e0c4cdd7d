"""Enlarges what the first stage generates, views and tileable maps, four times by a small network.

Residual blocks work at the low resolution and a pixel shuffle writes the high one (Shi et al., "Real-Time
Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network", 2016; Lim
et al., "Enhanced Deep Residual Networks for Single Image Super-Resolution", 2017). What the network adds to
the bicubic picture is in units of the picture's own local spread: where a picture is flat it stays exactly
flat. training.upscaler trains it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from core.device import fastest_dtype
from core.errors import BrokenModelError, UsageError
from core.limits import UPSCALE
from core.models.checkpoint import one_line
from core.shapes import check_shape
from core.sheets import sheet_to_views, views_to_sheet
from core.tasks.material import unpack_maps
from core.types import MaterialMaps, Sheet

CHANNELS, BLOCKS = 64, 6
#: Side of the window, in low pixels, over which the spread is taken.
SPREAD_PX = 5
#: Side of the parts, in low pixels, that large pictures are worked on in; views and maps of the first stage's
#: own size are in one part.
TILE_PX = 192
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
    """

    network: UpscalerNet


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
    return Upscaler(network.eval())


def upscale_views(
    upscaler: Upscaler, pixels: np.ndarray, size_px: int | None = None, *, tileable: bool = False
) -> np.ndarray:
    """Enlarge views.

    Args:
        upscaler: of load_upscaler.
        pixels: [N, S, S, 4] in 0..1: sRGB over the layout's background, and coverage.
        size_px: side of the result, S to 4·S; between them it is averaged down from 4·S by area. None: 4·S.
        tileable: whether each picture continues at its opposite border.

    Returns:
        [N, size_px, size_px, 4] float32 in 0..1.

    Raises:
        ValueError: the pixels have another shape.
        UsageError: the size cannot be had.
    """
    side = check_shape("pixels", pixels, "N S S 4")["S"]
    largest = side * UPSCALE
    size_px = largest if size_px is None else size_px
    if not side <= size_px <= largest:
        raise UsageError(
            f"expected a size of {side} to {largest} px for pictures of {side} px, got {size_px}",
            f"try {min(max(size_px, side), largest)}",
        )
    x = torch.from_numpy(np.ascontiguousarray(pixels, np.float32)).permute(0, 3, 1, 2)
    large = [_average(_enlarge(upscaler.network, picture[None], tileable), size_px) for picture in x]
    empty = torch.empty(0, 4, size_px, size_px)
    return torch.cat([empty, *large]).permute(0, 2, 3, 1).contiguous().numpy()


def upscale_sheet(upscaler: Upscaler, sheet: Sheet) -> Sheet:
    """Enlarge the views of a sheet four times.

    Args:
        upscaler: of load_upscaler.
        sheet: with alpha.

    Raises:
        ValueError: it has no alpha, or is not of its layout's size.
    """
    layout = sheet.layout
    check_shape("sheet pixels", sheet.image.pixels, f"{layout.height_px} {layout.width_px} 4")
    views = upscale_views(upscaler, sheet_to_views(sheet.image.pixels, layout.rows, layout.columns))
    image = replace(sheet.image, pixels=views_to_sheet(views, layout.rows, layout.columns))
    return replace(sheet, image=image, layout=replace(layout, view_px=layout.view_px * UPSCALE))


def upscale_maps(upscaler: Upscaler, maps: MaterialMaps, size_px: int | None = None) -> MaterialMaps:
    """Enlarge the maps of a tileable material; they go on tiling, and normals are of unit length.

    Args:
        upscaler: of load_upscaler.
        maps: of side S.
        size_px: side of the result, S to 4·S; None: 4·S.

    Raises:
        ValueError: the maps differ in shape.
        UsageError: the size cannot be had.
    """
    large = upscale_views(upscaler, pack_maps(maps), size_px, tileable=True)
    return unpack_maps(views_to_sheet(large, 2, 2))


def pack_maps(maps: MaterialMaps) -> np.ndarray:
    """Write a material as the pictures of core.tasks.view_choice.MAPS: [4, S, S, 4] float32."""
    side = check_shape("base_color", maps.base_color, "S S 3")["S"]
    check_shape("normal", maps.normal, f"{side} {side} 3")
    for name in ("height", "roughness", "metallic"):
        check_shape(name, getattr(maps, name), f"{side} {side}")
    pictures = np.ones((4, side, side, 4), np.float32)
    pictures[0, ..., :3] = maps.base_color
    pictures[1, ..., :3] = maps.normal / 2 + 0.5
    pictures[2, ..., 1], pictures[2, ..., 2] = maps.roughness, maps.metallic
    pictures[3, ..., :3] = maps.height[..., None]
    return pictures


@torch.inference_mode()
def _enlarge(network: UpscalerNet, x: torch.Tensor, tileable: bool, tile_px: int = TILE_PX) -> torch.Tensor:
    """Enlarge one picture [1, 4, S, S] part by part, each seen with all that reaches into it."""
    side, reach = x.shape[-1], network.reach
    lead = reach if tileable else 0
    around = torch.arange(-lead, side + lead) % side
    x = x[:, :, around][:, :, :, around]
    large = torch.empty(1, 4, side * UPSCALE, side * UPSCALE)
    starts = range(0, side, tile_px)
    for top in starts:
        for left in starts:
            rows, columns = (_cut(start, tile_px, side, lead, reach) for start in (top, left))
            tile = x[:, :, rows.seen, columns.seen].to(network.head.weight.device)
            large[:, :, rows.place, columns.place] = network(tile)[:, :, rows.kept, columns.kept].cpu()
    return large.clamp(0, 1)


@dataclass(frozen=True)
class _Part:
    """Along one axis: what a part sees, which of what is made of that is kept, and where it belongs."""

    seen: slice
    kept: slice
    place: slice


def _cut(start: int, tile_px: int, side: int, lead: int, reach: int) -> _Part:
    stop = min(start + tile_px, side)
    first, last = max(0, start + lead - reach), min(side + 2 * lead, stop + lead + reach)
    ahead = (start + lead - first) * UPSCALE
    length = (stop - start) * UPSCALE
    place = slice(start * UPSCALE, stop * UPSCALE)
    return _Part(slice(first, last), slice(ahead, ahead + length), place)


def _average(x: torch.Tensor, size_px: int) -> torch.Tensor:
    """Average pictures [N, C, S, S] down to a smaller side: each new pixel is the mean over its own area."""
    if size_px == x.shape[-1]:
        return x
    old, new = (torch.linspace(0, 1, n + 1, dtype=torch.float64) for n in (x.shape[-1], size_px))
    overlap = torch.minimum(new[1:, None], old[1:]) - torch.maximum(new[:-1, None], old[:-1])
    weights = (overlap.clamp(min=0) * size_px).float()
    return weights @ x @ weights.T


#: the hint for what was whole once
MEND = "restore it, or train it again: python -m training.train CACHE --stage upscaler"
