"""Plants and fungi: trees, palms, mushrooms, cacti, bushes, flowers and stumps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from core.pocket.props.pieces import is_said, kind_of, one_of, used
from core.pocket.props.prop import (
    BRICK,
    CREAM,
    DARK,
    EARTH,
    LEAF,
    MAIN,
    WHITE,
    WOOD,
    Parts,
    PropClass,
    SlotColour,
)
from core.pocket.solids import (
    Point,
    Solid,
    ball,
    blob,
    flat,
    frame_along,
    join,
    lathe,
    lean,
    loft,
    move,
    rod,
    sweep,
    turn,
    unit,
)

_SAND, _CLAY, _PALE, _PETAL = (0.80, 0.70, 0.50), (0.66, 0.36, 0.22), (0.72, 0.55, 0.36), (0.93, 0.42, 0.62)
_YELLOW, _FRUIT, _GOLDEN_ANGLE = (0.95, 0.76, 0.16), (0.78, 0.12, 0.10), 2.399963


def _turn(azimuth: float) -> np.ndarray:
    """Rotate about Y: +Z goes to the azimuth."""
    return turn(1, float(np.degrees(azimuth)))


def _around(rng: np.random.Generator, count: int, jitter: float = 0.3) -> np.ndarray:
    """Spread azimuths evenly, with some disorder."""
    steps = np.arange(count) + rng.uniform(-jitter, jitter, count) + rng.random()
    return steps * 2 * np.pi / count


def _star(radii: Iterable[tuple[float, float]], points: int, inner: Sequence[float], droop: float) -> Solid:
    """Revolve a profile of (radius, height) with a zigzag outline: `inner` is the notches' share of each."""
    angle = np.linspace(0, 2 * np.pi, 2 * points, endpoint=False)
    notch = np.arange(2 * points) % 2
    rings = []
    for (radius, y), share in zip(radii, inner, strict=True):
        r = radius * np.where(notch, share, 1.0)
        rings.append(
            np.stack([r * np.sin(angle), y - droop * (1 - notch) * (share < 1), r * np.cos(angle)], 1)
        )
    return loft(rings)


def _blade(path: Point, widths: Sequence[float] | np.ndarray, thick: float, fold: float = 0.0) -> Solid:
    """Make a leaf along a path [P, 2] (out along +Z, up), its edges raised by `fold` times their width."""
    out_up = np.asarray(path, np.float32)
    tangent = unit(np.gradient(out_up, axis=0))
    normal = np.stack([np.zeros(len(out_up)), tangent[:, 0], -tangent[:, 1]], 1)
    spine = np.stack([np.zeros(len(out_up)), out_up[:, 1], out_up[:, 0]], 1)
    half = np.asarray(widths, np.float32)[:, None]
    height = thick / 2 * np.minimum(1, half / max(half.max() * 0.4, 1e-6))
    side, lift = half * np.array([1, 0, 0]), fold * half * normal
    ring = [spine + side + lift, spine + height * normal, spine - side + lift, spine - height * normal]
    return loft(np.stack(ring, 1))


def _tufts(
    rng: np.random.Generator, points: np.ndarray, normals: np.ndarray, length: float, wide: float = 0.45
) -> Solid:
    """Make pointed leaves (or spines) that stick out at points [N, 3]."""
    along = unit(normals + rng.normal(0, 0.3, normals.shape))
    side = unit(np.cross(along, rng.normal(size=normals.shape)))
    other = np.cross(along, side)
    turns = [2 * np.pi * k / 3 for k in range(3)]
    base = [
        points - 0.3 * length * along + wide * length * (np.cos(t) * side + np.sin(t) * other) for t in turns
    ]
    corners = np.stack([*base, points + length * along], 1).reshape(-1, 3)
    faces = np.array([[0, 1, 3], [1, 2, 3], [2, 0, 3], [0, 2, 1]])
    return flat(corners, (np.arange(len(points))[:, None, None] * 4 + faces).reshape(-1, 3))


def _foliage(
    rng: np.random.Generator, lumps: list[tuple[Point, Point]], tufts: int, length: float = 0.09
) -> Solid:
    """Make leafy lumps of (centre, radii)."""
    solids = []
    for centre, radii in lumps:
        radii = np.broadcast_to(np.asarray(radii, np.float32), 3)
        solids.append(blob(rng, centre, radii, rng.uniform(0.05, 0.1), 3.0, 2))
        outward = unit(rng.normal(size=(tufts, 3)) + [0, 0.25, 0])
        if tufts:
            solids.append(_tufts(rng, centre + outward * radii, unit(outward / radii), length, 1.1))
    return join(solids)


def _blossom(rng: np.random.Generator, radius: float) -> tuple[Solid, Solid]:
    """Make a little open flower that faces up: petals and heart."""
    petals = int(rng.integers(5, 7))
    profile = [(0.2 * radius, -0.25 * radius), (radius, 0.05 * radius), (0.3 * radius, 0.28 * radius)]
    heart = lathe(
        [(0, 0), (0.36 * radius, 0.1 * radius), (0.25 * radius, 0.42 * radius), (0, 0.5 * radius)], 6
    )
    return _star(profile, petals, [1, 0.62, 1], -0.15 * radius), heart


