"""Enlarges what the first stage generates, views and tileable maps, by core.models.upscaler."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from core.errors import UsageError
from core.limits import UPSCALE
from core.models.upscaler import Upscaler, UpscalerNet
from core.shapes import check_shape
from core.sheets import sheet_to_views, views_to_sheet
from core.tasks.material import unpack_maps
from core.types import MaterialMaps, Sheet

#: Side of the parts, in low pixels, that large pictures are worked on in; views and maps of the first stage's
#: own size are in one part.
TILE_PX = 192


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
