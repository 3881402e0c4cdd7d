"""Builds a shape: runs a kind's program with a seed and the dials that were set."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from threed.procedural import KINDS
from threed.procedural.breaking import break_parts
from threed.procedural.dials import Dial, Dials, Value
from threed.procedural.parts import Part, move_parts
from threed.procedural.size import AS_MADE, Size

#: how much taller or wider than its program makes it a prop may be
STRETCH = (0.4, 2.5)
#: the stream of chance, beside those of a seed's dials, that says where it breaks
BREAKS = 0x6272


@dataclass(frozen=True)
class Shape:
    """What a program made: closed named solids, on y = 0, front to +Z, in metres.

    Attributes:
        kind: a key of KINDS.
        seed: that drew what was not set.
        parts: in the order that they were made.
        dials: every dial of the build, by name.
        size_m: its largest dimension.
    """

    kind: str
    seed: int
    parts: tuple[Part, ...]
    dials: Mapping[str, Dial]
    size_m: float


def build_shape(
    kind: str,
    seed: int = 0,
    dials: Mapping[str, Value] | None = None,
    size: Size = AS_MADE,
    *,
    without: Collection[str] = (),
    detail: float = 1.0,
) -> Shape:
    """Build a shape.

    Args:
        kind: a key of KINDS.
        seed: 0 or more; draws the dials that are not set.
        dials: values by name; those of every kind are "broken", "stretch_up" and
            "stretch_across" (factors).
        size: how large.
        without: names of parts that are left out.
        detail: 1 standard; round things have sides by it.

    Returns:
        The shape, with the record of its dials.

    Raises:
        KeyError: no such kind.
        DialError: no such dial, or a value out of its range.
    """
    spec = KINDS[kind]
    drawing = Dials(seed, dials, size_m=spec.size_m, detail=detail)
    parts = [one for one in spec.build(drawing) if one.name not in without]
    up = across = 1.0
    if spec.stretches:
        up = drawing.number("stretch_up", 1.0, 1.0, "", "taller than usual by this factor", STRETCH)
        across = drawing.number("stretch_across", 1.0, 1.0, "", "wider than usual by this factor", STRETCH)
    broken = drawing.flag("broken", 0.0, "pieces have broken off it")
    drawing.check_all_used()
    if broken:
        parts = break_parts(np.random.default_rng([seed, BREAKS]), parts, spec.main_parts, spec.pieces)
    low, high = bounds(parts)
    scale = np.array([across, up, across])
    scale = scale * size.scale((high - low) * scale)
    if not np.array_equal(scale, np.ones(3)):
        parts = move_parts(parts, scale=scale)
    if low[1]:
        parts = move_parts(parts, (0, -low[1] * scale[1], 0))
    return Shape(kind, seed, tuple(parts), dict(drawing.record), float(((high - low) * scale).max()))


def bounds(parts: list[Part] | tuple[Part, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest corner [3] of parts."""
    points = np.concatenate([one.solid.vertices for one in parts]).astype(np.float64)
    return points.min(0), points.max(0)
