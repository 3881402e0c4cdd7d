"""Builds drums."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import ball, box, join, lathe, move, rod, turn
from training.props.pieces import chosen, hoop, one_of
from training.props.prop import CREAM, DARK, GOLD, MAIN, STEEL, WHITE, Colours, Parts, PropClass


def _drumsticks(rng: np.random.Generator, y: float, radius: float) -> Parts:
    """Lay two sticks across a drum's skin."""
    parts: Parts = []
    for angle in (rng.uniform(-50, -15), rng.uniform(15, 50)):
        stick = [
            rod((0, 0, -0.6 * radius), (0, 0, 1.15 * radius), 0.035, segments=7),
            ball((0, 0, -0.62 * radius), (0.055, 0.05, 0.075), 8),
        ]
        parts += [(move(part, (0, y + 0.04, 0), turn(1, angle)), "sticks") for part in stick]
    return parts


def _drum(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(
        rng, shape, ("goblet", "three-legged"), "plain", "plain", "plain", "bass", "barrel", "barrel"
    )
    radius, height = rng.uniform(0.4, 0.5), rng.uniform(0.58, 0.95)
    girth = rng.uniform(0.065, 0.085)
    parts: Parts = []
    t = np.linspace(0, 1, 9)
    if kind == "goblet":
        height, radius = rng.uniform(0.95, 1.2), rng.uniform(0.38, 0.46)
        waist, foot = rng.uniform(0.17, 0.22), rng.uniform(0.26, 0.33)
        curve = np.where(
            t < 0.4,
            foot + (waist - foot) * np.sin(np.pi / 2 * t / 0.4),
            waist + (radius - waist) * np.sin(np.pi / 2 * np.clip((t - 0.4) / 0.5, 0, 1)) ** 1.3,
        )
    elif kind == "barrel":
        height = rng.uniform(0.7, 0.95)
        curve = radius * (0.82 + rng.uniform(0.2, 0.28) * np.sin(np.pi * t))
    else:
        curve = np.full(9, radius)
    parts.append((lathe([(0, 0), *np.stack([curve, height * t], 1), (0, height)], 28, 0.3), MAIN))
    low, high = float(curve[0]), float(curve[-1])
    parts.append(
        (
            lathe(
                [
                    (0, height - 0.02),
                    (high + 0.005, height - 0.02),
                    (high - 0.02, height + 0.05),
                    (0, height + 0.05),
                ],
                28,
            ),
            "skin",
        )
    )
    parts.append((hoop(high + 0.035, height - girth, height + 0.02, high + 0.035 - 0.075, 28), "hoops"))
    if kind != "goblet":
        parts.append((hoop(low + 0.035, -0.01, girth, low + 0.035 - 0.075, 28), "hoops"))
        parts.append((rod((0, -0.03, 0), (0, 0.05, 0), low, segments=24), "skin"))
    else:
        parts.append(
            (
                hoop(
                    float(curve[3]) + 0.06,
                    height * 0.36,
                    height * 0.36 + 0.07,
                    float(curve[3]) + 0.06 - 0.09,
                    28,
                ),
                "hoops",
            )
        )
    style = (
        str(rng.choice(["ropes", "lugs", "none"]))
        if kind in ("plain", "bass", "three-legged")
        else "none"
        if kind == "barrel"
        else "ropes"
    )
    count = int(rng.integers(6, 9))
    if style == "ropes":
        base, step = height * 0.43 if kind == "goblet" else girth, np.pi / count
        r0, r1 = np.interp([base / height, 1 - girth / height], t, curve) + 0.015
        ends = [
            (0, base, r0),
            (r1 * np.sin(step), height - girth, r1 * np.cos(step)),
            (r0 * np.sin(2 * step), base, r0 * np.cos(2 * step)),
        ]
        pair = join([rod(ends[k], ends[k + 1], 0.033, segments=5) for k in (0, 1)])
        parts += [(move(pair, rotation=turn(1, 360 * k / count)), "ropes") for k in range(count)]
    elif style == "lugs":
        lug = box((0, height / 2, radius + 0.02), (0.08, height * rng.choice([0.3, 0.62]), 0.08))
        parts += [(move(lug, rotation=turn(1, 360 * k / count)), "hoops") for k in range(count)]
    if kind == "three-legged":
        lift = rng.uniform(0.22, 0.32)
        parts = [(move(part, (0, lift, 0)), slot) for part, slot in parts]
        for k in range(3):
            leg = rod((0, 0.0, radius + 0.16), (0, lift + height * 0.55, radius + 0.04), 0.055, segments=8)
            parts += [
                (move(part, rotation=turn(1, 120 * k)), "legs")
                for part in (leg, ball((0, 0.03, radius + 0.16), 0.075, 8))
            ]
        height += lift
    if kind == "bass":
        turned, lift = turn(0, 90) @ turn(1, rng.uniform(0, 40)), low + 0.1
        parts = [(move(part, (0, lift, -height / 2), turned), slot) for part, slot in parts]
        for s in (-1, 1):
            parts.append((rod((s * 0.42, 0, 0.2), (s * 0.25, lift - 0.2, 0), 0.055, segments=7), "legs"))
            parts.append((rod((s * 0.42, 0, -0.2), (s * 0.25, lift - 0.2, 0), 0.055, segments=7), "legs"))
    elif rng.random() < 0.45 and kind != "goblet":
        parts += _drumsticks(rng, height + 0.04, radius)
    if "ornate" in shape and kind != "bass":
        y = height * 0.5 if kind != "goblet" else height * 0.68
        r = float(np.interp(0.5 if kind != "goblet" else 0.68, t, curve))
        parts += [
            (move(ball((0, y, r), 0.075, 8), rotation=turn(1, angle)), "trim") for angle in range(0, 360, 60)
        ]
    hoops = GOLD if "ornate" in shape else one_of(rng, GOLD, STEEL, WHITE, DARK, 0.55, 0.7)
    colours = {
        "skin": one_of(rng, CREAM, CREAM, WHITE),
        "hoops": hoops,
        "ropes": one_of(rng, WHITE, CREAM, GOLD, DARK),
    }
    return parts, {**colours, "legs": one_of(rng, STEEL, DARK), "sticks": (0.72, 0.5, 0.28), "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "drum": PropClass(
        _drum,
        ("hand drum", "tom-tom", "war drum"),
        0.6,
        shapes=("goblet", "three-legged", "ornate"),
        parts={"skin": "skin", "hoops": "hoops"},
    ),
}
