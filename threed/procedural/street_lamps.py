"""Builds street lamps: a cast post on a plinth, with one head or two, or one that hangs from a bow."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.glazing import TURNED, cage, corners, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import cylinder, knob, stick, torus
from threed.procedural.solids import lathe
from threed.procedural.sweeps import limb


def _street_lamp(dials: Dials) -> list[Part]:
    head = dials.choice("head", {"four-sided": 0.4, "six-sided": 0.35, "globe": 0.25}, "of the lamp")
    hold = dials.choice("hold", {"upright": 0.6, "double": 0.2, "bow": 0.2}, "how the post holds it")
    height = dials.number("height", 2.7, 3.2, "m", "of the post")
    size = dials.number("size", 0.235, 0.285, "m", "half width of the head")
    thick = dials.number("thick", 0.056, 0.07, "m", "radius of the post")
    plinth = dials.number("plinth", 0.55, 0.8, "m", "height of the thick foot")
    flutes = dials.count("flutes", 8, 12, "down the post", (0, 16))
    bar = dials.flag("bar", 0.6, "a bar for a ladder, under an upright head")
    ornate = dials.flag("ornate", 0.2, "gilded rings, finials and scrolls")
    trim = "trim" if ornate else "post"
    parts = _post(dials, height, thick, plinth, flutes, trim)
    if hold == "double":
        return parts + _double(dials, head, height, 0.82 * size, thick, trim, ornate)
    if hold == "bow":
        return parts + _bow(dials, head, height, 0.9 * size, thick, trim)
    collar = [
        (0, -0.1), (thick * 0.9, -0.1), (1.5 * thick, -0.05), (1.1 * thick, -0.02), (2.2 * thick, 0.02),
        (2.2 * thick, 0.04), (0, 0.04),
    ]  # fmt: skip
    parts += move_parts([part(trim, "metal", lathe(collar, 16), **TURNED, crease_deg=35)], (0, height, 0))
    if bar:
        y = height - 0.22
        parts.append(part("post", "metal", stick((-0.3, y, 0), (0.3, y, 0), 0.016, 8), (1, 0, 0)))
        parts.append(part("post", "metal", cylinder(1.6 * thick, y - 0.035, y + 0.035, 14, 0.008), **TURNED))
        for side in (-1, 1):
            parts.append(part(trim, "metal", knob((side * 0.31, y, 0), 0.032, 8, 6), crease_deg=80))
            if ornate:
                parts.append(_scroll(side, y, thick))
    return parts + move_parts(_head(dials, head, size, trim), (0, height + 0.03, 0))


def _scroll(side: float, y: float, thick: float) -> Part:
    """Make a bracket that curls from the post to under the ladder bar."""
    s = np.linspace(0, 1, 10)
    angle = -np.pi / 2 + 4.6 * s
    curl = 0.085 * (1 - 0.55 * s)
    path = np.stack([side * (0.15 + curl * np.cos(angle)), y - 0.085 + curl * np.sin(angle), 0 * s], 1)
    path[0] = [side * 0.6 * thick, y - 0.24, 0]
    return part("trim", "metal", limb(path, np.linspace(0.013, 0.008, 10), 6), crease_deg=60)


def _post(dials: Dials, height: float, thick: float, plinth: float, flutes: int, trim: str) -> list[Part]:
    """Make a plinth with panels, rings, and a fluted post that narrows upwards."""
    rng, b = dials.rng, 0.012
    sides = int(rng.choice([8, 8, 4]))
    w = 3.1 * thick / np.cos(np.pi / sides)
    foot = [
        (0, 0), (1.3 * w - b, 0), (1.3 * w, b), (1.3 * w, 0.1 - b), (1.3 * w - b, 0.1), (1.06 * w, 0.125),
        (w, 0.15), (w, 0.8 * plinth), (1.1 * w, 0.83 * plinth), (1.1 * w, 0.87 * plinth),
        (0.8 * w, 0.93 * plinth), (0.62 * w, plinth), (0, plinth),
    ]  # fmt: skip
    parts = [part("post", "metal", turned(foot, sides), **TURNED, crease_deg=20)]
    for place in corners(sides if sides == 4 else 4, 1.13 * w, 0.0):
        bolt = cylinder(0.022, 0.095, 0.118, 6, 0.004)
        parts += move_parts([part("bolts", "metal", bolt, **TURNED)], place)
    for y, out in ((plinth + 0.01, 1.75 * thick), (plinth + 0.09, 1.4 * thick)):
        parts.append(part(trim, "metal", torus(out - 0.022, 0.026, y, 16, 5), **TURNED, crease_deg=60))
    low, top = plinth - 0.02, height - 0.05
    if flutes:
        section = np.where(np.arange(2 * flutes) % 2, 0.86, 1.0)
        shaft = limb(
            [(0, low, 0), (0, 0.5 * (low + top), 0), (0, top, 0)],
            thick * np.array([1.12, 1.0, 0.84]),
            section=section,
        )
    else:
        shaft = lathe([(0, low), (1.12 * thick, low), (0.84 * thick, top), (0, top)], 14)
    parts.append(part("post", "metal", shaft, **TURNED, crease_deg=25))
    y = plinth + 0.52 * (height - plinth)
    ring = [
        (0, -0.06), (1.0 * thick, -0.06), (1.45 * thick, -0.03), (1.55 * thick, 0.0),
        (1.45 * thick, 0.03), (1.0 * thick, 0.06), (0, 0.06),
    ]  # fmt: skip
    return parts + move_parts([part(trim, "metal", lathe(ring, 16), **TURNED, crease_deg=35)], (0, y, 0))


def _head(dials: Dials, kind: str, size: float, trim: str) -> list[Part]:
    """Make a lamp's head that stands on the origin."""
    if kind == "globe":
        return _globe(dials, size, trim)
    sides = 4 if kind == "four-sided" else 6
    r, b = size / np.cos(np.pi / sides), 0.05 * size
    low, tall, roof = 0.62 * r, 1.75 * size, 1.0 * size
    seat = [
        (0, 0), (0.4 * low, 0), (0.86 * low, 0.16 * size), (1.12 * low, 0.2 * size),
        (1.12 * low, 0.28 * size), (1.12 * low - b, 0.28 * size + b), (0, 0.28 * size + b),
    ]  # fmt: skip
    base, top = 0.32 * size, 0.32 * size + tall
    parts = [part("head", "metal", turned(seat, sides), **TURNED, crease_deg=20)]
    parts += cage(sides, (low, base - 0.01), (r, top + 0.01), 0.12 * size, 0.01, name="head")
    eave = 1.16 * r
    cap = [
        (0, top), (eave - b, top), (eave, top + b), (eave, top + 0.1 * size),
        (eave - b, top + 0.1 * size + b), (0.92 * r, top + 0.2 * size), (0.46 * r, top + 0.72 * roof),
        (0.4 * r, top + 0.76 * roof), (0, top + 0.76 * roof),
    ]  # fmt: skip
    parts.append(part("roof", "metal", turned(cap, sides), **TURNED, crease_deg=20))
    crown = [
        (0, top + 0.7 * roof), (0.3 * r, top + 0.7 * roof), (0.3 * r, top + 0.9 * roof),
        (0.42 * r, top + 0.94 * roof), (0.42 * r, top + 1.0 * roof), (0.1 * r, top + 1.15 * roof),
        (0, top + 1.15 * roof),
    ]  # fmt: skip
    parts.append(part("roof", "metal", turned(crown, max(sides, 6)), **TURNED, crease_deg=20))
    tip = (
        np.array(
            [
                (0, -0.1),
                (0.12, -0.1),
                (0.1, 0.02),
                (0.17, 0.12),
                (0.15, 0.22),
                (0.06, 0.3),
                (0.03, 0.42),
                (0, 0.5),
            ]
        )
        * size
    )
    parts += move_parts(
        [part(trim, "metal", lathe(tip, 8), **TURNED, crease_deg=60)], (0, top + 1.15 * roof, 0)
    )
    for place in corners(sides, 0.985 * eave, top + 0.15 * size):
        ball = knob(place, 0.085 * size, 6, 3)
        parts.append(part(trim, "metal", ball, mapping="turned", origin=place, crease_deg=80))
    return parts + move_parts(_mantle(size), (0, base, 0))


