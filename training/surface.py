"""Colours the surface of taught props: the captioned colour, the finish, and details of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.color import srgb_to_lab
from core.models.pocket.vocabulary import COLOURS
from core.types import Light
from threed.procedural.solids import unit
from training.finishes import COVERING, GOLDEN, Ground, paint_finish
from training.props.prop import SlotColour

#: The light of all training renders (core.types.Light), from the upper front right.
LIGHT = Light(
    ambient=0.58, sky=0.18, key=0.26, key_direction=tuple(unit(np.array([0.40, 0.72, 0.57])).tolist())
)

#: Seed of every finish's pattern. It is one for all props: a denoiser learns where a pattern lies; one of
#: chance would be noise to it, and take most of what it can learn.
PATTERN = 4

#: A shade is at most this far from its named colour, as a share of how far it is from any other (CIELAB).
CLEAR = 0.6

#: What a prop is made of where no colour is captioned: wood, clay, sand, sage, slate, linen ... (sRGB).
_NATURAL = (
    (0.52, 0.37, 0.24), (0.63, 0.41, 0.30), (0.74, 0.65, 0.48), (0.52, 0.57, 0.43), (0.43, 0.50, 0.55),
    (0.80, 0.75, 0.66), (0.58, 0.52, 0.46), (0.45, 0.47, 0.38), (0.66, 0.54, 0.40), (0.60, 0.60, 0.58),
)  # fmt: skip


@dataclass(frozen=True)
class Paint:
    """How one prop is painted.

    Attributes:
        rgb: its own shade of the captioned colour, sRGB.
        finish: of core.models.pocket.vocabulary.FINISHES.
        slot_colours: of training.props.prop.Prop: all slots but the first, in their order.
    """

    rgb: tuple[float, float, float]
    finish: str
    slot_colours: dict[str, SlotColour]


def mix_paint(
    rng: np.random.Generator,
    colour: str | None,
    finish: str,
    slot_colours: Mapping[str, SlotColour],
    part_colours: Mapping[str, str] | None = None,
) -> Paint:
    """Choose a shade of a named colour.

    Args:
        colour: of core.models.pocket.vocabulary.COLOURS, for the main slot; a muted natural colour if None.
        slot_colours: of the prop: all slots but the main one.
        part_colours: slots of those that a caption colours ("with a yellow shade"), and the colours' names.
    """
    rgb = shade_of(rng, colour) if colour else _natural(rng)
    own = {slot: shade_of(rng, name) for slot, name in (part_colours or {}).items()}
    if own.keys() - slot_colours.keys():
        raise ValueError(f"no such slots to colour: {sorted(own.keys() - slot_colours.keys())}")
    return Paint(rgb, finish, {**slot_colours, **own})


def shade_of(rng: np.random.Generator, colour: str) -> tuple[float, float, float]:
    """Draw a shade, sRGB, that is clearly of the named colour and of no other."""
    names, named = _named_lab()
    while True:
        shade = np.asarray(COLOURS[colour]) * rng.uniform(0.86, 1.12)
        # dark colours stray less, or black would come out tinted
        shade = np.clip(shade + rng.normal(0, 0.008 + 0.018 * shade.max(), 3), 0.02, 1)
        distance = np.linalg.norm(named - srgb_to_lab(shade), axis=1)
        own = names.index(colour)
        if distance[own] <= CLEAR * np.delete(distance, own).min():
            return tuple(shade.tolist())


def paint_surface(points: np.ndarray, normals: np.ndarray, slots: np.ndarray, paint: Paint) -> np.ndarray:
    """Return the albedo of surface points.

    Args:
        points: [N, 3] in the sphere of radius 0.5.
        normals: [N, 3] unit.
        slots: [N] int, of training.props.prop.Prop.

    Returns:
        [N, 3] float32 sRGB.
    """
    rgb = np.asarray(GOLDEN if paint.finish == "golden" else paint.rgb, np.float32)
    palette = np.tile(rgb, (1 + len(paint.slot_colours), 1))
    follows = np.ones(len(palette), bool)
    for slot, colour in enumerate(paint.slot_colours.values(), 1):
        if isinstance(colour, float):
            palette[slot] = np.clip(rgb * colour + (0.1 if colour > 1 else 0), 0, 1)
        else:
            palette[slot], follows[slot] = colour, paint.finish in COVERING
    tone = float(rgb @ np.array([0.30, 0.59, 0.11], np.float32))
    parts = [(paint.finish, follows[slots]), ("plain", ~follows[slots])]
    if follows.all():
        parts = [(paint.finish, slice(None))]
    albedo = np.empty((3, len(points)), np.float32)
    for finish, where in parts:
        ground = Ground(
            np.ascontiguousarray(points[where].T, np.float32),
            np.ascontiguousarray(normals[where].T, np.float32),
            np.take(palette.T, slots[where], axis=1),
            tone,
            np.random.default_rng(PATTERN),
        )
        albedo[:, where] = paint_finish(finish, ground)
    return np.ascontiguousarray(np.clip(albedo, 0, 1).T)


def _natural(rng: np.random.Generator) -> tuple[float, float, float]:
    shade = np.asarray(_NATURAL[rng.integers(len(_NATURAL))]) * rng.uniform(0.85, 1.15)
    return tuple(np.clip(shade + rng.normal(0, 0.02, 3), 0.02, 1).tolist())


@cache
def _named_lab() -> tuple[list[str], np.ndarray]:
    """Return the names of all colours, and where they lie in CIELAB [C, 3]."""
    return list(COLOURS), srgb_to_lab(np.array(list(COLOURS.values())))
