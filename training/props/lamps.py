"""Builds lamps: of the street and of the table."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import ball, box, join, lathe, move, rod, tube, turn
from training.props.pieces import GLOW, WARM, chosen, cylinder, turned
from training.props.prop import DARK, GOLD, MAIN, STEEL, WOOD, Colours, Parts, PropClass


def _head(rng: np.random.Generator, kind: str, size: float) -> tuple[Parts, float]:
    """Make a street lamp's head that stands on the origin, and say how tall it is."""
    if kind == "round":
        parts = [
            (lathe([(0, -0.04), (0.6, -0.04), (0.75, 0.3), (0, 0.3)], 14), MAIN),
            (ball((0, 1.05, 0), 1.0, 18), "glass"),
            (lathe([(0, 1.78), (0.72, 1.74), (0.45, 2.02), (0.17, 2.12), (0.13, 2.35), (0, 2.4)], 14), MAIN),
        ]
        height = 2.4
    else:
        sides, tall, top = (4 if kind == "square" else 6), rng.uniform(1.5, 1.9), rng.uniform(1.2, 1.4)
        roof = rng.uniform(0.6, 0.95)
        parts = [
            (turned([(0, -0.02), (0.85, -0.02), (1.0, 0.25), (0, 0.25)], sides), MAIN),
            (turned([(0, 0.2), (0.8, 0.2), (top - 0.15, tall), (0, tall)], sides), "glass"),
            (
                turned(
                    [
                        (0, tall - 0.06),
                        (top + 0.25, tall - 0.1),
                        (top + 0.2, tall + 0.12),
                        (0.3, tall + roof),
                        (0, tall + roof),
                    ],
                    sides,
                ),
                MAIN,
            ),
            (ball((0, tall + roof + 0.12, 0), 0.24, 10), MAIN),
        ]
        across = np.array([np.sin(np.pi / sides), 0, np.cos(np.pi / sides)])
        bar = rod(0.86 * across + [0, 0.15, 0], top * across + [0, tall, 0], 0.15, segments=5)
        parts += [(move(bar, rotation=turn(1, 360 * k / sides)), MAIN) for k in range(sides)]
        height = tall + roof + 0.3
    whole = [(join([part for part, slot in parts if slot == name]), name) for name in (MAIN, "glass")]
    return [(move(part, scale=size), slot) for part, slot in whole], height * size


