"""What eats metal: rust and verdigris, by water, edge and crevice, with soft rims and runs below."""

from __future__ import annotations

import numpy as np

from core.materials import plates
from threed.surface.paint import Paint, column, step
from threed.surface.weather.site import Site

#: metals that do not rust, but go green
COPPERY = frozenset({"copper", "brass", "bronze", "oxidised copper"})
#: metals that do neither
NOBLE = frozenset({"gold", "silver", "chrome", "tin", "lead", "mirror"})


def find_corrosion(site: Site, amount: float) -> np.ndarray:
    """Return how far metal is eaten [N], above 0 where it is: it begins where water stays, and runs down."""
    spots = site.spots
    source = 0.55 * site.hidden + 0.30 * np.minimum(spots.convex, 1) + 0.25 * site.up
    source = source + 0.50 * spots.broad[0] + 0.30 * spots.fine[0]
    upright = 1 - np.abs(spots.normal[1])
    return source + 0.35 * upright * site.runs(1) + 0.2 * site.near_ground(0.25) - (1.55 - 1.9 * amount)


def rusty(site: Site, paint: Paint, amount: float) -> None:
    """Rust iron and steel, bare or under chipped paint."""
    _corrode(site, paint, find_corrosion(site, amount), plates.RUST, (0.20, 0.075, 0.028), 0.0012)


def oxidised(site: Site, paint: Paint, amount: float) -> None:
    """Let copper, brass and bronze go brown and green."""
    _corrode(site, paint, find_corrosion(site, amount), plates.VERDIGRIS, (0.06, 0.032, 0.020), 0.0008)


def _corrode(
    site: Site, paint: Paint, depth: np.ndarray, tile, stain: tuple[float, float, float], relief_m: float
) -> None:
    spots = site.spots
    # a stain runs before what is eaten, so that it has no sticker's edge
    halo = step(depth, -0.7, 0.0) * np.float32(0.85)
    paint.lay_over(
        halo,
        paint.colour * 0.3 + column(stain) * 0.45,
        np.maximum(paint.roughness, 0.65),
        0.25 * paint.metallic,
    )
    rows = np.flatnonzero(depth > -0.3)
    if not len(rows):
        return
    width = float(np.clip(0.5 * spots.size_m, 0.12, 0.6))
    colour, _, gradient = site.lay(rows, tile, width, relief_m * width / 0.3, 512)
    mask = np.zeros(len(depth), np.float32)
    mask[rows] = step(depth[rows] + 0.12 * spots.fine[2, rows], -0.12, 0.22) * np.float32(0.96)
    full, slope = np.zeros((3, len(mask)), np.float32), np.zeros((3, len(mask)), np.float32)
    # deep rust is dark, its rim bright
    full[:, rows] = colour * (1.5 - 0.7 * step(depth[rows], 0.0, 0.9))
    slope[:, rows] = gradient
    paint.lay_over(mask, full, 0.9, 0.0, lift=0.0003, flatten=0.5, gradient=slope)
