"""Builds pillars: base, fluted, square or twisted shaft, and a capital of an order."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import put
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, knob
from threed.procedural.solids import Solid, lathe, loft, loft_outwards, move, turn, unit


def _pillar(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.62, "square": 0.2, "twisted": 0.18}, "of its shaft")
    height = dials.number("height", 2.7, 3.3, "m", "of the whole")
    radius = dials.number("radius", 0.2, 0.26, "m", "of the shaft at its foot")
    taper = dials.number("taper", 0.8, 0.9, "", "how wide the shaft is at its top, to its foot", (0.5, 1.0))
    fluted = dials.flag("fluted", 0.75, "grooves along a round shaft")
    flutes = dials.count("flutes", 16, 20, "grooves around", (8, 24))
    order = dials.choice("capital", {"doric": 0.38, "ionic": 0.32, "corinthian": 0.3}, "its order")
    turns = dials.number("twist", 0.8, 1.5, "", "how often a twisted shaft goes around", (0.2, 3))
    ornate = dials.flag("ornate", 0.06, "bands and leaves about it")
    pedestal = dials.flag("pedestal", 0.3, "a block below the base")
    order = "corinthian" if ornate and order == "doric" else order
    parts: list[Part] = []
    y = 0.0
    if pedestal:
        parts += _pedestal(radius)
        y = 0.48
    base, rise = _base(radius, form == "square")
    parts += move_parts(base, (0, y, 0))
    head = {"doric": 0.24, "ionic": 0.3, "corinthian": 0.52}[order]
    low, high = y + rise, max(height - head, y + rise + 0.8)
    parts.append(_shaft(form, radius, taper, low - 0.01, high + 0.01, fluted, flutes, turns))
    parts += move_parts(_capital(order, taper * radius, form == "square"), (0, high, 0))
    if ornate:
        parts += _bands(radius, taper, low, high, form == "square")
    return parts


def _turned(name: str, profile, sides: int) -> Part:
    return part(
        name, "stone", lathe(profile, sides), (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=40
    )


def _block(name: str, steps: list[tuple[float, float]]) -> Part:
    """Cut a square block through steps (half its width, height)."""
    rings = []
    for r, y in steps:
        rings.append([(r, y, r), (r, y, -r), (-r, y, -r), (-r, y, r)])
    return part(name, "stone", loft(np.asarray(rings)), (0, 1, 0), (0, 0, 1), crease_deg=30)


def _pedestal(radius: float) -> list[Part]:
    r = 1.5 * radius
    return [
        _block(
            "base",
            [
                (1.18 * r, 0),
                (1.18 * r, 0.09),
                (1.06 * r, 0.13),
                (r, 0.16),
                (r, 0.4),
                (1.1 * r, 0.44),
                (1.14 * r, 0.48),
                (1.1 * r, 0.49),
            ],
        )
    ]


def _base(radius: float, square: bool) -> tuple[list[Part], float]:
    """Lay a plinth and its mouldings; returns them and their height."""
    r, b = radius, 0.012
    plinth = _block("base", [(1.5 * r, 0), (1.5 * r, 0.12 - b), (1.5 * r - b, 0.12)])
    if square:
        steps = [(1.36 * r, 0.11), (1.36 * r, 0.16), (1.2 * r, 0.19), (1.2 * r, 0.22), (1.08 * r, 0.25)]
        return [plinth, _block("base", steps)], 0.25
    t = np.linspace(-np.pi / 2, np.pi / 2, 6)
    lower = [(1.3 * r + 0.055 * np.cos(a), 0.17 + 0.055 * np.sin(a)) for a in t]
    neck = [(1.24 * r, 0.235), (1.14 * r, 0.255), (1.12 * r, 0.28)]
    upper = [(1.12 * r + 0.035 * np.cos(a), 0.315 + 0.035 * np.sin(a)) for a in t[1:]]
    profile = [(0, 0.11), *lower, *neck, *upper, (1.06 * r, 0.355), (1.03 * r, 0.375), (0, 0.375)]
    return [plinth, _turned("base", profile, 24)], 0.37


def _section(form: str, fluted: bool, flutes: int) -> np.ndarray:
    """Return radii around the shaft, as shares, at even angles; for a round or a twisted one."""
    if form == "twisted":
        angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        return 0.84 + 0.2 * np.abs(np.cos(1.5 * angle)) ** 0.8
    if not fluted:
        return np.ones(24)
    groove = np.array([1.0, 0.93, 0.915, 0.93])
    return np.tile(groove, flutes)


def _shaft(
    form: str, radius: float, taper: float, low: float, high: float, fluted: bool, flutes: int, turns: float
) -> Part:
    """Cut a shaft, a little bellied, thinner at its top."""
    if form == "square":
        cut = 0.16
        ring = [
            (1, cut - 1),
            (1, 1 - cut),
            (1 - cut, 1),
            (cut - 1, 1),
            (-1, 1 - cut),
            (-1, cut - 1),
            (cut - 1, -1),
            (1 - cut, -1),
        ]
        inset = [
            (1.05, -1.05),
            (1.05, 1.05),
            (1.05, 1.05),
            (-1.05, 1.05),
            (-1.05, 1.05),
            (-1.05, -1.05),
            (-1.05, -1.05),
            (1.05, -1.05),
        ]
        rings = []
        # the corners are cut between two square ends
        for t, share in ((0.0, 0.0), (0.07, 0.0), (0.11, 1.0), (0.89, 1.0), (0.93, 0.0), (1.0, 0.0)):
            r = radius * (1 + (taper - 1) * t)
            y = low + (high - low) * t
            points = [
                (x * share + u * (1 - share), z * share + w * (1 - share))
                for (x, z), (u, w) in zip(ring, inset, strict=True)
            ]
            if share == 0.0:
                points = [((1 - 1e-3) * x if k % 2 else x, z) for k, (x, z) in enumerate(points)]
            rings.append([(r * x, y, r * z) for x, z in points[::-1]])
        return part("shaft", "stone", loft(np.asarray(rings)), (0, 1, 0), (0, 0, 1), crease_deg=25)
    radii = _section(form, fluted, flutes)
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    rings = []
    if form == "twisted":
        levels = np.linspace(0, 1, 25)
    else:
        levels = np.array([0.0, 0.025, 0.045, 0.33, 0.66, 0.955, 0.975, 1.0])
    for t in levels:
        belly = 1 + (taper - 1) * t**1.4
        plain = form == "round" and fluted and (t < 0.03 or t > 0.97)
        r = radius * belly * (np.ones_like(radii) if plain else radii)
        a = angle + (-2 * np.pi * turns * t if form == "twisted" else 0)
        rings.append(np.stack([r * np.sin(a), np.full_like(r, low + (high - low) * t), r * np.cos(a)], 1))
    crease = 30 if form == "round" and fluted else 60
    return part(
        "shaft",
        "stone",
        loft(np.asarray(rings)),
        (0, 1, 0),
        mapping="turned",
        origin=(0, 0, 0),
        crease_deg=crease,
    )


def _capital(order: str, r: float, square: bool) -> list[Part]:
    """Set a capital on a shaft of a radius that ends at y = 0."""
    if square:
        steps = [
            (1.0 * r, -0.005),
            (1.12 * r, 0.0),
            (1.12 * r, 0.04),
            (1.02 * r, 0.05),
            (1.05 * r, 0.1),
            (1.4 * r, 0.17),
            (1.4 * r, 0.19),
        ]
        made = [
            _block("capital", steps),
            _block("capital", [(1.55 * r, 0.18), (1.55 * r, 0.245), (1.52 * r, 0.255)]),
        ]
        if order != "doric":
            return [*move_parts(made, (0, 0.0, 0)), *_rosettes(1.22 * r, 0.135, r)]
        return made
    abacus = [(1.62 * r, 0.0), (1.66 * r, 0.012), (1.66 * r, 0.07), (1.62 * r, 0.082)]
    if order == "doric":
        bell = [
            (0, -0.01),
            (0.99 * r, -0.01),
            (1.08 * r, 0.0),
            (1.1 * r, 0.02),
            (1.02 * r, 0.035),
            (1.04 * r, 0.07),
            (1.26 * r, 0.115),
            (1.5 * r, 0.15),
            (1.52 * r, 0.165),
            (0, 0.165),
        ]
        return [_turned("capital", bell, 24), *move_parts([_block("capital", abacus)], (0, 0.16, 0))]
    if order == "ionic":
        bell = [
            (0, -0.01),
            (0.99 * r, -0.01),
            (1.1 * r, 0.0),
            (1.1 * r, 0.03),
            (1.0 * r, 0.045),
            (1.28 * r, 0.12),
            (1.28 * r, 0.22),
            (0, 0.22),
        ]
        made = [_turned("capital", bell, 24)]
        made += _volutes(r)
        return [
            *made,
            *move_parts(
                [_block("capital", [(1.5 * r, 0.0), (1.56 * r, 0.02), (1.56 * r, 0.055), (1.52 * r, 0.065)])],
                (0, 0.235, 0),
            ),
        ]
    bell = [
        (0, -0.01),
        (0.99 * r, -0.01),
        (1.12 * r, 0.0),
        (1.12 * r, 0.025),
        (0.98 * r, 0.045),
        (1.0 * r, 0.25),
        (1.2 * r, 0.38),
        (1.45 * r, 0.43),
        (0, 0.43),
    ]
    made = [_turned("capital", bell, 16)]
    for row, (count, tall, out) in enumerate(((8, 0.18, 1.1), (8, 0.31, 1.06))):
        leaf = _leaf(r, tall, out * r)
        for k in range(count):
            made += put([leaf], (0, 0.03, 0), 360 * (k + 0.5 * row) / count)
    for k in range(4):
        scroll = move(_scroll(0.36 * r, 0.2 * r), (0, 0.37, 1.62 * r), turn(1, 0))
        made += put(
            [part("capital", "stone", scroll, (0, 1, 0), (1, 0, 0), crease_deg=50)], azimuth=45 + 90 * k
        )
    return [
        *made,
        *move_parts(
            [_block("capital", [(1.42 * r, 0.0), (1.56 * r, 0.035), (1.58 * r, 0.075), (1.54 * r, 0.09)])],
            (0, 0.42, 0),
        ),
    ]


def _volutes(r: float) -> list[Part]:
    """Roll the two cushions of an Ionic capital, their scrolls to front and back."""
    made = []
    size = 0.52 * r
    y = 0.16
    long = 2.5 * r
    for side in (-1, 1):
        profile = [
            (0, -long / 2),
            (0.9 * size, -long / 2),
            (size, 0.02 - long / 2),
            (size, 0.1 - long / 2),
            (0.72 * size, -0.04),
            (0.72 * size, 0.04),
            (size, long / 2 - 0.1),
            (size, long / 2 - 0.02),
            (0.9 * size, long / 2),
            (0, long / 2),
        ]
        roll = move(lathe(profile, 14), (side * 1.3 * r, y, 0), turn(0, 90))
        made.append(part("capital", "stone", roll, (0, 1, 0), (0, 0, 1), crease_deg=50))
        for z in (-1, 1):
            made += _spiral(size, (side * 1.3 * r, y, z * long / 2), side * z, z)
    cushion = board((0, y + 0.52 * size, 0), (2.6 * r, 0.92 * size, long - 0.02), 0.012)
    return [*made, part("capital", "stone", cushion, (0, 1, 0), (0, 0, 1))]


def _spiral(size: float, place: tuple[float, float, float], hand: float, facing: float) -> list[Part]:
    """Lay a fillet in a spiral on the end of a volute, with an eye."""
    count = 22
    t = np.linspace(0, 1, count)
    angle = np.pi / 2 - hand * facing * 2 * np.pi * 1.75 * t
    out, wide = size * (0.9 - 0.66 * t), size * (0.11 - 0.05 * t)
    rings = []
    for a, r, w in zip(angle, out, wide, strict=True):
        way = np.array([np.cos(a), np.sin(a)])
        low, high = (r - w) * way, (r + w) * way
        rings.append([(*low, -0.012), (*high, -0.012), (*high, 0.014), (*low, 0.014)])
    solid = loft_outwards(rings)
    eye = knob((0, 0, 0), (0.17 * size, 0.17 * size, 0.03), 8, 4)
    return [
        part("capital", "stone", move(one, place), (0, 1, 0), (0, 0, 1), crease_deg=50)
        for one in (solid, eye)
    ]


def _leaf(r: float, tall: float, out: float) -> Part:
    """Carve an acanthus leaf that rises with the bell, ribbed, and curls over at its tip.

    Args:
        out: how far its back is from the axis at its foot.
    """
    half = 0.44 * r
    # how far out, how high, half width, how thick, the last three as shares
    rows = np.array(
        [
            (0.0, 0.0, 0.8, 0.4),
            (0.045, 0.52, 1.0, 0.34),
            (0.17, 0.86, 0.84, 0.2),
            (0.32, 0.98, 0.64, 0.15),
            (0.47, 0.99, 0.42, 0.12),
            (0.56, 0.93, 0.16, 0.08),
        ]
    )
    path = np.stack([out + r * rows[:, 0], tall * rows[:, 1]], 1)
    along = unit(np.gradient(path, axis=0))
    rings = []
    for (z, y), (dz, dy), (wide, thick) in zip(path, along, rows[:, 2:], strict=True):
        w, deep = half * wide, r * thick
        # a rib in its middle
        front = [(w, 0.0), (0.36 * w, 0.02 * r), (0, 0.08 * r), (-0.36 * w, 0.02 * r), (-w, 0.0)]
        line = [*front, (-0.85 * w, -deep), (0.85 * w, -deep)]
        rings.append([(x, y - dz * up, z + dy * up) for x, up in line])
    return part("capital", "stone", loft_outwards(rings), (0, 1, 0), (0, 0, 1), crease_deg=40)


def _scroll(size: float, wide: float) -> Solid:
    profile = [
        (0, -wide / 2),
        (0.6 * size, -wide / 2),
        (0.7 * size, -0.3 * wide),
        (0.7 * size, 0.3 * wide),
        (0.6 * size, wide / 2),
        (0, wide / 2),
    ]
    return move(lathe(profile, 10), rotation=turn(2, 90))


def _rosettes(out: float, y: float, r: float) -> list[Part]:
    made = []
    for k in range(4):
        made += put(
            [part("capital", "stone", knob((0, y, out), (0.3 * r, 0.3 * r, 0.14 * r), 8, 4), (0, 1, 0))],
            azimuth=90 * k,
        )
    return made


def _bands(radius: float, taper: float, low: float, high: float, square: bool) -> list[Part]:
    """Lay gilt bands about the shaft."""
    made = []
    for t in (0.16, 0.2, 0.84, 0.88):
        y = low + (high - low) * t
        r = radius * (1 + (taper - 1) * t**1.4)
        if square:
            made.append(
                _block(
                    "trim",
                    [(1.04 * r, y - 0.02), (1.07 * r, y - 0.01), (1.07 * r, y + 0.01), (1.04 * r, y + 0.02)],
                )
            )
        else:
            profile = [
                (0.85 * r, y - 0.018),
                (1.03 * r, y - 0.018),
                (1.07 * r, y),
                (1.03 * r, y + 0.018),
                (0.85 * r, y + 0.018),
            ]
            made.append(_turned("trim", [*profile, profile[0]], 24))
    return made


_STONES = ("limestone", "sandstone", "limestone", "sandstone", "marble")

KINDS = {
    "pillar": Kind(
        build=_pillar,
        size_m=3.0,
        parts={
            "shaft": Made(_STONES, words=("column", "body", "trunk")),
            "base": Made(_STONES, words=("plinth", "foot", "pedestal")),
            "capital": Made(_STONES, words=("head", "top", "abacus")),
            "trim": Made(("bronze", "gold"), words=("bands", "rings", "decoration")),
        },
        synonyms=("column", "stone column"),
        main=("base", "capital"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "twisted": {"form": "twisted"},
            "ornate": {"ornate": True},
            "fluted": {"form": "round", "fluted": True},
            "plain": {"fluted": False, "ornate": False, "capital": "doric"},
            "doric": {"capital": "doric", "ornate": False},
            "ionic": {"capital": "ionic"},
            "corinthian": {"capital": "corinthian"},
        },
    ),
}