def _pot(rng: np.random.Generator, radius: float, height: float) -> Parts:
    """Make a flower pot with earth in it, its rim at `height`."""
    lip, foot = rng.uniform(0.2, 0.3) * height, radius * rng.uniform(0.62, 0.8)
    low, wall = height - lip, 0.05
    if rng.random() < 0.65:
        outline = [(0, 0), (foot, 0), (radius * 0.9, low), (radius, low), (radius, height)]
    else:
        belly = (foot + radius) / 2 * 1.2
        outline = [(0, 0), (foot, 0), (belly, height * 0.4), (radius * 0.85, low), (radius, height)]
    inner = [(radius - wall, height), (radius - wall, height - 0.05), (0, height - 0.05)]
    sides = int(rng.choice([6, 8, 24, 24, 24]))
    pot = lathe([*outline, *inner], sides)
    soil = lathe(
        [(0, height - 0.08), (radius - 0.03, height - 0.08), (radius * 0.5, height - 0.02), (0, height)], 12
    )
    return [(flat(pot.vertices, pot.faces) if sides < 10 else pot, "pot"), (soil, "soil")]


def _tree(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"fir": 0.45, "leafy": 0.35, "round": 0.2})
    trunk, thick = rng.uniform(0.22, 0.45), rng.uniform(0.08, 0.13)
    if kind == "fir":
        crown, top = _fir_crown(rng, trunk)
    elif kind == "leafy":
        trunk, thick = trunk + 0.15, thick * 1.2
        crown, top = _leafy_crown(rng, trunk, thick)
    else:
        trunk += 0.1
        crown, top = _round_crown(rng, trunk)
    ys = np.array([0, 0.07, trunk * 0.55, top])
    sway = np.cumsum(rng.normal(0, 0.022, (4, 2)), 0) * (ys > 0.07)[:, None]
    path = np.stack([sway[:, 0], ys, sway[:, 1]], 1)
    parts = [(sweep(path, thick * np.array([1.7, 1.15, 0.95, 0.7]), 9), "trunk"), *crown]
    if kind != "fir" and rng.random() < 0.3:
        size = max(solid.vertices[:, 1].max() for solid, _ in crown) - trunk
        for azimuth in _around(rng, int(rng.integers(6, 9))):
            up = rng.uniform(-0.5, 0.6)
            place = (0.44 * np.sin(azimuth), trunk + size * (0.5 + 0.4 * up), 0.44 * np.cos(azimuth))
            parts.append((blob(rng, place, rng.uniform(0.06, 0.08), 0.0, subdivisions=1), "fruit"))
    if is_said(rng, shape, "leaning", 0.12):
        slant = rng.uniform(0.22, 0.38) * np.array([np.sin(a := rng.uniform(0, 6.3)), np.cos(a)])
        parts = [(lean(solid, slant), slot) for solid, slot in parts]
    bark = WOOD if rng.random() < 0.7 else EARTH if rng.random() < 0.6 else (0.62, 0.58, 0.52)
    return used(parts, {"trunk": bark, "fruit": _FRUIT if rng.random() < 0.6 else _YELLOW})


def _fir_crown(rng: np.random.Generator, y: float) -> tuple[Parts, float]:
    tiers, wide, points = int(rng.integers(3, 6)), rng.uniform(0.42, 0.62), int(rng.integers(6, 10))
    rise, narrow, ragged = (
        rng.uniform(1.3, 1.6) / (tiers + 1.2),
        rng.uniform(0.6, 0.8),
        rng.uniform(0.72, 0.9),
    )
    parts, base = [], y
    for k in range(tiers):
        radius = wide * (1 - narrow * k / max(tiers - 1, 1))
        high = rise * (1.9 if k < tiers - 1 else 2.2)
        profile = [(radius * 0.4, y + 0.06), (radius, y), (radius * 0.45, y + high * 0.5), (0.01, y + high)]
        skirt = _star(profile, points, [1, ragged, 0.95, 1], -0.05)
        parts.append((move(skirt, rotation=_turn(rng.uniform(0, 6.3))), MAIN))
        y += rise
    return parts, base + rise


def _leafy_crown(rng: np.random.Generator, y: float, thick: float) -> tuple[Parts, float]:
    spread, count = rng.uniform(0.26, 0.38), int(rng.integers(3, 5))
    lumps: list[tuple[Point, Point]] = [((0, y + 0.5, 0), rng.uniform(0.34, 0.42))]
    parts: Parts = []
    for azimuth in _around(rng, count):
        place = np.array([spread * np.sin(azimuth), y + rng.uniform(0.2, 0.5), spread * np.cos(azimuth)])
        lumps.append((place, rng.uniform(0.23, 0.33) * np.array([1, rng.uniform(0.75, 1), 1])))
        parts.append((rod((0, y - 0.08, 0), place, thick * 0.75, thick * 0.5, 7), "trunk"))
    parts.append((_foliage(rng, lumps, int(rng.choice([0, 20, 30])), rng.uniform(0.08, 0.11)), MAIN))
    return parts, y + 0.2


def _round_crown(rng: np.random.Generator, y: float) -> tuple[Parts, float]:
    radius, style = rng.uniform(0.4, 0.52), rng.random()
    if style < 0.55:  # a lollipop
        high = radius * rng.uniform(0.85, 1.25)
        lumps: list[tuple[Point, Point]] = [((0, y + high * 0.9, 0), (radius, high, radius))]
    else:  # clipped balls, one above the other
        lumps, at = [], y
        for size in radius * np.array([1, 0.75, 0.5])[: int(rng.integers(2, 4))]:
            lumps.append(((0, at + size * 0.85, 0), size))
            at += size * 1.45
    return [(_foliage(rng, lumps, int(rng.choice([0, 60, 90]) / len(lumps)), 0.09), MAIN)], y + radius


