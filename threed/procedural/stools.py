"""Builds stools: round or square seats on splayed or upright legs, padded ones, and tall ones for bars."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.joinery import Place, legs, places_around, plank_top, round_top, timber, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, nail, ring
from threed.procedural.solids import lathe, loft
from threed.procedural.upholstery import pad, round_pad


def _stool(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.62, "square": 0.38}, "outline of its seat")
    style = dials.choice("leg_style", {"round": 0.4, "turned": 0.35, "tapered": 0.25}, "of its legs")
    count = dials.count("legs", 3, 4, "legs", (3, 6))
    width = dials.number("width", 0.32, 0.38, "m", "of its seat")
    height = dials.number("height", 0.42, 0.5, "m", "to its seat", (0.12, 1.0))
    splay = dials.number("splay", 8.0, 15.0, "deg", "how far its legs lean outwards", (0.0, 25.0))
    thick = dials.number("thickness", 0.035, 0.05, "m", "of its seat", (0.015, 0.12))
    cushioned = dials.flag("cushion", 0.22, "a padded seat with nails around")
    stretchers = dials.flag("stretchers", 0.6, "bars between its legs")
    slot = dials.flag("slot", 0.3, "a hole in its seat to carry it by")
    under = height - thick
    is_round = form == "round"
    parts = _seat(dials, is_round, width, under, thick, slot and not cushioned)
    if cushioned:
        parts += _padding(is_round, width, height, thick)
    count = count if is_round else max(count, 4)
    radius = (0.34 if is_round else 0.46) * width
    first = np.pi / 4 if count == 4 else np.pi / count
    places = places_around(count, radius, first)
    lean = float(np.tan(np.radians(splay))) * under / radius
    leg = 0.038 if style == "tapered" else 0.042
    parts += legs("legs", places, under + 0.012, leg, style, lean, dials.sides(leg / 2, 8))
    if stretchers and height > 0.3:
        parts += _stretchers(places, lean, under, height, leg)
    return parts


def _seat(dials: Dials, is_round: bool, width: float, low: float, thick: float, slot: bool) -> list[Part]:
    radius = width / 2
    if is_round and dials.rng.random() < 0.5:
        # one piece, hollowed a little to sit on
        profile = [(0, low), (0.88 * radius, low), (radius, low + 0.3 * thick), (radius, low + 0.75 * thick)]
        top = low + thick
        profile += [
            (0.95 * radius, top),
            (0.75 * radius, top - 0.004),
            (0.35 * radius, top - 0.009),
            (0, top - 0.01),
        ]
        seat = lathe(profile, dials.sides(radius, 16, 32))
        parts = [part("seat", "wood", seat, (1, 0, 0), (0, 1, 0), crease_deg=30)]
    elif is_round:
        parts = round_top("seat", radius, low, thick, dials.sides(radius, 16, 32), 3, 0.008)
    else:
        parts = plank_top("seat", width, 0.9 * width, low, thick, 2 if dials.rng.random() < 0.6 else 1, 0.007)
    for side in (-1, 1):  # a batten below holds the boards together
        if len(parts) > 1 or not is_round:
            at = side * 0.26 * width
            parts.append(timber("seat", (at, low - 0.008, 0), (0.045, 0.024, 0.74 * width), 0.005))
    if slot:
        hole = _slot_tool(0.09, 0.026, low - 0.05, low + 2 * thick)
        for k, one in enumerate(parts):
            if np.abs(one.solid.vertices[:, 2]).min() < 0.02 or len(parts) == 1:
                cut = carve(one.solid, hole)
                if len(cut.faces):
                    parts[k] = part("seat", "wood", cut, (1, 0, 0), (0, 1, 0), crease_deg=30)
    return parts


def _slot_tool(length: float, wide: float, low: float, high: float):
    angle = np.radians([-60, -20, 20, 60])
    end = [(length / 2 + wide / 2 * np.cos(a), wide / 2 * np.sin(a)) for a in angle]
    outline = [*end, *((-x, -z) for x, z in end)]
    return loft(np.asarray([[(x, y, -z) for x, z in outline] for y in (low, high)]))


def _padding(is_round: bool, width: float, height: float, thick: float) -> list[Part]:
    """Stuff a seat, tack its cover down all around."""
    if is_round:
        parts = [round_pad("cushion", 0.485 * width, height - 0.3 * thick, height + 0.055, 24)]
        radius, y = 0.483 * width, height - 0.3 * thick + 0.012
        band = ring(radius - 0.004, 0.0075, y - 0.011, y + 0.009, 24)
        parts.append(part("trim", "leather", band, (0, 1, 0), mapping="turned"))
        for x, z in places_around(16, radius + 0.003, 0.1):
            parts.append(
                part("nails", "metal", nail((x, y - 0.001, z), (x, 0, z), 0.006, 0.003, 6), (0, 1, 0))
            )
        return parts
    parts = [
        pad(
            "cushion",
            (0, height + 0.008, 0),
            (0.99 * width, 0.13, 0.89 * width),
            0.2,
            0.75,
            levels=7,
            around=24,
        )
    ]
    y, x, z = height - 0.006, 0.497 * width, 0.447 * width
    band = board((0, y, 0), (2 * x, 0.02, 2 * z), 0.004)
    parts.append(part("trim", "leather", band, (1, 0, 0), (0, 1, 0)))
    for k in range(7):
        u = (k - 3) / 3.3
        for side in (-1, 1):
            tacks = ((u * x, y, side * z), (0, 0, side)), ((side * x, y, u * z), (side, 0, 0))
            parts += [part("nails", "metal", nail(p, o, 0.006, 0.003, 6), (0, 1, 0)) for p, o in tacks]
    return parts


def _stretchers(places: list[Place], lean: float, under: float, height: float, leg: float) -> list[Part]:
    parts, count = [], len(places)
    levels = (0.3, 0.42) if count == 4 else (0.32, 0.32)
    for k in range(count):
        y = levels[k % 2] * height
        out = 1 + lean * (1 - y / (under + 0.012))
        (x, z), (u, v) = places[k], places[(k + 1) % count]
        parts.append(
            turned("stretchers", (out * x, y, out * z), (out * u, y, out * v), 0.62 * leg, "stretcher", 8)
        )
    return parts


_WOODS = ("oak", "pine", "birch", "walnut")

KINDS = {
    "stool": Kind(
        build=_stool,
        size_m=0.5,
        parts={
            "seat": Made(_WOODS, words=("top", "bottom")),
            "legs": Made(_WOODS, words=("leg", "feet")),
            "stretchers": Made(_WOODS, words=("bars", "rungs")),
            "cushion": Made(
                ("leather", "velvet", "linen"), ("#7a2e2a", "#2f4f6f", "#5d3b22", "#4b6b3c"), ("pad",)
            ),
            "trim": Made(("leather",), ("#4a2f1c",), ("band", "braid")),
            "nails": Made(("brass",), words=("studs", "tacks")),
        },
        synonyms=("footstool", "bar stool", "milking stool"),
        main=("legs", "stretchers"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "three-legged": {"legs": 3, "form": "round"},
            "tiny-legged": {"height": 0.2},
            "low": {"height": 0.28},
            "bar": {"height": 0.75, "splay": 7.0, "stretchers": True},
            "cushioned": {"cushion": True},
            "padded": {"cushion": True},
            "upholstered": {"cushion": True},
            "milking": {"legs": 3, "form": "round", "height": 0.32},
        },
    ),
}
