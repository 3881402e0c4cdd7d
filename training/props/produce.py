"""Builds fruit and vegetables: apple, pumpkin, carrot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from threed.procedural.solids import Solid, loft, move, shell, sweep, turn
from training.props.pieces import is_said, one_of, split_faces, used
from training.props.prop import CREAM, DARK, FLAME, LEAF, MAIN, WOOD, Colours, Parts, PropClass

_LEAVES = (LEAF, (0.33, 0.56, 0.18), (0.16, 0.38, 0.14))


def _leaf(base: np.ndarray, azimuth: float, length: float, width: float, droop: float) -> Solid:
    """Make a thick leaf that grows outwards and bends down."""
    t = np.linspace(0, 1, 6)
    path = np.stack([length * t, length * (0.45 * t - droop * t**2), 0 * t], 1)
    size = np.stack([np.full(6, 0.032), width * np.sin(np.pi * (0.08 + 0.9 * t)) ** 0.8], 1)
    return move(sweep(path, size, 4, smooth=False), base, turn(1, np.rad2deg(azimuth)))


def _bite(points: np.ndarray, azimuth: float, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Push what lies within three balls, the teeth's, back onto them; return how deep too."""
    way = np.array([np.sin(azimuth), 0.1, np.cos(azimuth)])
    side = np.array([np.cos(azimuth), 0, -np.sin(azimuth)])
    mouth = 0.5 * way
    far = np.linalg.norm(points - mouth, axis=-1)
    ray = (points - mouth) / far[..., None]
    reach = np.zeros(far.shape)
    for k in (-1, 0, 1):
        centre = (0.47 - 0.03 * (k == 0)) * way + 0.16 * k * side
        along = ray @ (centre - mouth)
        reach = np.maximum(reach, along + np.sqrt(along**2 + size**2 - ((centre - mouth) ** 2).sum()))
    depth = np.maximum(reach - far, 0)
    return points + depth[..., None] * ray, depth


