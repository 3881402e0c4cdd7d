"""Builds helmets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.solids import Point, Solid, lathe, move, shell, sweep
from training.props.pieces import (
    ABOUT_Y,
    CLOTHS,
    GEMS,
    X_TO_Z,
    Y_TO_X,
    band,
    is_said,
    kind_of,
    knob,
    octahedron,
    one_of,
    used,
)
from training.props.prop import CREAM, DARK, GOLD, MAIN, STEEL, Colours, Parts, PropClass


@dataclass(frozen=True)
class _Skull:
    """A helmet's round: where its dome begins and ends, and how its neck is drawn in and flares."""

    tall: float
    peak: float
    pinch: float
    flare: float
    pointed: bool

    def radius(self, y: np.ndarray) -> np.ndarray:
        """Return the radius at a height."""
        up, down = np.clip((y - self.tall) / self.peak, 0, 1), np.clip(1 - y / self.tall, 0, 1)
        dome = 1 - up**1.5 if self.pointed else np.sqrt(1 - up**2)
        return 0.5 * dome - self.pinch * down + self.flare * np.clip(2 * down - 1, 0, 1) ** 2

    def patch(self, heights: Point, left: Point, right: Point, out: float, deep: float) -> Solid:
        """Make a piece of the wall between two angles at each height, `out` before it."""
        y = np.asarray(heights, np.float64)[:, None]
        sides = [np.broadcast_to(np.asarray(a, np.float64), len(y))[:, None] for a in (left, right)]
        angle = sides[0] + (sides[1] - sides[0]) * np.linspace(0, 1, 15)
        ring = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], -1)
        level = np.broadcast_to(y, angle.shape)[..., None] * [0, 1, 0]
        front, back = (level + ring * (self.radius(y) + z)[..., None] for z in (out, out - deep))
        return shell(front, back)


def _open_face(rng: np.random.Generator, skull: _Skull) -> Parts:
    """Make a wall with a wide or a T-shaped opening, and the guard of the nose."""
    tall, wide = skull.tall, rng.random() < 0.5
    if wide:
        rows, gap = [0, 0.35, 0.85, 1.0], np.array([0.6, 0.85, 0.85, 0.75]) * rng.uniform(0.85, 1.1)
    else:
        mouth, eye = rng.uniform(0.16, 0.3), rng.uniform(0.75, 0.95)
        rows, gap = [0, 0.42, 0.56, 0.86, 1.0], [mouth * 1.4, mouth, eye, eye, eye * 0.6]
    y = np.union1d(np.linspace(0, tall, 5), tall * np.array(rows))
    gap = np.interp(y, tall * np.array(rows), gap)
    parts: Parts = [(skull.patch(y, gap, 2 * np.pi - gap, 0.0, 0.08), MAIN)]
    if not wide or rng.random() < 0.6:
        tip = tall * rng.uniform(0.3, 0.45)
        parts.append((skull.patch([tip, tall + 0.05], [-0.13, -0.1], [0.13, 0.1], 0.03, 0.1), "trim"))
    return parts


def _closed_face(rng: np.random.Generator, skull: _Skull) -> Parts:
    """Make a whole wall, and a visor with a slit before it."""
    tall, eyes = skull.tall, rng.uniform(0.6, 0.72) * skull.tall
    wide = np.array([0.75, 1.1, 1.35, 1.3, 1.0]) * rng.uniform(0.9, 1.1)
    rows = [0.02, eyes * 0.5, eyes, tall + 0.04, tall + 0.13]
    slit = rng.uniform(0.035, 0.05)
    parts: Parts = [
        (skull.patch(np.linspace(0, tall, 6), 0.0, 2 * np.pi, 0.0, 0.08), MAIN),
        (skull.patch(rows, -wide, wide, 0.06, 0.1), "visor"),
        (skull.patch([eyes - slit, eyes + slit], -0.85, 0.85, 0.072, 0.05), "inside"),
        *((knob((0.5 * side, tall, 0.08), 0.09), "trim") for side in (-1, 1)),
    ]
    if rng.random() < 0.6:
        for a in (-0.45, -0.15, 0.15, 0.45):
            hole = skull.patch([eyes * 0.25, eyes * 0.6], a - 0.055, a + 0.055, 0.072, 0.05)
            parts.append((hole, "inside"))
    else:
        parts.append((skull.patch([0.04, tall + 0.04], -0.09, 0.09, 0.085, 0.1), "trim"))
    return parts


