"""Packs the charts of a UV map into one square: rectangles along a skyline (Jylänki 2010, "bottom-left")."""

from __future__ import annotations

import math

import numpy as np

#: angles in a quarter turn at which the least bounding rectangle of a chart is looked for
TURNS = 24
#: how straight it then lies, in radians
STRAIGHT = 1e-3
#: halvings of the interval in which the largest scale is looked for
TRIALS = 9


def straighten_charts(uv: np.ndarray, chart: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turn each chart so that its bounding rectangle is least, lies, and begins at the origin.

    Args:
        uv: [V, 2] in any unit.
        chart: [V] int, from 0, each of which has vertices.

    Returns:
        The same charts [V, 2], turned and moved, and the sizes of their rectangles [C, 2], width ≥ height.
    """
    order = np.argsort(chart, kind="stable")
    points, begins = uv[order].astype(np.float64), np.searchsorted(chart[order], np.arange(chart.max() + 1))
    best_area = np.full(len(begins), np.inf)
    best = np.zeros(len(begins))
    for angle in np.arange(TURNS) * (math.pi / 2 / TURNS):
        turned = points @ _rotation(angle)
        size = np.maximum.reduceat(turned, begins) - np.minimum.reduceat(turned, begins)
        area = size.prod(1)
        better = area < best_area * (1 - 1e-6)
        best_area[better], best[better] = area[better], angle
    # a long thin chart must be straight to a small part of a step
    step = math.pi / 2 / TURNS / 2
    while step > STRAIGHT:
        for angle in (best - step, best + step):
            area = _rectangle(points, angle[chart[order]], begins).prod(1)
            better = area < best_area * (1 - 1e-9)
            best_area[better], best[better] = area[better], angle[better]
        step /= 2
    cosine, sine = np.cos(best)[chart], np.sin(best)[chart]
    turned = np.stack([uv[:, 0] * cosine - uv[:, 1] * sine, uv[:, 0] * sine + uv[:, 1] * cosine], 1)
    size = _extent(turned, order, begins)[1]
    upright = (size[:, 1] > size[:, 0])[chart]
    turned = np.where(upright[:, None], np.stack([-turned[:, 1], turned[:, 0]], 1), turned)
    low, size = _extent(turned, order, begins)
    return turned - low[chart], size


def pack_rectangles(sizes: np.ndarray, padding: float) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Place rectangles in the unit square, as large as is found to fit.

    Args:
        sizes: [C, 2] width and height in any unit.
        padding: least distance of rectangles from each other and from the border, as a share of the square.

    Returns:
        Their lower left corners [C, 2], which of them are turned by 90° [C] bool, and the scale of the sizes;
        None where the padding alone is too much.
    """
    room, area = 1 - padding, float(sizes.prod(1).sum())
    # the tallest first: what is placed later fits beside and above
    order = np.argsort(-sizes.max(1) - 1e-3 * sizes.min(1), kind="stable")
    low, high = 0.0, min(math.sqrt(1 / max(area, 1e-30)), room / max(float(sizes.max()), 1e-30))
    found = None
    scale = 0.75 * high
    for _ in range(TRIALS):
        placed = _place(sizes[order] * scale + padding, room)
        if placed is None:
            high = scale
        else:
            low, found = scale, placed
        scale = (low + high) / 2
    if found is None:
        return None
    corner, turned = np.empty((len(sizes), 2)), np.empty(len(sizes), bool)
    corner[order], turned[order] = found[0] + padding, found[1]
    return corner, turned, low


def _place(sizes: np.ndarray, room: float) -> tuple[np.ndarray, np.ndarray] | None:
    """Place rectangles [C, 2] in their order where their tops are lowest; None where one does not fit."""
    # the skyline: where each step begins, and how high it is; the last one ends at `room`
    begins, heights = [0.0], [0.0]
    corners, turned = np.empty((len(sizes), 2)), np.zeros(len(sizes), bool)
    for i, (a, b) in enumerate(sizes.tolist()):
        best = None
        for turn, (wide, tall) in enumerate(((a, b), (b, a))):
            spot = _lowest(begins, heights, wide, tall, room)
            if spot is not None and (best is None or spot[:2] < best[:2]):
                best = (*spot, wide, tall, bool(turn))
            if a == b:
                break
        if best is None:
            return None
        top, x, first, wide, tall, turned[i] = best
        corners[i] = x, top - tall
        _raise(begins, heights, first, x, x + wide, top)
    return corners, turned


def _lowest(
    begins: list[float], heights: list[float], wide: float, tall: float, room: float
) -> tuple[float, float, int] | None:
    """Find the step on which a rectangle's top is lowest: the top, its left side, the step's place."""
    best, count = None, len(begins)
    for first in range(count):
        x = begins[first]
        end = x + wide
        if end > room + 1e-12:
            break
        base, k = heights[first], first + 1
        while k < count and begins[k] < end - 1e-12:
            if heights[k] > base:
                base = heights[k]
            k += 1
        top = base + tall
        if top <= room + 1e-12 and (best is None or top < best[0] - 1e-12):
            best = (top, x, first)
    return best


def _raise(begins: list[float], heights: list[float], first: int, x: float, end: float, top: float) -> None:
    """Raise the skyline between x and end to a new top."""
    last, behind = first, heights[first]
    while last < len(begins) and begins[last] < end - 1e-12:
        behind = heights[last]
        last += 1
    whole = last < len(begins) and abs(begins[last] - end) < 1e-12
    begins[first:last] = [x] if whole else [x, end]
    heights[first:last] = [top] if whole else [top, behind]


def _extent(uv: np.ndarray, order: np.ndarray, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low = np.minimum.reduceat(uv[order], begins)
    return low, np.maximum.reduceat(uv[order], begins) - low


def _rectangle(points: np.ndarray, angle: np.ndarray, begins: np.ndarray) -> np.ndarray:
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y = points[:, 0] * cosine - points[:, 1] * sine, points[:, 0] * sine + points[:, 1] * cosine
    return np.stack([np.maximum.reduceat(a, begins) - np.minimum.reduceat(a, begins) for a in (x, y)], 1)


def _rotation(angle: float) -> np.ndarray:
    return np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
