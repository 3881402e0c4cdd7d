"""What a smart material is: a tile or a plain layer, how it lies, how it takes colour, how it ages."""

from __future__ import annotations

from dataclasses import dataclass

from core.materials.material import MaterialClass
from core.materials.paint import RGB
from threed.surface.laying import Lay

#: How a said colour goes on: "dye" tints the material itself, "repaint" paints the tile anew in it (what has
#: joints keeps theirs), "coat" lays paint over it, "none" is not heard.
Takes = "dye | repaint | coat | none"


@dataclass(frozen=True)
class SmartMaterial:
    """A material that knows how to lie on a part and how to age.

    Attributes:
        role: what sort of stuff it is: chooses how it ages. A Role of threed.procedural.parts.
        tile: its painter; None is plain.
        metres: width and height of a tile.
        relief_m: what the tile's whole height stands for.
        colours: sRGB, of which the seed chooses one; () keeps the tile's own.
        takes: how a said colour goes on: "dye", "repaint", "coat" or "none".
        lay: how it lies.
        roughness: the mean; None keeps the tile's own.
        metallic: None keeps the tile's own.
        varies: deviation of brightness and of hue from part to part.
        clouds: deviation of brightness within a part.
        words, seed, tile_px: of the tile.
        under: name of the surface that shows where a coat is chipped.
        glow: what it shines with, linear RGB, 0 = nothing.
        alpha: how much it covers what lies behind, 1 = all.
    """

    role: str
    tile: MaterialClass | None = None
    metres: tuple[float, float] = (0.5, 0.5)
    relief_m: float = 0.001
    colours: tuple[RGB, ...] = ()
    takes: str = "dye"
    lay: Lay = "even"
    roughness: float | None = None
    metallic: float | None = None
    varies: tuple[float, float] = (0.05, 0.01)
    clouds: float = 0.06
    words: frozenset[str] = frozenset()
    seed: int = 0
    tile_px: int = 512
    under: str | None = None
    glow: RGB = (0.0, 0.0, 0.0)
    alpha: float = 1.0
