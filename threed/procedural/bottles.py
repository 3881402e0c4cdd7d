"""Builds bottles for wine, flasks of potion, decanters and jugs; stopper, label and what is in them."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, nail, prism_of, rope, torus
from threed.procedural.pottery import banded, ear, girdle, revolved, section, smooth_outline
from threed.procedural.ropework import twisted
from threed.procedural.solids import move, turn

Outline = list[tuple[float, float]]


def _bottle(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"wine": 0.34, "round": 0.24, "cone": 0.16, "square": 0.16, "jug": 0.1}, "of its body"
    )
    height = dials.number("height", 0.28, 0.32, "m", "of a wine bottle; flasks are 0.6 of it", (0.08, 1.0))
    belly = dials.number("belly", 0.92, 1.1, "", "its width, 1 as usual", (0.5, 2.0))
    neck = dials.number("neck", 0.85, 1.2, "", "length of its neck, 1 as usual", (0.3, 2.0))
    stopper = dials.choice("stopper", {"cork": 0.6, "glass": 0.25, "none": 0.15}, "what closes it")
    level = dials.number("level", 0.5, 0.85, "", "how full a flask is", (0.0, 1.0))
    label = dials.flag("label", 0.55, "a paper label")
    string = dials.flag("string", 0.3, "a string around its neck, with a tag")
    wax = dials.flag("wax", 0.2, "its stopper is sealed with wax")
    ornate = dials.flag("ornate", 0.08, "gilded mounts and set stones")
    stopper = "cork" if form == "jug" and stopper == "glass" else stopper
    outline, shoulder = _outline(form, height, belly, neck)
    sides = dials.sides(max(r for r, _ in outline), 18, 32)
    around = section(sides, 0.75 if form == "square" else 0.0)
    parts = _glass(form, outline, shoulder, around, level, stopper)
    if form == "jug":
        parts += _jug_ear(outline, shoulder)
    if stopper != "none":
        parts += _stopper("glass" if ornate and form != "jug" else stopper, outline, wax and not ornate)
    if label and not ornate:
        parts += _label(form, outline, shoulder, around)
    if string and not ornate:
        parts += _string(dials, outline, shoulder)
    if ornate:
        parts += _mounts(form, outline, shoulder, around)
    return parts


def _outline(form: str, height: float, belly: float, neck: float) -> tuple[Outline, float]:
    """Return the outline up to the lip, and the height of the shoulder, where the neck begins."""
    h = height if form == "wine" else 0.6 * height
    thin = 0.0145 if form == "wine" else 0.017
    if form == "wine":
        r = 0.0385 * belly
        body = [(r - 0.004, 0), (r, 0.005), (r, 0.36 * h), (r, 0.58 * h)]
        high = 0.74 * h
        shoulder = smooth_outline([0.58 * h, 0.68 * h, high], [r, 0.66 * r, thin], 6)[1:]
        top = high + 0.24 * h * neck
    elif form == "round":
        r = 0.058 * belly
        angle = np.linspace(-1.15, np.pi / 2 - np.arcsin(thin / r) - 0.02, 13)
        arc = [(float(r * np.cos(a)), float(r * (np.sin(a) + np.sin(1.15)))) for a in angle]
        body, shoulder, high = [arc[0]], arc[1:], arc[-1][1]
        top = high + 0.055 * neck
    elif form == "cone":
        r = 0.055 * belly
        high = 0.115
        body = [(r - 0.008, 0), (r - 0.002, 0.003), (r, 0.011), (r - 0.004, 0.022)]
        shoulder = smooth_outline([0.022, 0.08, high], [r - 0.004, 0.48 * r, thin], 6)[1:]
        top = high + 0.055 * neck
    elif form == "square":
        r = 0.046 * belly
        high = 0.125
        body = [(r - 0.005, 0), (r, 0.005), (r, 0.1)]
        shoulder = [(0.93 * r, 0.112), (0.65 * r, 0.121), (thin + 0.002, high)]
        top = high + 0.045 * neck
    else:
        r = 0.062 * belly
        high = 0.16
        body = [(0.84 * r, 0), (0.88 * r, 0.004)]
        shoulder = smooth_outline([0.004, 0.07, 0.125, high], [0.88 * r, r, 0.62 * r, thin + 0.002], 11)[1:]
        top = high + 0.05 * neck
    line = [*body, *shoulder, (thin * 0.96, 0.5 * (high + top)), (thin, top - 0.012)]
    line += [(thin + 0.0045, top - 0.01), (thin + 0.0055, top - 0.006), (thin + 0.0045, top)]
    return [(float(a), float(b)) for a, b in line], float(high)


def _glass(
    form: str, outline: Outline, shoulder: float, around: np.ndarray, level: float, stopper: str
) -> list[Part]:
    """Blow a hollow body; of a flask the lower part is what it holds, as one sees it through the glass."""
    top_r, top = outline[-1]
    foot = outline[0][0]
    punt = [(0, 0.22 * foot), (0.45 * foot, 0.12 * foot), (0.82 * foot, 0.0)]
    if form == "jug":
        deep = 0.03 if stopper == "none" else 0.004
        mouth = [
            (top_r - 0.0035, top),
            (0.62 * top_r, top - 0.002),
            (0.6 * top_r, top - deep),
            (0, top - deep),
        ]
        body = revolved([*punt, *outline, *mouth], around)
        return [part("stoneware", "ceramic", body, (0, 1, 0), mapping="turned", crease_deg=50)]
    bore = 0.64 * top_r
    if form == "wine" or level < 0.05:
        # wine stands to the neck
        y = 0.012 + 0.22 * foot if level < 0.05 else 1.03 * shoulder
        above = [p for p in outline if p[1] > y + 0.001]
        body = revolved([*punt, *outline, *_inside(above, shoulder, bore, top), (0, y)], around)
        name = "glass" if form == "wine" else "flask"
        return [part(name, "glass", body, (0, 1, 0), mapping="turned", crease_deg=50)]
    y = level * shoulder
    r = radius_at(outline, y)
    below, above = [p for p in outline if p[1] < y - 0.001], [p for p in outline if p[1] > y + 0.001]
    drink = revolved([*punt, *below, (r, y), (0, y)], around)
    inner = _inside([(r, y), *above], shoulder, bore, top)
    ring = [(r, y), *above, *inner]
    body = banded([*ring, ring[0]], around)
    return [
        part("flask", "glass", body, (0, 1, 0), mapping="turned", crease_deg=50),
        part("potion", "liquid", drink, (0, 1, 0), mapping="turned", crease_deg=50),
    ]


def _inside(outline: Outline, shoulder: float, bore: float, top: float) -> Outline:
    """Return the inside of a wall, from the lip down: as wide as its stopper in the neck."""
    wall = 0.0024
    line = [(max(r - wall, 0.6 * bore) if y < shoulder - 0.002 else bore, y) for r, y in outline[::-1]]
    lip = outline[-1][0]
    return [(lip - 0.002, top + 0.0006), (bore + 0.001, top + 0.0004), *line[1:]]


def _stopper(kind: str, outline: Outline, wax: bool) -> list[Part]:
    top_r, top = outline[-1]
    r = 0.64 * top_r
    if kind == "glass":
        profile = [
            (0, top - 0.01),
            (r, top - 0.01),
            (r, top + 0.001),
            (1.25 * r, top + 0.003),
            (0.7 * r, top + 0.007),
        ]
        profile += [(1.45 * r, top + 0.019), (1.1 * r, top + 0.032), (0, top + 0.038)]
        return [
            part(
                "stopper", "glass", revolved(profile, np.ones(10)), (0, 1, 0), mapping="turned", crease_deg=25
            )
        ]
    if wax:
        angle = np.arange(14) * 2 * np.pi / 14
        drips = 1 + 0.06 * np.cos(3 * angle) + 0.05 * np.cos(5 * angle + 1)
        out = top_r + 0.002
        profile = [
            (0, top - 0.016),
            (0.8 * top_r, top - 0.016),
            (out - 0.002, top - 0.011),
            (out, top - 0.006),
            (out, top + 0.002),
        ]
        profile += [
            (0.86 * out, top + 0.006),
            (0.8 * r, top + 0.012),
            (0.7 * r, top + 0.018),
            (0, top + 0.02),
        ]
        return [part("wax", "wax", revolved(profile, drips), (0, 1, 0), mapping="turned", crease_deg=70)]
    profile = [
        (0, top - 0.012),
        (1.015 * r, top - 0.012),
        (1.08 * r, top + 0.012),
        (0.98 * r, top + 0.0145),
        (0, top + 0.0145),
    ]
    return [part("cork", "wood", revolved(profile, np.ones(14)), (0, 1, 0), mapping="turned", crease_deg=50)]


def _label(form: str, outline: Outline, shoulder: float, around: np.ndarray) -> list[Part]:
    """Paste paper on: around a round bottle, on the front of a square one."""
    low, high = {
        "wine": (0.2, 0.62),
        "round": (0.38, 0.56),
        "cone": (0.12, 0.34),
        "square": (0.2, 0.66),
        "jug": (0.28, 0.56),
    }[form]
    low, high = low * shoulder, high * shoulder
    if form == "square":
        r = radius_at(outline, 0.4 * shoulder)
        return [
            part(
                "label",
                "paper",
                board((0, (low + high) / 2, r - 0.0005), (1.25 * r, high - low, 0.0024), 0),
                (0, 1, 0),
                (0, 0, 1),
            )
        ]
    band = girdle(outline, low, high, 0.0006, 0.002)
    return [part("label", "paper", banded(band, around), (0, 1, 0), mapping="turned", crease_deg=50)]


def _string(dials: Dials, outline: Outline, shoulder: float) -> list[Part]:
    """Wind a string around the neck and hang a tag from it."""
    y = shoulder + 0.008
    r = radius_at(outline, y)
    angle = np.arange(18) * 2 * np.pi / 18
    parts = []
    for k in range(2):
        loop = np.stack(
            [(r + 0.001) * np.sin(angle), np.full(18, y + 0.0042 * k), (r + 0.001) * np.cos(angle)], 1
        )
        parts.append(
            part(
                "string",
                "rope",
                twisted(loop, 0.0026, 0, True, 6),
                (0, 1, 0),
                mapping="turned",
                crease_deg=90,
            )
        )
    a = float(dials.rng.uniform(0.2, 0.8))
    way = np.array([np.sin(a), 0, np.cos(a)])
    start = (r + 0.0015) * way + [0, y, 0]
    hang = radius_at(outline, max(shoulder - 0.022, 0.0)) + 0.004
    end = hang * way + [0, shoulder - 0.02, 0]
    path = (
        np.linspace(0, 1, 5)[:, None] * (end - start)
        + start
        + np.sin(np.linspace(0, np.pi, 5))[:, None] * 0.004 * way
    )
    parts.append(part("string", "rope", rope(path, 0.0016, 6), (0, 1, 0), crease_deg=90))
    outline2 = [
        (-0.011, -0.034),
        (0.011, -0.034),
        (0.011, -0.006),
        (0.005, 0.002),
        (-0.005, 0.002),
        (-0.011, -0.006),
    ]
    slope = np.degrees(np.arctan2(radius_at(outline, max(shoulder - 0.05, 0.0)) - hang, 0.03))
    tilt = turn(1, float(np.degrees(a))) @ turn(0, -float(np.clip(slope, -10, 55)))
    tag = move(prism_of(outline2, 0.0016, 0), end + 0.0006 * way, tilt)
    parts.append(part("label", "paper", tag, tilt[:, 1], tilt[:, 2]))
    return parts


def _jug_ear(outline: Outline, shoulder: float) -> list[Part]:
    top = outline[-1][1]
    a, b = (
        (radius_at(outline, top - 0.016), top - 0.016),
        (radius_at(outline, 0.66 * shoulder), 0.66 * shoulder),
    )
    path = [
        (a[0] - 0.003, a[1]),
        (a[0] + 0.022, a[1] + 0.004),
        (a[0] + 0.038, a[1] - 0.018),
        (b[0] + 0.016, b[1] + 0.022),
        (b[0] - 0.003, b[1]),
    ]
    solid = ear(path, 0.018, 0.011, 8, 1.4)
    return [part("stoneware", "ceramic", solid, (0, 1, 0), (0, 0, 1), crease_deg=70)]


def _mounts(form: str, outline: Outline, shoulder: float, around: np.ndarray) -> list[Part]:
    """Mount it in gold: foot, collar and a ring of stones."""
    parts: list[Part] = []
    for low, high, thick in ((0.001, 0.014, 0.0022), (shoulder - 0.004, shoulder + 0.008, 0.0025)):
        factors = around if low < 0.01 else np.ones(len(around))
        solid = banded(girdle(outline, low, high, thick, 0.003), factors)
        parts.append(part("trim", "metal", solid, (0, 1, 0), mapping="turned", crease_deg=50))
    ring = torus(outline[-1][0] - 0.001, 0.0028, outline[-1][1] - 0.003, 18, 6)
    parts.append(part("trim", "metal", ring, (0, 1, 0), mapping="turned", crease_deg=70))
    y = (0.52 if form != "cone" else 0.35) * shoulder
    grid = np.arange(len(around)) * 2 * np.pi / len(around) + np.pi / len(around)
    slope = (radius_at(outline, y + 0.004) - radius_at(outline, y - 0.004)) / 0.008
    for k in range(4):
        a = k * np.pi / 2 + (1e-3 if form == "square" else np.pi / 4)
        reach = (
            radius_at(outline, y)
            * float(np.interp(a, grid, around, period=2 * np.pi))
            * np.cos(np.pi / len(around))
        )
        out = np.array([np.sin(a), -slope, np.cos(a)])
        at = np.array([reach * np.sin(a), y, reach * np.cos(a)])
        parts.append(part("trim", "metal", nail(at, out, 0.0105, 0.003, 10), (0, 1, 0)))
        parts.append(
            part("gems", "crystal", nail(at + 0.0016 * out, out, 0.0072, 0.0046, 7), (0, 1, 0), crease_deg=15)
        )
    return parts


_POTIONS = ("#c22a36", "#2f7fd0", "#3aa84a", "#8a3fc0", "#e0932a", "#1fb0a8")

KINDS = {
    "bottle": Kind(
        build=_bottle,
        size_m=0.25,
        parts={
            "glass": Made(
                ("bottle glass", "tinted glass"),
                ("#5f9a68", "#a8733a", "#6b96ad", "#86a86a"),
                ("body", "bottle", "neck"),
            ),
            "flask": Made(
                ("clear glass",),
                ("#eaf4f0", "#dcefe6", "#e6eef6", "#f3ecd9"),
                ("glass", "body", "bottle", "neck"),
            ),
            "stoneware": Made(
                ("glazed ceramic", "earthenware"),
                ("#8a5a2c", "#c9b184", "#4c6b3c", "#3a3d42"),
                ("clay", "ear"),
            ),
            "potion": Made(("tinted glass",), _POTIONS, ("liquid", "drink", "wine", "contents")),
            "cork": Made(("birch", "pine"), ("#b98a5a",), ("stopper",)),
            "stopper": Made(("tinted glass",), ("#d8e6ea", "#c22a36", "#2f7fd0"), ("cap",)),
            "wax": Made(("wax",), ("#8c1f1c", "#2a2a2a"), ("seal",)),
            "label": Made(("parchment", "paper"), words=("tag", "paper")),
            "string": Made(("rope",), words=("cord", "rope")),
            "gems": Made(("crystal",), ("#c2182b", "#1f5fc4", "#1d9a4b"), ("jewels", "stones")),
            "trim": Made(("gold",), words=("mounts", "ornaments")),
        },
        synonyms=("flask", "potion", "vial", "wine bottle", "potion bottle"),
        main=("flask", "stoneware"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "conical": {"form": "cone"},
            "ornate": {"ornate": True},
            "open": {"stopper": "none"},
            "corked": {"stopper": "cork"},
            "labelled": {"label": True},
            "full": {"level": 0.95},
            "empty": {"level": 0.0},
            "sealed": {"stopper": "cork", "wax": True},
        },
    ),
}
