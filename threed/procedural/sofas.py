"""Builds sofas: a stuffed frame with rolled, square or round arms, cushions on seats and backs, feet."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import corners, legs, timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_part, part
from threed.procedural.pieces import X_TO_Z, board, nail, prism_of
from threed.procedural.solids import move, turn
from threed.procedural.upholstery import pad


def _sofa(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"rolled": 0.45, "square": 0.3, "round": 0.25}, "of its arms")
    seats = dials.count("seats", 2, 3, "places to sit", (1, 5))
    place = dials.number("seat_width", 0.56, 0.66, "m", "of a place", (0.4, 1.0))
    depth = dials.number("depth", 0.84, 0.94, "m", "front to back")
    height = dials.number("height", 0.78, 0.92, "m", "of its back", (0.6, 1.4))
    seat = dials.number("seat_height", 0.42, 0.46, "m", "to its cushions", (0.3, 0.6))
    feet = dials.choice("feet", {"bun": 0.4, "tapered": 0.35, "square": 0.25}, "what it stands on")
    tufted = dials.flag("tufted", 0.25, "buttons in its back instead of cushions")
    throws = dials.count("pillows", 0, 2, "loose pillows", (0, 4))
    crest = dials.choice("crest", {"flat": 0.55, "camel": 0.45}, "upper edge of a back without cushions")
    ornate = dials.flag("ornate", 0.06, "a carved wooden frame")
    arm = {"rolled": 0.21, "square": 0.17, "round": 0.23}[form]
    tufted, crest = tufted or ornate, "camel" if ornate else crest
    inner = seats * place
    width = inner + 2 * arm
    foot, deep = 0.11, 0.2
    base_top = seat - 0.14
    parts = _feet(feet if not ornate else "bun", inner + 1.1 * arm, depth, foot)
    parts.append(_body((0, (foot + base_top) / 2, 0), (inner + arm, base_top - foot, depth - 0.02), 0.012))
    if ornate:
        parts.append(
            timber("feet", (0, foot + 0.03, depth / 2 - 0.012), (inner + 1.2 * arm, 0.06, 0.045), 0.01)
        )
    parts += _arms(form, width, depth, arm, foot, seat + (0.2 if form != "round" else 0.18), ornate)
    parts += _back(form, crest if tufted else "flat", width - 2 * arm, depth, deep, foot, height, ornate)
    front = depth / 2 + 0.012
    rear = -depth / 2 + deep - 0.03
    soft = 0.4 if form == "round" else 0.22
    for k in range(seats):
        x = ((k + 0.5) / seats - 0.5) * inner
        size = (place + 0.006, 0.17, front - rear)
        parts.append(pad("cushions", (x, seat - 0.075, (front + rear) / 2), size, soft * 0.7, 0.42, levels=7))
        if not tufted:
            tall = height - seat + 0.03
            tilt = turn(0, -12)
            at = (x, seat + tall / 2 - 0.02, rear + 0.055)
            size = (place + 0.004, tall, 0.19)
            parts.append(_standing("cushions", at, size, soft, tilt))
    if tufted:
        parts += _buttons(inner, seats, depth, deep, seat, height)
    parts += _throws(dials, throws, inner, seat, rear, tufted)
    return parts


def _body(centre: tuple[float, float, float], size: tuple[float, float, float], bevel: float) -> Part:
    return part("body", "cloth", board(centre, size, bevel), (0, 1, 0), (0, 0, 1))


def _standing(
    name: str,
    centre: tuple[float, float, float],
    size: tuple[float, float, float],
    soft: float,
    tilt: np.ndarray,
) -> Part:
    """Stand a cushion up: its broad side looks to the front."""
    wide, tall, thick = size
    upright = tilt @ turn(0, 90)
    return pad(
        name,
        centre,
        (wide, thick, tall),
        soft,
        0.5,
        rotation=upright,
        along=(0, 0, 1),
        facing=(0, 1, 0),
        levels=7,
    )


def _feet(style: str, width: float, depth: float, high: float) -> list[Part]:
    places = corners(width, depth - 0.16)
    shape = {"bun": "bulbous", "tapered": "tapered", "square": "square"}[style]
    return legs("feet", places, high + 0.012, 0.085 if style == "bun" else 0.065, shape, 0.0, 8)


def _arms(
    form: str, width: float, depth: float, arm: float, low: float, high: float, ornate: bool
) -> list[Part]:
    """Stuff two arms; their section is drawn in XY, from the inside outwards."""
    parts: list[Part] = []
    half, tall = arm / 2, high - low
    if form == "square":
        angle = np.radians([0, 45, 90])
        r = 0.03
        right = [(half - r + r * np.cos(a), tall - r + r * np.sin(a)) for a in angle]
    elif form == "round":
        angle = np.linspace(0, np.pi / 2, 6)
        right = [(half * np.cos(a), tall - 0.9 * half + 0.9 * half * np.sin(a)) for a in angle]
    else:
        right = []
    if right:
        left = [(-x, y) for x, y in right[::-1]]
        section = [(-half, 0.0), (half, 0.0), *right, *left[1 if right[-1][0] < 1e-6 else 0 :]]
    else:  # a roll that leans outwards on a slim panel
        r, centre = 0.1, (0.035, tall - 0.1)
        angle = np.radians(np.linspace(-62, 205, 12))
        roll = [(centre[0] + r * np.cos(a), centre[1] + r * np.sin(a)) for a in angle]
        section = [(-half, 0.0), (0.55 * half, 0.0), *roll, (-half, roll[-1][1] - 0.06)]
    long = depth + 0.01
    for side in (-1, 1):
        shape = section if side > 0 else [(-x, y) for x, y in section[::-1]]
        x = side * (width / 2 - half)
        parts.append(
            part(
                "body",
                "cloth",
                move(prism_of(shape, long, 0.018), (x, low, 0.004)),
                (0, 0, 1),
                (side, 0, 0),
                crease_deg=50,
            )
        )
        if form == "rolled":
            at = (x + side * 0.035, low + tall - 0.1, depth / 2 + 0.008)
            disc = nail(at, (0, 0, 1), 0.072, 0.012, 16)
            parts.append(part("feet", "wood", disc, (0, 1, 0), (0, 0, 1), crease_deg=50))
            if ornate:
                outline = [
                    (-0.035, -tall + 0.1),
                    (0.03, -tall + 0.1),
                    (0.024, -0.25 * tall),
                    (0.03, 0),
                    (-0.03, 0),
                    (-0.02, -0.25 * tall),
                ]
                stem = move(prism_of(outline, 0.03, 0.006), (at[0] - side * 0.02, at[1], at[2] - 0.006))
                parts.append(part("feet", "wood", stem, (0, 1, 0), (0, 0, 1)))
    return parts


def _back(
    form: str, crest: str, inner: float, depth: float, deep: float, low: float, high: float, ornate: bool
) -> list[Part]:
    """Stuff the back: a section drawn in ZY, rounded or rolled over at its top."""
    tall, reach = high - low, inner + 0.12
    if crest == "flat":
        r = deep / 2 if form != "square" else 0.035
        if form == "square":
            angle = np.radians([0, 45, 90])
            top = [(deep / 2 - r + r * np.cos(a), tall - r + r * np.sin(a)) for a in angle]
            top += [(-x, y) for x, y in top[::-1]]
        else:
            angle = np.linspace(0, np.pi, 9)
            top = [(r * np.cos(a) * 1.0, tall - r + r * np.sin(a)) for a in angle]
        section = [(-deep / 2, 0.0), (deep / 2, 0.0), *top]
        # drawn with X to the front, turned so that it looks to +Z
        solid = move(prism_of(section, reach, 0.01), (0, low, -depth / 2 + deep / 2), X_TO_Z)
        return [part("body", "cloth", solid, (0, 1, 0), (0, 0, 1), crease_deg=50)]
    u = np.linspace(1, -1, 17)
    y = tall - 0.1 + 0.14 * (0.5 + 0.5 * np.cos(np.pi * u))
    outline = [(-reach / 2, 0.0), (reach / 2, 0.0), *zip(u * reach / 2, y, strict=True)]
    outline = [(float(a), float(b)) for a, b in outline]
    solid = move(prism_of(outline, deep, 0.035), (0, low, -depth / 2 + deep / 2))
    parts = [part("body", "cloth", solid, (0, 1, 0), (0, 0, 1), crease_deg=50)]
    if ornate:
        line = np.stack([u * reach / 2, y + low, np.zeros_like(u)], 1)
        ring = prism_of(
            [*((a, b + 0.028) for a, b in line[:, :2]), *((a, b - 0.012) for a, b in line[::-1, :2])],
            0.06,
            0.01,
        )
        parts.append(
            part(
                "feet", "wood", move(ring, (0, 0, -depth / 2 + deep / 2)), (1, 0, 0), (0, 0, 1), crease_deg=40
            )
        )
    return parts


def _buttons(inner: float, seats: int, depth: float, deep: float, seat: float, height: float) -> list[Part]:
    """Draw in the back with rows of buttons."""
    parts, z = [], -depth / 2 + deep
    columns = 3 * seats
    for row, up in enumerate((0.34, 0.62)):
        count = columns - row % 2
        for k in range(count):
            x = ((k + 0.5) / count - 0.5) * inner * (0.94 if row % 2 == 0 else 0.94 * count / columns)
            y = seat + up * (height - seat)
            parts.append(part("buttons", "cloth", nail((x, y, z), (0, 0, 1), 0.018, 0.009, 8), (0, 1, 0)))
    return parts


def _throws(dials: Dials, count: int, inner: float, seat: float, rear: float, tufted: bool) -> list[Part]:
    parts = []
    for k in range(count):
        side = -1 if k % 2 == 0 else 1
        x = side * (inner / 2 - 0.2 - 0.24 * (k // 2))
        spin = turn(1, -side * 14) @ turn(0, -24) @ turn(2, float(dials.rng.uniform(-12, 12)))
        at = (x, seat + 0.185, rear + (0.11 if tufted else 0.2))
        one = _standing("pillows", (0, 0, 0), (0.4, 0.4, 0.16), 0.5, np.eye(3, dtype=np.float32))
        parts.append(move_part(one, at, spin))
    return parts


_TINTS = ("#7c2d2c", "#2f4a6d", "#45623a", "#6b4a34", "#8a7a63", "#3c3f46")

KINDS = {
    "sofa": Kind(
        build=_sofa,
        size_m=1.9,
        parts={
            "body": Made(
                ("leather", "velvet", "linen", "wool"),
                _TINTS,
                ("frame", "upholstery", "arms", "back", "armrests"),
            ),
            "cushions": Made(
                ("leather", "velvet", "linen", "wool"), _TINTS, ("cushion", "seat", "seats", "pads")
            ),
            "pillows": Made(
                ("linen", "velvet"), ("#e2d6b8", "#c99a3b", "#a84b3a", "#54708a"), ("pillow", "throws")
            ),
            "feet": Made(("walnut", "oak", "dark oak"), words=("legs", "leg", "wood")),
            "buttons": Made(("leather", "velvet"), _TINTS, ("button", "studs")),
        },
        synonyms=("couch", "settee", "loveseat", "davenport"),
        main=("cushions", "buttons"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "rolled": {"form": "rolled"},
            "modern": {"form": "square", "tufted": False},
            "tufted": {"tufted": True},
            "buttoned": {"tufted": True},
            "ornate": {"ornate": True, "form": "rolled"},
            "carved": {"ornate": True, "form": "rolled"},
        },
    ),
}
