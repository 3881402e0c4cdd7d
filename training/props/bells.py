"""Builds bells."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import ball, box, lathe, move, rod, tube, turn
from training.props.pieces import RED, chosen, hoop, one_of
from training.props.prop import (
    DARK,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _bell_body(rng: np.random.Generator, trims: str) -> tuple[Parts, float]:
    """Cast a bell whose lip stands on the origin, and say how tall it is."""
    wide, tall = rng.uniform(0.44, 0.54), rng.uniform(0.66, 0.88)
    crown, bow = rng.uniform(0.48, 0.6), rng.uniform(1.4, 2.4)
    t = np.linspace(0, 1, 8)
    side = wide * (crown + (1 - crown) * (1 - t) ** bow) * (1 - 2.2 * np.clip(t - 0.8, 0, 1) ** 1.2)
    outer = [
        (wide * 1.02, 0),
        (wide * 1.04, 0.09),
        *((r, 0.1 + (tall - 0.16) * u) for r, u in zip(side, t, strict=True)),
    ]
    dome = [(side[-1] * 0.75, tall - 0.015), (0, tall)]
    inner = [(0, tall - 0.2), (wide * 0.4, tall - 0.24), (wide * 0.5, 0.3), (wide * 0.88, 0)]
    parts: Parts = [(lathe([*inner, *outer, *dome], 28, 0.6), MAIN)]
    for u in (0.16, 0.74) if rng.random() < 0.7 or trims == "trim" else (0.2,):
        r, y = float(np.interp(u, t, side)) + 0.03, 0.1 + (tall - 0.16) * u
        parts.append((hoop(r, y - 0.035, y + 0.035, r - 0.07, 24), trims))
    parts.append((rod((0, tall - 0.25, 0), (0, 0.02, 0), 0.04, segments=7), "clapper"))
    parts.append((ball((0, -0.01, 0), rng.uniform(0.1, 0.13), 12), "clapper"))
    return parts, tall


def _bell(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("round", "hanging"), "hand", "hand", "church")
    trims = "trim" if "ornate" in shape else "bands"
    bands: SlotColour = one_of(rng, 0.7, 0.7, 1.3, GOLD)
    colours = {
        "bands": bands,
        "handle": one_of(rng, WOOD, LEATHER, DARK, STEEL),
        "clapper": DARK,
        "frame": one_of(rng, WOOD, WOOD, STEEL, (0.55, 0.54, 0.52)),
    }
    colours |= {"trim": GOLD, "slit": DARK, "ribbon": RED}
    if kind == "round":
        radius = rng.uniform(0.42, 0.5)
        parts: Parts = [
            (ball((0, 0, 0), radius, 24), MAIN),
            (hoop(radius + 0.035, -0.05, 0.05, radius + 0.035 - 0.08, 28), trims),
        ]
        for k in range(int(rng.integers(1, 3))):
            arc = np.linspace(-np.pi * 0.86, -np.pi * 0.14, 9)
            path = np.stack([(radius - 0.01) * np.cos(arc), (radius - 0.01) * np.sin(arc), 0 * arc], 1)
            slit = move(tube(path, 0.04, 7), rotation=turn(1, 90 * k + 45))
            parts.append((slit, "slit"))
            for end in (path[0], path[-1]):
                parts.append((move(ball(end, 0.075, 8), rotation=turn(1, 90 * k + 45)), "slit"))
        ring = move(hoop(0.16, -0.045, 0.045, 0.16 - 0.08, 14), (0, radius + 0.1, 0), turn(0, 90))
        parts.append((ring, "handle"))
        if rng.random() < 0.5:
            for s in (-1, 1):
                bow = move(ball((0.17, 0, 0), (0.17, 0.1, 0.08), 10), rotation=turn(2, 20))
                parts.append((move(bow, (0, radius + 0.0, 0.1), turn(1, 90 - 90 * s)), "ribbon"))
            parts.append((ball((0, radius, 0.14), 0.075, 10), "ribbon"))
        if "ornate" in shape:
            parts += [
                (move(ball((0, 0.24, radius * 0.86), 0.065, 8), rotation=turn(1, a)), "trim")
                for a in range(0, 360, 60)
            ]
        return parts, colours
    parts, tall = _bell_body(rng, trims)
    if kind == "hand":
        grip = rng.uniform(0.36, 0.5)
        thick = rng.uniform(0.07, 0.09)
        steps = [
            (0, tall - 0.04),
            (0.13, tall - 0.03),
            (0.08, tall + 0.05),
            (thick, tall + 0.08),
            (thick * 1.35, tall + grip * 0.55),
            (thick, tall + grip * 0.86),
            (thick * 1.2, tall + grip),
            (0, tall + grip + 0.05),
        ]
        parts.append((lathe(steps, 14, 0.3), "handle"))
        if "ornate" in shape:
            parts.append((ball((0, tall + grip + 0.06, 0), 0.1, 12), "trim"))
        return parts, colours
    loop = move(hoop(0.16, -0.05, 0.05, 0.16 - 0.09, 14), (0, tall + 0.08, 0), turn(0, 90))
    parts.append((loop, "handle"))
    if kind == "church":
        if rng.random() < 0.6 or "ornate" in shape:
            beam = rng.uniform(0.36, 0.5)
            parts.append((box((0, tall + 0.22, 0), (2 * beam, 0.16, 0.18)), "handle"))
            caps = "trim" if "ornate" in shape else "bands"
            parts += [(box((s * beam * 0.82, tall + 0.22, 0), (0.08, 0.2, 0.22)), caps) for s in (-1, 1)]
        return parts, colours
    lift, half = rng.uniform(0.24, 0.36), float(parts[0][0].vertices[:, 0].max()) + rng.uniform(0.12, 0.2)
    parts = [(move(part, (0, lift, 0)), slot) for part, slot in parts]
    beam, thick = lift + tall + 0.22, rng.uniform(0.055, 0.075)
    if rng.random() < 0.5:
        for s in (-1, 1):
            parts.append((box((s * half, beam / 2, 0), (2 * thick, beam, 2 * thick)), "frame"))
            parts.append((box((s * half, 0.06, 0), (0.18, 0.12, 0.56)), "frame"))
        parts.append((box((0, beam, 0), (2 * half + 0.3, 0.15, 0.17)), "frame"))
    else:
        t = np.linspace(0, np.pi, 13)
        arch = np.stack([half * np.cos(t), beam - 0.3 + 0.34 * np.sin(t), 0 * t], 1)
        path = np.concatenate([[(half, 0, 0)], arch, [(-half, 0, 0)]])
        parts.append((tube(path, thick, 9), "frame"))
        parts.append((box((0, 0.04, 0), (2 * half + 0.26, 0.11, 0.42)), "frame"))
    if "ornate" in shape:
        parts += [(ball((s * half, beam + 0.1, 0), 0.1, 10), "trim") for s in (-1, 1)]
    return parts, colours


CLASSES: dict[str, PropClass] = {
    "bell": PropClass(
        _bell,
        ("hand bell", "church bell"),
        0.4,
        shapes=("round", "hanging", "ornate"),
        parts={"handle": "handle"},
    ),
}
