"""Builds guitars: hollow ones with a sound hole, electric ones, pointed ones, and round-bodied lutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import hoop, mirrored, rounded
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import Y_TO_Z, bar, board, cylinder, nail, prism_of, ring, stick
from threed.procedural.solids import loft, move

UP, OUT = (0, 1, 0), (0, 0, 1)


@dataclass(frozen=True)
class _Strung:
    """Where a guitar's strings run, in metres.

    Attributes:
        front: Z of the body's face.
        bridge: height of the bridge.
        body: height where body and neck meet.
        nut: height of the neck's end.
        over: how far the fretboard's face lies before the body's.
    """

    front: float
    bridge: float
    body: float
    nut: float
    over: float

    def half(self, y: float) -> float:
        """Return the fretboard's half width at a height."""
        return float(np.interp(y, [self.body - 0.1, self.nut], [0.031, 0.024]))


def _outline(form: str, width: float, waist: float, horn: float) -> np.ndarray:
    half = width / 2
    if form == "electric":
        points = [(0, 0.0), (0.55, 0.012), (0.98, 0.1), (0.94, 0.2), (0.76, 0.27), (0.8, 0.345)]
        points += [
            (0.72, 0.345 + 0.8 * horn),
            (0.56, 0.345 + 0.9 * horn),
            (0.34, 0.35),
            (0.0, 0.345),
            (-0.34, 0.36),
        ]
        points += [
            (-0.58, 0.36 + 1.25 * horn),
            (-0.8, 0.35 + 1.2 * horn),
            (-0.86, 0.33),
            (-0.76, 0.255),
            (-0.96, 0.16),
        ]
        points += [(-0.93, 0.07), (-0.5, 0.004)]
        return rounded(np.array(points) * [0.83 * half, 1.03], 3)
    if form == "pointed":
        right = [(0, 0.15), (0.6, -0.0), (0.92, -0.06), (1.06, -0.02), (0.3, 0.36), (0.2, 0.41), (0, 0.42)]
        points = np.array(mirrored(right)) * [half, 1]
        return points + [0, 0.063]
    if form == "round":
        right = [
            (0, 0.0),
            (0.55, 0.025),
            (0.93, 0.14),
            (0.95, 0.25),
            (0.72, 0.365),
            (0.36, 0.445),
            (0.12, 0.478),
            (0, 0.485),
        ]
    else:
        right = [(0, 0.0), (0.55, 0.01), (0.97, 0.1), (0.94, 0.19), (waist, 0.275), (0.98 * waist, 0.31)]
        right += [(0.76, 0.385), (0.66, 0.45), (0.3, 0.485), (0, 0.487)]
    return rounded(np.array(mirrored(right)) * [half, 1], 3)


def _hollow(outline: np.ndarray, depth: float, hole_y: float, hole: float, waist: float) -> list[Part]:
    """Build a body of a back with sides and a top with a hole that one looks into."""
    middle = outline.mean(0)
    wood = 0.005
    inner = middle + (outline - middle) * 0.94
    room = move(prism_of(inner.tolist(), depth, 0), (0, 0, 0.02))
    sides = carve(move(prism_of(outline.tolist(), depth - wood, 0.006), (0, 0, -wood / 2)), room)
    top = move(prism_of(outline.tolist(), wood, 0), (0, 0, depth / 2 - wood / 2))
    top = carve(top, move(cylinder(hole, -0.1, 0.1, 24), (0, hole_y, depth / 2), Y_TO_Z))
    path = np.concatenate([outline, np.full((len(outline), 1), depth / 2 - 0.002)], 1)
    parts = [
        part("body", "wood", sides, UP, OUT, crease_deg=45),
        part("top", "wood", top, UP, OUT),
        part("binding", "plastic", hoop(path, (0.0042, 0.0046), 4, flats=True), UP, OUT, crease_deg=50),
    ]
    rosette = move(ring(hole - 0.002, 0.012, -0.004, 0.0025, 24), (0, hole_y, depth / 2), Y_TO_Z)
    return [*parts, part("rosette", "wood", rosette, UP, OUT)]


