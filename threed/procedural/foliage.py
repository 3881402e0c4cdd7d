"""What plants are put together from: leaves, fronds, clumps of leaves, blossoms, trunks, pots."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.parts import Part, part
from threed.procedural.pieces import knob
from threed.procedural.solids import Point, Solid, _icosphere, flat, lathe, loft, sine_noise, turn, unit

GOLDEN_ANGLE = 2.399963


def turn_to(azimuth: float) -> np.ndarray:
    """Return a rotation about Y that takes +Z to an azimuth in radians."""
    return turn(1, float(np.degrees(azimuth)))


def way_to(azimuth: float, up: float = 0.0) -> np.ndarray:
    """Return the direction [3] at an azimuth from +Z and an elevation, radians."""
    return np.array([np.cos(up) * np.sin(azimuth), np.sin(up), np.cos(up) * np.cos(azimuth)])


def azimuths(rng: np.random.Generator, count: int, jitter: float = 0.3) -> np.ndarray:
    """Spread azimuths evenly, with some disorder."""
    return (np.arange(count) + rng.uniform(-jitter, jitter, count) + rng.random()) * 2 * np.pi / max(count, 1)


def blade(path: Point, widths: Sequence[float] | np.ndarray, thick: float, fold: float = 0.0) -> Solid:
    """Make a leaf or petal along a path [P, 2] (out along +Z, up), closed, thin at its edges.

    Args:
        path: [P, 2], metres.
        widths: [P], from the midrib to the edge; zero makes a tip.
        thick: in the middle, at its widest.
        fold: by how much its edges are raised above its midrib, in widths.
    """
    out_up, half = np.asarray(path, np.float64), np.asarray(widths, np.float64)[:, None]
    tangent = unit(np.gradient(out_up, axis=0))
    normal = np.stack([np.zeros(len(out_up)), tangent[:, 0], -tangent[:, 1]], 1)
    spine = np.stack([np.zeros(len(out_up)), out_up[:, 1], out_up[:, 0]], 1)
    height = thick / 2 * np.minimum(1, half / max(float(half.max()) * 0.4, 1e-6))
    side, lift = half * np.array([1, 0, 0]), fold * half * normal
    ring = [spine + side + lift, spine + height * normal, spine - side + lift, spine - height * normal]
    return loft(np.stack(ring, 1))


def frond(
    path: Point, width: float, thick: float, leaflets: int, fold: float = -0.35, notch: float = 0.35
) -> Solid:
    """Make a feathered leaf: a blade along a path [P, 2] whose edges are cut in to leaflets.

    Args:
        path, thick, fold: as of a blade.
        width: from the midrib to the tips of the longest leaflets.
        leaflets: how many on a side.
        notch: what is left of the width between two leaflets.
    """
    given = np.asarray(path, np.float64)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(given, axis=0), axis=1))])
    # each leaflet rises slowly to its tip and falls back at once: its teeth point forwards
    steps = [0.0] + [(k + d) / leaflets for k in range(leaflets) for d in (0.3, 0.88)] + [1.0]
    s = np.asarray(steps)
    out_up = np.stack([np.interp(s * length[-1], length, given[:, i]) for i in (0, 1)], 1)
    outline = width * np.sin(np.pi * np.clip(0.1 + 0.86 * s, 0, 1)) ** 0.8
    outline[2:-1:2] *= 1.0
    outline[1:-1:2] *= notch
    outline[0], outline[-1] = 0.1 * width, 0.0
    return blade(out_up, outline, thick, fold)


def leaflets(
    places: Point,
    along: Point,
    out: Point,
    length: float | np.ndarray,
    width: float = 0.5,
    thick: float = 0.1,
) -> Solid:
    """Make N small pointed leaves of 8 triangles each, one solid.

    Args:
        places: [N, 3] of their bases.
        along: [N, 3] towards their tips.
        out: [N, 3] about out of their upper sides.
        length: metres, of all or [N].
        width, thick: shares of the length.
    """
    base, y = np.asarray(places, np.float64), unit(np.asarray(along, np.float64))
    side = unit(np.cross(y, np.asarray(out, np.float64)))
    up, size = np.cross(side, y), np.broadcast_to(length, len(base))[:, None]
    middle = base + 0.45 * size * y
    corners = np.stack([
        base, middle - 0.5 * width * size * side, base + size * y - 0.12 * size * up,
        middle + 0.5 * width * size * side, middle + thick * size * up, middle - 0.02 * size * up,
    ], 1)  # fmt: skip
    top = [(k, (k + 1) % 4, 4) for k in range(4)]
    faces = np.array([(b, a, c) for a, b, c in top] + [(k, (k + 1) % 4, 5) for k in range(4)])
    return flat(corners.reshape(-1, 3), (np.arange(len(base))[:, None, None] * 6 + faces).reshape(-1, 3))


def clump(
    rng: np.random.Generator, centre: Point, radii: float | Point, rough: float = 0.13, fine: int = 2
) -> Solid:
    """Make a leafy lump of 20·4^fine faces: uneven, facetted, flatter below."""
    vertices, faces = _icosphere(fine)
    spin = turn_to(rng.uniform(0, 6.3)) @ turn(0, rng.uniform(0, 360))
    vertices = vertices @ spin.T
    grown = 1 + rough * sine_noise(vertices, rng, 2.6, 6) + 0.45 * rough * rng.uniform(-1, 1, len(vertices))
    points = vertices * grown[:, None]
    points[:, 1] = np.where(points[:, 1] < 0, points[:, 1] * 0.78, points[:, 1])
    return flat(points * np.broadcast_to(np.asarray(radii, np.float64), 3) + np.asarray(centre), faces)


def leaves_on(
    rng: np.random.Generator,
    solid: Solid,
    count: int,
    length: float,
    lowest: float = -np.inf,
    droop: float = 0.25,
    width: float = 0.6,
) -> Solid:
    """Make leaves that stand out of a solid's surface, by its area, and hang a little.

    Args:
        rng: of their places and directions.
        solid: that they grow on.
        count: how many, without those that would reach below `lowest`.
        length: metres.
        lowest: height in metres, of the ground.
        droop: how much they hang.
        width: share of the length.
    """
    a, b, c = solid.vertices[solid.faces].astype(np.float64).transpose(1, 0, 2)
    normals = np.cross(b - a, c - a)
    area = np.linalg.norm(normals, axis=1)
    # evenly over the surface: one leaf for each equal share of the area
    edges = (np.arange(count) + rng.uniform(0.1, 0.9, count)) / count * area.sum()
    face = np.minimum(np.searchsorted(np.cumsum(area), edges), len(area) - 1)
    u, v = rng.uniform(0.15, 0.5, (2, count, 1))
    out = unit(normals[face])
    places = a[face] * (1 - u - v) + b[face] * u + c[face] * v
    sideways = unit(np.cross(out, rng.normal(size=(count, 3))))
    along = unit(out * rng.uniform(0.8, 1.6, (count, 1)) + sideways - [0, droop, 0])
    size = length * rng.uniform(0.75, 1.2, count)
    kept = places[:, 1] + size * along[:, 1] > lowest
    foot = places - 0.15 * size[:, None] * along
    return leaflets(foot[kept], along[kept], out[kept], size[kept], width, 0.12)


def blossom(rng: np.random.Generator, radius: float, petals: int = 5) -> tuple[Solid, Solid]:
    """Make a small open flower that faces up about the origin: its petals in one piece, and its heart."""
    angles = np.arange(3 * petals) * 2 * np.pi / (3 * petals) + rng.uniform(0, 6.3)
    reach = np.tile([0.5, 1.0, 1.0], petals)
    rows = ((0.2, -0.22, 0.0), (1.0, 0.14, 1.0), (0.35, 0.1, 0.6))
    rings = []
    for out, up, share in rows:
        r = radius * out * (1 + share * (reach - 1))
        y = radius * (up + 0.2 * (out == 1.0) * (reach - 0.75))
        rings.append(np.stack([r * np.sin(angles), y, r * np.cos(angles)], 1))
    return loft(rings), knob((0, 0.13 * radius, 0), (0.3 * radius, 0.2 * radius, 0.3 * radius), 7, 4)


def star(profile: Sequence[tuple[float, float, float]], angles: np.ndarray, reach: np.ndarray) -> Solid:
    """Revolve a profile whose radius goes in and out around the axis.

    Args:
        profile: of (radius, height, how much of the reach counts), from below upwards.
        angles: [K] around +Y, increasing.
        reach: [K] factors on the radius.
    """
    rings = []
    for radius, y, share in profile:
        r = radius * (1 + share * (reach - 1))
        rings.append(np.stack([r * np.sin(angles), np.full(len(angles), y), r * np.cos(angles)], 1))
    return loft(rings)


def plant_pot(rng: np.random.Generator, radius: float, height: float, sides: int) -> list[Part]:
    """Make a flower pot with earth in it, on a saucer; the earth lies at 0.88 of its height."""
    foot, lip, wall = 0.7 * radius, 0.24 * height, 0.1 * radius
    shape = str(rng.choice(["conic", "conic", "belly"]))
    low = height - lip
    side = (
        [(0.9 * radius, low)] if shape == "conic" else [(0.98 * radius, 0.4 * height), (0.84 * radius, low)]
    )
    soft = 0.12 * lip
    profile = [
        (0, 0.03 * height), (foot - soft, 0.03 * height), (foot, 0.03 * height + soft), *side,
        (radius - soft, low), (radius, low + soft), (radius, height - soft), (radius - soft, height),
        (radius - wall, height), (radius - wall - soft, height - soft), (0.8 * radius - wall, 0.6 * height),
        (0, 0.6 * height),
    ]  # fmt: skip
    soil_y = 0.88 * height
    soil = [(0, 0.55 * height), (0.62 * radius, 0.55 * height), (0.85 * radius, soil_y - 0.02 * height)]
    soil += [(0.5 * radius, soil_y + 0.02 * height), (0, soil_y + 0.04 * height)]
    dish, t = foot * 1.25, 0.05 * height
    saucer = [(0, 0), (dish * 0.85, 0), (dish, 1.8 * t), (dish - 0.5 * t, 2.1 * t), (dish * 0.8, t), (0, t)]
    return [
        part("pot", "ceramic", lathe(profile, sides), mapping="turned", origin=(0, 0, 0)),
        part("pot", "ceramic", lathe(saucer, sides), mapping="turned", origin=(0, 0, 0)),
        part("soil", "earth", lathe(soil, max(8, sides // 2)), (0, 0, 1), (0, 1, 0), crease_deg=60),
    ]


def mound(rng: np.random.Generator, radius: float, height: float, sides: int = 18) -> Solid:
    """Make a low uneven heap on the ground."""
    angle = np.arange(sides) * 2 * np.pi / sides
    edge = 1 + 0.08 * np.sin(2 * angle + rng.uniform(0, 6.3)) + 0.05 * np.sin(5 * angle + rng.uniform(0, 6.3))
    profile = [(radius, 0.0, 1.0), (0.96 * radius, 0.3 * height, 1.0), (0.72 * radius, 0.75 * height, 0.8)]
    return star([*profile, (0.3 * radius, height, 0.2)], angle, edge)
