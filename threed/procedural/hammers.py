"""Builds hammers and pickaxes: forged heads wedged on ash handles."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import ferrule, haft, winding
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import ABOUT_Y, board, ring
from threed.procedural.solids import Solid, loft, move, turn


def _block(stations: list[tuple[float, float, float]], corner: float = 0.3, sides: int = 8) -> Solid:
    """Forge a head along +X through sections (x, half height, half depth) with cut corners, or round ones."""
    rings = []
    for x, tall, deep in stations:
        if sides == 8:
            c = corner * min(tall, deep)
            ring = [(tall, deep - c), (tall - c, deep), (-tall + c, deep), (-tall, deep - c)]
            ring += [(-y, -z) for y, z in ring]
        else:
            angle = np.arange(sides) * 2 * np.pi / sides
            ring = list(zip(tall * np.cos(angle), deep * np.sin(angle), strict=True))
        rings.append([(x, y, z) for y, z in ring])
    return loft(np.asarray(rings))


def _handle(dials: Dials, length: float, radius: float, wrap: bool, ornate: bool) -> list[Part]:
    """Make a straight handle whose head end is wedged, swollen where the hand holds it."""
    path = [(0, 0, 0), (0, 0.08 * length, 0), (0, 0.3 * length, 0), (0, 0.65 * length, 0), (0, length, 0)]
    wood = haft(path, [1.05 * radius, 1.2 * radius, 1.05 * radius, 0.85 * radius, 0.95 * radius], 10, 0.85)
    parts = [part("handle", "wood", wood, (0, 1, 0), (0, 0, 1))]
    if wrap:
        strap = winding(0.07 * length, 0.34 * length, (1.24 * radius, 1.06 * radius), 7, 10)
        parts.append(part("wrap", "leather", strap, (0, 1, 0), mapping="turned", crease_deg=30))
    if ornate:
        cap = ferrule(1.06 * radius, -0.004, 0.022, 0.003)
        band = ferrule(1.02 * radius, 0.52 * length, 0.55 * length, 0.004)
        parts += [part("trim", "metal", one, (0, 1, 0)) for one in (cap, band)]
    wedge = board((0, length, 0), (1.1 * radius, 0.008, 0.25 * radius), 0)
    return [*parts, part("head", "metal", wedge, (0, 1, 0))]


def _hammer(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"clawed": 0.36, "square": 0.34, "round": 0.3}, "a carpenter's, a sledge, or a mallet"
    )
    length = dials.number("handle_length", 0.3, 0.38, "m", "of a carpenter's; a sledge has half as much more")
    weight = dials.number("head_size", 0.9, 1.15, "", "of the head", (0.5, 2.0))
    claw = dials.number("claw", 0.6, 1.0, "", "how far its claw curls down", (0.0, 1.5))
    wooden = dials.flag("wooden_head", 0.45, "a round one's head is of wood")
    hoops = dials.flag("hoops", 0.45, "bands about the head")
    wrap = dials.flag("wrap", 0.4, "a strap wound about the handle")
    ornate = dials.flag("ornate", 0.05, "with chased bands and mouldings")
    if form == "square":
        length, k = 1.35 * length, 1.7 * weight
    elif form == "round":
        length, k = 1.05 * length, 1.75 * weight
    else:
        k = weight * 1.15
    radius = 0.0165 if form == "clawed" else 0.0195
    parts = _handle(dials, length, radius, wrap, ornate)
    if form == "clawed":
        return parts + move_parts(_claw_head(k, claw, ornate), (0, length - 0.016 * k, 0))
    half, tall = 0.062 * k, 0.029 * k
    y = length - 0.7 * tall
    role = "wood" if form == "round" and wooden else "metal"
    if form == "square":
        body = [(-half, 0.86), (-0.92 * half, 1), (-0.5 * half, 1), (-0.4 * half, 0.84), (0.4 * half, 0.84)]
        body += [(0.5 * half, 1), (0.92 * half, 1), (half, 0.86)]
        head = _block([(x, s * tall, s * tall) for x, s in body], 0.32)
    else:
        half *= 0.95
        body = [
            (-half, 0.88),
            (-0.9 * half, 1.0),
            (-0.45 * half, 1.03),
            (0.45 * half, 1.03),
            (0.9 * half, 1.0),
            (half, 0.88),
        ]
        head = _block([(x, s * 1.15 * tall, s * 1.15 * tall) for x, s in body], sides=16)
    parts.append(
        part(
            "block" if role == "wood" else "head",
            role,
            move(head, (0, y, 0)),
            (1, 0, 0),
            (0, 0, 1),
        )
    )
    if hoops or ornate or role == "wood":
        for side in (-1, 1):
            if form == "square":
                s = 1.07 * tall
                hoop = _block(
                    [(side * 0.72 * half - 0.009 * k, s, s), (side * 0.72 * half + 0.009 * k, s, s)], 0.36
                )
            else:
                r = 1.15 * tall * 1.01
                hoop = move(
                    ring(0.8 * r, 0.25 * r, -0.01 * k, 0.01 * k, 16, 0.003),
                    (side * 0.72 * half, 0, 0),
                    turn(2, 90),
                )
            parts.append(part("hoops", "metal", move(hoop, (0, y, 0)), (0, 1, 0), (0, 0, 1)))
    neck = ferrule(radius * 0.92, y - 1.5 * tall, y - 0.7 * tall, 0.005)
    return [*parts, part("hoops", "metal", neck, (0, 1, 0))]


def _claw_head(k: float, curl: float, ornate: bool) -> list[Part]:
    """Forge a carpenter's head about the origin: a face to +X, a split claw to -X."""
    face = [(-0.02, 0.0155, 0.0145), (0.02, 0.0155, 0.0145), (0.026, 0.011, 0.011), (0.04, 0.0105, 0.0105)]
    face += [(0.044, 0.0155, 0.0155), (0.06, 0.016, 0.016), (0.063, 0.014, 0.014)]
    head = _block([(x * k, y * k, z * k) for x, y, z in face], 0.4)
    parts = [part("head", "metal", head, (1, 0, 0), (0, 0, 1))]
    cheek = _block([(-0.017 * k, 0.02 * k, 0.0165 * k), (0.017 * k, 0.02 * k, 0.0165 * k)], 0.35)
    parts.append(part("head", "metal", cheek, (0, 1, 0), (0, 0, 1)))
    t = np.linspace(0, 1, 7)
    for side in (-1, 1):
        x, y = -0.012 - 0.062 * np.sin(1.35 * t), 0.006 - 0.036 * curl * t**2
        path = np.stack([x, y, side * (0.0065 + 0.0045 * t)], 1) * k
        size = np.stack([0.0072 - 0.0012 * t, 0.0095 - 0.0078 * t], 1) * k
        claw = tube(path, size, 4, (0, 1, 0), flats=True)
        parts.append(part("head", "metal", claw, (1, 0, 0), (0, 1, 0)))
    if ornate:
        line = _block([(-0.002 * k, 0.0165 * k, 0.0165 * k), (0.002 * k, 0.0165 * k, 0.0165 * k)], 0.4)
        parts += [part("trim", "metal", move(line, (x * k, 0, 0)), (1, 0, 0)) for x in (0.021, 0.0275)]
    return parts


