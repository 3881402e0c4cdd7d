"""Builds what rides, floats and flies: car, boat, cart, airplane, rocket."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.pocket.props.prop import (
    CREAM,
    DARK,
    FLAME,
    GLASS,
    GOLD,
    LEATHER,
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
    blob,
    box,
    join,
    lathe,
    loft,
    move,
    plate,
    prism,
    rod,
    tube,
    turn,
)

RED, HAY, NIGHT = (0.75, 0.13, 0.10), (0.86, 0.72, 0.30), (0.22, 0.30, 0.38)


def _chosen(rng: np.random.Generator, shape: frozenset[str], words: Sequence[str], *others: str) -> str:
    """Take the word that the caption says, or else draw one of these words and others."""
    said = [word for word in words if word in shape]
    return said[0] if said else str(rng.choice([*words, *others]))


def _one_of(rng: np.random.Generator, *colours: SlotColour) -> SlotColour:
    return colours[int(rng.integers(len(colours)))]


def _sideways(outline: Point, width: float, bevel: float = 0.0, centre: Point = (0, 0)) -> Solid:
    """Extrude an outline of points (z, y) along X, its edges bevelled."""
    half = width / 2
    if not bevel:
        return move(prism(outline, width), rotation=turn(1, -90))
    steps = [(1 - bevel, -half), (1, 0.06 - half), (1, half - 0.06), (1 - bevel, half)]
    return move(plate(outline, steps, centre), rotation=turn(1, -90))


def _level(outline: Point, thick: float, y: float) -> Solid:
    """Lay a plate of outline (x, z), counter-clockwise in these, at height y, its edges bevelled."""
    steps = [(0.93, -thick / 2), (1, -thick / 6), (1, thick / 6), (0.93, thick / 2)]
    points = np.asarray(outline, np.float32)
    return move(plate(points, steps, points.mean(0)), (0, y, 0), turn(0, 90))


def _along_z(profile: Point, sides: int = 20, crease: float = 0.75) -> Solid:
    """Revolve points (radius, z) about +Z."""
    return move(lathe(profile, sides, crease), rotation=turn(0, 90))


def _tyre(radius: float, width: float, sides: int = 18) -> tuple[Solid, Solid]:
    """Make a tyre and its two hub caps about X, at the origin."""
    half = width / 2
    edge = [
        (0, -half),
        (0.86 * radius, -half),
        (radius, -0.5 * half),
        (radius, 0.5 * half),
        (0.86 * radius, half),
        (0, half),
    ]
    cap = [
        (0, -half - 0.02),
        (0.46 * radius, -half - 0.015),
        (0.5 * radius, 0),
        (0.46 * radius, half + 0.015),
        (0, half + 0.02),
    ]
    return move(lathe(edge, sides, 0.8), rotation=turn(2, 90)), move(lathe(cap, 12), rotation=turn(2, 90))


def _pane(low: Point, high: Point, width: float) -> Solid:
    """Lay a pane along the slope between two points (z, y)."""
    (z0, y0), (z1, y1) = np.asarray(low, float), np.asarray(high, float)
    pane = box((0, 0, 0), (width, 0.74 * np.hypot(z1 - z0, y1 - y0), 0.07))
    return move(
        pane, (0, (y0 + y1) / 2, (z0 + z1) / 2), turn(0, float(np.degrees(np.arctan2(z1 - z0, y1 - y0))))
    )


def _cabin(
    rng: np.random.Generator,
    feet: tuple[float, float],
    head: tuple[float, float],
    y: float,
    top: float,
    width: float,
) -> Parts:
    """Put a cabin on a car's body: from z feet[0] to feet[1] at height y, head[0] to head[1] at the top."""
    corners = np.array([(feet[0], y), (feet[1], y), (head[1], top), (head[0], top)])
    middle = corners.mean(0)
    parts: Parts = [(_sideways(corners, width, 0.07, middle), MAIN)]
    parts.append((box((0, top, sum(head) / 2), (width * 0.97, 0.075, head[1] - head[0] + 0.05)), "roof"))
    sill, lintel = y + 0.06, top - 0.09
    back, front = (
        [float(np.interp(h, (y, top), (feet[k], head[k]))) for h in (sill, lintel)] for k in (0, 1)
    )
    panes = 2 if feet[1] - feet[0] > 0.6 else 1
    gap = 0.085
    for k in range(panes):
        (low0, low1), (high0, high1) = (
            np.array([k, k + 1]) / panes * (front[i] - back[i] - gap)
            + back[i]
            + gap / 2
            + np.array([gap, -gap]) / 2
            for i in (0, 1)
        )
        parts.append(
            (
                _sideways([(low0, sill), (low1, sill), (high1, lintel), (high0, lintel)], width + 0.03),
                "windows",
            )
        )
    parts.append((_pane((feet[1], y), (head[1], top), width * 0.8), "windows"))
    parts.append((_pane((feet[0], y), (head[0], top), width * 0.78), "windows"))
    return parts


