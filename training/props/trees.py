"""Builds trees: leafy ones, firs and palms."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, ball, blob, lathe, lean, move, rod, sweep
from training.props.foliage import FRUIT, SAND, YELLOW, azimuths, blade, foliage_of, star, turn_to
from training.props.pieces import is_said, kind_of, used
from training.props.prop import EARTH, MAIN, WOOD, Colours, Parts, PropClass


def _tree(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"fir": 0.45, "leafy": 0.35, "round": 0.2})
    trunk, thick = rng.uniform(0.22, 0.45), rng.uniform(0.08, 0.13)
    if kind == "fir":
        crown, top = _fir_crown(rng, trunk)
    elif kind == "leafy":
        trunk, thick = trunk + 0.15, thick * 1.2
        crown, top = _leafy_crown(rng, trunk, thick)
    else:
        trunk += 0.1
        crown, top = _round_crown(rng, trunk)
    ys = np.array([0, 0.07, trunk * 0.55, top])
    sway = np.cumsum(rng.normal(0, 0.022, (4, 2)), 0) * (ys > 0.07)[:, None]
    path = np.stack([sway[:, 0], ys, sway[:, 1]], 1)
    parts = [(sweep(path, thick * np.array([1.7, 1.15, 0.95, 0.7]), 9), "trunk"), *crown]
    if kind != "fir" and rng.random() < 0.3:
        size = max(solid.vertices[:, 1].max() for solid, _ in crown) - trunk
        for azimuth in azimuths(rng, int(rng.integers(6, 9))):
            up = rng.uniform(-0.5, 0.6)
            place = (0.44 * np.sin(azimuth), trunk + size * (0.5 + 0.4 * up), 0.44 * np.cos(azimuth))
            parts.append((blob(rng, place, rng.uniform(0.06, 0.08), 0.0, subdivisions=1), "fruit"))
    if is_said(rng, shape, "leaning", 0.12):
        slant = rng.uniform(0.22, 0.38) * np.array([np.sin(a := rng.uniform(0, 6.3)), np.cos(a)])
        parts = [(lean(solid, slant), slot) for solid, slot in parts]
    bark = WOOD if rng.random() < 0.7 else EARTH if rng.random() < 0.6 else (0.62, 0.58, 0.52)
    return used(parts, {"trunk": bark, "fruit": FRUIT if rng.random() < 0.6 else YELLOW})


def _fir_crown(rng: np.random.Generator, y: float) -> tuple[Parts, float]:
    tiers, wide, points = int(rng.integers(3, 6)), rng.uniform(0.42, 0.62), int(rng.integers(6, 10))
    rise, narrow, ragged = (
        rng.uniform(1.3, 1.6) / (tiers + 1.2),
        rng.uniform(0.6, 0.8),
        rng.uniform(0.72, 0.9),
    )
    parts, base = [], y
    for k in range(tiers):
        radius = wide * (1 - narrow * k / max(tiers - 1, 1))
        high = rise * (1.9 if k < tiers - 1 else 2.2)
        profile = [(radius * 0.4, y + 0.06), (radius, y), (radius * 0.45, y + high * 0.5), (0.01, y + high)]
        skirt = star(profile, points, [1, ragged, 0.95, 1], -0.05)
        parts.append((move(skirt, rotation=turn_to(rng.uniform(0, 6.3))), MAIN))
        y += rise
    return parts, base + rise


def _leafy_crown(rng: np.random.Generator, y: float, thick: float) -> tuple[Parts, float]:
    spread, count = rng.uniform(0.26, 0.38), int(rng.integers(3, 5))
    lumps: list[tuple[Point, Point]] = [((0, y + 0.5, 0), rng.uniform(0.34, 0.42))]
    parts: Parts = []
    for azimuth in azimuths(rng, count):
        place = np.array([spread * np.sin(azimuth), y + rng.uniform(0.2, 0.5), spread * np.cos(azimuth)])
        lumps.append((place, rng.uniform(0.23, 0.33) * np.array([1, rng.uniform(0.75, 1), 1])))
        parts.append((rod((0, y - 0.08, 0), place, thick * 0.75, thick * 0.5, 7), "trunk"))
    parts.append((foliage_of(rng, lumps, int(rng.choice([0, 20, 30])), rng.uniform(0.08, 0.11)), MAIN))
    return parts, y + 0.2


def _round_crown(rng: np.random.Generator, y: float) -> tuple[Parts, float]:
    radius, style = rng.uniform(0.4, 0.52), rng.random()
    if style < 0.55:  # a lollipop
        high = radius * rng.uniform(0.85, 1.25)
        lumps: list[tuple[Point, Point]] = [((0, y + high * 0.9, 0), (radius, high, radius))]
    else:  # clipped balls, one above the other
        lumps, at = [], y
        for size in radius * np.array([1, 0.75, 0.5])[: int(rng.integers(2, 4))]:
            lumps.append(((0, at + size * 0.85, 0), size))
            at += size * 1.45
    return [(foliage_of(rng, lumps, int(rng.choice([0, 60, 90]) / len(lumps)), 0.09), MAIN)], y + radius


def _palm_tree(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    twin = is_said(rng, shape, "twin", 0.15)
    leaning = is_said(rng, shape, "leaning", 0.25)
    first = rng.uniform(0, 2 * np.pi)
    parts: Parts = []
    for k in range(1 + twin):
        bend = (
            rng.uniform(0.4, 0.6) if leaning else rng.uniform(0.2, 0.35) if twin else rng.uniform(0.02, 0.18)
        )
        spin, size = turn_to(first + k * rng.uniform(2.5, 3.8)), 1 - 0.22 * k
        parts += [(move(solid, rotation=spin, scale=size), slot) for solid, slot in _palm(rng, bend)]
    if rng.random() < 0.4:
        parts.append((lathe([(0, -0.06), (0.42, -0.06), (0.36, 0.03), (0, 0.08)], 14), "sand"))
    bark = (0.52, 0.38, 0.24) if rng.random() < 0.6 else (0.62, 0.50, 0.36)
    return used(parts, {"trunk": bark, "coconuts": (0.36, 0.20, 0.10), "sand": SAND})


def _palm(rng: np.random.Generator, bend: float) -> Parts:
    """Make one palm that bends towards +Z."""
    height, thick, rings = (
        rng.uniform(0.75, 1.1) + 0.35 * bend,
        rng.uniform(0.075, 0.1),
        int(rng.integers(5, 9)),
    )
    t = np.repeat(np.linspace(0, 1, rings + 1), 2)[1:-1]
    t[1::2] -= 1e-3
    path = np.stack([0 * t, height * t, bend * t**1.6], 1)
    flare = np.where(np.arange(len(t)) % 2, 1.2, 0.88) * thick * (1.3 - 0.5 * t + 0.5 * (t < 0.1))
    top = path[-1]
    parts: Parts = [(sweep(path, flare, 9, smooth=False), "trunk"), (ball(top, thick * 1.5, 9), MAIN)]
    count, reach, sag = int(rng.integers(7, 11)), rng.uniform(0.58, 0.78), rng.uniform(0.5, 0.85)
    wide, notch = rng.uniform(0.14, 0.19), rng.uniform(0.55, 0.85)
    s = np.linspace(0, 1, 9)
    widths = wide * np.sin(np.pi * (0.12 + 0.88 * s) ** 0.8) * np.where(np.arange(9) % 2, 1, notch) + 0.012
    fronds = []
    for rise in rng.uniform(0.25, 0.5, 4) + [0, 0.35, 0.1, 0.4]:
        path = np.stack([reach * s, (rise * s - (sag + 0.2) * s * s) * 0.85], 1)
        fronds.append(blade(path, widths, 0.075, -0.5))
    for k, azimuth in enumerate(azimuths(rng, count, 0.2)):
        size = rng.uniform(0.88, 1.08)
        parts.append((move(fronds[k % 4], top, turn_to(azimuth), scale=size), MAIN))
    if rng.random() < 0.6:
        for azimuth in azimuths(rng, int(rng.integers(2, 5))):
            place = top + [0.12 * np.sin(azimuth), -0.1, 0.12 * np.cos(azimuth)]
            parts.append((blob(rng, place, rng.uniform(0.07, 0.09), 0.0, subdivisions=1), "coconuts"))
    return parts


CLASSES: dict[str, PropClass] = {
    "tree": PropClass(
        _tree,
        ("woodland tree", "sapling"),
        5.0,
        ("fir", "leafy", "round", "leaning"),
        {"trunk": "trunk"},
    ),
    "palm tree": PropClass(
        _palm_tree, ("palm", "coconut tree", "coconut palm"), 6.0, ("leaning", "twin"), {"trunk": "trunk"}
    ),
}
