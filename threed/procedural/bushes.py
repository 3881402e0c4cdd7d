"""Builds bushes: leafy ones, clipped balls, and rosettes of spiky leaves; with flowers or berries."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import (
    GOLDEN_ANGLE,
    azimuths,
    blade,
    blossom,
    clump,
    leaves_on,
    turn_to,
    way_to,
)
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import knob
from threed.procedural.solids import Solid, frame_along, unit
from threed.procedural.sweeps import limb


def _bush(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"leafy": 0.6, "round": 0.18, "spiky": 0.22}, "how it grows")
    radius = dials.number("radius", 0.4, 0.52, "m", "of the whole")
    height = dials.number("height", 0.8, 1.05, "", "in widths, 1 is usual", (0.3, 2.0))
    lumps = dials.count("clumps", 4, 5, "of a leafy one", (1, 10))
    leaves = dials.count("leaves", 62, 82, "single leaves that stand out", (0, 400))
    dress = dials.choice("dress", {"nothing": 0.45, "flowers": 0.35, "berries": 0.2}, "among its leaves")
    count = dials.count("count", 9, 12, "flowers or berries", (1, 40))
    blades = dials.count("blades", 20, 26, "leaves of a spiky one", (6, 40))
    if form == "spiky":
        return _agave(dials, radius, height, blades, dress, count)
    rng, parts = dials.rng, []
    made = []
    if form == "round":
        centre = np.array([0, (1.02 * height + 0.12) * radius, 0])
        made.append((centre, radius * np.array([1, height, 1])))
        stem = limb([(0, -0.02, 0), (0, 0.7 * radius, 0)], [0.14 * radius, 0.1 * radius], 8)
        parts.append(part("branches", "bark", stem, mapping="turned", origin=(0, 0, 0), crease_deg=60))
    else:
        middle = np.array([0.0, 0.6 * radius * height, 0.0])
        made.append((middle, radius * np.array([0.72, 0.72 * height, 0.72])))
        for k, azimuth in enumerate(azimuths(rng, lumps, 0.2)):
            size = radius * rng.uniform(0.42, 0.56)
            up = size * (0.5 if k % 2 else 0.9) * height
            place = (radius - 0.6 * size) * 0.95 * way_to(azimuth) + [0, up, 0]
            made.append((place, size * np.array([1, 0.86 * height, 1])))
        for azimuth in azimuths(rng, 3):
            foot, end = (
                0.06 * way_to(azimuth) - [0, 0.02, 0],
                0.35 * radius * way_to(azimuth) + [0, 0.5 * radius, 0],
            )
            wood = limb([foot, end], [0.055 * radius, 0.04 * radius], 6)
            parts.append(part("branches", "bark", wood, end - foot, crease_deg=60))
    crown = [clump(rng, centre, radii, 0.06 if form == "round" else 0.15, 2) for centre, radii in made]
    parts += [part("leaves", "plant", solid, crease_deg=55) for solid in crown]
    shares = np.array([np.mean(radii) ** 2 for _, radii in made])
    for solid, share in zip(crown, shares / shares.sum(), strict=True):
        number = round(leaves * share * (1.6 if form == "round" else 1) * (0.75 if dress != "nothing" else 1))
        if number:
            one = leaves_on(rng, solid, number, (0.17 if form == "round" else 0.3) * radius)
            parts.append(part("leaves", "plant", one, loose=True, crease_deg=20))
    if dress != "nothing":
        parts += _dress(rng, crown, dress, count, 0.12 * radius)
    return parts


def _dress(rng: np.random.Generator, crown: list[Solid], what: str, count: int, size: float) -> list[Part]:
    """Put flowers or berries where the crown's surface is, all over it."""
    points = np.concatenate([solid.vertices for solid in crown]).astype(np.float64)
    normals = np.concatenate([solid.normals for solid in crown]).astype(np.float64)
    middle = (points.min(0) + points.max(0)) / 2 * [1, 0.8, 1]
    parts: list[Part] = []
    for k in range(count):
        way = way_to(k * GOLDEN_ANGLE + rng.uniform(-0.2, 0.2), np.arcsin(0.97 - 1.2 * (k + 0.5) / count))
        along = (points - middle) @ way
        aside = np.linalg.norm(points - middle - along[:, None] * way, axis=1)
        best = np.where(aside < 1.6 * size, along, -9.0).argmax()
        place, out = points[best], unit(0.5 * normals[best] + way)
        if what == "berries":
            for d in range(3):
                spot = place + 0.55 * size * frame_along(out) @ np.array(
                    [np.sin(2.1 * d), 0.25, np.cos(2.1 * d)]
                )
                berry = knob(spot, 0.52 * size, 6, 3)
                parts.append(
                    part("berries", "fruit", berry, mapping="turned", origin=spot, crease_deg=80, loose=True)
                )
            continue
        petals, heart = blossom(rng, 1.4 * size)
        bloom = [part("flowers", "plant", petals, (0, 0, 1), (0, 1, 0), crease_deg=30, loose=True)]
        bloom.append(part("hearts", "plant", heart, crease_deg=80, loose=True))
        spin = frame_along(out) @ turn_to(rng.uniform(0, 6))
        parts += move_parts(bloom, place - 0.12 * size * out, spin)
    return parts


