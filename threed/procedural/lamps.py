"""Builds table lamps: a foot, a stem, a socket with a bulb, and a shade that a spider of wire holds."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import way_to
from threed.procedural.glazing import TURNED, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, cylinder, knob, ring, rope, stick
from threed.procedural.solids import Solid, lathe, turn
from threed.procedural.sweeps import limb


def _lamp(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"table": 0.87, "desk": 0.13}, "a desk's has arms with joints")
    shade = dials.choice(
        "shade", {"cone": 0.4, "drum": 0.2, "bell": 0.15, "square": 0.15, "globe": 0.1}, "of a table's"
    )
    stem = dials.choice(
        "stem", {"turned": 0.27, "vase": 0.25, "rod": 0.13, "stacked": 0.15, "tripod": 0.2}, "of a table's"
    )
    height = dials.number("height", 0.24, 0.31, "m", "of the stem")
    brim = dials.number("brim", 0.12, 0.155, "m", "radius of the shade's lower rim")
    rise = dials.number("rise", 0.15, 0.2, "m", "height of the shade")
    crown = dials.number("crown", 0.45, 0.7, "", "its upper rim, in lower rims", (0.2, 1.2))
    legs = dials.count("legs", 3, 3, "of a tripod", (3, 5))
    chain = dials.flag("chain", 0.4, "a chain to pull")
    ornate = dials.flag("ornate", 0.15, "gilded rims and a larger finial")
    if form == "desk":
        return _desk_lamp(dials, height, brim, ornate)
    parts, neck = _stem(dials, stem, height, legs, ornate)
    if shade == "globe":
        return parts + _globe(dials, neck, 0.85 * brim, ornate)
    parts += _bulb(neck)
    parts += _shade(dials, shade, neck + 0.015, brim, rise, crown, ornate)
    if chain:
        parts += _chain(neck)
    return parts


def _foot(wide: float, sides: int, square: bool) -> list[Part]:
    """Make a weighted foot with a step."""
    profile = [
        (0, 0), (wide - 0.003, 0), (wide, 0.003), (wide, 0.012), (wide - 0.003, 0.015),
        (0.8 * wide, 0.019), (0.72 * wide, 0.026), (0.25 * wide, 0.034), (0, 0.034),
    ]  # fmt: skip
    solid = turned(np.array(profile) * ([1.2, 1] if square else [1, 1]), 4 if square else sides)
    return [part("base", "metal", solid, **TURNED, crease_deg=25 if square else 35)]


def _stem(dials: Dials, kind: str, height: float, legs: int, ornate: bool) -> tuple[list[Part], float]:
    """Make what stands on the table; return it with the height of the socket's foot."""
    rng, sides = dials.rng, dials.sides(0.06, 18, 20)
    if kind == "tripod":
        parts = []
        for k in range(legs):
            way = way_to(0.2 + k * 2 * np.pi / legs)
            foot, top = 0.13 * way, np.array([0, height, 0]) + 0.012 * way
            wood = limb([foot, foot + 0.03 * (top - foot), top], [0.0075, 0.0085, 0.012], 8)
            parts.append(part("stand", "wood", wood, top - foot, crease_deg=60))
            pad = cylinder(0.0105, 0.0, 0.012, 8, 0.002)
            parts += move_parts([part("base", "metal", pad, **TURNED)], foot - [0, 0.0, 0])
        hub = [
            (0, height - 0.035), (0.026, height - 0.035), (0.03, height - 0.03), (0.03, height - 0.002),
            (0.026, height + 0.003), (0.012, height + 0.006), (0, height + 0.006),
        ]  # fmt: skip
        parts.append(part("base", "metal", lathe(hub, 18), **TURNED, crease_deg=35))
        y = 0.42 * height
        spread = 0.13 - (0.118) * (y / height)
        parts.append(
            part("base", "metal", ring(spread - 0.004, 0.005, y - 0.005, y + 0.005, 20, 0.001), **TURNED)
        )
        return parts, height
    wide, square = rng.uniform(0.075, 0.09), bool(rng.random() < 0.2)
    parts = _foot(wide, sides, square)
    t, low = np.linspace(0, 1, 12), 0.03
    body = height - low
    if kind == "vase":
        swell = 0.03 + rng.uniform(0.035, 0.05) * np.sin(np.pi * t ** rng.uniform(0.65, 1.3)) ** 1.6
        swell[-2:] = [0.022, 0.026]
        profile = np.stack([swell, low + 0.86 * body * t], 1)
        solid = lathe([(0, low), *profile, (0, profile[-1, 1])], sides)
        parts.append(part("vase", "ceramic", solid, **TURNED, crease_deg=60))
        collar = [
            (0, low + 0.85 * body), (0.026, low + 0.85 * body), (0.028, low + 0.88 * body),
            (0.012, low + 0.92 * body), (0.009, height), (0, height),
        ]  # fmt: skip
        parts.append(part("base", "metal", lathe(collar, 16), **TURNED, crease_deg=35))
    elif kind == "stacked":
        count = int(rng.integers(3, 5))
        each = body / count
        for k in range(count):
            size = 0.5 * each * (1.12, 0.94, 1.05, 0.9)[k]
            place = np.array([0, low + (k + 0.5) * each, 0])
            ball = knob(place, (1.1 * size, 0.54 * each, 1.1 * size), 16, 8)
            parts.append(part("stand", "wood", ball, mapping="turned", origin=place, crease_deg=60))
            if k:
                y = low + k * each
                parts.append(
                    part("base", "metal", cylinder(0.019, y - 0.004, y + 0.004, 14, 0.001), **TURNED)
                )
    elif kind == "turned":
        knops = [
            (0, low), (0.03, low), (0.034, low + 0.008), (0.03, low + 0.018), (0.015, low + 0.03),
            (0.018, low + 0.1 * body + 0.03), (0.034, low + 0.36 * body), (0.031, low + 0.46 * body),
            (0.0135, low + 0.66 * body), (0.013, low + 0.7 * body), (0.021, low + 0.72 * body),
            (0.022, low + 0.75 * body), (0.013, low + 0.78 * body), (0.012, low + 0.9 * body),
            (0.018, low + 0.95 * body), (0.016, height), (0, height),
        ]  # fmt: skip
        parts.append(part("stand", "wood", lathe(knops, sides), **TURNED, crease_deg=50))
    else:
        parts.append(part("rod", "metal", cylinder(0.008, low - 0.002, height, 12, 0.001), **TURNED))
        parts.append(part("rod", "metal", cylinder(0.013, low, low + 0.02, 14, 0.003), **TURNED))
    if ornate:
        parts.append(part("trim", "metal", ring(wide * 0.98, 0.0045, 0.004, 0.011, sides, 0.001), **TURNED))
    return parts, height