def _palm_tree(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    twin = is_said(rng, shape, "twin", 0.15)
    leaning = is_said(rng, shape, "leaning", 0.25)
    first = rng.uniform(0, 2 * np.pi)
    parts: Parts = []
    for k in range(1 + twin):
        bend = (
            rng.uniform(0.4, 0.6) if leaning else rng.uniform(0.2, 0.35) if twin else rng.uniform(0.02, 0.18)
        )
        spin, size = _turn(first + k * rng.uniform(2.5, 3.8)), 1 - 0.22 * k
        parts += [(move(solid, rotation=spin, scale=size), slot) for solid, slot in _palm(rng, bend)]
    if rng.random() < 0.4:
        parts.append((lathe([(0, -0.06), (0.42, -0.06), (0.36, 0.03), (0, 0.08)], 14), "sand"))
    bark = (0.52, 0.38, 0.24) if rng.random() < 0.6 else (0.62, 0.50, 0.36)
    return used(parts, {"trunk": bark, "coconuts": (0.36, 0.20, 0.10), "sand": _SAND})


def _palm(rng: np.random.Generator, bend: float) -> Parts:
    """Make one palm that bends towards +Z."""
    height, thick, rings = (
        rng.uniform(0.75, 1.1) + 0.35 * bend,
        rng.uniform(0.075, 0.1),
        int(rng.integers(5, 9)),
    )
    t = np.repeat(np.linspace(0, 1, rings + 1), 2)[1:-1]
    t[1::2] -= 1e-3
    path = np.stack([0 * t, height * t, bend * t**1.6], 1)
    flare = np.where(np.arange(len(t)) % 2, 1.2, 0.88) * thick * (1.3 - 0.5 * t + 0.5 * (t < 0.1))
    top = path[-1]
    parts: Parts = [(sweep(path, flare, 9, smooth=False), "trunk"), (ball(top, thick * 1.5, 9), MAIN)]
    count, reach, sag = int(rng.integers(7, 11)), rng.uniform(0.58, 0.78), rng.uniform(0.5, 0.85)
    wide, notch = rng.uniform(0.14, 0.19), rng.uniform(0.55, 0.85)
    s = np.linspace(0, 1, 9)
    widths = wide * np.sin(np.pi * (0.12 + 0.88 * s) ** 0.8) * np.where(np.arange(9) % 2, 1, notch) + 0.012
    fronds = []
    for rise in rng.uniform(0.25, 0.5, 4) + [0, 0.35, 0.1, 0.4]:
        path = np.stack([reach * s, (rise * s - (sag + 0.2) * s * s) * 0.85], 1)
        fronds.append(_blade(path, widths, 0.075, -0.5))
    for k, azimuth in enumerate(_around(rng, count, 0.2)):
        size = rng.uniform(0.88, 1.08)
        parts.append((move(fronds[k % 4], top, _turn(azimuth), scale=size), MAIN))
    if rng.random() < 0.6:
        for azimuth in _around(rng, int(rng.integers(2, 5))):
            place = top + [0.12 * np.sin(azimuth), -0.1, 0.12 * np.cos(azimuth)]
            parts.append((blob(rng, place, rng.uniform(0.07, 0.09), 0.0, subdivisions=1), "coconuts"))
    return parts


def _mushroom(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"round": 0.5, "pointed": 0.25, "flat": 0.25})
    warty = is_said(rng, shape, "warty", 0.5)
    spots = int(rng.integers(9, 14)) if warty else 0
    parts = _toadstool(rng, kind, spots)
    slant = rng.normal(0, 0.06, 2)
    parts = [(lean(solid, slant), slot) for solid, slot in parts]
    if is_said(rng, shape, "twin", 0.25):
        azimuth = rng.uniform(0, 2 * np.pi)
        for k in range(1 if "twin" in shape else int(rng.integers(1, 3))):
            way = np.array([np.sin(azimuth + 2.4 * k), np.cos(azimuth + 2.4 * k)])
            size, place = rng.uniform(0.42, 0.62), 0.5 * way
            small = [(lean(solid, 0.25 * way), slot) for solid, slot in _toadstool(rng, kind, spots // 2, 18)]
            parts += [(move(solid, (place[0], 0, place[1]), scale=size), slot) for solid, slot in small]
    stem = CREAM if rng.random() < 0.6 else (0.82, 0.72, 0.56) if rng.random() < 0.6 else WHITE
    dots = WHITE if rng.random() < 0.7 else CREAM if rng.random() < 0.5 else 0.55
    return used(parts, {"stem": stem, "gills": (0.80, 0.70, 0.58), "spots": dots})


def _toadstool(rng: np.random.Generator, kind: str, spots: int, segments: int = 28) -> Parts:
    """Make one mushroom: stem, gills, cap, and spots on it."""
    stem, thick = rng.uniform(0.4, 0.8), rng.uniform(0.13, 0.21)
    brim, t = rng.uniform(0.5, 0.66), np.linspace(0, 1, 9)
    if kind == "pointed":
        rise = rng.uniform(0.75, 1.0)
        brim *= 0.82
        cap = np.stack([brim * (1 - t) ** 0.8 * (1 - 0.35 * np.sin(np.pi * t)), stem + rise * t], 1)
    else:
        stem += 0.15 * (kind == "flat")
        rise = rng.uniform(0.16, 0.24) if kind == "flat" else rng.uniform(0.36, 0.6)
        brim *= 1.15 if kind == "flat" else 1.0
        cap = np.stack([brim * np.cos(t * np.pi / 2), stem + rise * np.sin(t * np.pi / 2)], 1)
    hang = rng.uniform(0.03, 0.09)
    under = [(0, stem), (brim * 0.9, stem - hang + 0.02), (brim * 0.97, stem - hang)]
    bulb = thick * rng.uniform(1.15, 1.6)
    stalk = [(0, 0), (bulb, 0), (bulb * 1.02, 0.1), (thick, stem * 0.45), (thick * 0.85, stem + 0.02)]
    gills = _star(
        [(thick, stem - 0.06), (brim * 0.88, stem - hang - 0.005), (0.1, stem + 0.02)], 14, [1, 0.95, 1], 0.02
    )
    parts: Parts = [
        (lathe([*stalk, (0, stem + 0.02)], 16, 0.2), "stem"),
        (lathe([*under, *cap], segments, 0.3), MAIN),
        (gills, "gills"),
    ]
    if rng.random() < 0.35:
        y = stem * rng.uniform(0.5, 0.7)
        ring = [(thick * 0.8, y), (thick * 1.75, y - 0.09), (thick * 1.7, y - 0.04), (thick * 0.8, y + 0.06)]
        parts.append((lathe(ring, 16, 0.2), "stem"))
    dot, first = lathe([(0, -0.03), (1, -0.03), (0.8, 0.022), (0, 0.04)], 8, 0.3), rng.uniform(0, 6.3)
    for k in range(spots):
        at = (0.12 + 0.75 * ((k + 0.5) / spots) ** 0.75) * (len(cap) - 1)
        i, f = int(at), at % 1
        (r, y), (dr, dy) = cap[-1 - i] * (1 - f) + cap[-2 - i] * f, cap[-2 - i] - cap[-1 - i]
        azimuth, size = (
            first + k * _GOLDEN_ANGLE,
            rng.uniform(0.07, 0.12) * (0.75 if kind == "pointed" else 1),
        )
        normal = (-dy * np.sin(azimuth), dr, -dy * np.cos(azimuth))
        place = (r * np.sin(azimuth), y, r * np.cos(azimuth))
        parts.append((move(dot, place, frame_along(normal), (size, 1, size)), "spots"))
    return parts


def _cactus(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"branched": 0.5, "round": 0.25, "flat": 0.25})
    potted = is_said(rng, shape, "potted", 0.45)
    base = rng.uniform(0.22, 0.32) if potted else 0.0
    grow = {"branched": _saguaro, "round": _barrel_cactus, "flat": _prickly_pear}[kind]
    parts, tops = grow(rng, base)
    if is_said(rng, shape, "flowering", 0.35):
        for place, way, radius in tops[:5]:
            petals, heart = _blossom(rng, radius)
            frame = frame_along(way)
            parts += [(move(petals, place, frame), "flowers"), (move(heart, place, frame), "hearts")]
    if potted:
        wide = {"branched": 0.27, "round": 0.36, "flat": 0.3}[kind]
        parts += _pot(rng, wide + rng.uniform(0.02, 0.08), base + 0.05)
    elif rng.random() < 0.6:
        radius = {"branched": 0.4, "round": 0.55, "flat": 0.42}[kind]
        parts.append((lathe([(0, -0.05), (radius, -0.05), (radius * 0.85, 0.03), (0, 0.06)], 14), "sand"))
    pot = one_of(rng, BRICK, _CLAY, WHITE, (0.30, 0.42, 0.52))
    bloom = _PETAL if rng.random() < 0.6 else _YELLOW if rng.random() < 0.5 else WHITE
    colours: dict[str, SlotColour] = {"pot": pot, "soil": EARTH, "sand": _SAND, "spines": CREAM}
    return used(parts, {**colours, "flowers": bloom, "hearts": _YELLOW if bloom != _YELLOW else WOOD})


Tops = list[tuple[np.ndarray, Point, float]]


def _ribbed(points: Point, radii: np.ndarray, ribs: int) -> Solid:
    """Make a fluted column along points [P, 3] that are in the XY plane."""
    path = np.asarray(points, np.float32)
    angle = np.linspace(0, 2 * np.pi, 2 * ribs, endpoint=False)
    star = (
        np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1)
        * np.where(np.arange(2 * ribs) % 2, 0.8, 1)[:, None]
    )
    frames = [frame_along(tangent) for tangent in np.gradient(path, axis=0)]
    return loft([p + r * star @ f.T for p, r, f in zip(path, radii, frames, strict=True)], smooth=True)


