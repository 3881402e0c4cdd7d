"""Builds wells: a ring of stones around a shaft, posts, a roof, a windlass with its rope, and a bucket."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import drum, put
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import Y_TO_X, bar, board, cylinder, stick
from threed.procedural.roofs import gable_roof, spire
from threed.procedural.solids import Solid, flat, lathe, loft, move, sweep, turn

COVERS = {"shingles": "wood shingles", "thatch": "thatch", "tiles": "clay tiles"}


def _well(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.75, "square": 0.25}, "of its wall")
    radius = dials.number("radius", 0.68, 0.8, "m", "half its width, outside")
    height = dials.number("wall_height", 0.72, 0.88, "m", "of the wall with its rim")
    courses = dials.count("courses", 3, 3, "rows of stones", (2, 5))
    stones = dials.count("stones", 9, 11, "in a row of a round one", (6, 16))
    roof = dials.choice("roof", {"gable": 0.75, "cone": 0.1, "none": 0.15}, "over the well")
    cover = dials.choice("roofing", {"shingles": 0.5, "thatch": 0.25, "tiles": 0.25}, "what covers it")
    posts = dials.number("post_height", 1.05, 1.3, "m", "over the rim")
    bucket = dials.choice("bucket", {"hanging": 0.55, "on the rim": 0.35, "none": 0.1}, "where it is")
    drop = dials.number("rope_length", 0.3, 0.48, "m", "from the windlass to a hanging bucket", (0.2, 0.7))
    thick = 0.19
    parts = (
        _ring(dials, radius, height, courses, stones, thick)
        if form == "round"
        else _box(dials, radius, height, courses, thick)
    )
    inner = radius - thick
    sides = stones if form == "round" else 4
    floor = drum([(0, 0), (inner + 0.09, 0), (inner + 0.09, 0.1), (0, 0.1)], sides)
    parts.append(part("water", "liquid", floor, (0, 0, 1), (0, 1, 0)))
    parts += _frame(radius, height, posts, roof, cover, thick)
    parts += _windlass(radius, height + 0.62 * posts, thick, bucket == "hanging", drop)
    if bucket == "hanging":
        parts += move_parts(_bucket(0), (0, height + 0.62 * posts - drop - 0.42, 0))
    elif bucket == "on the rim":
        angle = np.radians(float(dials.rng.uniform(-25, 25)))
        at = radius - 0.5 * thick
        parts += move_parts(_bucket(62), (at * np.sin(angle), height - 0.004, at * np.cos(angle)))
    return parts


def _ring(dials: Dials, radius: float, height: float, courses: int, stones: int, thick: float) -> list[Part]:
    """Lay rings of stones by turns over each other's joints, and a rim of flat stones."""
    rim = 0.11
    each, made = (height - rim) / courses, []
    half = np.pi / stones
    for row in range(courses):
        low, high = row * each - 0.003 * (row > 0), (row + 1) * each
        for k in range(stones):
            middle = 2 * half * (k + 0.5 * (row % 2))
            out = radius + float(dials.rng.uniform(-0.015, 0.03)) + 0.05 * (courses - 1 - row) / courses
            made.append(_stone("stones", middle, half, radius - thick, out, low, high, 0.022))
    count = max(6, stones - 2)
    for k in range(count):
        lift = float(dials.rng.uniform(-0.006, 0.012))
        made.append(
            _stone(
                "rim",
                2 * np.pi * (k + 0.25) / count,
                np.pi / count,
                radius - thick - 0.03,
                radius + 0.075,
                height - rim - 0.003,
                height + lift,
                0.025,
            )
        )
    return made


def _stone(
    name: str, middle: float, half: float, inner: float, outer: float, low: float, high: float, bevel: float
) -> Part:
    """Cut a stone of a ring, broken along the edges that are seen."""
    left, right = middle - half, middle + half
    share = bevel / (outer * half)
    rings = []
    for y, cut in ((low, 1.0), (low + bevel, 0.0), (high - bevel, 0.0), (high, 1.0)):
        a, b = middle - half * (1 - share), middle + half * (1 - share)
        front = outer - bevel * cut
        corners = [(outer - 1.2 * bevel, left), (front, a), (front, b), (outer - 1.2 * bevel, right)]
        rings.append(
            [(r * np.sin(t), y, r * np.cos(t)) for r, t in (*corners, (inner, right), (inner, left))]
        )
    solid = loft(np.asarray(rings))
    facing = (np.sin(middle), 0, np.cos(middle))
    return part(name, "stone", solid, (0, 1, 0), facing, crease_deg=30)


