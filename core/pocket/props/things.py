"""Builds things for shelves and desks: book, clock, robot, teapot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from core.pocket.props.prop import (
    CREAM,
    DARK,
    GOLD,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import (
    Point,
    Solid,
    ball,
    box,
    flat,
    frame_along,
    lathe,
    loft,
    move,
    plate,
    prism,
    rod,
    sweep,
    tube,
    turn,
)

RED, PAPER = (0.75, 0.13, 0.10), (0.93, 0.88, 0.76)


def _chosen(rng: np.random.Generator, shape: frozenset[str], words: Sequence[str], *others: str) -> str:
    """Take the word that the caption says, or else draw one of these words and others."""
    said = [word for word in words if word in shape]
    return said[0] if said else str(rng.choice([*words, *others]))


def _one_of(rng: np.random.Generator, *colours: SlotColour) -> SlotColour:
    return colours[int(rng.integers(len(colours)))]


@cache
def _unit_knob(rings: int) -> Solid:
    t = np.linspace(-np.pi / 2, np.pi / 2, rings)
    return lathe(np.stack([np.cos(t), np.sin(t)], 1), 10, -2)


def _knob(centre: Point, radii: float | Point, rings: int = 7) -> Solid:
    """Make a small ball of few faces."""
    return move(_unit_knob(rings), centre, scale=radii)


@cache
def _unit_bar() -> Solid:
    return rod((0, 0, 0), (0, 1, 0), 1.0, segments=9)


def _bar(start: Point, end: Point, radius: float) -> Solid:
    """Make a thin cylinder between two points."""
    along = np.asarray(end, np.float32) - np.asarray(start, np.float32)
    length = float(np.linalg.norm(along))
    return move(_unit_bar(), start, frame_along(along), (radius, length, radius))


def _slab(outline: Point, depth: float, bevel: float = 0.06) -> Solid:
    """Extrude an outline along Z with bevelled edges."""
    points, half = np.asarray(outline), depth / 2
    return plate(
        points, [(1 - bevel, -half), (1, 0.04 - half), (1, half - 0.04), (1 - bevel, half)], points.mean(0)
    )


def _block(centre: Point, size: Point, bevel: float = 0.06) -> Solid:
    """Make a box with bevelled edges towards ±Z."""
    x, y, z = np.asarray(size) / 2
    return move(_slab([(-x, -y), (x, -y), (x, y), (-x, y)], 2 * z, bevel), centre)


def _disc(radius: float, depth: float, sides: int = 24) -> Solid:
    """Make a disc about Z that ends at z = 0 and z = depth."""
    return move(lathe([(0, 0), (radius, 0), (radius, depth), (0, depth)], sides), rotation=turn(0, 90))


def _emblem(rng: np.random.Generator, size: float) -> Solid:
    """Make a sign for a book's cover, in XY."""
    kind = int(rng.integers(5))
    if kind == 0:
        return move(_disc(size, 0.08, 18), (0, 0, -0.04))
    if kind == 1:
        return prism([(0, -size * 1.2), (size * 0.85, 0), (0, size * 1.2), (-size * 0.85, 0)], 0.08)
    if kind == 2:
        angle = np.pi / 2 + np.arange(10) * np.pi / 5
        reach = size * 1.25 * np.tile([1, 0.48], 5)
        return prism(np.stack([reach * np.cos(angle), reach * np.sin(angle)], 1), 0.08)
    if kind == 3:
        heart = [
            (0, -1.1),
            (0.95, 0.05),
            (0.9, 0.6),
            (0.5, 0.8),
            (0, 0.45),
            (-0.5, 0.8),
            (-0.9, 0.6),
            (-0.95, 0.05),
        ]
        return prism(np.array(heart) * size * 1.1, 0.08)
    return box((0, size * 0.9, 0), (size * 2.3, size * 0.75, 0.08))


