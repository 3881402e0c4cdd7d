"""Builds robots: riveted bodies with gauges, glowing eyes, jointed arms, on legs, wheels or tracks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.curves import arc, smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_Z, board, cylinder, knob, prism_of, stick
from threed.procedural.solids import Point, Solid, frame_along, lathe, move, turn

UP, OUT, ASIDE = (0, 1, 0), (0, 0, 1), (1, 0, 0)


def _turned(name: str, profile: Sequence[Sequence[float]], at: Point, along: Point, sides: int = 16) -> Part:
    """Turn a part of metal about a direction through a place."""
    solid = move(lathe(profile, sides), at, frame_along(along))
    return part(name, "metal", solid, along, mapping="turned", origin=at)


def _rivet(at: Point, out: Point, radius: float) -> Solid:
    """Make a flat rivet's head on a place."""
    profile = [(0, -radius), (radius, -radius), (0.7 * radius, 0.6 * radius), (0, 0.6 * radius)]
    return move(lathe(profile, 6), at, frame_along(out))


def _seam(radius: float, y: float, half: float, sides: int) -> Part:
    """Make a raised band about +Y."""
    wall = [
        (radius - 0.6 * half, y - half),
        (radius + 0.9 * half, y - 0.55 * half),
        (radius + 0.9 * half, y + 0.55 * half),
        (radius - 0.6 * half, y + half),
    ]
    return part("trim", "metal", lathe([*wall, wall[0]], sides), UP, mapping="turned")


def _lamp(at: Point, radius: float, colour: str = "eyes", deep: float = 0.35) -> list[Part]:
    """Set a glowing lens in a collar that looks to +Z."""
    collar = [
        (0.6 * radius, -0.5 * radius),
        (1.3 * radius, -0.5 * radius),
        (1.3 * radius, 0.22 * radius),
        (1.18 * radius, 0.36 * radius),
        (0.93 * radius, 0.36 * radius),
        (0.6 * radius, 0.1 * radius),
    ]
    lens = [
        (0, -0.3 * radius),
        (0.94 * radius, -0.3 * radius),
        (0.94 * radius, 0.12 * radius),
        (0.7 * radius, (0.12 + 0.65 * deep) * radius),
        (0.36 * radius, (0.12 + 0.95 * deep) * radius),
        (0, (0.12 + deep) * radius),
    ]
    return [
        part("sockets", "metal", move(lathe([*collar, collar[0]], 14), at, Y_TO_Z), OUT, mapping="turned"),
        part(colour, "light", move(lathe(lens, 14), at, Y_TO_Z), OUT, crease_deg=70),
    ]


