"""What coopers make: walls of bent staves, the hoops that hold them, heads of boards."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from threed.procedural.carving import intersect
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, cylinder, nail
from threed.procedural.solids import Point, lathe, loft

Outline = np.ndarray


def radius_at(outline: Point, y: float) -> float:
    """Return how far an outline [P, 2] of (radius, height) is from +Y at a height."""
    radii, heights = np.asarray(outline, np.float64).T
    return float(np.interp(y, heights, radii))


def stave_angles(count: int) -> np.ndarray:
    """Return the angles [count + 1] at which staves meet, the last being the first again."""
    angles = np.linspace(0, 2 * np.pi, count + 1)
    angles[-1] = 0
    return angles


def stave_wall(name: str, outline: Point, count: int, thick: float, bevel: float = 0.005) -> list[Part]:
    """Set staves side by side to an outline [P, 2] of (radius, height), their ends bevelled."""
    points = np.asarray(outline, np.float64)
    low, high = points[0, 1], points[-1, 1]
    levels = [low, low + bevel, *points[1:-1, 1], high - bevel, high]
    parts = []
    for left, right in pairwise(stave_angles(count)):
        rings = []
        for k, y in enumerate(levels):
            inset = bevel if k in (0, len(levels) - 1) else 0.0
            outer = radius_at(points, y) - inset
            inner = outer + 2 * inset - thick
            corners = ((outer, left), (outer, right), (inner, right), (inner, left))
            rings.append([(r * np.sin(a), y, r * np.cos(a)) for r, a in corners])
        middle = left + np.pi / count
        out = (float(np.sin(middle)), 0.0, float(np.cos(middle)))
        parts.append(part(name, "wood", loft(np.asarray(rings)), (0, 1, 0), out))
    return parts


def stave_hoop(
    name: str, outline: Point, y: float, half: float, sides: int, first: int = 0, thick: float = 0.007
) -> list[Part]:
    """Drive a metal hoop over a wall at a height, its two ends riveted."""
    wall = [(radius_at(outline, y + d), y + d) for d in (-half, 0.0, half)]
    profile = [(r - 0.008, v) for r, v in wall] + [(r + thick, v) for r, v in wall[::-1]]
    profile = [*profile, profile[0]][::-1]
    parts = [part(name, "metal", lathe(profile, sides), (0, 1, 0), mapping="turned")]
    for angle in stave_angles(sides)[[first, first - 1]]:
        at = radius_at(outline, y) + thick - 0.001
        out = np.array([np.sin(angle), 0, np.cos(angle)])
        rivet = nail(at * out + [0, y, 0], out, 1.3 * thick, 0.7 * thick, 6)
        parts.append(part(name, "metal", rivet, (0, 1, 0)))
    return parts


def stave_head(
    name: str, y: float, radius: float, sides: int, boards: int = 5, thick: float = 0.024
) -> list[Part]:
    """Close a wall with boards side by side, sawn round."""
    disc = cylinder(radius, y - thick / 2, y + thick / 2, sides)
    edges = np.linspace(-radius * 1.05, radius * 1.05, boards + 1)
    made = []
    for low, high in pairwise(edges):
        plank = board(((low + high) / 2, y, 0), (high - low, 0.8 * thick, 2.2 * radius), 0)
        made.append(part(name, "wood", intersect(plank, disc), (0, 0, 1), (0, 1, 0)))
    return made
