"""What wheelwrights build: wheels of hub, spokes, felloes and tyre; and wheels with rubber tyres.

A wheel stands about X, its middle at the origin, its outer side to +X.
"""

from __future__ import annotations

import numpy as np

from threed.procedural.masonry import hoop_of
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_X, Z_TO_X, bar, stud
from threed.procedural.solids import Solid, lathe, loft, move, turn


def cart_wheel(
    radius: float, spokes: int, width: float = 0.07, felloes: int = 6, plain: bool = False
) -> list[Part]:
    """Build a wooden wheel with an iron tyre: every part is made about Z and turned to X.

    Args:
        spokes: how many.
        width: of the rim.
        felloes: bent pieces of the rim.
        plain: its hub has no irons: for what has many wheels.
    """
    deep, tyre = 0.16 * radius, 0.022 * radius + 0.004
    sides = 4 * felloes
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    made: list[Part] = []
    out, inner = radius - tyre, radius - tyre - deep
    for k in range(felloes):
        t = angle[4 * k] + np.linspace(0, 2 * np.pi / felloes, 5)
        made.append(
            part(
                "wheels",
                "wood",
                _arc(inner, out, t, 0.85 * width),
                (-np.sin(t[2]), np.cos(t[2]), 0),
                (0, 0, 1),
            )
        )
    circle = np.stack([np.cos(angle), np.sin(angle)], 1)
    band = hoop_of(radius * circle, (out - 0.002) * circle, -width / 2, width / 2)
    made.append(part("tyres", "metal", band, (0, 1, 0), (0, 0, 1)))
    for k in range(spokes):
        a = 2 * np.pi * (k + 0.5) / spokes
        way = np.array([np.cos(a), np.sin(a), 0])
        spoke = bar(0.1 * radius * way, (inner + 0.02) * way, 0.095 * radius, 0.52 * width, 0)
        made.append(part("wheels", "wood", spoke, way, (0, 0, 1)))
    r = 0.2 * radius
    hub = [(0, -1.25), (0.75, -1.2), (1.0, -0.6), (1.0, 0.6), (0.72, 1.45), (0, 1.5)]
    profile = [(r * u, 0.9 * width * v) for u, v in hub]
    made.append(
        part(
            "hubs",
            "wood",
            move(lathe(profile, 8), rotation=turn(0, 90)),
            (0, 0, 1),
            mapping="turned",
            origin=(0, 0, 0),
        )
    )
    if plain:
        return move_parts(made, rotation=Z_TO_X)
    rim = [(0.5 * r, 0.85), (0.94 * r, 0.85), (0.94 * r, 1.15), (0.5 * r, 1.15)]
    ring = [(u, 0.9 * width * v) for u, v in [*rim, rim[0]]]
    made.append(part("tyres", "metal", move(lathe(ring, 8), rotation=turn(0, 90)), (0, 0, 1)))
    made.append(part("tyres", "metal", stud((0, 0, 1.35 * width), (0, 0, 1), 0.4 * r, 0.016, 5), (0, 0, 1)))
    return move_parts(made, rotation=Z_TO_X)


def _arc(inner: float, outer: float, angles: np.ndarray, width: float) -> Solid:
    """Make a bent piece of a rim about Z."""
    half = width / 2
    rings = []
    for a in angles:
        way = np.array([np.cos(a), np.sin(a)])
        rings.append(
            [(*(inner * way), -half), (*(outer * way), -half), (*(outer * way), half), (*(inner * way), half)]
        )
    return loft(np.asarray(rings)[:, ::-1])


def tyred_wheel(
    radius: float, width: float, *, spokes: int = 0, sides: int = 14, rim: float = 0.64
) -> list[Part]:
    """Build a wheel with a rubber tyre.

    Args:
        spokes: of its rim, an even number; 0 has a dished hub cap.
        sides: around.
        rim: radius of the rim, as a share.
    """
    half, r = width / 2, radius
    tyre = [
        (rim * r, -0.9 * half), (0.86 * r, -half), (r, -0.62 * half), (r, 0.62 * half), (0.86 * r, half),
        (rim * r, 0.9 * half), (rim * r, -0.9 * half),
    ]  # fmt: skip
    made = [_about_x("tyres", "rubber", lathe(tyre, sides))]
    well = 0.25 * half if spokes else 0.62 * half
    dish = [
        (0, -0.7 * half),
        (rim * r + 0.004, -0.7 * half),
        (rim * r + 0.004, 0.88 * half),
        (0.86 * rim * r, 0.9 * half),
    ]
    made.append(_about_x("wheels", "metal", lathe([*dish, (0.78 * rim * r, well), (0, well)], sides)))
    reach = 0.26 if spokes else 0.4
    cap = [
        (0, well - 0.02),
        (reach * rim * r, well - 0.01),
        (0.9 * reach * rim * r, 0.82 * half),
        (0, 0.98 * half),
    ]
    made.append(_about_x("hubs", "metal", lathe(cap, 6 if spokes else max(8, sides // 2))))
    for k in range(spokes // 2):
        # two spokes are one bar across the wheel
        way = turn(0, 360 * k / spokes) @ np.array([0, 0.86 * rim * r, 0])
        x = np.array([0.55 * half, 0, 0])
        spoke = bar(x - way, x + way, 0.15 * r, 0.3 * half, 0, (1, 0, 0))
        made.append(part("wheels", "metal", spoke, way, (1, 0, 0)))
    return made


def _about_x(name: str, role, solid: Solid) -> Part:
    # +Y becomes +X
    return part(
        name, role, move(solid, rotation=Y_TO_X), (1, 0, 0), mapping="turned", origin=(0, 0, 0), crease_deg=40
    )
