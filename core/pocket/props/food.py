"""Builds the props of the larder: apple, pumpkin, carrot, cake, donut."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.pocket.props.pieces import CLOTHS, is_said, kind_of, knob, one_of, used
from core.pocket.props.prop import (
    CREAM,
    DARK,
    FLAME,
    GOLD,
    LEAF,
    MAIN,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import Solid, box, lathe, loft, move, rod, shell, sweep, turn

_SPONGE, _CHOCOLATE, _DOUGH = (0.86, 0.66, 0.36), (0.30, 0.17, 0.10), (0.80, 0.55, 0.28)
_ROSE, _MINT, _CHERRY, _SKY = (0.95, 0.62, 0.72), (0.60, 0.86, 0.72), (0.75, 0.05, 0.10), (0.45, 0.70, 0.92)
_LEAVES = (LEAF, (0.33, 0.56, 0.18), (0.16, 0.38, 0.14))

_PEARL = lathe([(0, -0.06), (0.043, -0.043), (0.06, 0), (0.043, 0.043), (0, 0.06)], 8, -2)


def _split(solid: Solid, chosen: np.ndarray) -> tuple[Solid, Solid]:
    """Part a solid into the faces that are not chosen and those that are."""
    rest, some = (Solid(solid.vertices, solid.normals, solid.faces[mask]) for mask in (~chosen, chosen))
    return rest, some


def _leaf(base: np.ndarray, azimuth: float, length: float, width: float, droop: float) -> Solid:
    """Make a thick leaf that grows outwards and bends down."""
    t = np.linspace(0, 1, 6)
    path = np.stack([length * t, length * (0.45 * t - droop * t**2), 0 * t], 1)
    size = np.stack([np.full(6, 0.032), width * np.sin(np.pi * (0.08 + 0.9 * t)) ** 0.8], 1)
    return move(sweep(path, size, 4, smooth=False), base, turn(1, np.rad2deg(azimuth)))


def _bite(points: np.ndarray, azimuth: float, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Push what lies within three balls, the teeth's, back onto them; return how deep too."""
    way = np.array([np.sin(azimuth), 0.1, np.cos(azimuth)])
    side = np.array([np.cos(azimuth), 0, -np.sin(azimuth)])
    mouth = 0.5 * way
    far = np.linalg.norm(points - mouth, axis=-1)
    ray = (points - mouth) / far[..., None]
    reach = np.zeros(far.shape)
    for k in (-1, 0, 1):
        centre = (0.47 - 0.03 * (k == 0)) * way + 0.16 * k * side
        along = ray @ (centre - mouth)
        reach = np.maximum(reach, along + np.sqrt(along**2 + size**2 - ((centre - mouth) ** 2).sum()))
    depth = np.maximum(reach - far, 0)
    return points + depth[..., None] * ray, depth


