"""What grows: leaves, grass, moss, skins, stems, mushrooms."""

from __future__ import annotations

from core.materials import foliage, organic, timber
from core.materials.material import MaterialClass
from core.materials.mottled import stuff
from threed.surface.smart import SmartMaterial

CACTUS = stuff(
    colours=((0.27, 0.44, 0.22),),
    clouds=(3, 0.08),
    second=(0.38, 0.52, 0.28),
    patches=(3, 0.35),
    grain=0.03,
    speckles=(14, 0.5, 0.14),
    speckled=(0.80, 0.78, 0.60),
    streaks=(12, 3, 0.08),
    roughness=(0.55, 0.06),
)
CAP = stuff(
    colours=((0.62, 0.16, 0.11),),
    clouds=(3, 0.10),
    second=(0.74, 0.30, 0.16),
    patches=(3, 0.3),
    grain=0.02,
    streaks=(40, 3, 0.05),
    waves=(4, 0.10),
    roughness=(0.42, 0.08),
)
STIPE = stuff(
    colours=((0.86, 0.80, 0.68),),
    clouds=(3, 0.06),
    second=(0.70, 0.60, 0.46),
    patches=(3, 0.25),
    grain=0.03,
    streaks=(36, 3, 0.10),
    waves=(4, 0.10),
    roughness=(0.72, 0.05),
)
APPLE = stuff(
    colours=((0.62, 0.10, 0.09),),
    clouds=(3, 0.08),
    second=(0.78, 0.52, 0.16),
    patches=(2, 0.22),
    grain=0.02,
    streaks=(30, 2, 0.35),
    streaked=(0.80, 0.50, 0.20),
    speckles=(40, 0.22, 0.10),
    speckled=(0.88, 0.78, 0.52),
    waves=(3, 0.05),
    roughness=(0.30, 0.05),
)
PUMPKIN = stuff(
    colours=((0.82, 0.42, 0.10),),
    clouds=(3, 0.08),
    second=(0.72, 0.30, 0.07),
    patches=(3, 0.35),
    grain=0.03,
    streaks=(18, 2, 0.10),
    speckles=(24, 0.10, 0.20),
    speckled=(0.90, 0.66, 0.34),
    pits=(30, 0.08, 0.18),
    waves=(4, 0.08),
    roughness=(0.44, 0.06),
)
CARROT = stuff(
    colours=((0.86, 0.42, 0.11),),
    clouds=(3, 0.08),
    grain=0.03,
    streaks=(4, 40, 0.16),
    waves=(3, 0.08),
    roughness=(0.58, 0.06),
)
FLESH = stuff(
    colours=((0.92, 0.86, 0.66),),
    clouds=(3, 0.05),
    streaks=(24, 4, 0.05),
    grain=0.03,
    waves=(5, 0.1),
    roughness=(0.42, 0.06),
)
HUSK = stuff(
    colours=((0.33, 0.22, 0.13),),
    clouds=(3, 0.10),
    streaks=(60, 3, 0.24),
    grain=0.08,
    waves=(4, 0.1),
    roughness=(0.9, 0.04),
)
SEEDS = stuff(
    colours=((0.24, 0.16, 0.09),),
    clouds=(4, 0.10),
    bumps=(20, 1.2, 0.7),
    grain=0.06,
    waves=(3, 0.05),
    roughness=(0.66, 0.06),
)


def _plant(tile: MaterialClass, metres: float, relief_m: float, *colours, **more) -> SmartMaterial:
    given = {"role": "plant", "varies": (0.09, 0.03), "clouds": 0.09, **more}
    return SmartMaterial(tile=tile, metres=(metres, metres), relief_m=relief_m, colours=colours, **given)


SURFACES: dict[str, SmartMaterial] = {
    "leaves": _plant(foliage.CROWN, 0.4, 0.02, least_px=100, small="leaf"),
    "leaf": _plant(foliage.LEAF, 0.15, 0.0006, lay="courses"),
    "grass": _plant(foliage.GRASS, 0.3, 0.02, lay="courses", least_px=90),
    "moss": _plant(organic.CLASSES["moss"], 0.35, 0.012, seed=1),
    "petals": _plant(
        foliage.PETAL, 0.1, 0.0004, (0.80, 0.28, 0.38), (0.88, 0.70, 0.20), (0.88, 0.84, 0.80), lay="courses"
    ),
    "cactus skin": _plant(CACTUS, 0.3, 0.002, lay="courses"),
    "mushroom cap": _plant(CAP, 0.2, 0.001),
    "mushroom stem": _plant(STIPE, 0.2, 0.0015, lay="courses"),
    "mushroom gills": _plant(foliage.GILLS, 0.14, 0.004, lay="courses"),
    "pine needles": _plant(foliage.NEEDLES, 0.4, 0.025, (0.16, 0.29, 0.14), lay="courses", least_px=110),
    "palm leaf": _plant(foliage.FROND, 0.3, 0.004, (0.30, 0.46, 0.16), lay="courses"),
    "stem": _plant(foliage.STEM, 0.15, 0.001, (0.36, 0.46, 0.18), lay="courses"),
    "apple skin": _plant(APPLE, 0.16, 0.0004, role="fruit", lay="courses"),
    "pumpkin skin": _plant(PUMPKIN, 0.35, 0.002, role="fruit", lay="courses"),
    "carrot skin": _plant(CARROT, 0.16, 0.001, role="fruit", lay="courses"),
    "apple flesh": _plant(FLESH, 0.12, 0.0006, (0.93, 0.89, 0.70), role="fruit"),
    "pumpkin flesh": _plant(FLESH, 0.2, 0.0015, (0.90, 0.62, 0.22), role="fruit"),
    "coconut": _plant(HUSK, 0.2, 0.002, role="fruit", lay="courses"),
    "palm bark": _plant(timber.PALM_BARK, 0.6, 0.02, role="bark", lay="courses", ends="cut wood"),
    "seeds": _plant(SEEDS, 0.15, 0.003),
}