def _mantle(size: float) -> list[Part]:
    """Make a burner with a glowing mantle, that stands on the origin."""
    tube = (
        np.array(
            [
                (0, -0.05),
                (0.2, -0.05),
                (0.16, 0.08),
                (0.09, 0.16),
                (0.09, 0.4),
                (0.17, 0.44),
                (0.17, 0.5),
                (0, 0.5),
            ]
        )
        * size
    )
    glow = (
        np.array([(0, 0.4), (0.16, 0.4), (0.32, 0.58), (0.38, 0.82), (0.3, 1.1), (0.14, 1.3), (0, 1.36)])
        * size
    )
    return [
        part("burner", "metal", lathe(tube, 8), **TURNED, crease_deg=35),
        part("light", "light", lathe(glow, 10), **TURNED, crease_deg=80),
    ]


def _globe(dials: Dials, size: float, trim: str) -> list[Part]:
    """Make a head whose globe itself shines, between a cup and a crown."""
    s, sides = 1.12 * size, dials.sides(size, 22, 28)
    cup = np.array([(0, 0), (0.36, 0), (0.5, 0.12), (0.66, 0.2), (0.7, 0.3), (0.62, 0.34), (0, 0.34)]) * s
    t = np.linspace(-np.pi / 2 + 0.5, np.pi / 2 - 0.25, 12)
    ball = np.stack([np.cos(t), 1.08 + np.sin(t)], 1) * s
    crown = (
        np.array(
            [
                (0, 1.9),
                (0.45, 1.94),
                (0.47, 2.0),
                (0.36, 2.1),
                (0.16, 2.2),
                (0.12, 2.32),
                (0.2, 2.4),
                (0.18, 2.5),
                (0.06, 2.6),
                (0, 2.8),
            ]
        )
        * s
    )
    globe = lathe([(0, ball[0, 1]), *ball, (0, ball[-1, 1])], sides)
    return [
        part("head", "metal", lathe(cup, 18), **TURNED, crease_deg=35),
        part("globe", "light", globe, **TURNED, crease_deg=80),
        part(trim if trim == "trim" else "roof", "metal", lathe(crown, 16), **TURNED, crease_deg=35),
    ]