def _round_off(path: list[Point], radius: float) -> tuple[np.ndarray, np.ndarray]:
    """End a path with a dome; returns points and radii."""
    points = np.asarray(path, np.float32)
    way = unit(points[-1] - points[-2])
    t = np.linspace(0, np.pi / 2, 5)[1:]
    radii = np.concatenate([np.full(len(points), radius), radius * np.cos(t) + 0.004])
    return np.concatenate([points, points[-1] + radius * np.sin(t)[:, None] * way]), radii


def _saguaro(rng: np.random.Generator, base: float) -> tuple[Parts, Tops]:
    stem, height, ribs = rng.uniform(0.17, 0.23), rng.uniform(0.85, 1.2), int(rng.integers(6, 9))
    top = base + height
    points, radii = _round_off(
        [(0, base, 0), (0, base + 0.1, 0), (0, base + height / 2, 0), (0, top, 0)], stem
    )
    radii[0] *= 0.85
    parts: Parts = [(_ribbed(points, radii, ribs), MAIN)]
    tops: Tops = [(points[-1], (0, 1, 0), rng.uniform(0.2, 0.26))]
    first, count = rng.uniform(-0.4, 0.4), int(rng.choice([1, 2, 2, 2, 3]))
    for k in range(count):
        spin = _turn(first + k * 2 * np.pi / max(count, 2) + rng.normal(0, 0.2))
        y, out, thick = base + height * rng.uniform(0.25, 0.5), stem + rng.uniform(0.2, 0.28), stem * 0.66
        bend, up = rng.uniform(0.12, 0.2), rng.uniform(0.15, 0.4)
        elbow = [(out * np.sin(a), y + bend * (1 - np.cos(a)), 0) for a in np.linspace(0, np.pi / 2, 5)]
        points, radii = _round_off([*elbow, (out, y + bend + up, 0)], thick)
        parts.append((move(_ribbed(points, radii, ribs - 1), rotation=spin), MAIN))
        tops.append((points[-1] @ spin.T, (0, 1, 0), rng.uniform(0.15, 0.19)))
    if rng.random() < 0.6:
        azimuth = np.repeat(np.arange(ribs) * 2 * np.pi / ribs, 4)
        heights = base + height * np.tile([0.28, 0.5, 0.72, 0.94], ribs) + rng.uniform(-0.05, 0.05, 4 * ribs)
        out = np.stack([np.sin(azimuth), 0 * azimuth, np.cos(azimuth)], 1)
        parts.append((_tufts(rng, out * stem * 0.98 + heights[:, None] * [0, 1, 0], out, 0.055), "spines"))
    return parts, tops