def _car_body(rng: np.random.Generator, kind: str, long: float, low: float, y: float) -> np.ndarray:
    """Outline a car's lower body in (z, y)."""
    end = long / 2
    if kind == "round":
        t = np.linspace(0, np.pi, 11)
        over = [(end * np.cos(a), low + 0.08 + (y - low - 0.05) * np.sin(a) ** 0.5) for a in t]
        return np.array([(-end * 0.9, low), (end * 0.9, low), *over])
    if kind == "square":
        return np.array(
            [(-end, low), (end, low), (end, y - 0.04), (end - 0.04, y), (-end + 0.03, y), (-end, y - 0.03)]
        )
    nose = rng.uniform(0.08, 0.2)
    return np.array(
        [
            (-end + 0.05, low),
            (end - 0.04, low),
            (end, low + 0.1),
            (end - 0.02, y - 0.12),
            (end - nose - 0.06, y - 0.02),
            (0, y),
            (-end + 0.1, y),
            (-end, y - 0.08),
        ]
    )


def _dome(rng: np.random.Generator, long: float, width: float, y: float, top: float) -> Parts:
    """Put a rounded cabin on a car's body."""
    parts: Parts = []
    t = np.linspace(0, np.pi, 11)
    span, z0 = long * rng.uniform(0.3, 0.34), -0.06 * long
    dome = np.array([(z0 + span * np.cos(a), y - 0.04 + (top - y + 0.08) * np.sin(a) ** 0.8) for a in t])
    parts.append((_sideways(dome, width * 0.95, 0.12, (z0, y)), MAIN))
    pane = (dome - [z0, y]) * [0.72, 0.72] + [z0, y + 0.03]
    parts.append((_sideways(pane, width * 0.95 + 0.03), "windows"))
    parts.append((box((0, y + 0.15, z0), (width * 0.95 + 0.06, 0.45, 0.07)), MAIN))
    for side in (1, -1):
        parts.append(
            (
                _pane(
                    (z0 + side * span * 0.98, y + 0.02),
                    (z0 + side * span * 0.62, y + (top - y) * 0.84),
                    width * 0.74,
                ),
                "windows",
            )
        )
    cap = [(z, h + 0.02) for z, h in dome if h > top - 0.1]
    parts.append(
        (
            _sideways([(cap[-1][0], cap[-1][1] - 0.07), (cap[0][0], cap[0][1] - 0.07), *cap], width * 0.8),
            "roof",
        )
    )
    return parts


def _cockpit(long: float, width: float, y: float) -> Parts:
    """Set a windscreen and seats into a car without a roof."""
    end = long / 2
    parts: Parts = []
    parts += [(box((0, y, -0.1 * long), (width * 0.72, 0.05, long * 0.36)), "seats")]
    for x in (-0.17, 0.17):
        parts.append((box((x, y + 0.1, -0.24 * long), (0.24, 0.26, 0.1)), "seats"))
    screen = move(box((0, 0.09, 0), (width * 0.8, 0.24, 0.06)), (0, y, 0.1 * long), turn(0, -28))
    parts += [
        (screen, "windows"),
        (move(box((0, 0.2, 0), (width * 0.82, 0.05, 0.075)), (0, y, 0.1 * long), turn(0, -28)), MAIN),
    ]
    parts.append(
        (
            _sideways(
                [
                    (-end + 0.05, y - 0.05),
                    (-0.3 * long, y - 0.05),
                    (-0.31 * long, y + 0.08),
                    (-end + 0.12, y + 0.06),
                ],
                width * 0.85,
                0.1,
            ),
            MAIN,
        )
    )
    return parts


def _running_gear(rng: np.random.Generator, long: float, width: float, radius: float, y: float) -> Parts:
    """Give a car its wheels below fenders, its lights, bumpers and grille."""
    parts: Parts = []
    low, end = 0.15, long / 2
    tyre, cap = _tyre(radius, rng.uniform(0.17, 0.22))
    arch = np.array(
        [((radius + 0.07) * np.cos(a), (radius + 0.07) * np.sin(a)) for a in np.linspace(0, np.pi, 9)]
    )
    fender = _sideways(arch, 0.14)
    for x in (-1, 1):
        for z in (-0.3, 0.31):
            place = np.array([x * (width / 2 - 0.05), radius, z * long])
            parts += [(move(tyre, place), "wheels"), (move(cap, place), "hubs")]
            parts.append((move(fender, place + [x * 0.02, 0.02, 0]), MAIN))
        lamp = move(ball((0, 0, 0), (0.09, 0.09, 0.06), 12), (x * width * 0.32, y - 0.14, end - 0.02))
        parts += [
            (lamp, "headlights"),
            (box((x * width * 0.36, y - 0.12, -end), (0.12, 0.1, 0.06)), "tail lights"),
        ]
    for z in (-1, 1):
        parts.append((box((0, low + 0.06, z * (end + 0.01)), (width * 0.9, 0.08, 0.09)), "bumpers"))
    parts.append((box((0, y - 0.15, end - 0.01), (width * 0.32, 0.12, 0.06)), "grille"))
    return parts


