"""Builds pianos: uprights, and grands whose lid is propped open over the strings."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import hoop, smooth_path
from threed.procedural.dials import Dials
from threed.procedural.keyboards import (
    ASIDE,
    FLAT,
    OUT,
    UP,
    caster,
    keys,
    music_desk,
    pedal_row,
    piano_leg,
    sconce,
)
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import Y_TO_Z, bar, board, cylinder, knob, prism_of, stick
from threed.procedural.solids import Solid, move, turn


def _upright(
    wide: float, tall: float, octaves: int, panels: int, leg: str, pedals: int, sheet: bool, candles: bool
) -> list[Part]:
    deep, reach, desk = 0.36, 0.3, 0.64
    face = deep / 2
    side = 0.055
    parts: list[Part] = []
    for s in (-1, 1):
        x = s * (wide / 2 - side / 2)
        parts.append(part("case", "wood", board((x, tall / 2, 0), (side, tall, deep), 0.006), UP, ASIDE))
        arm = [
            (face - 0.03, desk - 0.1),
            (face + reach, desk - 0.1),
            (face + reach, desk + 0.05),
            (face + reach - 0.05, desk + 0.1),
            (face + 0.09, desk + 0.115),
            (face - 0.03, desk + 0.24),
        ]
        cheek = move(
            prism_of(arm, side, 0.008), (x, 0, 0), np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], np.float32)
        )
        parts.append(part("case", "wood", cheek, OUT, ASIDE))
        toe = board((x, 0.045, face + 0.13), (side + 0.02, 0.09, reach + 0.05), 0.012)
        parts.append(part("case", "wood", toe, OUT))
        post = move(piano_leg(leg, desk - 0.17, 0.075), (x, 0.085, face + reach - 0.055))
        parts.append(part("legs", "wood", post, UP, mapping="box" if leg == "square" else "turned"))
    inner = wide - 2 * side
    parts.append(
        part("case", "wood", board((0, tall / 2, -0.02), (inner + 0.01, tall - 0.02, deep - 0.08), 0), UP)
    )
    parts.append(
        part("case", "wood", board((0, 0.06, 0.02), (inner + 0.01, 0.12, deep - 0.04), 0.006), ASIDE)
    )
    # frames about panels, above the keys and below them
    for low, high in ((0.12, desk - 0.1), (desk + 0.1, tall - 0.02)):
        parts += _panelled(inner, low, high, face - 0.065, panels)
    parts.append(
        part(
            "lid", "wood", board((0, tall + 0.014, 0.01), (wide + 0.05, 0.032, deep + 0.06), 0.008), ASIDE, UP
        )
    )
    parts.append(
        part(
            "case",
            "wood",
            board((0, desk - 0.07, face + reach / 2 - 0.02), (inner + 0.01, 0.06, reach + 0.02), 0.006),
            ASIDE,
            UP,
        )
    )
    slip = board((0, desk - 0.035, face + reach - 0.022), (inner + 0.01, 0.04, 0.02), 0.003)
    parts.append(part("case", "wood", slip, ASIDE))
    parts += keys(octaves, inner - 0.06, desk, face - 0.02, face + reach - 0.032)
    for s in (-1, 1):
        block = board(
            (s * (inner / 2 - 0.015), desk - 0.01, face + reach / 2 - 0.02),
            (0.034, 0.07, reach - 0.02),
            0.004,
        )
        parts.append(part("case", "wood", block, OUT))
    fall = bar((0, desk + 0.012, face - 0.025), (0, desk + 0.125, face - 0.055), inner + 0.005, 0.025, 0.004)
    parts.append(part("lid", "wood", fall, ASIDE, OUT))
    parts += pedal_row(pedals, 0.075, face + 0.03)
    parts += music_desk(desk + 0.12, face + 0.012, 0.56, sheet, 7, 0.11)
    if candles:
        for s in (-1, 1):
            parts += sconce(s * 0.36 * inner, desk + 0.3, face - 0.05)
    return parts


def _panelled(wide: float, low: float, high: float, z: float, count: int) -> list[Part]:
    parts = []
    each = wide / count
    rail = 0.055
    rails = [board((0, y, z), (wide + 0.01, rail, 0.05), 0.005) for y in (low + rail / 2, high - rail / 2)]
    parts += [part("case", "wood", one, ASIDE, OUT) for one in rails]
    for k in range(count + 1):
        x = -wide / 2 + k * each
        parts.append(
            part(
                "case",
                "wood",
                board((x, (low + high) / 2, z), (rail, high - low - 2 * rail + 0.01, 0.046), 0.005),
                UP,
                OUT,
            )
        )
    for k in range(count):
        x = -wide / 2 + (k + 0.5) * each
        field = board(
            (x, (low + high) / 2, z), (each - rail - 0.06, high - low - 2 * rail - 0.06, 0.032), 0.008
        )
        parts.append(part("panels", "wood", field, UP, OUT))
    return parts


def _grand_outline(wide: float, long: float) -> np.ndarray:
    """Return a grand's outline (x, y), y to the back, from the front left corner counter-clockwise."""
    half = wide / 2
    bent = smooth_path(
        [
            (half, 0.5),
            (0.98 * half, 0.62),
            (0.62 * half, 0.92),
            (0.36 * half, 1.25),
            (0.12 * half, 1.5),
            (-0.38 * half, 1.62),
            (-0.82 * half, 1.55),
            (-half, 1.36),
        ],
        3,
    )
    bent = bent * [1, long / 1.62]
    return np.concatenate([[(-half, 0), (half, 0)], bent])