def _barrel_cactus(rng: np.random.Generator, base: float) -> tuple[Parts, Tops]:
    radius, squash, ribs = rng.uniform(0.4, 0.48), rng.uniform(0.8, 1.15), int(rng.integers(8, 12))
    t = np.linspace(-1.1, 1.5, 10)
    centre = base + radius * squash * 0.86
    path = np.stack([0 * t, centre + radius * squash * np.sin(t), 0 * t], 1)
    parts: Parts = [(_ribbed(path, radius * np.cos(t), ribs), MAIN)]
    if rng.random() < 0.8:
        azimuth = np.repeat(np.arange(ribs) * 2 * np.pi / ribs, 4)
        lift = np.tile([-0.3, 0.2, 0.7, 1.15], ribs)
        out = np.stack([np.cos(lift) * np.sin(azimuth), np.sin(lift), np.cos(lift) * np.cos(azimuth)], 1)
        place = out * radius * np.array([1, squash, 1]) * 0.98 + [0, centre, 0]
        parts.append((_tufts(rng, place, out, 0.07), "spines"))
    tops: Tops = [(path[-1] - [0, 0.02, 0], (0, 1, 0), rng.uniform(0.26, 0.34))]
    if rng.random() < 0.5:
        small, way = radius * rng.uniform(0.4, 0.55), rng.uniform(0, 2 * np.pi)
        place = np.array([np.sin(way), 0, np.cos(way)]) * radius * 0.95 + [0, base + small * 0.6, 0]
        pup = move(_ribbed(path - [0, centre, 0], radius * np.cos(t), ribs), place, scale=small / radius)
        parts.append((pup, MAIN))
    return parts, tops


def _prickly_pear(rng: np.random.Generator, base: float) -> tuple[Parts, Tops]:
    size, parts, tops = rng.uniform(0.34, 0.42), [], []

    def pad(foot: np.ndarray, angle: float, length: float, depth: int) -> None:
        way = np.array([np.sin(angle), np.cos(angle), 0])
        spin = np.stack([[way[1], -way[0], 0], way, [0, 0, 1]], 1).astype(np.float32)
        spin = spin @ _turn(rng.uniform(-0.5, 0.5))
        centre = foot + way * length * 0.86
        parts.append((move(ball((0, 0, 0), 1, 9), centre, spin, scale=(length * 0.72, length, 0.09)), MAIN))
        u = np.arange(7) * _GOLDEN_ANGLE
        flat_side = np.stack([0.5 * np.sin(u), 0.6 * np.cos(u), 0 * u], 1) * [length, length, 1]
        face = np.where(np.arange(7) % 2, 1, -1)[:, None] * np.array([0, 0, 1.0])
        place = centre + (flat_side + face * 0.062) @ spin.T
        parts.append((_tufts(rng, place, face @ spin.T, 0.055), "spines"))
        if depth:
            for lean_to in rng.permutation([-0.7, 0.15, 0.8])[: 2 + int(depth > 1 and rng.random() < 0.4)]:
                bud = lean_to + rng.normal(0, 0.12)
                edge = centre + (np.array([0.66 * np.sin(bud), 0.9 * np.cos(bud), 0]) * length) @ spin.T
                pad(edge, angle + bud * 0.9, length * rng.uniform(0.66, 0.8), depth - 1)
        else:
            tops.append((centre + way * length * 0.96, way, rng.uniform(0.15, 0.2)))

    pad(np.array([0, base - 0.03, 0]), rng.normal(0, 0.1), size, 2 if rng.random() < 0.65 else 1)
    spin = _turn(rng.uniform(-0.5, 0.5))
    tops = [(place @ spin.T, way @ spin.T, radius) for place, way, radius in tops]
    return [(move(solid, rotation=spin), slot) for solid, slot in parts], tops


def _bush(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"leafy": 0.55, "round": 0.2, "spiky": 0.25})
    if kind == "spiky":
        parts = _agave(rng)
    else:
        radius = rng.uniform(0.4, 0.5)
        centre = (0, radius * 0.75, 0)
        lumps: list[tuple[Point, Point]] = [(centre, radius * np.array([1, rng.uniform(0.85, 1.1), 1]))]
        if kind == "leafy":
            for azimuth in _around(rng, int(rng.integers(2, 5))):
                size = rng.uniform(0.24, 0.36)
                reach = radius + rng.uniform(-0.12, 0.1)
                place = (reach * np.sin(azimuth), size * rng.uniform(0.6, 1.1), reach * np.cos(azimuth))
                lumps.append((place, size))
        parts = [
            (_foliage(rng, lumps, int(rng.uniform(100, 150) / len(lumps)), rng.uniform(0.09, 0.12)), MAIN)
        ]
        if kind == "round" or rng.random() < 0.5:
            parts.append(
                (rod((0, -0.22 if kind == "round" else -0.14, 0), (0, 0.2, 0), 0.12, 0.09, 8), "stem")
            )
    dressed = "flowering" if "flowering" in shape else str(rng.choice(["", "flowering", "berries"]))
    if dressed and kind != "spiky":
        parts += _dress(rng, parts[0][0], dressed)
    elif "flowering" in shape:
        parts += _spike(rng)
    fruit = one_of(rng, _FRUIT, (0.20, 0.20, 0.55), (0.95, 0.55, 0.12))
    bloom = one_of(rng, _PETAL, WHITE, _YELLOW, (0.55, 0.40, 0.85))
    colours: dict[str, SlotColour] = {"stem": WOOD, "berries": fruit, "flowers": bloom}
    return used(parts, {**colours, "hearts": _YELLOW if bloom != _YELLOW else WOOD})


