"""Builds clocks: alarm clocks with two bells, mantel, grandfather and cuckoo clocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import arc, hoop, smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import jewel
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_Z, bar, board, cylinder, knob, nail, prism_of, stick, torus
from threed.procedural.solids import Solid, lathe, move, turn

UP, OUT, ASIDE = (0, 1, 0), (0, 0, 1), (1, 0, 0)
#: strokes (x, y) to (x, y) of the numerals at twelve, three, six and nine
_ROMAN = {
    0: [((-0.9, -1), (-0.1, 1)), ((-0.9, 1), (-0.1, -1)), ((0.3, -1), (0.3, 1)), ((0.8, -1), (0.8, 1))],
    3: [((-0.5, -1), (-0.5, 1)), ((0, -1), (0, 1)), ((0.5, -1), (0.5, 1))],
    6: [((-0.8, 1), (-0.4, -1)), ((0.0, 1), (-0.4, -1)), ((0.5, -1), (0.5, 1))],
    9: [((-0.7, -1), (-0.7, 1)), ((-0.2, -1), (0.6, 1)), ((-0.2, 1), (0.6, -1))],
}


def _outwards(profile: Sequence[Sequence[float]], sides: int, z: float = 0.0) -> Solid:
    """Turn a profile (radius, height) about +Z, its heights outwards from z."""
    return move(lathe(profile, sides), (0, 0, z), Y_TO_Z)


def _dial(radius: float, numerals: str, time: float, sides: int) -> list[Part]:
    """Make a face about the origin that looks to +Z, sunk in a bezel, with numerals and hands."""
    r = radius
    parts = [
        part(
            "face",
            "ceramic",
            _outwards([(0, -0.1 * r), (0.97 * r, -0.1 * r), (0.97 * r, 0), (0, 0)], sides),
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
    parts.append(part("rim", "metal", _outwards([*bezel, bezel[0]], sides), OUT, mapping="turned"))
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
    pin = _outwards(
        [(0, -0.02 * r), (0.07 * r, -0.02 * r), (0.07 * r, 0.085 * r), (0.04 * r, 0.105 * r), (0, 0.105 * r)],
        10,
    )
    return [*parts, part("hands", "metal", pin, OUT)]


def _alarm(radius: float, numerals: str, time: float, handle: bool) -> list[Part]:
    """Make a round clock on two feet with two bells on its head."""
    r, sides = radius, 32
    deep = 0.62 * r
    case = [
        (0, -deep),
        (0.78 * r, -deep),
        (0.9 * r, -0.93 * deep),
        (1.0 * r, -0.8 * deep),
        (1.0 * r, -0.05 * r),
        (0, -0.05 * r),
    ]
    parts = [part("tin", "metal", _outwards(case, sides), OUT, mapping="turned")]
    parts += move_parts(_dial(0.9 * r, numerals, time, sides), (0, 0, 0))
    for s in (-1, 1):
        spin = turn(2, -s * 36)
        out = spin[:, 1].astype(float)
        middle = np.array([0, 0, -0.4 * deep - 0.05 * r])
        post = stick(middle + 0.93 * r * out, middle + 1.22 * r * out, 0.05 * r, 8)
        cup = [
            (0, 0.0),
            (0.36, 0.0),
            (0.42, 0.02),
            (0.42, 0.07),
            (0.36, 0.2),
            (0.22, 0.31),
            (0.06, 0.345),
            (0.05, 0.4),
            (0, 0.41),
        ]
        dome = move(lathe(np.asarray(cup) * r, 20), middle + 1.14 * r * out, spin)
        parts += [part("bells", "metal", post, out), part("bells", "metal", dome, out, mapping="turned")]
        leg = turn(2, s * 140)[:, 1].astype(float) * [1, 1, 1]
        foot = stick(middle + 0.93 * r * leg, middle + 1.24 * r * leg, 0.065 * r, 8)
        ball = knob(middle + 1.27 * r * leg, 0.1 * r, 10, 8)
        parts += [part("feet", "metal", foot, leg), part("feet", "metal", ball, UP)]
    z = -0.4 * deep - 0.05 * r
    arm = stick((0, 0.95 * r, z), (0.03 * r, 1.33 * r, z), 0.03 * r, 6)
    head = move(cylinder(0.075 * r, -0.1 * r, 0.1 * r, 10, 0.02 * r), (0.03 * r, 1.36 * r, z), turn(2, 90))
    parts += [part("bells", "metal", arm, UP), part("bells", "metal", head, ASIDE)]
    if handle:
        bend = (
            np.array(
                [(-0.87, 1.2), (-0.98, 1.5), (-0.62, 1.86), (0, 1.98), (0.62, 1.86), (0.98, 1.5), (0.87, 1.2)]
            )
            * r
        )
        path = smooth_path(np.concatenate([bend, np.full((7, 1), z)], 1), 3)
        parts.append(part("bells", "metal", tube(path, (0.045 * r, 0.07 * r), 8), ASIDE, crease_deg=60))
    for x, y, size in ((-0.3 * r, 0.2 * r, 0.16 * r), (0.3 * r, 0.2 * r, 0.16 * r), (0, -0.35 * r, 0.1 * r)):
        key = board((x, y, -deep - 0.1 * r), (2 * size, 0.7 * size, 0.05 * r), 0.015 * r)
        stem = stick((x, y, -deep + 0.02), (x, y, -deep - 0.1 * r), 0.035 * r, 6)
        parts += [part("bells", "metal", key, ASIDE), part("bells", "metal", stem, OUT)]
    return parts


def _column(x: float, low: float, high: float, z: float, radius: float, name: str = "columns") -> list[Part]:
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


def _finial(at: Sequence[float], size: float, name: str = "trim") -> Part:
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


def _mantel(form: str, half: float, numerals: str, time: float, columns: bool, ornate: bool) -> list[Part]:
    """Make a wooden case on a shelf: its head an arch, or square with a cornice and a gable."""
    deep, foot = 0.75 * half, 0.16 * half
    r = 0.62 * half
    tall = foot + 2.15 * half
    parts = []
    for k, (wide, y0, y1) in enumerate(((1.42, 0.06 * half, 0.16 * half), (1.3, 0.16 * half, 0.26 * half))):
        base = board(
            (0, (y0 + y1) / 2, 0),
            (2 * wide * half * 0.82, y1 - y0, deep + 0.18 * half * (2 - k)),
            0.02 * half,
        )
        parts.append(part("base", "wood", base, ASIDE))
    for x in (-1, 1):
        for z in (-1, 1):
            ball = knob(
                (x * 1.0 * half, 0.05 * half, z * 0.42 * deep), (0.1 * half, 0.075 * half, 0.1 * half), 10, 6
            )
            parts.append(part("feet", "metal", ball, UP))
    low = 0.26 * half
    level = low + 1.0 * half
    if form == "arched":
        crown = arc((0, level), 0.88 * half, 0, 180, 19)
        outline = [(-0.88 * half, low - 0.01), (0.88 * half, low - 0.01), *crown]
        parts.append(part("case", "wood", prism_of(outline, deep, 0.03 * half), UP, OUT, crease_deg=45))
        bend = [(0.9 * half, low - 0.01), *arc((0, level), 0.9 * half, 0, 180, 17), (-0.9 * half, low - 0.01)]
        roll = np.array([(x, y, deep / 2 - 0.04 * half) for x, y in bend])
        parts.append(
            part("base", "wood", tube(roll, (0.045 * half, 0.06 * half), 6, OUT), ASIDE, crease_deg=60)
        )
        top = level + 0.9 * half
    else:
        top = low + 2.0 * half
        parts.append(
            part(
                "case",
                "wood",
                board((0, (low + top) / 2, 0), (1.76 * half, top - low + 0.01, deep), 0.03 * half),
                UP,
                OUT,
            )
        )
        for wide, y in ((1.0, top + 0.03 * half), (1.08, top + 0.1 * half)):
            parts.append(
                part(
                    "base",
                    "wood",
                    board(
                        (0, y, 0),
                        (2 * wide * half, 0.08 * half, deep + 0.4 * (wide - 0.85) * half),
                        0.02 * half,
                    ),
                    ASIDE,
                )
            )
        gable = [(-0.94 * half, 0), (0.94 * half, 0), (0, 0.46 * half)]
        roof = move(prism_of(gable, deep * 0.94, 0.03 * half), (0, top + 0.13 * half, 0))
        parts.append(part("case", "wood", roof, ASIDE, OUT))
        top += 0.54 * half
    if columns:
        for x in (-1, 1):
            parts += _column(
                x * 0.98 * half,
                low - 0.005,
                low + (1.0 if form == "arched" else 2.0) * half,
                deep / 2 - 0.04 * half,
                0.09 * half,
            )
            if form == "arched":
                parts.append(
                    _finial((x * 0.98 * half, low + 1.02 * half, deep / 2 - 0.04 * half), 0.13 * half)
                )
    parts += move_parts(_dial(r, numerals, time, 32), (0, level, deep / 2 + 0.06 * half))
    if ornate:
        parts.append(_finial((0, top - 0.02 * half, 0), 0.2 * half))
        parts += jewel((0, low + 0.16 * half, deep / 2), OUT, 0.06 * half)
        for x in (-1, 1):
            parts.append(
                part(
                    "trim",
                    "metal",
                    _hanging_ring((x * 0.92 * half, level + 0.25 * half, 0), 0.16 * half, 0.03 * half),
                    UP,
                )
            )
    return parts


def _hanging_ring(at: Sequence[float], radius: float, thick: float) -> Solid:
    """Make a ring that hangs in the plane across X."""
    return move(torus(radius, thick, 0, 14, 6), at, turn(2, 90))


def _grandfather(
    tall: float, half: float, numerals: str, time: float, swing: float, swan: bool, ornate: bool
) -> list[Part]:
    """Make a tall case: a plinth, a trunk one looks into at the pendulum, and a hood with the dial."""
    deep = 0.95 * half
    waist = 0.74 * half
    plinth, hood = 0.24 * tall, 2.3 * half
    trunk_top = tall - hood - 0.42 * half
    parts = [
        part("base", "wood", board((0, 0.05, 0), (2.3 * half, 0.1, deep + 0.3 * half), 0.014), ASIDE),
        part(
            "case",
            "wood",
            board((0, 0.1 + (plinth - 0.1) / 2, 0), (2.1 * half, plinth - 0.1, deep + 0.12 * half), 0.01),
            UP,
            OUT,
        ),
        part(
            "panel",
            "wood",
            board(
                (0, 0.1 + (plinth - 0.1) / 2, (deep + 0.12 * half) / 2),
                (1.5 * half, 0.62 * (plinth - 0.1), 0.02),
                0.008,
            ),
            UP,
            OUT,
        ),
        part(
            "base",
            "wood",
            board((0, plinth + 0.02, 0), (2.22 * half, 0.05, deep + 0.24 * half), 0.014),
            ASIDE,
        ),
    ]
    # the trunk is a box with a long window
    low = plinth + 0.03
    box = board((0, (low + trunk_top) / 2, 0), (2 * waist, trunk_top - low + 0.04, deep * 0.9), 0.01)
    window = [0.09 + low, trunk_top - 0.1]
    room = board((0, sum(window) / 2, 0.12 * deep), (2 * waist - 0.11, window[1] - window[0], deep * 0.9), 0)
    parts.append(part("case", "wood", carve(box, room), UP, OUT))
    z = 0.45 * deep
    frame_path = np.array(
        [
            (x * (waist - 0.055), y, z)
            for x, y in ((-1, window[0]), (1, window[0]), (1, window[1]), (-1, window[1]))
        ]
    )
    parts.append(part("rim", "metal", hoop(frame_path, (0.011, 0.01), 4, flats=True), UP))
    parts += _pendulum(window, waist, 0.14 * deep, swing)
    parts.append(part("rim", "metal", nail((waist - 0.025, 0.55 * trunk_top, z), OUT, 0.012, 0.012, 8), OUT))
    # the hood
    y = trunk_top + 0.02
    for k, wide in enumerate((2.0, 2.2)):
        parts.append(
            part(
                "base",
                "wood",
                board((0, y + 0.02 + 0.035 * k, 0), (wide * half, 0.045, deep + (wide - 1.92) * half), 0.012),
                ASIDE,
            )
        )
    y0 = y + 0.07
    head = y0 + hood * 0.8
    parts.append(
        part(
            "case",
            "wood",
            board((0, (y0 + head) / 2, 0), (1.9 * half, head - y0 + 0.02, deep), 0.008),
            UP,
            OUT,
        )
    )
    for x in (-1, 1):
        parts += _column(x * 0.93 * half, y0 - 0.004, head + 0.004, deep / 2 + 0.02, 0.05 * half + 0.004)
    parts += move_parts(_dial(0.7 * half, numerals, time, 32), (0, (y0 + head) / 2, deep / 2 + 0.06 * half))
    for k, wide in enumerate((2.12, 2.3)):
        parts.append(
            part(
                "base",
                "wood",
                board(
                    (0, head + 0.018 + 0.034 * k, 0.01),
                    (wide * half, 0.042, deep + (wide - 1.9) * half),
                    0.012,
                ),
                ASIDE,
            )
        )
    parts += _pediment(head + 0.065, half, deep, ornate, swan)
    return parts


def _pendulum(window: list[float], waist: float, z: float, swing: float) -> list[Part]:
    """Hang a pendulum and two weights in a clock's trunk."""
    top = window[1] + 0.03
    length = 0.72 * (window[1] - window[0])
    foot = np.array([np.sin(np.deg2rad(swing)) * length, top - length, z])
    parts = [part("pendulum", "metal", stick((0, top, z), foot - [0, 0.09, 0], 0.006, 6), UP)]
    bob = [(0, -0.018), (0.07, -0.014), (0.078, 0), (0.07, 0.014), (0.045, 0.021), (0, 0.022)]
    parts.append(part("pendulum", "metal", move(lathe(bob, 20), foot, Y_TO_Z), OUT, mapping="turned"))
    for x, drop in ((-0.5, 0.36), (0.5, 0.46)):
        y = top - drop * (window[1] - window[0])
        x *= 2 * (waist - 0.06) * 0.62
        parts.append(
            part("pendulum", "metal", stick((x, top, z - 0.035), (x, y - 0.03, z - 0.035), 0.004, 5), UP)
        )
        rows = [(0, -0.2), (0.024, -0.195), (0.029, -0.18), (0.029, -0.02), (0.024, -0.006), (0, 0)]
        parts.append(
            part("pendulum", "metal", move(lathe(rows, 12), (x, y, z - 0.035)), UP, mapping="turned")
        )
    return parts


