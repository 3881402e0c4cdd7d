"""Small pieces and draws that the builders of several families share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.pocket.props.prop import Parts, SlotColour
from core.pocket.solids import Point, Solid, lathe, move, sweep

GEMS = ((0.75, 0.06, 0.12), (0.10, 0.35, 0.80), (0.08, 0.60, 0.30), (0.55, 0.15, 0.70))
CLOTHS = ((0.72, 0.10, 0.10), (0.14, 0.25, 0.62), (0.88, 0.68, 0.16), (0.14, 0.42, 0.20), (0.90, 0.88, 0.82))
ROPE = (0.66, 0.52, 0.32)
WOODS = ((0.44, 0.28, 0.15), (0.58, 0.40, 0.22), (0.36, 0.22, 0.12))

#: A half turn about Y; quarter turns of one axis to another.
ABOUT_Y = np.diag([-1.0, 1, -1]).astype(np.float32)
X_TO_Z = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
Y_TO_X = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)
Y_TO_Z = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32)


def kind_of(rng: np.random.Generator, shape: frozenset[str], chances: Mapping[str, float]) -> str:
    """Return the kind that the shape words name, else one drawn by its chance."""
    said = [kind for kind in chances if kind in shape]
    return said[0] if said else str(rng.choice(list(chances), p=list(chances.values())))


def is_said(rng: np.random.Generator, shape: frozenset[str], word: str, chance: float) -> bool:
    """Return whether a shape word is said, or else happens to hold."""
    return word in shape or rng.random() < chance


def one_of(rng: np.random.Generator, *colours: SlotColour) -> SlotColour:
    """Draw a slot's colour."""
    return colours[rng.integers(len(colours))]


def bar(path: Point, radii: Point, sides: int = 4) -> Solid:
    """Sweep a rectangle, or another polygon, along a polyline in a plane of equal Z: see sweep."""
    return sweep(path, radii, sides, flats=True, smooth=False)


def band(radius: float, low: float, high: float, inner: float = 0.0, segments: int = 20) -> Solid:
    """Make a ring about +Y with rounded edges; without an inner radius a disc."""
    edge = min(0.3 * (high - low), 0.3 * (radius - inner))
    rim = [(radius, low + edge), (radius, high - edge), (radius - edge, high), (inner, high)]
    closing = [(inner, low)] if inner else []
    return lathe([(inner, low), (radius - edge, low), *rim, *closing], segments, 0.6)


def hoop(radius: float, low: float, high: float, inner: float) -> Solid:
    """Make a ring about +Y with sharp edges."""
    return lathe([(inner, low), (radius, low), (radius, high), (inner, high), (inner, low)], 20)


def knob(centre: Point, radius: float) -> Solid:
    """Make a ball of few faces."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 7)
    return move(lathe(np.stack([np.cos(t), np.sin(t)], 1), 10, -2), centre, scale=radius)


def shaft(
    rng: np.random.Generator, low: float, high: float, radius: float, bow: float = 0.0
) -> tuple[Solid, np.ndarray]:
    """Make a wooden handle along Y that thickens at its foot, and return the places along it too."""
    t = np.linspace(0, 1, 9)
    path = np.stack([bow * np.sin(np.pi * 1.6 * t), low + (high - low) * t, 0 * t], 1)
    swell = 1 + rng.uniform(0.1, 0.35) * np.exp(-(((t - 0.05) / 0.13) ** 2))
    return sweep(path, radius * swell, 10), path


def winding(low: float, high: float, radius: float, turns: int) -> Solid:
    """Make a grip along Y wound with leather."""
    y = np.linspace(low, high, 2 * turns + 1)
    r = radius * np.where(np.arange(len(y)) % 2, 1.14, 0.92)
    return lathe([(0, low), *zip(r, y, strict=True), (0, high)], 12, 0.3)


def octahedron(centre: Point, across: float, up: float) -> Solid:
    """Make a cut gem, or a pointed knob."""
    return sweep(
        np.asarray(centre) + np.array([[0, -up, 0], [0, 0, 0], [0, up, 0]]), [0, across, 0], 4, smooth=False
    )


def used(parts: Parts, colours: Mapping[str, SlotColour]) -> tuple[Parts, dict[str, SlotColour]]:
    """Return the parts, and the colours of those slots alone that they lie in."""
    slots = {slot for _, slot in parts}
    return parts, {slot: colour for slot, colour in colours.items() if slot in slots}
