"""What words or a program say of how parts look, and what they wear for it."""

from __future__ import annotations

import colorsys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from core.materials import plates
from core.materials.paint import RGB
from threed.surface.library import SURFACES
from threed.surface.patterns import Pattern
from threed.surface.smart import SmartMaterial

#: roughness of a coat of paint that no word says more of
MATT_PAINT = 0.5
#: finishes that are a gloss, and the factor on roughness; varnish also deepens colours
GLOSSES = {
    "glossy": 0.4,
    "polished": 0.4,
    "varnished": 0.55,
    "lacquered": 0.3,
    "glazed": 0.25,
    "enamelled": 0.3,
}


@dataclass(frozen=True)
class Look:
    """What words or a program say of the parts of one name.

    Attributes:
        surface: a key of SURFACES; None leaves it to the part or its role.
        said: a word chose the surface, so that it goes before what a part says of itself.
        colour: sRGB 0..1; None is the surface's own.
        finishes: of core.description.finishes.FINISHES: how the surface is worked.
        pattern: "striped", "dotted" or "checked"; None is plain.
        second: sRGB of the pattern; None is a contrast.
        lightness: factor on the surface's own colour, where none is said.
        weather: amounts 0..1 by name for these parts alone.
    """

    surface: str | None = None
    colour: RGB | None = None
    finishes: tuple[str, ...] = ()
    pattern: Pattern | None = None
    second: RGB | None = None
    lightness: float = 1.0
    weather: Mapping[str, float] = field(default_factory=dict)
    said: bool = False


@dataclass(frozen=True)
class Dress:
    """A smart material as one look wears it.

    Attributes:
        name: of the surface: a key of SURFACES.
        material: it, or what is under the paint.
        colour: sRGB that the tile is tinted with or painted in; None is its own.
        coat: sRGB of the paint over it; None is not painted.
        coat_roughness: of the paint.
        finishes, pattern, second, lightness: see Look.
        weather: amounts by name.
    """

    name: str
    material: SmartMaterial
    colour: RGB | None
    coat: RGB | None = None
    coat_roughness: float = MATT_PAINT
    finishes: tuple[str, ...] = ()
    pattern: Pattern | None = None
    second: RGB | None = None
    lightness: float = 1.0
    weather: tuple[tuple[str, float], ...] = ()


def choose_dress(name: str, look: Look, seed: int) -> Dress:
    """Decide how a look goes on a surface.

    Args:
        name: a key of SURFACES: the look's own, or what stands for it.
        look: what is said.
        seed: of the prop; draws colours that are not.

    Raises:
        KeyError: no such surface.
    """
    if "gilded" in look.finishes:
        name, look = "gold", replace(look, colour=None)
    dress = _choose_colours(name, look, seed)
    material = _work(dress.material, look.finishes)
    if "glowing" in look.finishes and not material.glow:
        material = replace(material, glow=0.3)
    return replace(
        dress,
        material=material,
        finishes=look.finishes,
        pattern=look.pattern,
        second=look.second,
        lightness=look.lightness,
        weather=tuple(sorted(look.weather.items())),
    )


def _choose_colours(name: str, look: Look, seed: int) -> Dress:
    material, colour = SURFACES[name], look.colour
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])

    def own(palette: tuple[RGB, ...]) -> RGB | None:
        return palette[int(rng.integers(len(palette)))] if palette else None

    painted = bool({"painted", "enamelled", "lacquered"} & set(look.finishes))
    if material.under is not None:
        under = SURFACES[material.under]
        rough = MATT_PAINT if material.roughness is None else material.roughness
        return Dress(name, under, own(under.colours), colour or own(material.coat_colours), rough)
    if painted and material.takes == "coat":
        paints = SURFACES["painted metal" if material.role == "metal" else "painted wood"].coat_colours
        return Dress(name, material, own(material.colours), colour or own(paints))
    if colour is None or material.takes == "none":
        return Dress(name, material, own(material.colours))
    if material.takes == "coat" and not (material.role == "wood" and _is_stain(colour)):
        return Dress(name, material, own(material.colours), colour)
    return Dress(name, material, colour)


def _is_stain(rgb: RGB) -> bool:
    """Whether wood may be stained in a colour, and need not be painted."""
    hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
    return (0.03 < hue < 0.13 and 0.2 < saturation < 0.85 and value < 0.92) or value < 0.12


def _work(material: SmartMaterial, finishes: tuple[str, ...]) -> SmartMaterial:
    """Brush or hammer a metal, or leave it rough."""
    if material.role == "metal" and "brushed" in finishes:
        return replace(material, tile=plates.brushed(material.tile), lay="courses", relief_m=0.0004)
    if material.role == "metal" and "hammered" in finishes:
        return replace(material, tile=plates.hammered(material.tile), relief_m=0.003)
    if "rough" in finishes:
        return replace(material, relief_m=material.relief_m * 1.7)
    return material
