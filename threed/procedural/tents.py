"""Builds tents: ridged and pointed ones, knights' pavilions and hikers' domes; all are hollow, and open."""

from __future__ import annotations

import numpy as np

from threed.procedural.canvas import guy_rope, sewn_strips, thick_sheet
from threed.procedural.dials import Dials
from threed.procedural.domes import dome
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import polar, put
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, cylinder, stick
from threed.procedural.roofs import pennant
from threed.procedural.solids import lathe, move, turn


def _tent(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"ridged": 0.38, "pointed": 0.2, "round": 0.27, "domed": 0.15}, "how it is pitched"
    )
    width = dials.number("width", 2.2, 2.7, "m", "across")
    height = dials.number("height", 1.7, 2.05, "m", "of a ridged one; others go by it")
    length = dials.number("length", 2.6, 3.3, "m", "of a ridged one", (1.6, 6.0))
    sag = dials.number("sag", 0.05, 0.12, "m", "by how much its cloth hangs through", (0.0, 0.2))
    opened = dials.number("open", 0.55, 0.9, "", "how far its door is drawn aside", (0.1, 1.0))
    striped = dials.flag("striped", 0.45, "cloth of two colours")
    ropes = dials.flag("ropes", 0.85, "guy ropes and pegs")
    flag = dials.flag("flag", 0.7, "a pennant on a round one")
    if form == "ridged":
        return _ridged(dials, width, height, length, sag, opened, striped, ropes)
    if form == "pointed":
        return _pointed(dials, 1.15 * width, 1.7 * height, opened, striped)
    if form == "round":
        return _pavilion(dials, 1.3 * width, 1.65 * height, opened, striped, ropes, flag)
    return dome(dials, 1.1 * width, 0.8 * height, opened, striped, ropes)


def _ridged(
    dials: Dials,
    width: float,
    height: float,
    length: float,
    sag: float,
    opened: float,
    striped: bool,
    ropes: bool,
) -> list[Part]:
    """Pitch a tent over a ridge pole along Z."""
    half, made = width / 2, []
    zs, ts = np.linspace(-length / 2, length / 2, 7), np.linspace(0, 1, 6)
    bands = ((0, 7),) if not striped else ((0, 3), (2, 5), (4, 7))
    top = height - 0.12
    for side in (-1, 1):
        t, z = np.meshgrid(ts, zs, indexing="ij")
        dip = 4 * t * (1 - t) * (0.75 + 0.25 * np.cos(2 * np.pi * 3 * z / length)) * sag
        drop = 0.35 * sag * (1 - (2 * z / length) ** 2) * t
        way = np.array([half, top]) / np.hypot(half, top)
        x = half * (1 - t) - dip * way[1] * 0.9
        y = top * t - dip * way[0] * 0.9 - drop
        grid = np.stack([side * x, y, z], 2)
        grid[-1, :, 0] = side * -0.012
        facing = np.array([side * way[1], way[0], 0])
        for k, (a, b) in enumerate(bands):
            name = "trim" if k % 2 else "cloth"
            made.append(thick_sheet(name, grid[:, a:b], facing, (-side * way[0], way[1], 0)))
        for z in np.linspace(-0.42, 0.42, 3) * length:
            peg = stick((side * (half - 0.02), -0.0, z), (side * (half + 0.1), 0.17, z), 0.026, 6)
            made.append(part("pegs", "wood", peg, (0, 1, 0)))
        hem = stick((side * half, 0.02, -length / 2), (side * half, 0.02, length / 2), 0.028, 6)
        made.append(part("cloth", "cloth", hem, (0, 0, 1)))
    made += _ridge_ends(half, top, length, opened)
    for z in (-1, 1):
        for side in (-1, 1):
            foot, tip = (
                (side * (half + 0.0), 0, z * (length / 2 + 0.0)),
                (-side * 0.13, height + 0.16, z * (length / 2 + 0.0)),
            )
            made.append(part("poles", "wood", stick(foot, tip, 0.035, 7), np.subtract(tip, foot)))
    made.append(
        part(
            "poles",
            "wood",
            stick((0, top - 0.03, -length / 2 - 0.18), (0, top - 0.03, length / 2 + 0.18), 0.04, 8),
            (0, 0, 1),
        )
    )
    for z in (-1, 1):
        wound = cylinder(0.075, -0.05, 0.05, 8, 0.015)
        made.append(
            part(
                "ropes",
                "rope",
                move(wound, (0, top + 0.0, z * length / 2), turn(0, 90)),
                (0, 0, 1),
                mapping="turned",
            )
        )
    made.append(part("ground", "cloth", board((0, 0.015, 0), (width, 0.03, length), 0), (0, 0, 1), (0, 1, 0)))
    if ropes:
        for z in (-1, 1):
            made += guy_rope((0, top, z * (length / 2 + 0.02)), (0.0, 0, z * (length / 2 + 1.05)))
    return made


