"""Builds airplanes: with one wing or two and a propeller, or with jets."""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import bar, board, cylinder, prism_of, stick
from threed.procedural.solids import Solid, lathe, loft_outwards, move, turn
from threed.procedural.wheels import tyred_wheel

#: a left wing from a right one
_MIRROR = np.array([-1, 1, 1], np.float32)


def _airplane(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"single": 0.42, "double-winged": 0.33, "jet": 0.25}, "its wings and engine")
    length = dials.number("length", 5.8, 6.8, "m", "of the fuselage", (3.0, 12.0))
    span = dials.number("span", 1.12, 1.28, "", "of the wings, to the length", (0.6, 1.8))
    girth = dials.number("girth", 0.1, 0.118, "", "radius of the fuselage, to its length", (0.06, 0.2))
    chord = dials.number("chord", 0.19, 0.22, "", "depth of the wings, to the length", (0.1, 0.35))
    blades = dials.count("blades", 2, 3, "of the propeller", (2, 6))
    spin = dials.number("propeller_at", 0, 120, "deg", "how far it has turned", (0, 360))
    engine = dials.choice("engine", {"cowl": 0.6, "radial": 0.4}, "in its nose")
    cockpit = dials.choice("cockpit", {"canopy": 0.55, "open": 0.45}, "where the pilot sits")
    spats = dials.flag("spats", 0.35, "fairings over its wheels")
    stripe = dials.flag("stripe", 0.7, "a band about the fuselage")
    r = girth * length
    jet, double = form == "jet", form == "double-winged"
    if jet:
        length, span = 1.12 * length, 0.95 * span
    wing, ground = span * length / 2, r + 0.62
    low = not double and bool(dials.rng.random() < 0.7)
    parts = _fuselage(length, r, jet, cockpit if not jet else "canopy", double, stripe)
    parts += _wings(form, length, r, wing, chord * length, low or jet)
    parts += _tail(length, r, jet, chord * length)
    if jet:
        parts += _jets(length, r, wing, chord * length)
        parts += _nose_gear(length, r, ground)
    else:
        parts += _propeller(length, r, blades, spin, engine)
        parts += _gear(length, r, ground, spats, double)
    if jet or (cockpit == "canopy" and not double):
        parts += _canopy(length, r, jet)
    else:
        parts += _open_cockpit(length, r)
    return move_parts(parts, (0, ground, 0), None if jet else turn(0, -11))


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


def _fuselage(length: float, r: float, jet: bool, cockpit: str, double: bool, stripe: bool) -> list[Part]:
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


def _plane(
    half: float,
    chord: float,
    tip: float,
    sweep: float,
    rise: float,
    thick: float = 0.13,
    rounded: bool = True,
) -> Solid:
    """Build a wing to +X from the plane x = 0: its leading edge at z = 0 there, its section an aerofoil.

    Args:
        half: how far it reaches.
        chord, tip: depth at its root; at its tip as a share.
        sweep: how far its tip lies back.
        rise: how far its tip lies up.
    """
    foil = np.array(
        [
            (0.0, 0.0),
            (-0.06, 0.5),
            (-0.3, 0.62),
            (-0.65, 0.36),
            (-1.0, 0.02),
            (-1.0, -0.04),
            (-0.6, -0.26),
            (-0.25, -0.4),
            (-0.05, -0.32),
        ]
    )
    steps = [
        (0.0, 1.0),
        (0.86, 0.86 * tip + 0.14),
        (0.96, 0.7 * tip if rounded else tip),
        (1.0, 0.34 * tip if rounded else 0.9 * tip),
    ]
    rings = []
    for u, share in steps:
        c = chord * share
        back = sweep * u + (chord * (0.86 * tip + 0.14) - c) * 0.45 * (u > 0.9) * rounded
        rings.append(
            [(half * u, rise * u + thick * chord * (share**0.7) * v, -back + c * w) for w, v in foil]
        )
    return loft_outwards(rings)


