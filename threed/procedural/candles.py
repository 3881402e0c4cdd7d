"""Builds candles: in a dish, on a stick, on a plate with others, and in a candelabrum."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import way_to
from threed.procedural.glazing import flame
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, knob, torus
from threed.procedural.solids import lathe, loft, move, turn
from threed.procedural.sweeps import limb, wire_ring

TURNED = {"mapping": "turned", "origin": (0, 0, 0)}


def _candle(dials: Dials) -> list[Part]:
    holder = dials.choice(
        "holder", {"dish": 0.35, "stick": 0.25, "plate": 0.2, "arms": 0.2}, "what it stands in"
    )
    form = dials.choice("form", {"plain": 0.6, "melted": 0.25, "twisted": 0.15}, "of the wax")
    height = dials.number("height", 0.11, 0.16, "m", "of the wax")
    radius = dials.number("radius", 0.014, 0.019, "m", "of the wax; twice that on a plate")
    drips = dials.count("drips", 3, 6, "of wax down its side", (0, 14))
    count = dials.count("arms", 3, 3, "of a candelabrum", (2, 5))
    lit = dials.flag("lit", 0.95, "it burns")
    ornate = dials.flag("ornate", 0.06, "gilded rims and beads")
    rng = dials.rng
    if holder == "arms":
        return _candelabrum(dials, count, 0.8 * radius, height, form, drips, lit, ornate)
    if holder == "plate":
        return _plate(dials, radius, height, form, drips, lit, ornate)
    parts: list[Part] = []
    if holder == "dish":
        parts += _dish(dials, radius)
        y = 0.0105
    else:
        parts, y = _stick(dials, radius, rng.uniform(0.1, 0.15))
    parts += move_parts(_wax(rng, radius, height, form, drips, lit), (0, y, 0))
    if ornate:
        wide = float(parts[0].solid.vertices[:, 0].max())
        parts += _beads(wide, 0.0175 if holder == "dish" else 0.0045)
        parts.append(
            part("trim", "metal", torus(1.28 * radius, 0.0028, y + 0.016, 20, 6), **TURNED, crease_deg=60)
        )
    return parts


def _wax(
    rng: np.random.Generator, radius: float, height: float, form: str, drips: int, lit: bool, sides: int = 16,
    pool_reach: float = 1.6,
) -> list[Part]:  # fmt: skip
    """Make one candle on the origin, with its wick and flame."""
    height = height * (0.72 if form == "melted" else 1.0)
    angle = np.arange(sides) * 2 * np.pi / sides
    lean, high = 0.0, 0.0
    if form == "twisted":
        rings = []
        for t in np.linspace(0, 1, 14):
            r = radius * (1 + 0.17 * np.cos(4 * angle)) * (1 - 0.25 * max(0, t - 0.85) / 0.15)
            spin = angle + 3.6 * t
            rings.append(np.stack([r * np.sin(spin), height * t + 0 * angle, r * np.cos(spin)], 1))
        body = loft(rings)
    else:
        # the rim stands higher on one side; the wax is hollowed by the flame
        lean, high = 0.1 * radius * (2.5 if form == "melted" else 1.0), rng.uniform(0, 6.3)
        tilt = lean * np.cos(angle - high)
        rings = []
        for share, y, soft in (
            (1.02, 0.0, 0),
            (1.0, 0.12, 0),
            (0.98, 0.9, 0.5),
            (0.96, 0.985, 1),
            (0.84, 1.0, 1),
            (0.66, 0.975, 0.4),
            (0.3, 0.955, 0),
        ):
            rings.append(
                np.stack(
                    [
                        share * radius * np.sin(angle),
                        y * height + soft * tilt,
                        share * radius * np.cos(angle),
                    ],
                    1,
                )
            )
        body = loft(rings)
    parts = [part("wax", "wax", body, **TURNED, crease_deg=60)]
    top = height * (1.0 if form == "twisted" else 0.95)
    for k in range(0 if form == "twisted" else drips):
        azimuth = k * 2 * np.pi / drips + rng.uniform(-0.35, 0.35)
        long = height * rng.uniform(0.16, 0.5 if form == "plain" else 0.85)
        fat = min(radius * rng.uniform(0.16, 0.25), 0.17 * height)
        long = max(long, 5 * fat)
        drop = [
            (0, -long), (0.66, -long + 0.35 * fat), (0.92, -long + 1.2 * fat), (0.62, -long + 3.2 * fat),
            (0.72, -0.34 * long), (1.15, -0.9 * fat), (1.25, 0.0), (0.8, 0.45 * fat), (0, 0.6 * fat),
        ]  # fmt: skip
        drop = [(r * fat, y) for r, y in drop]
        rim = 0.985 * height + lean * np.cos(azimuth - high) - 0.5 * fat
        # a run of wax is flat, and lies on the side that it came down
        place = 0.965 * radius * way_to(azimuth) + [0, rim, 0]
        drip = move(move(lathe(drop, 8), scale=(1, 1, 0.6)), place, turn(1, float(np.degrees(azimuth))))
        parts.append(part("wax", "wax", drip, crease_deg=80))
    if form == "melted":
        edge = 1 + 0.22 * np.sin(3 * angle + rng.uniform(0, 6)) + rng.uniform(-0.08, 0.08, sides)
        pool = []
        for r, y, wave in (
            (1.0, 0.0, 1),
            (1.03, 0.1, 1),
            (0.85, 0.24, 0.8),
            (0.65, 0.42, 0.2),
            (0.55, 0.7, 0.0),
        ):
            out = r * pool_reach * radius * (1 + wave * (edge - 1))
            pool.append(np.stack([out * np.sin(angle), y * radius + 0 * angle, out * np.cos(angle)], 1))
        parts.append(part("wax", "wax", loft(pool), **TURNED, crease_deg=80))
    path = np.array([0, top, 0]) + radius * np.outer([-0.3, 0.25, 0.62], [0, 1, 0])
    path[-1] += 0.12 * radius * way_to(rng.uniform(0, 6.3))
    wick = limb(path, 0.075 * radius * np.array([1, 1, 0.9]), 6)
    parts.append(part("wick", "rope", wick, crease_deg=60))
    if lit:
        size = float(np.clip(0.5 * radius, 0.0065, 0.0115))
        fire = part("flame", "flame", flame(size, 3.6 * size, 10), **TURNED, crease_deg=90)
        parts += move_parts([fire], (0, top + 0.3 * radius, 0), turn(2, rng.uniform(-4, 4)))
    return parts


def _dish(dials: Dials, radius: float) -> list[Part]:
    """Make a chamber stick: a dish with a socket, and a ring for a finger with a rest for the thumb."""
    wide = radius * dials.rng.uniform(3.0, 3.5)
    profile = [
        (0, 0), (0.72 * wide, 0), (0.78 * wide, 0.002), (0.98 * wide, 0.0155), (wide, 0.0155),
        (1.01 * wide, 0.0175), (wide, 0.0195), (0.96 * wide, 0.019), (0.74 * wide, 0.006),
        (1.5 * radius, 0.005), (1.3 * radius, 0.008), (1.24 * radius, 0.034), (1.36 * radius, 0.036),
        (1.36 * radius, 0.039), (1.0 * radius, 0.039), (0.98 * radius, 0.011), (0, 0.011),
    ]  # fmt: skip
    parts = [part("holder", "metal", lathe(profile, dials.sides(wide, 24, 28)), **TURNED, crease_deg=35)]
    angle = np.arange(16) * 2 * np.pi / 16
    loop = np.stack([wide + 0.0125 + 0.0165 * np.cos(angle), 0.0185 + 0.0165 * np.sin(angle), 0 * angle], 1)
    handle = [part("handle", "metal", wire_ring(loop, 0.0028, 8), crease_deg=60)]
    thumb = board((0, 0, 0), (0.026, 0.003, 0.016), 0.001)
    handle += move_parts(
        [part("handle", "metal", thumb, (1, 0, 0), (0, 1, 0))], (wide + 0.016, 0.0362, 0), turn(2, 4)
    )
    return parts + move_parts(handle, rotation=turn(1, dials.rng.uniform(-45, 5)))


def _stick(dials: Dials, radius: float, rise: float) -> tuple[list[Part], float]:
    """Make a turned candlestick; return it with the height of its socket's floor."""
    w = radius * 3.0
    foot = [
        (0, 0), (w - 0.002, 0), (w, 0.002), (w, 0.007), (0.94 * w, 0.0095), (0.8 * w, 0.012),
        (0.5 * w, 0.02), (0.26 * w, 0.032),
    ]  # fmt: skip
    knops = [(0.2 * w, 0.038), (0.34 * w, 0.042), (0.37 * w, 0.047), (0.34 * w, 0.052), (0.17 * w, 0.057)]
    stem = [
        (0.15 * w, 0.3 * rise + 0.04), (0.24 * w, 0.62 * rise + 0.02), (0.27 * w, 0.72 * rise + 0.01),
        (0.15 * w, 0.82 * rise + 0.01),
    ]  # fmt: skip
    pan = [
        (0.3 * w, rise - 0.012), (1.9 * radius, rise - 0.006), (2.0 * radius, rise - 0.003),
        (1.95 * radius, rise), (1.4 * radius, rise - 0.001),
    ]  # fmt: skip
    cup = [
        (1.24 * radius, rise + 0.004), (1.24 * radius, rise + 0.026), (1.36 * radius, rise + 0.029),
        (1.36 * radius, rise + 0.032), (radius, rise + 0.032), (0.98 * radius, rise + 0.002),
        (0, rise + 0.002),
    ]  # fmt: skip
    solid = lathe([*foot, *knops, *stem, *pan, *cup], dials.sides(w, 16, 18))
    return [part("holder", "metal", solid, **TURNED, crease_deg=35)], rise + 0.0015


