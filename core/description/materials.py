"""What things are made of: words → materials → surfaces that threed.surface paints.

A material is one surface ("dark oak") or a family of them ("wood"): of a family, kind and seed choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.description.tables import read_list


@dataclass(frozen=True)
class Material:
    """What a word can say that a thing is made of.

    Attributes:
        surfaces: names of surfaces in threed.surface.library that it may be, the most usual first.
        words: for it, besides its name.
        near: words for what is no surface here, and is read as this.
    """

    surfaces: tuple[str, ...]
    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def choose_surfaces(
    material: str, own: Sequence[str] = (), finishes: Sequence[str] = (), worn: float = 0.0
) -> tuple[str, ...]:
    """Return the surfaces that a part may have, one of which a seed chooses.

    Args:
        material: a key of MATERIALS.
        own: surfaces that the kind's program names for the part: those of the family are kept.
        finishes: of the look: painted wood, polished steel.
        worn: amount, 0..1.

    Returns:
        Names of surfaces, the most usual first; at least one.
    """
    fitting = MATERIALS[material].surfaces
    for finish, of, surface in _WORKED:
        if finish in finishes and set(fitting) & set(MATERIALS[of].surfaces):
            return (surface,)
    kept = tuple(surface for surface in own if surface in fitting)
    if len(fitting) > 1 and material == "wood" and worn >= WEATHERED:
        return ("weathered wood", *kept)
    return kept or fitting


def is_kind_of(material: str, other: str) -> bool:
    """Tell whether one material is another, or one of that family: oak is wood."""
    return set(MATERIALS[material].surfaces) <= set(MATERIALS[other].surfaces)


#: amount of wear from which on a wood that is not named is grey and split
WEATHERED = 0.5
#: finish, material, the surface that they make
_WORKED = (
    ("painted", "wood", "painted wood"),
    ("painted", "metal", "painted metal"),
    ("lacquered", "wood", "lacquer"),
    ("polished", "steel", "polished steel"),
    ("glazed", "ceramic", "glazed ceramic"),
)

_WOODS = ("oak", "pine", "walnut", "birch", "mahogany", "dark oak")
_METALS = ("wrought iron", "steel", "cast iron", "brass", "copper", "bronze")
_STONES = (
    "granite",
    "limestone",
    "sandstone",
    "stone blocks",
    "rubble stone",
    "slate",
    "basalt",
    "cobblestone",
)
_CLOTHS = ("linen", "canvas", "wool", "velvet", "silk", "burlap", "felt")

#: What a sentence can name.
MATERIALS: Mapping[str, Material] = {
    # families, of which the kind's own surface is kept where it is one of them
    "wood": Material(
        (*_WOODS, "weathered wood", "rotten wood", "painted wood", "ebony", "driftwood", "bamboo"),
        (
            "wooden",
            "timber",
            "timbered",
            "lumber",
            "woody",
            "hardwood",
            "softwood",
            "wood planks",
            "wood grain",
        ),
    ),
    "metal": Material(
        (
            *_METALS,
            "polished steel",
            "rusty iron",
            "gold",
            "silver",
            "tin",
            "lead",
            "chrome",
            "painted metal",
            "oxidised copper",
        ),
        ("metallic", "metalwork"),
        ("alloy",),
    ),
    "iron": Material(("wrought iron", "cast iron", "rusty iron"), (), ("ironwork",)),
    "steel": Material(("steel", "polished steel"), ("steely",), ("titanium", "tungsten")),
    "stone": Material(_STONES, ("stony", "rocky", "rock", "masonry", "stonework"), ("flint",)),
    "cloth": Material(
        _CLOTHS, ("fabric", "textile", "textiles", "fabrics", "upholstered"), ("felted cloth",)
    ),
    "ceramic": Material(
        ("glazed ceramic", "porcelain", "earthenware", "terracotta"), ("ceramics", "pottery")
    ),
    "clay": Material(("terracotta", "earthenware"), ("fired clay", "baked clay")),
    "glass": Material(
        ("clear glass", "tinted glass", "bottle glass", "frosted glass", "stained glass"), ("glassy",)
    ),
    "leather": Material(("leather", "worn leather"), ("leathery", "hide"), ("suede",)),
    # woods
    "oak": Material(("oak",), ("oaken", "oak wood"), ("ash", "ash wood", "elm", "hickory")),
    "dark oak": Material(("dark oak",), ("bog oak", "fumed oak", "smoked oak")),
    "pine": Material(
        ("pine",), ("pine wood", "pinewood"), ("fir", "spruce", "cedar", "larch", "cypress", "redwood")
    ),
    "walnut": Material(("walnut",), ("walnut wood",), ("teak", "yew")),
    "birch": Material(
        ("birch",), ("birch wood",), ("maple", "beech", "plywood", "poplar", "willow", "balsa")
    ),
    "mahogany": Material(("mahogany",), (), ("rosewood", "cherry wood", "cherrywood")),
    "ebony": Material(("ebony",), ("ebony wood",)),
    "driftwood": Material(("driftwood",), ("drift wood",)),
    "rotten wood": Material(
        ("rotten wood",), ("rotting wood", "rotten wooden", "rotting wooden", "rotten", "rotting")
    ),
    "bamboo": Material(("bamboo",)),
    "bark": Material(("bark",), ("tree bark",)),
    "birch bark": Material(("birch bark",), ("birchbark",)),
    "cut wood": Material(("cut wood",), ("end grain",)),
    # metals
    "wrought iron": Material(("wrought iron",), ("forged iron", "hammered iron")),
    "cast iron": Material(("cast iron",)),
    "polished steel": Material(("polished steel",), ("stainless steel", "stainless")),
    "brass": Material(("brass",), ("brassy", "brazen")),
    "copper": Material(("copper",), ("coppery",)),
    "oxidised copper": Material(
        ("oxidised copper",),
        ("oxidized copper", "verdigris copper", "patinated copper", "green copper", "aged copper"),
    ),
    "bronze": Material(("bronze",)),
    "gold": Material(("gold",), ("golden", "solid gold"), ("orichalcum",)),
    "silver": Material(("silver",), ("sterling silver",), ("platinum", "mithril")),
    "tin": Material(("tin",), (), ("pewter", "zinc", "aluminium", "aluminum", "galvanised", "galvanized")),
    "lead": Material(("lead",), ("leaden",)),
    "chrome": Material(("chrome",), ("chromed", "chromium", "chrome plated"), ("nickel",)),
    # stones, and what walls are of
    "granite": Material(("granite",)),
    "sandstone": Material(("sandstone",), ("sand stone",)),
    "limestone": Material(("limestone",), (), ("travertine", "chalkstone")),
    "slate": Material(("slate",), (), ("shale",)),
    "marble": Material(("marble",), ("marbled",), ("alabaster", "onyx marble")),
    "basalt": Material(("basalt",), ("volcanic rock", "lava rock", "lava stone"), ("obsidian",)),
    "rubble stone": Material(
        ("rubble stone",),
        ("rubble", "fieldstone", "fieldstones", "field stones", "field stone", "dry stone", "drystone"),
    ),
    "stone blocks": Material(("stone blocks",), ("ashlar", "cut stone", "dressed stone", "stone block")),
    "brick": Material(("brick",), ("bricks", "brickwork", "bricked")),
    "concrete": Material(("concrete",), (), ("cement",)),
    "plaster": Material(
        ("plaster",), ("plastered", "stucco"), ("adobe", "cob", "mud brick", "wattle and daub")
    ),
    "cobblestone": Material(("cobblestone",), ("cobblestones", "cobbled", "cobble", "cobbles")),
    "clay tiles": Material(
        ("clay tiles",), ("tiles", "tiled", "tile", "roof tiles", "clay tile", "tin tiles")
    ),
    "slate tiles": Material(("slate tiles",), ("slates", "slate shingles", "slate tile")),
    "wood shingles": Material(
        ("wood shingles",), ("shingles", "shingle", "shingled", "wooden shingles", "wooden shingle", "shakes")
    ),
    "thatch": Material(("thatch",), ("thatched", "thatching", "straw thatch"), ("reed", "reeds")),
    # soft
    "linen": Material(("linen",), (), ("cotton", "lace", "muslin")),
    "canvas": Material(("canvas",), ("sailcloth", "sail cloth"), ("denim", "tarpaulin", "tarp")),
    "wool": Material(
        ("wool",), ("woollen", "woolen", "woolly", "wooly"), ("tweed", "knitted", "knit", "fleece")
    ),
    "velvet": Material(("velvet",), ("velvety", "plush"), ("corduroy",)),
    "silk": Material(("silk",), ("silken", "silky"), ("satin", "brocade")),
    "burlap": Material(("burlap",), ("hessian", "sackcloth", "sacking"), ("jute",)),
    "carpet": Material(("carpet",), ("carpeted",), ("tapestry",)),
    "quilt": Material(("quilt",), ("quilted", "patchwork")),
    "felt": Material(("felt",), ("felted",)),
    "rope": Material(("rope",), ("ropes", "roped"), ("hemp", "twine", "cord", "string")),
    "wicker": Material(("wicker",), ("wickerwork", "woven willow"), ("rattan", "cane", "raffia")),
    "straw": Material(("straw",), ("woven straw",)),
    "hay": Material(("hay",)),
    "feathers": Material(("feathers",), ("feather", "feathered", "feathery")),
    "fur": Material(("fur",), ("furry", "furred"), ("pelt", "sheepskin", "bearskin")),
    "paper": Material(("paper",), ("papery",), ("papier mache", "origami")),
    "parchment": Material(("parchment",), ("vellum",), ("papyrus",)),
    "cardboard": Material(("cardboard",), ("card board", "pasteboard")),
    # fired and poured
    "glazed ceramic": Material(
        ("glazed ceramic",), ("glazed pottery", "glazed clay"), ("faience", "majolica")
    ),
    "porcelain": Material(("porcelain",), ("bone china", "fine china", "china")),
    "terracotta": Material(("terracotta",), ("terra cotta",)),
    "earthenware": Material(("earthenware",), (), ("stoneware", "crockery")),
    "clear glass": Material(("clear glass",), ("transparent glass", "window glass", "see through glass")),
    "tinted glass": Material(
        ("tinted glass",), ("tinted", "coloured glass", "colored glass", "smoked glass")
    ),
    "bottle glass": Material(("bottle glass",)),
    "frosted glass": Material(("frosted glass",), ("milk glass", "opaque glass")),
    "stained glass": Material(("stained glass",), ("leaded glass",)),
    "mirror": Material(("mirror",), ("mirrored", "mirror glass")),
    "crystal": Material(("crystal",), ("crystalline",), ("quartz", "amethyst crystal", "gemstone")),
    # other
    "wax": Material(("wax",), ("waxen", "beeswax")),
    "bone": Material(("bone",), ("bones", "bony")),
    "ivory": Material(("ivory",)),
    "rubber": Material(("rubber",), ("rubbery",)),
    "plastic": Material(("plastic",), (), ("vinyl", "acrylic", "resin")),
    "ice": Material(("ice",), ("solid ice",)),
    "snow": Material(("snow",)),
    "coal": Material(("coal",)),
    "earth": Material(("earth",), ("soil", "earthen")),
    "sand": Material(("sand",)),
    "lava": Material(("lava",), ("molten rock", "magma")),
    "grass": Material(("grass",), ("turf", "sod")),
    "chocolate": Material(("chocolate",)),
    "icing": Material(("icing",), ("frosting",)),
    "sugar": Material(("sugar",)),
    "lacquer": Material(("lacquer",)),
}

#: materials whose bare word is rather a colour, unless "of" or "from" stands before it
COLOURS_FIRST = frozenset(
    ("ivory", "sand", "chocolate", "snow", "bone", "coal", "earth", "lead", "terracotta")
)
#: materials whose bare word is rather weather ("snow on it"), unless it stands before a noun or after "of"
WEATHER_FIRST = frozenset(("snow", "ice", "sand", "earth", "grass"))
#: materials that are kept in things, rather than that things are made of: "a sack of gold"
LOOSE = frozenset(
    read_list("""
        gold, silver, coal, sand, earth, snow, ice, hay, straw, feathers, sugar, rubble stone, grass, bone,
        wool, copper, tin
    """)
)
#: what a word for a material means on a roof
ON_ROOFS: Mapping[str, str] = {"slate": "slate tiles", "straw": "thatch", "clay": "clay tiles"}