def _pediment(y: float, half: float, deep: float, ornate: bool, swan: bool) -> list[Part]:
    """Crown a tall clock with an arch, or with two horns about an urn."""
    wide = 1.08 * half
    if not swan:
        outline = [
            (-wide, 0),
            (wide, 0),
            (wide, 0.07 * half),
            *[
                (0.86 * wide * np.cos(a), 0.07 * half + 0.42 * half * np.sin(a))
                for a in np.linspace(0, np.pi, 13)
            ],
            (-wide, 0.07 * half),
        ]
        parts = [part("case", "wood", move(prism_of(outline, deep, 0.01), (0, y - 0.004, 0)), ASIDE, OUT)]
        places = [(0, 0.47 * half), (-0.94 * wide, 0.06 * half), (0.94 * wide, 0.06 * half)]
    else:
        parts = []
        for side in (-1, 1):
            shape = [
                (0.99, -0.03),
                (1.0, 0.1),
                (0.82, 0.16),
                (0.6, 0.3),
                (0.42, 0.46),
                (0.24, 0.52),
                (0.13, 0.44),
                (0.17, 0.34),
                (0.26, 0.33),
                (0.3, 0.24),
                (0.12, 0.1),
                (0.0, 0.06),
                (0.0, -0.03),
            ]
            horn = np.array(shape) * [side * wide, half]
            horn = horn if side > 0 else horn[::-1]
            parts.append(
                part(
                    "case",
                    "wood",
                    move(prism_of(horn.tolist(), 0.42 * deep, 0.008), (0, y, 0.26 * deep)),
                    ASIDE,
                    OUT,
                )
            )
            rosette = move(
                cylinder(0.09 * half, 0, 0.02, 12, 0.006),
                (side * 0.24 * wide, y + 0.42 * half, 0.47 * deep),
                Y_TO_Z,
            )
            parts.append(part("trim", "metal", rosette, OUT))
        plinth = board((0, y + 0.1 * half, 0.26 * deep), (0.2 * half, 0.24 * half, 0.3 * deep), 0.006)
        parts.append(part("case", "wood", plinth, UP))
        places = [(0, 0.24 * half), (-0.94 * wide, 0.11 * half), (0.94 * wide, 0.11 * half)]
    z = 0.26 * deep if swan else 0.0
    for x, rise in places if ornate or swan else places[:1]:
        parts.append(_finial((x, y + rise, z), 0.13 * half))
    return parts


