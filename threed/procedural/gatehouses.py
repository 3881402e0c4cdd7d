"""Gatehouses of castles: a way through the wall, what closes it, and a drawbridge."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.masonry import (
    hoop_of,
    opening,
    put,
    surround,
)
from threed.procedural.openings import door
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, prism_of, stick
from threed.procedural.solids import Solid, move, turn

#: width and height of the way through the gate
WAY = (2.6, 3.5)


def arrow_slit(lit: bool) -> list[Part]:
    """Make an arrow slit in a stone frame."""
    inner, outer = opening("square", 0.3, 1.2), opening("square", 0.72, 1.42)
    frame = hoop_of(outer, inner, -0.5, 0.1)
    pane = board((0, 0.6, -0.2), (0.34, 1.2, 0.44), 0)
    surface = "lit window" if lit else None
    return [
        part("frames", "stone", frame, (0, 1, 0), (0, 0, 1)),
        part("windows", "light" if lit else "glass", pane, (0, 1, 0), (0, 0, 1), surface=surface),
    ]


def gateway(deep: float) -> Solid:
    """Make what is cut out of walls for the way through the gate."""
    return move(prism_of(opening("arched", *WAY, 8).tolist(), deep, 0), (0, 0.2, 0))


def gatehouse(tall: float, gate: str, bridge: bool, lit: bool) -> list[Part]:
    """Build the gatehouse, its passage cut through it, on the plane z = 0 of the front wall."""
    (way, high), wide, deep = WAY, 5.2, 3.2
    passage = move(gateway(deep + 1), (0, 0, 0.4))
    body = board((0, tall / 2, 0.4), (wide, tall, deep), 0)
    front = 0.4 + deep / 2
    made = [part("walls", "stone", carve(body, passage), (0, 1, 0), (0, 0, 1))]
    made += put(surround("surround", "arched", way, high, 0.5, -0.2, 0.16), (0, 0.2, front))
    lip = 0.4
    for z, azimuth in ((front, 0), (front - deep, 180)):
        for x in (-2.1, -0.7, 0.7, 2.1):
            tooth = board((x, tall + 0.3, z - lip / 2 * (1 if azimuth == 0 else -1)), (0.85, 0.66, lip), 0)
            made.append(part("battlement", "stone", tooth, (0, 1, 0), (0, 0, 1)))
    cord = board((0, tall - 0.25, 0.4), (wide + 0.24, 0.2, deep + 0.24), 0)
    made.append(part("trim", "stone", cord, (0, 1, 0), (0, 0, 1)))
    for x in (-2.0, 2.0):
        made += put(arrow_slit(lit), (x, 2.0, front))
    for x in (-0.8, 0.8):
        made += put(arrow_slit(lit), (x, tall - 1.75, front))
    made += move_parts(
        _portcullis(way, high) if gate == "portcullis" else _gates(way, high), (0, 0.2, front - 0.7)
    )
    if bridge:
        made += _drawbridge(way, front, 3.4)
    return made


def _portcullis(way: float, high: float) -> list[Part]:
    """Hang a grating with pointed feet in an arch on z = 0, a hand's breadth above the ground."""
    made = []
    half = way / 2
    for x in np.linspace(-0.8, 0.8, 5) * half:
        top = high - half + np.sqrt(max(half**2 - x**2, 0)) + 0.1
        made.append(
            part("gate", "wood", board((x, (top + 0.35) / 2, 0), (0.16, top - 0.35, 0.16), 0), (0, 1, 0))
        )
        spike = prism_of([(-0.08, 0.36), (0, 0.1), (0.08, 0.36)], 0.14, 0)
        made.append(part("gate irons", "metal", move(spike, (x, 0, 0)), (0, 1, 0)))
    made.extend(
        part("gate", "wood", board((0, y, 0.02), (way + 0.1, 0.16, 0.18), 0), (1, 0, 0))
        for y in np.linspace(0.65, high - half + 0.3, 4)
    )
    return made


def _gates(way: float, high: float) -> list[Part]:
    return [
        one
        for one in door("arched", way, high, planks=8, double=True, deep=0.2, step=False, handle="none")
        if one.name != "door frame"
    ]


def _drawbridge(way: float, front: float, reach: float) -> list[Part]:
    """Lay the planks of a bridge before the gate, and the chains that hold it."""
    made = []
    for x in np.linspace(-0.4, 0.4, 5) * way:
        plank = board((x, 0.14, front + reach / 2 - 0.05), (0.2 * way, 0.16, reach), 0)
        made.append(part("bridge", "wood", plank, (0, 0, 1), (0, 1, 0)))
    made.extend(
        part(
            "bridge",
            "wood",
            board((0, 0.04, front + z), (way + 0.2, 0.16, 0.24), 0),
            (1, 0, 0),
            (0, 1, 0),
        )
        for z in (0.8, reach - 0.35)
    )
    for side in (-1, 1):
        x = side * (way / 2 - 0.08)
        chain = stick((x, 0.15, front + reach - 0.35), (side * (way / 2 + 0.12), 4.1, front - 0.1), 0.06, 6)
        made.append(part("chains", "metal", chain, (0, 4.0, -reach)))
        boss = move(cylinder(0.16, -0.1, 0.2, 8), (side * (way / 2 + 0.12), 4.1, front), turn(0, 90))
        made.append(part("chains", "metal", boss, (0, 0, 1)))
    return made