def _bulb(y: float) -> list[Part]:
    """Make a socket and a bulb above a height."""
    socket = [
        (0, y - 0.004), (0.017, y - 0.004), (0.019, y), (0.019, y + 0.03), (0.016, y + 0.034),
        (0, y + 0.034),
    ]  # fmt: skip
    glass = [
        (0, 0), (0.013, 0), (0.0145, 0.016), (0.026, 0.042), (0.03, 0.058), (0.027, 0.072),
        (0.016, 0.084), (0, 0.088),
    ]  # fmt: skip
    bulb = part("bulb", "light", lathe(glass, 14), **TURNED, crease_deg=80)
    switch = stick((0.015, y + 0.016, 0), (0.03, y + 0.016, 0), 0.0035, 8)
    return [
        part("socket", "metal", lathe(socket, 14), **TURNED, crease_deg=35),
        part("socket", "metal", switch, (1, 0, 0)),
        *move_parts([bulb], (0, y + 0.032, 0)),
    ]


def _shade(
    dials: Dials, kind: str, y: float, brim: float, rise: float, crown: float, ornate: bool
) -> list[Part]:
    """Make a shade open above and below, its lower rim at a height, on a harp and a spider."""
    sides, square, thick = dials.sides(brim, 24, 28), kind == "square", 0.0028
    top = brim * (0.92 if kind == "drum" else crown)
    t = np.linspace(0, 1, 6 if kind == "bell" else 2)
    flare = (1 - t) ** 2.4 if kind == "bell" else 1 - t
    if kind == "bell":
        top = 0.5 * brim
    line = np.stack([top + (brim - top) * flare, y + rise * t], 1)
    factor = np.array([1.22, 1]) if square else np.array([1.0, 1])
    around = 4 if square else sides
    wall = np.concatenate([line, line[::-1] - [thick, 0], line[:1]]) * factor
    parts = [part("shade", "cloth", turned(wall, around), **TURNED, crease_deg=35)]
    for radius, level in ((brim, y), (top, y + rise)):
        lip = np.array(
            [(-0.004, -0.0035), (0.0022, -0.0035), (0.0022, 0.0035), (-0.004, 0.0035), (-0.004, -0.0035)]
        )
        band = turned((lip + [radius, level]) * factor, around)
        name = "trim" if ornate else "rims"
        parts.append(part(name, "metal" if ornate else "cloth", band, **TURNED, crease_deg=35))
    # the spider: three spokes in the upper rim, on a harp that goes around the bulb
    hub = y + rise - 0.012
    for k in range(4 if square else 3):
        way = way_to(k * 2 * np.pi / (4 if square else 3))
        parts.append(
            part(
                "frame",
                "metal",
                stick(np.array([0, hub, 0]), (top - 0.001) * way + [0, hub + 0.01, 0], 0.0022, 6),
            )
        )
    s = np.linspace(0, np.pi, 8)
    reach = min(0.042, 0.85 * top)
    harp = np.stack(
        [reach * np.sin(s) ** 0.75, y - 0.017 + (hub - y + 0.017) * (1 - np.cos(s)) / 2, 0 * s], 1
    )
    halves = [limb(harp * [side, 1, 1], np.full(8, 0.0021), 5) for side in (-1, 1)]
    parts += [part("frame", "metal", half, crease_deg=60) for half in halves]
    size = 0.013 if ornate else 0.0095
    finial = (
        np.array(
            [(0, -0.6), (0.6, -0.6), (0.7, 0), (0.35, 0.5), (1.0, 1.2), (1.05, 1.7), (0.7, 2.3), (0, 2.6)]
        )
        * size
    )
    parts += move_parts(
        [part("trim" if ornate else "frame", "metal", lathe(finial, 12), **TURNED, crease_deg=60)],
        (0, hub, 0),
    )
    return parts


