"""Builds what burns: lantern, candle."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, ball, lathe, loft, move, rod, tube, turn
from training.props.pieces import GLOW, WARM, chosen, cylinder, turned
from training.props.prop import DARK, FLAME, GOLD, MAIN, STEEL, WOOD, Colours, Parts, PropClass


def _ring(radius: float, thick: float, sides: int = 20) -> Solid:
    """Make a torus in XY about the origin."""
    t = np.linspace(0, 2 * np.pi, 9)
    section = np.stack([radius + thick * np.cos(t), thick * np.sin(t)], 1)
    return move(lathe(section, sides, -2), rotation=turn(0, 90))


def _teardrop(radius: float, height: float) -> Solid:
    profile = [(0, 0), (0.62, 0.06), (1, 0.3), (0.8, 0.52), (0.35, 0.78), (0, 1)]
    return lathe(np.array(profile) * [radius, height], 12, -2)


def _bail(rng: np.random.Generator, y: float, reach: float) -> Solid:
    """Make a lantern's handle: a ring or a bow above y."""
    if rng.random() < 0.5:
        radius = rng.uniform(0.13, 0.18)
        return move(_ring(radius, 0.042, 16), (0, y + radius, 0))
    t = np.linspace(0, np.pi, 11)
    rise = rng.uniform(0.26, 0.38)
    return tube(np.stack([reach * np.cos(t), y + rise * np.sin(t), 0 * t], 1), 0.042, 8)


def _paper_lantern(rng: np.random.Generator) -> Parts:
    """Make a lantern of ribbed paper."""
    ribs, radius, tall = int(rng.integers(5, 8)), rng.uniform(0.4, 0.5), rng.uniform(0.6, 1.0)
    t = np.linspace(-1, 1, 4 * ribs + 1)
    swell = radius * np.sqrt(1 - (0.82 * t) ** 2) * (1 - 0.075 * np.cos(np.pi * ribs * t) ** 2)
    profile = np.stack([swell, 0.16 + tall * (t + 1) / 2], 1)
    end = float(swell[0])
    parts: Parts = [(lathe([(0, 0.16), *profile, (0, 0.16 + tall)], 24, 0.2), MAIN)]
    for y in (0.11, tall + 0.11):
        cap = [(0, y), (end + 0.03, y), (end + 0.03, y + 0.1), (0, y + 0.1)]
        parts.append((lathe(cap, 20), "trim"))
    parts.append((_teardrop(0.09, 0.22), "tassel"))
    parts[-1] = (move(parts[-1][0], (0, 0.16, 0), turn(0, 180)), "tassel")
    parts.append((_bail(rng, tall + 0.18, end * 0.9), "handle"))
    return parts


