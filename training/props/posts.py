"""Builds what stands upright by the way: signpost, pillar."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, ball, box, lathe, loft, move, prism, rod, turn
from training.props.pieces import SQUARE, chosen, cylinder, hoop, post_cap
from training.props.prop import CREAM, DARK, GOLD, MAIN, STEEL, WOOD, Colours, Parts, PropClass


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
        disc = cylinder(radius, -0.05, 0.05, 24)
        rim = hoop(radius + 0.03, -0.07, 0.07, radius - 0.05, 28)
        place = (0, top - radius, front + 0.02)
        parts.append((move(disc, place, turn(0, 90)), MAIN))
        parts.append((move(rim, place, turn(0, 90)), "rim"))
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


def _signpost(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square"), "arrows", "arrows", "arrows")
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
        parts.append((cylinder(radius + 0.05, 0.4, 0.5, 16), "trim"))
    elif rng.random() < 0.5:
        parts.append((post_cap(0, height, radius, "pyramid"), "post"))
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
        section = np.repeat(SQUARE * half, 2, axis=0)
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


def _pillar(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square", "twisted"), "fluted", "fluted")
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
            ring = cylinder(radius * 1.28, y - 0.05, y + 0.05, 24)
            if kind == "square":
                ring = move(cylinder(radius * 1.9, y - 0.05, y + 0.05, 4), rotation=turn(1, 45))
            parts.append((ring, "trim"))
        for angle in range(0, 360, 90):
            knob = ball((0, height - head * 0.22, wide / 2), 0.085, 8)
            parts.append((move(knob, rotation=turn(1, angle)), "trim"))
            parts.append((move(ball((0, foot * 0.3, wide / 2), 0.085, 8), rotation=turn(1, angle)), "trim"))
    ends = (0.72, 0.85, 1.0, 1.0, CREAM, (0.55, 0.54, 0.52))[int(rng.integers(6))]
    return parts, {"base": ends, "capital": ends, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
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
