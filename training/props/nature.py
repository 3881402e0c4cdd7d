"""Rocks, crystals and snowmen."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import (
    Point,
    Solid,
    ball,
    blob,
    flat,
    frame_along,
    lathe,
    lean,
    loft,
    move,
    rod,
    sweep,
    turn,
    unit,
)
from training.props.pieces import CLOTHS, kind_of, knob, one_of, used
from training.props.prop import DARK, GOLD, MAIN, WOOD, Parts, PropClass, SlotColour

_STONE, _SLATE, _CARROT = (0.46, 0.45, 0.43), (0.30, 0.31, 0.35), (0.95, 0.46, 0.08)


def _chisel(
    rng: np.random.Generator, centre: Point, radii: Point, cuts: int, deep: float, subdivisions: int = 2
) -> Solid:
    """Make a lump with flat broken faces, cut off at up to `deep` of its radius; its foot is flat."""
    lump = blob(rng, (0, 0, 0), 1.0, 0.1, 2.0, subdivisions)
    points = lump.vertices
    normals = rng.normal(size=(cuts, 3))
    normals[:, 1] = np.abs(normals[:, 1]) - 0.1
    normals = unit(normals)
    for normal, reach in zip(normals, rng.uniform(1 - deep, 0.95, cuts), strict=True):
        points = points - np.clip(points @ normal - reach, 0, None)[:, None] * normal
    points = np.maximum(points, [-9, -0.75, -9]) * np.asarray(radii) + np.asarray(centre)
    return flat(points, lump.faces)


def _rock(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.25, "jagged": 0.25, "flat": 0.15, "pointed": 0.15, "stacked": 0.2})
    if kind == "stacked":
        parts = _cairn(rng)
    elif kind == "pointed":
        parts = _spires(rng)
    else:
        across, up = {"round": (0.62, 0.55), "jagged": (0.62, 0.6), "flat": (0.75, 0.27)}[kind]
        radii = np.array([across, up, across]) * rng.uniform(0.82, 1.15, 3)
        cuts, deep = (5, 0.25) if kind == "round" else (int(rng.integers(9, 15)), 0.5)
        parts = [(_chisel(rng, (0, 0, 0), radii, cuts, deep, 3 if kind == "round" else 2), MAIN)]
        parts += _pebbles(rng, radii, int(rng.integers(0, 4)))
        if kind == "jagged" and rng.random() < 0.5:
            way = rng.uniform(0, 2 * np.pi)
            place = np.array([np.sin(way), -0.15, np.cos(way)]) * radii * 0.8
            parts.append((_chisel(rng, place, radii * rng.uniform(0.5, 0.7), 10, 0.5), "stones"))
    return used(parts, {"stones": float(rng.uniform(0.75, 1.25))})


def _pebbles(rng: np.random.Generator, radii: np.ndarray, count: int) -> Parts:
    parts: Parts = []
    for way in rng.uniform(0, 2 * np.pi, count):
        size = rng.uniform(0.12, 0.24) * np.array([1, 0.8, 1])
        place = (0.88 * radii[0] * np.sin(way), -0.75 * (radii[1] - size[1]), 0.88 * radii[2] * np.cos(way))
        parts.append((_chisel(rng, place, size, 6, 0.35, 1), "stones"))
    return parts


def _cairn(rng: np.random.Generator) -> Parts:
    """Pile flat stones, each smaller than the one below."""
    parts, y, across = [], 0.0, rng.uniform(0.5, 0.62)
    for k in range(int(rng.integers(3, 6))):
        up = across * rng.uniform(0.38, 0.6)
        radii = np.array([across * rng.uniform(0.9, 1.15), up, across * rng.uniform(0.9, 1.1)])
        x, z = rng.normal(0, 0.05, 2)
        stone = _chisel(rng, (0, 0, 0), radii, 5, 0.25)
        parts.append(
            (move(stone, (x, y + 0.75 * up, z), turn(1, rng.uniform(0, 360))), "stones" if k % 2 else MAIN)
        )
        y, across = y + 1.55 * up, across * rng.uniform(0.66, 0.84)
    return parts


def _spires(rng: np.random.Generator) -> Parts:
    """Make standing rocks, one or a group."""
    parts: Parts = []
    for k in range(int(rng.integers(1, 5))):
        way, size = rng.uniform(0, 2 * np.pi), 1.0 if k == 0 else rng.uniform(0.4, 0.7)
        radii = np.array([rng.uniform(0.26, 0.34), rng.uniform(0.75, 0.95), rng.uniform(0.26, 0.34)]) * size
        rock = _chisel(rng, (0, 0.75 * radii[1], 0), radii, 12, 0.4)
        taper = (1.35 - 0.55 * rock.vertices[:, 1:2] / radii[1]) * [1, 0, 1] + [0, 1, 0]
        rock = flat(rock.vertices * taper, rock.faces)
        place = np.array([np.sin(way), 0, np.cos(way)]) * 0.4 * (k > 0)
        slant = 0.25 * place[[0, 2]] + rng.normal(0, 0.08, 2)
        parts.append((move(lean(rock, slant), place), "stones" if k % 2 else MAIN))
    return [*parts, *_pebbles(rng, np.array([0.4, 0.2, 0.4]), int(rng.integers(0, 3)))]


def _crystal(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"clustered": 0.6, "single": 0.25, "floating": 0.15})
    parts: Parts = []
    sides = int(rng.choice([4, 5, 6, 6, 6, 8]))
    if kind == "floating":
        parts.append((_shard(rng, 1.0, rng.uniform(0.26, 0.36), sides, pointed=True), MAIN))
        for k in range(int(rng.integers(0, 5))):
            way, size = k * 2.4 + rng.uniform(0, 0.8), rng.uniform(0.28, 0.4)
            small = _shard(rng, size, size * 0.38, sides, pointed=True)
            parts.append(
                (move(small, (0.52 * np.sin(way), rng.uniform(0.05, 0.65), 0.52 * np.cos(way))), "tint")
            )
    else:
        tall, wide = rng.uniform(0.9, 1.2), rng.uniform(0.17, 0.24)
        wide *= 1.35 if kind == "single" else 1.0
        parts.append((lean(_shard(rng, tall, wide, sides), rng.normal(0, 0.07, 2)), MAIN))
        count = int(rng.integers(1, 3)) if kind == "single" else int(rng.integers(4, 9))
        for k, way in enumerate(np.arange(count) * 2 * np.pi / count + rng.uniform(-0.3, 0.3, count)):
            out = rng.uniform(0.25, 0.5) if k % 2 else rng.uniform(0.5, 0.85)
            size = rng.uniform(0.28, 0.38) if kind == "single" else rng.uniform(0.42, 0.72)
            axis = np.array([np.sin(way) * np.sin(out), np.cos(out), np.cos(way) * np.sin(out)])
            foot = np.array([np.sin(way), 0, np.cos(way)]) * (wide * 0.85 if kind == "single" else 0.14)
            shard = _shard(rng, size * tall, wide * rng.uniform(0.55, 0.8), sides)
            parts.append((move(shard, foot, frame_along(axis)), "tint" if k % 3 == 2 else MAIN))
    if kind != "floating" and rng.random() < 0.6:
        radii = (rng.uniform(0.36, 0.48), rng.uniform(0.2, 0.26), rng.uniform(0.36, 0.48))
        parts.append((_chisel(rng, (0, 0.02, 0), radii, 8, 0.35), "base"))
    tint = float(rng.uniform(0.65, 0.85)) if rng.random() < 0.5 else float(rng.uniform(1.15, 1.3))
    return used(parts, {"tint": tint, "base": _STONE if rng.random() < 0.5 else _SLATE})


def _shard(rng: np.random.Generator, long: float, wide: float, sides: int, pointed: bool = False) -> Solid:
    """Make a crystal that stands at the origin: a prism that widens a little, with an oblique tip."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False) + rng.uniform(0, 2)
    ring = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1) * rng.uniform(0.88, 1.08, sides)[:, None]
    waist = rng.uniform(0.45, 0.6) if pointed else rng.uniform(0.6, 0.78)
    profile = (
        [(0.0, 0.0), (1.0, waist - 0.12), (1.0, waist + 0.06)] if pointed else [(0.78, -0.05), (1.0, waist)]
    )
    rings = [ring * wide * r + [0, long * y, 0] for r, y in profile]
    rings[-1][:, 1] += 0.08 * long * np.sin(angle + rng.uniform(0, 6.3)) * (not pointed)
    tip = np.array([*(rng.uniform(-0.25, 0.25, 2) * wide * (not pointed)), long])[[0, 2, 1]]
    return loft([*rings, ring * 0.01 * wide + tip])