def _globe(dials: Dials, y: float, radius: float, ornate: bool) -> list[Part]:
    """Make a globe that glows, in a gallery of metal."""
    cup = [
        (0, y - 0.006), (0.02, y - 0.006), (0.05, y + 0.006), (0.058, y + 0.02), (0.06, y + 0.026),
        (0.054, y + 0.028), (0, y + 0.028),
    ]  # fmt: skip
    parts = [part("trim" if ornate else "base", "metal", lathe(cup, 20), **TURNED, crease_deg=35)]
    middle = y + 0.012 + radius * 0.93
    t = np.linspace(-np.pi / 2 + 0.1, np.pi / 2, 14)
    ball = np.stack([radius * np.cos(t), middle + 0.95 * radius * np.sin(t)], 1)
    ball[-1, 0] = 0
    parts.append(
        part(
            "globe",
            "light",
            lathe([(0, ball[0, 1]), *ball], dials.sides(radius, 24, 28)),
            **TURNED,
            crease_deg=80,
        )
    )
    if ornate:
        tip = np.array([(0, -0.5), (1.2, -0.3), (0.5, 0.4), (0.8, 1.2), (0, 2.2)]) * 0.011
        parts += move_parts(
            [part("trim", "metal", lathe(tip, 12), **TURNED, crease_deg=60)], (0, middle + 0.95 * radius, 0)
        )
    return parts


