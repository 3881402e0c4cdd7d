"""Builds tents: ridged, pointed, round and domed ones."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import box, move, prism, rod, sweep, turn
from training.props.masonry import HOLE, drum, flag, merge, polar, put
from training.props.pieces import CLOTHS, ROPE, WOODS, kind_of, knob, one_of, used
from training.props.prop import CREAM, GOLD, MAIN, WHITE, Colours, Parts, PropClass, SlotColour


def _tent(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"ridged": 0.35, "pointed": 0.25, "round": 0.25, "domed": 0.15})
    pitch = {"ridged": _ridge_tent, "pointed": _tipi, "round": _pavilion, "domed": _dome_tent}[kind]
    parts = pitch(rng)
    flap = one_of(rng, 0.7, 1.3, CREAM)
    colours: dict[str, SlotColour] = {
        "flaps": flap,
        "inside": HOLE,
        "poles": one_of(rng, *WOODS),
        "rope": ROPE,
    }
    return used(
        parts, {**colours, "trim": one_of(rng, CREAM, WHITE, GOLD, 0.55), "flag": one_of(rng, *CLOTHS[:4])}
    )


def _ridge_tent(rng: np.random.Generator) -> Parts:
    half, tall, depth = rng.uniform(0.48, 0.6), rng.uniform(0.7, 0.9), rng.uniform(0.95, 1.3)
    wall = rng.choice([0.0, 0.0, 0.2])
    sag = rng.uniform(0.0, 0.05)
    front = [(-half, 0), (half, 0), (half, wall), (half / 2 - sag, (tall + wall) / 2), (0, tall)]
    outline = np.array([*front, (-half / 2 + sag, (tall + wall) / 2), (-half, wall)])
    if not wall:
        outline = np.delete(outline, [2, 6], 0)
    parts: Parts = [(prism(outline, depth), MAIN)]
    parts += _entrance(rng, half * 0.5, tall * 0.82, depth / 2)
    for z in (-1, 1):
        parts.append(
            (
                rod(
                    (0, 0, z * (depth / 2 + 0.03)),
                    (0, tall + 0.12, z * (depth / 2 + 0.03)),
                    0.035,
                    segments=7,
                ),
                "poles",
            )
        )
    parts.append((rod((0, tall, -depth / 2 - 0.08), (0, tall, depth / 2 + 0.08), 0.04, segments=7), "poles"))
    if rng.random() < 0.6:  # guy ropes with pegs
        for i in (-1, 1):
            for z in (-0.4, 0.4):
                peg = np.array([i * (half + 0.2), 0.0, z * depth])
                parts.append(
                    (rod(peg, (i * half * 0.45, (tall + wall) / 2, z * depth), 0.03, segments=6), "rope")
                )
                parts.append((rod(peg - [0, 0.02, 0], peg + [i * 0.04, 0.1, 0], 0.035, 0.04, 6), "poles"))
    if rng.random() < 0.4:
        for i in (-1, 1):
            patch = box((0, 0, 0), (0.05, 0.2, 0.2))
            angle = np.degrees(np.arctan2(half, tall - wall))
            place = (i * half * 0.52, (tall + wall) * 0.46, rng.uniform(-0.25, 0.25) * depth)
            parts.append((move(patch, place, turn(2, i * angle) @ turn(0, 15)), "trim"))
    return parts


def _entrance(rng: np.random.Generator, half: float, tall: float, z: float) -> Parts:
    """Make a dark doorway with its flaps drawn aside, facing the front at z."""
    parts: Parts = [(prism([(-half, 0.005), (half, 0.005), (0, tall)], 0.03), "inside")]
    fold = rng.uniform(0.25, 0.5)
    for i in (-1, 1):
        flap = [
            (i * half * fold, 0.02),
            (i * half * 1.25, 0.0),
            (i * half * 1.05, tall * 0.3),
            (i * 0.01, tall * 1.02),
        ]
        parts.append((prism(flap[::i], 0.075), "flaps"))
    return put(merge(parts), (0, 0, z))


def _tipi(rng: np.random.Generator) -> Parts:
    radius, tall, sides = rng.uniform(0.5, 0.6), rng.uniform(1.0, 1.25), int(rng.choice([6, 8, 10]))
    neck = 0.07
    parts: Parts = [(drum([(0, 0), (radius, 0), (neck, tall), (0, tall)], sides), MAIN)]
    slope = np.degrees(np.arctan2(radius - neck, tall))
    door = _entrance(rng, 0.19, 0.6, 0.0)
    parts += [(move(solid, (0, 0, radius + 0.005), turn(0, -slope)), slot) for solid, slot in door]
    for a in np.arange(5) * 2 * np.pi / 5 + rng.uniform(0, 1):
        way = np.array([np.sin(a), 0, np.cos(a)])
        foot, top = (
            way * neck * 0.5 + [0, tall - 0.1, 0],
            -way * 0.14 + [0, tall + rng.uniform(0.16, 0.26), 0],
        )
        parts.append((rod(foot, top, 0.032, 0.03, 6), "poles"))
    for y in (0.1, *rng.uniform(0.45, 0.6, 1)):
        if rng.random() < 0.6:
            r = [radius + (neck - radius) * h + 0.018 for h in (y, y + 0.08)]
            ring = [
                (r[0] - 0.05, y * tall),
                (r[0], y * tall),
                (r[1], (y + 0.08) * tall),
                (r[1] - 0.05, (y + 0.08) * tall),
            ]
            parts.append((drum(ring, sides), "trim"))
    return parts


def _pavilion(rng: np.random.Generator) -> Parts:
    """Make a round tent with upright walls, as knights and circuses have."""
    radius, wall, rise = rng.uniform(0.5, 0.58), rng.uniform(0.42, 0.55), rng.uniform(0.5, 0.7)
    sides, brim = int(rng.choice([12, 24])), radius * 1.12
    parts: Parts = [(drum([(0, 0), (radius * 1.04, 0), (radius, wall), (0, wall)], sides), MAIN)]
    bell = rng.uniform(0.38, 0.52)
    cone = [(0, wall), (brim, wall - 0.03), (brim, wall), (brim * bell, wall + rise * 0.5), (0, wall + rise)]
    parts.append((drum(cone, sides), MAIN))
    count = 16
    scallop = prism([(-0.11, 0.02), (-0.1, -0.07), (0, -0.13), (0.1, -0.07), (0.11, 0.02)], 0.05)
    for k in range(count):
        parts += put(
            [(scallop, "trim" if k % 2 else MAIN)],
            polar(brim * 0.985, wall, 360 * k / count),
            360 * k / count,
        )
    parts += _entrance(rng, 0.2, wall * 0.98, radius * 1.02)
    parts.append((knob((0, wall + rise, 0), 0.055), "trim"))
    if rng.random() < 0.75:
        parts += flag(rng, (0, wall + rise, 0), 0.36)
    return parts


def _dome_tent(rng: np.random.Generator) -> Parts:
    """Make a hikers' tent: a low dome with arching poles and a porch."""
    radius, tall = rng.uniform(0.58, 0.68), rng.uniform(0.55, 0.68)
    t = np.linspace(0, np.pi / 2, 7)
    dome = [(0, 0), *((radius * np.cos(a) ** 0.85, tall * np.sin(a)) for a in t[:-1]), (0, tall)]
    sides = int(rng.choice([6, 8]))
    parts: Parts = [(drum(dome, sides), MAIN)]
    u = np.linspace(0, np.pi, 15)
    reach = 1 / np.cos(np.pi / sides)
    arch = np.stack(
        [
            (radius * reach + 0.01) * np.sign(np.cos(u)) * np.abs(np.cos(u)) ** 0.85,
            (tall + 0.012) * np.sin(u),
            0 * u,
        ],
        1,
    )
    rib = sweep(arch, np.full(15, 0.032), 6)
    for k in range(sides // 2):
        parts.append((move(rib, rotation=turn(1, 90 + (k + 0.5) * 360 / sides)), "trim"))
    half, front = radius * 0.42, radius * 0.97
    porch = np.stack([half * np.cos(u[::2]), tall * 0.72 * np.sin(u[::2])], 1)
    parts.append((move(prism(porch * 1.12, 0.34), (0, 0, front - 0.12)), MAIN))
    parts.append((move(prism(porch * 0.92, 0.03), (0, 0, front + 0.06)), "inside"))
    flap = np.array(
        [(0.05 * half, 0), (half * 0.9, 0), (half * 0.75, tall * 0.45), (0.15 * half, tall * 0.64)]
    )
    parts.append((move(prism(flap, 0.06), (0, 0, front + 0.07)), "flaps"))
    return parts


CLASSES: dict[str, PropClass] = {
    "tent": PropClass(
        _tent,
        ("pavilion", "camping tent"),
        2.5,
        ("ridged", "pointed", "round", "domed"),
        {"flaps": "flaps", "poles": "poles"},
    ),
}