def _pair(name: str, solid: Solid, place: tuple[float, float, float]) -> list[Part]:
    """Mirror a wing to both sides."""
    x, y, z = place
    other = Solid(solid.vertices * _MIRROR, solid.normals * _MIRROR, solid.faces[:, ::-1])
    return [
        part(name, "metal", move(solid, (x, y, z)), (1, 0, 0), (0, 1, 0), crease_deg=40),
        part(name, "metal", move(other, (-x, y, z)), (1, 0, 0), (0, 1, 0), crease_deg=40),
    ]


def _wings(form: str, length: float, r: float, half: float, chord: float, low: bool) -> list[Part]:
    """Set one pair of wings, or two with struts between."""
    z = 0.26 * length
    if form == "jet":
        solid = _plane(half, 1.2 * chord, 0.42, 0.3 * length, 0.09 * half, 0.11)
        return _pair("wings", solid, (0, -0.55 * r, 0.2 * length))
    if form == "single":
        y = -0.5 * r if low else 0.82 * r
        solid = _plane(half, chord, 0.72, 0.03 * length, (0.07 if low else 0.03) * half)
        made = _pair("wings", solid, (0, y, z))
        if not low:
            for side in (-1, 1):
                a, b = (
                    (side * 0.7 * r, -0.6 * r, z - 0.3 * chord),
                    (side * 0.46 * half, y + 0.01, z - 0.3 * chord),
                )
                made.append(part("struts", "wood", bar(a, b, 0.1, 0.045, 0, (0, 1, 0)), np.subtract(b, a)))
        return made
    made = _pair("wings", _plane(0.94 * half, 0.95 * chord, 0.9, 0.0, 0.04 * half), (0, -0.62 * r, z))
    top = 2.0 * r + 0.12
    made += _pair("wings", _plane(half, chord, 0.9, 0.0, 0.02 * half), (0, top, z + 0.12))
    for side in (-1, 1):
        for dz in (-0.22 * chord, -0.68 * chord):
            x = side * 0.62 * half
            a, b = (x, -0.62 * r + 0.027 * half, z + dz), (x, top + 0.013 * half, z + 0.12 + dz)
            made.append(part("struts", "wood", bar(a, b, 0.045, 0.1, 0), np.subtract(b, a)))
            a, b = (side * 0.5 * r, 0.7 * r, z + dz), (side * 0.75 * r, top + 0.01, z + 0.12 + dz)
            made.append(part("struts", "wood", bar(a, b, 0.04, 0.08, 0), np.subtract(b, a)))
        a = np.array([side * 0.9 * r, -0.5 * r, z - 0.45 * chord])
        b = np.array([side * 0.62 * half, top, z + 0.12 - 0.45 * chord])
        c, d = (
            np.array([side * 0.75 * r, top, a[2]]),
            np.array([side * 0.62 * half, -0.6 * r + 0.027 * half, a[2]]),
        )
        for p, q in ((a, b), (c, d)):
            made.append(part("wires", "metal", stick(p, q, 0.012, 4), q - p))
    return made


def _tail(length: float, r: float, jet: bool, chord: float) -> list[Part]:
    """Set the tailplane and the fin with its rudder."""
    t = -0.58 * length
    if jet:
        solid = _plane(0.2 * length, 0.62 * chord, 0.5, 0.1 * length, 0.02 * length, 0.1)
        made = _pair("wings", solid, (0, 0.34 * r, t + 0.13 * length))
        outline = [
            (t + 0.2 * length, 0.6 * r),
            (t + 0.02 * length, 0.6 * r + 0.19 * length),
            (t - 0.06 * length, 0.6 * r + 0.19 * length),
            (t, 0.3 * r),
            (t + 0.1 * length, 0.1 * r),
        ]
    else:
        solid = _plane(0.2 * length, 0.62 * chord, 0.75, 0.02 * length, 0.0, 0.1)
        made = _pair("wings", solid, (0, 0.3 * r, t + 0.115 * length))
        k = np.linspace(0, 1, 5)
        crown = [
            (
                t + 0.07 * length - 0.12 * length * a,
                0.25 * r + 0.15 * length * np.sin(0.5 * np.pi * (0.55 + 0.6 * a)),
            )
            for a in k
        ]
        outline = [
            (t + 0.2 * length, 0.5 * r),
            *crown,
            (t - 0.055 * length, 0.1 * r),
            (t, -0.02 * r),
            (t + 0.1 * length, 0.1 * r),
        ]
    points = np.array([(-a, b) for a, b in outline])
    area = (points[:, 0] * np.roll(points[:, 1], -1) - points[:, 1] * np.roll(points[:, 0], -1)).sum()
    points = points if area > 0 else points[::-1]
    fin = move(prism_of(points, 0.11, 0.03), rotation=turn(1, 90))
    return [*made, part("fin", "metal", fin, (0, 1, 0), (1, 0, 0), crease_deg=40)]


