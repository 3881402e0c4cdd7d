"""Builds cauldrons: a cast pot on three feet, with a bail, rings or ears, and what brews in it."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at
from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import knob, nail, rope, stick, torus
from threed.procedural.pottery import banded, ear, girdle, hollowed, revolved
from threed.procedural.solids import move, sweep, turn

Outline = list[tuple[float, float]]


def _cauldron(dials: Dials) -> list[Part]:
    handle = dials.choice("handle", {"bail": 0.4, "rings": 0.35, "ears": 0.25}, "what it is lifted by")
    belly = dials.number("belly", 0.28, 0.34, "m", "its widest radius")
    squat = dials.number("squat", 0.74, 0.92, "", "height of its bowl by its width", (0.4, 1.4))
    mouth = dials.number("mouth", 0.72, 0.84, "", "its mouth as part of its width", (0.4, 0.98))
    legs = dials.count("legs", 3, 3, "feet", (3, 6))
    leg = dials.number("leg_length", 0.08, 0.14, "m", "of its feet below the bowl", (0.02, 0.5))
    filling = dials.choice("filling", {"brew": 0.55, "stew": 0.2, "nothing": 0.25}, "what is in it")
    bubbling = dials.flag("bubbling", 0.4, "it boils, and runs over")
    bands = dials.count("bands", 0, 2, "raised bands around it", (0, 3))
    lid = dials.flag("lidded", 0.07, "a lid")
    fire = dials.flag("fire", 0.2, "logs burn below it")
    ornate = dials.flag("ornate", 0.07, "gilded bands and studs")
    leg = max(leg, 0.17) if fire else leg
    outline, top = _outline(belly, squat, mouth, leg)
    sides = dials.sides(belly, 20, 24)
    around = np.ones(sides)
    wall = 0.018
    profile = hollowed(outline, wall, leg + 0.035)
    parts = [part("body", "metal", revolved(profile, around), (0, 1, 0), mapping="turned", crease_deg=50)]
    rim = torus(outline[-1][0] - 0.006, 0.017, top - 0.002, sides, 6)
    parts.append(part("trim" if ornate else "body", "metal", rim, (0, 1, 0), mapping="turned", crease_deg=70))
    parts += _feet(legs, outline, belly, squat, leg)
    middle = leg + squat * belly
    for y in ([middle + 0.01] if ornate else []) or [middle + 0.03 - 0.05 * k for k in range(bands)]:
        band = banded(girdle(outline, y - 0.012, y + 0.012, 0.007, 0.006), around)
        name = "trim" if ornate else "body"
        parts.append(part(name, "metal", band, (0, 1, 0), mapping="turned", crease_deg=50))
    if ornate:
        parts += _studs(outline, middle + 0.07, sides)
    if lid:
        parts += _lid(outline, top, sides)
    elif filling != "nothing" or bubbling:
        parts += _brew(
            dials, "brew" if filling == "nothing" else filling, outline, top, wall, sides, bubbling
        )
    parts += _handles(dials, handle, outline, top, lid)
    if fire:
        parts += _fire(dials, belly, leg)
    return parts


def _outline(belly: float, squat: float, mouth: float, leg: float) -> tuple[Outline, float]:
    """Return the bowl's outline up to its lip, and the lip's height."""
    end = float(np.arccos(mouth))
    angle = np.linspace(-1.33, end, 11)
    bowl = [
        (float(belly * np.cos(a)), float(leg + squat * belly * (np.sin(a) + np.sin(1.33)))) for a in angle
    ]
    r, y = bowl[-1]
    neck = [(r - 0.002, y + 0.02), (r + 0.012, y + 0.045), (r + 0.034, y + 0.062)]
    return [*bowl, *neck], y + 0.062


def _feet(count: int, outline: Outline, belly: float, squat: float, leg: float) -> list[Part]:
    """Cast feet that swell where they join the bowl and end in a pad."""
    y = leg + 0.34 * squat * belly
    r = radius_at(outline, y)
    path = [
        (r + 0.045, 0.0),
        (r + 0.046, 0.012),
        (r + 0.026, 0.04),
        (r + 0.016, 0.6 * leg),
        (r - 0.004, leg + 0.03),
        (r - 0.03, y + 0.02),
    ]
    size = [(0.036, 0.036), (0.034, 0.034), (0.019, 0.02), (0.021, 0.023), (0.032, 0.036), (0.026, 0.03)]
    line = np.asarray([(a, b, 0.0) for a, b in path])
    one = part("legs", "metal", sweep(line, np.asarray(size), 8), (0, 1, 0), (0, 0, 1), crease_deg=60)
    parts: list[Part] = []
    for k in range(count):
        parts += move_parts([one], rotation=turn(1, 360 * k / count + 30))
    return parts


def _studs(outline: Outline, y: float, sides: int) -> list[Part]:
    made = []
    for k in range(9):
        a = k * 2 * np.pi / 9
        reach = radius_at(outline, y) * np.cos(np.pi / sides)
        slope = (radius_at(outline, y + 0.01) - radius_at(outline, y - 0.01)) / 0.02
        out = np.array([np.sin(a), -slope, np.cos(a)])
        at = np.array([reach * np.sin(a), y, reach * np.cos(a)])
        made.append(part("trim", "metal", nail(at, out, 0.022, 0.01, 8), (0, 1, 0)))
    return made


def _lid(outline: Outline, top: float, sides: int) -> list[Part]:
    r, y = outline[-1][0], top + 0.008
    profile = [
        (0, y - 0.01),
        (r - 0.002, y - 0.01),
        (r + 0.006, y),
        (r + 0.004, y + 0.012),
        (0.86 * r, y + 0.04),
        (0.5 * r, y + 0.075),
    ]
    profile += [
        (0.16 * r, y + 0.088),
        (0.1 * r, y + 0.1),
        (0.15 * r, y + 0.122),
        (0.1 * r, y + 0.142),
        (0, y + 0.146),
    ]
    return [
        part("lid", "metal", revolved(profile, np.ones(sides)), (0, 1, 0), mapping="turned", crease_deg=50)
    ]


def _brew(
    dials: Dials, what: str, outline: Outline, top: float, wall: float, sides: int, bubbling: bool
) -> list[Part]:
    """Fill it nearly to its neck; a boiling brew has bubbles, large and burst, and drips over the rim."""
    rng, role = dials.rng, "liquid"
    level = top - (0.02 if bubbling else 0.06)
    into, low = 0.5 * wall, level - 0.03
    edge = radius_at(outline, level) - into
    between = [(r - into, y) for r, y in outline if low + 0.002 < y < level - 0.002]
    profile = [(0, low), (radius_at(outline, low) - into, low), *between, (edge, level)]
    profile += [(t * edge, level + 0.012 * (1 - t * t)) for t in (0.7, 0.35, 0.0)]
    parts = [part(what, role, revolved(profile, np.ones(sides)), (0, 0, 1), (0, 1, 0), crease_deg=60)]
    inner = edge - 0.03
    if what == "stew" and not bubbling:
        for k in range(9):
            out, a = inner * np.sqrt((k + 0.4) / 9), 2.4 * k
            at = (out * np.sin(a), level + 0.006, out * np.cos(a))
            size = float(rng.uniform(0.028, 0.042))
            parts.append(
                part(
                    "chunks", "food", knob(at, (size, 0.6 * size, 0.8 * size), 7, 5), (0, 1, 0), crease_deg=50
                )
            )
        ladle = [
            (0.3 * inner, level - 0.01, 0.1),
            (0.62 * inner, top + 0.1, 0.04),
            (0.86 * inner, top + 0.26, 0.0),
        ]
        parts.append(part("ladle", "wood", rope(np.asarray(ladle), 0.012, 8), (1, 1, 0), crease_deg=70))
        return parts
    if not bubbling:
        return parts
    count = int(rng.integers(4, 6))
    for k in range(count):
        out, a = inner * np.sqrt((k + 0.3) / count), 2.4 * k + float(rng.uniform(-0.3, 0.3))
        size = float(rng.uniform(0.024, 0.05)) * (1.0, 0.6, 0.8, 0.5, 0.7)[k]
        at = (
            min(out, edge - 0.8 * size) * np.sin(a),
            level + 0.006 - 0.1 * size,
            min(out, edge - 0.8 * size) * np.cos(a),
        )
        parts.append(part(what, role, knob(at, (size, 0.72 * size, size), 10, 6), (0, 1, 0), crease_deg=80))
    for a in rng.uniform(0, 2 * np.pi, 2):
        # it runs over the rim and down the neck
        way = np.array([np.sin(a), 0, np.cos(a)])
        rim = outline[-1][0]
        path = [
            (edge - 0.05, level - 0.016),
            (rim - 0.016, top + 0.012),
            (rim + 0.011, top + 0.006),
            (rim + 0.014, top - 0.03),
        ]
        path += [(rim - 0.004, top - 0.07), (rim - 0.014, top - 0.11)]
        line = np.asarray([(r * way[0], y, r * way[2]) for r, y in path])
        drip = _drip(line, way, [0.03, 0.045, 0.042, 0.032, 0.024, 0.02])
        parts.append(part(what, role, drip, (0, 1, 0), tuple(way), crease_deg=80))
        parts.append(part(what, role, knob(line[-1], (0.021, 0.032, 0.021), 8, 5), (0, 1, 0), crease_deg=80))
    return parts


def _drip(line: np.ndarray, way: np.ndarray, widths: list[float]):
    """Lay a flattish run of liquid along a path that goes outwards in the direction `way`."""
    path = smooth_path(line, 2)
    wide = smooth_path(np.asarray(widths)[:, None], 2)
    side = np.array([way[2], 0, -way[0]])
    return tube(path, np.concatenate([0.32 * wide, wide], 1), 7, side)


def _handles(dials: Dials, kind: str, outline: Outline, top: float, lid: bool) -> list[Part]:
    rim = outline[-1][0]
    neck = radius_at(outline, top - 0.045)
    parts: list[Part] = []
    if kind == "rings":
        for s in (-1, 1):
            y = top - 0.11
            r = radius_at(outline, y)
            lug = nail((s * (r - 0.004), y, 0), (s, 0.2, 0), 0.034, 0.016, 10)
            parts.append(part("handles", "metal", lug, (0, 1, 0), crease_deg=50))
            eye = move(torus(0.019, 0.009, 0, 8, 6), (s * (r + 0.022), y, 0), turn(0, 90))
            parts.append(part("handles", "metal", eye, (0, 1, 0), crease_deg=80))
            ring = move(torus(0.06, 0.0095, 0, 14, 6), (s * (r + 0.033), y - 0.052, 0), turn(2, 90 + s * 10))
            parts.append(part("handles", "metal", ring, (0, 1, 0), crease_deg=80))
        return parts
    for s in (-1, 1):
        path = [
            (rim - 0.008, top - 0.006),
            (rim + 0.06, top - 0.002),
            (rim + 0.076, top - 0.05),
            (neck + 0.05, top - 0.1),
            (neck + 0.002, top - 0.1),
        ]
        if kind == "bail":
            path = [
                (rim - 0.008, top - 0.008),
                (rim + 0.034, top - 0.006),
                (rim + 0.04, top - 0.034),
                (neck + 0.022, top - 0.055),
                (neck - 0.006, top - 0.05),
            ]
        one = part(
            "handles",
            "metal",
            ear(path, 0.034 if kind == "ears" else 0.026, 0.024, 7, 1.4, 2),
            (0, 1, 0),
            (0, 0, 1),
            crease_deg=70,
        )
        parts += move_parts([one], rotation=turn(1, 0 if s > 0 else 180))
    if kind == "bail":
        tip = 0.0 if dials.rng.random() < 0.5 and not lid else 80.0
        t = np.linspace(0, np.pi, 13)
        reach, y = rim + 0.026, top - 0.022
        x = reach * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.85
        bow = np.stack([x, 0.34 * np.sin(t) ** 0.9, np.zeros(13)], 1)
        bail = [part("handles", "metal", rope(bow, 0.0105, 6), (1, 0, 0), crease_deg=80)]
        # its ends are hooked through the ears
        hooks = [knob((s * reach, 0.0, 0), 0.019, 8, 5) for s in (-1, 1)]
        bail += [part("handles", "metal", hook, (0, 1, 0), crease_deg=80) for hook in hooks]
        parts += move_parts(bail, (0, y, 0), turn(0, tip))
    return parts


def _fire(dials: Dials, belly: float, leg: float) -> list[Part]:
    """Lay logs crosswise below the bowl, with flames that lick at it and embers between."""
    parts: list[Part] = []
    rng = dials.rng
    reach = 1.15 * belly
    for k in range(4):
        a = k * np.pi / 4 + float(rng.uniform(-0.15, 0.15)) + 0.2
        x, z = reach * np.sin(a), reach * np.cos(a)
        lift = 0.012 * k
        start, end = (-x, 0.036 + lift, -z), (x, 0.036 + lift * 0.6, z)
        log = part(
            "logs",
            "bark",
            stick(start, end, 0.036, 8),
            np.subtract(end, start),
            mapping="turned",
            crease_deg=60,
        )
        parts.append(log)
    parts.append(
        part(
            "embers",
            "flame",
            knob((0, 0.02, 0), (0.85 * belly, 0.05, 0.85 * belly), 10, 4),
            (0, 1, 0),
            crease_deg=60,
        )
    )
    high = leg + 0.05
    for k in range(7):
        a, out = k * 2.4, 0.74 * belly * np.sqrt((k + 0.5) / 7)
        tall = high * float(rng.uniform(0.8, 1.1)) * (0.9 + 0.3 * out / belly)
        parts.append(
            _flame((out * np.sin(a), 0.035, out * np.cos(a)), tall, 0.055, float(rng.uniform(0, 6.28)))
        )
    return parts


def _flame(foot: tuple[float, float, float], tall: float, wide: float, bend: float) -> Part:
    t = np.array([0.0, 0.18, 0.4, 0.62, 0.82, 1.0])
    wave = 0.35 * wide * np.sin(2.6 * t * np.pi / 2)
    line = np.stack([foot[0] + wave * np.sin(bend), foot[1] + t * tall, foot[2] + wave * np.cos(bend)], 1)
    size = wide * np.array([0.45, 0.8, 0.72, 0.45, 0.2, 0.02])
    return part("flames", "flame", sweep(line, size, 6), (0, 1, 0), crease_deg=80)


KINDS = {
    "cauldron": Kind(
        build=_cauldron,
        size_m=0.8,
        parts={
            "body": Made(("cast iron", "cast iron", "copper"), words=("pot", "wall", "bowl")),
            "legs": Made(("cast iron", "cast iron", "copper"), words=("feet", "leg")),
            "handles": Made(("wrought iron",), words=("rings", "ears", "bail", "handle")),
            "lid": Made(("cast iron",), words=("cover",)),
            "brew": Made(
                ("water",),
                ("#5fc42f", "#8a3fc0", "#1fa9a0", "#d8762a"),
                ("potion", "liquid", "soup", "bubbles"),
            ),
            "stew": Made(("ale",), ("#9c5a24", "#b07a2c")),
            "chunks": Made(("bread",), ("#c9652a", "#d9b25a")),
            "ladle": Made(("oak",), words=("spoon",)),
            "logs": Made(("bark",), words=("wood", "firewood")),
            "embers": Made(("ember",)),
            "flames": Made(("flame",), words=("fire", "flame")),
            "trim": Made(("gold", "brass"), words=("bands", "studs")),
        },
        synonyms=("cooking pot", "witch's pot"),
        main=("legs", "lid"),
        words={
            "bubbling": {"bubbling": True, "filling": "brew", "lidded": False},
            "boiling": {"bubbling": True, "filling": "brew", "lidded": False},
            "tiny-legged": {"leg_length": 0.03},
            "ornate": {"ornate": True},
            "empty": {"filling": "nothing", "bubbling": False, "lidded": False},
            "full": {"filling": "brew", "lidded": False},
            "lidded": {"lidded": True},
            "stew": {"filling": "stew", "bubbling": False, "lidded": False},
            "burning": {"fire": True},
        },
    ),
}
