"""Cloth, leather, cord, plaits, straw, fur, and paper."""

from __future__ import annotations

from core.materials import organic, textiles
from core.materials.material import MaterialClass
from core.materials.mottled import stuff
from threed.surface.smart import SmartMaterial

LEATHER = stuff(
    colours=((0.36, 0.21, 0.12),),
    clouds=(3, 0.12),
    second=(0.26, 0.14, 0.08),
    patches=(3, 0.3),
    grain=0.04,
    bumps=(52, 0.55, 0.75),
    waves=(4, 0.08),
    roughness=(0.52, 0.10),
)
WORN_LEATHER = stuff(
    colours=((0.42, 0.27, 0.17),),
    clouds=(3, 0.16),
    second=(0.58, 0.42, 0.28),
    patches=(4, 0.32),
    grain=0.07,
    bumps=(44, 0.6, 0.75),
    streaks=(24, 9, 0.10),
    waves=(5, 0.16),
    roughness=(0.66, 0.12),
)
PAPER = stuff(
    colours=((0.90, 0.88, 0.82),), clouds=(3, 0.03), grain=0.02, waves=(3, 0.1), roughness=(0.92, 0.02)
)
PARCHMENT = stuff(
    colours=((0.82, 0.70, 0.49),),
    clouds=(3, 0.08),
    second=(0.66, 0.50, 0.30),
    patches=(3, 0.28),
    grain=0.03,
    speckles=(20, 0.06, 0.25),
    speckled=(0.50, 0.36, 0.20),
    streaks=(40, 30, 0.03),
    waves=(3, 0.12),
    roughness=(0.88, 0.03),
)
CARDBOARD = stuff(
    colours=((0.66, 0.50, 0.33),),
    clouds=(3, 0.04),
    grain=0.04,
    streaks=(60, 4, 0.06),
    waves=(2, 0.08),
    roughness=(0.92, 0.02),
)


def _cloth(tile: MaterialClass, metres: float, relief_m: float, *colours, **more) -> SmartMaterial:
    given = {"varies": (0.05, 0.012), "clouds": 0.05, "role": "cloth", **more}
    return SmartMaterial(tile=tile, metres=(metres, metres), relief_m=relief_m, colours=colours, **given)


SURFACES: dict[str, SmartMaterial] = {
    "linen": _cloth(textiles.LINEN, 0.16, 0.0012),
    "canvas": _cloth(textiles.CANVAS, 0.18, 0.0016),
    "wool": _cloth(textiles.TWILL, 0.2, 0.0016, (0.48, 0.40, 0.34), (0.30, 0.33, 0.40), (0.42, 0.20, 0.18)),
    "velvet": _cloth(
        textiles.VELVET, 0.22, 0.0008, (0.42, 0.09, 0.12), (0.20, 0.14, 0.36), (0.10, 0.24, 0.18)
    ),
    "silk": _cloth(textiles.SILK, 0.14, 0.0003, (0.62, 0.16, 0.20), (0.80, 0.70, 0.48)),
    "burlap": _cloth(textiles.SACKING, 0.16, 0.002),
    "carpet": _cloth(textiles.CARPET, 0.22, 0.004, (0.45, 0.14, 0.14), (0.16, 0.22, 0.36)),
    "quilt": _cloth(textiles.QUILT, 0.6, 0.02),
    "felt": _cloth(textiles.FELT, 0.2, 0.0012, (0.34, 0.36, 0.30), (0.46, 0.36, 0.26), (0.40, 0.16, 0.15)),
    "leather": _cloth(LEATHER, 0.22, 0.0008, role="leather"),
    "worn leather": _cloth(WORN_LEATHER, 0.25, 0.0012, role="leather"),
    "rope": SmartMaterial("rope", textiles.ROPE, (0.09, 0.12), 0.008, lay="twist", varies=(0.06, 0.01)),
    "wicker": SmartMaterial(
        "wicker", textiles.WICKER, (0.32, 0.30), 0.010, lay="courses", varies=(0.03, 0.01)
    ),
    "straw": SmartMaterial("straw", textiles.STRAW, (0.35, 0.5), 0.012, lay="courses", varies=(0.04, 0.01)),
    "hay": SmartMaterial("straw", textiles.HAY, (0.45, 0.45), 0.014, varies=(0.04, 0.01)),
    "feathers": SmartMaterial(
        "cloth",
        organic.CLASSES["feathers"],
        (0.3, 0.3),
        0.004,
        lay="courses",
        seed=2,
        colours=((0.72, 0.68, 0.62),),
    ),
    "fur": SmartMaterial("cloth", organic.CLASSES["fur"], (0.22, 0.22), 0.006, lay="courses", seed=1),
    "paper": _cloth(PAPER, 0.3, 0.0004, role="paper", tile_px=256),
    "parchment": _cloth(PARCHMENT, 0.35, 0.0006, role="paper"),
    "book pages": SmartMaterial(
        "paper", textiles.PAGES, (0.10, 0.10), 0.0006, lay="courses", varies=(0.03, 0.01)
    ),
    "cardboard": _cloth(CARDBOARD, 0.35, 0.0006, role="paper"),
}
