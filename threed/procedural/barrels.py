"""Builds barrels: staves bent between hoops, a lid or what is kept in them, on end or lying."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at, stave_head, stave_hoop, stave_wall
from threed.procedural.dials import Dials
from threed.procedural.fillings import filled, heaped
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, ring, stick
from threed.procedural.solids import lathe, move, turn


def _barrel(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"upright": 0.75, "open": 0.15, "lying": 0.1}, "how it stands")
    height = dials.number("height", 0.78, 1.0, "m", "from rim to rim")
    belly = dials.number("belly", 0.30, 0.38, "m", "radius at its widest")
    bulge = dials.number("bulge", 0.04, 0.09, "m", "by how much it narrows to its rims", (0.0, 0.2))
    count = dials.count("staves", 14, 20, "boards of its wall", (8, 32))
    hoops = dials.count("hoops", 4, 6, "iron hoops", (0, 10))
    tap = dials.flag("tap", 0.25, "a tap near its foot")
    filling = dials.choice("filling", {"water": 0.5, "apples": 0.3, "nothing": 0.2}, "what an open one holds")
    ornate = dials.flag("ornate", 0.06, "gilded hoops and a boss on its lid")
    thick, lid_y = 0.026, height - 0.05
    levels = np.linspace(0, height, 6)
    outline = np.stack([belly - bulge * (2 * levels / height - 1) ** 2, levels], 1)
    parts = stave_wall("staves", outline, count, thick)
    for y in [0.03] if form == "open" else [0.03, lid_y]:
        parts += stave_head("lid", y, radius_at(outline, y) - 0.4 * thick, count)
    metal = "trim" if ornate else "hoops"
    for y in _hoop_places(hoops) * height:
        half = 0.026 if abs(y / height - 0.5) > 0.3 else 0.021
        parts += stave_hoop(metal, outline, float(y), half, count, int(dials.rng.integers(count)))
    if form != "open":
        parts += _lid_fittings(dials, lid_y + 0.01, belly - bulge, ornate)
    elif filling != "nothing":
        parts += _filling(
            dials, filling, (0.9 if filling == "apples" else 0.84) * height, outline, thick, count
        )
    if tap:
        parts += _tap(0.13 * height, radius_at(outline, 0.13 * height))
    if form == "lying":
        parts = move_parts(parts, (0, belly + 0.05, -height / 2), turn(0, 90))
        parts += _cradle(height, belly)
    return parts


def _hoop_places(count: int) -> np.ndarray:
    """Return where hoops sit, 0..1: pairs towards both rims, an odd one around the belly."""
    half = np.linspace(0.06, 0.3, count // 2) if count > 3 else np.linspace(0.08, 0.2, count // 2)
    return np.concatenate([half, [0.5] if count % 2 else [], 1 - half])


def _lid_fittings(dials: Dials, y: float, radius: float, ornate: bool) -> list[Part]:
    """Put a bung, a bar across the boards or, if ornate, a gilded boss on the lid."""
    if ornate:
        boss = lathe(
            [
                (0, y - 0.01),
                (0.3 * radius, y - 0.01),
                (0.3 * radius, y + 0.008),
                (0.2 * radius, y + 0.02),
                (0, y + 0.03),
            ],
            16,
        )
        return [part("trim", "metal", boss, (0, 1, 0), mapping="turned", crease_deg=50)]
    if dials.rng.random() < 0.5:
        bar = board((0, y + 0.006, 0), (1.72 * radius, 0.026, 0.09), 0.005)
        return [part("lid", "wood", bar, (1, 0, 0), (0, 1, 0))]
    bung = cylinder(0.035, y - 0.01, y + 0.022, 12, 0.006)
    return [
        part(
            "lid",
            "wood",
            move(bung, (0.45 * radius, 0, 0)),
            (0, 1, 0),
            mapping="turned",
            origin=(0.45 * radius, 0, 0),
        )
    ]


def _filling(
    dials: Dials, what: str, level: float, outline: np.ndarray, thick: float, count: int
) -> list[Part]:
    if what == "water":
        return [filled("water", "liquid", outline, level - 0.03, level, 0.5 * thick, count)]
    inner = radius_at(outline, level) - 0.5 * thick
    parts = [filled("apples", "fruit", outline, level - 0.09, level, 0.5 * thick, count, 0.07)]
    return parts + heaped(dials.rng, "apples", "fruit", inner, level, 0.05, 23, 0.07)


def _tap(y: float, radius: float) -> list[Part]:
    pieces = (
        stick((0, y, radius - 0.03), (0, y, radius + 0.11), 0.018, 10),
        stick((0, y + 0.012, radius + 0.085), (0, y - 0.045, radius + 0.085), 0.013, 8),
        stick((-0.035, y + 0.045, radius + 0.05), (0.035, y + 0.045, radius + 0.05), 0.009, 8),
        stick((0, y, radius + 0.05), (0, y + 0.05, radius + 0.05), 0.009, 8),
        ring(0.012, 0.012, 0, 0.012, 10),
    )
    collar = part("tap", "metal", pieces[-1], (0, 1, 0))
    collar = move_parts([collar], (0, y, radius - 0.002), turn(0, 90))
    return [*(part("tap", "metal", piece, (0, 0, 1)) for piece in pieces[:-1]), *collar]


def _cradle(height: float, belly: float) -> list[Part]:
    """Make two sawn beams with wedges, on which a barrel lies."""
    parts = []
    for z in (-0.28 * height, 0.28 * height):
        parts.append(part("stand", "wood", board((0, 0.045, z), (2.1 * belly, 0.09, 0.09), 0.006), (1, 0, 0)))
        for side in (-1, 1):
            wedge = move_parts(
                [part("stand", "wood", board((0, 0, 0), (0.2, 0.09, 0.075), 0.005), (1, 0, 0))],
                (side * 0.62 * belly, 0.125, z),
                turn(2, side * 38),
            )
            parts += wedge
    return parts


KINDS = {
    "barrel": Kind(
        build=_barrel,
        size_m=0.95,
        parts={
            "staves": Made(("oak", "pine", "walnut"), words=("boards", "planks", "slats", "wall")),
            "hoops": Made(("wrought iron", "rusty iron"), words=("bands", "rings", "straps")),
            "lid": Made(("oak", "pine", "walnut"), words=("top", "head", "ends")),
            "tap": Made(("brass", "wrought iron"), words=("spigot", "faucet", "spout")),
            "stand": Made(("oak",), words=("cradle", "rack")),
            "water": Made(("water",), words=("drink", "liquid")),
            "trim": Made(("gold", "brass"), words=("boss", "ornaments")),
            "apples": Made(("apple skin",), ("#b3201f", "#7fa32a"), words=("fruit", "apple")),
        },
        synonyms=("cask", "keg", "tun"),
        main=("lid",),
        words={
            "open": {"form": "open"},
            "water": {"form": "open", "filling": "water"},
            "apples": {"form": "open", "filling": "apples"},
            "upright": {"form": "upright"},
            "lying": {"form": "lying"},
            "full": {"form": "open"},
            "empty": {"form": "open", "filling": "nothing"},
            "round": {"bulge": 0.11},
            "ornate": {"ornate": True},
        },
    ),
}
