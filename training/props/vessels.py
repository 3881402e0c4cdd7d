"""Builds what is drunk and poured from: bottle, mug, vase."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from threed.procedural.solids import Solid, box, flat, lathe, loft, move, turn
from training.props.outlines import (
    COFFEE,
    WATER,
    Outline,
    as_is,
    bead,
    beads,
    bow,
    curve,
    filling_disc,
    girdle,
    heaped,
    hollow,
    places_around,
    radius_at,
    rim_ring,
    rings_of,
    squared,
    staves,
)
from training.props.pieces import GEMS, ROPE, in_slot, is_said, kind_of, one_of, used
from training.props.prop import (
    CREAM,
    DARK,
    GLASS,
    GOLD,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
)


def _faceted(solid: Solid) -> Solid:
    """Make a turned solid flat-sided."""
    return flat(solid.vertices, solid.faces)


def _flask_outline(rng: np.random.Generator, form: str, thin: float) -> Outline:
    """Draw a bottle's outline from its bottom to where its neck begins, `thin` in radius."""
    belly, body, slope = rng.uniform(0.26, 0.34), rng.uniform(0.5, 0.8), rng.uniform(0.12, 0.24)
    if form == "round":
        belly, squat = rng.uniform(0.36, 0.44), rng.uniform(0.8, 1.0)
        angle = np.linspace(-1.1, np.arccos(thin / belly), 12)
        return [(belly * np.cos(a), squat * belly * (np.sin(a) + np.sin(1.1))) for a in angle]
    if form == "cone":
        belly = rng.uniform(0.36, 0.42)
        return [(belly - 0.05, 0), (belly, 0.07), (thin, rng.uniform(0.6, 0.75))]
    if form == "jug":
        radii = [belly * 0.8, belly * 1.2, belly * 0.8, thin * 1.1]
        return curve([0, body * 0.5, body, body + slope], radii)
    ease = [(0.5 + 0.5 * np.cos(np.pi * t), body + slope * t) for t in np.linspace(0, 1, 6)]
    return [(belly * 0.92, 0), (belly, 0.06), *((thin + (belly - thin) * a, y) for a, y in ease)]


def _stopper(rng: np.random.Generator, kind: str, radius: float, y: float) -> Solid:
    """Close a bottle at height y with a "cork", a "ball" or a "cap"."""
    if kind == "ball":
        return bead((0, y + 0.08, 0), rng.uniform(0.12, 0.15))
    if kind == "cap":
        out = radius + 0.06
        return lathe([(radius, y - 0.1), (out, y - 0.1), (out, y + 0.06), (0, y + 0.06)], 20)
    low, high = radius * 0.85, radius * 1.05
    return lathe([(0, y - 0.02), (low, y - 0.02), (high, y + 0.13), (0, y + 0.13)], 16)


def _bottle(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.25, "square": 0.17, "wine": 0.35, "cone": 0.15, "jug": 0.08})
    ornate = is_said(rng, shape, "ornate", 0.12)
    thin, neck = rng.uniform(0.1, 0.13), rng.uniform(0.18, 0.36)
    outline = _flask_outline(rng, form, thin)
    end, shoulder = outline[-1]
    belly, top, lip = max(r for r, _ in outline), shoulder + neck, thin + rng.uniform(0.025, 0.05)
    sides = 32 if form == "square" else 8 if rng.random() < 0.12 else 26
    shaped = squared if form == "square" else _faceted if sides == 8 else as_is
    parts = in_slot(MAIN, shaped(lathe([(0, 0), *outline, (0, shoulder)], sides, 0.6)))
    glass = "glass" if rng.random() < 0.35 else MAIN
    low = shoulder - 0.03
    parts += in_slot(glass, lathe([(0, low), (end, low), (thin, low + 0.05), (thin, top), (0, top)], 20))
    collar = lathe([(thin - 0.01, top - 0.09), (lip, top - 0.08), (lip, top), (0, top)], 20)
    parts += in_slot("trim" if ornate else glass, collar)
    kind = "ball" if ornate else str(rng.choice(("cork", "ball", "cap")))
    parts += in_slot("cork", _stopper(rng, kind, thin, top))
    labelled = rng.random() < (0.4 if ornate else 0.65)
    if labelled and form == "square":
        size = (belly * 1.4, shoulder * 0.45, 0.05)
        parts += in_slot("label", *(box((0, shoulder * 0.38, j * (belly + 0.005)), size) for j in (-1, 1)))
    elif labelled:
        low, high = (0.18, 0.62) if form == "wine" else (0.28, 0.6)
        parts += in_slot("label", shaped(girdle(outline, low * shoulder, high * shoulder, 0.015, sides)))
    if ornate or rng.random() < 0.35:
        parts += in_slot("trim" if ornate else "string", rim_ring(thin + 0.02, shoulder + 0.05, 0.045))
    if ornate:
        for y in (0.0, 0.68 * shoulder):
            parts += in_slot("trim", shaped(girdle(outline, y, y + 0.09, 0.03, sides)))
        y = 0.68 * shoulder + 0.045
        parts += in_slot("cork", beads(places_around(4, radius_at(outline, y), y), 0.08, 8))
    if form == "jug":
        y = shoulder * 0.7
        parts += in_slot(MAIN, bow((thin, top - 0.1), (radius_at(outline, y) - 0.03, y), 0.16, 0.045))
    stopper = one_of(rng, *GEMS) if ornate else one_of(rng, WOOD, (0.66, 0.48, 0.30), DARK, GOLD)
    own: Colours = {"cork": stopper, "label": one_of(rng, CREAM, WHITE, 0.5), "trim": GOLD, "string": ROPE}
    return used(parts, own | {"glass": 1.3 if rng.random() < 0.6 else GLASS})


