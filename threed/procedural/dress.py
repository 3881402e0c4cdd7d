"""Chooses what each part of a prop is made of: what the words say, else what such a part usually is."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from core.materials.paint import RGB
from threed.procedural.kind import Made
from threed.surface.compose import Look


def usual_look(made: Made, seed: int) -> Look:
    """Draw what parts are made of where no word says; parts of the same choice fall alike."""
    surface = _draw(made.surfaces, seed)
    return Look(surface, parse_colour(_draw(made.colours, seed)) if made.colours else None)


def parse_colour(text: str) -> RGB:
    """Read a CSS name or "#rrggbb" as sRGB 0..1."""
    import webcolors

    red, green, blue = webcolors.html5_parse_legacy_color(text)
    return red / 255, green / 255, blue / 255


def _draw(options: Sequence[str], seed: int) -> str:
    rng = np.random.default_rng([seed, zlib.crc32("|".join(options).encode())])
    return options[int(rng.integers(len(options)))]
