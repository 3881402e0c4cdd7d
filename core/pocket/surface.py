"""Colours the surface of taught props: the captioned colour, the finish, and details of their own.

All of it is painted on, a function of position and normal and never of the viewing direction, so that every
view shows the same surface; metal and gloss are suggested as a stylised painter would, by bright bands and
spots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.pocket.props import SlotColour
from core.pocket.solids import sine_noise, unit
from core.pocket.vocabulary import COLOURS
from core.types import Light

#: The light of all training renders (core.types.Light), from the upper front right.
LIGHT = Light(
    ambient=0.58, sky=0.18, key=0.26, key_direction=tuple(unit(np.array([0.40, 0.72, 0.57])).tolist())
)


@dataclass(frozen=True)
class Paint:
    """How one prop is painted.

    Attributes:
        rgb: its own shade of the captioned colour, sRGB.
        finish: of core.pocket.vocabulary.FINISHES.
        slot_colours: of core.pocket.props.Prop.
        seed: of the pattern.
    """

    rgb: tuple[float, float, float]
    finish: str
    slot_colours: dict[int, SlotColour]
    seed: int


def mix_paint(
    rng: np.random.Generator, colour: str, finish: str, slot_colours: dict[int, SlotColour]
) -> Paint:
    """Choose a shade of a named colour and a pattern of a finish."""
    shade = np.clip(np.asarray(COLOURS[colour]) * rng.uniform(0.88, 1.1) + rng.normal(0, 0.02, 3), 0.02, 1)
    return Paint(tuple(shade.tolist()), finish, slot_colours, int(rng.integers(1 << 31)))


def paint_surface(points: np.ndarray, normals: np.ndarray, slots: np.ndarray, paint: Paint) -> np.ndarray:
    """Return the albedo of surface points.

    Args:
        points: [N, 3] in the sphere of radius 0.5.
        normals: [N, 3] unit.
        slots: [N] int, of core.pocket.props.Prop.

    Returns:
        [N, 3] float32 sRGB.
    """
    rng = np.random.default_rng(paint.seed)
    rgb = np.asarray(paint.rgb, np.float32)
    palette = np.tile(rgb, (5, 1))
    for slot, colour in paint.slot_colours.items():
        palette[slot] = (
            np.clip(rgb * colour + (0.1 if colour > 1 else 0), 0, 1) if isinstance(colour, float) else colour
        )
    albedo = palette[slots]
    main = (slots == 0)[:, None]
    patches = sine_noise(points, rng, 11.0)[:, None]
    if paint.finish == "wooden":
        albedo = np.where(main, _grain(albedo, points, rng), albedo)
    elif paint.finish == "striped":
        band = np.sin(points[:, 1:2] * rng.uniform(34, 48) + rng.uniform(0, 2 * np.pi)) > 0
        contrast = (0.95, 0.95, 0.93) if rgb.mean() < 0.75 else (0.25, 0.25, 0.28)
        albedo = np.where(main & band, np.array(contrast, np.float32), albedo)
    elif paint.finish == "mossy":
        grown = normals[:, 1:2] + 0.6 * patches > 0.35
        moss = np.array([0.27, 0.42, 0.10], np.float32) * (0.9 + 0.3 * sine_noise(points, rng, 45.0)[:, None])
        albedo = np.where(grown, moss, albedo)
    elif paint.finish == "worn":
        chipped = patches + 0.5 * sine_noise(points, rng, 40.0)[:, None] > 0.55
        albedo = albedo * (0.93 + 0.1 * patches)
        albedo = np.where(main & chipped, albedo * 0.35 + np.array([0.30, 0.26, 0.22], np.float32), albedo)
    elif paint.finish == "metal":
        albedo = np.where(main, _bands(albedo, normals), albedo)
    elif paint.finish == "glossy":
        albedo = np.where(main, _spots(albedo, normals), albedo)
    else:
        albedo = albedo * (1 + 0.03 * patches)
    return np.clip(albedo, 0, 1).astype(np.float32)


def _grain(albedo: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Paint boards with dark joints and a wavy grain along Y."""
    around = points[:, :1] + 0.7 * points[:, 2:3]
    wobble = sine_noise(points * np.array([1, 0.25, 1], np.float32), rng, 14.0)[:, None]
    grain = 0.88 + 0.12 * np.sin(55 * around + 3 * wobble)
    joints = np.abs(((around * 6 + rng.random()) % 1) - 0.5) > 0.455
    tinted = albedo * grain * np.array([1.0, 0.92, 0.82], np.float32) + np.array(
        [0.05, 0.025, 0.0], np.float32
    )
    return np.where(joints, tinted * 0.6, tinted)


def _bands(albedo: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """Paint the reflection of a bright sky over a dark horizon, as brushed metal shows it."""
    up = normals[:, 1:2]
    side = np.sin(3 * np.arctan2(normals[:, :1], normals[:, 2:3] + 1e-6) + 0.6) * np.sqrt(
        np.clip(1 - up * up, 0, 1)
    )
    sky = 1 / (1 + np.exp(-8 * (up + 0.45 * side - 0.1)))
    grey = albedo * 0.75 + 0.25 * albedo.mean(1, keepdims=True)
    return grey * (0.55 + 0.55 * sky) + 0.22 * sky**2


def _spots(albedo: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """Paint the highlight of a lamp at the upper front and a weaker one at the upper back."""
    front = np.clip(normals @ unit(np.array([0.45, 0.55, 0.70], np.float32)), 0, 1)[:, None]
    back = np.clip(normals @ unit(np.array([-0.55, 0.50, -0.67], np.float32)), 0, 1)[:, None]
    shine = 0.85 * front**24 + 0.6 * back**24
    return albedo * (1 - shine) + shine