def _car(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("round", "square", "open"), "sedan", "pickup", "van", "sedan")
    long, width, radius = rng.uniform(1.45, 1.75), rng.uniform(0.74, 0.88), rng.uniform(0.18, 0.225)
    low, y = 0.15, rng.uniform(0.48, 0.56)
    top = y + rng.uniform(0.32, 0.4)
    if kind == "square":
        long, radius = long * 0.88, radius * 1.12
    end, in_width = long / 2, width * 0.88
    body = _car_body(rng, kind, long, low, y)
    parts: Parts = [(_sideways(body, width, 0.05, (0, (low + y) / 2)), MAIN)]
    if kind == "round":
        parts += _dome(rng, long, in_width, y, top)
    elif kind == "square":
        parts += _cabin(
            rng, (-end + 0.02, end * 0.42), (-end + 0.06, end * 0.36), y - 0.02, top + 0.04, in_width
        )
        spare, cap = (
            move(s, (0, y - 0.06, -end - 0.08), turn(1, 90)) for s in _tyre(radius * 0.85, 0.13, 14)
        )
        parts += [(spare, "wheels"), (cap, MAIN)]
    elif kind == "open":
        parts += _cockpit(long, width, y)
    elif kind == "pickup":
        parts += _cabin(rng, (-end * 0.15, end * 0.5), (-end * 0.08, end * 0.3), y - 0.02, top, in_width)
        for x in (-1, 1):
            parts.append(
                (box((x * (width / 2 - 0.05), y + 0.05, -end * 0.58), (0.08, 0.16, end * 0.82)), MAIN)
            )
        parts.append((box((0, y + 0.05, -end + 0.05), (width - 0.06, 0.16, 0.08)), MAIN))
        if rng.random() < 0.5:
            parts.append((box((rng.uniform(-0.1, 0.1), y + 0.12, -end * 0.6), (0.34, 0.26, 0.34)), "luggage"))
    elif kind == "van":
        parts += _cabin(
            rng, (-end + 0.04, end * 0.68), (-end + 0.07, end * 0.46), y - 0.02, top + 0.1, in_width
        )
    else:
        parts += _cabin(rng, (-end * 0.72, end * 0.4), (-end * 0.5, end * 0.14), y - 0.02, top, in_width)
        if rng.random() < 0.3:  # a spoiler
            parts.append((box((0, y + 0.14, -end + 0.1), (width * 0.95, 0.05, 0.16)), MAIN))
            parts += [(box((x, y + 0.06, -end + 0.1), (0.06, 0.16, 0.08)), MAIN) for x in (-0.22, 0.22)]
    if kind in ("square", "van") and rng.random() < 0.5:
        parts.append((box((0, top + 0.15, -0.1 * long), (in_width * 0.7, 0.12, long * 0.34)), "luggage"))
    parts += _running_gear(rng, long, width, radius, y)
    roof = _one_of(rng, 1.0, 1.0, 1.0, 0.7, WHITE, DARK)
    colours = {
        "roof": roof,
        "wheels": DARK,
        "windows": _one_of(rng, GLASS, GLASS, NIGHT),
        "hubs": _one_of(rng, STEEL, WHITE, 1.0),
    }
    colours |= {
        "bumpers": _one_of(rng, STEEL, DARK, WHITE),
        "headlights": (1.0, 0.93, 0.65),
        "tail lights": RED,
    }
    return parts, {**colours, "grille": DARK, "seats": LEATHER, "luggage": WOOD}


def _hull(
    rng: np.random.Generator, long: float, beam: float, deep: float, floor: float, square: bool
) -> tuple[Solid, np.ndarray]:
    """Loft an open hull along +Z, and return its gunwale to port [N, 3] from stern to bow."""
    t = np.linspace(0, 1, 11)
    stern = rng.uniform(0.62, 0.8) if square else 0.12
    wide = beam * np.interp(
        t, [0, 0.15, 0.4, 0.65, 0.85, 0.94, 1], [stern, 0.88 if square else 0.68, 1, 0.93, 0.62, 0.36, 0.1]
    )
    edge = deep + rng.uniform(0.1, 0.25) * np.abs(t - 0.4) ** 1.6 * 2.2
    keel = 0.35 * deep * np.clip((t - 0.72) / 0.28, 0, 1) ** 2 + (
        0 if square else 0.3 * deep * np.clip((0.2 - t) / 0.2, 0, 1) ** 2
    )
    z = long * (t - 0.5) + 0.1 * (t > 0.99)
    sections = []
    for k in range(len(t)):
        w, top, low = wide[k], edge[k], keel[k]
        outer = [
            (-w, top),
            (-w * 0.92, low + 0.5 * (top - low)),
            (-w * 0.55, low + 0.06),
            (w * 0.55, low + 0.06),
            (w * 0.92, low + 0.5 * (top - low)),
            (w, top),
        ]
        inner = max(w - 0.075, 0.35 * w)
        bed = top - 0.01 if k in (0, 10) else min(max(floor, low + 0.12), top - 0.01)
        inside = [(inner, top), (inner * 0.9, bed), (-inner * 0.9, bed), (-inner, top)]
        sections.append([(x, y, z[k]) for x, y in (*outer, *inside)])
    return loft(sections), np.stack([-wide, edge, z], 1)


