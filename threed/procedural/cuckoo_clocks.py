"""Builds cuckoo clocks: a little house, its bird at the door, cones on chains."""

from __future__ import annotations

import numpy as np

from threed.procedural.clockwork import ASIDE, OUT, UP, dial, finial
from threed.procedural.curves import arc, smooth_path, tube
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_Z, board, cylinder, knob, prism_of, stick
from threed.procedural.solids import lathe, move, turn


def cuckoo(half: float, numerals: str, time: float, swing: float, ornate: bool) -> list[Part]:
    """Make a little wooden house with a bird at its door, a pendulum and two cones on chains."""
    deep, eave = 0.75 * half, 1.75 * half
    pitch = 42.0
    rise = half * np.tan(np.deg2rad(pitch))
    parts = [
        part(
            "case",
            "wood",
            prism_of([(-half, 0), (half, 0), (half, eave), (0, eave + rise), (-half, eave)], deep, 0.012),
            UP,
            OUT,
        )
    ]
    edge = 1.42 * half / np.cos(np.deg2rad(pitch))
    for s in (-1, 1):
        # the two slopes meet over the ridge
        thick = 0.13 * half
        corner = thick * np.tan(np.deg2rad(pitch))
        shape = np.array([(0, 0), (edge + corner, 0), (edge + corner, thick), (corner, thick)])
        roof = prism_of(shape.tolist(), deep + 0.55 * half, 0.02 * half)
        spin = turn(2, -pitch)
        roof = move(roof, rotation=spin)
        if s < 0:
            roof = move(roof, rotation=np.diag([-1.0, 1, -1]).astype(np.float32))
        parts.append(
            part(
                "roof",
                "roof",
                move(roof, (0, eave + rise - 0.02 * half, 0.08 * half)),
                (-s * np.cos(np.deg2rad(pitch)), np.sin(np.deg2rad(pitch)), 0),
                (s * 0.7, 0.7, 0),
            )
        )
    # carved boards under the eaves
    for s in (-1, 1):
        a, b = np.array([0, eave + rise, 0]), np.array([s * 1.3 * half, eave - 0.3 * rise, 0])
        for k in range(4):
            at = a + (b - a) * (0.2 + 0.22 * k) + [0, -0.11 * half, deep / 2 + 0.22 * half]
            drop = move(cylinder(0.1 * half, -0.03 * half, 0.03 * half, 10, 0.01 * half), at, Y_TO_Z)
            parts.append(part("carving", "wood", drop, UP))
    parts.append(
        part(
            "base",
            "wood",
            board(
                (0, -0.05 * half, 0.05 * half), (2.35 * half, 0.14 * half, deep + 0.28 * half), 0.025 * half
            ),
            ASIDE,
        )
    )
    skirt = [
        (-0.8 * half, 0),
        (-0.62 * half, -0.26 * half),
        (-0.3 * half, -0.2 * half),
        (0, -0.42 * half),
        (0.3 * half, -0.2 * half),
        (0.62 * half, -0.26 * half),
        (0.8 * half, 0),
    ]
    parts.append(
        part(
            "base",
            "wood",
            move(prism_of(skirt, 0.1 * half, 0.02 * half), (0, -0.09 * half, deep / 2 + 0.02 * half)),
            ASIDE,
            OUT,
        )
    )
    parts += move_parts(dial(0.52 * half, numerals, time, 28), (0, 0.78 * half, deep / 2 + 0.05 * half))
    parts += _bird(half, eave + 0.16 * rise, deep / 2)
    for s in (-1, 1):
        leaf = smooth_path([(0.86, 0.12), (0.98, 0.5), (0.84, 0.95), (0.94, 1.35)], 4) * [s * half, half]
        vine = np.concatenate([leaf, np.full((len(leaf), 1), deep / 2 + 0.02 * half)], 1)
        parts.append(part("carving", "wood", tube(vine, 0.045 * half, 6, OUT), UP, crease_deg=60))
        for k in (2, 5, 8, 10):
            shape = np.array([(-0.02, 0), (0.1, -0.09), (0.26, 0.0), (0.1, 0.09)]) * half
            way = turn(2, 90 - s * (40 if k % 2 else -35))
            leaf_solid = move(prism_of(shape.tolist(), 0.05 * half, 0.015 * half), vine[k], way)
            parts.append(part("carving", "wood", leaf_solid, UP, OUT))
    z = 0.18 * deep
    foot = np.array([np.sin(np.deg2rad(swing)) * 1.1 * half, -1.15 * half, z + 0.12 * half])
    parts.append(
        part("pendulum", "metal", stick((0, -0.02 * half, z + 0.12 * half), foot, 0.024 * half, 6), UP)
    )
    disc = [(0, -0.05), (0.2, -0.04), (0.22, 0), (0.2, 0.04), (0, 0.06)]
    parts.append(
        part(
            "pendulum", "metal", move(lathe(np.asarray(disc) * half, 16), foot, Y_TO_Z), OUT, mapping="turned"
        )
    )
    for x, drop in ((-0.5 * half, 1.5 * half), (0.5 * half, 1.15 * half)):
        parts.append(
            part("pendulum", "metal", stick((x, 0, -0.1 * half), (x, -drop, -0.1 * half), 0.02 * half, 6), UP)
        )
        rows = [
            (0, -0.62),
            (0.05, -0.6),
            (0.12, -0.5),
            (0.15, -0.38),
            (0.11, -0.35),
            (0.16, -0.25),
            (0.115, -0.2),
            (0.14, -0.1),
            (0.09, -0.02),
            (0.03, 0.02),
            (0, 0.02),
        ]
        parts.append(
            part(
                "weights",
                "metal",
                move(lathe(np.asarray(rows) * half, 10), (x, -drop, -0.1 * half)),
                UP,
                mapping="turned",
            )
        )
    if ornate:
        parts.append(finial((0, eave + rise + 0.12 * half, 0.2 * deep), 0.14 * half))
    return parts


