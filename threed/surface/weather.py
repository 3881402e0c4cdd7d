"""What wear and weather do to a surface, each by an amount of 0..1: masks, and what they show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.surface.paint import Paint, column, step
from threed.surface.smart import SmartMaterial
from threed.surface.spots import Spots


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
    "wood": Worn(1.55, 0.15, -0.10, 0.0004),
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
    "bone": Worn(0.8, 0.0, 0.0, 0.0, 0.6),
}


def find_wear(spots: Spots, amount: float) -> np.ndarray:
    """Return where it is worn [N]: spots along exposed edges, corners most of all."""
    exposed = np.minimum(spots.convex, 1.6) * (0.35 + 0.65 * spots.occlusion)
    feet = step(spots.ground, 0.05 * spots.size_m, 0.0) * 0.25
    score = 1.55 * exposed + feet * exposed + 0.42 * spots.fine[0] + 0.5 * spots.broad[0]
    return step(score, 2.35 - 1.45 * amount, 2.75 - 1.45 * amount)


def wear(spots: Spots, paint: Paint, material: SmartMaterial, amount: float) -> None:
    """Wear what stands out: paler, smoother or rougher, as the stuff is."""
    worn = WORN.get(material.role)
    if worn is None:
        return
    mask = find_wear(spots, amount) * np.float32(worn.strength * 0.85)
    grey = paint.colour.mean(0)
    colour = np.minimum((paint.colour + (grey - paint.colour) * worn.grey) * worn.lift + 0.01, 1)
    rough = np.clip(paint.roughness + worn.roughness, 0.08, 1)
    paint.lay_over(mask, colour, rough, lift=-worn.depth_m)


def dirty(spots: Spots, paint: Paint, material: SmartMaterial, amount: float) -> None:
    """Let dirt lie in cavities, joints and near the ground."""
    hidden = 1.5 * (1 - spots.occlusion) + 0.5 * spots.concave + 0.45 * spots.joint
    splash = step(spots.ground, 0.22 * spots.size_m, 0.0)
    score = hidden + 0.55 * splash * splash + 0.20 * spots.fine[1] + 0.16 * spots.broad[1]
    mask = step(score, 1.15 - 0.95 * amount, 1.75 - 0.95 * amount) * np.float32(0.35 + 0.5 * amount)
    tone = 1 + 0.25 * spots.fine[2]
    colour = column((0.045, 0.033, 0.022)) * tone + 0.12 * paint.colour
    paint.lay_over(mask, colour, 0.92, 0.0)
