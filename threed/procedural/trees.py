"""Builds trees: leafy ones, firs, clipped round ones, bare ones, and palms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import (
    GOLDEN_ANGLE,
    azimuths,
    clump,
    frond,
    leaves_on,
    mound,
    turn_to,
    way_to,
)
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import knob
from threed.procedural.solids import Solid, lean, loft, move
from threed.procedural.sweeps import limb


def trunk(rng: np.random.Generator, path: np.ndarray, radii: np.ndarray, roots: int, flare: float) -> Solid:
    """Make a trunk along a path [P, 3] that spreads into roots at its foot.

    Args:
        rng: of its unevenness.
        path: from the ground up.
        radii: [P], metres.
        roots: how many.
        flare: how far they reach beyond the lowest radius, in radii.
    """
    bump = np.tile([1.0, 0.55, 0.12, 0.45], roots) * np.repeat(rng.uniform(0.75, 1.2, roots), 4)
    height = (path[:, 1] - path[0, 1]) / (radii[0] * 2.2)
    share = 1 + np.outer(flare * np.exp(-2.2 * np.maximum(height, 0)), bump)
    return limb(path, radii, section=share)


def _tree(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"leafy": 0.5, "fir": 0.35, "round": 0.15, "bare": 0.0}, "what sort of tree")
    height = dials.number("height", 4.2, 5.4, "m", "of the whole tree")
    width = dials.number("width", 0.85, 1.15, "", "of the crown, 1 is usual", (0.4, 2.0))
    bole = dials.number("bole", 0.2, 0.3, "", "share of its height that is bare trunk", (0.08, 0.6))
    thick = dials.number("trunk", 0.17, 0.24, "m", "radius of the trunk above its roots")
    branches = dials.count("branches", 4, 5, "large ones", (2, 9))
    tiers = dials.count("tiers", 6, 8, "of a fir's needles", (3, 12))
    leaves = dials.count("leaves", 66, 90, "single leaves that stand out of the crown", (0, 400))
    fruit = dials.count("fruit", 0, 0, "in the crown", (0, 40))
    slant = dials.number("lean", 0.0, 5.0, "deg", "to one side", (0.0, 35.0))
    grow = {"leafy": _leafy, "fir": _fir, "round": _clipped, "bare": _bare}[form]
    parts = grow(dials, height, width, bole, thick, branches, tiers, leaves)
    crown = [one.solid for one in parts if one.name == "leaves" and not one.loose]
    if fruit and crown:
        parts += _fruit(dials, crown, fruit)
    angle = dials.rng.uniform(0, 6.3)
    tilt = np.tan(np.deg2rad(slant)) * np.array([np.sin(angle), np.cos(angle)])
    return [_leaned(one, tilt) for one in parts]


def _leaned(one: Part, tilt: np.ndarray) -> Part:
    return replace(one, solid=lean(one.solid, tilt))


def _stem(
    dials: Dials, height: float, thick: float, top: float, sway: float, tip: float
) -> tuple[Part, np.ndarray]:
    """Make the trunk up to a height, and return the points of its axis."""
    t = np.array([0, 0.03, 0.08, 0.25, 0.5, 0.75, 1.0])
    drift = np.cumsum(dials.rng.normal(0, sway, (7, 2)), 0) * (t > 0.1)[:, None]
    path = np.stack([drift[:, 0], -0.06 + top * t, drift[:, 1]], 1)
    radii = thick * (1.12 - (1 - tip) * t)
    solid = trunk(dials.rng, path, radii, 4, 0.85)
    return part("trunk", "bark", solid, mapping="turned", origin=(0, 0, 0), crease_deg=60), path


def _leafy(
    dials: Dials,
    height: float,
    width: float,
    bole: float,
    thick: float,
    branches: int,
    tiers: int,
    leaves: int,
) -> list[Part]:
    """Grow an oak: branches that carry clumps of leaves, the largest in the middle."""
    rng = dials.rng
    low, crown = bole * height, (1 - bole) * height
    stem, axis = _stem(dials, height, thick, low + 0.45 * crown, 0.05 * thick * height, 0.5)
    parts, lumps = [stem], []
    top = axis[-1]
    lumps.append((top + [0, 0.2 * crown, 0], crown * np.array([0.36, 0.33, 0.36]) * [width, 1, width]))
    for k, azimuth in enumerate(azimuths(rng, branches, 0.18)):
        start = axis[3] + (axis[5] - axis[3]) * rng.uniform(0.35, 0.9)
        reach, rise = (
            crown * width * rng.uniform(0.3, 0.4),
            crown * (0.1 + 0.16 * (k % 2)) + rng.uniform(0, 0.08) * crown,
        )
        end = start + reach * way_to(azimuth) + [0, rise, 0]
        elbow = start + 0.5 * (end - start) - [0, 0.12 * rise, 0]
        bough = limb([start - 0.02 * way_to(azimuth), elbow, end], thick * np.array([0.58, 0.42, 0.24]), 7)
        parts.append(part("trunk", "bark", bough, end - start, crease_deg=60))
        size = crown * rng.uniform(0.23, 0.29)
        lumps.append((end + [0, 0.3 * size, 0], size * np.array([width, 0.82, width])))
    parts += _crown(rng, lumps, leaves, 0.108 * height)
    return parts


def _crown(
    rng: np.random.Generator, lumps: list, leaves: int, length: float, rough: float = 0.15
) -> list[Part]:
    """Make clumps (centre, radii) of leaves, and single leaves that break their outline."""
    solids = [clump(rng, centre, radii, rough) for centre, radii in lumps]
    area = np.array([np.mean(radii) ** 2 for _, radii in lumps])
    share = np.round(leaves * area / area.sum()).astype(int)
    parts = [part("leaves", "plant", solid, crease_deg=55) for solid in solids]
    for solid, count in zip(solids, share, strict=True):
        if count:
            out = leaves_on(rng, solid, int(count), length)
            parts.append(part("leaves", "plant", out, loose=True, crease_deg=20))
    return parts


def _fir(
    dials: Dials,
    height: float,
    width: float,
    bole: float,
    thick: float,
    branches: int,
    tiers: int,
    leaves: int,
) -> list[Part]:
    """Grow a fir: skirts of needles that hang over each other, their edges ragged."""
    rng = dials.rng
    low = 0.7 * bole * height
    stem, axis = _stem(dials, height, 0.8 * thick, 0.8 * height, 0.012 * thick * height, 0.15)
    parts, count = [stem], 11
    wide = 0.25 * height * width
    steps = np.linspace(0, 1, tiers)
    places = low + (height - low) * 0.82 * steps**0.93
    angle = np.arange(2 * count) * 2 * np.pi / (2 * count)
    tip = np.arange(2 * count) % 2 == 0
    for k, (y, t) in enumerate(zip(places, steps, strict=True)):
        radius = wide * (1 - 0.8 * t**0.9)
        tall = (height - low) * (1.5 / tiers) * (1 - 0.25 * t) if k < tiers - 1 else height - y
        spin = k * 0.9 + rng.uniform(-0.15, 0.15)
        reach = np.where(tip, rng.uniform(0.86, 1.12, 2 * count), rng.uniform(0.55, 0.68, 2 * count))
        droop = (
            np.where(tip, rng.uniform(0.8, 1.3, 2 * count), rng.uniform(-0.15, 0.25, 2 * count)) * 0.3 * tall
        )
        rings = []
        # from inside below, to the hanging tips, and up to the trunk
        for r, up, ragged in (
            (0.28, 0.14, 0.0),
            (1.0, 0.0, 1.0),
            (0.62, 0.3, 0.75),
            (0.27, 0.66, 0.35),
            (0.03, 1.0, 0.0),
        ):
            out = radius * r * (1 + ragged * (reach - 1))
            rings.append(
                np.stack(
                    [
                        out * np.sin(angle + spin),
                        y + up * tall - ragged**2 * droop,
                        out * np.cos(angle + spin),
                    ],
                    1,
                )
            )
        centre = np.array([np.interp(y, axis[:, 1], axis[:, 0]), 0, np.interp(y, axis[:, 1], axis[:, 2])])
        parts.append(
            part(
                "needles",
                "plant",
                move(loft(rings), centre),
                (0, 1, 0),
                mapping="turned",
                origin=centre,
                crease_deg=35,
            )
        )
    return parts


def _clipped(
    dials: Dials,
    height: float,
    width: float,
    bole: float,
    thick: float,
    branches: int,
    tiers: int,
    leaves: int,
) -> list[Part]:
    """Grow a round crown: one ball of leaves, or two or three above each other."""
    rng = dials.rng
    low, size = 1.25 * bole * height, 0.8
    balls = int(rng.choice([1, 1, 1, 2, 3]))
    height = height * (0.85 if balls == 1 else 1.0)
    crown = height - low
    stem, axis = _stem(
        dials, height, 0.8 * thick, low + (0.5 if balls == 1 else 0.8) * crown, 0.01 * height * thick, 0.5
    )
    top = axis[-1]
    if balls == 1:
        lumps = [
            (
                np.array([top[0], low + 0.5 * crown, top[2]]),
                crown * np.array([0.5 * width, 0.52, 0.5 * width]),
            )
        ]
    else:
        sizes = np.array([1.0, 0.74, 0.5])[:balls]
        sizes *= 0.66 * crown / sizes.sum()
        at = low + np.cumsum(1.5 * sizes) - 0.75 * sizes
        lumps = [
            (np.array([top[0], y, top[2]]), s * np.array([width, 0.95, width]))
            for y, s in zip(at, sizes, strict=True)
        ]
    return [stem, *_crown(rng, lumps, leaves, 0.06 * height, 0.07 * size)]


def _bare(
    dials: Dials,
    height: float,
    width: float,
    bole: float,
    thick: float,
    branches: int,
    tiers: int,
    leaves: int,
) -> list[Part]:
    """Grow a leafless tree: boughs that fork twice."""
    rng = dials.rng
    stem, axis = _stem(dials, height, thick, 0.75 * height, 0.08 * thick * height, 0.3)
    parts = [stem]

    def fork(start: np.ndarray, way: np.ndarray, long: float, radius: float, depth: int) -> None:
        side = way_to(rng.uniform(0, 6.3), rng.uniform(-0.1, 0.5))
        bend = start + 0.5 * long * way
        end = bend + 0.5 * long * (way + 0.35 * side)
        tip = 0.6 if depth else 0.12
        wood = limb([start, bend, end], radius * np.array([1, 0.5 + 0.5 * tip, tip]), 6)
        parts.append(part("trunk", "bark", wood, end - start, crease_deg=60))
        if depth:
            for sign in (-1, 1):
                across = np.cross(way, side)
                across *= sign / max(np.linalg.norm(across), 1e-6)
                out = way + 0.65 * across + [0, 0.25, 0]
                foot = bend + (end - bend) * (0.3 if sign < 0 else 0.92)
                fork(foot, out / np.linalg.norm(out), long * rng.uniform(0.55, 0.75), 0.6 * radius, depth - 1)

    fork(axis[-1] - [0, 0.05, 0], way_to(rng.uniform(0, 6.3), 1.25), 0.22 * height, 0.34 * thick, 2)
    for k, azimuth in enumerate(azimuths(rng, branches, 0.2)):
        t = 0.42 + 0.5 * (k + 0.5) / branches
        start = np.array([np.interp(t, np.linspace(0, 1, 7), axis[:, i]) for i in range(3)])
        start = axis[3] + (axis[6] - axis[3]) * (k + 0.6) / branches
        way = way_to(azimuth, rng.uniform(0.45, 0.8))
        fork(start, way, 0.27 * height * width * rng.uniform(0.8, 1.1), 0.42 * thick * (1.15 - 0.5 * t), 2)
    return parts


def _fruit(dials: Dials, crown: list[Solid], count: int) -> list[Part]:
    rng, parts = dials.rng, []
    points = np.concatenate([solid.vertices for solid in crown]).astype(np.float64)
    middle = points.mean(0)
    for k in range(count):
        way = way_to(k * GOLDEN_ANGLE + rng.uniform(-0.2, 0.2), np.arcsin(rng.uniform(-0.6, 0.6)))
        along = (points - middle) @ way
        aside = np.linalg.norm(points - middle - along[:, None] * way, axis=1)
        near = np.where(aside < 0.25, along, -9).argmax()
        place = points[near] - 0.06 * way
        parts.append(
            part("fruit", "fruit", knob(place, 0.1, 8, 5), mapping="turned", origin=place, crease_deg=80)
        )
    return parts


def _palm_tree(dials: Dials) -> list[Part]:
    height = dials.number("height", 4.6, 5.8, "m", "of the trunk")
    bend = dials.number("bend", 0.05, 0.28, "", "how far it curves, in heights", (0.0, 0.7))
    thick = dials.number("trunk", 0.13, 0.17, "m", "radius of the trunk")
    rings = dials.count("rings", 9, 13, "scars around the trunk", (4, 20))
    fronds = dials.count("fronds", 10, 13, "leaves", (4, 20))
    reach = dials.number("reach", 1.9, 2.4, "m", "length of a leaf")
    droop = dials.number("droop", 0.55, 0.9, "", "how much the leaves hang", (0.1, 1.5))
    coconuts = dials.count("coconuts", 0, 4, "under the leaves", (0, 8))
    trunks = dials.choice("trunks", {"one": 0.85, "two": 0.15}, "from one foot")
    sand = dials.flag("sand", 0.4, "a heap of sand around its foot")
    rng = dials.rng
    first = rng.uniform(0.6, 1.6)
    parts: list[Part] = []
    for k in range(2 if trunks == "two" else 1):
        lean_to = max(bend, 0.25) * (1 if k == 0 else 0.8) if trunks == "two" else bend
        count = fronds if trunks == "one" else max(4, round(0.75 * fronds))
        one = _palm(
            rng,
            height,
            lean_to * height,
            thick,
            rings,
            count,
            reach,
            droop,
            coconuts,
            7 if trunks == "one" else 4,
        )
        parts += move_parts(one, rotation=turn_to(first + k * rng.uniform(2.5, 3.6)), scale=1 - 0.2 * k)
    if sand:
        parts.append(part("sand", "earth", mound(rng, 0.75, 0.14), (0, 0, 1), (0, 1, 0), crease_deg=60))
    return parts


def _palm(
    rng: np.random.Generator, height: float, bend: float, thick: float, rings: int, fronds: int, reach: float,
    droop: float, coconuts: int, leaflets: int,
) -> list[Part]:  # fmt: skip
    """Make one palm that curves towards +Z."""
    t = np.repeat(np.arange(rings + 1) / rings, 2)[1:-1]
    t[1:-1:2] -= 0.012
    ringed = np.where(np.arange(len(t)) % 2, 1.12, 0.9)
    radii = thick * ringed * (1.15 - 0.4 * t) * (1 + 0.55 * np.exp(-14 * t))
    path = np.stack([0 * t, height * (t - 0.12 * (bend / height) * t**2), bend * t**1.7], 1)
    top = path[-1]
    parts = [part("trunk", "bark", limb(path, radii, 10), top, crease_deg=40)]
    heart = knob(top + [0, 0.04, 0], (1.5 * thick, 2.0 * thick, 1.5 * thick), 8, 5)
    parts.append(part("leaves", "plant", heart, crease_deg=60))
    s = np.linspace(0, 1, 8)
    for k in range(fronds):
        # an upper whorl that rises, a lower one that hangs
        rise = (1.0, 0.55, 0.2)[k % 3] + rng.uniform(-0.08, 0.08)
        sag = droop * (0.9, 1.15, 1.25)[k % 3] * rng.uniform(0.9, 1.1)
        long = reach * rng.uniform(0.9, 1.08) * (0.86, 1.0, 0.95)[k % 3]
        curve = np.stack([long * s * (1 - 0.22 * s**2), long * (rise * s - (sag + 0.35 * rise) * s**2)], 1)
        one = frond(curve, 0.2 * reach, 0.07, leaflets, -0.55, 0.42)
        place = top + [0, 0.05 * (2 - k % 3), 0]
        turned = turn_to((k + rng.uniform(-0.2, 0.2)) * 2 * np.pi / fronds * 1.0 + 0.35 * (k % 3))
        leaf = part("leaves", "plant", one, (0, 0, 1), (0, 1, 0), crease_deg=25)
        parts += move_parts([leaf], place, turned)
    for k, azimuth in enumerate(azimuths(rng, coconuts)):
        place = top + 0.19 * way_to(azimuth) + [0, -0.08 - 0.05 * (k % 2), 0]
        nut = knob(place, (0.115, 0.13, 0.115), 10, 6)
        parts.append(part("coconuts", "fruit", nut, mapping="turned", origin=place, crease_deg=80))
    return parts


KINDS = {
    "tree": Kind(
        build=_tree,
        size_m=5.0,
        parts={
            "leaves": Made(
                ("leaves",),
                ("#5f8f2f", "#4d7d2c", "#6f9a3a", "#7a9a2e"),
                ("crown", "foliage", "canopy", "leaf"),
            ),
            "needles": Made(("pine needles",), (), ("crown", "foliage")),
            "trunk": Made(("bark",), (), ("branches", "wood", "bark", "stem")),
            "fruit": Made(
                ("apple skin",), ("#b3201f", "#d98a1c", "#d9c23c"), ("apples", "oranges", "fruits")
            ),
        },
        synonyms=("woodland tree", "sapling", "fir", "fir tree", "oak tree", "pine tree"),
        main=("needles",),
        words={
            "leafy": {"form": "leafy"},
            "fir": {"form": "fir"},
            "pine": {"form": "fir"},
            "round": {"form": "round"},
            "clipped": {"form": "round"},
            "bare": {"form": "bare"},
            "dead": {"form": "bare"},
            "leafless": {"form": "bare"},
            "leaning": {"lean": 17.0},
            "fruiting": {"form": "leafy", "fruit": 14},
        },
    ),
    "palm tree": Kind(
        build=_palm_tree,
        size_m=6.5,
        parts={
            "leaves": Made(("palm leaf",), (), ("fronds", "crown", "leaf", "frond")),
            "trunk": Made(("palm bark",), ("#8a6a45", "#9a7f5a"), ("stem", "wood")),
            "coconuts": Made(("coconut",), ("#5a3a1e",), ("coconut", "fruit", "nuts")),
            "sand": Made(("sand",), (), ("ground",)),
        },
        synonyms=("palm", "coconut tree", "coconut palm"),
        words={
            "leaning": {"bend": 0.5},
            "straight": {"bend": 0.03},
            "twin": {"trunks": "two"},
            "double": {"trunks": "two"},
        },
    ),
}