def _cuckoo(half: float, numerals: str, time: float, swing: float, ornate: bool) -> list[Part]:
    """Make a little wooden house with a bird at its door, a pendulum and two cones on chains."""
    deep, eave = 0.75 * half, 1.75 * half
    pitch = 42.0
    rise = half * np.tan(np.deg2rad(pitch))
    parts = [
        part(
            "case",
            "wood",
            prism_of([(-half, 0), (half, 0), (half, eave), (0, eave + rise), (-half, eave)], deep, 0.012),
            UP,
            OUT,
        )
    ]
    edge = 1.42 * half / np.cos(np.deg2rad(pitch))
    for s in (-1, 1):
        # the two slopes meet over the ridge
        thick = 0.13 * half
        corner = thick * np.tan(np.deg2rad(pitch))
        shape = np.array([(0, 0), (edge + corner, 0), (edge + corner, thick), (corner, thick)])
        roof = prism_of(shape.tolist(), deep + 0.55 * half, 0.02 * half)
        spin = turn(2, -pitch)
        roof = move(roof, rotation=spin)
        if s < 0:
            roof = move(roof, rotation=np.diag([-1.0, 1, -1]).astype(np.float32))
        parts.append(
            part(
                "roof",
                "roof",
                move(roof, (0, eave + rise - 0.02 * half, 0.08 * half)),
                (-s * np.cos(np.deg2rad(pitch)), np.sin(np.deg2rad(pitch)), 0),
                (s * 0.7, 0.7, 0),
            )
        )
    # carved boards under the eaves
    for s in (-1, 1):
        a, b = np.array([0, eave + rise, 0]), np.array([s * 1.3 * half, eave - 0.3 * rise, 0])
        for k in range(4):
            at = a + (b - a) * (0.2 + 0.22 * k) + [0, -0.11 * half, deep / 2 + 0.22 * half]
            drop = move(cylinder(0.1 * half, -0.03 * half, 0.03 * half, 10, 0.01 * half), at, Y_TO_Z)
            parts.append(part("trim", "wood", drop, UP))
    parts.append(
        part(
            "base",
            "wood",
            board(
                (0, -0.05 * half, 0.05 * half), (2.35 * half, 0.14 * half, deep + 0.28 * half), 0.025 * half
            ),
            ASIDE,
        )
    )
    skirt = [
        (-0.8 * half, 0),
        (-0.62 * half, -0.26 * half),
        (-0.3 * half, -0.2 * half),
        (0, -0.42 * half),
        (0.3 * half, -0.2 * half),
        (0.62 * half, -0.26 * half),
        (0.8 * half, 0),
    ]
    parts.append(
        part(
            "base",
            "wood",
            move(prism_of(skirt, 0.1 * half, 0.02 * half), (0, -0.09 * half, deep / 2 + 0.02 * half)),
            ASIDE,
            OUT,
        )
    )
    parts += move_parts(_dial(0.52 * half, numerals, time, 28), (0, 0.78 * half, deep / 2 + 0.05 * half))
    parts += _bird(half, eave + 0.16 * rise, deep / 2)
    for s in (-1, 1):
        leaf = smooth_path([(0.86, 0.12), (0.98, 0.5), (0.84, 0.95), (0.94, 1.35)], 4) * [s * half, half]
        vine = np.concatenate([leaf, np.full((len(leaf), 1), deep / 2 + 0.02 * half)], 1)
        parts.append(part("trim", "wood", tube(vine, 0.045 * half, 6, OUT), UP, crease_deg=60))
        for k in (2, 5, 8, 10):
            shape = np.array([(-0.02, 0), (0.1, -0.09), (0.26, 0.0), (0.1, 0.09)]) * half
            way = turn(2, 90 - s * (40 if k % 2 else -35))
            leaf_solid = move(prism_of(shape.tolist(), 0.05 * half, 0.015 * half), vine[k], way)
            parts.append(part("trim", "wood", leaf_solid, UP, OUT))
    z = 0.18 * deep
    foot = np.array([np.sin(np.deg2rad(swing)) * 1.1 * half, -1.15 * half, z + 0.12 * half])
    parts.append(
        part("pendulum", "metal", stick((0, -0.02 * half, z + 0.12 * half), foot, 0.024 * half, 6), UP)
    )
    disc = [(0, -0.05), (0.2, -0.04), (0.22, 0), (0.2, 0.04), (0, 0.06)]
    parts.append(
        part(
            "pendulum", "metal", move(lathe(np.asarray(disc) * half, 16), foot, Y_TO_Z), OUT, mapping="turned"
        )
    )
    for x, drop in ((-0.5 * half, 1.5 * half), (0.5 * half, 1.15 * half)):
        parts.append(
            part("pendulum", "metal", stick((x, 0, -0.1 * half), (x, -drop, -0.1 * half), 0.02 * half, 6), UP)
        )
        rows = [
            (0, -0.62),
            (0.05, -0.6),
            (0.12, -0.5),
            (0.15, -0.38),
            (0.11, -0.35),
            (0.16, -0.25),
            (0.115, -0.2),
            (0.14, -0.1),
            (0.09, -0.02),
            (0.03, 0.02),
            (0, 0.02),
        ]
        parts.append(
            part(
                "weights",
                "metal",
                move(lathe(np.asarray(rows) * half, 10), (x, -drop, -0.1 * half)),
                UP,
                mapping="turned",
            )
        )
    if ornate:
        parts.append(_finial((0, eave + rise + 0.12 * half, 0.2 * deep), 0.14 * half))
        parts += jewel((0, 0.13 * half, deep / 2), OUT, 0.06 * half)
    return parts