def _ridge_ends(half: float, top: float, length: float, opened: float) -> list[Part]:
    """Close the back, and hang two flaps at the front, drawn aside at their feet."""
    made = []
    back = np.asarray(
        [
            [
                (-half * (1 - t) * 0.97, top * t * 0.99 + 0.01, 0),
                (0, top * t * 0.99 + 0.01, -0.05 * np.sin(np.pi * t)),
                (half * (1 - t) * 0.97, top * t * 0.99 + 0.01, 0),
            ]
            for t in (0, 0.35, 0.7, 0.97)
        ]
    )
    made.append(thick_sheet("cloth", back + [0, 0, 0.02 - length / 2], (0, 0, -1), (0, 1, 0)))
    for side in (-1, 1):
        rows = []
        for t in np.linspace(0, 0.97, 7):
            outer = half * (1 - t) * 0.99
            # the inner edge runs from the tip to where it is tied back
            pull = opened * np.clip((0.86 - t) / 0.52, 0, 1) ** 0.8
            inner = outer * pull * 0.8
            u = np.linspace(0, 1, 6)
            fold = 0.07 * pull * np.sin(2 * np.pi * 1.5 * u) * (1 - 0.4 * t)
            out = 0.02 + 0.16 * pull * np.sin(np.pi * u) * (1 - t) + fold
            rows.append(np.stack([side * (outer + (inner - outer) * u), np.full(6, top * t + 0.01), out], 1))
        grid = np.asarray(rows) + [0, 0, length / 2 - 0.03]
        made.append(thick_sheet("flaps", grid, (0, 0, 1), (0, 1, 0)))
        y = 0.36 * top
        edge = half * (1 - 0.36)
        x = edge - 0.1 * opened * half
        tie = cylinder(0.06, -0.03, 0.03, 7, 0.01)
        made.append(part("ropes", "rope", move(tie, (side * x, y, length / 2 + 0.0), turn(2, 90)), (1, 0, 0)))
    return made


