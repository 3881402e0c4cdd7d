"""Builds donuts: lying or on edge, iced, and with a bite taken or not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.foliage import way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import knob, stick
from threed.procedural.solids import Solid, turn
from threed.procedural.sweeps import loop, wire_ring

#: points on the dough at an angle about its section, an angle around the hole, and a height above it
Surface = Callable[[np.ndarray | float, np.ndarray | float, np.ndarray | float], np.ndarray]


def _donut(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"lying": 0.85, "standing": 0.15}, "how it is shown")
    radius = dials.number("radius", 0.029, 0.033, "m", "to the middle of the dough")
    plump = dials.number("plump", 0.0165, 0.0195, "m", "radius of the dough")
    topping = dials.choice("topping", {"sprinkles": 0.62, "drizzle": 0.28, "plain": 0.1}, "on the icing")
    waves = dials.count("waves", 6, 9, "of the icing's edge", (0, 14))
    reach = dials.number(
        "reach",
        -0.3,
        0.05,
        "",
        "how far the icing runs down: its edge below the middle, radians",
        (-0.6, 0.7),
    )
    bitten = dials.flag("bitten", 0.2, "a bite is taken")
    sprinkles = dials.count("sprinkles", 34, 48, "how many", (5, 70))
    rng = dials.rng
    squash, sides = rng.uniform(0.84, 0.95), 28
    phase = rng.uniform(0, 6.3, 3)

    def at(angle: np.ndarray | float, theta: np.ndarray | float, proud: np.ndarray | float) -> np.ndarray:
        """Return points on the dough: angle about its section (0 outside, π/2 on top), and around."""
        angle, theta = np.broadcast_arrays(angle, theta)
        bumpy = plump * (1 + 0.025 * np.sin(3 * theta + phase[0])) + proud
        # fried on one side, then the other: flatter above and below, a waist between
        waist = 1 - 0.05 * np.exp(-((np.sin(angle) / 0.22) ** 2)) * (np.cos(angle) > 0)
        r, y = radius + bumpy * waist * np.cos(angle), squash * bumpy * np.sin(angle)
        return np.stack([r * np.sin(theta), y, r * np.cos(theta)], -1)

    around, section = np.arange(sides) * 2 * np.pi / sides, np.arange(14) * 2 * np.pi / 14
    dough = loop(at(section[None, ::-1], around[:, None], 0.0))
    wobble = 0.2 * np.sin(waves * around + phase[1]) + 0.09 * np.sin((waves + 3) * around + phase[2])
    low = (-reach + wobble)[:, None]
    high = (np.pi + 0.15 + 0.4 * reach - 0.6 * np.roll(wobble, 3))[:, None]
    t = np.linspace(0, 1, 8)[None]
    arc = low + (high - low) * t
    outer = at(arc, around[:, None], 0.0028 * np.sin(np.pi * np.clip(t, 0.1, 0.9)) ** 0.25)
    inner = at(arc[:, ::-1][:, 1:-1:2], around[:, None], -0.004)
    icing = loop(np.concatenate([outer, inner], 1)[:, ::-1])
    turned = {"mapping": "turned", "origin": (0, 0, 0), "crease_deg": 80.0}
    pieces: list[tuple[str, Solid]] = [("icing", icing), ("dough", dough)]
    if topping == "drizzle":
        pieces.append(("drizzle", _drizzle(at, 8)))
    candy = _sprinkles(rng, at, sprinkles) if topping == "sprinkles" else []
    parts: list[Part] = []
    if bitten:
        way = rng.uniform(0.0, 1.0)
        crumb = loop(at(section[None, ::-1], around[:, None], -0.0012))
        parts.append(part("crumb", "food", carve(crumb, *_bite(way, radius + plump, 0.965)), crease_deg=40))
        bite = _bite(way, radius + plump, 1.0)
        pieces = [(name, carve(solid, *bite)) for name, solid in pieces]
        middles = [b.vertices.mean(0) for b in bite]
        gaps = [min(np.linalg.norm((c[1].vertices.mean(0) - m)[[0, 2]]) for m in middles) for c in candy]
        candy = [c for c, gap in zip(candy, gaps, strict=True) if gap > 0.0175 + 0.004]
    parts += [part(name, "food", solid, **turned) for name, solid in pieces]
    parts += [part(name, "food", solid, crease_deg=70) for name, solid in candy]
    tilt = turn(0, 84) if form == "standing" else turn(0, 0)
    return move_parts(parts, (0, 0, 0), tilt)


def _bite(azimuth: float, reach: float, size: float) -> list[Solid]:
    balls = ((-0.42, 0.93), (0.0, 0.8), (0.42, 0.93))
    return [
        knob(reach * out * way_to(azimuth + a), (0.0175 * size, 0.04, 0.0175 * size), 12, 8)
        for a, out in balls
    ]


def _drizzle(at: Surface, turns: int) -> Solid:
    t = np.arange(8 * turns) / (8 * turns) * 2 * np.pi
    path = at(np.pi / 2 + 0.95 * np.sin(turns * t), t, 0.003)
    return wire_ring(path, 0.0014, 4)


def _sprinkles(rng: np.random.Generator, at: Surface, count: int) -> list[tuple[str, Solid]]:
    made = []
    for k in range(count):
        angle, theta = rng.uniform(0.65, 2.45), (k + rng.uniform(0.1, 0.9)) / count * 2 * np.pi
        here, ahead, aside = (
            at(a, u, 0.0024) for a, u in ((angle, theta), (angle, theta + 0.05), (angle + 0.05, theta))
        )
        along = rng.normal() * (ahead - here) + rng.normal() * (aside - here)
        along *= 0.0028 / np.linalg.norm(along)
        made.append((f"sprinkles {k % 3 + 1}", stick(here - along, here + along, 0.0009, 5)))
    return made


_CANDY = ("#f4f1ea", "#e8437f", "#59b7e8", "#f6c343", "#7ac96b", "#8a5bd1")

KINDS = {
    "donut": Kind(
        build=_donut,
        size_m=0.1,
        parts={
            "icing": Made(
                ("icing", "chocolate"),
                ("#ef87ae", "#5b3320", "#f6f1e6", "#8fd0c0", "#7fb8ec"),
                ("glaze", "frosting"),
            ),
            "dough": Made(("bread",), ("#cf9248", "#b87a38"), ("body",)),
            "crumb": Made(("cake sponge",), ("#efd19a",), ("inside",)),
            "drizzle": Made(("icing", "chocolate"), ("#f8f4ea", "#43261a"), ("stripes",)),
            "sprinkles 1": Made(("sugar",), _CANDY[:2], ("sprinkles",)),
            "sprinkles 2": Made(("sugar",), _CANDY[2:4], ("sprinkles",)),
            "sprinkles 3": Made(("sugar",), _CANDY[4:], ("sprinkles",)),
        },
        synonyms=("doughnut", "ring doughnut"),
        words={
            "sprinkled": {"topping": "sprinkles"},
            "plain": {"topping": "plain"},
            "bitten": {"bitten": True},
            "standing": {"form": "standing"},
        },
    ),
}
