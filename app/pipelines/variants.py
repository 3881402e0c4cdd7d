"""Draws a contact sheet of variants of one order, each with its seed, for one of them to be chosen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image as PictureFile
from PIL import ImageDraw, ImageFont, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

from app.asset import build_file
from app.pipelines.procedural import build_prop
from app.procedural_order import ProceduralOrder
from app.progress import Show
from app.stages import begin_run
from threed.preview import draw_view

#: side of one variant's picture, and of its textures
TILE_PX, TEXTURE_PX = 320, 512
#: the PNG text that marks a sheet as Propsmith's, and says what it shows
SHEET_KEY = "propsmith-variants"


def draw_variants(
    order: ProceduralOrder, count: int, show: Show, check: Callable[[], None], started: float
) -> list[int]:
    """Draw variants of an order, of its seed and of those after it, as one PNG at its target.

    Args:
        order: what is wanted; its target is the PNG.
        count: 1 or more.
        show, check, started: as of make_prop.

    Returns:
        The seeds, row by row.

    Raises:
        PropsmithError: see core/errors.py; nothing is left behind.
    """
    seeds = [order.seed + i for i in range(count)]
    run = begin_run({"start": 0.4, "variants": 0.8 * count, "write": 0.2}, show, check, started)
    quality = replace(order.quality, texture_px=TEXTURE_PX, lods=0, collider=False)
    columns = math.ceil(math.sqrt(count))
    size = (columns * TILE_PX, math.ceil(count / columns) * TILE_PX)
    sheet = PictureFile.new("RGB", size, (186, 187, 190))
    with run.stage("variants"):
        for i, seed in enumerate(seeds):
            prop = build_prop(replace(order, seed=seed, quality=quality))
            tile = _labelled(draw_view(prop.made.mesh, prop.material, TILE_PX), f"seed {seed}")
            sheet.paste(tile, (i % columns * TILE_PX, i // columns * TILE_PX))
            run.progress("variants", (i + 1) / count)
    with run.stage("write"), build_file(order.target, is_our_sheet) as building:
        info = PngInfo()
        info.add_itxt(SHEET_KEY, f"{order.prompt}; seeds {seeds[0]} to {seeds[-1]}")
        sheet.save(building, format="PNG", pnginfo=info)
    return seeds


def is_our_sheet(path: Path) -> bool:
    """Tell whether a file is a contact sheet that Propsmith made."""
    try:
        with PictureFile.open(path) as picture:
            return SHEET_KEY in picture.info
    except (UnidentifiedImageError, OSError):
        return False


def _labelled(pixels: np.ndarray, label: str) -> PictureFile.Image:
    tile = PictureFile.fromarray(pixels)
    ImageDraw.Draw(tile).text((10, TILE_PX - 26), label, (70, 70, 74), ImageFont.load_default(16))
    return tile
