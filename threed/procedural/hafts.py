"""Hafts and what is put on them: turned and bent handles, windings, ferrules, caps, cut stones."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import smooth_path, tube
from threed.procedural.parts import Part, part
from threed.procedural.pieces import ring
from threed.procedural.solids import Point, Solid, frame_along, lathe, loft, move


def haft(path: Point, radii: Point, sides: int = 10, flat_by: float = 0.8) -> Solid:
    """Bend a wooden handle through points, oval in section.

    Args:
        path: [P, 3] from its foot to its head, near the XY plane.
        radii: [P], across the direction of its tool.
        sides: of the section.
        flat_by: its thickness towards Z as part of its width.
    """
    line = smooth_path(path, 3)
    wide = smooth_path(np.asarray(radii, np.float64)[:, None], 3)
    return tube(line, np.concatenate([wide, flat_by * wide], 1), sides)


def winding(low: float, high: float, radius: Point, turns: int, sides: int = 10, rise: float = 0.09) -> Solid:
    """Wind a strap about +Y between two heights: a tube whose ridge climbs around it.

    Args:
        radius: one, or (radius, flattened radius) towards X and Z.
        turns: of the strap.
        rise: of its edge above what is wound, as part of the radius.
    """
    rows = 3 * turns + 1
    t, angle = np.linspace(0, 1, rows)[:, None], np.arange(sides)[None] * 2 * np.pi / sides
    phase = np.mod(turns * t - angle / (2 * np.pi), 1.0)
    swell = 1 + rise * (1 - np.abs(2 * phase - 1) ** 2)
    wide, deep = np.broadcast_to(np.asarray(radius, np.float64), 2)
    x, z = swell * wide * np.sin(angle), swell * deep * np.cos(angle)
    return loft(np.stack([x, np.broadcast_to(low + (high - low) * t, x.shape), z], -1))


def ferrule(radius: float, low: float, high: float, thick: float = 0.003, sides: int = 12) -> Solid:
    """Make a metal sleeve about +Y that reaches into what it holds."""
    inside = min(0.6 * radius, radius - 0.002)
    return ring(inside, radius + thick - inside, low, high, sides, thick)


def cut_stone(centre: Point, out: Point, radius: float, height: float, sides: int = 8) -> Solid:
    """Cut a stone with a table and a girdle that looks `out` from its centre; it is as deep behind."""
    profile = [
        (0, -height),
        (0.7 * radius, -height),
        (radius, -0.1 * height),
        (radius, 0.15 * height),
        (0.62 * radius, height),
        (0, height),
    ]
    return move(lathe(profile, sides), centre, frame_along(out))


def jewel(
    centre: Point, out: Point, radius: float, gem: str = "gem", mount: str = "trim", sides: int = 8
) -> list[Part]:
    """Set a cut stone in a collar of metal."""
    profile = [
        (0, -0.8 * radius),
        (1.3 * radius, -0.8 * radius),
        (1.3 * radius, 0.2 * radius),
        (1.1 * radius, 0.42 * radius),
        (0, 0.42 * radius),
    ]
    collar = move(lathe(profile, sides), centre, frame_along(out))
    stone = cut_stone(centre, out, radius, 0.75 * radius, sides)
    return [part(mount, "metal", collar, out, mapping="turned"), part(gem, "crystal", stone, out)]
