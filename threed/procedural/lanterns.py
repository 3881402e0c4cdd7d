"""Builds lanterns to carry and to hang: glazed cages with a candle, storm lanterns, paper ones."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.glazing import bail, cage, candle_stub, corners, flame, hanging_ring, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import cylinder, knob, ring, torus
from threed.procedural.solids import Solid, lathe, move
from threed.procedural.sweeps import circle, limb, wire_ring

TURNED = {"mapping": "turned", "origin": (0, 0, 0)}


def _lantern(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {"square": 0.35, "six-sided": 0.2, "round": 0.3, "paper": 0.15},
        "square and six-sided have panes",
    )
    height = dials.number("height", 0.23, 0.3, "m", "without its handle")
    width = dials.number("width", 0.075, 0.09, "m", "half of its width")
    roof = dials.number("roof", 0.26, 0.38, "", "share of the height that is roof", (0.15, 0.55))
    taper = dials.number(
        "taper", 0.85, 1.12, "", "width at the top of the glass, in widths at its foot", (0.6, 1.6)
    )
    rail = dials.flag("rail", 0.5, "a rail around, half-way up")
    ribs = dials.count("ribs", 7, 10, "of a paper one", (3, 16))
    lit = dials.flag("lit", 0.95, "it burns")
    handle = dials.choice("handle", {"ring": 0.5, "bail": 0.5}, "to hold or hang it by")
    ornate = dials.flag("ornate", 0.2, "gilded rims and a finial")
    if form == "paper":
        parts = _paper(dials, height, width, ribs, lit, ornate)
    elif form == "round":
        parts = _storm(dials, height, width, rail, lit, ornate)
    else:
        sides = 4 if form == "square" else 6
        parts = _glazed(dials, sides, height, width, roof, taper, rail, lit, handle, ornate)
    return parts


def _glazed(
    dials: Dials, sides: int, height: float, width: float, roof: float, taper: float, rail: bool, lit: bool,
    handle: str, ornate: bool,
) -> list[Part]:  # fmt: skip
    """Make a cage of panes on a foot, with a roof and a chimney."""
    r = width / np.cos(np.pi / sides)
    base, top = 0.13 * height, (1 - roof) * height
    bar = 0.13 * width
    wide = r * taper
    b = 0.004
    foot = [
        (0, 0.012), (1.12 * r - b, 0.012), (1.12 * r, 0.012 + b), (1.12 * r, 0.45 * base),
        (1.12 * r - b, 0.45 * base + b), (1.02 * r, 0.6 * base), (1.02 * r, base - b),
        (1.02 * r - b, base), (0, base),
    ]  # fmt: skip
    parts = [part("frame", "metal", turned(foot, sides), **TURNED, crease_deg=20)]
    feet = corners(sides, 0.98 * r, 0.0)
    parts += [part("frame", "metal", _foot(at), mapping="turned", origin=at) for at in feet]
    parts += cage(
        sides, (0.94 * r, base - 0.003), (0.94 * wide, top + 0.004), bar, 0.004, 0.5 if rail else 0.0
    )
    eave = 1.17 * max(wide, 0.9 * r)
    h = height - top
    cap = [
        (0, top), (eave - b, top), (eave, top + b), (eave, top + 0.1 * h), (eave - b, top + 0.1 * h + b),
        (0.62 * eave, top + 0.42 * h), (0.3 * eave, top + 0.68 * h), (0.3 * eave, top + 0.72 * h),
        (0, top + 0.72 * h),
    ]  # fmt: skip
    parts.append(part("roof", "metal", turned(cap, sides), **TURNED, crease_deg=20))
    # a chimney under a small hat
    neck = [
        (0, top + 0.66 * h), (0.22 * eave, top + 0.66 * h), (0.22 * eave, top + 0.9 * h),
        (0, top + 0.9 * h),
    ]  # fmt: skip
    hat = [
        (0, top + 0.84 * h), (0.36 * eave - b, top + 0.84 * h), (0.36 * eave, top + 0.84 * h + b),
        (0.3 * eave, top + 0.93 * h), (0.07 * eave, height), (0, height),
    ]  # fmt: skip
    parts.append(part("roof", "metal", turned(neck, max(sides, 6)), **TURNED, crease_deg=20))
    parts.append(part("roof", "metal", turned(hat, sides), **TURNED, crease_deg=20))
    tall = (top - base) * dials.rng.uniform(0.22, 0.32)
    stub = candle_stub(0.36 * width, tall, 1.35)
    parts += move_parts(stub if lit else stub[:2], (0, base - 0.002, 0))
    parts.append(part("frame", "metal", ring(0.35 * width, 0.006, base - 0.002, base + 0.014, 12), **TURNED))
    thick = 0.0085
    if handle == "ring":
        parts += hanging_ring(height - 0.004, 0.3 * width + 0.012, thick)
    else:
        # the ears of the bail are on the eave
        parts += bail(
            top + 0.06 * h, eave * (np.cos(np.pi / sides) if sides == 4 else 1.0) + 0.004, 1.35 * h, thick
        )
    if ornate:
        if handle == "bail":
            parts.append(
                part(
                    "trim",
                    "metal",
                    knob((0, height + 0.008, 0), (0.013, 0.016, 0.013), 10, 6),
                    **TURNED,
                    crease_deg=80,
                )
            )
        for y, out in ((0.012 + 0.2 * base, 1.12 * r), (top + 0.05 * h, eave)):
            band = [
                (0.9 * out, y - 0.005), (out + 0.004, y - 0.005), (out + 0.004, y + 0.005),
                (0.9 * out, y + 0.005),
            ]  # fmt: skip
            parts.append(part("trim", "metal", turned([*band, band[0]], sides), **TURNED, crease_deg=20))
    return parts


def _foot(place: np.ndarray) -> Solid:
    return move(lathe([(0, 0), (0.008, 0), (0.011, 0.006), (0.009, 0.02), (0, 0.02)], 8), place)


def _storm(dials: Dials, height: float, width: float, guard: bool, lit: bool, ornate: bool) -> list[Part]:
    """Make a storm lantern: an oil tank, a glass globe in wire, a hood, two pipes, and a bail."""
    sides = dials.sides(width, 18, 22)
    w, h = width, height * 1.08
    tank = [
        (0, 0), (0.92 * w, 0), (w, 0.02 * h), (w, 0.14 * h), (0.94 * w, 0.17 * h), (0.6 * w, 0.205 * h),
        (0.5 * w, 0.25 * h), (0.58 * w, 0.255 * h), (0.6 * w, 0.275 * h), (0, 0.275 * h),
    ]  # fmt: skip
    parts = [part("body", "metal", lathe(tank, sides), **TURNED, crease_deg=35)]
    beads = [torus(w, 0.0035, y, sides, 5) for y in (0.035 * h, 0.125 * h)]
    name = "trim" if ornate else "body"
    parts += [part(name, "metal", bead, **TURNED, crease_deg=60) for bead in beads]
    filler = cylinder(0.011, 0.14 * h, 0.215 * h, 10, 0.002)
    parts += move_parts([part("body", "metal", filler, **TURNED)], (0.66 * w * 0.7, 0, 0.66 * w * 0.7))
    low, high = 0.268 * h, 0.66 * h
    t = np.linspace(0, 1, 8)
    swell = w * (0.5 + 0.3 * np.sin(np.pi * t**0.9) ** 0.9)
    y = low + (high - low) * t
    thick = 0.0022
    outside = np.stack([swell, y], 1)
    inside = np.stack([swell - thick, y], 1)[::-1]
    globe = lathe(np.concatenate([outside, inside, outside[:1]]), sides)
    parts.append(part("glass", "glass", globe, **TURNED, crease_deg=60))
    top = high + 0.004
    hood = [
        (0, top), (0.62 * w, top), (0.64 * w, top + 0.012 * h), (0.58 * w, top + 0.03 * h),
        (0.4 * w, top + 0.08 * h), (0.34 * w, top + 0.2 * h), (0.5 * w, top + 0.21 * h),
        (0.52 * w, top + 0.225 * h), (0.46 * w, top + 0.26 * h), (0.2 * w, top + 0.29 * h),
        (0, top + 0.295 * h),
    ]  # fmt: skip
    parts.append(part("body", "metal", lathe(hood, sides), **TURNED, crease_deg=35))
    for side in (-1, 1):
        pipe = np.array(
            [(0.86, 0.12), (1.12, 0.2), (1.2, 0.32), (1.2, 0.6), (1.08, 0.8), (0.75, 0.885), (0.3, 0.89)]
        )
        path = np.stack([side * pipe[:, 0] * w, pipe[:, 1] * h, 0 * pipe[:, 0]], 1)
        parts.append(part("body", "metal", limb(path, np.full(7, 0.0085), 7), crease_deg=60))
    # the wire guard holds the globe: hoops from pipe to pipe and two loops over it
    for level in (0.36, 0.56) if guard else (0.46,):
        out = float(np.interp(level * h, y, swell)) + 0.0028
        loop = circle(out, 14, (0, level * h, 0))
        parts.append(part("guard", "metal", wire_ring(loop, 0.0021, 4), **TURNED, crease_deg=60))
        for side in (-1, 1):
            arm = limb(
                [(side * (out - 0.001), level * h, 0), (side * 1.2 * w, level * h, 0)], [0.0021, 0.0021], 5
            )
            parts.append(part("guard", "metal", arm))
    burner = [
        (0, 0.27 * h), (0.34 * w, 0.27 * h), (0.3 * w, 0.31 * h), (0.13 * w, 0.335 * h),
        (0.13 * w, 0.345 * h), (0, 0.345 * h),
    ]  # fmt: skip
    parts.append(part("burner", "metal", lathe(burner, 14), **TURNED, crease_deg=35))
    wick = limb([(0, 0.335 * h, 0), (0, 0.362 * h, 0)], [0.006, 0.006], 6)
    parts.append(part("wick", "rope", wick))
    if lit:
        fire = part("flame", "flame", flame(0.26 * w, 0.22 * h, 9), **TURNED, crease_deg=90)
        parts += move_parts([fire], (0, 0.35 * h, 0))
    parts += bail(0.8 * h, 1.13 * w, 0.4 * h, 0.0075)
    return parts


def _paper(dials: Dials, height: float, width: float, ribs: int, lit: bool, ornate: bool) -> list[Part]:
    """Make a lantern of pleated paper on hoops, open above, with a tassel below."""
    rng, sides = dials.rng, dials.sides(width, 22, 24)
    shape = str(rng.choice(["round", "round", "tall"]))
    wide, tall = (1.65 * width, 0.92 * height) if shape == "round" else (1.25 * width, 1.15 * height)
    t = np.linspace(-1, 1, 2 * ribs + 1)
    belly = wide * np.sqrt(1 - (0.9 * t) ** 2) if shape == "round" else wide * (1 - 0.42 * np.abs(t) ** 3.5)
    pleat = np.where(np.arange(2 * ribs + 1) % 2, 1.0, 0.955)
    low = 0.16 * height
    out = np.stack([belly * pleat, low + tall * (t + 1) / 2], 1)
    mouth = float(out[0, 0])
    inside = out[::-1] - [0.003, 0]
    paper = lathe(np.concatenate([out, inside, out[:1]]), sides)
    parts = [part("paper", "paper", paper, **TURNED, crease_deg=25)]
    for y in (low, low + tall):
        rim = [
            (mouth - 0.012, y - 0.008), (mouth + 0.006, y - 0.008), (mouth + 0.008, y),
            (mouth + 0.006, y + 0.01), (mouth - 0.012, y + 0.01),
        ]  # fmt: skip
        parts.append(part("rims", "wood", lathe([*rim, rim[0]], sides), **TURNED, crease_deg=30))
    floor = cylinder(mouth - 0.004, low - 0.006, low + 0.004, sides, 0.001)
    parts.append(part("rims", "wood", floor, (0, 0, 1), (0, 1, 0)))
    if lit:
        parts += move_parts(candle_stub(0.3 * width, 0.35 * tall, 1.4), (0, low + 0.003, 0))
    # a bow of wire over the mouth, with a ring and a loop of cord
    top = low + tall
    arch = np.linspace(0, np.pi, 9)
    path = np.stack([(mouth - 0.003) * np.cos(arch), top + 0.5 * mouth * np.sin(arch), 0 * arch], 1)
    parts.append(part("handle", "metal", limb(path, np.full(9, 0.003), 6), crease_deg=60))
    parts += hanging_ring(top + 0.5 * mouth - 0.004, 0.02, 0.0055)
    cord = limb([(0, low + 0.002, 0), (0, 0.1 * height, 0)], [0.0025, 0.0025], 6)
    parts.append(part("tassel", "cloth", cord))
    knot = 0.105 * height
    fringe = [
        (0, -0.02 * height), (0.017, -0.02 * height), (0.0135, 0.05 * height), (0.009, 0.078 * height),
        (0.012, 0.085 * height), (0.013, 0.1 * height), (0.007, knot), (0, knot),
    ]  # fmt: skip
    parts.append(part("tassel", "cloth", lathe(fringe, 12), **TURNED, crease_deg=30))
    if ornate:
        for k in range(6):
            place = (mouth + 0.006) * np.array([np.sin(k * np.pi / 3), 0, np.cos(k * np.pi / 3)])
            parts.append(part("trim", "metal", knob(place + [0, top + 0.004, 0], 0.008, 8, 5), crease_deg=80))
    return move_parts(parts, (0, 0.02 * height, 0))


KINDS = {
    "lantern": Kind(
        build=_lantern,
        size_m=0.34,
        parts={
            "frame": Made(
                ("wrought iron", "painted metal", "brass"), ("#2b2c2f", "#2f4a3a"), ("body", "metal", "base")
            ),
            "roof": Made(("wrought iron", "brass", "copper"), (), ("top", "hood", "lid")),
            "body": Made(
                ("painted metal", "brass", "copper"),
                ("#8f1f1a", "#2f4f3a", "#24446a"),
                ("frame", "tank", "base", "metal"),
            ),
            "paper": Made(("lit paper",), ("#d8402c", "#f0dcae", "#e88a2e"), ("shade",)),
            "glass": Made(("clear glass",), (), ("panes", "globe", "windows", "pane")),
            "handle": Made(("wrought iron", "brass"), (), ("ring", "bail", "hook")),
            "grip": Made(("oak", "walnut"), (), ("handle",)),
            "guard": Made(("steel",), (), ("wire", "cage")),
            "burner": Made(("brass",), (), ()),
            "candle": Made(("wax",), ("#f0e6cc",), ("wax",)),
            "wick": Made(("rope",), ("#2b2420",), ()),
            "flame": Made(("flame",), (), ("light", "fire")),
            "rims": Made(("dark oak", "ebony"), (), ("hoops", "rim")),
            "tassel": Made(("silk",), ("#d9a93c", "#b3202c"), ("fringe",)),
            "trim": Made(("gold", "brass"), (), ("finial",)),
        },
        synonyms=("hand lantern", "hurricane lamp", "oil lamp", "storm lantern"),
        main=("roof", "body", "paper"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "six-sided": {"form": "six-sided"},
            "hexagonal": {"form": "six-sided"},
            "paper": {"form": "paper"},
            "ornate": {"ornate": True},
            "lit": {"lit": True},
            "unlit": {"lit": False},
        },
    ),
}
