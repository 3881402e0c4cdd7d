"""Canvas of tents: thick sheets, round sheets sewn of strips, and the guy ropes that stretch them."""

from __future__ import annotations

import numpy as np

from threed.procedural.parts import Part, part
from threed.procedural.pieces import cylinder, stick
from threed.procedural.solids import Point, Solid, loft, move, shell, unit

#: of cloth, in metres
THICK = 0.022


def thick_sheet(name: str, grid: np.ndarray, out: Point, along: Point, thick: float = THICK) -> Part:
    """Give a sheet of points [M, N, 3] a thickness, its outer side looking `out`."""
    normal = unit(np.cross(np.gradient(grid, axis=1), np.gradient(grid, axis=0)))
    if (normal.mean((0, 1)) @ np.asarray(out)) < 0:
        grid, normal = grid[:, ::-1], -normal[:, ::-1]
    return part(name, "cloth", shell(grid, grid - thick * normal), along, out, crease_deg=70)


def _panel(profile: np.ndarray, left: float, right: float, thick: float) -> Solid:
    """Make a strip of a round sheet between two angles; strips side by side share their edges."""
    steps = np.gradient(profile, axis=0)
    normal = np.stack([steps[:, 1], -steps[:, 0]], 1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    inner = np.maximum(profile - thick * normal, [0.004, -1])
    rings = []
    for (r, y), (s, h) in zip(profile, inner, strict=True):
        corners = ((r, y, left), (r, y, right), (s, h, right), (s, h, left))
        rings.append([(q * np.sin(a), v, q * np.cos(a)) for q, v, a in corners])
    return loft(np.asarray(rings))


def sewn_strips(
    profile: Point,
    count: int,
    thick: float,
    names: tuple[str, str],
    skip: tuple[int, ...] = (),
    low: Point | None = None,
) -> list[Part]:
    """Sew a round sheet of strips about +Y, by turns of two names; the first looks to +Z.

    Args:
        profile: [P, 2] radius and height, upwards.
        skip: strips that are left out, or have `low` for a profile.
    """
    made = []
    for k in range(count):
        line = (
            np.asarray(profile if k not in skip else low, np.float64)
            if k not in skip or low is not None
            else None
        )
        if line is None:
            continue
        middle, half = 2 * np.pi * k / count, np.pi / count
        run = line[-1] - line[0]
        out = np.array([run[1] * np.sin(middle), -run[0], run[1] * np.cos(middle)])
        along = np.array([run[0] * np.sin(middle), run[1], run[0] * np.cos(middle)])
        solid = _panel(line, middle - half, middle + half, thick)
        made.append(part(names[k % 2], "cloth", solid, along, out, crease_deg=40))
    return made


def guy_rope(top: Point, foot: Point, peg: bool = True) -> list[Part]:
    """Stretch a rope from a tent to a peg in the ground."""
    a, b = np.asarray(top, float), np.asarray(foot, float)
    way = (b - a) * [1, 0, 1] / np.linalg.norm((b - a) * [1, 0, 1])
    made = [part("ropes", "rope", stick(a, b + [0, 0.1, 0], 0.016, 5), b - a)]
    if peg:
        low, high = b - 0.03 * way, b + 0.09 * way + [0, 0.2, 0]
        made.append(part("pegs", "wood", stick(low, high, 0.03, 6), high - low))
        made.append(
            part(
                "ropes",
                "rope",
                move(cylinder(0.042, -0.02, 0.02, 6), b + 0.015 * way + [0, 0.1, 0]),
                (0, 1, 0),
            )
        )
    return made
