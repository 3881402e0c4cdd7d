"""Builds tents: ridged and pointed ones, knights' pavilions and hikers' domes; all are hollow, and open."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import polar, put
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, cylinder, stick
from threed.procedural.roofs import pennant
from threed.procedural.solids import Point, Solid, lathe, loft, move, shell, turn, unit

CLOTH = 0.022


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
    return _dome(dials, 1.1 * width, 0.8 * height, opened, striped, ropes)


def _sheet(name: str, grid: np.ndarray, out: Point, along: Point, thick: float = CLOTH) -> Part:
    """Give a sheet of points [M, N, 3] a thickness, its outer side looking `out`."""
    normal = unit(np.cross(np.gradient(grid, axis=1), np.gradient(grid, axis=0)))
    if (normal.mean((0, 1)) @ np.asarray(out)) < 0:
        grid, normal = grid[:, ::-1], -normal[:, ::-1]
    return part(name, "cloth", shell(grid, grid - thick * normal), along, out, crease_deg=70)


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
            made.append(_sheet(name, grid[:, a:b], facing, (-side * way[0], way[1], 0)))
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
            made += _guy((0, top, z * (length / 2 + 0.02)), (0.0, 0, z * (length / 2 + 1.05)))
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
    made.append(_sheet("cloth", back + [0, 0, 0.02 - length / 2], (0, 0, -1), (0, 1, 0)))
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
        made.append(_sheet("flaps", grid, (0, 0, 1), (0, 1, 0)))
        y = 0.36 * top
        edge = half * (1 - 0.36)
        x = edge - 0.1 * opened * half
        tie = cylinder(0.06, -0.03, 0.03, 7, 0.01)
        made.append(part("ropes", "rope", move(tie, (side * x, y, length / 2 + 0.0), turn(2, 90)), (1, 0, 0)))
    return made


def _guy(top: Point, foot: Point, peg: bool = True) -> list[Part]:
    """Stretch a rope from a tent to a peg in the ground."""
    a, b = np.asarray(top, float), np.asarray(foot, float)
    way = (b - a) * [1, 0, 1] / np.linalg.norm((b - a) * [1, 0, 1])
    made = [part("ropes", "rope", stick(a, b + [0, 0.1, 0], 0.016, 5), b - a)]
    if peg:
        low, high = b - 0.03 * way, b + 0.09 * way + [0, 0.2, 0]
        made.append(part("pegs", "wood", stick(low, high, 0.03, 6), high - low))
        made.append(
            part(
                "ropes",
                "rope",
                move(cylinder(0.042, -0.02, 0.02, 6), b + 0.015 * way + [0, 0.1, 0]),
                (0, 1, 0),
            )
        )
    return made


def _panel(profile: np.ndarray, left: float, right: float, thick: float) -> Solid:
    """Make a strip of a round sheet between two angles; strips side by side share their edges."""
    steps = np.gradient(profile, axis=0)
    normal = np.stack([steps[:, 1], -steps[:, 0]], 1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    inner = np.maximum(profile - thick * normal, [0.004, -1])
    rings = []
    for (r, y), (s, h) in zip(profile, inner, strict=True):
        corners = ((r, y, left), (r, y, right), (s, h, right), (s, h, left))
        rings.append([(q * np.sin(a), v, q * np.cos(a)) for q, v, a in corners])
    return loft(np.asarray(rings))


def _strips(
    profile: Point,
    count: int,
    thick: float,
    names: tuple[str, str],
    skip: tuple[int, ...] = (),
    low: Point | None = None,
) -> list[Part]:
    """Sew a round sheet of strips about +Y, by turns of two names; the first looks to +Z.

    Args:
        profile: [P, 2] radius and height, upwards.
        skip: strips that are left out, or have `low` for a profile.
    """
    made = []
    for k in range(count):
        line = (
            np.asarray(profile if k not in skip else low, np.float64)
            if k not in skip or low is not None
            else None
        )
        if line is None:
            continue
        middle, half = 2 * np.pi * k / count, np.pi / count
        run = line[-1] - line[0]
        out = np.array([run[1] * np.sin(middle), -run[0], run[1] * np.cos(middle)])
        along = np.array([run[0] * np.sin(middle), run[1], run[0] * np.cos(middle)])
        solid = _panel(line, middle - half, middle + half, thick)
        made.append(part(names[k % 2], "cloth", solid, along, out, crease_deg=40))
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
            made += _strips(section, count, 0.03, (name, name), (0,), low)
        elif a == 2:
            made += _strips(section, count, 0.03, (name, name), (0,), np.array([sill, line[3]]))
        else:
            made += _strips(section, count, 0.03, (name, name))
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
        made.append(_sheet("flaps", np.asarray(rows), (0, 0, 1), (0, 1, 0)))
    return made


def _pavilion(
    dials: Dials, width: float, height: float, opened: float, striped: bool, ropes: bool, flag: bool
) -> list[Part]:
    """Pitch a round tent with upright walls on a pole in its middle."""
    radius, count = width / 2, 16
    wall = 0.56 * height
    names = ("cloth", "trim") if striped else ("cloth", "cloth")
    side = [(1.05 * radius, 0.0), (1.0 * radius, 0.5 * wall), (0.98 * radius, wall)]
    made = _strips(side, count, 0.03, names, (0, 1, count - 1))
    brim = 1.1 * radius
    cone = [
        (brim, wall - 0.03),
        (0.62 * brim, wall + 0.34 * (height - wall)),
        (0.3 * brim, wall + 0.66 * (height - wall)),
        (0.05, height),
    ]
    made += _strips(cone, count, 0.035, names)
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
        made.append(_sheet("flaps", np.asarray(rows), (0, 0, 1), (0, 1, 0), 0.03))
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
            made += _guy(polar(brim * 0.985, wall - 0.02, azimuth), polar(brim + 0.75, 0, azimuth))
    return made


def _valance(brim: float, wall: float, count: int, names: tuple[str, str]) -> list[Part]:
    """Hang a scalloped edge from the brim."""
    made = []
    half = brim * np.sin(np.pi / count) * 1.01
    x = np.linspace(-1, 1, 7)
    drop = -0.13 - 0.11 * np.sqrt(np.clip(1 - x**2, 0, 1))
    grid = np.asarray([np.stack([half * x, drop, 0 * x], 1), np.stack([half * x, 0 * x + 0.02, 0 * x], 1)])
    for k in range(count):
        one = _sheet(names[(k + 1) % 2] if names[0] != names[1] else "trim", grid, (0, 0, 1), (0, 1, 0), 0.03)
        made += put(
            [one], polar(brim * np.cos(np.pi / count) + 0.004, wall - 0.03, 360 * k / count), 360 * k / count
        )
    return made


def _dome(dials: Dials, width: float, height: float, opened: float, striped: bool, ropes: bool) -> list[Part]:
    """Pitch a hikers' tent: a low dome on bent poles, a porch before its door."""
    radius, count = width / 2, 12
    t = np.linspace(0, np.pi / 2, 7)
    line = np.stack([radius * np.cos(t) ** 0.82, 0.02 + height * np.sin(t)], 1)
    line[-1, 0] = 0.03
    names = ("cloth", "trim") if striped else ("cloth", "cloth")
    made = _strips(line, count, 0.025, names, (0, 1, count - 1), line[3:])
    made.append(
        part(
            "trim",
            "cloth",
            cylinder(0.12, height - 0.01, height + 0.045, count, 0.015),
            (0, 1, 0),
            crease_deg=60,
        )
    )
    for k in range(4):
        made.append(_pole(radius, height, np.radians(30 * k - 45)))
    made += _porch(radius, height, opened)
    floor = cylinder(1.0 * radius, 0, 0.05, count)
    made.append(part("ground", "cloth", move(floor, rotation=turn(1, 180 / count)), (0, 0, 1), (0, 1, 0)))
    if ropes:
        for azimuth in (45, 135, 225, 315):
            made += _guy(polar(0.74 * radius, 0.62 * height, azimuth), polar(radius + 0.5, 0, azimuth))
    return made


