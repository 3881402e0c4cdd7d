"""What cabinets are put together from: boards, a plinth or feet, a cornice, framed doors, drawers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from threed.procedural.joinery import corners, crest_board, finial, legs, moulding, pull, timber
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, prism_of
from threed.procedural.solids import move


@dataclass(frozen=True)
class Case:
    """The box of a cabinet, in metres.

    Attributes:
        width, depth: outside.
        low, high: heights of its lower and upper side.
        thick: of its boards.
    """

    width: float
    low: float
    high: float
    depth: float
    thick: float


def carcass(case: Case, name: str, back: bool = True, back_name: str = "back") -> list[Part]:
    """Join two sides, a bottom and a top, and nail boards over the back."""
    tall, thick, middle = case.high - case.low, case.thick, (case.low + case.high) / 2
    parts = []
    for side in (-1, 1):
        x = side * (case.width - thick) / 2
        parts.append(timber(name, (x, middle, 0), (thick, tall, case.depth), 0.003))
    level = (case.width - 2 * thick + 0.004, thick, case.depth - 0.004)
    parts += [timber(name, (0, y, 0), level, 0.003) for y in (case.low + thick / 2, case.high - thick / 2)]
    if back:
        count = max(2, round(case.width / 0.26))
        for a, b in pairwise(np.linspace(-case.width / 2 + 0.006, case.width / 2 - 0.006, count + 1)):
            place = ((a + b) / 2, middle, -case.depth / 2)
            parts.append(timber(back_name, place, (b - a, tall - 0.012, 0.016), 0.0))
    return parts


def feet(case: Case, style: str, ornate: bool = False, name: str = "feet") -> list[Part]:
    """Put a case on a "plinth" with a cut-out apron, or on turned "feet"."""
    high = case.low + 0.003
    if style == "plinth":
        w, d, parts = case.width / 2 + 0.012, case.depth / 2 + 0.012, []
        cut = [(-w, 0), (-0.72 * w, 0), (-0.64 * w, 0.42 * high), (-0.2 * w, 0.5 * high), (0, 0.42 * high)]
        outline = [*cut, *((-x, y) for x, y in cut[-2::-1]), (w, high), (-w, high)]
        front = move(prism_of(outline, 0.026, 0.004), (0, 0, d - 0.013))
        parts.append(part(name, "wood", front, (1, 0, 0), (0, 0, 1), crease_deg=30))
        for side in (-1, 1):
            place = (side * (w - 0.013), high / 2, -0.013)
            parts.append(timber(name, place, (0.026, high, 2 * d - 0.026), 0.004))
        parts.append(timber(name, (0, high / 2, -d + 0.013), (2 * w - 0.03, high, 0.02), 0.0))
        return parts
    parts = legs(name, corners(case.width - 0.1, case.depth - 0.1), high, 0.075, "bulbous", 0, 8)
    # a frame between the feet and the case
    step = [
        (0.0, case.low - 0.012),
        (0.012, case.low - 0.008),
        (0.012, case.low + 0.01),
        (0.0, case.low + 0.016),
    ]
    return [*parts, moulding(name, case.width, case.depth, step)]


def cornice(case: Case, crest: str, ornate: bool, name: str = "crest") -> list[Part]:
    """Crown a case with a moulding and, unless it is flat, a carved board."""
    y, out = case.high, 0.045
    steps = [
        (0.002, y - 0.012),
        (0.012, y - 0.006),
        (0.014, y + 0.012),
        (0.7 * out, y + 0.032),
        (out, y + 0.036),
    ]
    steps += [(out, y + 0.056), (out - 0.008, y + 0.064)]
    parts = [moulding(name, case.width, case.depth, steps)]
    top = y + 0.064
    if crest == "flat":
        return parts
    wide, tall = case.width * 0.92, min(0.16, 0.16 * case.width)
    place = (0, top - 0.006, case.depth / 2 - 0.01)
    parts.append(crest_board(name, crest, place, (wide, tall, 0.03), 0.72 * tall))
    if ornate:
        for side in (-1, 1):
            at = (side * (case.width / 2 + 0.012), top - 0.001, case.depth / 2 - 0.01)
            parts.append(timber(name, (at[0], top + 0.022, at[2]), (0.05, 0.052, 0.05), 0.004))
            parts.append(finial("trim", (at[0], top + 0.047, at[2]), 0.025, "metal"))
        if crest != "ears":
            parts.append(finial("trim", (0, top + tall - 0.014, place[2]), 0.025, "metal"))
    return parts


def framed_door(
    name: str, width: float, height: float, panels: str, thick: float = 0.022, panel_name: str = "panels"
) -> list[Part]:
    """Frame a door about the origin: stiles and rails, in them raised panels, louvres or a mirror.

    Args:
        panels: "one", "two", "arched", "mirror", "louvres" or "plain" (boards and battens).
    """
    if panels == "plain":
        edges = np.linspace(-width / 2, width / 2, max(2, round(width / 0.14)) + 1)
        parts = [
            timber(name, ((a + b) / 2, 0, 0), (b - a, height, 0.8 * thick), 0.003) for a, b in pairwise(edges)
        ]
        batten, places = (width - 0.04, 0.075, 0.7 * thick), (-0.36 * height, 0.36 * height)
        return parts + [timber(name, (0, y, 0.45 * thick), batten, 0.004) for y in places]
    stile, parts = min(0.075, 0.2 * width), []
    for side in (-1, 1):
        parts.append(timber(name, (side * (width - stile) / 2, 0, 0), (stile, height, thick), 0.003))
    splits = {"two": (-0.5, -0.08, 0.5)}.get(panels, (-0.5, 0.5))
    inner = width - 2 * stile
    for k, t in enumerate(splits):
        y = t * height - np.sign(t) * stile / 2 * (abs(t) == 0.5)
        tall = stile * (1.25 if k == 0 else 1.0)
        parts.append(
            timber(name, (0, y + (0.125 * stile if k == 0 else 0), 0), (inner + 0.004, tall, thick), 0.003)
        )
    for a, b in pairwise(splits):
        low = a * height + (1.25 if a == -0.5 else 0.5) * stile
        high = b * height - (1.0 if b == 0.5 else 0.5) * stile
        parts += _field(name, panel_name, panels, inner, low, high, thick)
    return parts


def _field(
    name: str, panel_name: str, panels: str, inner: float, low: float, high: float, thick: float
) -> list[Part]:
    """Fill a door's frame between two heights."""
    middle, tall = (low + high) / 2, high - low
    sheet = (0, middle, -0.2 * thick)
    if panels == "mirror":
        glass = board((0, middle, 0), (inner + 0.004, tall + 0.004, 0.4 * thick), 0)
        return [part("mirror", "glass", glass, (0, 1, 0), (0, 0, 1))]
    if panels == "louvres":
        parts = [timber(panel_name, sheet, (inner + 0.004, tall + 0.004, 0.3 * thick), 0)]
        count = max(3, round(tall / 0.1))
        for k in range(count):
            y = low + (k + 0.5) * tall / count
            h = tall / count / 2
            section = [
                (y - h, 0.5 * thick),
                (y + h, -0.1 * thick),
                (y + h, -0.2 * thick),
                (y - h, -0.2 * thick),
            ]
            outline = [(-z, v) for v, z in section[::-1]]
            solid = prism_of(outline, inner + 0.002, 0)
            turned = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
            parts.append(part(panel_name, "wood", move(solid, rotation=turned), (1, 0, 0), (0, 0, 1)))
        return parts
    parts = [timber(panel_name, sheet, (inner + 0.004, tall + 0.004, 0.4 * thick), 0)]
    x, inset = inner / 2 - 0.03, 0.03
    if panels == "arched":
        u = np.linspace(1, -1, 9)
        top = [(float(v * x), float(high - inset - 0.45 * x * (1 - np.sqrt(1 - 0.96 * v * v)))) for v in u]
        outline = [(-x, low + inset), (x, low + inset), *top]
    else:
        outline = [(-x, low + inset), (x, low + inset), (x, high - inset), (-x, high - inset)]
    raised = move(prism_of(outline, 0.6 * thick, 0.24 * thick), (0, 0, 0.02 * thick))
    return [*parts, part(panel_name, "wood", raised, (0, 1, 0), (0, 0, 1), crease_deg=25)]


def drawer_front(
    name: str, centre: tuple[float, float, float], width: float, height: float, thick: float = 0.022
) -> list[Part]:
    """Put a drawer's front with its knobs on a case that looks to +Z."""
    x, y, z = centre
    parts = [timber(name, centre, (width, height, thick), 0.005)]
    for place in (x,) if width < 0.55 else (x - 0.26 * width, x + 0.26 * width):
        parts += pull("handles", (place, y, z + thick / 2), (0, 0, 1), 0.016)
    return parts
