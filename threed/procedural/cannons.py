"""Builds cannons: cast barrels with a true bore, on field carriages or on those of ships."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import X_TO_Z, bar, board, cylinder, prism_of, ring, stick, torus
from threed.procedural.solids import Point, Solid, frame_along, lathe, loft, move, turn


def _gun(length: float, breech: float, muzzle: float, bands: int, sides: int, ornate: bool) -> list[Part]:
    """Cast a barrel along +Y, the plane of its breech at the origin, bored from the muzzle."""
    bore, b, m = 0.56 * muzzle, breech, muzzle
    tail = [(0, -0.95 * b), (0.2 * b, -0.93 * b), (0.32 * b, -0.76 * b), (0.16 * b, -0.5 * b)]
    tail += [(0.62 * b, -0.28 * b), (0.92 * b, -0.1 * b), (1.06 * b, 0), (1.06 * b, 0.14 * b)]
    body = np.array(
        [
            (b, 0.2 * b),
            (0.96 * b, 0.36 * length),
            (0.9 * b, 0.38 * length),
            (0.85 * b, 0.56 * length),
            (0.8 * b, 0.58 * length),
            (m, 0.9 * length),
        ]
    )
    places = np.linspace(0.18, 0.84, bands) * length if bands > 1 else np.full(bands, 0.5 * length)
    feet = np.sort(np.concatenate([places - 0.11 * b, places + 0.11 * b]))
    seats = np.stack([np.interp(feet, body[:, 1], body[:, 0]), feet], 1)
    clear = [float(np.abs(places - y).min(initial=1.0)) > 0.11 * b for _, y in body]
    body = np.concatenate([body[clear], seats])
    body = body[np.argsort(body[:, 1])]
    lip = [(1.28 * m, 0.975 * length), (1.28 * m, 0.99 * length), (1.18 * m, length), (bore, length)]
    hole = [(bore * 0.98, 0.97 * length), (bore * 0.98, 0.45 * length), (0, 0.42 * length)]
    gun = lathe([*tail, *body.tolist(), *lip, *hole], sides)
    parts = [part("barrel", "metal", gun, (0, 1, 0), mapping="turned")]
    # a band sits on the barrel's own facets, which costs no cuts
    for low, high in seats.reshape(-1, 2, 2):
        r, inset = max(low[0], high[0]) + 0.1 * b, 0.05 * b
        wall = [low, (r, low[1] + inset), (r, high[1] - inset), high, low]
        parts.append(part("bands", "metal", lathe(wall, sides), (0, 1, 0), mapping="turned"))
    if ornate:
        # two loops over the middle, by which it is lifted
        for x in (-0.3 * b, 0.3 * b):
            loop = move(torus(0.26 * b, 0.075 * b, 0, 9, 4), (x, 0.46 * length, -0.93 * b), turn(2, 90))
            parts.append(part("bands", "metal", loop, (0, 1, 0)))
    return parts


def _wheel(radius: float, wide: float, spokes: int, sides: int) -> list[Part]:
    """Make a spoked wheel about +X through the origin: hub, spokes, felloe, tyre."""
    rim = 0.15 * radius
    felloe = ring(radius - rim, rim, -wide / 2, wide / 2, sides, 0.008)
    tyre = ring(radius - 0.02, 0.022, -wide * 0.42, wide * 0.42, sides)
    hub = [
        (0, -1.15),
        (0.14, -1.15),
        (0.16, -0.7),
        (0.2, -0.4),
        (0.2, 0.4),
        (0.16, 0.7),
        (0.14, 1.15),
        (0, 1.15),
    ]
    nave = lathe([(r * radius, y * wide) for r, y in hub], 10)
    cap = cylinder(0.075 * radius, -1.45 * wide, 1.45 * wide, 8, 0.006)
    level = turn(2, -90)
    parts = [
        part("wheels", "wood", move(felloe, rotation=level), (0, 1, 0), (1, 0, 0), mapping="box"),
        part("tyres", "metal", move(tyre, rotation=level), (1, 0, 0), mapping="turned"),
        part("wheels", "wood", move(nave, rotation=level), (1, 0, 0), mapping="turned"),
        part("tyres", "metal", move(cap, rotation=level), (1, 0, 0), mapping="turned"),
    ]
    for k in range(spokes):
        a = 2 * np.pi * (k + 0.5) / spokes
        way = np.array([0, np.cos(a), np.sin(a)])
        spoke = stick(0.14 * radius * way, (radius - 0.7 * rim) * way, 0.3 * wide, 6)
        parts.append(part("wheels", "wood", spoke, way, (1, 0, 0)))
    return parts


def _truck(radius: float, wide: float, sides: int) -> list[Part]:
    """Make a solid little wheel about +X, shod with iron."""
    profile = [(0, -0.5), (0.93, -0.5), (1, -0.4), (1, 0.4), (0.93, 0.5), (0, 0.5)]
    level = turn(2, -90)
    disc = lathe([(r * radius, y * wide) for r, y in profile], sides)
    cap = [(0, -0.75), (0.25, -0.75), (0.3, -0.6), (0.3, 0.6), (0.25, 0.75), (0, 0.75)]
    hub = lathe([(r * radius, y * wide) for r, y in cap], 10)
    tyre = ring(0.9 * radius, 0.13 * radius, -0.3 * wide, 0.3 * wide, sides)
    return [
        part("wheels", "wood", move(disc, rotation=level), (0, 1, 0), (1, 0, 0)),
        part("tyres", "metal", move(hub, rotation=level), (1, 0, 0), mapping="turned"),
        part("tyres", "metal", move(tyre, rotation=level), (1, 0, 0), mapping="turned"),
    ]


def _cheek(outline: list[tuple[float, float]], x: float, thick: float) -> Solid:
    """Saw a side of a carriage from an outline in (z, y), counter-clockwise seen from -X."""
    return move(prism_of(outline, thick, 0.012), (x, 0, 0), X_TO_Z)


def _taper(front: Point, back: Point, front_half: float, back_half: float, wide: float) -> Solid:
    """Make a beam between two points in a plane of equal X."""
    a, b = np.asarray(front, float), np.asarray(back, float)
    along = (b - a) / np.linalg.norm(b - a)
    side, over = np.array([1.0, 0, 0]), np.cross(along, [1.0, 0, 0])
    corners = [(1, 0.7), (0.82, 1), (-0.82, 1), (-1, 0.7), (-1, -0.7), (-0.82, -1), (0.82, -1), (1, -0.7)]
    rings = [
        [at + wide / 2 * u * side + half * v * over for u, v in corners]
        for at, half in ((a, front_half), (b, back_half))
    ]
    return loft(np.asarray(rings))


def _field(
    pivot: np.ndarray, reach: float, radius: float, wheel: float, spokes: int, sides: int
) -> list[Part]:
    """Build a carriage of two wheels, its trail on the ground behind."""
    inner, thick = radius + 0.012, 0.085
    x = inner + thick / 2
    hub = np.array([0, wheel, pivot[2] + 0.03])
    tail = np.array([0, 0.09, hub[2] - reach])
    parts = []
    for side in (-1, 1):
        place = np.array([side * x, 0, 0])
        beam = _taper(hub + place + [0, 0.02, 0.26], tail + 0.55 * place, 0.105, 0.075, 0.88 * thick)
        parts.append(part("carriage", "wood", beam, tail - hub, (1, 0, 0)))
        outline = [
            (hub[2] - 0.3, hub[1] - 0.06),
            (hub[2] + 0.24, hub[1] - 0.06),
            (pivot[2] + 0.17, pivot[1] + 0.02),
        ]
        outline += [(pivot[2] - 0.14, pivot[1] + 0.02)]
        parts.append(part("carriage", "wood", _cheek(outline, side * x, thick), (0, 0, 1), (1, 0, 0)))
        strap = bar(
            pivot + place + [0, 0.05, -0.12],
            pivot + place + [0, 0.05, 0.14],
            thick * 1.08,
            0.025,
            0,
            (0, 1, 0),
        )
        parts.append(part("bands", "metal", strap, (0, 0, 1)))
        for z in (-0.09, 0.11):
            head = pivot + place + [0, 0.06, z]
            parts.append(part("bands", "metal", board(head, (0.034, 0.03, 0.034), 0), (0, 1, 0)))
        for share in (0.45, 0.8):
            at = (1 - share) * (hub + place) + share * (tail + 0.55 * place)
            girth = bar(at + [0, -0.095, 0], at + [0, 0.1, 0], thick * 1.06, 0.045, 0)
            parts.append(part("bands", "metal", girth, (0, 1, 0)))
        centre = hub + [side * (x + thick / 2 + 0.12), 0, 0]
        parts += move_parts(_wheel(wheel, 0.085, spokes, sides), centre)
    axle = board(hub, (2 * x + thick + 0.3, 0.1, 0.11), 0.012)
    parts.append(part("carriage", "wood", axle, (1, 0, 0)))
    for share, tall in ((0.5, 0.14), (0.93, 0.13)):
        at = (1 - share) * hub + share * tail
        wide = 2 * x * ((1 - share) + share * 0.55)
        parts.append(part("carriage", "wood", board(at, (wide, tall, 0.12), 0.01), (1, 0, 0)))
    shoe = board(tail + [0, -0.05, -0.02], (1.15 * x + thick + 0.03, 0.08, 0.16), 0.012)
    eye = move(torus(0.055, 0.018, 0, 10, 5), tail + [0, -0.005, -0.125])
    return [*parts, part("bands", "metal", shoe, (1, 0, 0)), part("bands", "metal", eye, (0, 0, 1))]


def _naval(pivot: np.ndarray, gun: float, radius: float, sides: int) -> list[Part]:
    """Build a ship's carriage: stepped cheeks on four trucks."""
    inner, thick, size = radius + 0.015, 0.095, 0.15
    x = inner + thick / 2
    front, back, top = pivot[2] + 0.3, pivot[2] - 0.72 * gun * 0.62, pivot[1] + 0.02
    base = 1.15 * size
    steps = np.linspace(front - 0.42, back, 4)
    heights = np.linspace(top, base + 0.12, 4)
    outline = [(back, base), (front, base), (front, 0.5 * (top + base)), (pivot[2] + 0.2, top)]
    outline += [(steps[0], top)]
    for k in range(3):
        outline += [(steps[k], heights[k + 1]), (steps[k + 1], heights[k + 1])]
    parts = []
    for side in (-1, 1):
        parts.append(part("carriage", "wood", _cheek(outline, side * x, thick), (0, 0, 1), (1, 0, 0)))
        cap = board((side * x, pivot[1] + 0.055, pivot[2]), (thick * 1.06, 0.025, 0.3), 0)
        parts.append(part("bands", "metal", cap, (0, 0, 1)))
        for z in (-0.11, 0.11):
            at = (side * x, pivot[1] + 0.067, pivot[2] + z)
            parts.append(part("bands", "metal", board(at, (0.036, 0.03, 0.036), 0), (0, 1, 0)))
        loop = move(
            torus(0.055, 0.015, 0, 10, 5),
            (side * (x + thick / 2 + 0.006), base + 0.16, front - 0.34),
            turn(2, 90),
        )
        parts.append(part("bands", "metal", loop, (0, 1, 0)))
        plate = board((side * (x + thick / 2), base + 0.21, front - 0.34), (0.02, 0.06, 0.06), 0.005)
        parts.append(part("bands", "metal", plate, (0, 1, 0)))
    parts.append(
        part(
            "carriage",
            "wood",
            board((0, base + 0.04, (front + back) / 2), (2 * x, 0.08, front - back - 0.05), 0.01),
            (0, 0, 1),
        )
    )
    transom = board((0, base + 0.14, front - 0.09), (2 * x, 0.2, 0.09), 0.01)
    parts.append(part("carriage", "wood", transom, (1, 0, 0)))
    for z in (front - 0.14, back + 0.16):
        axle = board((0, size * 1.02, z), (2 * x + thick, 0.13, 0.13), 0.012)
        parts.append(part("carriage", "wood", axle, (1, 0, 0)))
        for side in (-1, 1):
            parts += move_parts(_truck(size, 0.095, sides), (side * (x + thick / 2 + 0.055), size, z))
        pin = move(cylinder(0.04, -(x + 0.2), x + 0.2, 8), (0, size, z), turn(2, -90))
        parts.append(part("tyres", "metal", pin, (1, 0, 0)))
    return parts


