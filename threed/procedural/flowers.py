"""Builds single flowers: daisies, tulips, roses and sunflowers, in the ground or in a pot."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import GOLDEN_ANGLE, azimuths, blade, mound, plant_pot, star, turn_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.solids import Solid, lathe, turn
from threed.procedural.sweeps import limb

TURNED = {"mapping": "turned", "origin": (0, 0, 0)}


def _flower(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"daisy": 0.35, "tulip": 0.25, "rose": 0.25, "sunflower": 0.15}, "its sort")
    height = dials.number("height", 0.26, 0.36, "m", "of the stem")
    size = dials.number("size", 0.058, 0.072, "m", "radius of the bloom")
    petals = dials.count("petals", 11, 16, "of a daisy; others have as many as they have", (5, 24))
    leaves = dials.count("leaves", 2, 4, "on the stem", (0, 8))
    nod = dials.number("nod", 22.0, 48.0, "deg", "how far the bloom faces to the side", (0.0, 90.0))
    sway = dials.number("sway", -0.05, 0.05, "m", "by how much the stem bends", (-0.15, 0.15))
    ground = dials.choice("ground", {"pot": 0.4, "soil": 0.6, "nothing": 0.0}, "what it grows in")
    rng = dials.rng
    base = 0.0
    parts: list[Part] = []
    if ground == "pot":
        high = rng.uniform(0.1, 0.12)
        parts += plant_pot(rng, 0.58 * high, high, dials.sides(0.6 * high, 20, 28))
        base = 0.86 * high
    elif ground == "soil":
        parts.append(part("soil", "earth", mound(rng, 0.075, 0.024), (0, 0, 1), (0, 1, 0), crease_deg=60))
        base = 0.012
    if form == "sunflower":
        height, size = 1.15 * height, 1.3 * size
    t = np.linspace(0, 1, 7)
    hook = np.sin(np.deg2rad(nod)) * (0.0 if form == "tulip" else 0.5)
    path = np.stack([sway * np.sin(np.pi * t), base - 0.01 + height * t, 0.09 * height * hook * 4 * t**3], 1)
    thick = size * (0.085 if form != "sunflower" else 0.1)
    parts.append(part("stem", "plant", limb(path, thick * (1.15 - 0.3 * t), 8), crease_deg=60))
    bloom = {"daisy": _daisy, "tulip": _tulip, "rose": _rose, "sunflower": _sunflower}[form](
        rng, size, petals
    )
    tip = nod * (0.25 if form == "tulip" else 0.6 if form == "rose" else 1.0)
    face = turn_to(rng.uniform(-0.2, 0.5)) @ turn(0, tip)
    parts += move_parts(bloom, path[-1], face)
    for k, azimuth in enumerate(azimuths(rng, leaves, 0.2)):
        parts.append(_leaf(rng, form, path, azimuth, 0.06 + 0.4 * k / max(leaves, 1), height, size))
    return parts


def _leaf(
    rng: np.random.Generator,
    form: str,
    path: np.ndarray,
    azimuth: float,
    at: float,
    height: float,
    size: float,
) -> Part:
    """Make a leaf on the stem: long and upright at a tulip's foot, broad and short at the others."""
    s = np.linspace(0, 1, 7)
    if form == "tulip":
        at, long, wide = 0.04, 0.62 * height * rng.uniform(0.85, 1.1), 0.24 * size
        curve = np.stack([long * (0.08 * s + 0.42 * s**2.2), long * (1.0 * s - 0.22 * s**3)], 1)
        widths = wide * np.array([0.45, 0.85, 1.0, 0.95, 0.75, 0.42, 0.0])
        fold = 0.55
    else:
        long, wide = (2.0 if form == "sunflower" else 1.5) * size * rng.uniform(0.85, 1.1), 0.42 * size
        curve = np.stack([long * s, long * (0.62 * s - 0.75 * s**2)], 1)
        widths = wide * np.array([0.1, 0.6, 1.0, 0.95, 0.7, 0.36, 0.0])
        fold = 0.25
    solid = blade(curve, widths, 0.14 * size, fold)
    place = np.array([np.interp(at, np.linspace(0, 1, len(path)), path[:, i]) for i in range(3)])
    one = part("leaves", "plant", solid, (0, 0, 1), (0, 1, 0), crease_deg=30)
    return move_parts([one], place, turn_to(azimuth))[0]