def _grand(
    wide: float, long: float, octaves: int, open_by: float, leg: str, pedals: int, sheet: bool
) -> list[Part]:
    lift, deep, desk, key_deep = 0.62, 0.3, 0.7, 0.3
    outline = _grand_outline(wide, long)
    middle = np.array([-0.1, 0.62])
    inner = middle + (outline - middle) * [0.93, 0.94]
    inner[:2, 1] = key_deep + 0.03
    front = 0.5 * long

    def flat(shape: np.ndarray, low: float, high: float, bevel: float = 0.0) -> Solid:
        return move(prism_of(shape.tolist(), high - low, bevel), (0, (low + high) / 2, front), FLAT)

    top = lift + deep
    rim = carve(flat(outline, lift, top, 0.008), flat(inner, lift + 0.06, top + 0.1))
    bay = board(
        (0, top - 0.03, front - key_deep / 2 - 0.01),
        (wide - 0.13, 2 * (top - desk + 0.005), key_deep + 0.1),
        0,
    )
    parts = [part("case", "wood", carve(rim, bay), OUT, ASIDE)]
    plate = middle + (inner - middle) * 1.01
    parts.append(part("frame", "metal", flat(plate, lift + 0.05, top - 0.11), OUT, UP))
    parts += _strung(wide, long, top - 0.112, front, key_deep)
    key_front = front - 0.02
    parts += keys(octaves, wide - 0.2, desk + 0.018, front - key_deep, key_front)
    for s in (-1, 1):
        block = board(
            (s * (wide / 2 - 0.083), desk + 0.016, front - key_deep / 2),
            (0.038, 0.05, key_deep - 0.03),
            0.005,
        )
        parts.append(part("case", "wood", block, OUT))
    slip = board((0, desk + 0.005, front - 0.011), (wide - 0.12, 0.03, 0.02), 0.003)
    parts.append(part("case", "wood", slip, ASIDE))
    fall = bar(
        (0, desk + 0.01, front - key_deep + 0.002),
        (0, top - 0.012, front - key_deep - 0.015),
        wide - 0.128,
        0.022,
        0.004,
    )
    parts.append(part("lid", "wood", fall, ASIDE, OUT))
    shelf = board((0, top - 0.011, front - key_deep - 0.06), (wide - 0.125, 0.022, 0.13), 0.003)
    parts.append(part("case", "wood", shelf, ASIDE, UP))
    parts += _grand_lid(outline, wide, long, top, front, key_deep, open_by)
    for x, z in (
        (-0.42 * wide, front - 0.17),
        (0.42 * wide, front - 0.17),
        (-0.2 * wide, front - 0.86 * long),
    ):
        thick = 0.125
        parts.append(
            part(
                "legs",
                "wood",
                move(piano_leg(leg, lift - 0.035, thick), (x, 0.045, z)),
                UP,
                mapping="box" if leg == "square" else "turned",
            )
        )
        parts.append(part("case", "wood", board((x, lift - 0.01, z), (0.16, 0.07, 0.16), 0.008), UP))
        parts += caster(x, z)
    z = front - 0.34
    for s in (-1, 1):
        parts.append(
            part("legs", "wood", stick((s * 0.055, 0.1, z), (s * 0.055, lift + 0.01, z), 0.014, 8), UP)
        )
    parts.append(part("case", "wood", board((0, 0.105, z), (0.26, 0.06, 0.1), 0.01), ASIDE))
    parts += pedal_row(pedals, 0.1, z + 0.1)
    return [*parts, *music_desk(top - 0.006, front - key_deep - 0.075, 0.6, sheet, 20, 0.05)]


