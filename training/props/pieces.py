"""Small pieces and draws that builders of many kinds share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from threed.procedural.solids import (
    Point,
    Solid,
    ball,
    flat,
    frame_along,
    lathe,
    loft,
    move,
    plate,
    prism,
    sweep,
    turn,
)
from training.props.prop import Colours, Parts, SlotColour

GEMS = ((0.75, 0.06, 0.12), (0.10, 0.35, 0.80), (0.08, 0.60, 0.30), (0.55, 0.15, 0.70))
CLOTHS = ((0.72, 0.10, 0.10), (0.14, 0.25, 0.62), (0.88, 0.68, 0.16), (0.14, 0.42, 0.20), (0.90, 0.88, 0.82))
ROPE = (0.66, 0.52, 0.32)
RED, EBONY, PAPER, HAY = (0.75, 0.13, 0.10), (0.20, 0.13, 0.10), (0.93, 0.88, 0.76), (0.86, 0.72, 0.30)
GLOW, WARM, NIGHT = (1.0, 0.90, 0.55), (0.98, 0.78, 0.36), (0.22, 0.30, 0.38)
WOODS = ((0.44, 0.28, 0.15), (0.58, 0.40, 0.22), (0.36, 0.22, 0.12))

#: A half turn about Y; quarter turns of one axis to another.
ABOUT_Y = np.diag([-1.0, 1, -1]).astype(np.float32)
X_TO_Z = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
Z_TO_X = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
Y_TO_X = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)
Y_TO_Z = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32)

#: Corners of a level square, counter-clockwise seen from above.
SQUARE = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)])


def kind_of(rng: np.random.Generator, shape: frozenset[str], chances: Mapping[str, float]) -> str:
    """Return the kind that the shape words name, else one drawn by its chance."""
    said = [kind for kind in chances if kind in shape]
    return said[0] if said else str(rng.choice(list(chances), p=list(chances.values())))


def chosen(rng: np.random.Generator, shape: frozenset[str], words: Sequence[str], *others: str) -> str:
    """Take the word that the caption says, or else draw one of these words and others."""
    said = [word for word in words if word in shape]
    return said[0] if said else str(rng.choice([*words, *others]))


def is_said(rng: np.random.Generator, shape: frozenset[str], word: str, chance: float) -> bool:
    """Return whether a shape word is said, or else happens to hold."""
    return word in shape or rng.random() < chance


def one_of(rng: np.random.Generator, *colours: SlotColour) -> SlotColour:
    """Draw a slot's colour."""
    return colours[rng.integers(len(colours))]


def in_slot(slot: str, *solids: Solid) -> Parts:
    """Lay solids into one slot."""
    return [(solid, slot) for solid in solids]


def placed(
    parts: Parts, translation: Point, rotation: np.ndarray | None = None, scale: float | Point = 1.0
) -> Parts:
    """Move parts as one: see move."""
    return [(move(solid, translation, rotation, scale), slot) for solid, slot in parts]


def split_faces(solid: Solid, some: np.ndarray) -> tuple[Solid, Solid]:
    """Part a solid into the faces that are not among some [F] bool, and those that are."""
    rest, own = (Solid(solid.vertices, solid.normals, solid.faces[mask]) for mask in (~some, some))
    return rest, own


@cache
def unit_ball(segments: int, rings: int) -> Solid:
    """Make a ball of few faces."""
    latitude = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    return lathe(np.stack([np.cos(latitude), np.sin(latitude)], 1), segments, crease=-2)


def cylinder(radius: float, low: float, high: float, segments: int = 32) -> Solid:
    """Make a cylinder about +Y."""
    return lathe([(0, low), (radius, low), (radius, high), (0, high)], segments)


@cache
def _unit_stick(sides: int) -> Solid:
    return cylinder(1, 0, 1, sides)


def stick(start: Point, end: Point, radius: float, sides: int = 10) -> Solid:
    """Make a thin cylinder between two points."""
    axis = np.asarray(end, np.float32) - np.asarray(start, np.float32)
    length = float(np.linalg.norm(axis))
    return move(_unit_stick(sides), start, frame_along(axis), (radius, length, radius))


def bar(path: Point, radii: Point, sides: int = 4) -> Solid:
    """Sweep a rectangle, or another polygon, along a polyline in a plane of equal Z: see sweep."""
    return sweep(path, radii, sides, flats=True, smooth=False)