def _whorl(
    solid: Solid, count: int, turn_by: float, y: float, jitter: np.ndarray | None = None, name: str = "petals"
) -> list[Part]:
    one = part(name, "plant", solid, (0, 0, 1), (0, 1, 0), crease_deg=35)
    tilts = np.zeros(count) if jitter is None else jitter
    return [
        move_parts([one], (0, y, 0), turn_to(turn_by + 2 * np.pi * k / count) @ turn(0, float(tilts[k])))[0]
        for k in range(count)
    ]


def _cup(size: float) -> Part:
    """Make the green cup under a bloom."""
    profile = np.array([(0, -0.2), (0.1, -0.2), (0.24, -0.1), (0.3, 0.02), (0, 0.04)]) * size
    return part("stem", "plant", lathe(profile, 10), **TURNED, crease_deg=60)


def _daisy(rng: np.random.Generator, size: float, petals: int) -> list[Part]:
    s = np.linspace(0.2, 1, 6)
    path = size * np.stack([s, 0.04 + 0.16 * s - 0.14 * s**2], 1)
    wide = min(0.3, 0.9 * np.pi / petals) * size
    petal = blade(path, wide * np.array([0.4, 0.8, 1.0, 1.0, 0.8, 0.25]), 0.07 * size, 0.12)
    parts = _whorl(petal, petals, rng.uniform(0, 6), 0.0, rng.uniform(-5, 5, petals))
    disc = np.array([(0, -0.04), (0.3, -0.02), (0.34, 0.06), (0.3, 0.14), (0.18, 0.2), (0, 0.22)]) * size
    parts.append(part("centre", "plant", lathe(disc, 14), **TURNED, crease_deg=70))
    return [*parts, _cup(size)]


def _sunflower(rng: np.random.Generator, size: float, petals: int) -> list[Part]:
    s = np.linspace(0.42, 1, 5)
    parts: list[Part] = []
    for layer, (reach, rise) in enumerate(((1.0, 0.0), (0.9, 0.1))):
        path = size * reach * np.stack([s, rise * s + 0.1 * np.sin(2 * s) - 0.1], 1)
        petal = blade(path, 0.155 * size * np.array([0.6, 0.95, 1.0, 0.7, 0.0]), 0.05 * size, 0.2)
        parts += _whorl(
            petal, 13, 0.24 * layer, 0.02 * size * layer, rng.uniform(-5, 3, 13), "sunflower petals"
        )
    disc = [(0, -0.06), (0.42, -0.04), (0.52, 0.06), (0.46, 0.13), (0.3, 0.15), (0.24, 0.11), (0, 0.09)]
    parts.append(part("seed head", "plant", lathe(np.array(disc) * size, 18), **TURNED, crease_deg=60))
    back = np.array([(0, -0.26), (0.1, -0.26), (0.3, -0.14), (0.5, 0.0), (0, 0.02)]) * size
    parts.append(part("stem", "plant", lathe(back, 12), **TURNED, crease_deg=60))
    return parts


