"""Use: what is rubbed, scratched, cracked, chipped and bleached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.materials import cracks
from threed.surface.paint import Paint, column, step
from threed.surface.spots import Spots
from threed.surface.tiles import ROUGHNESS
from threed.surface.weather.site import Site


@dataclass(frozen=True)
class Worn:
    """How a stuff looks where it is worn.

    Attributes:
        lift: factor of its brightness.
        grey: how much of its colour goes, 0..1.
        roughness: what is added.
        depth_m: how much is gone.
        strength: of the whole effect, 0 = it does not wear.
    """

    lift: float
    grey: float
    roughness: float
    depth_m: float = 0.0
    strength: float = 1.0


WORN = {
    "wood": Worn(2.5, 0.25, -0.10, 0.0005),
    "bark": Worn(1.4, 0.1, 0.0, 0.001, 0.5),
    "metal": Worn(1.5, 0.1, -0.16, 0.0),
    "stone": Worn(1.3, 0.1, 0.05, 0.001),
    "brick": Worn(1.25, 0.15, 0.05, 0.001),
    "plaster": Worn(0.85, 0.1, 0.05, 0.001),
    "roof": Worn(1.25, 0.1, 0.05, 0.001),
    "cloth": Worn(1.5, 0.3, 0.0, 0.0, 0.7),
    "leather": Worn(1.9, 0.15, 0.08, 0.0),
    "rope": Worn(1.3, 0.2, 0.0, 0.0, 0.6),
    "wicker": Worn(1.35, 0.2, 0.0, 0.0, 0.7),
    "paper": Worn(0.8, 0.0, 0.0, 0.0, 0.7),
    "ceramic": Worn(1.3, 0.4, 0.35, 0.0005, 0.7),
    "plastic": Worn(1.3, 0.3, 0.2, 0.0, 0.7),
    "rubber": Worn(1.6, 0.0, 0.1, 0.0, 0.7),
    "bone": Worn(0.8, 0.0, 0.0, 0.0, 0.6),
}


def find_wear(spots: Spots, amount: float) -> np.ndarray:
    """Return where it is worn [N]: spots along exposed edges, corners most of all."""
    exposed = np.minimum(spots.convex + 0.4 * spots.joint, 1.6) * (0.35 + 0.65 * spots.occlusion)
    feet = step(spots.ground, 0.05 * spots.size_m, 0.0) * 0.25
    # away from edges only much wear shows
    near = np.clip(np.maximum(spots.convex, 2 * amount - 1), 0, 1)
    noise = (0.42 * spots.fine[0] + 0.5 * spots.broad[0]) * (0.6 + 0.4 * near)
    score = 1.55 * exposed + feet * exposed + noise
    return step(score, 2.35 - 1.45 * amount, 2.75 - 1.45 * amount)


def wear(site: Site, paint: Paint, amount: float) -> None:
    """Wear what stands out: paler, smoother or rougher, as the stuff is."""
    worn = WORN.get(site.material.role)
    if worn is None:
        return
    mask = find_wear(site.spots, amount) * np.float32(worn.strength * 0.9)
    grey = paint.colour.mean(0)
    lift = np.full(len(grey), worn.lift, np.float32)
    if site.material.role == "wood":
        # dark wood is rubbed pale, pale wood goes dark and greasy
        lift += np.float32(0.62 - worn.lift) * step(grey, 0.10, 0.34)
    colour = np.minimum((paint.colour + (grey - paint.colour) * worn.grey) * lift + 0.01, 1)
    rough = np.clip(paint.roughness + worn.roughness, 0.08, 1)
    paint.lay_over(mask, colour, rough, lift=-worn.depth_m)


def scratch(site: Site, paint: Paint, amount: float) -> None:
    """Scratch it at random: bright lines on metal and paint, pale ones on wood and stone."""
    everywhere = np.arange(len(site.spots.part))
    # no finer than a texel, or they would not be seen
    width = max(float(np.clip(0.4 * site.spots.size_m, 0.12, 0.8)), 450 * site.texel_m)
    _, laid, gradient = site.lay(everywhere, cracks.SCRATCHES, width, 0.0012, 512)
    line = (1 - laid[ROUGHNESS]) * step(
        site.spots.broad[3] + 0.4 * site.spots.fine[1], 0.9 - 1.9 * amount, 1.6 - 1.9 * amount
    )
    line *= 0.4 + 0.6 * site.spots.occlusion
    shine = np.minimum(paint.colour * 1.7 + 0.05, 1)
    paint.lay_over(line * np.float32(0.5 if site.material.role == "wood" else 0.8), shine, gradient=gradient)


def crack(site: Site, paint: Paint, amount: float) -> None:
    """Let cracks run through what is brittle."""
    if site.material.role not in CRACKS:
        return
    everywhere = np.arange(len(site.spots.part))
    width = max(float(np.clip(0.45 * site.spots.size_m, 0.15, 1.6)), 300 * site.texel_m)
    _, laid, gradient = site.lay(everywhere, cracks.CRACKS, width, 0.0025 * width / 0.3, 512)
    where = step(site.spots.broad[1] + 0.35 * site.spots.convex, 0.7 - 1.8 * amount, 1.1 - 1.8 * amount)
    line = (1 - laid[ROUGHNESS]) * where
    colour = column((0.55, 0.58, 0.6)) if site.material.clear else 0.12 * paint.colour
    paint.lay_over(line, colour, 0.95, gradient=gradient)


CRACKS = frozenset(
    {
        "stone",
        "brick",
        "plaster",
        "roof",
        "ceramic",
        "glass",
        "bone",
        "wax",
        "earth",
        "crystal",
        "wood",
        "food",
        "plastic",
        "leather",
    }
)


def fade(site: Site, paint: Paint, amount: float) -> None:
    """Bleach what lies open to the sun."""
    open_ = step(site.up + 0.5 * site.spots.occlusion + 0.15 * site.spots.broad[3], -0.1, 0.9)
    mask = open_ * np.float32(0.75 * amount)
    grey = paint.colour.mean(0)
    pale = np.minimum((0.45 * paint.colour + 0.55 * grey) * 1.35 + 0.04, 1)
    matt = paint.metallic < 0.5
    paint.lay_over(mask * matt, pale, np.minimum(paint.roughness + 0.15, 1))