def _along_z(name: str, role: Role, profile, sides: int, place=(0, 0, 0), crease: float = 40) -> Part:
    solid = move(lathe(profile, sides), place, turn(0, 90))
    return part(name, role, solid, (0, 0, 1), mapping="turned", origin=place, crease_deg=crease)


def _propeller(length: float, r: float, blades: int, spin: float, engine: str) -> list[Part]:
    """Build the engine in the nose and its propeller."""
    n = 0.42 * length
    made: list[Part] = []
    if engine == "cowl":
        cowl = [
            (0, n - 0.3),
            (0.93 * r, n - 0.3),
            (0.99 * r, n - 0.1),
            (0.96 * r, n + 0.16),
            (0.78 * r, n + 0.24),
            (0.62 * r, n + 0.2),
            (0.6 * r, n + 0.06),
            (0, n + 0.06),
        ]
        made.append(_along_z("cowl", "metal", cowl, 14))
    else:
        block = [(0, n - 0.1), (0.62 * r, n - 0.1), (0.55 * r, n + 0.16), (0.3 * r, n + 0.24), (0, n + 0.24)]
        made.append(_along_z("engine", "metal", block, 12))
        ring = [
            (0.9 * r, n - 0.3),
            (0.98 * r, n - 0.3),
            (1.0 * r, n - 0.04),
            (0.9 * r, n - 0.02),
            (0.9 * r, n - 0.3),
        ]
        made.append(_along_z("cowl", "metal", ring, 14))
        fins = [
            (0, 0.3 * r),
            (0.17, 0.3 * r),
            (0.17, 0.62 * r),
            (0.13, 0.66 * r),
            (0.17, 0.7 * r),
            (0.13, 0.78 * r),
            (0.17, 0.84 * r),
            (0.12, 1.04 * r),
            (0, 1.04 * r),
        ]
        for k in range(5):
            pot = move(lathe(np.asarray(fins) * [0.9, 1.0], 8), (0, 0, n + 0.05), turn(2, 72 * k))
            made.append(part("engine", "metal", pot, turn(2, 72 * k) @ [0, 1, 0]))
    hub = n + 0.34
    spinner = [
        (0, hub - 0.3),
        (0.2 * r, hub - 0.3),
        (0.36 * r, hub - 0.14),
        (0.36 * r, hub - 0.02),
        (0.24 * r, hub + 0.14),
        (0, hub + 0.24),
    ]
    made.append(_along_z("spinner", "metal", spinner, 12, crease=60))
    reach = 1.75 * r + 0.28
    rings = []
    for u, wide, twist in (
        (0.05, 0.06, 50),
        (0.22, 0.1, 40),
        (0.5, 0.15, 26),
        (0.8, 0.13, 17),
        (0.96, 0.08, 14),
        (1.0, 0.03, 14),
    ):
        a = np.radians(twist)
        across, out = np.array([np.cos(a), 0, np.sin(a)]), np.array([-np.sin(a), 0, np.cos(a)])
        c, thick = np.array([0, reach * u, 0]), 0.035 * (1.1 - 0.8 * u)
        rings.append([c + wide * across, c + thick * out, c - wide * across, c - thick * out])
    blade = loft_outwards(rings)
    for k in range(blades):
        way = turn(2, spin + 360 * k / blades)
        made.append(
            part(
                "propeller",
                "wood",
                move(blade, (0, 0, hub - 0.08), way),
                way @ [0, 1, 0],
                (0, 0, 1),
                crease_deg=50,
            )
        )
        tip = loft_outwards([[p * [1.12, 1.004, 1.12] for p in ring] for ring in rings[3:]])
        made.append(
            part(
                "tips", "metal", move(tip, (0, 0, hub - 0.08), way), way @ [0, 1, 0], (0, 0, 1), crease_deg=50
            )
        )
    return made


