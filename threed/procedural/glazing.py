"""What lamps and lanterns are put together from: cages of bars and panes, candles, flames, handles."""

from __future__ import annotations

import numpy as np

from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, knob
from threed.procedural.solids import Solid, lathe, loft, move, turn
from threed.procedural.sweeps import circle, limb, wire_ring

TURNED = {"mapping": "turned", "origin": (0, 0, 0)}


def corners(sides: int, radius: float, y: float) -> np.ndarray:
    """Return the corners [sides, 3] of a polygon with a side towards +Z."""
    angle = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    return np.stack([radius * np.sin(angle), np.full(sides, y), radius * np.cos(angle)], 1)


def turned(profile: list[tuple[float, float]] | np.ndarray, sides: int) -> Solid:
    """Revolve a profile (radius of the corners, height) with a side towards +Z."""
    solid = lathe(profile, sides)
    return move(solid, rotation=turn(1, 180.0 / sides)) if sides < 12 else solid


def cage(
    sides: int,
    low: tuple[float, float],
    high: tuple[float, float],
    thick: float,
    into: float,
    rail: float = 0.0,
    name: str = "frame",
) -> list[Part]:
    """Make a glazed cage: a bar at each corner, panes between them, or a rail half-way up besides.

    The panes stop short of what is above them by a slit, as real ones do for air: what burns inside is seen
    through them, and the room inside is open to the outside.

    Args:
        sides: of the polygon.
        low, high: its foot and its top: radius of the corners, height.
        thick: width of a bar.
        into: how far its top is inside what covers it.
        rail: where a rail goes around, as a share of the height; 0 is none.
        name: of the bars.
    """
    foot, top = corners(sides, *low), corners(sides, *high)
    parts: list[Part] = []
    gap = into + 0.012 * (high[1] - low[1])
    t = 0.45 * thick / 2
    for k in range(sides):
        a, b, c, d = foot[k - 1], foot[k], top[k], top[k - 1]
        out = (a + b) / 2 * [1, 0, 1]
        parts.append(
            part(
                name,
                "metal",
                bar(foot[k], top[k], thick, thick, 0.15 * thick, foot[k] * [1, 0, 1]),
                top[k] - foot[k],
            )
        )
        c, d = (p + (q - p) * (gap / (high[1] - low[1])) for p, q in ((c, b), (d, a)))
        shift = t * out / np.linalg.norm(out)
        quad = np.array([a, b, c, d])
        pane = loft([quad - shift, quad + shift])
        parts.append(part("glass", "glass", pane, (0, 1, 0), out))
        if rail:
            left, right = (p + rail * (q - p) for p, q in ((foot[k - 1], top[k - 1]), (foot[k], top[k])))
            parts.append(
                part(
                    name, "metal", bar(left, right, 0.7 * thick, 0.7 * thick, 0.1 * thick, out), right - left
                )
            )
    return parts


def flame(radius: float, height: float, sides: int = 8) -> Solid:
    """Make a flame that stands on the origin."""
    profile = [(0, 0), (0.6, 0.06), (1, 0.25), (0.86, 0.45), (0.5, 0.7), (0.18, 0.9), (0, 1)]
    return lathe(np.array(profile) * [radius, height], sides)


def candle_stub(radius: float, height: float, fire: float = 1.0) -> list[Part]:
    """Make a short candle on the origin, its flame included."""
    wax = [
        (0, 0), (radius, 0), (radius, height - 0.12 * radius), (0.88 * radius, height),
        (0.55 * radius, height - 0.15 * radius), (0, height - 0.2 * radius),
    ]  # fmt: skip
    wick = limb(
        [(0, height - 0.4 * radius, 0), (0, height + 0.35 * radius, 0)], [0.09 * radius, 0.08 * radius], 5
    )
    size = 0.42 * radius * fire
    blaze = move_parts(
        [part("flame", "flame", flame(size, 3.4 * size), **TURNED, crease_deg=90)],
        (0, height + 0.15 * radius, 0),
    )
    return [
        part("candle", "wax", lathe(wax, 12), **TURNED, crease_deg=50),
        part("wick", "rope", wick),
        *blaze,
    ]


def hanging_ring(y: float, radius: float, thick: float, name: str = "handle") -> list[Part]:
    """Make a ring that stands in an eye, the eye's foot at a height."""
    eye = np.concatenate([circle(1.6 * thick, 8)])
    eye = eye[:, [0, 2, 1]] + [0, y + 1.5 * thick, 0]
    # it is held up: it pulls at the eye from below
    ring = circle(radius, 18)[:, [1, 2, 0]] + [0, y + 2.2 * thick + radius, 0]
    return [
        part(name, "metal", wire_ring(eye, 0.6 * thick, 6), crease_deg=60),
        part(name, "metal", wire_ring(ring, 0.5 * thick, 6), crease_deg=60),
    ]


def bail(y: float, reach: float, rise: float, thick: float, name: str = "handle") -> list[Part]:
    """Make a wire handle that goes over from an ear at one side, at ±reach, to one at the other."""
    t = np.linspace(0, np.pi, 13)
    path = np.stack([reach * np.cos(t), y + rise * np.sin(t) ** 0.8, 0 * t], 1)
    ends = [path[0] + [0, -1.2 * thick, 0], path[-1] + [0, -1.2 * thick, 0]]
    parts = [
        part(
            name,
            "metal",
            limb(np.concatenate([[ends[0]], path, [ends[1]]]), np.full(15, 0.5 * thick), 6),
            crease_deg=60,
        )
    ]
    grip = path[5:8] * [1.05, 1, 1]
    parts.append(
        part("grip", "wood", limb(grip, np.array([0.9, 1.2, 0.9]) * thick, 8), (1, 0, 0), crease_deg=50)
    )
    for side in (-1, 1):
        ear = knob((side * reach, y, 0), (1.1 * thick, 1.3 * thick, 1.3 * thick), 8, 4)
        parts.append(part(name, "metal", ear, (1, 0, 0), crease_deg=50))
    return parts
