"""Builds drums: with ropes or lugs, goblets, barrels, bass drums, and drums on legs."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, cylinder, knob, nail, stick
from threed.procedural.solids import lathe, move, rod, turn

UP = (0, 1, 0)


def _side(form: str, height: float, radius: float, bulge: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the heights and radii of a drum's side, from its foot up."""
    t = np.linspace(0, 1, 9)
    if form == "goblet":
        y = np.array([0, 0.03, 0.18, 0.34, 0.44, 0.55, 0.68, 0.8, 0.9, 1.0])
        r = np.array([0.68, 0.7, 0.58, 0.47, 0.46, 0.6, 0.85, 0.97, 1.0, 1.0])
        return height * y, radius * r
    if form == "barrel":
        return height * t, radius * (0.86 + bulge * np.sin(np.pi * t))
    return height * t[::8], np.full(2, radius)


def _hoop(radius: float, low: float, high: float, sides: int, thick: float = 0.012) -> Part:
    half = 0.35 * (high - low)
    wall = [
        (radius - 0.01, low),
        (radius + 0.6 * thick, low),
        (radius + thick, low + half),
        (radius + thick, high - half),
    ]
    wall += [(radius + 0.6 * thick, high), (radius - 0.01, high)]
    return part("hoops", "metal", lathe([*wall, wall[0]], sides), UP, mapping="turned")


def _skin(radius: float, y: float, sides: int, up: bool = True) -> Part:
    """Stretch a skin whose rim rolls over the shell's edge."""
    profile = [
        (0, -0.012),
        (radius + 0.003, -0.012),
        (radius + 0.003, 0.003),
        (radius - 0.008, 0.009),
        (0, 0.007),
    ]
    solid = lathe(profile, sides)
    return part("skin", "leather", move(solid, (0, y, 0), None if up else turn(0, 180)), (0, 0, 1), UP)


def _ropes(y: np.ndarray, r: np.ndarray, low: float, high: float, count: int) -> list[Part]:
    """Lace a cord up and down between two heights, with a leather tug on each pair."""
    parts, thick, step = [], 0.0065, np.pi / count
    straight = len(y) == 2
    # a straight cord would cut into the round shell: it stands off by as much
    round_off = 1 + (0.6 if straight else 0.25) * (1 - np.cos(step / 2))

    def at(height: float, angle: float) -> np.ndarray:
        radius = float(np.interp(height, y, r)) * round_off + 1.05 * thick
        return np.array([radius * np.sin(angle), height, radius * np.cos(angle)])

    for k in range(2 * count):
        a, b = k * step, (k + 1) * step
        first, last = (low, high) if k % 2 == 0 else (high, low)
        share = np.linspace(0, 1, 2 if straight else 3)
        path = np.stack([at(first + (last - first) * u, a + (b - a) * u) for u in share])
        parts.append(
            part("ropes", "rope", tube(path, thick, 4), path[-1] - path[0], mapping="turned", crease_deg=70)
        )
    for k in range(count):
        height = low + 0.3 * (high - low)
        angle = 2 * k * step
        centre = at(height, angle)
        out = np.array([np.sin(angle), 0, np.cos(angle)])
        across = np.array([out[2], 0, -out[0]])
        wide = 0.3 * 2 * step * float(np.interp(height, y, r)) + 0.01
        tug = bar(centre - across * wide / 2, centre + across * wide / 2, 0.026, 0.017, 0, tuple(out))
        parts.append(part("tugs", "leather", tug, across, out))
    return parts


def _lugs(radius: float, low: float, high: float, count: int) -> list[Part]:
    """Set tension rods about a shell, each with a lug in its middle and a claw on each hoop."""
    parts = []
    middle = (low + high) / 2
    pieces = [
        board((0, middle, radius + 0.008), (0.026, 0.1, 0.028), 0.006),
        stick((0, low - 0.012, radius + 0.02), (0, high + 0.012, radius + 0.02), 0.0055, 6),
        board((0, high + 0.002, radius + 0.012), (0.022, 0.03, 0.03), 0.004),
        board((0, low - 0.002, radius + 0.012), (0.022, 0.03, 0.03), 0.004),
    ]
    for k in range(count):
        spin = turn(1, 360 * (k + 0.5) / count)
        parts += [part("lugs", "metal", move(one, rotation=spin), UP) for one in pieces]
    return parts


