"""Roofs: gables and cones with thickness, eaves, ridge, barge boards and the ends of rafters.

Their courses run up the slope: `along` of each slope does.
"""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.masonry import ROUND, drum, facets, put
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import bar, board, knob, prism_of
from threed.procedural.solids import Solid, flat, lathe, loft_outwards, move, outwards, turn


def _slab(lower: np.ndarray, upper: np.ndarray, zs: np.ndarray, drops: np.ndarray) -> Solid:
    """Close a sheet between two lines (x, y) in XY, drawn along Z through zs, lowered by drops."""
    outline = np.concatenate([lower, upper[::-1]])
    rings = np.asarray(
        [
            np.concatenate([outline - [0, d], np.full((len(outline), 1), z)], 1)
            for z, d in zip(zs, drops, strict=True)
        ]
    )
    count, around = rings.shape[:2]
    k = np.arange(around)
    a = (np.arange(count - 1)[:, None] * around + k).ravel()
    b = (np.arange(count - 1)[:, None] * around + (k + 1) % around).ravel()
    faces = [np.stack([a, b, b + around], 1), np.stack([a, b + around, a + around], 1)]
    # the ends are strips between the two lines
    n, last = len(lower), (count - 1) * around
    for i in range(n - 1):
        low0, low1, up0, up1 = i, i + 1, around - 1 - i, around - 2 - i
        faces.append(np.array([[low0, up1, low1], [low0, up0, up1]]))
        faces.append(last + np.array([[low0, low1, up1], [low0, up1, up0]]))
    return outwards(flat(rings.reshape(-1, 3), np.concatenate(faces)))


def slope_line(half: float, rise: float, eave: float, kick: float) -> np.ndarray:
    """Return the points (x, y) of a slope's underside from the eave to the ridge, y = 0 where walls end.

    Args:
        half: from the ridge to the wall.
        eave: how far it reaches beyond, level.
        kick: how much flatter it is there, 0..1.
    """
    pitch = rise / half
    bend = 0.86 * half
    y = rise - pitch * bend
    end = half + eave
    return np.array([(end, y - pitch * (1 - kick) * (end - bend)), (bend, y), (0.0, rise)])


def gable_roof(
    length: float,
    span: float,
    rise: float,
    *,
    eave: float = 0.35,
    verge: float = 0.35,
    thick: float = 0.14,
    kick: float = 0.35,
    sag: float = 0.0,
    ridge: str = "tiles",
    barge: bool = True,
    rafters: int = 0,
    thatch: bool = False,
    scale: float = 1.0,
    names: tuple[str, str] = ("roof", "beams"),
) -> list[Part]:
    """Roof a house whose ridge runs along Z, on walls that end at y = 0.

    Args:
        length, span: of the walls, along Z and X.
        rise: of the ridge over the walls.
        eave, verge: overhang at the sides, and at the gables.
        thick: of the covering.
        kick: how much flatter the eaves are.
        sag: how far the ridge hangs through.
        ridge: "tiles", "board" or "none".
        barge: boards along the edges of the gables.
        rafters: ends to be seen at each eave.
        thatch: thick, with a rolled ridge and no boards.
        scale: of ridge and boards, to those of a house.
        names: of the covering and of the timber.
    """
    roof, wood = names
    half = span / 2
    low = slope_line(half, rise, eave, kick)
    up = low + _offset(low, thick)
    long = length + 2 * verge
    steps = 5 if sag else 2
    zs = np.linspace(-long / 2, long / 2, steps)
    drops = sag * (1 - (2 * zs / long) ** 2)
    pitch = rise / half
    along, facing = np.array([-1, pitch, 0]), np.array([pitch, 1, 0])
    made: list[Part] = []
    role: Role = "roof"
    for side in (1, -1):
        mirror = np.array([side, 1.0])
        slope = _slab(low * mirror, up * mirror, zs, drops)
        flip = np.array([side, 1, 1])
        made.append(part(roof, role, slope, along * flip, facing * flip, crease_deg=30))
        # the lowest course lies on another
        edge0, edge1 = low[0], low[0] + 0.55 * (low[1] - low[0])
        lift = _offset(low, thick)[0]
        row_low = np.array([edge0 - 0.05 * (low[1] - low[0]) + 0.4 * lift, edge1 + 0.4 * lift])
        row_up = np.array([row_low[0] + (0.9 + 0.2 * thatch) * lift, row_low[1] + 0.68 * lift])
        if not thatch:
            row = _slab(row_low * mirror, row_up * mirror, zs, drops)
            made.append(part(roof, role, row, along * flip, facing * flip, crease_deg=30))
        for end in (-1, 1) if barge else ():
            board_low, board_up = low - 0.25 * _offset(low, thick), low + 1.12 * _offset(low, thick)
            z = end * (long / 2 - 0.01)
            trim = _slab(board_low * mirror, board_up * mirror, np.array([z - 0.045, z + 0.045]), np.zeros(2))
            made.append(part(wood, "wood", trim, along * flip, (0, 0, end), crease_deg=30))
        for z in np.linspace(-0.46, 0.46, rafters) * length if rafters else ():
            a, b = low[0] + 0.12 * (low[1] - low[0]), low[1] + 0.1 * (low[2] - low[1])
            drop = 0.05 + sag * (1 - (2 * z / long) ** 2)
            beam = bar((side * a[0], a[1] - drop, z), (side * b[0], b[1] - drop, z), 0.12, 0.16, 0, (0, 1, 0))
            made.append(part(wood, "wood", beam, along * flip, (0, 0, 1)))
    top = rise + thick * np.hypot(1, pitch)
    made += _ridge(ridge if not thatch else "roll", long, top, pitch, sag, scale, (roof, wood))
    return made


