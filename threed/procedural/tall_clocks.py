"""Builds grandfather clocks: a plinth, a trunk with a pendulum, a hood with the dial."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.clockwork import ASIDE, OUT, UP, column, dial, finial
from threed.procedural.curves import hoop
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_Z, board, cylinder, nail, prism_of, stick
from threed.procedural.solids import lathe, move


def grandfather(
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
        parts += column(x * 0.93 * half, y0 - 0.004, head + 0.004, deep / 2 + 0.02, 0.05 * half + 0.004)
    parts += move_parts(dial(0.7 * half, numerals, time, 32), (0, (y0 + head) / 2, deep / 2 + 0.06 * half))
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
        parts.append(finial((x, y + rise, z), 0.13 * half))
    return parts
