"""Builds guitars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from threed.procedural.solids import Point, ball, box, move, prism, rod
from training.props.pieces import EBONY, chosen, one_of, slab
from training.props.prop import (
    CREAM,
    DARK,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _rounded(points: Point, steps: int = 3) -> np.ndarray:
    """Run a smooth closed curve through points [P, 2] (Catmull and Rom's)."""
    b = np.asarray(points, np.float64)
    a, c, d = np.roll(b, 1, 0), np.roll(b, -1, 0), np.roll(b, -2, 0)
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (q[:, None] for q in (a, b, c, d))
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return (curve / 2).reshape(-1, 2)


def _mirrored(right: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Complete an outline from its right half, which runs from the bottom's middle to the top's."""
    return [*right, *((-x, y) for x, y in right[-2:0:-1])]


def _guitar_body(rng: np.random.Generator, kind: str) -> np.ndarray:
    if kind == "electric":
        horn, other = rng.uniform(0.74, 0.84), rng.uniform(0.66, 0.8)
        points = [
            (0, 0),
            (0.2, 0.02),
            (0.34, 0.16),
            (0.32, 0.34),
            (0.25, 0.45),
            (0.29, 0.58),
            (0.26, other),
            (0.13, 0.6),
        ]
        points += [
            (-0.12, 0.62),
            (-0.28, horn),
            (-0.32, 0.6),
            (-0.25, 0.45),
            (-0.33, 0.32),
            (-0.34, 0.14),
            (-0.2, 0.02),
        ]
        return _rounded(points)
    if kind == "round":
        wide = rng.uniform(0.33, 0.4)
        right = [
            (0, 0),
            (0.6 * wide, 0.05),
            (wide, 0.3),
            (0.82 * wide, 0.52),
            (0.4 * wide, 0.7),
            (0.08, 0.82),
            (0, 0.83),
        ]
        return _rounded(_mirrored(right))
    lower, waist, upper = rng.uniform(0.34, 0.4), rng.uniform(0.22, 0.27), rng.uniform(0.26, 0.31)
    right = [
        (0, 0),
        (0.62 * lower, 0.03),
        (lower, 0.2),
        (0.88 * lower, 0.37),
        (waist, 0.49),
        (upper, 0.64),
        (0.7 * upper, 0.78),
        (0, 0.82),
    ]
    return _rounded(_mirrored(right))


def _headstock(rng: np.random.Generator, low: float) -> Parts:
    """Make a guitar's head and its pegs above a height."""
    wide, tall = rng.uniform(0.1, 0.13), rng.uniform(0.22, 0.28)
    shape = int(rng.integers(3))
    outline = [
        [(-0.055, 0), (0.055, 0), (wide, 0.06), (wide * 0.85, tall), (-wide * 0.85, tall), (-wide, 0.06)],
        [
            (-0.055, 0),
            (0.055, 0),
            (wide, 0.07),
            (wide, tall - 0.03),
            (0, tall + 0.04),
            (-wide, tall - 0.03),
            (-wide, 0.07),
        ],
        [(-0.055, 0), (0.055, 0), (0.09, 0.05), (0.1, tall), (-0.05, tall + 0.05), (-wide * 1.1, tall * 0.7)],
    ][shape]
    parts: Parts = [(move(prism(outline, 0.1), (0, low, -0.01)), "head")]
    for y in np.linspace(0.28, 0.8, 3) * tall:
        parts += [(box((s * (wide + 0.03), low + y, -0.01), (0.08, 0.05, 0.06)), "pegs") for s in (-1, 1)]
    return parts


def _guitar(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("electric", "round", "pointed"), "acoustic", "acoustic", "acoustic")
    hollow = kind in ("acoustic", "round")
    depth, neck = rng.uniform(0.2, 0.27) if hollow else rng.uniform(0.14, 0.18), rng.uniform(0.4, 0.58)
    front, parts, outline = depth / 2, [], np.zeros((0, 2))
    if kind == "pointed":
        foot, out = rng.uniform(0.36, 0.44), rng.uniform(0.2, 0.26)
        wing = [
            (-0.05, 0.24),
            (foot - out * 0.3, -0.04),
            (foot, 0.02),
            (foot + 0.02, 0.1),
            (0.12, 0.76),
            (-0.05, 0.82),
        ]
        parts.append((slab(wing, depth, 0.05, 0.035), MAIN))
        parts.append((slab([(-x, y) for x, y in wing[::-1]], depth - 0.004, 0.05, 0.035), MAIN))
    else:
        outline = _guitar_body(rng, kind)
        parts.append((slab(outline, depth, 0.05, 0.035), MAIN))
    lip = rng.random()
    if hollow:
        if lip < 0.6:
            edge = prism(outline * np.array([1.03, 1.025]) - np.array([0, 0.01]), 0.05)
            parts.append((move(edge, (0, 0, front - 0.04)), "binding"))
        y = 0.52 if kind == "acoustic" else 0.47
        for r, out, slot in (
            (rng.uniform(0.135, 0.155), 0.012, "trim" if "ornate" in shape else "binding"),
            (0.1, 0.03, "hole"),
        ):
            parts.append((rod((0, y, 0), (0, y, front + out), r, segments=18), slot))
        bridge = 0.2
    else:
        bridge = 0.16 if kind == "electric" else 0.34
        if kind == "electric" and lip < 0.8:
            guard = [
                (-0.15, 0.16),
                (0.2, 0.14),
                (0.22, 0.34),
                (0.15, 0.6),
                (-0.12, 0.6),
                (-0.2, 0.5),
                (-0.16, 0.34),
            ]
            parts.append((move(prism(guard, 0.06), (0, 0, front - 0.015)), "guard"))
        pickups = np.linspace(bridge + 0.13, 0.54, int(rng.integers(2, 4)))
        parts += [(box((0, y, front), (0.22, 0.06, 0.08)), "hole") for y in pickups]
        parts += [(rod((0.2, y, 0), (0.2, y, front + 0.05), 0.035, segments=8), "pegs") for y in (0.12, 0.24)]
    parts.append((box((0, bridge, front), (0.26, 0.06, 0.08)), "bridge"))
    top = 0.8 + neck
    start = 0.62 if hollow else 0.58
    parts.append((box((0, (start + top) / 2, front - 0.03), (0.115, top - start + 0.04, 0.1)), "neck"))
    parts.append((box((0, (bridge + top) / 2, front + 0.025), (0.05, top - bridge, 0.02)), "strings"))
    head = [(move(part, (0, 0, front - 0.02)), slot) for part, slot in _headstock(rng, top)]
    parts += head
    if rng.random() < 0.6:
        for y in np.linspace(0.86, top - 0.08, 4):
            parts.append((box((0, y, front - 0.01), (0.12, 0.03, 0.075)), "strings"))
    if "ornate" in shape:
        parts.append((ball((0, top + 0.29, front - 0.03), 0.07, 10), "trim"))
        for s in (-1, 1):
            parts.append((ball((s * 0.23, 0.16, front), (0.055, 0.055, 0.045), 8), "trim"))
            parts.append((ball((s * 0.2, 0.31, front), (0.045, 0.045, 0.04), 8), "trim"))
        parts.append((box((0, 0.8, front - 0.02), (0.15, 0.06, 0.13)), "trim"))
        parts.append((box((0, top, front - 0.02), (0.16, 0.06, 0.13)), "trim"))
    colours: dict[str, SlotColour] = {
        "neck": one_of(rng, EBONY, WOOD, LEATHER),
        "head": one_of(rng, 1.0, 0.6, EBONY, WOOD),
    }
    colours |= {
        "binding": one_of(rng, CREAM, 0.5, WHITE),
        "hole": DARK,
        "bridge": one_of(rng, EBONY, STEEL),
        "strings": CREAM,
    }
    return parts, {
        **colours,
        "guard": one_of(rng, WHITE, CREAM, DARK),
        "pegs": one_of(rng, STEEL, GOLD, CREAM),
        "trim": GOLD,
    }


CLASSES: dict[str, PropClass] = {
    "guitar": PropClass(
        _guitar,
        ("acoustic guitar", "ukulele", "lute"),
        1.0,
        shapes=("electric", "round", "pointed", "ornate"),
        parts={"neck": "neck"},
    ),
}
