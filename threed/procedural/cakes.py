"""Builds cakes of one tier or more, whole or with a slice out."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.foliage import way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import cylinder, knob, stick
from threed.procedural.solids import Solid, lathe, loft, move
from threed.procedural.sweeps import circle, limb, loop

#: where a slice is missing, in degrees around from +Z
SLICE = (5.0, 62.0)


def _outline(square: bool, half: float, sides: int, soft: float = 0.12) -> np.ndarray:
    """Return the corners [K, 2] (x, z) of a tier seen from above, counter-clockwise."""
    if not square:
        return circle(half, sides)[:, [0, 2]]
    ring = []
    for k in range(4):
        corner = np.array([1, 1]) * half * (1 - soft)
        for a in np.linspace(0, np.pi / 2, 4):
            x, z = corner + half * soft * np.array([np.sin(a), np.cos(a)])
            for _ in range(k):
                x, z = z, -x
            ring.append((x, z))
    return np.asarray(ring)


def _layer(outline: np.ndarray, steps: list[tuple[float, float]]) -> Solid:
    """Make a tier of rings: each an inset, metres, and a height."""
    half = np.abs(outline).max()
    return loft([np.insert(outline * (half - inset) / half, 1, y, axis=1) for inset, y in steps])


def _wedge(reach: float, spread: float = 0.0) -> Solid:
    """Make the tool that takes a slice out, `spread` metres narrower on each side."""
    a, b = np.deg2rad(SLICE)
    middle = (a + b) / 2
    tip = way_to(middle) * (-0.004 + spread / np.sin((b - a) / 2))
    corners = [tip, tip + reach * way_to(a), tip + 1.6 * reach * way_to(middle), tip + reach * way_to(b)]
    return loft([[(x, y, z) for x, _, z in corners] for y in (-1.0, 1.0)])


def _cake(dials: Dials) -> list[Part]:
    outline = dials.choice("outline", {"round": 0.75, "square": 0.25}, "seen from above")
    tiers = dials.count("tiers", 1, 2, "one on the other", (1, 4))
    radius = dials.number("radius", 0.105, 0.125, "m", "of the lowest tier")
    rise = dials.number("rise", 0.085, 0.1, "m", "height of the lowest tier")
    sliced = dials.flag("sliced", 0.4, "a slice is missing")
    drips = dials.count("drips", 9, 12, "of icing around its edge", (0, 24))
    topping = dials.choice(
        "topping", {"cream": 0.3, "cherries": 0.3, "candles": 0.3, "nothing": 0.0}, "on its top"
    )
    candles = dials.count("candles", 3, 8, "where candles are on it", (1, 12))
    beads = dials.flag("beads", 0.5, "a row of cream beads around the foot")
    plate = dials.choice("plate", {"plate": 0.6, "stand": 0.4, "nothing": 0.0}, "what it stands on")
    ornate = dials.flag("ornate", 0.15, "more cream, and a gold rim")
    square = outline == "square"
    parts = _plate(dials, plate, radius, square, ornate)
    base = {"plate": 0.012, "stand": 0.107, "nothing": 0.0}[plate]
    y, size, outer = base, radius, radius
    for k in range(tiers):
        high = rise * 0.9**k
        parts += _tier(
            dials, square, size, y, high, sliced, max(6, round(drips * size / radius)) if drips else 0
        )
        if (beads or ornate) and k == 0:
            parts += _beads(square, size + 0.006, y + 0.004, sliced, 0.0135)
        y, outer, size = y + high, size, size * 0.66
        if ornate and k == tiers - 1 and topping == "nothing":
            parts += _beads(square, outer - 0.014, y + 0.008, sliced, 0.009)
    lift = 0.004 if drips else -0.003
    parts += _topping(dials, topping, square, outer, y + lift, sliced, candles)
    return parts


def _tier(
    dials: Dials, square: bool, radius: float, y: float, high: float, sliced: bool, drips: int
) -> list[Part]:
    """Make a tier: sponge and filling where a cut shows them, a coat of cream, and icing that runs down."""
    sides = dials.sides(radius, 24, 28)
    ring, top, soft = _outline(square, radius, sides), y + high, 0.008
    coat = _layer(ring, [(0.004, y), (0, y + 0.004), (0, top - soft), (soft, top)])
    icing = _icing(dials, ring, radius, top, high, drips)
    along = (0, 1, 0)
    cream = {"mapping": "turned", "origin": (0, 0, 0)}
    if not sliced:
        parts = [part("cake", "food", coat, along, **cream, crease_deg=50)]
        if drips:
            parts.append(part("icing", "food", icing, along, **cream, crease_deg=60))
        return parts
    parts = [part("cake", "food", carve(coat, _wedge(0.4)), along, **cream, crease_deg=50)]
    if drips:
        parts.append(part("icing", "food", carve(icing, _wedge(0.4)), along, **cream, crease_deg=60))
    # what the cut shows stands a little out of it
    inner, edges = _outline(square, radius - 0.007, sides), np.linspace(y + 0.003, top - 0.008, 4)
    for k in range(3):
        low, up = edges[k], edges[k + 1]
        filled = up - 0.007 if k < 2 else up
        sponge = carve(_layer(inner, [(0, low), (0, filled)]), _wedge(0.4, 0.0008))
        parts.append(part("sponge", "food", sponge, along, crease_deg=50))
        if k < 2:
            filling = carve(_layer(inner, [(0, filled), (0, up)]), _wedge(0.4, 0.0016))
            parts.append(part("filling", "food", filling, along, crease_deg=50))
    return parts


def _icing(dials: Dials, ring: np.ndarray, radius: float, top: float, high: float, drips: int) -> Solid:
    """Make icing that lies on a tier and runs down its side in drops."""
    rng, drops = dials.rng, max(drips, 1)
    closed = np.concatenate([ring, ring[:1]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))]) / radius
    place = np.linspace(0, drops, 4 * drops, endpoint=False)
    if np.ptp(np.linalg.norm(ring, axis=1)) > 0.01 * radius:
        # a square's corners stay round
        place = np.unique(np.round(np.concatenate([place, length[:-1] / length[-1] * drops]), 4))
        at = place / drops * length[-1]
        outline = np.stack([np.interp(at, length, closed[:, i]) for i in (0, 1)], 1)
    else:
        outline = circle(radius, len(place))[:, [0, 2]]
    long = rng.uniform(0.2, 0.55, drops)[np.minimum(place.astype(int), drops - 1)] * high
    shape = np.interp(place % 1, [0, 0.25, 0.5, 0.75, 1], [0, 0.8, 1, 0.8, 0])
    fall = 0.09 * high + (long - 0.09 * high) * shape
    thick = 0.0028 + 0.0022 * shape
    half = np.abs(outline).max()

    def ring_at(out: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        scale = (half + np.broadcast_to(out, len(outline)))[:, None] / half
        flat = outline * scale
        return np.stack([flat[:, 0], np.broadcast_to(y, len(outline)), flat[:, 1]], 1)

    return loft([
        ring_at(-0.003, top - fall), ring_at(0.6 * thick, top - fall), ring_at(thick, top - fall + 0.004),
        ring_at(0.004, top - 0.003), ring_at(0.0, top + 0.003), ring_at(-0.007, top + 0.006),
    ])  # fmt: skip


def _places(square: bool, reach: float, count: int, sliced: bool) -> list[np.ndarray]:
    """Return places around a tier, but for the missing slice."""
    ring = _outline(square, reach, 48)
    closed = np.concatenate([ring, ring[:1]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = (np.arange(count) + 0.5) / count * length[-1]
    places = np.stack([np.interp(at, length, closed[:, 0]), 0 * at, np.interp(at, length, closed[:, 1])], 1)
    around = np.degrees(np.arctan2(places[:, 0], places[:, 2]))
    margin = np.degrees(0.008 / reach)
    gone = (around > SLICE[0] - margin) & (around < SLICE[1] + margin)
    return [place for place, out in zip(places, gone, strict=True) if not (sliced and out)]


def _beads(square: bool, reach: float, y: float, sliced: bool, radius: float) -> list[Part]:
    """Make a row of piped beads around a tier, as one string that swells and narrows."""
    count = int((8 if square else 2 * np.pi) * reach / (2.1 * radius))
    fine = np.array(_places(square, reach, 2 * count, sliced)) + [0, y, 0]
    if not sliced:
        return [part("cream", "food", _bead_ring(fine, radius), crease_deg=70)]
    # the string begins behind the gap
    steps = np.linalg.norm(np.diff(fine, axis=0), axis=1)
    fine = np.roll(fine, -int(np.argmax(steps)) - 1, axis=0) if steps.max() > 2 * np.median(steps) else fine
    swell = radius * np.where(np.arange(len(fine)) % 2, 1.0, 0.45)
    return [part("cream", "food", limb(fine, swell, 5), crease_deg=70)]


def _bead_ring(path: np.ndarray, radius: float) -> Solid:
    """Make a closed string of beads along a level path [2·N, 3], counter-clockwise seen from above."""
    angle = np.arange(5) * 2 * np.pi / 5
    ahead = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    out = np.stack([-ahead[:, 2], 0 * ahead[:, 0], ahead[:, 0]], 1)
    out *= np.sign((out * path).sum(1, keepdims=True)) / np.linalg.norm(out, axis=1, keepdims=True)
    swell = radius * np.where(np.arange(len(path)) % 2, 1.0, 0.45)[:, None, None]
    section = np.cos(angle)[:, None] * out[:, None] + np.sin(angle)[:, None] * np.array([0, 1.0, 0])
    return loop(path[:, None] + (swell * section)[:, ::-1])


def _swirl(radius: float) -> Solid:
    """Make a dollop of piped cream: a star that turns as it narrows."""
    angle = np.arange(10) * 2 * np.pi / 10
    share = np.where(np.arange(10) % 2, 1.0, 0.76)
    rings = []
    for r, y, spin in ((0.8, -0.2, 0), (1.0, 0.2, 0.25), (0.65, 0.75, 0.9), (0.0, 1.4, 1.4)):
        reach = radius * r * share
        rings.append(
            np.stack([reach * np.sin(angle + spin), 0 * angle + radius * y, reach * np.cos(angle + spin)], 1)
        )
    return loft(rings)


def _topping(
    dials: Dials, what: str, square: bool, radius: float, y: float, sliced: bool, candles: int
) -> list[Part]:
    rng, parts = dials.rng, []
    fits = max(4, int(2 * np.pi * 0.68 * radius / 0.05))
    if what == "candles":
        places = (
            _places(square, 0.6 * radius, candles, sliced) if candles > 1 else [np.array([-0.01, 0, -0.01])]
        )
        for place in places:
            foot, tall = place + [0, y - 0.008, 0], 0.055 + rng.uniform(-0.003, 0.003)
            parts.append(part("candles", "wax", move(cylinder(0.0042, 0, tall, 10, 0.001), foot)))
            wick, tip = foot + [0, tall, 0], foot + [0, tall + 0.005, 0]
            parts.append(part("wicks", "rope", stick(wick - [0, 0.002, 0], tip, 0.0008, 5)))
            parts.append(
                part("flames", "flame", move(flame(0.0042, 0.017), tip - [0, 0.003, 0]), crease_deg=90)
            )
    elif what in ("cream", "cherries"):
        for k, place in enumerate(_places(square, 0.68 * radius, fits, sliced)):
            parts.append(
                part("cream", "food", move(_swirl(0.0135), place + [0, y + 0.003, 0]), crease_deg=50)
            )
            if what == "cherries" and k % 2 == 0:
                parts += _cherry(place + [0, y + 0.021, 0], rng)
        if not sliced:
            parts.append(part("cream", "food", move(_swirl(0.02), (0, y + 0.003, 0)), crease_deg=50))
            parts += _cherry(np.array([0, y + 0.03, 0]), rng)
    return parts


def _cherry(place: np.ndarray, rng: np.random.Generator) -> list[Part]:
    way = way_to(rng.uniform(0, 6.3))
    fruit = knob(place, (0.0098, 0.0092, 0.0098), 8, 5)
    path = [place + [0, 0.007, 0], place + 0.004 * way + [0, 0.018, 0], place + 0.011 * way + [0, 0.027, 0]]
    stalk = limb(path, [0.0009, 0.0008, 0.0012], 5)
    return [
        part("cherries", "fruit", fruit, mapping="turned", origin=place, crease_deg=80),
        part("stalks", "plant", stalk),
    ]


def flame(radius: float, height: float) -> Solid:
    """Make a flame that stands on the origin."""
    profile = [(0, 0), (0.62, 0.07), (1, 0.27), (0.82, 0.5), (0.4, 0.77), (0, 1)]
    return lathe(np.array(profile) * [radius, height], 8, -2)


def _plate(dials: Dials, what: str, radius: float, square: bool, ornate: bool) -> list[Part]:
    """Make a plate, or a stand with a foot, under a cake."""
    if what == "nothing":
        return []
    wide, sides = radius * 1.3 + (0.02 if square else 0.0), dials.sides(radius * 1.3, 24, 28)
    wide *= 1.18 if square else 1.0
    y = 0.0 if what == "plate" else 0.095
    if what == "plate":
        dish = [
            (0, 0), (0.62 * wide, 0), (0.66 * wide, 0.004), (wide, 0.015), (wide, 0.018),
            (0.97 * wide, 0.02),
        ]  # fmt: skip
        profile = [*dish, (0.68 * wide, 0.012), (0, 0.012)]
    else:
        foot = [(0, 0), (0.5 * wide, 0), (0.5 * wide, 0.006), (0.36 * wide, 0.018), (0.12 * wide, 0.04)]
        neck = [(0.1 * wide, 0.055), (0.14 * wide, 0.062), (0.1 * wide, 0.07), (0.2 * wide, 0.09)]
        dish = [
            (wide - 0.004, y), (wide, y - 0.002), (wide, y + 0.014), (wide - 0.004, y + 0.016),
            (0.97 * wide, y + 0.012),
        ]  # fmt: skip
        profile = [*foot, *neck, *dish, (0, y + 0.012)]
    name = {"mapping": "turned", "origin": (0, 0, 0)}
    parts = [part("plate", "ceramic", lathe(profile, sides), **name)]
    if ornate:
        rim = wide
        level = 0.0165 if what == "plate" else y + 0.006
        section = [(-0.002, -0.004), (0.0025, -0.004), (0.0025, 0.004), (-0.002, 0.004)]
        band = lathe([(rim + r, level + h) for r, h in [*section, section[0]]], sides)
        parts.append(part("rim", "metal", band, **name))
    return parts


KINDS = {
    "cake": Kind(
        build=_cake,
        size_m=0.3,
        parts={
            "cake": Made(
                ("cream", "icing", "chocolate"),
                ("#f6ecd9", "#f3c4cf", "#cfe6df", "#fbf7ee"),
                ("frosting", "coat"),
            ),
            "icing": Made(
                ("icing", "chocolate"),
                ("#e98aa6", "#4a2a18", "#f7f3ea", "#8fc7e8", "#b33a4a"),
                ("glaze", "drips"),
            ),
            "sponge": Made(("cake sponge",), ("#e3b566", "#5a3220", "#c8453f"), ("inside", "crumb", "dough")),
            "filling": Made(("cream",), ("#f7efe0", "#b8394d"), ("layers", "jam")),
            "cream": Made(("cream",), ("#fbf6ec", "#f3c4cf"), ("dollops", "beads", "whipped cream")),
            "cherries": Made(("cherry",), ("#a50f1f",), ("cherry", "berries", "fruit")),
            "stalks": Made(("stem",), (), ()),
            "candles": Made(("wax",), ("#e85d75", "#59a7d9", "#f4d35e", "#f7f3ea"), ("candle",)),
            "wicks": Made(("rope",), ("#2b2420",), ()),
            "flames": Made(("flame",), (), ("flame", "fire")),
            "plate": Made(("porcelain", "glazed ceramic"), ("#f5f3ee", "#dfe8ea"), ("stand", "dish")),
            "rim": Made(("gold",), (), ("trim",)),
        },
        synonyms=("birthday cake", "gateau", "torte"),
        main=(),
        words={
            "round": {"outline": "round"},
            "square": {"outline": "square"},
            "tiered": {"tiers": 3},
            "layered": {"tiers": 3},
            "sliced": {"sliced": True},
            "cut": {"sliced": True},
            "whole": {"sliced": False},
            "ornate": {"ornate": True},
            "birthday": {"topping": "candles"},
        },
    ),
}
