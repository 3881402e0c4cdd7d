"""Chooses what each part of a prop is made of: what the words say, else what such a part usually is."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import cast

import numpy as np

from core.color import hex_to_srgb
from core.description.description import Description
from core.description.description import Look as SaidLook
from core.description.materials import choose_surfaces, is_kind_of
from threed.procedural import KINDS
from threed.procedural.kind import Made
from threed.procedural.shape import Shape
from threed.surface.looks import Look
from threed.surface.patterns import Pattern

#: shades of a material's own colour: "dark" walnut; factors on its lightness
SHADES = {"dark": 0.62, "light": 1.35}


def choose_looks(shape: Shape, description: Description) -> dict[str, Look]:
    """Choose the look of the parts of each name.

    Args:
        shape: whose kind and seed decide what no word says. A part takes a surface that another has already,
            where it may: one smith made a lantern's frame and its ring.
        description: what the words say; its whole goes to the kind's main parts.
    """
    kind = KINDS[shape.kind]
    looks: dict[str, Look] = {}
    used: list[str] = []
    for name, made in kind.parts.items():
        said = description.parts.get(name, SaidLook())
        whole = description.whole if name in kind.main_parts else SaidLook()
        looks[name] = _choose(made, said, whole, shape.seed, used)
        used.append(looks[name].surface or "")
    return looks


def _choose(made: Made, said: SaidLook, whole: SaidLook, seed: int, used: Sequence[str]) -> Look:
    """Choose the look of one part: its own words first, then those of the whole."""
    material = said.material or whole.material
    finishes, worn = said.finishes or whole.finishes, {**whole.weather, **said.weather}.get("worn", 0.0)
    surfaces = choose_surfaces(material, made.surfaces, finishes, worn) if material else made.surfaces
    unwanted = (*said.not_materials, *whole.not_materials)
    wanted = [s for s in surfaces if not any(_is_made_of(s, material) for material in unwanted)]
    wanted = wanted or list(surfaces)
    surface = next((one for one in used if one in wanted), None) or _draw(wanted, seed)
    colour = said.colour or whole.colour
    if colour is not None:
        srgb = hex_to_srgb(colour.srgb)
    elif made.colours and not material:
        excluded = {c.srgb for c in (*said.not_colours, *whole.not_colours)}
        srgb = hex_to_srgb(_draw([c for c in made.colours if c not in excluded] or made.colours, seed))
    else:
        srgb = None
    colours = said.colours or whole.colours
    shade = said.shade or whole.shade
    return Look(
        surface,
        srgb,
        finishes,
        cast(Pattern | None, said.pattern or whole.pattern),
        hex_to_srgb(colours[1].srgb) if len(colours) > 1 else None,
        SHADES[shade] if shade else 1.0,
        said.weather,
        material is not None,
    )


def _is_made_of(surface: str, material: str) -> bool:
    try:
        return is_kind_of(surface, material)
    except KeyError:
        return surface == material


def _draw(options: Sequence[str], seed: int) -> str:
    rng = np.random.default_rng([seed, zlib.crc32("|".join(options).encode())])
    return options[int(rng.integers(len(options)))]
