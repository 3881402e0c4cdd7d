"""Builds teapots."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, lathe, move, rod, sweep, tube, turn
from training.props.pieces import chosen, knob, one_of, stick, turned
from training.props.prop import DARK, GOLD, MAIN, WHITE, WOOD, Colours, Parts, PropClass


def _pot(rng: np.random.Generator, kind: str) -> tuple[np.ndarray, float]:
    """Draw a teapot's side (radius, height) from its foot to its mouth, and say how high its spout starts."""
    t = np.linspace(0, 1, 11)
    wide, tall = rng.uniform(0.42, 0.5), rng.uniform(0.58, 0.74)
    if kind == "square":
        steps = [
            (wide * 0.98, 0),
            (wide * 1.08, 0.04),
            (wide * rng.uniform(0.85, 1.05), tall),
            (wide * 0.7, tall + 0.05),
        ]
        return np.array(steps), tall * 0.3
    if kind == "round":
        angle = -1.1 + t * 2.2
        return np.stack(
            [wide * np.cos(angle) ** 0.9, tall * (0.5 + 0.5 * np.sin(angle) / np.sin(1.1))], 1
        ), tall * 0.34
    if kind == "pear":
        belly = wide * (0.74 + 0.26 * np.sin(np.pi * np.clip(t * 1.5, 0, 1))) * (1 - 0.42 * t**1.8)
        return np.stack([belly, tall * 1.2 * t], 1), tall * 0.3
    slope = rng.uniform(0.6, 0.75)
    side = np.stack([wide * (1.05 - (1 - slope) * t**1.3), tall * 1.1 * t], 1)
    return np.concatenate([side, [(wide * slope * 0.82, tall * 1.1 + 0.05)]]), tall * 0.28


def _spout(rng: np.random.Generator, reach: float, low: float, high: float) -> Parts:
    """Bend a spout towards +X, from a pot's side to its mouth's height."""
    t, bend = np.linspace(0, 1, 9), rng.uniform(0.6, 1.6)
    out = rng.uniform(0.34, 0.46)
    x = reach - 0.12 + (out + 0.12) * t ** (1 / bend if rng.random() < 0.5 else 1)
    y = low + (high - low) * (3 * t**2 - 2 * t**3 if rng.random() < 0.6 else t)
    radii = 0.15 - 0.085 * t**0.7
    path = np.stack([x, y, 0 * t], 1)
    tip, along = path[-1], (path[-1] - path[-2]) / np.linalg.norm(path[-1] - path[-2])
    lip = rod(tip - 0.03 * along, tip + 0.035 * along, 0.075, 0.095, 12)
    hole = stick(tip, tip + 0.045 * along, 0.055, 9)
    return [(sweep(path, radii, 12), "spout"), (lip, "spout"), (hole, "inside")]


def _teapot_handle(rng: np.random.Generator, side: np.ndarray, flatness: float, peak: float) -> Solid:
    """Bend a handle: towards -X from a pot's side, or over its lid, which is as high as peak."""
    top = float(side[-1, 1])
    t = np.linspace(0, 1, 12)
    if rng.random() < 0.25:  # a bail over the lid
        reach = float(np.interp(top * 0.86, side[:, 1], side[:, 0])) * flatness - 0.02
        angle = np.pi * t
        arc = np.stack(
            [
                reach * np.cos(angle),
                top * 0.86 + (peak - top * 0.86 + 0.16) * np.sin(angle) ** 0.7,
                0 * t,
            ],
            1,
        )
        return tube(arc, 0.05, 9)
    upper, lower = top * rng.uniform(0.8, 0.9), top * rng.uniform(0.2, 0.32)
    (r0, r1) = (float(np.interp(y, side[:, 1], side[:, 0])) * flatness - 0.03 for y in (upper, lower))
    out, angle = rng.uniform(0.28, 0.36), np.pi * t
    x = -(r0 + (r1 - r0) * t) - out * np.sin(angle) ** rng.uniform(0.55, 1.0)
    y = (
        upper
        + (lower - upper) * (t if rng.random() < 0.5 else 0.5 - 0.5 * np.cos(angle))
        + 0.1 * np.sin(angle)
    )
    return tube(np.stack([x, y, 0 * t], 1), rng.uniform(0.055, 0.07), 9)