def _neck(s: _Strung, frets: int, ornate: bool) -> list[Part]:
    """Make neck, fretboard, frets, marks and nut."""
    rows, rings = np.linspace(s.body - 0.045, s.nut + 0.012, 4), []
    face = s.front + s.over - 0.007
    for k, y in enumerate(rows):
        half, deep = s.half(y), 0.02 if k else 0.034
        angle = np.linspace(0, np.pi, 7)
        x, z = half * np.cos(angle), face - deep * np.sin(angle) - 0.0
        rings.append(np.stack([x, np.full(7, y), z], 1))
    parts = [part("neck", "wood", loft(np.asarray(rings)), UP, OUT, crease_deg=60)]
    low = s.body - (0.1 if s.over < 0.012 else 0.07)
    outline = [(-s.half(low), low), (s.half(low), low), (s.half(s.nut), s.nut), (-s.half(s.nut), s.nut)]
    wood = move(prism_of(outline, 0.0125, 0.002), (0, 0, face + 0.00125))
    parts.append(part("fretboard", "wood", wood, UP, OUT))
    top = face + 0.0075
    scale = s.nut - s.bridge
    heights = [y for y in (s.bridge + scale * 2 ** (-k / 12) for k in range(1, frets + 1)) if y > low + 0.006]
    wires = [board((0, y, top), (2 * s.half(y) - 0.001, 0.0028, 0.003), 0) for y in heights]
    parts += [part("frets", "metal", wire, (1, 0, 0), OUT) for wire in wires]
    marks = [3, 5, 7, 9, 12]
    for k in marks:
        if k < len(heights):
            y = (heights[k - 1] + heights[k - 2]) / 2
            dot = nail(
                (0, y, top - 0.0002), OUT, 0.0055 if not ornate else 0.0075, 0.0012, 8 if not ornate else 4
            )
            parts.append(part("binding", "plastic", dot, OUT))
    nut = board((0, s.nut + 0.002, top - 0.001), (2 * s.half(s.nut) + 0.001, 0.007, 0.011), 0.001)
    return [*parts, part("binding", "plastic", nut, (1, 0, 0), OUT)]


def _head(s: _Strung, form: str) -> tuple[list[Part], list[tuple[float, float]]]:
    """Make the head and its tuners; return also where the strings end on it."""
    y0, z = s.nut + 0.004, s.front + s.over - 0.0125
    if form == "inline":
        outline = [
            (-0.024, 0),
            (0.024, 0),
            (0.03, 0.03),
            (0.034, 0.15),
            (0.022, 0.186),
            (-0.012, 0.18),
            (-0.036, 0.045),
        ]
        pegs = [(-0.006 + 0.0032 * k, 0.036 + 0.026 * k, -1) for k in range(6)]
    elif form == "pointed":
        outline = [(-0.024, 0), (0.024, 0), (0.05, 0.075), (0.0, 0.2), (-0.05, 0.075)]
        pegs = [(side * (0.028 - 0.004 * k), 0.06 + 0.03 * k, side) for side in (-1, 1) for k in range(3)]
    else:
        outline = [
            (-0.024, 0),
            (0.024, 0),
            (0.034, 0.03),
            (0.038, 0.165),
            (0.02, 0.173),
            (0, 0.166),
            (-0.02, 0.173),
            (-0.038, 0.165),
            (-0.034, 0.03),
        ]
        pegs = [(side * 0.02, 0.045 + 0.045 * k, side) for side in (-1, 1) for k in range(3)]
    solid = move(prism_of(outline, 0.016, 0.003), (0, y0, z))
    parts = [part("head", "wood", solid, UP, OUT)]
    for x, y, side in pegs:
        post = move(cylinder(0.0042, -0.006, 0.012, 6), (x, y0 + y, z + 0.008), Y_TO_Z)
        parts.append(part("pegs", "metal", post, OUT, mapping="turned"))
        edge = side * 0.042 if form != "inline" else -0.03 + 0.003 * (y / 0.03)
        if form == "pointed":
            edge = side * float(np.interp(y, [0, 0.075, 0.2], [0.024, 0.05, 0.0]))
        else:
            edge -= side * 0.006
        rod = stick((x, y0 + y, z), (edge + side * 0.016, y0 + y, z), 0.0028, 6)
        parts.append(part("pegs", "metal", rod, (1, 0, 0)))
        grip = board((edge + side * 0.02, y0 + y, z), (0.015, 0.017, 0.008), 0.003)
        parts.append(part("pegs", "metal", grip, (1, 0, 0)))
    return parts, [(x, y0 + y) for x, y, _ in pegs]