def _benches(rng: np.random.Generator, long: float, beam: float, deep: float) -> Parts:
    """Set benches across a rowing boat, and perhaps lay out its oars."""
    parts: Parts = []
    for z in np.linspace(-0.26, 0.2, int(rng.integers(2, 4))) * long:
        parts.append((box((0, deep * 0.82, z), (2 * beam * 0.88, 0.06, 0.17)), "seats"))
    if rng.random() < 0.6:
        for side in (-1, 1):
            tip = np.array([side * (beam + 0.5), 0.12, rng.uniform(-0.3, 0.1)])
            grip = np.array([side * 0.12, deep + 0.28, 0.02])
            blade = tip + 0.3 * (grip - tip) / np.linalg.norm(grip - tip)
            parts += [
                (rod(grip, tip, 0.04, segments=7), "seats"),
                (rod(tip, blade, 0.1, 0.05, 6), "seats"),
            ]
    return parts


def _rig(rng: np.random.Generator, long: float, deep: float, floor: float) -> Parts:
    """Rig a boat with a mast, a mainsail, perhaps a jib, and a flag."""
    parts: Parts = []
    mast, tall = 0.12 * long, rng.uniform(1.05, 1.3)
    parts.append((rod((0, floor - 0.05, mast), (0, deep + tall, mast), 0.05, 0.04, 8), "mast"))
    reach, foot = long * rng.uniform(0.44, 0.54), deep + 0.2
    swing = turn(1, rng.choice([-1, 1]) * rng.uniform(14, 32))
    t = np.linspace(0, 1, 5)
    leech = np.stack([-reach * (1 - t) * (1 + 0.25 * t), foot + (tall - 0.28) * t], 1)
    sail = _sideways([*leech, (-0.05, foot + tall - 0.27), (-0.05, foot)][::-1], 0.06)
    boom = rod((0, foot - 0.03, 0.02), (0, foot - 0.03, -reach - 0.05), 0.04, segments=7)
    parts += [(move(sail, (0, 0, mast), swing), "sail"), (move(boom, (0, 0, mast), swing), "mast")]
    if rng.random() < 0.6:
        jib = _sideways([(0.07, foot), (long * 0.33, foot), (0.07, foot + tall * 0.66)], 0.06)
        parts.append((move(jib, (0, 0, mast)), "sail"))
    flag = prism([(0, 0), (0.22, 0.07), (0, 0.14)], 0.05)
    parts.append((move(flag, (0, deep + tall - 0.12, mast), turn(1, 70)), "flag"))
    return parts


def _deckhouse(rng: np.random.Generator, long: float, beam: float, floor: float) -> Parts:
    """Put a cabin and a funnel on a boat's deck."""
    parts: Parts = []
    rise, z = rng.uniform(0.28, 0.4), -0.08 * long
    size = (beam * 1.25, rise, long * rng.uniform(0.26, 0.34))
    parts.append((box((0, floor + rise / 2, z), size), "cabin"))
    parts.append((box((0, floor + rise, z), (size[0] + 0.1, 0.07, size[2] + 0.1)), MAIN))
    for s in (-1, 1):
        hole = rod(
            (s * (size[0] / 2 + 0.02), floor + rise * 0.66, z),
            (0, floor + rise * 0.66, z),
            0.08,
            segments=10,
        )
        parts.append((hole, "windows"))
    parts.append(
        (box((0, floor + rise * 0.66, z + size[2] / 2), (size[0] * 0.66, rise * 0.34, 0.05)), "windows")
    )
    stack = floor + rise + rng.uniform(0.26, 0.4)
    parts.append((rod((0, floor + rise - 0.05, z - 0.05), (0, stack, z - 0.05), 0.1, 0.11, 12), "funnel"))
    parts.append(
        (
            lathe([(0, stack - 0.08), (0.13, stack - 0.08), (0.13, stack + 0.02), (0, stack + 0.02)], 12),
            "soot",
        )
    )
    parts[-1] = (move(parts[-1][0], (0, 0, z - 0.05)), "soot")
    return parts


