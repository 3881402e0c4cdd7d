"""Builds beds: a frame with carved ends, a mattress, a blanket that hangs over its sides, pillows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import crest_board, finial, moulding, square_leg, timber, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import nail, prism_of
from threed.procedural.solids import loft, move, turn
from threed.procedural.upholstery import capped, pad


def _bed(dials: Dials) -> list[Part]:
    ends = dials.choice("ends", {"panel": 0.4, "slats": 0.35, "planks": 0.25}, "boards of its head and foot")
    posts = dials.choice("posts", {"square": 0.5, "turned": 0.5}, "at its corners")
    crest = dials.choice(
        "crest", {"arch": 0.32, "flat": 0.28, "camel": 0.24, "peak": 0.16}, "upper edge of its head"
    )
    width = dials.number("width", 1.0, 1.6, "m", "of the mattress", (0.6, 2.4))
    length = dials.number("length", 1.95, 2.05, "m", "of the mattress", (1.0, 2.6))
    head = dials.number("head_height", 0.95, 1.15, "m", "of the posts at its head", (0.5, 2.0))
    foot = dials.number("foot_height", 0.56, 0.78, "m", "of the posts at its foot", (0.3, 1.5))
    pillows = dials.count("pillows", 1, 2, "pillows", (0, 4))
    cover = dials.number("blanket", 0.6, 0.75, "", "how much of the mattress its blanket covers", (0.3, 0.9))
    canopy = dials.flag("canopy", 0.1, "a roof of cloth on tall posts, and curtains")
    ornate = dials.flag("ornate", 0.06, "turned posts and gilded knobs")
    if ornate:
        posts, ends = "turned", "panel" if ends == "planks" else ends
    post, rail_y, thick = 0.085, 0.3, 0.2
    x, z = width / 2 + 0.5 * post, length / 2 + 0.5 * post
    parts = [timber("rails", (side * x, rail_y, 0), (0.035, 0.18, 2 * z), 0.005) for side in (-1, 1)]
    parts.append(timber("rails", (0, rail_y + 0.02, 0), (2 * x, 0.1, length), 0.0))
    high = 2.05 if canopy else 0.0
    for at, tall in ((-z, head), (z, foot)):
        for side in (-1, 1):
            parts += _post(dials, posts, (side * x, 0, at), max(tall, high), post, ornate, canopy)
        parts += _end(ends, crest if at < 0 else "flat", x, at, tall, rail_y, post)
    top = rail_y + 0.06 + thick
    mattress = pad("sheet", (0, top - thick / 2, 0), (width, thick, length), 0.1, 0.25, levels=6)
    parts.append(mattress)
    parts += _bedding(dials, width, length, top, cover)
    parts += _pillows(dials, pillows, width, length, top)
    if canopy:
        parts += _canopy(dials, x, z, high, post)
    return parts


def _post(
    dials: Dials,
    style: str,
    foot: tuple[float, float, float],
    high: float,
    post: float,
    ornate: bool,
    tall: bool,
) -> list[Part]:
    x, _, z = foot
    trim = ("trim", "metal") if ornate else ("posts", "wood")
    if style == "square":
        made = [square_leg("posts", foot, (x, high, z), post * 0.9, post * 0.9, 0.007)]
        cap = [(0.0, high - 0.004), (0.012, high + 0.006), (0.012, high + 0.018), (-0.01, high + 0.03)]
        lid = moulding("posts", post * 0.9, post * 0.9, cap)
        made.append(part("posts", "wood", move(lid.solid, (x, 0, z)), (1, 0, 0), (0, 1, 0)))
        return made
    joint = 0.46  # square where the rails and boards are let in
    made = [
        turned("posts", foot, (x, 0.19, z), post, "round", 8),
        square_leg("posts", (x, 0.18, z), (x, joint, z), post, post, 0.006),
        turned("posts", (x, joint - 0.005, z), (x, high, z), post, "turned" if not tall else "bulbous", 10),
    ]
    if not tall or ornate:
        made.append(finial(trim[0], (x, high, z), 0.042, trim[1], 10))
    return made


def _end(style: str, crest: str, x: float, z: float, high: float, rail_y: float, post: float) -> list[Part]:
    """Fill a bed's head or foot between its posts."""
    low, inner = rail_y - 0.1, 2 * x - 0.8 * post
    crown = 0.11 if crest == "flat" else 0.24
    top = high - 0.06
    parts = []
    rise = 0.0 if crest == "flat" else 0.15
    crown_low = top - 0.11
    parts.append(crest_board("head", crest, (0, crown_low, z), (inner, crown, 0.04), rise, bevel=0.007))
    if style == "planks":
        count = max(2, round((crown_low - low) / 0.17))
        for a, b in pairwise(np.linspace(low, crown_low + 0.004, count + 1)):
            parts.append(timber("head", (0, (a + b) / 2, z), (inner, b - a, 0.03), 0.005))
        return parts
    parts.append(timber("head", (0, low + 0.05, z), (inner, 0.1, 0.036), 0.004))
    if style == "slats":
        count = max(3, round(inner / 0.15))
        for k in range(count):
            at = ((k + 0.5) / count - 0.5) * (inner - 0.04)
            parts.append(
                timber("head", (at, (low + crown_low) / 2 + 0.03, z), (0.06, crown_low - low, 0.018), 0.003)
            )
        return parts
    parts.append(timber("head", (0, (low + crown_low) / 2, z), (inner, crown_low - low, 0.014), 0.0))
    tall = crown_low - low - 0.1
    if tall < 0.12:
        return parts
    count = 3 if inner > 1.2 else 2
    for k in range(1, count):
        at = (k / count - 0.5) * inner
        parts.append(timber("head", (at, (low + crown_low) / 2, z), (0.07, crown_low - low, 0.034), 0.004))
    for k in range(count):
        at, wide = ((k + 0.5) / count - 0.5) * inner, inner / count - 0.15
        square = [
            (-wide / 2, -tall / 2 + 0.03),
            (wide / 2, -tall / 2 + 0.03),
            (wide / 2, tall / 2 - 0.03),
            (-wide / 2, tall / 2 - 0.03),
        ]
        raised = move(prism_of(square, 0.03, 0.01), (at, low + 0.1 + tall / 2, z))
        parts.append(part("head", "wood", raised, (0, 1, 0), (0, 0, 1), crease_deg=25))
    return parts


