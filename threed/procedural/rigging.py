"""Rigging of boats: a mast, spars, sails, stays and a pennant."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.hulls import Hull
from threed.procedural.joinery import timber
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import cylinder, knob, stick
from threed.procedural.solids import loft_outwards, move, outwards, shell, turn
from threed.procedural.sweeps import limb


def rig(dials: Dials, hull: Hull, jib: bool) -> list[Part]:
    """Step a mast with a mainsail between boom and gaff, stays, and a pennant."""
    made: list[Part] = []
    _, top, _, z = hull.at(0.62)
    y0, tall = 0.14, 1.02 * hull.length
    peak = y0 + tall
    made.append(
        part(
            "mast",
            "wood",
            limb([(0, y0, z), (0, y0 + 0.5 * tall, z), (0, peak, z)], [0.055, 0.05, 0.03], 8),
            (0, 1, 0),
            mapping="turned",
            origin=(0, 0, z),
        )
    )
    made.append(part("fittings", "metal", knob((0, peak, z), 0.045, 8, 5), (0, 1, 0)))
    made.append(
        timber(
            "benches",
            (0, hull.depth - 0.12, z),
            (2 * hull.inner(0.62, hull.depth - 0.12) - 0.05, 0.05, 0.26),
            0.01,
        )
    )
    swing = turn(1, 14 * (1 if dials.rng.random() < 0.5 else -1))
    foot, head = top + 0.3, peak - 0.5
    reach, gaff = 0.56 * hull.length, 0.36 * hull.length
    lift = 0.3
    spars: list[Part] = []
    spars.append(
        part("mast", "wood", limb([(0, foot, 0.03), (0, foot, -reach - 0.1)], [0.036, 0.03], 7), (0, 0, 1))
    )
    spars.append(
        part(
            "mast",
            "wood",
            limb([(0, head, 0.04), (0, head + lift, -gaff - 0.06)], [0.032, 0.026], 7),
            (0, lift, -gaff),
        )
    )
    u, v = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 6))
    low = np.stack([0 * u, foot + 0 * u, -0.03 - u * (reach - 0.05)], 2)
    high = np.stack([0 * u, head + lift * u, -0.03 - u * (gaff - 0.03)], 2)
    belly = (
        0.17 * np.sin(np.pi * np.clip(u * 0.92 + 0.06, 0, 1)) * np.sin(np.pi * np.clip(v * 0.9 + 0.05, 0, 1))
    )
    sheet = low + (high - low) * v[..., None]
    sheet[..., 0] += belly
    spars.append(_cloth("sail", sheet))
    for s in np.linspace(0.1, 0.9, 3):
        hoop = move(cylinder(0.064, -0.016, 0.016, 7), (0, foot + s * (head - foot), 0))
        spars.append(part("rigging", "rope", hoop, (1, 0, 0), (0, 1, 0)))
    made += move_parts(spars, (0, 0, z), swing)
    bow = np.array([0, hull.top[-1] + 0.08, hull.z[-1] + 0.03])
    high_ = np.array([0, peak - 0.3, z])
    made.append(part("rigging", "rope", stick(bow, high_, 0.014, 5), high_ - bow))
    for side in (-1, 1):
        w, t, _, zz = hull.at(0.5)
        a, b = np.array([side * 0.96 * w, t, zz]), np.array([0, peak - 0.4, z])
        made.append(part("rigging", "rope", stick(a, b, 0.013, 5), b - a))
    if jib:
        a, b, c = bow + [0, 0.02, -0.03], bow + 0.82 * (high_ - bow), np.array([0.12, top + 0.34, z + 0.08])
        u, v = np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 1, 6))
        edge = a + (b - a) * v[..., None]
        leech = c + (b + [0, -0.02, -0.03] - c) * v[..., None]
        sheet = edge + (leech - edge) * u[..., None]
        sheet[..., 0] += 0.1 * np.sin(np.pi * u * 0.9) * np.sin(np.pi * np.clip(v, 0.05, 0.95)) * (1 - v)
        made.append(_cloth("sail", sheet))
        w, t, _, zz = hull.at(0.56)
        end = np.array([0.93 * w, t + 0.01, zz])
        made.append(part("rigging", "rope", stick(c, end, 0.012, 5), end - c))
    x = np.linspace(0, 1, 5)
    rings = [
        [
            (0.03 * np.sin(4 * s), 0.09 * (1 - s) + 0.002, -0.42 * s),
            (0.03 * np.sin(4 * s) + 0.014, -0.09 * (1 - s) - 0.002, -0.42 * s),
            (0.03 * np.sin(4 * s) - 0.014, -0.09 * (1 - s) - 0.002, -0.42 * s),
        ]
        for s in x
    ]
    made.append(
        part(
            "flag",
            "cloth",
            move(loft_outwards(rings), (0, peak - 0.14, z)),
            (0, 0, 1),
            (1, 0, 0),
            crease_deg=70,
        )
    )
    return made


def _cloth(name: str, sheet: np.ndarray) -> Part:
    half = np.array([0.011, 0, 0])
    solid = outwards(shell(sheet + half, sheet - half))
    return part(name, "cloth", solid, (0, 1, 0), (1, 0, 0), crease_deg=70)
