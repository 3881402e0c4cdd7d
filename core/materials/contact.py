"""Draws contact sheets of materials, to be looked at while their builders are written.

python -m core.materials.contact OUT.png brick planks --count 4 --size 128
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from core.materials import CLASSES, MaterialMaps, build_material
from core.models.pocket.vocabulary import COLOURS

_KEY = np.array([-0.45, 0.55, 0.70], np.float32) / np.float32(0.9975)
_VIEW = np.array([0, 0, 1], np.float32)


def light_maps(maps: MaterialMaps) -> np.ndarray:
    """Light a material seen from straight above: one lamp at the upper left, a sky, GGX highlights.

    The microfacet model is Walter et al.'s (Microfacet Models for Refraction, 2007) with Schlick's Fresnel.

    Returns:
        [S, S, 3] float32 sRGB 0..1.
    """
    albedo = maps.base_color**2.2
    metal, alpha = maps.metallic[..., None], (maps.roughness**2)[..., None]
    half = (_KEY + _VIEW) / np.linalg.norm(_KEY + _VIEW)
    lit, facing = np.clip(maps.normal @ _KEY, 0, 1)[..., None], np.clip(maps.normal @ half, 0, 1)[..., None]
    spread = alpha**2 / (np.pi * (facing**2 * (alpha**2 - 1) + 1) ** 2)
    specular = 0.04 + (albedo - 0.04) * metal
    up = 0.5 + 0.5 * maps.normal[..., 1:2]
    # what a mirror would show: a bright sky above, a dim floor below
    sky = 0.25 + 0.75 / (1 + np.exp(-(maps.normal[..., 1:2] * 2 + maps.normal[..., :1]) / (0.08 + alpha)))
    diffuse = albedo * (1 - metal) * (2.1 * lit / np.sqrt(2) + 0.35 * up + 0.15)
    shine = specular * (np.minimum(spread, 20) * 0.35 * lit + sky * (0.25 + 0.65 * metal))
    return np.clip(diffuse * 0.68 + shine, 0, 1) ** (1 / 2.2)


def main() -> None:
    """Draw `count` variations a material, each tiled 2 × 2: lit, and its base colour beside it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("materials", nargs="*")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--colour", choices=list(COLOURS))
    parser.add_argument("--words", nargs="*", default=[])
    parser.add_argument("--each-word", action="store_true", help="a column for each word the class knows")
    options = parser.parse_args()
    rgb = COLOURS[options.colour] if options.colour else None
    rows = []
    for name in options.materials or CLASSES:
        known = CLASSES[name].words
        said = (
            [(w,) for w in known[: options.count]] if options.each_word else [options.words] * options.count
        )
        row = []
        for k, words in enumerate(said):
            rng = np.random.default_rng([options.seed, k])
            maps = build_material(rng, name, options.size, rgb, frozenset(words) & {*known})
            row += [np.tile(light_maps(maps), (2, 2, 1)), np.tile(maps.base_color, (2, 2, 1))]
        row += [np.zeros_like(row[0])] * (2 * options.count - len(row))
        strip = Image.fromarray((np.concatenate(row, 1) * 255).round().astype(np.uint8))
        ImageDraw.Draw(strip).text((4, 4), name, fill="white", stroke_width=2, stroke_fill="black")
        rows.append(np.asarray(strip))
    Image.fromarray(np.concatenate(rows)).save(options.out)


if __name__ == "__main__":
    main()
