"""Builds mushrooms: toadstools with warts, pointed and flat ones, alone or in a group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import GOLDEN_ANGLE, mound, way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.solids import Solid, frame_along, lathe, lean, loft, move


def _mushroom(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.5, "pointed": 0.25, "flat": 0.25}, "of the cap")
    stem = dials.number("stem", 0.17, 0.25, "m", "height of the stem")
    cap = dials.number("cap", 0.13, 0.17, "m", "radius of the cap")
    thick = dials.number("thick", 0.034, 0.05, "m", "radius of the stem")
    warty = dials.flag("warty", 0.55, "warts on the cap")
    warts = dials.count("warts", 9, 18, "how many", (0, 40))
    gills = dials.count("gills", 18, 24, "under the cap", (8, 40))
    skirt = dials.flag("skirt", 0.5, "a ring of skin around the stem")
    group = dials.count("group", 1, 3, "how many stand together", (1, 5))
    slant = dials.number("lean", 2.0, 8.0, "deg", "to one side", (0.0, 30.0))
    ground = dials.flag("ground", 0.45, "a patch of mossy ground under it")
    warts = warts if warty else 0
    rng = dials.rng
    parts = _toadstool(rng, form, stem, cap, thick, warts, gills, skirt, 24)
    parts = _leaned(parts, slant, rng.uniform(0, 6.3))
    first = 0.6 + rng.choice([-1, 1]) * rng.uniform(1.0, 1.4)
    for k in range(group - 1):
        size, way = (0.56, 0.42, 0.5, 0.35)[k], way_to(first + (0, 2.6, 4.4, 1.3)[k])
        small = _toadstool(
            rng,
            form,
            stem * rng.uniform(0.85, 1.2),
            cap,
            thick,
            round((0.4 if group < 4 else 0.2) * warts),
            10,
            False,
            12,
        )
        small = move_parts(small, 0.85 * cap * way, scale=size)
        parts += _leaned(small, 9.0 + slant, np.arctan2(way[0], way[2]), 0.85 * cap * way)
    if ground or group > 1:
        earth = mound(rng, 1.15 * cap + 0.01, 0.035)
        parts.append(part("ground", "earth", earth, (0, 0, 1), (0, 1, 0), crease_deg=60))
    return parts


def _leaned(parts: list[Part], degrees: float, azimuth: float, foot: np.ndarray | None = None) -> list[Part]:
    tilt = np.tan(np.deg2rad(degrees)) * np.array([np.sin(azimuth), np.cos(azimuth)])
    return [replace(one, solid=lean(one.solid, tilt)) for one in parts]


def _cap(form: str, brim: float, stem: float, rng: np.random.Generator) -> np.ndarray:
    """Return the outside of a cap, (radius, height) from its brim to its top."""
    t = np.linspace(0, 1, 8)
    if form == "pointed":
        rise = brim * rng.uniform(1.25, 1.6)
        out = 0.8 * brim * (np.cos(t * np.pi / 2) ** 0.75) * (1 - 0.3 * np.sin(np.pi * t) ** 1.5)
        return np.stack([out, stem + rise * t**0.95], 1)
    rise = brim * (rng.uniform(0.3, 0.42) if form == "flat" else rng.uniform(0.66, 0.9))
    a = t * np.pi / 2
    return np.stack([brim * np.cos(a) ** 0.9, stem + rise * np.sin(a) ** 0.95], 1)


def _toadstool(
    rng: np.random.Generator, form: str, stem: float, cap: float, thick: float, warts: int, gills: int,
    skirt: bool, sides: int,
) -> list[Part]:  # fmt: skip
    """Make one mushroom: stem, gills in the hollow under the cap, the cap, and warts on it."""
    stem = stem * (1.15 if form == "flat" else 1.0)
    outside = _cap(form, cap * (1.12 if form == "flat" else 1.0), stem, rng)
    brim = float(outside[0, 0])
    hang = 0.14 * brim * (1.5 if form == "round" else 0.8)
    lip = [
        (0.86 * brim, stem - 0.9 * hang), (0.93 * brim, stem - 1.1 * hang),
        (0.99 * brim, stem - 0.85 * hang), (1.01 * brim, stem - 0.3 * hang),
    ]  # fmt: skip
    roof = stem + 0.12 * brim
    shape = [(0, roof), (0.5 * brim, roof - 0.2 * hang), *lip, *outside[1:]]
    shape[-1] = (0.0, float(outside[-1, 1]))
    bulb = thick * rng.uniform(1.35, 1.7)
    stalk = [(0, 0), (0.9 * bulb, 0), (bulb, 0.05 * stem), (bulb, 0.13 * stem), (1.1 * thick, 0.34 * stem),
             (0.9 * thick, 0.7 * stem), (1.0 * thick, stem), (1.15 * thick, roof), (0, roof)]  # fmt: skip
    axis = {"mapping": "turned", "origin": (0, 0, 0)}
    parts = [
        part("cap", "plant", lathe(shape, sides), **axis, crease_deg=70),
        part("stem", "plant", lathe(stalk, 12), **axis, crease_deg=70),
        part(
            "gills",
            "plant",
            _gills(gills, 0.9 * brim, thick, stem - 0.75 * hang, roof),
            **axis,
            crease_deg=30,
        ),
    ]
    if skirt:
        y = 0.66 * stem
        ring = [
            (0.8 * thick, y), (1.9 * thick, y - 0.11 * stem), (2.0 * thick, y - 0.1 * stem),
            (1.3 * thick, y + 0.02 * stem), (0.8 * thick, y + 0.06 * stem), (0.8 * thick, y),
        ]  # fmt: skip
        parts.append(part("stem", "plant", lathe(ring, 14), **axis, crease_deg=60))
    dot, first = lathe([(0, -1.0), (0.8, -1.0), (1, 0.0), (0.75, 0.32), (0, 0.48)], 6), rng.uniform(0, 6.3)
    for k in range(warts):
        at = (0.08 + 0.8 * ((k + 0.5) / warts) ** 0.7) * (len(outside) - 1)
        i, f = int(at), at % 1
        (r, y), (dr, dy) = outside[-1 - i] * (1 - f) + outside[-2 - i] * f, outside[-2 - i] - outside[-1 - i]
        azimuth, size = (
            first + k * GOLDEN_ANGLE,
            cap * rng.uniform(0.06, 0.13) * (1 if form != "pointed" else 0.8),
        )
        normal = (-dy * np.sin(azimuth), dr, -dy * np.cos(azimuth))
        place = np.array([r * np.sin(azimuth), y, r * np.cos(azimuth)])
        wart = move(dot, place, frame_along(normal), size * np.array([1, 0.55, 1]))
        parts.append(part("spots", "plant", wart, normal, crease_deg=50))
    return parts


def _gills(count: int, reach: float, thick: float, low: float, high: float) -> Solid:
    """Make thin plates that run out from the stem, as one pleated disc."""
    angle = np.arange(2 * count) * np.pi / count
    deep = np.where(np.arange(2 * count) % 2, 1.0, 0.0)
    rings = []
    for r, y, pleat in (
        (0.5 * thick, low, 0.0),
        (1.2 * thick, low - 0.1 * (high - low), 0.55),
        (0.97 * reach, low, 0.45),
        (reach, high, 0),
    ):
        rings.append(np.stack([r * np.sin(angle), y + pleat * deep * (high - low), r * np.cos(angle)], 1))
    return loft(rings)


KINDS = {
    "mushroom": Kind(
        build=_mushroom,
        size_m=0.38,
        parts={
            "cap": Made(
                ("mushroom cap",),
                ("#b3261e", "#a81f1c", "#c4452a", "#8a5a34", "#c9923f"),
                ("top", "hat", "head"),
            ),
            "stem": Made(("mushroom stem",), (), ("stalk", "foot")),
            "gills": Made(("mushroom gills",), (), ("lamellae",)),
            "spots": Made(("mushroom stem",), ("#f3ecdc",), ("warts", "dots", "spot")),
            "ground": Made(("moss", "earth"), (), ("moss", "earth", "soil")),
        },
        synonyms=("toadstool", "fungus"),
        words={
            "round": {"form": "round"},
            "pointed": {"form": "pointed"},
            "flat": {"form": "flat"},
            "warty": {"warty": True, "warts": 18},
            "spotted": {"warty": True},
            "plain": {"warty": False},
            "twin": {"group": 2},
            "clustered": {"group": 4},
            "leaning": {"lean": 16.0},
        },
    ),
}
