"""Builds benches: plain ones on board ends, garden benches with a slatted back, iron park benches, pews."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import beam, crest_outline, finial, legs, plank_top, timber, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_part, move_parts, part
from threed.procedural.pieces import X_TO_Z, board, nail, prism_of
from threed.procedural.solids import loft, move, sweep, turn


def _bench(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"garden": 0.32, "country": 0.3, "park": 0.24, "pew": 0.14}, "country ones have no back"
    )
    back = dials.flag("back", 0.8, "a back to lean on")
    length = dials.number("length", 1.2, 1.6, "m", "of its seat", (0.6, 4.0))
    depth = dials.number("depth", 0.4, 0.48, "m", "of its seat")
    seat = dials.number("seat_height", 0.42, 0.46, "m", "to its seat", (0.15, 0.8))
    rise = dials.number("back_height", 0.4, 0.5, "m", "of its back above the seat", (0.2, 1.2))
    slats = dials.count("slats", 3, 5, "boards of its seat", (1, 9))
    arms = dials.flag("arms", 0.7, "armrests of a garden bench")
    ornate = dials.flag("ornate", 0.1, "a carved crest and gilded knobs")
    if form == "park":
        return _park(length, depth, seat, rise, slats + 1, back, ornate)
    if form == "pew":
        return _pew(dials, length, depth, seat, rise, back, ornate)
    if form == "country":
        return _country(dials, length, 0.75 * depth, seat, min(slats, 3), ornate)
    return _garden(dials, length, depth, seat, rise, slats, back, arms, ornate)


def _country(dials: Dials, length: float, depth: float, seat: float, boards: int, ornate: bool) -> list[Part]:
    """Lay thick boards on two cut ends, or on splayed legs, and tie them with a wedged rail."""
    thick = 0.05
    under = seat - thick
    parts = plank_top("seat", length, depth, under, thick, max(boards - 1, 1), 0.007)
    x = length / 2 - 0.16
    if not ornate and dials.rng.random() < 0.45:
        places = [(i * x, j * 0.3 * depth) for i in (-1, 1) for j in (-1, 1)]
        rails = [
            timber("legs", (i * x, under - 0.014, 0), (0.1, 0.032, 0.86 * depth), 0.006) for i in (-1, 1)
        ]
        turned_legs: list[Part] = []
        for px, pz in places:
            foot = (px * 1.08, 0.0, pz * 1.5)
            turned_legs.append(
                turned("legs", foot, (px, under + 0.01, pz), 0.052, "round", dials.sides(0.026, 8))
            )
        return parts + rails + turned_legs
    half, h = 0.46 * depth, under + 0.002
    cut = [(1.0, 0), (0.72, 0), (0.6, 0.1), (0.3, 0.2), (0, 0.24)]
    feet = [(u * half, v * h) for u, v in cut]
    waist = [(half, 0.0), (0.78 * half, 0.45 * h), (0.78 * half, 0.6 * h), (0.95 * half, h)]
    outline = [(0, 0.24 * h), *feet[::-1][1:], *waist[1:], *((-u, v) for u, v in waist[:0:-1])]
    outline += [(-u, v) for u, v in feet[:-1]]
    for side in (-1, 1):
        end = move(prism_of(outline, 0.045, 0.005), (side * x, 0, 0), X_TO_Z)
        parts.append(part("legs", "wood", end, (0, 1, 0), (1, 0, 0), crease_deg=35))
        y = 0.52 * under
        pin = timber("legs", (side * (x + 0.045), y, 0), (0.018, 0.13, 0.022), 0.003)
        parts.append(pin)
        if ornate:
            for z in (-1, 1):
                parts.append(
                    part(
                        "trim",
                        "metal",
                        nail(
                            (side * (x + 0.0225), 0.8 * under, z * 0.2 * depth), (side, 0, 0), 0.022, 0.01, 10
                        ),
                    )
                )
    parts.append(timber("legs", (0, 0.52 * under, 0), (2 * x + 0.19, 0.085, 0.03), 0.004))
    return parts


def _garden(
    dials: Dials, length: float, depth: float, seat: float, rise: float, slats: int, backed: bool, arms: bool,
    ornate: bool,
) -> list[Part]:  # fmt: skip
    post, x = 0.06, length / 2 - 0.03
    front, rear = depth / 2 - 0.03, -depth / 2 + 0.03
    thick, rail = 0.026, 0.085
    under = seat - thick
    parts: list[Part] = []
    arms = arms and backed
    arm_y = seat + min(0.22, 0.55 * rise)
    for side in (-1, 1):
        high = arm_y if arms else under + 0.004
        parts += legs("legs", [(side * x, front)], high, post, "square")
        parts.append(_post(side * x, rear, seat, rise if backed else 0.0, post))
        parts.append(timber("rails", (side * x, under - rail / 2, 0), (0.035, rail, front - rear), 0.003))
        parts.append(timber("rails", (side * x, 0.3 * seat, 0), (0.03, 0.05, front - rear), 0.003))
        if arms:
            deep = front - rear + 0.12
            parts.append(timber("arms", (side * x, arm_y + 0.014, 0.02), (0.085, 0.034, deep), 0.009))
        if ornate and backed:
            y, z = _lean(rear, seat, rise, rise)
            parts.append(finial("trim", (side * x, y, z), 0.03, "metal"))
    for z in (front, rear):
        parts.append(timber("rails", (0, under - rail / 2, z), (2 * x, rail, 0.03), 0.003))
    parts.append(timber("rails", (0, 0.3 * seat, 0), (2 * x, 0.05, 0.03), 0.003))
    # boards of the seat, between the posts
    width, gap = depth - 0.02, 0.012
    wide = (width + gap) / slats - gap
    for k in range(slats):
        z = -width / 2 + wide / 2 + k * (wide + gap) + (0.02 if backed else 0.0)
        blocked = (z > 0 and arms) or (z < 0 and backed)
        long = 2 * x + (-0.5 * post if abs(z) + wide / 2 > front - post / 2 and blocked else post + 0.016)
        parts.append(timber("seat", (0, seat - thick / 2, z), (long, thick + 0.006, wide), 0.005))
    if backed:
        parts += _garden_back(dials, x, rear, seat, rise, ornate)
    return parts


def _lean(rear: float, seat: float, rise: float, up: float) -> tuple[float, float]:
    return seat + up, rear - 0.2 * up


def _post(x: float, rear: float, seat: float, rise: float, post: float) -> Part:
    """Saw a rear leg that leans back above the seat."""
    if rise == 0.0:
        [leg] = legs("legs", [(x, rear)], seat - 0.022, post, "square")
        return leg
    path = [
        (0.0, rear),
        (0.006, rear),
        (seat - 0.02, rear),
        _lean(rear, seat, rise, rise - 0.012),
        _lean(rear, seat, rise, rise),
    ]
    rings = []
    for k, (y, z) in enumerate(path):
        w = post / 2 - (0.006 if k in (0, 4) else 0.0)
        c = 0.006
        square = [
            (w, w - c),
            (w, c - w),
            (w - c, -w),
            (c - w, -w),
            (-w, c - w),
            (-w, w - c),
            (c - w, w),
            (w - c, w),
        ]
        rings.append([(x + u, y, z + v) for u, v in square])
    return part("legs", "wood", loft(np.asarray(rings)), (0, 1, 0), (0, 0, 1), crease_deg=30)


def _garden_back(dials: Dials, x: float, rear: float, seat: float, rise: float, ornate: bool) -> list[Part]:
    """Set upright or crossed slats between two rails; built upright, then leant back."""
    angle = -float(np.degrees(np.arctan(0.2)))
    crest = "camel" if ornate else ("flat", "arch", "flat")[int(dials.rng.integers(3))]
    length = rise / np.cos(np.radians(angle))
    low, tall = 0.1, 0.1 if crest == "flat" else 0.15
    rail = prism_of(crest_outline(crest, 2 * x, tall, 0.0 if crest == "flat" else 0.06), 0.032, 0.004)
    made = [
        part("rails", "wood", move(rail, (0, length - tall - 0.02, 0)), (1, 0, 0), (0, 0, 1), crease_deg=30)
    ]
    made.append(timber("rails", (0, low, 0), (2 * x, 0.055, 0.032), 0.003))
    high = length - tall - 0.01
    if dials.rng.random() < 0.7:
        count = round(2 * x / 0.105)
        for k in range(count):
            at = ((k + 0.5) / count - 0.5) * (2 * x - 0.04)
            made.append(timber("back", (at, (low + high) / 2, 0), (0.05, high - low, 0.016), 0.0))
    else:
        for u in (-1, 0, 1):
            for way in (-1, 1):
                a, b = (
                    (u * 0.66 * x - way * 0.33 * x, low, 0.008 * way),
                    (u * 0.66 * x + way * 0.33 * x, high, 0.008 * way),
                )
                made.append(beam("back", a, b, 0.035, 0.018, (0, 0, 1), 0.002))
            if u < 1:
                made.append(
                    timber(
                        "back", ((u + 0.5) * 0.66 * x, (low + high) / 2, 0), (0.04, high - low, 0.024), 0.003
                    )
                )
    return move_parts(made, (0, seat, rear), turn(0, angle))


def _park(
    length: float, depth: float, seat: float, rise: float, slats: int, backed: bool, ornate: bool
) -> list[Part]:
    """Screw wooden slats to two cast ends with scrolled arms."""
    x, thick = length / 2 - 0.14, 0.03
    front, rear = depth / 2, -depth / 2
    parts: list[Part] = []
    for side in (-1, 1):
        parts += [
            move_part(one, (side * x, 0, 0)) for one in _casting(front, rear, seat - thick, rise, backed)
        ]
        if ornate:
            y, z = _lean(rear, seat, rise, rise - 0.015) if backed else (seat - thick, front + 0.01)
            parts.append(finial("trim", (side * x, y, z), 0.026, "metal", 10))
    gap, wide = 0.016, (depth - 0.02 + 0.016) / slats - 0.016
    for k in range(slats):
        z = rear + 0.03 + wide / 2 + k * (wide + gap)
        u = (z - rear) / depth
        y = seat - thick / 2 - 0.02 + 0.028 * (2 * u - 1) ** 2
        slat = timber("seat", (0, 0, 0), (length, thick, wide), 0.006)
        parts.append(move_part(slat, (0, y, z), turn(0, -12 * (2 * u - 1))))
        for side in (-1, 1):
            bolt = nail((side * x, y + thick / 2, z), (0, 1, 0), 0.011, 0.005, 6)
            parts.append(part("bolts", "metal", bolt, (0, 1, 0)))
    if backed:
        count = 3
        wide = (rise - 0.12) / count - gap
        for k in range(count):
            up = 0.12 + wide / 2 + k * (wide + gap)
            y, z = _lean(rear, seat, rise, up)
            slat = timber("back", (0, 0, 0), (length, wide, thick), 0.006)
            parts.append(move_part(slat, (0, y, z + 0.03), turn(0, -11.3)))
            for side in (-1, 1):
                bolt = nail((side * x, y + 0.003, z + 0.0445), (0, 0.2, 1), 0.011, 0.005, 6)
                parts.append(part("bolts", "metal", bolt, (0, 1, 0)))
    return parts


def _casting(front: float, rear: float, seat: float, rise: float, backed: bool) -> list[Part]:
    """Cast one end in the plane X = 0: bowed legs, the seat's bearer, a back post and a scrolled arm."""
    bars: list[tuple[Sequence[tuple[float, ...]], float]] = []
    mid = (front + rear) / 2
    bars.append(
        (
            [
                (front + 0.05, 0.0),
                (front + 0.02, 0.04),
                (front - 0.06, 0.45 * seat),
                (front - 0.03, 0.8 * seat),
                (front - 0.01, seat - 0.02),
            ],
            0.021,
        )
    )
    bars.append(
        (
            [
                (rear - 0.09, 0.0),
                (rear - 0.06, 0.04),
                (rear + 0.04, 0.45 * seat),
                (rear + 0.02, 0.8 * seat),
                (rear, seat - 0.02),
            ],
            0.021,
        )
    )
    bars.append(([(front + 0.012, seat - 0.012), (mid, seat - 0.034), (rear - 0.01, seat - 0.012)], 0.02))
    arch = [
        (front - 0.055, 0.42 * seat),
        (mid + 0.08, 0.62 * seat),
        (mid, 0.66 * seat),
        (mid - 0.08, 0.62 * seat),
        (rear + 0.04, 0.42 * seat),
    ]
    bars.append((arch, 0.014))
    if backed:
        top = _lean(rear, seat, rise, rise - 0.01)
        bars.append(([(rear, seat - 0.03), _lean(rear, seat, rise, 0.5 * rise)[::-1], top[::-1]], 0.02))
        y = seat + 0.23
        z0 = _lean(rear, seat, rise, 0.23)[1]
        scroll = [(z0, y + 0.02), (mid, y + 0.035), (front - 0.03, y + 0.015), (front + 0.025, y - 0.015)]
        scroll += [(front + 0.03, y - 0.055), (front - 0.005, y - 0.07), (front - 0.03, y - 0.045)]
        bars.append((scroll, 0.019))
        bars.append(
            (
                [
                    (front - 0.01, seat - 0.03),
                    (front - 0.05, seat + 0.1),
                    (front - 0.01, y - 0.03),
                    (front + 0.02, y - 0.01),
                ],
                0.016,
            )
        )
    feet = [board((0, 0.006, z), (0.06, 0.016, 0.075), 0.004) for z in (front + 0.052, rear - 0.092)]
    made = [part("frame", "metal", foot, (0, 0, 1), (0, 1, 0)) for foot in feet]
    for path, wide in bars:
        line = np.asarray([(z, y, 0.0) for z, y in path])
        line = _smoothed(line, 2)
        solid = sweep(
            line, np.stack([np.full(len(line), wide), np.full(len(line), 0.017)], 1), 6, True, False
        )
        made.append(part("frame", "metal", move(solid, rotation=X_TO_Z), (0, 1, 0), (1, 0, 0), crease_deg=50))
    return made