def _bird(half: float, y: float, z: float) -> list[Part]:
    """Open a door in the gable, with the bird on its sill."""
    outline = [(-0.24 * half, 0), (0.24 * half, 0), *arc((0, 0.24 * half), 0.24 * half, 0, 180, 9)]
    door = [part("door", "wood", move(prism_of(outline, 0.05 * half, 0.01 * half), (0, y, z)), UP, OUT)]
    sill = board((0, y - 0.02 * half, z + 0.1 * half), (0.4 * half, 0.05 * half, 0.26 * half), 0.01 * half)
    body = knob((0, y + 0.14 * half, z + 0.14 * half), np.array([0.12, 0.13, 0.17]) * half, 10, 8)
    head = knob((0, y + 0.29 * half, z + 0.23 * half), 0.095 * half, 10, 8)
    beak = move(
        lathe(np.array([(0, -0.02), (0.04, -0.02), (0, 0.11)]) * half, 6),
        (0, y + 0.28 * half, z + 0.31 * half),
        turn(0, 90),
    )
    tail = move(
        board((0, 0, 0), np.array([0.12, 0.03, 0.24]) * half, 0.008 * half),
        (0, y + 0.17 * half, z - 0.02 * half),
        turn(0, 20),
    )
    legs = [
        stick(
            (s * 0.04 * half, y, z + 0.13 * half),
            (s * 0.04 * half, y + 0.06 * half, z + 0.13 * half),
            0.014 * half,
            5,
        )
        for s in (-1, 1)
    ]
    wings = [
        knob((s * 0.115 * half, y + 0.15 * half, z + 0.12 * half), np.array([0.03, 0.07, 0.13]) * half, 8, 6)
        for s in (-1, 1)
    ]
    parts = [*door, part("base", "wood", sill, ASIDE)]
    parts += [part("bird", "wood", one, OUT, crease_deg=60) for one in (body, head, tail, *wings)]
    return [*parts, *(part("beak", "wood", one, OUT) for one in (beak, *legs))]
