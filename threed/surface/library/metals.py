"""Metals, bare, rusted and painted."""

from __future__ import annotations

from core.materials import plates
from core.materials.material import MaterialClass
from threed.surface.smart import SmartMaterial


def _metal(tile: MaterialClass, relief_m: float = 0.0006, metres: float = 0.3, **more) -> SmartMaterial:
    given = {"varies": (0.03, 0.004), "clouds": 0.04, "takes": "coat", **more}
    return SmartMaterial("metal", tile, (metres, metres), relief_m, **given)


SURFACES: dict[str, SmartMaterial] = {
    "wrought iron": _metal(plates.WROUGHT, 0.0022),
    "cast iron": _metal(plates.CAST, 0.0012),
    "steel": _metal(plates.ROLLED),
    "polished steel": _metal(plates.POLISHED),
    "chrome": _metal(plates.POLISHED, colours=((0.80, 0.81, 0.82),), roughness=0.07, tile_px=256),
    "rusty iron": _metal(plates.RUSTY, 0.0012),
    "brass": _metal(plates.BRASS),
    "copper": _metal(plates.COPPER, 0.002),
    "oxidised copper": _metal(plates.OXIDISED),
    "bronze": _metal(plates.BRONZE),
    "gold": _metal(plates.GOLD),
    "silver": _metal(plates.SILVER),
    "tin": _metal(plates.TIN),
    "lead": _metal(plates.LEAD, 0.0015),
    "painted metal": _metal(
        plates.CAST,
        0.0006,
        under="steel",
        coat_colours=((0.16, 0.28, 0.36), (0.50, 0.12, 0.10), (0.22, 0.32, 0.24)),
    ),
}
