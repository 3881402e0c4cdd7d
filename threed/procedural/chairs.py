"""Builds chairs: framed ones whose rear legs run up into the back, and Windsor chairs on splayed legs."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import (
    Place,
    cabriole,
    crest_outline,
    finial,
    legs,
    places_around,
    square_leg,
    timber,
    turned,
)
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, prism_of
from threed.procedural.solids import loft, move, sweep, turn
from threed.procedural.upholstery import pad, round_pad

#: widths of a back splat, from its foot to its head, as shares of its largest half width
SPLAT = (
    (0.7, 0.0),
    (0.62, 0.1),
    (0.36, 0.24),
    (0.5, 0.36),
    (0.95, 0.6),
    (1.0, 0.72),
    (0.8, 0.88),
    (0.85, 1.0),
)
#: how far the middle of a cross board is bent to the back
BOW = 0.03


def _chair(dials: Dials) -> list[Part]:
    back = dials.choice(
        "back", {"ladder": 0.28, "spindles": 0.2, "splat": 0.16, "panel": 0.14, "hoop": 0.22}, "its back"
    )
    style = dials.choice(
        "leg_style", {"tapered": 0.4, "turned": 0.3, "square": 0.3, "cabriole": 0.0}, "of its front legs"
    )
    width = dials.number("width", 0.43, 0.49, "m", "of its seat")
    seat = dials.number("seat_height", 0.43, 0.47, "m", "to the top of its seat", (0.15, 0.9))
    rise = dials.number("back_height", 0.42, 0.52, "m", "of its back above the seat", (0.2, 1.2))
    slats = dials.count("slats", 3, 4, "slats, or two less than its spindles", (1, 8))
    round_seat = dials.flag("round", 0.15, "a round seat")
    arms = dials.flag("arms", 0.12, "armrests")
    cushioned = dials.flag("cushion", 0.3, "a cushion on its seat")
    stretchers = dials.flag("stretchers", 0.75, "bars between its legs")
    ornate = dials.flag("ornate", 0.08, "bowed legs, a carved crest and gilded knobs")
    if ornate:
        style, back = "cabriole", {"hoop": "splat", "spindles": "splat"}.get(back, back)
    if back == "hoop" or (round_seat and back in ("spindles", "ladder") and not ornate):
        return _windsor(dials, width, seat, rise, slats, stretchers, arms, cushioned)
    return _framed(dials, back, style, width, seat, rise, slats, stretchers, arms, cushioned, ornate)


def _framed(
    dials: Dials, back: str, style: str, width: float, seat: float, rise: float, slats: int, stretchers: bool,
    arms: bool, cushioned: bool, ornate: bool,
) -> list[Part]:  # fmt: skip
    depth, post, thick = 0.95 * width, 0.042, 0.026
    x, front, rear = width / 2 - 0.5 * post, width * 0.475 - 0.5 * post, -width * 0.475 + 0.5 * post
    under = seat - thick
    parts = [timber("seat", (0, seat - thick / 2, 0.004), (width + 0.016, thick, depth + 0.012), 0.007)]
    parts[0] = part("seat", "wood", parts[0].solid, (0, 0, 1), (0, 1, 0))
    for side in (-1, 1):
        if style == "cabriole":
            parts.append(cabriole("legs", (side * x, 0, front), under + 0.004, 0.062, (side, 0, 1)))
        else:
            parts += legs(
                "legs", [(side * x, front)], under + 0.004, post, style, 0, dials.sides(post / 2, 8), 0.07
            )
        parts.append(_stile(side * x, rear, seat, rise, post))
    # seat rails
    rail = 0.055
    for z in (front, rear):
        parts.append(timber("rails", (0, under - rail / 2 + 0.003, z), (2 * x, rail, 0.02), 0.002))
    for side in (-1, 1):
        parts.append(
            timber("rails", (side * x, under - rail / 2 + 0.003, 0), (0.02, rail, front - rear), 0.002)
        )
    low = 0.32 * seat
    if stretchers and style != "cabriole" and seat > 0.3:
        for side in (-1, 1):
            ends = (side * x, low, rear - 0.02), (side * x, low, front)
            parts.append(part("stretchers", "wood", bar(*ends, 0.018, 0.026, 0.002, (0, 1, 0)), (0, 0, 1)))
        parts.append(timber("stretchers", (0, low, 0.1 * width), (2 * x, 0.026, 0.018), 0.002))
    parts += _back(dials, back, x, rear, seat, rise, slats, ornate)
    if arms:
        parts += _arms(x, front, rear, seat, rise, post)
    if ornate:
        for side in (-1, 1):
            top = _on_stile(rear, seat, rise, rise)
            parts.append(finial("trim", (side * x, top[0], top[1]), 0.02, "metal"))
    if cushioned:
        size = (width - (0.11 if arms else 0.05), 0.055, depth - 0.085)
        parts.append(pad("cushion", (0, seat + 0.02, 0.022), size, 0.22, 0.55))
    return parts


def _on_stile(rear: float, seat: float, rise: float, up: float) -> Place:
    """Return (y, z) of a rear post's middle, `up` above the seat: it leans back above it."""
    t = up / rise
    return seat + up, rear - 0.14 * rise * max(t, 0.0) ** 1.3