def _sticks(rng: np.random.Generator, y: float, radius: float) -> list[Part]:
    """Lay two sticks across the skin."""
    parts = []
    for k, angle in enumerate((rng.uniform(-50, -25), rng.uniform(15, 40))):
        lift = y + 0.0175 + 0.012 * k
        rest = [
            rod((0, 0, -0.7 * radius), (0, 0, 1.05 * radius), 0.007, 0.012, 8),
            knob((0, 0, -0.72 * radius), (0.0125, 0.0125, 0.019), 8, 6),
        ]
        spin = turn(1, angle)
        laid = [move(one, (0, lift, 0), spin) for one in rest]
        parts += [part("sticks", "wood", one, spin[:, 2], mapping="turned") for one in laid]
    return parts


def _drum(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {"plain": 0.38, "goblet": 0.17, "barrel": 0.19, "bass": 0.1, "three-legged": 0.16},
        "of its shell",
    )
    radius = dials.number("radius", 0.17, 0.21, "m", "of its skin")
    height = dials.number("height", 0.28, 0.4, "m", "of its shell; a goblet is half as high again")
    bulge = dials.number("bulge", 0.16, 0.26, "", "of a barrel, by its radius", (0.0, 0.5))
    count = dials.count("ties", 7, 9, "ropes or lugs around it", (6, 16))
    lacing = dials.choice("lacing", {"ropes": 0.55, "lugs": 0.45}, "how its skin is stretched")
    sticks = dials.flag("sticks", 0.55, "two sticks on the skin")
    ornate = dials.flag("ornate", 0.06, "with bands of inlay about its shell")
    sides = 26
    if form == "goblet":
        height = 1.5 * height
    elif form == "barrel":
        height = 1.35 * height
    elif form == "bass":
        radius, height = 1.3 * radius, 0.85 * height
    elif form == "three-legged":
        height = max(height, 0.32)
    y, r = _side(form, height, radius, bulge)
    parts = [
        part(
            "shell",
            "wood",
            lathe([(0, 0), *zip(r, y, strict=True), (0, height)], sides),
            UP,
            mapping="turned",
        )
    ]
    parts.append(_skin(float(r[-1]), height, sides))
    if form not in ("goblet",):
        parts.append(_skin(float(r[0]), 0.0, sides, up=False))
    deep = 0.034
    top, low = height - 0.006, 0.006
    parts.append(_hoop(float(r[-1]), top - deep, top, sides))
    if form == "goblet":
        waist = float(np.interp(0.48 * height, y, r))
        parts.append(_hoop(waist, 0.48 * height - 0.014, 0.48 * height + 0.014, sides, 0.014))
        parts.append(_hoop(float(r[1]), 0.004, 0.028, sides, 0.008))
        parts += _ropes(y, r, 0.48 * height + 0.01, top - 0.6 * deep, count)
    else:
        parts.append(_hoop(float(r[0]), low, low + deep, sides))
        if form == "barrel":
            for at in (height - 0.075, 0.075):
                ring = float(np.interp(at, y, r))
                for k in range(2 * count):
                    a = np.pi * k / count
                    out = np.array([np.sin(a), 0, np.cos(a)])
                    parts.append(
                        part(
                            "studs",
                            "metal",
                            nail((ring - 0.001) * out + [0, at, 0], out, 0.0105, 0.008, 6),
                            out,
                        )
                    )
        elif lacing == "ropes":
            parts += _ropes(y, r, low + 0.6 * deep, top - 0.6 * deep, count)
        else:
            parts += _lugs(radius, low + 0.5 * deep, top - 0.5 * deep, count)
    if form == "barrel":
        for side in (-1, 1):
            level = 0.56 * height
            out = float(np.interp(level, y, r))
            ring = smooth_path(
                [
                    (side * (out - 0.015), level + 0.02, 0.055),
                    (side * (out + 0.035), level, 0.05),
                    (side * (out + 0.04), level - 0.004, 0),
                    (side * (out + 0.035), level, -0.05),
                    (side * (out - 0.015), level + 0.02, -0.055),
                ],
                3,
            )
            parts.append(part("hoops", "metal", tube(ring, 0.0085, 8), (0, 0, 1), crease_deg=60))
    if ornate:
        for share in (0.2, 0.3) if form == "goblet" else (0.24, 0.76):
            level = share * height
            wall = [(float(np.interp(h, y, r)), h) for h in (level - 0.009, level, level + 0.009)]
            band = [*((a + 0.0025, h) for a, h in wall), *((a - 0.006, h) for a, h in wall[::-1])]
            parts.append(part("trim", "metal", lathe([*band, band[0]], sides), UP, mapping="turned"))
    if form == "three-legged":
        parts = _legged(parts, radius, height)
        height += 0.2
    if form == "bass":
        return _bass(parts, radius, height)
    if sticks and form != "goblet":
        parts += _sticks(dials.rng, height, radius)
    return parts


