"""Builds chests: planks under a vaulted, flat or gabled lid, bound with iron; open ones with treasure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.fillings import mound
from threed.procedural.joinery import timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, prism_of, rope, stick, stud
from threed.procedural.solids import Point, frame_along, lathe, loft, move, turn
from threed.procedural.upholstery import capped

THICK = 0.026


def _chest(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.58, "square": 0.24, "peaked": 0.18}, "of its lid")
    width = dials.number("width", 0.78, 1.0, "m", "left to right")
    depth = dials.number("depth", 0.46, 0.56, "m", "front to back")
    height = dials.number("height", 0.32, 0.4, "m", "of its body")
    rise = dials.number("rise", 0.19, 0.25, "m", "of its lid", (0.05, 0.5))
    bands = dials.count("bands", 2, 3, "iron bands around it", (0, 6))
    is_open = dials.flag("open", 0.22, "its lid stands open")
    angle = dials.number("angle", 65.0, 100.0, "deg", "how far the lid is open", (5.0, 120.0))
    treasure = dials.flag("treasure", 0.75, "an open one is full of coins and gems")
    bound = dials.flag("ironbound", 0.6, "iron along its edges")
    handles = dials.flag("handles", 0.7, "handles on its ends")
    ornate = dials.flag("ornate", 0.08, "gilded fittings, set stones and feet")
    rise = 0.45 * rise if form == "square" else rise
    metal = "trim" if ornate else "bands"
    foot = 0.03
    parts = _body(dials, width, depth, height)
    places = _places(bands, width)
    strap = 0.05
    for x in places:
        parts += _body_band(metal, x, depth, height, strap)
    if bound:
        parts += _body_edges(metal, width, depth, height)
    if handles:
        parts += _handles(width, 0.6 * height, "trim" if ornate else "fittings")
    parts += _lock(depth, height, "trim" if ornate else "fittings")
    lid = _lid(form, width, depth, rise, places, strap, metal, bound)
    lid += _hasp(depth, "trim" if ornate else "fittings")
    if ornate:
        parts += _jewels(width, depth, height, places)
    parts += move_parts(lid, (0, height - 0.001, -depth / 2), turn(0, -angle if is_open else 0.0))
    if is_open and treasure:
        parts += _treasure(dials, width, depth, height)
    for s in (-1, 1):  # hinges
        x = s * 0.3 * width
        knuckle = stick(
            (x - 0.045, height, -depth / 2 - 0.004), (x + 0.045, height, -depth / 2 - 0.004), 0.012, 8
        )
        parts.append(part("fittings", "metal", knuckle, (1, 0, 0), mapping="turned"))
    parts = move_parts(parts, (0, foot, 0))
    return parts + _base(width, depth, foot, ornate)


def _places(count: int, width: float) -> np.ndarray:
    if count == 1:
        return np.zeros(1)
    spread = 0.3 if count == 2 else 0.36
    return np.linspace(-spread, spread, count) * width


def _body(dials: Dials, width: float, depth: float, height: float) -> list[Part]:
    parts, t = [], THICK
    edges = np.linspace(0, height, 4)
    for low, high in pairwise(edges):
        y, tall = (low + high) / 2, high - low
        for s in (-1, 1):
            d = dials.rng.uniform(0, 0.002)
            parts.append(timber("planks", (0, y, s * (depth / 2 - t / 2 - d)), (width, tall, t), 0.0035))
            parts.append(
                timber("planks", (s * (width / 2 - t / 2 - d), y, 0), (t, tall, depth - 2 * t + 0.006), 0.0)
            )
    parts.append(timber("planks", (0, t / 2, 0), (width - t, t, depth - t), 0.0))
    return parts


def _base(width: float, depth: float, foot: float, ornate: bool) -> list[Part]:
    """Put it on two runners, or on gilded balls."""
    if ornate:
        places = [(i * (width / 2 - 0.05), j * (depth / 2 - 0.05)) for i in (-1, 1) for j in (-1, 1)]
        balls = []
        for x, z in places:
            profile = [
                (0, 0),
                (0.02, 0.0),
                (0.036, 0.014),
                (0.036, 0.024),
                (0.02, foot + 0.006),
                (0, foot + 0.006),
            ]
            ball = move(lathe(profile, 10), (x, 0, z))
            balls.append(
                part("trim", "metal", ball, (0, 1, 0), origin=(x, 0, z), mapping="turned", crease_deg=60)
            )
        return balls
    return [
        timber(
            "planks", (s * (width / 2 - 0.09), foot / 2 + 0.002, 0), (0.07, foot + 0.004, depth - 0.02), 0.006
        )
        for s in (-1, 1)
    ]


def _riveted(name: str, band: list[Part], heads: Sequence[tuple[Point, Point]]) -> list[Part]:
    return band + [part(name, "metal", stud(at, out, 0.0085, 0.005), (0, 1, 0)) for at, out in heads]


def _body_band(name: str, x: float, depth: float, height: float, wide: float) -> list[Part]:
    """Run an iron strap up the front and the back."""
    made = []
    for s in (-1, 1):
        z = s * (depth / 2 + 0.0005)
        strap = [timber(name, (x, height / 2, z), (wide, height - 0.004, 0.012), 0.0, "metal")]
        heads = [((x, t * height, z + s * 0.0055), (0, 0, s)) for t in (0.14, 0.5) if s > 0]
        made += _riveted(name, strap, heads)
    return made


def _body_edges(name: str, width: float, depth: float, height: float) -> list[Part]:
    """Wrap the four upright edges in angle irons, rivet them."""
    made: list[Part] = []
    wide, thick = 0.055, 0.008
    for sx in (-1, 1):
        for sz in (-1, 1):
            x, z = sx * (width / 2 + 0.0025), sz * (depth / 2 + 0.0025)
            o = 0.5 * thick
            corner = [(o, o), (o, -wide), (-o, -wide), (-o, -o), (-wide, -o), (-wide, o)]
            outline = [(sx * (u + 0.0), sz * v) for u, v in corner]
            if sx * sz > 0:
                outline = outline[::-1]
            rings = [[(x + u, y, z + v) for u, v in outline] for y in (0.002, height - 0.002)]
            made.append(part(name, "metal", capped(rings), (0, 1, 0), (0, 0, sz), crease_deg=30))
            for t in (0.16, 0.84) if sz > 0 else ():
                at = (x - sx * 0.03, t * height, z + sz * 0.0035)
                made.append(part(name, "metal", stud(at, (0, 0, sz), 0.0085, 0.005), (0, 1, 0)))
                at = (x + sx * 0.0035, t * height, z - sz * 0.03)
                made.append(part(name, "metal", stud(at, (sx, 0, 0), 0.0085, 0.005), (0, 1, 0)))
    return made


def _lid_outline(form: str, depth: float, rise: float) -> np.ndarray:
    """Return the lid's section [P, 2] in (z from the hinge forwards, y), from the front over to the back."""
    if form == "round":
        angle = np.linspace(0, np.pi, 10)
        arc = np.stack(
            [depth / 2 + depth / 2 * np.cos(angle), 0.045 + (rise - 0.045) * np.sin(angle) ** 0.9], 1
        )
        return np.concatenate([[(depth, 0.0)], arc, [(0.0, 0.0)]])
    if form == "peaked":
        shares = [(1, 0), (1, 0.3), (0.76, 1), (0.24, 1), (0, 0.3), (0, 0)]
    else:
        shares = [(1, 0), (1, 1), (0.66, 1), (0.33, 1), (0, 1), (0, 0)]
    return np.asarray(shares, np.float64) * [depth, rise]


