"""What furniture is put together from: legs, spindles, tops, crests, cushions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from threed.procedural.solids import Solid, box, flat, frame_along, lathe, move, prism, turn
from training.props.pieces import in_slot, unit_ball
from training.props.prop import DARK, WOOD, Parts, SlotColour

Place = tuple[float, float]
LEG_STYLES = ("square", "tapered", "round", "turned", "bulbous")
#: Profiles of turned pieces: radii as shares of half their thickness, heights of their length.
_TURNED = {
    "bar": [(1, 0), (1, 1)],
    "round": [(0.95, 0), (1.15, 1)],
    "turned": [
        (0.7, 0),
        (0.9, 0.06),
        (0.65, 0.13),
        (0.9, 0.4),
        (1.2, 0.6),
        (0.75, 0.7),
        (1.2, 0.78),
        (1.2, 1),
    ],
    "bulbous": [
        (1, 0),
        (1, 0.1),
        (0.7, 0.17),
        (1.3, 0.4),
        (1.45, 0.55),
        (1.3, 0.7),
        (0.75, 0.86),
        (1.1, 0.9),
        (1.1, 1),
    ],
}
CRESTS = ("flat", "arch", "peak", "camel", "ears", "step")


def frustum(low: Sequence[float], low_size: Place, high: Sequence[float], high_size: Place) -> Solid:
    """Join two level rectangles (centre, size along X and Z), the lower one first."""
    unit_box = box((0, 0.5, 0), (1, 1, 1))
    up = unit_box.vertices[:, 1:2]
    extent = (
        np.array([[low_size[0], 0, low_size[1]]]) * (1 - up)
        + np.array([[high_size[0], 0, high_size[1]]]) * up
    )
    return flat(
        unit_box.vertices * extent + np.array([low]) * (1 - up) + np.array([high]) * up, unit_box.faces
    )


def cushion(centre: Sequence[float], size: Sequence[float], softness: float = 0.4) -> Solid:
    """Make a superellipsoid: a box at softness 0, a ball at 1."""
    sphere = unit_ball(16, 8)
    sign, across = np.sign(sphere.vertices), np.abs(sphere.vertices)
    soft = Solid(sign * across**softness, sign * across ** (2 - softness), sphere.faces)
    return move(soft, centre, scale=np.asarray(size) / 2)


@cache
def _unit_turned(style: str) -> Solid:
    return lathe([(0, 0), *_TURNED[style], (0, 1)], 10, 0.5)


def spindle(start: Sequence[float], end: Sequence[float], thick: float, style: str = "bar") -> Solid:
    """Make a round bar, plain or turned, between two points."""
    axis, half = np.subtract(end, start), thick / 2
    return move(_unit_turned(style), start, frame_along(axis), (half, float(np.linalg.norm(axis)), half))


def corners(width: float, depth: float) -> list[Place]:
    """Return the corners (x, z) of a rectangle, in order."""
    return [(i * width / 2, j * depth / 2) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def places_around(count: int, radius: float, first: float) -> list[Place]:
    """Return places (x, z) evenly round +Y, the first at an angle from +Z."""
    angles = first + np.arange(count) * 2 * np.pi / count
    return [(radius * np.sin(a), radius * np.cos(a)) for a in angles]


def _leg(style: str, foot: Sequence[float], top: Sequence[float], thick: float) -> Solid:
    if style == "square":
        return frustum(foot, (thick, thick), top, (thick, thick))
    if style == "tapered":
        return frustum(foot, (thick * 0.65, thick * 0.65), top, (thick * 1.25, thick * 1.25))
    return spindle(foot, top, thick, style)


def legs_at(
    places: Iterable[Place], height: float, thick: float, style: str, splay: float = 0.0, base: float = 0.0
) -> list[Solid]:
    """Make legs below the places (x, z), their feet further out by a share `splay`."""
    return [
        _leg(style, (x * (1 + splay), base, z * (1 + splay)), (x, base + height, z), thick) for x, z in places
    ]


def crest_board(kind: str, width: float, height: float, rise: float, depth: float) -> Solid:
    """Make an upright board on y = 0 whose top edge is carved: `rise` of its height."""
    u = np.linspace(1, -1, 3 if kind == "peak" else 2 if kind == "flat" else 17)
    carved = {
        "flat": np.zeros_like(u),
        "arch": np.sqrt(1 - 0.98 * u * u),
        "peak": 1 - np.abs(u),
        "camel": 0.5 + 0.5 * np.cos(np.pi * u),
        "ears": 0.5 - 0.5 * np.cos(np.pi * u),
        "step": np.clip(2.6 - 4 * np.abs(u), 0, 1),
    }[kind]
    top = np.stack([u * width / 2, height - rise + rise * carved], 1)
    return prism([(-width / 2, 0), (width / 2, 0), *top], depth)


def leg_shade(rng: np.random.Generator) -> SlotColour:
    """Draw the colour of legs: mostly a shade of what they carry."""
    return (0.6, 0.72, 1.35, WOOD, DARK)[rng.choice(5, p=(0.4, 0.2, 0.1, 0.2, 0.1))]


def table_top(
    rng: np.random.Generator, kind: str, width: float, depth: float, thick: float, y: float
) -> list[Solid]:
    """Make a table top or a seat on height y: "round", "eight-sided", "planks" or a "slab"."""
    if kind in ("round", "eight-sided"):
        bevel, half = thick * rng.uniform(0.1, 0.35), width / 2
        edge = [(half - bevel, 0), (half, bevel), (half, thick - bevel), (half - bevel, thick)]
        outline = [(0, 0), *edge, (0, thick)]
        disc = lathe(outline, 8 if kind == "eight-sided" else 32)
        disc = flat(disc.vertices, disc.faces) if kind == "eight-sided" else disc
        return [move(disc, (0, y, 0), turn(1, 22.5), (1, 1, depth / width))]
    if kind == "planks":
        count = int(rng.integers(3, 5))
        across = depth / count
        boards = [box((0, y + thick / 2 - 0.015, 0), (width - 0.06, thick - 0.06, depth - 0.02))]
        for k in range(count):
            x, z = rng.uniform(-0.02, 0.02), (k + 0.5) * across - depth / 2
            size = (width + rng.uniform(-0.03, 0.04), thick, across - 0.022)
            boards.append(box((x, y + thick / 2 + rng.uniform(-0.012, 0.012), z), size))
        return boards
    if rng.random() < 0.4:  # a second, narrower layer below
        low = thick * 0.4
        return [
            box((0, y + low / 2, 0), (width - 0.1, low, depth - 0.1)),
            box((0, y + (thick + low) / 2, 0), (width, thick - low, depth)),
        ]
    return [box((0, y + thick / 2, 0), (width, thick, depth))]


def trestles(width: float, depth: float, height: float, thick: float, crossed: bool) -> Parts:
    """Make two supports at the ends, crossed legs or boards, and the beam between them."""
    parts: Parts = []
    for x in (-0.36 * width, 0.36 * width):
        if crossed:
            for side in (-1, 1):
                foot, top = (x, 0, side * depth * 0.4), (x + side * 0.01, height + 0.02, -side * depth * 0.36)
                parts += in_slot("legs", frustum(foot, (thick, thick), top, (thick, thick)))
        else:
            parts += in_slot("legs", box((x, height / 2, 0), (thick, height, depth * 0.5)))
            parts += in_slot("legs", box((x, 0.05, 0), (thick * 1.4, 0.1, depth * 0.8)))
    return parts + in_slot("legs", box((0, height * 0.5, 0), (0.8 * width, 0.1, 0.1)))