def _pickaxe(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"curved": 0.7, "straight": 0.3}, "of its arms")
    length = dials.number("handle_length", 0.68, 0.82, "m", "of its handle")
    span = dials.number("span", 0.54, 0.66, "m", "from tip to tip")
    drop = dials.number("curve", 0.26, 0.42, "", "how far curved arms hang, of their length", (0.0, 0.8))
    end = dials.choice("other_end", {"point": 0.6, "adze": 0.4}, "what is opposite the point")
    wrap = dials.flag("wrap", 0.35, "a strap wound about the handle")
    ornate = dials.flag("ornate", 0.05, "with chased bands and mouldings")
    radius, thick = 0.0235, 0.024
    path = [(0, 0, 0), (0, 0.08 * length, 0), (0, 0.4 * length, 0), (0, 0.8 * length, 0), (0, length, 0)]
    wood = haft(path, [1.1 * radius, 1.15 * radius, radius, radius, 1.25 * radius], 10, 0.85)
    parts = [part("handle", "wood", wood, (0, 1, 0), (0, 0, 1))]
    if wrap:
        strap = winding(0.06 * length, 0.28 * length, (1.24 * radius, 1.06 * radius), 7, 10)
        parts.append(part("wrap", "leather", strap, (0, 1, 0), mapping="turned", crease_deg=30))
    y, half = length - 0.045, span / 2
    fall = drop * half if form == "curved" else 0.12 * half
    for side, what in ((None, "point"), (ABOUT_Y, end)):
        parts += move_parts(_arm(half, fall, thick, what, ornate), (0, y, 0), side)
    eye = _block(
        [(-0.048, 0.03, 0.034), (-0.034, 0.041, 0.039), (0.034, 0.041, 0.039), (0.048, 0.03, 0.034)], 0.4
    )
    parts.append(part("head", "metal", move(eye, (0, y, 0)), (1, 0, 0), (0, 0, 1)))
    neck = [(1.3 * radius, -0.075), (1.5 * radius, -0.025)]
    rings = [[(r * np.sin(a), h, 0.95 * r * np.cos(a)) for a in np.arange(10) * np.pi / 5] for r, h in neck]
    parts.append(part("head", "metal", move(loft(np.asarray(rings)), (0, y, 0)), (0, 1, 0)))
    if ornate:
        cap = ferrule(1.1 * radius, -0.004, 0.026, 0.003)
        parts.append(part("trim", "metal", cap, (0, 1, 0)))
    return parts


