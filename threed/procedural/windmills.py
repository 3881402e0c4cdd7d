"""Builds windmills: a tapering tower, a cap that turns, and sails of lattice, cloth or boards."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from threed.procedural.carving import from_manifold
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import ROUND, drum, facets, flight, polar, put
from threed.procedural.openings import door, window
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import bar, board, cylinder, knob
from threed.procedural.roofs import gable_roof, tip_ornament
from threed.procedural.solids import Solid, lathe, loft, move, turn

SIDES = {"round": 18, "eight-sided": 8, "square": 4}
WALLS: dict[str, tuple[Role, str]] = {
    "plaster": ("plaster", "plaster"),
    "stone": ("stone", "rubble stone"),
    "brick": ("brick", "brick"),
    "planks": ("wood", "weathered wood"),
}
CAPS = {"shingles": "wood shingles", "thatch": "thatch", "slate": "slate tiles"}


def _windmill(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.5, "eight-sided": 0.35, "square": 0.15}, "of its plan")
    foot = dials.number("foot", 2.1, 2.5, "m", "half its width at the ground")
    head = dials.number("head", 1.35, 1.6, "m", "half its width below the cap")
    height = dials.number("height", 6.2, 7.2, "m", "of the tower")
    walls = dials.choice(
        "walls", {"plaster": 0.4, "stone": 0.3, "brick": 0.15, "planks": 0.15}, "what they are of"
    )
    cap = dials.choice("cap", {"cone": 0.4, "dome": 0.35, "gable": 0.25}, "the roof that turns into the wind")
    cover = dials.choice("roofing", {"shingles": 0.5, "thatch": 0.25, "slate": 0.25}, "what covers the cap")
    blades = dials.count("blades", 4, 4, "sails", (3, 8))
    sails = dials.choice("sails", {"lattice": 0.5, "cloth": 0.3, "boards": 0.2}, "what the wind blows on")
    length = dials.number("sail_length", 4.0, 4.6, "m", "of a sail from the hub", (2.0, 5.4))
    first = dials.number("sails_at", 15, 75, "deg", "how far they have turned", (0, 360))
    stage = dials.flag("gallery", 0.4, "a walk around the tower")
    lit = dials.flag("lit", 0.25, "light in the windows")
    sides = SIDES[form]
    middle = foot + (head - foot) * 0.56
    role, surface = WALLS[walls]
    profile = [(0, 0.5), (foot, 0.5), (middle, 0.48 * height), (head, height), (0, height)]
    parts = _tower(profile, sides, role, surface)
    base = [(0, 0), (foot + 0.2, 0), (foot + 0.16, 0.5), (foot + 0.02, 0.62), (0, 0.62)]
    parts.append(_round("base", "stone", drum(base, sides)))
    course = [
        (head - 0.2, height - 0.28),
        (head + 0.1, height - 0.22),
        (head + 0.16, height),
        (head - 0.2, height),
    ]
    parts.append(_round("beams", "wood", drum([*course, course[0]], sides)))
    if sides < ROUND:
        parts += _edges(profile[1:4], sides)
    parts += put(
        door(
            "arched" if walls in ("stone", "brick") else "square",
            1.05,
            2.0,
            deep=0.4,
            pane=True,
            lit=lit,
            step=False,
            handle="knob",
        ),
        (0, 0.46, foot + 0.03),
    )
    parts += put(flight("step", 1.6, 0.46, 0.8, 2), (0, 0, foot + 0.12))

    def out(y: float) -> float:
        return float(np.interp(y, [0.5, 0.48 * height, height], [foot, middle, head]))

    tilt = np.degrees(np.arctan((foot - head) / height))
    for azimuth, y in ((90, 1.5), (270, 1.5), (180, 2.4), (0, 0.52 * height), (90, 0.6 * height)):
        pane = window("arched" if walls == "stone" else "square", 0.56, 0.78, lit=lit, deep=0.3)
        parts += put(pane, polar(out(y + 0.2), y, azimuth), azimuth, tilt)
    if stage:
        y = 0.4 * height
        parts += _stage(out(y), y, sides)
    axis = height + 0.55
    parts += move_parts(_cap(cap, head, cover, sides), (0, height, 0))
    reach = head + 0.75
    parts += _shaft(axis, reach)
    for k in range(blades):
        sail = move_parts(_sail(sails, length), rotation=turn(2, first + 360 * k / blades))
        parts += move_parts(sail, (0, axis, reach))
    return parts


def _round(name: str, role: Role, solid: Solid, surface: str | None = None) -> Part:
    return part(
        name, role, solid, (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=30, surface=surface
    )


def _tower(profile: list[tuple[float, float]], sides: int, role: Role, surface: str) -> list[Part]:
    if sides >= ROUND:
        return [_round("walls", role, drum(profile, sides), surface)]
    return [replace(one, surface=surface) for one in facets("walls", role, profile, sides, 30)]


def _edges(line: list[tuple[float, float]], sides: int) -> list[Part]:
    """Board the edges between the sides of a tower."""
    reach, made = 1 / np.cos(np.pi / sides), []
    for (r0, y0), (r1, y1) in ((line[0], line[1]), (line[1], line[2])):
        a, b = (0, y0, r0 * reach - 0.05), (0, y1, r1 * reach - 0.05)
        edge = part("beams", "wood", bar(a, b, 0.24, 0.2, 0), np.subtract(b, a), (0, 0, 1))
        for k in range(sides):
            made += put([edge], azimuth=360 * (k + 0.5) / sides)
    return made


def _stage(radius: float, y: float, sides: int) -> list[Part]:
    """Build a walk of boards around the tower, on brackets, with a railing."""
    out = radius + 0.95
    floor = [(radius - 0.2, y - 0.14), (out, y - 0.14), (out, y), (radius - 0.2, y)]
    made = [_round("gallery", "wood", drum([*floor, floor[0]], sides))]
    rail = [(out - 0.14, y + 0.82), (out - 0.02, y + 0.82), (out - 0.02, y + 0.94), (out - 0.14, y + 0.94)]
    made.append(_round("gallery", "wood", drum([*rail, rail[0]], sides)))
    count, corner = (8, 1.0) if sides >= ROUND else (8, 1.0 if sides == 4 else 1 / np.cos(np.pi / 8))
    for k in range(count):
        azimuth = 360 * (k + 0.5) / count
        reach = (
            corner
            if sides != 4
            else 1 / max(np.abs(np.cos(np.radians(azimuth))), np.abs(np.sin(np.radians(azimuth))))
        )
        post = board((0, y + 0.4, (out - 0.08) * reach), (0.1, 0.96, 0.1), 0)
        brace = bar((0, y - 0.95, (radius - 0.02) * reach), (0, y - 0.1, (out - 0.14) * reach), 0.12, 0.12, 0)
        for one in (post, brace) if k % 2 else (post,):
            made += put([part("gallery", "wood", one, (0, 1, 0), (0, 0, 1))], azimuth=azimuth)
    return made


def _cap(form: str, head: float, cover: str, sides: int) -> list[Part]:
    """Roof the tower on y = 0."""
    brim = head + 0.32
    if form == "gable":
        roof = gable_roof(
            2 * head + 0.5, 2 * head, 1.75, eave=0.35, verge=0.2, thick=0.16, kick=0.3, ridge="board",
            thatch=cover == "thatch",
        )  # fmt: skip
        made = [replace(one, surface=CAPS[cover]) if one.name == "roof" else one for one in roof]
        half = head * 0.98
        front = loft(
            np.asarray([[(half, -0.4, z), (0, 1.72, z), (-half, -0.4, z)] for z in (-head - 0.2, head + 0.2)])
        )
        return [*made, part("cap walls", "wood", front, (0, 1, 0), (0, 0, 1))]
    if form == "dome":
        t = np.linspace(0, np.pi / 2, 7)[1:-1]
        curve = [(brim * np.cos(a) ** 0.8, 0.1 + 1.75 * np.sin(a)) for a in t]
        profile = [(0, -0.02), (brim - 0.04, -0.12), (brim, 0.02), *curve, (0, 1.85)]
        top = 1.85
    else:
        profile = [(0, -0.02), (brim - 0.04, -0.16), (brim, -0.02), (0.78 * brim, 0.45), (0, 2.1)]
        top = 2.1
    round_ = sides if sides >= ROUND else 16
    made = [_round("roof", "roof", lathe(profile, round_), CAPS[cover])]
    edge = [(brim - 0.2, -0.2), (brim + 0.06, -0.2), (brim + 0.07, -0.06), (brim - 0.2, 0.1)]
    made.append(_round("roof", "roof", lathe([*edge, edge[0]], round_), CAPS[cover]))
    return [*made, *tip_ornament(top - 0.03, 0.11)]


def _shaft(y: float, reach: float) -> list[Part]:
    """Lay the shaft of the sails, its bearing and its hub."""
    to_front = turn(0, 90)
    made = [
        part("shaft", "wood", move(cylinder(0.22, 0, reach + 0.1, 10), (0, y, 0), to_front), (0, 0, 1)),
        part(
            "shaft",
            "metal",
            move(cylinder(0.3, reach - 0.32, reach - 0.2, 10), (0, y, 0), to_front),
            (0, 0, 1),
        ),
        part(
            "hub",
            "metal",
            move(cylinder(0.36, reach - 0.14, reach + 0.2, 8, 0.04), (0, y, 0), to_front),
            (0, 0, 1),
        ),
        part("hub", "metal", knob((0, y, reach + 0.2), (0.2, 0.2, 0.16), 8, 6), (0, 0, 1)),
    ]
    for side in (-1, 1):
        post = board((side * 0.32, y - 0.15, reach - 0.95), (0.2, 0.9, 0.5), 0.02)
        made.append(part("beams", "wood", post, (0, 1, 0), (0, 0, 1)))
    return made


def _sail(form: str, length: float) -> list[Part]:
    """Make a sail that reaches up from the hub at the origin."""
    near, wide = 0.24 * length, 0.27 * length
    made = [part("spars", "wood", bar((0, 0, 0), (0, length, 0.02), 0.15, 0.15, 0), (0, 1, 0), (0, 0, 1))]
    lead = 0.1
    blade: list[Part] = []
    if form == "boards":
        edges = np.linspace(-lead, wide, 5)
        for a, b in itertools.pairwise(edges):
            plank = board(((a + b) / 2, (near + length) / 2, -0.05), (b - a, length - near, 0.05), 0)
            blade.append(part("sails", "wood", plank, (0, 1, 0), (0, 0, 1), surface="weathered wood"))
        for y in np.linspace(near + 0.2, length - 0.2, 4):
            cleat = board(((wide - lead) / 2, y, 0.0), (wide + lead - 0.04, 0.1, 0.07), 0)
            blade.append(part("spars", "wood", cleat, (1, 0, 0), (0, 0, 1)))
    else:
        lattice = _lattice(-lead, wide, near, length, 5)
        blade.append(part("spars", "wood", lattice, (0, 1, 0), (0, 0, 1)))
        low = near if form == "cloth" else near + 0.45 * (length - near)
        blade.append(_canvas(0.0, wide - 0.04, low, length - 0.1, form == "cloth"))
    # sails are set at an angle to the wind
    return [*made, *move_parts(blade, rotation=turn(1, -9))]


def _lattice(left: float, right: float, low: float, high: float, rows: int) -> Solid:
    """Join laths, a hem and a leading board, on the spar at x = 0, to one grating about z = 0."""
    import manifold3d

    wide, edges = 0.07, np.linspace(low, high, rows + 1)
    outline = [(left, low), (right, low), (right, high), (left, high)]
    holes = [
        [(-left, a + wide), (-left, b), (right - wide, b), (right - wide, a + wide)]
        for a, b in zip(edges[:-1], [*edges[1:-1], high - wide], strict=True)
    ]
    flat2 = manifold3d.CrossSection([np.asarray(p) for p in (outline, *holes)], manifold3d.FillRule.EvenOdd)
    return move(from_manifold(flat2.extrude(0.08)), (0, 0, -0.04))


def _canvas(left: float, right: float, low: float, high: float, full: bool) -> Part:
    """Spread canvas before the laths of a sail, blown a little through them."""
    rings = []
    for t in np.linspace(0, 1, 6):
        y = low + t * (high - low)
        bulge = 0.07 * abs(np.sin(2 * np.pi * t * 1.25)) * full
        ring = [
            (left, y, 0.03),
            (right, y, 0.03),
            (right, y, 0.06),
            ((left + right) / 2, y, 0.075 + bulge),
            (left, y, 0.06),
        ]
        rings.append(ring[::-1])
    return part("sails", "cloth", loft(np.asarray(rings)), (0, 1, 0), (0, 0, 1), crease_deg=60)


KINDS = {
    "windmill": Kind(
        build=_windmill,
        size_m=12.0,
        parts={
            "walls": Made(
                ("plaster", "rubble stone", "brick"),
                ("#efe8d8", "#e8d9bb", "#dfe0d4"),
                ("wall", "tower", "body"),
            ),
            "roof": Made(("wood shingles", "thatch", "slate tiles"), words=("cap", "rooftop")),
            "sails": Made(
                ("canvas", "linen"), ("#efe7d2", "#b8453a", "#e3d3a6"), ("sail", "blades", "vanes", "wings")
            ),
            "spars": Made(("weathered wood", "oak"), words=("lattice", "laths", "stocks")),
            "door": Made(("oak", "painted wood"), ("#3f5f4a", "#7a2f25", "#2f4d6b"), ("doors",)),
            "door frame": Made(("dark oak", "oak"), words=("doorframe",)),
            "cap walls": Made(("weathered wood", "oak"), words=("gables",)),
            "ridge": Made(("wood shingles",), words=("ridge tiles",)),
            "beams": Made(("dark oak", "oak"), words=("timber", "timbers", "edges")),
            "base": Made(("rubble stone", "stone blocks"), words=("foundation", "plinth")),
            "gallery": Made(("oak", "weathered wood"), words=("stage", "walkway", "railing", "balcony")),
            "shaft": Made(("dark oak",), words=("axle", "windshaft")),
            "hub": Made(("cast iron", "wrought iron"), words=("boss", "poll end")),
            "windows": Made(("window glass",), ("#26333f",), ("window", "panes", "glass")),
            "frames": Made(
                ("painted wood", "oak"), ("#f1ece0", "#5b3a24"), ("window frames", "sills", "frame")
            ),
            "hinges": Made(("wrought iron",), words=("hinge",)),
            "handle": Made(("wrought iron",), words=("latch", "knob")),
            "step": Made(("granite", "sandstone"), words=("steps", "stairs")),
            "finial": Made(("copper", "wrought iron"), words=("tip", "ball")),
        },
        synonyms=("mill", "grain mill"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "eight-sided": {"form": "eight-sided"},
            "octagonal": {"form": "eight-sided"},
            "six-bladed": {"blades": 6},
            "four-bladed": {"blades": 4},
            "five-bladed": {"blades": 5},
            "thatched": {"roofing": "thatch"},
            "lit": {"lit": True},
        },
    ),
}
