"""Builds robots."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import ball, box, lathe, loft, move, prism, rod, turn
from training.props.pieces import RED, block, chosen, knob, one_of, round_plate, stick
from training.props.prop import CREAM, DARK, MAIN, STEEL, Colours, Parts, PropClass


def _robot_head(rng: np.random.Generator, kind: str, y: float, size: float) -> tuple[Parts, float]:
    """Set a robot's head upon a height, and say where its top is."""
    parts: Parts = []
    if kind == "round":
        radius = size * rng.uniform(0.95, 1.1)
        parts.append((ball((0, y + radius * 0.86, 0), (radius, radius * 0.92, radius), 20), "head"))
        front, top, eyes = radius * 0.9, y + radius * 1.78, y + radius * 0.95
    elif kind == "dome":
        t = np.linspace(0, np.pi / 2, 6)
        dome = [(size * np.cos(a), y + size * 0.6 + size * 0.7 * np.sin(a)) for a in t]
        parts.append((lathe([(0, y), (size * 0.95, y), (size, y + 0.08), *dome], 20, 0.5), "head"))
        front, top, eyes = size * 0.98, y + size * 1.3, y + size * 0.56
    else:
        tall, wide = size * rng.uniform(1.2, 1.6), size * rng.uniform(1.0, 1.25)
        parts.append((block((0, y + tall / 2, 0), (2 * wide, tall, 1.7 * size)), "head"))
        parts += [
            (
                stick((s * wide * 0.9, y + tall * 0.5, 0), (s * (wide + 0.09), y + tall * 0.5, 0), 0.11, 9),
                "limbs",
            )
            for s in (-1, 1)
        ]
        front, top, eyes = 0.85 * size, y + tall, y + tall * 0.6
    look = str(rng.choice(["two", "two", "visor", "one"]))
    if look == "visor":
        parts.append((box((0, eyes, front - 0.09), (size * 1.35, size * 0.45, 0.26)), "sockets"))
        parts.append((box((0, eyes, front - 0.06), (size * 1.15, size * 0.27, 0.26)), "eyes"))
    else:
        spread, radius = (
            (0.0, size * 0.42) if look == "one" else (size * 0.45, size * rng.uniform(0.24, 0.32))
        )
        for s in (-1, 1) if look == "two" else (1,):
            sink = move(round_plate(radius + 0.035, 0.2, 14), (s * spread, eyes, front - 0.14))
            parts += [
                (sink, "sockets"),
                (knob((s * spread, eyes, front + 0.02), (radius, radius, 0.09)), "eyes"),
            ]
    if kind == "square":
        parts.append((box((0, y + size * 0.22, front), (size * 0.9, 0.07, 0.06)), "sockets"))
    aerials = int(rng.integers(0, 3))
    for s in {0: (), 1: (0,), 2: (-1, 1)}[aerials]:
        tip = np.array([s * size * 0.8, top + rng.uniform(0.16, 0.26), 0])
        parts.append((stick((s * size * 0.5, top - 0.1, 0), tip, 0.04, 9), "limbs"))
        parts.append((knob(tip, 0.075), "eyes"))
    return parts, top


def _robot_legs(rng: np.random.Generator, kind: str, wide: float, rise: float) -> Parts:
    """Make what a robot stands on, as high as rise."""
    parts: Parts = []
    if kind == "wheeled":
        parts.append((box((0, rise * 0.85, 0), (wide * 1.1, rise * 0.5, 0.3)), "limbs"))
        for s in (-1, 1):
            if rise > 0.24:
                wheel = move(
                    lathe(
                        [(0, -0.08), (0.2, -0.08), (0.23, -0.04), (0.23, 0.04), (0.2, 0.08), (0, 0.08)], 16
                    ),
                    rotation=turn(2, 90),
                )
                parts += [
                    (move(wheel, (s * (wide * 0.5 + 0.1), 0.23, 0)), "tyres"),
                    (
                        stick((s * (wide * 0.5 - 0.1), 0.23, 0), (s * (wide * 0.5 + 0.21), 0.23, 0), 0.1, 9),
                        "limbs",
                    ),
                ]
        return parts
    if kind == "tracks":
        t = np.linspace(-np.pi / 2, np.pi / 2, 6)
        r, long = rise * 0.42, 0.26
        loop = [
            *((long + r * np.cos(a), r + r * np.sin(a)) for a in t),
            *((-long - r * np.cos(a), r - r * np.sin(a)) for a in t),
        ]
        belt = move(prism(loop, 0.2), rotation=turn(1, -90))
        hub = move(prism(np.array(loop) * 0.62 + [0, r * 0.38], 0.24), rotation=turn(1, -90))
        for s in (-1, 1):
            parts += [
                (move(belt, (s * wide * 0.62, 0, 0)), "tyres"),
                (move(hub, (s * wide * 0.62, 0, 0)), "limbs"),
            ]
        return [*parts, (box((0, rise * 0.6, 0), (wide * 1.1, rise * 0.6, 0.26)), "limbs")]
    thick = rng.uniform(0.075, 0.11)
    for s in (-1, 1):
        x = s * wide * 0.5
        parts.append((stick((x, 0.08, 0), (x, rise + 0.06, 0), thick, 9), "limbs"))
        if rise > 0.3:
            parts.append((knob((x, rise * 0.58, 0), thick * 1.35), "limbs"))
        parts.append(
            (block((x, 0.065, 0.06), (0.26, 0.13, 0.4), 0.1), MAIN if rng.random() < 0.5 else "limbs")
        )
    return parts


