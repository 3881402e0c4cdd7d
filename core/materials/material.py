"""What a taught material is, and how its maps are finished from what its builder paints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.materials.paint import RGB, scaled
from core.materials.weathering import WEATHERS, Grid, Surface
from core.types import MaterialMaps

#: build(rng, grid, rgb, words) → surface. rgb is the captioned colour, None where the builder is to choose;
#: words are those of the class's words that the caption says.
Builder = Callable[[np.random.Generator, Grid, RGB | None, frozenset[str]], Surface]

#: Colours that a caption may give to brick, to stone and to wood; names of
#: core.models.pocket.vocabulary.COLOURS.
NATURAL = ("red", "orange", "yellow", "green", "brown", "beige", "white", "grey", "black", "maroon")
STONE = ("red", "yellow", "green", "brown", "beige", "white", "grey", "black")
WOODEN = ("red", "orange", "brown", "beige", "white", "grey", "black", "maroon")


@dataclass(frozen=True)
class MaterialClass:
    """A kind of material: how it is painted, and the words for it.

    Attributes:
        build: paints a fresh variation.
        relief: what a height of 1 stands for, in tile widths.
        synonyms: other nouns for it.
        words: extra words that the caption may say ("mossy", "large" ...), of the builder or of weathering.
        colours: names of the colours that a caption may give it: () where none applies, None for any.
        metal: whether it is a bare metal.
        samples: how many times finer than the maps it is painted, each way; 2 where pieces overlap with sharp
            edges, which one sample a texel would leave jagged.
    """

    build: Builder
    relief: float
    synonyms: tuple[str, ...]
    words: tuple[str, ...] = ()
    colours: tuple[str, ...] | None = ()
    metal: bool = False
    samples: int = 1


def paint_material(
    rng: np.random.Generator,
    material: MaterialClass,
    size_px: int,
    rgb: RGB | None = None,
    words: frozenset[str] = frozenset(),
    origin: tuple[float, float] = (0.0, 0.0),
) -> MaterialMaps:
    """Paint a fresh variation of a material.

    Args:
        rng: draws the variation; the same state gives the same pattern at every size.
        size_px: side of the maps.
        rgb: captioned colour, sRGB 0..1; None leaves it to the builder.
        words: of material.words.
        origin: of the tile's top left corner, in tile widths: the pattern rolls by it.
    """
    # the pattern is rolled at random, for a tile to begin anywhere in it and not always at a joint
    start = rng.random(2) + origin
    grid = Grid.of(size_px * material.samples, (float(start[0]), float(start[1])))
    surface = material.build(rng, grid, rgb, words)
    for word, weather in WEATHERS.items():
        if word in words:
            surface = weather(rng, grid, surface)
    return finish(surface, size_px, material.relief)


def finish(surface: Surface, size_px: int, relief: float) -> MaterialMaps:
    """Average a surface down to its maps' size, darken its cavities, and derive the normals."""
    height = _shrink(np.clip(surface.height, 0, 1).astype(np.float32), size_px)
    colour = _shrink(np.clip(surface.base_color, 0, 1), size_px)
    # a painter lightens worn edges and darkens grooves, both at the scale of details and of whole pieces
    curvature = 1.1 * (height - blur(height, 0.010)) + 0.5 * (height - blur(height, 0.035))
    curvature *= min(relief / 0.02, 1.5) * surface.painted
    colour = scaled(colour, 1 + np.clip(curvature, -0.35, 0.16))
    rough = _shrink(np.broadcast_to(np.asarray(surface.roughness, np.float32), surface.height.shape), size_px)
    metal = _shrink(np.broadcast_to(np.asarray(surface.metallic, np.float32), surface.height.shape), size_px)
    return MaterialMaps(
        np.clip(colour, 0, 1).astype(np.float32),
        height,
        np.clip(rough, 0.03, 1).astype(np.float32),
        np.clip(metal, 0, 1).astype(np.float32),
        derive_normals(height, relief),
    )


def derive_normals(height: np.ndarray, relief: float) -> np.ndarray:
    """Return the tangent-space normals of a height map that wraps around, by central differences.

    Args:
        height: [S, S] 0..1, row 0 at the top.
        relief: what a height of 1 stands for, in tile widths.

    Returns:
        [S, S, 3] float32 unit, +Y up in the picture (OpenGL).
    """
    half = np.float32(relief * height.shape[0] / 2)
    normal = np.ones((*height.shape, 3), np.float32)
    normal[..., 0] = (np.roll(height, 1, 1) - np.roll(height, -1, 1)) * half
    # rows run downwards, +Y upwards: the sign is the other one
    normal[..., 1] = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * half
    length = np.sqrt(np.square(normal).sum(-1, keepdims=True))
    return np.divide(normal, length)


def blur(values: np.ndarray, sigma: float) -> np.ndarray:
    """Blur [S, S] by a Gaussian that wraps around; sigma in tile widths."""
    rows, columns = values.shape
    fy, fx = np.fft.fftfreq(rows, 1 / rows), np.fft.rfftfreq(columns, 1 / columns)
    scale = -2 * (np.pi * sigma) ** 2
    gain = np.exp(scale * fy * fy)[:, None] * np.exp(scale * fx * fx)
    return np.fft.irfft2(np.fft.rfft2(values) * gain, values.shape).astype(np.float32)


def _shrink(values: np.ndarray, size_px: int) -> np.ndarray:
    """Average [K S, K S, ...] over squares of K × K."""
    k = values.shape[0] // size_px
    if k == 1:
        return values
    return np.sum([values[j::k, i::k] for j in range(k) for i in range(k)], 0) * np.float32(1 / (k * k))
