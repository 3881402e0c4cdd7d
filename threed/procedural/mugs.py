"""Builds mugs: turned or square cups with an ear, tankards of staves with a lid or foam over their brim."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at, stave_head, stave_hoop, stave_wall
from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, knob, nail, stick
from threed.procedural.pottery import banded, ear, girdle, hollowed, revolved, section, smooth_outline
from threed.procedural.solids import move, turn


def _mug(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {"straight": 0.36, "tankard": 0.28, "round": 0.18, "waisted": 0.12, "square": 0.06},
        "of its body",
    )
    height = dials.number("height", 0.088, 0.108, "m", "of its body")
    radius = dials.number("radius", 0.038, 0.045, "m", "of its mouth")
    taper = dials.number("taper", 0.78, 1.04, "", "its foot as part of its mouth", (0.4, 1.5))
    handle = dials.choice("handle", {"ear": 0.5, "square": 0.25, "low": 0.25}, "of what shape")
    filling = dials.choice(
        "filling", {"coffee": 0.4, "ale": 0.2, "water": 0.1, "nothing": 0.3}, "what is in it"
    )
    staves = dials.count("staves", 10, 13, "boards of a tankard", (6, 20))
    lid = dials.flag("lidded", 0.08, "a hinged lid")
    stripe = dials.flag("stripe", 0.35, "a raised band around it")
    ornate = dials.flag("ornate", 0.08, "gilded rims and set stones")
    if form == "tankard":
        outline, parts = _tankard(dials, 1.35 * height, 1.25 * radius, staves, ornate)
        height, wall, around, sides = 1.35 * height, 0.009, np.ones(staves), staves
        filling = "ale" if filling != "nothing" else filling
    else:
        sides = dials.sides(radius, 20, 36)
        around = section(sides, 0.8 if form == "square" else 0.0)
        outline = _outline(form, height, radius, taper)
        wall = 0.0042
        profile = hollowed(outline, wall, 0.007, 0.002)
        parts = [
            part("body", "ceramic", revolved(profile, around), (0, 1, 0), mapping="turned", crease_deg=50)
        ]
        if stripe and not ornate:
            y = height * float(dials.rng.uniform(0.2, 0.6))
            band = banded(girdle(outline, y, y + 0.17 * height, 0.0008, 0.002), around)
            parts.append(part("stripe", "ceramic", band, (0, 1, 0), mapping="turned", crease_deg=50))
    if ornate:
        parts += _gilding(outline, height, around, form)
    if lid:
        parts += _lid(float(outline[-1][0]), height, sides, around, ornate)
    elif filling != "nothing":
        parts += _drink(dials, filling, outline, height, wall, around, form)
    return parts + _handle(form, handle, outline, height)


def _outline(form: str, height: float, radius: float, taper: float) -> list[tuple[float, float]]:
    if form == "round":
        return smooth_outline(
            [0, 0.4 * height, 0.82 * height, height], radius * np.array([0.72, 1.2, 0.95, 1.0]), 9
        )
    if form == "waisted":
        shares = [0, 0.05 * height, 0.5 * height, 0.9 * height, height]
        return smooth_outline(shares, radius * np.array([0.95, 1.02, 0.86, 1.0, 1.06]), 10)
    low = taper * radius
    return [(low - 0.003, 0), (low, 0.003), (low + 0.5 * (radius - low), height / 2), (radius, height)]


def _tankard(
    dials: Dials, height: float, radius: float, count: int, ornate: bool
) -> tuple[list[tuple[float, float]], list[Part]]:
    outline = [(1.12 * radius, 0.0), (1.05 * radius, 0.5 * height), (radius, height)]
    parts = stave_wall("staves", outline, count, 0.009, 0.0018)
    parts += stave_head("staves", 0.012, radius_at(outline, 0.012) - 0.003, count, 3, 0.009)
    name = "trim" if ornate else "hoops"
    for t in (0.14, 0.82):
        first = int(dials.rng.integers(count))
        parts += stave_hoop(name, outline, t * height, 0.0075, count, first, 0.0018)
    return outline, parts


def _gilding(outline: list[tuple[float, float]], height: float, around: np.ndarray, form: str) -> list[Part]:
    """Edge it with gold, and set stones around its middle."""
    parts: list[Part] = []
    if form != "tankard":
        for low, high in ((0.004, 0.09 * height), (0.9 * height, 0.985 * height)):
            band = banded(girdle(outline, low, high, 0.0016, 0.002), around)
            parts.append(part("trim", "metal", band, (0, 1, 0), mapping="turned", crease_deg=50))
    angle = np.arange(len(around)) * 2 * np.pi / len(around) + np.pi / len(around)
    for k in range(6):
        a = 0.52 + k * np.pi / 3
        reach = radius_at(outline, 0.5 * height) * float(np.interp(a % (2 * np.pi), angle, around))
        out = np.array([np.sin(a), 0, np.cos(a)])
        at = out * reach * np.cos(np.pi / len(around)) + [0, 0.5 * height, 0]
        parts.append(part("trim", "metal", nail(at, out, 0.0078, 0.0022, 8), (0, 1, 0)))
        parts.append(
            part("gems", "crystal", nail(at + 0.0012 * out, out, 0.0052, 0.0036, 7), (0, 1, 0), crease_deg=15)
        )
    return parts


def _lid(top: float, height: float, sides: int, around: np.ndarray, ornate: bool) -> list[Part]:
    y, r = height - 0.0004, top + 0.0025
    profile = [
        (0, y),
        (r, y),
        (r, y + 0.004),
        (0.82 * r, y + 0.009),
        (0.4 * r, y + 0.016),
        (0.12 * r, y + 0.018),
        (0.09 * r, y + 0.022),
    ]
    profile += [(0.16 * r, y + 0.027), (0.13 * r, y + 0.032), (0, y + 0.034)]
    metal = "trim" if ornate else "lid"
    parts = [part(metal, "metal", revolved(profile, around), (0, 1, 0), mapping="turned", crease_deg=50)]
    # its hinge on the handle, and a thumb piece
    parts.append(
        part(metal, "metal", stick((r, y + 0.001, -0.008), (r, y + 0.001, 0.008), 0.004, 8), (0, 0, 1))
    )
    thumb = move(board((0, 0.009, 0), (0.0045, 0.024, 0.012), 0.0015), (r + 0.001, y, 0), turn(2, -12))
    return [*parts, part(metal, "metal", thumb, (0, 1, 0), (1, 0, 0))]


def _drink(
    dials: Dials,
    what: str,
    outline: list[tuple[float, float]],
    height: float,
    wall: float,
    around: np.ndarray,
    form: str,
) -> list[Part]:
    level = height * (0.9 if what == "ale" else float(dials.rng.uniform(0.78, 0.88)))
    into = 0.55 * wall
    low = level - 0.01
    profile = [
        (0, low),
        (radius_at(outline, low) - into, low),
        (radius_at(outline, level) - into, level),
        (0, level),
    ]
    if what != "ale":
        drink = revolved(profile, around)
        return [part(what, "liquid", drink, (0, 0, 1), (0, 1, 0))]
    # a head of foam swells over the brim, and runs down at one place
    top, inner = height + 0.002, radius_at(outline, height) - into
    swell = [
        (radius_at(outline, level) - into, level),
        (inner, height),
        (inner - 0.2 * wall, top + 0.004),
        (0.8 * inner, top + 0.011),
        (0.4 * inner, top + 0.015),
        (0, top + 0.016),
    ]
    parts = [
        part("foam", "food", revolved([*profile[:2], *swell], around), (0, 0, 1), (0, 1, 0), crease_deg=80)
    ]
    for k in range(6):
        a, out = k * 2.4 + float(dials.rng.uniform(0, 1)), inner * (0.25 + 0.1 * k)
        size = float(dials.rng.uniform(0.009, 0.014)) * (0.8 if form != "tankard" else 1.0)
        place = (out * np.sin(a), top + 0.009, out * np.cos(a))
        parts.append(
            part("foam", "food", knob(place, (size, 0.7 * size, size), 8, 5), (0, 1, 0), crease_deg=80)
        )
    a = float(dials.rng.uniform(-0.9, 0.5))
    reach = radius_at(outline, height)
    run = [(reach - 0.016, top + 0.007), (reach - 0.001, top + 0.006), (reach + 0.004, height - 0.006)]
    run += [(radius_at(outline, y) + 0.0025, y) for y in (height - 0.019, height - 0.03)]
    line = smooth_path(np.asarray([(r * np.sin(a), y, r * np.cos(a)) for r, y in run]), 2)
    wide = smooth_path(np.asarray([0.009, 0.0115, 0.0105, 0.0075, 0.008])[:, None], 2)
    side = (float(np.cos(a)), 0.0, -float(np.sin(a)))
    drip = tube(line, np.concatenate([0.55 * wide, wide], 1), 8, side)
    parts.append(part("foam", "food", drip, (0, 1, 0), crease_deg=80))
    end = knob(line[-1], (0.0078, 0.0105, 0.0078), 8, 5)
    return [*parts, part("foam", "food", end, (0, 1, 0), crease_deg=80)]


def _handle(form: str, kind: str, outline: list[tuple[float, float]], height: float) -> list[Part]:
    """Join an ear to the right side; that of a tankard is sawn from wood."""
    high, low = (0.84, 0.2) if kind != "low" else (0.68, 0.1)
    a = np.array([radius_at(outline, high * height), high * height])
    b = np.array([radius_at(outline, low * height), low * height])
    reach, tall = 0.031 * (1.3 if form == "tankard" else 1.0), float(a[1] - b[1])
    grip = {
        "ear": [(0.0, 0.0), (0.55, 0.1), (0.98, 0.0), (1.0, -0.42), (0.62, -0.86), (0.0, -1.0)],
        "square": [
            (0.0, 0.0),
            (0.75, 0.02),
            (1.0, -0.12),
            (1.0, -0.5),
            (1.0, -0.88),
            (0.75, -1.02),
            (0.0, -1.0),
        ],
        "low": [(0.0, 0.0), (0.6, 0.06), (1.0, -0.2), (0.95, -0.62), (0.5, -0.94), (0.0, -1.0)],
    }[kind]
    path = [(float(a[0]) - 0.002 + reach * u, float(a[1]) + tall * v) for u, v in grip]
    path[-1] = (float(b[0]) - 0.002, float(b[1]))
    path[0] = (float(a[0]) - 0.002, float(a[1]))
    wide, thick = (0.017, 0.013) if form == "tankard" else (0.0135, 0.0085)
    solid = ear(path, wide, thick, 8, 1.35)
    role = "wood" if form == "tankard" else "ceramic"
    name = "grip" if form == "tankard" else "handle"
    return [part(name, role, solid, (0, 1, 0), (1, 0, 0), crease_deg=70)]


_GLAZES = ("#7d2f2a", "#2f5472", "#4c6b3c", "#c9b184", "#e9e2d2", "#3a3d42", "#a4622f")

KINDS = {
    "mug": Kind(
        build=_mug,
        size_m=0.13,
        parts={
            "body": Made(("glazed ceramic", "earthenware", "porcelain"), _GLAZES, ("wall", "cup", "sides")),
            "handle": Made(("glazed ceramic", "earthenware", "porcelain"), _GLAZES, ("ear",)),
            "staves": Made(("oak", "walnut", "pine"), words=("boards", "planks", "wood")),
            "grip": Made(("oak", "walnut", "pine"), words=("holder",)),
            "hoops": Made(("wrought iron", "brass", "copper"), words=("bands", "rings")),
            "stripe": Made(("glazed ceramic",), ("#f0e8d6", "#26364a", "#b98b2f"), ("band", "ring")),
            "lid": Made(("tin", "steel"), words=("cover", "cap")),
            "coffee": Made(("chocolate",), ("#2c180d",), ("drink", "tea", "liquid")),
            "ale": Made(("ale",), words=("beer",)),
            "water": Made(("water",)),
            "foam": Made(("cream",), ("#f4ead2",), ("head", "froth")),
            "gems": Made(("crystal",), ("#c2182b", "#1f5fc4", "#1d9a4b"), ("jewels", "stones")),
            "trim": Made(("gold",), words=("rims", "ornaments")),
        },
        synonyms=("cup", "tankard", "beer stein", "teacup", "coffee cup"),
        main=("handle", "staves", "grip"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "lidded": {"lidded": True},
            "ale": {"filling": "ale", "lidded": False},
            "beer": {"form": "tankard", "filling": "ale", "lidded": False},
            "coffee": {"filling": "coffee", "lidded": False},
            "tankard": {"form": "tankard"},
            "ornate": {"ornate": True},
            "empty": {"filling": "nothing", "lidded": False},
            "full": {"filling": "ale"},
            "wooden": {"form": "tankard"},
            "foaming": {"form": "tankard", "filling": "ale", "lidded": False},
        },
    ),
}