def _decor(rng: np.random.Generator, decor: str, side: np.ndarray, sides: int, slot: str) -> Parts:
    """Put bands round a pot's side, or nothing."""
    parts: Parts = []
    if decor == "none":
        return parts
    top = float(side[-1, 1])
    for u in (0.86, 0.1) if slot == "trim" else (rng.uniform(0.4, 0.6),):
        y, half = top * u, 0.045
        a, b = (float(np.interp(y + d, side[:, 1], side[:, 0])) for d in (-half, half))
        band = [(0, y - half), (a + 0.022, y - half), (b + 0.022, y + half), (0, y + half)]
        parts.append(
            (
                turned(band, 4) if sides == 4 else lathe(band, 28),
                slot,
            )
        )
    return parts


def _teapot(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "square"), "pear", "cone", "round")
    side, low = _pot(rng, kind)
    sides = 4 if kind == "square" else 28
    mouth, top = float(side[-1, 0]), float(side[-1, 1])
    outline = [(0, 0), *side, (0, top)]
    parts: Parts = [(turned(outline, 4) if sides == 4 else lathe(outline, sides, 0.3), MAIN)]
    flatness = np.cos(np.pi / 4) if sides == 4 else 1.0
    if "tiny-legged" in shape or rng.random() < 0.2:
        for angle in (45, 135, 225, 315) if sides == 4 else (30, 150, 270):
            foot = (0, -0.08, float(side[0, 0]) * (0.8 if sides == 4 else 0.85))
            parts.append((move(knob(foot, (0.1, 0.12, 0.1)), rotation=turn(1, angle)), "feet"))
    else:
        ring = [(0, -0.06), (side[0, 0] * 0.9, -0.06), (side[0, 0] * 0.8, 0.02), (0, 0.02)]
        parts.append((turned(ring, 4) if sides == 4 else lathe(ring, 24), "feet"))
    lid, rise = mouth * rng.uniform(0.86, 1.02), rng.uniform(0.08, 0.17)
    t = np.linspace(0, np.pi / 2, 6)
    cap = [
        (0, top - 0.01),
        (lid, top - 0.01),
        (lid, top + 0.035),
        *((lid * 0.94 * np.cos(a), top + 0.035 + rise * np.sin(a)) for a in t),
    ]
    parts.append((turned(cap, 4) if sides == 4 else lathe(cap, 24, 0.6), "lid"))
    pull = rng.uniform(0.075, 0.1)
    crown = top + 0.035 + rise
    parts.append(
        (
            knob((0, crown + pull * 0.7, 0), (pull, pull * rng.uniform(0.8, 1.25), pull)),
            "trim" if "ornate" in shape else "knob",
        )
    )
    parts.append((stick((0, crown - 0.03, 0), (0, crown + 0.04, 0), 0.045, 9), "lid"))
    at = float(np.interp(low, side[:, 1], side[:, 0])) * flatness
    parts += _spout(rng, at, low, top * rng.uniform(0.92, 1.1))
    parts.append((_teapot_handle(rng, side, flatness, crown + 2 * pull), "handle"))
    decor = "band" if "ornate" in shape else str(rng.choice(["none", "band", "none"]))
    parts += _decor(rng, decor, side, sides, "trim" if "ornate" in shape else "band")
    other = one_of(rng, 1.0, 1.0, 0.65, WHITE, GOLD)
    colours = {
        "lid": other if rng.random() < 0.5 else 1.0,
        "handle": other if rng.random() < 0.7 else WOOD,
        "spout": 1.0,
        "knob": one_of(rng, GOLD, 0.6, WOOD, WHITE),
    }
    colours |= {
        "feet": one_of(rng, 1.0, 0.7),
        "inside": DARK,
        "band": one_of(rng, WHITE, 0.6, GOLD),
    }
    return parts, {**colours, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "teapot": PropClass(
        _teapot,
        ("tea kettle", "kettle", "tea pot"),
        0.25,
        shapes=("round", "square", "tiny-legged", "ornate"),
        parts={"lid": "lid", "handle": "handle", "spout": "spout"},
    ),
}
