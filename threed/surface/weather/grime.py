"""What settles: dirt, dust, mud, sand, soot, mould, water."""

from __future__ import annotations

import numpy as np

from threed.surface.paint import Paint, column, step
from threed.surface.weather.site import Site

#: stuff that drinks water, and darkens
POROUS = frozenset(
    {
        "wood",
        "bark",
        "stone",
        "brick",
        "plaster",
        "roof",
        "cloth",
        "leather",
        "rope",
        "wicker",
        "straw",
        "paper",
        "earth",
        "bone",
    }
)


def dirty(site: Site, paint: Paint, amount: float) -> None:
    """Let dirt lie in cavities, joints and near the ground."""
    spots = site.spots
    splash = site.near_ground(0.22)
    score = site.hidden + 0.55 * splash * splash + 0.20 * spots.fine[1] + 0.16 * spots.broad[1]
    mask = step(score, 1.15 - 0.95 * amount, 1.75 - 0.95 * amount) * np.float32(0.35 + 0.5 * amount)
    # beyond the usual amount it smears over everything, and runs down
    if amount > 0.4:
        smear = step(0.5 * site.runs(2) + 0.6 * spots.broad[2] + 0.3 * spots.fine[2], 0.9, 2.2)
        mask = np.maximum(mask, smear * np.float32(amount - 0.3))
    colour = column((0.045, 0.033, 0.022)) * (1 + 0.25 * spots.fine[2]) + 0.12 * paint.colour
    paint.lay_over(mask, colour, 0.92, 0.0)


def dusty(site: Site, paint: Paint, amount: float) -> None:
    """Let dust lie on what faces up, and in corners."""
    spots = site.spots
    score = 0.9 * spots.normal[1] + 0.5 * site.hidden + 0.14 * spots.fine[0] + 0.12 * spots.broad[0]
    mask = step(score, 0.9 - 0.8 * amount, 1.6 - 0.8 * amount) * np.float32(0.25 + 0.6 * amount)
    colour = column((0.36, 0.32, 0.26)) * (1 + 0.06 * spots.fine[2]) * 0.8 + 0.2 * paint.colour
    paint.lay_over(mask, colour, 0.96, 0.0, flatten=0.4)


def sandy(site: Site, paint: Paint, amount: float) -> None:
    """Let sand lie on what faces up and gather about the foot."""
    spots = site.spots
    score = 0.9 * spots.normal[1] + 0.6 * site.hidden + 0.9 * site.near_ground(0.25)
    score = score + 0.3 * spots.fine[0] + 0.25 * spots.broad[0]
    mask = step(score, 1.55 - 1.2 * amount, 2.35 - 1.2 * amount) * (0.85 + 0.1 * spots.fine[3])
    mask = np.clip(mask, 0, 0.96)
    colour = column((0.58, 0.42, 0.22)) * (1 + 0.08 * spots.fine[2])
    paint.lay_over(mask, colour, 0.97, 0.0, lift=0.0008, flatten=0.7)


def muddy(site: Site, paint: Paint, amount: float) -> None:
    """Splash mud up from the ground, thick below and in drops above."""
    spots = site.spots
    level = np.float32(0.08 + 0.55 * amount) * spots.size_m
    height = spots.ground + spots.size_m * (0.05 * spots.broad[0] + 0.035 * spots.fine[0])
    thick = step(height / level, 0.75, 0.55)
    drops = step(spots.fine[3] + 0.4 * spots.fine[1], 1.0, 1.25) * step(height / level, 1.7, 0.8)
    mask = np.maximum(thick, drops) * np.float32(0.93)
    dry = step(spots.broad[2] + 0.5 * spots.fine[2], -0.6, 1.0)
    colour = column((0.075, 0.048, 0.028)) + column((0.085, 0.062, 0.040)) * dry
    paint.lay_over(
        mask, colour * (1 + 0.12 * spots.fine[1]), 0.62 + 0.32 * dry, 0.0, lift=0.002, flatten=0.75
    )