def _offset(line: np.ndarray, by: float) -> np.ndarray:
    """Shift an open outline to its left by a distance, mitred."""
    step = np.diff(line, axis=0)
    step /= np.linalg.norm(step, axis=1, keepdims=True)
    normal = np.stack([-step[:, 1], step[:, 0]], 1)
    before, after = np.concatenate([normal[:1], normal]), np.concatenate([normal, normal[-1:]])
    middle = before + after
    middle /= np.maximum((middle * after).sum(1, keepdims=True), 0.3)
    return line + by * middle


def _lid(
    form: str,
    width: float,
    depth: float,
    rise: float,
    places: np.ndarray,
    strap: float,
    metal: str,
    bound: bool,
) -> list[Part]:
    """Board a lid about its hinge, hollow inside; bands run over it."""
    outer = _lid_outline(form, depth, rise)
    inner = _offset(outer, 0.85 * THICK)
    parts: list[Part] = []
    for k in range(len(outer) - 1):
        section = (outer[k], outer[k + 1], inner[k + 1], inner[k])
        rings = [[(x, y, z) for z, y in section] for x in (width / 2, -width / 2)]
        out = np.array([0, *(outer[k] + outer[k + 1])[::-1] / 2 - [0.3 * rise, 0.5 * depth]])
        parts.append(part("lid", "wood", loft(np.asarray(rings)), (1, 0, 0), out, crease_deg=30))
    for s in (-1, 1):
        x = s * (width / 2 - THICK / 2)
        outline = [(-z, y) for z, y in _offset(outer, 0.6 * THICK)]
        turned = move(
            prism_of(outline[::-1], THICK, 0),
            (x, 0, 0),
            np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32),
        )
        parts.append(part("lid", "wood", turned, (0, 0, 1), (s, 0, 0), crease_deg=30))
    half = strap / 2
    for x in [*places, *((width / 2 - half + 0.004, half - width / 2 - 0.004) if bound else ())]:
        parts += _strap(metal, outer, float(x), strap)
    return parts


