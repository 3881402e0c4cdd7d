"""Builds rockets of the kind that land on their fins: a riveted hull, nose, fins, portholes and an engine."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of, opening, put
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, knob, prism_of, stud, torus
from threed.procedural.solids import lathe, move, turn


def _rocket(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"slim": 0.65, "round": 0.35}, "of its hull")
    height = dials.number("height", 8.0, 10.0, "m", "of hull and nose")
    girth = dials.number("girth", 0.15, 0.18, "", "radius of a slim one's hull, to its height", (0.08, 0.3))
    fins = dials.count("fins", 3, 4, "that it stands on", (3, 6))
    reach = dials.number("fin_reach", 1.0, 1.5, "m", "how far fins stand out", (0.5, 2.5))
    style = dials.choice("fin_style", {"swept": 0.5, "curved": 0.3, "legs": 0.2}, "of the fins")
    windows = dials.count("windows", 1, 3, "portholes, one above another", (0, 4))
    belly = dials.number("belly", 0.3, 0.45, "", "how high it is widest", (0.1, 0.6))
    bands = dials.count("bands", 1, 2, "rings about the hull", (0, 4))
    ladder = dials.flag("ladder", 0.5, "a hatch and a ladder up to it")
    flame = dials.flag("flame", 0.15, "its engine burns")
    lit = dials.flag("lit", 0.3, "light in its portholes")
    ornate = dials.flag("ornate", 0.15, "gilt bands and tip")
    if form == "round":
        height, girth = 0.8 * height, 1.55 * girth
    base, radius = 1.5, girth * height
    curve = _curve(radius, height, belly, base)

    def out(y: float) -> float:
        return float(np.interp(y, curve[:, 1], curve[:, 0]))

    sides = 20
    cut, skirt = base + 0.74 * height, base + 0.12 * height
    parts = [
        _ring("hull", _between(curve, skirt, cut), sides),
        _ring("nose", _between(curve, cut, base + height), sides),
        _ring("skirt", _between(curve, base, skirt), sides),
    ]
    parts += _tip(base + height, 0.08 * radius + 0.06, ornate)
    for y in [cut, skirt, *np.linspace(skirt, cut, 2 + max(bands - 1, 0))[1:-1]][: 1 + bands if bands else 0]:
        parts += _band(out, float(y), sides, ornate)
    parts += _engine(radius, base, out(base), flame)
    for k in range(fins):
        parts += put(_fin(style, out, base, reach, height), azimuth=360 * (k + 0.5) / fins)
    span = cut - skirt - 1.3
    for k in range(windows):
        y = cut - 0.65 - k * min(1.25, span / max(windows, 1))
        parts += _porthole(out, y, 0.2 * min(radius, 1.6) + 0.1 - 0.03 * k, lit)
    if ladder:
        parts += _hatch(out, skirt + 0.25)
    return parts


def _curve(radius: float, height: float, belly: float, base: float) -> np.ndarray:
    """Return the hull's outline [P, 2] from its foot to its tip."""
    t = np.linspace(0, 1, 15)
    low = 0.62
    rise = low + (1 - low) * np.sin(np.pi / 2 * np.clip(t / belly, 0, 1))
    fall = np.cos(np.pi / 2 * np.clip((t - belly) / (1 - belly), 0, 1) ** 1.55)
    swell = np.where(t < belly, rise, fall)
    swell[-1] = 0.02
    return np.stack([radius * swell, base + height * t], 1)


def _between(curve: np.ndarray, low: float, high: float) -> list[tuple[float, float]]:
    inside = curve[(curve[:, 1] > low + 0.05) & (curve[:, 1] < high - 0.05)]
    ends = [(float(np.interp(y, curve[:, 1], curve[:, 0])), y) for y in (low, high)]
    return [(0, low), ends[0], *((float(r), float(y)) for r, y in inside), ends[1], (0, high)]


