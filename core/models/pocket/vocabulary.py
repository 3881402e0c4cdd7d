"""The colours and the finishes that the pocket model is taught to name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finish:
    """How a surface is worked.

    Attributes:
        synonyms: other words for it, used in captions.
        roughness, metallic: glTF factors of such a surface, 0..1.
        colours: what a thing of it usually has, one as often as it is usual; none where the finish has a
            colour of its own, and None where it is up to the kind of thing.
    """

    synonyms: tuple[str, ...]
    roughness: float
    metallic: float
    colours: tuple[str, ...] | None = None


#: sRGB 0..1: far apart in CIELAB, also in the shade that the renders' light gives them.
COLOURS = {
    "red": (0.84, 0.07, 0.08),
    "orange": (0.97, 0.46, 0.03),
    "yellow": (0.98, 0.86, 0.12),
    "lime": (0.55, 0.85, 0.10),
    "green": (0.07, 0.44, 0.16),
    "turquoise": (0.08, 0.72, 0.70),
    "blue": (0.11, 0.36, 0.90),
    "navy": (0.06, 0.11, 0.38),
    "purple": (0.50, 0.13, 0.70),
    "pink": (0.98, 0.52, 0.72),
    "brown": (0.46, 0.27, 0.12),
    "beige": (0.84, 0.71, 0.51),
    "white": (0.97, 0.97, 0.95),
    "grey": (0.50, 0.51, 0.53),
    "black": (0.07, 0.07, 0.08),
    "maroon": (0.42, 0.03, 0.13),
}

COLOUR_SYNONYMS = {
    "red": ("scarlet", "crimson", "ruby"),
    "orange": ("tangerine", "amber"),
    "yellow": ("golden yellow", "lemon", "sunny yellow"),
    "lime": ("lime green", "chartreuse", "neon green"),
    "green": ("emerald", "forest green", "dark green"),
    "turquoise": ("teal", "cyan", "aqua"),
    "blue": ("azure", "royal blue", "cobalt"),
    "navy": ("navy blue", "dark blue", "midnight blue"),
    "purple": ("violet", "amethyst", "royal purple"),
    "pink": ("rose pink", "bubblegum pink", "magenta"),
    "brown": ("chestnut brown", "chocolate", "umber"),
    "beige": ("tan", "sand", "cream"),
    "white": ("ivory", "snow white", "chalk white"),
    "grey": ("gray", "silver grey", "ash grey"),
    "black": ("jet black", "ebony", "charcoal black"),
    "maroon": ("burgundy", "wine red", "dark red"),
}

FINISHES = {
    "plain": Finish(("matte", "smooth"), 0.75, 0.0),
    "wooden": Finish(("wood", "oak", "timber", "pine"), 0.7, 0.0, ("brown", "brown", "beige")),
    "metal": Finish(("metallic", "steel", "iron", "riveted"), 0.35, 0.9, ("grey", "grey", "white")),
    "rusty": Finish(("rusted", "corroded", "rust-eaten"), 0.85, 0.3, ("grey", "brown", "maroon")),
    "golden": Finish(("gold", "gilded"), 0.25, 1.0, ()),
    "stone": Finish(("stony", "rocky", "cobbled"), 0.9, 0.0, ("grey", "grey", "beige")),
    "marble": Finish(("marbled", "veined"), 0.25, 0.0, ("white", "white", "green", "black")),
    "glass": Finish(
        ("glassy", "crystal-clear", "stained-glass"), 0.08, 0.0, ("turquoise", "white", "green", "blue")
    ),
    "fabric": Finish(("cloth", "textile", "checked"), 0.95, 0.0),
    "leather": Finish(("leathery", "stitched"), 0.6, 0.0, ("brown", "brown", "black", "maroon")),
    "mossy": Finish(("moss-covered", "overgrown"), 0.95, 0.0),
    "snowy": Finish(("snow-covered", "frosty", "snow-capped"), 0.9, 0.0),
    "striped": Finish(("stripy", "banded"), 0.7, 0.0),
    "glossy": Finish(("shiny", "polished", "glazed"), 0.15, 0.0),
    "worn": Finish(("old", "weathered", "battered", "chipped"), 0.9, 0.0),
    "dotted": Finish(("polka-dot", "spotted", "dotty"), 0.7, 0.0),
}

#: How many designs of each class are shown, of all that its builder can make; shape words change each.
#: Hours of two cores teach a few of each in all colours; of barrels without end they teach what barrels have
#: in common, and that has no hoops. Raise it, to twelve at most, where there is a GPU.
DESIGNS = 3
