"""Builds what blossoms: bush, flower."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, Solid, ball, blob, frame_along, lathe, move, rod, sweep, turn
from training.props.foliage import (
    CLAY,
    FRUIT,
    GOLDEN_ANGLE,
    PETAL,
    YELLOW,
    azimuths,
    blade,
    blossom,
    foliage_of,
    plant_pot,
    star,
    turn_to,
)
from training.props.pieces import is_said, kind_of, one_of, used
from training.props.prop import (
    BRICK,
    CREAM,
    EARTH,
    LEAF,
    MAIN,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _bush(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"leafy": 0.55, "round": 0.2, "spiky": 0.25})
    if kind == "spiky":
        parts = _agave(rng)
    else:
        radius = rng.uniform(0.4, 0.5)
        centre = (0, radius * 0.75, 0)
        lumps: list[tuple[Point, Point]] = [(centre, radius * np.array([1, rng.uniform(0.85, 1.1), 1]))]
        if kind == "leafy":
            for azimuth in azimuths(rng, int(rng.integers(2, 5))):
                size = rng.uniform(0.24, 0.36)
                reach = radius + rng.uniform(-0.12, 0.1)
                place = (reach * np.sin(azimuth), size * rng.uniform(0.6, 1.1), reach * np.cos(azimuth))
                lumps.append((place, size))
        parts = [
            (foliage_of(rng, lumps, int(rng.uniform(100, 150) / len(lumps)), rng.uniform(0.09, 0.12)), MAIN)
        ]
        if kind == "round" or rng.random() < 0.5:
            parts.append(
                (rod((0, -0.22 if kind == "round" else -0.14, 0), (0, 0.2, 0), 0.12, 0.09, 8), "stem")
            )
    dressed = "flowering" if "flowering" in shape else str(rng.choice(["", "flowering", "berries"]))
    if dressed and kind != "spiky":
        parts += _dress(rng, parts[0][0], dressed)
    elif "flowering" in shape:
        parts += _spike(rng)
    fruit = one_of(rng, FRUIT, (0.20, 0.20, 0.55), (0.95, 0.55, 0.12))
    bloom = one_of(rng, PETAL, WHITE, YELLOW, (0.55, 0.40, 0.85))
    colours: dict[str, SlotColour] = {"stem": WOOD, "berries": fruit, "flowers": bloom}
    return used(parts, {**colours, "hearts": YELLOW if bloom != YELLOW else WOOD})


def _dress(rng: np.random.Generator, leaves: Solid, what: str) -> Parts:
    """Put berries or flowers all over the surface of leaves."""
    centre = np.array([0, 0.3, 0])
    count = int(rng.integers(8, 12))
    k = np.arange(count)
    up = 0.95 - 1.25 * (k + 0.5) / count
    azimuth = k * GOLDEN_ANGLE + rng.uniform(0, 6.3)
    rays = leaves.vertices[::3] - centre
    lengths, parts = np.linalg.norm(rays, axis=1), []
    for u, a in zip(up, azimuth, strict=True):
        way = np.array([np.sqrt(1 - u * u) * np.sin(a), u, np.sqrt(1 - u * u) * np.cos(a)])
        near = rays[rays @ way > 0.97 * lengths]
        place = centre + way * (float(np.quantile(near @ way, 0.75)) + 0.015 if len(near) else 0.4)
        if what == "berries":
            parts.append((blob(rng, place, rng.uniform(0.06, 0.08), 0.0, subdivisions=1), "berries"))
        else:
            petals, heart = blossom(rng, rng.uniform(0.11, 0.15))
            frame = frame_along(way)
            parts += [(move(petals, place, frame), "flowers"), (move(heart, place, frame), "hearts")]
    return parts


def _agave(rng: np.random.Generator) -> Parts:
    """Make a rosette of broad pointed leaves."""
    parts: Parts = [(ball((0, 0.1, 0), (0.14, 0.12, 0.14), 8), MAIN)]
    wide, long = rng.uniform(0.1, 0.15), rng.uniform(0.6, 0.8)
    for lift, count in ((0.5, 8), (0.9, 7), (1.3, 4)):
        for azimuth in azimuths(rng, count, 0.15):
            s = np.linspace(0, 1, 6)
            angle = lift + rng.normal(0, 0.07) - 0.25 * s
            reach = long * rng.uniform(0.9, 1.1) * s
            path = np.stack([reach * np.cos(angle) + 0.03, reach * np.sin(angle) + 0.06], 1)
            leaf = blade(path, wide * np.array([0.6, 0.95, 1, 0.8, 0.5, 0.06]), 0.07, 0.35)
            parts.append((move(leaf, rotation=turn_to(azimuth)), MAIN))
    return parts


def _spike(rng: np.random.Generator) -> Parts:
    """Make the flower stalk of an agave."""
    parts: Parts = [(rod((0, 0, 0), (0, 1.0, 0), 0.05, 0.04, 8), "stem")]
    for k in range(8):
        azimuth, y = k * GOLDEN_ANGLE, 0.62 + 0.055 * k
        way = np.array([np.sin(azimuth), 0.5, np.cos(azimuth)])
        petals, heart = blossom(rng, 0.14)
        place, frame = way * 0.07 + [0, y, 0], frame_along(way)
        parts += [(move(petals, place, frame), "flowers"), (move(heart, place, frame), "hearts")]
    return parts


def _flower(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"daisy": 0.4, "tulip": 0.3, "round": 0.3})
    potted = is_said(rng, shape, "potted", 0.3)
    base, stem, thick = 0.26 if potted else 0.0, rng.uniform(0.38, 0.62), rng.uniform(0.038, 0.052)
    sway = rng.uniform(-0.12, 0.12)
    t = np.linspace(0, 1, 5)
    path = np.stack([sway * np.sin(np.pi * t), base + stem * t, 0.08 * t * t], 1)
    parts: Parts = [(sweep(path, np.full(5, thick), 7), "stem")]
    size = rng.uniform(1.15, 1.35)
    head = {"daisy": _daisy, "tulip": _tulip, "round": _rose}[kind](rng)
    nod = rng.uniform(0.35, 0.85) if kind == "daisy" else rng.uniform(0.0, 0.3)
    frame = turn_to(rng.uniform(-0.5, 0.5)) @ turn(0, float(np.degrees(nod)))
    parts += [(move(solid, path[-1], frame, size), slot) for solid, slot in head]
    long, wide = rng.uniform(0.28, 0.38), rng.uniform(0.07, 0.1)
    for azimuth in azimuths(rng, int(rng.integers(2, 5))):
        s = np.linspace(0, 1, 6)
        leaf_path = np.stack([long * s, base + 0.03 + long * (1.1 * s - rng.uniform(0.5, 1.0) * s * s)], 1)
        leaf = blade(leaf_path, wide * np.array([0.35, 0.8, 1, 0.9, 0.6, 0.05]), 0.06, 0.3)
        parts.append((move(leaf, rotation=turn_to(azimuth)), "stem"))
    if potted:
        parts += plant_pot(rng, rng.uniform(0.22, 0.28), base + 0.02)
    elif rng.random() < 0.5:
        parts.append((lathe([(0, -0.05), (0.22, -0.05), (0.17, 0.03), (0, 0.07)], 12), "soil"))
    green = tuple(np.array(LEAF) * rng.uniform(0.85, 1.25))
    heart = one_of(rng, YELLOW, YELLOW, (0.35, 0.20, 0.10), CREAM)
    pot = one_of(rng, BRICK, CLAY, WHITE, (0.30, 0.42, 0.52))
    return used(parts, {"stem": green, "centre": heart, "pot": pot, "soil": EARTH})


def _daisy(rng: np.random.Generator) -> Parts:
    count, long, cup = int(rng.integers(5, 12)), rng.uniform(0.36, 0.46), rng.uniform(-0.1, 0.35)
    wide, blunt = min(0.19, 3.0 * long / count * 0.52), rng.uniform(0.05, 0.8)
    widths = wide * np.array([0.5, 0.85, 1.0, 0.95, 0.15 + 0.7 * blunt * 0.8])
    s, layers = np.linspace(0.2, 1, 5), 1 + (count < 9 and rng.random() < 0.5)
    parts: Parts = []
    for layer in range(layers):
        size = 1 - 0.3 * layer
        path = size * np.stack([long * s, long * cup * s * s + 0.02 * layer], 1)
        petal = blade(path, size * widths, 0.06, 0.15)
        turns = (np.arange(count) + 0.5 * layer) * 2 * np.pi / count
        parts += [(move(petal, (0, 0.02 + 0.03 * layer, 0), turn_to(a)), MAIN) for a in turns]
    heart, high = rng.uniform(0.14, 0.18), 0.06 + 0.05 * layers
    disc = [(0, -0.02), (heart, 0), (heart, high - 0.02), (heart * 0.7, high + 0.035), (0, high + 0.05)]
    parts.append((lathe(disc, 14, 0.3), "centre"))
    parts.append((lathe([(0, -0.07), (0.06, -0.07), (0.14, -0.015), (0, 0.0)], 10), "stem"))
    return parts


def _tulip(rng: np.random.Generator) -> Parts:
    size, flare = rng.uniform(0.95, 1.2), rng.uniform(-0.06, 0.14)
    out = np.array([0.03, 0.21, 0.27, 0.25, 0.2 + flare])
    up = np.array([0.0, 0.06, 0.24, 0.44, 0.66])
    widths = np.array([0.08, 0.19, 0.23, 0.17, 0.012])
    parts: Parts = []
    for layer, reach in ((0, 1.0), (1, 0.84)):
        petal = blade(size * np.stack([out * reach, up + 0.02 * layer], 1), size * widths, 0.07, 0.25)
        for k in range(3):
            parts.append((move(petal, rotation=turn_to((k + 0.5 * layer) * 2 * np.pi / 3)), MAIN))
    inside = lathe(size * np.array([(0, 0), (0.17, 0.06), (0.2, 0.24), (0.12, 0.36), (0, 0.38)]), 10)
    return [*parts, (inside, MAIN), (ball((0, 0.0, 0), (0.09, 0.06, 0.09), 8), "stem")]


def _rose(rng: np.random.Generator) -> Parts:
    size = rng.uniform(0.9, 1.1)
    parts: Parts = [(ball((0, 0.25 * size, 0), np.array([0.13, 0.2, 0.13]) * size, 10), MAIN)]
    count = int(rng.integers(4, 7))
    for layer, (reach, rise, open_) in enumerate(
        ((0.17, 0.42, 0.75), (0.27, 0.36, 1.05), (0.36, 0.24, 1.25))
    ):
        out = reach * np.array([0.2, 0.75, 1.0, open_])
        up = rise * np.array([0.0, 0.12, 0.6, 1.0]) + 0.02
        widths = reach * 3.4 / count * np.array([0.4, 0.8, 1.0, 0.55])
        petal = blade(size * np.stack([out, up], 1), size * widths, 0.06, 0.25)
        for azimuth in azimuths(rng, count, 0.08) + layer:
            parts.append((move(petal, rotation=turn_to(azimuth)), MAIN))
    parts.append((star([(0.04, -0.08), (0.3 * size, 0.02), (0.1, 0.06)], 5, [1, 0.45, 1], 0.02), "stem"))
    return parts


CLASSES: dict[str, PropClass] = {
    "bush": PropClass(
        _bush,
        ("shrub", "hedge bush"),
        1.0,
        ("leafy", "round", "spiky", "flowering"),
        {"flowers": "flowers", "berries": "berries"},
    ),
    "flower": PropClass(
        _flower,
        ("blossom", "bloom"),
        0.5,
        ("daisy", "tulip", "round", "potted"),
        {"stem": "stem", "centre": "centre", "pot": "pot"},
    ),
}
