"""Lays a smart material itself on texels, in the colour that was said, before it ages."""

from __future__ import annotations

import numpy as np

from core.color import srgb_to_linear
from core.materials.paint import RGB
from threed.surface.laying import Frames, lay_tile
from threed.surface.library import SURFACES
from threed.surface.looks import GLOSSES, Dress
from threed.surface.paint import Paint, column, step
from threed.surface.patterns import find_pattern
from threed.surface.smart import SmartMaterial
from threed.surface.spots import Spots
from threed.surface.tiles import HEIGHT, METALLIC, ROUGHNESS, Tile, paint_tile

#: how much a coat of paint fills of the relief below it
FILLS = {"wood": 0.35, "metal": 0.5}


def lay_dress(spots: Spots, frames: Frames, dress: Dress, tints: np.ndarray, texel_m: float) -> Paint:
    """Lay a material on texels.

    Args:
        spots: N texels.
        frames: of P parts.
        dress: the material and its colour.
        tints: [3, P] each part's own factors of colour.
        texel_m: width of the atlas' texels on the surface.
    """
    material = dress.material
    tile = _tile(material, dress.colour)
    if tile.metres[0] < material.least_px * texel_m:
        tile = tile.enlarged(material.least_px * texel_m / tile.metres[0])
    lay = "twist" if material.once and material.lay == "courses" else material.lay
    laid, gradient = lay_tile(spots, frames, tile, lay, texel_m)
    if material.ends is not None:
        _lay_ends(spots, frames, SURFACES[material.ends], laid, gradient, tile, texel_m)
    count = len(spots.part)
    mean, ratio = _mean(dress), laid[:3]
    if dress.colour is not None and material.takes != "repaint":
        # other hues than its own would come out of it: it keeps light and shade, and a little of its hues
        ratio = ratio * np.float32(0.35) + np.float32(0.65) * ratio.mean(0)
    clouds = 1 + np.float32(material.clouds) * (0.7 * spots.broad[2] + 0.4 * spots.fine[3])
    if material.flat:
        ratio = 1 + (ratio - 1) * np.float32(1 - material.flat)
    tone = tints.take(spots.part, 1) * clouds
    if dress.colour is None or dress.colour in material.colours:
        tone = tone * np.float32(dress.lightness)
    rough = laid[ROUGHNESS]
    if material.roughness is not None:
        rough = rough * np.float32(
            material.roughness / max(float(tile.levels[-1][..., ROUGHNESS].mean()), 1e-3)
        )
    metal = laid[METALLIC] if material.metallic is None else np.full(count, material.metallic, np.float32)
    paint = Paint(
        np.clip(ratio * column(mean) * tone, 0, 1),
        np.clip(rough, 0.04, 1),
        metal.copy(),
        laid[HEIGHT].copy(),
        gradient,
        np.zeros((3, count), np.float32),
        np.zeros(count, np.float32),
    )
    if dress.pattern is not None and dress.coat is None:
        second = column(_second(dress, mean)) * (ratio.mean(0) * tone.mean(0))
        mask = find_pattern(spots, frames, dress.pattern, texel_m)
        paint.colour = np.clip(paint.colour + (second - paint.colour) * mask, 0, 1)
    if material.glow:
        paint.glow = paint.colour * np.float32(material.glow)
    return paint


