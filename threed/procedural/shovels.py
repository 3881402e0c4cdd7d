"""Builds shovels and spades: a dished blade, a socket, a handle with a D, a T or a knob."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import ferrule, haft
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import cylinder, knob, nail
from threed.procedural.solids import Solid, loft, move, shell, turn


def _widths(form: str, half: float, v: np.ndarray) -> np.ndarray:
    """Return a blade's half width at heights 0..1 from its tip."""
    if form == "square":
        return half * np.interp(v, [0, 0.04, 0.8, 1], [0.9, 0.96, 1.0, 0.98])
    if form == "round":
        arc = np.sqrt(np.clip(1 - (1 - np.clip(v / 0.52, 0, 1)) ** 2, 0.0025, 1))
        return half * arc * np.interp(v, [0, 0.8, 1], [1, 1, 0.86])
    return half * np.interp(v, [0, 0.1, 0.3, 0.5, 0.85, 1], [0.045, 0.3, 0.75, 1.0, 0.98, 0.84])


def _blade(form: str, tall: float, half: float, dish: float, thick: float) -> Solid:
    """Press a blade whose tip is on y = 0, hollow towards +Z."""
    v = np.array([0, 0.03, 0.1, 0.2, 0.32, 0.48, 0.66, 0.84, 0.95, 1.0])
    u = np.linspace(-1, 1, 9)
    width = _widths(form, half, v)
    x, y = width[:, None] * u, np.broadcast_to(tall * v[:, None], (10, 9))
    bend = dish * (np.abs(x) / half) ** 2 + 0.5 * dish * (1 - v[:, None]) ** 2
    sheet = np.stack([x, y, bend], -1)
    return shell(sheet + [0, 0, thick / 2], sheet - [0, 0, thick / 2], smooth=False)


def _treads(tall: float, half: float, dish: float) -> list[Solid]:
    """Fold the blade's shoulders over to a step for the foot on each side."""
    solids = []
    u = np.linspace(0.16, 1, 6)
    for side in (-1, 1):
        x = side * half * u
        z = dish * u**2
        path = np.stack([x, np.full(6, tall), z + 0.008], 1)
        solids.append(tube(path, (0.014, 0.005), 6, (0, 1, 0), flats=True))
    return solids


def _grip(form: str, end: float, radius: float) -> list[Part]:
    """Make what the upper hand holds, above the height where the handle ends."""
    parts = []
    if form == "D":
        wide, high = 0.058, 0.098
        for side in (-1, 1):
            path = smooth_path(
                [
                    (0, end - 0.035, 0),
                    (side * 0.5 * wide, end + 0.015, 0),
                    (side * wide, end + 0.055, 0),
                    (side * wide, end + high, 0),
                ],
                3,
            )
            wood = tube(path, (0.0115, 0.0155), 8, flats=True)
            parts.append(part("grip", "wood", wood, (0, 1, 0), (0, 0, 1)))
        bar = move(cylinder(0.0165, -wide - 0.016, wide + 0.016, 10, 0.004), (0, end + high, 0), turn(2, 90))
        parts.append(part("grip", "wood", bar, (1, 0, 0), mapping="turned"))
        for side in (-1, 1):
            at = (side * (wide + 0.015), end + high, 0)
            parts.append(part("socket", "metal", nail(at, (side, 0, 0), 0.009, 0.004, 8), (1, 0, 0)))
    elif form == "T":
        bar = [(-0.085, 0.013), (-0.078, 0.02), (-0.03, 0.017), (0.03, 0.017), (0.078, 0.02), (0.085, 0.013)]
        path = np.array([(x, end, 0) for x, _ in bar])
        parts.append(
            part("grip", "wood", tube(path, np.array([r for _, r in bar]), 10), (1, 0, 0), mapping="turned")
        )
    else:
        parts.append(
            part(
                "grip",
                "wood",
                knob((0, end + 0.008, 0), (0.032, 0.029, 0.032), 12, 8),
                (0, 1, 0),
                mapping="turned",
            )
        )
    return parts