def _strings(s: _Strung, ends: list[tuple[float, float]], saddle: float) -> list[Part]:
    parts = []
    nut_z = s.front + s.over + 0.0045
    order = sorted(ends, key=lambda e: (e[0], e[1] if e[0] < 0 else -e[1]))
    for k in range(6):
        share = (k - 2.5) / 2.5
        low = (0.027 * share, s.bridge - 0.002, s.front + saddle)
        nut = (0.83 * s.half(s.nut) * share, s.nut + 0.002, nut_z)
        peg = (order[k][0], order[k][1], s.front + s.over - 0.0125 + 0.015)
        radius = 0.0011 - 0.00005 * k
        parts.append(part("strings", "metal", stick(low, nut, radius, 3), UP))
        parts.append(part("strings", "metal", stick(nut, peg, radius, 3), UP))
    return parts


def _bridge(s: _Strung, hollow: bool) -> list[Part]:
    y, z = s.bridge, s.front
    if hollow:
        wood = board((0, y - 0.006, z + 0.004), (0.17, 0.028, 0.012), 0.003)
        saddle = board((0, y, z + 0.009), (0.075, 0.004, 0.014), 0.001)
        parts = [part("bridge", "wood", wood, (1, 0, 0), OUT), part("binding", "plastic", saddle, (1, 0, 0))]
        for k in range(6):
            at = (0.0108 * (k - 2.5), y - 0.012, z + 0.0105)
            parts.append(part("binding", "plastic", nail(at, OUT, 0.0035, 0.003, 6), OUT))
        return parts
    plate = board((0, y - 0.008, z + 0.003), (0.088, 0.034, 0.01), 0.002)
    saddles = [board((0.0108 * (k - 2.5), y - 0.003, z + 0.009), (0.0095, 0.02, 0.01), 0) for k in range(6)]
    tail = board((0, y - 0.045, z + 0.004), (0.09, 0.016, 0.014), 0.003)
    return [part("pegs", "metal", one, (1, 0, 0), OUT) for one in (plate, *saddles, tail)]


def _electric(
    s: _Strung, outline: np.ndarray, depth: float, pickups: int, guard: bool, form: str, knobs: int
) -> list[Part]:
    body = prism_of(outline.tolist(), depth, 0.009)
    parts = [part("slab", "wood", body, UP, OUT, crease_deg=50)]
    z = s.front
    lift = 0.0
    if guard and form == "electric":
        lift = 0.003
        shape = [
            (-0.085, 0.15),
            (-0.06, 0.125),
            (0.03, 0.115),
            (0.1, 0.075),
            (0.128, 0.095),
            (0.112, 0.18),
            (0.1, 0.27),
        ]
        shape += [
            (0.095, 0.345),
            (0.045, 0.36),
            (-0.045, 0.36),
            (-0.1, 0.385),
            (-0.112, 0.34),
            (-0.098, 0.25),
        ]
        plate = move(prism_of(rounded(np.array(shape), 2).tolist(), 0.006, 0.001), (0, 0, z))
        parts.append(part("guard", "plastic", plate, UP, OUT))
    for y in np.linspace(s.bridge + 0.045, s.body - 0.115, pickups):
        parts.append(
            part(
                "pickups",
                "plastic",
                board((0, y, z + 0.004), (0.082, 0.028, 0.014 + lift), 0.003),
                (1, 0, 0),
                OUT,
            )
        )
        for k in range(6):
            pole = board((0.0108 * (k - 2.5), y, z + 0.011 + lift / 2), (0.006, 0.006, 0.004), 0)
            parts.append(part("pegs", "metal", pole, OUT))
    for k in range(knobs):
        x, y = (
            (0.108 - 0.008 * k, 0.105 + 0.042 * k)
            if form == "electric"
            else (0.075 - 0.018 * k, 0.155 + 0.045 * k)
        )
        dial = move(cylinder(0.0115, -0.004, 0.015, 10, 0.003), (x, y, z + lift), Y_TO_Z)
        parts.append(part("knobs", "plastic", dial, OUT, mapping="turned"))
    if form == "electric":
        lever = stick((0.075, s.bridge + 0.012, z + 0.004), (0.1, s.bridge + 0.11, z + 0.03), 0.003, 6)
        foot = stick((0.04, s.bridge - 0.008, z + 0.005), (0.077, s.bridge + 0.016, z + 0.006), 0.003, 6)
        parts += [part("pegs", "metal", one, UP) for one in (lever, foot)]
    return parts