def _strap(name: str, outer: np.ndarray, x: float, wide: float) -> list[Part]:
    above, below = _offset(outer, -0.0065), _offset(outer, 0.002)
    rings = []
    for a, b in zip(above, below, strict=True):
        h = wide / 2
        rings.append([(x + h, a[1], a[0]), (x + h, b[1], b[0]), (x - h, b[1], b[0]), (x - h, a[1], a[0])])
    band = part(name, "metal", loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=40)
    middle = len(above) // 2
    heads = []
    for k in (1, middle):
        a, b = above[k - 1], above[k]
        at, way = (a + b) / 2, b - a
        heads.append(((x, at[1], at[0]), (0, *_outwards(way))))
    return _riveted(name, [band], heads)


def _outwards(way: np.ndarray) -> tuple[float, float]:
    """Return (y, z) square to a step (z, y) of the lid's outline, out of the lid."""
    return -float(way[0]), float(way[1])


def _hasp(depth: float, name: str) -> list[Part]:
    """Hang a hasp on the lid's front edge."""
    z = depth + 0.003
    plate = timber(name, (0, 0.028, z), (0.06, 0.055, 0.01), 0.003, "metal")
    tongue = timber(name, (0, -0.012, z + 0.007), (0.036, 0.075, 0.009), 0.003, "metal")
    rivets = [
        part(name, "metal", stud((s * 0.02, 0.038, z + 0.005), (0, 0, 1), 0.006, 0.004), (0, 1, 0))
        for s in (-1, 1)
    ]
    return [plate, tongue, *rivets]


def _lock(depth: float, height: float, name: str) -> list[Part]:
    """Fix a lock plate with a keyhole on the front."""
    outline = [
        (-0.07, 0.06),
        (-0.07, -0.03),
        (-0.045, -0.065),
        (0, -0.085),
        (0.045, -0.065),
        (0.07, -0.03),
        (0.07, 0.06),
    ]
    y, z = height - 0.075, depth / 2 + 0.003
    plate = part(
        name, "metal", move(prism_of(outline, 0.012, 0.004), (0, y, z)), (0, 1, 0), (0, 0, 1), crease_deg=30
    )
    front = z + 0.005
    hole = [
        part(
            "keyhole",
            "metal",
            move(cylinder(0.009, 0, 0.004, 10), (0, y - 0.028, front), frame_along((0, 0, 1))),
            (0, 1, 0),
        ),
        part("keyhole", "metal", board((0, y - 0.043, front + 0.001), (0.007, 0.026, 0.005), 0), (0, 1, 0)),
    ]
    rivets = [
        part(name, "metal", stud((s * 0.056, y + t, front + 0.001), (0, 0, 1), 0.007, 0.004), (0, 1, 0))
        for s in (-1, 1)
        for t in (0.045, -0.02)
    ]
    return [plate, *hole, *rivets]


def _handles(width: float, y: float, name: str) -> list[Part]:
    """Hang a bow between two eyes on each end."""
    made: list[Part] = []
    t = np.linspace(0, np.pi, 7)
    for s in (-1, 1):
        x = s * (width / 2 + 0.004)
        plate = board((x - s * 0.003, y, 0), (0.016, 0.06, 0.21), 0.003)
        made.append(part(name, "metal", plate, (0, 0, 1), (s, 0, 0)))
        for z in (-0.075, 0.075):
            eye = stick((x, y + 0.005, z), (x + s * 0.026, y + 0.005, z), 0.013, 6)
            made.append(part(name, "metal", eye, (1, 0, 0)))
        drop = np.stack(
            [
                np.full(7, x + s * 0.017) + s * 0.014 * np.sin(t),
                y + 0.005 - 0.085 * np.sin(t) ** 0.7,
                0.075 * np.cos(t),
            ],
            1,
        )
        made.append(part(name, "metal", rope(drop, 0.0085, 6), (0, 0, 1), crease_deg=80))
    return made


def _jewels(width: float, depth: float, height: float, places: np.ndarray) -> list[Part]:
    """Set cut stones in the front, between the bands."""
    made: list[Part] = []
    edges = [-0.46 * width, *places, 0.46 * width]
    for a, b in pairwise(edges):
        x = (a + b) / 2
        if abs(x) < 0.09:
            continue
        at, out = (x, 0.48 * height, depth / 2), frame_along((0, 0, 1))
        collar = lathe([(0, -0.006), (0.034, -0.006), (0.034, 0.007), (0.026, 0.013), (0, 0.013)], 12)
        made.append(part("trim", "metal", move(collar, at, out), (0, 1, 0), (0, 0, 1)))
        stone = lathe([(0, 0.0), (0.024, 0.004), (0.024, 0.013), (0.013, 0.024), (0, 0.024)], 8)
        made.append(part("gems", "crystal", move(stone, at, out), (0, 1, 0), (0, 0, 1), crease_deg=15))
    return made


