"""What masons build: drums, arches of cut stones, corner stones, battlements, steps.

What stands in a wall is made on the XY plane, facing +Z, its foot on y = 0, and then put into the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import board, prism_of
from threed.procedural.solids import Point, Solid, flat, lathe, loft, move, turn

#: with this many sides or more a drum counts as round
ROUND = 10


def put(
    parts: Iterable[Part], place: Point = (0, 0, 0), azimuth: float = 0.0, tilt: float = 0.0
) -> list[Part]:
    """Turn parts that face +Z to an azimuth (90 faces +X), lean them back by a tilt, and place them."""
    return move_parts(parts, place, turn(1, azimuth) @ turn(0, -tilt))


def polar(radius: float, y: float, azimuth: float) -> np.ndarray:
    """Return the point [3] at a distance from the axis and a height, at an azimuth in degrees."""
    angle = np.radians(azimuth)
    return np.array([radius * np.sin(angle), y, radius * np.cos(angle)])


def drum(profile: Point, sides: int) -> Solid:
    """Revolve (radius, height) about +Y: a side, and no corner, looks to +Z; radii are to the sides."""
    points = np.asarray(profile, np.float64)
    if sides >= ROUND:
        return lathe(points, sides)
    return move(lathe(points * [1 / np.cos(np.pi / sides), 1], sides), rotation=turn(1, 180 / sides))


def facets(name: str, role: Role, profile: Point, sides: int, crease_deg: float = 40.0) -> list[Part]:
    """Make a drum of flat sides whose courses run up each of them: one part a side; see drum.

    The profile begins and ends on the axis.
    """
    points, half = np.asarray(profile, np.float64), np.tan(np.pi / sides)
    rings = [[(r * half, y, r), (-r * half, y, r), (0, y, 0)] for r, y in points]
    wedge = loft(np.asarray(rings)[:, ::-1])
    steps = np.diff(points, axis=0)
    long = steps[np.argmax(np.hypot(*steps.T) * (steps[:, 1] > 0))]
    one = part(name, role, wedge, (0, long[1], long[0]), (0, -long[0], long[1]), crease_deg=crease_deg)
    return [piece for k in range(sides) for piece in put([one], azimuth=360 * k / sides)]


def opening(form: str, width: float, height: float, steps: int = 8) -> np.ndarray:
    """Outline an opening [K, 2], counter-clockwise from its lower left: square, arched, pointed or round."""
    half = width / 2
    if form == "round":
        angle = np.linspace(0, 2 * np.pi, 2 * steps, endpoint=False) - np.pi / 2
        return np.stack([half * np.cos(angle), height / 2 + half * np.sin(angle)], 1)
    foot = [(-half, 0.0), (half, 0.0)]
    if form == "square":
        return np.array([*foot, (half, height), (-half, height)])
    if form == "pointed":
        angle = np.linspace(0, np.pi / 3, steps // 2 + 1)
        right = [(-half + width * np.cos(a), width * np.sin(a)) for a in angle]
        rise = right[-1][1]
        right = [(x, height - rise + y) for x, y in right]
        return np.array([*foot, *right, *((-x, y) for x, y in right[-2::-1])])
    angle = np.linspace(0, np.pi, steps + 1)
    return np.array([*foot, *((half * np.cos(a), height - half + half * np.sin(a)) for a in angle)])


def hoop_of(outer: Point, inner: Point, low: float, high: float, bevel: float = 0.0) -> Solid:
    """Extrude what is between two outlines [K, 2] along Z; the outer edge of its front is bevelled."""
    out, hole = np.asarray(outer, np.float64), np.asarray(inner, np.float64)
    share = bevel / max(float(np.abs(out - hole).max()), 1e-6)
    flats = [(hole, low), (out, low), (out, high - bevel)]
    if bevel:
        flats.append((out + share * (hole - out), high))
    flats.append((hole, high))
    rings = np.asarray([np.concatenate([flat2, np.full((len(out), 1), z)], 1) for flat2, z in flats])
    count, around = rings.shape[:2]
    place = np.arange(count * around).reshape(count, around)
    place = np.concatenate([place, place[:1]])
    a, b, c, d = place[:-1], np.roll(place[:-1], -1, 1), np.roll(place[1:], -1, 1), place[1:]
    faces = np.concatenate([np.stack(f, -1).reshape(-1, 3) for f in ((a, b, c), (a, c, d))])
    return flat(rings.reshape(-1, 3), faces)


def grown(form: str, width: float, height: float, by: float, steps: int = 8) -> np.ndarray:
    """Outline an opening wider by `by` on each side and above, of as many points; its foot stays."""
    if form == "round":
        return opening(form, width + 2 * by, height, steps)
    if form == "pointed":
        scale = (width + 2 * by) / width
        rise = width * np.sin(np.pi / 3)
        return opening(form, width + 2 * by, height - rise + rise * scale, steps)
    return opening(form, width + 2 * by, height + by, steps)


def surround(
    name: str,
    form: str,
    width: float,
    height: float,
    wide: float,
    low: float,
    high: float,
    role: Role = "stone",
    steps: int = 7,
) -> list[Part]:
    """Set cut stones around an opening, each its own part: by turns long and short, a key stone on top.

    Args:
        wide: of the frame, in metres.
        low, high: from where to where they reach along Z.
        steps: stones of the arch; odd.
    """
    inner = opening(form, width, height, steps if form == "arched" else steps + 1)
    outer = grown(form, width, height, wide, steps if form == "arched" else steps + 1)
    stones = []
    spring = inner[2][1]
    rows = max(2, round(spring / 0.45))
    for side in (1, -1):
        for k in range(rows):
            y0, y1 = spring * k / rows, spring * (k + 1) / rows
            out = wide * (1.0 if (k + rows) % 2 else 1.4)
            xs = (side * width / 2, side * (width / 2 + out))
            stone = [(min(xs), y0), (max(xs), y0), (max(xs), y1), (min(xs), y1)]
            stones.append((stone, high - 0.012 * ((k + 1) % 2)))
    if form == "square":
        edges = np.linspace(-1, 1, 4) * (width / 2 + 1.3 * wide)
        mid = 0.24 * width
        for x0, x1 in ((edges[0], -mid), (-mid, mid), (mid, edges[-1])):
            key = x0 == -mid
            lean = 0.05 if key else 0.0
            top = height + wide * (1.35 if key else 1.1)
            stones.append(
                ([(x0, height), (x1, height), (x1 + lean, top), (x0 - lean, top)], high + 0.02 * key)
            )
    else:
        ring = list(range(2, len(inner) - 1))
        for k in ring:
            a, b, c, d = inner[k], inner[k + 1], outer[k + 1], outer[k]
            key = k in (2 + (len(ring) - 1) // 2, 2 + len(ring) // 2)
            longer = (0.35 if key else 0.0) + (0.16 if (k - 2) % 2 == 0 and not key else 0.0)
            stones.append(([d + longer * (d - a), c + longer * (c - b), b, a], high + 0.025 * key))
    made = []
    for outline, front in stones:
        points = np.asarray(outline, np.float64)
        x, y = points.T
        if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() < 0:
            points = points[::-1]
        solid = move(prism_of(points, front - low, 0), (0, 0, (front + low) / 2))
        made.append(part(name, role, solid, (0, 1, 0), (0, 0, 1), crease_deg=30))
    return made


def corner_stones(
    name: str,
    places: Iterable[tuple[float, float]],
    height: float,
    size: float,
    low: float = 0.0,
    rows: int = 0,
) -> list[Part]:
    """Set cut stones up the corners of a wall: by turns long to one side and to the other.

    Args:
        places: of the corners (x, z), seen from the middle of the house.
        size: of a long stone's longer side.
        low: where they begin.
        rows: how many; 0 makes them about as high as they are deep.
    """
    made = []
    count = rows or max(3, round((height - low) / (0.8 * size)))
    each = (height - low) / count
    for x, z in places:
        for k in range(count):
            # every other course is left to the wall: the stones are seen apart
            wide, deep = (size, 0.55 * size) if k % 2 else (0.55 * size, size)
            out = 0.035 * size * 2
            centre = (
                x - np.sign(x) * (wide / 2 - out),
                low + (k + 0.5) * each,
                z - np.sign(z) * (deep / 2 - out),
            )
            made.append(part(name, "stone", board(centre, (wide, each, deep), 0), (0, 1, 0), (0, 0, 1)))
    return made


def block(name: str, centre: Point, size: Point, bevel: float = 0.015, role: Role = "stone") -> Part:
    """Lay a cut stone, its courses upright."""
    extent = np.asarray(size, np.float64)
    facing = (0, 0, 1) if extent[2] <= extent[0] else (1, 0, 0)
    return part(name, role, board(centre, size, bevel), (0, 1, 0), facing)


def merlons(
    name: str,
    sides: int,
    radius: float,
    y: float,
    height: float,
    thick: float,
    count: int,
    share: float = 0.56,
    plain: bool = False,
) -> list[Part]:
    """Set the teeth of a battlement on a parapet whose outer side is at a radius: `count` in all.

    On a drum of few sides they stand along its edges, one on each corner. Plain ones have no bevels.
    """
    made = []
    if sides >= ROUND:
        # each stands on whole sides of the drum: their edges are shared exactly
        steps = max(1, round(share * sides / count))
        angles = np.arange(steps + 1) * 2 * np.pi / sides
        tooth = part(
            name,
            "stone",
            _sector(radius, thick, y, height, angles, plain),
            (0, 1, 0),
            polar(1, 0, 180 * steps / sides),
        )
        return [
            one for k in range(count) for one in put([tooth], azimuth=360 * round(k * sides / count) / sides)
        ]
    each = max(2, round(count / sides) + 1)
    edge = radius * np.tan(np.pi / sides)
    pitch = 2 * edge / (each - 1) if sides == 4 else 2 * edge / each
    wide = share * pitch
    xs = (
        np.linspace(-edge + wide / 2, edge - wide / 2, each)[:-1]
        if sides == 4
        else np.linspace(-edge, edge, each + 1)
    )
    xs = xs if sides == 4 else (xs[:-1] + xs[1:]) / 2
    for k in range(sides):
        for n, x in enumerate(xs):
            corner = sides == 4 and n == 0
            size = (wide, height, wide if corner else thick)
            centre = (x, y + height / 2 - 0.01, radius - size[2] / 2)
            made += put([block(name, centre, size, 0 if plain else 0.03)], azimuth=360 * k / sides)
    return made


def _sector(radius: float, thick: float, y: float, height: float, angles: np.ndarray, plain: bool) -> Solid:
    """Make a block that is bent about +Y between angles, its top bevelled unless it is plain."""
    cut, top = 0.12 * thick, y + height
    middle = (angles[0] + angles[-1]) / 2
    rings = []
    for level, inset in ((y, 0.0), (top, 0.0)) if plain else ((y, 0.0), (top - cut, 0.0), (top, cut)):
        turned = middle + (angles - middle) * (1 - 2.4 * inset / (radius * (angles[-1] - angles[0])))
        ring = [(radius - inset, a) for a in turned] + [(radius - thick + inset, a) for a in turned[::-1]]
        rings.append([(r * np.sin(a), level, r * np.cos(a)) for r, a in ring])
    return loft(np.asarray(rings))


def corbels(
    name: str, sides: int, radius: float, reach: float, y: float, height: float, count: int
) -> list[Part]:
    """Set brackets under what juts out: their tops at y, from the wall at a radius outwards by `reach`."""
    wide = min(0.5 * 2 * np.pi * radius / count, 0.9 * height)
    outline = [
        (-0.1, -height),
        (0, -height),
        (0.45 * reach, -0.62 * height),
        (reach, -0.3 * height),
        (reach, 0),
        (-0.1, 0),
    ]
    solid = move(prism_of(outline, wide, 0), (radius, y, 0))
    one = move_parts([part(name, "stone", solid, (0, 1, 0), (0, 0, 1), crease_deg=30)], rotation=turn(1, -90))
    made = []
    if sides >= ROUND:
        for k in range(count):
            made += put(one, azimuth=360 * k / count)
        return made
    each = max(1, round(count / sides))
    edge = radius * np.tan(np.pi / sides)
    for k in range(sides):
        for x in (np.arange(each) - (each - 1) / 2) * 2 * edge / each:
            made += put(move_parts(one, (x, 0, 0)), azimuth=360 * k / sides)
    return made


def chimney(
    name: str, place: Sequence[float], low: float, high: float, wide: float, deep: float, pots: int = 1
) -> list[Part]:
    """Build a chimney: a shaft, a neck that juts out, a cap, and pots of clay."""
    x, z = place
    made = [
        block(name, (x, (low + high) / 2, z), (wide, high - low, deep), 0),
        block(name, (x, high - 0.02, z), (wide + 0.16, 0.14, deep + 0.16), 0.03),
        block(name, (x, high + 0.09, z), (wide + 0.06, 0.1, deep + 0.06), 0),
    ]
    profile = [
        (0, -0.05),
        (0.13, -0.05),
        (0.115, 0.26),
        (0.145, 0.27),
        (0.145, 0.33),
        (0.1, 0.33),
        (0.09, 0.15),
        (0, 0.15),
    ]
    for k in range(pots):
        at = (x + (k - (pots - 1) / 2) * 0.34, high + 0.13, z)
        pot = move(lathe(profile, 8), at)
        made.append(part("pots", "ceramic", pot, (0, 1, 0), origin=at, mapping="turned"))
    return made


def flight(name: str, width: float, rise: float, reach: float, count: int) -> list[Part]:
    """Lay steps before a door at z = 0, down from a height to the ground."""
    made = []
    for k in range(count):
        top, out = rise * (count - k) / count, reach * (k + 1) / count
        made.append(
            block(
                name,
                (0, top / 2, out / 2 - 0.05),
                (width + 0.25 * k, top, out + 0.1),
                0.015 if count < 3 else 0,
            )
        )
    return made