def _closed_book(rng: np.random.Generator, ornate: bool) -> Parts:
    """Make a book that stands with its cover towards +Z and its spine towards -X."""
    wide, tall, thick = rng.uniform(0.68, 0.8), rng.uniform(0.92, 1.08), rng.uniform(0.22, 0.38)
    board, half = 0.055, thick / 2
    parts: Parts = [(box((0.0, 0, s * (half - board / 2)), (wide, tall, board)), MAIN) for s in (-1, 1)]
    t = np.linspace(np.pi / 2, 3 * np.pi / 2, 9)
    bow = rng.uniform(0.05, 0.09)
    spine = np.stack([-wide / 2 + bow * np.cos(t), half * np.sin(t)], 1)
    rim = [(x, -z) for x, z in spine]
    lift = turn(0, -90)
    parts.append(
        (
            move(
                prism([(-wide / 2 + 0.03, -half), (-wide / 2 + 0.03, half), *spine[1:-1]], tall),
                rotation=lift,
            ),
            MAIN,
        )
    )
    parts.append((box((-0.02, 0, 0), (wide - 0.07, tall - 0.1, thick - 2 * board + 0.01)), "pages"))
    slot = "trim" if ornate else "bands"
    for y in (
        np.linspace(-0.34, 0.34, int(rng.integers(2, 5))) * tall if rng.random() < 0.75 or ornate else ()
    ):
        rib = np.array(rim) * [1, 1.04] - [0.025, 0]
        parts.append(
            (
                move(
                    move(
                        prism(
                            [
                                (-wide / 2 + 0.06, -half * 1.03),
                                (-wide / 2 + 0.06, half * 1.03),
                                *rib[-2:0:-1],
                            ],
                            0.065,
                        ),
                        rotation=lift,
                    ),
                    (0, y, 0),
                ),
                slot,
            )
        )
    parts.append((move(_emblem(rng, rng.uniform(0.13, 0.17)), (0.03, tall * 0.08, half)), "title"))
    if rng.random() < 0.5:
        parts.append((box((0.03, -tall * 0.28, half), (wide * 0.5, 0.06, 0.06)), "title"))
    if ornate or rng.random() < 0.35:
        for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            at = (x * (wide / 2 - 0.07) + (0.02 if x > 0 else 0.06), y * (tall / 2 - 0.07), 0)
            parts += [
                (box((*at[:2], s * (half - board / 2)), (0.18, 0.18, board + 0.045)), slot) for s in (-1, 1)
            ]
    if ornate or rng.random() < 0.3:
        parts.append((box((wide / 2 - 0.03, 0, 0), (0.16, 0.15, thick + 0.06)), slot))
    elif rng.random() < 0.4:
        parts.append((box((wide * 0.2, -tall / 2 + 0.01, 0), (0.09, 0.16, 0.04)), "ribbon"))
    return parts


def _open_book(rng: np.random.Generator, ornate: bool) -> Parts:
    """Make an open book whose pages look up, its spine along Z."""
    wide, long, thick = rng.uniform(0.62, 0.74), rng.uniform(0.85, 1.0), rng.uniform(0.1, 0.17)
    tilt, t = rng.uniform(22, 34), np.linspace(0, 1, 7)
    sheet = wide - 0.07
    top = thick * (0.55 + 0.75 * np.sin(np.pi * t**0.6) - 0.25 * t)
    outline = [(0, 0.02), (sheet, 0.02), *np.stack([sheet * t, 0.05 + top], 1)[::-1]]
    half: Parts = [
        (box((wide / 2, 0, 0), (wide, 0.07, long)), MAIN),
        (prism(outline, long - 0.1), "pages"),
    ]
    over = float(np.interp(0.55, t, top)) + 0.045
    for z in np.linspace(-0.3, 0.3, int(rng.integers(3, 5))) * long:
        half.append(
            (box((sheet * 0.52, over - 0.02, z), (sheet * rng.uniform(0.45, 0.62), 0.07, 0.05)), "ink")
        )
    if ornate:
        half += [(box((wide - 0.06, 0, s * (long / 2 - 0.06)), (0.17, 0.11, 0.17)), "trim") for s in (-1, 1)]
    parts: Parts = [(_bar((0, -0.02, -long / 2), (0, -0.02, long / 2), 0.085), MAIN)]
    for side in (0, 180):
        lean = turn(1, side) @ turn(2, tilt)
        parts += [(move(part, rotation=lean), slot) for part, slot in half]
    if rng.random() < 0.6:
        parts.append((box((0, 0.06 + thick * 0.5, long / 2), (0.09, 0.05, 0.16)), "ribbon"))
    return [(move(part, rotation=turn(0, 14)), slot) for part, slot in parts]