def _mug(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.22, "square": 0.1, "tankard": 0.25, "straight": 0.43})
    ornate, lidded = is_said(rng, shape, "ornate", 0.1), is_said(rng, shape, "lidded", 0.07)
    height, radius, wall = rng.uniform(0.68, 1.0), rng.uniform(0.35, 0.43), 0.065
    if form == "round":
        radii = radius * np.array([0.75, 1.22, 0.95, 1])
        outline = curve([0, height * 0.4, height * 0.8, height], radii, 9)
    elif form == "tankard":
        outline = curve([0, height * 0.5, height], radius * np.array([rng.uniform(1.1, 1.25), 1, 0.95]), 7)
    else:
        low = radius * rng.uniform(0.75, 1.08)
        outline = [(low - 0.04, 0), (low, 0.05), (radius, height)]
    profile, shaped = hollow(outline, wall, 0.1), squared if form == "square" else as_is
    if form == "tankard":
        parts = staves(profile, 14, (MAIN, "staves"))
        hoops = [girdle(outline, y * height, (y + 0.1) * height, 0.025, 28) for y in (0.12, 0.82)]
        parts += in_slot("trim" if ornate else "hoops", *hoops)
    else:
        parts = in_slot(MAIN, shaped(lathe(profile, 32, 0.6)))
    if lidded:
        out, y = radius + 0.04, height - 0.01
        dome = [(0, y), (out, y), (out, y + 0.07), (radius * 0.5, y + 0.16), (0, y + 0.18)]
        parts += in_slot("lid", shaped(lathe(dome, 32)), bead((0, height + 0.2, 0), 0.08))
    else:
        what = "foam" if form == "tankard" else str(rng.choice(("drink", "drink", "foam", "none")))
        parts += _filling(rng, what, outline, height * rng.uniform(0.75, 0.88), shaped)
    grip, middle = rng.uniform(0.24, 0.34) * height, height * rng.uniform(0.48, 0.58)
    upper, lower = ((radius_at(outline, y) - 0.04, y) for y in (middle + grip, middle - grip))
    power = 0.5 if rng.random() < 0.35 else 1.0
    parts += in_slot("handle", bow(upper, lower, rng.uniform(0.24, 0.32), rng.uniform(0.06, 0.08), power))
    if rng.random() < 0.25 and not ornate and form != "tankard":
        y = height * rng.uniform(0.15, 0.6)
        parts += in_slot("stripe", shaped(girdle(outline, y, y + height * 0.2, 0.012, 32)))
    if ornate:
        for low, high in ((0.01, 0.09), (height * 0.9, height * 0.99)):
            parts += in_slot("trim", shaped(girdle(outline, low, high, 0.03, 32)))
        places = places_around(6, radius_at(outline, height * 0.5), height * 0.5, 0.52)
        parts += in_slot("gems", beads(places, 0.09, 8))
    own: Colours = {
        "handle": one_of(rng, 0.7, 0.6, 1.25, 0.85, WOOD),
        "hoops": one_of(rng, DARK, STEEL, GOLD),
    }
    own |= {"staves": 0.8, "foam": WHITE, "drink": one_of(rng, COFFEE, COFFEE, (0.62, 0.35, 0.12), WATER)}
    own |= {"lid": one_of(rng, 0.7, STEEL), "stripe": one_of(rng, WHITE, 0.6, GOLD)}
    return used(parts, own | {"trim": GOLD, "gems": one_of(rng, *GEMS)})


def _filling(
    rng: np.random.Generator, what: str, outline: Outline, y: float, shaped: Callable[[Solid], Solid]
) -> Parts:
    """Fill a mug up to height y with a "drink", with "foam" to its brim and over, or with nothing."""
    radius, height = outline[-1]
    inner = radius_at(outline, y) - 0.045
    if what == "drink":
        return in_slot("drink", shaped(filling_disc(inner, y)))
    if what == "none":
        return []
    dome = [(inner * np.cos(a), height - 0.05 + 0.14 * np.sin(a)) for a in np.linspace(0, np.pi / 2, 5)]
    parts = in_slot("foam", shaped(lathe([(0, y), *dome], 24, 0.2)))
    if rng.random() < 0.6:
        parts += heaped(rng, "foam", inner * 0.7, height, 0.13, 5)
    if rng.random() < 0.5:
        [place] = places_around(1, radius, height - 0.05, rng.uniform(-1, 1))
        parts += in_slot("foam", bead(place, (0.11, 0.17, 0.11)))
    return parts