def _bird(half: float, y: float, z: float) -> list[Part]:
    """Open a door in the gable, with the bird on its sill."""
    outline = [(-0.24 * half, 0), (0.24 * half, 0), *arc((0, 0.24 * half), 0.24 * half, 0, 180, 9)]
    door = [part("door", "wood", move(prism_of(outline, 0.05 * half, 0.01 * half), (0, y, z)), UP, OUT)]
    sill = board((0, y - 0.02 * half, z + 0.1 * half), (0.4 * half, 0.05 * half, 0.26 * half), 0.01 * half)
    body = knob((0, y + 0.14 * half, z + 0.14 * half), np.array([0.12, 0.13, 0.17]) * half, 10, 8)
    head = knob((0, y + 0.29 * half, z + 0.23 * half), 0.095 * half, 10, 8)
    beak = move(
        lathe(np.array([(0, -0.02), (0.04, -0.02), (0, 0.11)]) * half, 6),
        (0, y + 0.28 * half, z + 0.31 * half),
        turn(0, 90),
    )
    tail = move(
        board((0, 0, 0), np.array([0.12, 0.03, 0.24]) * half, 0.008 * half),
        (0, y + 0.17 * half, z - 0.02 * half),
        turn(0, 20),
    )
    legs = [
        stick(
            (s * 0.04 * half, y, z + 0.13 * half),
            (s * 0.04 * half, y + 0.06 * half, z + 0.13 * half),
            0.014 * half,
            5,
        )
        for s in (-1, 1)
    ]
    wings = [
        knob((s * 0.115 * half, y + 0.15 * half, z + 0.12 * half), np.array([0.03, 0.07, 0.13]) * half, 8, 6)
        for s in (-1, 1)
    ]
    parts = [*door, part("base", "wood", sill, ASIDE)]
    parts += [part("bird", "wood", one, OUT, crease_deg=60) for one in (body, head, tail, *wings)]
    return [*parts, *(part("beak", "wood", one, OUT) for one in (beak, *legs))]


