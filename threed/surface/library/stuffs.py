"""Everything else: wax, snow, earth, fire and light, crystal, bone, rubber, plastic."""

from __future__ import annotations

from core.materials import rocks, textiles
from core.materials.material import MaterialClass
from core.materials.mottled import stuff
from threed.surface.library import cloths
from threed.surface.smart import SmartMaterial

GEM = stuff(
    colours=((0.46, 0.30, 0.76),), clouds=(2, 0.12), second=(0.62, 0.50, 0.86), patches=(2, 0.3), grain=0.0,
    streaks=(9, 1, 0.06), waves=(3, 0.05), roughness=(0.06, 0.02),
)  # fmt: skip
WAX = stuff(
    colours=((0.90, 0.84, 0.68),),
    clouds=(3, 0.05),
    second=(0.84, 0.74, 0.54),
    patches=(3, 0.2),
    grain=0.01,
    streaks=(14, 2, 0.04),
    waves=(4, 0.2),
    roughness=(0.42, 0.05),
)
EARTH = stuff(
    colours=((0.29, 0.20, 0.13),),
    clouds=(3, 0.14),
    second=(0.38, 0.28, 0.19),
    patches=(4, 0.35),
    grain=0.12,
    bumps=(20, 1.0, 0.85),
    speckles=(18, 0.12, 0.26),
    speckled=(0.46, 0.42, 0.37),
    waves=(4, 0.25),
    roughness=(0.95, 0.02),
)
SAND = stuff(
    colours=((0.80, 0.67, 0.46),),
    clouds=(3, 0.05),
    grain=0.09,
    waves=(5, 0.25),
    speckles=(60, 0.12, 0.4),
    speckled=(0.58, 0.46, 0.32),
    roughness=(0.94, 0.02),
)
COAL = stuff(
    colours=((0.055, 0.055, 0.06),),
    clouds=(4, 0.25),
    grain=0.10,
    bumps=(9, 1.3, 0.9),
    waves=(8, 0.3),
    roughness=(0.46, 0.22),
)
BONE = stuff(
    colours=((0.83, 0.76, 0.62),),
    clouds=(3, 0.07),
    second=(0.64, 0.52, 0.36),
    patches=(3, 0.25),
    grain=0.03,
    streaks=(26, 4, 0.08),
    pits=(26, 0.12, 0.25),
    waves=(3, 0.1),
    roughness=(0.62, 0.06),
)
IVORY = stuff(
    colours=((0.90, 0.85, 0.73),),
    clouds=(3, 0.04),
    second=(0.80, 0.68, 0.48),
    patches=(2, 0.2),
    grain=0.01,
    streaks=(40, 3, 0.04),
    waves=(3, 0.04),
    roughness=(0.28, 0.05),
)
RUBBER = stuff(
    colours=((0.07, 0.07, 0.075),),
    clouds=(3, 0.12),
    second=(0.14, 0.13, 0.12),
    patches=(3, 0.2),
    grain=0.06,
    waves=(3, 0.05),
    roughness=(0.78, 0.08),
)
PLASTIC = stuff(
    colours=((0.70, 0.14, 0.12),), clouds=(3, 0.02), grain=0.015, waves=(3, 0.03), roughness=(0.36, 0.05)
)
FLAME = stuff(
    colours=((1.0, 0.55, 0.12),),
    clouds=(3, 0.25),
    second=(1.0, 0.30, 0.04),
    patches=(2, 0.4),
    grain=0.0,
    streaks=(7, 2, 0.25),
    waves=(3, 0.1),
    roughness=(0.9, 0.0),
)
EMBER = stuff(
    colours=((0.10, 0.06, 0.05),),
    clouds=(4, 0.3),
    second=(1.0, 0.32, 0.06),
    patches=(5, 0.42),
    grain=0.12,
    bumps=(9, 1.0, 0.9),
    waves=(6, 0.2),
    roughness=(0.9, 0.0),
)
SNOW = stuff(
    colours=((0.93, 0.95, 0.98),),
    clouds=(3, 0.03),
    second=(0.84, 0.89, 0.96),
    patches=(3, 0.3),
    grain=0.02,
    waves=(4, 0.3),
    bumps=(11, 0.2, 0.9),
    roughness=(0.72, 0.06),
)


def _stuff(role: str, tile: MaterialClass, metres: float, relief_m: float, *colours, **more) -> SmartMaterial:
    given = {"varies": (0.04, 0.01), "clouds": 0.05, **more}
    return SmartMaterial(role, tile, (metres, metres), relief_m, colours=colours, **given)


SURFACES: dict[str, SmartMaterial] = {
    "wax": _stuff("wax", WAX, 0.2, 0.002, tile_px=256),
    "snow": _stuff("snow", SNOW, 0.6, 0.012, takes="none"),
    "ice": _stuff("crystal", rocks.CLASSES["ice"], 0.5, 0.002, seed=2, roughness=0.12),
    "flame": _stuff("flame", FLAME, 0.25, 0.0, tile_px=256, lay="courses", glow=0.55, takes="dye"),
    "ember": _stuff("flame", EMBER, 0.2, 0.006, glow=0.6, takes="none"),
    "glow": _stuff("light", WAX, 0.3, 0.0, (1.0, 0.80, 0.48), tile_px=256, glow=0.45),
    "lit window": _stuff("light", WAX, 0.6, 0.0, (1.0, 0.70, 0.34), tile_px=256, glow=0.32, roughness=0.15),
    "lit linen": _stuff("light", textiles.LINEN, 0.16, 0.001, (0.98, 0.84, 0.62), glow=0.22),
    "lit paper": _stuff("light", cloths.PAPER, 0.3, 0.0004, (1.0, 0.82, 0.58), glow=0.22),
    "lava": _stuff("flame", rocks.CLASSES["lava"], 0.8, 0.03, seed=1, glow=0.6, takes="none"),
    "crystal": _stuff(
        "crystal",
        GEM,
        0.3,
        0.0004,
        (0.46, 0.30, 0.76),
        (0.22, 0.60, 0.74),
        (0.26, 0.62, 0.40),
        varies=(0.12, 0.03),
        clouds=0.18,
        glow=0.05,
    ),
    "earth": _stuff("earth", EARTH, 0.5, 0.016),
    "sand": _stuff("earth", SAND, 0.5, 0.006),
    "coal": _stuff("stone", COAL, 0.2, 0.006),
    "bone": _stuff("bone", BONE, 0.2, 0.0012),
    "ivory": _stuff("bone", IVORY, 0.2, 0.0003),
    "rubber": _stuff("rubber", RUBBER, 0.3, 0.0008, tile_px=256),
    "plastic": _stuff("plastic", PLASTIC, 0.3, 0.0003, tile_px=256),
}
