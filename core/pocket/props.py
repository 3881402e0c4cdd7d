"""Builds the geometry of the taught props, each a fresh variation of its class.

A prop is a list of parts. A part's slot says what colours it: slot 0 takes the colour that the caption names,
the others their own (`Prop.slot_colours`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.pocket.solids import Solid, ball, blob, box, flat, join, lathe, move, prism, rod, tube

#: Object radius in the renders: the bounding sphere's, at the origin.
RADIUS = 0.5

STEEL, DARK, GOLD, CREAM = (0.50, 0.51, 0.53), (0.18, 0.18, 0.20), (0.82, 0.64, 0.22), (0.92, 0.87, 0.74)
WOOD, LEATHER, GLASS, WHITE = (0.44, 0.28, 0.15), (0.30, 0.18, 0.11), (0.60, 0.78, 0.90), (0.94, 0.94, 0.91)
EARTH, BRICK = (0.33, 0.24, 0.17), (0.52, 0.30, 0.24)

#: Slots may also be a darker or lighter shade of the captioned colour.
SlotColour = tuple[float, float, float] | float
Parts = list[tuple[Solid, int]]


@dataclass(frozen=True)
class Prop:
    """One prop's geometry.

    Attributes:
        solid: all parts, centred, within the sphere of radius RADIUS.
        slots: [F] int64, the slot of each face.
        slot_colours: for slots above 0: an sRGB colour, or a number: the captioned colour times it.
    """

    solid: Solid
    slots: np.ndarray
    slot_colours: dict[int, SlotColour]


def build_prop(rng: np.random.Generator, class_name: str) -> Prop:
    """Build a random variation of a class of core.pocket.vocabulary.CLASSES."""
    parts, slot_colours = _BUILDERS[class_name](rng)
    solid = join([part for part, _ in parts])
    slots = np.concatenate([np.full(len(part.faces), slot) for part, slot in parts])
    low, high = solid.vertices.min(0), solid.vertices.max(0)
    centre = (low + high) / 2
    radius = np.linalg.norm(solid.vertices - centre, axis=1).max()
    scale = RADIUS / radius
    return Prop(move(solid, -centre * scale, scale=scale), slots, slot_colours)


def _barrel(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    height, belly, bulge = rng.uniform(1.0, 1.5), rng.uniform(0.44, 0.55), rng.uniform(0.07, 0.16)

    def radius(y: float) -> float:
        return belly - bulge * (2 * y / height - 1) ** 2

    stave = [(radius(y), y) for y in np.linspace(0, height, 11)]
    lid = radius(height) - 0.06
    parts = [(lathe([(0, 0), *stave, (lid, height), (lid, height - 0.06), (0, height - 0.06)], 40), 0)]
    hoops = [0.1, 0.9] if rng.random() < 0.4 else [0.07, 0.33, 0.67, 0.93]
    half = rng.uniform(0.035, 0.055)
    for y in np.asarray(hoops) * height:
        low, high = y - half, y + half
        ring = [(radius(low) - 0.02, low), (radius(low) + 0.025, low), (radius(high) + 0.025, high)]
        parts.append((lathe([*ring, (radius(high) - 0.02, high)], 40), 1))
    return parts, {1: DARK if rng.random() < 0.5 else STEEL if rng.random() < 0.7 else GOLD}


def _crate(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    size = np.array([1.0, rng.uniform(0.75, 1.05), rng.uniform(0.8, 1.1)])
    beam = rng.uniform(0.11, 0.17)
    parts = [(box((0, 0, 0), size - 0.08), 0)]
    for axis in range(3):
        u, v = (i for i in range(3) if i != axis)
        for i in (-1, 1):
            for j in (-1, 1):
                centre, extent = np.zeros(3), np.full(3, beam)
                centre[u], centre[v], extent[axis] = (
                    i * (size[u] - beam) / 2,
                    j * (size[v] - beam) / 2,
                    size[axis],
                )
                parts.append((box(centre, extent), 1))
    if rng.random() < 0.5:  # a board across the middle of each side
        for axis in (0, 2):
            for side in (-1, 1):
                centre, extent = np.zeros(3), size - 0.02
                centre[axis], extent[axis], extent[1] = side * (size[axis] - 0.05) / 2, 0.05, beam
                parts.append((box(centre, extent), 1))
    return parts, {1: 0.6 if rng.random() < 0.7 else 1.35}


def _mushroom(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    stem, thick = rng.uniform(0.55, 0.9), rng.uniform(0.14, 0.22)
    brim, rise = rng.uniform(0.5, 0.72), rng.uniform(0.3, 0.6)
    t = np.linspace(0, np.pi / 2, 9)
    cap = [(brim * np.cos(a), stem + rise * np.sin(a)) for a in t]
    under = [(0, stem - 0.02), (brim * 0.92, stem - 0.05)]
    stalk = [(0, 0), (thick * 1.3, 0), (thick * 1.2, 0.08), (thick, stem * 0.5), (thick * 0.9, stem)]
    parts = [(lathe(stalk, 24, 0.2), 1), (lathe([*under, *cap], 40), 0)]
    if rng.random() < 0.65:
        for _ in range(rng.integers(7, 13)):
            azimuth, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 1.4)
            across = brim * np.cos(height)
            spot = (across * np.sin(azimuth), stem + rise * np.sin(height), across * np.cos(azimuth))
            parts.append((ball(spot, rng.uniform(0.05, 0.09), 12), 2))
    return parts, {1: CREAM, 2: WHITE}


def _table(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    height, width, depth = rng.uniform(0.6, 0.85), rng.uniform(1.1, 1.5), rng.uniform(0.8, 1.05)
    top = rng.uniform(0.08, 0.13)
    if rng.random() < 0.25:  # round, on one foot
        radius = depth * 0.62
        parts = [
            (lathe([(0, height), (radius, height), (radius, height + top), (0, height + top)], 40), 0),
            (rod((0, 0, 0), (0, height, 0), 0.1, 0.08), 1),
            (lathe([(0, 0), (0.38, 0), (0.3, 0.07), (0, 0.12)]), 1),
        ]
    else:
        leg = rng.uniform(0.08, 0.12)
        parts = [(box((0, height + top / 2, 0), (width, top, depth)), 0)]
        for i in (-1, 1):
            for j in (-1, 1):
                place = (i * (width / 2 - leg), height / 2, j * (depth / 2 - leg))
                parts.append((box(place, (leg, height, leg)), 1))
        if rng.random() < 0.5:  # an apron below the top
            parts.append((box((0, height - 0.06, 0), (width - 2 * leg, 0.12, depth - 2 * leg)), 1))
    return parts, {1: 0.6 if rng.random() < 0.7 else 1.0}


def _chair(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    width, seat, back = rng.uniform(0.55, 0.7), rng.uniform(0.45, 0.58), rng.uniform(0.6, 0.85)
    leg = rng.uniform(0.07, 0.1)
    edge = (width - leg) / 2
    parts = [(box((0, seat, 0), (width, 0.09, width)), 0)]
    for i in (-1, 1):
        parts += [(box((i * edge, seat / 2, j * edge), (leg, seat, leg)), 1) for j in (-1, 1)]
        parts.append((box((i * edge, seat + back / 2, -edge), (leg, back, leg)), 0))
    if rng.random() < 0.5:
        parts.append((box((0, seat + back * 0.65, -edge), (width, back * 0.6, 0.06)), 0))
    else:
        slats = (seat + back * (0.3 + 0.3 * k) for k in range(3))
        parts += [(box((0, y, -edge), (width, back * 0.17, 0.06)), 0) for y in slats]
    return parts, {1: 0.6 if rng.random() < 0.6 else 1.0}


def _lamp(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    stand, brim, rise = rng.uniform(0.6, 0.95), rng.uniform(0.38, 0.5), rng.uniform(0.38, 0.52)
    crown = brim * rng.uniform(0.45, 0.8)
    parts = [
        (lathe([(0, 0), (0.3, 0), (0.3, 0.06), (0.09, 0.13), (0, 0.13)]), 1),
        (rod((0, 0.05, 0), (0, stand + rise * 0.5, 0), 0.05), 1),
        (
            lathe(
                [
                    (0, stand + 0.05),
                    (brim - 0.02, stand),
                    (brim, stand),
                    (crown, stand + rise),
                    (0, stand + rise),
                ],
                40,
            ),
            0,
        ),
    ]
    if rng.random() < 0.5:
        parts.append((ball((0, stand * 0.45, 0), (0.15, 0.21, 0.15)), 1))
    return parts, {1: DARK if rng.random() < 0.5 else GOLD if rng.random() < 0.6 else WOOD}


def _bottle(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    belly, body = rng.uniform(0.25, 0.35), rng.uniform(0.6, 0.9)
    neck, thin, shoulder = rng.uniform(0.25, 0.38), rng.uniform(0.09, 0.12), rng.uniform(0.12, 0.25)
    slope = [
        (thin + (belly - thin) * (0.5 + 0.5 * np.cos(np.pi * a)), body + shoulder * a)
        for a in np.linspace(0, 1, 6)[1:]
    ]
    top = body + shoulder + neck
    outline = [(0, 0), (belly * 0.9, 0), (belly, 0.05), (belly, body), *slope, (thin, top), (0, top)]
    parts = [
        (lathe(outline, 36, 0.6), 0),
        (
            lathe(
                [(0, top - 0.02), (thin * 0.85, top - 0.02), (thin * 0.85, top + 0.09), (0, top + 0.09)], 16
            ),
            1,
        ),
    ]
    if rng.random() < 0.5:
        low, high = body * 0.25, body * 0.7
        parts.append(
            (
                lathe(
                    [(belly - 0.02, low), (belly + 0.012, low), (belly + 0.012, high), (belly - 0.02, high)],
                    36,
                ),
                2,
            )
        )
    return parts, {1: WOOD, 2: CREAM}


def _mug(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    radius, height, wall = rng.uniform(0.36, 0.44), rng.uniform(0.75, 1.0), 0.06
    flare = rng.uniform(0.85, 1.05)
    outline = [
        (0, 0),
        (radius * flare, 0),
        (radius, height),
        (radius - wall, height),
        (radius * flare - wall, wall),
        (0, wall),
    ]
    grip, reach = rng.uniform(0.24, 0.32), rng.uniform(0.22, 0.3)
    t = np.linspace(-np.pi / 2, np.pi / 2, 12)
    handle = np.stack(
        [radius * 0.95 + reach * np.cos(t), height * 0.5 + grip * np.sin(t), np.zeros_like(t)], 1
    )
    return [(lathe(outline, 36), 0), (tube(handle, 0.06), 0)], {}


def _sword(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    blade, half, grip = rng.uniform(1.0, 1.3), rng.uniform(0.07, 0.1), rng.uniform(0.26, 0.34)
    guard = rng.uniform(0.22, 0.32)
    tip = blade - rng.uniform(0.12, 0.25)
    outline = [(-half, 0), (half, 0), (half * 0.9, tip), (0, blade), (-half * 0.9, tip)]
    rim = [(x, y, side * 0.012) for side in (1, -1) for x, y in outline]
    ridge = [(0, y, side * z) for side in (1, -1) for y, z in ((0, 0.045), (tip, 0.04))]  # a diamond section
    vertices = [*rim, *ridge]
    front, back = [0, 1, 2, 3, 4, 10, 11], [5, 6, 7, 8, 9, 12, 13]
    faces = []
    for (a, b, c, d, e, m, n), turn in ((front, 1), (back, -1)):
        sides = ([a, m, n], [a, n, e], [m, b, c], [m, c, n], [n, c, d], [e, n, d])
        faces += [side[::turn] for side in sides]
    for a, b in ((0, 1), (1, 2), (2, 3), (3, 4), (4, 0)):
        faces += [[a, a + 5, b + 5], [a, b + 5, b]]
    parts = [
        (flat(vertices, faces), 0),
        (box((0, -0.03, 0), (2 * guard, 0.08, 0.12)), 1),
        (rod((0, -0.05, 0), (0, -grip, 0), 0.055), 2),
        (ball((0, -grip - 0.04, 0), 0.085, 16), 1),
    ]
    return parts, {1: GOLD if rng.random() < 0.6 else DARK, 2: LEATHER}


def _tree(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    trunk = rng.uniform(0.25, 0.42)
    parts: Parts = [(rod((0, 0, 0), (0, trunk + 0.3, 0), rng.uniform(0.09, 0.14), 0.07), 1)]
    if rng.random() < 0.7:  # a fir: stacked cones
        tiers, wide = int(rng.integers(3, 5)), rng.uniform(0.45, 0.6)
        y = trunk
        for k in range(tiers):
            radius = wide * (1 - 0.72 * k / tiers)
            rise = rng.uniform(0.42, 0.55)
            parts.append(
                (
                    lathe(
                        [(0, y), (radius, y - 0.02), (radius * 0.35, y + rise * 0.6), (0, y + rise)], 18, 0.9
                    ),
                    0,
                )
            )
            y += rise * 0.58
    else:  # a broadleaf: a cloud of lumps
        y = trunk + 0.45
        parts.append((blob(rng, (0, y, 0), (0.48, 0.42, 0.48), 0.12), 0))
        for _ in range(4):
            azimuth = rng.uniform(0, 2 * np.pi)
            parts.append(
                (
                    blob(
                        rng,
                        (0.3 * np.sin(azimuth), y + rng.uniform(-0.1, 0.25), 0.3 * np.cos(azimuth)),
                        0.28,
                        0.12,
                    ),
                    0,
                )
            )
    return parts, {1: WOOD}


def _house(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    width, depth, wall = rng.uniform(1.0, 1.3), rng.uniform(0.85, 1.1), rng.uniform(0.55, 0.75)
    rise, eave = rng.uniform(0.4, 0.6), 0.09
    parts: Parts = [(box((0, wall / 2, 0), (width, wall, depth)), 0)]
    gable = [(-depth / 2, 0), (depth / 2, 0), (0, rise)]
    turn = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
    parts.append((move(prism(gable, width - 0.02), (0, wall, 0), turn), 0))
    slope = np.hypot(depth / 2, rise)
    angle = np.arctan2(rise, depth / 2)
    for side in (-1, 1):
        c, s = np.cos(side * angle), np.sin(side * angle)
        tilt = np.array([[1, 0, 0], [0, c, -s], [0, s, c]], np.float32)
        slab = box((0, 0.03, side * (slope + eave) / 2), (width + 2 * eave, 0.08, slope + eave + 0.02))
        parts.append((move(slab, (0, wall + rise, 0), tilt), 1))
    door = rng.uniform(-0.2, 0.2) * width
    parts.append((box((door, 0.2, depth / 2), (0.22, 0.4, 0.05)), 2))
    other = door + (0.36 if door < 0 else -0.36) * width * 0.9
    parts.append(
        (box((np.clip(other, -width * 0.38, width * 0.38), wall * 0.58, depth / 2), (0.2, 0.2, 0.05)), 3)
    )
    for x in (-0.26, 0.26):
        parts.append((box((x * width, wall * 0.58, -depth / 2), (0.2, 0.2, 0.05)), 3))
    for side in (-1, 1):
        parts.append((box((side * width / 2, wall * 0.58, 0), (0.05, 0.2, 0.24)), 3))
    if rng.random() < 0.6:
        parts.append((box((width * 0.28, wall + rise * 0.8, -depth * 0.2), (0.15, rise * 0.9, 0.15)), 4))
    return parts, {1: BRICK if rng.random() < 0.6 else (0.27, 0.29, 0.34), 2: WOOD, 3: GLASS, 4: BRICK}


def _rock(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    radii = (rng.uniform(0.6, 0.8), rng.uniform(0.4, 0.58), rng.uniform(0.5, 0.7))
    parts: Parts = [(blob(rng, (0, 0, 0), radii, rng.uniform(0.14, 0.26)), 0)]
    for _ in range(rng.integers(0, 3)):
        azimuth = rng.uniform(0, 2 * np.pi)
        place = (0.6 * np.sin(azimuth), -0.25, 0.6 * np.cos(azimuth))
        parts.append((blob(rng, place, rng.uniform(0.16, 0.28), 0.2), 0))
    return parts, {}


def _chest(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    width, depth, height = rng.uniform(1.05, 1.3), rng.uniform(0.65, 0.8), rng.uniform(0.4, 0.55)
    lid = rng.uniform(0.22, 0.36)
    t = np.linspace(0, np.pi, 13)
    arch = np.stack([depth / 2 * np.cos(t), lid * np.sin(t)], 1)
    turn = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
    parts: Parts = [
        (box((0, height / 2, 0), (width, height, depth)), 0),
        (move(prism(arch, width), (0, height, 0), turn), 0),
    ]
    strap = rng.uniform(0.07, 0.11)
    for x in (-0.42, 0.42) if rng.random() < 0.5 else (-0.46, 0.0, 0.46):
        wide = arch * [1 + 0.05 / depth, 1 + 0.04 / lid]
        parts.append((move(prism(wide, strap), (x * width, height, 0), turn), 1))
        parts.append((box((x * width, height / 2, 0), (strap, height, depth + 0.05)), 1))
    parts.append((box((0, height, 0), (width + 0.04, 0.07, depth + 0.04)), 1))
    parts.append((box((0, height - 0.02, depth / 2 + 0.03), (0.15, 0.19, 0.06)), 2))
    return parts, {1: DARK if rng.random() < 0.5 else 0.5, 2: GOLD}


def _vase(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    foot, belly, neck = rng.uniform(0.16, 0.24), rng.uniform(0.36, 0.48), rng.uniform(0.13, 0.2)
    height, at = rng.uniform(0.95, 1.2), rng.uniform(0.45, 0.62)
    lip = neck + rng.uniform(0.06, 0.12)
    from scipy.interpolate import PchipInterpolator

    curve = PchipInterpolator([0, at, 0.86, 1.0], [foot, belly, neck, lip])
    ts = np.linspace(0, 1, 20)
    outer = [(float(curve(t)), height * t) for t in ts]
    inner = [(lip - 0.05, height), (neck - 0.05, height * 0.86), (0, height * 0.8)]
    parts: Parts = [(lathe([(0, 0), *outer, *inner], 40, 0.6), 0)]
    if rng.random() < 0.5:  # two handles
        t = np.linspace(0, np.pi, 10)
        for side in (-1, 1):
            x = side * (neck + 0.02 + 0.2 * np.sin(t))
            y = height * (0.9 - 0.3 * t / np.pi)
            parts.append((tube(np.stack([x, y, np.zeros_like(t)], 1)[::side], 0.04), 0))
    if rng.random() < 0.5:  # a painted band at the belly
        low, high = at - 0.06, at + 0.06
        band = [(float(curve(t)) + 0.012, height * t) for t in np.linspace(low, high, 5)]
        parts.append(
            (lathe([(band[0][0] - 0.03, band[0][1]), *band, (band[-1][0] - 0.03, band[-1][1])], 40), 1)
        )
    return parts, {1: GOLD if rng.random() < 0.4 else 0.5}


def _axe(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    handle, radius = rng.uniform(1.1, 1.35), rng.uniform(0.05, 0.065)
    reach, flare = rng.uniform(0.38, 0.5), rng.uniform(0.28, 0.38)
    y = handle * 0.85
    t = np.linspace(-1, 1, 9)
    edge = [(reach - 0.1 * u * u, y + flare * u) for u in t]
    head = [(-0.06, y + 0.13), (-0.06, y - 0.13), (0.1, y - 0.13), *edge, (0.1, y + 0.13)]
    parts: Parts = [(rod((0, 0, 0), (0, handle, 0), radius, radius * 0.9, 12), 1), (prism(head, 0.11), 0)]
    if rng.random() < 0.4:  # double-headed
        parts.append((prism([(-px, py) for px, py in head[::-1]], 0.11), 0))
    parts.append((ball((0, 0, 0), radius * 1.35, 12), 1))
    return parts, {1: WOOD if rng.random() < 0.8 else LEATHER}


def _cactus(rng: np.random.Generator) -> tuple[Parts, dict[int, SlotColour]]:
    stem, height = rng.uniform(0.17, 0.22), rng.uniform(1.0, 1.3)
    pot = rng.random() < 0.6
    base = 0.3 if pot else 0.0
    parts: Parts = [
        (
            lathe(
                [
                    (0, base),
                    (stem * 0.9, base),
                    (stem, base + 0.15),
                    (stem, base + height - stem),
                    *_dome(stem, base + height - stem),
                ],
                24,
                0.5,
            ),
            0,
        )
    ]
    for side in (-1, 1) if rng.random() < 0.75 else (1,):
        y, out, up, radius = (
            base + height * rng.uniform(0.3, 0.55),
            rng.uniform(0.34, 0.42),
            rng.uniform(0.25, 0.4),
            stem * 0.62,
        )
        bend = [(side * out * np.sin(a), y + 0.14 * (1 - np.cos(a)), 0) for a in np.linspace(0, np.pi / 2, 6)]
        path = [*bend, (side * out, y + 0.14 + up * 0.5, 0), (side * out, y + 0.14 + up, 0)]
        parts += [(tube(path, radius), 0), (ball(path[-1], radius, 16), 0)]
    if pot:
        parts.append(
            (
                lathe(
                    [(0, 0), (0.26, 0), (0.34, 0.3), (0.38, 0.3), (0.38, 0.38), (0.3, 0.38), (0, 0.34)], 32
                ),
                1,
            )
        )
    else:
        parts.append((ball((0, 0, 0), (0.45, 0.07, 0.45)), 2))
    return parts, {1: BRICK, 2: (0.80, 0.70, 0.50)}


def _dome(radius: float, y: float) -> list[tuple[float, float]]:
    return [(radius * np.cos(a), y + radius * np.sin(a)) for a in np.linspace(0, np.pi / 2, 6)[1:]]


_BUILDERS: dict[str, Callable[[np.random.Generator], tuple[Parts, dict[int, SlotColour]]]] = {
    "barrel": _barrel,
    "crate": _crate,
    "mushroom": _mushroom,
    "table": _table,
    "chair": _chair,
    "lamp": _lamp,
    "bottle": _bottle,
    "mug": _mug,
    "sword": _sword,
    "tree": _tree,
    "house": _house,
    "rock": _rock,
    "chest": _chest,
    "vase": _vase,
    "axe": _axe,
    "cactus": _cactus,
}
