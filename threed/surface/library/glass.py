"""Glass, ceramics and liquids."""

from __future__ import annotations

from core.materials import ground
from core.materials.mottled import stuff
from threed.surface.smart import SmartMaterial

PANE = stuff(
    colours=((0.92, 0.95, 0.95),), clouds=(2, 0.02), grain=0.0, waves=(2, 0.10), roughness=(0.06, 0.02)
)
BLOWN = stuff(
    colours=((0.55, 0.72, 0.60),),
    clouds=(3, 0.06),
    grain=0.0,
    waves=(3, 0.25),
    pits=(9, 0.12, 0.10),
    roughness=(0.08, 0.03),
)
FROST = stuff(
    colours=((0.90, 0.93, 0.95),), clouds=(3, 0.04), grain=0.03, waves=(20, 0.1), roughness=(0.55, 0.06)
)
GLAZE = stuff(
    colours=((0.70, 0.72, 0.70),),
    clouds=(3, 0.05),
    second=(0.62, 0.60, 0.54),
    patches=(3, 0.15),
    grain=0.01,
    speckles=(20, 0.08, 0.14),
    speckled=(0.45, 0.38, 0.30),
    waves=(4, 0.14),
    roughness=(0.16, 0.04),
)
PORCELAIN = stuff(
    colours=((0.92, 0.91, 0.88),), clouds=(2, 0.015), grain=0.0, waves=(3, 0.05), roughness=(0.12, 0.02)
)
CLAY = stuff(
    colours=((0.66, 0.36, 0.24),),
    clouds=(3, 0.07),
    second=(0.72, 0.47, 0.34),
    patches=(3, 0.3),
    grain=0.05,
    streaks=(3, 34, 0.08),
    pits=(30, 0.10, 0.22),
    waves=(3, 0.06),
    roughness=(0.84, 0.05),
)
EARTHENWARE = stuff(
    colours=((0.52, 0.40, 0.29),),
    clouds=(3, 0.09),
    second=(0.40, 0.29, 0.21),
    patches=(3, 0.35),
    grain=0.06,
    streaks=(3, 30, 0.10),
    speckles=(30, 0.12, 0.2),
    speckled=(0.30, 0.22, 0.16),
    waves=(4, 0.1),
    roughness=(0.74, 0.10),
)


def _glass(tile, *colours, **more) -> SmartMaterial:
    return SmartMaterial(
        "glass",
        tile,
        (0.4, 0.4),
        0.0006,
        colours=colours,
        tile_px=256,
        varies=(0.02, 0.01),
        clouds=0.02,
        **{"clear": 0.9, **more},
    )


def _pot(tile, **more) -> SmartMaterial:
    return SmartMaterial("ceramic", tile, (0.3, 0.3), 0.0012, **{"varies": (0.04, 0.012), **more})


SURFACES: dict[str, SmartMaterial] = {
    "clear glass": _glass(PANE, (0.97, 0.985, 0.98)),
    "window glass": SmartMaterial(
        "glass",
        PANE,
        (0.6, 0.6),
        0.0012,
        colours=((0.16, 0.21, 0.25), (0.14, 0.18, 0.20)),
        roughness=0.07,
        tile_px=256,
        clouds=0.10,
    ),
    "tinted glass": _glass(PANE, (0.45, 0.66, 0.72), (0.80, 0.62, 0.34), (0.50, 0.68, 0.46), clear=0.85),
    "bottle glass": _glass(BLOWN, (0.25, 0.46, 0.26), (0.40, 0.27, 0.12), clear=0.8),
    "frosted glass": _glass(FROST, (0.90, 0.94, 0.95), clear=0.7),
    "stained glass": _glass(
        PANE, (0.72, 0.12, 0.12), (0.13, 0.26, 0.66), (0.86, 0.62, 0.12), (0.14, 0.48, 0.24), clear=0.75
    ),
    "mirror": SmartMaterial(
        "glass",
        PANE,
        (0.5, 0.5),
        0.0001,
        colours=((0.88, 0.90, 0.91),),
        roughness=0.05,
        metallic=1.0,
        tile_px=256,
        takes="none",
    ),
    "glazed ceramic": _pot(
        GLAZE, colours=((0.25, 0.42, 0.50), (0.62, 0.52, 0.36), (0.30, 0.40, 0.28), (0.74, 0.72, 0.64))
    ),
    "porcelain": _pot(PORCELAIN, tile_px=256, colours=((0.92, 0.91, 0.88),)),
    "terracotta": _pot(CLAY),
    "earthenware": _pot(EARTHENWARE),
    "water": SmartMaterial(
        "liquid",
        ground.CLASSES["water"],
        (0.9, 0.9),
        0.006,
        colours=((0.20, 0.36, 0.40),),
        takes="dye",
        roughness=0.05,
        clouds=0.04,
        flat=0.8,
    ),
    "wine": SmartMaterial(
        "liquid",
        PANE,
        (0.4, 0.4),
        0.001,
        colours=((0.26, 0.02, 0.06),),
        roughness=0.06,
        tile_px=256,
        clouds=0.05,
    ),
    "ale": SmartMaterial(
        "liquid",
        PANE,
        (0.4, 0.4),
        0.001,
        colours=((0.62, 0.36, 0.08),),
        roughness=0.08,
        tile_px=256,
        clouds=0.08,
    ),
}