def _legged(parts: list[Part], radius: float, height: float) -> list[Part]:
    lift = 0.2
    parts = move_parts(parts, (0, lift, 0))
    for k in range(3):
        spin = turn(1, 120 * k + 60)
        path = smooth_path(
            [
                (0, 0.018, radius + 0.085),
                (0, 0.1, radius + 0.04),
                (0, lift + 0.02, radius + 0.028),
                (0, lift + 0.65 * height, radius + 0.028),
            ],
            3,
        )
        leg = tube(path, 0.0095, 8, (1, 0, 0))
        foot = move(cylinder(0.017, 0, 0.034, 10, 0.006), (0, 0, radius + 0.087))
        clamp = board((0, lift + 0.42 * height, radius + 0.014), (0.034, 0.06, 0.046), 0.007)
        screw = stick(
            (0, lift + 0.42 * height, radius + 0.03), (0, lift + 0.42 * height, radius + 0.058), 0.008, 6
        )
        parts.append(part("legs", "metal", move(leg, rotation=spin), UP, mapping="box", crease_deg=60))
        parts.append(part("feet", "rubber", move(foot, rotation=spin), UP))
        parts += [part("legs", "metal", move(one, rotation=spin), UP) for one in (clamp, screw)]
    return parts


def _bass(parts: list[Part], radius: float, height: float) -> list[Part]:
    """Lay a drum on its side, its skin to the front, on two spurs and two feet."""
    lift = radius + 0.035
    parts = move_parts(parts, (0, lift, -height / 2), turn(0, 90))
    for side in (-1, 1):
        for z in (-0.42 * height, 0.42 * height):
            foot = (side * 0.78 * radius, 0.008, 1.15 * z)
            head = (side * 0.9 * radius, lift - 0.28 * radius, 0.55 * z)
            parts.append(part("legs", "metal", stick(foot, head, 0.009, 8), UP))
            parts.append(part("feet", "rubber", knob(foot, (0.016, 0.012, 0.016), 8, 6), UP))
        plate = board((side * 0.945 * radius, lift - 0.26 * radius, 0), (0.03, 0.05, 0.6 * height), 0.006)
        parts.append(part("legs", "metal", plate, UP))
    return parts


KINDS = {
    "drum": Kind(
        build=_drum,
        size_m=0.45,
        parts={
            "shell": Made(
                ("lacquer", "painted wood", "mahogany", "oak"),
                ("#9c1f1f", "#1d3f7a", "#2b5a3a", "#2a2422"),
                words=("body", "sides"),
            ),
            "skin": Made(("parchment",), words=("head", "membrane", "top")),
            "hoops": Made(("brass", "polished steel", "bronze"), words=("rims", "hoop", "rings", "bands")),
            "ropes": Made(("rope",), ("#efe8d6", "#d8b25a"), words=("cords", "lacing", "rope")),
            "tugs": Made(("leather",), words=("straps",)),
            "lugs": Made(("chrome", "brass"), words=("rods",)),
            "studs": Made(("wrought iron", "brass"), words=("nails",)),
            "legs": Made(("chrome", "wrought iron"), words=("spurs", "stand")),
            "feet": Made(("rubber",), words=()),
            "sticks": Made(("birch", "oak"), words=("drumsticks",)),
            "trim": Made(("brass", "bronze"), words=("decoration",)),
        },
        synonyms=("hand drum", "tom-tom", "war drum", "djembe", "snare drum", "bass drum"),
        words={
            "goblet": {"form": "goblet"},
            "three-legged": {"form": "three-legged"},
            "barrel-shaped": {"form": "barrel"},
            "ornate": {"ornate": True},
        },
    ),
}
