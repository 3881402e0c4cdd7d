"""Builds what stands in yards: fence, gravestone."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, ball, box, move, prism, rod, turn
from training.props.pieces import chosen, hoop, post_cap
from training.props.prop import BRICK, EARTH, GOLD, LEAF, MAIN, WOOD, Colours, Parts, PropClass


def _picket(top: str, half: float, height: float, depth: float) -> Solid:
    if top == "pointed":
        crown = [(half, height - 1.6 * half), (0, height), (-half, height - 1.6 * half)]
    elif top == "round":
        t = np.linspace(0, np.pi, 7)
        crown = [(half * np.cos(a), height - half + half * np.sin(a)) for a in t]
    else:
        crown = [(half, height), (-half, height)]
    return prism([(-half, 0), (half, 0), *crown], depth)


def _fence(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("pointed", "round", "crossed"), "flat", "boards", "pointed")
    width, height = rng.uniform(1.2, 1.6), rng.uniform(0.8, 1.1)
    half, thick = rng.uniform(0.06, 0.08), rng.uniform(0.075, 0.1)
    parts: Parts = []
    ends = width / 2
    if kind in ("crossed", "boards"):
        count = 2 if kind == "crossed" else int(rng.integers(2, 4))
        for y in np.linspace(0.2 if count == 3 else 0.28, 0.84, count) * height:
            board = box((0, 0, 0), (width, rng.uniform(0.14, 0.18) * height, thick))
            lean = 0 if kind == "crossed" else rng.uniform(-2.5, 2.5)
            parts.append((move(board, (0, y, 0), turn(2, lean)), MAIN))
        if kind == "crossed":
            steep = np.degrees(np.arctan2(0.5 * height, width - 0.2))
            for side in (-1, 1):
                plank = box((0, 0, side * 0.03), (width - 0.05, 0.13, thick))
                parts.append((move(plank, (0, 0.55 * height, 0), turn(2, side * steep)), MAIN))
    else:
        count = int(rng.integers(5, 8))
        step = (width - 0.1) / count
        wide = min(rng.uniform(0.36, 0.43) * step, 0.11)
        arch, jitter = rng.choice([0.0, 0.16, -0.16]), rng.choice([0.0, 0.03])
        for x in (np.arange(count) - (count - 1) / 2) * step:
            tall = height * (1 + arch * (np.cos(np.pi * x / width) - 0.8)) + rng.uniform(-jitter, jitter)
            picket = _picket(kind, wide, tall - 0.05, thick)
            parts.append((move(picket, (x, 0.05, thick), turn(2, 60 * rng.uniform(-jitter, jitter))), MAIN))
        for y in (0.27, 0.7):
            parts.append((box((0, y * height, 0.0), (width, 0.12, thick + 0.01)), MAIN))
    cap = str(rng.choice(["ball", "pyramid", "none"]))
    cap = "ball" if "ornate" in shape else cap
    tall = height * rng.uniform(0.92, 1.08)
    for x in (-ends, ends) if rng.random() < 0.7 else (-ends, 0, ends):
        parts.append((box((x, tall / 2, 0), (2 * half, tall, 2 * half + 0.03)), "posts"))
        if cap != "none":
            parts.append((post_cap(x, tall, half, cap), "trim" if "ornate" in shape else "posts"))
    if "ornate" in shape:
        for x in (-ends, ends):
            parts.append((box((x, 0.06, 0), (2 * half + 0.06, 0.12, 2 * half + 0.09)), "trim"))
    if rng.random() < 0.3:  # two panels that meet at a corner
        parts += [(move(part, (ends, 0, -ends), turn(1, 90)), slot) for part, slot in parts]
    posts = (0.6, 0.8, 1.0, 1.0, WOOD, BRICK)[int(rng.integers(6))]
    return parts, {"posts": posts, "trim": GOLD}


def _headstone(kind: str, width: float, height: float) -> list[tuple[float, float]]:
    half, t = width / 2, np.linspace(0, np.pi, 13)
    if kind == "round":
        return [(-half, 0), (half, 0), *((half * np.cos(a), height - half + half * np.sin(a)) for a in t)]
    if kind == "pointed":
        spring, bow = height - 1.25 * half, np.linspace(0, 1, 6)
        right = [(half * (1 - b**1.7), spring + 1.25 * half * b) for b in bow]
        return [(-half, 0), (half, 0), *right, *((-x, y) for x, y in right[-2::-1])]
    if kind == "shouldered":
        crown = [(0.62 * half * np.cos(a), height - 0.62 * half + 0.62 * half * np.sin(a)) for a in t]
        ledge = height - 0.75 * half
        return [
            (-half, 0),
            (half, 0),
            (half, ledge),
            (crown[0][0], ledge),
            *crown,
            (crown[-1][0], ledge),
            (-half, ledge),
        ]
    chamfer = 0.22 * half
    return [
        (-half, 0),
        (half, 0),
        (half, height - chamfer),
        (half - chamfer, height),
        (chamfer - half, height),
        (-half, height - chamfer),
    ]


def _inscription(rng: np.random.Generator, width: float, height: float, depth: float) -> Parts:
    """Carve lines, and a cross or a skull above them, right through, so that both sides show them."""
    top = height * rng.uniform(0.62, 0.68)
    parts: Parts = []
    if rng.random() < 0.6:
        parts += [
            (box((0, top, 0), (0.07, 0.36 * width + 0.06, depth)), "carving"),
            (box((0, top + 0.05, 0), (0.36 * width, 0.07, depth + 0.004)), "carving"),
        ]
    else:
        skull = prism(
            [
                (-0.09, -0.13),
                (0.09, -0.13),
                (0.1, -0.06),
                (0.16, 0),
                (0.12, 0.13),
                (-0.12, 0.13),
                (-0.16, 0),
                (-0.1, -0.06),
            ],
            depth,
        )
        parts.append((move(skull, (0, top, 0), scale=(width, width, 1)), "carving"))
        for x in (-0.055, 0.055):
            parts.append((box((x * width, top + 0.02, 0), (0.06 * width, 0.08 * width, depth + 0.02)), MAIN))
    for y in np.linspace(0.24, 0.4, int(rng.integers(1, 3))) * height:
        parts.append((box((0, y, 0), (width * rng.uniform(0.42, 0.6), 0.06, depth)), "carving"))
    return parts


def _gravestone(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square", "cross-shaped"), "pointed", "shouldered", "round")
    width, height = rng.uniform(0.6, 0.78), rng.uniform(0.85, 1.15)
    depth = rng.uniform(0.2, 0.3)
    stone: Parts = []
    if kind == "cross-shaped":
        arm, bar = rng.uniform(0.2, 0.25), height * rng.uniform(0.62, 0.7)
        stone = [
            (box((0, height / 2, 0), (arm, height, depth)), MAIN),
            (box((0, bar, 0), (width, arm, depth - 0.02)), MAIN),
        ]
        if rng.random() < 0.5:  # a wheel cross
            ring = hoop(0.31, -0.05, 0.05, 0.2, 24)
            stone.append((move(ring, (0, bar, 0), turn(0, 90)), MAIN))
        stone.append((box((0, bar, 0), (0.13, 0.13, depth + 0.05)), "carving"))
        stone.append((box((0, 0.16, 0), (arm + 0.22, 0.2, depth + 0.14)), MAIN))
    else:
        outline = np.array(_headstone(kind, width, height))
        stone.append((prism(outline, depth), MAIN))
        if rng.random() < 0.6:  # a raised panel
            inner = (outline - [0, height * 0.5]) * [0.78, 0.82] + [0, height * 0.52]
            stone.append((prism(inner, depth + 0.05), MAIN))
            stone += _inscription(rng, width, height, depth + 0.09)
        else:
            stone += _inscription(rng, width, height, depth + 0.04)
    if "ornate" in shape:
        stone.append((ball((0, height + 0.06, 0), 0.1, 16), "trim"))
        stone.append((box((0, 0.17, 0), (width + 0.08, 0.09, depth + 0.12)), "trim"))
        stone += [(ball((side * width / 2, 0.27, 0), 0.09, 14), "trim") for side in (-1, 1)]
    lean = rng.uniform(11, 17) * rng.choice([-1, 1]) if "leaning" in shape else rng.normal(0, 2)
    tilt = turn(2, lean) @ turn(0, -abs(lean) * 0.5)
    parts: Parts = [(move(part, (0, 0.02, 0), tilt), slot) for part, slot in stone]
    if rng.random() < 0.5 and "leaning" not in shape:
        parts.append((box((0, 0.07, 0), (width + 0.16, 0.16, depth + 0.18)), MAIN))
    parts.append((ball((0, 0, 0.06), (width * 0.66, 0.11, depth + 0.12), 16), "ground"))
    for _ in range(int(rng.integers(3, 7))):
        x, z = rng.uniform(-0.62, 0.62) * width, depth * rng.choice([-1, 1]) * rng.uniform(0.8, 1.1) + 0.06
        parts.append(
            (
                rod((x, 0, z), (x + rng.uniform(-0.04, 0.04), rng.uniform(0.15, 0.24), z), 0.06, 0.015, 5),
                "grass",
            )
        )
    ground = EARTH if rng.random() < 0.5 else (0.30, 0.42, 0.18)
    return parts, {"ground": ground, "carving": 0.5, "grass": LEAF, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "fence": PropClass(
        _fence,
        ("picket fence", "garden fence", "railing"),
        1.8,
        shapes=("pointed", "round", "crossed", "ornate"),
        parts={"posts": "posts"},
    ),
    "gravestone": PropClass(
        _gravestone,
        ("tombstone", "headstone", "grave"),
        1.1,
        shapes=("round", "square", "cross-shaped", "leaning", "ornate"),
        parts={"ground": "ground"},
    ),
}
