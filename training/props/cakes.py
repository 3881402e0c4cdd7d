"""Builds what is baked: cake, donut."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from threed.procedural.solids import Solid, box, lathe, loft, move, rod, shell, sweep, turn
from training.props.pieces import CLOTHS, is_said, kind_of, knob, one_of, split_faces, used
from training.props.prop import (
    CREAM,
    FLAME,
    GOLD,
    MAIN,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)

_SPONGE, _CHOCOLATE, _DOUGH = (0.86, 0.66, 0.36), (0.30, 0.17, 0.10), (0.80, 0.55, 0.28)
_ROSE, _MINT, _CHERRY, _SKY = (0.95, 0.62, 0.72), (0.60, 0.86, 0.72), (0.75, 0.05, 0.10), (0.45, 0.70, 0.92)
_PEARL = lathe([(0, -0.06), (0.043, -0.043), (0.06, 0), (0.043, 0.043), (0, 0.06)], 8, -2)


def _tier(profile: np.ndarray, start: float, stop: float) -> Solid:
    """Revolve a closed outline (radius, height), counter-clockwise, from one angle about +Y to another."""
    steps = 37 if np.max(profile) > 0.4 and len(profile) > 4 else 29
    angle = np.linspace(start, stop, steps)[::-1, None]
    r, y = np.asarray(profile, np.float64).T
    return loft(np.stack([r * np.sin(angle), np.broadcast_to(y, (steps, len(r))), r * np.cos(angle)], -1))


def _round_tier(
    rng: np.random.Generator, radius: float, low: float, high: float, span: tuple[float, float], iced: bool
) -> Parts:
    soft = 0.045
    side = [(0, low), (radius, low), (radius, high - soft), (radius - soft, high), (0, high)]
    parts: Parts = [(_tier(np.array(side), *span), MAIN)]
    if iced:
        count = max(5, int(rng.integers(7, 12) * radius / 0.5))
        theta = np.linspace(*span, 4 * count + 1)
        drip = ((theta - span[0]) / (2 * np.pi) * count).astype(int)
        drop = (high - low) * rng.uniform(0.15, 0.5, count + 1)[drip]
        drop = 0.07 + (drop - 0.03) * np.clip(np.sin(0.5 * count * theta) ** 2, 0, 1) ** 0.8
        out = np.stack([np.sin(theta), 0 * theta, np.cos(theta)], -1)
        rows = [
            (radius + 0.032, high - drop),
            (radius + 0.042, high - 0.5 * drop),
            (radius + 0.03, high + 0.01 + 0 * drop),
            (radius - 0.06, high + 0.045 + 0 * drop),
        ]
        outer = np.stack([r * out + y[:, None] * [0, 1, 0] for r, y in rows])
        inner = np.stack(
            [(r - 0.06) * out + (y - 0.02 * (k > 1))[:, None] * [0, 1, 0] for k, (r, y) in enumerate(rows)]
        )
        parts.append((shell(outer, inner), "icing"))
        top = [(0, high), (radius - 0.03, high), (radius - 0.06, high + 0.045), (0, high + 0.045)]
        parts.append((_tier(np.array(top), *span), "icing"))
    else:
        top = [(0, high - 0.01), (radius - 0.1, high - 0.01), (radius - 0.12, high + 0.02), (0, high + 0.02)]
        parts.append((_tier(np.array(top), *span), MAIN))
    if span[1] - span[0] < 6.2:
        for angle, side in ((span[0], -1), (span[1], 1)):
            face = turn(1, np.rad2deg(angle) - 90)
            for slot, y0, y1, proud in _crumb(low, high):
                centre = (radius - 0.02) / 2, (y0 + y1) / 2, -side * proud / 2
                parts.append((move(box(centre, (radius - 0.03, y1 - y0, proud)), rotation=face), slot))
    return parts


def _crumb(low: float, high: float) -> list[tuple[str, float, float, float]]:
    """Return what a cut shows: slot, from and to height, how proud of the cut."""
    tall = high - low
    stripes = [("filling", low + tall * k - 0.028, low + tall * k + 0.028, 0.035) for k in (0.36, 0.68)]
    return [("sponge", low + 0.01, high - 0.05, 0.02), *stripes]


def _square_tier(
    rng: np.random.Generator, half: float, low: float, high: float, sliced: bool, iced: bool
) -> Parts:
    def block(size: float, y0: float, y1: float) -> list[Solid]:
        y, tall = (y0 + y1) / 2, y1 - y0
        if not sliced:
            return [box((0, y, 0), (2 * size, tall, 2 * size))]
        return [
            box((0, y, -size / 2), (2 * size, tall, size)),
            box((-size / 2, y, size / 2), (size, tall, size)),
        ]

    parts: Parts = [(solid, MAIN) for solid in block(half, low, high)]
    if iced:
        parts += [(solid, "icing") for solid in block(half + 0.03, high - 0.06, high + 0.045)]
        places = np.linspace(-0.85, 0.85, int(rng.integers(5, 7)))
        for k in range(4):
            for u in places:
                if sliced and ((k == 0 and u > -0.1) or (k == 1 and u < 0.1)):
                    continue
                deep = rng.uniform(0.15, 0.45) * (high - low)
                start, end = ((u * half, y, half - 0.01) for y in (high, high - deep))
                drip = rod(start, end, 0.055, 0.045, 8)
                parts.append((move(drip, rotation=turn(1, 90.0 * k)), "icing"))
    if sliced:
        for slot, y0, y1, proud in _crumb(low, high):
            y, tall = (y0 + y1) / 2, y1 - y0
            parts.append((box((half / 2, y, proud / 2), (half - 0.03, tall, proud)), slot))
            parts.append((box((proud / 2, y, half / 2), (proud, tall, half - 0.03)), slot))
    return parts


def _cake(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    square = kind_of(rng, shape, {"round": 0.7, "square": 0.3}) == "square"
    sliced, ornate = is_said(rng, shape, "sliced", 0.2), is_said(rng, shape, "ornate", 0.2)
    tiers = int(rng.integers(2, 4)) if is_said(rng, shape, "tiered", 0.35) else 1
    iced = rng.random() < (0.55 if tiers == 1 else 0.35)
    width = 0.5 if not square else 0.44
    gap = rng.uniform(0.8, 1.1)
    span = (0.5 + gap / 2, 0.5 + 2 * np.pi - gap / 2) if sliced else (0.0, 2 * np.pi)
    parts: Parts = []
    y, sizes = 0.0, width * np.array([1, 0.7, 0.42])[:tiers]
    for size in sizes:
        tall = rng.uniform(0.4, 0.55) if tiers == 1 else rng.uniform(0.28, 0.36)
        if square:
            parts += _square_tier(rng, size, y, y + tall, sliced, iced)
        else:
            parts += _round_tier(rng, size, y, y + tall, span, iced)
        if ornate or rng.random() < 0.35:  # pearls of cream about the foot
            for spot in _around(size + 0.02, square, sliced, span, 0.2 if size > 0.3 else 0.16):
                parts.append((move(_PEARL, spot + [0, y + 0.045, 0]), "trim" if ornate else "cream"))
        y += tall
    parts += _topping(rng, float(sizes[-1]), y + 0.03, square, sliced, span, ornate)
    board = width + 0.08
    stand = lathe([(0, -0.07), (board * 0.8, -0.07), (board, -0.03), (board, 0.01), (0, 0.01)], 24)
    parts.append((box((0, -0.03, 0), (2 * board, 0.07, 2 * board)) if square else stand, "plate"))
    colours: dict[str, SlotColour] = {
        "icing": one_of(rng, CREAM, _ROSE, _CHOCOLATE, _MINT, WHITE, 0.55, 0.6, 1.4, 1.6),
        "sponge": one_of(rng, _SPONGE, _CHOCOLATE, (0.70, 0.16, 0.16)),
        "filling": CREAM,
        "cream": one_of(rng, WHITE, CREAM, _ROSE),
        "trim": GOLD,
        "plate": one_of(rng, WHITE, _SKY, (0.75, 0.76, 0.8), WOOD),
        "cherries": one_of(rng, _CHERRY, _CHERRY, (0.85, 0.15, 0.2)),
        "candles": one_of(rng, *CLOTHS[:4], _SKY, _ROSE),
        "flame": FLAME,
    }
    return used(parts, colours)


def _around(
    reach: float, square: bool, sliced: bool, span: tuple[float, float], step: float
) -> list[np.ndarray]:
    """Return places around a tier's edge, but for the missing slice."""
    if not square:
        count = int((span[1] - span[0]) * reach / step)
        angles = span[0] + (np.arange(count) + 0.5) * (span[1] - span[0]) / count
        return [np.array([reach * np.sin(a), 0, reach * np.cos(a)]) for a in angles]
    u = np.linspace(-reach, reach, int(2 * reach / step) + 1)[:-1]
    edges = [np.stack([u, 0 * u, 0 * u + reach], 1) @ turn(1, 90.0 * k).T for k in range(4)]
    return [p for p in np.concatenate(edges) if not (sliced and p[0] > -0.02 and p[2] > -0.02)]