def _ring(name: str, profile, sides: int, crease: float = 40.0) -> Part:
    return part(
        name, "metal", lathe(profile, sides), (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=crease
    )


def _tip(y: float, size: float, ornate: bool) -> list[Part]:
    """Set a needle, or a ball, on the nose."""
    needle = [
        (0, -0.5),
        (0.7 * size, -0.45),
        (0.75 * size, -0.1),
        (0.32 * size, 0.0),
        (0.2 * size, 0.7),
        (0.05 * size, 0.95),
        (0, 0.96),
    ]
    made = [
        part(
            "trim", "metal", move(lathe(needle, 10), (0, y, 0)), (0, 1, 0), mapping="turned", origin=(0, 0, 0)
        )
    ]
    made.append(
        part(
            "trim",
            "metal",
            knob((0, y + (0.3 if ornate else 0.95), 0), size * (1.1 if ornate else 0.55), 8, 6),
            (0, 1, 0),
            crease_deg=60,
        )
    )
    return made


def _band(out, y: float, sides: int, ornate: bool) -> list[Part]:
    """Rivet a band about the hull."""
    r0, r1 = out(y - 0.09), out(y + 0.09)
    profile = [
        (r0 - 0.1, y - 0.09),
        (r0 + 0.035, y - 0.09),
        (r1 + 0.035, y + 0.09),
        (r1 - 0.1, y + 0.09),
        (r0 - 0.1, y - 0.09),
    ]
    made = [_ring("trim" if ornate else "bands", profile, sides)]
    rivet = part("bands", "metal", stud((0, y, out(y) + 0.032), (0, 0, 1), 0.035, 0.02, 5), (0, 0, 1))
    for k in range(sides // 4):
        made += put([rivet], azimuth=360 * 4 * k / sides)
    return made


def _engine(radius: float, base: float, foot: float, flame: bool) -> list[Part]:
    """Hang the bell of the engine below the hull, hollow."""
    throat, mouth = 0.3 * foot, 0.62 * foot
    y = base - 0.75
    bell = [
        (0, y + 0.32),
        (0.5 * throat, y + 0.3),
        (0.92 * mouth, y),
        (mouth, y),
        (0.93 * mouth, y + 0.18),
        (1.2 * throat, y + 0.5),
        (throat, y + 0.6),
        (0.8 * foot, base + 0.05),
    ]
    made = [
        part(
            "nozzle",
            "metal",
            lathe([*bell, (0, base + 0.05)], 16),
            (0, 1, 0),
            mapping="turned",
            origin=(0, 0, 0),
        )
    ]
    for h, r in ((y + 0.06, 0.985 * mouth), (y + 0.34, 1.2 * throat + 0.3 * (mouth - 1.2 * throat))):
        made.append(part("bands", "metal", torus(r, 0.045, h, 16, 4), (0, 1, 0)))
    if flame:
        t = np.array(
            [
                (0.3 * throat, y + 0.4),
                (0.75 * mouth, y + 0.02),
                (0.8 * mouth, y - 0.12),
                (0.6 * mouth, y - 0.42),
                (0.3 * mouth, y - 0.66),
                (0, y - 0.74),
            ]
        )
        made.append(
            part(
                "flame",
                "flame",
                lathe([*t[::-1], (0, y + 0.4)], 12),
                (0, 1, 0),
                mapping="turned",
                origin=(0, 0, 0),
                crease_deg=70,
            )
        )
    return made


def _fin(style: str, out, base: float, reach: float, height: float) -> list[Part]:
    """Make a fin towards +Z that touches the ground, with a foot."""
    r0 = out(base + 0.1)
    tip = r0 + reach
    high = base + 0.34 * height
    if style == "swept":
        outline = [
            (r0 - 0.25, base + 0.25),
            (r0 + 0.3 * reach, base - 0.25),
            (tip - 0.34, 0.12),
            (tip, 0.12),
            (tip + 0.02, 1.0),
            (tip - 0.25 * reach, base + 0.12 * height),
            (out(high) - 0.1, high),
        ]
    elif style == "curved":
        t = np.linspace(0, 1, 6)
        outer = [
            (tip + 0.05 - (tip - out(high)) * s**1.6, 0.12 + (high - 0.12) * (1 - (1 - s) ** 1.5)) for s in t
        ]
        inner = [
            (r0 - 0.25, base + 0.45),
            (r0 + 0.2 * reach, base + 0.1),
            (r0 + 0.52 * reach, 0.75 * base),
            (tip - 0.32, 0.12),
        ]
        outline = [*inner, *outer[:-1], (out(high) - 0.1, high)]
    else:
        outline = [
            (r0 - 0.2, base + 0.1),
            (r0 + 0.5 * reach, base * 0.72),
            (tip - 0.3, 0.12),
            (tip, 0.12),
            (tip - 0.12, base * 0.9),
            (r0 + 0.55 * reach, base + 0.13 * height),
            (out(high) - 0.1, base + 0.24 * height),
        ]
    points = np.array([(u, v) for u, v in outline])
    thick = 0.13
    area = 0.5 * (points[:, 0] * np.roll(points[:, 1], -1) - points[:, 1] * np.roll(points[:, 0], -1)).sum()
    ordered = points if area > 0 else points[::-1]
    solid = move(prism_of(ordered, thick, 0.035), rotation=turn(1, -90))
    made = [part("fins", "metal", solid, (0, 1, 0), (1, 0, 0), crease_deg=35)]
    foot = [(0, 0), (0.26, 0), (0.26, 0.07), (0.13, 0.17), (0, 0.2)]
    made.append(
        part(
            "feet",
            "metal",
            move(lathe(foot, 10), (0, 0, tip - 0.15)),
            (0, 1, 0),
            mapping="turned",
            origin=(0, 0, tip - 0.15),
        )
    )
    return made


def _porthole(out, y: float, size: float, lit: bool) -> list[Part]:
    """Set a round window into the hull's front: a rim with bolts, and a bulging pane."""
    slope = np.degrees(np.arctan2(out(y + 0.3) - out(y - 0.3), 0.6))
    inner, outer = (
        opening("round", 2 * size, 2 * size, 6),
        opening("round", 2 * size + 0.2, 2 * size + 0.2, 6),
    )
    rim = move(hoop_of(outer - [0, size + 0.1], inner - [0, size], -0.4, 0.1, 0.04), (0, 0, 0))
    pane = [(0, -0.3), (size + 0.02, -0.3), (size + 0.02, 0.01), (0.6 * size, 0.055), (0, 0.075)]
    made = [
        part("rims", "metal", rim, (0, 1, 0), (0, 0, 1)),
        part(
            "windows",
            "light" if lit else "glass",
            move(lathe(pane, 12), rotation=turn(0, 90)),
            (0, 1, 0),
            (0, 0, 1),
            crease_deg=60,
            surface="lit window" if lit else None,
        ),
    ]
    for k in range(4):
        a = np.pi * (2 * k + 1) / 4
        spot = (np.cos(a) * (size + 0.045), np.sin(a) * (size + 0.045), 0.1)
        made.append(part("bands", "metal", stud(spot, (0, 0, 1), 0.026, 0.018, 5), (0, 0, 1)))
    return move_parts(made, (0, y, out(y) * 0.985), turn(0, slope))


def _hatch(out, low: float) -> list[Part]:
    """Cut a hatch into the hull's side, with a ladder to the ground."""
    made = []
    wide, tall = 0.72, 1.2
    frame = hoop_of(
        opening("arched", wide + 0.2, tall + 0.1, 6), opening("arched", wide, tall, 6), -0.5, 0.1, 0.03
    )
    made.append(part("rims", "metal", frame, (0, 1, 0), (0, 0, 1)))
    leaf = move(prism_of(opening("arched", wide + 0.02, tall, 6), 0.5, 0), (0, 0, -0.2))
    made.append(part("hatch", "metal", leaf, (0, 1, 0), (0, 0, 1)))
    made.append(
        part("bands", "metal", move(torus(0.13, 0.025, 0, 10, 4), (0, 0.62, 0.08), turn(0, 90)), (0, 0, 1))
    )
    made.append(part("bands", "metal", board((0, 0.62, 0.06), (0.28, 0.045, 0.05), 0), (1, 0, 0)))
    z = out(low + 0.3) - 0.02
    made = move_parts(made, (0, low, z))
    for side in (-1, 1):
        a, b = (side * 0.26, 0.0, z + 0.62), (side * 0.26, low + 0.02, z + 0.04)
        made.append(part("ladder", "metal", bar(a, b, 0.06, 0.07, 0), np.subtract(b, a), (0, 0, 1)))
    count = max(3, round(low / 0.36))
    for k in range(count):
        t = (k + 0.6) / count
        made.append(
            part(
                "ladder", "metal", board((0, low * t, z + 0.62 - 0.58 * t), (0.54, 0.05, 0.05), 0), (1, 0, 0)
            )
        )
    return put(made, azimuth=180)


KINDS = {
    "rocket": Kind(
        build=_rocket,
        size_m=10.5,
        parts={
            "hull": Made(
                ("painted metal", "gloss paint"),
                ("#e8e4da", "#c9ced4", "#b8302a", "#3c6e8f", "#d9a62f"),
                ("body", "fuselage", "shell"),
            ),
            "nose": Made(
                ("painted metal", "gloss paint"),
                ("#b8302a", "#d9a62f", "#2d4f6d"),
                ("nose cone", "cone", "top"),
            ),
            "skirt": Made(
                ("painted metal", "gloss paint"), ("#b8302a", "#2d4f6d", "#3a3d42"), ("tail", "bottom")
            ),
            "fins": Made(
                ("painted metal", "gloss paint"), ("#b8302a", "#d9a62f", "#2d4f6d"), ("fin", "wings")
            ),
            "feet": Made(("steel", "cast iron"), words=("foot", "pads")),
            "nozzle": Made(("steel", "copper"), words=("engine", "bell", "exhaust", "thruster")),
            "bands": Made(("steel", "brass"), words=("rings", "rivets", "bolts")),
            "rims": Made(("brass", "steel"), words=("rim", "frames")),
            "windows": Made(("window glass",), ("#1f3444",), ("window", "portholes", "porthole", "glass")),
            "hatch": Made(("painted metal",), ("#c9ced4", "#b8302a"), ("door",)),
            "ladder": Made(("steel",), words=("steps",)),
            "flame": Made(("flame",), words=("fire", "flames", "jet")),
            "trim": Made(("gold", "chrome"), words=("tip", "needle", "antenna", "decoration")),
        },
        synonyms=("spaceship", "rocket ship", "spacecraft"),
        main=("hatch",),
        words={
            "round": {"form": "round"},
            "slim": {"form": "slim"},
            "three-finned": {"fins": 3},
            "four-finned": {"fins": 4},
            "burning": {"flame": True},
            "ornate": {"ornate": True},
        },
    ),
}