def _drape(
    phase: np.ndarray,
    width: float,
    top: float,
    low: float,
    start: float,
    end: float,
    thick: float,
    rim: float,
) -> np.ndarray:
    """Return rings [P, K, 3] of a cloth over a mattress: its hem waves, its upper side is a little uneven.

    Args:
        phase: [3] of the waves; cloths that lie on each other share it, so that neither comes through.
        rim: how thick its two ends are, as a share of its thickness.
    """
    half = width / 2 + thick
    rings = []
    count = 13
    for k, z in enumerate(np.linspace(end, start, count)):
        hem = low + 0.014 * np.sin(19 * z + phase[0])
        out = 0.014 + 0.014 * np.sin(19 * z + phase[1])
        y = top + thick * (rim if k in (0, count - 1) else 1.0)
        puff = 0.008 * np.sin(5 * z + phase[2])
        right = [
            (half + out, hem),
            (half + 0.5 * out, (hem + y) / 2),
            (half, y - 0.05),
            (0.94 * half, y - 0.008),
            (0.5 * half, y + 0.012 + puff),
        ]
        outline = [*right, (0, y + 0.016 - puff), *((-u, v) for u, v in right[::-1])]
        inner = [
            (-half + 0.02, hem + 0.004),
            (-half + 0.02, top - 0.06),
            (half - 0.02, top - 0.06),
            (half - 0.02, hem + 0.004),
        ]
        rings.append([(u, v, z) for u, v in [*outline, *inner]])
    return np.asarray(rings)[::-1]


def _bedding(dials: Dials, width: float, length: float, top: float, cover: float) -> list[Part]:
    foot, low = length / 2 + 0.004, 0.28
    start = foot - cover * length
    wide, phase = width + 0.11, dials.rng.uniform(0, 6.28, 3)
    made = [
        part(
            "blanket",
            "cloth",
            capped(_drape(phase, wide, top, low, start, foot, 0.028, 0.6)),
            (0, 0, 1),
            (0, 1, 0),
            crease_deg=75,
        )
    ]
    # turned down at its head end
    made.append(
        part(
            "sheet", "cloth",
            capped(_drape(phase, wide + 0.012, top, low + 0.1, start - 0.02, start + 0.2, 0.042, 0.55)),
            (0, 0, 1), (0, 1, 0), crease_deg=75,
        )
    )  # fmt: skip
    return made


def _pillows(dials: Dials, count: int, width: float, length: float, top: float) -> list[Part]:
    parts = []
    columns = max(1, min(count, 2 if width > 1.15 or count > 2 else 1))
    for k in range(count):
        row, column = divmod(k, columns)
        wide = min(0.72, 0.9 * width / columns)
        x = (column - (columns - 1) / 2) * width * 0.47
        z = -length / 2 + 0.22 + 0.13 * row
        tilt = turn(1, dials.rng.uniform(-5, 5)) @ turn(0, 24 + 12 * row)
        place = (x, top + 0.085 + 0.05 * row, z)
        parts.append(
            pad(
                "pillows",
                place,
                (wide, 0.19, 0.42),
                0.42,
                0.95,
                rotation=tilt,
                pinch=0.1,
                around=16,
                levels=7,
            )
        )
    return parts


