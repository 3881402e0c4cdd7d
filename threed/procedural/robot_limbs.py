"""Pieces of robots: arms with hands, legs with boots, wheels and tracks."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import arc, smooth_path, tube
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, knob, prism_of, stick
from threed.procedural.solids import Point, frame_along, lathe, move, turn

UP, OUT, ASIDE = (0, 1, 0), (0, 0, 1), (1, 0, 0)


def turned(name: str, profile: Point, at: Point, along: Point, sides: int = 16) -> Part:
    """Turn a part of metal about a direction through a place."""
    solid = move(lathe(profile, sides), at, frame_along(along))
    return part(name, "metal", solid, along, mapping="turned", origin=at)


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
    parts = [turned("hands", cuff, at, way, 10)]
    if form == "claw":
        for s in (-1, 1):
            bend = [
                at + 0.2 * size * way + 0.3 * s * size * side,
                at + 0.75 * size * way + 0.95 * s * size * side,
                at + 1.45 * size * way + 0.9 * s * size * side,
                at + 1.9 * size * way + 0.28 * s * size * side,
            ]
            line = smooth_path(bend, 2)
            thick = np.linspace(0.25, 0.13, len(line)) * size
            claw = tube(line, np.stack([thick, 1.5 * thick], 1), 4, np.cross(side, way), flats=True)
            parts.append(part("hands", "metal", claw, way))
        return parts
    front = np.cross(side, way)
    for k, (a, b) in enumerate(((-0.45, 0.2), (0.0, 0.28), (0.45, 0.2), (-0.5, -0.45))):
        foot = at + 0.2 * size * way + a * size * side + b * size * front
        long = 1.0 if k < 3 else 0.65
        knuckle = foot + long * 0.7 * size * way + (0.2 * size * side * np.sign(a) if k == 3 else 0)
        tip = knuckle + long * 0.6 * size * way - (0.22 if k < 3 else -0.12) * size * front
        finger = tube(np.stack([foot, knuckle, tip]), np.array([0.2, 0.22, 0.13]) * size, 5, front)
        parts.append(part("hands", "metal", finger, way, crease_deg=60))
    return parts


def arms(shoulder: np.ndarray, size: float, pose: str, hands: str, hoses: bool) -> list[Part]:
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
        parts.append(part("shoulders", "metal", knob(joint, size, 10, 6), UP, crease_deg=60))
        if hoses:
            parts.append(
                _hose(
                    [joint, (joint + elbow) / 2 + [s * 0.015, 0, 0], elbow, (elbow + wrist) / 2, wrist],
                    0.52 * size,
                    3,
                )
            )
        else:
            up, on = (way / np.linalg.norm(way) * size for way in (joint - elbow, wrist - elbow))
            path = np.stack(
                [joint, elbow + 0.35 * up, elbow, elbow + 0.4 * on, elbow + 0.7 * on, wrist - 0.5 * on, wrist]
            )
            rod = tube(path, np.array([0.42, 0.44, 0.62, 0.48, 0.76, 0.62, 0.45]) * size, 7, OUT)
            parts.append(part("limbs", "metal", rod, wrist - joint, crease_deg=50))
        parts += _gripper(wrist, wrist - elbow, 0.9 * size, hands)
    return parts


def stands(form: str, hips: float, spread: float, size: float, hoses: bool) -> list[Part]:
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
            turned(
                "limbs",
                [(0, 0), (0.8 * spread, 0), (0.95 * spread, 0.05), (0.8 * spread, 0.16), (0, 0.16)],
                (0, hips - 0.12, 0),
                UP,
                14,
            )
        )
        for s in (-1, 1):
            fork = board((s * 0.62 * spread, (hips + r) / 2 - 0.03, 0), (0.05, hips - r + 0.12, 0.13), 0.012)
            parts.append(part("limbs", "metal", fork, UP))
            parts += move_parts(_wheel(r, 0.12), (s * (spread + 0.04), r, 0))
        axle = move(cylinder(0.045, -spread, spread, 10), (0, r, 0), turn(2, 90))
        caster = part("limbs", "metal", stick((0, hips - 0.05, -0.1), (0, 0.07, -0.28), 0.035, 8), UP)
        ball = part("tyres", "rubber", knob((0, 0.07, -0.3), 0.07, 8, 6), UP)
        return [*parts, part("limbs", "metal", axle, ASIDE), caster, ball]
    thick = size
    for s in (-1, 1):
        x = s * spread * 0.72
        parts.append(part("shoulders", "metal", knob((x, hips, 0), 1.05 * thick, 10, 6), UP, crease_deg=60))
        if hips > 0.3:
            knee = 0.52 * hips + 0.03
            if hoses:
                parts.append(
                    _hose([(x, hips, 0), (x * 1.04, 0.65 * hips, 0.012), (x * 1.06, 0.1, 0)], 0.62 * thick, 6)
                )
            else:
                rod = [
                    (0, 0),
                    (0.45, 0),
                    (0.45, knee - 0.09),
                    (0.7, knee - 0.05),
                    (0.7, knee),
                    (0.45, knee + 0.04),
                    (0.45, hips - 0.1),
                    (0, hips - 0.1),
                ]
                parts.append(turned("limbs", [(r * thick, y) for r, y in rod], (x * 1.03, 0.1, 0), UP, 8))
                shin = [
                    (0, 0),
                    (0.82 * thick, 0),
                    (0.9 * thick, 0.03),
                    (0.66 * thick, knee - 0.16),
                    (0, knee - 0.16),
                ]
                parts.append(turned("shoulders", shin, (x * 1.03, 0.11, 0), UP, 10))
        else:
            parts.append(
                part("limbs", "metal", stick((x, hips, 0), (x * 1.05, 0.08, 0), 0.55 * thick, 8), UP)
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
        part("tyres", "rubber", move(lathe([*tyre, tyre[0]], 16), rotation=level), ASIDE, mapping="turned")
    ]
    disc = [
        (0, -0.7 * half),
        (0.66 * r, -0.7 * half),
        (0.66 * r, 0.7 * half),
        (0.34 * r, 0.45 * half),
        (0.24 * r, 1.15 * half),
        (0, 1.2 * half),
    ]
    parts.append(part("trim", "metal", move(lathe(disc, 10), rotation=level), ASIDE, mapping="turned"))
    inner = move(cylinder(0.66 * r, 0.0, 0.7 * half, 10), rotation=turn(2, 90))
    return [*parts, part("trim", "metal", inner, ASIDE, mapping="turned")]


def _track(tall: float, reach: float, wide: float) -> list[Part]:
    """Make a belt with cleats about wheels, along Z."""
    r = 0.42 * tall
    side = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
    loop = [*arc((reach, r), r, -90, 90, 6), *arc((-reach, r), r, 90, 270, 6)]
    parts = [part("tyres", "rubber", move(prism_of(loop, wide, 0.012), rotation=side), OUT, ASIDE)]
    inner = [*arc((reach, r), 0.7 * r, -90, 90, 6), *arc((-reach, r), 0.7 * r, 90, 270, 6)]
    parts.append(part("trim", "metal", move(prism_of(inner, wide + 0.03, 0.012), rotation=side), OUT, ASIDE))
    for z in (-reach, reach):
        hub = move(cylinder(0.4 * r, -wide / 2 - 0.04, wide / 2 + 0.04, 8), (0, r, z), turn(2, 90))
        parts.append(part("limbs", "metal", hub, ASIDE, mapping="turned"))
    cleats = [board((0, 2 * r, z), (wide, 0.03, 0.05), 0) for z in np.linspace(-reach, reach, 4)]
    parts += [part("tyres", "rubber", one, ASIDE) for one in cleats]
    for s in (-1, 1):
        for a in (-30, 30):
            at = np.array([0, r + r * np.sin(np.deg2rad(a)), s * (reach + r * np.cos(np.deg2rad(a)))])
            cleat = move(board((0, 0, 0), (wide, 0.03, 0.05), 0), at, turn(0, 90 - a if s > 0 else 90 + a))
            parts.append(part("tyres", "rubber", cleat, ASIDE))
    return parts
