"""Builds cars."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, Solid, ball, box, move, turn
from training.props.pieces import NIGHT, RED, chosen, one_of, sideways
from training.props.prop import DARK, GLASS, LEATHER, MAIN, STEEL, WHITE, WOOD, Colours, Parts, PropClass
from training.props.wheels import tyred_wheel


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
    parts: Parts = [(sideways(corners, width, 0.07, middle), MAIN)]
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
                sideways([(low0, sill), (low1, sill), (high1, lintel), (high0, lintel)], width + 0.03),
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
    parts.append((sideways(dome, width * 0.95, 0.12, (z0, y)), MAIN))
    pane = (dome - [z0, y]) * [0.72, 0.72] + [z0, y + 0.03]
    parts.append((sideways(pane, width * 0.95 + 0.03), "windows"))
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
            sideways([(cap[-1][0], cap[-1][1] - 0.07), (cap[0][0], cap[0][1] - 0.07), *cap], width * 0.8),
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
            sideways(
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
    tyre, cap = tyred_wheel(radius, rng.uniform(0.17, 0.22))
    arch = np.array(
        [((radius + 0.07) * np.cos(a), (radius + 0.07) * np.sin(a)) for a in np.linspace(0, np.pi, 9)]
    )
    fender = sideways(arch, 0.14)
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


def _car(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square", "open"), "sedan", "pickup", "van", "sedan")
    long, width, radius = rng.uniform(1.45, 1.75), rng.uniform(0.74, 0.88), rng.uniform(0.18, 0.225)
    low, y = 0.15, rng.uniform(0.48, 0.56)
    top = y + rng.uniform(0.32, 0.4)
    if kind == "square":
        long, radius = long * 0.88, radius * 1.12
    end, in_width = long / 2, width * 0.88
    body = _car_body(rng, kind, long, low, y)
    parts: Parts = [(sideways(body, width, 0.05, (0, (low + y) / 2)), MAIN)]
    if kind == "round":
        parts += _dome(rng, long, in_width, y, top)
    elif kind == "square":
        parts += _cabin(
            rng, (-end + 0.02, end * 0.42), (-end + 0.06, end * 0.36), y - 0.02, top + 0.04, in_width
        )
        spare, cap = (
            move(s, (0, y - 0.06, -end - 0.08), turn(1, 90)) for s in tyred_wheel(radius * 0.85, 0.13, 14)
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
    roof = one_of(rng, 1.0, 1.0, 1.0, 0.7, WHITE, DARK)
    colours = {
        "roof": roof,
        "wheels": DARK,
        "windows": one_of(rng, GLASS, GLASS, NIGHT),
        "hubs": one_of(rng, STEEL, WHITE, 1.0),
    }
    colours |= {
        "bumpers": one_of(rng, STEEL, DARK, WHITE),
        "headlights": (1.0, 0.93, 0.65),
        "tail lights": RED,
    }
    return parts, {**colours, "grille": DARK, "seats": LEATHER, "luggage": WOOD}


CLASSES: dict[str, PropClass] = {
    "car": PropClass(
        _car,
        ("automobile", "toy car", "motorcar"),
        4.0,
        shapes=("round", "square", "open"),
        parts={"roof": "roof", "wheels": "wheels", "windows": "windows"},
    ),
}