def _shovel(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"round": 0.42, "square": 0.28, "pointed": 0.3}, "of its blade's end")
    tall = dials.number("blade_length", 0.29, 0.35, "m", "of its blade")
    width = dials.number("blade_width", 0.23, 0.28, "m", "of its blade")
    dish = dials.number("dish", 0.025, 0.045, "m", "how hollow its blade is", (0.0, 0.12))
    length = dials.number("handle_length", 0.62, 0.78, "m", "above the blade")
    top = dials.choice("top", {"D": 0.55, "T": 0.27, "knob": 0.18}, "what the upper hand holds")
    treads = dials.flag("treads", 0.65, "folded steps for the foot; a square blade has them always")
    ornate = dials.flag("ornate", 0.05, "with bands about its handle")
    half, thick, radius = width / 2, 0.009, 0.0185
    if form == "square":
        half, dish = 0.92 * half, 0.75 * dish
    parts = [
        part("blade", "metal", _blade(form, tall, half, dish, thick), (0, 1, 0), (0, 0, 1), crease_deg=30)
    ]
    shoulder = half * (0.98 if form == "square" else 0.86 if form == "round" else 0.84)
    if treads or form == "square":
        bend = dish * (shoulder / half) ** 2
        folded = _treads(tall, shoulder, bend)
        parts += [part("blade", "metal", solid, (1, 0, 0), (0, 0, 1)) for solid in folded]
    end = tall + length
    crank = 0.03
    socket_top = tall + 0.17
    # the socket runs up from a rib on the blade and holds the handle
    rings, angle = [], np.arange(10) * np.pi / 5
    rows = [
        (0.42 * tall, 0.001, 0.004, 0.010),
        (0.62 * tall, 0.013, 0.012, 0.006),
        (0.85 * tall, 0.021, 0.020, 0.006),
        (tall + 0.02, 0.024, 0.024, 0.012),
        (socket_top - 0.008, 0.0235, 0.0235, 0.8 * crank),
        (socket_top, 0.0215, 0.0215, 0.8 * crank),
    ]
    low_z = 0.5 * dish * 0.3
    for y, wide, deep, z in rows:
        middle = z + low_z * np.interp(y, [0.42 * tall, tall], [1, 0])
        rings.append(np.stack([wide * np.sin(angle), np.full(10, y), middle + deep * np.cos(angle)], 1))
    parts.append(
        part("socket", "metal", loft(np.asarray(rings)), (0, 1, 0), mapping="turned", origin=(0, 0, 0.01))
    )
    path = [
        (0, tall + 0.03, 0.5 * crank),
        (0, socket_top, 0.8 * crank),
        (0, tall + 0.5 * length, crank),
        (0, end, 0.9 * crank),
    ]
    wood = haft(path, [0.95 * radius, 1.05 * radius, 0.95 * radius, radius], 10, 1.0)
    parts.append(part("handle", "wood", wood, (0, 1, 0), (0, 0, 1)))
    for y in (socket_top - 0.03, socket_top - 0.1):
        middle = float(np.interp(y, [tall + 0.02, socket_top - 0.008], [0.012, 0.8 * crank]))
        rivet = nail((0, y, middle + 0.0235), (0, 0, 1), 0.007, 0.005, 6)
        parts.append(part("socket", "metal", rivet, (0, 0, 1)))
    for one in _grip(top, end, radius):
        from_axis = move(one.solid, (0, 0, 0.9 * crank))
        parts.append(
            part(one.name, one.role, from_axis, one.frame[:, 1], one.frame[:, 2], mapping=one.mapping)
        )
    if ornate:
        for y in (tall + 0.45 * length, end - 0.06):
            band = move(ferrule(radius * 0.98, -0.02, 0.02, 0.005), (0, y, 0.96 * crank))
            parts.append(part("trim", "metal", band, (0, 1, 0)))
    return parts


KINDS = {
    "shovel": Kind(
        build=_shovel,
        size_m=1.08,
        parts={
            "blade": Made(
                ("steel", "steel", "wrought iron", "rusty iron", "painted metal"),
                ("#8c2a22", "#31553f"),
                words=("scoop", "pan"),
            ),
            "handle": Made(("oak", "birch"), words=("shaft", "pole", "stick")),
            "grip": Made(("oak", "walnut"), words=("top",)),
            "socket": Made(("wrought iron", "steel"), words=("collar", "neck", "rivets")),
            "trim": Made(("brass", "bronze"), words=("bands", "decoration")),
        },
        synonyms=("spade",),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "pointed": {"form": "pointed"},
            "ornate": {"ornate": True},
        },
    ),
}