def _agave(dials: Dials, radius: float, height: float, blades: int, dress: str, count: int) -> list[Part]:
    """Grow a rosette of broad pointed leaves, the outer ones flatter, with or without a flower stalk."""
    rng = dials.rng
    heart = knob((0, 0.1 * radius, 0), np.array([0.24, 0.16, 0.24]) * radius, 8, 5)
    parts = [part("leaves", "plant", heart, crease_deg=60)]
    long, s = 1.25 * radius, np.linspace(0, 1, 6)
    for k in range(blades):
        t = k / max(blades - 1, 1)
        # from the flat outer leaves to the upright inner ones
        lift = (0.22 + 1.2 * t**1.2) * min(height, 1.15) + rng.uniform(-0.06, 0.06)
        angle = lift + 0.35 * s - 0.55 * s**2 * (1 - t)
        step = long * (1 - 0.3 * t) * rng.uniform(0.92, 1.08) / 5
        path = np.stack([np.cumsum(step * np.cos(angle)), np.cumsum(step * np.sin(angle))], 1)
        path += np.array([0.03, 0.07]) * radius - path[0]
        wide = 0.15 * radius * (1 - 0.35 * t)
        leaf = blade(path, wide * np.array([0.75, 0.95, 1.0, 0.82, 0.48, 0.0]), 0.11 * radius, 0.4)
        azimuth = k * GOLDEN_ANGLE + rng.uniform(-0.1, 0.1)
        one = part("leaves", "plant", leaf, (0, 0, 1), (0, 1, 0), crease_deg=35)
        parts += move_parts([one], rotation=turn_to(azimuth))
    if dress == "flowers":
        parts += _spike(rng, radius, count)
    return parts


def _spike(rng: np.random.Generator, radius: float, count: int) -> list[Part]:
    """Make an agave's flower stalk."""
    tall = 2.3 * radius
    stem = limb([(0, 0, 0), (0.02, 0.5 * tall, 0), (0, tall, 0.02)], radius * np.array([0.09, 0.07, 0.03]), 7)
    parts = [part("branches", "plant", stem, crease_deg=60)]
    for k in range(count):
        t = k / count
        y, way = tall * (0.52 + 0.48 * t), way_to(k * GOLDEN_ANGLE, 0.55)
        petals, heart = blossom(rng, 0.14 * radius * (1 - 0.35 * t))
        bloom = [part("flowers", "plant", petals, (0, 0, 1), (0, 1, 0), crease_deg=30, loose=True)]
        bloom.append(part("hearts", "plant", heart, crease_deg=80, loose=True))
        path = np.array([0, y, 0]) + np.outer([-0.1, 0.17], radius * way)
        twig = limb(path, [0.022 * radius, 0.02 * radius], 5)
        parts.append(part("branches", "plant", twig, way, crease_deg=60))
        parts += move_parts(bloom, np.array([0, y, 0]) + 0.16 * radius * way, frame_along(way))
    return parts


KINDS = {
    "bush": Kind(
        build=_bush,
        size_m=1.0,
        parts={
            "leaves": Made(("leaves",), ("#5a8a30", "#47742b", "#6d9a3c", "#7f9a45"), ("foliage", "leaf")),
            "branches": Made(("bark",), (), ("stem", "twigs", "trunk", "stalk")),
            "flowers": Made(
                ("petals",),
                ("#e46a9a", "#f4f0e6", "#f2c230", "#9a6bd0", "#d8343c"),
                ("blossoms", "petals", "roses", "flower"),
            ),
            "hearts": Made(("seeds",), ("#e9b824",), ()),
            "berries": Made(("cherry",), ("#b3121f", "#33337f", "#e8861f"), ("fruit", "berry")),
        },
        synonyms=("shrub", "hedge bush"),
        words={
            "leafy": {"form": "leafy"},
            "round": {"form": "round"},
            "clipped": {"form": "round"},
            "spiky": {"form": "spiky"},
            "flowering": {"dress": "flowers"},
            "blooming": {"dress": "flowers"},
        },
    ),
}
