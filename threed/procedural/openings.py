"""Windows and doors, with all that a joiner and a smith add to them.

Each stands in a wall whose face is the plane z = 0, and faces +Z, its foot on y = 0: see masonry.put.
"""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.masonry import block, grown, hoop_of, opening, surround
from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import Y_TO_Z, board, cylinder, nail, prism_of, torus
from threed.procedural.solids import move, turn


def window(
    form: str,
    width: float,
    height: float,
    *,
    lit: bool = False,
    cross: str = "cross",
    frame: str = "wood",
    sill: bool = True,
    deep: float = 0.12,
    shutters: bool = False,
    flowers: bool = False,
    lavish: bool = False,
) -> list[Part]:
    """Make a window.

    Args:
        form: square, arched, pointed or round.
        width, height: of the glass.
        lit: there is light behind it.
        cross: "cross", "bars" (two rows), "mullion" (upright only) or "none".
        frame: of "wood", or of "stone".
        deep: how far it goes into the wall, which may be bent.
        shutters: open ones of planks at both sides.
        flowers: a box of flowers on its sill.
        lavish: its frame is bevelled: on a prop where it is large.
    """
    wide = 0.09 if frame == "wood" else 0.16
    role: Role = "wood" if frame == "wood" else "stone"
    steps = 6 if form == "round" else 4
    inner, outer = opening(form, width, height, steps), grown(form, width, height, wide, steps)
    if form == "square":
        outer[:2, 1] -= 0.05
    made = [
        part("frames", role, hoop_of(outer, inner, -deep, 0.1, 0.02 if lavish else 0), (0, 1, 0), (0, 0, 1))
    ]
    pane = move(prism_of(grown(form, width, height, 0.03, steps), deep + 0.02, 0), (0, 0, 0.01 - deep / 2))
    glass: Role = "light" if lit else "glass"
    made.append(part("windows", glass, pane, (0, 1, 0), (0, 0, 1), surface="lit window" if lit else None))
    made += _bars(form, width, height, cross, role)
    if sill and form != "round":
        size = (width + 2 * wide + 0.14, 0.09, deep + 0.2)
        lip = board((0, -0.065, (0.2 - deep) / 2), size, 0)
        made.append(part("frames", role, lip, (1, 0, 0), (0, 1, 0)))
    if shutters and form != "round":
        made += _shutters(width, height, wide)
    if flowers and form != "round":
        made += _flower_box(width)
    return made


def _bars(form: str, width: float, height: float, cross: str, role: Role) -> list[Part]:
    bars = []
    if cross in ("cross", "mullion", "bars"):
        bars.append(((0, height / 2, 0.02), (0.05, height, 0.07)))
    if cross in ("cross", "bars"):
        levels = (0.56,) if cross == "cross" else (0.36, 0.7)
        if form == "round":
            levels = (0.5,)
        bars += [((0, level * height, 0.018), (width, 0.045, 0.062)) for level in levels]
    return [
        part("frames", role, board(at, size, 0), (1, 0, 0) if size[0] > size[1] else (0, 1, 0), (0, 0, 1))
        for at, size in bars
    ]


def _shutters(width: float, height: float, frame: float) -> list[Part]:
    made = []
    leaf = width / 2 + 0.02
    for side in (-1, 1):
        centre = side * (width / 2 + frame + 0.02 + leaf / 2)
        for k in (-0.5, 0.5):
            plank = board((centre + k * leaf / 2, height / 2, 0.035), (leaf / 2, height + 0.08, 0.09), 0)
            made.append(part("shutters", "wood", plank, (0, 1, 0), (0, 0, 1)))
        for y in (0.2 * height, 0.8 * height):
            ledge = board((centre, y, 0.085), (leaf - 0.06, 0.09, 0.04), 0)
            made.append(part("shutters", "wood", ledge, (1, 0, 0), (0, 0, 1)))
    return made


def _flower_box(width: float) -> list[Part]:
    made = [part("frames", "wood", board((0, -0.13, 0.2), (width + 0.1, 0.2, 0.24), 0), (1, 0, 0), (0, 1, 0))]
    leaves = board((0, 0.0, 0.2), (width + 0.02, 0.12, 0.2), 0)
    made.append(part("plants", "plant", leaves, (0, 1, 0), (0, 0, 1), crease_deg=60))
    for k, x in enumerate(np.linspace(-0.4, 0.4, 4) * width):
        bloom = board((x, 0.08 + 0.03 * (k % 2), 0.2 + 0.04 * (k % 2)), (0.13, 0.12, 0.13), 0)
        made.append(part("flowers", "plant", bloom, (0, 1, 0), crease_deg=60))
    return made


