"""Builds towers and castles: drums and blocks of stone with battlements, arrow slits and pointed roofs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.gatehouses import arrow_slit, gatehouse, gateway
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import (
    ROUND,
    corbels,
    corner_stones,
    drum,
    flight,
    merlons,
    polar,
    put,
)
from threed.procedural.openings import door, window
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, prism_of
from threed.procedural.roofs import pennant, spire
from threed.procedural.solids import Solid, lean, move, turn

ROOFS = {"slate": "slate tiles", "tiles": "clay tiles", "shingles": "wood shingles"}
SIDES = {"round": 20, "square": 4, "eight-sided": 8}


def _wall(solid: Solid, sides: int, name: str = "walls") -> Part:
    turned = sides > 4
    return part(
        name, "stone", solid, (0, 1, 0), (0, 0, 1), origin=(0, 0, 0), mapping="turned" if turned else "box",
        crease_deg=30,
    )  # fmt: skip


def _tower(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.5, "square": 0.3, "eight-sided": 0.2}, "of its plan")
    radius = dials.number("radius", 1.65, 1.95, "m", "half its width")
    height = dials.number("height", 6.8, 9.0, "m", "of its shaft, below the battlement")
    taper = dials.number("taper", 0.84, 0.94, "", "how wide it is at the top, to its foot", (0.6, 1.0))
    jut = dials.number("jut", 0.3, 0.45, "m", "by how much its head stands out", (0.15, 0.8))
    roof = dials.choice("roof", {"straight": 0.4, "bell": 0.25, "none": 0.35}, "none shows the battlement")
    cover = dials.choice("roofing", {"slate": 0.4, "tiles": 0.4, "shingles": 0.2}, "what covers it")
    floors = dials.count("windows", 2, 3, "up its shaft", (0, 4))
    lit = dials.flag("lit", 0.3, "light in the windows")
    banner = dials.flag("flag", 0.5, "a flag on top")
    ornate = dials.flag("ornate", 0.25, "bands of cut stone")
    leaning = dials.number("leaning", 0.0, 0.0, "deg", "out of the upright", (0, 14))
    sides, top = SIDES[form], taper * radius
    foot = radius + 0.22
    shaft = [(0, 0), (foot, 0), (foot, 0.5), (foot - 0.1, 0.62), (radius, 0.75), (top, height), (0, height)]
    parts = [_wall(drum(shaft, sides), sides)]
    course = [
        (radius - 0.2, 0.5),
        (foot + 0.05, 0.5),
        (foot + 0.05, 0.66),
        (radius - 0.02, 0.84),
        (radius - 0.2, 0.84),
        (radius - 0.2, 0.5),
    ]
    parts.append(_band(course, sides))
    head = top + jut
    parts += _head(head, top, height, sides, roof == "none")
    y_top = height + (1.05 if roof == "none" else 1.9)
    if roof == "none":
        if banner:
            parts += pennant(np.array([0.0, height + 0.3, 0]), 3.2, 1.5, dials.rng)
    else:
        rise = head * dials.rng.uniform(1.5, 2.1)
        tiles = [
            _of(one, ROOFS[cover])
            for one in spire(head, rise, sides, style=roof, eave=0.3, finial=not banner)
        ]
        parts += move_parts(tiles, (0, y_top, 0))
        if banner:
            parts += pennant(np.array([0.0, y_top + rise, 0]), 1.5, 1.1, dials.rng)
        for azimuth in (0, 90, 180, 270):
            pane = window("arched", 0.42, 0.72, lit=lit, frame="stone", cross="mullion", deep=0.3)
            parts += put(pane, polar(head, height + 0.72, azimuth), azimuth)
    arch = "pointed" if ornate else "arched"
    leaf = door(arch, 1.1, 2.05, frame="stone", deep=0.5, step=False)
    slope = np.degrees(np.arctan((radius - top) / height))
    parts += put(leaf, (0, 0.3, foot - 0.02))
    parts += put(flight("step", 1.7, 0.32, 0.7, 2), (0, 0, foot - 0.02))
    for k in range(floors):
        y = 0.34 * height + 0.5 * height * k / max(floors - 1, 1)
        azimuth = (0, 90, 270, 180)[k % 4] if k else 90
        out = radius + (top - radius) * y / height
        for turned in (azimuth, azimuth + 180):
            pane = window("arched", 0.36, 0.95, lit=lit, frame="stone", cross="none", deep=0.35)
            parts += put(pane, polar(out, y, turned), turned, slope)
    if ornate:
        for y in (0.3 * height, 0.64 * height):
            out = radius + (top - radius) * y / height
            profile = [
                (out - 0.2, y - 0.12),
                (out + 0.02, y - 0.12),
                (out + 0.12, y - 0.03),
                (out + 0.12, y + 0.07),
                (out - 0.2, y + 0.13),
            ]
            parts.append(_band([*profile, profile[0]], sides))
    if sides == 4:
        parts += _quoins(radius, top, height)
    return _leaning(parts, leaning) if leaning else parts


def _of(one: Part, surface: str) -> Part:
    return replace(one, surface=surface) if one.name in ("roof", "ridge", "eaves") else one


def _band(profile: list[tuple[float, float]], sides: int) -> Part:
    return part(
        "trim", "stone", drum(profile, sides), (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=30
    )


def _head(head: float, top: float, y: float, sides: int, open_: bool) -> list[Part]:
    """Build the head of a tower: corbels, a wall that juts out, and a battlement or a chamber."""
    high = 0.55 if open_ else 1.9
    wall = 0.34
    profile = [(0, y - 0.1), (top, y - 0.1), (head, y + 0.0), (head, y + high)]
    profile += [(head - wall, y + high), (head - wall, y + 0.12), (0, y + 0.12)] if open_ else [(0, y + high)]
    made = [_wall(drum(profile, sides), sides)]
    count = {4: 16, 8: 16}.get(sides, 16)
    made += corbels("corbels", sides, top * 0.985, head - top + 0.02, y, 0.55, count)
    cord = [(head - 0.2, y + 0.02), (head + 0.06, y + 0.02), (head + 0.06, y + 0.16), (head - 0.2, y + 0.16)]
    made.append(_band([*cord, cord[0]], sides))
    if open_:
        made += merlons(
            "battlement", sides, head, y + high, 0.62, wall, 16 if sides == 4 else 8 if sides == 8 else 10
        )
    return made


def _quoins(radius: float, top: float, height: float) -> list[Part]:
    """Set corner stones up a square tower that narrows."""
    stones = corner_stones(
        "corner stones",
        [(i * radius, j * radius) for i in (-1, 1) for j in (-1, 1)],
        height - 0.6,
        0.8,
        0.84,
        8,
    )
    made = []
    for one in stones:
        y = float(one.frame[1, 3])
        share = (top - radius) * y / height
        made += move_parts([one], (np.sign(one.frame[0, 3]) * share, 0, np.sign(one.frame[2, 3]) * share))
    return made


def _leaning(parts: list[Part], degrees: float) -> list[Part]:
    sideways = np.tan(np.radians(degrees)) * np.array([0.8, 0.6])
    return [replace(one, solid=lean(one.solid, sideways)) for one in parts]


def _castle(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.7, "square": 0.3}, "of its towers")
    width = dials.number("width", 16.0, 20.0, "m", "between its front towers")
    depth = dials.number("depth", 13.0, 17.0, "m", "between its front and back towers")
    wall = dials.number("wall_height", 4.6, 5.6, "m", "of the curtain walls")
    tall = dials.number("tower_height", 7.4, 9.4, "m", "of the corner towers")
    keep = dials.number("keep_height", 11.0, 14.0, "m", "of the great tower")
    roof = dials.choice(
        "roof", {"straight": 0.4, "bell": 0.2, "none": 0.4}, "of the towers; none shows battlements"
    )
    cover = dials.choice("roofing", {"slate": 0.45, "tiles": 0.4, "shingles": 0.15}, "what covers them")
    gate = dials.choice("gate", {"portcullis": 0.6, "doors": 0.4}, "what closes it")
    bridge = dials.flag("drawbridge", 0.5, "a bridge that is let down before the gate")
    flags = dials.flag("flags", 0.75, "on the towers")
    lit = dials.flag("lit", 0.25, "light in the windows")
    sides = 12 if form == "round" else 4
    parts: list[Part] = []
    for azimuth, long, out in (
        (0, width, depth / 2),
        (180, width, depth / 2),
        (90, depth, width / 2),
        (270, depth, width / 2),
    ):
        parts += put(_curtain(long, wall, azimuth == 0), polar(out, 0, azimuth), azimuth)
    heights = {1: tall, -1: tall * float(dials.rng.uniform(0.92, 1.15))}
    for i in (-1, 1):
        for j in (-1, 1):
            bastion = _bastion(1.9, heights[j], sides, roof, cover, lit, (0 if j > 0 else 180, 90 * i))
            if flags and j == 1:
                peak = heights[j] + (-0.5 if roof == "none" else 0.5 + 1.9 * 2.0)
                bastion += pennant(np.array([0.0, peak, 0]), 2.8, 1.7, dials.rng)
            parts += move_parts(bastion, (i * width / 2, 0, j * depth / 2))
    great = _keep(keep, 0.19 * min(width, depth), sides, roof, cover, lit)
    if flags:
        peak = keep + (-0.5 if roof == "none" else 0.5 + 0.19 * min(width, depth) * 1.6)
        great += pennant(np.array([0.0, peak, 0]), 3.6, 2.3, dials.rng)
    parts += move_parts(great, (0, 0, -0.12 * depth))
    parts += move_parts(gatehouse(wall + 1.3, gate, bridge, lit), (0, 0, depth / 2))
    yard = board((0, 0.12, 0), (width, 0.24, depth), 0)
    parts.append(part("yard", "stone", yard, (0, 0, 1), (0, 1, 0)))
    return parts


def _curtain(long: float, high: float, front: bool) -> list[Part]:
    """Build a wall with a walk behind its battlement, on the plane z = 0 about which it is thick."""
    thick, lip = 1.3, 0.4
    outline = [
        (-thick / 2, 0),
        (thick / 2 + 0.18, 0),
        (thick / 2, 0.9),
        (thick / 2, high),
        (thick / 2 - lip, high),
        (thick / 2 - lip, high - 0.7),
        (-thick / 2, high - 0.7),
    ]
    solid = move(prism_of(outline, long, 0), rotation=turn(1, -90))
    if front:
        solid = carve(solid, gateway(2 * thick))
    made = [part("walls", "stone", solid, (0, 1, 0), (0, 0, 1))]
    cord = board((0, high - 0.78, thick / 2 + 0.02), (long, 0.2, 0.16), 0)
    made.append(part("trim", "stone", cord, (0, 1, 0), (0, 0, 1)))
    count = round(long / 2.0)
    for x in (np.arange(count) - (count - 1) / 2) * long / count:
        if not (front and abs(x) < 2.6):
            tooth = board((x, high + 0.3, thick / 2 - lip / 2), (1.1, 0.66, lip), 0)
            made.append(part("battlement", "stone", tooth, (0, 1, 0), (0, 0, 1)))
    return made


def _bastion(
    radius: float, tall: float, sides: int, roof: str, cover: str, lit: bool, looks: tuple[int, ...]
) -> list[Part]:
    """Build a corner tower about the origin."""
    head = radius + 0.3
    flare = 0.3 if sides >= ROUND else 0.16
    body = [
        (0, 0),
        (radius + flare, 0),
        (radius, 1.1),
        (radius, tall - 1.3),
        (head, tall - 0.95),
        (head, tall),
    ]
    body += [(head - 0.4, tall), (head - 0.4, tall - 0.5), (0, tall - 0.5)] if roof == "none" else [(0, tall)]
    made = [_wall(drum(body, sides), sides)]
    if roof == "none":
        made += _crown(sides, head, tall)
    else:
        tiles = spire(head, 1.9 * head, sides, style=roof, eave=0.35, thick=0.2, finial=False)
        tiles = [one for one in tiles if one.name == "roof"]
        made += move_parts([_of(one, ROOFS[cover]) for one in tiles], (0, tall, 0))
    for azimuth in looks:
        made += put(arrow_slit(lit), polar(radius, 0.5 * tall, azimuth), azimuth)
    return made


def _crown(sides: int, radius: float, y: float) -> list[Part]:
    return merlons("battlement", sides, radius, y, 0.66, 0.4, 6 if sides >= ROUND else 8, 0.5, True)


def _keep(tall: float, radius: float, sides: int, roof: str, cover: str, lit: bool) -> list[Part]:
    """Build the great tower about the origin."""
    head = radius + 0.35
    body = [(0, 0), (radius, 0), (radius, tall - 1.6), (head, tall - 1.2), (head, tall)]
    body += (
        [(head - 0.45, tall), (head - 0.45, tall - 0.6), (0, tall - 0.6)] if roof == "none" else [(0, tall)]
    )
    made = [_wall(drum(body, sides), sides)]
    cord = [
        (head - 0.2, tall - 1.2),
        (head + 0.1, tall - 1.2),
        (head + 0.1, tall - 0.95),
        (head - 0.2, tall - 0.95),
    ]
    made.append(_band([*cord, cord[0]], sides))
    if roof == "none":
        made += merlons("battlement", sides, head, tall, 0.72, 0.45, 6 if sides >= ROUND else 12, 0.5, True)
    else:
        tiles = spire(head, 1.6 * head, sides, style=roof, eave=0.4, thick=0.22, finial=False)
        tiles = [one for one in tiles if one.name == "roof"]
        made += move_parts([_of(one, ROOFS[cover]) for one in tiles], (0, tall, 0))
    for azimuth in (0, 90, 180, 270):
        pane = window("arched", 0.75, 1.5, lit=lit, frame="stone", cross="mullion", deep=0.4, sill=False)
        made += put(pane, polar(radius, tall - 4.0, azimuth), azimuth)
    return made


_STONES = ("stone blocks", "rubble stone", "sandstone")
_SHARED = {
    "roof": Made(
        ("slate tiles", "clay tiles", "wood shingles"), words=("roofs", "spire", "spires", "rooftop")
    ),
    "eaves": Made(("slate tiles", "clay tiles"), words=("eave",)),
    "ridge": Made(("slate tiles", "clay tiles"), words=("ridge tiles",)),
    "battlement": Made(
        ("stone blocks", "limestone"), words=("battlements", "merlons", "crenellation", "parapet")
    ),
    "trim": Made(("limestone", "sandstone"), words=("bands", "string course", "decoration")),
    "frames": Made(("limestone", "sandstone"), words=("window frames", "frame")),
    "windows": Made(("window glass",), ("#1d232b",), ("window", "slits", "arrow slits", "glass")),
    "surround": Made(("limestone", "sandstone"), words=("doorway", "arch", "gateway")),
    "hinges": Made(("wrought iron",), words=("hinge",)),
    "handle": Made(("wrought iron",), words=("latch", "knob")),
    "flag": Made(
        ("linen",), ("#a3262a", "#2b4c8c", "#2f6b3f", "#c9962b"), ("banner", "pennant", "flags", "banners")
    ),
    "poles": Made(("oak", "wrought iron"), words=("flagpole", "pole", "mast")),
}

KINDS = {
    "tower": Kind(
        build=_tower,
        size_m=11.0,
        parts={
            "walls": Made(("stone blocks", "rubble stone"), words=("wall", "shaft", "body")),
            "door": Made(("oak", "dark oak"), words=("gate", "doors")),
            "step": Made(("granite", "limestone"), words=("steps", "stairs")),
            "corbels": Made(("limestone", "sandstone"), words=("brackets",)),
            "corner stones": Made(("limestone", "sandstone"), words=("quoins",)),
            "finial": Made(("copper", "gold", "wrought iron"), words=("tip", "ball")),
            **_SHARED,
        },
        synonyms=("watchtower", "turret", "keep"),
        main=("battlement",),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "eight-sided": {"form": "eight-sided"},
            "octagonal": {"form": "eight-sided"},
            "roofless": {"roof": "none"},
            "roofed": {"roof": "straight"},
            "ornate": {"ornate": True},
            "leaning": {"leaning": 8.0},
            "lit": {"lit": True},
        },
    ),
    "castle": Kind(
        build=_castle,
        size_m=24.0,
        parts={
            "walls": Made(("stone blocks", "rubble stone"), words=("wall", "towers", "keep")),
            "gate": Made(("dark oak", "oak"), words=("portcullis", "grating", "gates")),
            "gate irons": Made(("wrought iron",), words=("spikes",)),
            "door": Made(("dark oak", "oak"), words=("doors",)),
            "yard": Made(("cobblestone",), words=("courtyard", "ground", "floor")),
            "bridge": Made(("oak", "weathered wood"), words=("drawbridge",)),
            "chains": Made(("wrought iron", "rusty iron"), words=("chain",)),
            **_SHARED,
        },
        synonyms=("fortress", "stronghold", "citadel", "fort"),
        main=("battlement",),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "roofless": {"roof": "none"},
            "roofed": {"roof": "straight"},
            "lit": {"lit": True},
        },
    ),
}
