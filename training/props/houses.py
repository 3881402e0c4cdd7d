"""Builds houses: huts and cottages."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import box, join, move, turn
from training.props.masonry import (
    GLOW,
    ROOFS,
    STONE,
    STRAW,
    doorway,
    drum,
    gable_roof,
    hall,
    hip_roof,
    polar,
    put,
    window,
)
from training.props.pieces import WOODS, is_said, kind_of, one_of, used
from training.props.prop import (
    CREAM,
    GLASS,
    GOLD,
    MAIN,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _house(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"square": 0.85, "round": 0.15})
    thatched = is_said(rng, shape, "thatched", 0.15)
    style = str(rng.choice(["square", "square", "arched", "round"]))
    parts = _hut(rng, thatched, style) if kind == "round" else _cottage(rng, shape, thatched, style)
    roof = one_of(rng, STRAW, (0.68, 0.50, 0.26)) if thatched else one_of(rng, *ROOFS, 0.6)
    colours: dict[str, SlotColour] = {"roof": roof, "door": one_of(rng, *WOODS, *ROOFS[3:]), "latch": GOLD}
    colours |= {
        "frames": one_of(rng, WHITE, CREAM, WOOD, 0.5),
        "windows": one_of(rng, GLASS, GLOW, (0.22, 0.3, 0.4)),
    }
    colours |= {
        "beams": one_of(rng, *WOODS),
        "base": one_of(rng, STONE, 0.6),
        "chimney": one_of(rng, STONE, ROOFS[0]),
    }
    return used(parts, {**colours, "shutters": one_of(rng, *ROOFS, 0.55)})


def _hut(rng: np.random.Generator, thatched: bool, style: str) -> Parts:
    """Make a round hut under a cone."""
    radius, wall, rise = rng.uniform(0.5, 0.58), rng.uniform(0.78, 0.92), rng.uniform(0.4, 0.55)
    brim, thick, bell = radius + rng.uniform(0.06, 0.1), 0.15 if thatched else 0.08, rng.uniform(0.4, 0.5)
    cone = [
        (0, wall),
        (brim, wall - 0.1),
        (brim, wall - 0.1 + thick),
        (brim * bell, wall + rise * 0.55),
        (0, wall + rise),
    ]
    sides = int(rng.choice([8, 24, 24]))
    parts: Parts = [(drum([(0, 0), (radius, 0), (radius * 0.96, wall), (0, wall)], sides), MAIN)]
    parts.append((drum(cone, sides), "roof"))
    parts += put(doorway(rng, "arched" if style == "round" else style, 0.26, 0.46), (0, 0, radius - 0.02))
    pane = window(style, 0.2, 0.2)
    for azimuth in (70, 140, 220, 290):
        parts += put(pane, polar(radius * 0.97, 0.36, azimuth), azimuth)
    if rng.random() < 0.5:
        parts.append((box((0.24, wall + rise * 0.55, -0.12), (0.15, 0.6, 0.15)), "chimney"))
    return parts


def _cottage(rng: np.random.Generator, shape: frozenset[str], thatched: bool, style: str) -> Parts:
    storeys = 1 + is_said(rng, shape, "two-storey", 0.3)
    timbered = is_said(rng, shape, "timbered", 0.3)
    width, depth = rng.uniform(0.98, 1.2), rng.uniform(0.8, 0.98)
    if storeys == 2:
        width, depth = width * 0.82, depth * 0.85
    wall, rise = rng.uniform(0.8, 0.94) * (1 if storeys == 1 else 1.6), rng.uniform(0.26, 0.42)
    eave, thick = rng.uniform(0.05, 0.09), 0.13 if thatched else 0.07
    across = bool(rng.random() < 0.45)  # a gable to the front
    if across:
        width, depth = depth, width
    if rng.random() < 0.15:
        parts: Parts = [(box((0, wall / 2, 0), (width, wall, depth)), MAIN)]
        ridge = max(0.02, width - depth * rng.uniform(0.7, 1.0)) if not across else 0.02
        parts.append((move(hip_roof(width, depth, rise, eave, thick, ridge), (0, wall, 0)), "roof"))
    elif across:
        parts = put(hall(depth, width, wall, rise, eave, thick), azimuth=90)
    else:
        parts = hall(width, depth, wall, rise, eave, thick)
    if rng.random() < 0.5:
        parts.append((box((0, 0.04, 0), (width + 0.07, 0.14, depth + 0.07)), "base"))
    if timbered:
        parts += _beams(width, depth, wall, storeys)
    door_x = rng.choice([-1, 1]) * rng.uniform(0.0, 0.25) * width
    if not across and rng.random() < 0.3:
        door_x = np.sign(door_x) * max(abs(door_x), 0.12 * width)
        parts += _wing(rng, width, depth, wall / storeys, eave, -np.sign(door_x))
    parts += _fronts(rng, (width, wall, depth), storeys, style, float(door_x))
    if rng.random() < 0.65:
        x, z = rng.choice([-1, 1]) * width * 0.27, -depth * 0.18
        top = wall + rise + rng.uniform(0.1, 0.2)
        parts.append((box((x, (wall + top) / 2, z), (0.15, top - wall, 0.15)), "chimney"))
        parts.append((box((x, top, z), (0.2, 0.06, 0.2)), "chimney"))
    return parts


def _fronts(
    rng: np.random.Generator, size: tuple[float, float, float], storeys: int, style: str, x: float
) -> Parts:
    """Make the door, at x, and the windows of all four sides of a block of a size."""
    width, wall, depth = size
    door = str(rng.choice(["square", "arched"]))
    parts = put(doorway(rng, door, 0.24, 0.42), (x, 0, depth / 2))
    if rng.random() < 0.3:  # a little roof over it
        parts += put([(gable_roof(0.2, 0.34, 0.15, 0.03, 0.06), "roof")], (x, 0.48, depth / 2 + 0.05), 90)
    tall = rng.uniform(0.18, 0.23)
    pane, floor = window(style, 0.18, tall), wall / storeys
    if rng.random() < 0.3:
        pane = pane + [
            (box((side * 0.19, tall / 2, 0), (0.1, tall + 0.04, 0.1)), "shutters") for side in (-1, 1)
        ]
    behind = rng.random() < 0.5
    for k in range(storeys):
        sill = floor * (k + 0.5) - tall * 0.35
        for at in (-0.27, 0.27):
            if k or abs(at * width - x) > 0.3:
                parts += put(pane, (at * width, sill, depth / 2))
            if behind:
                parts += put(pane, (at * width, sill, -depth / 2), 180)
        if not behind:
            parts += put(pane, (0, sill, -depth / 2), 180)
        parts += put(pane, (width / 2, sill, 0), 90) + put(pane, (-width / 2, sill, 0), 270)
    return parts


def _beams(width: float, depth: float, wall: float, storeys: int) -> Parts:
    """Make a timber frame: corner posts, sills and ties."""
    size, posts = 0.07, []
    for i in (-1, 1):
        posts += [box((i * width / 2, wall / 2, j * depth / 2), (size, wall, size)) for j in (-1, 1)]
    for y in np.linspace(0, wall, storeys + 1)[1:] - [0.03] * storeys:
        posts.append(box((0, y, 0), (width + 0.05, size, depth + 0.05)))
    for side in (-1, 1):
        for i in (-1, 1):
            brace = move(box((0, 0, 0), (0.06, 0.34, 0.06)), rotation=turn(2, 40 * i))
            posts.append(move(brace, (i * (width / 2 - 0.1), wall - 0.14, side * depth / 2)))
    return [(join(posts), "beams")]


def _wing(
    rng: np.random.Generator, width: float, depth: float, wall: float, eave: float, side: float
) -> Parts:
    """Make a lower part of the house at its left (-1) or right (1), with a gable to the front."""
    across, out = width * rng.uniform(0.36, 0.44), rng.uniform(0.15, 0.3)
    block = hall(depth * 0.6 + out, across, wall * 0.86, across * 0.5, eave * 0.8)
    block += put(window("arched", 0.18, 0.24), (depth * 0.3 + out / 2, wall * 0.3, 0), 90)
    return put(block, (side * (width - across) / 2, 0, depth * 0.2 + out / 2), -90)


CLASSES: dict[str, PropClass] = {
    "house": PropClass(
        _house,
        ("cottage", "hut", "cabin"),
        6.0,
        ("round", "two-storey", "timbered", "thatched"),
        {"roof": "roof", "door": "door", "windows": "windows"},
    ),
}
