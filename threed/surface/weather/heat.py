"""What fire does: charring, and the colours of hot metal."""

from __future__ import annotations

import numpy as np

from core.materials import cracks
from threed.surface.paint import Paint, column, step
from threed.surface.tiles import ROUGHNESS
from threed.surface.weather.site import Site

#: what burns to coal; the rest is blackened only
BURNS = frozenset(
    {"wood", "bark", "cloth", "leather", "rope", "wicker", "straw", "paper", "plant", "food", "bone"}
)


def burnt(site: Site, paint: Paint, amount: float) -> None:
    """Char it from its edges and from one side: black, cracked, with brown scorching before."""
    spots = site.spots
    top = step(spots.ground, 0.1 * spots.size_m, spots.size_m)
    score = 0.65 * np.minimum(spots.convex, 1) + 0.55 * top + 0.75 * spots.broad[0] + 0.22 * spots.fine[0]
    level = 1.75 - 2.3 * amount
    scorch = step(score, level - 0.7, level + 0.1)
    char = step(score, level, level + 0.3)
    if site.material.role not in BURNS:
        paint.lay_over(char * np.float32(0.8), paint.colour * 0.15, np.maximum(paint.roughness, 0.75))
        return
    paint.lay_over(scorch * np.float32(0.8), paint.colour * column((0.38, 0.24, 0.15)), 0.85, 0.0)
    rows = np.flatnonzero(char > 0)
    if not len(rows):
        return
    width = float(np.clip(0.25 * spots.size_m, 0.06, 0.4))
    _, laid, gradient = site.lay(rows, cracks.CHAR, width, 0.012 * width, 512)
    slope, ash = np.zeros((3, len(char)), np.float32), np.zeros(len(char), np.float32)
    slope[:, rows] = gradient
    ash[rows] = step(laid[ROUGHNESS], 0.6, 0.95) * step(spots.fine[2, rows], 0.3, 1.5)
    colour = column((0.013, 0.012, 0.012)) + column((0.05, 0.05, 0.05)) * ash
    paint.lay_over(char, colour, 0.62 + 0.3 * ash, 0.0, lift=-0.0008, flatten=0.6, gradient=slope)
