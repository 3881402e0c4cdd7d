"""What a program puts together: closed named solids, each with a role and a frame of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from threed.procedural.solids import Point, Solid, move, unit

#: What sort of stuff a part is: weather asks for it (metal rusts, what grows has no moss on it).
Role = Literal[
    "wood", "bark", "metal", "stone", "brick", "plaster", "roof", "cloth", "leather", "rope", "wicker",
    "straw", "paper", "ceramic", "glass", "plastic", "rubber", "plant", "fruit", "food", "wax", "bone",
    "earth", "snow", "crystal", "liquid", "flame", "light",
]  # fmt: skip

#: How a surface is laid on a part, in its frame: "box" from three sides, "turned" around its v axis.
Mapping = Literal["box", "turned"]


@dataclass(frozen=True)
class Part:
    """A closed solid of one stuff.

    Attributes:
        name: what words, dials and the kind's table of surfaces call it; many solids may share one.
        role: what sort of stuff it is.
        solid: closed, in metres; it goes into what it touches by a millimetre or more.
        frame: [3, 4] float32, columns u, v, w and origin. v runs along the grain of wood and the threads of
            cloth, along a rope, and up the courses of masonry and of roofs; w is out of the broad side.
        mapping: how a surface is laid on it.
        crease_deg: edges that are sharper stay edges, the others are shaded round.
        loose: it may stand apart from the rest (a leaf, a spark).
        surface: what it is made of, where this build says so itself; None is the kind's table.
    """

    name: str
    role: Role
    solid: Solid
    frame: np.ndarray
    mapping: Mapping = "box"
    crease_deg: float = 40.0
    loose: bool = False
    surface: str | None = None


def part(
    name: str,
    role: Role,
    solid: Solid,
    along: Point = (0, 1, 0),
    facing: Point | None = None,
    *,
    origin: Point | None = None,
    mapping: Mapping = "box",
    crease_deg: float = 40.0,
    loose: bool = False,
    surface: str | None = None,
) -> Part:
    """Make a part, its frame from the direction `along` (v) and the side it faces (w).

    Args:
        along: of the grain, or up the courses.
        facing: out of the broad side, about square to `along`; None takes the axis of least extent.
        origin: of the frame; None is the middle of the bounding box. Of a turned part a point on its axis.
        name, role, solid, mapping, crease_deg, loose, surface: see Part.
    """
    v = unit(np.asarray(along, np.float64))
    low, high = solid.vertices.min(0), solid.vertices.max(0)
    out = np.eye(3)[np.argmin((high - low) + 1e6 * (np.abs(v) > 0.7))] if facing is None else facing
    w = np.asarray(out, np.float64)
    w = w - np.dot(w, v) * v
    if np.linalg.norm(w) < 1e-6:
        w = np.cross(v, np.eye(3)[np.argmin(np.abs(v))])
    w = unit(w)
    middle = (low + high) / 2 if origin is None else np.asarray(origin, np.float64)
    frame = np.stack([np.cross(v, w), v, w, middle], 1).astype(np.float32)
    return Part(name, role, solid, frame, mapping, crease_deg, loose, surface)


def move_part(
    one: Part, translation: Point = (0, 0, 0), rotation: np.ndarray | None = None, scale: float | Point = 1.0
) -> Part:
    """Scale (per axis), rotate ([3, 3]) and translate a part with its frame, in this order."""
    frame = one.frame.astype(np.float64)
    origin = frame[:, 3] * np.broadcast_to(np.asarray(scale, np.float64), 3)
    axes = frame[:, :3]
    if rotation is not None:
        origin, axes = rotation @ origin, rotation @ axes
    frame = np.concatenate([axes, (origin + np.asarray(translation))[:, None]], 1).astype(np.float32)
    return replace(one, solid=move(one.solid, translation, rotation, scale), frame=frame)


def move_parts(
    parts: Iterable[Part],
    translation: Point = (0, 0, 0),
    rotation: np.ndarray | None = None,
    scale: float | Point = 1.0,
) -> list[Part]:
    """Move parts as one: see move_part."""
    return [move_part(one, translation, rotation, scale) for one in parts]
