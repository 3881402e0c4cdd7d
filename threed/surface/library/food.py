"""What is baked, iced and eaten."""

from __future__ import annotations

from core.materials.material import MaterialClass
from core.materials.mottled import stuff
from threed.surface.smart import SmartMaterial

CRUST = stuff(
    colours=((0.68, 0.42, 0.19),),
    clouds=(3, 0.14),
    second=(0.48, 0.25, 0.10),
    patches=(3, 0.35),
    grain=0.08,
    pits=(20, 0.15, 0.25),
    speckles=(16, 0.10, 0.35),
    speckled=(0.90, 0.80, 0.62),
    waves=(5, 0.2),
    roughness=(0.70, 0.10),
)
SPONGE = stuff(
    colours=((0.85, 0.66, 0.38),),
    clouds=(3, 0.07),
    grain=0.08,
    pits=(26, 0.65, 0.42),
    bumps=(20, 0.4, 0.9),
    waves=(5, 0.10),
    roughness=(0.92, 0.03),
)
SMOOTH = stuff(
    colours=((0.92, 0.86, 0.80),), clouds=(3, 0.03), grain=0.01, waves=(4, 0.25), roughness=(0.38, 0.05)
)
CHOCOLATE = stuff(
    colours=((0.24, 0.12, 0.07),),
    clouds=(3, 0.08),
    second=(0.30, 0.17, 0.11),
    patches=(3, 0.2),
    grain=0.02,
    waves=(4, 0.18),
    roughness=(0.34, 0.06),
)
CHERRY = stuff(
    colours=((0.46, 0.03, 0.05),),
    clouds=(2, 0.12),
    second=(0.66, 0.08, 0.08),
    patches=(2, 0.3),
    grain=0.0,
    waves=(2, 0.05),
    roughness=(0.14, 0.03),
)
SUGAR = stuff(
    colours=((0.94, 0.93, 0.91),),
    clouds=(3, 0.03),
    bumps=(56, 1.0, 0.7),
    grain=0.05,
    waves=(3, 0.06),
    roughness=(0.48, 0.15),
)


def _food(tile: MaterialClass, metres: float, relief_m: float, *colours, **more) -> SmartMaterial:
    given = {"varies": (0.03, 0.01), "clouds": 0.05, "tile_px": 256, **more}
    return SmartMaterial("food", tile, (metres, metres), relief_m, colours=colours, **given)


SURFACES: dict[str, SmartMaterial] = {
    "bread": _food(CRUST, 0.25, 0.004, tile_px=512),
    "cake sponge": _food(SPONGE, 0.14, 0.003, tile_px=512),
    "icing": _food(SMOOTH, 0.16, 0.002, (0.94, 0.80, 0.82), (0.95, 0.93, 0.90)),
    "chocolate": _food(CHOCOLATE, 0.16, 0.0015),
    "cream": _food(SMOOTH, 0.12, 0.002, (0.95, 0.92, 0.84)),
    "cherry": _food(CHERRY, 0.1, 0.0002),
    "sugar": _food(SUGAR, 0.1, 0.001),
}
