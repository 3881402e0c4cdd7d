"""Builds stumps of trees."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import lathe, loft, move, rod, sweep
from training.props.foliage import PALE, azimuths, blade, turn_to
from training.props.pieces import is_said, used
from training.props.prop import DARK, LEAF, MAIN, Colours, Parts, PropClass, SlotColour


def _stump(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    radius, height = rng.uniform(0.34, 0.46), rng.uniform(0.4, 0.75)
    hollow, jagged = "hollow" in shape, "jagged" in shape
    if not (hollow or jagged):
        hollow, jagged = (rng.random() < chance for chance in (0.15, 0.2))
    around = 24
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    roots = int(rng.integers(4, 7))
    spread = rng.uniform(0.45, 0.7) if "rooted" in shape else rng.uniform(0.1, 0.45)
    lobes = np.clip(np.cos(roots * angle + rng.uniform(0, 6.3)), 0, 1) ** 1.5 * rng.uniform(0.8, 1.2, around)
    bark = 1 + rng.uniform(0.015, 0.04) * np.where(np.arange(around) % 2, 1, -1)
    crest = height + (
        rng.uniform(0.0, 0.34, around) if jagged else 0.02 * np.sin(angle + rng.uniform(0, 6.3))
    )
    profile = [(1 + 2.1 * spread, 0, 0), (1 + spread, 0.16, 0), (1 + spread * 0.35, 0.4, 0), (0.97, 1, 1)]
    rings = []
    for wide, up, last in profile:
        r = radius * (0.97 + (wide - 0.97) * (0.25 + 0.75 * lobes)) * bark
        rings.append(
            np.stack([r * np.sin(angle), crest if last else height * up + 0 * angle, r * np.cos(angle)], 1)
        )
    hub = rings[-1].mean(0)
    depth = height * (0.35 if hollow else 0.8) if hollow or jagged else height
    inner = 0.72 if hollow else 0.84
    for share, y in ((inner, None), (inner * 0.95, depth)):
        ring = hub + (rings[3] - hub) * share
        ring[:, 1] = rings[3][:, 1] if y is None else y
        rings.append(ring)
    parts: Parts = [(loft(rings), MAIN)]
    parts += _cut_face(rng, radius, height if not (hollow or jagged) else depth, hollow)
    if rng.random() < 0.35 or "rooted" in shape:
        for azimuth in azimuths(rng, int(rng.integers(2, 4)) + 2 * ("rooted" in shape)):
            s = np.linspace(0, 1, 4)
            reach, thick = radius * (0.8 + rng.uniform(0.8, 1.1) * s), rng.uniform(0.09, 0.13)
            path = np.stack([0.1 * np.sin(3 * s), 0.13 - 0.13 * s, reach], 1)
            parts.append((move(sweep(path, thick * (1 - 0.65 * s), 7), rotation=turn_to(azimuth)), MAIN))
    if rng.random() < 0.35:
        parts += _branch_stub(rng, radius, height)
    if is_said(rng, shape, "sprouting", 0.25):
        parts += _sprout(rng, radius * 0.4, depth)
    ring = tuple(np.array(PALE) * rng.uniform(0.95, 1.25))
    tones: dict[str, SlotColour] = {"wood": ring, "rings": tuple(np.array(ring) * 0.72), "hole": DARK}
    return used(parts, {**tones, "leaves": LEAF if rng.random() < 0.7 else (0.42, 0.62, 0.20)})


def _cut_face(rng: np.random.Generator, radius: float, y: float, hollow: bool) -> Parts:
    """Make the sawn face with its rings, or the dark floor of a hollow."""
    if hollow:
        return [(lathe([(0, y), (radius * 0.68, y), (0, y + 0.03)], 16), "hole")]
    parts: Parts = [
        (
            lathe([(0, y - 0.03), (radius * 0.86, y - 0.03), (radius * 0.8, y + 0.035), (0, y + 0.04)], 24),
            "wood",
        )
    ]
    off = rng.uniform(-0.04, 0.04, 2)
    for share in (0.62, 0.32):
        r, top = radius * share, y + 0.055
        ring = [(r - 0.035, y), (r + 0.02, y), (r + 0.02, top), (r - 0.03, top), (r - 0.035, y)]
        parts.append((move(lathe(ring, 20), (off[0] * share, 0, off[1] * share)), "rings"))
    return parts


def _branch_stub(rng: np.random.Generator, radius: float, height: float) -> Parts:
    azimuth = rng.uniform(0, 2 * np.pi)
    way = np.array([np.sin(azimuth), rng.uniform(0.4, 0.8), np.cos(azimuth)])
    foot = np.array([0, height * 0.4, 0]) + way * [radius * 0.6, 0, radius * 0.6]
    thick, tip = rng.uniform(0.08, 0.11), foot + way * rng.uniform(0.28, 0.4)
    return [
        (rod(foot, tip, thick, thick * 0.85, 8), MAIN),
        (rod(tip, tip + way * 0.02, thick * 0.65, segments=8), "wood"),
    ]


def _sprout(rng: np.random.Generator, reach: float, y: float) -> Parts:
    """Make a young twig with a few leaves."""
    way = rng.uniform(0, 2 * np.pi)
    foot = np.array([reach * np.sin(way), y, reach * np.cos(way)])
    tall, parts = rng.uniform(0.25, 0.4), []
    parts.append((rod(foot, foot + [0, tall, 0], 0.035, 0.03, 7), "leaves"))
    s = np.linspace(0, 1, 5)
    for k, azimuth in enumerate(azimuths(rng, int(rng.integers(3, 6)))):
        path = np.stack([0.26 * s, 0.25 * s - 0.16 * s * s], 1)
        leaf = blade(path, 0.09 * np.array([0.3, 0.9, 1, 0.7, 0.08]), 0.06, 0.25)
        parts.append((move(leaf, foot + [0, tall * (0.6 + 0.4 * (k % 2)), 0], turn_to(azimuth)), "leaves"))
    return parts


CLASSES: dict[str, PropClass] = {
    "stump": PropClass(
        _stump,
        ("tree stump", "cut trunk"),
        0.8,
        ("hollow", "jagged", "rooted", "sprouting"),
        {"top": "wood", "leaves": "leaves"},
    ),
}
