"""Builds bells: hand bells, church bells on a yoke, bells hung in a frame, and round jingle bells."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import hoop, rounded, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, cylinder, knob, nail, stick, torus
from threed.procedural.solids import Solid, lathe, move, turn

UP = (0, 1, 0)
#: heights and radii of a bell's outside, by its height and the radius of its lip
PROFILE = np.array(
    [
        (0.0, 0.985),
        (0.035, 1.0),
        (0.075, 0.965),
        (0.17, 0.83),
        (0.32, 0.69),
        (0.5, 0.595),
        (0.68, 0.55),
        (0.82, 0.525),
        (0.9, 0.47),
        (0.955, 0.36),
        (0.985, 0.2),
    ]
)


def _cast(radius: float, height: float, flare: float, bands: int, sides: int) -> list[Part]:
    """Cast a hollow bell whose lip lies on y = 0."""
    y, r = PROFILE.T.copy()
    r = r + flare * (1 - r) * (1 - y)
    outer = [(radius * b, height * a) for a, b in zip(y, r, strict=True)]
    wall = 0.075 * radius
    inner = [
        (max(rr - wall * (1.5 if k < 3 else 1.0), 0.05 * radius), yy) for k, (rr, yy) in enumerate(outer[:-2])
    ]
    inner = [(rr, yy) for rr, yy in inner if yy < 0.86 * height]
    roof = [(0.0, 0.9 * height), (0.3 * radius, 0.89 * height)]
    shape = [*outer, (0, height), *roof, *inner[::-1]]
    solid = lathe([*shape, shape[0]], sides)
    parts = [part("bell", "metal", solid, UP, mapping="turned", crease_deg=45)]
    for at in (0.1, 0.74, 0.8)[:bands]:
        h = at * height
        rr = float(np.interp(h, [p[1] for p in outer], [p[0] for p in outer]))
        parts.append(part("bands", "metal", torus(rr, 0.026 * radius, h, sides, 6), UP, mapping="turned"))
    return parts


def _clapper(radius: float, height: float) -> list[Part]:
    """Hang a clapper under the crown, its ball at the lip."""
    pieces = [
        stick((0, 0.93 * height, 0), (0, 0.03 * height, 0), 0.045 * radius, 8),
        knob((0, 0.015 * height, 0), 0.17 * radius, 12, 8),
        stick((0, 0.0, 0), (0, -0.13 * height, 0), 0.05 * radius, 8),
    ]
    return [part("clapper", "metal", one, UP) for one in pieces]


def _crown(radius: float, height: float) -> list[Part]:
    """Cast the loops by which a heavy bell is bolted to its yoke."""
    t = np.linspace(0, np.pi, 7)
    parts = []
    for k in range(2):
        path = np.stack([0.24 * radius * np.cos(t), height * 0.965 + 0.26 * radius * np.sin(t), 0 * t], 1)
        loop = tube(path, 0.06 * radius, 8)
        parts.append(part("bell", "metal", move(loop, rotation=turn(1, 90 * k)), UP, crease_deg=60))
    parts.append(part("bell", "metal", cylinder(0.1 * radius, 0.96 * height, height + 0.22 * radius, 10), UP))
    return parts


def _handle(form: str, top: float, length: float) -> list[Part]:
    """Turn a handle, or bend a loop, that stands on a hand bell."""
    if form == "loop":
        t = np.linspace(-0.12, np.pi + 0.12, 13)
        path = np.stack([0.3 * length * np.cos(t), top + 0.3 * length + 0.4 * length * np.sin(t), 0 * t], 1)
        path = np.concatenate([[(0.12 * length, top - 0.006, 0)], path, [(-0.12 * length, top - 0.006, 0)]])
        return [part("loop", "metal", tube(path, 0.0065, 8), UP, crease_deg=60)]
    k = length
    rows = [
        (0.0, -0.01),
        (0.016, -0.01),
        (0.02, 0.004),
        (0.013, 0.014),
        (0.0105, 0.1 * k),
        (0.0135, 0.22 * k),
        (0.0165, 0.5 * k),
        (0.0145, 0.75 * k),
        (0.0105, 0.84 * k),
        (0.016, 0.9 * k),
        (0.0175, 0.95 * k),
        (0.011, k),
        (0, 1.02 * k),
    ]
    grip = move(lathe([(0, 0.012), *rows[3:]], 14), (0, top, 0))
    collar = move(lathe([*rows[:3], (0.0135, 0.016), (0, 0.016)], 14), (0, top, 0))
    return [
        part("handle", "wood", grip, UP, mapping="turned"),
        part("bands", "metal", collar, UP, mapping="turned"),
    ]


def _frame(form: str, half: float, beam: float, thick: float) -> list[Part]:
    """Build what a bell hangs in: posts on feet with a beam, or an arch of iron."""
    parts = []
    if form == "arch":
        t = np.linspace(0, np.pi, 11)
        rise = beam - half
        path = np.stack([half * np.cos(t), rise + half * np.sin(t), 0 * t], 1)
        path = np.concatenate([[(half, 0.02, 0)], path, [(-half, 0.02, 0)]])
        iron = 0.55 * thick
        parts.append(part("arch", "metal", tube(path, iron, 8, flats=True), UP, (0, 0, 1)))
        for side in (-1, 1):
            foot = board((side * half, 0.25 * thick, 0), (1.6 * thick, 0.5 * thick, 5.5 * thick), 0.006)
            parts.append(part("arch", "metal", foot, (0, 0, 1)))
            for z in (-1.9 * thick, 1.9 * thick):
                bolt = nail((side * half, 0.5 * thick, z), UP, 0.25 * thick, 0.12 * thick, 6)
                parts.append(part("arch", "metal", bolt, UP))
        return parts
    for side in (-1, 1):
        x = side * half
        parts.append(part("frame", "wood", board((x, beam / 2, 0), (thick, beam, thick), 0.006), UP))
        parts.append(
            part(
                "frame",
                "wood",
                board((x, 0.45 * thick, 0), (1.15 * thick, 0.9 * thick, 7 * thick), 0.008),
                (0, 0, 1),
            )
        )
        for z in (-1, 1):
            brace = bar(
                (x, 0.7 * thick, z * 2.7 * thick),
                (x, 0.42 * beam, z * 0.3 * thick),
                0.6 * thick,
                0.6 * thick,
                0.004,
                (1, 0, 0),
            )
            parts.append(part("frame", "wood", brace, (0, 1, 0)))
        knee = bar(
            (x - side * 0.3 * thick, beam - 2.6 * thick, 0),
            (x - side * 2.6 * thick, beam - 0.1 * thick, 0),
            0.6 * thick,
            0.6 * thick,
            0.004,
        )
        parts.append(part("frame", "wood", knee, (1, 1, 0)))
    outline = board((0, beam + 0.4 * thick, 0), (2 * half + 3.6 * thick, 1.1 * thick, 1.15 * thick), 0.009)
    return [*parts, part("frame", "wood", outline, (1, 0, 0))]


def _jingle(radius: float, slits: int, ornate: bool) -> list[Part]:
    """Make a round bell with a pea in it, slit below, on y = 0."""
    latitude = np.linspace(-np.pi / 2, np.pi / 2, 15)
    sides = 28
    ball = np.stack([radius * np.cos(latitude), radius * np.sin(latitude)], 1)
    room = 0.92 * ball
    shell = lathe([*ball, *room[::-1]], sides)
    tools: list[Solid] = []
    for k in range(slits):
        spin = turn(1, 180 * k / slits + 45)
        cut = board((0, -0.72 * radius, 0), (0.11 * radius, 0.96 * radius, 2.2 * radius), 0)
        tools.append(move(cut, rotation=spin))
        for side in (-1, 1):
            hole = move(
                cylinder(0.16 * radius, 0.4 * radius, 1.2 * radius, 12), (0, -0.24 * radius, 0), turn(0, 90)
            )
            tools.append(move(hole, rotation=spin if side > 0 else spin @ turn(1, 180)))
    shell = carve(shell, *tools)
    parts = [part("bell", "metal", shell, UP, mapping="turned", origin=(0, 0, 0), crease_deg=60)]
    girdle = [(0.95, -0.05), (1.045, -0.05), (1.06, -0.025), (1.06, 0.025), (1.045, 0.05), (0.95, 0.05)]
    band = np.asarray([*girdle, girdle[0]]) * radius
    band[:, 1] += 0.1 * radius
    parts.append(part("bands", "metal", lathe(band, sides), UP, mapping="turned"))
    parts.append(part("clapper", "metal", knob((0, -0.72 * radius, 0), 0.24 * radius, 10, 8), UP))
    stem = [(0, 0.96), (0.14, 0.97), (0.12, 1.04), (0.0, 1.05)]
    parts.append(part("bell", "metal", lathe(np.asarray(stem) * radius, 12), UP))
    loop = move(torus(0.17 * radius, 0.045 * radius, 0, 16, 6), (0, 1.18 * radius, 0), turn(0, 90))
    parts.append(part("loop", "metal", loop, UP, crease_deg=60))
    if ornate:
        for up in (0.3, 0.4, 0.7):
            line = torus(radius * np.sqrt(1 - up**2), 0.022 * radius, up * radius, sides, 6)
            parts.append(part("bands", "metal", line, UP, mapping="turned", crease_deg=60))
    return move_parts(parts, (0, radius, 0))


def _ribbon(radius: float) -> list[Part]:
    """Tie a bow to a round bell's top."""
    parts = []
    top = 2 * radius + 0.02 * radius
    for side in (-1, 1):
        path = rounded(np.array([(0.02, 0.02), (0.32, 0.28), (0.62, 0.26), (0.64, 0.04), (0.32, -0.06)]), 3)
        path = np.concatenate([path * [side, 1], np.zeros((len(path), 1))], 1) * radius
        loop = hoop(path, (0.022 * radius, 0.13 * radius), 4, flats=True)
        parts.append(
            part("ribbon", "cloth", move(loop, (0, top, 0.06 * radius)), (1, 0, 0), (0, 0, 1), crease_deg=60)
        )
        t = np.linspace(0, 1, 6)
        fall = (
            np.stack([side * (0.05 + 0.42 * t), 0.02 - 0.55 * t**1.4, 0.16 + 0.5 * np.sin(1.5 * t) * 0.75], 1)
            * radius
        )
        tail = tube(fall + [0, top, 0], (0.13 * radius, 0.02 * radius), 4, (0, 0.3, 1), flats=True)
        parts.append(part("ribbon", "cloth", tail, (0, 1, 0), (0, 0, 1), crease_deg=60))
    parts.append(
        part(
            "ribbon",
            "cloth",
            knob((0, top, 0.1 * radius), (0.13 * radius, 0.12 * radius, 0.13 * radius), 10, 6),
            UP,
        )
    )
    return parts


