"""Builds carts: with two wheels and shafts, or four and a drawbar; empty or loaded."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import beam, timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import ABOUT_Y, board, cylinder, knob, stick, stud
from threed.procedural.solids import loft, move, turn
from threed.procedural.sweeps import limb
from threed.procedural.wheels import cart_wheel


def _cart(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"two-wheeled": 0.6, "four-wheeled": 0.4}, "how many wheels it has")
    length = dials.number("length", 1.5, 1.9, "m", "of its bed")
    width = dials.number("width", 0.95, 1.15, "m", "of its bed")
    sides_m = dials.number("side_height", 0.36, 0.48, "m", "of its sides")
    radius = dials.number("wheel_radius", 0.44, 0.54, "m", "of its wheels, the larger ones", (0.3, 0.75))
    spokes = dials.count("spokes", 8, 10, "of each wheel", (4, 14))
    flare = dials.number("flare", 4, 11, "deg", "how far its sides lean out", (0, 20))
    walls = dials.choice("sides", {"boards": 0.6, "rails": 0.4}, "what its sides are of")
    load = dials.choice(
        "load", {"nothing": 0.5, "hay": 0.25, "sacks": 0.15, "crates": 0.1}, "what it carries"
    )
    four = form == "four-wheeled"
    if four:
        length, radius = 1.2 * length, 0.84 * radius
    bed = radius + 0.16 if not four else 2 * 0.8 * radius + 0.08
    parts = _bed(width, length, bed)
    parts += _sides(width, length, bed, sides_m, flare, walls)
    lean = np.tan(np.radians(flare)) * 0.4 * sides_m
    track = width / 2 + 0.1 + lean
    if four:
        parts += _running_gear(width, length, bed, radius, track, spokes)
        parts += _drawbar(length, 0.8 * radius)
    else:
        parts += _axle(track, radius, bed, 0.0, width)
        for side in (-1, 1):
            wheel = move_parts(cart_wheel(radius, spokes), rotation=turn(0, float(dials.rng.uniform(0, 40))))
            parts += move_parts(wheel, (side * track, radius, 0), None if side > 0 else ABOUT_Y)
        parts += _shafts(width, length, bed, radius)
    if load != "nothing":
        parts += move_parts(_load(dials, load, width, length, sides_m), (0, bed + 0.035, 0))
    return parts


def _bed(width: float, length: float, y: float) -> list[Part]:
    """Lay the boards of the bed on two sills and three cross pieces."""
    made = []
    count = 5
    each = width / count
    for k in range(count):
        x = (k - (count - 1) / 2) * each
        made.append(timber("bed", (x, y + 0.02, 0), (each, 0.04, length), 0))
    made.extend(
        timber("frame", (side * (0.4 * width), y - 0.038, 0), (0.085, 0.09, length + 0.06), 0)
        for side in (-1, 1)
    )
    made.extend(
        timber("frame", (0, y - 0.035, z * length), (width + 0.04, 0.085, 0.085), 0) for z in (-0.42, 0.42)
    )
    return made


def _sides(width: float, length: float, y: float, high: float, flare: float, walls: str) -> list[Part]:
    """Stand up the sides between stakes: boards edge to edge, or rails."""
    made: list[Part] = []
    rows = 3 if walls == "boards" else 2
    for (long, away), azimuth in (
        ((length, width / 2), 90),
        ((length, width / 2), 270),
        ((width, length / 2), 0),
        ((width, length / 2), 180),
    ):
        side: list[Part] = []
        across = azimuth in (0, 180)
        extra = 2 * np.tan(np.radians(flare)) if across else 0.0
        each = high / 3 if walls == "boards" else 0.085
        for k in range(rows):
            h = (k + 0.5) * each if walls == "boards" else (0.32, 0.86)[k] * high
            wide = long + extra * h + (0.05 if not across else 0.0)
            side.append(
                timber("sides", (0, h, 0), (wide, each + (0.004 if walls == "boards" else 0), 0.036), 0)
            )
        stakes = (-0.4, 0.0, 0.4) if not across else (-0.36, 0.36)
        for x in stakes:
            # stakes stand free of boards that lie on the bed, and are let into rails
            out = 0.0436 if walls == "boards" else 0.038
            side.append(timber("frame", (x * long, high / 2 - 0.03, out), (0.065, high + 0.1, 0.05), 0))
            side.extend(
                part(
                    "nails",
                    "metal",
                    stud((x * long, h, out + 0.025), (0, 0, 1), 0.013, 0.006, 5),
                    (0, 0, 1),
                )
                for h in (() if across else (0.83 * high,))
            )
        if not across:
            side.append(timber("frame", (0, high + 0.02, 0.012), (long + 0.12, 0.05, 0.085), 0.01))
        made += _around(side, flare, azimuth, y + 0.03, away - 0.03)
    return made


def _around(side: list[Part], flare: float, azimuth: float, y: float, away: float) -> list[Part]:
    tipped = move_parts(move_parts(side, rotation=turn(0, flare)), (0, y, away))
    return move_parts(tipped, rotation=turn(1, azimuth))


def _axle(track: float, radius: float, bed: float, z: float, width: float) -> list[Part]:
    """Lay an axle with its bolsters below the bed."""
    made = [timber("axle", (0, radius, z), (2 * track - 0.06, 0.1, 0.11), 0)]
    ends = move(
        cylinder(0.035, -track - 0.02, track + 0.02, 8),
        (0, radius, z),
        np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32),
    )
    made.append(part("axle", "wood", ends, (1, 0, 0)))
    gap = bed - 0.08 - (radius + 0.05)
    if gap > -0.02:
        for side in (-1, 1):
            block = board((side * 0.36 * width, radius + 0.05 + gap / 2, z), (0.14, gap + 0.06, 0.12), 0)
            made.append(part("frame", "wood", block, (0, 1, 0), (0, 0, 1)))
    return made


def _shafts(width: float, length: float, bed: float, radius: float) -> list[Part]:
    """Reach two shafts to the front, joined by a bar, and a prop below them."""
    made = []
    reach, y = 1.15, bed - 0.06
    for side in (-1, 1):
        x = side * 0.34 * width
        path = [
            (x, y, 0.2 * length),
            (x, y, length / 2 + 0.12),
            (x * 0.96, y - 0.08, length / 2 + 0.65 * reach),
            (x * 0.92, y - 0.04, length / 2 + reach),
        ]
        made.append(
            part("shafts", "wood", limb(path, [0.038, 0.038, 0.034, 0.03], 7), (0, 0, 1), crease_deg=50)
        )
        made.append(part("shafts", "wood", knob(path[3], 0.042, 7, 5), (0, 0, 1)))
    z = length / 2 + 0.66 * reach
    made.append(
        part(
            "shafts",
            "wood",
            stick((-0.35 * width, y - 0.08, z), (0.35 * width, y - 0.08, z), 0.028, 8),
            (1, 0, 0),
        )
    )
    foot = (0.0, 0.0, length / 2 + 0.22)
    made.append(beam("shafts", foot, (0, y + 0.02, 0.42 * length), 0.06, 0.05, (0, 0, 1), 0.008))
    return made


def _running_gear(
    width: float, length: float, bed: float, radius: float, track: float, spokes: int
) -> list[Part]:
    """Set larger wheels behind and smaller ones before, on their axles."""
    made = []
    for z, r in ((-0.31 * length, radius), (0.33 * length, 0.8 * radius)):
        made += _axle(track, r, bed, z, width)
        for side in (-1, 1):
            made += move_parts(
                cart_wheel(r, max(4, spokes - 3), felloes=4, plain=True),
                (side * track, r, z),
                None if side > 0 else ABOUT_Y,
            )
    pole = beam(
        "frame",
        (0, 0.9 * radius, -0.31 * length),
        (0, 0.8 * radius, 0.33 * length),
        0.07,
        0.07,
        (0, 1, 0),
        0.01,
    )
    return [*made, pole]


def _drawbar(length: float, y: float) -> list[Part]:
    """Reach a drawbar to the front with a cross bar at its end."""
    z = length / 2
    tip = (0, y + 0.08, z + 0.95)
    made = [beam("shafts", (0, y, 0.3 * length), tip, 0.07, 0.065, (0, 1, 0), 0.012)]
    made.extend(
        beam(
            "shafts",
            (side * 0.3, y, 0.33 * length),
            (side * 0.02, y + 0.035, z + 0.35),
            0.05,
            0.05,
            (0, 1, 0),
            0.008,
        )
        for side in (-1, 1)
    )
    made.append(
        part(
            "shafts",
            "wood",
            stick((-0.3, y + 0.07, z + 0.86), (0.3, y + 0.07, z + 0.86), 0.028, 8),
            (1, 0, 0),
        )
    )
    made.extend(
        part("shafts", "wood", knob((x, y + 0.07, z + 0.86), 0.036, 8, 6), (1, 0, 0)) for x in (-0.3, 0.3)
    )
    made.append(part("tyres", "metal", stud((0, y + 0.115, z + 0.86), (0, 1, 0), 0.022, 0.015), (0, 1, 0)))
    return made


def _load(dials: Dials, load: str, width: float, length: float, high: float) -> list[Part]:
    """Heap the load on y = 0, between sides of a height."""
    rng = dials.rng
    if load == "hay":
        return _hay(rng, width, length, high)
    made: list[Part] = []
    if load == "sacks":
        for x, z in ((-0.22, -0.28), (0.24, -0.2), (-0.05, 0.16)):
            made += move_parts(
                _sack(rng),
                (x * width, 0, z * length),
                turn(1, float(rng.uniform(0, 360))) @ turn(0, float(rng.uniform(-6, 6))),
            )
        return made
    for x, z, size in ((-0.22, -0.24, 0.46), (0.22, 0.2, 0.42), (0.2, -0.27, 0.36)):
        yaw = turn(1, float(rng.uniform(-12, 12)))
        made += move_parts(_crate(size), (x * width, -0.004, z * length), yaw)
    return made


def _hay(rng: np.random.Generator, width: float, length: float, high: float) -> list[Part]:
    rings, sides = [], 18
    angle = 2 * np.pi * np.arange(sides) / sides
    box = 1 / np.maximum(np.abs(np.cos(angle)), np.abs(np.sin(angle))) ** 0.72
    for share, y in (
        (0.86, 0.0),
        (0.93, 0.5 * high),
        (1.06, 1.02 * high),
        (1.0, 1.45 * high),
        (0.74, 1.85 * high),
        (0.35, 2.05 * high),
    ):
        rough = rng.uniform(0.95, 1.05, sides)
        r = share * box * rough
        rings.append(
            np.stack(
                [
                    0.5 * width * r * np.sin(angle) * 0.94,
                    y + 0.06 * high * rng.uniform(-1, 1, sides) * (y > 0),
                    0.48 * length * r * np.cos(angle) * 0.94,
                ],
                1,
            )
        )
    made = [part("hay", "straw", loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=70)]
    for _ in range(12):
        a, up = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(1.05, 1.9))
        share = float(np.interp(up, [1.02, 1.45, 1.85, 2.05], [1.02, 0.96, 0.7, 0.3]))
        at = np.array([0.47 * width * share * np.sin(a), up * high, 0.46 * length * share * np.cos(a)])
        way = np.array(
            [
                np.sin(a) + float(rng.uniform(-0.9, 0.9)),
                float(rng.uniform(-0.7, 0.9)),
                np.cos(a) + float(rng.uniform(-0.9, 0.9)),
            ]
        )
        way *= float(rng.uniform(0.09, 0.17)) / np.linalg.norm(way)
        made.append(part("hay", "straw", stick(at - 0.5 * way, at + way, 0.007, 3), way))
    return made


def _sack(rng: np.random.Generator) -> list[Part]:
    t = 2 * np.pi * np.arange(10) / 10
    rings = []
    for r, y in ((0.15, 0.0), (0.2, 0.08), (0.2, 0.22), (0.16, 0.38), (0.045, 0.48), (0.08, 0.57)):
        tufted = 1 + 0.2 * np.cos(3 * t) if abs(r - 0.08) < 0.015 else 1
        q = r * (1 + 0.05 * rng.uniform(-1, 1, 10)) * tufted
        rings.append(np.stack([1.15 * q * np.sin(t), np.full(10, y), 0.92 * q * np.cos(t)], 1))
    body = part("sacks", "cloth", loft(np.asarray(rings)), (0, 1, 0), (0, 0, 1), crease_deg=70)
    tie = part(
        "rope", "rope", cylinder(0.062, 0.463, 0.497, 5), (0, 1, 0), mapping="turned", origin=(0, 0, 0)
    )
    return [body, tie]


def _crate(size: float) -> list[Part]:
    made = [
        part(
            "crates",
            "wood",
            board((0, size / 2, 0), (size - 0.03, size - 0.03, size - 0.03), 0),
            (1, 0, 0),
            (0, 0, 1),
        )
    ]
    half = size / 2
    for i in (-1, 1):
        for j in (-1, 1):
            made.append(
                timber("crates", (i * (half - 0.03), size / 2, j * (half - 0.03)), (0.07, size, 0.07), 0.006)
            )
            made.append(
                timber(
                    "crates",
                    (i * (half - 0.03), size / 2 + j * (half - 0.03), 0),
                    (0.06, 0.06, size - 0.1),
                    0,
                )
            )
            made.append(
                timber(
                    "crates",
                    (0, size / 2 + j * (half - 0.03), i * (half - 0.03)),
                    (size - 0.1, 0.06, 0.06),
                    0,
                )
            )
    return made


KINDS = {
    "cart": Kind(
        build=_cart,
        size_m=2.9,
        parts={
            "sides": Made(("oak", "weathered wood", "pine"), words=("side", "boards", "walls", "body")),
            "bed": Made(("oak", "weathered wood"), words=("floor", "planks")),
            "frame": Made(("dark oak", "oak"), words=("stakes", "beams", "rails")),
            "wheels": Made(("oak", "dark oak"), words=("wheel", "spokes", "rims", "felloes")),
            "hubs": Made(("dark oak",), words=("hub", "naves")),
            "tyres": Made(("wrought iron", "rusty iron"), words=("tyre", "tires", "rings", "irons")),
            "axle": Made(("dark oak",), words=("axles",)),
            "shafts": Made(("oak", "weathered wood"), words=("shaft", "drawbar", "poles", "handles")),
            "nails": Made(("wrought iron",), words=("nail", "studs")),
            "hay": Made(("hay", "straw"), words=("straw", "load")),
            "sacks": Made(("burlap",), words=("sack", "bags", "grain")),
            "rope": Made(("rope",), words=("cord", "ties")),
            "crates": Made(("pine",), words=("crate", "boxes")),
        },
        synonyms=("wagon", "handcart", "wooden cart"),
        main=("bed", "frame"),
        words={
            "two-wheeled": {"form": "two-wheeled"},
            "four-wheeled": {"form": "four-wheeled"},
            "loaded": {"load": "hay"},
            "full": {"load": "hay"},
            "empty": {"load": "nothing"},
        },
    ),
}