def _dress(rng: np.random.Generator, leaves: Solid, what: str) -> Parts:
    """Put berries or flowers all over the surface of leaves."""
    centre = np.array([0, 0.3, 0])
    count = int(rng.integers(8, 12))
    k = np.arange(count)
    up = 0.95 - 1.25 * (k + 0.5) / count
    azimuth = k * _GOLDEN_ANGLE + rng.uniform(0, 6.3)
    rays = leaves.vertices[::3] - centre
    lengths, parts = np.linalg.norm(rays, axis=1), []
    for u, a in zip(up, azimuth, strict=True):
        way = np.array([np.sqrt(1 - u * u) * np.sin(a), u, np.sqrt(1 - u * u) * np.cos(a)])
        near = rays[rays @ way > 0.97 * lengths]
        place = centre + way * (float(np.quantile(near @ way, 0.75)) + 0.015 if len(near) else 0.4)
        if what == "berries":
            parts.append((blob(rng, place, rng.uniform(0.06, 0.08), 0.0, subdivisions=1), "berries"))
        else:
            petals, heart = _blossom(rng, rng.uniform(0.11, 0.15))
            frame = frame_along(way)
            parts += [(move(petals, place, frame), "flowers"), (move(heart, place, frame), "hearts")]
    return parts


def _agave(rng: np.random.Generator) -> Parts:
    """Make a rosette of broad pointed leaves."""
    parts: Parts = [(ball((0, 0.1, 0), (0.14, 0.12, 0.14), 8), MAIN)]
    wide, long = rng.uniform(0.1, 0.15), rng.uniform(0.6, 0.8)
    for lift, count in ((0.5, 8), (0.9, 7), (1.3, 4)):
        for azimuth in _around(rng, count, 0.15):
            s = np.linspace(0, 1, 6)
            angle = lift + rng.normal(0, 0.07) - 0.25 * s
            reach = long * rng.uniform(0.9, 1.1) * s
            path = np.stack([reach * np.cos(angle) + 0.03, reach * np.sin(angle) + 0.06], 1)
            leaf = _blade(path, wide * np.array([0.6, 0.95, 1, 0.8, 0.5, 0.06]), 0.07, 0.35)
            parts.append((move(leaf, rotation=_turn(azimuth)), MAIN))
    return parts


def _spike(rng: np.random.Generator) -> Parts:
    """Make the flower stalk of an agave."""
    parts: Parts = [(rod((0, 0, 0), (0, 1.0, 0), 0.05, 0.04, 8), "stem")]
    for k in range(8):
        azimuth, y = k * _GOLDEN_ANGLE, 0.62 + 0.055 * k
        way = np.array([np.sin(azimuth), 0.5, np.cos(azimuth)])
        petals, heart = _blossom(rng, 0.14)
        place, frame = way * 0.07 + [0, y, 0], frame_along(way)
        parts += [(move(petals, place, frame), "flowers"), (move(heart, place, frame), "hearts")]
    return parts


