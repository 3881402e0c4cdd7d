"""What plants grow from: leaves, tufts, blossoms, pots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from threed.procedural.solids import Point, Solid, blob, flat, join, lathe, loft, turn, unit
from training.props.prop import Parts

SAND, CLAY, PALE, PETAL = (0.80, 0.70, 0.50), (0.66, 0.36, 0.22), (0.72, 0.55, 0.36), (0.93, 0.42, 0.62)
YELLOW, FRUIT, GOLDEN_ANGLE = (0.95, 0.76, 0.16), (0.78, 0.12, 0.10), 2.399963


def turn_to(azimuth: float) -> np.ndarray:
    """Rotate about Y: +Z goes to the azimuth."""
    return turn(1, float(np.degrees(azimuth)))


def azimuths(rng: np.random.Generator, count: int, jitter: float = 0.3) -> np.ndarray:
    """Spread azimuths evenly, with some disorder."""
    steps = np.arange(count) + rng.uniform(-jitter, jitter, count) + rng.random()
    return steps * 2 * np.pi / count


def star(radii: Iterable[tuple[float, float]], points: int, inner: Sequence[float], droop: float) -> Solid:
    """Revolve a profile of (radius, height) with a zigzag outline: `inner` is the notches' share of each."""
    angle = np.linspace(0, 2 * np.pi, 2 * points, endpoint=False)
    notch = np.arange(2 * points) % 2
    rings = []
    for (radius, y), share in zip(radii, inner, strict=True):
        r = radius * np.where(notch, share, 1.0)
        rings.append(
            np.stack([r * np.sin(angle), y - droop * (1 - notch) * (share < 1), r * np.cos(angle)], 1)
        )
    return loft(rings)


def blade(path: Point, widths: Sequence[float] | np.ndarray, thick: float, fold: float = 0.0) -> Solid:
    """Make a leaf along a path [P, 2] (out along +Z, up), its edges raised by `fold` times their width."""
    out_up = np.asarray(path, np.float32)
    tangent = unit(np.gradient(out_up, axis=0))
    normal = np.stack([np.zeros(len(out_up)), tangent[:, 0], -tangent[:, 1]], 1)
    spine = np.stack([np.zeros(len(out_up)), out_up[:, 1], out_up[:, 0]], 1)
    half = np.asarray(widths, np.float32)[:, None]
    height = thick / 2 * np.minimum(1, half / max(half.max() * 0.4, 1e-6))
    side, lift = half * np.array([1, 0, 0]), fold * half * normal
    ring = [spine + side + lift, spine + height * normal, spine - side + lift, spine - height * normal]
    return loft(np.stack(ring, 1))


def tufts_at(
    rng: np.random.Generator, points: np.ndarray, normals: np.ndarray, length: float, wide: float = 0.45
) -> Solid:
    """Make pointed leaves (or spines) that stick out at points [N, 3]."""
    along = unit(normals + rng.normal(0, 0.3, normals.shape))
    side = unit(np.cross(along, rng.normal(size=normals.shape)))
    other = np.cross(along, side)
    turns = [2 * np.pi * k / 3 for k in range(3)]
    base = [
        points - 0.3 * length * along + wide * length * (np.cos(t) * side + np.sin(t) * other) for t in turns
    ]
    corners = np.stack([*base, points + length * along], 1).reshape(-1, 3)
    faces = np.array([[0, 1, 3], [1, 2, 3], [2, 0, 3], [0, 2, 1]])
    return flat(corners, (np.arange(len(points))[:, None, None] * 4 + faces).reshape(-1, 3))


def foliage_of(
    rng: np.random.Generator, lumps: list[tuple[Point, Point]], tufts: int, length: float = 0.09
) -> Solid:
    """Make leafy lumps of (centre, radii)."""
    solids = []
    for centre, radii in lumps:
        radii = np.broadcast_to(np.asarray(radii, np.float32), 3)
        solids.append(blob(rng, centre, radii, rng.uniform(0.05, 0.1), 3.0, 2))
        outward = unit(rng.normal(size=(tufts, 3)) + [0, 0.25, 0])
        if tufts:
            solids.append(tufts_at(rng, centre + outward * radii, unit(outward / radii), length, 1.1))
    return join(solids)


def blossom(rng: np.random.Generator, radius: float) -> tuple[Solid, Solid]:
    """Make a little open flower that faces up: petals and heart."""
    petals = int(rng.integers(5, 7))
    profile = [(0.2 * radius, -0.25 * radius), (radius, 0.05 * radius), (0.3 * radius, 0.28 * radius)]
    heart = lathe(
        [(0, 0), (0.36 * radius, 0.1 * radius), (0.25 * radius, 0.42 * radius), (0, 0.5 * radius)], 6
    )
    return star(profile, petals, [1, 0.62, 1], -0.15 * radius), heart


def plant_pot(rng: np.random.Generator, radius: float, height: float) -> Parts:
    """Make a flower pot with earth in it, its rim at `height`."""
    lip, foot = rng.uniform(0.2, 0.3) * height, radius * rng.uniform(0.62, 0.8)
    low, wall = height - lip, 0.05
    if rng.random() < 0.65:
        outline = [(0, 0), (foot, 0), (radius * 0.9, low), (radius, low), (radius, height)]
    else:
        belly = (foot + radius) / 2 * 1.2
        outline = [(0, 0), (foot, 0), (belly, height * 0.4), (radius * 0.85, low), (radius, height)]
    inner = [(radius - wall, height), (radius - wall, height - 0.05), (0, height - 0.05)]
    sides = int(rng.choice([6, 8, 24, 24, 24]))
    pot = lathe([*outline, *inner], sides)
    soil = lathe(
        [(0, height - 0.08), (radius - 0.03, height - 0.08), (radius * 0.5, height - 0.02), (0, height)], 12
    )
    return [(flat(pot.vertices, pot.faces) if sides < 10 else pot, "pot"), (soil, "soil")]
