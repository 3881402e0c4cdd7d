"""Storeys of houses: walls, plinths and corner stones, and frames of timber."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.masonry import block, corner_stones, polar, put
from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import bar, board

#: what walls are made of, and what sort of stuff that is
WALLS = {
    "plaster": "plaster",
    "timbered": "plaster",
    "stone": "rubble stone",
    "brick": "brick",
    "planks": "weathered wood",
}
ROLES: dict[str, Role] = {
    "plaster": "plaster",
    "timbered": "plaster",
    "stone": "stone",
    "brick": "brick",
    "planks": "wood",
}

#: of beams: how wide they are, and by how much they stand out of a wall
BEAM, OUT = 0.2, 0.06


@dataclass(frozen=True)
class Storey:
    """The walls of one storey: from a height, so wide and so deep, and what they are of."""

    low: float
    high: float
    width: float
    depth: float
    walls: str

    def sides(self) -> list[tuple[float, float, float]]:
        """Return (azimuth, how long, how far from the middle) of its four walls, the front first."""
        w, d = self.width, self.depth
        return [(0, w, d / 2), (90, d, w / 2), (180, w, d / 2), (270, d, w / 2)]


def stacked(storeys: int, walls: str, width: float, depth: float, height: float) -> list[Storey]:
    """Stack the storeys: those of timber jut out over the ones below, which may be of stone."""
    low, made = 0.36, []
    for k in range(storeys):
        jut = 0.36 * k if walls == "timbered" else 0.0
        of = "stone" if walls == "timbered" and storeys > 1 and k == 0 else walls
        made.append(Storey(low, low + height, width + jut, depth + jut, of))
        low += height
    return made


def storey_walls(floor: Storey) -> list[Part]:
    """Build the walls of a storey, its plinth, corner stones or beams."""
    role, surface = ROLES[floor.walls], WALLS[floor.walls]
    w, d, low, high = floor.width, floor.depth, floor.low, floor.high
    body = board((0, (low + high) / 2, 0), (w, high - low + 0.02, d), 0)
    made = [part("walls", role, body, (0, 1, 0), (0, 0, 1), surface=surface)]
    first = low < 1
    if first:
        made.append(block("base", (0, low / 2 + 0.02, 0), (w + 0.2, low + 0.04, d + 0.2), 0.04))
    corners = [(i * w / 2, j * d / 2) for i in (-1, 1) for j in (-1, 1)]
    if floor.walls == "timbered":
        for azimuth, long, out in floor.sides():
            made += put(_timber(long, high - low), polar(out, low, azimuth), azimuth)
        made += _posts(corners, low, high)
        if not first:
            made += _jetty(floor)
    elif floor.walls == "planks":
        made += _posts(corners, low, high)
        made += _rails(floor)
    elif floor.walls != "plaster" or first:
        made += corner_stones("corner stones", corners, high, 0.6, low)
    else:
        made += corner_stones("corner stones", corners, high, 0.56, low)
    return made


def _posts(corners: list[tuple[float, float]], low: float, high: float) -> list[Part]:
    made = []
    for x, z in corners:
        centre = (x - np.sign(x) * (BEAM / 2 - OUT), (low + high) / 2, z - np.sign(z) * (BEAM / 2 - OUT))
        made.append(
            part("beams", "wood", board(centre, (BEAM, high - low, BEAM), 0.02), (0, 1, 0), (0, 0, 1))
        )
    return made


def _rails(floor: Storey) -> list[Part]:
    made = []
    for azimuth, long, out in floor.sides():
        rail = board((0, floor.high - 0.1, out + OUT / 2 - 0.06), (long, 0.2, 0.12), 0.015)
        made += put([part("beams", "wood", rail, (1, 0, 0), (0, 0, 1))], azimuth=azimuth)
    return made


def _timber(long: float, high: float) -> list[Part]:
    """Frame one wall on z = 0, from y = 0 up: sill, plate, studs, and braces at the ends."""
    made = []
    half, z = long / 2, OUT - 0.07
    made.extend(_beam((-half + 0.05, y, z), (half - 0.05, y, z), 0.18) for y in (0.09, high - 0.09))
    studs = 0.155 * long
    made.extend(_beam((x, 0.1, z), (x, high - 0.1, z), 0.16) for x in (-studs, studs))
    for side in (-1, 1):
        foot = (side * (half - 0.12), 0.15, z)
        made.append(_beam(foot, (foot[0] - side * 0.8, 0.4 * high, z), 0.14))
        top = (side * (half - 0.1), 0.66 * high, z)
        made.append(_beam(top, (side * (half - 0.72), high - 0.14, z), 0.14))
    return made


def _beam(a: tuple[float, float, float], b: tuple[float, float, float], wide: float) -> Part:
    return part("beams", "wood", bar(a, b, wide, 0.14, 0), np.subtract(b, a), (0, 0, 1))


def _jetty(floor: Storey) -> list[Part]:
    """Show the ends of the joists on which an upper storey juts out."""
    made = []
    for azimuth, long, out in floor.sides()[::2]:
        for x in np.linspace(-0.46, 0.46, 8) * long:
            joist = board((x, floor.low - 0.07, out - 0.15), (0.15, 0.16, 0.42), 0.015)
            made += put([part("beams", "wood", joist, (0, 0, 1), (0, 1, 0))], azimuth=azimuth)
    under = board((0, floor.low - 0.0, 0), (floor.width, 0.06, floor.depth), 0)
    return [*made, part("beams", "wood", under, (1, 0, 0), (0, 1, 0))]


def gable_timber(span: float, rise: float) -> list[Part]:
    """Frame a gable on z = 0, from y = 0 up: a collar, a king post, and two studs."""
    z, made = OUT - 0.07, []
    level = 0.62 * rise
    half = span / 2 * (1 - level / rise)
    made.append(_beam((-half, level, z), (half, level, z), 0.16))
    made.append(_beam((0, level, z), (0, rise - 0.15, z), 0.15))
    made.extend(_beam((side * 0.17 * span, 0.0, z), (side * 0.17 * span, level, z), 0.15) for side in (-1, 1))
    return made
