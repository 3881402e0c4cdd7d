"""Pieces of clocks: dials with numerals and hands, columns, finials."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.parts import Part, part
from threed.procedural.pieces import Y_TO_Z, bar, board, nail, prism_of
from threed.procedural.solids import Solid, lathe, move, turn

UP, OUT, ASIDE = (0, 1, 0), (0, 0, 1), (1, 0, 0)

#: strokes (x, y) to (x, y) of the numerals at twelve, three, six and nine
_ROMAN = {
    0: [((-0.9, -1), (-0.1, 1)), ((-0.9, 1), (-0.1, -1)), ((0.3, -1), (0.3, 1)), ((0.8, -1), (0.8, 1))],
    3: [((-0.5, -1), (-0.5, 1)), ((0, -1), (0, 1)), ((0.5, -1), (0.5, 1))],
    6: [((-0.8, 1), (-0.4, -1)), ((0.0, 1), (-0.4, -1)), ((0.5, -1), (0.5, 1))],
    9: [((-0.7, -1), (-0.7, 1)), ((-0.2, -1), (0.6, 1)), ((-0.2, 1), (0.6, -1))],
}


def outwards(profile: Sequence[Sequence[float]], sides: int, z: float = 0.0) -> Solid:
    """Turn a profile (radius, height) about +Z, its heights outwards from z."""
    return move(lathe(profile, sides), (0, 0, z), Y_TO_Z)


def dial(radius: float, numerals: str, time: float, sides: int) -> list[Part]:
    """Make a face about the origin that looks to +Z, sunk in a bezel, with numerals and hands."""
    r = radius
    parts = [
        part(
            "face",
            "ceramic",
            outwards([(0, -0.1 * r), (0.97 * r, -0.1 * r), (0.97 * r, 0), (0, 0)], sides),
            UP,
            OUT,
        )
    ]
    bezel = [
        (0.92 * r, -0.1 * r),
        (1.1 * r, -0.1 * r),
        (1.12 * r, 0.0),
        (1.07 * r, 0.1 * r),
        (1.0 * r, 0.11 * r),
        (0.92 * r, 0.004 * r),
    ]
    parts.append(part("rim", "metal", outwards([*bezel, bezel[0]], sides), OUT, mapping="turned"))
    for k in range(12):
        spin = turn(2, -30 * k)
        big = k % 3 == 0
        if big and numerals == "roman":
            at = 0.74 * r * np.array([np.sin(np.pi * k / 6), np.cos(np.pi * k / 6), 0])
            for a, b in _ROMAN[k]:
                ends = [at + [0.1 * r * p[0], 0.105 * r * p[1], 0.0] for p in (a, b)]
                parts.append(part("hands", "metal", bar(ends[0], ends[1], 0.04 * r, 0.02 * r, 0), UP, OUT))
            continue
        size = (0.05 * r, 0.2 * r) if big else (0.035 * r, 0.11 * r)
        if numerals == "dots":
            mark = nail((0, 0.78 * r, 0), OUT, 0.055 * r if big else 0.035 * r, 0.02 * r, 6)
        else:
            mark = board((0, 0.76 * r, 0), (*size, 0.02 * r), 0)
        parts.append(part("hands", "metal", move(mark, rotation=spin), UP, OUT))
    for turns, reach, wide, z in ((time / 12, 0.5, 0.085, 0.04), (time % 1, 0.72, 0.065, 0.065)):
        w = wide * r
        shape = [
            (-0.35 * w, -0.16 * r),
            (0.35 * w, -0.16 * r),
            (0.4 * w, 0.1 * r),
            (w, 0.62 * reach * r),
            (0, reach * r),
            (-w, 0.62 * reach * r),
            (-0.4 * w, 0.1 * r),
        ]
        hand = move(prism_of(shape, 0.02 * r, 0.004 * r), (0, 0, z * r), turn(2, -360 * turns))
        parts.append(part("hands", "metal", hand, UP, OUT))
    pin = outwards(
        [(0, -0.02 * r), (0.07 * r, -0.02 * r), (0.07 * r, 0.085 * r), (0.04 * r, 0.105 * r), (0, 0.105 * r)],
        10,
    )
    return [*parts, part("hands", "metal", pin, OUT)]


def column(x: float, low: float, high: float, z: float, radius: float, name: str = "columns") -> list[Part]:
    """Turn a column with a foot and a head."""
    rows = [
        (0, 0),
        (1.45, 0),
        (1.45, 0.05),
        (1.1, 0.08),
        (1.0, 0.12),
        (0.86, 0.88),
        (1.1, 0.92),
        (1.45, 0.95),
        (1.45, 1.0),
        (0, 1.0),
    ]
    solid = lathe([(radius * r, low + (high - low) * y) for r, y in rows], 12)
    return [part(name, "wood", move(solid, (x, 0, z)), UP, mapping="turned")]


def finial(at: Sequence[float], size: float, name: str = "trim") -> Part:
    """Turn an urn that stands at a place."""
    rows = [
        (0, -0.4),
        (0.45, -0.4),
        (0.5, 0),
        (0.3, 0.1),
        (0.22, 0.25),
        (0.6, 0.6),
        (0.7, 0.9),
        (0.5, 1.25),
        (0.14, 1.5),
        (0.1, 1.9),
        (0, 2.0),
    ]
    solid = lathe([(size * r, size * y) for r, y in rows], 12)
    return part(name, "metal", move(solid, at), UP, mapping="turned")
