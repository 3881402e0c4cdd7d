"""Builds mushrooms."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import frame_along, lathe, lean, move
from training.props.foliage import GOLDEN_ANGLE, star
from training.props.pieces import is_said, kind_of, used
from training.props.prop import CREAM, MAIN, WHITE, Colours, Parts, PropClass


def _mushroom(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = kind_of(rng, shape, {"round": 0.5, "pointed": 0.25, "flat": 0.25})
    warty = is_said(rng, shape, "warty", 0.5)
    spots = int(rng.integers(9, 14)) if warty else 0
    parts = _toadstool(rng, kind, spots)
    slant = rng.normal(0, 0.06, 2)
    parts = [(lean(solid, slant), slot) for solid, slot in parts]
    if is_said(rng, shape, "twin", 0.25):
        azimuth = rng.uniform(0, 2 * np.pi)
        for k in range(1 if "twin" in shape else int(rng.integers(1, 3))):
            way = np.array([np.sin(azimuth + 2.4 * k), np.cos(azimuth + 2.4 * k)])
            size, place = rng.uniform(0.42, 0.62), 0.5 * way
            small = [(lean(solid, 0.25 * way), slot) for solid, slot in _toadstool(rng, kind, spots // 2, 18)]
            parts += [(move(solid, (place[0], 0, place[1]), scale=size), slot) for solid, slot in small]
    stem = CREAM if rng.random() < 0.6 else (0.82, 0.72, 0.56) if rng.random() < 0.6 else WHITE
    dots = WHITE if rng.random() < 0.7 else CREAM if rng.random() < 0.5 else 0.55
    return used(parts, {"stem": stem, "gills": (0.80, 0.70, 0.58), "spots": dots})


def _toadstool(rng: np.random.Generator, kind: str, spots: int, segments: int = 28) -> Parts:
    """Make one mushroom: stem, gills, cap, and spots on it."""
    stem, thick = rng.uniform(0.4, 0.8), rng.uniform(0.13, 0.21)
    brim, t = rng.uniform(0.5, 0.66), np.linspace(0, 1, 9)
    if kind == "pointed":
        rise = rng.uniform(0.75, 1.0)
        brim *= 0.82
        cap = np.stack([brim * (1 - t) ** 0.8 * (1 - 0.35 * np.sin(np.pi * t)), stem + rise * t], 1)
    else:
        stem += 0.15 * (kind == "flat")
        rise = rng.uniform(0.16, 0.24) if kind == "flat" else rng.uniform(0.36, 0.6)
        brim *= 1.15 if kind == "flat" else 1.0
        cap = np.stack([brim * np.cos(t * np.pi / 2), stem + rise * np.sin(t * np.pi / 2)], 1)
    hang = rng.uniform(0.03, 0.09)
    under = [(0, stem), (brim * 0.9, stem - hang + 0.02), (brim * 0.97, stem - hang)]
    bulb = thick * rng.uniform(1.15, 1.6)
    stalk = [(0, 0), (bulb, 0), (bulb * 1.02, 0.1), (thick, stem * 0.45), (thick * 0.85, stem + 0.02)]
    gills = star(
        [(thick, stem - 0.06), (brim * 0.88, stem - hang - 0.005), (0.1, stem + 0.02)], 14, [1, 0.95, 1], 0.02
    )
    parts: Parts = [
        (lathe([*stalk, (0, stem + 0.02)], 16, 0.2), "stem"),
        (lathe([*under, *cap], segments, 0.3), MAIN),
        (gills, "gills"),
    ]
    if rng.random() < 0.35:
        y = stem * rng.uniform(0.5, 0.7)
        ring = [(thick * 0.8, y), (thick * 1.75, y - 0.09), (thick * 1.7, y - 0.04), (thick * 0.8, y + 0.06)]
        parts.append((lathe(ring, 16, 0.2), "stem"))
    dot, first = lathe([(0, -0.03), (1, -0.03), (0.8, 0.022), (0, 0.04)], 8, 0.3), rng.uniform(0, 6.3)
    for k in range(spots):
        at = (0.12 + 0.75 * ((k + 0.5) / spots) ** 0.75) * (len(cap) - 1)
        i, f = int(at), at % 1
        (r, y), (dr, dy) = cap[-1 - i] * (1 - f) + cap[-2 - i] * f, cap[-2 - i] - cap[-1 - i]
        azimuth, size = (
            first + k * GOLDEN_ANGLE,
            rng.uniform(0.07, 0.12) * (0.75 if kind == "pointed" else 1),
        )
        normal = (-dy * np.sin(azimuth), dr, -dy * np.cos(azimuth))
        place = (r * np.sin(azimuth), y, r * np.cos(azimuth))
        parts.append((move(dot, place, frame_along(normal), (size, 1, size)), "spots"))
    return parts


CLASSES: dict[str, PropClass] = {
    "mushroom": PropClass(
        _mushroom,
        ("toadstool", "fungus"),
        0.4,
        ("round", "pointed", "flat", "warty", "twin"),
        {"stem": "stem", "spots": "spots"},
    ),
}