def _plate(
    dials: Dials, radius: float, height: float, form: str, drips: int, lit: bool, ornate: bool
) -> list[Part]:
    """Make a plate with thick candles of three heights."""
    rng, wide = dials.rng, 4.9 * radius
    profile = [
        (0, 0), (0.8 * wide, 0), (0.97 * wide, 0.008), (wide, 0.009), (wide, 0.011),
        (0.96 * wide, 0.0125), (0.8 * wide, 0.005), (0, 0.005),
    ]  # fmt: skip
    parts = [part("holder", "metal", lathe(profile, dials.sides(wide, 24, 28)), **TURNED, crease_deg=35)]
    first = rng.uniform(-0.5, 0.5)
    for k, (tall, thick) in enumerate(((0.85, 1.75), (0.58, 1.55), (0.38, 1.65))):
        wax = _wax(
            rng, thick * radius, tall * height, form, max(2, drips - 2 * k) if drips else 0, lit, 16, 1.22
        )
        place = 0.46 * wide * way_to(first + np.pi + k * 2.094) + [0, 0.0045, 0]
        parts += move_parts(wax, place)
    if ornate:
        parts += _beads(wide - 0.001, 0.01)
    return parts


def _candelabrum(
    dials: Dials, count: int, radius: float, height: float, form: str, drips: int, lit: bool, ornate: bool
) -> list[Part]:
    """Make a branched candlestick: arms in a plane about a middle one."""
    rng = dials.rng
    stem, low = _stick(dials, radius * 1.1, 0.19)
    parts = list(stem)
    tips = [np.array([0, low, 0])] if count % 2 else []
    for k in range(count // 2):
        reach = 0.075 * (k + 1) + 0.012
        for side in (-1, 1):
            t = np.linspace(0, 1, 9 if count < 4 else 7)
            x, y = reach * np.sin(t * np.pi / 2), 0.115 - 0.01 * k - 0.045 * np.sin(np.pi * t) + 0.05 * t**2.5
            path = np.stack([side * x, y, 0 * t], 1)
            parts.append(
                part(
                    "holder",
                    "metal",
                    limb(path, np.linspace(0.0062, 0.0048, len(t)), 8 if count < 4 else 6),
                    crease_deg=60,
                )
            )
            end = path[-1]
            cup = [
                (0, -0.012), (0.007, -0.012), (0.009, -0.004), (1.75 * radius, 0.0),
                (1.85 * radius, 0.003), (1.8 * radius, 0.005), (1.24 * radius, 0.006),
                (1.24 * radius, 0.022), (1.36 * radius, 0.024), (1.36 * radius, 0.027), (radius, 0.027),
                (0.98 * radius, 0.009), (0, 0.009),
            ]  # fmt: skip
            holder = part("holder", "metal", lathe(cup, 12 if count < 4 else 10), **TURNED, crease_deg=35)
            parts += move_parts([holder], end)
            tips.append(end + [0, 0.008, 0])
            # a scroll under the arm
            s = np.linspace(0, 1, 8)
            curl = 0.012 * (1 - 0.6 * s)
            around = np.stack(
                [
                    side * (0.3 * reach + curl * np.cos(4.4 * s)),
                    0.073 - 0.01 * k + curl * np.sin(4.4 * s),
                    0 * s,
                ],
                1,
            )
            if ornate or k == 0:
                parts.append(
                    part("holder", "metal", limb(around, np.linspace(0.0035, 0.0026, 8), 6), crease_deg=60)
                )
    parts.append(
        part("holder", "metal", knob((0, 0.112, 0), (0.0155, 0.013, 0.0155), 12, 6), **TURNED, crease_deg=80)
    )
    for k, tip in enumerate(tips):
        wax = _wax(
            rng,
            radius,
            height * (0.85 if k == 0 and count % 2 else rng.uniform(0.66, 0.8)),
            form,
            min(drips, 3 if count < 4 else 0),
            lit,
            12 if count < 4 else 10,
            1.1,
        )
        parts += move_parts(wax, tip)
    if ornate:
        parts += _beads(float(stem[0].solid.vertices[:, 0].max()), 0.0045)
    return parts


def _beads(radius: float, y: float) -> list[Part]:
    return [
        part("trim", "metal", knob(radius * way_to(k * np.pi / 5) + [0, y, 0], 0.0042, 6, 4), crease_deg=80)
        for k in range(10)
    ]


KINDS = {
    "candle": Kind(
        build=_candle,
        size_m=0.22,
        parts={
            "wax": Made(("wax",), ("#f0e6cc", "#e8dcc0", "#f4efe2", "#a8262a"), ("candle", "candles")),
            "holder": Made(
                ("brass", "wrought iron", "silver", "copper"),
                (),
                ("stand", "candlestick", "dish", "base", "plate"),
            ),
            "handle": Made(("brass", "wrought iron"), (), ("ring",)),
            "wick": Made(("rope",), ("#2b2420",), ()),
            "flame": Made(("flame",), (), ("fire", "light")),
            "trim": Made(("gold",), (), ("beads", "rim")),
        },
        synonyms=("candlestick", "wax candle", "candelabrum", "candelabra"),
        words={
            "plain": {"form": "plain"},
            "melted": {"form": "melted"},
            "twisted": {"form": "twisted"},
            "three-armed": {"holder": "arms", "arms": 3},
            "five-armed": {"holder": "arms", "arms": 5},
            "branched": {"holder": "arms"},
            "ornate": {"ornate": True},
            "lit": {"lit": True},
            "unlit": {"lit": False},
        },
    ),
}
