"""Builds robots: riveted bodies with gauges, glowing eyes, jointed arms, on legs, wheels or tracks."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import arc
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import Y_TO_Z, board, cylinder, knob, prism_of, stick
from threed.procedural.robot_limbs import ASIDE, OUT, UP, arms, stands, turned
from threed.procedural.solids import Point, Solid, frame_along, lathe, move, turn


def _rivet(at: Point, out: Point, radius: float) -> Solid:
    """Make a flat rivet's head on a place."""
    profile = [(0, -radius), (radius, -radius), (0.7 * radius, 0.6 * radius), (0, 0.6 * radius)]
    return move(lathe(profile, 6), at, frame_along(out))


def _banded(
    profile: list[tuple[float, float]], y: float, half: float, out: float
) -> tuple[list[tuple[float, float]], np.ndarray]:
    """Seat a raised band on a profile's own facets; return the profile and the band's."""
    points = np.asarray(profile, float)
    seats = np.array([(np.interp(h, points[:, 1], points[:, 0]), h) for h in (y - half, y + half)])
    clear = np.abs(points[:, 1] - y) > half
    points = np.concatenate([points[clear & (points[:, 1] < y)], seats, points[clear & (points[:, 1] > y)]])
    r = seats[:, 0].max() + out
    wall = np.array([seats[0], (r, y - 0.5 * half), (r, y + 0.5 * half), seats[1], seats[0]])
    return [(float(a), float(b)) for a, b in points], wall


def _lamp(at: Point, radius: float, colour: str = "eyes", out: Point = OUT) -> list[Part]:
    """Set a glowing lens in a collar that looks out."""
    deep = 0.35
    collar = [
        (0.6 * radius, -0.5 * radius),
        (1.3 * radius, -0.5 * radius),
        (1.3 * radius, 0.22 * radius),
        (1.15 * radius, 0.36 * radius),
        (0.9 * radius, 0.34 * radius),
    ]
    lens = [
        (0, -0.3 * radius),
        (0.94 * radius, -0.3 * radius),
        (0.94 * radius, 0.12 * radius),
        (0.7 * radius, (0.12 + 0.65 * deep) * radius),
        (0.36 * radius, (0.12 + 0.95 * deep) * radius),
        (0, (0.12 + deep) * radius),
    ]
    facing = frame_along(out)
    return [
        part("sockets", "metal", move(lathe([*collar, collar[0]], 10), at, facing), out, mapping="turned"),
        part(colour, "light", move(lathe(lens, 10), at, facing), out, crease_deg=70),
    ]