def _crown(rng: np.random.Generator, skull: _Skull, kind: str) -> Parts:
    """Make what stands on the dome: a crest of hair, horns, or a knob."""
    tall, peak, parts = skull.tall, skull.peak, []
    if kind == "crested":
        a = np.linspace(-0.25, np.pi + rng.uniform(-0.3, 0.25), 13)
        lift, high = rng.uniform(0.06, 0.12), rng.uniform(0.11, 0.17)
        arc = np.stack([(0.5 + lift) * np.cos(a), tall + (peak + lift) * np.sin(a), 0 * a], 1)
        fin = np.stack([high * (1 - 0.5 * np.linspace(-1, 1, 13) ** 4), np.full(13, 0.075)], 1)
        parts.append((move(sweep(arc, fin, 8, True), rotation=X_TO_Z), "crest"))
    elif kind == "horned":
        t = np.linspace(0, 1, 9)
        reach, rise, thick = rng.uniform(0.32, 0.48), rng.uniform(0.35, 0.6), rng.uniform(0.11, 0.14)
        x = 0.4 + reach * np.sin(t * rng.uniform(1.5, 2.4))
        horn = sweep(np.stack([x, tall + 0.12 + rise * t**1.5, 0 * t], 1), thick * (1 - 0.85 * t), 12)
        ring = move(band(thick + 0.05, 0.38, 0.47), (0, tall + 0.12, 0), Y_TO_X)
        for side in (None, ABOUT_Y):
            parts += [(move(horn, rotation=side), "horns"), (move(ring, rotation=side), "trim")]
    elif rng.random() < 0.6:
        at = (0, tall + peak, 0)
        parts.append((octahedron(at, 0.07, 0.2) if skull.pointed else knob(at, 0.08), "trim"))
    return parts


def _helmet(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate = is_said(rng, shape, "ornate", 0.25)
    crown = kind_of(rng, shape, {"bare": 0.3, "horned": 0.35, "crested": 0.35})
    closed = kind_of(rng, shape, {"open": 0.5, "closed": 0.5}) == "closed"
    tall, peak = rng.uniform(0.42, 0.56), rng.uniform(0.4, 0.56)
    skull = _Skull(tall, peak, rng.uniform(0.04, 0.1), rng.uniform(0, 0.14), rng.random() < 0.3)
    levels = tall + peak * np.sin(np.linspace(0, np.pi / 2, 8))[:-1]
    dome = [(0, tall - 0.02), *zip(skull.radius(levels), levels, strict=True), (0, tall + peak)]
    lining = [(0, 0.02), (0.37, 0.02), (0.41, tall), (0, tall)]
    parts: Parts = [(lathe(dome, 28, 0.2), MAIN), (lathe(lining, 20), "inside")]
    parts += _closed_face(rng, skull) if closed else _open_face(rng, skull)
    parts += _crown(rng, skull, crown)
    if ornate or not closed:
        brow = [tall - 0.02, tall + rng.uniform(0.07, 0.11)]
        parts.append((skull.patch(brow, 0, 2 * np.pi, 0.03, 0.09), "trim"))
    if ornate:
        around = np.arange(8) * np.pi / 4 + np.pi / 8
        parts += [(knob((0.53 * np.sin(a), tall + 0.05, 0.53 * np.cos(a)), 0.06), "studs") for a in around]
    return used(parts, {
        "inside": DARK,
        "trim": GOLD if ornate else one_of(rng, GOLD, 0.6, 1.4, DARK),
        "visor": one_of(rng, 0.7, 1.4, 0.7, STEEL),
        "studs": one_of(rng, *GEMS),
        "crest": one_of(rng, *CLOTHS),
        "horns": one_of(rng, CREAM, CREAM, (0.62, 0.5, 0.36), DARK),
    })  # fmt: skip


CLASSES: dict[str, PropClass] = {
    "helmet": PropClass(
        _helmet,
        ("helm", "war helmet"),
        0.35,
        ("horned", "crested", "closed", "open", "ornate"),
        {"horns": "horns", "crest": "crest", "plume": "crest", "visor": "visor"},
    ),
}