def _boat(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("rowing", "sailing", "steam"))
    long, beam, deep = rng.uniform(1.45, 1.75), rng.uniform(0.32, 0.4), rng.uniform(0.4, 0.52)
    square = kind != "rowing" or rng.random() < 0.6
    floor = deep * (0.3 if kind == "rowing" else 0.8)
    hull, port = _hull(rng, long, beam * (1.15 if kind == "steam" else 1), deep, floor, square)
    parts: Parts = [(hull, MAIN)]
    rail = tube(port, 0.045, 7)
    trim = "trim" if "ornate" in shape else "rim"
    parts += [(rail, trim), (tube(port * [-1, 1, 1], 0.045, 7), trim)]
    if square:
        parts.append((rod(port[0], port[0] * [-1, 1, 1], 0.045, segments=7), trim))
    if kind == "rowing":
        parts += _benches(rng, long, beam, deep)
    elif kind == "sailing":
        parts += _rig(rng, long, deep, floor)
    else:
        parts += _deckhouse(rng, long, beam, floor)
    if "ornate" in shape:
        parts.append((ball(port[-1] * [0, 1, 1] + [0, 0.05, 0.03], 0.12, 12), "trim"))
        ring = move(
            lathe([(0.1, -0.035), (0.16, -0.035), (0.16, 0.035), (0.1, 0.035), (0.1, -0.035)], 14),
            rotation=turn(2, 90),
        )
        parts += [
            (move(ring, (s * (beam + 0.04) * (1.15 if kind == "steam" else 1), deep * 0.6, -0.05)), "trim")
            for s in (-1, 1)
        ]
    colours = {"rim": _one_of(rng, 0.6, WHITE, WOOD), "seats": _one_of(rng, WOOD, CREAM, 0.7), "mast": WOOD}
    colours |= {
        "sail": _one_of(rng, CREAM, WHITE),
        "flag": RED,
        "cabin": _one_of(rng, WHITE, CREAM, WOOD, 1.3),
    }
    return parts, {
        **colours,
        "funnel": _one_of(rng, RED, 0.8, DARK),
        "soot": DARK,
        "windows": GLASS,
        "trim": GOLD,
    }


def _spoked(rng: np.random.Generator, radius: float, spokes: int) -> Solid:
    """Make a wooden wheel about X, at the origin."""
    rim = [(radius - 0.09, -0.05), (radius, -0.05), (radius, 0.05), (radius - 0.09, 0.05)]
    wheel = [lathe([*rim, rim[0]], 20), rod((0, -0.09, 0), (0, 0.09, 0), 0.1, segments=10)]
    bar = box((0, 0, 0), (2 * radius - 0.1, 0.06, 0.065))
    wheel += [move(bar, rotation=turn(1, 180 * k / spokes)) for k in range(spokes)]
    return move(join(wheel), rotation=turn(2, 90))


def _cart(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("two-wheeled", "four-wheeled"))
    long, width, rise = rng.uniform(0.95, 1.25), rng.uniform(0.62, 0.8), rng.uniform(0.32, 0.44)
    radius = rng.uniform(0.27, 0.34) if kind == "two-wheeled" else rng.uniform(0.2, 0.25)
    bed, flare, thick = radius + 0.04, rng.uniform(0.0, 0.09), 0.065
    parts: Parts = [(box((0, bed, 0), (width, 0.09, long)), MAIN)]
    rows = int(rng.integers(1, 4))
    each = rise / rows
    for k in range(rows):
        y, out = bed + (k + 0.5) * each, flare * (k + 0.5) / rows
        gap = 0.02 if rows > 1 else 0.0
        parts += [
            (box((s * (width / 2 + out), y, 0), (thick, each - gap, long + 2 * out)), MAIN) for s in (-1, 1)
        ]
        for s in (-1, 1):
            height = each - gap
            parts.append((box((0, y, s * (long / 2 + out)), (width + 2 * out, height, thick)), MAIN))
    stakes = int(rng.integers(2, 4))
    for s in (-1, 1):
        for z in np.linspace(-0.44, 0.44, stakes) * long:
            low, high = (
                (s * (width / 2 + 0.05), bed - 0.04, z),
                (s * (width / 2 + flare + 0.05), bed + rise + 0.05, z),
            )
            parts.append((rod(low, high, 0.05, 0.05, 6), "frame"))
    axles = [0.0] if kind == "two-wheeled" else [-0.32 * long, 0.32 * long]
    wheel = _spoked(rng, radius, int(rng.integers(3, 5)))
    for z in axles:
        parts.append(
            (rod((-width / 2 - 0.14, radius, z), (width / 2 + 0.14, radius, z), 0.05, segments=8), "frame")
        )
        parts += [
            (move(wheel, (s * (width / 2 + 0.15 + flare), radius, z), turn(0, rng.uniform(0, 90))), "wheels")
            for s in (-1, 1)
        ]
    if kind == "two-wheeled":
        reach, drop = rng.uniform(0.42, 0.6), rng.uniform(-0.12, 0.12)
        for s in (-1, 1):
            start = (s * width * 0.36, bed - 0.05, long / 2 - 0.2)
            parts.append(
                (rod(start, (s * width * 0.36, bed + drop, long / 2 + reach), 0.048, 0.048, 7), "frame")
            )
        if rng.random() < 0.6:
            end = (width * 0.36 + 0.05, bed + drop, long / 2 + reach - 0.06)
            parts.append((rod(end, np.array(end) * [-1, 1, 1], 0.045, segments=7), "frame"))
    else:
        tip = (0, radius + rng.uniform(0, 0.2), long / 2 + rng.uniform(0.36, 0.5))
        parts.append((rod((0, radius, 0.3 * long), tip, 0.048, segments=7), "frame"))
        parts.append(
            (rod(np.array(tip) + [-0.16, 0, 0], np.array(tip) + [0.16, 0, 0], 0.045, segments=7), "frame")
        )
    if "loaded" in shape or rng.random() < 0.3:
        load = rng.random()
        top = bed + rise * 0.8
        if load < 0.5:
            heap = blob(
                rng, (0, top, 0), (width * 0.46, rng.uniform(0.24, 0.36), long * 0.45), 0.14, subdivisions=2
            )
            parts.append((heap, "hay"))
        else:
            for z in np.linspace(-0.26, 0.26, 2) * long:
                size = rng.uniform(0.28, 0.36)
                crate = move(
                    box((0, size / 2, 0), (size * 1.2, size, size)),
                    (0, bed + rise * 0.35, z),
                    turn(1, rng.uniform(-20, 20)),
                )
                parts.append((crate, "hay" if rng.random() < 0.3 else "load"))
    wheels = _one_of(rng, 0.6, 0.6, 0.75, WOOD, DARK, GOLD)
    return parts, {
        "wheels": wheels,
        "frame": _one_of(rng, 0.8, 0.8, 1.0, WOOD),
        "hay": HAY,
        "load": _one_of(rng, WOOD, (0.62, 0.45, 0.26)),
    }