def band(radius: float, low: float, high: float, inner: float = 0.0, segments: int = 20) -> Solid:
    """Make a ring about +Y with rounded edges; without an inner radius a disc."""
    edge = min(0.3 * (high - low), 0.3 * (radius - inner))
    rim = [(radius, low + edge), (radius, high - edge), (radius - edge, high), (inner, high)]
    closing = [(inner, low)] if inner else []
    return lathe([(inner, low), (radius - edge, low), *rim, *closing], segments, 0.6)


def hoop(radius: float, low: float, high: float, inner: float, segments: int = 20) -> Solid:
    """Make a ring about +Y with sharp edges."""
    return lathe([(inner, low), (radius, low), (radius, high), (inner, high), (inner, low)], segments)


def knob(centre: Point, radii: float | Point, segments: int = 10, rings: int = 6) -> Solid:
    """Make a ball of few faces."""
    return move(unit_ball(segments, rings), centre, scale=radii)


def turned(profile: Point, sides: int, crease: float = 0.75) -> Solid:
    """Revolve a profile; with few sides, make flat ones whose middles (four: whose edges) lie towards +Z."""
    solid = lathe(profile, sides, crease)
    if sides > 8:
        return solid
    corners = solid.vertices[solid.faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return move(flat(solid.vertices, solid.faces[area > 1e-6]), rotation=turn(1, 180 / sides))


def slab(outline: Point, depth: float, bevel: float = 0.06, edge: float = 0.04) -> Solid:
    """Extrude an outline along Z, the last `edge` of its depth bevelled."""
    points, half = np.asarray(outline), depth / 2
    steps = [(1 - bevel, -half), (1, edge - half), (1, half - edge), (1 - bevel, half)]
    return plate(points, steps, points.mean(0))


def block(centre: Point, size: Point, bevel: float = 0.06) -> Solid:
    """Make a box with bevelled edges towards ±Z."""
    x, y, z = np.asarray(size) / 2
    return move(slab([(-x, -y), (x, -y), (x, y), (-x, y)], 2 * z, bevel), centre)


def round_plate(radius: float, depth: float, sides: int = 24) -> Solid:
    """Make a disc about Z that ends at z = 0 and z = depth."""
    return move(cylinder(radius, 0, depth, sides), rotation=turn(0, 90))


def sideways(outline: Point, width: float, bevel: float = 0.0, centre: Point = (0, 0)) -> Solid:
    """Extrude an outline of points (z, y) along X, its edges bevelled."""
    half = width / 2
    if not bevel:
        return move(prism(outline, width), rotation=turn(1, -90))
    steps = [(1 - bevel, -half), (1, 0.06 - half), (1, half - 0.06), (1 - bevel, half)]
    return move(plate(outline, steps, centre), rotation=turn(1, -90))


def post_cap(x: float, y: float, half: float, kind: str) -> Solid:
    """Top a post of this half width with a ball or a pyramid."""
    if kind == "ball":
        return ball((x, y + 0.6 * half, 0), 0.95 * half, 12)
    steps = np.array([(1.3, 0), (1.3, 0.5), (0.25, 1.5)]) * half
    return loft([[(x + r * u, y + up, r * v) for u, v in SQUARE] for r, up in steps])


def shaft(
    rng: np.random.Generator, low: float, high: float, radius: float, bow: float = 0.0
) -> tuple[Solid, np.ndarray]:
    """Make a wooden handle along Y that thickens at its foot, and return the places along it too."""
    t = np.linspace(0, 1, 9)
    path = np.stack([bow * np.sin(np.pi * 1.6 * t), low + (high - low) * t, 0 * t], 1)
    swell = 1 + rng.uniform(0.1, 0.35) * np.exp(-(((t - 0.05) / 0.13) ** 2))
    return sweep(path, radius * swell, 10), path


def winding(low: float, high: float, radius: float, turns: int) -> Solid:
    """Make a grip along Y wound with leather."""
    y = np.linspace(low, high, 2 * turns + 1)
    r = radius * np.where(np.arange(len(y)) % 2, 1.14, 0.92)
    return lathe([(0, low), *zip(r, y, strict=True), (0, high)], 12, 0.3)


def octahedron(centre: Point, across: float, up: float) -> Solid:
    """Make a cut gem, or a pointed knob."""
    return sweep(
        np.asarray(centre) + np.array([[0, -up, 0], [0, 0, 0], [0, up, 0]]), [0, across, 0], 4, smooth=False
    )


def used(parts: Parts, colours: Mapping[str, SlotColour]) -> tuple[Parts, Colours]:
    """Return the parts, and the colours of those slots alone that they lie in."""
    slots = {slot for _, slot in parts}
    return parts, {slot: colour for slot, colour in colours.items() if slot in slots}
