"""Builds baskets: woven walls between a foot and a braided rim, a handle, a lid, and what is in them."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import knob
from threed.procedural.pottery import revolved, section, smooth_outline
from threed.procedural.ropework import twisted
from threed.procedural.solids import loft, move, sine_noise, turn
from threed.procedural.upholstery import closed_ring

Outline = list[tuple[float, float]]


def _basket(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.45, "oval": 0.33, "square": 0.22}, "its outline from above")
    radius = dials.number("radius", 0.17, 0.22, "m", "of its mouth")
    height = dials.number("height", 0.17, 0.26, "m", "of its wall")
    taper = dials.number("taper", 0.72, 0.9, "", "its foot as part of its mouth", (0.4, 1.3))
    handle = dials.choice("handle", {"hoop": 0.58, "ears": 0.27, "none": 0.15}, "to carry it by")
    rows = dials.count("rows", 5, 7, "withies of its wall, one above the other", (3, 12))
    lid = dials.flag("lidded", 0.1, "a woven lid")
    filling = dials.choice(
        "filling", {"nothing": 0.4, "apples": 0.27, "bread": 0.2, "cloth": 0.13}, "what is in it"
    )
    cloth = dials.flag("lining", 0.2, "a cloth that hangs over its rim")
    depth = 1.0 if form == "round" else 0.74
    sides = 24
    around = section(sides, 0.65 if form == "square" else 0.0)
    outline = smooth_outline(
        [0, 0.45 * height, height], np.array([taper, 0.5 * taper + 0.53, 1.0]) * radius, 2 * rows + 1
    )
    parts = _wall(outline, rows, around, depth)
    parts += _hoops(outline, around, depth)
    if lid:
        parts += _lid(outline, height, around, depth)
    else:
        if handle != "none":
            parts += _handle(handle, outline, height, depth, form)
        parts += _filling(dials, filling, outline, height, around, depth)
        if cloth and filling != "cloth":
            parts += _lining(dials, outline, height, around, depth)
    return parts


def _squashed(solid, depth: float):
    return solid if depth == 1.0 else move(solid, scale=(1.0, 1.0, depth))


def _wall(outline: Outline, rows: int, around: np.ndarray, depth: float) -> list[Part]:
    """Weave the wall: each withy goes out at every other stake, the next one at those between."""
    height, wall, floor = outline[-1][1], 0.011, 0.018
    sides = len(around)
    levels = np.linspace(0.006, height, 2 * rows + 1)
    profile: Outline = [(0.0, 0.0), (radius_at(outline, 0) - 0.012, 0.0)]
    factors = [np.ones(sides), around]
    for k, y in enumerate(levels):
        r = radius_at(outline, float(y)) + (0.0035 if k % 2 else -0.002)
        profile.append((r, float(y)))
        parity = (np.arange(sides) // 2 + k // 2) % 2
        factors.append(around * (1 + (0.016 * (2 * parity - 1) if k % 2 else 0.0)))
    inside = [(radius_at(outline, y) - wall, y) for y in (height, 0.5 * height, floor)]
    for r, y in [*inside, (0.0, floor)]:
        profile.append((r, float(y)))
        factors.append(around)
    solid = _squashed(revolved(profile, np.asarray(factors)), depth)
    return [part("weave", "wicker", solid, (0, 1, 0), mapping="turned", crease_deg=70)]


def _loop(radius: float, y: float, around: np.ndarray, depth: float, count: int) -> np.ndarray:
    """Return a closed path around the basket at a height."""
    grid = np.arange(len(around)) * 2 * np.pi / len(around) + np.pi / len(around)
    a = np.arange(count) * 2 * np.pi / count
    r = radius * np.interp(a, grid, around, period=2 * np.pi)
    return np.stack([r * np.sin(a), np.full(count, y), depth * r * np.cos(a)], 1)


def _hoops(outline: Outline, around: np.ndarray, depth: float) -> list[Part]:
    """Braid the rim, and lay a plainer hoop around the foot."""
    top_r, top = outline[-1]
    rim = twisted(_loop(top_r - 0.004, top, around, depth, 40), 0.03, 10, True, 6, 2, 0.3)
    foot = twisted(_loop(radius_at(outline, 0.01), 0.011, around, depth, 28), 0.022, 7, True, 5, 2, 0.25)
    return [
        part("rim", "wicker", rim, (0, 1, 0), mapping="turned", crease_deg=60),
        part("rim", "wicker", foot, (0, 1, 0), mapping="turned", crease_deg=60),
    ]


def _handle(kind: str, outline: Outline, height: float, depth: float, form: str) -> list[Part]:
    """Bend withies over the basket, or into an ear on either side; their ends run down into the wall."""
    top = outline[-1][0]
    low = 0.4 * height
    if kind == "hoop":
        t = np.linspace(0, np.pi, 17)
        rise = 1.02 * top + 0.05
        x = (top - 0.001) * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8
        bow = np.stack([x, height + rise * np.sin(t) ** 0.85, np.zeros(17)], 1)
        foot = radius_at(outline, low) + 0.001
        line = np.concatenate([[[foot, low, 0]], bow, [[-foot, low, 0]]])
        parts = [
            part("handle", "wicker", twisted(line, 0.028, 8, False, 6, 2, 0.3), (1, 0, 0), crease_deg=60)
        ]
        for s in (-1, 1):  # a binding where it meets the rim
            at = _loop(0.0185, 0.0, np.ones(8), 1.0, 10) + [s * (top - 0.002), height + 0.032, 0]
            parts.append(part("rim", "wicker", twisted(at, 0.011, 0, True, 6), (0, 1, 0), crease_deg=80))
        return parts
    parts = []
    for s in (-1, 1):
        t = np.linspace(0, np.pi, 9)
        wide = 0.062 if form != "square" else 0.07
        z = wide * np.cos(t)
        line = np.stack(
            [
                s
                * (
                    top * np.sqrt(np.maximum(1 - (z / (depth * top)) ** 2 * (form != "square"), 0.2))
                    - 0.004
                    + 0.018 * np.sin(t)
                ),
                height + 0.068 * np.sin(t) ** 0.8,
                z,
            ],
            1,
        )
        end = line[[0, -1]] - [s * 0.004, 0.05, 0]
        path = np.concatenate([end[:1], line, end[1:]])
        parts.append(
            part("handle", "wicker", twisted(path, 0.023, 5, False, 7, 2, 0.3), (0, 0, 1), crease_deg=60)
        )
    return parts


def _lid(outline: Outline, height: float, around: np.ndarray, depth: float) -> list[Part]:
    """Weave a domed lid with a knob; it lies on the rim, a strap hinges it."""
    r, y, rise = outline[-1][0] + 0.014, height + 0.008, 0.055
    profile: Outline = [(0.0, y), (r - 0.004, y)]
    steps = np.linspace(0, 1, 9)
    for k, t in enumerate(steps[:-1]):
        profile.append(
            (
                r * np.cos(0.5 * np.pi * t) ** 0.75 + (0.003 if k % 2 else 0),
                y + 0.006 + rise * np.sin(0.5 * np.pi * t),
            )
        )
    profile.append((0.0, y + 0.006 + rise))
    parts = [
        part(
            "weave",
            "wicker",
            _squashed(revolved(profile, around), depth),
            (0, 1, 0),
            mapping="turned",
            crease_deg=70,
        )
    ]
    edge = twisted(_loop(r - 0.003, y + 0.006, around, depth, 48), 0.022, 10, True, 6, 2, 0.3)
    parts.append(part("rim", "wicker", edge, (0, 1, 0), mapping="turned", crease_deg=60))
    top = y + rise
    loop = [
        (0.035 * np.cos(t), top + 0.004 + 0.04 * np.sin(t), 0.0) for t in np.linspace(-0.1, np.pi + 0.1, 9)
    ]
    parts.append(
        part(
            "handle",
            "wicker",
            twisted(np.asarray(loop), 0.017, 3, False, 6, 2, 0.3),
            (1, 0, 0),
            crease_deg=60,
        )
    )
    front = depth * r
    for dx in (-0.02, 0.02):  # a toggle at the front
        strap = [
            (dx, y + 0.02, front - 0.012),
            (dx, y + 0.004, front + 0.01),
            (dx, y - 0.03, depth * radius_at(outline, y - 0.04) + 0.006),
        ]
        parts.append(
            part(
                "straps", "leather", twisted(np.asarray(strap), 0.009, 0, False, 6), (0, 1, 0), crease_deg=80
            )
        )
    peg = np.asarray(
        [
            (-0.034, y - 0.03, depth * radius_at(outline, y - 0.04) + 0.008),
            (0.034, y - 0.03, depth * radius_at(outline, y - 0.04) + 0.008),
        ]
    )
    parts.append(part("straps", "wood", twisted(peg, 0.014, 0, False, 8), (1, 0, 0)))
    return parts


def _filling(
    dials: Dials, what: str, outline: Outline, height: float, around: np.ndarray, depth: float
) -> list[Part]:
    rng = dials.rng
    if what == "nothing":
        return []
    level = 0.82 * height
    inner = radius_at(outline, level) - 0.006
    if what == "cloth":
        return _bundle(rng, inner, level, height, around, depth)
    bed = "linen" if what == "bread" else "apples"
    role = "cloth" if what == "bread" else "fruit"
    profile = [(0, level - 0.06), (radius_at(outline, level - 0.06) - 0.006, level - 0.06), (inner, level)]
    profile += [(t * inner, level + 0.025 * (1 - t * t)) for t in (0.7, 0.35, 0.0)]
    parts = [
        part(bed, role, _squashed(revolved(profile, around), depth), (0, 0, 1), (0, 1, 0), crease_deg=70)
    ]
    if what == "bread":
        for k in range(4):
            x = (k - 1.5) * 0.4 * inner
            spin = turn(1, 90 + float(rng.uniform(-22, 22))) @ turn(2, float(rng.uniform(-8, 8)))
            at = (x, level + 0.045 + float(rng.uniform(0, 0.012)), float(rng.uniform(-0.02, 0.02)))
            parts += _loaf(at, spin, 0.8 * depth * inner * float(rng.uniform(0.85, 1.0)))
        return parts
    count = 12
    for k in range(count):
        out, a = (inner - 0.052) * np.sqrt((k + 0.4) / count), 2.4 * k
        x, z = out * np.sin(a), depth * out * np.cos(a)
        y = level + 0.05 * (1 - (out / inner) ** 2) + 0.006
        apple = knob((x, y, z), float(rng.uniform(0.038, 0.045)), 7, 5)
        parts.append(part("apples", "fruit", apple, mapping="turned", origin=(x, y, z), crease_deg=70))
    return parts


def _loaf(place: tuple[float, float, float], spin: np.ndarray, half: float) -> list[Part]:
    """Bake a loaf along X, turned by a rotation: its crust is cut aslant."""
    shares = [(-1.0, 0.3), (-0.86, 0.62), (-0.5, 0.95), (0.0, 1.0), (0.5, 0.95), (0.86, 0.62), (1.0, 0.3)]
    angle = np.arange(10) * 2 * np.pi / 10
    rings = [
        [
            (u * half, 0.036 * r * np.sin(a) * (0.85 if np.sin(a) < 0 else 1.0), 0.043 * r * np.cos(a))
            for a in angle
        ]
        for u, r in shares[::-1]
    ]
    made = [
        part(
            "bread", "food", move(loft(np.asarray(rings)), place, spin), spin[:, 0], spin[:, 1], crease_deg=80
        )
    ]
    for u in (-0.45, 0.0, 0.45):
        cut = np.asarray(
            [(u * half - 0.012, 0.029, -0.022), (u * half, 0.0355, 0.0), (u * half + 0.012, 0.029, 0.022)]
        )
        ridge = move(twisted(cut, 0.011, 0, False, 6), place, spin)
        made.append(part("bread", "food", ridge, spin[:, 2], spin[:, 1], crease_deg=80))
    return made


def _bundle(
    rng: np.random.Generator, inner: float, level: float, height: float, around: np.ndarray, depth: float
) -> list[Part]:
    """Crumple a cloth into the basket, in folds that stand above the rim."""
    sides = len(around)
    rings, shares = [], ((1.0, -0.3), (1.0, 0.0), (0.98, 0.2), (0.82, 0.34), (0.55, 0.42), (0.25, 0.4))
    angle = np.arange(sides) * 2 * np.pi / sides + np.pi / sides
    for t, up in shares:
        r = t * inner * around
        points = np.stack(
            [r * np.sin(angle), np.full(sides, level + up * 0.28 * height), depth * r * np.cos(angle)], 1
        )
        if 0.0 < t < 0.99:
            points[:, 1] += 0.016 * sine_noise(points / 0.055, rng, 1.0)
        rings.append(points)
    return [part("linen", "cloth", loft(np.asarray(rings)), (0, 0, 1), (0, 1, 0), crease_deg=100)]


def _lining(dials: Dials, outline: Outline, height: float, around: np.ndarray, depth: float) -> list[Part]:
    """Hang a cloth over the rim: inside it goes down, outside it ends in points."""
    sides = len(around)
    angle = np.arange(sides) * 2 * np.pi / sides + np.pi / sides
    phase = float(dials.rng.uniform(0, 6.28))
    hem = 0.045 + 0.03 * np.abs(np.cos(2 * angle + phase)) + 0.006 * np.cos(9 * angle)
    top = outline[-1][0]
    section_rows = [
        (radius_at(outline, height - 0.1) - 0.009, np.full(sides, height - 0.1)),
        (top - 0.023, np.full(sides, height - 0.01)),
        (top - 0.008, np.full(sides, height + 0.02)),
        (top + 0.01, np.full(sides, height + 0.018)),
        (top + 0.0185, np.full(sides, height - 0.012)),
        (top + 0.01, height - hem),
        (top - 0.004, height - hem + 0.002),
        (top - 0.004, np.full(sides, height - 0.012)),
        (radius_at(outline, height - 0.1) - 0.016, np.full(sides, height - 0.098)),
    ]
    rows = []
    for k, (r, y) in enumerate(section_rows):
        wave = 1 + (0.02 * np.cos(7 * angle + phase) if k == 5 else 0.0)
        rows.append(
            np.stack([r * around * wave * np.sin(angle), y, depth * r * around * wave * np.cos(angle)], 1)
        )
    ring = closed_ring(np.asarray(rows).transpose(1, 0, 2))
    return [part("linen", "cloth", ring, (0, 1, 0), mapping="turned", crease_deg=100)]


KINDS = {
    "basket": Kind(
        build=_basket,
        size_m=0.45,
        parts={
            "weave": Made(("wicker",), words=("wall", "wicker", "sides")),
            "rim": Made(("wicker",), ("#8a5a2c", "#a87842"), ("edge", "braid")),
            "handle": Made(("wicker",), ("#8a5a2c", "#a87842"), ("handles", "grip")),
            "straps": Made(("leather",), ("#4a2f1c",), ("strap", "toggle")),
            "apples": Made(("apple skin",), ("#b3201f", "#7fa32a", "#d0932c"), ("fruit", "apple", "goods")),
            "bread": Made(("bread",), words=("loaves", "loaf")),
            "linen": Made(("linen",), ("#efe8d8", "#b5302b", "#3f5f86"), ("cloth", "lining", "napkin")),
        },
        synonyms=("wicker basket", "hamper", "picnic basket"),
        main=("rim", "handle"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "oval": {"form": "oval"},
            "lidded": {"lidded": True},
            "full": {"filling": "apples", "lidded": False},
            "empty": {"filling": "nothing", "lidded": False},
            "open": {"lidded": False},
            "apples": {"filling": "apples", "lidded": False},
            "bread": {"filling": "bread", "lidded": False},
        },
    ),
}
