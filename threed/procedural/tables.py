"""Builds tables: boards or a round top, on legs with rails, on trestles or on a turned pillar."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import (
    Place,
    beam,
    corners,
    finial,
    legs,
    moulding,
    places_around,
    plank_top,
    pull,
    round_top,
    square_leg,
    timber,
)
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import X_TO_Z, prism_of, torus
from threed.procedural.solids import lathe, loft, move, turn


def _table(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"oblong": 0.62, "round": 0.24, "square": 0.14}, "outline of its top")
    support = dials.choice("support", {"legs": 0.64, "pillar": 0.2, "trestle": 0.16}, "what carries the top")
    style = dials.choice(
        "leg_style",
        {"square": 0.25, "tapered": 0.3, "turned": 0.25, "bulbous": 0.2, "cabriole": 0.0},
        "of its legs",
    )
    count = dials.count("legs", 4, 4, "legs", (3, 8))
    length = dials.number("length", 1.2, 1.7, "m", "of an oblong top; the others take 0.7 of it")
    breadth = dials.number("breadth", 0.7, 0.9, "m", "of an oblong top")
    height = dials.number("height", 0.72, 0.78, "m", "to its top", (0.2, 1.3))
    thick = dials.number("thickness", 0.04, 0.06, "m", "of its top", (0.015, 0.15))
    drawers = dials.count("drawers", 0, 1, "drawers in its front rail", (0, 4))
    stretchers = dials.flag("stretchers", 0.4, "bars between its legs")
    ornate = dials.flag("ornate", 0.08, "bowed legs and gilded edges")
    if ornate:
        style, support = "cabriole", "legs" if support == "trestle" else support
    is_round = form == "round"
    width = length if form == "oblong" else 0.72 * length
    depth = breadth if form == "oblong" else width
    under = height - thick
    parts = _top(dials, is_round, width, depth, under, thick)
    if ornate:
        parts += _gilded_edge(dials, is_round, width, depth, under + thick / 2, thick)
    leg = (0.075 if style in ("square", "tapered", "cabriole") else 0.09) * (0.85 if is_round else 1.0)
    if support == "pillar" and (is_round or form == "square"):
        return parts + _pillar(dials, width, under, ornate)
    if support == "trestle" and not is_round:
        return parts + _trestles(dials, width, depth, under, stretchers)
    sides = dials.sides(leg / 2, 8)
    if is_round or count == 3:
        places = places_around(count, 0.36 * min(width, depth), np.pi / count)
        parts += legs("legs", places, under + 0.006, leg, style, 0.0, sides, 0.1)
        parts += _ring_of_rails(places, under, 0.08)
    else:
        places = _places(count, width - 2.2 * leg, depth - 2.2 * leg)
        parts += legs("legs", places, under + 0.006, leg, style, 0.0, sides, 0.13)
        parts += _rails(dials, width - 2.2 * leg, depth - 2.2 * leg, under, leg, drawers, ornate)
    if stretchers and style != "cabriole" and height > 0.45:
        parts += _stretchers(places, 0.14, is_round or count == 3)
    return parts


def _places(count: int, width: float, depth: float) -> list[Place]:
    """Return where the legs of an oblong table stand: its corners first, then pairs along its sides."""
    places = corners(width, depth)
    pairs = (count - 3) // 2
    for k in range(pairs):
        x = ((k + 1) / (pairs + 1) - 0.5) * width
        places += [(x, -depth / 2), (x, depth / 2)]
    return places


def _top(dials: Dials, is_round: bool, width: float, depth: float, low: float, thick: float) -> list[Part]:
    if is_round:
        return round_top("top", width / 2, low, thick, dials.sides(width / 2), 5)
    if dials.rng.random() < 0.65:
        # boards, with a cleat across either end that keeps them flat
        cleat = 0.085
        parts = plank_top(
            "top", width - 2 * cleat + 0.006, depth, low, thick, int(np.clip(round(depth / 0.16), 3, 8))
        )
        for side in (-1, 1):
            x = side * (width - cleat) / 2
            parts.append(timber("top", (x, low + thick / 2, 0), (cleat, thick, depth + 0.012), 0.005))
        return parts
    step, edge = 0.012, 0.4 * thick
    profile = [(-0.02, 0), (-step, 0), (-step, edge), (0, edge + 0.004), (0, thick - 0.008), (-0.008, thick)]
    return [move_parts([moulding("top", width, depth, profile)], (0, low, 0))[0]]


def _gilded_edge(
    dials: Dials, is_round: bool, width: float, depth: float, y: float, thick: float
) -> list[Part]:
    half = 0.2 * thick
    if is_round:
        solid = torus(width / 2, half, y, dials.sides(width / 2), 6)
        return [part("trim", "metal", solid, (0, 1, 0), mapping="turned", crease_deg=70)]
    profile = [(-0.02, y - half), (0.003, y - half), (0.009, y), (0.003, y + half), (-0.02, y + half)]
    return [moulding("trim", width, depth, profile, "metal")]


def _rails(
    dials: Dials, width: float, depth: float, under: float, leg: float, drawers: int, ornate: bool
) -> list[Part]:
    """Frame the legs below the top; the front rail holds the drawers."""
    deep, thick = 0.11, 0.024
    y, parts = under - deep / 2, []
    for side in (-1, 1):
        x, z = side * width / 2, side * depth / 2
        parts.append(timber("rails", (x, y + 0.002, 0), (thick, deep + 0.004, depth), 0.002))
        if side > 0 and drawers:
            continue
        if ornate:
            outline = [
                (-width / 2, -deep),
                (-0.3 * width, -0.75 * deep),
                (-0.12 * width, -0.7 * deep),
                (0, -1.1 * deep),
            ]
            outline = [
                *outline,
                *((-u, v) for u, v in outline[-2::-1]),
                (width / 2, 0.004),
                (-width / 2, 0.004),
            ]
            parts.append(
                part(
                    "rails",
                    "wood",
                    move(prism_of(outline, thick, 0.002), (0, under, z)),
                    (1, 0, 0),
                    (0, 0, 1),
                )
            )
        else:
            parts.append(timber("rails", (0, y + 0.002, z), (width, deep + 0.004, thick), 0.002))
    if drawers:
        parts += _drawers(drawers, width, depth / 2, under, deep, leg)
    return parts


def _drawers(count: int, width: float, z: float, under: float, deep: float, leg: float) -> list[Part]:
    inner = width - leg
    parts = [
        timber("rails", (0, under - deep + 0.008, z - 0.01), (width, 0.018, 0.05), 0.002),
        timber("rails", (0, under - 0.006, z - 0.01), (width, 0.02, 0.05), 0.002),
        timber("rails", (0, under - deep / 2, z - 0.028), (width, deep, 0.018), 0.0),
    ]
    for k in range(count):
        x, wide = ((k + 0.5) / count - 0.5) * inner, inner / count - 0.02
        parts.append(timber("drawers", (x, under - deep / 2, z), (wide, deep - 0.032, 0.04), 0.004))
        for place in (x,) if wide < 0.5 else (x - 0.25 * wide, x + 0.25 * wide):
            parts += pull("knobs", (place, under - deep / 2, z + 0.019), (0, 0, 1), 0.015)
        if k:
            edge = (k / count - 0.5) * inner
            parts.append(timber("rails", (edge, under - deep / 2, z - 0.01), (0.02, deep, 0.05), 0.002))
    return parts


def _ring_of_rails(places: list[Place], under: float, deep: float) -> list[Part]:
    parts = []
    for (x, z), (u, v) in zip(places, places[1:] + places[:1], strict=True):
        out = (x + u, 0, z + v)
        ends = (x, under - deep / 2 + 0.002, z), (u, under - deep / 2 + 0.002, v)
        parts.append(beam("rails", *ends, deep + 0.004, 0.022, out, 0.002))
    return parts


def _stretchers(places: list[Place], y: float, around: bool) -> list[Part]:
    if around:
        parts = [beam("stretchers", (0, y, 0), (x, y, z), 0.032, 0.026, (0, 1, 0)) for x, z in places]
        return [*parts, part("stretchers", "wood", lathe(_boss(y), 12), (0, 1, 0), mapping="turned")]
    # an H: two across the ends, one between them
    x, z = abs(places[0][0]), abs(places[0][1])
    parts = [beam("stretchers", (s * x, y, -z), (s * x, y, z), 0.036, 0.03, (0, 1, 0)) for s in (-1, 1)]
    return [*parts, beam("stretchers", (-x, y, 0), (x, y, 0), 0.036, 0.03, (0, 1, 0))]


def _boss(y: float) -> list[Place]:
    return [
        (0, y - 0.026),
        (0.045, y - 0.022),
        (0.055, y),
        (0.045, y + 0.022),
        (0.02, y + 0.03),
        (0, y + 0.045),
    ]


def _trestles(dials: Dials, width: float, depth: float, under: float, crossed: bool) -> list[Part]:
    """Make two supports at the ends, crossed legs or boards on feet, and a wedged beam between them."""
    x, thick = 0.36 * width, 0.065
    beam_y = 0.36 * under if not crossed else 0.5 * under
    parts = []
    for side in (-1, 1):
        at = side * x
        parts.append(timber("rails", (at, under - 0.03, 0), (0.08, 0.064, 0.84 * depth), 0.006))
        if crossed:
            for k in (-1, 1):
                foot, top = (
                    (at + k * 0.012, 0.0, k * 0.4 * depth),
                    (at + k * 0.012, under - 0.01, -k * 0.33 * depth),
                )
                parts.append(_slant(foot, top, thick, 0.085))
        else:
            outline = _waisted(0.3 * depth, under - 0.12)
            cheek = move(prism_of(outline, 0.05, 0.004), (at, 0.075, 0), X_TO_Z)
            parts.append(part("legs", "wood", cheek, (0, 1, 0), (1, 0, 0)))
            foot = [
                (-0.4, 0),
                (-0.3, 0),
                (-0.27, 0.022),
                (0.27, 0.022),
                (0.3, 0),
                (0.4, 0),
                (0.4, 0.045),
                (0.18, 0.085),
            ]
            foot = [*foot, (-0.18, 0.085), (-0.4, 0.045)]
            outline = [(u * depth, v) for u, v in foot]
            parts.append(
                part(
                    "legs",
                    "wood",
                    move(prism_of(outline, 0.085, 0.005), (at, 0, 0), X_TO_Z),
                    (0, 0, 1),
                    (1, 0, 0),
                )
            )
        # the beam's tenon goes through, and is held by a wedge
        if not crossed:
            wedge = square_leg(
                "rails",
                (at + side * 0.05, beam_y - 0.07, 0),
                (at + side * 0.05, beam_y + 0.075, 0),
                0.018,
                0.026,
            )
            parts.append(wedge)
    over = x + (0.085 if not crossed else 0.0)
    parts.append(timber("rails", (0, beam_y, 0), (2 * over, 0.1, 0.035), 0.004))
    return parts


def _waisted(width: float, height: float) -> list[Place]:
    right = [(0.62, 0.0), (0.5, 0.12), (0.3, 0.35), (0.26, 0.55), (0.34, 0.75), (0.55, 0.93), (0.62, 1.0)]
    half = [(u * width, v * height) for u, v in right]
    return [*half, *((-u, v) for u, v in half[::-1])]


def _slant(
    foot: tuple[float, float, float], top: tuple[float, float, float], wide: float, deep: float
) -> Part:
    """Saw a slanting leg that is level at its ends, in a plane of equal X."""
    rings = []
    for x, y, z in (foot, top):
        rings.append(
            [(x + a * wide / 2, y, z + b * deep / 2) for a, b in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
        )
    along = np.asarray(top) - np.asarray(foot)
    return part("legs", "wood", loft(np.asarray(rings)), along, (1, 0, 0))


def _pillar(dials: Dials, width: float, under: float, ornate: bool) -> list[Part]:
    """Turn a pillar on three or four claw feet, with a cross below the top."""
    h, r = under, 0.055
    profile = [(0, 0.1), (0.9 * r, 0.1), (1.25 * r, 0.13), (1.25 * r, 0.3 * h), (0.75 * r, 0.34 * h)]
    profile += [(1.5 * r, 0.44 * h), (1.6 * r, 0.5 * h), (1.0 * r, 0.64 * h), (0.7 * r, 0.7 * h)]
    profile += [
        (1.15 * r, 0.74 * h),
        (1.15 * r, 0.77 * h),
        (0.75 * r, 0.8 * h),
        (1.0 * r, h - 0.02),
        (0, h - 0.02),
    ]
    parts = [part("legs", "wood", lathe(profile, dials.sides(1.4 * r, 10)), (0, 1, 0), mapping="turned")]
    for side in (0, 1):
        size = (0.8 * width, 0.05, 0.06) if side else (0.06, 0.05, 0.8 * width)
        parts.append(timber("rails", (0, h - 0.02, 0), size, 0.006))
    count, reach = (4 if width > 1.0 else 3), 0.34 * width
    outline = [
        (0.02, 0.14),
        (0.25, 0.145),
        (0.5, 0.095),
        (0.74, 0.03),
        (0.86, 0.0),
        (1.0, 0.0),
        (1.03, 0.035),
    ]
    outline += [(0.94, 0.06), (0.8, 0.09), (0.6, 0.17), (0.4, 0.235), (0.2, 0.265), (0.02, 0.27)]
    foot = prism_of([(u * reach, v * h / 0.72) for u, v in outline], 0.06, 0.008)
    for k in range(count):
        spun = part("legs", "wood", foot, (1, -0.5, 0), (0, 0, 1), crease_deg=50)
        parts += move_parts([spun], rotation=turn(1, k * 360 / count + 45))
        if ornate:
            angle = np.radians(k * 360 / count + 45 + 90)
            place = (0.97 * reach * np.sin(angle), 0.045 * h / 0.72, 0.97 * reach * np.cos(angle))
            parts.append(finial("trim", place, 0.02, "metal", 10))
    return parts


KINDS = {
    "table": Kind(
        build=_table,
        size_m=1.4,
        parts={
            "top": Made(("oak", "walnut", "pine"), words=("tabletop", "table top", "board", "plate")),
            "legs": Made(("oak", "walnut", "pine"), words=("leg", "feet", "trestles", "pillar", "pedestal")),
            "rails": Made(("oak", "walnut", "pine"), words=("apron", "frame", "beam")),
            "stretchers": Made(("oak", "walnut", "pine"), words=("bars", "crossbar")),
            "drawers": Made(("oak", "walnut", "pine"), words=("drawer",)),
            "knobs": Made(("brass", "wrought iron"), words=("pulls", "handles", "knob")),
            "trim": Made(("gold",), words=("edges", "edge", "ornaments")),
        },
        synonyms=("desk", "dining table", "workbench", "kitchen table", "coffee table"),
        main=("rails", "drawers", "stretchers", "legs"),
        words={
            "round": {"form": "round"},
            "circular": {"form": "round"},
            "square": {"form": "square"},
            "oblong": {"form": "oblong"},
            "rectangular": {"form": "oblong"},
            "long": {"form": "oblong", "length": 2.2},
            "ornate": {"ornate": True},
            "carved": {"ornate": True},
            "low": {"height": 0.42},
            "tiny-legged": {"height": 0.3},
            "trestle": {"form": "oblong", "support": "trestle"},
            "pedestal": {"form": "round", "support": "pillar"},
            "three-legged": {"form": "round", "support": "legs", "legs": 3},
        },
    ),
}