def _smoothed(points: np.ndarray, steps: int = 3) -> np.ndarray:
    """Run a Catmull-Rom curve through points [P, 3]."""
    p = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (p[k : len(p) - 3 + k, None] for k in range(4))
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return np.concatenate([(curve / 2).reshape(-1, 3), points[-1:]])


def _pew(
    dials: Dials, length: float, depth: float, seat: float, rise: float, backed: bool, ornate: bool
) -> list[Part]:
    """Let a seat and a panelled back into two carved ends."""
    thick, end, top = 0.035, 0.05, seat + rise + 0.06
    half = depth / 2 + 0.03
    parts: list[Part] = []
    if backed:
        outline = [
            (-half - 0.03, 0),
            (half, 0),
            (half, 0.05),
            (half - 0.03, 0.08),
            (half - 0.03, seat - 0.08),
        ]
        outline += [
            (half + 0.01, seat),
            (half - 0.01, seat + 0.1),
            (half - 0.09, seat + 0.19),
            (0.02 - 0.2 * half, seat + 0.25),
        ]
        outline += [
            (-0.45 * half, seat + 0.34),
            (-0.5 * half, top - 0.06),
            (-0.62 * half, top - 0.01),
            (-0.85 * half, top),
        ]
        outline += [(-1.1 * half, top - 0.03), (-1.16 * half, top - 0.09), (-half - 0.03, seat + 0.1)]
    else:
        outline = [
            (-half, 0),
            (half, 0),
            (half, 0.05),
            (half - 0.03, 0.08),
            (half - 0.03, seat - 0.02),
            (half - 0.01, seat + 0.05),
        ]
        outline += [
            (half - 0.05, seat + 0.1),
            (-half + 0.05, seat + 0.1),
            (-half + 0.01, seat + 0.05),
            (-half + 0.03, seat - 0.02),
        ]
        outline += [(-half + 0.03, 0.08), (-half, 0.05)]
    x = length / 2
    for side in (-1, 1):
        solid = move(prism_of(outline, end, 0.006), (side * x, 0, 0), X_TO_Z)
        parts.append(part("legs", "wood", solid, (0, 1, 0), (1, 0, 0), crease_deg=35))
        if ornate:
            rosette = nail(
                (side * (x + end / 2), seat + 0.5 * rise, -0.8 * half), (side, 0, 0), 0.04, 0.014, 12
            )
            parts.append(part("trim", "metal", rosette, (0, 1, 0)))
    parts.append(timber("seat", (0, seat - thick / 2, 0.01), (length, thick, depth), 0.006))
    parts.append(timber("rails", (0, seat - thick - 0.05, depth / 2 - 0.05), (length, 0.11, 0.025), 0.003))
    if backed:
        parts += _panelled_back(length, depth, seat, rise)
    return parts