def _pointed(dials: Dials, width: float, height: float, opened: float, striped: bool) -> list[Part]:
    """Pitch a cone of hides on poles that cross at its top."""
    radius, count, neck = width / 2, 12, 0.11
    t = np.array([0.0, 0.14, 0.24, 0.62, 0.74, 1.0])
    line = np.stack([radius + (neck - radius) * t, 0.02 + height * t], 1)
    sill = line[2] + 0.5 * (line[3] - line[2])
    upper = np.array([sill + [0, 0], line[3], line[4], line[5]])
    made: list[Part] = []
    spans = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5)) if striped else ((0, 5),)
    for k, (a, b) in enumerate(spans):
        name = "trim" if k % 2 else "cloth"
        section = line[a : b + 1]
        if b <= 2 or (a == 0 and not striped):
            low = upper if a == 0 and not striped else None
            made += sewn_strips(section, count, 0.03, (name, name), (0,), low)
        elif a == 2:
            made += sewn_strips(section, count, 0.03, (name, name), (0,), np.array([sill, line[3]]))
        else:
            made += sewn_strips(section, count, 0.03, (name, name))
    slope = np.degrees(np.arctan2(radius - neck, height))
    made += put(
        _cone_flaps(radius * np.sin(np.pi / count), sill[1], opened),
        (0, 0.02, radius * np.cos(np.pi / count) - 0.012),
        0,
        slope,
    )
    for k in range(8):
        angle = 2 * np.pi * (k + 0.5) / 8 + float(dials.rng.uniform(-0.08, 0.08))
        way = np.array([np.sin(angle), 0, np.cos(angle)])
        foot = way * (radius - 0.07)
        beyond = float(dials.rng.uniform(0.42, 0.7))
        tip = (
            [0, height, 0]
            + (np.array([0, height, 0]) - foot) / np.linalg.norm([height, radius]) * beyond
            + 0.03 * way
        )
        made.append(part("poles", "wood", stick(foot, tip, 0.034, 6), tip - foot))
    made.append(
        part(
            "ropes",
            "rope",
            move(cylinder(neck + 0.035, -0.07, 0.05, 10, 0.02), (0, height - 0.02, 0)),
            (0, 1, 0),
            mapping="turned",
        )
    )
    for k in range(3):
        pin = move(stick((-0.14, 0, 0), (0.14, 0, 0), 0.014, 5), (0, 0, 0))
        y = sill[1] + 0.12 + 0.18 * k
        r = radius + (neck - radius) * (y - 0.02) / height
        made += put([part("pegs", "wood", pin, (1, 0, 0))], (0, y, r * np.cos(np.pi / count) + 0.012))
    made.append(part("ground", "cloth", cylinder(radius - 0.02, 0, 0.03, count), (0, 0, 1), (0, 1, 0)))
    return made


def _cone_flaps(half: float, tall: float, opened: float) -> list[Part]:
    """Hang two flaps beside a doorway on z = 0, drawn aside."""
    made = []
    for side in (-1, 1):
        rows = []
        for t in np.linspace(0, 1, 5):
            edge = half * (1.25 - 0.85 * t)
            inner = edge * (0.2 + 0.65 * opened * (1 - t) ** 0.7) if t < 1 else 0.02
            u = np.linspace(0, 1, 5)
            out = 0.015 + 0.1 * np.sin(np.pi * u * 0.9) * (1 - 0.7 * t)
            rows.append(np.stack([side * (edge + (inner - edge) * u), np.full(5, tall * 1.04 * t), out], 1))
        made.append(thick_sheet("flaps", np.asarray(rows), (0, 0, 1), (0, 1, 0)))
    return made


def _pavilion(
    dials: Dials, width: float, height: float, opened: float, striped: bool, ropes: bool, flag: bool
) -> list[Part]:
    """Pitch a round tent with upright walls on a pole in its middle."""
    radius, count = width / 2, 16
    wall = 0.56 * height
    names = ("cloth", "trim") if striped else ("cloth", "cloth")
    side = [(1.05 * radius, 0.0), (1.0 * radius, 0.5 * wall), (0.98 * radius, wall)]
    made = sewn_strips(side, count, 0.03, names, (0, 1, count - 1))
    brim = 1.1 * radius
    cone = [
        (brim, wall - 0.03),
        (0.62 * brim, wall + 0.34 * (height - wall)),
        (0.3 * brim, wall + 0.66 * (height - wall)),
        (0.05, height),
    ]
    made += sewn_strips(cone, count, 0.035, names)
    made += _valance(brim, wall, count, names)
    # the doorway lies between two drawn curtains
    gap, near = radius * np.sin(3 * np.pi / count), np.cos(np.pi / count)
    for way in (-1, 1):
        rows = []
        for t in np.linspace(0, 1, 6):
            pull = opened * min(1.6 * (1 - t), 1) ** 0.7
            u = np.linspace(0, 1, 6)
            edge, inner = gap * 1.04, gap * (0.02 + 0.62 * pull)
            x = edge + (inner - edge) * u
            fold = 0.03 * np.sin(3 * np.pi * u) * (0.4 + 0.6 * pull)
            rows.append(
                np.stack(
                    [
                        way * x,
                        np.full(6, 0.02 + (wall + 0.06) * t),
                        np.sqrt(radius**2 - x**2) * near + fold + 0.05 * radius * (1 - t) - 0.02 * t * radius,
                    ],
                    1,
                )
            )
        made.append(thick_sheet("flaps", np.asarray(rows), (0, 0, 1), (0, 1, 0), 0.03))
    made.append(part("poles", "wood", stick((0, 0, 0), (0, height + 0.14, 0), 0.05, 8), (0, 1, 0)))
    ball = lathe(
        [(0, -0.06), (0.1, -0.05), (0.12, 0.02), (0.06, 0.06), (0.09, 0.14), (0.06, 0.21), (0, 0.23)], 10
    )
    made.append(
        part("finial", "metal", move(ball, (0, height - 0.02, 0)), (0, 1, 0), mapping="turned", crease_deg=60)
    )
    made.append(part("ground", "cloth", cylinder(1.03 * radius, 0, 0.03, count), (0, 0, 1), (0, 1, 0)))
    if flag:
        made += pennant(np.array([0, height + 0.1, 0]), 0.75, 0.7, dials.rng)
    if ropes:
        for k in range(8):
            azimuth = 360 * (k + 0.5) / 8
            made += guy_rope(polar(brim * 0.985, wall - 0.02, azimuth), polar(brim + 0.75, 0, azimuth))
    return made