def _topping(
    rng: np.random.Generator,
    size: float,
    y: float,
    square: bool,
    sliced: bool,
    span: tuple[float, float],
    ornate: bool,
) -> Parts:
    parts: Parts = []
    kind = rng.choice(["candles", "cherries", "cherry", "dollops", "none"], p=[0.3, 0.25, 0.2, 0.15, 0.1])
    ring = _around(size * 0.68, square, sliced, span, max(0.19, size * 0.5))
    if kind == "candles":
        tall = rng.uniform(0.2, 0.3)
        for spot in ring if size > 0.3 else [np.array([-0.06, 0, -0.06]) * sliced]:
            foot = spot + [0, y - 0.05, 0]
            parts.append((rod(foot, foot + [0, tall, 0], 0.04, segments=8), "candles"))
            flame = [(0, -0.03, 0), (0, 0.03, 0), (0, 0.11, 0)]
            parts.append((sweep(foot + [0, tall + 0.03, 0] + flame, [0.015, 0.045, 0.005], 8), "flame"))
    elif kind in ("cherries", "dollops"):
        for spot in ring:
            if kind == "dollops" or rng.random() < 0.5:
                parts.append(
                    (
                        move(
                            lathe(
                                [(0, -0.04), (0.085, -0.03), (0.075, 0.04), (0.03, 0.09), (0, 0.12)], 10, 0.3
                            ),
                            spot + [0, y, 0],
                        ),
                        "cream",
                    )
                )
            if kind == "cherries":
                parts.append((knob(spot + [0, y + 0.06, 0], 0.068), "cherries"))
    elif kind == "cherry" and not sliced:
        parts.append(
            (move(lathe([(0, -0.05), (0.17, -0.02), (0.14, 0.06), (0, 0.13)], 14, 0.3), (0, y, 0)), "cream")
        )
        parts.append((knob((0, y + 0.15, 0), 0.1), "cherries"))
    if ornate and kind != "cherry" and not sliced:
        parts.append((knob((0, y + 0.05, 0), 0.09), "trim"))
    return parts