def _strung(wide: float, long: float, y: float, front: float, key_deep: float) -> list[Part]:
    """Lay bands of strings and the bars of the frame over it."""
    parts = []
    near = front - key_deep - 0.13
    ends = [(-0.4, 0.9), (-0.27, 0.92), (-0.14, 0.92), (0.0, 0.86), (0.13, 0.72), (0.25, 0.6), (0.36, 0.5)]
    for k, (x, reach) in enumerate(ends):
        start, end = (
            np.array([x * wide, y + 0.018, near]),
            np.array([(x - 0.02) * wide, y + 0.018, front - reach * long * 0.96]),
        )
        if k % 3 == 0:
            parts.append(part("frame", "metal", bar(start, end, 0.03, 0.05, 0.006, UP), end - start, UP))
        else:
            for aside in (-0.03, 0.0, 0.03):
                wire = stick(start + [aside, -0.012, 0], end + [aside, -0.012, 0], 0.0045, 4)
                parts.append(part("strings", "metal", wire, end - start, UP))
    rail = board((0, y + 0.012, near + 0.02), (0.86 * wide, 0.045, 0.07), 0.006)
    return [*parts, part("frame", "metal", rail, ASIDE)]


def _grand_lid(
    outline: np.ndarray, wide: float, long: float, top: float, front: float, key_deep: float, open_by: float
) -> list[Part]:
    """Hinge a lid at the straight side, propped by a stick; its front leaf lies folded back on it."""
    half = wide / 2
    fold = key_deep + 0.13
    leaf = outline[2:]
    leaf = leaf[leaf[:, 1] > fold + 0.02]
    leaf = np.concatenate([[(-half, fold), (half, fold)], leaf]) + [half, 0]
    solid = move(prism_of((leaf * [1.012, 1.0]).tolist(), 0.022, 0.005), (0, 0.011, 0), FLAT)
    folded = move(
        prism_of(
            [(0.01, fold + 0.004), (2 * half, fold + 0.004), (2 * half, fold + 0.26), (0.01, fold + 0.26)],
            0.018,
            0.004,
        ),
        (0, 0.03, 0),
        FLAT,
    )
    spin = turn(2, open_by)
    hinge = (-half - 0.004, top - 0.004, front)
    parts = [part("lid", "wood", move(one, hinge, spin), OUT, spin[:, 1]) for one in (solid, folded)]
    if open_by > 3:
        along = 1.5 * half
        foot = np.array([0.9 * half, top - 0.03, front - 0.37 * long])
        head = np.array(hinge) + spin @ np.array([along, 0.004, -0.37 * long])
        parts.append(part("prop", "wood", stick(foot, head, 0.012, 8), UP))
        base = board(foot, (0.05, 0.05, 0.04), 0.006)
        parts.append(part("prop", "wood", base, UP))
    for share in (0.35, 0.6, 0.82):
        pin = move(cylinder(0.011, -0.035, 0.035, 8), (hinge[0] + 0.004, top, front - share * long), Y_TO_Z)
        parts.append(part("trim", "metal", pin, OUT))
    return parts