def _gear(length: float, r: float, ground: float, spats: bool, double: bool) -> list[Part]:
    """Set two wheels on legs below the wings, and a tail wheel."""
    made: list[Part] = []
    z, radius = 0.2 * length, 0.3
    # the airplane sits on its tail: the wheels hang lower than they will stand
    y = -ground + radius - 0.19 * z
    for side in (-1, 1):
        x = side * (1.25 * r + 0.18)
        made += move_parts(tyred_wheel(radius, 0.19, sides=12), (x, y, z), None if side > 0 else turn(1, 180))
        for dz in (-0.28, 0.14):
            a, b = (side * 0.62 * r, -0.55 * r, z + dz), (x - side * 0.02, y, z)
            made.append(part("struts", "metal", bar(a, b, 0.06, 0.09, 0), np.subtract(b, a)))
        if spats:
            t = np.linspace(0, 2 * np.pi, 12, endpoint=False)
            shape = np.stack(
                [0.48 * np.cos(t) * np.where(np.cos(t) < 0, 1.35, 0.86), 0.13 + 0.27 * np.sin(t)], 1
            )
            rings = [
                [(x + d, y + s * v + (1 - s) * 0.13, z + s * u) for u, v in shape]
                for d, s in ((-0.17, 0.72), (-0.12, 1.0), (0.12, 1.0), (0.17, 0.72))
            ]
            made.append(part("spats", "metal", loft_outwards(rings), (0, 0, 1), (1, 0, 0), crease_deg=50))
    axle = stick((-1.25 * r - 0.2, y, z), (1.25 * r + 0.2, y, z), 0.045, 6)
    made.append(part("struts", "metal", axle, (1, 0, 0)))
    t = -0.5 * length
    tail_y = -ground + 0.13 + 0.19 * 0.5 * length
    made += move_parts(tyred_wheel(0.13, 0.09, sides=8), (0, tail_y, t))
    made.append(
        part("struts", "metal", bar((0, tail_y - 0.01, t), (0, 0.1 * r, t + 0.12), 0.14, 0.05, 0), (0, 1, 0))
    )
    return made


def _nose_gear(length: float, r: float, ground: float) -> list[Part]:
    made: list[Part] = []
    for x, z, radius in ((0.0, 0.3 * length, 0.24), (1.5 * r, 0.0, 0.3), (-1.5 * r, 0.0, 0.3)):
        y = -ground + radius
        for d in (-0.13, 0.13):
            made += move_parts(
                tyred_wheel(radius, 0.16, sides=10), (x + d, y, z), None if d > 0 else turn(1, 180)
            )
        top = -0.53 * r + 0.09 * abs(x) if x else -0.7 * r
        made.append(part("struts", "metal", stick((x, y - 0.02, z), (x * 0.92, top, z), 0.07, 8), (0, 1, 0)))
        made.append(part("struts", "metal", stick((x - 0.2, y, z), (x + 0.2, y, z), 0.05, 6), (1, 0, 0)))
        brace = ((x, y + 0.2, z), (x * 0.9, top, z - 0.45))
        made.append(part("struts", "metal", stick(*brace, 0.04, 6), np.subtract(brace[1], brace[0])))
    return made


def _canopy(length: float, r: float, jet: bool) -> list[Part]:
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


def _open_cockpit(length: float, r: float) -> list[Part]:
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
    from threed.procedural.sweeps import wire_ring

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


