"""Builds cacti: branched columns, balls and flat pads, in the desert or in a pot."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import GOLDEN_ANGLE, azimuths, blossom, mound, plant_pot, turn_to, way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.solids import Solid, flat, frame_along, loft, move, unit
from threed.procedural.sweeps import frames_along, limb

#: where flowers may sit: place, direction, radius
Tops = list[tuple[np.ndarray, np.ndarray, float]]


def _cactus(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"branched": 0.5, "round": 0.25, "flat": 0.25}, "how it grows")
    ground = dials.choice("ground", {"sand": 0.55, "pot": 0.4, "nothing": 0.05}, "what it grows in")
    height = dials.number("height", 1.25, 1.6, "m", "of one in the desert; in a pot two fifths of that")
    ribs = dials.count("ribs", 8, 11, "around the stem", (5, 16))
    arms = dials.count("arms", 2, 3, "of a branched one", (0, 5))
    spines = dials.number("spines", 0.8, 1.2, "", "how many and how long", (0.0, 2.0))
    flowering = dials.flag("flowering", 0.35, "flowers at its tops")
    flowers = dials.count("flowers", 3, 4, "how many", (1, 8))
    grow = {"branched": _saguaro, "round": _ball, "flat": _prickly_pear}[form]
    parts, tops = grow(
        dials.rng, height, ribs, -arms if ground == "pot" and form == "round" else arms, spines
    )
    for k in range(flowers if flowering else 0):
        place, way, radius = tops[k % len(tops)]
        if k >= len(tops):
            side = unit(way + 0.8 * frame_along(way) @ way_to(2.1 * k))
            place, way = place + 1.0 * radius * (side - way * (side @ way)) - 0.25 * radius * way, side
        petals, heart = blossom(dials.rng, radius, 6)
        bloom = [part("flowers", "plant", petals, (0, 0, 1), (0, 1, 0), crease_deg=30)]
        bloom.append(part("hearts", "plant", heart, crease_deg=80))
        parts += move_parts(bloom, place + 0.1 * radius * way, frame_along(way))
    wide = {"branched": 0.17, "round": 0.42, "flat": 0.2}[form] * height
    if ground == "sand":
        heap = mound(dials.rng, 1.45 * wide if form != "round" else 1.25 * wide, 0.05 * height)
        parts.append(part("sand", "earth", heap, (0, 0, 1), (0, 1, 0), crease_deg=60))
    if ground != "pot":
        return parts
    size = 0.4
    radius = size * wide * (1.15 if form == "round" else 1.35)
    deep = 1.25 * radius if form != "round" else 0.95 * radius
    parts = move_parts(parts, (0, 0.82 * deep, 0), scale=size)
    return parts + plant_pot(dials.rng, radius, deep, 16)


def _ribbed(path: np.ndarray, radii: np.ndarray, ribs: int, deep: float = 0.16) -> Solid:
    """Make a fluted column with a round top."""
    return limb(path, radii, section=np.where(np.arange(2 * ribs) % 2, 1 - deep, 1.0))


def _rounded(path: list, radius: float, foot: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """End a path with a dome; returns points and radii."""
    points = np.asarray(path, np.float64)
    way = unit(points[-1] - points[-2])
    t = np.linspace(0, np.pi / 2, 5)[1:]
    radii = np.concatenate([np.full(len(points), radius), radius * np.maximum(np.cos(t), 0.06)])
    radii[0] *= foot
    return np.concatenate([points, points[-1] + radius * np.sin(t)[:, None] * way]), radii


def _spines(
    rng: np.random.Generator, places: np.ndarray, out: np.ndarray, length: float, count: int = 3
) -> list[Part]:
    """Make bundles of thin spines that stand out at places [N, 3]."""
    if length <= 0 or not len(places):
        return []
    base = np.repeat(places, count, axis=0)
    along = unit(np.repeat(out, count, axis=0) + rng.normal(0, 0.42, (len(base), 3)))
    side = unit(np.cross(along, rng.normal(size=along.shape)))
    other, wide = np.cross(along, side), 0.075 * length
    size = length * rng.uniform(0.7, 1.15, (len(base), 1))
    corners = [
        base - 0.2 * size * along + wide * (np.cos(a) * side + np.sin(a) * other) for a in (0, 2.1, 4.2)
    ]
    points = np.stack([*corners, base + size * along], 1)
    a, b, c, d = points.transpose(1, 0, 2)
    outward = np.einsum("ij,ij->i", np.cross(b - a, c - a), d - a) > 0
    points[outward] = points[outward][:, [1, 0, 2, 3]]
    faces = np.array([(0, 1, 2), (1, 0, 3), (2, 1, 3), (0, 2, 3)])
    solid = flat(points.reshape(-1, 3), (np.arange(len(points))[:, None, None] * 4 + faces).reshape(-1, 3))
    return [part("spines", "plant", solid, loose=True)]


def _column_spines(
    rng: np.random.Generator, path: np.ndarray, radii: np.ndarray, ribs: int, rows: int, length: float
) -> list[Part]:
    """Set spines along the ribs of a column."""
    step = np.linalg.norm(np.diff(path, axis=0), axis=1)
    s = np.concatenate([[0], np.cumsum(step)]) / step.sum()
    frames, places, out = frames_along(path), [], []
    for k in range(ribs):
        at = (np.arange(rows) + 0.6 + 0.3 * (k % 2)) / (rows + 0.5)
        angle = 2 * np.pi * k / ribs
        for t in at:
            i = min(int(np.searchsorted(s, t)), len(path) - 1)
            way = np.sin(angle) * frames[i][:, 0] + np.cos(angle) * frames[i][:, 2]
            centre = np.array([np.interp(t, s, path[:, j]) for j in range(3)])
            places.append(centre + 0.99 * np.interp(t, s, radii) * way)
            out.append(way + 0.2 * frames[i][:, 1])
    return _spines(rng, np.asarray(places), np.asarray(out), length, 2)


def _saguaro(
    rng: np.random.Generator, height: float, ribs: int, arms: int, spines: float
) -> tuple[list[Part], Tops]:
    """Grow a column with arms that turn up."""
    stem, first = 0.115 * height, 0.6 + 0.5 * np.pi + rng.uniform(-0.35, 0.35)
    y = [0.0, 0.07, 0.3, 0.6, 0.87]
    path, radii = _rounded([(0, height * v, 0) for v in y], stem, 0.86)
    axis = {"mapping": "turned", "origin": (0, 0, 0), "crease_deg": 45.0}
    parts = [part("skin", "plant", _ribbed(path, radii, ribs), **axis)]
    rows = round(6 * spines)
    parts += _column_spines(rng, path, radii, ribs, rows, 0.042 * height * min(spines, 1.3)) if rows else []
    tops: Tops = [(path[-1], np.array([0, 1.0, 0]), 0.075 * height)]
    for k in range(arms):
        azimuth = first + np.pi * k + rng.uniform(-0.35, 0.35)
        low, thick = height * (0.26 + 0.14 * (k % 2) + 0.05 * (k // 2)) * rng.uniform(0.95, 1.1), 0.68 * stem
        out, bend, up = (
            stem + height * rng.uniform(0.13, 0.19),
            0.11 * height,
            height * rng.uniform(0.12, 0.28),
        )
        turn_up = [
            (0, low + bend * (1 - np.cos(a)), out * np.sin(a)) for a in np.linspace(0.05, np.pi / 2, 6)
        ]
        path, radii = _rounded([*turn_up, (0, low + bend + 0.5 * up, out), (0, low + bend + up, out)], thick)
        radii[:2] *= 0.85
        column = part("skin", "plant", _ribbed(path, radii, max(ribs - 3, 5)), crease_deg=45)
        grown = [column]
        if rows:
            grown += _column_spines(
                rng, path[3:], radii[3:], max(ribs - 3, 5), round(3 * spines), 0.038 * height
            )
        parts += move_parts(grown, rotation=turn_to(azimuth))
        tops.append((path[-1] @ turn_to(azimuth).T, np.array([0, 1.0, 0]), 0.055 * height))
    return parts, tops


def _ball(
    rng: np.random.Generator, height: float, ribs: int, arms: int, spines: float
) -> tuple[list[Part], Tops]:
    """Grow a ribbed ball, with small ones beside it; for less than no arms they sit on its shoulders."""
    parts: list[Part] = []
    radius, squash = 0.4 * height, rng.uniform(0.85, 1.1)
    balls = [(np.zeros(3), 1.0)]
    raised, arms = arms < 0, abs(arms)
    for k, azimuth in enumerate(azimuths(rng, max(0, min(arms - 1, 3)), 0.3)[: arms - 1]):
        size = (0.5, 0.4, 0.34)[k]
        if raised:
            size *= 0.72
            place = 0.84 * radius * way_to(azimuth) + [0, (1.12 + 0.1 * k) * radius * squash, 0]
            balls.append((place, size))
        else:
            balls.append(((0.9 + 0.42 * size) * radius * way_to(azimuth), size))
    tops: Tops = []
    for place, size in balls:
        t = np.linspace(-1.15, np.pi / 2, 9)
        r, around = radius * size, ribs + 3 if size == 1.0 else 9
        path = np.stack([0 * t, r * squash * (np.sin(t) + 0.88), 0 * t], 1) + place
        # a dent at the top, where it grows
        path[-1, 1] -= 0.05 * r
        radii = r * np.maximum(np.cos(t), 0.08)
        solid = _ribbed(path, radii, around, 0.15)
        parts.append(part("skin", "plant", solid, mapping="turned", origin=place, crease_deg=45))
        rows = round((3.4 if size == 1.0 else 2.4) * spines)
        for k in range(around if rows else 0):
            angle, lift = 2 * np.pi * k / around, np.linspace(-0.45, 1.15, rows) + 0.12 * (k % 2)
            out = np.stack([np.cos(lift) * np.sin(angle), np.sin(lift), np.cos(lift) * np.cos(angle)], 1)
            at = place + r * np.stack([out[:, 0], squash * (out[:, 1] + 0.88), out[:, 2]], 1)
            parts += _spines(rng, at, out, 0.17 * r * min(spines, 1.3), 2)
        tops.append((path[-1], np.array([0, 1.0, 0]), 0.26 * r if size == 1 else 0.34 * r))
    return parts, tops


def _prickly_pear(
    rng: np.random.Generator, height: float, ribs: int, arms: int, spines: float
) -> tuple[list[Part], Tops]:
    """Grow flat pads out of each other's rims."""
    parts: list[Part] = []
    tops: Tops = []

    def pad(foot: np.ndarray, angle: float, spin: float, length: float, depth: int) -> None:
        way = np.array([np.sin(angle), np.cos(angle), 0.0])
        frame = turn_to(spin) @ np.stack([[way[1], -way[0], 0], way, [0, 0, 1]], 1)
        wide, thick = 0.4 * length, 0.085 * length
        t = np.linspace(-np.pi / 2, np.pi / 2, 8)
        a = np.arange(14) * 2 * np.pi / 14
        # an egg that stands on its narrow end, flat and round at its rim
        y = 0.5 * length * (np.sin(t) + 1)
        out = np.maximum(np.cos(t), 0.05) * wide * (0.86 + 0.2 * np.sin(t))
        deep = thick * np.maximum(np.cos(t), 0.05) ** 0.5
        body = loft(
            np.stack(
                [
                    out[:, None] * np.sin(a),
                    np.repeat(y[:, None], 14, 1),
                    deep[:, None] * np.sign(np.cos(a)) * np.abs(np.cos(a)) ** 0.8,
                ],
                -1,
            )
        )
        parts.append(part("skin", "plant", move(body, foot, frame), frame[:, 1], frame[:, 2], crease_deg=60))
        count = round(6 * spines)
        if count:
            u = np.arange(2 * count) * GOLDEN_ANGLE
            r = np.sqrt((np.arange(2 * count) + 0.7) / (2 * count))
            face = np.where(np.arange(2 * count) % 2, 1.0, -1.0)
            local = np.stack(
                [
                    0.78 * wide * r * np.sin(u),
                    length * (0.54 + 0.38 * r * np.cos(u)),
                    face * thick * (1.02 - 0.45 * r**2),
                ],
                1,
            )
            out3 = np.stack([0.2 * np.sin(u), 0.3 + 0 * u, face], 1)
            parts.extend(_spines(rng, foot + local @ frame.T, out3 @ frame.T, 0.16 * length, 2))
        if depth == 0:
            tops.append((foot + frame @ np.array([0, 0.97 * length, 0]), frame[:, 1], 0.15 * length))
            return
        for bud in (-0.75, 0.7) if depth > 1 or rng.random() < 0.6 else (0.1,):
            bud = bud + rng.normal(0, 0.1)
            edge = foot + frame @ np.array(
                [0.92 * wide * np.sin(bud), length * (0.5 + 0.47 * np.cos(bud)) - 0.03 * length, 0]
            )
            pad(
                edge,
                angle + 0.75 * bud,
                spin + rng.uniform(-0.45, 0.45),
                length * rng.uniform(0.72, 0.84),
                depth - 1,
            )

    pad(np.array([0, 0.0, 0]), rng.normal(0, 0.08), rng.uniform(-0.2, 0.9), 0.44 * height, 2)
    return parts, tops


KINDS = {
    "cactus": Kind(
        build=_cactus,
        size_m=1.2,
        parts={
            "skin": Made(("cactus skin",), (), ("body", "stem", "arms", "pads")),
            "spines": Made(("straw",), ("#efe3c2",), ("thorns", "needles", "spikes")),
            "flowers": Made(("petals",), ("#e0447f", "#f2c02e", "#f4efe4"), ("blossoms", "flower", "bloom")),
            "hearts": Made(("seeds",), ("#f0c33c",), ()),
            "pot": Made(("terracotta", "glazed ceramic"), ("#b5623c", "#4d6f86", "#e9e4d8"), ("planter",)),
            "soil": Made(("earth",), (), ("earth",)),
            "sand": Made(("sand",), (), ("ground",)),
        },
        synonyms=("saguaro", "desert cactus"),
        words={
            "branched": {"form": "branched"},
            "round": {"form": "round"},
            "flat": {"form": "flat"},
            "potted": {"ground": "pot"},
            "flowering": {"flowering": True},
            "blooming": {"flowering": True},
            "spiny": {"spines": 1.6},
        },
    ),
}