def _stile(x: float, rear: float, seat: float, rise: float, post: float) -> Part:
    """Saw a rear leg that runs on upwards as a post of the back, bent at the seat."""
    path = [(0.0, rear - 0.06), (0.5 * seat, rear - 0.015), (seat - 0.04, rear)]
    path += [_on_stile(rear, seat, rise, rise * t) for t in (0.06, 0.36, 0.68, 1.0)]
    rings = []
    for k, (y, z) in enumerate(path):
        wide = post / 2 * (0.85 if k in (0, len(path) - 1) else 1.0)
        deep = wide * (0.8 if k > 2 else 1.0)
        c = 0.22 * wide
        square = [(wide, deep - c), (wide, c - deep), (wide - c, -deep), (c - wide, -deep), (-wide, c - deep)]
        square += [(-wide, deep - c), (c - wide, deep), (wide - c, deep)]
        rings.append([(x + u, y, z + v) for u, v in square])
    top = np.asarray(rings[-1])
    centre = top.mean(0)
    rings.append((centre + 0.6 * (top - centre) + [0, 0.012, 0]).tolist())
    return part("legs", "wood", loft(np.asarray(rings)), (0, 1, 0), (0, 0, 1), crease_deg=32)


def _back(
    dials: Dials, kind: str, x: float, rear: float, seat: float, rise: float, slats: int, ornate: bool
) -> list[Part]:
    crest = "camel" if ornate else ("flat", "arch", "camel", "ears")[int(dials.rng.integers(4))]
    made: list[Part] = []
    high = min(0.2 * rise, 0.11)
    if kind == "ladder":
        share = 0.9 / slats
        for k in range(slats):
            tall = share * rise * 0.55 * (1.2 if k == slats - 1 else 1.0)
            made.append(_slat(crest, x, rear, seat, rise, rise * (0.14 + share * k), tall))
        return made
    bow = 0.0 if kind == "panel" else BOW
    made.append(_slat(crest, x, rear, seat, rise, rise - high - 0.01, high, bow))
    made.append(_slat("flat", x, rear, seat, rise, 0.12 * rise, 0.036, bow))
    low, top = _on_stile(rear, seat, rise, 0.12 * rise + 0.02), _on_stile(rear, seat, rise, rise - 0.7 * high)
    start, end = np.array([0, *low]), np.array([0, *top])
    length = float(np.linalg.norm(end - start))
    lean = turn(0, float(np.degrees(np.arctan2(end[2] - start[2], end[1] - start[1]))))
    if kind == "spindles":
        count = slats + 2
        for u in (np.arange(count) + 0.5) / count * 2 - 1:
            at = [0.86 * x * u, 0, BOW * ((0.86 * u) ** 2 - 1)]
            made.append(turned("back", start + at, end + at, 0.019, "spindle", 8))
    elif kind == "splat":
        half = [(r * 0.38 * x * 1.25, t * length) for r, t in SPLAT]
        outline = [*half, *((-u, v) for u, v in half[::-1])]
        solid = move(prism_of(outline, 0.012, 0.003), start - [0, 0, 0.97 * BOW], lean)
        made.append(part("back", "wood", solid, end - start, lean @ [0, 0, 1], crease_deg=30))
    else:
        solid = prism_of([(-x, 0), (x, 0), (x, length), (-x, length)], 0.012, 0.0)
        made.append(part("back", "wood", move(solid, start, lean), end - start, lean @ [0, 0, 1]))
        inner = [(-0.72 * x, 0.16 * length), (0.72 * x, 0.16 * length), (0.72 * x, 0.84 * length)]
        solid = prism_of([*inner, (-0.72 * x, 0.84 * length)], 0.026, 0.006)
        made.append(part("back", "wood", move(solid, start, lean), end - start, lean @ [0, 0, 1]))
    return made