def _valance(brim: float, wall: float, count: int, names: tuple[str, str]) -> list[Part]:
    """Hang a scalloped edge from the brim."""
    made = []
    half = brim * np.sin(np.pi / count) * 1.01
    x = np.linspace(-1, 1, 7)
    drop = -0.13 - 0.11 * np.sqrt(np.clip(1 - x**2, 0, 1))
    grid = np.asarray([np.stack([half * x, drop, 0 * x], 1), np.stack([half * x, 0 * x + 0.02, 0 * x], 1)])
    for k in range(count):
        one = thick_sheet(
            names[(k + 1) % 2] if names[0] != names[1] else "trim", grid, (0, 0, 1), (0, 1, 0), 0.03
        )
        made += put(
            [one], polar(brim * np.cos(np.pi / count) + 0.004, wall - 0.03, 360 * k / count), 360 * k / count
        )
    return made


KINDS = {
    "tent": Kind(
        build=_tent,
        size_m=3.6,
        parts={
            "cloth": Made(
                ("canvas", "linen"),
                ("#d9c9a3", "#e9dfc6", "#b9463a", "#3d6b8c", "#5f7a4a"),
                ("canvas", "walls", "sides", "roof", "fabric"),
            ),
            "trim": Made(
                ("canvas", "linen"),
                ("#a83a30", "#2f5a80", "#e8dcc0", "#c8952f"),
                ("stripes", "bands", "edge"),
            ),
            "flaps": Made(
                ("canvas", "linen"), ("#cbb88e", "#ded2b4"), ("flap", "door", "entrance", "curtains")
            ),
            "poles": Made(("pine", "oak", "birch"), words=("pole", "frame", "rods")),
            "ropes": Made(("rope",), words=("rope", "guys", "lines", "cords")),
            "pegs": Made(("oak", "pine"), words=("peg", "stakes", "pins")),
            "ground": Made(("burlap", "canvas"), ("#8a7a5c",), ("groundsheet", "floor")),
            "flag": Made(("linen",), ("#a3262a", "#2b4c8c", "#c9962b"), ("banner", "pennant")),
            "finial": Made(("gold", "brass"), words=("tip", "ball", "knob")),
        },
        synonyms=("pavilion", "camping tent", "tipi", "marquee"),
        main=("flaps",),
        words={
            "ridged": {"form": "ridged"},
            "pointed": {"form": "pointed"},
            "round": {"form": "round"},
            "domed": {"form": "domed"},
            "striped": {"striped": True},
            "plain": {"striped": False},
            "open": {"open": 1.0},
            "closed": {"open": 0.1},
        },
    ),
}
