"""Builds snowmen: two or three balls of snow with a face, sticks for arms, a hat and a scarf."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.foliage import mound, way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import knob
from threed.procedural.solids import Solid, lathe, lean, loft, move, sine_noise, turn, unit
from threed.procedural.sweeps import limb

TURNED = {"mapping": "turned", "origin": (0, 0, 0)}


def _snowman(dials: Dials) -> list[Part]:
    balls = dials.count("balls", 3, 3, "of snow", (2, 4))
    base = dials.number("base", 0.36, 0.42, "m", "radius of the lowest ball")
    shrink = dials.number("shrink", 0.7, 0.78, "", "how much smaller the next one is", (0.55, 0.95))
    hat = dials.choice(
        "hat", {"top hat": 0.45, "woollen hat": 0.25, "bucket": 0.2, "nothing": 0.1}, "on its head"
    )
    scarf = dials.flag("scarf", 0.75, "around its neck")
    arms = dials.flag("arms", 0.95, "two sticks")
    buttons = dials.count("buttons", 2, 4, "of coal", (0, 8))
    mouth = dials.choice("mouth", {"smile": 0.85, "straight": 0.15}, "of coals")
    nose = dials.number("nose", 0.14, 0.22, "m", "length of the carrot")
    melting = dials.number("melting", 0.0, 0.12, "", "1 is a puddle with a head", (0.0, 1.0))
    slant = dials.number("lean", 0.0, 4.0, "deg", "to one side", (0.0, 25.0))
    rng = dials.rng
    sizes = base * shrink ** np.arange(balls)
    parts: list[Part] = []
    centres, y = [], 0.0
    squash = 1 - 0.3 * melting
    for k, size in enumerate(sizes):
        tall = size * (0.93 if k == 0 else 0.95) * squash
        y = 0.9 * tall if k == 0 else y + 0.72 * tall
        centres.append(np.array([0, y, 0]))
        sag = 1 + 0.25 * melting * (k == 0)
        ball = _snowball(rng, (size * sag, tall, size * sag), dials.sides(size, 16, 18))
        parts.append(part("snow", "snow", move(ball, centres[-1]), crease_deg=180))
        y += 0.78 * tall
    heap = mound(rng, base * (1.2 + 0.8 * melting), base * (0.16 + 0.12 * melting), 20)
    parts.append(part("snow", "snow", heap, (0, 0, 1), (0, 1, 0), crease_deg=180))
    head, chest, face, body = centres[-1], centres[-2], sizes[-1], sizes[-2]
    parts += _face(rng, head, face * np.array([1, 0.95 * squash, 1]), nose, mouth)
    if arms:
        parts += _arms(rng, chest, body)
    lifts = (
        np.linspace(0.55, -0.35, buttons) if balls < 3 or buttons < 4 else np.linspace(0.62, -0.3, buttons)
    )
    for lift in lifts:
        way = way_to(rng.uniform(-0.03, 0.03), lift)
        button = knob(chest + body * np.array([1, 0.95 * squash, 1]) * way, 0.034, 7, 4)
        parts.append(part("coal", "stone", button, way, crease_deg=30))
    if scarf:
        neck = head - [0, 0.74 * face * squash, 0]
        parts += _scarf(rng, neck, 0.74 * face, chest, body * np.array([1, 0.95 * squash, 1]))
    if hat != "nothing":
        parts += _hat(rng, hat, head + [0, 0.66 * face * squash, 0], face)
    angle = rng.uniform(-0.9, 0.9) + np.pi / 2 * rng.choice([-1, 1])
    tilt = np.tan(np.deg2rad(slant)) * np.array([np.sin(angle), np.cos(angle)])
    return [replace(one, solid=lean(one.solid, tilt)) for one in parts]


def _snowball(rng: np.random.Generator, radii: tuple[float, float, float], sides: int) -> Solid:
    """Make a rolled ball, not quite round."""
    ball = knob((0, 0, 0), 1.0, sides, sides // 2 + 1)
    points = ball.vertices
    return replace(
        ball,
        vertices=(points * (1 + 0.022 * sine_noise(points, rng, 2.2)[:, None]) * radii).astype(np.float32),
    )


def _face(
    rng: np.random.Generator, head: np.ndarray, radii: np.ndarray, nose: float, mouth: str
) -> list[Part]:
    """Put coals and a carrot on a head."""
    spots = [(side * 0.36, 0.28, 0.15) for side in (-1, 1)]
    for a in np.linspace(-0.5, 0.5, 5):
        bow = 0.42 - 0.62 * a**2 if mouth == "smile" else 0.36
        spots.append((a, -bow, 0.085))
    parts: list[Part] = []
    for azimuth, lift, size in spots:
        way = way_to(azimuth, lift)
        coal = knob(head + radii * way * 0.985, size * radii[0] * rng.uniform(0.92, 1.08), 6, 4)
        parts.append(part("coal", "stone", coal, way, crease_deg=30))
    way = unit(np.array([rng.uniform(-0.12, 0.12), rng.uniform(-0.05, 0.2), 1.0]))
    foot, t = head + radii * way_to(0, -0.02) * 0.9, np.array([0, 0.12, 0.3, 0.42, 0.46, 0.72, 0.95, 1.0])
    thick = 0.155 * radii[0] * np.array([1, 1.02, 0.85, 0.76, 0.68, 0.42, 0.16, 0.05])
    carrot = limb(
        foot + np.outer(t * (nose + 0.1 * radii[0]), way) + np.outer(0.02 * t**2, (0, -1, 0)), thick, 9
    )
    parts.append(part("nose", "fruit", carrot, way, mapping="turned", origin=foot, crease_deg=60))
    return parts


def _arms(rng: np.random.Generator, chest: np.ndarray, size: float) -> list[Part]:
    """Make branches for arms, each with some twigs."""
    parts: list[Part] = []
    for side in (-1, 1):
        way = unit(np.array([side, rng.uniform(0.1, 0.75), rng.uniform(0.05, 0.35)]))
        foot = chest + 0.8 * size * unit(np.array([side, 0.35, 0.1]))
        long = size * rng.uniform(1.25, 1.5)
        bend = rng.uniform(-0.07, 0.07) * long * np.array([0, 1, 0])
        points = [
            foot,
            foot + 0.35 * long * way + bend,
            foot + 0.7 * long * way,
            foot + long * way + [0, 0.05 * long, 0],
        ]
        parts.append(
            part("sticks", "bark", limb(points, [0.021, 0.018, 0.015, 0.009], 6), way, crease_deg=60)
        )
        for at, spread in ((0.62, 0.85), (0.8, -0.75), (0.9, 0.6)):
            twig = turn(2, float(np.degrees(spread * side))) @ way
            start = np.array([np.interp(at, [0, 0.35, 0.7, 1], np.array(points)[:, i]) for i in range(3)])
            finger = limb(
                [start, start + 0.11 * twig, start + 0.2 * twig + [0, 0.01, 0]], [0.0105, 0.009, 0.005], 5
            )
            parts.append(part("sticks", "bark", finger, twig, crease_deg=60))
    return parts


def _scarf(
    rng: np.random.Generator, neck: np.ndarray, radius: float, chest: np.ndarray, radii: np.ndarray
) -> list[Part]:
    """Wind a scarf around a neck; its two ends hang over the chest."""
    section = np.stack([0.05 * np.cos(np.arange(8) * np.pi / 4), 0.062 * np.sin(np.arange(8) * np.pi / 4)], 1)
    wrap = np.concatenate([section, section[:1]]) + [radius * 1.02, 0]
    parts = [
        part("scarf", "cloth", move(lathe(wrap, 16), neck, turn(0, 6.0)), (1, 0, 0), (0, 0, 1), crease_deg=80)
    ]
    side = float(rng.choice([-1, 1]))
    for k, (azimuth, long) in enumerate(((0.3, rng.uniform(0.75, 0.95)), (0.62, rng.uniform(0.45, 0.6)))):
        start = np.arcsin(np.clip((neck[1] - chest[1]) / radii[1], 0.2, 0.93))
        lifts = np.linspace(start + 0.08, start - long, 6)
        rows = []
        for i, lift in enumerate(lifts):
            out = (1.02 + 0.035 * k) * radii * way_to(side * azimuth, lift)
            across = 0.062 * (1 + 0.12 * i / 5) * np.array([np.cos(azimuth), 0, -side * np.sin(azimuth)])
            normal = 0.016 * way_to(side * azimuth, lift)
            middle = chest + out
            rows.append(
                [
                    middle + across + normal,
                    middle - across + normal,
                    middle - across - normal,
                    middle + across - normal,
                ]
            )
        tail = loft(np.asarray(rows)[::-1, ::-1])
        parts.append(
            part("scarf", "cloth", _outwards(tail), (0, 1, 0), way_to(side * azimuth), crease_deg=30)
        )
        end = np.asarray(rows)[-1].mean(0)
        down = np.asarray(rows)[-1].mean(0) - np.asarray(rows)[-2].mean(0)
        for u in (-0.75, -0.25, 0.25, 0.75):
            top = end + u * 0.066 * np.array([np.cos(azimuth), 0, -side * np.sin(azimuth)])
            tassel = limb([top - 0.1 * down, top + 0.5 * down], [0.013, 0.011], 5)
            parts.append(part("scarf", "cloth", tassel, (0, 1, 0), crease_deg=60))
    knot = neck + way_to(side * 0.42) * (radius * 1.07) + [0, -0.02, 0]
    parts.append(part("scarf", "cloth", knob(knot, (0.075, 0.07, 0.06), 8, 5), crease_deg=80))
    return parts


def _outwards(solid: Solid) -> Solid:
    """Turn a solid's faces outwards."""
    a, b, c = solid.vertices[solid.faces].astype(np.float64).transpose(1, 0, 2)
    if np.einsum("ij,ij->", a - a.mean(0), np.cross(b - a.mean(0), c - a.mean(0))) > 0:
        return solid
    return replace(solid, faces=solid.faces[:, ::-1], normals=-solid.normals)