def _robot_arms(rng: np.random.Generator, shoulder: float, wide: float) -> Parts:
    parts: Parts = []
    waves = int(rng.integers(4))
    thick = rng.uniform(0.065, 0.09)
    claw = rng.random() < 0.5
    for s in (-1, 1):
        joint = np.array([s * (wide + 0.05), shoulder, 0])
        raised = waves == 0 and s == 1
        elbow = joint + [s * 0.2, -0.06 if raised else -0.22, 0.02]
        hand = elbow + (
            [s * 0.06, 0.3, 0.06] if raised else [s * 0.02, -0.16, 0.2] if waves == 1 else [0, -0.27, 0.04]
        )
        parts += [(knob(joint, 0.13), MAIN), (stick(joint, elbow, thick, 9), "limbs")]
        parts += [(knob(elbow, thick * 1.3), "limbs"), (stick(elbow, hand, thick, 9), "limbs")]
        if claw:
            reach = (hand - elbow) / np.linalg.norm(hand - elbow)
            parts.append((stick(hand - 0.03 * reach, hand + 0.06 * reach, 0.115, 9), MAIN))
            for spread in (-0.075, 0.075):
                tip = hand + 0.06 * reach + [spread, 0, 0]
                parts.append((rod(tip, tip + 0.12 * reach, 0.045, 0.04, 6), MAIN))
        else:
            parts.append((knob(hand, 0.13), MAIN))
    return parts


def _robot(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square"), "tapered", "square")
    legs = (
        "wheeled"
        if "wheeled" in shape
        else "legs"
        if "tiny-legged" in shape
        else str(rng.choice(["legs", "legs", "wheeled", "tracks"]))
    )
    rise = (
        0.14
        if "tiny-legged" in shape
        else rng.uniform(0.34, 0.5)
        if legs == "legs"
        else rng.uniform(0.36, 0.42)
    )
    wide, tall, deep = rng.uniform(0.32, 0.42), rng.uniform(0.55, 0.75), rng.uniform(0.24, 0.32)
    parts = _robot_legs(rng, legs, wide, rise)
    if kind == "round":
        radius = tall * 0.58
        parts.append((ball((0, rise + radius * 0.92, 0), (radius, radius, radius * 0.92), 22), MAIN))
        wide, deep, tall = radius * 0.92, radius * 0.86, radius * 1.8
    elif kind == "tapered":
        waist = rng.uniform(0.62, 0.8) if rng.random() < 0.6 else 1.25
        rings = []
        for y, s in ((0, waist), (tall * 0.8, 1.0), (tall, 0.86)):
            x, z = wide * s, deep * s
            rings.append([(x, rise + y, z), (x, rise + y, -z), (-x, rise + y, -z), (-x, rise + y, z)])
        parts.append((loft(rings), MAIN))
        deep *= (waist + 1) / 2
    else:
        parts.append((block((0, rise + tall / 2, 0), (2 * wide, tall, 2 * deep), 0.07), MAIN))
    chest, panel = rise + tall * 0.56, int(rng.integers(3))
    if panel < 2:
        parts.append((box((0, chest, deep - 0.03), (wide * 1.05, tall * 0.42, 0.12)), "panel"))
        for k, x in enumerate(np.linspace(-0.3, 0.3, 3) * wide):
            pull = knob((x, chest + (0.06 if panel else 0), deep + 0.04), 0.055)
            parts.append((pull, ("buttons", "eyes", "lamps")[k]))
        if panel:
            parts.append((box((0, chest - 0.08, deep + 0.03), (wide * 0.7, 0.05, 0.04)), "buttons"))
    else:
        gauge = wide * 0.4
        parts += [
            (move(round_plate(gauge + 0.05, 0.12, 16), (0, chest, deep - 0.06)), "limbs"),
            (move(round_plate(gauge, 0.14, 16), (0, chest, deep - 0.06)), "eyes"),
        ]
    parts += _robot_arms(rng, rise + tall * (0.6 if kind == "round" else 0.78), wide)
    neck = rise + tall
    parts.append((stick((0, neck - 0.08, 0), (0, neck + 0.1, 0), 0.11, 9), "limbs"))
    face = (
        "round"
        if "round" in shape
        else "square"
        if "square" in shape
        else str(rng.choice(["round", "dome", "square", "square"]))
    )
    head, _ = _robot_head(rng, face, neck + 0.05, rng.uniform(0.24, 0.32))
    glow = one_of(rng, (0.35, 0.90, 0.95), (1.0, 0.85, 0.30), (0.55, 0.95, 0.35), (0.98, 0.35, 0.25))
    colours = {
        "head": one_of(rng, 1.0, 1.0, 0.8, 1.25),
        "limbs": one_of(rng, STEEL, 0.6, 0.6, DARK, 0.8),
        "eyes": glow,
    }
    colours |= {
        "sockets": DARK,
        "panel": one_of(rng, 0.55, CREAM, STEEL),
        "buttons": RED,
        "lamps": (0.95, 0.80, 0.20),
        "tyres": DARK,
    }
    return [*parts, *head], colours


CLASSES: dict[str, PropClass] = {
    "robot": PropClass(
        _robot,
        ("android", "toy robot", "droid"),
        1.5,
        shapes=("round", "square", "tiny-legged", "wheeled"),
        parts={"head": "head", "arms": "limbs", "legs": "limbs", "eyes": "eyes"},
    ),
}