def _head(form: str, y: float, size: float, eyes: str, aerials: int) -> list[Part]:
    """Build a head whose neck stands on height y."""
    parts = [
        turned(
            "limbs",
            [
                (0, -0.04),
                (0.4 * size, -0.04),
                (0.4 * size, 0.02),
                (0.33 * size, 0.035),
                (0.4 * size, 0.055),
                (0.33 * size, 0.075),
                (0, 0.1),
            ],
            (0, y, 0),
            UP,
            10,
        )
    ]
    y += 0.08
    if form == "square":
        wide, tall, deep = 1.15 * size, 1.5 * size, 0.95 * size
        parts.append(
            part(
                "head", "metal", board((0, y + tall / 2, 0), (2 * wide, tall, 2 * deep), 0.14 * size), UP, OUT
            )
        )
        parts.append(
            part(
                "trim",
                "metal",
                board((0, y + tall, 0), (1.5 * wide, 0.09 * size, 1.4 * deep), 0.03 * size),
                UP,
            )
        )
        for s in (-1, 1):
            ear = [
                (0, -0.05 * size),
                (0.34 * size, -0.05 * size),
                (0.34 * size, 0.1 * size),
                (0.22 * size, 0.18 * size),
                (0, 0.18 * size),
            ]
            parts.append(turned("trim", ear, (s * wide, y + 0.55 * tall, 0), (s, 0, 0), 10))
        face, level, top = deep, y + 0.62 * tall, y + tall
        for k in range(5):
            bar = board(
                ((k - 2) * 0.2 * size, y + 0.27 * tall, face), (0.1 * size, 0.2 * size, 0.05 * size), 0
            )
            parts.append(part("sockets", "metal", bar, UP))
    else:
        r = 1.12 * size
        if form == "dome":
            profile = [
                (0, 0),
                (0.92 * r, 0),
                (r, 0.08 * r),
                (r, 0.5 * r),
                *[(r * np.cos(a), 0.5 * r + 0.85 * r * np.sin(a)) for a in np.linspace(0.15, np.pi / 2, 6)],
            ]
            level, top, face = y + 0.55 * r, y + 1.35 * r, 0.96 * r
            seam = y + 0.2 * r
        else:
            profile = [
                (r * np.cos(a), 0.86 * r + 0.95 * r * np.sin(a)) for a in np.linspace(-1.15, np.pi / 2, 9)
            ]
            profile = [(0, profile[0][1]), *profile]
            level, top, face = y + 0.95 * r, y + 1.8 * r, 0.93 * r
            seam = y + 0.46 * r
        profile[-1] = (0, profile[-1][1])
        profile, band = _banded(profile, seam - y, 0.055 * r, 0.05 * r)
        parts += [turned("head", profile, (0, y, 0), UP, 18), turned("trim", band, (0, y, 0), UP, 18)]
        for s in (-1, 1):
            ear = [
                (0, -0.2 * size),
                (0.3 * size, -0.2 * size),
                (0.3 * size, 0.06 * size),
                (0.2 * size, 0.13 * size),
                (0, 0.13 * size),
            ]
            parts.append(turned("trim", ear, (s * 0.98 * r, level, 0), (s, 0, 0), 10))
    if eyes == "visor":
        half = 0.78 * size
        frame = prism_of(_pill(half, 0.32 * size), 0.3 * size, 0.04 * size)
        glow = prism_of(_pill(half - 0.12 * size, 0.2 * size), 0.36 * size, 0.05 * size)
        parts.append(part("sockets", "metal", move(frame, (0, level, face - 0.06 * size)), ASIDE, OUT))
        parts.append(part("eyes", "light", move(glow, (0, level, face - 0.04 * size)), ASIDE, OUT))
    else:
        spread, radius = (0.0, 0.46 * size) if eyes == "one" else (0.5 * size, 0.31 * size)
        for s in (-1, 1) if eyes == "two" else (1,):
            back = face if form == "square" else float(np.sqrt(max(face**2 - spread**2, 0))) * 0.99
            out = (s * spread, 0, back if form != "square" else 1e3)
            parts += _lamp((s * spread, level, back), radius, out=out)
    places = {0: (), 1: (0.0,), 2: (-0.55, 0.55)}[aerials]
    for x in places:
        foot = np.array([x * size, top - 0.16 * size * (form != "square") * (1 + abs(x)), 0])
        tip = foot + [0.35 * x * size, 0.75 * size, 0]
        way = tip - foot
        parts.append(
            turned(
                "limbs",
                [
                    (0, -0.05),
                    (0.16 * size, -0.05),
                    (0.16 * size, 0.05 * size),
                    (0.07 * size, 0.14 * size),
                    (0, 0.14 * size),
                ],
                foot,
                way,
                10,
            )
        )
        parts.append(part("limbs", "metal", stick(foot, tip, 0.035 * size, 6), way))
        parts.append(part("lamps", "light", knob(tip, 0.1 * size, 8, 6), UP))
    return parts


def _pill(half: float, tall: float) -> list[tuple[float, float]]:
    return [*arc((half - tall, 0), tall, -90, 90, 7), *arc((tall - half, 0), tall, 90, 270, 7)]


def _chest(form: str, y: float, z: float, size: float, look: str) -> list[Part]:
    """Set a panel on the chest with what a robot is worked by, its middle at height y."""
    wide, tall = 0.95 * size, 0.72 * size
    deep = 0.12 * size
    parts = [part("panel", "metal", board((0, y, z), (wide, tall, deep), 0.03 * size), UP, OUT)]
    front = z + deep / 2
    if look == "gauge":
        parts += _gauge((-0.22 * size, y + 0.06 * size, front), 0.17 * size)
        for k in range(3):
            parts += _button(
                (0.14 * size + 0.13 * size * (k % 2), y + (0.2 - 0.16 * k) * size, front), 0.05 * size, k
            )
        slots = [(0.0, y - 0.27 * size, 0.7 * size)]
    elif look == "grille":
        slots = [(0.0, y + (0.2 - 0.1 * k) * size, 0.7 * size) for k in range(4)]
        for k in range(3):
            parts += _button(((k - 1) * 0.22 * size, y - 0.25 * size, front), 0.055 * size, k)
    else:
        parts += _lamp((0, y + 0.02 * size, front - 0.02 * size), 0.2 * size, "lamps")
        for k, x in enumerate((-0.36, 0.36)):
            parts += _button((x * size, y + 0.18 * size, front), 0.05 * size, k)
        slots = [(x * size, y - 0.22 * size, 0.16 * size) for x in (-0.34, 0.34)]
    for x, level, long in slots:
        bar = board((x, level, front), (long, 0.045 * size, 0.04 * size), 0)
        parts.append(part("sockets", "metal", bar, ASIDE, OUT))
    for x in (-1, 1):
        for v in (-1, 1):
            at = (x * (wide / 2 - 0.05 * size), y + v * (tall / 2 - 0.05 * size), front)
            parts.append(part("rivets", "metal", _rivet(at, OUT, 0.022 * size), OUT))
    return parts