def _chain(y: float) -> list[Part]:
    """Hang a chain with a bead from the socket."""
    start = np.array([-0.016, y + 0.016, 0.006])
    end = start + [-0.024, -0.075, 0.004]
    path = [start, start + [-0.02, -0.004, 0.003], start + [-0.024, -0.02, 0.004], end]
    cord = part("frame", "metal", limb(path, np.full(4, 0.0016), 6), crease_deg=60)
    return [cord, part("frame", "metal", knob(end, (0.005, 0.008, 0.005), 8, 6), crease_deg=80)]


def _desk_lamp(dials: Dials, height: float, brim: float, ornate: bool) -> list[Part]:
    """Make a lamp with two arms, joints and springs, and a metal shade that looks down."""
    rng = dials.rng
    plate = [
        (0, 0), (0.085, 0), (0.088, 0.003), (0.088, 0.014), (0.084, 0.018), (0.03, 0.024), (0.024, 0.028),
        (0.022, 0.05), (0, 0.05),
    ]  # fmt: skip
    parts = [part("base", "metal", lathe(plate, dials.sides(0.088, 28, 34)), **TURNED, crease_deg=35)]
    foot = np.array([0, 0.055, 0])
    lower, upper = np.deg2rad(rng.uniform(100, 116)), np.deg2rad(rng.uniform(25, 40))
    elbow = foot + 0.85 * height * np.array([np.cos(lower), np.sin(lower), 0])
    wrist = elbow + 0.85 * height * np.array([np.cos(upper), np.sin(upper), 0])
    for a, b in ((foot, elbow), (elbow, wrist)):
        rods = [bar(a + [0, 0, z], b + [0, 0, z], 0.008, 0.005, 0.001) for z in (-0.0085, 0.0085)]
        parts += [part("rod", "metal", rod, b - a) for rod in rods]
    # springs beside the lower arm
    way = (elbow - foot) / np.linalg.norm(elbow - foot)
    side = np.array([way[1], -way[0], 0])
    t = np.arange(7 * 6) / 6
    for z in (-0.0085, 0.0085):
        core = foot + 0.02 * side + np.outer(0.2 + 0.35 * t / t.max(), 0.85 * height * way)
        parts.append(
            part(
                "spring",
                "metal",
                stick(core[0] + [0, 0, z], core[-1] + [0, 0, z], 0.0042, 8),
                way,
                mapping="turned",
                origin=core[0],
            )
        )
        for end, at in ((core[0], 0.1), (core[-1], 0.68)):
            arm = foot + at * 0.85 * height * way
            parts.append(part("rod", "metal", stick(end + [0, 0, z], arm + [0, 0, z], 0.0017, 6)))
    for place in (foot, elbow, wrist):
        pin = move_parts(
            [part("rod", "metal", cylinder(0.0125, -0.016, 0.016, 14, 0.002), **TURNED)], place, turn(0, 90)
        )
        parts += pin
        cap = move_parts(
            [
                part(
                    "trim" if ornate else "rod",
                    "metal",
                    cylinder(0.0075, -0.0215, 0.0215, 10, 0.002),
                    **TURNED,
                )
            ],
            place,
            turn(0, 90),
        )
        parts += cap
    head = _bell(dials, 0.62 * brim)
    tilt = turn(2, rng.uniform(18, 34))
    parts += move_parts(head, wrist + [0.012, -0.006, 0], tilt)
    cord = np.array([(-0.08, 0.009, 0), (-0.12, 0.006, 0.005), (-0.15, 0.0045, 0.03), (-0.17, 0.0035, 0.07)])
    parts.append(part("cord", "rubber", rope(cord, 0.0032, 6), crease_deg=60))
    return move_parts(parts, rotation=turn(1, -20.0))


