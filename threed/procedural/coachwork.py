"""Coachwork of cars: the forms of bodies, their fenders, doors, cabins and roof racks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.joinery import timber
from threed.procedural.parts import Part, part
from threed.procedural.pieces import Y_TO_X, bar, board, cylinder, prism_of
from threed.procedural.solids import Solid, loft, loft_outwards, move, turn


@dataclass(frozen=True)
class Form:
    """A body for a length and width of 1 m: see the fields; z runs from the rear, -0.5, to the front.

    Attributes:
        stations: (z, half its width as a share, lower edge, shoulder, height) in metres but for z.
        axles: z of the rear and the front one.
        cabin: z of the foot of the rear and the front window, and of their heads, as shares.
        roof: height of the roof over the shoulder; 0 has none.
        soft: how round its corners are.
    """

    stations: tuple[tuple[float, float, float, float, float], ...]
    axles: tuple[float, float]
    cabin: tuple[float, float, float, float]
    roof: float
    soft: float


FORMS = {
    "saloon": Form(
        ((-0.5, 0.78, 0.42, 0.62, 0.74), (-0.485, 0.9, 0.34, 0.72, 0.84), (-0.38, 0.97, 0.3, 0.78, 0.9),
         (-0.1, 1.0, 0.28, 0.8, 0.92), (0.12, 1.0, 0.28, 0.8, 0.92), (0.36, 0.96, 0.3, 0.76, 0.87),
         (0.48, 0.87, 0.34, 0.68, 0.79), (0.5, 0.78, 0.4, 0.62, 0.7)),
        (-0.3, 0.31), (-0.36, 0.2, -0.24, 0.06), 0.5, 0.3,
    ),
    "round": Form(
        ((-0.5, 0.42, 0.42, 0.52, 0.58), (-0.47, 0.62, 0.34, 0.62, 0.76), (-0.36, 0.76, 0.3, 0.76, 0.96),
         (-0.18, 0.84, 0.28, 0.8, 1.0), (0.1, 0.84, 0.28, 0.8, 0.98), (0.28, 0.72, 0.3, 0.74, 0.93),
         (0.42, 0.55, 0.34, 0.64, 0.8), (0.49, 0.4, 0.4, 0.54, 0.64), (0.5, 0.34, 0.42, 0.52, 0.6)),
        (-0.3, 0.31), (-0.4, 0.17, -0.22, 0.06), 0.56, 0.5,
    ),
    "square": Form(
        ((-0.5, 0.97, 0.42, 0.9, 0.98), (-0.49, 1.0, 0.4, 0.93, 1.0), (0.1, 1.0, 0.38, 0.93, 1.0),
         (0.12, 0.96, 0.38, 0.92, 1.0), (0.47, 0.86, 0.4, 0.9, 0.97), (0.49, 0.83, 0.42, 0.86, 0.93)),
        (-0.29, 0.31), (-0.485, 0.13, -0.47, 0.08), 0.62, 0.12,
    ),
    "open": Form(
        ((-0.5, 0.66, 0.42, 0.58, 0.68), (-0.47, 0.84, 0.34, 0.68, 0.8), (-0.34, 0.96, 0.3, 0.74, 0.86),
         (-0.05, 1.0, 0.27, 0.74, 0.84), (0.15, 0.98, 0.27, 0.74, 0.85), (0.36, 0.9, 0.3, 0.7, 0.83),
         (0.47, 0.72, 0.34, 0.62, 0.74), (0.5, 0.6, 0.4, 0.56, 0.64)),
        (-0.3, 0.32), (-0.26, 0.1, -0.2, 0.04), 0.0, 0.35,
    ),
    "pickup": Form(
        ((-0.5, 0.95, 0.42, 0.8, 0.9), (-0.49, 0.98, 0.4, 0.83, 0.92), (0.1, 1.0, 0.3, 0.83, 0.92),
         (0.2, 0.97, 0.3, 0.82, 0.93), (0.42, 0.9, 0.32, 0.78, 0.9), (0.49, 0.82, 0.36, 0.7, 0.82),
         (0.5, 0.78, 0.4, 0.66, 0.76)),
        (-0.3, 0.31), (-0.1, 0.19, -0.07, 0.07), 0.54, 0.25,
    ),
}  # fmt: skip


def height_at(body: Form, z: float) -> float:
    """Return how high a body is at a share of its length."""
    zs = [s[0] for s in body.stations]
    return float(np.interp(z, zs, [s[4] for s in body.stations]))


def width_at(body: Form, z: float) -> float:
    """Return how wide a body is at a share of its length, as a share of its width."""
    return float(np.interp(z, [s[0] for s in body.stations], [s[1] for s in body.stations]))


def _section(half: float, low: float, shoulder: float, top: float, soft: float) -> list[tuple[float, float]]:
    """Outline half a section from below to the middle of the top, and mirror it."""
    belly = low + 0.3 * (shoulder - low)
    right = [
        (0.86 * half, low),
        (half, belly - 0.03),
        (0.985 * half, shoulder - 0.08 * soft),
        (0.93 * half, shoulder + 0.25 * (top - shoulder)),
        (0.93 * half - 0.28 * soft * half, top - 0.12 * (top - shoulder)),
        (0.3 * half, top),
    ]
    return [*right, *((-x, y) for x, y in right[::-1])]


def bodywork(body: Form, form: str, length: float, half: float, radius: float, high: float) -> list[Part]:
    """Build the body, its wheel houses cut out, its doors on it."""
    rings = []
    for z, w, low, shoulder, top in body.stations:
        rings.append(
            [(x, y + high, z * length) for x, y in _section(w * half, low, shoulder, top, body.soft)]
        )
    solid = loft(np.asarray(rings))
    tools: list[Solid] = []
    for z in body.axles:
        house = move(cylinder(radius + 0.075, -half * 1.3, half * 1.3, 12), (0, radius, z * length), Y_TO_X)
        core = board((0, radius, z * length), (2 * half - 0.56, 4 * radius, 4 * radius), 0)
        tools.append(carve(house, core))
    if form == "pickup":
        z0, z1 = -0.48 * length, -0.13 * length
        tools.append(board((0, 0.58 + high + 0.5, (z0 + z1) / 2), (2 * half - 0.22, 1.0, z1 - z0), 0))
    if form == "open":
        tools.append(board((0, high + 0.42 + 0.5, -0.06 * length), (1.55 * half, 1.0, 0.3 * length), 0))
    made = [part("body", "metal", carve(solid, *tools), (0, 0, 1), (0, 1, 0), crease_deg=58)]
    if form == "pickup":
        z = body.axles[0] * length
        for side in (-1, 1):
            tub = board((side * (half - 0.22), radius + 0.3, z), (0.26, 0.34 + 0.2, 2 * radius + 0.36), 0)
            made.append(part("body", "metal", carve(tub, tools[0]), (0, 0, 1), (0, 1, 0)))
    for z in body.axles:
        made += _arches(half * width_at(body, z), radius, z * length, form)
    made += _doors(body, form, length, half, high)
    if form == "round":
        made += _running_boards(body, length, half, radius)
    return made


def _arches(half: float, radius: float, z: float, form: str) -> list[Part]:
    """Set a lip, or a round fender, over each wheel."""
    t = np.linspace(-0.12, np.pi + 0.12, 7)
    circle = np.stack([np.cos(t), np.sin(t)], 1)
    made = []
    for side in (-1, 1):
        if form == "round":
            rings = []
            for a in t:
                # a wing rolls over from its lip, and runs out flatter before and behind the wheel
                inside, out = 0.5 * half, 0.755 - 0.035 * np.cos(a) ** 2
                reach = 1 + 0.05 * np.cos(a) ** 2
                section = [(inside, 0.05), (out, 0.05), (out, 0.085)]
                section += [(out - 0.075, 0.128), (inside, 0.14)]
                rings.append(
                    [
                        (side * x, radius + (radius + up) * np.sin(a), (radius + up) * reach * np.cos(a))
                        for x, up in section
                    ]
                )
            lip = loft_outwards(np.asarray(rings) + [0, 0, z])
            made.append(part("fenders", "metal", lip, (0, 0, 1), (side, 0, 0), crease_deg=65))
            continue
        deep = 0.07 if form != "square" else 0.16
        wide = 0.045 if form != "square" else 0.05
        rings = []
        for u, v in circle:
            a, b = radius + 0.065, radius + 0.075 + wide
            rings.append(
                [
                    (side * (half - 0.12), radius + a * v, a * u),
                    (side * (half - 0.06 + deep), radius + a * v, a * u),
                    (side * (half - 0.075 + deep), radius + b * v, b * u),
                    (side * (half - 0.12), radius + (b + 0.02) * v, (b + 0.02) * u),
                ]
            )
        lip = loft_outwards(np.asarray(rings) + [0, 0, z])
        made.append(part("fenders", "metal", lip, (0, 0, 1), (side, 0, 0), crease_deg=35))
    return made


def _running_boards(body: Form, length: float, half: float, radius: float) -> list[Part]:
    z0, z1 = body.axles[0] * length + radius, body.axles[1] * length - radius
    return [
        timber("trim", (side * 0.76, 0.3, (z0 + z1) / 2), (0.24, 0.05, z1 - z0 + 0.12), 0.0, "metal")
        for side in (-1, 1)
    ]


def _doors(body: Form, form: str, length: float, half: float, high: float) -> list[Part]:
    """Lay doors on the sides, a little proud, with handles and a trim line."""
    z1 = body.cabin[1] * length - 0.06
    z0 = z1 - min(1.0, 0.29 * length)
    made = []
    middle = (z0 + z1) / 2
    w = half * min(width_at(body, z0 / length), width_at(body, z1 / length))
    low, top = high + 0.36, high + amidships(body, 3) - 0.02
    for side in (-1, 1):
        outline = [(z0, low), (z1, low), (z1, top), (z0, top)]
        solid = move(prism_of([(-z, y) for z, y in outline][::-1], 0.1, 0.014), rotation=turn(1, 90))
        made.append(part("doors", "metal", move(solid, (side * (w - 0.038), 0, 0)), (0, 0, 1), (side, 0, 0)))
        grip = board((side * (w + 0.022), top - 0.07, z0 + 0.13), (0.03, 0.03, 0.16), 0)
        made.append(part("trim", "metal", grip, (0, 0, 1), (side, 0, 0)))
        if form in ("saloon", "pickup"):
            line = board((side * (w + 0.006), low + 0.42 * (top - low), middle), (0.03, 0.03, z1 - z0), 0)
            made.append(part("trim", "metal", line, (0, 0, 1), (side, 0, 0)))
        mirror = board((side * (w + 0.1), top + 0.16, z1 + 0.02), (0.15, 0.11, 0.07), 0)
        arm = bar(
            (side * (w - 0.06), top - 0.01, z1 + 0.02),
            (side * (w + 0.07), top + 0.14, z1 + 0.02),
            0.03,
            0.03,
            0,
        )
        made += [
            part("body", "metal", mirror, (0, 1, 0), (0, 0, 1)),
            part("trim", "metal", arm, (0, 1, 0), (0, 0, 1)),
        ]
    return made


def amidships(body: Form, k: int) -> float:
    """Return the k-th number of a body's stations halfway along it."""
    return float(np.interp(0.0, [s[0] for s in body.stations], [s[k] for s in body.stations]))