def _clock(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {"round": 0.3, "arched": 0.2, "square": 0.14, "grandfather": 0.2, "cuckoo": 0.16},
        "what sort of clock",
    )
    size = dials.number("size", 0.88, 1.14, "", "by that of its sort", (0.4, 3.0))
    time = dials.number("time", 0.0, 12.0, "", "that it shows, in hours", (0.0, 12.0))
    numerals = dials.choice("numerals", {"roman": 0.45, "bars": 0.3, "dots": 0.25}, "on its face")
    slender = dials.number("slenderness", 0.95, 1.08, "", "of a tall one", (0.6, 1.5))
    swing = dials.number("swing", -7, 7, "deg", "of its pendulum", (-20, 20))
    handle = dials.flag("handle", 0.6, "over an alarm clock's bells")
    columns = dials.flag("columns", 0.75, "beside a mantel clock's face")
    swan = dials.flag("swan_neck", 0.5, "two horns on a tall clock's head, and no arch")
    ornate = dials.flag("ornate", 0.22, "gilt, with finials and stones")
    if form == "round":
        parts = _alarm(0.07 * size, numerals, time, handle)
        if ornate:
            for k in range(8):
                a = np.pi * (k + 0.5) / 4
                at = (0.07 * size * np.sin(a) * 0.995, 0.07 * size * np.cos(a) * 0.995, -0.02)
                parts += jewel(at, (np.sin(a), np.cos(a), 0), 0.0055 * size)
        return parts
    if form == "grandfather":
        return _grandfather(2.05 * size * slender, 0.235 * size, numerals, time, swing, swan, ornate)
    if form == "cuckoo":
        return _cuckoo(0.13 * size, numerals, time, 1.5 * swing, ornate)
    return _mantel(form, 0.135 * size, numerals, time, columns, ornate)


