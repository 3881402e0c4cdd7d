"""Builds keys: a bow to turn them by, a shank with collars, a bit with wards."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import arc, hoop
from threed.procedural.dials import Dials
from threed.procedural.hafts import cut_stone
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, cylinder, knob, prism_of
from threed.procedural.solids import Solid, lathe, move


def _bow(form: str, size: float, thick: float) -> tuple[list[Solid], float, float]:
    """Make a bow whose foot is at the origin; return also its height and that of its middle."""
    a = np.linspace(0, 2 * np.pi, 29)[:-1] - np.pi / 2
    if form == "square":
        x, y = (np.sign(f(a)) * np.abs(f(a)) ** 0.42 for f in (np.cos, np.sin))
    elif form == "heart-shaped":
        b = a - np.pi / 2
        x, y = -1.1 * np.sin(b) ** 3, (13 * np.cos(b) - 5 * np.cos(2 * b) - 2 * np.cos(3 * b)) / 14
    elif form == "trefoil":
        return _trefoil(size, thick)
    else:
        x, y = 1.12 * np.cos(a), np.sin(a)
    low = float(y.min())
    path = size * np.stack([x, y - low, 0 * x], 1)
    tall = size * (float(y.max()) - low)
    middle = tall * (0.56 if form == "heart-shaped" else 0.5)
    return (
        [hoop(path + [0, 0.4 * thick, 0], (thick, 0.82 * thick), 8)],
        tall + 0.8 * thick,
        middle + 0.4 * thick,
    )


def _trefoil(size: float, thick: float) -> tuple[list[Solid], float, float]:
    r = 0.52 * size
    centre = np.array([0, 1.15 * size])
    rings = []
    for k in range(3):
        way = np.pi / 2 + 2 * np.pi * k / 3
        middle = centre + 0.62 * size * np.array([np.cos(way), np.sin(way)])
        path = np.array(arc(middle, r, 0, 360, 19)[:-1])
        rings.append(hoop(np.concatenate([path, np.zeros((18, 1))], 1), (0.85 * thick, 0.8 * thick), 8))
    rings.append(
        move(
            cylinder(0.34 * size, -0.9 * thick, 0.9 * thick, 12, 0.3 * thick),
            (centre[0], centre[1], 0),
            np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32),
        )
    )
    rings.append(cylinder(0.9 * thick, 0, 0.9 * size, 8))
    return rings, float(centre[1] + 0.62 * size + r + thick), float(centre[1])


def _bit(form: str, reach: float, tall: float, thick: float) -> Solid:
    """Cut a bit that reaches towards +X, its lower edge on y = 0."""
    plate = prism_of([(0, 0), (reach, 0), (reach, tall), (0, tall)], thick, 0.12 * thick)
    n = 0.16 * tall
    cuts: list[tuple[float, float, float, float]]
    if form == "comb":
        cuts = [(0.72 * reach, k * tall, 0.62 * reach, n) for k in (0.22, 0.5, 0.78)]
    elif form == "cross":
        cuts = [
            (0.55 * reach, 0.5 * tall, 0.5 * reach, 0.16 * tall),
            (0.55 * reach, 0.5 * tall, 0.15 * reach, 0.6 * tall),
        ]
        cuts.append((reach, 0.5 * tall, 0.3 * reach, 0.12 * tall))
    elif form == "steps":
        cuts = [
            (0.86 * reach, 0.84 * tall, 0.4 * reach, 0.4 * tall),
            (0.92 * reach, 0.4 * tall, 0.3 * reach, n),
        ]
        cuts.append((0.5 * reach, 0.0, 0.2 * reach, 0.36 * tall))
    else:
        cuts = [(0.45 * reach, tall, 0.18 * reach, 0.7 * tall), (0.45 * reach, 0, 0.18 * reach, 0.34 * tall)]
        cuts += [(reach, 0.5 * tall, 0.36 * reach, 0.2 * tall)]
    return carve(plate, *(board((x, y, 0), (w, h, 4 * thick), 0) for x, y, w, h in cuts))


def _key(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"round": 0.34, "trefoil": 0.26, "heart-shaped": 0.22, "square": 0.18}, "of its bow"
    )
    length = dials.number("length", 0.068, 0.085, "m", "of its shank")
    size = dials.number("bow_size", 0.017, 0.021, "m", "half the breadth of its bow")
    bit = dials.choice("bit", {"comb": 0.3, "cross": 0.25, "steps": 0.25, "slots": 0.2}, "how its bit is cut")
    reach = dials.number("bit_reach", 0.02, 0.027, "m", "how far its bit stands out")
    collars = dials.count("collars", 1, 3, "rings about its shank", (0, 5))
    ornate = dials.flag("ornate", 0.28, "with a stone in its bow")
    thick, radius = 0.0048, 0.0047
    bow, tall, middle = _bow(form, size, thick)
    foot = length
    parts = [
        part("bow", "metal", move(one, (0, foot, 0)), (0, 1, 0), (0, 0, 1), crease_deg=50) for one in bow
    ]
    shank = [
        (0, 0),
        (0.7, 0),
        (1, 0.0015),
        (1, length),
        (1.25, length + 0.001),
        (1.15, length + 0.005),
        (0, length + 0.005),
    ]
    parts.append(
        part(
            "shank",
            "metal",
            lathe([(r * radius if r <= 2 else r, y) for r, y in shank], 12),
            (0, 1, 0),
            mapping="turned",
        )
    )
    low = 0.006
    bit_tall = 0.021 if bit != "comb" else 0.025
    plate = move(_bit(bit, reach, bit_tall, 0.0058), (0.0012, low, 0))
    parts.append(part("bit", "metal", plate, (0, 1, 0), (0, 0, 1)))
    for k in range(collars):
        y = length - 0.004 - 0.0075 * k
        r = radius * (1.65 if k != 1 else 1.4)
        ring = [
            (0, y - 0.0028),
            (0.8 * r, y - 0.0028),
            (r, y - 0.0012),
            (r, y + 0.0012),
            (0.8 * r, y + 0.0028),
            (0, y + 0.0028),
        ]
        parts.append(part("collar", "metal", lathe(ring, 12), (0, 1, 0), mapping="turned"))
    y = low + bit_tall + 0.0045
    ring = [(0, y - 0.002), (1.35 * radius, y - 0.002), (1.35 * radius, y + 0.002), (0, y + 0.002)]
    parts.append(part("collar", "metal", lathe(ring, 12), (0, 1, 0), mapping="turned"))
    if ornate:
        r = 0.34 * size if form == "trefoil" else 0.5 * size
        deep = 0.0068
        if form != "trefoil":
            # arms hold the stone's collar in the open bow
            for x, h in ((1, 0), (-1, 0), (0, -1), (0, 1))[: 3 if form == "heart-shaped" else 4]:
                span = 1.12 * size if x else max(tall - middle, middle)
                centre = (x * 0.52 * span, foot + middle + h * 0.5 * span, 0)
                arm = board(centre, (abs(x) * span + 0.0032, abs(h) * span + 0.0032, 0.0035), 0.0008)
                parts.append(part("bow", "metal", arm, (1, 0, 0), (0, 0, 1)))
        collar = [(0, -0.8), (1.22, -0.8), (1.3, -0.5), (1.3, 0.5), (1.22, 0.8), (0, 0.8)]
        disc = lathe([(q * r, h * 0.6 * deep) for q, h in collar], 14)
        lay = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32)
        parts.append(part("collar", "metal", move(disc, (0, foot + middle, 0), lay), (0, 0, 1)))
        for side in (-1, 1):
            stone = cut_stone((0, foot + middle, side * 0.4 * deep), (0, 0, side), r, 0.55 * deep, 10)
            parts.append(part("gem", "crystal", stone, (0, 0, side)))
    if form in ("round", "trefoil") or ornate:
        # a heart dips where the knob sits
        at = foot + (1.643 * size + 1.2 * thick if form == "heart-shaped" else tall + 0.001)
        parts.append(part("collar", "metal", knob((0, at, 0), 0.0052, 10, 6), (0, 1, 0)))
    return parts


KINDS = {
    "key": Kind(
        build=_key,
        size_m=0.125,
        parts={
            "bow": Made(("brass", "gold", "wrought iron", "bronze"), words=("head", "handle", "loop")),
            "shank": Made(("brass", "gold", "wrought iron", "bronze"), words=("shaft", "stem")),
            "bit": Made(("brass", "steel"), words=("teeth", "wards")),
            "collar": Made(("brass", "gold"), words=("rings", "bands")),
            "gem": Made(("crystal",), ("#b3122a", "#1a4fc0", "#138a4a", "#7a2bb0"), words=("jewel", "stone")),
        },
        synonyms=("door key", "skeleton key"),
        main=("shank", "bit", "collar"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "heart-shaped": {"form": "heart-shaped"},
            "trefoil": {"form": "trefoil"},
            "ornate": {"ornate": True},
            "jewelled": {"ornate": True},
        },
    ),
}
