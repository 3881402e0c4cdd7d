"""Builds cannons."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, box, frame_along, lathe, move, rod
from training.props.pieces import WOODS, X_TO_Z, bar, hoop, is_said, knob, one_of, used
from training.props.prop import DARK, GOLD, MAIN, STEEL, WOOD, Colours, Parts, PropClass
from training.props.wheels import gun_wheel


def _gun(rng: np.random.Generator, length: float, breech: float, muzzle: float, ornate: bool) -> Parts:
    """Make a cannon's barrel along Y, its breech at the origin."""
    bore, lip = 0.68 * muzzle, muzzle * rng.uniform(1.15, 1.3)
    swell = 0.97 * breech
    outside = [(0, -0.12), (0.6 * breech, -0.1), (breech, 0), (swell, 0.35 * length), (muzzle, length - 0.16)]
    end = [(lip, length - 0.1), (lip, length - 0.02), (0.92 * lip, length), (bore, length)]
    parts: Parts = [
        (lathe([*outside, *end, (bore, length - 0.1), (0, length - 0.1)], 24, 0.7), MAIN),
        (rod((0, length - 0.2, 0), (0, length - 0.06, 0), bore + 0.01), "bore"),
        (rod((0, -0.2, 0), (0, -0.05, 0), 0.24 * breech, segments=12), MAIN),
        (knob((0, -0.2, 0), 0.4 * breech), "bands" if ornate else MAIN),
    ]
    for at in np.linspace(0.04, 0.78, int(rng.integers(2, 5))) * length:
        radius = float(np.interp(at, [0, 0.35 * length, length], [breech, swell, muzzle]))
        parts.append((hoop(radius + 0.03, at, at + rng.uniform(0.05, 0.08), radius - 0.05), "bands"))
    if ornate:
        parts.append((hoop(lip + 0.025, length - 0.1, length - 0.03, bore + 0.03), "bands"))
    return parts


def _field_carriage(rng: np.random.Generator, pivot: np.ndarray, wide: float, wheel: float) -> Parts:
    """Make two big wheels and a trail that rests on the ground behind."""
    hub, reach = np.array([0, wheel, pivot[2] + 0.02]), np.array([wide + 0.1, 0, 0])
    back = np.array([0, 0.06, hub[2] - rng.uniform(0.6, 0.75)])
    parts: Parts = [(rod(hub - reach, hub + reach, 0.06, segments=10), "carriage")]
    disc = gun_wheel(rng, wheel, spoked=True)
    for side in (-1, 1):
        cheek = np.array([side * 0.75 * (wide - 0.07), 0, 0])
        parts.append((_beam(hub + cheek + [0, 0.06, 0.12], back + 0.4 * cheek, 0.13), "carriage"))
        parts.append((_beam(hub + cheek, pivot + cheek, 0.13), "carriage"))
        parts.append((move(disc, hub + side * reach), "wheels"))
    return parts


def _naval_carriage(rng: np.random.Generator, pivot: np.ndarray, wide: float, length: float) -> Parts:
    """Make stepped cheeks on four small wheels."""
    back, front = pivot[2] - max(0.2 * length, 0.28), pivot[2] + max(0.28 * length, 0.28)
    size = rng.uniform(0.11, 0.14)
    disc = gun_wheel(rng, size, spoked=False)
    middle = (0, 0.22, (back + front) / 2), (2 * wide - 0.1, 0.12, front - back - 0.06)
    parts: Parts = [(box(*middle), "carriage")]
    for side in (-1, 1):
        for z, high in ((back, 0.4), (back + 0.22 * length, 0.6), (pivot[2] - 0.1, 0.85)):
            tall = (pivot[1] - 0.1) * high
            centre = side * (wide - 0.01), 0.14 + tall / 2, (z + front) / 2
            parts.append((box(centre, (0.12, tall, front - z)), "carriage"))
        parts += [(move(disc, (side * (wide + 0.12), size, z)), "wheels") for z in (back + 0.08, front - 0.1)]
    return parts


def _beam(start: np.ndarray, end: np.ndarray, thick: float) -> Solid:
    """Make a square beam between two points in a plane of equal X, or nearly so."""
    a, b = (np.array([p[2], p[1], -p[0]]) for p in (start, end))
    return move(bar([a, b], [thick / 2, thick / 2]), rotation=X_TO_Z)


def _cannon(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    ornate, stubby = is_said(rng, shape, "ornate", 0.25), is_said(rng, shape, "stubby", 0.2)
    field = is_said(rng, shape, "big-wheeled", 0.5)
    length = rng.uniform(0.75, 0.9) if stubby else rng.uniform(1.15, 1.4)
    breech = rng.uniform(0.36, 0.4) if stubby else rng.uniform(0.28, 0.33)
    muzzle = breech * (rng.uniform(0.9, 1.1) if stubby else rng.uniform(0.68, 0.85))
    wheel = rng.uniform(0.3, 0.36)
    height = wheel + rng.uniform(0.18, 0.24) if field else breech + rng.uniform(0.26, 0.32)
    rise, wide = rng.uniform(0.12, 0.45), breech + 0.07
    aim = frame_along((0, np.sin(rise), np.cos(rise)))
    gun = _gun(rng, length, breech, muzzle, ornate)
    parts: Parts = [(move(solid, (0, height, -0.36 * length), aim), slot) for solid, slot in gun]
    pivot = np.array([0, height + 0.1 * length * np.sin(rise), -0.12 * length])
    parts.append((rod(pivot - [wide + 0.05, 0, 0], pivot + [wide + 0.05, 0, 0], 0.075, segments=12), MAIN))
    if field:
        parts += _field_carriage(rng, pivot, wide, wheel)
    else:
        parts += _naval_carriage(rng, pivot, wide, length)
    wood, bands = one_of(rng, *WOODS), GOLD if ornate else one_of(rng, 0.6, 0.6, 1.4, STEEL, GOLD)
    wheels = one_of(rng, wood, WOOD, DARK)
    return used(parts, {"bore": DARK, "bands": bands, "carriage": wood, "wheels": wheels})


CLASSES: dict[str, PropClass] = {
    "cannon": PropClass(
        _cannon,
        ("artillery gun", "battle cannon"),
        1.8,
        ("big-wheeled", "stubby", "ornate"),
        {"wheels": "wheels", "carriage": "carriage", "bands": "bands"},
    ),
}