def _hat(rng: np.random.Generator, kind: str, place: np.ndarray, size: float) -> list[Part]:
    """Make a hat that sits on a head at a place."""
    parts: list[Part] = []
    if kind == "top hat":
        tall, crown, brim = size * rng.uniform(0.85, 1.15), 0.66 * size, 1.08 * size
        hat = [
            (0, -0.02), (brim - 0.02, 0.0), (brim, 0.012), (brim, 0.026), (brim - 0.012, 0.034),
            (crown + 0.012, 0.022), (crown, 0.034), (0.96 * crown, 0.5 * tall),
            (1.06 * crown, tall - 0.012), (1.04 * crown, tall), (0, tall),
        ]  # fmt: skip
        parts.append(part("hat", "cloth", lathe(hat, 18), **TURNED, crease_deg=35))
        band = [
            (0.9 * crown, 0.024), (crown + 0.013, 0.024), (crown + 0.01, 0.1), (0.9 * crown, 0.104),
            (0.9 * crown, 0.024),
        ]  # fmt: skip
        parts.append(part("band", "cloth", lathe(band, 18), **TURNED, crease_deg=35))
    elif kind == "woollen hat":
        crown = 0.92 * size
        cap = (
            np.array(
                [(0, -0.1), (0.96, -0.1), (0.98, 0.1), (0.9, 0.36), (0.66, 0.62), (0.34, 0.78), (0, 0.82)]
            )
            * crown
        )
        parts.append(part("hat", "cloth", lathe(cap, 18), **TURNED, crease_deg=80))
        cuff = (
            np.array([(0.85, -0.2), (1.04, -0.18), (1.09, -0.06), (1.06, 0.08), (0.94, 0.1), (0.85, -0.2)])
            * crown
        )
        parts.append(part("band", "cloth", lathe(cuff, 18), **TURNED, crease_deg=80))
        parts.append(part("band", "cloth", knob((0, 0.92 * crown, 0), 0.24 * crown, 9, 6), crease_deg=80))
    else:
        low, high, tall = 0.86 * size, 0.62 * size, 0.95 * size
        pail = [
            (0, 0.0), (low - 0.006, 0.0), (low + 0.01, 0.0), (low + 0.014, 0.012), (low + 0.01, 0.026),
            (low - 0.002, 0.03), (high, tall - 0.01), (high - 0.01, tall), (0, tall),
        ]  # fmt: skip
        parts.append(part("bucket", "metal", lathe(pail, 20), **TURNED, crease_deg=35))
        # its bail hangs down in front
        t = np.linspace(0.02, np.pi - 0.02, 9)
        bail = np.stack(
            [
                low * 1.02 * np.cos(t),
                0.05 - 0.35 * size * np.sin(t) * 0.6,
                0.16 * size + low * 1.1 * np.sin(t),
            ],
            1,
        )
        parts.append(part("bucket", "metal", limb(bail, np.full(9, 0.009), 6)))
        ears = [knob((sign * low * 0.99, 0.05, 0.16 * size), 0.026, 7, 5) for sign in (-1, 1)]
        parts += [part("bucket", "metal", ear) for ear in ears]
    spin = turn(2, rng.uniform(-11, 11)) @ turn(0, rng.uniform(-9, 2))
    return move_parts(parts, place, spin)


KINDS = {
    "snowman": Kind(
        build=_snowman,
        size_m=1.5,
        parts={
            "snow": Made(("snow",), (), ("body", "balls", "head")),
            "hat": Made(("felt", "wool"), ("#26262a", "#a8323a", "#2f5d8a"), ("cap",)),
            "bucket": Made(("tin", "steel"), (), ("hat", "pail")),
            "band": Made(("wool",), ("#b3323c", "#e0b03c", "#f0ede4"), ("ribbon", "cuff")),
            "scarf": Made(("wool",), ("#b8323c", "#2f6fa8", "#3d8a4f", "#d9922e"), ("shawl",)),
            "nose": Made(("carrot skin",), ("#e2711d",), ("carrot",)),
            "coal": Made(("coal",), (), ("eyes", "buttons", "mouth", "coals")),
            "sticks": Made(("bark",), (), ("arms", "twigs", "branches")),
        },
        synonyms=("snow figure", "snow golem"),
        words={
            "three-balled": {"balls": 3},
            "round": {"balls": 2},
            "hatted": {"hat": "top hat"},
            "scarfed": {"scarf": True},
            "leaning": {"lean": 11.0},
            "melting": {"melting": 0.7},
        },
    ),
}
