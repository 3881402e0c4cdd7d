"""What a taught prop is, and how one is built from its class: parts, named slots, proportions.

A builder puts solids together. Each solid lies in a named slot; the slot says what colours it: "main" takes
the colour that the caption names, the others their own (or one that the caption gives them: "with a yellow
shade").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from threed.procedural.solids import Solid, join, move

#: Object radius in the renders: the bounding sphere's, at the origin.
RADIUS = 0.5

#: Triangles of at most this area in a sphere of radius RADIUS are dropped: a pixel of the renders has 10^6
#: times as much, and most are the halves of a lathe's quads that end in its axis.
NO_AREA = 1e-10

MAIN = "main"
#: The slot of what a break lays open.
WOUND = "wound"
#: The shape word for it; every prop knows it.
BROKEN = "broken"

STEEL, DARK, GOLD, CREAM = (0.50, 0.51, 0.53), (0.18, 0.18, 0.20), (0.82, 0.64, 0.22), (0.92, 0.87, 0.74)
WOOD, LEATHER, GLASS, WHITE = (0.44, 0.28, 0.15), (0.30, 0.18, 0.11), (0.60, 0.78, 0.90), (0.94, 0.94, 0.91)
EARTH, BRICK, FLAME, LEAF = (0.33, 0.24, 0.17), (0.52, 0.30, 0.24), (0.98, 0.66, 0.18), (0.25, 0.47, 0.16)

#: What a break lays open, as a factor on the captioned colour.
WOUND_SHADE = 0.6

#: An sRGB colour, or a factor on the captioned colour: 0.6 a darker shade of it, 1.35 a lighter one.
SlotColour = tuple[float, float, float] | float
Parts = list[tuple[Solid, str]]
Colours = dict[str, SlotColour]
#: build(rng, shape) → parts, and the colours of the slots other than "main". `shape` holds those of the
#: class's shape words that the caption says; what it does not say is the builder's to draw.
Builder = Callable[[np.random.Generator, frozenset[str]], tuple[Parts, Colours]]

#: Shape words that every prop knows, and how they stretch it: (across, up).
PROPORTIONS: Mapping[str, tuple[float, float]] = {
    "tall": (0.85, 1.3),
    "short": (1.1, 0.68),
    "wide": (1.35, 0.95),
    "thin": (0.66, 1.08),
}


@dataclass(frozen=True)
class PropClass:
    """A kind of prop: how it is built, and the words for it and for its parts.

    Attributes:
        build: makes a fresh variation.
        synonyms: other nouns for it.
        size_m: its usual largest dimension in metres.
        shapes: shape words that the builder understands ("round", "ornate", "open" ...), besides PROPORTIONS.
        parts: words for parts that a caption may colour ("shade", "legs"), and the slot that each one names.
        body: the slot that takes the first colour where a part's word names "main" itself: in "a blue lamp
            with a yellow shade" the shade is what "a yellow lamp" colours, so that blue goes to the stand.
        stretches: whether PROPORTIONS apply; not to what has one shape only, such as a ball.
    """

    build: Builder
    synonyms: tuple[str, ...]
    size_m: float
    shapes: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    body: str = MAIN
    stretches: bool = True


@dataclass(frozen=True)
class Prop:
    """One prop's geometry.

    Attributes:
        solid: all parts, centred, within the sphere of radius RADIUS.
        slots: [F] int64, the slot of each face: a place in slot_names.
        slot_names: "main" first.
        slot_colours: of each slot but "main", in the order of slot_names.
    """

    solid: Solid
    slots: np.ndarray
    slot_names: tuple[str, ...]
    slot_colours: dict[str, SlotColour]


def assemble(rng: np.random.Generator, prop_class: PropClass, shape: Collection[str] = ()) -> Prop:
    """Build a random variation of a class, stretched as the shape words say, and fit it into its sphere."""
    parts, slot_colours = prop_class.build(rng, frozenset(shape))
    if BROKEN in shape:
        from training.props.breaking import break_solid  # it needs Parts, and most props are whole

        parts, slot_colours = break_solid(rng, parts), {**slot_colours, WOUND: WOUND_SHADE}
    used = {slot for _, slot in parts}
    slot_colours = {slot: colour for slot, colour in slot_colours.items() if slot in used}
    names = (MAIN, *slot_colours)
    solid = join([part for part, _ in parts])
    slots = np.concatenate([np.full(len(part.faces), names.index(slot)) for part, slot in parts])
    for across, up in (stretch for word, stretch in PROPORTIONS.items() if word in shape):
        if prop_class.stretches:
            solid = move(solid, scale=(across, up, across))
    solid, seen = fit_solid(solid)
    return Prop(solid, slots[seen], names, slot_colours)


def fit_solid(solid: Solid) -> tuple[Solid, np.ndarray]:
    """Centre a solid, scale it into the sphere of radius RADIUS, and drop faces of no area.

    Returns:
        The solid, and which of the faces it keeps: [F] bool.
    """
    low, high = solid.vertices.min(0), solid.vertices.max(0)
    centre = (low + high) / 2
    scale = RADIUS / np.linalg.norm(solid.vertices - centre, axis=1).max()
    solid = move(solid, -centre * scale, scale=scale)
    a, b, c = solid.vertices[solid.faces].astype(np.float64).transpose(1, 0, 2)
    seen = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2 > NO_AREA
    return Solid(solid.vertices, solid.normals, solid.faces[seen]), seen
