"""Builds cars: saloons, round little ones, boxy ones, open ones and pickups."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.joinery import timber
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import ABOUT_Y, Y_TO_X, bar, board, cylinder, knob, prism_of, torus
from threed.procedural.solids import Solid, lathe, loft, move, turn
from threed.procedural.sweeps import limb
from threed.procedural.wheels import tyred_wheel


@dataclass(frozen=True)
class _Form:
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
    "saloon": _Form(
        ((-0.5, 0.78, 0.42, 0.62, 0.74), (-0.485, 0.9, 0.34, 0.72, 0.84), (-0.38, 0.97, 0.3, 0.78, 0.9),
         (-0.1, 1.0, 0.28, 0.8, 0.92), (0.12, 1.0, 0.28, 0.8, 0.92), (0.36, 0.96, 0.3, 0.76, 0.87),
         (0.48, 0.87, 0.34, 0.68, 0.79), (0.5, 0.78, 0.4, 0.62, 0.7)),
        (-0.3, 0.31), (-0.36, 0.2, -0.24, 0.06), 0.5, 0.3,
    ),
    "round": _Form(
        ((-0.5, 0.42, 0.42, 0.52, 0.58), (-0.47, 0.62, 0.34, 0.62, 0.76), (-0.36, 0.76, 0.3, 0.76, 0.96),
         (-0.18, 0.84, 0.28, 0.8, 1.0), (0.1, 0.84, 0.28, 0.8, 0.98), (0.28, 0.72, 0.3, 0.74, 0.93),
         (0.42, 0.55, 0.34, 0.64, 0.8), (0.49, 0.4, 0.4, 0.54, 0.64), (0.5, 0.34, 0.42, 0.52, 0.6)),
        (-0.3, 0.31), (-0.4, 0.17, -0.22, 0.06), 0.56, 0.5,
    ),
    "square": _Form(
        ((-0.5, 0.97, 0.42, 0.9, 0.98), (-0.49, 1.0, 0.4, 0.93, 1.0), (0.1, 1.0, 0.38, 0.93, 1.0),
         (0.12, 0.96, 0.38, 0.92, 1.0), (0.47, 0.86, 0.4, 0.9, 0.97), (0.49, 0.83, 0.42, 0.86, 0.93)),
        (-0.29, 0.31), (-0.485, 0.13, -0.47, 0.08), 0.62, 0.12,
    ),
    "open": _Form(
        ((-0.5, 0.66, 0.42, 0.58, 0.68), (-0.47, 0.84, 0.34, 0.68, 0.8), (-0.34, 0.96, 0.3, 0.74, 0.86),
         (-0.05, 1.0, 0.27, 0.74, 0.84), (0.15, 0.98, 0.27, 0.74, 0.85), (0.36, 0.9, 0.3, 0.7, 0.83),
         (0.47, 0.72, 0.34, 0.62, 0.74), (0.5, 0.6, 0.4, 0.56, 0.64)),
        (-0.3, 0.32), (-0.26, 0.1, -0.2, 0.04), 0.0, 0.35,
    ),
    "pickup": _Form(
        ((-0.5, 0.95, 0.42, 0.8, 0.9), (-0.49, 0.98, 0.4, 0.83, 0.92), (0.1, 1.0, 0.3, 0.83, 0.92),
         (0.2, 0.97, 0.3, 0.82, 0.93), (0.42, 0.9, 0.32, 0.78, 0.9), (0.49, 0.82, 0.36, 0.7, 0.82),
         (0.5, 0.78, 0.4, 0.66, 0.76)),
        (-0.3, 0.31), (-0.1, 0.19, -0.07, 0.07), 0.54, 0.25,
    ),
}  # fmt: skip


def _car(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"saloon": 0.3, "round": 0.25, "square": 0.15, "open": 0.15, "pickup": 0.15}, "of its body"
    )
    length = dials.number("length", 3.5, 3.9, "m", "from bumper to bumper", (2.4, 5.5))
    width = dials.number("width", 1.6, 1.75, "m", "of its body")
    radius = dials.number("wheel_radius", 0.34, 0.38, "m", "of its wheels", (0.25, 0.5))
    roof = dials.number("roof", 0.92, 1.08, "", "how high its cabin is, to the usual", (0.6, 1.4))
    spokes = dials.choice("rims", {"hub caps": 0.65, "spokes": 0.35}, "of its wheels")
    two = dials.flag("two_tone", 0.4, "roof in another colour")
    rack = dials.flag("rack", 0.2, "a rack on its roof")
    lit = dials.flag("lit", 0.3, "with its lights on")
    body = FORMS[form]
    high = length * 0.0 + 0.06 + max(0.0, radius - 0.34)
    half = width / 2
    parts = _body(body, form, length, half, radius, high)
    if body.roof:
        parts += _cabin(body, length, half, high, body.roof * roof, two, form)
        if rack and form in ("saloon", "square", "round"):
            parts += _rack(body, length, half, high + _shoulder(body, 0.0) + body.roof * roof)
    else:
        parts += _cockpit(body, length, half, high)
    parts += _gear(body, form, length, half, radius, 4 if spokes == "spokes" else 0)
    parts += _front(body, form, length, half, high, lit)
    parts += _rear(body, form, length, half, high, lit)
    if form == "square":
        spare = move_parts(
            tyred_wheel(0.9 * radius, 0.2), (0, high + 0.76, -length / 2 - 0.1), turn(1, 180) @ turn(1, -90)
        )
        parts += spare
    return parts


def _shoulder(body: _Form, z: float) -> float:
    zs = [s[0] for s in body.stations]
    return float(np.interp(z, zs, [s[4] for s in body.stations]))


def _wide(body: _Form, z: float) -> float:
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


def _body(body: _Form, form: str, length: float, half: float, radius: float, high: float) -> list[Part]:
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
        made += _arches(half * _wide(body, z), radius, z * length, form)
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
            lip = _oriented(np.asarray(rings) + [0, 0, z])
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
        lip = _oriented(np.asarray(rings) + [0, 0, z])
        made.append(part("fenders", "metal", lip, (0, 0, 1), (side, 0, 0), crease_deg=35))
    return made


def _oriented(rings: np.ndarray) -> Solid:
    solid = loft(rings)
    p, q, r = solid.vertices[solid.faces].astype(np.float64).transpose(1, 0, 2)
    return solid if np.einsum("ij,ij->", p, np.cross(q, r)) > 0 else loft(rings[:, ::-1])


def _running_boards(body: _Form, length: float, half: float, radius: float) -> list[Part]:
    z0, z1 = body.axles[0] * length + radius, body.axles[1] * length - radius
    return [
        timber("trim", (side * 0.76, 0.3, (z0 + z1) / 2), (0.24, 0.05, z1 - z0 + 0.12), 0.0, "metal")
        for side in (-1, 1)
    ]


def _doors(body: _Form, form: str, length: float, half: float, high: float) -> list[Part]:
    """Lay doors on the sides, a little proud, with handles and a trim line."""
    z1 = body.cabin[1] * length - 0.06
    z0 = z1 - min(1.0, 0.29 * length)
    made = []
    middle = (z0 + z1) / 2
    w = half * min(_wide(body, z0 / length), _wide(body, z1 / length))
    low, top = high + 0.36, high + _mean(body, 3) - 0.02
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


def _mean(body: _Form, k: int) -> float:
    return float(np.interp(0.0, [s[0] for s in body.stations], [s[k] for s in body.stations]))


def _cabin(
    body: _Form, length: float, half: float, high: float, roof: float, two: bool, form: str
) -> list[Part]:
    """Build the glass house: panes, pillars, and the roof."""
    z0, z1, h0, h1 = (u * length for u in body.cabin)
    base = high + _mean(body, 4) - 0.05
    top = base + roof
    w0, w1 = 0.86 * half * _wide(body, 0.0), (0.72 if form != "square" else 0.82) * half * _wide(body, 0.0)

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
    panes = np.asarray([ring(z0, z1, w0, base, -0.035), ring(h0, h1, w1, top, -0.035)])
    made = [part("windows", "glass", _oriented(panes), (0, 1, 0), (0, 0, 1), crease_deg=25)]
    name = "roof" if two else "body"
    shrink, dome = min(0.16, 0.2 * (h1 - h0)), 0.06 + 0.1 * max(body.soft - 0.2, 0)
    steps = ((-0.06, 0.045), (-0.02, 0.06), (0.5 * dome, 0.01), (dome, -shrink), (1.15 * dome, -1.7 * shrink))
    lid = [ring(h0, h1, w1, top + y, grow) for y, grow in steps]
    made.append(part(name, "metal", _oriented(np.asarray(lid)), (0, 0, 1), (0, 1, 0), crease_deg=62))
    belt = [
        ring(z0, z1, w0, base - 0.04, 0.05),
        ring(z0, z1, w0, base + 0.06, 0.05),
        ring(z0, z1, w0, base + 0.085, 0.015),
    ]
    made.append(part("body", "metal", _oriented(np.asarray(belt)), (0, 0, 1), (0, 1, 0), crease_deg=50))
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


def _rack(body: _Form, length: float, half: float, y: float) -> list[Part]:
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


def _cockpit(body: _Form, length: float, half: float, high: float) -> list[Part]:
    """Set seats, a wheel and a screen into an open car, its hood folded behind."""
    made: list[Part] = []
    y = high + 0.42
    for side in (-1, 1):
        x = side * 0.36 * half
        seat = board((x, y + 0.08, -0.07 * length), (0.46, 0.2, 0.48), 0.05)
        back = move(
            board((0, 0.26, 0), (0.46, 0.56, 0.15), 0.05), (x, y + 0.08, -0.07 * length - 0.24), turn(0, -12)
        )
        made += [part("seats", "leather", one, (0, 1, 0), crease_deg=50) for one in (seat, back)]
    dash = board((0, high + 0.74, 0.075 * length), (1.5 * half, 0.2, 0.2), 0.04)
    made.append(part("seats", "leather", dash, (1, 0, 0), (0, 1, 0)))
    spot = np.array([-0.36 * half, high + 0.82, 0.045 * length - 0.06])
    tilt = turn(0, 62)
    made.append(part("steering wheel", "plastic", move(torus(0.17, 0.02, 0, 8, 4), spot, tilt), (0, 1, 0)))
    for a in (90, 270):
        way = tilt @ turn(1, a) @ np.array([0, 0, 0.17])
        made.append(
            part(
                "steering wheel",
                "metal",
                bar(spot, spot + way * [1, 1, 1], 0.03, 0.015, 0),
                way,
                tilt @ [0, 1, 0],
            )
        )
    made.append(
        part(
            "steering wheel",
            "metal",
            bar(spot, (spot[0], high + 0.72, 0.1 * length), 0.04, 0.04, 0),
            (0, 0, 1),
        )
    )
    z, w = 0.11 * length, 0.74 * half
    base = high + _mean(body, 4) - 0.03
    a, b = np.array([w, base, z]), np.array([0.92 * w, base + 0.42, z - 0.2])
    corners = [a, b, b * [-1, 1, 1], a * [-1, 1, 1]]
    for p, q in itertools.pairwise(corners):
        made.append(part("trim", "metal", bar(p, q, 0.05, 0.04, 0.01, (0, 0.4, 1)), q - p, (0, 0.4, 1)))
    made.append(
        part(
            "screen",
            "glass",
            _oriented(np.asarray([[p + [0, 0, d] for p in corners] for d in (-0.008, 0.008)])),
            (0, 1, 0),
            (0, 0, 1),
        )
    )
    fold = [(-0.82, 0.02), (-0.8, 0.14), (-0.5, 0.2), (0.5, 0.2), (0.8, 0.14), (0.82, 0.02)]
    for k, (dz, s) in enumerate(((0.0, 1.0), (-0.13, 0.97))):
        roll = prism_of([(x * half * 0.98 * s, y2 * (1 - 0.25 * k)) for x, y2 in fold][::-1], 0.16, 0.03)
        made.append(
            part(
                "hood",
                "cloth",
                move(roll, (0, base + 0.0, -0.235 * length + dz)),
                (1, 0, 0),
                (0, 1, 0),
                crease_deg=60,
            )
        )
    return made


def _gear(body: _Form, form: str, length: float, half: float, radius: float, spokes: int) -> list[Part]:
    """Mount wheels on axles."""
    made = []
    wide = 0.2 if form != "square" else 0.24
    for z in body.axles:
        out = half * _wide(body, z) - 0.11 if form != "round" else 0.66
        if form == "square":
            out += 0.06
        made.append(
            part(
                "axles",
                "metal",
                move(cylinder(0.06, -out, out, 8), (0, radius, z * length), Y_TO_X),
                (1, 0, 0),
            )
        )
        block = board((0, radius + 0.06, z * length), (0.34, 0.36, 0.26), 0)
        made.append(part("axles", "metal", block, (0, 1, 0), (0, 0, 1)))
        for side in (-1, 1):
            wheel = move_parts(
                tyred_wheel(radius, wide, spokes=spokes, sides=12),
                rotation=ABOUT_Y if side < 0 else None,
            )
            made += move_parts(wheel, (side * out, radius, z * length))
    return made


def _lamp(radius: float, lit: bool, name: str = "headlights") -> list[Part]:
    """Make a lamp that looks to +Z: a chrome rim, and a lens."""
    shell_ = [
        (0, -0.16),
        (0.75 * radius, -0.12),
        (1.14 * radius, 0.0),
        (1.1 * radius, 0.045),
        (0.9 * radius, 0.02),
        (0, 0.02),
    ]
    lens = [(0, 0.0), (0.96 * radius, 0.0), (0.96 * radius, 0.025), (0, 0.07)]
    out = turn(0, 90)
    surface = "glow" if lit else None
    return [
        part(
            "trim",
            "metal",
            move(lathe(shell_, 10), rotation=out),
            (0, 0, 1),
            mapping="turned",
            origin=(0, 0, 0),
        ),
        part(
            name,
            "light" if lit else "glass",
            move(lathe(lens, 10), rotation=out),
            (0, 0, 1),
            mapping="turned",
            origin=(0, 0, 0),
            surface=surface,
            crease_deg=50,
        ),
    ]


def _front(body: _Form, form: str, length: float, half: float, high: float, lit: bool) -> list[Part]:
    """Put lamps, a grille and a bumper on the nose."""
    z, made = length / 2, []
    nose = body.stations[-1]
    w, y = nose[1] * half, high + 0.5 * (nose[2] + nose[4]) + 0.03
    place = {"round": (0.62, high + 0.64, z - 0.42), "square": (0.6 * half, high + 0.74, z - 0.03)}.get(
        form, (0.78 * w, high + nose[3] - 0.0, z - 0.02)
    )
    for side in (-1, 1):
        made += move_parts(
            _lamp(0.115, lit),
            (side * place[0], place[1], place[2]),
            turn(1, side * (6 if form != "round" else 2)),
        )
    if form != "round":
        wide, tall = (0.9 * w, 0.24) if form != "square" else (0.62 * half, 0.36)
        inner = np.array(
            [(-wide / 2, -tall / 2), (wide / 2, -tall / 2), (wide / 2, tall / 2), (-wide / 2, tall / 2)]
        )
        frame = hoop_of(inner * [1.1, 1.25], inner, -0.12, 0.04, 0.015)
        at = (0, y - 0.02 if form != "square" else high + 0.68, z)
        made.append(part("trim", "metal", move(frame, at), (0, 1, 0), (0, 0, 1)))
        back = board((0, at[1], z - 0.04), (wide, tall, 0.06), 0)
        made.append(part("grille", "metal", back, (0, 1, 0), (0, 0, 1)))
        for x in np.linspace(-0.3, 0.3, 4) * wide:
            made.append(
                part(
                    "trim", "metal", board((x, at[1], z), (0.03, tall + 0.02, 0.04), 0), (0, 1, 0), (0, 0, 1)
                )
            )
    made += _bumper(half * (0.94 if form != "round" else 0.84), high + 0.4, z + 0.06)
    plate = board((0, high + 0.4, z + 0.12), (0.4, 0.11, 0.03), 0)
    made.append(part("plate", "plastic", plate, (1, 0, 0), (0, 0, 1)))
    if form in ("round", "saloon"):
        tip = knob(
            (0, high + body.stations[-3][4] + 0.012, body.stations[-3][0] * length - 0.02),
            (0.03, 0.025, 0.11),
            8,
            4,
        )
        made.append(part("trim", "metal", tip, (0, 0, 1)))
    return made


def _rear(body: _Form, form: str, length: float, half: float, high: float, lit: bool) -> list[Part]:
    z, made = -length / 2, []
    tail = body.stations[0]
    w = max(tail[1], 0.62) * half
    for side in (-1, 1):
        place = (
            (side * 0.82 * w, high + tail[3], z + 0.0)
            if form != "round"
            else (side * 0.66, high + 0.58, z + 0.32)
        )
        lamp = move_parts(_lamp(0.07, lit, "tail lights"), place, turn(1, 180))
        made += lamp
    bumper = _bumper(half * (0.94 if form != "round" else 0.84), high + 0.4, -z + 0.06)
    made += move_parts(bumper, rotation=ABOUT_Y)
    if form != "square":
        plate = board((0, high + 0.52, z - 0.01), (0.42, 0.12, 0.1), 0)
        made.append(part("plate", "plastic", plate, (1, 0, 0), (0, 0, 1)))
    pipe = move(
        lathe([(0, 0), (0.045, 0), (0.045, 0.3), (0.032, 0.3), (0, 0.1)], 6),
        (0.42 * half, high + 0.3, z + 0.2),
        turn(0, -90),
    )
    made.append(
        part("exhaust", "metal", pipe, (0, 0, 1), mapping="turned", origin=(0.42 * half, high + 0.3, z))
    )
    return made


def _bumper(half: float, y: float, z: float) -> list[Part]:
    """Bend a bumper about the front, with two uprights and the irons that hold it."""
    path = [(-half, y, z - 0.34), (-0.97 * half, y, z - 0.09), (-0.8 * half, y, z)]
    path += [(-x, h, d) for x, h, d in path[::-1]]
    made = [part("bumpers", "metal", limb(path, np.full(6, 0.075), 4), (1, 0, 0), (0, 1, 0), crease_deg=30)]
    for side in (-1, 1):
        iron = board((side * 0.36 * half, y + 0.01, z - 0.18), (0.08, 0.09, 0.36), 0)
        made.append(part("bumpers", "metal", iron, (0, 0, 1)))
    return made


_CHROME = ("chrome",)
#: one choice for the body, its doors and fenders: these fall alike
_PAINT = ("gloss paint", "painted metal")
_COLOURS = ("#a3202a", "#2a5d8f", "#3f7a5c", "#d8a92f", "#e4dcc8", "#6fa8a3", "#26292e")
KINDS = {
    "car": Kind(
        build=_car,
        size_m=3.8,
        parts={
            "body": Made(_PAINT, _COLOURS, ("bodywork", "hood", "bonnet", "paint")),
            "doors": Made(_PAINT, _COLOURS, ("door",)),
            "fenders": Made(_PAINT, _COLOURS, ("fender", "wings", "mudguards")),
            "roof": Made(("gloss paint", "painted metal"), ("#f0ebdd", "#e9e3d0", "#23262b"), ("top",)),
            "windows": Made(("window glass",), ("#1e2930",), ("window", "windscreen", "windshield", "glass")),
            "screen": Made(("clear glass",), words=("windscreen", "windshield")),
            "wheels": Made(("chrome", "painted metal"), ("#e4dcc8", "#c9ccd0"), ("wheel", "rims")),
            "tyres": Made(("rubber",), words=("tyre", "tires", "tire")),
            "hubs": Made(_CHROME, words=("hub caps", "hubcaps", "hub")),
            "bumpers": Made(_CHROME, words=("bumper",)),
            "trim": Made(_CHROME, words=("chrome", "handles", "mirrors", "decoration")),
            "grille": Made(("cast iron",), words=("grill", "radiator")),
            "headlights": Made(("frosted glass",), words=("headlight", "lamps", "lights")),
            "tail lights": Made(("stained glass",), ("#a31216",), ("rear lights", "tail light")),
            "seats": Made(
                ("leather",), ("#7a3b22", "#3a2a22", "#d9c7a0"), ("seat", "upholstery", "dashboard")
            ),
            "steering wheel": Made(("plastic",), ("#1c1c1e",), ("wheel rim",)),
            "hood": Made(("canvas",), ("#2a2522", "#c8b48a"), ("soft top", "folded roof")),
            "rack": Made(("oak",), words=("luggage rack", "roof rack")),
            "plate": Made(("painted metal",), ("#e9e6da",), ("number plate", "licence plate")),
            "exhaust": Made(("steel",), words=("pipe", "muffler")),
            "axles": Made(("cast iron",), words=("axle",)),
        },
        synonyms=("automobile", "toy car", "motorcar", "vehicle"),
        main=("doors", "fenders"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "boxy": {"form": "square"},
            "open": {"form": "open"},
            "convertible": {"form": "open"},
            "pickup": {"form": "pickup"},
        },
    ),
}
