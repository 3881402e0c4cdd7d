"""What a prop looks like where the caption does not say: the colours and finishes its kind usually has."""

from __future__ import annotations

from core.models.pocket.vocabulary import DESIGNS

#: designs of a kind, from 1, that a seed does not choose: what few would think of first, or what looks like
#: another thing where it is small. A number still asks for them.
UNUSUAL: dict[str, tuple[int, ...]] = {
    "barrel": (1, 3), "crate": (1,), "chest": (1,), "mug": (3,), "basket": (2,), "sack": (3,), "mace": (1, 2),
    "cannon": (3,), "cactus": (2,), "bush": (3,), "rock": (2,), "tent": (3,), "lighthouse": (1, 3),
    "lantern": (2,), "airplane": (2,), "book": (2,),
}  # fmt: skip


def usual_designs(class_name: str) -> tuple[int, ...]:
    """Return the designs of a kind, from 1, of which one is shown where none is asked for."""
    unusual = UNUSUAL.get(class_name, ())
    return tuple(number for number in range(1, DESIGNS + 1) if number not in unusual)


#: colours and finishes of a thing of which the caption names neither
_WOOD = (("brown", "brown", "beige"), ("wooden", "wooden", "plain"))
_STONE = (("grey", "grey", "beige"), ("stone", "stone", "plain"))
_METAL = (("grey", "grey", "black"), ("metal", "metal", "plain"))
_LEAVES = (("green", "green", "lime"), ("plain",))
_PAINT = (("red", "blue", "yellow", "green", "white", "orange"), ("glossy", "plain"))
_CLAY = (("white", "blue", "brown", "turquoise", "orange"), ("glossy", "plain"))
_CLOTH = (("beige", "blue", "red", "grey", "green", "brown"), ("fabric", "plain"))

NATURAL: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "table": _WOOD, "chair": _WOOD, "stool": _WOOD, "bench": _WOOD, "bookshelf": _WOOD, "wardrobe": _WOOD,
    "bed": _CLOTH, "sofa": _CLOTH,
    "barrel": _WOOD, "crate": _WOOD, "chest": _WOOD, "bucket": _WOOD,
    "basket": (("beige", "brown"), ("plain",)),
    "bottle": (("green", "brown", "turquoise"), ("glass", "glossy")), "mug": _CLAY, "vase": _CLAY,
    "cauldron": (("black", "grey"), ("metal", "plain")), "sack": (("beige", "brown"), ("fabric", "plain")),
    "sword": _METAL, "axe": _METAL, "mace": _METAL, "cannon": _METAL, "helmet": _METAL,
    "shield": (("red", "blue", "brown", "grey"), ("wooden", "metal", "worn", "plain")),
    "hammer": _METAL, "anvil": _METAL, "pickaxe": _METAL, "shovel": _METAL, "ladder": _WOOD,
    "key": (("yellow", "grey"), ("metal", "golden")),
    "apple": (("red", "green", "red"), ("plain", "glossy")), "pumpkin": (("orange",), ("plain",)),
    "carrot": (("orange",), ("plain",)), "cake": (("pink", "white", "brown"), ("plain",)),
    "donut": (("pink", "brown", "white"), ("plain", "glossy")),
    "tree": _LEAVES, "palm tree": _LEAVES, "cactus": _LEAVES, "bush": _LEAVES,
    "mushroom": (("red", "brown", "beige"), ("plain",)),
    "flower": (("red", "yellow", "pink", "purple", "white"), ("plain",)),
    "stump": (("brown",), ("wooden", "plain")),
    "rock": _STONE, "crystal": (("purple", "turquoise", "pink", "blue"), ("glossy", "glass")),
    "snowman": (("white",), ("plain",)),
    "house": (("white", "beige", "brown", "red"), ("plain", "wooden")), "tower": _STONE, "castle": _STONE,
    "windmill": (("white", "beige", "brown"), ("plain", "wooden")), "well": _STONE,
    "tent": (("green", "orange", "beige", "blue"), ("fabric", "plain")),
    "lighthouse": (("red", "white"), ("striped", "plain")),
    "fence": _WOOD, "gravestone": _STONE, "signpost": _WOOD,
    "pillar": (("white", "grey", "beige"), ("stone", "marble")),
    "street lamp": (("black", "grey", "green"), ("metal", "plain")),
    "lamp": (("beige", "white", "yellow"), ("fabric", "plain")),
    "lantern": (("black", "grey"), ("metal", "plain")),
    "candle": (("white", "beige", "red"), ("plain",)),
    "car": _PAINT, "rocket": _PAINT, "airplane": (("white", "grey", "red"), ("glossy", "plain")),
    "boat": (("brown", "white", "blue"), ("wooden", "plain")), "cart": _WOOD,
    "guitar": (("brown", "red", "orange"), ("wooden", "glossy")),
    "drum": (("red", "blue", "brown"), ("plain", "glossy")),
    "piano": (("black", "brown"), ("glossy", "wooden")),
    "bell": (("yellow", "yellow", "grey"), ("metal", "golden")),
    "book": (("red", "brown", "green", "blue"), ("leather", "plain")),
    "clock": (("brown", "red", "black"), ("wooden", "plain")),
    "robot": (("grey", "blue", "red"), ("metal", "plain")), "teapot": _CLAY,
}  # fmt: skip