def _book(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("open", "closed"), "closed")
    ornate = "ornate" in shape
    if kind == "open":
        parts = _open_book(rng, ornate)
    else:
        parts = _closed_book(rng, ornate)
        if rng.random() < 0.35:  # it lies
            lay = turn(1, rng.uniform(-35, 35)) @ turn(0, -90)
        else:
            lay = turn(1, rng.uniform(-20, 20)) @ turn(0, rng.uniform(-10, 0))
        parts = [(move(part, rotation=lay), slot) for part, slot in parts]
    marks = _one_of(rng, GOLD, GOLD, CREAM, 0.5, STEEL)
    colours = {
        "pages": _one_of(rng, PAPER, WHITE),
        "title": marks,
        "bands": marks if rng.random() < 0.5 else 0.6,
    }
    return parts, {**colours, "ink": (0.45, 0.42, 0.38), "ribbon": RED, "trim": GOLD}


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
        (_disc(radius, 0.03), "face"),
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
    parts.append((_disc(0.06, 0.11, 10), "hands"))
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
            (_knob(foot, 0.075), "bells"),
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
    parts: Parts = [(_slab([(-side, 0), (side, 0), *crown], deep), MAIN)]
    middle = tall * 0.52 if square else tall * 0.56
    parts += [(move(part, (0, middle, 0)), slot) for part, slot in _dial(rng, half * 0.64, deep / 2, rim)]
    parts.append((box((0, 0.03, 0), (2 * half + 0.12, 0.12, deep + 0.12)), "feet"))
    if square:
        parts.append((box((0, tall + 0.02, 0), (2 * half + 0.06, 0.09, deep + 0.1)), MAIN))
        if rng.random() < 0.6:
            steps = [(-half * 0.7, 0.0), (half * 0.7, 0.0), (0, 0.3)]
            parts.append((move(_slab(steps, deep * 0.8), (0, tall + 0.04, 0)), MAIN))
    else:
        parts.append((_knob((0, tall + side * 0.27, 0), 0.08), "feet"))
    for x in (-1, 1):
        parts += [(_knob((x * half * 0.9, -0.05, z * deep * 0.42), 0.085), "feet") for z in (-1, 1)]
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
    parts.append((_bar((0, foot + tall * 0.84, deep * 0.46), (0, swing, deep * 0.46), 0.03), "bells"))
    parts.append((move(_disc(waist * 0.42, 0.05, 14), (0, swing, deep * 0.44)), "bells"))
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
    parts.append((move(_slab([(-edge, 0), (edge, 0), *crown], deep + 0.12), (0, top - 0.01, 0)), MAIN))
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
    parts.append((move(_disc(0.11, 0.05, 12), (0, eave + rise * 0.36, deep / 2 - 0.02)), "hands"))
    parts.append((_knob((0, eave + rise * 0.34, deep / 2 + 0.05), (0.07, 0.07, 0.09)), "bird"))
    parts.append((box((0, -0.03, 0.01), (2 * half + 0.08, 0.09, deep + 0.06)), "feet"))
    for x in (-0.2, 0.2):
        drop = rng.uniform(0.2, 0.42)
        parts.append((_bar((x, 0, 0.05), (x, -drop, 0.05), 0.03), "bells"))
        parts.append((rod((x, -drop + 0.04, 0.05), (x, -drop - 0.17, 0.05), 0.065, 0.04, 8), "bells"))
    return parts