def cabin(
    body: Form, length: float, half: float, high: float, roof: float, two: bool, form: str
) -> list[Part]:
    """Build the glass house: panes, pillars, and the roof."""
    z0, z1, h0, h1 = (u * length for u in body.cabin)
    base = high + amidships(body, 4) - 0.05
    top = base + roof
    w0, w1 = (
        0.86 * half * width_at(body, 0.0),
        (0.72 if form != "square" else 0.82) * half * width_at(body, 0.0),
    )

    def ring(a: float, b: float, w: float, y: float, grow: float = 0.0) -> list[tuple[float, float, float]]:
        cut = (0.16 if form != "square" else 0.05) + 0.1 * body.soft
        a, b, w = a - grow, b + grow, w + grow
        cut = min(cut, 0.25 * (b - a))
        flat2 = [
            (w, b - 1.4 * cut),
            (w - cut, b),
            (-w + cut, b),
            (-w, b - 1.4 * cut),
            (-w, a + 1.4 * cut),
            (-w + cut, a),
            (w - cut, a),
            (w, a + 1.4 * cut),
        ]
        return [(x, y, z) for x, z in flat2][::-1]

    low, up = ring(z0, z1, w0, base), ring(h0, h1, w1, top)
    # the panes lie deeper than their frames
    panes = [ring(z0, z1, w0, base, -0.035), ring(h0, h1, w1, top, -0.035)]
    made = [part("windows", "glass", loft_outwards(panes), (0, 1, 0), (0, 0, 1), crease_deg=25)]
    name = "roof" if two else "body"
    shrink, dome = min(0.16, 0.2 * (h1 - h0)), 0.06 + 0.1 * max(body.soft - 0.2, 0)
    steps = ((-0.06, 0.045), (-0.02, 0.06), (0.5 * dome, 0.01), (dome, -shrink), (1.15 * dome, -1.7 * shrink))
    lid = [ring(h0, h1, w1, top + y, grow) for y, grow in steps]
    made.append(part(name, "metal", loft_outwards(lid), (0, 0, 1), (0, 1, 0), crease_deg=62))
    belt = [
        ring(z0, z1, w0, base - 0.04, 0.05),
        ring(z0, z1, w0, base + 0.06, 0.05),
        ring(z0, z1, w0, base + 0.085, 0.015),
    ]
    made.append(part("body", "metal", loft_outwards(belt), (0, 0, 1), (0, 1, 0), crease_deg=50))
    for k in range(8):
        a, b = np.array(low[k]), np.array(up[k])
        middle = np.array([0, (a[1] + b[1]) / 2, (z0 + z1 + h0 + h1) / 4])
        out = ((a + b) / 2 - middle) * [1, 0, 1]
        made.append(part("body", "metal", bar(a, b, 0.085, 0.072, 0, out), b - a, out))
    zm, hm = 0.48 * z0 + 0.52 * z1 - 0.1, 0.48 * h0 + 0.52 * h1 - 0.1
    for side in (-1, 1) if form != "pickup" else ():
        a, b = (side * w0, base, zm), (side * w1, top, hm)
        made.append(
            part("body", "metal", bar(a, b, 0.08, 0.08, 0, (side, 0, 0)), np.subtract(b, a), (side, 0, 0))
        )
    if form != "round":
        wiper = np.array([(-0.05, base + 0.09, z1 + 0.012), (0.4, base + 0.13, z1 - 0.005)])
        for x in (-0.38, 0.06):
            a, b = wiper + [x, 0, 0]
            made.append(part("trim", "metal", bar(a, b, 0.022, 0.06, 0), b - a, (0, 0, 1)))
    return made


def roof_rack(body: Form, length: float, half: float, y: float) -> list[Part]:
    """Lay a rack on the roof: bars on feet."""
    h0, h1 = body.cabin[2] * length, body.cabin[3] * length
    w, made = 0.5 * half, []
    for side in (-1, 1):
        made.append(
            timber("trim", (side * w, y + 0.14, (h0 + h1) / 2), (0.035, 0.035, h1 - h0 - 0.2), 0, "metal")
        )
        made.extend(
            timber("trim", (side * w, y + 0.06, z), (0.04, 0.17, 0.04), 0.0, "metal")
            for z in (h0 + 0.22, h1 - 0.22)
        )
    made.extend(
        timber("rack", (0, y + 0.165, z), (2 * w + 0.1, 0.03, 0.1), 0)
        for z in np.linspace(h0 + 0.22, h1 - 0.22, 3)
    )
    return made
