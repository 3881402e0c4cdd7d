"""Fuselages of airplanes, with canopies, windows and open cockpits."""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.parts import Part, part
from threed.procedural.pieces import bar, board, cylinder
from threed.procedural.solids import lathe, loft_outwards, move, turn
from threed.procedural.sweeps import wire_ring


def _profile(length: float, r: float, jet: bool) -> list[tuple[float, float, float, float]]:
    """Return stations of the fuselage: z, half its width, half its height, how high its middle is."""
    n, t = 0.42 * length, -0.58 * length
    if jet:
        table = [
            (0.0, 0.12, 0.16, 0.3),
            (0.08, 0.36, 0.42, 0.22),
            (0.25, 0.78, 0.85, 0.08),
            (0.42, 0.98, 1.0, 0.0),
            (0.68, 1.0, 1.0, 0.0),
            (0.82, 0.9, 0.9, -0.03),
            (0.92, 0.66, 0.64, -0.1),
            (0.98, 0.32, 0.3, -0.17),
            (1.0, 0.06, 0.06, -0.2),
        ]
    else:
        table = [
            (0.0, 0.06, 0.24, 0.22),
            (0.12, 0.22, 0.4, 0.16),
            (0.35, 0.6, 0.72, 0.05),
            (0.58, 0.92, 1.0, 0.0),
            (0.78, 1.0, 1.02, -0.02),
            (0.92, 0.98, 0.98, 0.0),
            (1.0, 0.9, 0.9, 0.0),
        ]
    return [(t + u * (n - t), w * r, h * r, y * r) for u, w, h, y in table]


def _section(w: float, h: float, y: float, z: float) -> list[tuple[float, float, float]]:
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False) + np.pi / 12
    x, v = np.cos(angle), np.sin(angle)
    # a little squared at its sides
    x, v = np.sign(x) * np.abs(x) ** 0.8, np.sign(v) * np.abs(v) ** 0.9
    return [(float(w * a), float(y + h * b), z) for a, b in zip(x, v, strict=True)]


def _at(stations: list[tuple[float, float, float, float]], z: float) -> tuple[float, float, float]:
    """Return half the width, half the height and the middle of the fuselage at a z."""
    zs = [s[0] for s in stations]
    wide, tall, middle = (float(np.interp(z, zs, [s[k] for s in stations])) for k in (1, 2, 3))
    return wide, tall, middle


def fuselage(length: float, r: float, jet: bool, cockpit: str, double: bool, stripe: bool) -> list[Part]:
    """Build the fuselage, a hole for an open cockpit in it, and a band about it."""
    stations = _profile(length, r, jet)
    body = loft_outwards([_section(w, h, y, z) for z, w, h, y in stations])
    if not jet and (cockpit == "open" or double):
        hole = cylinder(0.52 * r, 0.1 * r, 2 * r, 12)
        body = carve(body, move(hole, (0, 0, -0.06 * length), scale=(1, 1, 1.45)))
    made = [part("fuselage", "metal", body, (0, 0, 1), (1, 0, 0), crease_deg=40)]
    if stripe:
        z0, z1 = (-0.34 * length, -0.27 * length) if not jet else (-0.3 * length, -0.24 * length)
        rings = []
        for z in (z0, z1):
            w, h, y = _at(stations, z)
            rings.append(_section(w + 0.012, h + 0.012, y, z))
        made.append(part("stripe", "metal", loft_outwards(rings), (0, 0, 1), (1, 0, 0)))
    return made


def canopy(length: float, r: float, jet: bool) -> list[Part]:
    """Put a framed canopy over the cockpit, or panes into the nose of a jet and windows along its sides."""
    stations = _profile(length, r, jet)
    if jet:
        return _jet_windows(length, stations)
    z0, z1 = -0.2 * length, 0.13 * length
    rings, frames = [], []
    for u in (0.0, 0.18, 0.42, 0.68, 0.88, 1.0):
        z = z0 + u * (z1 - z0)
        w, h, y = _at(stations, z)
        tall = r * 0.62 * np.sin(np.pi * min(0.06 + 0.8 * u, 0.86)) ** 0.8 if u < 1 else 0.02 * r
        base, wide = y + 0.72 * h, 0.62 * w
        arch = [(wide * np.cos(a), base + (0.25 * h + tall) * np.sin(a), z) for a in np.linspace(0, np.pi, 7)]
        rings.append([(wide, base - 0.25 * h, z), *arch, (-wide, base - 0.25 * h, z)])
        frames.append(np.asarray(arch))
    made = [part("windows", "glass", loft_outwards(rings), (0, 0, 1), (0, 1, 0), crease_deg=35)]
    for k in (1, 2, 3, 4):
        hoop = frames[k]
        centre = hoop.mean(0) * [1, 0, 1] + [0, hoop[0, 1], 0]
        sections = [
            [
                p + d * np.array([0, 0, 1.0]) + s * (p - centre) / np.linalg.norm(p - centre)
                for s, d in ((-0.03, -0.03), (0.018, -0.03), (0.018, 0.03), (-0.03, 0.03))
            ]
            for p in hoop
        ]
        made.append(part("frames", "metal", loft_outwards(sections), (1, 0, 0), (0, 0, 1)))
    for i in (1, 3, 5):
        for a, b in itertools.pairwise(frames):
            made.append(part("frames", "metal", bar(a[i], b[i], 0.05, 0.045, 0, (0, 1, 0)), b[i] - a[i]))
    return made