def _cannon(dials: Dials) -> list[Part]:
    carriage = dials.choice("carriage", {"field": 0.55, "naval": 0.45}, "two big wheels, or four small ones")
    length = dials.number("length", 1.45, 1.8, "m", "of its barrel, from breech to muzzle")
    stubby = dials.flag("stubby", 0.15, "short and fat")
    girth = dials.number("breech_radius", 0.165, 0.2, "m", "where it is thickest")
    raised = dials.number("elevation", 4, 16, "deg", "how high it aims", (0, 45))
    bands = dials.count("bands", 2, 4, "mouldings around its barrel", (0, 8))
    spokes = dials.count("spokes", 8, 10, "in a big wheel", (6, 16))
    ornate = dials.flag("ornate", 0.25, "with lifting loops and gilt mouldings")
    if stubby:
        length, girth = 0.62 * length, 1.25 * girth
    muzzle = (0.92 if stubby else 0.66) * girth
    sides = 18
    aim = frame_along((0, np.sin(np.deg2rad(raised)), np.cos(np.deg2rad(raised))))
    wheel = 0.52
    height = wheel + 0.24 if carriage == "field" else 0.3 + 1.35 * girth + 0.12
    pivot = np.array([0, height, 0.0])
    gun = _gun(length, girth, muzzle, bands, sides, ornate)
    along = aim[:, 1].astype(np.float64)
    parts = move_parts(gun, pivot - 0.42 * length * along, aim)
    trunnion = girth + 0.1 + 0.03
    pin = move(cylinder(0.36 * girth, -trunnion, trunnion, 14, 0.01), pivot, turn(2, -90))
    parts.append(part("barrel", "metal", pin, (1, 0, 0), mapping="turned"))
    if carriage == "field":
        parts += _field(pivot, 0.5 * length + 0.65, girth * 0.98, wheel, spokes, 20)
        rest = _rest(pivot, along, girth, length, 0.36)
    else:
        parts += _naval(pivot, length, girth * 0.98, 14)
        rest = _rest(pivot, along, girth, length, 0.25)
    return [*parts, *rest]


