"""Builds signposts: arrows that show the way, boards, round signs and hanging ones."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve, hull, intersect
from threed.procedural.dials import Dials
from threed.procedural.joinery import beam, finial, square_leg, timber
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, prism_of, stick, stud
from threed.procedural.solids import Solid, lathe, loft, move, turn

#: how deep letters are cut into a board
CUT = 0.006


def _signpost(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"arrows": 0.52, "square": 0.18, "hanging": 0.18, "round": 0.12}, "what the post bears"
    )
    height = dials.number("height", 1.95, 2.4, "m", "of the post")
    thick = dials.number("thickness", 0.11, 0.14, "m", "of the post")
    section = dials.choice("section", {"square": 0.6, "round": 0.4}, "of the post")
    arrows = dials.count("arrows", 2, 3, "boards that point", (1, 5))
    length = dials.number("board_length", 0.75, 0.95, "m", "of a board", (0.4, 1.6))
    writing = dials.flag("writing", 0.75, "letters cut into the boards")
    stones = dials.count("stones", 4, 7, "about its foot", (0, 10))
    leaning = dials.number("leaning", 0.0, 3.0, "deg", "out of the upright", (0, 20))
    ornate = dials.flag("ornate", 0.15, "turned and forged work")
    standing = _post(height, thick, section, ornate)
    if form == "arrows":
        standing += _arrows(dials, height, thick, arrows, length, writing)
    elif form == "hanging":
        standing += _hanging(height, thick, 0.75 * length, writing, ornate)
    elif form == "round":
        standing += _disc(height, thick, 0.42 * length, writing)
    else:
        standing += _boards(dials, height, thick, length, writing)
    tilt = turn(2, leaning * (1 if dials.rng.random() < 0.5 else -1)) @ turn(0, -0.4 * leaning)
    parts = move_parts(standing, (0, -0.03, 0), tilt)
    return [*parts, *_foot(dials, stones, thick)]


def _post(height: float, thick: float, section: str, ornate: bool) -> list[Part]:
    made = []
    if section == "square":
        made.append(square_leg("post", (0, 0, 0), (0, height, 0), 1.12 * thick, thick, 0.012))
        half = thick / 2 + 0.014
        tip = [(half, 0), (half, 0.03), (0.2 * half, 0.075), (0.0, 0.08)]
        cap = loft(
            np.asarray(
                [[(r, y, r), (r, y, -r), (-r, y, -r), (-r, y, r)] for r, y in ((0.9 * half, -0.02), *tip[:3])]
            )
        )
        if not ornate:
            made.append(part("cap", "wood", move(cap, (0, height, 0)), (0, 1, 0), (0, 0, 1)))
    else:
        r = 0.54 * thick
        rough = [
            (0, 0),
            (1.1 * r, 0),
            (1.05 * r, 0.3 * height),
            (r, 0.65 * height),
            (0.97 * r, height - 0.03),
            (0.8 * r, height),
            (0, height + 0.01),
        ]
        made.append(part("post", "wood", lathe(rough, 10), (0, 1, 0), mapping="turned", crease_deg=50))
    if ornate:
        lid = board((0, height, 0), (thick + 0.06, 0.04, thick + 0.06), 0.01)
        made.append(part("trim", "metal", lid, (1, 0, 0), (0, 1, 0)))
        made.append(finial("trim", (0, height + 0.025, 0), 0.055, "metal"))
        for y in (0.3, 0.36 + 0.0 * height):
            band = board((0, y, 0), (1.12 * thick + 0.02, 0.04, 1.12 * thick + 0.02), 0.006)
            made.append(part("trim", "metal", band, (1, 0, 0), (0, 1, 0)))
    return made


def _arrow(length: float, half: float, tail: str) -> list[tuple[float, float]]:
    """Outline a board that points to +X, its post behind x = 0."""
    back, tip = -0.36 * length, 0.64 * length
    neck = tip - 1.15 * half
    if tail == "notched":
        ends = [(back, half), (back + 0.55 * half, 0), (back, -half)]
    elif tail == "broken":
        ends = [
            (back + 0.02, half),
            (back + 0.07, 0.45 * half),
            (back - 0.01, 0.1 * half),
            (back + 0.05, -0.5 * half),
            (back, -half),
        ]
    else:
        ends = [(back, half), (back, -half)]
    return [*ends, (neck, -half), (tip, 0), (neck, half)]


def _words(rng: np.random.Generator, left: float, right: float, z: float, tall: float) -> list[Solid]:
    """Cut writing between two ends: strokes that stand like letters."""
    made, x = [], left
    while x < right - 0.02:
        form = int(rng.integers(4))
        w = 0.032 if form else 0.014
        if form in (1, 2, 3):
            made.append(board((x + 0.007, 0, z), (0.013, tall, 2 * CUT), 0))
            y = (0.42, -0.42, 0.0)[form - 1] * tall
            made.append(board((x + 0.02, y, z), (0.028, 0.014, 2 * CUT), 0))
        else:
            made.append(board((x + 0.007, 0, z), (0.013, tall, 2 * CUT), 0))
        x += w + 0.02
    return made


def _arrows(
    dials: Dials, height: float, thick: float, count: int, length: float, writing: bool
) -> list[Part]:
    """Nail boards to the post, each pointing another way."""
    made, rng = [], dials.rng
    half = min(0.105, 0.4 * (height - 0.7) / count)
    first = bool(rng.random() < 0.5)
    front = thick / 2 + 0.004
    for k in range(count):
        long = length * float(rng.uniform(0.85, 1.08))
        yaw, roll = float(rng.uniform(8, 34)) * (1 if rng.random() < 0.5 else -1), float(rng.uniform(-4, 4))
        tail = str(rng.choice(["square", "notched", "broken"]))
        wide = half * float(rng.uniform(0.9, 1.02))
        solid = prism_of(_arrow(long, wide, tail), 0.036, 0.007)
        right = bool((k % 2 == 0) == first)
        if writing:
            span = (-0.24 * long, 0.5 * long - 0.02) if right else (-0.5 * long + 0.02, 0.24 * long)
            solid_ = move(solid, rotation=None if right else np.diag([-1.0, -1, 1]).astype(np.float32))
            solid = carve(solid_, *_words(rng, *span, 0.018, 0.9 * wide))
        elif not right:
            solid = move(solid, rotation=np.diag([-1.0, -1, 1]).astype(np.float32))
        one = [part("boards", "wood", solid, (1, 0, 0), (0, 0, 1), crease_deg=30)]
        for x, y in ((-0.035, 0.45 * wide), (0.035, -0.45 * wide)):
            one.append(part("nails", "metal", stud((x, y, 0.018), (0, 0, 1), 0.011, 0.005), (0, 0, 1)))
        # the board's back is let into the post, however it is turned
        one = move_parts(one, (0, 0, front - 0.004), turn(2, roll))
        y = height - 0.17 - half - k * (2 * half + 0.055)
        made += move_parts(one, (0, y, 0), turn(1, yaw))
    return made


def _boards(dials: Dials, height: float, thick: float, length: float, writing: bool) -> list[Part]:
    """Nail a board of three planks with two ledges to the post."""
    made, rng = [], dials.rng
    rows, tall = 3, 0.52
    each, z = tall / rows, thick / 2 + 0.03
    top = height - 0.08
    for k in range(rows):
        wide = length * float(rng.uniform(0.96, 1.04))
        y, shift = top - (k + 0.5) * each, float(rng.uniform(-0.015, 0.015))
        plank = board((shift, 0, 0), (wide, each, 0.032), 0.006)
        if writing:
            span = 0.36 * wide * float(rng.uniform(0.7, 1.0))
            plank = carve(plank, *_words(rng, -span, span, 0.016, 0.5 * each))
        made.append(part("boards", "wood", move(plank, (0, y, z)), (1, 0, 0), (0, 0, 1), crease_deg=30))
        for side in (-1, 1):
            for d in (-0.25, 0.25):
                at = (side * 0.38 * length, y + d * each, z + 0.016)
                made.append(part("nails", "metal", stud(at, (0, 0, 1), 0.009, 0.004, 5), (0, 0, 1)))
    made.extend(
        timber("boards", (side * 0.38 * length, top - tall / 2, z - 0.026), (0.06, tall * 0.94, 0.03), 0.005)
        for side in (-1, 1)
    )
    ledge = timber("boards", (0, top - tall / 2, z - 0.026), (0.8 * length, 0.07, 0.03), 0.005)
    return [*made, ledge]


def _disc(height: float, thick: float, radius: float, writing: bool) -> list[Part]:
    """Nail a round board of planks with an iron rim to the post."""
    sides, z = 24, thick / 2 + 0.018
    round_ = move(cylinder(radius, -0.018, 0.018, sides), rotation=turn(0, 90))
    made, y = [], height - radius - 0.02
    for a, b in zip(np.linspace(-1, 1, 5)[:-1], np.linspace(-1, 1, 5)[1:], strict=True):
        plank = board((0, (a + b) / 2 * radius, 0), (2.2 * radius, (b - a) * radius, 0.036), 0)
        made.append(part("boards", "wood", move(intersect(plank, round_), (0, y, z)), (1, 0, 0), (0, 0, 1)))
    t = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    circle = np.stack([np.sin(-t), np.cos(t)], 1)
    rim = hoop_of((radius + 0.018) * circle, (radius - 0.022) * circle, -0.024, 0.028, 0.006)
    made.append(part("rim", "metal", move(rim, (0, y, z)), (0, 1, 0), (0, 0, 1)))
    if writing:
        # an arrow stands out of the middle
        a = 0.5 * radius
        arrow = [
            (-a, -0.16 * a),
            (0.25 * a, -0.16 * a),
            (0.25 * a, -0.5 * a),
            (a, 0),
            (0.25 * a, 0.5 * a),
            (0.25 * a, 0.16 * a),
            (-a, 0.16 * a),
        ]
        made.append(
            part(
                "lettering",
                "wood",
                move(prism_of(arrow, 0.03, 0.005), (0, y, z + 0.02)),
                (1, 0, 0),
                (0, 0, 1),
            )
        )
    for x, h in ((0, 0.72), (0, -0.72)):
        made.append(
            part("nails", "metal", stud((x, y + h * radius, z + 0.018), (0, 0, 1), 0.013, 0.006), (0, 0, 1))
        )
    return made


def _hanging(height: float, thick: float, length: float, writing: bool, ornate: bool) -> list[Part]:
    """Hang a board by two rings from an arm with a brace."""
    arm = length + 0.24
    y = height - 0.17
    made = [
        timber("arm", (arm / 2 - 0.06, y, 0), (arm, 0.085, 0.075), 0.01),
        beam("arm", (0.02, y - 0.42, 0), (0.4, y - 0.02, 0), 0.06, 0.055, bevel=0.008),
    ]
    low, tall, centre = y - 0.16, 0.34, 0.13 + length / 2
    outline = [
        (-0.5, 0),
        (0.5, 0),
        (0.5, 0.62),
        (0.36, 0.86),
        (0.14, 1.0),
        (-0.14, 1.0),
        (-0.36, 0.86),
        (-0.5, 0.62),
    ]
    flipped = [(x * length, (t - 1) * tall) for x, t in outline]
    plate = prism_of(flipped, 0.034, 0.007)
    rim = hoop_of(
        np.asarray(flipped), np.asarray(flipped) * [0.88, 0.8] + [0, -0.09 * tall], -0.024, 0.024, 0.005
    )
    if writing:
        rng = np.random.default_rng(7)
        plate = carve(
            plate,
            *(
                move(s, (0, -0.56 * tall, 0))
                for s in _words(rng, -0.3 * length, 0.3 * length, 0.017, 0.28 * tall)
            ),
        )
    at = (centre, low, 0)
    made.append(part("boards", "wood", move(plate, at), (1, 0, 0), (0, 0, 1), crease_deg=30))
    made.append(part("rim", "wood", move(rim, at), (1, 0, 0), (0, 0, 1), crease_deg=30))
    for x in (-0.36, 0.36):
        u = centre + x * length
        made.append(
            part(
                "chains",
                "metal",
                stick((u, y - 0.03, 0), (u, low - 0.17 * tall if abs(x) > 0.3 else low, 0), 0.011, 6),
                (0, 1, 0),
            )
        )
        loop = [(0.014, -0.008), (0.03, -0.008), (0.03, 0.008), (0.014, 0.008)]
        for h in (y - 0.06, y - 0.11):
            ring = move(lathe([*loop, loop[0]], 10), (u, h, 0), turn(0, 90))
            made.append(part("chains", "metal", ring, (0, 0, 1)))
        made.extend(
            part("nails", "metal", stud((u, y, z * 0.0375), (0, 0, z), 0.012, 0.006), (0, 0, z))
            for z in (-1, 1)
        )
    if ornate:
        end = finial("trim", (0, 0, 0), 0.04, "metal")
        made += move_parts([end], (arm - 0.06, y, 0), turn(2, -90))
    return made


def _foot(dials: Dials, count: int, thick: float) -> list[Part]:
    """Wedge stones about the foot, on trodden earth."""
    rng, made = dials.rng, []
    if count == 0:
        plate = cylinder(thick, 0, 0.03, 12, 0.01)
        return [part("ground", "earth", plate, (0, 0, 1), (0, 1, 0))]
    sides = 12
    rough = rng.uniform(0.92, 1.08, sides)
    angle = 2 * np.pi * np.arange(sides) / sides
    rings = [
        np.stack([r * rough * np.sin(angle), np.full(sides, y), r * rough * np.cos(angle)], 1)
        for r, y in ((0.3, 0.0), (0.27, 0.025), (0.15, 0.06))
    ]
    made.append(part("ground", "earth", loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=70))
    for k in range(count):
        a = 2 * np.pi * (k + rng.uniform(-0.25, 0.25)) / count
        size = rng.uniform(0.07, 0.11)
        centre = np.array([np.sin(a), 0, np.cos(a)]) * (thick / 2 + 0.55 * size + 0.02) + [0, 0.35 * size, 0]
        points = rng.normal(size=(14, 3))
        points = points / np.linalg.norm(points, axis=1, keepdims=True) * [1, 0.75, 1] * size
        points[:, 1] = np.maximum(points[:, 1] + centre[1], 0.0) - centre[1]
        made.append(part("stones", "stone", hull(points + centre), (0, 1, 0), (0, 0, 1), crease_deg=30))
    return made


KINDS = {
    "signpost": Kind(
        build=_signpost,
        size_m=2.2,
        parts={
            "post": Made(("oak", "weathered wood", "pine"), words=("pole", "stake")),
            "boards": Made(
                ("oak", "pine", "weathered wood"),
                words=("board", "sign", "signs", "arrows", "arrow", "planks"),
            ),
            "arm": Made(("oak", "weathered wood"), words=("bracket", "beam")),
            "cap": Made(("oak", "weathered wood"), words=("top",)),
            "nails": Made(("wrought iron", "rusty iron"), words=("nail", "studs")),
            "rim": Made(("wrought iron", "dark oak"), words=("frame", "border", "edge")),
            "lettering": Made(("painted wood",), ("#efe6d0", "#8c2f24"), ("letters", "writing", "text")),
            "chains": Made(("wrought iron",), words=("chain", "rings", "hooks")),
            "trim": Made(("brass", "wrought iron"), words=("bands", "finial", "decoration")),
            "ground": Made(("earth",), words=("soil", "mound")),
            "stones": Made(("granite", "limestone"), words=("rocks", "stone")),
        },
        synonyms=("road sign", "wooden sign", "guidepost", "sign"),
        main=("boards", "arm", "cap"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "hanging": {"form": "hanging"},
            "pointing": {"form": "arrows"},
            "leaning": {"leaning": 11.0},
            "crooked": {"leaning": 8.0},
            "ornate": {"ornate": True},
            "blank": {"writing": False},
        },
    ),
}