def _box(dials: Dials, radius: float, height: float, courses: int, thick: float) -> list[Part]:
    """Lay a square of stones, each side's ends by turns over the corners."""
    rim = 0.11
    each, made = (height - rim) / courses, []
    for row in range(courses):
        for k in range(4):
            # a side begins at one corner and stops before the next
            long = 2 * radius - thick
            split = long * (0.5 + (0.14 if row % 2 else -0.14) + float(dials.rng.uniform(-0.04, 0.04)))
            for a, b in ((0.0, split), (split, long)):
                bulge = float(dials.rng.uniform(-0.01, 0.025)) + 0.035 * (courses - 1 - row) / courses
                size = (b - a, each + 0.004, thick + bulge)
                x = (-radius + (a + b) / 2) * (1 if row % 2 else -1)
                block = board((x, (row + 0.5) * each, radius - thick / 2 + bulge / 2), size, 0.022)
                made += put([part("stones", "stone", block, (0, 1, 0), (0, 0, 1))], azimuth=90 * k)
    for k in range(4):
        long, wide = 2 * radius + 0.13 - (thick + 0.1), thick + 0.1
        for a, b in ((0.0, 0.52 * long), (0.52 * long, long)):
            lift = float(dials.rng.uniform(0, 0.012))
            size = (b - a + 0.004, rim + lift + 0.004, wide)
            slab = board(
                (-radius - 0.065 + (a + b) / 2, height - rim / 2 + lift / 2, radius + 0.065 - wide / 2),
                size,
                0.022,
            )
            made += put([part("rim", "stone", slab, (0, 1, 0), (0, 0, 1))], azimuth=90 * k)
    return made


def _frame(radius: float, height: float, posts: float, roof: str, cover: str, thick: float) -> list[Part]:
    """Stand two posts on the rim, with a roof on them."""
    x, top, made = radius - 0.5 * thick, height + posts, []
    for side in (-1, 1):
        post = board((side * x, (height - 0.08 + top) / 2, 0), (0.13, top - height + 0.08, 0.13), 0.012)
        made.append(part("posts", "wood", post, (0, 1, 0), (0, 0, 1)))
        foot = board((side * x, height + 0.04, 0), (0.2, 0.1, 0.24), 0.012)
        made.append(part("posts", "wood", foot, (0, 0, 1), (0, 1, 0)))
    if roof == "none":
        made.append(
            part(
                "posts",
                "wood",
                board((0, top - 0.05, 0), (2 * x + 0.42, 0.13, 0.15), 0.012),
                (1, 0, 0),
                (0, 1, 0),
            )
        )
        return made
    for side in (-1, 1):
        tie = board((side * x, top - 0.06, 0), (0.11, 0.12, 1.16), 0.012)
        made.append(part("posts", "wood", tie, (0, 0, 1), (0, 1, 0)))
        for way in (-1, 1):
            a, b = (side * x, top - 0.42, 0.03 * way), (side * x, top - 0.1, 0.36 * way)
            made.append(
                part("posts", "wood", bar(a, b, 0.07, 0.07, 0.006, (1, 0, 0)), np.subtract(b, a), (1, 0, 0))
            )
    made.append(
        part("posts", "wood", board((0, top - 0.05, 0), (2 * x, 0.1, 0.1), 0.012), (1, 0, 0), (0, 1, 0))
    )
    thatch = cover == "thatch"
    if roof == "cone":
        tiles = move_parts(
            spire(0.92, 0.85, 14, eave=0.12, thick=0.12 if thatch else 0.06, finial=False), (0, top - 0.05, 0)
        )
        return [*made, *(replace(one, surface=COVERS[cover]) for one in tiles)]
    tiles = gable_roof(
        2 * x + 0.1, 1.1, 0.62, eave=0.13, verge=0.16, thick=0.13 if thatch else 0.06, kick=0.25,
        ridge="board" if cover == "shingles" else "tiles", barge=False, thatch=thatch, sag=0.03, scale=0.42,
    )  # fmt: skip
    made += [
        replace(one, surface=COVERS[cover]) if one.name in ("roof", "ridge") else one
        for one in move_parts(tiles, (0, top - 0.02, 0), turn(1, 90))
    ]
    for side in (-1, 1):
        gable = _triangle(1.02, 0.6, 0.05)
        made += move_parts(
            [part("posts", "wood", gable, (0, 1, 0), (0, 0, 1))], (side * x, top - 0.03, 0), turn(1, 90)
        )
    return made


def _triangle(width: float, rise: float, depth: float) -> Solid:
    half = width / 2
    face = [(-half, 0), (half, 0), (0, rise)]
    points = [(x, y, z) for z in (-depth / 2, depth / 2) for x, y in face]
    return flat(
        points, [[0, 2, 1], [3, 4, 5], [0, 1, 4], [0, 4, 3], [1, 2, 5], [1, 5, 4], [2, 0, 3], [2, 3, 5]]
    )


