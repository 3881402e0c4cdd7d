"""Builds books."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import Solid, box, move, prism, turn
from training.props.pieces import PAPER, RED, chosen, one_of, round_plate, stick
from training.props.prop import CREAM, GOLD, MAIN, STEEL, WHITE, Colours, Parts, PropClass


def _emblem(rng: np.random.Generator, size: float) -> Solid:
    """Make a sign for a book's cover, in XY."""
    kind = int(rng.integers(5))
    if kind == 0:
        return move(round_plate(size, 0.08, 18), (0, 0, -0.04))
    if kind == 1:
        return prism([(0, -size * 1.2), (size * 0.85, 0), (0, size * 1.2), (-size * 0.85, 0)], 0.08)
    if kind == 2:
        angle = np.pi / 2 + np.arange(10) * np.pi / 5
        reach = size * 1.25 * np.tile([1, 0.48], 5)
        return prism(np.stack([reach * np.cos(angle), reach * np.sin(angle)], 1), 0.08)
    if kind == 3:
        heart = [
            (0, -1.1),
            (0.95, 0.05),
            (0.9, 0.6),
            (0.5, 0.8),
            (0, 0.45),
            (-0.5, 0.8),
            (-0.9, 0.6),
            (-0.95, 0.05),
        ]
        return prism(np.array(heart) * size * 1.1, 0.08)
    return box((0, size * 0.9, 0), (size * 2.3, size * 0.75, 0.08))


def _closed_book(rng: np.random.Generator, ornate: bool) -> Parts:
    """Make a book that stands with its cover towards +Z and its spine towards -X."""
    wide, tall, thick = rng.uniform(0.68, 0.8), rng.uniform(0.92, 1.08), rng.uniform(0.22, 0.38)
    board, half = 0.055, thick / 2
    parts: Parts = [(box((0.0, 0, s * (half - board / 2)), (wide, tall, board)), MAIN) for s in (-1, 1)]
    t = np.linspace(np.pi / 2, 3 * np.pi / 2, 9)
    bow = rng.uniform(0.05, 0.09)
    spine = np.stack([-wide / 2 + bow * np.cos(t), half * np.sin(t)], 1)
    rim = [(x, -z) for x, z in spine]
    lift = turn(0, -90)
    parts.append(
        (
            move(
                prism([(-wide / 2 + 0.03, -half), (-wide / 2 + 0.03, half), *spine[1:-1]], tall),
                rotation=lift,
            ),
            MAIN,
        )
    )
    parts.append((box((-0.02, 0, 0), (wide - 0.07, tall - 0.1, thick - 2 * board + 0.01)), "pages"))
    slot = "trim" if ornate else "bands"
    for y in (
        np.linspace(-0.34, 0.34, int(rng.integers(2, 5))) * tall if rng.random() < 0.75 or ornate else ()
    ):
        rib = np.array(rim) * [1, 1.04] - [0.025, 0]
        parts.append(
            (
                move(
                    move(
                        prism(
                            [
                                (-wide / 2 + 0.06, -half * 1.03),
                                (-wide / 2 + 0.06, half * 1.03),
                                *rib[-2:0:-1],
                            ],
                            0.065,
                        ),
                        rotation=lift,
                    ),
                    (0, y, 0),
                ),
                slot,
            )
        )
    parts.append((move(_emblem(rng, rng.uniform(0.13, 0.17)), (0.03, tall * 0.08, half)), "title"))
    if rng.random() < 0.5:
        parts.append((box((0.03, -tall * 0.28, half), (wide * 0.5, 0.06, 0.06)), "title"))
    if ornate or rng.random() < 0.35:
        for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            at = (x * (wide / 2 - 0.07) + (0.02 if x > 0 else 0.06), y * (tall / 2 - 0.07), 0)
            parts += [
                (box((*at[:2], s * (half - board / 2)), (0.18, 0.18, board + 0.045)), slot) for s in (-1, 1)
            ]
    if ornate or rng.random() < 0.3:
        parts.append((box((wide / 2 - 0.03, 0, 0), (0.16, 0.15, thick + 0.06)), slot))
    elif rng.random() < 0.4:
        parts.append((box((wide * 0.2, -tall / 2 + 0.01, 0), (0.09, 0.16, 0.04)), "ribbon"))
    return parts


def _open_book(rng: np.random.Generator, ornate: bool) -> Parts:
    """Make an open book whose pages look up, its spine along Z."""
    wide, long, thick = rng.uniform(0.62, 0.74), rng.uniform(0.85, 1.0), rng.uniform(0.1, 0.17)
    tilt, t = rng.uniform(22, 34), np.linspace(0, 1, 7)
    sheet = wide - 0.07
    top = thick * (0.55 + 0.75 * np.sin(np.pi * t**0.6) - 0.25 * t)
    outline = [(0, 0.02), (sheet, 0.02), *np.stack([sheet * t, 0.05 + top], 1)[::-1]]
    half: Parts = [
        (box((wide / 2, 0, 0), (wide, 0.07, long)), MAIN),
        (prism(outline, long - 0.1), "pages"),
    ]
    over = float(np.interp(0.55, t, top)) + 0.045
    for z in np.linspace(-0.3, 0.3, int(rng.integers(3, 5))) * long:
        half.append(
            (box((sheet * 0.52, over - 0.02, z), (sheet * rng.uniform(0.45, 0.62), 0.07, 0.05)), "ink")
        )
    if ornate:
        half += [(box((wide - 0.06, 0, s * (long / 2 - 0.06)), (0.17, 0.11, 0.17)), "trim") for s in (-1, 1)]
    parts: Parts = [(stick((0, -0.02, -long / 2), (0, -0.02, long / 2), 0.085, 9), MAIN)]
    for side in (0, 180):
        lean = turn(1, side) @ turn(2, tilt)
        parts += [(move(part, rotation=lean), slot) for part, slot in half]
    if rng.random() < 0.6:
        parts.append((box((0, 0.06 + thick * 0.5, long / 2), (0.09, 0.05, 0.16)), "ribbon"))
    return [(move(part, rotation=turn(0, 14)), slot) for part, slot in parts]


def _book(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    kind = chosen(rng, shape, ("open", "closed"), "closed")
    ornate = "ornate" in shape
    if kind == "open":
        parts = _open_book(rng, ornate)
    else:
        parts = _closed_book(rng, ornate)
        if rng.random() < 0.35:  # it lies
            lay = turn(1, rng.uniform(-35, 35)) @ turn(0, -90)
        else:
            lay = turn(1, rng.uniform(-20, 20)) @ turn(0, rng.uniform(-10, 0))
        parts = [(move(part, rotation=lay), slot) for part, slot in parts]
    marks = one_of(rng, GOLD, GOLD, CREAM, 0.5, STEEL)
    colours = {
        "pages": one_of(rng, PAPER, WHITE),
        "title": marks,
        "bands": marks if rng.random() < 0.5 else 0.6,
    }
    return parts, {**colours, "ink": (0.45, 0.42, 0.38), "ribbon": RED, "trim": GOLD}


CLASSES: dict[str, PropClass] = {
    "book": PropClass(
        _book,
        ("tome", "spellbook", "novel"),
        0.3,
        shapes=("open", "closed", "ornate"),
        parts={"pages": "pages"},
    ),
}