def _piano(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"upright": 0.52, "grand": 0.48}, "how its strings run")
    wide = dials.number("width", 1.4, 1.52, "m", "from side to side")
    tall = dials.number("height", 1.14, 1.3, "m", "of an upright")
    long = dials.number("length", 1.55, 1.95, "m", "of a grand")
    octaves = dials.count("octaves", 4, 5, "of its keyboard; real ones have seven finer ones", (2, 7))
    lid = dials.number("lid_open", 28, 38, "deg", "how far a grand's lid is raised", (0, 60))
    leg = dials.choice("legs", {"turned": 0.6, "square": 0.4}, "their form")
    panels = dials.count("panels", 2, 3, "on an upright's front", (1, 5))
    pedals = dials.count("pedals", 2, 3, "under its keys", (1, 3))
    sheet = dials.flag("music", 0.65, "a book of music on its desk")
    ornate = dials.flag("ornate", 0.2, "with gilt mouldings and candles")
    if form == "grand":
        parts = _grand(wide, long, octaves, lid, leg, pedals, sheet)
        if ornate:
            parts += _gilt_grand(wide, long)
        return parts
    parts = _upright(wide, tall, octaves, panels, leg, pedals, sheet, ornate)
    if ornate:
        for y, out in ((tall - 0.035, 0.012), (0.112, 0.014)):
            band = board((0, y, 0.004), (wide + out, 0.018, 0.36 + out), 0.005)
            parts.append(part("trim", "metal", band, ASIDE))
        for s in (-1, 1):
            parts.append(
                part(
                    "trim",
                    "metal",
                    knob((s * (wide / 2 - 0.03), tall + 0.05, 0.14), (0.032, 0.036, 0.032), 8, 6),
                    UP,
                )
            )
            parts.append(
                part(
                    "trim",
                    "metal",
                    knob((s * (wide / 2 - 0.03), tall + 0.05, -0.13), (0.032, 0.036, 0.032), 8, 6),
                    UP,
                )
            )
    return parts


def _gilt_grand(wide: float, long: float) -> list[Part]:
    outline = _grand_outline(wide, long)
    parts = []
    for y in (0.65, 0.895):
        path = np.stack([outline[:, 0], np.full(len(outline), y), 0.5 * long - outline[:, 1]], 1)
        parts.append(part("trim", "metal", hoop(path, (0.007, 0.009), 4, UP, flats=True), OUT))
    return parts


_CASE = ("lacquer",)
_COLOURS = ("#15151a", "#15151a", "#4a1a14", "#53301c", "#f0ece2")

KINDS = {
    "piano": Kind(
        build=_piano,
        size_m=1.6,
        parts={
            "case": Made(_CASE, _COLOURS, words=("body", "sides")),
            "lid": Made(_CASE, _COLOURS, words=("top", "cover")),
            "legs": Made(_CASE, _COLOURS, words=("leg", "feet")),
            "panels": Made(_CASE, _COLOURS, words=("front",)),
            "keys": Made(("ivory",), words=("white keys", "keyboard")),
            "black keys": Made(("ebony",), words=("sharps",)),
            "frame": Made(("gold", "brass"), words=("harp",)),
            "strings": Made(("steel", "copper"), words=()),
            "prop": Made(("ebony",), words=("stick",)),
            "pedals": Made(("brass",), words=("casters", "wheels")),
            "sheet": Made(("paper", "parchment"), words=("music", "notes", "pages")),
            "candles": Made(("wax",), words=("candle",)),
            "wick": Made(("coal",), words=()),
            "trim": Made(("brass", "gold"), words=("mouldings", "decoration", "hinges")),
        },
        synonyms=("pianoforte", "grand piano", "upright piano"),
        main=("lid", "legs", "panels", "prop"),
        words={
            "upright": {"form": "upright"},
            "grand": {"form": "grand"},
            "closed": {"lid_open": 0.0},
            "ornate": {"ornate": True},
        },
    ),
}
