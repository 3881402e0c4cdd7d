"""Builds clocks: alarm, mantel, grandfather and cuckoo clocks."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import box, lathe, move, prism, rod, tube, turn
from training.props.pieces import chosen, knob, one_of, round_plate, slab, stick
from training.props.prop import CREAM, DARK, GOLD, MAIN, STEEL, WHITE, WOOD, Colours, Parts, PropClass


def _dial(rng: np.random.Generator, radius: float, front: float, rim: str) -> Parts:
    """Make a clock's face about the origin, looking towards +Z from a plane."""
    ring = [
        (radius - 0.03, -0.06),
        (radius + 0.06, -0.06),
        (radius + 0.06, 0.06),
        (radius - 0.03, 0.06),
        (radius - 0.03, -0.06),
    ]
    parts: Parts = [
        (round_plate(radius, 0.03), "face"),
        (move(lathe(ring, 28), rotation=turn(0, 90)), rim),
    ]
    marks = int(rng.choice([4, 8, 12])) if radius > 0.3 else 4
    for k in range(marks):
        big = k % (marks // 4) == 0
        size = (0.055, 0.11, 0.03) if big else (0.04, 0.06, 0.03)
        mark = box((0, radius * 0.82 - size[1] / 2, 0.03), size)
        parts.append((move(mark, rotation=turn(2, 360 * k / marks)), "hands"))
    for reach, wide, depth in ((0.52, 0.07, 0.05), (0.74, 0.055, 0.075)):
        hand = prism(
            [
                (-wide / 2, -0.06),
                (wide / 2, -0.06),
                (wide / 2, radius * reach - 0.06),
                (0, radius * reach),
                (-wide / 2, radius * reach - 0.06),
            ],
            0.03,
        )
        parts.append((move(hand, (0, 0, depth), turn(2, rng.uniform(0, 360))), "hands"))
    parts.append((round_plate(0.06, 0.11, 10), "hands"))
    return [(move(part, (0, 0, front)), slot) for part, slot in parts]


def _alarm_clock(rng: np.random.Generator, rim: str) -> Parts:
    radius, deep = rng.uniform(0.44, 0.52), rng.uniform(0.3, 0.42)
    parts: Parts = [
        (
            move(
                lathe(
                    [
                        (0, -deep / 2),
                        (radius * 0.86, -deep / 2),
                        (radius, -deep / 2 + 0.1),
                        (radius, deep / 2),
                        (0, deep / 2),
                    ],
                    28,
                ),
                rotation=turn(0, 90),
            ),
            MAIN,
        )
    ]
    parts += _dial(rng, radius - 0.09, deep / 2, rim)
    for s in (-1, 1):
        foot = (s * radius * 0.78, -radius - 0.1, 0.02)
        parts += [
            (rod(foot, (s * radius * 0.4, -radius * 0.6, 0), 0.06, 0.075, 8), "bells"),
            (knob(foot, 0.075), "bells"),
        ]
        size = rng.uniform(0.2, 0.24)
        cup = lathe([(0, 0), (1, 0), (0.94, 0.4), (0.66, 0.8), (0, 1)], 16, 0.3)
        spot = np.array([s * radius * 0.62, radius * 0.84, 0])
        parts.append((move(cup, spot, turn(2, -38 * s), (size, size * 0.85, size)), "bells"))
    if rng.random() < 0.5:
        t = np.linspace(0, np.pi, 8)
        parts.append(
            (
                tube(np.stack([0.24 * np.cos(t), radius * 1.16 + 0.24 * np.sin(t), 0 * t], 1), 0.042, 8),
                "bells",
            )
        )
    else:
        parts.append((rod((0, radius - 0.05, 0), (0, radius + 0.2, 0), 0.05, 0.07, 8), "bells"))
    return parts


def _mantel_clock(rng: np.random.Generator, rim: str, square: bool) -> Parts:
    half, deep = rng.uniform(0.42, 0.52), rng.uniform(0.3, 0.4)
    tall = half * rng.uniform(1.9, 2.3)
    side, t = half * 0.94, np.linspace(0, np.pi, 11)
    crown = (
        [(side, tall), (-side, tall)]
        if square
        else [(side * np.cos(a), tall - side * 0.75 + side * np.sin(a)) for a in t]
    )
    parts: Parts = [(slab([(-side, 0), (side, 0), *crown], deep), MAIN)]
    middle = tall * 0.52 if square else tall * 0.56
    parts += [(move(part, (0, middle, 0)), slot) for part, slot in _dial(rng, half * 0.64, deep / 2, rim)]
    parts.append((box((0, 0.03, 0), (2 * half + 0.12, 0.12, deep + 0.12)), "feet"))
    if square:
        parts.append((box((0, tall + 0.02, 0), (2 * half + 0.06, 0.09, deep + 0.1)), MAIN))
        if rng.random() < 0.6:
            steps = [(-half * 0.7, 0.0), (half * 0.7, 0.0), (0, 0.3)]
            parts.append((move(slab(steps, deep * 0.8), (0, tall + 0.04, 0)), MAIN))
    else:
        parts.append((knob((0, tall + side * 0.27, 0), 0.08), "feet"))
    for x in (-1, 1):
        parts += [(knob((x * half * 0.9, -0.05, z * deep * 0.42), 0.085), "feet") for z in (-1, 1)]
    return parts


def _grandfather_clock(rng: np.random.Generator, rim: str) -> Parts:
    half, deep = rng.uniform(0.24, 0.3), rng.uniform(0.3, 0.36)
    waist, foot, tall = half * rng.uniform(0.74, 0.9), rng.uniform(0.28, 0.36), rng.uniform(0.7, 0.9)
    head = 2.3 * half
    top = foot + tall + head
    parts: Parts = [
        (box((0, foot / 2, 0), (2 * half + 0.06, foot, deep + 0.06)), MAIN),
        (box((0, 0.05, 0), (2 * half + 0.14, 0.1, deep + 0.14)), "feet"),
        (box((0, foot + tall / 2, 0), (2 * waist, tall + 0.04, deep * 0.86)), MAIN),
        (box((0, foot + tall + head / 2, 0), (2 * half + 0.04, head, deep + 0.04)), MAIN),
        (box((0, foot + tall, 0), (2 * half + 0.12, 0.08, deep + 0.1)), "feet"),
        (box((0, foot + tall * 0.5, deep * 0.43), (waist * 1.3, tall * 0.76, 0.03)), "pendulum case"),
    ]
    swing = foot + tall * rng.uniform(0.24, 0.36)
    parts.append((stick((0, foot + tall * 0.84, deep * 0.46), (0, swing, deep * 0.46), 0.03, 9), "bells"))
    parts.append((move(round_plate(waist * 0.42, 0.05, 14), (0, swing, deep * 0.44)), "bells"))
    parts += [
        (move(part, (0, foot + tall + head * 0.5, 0)), slot)
        for part, slot in _dial(rng, half * 0.78, deep / 2 + 0.02, rim)
    ]
    t, edge = np.linspace(0, np.pi, 9), half + 0.08
    crown = (
        [(edge * np.cos(a), 0.06 + 0.75 * edge * np.sin(a)) for a in t]
        if rng.random() < 0.5
        else [(edge, 0.07), (0, 0.32), (-edge, 0.07)]
    )
    parts.append((move(slab([(-edge, 0), (edge, 0), *crown], deep + 0.12), (0, top - 0.01, 0)), MAIN))
    return parts


def _cuckoo_clock(rng: np.random.Generator, rim: str) -> Parts:
    half, deep, eave = rng.uniform(0.4, 0.48), rng.uniform(0.3, 0.38), rng.uniform(0.66, 0.76)
    rise = rng.uniform(0.34, 0.46)
    parts: Parts = [
        (prism([(-half, 0), (half, 0), (half, eave), (0, eave + rise), (-half, eave)], deep), MAIN)
    ]
    slope = float(np.degrees(np.arctan2(rise, half)))
    length = np.hypot(half, rise) + 0.2
    for s in (-1, 1):
        slab = box((s * (length / 2 - 0.03), 0.03, 0.03), (length, 0.085, deep + 0.2))
        parts.append((move(slab, (0, eave + rise, 0), turn(2, -s * slope)), "feet"))
    parts += [(move(part, (0, eave * 0.47, 0)), slot) for part, slot in _dial(rng, half * 0.6, deep / 2, rim)]
    parts.append((move(round_plate(0.11, 0.05, 12), (0, eave + rise * 0.36, deep / 2 - 0.02)), "hands"))
    parts.append((knob((0, eave + rise * 0.34, deep / 2 + 0.05), (0.07, 0.07, 0.09)), "bird"))
    parts.append((box((0, -0.03, 0.01), (2 * half + 0.08, 0.09, deep + 0.06)), "feet"))
    for x in (-0.2, 0.2):
        drop = rng.uniform(0.2, 0.42)
        parts.append((stick((x, 0, 0.05), (x, -drop, 0.05), 0.03, 9), "bells"))
        parts.append((rod((x, -drop + 0.04, 0.05), (x, -drop - 0.17, 0.05), 0.065, 0.04, 8), "bells"))
    return parts


def _clock(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square", "grandfather", "cuckoo"), "arched", "round")
    rim = "trim" if "ornate" in shape else str(rng.choice(["rim", MAIN]))
    if kind == "round":
        parts = _alarm_clock(rng, rim)
    elif kind == "grandfather":
        parts = _grandfather_clock(rng, rim)
    elif kind == "cuckoo":
        parts = _cuckoo_clock(rng, rim)
    else:
        parts = _mantel_clock(rng, rim, kind == "square")
    if "ornate" in shape:
        solid = np.concatenate([part.vertices for part, slot in parts if slot == MAIN])
        low, high = solid.min(0), solid.max(0)
        parts.append((knob((0, high[1] + 0.04, 0), 0.1), "trim"))
        if kind != "round":
            y = low[1] + 0.09
            parts.append((box((0, y, 0), (high[0] - low[0] + 0.09, 0.08, high[2] - low[2] + 0.09)), "trim"))
        for s in (-1, 1):
            y = 0.0 if kind == "round" else high[1] * 0.42
            parts.append((knob((s * (high[0] - 0.01), y, 0), 0.09), "trim"))
    bells = one_of(rng, GOLD, GOLD, STEEL, 0.6)
    colours = {
        "face": one_of(rng, CREAM, WHITE, WHITE),
        "hands": DARK,
        "bells": bells,
        "rim": one_of(rng, GOLD, STEEL, DARK, 0.6),
    }
    return parts, {
        **colours,
        "feet": one_of(rng, 0.6, 0.75, GOLD, WOOD),
        "pendulum case": DARK,
        "bird": (0.95, 0.80, 0.20),
        "trim": GOLD,
    }


CLASSES: dict[str, PropClass] = {
    "clock": PropClass(
        _clock,
        ("alarm clock", "timepiece"),
        0.4,
        shapes=("round", "square", "grandfather", "cuckoo", "ornate"),
        parts={"face": "face"},
    ),
}
