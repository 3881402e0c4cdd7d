"""Domes: hikers' tents on bent poles, with a porch before the door."""

from __future__ import annotations

import numpy as np

from threed.procedural.canvas import guy_rope, sewn_strips, thick_sheet
from threed.procedural.dials import Dials
from threed.procedural.masonry import polar
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder
from threed.procedural.solids import move, shell, turn
from threed.procedural.sweeps import wire


def dome(dials: Dials, width: float, height: float, opened: float, striped: bool, ropes: bool) -> list[Part]:
    """Pitch a hikers' tent: a low dome on bent poles, a porch before its door."""
    radius, count = width / 2, 12
    t = np.linspace(0, np.pi / 2, 7)
    line = np.stack([radius * np.cos(t) ** 0.82, 0.02 + height * np.sin(t)], 1)
    line[-1, 0] = 0.03
    names = ("cloth", "trim") if striped else ("cloth", "cloth")
    made = sewn_strips(line, count, 0.025, names, (0, 1, count - 1), line[3:])
    made.append(
        part(
            "trim",
            "cloth",
            cylinder(0.12, height - 0.01, height + 0.045, count, 0.015),
            (0, 1, 0),
            crease_deg=60,
        )
    )
    for k in range(4):
        made.append(_pole(radius, height, np.radians(30 * k - 45)))
    made += _porch(radius, height, opened)
    floor = cylinder(1.0 * radius, 0, 0.05, count)
    made.append(part("ground", "cloth", move(floor, rotation=turn(1, 180 / count)), (0, 0, 1), (0, 1, 0)))
    if ropes:
        for azimuth in (45, 135, 225, 315):
            made += guy_rope(polar(0.74 * radius, 0.62 * height, azimuth), polar(radius + 0.5, 0, azimuth))
    return made


def _pole(radius: float, height: float, angle: float) -> Part:
    """Bend a pole over the dome, in a plane at an angle."""
    u = np.linspace(0, np.pi, 13)
    reach = (radius + 0.014) * np.sign(np.cos(u)) * np.abs(np.cos(u)) ** 0.82
    path = np.stack([reach * np.cos(angle), 0.0 + (height + 0.03) * np.sin(u), reach * np.sin(angle)], 1)
    return part("poles", "metal", wire(path, 0.024, 6), (0, 1, 0))


def _porch(radius: float, height: float, opened: float) -> list[Part]:
    """Build an arched tunnel before the door, its flap rolled to the side."""
    half, tall, reach = 0.5 * radius, 0.66 * height, 0.36
    u = np.linspace(0, np.pi, 11)
    arch = np.stack([half * np.cos(u), 0.02 + tall * np.sin(u) ** 0.85], 1)
    grid = np.asarray(
        [
            [(s * x, y * (1 if s == 1.0 else 1.04), z) for x, y in arch]
            for s, z in ((1.06, 0.52 * radius), (1.0, radius + reach - 0.12))
        ]
    )
    normal = np.concatenate(
        [arch[:1] * 0 + [1, 0], _unit(arch[1:-1] - [0, 0.3 * tall]), arch[:1] * 0 + [-1, 0]]
    )
    inner = grid - 0.03 * np.concatenate([normal, np.zeros((len(u), 1))], 1)
    sheet = shell(grid, inner)
    a, b, c = sheet.vertices[sheet.faces].astype(float).transpose(1, 0, 2)
    if np.einsum("ij,ij->", a, np.cross(b, c)) < 0:
        sheet = shell(grid[:, ::-1], inner[:, ::-1])
    made = [part("cloth", "cloth", sheet, (0, 1, 0), (1, 0, 0), crease_deg=60)]
    z = radius + reach - 0.13
    made.append(
        part(
            "trim",
            "cloth",
            wire(np.stack([arch[:, 0], arch[:, 1] - 0.01, np.full(len(u), z)], 1), 0.03, 6),
            (0, 1, 0),
        )
    )
    rolled = [
        (-half * 0.94, 0.06, z - 0.02),
        (-half * 0.9, 0.45 * tall, z + 0.03),
        (-half * 0.62, 0.82 * tall, z + 0.01),
    ]
    made.append(part("flaps", "cloth", wire(np.asarray(rolled), 0.06, 7), (0, 1, 0), crease_deg=70))
    rows = []
    for t in np.linspace(0.02, 0.98, 6):
        edge = half * np.cos(np.arcsin(min(t, 1.0) ** (1 / 0.85))) * 0.97
        v = np.linspace(0, 1, 4)
        rows.append(
            np.stack(
                [
                    edge - v * edge * (1.05 - opened * 0.55) * (1 - 0.0 * t),
                    np.full(4, 0.02 + tall * t),
                    0.03 * np.sin(np.pi * v),
                ],
                1,
            )
        )
    made += move_parts([thick_sheet("flaps", np.asarray(rows), (0, 0, 1), (0, 1, 0))], (0, 0, z - 0.03))
    made.append(
        part(
            "ground",
            "cloth",
            board((0, 0.02, radius * 0.9), (2 * half, 0.04, radius * 0.6), 0),
            (0, 0, 1),
            (0, 1, 0),
        )
    )
    return made


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors [N, 2] to length one."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