def _bell(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"hand": 0.36, "church": 0.2, "hanging": 0.26, "round": 0.18}, "how it is hung"
    )
    radius = dials.number(
        "radius", 0.062, 0.078, "m", "of a hand bell's lip; others are larger by their kind"
    )
    slender = dials.number("slenderness", 1.45, 1.8, "", "height by radius of its lip", (0.8, 3.0))
    flare = dials.number("flare", -0.25, 0.25, "", "how wide its shoulders are", (-0.6, 0.6))
    bands = dials.count("bands", 2, 3, "raised lines around it", (0, 3))
    grip = dials.number("handle_length", 0.1, 0.14, "m", "of a hand bell")
    handle = dials.choice("handle", {"turned": 0.75, "loop": 0.25}, "of a hand bell")
    frame = dials.choice("frame", {"posts": 0.6, "arch": 0.4}, "of a bell that hangs")
    slits = dials.count("slits", 1, 2, "in a round bell", (1, 3))
    ribbon = dials.flag("ribbon", 0.5, "a bow on a round bell")
    ornate = dials.flag("ornate", 0.06, "with a frieze of raised lines")
    if form == "round":
        parts = _jingle(0.95 * radius, slits, ornate)
        return parts + (_ribbon(0.95 * radius) if ribbon else [])
    k = {"hand": 1.0, "church": 3.8, "hanging": 2.2}[form]
    radius = k * radius
    height = slender * radius
    parts = _cast(radius, height, flare, bands, 28 if form != "church" else 32)
    if ornate:
        wide = PROFILE[:, 1] + flare * (1 - PROFILE[:, 1]) * (1 - PROFILE[:, 0])
        for at, thick in ((0.24, 0.018), (0.28, 0.03), (0.32, 0.018)):
            r = float(np.interp(at, PROFILE[:, 0], wide)) * radius
            line = torus(r, thick * radius, at * height, 28, 6)
            parts.append(part("bands", "metal", line, UP, mapping="turned", crease_deg=60))
    parts += _clapper(radius, height)
    if form == "hand":
        return move_parts(parts + _handle(handle, height - 0.004, grip), (0, 0.13 * height, 0))
    parts += _crown(radius, height)
    thick = (0.05 if form == "hanging" else 0.095) * 1.1
    top = height + 0.24 * radius
    if form == "church":
        return move_parts(parts + _yoke(radius, top, thick), (0, 0.13 * height, 0))
    lift, half = 0.1 + 0.13 * height, radius + 0.075
    hanging = 0.16 * radius
    link = move(torus(0.12 * radius, 0.036 * radius, 0, 14, 6), (0, top + 0.08 * radius, 0), turn(0, 90))
    parts.append(part("bands", "metal", link, UP))
    parts = move_parts(parts, (0, lift, 0))
    beam = lift + top + hanging
    return parts + _frame(frame, half, beam, thick)