def _apple(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    bitten, leafy = is_said(rng, shape, "bitten", 0.25), is_said(rng, shape, "leafy", 0.15)
    high, belly, lobes = rng.uniform(0.42, 0.52), rng.uniform(0.18, 0.36), int(rng.integers(4, 6))
    a, theta = np.linspace(0.04, np.pi - 0.04, 21)[:, None], np.arange(36) * 2 * np.pi / 36
    lean = rng.uniform(0, 2 * np.pi)
    r = 0.5 * np.sin(a) ** 0.85 * (1 - belly * (0.5 + 0.5 * np.cos(a)))
    r = r * (1 + 0.045 * np.cos(lobes * theta + lean) * (0.4 + 0.6 * np.cos(a) ** 2))
    dip = rng.uniform(0.24, 0.32)
    y = -high * np.cos(a) - dip * np.exp(-((r / 0.2) ** 2)) * np.where(a > np.pi / 2, 1, -0.45)
    y = y + rng.uniform(0, 0.05) * np.cos(theta - lean) * np.sin(a)
    points = np.stack([r * np.sin(theta), y, r * np.cos(theta)], -1)
    depth = np.zeros(points.shape[:2])
    if bitten:
        points, depth = _bite(points, rng.uniform(-1.0, 1.0), rng.uniform(0.19, 0.22))
    skin = loft(points, smooth=True)
    taken = np.concatenate([depth.ravel() > 0, np.zeros(len(skin.vertices) - depth.size, bool)])
    body, flesh = split_faces(skin, taken[skin.faces].all(1))
    parts: Parts = [(body, MAIN), (flesh, "flesh")] if bitten else [(body, MAIN)]
    foot = np.array([0, float(y[-1].mean()), 0])
    bend, tall = rng.uniform(-0.14, 0.14), rng.uniform(0.36, 0.46)
    stalk = foot + [(0, -0.03, 0), (0.2 * bend, 0.5 * tall, 0), (bend, tall, 0)]
    parts.append((sweep(stalk, [0.04, 0.04, 0.06], 8), "stem"))
    azimuth = rng.uniform(0, 2 * np.pi)
    for k in range(2 if leafy else int(rng.random() < 0.75)):
        size = rng.uniform(0.3, 0.42) if leafy else rng.uniform(0.28, 0.36)
        leaf = _leaf(stalk[1] - [0, 0.03, 0], azimuth + 2.2 * k, size, 0.36 * size, rng.uniform(0.2, 0.7))
        parts.append((leaf, "leaf"))
    return used(
        parts, {"flesh": CREAM, "stem": one_of(rng, WOOD, (0.3, 0.2, 0.1)), "leaf": one_of(rng, *_LEAVES)}
    )


def _pumpkin(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    carved, leafy = is_said(rng, shape, "carved", 0.3), is_said(rng, shape, "leafy", 0.25)
    ribs, groove = int(rng.integers(7, 12)), rng.uniform(0.1, 0.17)
    high = rng.uniform(0.46, 0.5) if "round" in shape else rng.uniform(0.3, 0.46)
    start, pear = rng.uniform(0, 1), rng.uniform(-0.12, 0.12)

    def surface(a: np.ndarray, theta: np.ndarray, size: float = 1.0) -> np.ndarray:
        a, theta = np.broadcast_arrays(a, theta)
        rib = 1 - groove * (1 - np.abs(np.sin(0.5 * ribs * (theta + start)))) ** 1.3
        r = 0.5 * size * np.sin(a) ** 0.8 * rib * (1 + pear * np.cos(a))
        y = -size * high * np.cos(a) * (0.9 + 0.1 * rib) - 0.13 * np.exp(-((r / 0.16) ** 2)) * np.where(
            a > 1.6, 1, -0.6
        )
        return np.stack([r * np.sin(theta), y, r * np.cos(theta)], -1)

    theta = np.arange(6 * ribs) * 2 * np.pi / (6 * ribs)
    parts: Parts = [(loft(surface(np.linspace(0.05, np.pi - 0.05, 15)[:, None], theta), smooth=True), MAIN)]
    top = float(surface(np.array(np.pi - 0.05), np.array(0.0))[1])
    bend, tall = rng.uniform(-0.22, 0.22), rng.uniform(0.24, 0.38)
    t = np.linspace(0, 1, 5)
    stem = np.stack([bend * t**2, top - 0.04 + tall * t, 0 * t], 1)
    size = rng.uniform(0.075, 0.1) * np.array([1.7, 1.1, 0.9, 0.85, 1.0])
    parts.append((move(sweep(stem, size, 6, smooth=False), rotation=turn(1, rng.uniform(0, 360))), "stem"))
    if leafy:
        azimuth = rng.uniform(0, 2 * np.pi)
        for k in range(int(rng.integers(2, 4))):
            length = rng.uniform(0.34, 0.48)
            parts.append(
                (
                    _leaf(np.array([0, top + 0.06, 0]), azimuth + 2.1 * k, length, 0.42 * length, 0.55),
                    "leaves",
                )
            )
    if carved:
        parts += _grin(rng, surface)
    return used(parts, {
        "stem": one_of(rng, (0.32, 0.36, 0.14), (0.44, 0.36, 0.18), LEAF), "leaves": one_of(rng, *_LEAVES),
        "glow": FLAME if rng.random() < 0.65 else DARK,
    })  # fmt: skip


def _grin(rng: np.random.Generator, surface: Callable[..., np.ndarray]) -> Parts:
    """Make the carved face of a lantern: pieces that lie on the surface(angle from below, azimuth, size)."""

    def patch(low: np.ndarray, high: np.ndarray, azimuth: np.ndarray) -> Solid:
        a = low + (high - low) * np.linspace(0, 1, 3)[:, None]
        return shell(surface(a, azimuth, 1.025), surface(a, azimuth, 0.9))

    parts: Parts = []
    eye, wide, level = rng.uniform(0.3, 0.4), rng.uniform(0.2, 0.26), rng.uniform(1.66, 1.78)
    u = np.linspace(-1, 1, 5)
    style = rng.choice(["triangle", "round", "slanted"])
    for side in (-1, 1):
        if style == "triangle":
            low, high = np.full(5, level), level + 0.03 + 0.42 * (1 - np.abs(u))
        elif style == "round":
            low, high = level + 0.18 - 0.2 * np.sqrt(1.02 - u * u), level + 0.18 + 0.2 * np.sqrt(1.02 - u * u)
        else:
            low, high = np.full(5, level), level + 0.22 + 0.17 * side * u
        parts.append((patch(low, high, side * eye + wide * u), "glow"))
    if rng.random() < 0.6:
        parts.append((patch(np.full(5, 1.46), 1.48 + 0.16 * (1 - np.abs(u)), 0.1 * u), "glow"))
    u = np.linspace(-1, 1, 17)
    curve, teeth = rng.uniform(0.15, 0.35), int(rng.integers(2, 5))
    low = 0.93 + curve * u * u
    saw = np.abs(((u + 1) * teeth) % 2 - 1)
    parts.append(
        (
            patch(low + 0.09 * saw, low + 0.36 - 0.22 * u**4 - 0.06 * (1 - saw), rng.uniform(0.6, 0.75) * u),
            "glow",
        )
    )
    return parts


def _carrot(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    curved, leafy = is_said(rng, shape, "curved", 0.3), is_said(rng, shape, "leafy", 0.25)
    forked = is_said(rng, shape, "forked", 0.12)
    girth, blunt = rng.uniform(0.17, 0.25), rng.uniform(0.45, 0.95)
    t = np.linspace(0, 1, 22)
    width = (
        girth
        * np.clip(t, 0.004, 1) ** blunt
        * np.where(t > 0.93, np.sqrt(np.clip(1 - ((t - 0.93) / 0.075) ** 2, 0.1, 1)), 1)
    )
    ridges = rng.integers(0, 2, 22) * rng.uniform(0.05, 0.1)
    width = width * (1 - ridges * (t < 0.92))
    bow = rng.uniform(0.14, 0.24) * rng.choice([-1, 1]) if curved else rng.uniform(-0.03, 0.03)
    path = np.stack([bow * np.sin(np.pi * t) + 0.5 * bow * (1 - t), t, 0 * t], 1)
    parts: Parts = []
    if forked:
        parts.append((sweep(path[8:], np.maximum(width[8:], 0.11), 14), MAIN))
        for side in (-1, 1):
            leg = path[:13] + np.stack(
                [
                    side * 0.22 * (1 - t[:13] / t[12]) ** 0.8,
                    0.12 * (side > 0) * (1 - t[:13] / t[12]),
                    0 * t[:13],
                ],
                1,
            )
            parts.append((sweep(leg, 0.03 + 0.11 * (t[:13] / t[12]) ** 0.6, 12), MAIN))
    else:
        parts.append((sweep(path, np.maximum(width, 0.015), 16), MAIN))
    turned = turn(1, rng.uniform(0, 360))
    parts = [(move(solid, rotation=turned), slot) for solid, slot in parts]
    count = int(rng.integers(7, 10)) if leafy else int(rng.integers(3, 6))
    length = rng.uniform(0.5, 0.65) if leafy else rng.uniform(0.28, 0.42)
    s = np.linspace(0, 1, 7)
    bushy = rng.random() < 0.5
    for k in range(count):
        out = 0.0 if k == 0 else rng.uniform(0.14, 0.3) * length / 0.4
        tall = length * rng.uniform(0.8, 1.1)
        stalk = np.stack([out * s**1.5, 0.96 + tall * s - 0.5 * out * s**3, 0 * s], 1)
        blade = 0.05 + (0.08 if bushy else 0.05) * np.sin(np.pi * s) * (1 + 0.45 * (np.arange(7) % 2) * bushy)
        blade[-1] = 0.02
        leaf = sweep(stalk, np.stack([0.55 * blade, blade], 1), 6, smooth=False)
        parts.append(
            (move(leaf, rotation=turn(1, 360 * k / max(count - 1, 1) + rng.uniform(-20, 20))), "leaves")
        )
    return used(parts, {"leaves": one_of(rng, *_LEAVES)})


CLASSES: dict[str, PropClass] = {
    "apple": PropClass(_apple, ("orchard apple", "apple fruit"), 0.09, ("bitten", "leafy"), {"leaf": "leaf"}),
    "pumpkin": PropClass(
        _pumpkin,
        ("squash", "gourd"),
        0.35,
        ("carved", "leafy", "round"),
        {"stem": "stem", "leaves": "leaves"},
    ),
    "carrot": PropClass(
        _carrot,
        ("carrot root", "garden carrot"),
        0.25,
        ("curved", "leafy", "forked"),
        {"leaves": "leaves"},
    ),
}
