"""Builds airplanes: with one wing or two and a propeller, or with jets."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.fuselages import canopy, fuselage, open_cockpit
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import bar, board, stick
from threed.procedural.solids import lathe, loft_outwards, move, turn
from threed.procedural.wheels import tyred_wheel
from threed.procedural.wings import tail, wings


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
    parts = fuselage(length, r, jet, cockpit if not jet else "canopy", double, stripe)
    parts += wings(form, length, r, wing, chord * length, low or jet)
    parts += tail(length, r, jet, chord * length)
    if jet:
        parts += _jets(length, r, wing, chord * length)
        parts += _nose_gear(length, r, ground)
    else:
        parts += _propeller(length, r, blades, spin, engine)
        parts += _gear(length, r, ground, spats, double)
    if jet or (cockpit == "canopy" and not double):
        parts += canopy(length, r, jet)
    else:
        parts += open_cockpit(length, r)
    return move_parts(parts, (0, ground, 0), None if jet else turn(0, -11))


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