def _street_lamp(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    head = chosen(rng, shape, ("round", "square"), "hexagonal", "hexagonal")
    hold = chosen(rng, shape, ("double-headed", "curved"), "upright", "upright")
    height, thick = rng.uniform(1.1, 1.5), rng.uniform(0.062, 0.08)
    sides = int(rng.choice([8, 14]))
    size = rng.uniform(0.21, 0.26) * (0.8 if hold == "double-headed" else 1.0)
    foot, wide = rng.uniform(0.3, 0.42), rng.uniform(0.2, 0.25)
    steps = [
        (0, 0),
        (wide, 0),
        (wide, 0.09),
        (wide * 0.8, 0.13),
        (wide * 0.72, foot * 0.8),
        (thick, foot),
        (thick * 0.85, height),
        (0, height),
    ]
    parts: Parts = [(turned(steps, sides, 0.9), MAIN)]
    for y in (foot + 0.04, height * 0.62):
        band = cylinder(thick + 0.04, y - 0.05, y + 0.05, 12)
        parts.append((band, "trim" if "ornate" in shape else MAIN))
    lamp, tall = _head(rng, head, size)
    tips: list[tuple[np.ndarray, bool]] = [(np.array([0, height - 0.01, 0]), False)]
    if hold == "double-headed":
        reach, t = rng.uniform(0.36, 0.46), np.linspace(0, 1, 8)
        tips = []
        for side in (-1, 1):
            drop = 0.1 * np.sin(np.pi * t)
            arm = np.stack([side * reach * t, height - 0.16 - drop + 0.12 * t**3, 0 * t], 1)
            parts.append((tube(arm, 0.05, 8), MAIN))
            tips.append((arm[-1], False))
        parts.append((ball((0, height + 0.03, 0), 0.1, 12), "trim" if "ornate" in shape else MAIN))
    elif hold == "curved":
        reach, t = rng.uniform(0.2, 0.26), np.linspace(0, np.pi, 10)
        arm = np.stack([reach * (1 - np.cos(t)), height - 0.02 + 1.1 * reach * np.sin(t), 0 * t], 1)
        parts += [(tube(arm, 0.055, 9), MAIN), (ball(arm[0], thick, 10), MAIN)]
        tips = [(arm[-1], True)]
    else:
        bar = rng.random()
        if bar < 0.4 or "ornate" in shape:  # a ladder bar below the head
            parts.append((rod((-0.2, height - 0.2, 0), (0.2, height - 0.2, 0), 0.04, segments=8), MAIN))
            parts += [
                (ball((x, height - 0.2, 0), 0.065, 8), "trim" if "ornate" in shape else MAIN)
                for x in (-0.2, 0.2)
            ]
        parts.append(
            (lathe([(0, height - 0.1), (thick, height - 0.1), (0.14, height), (0, height)], 12), MAIN)
        )
    for tip, hangs in tips:
        parts += [(move(part, tip - [0, tall - 0.02, 0] if hangs else tip), slot) for part, slot in lamp]
        if "ornate" in shape:
            crown = tip if hangs else tip + [0, tall, 0]
            parts.append((ball(crown, 0.075, 10), "trim"))
    return parts, {"glass": GLOW if rng.random() < 0.6 else WARM, "trim": GOLD}


def _stand(rng: np.random.Generator, kind: str, height: float) -> Parts:
    """Make a table lamp's stand."""
    parts: Parts = []
    if kind == "three-legged":
        spread = rng.uniform(0.3, 0.38)
        for angle in np.deg2rad([0, 120, 240]) + rng.uniform(0, 2):
            foot = (spread * np.sin(angle), 0.0, spread * np.cos(angle))
            parts.append((rod(foot, (0, height, 0), 0.055, 0.05, 8), "stand"))
        return [*parts, (ball((0, height * 0.93, 0), 0.1, 12), "stand")]
    wide, disc = rng.uniform(0.26, 0.33), rng.uniform(0.06, 0.1)
    sides = 4 if rng.random() < 0.25 else 24
    parts.append(
        (
            turned([(0, 0), (wide, 0), (wide * 0.96, disc), (0.1, disc + 0.05), (0, disc + 0.05)], sides),
            "stand",
        )
    )
    if kind == "round":
        gourd = rng.uniform(0.17, 0.23)
        parts.append((ball((0, disc + gourd, 0), (gourd, gourd * rng.uniform(0.9, 1.2), gourd), 18), "stand"))
        parts.append((rod((0, disc, 0), (0, height + 0.1, 0), 0.055, segments=10), "stand"))
    elif kind == "vase":
        t = np.linspace(0, 1, 9)
        swell = 0.08 + rng.uniform(0.1, 0.15) * np.sin(np.pi * t ** rng.uniform(0.7, 1.5)) ** 2
        body = np.stack([swell, disc + (height - disc) * t], 1)
        parts.append((lathe([(0, disc), *body, (0, height)], 20, -0.5), "stand"))
    elif kind == "stacked":
        count = int(rng.integers(2, 4))
        each = (height - disc) / count
        for k in range(count):
            parts.append(
                (
                    ball(
                        (0, disc + (k + 0.5) * each, 0),
                        (0.13 + 0.05 * (k % 2 == 0), each * 0.56, 0.13 + 0.05 * (k % 2 == 0)),
                        14,
                    ),
                    "stand",
                )
            )
    else:
        parts.append(
            (rod((0, disc, 0), (0, height + 0.1, 0), rng.uniform(0.055, 0.08), segments=10), "stand")
        )
    return parts


def _shade(rng: np.random.Generator, kind: str, y: float) -> Parts:
    """Make a shade above y: its body, and the lit hollow below."""
    brim, rise = rng.uniform(0.44, 0.54), rng.uniform(0.42, 0.56)
    crown, wall = brim * rng.uniform(0.4, 0.85), 0.045
    sides = 4 if kind == "square" else 28
    if kind == "square":
        brim, crown = brim * 1.15, crown * 1.15
    t = np.linspace(0, 1, 7)
    if kind == "dome":
        rise = brim * rng.uniform(0.75, 0.95)
        curve = np.stack([brim * np.cos(t * np.pi / 2 * 0.93), y + rise * np.sin(t * np.pi / 2 * 0.93)], 1)
    elif kind == "bell":
        curve = np.stack([crown * 0.7 + (brim - crown * 0.7) * (1 - t) ** 2.2, y + rise * t], 1)
    else:
        curve = np.array([(brim, y), (crown, y + rise)])
    deep = y + 0.12
    inner = brim - wall - 0.12 * (brim - crown) / rise
    shade = turned([(0, deep), (inner, deep), (brim - wall, y), *curve, (0, curve[-1][1])], sides, 0.6)
    glow = turned(
        [(0, deep - 0.02), (inner, deep - 0.02), (inner - 0.04, deep + 0.02), (0, deep + 0.02)], sides
    )
    return [(shade, MAIN), (glow, "bulb"), (ball((0, y + 0.07, 0), 0.1, 12), "bulb")]


def _lamp(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    cut = chosen(rng, shape, ("round", "square"), "cone", "cone", "bell", "dome")
    stand = (
        "three-legged"
        if "three-legged" in shape
        else str(rng.choice(["rod", "round", "vase", "stacked", "three-legged"]))
    )
    height = rng.uniform(0.5, 0.75)
    parts = _stand(rng, stand, height)
    top = height + 0.04
    if cut == "round":
        brim = rng.uniform(0.42, 0.5)
        squash = rng.uniform(0.8, 1.0)
        middle = top + brim * squash * 0.92
        parts.append((ball((0, middle, 0), (brim, brim * squash, brim), 24), MAIN))
        parts.append(
            (lathe([(0, top - 0.02), (0.18, top - 0.02), (0.22, top + 0.09), (0, top + 0.09)], 16), "stand")
        )
        peak, low = middle + brim * squash, middle - 0.04
    else:
        shade = _shade(rng, cut, height - 0.02)
        parts += shade
        brim, peak, _ = shade[0][0].vertices.max(0).tolist()
        low = height - 0.05
    if "ornate" in shape or rng.random() < 0.35:
        slot = "trim" if "ornate" in shape else "stand"
        parts.append((ball((0, peak + 0.03, 0), 0.075, 10), slot))
    if "ornate" in shape:
        if cut == "square":
            parts.append((box((0, low + 0.04, 0), (2 * brim + 0.05, 0.075, 2 * brim + 0.05)), "trim"))
        else:
            band = [
                (brim - 0.07, low),
                (brim + 0.025, low),
                (brim + 0.02, low + 0.08),
                (brim - 0.07, low + 0.08),
            ]
            parts.append((lathe([*band, band[0]], 28), "trim"))
        parts.append((cylinder(0.36, 0.02, 0.09, 20), "trim"))
    colour = (DARK, GOLD, WOOD, STEEL, 0.55)[int(rng.choice(5, p=[0.25, 0.25, 0.25, 0.15, 0.1]))]
    return parts, {"stand": colour, "bulb": GLOW, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "street lamp": PropClass(
        _street_lamp,
        ("streetlight", "lamppost", "street light"),
        4.0,
        shapes=("round", "square", "double-headed", "curved", "ornate"),
        parts={"glass": "glass"},
    ),
    "lamp": PropClass(
        _lamp,
        ("table lamp", "bedside lamp", "desk lamp"),
        0.5,
        shapes=("round", "square", "three-legged", "ornate"),
        parts={"shade": MAIN, "stand": "stand", "base": "stand"},
        body="stand",
    ),
}