def _donut(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    bitten, sprinkled = is_said(rng, shape, "bitten", 0.2), is_said(rng, shape, "sprinkled", 0.5)
    reach, plump = rng.uniform(0.33, 0.38), rng.uniform(0.17, 0.21)
    squash, start = rng.uniform(0.8, 1.0), rng.uniform(-0.9, 0.9)
    gap = rng.uniform(0.3, 0.4) if bitten else 0.0

    def surface(a: np.ndarray, u: np.ndarray, proud: float) -> np.ndarray:
        """Return points at an angle about the section (0 outside, π/2 on top) and a part of the way round."""
        a, u = np.broadcast_arrays(a, u)
        miss = gap * (1.15 + 0.75 * np.cos(a))
        theta = start + miss + (2 * np.pi - 2 * miss) * u
        r = reach + (plump + proud) * np.cos(a)
        return np.stack([r * np.sin(theta), squash * (plump + proud) * np.sin(a), r * np.cos(theta)], -1)

    around = np.linspace(1, 0, 37)[:, None]
    section = np.arange(14) * 2 * np.pi / 14
    dough = loft(surface(section, around, 0.0), smooth=True)
    bread, ends = split_faces(dough, np.arange(len(dough.faces)) >= len(dough.faces) - 28)
    parts: Parts = [(bread, "dough")]
    if bitten:
        parts.append((ends, "crumb"))
    u = np.linspace(0, 1, 37)
    waves = int(rng.integers(5, 9))
    wobble = 0.22 * np.sin(2 * np.pi * waves * u + rng.uniform(0, 6)) + 0.1 * np.sin(
        2 * np.pi * (waves + 3) * u
    )
    low, high = -rng.uniform(0.35, 0.6) + wobble, np.pi + rng.uniform(0.1, 0.4) + 0.25 * wobble[::-1]
    a = low + (high - low) * np.linspace(0, 1, 8)[:, None]
    parts.append((shell(surface(a, u, 0.035), surface(a, u, -0.03)), MAIN))
    if sprinkled:
        parts += _sprinkles(rng, surface)
    elif rng.random() < 0.6:
        turns = int(rng.integers(8, 13))
        t = np.linspace(0.01, 0.99, 10 * turns + 1)
        stripe = surface(np.pi / 2 + 1.0 * np.sin(2 * np.pi * turns * t), t, 0.035)
        parts.append((_ribbon(stripe, 0.026), "drizzle"))
    tilt = (
        rng.uniform(80, 90)
        if "standing" in shape
        else rng.uniform(20, 32)
        if rng.random() < 0.25
        else rng.uniform(38, 72)
    )
    parts = [(move(solid, rotation=turn(0, tilt)), slot) for solid, slot in parts]
    colours: dict[str, SlotColour] = {
        "dough": one_of(rng, _DOUGH, (0.70, 0.45, 0.22), (0.86, 0.64, 0.36), _CHOCOLATE),
        "crumb": (0.93, 0.80, 0.55),
        "drizzle": one_of(rng, WHITE, _CHOCOLATE, CREAM, 1.6, 0.5),
    }
    candy = [WHITE, CLOTHS[2], _SKY, _MINT, _CHERRY, _ROSE]
    for k, c in enumerate(rng.permutation(len(candy))[:3]):
        colours[f"sprinkles {k + 1}"] = candy[c]
    return used(parts, colours)


def _ribbon(points: np.ndarray, radius: float) -> Solid:
    """Make a thick line through points that may go anywhere."""
    along = np.gradient(points, axis=0)
    up = np.array([0, 1.0, 0]) + 0 * points
    across = np.cross(along, up)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    square = [(1, 1), (1, -1), (-1, -1), (-1, 1)]
    return loft(np.stack([points + radius * (x * across + y * up) for x, y in square], 1))


def _sprinkles(rng: np.random.Generator, surface: Callable[..., np.ndarray]) -> Parts:
    parts: Parts = []
    count = int(rng.integers(16, 25))
    for k in range(count):
        a, u = rng.uniform(0.1, 2.6), (k + rng.uniform(0.2, 0.8)) / count
        at, ahead, aside = surface(np.array([a, a, a + 0.1]), np.array([u, u + 0.01, u]), 0.045)
        way = rng.normal() * (ahead - at) + rng.normal() * (aside - at) * 0.5
        way *= 0.045 / (np.linalg.norm(way) + 1e-9)
        parts.append((rod(at - way, at + way, 0.026, segments=5), f"sprinkles {k % 3 + 1}"))
    return parts


CLASSES: dict[str, PropClass] = {
    "cake": PropClass(
        _cake,
        ("birthday cake", "gateau", "torte"),
        0.3,
        ("round", "square", "tiered", "sliced", "ornate"),
        {"icing": "icing", "candles": "candles", "plate": "plate"},
    ),
    "donut": PropClass(
        _donut,
        ("doughnut", "ring doughnut"),
        0.1,
        ("sprinkled", "bitten", "standing"),
        {"icing": MAIN, "glaze": MAIN},
        body="dough",
    ),
}
