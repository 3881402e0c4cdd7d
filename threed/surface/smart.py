"""What a smart material is: a tile or a plain layer, how it lies, how it takes colour, how it ages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.materials.material import MaterialClass
from core.materials.paint import RGB
from threed.surface.laying import Lay

#: How a said colour goes on: "dye" tints the material itself, "repaint" paints the tile anew in it (what has
#: joints keeps theirs), "coat" lays paint over it, "none" is not heard.
Takes = Literal["dye", "repaint", "coat", "none"]
#: see SmartMaterial.small
SMALL_M = 0.3


@dataclass(frozen=True)
class SmartMaterial:
    """A material that knows how to lie on a part and how to age.

    Attributes:
        role: what sort of stuff it is: chooses how it ages. A Role of threed.procedural.parts.
        tile: its painter.
        metres: width and height of a tile.
        relief_m: what the tile's whole height stands for.
        colours: sRGB, of which the seed chooses one; () keeps the tile's own.
        takes: how a said colour goes on.
        lay: how it lies.
        roughness: the mean; None keeps the tile's own.
        metallic: None keeps the tile's own.
        varies: deviation of brightness and of hue from part to part.
        clouds: deviation of brightness within a part.
        words, seed, tile_px: of the tile.
        under: name of the surface that shows where its coat of paint is chipped; None is not painted.
        coat_colours: sRGB, of the paint where no word says.
        ends: name of the surface of its ends across v (sawn logs); None is its own.
        once: a tile goes once around whatever it is turned around.
        glow: how much of its colour it gives off as light, 0 = none.
        clear: share of the light that goes through it; 0 = opaque.
        flat: how much of the tile's variation of colour is left out, 0..1.
        least_px: a tile is no smaller than this in texels: leaves are larger where they would be a blur.
        small: name of the surface that parts smaller than SMALL_M are made of instead; None is the same.
    """

    role: str
    tile: MaterialClass
    metres: tuple[float, float] = (0.5, 0.5)
    relief_m: float = 0.001
    colours: tuple[RGB, ...] = ()
    takes: Takes = "dye"
    lay: Lay = "even"
    roughness: float | None = None
    metallic: float | None = None
    varies: tuple[float, float] = (0.05, 0.01)
    clouds: float = 0.06
    words: frozenset[str] = frozenset()
    seed: int = 0
    tile_px: int = 512
    under: str | None = None
    coat_colours: tuple[RGB, ...] = ()
    ends: str | None = None
    once: bool = False
    glow: float = 0.0
    clear: float = 0.0
    flat: float = 0.0
    least_px: int = 0
    small: str | None = None