def _wing(span: float, chord: float, swept: float, tip: float) -> list[tuple[float, float]]:
    """Outline a pair of wings in (x, z) about the origin."""
    half, lead = span / 2, chord / 2
    back = lead - swept - tip * chord
    right = [(0, -lead), (half - 0.05, back), (half, back + 0.3 * tip * chord), (half - 0.03, lead - swept)]
    return [*right, (0.08, lead), (-0.08, lead), *((-x, z) for x, z in right[:0:-1])]


def _jets(rng: np.random.Generator, fat: float, long: float, span: float, low: float) -> Parts:
    """Hang two engines below an airplane's wings, and give its cabin windows."""
    parts: Parts = []
    for s in (-1, 1):
        at = np.array([s * span * 0.22, low - 0.1, 0.06 * long])
        pod = [
            (0, -0.2),
            (0.09, -0.2),
            (0.125, 0.02),
            (0.115, 0.2),
            (0.075, 0.2),
            (0.075, 0.14),
            (0, 0.14),
        ]
        parts += [
            (move(_along_z(pod, 12), at), MAIN),
            (move(_along_z([(0, 0.1), (0.077, 0.1), (0.077, 0.16), (0, 0.16)], 10), at), "struts"),
        ]
        for z in np.linspace(-0.12, 0.16, int(rng.integers(3, 5))) * long:
            parts.append((ball((s * fat * 0.93, 0.2 * fat, z), (0.05, 0.055, 0.055), 6), "windows"))
    return parts


def _propeller(rng: np.random.Generator, fat: float, nose: float) -> Parts:
    """Put a propeller on an airplane's nose."""
    parts: Parts = []
    parts.append(
        (
            _along_z(
                [(0, nose - 0.02), (0.4 * fat, nose - 0.02), (0.3 * fat, nose + 0.12), (0, nose + 0.17)],
                12,
            ),
            "propeller",
        )
    )
    blades = int(rng.integers(2, 5))
    reach = rng.uniform(0.36, 0.46)
    blade = move(
        prism(
            [
                (-0.04, 0.02),
                (0.04, 0.02),
                (0.075, reach * 0.7),
                (0.03, reach),
                (-0.05, reach * 0.95),
                (-0.06, reach * 0.5),
            ],
            0.05,
        ),
        (0, 0, nose + 0.06),
    )
    spin = rng.uniform(0, 360)
    parts += [(move(blade, rotation=turn(2, spin + 360 * k / blades)), "propeller") for k in range(blades)]
    return parts


