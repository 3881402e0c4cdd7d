"""Builds boats: rowed, sailed and steamed."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, ball, box, lathe, loft, move, prism, rod, tube, turn
from training.props.pieces import RED, chosen, cylinder, one_of, sideways
from training.props.prop import CREAM, DARK, GLASS, GOLD, MAIN, WHITE, WOOD, Colours, Parts, PropClass


def _hull(
    rng: np.random.Generator, long: float, beam: float, deep: float, floor: float, square: bool
) -> tuple[Solid, np.ndarray]:
    """Loft an open hull along +Z, and return its gunwale to port [N, 3] from stern to bow."""
    t = np.linspace(0, 1, 11)
    stern = rng.uniform(0.62, 0.8) if square else 0.12
    wide = beam * np.interp(
        t, [0, 0.15, 0.4, 0.65, 0.85, 0.94, 1], [stern, 0.88 if square else 0.68, 1, 0.93, 0.62, 0.36, 0.1]
    )
    edge = deep + rng.uniform(0.1, 0.25) * np.abs(t - 0.4) ** 1.6 * 2.2
    keel = 0.35 * deep * np.clip((t - 0.72) / 0.28, 0, 1) ** 2 + (
        0 if square else 0.3 * deep * np.clip((0.2 - t) / 0.2, 0, 1) ** 2
    )
    z = long * (t - 0.5) + 0.1 * (t > 0.99)
    sections = []
    for k in range(len(t)):
        w, top, low = wide[k], edge[k], keel[k]
        outer = [
            (-w, top),
            (-w * 0.92, low + 0.5 * (top - low)),
            (-w * 0.55, low + 0.06),
            (w * 0.55, low + 0.06),
            (w * 0.92, low + 0.5 * (top - low)),
            (w, top),
        ]
        inner = max(w - 0.075, 0.35 * w)
        bed = top - 0.01 if k in (0, 10) else min(max(floor, low + 0.12), top - 0.01)
        inside = [(inner, top), (inner * 0.9, bed), (-inner * 0.9, bed), (-inner, top)]
        sections.append([(x, y, z[k]) for x, y in (*outer, *inside)])
    return loft(sections), np.stack([-wide, edge, z], 1)


def _benches(rng: np.random.Generator, long: float, beam: float, deep: float) -> Parts:
    """Set benches across a rowing boat, and perhaps lay out its oars."""
    parts: Parts = []
    for z in np.linspace(-0.26, 0.2, int(rng.integers(2, 4))) * long:
        parts.append((box((0, deep * 0.82, z), (2 * beam * 0.88, 0.06, 0.17)), "seats"))
    if rng.random() < 0.6:
        for side in (-1, 1):
            tip = np.array([side * (beam + 0.5), 0.12, rng.uniform(-0.3, 0.1)])
            grip = np.array([side * 0.12, deep + 0.28, 0.02])
            blade = tip + 0.3 * (grip - tip) / np.linalg.norm(grip - tip)
            parts += [
                (rod(grip, tip, 0.04, segments=7), "seats"),
                (rod(tip, blade, 0.1, 0.05, 6), "seats"),
            ]
    return parts


def _rig(rng: np.random.Generator, long: float, deep: float, floor: float) -> Parts:
    """Rig a boat with a mast, a mainsail, perhaps a jib, and a flag."""
    parts: Parts = []
    mast, tall = 0.12 * long, rng.uniform(1.05, 1.3)
    parts.append((rod((0, floor - 0.05, mast), (0, deep + tall, mast), 0.05, 0.04, 8), "mast"))
    reach, foot = long * rng.uniform(0.44, 0.54), deep + 0.2
    swing = turn(1, rng.choice([-1, 1]) * rng.uniform(14, 32))
    t = np.linspace(0, 1, 5)
    leech = np.stack([-reach * (1 - t) * (1 + 0.25 * t), foot + (tall - 0.28) * t], 1)
    sail = sideways([*leech, (-0.05, foot + tall - 0.27), (-0.05, foot)][::-1], 0.06)
    boom = rod((0, foot - 0.03, 0.02), (0, foot - 0.03, -reach - 0.05), 0.04, segments=7)
    parts += [(move(sail, (0, 0, mast), swing), "sail"), (move(boom, (0, 0, mast), swing), "mast")]
    if rng.random() < 0.6:
        jib = sideways([(0.07, foot), (long * 0.33, foot), (0.07, foot + tall * 0.66)], 0.06)
        parts.append((move(jib, (0, 0, mast)), "sail"))
    flag = prism([(0, 0), (0.22, 0.07), (0, 0.14)], 0.05)
    parts.append((move(flag, (0, deep + tall - 0.12, mast), turn(1, 70)), "flag"))
    return parts


def _deckhouse(rng: np.random.Generator, long: float, beam: float, floor: float) -> Parts:
    """Put a cabin and a funnel on a boat's deck."""
    parts: Parts = []
    rise, z = rng.uniform(0.28, 0.4), -0.08 * long
    size = (beam * 1.25, rise, long * rng.uniform(0.26, 0.34))
    parts.append((box((0, floor + rise / 2, z), size), "cabin"))
    parts.append((box((0, floor + rise, z), (size[0] + 0.1, 0.07, size[2] + 0.1)), MAIN))
    for s in (-1, 1):
        hole = rod(
            (s * (size[0] / 2 + 0.02), floor + rise * 0.66, z),
            (0, floor + rise * 0.66, z),
            0.08,
            segments=10,
        )
        parts.append((hole, "windows"))
    parts.append(
        (box((0, floor + rise * 0.66, z + size[2] / 2), (size[0] * 0.66, rise * 0.34, 0.05)), "windows")
    )
    stack = floor + rise + rng.uniform(0.26, 0.4)
    parts.append((rod((0, floor + rise - 0.05, z - 0.05), (0, stack, z - 0.05), 0.1, 0.11, 12), "funnel"))
    parts.append(
        (
            cylinder(0.13, stack - 0.08, stack + 0.02, 12),
            "soot",
        )
    )
    parts[-1] = (move(parts[-1][0], (0, 0, z - 0.05)), "soot")
    return parts


