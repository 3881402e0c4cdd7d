"""Builds wardrobes: a tall case with framed doors, open ones with clothes on a rail, drawers below."""

from __future__ import annotations

import numpy as np

from threed.procedural.cabinetry import Case, carcass, cornice, drawer_front, feet, framed_door
from threed.procedural.dials import Dials
from threed.procedural.joinery import pull, timber, turned
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import board, nail, stick
from threed.procedural.solids import loft, turn


def _wardrobe(dials: Dials) -> list[Part]:
    count = dials.count("doors", 2, 2, "doors side by side", (1, 4))
    width = dials.number("width", 1.0, 1.25, "m", "of the case")
    height = dials.number("height", 1.75, 2.05, "m", "of the case and its base", (0.8, 3.5))
    depth = dials.number("depth", 0.5, 0.6, "m", "of the case")
    panels = dials.choice(
        "panels",
        {"two": 0.32, "arched": 0.24, "one": 0.16, "louvres": 0.14, "plain": 0.14, "mirror": 0.0},
        "of its doors",
    )
    base = dials.choice("base", {"plinth": 0.5, "feet": 0.5}, "what it stands on")
    drawers = dials.count("drawers", 0, 2, "drawers below its doors", (0, 4))
    crest = dials.choice(
        "crest", {"flat": 0.6, "arch": 0.16, "camel": 0.14, "peak": 0.1}, "a carved board on top"
    )
    mirror = dials.flag("mirror", 0.12, "a mirror in its doors")
    is_open = dials.flag("open", 0.1, "its doors stand open")
    angle = dials.number("angle", 75.0, 110.0, "deg", "how far open doors are swung", (5.0, 170.0))
    ornate = dials.flag("ornate", 0.1, "columns, a carved crest and gilded fittings")
    thick, stand = 0.03, 0.11
    case = Case(width, stand, height, depth, thick)
    parts = carcass(case, "case", True, "case")
    parts += feet(case, base, ornate)
    parts += cornice(case, "camel" if ornate and crest == "flat" else crest, ornate)
    deep = 0.2 if drawers else 0.0
    if drawers:
        parts += _drawers(case, drawers, deep)
    low = stand + deep + (0.012 if drawers else 0.006)
    high = height - 0.018
    frame = 0.05 if ornate else 0.03
    for side in (-1, 1):  # a stile of the front on either side, a column on it if ornate
        x = side * (width - frame) / 2
        parts.append(
            timber("case", (x, (low + high) / 2, depth / 2 + 0.006), (frame, high - low, 0.024), 0.003)
        )
        if ornate:
            parts += _column(x, low, high, depth / 2 + 0.02)
    if mirror and panels != "plain":
        panels = "mirror"
    parts += _doors(case, count, low, high, frame, panels, angle if is_open else 0.0, ornate)
    if is_open:
        parts += _clothes(dials, case, low, high)
    parts += _side_panels(case)
    return parts


def _drawers(case: Case, count: int, deep: float) -> list[Part]:
    front = case.depth / 2
    inner, y = case.width - 2 * case.thick, case.low + deep / 2
    parts = [
        timber("case", (0, case.low + deep, 0.004), (inner + 0.004, 0.024, case.depth + 0.012), 0.003),
        timber("case", (0, y, front - 0.03), (inner + 0.004, deep, 0.02), 0.0),
    ]
    for k in range(count):
        x = ((k + 0.5) / count - 0.5) * inner
        parts += drawer_front(
            "drawers", (x, y + 0.002, front - 0.004), inner / count - 0.012, deep - 0.05, 0.036
        )
        if k:
            at = (k / count - 0.5) * inner
            parts.append(timber("case", (at, y, front - 0.01), (0.022, deep, 0.03), 0.002))
    for side in (-1, 1):
        x = side * (case.width - 0.03) / 2
        parts.append(timber("case", (x, y, front + 0.006), (0.03, deep, 0.024), 0.003))
    parts.append(
        timber("case", (0, case.low + 0.006, front + 0.004), (case.width - 0.06, 0.024, 0.02), 0.002)
    )
    return parts


def _column(x: float, low: float, high: float, z: float) -> list[Part]:
    parts = [
        timber("case", (x, low + 0.06, z), (0.058, 0.12, 0.034), 0.004),
        timber("case", (x, high - 0.05, z), (0.058, 0.1, 0.034), 0.004),
        turned("case", (x, low + 0.118, z), (x, high - 0.098, z), 0.042, "stretcher", 12),
    ]
    bosses = [nail((x, y, z + 0.016), (0, 0, 1), 0.018, 0.008, 10) for y in (low + 0.06, high - 0.05)]
    return parts + [part("trim", "metal", boss, (0, 1, 0)) for boss in bosses]


def _doors(
    case: Case, count: int, low: float, high: float, frame: float, panels: str, angle: float, ornate: bool
) -> list[Part]:
    inner, tall, thick = case.width - 2 * frame, high - low, 0.026
    wide, front = inner / count, case.depth / 2 + 0.006
    parts: list[Part] = []
    for k in range(count):
        hinge = -1 if k < count / 2 else 1
        made = framed_door("doors", wide - 0.002, tall - 0.004, panels, thick)
        grip = (-hinge * (wide / 2 - 0.036), -0.04, thick / 2)
        made += _handle(grip, ornate)
        for y in (-0.34 * tall, 0.34 * tall):  # hinges
            knuckle = stick(
                (hinge * wide / 2, y - 0.04, thick / 2), (hinge * wide / 2, y + 0.04, thick / 2), 0.009, 8
            )
            made.append(part("handles", "metal", knuckle, (0, 1, 0), mapping="turned"))
        # about its hinge, in front
        made = move_parts(made, (-hinge * wide / 2, 0, -thick / 2))
        if angle and not 0 < k < count - 1:
            made = move_parts(made, rotation=turn(1, hinge * angle))
        x = (k - (count - 1) / 2) * wide + hinge * wide / 2
        parts += move_parts(made, (x, (low + high) / 2, front + thick / 2 + (0.002 if angle else -0.002)))
    return parts