def _jet_windows(length: float, stations: list[tuple[float, float, float, float]]) -> list[Part]:
    made: list[Part] = []
    n = 0.42 * length
    zs = (n - 0.09 * length, n - 0.145 * length)
    for x in (-1, 1):
        for inner, outer in ((0.06, 0.44), (0.54, 0.92)):
            rings = []
            for z in zs:
                w, h, y = _at(stations, z)
                a, b = (np.pi / 2 - u * 1.05 for u in (inner, outer))
                front = [
                    (x * 1.02 * w * np.cos(t) ** 0.8, y + 1.02 * h * np.sin(t) ** 0.9, z)
                    for t in (a, (a + b) / 2, b)
                ]
                rings.append(
                    [*front, *((x * 0.8 * w * np.cos(t), y + 0.8 * h * np.sin(t), z - 0.02) for t in (b, a))]
                )
            made.append(part("windows", "glass", loft_outwards(rings), (0, 0, 1), (0, 1, 0)))
    for side in (-1, 1):
        for z in np.linspace(-0.28, 0.2, 8) * length:
            w, h, y = _at(stations, float(z))
            pane = board((side * (w * 0.975), y + 0.28 * h, z), (0.1, 0.24, 0.17), 0)
            made.append(part("windows", "glass", pane, (0, 1, 0), (1, 0, 0)))
    return made


def open_cockpit(length: float, r: float) -> list[Part]:
    """Set a windscreen, a padded rim, a seat and a headrest into the fuselage."""
    stations = _profile(length, r, False)
    z = -0.06 * length
    _w, h, y = _at(stations, z)
    top = y + h
    t = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    made: list[Part] = []
    path = []
    for a in t:
        x, dz = 0.53 * r * np.sin(a), 1.45 * 0.53 * r * np.cos(a)
        ww, hh, yy = _at(stations, z + dz)
        share = min(abs(x) / ww, 0.99)
        path.append((x, yy + hh * (1 - share ** (2 / 0.8)) ** 0.45 - 0.005, z + dz))
    made.append(part("seat", "leather", wire_ring(np.asarray(path), 0.045, 5), (0, 0, 1), crease_deg=70))
    seat = board((0, y + 0.28 * h, z - 0.45 * r), (0.7 * r, 0.75 * h, 0.14), 0.03)
    cushion = board((0, y + 0.14 * h, z), (0.8 * r, 0.12, 1.1 * r), 0.02)
    made += [part("seat", "leather", one, (0, 1, 0), (0, 0, 1), crease_deg=50) for one in (seat, cushion)]
    rest = [(0, 0), (0.24 * r, 0.02), (0.26 * r, 0.22 * r), (0.12 * r, 0.9 * r), (0, 1.1 * r)]
    made.append(
        part(
            "fuselage",
            "metal",
            move(lathe(rest, 10), (0, top - 0.06 * r, z - 0.74 * r), turn(0, -97)),
            (0, 0, 1),
        )
    )
    screen = z + 0.8 * r
    ws, hs, ys = _at(stations, screen)
    base = ys + 0.86 * hs
    rings = []
    for u, half, back in ((0.0, 0.58 * ws, 0.0), (1.0, 0.42 * ws, -0.16)):
        arc = [
            (
                half * np.sin(a),
                base + 0.36 * u * (1 - 0.1 * np.sin(a) ** 2),
                screen + back - 0.22 * np.sin(a) ** 2,
            )
            for a in np.linspace(-1.3, 1.3, 5)
        ]
        rings.append(np.asarray(arc))
    low, up = rings
    inner = [q - np.array([0, 0, 0.022]) for q in (low, up)]
    sheet = loft_outwards(
        np.asarray([np.concatenate([a, b[::-1]]) for a, b in ((low, inner[0]), (up, inner[1]))])
    )
    made.append(part("screen", "glass", sheet, (0, 1, 0), (0, 0, 1), surface="clear glass"))
    for p, q in ((low[0], up[0]), (low[-1], up[-1]), (low[2], up[2])):
        made.append(part("frames", "metal", bar(p, q, 0.035, 0.035, 0), q - p))
    for a, b in itertools.pairwise(up):
        made.append(part("frames", "metal", bar(a, b, 0.035, 0.035, 0, (0, 1, 0)), b - a))
    return made