def _double(
    dials: Dials, head: str, height: float, size: float, thick: float, trim: str, ornate: bool
) -> list[Part]:
    """Put a head on each of two arms, and a finial between them."""
    reach, parts = 0.5, []
    knot = (
        np.array(
            [
                (0, -0.3),
                (1.0, -0.3),
                (1.9, -0.1),
                (1.9, 0.5),
                (1.1, 0.9),
                (0.7, 1.6),
                (1.2, 2.2),
                (1.0, 2.9),
                (0.3, 3.6),
                (0, 5.2),
            ]
        )
        * thick
    )
    parts += move_parts(
        [part(trim, "metal", lathe(knot, 12), **TURNED, crease_deg=40)], (0, height - 0.06, 0)
    )
    for side in (-1, 1):
        t = np.linspace(0, 1, 10)
        path = np.stack(
            [
                side * reach * np.sin(t * np.pi / 2),
                height - 0.1 - 0.16 * np.sin(np.pi * t) + 0.12 * t**2.5,
                0 * t,
            ],
            1,
        )
        parts.append(part("post", "metal", limb(path, np.linspace(0.6, 0.45, 10) * thick, 8), crease_deg=60))
        s = np.linspace(0, 1, 9)
        curl = 0.08 * (1 - 0.6 * s)
        angle = 1.9 - 4.9 * s
        scroll = np.stack(
            [side * (0.16 + curl * np.cos(angle)), height - 0.335 + curl * np.sin(angle), 0 * s], 1
        )
        scroll = np.concatenate(
            [[[side * 0.5 * thick, height - 0.5, 0], [side * 0.05, height - 0.4, 0]], scroll]
        )
        if ornate:
            parts.append(
                part("trim", "metal", limb(scroll, np.linspace(0.3, 0.2, 11) * thick, 5), crease_deg=60)
            )
        seat = [(0, -0.05), (0.6 * thick, -0.05), (1.5 * thick, 0.0), (1.5 * thick, 0.025), (0, 0.025)]
        tip = path[-1]
        parts += move_parts([part(trim, "metal", lathe(seat, 12), **TURNED, crease_deg=35)], tip)
        parts += move_parts(_head(dials, head, size, trim), tip + [0, 0.015, 0])
    return parts


