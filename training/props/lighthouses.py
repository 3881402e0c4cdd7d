"""Builds lighthouses."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import blob, box, move, turn
from training.props.masonry import (
    GLOW,
    HOLE,
    ROOFS,
    ROUND,
    STONE,
    doorway,
    drum,
    hall,
    polar,
    put,
    window,
)
from training.props.pieces import WOODS, is_said, kind_of, knob, one_of, used
from training.props.prop import (
    CREAM,
    DARK,
    GLASS,
    GOLD,
    MAIN,
    WHITE,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _lighthouse(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"round": 0.6, "eight-sided": 0.25, "square": 0.15})
    sides = {"round": 20, "eight-sided": 8, "square": 4}[kind]
    foot, head, tall = rng.uniform(0.36, 0.43), rng.uniform(0.23, 0.28), rng.uniform(1.15, 1.4)
    waist = rng.uniform(0.35, 0.65)

    def radius(y: float) -> float:
        return float(np.interp(y / tall, [0, 0.4, 1], [foot, foot + (head - foot) * waist, head]))

    shaft = [(radius(y), y) for y in (0, tall * 0.4, tall)]
    parts: Parts = [(drum([(0, 0), *shaft, (0, tall)], sides), MAIN)]
    if is_said(rng, shape, "ringed", 0.6):
        bands = int(rng.integers(2, 4))
        for k in range(bands):
            low = tall * (0.2 + 0.72 * (k + 0.5) / bands)
            high = low + tall * 0.27 / bands
            edge = [(radius(y) + 0.014, y) for y in np.linspace(low, high, 3)]
            parts.append(
                (drum([(radius(low) - 0.05, low), *edge, (radius(high) - 0.05, high)], sides), "bands")
            )
    parts += _light_room(rng, head, tall, sides)
    parts += put(doorway(rng, str(rng.choice(["arched", "square"])), 0.2, 0.34), (0, 0, foot - 0.03))
    pane = window(str(rng.choice(["arched", "square", "round"])), 0.12, 0.15, bars=False)
    for k, y in enumerate(np.linspace(0.3, 0.85, 5) * tall):
        azimuth = 90.0 * ((k + 1) % 4)
        parts += put(pane, polar(radius(y + 0.07) - 0.005, y, azimuth), azimuth)
    if is_said(rng, shape, "cliff-top", 0.4):
        parts += _reef(rng, foot)
    elif rng.random() < 0.35:
        hut = hall(0.5, 0.42, 0.3, 0.2, 0.05, 0.06) + put(window("square", 0.12, 0.12), (0, 0.1, 0.21))
        parts += put(hut, (rng.choice([-1, 1]) * (foot + 0.12), 0, -0.05))
    elif rng.random() < 0.5:
        plinth = foot * rng.uniform(1.2, 1.35)
        parts.append((drum([(0, -0.02), (plinth, -0.02), (plinth, 0.1), (0, 0.1)], sides), "rock"))
    colours: dict[str, SlotColour] = {
        "bands": one_of(rng, WHITE, WHITE, 0.45, CREAM),
        "gallery": one_of(rng, DARK, WHITE, 0.55, 0.7),
    }
    colours |= {
        "light": one_of(rng, GLOW, GLOW, GLASS),
        "roof": one_of(rng, *ROOFS, DARK),
        "tip": GOLD,
        "latch": GOLD,
    }
    colours |= {
        "door": one_of(rng, *WOODS, *ROOFS),
        "frames": one_of(rng, WHITE, 0.6),
        "windows": one_of(rng, GLASS, HOLE),
    }
    return used(parts, {**colours, "rock": one_of(rng, STONE, (0.36, 0.35, 0.35), (0.48, 0.40, 0.32))})


def _light_room(rng: np.random.Generator, head: float, tall: float, sides: int) -> Parts:
    """Make a gallery with its railing, the lit room and a roof."""
    deck, room, high = head * rng.uniform(1.3, 1.45), head * rng.uniform(0.66, 0.78), rng.uniform(0.2, 0.26)
    parts: Parts = [
        (drum([(0, tall - 0.12), (head * 0.97, tall - 0.12), (deck - 0.02, tall), (0, tall)], sides), MAIN),
        (
            drum([(0, tall - 0.01), (deck, tall - 0.01), (deck, tall + 0.05), (0, tall + 0.05)], sides),
            "gallery",
        ),
    ]
    rail, y = deck - 0.035, tall + 0.17
    parts.append(
        (
            drum(
                [
                    (rail - 0.03, y),
                    (rail + 0.03, y),
                    (rail + 0.03, y + 0.05),
                    (rail - 0.03, y + 0.05),
                    (rail - 0.03, y),
                ],
                sides,
            ),
            "gallery",
        )
    )
    reach = rail / np.cos(np.pi / sides) if sides < ROUND else rail
    for k in range(8):
        parts.append(
            (
                box(polar(reach if sides == 8 else rail, tall + 0.12, 22.5 + 45 * k), (0.045, 0.16, 0.045)),
                "gallery",
            )
        )
    low, top = tall + 0.05, tall + 0.06 + high
    parts.append((drum([(0, low), (room, low), (room, top), (0, top)], sides), "light"))
    for k in range(4 if sides == 4 else 8):
        azimuth = 45.0 + 90 * k if sides == 4 else 22.5 + 45 * k
        corner = room / np.cos(np.pi / sides) if sides < ROUND else room
        parts.append(
            (
                move(box((0, (low + top) / 2, corner), (0.045, high, 0.045)), rotation=turn(1, azimuth)),
                "gallery",
            )
        )
    brim, rise = room * rng.uniform(1.25, 1.4), rng.uniform(0.18, 0.28)
    slope = [(brim * 0.8, top + rise * 0.55), (brim * 0.42, top + rise * 0.9)] if rng.random() < 0.5 else []
    parts.append(
        (drum([(0, top), (brim, top - 0.01), (brim, top + 0.04), *slope, (0, top + rise)], sides), "roof")
    )
    return [*parts, (knob((0, top + rise, 0), 0.045), "tip")]


def _reef(rng: np.random.Generator, foot: float) -> Parts:
    """Make the rocks that a lighthouse stands on."""
    parts: Parts = [(blob(rng, (0, -0.08, 0), (foot * 1.22, 0.13, foot * 1.18), 0.14, 2.5, 2), "rock")]
    for k in range(int(rng.integers(2, 5))):
        place = polar(foot * 1.15, -0.06, 70 + 75 * k + rng.uniform(-20, 20))
        parts.append((blob(rng, place, rng.uniform(0.09, 0.15), 0.2, 2.5, 1), "rock"))
    return parts


CLASSES: dict[str, PropClass] = {
    "lighthouse": PropClass(
        _lighthouse,
        ("beacon tower", "light tower"),
        18.0,
        ("round", "square", "eight-sided", "ringed", "cliff-top"),
        {"roof": "roof", "bands": "bands", "light": "light"},
    ),
}
