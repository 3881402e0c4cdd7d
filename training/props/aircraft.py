"""Builds what flies: airplane, rocket."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, Solid, ball, box, lathe, move, plate, prism, rod, turn
from training.props.pieces import NIGHT, RED, chosen, cylinder, one_of, sideways
from training.props.prop import (
    DARK,
    FLAME,
    GLASS,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
)
from training.props.wheels import tyred_wheel


def _level(outline: Point, thick: float, y: float) -> Solid:
    """Lay a plate of outline (x, z), counter-clockwise in these, at height y, its edges bevelled."""
    steps = [(0.93, -thick / 2), (1, -thick / 6), (1, thick / 6), (0.93, thick / 2)]
    points = np.asarray(outline, np.float32)
    return move(plate(points, steps, points.mean(0)), (0, y, 0), turn(0, 90))


def _along_z(profile: Point, sides: int = 20, crease: float = 0.75) -> Solid:
    """Revolve points (radius, z) about +Z."""
    return move(lathe(profile, sides, crease), rotation=turn(0, 90))


def _wing(span: float, chord: float, swept: float, tip: float) -> list[tuple[float, float]]:
    """Outline a pair of wings in (x, z) about the origin."""
    half, lead = span / 2, chord / 2
    back = lead - swept - tip * chord
    right = [(0, -lead), (half - 0.05, back), (half, back + 0.3 * tip * chord), (half - 0.03, lead - swept)]
    return [*right, (0.08, lead), (-0.08, lead), *((-x, z) for x, z in right[:0:-1])]


def _jets(rng: np.random.Generator, fat: float, long: float, span: float, low: float) -> Parts:
    """Hang two engines below an airplane's wings, and give its cabin windows."""
    parts: Parts = []
    for s in (-1, 1):
        at = np.array([s * span * 0.22, low - 0.1, 0.06 * long])
        pod = [
            (0, -0.2),
            (0.09, -0.2),
            (0.125, 0.02),
            (0.115, 0.2),
            (0.075, 0.2),
            (0.075, 0.14),
            (0, 0.14),
        ]
        parts += [
            (move(_along_z(pod, 12), at), MAIN),
            (move(_along_z([(0, 0.1), (0.077, 0.1), (0.077, 0.16), (0, 0.16)], 10), at), "struts"),
        ]
        for z in np.linspace(-0.12, 0.16, int(rng.integers(3, 5))) * long:
            parts.append((ball((s * fat * 0.93, 0.2 * fat, z), (0.05, 0.055, 0.055), 6), "windows"))
    return parts


def _propeller(rng: np.random.Generator, fat: float, nose: float) -> Parts:
    """Put a propeller on an airplane's nose."""
    parts: Parts = []
    parts.append(
        (
            _along_z(
                [(0, nose - 0.02), (0.4 * fat, nose - 0.02), (0.3 * fat, nose + 0.12), (0, nose + 0.17)],
                12,
            ),
            "propeller",
        )
    )
    blades = int(rng.integers(2, 5))
    reach = rng.uniform(0.36, 0.46)
    blade = move(
        prism(
            [
                (-0.04, 0.02),
                (0.04, 0.02),
                (0.075, reach * 0.7),
                (0.03, reach),
                (-0.05, reach * 0.95),
                (-0.06, reach * 0.5),
            ],
            0.05,
        ),
        (0, 0, nose + 0.06),
    )
    spin = rng.uniform(0, 360)
    parts += [(move(blade, rotation=turn(2, spin + 360 * k / blades)), "propeller") for k in range(blades)]
    return parts