def _yoke(radius: float, top: float, thick: float) -> list[Part]:
    """Bolt a heavy bell to a wooden headstock with gudgeons and a wheel's lever."""
    wide, tall = 2.15 * radius, 1.3 * thick
    y = top - 0.06 * radius + tall / 2
    parts = [part("yoke", "wood", board((0, y, 0), (wide, tall, 1.25 * thick), 0.014), (1, 0, 0))]
    for side in (-1, 1):
        pin = move(
            cylinder(0.2 * thick, 0, 0.9 * thick, 10, 0.006),
            (side * (wide / 2 - 0.02), y, 0),
            turn(2, -90 * side),
        )
        parts.append(part("bands", "metal", pin, (1, 0, 0), mapping="turned"))
        for x in (0.24, 0.82):
            strap = board(
                (side * x * wide / 2, y, 0), (0.35 * thick, tall + 0.02, 1.25 * thick + 0.02), 0.004
            )
            parts.append(part("bands", "metal", strap, UP))
            nut = board(
                (side * x * wide / 2, y + tall / 2 + 0.014, 0), (0.24 * thick, 0.03, 0.24 * thick), 0.004
            )
            parts.append(part("bands", "metal", nut, UP))
    return parts


KINDS = {
    "bell": Kind(
        build=_bell,
        size_m=0.38,
        parts={
            "bell": Made(("brass", "bronze", "gold", "oxidised copper"), words=("cup", "body")),
            "bands": Made(("brass", "bronze"), words=("rings", "lines")),
            "clapper": Made(("wrought iron",), words=("tongue", "pea")),
            "handle": Made(("walnut", "dark oak", "ebony", "mahogany"), words=("grip",)),
            "loop": Made(("brass", "bronze", "wrought iron"), words=("handle", "ring")),
            "frame": Made(("oak", "weathered wood", "dark oak"), words=("stand", "posts")),
            "arch": Made(("wrought iron", "brass"), words=("stand", "frame")),
            "yoke": Made(("oak", "dark oak"), words=("beam", "headstock")),
            "ribbon": Made(("silk", "velvet"), ("#a51d24", "#1f4fa0", "#1f7a3d"), words=("bow",)),
        },
        synonyms=("hand bell", "church bell", "jingle bell"),
        words={
            "round": {"form": "round"},
            "hanging": {"form": "hanging"},
            "hand-held": {"form": "hand"},
            "ornate": {"ornate": True},
        },
    ),
}