_WOODS = ("walnut", "mahogany", "oak", "dark oak")

KINDS = {
    "clock": Kind(
        build=_clock,
        size_m=0.4,
        parts={
            "case": Made(("mahogany", "walnut", "dark oak"), words=("body", "box")),
            "tin": Made(
                ("painted metal", "copper", "chrome"),
                ("#b02a22", "#2f7f8a", "#e0c25a", "#e8e2d2", "#2a2a30"),
                words=("body",),
            ),
            "face": Made(("porcelain", "ivory"), words=("dial",)),
            "hands": Made(("wrought iron", "ebony"), words=("numerals", "numbers", "pointers")),
            "rim": Made(("brass", "gold"), words=("bezel", "frame")),
            "base": Made(_WOODS, words=("mouldings", "foot", "plinth")),
            "panel": Made(_WOODS, words=("panels",)),
            "columns": Made(_WOODS, words=("pillars",)),
            "bells": Made(("brass", "chrome"), words=("bell", "hammer")),
            "feet": Made(("brass",), words=("foot", "legs")),
            "pendulum": Made(("brass", "gold"), words=("bob",)),
            "weights": Made(("cast iron", "bronze"), words=("cones",)),
            "roof": Made(("dark oak", "wood shingles"), words=()),
            "door": Made(("ebony", "dark oak"), words=()),
            "bird": Made(("painted wood",), ("#d8a520", "#3a6ea5", "#e6e0d0"), words=("cuckoo",)),
            "beak": Made(("painted wood",), ("#d0541a",), words=()),
            "trim": Made(("brass", "gold"), words=("decoration", "finials")),
            "gem": Made(("crystal",), ("#b3122a", "#1a4fc0", "#138a4a"), words=("jewel", "stone")),
        },
        synonyms=("alarm clock", "timepiece", "grandfather clock", "cuckoo clock", "mantel clock"),
        main=("tin", "base", "panel", "columns", "roof"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "arched": {"form": "arched"},
            "grandfather": {"form": "grandfather"},
            "cuckoo": {"form": "cuckoo"},
            "ornate": {"ornate": True},
        },
    ),
}