def _gauge(at: Point, radius: float) -> list[Part]:
    """Make a dial with a needle."""
    face = [(0, -0.1), (0.9, -0.1), (0.9, 0.05), (0, 0.05)]
    rim = [(0.8, -0.1), (1.1, -0.1), (1.1, 0.18), (1.0, 0.26), (0.9, 0.2), (0.86, 0.0)]
    needle = board((0, 0.3 * radius, 0.09 * radius), (0.12 * radius, 0.8 * radius, 0.1 * radius), 0)
    return [
        part("dial", "ceramic", move(lathe(np.asarray(face) * radius, 12), at, Y_TO_Z), UP, OUT),
        part(
            "trim",
            "metal",
            move(lathe(np.asarray([*rim, rim[0]]) * radius, 12), at, Y_TO_Z),
            OUT,
            mapping="turned",
        ),
        part("buttons", "plastic", move(needle, at, turn(2, -40)), UP, OUT),
    ]


def _button(at: Point, radius: float, k: int) -> list[Part]:
    cap = [(0, -0.3), (1.0, -0.3), (1.0, 0.45), (0.7, 0.75), (0, 0.75)]
    name, role = ("lamps", "light") if k == 1 else ("buttons", "plastic")
    return [part(name, role, move(lathe(np.asarray(cap) * radius, 8), at, Y_TO_Z), OUT)]


def _body(form: str, low: float, wide: float, tall: float, deep: float) -> tuple[list[Part], float]:
    """Build a body above a height; return also where its front is at its chest."""
    if form == "round":
        r = wide
        profile = [
            (r * np.cos(a) * 1.02, 0.5 * tall + 0.54 * tall * np.sin(a)) for a in np.linspace(-1.2, 1.2, 9)
        ]
        profile = [(0, profile[0][1]), *profile, (0, profile[-1][1])]
        profile, band = _banded(profile, 0.36 * tall, 0.032, 0.022)
        parts = [turned("body", profile, (0, low, 0), UP, 18), turned("trim", band, (0, low, 0), UP, 18)]
        for k in range(9):
            a = 2 * np.pi * (k + 0.5) / 9
            out = np.array([np.sin(a), 0, np.cos(a)])
            parts.append(
                part(
                    "rivets",
                    "metal",
                    _rivet(float(band[1, 0]) * out * 0.985 + [0, low + 0.36 * tall, 0], out, 0.014),
                    out,
                )
            )
        return parts, 0.985 * r
    parts = [part("body", "metal", board((0, low + tall / 2, 0), (2 * wide, tall, 2 * deep), 0.035), UP, OUT)]
    parts.append(
        part(
            "trim",
            "metal",
            board((0, low + 0.035, 0), (2 * wide + 0.035, 0.055, 2 * deep + 0.035), 0.014),
            ASIDE,
        )
    )
    parts.append(
        part("trim", "metal", board((0, low + tall - 0.01, 0), (1.5 * wide, 0.05, 1.5 * deep), 0.014), ASIDE)
    )
    for x in (-0.88, 0.88):
        for y in (0.2, 0.5, 0.8):
            parts.append(part("rivets", "metal", _rivet((x * wide, low + y * tall, deep), OUT, 0.015), OUT))
    back = board((0, low + 0.55 * tall, -deep - 0.035), (1.25 * wide, 0.5 * tall, 0.1), 0.02)
    parts.append(part("panel", "metal", back, UP, OUT))
    for s in (-1, 1):
        can = cylinder(0.05, low + 0.42 * tall, low + 0.9 * tall, 10)
        parts.append(
            part("trim", "metal", move(can, (s * 0.34 * wide, 0, -deep - 0.075)), UP, mapping="turned")
        )
    return parts, deep


