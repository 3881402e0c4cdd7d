"""Builds ladders: with rungs or treads, straight, crooked, leaning, and folding ones."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, nail, stick
from threed.procedural.solids import lathe, move, turn

#: the profile of rope wound about a pole where a rung crosses it
_LASHING = [
    (0.0, -0.038),
    (0.026, -0.038),
    (0.032, -0.026),
    (0.031, -0.012),
    (0.036, 0.0),
    (0.031, 0.012),
    (0.032, 0.026),
    (0.026, 0.038),
    (0.0, 0.038),
]


def _rail(path: np.ndarray, half: tuple[float, float], round_rails: bool) -> Part:
    if round_rails:
        solid = tube(path, np.stack([np.full(len(path), half[0]), np.full(len(path), half[0])], 1), 8)
    elif len(path) == 2:
        solid = bar(path[0], path[1], 2 * half[0], 2 * half[1], 0.006)
    else:
        solid = tube(path, half, 8, flats=True)
    return part("rails", "wood", solid, path[-1] - path[0], (1, 0, 0), crease_deg=60 if round_rails else 35)


def _ladder(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"leaning": 0.5, "upright": 0.2, "folding": 0.3}, "how it stands")
    height = dials.number(
        "height", 2.2, 3.0, "m", "along its rails; a folding one is three fifths of it", (1.0, 6.0)
    )
    foot = dials.number("width", 0.42, 0.52, "m", "between its rails at the ground")
    taper = dials.number("taper", 0.72, 1.0, "", "width at its head, of that at its foot", (0.4, 1.2))
    rungs = dials.count("rungs", 7, 9, "of them; a folding one has two thirds as many", (2, 20))
    rails = dials.choice("rails", {"sawn": 0.6, "poles": 0.4}, "squared beams, or round poles")
    lashed = dials.flag("lashed", 0.45, "rungs are tied to poles with rope")
    crooked = dials.flag("crooked", 0.15, "bent and askew")
    tilt = dials.number("lean", 12, 17, "deg", "how far a leaning one leans back", (0, 40))
    folding = form == "folding"
    if folding:
        height, count, rails = 0.62 * height, max(3, round(rungs * 0.65)), "sawn"
    else:
        count = rungs
    poles = rails == "poles"
    half = (0.024, 0.024) if poles else (0.02, 0.036)
    if folding:
        taper = min(taper, 0.85)
    t = np.linspace(0, 1, 6 if crooked else 2)
    sway = dials.rng.uniform(0, 6, 2)
    paths = []
    for k, side in enumerate((-1, 1)):
        x = side * foot / 2 * (1 + (taper - 1) * t) + crooked * 0.03 * np.sin(6 * t + sway[k])
        z = crooked * 0.015 * np.sin(5 * t + 2 * sway[k])
        paths.append(np.stack([x, height * t, z], 1))
    parts = [_rail(path, half, poles) for path in paths]
    first = 0.28 if not folding else 0.26
    places = np.linspace(first, height - (0.26 if not folding else 0.28), count)
    for y in places:
        jitter = dials.rng.uniform(-0.025, 0.025, 2) * crooked
        ends = []
        for path, side, d in zip(paths, (-1, 1), jitter, strict=True):
            at = np.array(
                [np.interp(y + d, path[:, 1], path[:, 0]), y + d, np.interp(y, path[:, 1], path[:, 2])]
            )
            ends.append((at, side))
        parts += _rung(ends, half, poles, lashed, folding)
    if folding:
        return _folded(parts, paths, height, places)
    if form == "leaning":
        return move_parts(parts, rotation=turn(0, -tilt))
    return parts


def _rung(
    ends: list[tuple[np.ndarray, int]], half: tuple[float, float], poles: bool, lashed: bool, tread: bool
) -> list[Part]:
    (a, _), (b, _) = ends
    way = (b - a) / np.linalg.norm(b - a)
    if tread:
        # a board let into both rails
        solid = bar(a - 0.004 * way, b + 0.004 * way, 0.028, 0.105, 0.005)
        return [part("rungs", "wood", solid, way, (0, 1, 0))]
    reach = 0.065 if poles else 0.0
    if poles:
        rung = stick(a - reach * way + [0, 0, 0.012], b + reach * way + [0, 0, 0.012], 0.019, 8)
        parts = [part("rungs", "wood", rung, way, mapping="turned")]
        for at, _ in ends if lashed else ():
            knot = move(lathe(_LASHING, 8), at + [0, 0, 0.005])
            parts.append(part("ropes", "rope", knot, way, mapping="turned", crease_deg=70))
        return parts
    reach = half[0] + 0.008
    parts = [part("rungs", "wood", stick(a - reach * way, b + reach * way, 0.018, 10), way, mapping="turned")]
    for at, side in ends:
        head = at + [side * (half[0] - 0.001), 0.0, 0.0]
        wedge = nail(head + [side * 0.008, 0, 0], (side, 0, 0), 0.006, 0.003, 6)
        parts.append(part("nails", "metal", wedge, (1, 0, 0)))
    return parts


def _folded(front: list[Part], paths: list[np.ndarray], height: float, places: np.ndarray) -> list[Part]:
    """Give a ladder back legs, a top, hinges and a cord."""
    angle = 14.0
    rotation = turn(0, -angle)
    parts = move_parts(front, rotation=rotation)
    lean = np.tan(np.deg2rad(angle))
    up = height * np.cos(np.deg2rad(angle))
    away = 2 * up * lean
    back = -away
    for side, path in zip((-1, 1), paths, strict=True):
        foot_x, head_x = path[0, 0] + side * 0.02, path[-1, 0] + side * 0.0
        leg = bar((foot_x, 0, back), (head_x, up + 0.005, back / 2 - 0.05), 0.036, 0.05, 0.005)
        parts.append(part("legs", "wood", leg, (0, 1, 0), (1, 0, 0)))
        plate = board((head_x + side * 0.021, up - 0.05, back / 2 - 0.02), (0.008, 0.06, 0.14), 0.002)
        parts.append(part("nails", "metal", plate, (0, 0, 1)))
        for z in (0.03, -0.065):
            rivet = nail((head_x + side * 0.0245, up - 0.05, back / 2 + z), (side, 0, 0), 0.01, 0.005, 6)
            parts.append(part("nails", "metal", rivet, (1, 0, 0)))
    foot, head = abs(paths[0][0, 0]) + 0.02, abs(paths[0][-1, 0])
    for share in (0.16, 0.55):
        x = foot + (head - foot) * share
        z = back + (away / 2 - 0.05) * share
        brace = bar((-x, share * up, z), (x, share * up, z), 0.055, 0.022, 0.004)
        parts.append(part("legs", "wood", brace, (1, 0, 0), (0, 0, 1)))
    top = board((0, up + 0.02, back / 2 - 0.01), (2 * head + 0.13, 0.036, 0.24), 0.007)
    parts.append(part("rails", "wood", top, (1, 0, 0), (0, 1, 0)))
    y = 0.42 * up
    for side in (-1, 1):
        x = side * (foot + (head - foot) * 0.42)
        start, end = np.array([x, y, -y * lean]), np.array([x, y, back + (away / 2 - 0.05) * 0.42])
        middle = (start + end) / 2 - [0, 0.05, 0]
        line = np.stack(
            [start, (start + middle) / 2 - [0, 0.012, 0], middle, (end + middle) / 2 - [0, 0.012, 0], end]
        )
        parts.append(
            part("ropes", "rope", tube(line, 0.008, 6, (1, 0, 0)), (0, 0, 1), mapping="turned", crease_deg=60)
        )
    return parts


KINDS = {
    "ladder": Kind(
        build=_ladder,
        size_m=2.5,
        parts={
            "rails": Made(("pine", "oak", "weathered wood"), words=("rail", "sides", "stiles", "poles")),
            "rungs": Made(("oak", "pine", "birch"), words=("steps", "rung", "treads")),
            "legs": Made(("pine", "oak"), words=("supports",)),
            "ropes": Made(("rope",), words=("cord", "lashing")),
            "nails": Made(("wrought iron", "steel"), words=("hinges", "pegs")),
        },
        synonyms=("climbing ladder", "rung ladder", "stepladder"),
        main=("rungs", "legs"),
        words={
            "folding": {"form": "folding"},
            "crooked": {"crooked": True},
            "leaning": {"form": "leaning"},
            "upright": {"form": "upright"},
        },
    ),
}