def _jets(length: float, r: float, half: float, chord: float) -> list[Part]:
    """Hang engines below the wings, hollow at their mouths."""
    made: list[Part] = []
    for side in (-1, 1):
        x = side * 0.36 * half
        back = 0.3 * length * 0.36
        at = (x, -0.55 * r - 0.36 + 0.03 * half, 0.2 * length - back + 0.1)
        pod = [
            (0, -0.95),
            (0.1, -0.95),
            (0.2, -0.7),
            (0.3, -0.2),
            (0.33, 0.2),
            (0.3, 0.42),
            (0.25, 0.42),
            (0.23, 0.1),
            (0, 0.1),
        ]
        made.append(_along_z("engines", "metal", pod, 14, at))
        lip = [(0.245, 0.36), (0.315, 0.36), (0.3, 0.45), (0.26, 0.46), (0.245, 0.36)]
        made.append(_along_z("lips", "metal", lip, 14, at))
        cone = [(0, 0.05), (0.1, 0.05), (0.07, 0.22), (0, 0.32)]
        made.append(_along_z("lips", "metal", cone, 8, at))
        pylon = board((x, at[1] + 0.3, at[2] - 0.3), (0.1, 0.4, 0.8), 0)
        made.append(part("engines", "metal", pylon, (0, 0, 1), (1, 0, 0)))
    return made


_PAINT = ("painted metal", "gloss paint")
KINDS = {
    "airplane": Kind(
        build=_airplane,
        size_m=7.5,
        parts={
            "fuselage": Made(
                _PAINT, ("#b8302a", "#e6e0d0", "#2f5f86", "#d6a32c", "#3f6f58"), ("body", "hull")
            ),
            "wings": Made(_PAINT, ("#e6e0d0", "#b8302a", "#d6a32c", "#2f5f86"), ("wing", "tailplane")),
            "fin": Made(_PAINT, ("#b8302a", "#2f5f86", "#e6e0d0"), ("tail", "rudder")),
            "stripe": Made(_PAINT, ("#efe9da", "#22262b", "#d6a32c"), ("band", "stripes")),
            "windows": Made(("window glass",), ("#22323d",), ("window", "canopy", "glass", "portholes")),
            "screen": Made(("clear glass",), words=("windscreen", "windshield")),
            "frames": Made(("steel", "painted metal"), ("#3a3d42",), ("frame",)),
            "propeller": Made(("walnut", "mahogany"), words=("blades", "airscrew", "prop")),
            "tips": Made(("brass", "painted metal"), ("#d6a32c",), ("tip",)),
            "spinner": Made(("polished steel", "painted metal"), ("#b8302a", "#d6a32c"), ("hub", "nose")),
            "cowl": Made(("polished steel", "painted metal"), ("#22262b", "#b8302a"), ("cowling",)),
            "engine": Made(("cast iron", "steel"), words=("cylinders", "motor")),
            "engines": Made(("painted metal",), ("#c9ced4", "#e6e0d0"), ("jets", "pods", "nacelles")),
            "lips": Made(("polished steel",), words=("intakes", "cones")),
            "struts": Made(
                ("steel", "painted metal"), ("#3a3d42",), ("strut", "legs", "gear", "undercarriage")
            ),
            "wires": Made(("steel",), words=("wire", "rigging")),
            "spats": Made(_PAINT, ("#b8302a", "#e6e0d0"), ("fairings",)),
            "wheels": Made(("steel",), words=("wheel", "rims")),
            "tyres": Made(("rubber",), words=("tyre", "tires")),
            "hubs": Made(("steel",), words=("hub caps",)),
            "seat": Made(("leather",), ("#6b3b22", "#3a2a20"), ("seats", "cockpit", "headrest")),
        },
        synonyms=("plane", "aeroplane", "aircraft", "biplane"),
        main=("fin",),
        words={
            "double-winged": {"form": "double-winged"},
            "biplane": {"form": "double-winged"},
            "jet": {"form": "jet"},
            "round": {"girth": 0.15},
            "open": {"cockpit": "open", "form": "double-winged"},
        },
    ),
}
