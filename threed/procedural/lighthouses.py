"""Builds lighthouses: a tapering tower in bands, a gallery with its railing, and a room that shines."""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.carving import hull
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import ROUND, chimney, corbels, drum, facets, flight, polar, put
from threed.procedural.openings import door, window
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import board, knob, prism_of, stick
from threed.procedural.roofs import gable_roof
from threed.procedural.solids import Solid, lathe, move, turn

SIDES = {"round": 16, "eight-sided": 8, "square": 4}


def _lighthouse(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.65, "eight-sided": 0.25, "square": 0.1}, "of its plan")
    foot = dials.number("foot", 2.3, 2.7, "m", "half its width at the ground")
    head = dials.number("head", 1.45, 1.7, "m", "half its width below the gallery")
    height = dials.number("height", 9.5, 12.0, "m", "of the tower below the gallery")
    flare = dials.number("flare", 0.15, 0.5, "", "how much it widens towards its foot", (0.0, 0.7))
    bands = dials.count("bands", 2, 3, "painted rings", (0, 5))
    crown = dials.choice("roof", {"dome": 0.55, "cone": 0.45}, "of the lantern room")
    place = dials.choice(
        "place", {"ground": 0.45, "cliff": 0.35, "house": 0.2}, "what it stands on or beside"
    )
    lit = dials.flag("lit", 0.3, "light in its windows")
    sides = SIDES[form]

    def out(y: float) -> float:
        t = y / height
        return float(head + (foot - head) * ((1 - t) * (1 - flare) + flare * (1 - t) ** 3))

    parts = _shaft(out, height, bands, sides)
    base = [(0, -0.1), (foot + 0.32, -0.1), (foot + 0.26, 0.55), (foot + 0.05, 0.72), (0, 0.72)]
    parts.append(_round("base", "stone", drum(base, sides)))
    parts += put(
        door("arched", 1.1, 2.05, deep=0.5, step=False, frame="stone", handle="knob"), (0, 0.5, foot + 0.12)
    )
    parts += put(flight("step", 1.8, 0.5, 0.8, 2), (0, 0, foot + 0.18))
    levels = np.linspace(0.34, 0.82, 3) * height
    for k, y in enumerate(levels):
        for azimuth in (0, 180) if k % 2 else (90, 270):
            tilt = np.degrees(np.arctan((out(y) - out(y + 1)) / 1.0))
            pane = window("arched", 0.5, 0.85, lit=lit, frame="stone", cross="mullion", deep=0.3)
            parts += put(
                pane,
                polar(out(y) * (np.cos(np.pi / sides) if sides >= ROUND else 1), y, azimuth),
                azimuth,
                tilt,
            )
    parts += move_parts(_gallery(head, sides), (0, height, 0))
    parts += move_parts(_lantern(0.72 * head, sides, crown), (0, height + 0.3, 0))
    if place == "cliff":
        parts = [*move_parts(parts, (0, 1.3, 0)), *_cliff(dials, foot)]
    elif place == "house":
        parts += _annex(foot, lit)
    return parts