def sooty(site: Site, paint: Paint, amount: float) -> None:
    """Blacken what faces down and what flames lick; without flames, its upper part."""
    spots = site.spots
    if len(site.flames):
        lick = np.zeros(len(spots.part), np.float32)
        for flame in site.flames:
            to = spots.position - flame[:, None]
            away = np.hypot(to[0], to[2]) / spots.size_m
            rise = to[1] / spots.size_m
            lick = np.maximum(
                lick, np.exp(-((away / 0.16) ** 2)) * step(rise, -0.05, 0.03) * step(rise, 0.7, 0.1)
            )
        score = 1.6 * lick
    else:
        score = 0.55 * (1 - spots.normal[1]) + 0.7 * step(spots.ground, 0.3 * spots.size_m, spots.size_m)
    score = score + 0.3 * spots.broad[0] + 0.18 * spots.fine[0] + 0.2 * site.hidden
    mask = step(score, 1.35 - 1.25 * amount, 2.2 - 1.25 * amount) * np.float32(0.95)
    paint.lay_over(mask, column((0.012, 0.011, 0.010)) * (1 + 0.3 * spots.fine[2]), 0.97, 0.0)


def mouldy(site: Site, paint: Paint, amount: float) -> None:
    """Let mould spot what is damp: in hollows, and low down."""
    spots = site.spots
    score = 0.8 * site.hidden + 0.4 * site.near_ground(0.4) + 0.55 * spots.fine[0] + 0.45 * spots.fine[2]
    score = score + 0.4 * spots.broad[0]
    mask = step(score, 1.7 - 1.5 * amount, 2.6 - 1.5 * amount) * np.float32(0.88)
    tone = step(spots.fine[2], -0.8, 1.2)
    colour = column((0.020, 0.026, 0.018)) + column((0.16, 0.19, 0.14)) * tone * step(spots.fine[3], 0.2, 1.2)
    paint.lay_over(mask, colour, 0.95, 0.0)


def wet(site: Site, paint: Paint, amount: float) -> None:
    """Darken what drinks, gloss over all, let water stand on what lies level."""
    spots = site.spots
    damp = step(
        0.6 * site.runs(4) + 0.5 * spots.broad[0] + 0.5 * spots.normal[1],
        1.4 - 3.2 * amount,
        2.2 - 3.2 * amount,
    )
    drinks = 0.55 if site.material.role in POROUS else 0.15
    paint.colour *= 1 - drinks * damp
    film = damp * np.float32(0.9)
    paint.lay_over(film, None, 0.16 + 0.25 * paint.roughness * drinks)
    level = step(spots.normal[1], 0.9, 0.98)
    puddle = level * step(
        spots.broad[1] + 0.6 * site.hidden + 0.2 * spots.fine[1], 1.6 - 2.0 * amount, 1.8 - 2.0 * amount
    )
    paint.lay_over(puddle, paint.colour * 0.75, 0.05, flatten=0.97)


def waterline(site: Site, paint: Paint, amount: float) -> None:
    """Stain what stands in water up to a part `amount` of its height: green and dark, with a pale line."""
    spots = site.spots
    height = spots.ground / max(site.tall, 1e-6) + 0.012 * spots.broad[0] + 0.006 * spots.fine[0]
    below = step(height, amount + 0.02, amount - 0.05)
    slime = np.clip(0.55 + 0.25 * spots.fine[2] + 0.2 * site.runs(5), 0, 1)
    colour = 0.35 * paint.colour + column((0.020, 0.030, 0.012)) * slime
    paint.lay_over(below * np.float32(0.85), colour, 0.35 + 0.3 * spots.occlusion, 0.0)
    line = np.exp(-(((height - amount - 0.015) / 0.012) ** 2)) * step(spots.fine[1], -1.2, 0.6)
    paint.lay_over(line * np.float32(0.45), column((0.50, 0.49, 0.43)), 0.9, 0.0)