def _bow(dials: Dials, head: str, height: float, size: float, thick: float, trim: str) -> list[Part]:
    """Hang a head from a bow, like a shepherd's crook."""
    reach = 0.3
    t = np.linspace(0, np.pi, 12)
    path = np.stack([reach * (1 - np.cos(t)), height + 1.15 * reach * np.sin(t), 0 * t], 1)
    path = np.concatenate([[[0, height - 0.12, 0]], path, [[2 * reach, height - 0.1, 0]]])
    parts = [part("post", "metal", limb(path, np.linspace(0.8, 0.5, 14) * thick, 9), crease_deg=60)]
    ring = [(0, -0.05), (1.1 * thick, -0.05), (1.6 * thick, 0.0), (1.1 * thick, 0.05), (0, 0.05)]
    parts += move_parts(
        [part(trim, "metal", lathe(ring, 16), **TURNED, crease_deg=35)], (0, height - 0.06, 0)
    )
    # a brace with a curl between post and bow
    s = np.linspace(0, 1, 8)
    brace = np.stack([0.02 + 0.19 * s, height - 0.34 + 0.36 * s**0.8 + 0.1 * np.sin(np.pi * s), 0 * s], 1)
    brace[-1] = path[5]
    brace[0] = [0.3 * thick, height - 0.36, 0]
    parts.append(part(trim, "metal", limb(brace, np.full(8, 0.25 * thick), 6), crease_deg=60))
    made = _head(dials, head, size, trim)
    high = max(float(one.solid.vertices[:, 1].max()) for one in made)
    hung = move_parts(made, path[-1] - [0, high - 0.03, 0])
    return [*parts, *hung]


KINDS = {
    "street lamp": Kind(
        build=_street_lamp,
        size_m=4.0,
        parts={
            "post": Made(
                ("cast iron", "painted metal"),
                ("#26302c", "#2a2b2e", "#1f3a34"),
                ("pole", "base", "foot", "stand"),
            ),
            "head": Made(
                ("cast iron", "painted metal"), ("#26302c", "#2a2b2e", "#1f3a34"), ("lantern", "frame")
            ),
            "roof": Made(("cast iron", "oxidised copper"), (), ("cap", "top", "hood")),
            "glass": Made(("clear glass", "frosted glass"), (), ("panes", "windows", "pane")),
            "globe": Made(("glow",), ("#ffe7b8",), ("ball", "glass", "light")),
            "light": Made(("glow",), ("#ffd98a",), ("flame", "mantle", "bulb")),
            "burner": Made(("brass",), (), ()),
            "bolts": Made(("wrought iron",), (), ()),
            "trim": Made(("gold",), (), ("rings", "finials", "scrolls")),
        },
        synonyms=("streetlight", "lamppost", "street light", "lamp post"),
        main=("head", "roof"),
        words={
            "round": {"head": "globe"},
            "square": {"head": "four-sided"},
            "hexagonal": {"head": "six-sided"},
            "double-headed": {"hold": "double"},
            "double": {"hold": "double"},
            "curved": {"hold": "bow"},
            "ornate": {"ornate": True},
        },
    ),
}