def _round(name: str, role: Role, solid: Solid, surface: str | None = None) -> Part:
    return part(
        name, role, solid, (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=30, surface=surface
    )


def _shaft(out, height: float, bands: int, sides: int) -> list[Part]:
    """Stack the tower of rings by turns in two colours; they share their edges."""
    levels = np.linspace(0.6, height, 2 * bands + 2) if bands else np.array([0.6, height])
    made = []
    for k, (low, high) in enumerate(itertools.pairwise(levels)):
        middle = [(out(y), y) for y in np.linspace(low, high, 2 if bands > 1 else 4)]
        name = "bands" if k % 2 else "walls"
        profile = [(0, low), *middle, (0, high)]
        if sides >= ROUND:
            made.append(_round(name, "plaster", drum(profile, sides)))
        else:
            made += facets(name, "plaster", profile, sides, 30)
    return made


def _gallery(head: float, sides: int) -> list[Part]:
    """Build the walk around the lantern room on y = 0: brackets, floor, balusters and rails."""
    deck, sides = head + 0.72, min(sides, 12)
    flare = [(0, -0.62), (head - 0.02, -0.62), (head + 0.2, -0.2), (head + 0.3, 0.02), (0, 0.02)]
    made = [_round("trim", "stone", drum(flare, sides))]
    made += corbels("trim", sides, head + 0.02, 0.62, -0.02, 0.6, 8)
    floor = [(0, -0.04), (deck - 0.03, -0.04), (deck, 0.0), (deck, 0.13), (0, 0.13)]
    made.append(_round("gallery", "metal", drum(floor, sides)))
    rail = deck - 0.12
    for y, half in ((1.12, 0.055), (0.66, 0.03)):
        ring = [
            (rail - half, y - half),
            (rail + half, y - half),
            (rail + half, y + half),
            (rail - half, y + half),
        ]
        made.append(_round("gallery", "metal", drum([*ring, ring[0]], sides)))
    count = 8
    for k in range(count):
        azimuth = 22.5 + 45 * k
        if sides == 4:
            azimuth = 45.0 * k
        reach = 1.0
        if sides < ROUND:
            away = abs((azimuth + 180 / sides) % (360 / sides) - 180 / sides)
            reach = 1 / np.cos(np.radians(away))
        post = board((0, 0.64, rail * reach), (0.1, 1.2, 0.1), 0)
        made += put([part("gallery", "metal", post, (0, 1, 0), (0, 0, 1))], azimuth=azimuth)
    return made


def _lantern(room: float, sides: int, crown: str) -> list[Part]:
    """Build the lantern room on y = 0: a low wall, panes, bars, the lamp's glow, and a roof."""
    count = 8
    low, high = 0.6, 2.05
    wall = [
        (0, -0.25),
        (room, -0.25),
        (room, low - 0.06),
        (room + 0.07, low - 0.06),
        (room + 0.07, low + 0.04),
        (0, low + 0.04),
    ]
    made = [_round("lantern room", "metal", drum(wall, count))]
    made.append(
        _round("light", "light", drum([(0, low), (room - 0.04, low), (room - 0.04, high), (0, high)], count))
    )
    for k in range(count):
        azimuth = 360 * (k + (0.5 if count < ROUND else 0)) / count
        corner = room / np.cos(np.pi / count) if count < ROUND else room
        bar_ = board((0, (low + high) / 2, corner - 0.03), (0.075, high - low + 0.04, 0.09), 0)
        made += put([part("lantern room", "metal", bar_, (0, 1, 0), (0, 0, 1))], azimuth=azimuth)
    middle = (low + high) / 2 + 0.05
    cross = [
        (room - 0.1, middle - 0.03),
        (room, middle - 0.03),
        (room, middle + 0.03),
        (room - 0.1, middle + 0.03),
    ]
    made.append(_round("lantern room", "metal", drum([*cross, cross[0]], count)))
    brim = room + 0.24
    edge = [(0, high - 0.04), (brim - 0.05, high - 0.08), (brim, high - 0.03), (brim, high + 0.1)]
    if crown == "dome":
        t = np.linspace(0.12, np.pi / 2, 6)[:-1]
        slope = [(0.94 * brim * np.cos(a), high + 0.1 + 0.86 * room * np.sin(a)) for a in t]
        top = high + 0.1 + 0.86 * room
    else:
        slope = [(0.9 * brim, high + 0.14), (0.16, high + 0.92 * room)]
        top = high + 0.1 + 0.92 * room
    made.append(_round("roof", "roof", drum([*edge, *slope, (0, top)], count), None))
    made.append(
        _round(
            "roof",
            "metal",
            move(
                lathe([(0, -0.08), (0.2, -0.08), (0.16, 0.12), (0.22, 0.14), (0.18, 0.26), (0, 0.28)], 8),
                (0, top - 0.02, 0),
            ),
        )
    )
    made.append(part("tip", "metal", knob((0, top + 0.38, 0), 0.16, 8, 6), (0, 1, 0)))
    made.append(part("tip", "metal", stick((0, top + 0.4, 0), (0, top + 1.25, 0), 0.03, 5), (0, 1, 0)))
    return made


def _cliff(dials: Dials, foot: float) -> list[Part]:
    """Pile the rocks that it stands on: broken blocks about a flat top at the height 1.3."""
    rng, made = dials.rng, []
    sizes = [(0.0, 0.0, foot + 0.9, 1.3)]
    for k in range(7):
        azimuth = 40 + 320 * (k + float(rng.uniform(0.2, 0.8))) / 7
        sizes.append(
            (
                azimuth,
                foot + float(rng.uniform(0.3, 0.9)),
                float(rng.uniform(0.8, 1.5)),
                float(rng.uniform(0.5, 1.1)),
            )
        )
    for azimuth, away, wide, tall in sizes:
        centre = polar(away, 0, azimuth)
        points = []
        for y, share in ((0.0, 1.08), (0.55 * tall, 1.0), (tall, 0.8)):
            angle = 2 * np.pi * (np.arange(7) + rng.uniform(0, 0.5)) / 7
            r = wide * share * rng.uniform(0.85, 1.12, 7)
            if away == 0:
                r = np.maximum(r, foot + 0.45)
            level = y + rng.uniform(-0.12, 0.12, 7) * tall * (0 < y < tall)
            points.append(centre + np.stack([r * np.sin(angle), level, r * np.cos(angle)], 1))
        made.append(part("rock", "stone", hull(np.concatenate(points)), (0, 1, 0), (0, 0, 1), crease_deg=25))
    made += put(flight("step", 1.8, 1.3, 1.5, 4), (0, 0, foot + 0.9))
    return made


def _annex(foot: float, lit: bool) -> list[Part]:
    """Build the keeper's house beside the tower."""
    long, span, wall = 3.8, 3.2, 2.4
    rise = 0.5 * span * np.tan(np.radians(42))
    made = [
        part("walls", "plaster", board((0, wall / 2 + 0.1, 0), (span, wall, long), 0), (0, 1, 0), (0, 0, 1))
    ]
    made.append(
        part(
            "walls",
            "plaster",
            move(
                prism_of([(-span / 2, 0), (span / 2, 0), (0, rise - 0.02)], long - 0.02, 0),
                (0, wall + 0.09, 0),
            ),
            (0, 1, 0),
            (0, 0, 1),
        )
    )
    made.append(
        part("base", "stone", board((0, 0.16, 0), (span + 0.2, 0.32, long + 0.2), 0.04), (0, 1, 0), (0, 0, 1))
    )
    roof = gable_roof(long, span, rise, eave=0.25, verge=0.2, thick=0.13, kick=0.2, ridge="tiles")
    made += move_parts([one for one in roof if one.name != "beams"], (0, wall + 0.1, 0))
    made += put(window("square", 0.7, 0.85, lit=lit), (0, 1.05, long / 2))
    made += put(window("square", 0.7, 0.85, lit=lit), (span / 2, 1.05, 0.3), 90)
    made += chimney("chimney", (0.7, -0.9), wall + 0.4, wall + rise + 0.5, 0.5, 0.5, 1)
    return move_parts(made, (foot + 0.9, 0, 0), turn(1, 90))


KINDS = {
    "lighthouse": Kind(
        build=_lighthouse,
        size_m=14.5,
        parts={
            "walls": Made(("plaster",), ("#f2efe6", "#ece7d8"), ("wall", "tower", "shaft", "body")),
            "bands": Made(("plaster",), ("#b3261e", "#1f3f6e", "#20242a"), ("band", "stripes", "rings")),
            "roof": Made(
                ("painted metal", "oxidised copper"), ("#a32a22", "#24282d"), ("dome", "rooftop", "cap")
            ),
            "light": Made(("glow",), words=("lamp", "lantern", "beacon", "lights")),
            "lantern room": Made(
                ("painted metal", "cast iron"), ("#24282d", "#a32a22"), ("lamp room", "mullions")
            ),
            "gallery": Made(
                ("painted metal", "cast iron"), ("#24282d", "#e8e4da"), ("railing", "balcony", "walkway")
            ),
            "trim": Made(("limestone", "granite"), words=("brackets", "corbels", "cornice")),
            "door": Made(("painted wood", "oak"), ("#a32a22", "#24506b", "#2f5d43"), ("doors",)),
            "surround": Made(("limestone", "granite"), words=("doorway", "arch")),
            "windows": Made(("window glass",), ("#26333f",), ("window", "panes", "glass")),
            "frames": Made(("limestone", "granite"), words=("window frames", "sills", "frame")),
            "base": Made(("stone blocks", "granite"), words=("foundation", "plinth")),
            "step": Made(("granite",), words=("steps", "stairs")),
            "rock": Made(("basalt", "granite", "slate"), words=("rocks", "cliff", "reef")),
            "hinges": Made(("wrought iron",), words=("hinge",)),
            "handle": Made(("brass",), words=("latch", "knob")),
            "tip": Made(("copper", "gold"), words=("finial", "lightning rod", "ball")),
            "ridge": Made(("clay tiles",), words=("ridge tiles",)),
            "chimney": Made(("brick",), words=("smokestack",)),
            "pots": Made(("terracotta",), words=("chimney pots",)),
        },
        synonyms=("beacon tower", "light tower", "beacon"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "eight-sided": {"form": "eight-sided"},
            "octagonal": {"form": "eight-sided"},
            "ringed": {"bands": 3},
            "striped": {"bands": 3},
            "banded": {"bands": 3},
            "plain": {"bands": 0},
            "cliff-top": {"place": "cliff"},
            "rocky": {"place": "cliff"},
            "lit": {"lit": True},
        },
    ),
}
