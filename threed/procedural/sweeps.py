"""Sweeps along paths that bend any way: limbs, loops, and bands that close on themselves."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, Solid, flat, frame_along, loft, unit


def frames_along(path: Point) -> np.ndarray:
    """Return frames [P, 3, 3] that go along a path [P, 3] (second column) and do not twist around it."""
    points = np.asarray(path, np.float64)
    tangents = unit(np.gradient(points, axis=0))
    x = carried(tangents, frame_along(tangents[0])[:, 0])
    return np.stack([x, tangents, np.cross(x, tangents)], 2)


def carried(tangents: np.ndarray, first: Point) -> np.ndarray:
    """Carry a direction along tangents [P, 3] of a path, always square to it and without twist: [P, 3]."""
    made, last = [], np.asarray(first, np.float64)
    for tangent in tangents:
        square = last - np.dot(last, tangent) * tangent
        if np.linalg.norm(square) < 1e-3:
            other = np.eye(3)[np.argmin(np.abs(tangent))]
            square = other - np.dot(other, tangent) * tangent
        last = square / np.linalg.norm(square)
        made.append(last)
    return np.asarray(made)


def limb(path: Point, radii: Point, sides: int = 8, section: Point | None = None) -> Solid:
    """Sweep a round, or any, section along a path; it is closed at its ends.

    Args:
        path: [P, 3].
        radii: [P], metres; zero makes a tip.
        sides: of a round section.
        section: [K] factors on the radius, or [P, K], at angles that go evenly around; None is round.
    """
    points, size = np.asarray(path, np.float64), np.asarray(radii, np.float64)
    share = np.ones(sides) if section is None else np.asarray(section, np.float64)
    share = np.broadcast_to(share, (len(points), share.shape[-1]))
    angle = np.arange(share.shape[-1]) * 2 * np.pi / share.shape[-1]
    round_ = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1)
    rings = (size[:, None] * share)[..., None] * (round_ @ frames_along(points).transpose(0, 2, 1))
    return loft(points[:, None] + rings)


def loop(sections: Point) -> Solid:
    """Close sections [N, K, 3] to a ring: the last joins the first.

    Each section is counter-clockwise seen from the next one's side.
    """
    points = np.asarray(sections, np.float64)
    count, around = points.shape[:2]
    i, k = (g.ravel() for g in np.meshgrid(np.arange(count), np.arange(around), indexing="ij"))
    after, along = (i + 1) % count, (k + 1) % around
    a, b, c, d = (i * around + k, i * around + along, after * around + along, after * around + k)
    return flat(points.reshape(-1, 3), np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]))


def wire(path: Point, radius: float, sides: int = 6) -> Solid:
    """Sweep a round wire along a path [P, 3] that bends any way."""
    return limb(path, np.full(len(np.asarray(path)), radius), sides)


def wire_ring(path: Point, radius: float, sides: int = 6) -> Solid:
    """Sweep a round wire along a path [P, 3] that closes on itself; its last point is not its first."""
    points = np.asarray(path, np.float64)
    wrapped = np.concatenate([points[-2:], points, points[:2]])
    frames = frames_along(wrapped)[2:-2]
    # what the frames turned by in one round is spread along it
    first, last = frames[0], frames_along(np.concatenate([points, points[:2]]))[-2]
    twist = np.arctan2(last[:, 0] @ first[:, 2], last[:, 0] @ first[:, 0]) if len(points) > 2 else 0.0
    angle = np.arange(sides) * 2 * np.pi / sides
    turned = angle[None] + twist * np.arange(len(points))[:, None] / len(points)
    round_ = (
        np.sin(turned)[..., None] * frames[:, None, :, 0] + np.cos(turned)[..., None] * frames[:, None, :, 2]
    )
    return loop(points[:, None] + radius * round_)


def circle(radius: float, count: int, centre: Point = (0, 0, 0)) -> np.ndarray:
    """Return points [count, 3] around a circle about +Y, counter-clockwise seen from above."""
    angle = np.arange(count) * 2 * np.pi / count
    return np.stack([radius * np.sin(angle), 0 * angle, radius * np.cos(angle)], 1) + np.asarray(centre)
