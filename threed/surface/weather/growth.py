"""What grows or falls on it: moss, snow, frost."""

from __future__ import annotations

import numpy as np

from core.materials import foliage, organic
from threed.surface.paint import Paint, column, step
from threed.surface.tiles import HEIGHT
from threed.surface.weather.site import Site


def mossy(site: Site, paint: Paint, amount: float) -> None:
    """Let moss grow in cushions where it is damp: on what faces up, in corners, near the ground."""
    spots = site.spots
    score = 0.85 * site.up + 0.75 * site.hidden + 0.35 * site.near_ground(0.3)
    score = score + 0.42 * spots.broad[0] + 0.30 * spots.fine[0]
    level = 1.75 - 1.75 * amount
    damp = step(score, level - 0.45, level + 0.05)
    paint.colour *= 1 - 0.35 * damp
    rows = np.flatnonzero(score > level - 0.25)
    if not len(rows):
        return
    width = float(np.clip(0.45 * spots.size_m, 0.12, 0.5))
    colour, laid, gradient = site.lay(rows, organic.CLASSES["moss"], width, 0.03 * width)
    # cushions have ragged rims: what stands high in the moss reaches furthest
    rise = laid[HEIGHT] / np.float32(0.03 * width)
    mask = np.zeros(len(spots.part), np.float32)
    mask[rows] = step(score[rows] + 0.55 * rise, level, level + 0.22)
    full, slope = np.zeros((3, len(mask)), np.float32), np.zeros((3, len(mask)), np.float32)
    dry = step(spots.broad[3], -0.5, 1.5)[rows]
    full[:, rows] = colour * (0.8 + column((0.45, 0.28, 0.0)) * dry)
    slope[:, rows] = gradient
    lift = float(np.clip(0.006 * spots.size_m, 0.001, 0.01))
    paint.lay_over(mask, full, 0.95, 0.0, lift=lift, flatten=0.9, gradient=slope)


def overgrown(site: Site, paint: Paint, amount: float) -> None:
    """Let ivy climb up from the ground, its leaves ragged at the rim, and hang over what faces up."""
    spots = site.spots
    climb = (
        1.2 * site.near_ground(1.15) - 0.1 + 0.45 * spots.broad[0] + 0.25 * site.runs(7) + 0.2 * site.hidden
    )
    level = 1.35 - 1.25 * amount
    rows = np.flatnonzero(climb > level - 0.6)
    if not len(rows):
        return
    width = max(float(np.clip(0.5 * spots.size_m, 0.12, 0.6)), 90 * site.texel_m)
    colour, laid, gradient = site.lay(rows, foliage.CROWN, width, 0.05 * width, 512)
    # whole leaves reach over the rim: what lies deep ends first
    rise = laid[HEIGHT] / np.float32(0.05 * width)
    mask = np.zeros(len(spots.part), np.float32)
    mask[rows] = step(climb[rows] + 0.9 * rise, level, level + 0.06)
    full, slope = np.zeros((3, len(mask)), np.float32), np.zeros((3, len(mask)), np.float32)
    full[:, rows] = colour * (1 + 0.10 * spots.fine[2, rows])
    slope[:, rows] = gradient
    # it throws a shadow on what is beside it
    shade = np.zeros(len(mask), np.float32)
    shade[rows] = step(climb[rows] + 0.9 * rise, level - 0.25, level)
    paint.colour *= 1 - 0.4 * shade
    lift = float(np.clip(0.01 * spots.size_m, 0.002, 0.02))
    paint.lay_over(mask, full, 0.6, 0.0, lift=lift, flatten=1.0, gradient=slope)


def snowy(site: Site, paint: Paint, amount: float) -> None:
    """Let snow lie thick on what faces the sky, and cling here and there to the sides."""
    spots = site.spots
    score = 1.15 * site.up + 0.10 * spots.broad[0] + 0.10 * spots.fine[0]
    level = 0.95 - 0.75 * amount
    mask = step(score, level, level + 0.22)
    shade = step(score, level, level + 0.5)
    # it is blown into corners, too
    corner = site.hidden + 0.35 * spots.fine[1] + 0.2 * spots.broad[1]
    cling = step(corner, 1.75 - 0.4 * amount, 2.5 - 0.4 * amount) * (spots.normal[1] > -0.2)
    mask, shade = np.maximum(mask, 0.8 * cling), np.maximum(shade, cling)
    colour = column((0.66, 0.76, 0.90)) + column((0.26, 0.17, 0.06)) * shade
    colour = colour * (1 + 0.015 * spots.fine[2])
    lift = float(np.clip(0.012 * spots.size_m, 0.003, 0.04))
    paint.lay_over(mask, colour, 0.62, 0.0, lift=lift, flatten=0.92)
    # its rim is round: it leans outwards and down where it thins
    rim = 4 * mask * (1 - mask)
    paint.gradient[1] += np.float32(0.55) * rim


def frosty(site: Site, paint: Paint, amount: float) -> None:
    """Grow rime on edges and on what faces up."""
    spots = site.spots
    score = 0.6 * site.up + 0.7 * np.minimum(spots.convex, 1) + 0.3 * spots.broad[0] + 0.25 * spots.fine[0]
    needles = 0.5 + 0.5 * np.sin(9 * spots.fine[1]) * np.cos(7 * spots.fine[2])
    mask = step(score + 0.5 * needles, 1.3 - 1.6 * amount, 2.8 - 1.6 * amount) * np.float32(0.85)
    colour = column((0.72, 0.80, 0.90)) * (0.92 + 0.08 * needles)
    paint.lay_over(mask, colour, 0.45 + 0.25 * needles, 0.0, lift=0.0004, flatten=0.4)
