"""What ropes and withies are laid to: twisted strands along open and closed paths, knots."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import smooth_path
from threed.procedural.parts import Part, part
from threed.procedural.pieces import knob
from threed.procedural.solids import Point, Solid, flat, outwards, unit


def twisted(
    path: Point,
    thick: float,
    turns: int,
    closed: bool = False,
    sides: int = 8,
    strands: int = 2,
    depth: float = 0.22,
) -> Solid:
    """Lay strands along a path [P, 3]: a tube whose ridges wind around it.

    Args:
        thick: its thickness across the ridges.
        turns: how often a strand goes around, 0 for a plain cord.
        closed: whether its end meets its beginning, the last point not being the first again.
        sides: of the section.
        strands: ridges of the section.
        depth: of the grooves between them, as part of its radius.
    """
    points = np.asarray(path, np.float64)
    if closed:
        along = unit(np.roll(points, -1, 0) - np.roll(points, 1, 0))
    else:
        along = unit(np.gradient(points, axis=0))
    up = _carried(along)
    if closed:
        # spread what the frame has turned by once around
        slip = np.arctan2(np.dot(np.cross(up[-1], up[0]), along[0]), np.dot(up[-1], up[0]))
    else:
        slip = 0.0
    count = len(points)
    t = np.arange(count) / (count if closed else count - 1)
    across = np.cross(up, along)
    angle = np.arange(sides) * 2 * np.pi / sides + (slip * t)[:, None]
    lay = np.cos(strands * (np.arange(sides) * 2 * np.pi / sides) - 2 * np.pi * turns * strands * t[:, None])
    radius = 0.5 * thick * (1 - depth * 0.5 * (1 - lay) * (turns > 0))
    rings = points[:, None] + radius[..., None] * (
        np.cos(angle)[..., None] * across[:, None] + np.sin(angle)[..., None] * up[:, None]
    )
    return _skin(rings, closed)


def _carried(along: np.ndarray) -> np.ndarray:
    last = np.eye(3)[np.argmin(np.abs(along[0]))]
    carried = []
    for tangent in along:
        square = last - np.dot(last, tangent) * tangent
        last = square / np.linalg.norm(square)
        carried.append(last)
    return np.asarray(carried)


def _skin(rings: np.ndarray, closed: bool) -> Solid:
    count, sides = rings.shape[:2]
    place = np.arange(count * sides).reshape(count, sides)
    a = place if closed else place[:-1]
    d = np.roll(place, -1, 0) if closed else place[1:]
    b, c = np.roll(a, -1, 1), np.roll(d, -1, 1)
    faces = [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    points = rings.reshape(-1, 3)
    if not closed:
        k, after = np.arange(sides), (np.arange(sides) + 1) % sides
        base, first = (count - 1) * sides, len(points)
        faces.append(np.stack([after, k, np.full(sides, first)], 1))
        faces.append(np.stack([base + k, base + after, np.full(sides, first + 1)], 1))
        points = np.concatenate([points, rings[0].mean(0)[None], rings[-1].mean(0)[None]])
    return outwards(flat(points, np.concatenate(faces)))


def tied(name: str, loop: Point, knot: Point, ends: list[np.ndarray], thick: float, turns: int) -> list[Part]:
    """Tie a rope: a closed loop [P, 3], a knot, and ends that hang from it, each a few points."""
    parts = [
        part(name, "rope", twisted(loop, thick, turns, True, 7), (0, 1, 0), mapping="turned", crease_deg=100)
    ]
    parts.append(part(name, "rope", knob(knot, 0.95 * thick, 8, 6), (1, 0, 0), crease_deg=100))
    for end in ends:
        line = smooth_path(end, 3)
        parts.append(
            part(name, "rope", twisted(line, 0.85 * thick, 3, False, 6), line[-1] - line[0], crease_deg=100)
        )
        parts.append(part(name, "rope", knob(line[-1], 0.6 * thick, 8, 5), (0, 1, 0), crease_deg=100))
    return parts
