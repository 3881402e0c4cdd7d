"""Builds houses: cottages of one or two storeys, timbered, of stone, brick or planks, and round huts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import chimney, drum, flight, polar, put
from threed.procedural.openings import door, window
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, prism_of
from threed.procedural.roofs import gable_roof, spire, tip_ornament
from threed.procedural.solids import turn
from threed.procedural.storeys import ROLES, WALLS, Storey, gable_timber, stacked, storey_walls

ROOFS = {"tiles": "clay tiles", "slate": "slate tiles", "shingles": "wood shingles", "thatch": "thatch"}


def _house(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"square": 0.88, "round": 0.12}, "a cottage, or a round hut")
    storeys = dials.count("storeys", 1, 2, "floors below the roof", (1, 3))
    walls = dials.choice(
        "walls",
        {"timbered": 0.42, "stone": 0.22, "plaster": 0.16, "brick": 0.1, "planks": 0.1},
        "what they are of",
    )
    cover = dials.choice(
        "roof", {"tiles": 0.4, "shingles": 0.25, "thatch": 0.2, "slate": 0.15}, "what covers it"
    )
    width = dials.number("width", 5.6, 6.8, "m", "of its front")
    depth = dials.number("depth", 4.4, 5.2, "m", "from front to back")
    height = dials.number("storey_height", 2.3, 2.6, "m", "of each floor")
    pitch = dials.number("pitch", 44, 54, "deg", "of the roof", (20, 65))
    gable = dials.choice("gable", {"side": 0.55, "front": 0.45}, "where its gables look")
    smoke = dials.flag("chimney", 0.75, "a chimney")
    shutters = dials.flag("shutters", 0.35, "at the windows")
    porch = dials.flag("porch", 0.35, "a little roof over the door")
    flowers = dials.flag("flowers", 0.3, "boxes under the front windows")
    lit = dials.flag("lit", 0.35, "light in the windows")
    panes = dials.choice("window_form", {"square": 0.7, "arched": 0.3}, "of the windows")
    if form == "round":
        parts = _hut(dials, 0.36 * width, height, cover, walls, panes, lit, smoke)
    else:
        if storeys > 1:
            width, depth = 0.86 * width, 0.92 * depth
        floors = stacked(storeys, walls, width, depth, height)
        parts = []
        for floor in floors:
            parts += storey_walls(floor)
        parts += _gable_and_roof(floors[-1], gable, pitch, cover)
        x = (
            float(dials.rng.choice([-0.3, 0.0, 0.3]) if width > 5.5 else dials.rng.choice([-0.26, 0.26]))
            * width
        )
        parts += _fronts(floors, x, panes, lit, shutters, flowers)
        if porch:
            parts += _porch(x, floors[0], floors[0].low + 2.45, cover)
        if smoke:
            parts += _smoke(dials, floors[-1], gable, pitch)
    return parts


def _gable_and_roof(top: Storey, gable: str, pitch: float, cover: str) -> list[Part]:
    """Close the gables, and lay the roof."""
    span, length = (top.width, top.depth) if gable == "front" else (top.depth, top.width)
    thatch = cover == "thatch"
    rise = span / 2 * np.tan(np.radians(pitch))
    role, surface = ROLES[top.walls], WALLS[top.walls]
    triangle = prism_of([(-span / 2, -0.01), (span / 2, -0.01), (0, rise - 0.02)], length - 0.02, 0)
    parts = [part("walls", role, triangle, (0, 1, 0), (0, 0, 1), surface=surface)]
    if top.walls in ("timbered", "planks"):
        for z, azimuth in ((length / 2 - 0.01, 0), (length / 2 - 0.01, 180)):
            parts += put(gable_timber(span, rise), polar(z, 0, azimuth), azimuth)
    hole = 0.26 if pitch > 40 else 0.2
    for azimuth in (0, 180):
        eye = window(
            "round", 2 * hole, 2 * hole, cross="cross", frame="wood" if top.walls != "stone" else "stone"
        )
        parts += put(eye, polar(length / 2 - 0.01, 0.3 * rise, azimuth), azimuth)
    roof = gable_roof(
        length,
        span,
        rise,
        eave=0.42,
        verge=0.4,
        thick=0.34 if thatch else 0.15,
        kick=0.45,
        sag=0.1,
        ridge="board" if cover == "shingles" else "tiles",
        rafters=0 if thatch else 5,
        barge=not thatch,
        thatch=thatch,
    )
    parts += [_of(one, ROOFS[cover]) if one.name in ("roof", "ridge") else one for one in roof]
    return move_parts(parts, (0, top.high, 0), turn(1, 0 if gable == "front" else 90))


def _of(one: Part, surface: str) -> Part:
    return replace(one, surface=surface)


def _fronts(
    floors: list[Storey], x: float, panes: str, lit: bool, shutters: bool, flowers: bool
) -> list[Part]:
    """Set the door, at x, and the windows of all sides."""
    made: list[Part] = []
    for k, floor in enumerate(floors):
        stone = floor.walls in ("stone", "brick")
        frame = "stone" if stone and panes == "arched" else "wood"
        for azimuth, long, out in floor.sides():
            front = azimuth == 0
            xs = [-0.3 * long, 0.3 * long] if azimuth % 180 == 0 else [0.0]
            if front and k == 0:
                xs = [u for u in (-0.31 * long, 0.0, 0.31 * long) if abs(u - x) > 0.23 * long]
                xs = xs if long > 5.5 else [-np.sign(x) * 0.22 * long]
            elif azimuth == 180 and len(floors) > 1:
                xs = [(-0.2 if k else 0.2) * long]
            wide = 0.7 if azimuth % 180 == 0 and floor.walls == "timbered" else 0.8
            with_shutters = shutters and front and floor.walls != "timbered"
            for u in xs:
                pane = window(
                    panes,
                    wide,
                    0.95,
                    lit=lit,
                    frame=frame,
                    shutters=with_shutters,
                    flowers=flowers and front,
                    deep=0.1,
                )
                made += put(pane, polar(out, floor.low + 0.95, azimuth) + _along(u, azimuth), azimuth)
    first = floors[0]
    leaf = door(
        "arched" if panes == "arched" else "square",
        1.05,
        2.0,
        frame="stone" if first.walls in ("stone", "brick") else "wood",
        pane=True,
        lit=lit,
        step=False,
        deep=0.1,
    )
    made += put(leaf, (x, first.low - 0.02, first.depth / 2 + 0.02), 0)
    made += put(flight("step", 1.5, first.low - 0.02, 0.75, 2), (x, 0, first.depth / 2 + 0.05))
    return made


def _along(u: float, azimuth: float) -> np.ndarray:
    return turn(1, azimuth) @ np.array([u, 0, 0])


def _porch(x: float, floor: Storey, y: float, cover: str) -> list[Part]:
    """Hang a little gabled roof over the door, on brackets."""
    roof = gable_roof(
        1.0,
        1.75,
        0.75,
        eave=0.16,
        verge=0.12,
        thick=0.2 if cover == "thatch" else 0.1,
        kick=0.2,
        ridge="tiles",
        thatch=cover == "thatch",
    )
    made = [_of(one, ROOFS[cover]) if one.name in ("roof", "ridge") else one for one in roof]
    made.append(part("beams", "wood", board((0, 0.02, 0.42), (1.8, 0.14, 0.14), 0), (1, 0, 0), (0, 1, 0)))
    made.append(
        part("beams", "wood", prism_of([(-0.8, 0.0), (0.8, 0.0), (0, 0.68)], 0.9, 0), (0, 1, 0), (0, 0, 1))
    )
    for side in (-1, 1):
        u = side * 0.82
        made.append(
            part("beams", "wood", board((u, 0.02, -0.05), (0.14, 0.14, 1.0), 0), (0, 0, 1), (0, 1, 0))
        )
        made.append(
            part(
                "beams",
                "wood",
                bar((u, -0.75, -0.5), (u, 0.02, 0.36), 0.12, 0.12, 0),
                (0, 0.77, 0.86),
                (1, 0, 0),
            )
        )
        made.append(
            part("beams", "wood", board((u, -0.4, -0.48), (0.14, 0.9, 0.12), 0), (0, 1, 0), (0, 0, 1))
        )
    return move_parts(made, (x, y, floor.depth / 2 + 0.5))


def _smoke(dials: Dials, top: Storey, gable: str, pitch: float) -> list[Part]:
    span, length = (top.width, top.depth) if gable == "front" else (top.depth, top.width)
    rise = span / 2 * np.tan(np.radians(pitch))
    side = float(dials.rng.choice([-1, 1]))
    u, v = 0.16 * span * (1 if gable == "front" else -1), side * 0.3 * length
    place = (u, v) if gable == "front" else (v, u)
    wide = (0.72, 0.6) if gable == "front" else (0.6, 0.72)
    low = top.high + 0.3 * rise
    return chimney(
        "chimney", place, low, top.high + rise + 0.75, wide[0], wide[1], int(dials.rng.integers(1, 3))
    )


def _hut(
    dials: Dials, radius: float, height: float, cover: str, walls: str, panes: str, lit: bool, smoke: bool
) -> list[Part]:
    """Build a round hut under a cone."""
    role, surface = ROLES[walls], WALLS[walls]
    sides = dials.sides(radius, most=28)
    wall = 0.3 + height
    profile = [(0, 0.1), (radius, 0.1), (0.96 * radius, wall), (0, wall)]
    made = [
        part(
            "walls",
            role,
            drum(profile, sides),
            (0, 1, 0),
            mapping="turned",
            origin=(0, 0, 0),
            surface=surface,
        )
    ]
    base = [(0, 0), (radius + 0.14, 0), (radius + 0.14, 0.3), (radius + 0.08, 0.36), (0, 0.36)]
    made.append(part("base", "stone", drum(base, sides), (0, 1, 0), mapping="turned", origin=(0, 0, 0)))
    for k in range(8):
        azimuth = 22.5 + 45 * k
        post = board((0, wall / 2 + 0.1, 0), (0.2, wall - 0.2, 0.2), 0.02)
        made += put(
            [part("beams", "wood", post, (0, 1, 0), (0, 0, 1))], polar(0.975 * radius, 0, azimuth), azimuth
        )
    plate = [
        (0.9 * radius, wall - 0.2),
        (0.96 * radius + 0.08, wall - 0.2),
        (0.96 * radius + 0.08, wall),
        (0.9 * radius, wall),
        (0.9 * radius, wall - 0.2),
    ]
    made.append(part("beams", "wood", drum(plate, sides), (0, 1, 0), mapping="turned", origin=(0, 0, 0)))
    leaf = door(
        "arched" if panes == "arched" else "square", 1.0, 1.95, deep=0.25, step=False, lit=lit, pane=True
    )
    made += put(leaf, (0, 0.32, radius + 0.01))
    made += put(flight("step", 1.4, 0.34, 0.7, 2), (0, 0, radius))
    for azimuth in (67.5 + 22.5, 180, 270):
        pane = window(panes, 0.7, 0.8, lit=lit, deep=0.25)
        made += put(pane, polar(0.975 * radius, 1.2, azimuth), azimuth)
    thatch = cover == "thatch"
    rise = radius * 1.25
    roof = spire(
        0.96 * radius,
        rise,
        sides,
        style="bell" if thatch else "straight",
        eave=0.5,
        thick=0.32 if thatch else 0.15,
        finial=False,
    )
    roof += tip_ornament(rise, 0.12)
    made += move_parts(
        [_of(one, ROOFS[cover]) if one.name in ("roof", "eaves") else one for one in roof], (0, wall, 0)
    )
    if smoke:
        made += chimney("chimney", (0.9, -0.9), wall + 0.1, wall + rise * 0.92, 0.55, 0.55, 1)
    return made


KINDS = {
    "house": Kind(
        build=_house,
        size_m=7.5,
        parts={
            "walls": Made(
                ("plaster", "rubble stone", "brick"),
                ("#efe6d2", "#e6d3b0", "#d9dccf", "#e2c9b0"),
                ("wall", "facade"),
            ),
            "roof": Made(
                ("clay tiles", "slate tiles", "wood shingles", "thatch"), (), ("rooftop", "roofing")
            ),
            "ridge": Made(("clay tiles", "slate tiles"), words=("ridge tiles",)),
            "eaves": Made(("clay tiles", "thatch"), words=("eave",)),
            "beams": Made(
                ("dark oak", "oak", "weathered wood"), words=("timber", "timbers", "framing", "posts")
            ),
            "door": Made(("oak", "painted wood", "pine"), ("#3f5f4a", "#7a2f25", "#2f4d6b"), ("doors",)),
            "door frame": Made(("dark oak", "oak"), words=("doorframe",)),
            "surround": Made(("sandstone", "limestone"), words=("doorway", "arch")),
            "hinges": Made(("wrought iron",), words=("hinge",)),
            "handle": Made(("wrought iron", "brass"), words=("latch", "knob")),
            "windows": Made(("window glass",), ("#26333f",), ("window", "panes", "glass")),
            "frames": Made(
                ("painted wood", "oak"), ("#f1ece0", "#5b3a24"), ("window frames", "sills", "frame")
            ),
            "shutters": Made(("painted wood",), ("#3f6b57", "#37597d", "#8a3a2b", "#6b7f3a"), ("shutter",)),
            "base": Made(("rubble stone", "stone blocks"), words=("foundation", "plinth")),
            "corner stones": Made(("sandstone", "limestone", "granite"), words=("quoins",)),
            "step": Made(("granite", "sandstone"), words=("steps", "stairs", "doorstep")),
            "chimney": Made(("brick", "rubble stone"), words=("smokestack",)),
            "pots": Made(("terracotta",), words=("chimney pots",)),
            "plants": Made(("leaves",), words=("plant",)),
            "flowers": Made(("petals",), ("#d9485f", "#e9b44c", "#b76fd1"), ("blossoms", "blooms")),
            "finial": Made(("wrought iron", "copper"), words=("tip",)),
        },
        synonyms=("cottage", "hut", "cabin", "home"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "two-storey": {"storeys": 2, "form": "square"},
            "two-story": {"storeys": 2, "form": "square"},
            "single-storey": {"storeys": 1},
            "timbered": {"walls": "timbered", "form": "square"},
            "half-timbered": {"walls": "timbered", "form": "square"},
            "thatched": {"roof": "thatch"},
            "tiled": {"roof": "tiles"},
            "shingled": {"roof": "shingles"},
            "lit": {"lit": True},
            "shuttered": {"shutters": True},
        },
    ),
}