def _snowman(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    stout = kind_of(rng, shape, {"three-balled": 0.6, "round": 0.4}) == "round"
    base = rng.uniform(0.42, 0.5)
    sizes = (
        base
        * np.array([1, 0.72] if stout else [1, 0.74, 0.55])
        * [1, *rng.uniform(0.92, 1.06, 1 + (not stout))]
    )
    parts, centres, y = [], [], 0.0
    for k, size in enumerate(sizes):
        squash = rng.uniform(0.86, 0.98)
        y += size * squash * (0.85 if k == 0 else 0.68)
        centres.append(np.array([0, y, 0]))
        parts.append((ball(centres[-1], size * np.array([1, squash, 1]), 16), MAIN))
        y += size * squash * 0.72
    head, chest, face = centres[-1], centres[-2], sizes[-1]
    parts += _face(rng, head, face)
    parts += _arms(rng, chest, sizes[-2])
    if rng.random() < 0.65:
        for lift in np.array([-0.15, 0.3, 0.72])[: int(rng.integers(2, 4))]:
            button = chest + sizes[-2] * np.array([0, np.sin(lift), np.cos(lift)]) * 0.95
            parts.append((knob(button, 0.055), "coal"))
    if "scarfed" in shape or rng.random() < 0.75:
        parts += _scarf(rng, head - [0, face * 0.72, 0], face * 0.8)
    if "hatted" in shape or rng.random() < 0.75:
        parts += _hat(rng, head + [0, face * 0.62, 0], face)
    if "melting" in shape or rng.random() < 0.15:
        wide = base * rng.uniform(1.35, 1.6)
        parts.append((blob(rng, (0, 0.0, 0), (wide, 0.11, wide * 0.9), 0.1, 2.5, 2), MAIN))
    if "leaning" in shape or rng.random() < 0.1:
        side = rng.choice([-0.28, 0.28])
        parts = [(lean(solid, (side, 0)), slot) for solid, slot in parts]
    hat = DARK if rng.random() < 0.5 else one_of(rng, *CLOTHS)
    scarf = one_of(rng, *CLOTHS)
    colours: dict[str, SlotColour] = {"coal": (0.10, 0.10, 0.11), "nose": _CARROT, "sticks": WOOD}
    colours |= {"hat": hat, "band": scarf if rng.random() < 0.6 else GOLD, "scarf": scarf}
    return used(parts, colours)


def _face(rng: np.random.Generator, head: np.ndarray, size: float) -> Parts:
    parts: Parts = []
    for side in (-1, 1):
        eye = head + size * np.array([0.34 * side, 0.24, 0.86])
        parts.append((knob(eye, size * rng.uniform(0.15, 0.19)), "coal"))
    nose = head + size * np.array([0, 0.0, 0.85])
    tip = nose + size * np.array([0, rng.uniform(-0.15, 0.1), rng.uniform(0.7, 1.1)])
    parts.append((rod(nose, tip, size * 0.2, 0.025, 9), "nose"))
    if rng.random() < 0.6:
        for a in np.linspace(-0.55, 0.55, 5):
            dot = head + size * np.array([0.75 * np.sin(a), -0.34 - 0.2 * np.cos(a) + 0.05, 0.72])
            parts.append((knob(dot, size * 0.1), "coal"))
    return parts


def _arms(rng: np.random.Generator, chest: np.ndarray, size: float) -> Parts:
    """Make branch arms with two twigs each."""
    parts: Parts = []
    for side in (-1, 1):
        foot = chest + size * np.array([0.75 * side, 0.3, 0])
        way = unit(np.array([side, rng.uniform(-0.3, 0.9), rng.uniform(-0.2, 0.4)]))
        long = rng.uniform(0.38, 0.5)
        elbow, hand = foot + way * long * 0.55, foot + way * long + [0, rng.uniform(0.0, 0.1), 0]
        parts.append((sweep([foot, elbow, hand], [0.038, 0.036, 0.032], 7), "sticks"))
        for spread in (-0.8, 0.8):
            twig = turn(2, np.degrees(spread)) @ way
            parts.append((rod(elbow + (hand - elbow) * 0.4, hand + twig * 0.1, 0.03, 0.026, 6), "sticks"))
    return parts


def _scarf(rng: np.random.Generator, neck: np.ndarray, radius: float) -> Parts:
    wrap = [
        (radius * 0.6, -0.07),
        (radius * 1.12, -0.06),
        (radius * 1.2, 0.0),
        (radius * 1.08, 0.07),
        (radius * 0.6, 0.08),
    ]
    side, long = rng.choice([-1, 1]), rng.uniform(0.25, 0.38)
    top = neck + [side * radius * 0.55, -0.02, radius * 1.02]
    path = [top, top + [side * 0.02, -0.45 * long, 0.13], top + [side * 0.05, -long, 0.13]]
    tail = sweep(path, [[0.075, 0.04], [0.085, 0.04], [0.09, 0.045]], 4, flats=True, smooth=False)
    return [(move(lathe(wrap, 20, 0.3), neck), "scarf"), (tail, "scarf")]


def _hat(rng: np.random.Generator, place: np.ndarray, size: float) -> Parts:
    """Make a top hat, a bobble hat or a bucket."""
    kind = rng.choice(["top hat", "top hat", "bobble", "bucket"])
    if kind == "top hat":
        tall, crown, brim = (
            size * rng.uniform(0.8, 1.2),
            size * rng.uniform(0.6, 0.7),
            size * rng.uniform(1.0, 1.15),
        )
        hat = lathe([(0, 0), (brim, 0), (brim, 0.045), (crown, 0.06), (crown * 1.08, tall), (0, tall)], 20)
        band = lathe(
            [(crown - 0.02, 0.05), (crown + 0.03, 0.05), (crown + 0.035, 0.15), (crown - 0.02, 0.15)], 20
        )
        solids = [(hat, "hat"), (band, "band")]
    elif kind == "bobble":
        crown = size * 0.86
        cap = [
            (0, -0.02),
            (crown, -0.02),
            (crown * 0.9, size * 0.35),
            (crown * 0.5, size * 0.7),
            (0, size * 0.82),
        ]
        cuff = [(crown * 0.7, -0.06), (crown * 1.1, -0.06), (crown * 1.12, 0.07), (crown * 0.7, 0.09)]
        solids = [(lathe(cap, 18, 0.3), "hat"), (lathe(cuff, 18), "band")]
        solids.append((knob((0, size * 0.88, 0), size * 0.24), "band"))
    else:
        low, high, tall = size * 0.85, size * 0.62, size * rng.uniform(0.8, 1.0)
        solids = [
            (lathe([(0, 0), (low, 0), (low, 0.05), (low * 0.94, 0.06), (high, tall), (0, tall)], 18), "hat")
        ]
    tip = turn(2, rng.uniform(-14, 14)) @ turn(0, rng.uniform(-12, 4))
    return [(move(solid, place, tip), slot) for solid, slot in solids]


CLASSES: dict[str, PropClass] = {
    "rock": PropClass(
        _rock,
        ("boulder", "crag"),
        1.2,
        ("round", "jagged", "flat", "pointed", "stacked"),
        {"stones": "stones"},
    ),
    "crystal": PropClass(
        _crystal,
        ("crystal shard", "quartz", "gemstone"),
        0.6,
        ("clustered", "single", "floating"),
        {"base": "base"},
    ),
    "snowman": PropClass(
        _snowman,
        ("snow figure", "snow golem"),
        1.5,
        ("three-balled", "round", "hatted", "scarfed", "leaning", "melting"),
        {"hat": "hat", "scarf": "scarf"},
    ),
}