def _handle(place: tuple[float, float, float], ornate: bool) -> list[Part]:
    x, y, z = place
    plate = board((x, y, z), (0.032, 0.12, 0.006), 0.002)
    parts = [part("handles", "metal", plate, (0, 1, 0), (0, 0, 1))]
    parts += pull("handles", (x, y + 0.02, z + 0.002), (0, 0, 1), 0.015)
    if not ornate:
        hole = board((x, y - 0.032, z + 0.003), (0.007, 0.02, 0.003), 0.0)
        parts.append(part("keyholes", "metal", hole, (0, 1, 0), (0, 0, 1)))
    return parts


def _clothes(dials: Dials, case: Case, low: float, high: float) -> list[Part]:
    """Hang coats from a rail; one side holds shelves with folded linen."""
    inner, y = case.width - 2 * case.thick, high - 0.14
    parts = [
        part(
            "rail",
            "metal",
            stick((-inner / 2 - 0.004, y, 0), (inner / 2 + 0.004, y, 0), 0.013, 10),
            (1, 0, 0),
        )
    ]
    count = int(np.clip(round(inner / 0.19), 3, 6))
    for k in range(count):
        x = -inner / 2 + 0.12 + k * (inner - 0.24) / max(count - 1, 1)
        drop = (y - low - 0.05) * dials.rng.uniform(0.55, 0.85)
        parts += _garment(
            dials, ("clothes", "pale clothes", "dark clothes")[k % 3], x, y, drop, case.depth * 0.36
        )
    return parts


def _garment(dials: Dials, name: str, x: float, y: float, drop: float, half: float) -> list[Part]:
    """Drape a garment from its hanger: shoulders, a slack body in folds."""
    top = y - 0.055
    shares = [(0.16, 0.02, 0.0), (0.4, 0.035, 0.03), (0.86, 0.045, 0.1), (0.95, 0.05, 0.2), (0.82, 0.05, 0.5)]
    shares += [(0.92, 0.055, 0.8), (0.96, 0.06, 1.0)]
    angle = np.arange(14) * 2 * np.pi / 14
    phase = dials.rng.uniform(0, 6.28)
    rings = []
    for wide, thick, t in shares[::-1]:
        fold = 1 + 0.3 * t * np.cos(5 * angle + phase)
        rings.append(
            np.stack(
                [x + thick * fold * np.cos(angle), np.full(14, top - t * drop), -half * wide * np.sin(angle)],
                1,
            )
        )
    body = part(name, "cloth", loft(np.asarray(rings)), (0, 1, 0), (1, 0, 0), crease_deg=110)
    hook = stick((x, top - 0.02, 0), (x, y + 0.006, 0), 0.005, 6)
    return [body, part("rail", "metal", hook, (0, 1, 0))]


def _side_panels(case: Case) -> list[Part]:
    """Frame the two sides, which else were bare boards."""
    parts: list[Part] = []
    low, high, x = case.low + 0.02, case.high - 0.02, case.width / 2 + 0.004
    for side in (-1, 1):
        stile, z = (0.016, high - low, 0.07), case.depth / 2 - 0.035
        parts += [timber("case", (side * x, (low + high) / 2, s * z), stile, 0.003) for s in (-1, 1)]
        for y, tall in ((low + 0.045, 0.09), ((low + high) / 2, 0.07), (high - 0.035, 0.07)):
            size = (0.014, tall, case.depth - 0.13)
            parts.append(timber("case", (side * (x - 0.001), y, 0), size, 0.003))
    return parts


_WOODS = ("oak", "walnut", "dark oak", "pine")

KINDS = {
    "wardrobe": Kind(
        build=_wardrobe,
        size_m=2.0,
        parts={
            "case": Made(_WOODS, words=("sides", "frame", "body", "top")),
            "doors": Made(_WOODS, words=("door",)),
            "panels": Made(_WOODS, words=("panel",)),
            "drawers": Made(_WOODS, words=("drawer",)),
            "feet": Made(_WOODS, words=("legs", "plinth", "base")),
            "crest": Made(_WOODS, words=("cornice",)),
            "handles": Made(("brass", "wrought iron"), words=("knobs", "hinges", "handle")),
            "keyholes": Made(("cast iron",), words=("keyhole", "locks")),
            "mirror": Made(("mirror",), words=("mirrors", "glass")),
            "rail": Made(("steel", "brass"), words=("hangers", "hanger")),
            "clothes": Made(("wool", "linen"), ("#7a2f2a", "#2e5138", "#31456b"), ("coats", "dresses")),
            "pale clothes": Made(("linen",), ("#dcd2b8", "#c3b7a0")),
            "dark clothes": Made(("wool",), ("#2a2a33", "#3b2b22")),
            "trim": Made(("gold",), words=("ornaments",)),
        },
        synonyms=("closet", "armoire", "cupboard"),
        main=("doors", "panels", "drawers", "feet", "crest"),
        words={
            "round": {"crest": "arch", "panels": "arched"},
            "arched": {"crest": "arch", "panels": "arched"},
            "open": {"open": True},
            "closed": {"open": False},
            "ornate": {"ornate": True},
            "carved": {"ornate": True},
            "mirrored": {"mirror": True, "panels": "one"},
            "louvred": {"panels": "louvres"},
            "rustic": {"panels": "plain"},
        },
    ),
}