def _offset(line: np.ndarray, thick: float) -> np.ndarray:
    """Return by how much each point of a slope moves up for a layer: square to it, at the ridge upwards."""
    (ex, ey), (bx, by), (rx, ry) = line
    lower = np.array([by - ey, ex - bx]) / np.hypot(by - ey, ex - bx)
    upper = np.array([ry - by, bx - rx]) / np.hypot(ry - by, bx - rx)
    middle = (lower + upper) / (1 + lower @ upper)
    return thick * np.array([lower, middle, (0, 1 / upper[1])])


def _ridge(
    form: str, long: float, top: float, pitch: float, sag: float, scale: float, names: tuple[str, str]
) -> list[Part]:
    """Cover a ridge along Z with caps of clay, two boards, or a roll of thatch."""
    roof, wood = names
    made: list[Part] = []
    if form == "none":
        return made
    if form == "board":
        tilt, low = np.degrees(np.arctan(pitch)), top - sag
        for side in (1, -1):
            plank = board((0, 0, 0), (0.32 * scale, 0.05 * scale + sag, long + 0.04 * scale), 0.01 * scale)
            place = (side * 0.11 * scale, low - 0.11 * scale * pitch + 0.015 + sag / 2, 0)
            made.append(part(wood, "wood", move(plank, place, turn(2, -side * tilt)), (0, 0, 1), (0, 1, 0)))
        return made
    wide = 0.2 * scale if form == "tiles" else 0.34 * scale
    fall, s = 0.9 * wide * pitch, scale
    half = [(wide, -fall), (0.6 * wide, 0.02 * s), (0, 0.09 * s)]
    if form == "roll":
        half = [(wide, -fall), (0.8 * wide, 0.0), (0.3 * wide, 0.13 * s), (0, 0.14 * s)]
    outline = np.array([*half, *((-x, y) for x, y in half[-2::-1]), (0, -0.1 * s)])
    count = 3 if form == "roll" else max(3, round(long / (0.85 * scale)))
    each = long / count
    for k in range(count):
        z = (k - (count - 1) / 2) * each
        drop = sag * (1 - (2 * z / long) ** 2)
        grow = 1.0 if k % 2 or form == "roll" else 1.12
        bevel = 0.015 * scale if form == "roll" else 0
        cap = move(prism_of(outline * grow, each * 1.03, bevel), (0, top - drop - 0.02 * s, z))
        made.append(
            part(roof if form == "roll" else "ridge", "roof", cap, (1, 0, 0), (0, 1, 0), crease_deg=50)
        )
    return made