def _pole(radius: float, height: float, angle: float) -> Part:
    """Bend a pole over the dome, in a plane at an angle."""
    from threed.procedural.sweeps import wire

    u = np.linspace(0, np.pi, 13)
    reach = (radius + 0.014) * np.sign(np.cos(u)) * np.abs(np.cos(u)) ** 0.82
    path = np.stack([reach * np.cos(angle), 0.0 + (height + 0.03) * np.sin(u), reach * np.sin(angle)], 1)
    return part("poles", "metal", wire(path, 0.024, 6), (0, 1, 0))


def _porch(radius: float, height: float, opened: float) -> list[Part]:
    """Build an arched tunnel before the door, its flap rolled to the side."""
    half, tall, reach = 0.5 * radius, 0.66 * height, 0.36
    u = np.linspace(0, np.pi, 11)
    arch = np.stack([half * np.cos(u), 0.02 + tall * np.sin(u) ** 0.85], 1)
    grid = np.asarray(
        [
            [(s * x, y * (1 if s == 1.0 else 1.04), z) for x, y in arch]
            for s, z in ((1.06, 0.52 * radius), (1.0, radius + reach - 0.12))
        ]
    )
    normal = np.concatenate(
        [arch[:1] * 0 + [1, 0], unit2(arch[1:-1] - [0, 0.3 * tall]), arch[:1] * 0 + [-1, 0]]
    )
    inner = grid - 0.03 * np.concatenate([normal, np.zeros((len(u), 1))], 1)
    sheet = shell(grid, inner)
    a, b, c = sheet.vertices[sheet.faces].astype(float).transpose(1, 0, 2)
    if np.einsum("ij,ij->", a, np.cross(b, c)) < 0:
        sheet = shell(grid[:, ::-1], inner[:, ::-1])
    made = [part("cloth", "cloth", sheet, (0, 1, 0), (1, 0, 0), crease_deg=60)]
    z = radius + reach - 0.13
    from threed.procedural.sweeps import wire

    made.append(
        part(
            "trim",
            "cloth",
            wire(np.stack([arch[:, 0], arch[:, 1] - 0.01, np.full(len(u), z)], 1), 0.03, 6),
            (0, 1, 0),
        )
    )
    rolled = [
        (-half * 0.94, 0.06, z - 0.02),
        (-half * 0.9, 0.45 * tall, z + 0.03),
        (-half * 0.62, 0.82 * tall, z + 0.01),
    ]
    made.append(part("flaps", "cloth", wire(np.asarray(rolled), 0.06, 7), (0, 1, 0), crease_deg=70))
    rows = []
    for t in np.linspace(0.02, 0.98, 6):
        edge = half * np.cos(np.arcsin(min(t, 1.0) ** (1 / 0.85))) * 0.97
        v = np.linspace(0, 1, 4)
        rows.append(
            np.stack(
                [
                    edge - v * edge * (1.05 - opened * 0.55) * (1 - 0.0 * t),
                    np.full(4, 0.02 + tall * t),
                    0.03 * np.sin(np.pi * v),
                ],
                1,
            )
        )
    made += move_parts([_sheet("flaps", np.asarray(rows), (0, 0, 1), (0, 1, 0))], (0, 0, z - 0.03))
    made.append(
        part(
            "ground",
            "cloth",
            board((0, 0.02, radius * 0.9), (2 * half, 0.04, radius * 0.6), 0),
            (0, 0, 1),
            (0, 1, 0),
        )
    )
    return made


def unit2(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors [N, 2] to length one."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


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
