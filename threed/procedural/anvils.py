"""Builds anvils: a waisted body of iron, a horn, a heel, a hardened face, on a block or on the ground."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve, merge
from threed.procedural.curves import hoop
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import ABOUT_Y, board, cylinder
from threed.procedural.solids import Solid, loft, move


def _layers(rows: list[tuple[float, float, float]], cut: float) -> Solid:
    """Stack rectangles (y, half width, half depth) with cut corners."""
    rings = []
    for y, wide, deep in rows:
        c = min(cut, 0.4 * deep, 0.4 * wide)
        quarter = [(wide - c, deep), (wide, deep - c), (wide, -deep + c), (wide - c, -deep)]
        rings.append([(x, y, z) for x, z in [*quarter, *((-x, -z) for x, z in quarter)]])
    return loft(np.asarray(rings))


def _horn(start: float, reach: float, top: float, tall: float, deep: float, curl: float) -> Solid:
    """Draw a horn out towards +X, flat above where it begins, round and pointed where it ends."""
    rings, angle = [], np.linspace(0, 2 * np.pi, 13)[:-1]
    for t in np.linspace(0, 1, 9):
        size = np.sqrt(max(1 - t, 0)) * (1 - 0.12 * t) if t < 1 else 0.0
        half, wide = 0.5 * tall * size + 0.003 * (t < 1), deep * size + 0.003 * (t < 1)
        y, z = np.cos(angle), np.sin(angle)
        # the section goes from a rounded square to a round
        power = 0.55 + 0.45 * min(1.0, 2 * t)
        y, z = np.sign(y) * np.abs(y) ** power, np.sign(z) * np.abs(z) ** power
        middle = top - half + curl * t**2
        rings.append(np.stack([np.full(12, start + reach * t), middle + half * y, wide * z], 1))
    return loft(np.asarray(rings))


def _anvil(dials: Dials) -> list[Part]:
    length = dials.number("length", 0.58, 0.7, "m", "from horn to heel")
    height = dials.number("height", 0.28, 0.34, "m", "from its feet to its face")
    width = dials.number("width", 0.12, 0.15, "m", "of its face")
    waist = dials.number("waist", 0.46, 0.62, "", "of its body, by the length of its face", (0.3, 0.9))
    horns = dials.choice("horns", {"one": 0.94, "two": 0.06}, "how many")
    curl = dials.number("curl", 0.0, 0.025, "m", "how far a horn's tip rises", (0.0, 0.1))
    mounted = dials.flag("mounted", 0.4, "on a block of wood")
    ornate = dials.flag("ornate", 0.05, "with chased mouldings about its waist")
    twin = horns == "two"
    horn, heel = 0.36 * length, 0.13 * length
    half = (length - horn - (horn if twin else heel)) / 2
    deep, plate = width / 2, 0.03
    top = height - plate
    block = 0.3 * height
    under = top - block
    foot, slim = 1.28 * half, waist * half
    rows = [
        (0, foot, 1.28 * deep),
        (0.13 * height, foot, 1.28 * deep),
        (0.17 * height, 0.9 * foot, 1.16 * deep),
    ]
    mid, rise = 0.2 * height, under - 0.2 * height
    rows += [(mid, 0.5 * (foot + slim), 0.95 * deep), (mid + 0.25 * rise, 1.08 * slim, 0.78 * deep)]
    rows += [(mid + 0.5 * rise, slim, 0.74 * deep), (mid + 0.8 * rise, 1.1 * slim, 0.8 * deep)]
    rows += [(under + 0.01, 0.92 * half, 0.96 * deep), (under + 0.03, half, deep), (top, half, deep)]
    body = _layers(rows, 0.014)
    # the feet are hollowed between, where it does not sit on a block
    arch = move(
        cylinder(0.16 * foot, -1, 1, 12),
        (0, -0.035 * height, 0),
        np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32),
    )
    if not mounted:
        body = carve(body, move(arch, scale=(2.6, 1, 1)))
    step = half + 0.045
    table = _layers(
        [
            (top - 0.75 * block, half, 0.72 * deep),
            (top - 0.018, step, 0.85 * deep),
            (top - 0.014, step, 0.85 * deep),
        ],
        0.01,
    )
    beak = _horn(half - 0.01, horn + 0.005, top - 0.004, 0.92 * block, 0.86 * deep, curl)
    pieces = [body, table, beak]
    if twin:
        pieces.append(move(beak, rotation=ABOUT_Y))
    else:
        tail = [
            (-half + 0.02, 0.95),
            (-half - 0.4 * heel, 0.82),
            (-half - heel + 0.006, 0.42),
            (-half - heel, 0.38),
        ]
        rings = []
        for x, share in tail:
            low, c = top - share * block, 0.008
            w = deep * (0.94 if x > -half - 0.5 * heel else 0.86)
            ring = [(low, -w + c), (low, w - c), (low + c, w), (top, w), (top, -w), (low + c, -w)]
            rings.append([(x, y, z) for y, z in ring])
        pieces.append(loft(np.asarray(rings)))
    parts = [part("body", "metal", merge(pieces), (0, 1, 0), (0, 0, 1), crease_deg=35)]
    back = -half - (0 if twin else heel - 0.012)
    face = board(
        ((half + back) / 2, top + plate / 2 - 0.002, 0), (half - back, plate + 0.004, 1.94 * deep), 0.005
    )
    hardy = board((back + 0.05, height, 0), (0.026, 0.09, 0.026), 0)
    pritchel = cylinder(0.009, height - 0.06, height + 0.05, 10)
    face = carve(face, hardy, move(pritchel, (back + 0.095, 0, 0.35 * deep)))
    parts.append(part("face", "metal", face, (1, 0, 0), (0, 1, 0)))
    if ornate:
        y = mid + 0.52 * rise
        band = _layers(
            [
                (y - 0.012, slim * 1.08, 0.76 * deep + 0.002),
                (y - 0.005, slim * 1.08 + 0.006, 0.76 * deep + 0.008),
                (y + 0.005, slim * 1.08 + 0.006, 0.76 * deep + 0.008),
                (y + 0.012, slim * 1.08, 0.76 * deep + 0.002),
            ],
            0.012,
        )
        parts += [part("trim", "metal", move(band, (0, up, 0)), (1, 0, 0)) for up in (-0.03, 0.0, 0.03)]
    if mounted:
        tall = dials.rng.uniform(0.32, 0.4)
        parts = move_parts(parts, (0, tall - 0.002, 0)) + _block(dials, tall, foot, 1.28 * deep)
    return parts


def _block(dials: Dials, tall: float, foot: float, deep: float) -> list[Part]:
    """Cut a block off a tree, hooped with iron, and spike the anvil down on it."""
    sides = 16
    angle = np.arange(sides) * 2 * np.pi / sides
    phase = dials.rng.uniform(0, 6, 2)
    lumps = 1 + 0.03 * np.sin(3 * angle + phase[0]) + 0.02 * np.sin(5 * angle + phase[1])
    wide = np.hypot(foot, deep) + 0.035
    ring = np.stack([wide * lumps * np.sin(angle), 0 * angle, wide * lumps * np.cos(angle)], 1)
    rows = [(0, 1.1), (0.04, 1.12), (0.3 * tall, 1.04), (tall - 0.02, 1.0)]
    bark = loft(np.asarray([ring * [k, 0, k] + [0, y, 0] for y, k in rows]))
    cut = loft(
        np.asarray(
            [
                ring * [k, 0, k] + [0, y, 0]
                for y, k in ((tall - 0.02, 1.0), (tall - 0.006, 0.995), (tall, 0.975))
            ]
        )
    )
    parts = [
        part("block", "wood", bark, (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=50),
        part("cut", "wood", cut, (0, 0, 1), (0, 1, 0)),
    ]
    for share in (0.22, 0.8):
        k = float(np.interp(share * tall, [0, 0.04, 0.3 * tall, tall], [1.1, 1.12, 1.04, 1.0]))
        band = hoop(ring * [k, 0, k] + [0, share * tall, 0], (0.01, 0.022), 4, (0, 1, 0), flats=True)
        parts.append(part("hoops", "metal", band, (0, 1, 0), mapping="turned", origin=(0, 0, 0)))
    for x in (-1, 1):
        for z in (-1, 1):
            at = (x * (0.9 * foot), tall + 0.015, z * (deep + 0.01))
            parts.append(part("hoops", "metal", board(at, (0.028, 0.09, 0.03), 0.006), (0, 1, 0)))
    return parts


KINDS = {
    "anvil": Kind(
        build=_anvil,
        size_m=0.68,
        parts={
            "body": Made(("cast iron", "wrought iron", "rusty iron"), words=("base", "horn", "iron")),
            "face": Made(("polished steel", "steel"), words=("top", "plate")),
            "block": Made(("bark", "weathered wood"), words=("stump", "log")),
            "cut": Made(("cut wood",), words=("end",)),
            "hoops": Made(("rusty iron", "wrought iron"), words=("bands", "spikes")),
            "trim": Made(("wrought iron", "bronze"), words=("decoration",)),
        },
        synonyms=("smithing anvil", "forge anvil", "blacksmith anvil"),
        words={
            "double-horned": {"horns": "two"},
            "mounted": {"mounted": True},
            "ornate": {"ornate": True},
        },
    ),
}
