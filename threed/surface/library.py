"""The smart materials by name: what a word or a program can say that a part is made of."""

from __future__ import annotations

from core.materials import timber
from threed.surface.smart import SmartMaterial

SURFACES: dict[str, SmartMaterial] = {
    "oak": SmartMaterial("wood", timber.OAK, (0.3, 1.1), 0.0009, lay="grain", varies=(0.10, 0.02)),
    "pine": SmartMaterial("wood", timber.PINE, (0.3, 1.1), 0.0009, lay="grain", varies=(0.07, 0.015)),
    "walnut": SmartMaterial("wood", timber.WALNUT, (0.3, 1.1), 0.0007, lay="grain", varies=(0.12, 0.02)),
    "wrought iron": SmartMaterial("metal", None, colours=((0.36, 0.35, 0.35),), roughness=0.5, metallic=1.0),
    "brass": SmartMaterial("metal", None, colours=((0.86, 0.70, 0.38),), roughness=0.3, metallic=1.0),
    "apple skin": SmartMaterial("fruit", None, colours=((0.6, 0.12, 0.1),), roughness=0.35),
}
