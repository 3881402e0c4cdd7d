"""Wheels about X, their middle at the origin."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, box, join, lathe, move, rod, turn
from training.props.pieces import Y_TO_X, band, hoop


def tyred_wheel(radius: float, width: float, sides: int = 18) -> tuple[Solid, Solid]:
    """Make a tyre, and its two hub caps."""
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


def cart_wheel(radius: float, spokes: int) -> Solid:
    """Make a wooden wheel, each of its spokes right across it."""
    wheel = [hoop(radius, -0.05, 0.05, radius - 0.09), rod((0, -0.09, 0), (0, 0.09, 0), 0.1, segments=10)]
    bar = box((0, 0, 0), (2 * radius - 0.1, 0.06, 0.065))
    wheel += [move(bar, rotation=turn(1, 180 * k / spokes)) for k in range(spokes)]
    return move(join(wheel), rotation=turn(2, 90))


def gun_wheel(rng: np.random.Generator, radius: float, spoked: bool) -> Solid:
    """Make a wheel of a gun's carriage: three or four spokes across it, or solid."""
    half = 0.045
    if spoked:
        pieces = [hoop(radius, -half, half, radius - 0.075), band(0.1, -half - 0.04, half + 0.04)]
        count = int(rng.integers(3, 5))
        for angle in np.pi * np.arange(count) / count:
            way = (radius - 0.04) * np.array([np.sin(angle), 0, np.cos(angle)])
            pieces.append(rod(-way, way, 0.035, segments=6))
    else:
        pieces = [band(radius, -half, half), band(radius * 0.35, -half - 0.035, half + 0.035)]
    return move(join(pieces), rotation=Y_TO_X)
