"""Builds cacti."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Point, Solid, ball, frame_along, lathe, loft, move, unit
from training.props.foliage import (
    CLAY,
    GOLDEN_ANGLE,
    PETAL,
    SAND,
    YELLOW,
    blossom,
    plant_pot,
    tufts_at,
    turn_to,
)
from training.props.pieces import is_said, kind_of, one_of, used
from training.props.prop import (
    BRICK,
    CREAM,
    EARTH,
    MAIN,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
    SlotColour,
)


def _cactus(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"branched": 0.5, "round": 0.25, "flat": 0.25})
    potted = is_said(rng, shape, "potted", 0.45)
    base = rng.uniform(0.22, 0.32) if potted else 0.0
    grow = {"branched": _saguaro, "round": _barrel_cactus, "flat": _prickly_pear}[kind]
    parts, tops = grow(rng, base)
    if is_said(rng, shape, "flowering", 0.35):
        for place, way, radius in tops[:5]:
            petals, heart = blossom(rng, radius)
            frame = frame_along(way)
            parts += [(move(petals, place, frame), "flowers"), (move(heart, place, frame), "hearts")]
    if potted:
        wide = {"branched": 0.27, "round": 0.36, "flat": 0.3}[kind]
        parts += plant_pot(rng, wide + rng.uniform(0.02, 0.08), base + 0.05)
    elif rng.random() < 0.6:
        radius = {"branched": 0.4, "round": 0.55, "flat": 0.42}[kind]
        parts.append((lathe([(0, -0.05), (radius, -0.05), (radius * 0.85, 0.03), (0, 0.06)], 14), "sand"))
    pot = one_of(rng, BRICK, CLAY, WHITE, (0.30, 0.42, 0.52))
    bloom = PETAL if rng.random() < 0.6 else YELLOW if rng.random() < 0.5 else WHITE
    colours: dict[str, SlotColour] = {"pot": pot, "soil": EARTH, "sand": SAND, "spines": CREAM}
    return used(parts, {**colours, "flowers": bloom, "hearts": YELLOW if bloom != YELLOW else WOOD})


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
        spin = turn_to(first + k * 2 * np.pi / max(count, 2) + rng.normal(0, 0.2))
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
        parts.append((tufts_at(rng, out * stem * 0.98 + heights[:, None] * [0, 1, 0], out, 0.055), "spines"))
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
        parts.append((tufts_at(rng, place, out, 0.07), "spines"))
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
        spin = spin @ turn_to(rng.uniform(-0.5, 0.5))
        centre = foot + way * length * 0.86
        parts.append((move(ball((0, 0, 0), 1, 9), centre, spin, scale=(length * 0.72, length, 0.09)), MAIN))
        u = np.arange(7) * GOLDEN_ANGLE
        flat_side = np.stack([0.5 * np.sin(u), 0.6 * np.cos(u), 0 * u], 1) * [length, length, 1]
        face = np.where(np.arange(7) % 2, 1, -1)[:, None] * np.array([0, 0, 1.0])
        place = centre + (flat_side + face * 0.062) @ spin.T
        parts.append((tufts_at(rng, place, face @ spin.T, 0.055), "spines"))
        if depth:
            for lean_to in rng.permutation([-0.7, 0.15, 0.8])[: 2 + int(depth > 1 and rng.random() < 0.4)]:
                bud = lean_to + rng.normal(0, 0.12)
                edge = centre + (np.array([0.66 * np.sin(bud), 0.9 * np.cos(bud), 0]) * length) @ spin.T
                pad(edge, angle + bud * 0.9, length * rng.uniform(0.66, 0.8), depth - 1)
        else:
            tops.append((centre + way * length * 0.96, way, rng.uniform(0.15, 0.2)))

    pad(np.array([0, base - 0.03, 0]), rng.normal(0, 0.1), size, 2 if rng.random() < 0.65 else 1)
    spin = turn_to(rng.uniform(-0.5, 0.5))
    tops = [(place @ spin.T, way @ spin.T, radius) for place, way, radius in tops]
    return [(move(solid, rotation=spin), slot) for solid, slot in parts], tops


CLASSES: dict[str, PropClass] = {
    "cactus": PropClass(
        _cactus,
        ("saguaro", "desert cactus"),
        1.6,
        ("branched", "round", "flat", "potted", "flowering"),
        {"pot": "pot", "flowers": "flowers"},
    ),
}