def _slat(
    crest: str, x: float, rear: float, seat: float, rise: float, up: float, tall: float, bend: float = BOW
) -> Part:
    """Bend a cross board of the back, hollow towards the sitter, let into both posts."""
    outline = np.asarray(crest_outline(crest, 2 * x, tall, 0.0 if crest == "flat" else 0.35 * tall))[2:]
    if crest == "flat":
        outline = np.stack([np.linspace(x, -x, 7), np.full(7, tall)], 1)
    rings = []
    for u, v in outline[::-1]:
        bow = bend * ((u / x) ** 2 - 1)
        (y0, z0), (y1, z1) = _on_stile(rear, seat, rise, up), _on_stile(rear, seat, rise, up + v)
        c = 0.003
        section = [(y0, z0 + 0.008 - c), (y0 + c, z0 + 0.008), (y1 - c, z1 + 0.008), (y1, z1 + 0.008 - c)]
        section += [(y1, z1 - 0.008 + c), (y1 - c, z1 - 0.008), (y0 + c, z0 - 0.008), (y0, z0 - 0.008 + c)]
        rings.append([(u, y, z + bow) for y, z in section[::-1]])
    return part("back", "wood", loft(np.asarray(rings)), (1, 0, 0), (0, 0, 1), crease_deg=35)


def _arms(x: float, front: float, rear: float, seat: float, rise: float, post: float) -> list[Part]:
    up = min(0.22, 0.6 * rise)
    parts: list[Part] = []
    y, z = _on_stile(rear, seat, rise, up)
    for side in (-1, 1):
        at = side * (x + 0.004)
        outline = [
            (z, 0.03),
            (z + 0.1, 0.024),
            (front - 0.1, 0.024),
            (front - 0.02, 0.034),
            (front + 0.03, 0.03),
        ]
        outline += [(front + 0.045, 0.014)]
        right = [(-v, u) for u, v in outline]
        shape = [(-u, v) for u, v in right] + right[::-1]
        solid = prism_of(shape, 0.024, 0.005)
        # drawn in plan: X across, Y along the arm; laid down so that Y becomes Z
        laid = move(solid, (at, y, 0), np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32))
        parts.append(part("arms", "wood", laid, (0, 0, 1), (0, 1, 0), crease_deg=35))
        parts.append(
            square_leg("arms", (at, seat - 0.02, front - 0.03), (at, y, front - 0.03), 0.8 * post, 0.7 * post)
        )
    return parts


def _windsor(
    dials: Dials,
    width: float,
    seat: float,
    rise: float,
    slats: int,
    stretchers: bool,
    arms: bool,
    cushioned: bool,
) -> list[Part]:
    """Build all legs and spindles into a thick saddled seat."""
    thick, radius, leg = 0.042, width / 2, 0.036
    under = seat - thick
    sides = dials.sides(radius, 16, 28)
    angle = np.arange(sides) * 2 * np.pi / sides
    # round in front, straighter behind, its rim drawn in below
    wide = radius * (1 + 0.05 * np.cos(2 * angle))
    rings = [
        [(inset * w * np.sin(a), y, inset * w * 0.95 * np.cos(a)) for w, a in zip(wide, angle, strict=True)]
        for inset, y in (
            (0.82, under),
            (0.97, under + 0.4 * thick),
            (1.0, seat - 0.012),
            (0.97, seat),
            (0.6, seat - 0.008),
        )
    ]
    parts = [part("seat", "wood", loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=50)]
    places = places_around(4, 0.62 * radius, np.pi / 4)
    splay = 0.42
    parts += legs("legs", places, under + 0.02, leg, "turned", splay, dials.sides(leg / 2, 8))
    if stretchers and seat > 0.3:
        y = 0.36 * seat
        out = 1 + splay * (1 - y / (under + 0.02))
        at = [(out * px, y, out * pz) for px, pz in places]
        for a, b in ((0, 3), (1, 2)):
            parts.append(turned("stretchers", at[a], at[b], 0.022, "stretcher", 8))
        ends = [(np.asarray(at[a]) + at[b]) / 2 for a, b in ((0, 3), (1, 2))]
        parts.append(turned("stretchers", ends[0], ends[1], 0.022, "stretcher", 8))
    parts += _bow(radius, seat, rise, slats + 2)
    if arms:
        parts += _bent_arm(radius, seat, rise)
    if cushioned:
        parts.append(round_pad("cushion", 0.8 * radius, seat - 0.012, seat + 0.04, 20))
    return parts


