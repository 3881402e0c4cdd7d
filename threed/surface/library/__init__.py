"""The smart materials by name: what a word or a program can say that a part is made of."""

from __future__ import annotations

from threed.surface.library import cloths, food, glass, living, metals, stones, stuffs, woods
from threed.surface.smart import SmartMaterial

SURFACES: dict[str, SmartMaterial] = {
    **woods.SURFACES,
    **metals.SURFACES,
    **stones.SURFACES,
    **cloths.SURFACES,
    **glass.SURFACES,
    **living.SURFACES,
    **food.SURFACES,
    **stuffs.SURFACES,
}

#: What a part of some role is made of where nothing says more.
USUAL: dict[str, str] = {
    "wood": "oak",
    "bark": "bark",
    "metal": "steel",
    "stone": "limestone",
    "brick": "brick",
    "plaster": "plaster",
    "roof": "clay tiles",
    "cloth": "linen",
    "leather": "leather",
    "rope": "rope",
    "wicker": "wicker",
    "straw": "straw",
    "paper": "paper",
    "ceramic": "glazed ceramic",
    "glass": "clear glass",
    "plastic": "plastic",
    "rubber": "rubber",
    "plant": "leaves",
    "fruit": "apple skin",
    "food": "bread",
    "wax": "wax",
    "bone": "bone",
    "earth": "earth",
    "snow": "snow",
    "crystal": "crystal",
    "liquid": "water",
    "flame": "flame",
    "light": "glow",
}

__all__ = ["SURFACES", "USUAL"]
