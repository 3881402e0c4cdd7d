"""Procedural tileable PBR materials: what the material model is taught on.

noise, patterns, paint → the families' builders → weathering (words) → material (finished maps).
"""

from __future__ import annotations

import numpy as np

from core.materials import cloths, ground, masonry, metals, organic, rocks, woods
from core.materials.material import MaterialClass, MaterialMaps, paint_material
from core.materials.paint import RGB

CLASSES: dict[str, MaterialClass] = {
    **masonry.CLASSES,
    **rocks.CLASSES,
    **woods.CLASSES,
    **metals.CLASSES,
    **ground.CLASSES,
    **organic.CLASSES,
    **cloths.CLASSES,
}


def build_material(
    rng: np.random.Generator,
    name: str,
    size_px: int,
    rgb: RGB | None = None,
    words: frozenset[str] = frozenset(),
) -> MaterialMaps:
    """Paint a fresh variation of a material, named as in CLASSES.

    Args:
        rng: draws the variation; the same state gives the same pattern at every size.
        size_px: side of the maps.
        rgb: captioned colour, sRGB 0..1; None leaves it to the material.
        words: of CLASSES[name].words.
    """
    return paint_material(rng, CLASSES[name], size_px, rgb, words)


__all__ = ["CLASSES", "MaterialClass", "MaterialMaps", "build_material"]
