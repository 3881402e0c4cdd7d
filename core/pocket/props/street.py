"""Builds what stands beside roads and in yards: fence, gravestone, signpost, pillar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.pocket.props.prop import (
    BRICK,
    CREAM,
    DARK,
    EARTH,
    GOLD,
    LEAF,
    MAIN,
    STEEL,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import Solid, ball, box, lathe, loft, move, prism, rod, turn


def _chosen(rng: np.random.Generator, shape: frozenset[str], words: Sequence[str], *others: str) -> str:
    """Take the word that the caption says, or else draw one of these words and others."""
    said = [word for word in words if word in shape]
    return said[0] if said else str(rng.choice([*words, *others]))


def _picket(top: str, half: float, height: float, depth: float) -> Solid:
    if top == "pointed":
        crown = [(half, height - 1.6 * half), (0, height), (-half, height - 1.6 * half)]
    elif top == "round":
        t = np.linspace(0, np.pi, 7)
        crown = [(half * np.cos(a), height - half + half * np.sin(a)) for a in t]
    else:
        crown = [(half, height), (-half, height)]
    return prism([(-half, 0), (half, 0), *crown], depth)


def _cap(x: float, y: float, half: float, kind: str) -> Solid:
    """Top a post of this half width with a ball or a pyramid."""
    if kind == "ball":
        return ball((x, y + 0.6 * half, 0), 0.95 * half, 12)
    steps = np.array([(1.3, 0), (1.3, 0.5), (0.25, 1.5)]) * half
    return loft([[(x + r * u, y + up, r * v) for u, v in _SQUARE] for r, up in steps])


#: Counter-clockwise seen from above.
_SQUARE = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)])


def _fence(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("pointed", "round", "crossed"), "flat", "boards", "pointed")
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
            parts.append((_cap(x, tall, half, cap), "trim" if "ornate" in shape else "posts"))
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


def _gravestone(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square", "cross-shaped"), "pointed", "shouldered", "round")
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
            ring = lathe([(0.2, -0.05), (0.31, -0.05), (0.31, 0.05), (0.2, 0.05), (0.2, -0.05)], 24)
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


def _arrow(rng: np.random.Generator, length: float, half: float, depth: float) -> Solid:
    back, tip = -0.38 * length, 0.62 * length
    tail = [(back, half), (back + 0.6 * half, 0)] if rng.random() < 0.4 else [(back, half)]
    neck = tip - 1.1 * half
    barb = half * (1.45 if rng.random() < 0.35 else 1.0)
    head = [(neck, -half), (neck, -barb), (tip, 0), (neck, barb), (neck, half)]
    return prism([(back, -half), *(head if barb > half else (head[0], head[2], head[4])), *tail], depth)


def _signboard(rng: np.random.Generator, kind: str, top: float, front: float) -> Parts:
    """Hang one board before the post: round, or of planks."""
    parts: Parts = []
    if kind == "round":
        radius = rng.uniform(0.38, 0.46)
        disc = lathe([(0, -0.05), (radius, -0.05), (radius, 0.05), (0, 0.05)], 24)
        rim = [(radius - 0.05, -0.07), (radius + 0.03, -0.07), (radius + 0.03, 0.07), (radius - 0.05, 0.07)]
        place = (0, top - radius, front + 0.02)
        parts.append((move(disc, place, turn(0, 90)), MAIN))
        parts.append((move(lathe([*rim, rim[0]], 28), place, turn(0, 90)), "rim"))
        middle, wide = top - radius, radius
    else:
        wide, rows = rng.uniform(0.46, 0.6), int(rng.integers(2, 4))
        each = rng.uniform(0.5, 0.62) / rows
        for k in range(rows):
            plank = box(
                (rng.uniform(-0.03, 0.03), top - (k + 0.5) * each, front),
                (2 * wide * rng.uniform(0.93, 1), each - 0.02, 0.1),
            )
            parts.append((plank, MAIN))
        parts.append(
            (box((0, top - rows * each / 2, front - 0.02), (2 * wide - 0.1, rows * each - 0.05, 0.08)), MAIN)
        )
        middle = top - rows * each / 2
    for y in (0.09, -0.09):
        parts.append(
            (box((0, middle + y, front + 0.02), (wide * rng.uniform(0.8, 1.2), 0.07, 0.13)), "lettering")
        )
    return parts


def _signpost(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square"), "arrows", "arrows", "arrows")
    height, radius = rng.uniform(1.2, 1.5), rng.uniform(0.065, 0.085)
    square = rng.random() < 0.5
    post = (
        box((0, height / 2, 0), (2 * radius, height, 2 * radius))
        if square
        else rod((0, 0, 0), (0, height, 0), radius * 1.15, radius, 10)
    )
    parts: Parts = [(post, "post")]
    front = radius + 0.03
    if kind == "arrows":
        count = int(rng.integers(2, 4))
        half = rng.uniform(0.12, 0.15) if count == 3 else rng.uniform(0.14, 0.18)
        scattered = rng.random() < 0.5
        for k in range(count):
            length = rng.uniform(0.8, 1.0)
            yaw = (
                rng.choice([-1, 1]) * 40 * rng.random()
                if not scattered
                else k * 360 / count + rng.uniform(-30, 30)
            )
            flip = turn(1, 180) if (k % 2 == 1) != (rng.random() < 0.25) and not scattered else turn(1, 0)
            turned, place = turn(1, yaw), (0, height - 0.12 - half - k * (2 * half + 0.07), 0)
            roll = turn(2, rng.uniform(-6, 6))
            board, line = _arrow(rng, length, half, 0.09), box((0, 0, 0), (length * 0.5, 0.07, 0.13))
            for solid, slot in ((board, MAIN), (line, "lettering")):
                before = move(move(solid, rotation=flip @ roll), (0, 0, front))
                parts.append((move(before, place, turned), slot))
    else:
        parts += _signboard(rng, kind, height - rng.uniform(0.02, 0.1), front)
    if "ornate" in shape:
        parts += [
            (ball((0, height + 0.06, 0), 0.115, 16), "trim"),
            (lathe([(0, 0), (0.2, 0), (0.15, 0.12), (0, 0.12)], 16), "trim"),
        ]
        parts.append((lathe([(0, 0.4), (radius + 0.05, 0.4), (radius + 0.05, 0.5), (0, 0.5)], 16), "trim"))
    elif rng.random() < 0.5:
        parts.append((_cap(0, height, radius, "pyramid"), "post"))
    if rng.random() < 0.7:
        parts.append((ball((0, 0, 0), (0.22, 0.09, 0.22), 12), "ground"))
        for angle in rng.uniform(0, 2 * np.pi, int(rng.integers(1, 4))):
            parts.append(
                (ball((0.2 * np.sin(angle), 0.04, 0.2 * np.cos(angle)), rng.uniform(0.06, 0.1), 8), "stones")
            )
    if "leaning" in shape:
        tilt = turn(2, rng.choice([-1, 1]) * rng.uniform(11, 16)) @ turn(0, rng.uniform(-5, 5))
        parts = [
            (part if slot in ("ground", "stones") else move(part, rotation=tilt), slot)
            for part, slot in parts
        ]
    post_colour = (WOOD, 0.55, STEEL, DARK)[int(rng.choice(4, p=[0.5, 0.2, 0.15, 0.15]))]
    colours = {
        "post": post_colour,
        "lettering": 0.4 if rng.random() < 0.5 else CREAM,
        "rim": CREAM,
        "trim": GOLD,
    }
    return parts, {**colours, "ground": (0.30, 0.42, 0.18), "stones": (0.55, 0.54, 0.52)}


def _ring(radii: np.ndarray, y: float, twist: float = 0.0) -> np.ndarray:
    """Lay radii at even angles round +Y, as a section for loft."""
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False) + twist
    return np.stack([radii * np.sin(angle), np.full(len(radii), y), radii * np.cos(angle)], 1)


def _shaft(rng: np.random.Generator, kind: str, radius: float, low: float, high: float) -> Solid:
    """Make a pillar's shaft: plain, fluted, square or twisted, a little thinner at the top."""
    taper = rng.uniform(0.78, 0.95)
    if kind == "square":
        half, cut = radius * 1.22, 0.18 * radius
        section = np.repeat(_SQUARE * half, 2, axis=0)
        section -= np.array([(1, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (0, -1), (0, 1), (-1, 0)]) * cut
        return loft([[(s * x, y, s * z) for x, z in section] for s, y in ((1, low), (taper, high))])
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    if kind == "twisted":
        lobes, turns = int(rng.integers(2, 5)), rng.uniform(1.0, 1.9) * rng.choice([-1, 1])
        section = radius * (1 + 0.2 * np.cos(lobes * angle))
        return loft(
            [
                _ring(section * (1 + (taper - 1) * t), low + (high - low) * t, turns * 2 * np.pi * t)
                for t in np.linspace(0, 1, 23)
            ],
            smooth=True,
        )
    t = np.linspace(0, 1, 5)
    swell = 1 + (taper - 1) * t**1.6
    if kind == "fluted":
        flutes = int(rng.integers(8, 12))
        section = np.tile([1.0, 1.0, 0.85, 0.85], flutes) * radius * 1.03
        return loft([_ring(section * s, low + (high - low) * u) for s, u in zip(swell, t, strict=True)])
    profile = [(radius * s, low + (high - low) * u) for s, u in zip(swell, t, strict=True)]
    if rng.random() < 0.5:  # of drums
        cut = 0.045
        profile = [
            p
            for r, y in profile[:-1]
            for p in ((r * 0.9, y), (r, y + cut), (r * 0.99, y + (high - low) / 4 - cut))
        ]
        profile.append((radius * swell[-1], high))
    return lathe([(0, low), *profile, (0, high)], 24, 0.9)


def _pillar(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square", "twisted"), "fluted", "fluted")
    if kind == "round" and "round" in shape and rng.random() < 0.5:
        kind = "fluted"
    height, radius = rng.uniform(1.45, 1.9), rng.uniform(0.24, 0.3)
    foot, head = rng.uniform(0.16, 0.22), rng.uniform(0.15, 0.22)
    parts: Parts = [(_shaft(rng, kind, radius, foot - 0.03, height - head + 0.03), MAIN)]
    wide = 2 * radius * rng.uniform(1.4, 1.62)
    parts.append((box((0, foot * 0.3, 0), (wide, foot * 0.6, wide)), "base"))
    parts.append((box((0, height - head * 0.22, 0), (wide, head * 0.44, wide)), "capital"))
    step = radius * 1.25
    if kind == "square":
        parts.append((box((0, foot * 0.78, 0), (wide * 0.84, foot * 0.45, wide * 0.84)), "base"))
        parts.append((box((0, height - head * 0.72, 0), (wide * 0.82, head * 0.57, wide * 0.82)), "capital"))
    else:
        bead = [
            (step * (0.85 + 0.2 * np.sin(a)), foot * (0.78 - 0.22 * np.cos(a)))
            for a in np.linspace(0, np.pi, 6)
        ]
        parts.append((lathe([(0, foot * 0.5), *bead, (0, foot)], 24), "base"))
        low, high = height - head, height - head * 0.42
        bowl = [(0, low), (radius * 0.95, low), (radius * 1.0, low + 0.05), (wide * 0.46, high), (0, high)]
        parts.append((lathe(bowl, 24), "capital"))
        if rng.random() < 0.45:  # volutes
            for side in (-1, 1):
                curl = rod(
                    (side * wide * 0.44, high - 0.05, -wide * 0.44),
                    (side * wide * 0.44, high - 0.05, wide * 0.44),
                    0.11,
                    segments=14,
                )
                parts.append((curl, "capital"))
    if "ornate" in shape:
        for y in (foot + 0.05, height - head - 0.05):
            ring = [(0, y - 0.05), (radius * 1.28, y - 0.05), (radius * 1.28, y + 0.05), (0, y + 0.05)]
            square = [(0, y - 0.05), (radius * 1.9, y - 0.05), (radius * 1.9, y + 0.05), (0, y + 0.05)]
            parts.append(
                (
                    move(lathe(square, 4), rotation=turn(1, 45)) if kind == "square" else lathe(ring, 24),
                    "trim",
                )
            )
        for angle in range(0, 360, 90):
            knob = ball((0, height - head * 0.22, wide / 2), 0.085, 8)
            parts.append((move(knob, rotation=turn(1, angle)), "trim"))
            parts.append((move(ball((0, foot * 0.3, wide / 2), 0.085, 8), rotation=turn(1, angle)), "trim"))
    ends = (0.72, 0.85, 1.0, 1.0, CREAM, (0.55, 0.54, 0.52))[int(rng.integers(6))]
    return parts, {"base": ends, "capital": ends, "trim": GOLD}


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
    "signpost": PropClass(
        _signpost,
        ("road sign", "wooden sign", "guidepost"),
        2.0,
        shapes=("round", "square", "leaning", "ornate"),
        parts={"post": "post", "boards": MAIN},
        body="post",
    ),
    "pillar": PropClass(
        _pillar,
        ("column", "stone column"),
        3.0,
        shapes=("round", "square", "twisted", "ornate"),
        parts={"base": "base", "capital": "capital"},
    ),
}
