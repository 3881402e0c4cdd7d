"""Woods: sawn, turned, left outside, painted; and bark."""

from __future__ import annotations

from core.materials import timber
from core.materials.material import MaterialClass
from threed.surface.smart import SmartMaterial


def _wood(tile: MaterialClass, relief_m: float = 0.0009, **more) -> SmartMaterial:
    given = {"varies": (0.09, 0.018), "lay": "grain", "takes": "coat", **more}
    return SmartMaterial("wood", tile, (0.3, 1.1), relief_m, **given)


SURFACES: dict[str, SmartMaterial] = {
    "oak": _wood(timber.OAK),
    "dark oak": _wood(timber.OAK, colours=((0.33, 0.21, 0.13),)),
    "pine": _wood(timber.PINE),
    "walnut": _wood(timber.WALNUT, varies=(0.12, 0.02)),
    "birch": _wood(timber.BIRCH),
    "mahogany": _wood(timber.MAHOGANY, roughness=0.42),
    "ebony": _wood(timber.EBONY, roughness=0.38),
    "weathered wood": _wood(timber.GREYED, 0.0022),
    "driftwood": _wood(timber.DRIFT, 0.0018),
    "rotten wood": _wood(timber.ROTTEN, 0.004, takes="dye"),
    "cut wood": _wood(timber.CUT, varies=(0.05, 0.01), takes="dye", lay="rings"),
    "painted wood": _wood(
        timber.PINE, under="oak", coat_colours=((0.46, 0.13, 0.11), (0.16, 0.30, 0.42), (0.24, 0.36, 0.24))
    ),
    "gloss paint": _wood(
        timber.BIRCH, under="birch", roughness=0.25, coat_colours=((0.55, 0.10, 0.10), (0.85, 0.84, 0.80))
    ),
    "lacquer": _wood(
        timber.BIRCH, under="birch", roughness=0.14, coat_colours=((0.36, 0.05, 0.04), (0.03, 0.03, 0.035))
    ),
    "bamboo": SmartMaterial(
        "wood", timber.BAMBOO, (0.25, 0.5), 0.004, lay="courses", varies=(0.08, 0.03), once=True
    ),
    "bark": SmartMaterial(
        "bark", timber.BARK, (0.6, 0.9), 0.022, lay="courses", varies=(0.08, 0.02), ends="cut wood"
    ),
    "birch bark": SmartMaterial("bark", timber.BIRCH_BARK, (0.5, 0.6), 0.003, lay="courses", ends="cut wood"),
}