def spire(
    radius: float,
    rise: float,
    sides: int,
    *,
    style: str = "straight",
    eave: float = 0.25,
    thick: float = 0.12,
    finial: bool = True,
    name: str = "roof",
    trim: str = "finial",
) -> list[Part]:
    """Roof a drum whose walls end at y = 0: straight, bell-shaped or domed.

    Args:
        radius: of the wall.
        rise: of the tip.
        sides: of the drum; see masonry.drum.
        eave: how far it reaches beyond the wall.
        finial: a ball and a spike on its tip.
        name, trim: of the covering, and of what is on its tip.
    """
    brim = radius + eave
    fall = -0.3 * eave
    if style == "domed":
        t = np.linspace(0.12, np.pi / 2, 6)[:-1]
        curve = [(brim * 0.98 * np.cos(a), thick + rise * np.sin(a)) for a in t]
    elif style == "bell":
        curve = [(0.68 * brim, 0.16 * rise + thick), (0.4 * brim, 0.42 * rise), (0.2 * brim, 0.7 * rise)]
    else:
        curve = [(0.82 * brim, 0.13 * rise + thick)]
    tip = rise + 0.5 * thick
    edge = [(0, 0.0), (radius * 0.9, 0.0), (brim - 0.02, fall), (brim, fall + thick)]
    profile = [*edge, *curve, (0, tip)]
    row = [
        (0, fall),
        (brim * 0.7, fall),
        (brim + 0.05, fall - 0.05),
        (brim + 0.06, fall + 0.5 * thick),
        (0.8 * brim, fall + 0.6 * thick + 0.2 * eave),
        (0, fall + 0.6 * thick),
    ]
    made: list[Part] = []
    if sides >= ROUND:
        made.append(
            part(
                name,
                "roof",
                lathe(profile, sides),
                (0, 1, 0),
                mapping="turned",
                origin=(0, 0, 0),
                crease_deg=30,
            )
        )
        made.append(
            part(
                "eaves",
                "roof",
                lathe(row, sides),
                (0, 1, 0),
                mapping="turned",
                origin=(0, 0, 0),
                crease_deg=30,
            )
        )
    else:
        made += facets(name, "roof", profile, sides, 30)
        made.append(
            part(
                "eaves",
                "roof",
                drum(row, sides),
                (0, 1, 0),
                mapping="turned",
                origin=(0, 0, 0),
                crease_deg=30,
            )
        )
        if style != "domed":
            made += _hips(profile[3:], sides, name)
    if finial:
        made += tip_ornament(tip - 0.04, max(0.07, 0.05 * radius), trim)
    return made


def _hips(line: list[tuple[float, float]], sides: int, name: str) -> list[Part]:
    """Cover the edges between the slopes of a spire with caps."""
    reach, made = 1 / np.cos(np.pi / sides), []
    for (r0, y0), (r1, y1) in itertools.pairwise(line):
        cap = bar((0, y0 + 0.01, r0 * reach), (0, y1 + 0.01, r1 * reach), 0.16, 0.1, 0, (0, 1, 0))
        one = part("ridge", "roof", cap, (0, y1 - y0, (r1 - r0) * reach), (0, 1, 0))
        for k in range(sides):
            made += put([one], azimuth=360 * (k + 0.5) / sides)
    return made


def tip_ornament(y: float, size: float, name: str = "finial") -> list[Part]:
    """Make a collar, a ball and a spike for the top of a roof, from a height on."""
    foot = [(0, -1.2), (1.1, -1.2), (0.9, 0), (0.45, 0.5), (0.5, 1.2), (0, 1.2)]
    spike = [(0, 0), (0.35, 0), (0.22, 1.2), (0.0, 4.2)]
    solids = [
        lathe(np.asarray(foot) * size, 8),
        knob((0, 1.9 * size, 0), size, 8, 6),
        move(lathe(np.asarray(spike) * size, 6), (0, 2.6 * size, 0)),
    ]
    parts = [
        part(name, "metal", one, (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=60)
        for one in solids
    ]
    return move_parts(parts, (0, y, 0))


def pennant(
    place: np.ndarray, height: float, length: float, rng: np.random.Generator, azimuth: float = 90
) -> list[Part]:
    """Fly a pointed flag on a pole that stands at a place."""
    made = [
        part(
            "poles",
            "wood",
            move(lathe([(0, -0.2), (0.045, -0.2), (0.03, height), (0, height)], 6), place),
            (0, 1, 0),
        )
    ]
    made.append(part("poles", "metal", knob(np.asarray(place) + [0, height, 0], 0.075, 6, 4), (0, 1, 0)))
    x = np.linspace(0, 1, 6)
    wave = 0.09 * length * np.sin(2 * np.pi * 1.1 * x + rng.uniform(0, 6)) * x
    half = 0.26 * length * (1 - 0.72 * x)
    rings = [
        [
            (length * t, h, w + 0.016),
            (length * t, -h, w + 0.016),
            (length * t, -h, w - 0.016),
            (length * t, h, w - 0.016),
        ]
        for t, h, w in zip(x, half, wave, strict=True)
    ]
    cloth = loft_outwards(rings)
    flag = part("flag", "cloth", cloth, (1, 0, 0), (0, 0, 1), crease_deg=70)
    y = height - 0.3 * length
    return [*made, *put(move_parts([flag], (0.0, 0, 0)), np.asarray(place) + [0, y, 0], azimuth - 90)]