def _boat(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("rowing", "sailing", "steam"))
    long, beam, deep = rng.uniform(1.45, 1.75), rng.uniform(0.32, 0.4), rng.uniform(0.4, 0.52)
    square = kind != "rowing" or rng.random() < 0.6
    floor = deep * (0.3 if kind == "rowing" else 0.8)
    hull, port = _hull(rng, long, beam * (1.15 if kind == "steam" else 1), deep, floor, square)
    parts: Parts = [(hull, MAIN)]
    rail = tube(port, 0.045, 7)
    trim = "trim" if "ornate" in shape else "rim"
    parts += [(rail, trim), (tube(port * [-1, 1, 1], 0.045, 7), trim)]
    if square:
        parts.append((rod(port[0], port[0] * [-1, 1, 1], 0.045, segments=7), trim))
    if kind == "rowing":
        parts += _benches(rng, long, beam, deep)
    elif kind == "sailing":
        parts += _rig(rng, long, deep, floor)
    else:
        parts += _deckhouse(rng, long, beam, floor)
    if "ornate" in shape:
        parts.append((ball(port[-1] * [0, 1, 1] + [0, 0.05, 0.03], 0.12, 12), "trim"))
        ring = move(
            lathe([(0.1, -0.035), (0.16, -0.035), (0.16, 0.035), (0.1, 0.035), (0.1, -0.035)], 14),
            rotation=turn(2, 90),
        )
        parts += [
            (move(ring, (s * (beam + 0.04) * (1.15 if kind == "steam" else 1), deep * 0.6, -0.05)), "trim")
            for s in (-1, 1)
        ]
    colours = {"rim": one_of(rng, 0.6, WHITE, WOOD), "seats": one_of(rng, WOOD, CREAM, 0.7), "mast": WOOD}
    colours |= {
        "sail": one_of(rng, CREAM, WHITE),
        "flag": RED,
        "cabin": one_of(rng, WHITE, CREAM, WOOD, 1.3),
    }
    return parts, {
        **colours,
        "funnel": one_of(rng, RED, 0.8, DARK),
        "soot": DARK,
        "windows": GLASS,
        "trim": GOLD,
    }


CLASSES: dict[str, PropClass] = {
    "boat": PropClass(
        _boat,
        ("ship", "dinghy", "skiff"),
        4.0,
        shapes=("rowing", "sailing", "steam", "ornate"),
        parts={"sail": "sail", "sails": "sail"},
    ),
}