def _airplane(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = _chosen(rng, shape, ("double-winged", "jet"), "single", "single")
    plump = "round" in shape
    fat = rng.uniform(0.3, 0.36) if plump else rng.uniform(0.21, 0.27)
    long = rng.uniform(1.2, 1.35) if plump else rng.uniform(1.45, 1.7)
    nose, tail = 0.42 * long, -0.58 * long
    blunt = kind != "jet"
    front = (
        [(0.62 * fat, nose), (0.9 * fat, nose - 0.08), (fat, 0.18 * long)]
        if blunt
        else [
            (fat * np.sin(a), nose + 0.06 - 0.32 * long * (1 - np.cos(a)) ** 1.3)
            for a in np.linspace(0, np.pi / 2, 6)
        ][1:]
    )
    body = [
        (0, tail),
        (0.28 * fat, tail),
        (0.55 * fat, -0.36 * long),
        (0.95 * fat, -0.1 * long),
        *front[::-1],
    ]
    parts: Parts = [(_along_z([*body, (0, nose if blunt else nose + 0.06)], 18, 0.5), MAIN)]
    span, chord = rng.uniform(1.4, 1.7), rng.uniform(0.32, 0.4)
    swept = rng.uniform(0.3, 0.42) if kind == "jet" else rng.uniform(0, 0.1)
    wing = _wing(span * (0.9 if kind == "jet" else 1), chord, swept, rng.uniform(0.55, 0.9))
    low = -0.45 * fat if kind == "double-winged" or rng.random() < 0.6 else 0.3 * fat
    parts.append((move(_level(wing, 0.09, low), (0, 0, 0.08 * long)), "wings"))
    if kind == "double-winged":
        high = fat + rng.uniform(0.16, 0.26)
        parts.append((move(_level(np.array(wing) * [1, 0.95], 0.085, high), (0, 0, 0.12 * long)), "wings"))
        for x in (-0.36 * span, 0.36 * span, -0.1, 0.1):
            foot = (x, low if abs(x) > 0.2 else 0.5 * fat, 0.08 * long)
            parts.append((rod(foot, (x, high, 0.12 * long), 0.04, segments=6), "struts"))
    stabiliser = _wing(span * rng.uniform(0.36, 0.44), chord * 0.62, swept * 0.5, 0.7)
    parts.append((move(_level(stabiliser, 0.08, 0.1 * fat), (0, 0, tail + 0.14)), "wings"))
    rise, t = rng.uniform(0.32, 0.44), rng.uniform(0, 0.16)
    fin = [(tail + 0.34, 0), (tail + 0.12 - t, rise), (tail - 0.06 - t, rise), (tail - 0.02, 0)]
    parts.append((_sideways(fin, 0.085), MAIN))
    if kind == "double-winged" or (blunt and rng.random() < 0.3):  # an open cockpit
        parts.append((ball((0, fat * 0.84, -0.1 * long), (0.13, 0.1, 0.18), 12), "seats"))
        parts.append(
            (
                move(box((0, 0.06, 0), (0.24, 0.17, 0.05)), (0, fat * 0.86, 0.03 * long), turn(0, -25)),
                "windows",
            )
        )
    else:
        z = 0.2 * long if kind == "jet" else rng.uniform(-0.05, 0.1) * long
        parts.append((ball((0, fat * 0.72, z), (fat * 0.68, fat * 0.66, 0.26), 16), "windows"))
    parts += _jets(rng, fat, long, span, low) if kind == "jet" else _propeller(rng, fat, nose)
    if kind != "jet" or rng.random() < 0.4:
        tyre, _ = _tyre(0.12, 0.09, 12)
        for s in (-1, 1):
            foot = np.array([s * 0.24, -fat - 0.16, 0.16 * long])
            parts += [
                (move(tyre, foot), "tyres"),
                (rod(foot, (s * 0.1, -0.4 * fat, 0.14 * long), 0.045, segments=6), "struts"),
            ]
    if rng.random() < 0.6:
        z = -0.2 * long
        r = fat * 0.85 + 0.012
        parts.append(
            (
                _along_z([(0, z - 0.08), (r - 0.04, z - 0.08), (r + 0.02, z + 0.04), (0, z + 0.04)], 18),
                "stripe",
            )
        )
    wings = _one_of(rng, 1.0, 1.0, 1.0, 0.75, 0.75, 1.3, WHITE)
    colours = {
        "wings": wings,
        "windows": _one_of(rng, GLASS, GLASS, NIGHT),
        "propeller": _one_of(rng, WOOD, GOLD, STEEL, DARK),
    }
    return parts, {
        **colours,
        "struts": DARK,
        "seats": LEATHER,
        "tyres": DARK,
        "stripe": _one_of(rng, WHITE, 0.5, RED),
    }


def _rocket(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    plump = "round" in shape or rng.random() < 0.3
    radius = rng.uniform(0.42, 0.48) if plump else rng.uniform(0.29, 0.35)
    height, base = rng.uniform(1.1, 1.25) if plump else rng.uniform(1.25, 1.6), rng.uniform(0.22, 0.3)
    t = np.linspace(0, 1, 15)
    belly = 0.42 if plump else rng.uniform(0.25, 0.45)
    low = 0.62 if plump else rng.uniform(0.7, 0.9)
    swell = np.where(
        t < belly,
        low + (1 - low) * np.sin(np.pi / 2 * t / belly),
        np.cos(np.pi / 2 * np.clip((t - belly) / (1 - belly), 0, 1) ** rng.uniform(1.3, 1.9)),
    )
    curve = np.stack([radius * swell, base + height * t], 1)
    cut = int(rng.integers(10, 13))
    parts: Parts = [
        (lathe([(0, base), *curve[: cut + 1], (0, curve[cut, 1])], 22, 0.3), MAIN),
        (
            lathe(
                [
                    (0, curve[cut, 1] - 0.01),
                    *(curve[cut:-1] + [0.012, 0]),
                    (0.03, base + height),
                    (0, base + height + 0.01),
                ],
                22,
                0.3,
            ),
            "nose",
        ),
        (
            lathe(
                [
                    (0, base - 0.13),
                    (radius * 0.62, base - 0.13),
                    (radius * 0.46, base + 0.02),
                    (0, base + 0.02),
                ],
                16,
            ),
            "nozzle",
        ),
    ]
    count = 3 if "three-finned" in shape else 4 if "four-finned" in shape else int(rng.integers(3, 5))
    reach, rise = radius + rng.uniform(0.16, 0.26), rng.uniform(0.26, 0.44)
    style = int(rng.integers(3))
    inside = 0.5 * radius
    fin = [
        [
            (inside, base + 0.02),
            (reach * 0.8, 0.12),
            (reach, 0),
            (reach + 0.02, 0.18),
            (reach * 0.92, 0.34),
            (radius * 0.9, base + rise),
            (inside, base + rise),
        ],
        [(inside, base), (reach, 0.0), (reach, 0.3), (radius * 0.9, base + rise), (inside, base + rise)],
        [
            (inside, base + 0.05),
            (reach * 0.86, 0),
            (reach + 0.02, 0),
            (reach + 0.02, 0.1),
            (reach * 0.95, 0.3),
            (reach * 0.78, base + rise * 0.7),
            (inside, base + rise),
        ],
    ][style]
    blade, facing = prism(fin, rng.uniform(0.085, 0.12)), rng.uniform(0, 360)
    parts += [(move(blade, rotation=turn(1, facing + 360 * k / count)), "fins") for k in range(count)]
    pane, y = rng.uniform(0.36, 0.46) * radius + 0.01, base + height * rng.uniform(0.5, 0.58)
    holes = [0] if rng.random() < 0.4 else [0, 180] if rng.random() < 0.6 else [0, 120, 240]
    out = float(np.interp(y, curve[:, 1], curve[:, 0]))
    for angle in holes:
        for r, deep, slot in ((pane + 0.04, 0.03, "rim"), (pane, 0.055, "window")):
            hole = rod((0, y, out * 0.6), (0, y, out + deep), r, r * 0.92, 16)
            parts.append((move(hole, rotation=turn(1, angle + 30)), slot))
    for h in (base + 0.08, curve[cut, 1] - 0.03) if rng.random() < 0.4 or "ornate" in shape else ():
        r = float(np.interp(h, curve[:, 1], curve[:, 0])) + 0.025
        band = [(0, h - 0.045), (r, h - 0.045), (r, h + 0.045), (0, h + 0.045)]
        parts.append((lathe(band, 22), "trim" if "ornate" in shape else "rim"))
    if "ornate" in shape:
        parts.append((ball((0, base + height, 0), 0.085, 10), "trim"))
    if rng.random() < 0.3:
        flame = lathe(
            np.array([(0, -1), (0.55, -0.55), (0.8, -0.2), (0.6, 0.05), (0, 0.05)]) * [radius * 0.6, 0.42],
            12,
            -2,
        )
        parts.append((move(flame, (0, base - 0.12, 0)), "flame"))
    fins = _one_of(rng, RED, 0.6, 0.6, 0.75, DARK, WHITE, GOLD)
    nose = fins if rng.random() < 0.5 else _one_of(rng, 1.0, 0.75, RED, WHITE)
    colours = {"fins": fins, "nose": nose, "nozzle": DARK, "rim": _one_of(rng, STEEL, WHITE, GOLD, 0.7)}
    return parts, {**colours, "window": _one_of(rng, GLASS, NIGHT), "flame": FLAME, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "car": PropClass(
        _car,
        ("automobile", "toy car", "motorcar"),
        4.0,
        shapes=("round", "square", "open"),
        parts={"roof": "roof", "wheels": "wheels", "windows": "windows"},
    ),
    "boat": PropClass(
        _boat,
        ("ship", "dinghy", "skiff"),
        4.0,
        shapes=("rowing", "sailing", "steam", "ornate"),
        parts={"sail": "sail", "sails": "sail"},
    ),
    "cart": PropClass(
        _cart,
        ("wagon", "handcart"),
        2.2,
        shapes=("two-wheeled", "four-wheeled", "loaded"),
        parts={"wheels": "wheels"},
    ),
    "airplane": PropClass(
        _airplane,
        ("plane", "aeroplane", "aircraft"),
        8.0,
        shapes=("double-winged", "jet", "round"),
        parts={"wings": "wings", "propeller": "propeller"},
    ),
    "rocket": PropClass(
        _rocket,
        ("spaceship", "rocket ship"),
        10.0,
        shapes=("round", "three-finned", "four-finned", "ornate"),
        parts={"fins": "fins", "nose": "nose"},
    ),
}
