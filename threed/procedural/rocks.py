"""Builds rocks and crystals: lumps bounded by flat breaks, whose edges are broken in turn."""

from __future__ import annotations

from dataclasses import replace

import manifold3d
import numpy as np

from threed.procedural.carving import from_manifold, to_manifold
from threed.procedural.dials import Dials
from threed.procedural.foliage import azimuths, way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.solids import Point, Solid, flat, frame_along, lean, loft, move, turn, unit


def chiselled(
    rng: np.random.Generator,
    radii: Point,
    cuts: int,
    deep: float = 0.25,
    bevel: float = 0.05,
    foot: float = 0.6,
) -> Solid:
    """Make a stone about the origin: planes at all sides cut it, its edges are cut once more.

    Args:
        rng: of its planes.
        radii: [3], metres.
        cuts: planes all around.
        deep: how uneven they are, as a share of the radius.
        bevel: how wide the broken edges are, as a share of the radius.
        foot: how far below the middle it stands flat, as a share of the radius.
    """
    k = np.arange(cuts) + 0.5
    up = 1 - 2 * k / cuts
    azimuth = k * 2.399963 + rng.uniform(0, 6.3)
    out = np.sqrt(1 - up**2)
    normals = np.stack([out * np.sin(azimuth), up, out * np.cos(azimuth)], 1)
    normals = unit(normals + rng.normal(0, 0.17, normals.shape))
    reach = 1 - deep * rng.uniform(0, 1, cuts)
    normals = np.concatenate([normals, [[0, -1, 0]]])
    reach = np.concatenate([reach, [foot]])
    _, pairs = _cut(normals, reach)
    middle = normals[pairs].sum(1)
    length = np.linalg.norm(middle, axis=1)
    far = reach[pairs].sum(1) / length - bevel * rng.uniform(0.5, 1.3, len(pairs))
    points, _ = _cut(np.concatenate([normals, middle / length[:, None]]), np.concatenate([reach, far]))
    solid = manifold3d.Manifold.hull_points(points)
    return move(from_manifold(solid.simplify(0.012).hull()), scale=radii)