def _bow(radius: float, seat: float, rise: float, count: int) -> list[Part]:
    """Bend a hoop over the back of the seat and set spindles between."""
    edge, lean = 0.8 * radius, turn(0, -11)
    t = np.linspace(0, np.pi, 17)
    x = edge * 1.06 * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.75
    y = 0.4 * rise + 0.6 * rise * np.sin(t) ** 0.85
    path = [
        (0.88 * edge, -0.03),
        (1.02 * edge, 0.2 * rise),
        *zip(x, y, strict=True),
        (-1.02 * edge, 0.2 * rise),
    ]
    path.append((-0.88 * edge, -0.03))
    line = np.asarray([(px, py, 0) for px, py in path])
    bow = part("back", "wood", sweep(line, np.full(len(line), 0.0135), 8), (0, 1, 0), crease_deg=60)
    parts = [bow]
    for u in (np.arange(count) + 0.5) / count * 2 - 1:
        head = float(np.interp(abs(1.0 * u * edge), x[8:0:-1], y[8:0:-1]))
        parts.append(
            turned("back", (0.74 * u * edge, -0.02, 0), (1.0 * u * edge, head, 0), 0.02, "spindle", 8)
        )
    return move_parts(parts, (0, seat - 0.008, -0.56 * radius), lean)


def _bent_arm(radius: float, seat: float, rise: float) -> list[Part]:
    """Run one bent rail around the back at the height of the arms, on short turned posts."""
    y, parts = seat + min(0.22, 0.5 * rise), []
    t = np.linspace(-0.62 * np.pi, 0.62 * np.pi, 19)
    x, z = 1.06 * radius * np.sin(t), -1.0 * radius * np.cos(t) - 0.02
    rings = []
    for px, pz, a in zip(x, z, t, strict=True):
        out, flat = np.array([np.sin(a), 0, -np.cos(a)]), 0.018 + 0.008 * (abs(a) > 1.85)
        corners = (
            (-flat, -0.01),
            (flat, -0.01),
            (flat + 0.003, 0),
            (flat, 0.01),
            (-flat, 0.01),
            (-flat - 0.003, 0),
        )
        rings.append([np.array([px, y + v, pz]) + u * out for u, v in corners])
    solid = loft(np.asarray(rings))
    parts.append(part("arms", "wood", solid, (1, 0, 0), (0, 1, 0), crease_deg=60))
    for side in (-1, 1):
        for a in (0.44, 0.56):
            at = a * np.pi
            foot = (side * 0.9 * radius * np.sin(at), seat - 0.02, -0.85 * radius * np.cos(at))
            top = (side * 1.05 * radius * np.sin(at), y, -1.0 * radius * np.cos(at) - 0.02)
            parts.append(turned("arms", foot, top, 0.022, "spindle", 8))
    return parts


_WOODS = ("oak", "walnut", "birch", "dark oak")

KINDS = {
    "chair": Kind(
        build=_chair,
        size_m=0.95,
        parts={
            "seat": Made(_WOODS, words=("bottom",)),
            "legs": Made(_WOODS, words=("leg", "posts", "feet")),
            "rails": Made(_WOODS, words=("frame", "apron")),
            "stretchers": Made(_WOODS, words=("bars", "rungs")),
            "back": Made(_WOODS, words=("backrest", "slats", "spindles", "splat", "hoop")),
            "arms": Made(_WOODS, words=("armrests", "arm", "armrest")),
            "cushion": Made(
                ("linen", "velvet", "leather"),
                ("#8c2f2b", "#2f4f6f", "#d8c7a0", "#4b6b3c"),
                ("pad", "pillow"),
            ),
            "trim": Made(("gold",), words=("knobs", "finials")),
        },
        synonyms=("seat", "dining chair", "side chair", "armchair"),
        main=("legs", "rails", "stretchers", "back", "arms"),
        words={
            "round": {"round": True, "back": "hoop"},
            "high-backed": {"back_height": 0.78},
            "ornate": {"ornate": True},
            "carved": {"ornate": True},
            "tiny-legged": {"seat_height": 0.22},
            "windsor": {"back": "hoop"},
            "ladder-backed": {"back": "ladder"},
            "cushioned": {"cushion": True},
            "padded": {"cushion": True},
            "upholstered": {"cushion": True},
        },
    ),
}
