"""Wings of airplanes: one pair or two with struts and wires, tailplanes and fins."""

from __future__ import annotations

import numpy as np

from threed.procedural.parts import Part, part
from threed.procedural.pieces import bar, prism_of, stick
from threed.procedural.solids import Solid, loft_outwards, move, turn

#: a left wing from a right one
_MIRROR = np.array([-1, 1, 1], np.float32)


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


def wings(form: str, length: float, r: float, half: float, chord: float, low: bool) -> list[Part]:
    """Set one pair of wings, or two with struts between, on a fuselage about +Z.

    Args:
        form: "single", "double-winged" or "jet".
        length, r: of the fuselage, and its radius, in metres.
        half, chord: how far a wing reaches, and its depth.
        low: below the cockpit, not above it.
    """
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


def tail(length: float, r: float, jet: bool, chord: float) -> list[Part]:
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
