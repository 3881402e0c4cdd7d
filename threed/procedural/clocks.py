"""Builds clocks: alarm clocks with two bells, mantel, grandfather and cuckoo clocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.clockwork import ASIDE, OUT, UP, column, dial, finial, outwards
from threed.procedural.cuckoo_clocks import cuckoo
from threed.procedural.curves import arc, smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, knob, nail, prism_of, stick, torus
from threed.procedural.solids import Solid, lathe, move, turn
from threed.procedural.tall_clocks import grandfather


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
    parts = [part("tin", "metal", outwards(case, sides), OUT, mapping="turned")]
    parts += move_parts(dial(0.9 * r, numerals, time, sides), (0, 0, 0))
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


def _mantel(form: str, half: float, numerals: str, time: float, columns: bool, ornate: bool) -> list[Part]:
    """Make a wooden case on a shelf: its head an arch, or square with a cornice and a gable."""
    deep = 0.75 * half
    r = 0.62 * half
    parts = []
    for k, (wide, y0, y1) in enumerate(((1.42, 0.06 * half, 0.16 * half), (1.3, 0.14 * half, 0.26 * half))):
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
            parts += column(
                x * 0.98 * half,
                low - 0.005,
                low + (1.0 if form == "arched" else 2.0) * half,
                deep / 2 - 0.04 * half,
                0.09 * half,
            )
            if form == "arched":
                parts.append(
                    finial((x * 0.98 * half, low + 1.02 * half, deep / 2 - 0.04 * half), 0.13 * half)
                )
    parts += move_parts(dial(r, numerals, time, 32), (0, level, deep / 2 + 0.06 * half))
    if ornate:
        parts.append(finial((0, top - 0.02 * half, 0), 0.2 * half))
        for x in (-1, 1):
            parts.append(
                part(
                    "trim",
                    "metal",
                    _hanging_ring((x * 0.9 * half, level - 0.35 * half, 0), 0.16 * half, 0.035 * half),
                    UP,
                )
            )
    return parts


def _hanging_ring(at: Sequence[float], radius: float, thick: float) -> Solid:
    """Make a ring that hangs in the plane across X."""
    return move(torus(radius, thick, 0, 14, 6), at, turn(2, 90))


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
    ornate = dials.flag("ornate", 0.06, "gilt, with finials")
    if form == "round":
        parts = _alarm(0.07 * size, numerals, time, handle)
        if ornate:
            for k in range(8):
                a = np.pi * (k + 0.5) / 4
                out = np.array([np.sin(a), np.cos(a), 0])
                bead = nail(0.0695 * size * out - [0, 0, 0.02], out, 0.0045 * size, 0.003 * size, 8)
                parts.append(part("trim", "metal", bead, out))
        return parts
    if form == "grandfather":
        return grandfather(2.05 * size * slender, 0.235 * size, numerals, time, swing, swan, ornate)
    if form == "cuckoo":
        return cuckoo(0.13 * size, numerals, time, 1.5 * swing, ornate)
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
            "carving": Made(("oak", "walnut", "birch"), words=("leaves", "vines")),
            "door": Made(("ebony", "dark oak"), words=()),
            "bird": Made(("painted wood",), ("#d8a520", "#3a6ea5", "#e6e0d0"), words=("cuckoo",)),
            "beak": Made(("painted wood",), ("#d0541a",), words=()),
            "trim": Made(("brass", "gold"), words=("decoration", "finials")),
        },
        synonyms=("alarm clock", "timepiece", "grandfather clock", "cuckoo clock", "mantel clock"),
        main=("tin", "base", "panel", "columns", "roof", "carving"),
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