def _arm(half: float, fall: float, thick: float, end: str, ornate: bool) -> list[Part]:
    """Forge an arm towards +X that ends in a point or in a broad edge, its last part ground bright."""
    t = np.linspace(0, 1, 10)
    if end == "adze":
        path = np.stack([0.86 * half * t, -0.9 * fall * t**2, 0 * t], 1)
        tall, deep = thick * (1.1 - 0.98 * t**0.8), thick * (1.15 + 1.0 * t**2)
    else:
        path = np.stack([half * t, -fall * t**2, 0 * t], 1)
        tall, deep = thick * (1.15 - 0.95 * t**1.2), thick * (1.15 - 0.98 * t**1.3)
    size = np.stack([np.maximum(tall, 0.0012), np.maximum(deep, 0.0015)], 1)
    cut = 7
    pieces = (("head", slice(0, cut + 1)), ("tips", slice(cut, None)))
    parts = [
        part(name, "metal", _swept(path, size, span), path[-1] - path[0], (0, 0, 1)) for name, span in pieces
    ]
    if ornate:
        band = _swept(path[3:5], size[3:5] * 1.18, slice(None))
        parts.append(part("trim", "metal", band, (1, 0, 0), (0, 0, 1)))
    return parts


def _swept(path: np.ndarray, size: np.ndarray, span: slice) -> Solid:
    """Sweep a section with cut corners along a path in XY; slices of one path meet exactly."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    up = np.stack([-along[:, 1], along[:, 0], 0 * along[:, 0]], 1)
    corners = [(1, 0.62), (0.62, 1), (-0.62, 1), (-1, 0.62), (-1, -0.62), (-0.62, -1), (0.62, -1), (1, -0.62)]
    rings = [
        [p + v * tall * u + np.array([0, 0, w * deep]) for v, w in corners]
        for p, u, (tall, deep) in zip(path[span], up[span], size[span], strict=True)
    ]
    return loft(np.asarray(rings))


_WOOD = Made(("oak", "birch", "walnut"), words=("shaft", "haft", "grip"))
_WRAP = Made(("leather", "worn leather", "rope"), words=("binding", "strap"))

KINDS = {
    "hammer": Kind(
        build=_hammer,
        size_m=0.45,
        parts={
            "head": Made(("steel", "wrought iron"), words=("face", "claw")),
            "block": Made(("oak", "birch", "walnut"), words=("head", "mallet head")),
            "handle": _WOOD,
            "hoops": Made(("wrought iron", "brass", "steel"), words=("bands", "rings", "collar")),
            "wrap": _WRAP,
            "trim": Made(("brass", "bronze"), words=("fittings", "decoration")),
        },
        main=("block",),
        synonyms=("mallet", "sledgehammer", "claw hammer", "war hammer"),
        words={
            "clawed": {"form": "clawed"},
            "square": {"form": "square"},
            "round": {"form": "round"},
            "wooden-headed": {"form": "round", "wooden_head": True},
            "ornate": {"ornate": True},
        },
    ),
    "pickaxe": Kind(
        build=_pickaxe,
        size_m=0.78,
        parts={
            "head": Made(("wrought iron", "steel", "rusty iron"), words=("blade", "arms")),
            "handle": _WOOD,
            "tips": Made(("steel", "polished steel"), words=("points", "ends", "edge")),
            "wrap": _WRAP,
            "trim": Made(("brass", "bronze"), words=("bands", "decoration")),
        },
        synonyms=("pick", "mattock"),
        words={
            "curved": {"form": "curved"},
            "straight": {"form": "straight"},
            "pointed": {"other_end": "point"},
            "ornate": {"ornate": True},
        },
    ),
}