def _airplane(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("double-winged", "jet"), "single", "single")
    plump = "round" in shape
    fat = rng.uniform(0.3, 0.36) if plump else rng.uniform(0.21, 0.27)
    long = rng.uniform(1.2, 1.35) if plump else rng.uniform(1.45, 1.7)
    nose, tail = 0.42 * long, -0.58 * long
    blunt = kind != "jet"
    front = (
        [(0.62 * fat, nose), (0.9 * fat, nose - 0.08), (fat, 0.18 * long)]
        if blunt
        else [
            (fat * np.sin(a), nose + 0.06 - 0.32 * long * (1 - np.cos(a)) ** 1.3)
            for a in np.linspace(0, np.pi / 2, 6)
        ][1:]
    )
    body = [
        (0, tail),
        (0.28 * fat, tail),
        (0.55 * fat, -0.36 * long),
        (0.95 * fat, -0.1 * long),
        *front[::-1],
    ]
    parts: Parts = [(_along_z([*body, (0, nose if blunt else nose + 0.06)], 18, 0.5), MAIN)]
    span, chord = rng.uniform(1.4, 1.7), rng.uniform(0.32, 0.4)
    swept = rng.uniform(0.3, 0.42) if kind == "jet" else rng.uniform(0, 0.1)
    wing = _wing(span * (0.9 if kind == "jet" else 1), chord, swept, rng.uniform(0.55, 0.9))
    low = -0.45 * fat if kind == "double-winged" or rng.random() < 0.6 else 0.3 * fat
    parts.append((move(_level(wing, 0.09, low), (0, 0, 0.08 * long)), "wings"))
    if kind == "double-winged":
        high = fat + rng.uniform(0.16, 0.26)
        parts.append((move(_level(np.array(wing) * [1, 0.95], 0.085, high), (0, 0, 0.12 * long)), "wings"))
        for x in (-0.36 * span, 0.36 * span, -0.1, 0.1):
            foot = (x, low if abs(x) > 0.2 else 0.5 * fat, 0.08 * long)
            parts.append((rod(foot, (x, high, 0.12 * long), 0.04, segments=6), "struts"))
    stabiliser = _wing(span * rng.uniform(0.36, 0.44), chord * 0.62, swept * 0.5, 0.7)
    parts.append((move(_level(stabiliser, 0.08, 0.1 * fat), (0, 0, tail + 0.14)), "wings"))
    rise, t = rng.uniform(0.32, 0.44), rng.uniform(0, 0.16)
    fin = [(tail + 0.34, 0), (tail + 0.12 - t, rise), (tail - 0.06 - t, rise), (tail - 0.02, 0)]
    parts.append((sideways(fin, 0.085), MAIN))
    if kind == "double-winged" or (blunt and rng.random() < 0.3):  # an open cockpit
        parts.append((ball((0, fat * 0.84, -0.1 * long), (0.13, 0.1, 0.18), 12), "seats"))
        parts.append(
            (
                move(box((0, 0.06, 0), (0.24, 0.17, 0.05)), (0, fat * 0.86, 0.03 * long), turn(0, -25)),
                "windows",
            )
        )
    else:
        z = 0.2 * long if kind == "jet" else rng.uniform(-0.05, 0.1) * long
        parts.append((ball((0, fat * 0.72, z), (fat * 0.68, fat * 0.66, 0.26), 16), "windows"))
    parts += _jets(rng, fat, long, span, low) if kind == "jet" else _propeller(rng, fat, nose)
    if kind != "jet" or rng.random() < 0.4:
        tyre, _ = tyred_wheel(0.12, 0.09, 12)
        for s in (-1, 1):
            foot = np.array([s * 0.24, -fat - 0.16, 0.16 * long])
            parts += [
                (move(tyre, foot), "tyres"),
                (rod(foot, (s * 0.1, -0.4 * fat, 0.14 * long), 0.045, segments=6), "struts"),
            ]
    if rng.random() < 0.6:
        z = -0.2 * long
        r = fat * 0.85 + 0.012
        parts.append(
            (
                _along_z([(0, z - 0.08), (r - 0.04, z - 0.08), (r + 0.02, z + 0.04), (0, z + 0.04)], 18),
                "stripe",
            )
        )
    wings = one_of(rng, 1.0, 1.0, 1.0, 0.75, 0.75, 1.3, WHITE)
    colours = {
        "wings": wings,
        "windows": one_of(rng, GLASS, GLASS, NIGHT),
        "propeller": one_of(rng, WOOD, GOLD, STEEL, DARK),
    }
    return parts, {
        **colours,
        "struts": DARK,
        "seats": LEATHER,
        "tyres": DARK,
        "stripe": one_of(rng, WHITE, 0.5, RED),
    }


