"""Builds buckets: of staves and hoops, of sheet metal with a rolled rim, or square boxes; all with a bail."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.cooperage import radius_at, stave_head, stave_hoop, stave_wall
from threed.procedural.dials import Dials
from threed.procedural.fillings import filled, heaped
from threed.procedural.joinery import timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, nail, rope, stick, torus
from threed.procedural.solids import lathe, loft, move, turn


def _bucket(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"staves": 0.55, "metal": 0.37, "square": 0.08}, "what it is made of")
    height = dials.number("height", 0.26, 0.32, "m", "of its wall")
    top = dials.number("radius", 0.135, 0.16, "m", "of its mouth")
    taper = dials.number("taper", 0.72, 0.84, "", "its foot as part of its mouth", (0.4, 1.2))
    count = dials.count("staves", 12, 16, "boards of its wall", (6, 28))
    hoops = dials.count("hoops", 2, 2, "hoops around it", (0, 5))
    tip = dials.choice("handle", {"up": 0.6, "down": 0.4}, "how its handle is held")
    full = dials.flag("full", 0.35, "filled nearly to its brim")
    filling = dials.choice("filling", {"water": 0.7, "apples": 0.18, "milk": 0.12}, "what a full one holds")
    ornate = dials.flag("ornate", 0.06, "gilded bands and studs")
    outline = np.asarray([(taper * top, 0.0), ((0.5 + 0.5 * taper) * top, height / 2), (top, height)])
    metal = "trim" if ornate else "hoops"
    sides = count
    if form == "staves":
        parts, wall = _staved(dials, outline, height, count, hoops, metal), 0.016
    elif form == "metal":
        sides = dials.sides(top, 16, 28)
        parts, wall = _sheet(outline, height, hoops, metal, sides), 0.004
    else:
        parts, wall, sides = _square(outline, height, metal), 0.016, 4
    level = 0.86 * height
    if full and form != "square":
        parts += _filling(dials, filling, outline, level, wall, sides)
    elif full:
        across = 2 * (radius_at(outline, level) - 0.6 * wall)
        name, role = ("apples", "fruit") if filling == "apples" else (filling, "liquid")
        parts.append(
            part(name, role, board((0, level - 0.02, 0), (across, 0.03, across), 0), (0, 0, 1), (0, 1, 0))
        )
        if filling == "apples":
            parts += heaped(dials.rng, "apples", "fruit", 0.85 * top, level - 0.005, 0.034, 12, 0.01)
    if ornate:
        for angle in np.arange(8) * np.pi / 4 + np.pi / 8:
            out = np.array([np.sin(angle), 0, np.cos(angle)])
            at = radius_at(outline, 0.52 * height) * (1.0 if form != "square" else 0.0)
            if at:
                stud = nail(0.985 * at * out + [0, 0.52 * height, 0], out, 0.013, 0.008, 8)
                parts.append(part("trim", "metal", stud, (0, 1, 0)))
    return parts + _bail(form, outline, height, top, tip)


def _staved(
    dials: Dials, outline: np.ndarray, height: float, count: int, hoops: int, metal: str
) -> list[Part]:
    parts = stave_wall("staves", outline, count, 0.016, 0.003)
    parts += stave_head("staves", 0.03, radius_at(outline, 0.03) - 0.006, count, 3, 0.016)
    places = np.linspace(0.14, 0.8, hoops) if hoops > 1 else np.full(hoops, 0.75)
    for y in places * height:
        parts += stave_hoop(metal, outline, float(y), 0.0125, count, int(dials.rng.integers(count)), 0.0035)
    return parts


def _sheet(outline: np.ndarray, height: float, hoops: int, metal: str, sides: int) -> list[Part]:
    """Roll a bucket of sheet metal: a foot ring, beads pressed into its wall, a rolled rim."""
    wall, low, top = 0.004, float(outline[0, 0]), float(outline[-1, 0])
    outer = [(low - 0.004, 0.0), (low + 0.002, 0.0), (low + 0.002, 0.016), (radius_at(outline, 0.02), 0.02)]
    for t in (0.36, 0.72)[: min(hoops, 2)]:
        y, r = t * height, radius_at(outline, t * height)
        outer += [
            (r - 0.001, y - 0.009),
            (r + 0.004, y - 0.004),
            (r + 0.004, y + 0.004),
            (r + 0.001, y + 0.009),
        ]
    outer.append((top, height))
    floor = 0.02
    profile = [
        (0, 0.008),
        (low - 0.006, 0.008),
        *outer,
        (top - wall, height),
        (radius_at(outline, floor) - wall, floor),
        (0, floor),
    ]
    parts = [
        part(
            "sheet",
            "metal",
            lathe(profile, sides),
            (0, 1, 0),
            mapping="turned",
            crease_deg=30,
        )
    ]
    rim = torus(top - 0.001, 0.0065, height, sides, 6)
    parts.append(part(metal, "metal", rim, (0, 1, 0), mapping="turned", crease_deg=70))
    return parts


def _square(outline: np.ndarray, height: float, metal: str) -> list[Part]:
    """Nail a square bucket of four boards that spread upwards."""
    wall, low, top = 0.016, float(outline[0, 0]), float(outline[-1, 0])
    parts: list[Part] = []
    for k in range(4):
        rings = []
        for y, r in ((0.0, low), (height, top)):
            x = r if k % 2 == 0 else r - wall
            rings.append([(x, y, r), (x, y, r - wall), (-x, y, r - wall), (-x, y, r)])
        side = part("staves", "wood", loft(np.asarray(rings)), (1, 0, 0), (0, 0, 1))
        parts += move_parts([side], rotation=turn(1, 90 * k))
    parts.append(timber("staves", (0, 0.02, 0), (2 * low - 0.01, 0.02, 2 * low - 0.02), 0.0))
    for t in (0.16, 0.8):
        r, y = radius_at(outline, t * height) + 0.003, t * height
        rings = [
            [(s, v, s), (s, v, -s), (-s, v, -s), (-s, v, s)]
            for v, s in ((y - 0.012, r - 0.001), (y + 0.012, r + 0.002))
        ]
        hole = board((0, y, 0), (2 * r - 0.012, 0.06, 2 * r - 0.012), 0)
        parts.append(part(metal, "metal", carve(loft(np.asarray(rings)), hole), (0, 1, 0)))
    return parts


def _filling(
    dials: Dials, what: str, outline: np.ndarray, level: float, wall: float, sides: int
) -> list[Part]:
    if what != "apples":
        return [filled(what, "liquid", outline, level - 0.02, level, 0.5 * wall, sides)]
    inner = radius_at(outline, level) - 0.5 * wall
    parts = [filled("apples", "fruit", outline, level - 0.05, level, 0.5 * wall, sides, 0.03)]
    return parts + heaped(dials.rng, "apples", "fruit", inner, level, 0.034, 14, 0.03)


def _bail(form: str, outline: np.ndarray, height: float, top: float, tip: str) -> list[Part]:
    """Hang a bow with a wooden grip between two ears."""
    parts: list[Part] = []
    y = height + (0.012 if form == "staves" else -0.02)
    pivot = top + 0.007
    for side in (-1, 1):
        if form == "staves":
            # an ear: a strap of iron that runs up over the rim
            ear = board((side * (top - 0.001), y - 0.022, 0), (0.008, 0.085, 0.03), 0.002)
            parts.append(part("ears", "metal", ear, (0, 1, 0), (1, 0, 0)))
            for dy in (-0.05, -0.03):
                at = (side * (top + 0.003), y + dy, 0)
                parts.append(part("ears", "metal", nail(at, (side, 0, 0), 0.005, 0.003, 6), (0, 1, 0)))
        else:
            ear = board((side * (top - 0.002), y, 0), (0.008, 0.036, 0.036), 0.003)
            parts.append(part("ears", "metal", ear, (0, 1, 0), (1, 0, 0)))
        pin = move(
            cylinder(0.006, -0.006, 0.012, 8, 0.002), (side * pivot, y + 0.004, 0), turn(2, -90 * side)
        )
        parts.append(part("ears", "metal", pin, (1, 0, 0)))
    t = np.linspace(0, np.pi, 15)
    reach = pivot + 0.004
    rise = 1.02 * top
    x = reach * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8
    bow = np.stack([x, rise * np.sin(t) ** 0.9, np.zeros(15)], 1)
    bail = [part("handle", "metal", rope(bow, 0.0042, 6), (1, 0, 0), crease_deg=80)]
    bail.append(
        part(
            "grip", "wood", stick((-0.045, rise, 0), (0.045, rise, 0), 0.012, 10), (1, 0, 0), mapping="turned"
        )
    )
    parts += move_parts(bail, (0, y + 0.004, 0), turn(0, 0 if tip == "up" else 100))
    return parts


KINDS = {
    "bucket": Kind(
        build=_bucket,
        size_m=0.42,
        parts={
            "staves": Made(("oak", "pine"), words=("wall", "boards", "planks", "body")),
            "sheet": Made(("tin", "steel"), words=("tin",)),
            "hoops": Made(("wrought iron", "steel"), words=("bands", "rings", "rim")),
            "ears": Made(("wrought iron", "steel"), words=("mounts",)),
            "handle": Made(("wrought iron", "steel"), words=("bail", "bow")),
            "grip": Made(("oak", "birch"), words=("holder",)),
            "water": Made(("water",), words=("liquid", "drink")),
            "milk": Made(("glazed ceramic",), ("#f4efe2",)),
            "apples": Made(("apple skin",), ("#b3201f", "#7fa32a"), ("fruit", "apple", "goods")),
            "trim": Made(("gold", "brass"), words=("studs", "ornaments")),
        },
        synonyms=("pail", "water bucket"),
        main=("sheet",),
        words={
            "full": {"full": True},
            "water": {"full": True, "filling": "water"},
            "milk": {"full": True, "filling": "milk"},
            "apples": {"full": True, "filling": "apples"},
            "empty": {"full": False},
            "square": {"form": "square"},
            "wooden": {"form": "staves"},
            "metal": {"form": "metal"},
            "ornate": {"ornate": True},
        },
    ),
}
