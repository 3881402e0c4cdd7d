"""What buildings are put together from: openings, roofs, halls, flags."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.solids import Point, Solid, box, flat, join, lathe, loft, move, prism, rod, sweep, turn
from training.props.pieces import X_TO_Z, knob, placed
from training.props.prop import MAIN, Parts

ROOFS = ((0.60, 0.22, 0.15), (0.27, 0.29, 0.36), (0.40, 0.26, 0.16), (0.20, 0.36, 0.28), (0.20, 0.30, 0.50))
STRAW, GLOW, STONE, WATER = (0.80, 0.64, 0.32), (0.99, 0.84, 0.40), (0.50, 0.49, 0.47), (0.16, 0.42, 0.62)
HOLE = (0.12, 0.09, 0.08)
#: A circle counts as round from so many sides on.
ROUND = 12


def put(parts: Parts, place: Point = (0, 0, 0), azimuth: float = 0.0, scale: float | Point = 1.0) -> Parts:
    """Scale parts, turn their front to an azimuth (degrees) and place them."""
    return placed(parts, place, turn(1, azimuth), scale)


def polar(radius: float, y: float, azimuth: float) -> tuple[float, float, float]:
    """Return the point at a radius and an azimuth (degrees)."""
    return radius * float(np.sin(np.radians(azimuth))), y, radius * float(np.cos(np.radians(azimuth)))


def merge(parts: Parts) -> Parts:
    """Join the parts of each slot."""
    slots = dict.fromkeys(slot for _, slot in parts)
    return [(join([solid for solid, own in parts if own == slot]), slot) for slot in slots]


def drum(profile: Sequence[tuple[float, float]], sides: int) -> Solid:
    """Revolve a profile; with few sides it is a prism of those half widths, a face to the front."""
    if sides >= ROUND:
        return lathe(profile, sides)
    widen = 1 / np.cos(np.pi / sides)
    if profile[0] == profile[-1]:  # hollow
        solid = move(lathe(profile, sides), rotation=turn(1, 180 / sides), scale=(widen, 1, widen))
        return flat(solid.vertices, solid.faces)
    angle = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    ring = widen * np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1)
    return loft([ring * r + [0, y, 0] for r, y in profile])


def opening(style: str, wide: float, tall: float) -> np.ndarray:
    """Return the outline of an opening that stands on the origin."""
    half = wide / 2
    if style == "square":
        return np.array([(-half, 0), (half, 0), (half, tall), (-half, tall)])
    if style == "round":
        t = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        return np.stack([half * np.sin(-t), tall / 2 + half * np.cos(t)], 1)
    t = np.linspace(0, 1, 7)[1:-1]
    x = half * np.cos(np.pi * t)
    rise = half * (np.sin(np.pi * t) if style == "arched" else 1.3 * (1 - np.abs(x) / half) ** 0.7)
    spring = tall - half * (1 if style == "arched" else 1.3)
    return np.concatenate(
        [[(-half, 0), (half, 0), (half, spring)], np.stack([x, spring + rise], 1), [(-half, spring)]]
    )


def window(style: str, wide: float, tall: float, bars: bool = True) -> Parts:
    """Make a window that faces the front, its sill's middle at the origin."""
    frame = prism(opening(style, wide + 0.05, tall + 0.05) - [0, 0.025], 0.08)
    pane = prism(opening(style, wide, tall), 0.11)
    if bars and style != "round":
        upright, across = (
            box((0, tall * 0.48, 0), (0.04, tall * 0.96, 0.14)),
            box((0, tall * 0.5, 0), (wide, 0.04, 0.14)),
        )
        frame = join([frame, upright, across])
    return [(frame, "frames"), (pane, "windows")]


def doorway(rng: np.random.Generator, style: str, wide: float, tall: float) -> Parts:
    """Make a door that faces the front, its sill's middle at the origin."""
    frame = prism(opening(style, wide + 0.1, tall + 0.05), 0.1)
    leaf = prism(opening(style, wide, tall), 0.14)
    latch = knob((rng.choice([-1, 1]) * wide * 0.3, tall * 0.45, 0.08), 0.03)
    return [(frame, "frames"), (leaf, "door"), (latch, "latch")]


def flag(rng: np.random.Generator, foot: Point, tall: float, cloth: str = "flag") -> Parts:
    """Make a pole with a waving flag or a pennant."""
    x, y, z = np.asarray(foot, float)
    long, high = tall * rng.uniform(0.7, 0.95), tall * rng.uniform(0.42, 0.55)
    s = np.linspace(0, 1, 4)
    path = np.stack([0.02 + long * s, y + tall - high / 2 + 0.05 * np.sin(4 * s) * long, 0 * s], 1)
    taper = 1 - (0.93 if rng.random() < 0.6 else 0.0) * s
    sheet = sweep(path, np.stack([high / 2 * taper, 0.028 + 0 * s], 1), 4, flats=True, smooth=False)
    pole = rod((x, y - 0.05, z), (x, y + tall, z), 0.032, 0.028, 6)
    return [(pole, "poles"), *put([(sheet, cloth)], (x, 0, z), rng.uniform(0, 360))]


def gable_roof(width: float, depth: float, rise: float, eave: float, thick: float) -> Solid:
    """Make a roof of two slopes whose ridge runs along X, its eaves at height 0."""
    run, drop = depth / 2 + eave, eave * 2 * rise / depth
    slope = [(0, rise), (run, -drop), (run, -drop + thick), (0, rise + thick)]
    other = [(-x, y) for x, y in slope[::-1]]
    return join([move(prism(side, width + 2 * eave), rotation=X_TO_Z) for side in (slope, other)])


def hip_roof(width: float, depth: float, rise: float, eave: float, thick: float, ridge: float) -> Solid:
    """Make a roof of four slopes whose ridge, `ridge` long, runs along X."""
    corners = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)])
    base = corners * [width / 2 + eave, depth / 2 + eave]
    rings = [(base, -0.02), (base, thick), (corners * [ridge / 2, 0.01], rise + thick)]
    return loft([np.stack([xz[:, 0], np.full(4, y), xz[:, 1]], 1) for xz, y in rings])


def hall(width: float, depth: float, wall: float, rise: float, eave: float, thick: float = 0.09) -> Parts:
    """Make a block with gables at ±X and a roof."""
    gable = [(-depth / 2, 0), (depth / 2, 0), (0, rise)]
    return [
        (box((0, wall / 2, 0), (width, wall, depth)), MAIN),
        (move(prism(gable, width), (0, wall - 0.001, 0), X_TO_Z), MAIN),
        (move(gable_roof(width, depth, rise, eave, thick), (0, wall, 0)), "roof"),
    ]