def _guitar(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"acoustic": 0.5, "electric": 0.28, "pointed": 0.1, "round": 0.12}, "of its body"
    )
    width = dials.number("width", 0.36, 0.41, "m", "of its body")
    waist = dials.number("waist", 0.58, 0.68, "", "of an acoustic one, by its width", (0.4, 0.95))
    depth = dials.number("depth", 0.09, 0.11, "m", "of a hollow body")
    frets = dials.count("frets", 12, 16, "on its neck", (0, 22))
    horn = dials.number("horn", 0.07, 0.11, "m", "how far an electric one's horns reach", (0.02, 0.18))
    pickups = dials.count("pickups", 2, 3, "of an electric one", (1, 4))
    guard = dials.flag("pickguard", 0.7, "a plate that keeps the pick off the body")
    ornate = dials.flag("ornate", 0.06, "inlaid")
    hollow = form in ("acoustic", "round")
    outline = _outline(form, width, waist, horn)
    if hollow:
        s = _Strung(depth / 2, 0.125, 0.485, 0.825, 0.011)
        hole = 0.05 if form == "acoustic" else 0.046
        parts = _hollow(outline, depth, 0.335 if form == "acoustic" else 0.32, hole, waist)
        if guard:
            shape = [
                (0.053, 0.345),
                (0.058, 0.305),
                (0.04, 0.277),
                (0.075, 0.235),
                (0.098, 0.26),
                (0.078, 0.31),
                (0.07, 0.35),
            ]
            plate = move(prism_of(rounded(np.array(shape), 2).tolist(), 0.004, 0.0006), (0, 0, s.front))
            parts.append(part("guard", "plastic", plate, UP, OUT))
        heel = bar((0, 0.475, s.front - 0.035), (0, 0.52, s.front - 0.012), 0.045, 0.05, 0.01)
        parts.append(part("neck", "wood", heel, UP, OUT))
    else:
        slab = 0.046
        s = _Strung(
            slab / 2, 0.11 if form == "electric" else 0.2, 0.38 if form == "electric" else 0.47, 0.8, 0.013
        )
        if form == "pointed":
            s = _Strung(slab / 2, 0.225, 0.475, 0.86, 0.013)
        parts = _electric(s, outline, slab, pickups, guard, form, 3)
    parts += _bridge(s, hollow)
    parts += _neck(s, frets, ornate)
    head, ends = _head(s, {"electric": "inline", "pointed": "pointed"}.get(form, "paired"))
    parts += head + _strings(s, ends, 0.0155 if hollow else 0.0135)
    if ornate:
        for k in range(0 if form == "pointed" else 5):
            a = np.deg2rad(-130 + 20 * k)
            at = (0.3 * width * np.cos(a), 0.15 + 0.08 * np.sin(a), s.front + 0.001)
            parts.append(part("binding", "plastic", nail(at, OUT, 0.006, 0.0018, 4), OUT))
    return parts


KINDS = {
    "guitar": Kind(
        build=_guitar,
        size_m=1.02,
        parts={
            "body": Made(("mahogany", "walnut", "oak"), words=("sides", "back")),
            "top": Made(("pine", "birch", "mahogany"), words=("face", "soundboard")),
            "slab": Made(
                ("gloss paint",), ("#a01c1c", "#1b4f8f", "#1c1c20", "#e8dcc0", "#3d7a6a"), words=("body",)
            ),
            "neck": Made(("mahogany", "walnut", "oak"), words=()),
            "head": Made(("mahogany", "walnut", "ebony"), words=("headstock",)),
            "fretboard": Made(("ebony", "walnut"), words=("fingerboard",)),
            "frets": Made(("brass", "silver"), words=()),
            "strings": Made(("steel", "brass"), words=("string",)),
            "pegs": Made(("chrome", "brass"), words=("tuners", "hardware")),
            "bridge": Made(("ebony", "walnut"), words=()),
            "binding": Made(("ivory",), words=("edge", "inlay", "marks")),
            "rosette": Made(("ebony", "walnut"), words=("hole",)),
            "guard": Made(("plastic",), ("#f0ead8", "#1c1a1a", "#5a2a16"), words=("pickguard",)),
            "pickups": Made(("plastic",), ("#1c1a1a", "#efe8d6"), words=()),
            "knobs": Made(("plastic",), ("#1c1a1a", "#efe8d6"), words=("dials",)),
        },
        synonyms=("acoustic guitar", "electric guitar", "ukulele", "lute"),
        main=("top", "slab"),
        words={
            "electric": {"form": "electric"},
            "acoustic": {"form": "acoustic"},
            "round": {"form": "round"},
            "pointed": {"form": "pointed"},
            "ornate": {"ornate": True},
        },
    ),
}
