"""What vessels and boxes are filled with: liquids and loose stuff up to a level, heaps of round things."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at
from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import knob
from threed.procedural.solids import Point, lathe, loft, sine_noise

#: corners and thirds of a square's sides, seen from above against the clock
_SQUARE = (
    (1, 1), (1, 0.33), (1, -0.33), (1, -1), (0.33, -1), (-0.33, -1), (-1, -1), (-1, -0.33), (-1, 0.33),
    (-1, 1), (-0.33, 1), (0.33, 1),
)  # fmt: skip


def filled(
    name: str,
    role: Role,
    outline: Point,
    low: float,
    level: float,
    into: float,
    sides: int,
    dome: float = 0.0,
) -> Part:
    """Fill a wall from a height to a level.

    Args:
        into: how far from the outside of the wall the filling ends, in metres.
        dome: how much higher it is in the middle.
    """
    radius = radius_at(outline, level) - into
    profile = [(0, low), (radius_at(outline, low) - into, low), (radius, level)]
    profile += [(t * radius, level + dome * (1 - t * t)) for t in ((0.72, 0.4, 0.0) if dome else (0.0,))]
    return part(name, role, lathe(profile, sides), (0, 0, 1), (0, 1, 0), crease_deg=50)


def heaped(
    rng: np.random.Generator,
    name: str,
    role: Role,
    radius: float,
    level: float,
    size: float,
    count: int,
    dome: float = 0.0,
) -> list[Part]:
    """Heap balls on a filling of the same dome: they stick in it by two thirds of their radius or more."""
    made = []
    for k in range(count):
        out, angle = (radius - 1.35 * size) * np.sqrt((k + 0.5) / count), k * 2.4
        high = level + dome * (1 - (out / radius) ** 2) + 0.3 * size
        place = (out * np.sin(angle), high, out * np.cos(angle))
        one = knob(place, size * rng.uniform(0.88, 1.12), 7, 5)
        made.append(part(name, role, one, mapping="turned", origin=place, crease_deg=70))
    return made


def mound(
    rng: np.random.Generator,
    name: str,
    role: Role,
    x: float,
    z: float,
    low: float,
    level: float,
    dome: float,
    rough: float,
) -> Part:
    """Heap loose stuff in a box.

    Args:
        x, z: half of its width and depth.
        low, level: between which it fills the box, at its walls.
        dome: how much higher it is in the middle.
        rough: how uneven it is, in metres.
    """
    rings = [[(a * x, low, b * z) for a, b in _SQUARE]]
    for t in (1.0, 0.75, 0.45, 0.15):
        points = np.array([(t * a * x, level + dome * (1 - t * t), t * b * z) for a, b in _SQUARE])
        if t < 1.0:
            points[:, 1] += rough * sine_noise(points / 0.06, rng, 1.0)
        rings.append(points.tolist())
    return part(name, role, loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=60)