def _clock(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square", "grandfather", "cuckoo"), "arched", "round")
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
        parts.append((_knob((0, high[1] + 0.04, 0), 0.1), "trim"))
        if kind != "round":
            y = low[1] + 0.09
            parts.append((box((0, y, 0), (high[0] - low[0] + 0.09, 0.08, high[2] - low[2] + 0.09)), "trim"))
        for s in (-1, 1):
            y = 0.0 if kind == "round" else high[1] * 0.42
            parts.append((_knob((s * (high[0] - 0.01), y, 0), 0.09), "trim"))
    bells = _one_of(rng, GOLD, GOLD, STEEL, 0.6)
    colours = {
        "face": _one_of(rng, CREAM, WHITE, WHITE),
        "hands": DARK,
        "bells": bells,
        "rim": _one_of(rng, GOLD, STEEL, DARK, 0.6),
    }
    return parts, {
        **colours,
        "feet": _one_of(rng, 0.6, 0.75, GOLD, WOOD),
        "pendulum case": DARK,
        "bird": (0.95, 0.80, 0.20),
        "trim": GOLD,
    }


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
        parts.append((_block((0, y + tall / 2, 0), (2 * wide, tall, 1.7 * size)), "head"))
        parts += [
            (
                _bar((s * wide * 0.9, y + tall * 0.5, 0), (s * (wide + 0.09), y + tall * 0.5, 0), 0.11),
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
            sink = move(_disc(radius + 0.035, 0.2, 14), (s * spread, eyes, front - 0.14))
            parts += [
                (sink, "sockets"),
                (_knob((s * spread, eyes, front + 0.02), (radius, radius, 0.09)), "eyes"),
            ]
    if kind == "square":
        parts.append((box((0, y + size * 0.22, front), (size * 0.9, 0.07, 0.06)), "sockets"))
    aerials = int(rng.integers(0, 3))
    for s in {0: (), 1: (0,), 2: (-1, 1)}[aerials]:
        tip = np.array([s * size * 0.8, top + rng.uniform(0.16, 0.26), 0])
        parts.append((_bar((s * size * 0.5, top - 0.1, 0), tip, 0.04), "limbs"))
        parts.append((_knob(tip, 0.075), "eyes"))
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
                        _bar((s * (wide * 0.5 - 0.1), 0.23, 0), (s * (wide * 0.5 + 0.21), 0.23, 0), 0.1),
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
        parts.append((_bar((x, 0.08, 0), (x, rise + 0.06, 0), thick), "limbs"))
        if rise > 0.3:
            parts.append((_knob((x, rise * 0.58, 0), thick * 1.35), "limbs"))
        parts.append(
            (_block((x, 0.065, 0.06), (0.26, 0.13, 0.4), 0.1), MAIN if rng.random() < 0.5 else "limbs")
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
        parts += [(_knob(joint, 0.13), MAIN), (_bar(joint, elbow, thick), "limbs")]
        parts += [(_knob(elbow, thick * 1.3), "limbs"), (_bar(elbow, hand, thick), "limbs")]
        if claw:
            reach = (hand - elbow) / np.linalg.norm(hand - elbow)
            parts.append((_bar(hand - 0.03 * reach, hand + 0.06 * reach, 0.115), MAIN))
            for spread in (-0.075, 0.075):
                tip = hand + 0.06 * reach + [spread, 0, 0]
                parts.append((rod(tip, tip + 0.12 * reach, 0.045, 0.04, 6), MAIN))
        else:
            parts.append((_knob(hand, 0.13), MAIN))
    return parts


def _robot(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square"), "tapered", "square")
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
        parts.append((_block((0, rise + tall / 2, 0), (2 * wide, tall, 2 * deep), 0.07), MAIN))
    chest, panel = rise + tall * 0.56, int(rng.integers(3))
    if panel < 2:
        parts.append((box((0, chest, deep - 0.03), (wide * 1.05, tall * 0.42, 0.12)), "panel"))
        for k, x in enumerate(np.linspace(-0.3, 0.3, 3) * wide):
            knob = _knob((x, chest + (0.06 if panel else 0), deep + 0.04), 0.055)
            parts.append((knob, ("buttons", "eyes", "lamps")[k]))
        if panel:
            parts.append((box((0, chest - 0.08, deep + 0.03), (wide * 0.7, 0.05, 0.04)), "buttons"))
    else:
        gauge = wide * 0.4
        parts += [
            (move(_disc(gauge + 0.05, 0.12, 16), (0, chest, deep - 0.06)), "limbs"),
            (move(_disc(gauge, 0.14, 16), (0, chest, deep - 0.06)), "eyes"),
        ]
    parts += _robot_arms(rng, rise + tall * (0.6 if kind == "round" else 0.78), wide)
    neck = rise + tall
    parts.append((_bar((0, neck - 0.08, 0), (0, neck + 0.1, 0), 0.11), "limbs"))
    face = (
        "round"
        if "round" in shape
        else "square"
        if "square" in shape
        else str(rng.choice(["round", "dome", "square", "square"]))
    )
    head, _ = _robot_head(rng, face, neck + 0.05, rng.uniform(0.24, 0.32))
    glow = _one_of(rng, (0.35, 0.90, 0.95), (1.0, 0.85, 0.30), (0.55, 0.95, 0.35), (0.98, 0.35, 0.25))
    colours = {
        "head": _one_of(rng, 1.0, 1.0, 0.8, 1.25),
        "limbs": _one_of(rng, STEEL, 0.6, 0.6, DARK, 0.8),
        "eyes": glow,
    }
    colours |= {
        "sockets": DARK,
        "panel": _one_of(rng, 0.55, CREAM, STEEL),
        "buttons": RED,
        "lamps": (0.95, 0.80, 0.20),
        "tyres": DARK,
    }
    return [*parts, *head], colours


def _pot(rng: np.random.Generator, kind: str) -> tuple[np.ndarray, float]:
    """Draw a teapot's side (radius, height) from its foot to its mouth, and say how high its spout starts."""
    t = np.linspace(0, 1, 11)
    wide, tall = rng.uniform(0.42, 0.5), rng.uniform(0.58, 0.74)
    if kind == "square":
        steps = [
            (wide * 0.98, 0),
            (wide * 1.08, 0.04),
            (wide * rng.uniform(0.85, 1.05), tall),
            (wide * 0.7, tall + 0.05),
        ]
        return np.array(steps), tall * 0.3
    if kind == "round":
        angle = -1.1 + t * 2.2
        return np.stack(
            [wide * np.cos(angle) ** 0.9, tall * (0.5 + 0.5 * np.sin(angle) / np.sin(1.1))], 1
        ), tall * 0.34
    if kind == "pear":
        belly = wide * (0.74 + 0.26 * np.sin(np.pi * np.clip(t * 1.5, 0, 1))) * (1 - 0.42 * t**1.8)
        return np.stack([belly, tall * 1.2 * t], 1), tall * 0.3
    slope = rng.uniform(0.6, 0.75)
    side = np.stack([wide * (1.05 - (1 - slope) * t**1.3), tall * 1.1 * t], 1)
    return np.concatenate([side, [(wide * slope * 0.82, tall * 1.1 + 0.05)]]), tall * 0.28


def _faceted(profile: Point, sides: int) -> Solid:
    """Revolve a profile into flat sides, one of which looks towards +Z."""
    solid = lathe(profile, sides)
    corners = solid.vertices[solid.faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return move(flat(solid.vertices, solid.faces[area > 1e-6]), rotation=turn(1, 180 / sides))


def _spout(rng: np.random.Generator, reach: float, low: float, high: float) -> Parts:
    """Bend a spout towards +X, from a pot's side to its mouth's height."""
    t, bend = np.linspace(0, 1, 9), rng.uniform(0.6, 1.6)
    out = rng.uniform(0.34, 0.46)
    x = reach - 0.12 + (out + 0.12) * t ** (1 / bend if rng.random() < 0.5 else 1)
    y = low + (high - low) * (3 * t**2 - 2 * t**3 if rng.random() < 0.6 else t)
    radii = 0.15 - 0.085 * t**0.7
    path = np.stack([x, y, 0 * t], 1)
    tip, along = path[-1], (path[-1] - path[-2]) / np.linalg.norm(path[-1] - path[-2])
    lip = rod(tip - 0.03 * along, tip + 0.035 * along, 0.075, 0.095, 12)
    hole = _bar(tip, tip + 0.045 * along, 0.055)
    return [(sweep(path, radii, 12), "spout"), (lip, "spout"), (hole, "inside")]


def _teapot_handle(rng: np.random.Generator, side: np.ndarray, flatness: float, peak: float) -> Solid:
    """Bend a handle: towards -X from a pot's side, or over its lid, which is as high as peak."""
    top = float(side[-1, 1])
    t = np.linspace(0, 1, 12)
    if rng.random() < 0.25:  # a bail over the lid
        reach = float(np.interp(top * 0.86, side[:, 1], side[:, 0])) * flatness - 0.02
        angle = np.pi * t
        arc = np.stack(
            [
                reach * np.cos(angle),
                top * 0.86 + (peak - top * 0.86 + 0.16) * np.sin(angle) ** 0.7,
                0 * t,
            ],
            1,
        )
        return tube(arc, 0.05, 9)
    upper, lower = top * rng.uniform(0.8, 0.9), top * rng.uniform(0.2, 0.32)
    (r0, r1) = (float(np.interp(y, side[:, 1], side[:, 0])) * flatness - 0.03 for y in (upper, lower))
    out, angle = rng.uniform(0.28, 0.36), np.pi * t
    x = -(r0 + (r1 - r0) * t) - out * np.sin(angle) ** rng.uniform(0.55, 1.0)
    y = (
        upper
        + (lower - upper) * (t if rng.random() < 0.5 else 0.5 - 0.5 * np.cos(angle))
        + 0.1 * np.sin(angle)
    )
    return tube(np.stack([x, y, 0 * t], 1), rng.uniform(0.055, 0.07), 9)


def _decor(rng: np.random.Generator, decor: str, side: np.ndarray, sides: int, slot: str) -> Parts:
    """Put bands round a pot's side, or nothing."""
    parts: Parts = []
    if decor == "none":
        return parts
    top = float(side[-1, 1])
    for u in (0.86, 0.1) if slot == "trim" else (rng.uniform(0.4, 0.6),):
        y, half = top * u, 0.045
        a, b = (float(np.interp(y + d, side[:, 1], side[:, 0])) for d in (-half, half))
        band = [(0, y - half), (a + 0.022, y - half), (b + 0.022, y + half), (0, y + half)]
        parts.append(
            (
                _faceted(band, 4) if sides == 4 else lathe(band, 28),
                slot,
            )
        )
    return parts


def _teapot(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square"), "pear", "cone", "round")
    side, low = _pot(rng, kind)
    sides = 4 if kind == "square" else 28
    mouth, top = float(side[-1, 0]), float(side[-1, 1])
    outline = [(0, 0), *side, (0, top)]
    parts: Parts = [(_faceted(outline, 4) if sides == 4 else lathe(outline, sides, 0.3), MAIN)]
    flatness = np.cos(np.pi / 4) if sides == 4 else 1.0
    if "tiny-legged" in shape or rng.random() < 0.2:
        for angle in (45, 135, 225, 315) if sides == 4 else (30, 150, 270):
            foot = (0, -0.08, float(side[0, 0]) * (0.8 if sides == 4 else 0.85))
            parts.append((move(_knob(foot, (0.1, 0.12, 0.1)), rotation=turn(1, angle)), "feet"))
    else:
        ring = [(0, -0.06), (side[0, 0] * 0.9, -0.06), (side[0, 0] * 0.8, 0.02), (0, 0.02)]
        parts.append((_faceted(ring, 4) if sides == 4 else lathe(ring, 24), "feet"))
    lid, rise = mouth * rng.uniform(0.86, 1.02), rng.uniform(0.08, 0.17)
    t = np.linspace(0, np.pi / 2, 6)
    cap = [
        (0, top - 0.01),
        (lid, top - 0.01),
        (lid, top + 0.035),
        *((lid * 0.94 * np.cos(a), top + 0.035 + rise * np.sin(a)) for a in t),
    ]
    parts.append((_faceted(cap, 4) if sides == 4 else lathe(cap, 24, 0.6), "lid"))
    knob = rng.uniform(0.075, 0.1)
    crown = top + 0.035 + rise
    parts.append(
        (
            _knob((0, crown + knob * 0.7, 0), (knob, knob * rng.uniform(0.8, 1.25), knob)),
            "trim" if "ornate" in shape else "knob",
        )
    )
    parts.append((_bar((0, crown - 0.03, 0), (0, crown + 0.04, 0), 0.045), "lid"))
    at = float(np.interp(low, side[:, 1], side[:, 0])) * flatness
    parts += _spout(rng, at, low, top * rng.uniform(0.92, 1.1))
    parts.append((_teapot_handle(rng, side, flatness, crown + 2 * knob), "handle"))
    decor = "band" if "ornate" in shape else str(rng.choice(["none", "band", "none"]))
    parts += _decor(rng, decor, side, sides, "trim" if "ornate" in shape else "band")
    other = _one_of(rng, 1.0, 1.0, 0.65, WHITE, GOLD)
    colours = {
        "lid": other if rng.random() < 0.5 else 1.0,
        "handle": other if rng.random() < 0.7 else WOOD,
        "spout": 1.0,
        "knob": _one_of(rng, GOLD, 0.6, WOOD, WHITE),
    }
    colours |= {
        "feet": _one_of(rng, 1.0, 0.7),
        "inside": DARK,
        "band": _one_of(rng, WHITE, 0.6, GOLD),
    }
    return parts, {**colours, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "book": PropClass(
        _book,
        ("tome", "spellbook", "novel"),
        0.3,
        shapes=("open", "closed", "ornate"),
        parts={"pages": "pages"},
    ),
    "clock": PropClass(
        _clock,
        ("alarm clock", "timepiece"),
        0.4,
        shapes=("round", "square", "grandfather", "cuckoo", "ornate"),
        parts={"face": "face"},
    ),
    "robot": PropClass(
        _robot,
        ("android", "toy robot", "droid"),
        1.5,
        shapes=("round", "square", "tiny-legged", "wheeled"),
        parts={"head": "head", "arms": "limbs", "legs": "limbs", "eyes": "eyes"},
    ),
    "teapot": PropClass(
        _teapot,
        ("tea kettle", "kettle", "tea pot"),
        0.25,
        shapes=("round", "square", "tiny-legged", "ornate"),
        parts={"lid": "lid", "handle": "handle", "spout": "spout"},
    ),
}
