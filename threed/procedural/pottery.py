"""What vessels are made from: smooth outlines, hollow bodies round or square, bands around them, handles."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at
from threed.procedural.curves import smooth_path, tube
from threed.procedural.solids import Point, Solid, flat

Outline = list[tuple[float, float]]


def smooth_outline(heights: Point, radii: Point, count: int = 13) -> Outline:
    """Lay a smooth outline of (radius, height) through a few points, which it keeps; it turns only at them.

    Args:
        heights, radii: of the points, from below upwards.
        count: of points evenly up the outline, besides those given.
    """
    x, y = np.asarray(heights, np.float64), np.asarray(radii, np.float64)
    secant = np.diff(y) / np.diff(x)
    slope = np.gradient(y, x)
    slope[1:-1][secant[:-1] * secant[1:] <= 0] = 0
    even = np.linspace(x[0], x[-1], count)
    # what lies next to a given point is left out
    gap = np.abs(even[:, None] - x).min(1) > 0.4 * (even[1] - even[0])
    t = np.sort(np.concatenate([x, even[gap]]))
    k = np.clip(np.searchsorted(x, t, "right") - 1, 0, len(x) - 2)
    step = x[k + 1] - x[k]
    u = (t - x[k]) / step
    ease = u * u * (3 - 2 * u)
    bend = u * (1 - u) * step * ((1 - u) * slope[k] - u * slope[k + 1])
    r = np.maximum(y[k] + (y[k + 1] - y[k]) * ease + bend, 0.05 * y.max())
    return [(float(a), float(b)) for a, b in zip(r, t, strict=True)]


def section(sides: int, squareness: float = 0.0) -> np.ndarray:
    """Return factors [sides] of the radius around +Y: 1 for a circle; towards a square with round corners."""
    if squareness == 0.0:
        return np.ones(sides)
    angle = np.arange(sides) * 2 * np.pi / sides + np.pi / sides
    power = 2 + 6 * squareness
    return (np.abs(np.sin(angle)) ** power + np.abs(np.cos(angle)) ** power) ** (-1 / power)


def revolved(profile: Point, factors: np.ndarray) -> Solid:
    """Revolve a profile about +Y, its radius multiplied by factors.

    Args:
        profile: [P, 2] (radius, height) from the axis at the bottom outwards and back to the axis.
        factors: [K] or [P, K], one for each angle, from +Z towards +X.
    """
    points = np.asarray(profile, np.float64)
    count, sides = len(points), np.asarray(factors).shape[-1]
    scale = np.broadcast_to(np.asarray(factors, np.float64), (count, sides))
    angle = np.arange(sides) * 2 * np.pi / sides + np.pi / sides
    rings = np.stack(
        [
            points[:, :1] * scale * np.sin(angle),
            np.broadcast_to(points[:, 1:], scale.shape),
            points[:, :1] * scale * np.cos(angle),
        ],
        2,
    )
    # on the axis all points of a ring are one
    place = np.arange(count * sides).reshape(count, sides)
    place[points[:, 0] < 1e-9] = place[points[:, 0] < 1e-9, :1]
    a, b = place[:-1], np.roll(place[:-1], -1, 1)
    c, d = np.roll(place[1:], -1, 1), place[1:]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return flat(rings.reshape(-1, 3), faces[whole])


def hollowed(outline: Point, wall: float, floor: float, foot: float = 0.0) -> Outline:
    """Complete an outline to the profile of an open vessel: a bottom, a round rim, an inside down to a floor.

    Args:
        wall: its thickness.
        floor: height of the inside's bottom.
        foot: how deep its underside is hollowed within a foot ring.
    """
    points = [(float(r), float(y)) for r, y in np.asarray(outline, np.float64)]
    (low_r, low_y), (top_r, top_y) = points[0], points[-1]
    bottom: Outline = [(0.0, low_y)]
    if foot:
        bottom = [(0.0, low_y + foot), (0.8 * low_r, low_y + foot), (0.86 * low_r, low_y)]
    rim = [
        (top_r, top_y),
        (top_r - 0.18 * wall, top_y + 0.3 * wall),
        (top_r - 0.82 * wall, top_y + 0.3 * wall),
    ]
    inner = [(max(r - wall, 0.1 * wall), y) for r, y in points[::-1] if y > floor + 0.5 * wall]
    inner = _thinned(inner, 0.3 * wall)
    corner = max(radius_at(points, floor) - wall, 0.2 * wall)
    return [*bottom, *points[:-1], *rim, *inner, (0.92 * corner, floor + 0.1 * wall), (0.0, floor)]


def _thinned(line: Outline, tolerance: float) -> Outline:
    """Leave out points of a line that its chords pass by closer than a tolerance (Douglas and Peucker's)."""
    if len(line) < 3:
        return line
    points = np.asarray(line)
    chord = points[-1] - points[0]
    away = points - points[0]
    off = np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / max(float(np.hypot(*chord)), 1e-9)
    k = int(np.argmax(off))
    if off[k] <= tolerance:
        return [line[0], line[-1]]
    return [*_thinned(line[: k + 1], tolerance)[:-1], *_thinned(line[k:], tolerance)]


def girdle(outline: Point, low: float, high: float, thick: float, into: float) -> Outline:
    """Return the profile of a band around an outline, which stands out and goes in by some metres."""
    points = np.asarray(outline, np.float64)
    heights = [low, *(float(y) for y in points[:, 1] if low + 1e-4 < y < high - 1e-4), high]
    wall = [(radius_at(points, y), y) for y in heights]
    bevel = min(0.6 * thick, 0.3 * (high - low))
    out = [(wall[0][0] + thick - bevel, low), *((r + thick, y) for r, y in wall[1:-1])]
    out.insert(1, (wall[0][0] + thick, low + bevel))
    out += [(radius_at(points, high - bevel) + thick, high - bevel), (wall[-1][0] + thick - bevel, high)]
    inner = [(r - into, y) for r, y in wall[::-1]]
    return [*out, *inner, out[0]]


def banded(profile: Outline, factors: np.ndarray) -> Solid:
    """Revolve a closed profile that does not reach the axis, such as a girdle's."""
    ring = np.asarray(profile[:-1], np.float64)
    count, sides = len(ring), len(factors)
    angle = np.arange(sides) * 2 * np.pi / sides + np.pi / sides
    across = ring[:, :1] * factors
    points = np.stack(
        [across * np.sin(angle), np.broadcast_to(ring[:, 1:], across.shape), across * np.cos(angle)], 2
    )
    place = np.arange(count * sides).reshape(count, sides)
    a, d = place, np.roll(place, -1, 0)
    b, c = np.roll(a, -1, 1), np.roll(d, -1, 1)
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return flat(points.reshape(-1, 3), faces)


def ear(path: Point, width: float, thick: float, sides: int = 8, flare: float = 1.5, steps: int = 3) -> Solid:
    """Bend a handle in XY through points [P, 2]: an oval, wider where it joins the vessel.

    Args:
        width: of it, along Z.
        thick: in the plane.
        flare: how much wider its two ends are.
    """
    points = np.asarray(path, np.float64)
    line = smooth_path(np.concatenate([points, np.zeros((len(points), 1))], 1), steps)
    t = np.linspace(-1, 1, len(line))
    grown = 1 + (flare - 1) * np.abs(t) ** 6
    radii = np.stack([0.5 * thick * (0.75 + 0.25 * grown), 0.5 * width * grown], 1)
    return tube(line, radii, sides, (0, 0, 1))