def _tulip(rng: np.random.Generator, size: float, petals: int) -> list[Part]:
    flare = rng.uniform(-0.08, 0.14)
    out = np.array([0.04, 0.36, 0.52, 0.54, 0.46 + flare, 0.32 + 1.6 * flare])
    up = np.array([0.0, 0.08, 0.36, 0.72, 1.08, 1.36])
    widths = np.array([0.1, 0.36, 0.5, 0.46, 0.3, 0.0])
    parts: list[Part] = []
    for layer, reach in ((0, 1.0), (1, 0.86)):
        petal = blade(
            size * np.stack([out * reach, up * (1 + 0.03 * layer)], 1), size * widths, 0.09 * size, 0.3
        )
        parts += _whorl(petal, 3, layer * np.pi / 3, 0.0)
    inside = np.array([(0, 0.02), (0.25, 0.06), (0.38, 0.34), (0.3, 0.6), (0, 0.66)]) * size
    parts.append(part("petals", "plant", lathe(inside, 10), **TURNED, crease_deg=70))
    foot = np.array([(0, -0.12), (0.08, -0.12), (0.2, -0.02), (0.3, 0.07), (0, 0.08)]) * size
    parts.append(part("stem", "plant", lathe(foot, 10), **TURNED, crease_deg=60))
    return parts


def _rose(rng: np.random.Generator, size: float, petals: int) -> list[Part]:
    bud = np.array([(0, 0.1), (0.2, 0.2), (0.26, 0.5), (0.2, 0.74), (0.1, 0.82), (0, 0.78)]) * size
    parts = [part("petals", "plant", lathe(bud, 9), **TURNED, crease_deg=70)]
    rows = ((3, 0.34, 0.86, 0.95), (4, 0.52, 0.76, 1.12), (5, 0.74, 0.56, 1.3), (5, 0.92, 0.3, 1.2))
    for k, (count, reach, rise, open_) in enumerate(rows):
        out = reach * np.array([0.1, 0.72, 1.0, open_])
        up = rise * np.array([0.0, 0.16, 0.72, 1.0 if k < 2 else 0.96]) + 0.02
        half = reach * np.tan(np.pi / count) * 1.12
        petal = blade(
            size * np.stack([out, up], 1), size * half * np.array([0.3, 0.8, 1.0, 0.5]), 0.1 * size, 0.28
        )
        parts += _whorl(petal, count, k * GOLDEN_ANGLE, 0.0, rng.uniform(-5, 5, count))
    angle = np.arange(10) * 2 * np.pi / 10
    shape = ((0.06, -0.26, 0.0), (0.18, -0.14, 0.0), (0.5, -0.02, 1.0), (0.12, 0.1, 0.0))
    profile = [(size * out, size * y, share) for out, y, share in shape]
    sepals = star(profile, angle, np.where(np.arange(10) % 2, 0.4, 1.0))
    return [*parts, part("stem", "plant", sepals, **TURNED, crease_deg=40)]


KINDS = {
    "flower": Kind(
        build=_flower,
        size_m=0.42,
        parts={
            "petals": Made(
                ("petals",),
                ("#e8587f", "#d8292f", "#f4f1ea", "#f2b927", "#8f5fd0", "#f08a3c"),
                ("petal", "bloom", "blossom"),
            ),
            "centre": Made(("seeds",), ("#e8b422", "#5a3a1c"), ("heart", "middle", "center")),
            "sunflower petals": Made(("petals",), ("#f2b91f",), ("petals", "petal")),
            "seed head": Made(("seeds",), ("#4a2d16",), ("centre", "heart", "seeds")),
            "stem": Made(("stem",), (), ("stalk",)),
            "leaves": Made(("leaves",), (), ("leaf",)),
            "pot": Made(
                ("terracotta", "glazed ceramic"), ("#b5623c", "#4d6f86", "#e9e4d8"), ("planter", "vase")
            ),
            "soil": Made(("earth",), (), ("earth", "ground")),
        },
        synonyms=("blossom", "bloom"),
        main=("sunflower petals",),
        words={
            "daisy": {"form": "daisy"},
            "tulip": {"form": "tulip"},
            "rose": {"form": "rose"},
            "round": {"form": "rose"},
            "sunflower": {"form": "sunflower"},
            "potted": {"ground": "pot"},
            "leafy": {"leaves": 6},
        },
    ),
}