def lay_coat(
    spots: Spots,
    frames: Frames,
    paint: Paint,
    dress: Dress,
    tints: np.ndarray,
    chips: np.ndarray,
    texel_m: float,
) -> None:
    """Lay paint over a material, but for where it is chipped.

    Args:
        spots: N texels.
        frames: of P parts.
        paint: the material, which is painted over.
        dress: with a coat.
        tints: [3, P].
        chips: [N] how much is gone, 0..1; the paint ends there in a sharp edge.
        texel_m: width of the atlas' texels on the surface.
    """
    assert dress.coat is not None
    first = to_pigment(dress.coat)
    rgb = column(first)
    if dress.pattern is not None:
        mask = find_pattern(spots, frames, dress.pattern, texel_m)
        rgb = rgb + (column(_second(dress, first)) - rgb) * mask
    # what was painted long ago is paler where it lies open, and the grain shows through
    fade = 1 + 0.05 * spots.broad[2] + 0.04 * spots.fine[3]
    below = _mean(dress)
    grain = np.clip(paint.colour.mean(0) / max(float(below.mean()), 1e-4), 0.4, 1.8)
    # it goes first where the grain stands out
    chips = chips + step(chips, 0.0, 0.4) * np.clip(0.35 * (1 - grain), -0.25, 0.2)
    gone = step(chips, 0.42, 0.58)
    tone = (1 + 0.5 * (tints.take(spots.part, 1) - 1)) * fade * grain ** np.float32(0.25)
    rim = step(chips, 0.25, 0.42) * (1 - gone)
    colour = np.clip(rgb * tone * (1 - 0.25 * rim), 0, 1)
    rough = np.clip(dress.coat_roughness * (1 + 0.10 * spots.fine[2]) + 0.1 * rim, 0.06, 1)
    paint.lay_over(1 - gone, colour, rough, 0.0, lift=0.0003, flatten=FILLS.get(dress.material.role, 0.5))


def apply_finishes(paint: Paint, finishes: tuple[str, ...]) -> None:
    """Make a surface glossy or dull."""
    for finish in finishes:
        if finish in GLOSSES:
            paint.roughness = np.clip(paint.roughness * np.float32(GLOSSES[finish]), 0.05, 0.5)
            paint.gradient *= 0.6
        if finish in ("varnished", "lacquered"):
            grey = paint.colour.mean(0)
            paint.colour = np.clip((grey + (paint.colour - grey) * 1.15) * 0.82, 0, 1)
        if finish == "matte":
            paint.roughness = np.maximum(paint.roughness, 0.75 + 0.2 * (paint.roughness - 0.5))
        if finish == "rough":
            paint.roughness = np.minimum(paint.roughness + 0.2, 1)


def to_pigment(rgb: RGB) -> np.ndarray:
    """Return a said colour [3], linear, as paint and dye can have it: no light is, and few are as pure."""
    linear = srgb_to_linear(np.asarray(rgb)).astype(np.float32)
    most, least = float(linear.max()), float(linear.min())
    purity = (most - least) / max(most, 1e-6)
    bright = np.clip((most - 0.35) / 0.65, 0, 1)
    return linear * np.float32(1 - bright * (0.14 + 0.34 * purity)) + np.float32(0.012)


def _second(dress: Dress, first: np.ndarray) -> np.ndarray:
    """Return the second colour [3], linear, of a pattern over the first: what is said, or a contrast."""
    if dress.second is not None:
        return to_pigment(dress.second)
    pale = first.mean() < 0.35
    return np.array([0.84, 0.80, 0.72] if pale else [0.045, 0.05, 0.07], np.float32)


def _tile(material: SmartMaterial, colour: RGB | None) -> Tile:
    rgb = colour if material.takes == "repaint" else None
    return paint_tile(
        material.tile,
        material.metres,
        material.relief_m,
        material.tile_px,
        material.seed,
        material.words,
        rgb,
    )


def _mean(dress: Dress) -> np.ndarray:
    """Return the mean colour [3], linear, of a dress without its coat."""
    if dress.colour is None or dress.material.takes == "repaint":
        return _tile(dress.material, dress.colour).mean
    if dress.colour in dress.material.colours:
        return srgb_to_linear(np.asarray(dress.colour)).astype(np.float32)
    return to_pigment(dress.colour)


def _lay_ends(
    spots: Spots, frames: Frames, material: SmartMaterial, laid: np.ndarray, gradient: np.ndarray, tile: Tile,
    texel_m: float,
) -> None:  # fmt: skip
    """Lay another material on what faces along v: the sawn ends of a log."""
    along = frames.axes[3:6].take(spots.part, 1)
    rows = np.flatnonzero(step(np.abs((along * spots.flat).sum(0)), 0.75, 0.9) > 0.5)
    if not len(rows):
        return
    ends = _tile(material, None)
    found, slope = lay_tile(spots.subset(rows), frames, ends, material.lay, texel_m)
    found[:3] *= column(ends.mean / tile.mean)
    laid[:, rows], gradient[:, rows] = found, slope