def door(
    form: str,
    width: float,
    height: float,
    *,
    planks: int = 5,
    frame: str = "wood",
    deep: float = 0.12,
    double: bool = False,
    step: bool = True,
    pane: bool = False,
    lit: bool = False,
    handle: str = "ring",
) -> list[Part]:
    """Make a door of planks in its frame, with hinges, a handle and a step.

    Args:
        form: square, arched or pointed.
        width, height: of its leaf, or of both leaves of a double one.
        frame: of "wood", or of cut "stone".
        deep: how far it goes into the wall.
        double: two leaves that open from the middle.
        pane: a little window in it.
        handle: "ring", "knob" or "none".
    """
    made = _planks(form, width, height, planks, deep)
    if frame == "stone":
        made += surround("surround", form, width, height, 0.26, -deep, 0.13)
    else:
        steps = 8
        outer = grown(form, width, height, 0.14, steps)
        ring = hoop_of(outer, opening(form, width, height, steps), -deep, 0.12, 0.025)
        made.append(part("door frame", "wood", ring, (0, 1, 0), (0, 0, 1)))
    spring = height if form == "square" else height - width * (0.5 if form == "arched" else 0.87)
    levels = (0.2 * height, min(0.78 * height, spring))
    for side in (-1, 1) if double else (-1,):
        reach = (0.4 if double else 0.78) * width
        for y in levels:
            made += _strap(side * width / 2, y, -side * reach, 0.03)
    if pane and not double:
        made += _door_pane(0.34 * width, height, lit)
    x = 0.36 * width if not double else 0.09 * width
    for side in () if handle == "none" else (1, -1) if double else (1,):
        made += _handle(side * x, 0.47 * height if height < 2.6 else 1.2, handle)
    if step:
        made.append(block("step", (0, 0.06, 0.22), (width + 0.5, 0.16, 0.62), 0.025))
    return made


def _planks(form: str, width: float, height: float, count: int, deep: float) -> list[Part]:
    top = opening(form, width, height, 16)[2:]
    edges = np.linspace(-width / 2, width / 2, count + 1)
    made = []
    for a, b in itertools.pairwise(edges):
        inside = [(x, y) for x, y in top if a + 1e-6 < x < b - 1e-6] if form != "square" else []
        order = np.argsort(top[:, 0], kind="stable")
        ends = [float(np.interp(x, top[order, 0], top[order, 1])) for x in (b, a)]
        low = 0.02
        ends = [max(e, low + 0.1) for e in ends]
        if form == "square":
            ends = [height, height]
        outline = [(a, low), (b, low), (b, ends[0]), *inside, (a, ends[1])]
        solid = move(prism_of(outline, deep + 0.03, 0.012), (0, 0, (0.03 - deep) / 2))
        made.append(part("door", "wood", solid, (0, 1, 0), (0, 0, 1), crease_deg=25))
    return made


def _strap(x: float, y: float, reach: float, z: float) -> list[Part]:
    """Make a strap hinge from x on towards x + reach, and its nails."""
    tip, half = x + reach, 0.038
    side = np.sign(reach)
    outline = [
        (x, y - half),
        (tip - side * 0.1, y - 0.7 * half),
        (tip - side * 0.07, y - 1.3 * half),
        (tip, y),
    ]
    outline += [(tip - side * 0.07, y + 1.3 * half), (tip - side * 0.1, y + 0.7 * half), (x, y + half)]
    points = outline if side > 0 else outline[::-1]
    made = [part("hinges", "metal", move(prism_of(points, 0.04, 0.006), (0, 0, z)), (1, 0, 0), (0, 0, 1))]
    for share in (0.15,):
        head = nail((x + share * reach, y, z + 0.02), (0, 0, 1), 0.022, 0.012, 6)
        made.append(part("hinges", "metal", head, (0, 0, 1)))
    return made


def _handle(x: float, y: float, form: str) -> list[Part]:
    plate = board((x, y, 0.035), (0.09, 0.22, 0.03), 0.006)
    made = [part("handle", "metal", plate, (0, 1, 0), (0, 0, 1))]
    if form == "knob":
        ball = move(cylinder(0.045, -0.02, 0.1, 8, 0.02), (x, y, 0.035), Y_TO_Z)
        return [*made, part("handle", "metal", ball, (0, 0, 1))]
    ring = move(torus(0.075, 0.014, 0, 8, 4), (x, y - 0.03, 0.068), turn(0, 82))
    boss = nail((x, y + 0.045, 0.05), (0, 0, 1), 0.03, 0.035, 6)
    return [*made, part("handle", "metal", ring, (0, 0, 1)), part("handle", "metal", boss, (0, 0, 1))]


def _door_pane(size: float, height: float, lit: bool) -> list[Part]:
    y = 0.68 * height
    outline = opening("square", size, size)
    frame = hoop_of(grown("square", size, size, 0.04), outline, -0.02, 0.065, 0.01)
    glass = board((0, size / 2, 0.02), (size + 0.02, size + 0.02, 0.05), 0)
    made = [
        part("door", "wood", move(frame, (0, y, 0)), (0, 1, 0), (0, 0, 1)),
        part("windows", "light" if lit else "glass", move(glass, (0, y, 0)), (0, 1, 0), (0, 0, 1),
             surface="lit window" if lit else None),
    ]  # fmt: skip
    bar = board((0, y + size / 2, 0.035), (0.03, size, 0.05), 0)
    return [*made, part("door", "wood", bar, (0, 1, 0), (0, 0, 1))]