def _vase(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.2, "square": 0.1, "twisted": 0.15, "turned": 0.55})
    ornate = is_said(rng, shape, "ornate", 0.12)
    height = rng.uniform(0.9, 1.25)
    foot, belly, neck = rng.uniform(0.17, 0.25), rng.uniform(0.31, 0.41), rng.uniform(0.14, 0.2)
    lip, at = neck + rng.uniform(0.06, 0.14), rng.uniform(0.35, 0.62)
    kind = str(rng.choice(("classic", "classic", "trumpet", "gourd", "jar")))
    if form == "round":
        kind, height, belly, at = "classic", rng.uniform(0.85, 1.0), rng.uniform(0.43, 0.48), 0.45
    shares, radii = {
        "classic": ([0, 0.06, at, 0.84, 1], [foot * 1.1, foot, belly, neck, lip]),
        "trumpet": ([0, 0.08, 0.3, 0.7, 1], [foot * 1.3, foot, foot * 1.25, neck * 1.2, belly]),
        "gourd": ([0, 0.3, 0.56, 0.75, 0.92, 1], [foot, belly, neck * 1.1, neck * 1.7, neck, neck * 1.2]),
        "jar": ([0, 0.2, 0.7, 0.92, 1], [foot * 1.2, foot * 1.5, belly, neck * 1.4, neck * 1.5]),
    }[kind]  # fmt: skip
    outline = curve(np.array(shares) * height, radii, 15)
    outline = [(max(r, 0.12), y) for r, y in outline]
    profile = hollow(outline, 0.055, height * 0.75)
    sides = 32 if form == "square" else 10 if form == "turned" and rng.random() < 0.2 else 28
    shaped = squared if form == "square" else _faceted if sides == 10 else as_is
    if form == "twisted":
        lobes, twist = int(rng.integers(4, 7)), rng.uniform(1.5, 3.0) * rng.choice((-1, 1))
        angle = np.arange(36) * 2 * np.pi / 36
        y = np.array(profile)[1:-1, 1:]
        factors = 1 + 0.17 * np.cos(lobes * angle + twist * y / height * np.pi)
        parts = in_slot(MAIN, loft(rings_of(profile[1:-1], 36, factors), smooth=True))
    else:
        parts = in_slot(MAIN, shaped(lathe(profile, sides, 0.5)))
    count, out = int(rng.integers(0, 3)), 0.015
    if form == "twisted":
        count, out = int(rng.integers(0, 2)), 0.055
    for y in height * rng.choice((0.07, 0.25, 0.45, 0.61, 0.75), count, replace=False):
        high = y + height * rng.uniform(0.08, 0.13)
        parts += in_slot("band", shaped(girdle(outline, y, high, out, sides)))
    if ornate or (kind in ("classic", "jar") and rng.random() < 0.4):  # two handles
        high, low = 0.92 * height, (at + 0.08 if kind == "classic" else 0.6) * height
        ends = (radius_at(outline, high) - 0.03, high), (radius_at(outline, low) - 0.04, low)
        grip = bow(*ends, rng.uniform(0.12, 0.24), rng.uniform(0.045, 0.055), float(rng.choice((1.0, 0.5))))
        parts += in_slot("handles", grip, move(grip, rotation=turn(1, 180)))
    if rng.random() < 0.15:
        r, y = outline[-1][0], height - 0.01
        dome = [(0, y), (r + 0.03, y), (r, y + 0.06), (0.06, y + 0.15), (0, y + 0.15)]
        parts += in_slot("lid", lathe(dome, 24), bead((0, height + 0.17, 0), 0.07))
    if ornate:
        for low, high in ((0.0, 0.09), (height * 0.93, height * 0.995)):
            parts += in_slot("trim", shaped(girdle(outline, low, high, 0.035, sides)))
        y = height * at if kind == "classic" else height * 0.4
        r = radius_at(outline, y) + (0.05 if form == "square" else 0)
        parts += in_slot("trim", beads(places_around(8, r, y), 0.065, 8))
    own: Colours = {"band": one_of(rng, GOLD, 0.5, 1.35, WHITE, CREAM), "lid": one_of(rng, 0.6, 0.8, 1.25)}
    return used(parts, own | {"handles": one_of(rng, 0.65, 0.8, 1.25, GOLD), "trim": GOLD})


CLASSES: dict[str, PropClass] = {
    "bottle": PropClass(
        _bottle,
        ("flask", "potion", "vial"),
        0.3,
        ("round", "square", "ornate"),
        {"label": "label", "cork": "cork"},
    ),
    "mug": PropClass(
        _mug,
        ("cup", "tankard", "beer stein"),
        0.14,
        ("round", "square", "lidded", "ornate"),
        {"handle": "handle"},
    ),
    "vase": PropClass(
        _vase,
        ("urn", "amphora", "jar"),
        0.5,
        ("round", "square", "twisted", "ornate"),
        {"band": "band", "handles": "handles"},
    ),
}
