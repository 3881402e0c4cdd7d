"""Builds carts."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import blob, box, move, rod, turn
from training.props.pieces import HAY, chosen, one_of
from training.props.prop import DARK, GOLD, MAIN, WOOD, Colours, Parts, PropClass
from training.props.wheels import cart_wheel


def _cart(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("two-wheeled", "four-wheeled"))
    long, width, rise = rng.uniform(0.95, 1.25), rng.uniform(0.62, 0.8), rng.uniform(0.32, 0.44)
    radius = rng.uniform(0.27, 0.34) if kind == "two-wheeled" else rng.uniform(0.2, 0.25)
    bed, flare, thick = radius + 0.04, rng.uniform(0.0, 0.09), 0.065
    parts: Parts = [(box((0, bed, 0), (width, 0.09, long)), MAIN)]
    rows = int(rng.integers(1, 4))
    each = rise / rows
    for k in range(rows):
        y, out = bed + (k + 0.5) * each, flare * (k + 0.5) / rows
        gap = 0.02 if rows > 1 else 0.0
        parts += [
            (box((s * (width / 2 + out), y, 0), (thick, each - gap, long + 2 * out)), MAIN) for s in (-1, 1)
        ]
        for s in (-1, 1):
            height = each - gap
            parts.append((box((0, y, s * (long / 2 + out)), (width + 2 * out, height, thick)), MAIN))
    stakes = int(rng.integers(2, 4))
    for s in (-1, 1):
        for z in np.linspace(-0.44, 0.44, stakes) * long:
            low, high = (
                (s * (width / 2 + 0.05), bed - 0.04, z),
                (s * (width / 2 + flare + 0.05), bed + rise + 0.05, z),
            )
            parts.append((rod(low, high, 0.05, 0.05, 6), "frame"))
    axles = [0.0] if kind == "two-wheeled" else [-0.32 * long, 0.32 * long]
    wheel = cart_wheel(radius, int(rng.integers(3, 5)))
    for z in axles:
        parts.append(
            (rod((-width / 2 - 0.14, radius, z), (width / 2 + 0.14, radius, z), 0.05, segments=8), "frame")
        )
        parts += [
            (move(wheel, (s * (width / 2 + 0.15 + flare), radius, z), turn(0, rng.uniform(0, 90))), "wheels")
            for s in (-1, 1)
        ]
    if kind == "two-wheeled":
        reach, drop = rng.uniform(0.42, 0.6), rng.uniform(-0.12, 0.12)
        for s in (-1, 1):
            start = (s * width * 0.36, bed - 0.05, long / 2 - 0.2)
            parts.append(
                (rod(start, (s * width * 0.36, bed + drop, long / 2 + reach), 0.048, 0.048, 7), "frame")
            )
        if rng.random() < 0.6:
            end = (width * 0.36 + 0.05, bed + drop, long / 2 + reach - 0.06)
            parts.append((rod(end, np.array(end) * [-1, 1, 1], 0.045, segments=7), "frame"))
    else:
        tip = (0, radius + rng.uniform(0, 0.2), long / 2 + rng.uniform(0.36, 0.5))
        parts.append((rod((0, radius, 0.3 * long), tip, 0.048, segments=7), "frame"))
        parts.append(
            (rod(np.array(tip) + [-0.16, 0, 0], np.array(tip) + [0.16, 0, 0], 0.045, segments=7), "frame")
        )
    if "loaded" in shape or rng.random() < 0.3:
        load = rng.random()
        top = bed + rise * 0.8
        if load < 0.5:
            heap = blob(
                rng, (0, top, 0), (width * 0.46, rng.uniform(0.24, 0.36), long * 0.45), 0.14, subdivisions=2
            )
            parts.append((heap, "hay"))
        else:
            for z in np.linspace(-0.26, 0.26, 2) * long:
                size = rng.uniform(0.28, 0.36)
                crate = move(
                    box((0, size / 2, 0), (size * 1.2, size, size)),
                    (0, bed + rise * 0.35, z),
                    turn(1, rng.uniform(-20, 20)),
                )
                parts.append((crate, "hay" if rng.random() < 0.3 else "load"))
    wheels = one_of(rng, 0.6, 0.6, 0.75, WOOD, DARK, GOLD)
    return parts, {
        "wheels": wheels,
        "frame": one_of(rng, 0.8, 0.8, 1.0, WOOD),
        "hay": HAY,
        "load": one_of(rng, WOOD, (0.62, 0.45, 0.26)),
    }


CLASSES: dict[str, PropClass] = {
    "cart": PropClass(
        _cart,
        ("wagon", "handcart"),
        2.2,
        shapes=("two-wheeled", "four-wheeled", "loaded"),
        parts={"wheels": "wheels"},
    ),
}