def _panelled_back(length: float, depth: float, seat: float, rise: float) -> list[Part]:
    count, high = max(2, round(length / 0.45)), rise + 0.02
    made = [timber("back", (0, high / 2, -0.004), (length, high, 0.016), 0.0)]
    for y, tall in ((0.03, 0.07), (high - 0.035, 0.08)):
        made.append(timber("rails", (0, y, 0), (length, tall, 0.034), 0.004))
    made.append(timber("rails", (0, high + 0.005, 0), (length, 0.03, 0.06), 0.008))
    for k in range(count + 1):
        at = (k / count - 0.5) * (length - 0.05)
        made.append(timber("rails", (at, high / 2, 0), (0.06, high - 0.04, 0.032), 0.004))
    return move_parts(made, (0, seat - 0.015, -depth / 2 + 0.06), turn(0, -9))


_WOODS = ("oak", "pine", "weathered wood", "walnut")

KINDS = {
    "bench": Kind(
        build=_bench,
        size_m=1.5,
        parts={
            "seat": Made(_WOODS, words=("boards", "slats", "planks")),
            "back": Made(_WOODS, words=("backrest",)),
            "legs": Made(_WOODS, words=("leg", "ends", "feet")),
            "rails": Made(_WOODS, words=("bars", "stretchers")),
            "arms": Made(_WOODS, words=("armrests", "arm")),
            "frame": Made(("cast iron", "painted metal"), ("#2c3a33", "#26282c"), ("iron", "supports")),
            "bolts": Made(("steel", "brass"), words=("screws", "nails")),
            "trim": Made(("gold",), words=("knobs", "ornaments")),
        },
        synonyms=("garden bench", "park bench", "pew", "settle"),
        main=("back", "legs", "rails", "arms"),
        words={
            "high-backed": {"form": "garden", "back": True, "back_height": 0.8},
            "backless": {"back": False},
            "ornate": {"ornate": True},
            "carved": {"ornate": True},
            "tiny-legged": {"seat_height": 0.22},
            "park": {"form": "park"},
            "garden": {"form": "garden"},
            "church": {"form": "pew"},
            "rustic": {"form": "country"},
        },
    ),
}