def _rest(pivot: np.ndarray, along: np.ndarray, girth: float, length: float, low: float) -> list[Part]:
    """Put a wedge under the breech."""
    under = pivot - 0.3 * length * along
    top = under[1] - 0.9 * girth
    block = board((0, (top + low) / 2, under[2]), (1.1 * girth, top - low + 0.04, 0.22), 0.012)
    return [part("carriage", "wood", block, (0, 0, 1))]


KINDS = {
    "cannon": Kind(
        build=_cannon,
        size_m=2.3,
        parts={
            "barrel": Made(("cast iron", "bronze", "wrought iron"), words=("gun", "tube", "muzzle")),
            "carriage": Made(
                ("oak", "dark oak", "painted wood"), ("#6b1f1a", "#2f4a34"), words=("mount", "trail")
            ),
            "wheels": Made(("oak", "dark oak"), words=("wheel", "spokes", "trucks")),
            "tyres": Made(("wrought iron", "rusty iron"), words=("tires", "rims")),
            "bands": Made(("wrought iron", "brass", "cast iron"), words=("rings", "fittings", "mouldings")),
        },
        synonyms=("artillery gun", "battle cannon", "field gun", "bombard"),
        words={
            "big-wheeled": {"carriage": "field"},
            "naval": {"carriage": "naval"},
            "stubby": {"stubby": True},
            "ornate": {"ornate": True},
        },
    ),
}