def _head(form: str, y: float, size: float, eyes: str, aerials: int) -> list[Part]:
    """Build a head whose neck stands on height y."""
    parts = [
        _turned(
            "limbs",
            [
                (0, -0.04),
                (0.4 * size, -0.04),
                (0.4 * size, 0.02),
                (0.34 * size, 0.03),
                (0.4 * size, 0.05),
                (0.34 * size, 0.07),
                (0.4 * size, 0.09),
                (0, 0.1),
            ],
            (0, y, 0),
            UP,
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
                (0.24 * size, 0.18 * size),
                (0.12 * size, 0.18 * size),
                (0.12 * size, 0.3 * size),
                (0, 0.3 * size),
            ]
            parts.append(_turned("trim", ear, (s * wide, y + 0.55 * tall, 0), (s, 0, 0)))
        face, level, top = deep, y + 0.62 * tall, y + tall
        for k in range(5):
            bar = board(
                ((k - 2) * 0.2 * size, y + 0.22 * tall, face), (0.1 * size, 0.22 * size, 0.05 * size), 0
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
                *[(r * np.cos(a), 0.5 * r + 0.85 * r * np.sin(a)) for a in np.linspace(0.15, np.pi / 2, 7)],
            ]
            level, top, face = y + 0.55 * r, y + 1.35 * r, 0.96 * r
            seam = y + 0.2 * r
        else:
            profile = [
                (r * np.cos(a), 0.86 * r + 0.95 * r * np.sin(a)) for a in np.linspace(-1.15, np.pi / 2, 11)
            ]
            profile = [(0, profile[0][1]), *profile]
            level, top, face = y + 0.95 * r, y + 1.8 * r, 0.93 * r
            seam = y + 0.46 * r
        profile[-1] = (0, profile[-1][1])
        parts.append(_turned("head", profile, (0, y, 0), UP, 24))
        out = r * 1.0 if form == "dome" else r * 0.925
        parts.append(_seam(out, seam, 0.045 * r, 24))
        for s in (-1, 1):
            ear = [
                (0, -0.2 * size),
                (0.3 * size, -0.2 * size),
                (0.3 * size, 0.06 * size),
                (0.2 * size, 0.13 * size),
                (0, 0.13 * size),
            ]
            parts.append(_turned("trim", ear, (s * 0.98 * r, level, 0), (s, 0, 0)))
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
            parts += _lamp((s * spread, level, back), radius)
    places = {0: (), 1: (0.0,), 2: (-0.55, 0.55)}[aerials]
    for x in places:
        foot = np.array([x * size, top - 0.16 * size * (form != "square") * (1 + abs(x)), 0])
        tip = foot + [0.35 * x * size, 0.75 * size, 0]
        way = tip - foot
        parts.append(
            _turned(
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
        parts.append(part("lamps", "light", knob(tip, 0.1 * size, 10, 8), UP))
    return parts


def _pill(half: float, tall: float) -> list[tuple[float, float]]:
    return [*arc((half - tall, 0), tall, -90, 90, 7), *arc((tall - half, 0), tall, 90, 270, 7)]


def _hose(path: Point, radius: float, rings: int) -> Part:
    """Bend a corrugated hose along a path."""
    line = smooth_path(path, rings)
    ridge = radius * np.where(np.arange(len(line)) % 2 == 0, 1.0, 0.76)
    return part(
        "limbs", "rubber", tube(line, ridge, 8, OUT), line[-1] - line[0], mapping="turned", crease_deg=20
    )


def _gripper(at: np.ndarray, way: np.ndarray, size: float, form: str) -> list[Part]:
    """Build a hand at a wrist: two claws, or three fingers with a palm."""
    way = way / np.linalg.norm(way)
    side = np.cross(way, [0, 0, 1.0])
    side /= np.linalg.norm(side)
    cuff = [
        (0, -0.5 * size),
        (0.62 * size, -0.5 * size),
        (0.72 * size, -0.3 * size),
        (0.72 * size, 0.25 * size),
        (0.55 * size, 0.4 * size),
        (0, 0.4 * size),
    ]
    parts = [_turned("hands", cuff, at, way, 14)]
    if form == "claw":
        for s in (-1, 1):
            bend = [at + 0.2 * size * way + 0.3 * s * size * side, at + 0.75 * size * way + 0.95 * s * size * side,
                    at + 1.45 * size * way + 0.9 * s * size * side, at + 1.9 * size * way + 0.28 * s * size * side]  # fmt: skip
            line = smooth_path(bend, 2)
            thick = np.linspace(0.25, 0.13, len(line)) * size
            claw = tube(line, np.stack([thick, 1.5 * thick], 1), 6, np.cross(side, way), flats=True)
            parts.append(part("hands", "metal", claw, way))
        return parts
    front = np.cross(side, way)
    for k, (a, b) in enumerate(((-0.45, 0.2), (0.0, 0.28), (0.45, 0.2), (-0.5, -0.45))):
        foot = at + 0.2 * size * way + a * size * side + b * size * front
        long = 1.0 if k < 3 else 0.65
        knuckle = foot + long * 0.7 * size * way + (0.2 * size * side * np.sign(a) if k == 3 else 0)
        tip = knuckle + long * 0.6 * size * way - (0.22 if k < 3 else -0.12) * size * front
        line = np.stack([foot, knuckle, 0.15 * knuckle + 0.85 * tip, tip])
        finger = tube(line, np.array([0.2, 0.22, 0.17, 0.09]) * size, 6, front)
        parts.append(part("hands", "metal", finger, way, crease_deg=60))
    return parts


def _arms(shoulder: np.ndarray, size: float, pose: str, hands: str, hoses: bool) -> list[Part]:
    """Hang two arms from shoulders at ±X."""
    parts = []
    for s in (-1, 1):
        joint = shoulder * [s, 1, 1]
        raised = (pose == "waving" and s == 1) or pose == "cheering"
        if raised:
            elbow, wrist = joint + np.array([s * 0.17, -0.05, 0.03]), joint + np.array([s * 0.26, 0.2, 0.06])
        elif pose == "reaching":
            elbow, wrist = joint + np.array([s * 0.07, -0.21, 0.05]), joint + np.array([s * 0.05, -0.24, 0.3])
        else:
            elbow, wrist = joint + np.array([s * 0.09, -0.24, 0.0]), joint + np.array([s * 0.1, -0.47, 0.07])
        parts.append(part("shoulders", "metal", knob(joint, size, 12, 8), UP, crease_deg=60))
        if hoses:
            parts.append(
                _hose(
                    [joint, (joint + elbow) / 2 + [s * 0.015, 0, 0], elbow, (elbow + wrist) / 2, wrist],
                    0.52 * size,
                    3,
                )
            )
        else:
            for a, b in ((joint, elbow), (elbow, wrist)):
                parts.append(
                    _turned(
                        "limbs",
                        [
                            (0, 0),
                            (0.42 * size, 0),
                            (0.5 * size, np.linalg.norm(b - a)),
                            (0, np.linalg.norm(b - a)),
                        ],
                        a,
                        b - a,
                        12,
                    )
                )
            parts.append(part("limbs", "metal", knob(elbow, 0.62 * size, 10, 6), UP, crease_deg=60))
            way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
            guard = [
                (0, 0.3 * size),
                (0.62 * size, 0.3 * size),
                (0.78 * size, 0.5 * size),
                (0.7 * size, 1.7 * size),
                (0.6 * size, 1.9 * size),
                (0, 1.9 * size),
            ]
            parts.append(_turned("shoulders", guard, elbow + 0.2 * size * way, way, 14))
        parts += _gripper(wrist, wrist - elbow, 0.9 * size, hands)
    return parts


def _legs(form: str, hips: float, spread: float, size: float, hoses: bool) -> list[Part]:
    """Build what stands on y = 0 and carries hips at a height."""
    parts: list[Part] = []
    if form == "tracks":
        parts.append(part("limbs", "metal", board((0, hips - 0.02, 0), (1.5 * spread, 0.16, 0.26), 0.02), UP))
        for s in (-1, 1):
            parts += move_parts(_track(hips + 0.02, 0.3, 0.15), (s * (spread + 0.06), 0, 0))
        axle = move(cylinder(0.05, -spread, spread, 10), (0, 0.5 * hips, 0), turn(2, 90))
        post = cylinder(0.09, 0.45 * hips, hips + 0.05, 12)
        return [*parts, part("limbs", "metal", axle, ASIDE), part("limbs", "metal", post, UP)]
    if form == "wheels":
        r = 0.72 * hips
        parts.append(
            _turned(
                "limbs",
                [(0, 0), (0.8 * spread, 0), (0.95 * spread, 0.05), (0.8 * spread, 0.16), (0, 0.16)],
                (0, hips - 0.12, 0),
                UP,
                18,
            )
        )
        for s in (-1, 1):
            fork = board((s * 0.62 * spread, (hips + r) / 2 - 0.03, 0), (0.05, hips - r + 0.12, 0.13), 0.012)
            parts.append(part("limbs", "metal", fork, UP))
            parts += move_parts(_wheel(r, 0.12), (s * (spread + 0.04), r, 0))
        axle = move(cylinder(0.045, -spread, spread, 10), (0, r, 0), turn(2, 90))
        caster = part("limbs", "metal", stick((0, hips - 0.05, -0.1), (0, 0.07, -0.28), 0.035, 8), UP)
        ball = part("tyres", "rubber", knob((0, 0.07, -0.3), 0.07, 12, 8), UP)
        return [*parts, part("limbs", "metal", axle, ASIDE), caster, ball]
    thick = size
    for s in (-1, 1):
        x = s * spread * 0.72
        parts.append(part("shoulders", "metal", knob((x, hips, 0), 1.05 * thick, 10, 7), UP, crease_deg=60))
        if hips > 0.3:
            knee = 0.52 * hips + 0.03
            if hoses:
                parts.append(
                    _hose([(x, hips, 0), (x * 1.04, 0.65 * hips, 0.012), (x * 1.06, 0.1, 0)], 0.62 * thick, 6)
                )
            else:
                parts.append(
                    part("limbs", "metal", stick((x, hips, 0), (x * 1.05, 0.1, 0), 0.45 * thick, 12), UP)
                )
                shin = [
                    (0, 0),
                    (0.82 * thick, 0),
                    (0.9 * thick, 0.03),
                    (0.7 * thick, knee - 0.17),
                    (0.6 * thick, knee - 0.15),
                    (0, knee - 0.15),
                ]
                parts.append(_turned("shoulders", shin, (x * 1.05, 0.11, 0), UP))
                parts.append(
                    part("limbs", "metal", knob((x * 1.04, knee, 0), 0.72 * thick, 10, 6), UP, crease_deg=60)
                )
        else:
            parts.append(
                part("limbs", "metal", stick((x, hips, 0), (x * 1.05, 0.08, 0), 0.55 * thick, 12), UP)
            )
        parts += _boot(x * 1.06, thick)
    return parts


def _boot(x: float, size: float) -> list[Part]:
    outline = [
        (-1.1, 0.0),
        (2.0, 0.0),
        (2.1, 0.25),
        (1.9, 0.7),
        (1.3, 1.05),
        (0.75, 1.45),
        (-0.8, 1.5),
        (-1.15, 1.0),
    ]
    side = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
    boot = prism_of((np.array(outline) * size + [0, 0.018]).tolist(), 2.1 * size, 0.3 * size)
    sole = board((x, 0.016, 0.45 * size), (2.15 * size, 0.032, 3.3 * size), 0.008)
    return [
        part("feet", "metal", move(boot, (x, 0, 0), side), OUT, UP),
        part("tyres", "rubber", sole, OUT, UP),
    ]


def _wheel(r: float, wide: float) -> list[Part]:
    """Make a tyre with lugs on a disc, about +X."""
    half = wide / 2
    tyre = [
        (0.62 * r, -half),
        (0.9 * r, -half),
        (r, -0.6 * half),
        (r, 0.6 * half),
        (0.9 * r, half),
        (0.62 * r, half),
    ]
    level = turn(2, -90)
    parts = [
        part("tyres", "rubber", move(lathe([*tyre, tyre[0]], 20), rotation=level), ASIDE, mapping="turned")
    ]
    disc = [
        (0, -0.7 * half),
        (0.66 * r, -0.7 * half),
        (0.66 * r, 0.7 * half),
        (0.4 * r, 0.45 * half),
        (0.3 * r, 0.45 * half),
        (0.22 * r, 1.15 * half),
        (0, 1.2 * half),
    ]
    parts.append(part("trim", "metal", move(lathe(disc, 16), rotation=level), ASIDE, mapping="turned"))
    inner = move(lathe(disc, 16), rotation=turn(2, 90))
    return [*parts, part("trim", "metal", inner, ASIDE, mapping="turned")]


def _track(tall: float, reach: float, wide: float) -> list[Part]:
    """Make a belt with cleats about wheels, along Z."""
    r = 0.42 * tall
    side = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
    loop = [*arc((reach, r), r, -90, 90, 7), *arc((-reach, r), r, 90, 270, 7)]
    parts = [part("tyres", "rubber", move(prism_of(loop, wide, 0.012), rotation=side), OUT, ASIDE)]
    inner = [*arc((reach, r), 0.7 * r, -90, 90, 7), *arc((-reach, r), 0.7 * r, 90, 270, 7)]
    parts.append(part("trim", "metal", move(prism_of(inner, wide + 0.03, 0.012), rotation=side), OUT, ASIDE))
    for z in (-reach, 0.0, reach):
        hub = move(cylinder(0.4 * r, -wide / 2 - 0.04, wide / 2 + 0.04, 10, 0.012), (0, r, z), turn(2, 90))
        parts.append(part("limbs", "metal", hub, ASIDE, mapping="turned"))
    cleats = [(z, y) for z in np.linspace(-reach, reach, 5) for y in (0.012, 2 * r)]
    for z, y in cleats:
        parts.append(part("tyres", "rubber", board((0, y, z), (wide, 0.03, 0.05), 0), ASIDE))
    for s in (-1, 1):
        for a in (-45, 0, 45):
            at = np.array([0, r + r * np.sin(np.deg2rad(a)), s * (reach + r * np.cos(np.deg2rad(a)))])
            cleat = move(board((0, 0, 0), (wide, 0.03, 0.05), 0), at, turn(0, 90 - a if s > 0 else 90 + a))
            parts.append(part("tyres", "rubber", cleat, ASIDE))
    return parts


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
        part("dial", "ceramic", move(lathe(np.asarray(face) * radius, 16), at, Y_TO_Z), UP, OUT),
        part(
            "trim",
            "metal",
            move(lathe(np.asarray([*rim, rim[0]]) * radius, 16), at, Y_TO_Z),
            OUT,
            mapping="turned",
        ),
        part("buttons", "plastic", move(needle, at, turn(2, -40)), UP, OUT),
    ]


def _button(at: Point, radius: float, k: int) -> list[Part]:
    base = [(0, -0.3), (1.25, -0.3), (1.25, 0.2), (0, 0.2)]
    cap = [(0, 0), (0.95, 0), (0.95, 0.45), (0.7, 0.7), (0, 0.75)]
    name, role = ("lamps", "light") if k == 1 else ("buttons", "plastic")
    return [
        part("sockets", "metal", move(lathe(np.asarray(base) * radius, 10), at, Y_TO_Z), OUT),
        part(name, role, move(lathe(np.asarray(cap) * radius, 10), at, Y_TO_Z), OUT),
    ]


def _body(form: str, low: float, wide: float, tall: float, deep: float) -> tuple[list[Part], float]:
    """Build a body above a height; return also where its front is at its chest."""
    if form == "round":
        r = wide
        profile = [
            (r * np.cos(a) * 1.02, 0.5 * tall + 0.54 * tall * np.sin(a)) for a in np.linspace(-1.2, 1.2, 11)
        ]
        profile = [(0, profile[0][1]), *profile, (0, profile[-1][1])]
        parts = [_turned("body", profile, (0, low, 0), UP, 24)]
        parts.append(_seam(0.985 * r, low + 0.36 * tall, 0.03, 24))
        for k in range(12):
            a = 2 * np.pi * (k + 0.5) / 12
            out = np.array([np.sin(a), 0, np.cos(a)])
            parts.append(
                part("rivets", "metal", _rivet(1.0 * r * out + [0, low + 0.36 * tall, 0], out, 0.015), out)
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
        can = cylinder(0.05, low + 0.42 * tall, low + 0.98 * tall, 12, 0.014)
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
    parts += _legs(legs, hips, spread, 0.078, hoses)
    shoulder = np.array([girth + 0.035, low + (0.8 if body == "square" else 0.66) * tall, 0.0])
    if body == "round":
        shoulder[0] = girth * 0.98 + 0.03
    parts += _arms(shoulder, 0.088, pose, hands, hoses)
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