def _lantern(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square", "paper"), "six-sided", "square")
    handle = (DARK, STEEL, WOOD, 0.6)[int(rng.integers(4))]
    glow = GLOW if rng.random() < 0.6 else WARM
    if kind == "paper":
        trims = GOLD if "ornate" in shape or rng.random() < 0.4 else DARK
        return _paper_lantern(rng), {"trim": trims, "tassel": GOLD, "handle": handle}
    wide, tall, roof = rng.uniform(0.36, 0.44), rng.uniform(0.42, 0.6), rng.uniform(0.26, 0.4)
    sides = {"round": 24, "square": 4}.get(kind, 6)
    wide *= 1.25 if sides == 4 else 1.0
    base = rng.uniform(0.16, 0.22)
    eave, top = wide * rng.uniform(1.08, 1.22), base + tall
    parts: Parts = [
        (
            turned([(0, 0), (wide * 1.12, 0), (wide * 1.12, base * 0.5), (wide, base), (0, base)], sides),
            MAIN,
        ),
        (
            turned(
                [
                    (0, top),
                    (eave, top),
                    (eave, top + 0.08),
                    (0.17, top + roof),
                    (0.17, top + roof + 0.1),
                    (0, top + roof + 0.1),
                ],
                sides,
                0.9,
            ),
            MAIN,
        ),
    ]
    bulge = wide * (1.02 if kind == "round" else 0.82)
    pane = [
        (bulge * 0.82, base),
        (bulge * 0.98, base + tall * 0.3),
        (bulge, base + tall * 0.5),
        (bulge * 0.9, base + tall * 0.8),
        (bulge * 0.72, top),
    ]
    if sides != 24:
        pane = [(bulge, base), (bulge, top)]
    parts.append((turned([(0, base), *pane, (0, top)], sides, 0.2), "glass"))
    posts = sides if sides < 24 else int(rng.choice([4, 6]))
    cross = rng.random() < 0.6
    across = 0.96 * wide * np.array([np.sin(np.pi / posts), 0, np.cos(np.pi / posts)])
    bar = rod(
        across + [0, base * 0.6, 0], across + [0, top + 0.03, 0], 0.055 if posts == 4 else 0.045, segments=6
    )
    parts += [(move(bar, rotation=turn(1, 360 * k / posts)), MAIN) for k in range(posts)]
    if cross or kind == "round":
        y, out = base + tall * 0.5, wide * (1.06 if kind == "round" else 0.98)
        hoop = [(out - 0.1, y - 0.04), (out, y - 0.04), (out, y + 0.04), (out - 0.1, y + 0.04)]
        parts.append((turned([*hoop, hoop[0]], sides), MAIN))
    if "ornate" in shape:
        for y, out in ((base * 0.25, wide * 1.12), (top + 0.04, eave)):
            rim = [(0, y - 0.045), (out + 0.03, y - 0.045), (out + 0.03, y + 0.045), (0, y + 0.045)]
            parts.append((turned(rim, sides), "trim"))
        parts.append((ball((0, top + roof + 0.1, 0), 0.13, 12), "trim"))
    parts.append((_bail(rng, top + roof + (0.07 if sides < 24 else 0.0), min(wide, 0.4) * 0.8), "handle"))
    return parts, {"glass": glow, "handle": handle, "trim": GOLD}


def _wax(rng: np.random.Generator, radius: float, height: float, kind: str) -> Parts:
    """Make one candle that stands on the origin, its flame included."""
    t = np.linspace(0, 1, 17)
    parts: Parts
    if kind == "twisted":
        angle, turns = np.linspace(0, 2 * np.pi, 18, endpoint=False), rng.uniform(0.8, 1.4)
        section = radius * (1 + 0.17 * np.cos(3 * angle))
        rings = [
            np.stack(
                [
                    section * np.sin(angle + 2 * np.pi * turns * u),
                    0 * angle + height * u,
                    section * np.cos(angle + 2 * np.pi * turns * u),
                ],
                1,
            )
            for u in t
        ]
        parts = [(loft(rings, smooth=True), MAIN)]
    else:
        wall = radius * 0.72
        parts = [
            (
                lathe(
                    [
                        (0, 0),
                        (radius, 0),
                        (radius * 0.97, height - 0.03),
                        (radius * 0.9, height),
                        (wall, height),
                        (wall * 0.8, height - 0.04),
                        (0, height - 0.05),
                    ],
                    18,
                ),
                MAIN,
            )
        ]
        drips = int(rng.integers(4, 7)) if kind == "melted" else int(rng.integers(0, 4))
        for angle in rng.uniform(0, 2 * np.pi, drips):
            long, fat = (
                height * rng.uniform(0.2, 0.7 if kind == "melted" else 0.45),
                rng.uniform(0.045, 0.06) * (1.35 if kind == "melted" else 1),
            )
            drip = lathe(_DRIP * [fat * 1.25, long], 5, -2)
            parts.append(
                (move(drip, (radius * np.sin(angle), height + 0.015 - long, radius * np.cos(angle))), MAIN)
            )
        if kind == "melted":
            pool = radius * rng.uniform(1.35, 1.6)
            parts.append(
                (lathe([(0, 0), (pool, 0), (pool * 0.96, 0.06), (radius * 0.98, 0.13), (0, 0.13)], 18), MAIN)
            )
    size = max(0.085, radius * rng.uniform(0.45, 0.6))
    parts.append((rod((0, height - 0.06, 0), (0, height + 0.1, 0), 0.035, segments=6), "wick"))
    lean = turn(2, rng.uniform(-8, 8))
    parts.append((move(_teardrop(size, size * rng.uniform(2.6, 3.2)), (0, height + 0.04, 0), lean), "flame"))
    return parts


#: Its profile, of unit size, from its hanging end up.
_DRIP = np.array([(0, 0), (0.95, 0.1), (1, 0.25), (0.75, 0.55), (0.9, 0.95), (0, 1)])


def _candle(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("melted", "twisted"), "plain", "plain")
    stand = (
        "three-armed"
        if "three-armed" in shape
        else str(rng.choice(["saucer", "saucer", "stick", "plate", "plate", "three-armed"]))
    )
    rise, parts = 0.0, []
    if stand == "three-armed":
        low, reach = rng.uniform(0.4, 0.55), rng.uniform(0.36, 0.44)
        parts.append(
            (lathe([(0, 0), (0.26, 0), (0.22, 0.08), (0.07, 0.14), (0.06, low), (0, low)], 16), "holder")
        )
        t = np.linspace(0, np.pi / 2, 7)
        for side in (-1, 1):
            arm = np.stack([side * reach * np.sin(t), low - 0.06 - 0.2 * np.cos(t) + 0.12, 0 * t], 1)
            parts.append((tube(arm, 0.045, 8), "holder"))
        tips = [((0, low + 0.1, 0), 1.0), ((-reach, low + 0.06, 0), 0.8), ((reach, low + 0.06, 0), 0.8)]
        radius, height = rng.uniform(0.13, 0.155), rng.uniform(0.5, 0.7)
        wax = _wax(rng, radius, height, kind)
        cup = lathe([(0, -0.06), (0.1, -0.06), (radius + 0.06, 0.05), (0, 0.05)], 14)
        for place, tall in tips:
            parts.append((move(cup, place), "holder"))
            facing = turn(1, rng.uniform(0, 360))
            parts += [(move(part, place, facing, (1, tall, 1)), slot) for part, slot in wax]
    else:
        radius, height = rng.uniform(0.19, 0.27), rng.uniform(0.65, 1.0)
        dish = radius + rng.uniform(0.12, 0.2)
        if stand == "stick":
            rise = rng.uniform(0.22, 0.34)
            post = [
                (0, 0),
                (0.3, 0),
                (0.27, 0.08),
                (0.1, 0.14),
                (0.09, rise),
                (radius + 0.07, rise + 0.1),
                (radius + 0.07, rise + 0.16),
                (0, rise + 0.16),
            ]
            parts.append((lathe(post, 18), "holder"))
            rise += 0.12
        elif stand == "saucer":
            rim = [(0, 0), (dish * 0.8, 0), (dish + 0.06, 0.13), (dish, 0.13), (dish * 0.75, 0.06), (0, 0.06)]
            parts.append((lathe(rim, 22), "holder"))
            loop, facing = move(_ring(0.12, 0.042, 12), (dish + 0.14, 0.14, 0)), turn(1, rng.uniform(-60, 60))
            parts.append((move(loop, rotation=facing), "holder"))
            rise = 0.05
        else:
            parts.append(
                (
                    lathe([(0, 0), (dish, 0), (dish, 0.07), (0, 0.07)], 6 if rng.random() < 0.3 else 20),
                    "holder",
                )
            )
            rise = 0.06
        parts += [(move(part, (0, rise, 0)), slot) for part, slot in _wax(rng, radius, height, kind)]
        if stand == "plate" and kind != "melted" and rng.random() < 0.4:  # a small one beside it
            dish2 = radius * 1.5
            small = _wax(rng, radius * 0.72, height * 0.45, kind)
            parts += [(move(part, (dish2, 0.06, 0.05)), slot) for part, slot in small]
            parts.append(
                (
                    move(cylinder(radius, 0, 0.065, 16), (dish2, 0, 0.05)),
                    "holder",
                )
            )
        if "ornate" in shape:
            for y in (rise + 0.09, rise + height * 0.72):
                parts.append((cylinder(radius * 1.22, y - 0.045, y + 0.045, 18), "trim"))
    if "ornate" in shape:
        for angle in range(0, 360, 60):
            parts.append((move(ball((0, 0.045, 0.33), 0.06, 8), rotation=turn(1, angle)), "trim"))
        parts.append((cylinder(0.32, 0.01, 0.06, 18), "trim"))
    colour = (GOLD, DARK, STEEL, WOOD)[int(rng.choice(4, p=[0.35, 0.2, 0.25, 0.2]))]
    return parts, {"holder": colour, "flame": FLAME, "wick": DARK, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "lantern": PropClass(
        _lantern,
        ("hand lantern", "hurricane lamp", "oil lamp"),
        0.4,
        shapes=("round", "square", "paper", "ornate"),
        parts={"handle": "handle", "glass": "glass"},
    ),
    "candle": PropClass(
        _candle,
        ("candlestick", "wax candle"),
        0.25,
        shapes=("melted", "twisted", "three-armed", "ornate"),
        parts={"holder": "holder", "flame": "flame"},
    ),
}
