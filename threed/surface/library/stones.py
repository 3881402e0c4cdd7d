"""Stone in blocks and walls, brick, plaster, concrete, and roofs."""

from __future__ import annotations

from core.materials import rocks, textiles, walling
from core.materials.material import MaterialClass
from core.materials.mottled import stuff
from threed.surface.smart import SmartMaterial

GRANITE = stuff(
    colours=((0.55, 0.53, 0.51),),
    clouds=(3, 0.06),
    second=(0.60, 0.52, 0.48),
    patches=(4, 0.3),
    grain=0.14,
    speckles=(70, 0.42, 0.5),
    speckled=(0.26, 0.26, 0.27),
    bumps=(40, 0.25, 0.8),
    waves=(4, 0.10),
    roughness=(0.62, 0.10),
)
SANDSTONE = stuff(
    colours=((0.72, 0.58, 0.41),),
    clouds=(3, 0.07),
    second=(0.62, 0.46, 0.32),
    patches=(3, 0.35),
    grain=0.07,
    streaks=(3, 22, 0.08),
    pits=(26, 0.12, 0.28),
    waves=(4, 0.10),
    roughness=(0.93, 0.03),
)
LIMESTONE = stuff(
    colours=((0.68, 0.65, 0.58),),
    clouds=(3, 0.07),
    second=(0.58, 0.54, 0.46),
    patches=(4, 0.3),
    grain=0.05,
    pits=(18, 0.22, 0.30),
    bumps=(13, 0.25, 0.9),
    waves=(5, 0.12),
    roughness=(0.9, 0.04),
)
SLATE = stuff(
    colours=((0.33, 0.36, 0.40),),
    clouds=(3, 0.09),
    second=(0.37, 0.34, 0.36),
    patches=(3, 0.3),
    grain=0.06,
    streaks=(5, 30, 0.12),
    waves=(5, 0.16),
    roughness=(0.68, 0.08),
)
BASALT = stuff(
    colours=((0.25, 0.25, 0.27),),
    clouds=(4, 0.10),
    second=(0.33, 0.32, 0.32),
    patches=(5, 0.3),
    grain=0.10,
    pits=(24, 0.45, 0.36),
    bumps=(11, 0.4, 0.9),
    waves=(4, 0.14),
    roughness=(0.86, 0.05),
)
CONCRETE = stuff(
    colours=((0.56, 0.55, 0.53),),
    clouds=(2, 0.09),
    second=(0.48, 0.47, 0.45),
    patches=(3, 0.3),
    grain=0.05,
    pits=(22, 0.20, 0.22),
    streaks=(14, 2, 0.04),
    waves=(3, 0.06),
    roughness=(0.88, 0.05),
)
PLASTER = stuff(
    colours=((0.84, 0.78, 0.66),),
    clouds=(2, 0.06),
    second=(0.76, 0.68, 0.55),
    patches=(2, 0.3),
    grain=0.04,
    bumps=(9, 0.12, 1.0),
    waves=(6, 0.16),
    roughness=(0.92, 0.03),
)


def _stone(tile: MaterialClass, metres: float, relief_m: float, role: str = "stone", **more) -> SmartMaterial:
    given = {"varies": (0.07, 0.015), "takes": "dye", **more}
    return SmartMaterial(role, tile, (metres, metres), relief_m, **given)


def _laid(
    tile: MaterialClass, metres: tuple[float, float], relief_m: float, role: str, least_px: int = 64
) -> SmartMaterial:
    return SmartMaterial(
        role,
        tile,
        metres,
        relief_m,
        takes="repaint",
        lay="courses",
        varies=(0.03, 0.008),
        clouds=0.08,
        least_px=least_px,
    )


SURFACES: dict[str, SmartMaterial] = {
    "granite": _stone(GRANITE, 0.4, 0.002),
    "sandstone": _stone(SANDSTONE, 0.7, 0.006),
    "limestone": _stone(LIMESTONE, 0.7, 0.006),
    "slate": _stone(SLATE, 0.7, 0.005),
    "marble": _stone(rocks.SOFT_MARBLE, 0.8, 0.0003),
    "basalt": _stone(BASALT, 0.6, 0.006),
    "concrete": _stone(CONCRETE, 1.2, 0.004),
    "plaster": _stone(PLASTER, 1.4, 0.006, "plaster", varies=(0.03, 0.01)),
    "rubble stone": _laid(walling.RUBBLE, (1.6, 1.6), 0.06, "stone", 110),
    "stone blocks": _laid(walling.BLOCKS, (1.9, 1.6), 0.03, "stone", 80),
    "brick": _laid(walling.BRICKWORK, (0.96, 0.9), 0.014, "brick", 48),
    "cobblestone": _laid(walling.COBBLES, (1.1, 1.1), 0.05, "stone", 130),
    "clay tiles": _laid(walling.PANTILES, (1.3, 1.3), 0.07, "roof"),
    "slate tiles": _laid(walling.SLATES, (1.3, 1.3), 0.025, "roof"),
    "wood shingles": _laid(walling.SHAKES, (1.0, 1.2), 0.03, "roof"),
    "thatch": SmartMaterial(
        "straw", textiles.THATCH, (1.0, 1.1), 0.06, lay="courses", varies=(0.04, 0.01), clouds=0.10
    ),
}