def _bell(dials: Dials, brim: float) -> list[Part]:
    """Make a metal shade that hangs from the origin, a bulb in it."""
    sides, deep = dials.sides(brim, 24, 26), 1.45 * brim
    outer = [
        (brim, -deep), (0.97 * brim, -0.86 * deep), (0.82 * brim, -0.58 * deep),
        (0.58 * brim, -0.38 * deep), (0.42 * brim, -0.3 * deep), (0.38 * brim, -0.04 * deep),
        (0.3 * brim, 0.03 * deep), (0, 0.04 * deep),
    ]  # fmt: skip
    inner = [
        (0, -0.33 * deep), (0.54 * brim, -0.42 * deep), (0.78 * brim, -0.61 * deep),
        (0.93 * brim, -0.88 * deep), (0.965 * brim, -deep),
    ]  # fmt: skip
    shell: Solid = lathe([*inner, *outer], sides)
    lip = np.array([(-0.003, -0.003), (0.002, -0.003), (0.002, 0.003), (-0.003, 0.003), (-0.003, -0.003)]) + [
        brim,
        -deep,
    ]
    bulb = [
        (0, -0.92 * deep), (0.22 * brim, -0.88 * deep), (0.34 * brim, -0.76 * deep),
        (0.33 * brim, -0.64 * deep), (0.18 * brim, -0.46 * deep), (0.16 * brim, -0.3 * deep),
        (0, -0.3 * deep),
    ]  # fmt: skip
    return [
        part("metal shade", "metal", shell, **TURNED, crease_deg=40),
        part("metal shade", "metal", lathe(lip, sides), **TURNED, crease_deg=40),
        part("bulb", "light", lathe(bulb, 14), **TURNED, crease_deg=80),
        part("rod", "metal", stick((-0.012, 0, 0), (0.0, -0.02, 0), 0.008, 8)),
    ]


KINDS = {
    "lamp": Kind(
        build=_lamp,
        size_m=0.5,
        parts={
            "shade": Made(
                ("lit linen",), ("#efe2c4", "#c9453c", "#2f6a6a", "#e0b255", "#8a9a6a"), ("lampshade", "top")
            ),
            "metal shade": Made(
                ("painted metal",), ("#2f6a6a", "#b3342c", "#d9a52e", "#2a2b2e", "#d8d4c8"), ("shade", "head")
            ),
            "globe": Made(("lit paper",), ("#ffd9a0",), ("shade", "light", "ball")),
            "stand": Made(("oak", "walnut", "mahogany"), (), ("stem", "body", "legs", "leg")),
            "vase": Made(
                ("glazed ceramic",), ("#3f6f8f", "#e6dfd0", "#4f7a5c", "#8f3b34"), ("stand", "stem", "body")
            ),
            "rod": Made(("brass", "steel"), (), ("stand", "stem", "arm", "arms")),
            "base": Made(("brass", "wrought iron"), (), ("foot",)),
            "rims": Made(("linen",), ("#e9dcc0",), ("rim", "edge")),
            "frame": Made(("brass", "steel"), (), ("wire", "chain")),
            "socket": Made(("brass",), (), ()),
            "bulb": Made(("glow",), ("#ffe3a0",), ("light",)),
            "spring": Made(("steel",), (), ("springs",)),
            "cord": Made(("rubber",), ("#232326",), ("cable",)),
            "trim": Made(("gold",), (), ("finial",)),
        },
        synonyms=("table lamp", "bedside lamp", "desk lamp"),
        main=("metal shade", "globe"),
        words={
            "round": {"form": "table", "shade": "globe"},
            "square": {"form": "table", "shade": "square"},
            "conical": {"form": "table", "shade": "cone"},
            "three-legged": {"form": "table", "stem": "tripod", "legs": 3},
            "jointed": {"form": "desk"},
            "ornate": {"ornate": True},
        },
    ),
}
