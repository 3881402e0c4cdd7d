"""Builds windmills."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import box, join, move, prism, rod, turn
from training.props.masonry import GLOW, HOLE, ROOFS, STRAW, doorway, drum, polar, put, window
from training.props.pieces import CLOTHS, WOODS, kind_of, one_of, used
from training.props.prop import (
    CREAM,
    GLASS,
    GOLD,
    MAIN,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _windmill(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"round": 0.4, "eight-sided": 0.35, "square": 0.25})
    sides = {"round": 24, "eight-sided": 8, "square": 4}[kind]
    foot, head, tall = rng.uniform(0.48, 0.56), rng.uniform(0.32, 0.37), rng.uniform(0.95, 1.15)
    bulge = rng.uniform(0.4, 0.55)
    middle = foot + (head - foot) * bulge
    parts: Parts = [(drum([(0, 0), (foot, 0), (middle, tall * 0.45), (head, tall), (0, tall)], sides), MAIN)]
    brim, rise = head * 1.12, rng.uniform(0.22, 0.32)
    if rng.random() < 0.5:
        cap = [
            (0, tall),
            (brim, tall - 0.02),
            (brim, tall + 0.04),
            (brim * 0.55, tall + rise * 0.6),
            (0, tall + rise),
        ]
    else:
        t = np.linspace(0, np.pi / 2, 6)
        cap = [
            (0, tall),
            (brim, tall - 0.02),
            *((brim * np.cos(a), tall + 0.02 + rise * np.sin(a)) for a in t),
        ]
    parts.append((drum(cap, sides), "roof"))
    if rng.random() < 0.4:  # a gallery
        y = tall * rng.uniform(0.32, 0.42)
        r = foot + (middle - foot) * y / (tall * 0.45)
        parts.append(
            (
                drum(
                    [(r - 0.04, y), (r + 0.09, y + 0.02), (r + 0.09, y + 0.08), (r - 0.04, y + 0.08)], sides
                ),
                "spars",
            )
        )
    parts += put(doorway(rng, str(rng.choice(["arched", "square"])), 0.24, 0.4), (0, 0, foot - 0.035))
    pane = window(str(rng.choice(["square", "arched", "round"])), 0.15, 0.18, bars=False)
    for azimuth, y in ((90, 0.25), (180, 0.5), (270, 0.35), (0, 0.6), (90, 0.68), (270, 0.75)):
        y *= tall
        r = np.interp(y + 0.08, [0, tall * 0.45, tall], [foot, middle, head])
        parts += put(pane, polar(float(r) - 0.02, y, azimuth), azimuth)
    blades = 6 if "six-bladed" in shape else int(rng.choice([4, 4, 4, 5, 6]))
    parts += _sails(rng, blades, tall + rise * 0.25, head * 1.12, tall * rng.uniform(0.58, 0.7))
    colours: dict[str, SlotColour] = {
        "roof": one_of(rng, *ROOFS, STRAW),
        "door": one_of(rng, *WOODS, *ROOFS[3:]),
    }
    colours |= {
        "latch": GOLD,
        "frames": one_of(rng, WHITE, CREAM, WOOD, 0.6),
        "windows": one_of(rng, GLASS, GLOW, HOLE),
    }
    return used(
        parts, {**colours, "sails": one_of(rng, CREAM, WHITE, *CLOTHS[:2]), "spars": one_of(rng, *WOODS)}
    )


def _sails(rng: np.random.Generator, count: int, y: float, z: float, long: float) -> Parts:
    """Make the turning cross in front of a windmill."""
    wide, side = long * rng.uniform(0.18, 0.25) * (4 / count) ** 0.4, rng.choice([-1, 1])
    near, style = long * rng.uniform(0.22, 0.32), rng.choice(["cloth", "lattice", "paddle"])
    spar = [box((0, long / 2, 0), (0.065, long, 0.09))]
    if style == "lattice":
        spar += [
            box((side * wide / 2, h, 0.0), (wide, 0.055, 0.085)) for h in np.linspace(near, long - 0.04, 5)
        ]
        spar.append(box((side * wide, (near + long) / 2, 0), (0.055, long - near, 0.085)))
        sheet = box((side * wide / 2, (near + long) / 2, 0), (wide * 0.96, long - near - 0.04, 0.045))
    elif style == "cloth":
        corners = [(0, near), (0, long - 0.02), (side * wide * 1.2, long - 0.02), (side * wide * 0.9, near)]
        sheet = prism(corners[::-1] if side > 0 else corners, 0.05)
    else:
        half = wide * 0.62
        sheet = prism([(-half * 0.6, near), (half * 0.6, near), (half, long), (-half, long)], 0.05)
    blade = [(join(spar), "spars"), (move(sheet, (0, 0, 0.005)), "sails")]
    first = rng.uniform(0, 360 / count)
    parts: Parts = []
    for k in range(count):
        spin = turn(2, first + 360 * k / count) @ turn(1, 10 * side)
        parts += [(move(solid, (0, y, z + 0.12), spin), slot) for solid, slot in blade]
    hub = rod((0, y, 0), (0, y, z + 0.2), 0.075, 0.065, 10)
    return [*parts, (hub, "spars")]


CLASSES: dict[str, PropClass] = {
    "windmill": PropClass(
        _windmill,
        ("mill", "grain mill"),
        9.0,
        ("round", "square", "eight-sided", "six-bladed"),
        {"sails": "sails", "roof": "roof", "door": "door"},
    ),
}