def _apple(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    bitten, leafy = is_said(rng, shape, "bitten", 0.25), is_said(rng, shape, "leafy", 0.15)
    high, belly, lobes = rng.uniform(0.42, 0.52), rng.uniform(0.18, 0.36), int(rng.integers(4, 6))
    a, theta = np.linspace(0.04, np.pi - 0.04, 21)[:, None], np.arange(36) * 2 * np.pi / 36
    lean = rng.uniform(0, 2 * np.pi)
    r = 0.5 * np.sin(a) ** 0.85 * (1 - belly * (0.5 + 0.5 * np.cos(a)))
    r = r * (1 + 0.045 * np.cos(lobes * theta + lean) * (0.4 + 0.6 * np.cos(a) ** 2))
    dip = rng.uniform(0.24, 0.32)
    y = -high * np.cos(a) - dip * np.exp(-((r / 0.2) ** 2)) * np.where(a > np.pi / 2, 1, -0.45)
    y = y + rng.uniform(0, 0.05) * np.cos(theta - lean) * np.sin(a)
    points = np.stack([r * np.sin(theta), y, r * np.cos(theta)], -1)
    depth = np.zeros(points.shape[:2])
    if bitten:
        points, depth = _bite(points, rng.uniform(-1.0, 1.0), rng.uniform(0.19, 0.22))
    skin = loft(points, smooth=True)
    taken = np.concatenate([depth.ravel() > 0, np.zeros(len(skin.vertices) - depth.size, bool)])
    body, flesh = _split(skin, taken[skin.faces].all(1))
    parts: Parts = [(body, MAIN), (flesh, "flesh")] if bitten else [(body, MAIN)]
    foot = np.array([0, float(y[-1].mean()), 0])
    bend, tall = rng.uniform(-0.14, 0.14), rng.uniform(0.36, 0.46)
    stalk = foot + [(0, -0.03, 0), (0.2 * bend, 0.5 * tall, 0), (bend, tall, 0)]
    parts.append((sweep(stalk, [0.04, 0.04, 0.06], 8), "stem"))
    azimuth = rng.uniform(0, 2 * np.pi)
    for k in range(2 if leafy else int(rng.random() < 0.75)):
        size = rng.uniform(0.3, 0.42) if leafy else rng.uniform(0.28, 0.36)
        leaf = _leaf(stalk[1] - [0, 0.03, 0], azimuth + 2.2 * k, size, 0.36 * size, rng.uniform(0.2, 0.7))
        parts.append((leaf, "leaf"))
    return used(
        parts, {"flesh": CREAM, "stem": one_of(rng, WOOD, (0.3, 0.2, 0.1)), "leaf": one_of(rng, *_LEAVES)}
    )


def _pumpkin(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    carved, leafy = is_said(rng, shape, "carved", 0.3), is_said(rng, shape, "leafy", 0.25)
    ribs, groove = int(rng.integers(7, 12)), rng.uniform(0.1, 0.17)
    high = rng.uniform(0.46, 0.5) if "round" in shape else rng.uniform(0.3, 0.46)
    start, pear = rng.uniform(0, 1), rng.uniform(-0.12, 0.12)

    def surface(a: np.ndarray, theta: np.ndarray, size: float = 1.0) -> np.ndarray:
        a, theta = np.broadcast_arrays(a, theta)
        rib = 1 - groove * (1 - np.abs(np.sin(0.5 * ribs * (theta + start)))) ** 1.3
        r = 0.5 * size * np.sin(a) ** 0.8 * rib * (1 + pear * np.cos(a))
        y = -size * high * np.cos(a) * (0.9 + 0.1 * rib) - 0.13 * np.exp(-((r / 0.16) ** 2)) * np.where(
            a > 1.6, 1, -0.6
        )
        return np.stack([r * np.sin(theta), y, r * np.cos(theta)], -1)

    theta = np.arange(6 * ribs) * 2 * np.pi / (6 * ribs)
    parts: Parts = [(loft(surface(np.linspace(0.05, np.pi - 0.05, 15)[:, None], theta), smooth=True), MAIN)]
    top = float(surface(np.array(np.pi - 0.05), np.array(0.0))[1])
    bend, tall = rng.uniform(-0.22, 0.22), rng.uniform(0.24, 0.38)
    t = np.linspace(0, 1, 5)
    stem = np.stack([bend * t**2, top - 0.04 + tall * t, 0 * t], 1)
    size = rng.uniform(0.075, 0.1) * np.array([1.7, 1.1, 0.9, 0.85, 1.0])
    parts.append((move(sweep(stem, size, 6, smooth=False), rotation=turn(1, rng.uniform(0, 360))), "stem"))
    if leafy:
        azimuth = rng.uniform(0, 2 * np.pi)
        for k in range(int(rng.integers(2, 4))):
            length = rng.uniform(0.34, 0.48)
            parts.append(
                (
                    _leaf(np.array([0, top + 0.06, 0]), azimuth + 2.1 * k, length, 0.42 * length, 0.55),
                    "leaves",
                )
            )
    if carved:
        parts += _grin(rng, surface)
    return used(parts, {
        "stem": one_of(rng, (0.32, 0.36, 0.14), (0.44, 0.36, 0.18), LEAF), "leaves": one_of(rng, *_LEAVES),
        "glow": FLAME if rng.random() < 0.65 else DARK,
    })  # fmt: skip


def _grin(rng: np.random.Generator, surface: Callable[..., np.ndarray]) -> Parts:
    """Make the carved face of a lantern: pieces that lie on the surface(angle from below, azimuth, size)."""

    def patch(low: np.ndarray, high: np.ndarray, azimuth: np.ndarray) -> Solid:
        a = low + (high - low) * np.linspace(0, 1, 3)[:, None]
        return shell(surface(a, azimuth, 1.025), surface(a, azimuth, 0.9))

    parts: Parts = []
    eye, wide, level = rng.uniform(0.3, 0.4), rng.uniform(0.2, 0.26), rng.uniform(1.66, 1.78)
    u = np.linspace(-1, 1, 5)
    style = rng.choice(["triangle", "round", "slanted"])
    for side in (-1, 1):
        if style == "triangle":
            low, high = np.full(5, level), level + 0.03 + 0.42 * (1 - np.abs(u))
        elif style == "round":
            low, high = level + 0.18 - 0.2 * np.sqrt(1.02 - u * u), level + 0.18 + 0.2 * np.sqrt(1.02 - u * u)
        else:
            low, high = np.full(5, level), level + 0.22 + 0.17 * side * u
        parts.append((patch(low, high, side * eye + wide * u), "glow"))
    if rng.random() < 0.6:
        parts.append((patch(np.full(5, 1.46), 1.48 + 0.16 * (1 - np.abs(u)), 0.1 * u), "glow"))
    u = np.linspace(-1, 1, 17)
    curve, teeth = rng.uniform(0.15, 0.35), int(rng.integers(2, 5))
    low = 0.93 + curve * u * u
    saw = np.abs(((u + 1) * teeth) % 2 - 1)
    parts.append(
        (
            patch(low + 0.09 * saw, low + 0.36 - 0.22 * u**4 - 0.06 * (1 - saw), rng.uniform(0.6, 0.75) * u),
            "glow",
        )
    )
    return parts


def _carrot(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    curved, leafy = is_said(rng, shape, "curved", 0.3), is_said(rng, shape, "leafy", 0.25)
    forked = is_said(rng, shape, "forked", 0.12)
    girth, blunt = rng.uniform(0.17, 0.25), rng.uniform(0.45, 0.95)
    t = np.linspace(0, 1, 22)
    width = (
        girth
        * np.clip(t, 0.004, 1) ** blunt
        * np.where(t > 0.93, np.sqrt(np.clip(1 - ((t - 0.93) / 0.075) ** 2, 0.1, 1)), 1)
    )
    ridges = rng.integers(0, 2, 22) * rng.uniform(0.05, 0.1)
    width = width * (1 - ridges * (t < 0.92))
    bow = rng.uniform(0.14, 0.24) * rng.choice([-1, 1]) if curved else rng.uniform(-0.03, 0.03)
    path = np.stack([bow * np.sin(np.pi * t) + 0.5 * bow * (1 - t), t, 0 * t], 1)
    parts: Parts = []
    if forked:
        parts.append((sweep(path[8:], np.maximum(width[8:], 0.11), 14), MAIN))
        for side in (-1, 1):
            leg = path[:13] + np.stack(
                [
                    side * 0.22 * (1 - t[:13] / t[12]) ** 0.8,
                    0.12 * (side > 0) * (1 - t[:13] / t[12]),
                    0 * t[:13],
                ],
                1,
            )
            parts.append((sweep(leg, 0.03 + 0.11 * (t[:13] / t[12]) ** 0.6, 12), MAIN))
    else:
        parts.append((sweep(path, np.maximum(width, 0.015), 16), MAIN))
    turned = turn(1, rng.uniform(0, 360))
    parts = [(move(solid, rotation=turned), slot) for solid, slot in parts]
    count = int(rng.integers(7, 10)) if leafy else int(rng.integers(3, 6))
    length = rng.uniform(0.5, 0.65) if leafy else rng.uniform(0.28, 0.42)
    s = np.linspace(0, 1, 7)
    bushy = rng.random() < 0.5
    for k in range(count):
        out = 0.0 if k == 0 else rng.uniform(0.14, 0.3) * length / 0.4
        tall = length * rng.uniform(0.8, 1.1)
        stalk = np.stack([out * s**1.5, 0.96 + tall * s - 0.5 * out * s**3, 0 * s], 1)
        blade = 0.05 + (0.08 if bushy else 0.05) * np.sin(np.pi * s) * (1 + 0.45 * (np.arange(7) % 2) * bushy)
        blade[-1] = 0.02
        leaf = sweep(stalk, np.stack([0.55 * blade, blade], 1), 6, smooth=False)
        parts.append(
            (move(leaf, rotation=turn(1, 360 * k / max(count - 1, 1) + rng.uniform(-20, 20))), "leaves")
        )
    return used(parts, {"leaves": one_of(rng, *_LEAVES)})


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


def _cake(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
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


def _donut(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
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
    bread, ends = _split(dough, np.arange(len(dough.faces)) >= len(dough.faces) - 28)
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
    "apple": PropClass(_apple, ("orchard apple", "apple fruit"), 0.09, ("bitten", "leafy"), {"leaf": "leaf"}),
    "pumpkin": PropClass(
        _pumpkin,
        ("squash", "gourd"),
        0.35,
        ("carved", "leafy", "round"),
        {"stem": "stem", "leaves": "leaves"},
    ),
    "carrot": PropClass(
        _carrot,
        ("carrot root", "garden carrot"),
        0.25,
        ("curved", "leafy", "forked"),
        {"leaves": "leaves"},
    ),
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