def _treasure(dials: Dials, width: float, depth: float, height: float) -> list[Part]:
    """Fill it with gold: a heap of coins, single ones on it, stones, a goblet."""
    rng, level, dome = dials.rng, 0.88 * height, 0.1
    x, z = width / 2 - 0.7 * THICK, depth / 2 - 0.7 * THICK
    parts = [mound(rng, "coins", "metal", x, z, 0.3 * height, level, dome, 0.006)]

    def on(u: float, v: float) -> np.ndarray:
        r = max(abs(u), abs(v))
        return np.array([u * x, level + dome * (1 - r * r), v * z])

    coin = cylinder(0.027, -0.0045, 0.0045, 7)
    for _ in range(28):
        u, v = rng.uniform(-0.82, 0.82, 2)
        tilt = frame_along(np.array([rng.normal(0, 0.45), 1.0, rng.normal(0, 0.45)]))
        placed = move(coin, on(float(u), float(v)) + [0, -0.001, 0], tilt)
        parts.append(part("coins", "metal", placed, tilt[:, 2], tilt[:, 1], crease_deg=50))
    for k in range(6):
        u, v = rng.uniform(-0.7, 0.7, 2)
        r = rng.uniform(0.026, 0.038)
        stone = lathe(
            [(0, -r), (0.9 * r, -0.1 * r), (0.9 * r, 0.15 * r), (0.5 * r, 0.6 * r), (0, 0.6 * r)], 7
        )
        tilt = frame_along(np.array([rng.normal(0, 0.4), 1.0, rng.normal(0, 0.4)]))
        name = "gems" if k % 2 else "more gems"
        parts.append(
            part(
                name,
                "crystal",
                move(stone, on(float(u), float(v)) + [0, 0.25 * r, 0], tilt),
                (0, 1, 0),
                crease_deg=15,
            )
        )
    if rng.random() < 0.6:
        parts.append(_goblet(on(0.45 * float(rng.choice((-1, 1))), -0.2)))
    return parts


def _goblet(place: np.ndarray) -> Part:
    profile = [
        (0, -0.03),
        (0.035, -0.03),
        (0.035, 0.0),
        (0.012, 0.015),
        (0.01, 0.05),
        (0.03, 0.07),
        (0.042, 0.1),
        (0.044, 0.13),
    ]
    profile += [(0.038, 0.13), (0.034, 0.1), (0.0, 0.078)]
    tilt = turn(2, -24) @ turn(0, 10)
    cup = move(lathe(profile, 12), place + [0, 0.01, 0], tilt)
    return part(
        "coins", "metal", cup, tilt[:, 1], origin=place + [0, 0.01, 0], mapping="turned", crease_deg=50
    )


KINDS = {
    "chest": Kind(
        build=_chest,
        size_m=0.95,
        parts={
            "planks": Made(("oak", "walnut", "dark oak"), words=("boards", "body", "walls", "sides")),
            "lid": Made(("oak", "walnut", "dark oak"), words=("top", "cover")),
            "bands": Made(
                ("wrought iron", "rusty iron", "bronze"), words=("straps", "iron", "edges", "hoops")
            ),
            "fittings": Made(
                ("brass", "wrought iron"), words=("lock", "handles", "hinges", "hasp", "handle")
            ),
            "keyhole": Made(("cast iron",), ("#101010",)),
            "coins": Made(("gold",), words=("treasure", "gold", "money", "coin")),
            "gems": Made(("crystal",), ("#c2182b", "#1f5fc4", "#1d9a4b"), ("jewels", "stones", "gem")),
            "more gems": Made(("crystal",), ("#8a2fc0", "#16a0a8")),
            "trim": Made(("gold",), words=("ornaments",)),
        },
        synonyms=("treasure chest", "coffer", "strongbox", "trunk"),
        main=("lid",),
        words={
            "open": {"open": True},
            "closed": {"open": False},
            "treasure": {"open": True, "treasure": True},
            "empty": {"open": True, "treasure": False},
            "full": {"open": True, "treasure": True},
            "round": {"form": "round"},
            "domed": {"form": "round"},
            "square": {"form": "square"},
            "flat": {"form": "square"},
            "ornate": {"ornate": True},
            "ironbound": {"ironbound": True, "bands": 3},
        },
    ),
}
