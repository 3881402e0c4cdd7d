"""Builds barrels: staves bent between hoops, a lid or what is kept in them, on end or lying."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, knob, nail, ring, stick
from threed.procedural.solids import lathe, loft, turn


def _radius(y: np.ndarray | float, height: float, belly: float, bulge: float) -> np.ndarray:
    return belly - bulge * (2 * np.asarray(y) / height - 1) ** 2


def _stave(left: float, right: float, height: float, belly: float, bulge: float, thick: float) -> np.ndarray:
    """Return the rings [P, 4, 3] of one bent board of the wall, between two angles; neighbours share them."""
    rings = []
    for y in np.linspace(0, height, 6):
        outer = float(_radius(y, height, belly, bulge))
        corners = ((outer, left), (outer, right), (outer - thick, right), (outer - thick, left))
        rings.append([(r * np.sin(a), y, r * np.cos(a)) for r, a in corners])
    return np.asarray(rings)


def _barrel(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"upright": 0.75, "open": 0.15, "lying": 0.1}, "how it stands")
    height = dials.number("height", 0.78, 1.0, "m", "from rim to rim")
    belly = dials.number("belly", 0.30, 0.38, "m", "radius at its widest")
    bulge = dials.number("bulge", 0.04, 0.09, "m", "by how much it narrows to its rims", (0.0, 0.2))
    count = dials.count("staves", 14, 20, "boards of its wall", (8, 32))
    hoops = dials.count("hoops", 4, 6, "iron hoops", (0, 10))
    tap = dials.flag("tap", 0.25, "a tap near its foot")
    filling = dials.choice("filling", {"water": 0.5, "apples": 0.3, "nothing": 0.2}, "what an open one holds")
    thick = 0.024
    parts: list[Part] = []
    angles = np.linspace(0, 2 * np.pi, count + 1)
    angles[-1] = 0
    for left, right in pairwise(angles):
        middle = left + np.pi / count
        wall = loft(_stave(left, right, height, belly, bulge, thick))
        parts.append(part("staves", "wood", wall, (0, 1, 0), (np.sin(middle), 0, np.cos(middle))))
    lid_y = height - 0.05
    ends = [0.03] if form == "open" else [0.03, lid_y]
    for y in ends:
        parts += _head(count, y, float(_radius(y, height, belly, bulge)) - 0.4 * thick)
    places = _hoop_places(hoops) * height
    for y in places:
        half = 0.024 if abs(y / height - 0.5) > 0.3 else 0.02
        wall = [(float(_radius(y + d, height, belly, bulge)), y + d) for d in (-half, 0.0, half)]
        profile = [(r - 0.008, yy) for r, yy in wall] + [(r + 0.007, yy) for r, yy in wall[::-1]]
        profile = [*profile, profile[0]][::-1]
        parts.append(part("hoops", "metal", lathe(profile, count), (0, 1, 0), mapping="turned"))
        # the band's ends are riveted where two staves meet
        first = int(dials.rng.integers(count))
        for angle in angles[[first, first - 1]]:
            at = float(_radius(y, height, belly, bulge)) + 0.006
            out = np.array([np.sin(angle), 0, np.cos(angle)])
            parts.append(part("hoops", "metal", nail(at * out + [0, y, 0], out, 0.009, 0.005, 6), (0, 1, 0)))
    if form == "open" and filling != "nothing":
        parts += _filling(dials, filling, height * 0.82, height, belly, bulge, thick)
    if tap:
        parts += _tap(0.13 * height, float(_radius(0.13 * height, height, belly, bulge)))
    if form == "lying":
        parts = move_parts(parts, (0, belly + 0.05, -height / 2), turn(0, 90))
        parts += _cradle(height, belly)
    return parts


def _hoop_places(count: int) -> np.ndarray:
    """Return where hoops sit, 0..1: pairs towards both rims, an odd one around the belly."""
    half = np.linspace(0.06, 0.3, count // 2) if count > 3 else np.linspace(0.08, 0.2, count // 2)
    return np.concatenate([half, [0.5] if count % 2 else [], 1 - half])


def _head(count: int, y: float, radius: float) -> list[Part]:
    """Close the barrel with boards side by side, each cut round."""
    from threed.procedural.carving import intersect

    disc = cylinder(radius, y - 0.012, y + 0.012, count)
    edges = np.linspace(-radius * 1.05, radius * 1.05, 6)
    boards = []
    for low, high in pairwise(edges):
        plank = board(((low + high) / 2, y, 0), (high - low, 0.02, 2.2 * radius), 0)
        boards.append(part("lid", "wood", intersect(plank, disc), (0, 0, 1), (0, 1, 0)))
    return boards


def _filling(
    dials: Dials, what: str, level: float, height: float, belly: float, bulge: float, thick: float
) -> list[Part]:
    radius = float(_radius(level, height, belly, bulge)) - 0.5 * thick
    sides = dials.sides(radius)
    if what == "water":
        return [part("water", "liquid", cylinder(radius, level - 0.03, level, sides), (0, 0, 1), (0, 1, 0))]
    parts = [part("apples", "fruit", cylinder(radius, level - 0.08, level - 0.03, sides), (0, 1, 0))]
    for k in range(19):
        out, angle, size = radius * 0.88 * np.sqrt((k + 0.5) / 19), k * 2.4, dials.rng.uniform(0.045, 0.055)
        place = (out * np.sin(angle), level - 0.02 + 0.05 * (1 - out / radius), out * np.cos(angle))
        parts.append(part("apples", "fruit", knob(place, size, 8, 6), mapping="turned", origin=place))
    return parts


def _tap(y: float, radius: float) -> list[Part]:
    pieces = (
        stick((0, y, radius - 0.03), (0, y, radius + 0.11), 0.018, 10),
        stick((0, y + 0.012, radius + 0.085), (0, y - 0.045, radius + 0.085), 0.013, 8),
        stick((-0.035, y + 0.045, radius + 0.05), (0.035, y + 0.045, radius + 0.05), 0.009, 8),
        stick((0, y, radius + 0.05), (0, y + 0.05, radius + 0.05), 0.009, 8),
        ring(0.012, 0.012, 0, 0.012, 10),
    )
    collar = part("tap", "metal", pieces[-1], (0, 1, 0))
    collar = move_parts([collar], (0, y, radius - 0.002), turn(0, 90))
    return [*(part("tap", "metal", piece, (0, 0, 1)) for piece in pieces[:-1]), *collar]


def _cradle(height: float, belly: float) -> list[Part]:
    """Make two sawn beams with wedges, on which a barrel lies."""
    parts = []
    for z in (-0.28 * height, 0.28 * height):
        parts.append(part("stand", "wood", board((0, 0.045, z), (2.1 * belly, 0.09, 0.09), 0.006), (1, 0, 0)))
        for side in (-1, 1):
            wedge = move_parts(
                [part("stand", "wood", board((0, 0, 0), (0.2, 0.09, 0.075), 0.005), (1, 0, 0))],
                (side * 0.62 * belly, 0.125, z),
                turn(2, side * 38),
            )
            parts += wedge
    return parts


KINDS = {
    "barrel": Kind(
        build=_barrel,
        size_m=0.95,
        parts={
            "staves": Made(("oak", "pine", "walnut"), words=("boards", "planks", "slats", "wall")),
            "hoops": Made(("wrought iron", "rusty iron"), words=("bands", "rings", "straps")),
            "lid": Made(("oak", "pine"), words=("top", "head", "ends")),
            "tap": Made(("brass", "wrought iron"), words=("spigot", "faucet", "spout")),
            "stand": Made(("oak",), words=("cradle", "rack")),
            "water": Made(("water",), words=("drink", "liquid")),
            "apples": Made(("apple skin",), ("#b3201f", "#7fa32a"), words=("fruit", "apple")),
        },
        synonyms=("cask", "keg", "tun"),
        main=("lid",),
        words={
            "open": {"form": "open"},
            "upright": {"form": "upright"},
            "lying": {"form": "lying"},
            "full": {"form": "open"},
            "empty": {"form": "open", "filling": "nothing"},
            "round": {"bulge": 0.11},
        },
    ),
}