def _cut(normals: np.ndarray, reach: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners [V, 3] of what N planes around the origin leave, and the pairs of planes that meet.

    Each plane is a point of the dual, whose hull's faces are the corners. Nearly flat pairs are left out.
    """
    mesh = manifold3d.Manifold.hull_points(normals / reach[:, None]).to_mesh()
    dual = np.asarray(mesh.vert_properties)[:, :3].astype(np.float64)
    faces = np.asarray(mesh.tri_verts).astype(np.int64)
    a, b, c = dual[faces].transpose(1, 0, 2)
    across = np.cross(b - a, c - a)
    points = across / (across * a).sum(1, keepdims=True)
    plane = (unit(dual) @ normals.T).argmax(1)[faces]
    pairs = np.unique(np.sort(plane[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), 1), axis=0)
    first, second = pairs.T
    flat_ = (normals[first] * normals[second]).sum(1) > 0.93
    return points, pairs[~flat_ & (first != second)]


def _rock(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"jagged": 0.35, "round": 0.3, "flat": 0.15, "pointed": 0.1, "stacked": 0.1}, "its shape"
    )
    width = dials.number("width", 0.85, 1.15, "m", "across")
    height = dials.number("height", 0.62, 0.82, "", "in widths", (0.15, 2.0))
    cuts = dials.count("cuts", 16, 22, "flat breaks around it", (8, 40))
    rough = dials.number("rough", 0.2, 0.34, "", "how uneven it is", (0.0, 0.5))
    stones = dials.count("stones", 1, 4, "smaller ones beside it", (0, 8))
    rng, half = dials.rng, width / 2
    if form == "stacked":
        return _cairn(rng, half, height, cuts)
    if form == "pointed":
        parts = _spires(rng, half, height, cuts, rough)
    else:
        across = rng.uniform(0.85, 1.1, 2)
        tall = height * (0.42 if form == "flat" else 1.0 if form == "jagged" else 0.92)
        radii = half * np.array([across[0], 1.25 * tall, across[1]])
        deep, bevel, count = (0.14, 0.13, cuts + 8) if form == "round" else (rough, 0.06, cuts)
        stone = move(chiselled(rng, radii, count, deep, bevel, 0.5), (0, 0.5 * radii[1], 0))
        if form == "jagged":
            stone = lean(stone, rng.uniform(-0.22, 0.22, 2))
        parts = [part("rock", "stone", stone, crease_deg=22)]
        if form in ("jagged", "flat"):
            # a second block leans on it
            way, size = way_to(0.6 + rng.choice([-1, 1]) * rng.uniform(0.9, 1.5)), rng.uniform(0.56, 0.72)
            block = chiselled(rng, size * radii * [1, 0.9, 1], cuts - 4, rough, 0.07, 0.5)
            place = 0.72 * half * way + [0, 0.45 * size * radii[1], 0]
            parts.append(part("rock", "stone", move(block, place, turn(2, 8.0)), crease_deg=22))
    # they lie together, where they fell
    first = rng.uniform(-0.3, 1.5)
    for k in range(stones):
        azimuth = first + 0.62 * k + 0.9 * (k % 3 == 2) + rng.uniform(-0.1, 0.1)
        size = half * rng.uniform(0.16, 0.32)
        small = chiselled(rng, size * np.array([1, 0.75, 1]), 11, 0.2, 0.09, 0.5)
        place = (half * 0.92 + 0.3 * size) * way_to(azimuth) + [0, 0.36 * size, 0]
        parts.append(part("stones", "stone", move(small, place), crease_deg=22))
    return _grounded(parts)


def _grounded(parts: list[Part]) -> list[Part]:
    """Push stones towards the middle until each touches the first."""
    done = [parts[0]]
    whole = to_manifold(parts[0].solid)
    for one in parts[1:]:
        for _ in range(12):
            body = to_manifold(one.solid)
            if (whole ^ body).volume() > 1e-6:
                break
            middle = (one.solid.vertices.min(0) + one.solid.vertices.max(0)) / 2
            one = move_parts([one], -0.1 * middle * [1, 0, 1])[0]
        whole = whole + to_manifold(one.solid)
        done.append(one)
    return done


def _cairn(rng: np.random.Generator, half: float, height: float, cuts: int) -> list[Part]:
    """Pile flat stones, each smaller than the one below."""
    parts, y, across = [], 0.0, 0.95 * half
    for k in range(5):
        up = across * rng.uniform(0.5, 0.62) * (height / 0.72)
        radii = np.array([across * rng.uniform(0.92, 1.12), up, across * rng.uniform(0.92, 1.08)])
        stone = chiselled(rng, radii, 22, 0.12, 0.13, 0.6)
        x, z = rng.normal(0, 0.05 * half, 2) * (k > 0)
        place = (x, y + 0.6 * up, z)
        name = "stones" if k % 2 else "rock"
        parts.append(part(name, "stone", move(stone, place, turn(1, rng.uniform(0, 360))), crease_deg=22))
        y, across = float(parts[-1].solid.vertices[:, 1].max()) - 0.06 * up, across * rng.uniform(0.7, 0.82)
    return parts


def _spires(rng: np.random.Generator, half: float, height: float, cuts: int, rough: float) -> list[Part]:
    """Make standing rocks that narrow to their tops, one large and some beside it."""
    parts: list[Part] = []
    for k in range(4):
        size = (1.0, 0.62, 0.5, 0.38)[k]
        radii = half * size * np.array([0.6, 1.7 * height / 0.72, 0.52])
        rock = chiselled(rng, radii, cuts, rough, 0.07, 0.7)
        share = (rock.vertices[:, 1:2] / radii[1] + 0.7) / 1.7
        narrow = np.concatenate([1.25 - 0.7 * share, np.ones_like(share), 1.25 - 0.7 * share], 1)
        rock = flat(rock.vertices * narrow + [0, 0.7 * radii[1], 0], rock.faces)
        way = way_to(0.6 + (0, 1.5, -1.4, 2.9)[k] + rng.uniform(-0.3, 0.3))
        place = 0.62 * half * way * (k > 0)
        slant = 0.22 * place[[0, 2]] / half + rng.normal(0, 0.04, 2)
        parts.append(
            part("stones" if k > 1 else "rock", "stone", move(lean(rock, slant), place), crease_deg=22)
        )
    return parts


def _crystal(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"clustered": 0.6, "single": 0.25, "floating": 0.15}, "how it stands")
    height = dials.number("height", 0.42, 0.56, "m", "of the largest")
    wide = dials.number(
        "width", 0.19, 0.25, "", "its radius in heights, half of it in a cluster", (0.08, 0.6)
    )
    sides = dials.choice("sides", {"six": 0.7, "five": 0.15, "eight": 0.15}, "of each")
    count = dials.count("shards", 6, 9, "smaller ones around it", (0, 16))
    spread = dials.number("spread", 26.0, 40.0, "deg", "how far they lean out", (0.0, 70.0))
    base = dials.flag("base", 0.9, "a rock that they grow from")
    rng, around = dials.rng, {"five": 5, "six": 6, "eight": 8}[sides]
    parts: list[Part] = []
    if form == "floating":
        radius = 0.85 * wide * height
        parts.append(_shard_part(_double(rng, height, radius, around)))
        for k in range(min(count, 5)):
            size = rng.uniform(0.2, 0.34)
            small = _double(rng, size * height, 0.9 * size * radius, around)
            place = (2.0 + 0.5 * (k % 2)) * radius * way_to(k * 2.4 + 0.6) + [
                0,
                height * rng.uniform(0.1, 0.6),
                0,
            ]
            one = _shard_part(move(small, place, turn(2, rng.uniform(-14, 14))), loose=True)
            parts.append(one)
        return parts
    radius = (0.5 if form == "clustered" else 0.72) * wide * height
    parts.append(_shard_part(lean(_shard(rng, height, radius, around), rng.normal(0, 0.05, 2))))
    number = count if form == "clustered" else min(count, 3)
    for k, azimuth in enumerate(azimuths(rng, number, 0.25)):
        outer = k % 2 == 0
        out = np.deg2rad(spread) * (1.25 if outer else 0.7) * rng.uniform(0.85, 1.15)
        size = rng.uniform(0.36, 0.52) if outer else rng.uniform(0.55, 0.76)
        if form == "single":
            size *= 0.62
        way = way_to(azimuth, np.pi / 2 - out)
        foot = (0.55 * radius if form == "clustered" else 0.85 * radius) * way_to(azimuth)
        shard = _shard(rng, size * height, radius * rng.uniform(0.55, 0.8), around)
        parts.append(_shard_part(move(shard, foot - 0.02 * way, frame_along(way)), way, foot))
    parts = [replace(one, solid=_above_ground(one.solid)) for one in parts]
    if base:
        across = radius * (2.6 if form == "clustered" else 1.9)
        stone = chiselled(rng, across * np.array([1.05, 0.62, 1.0]), 14, 0.22, 0.08, 0.25)
        parts.append(part("base", "stone", move(stone, (0, 0.155 * across, 0)), crease_deg=22))
        for azimuth in azimuths(rng, 3):
            small = chiselled(rng, 0.34 * across * np.array([1, 0.8, 1]), 10, 0.2, 0.1, 0.5)
            place = 0.86 * across * way_to(azimuth) + [0, 0.12 * across, 0]
            parts.append(part("base", "stone", move(small, place), crease_deg=22))
    return parts


def _above_ground(solid: Solid) -> Solid:
    return from_manifold(to_manifold(solid).trim_by_plane((0, 1, 0), 0.0))


def _shard_part(
    solid: Solid, along: Point = (0, 1, 0), origin: Point | None = None, loose: bool = False
) -> Part:
    return part("crystal", "crystal", solid, along, origin=origin, crease_deg=12, loose=loose)


def _ring(rng: np.random.Generator, sides: int) -> np.ndarray:
    """Return a section [2·sides, 3] of radius 1: a polygon with its edges cut."""
    angle = np.arange(sides) * 2 * np.pi / sides + rng.uniform(0, 2) + rng.uniform(-0.1, 0.1, sides)
    corner = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1) * rng.uniform(0.86, 1.06, sides)[:, None]
    before, after = np.roll(corner, 1, 0), np.roll(corner, -1, 0)
    return np.stack([corner + 0.1 * (before - corner), corner + 0.1 * (after - corner)], 1).reshape(-1, 3)


def _shard(rng: np.random.Generator, long: float, wide: float, sides: int) -> Solid:
    """Make a crystal that grows from the origin: a prism that widens a little, its tip cut askew."""
    ring = wide * _ring(rng, sides)
    waist, tip = rng.uniform(0.62, 0.76) * long, rng.uniform(-0.3, 0.3, 2) * wide
    slant = (0.13 * long / wide) * (ring @ way_to(rng.uniform(0, 6.3)))
    rings = [0.8 * ring - [0, 0.06 * long, 0], ring + [0, waist, 0] + np.outer(slant, [0, 1, 0])]
    end = np.array([tip[0], long, tip[1]])
    rings.append(end + 0.1 * (rings[1] - rings[1].mean(0)) * [1, 0.5, 1])
    return loft(rings)


def _double(rng: np.random.Generator, long: float, wide: float, sides: int) -> Solid:
    """Make a crystal with a tip at each end, the upper one longer."""
    ring = wide * _ring(rng, sides)
    low, high = 0.36 * long, 0.58 * long
    steps = ((0.05, 0.0), (1.0, low), (1.0, high), (0.06, long))
    return loft([s * ring + [0, y, 0] for s, y in steps])


_ROCKS = ("granite", "limestone", "sandstone", "basalt")

KINDS = {
    "rock": Kind(
        build=_rock,
        size_m=1.2,
        parts={
            "rock": Made(_ROCKS, (), ("stone", "boulder")),
            "stones": Made(_ROCKS, (), ("pebbles", "stone")),
        },
        synonyms=("boulder", "crag", "stone"),
        main=("stones",),
        words={
            "round": {"form": "round"},
            "jagged": {"form": "jagged"},
            "flat": {"form": "flat"},
            "pointed": {"form": "pointed"},
            "stacked": {"form": "stacked"},
            "piled": {"form": "stacked"},
        },
    ),
    "crystal": Kind(
        build=_crystal,
        size_m=0.6,
        parts={
            "crystal": Made(
                ("crystal",),
                ("#8a4fd6", "#3fa7e0", "#35c2a0", "#e0559a", "#e0a23a"),
                ("shards", "shard", "gem"),
            ),
            "base": Made(("granite", "basalt"), (), ("rock", "stone", "matrix")),
        },
        synonyms=("crystal shard", "quartz", "gemstone"),
        words={
            "clustered": {"form": "clustered"},
            "single": {"form": "single"},
            "floating": {"form": "floating"},
        },
    ),
}