def _windlass(radius: float, y: float, thick: float, hanging: bool, drop: float) -> list[Part]:
    """Lay a roller between the posts with rope about it, and a crank."""
    x = radius - 0.5 * thick
    log = move(cylinder(0.075, -x + 0.05, x - 0.05, 10), (0, y, 0), Y_TO_X)
    axle = move(cylinder(0.03, -x - 0.12, x + 0.16, 8), (0, y, 0), Y_TO_X)
    made = [
        part("windlass", "wood", log, (1, 0, 0), mapping="turned", origin=(0, y, 0)),
        part("crank", "metal", axle, (1, 0, 0)),
    ]
    turns = np.arange(11)
    coil = np.stack([np.where(turns % 2, 0.108, 0.086), 0.021 * (turns - 5)], 1)
    coils = lathe([(0.06, coil[0, 1]), *coil, (0.06, coil[-1, 1]), (0.06, coil[0, 1])], 10)
    wound = part("rope", "rope", coils, (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=80)
    made += move_parts([wound], (0, y, 0), Y_TO_X)
    arm, end = 0.3, x + 0.15
    low = (end, y - arm * 0.8, arm * 0.6)
    made.append(
        part(
            "crank",
            "metal",
            bar((end, y + 0.03, -0.02), low, 0.045, 0.03, 0.005, (1, 0, 0)),
            np.subtract(low, (end, y, 0)),
            (1, 0, 0),
        )
    )
    grip = move(cylinder(0.03, -0.03, 0.19, 8, 0.006), low, Y_TO_X)
    made.append(part("windlass", "wood", grip, (1, 0, 0)))
    if hanging:
        made.append(part("rope", "rope", stick((0, y - drop, 0), (0, y, 0), 0.019, 6), (0, 1, 0)))
    return made


def _bucket(tilt: float) -> list[Part]:
    """Make a bucket of staves with two hoops and a bail, standing at the origin."""
    wall = [(0, 0.0), (0.115, 0.0), (0.15, 0.27), (0.13, 0.27), (0.1, 0.035), (0, 0.035)]
    made = [part("bucket", "wood", lathe(wall, 12), (0, 1, 0), mapping="turned", origin=(0, 0, 0))]
    for y in (0.05, 0.2):
        r = 0.115 + 0.035 * y / 0.27
        profile = [(r - 0.01, y), (r + 0.006, y), (r + 0.011, y + 0.035), (r - 0.01, y + 0.035)]
        made.append(
            part(
                "hoops",
                "metal",
                lathe([*profile, profile[0]], 12),
                (0, 1, 0),
                mapping="turned",
                origin=(0, 0, 0),
            )
        )
    t = np.linspace(0, np.pi, 9)
    path = np.stack([0.146 * np.cos(t), 0.235 + 0.2 * np.sin(t), 0 * t], 1)
    bail = part(
        "hoops",
        "metal",
        move(sweep(path - [0, 0.235, 0], np.full(9, 0.009), 6), (0, 0.235, 0), turn(0, tilt)),
        (0, 1, 0),
    )
    made.append(bail)
    for side in (-1, 1):
        ear = board((side * 0.146, 0.235, 0), (0.02, 0.06, 0.05), 0.004)
        made.append(part("hoops", "metal", ear, (0, 1, 0)))
    return made


KINDS = {
    "well": Kind(
        build=_well,
        size_m=2.6,
        parts={
            "stones": Made(
                ("granite", "limestone", "sandstone"), words=("wall", "ring", "stonework", "base")
            ),
            "rim": Made(("granite", "limestone", "sandstone"), words=("curb", "edge", "coping")),
            "roof": Made(("wood shingles", "thatch", "clay tiles"), words=("rooftop", "cover")),
            "posts": Made(("oak", "weathered wood", "dark oak"), words=("post", "beams", "frame", "poles")),
            "ridge": Made(("clay tiles", "wood shingles"), words=("ridge tiles",)),
            "eaves": Made(("wood shingles", "thatch"), words=("eave",)),
            "beams": Made(("oak", "weathered wood"), words=("timber", "boards")),
            "windlass": Made(("oak", "pine"), words=("roller", "winch", "drum")),
            "crank": Made(("wrought iron", "rusty iron"), words=("handle", "axle")),
            "rope": Made(("rope",), words=("cord", "line")),
            "bucket": Made(("oak", "pine"), words=("pail",)),
            "hoops": Made(("wrought iron",), words=("bail", "bands")),
            "water": Made(("water",), words=("liquid",)),
        },
        synonyms=("water well", "wishing well", "draw well"),
        main=("rim",),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "roofless": {"roof": "none"},
            "roofed": {"roof": "gable"},
            "thatched": {"roofing": "thatch", "roof": "gable"},
            "open": {"roof": "none"},
        },
    ),
}