def _flower(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    kind = kind_of(rng, shape, {"daisy": 0.4, "tulip": 0.3, "round": 0.3})
    potted = is_said(rng, shape, "potted", 0.3)
    base, stem, thick = 0.26 if potted else 0.0, rng.uniform(0.38, 0.62), rng.uniform(0.038, 0.052)
    sway = rng.uniform(-0.12, 0.12)
    t = np.linspace(0, 1, 5)
    path = np.stack([sway * np.sin(np.pi * t), base + stem * t, 0.08 * t * t], 1)
    parts: Parts = [(sweep(path, np.full(5, thick), 7), "stem")]
    size = rng.uniform(1.15, 1.35)
    head = {"daisy": _daisy, "tulip": _tulip, "round": _rose}[kind](rng)
    nod = rng.uniform(0.35, 0.85) if kind == "daisy" else rng.uniform(0.0, 0.3)
    frame = _turn(rng.uniform(-0.5, 0.5)) @ turn(0, float(np.degrees(nod)))
    parts += [(move(solid, path[-1], frame, size), slot) for solid, slot in head]
    long, wide = rng.uniform(0.28, 0.38), rng.uniform(0.07, 0.1)
    for azimuth in _around(rng, int(rng.integers(2, 5))):
        s = np.linspace(0, 1, 6)
        leaf_path = np.stack([long * s, base + 0.03 + long * (1.1 * s - rng.uniform(0.5, 1.0) * s * s)], 1)
        leaf = _blade(leaf_path, wide * np.array([0.35, 0.8, 1, 0.9, 0.6, 0.05]), 0.06, 0.3)
        parts.append((move(leaf, rotation=_turn(azimuth)), "stem"))
    if potted:
        parts += _pot(rng, rng.uniform(0.22, 0.28), base + 0.02)
    elif rng.random() < 0.5:
        parts.append((lathe([(0, -0.05), (0.22, -0.05), (0.17, 0.03), (0, 0.07)], 12), "soil"))
    green = tuple(np.array(LEAF) * rng.uniform(0.85, 1.25))
    heart = one_of(rng, _YELLOW, _YELLOW, (0.35, 0.20, 0.10), CREAM)
    pot = one_of(rng, BRICK, _CLAY, WHITE, (0.30, 0.42, 0.52))
    return used(parts, {"stem": green, "centre": heart, "pot": pot, "soil": EARTH})


def _daisy(rng: np.random.Generator) -> Parts:
    count, long, cup = int(rng.integers(5, 12)), rng.uniform(0.36, 0.46), rng.uniform(-0.1, 0.35)
    wide, blunt = min(0.19, 3.0 * long / count * 0.52), rng.uniform(0.05, 0.8)
    widths = wide * np.array([0.5, 0.85, 1.0, 0.95, 0.15 + 0.7 * blunt * 0.8])
    s, layers = np.linspace(0.2, 1, 5), 1 + (count < 9 and rng.random() < 0.5)
    parts: Parts = []
    for layer in range(layers):
        size = 1 - 0.3 * layer
        path = size * np.stack([long * s, long * cup * s * s + 0.02 * layer], 1)
        petal = _blade(path, size * widths, 0.06, 0.15)
        turns = (np.arange(count) + 0.5 * layer) * 2 * np.pi / count
        parts += [(move(petal, (0, 0.02 + 0.03 * layer, 0), _turn(a)), MAIN) for a in turns]
    heart, high = rng.uniform(0.14, 0.18), 0.06 + 0.05 * layers
    disc = [(0, -0.02), (heart, 0), (heart, high - 0.02), (heart * 0.7, high + 0.035), (0, high + 0.05)]
    parts.append((lathe(disc, 14, 0.3), "centre"))
    parts.append((lathe([(0, -0.07), (0.06, -0.07), (0.14, -0.015), (0, 0.0)], 10), "stem"))
    return parts


def _tulip(rng: np.random.Generator) -> Parts:
    size, flare = rng.uniform(0.95, 1.2), rng.uniform(-0.06, 0.14)
    out = np.array([0.03, 0.21, 0.27, 0.25, 0.2 + flare])
    up = np.array([0.0, 0.06, 0.24, 0.44, 0.66])
    widths = np.array([0.08, 0.19, 0.23, 0.17, 0.012])
    parts: Parts = []
    for layer, reach in ((0, 1.0), (1, 0.84)):
        petal = _blade(size * np.stack([out * reach, up + 0.02 * layer], 1), size * widths, 0.07, 0.25)
        for k in range(3):
            parts.append((move(petal, rotation=_turn((k + 0.5 * layer) * 2 * np.pi / 3)), MAIN))
    inside = lathe(size * np.array([(0, 0), (0.17, 0.06), (0.2, 0.24), (0.12, 0.36), (0, 0.38)]), 10)
    return [*parts, (inside, MAIN), (ball((0, 0.0, 0), (0.09, 0.06, 0.09), 8), "stem")]


def _rose(rng: np.random.Generator) -> Parts:
    size = rng.uniform(0.9, 1.1)
    parts: Parts = [(ball((0, 0.25 * size, 0), np.array([0.13, 0.2, 0.13]) * size, 10), MAIN)]
    count = int(rng.integers(4, 7))
    for layer, (reach, rise, open_) in enumerate(
        ((0.17, 0.42, 0.75), (0.27, 0.36, 1.05), (0.36, 0.24, 1.25))
    ):
        out = reach * np.array([0.2, 0.75, 1.0, open_])
        up = rise * np.array([0.0, 0.12, 0.6, 1.0]) + 0.02
        widths = reach * 3.4 / count * np.array([0.4, 0.8, 1.0, 0.55])
        petal = _blade(size * np.stack([out, up], 1), size * widths, 0.06, 0.25)
        for azimuth in _around(rng, count, 0.08) + layer:
            parts.append((move(petal, rotation=_turn(azimuth)), MAIN))
    parts.append((_star([(0.04, -0.08), (0.3 * size, 0.02), (0.1, 0.06)], 5, [1, 0.45, 1], 0.02), "stem"))
    return parts


def _stump(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, dict[str, SlotColour]]:
    radius, height = rng.uniform(0.34, 0.46), rng.uniform(0.4, 0.75)
    hollow, jagged = "hollow" in shape, "jagged" in shape
    if not (hollow or jagged):
        hollow, jagged = (rng.random() < chance for chance in (0.15, 0.2))
    around = 24
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    roots = int(rng.integers(4, 7))
    spread = rng.uniform(0.45, 0.7) if "rooted" in shape else rng.uniform(0.1, 0.45)
    lobes = np.clip(np.cos(roots * angle + rng.uniform(0, 6.3)), 0, 1) ** 1.5 * rng.uniform(0.8, 1.2, around)
    bark = 1 + rng.uniform(0.015, 0.04) * np.where(np.arange(around) % 2, 1, -1)
    crest = height + (
        rng.uniform(0.0, 0.34, around) if jagged else 0.02 * np.sin(angle + rng.uniform(0, 6.3))
    )
    profile = [(1 + 2.1 * spread, 0, 0), (1 + spread, 0.16, 0), (1 + spread * 0.35, 0.4, 0), (0.97, 1, 1)]
    rings = []
    for wide, up, last in profile:
        r = radius * (0.97 + (wide - 0.97) * (0.25 + 0.75 * lobes)) * bark
        rings.append(
            np.stack([r * np.sin(angle), crest if last else height * up + 0 * angle, r * np.cos(angle)], 1)
        )
    hub = rings[-1].mean(0)
    depth = height * (0.35 if hollow else 0.8) if hollow or jagged else height
    inner = 0.72 if hollow else 0.84
    for share, y in ((inner, None), (inner * 0.95, depth)):
        ring = hub + (rings[3] - hub) * share
        ring[:, 1] = rings[3][:, 1] if y is None else y
        rings.append(ring)
    parts: Parts = [(loft(rings), MAIN)]
    parts += _cut_face(rng, radius, height if not (hollow or jagged) else depth, hollow)
    if rng.random() < 0.35 or "rooted" in shape:
        for azimuth in _around(rng, int(rng.integers(2, 4)) + 2 * ("rooted" in shape)):
            s = np.linspace(0, 1, 4)
            reach, thick = radius * (0.8 + rng.uniform(0.8, 1.1) * s), rng.uniform(0.09, 0.13)
            path = np.stack([0.1 * np.sin(3 * s), 0.13 - 0.13 * s, reach], 1)
            parts.append((move(sweep(path, thick * (1 - 0.65 * s), 7), rotation=_turn(azimuth)), MAIN))
    if rng.random() < 0.35:
        parts += _branch_stub(rng, radius, height)
    if is_said(rng, shape, "sprouting", 0.25):
        parts += _sprout(rng, radius * 0.4, depth)
    ring = tuple(np.array(_PALE) * rng.uniform(0.95, 1.25))
    tones: dict[str, SlotColour] = {"wood": ring, "rings": tuple(np.array(ring) * 0.72), "hole": DARK}
    return used(parts, {**tones, "leaves": LEAF if rng.random() < 0.7 else (0.42, 0.62, 0.20)})


def _cut_face(rng: np.random.Generator, radius: float, y: float, hollow: bool) -> Parts:
    """Make the sawn face with its rings, or the dark floor of a hollow."""
    if hollow:
        return [(lathe([(0, y), (radius * 0.68, y), (0, y + 0.03)], 16), "hole")]
    parts: Parts = [
        (
            lathe([(0, y - 0.03), (radius * 0.86, y - 0.03), (radius * 0.8, y + 0.035), (0, y + 0.04)], 24),
            "wood",
        )
    ]
    off = rng.uniform(-0.04, 0.04, 2)
    for share in (0.62, 0.32):
        r, top = radius * share, y + 0.055
        ring = [(r - 0.035, y), (r + 0.02, y), (r + 0.02, top), (r - 0.03, top), (r - 0.035, y)]
        parts.append((move(lathe(ring, 20), (off[0] * share, 0, off[1] * share)), "rings"))
    return parts


def _branch_stub(rng: np.random.Generator, radius: float, height: float) -> Parts:
    azimuth = rng.uniform(0, 2 * np.pi)
    way = np.array([np.sin(azimuth), rng.uniform(0.4, 0.8), np.cos(azimuth)])
    foot = np.array([0, height * 0.4, 0]) + way * [radius * 0.6, 0, radius * 0.6]
    thick, tip = rng.uniform(0.08, 0.11), foot + way * rng.uniform(0.28, 0.4)
    return [
        (rod(foot, tip, thick, thick * 0.85, 8), MAIN),
        (rod(tip, tip + way * 0.02, thick * 0.65, segments=8), "wood"),
    ]


def _sprout(rng: np.random.Generator, reach: float, y: float) -> Parts:
    """Make a young twig with a few leaves."""
    way = rng.uniform(0, 2 * np.pi)
    foot = np.array([reach * np.sin(way), y, reach * np.cos(way)])
    tall, parts = rng.uniform(0.25, 0.4), []
    parts.append((rod(foot, foot + [0, tall, 0], 0.035, 0.03, 7), "leaves"))
    s = np.linspace(0, 1, 5)
    for k, azimuth in enumerate(_around(rng, int(rng.integers(3, 6)))):
        path = np.stack([0.26 * s, 0.25 * s - 0.16 * s * s], 1)
        leaf = _blade(path, 0.09 * np.array([0.3, 0.9, 1, 0.7, 0.08]), 0.06, 0.25)
        parts.append((move(leaf, foot + [0, tall * (0.6 + 0.4 * (k % 2)), 0], _turn(azimuth)), "leaves"))
    return parts


CLASSES: dict[str, PropClass] = {
    "tree": PropClass(
        _tree,
        ("woodland tree", "sapling"),
        5.0,
        ("fir", "leafy", "round", "leaning"),
        {"trunk": "trunk"},
    ),
    "palm tree": PropClass(
        _palm_tree, ("palm", "coconut tree", "coconut palm"), 6.0, ("leaning", "twin"), {"trunk": "trunk"}
    ),
    "mushroom": PropClass(
        _mushroom,
        ("toadstool", "fungus"),
        0.4,
        ("round", "pointed", "flat", "warty", "twin"),
        {"stem": "stem", "spots": "spots"},
    ),
    "cactus": PropClass(
        _cactus,
        ("saguaro", "desert cactus"),
        1.6,
        ("branched", "round", "flat", "potted", "flowering"),
        {"pot": "pot", "flowers": "flowers"},
    ),
    "bush": PropClass(
        _bush,
        ("shrub", "hedge bush"),
        1.0,
        ("leafy", "round", "spiky", "flowering"),
        {"flowers": "flowers", "berries": "berries"},
    ),
    "flower": PropClass(
        _flower,
        ("blossom", "bloom"),
        0.5,
        ("daisy", "tulip", "round", "potted"),
        {"stem": "stem", "centre": "centre", "pot": "pot"},
    ),
    "stump": PropClass(
        _stump,
        ("tree stump", "cut trunk"),
        0.8,
        ("hollow", "jagged", "rooted", "sprouting"),
        {"top": "wood", "leaves": "leaves"},
    ),
}
