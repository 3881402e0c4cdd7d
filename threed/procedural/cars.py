"""Builds cars: saloons, round little ones, boxy ones, open ones and pickups."""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.coachwork import (
    FORMS,
    Form,
    amidships,
    bodywork,
    cabin,
    height_at,
    roof_rack,
    width_at,
)
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import ABOUT_Y, Y_TO_X, bar, board, cylinder, knob, prism_of, torus
from threed.procedural.solids import lathe, loft_outwards, move, turn
from threed.procedural.sweeps import limb
from threed.procedural.wheels import tyred_wheel


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
    parts = bodywork(body, form, length, half, radius, high)
    if body.roof:
        parts += cabin(body, length, half, high, body.roof * roof, two, form)
        if rack and form in ("saloon", "square", "round"):
            parts += roof_rack(body, length, half, high + height_at(body, 0.0) + body.roof * roof)
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


def _cockpit(body: Form, length: float, half: float, high: float) -> list[Part]:
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
    base = high + amidships(body, 4) - 0.03
    a, b = np.array([w, base, z]), np.array([0.92 * w, base + 0.42, z - 0.2])
    corners = [a, b, b * [-1, 1, 1], a * [-1, 1, 1]]
    for p, q in itertools.pairwise(corners):
        made.append(part("trim", "metal", bar(p, q, 0.05, 0.04, 0.01, (0, 0.4, 1)), q - p, (0, 0.4, 1)))
    made.append(
        part(
            "screen",
            "glass",
            loft_outwards([[p + [0, 0, d] for p in corners] for d in (-0.008, 0.008)]),
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


def _gear(body: Form, form: str, length: float, half: float, radius: float, spokes: int) -> list[Part]:
    """Mount wheels on axles."""
    made = []
    wide = 0.2 if form != "square" else 0.24
    for z in body.axles:
        out = half * width_at(body, z) - 0.11 if form != "round" else 0.66
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


def _front(body: Form, form: str, length: float, half: float, high: float, lit: bool) -> list[Part]:
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


def _rear(body: Form, form: str, length: float, half: float, high: float, lit: bool) -> list[Part]:
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