def _robot(dials: Dials) -> list[Part]:
    body = dials.choice("body", {"square": 0.58, "round": 0.42}, "its form")
    head = dials.choice("head", {"square": 0.4, "dome": 0.32, "round": 0.28}, "its form")
    legs = dials.choice(
        "legs", {"long": 0.46, "tiny": 0.2, "tracks": 0.18, "wheels": 0.16}, "what it stands on"
    )
    eyes = dials.choice("eyes", {"two": 0.6, "visor": 0.24, "one": 0.16}, "how it sees")
    hands = dials.choice("hands", {"claw": 0.6, "fingers": 0.4}, "of its arms")
    pose = dials.choice(
        "pose", {"hanging": 0.5, "waving": 0.25, "reaching": 0.25, "cheering": 0.0}, "of its arms"
    )
    look = dials.choice("chest", {"gauge": 0.42, "grille": 0.3, "reactor": 0.28}, "what its panel bears")
    aerials = dials.count("aerials", 0, 2, "on its head", (0, 2))
    hoses = dials.flag("hoses", 0.4, "limbs of corrugated hose, and not of rods")
    girth = dials.number("girth", 0.23, 0.29, "m", "half the width of its body")
    tall = dials.number("body_height", 0.46, 0.56, "m", "of its body")
    hips = {"long": 0.46, "tiny": 0.2, "tracks": 0.32, "wheels": 0.32}[legs]
    if body == "round":
        girth, tall = 1.12 * girth, 1.08 * tall
    deep = 0.72 * girth
    low = hips + (0.02 if legs in ("tracks", "wheels") else -0.005)
    parts, front = _body(body, low, girth, tall, deep)
    spread = 0.62 * girth if legs in ("long", "tiny") else 0.85 * girth
    level = low + 0.55 * tall
    sink = 0.0 if body == "square" else -0.008
    parts += _chest(body, level, front + sink, 0.36 if body == "square" else 0.32, look)
    if legs in ("long", "tiny"):
        if body == "round":
            parts.append(
                part(
                    "limbs", "metal", board((0, low + 0.015, 0), (1.3 * girth, 0.1, 0.9 * deep), 0.02), ASIDE
                )
            )
        else:
            parts.append(
                part(
                    "limbs", "metal", board((0, low - 0.02, 0), (1.5 * girth, 0.07, 1.3 * deep), 0.016), ASIDE
                )
            )
    parts += stands(legs, hips, spread, 0.078, hoses)
    shoulder = np.array([girth + 0.035, low + (0.8 if body == "square" else 0.66) * tall, 0.0])
    if body == "round":
        shoulder[0] = girth * 0.98 + 0.03
    parts += arms(shoulder, 0.088, pose, hands, hoses)
    return parts + _head(head, low + (tall if body == "square" else tall * 1.0) + 0.005, 0.17, eyes, aerials)


_STEELS = ("steel", "wrought iron", "chrome")

KINDS = {
    "robot": Kind(
        build=_robot,
        size_m=1.45,
        parts={
            "body": Made(
                ("painted metal", "painted metal", "steel", "copper"),
                ("#b8452f", "#2f6f86", "#c9a23a", "#d9d4c6", "#4f7a4a", "#7f8790"),
                words=("torso", "chest"),
            ),
            "head": Made(
                ("painted metal", "steel", "copper"),
                ("#b8452f", "#2f6f86", "#c9a23a", "#d9d4c6", "#4f7a4a", "#7f8790"),
                words=(),
            ),
            "shoulders": Made(
                ("painted metal", "steel"),
                ("#b8452f", "#2f6f86", "#c9a23a", "#d9d4c6", "#7f8790"),
                words=("armour", "joints"),
            ),
            "feet": Made(
                ("painted metal", "steel"),
                ("#b8452f", "#2f6f86", "#c9a23a", "#d9d4c6", "#7f8790"),
                words=("boots", "foot"),
            ),
            "limbs": Made(_STEELS, words=("arms", "legs", "arm", "leg", "neck")),
            "hands": Made(_STEELS, words=("claws", "fingers", "hand")),
            "trim": Made(("brass", "steel", "copper"), words=("bands", "ears")),
            "panel": Made(("painted metal", "steel"), ("#3a3d42", "#d9d4c6", "#5a6068"), words=("plate",)),
            "sockets": Made(("wrought iron", "cast iron"), words=("grille",)),
            "rivets": Made(("steel", "brass"), words=("bolts",)),
            "eyes": Made(("glow",), ("#58e6f2", "#ffd24a", "#8df25a", "#ff5a3c"), words=("eye", "visor")),
            "lamps": Made(
                ("glow",), ("#ffcf40", "#58e6f2", "#ff5a3c"), words=("lights", "reactor", "antenna")
            ),
            "buttons": Made(("plastic",), ("#c22a22", "#e0b030"), words=("button", "needle")),
            "dial": Made(("porcelain",), words=("gauge",)),
            "tyres": Made(("rubber",), words=("tracks", "wheels", "soles")),
        },
        synonyms=("android", "toy robot", "droid", "automaton", "mech"),
        main=("head", "shoulders", "feet"),
        words={
            "round": {"body": "round", "head": "round"},
            "square": {"body": "square", "head": "square"},
            "tiny-legged": {"legs": "tiny"},
            "wheeled": {"legs": "wheels"},
            "tracked": {"legs": "tracks"},
            "one-eyed": {"eyes": "one"},
            "waving": {"pose": "waving"},
        },
    ),
}