def _canopy(dials: Dials, x: float, z: float, high: float, post: float) -> list[Part]:
    """Stretch a roof over the posts, hang a scalloped edge from it and curtains at the head."""
    parts = [timber("rails", (side * x, high, 0), (0.05, 0.06, 2 * z + post), 0.006) for side in (-1, 1)]
    parts += [timber("rails", (0, high, side * z), (2 * x + post, 0.06, 0.05), 0.006) for side in (-1, 1)]
    w, d = 2 * x + 0.12, 2 * z + 0.12
    steps = [
        (-0.02, high + 0.025),
        (0.0, high + 0.03),
        (0.0, high + 0.045),
        (-0.25, high + 0.12),
        (-0.45, high + 0.145),
    ]
    roof = moulding("canopy", w, d, steps, "cloth")
    parts.append(part("canopy", "cloth", roof.solid, (0, 0, 1), (0, 1, 0), crease_deg=50))
    for side in (-1, 1):
        across = prism_of(_scallops(w, 0.2), 0.016, 0.0)
        parts.append(
            part(
                "canopy",
                "cloth",
                move(across, (0, high + 0.042, side * (d / 2 - 0.008))),
                (0, 1, 0),
                (0, 0, 1),
            )
        )
        along = move(
            prism_of(_scallops(d - 0.03, 0.2), 0.016, 0.0),
            (side * (w / 2 - 0.008), high + 0.042, 0),
            turn(1, 90),
        )
        parts.append(part("canopy", "cloth", along, (0, 1, 0), (1, 0, 0)))
    for side in (-1, 1):
        parts += _curtain(dials, side * (x + 0.004), -z + 0.13, 0.14, high - 0.02)
    return parts


def _scallops(length: float, drop: float) -> list[tuple[float, float]]:
    """Return the outline of a hanging cloth, its lower edge in bows."""
    count = max(3, round(length / 0.36))
    u = np.linspace(0, 1, 4 * count + 1)
    y = -drop * (0.68 + 0.32 * np.abs(np.sin(np.pi * count * u)))
    lower = [(float((t - 0.5) * length), float(v)) for t, v in zip(u, y, strict=True)]
    return [*lower, (length / 2, 0.0), (-length / 2, 0.0)]


def _curtain(dials: Dials, x: float, z: float, low: float, high: float) -> list[Part]:
    """Gather a curtain in folds and tie it to its post with a band."""
    tie, around = low + 0.42 * (high - low), 14
    angle = np.arange(around) * 2 * np.pi / around
    phase = dials.rng.uniform(0, 6.28)
    rings = []
    for t in (0.0, 0.12, 0.24, 0.36, 0.42, 0.48, 0.6, 0.8, 1.0):
        y = low + t * (high - low)
        slack = 1 - 0.62 * np.exp(-(((t - 0.42) / 0.13) ** 2))
        fold = 1 + 0.16 * np.cos(6 * angle + phase)
        rings.append(
            np.stack(
                [
                    x + 0.055 * slack * fold * np.cos(angle),
                    np.full(around, y),
                    z - 0.15 * slack * fold * np.sin(angle),
                ],
                1,
            )
        )
    body = part("canopy", "cloth", loft(np.asarray(rings)), (0, 1, 0), (1, 0, 0), crease_deg=110)
    band = np.asarray(
        [
            [(x + 0.034 * c, y, z - 0.076 * s) for c, s in zip(np.cos(angle), np.sin(angle), strict=True)]
            for y in (tie - 0.025, tie + 0.025)
        ]
    )
    made = [body, part("trim", "cloth", loft(band), (0, 1, 0), (1, 0, 0), crease_deg=60)]
    made.append(
        part(
            "trim",
            "cloth",
            nail((x + np.sign(x) * 0.03, tie, z), (np.sign(x), 0, 0), 0.025, 0.012, 8),
            (0, 1, 0),
        )
    )
    return made


_WOODS = ("oak", "walnut", "pine", "dark oak")

KINDS = {
    "bed": Kind(
        build=_bed,
        size_m=2.2,
        parts={
            "head": Made(_WOODS, words=("headboard", "footboard", "foot", "boards")),
            "posts": Made(_WOODS, words=("legs", "post", "bedposts")),
            "rails": Made(_WOODS, words=("frame", "sides")),
            "blanket": Made(
                ("wool", "quilt", "linen"),
                ("#7c2d2c", "#2f4a6d", "#45623a", "#7a5c86", "#b08a3e"),
                ("quilt", "cover", "duvet", "bedspread"),
            ),
            "sheet": Made(("linen",), ("#eee8da", "#e4dccb"), ("mattress", "sheets", "linen")),
            "pillows": Made(("linen",), ("#f2eee3", "#e6dcc6"), ("pillow", "cushions")),
            "canopy": Made(
                ("velvet", "linen"), ("#7a2230", "#2c3f6b", "#e2d8c2"), ("curtains", "roof", "drapes")
            ),
            "trim": Made(("gold",), words=("knobs", "ornaments")),
        },
        synonyms=("bedstead", "bunk", "cot", "double bed", "single bed", "four-poster"),
        main=("posts", "rails"),
        words={
            "round": {"crest": "arch"},
            "arched": {"crest": "arch"},
            "canopied": {"canopy": True},
            "four-poster": {"canopy": True},
            "ornate": {"ornate": True},
            "carved": {"ornate": True},
            "double": {"width": 1.6, "pillows": 2},
            "single": {"width": 0.95, "pillows": 1},
            "rustic": {"ends": "planks", "posts": "square"},
        },
    ),
}