def _rocket(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    plump = "round" in shape or rng.random() < 0.3
    radius = rng.uniform(0.42, 0.48) if plump else rng.uniform(0.29, 0.35)
    height, base = rng.uniform(1.1, 1.25) if plump else rng.uniform(1.25, 1.6), rng.uniform(0.22, 0.3)
    t = np.linspace(0, 1, 15)
    belly = 0.42 if plump else rng.uniform(0.25, 0.45)
    low = 0.62 if plump else rng.uniform(0.7, 0.9)
    swell = np.where(
        t < belly,
        low + (1 - low) * np.sin(np.pi / 2 * t / belly),
        np.cos(np.pi / 2 * np.clip((t - belly) / (1 - belly), 0, 1) ** rng.uniform(1.3, 1.9)),
    )
    curve = np.stack([radius * swell, base + height * t], 1)
    cut = int(rng.integers(10, 13))
    parts: Parts = [
        (lathe([(0, base), *curve[: cut + 1], (0, curve[cut, 1])], 22, 0.3), MAIN),
        (
            lathe(
                [
                    (0, curve[cut, 1] - 0.01),
                    *(curve[cut:-1] + [0.012, 0]),
                    (0.03, base + height),
                    (0, base + height + 0.01),
                ],
                22,
                0.3,
            ),
            "nose",
        ),
        (
            lathe(
                [
                    (0, base - 0.13),
                    (radius * 0.62, base - 0.13),
                    (radius * 0.46, base + 0.02),
                    (0, base + 0.02),
                ],
                16,
            ),
            "nozzle",
        ),
    ]
    count = 3 if "three-finned" in shape else 4 if "four-finned" in shape else int(rng.integers(3, 5))
    reach, rise = radius + rng.uniform(0.16, 0.26), rng.uniform(0.26, 0.44)
    style = int(rng.integers(3))
    inside = 0.5 * radius
    fin = [
        [
            (inside, base + 0.02),
            (reach * 0.8, 0.12),
            (reach, 0),
            (reach + 0.02, 0.18),
            (reach * 0.92, 0.34),
            (radius * 0.9, base + rise),
            (inside, base + rise),
        ],
        [(inside, base), (reach, 0.0), (reach, 0.3), (radius * 0.9, base + rise), (inside, base + rise)],
        [
            (inside, base + 0.05),
            (reach * 0.86, 0),
            (reach + 0.02, 0),
            (reach + 0.02, 0.1),
            (reach * 0.95, 0.3),
            (reach * 0.78, base + rise * 0.7),
            (inside, base + rise),
        ],
    ][style]
    blade, facing = prism(fin, rng.uniform(0.085, 0.12)), rng.uniform(0, 360)
    parts += [(move(blade, rotation=turn(1, facing + 360 * k / count)), "fins") for k in range(count)]
    pane, y = rng.uniform(0.36, 0.46) * radius + 0.01, base + height * rng.uniform(0.5, 0.58)
    holes = [0] if rng.random() < 0.4 else [0, 180] if rng.random() < 0.6 else [0, 120, 240]
    out = float(np.interp(y, curve[:, 1], curve[:, 0]))
    for angle in holes:
        for r, deep, slot in ((pane + 0.04, 0.03, "rim"), (pane, 0.055, "window")):
            hole = rod((0, y, out * 0.6), (0, y, out + deep), r, r * 0.92, 16)
            parts.append((move(hole, rotation=turn(1, angle + 30)), slot))
    for h in (base + 0.08, curve[cut, 1] - 0.03) if rng.random() < 0.4 or "ornate" in shape else ():
        r = float(np.interp(h, curve[:, 1], curve[:, 0])) + 0.025
        band = cylinder(r, h - 0.045, h + 0.045, 22)
        parts.append((band, "trim" if "ornate" in shape else "rim"))
    if "ornate" in shape:
        parts.append((ball((0, base + height, 0), 0.085, 10), "trim"))
    if rng.random() < 0.3:
        flame = lathe(
            np.array([(0, -1), (0.55, -0.55), (0.8, -0.2), (0.6, 0.05), (0, 0.05)]) * [radius * 0.6, 0.42],
            12,
            -2,
        )
        parts.append((move(flame, (0, base - 0.12, 0)), "flame"))
    fins = one_of(rng, RED, 0.6, 0.6, 0.75, DARK, WHITE, GOLD)
    nose = fins if rng.random() < 0.5 else one_of(rng, 1.0, 0.75, RED, WHITE)
    colours = {"fins": fins, "nose": nose, "nozzle": DARK, "rim": one_of(rng, STEEL, WHITE, GOLD, 0.7)}
    return parts, {**colours, "window": one_of(rng, GLASS, NIGHT), "flame": FLAME, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "airplane": PropClass(
        _airplane,
        ("plane", "aeroplane", "aircraft"),
        8.0,
        shapes=("double-winged", "jet", "round"),
        parts={"wings": "wings", "propeller": "propeller"},
    ),
    "rocket": PropClass(
        _rocket,
        ("spaceship", "rocket ship"),
        10.0,
        shapes=("round", "three-finned", "four-finned", "ornate"),
        parts={"fins": "fins", "nose": "nose"},
    ),
}
