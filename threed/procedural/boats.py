"""Builds boats: clinker-built hulls that are rowed, sailed or steamed."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.hulls import Hull, backbone, deck, fittings, gunwales, planking
from threed.procedural.joinery import timber
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of, put
from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import Y_TO_X, bar, board, cylinder, knob, prism_of, stick, torus
from threed.procedural.rigging import rig
from threed.procedural.solids import lathe, loft_outwards, move, outwards, turn
from threed.procedural.sweeps import limb


def _boat(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"rowing": 0.45, "sailing": 0.35, "steam": 0.2}, "what drives it")
    length = dials.number("length", 3.6, 4.3, "m", "of the hull", (2.0, 8.0))
    beam = dials.number("beam", 0.36, 0.42, "", "how wide it is, to its length", (0.25, 0.6))
    depth = dials.number("depth", 0.6, 0.72, "m", "of the hull amidships", (0.4, 1.2))
    sheer = dials.number("sheer", 0.2, 0.34, "m", "by how much bow and stern rise", (0.0, 0.6))
    strakes = dials.count("strakes", 4, 4, "planks of each side", (3, 7))
    stern = dials.choice("stern", {"square": 0.7, "pointed": 0.3}, "of the hull")
    benches = dials.count("benches", 2, 3, "of a rowed one", (1, 4))
    oars = dials.flag("oars", 0.75, "with its oars")
    jib = dials.flag("jib", 0.65, "a second sail")
    ornate = dials.flag("ornate", 0.15, "a figurehead and gilt rails")
    if form == "steam":
        length, depth = 1.25 * length, 1.25 * depth
    hull = Hull(length, beam * length / 2, depth, sheer, stern == "square")
    parts = planking(hull, strakes)
    parts += backbone(hull)
    parts += gunwales(hull, ornate)
    if form == "rowing":
        parts += fittings(hull, benches, strakes)
        if oars:
            parts += _oars(hull)
    elif form == "sailing":
        parts += fittings(hull, 1, strakes)
        parts += rig(dials, hull, jib)
        parts += _rudder(hull)
    else:
        parts += deck(hull)
        parts += _steamer(hull)
    if ornate:
        parts += _figure(hull)
    return parts


def _oars(hull: Hull) -> list[Part]:
    """Lay oars in their locks, the blades out over the sides."""
    made = []
    w, top, _, z = hull.at(0.42)
    for side in (-1, 1):
        lock = np.array([side * (w * 0.97 + 0.0), top + 0.075, z])
        out = np.array([side * 0.93, -0.3, -0.22])
        out /= np.linalg.norm(out)
        grip, tip = lock - 0.62 * out, lock + 1.0 * out
        path = [grip, grip + 0.14 * out, grip + 0.2 * out, lock, tip]
        made.append(
            part("oars", "wood", limb(path, [0.02, 0.02, 0.027, 0.028, 0.022], 6), out, crease_deg=50)
        )
        across = np.cross(out, [0, 1, 0])
        across /= np.linalg.norm(across)
        thin = np.cross(across, out)
        rings = []
        for d, wide, thick in (
            (-0.05, 0.02, 0.02),
            (0.1, 0.055, 0.016),
            (0.3, 0.08, 0.012),
            (0.46, 0.078, 0.009),
            (0.48, 0.06, 0.007),
        ):
            c = tip + d * out
            rings.append([c + wide * across, c + thick * thin, c - wide * across, c - thick * thin])
        made.append(part("oars", "wood", loft_outwards(rings), out, thin, crease_deg=50))
        made.append(
            part("fittings", "metal", board(lock - [0, 0.06, 0], (0.05, 0.08, 0.1), 0.008), (0, 1, 0))
        )
        made.extend(
            part("fittings", "metal", stick(lock + [0, -0.04, d], lock + [0, 0.05, d], 0.014, 6), (0, 1, 0))
            for d in (-0.045, 0.045)
        )
    return made


def _rudder(hull: Hull) -> list[Part]:
    """Hang a rudder on the stern, with its tiller."""
    top, keel, z = hull.top[0], hull.keel[0], hull.z[0]
    outline = [
        (z - 0.02, keel - 0.06),
        (z - 0.36, keel - 0.05),
        (z - 0.33, keel + 0.22),
        (z - 0.17, keel + 0.3),
        (z - 0.17, top + 0.14),
        (z - 0.02, top + 0.14),
    ]
    solid = move(outwards(prism_of([(-a, b) for a, b in outline], 0.05, 0.012)), rotation=turn(1, 90))
    made = [part("rudder", "wood", solid, (0, 1, 0), (1, 0, 0))]
    made.append(
        part(
            "rudder",
            "wood",
            bar((0, top + 0.08, z - 0.12), (0, top + 0.2, z + 0.6), 0.045, 0.045, 0.008, (0, 1, 0)),
            (0, 0.1, 1),
        )
    )
    made.extend(
        part("fittings", "metal", board((0, y, z - 0.04), (0.085, 0.04, 0.16), 0), (0, 0, 1))
        for y in (keel + 0.14, top - 0.06)
    )
    return made


def _steamer(hull: Hull) -> list[Part]:
    """Put a wheelhouse with windows, a funnel, a mast and its gear on a deck."""
    y, made = hull.depth - 0.1, []
    _w, _, _, z = hull.at(0.46)
    wide, tall, long = 1.12 * hull.half, 1.02, 0.24 * hull.length
    made.append(
        part("cabin", "wood", board((0, y + tall / 2, z), (wide, tall, long), 0.015), (0, 1, 0), (0, 0, 1))
    )
    made.append(
        part(
            "cabin",
            "wood",
            board((0, y + 0.06, z), (wide + 0.06, 0.12, long + 0.06), 0.012),
            (1, 0, 0),
            (0, 1, 0),
        )
    )
    roof = prism_of(
        [
            (-wide / 2 - 0.1, 0),
            (wide / 2 + 0.1, 0),
            (wide / 2 + 0.08, 0.05),
            (0, 0.12),
            (-wide / 2 - 0.08, 0.05),
        ],
        long + 0.24,
        0.015,
    )
    made.append(part("cabin roof", "wood", move(roof, (0, y + tall - 0.01, z)), (0, 0, 1), (0, 1, 0)))
    for azimuth, out, count, span in (
        (0, long / 2, 3, wide),
        (90, wide / 2, 2, long),
        (270, wide / 2, 2, long),
        (180, long / 2, 1, wide),
    ):
        each = 0.78 * span / count if count > 1 else 0.4 * span
        for k in range(count):
            pane = _pane(0.8 * each, 0.36)
            place = turn(1, azimuth) @ np.array([(k - (count - 1) / 2) * each, 0, out]) + [0, y + 0.5, z]
            made += put(pane, place, azimuth)
    back = z - long / 2 - 0.62
    stack = [
        (0, -0.02),
        (0.24, -0.02),
        (0.22, 0.08),
        (0.175, 0.1),
        (0.165, 0.98),
        (0.2, 1.0),
        (0.2, 1.1),
        (0.14, 1.1),
        (0.14, 0.95),
        (0, 0.95),
    ]
    made.append(
        part(
            "funnel",
            "metal",
            move(lathe(stack, 14), (0, y, back), turn(0, -5)),
            (0, 1, 0),
            mapping="turned",
            origin=(0, y, back),
        )
    )
    band = [(0.15, 0.68), (0.178, 0.68), (0.177, 0.86), (0.15, 0.86), (0.15, 0.68)]
    made.append(part("trim", "metal", move(lathe(band, 14), (0, y, back), turn(0, -5)), (0, 1, 0)))
    hatch = board((0, y + 0.1, back - 0.55), (0.62, 0.2, 0.5), 0.015)
    made.append(part("cabin", "wood", hatch, (0, 0, 1), (0, 1, 0)))
    made.append(timber("rails", (0, y + 0.21, back - 0.55), (0.68, 0.05, 0.56), 0.012))
    front = hull.at(0.78)[3]
    made.append(
        part(
            "mast",
            "wood",
            limb([(0, y - 0.05, front), (0, y + 2.1, front - 0.06)], [0.045, 0.03], 7),
            (0, 1, 0),
        )
    )
    made.append(part("fittings", "metal", knob((0, y + 2.1, front - 0.06), 0.045, 8, 5), (0, 1, 0)))
    tip, bow = np.array([0, y + 2.0, front - 0.06]), np.array([0, hull.top[-1] + 0.08, hull.z[-1]])
    made.append(part("rigging", "rope", stick(bow, tip, 0.013, 5), tip - bow))
    roof_ = np.array([0, y + tall + 0.05, z])
    made.append(part("rigging", "rope", stick(roof_, tip, 0.013, 5), tip - roof_))
    for side in (-1, 1):
        ring = move(torus(0.15, 0.045, 0, 14, 6), (side * (wide / 2 + 0.02), y + 0.3, z - 0.0), Y_TO_X)
        made.append(part("lifebelts", "cloth", ring, (0, 1, 0), (1, 0, 0), crease_deg=60))
    post = cylinder(0.06, y - 0.05, y + 0.24, 8, 0.015)
    for side in (-1, 1):
        made.append(part("fittings", "metal", move(post, (side * 0.16, 0, front + 0.42)), (0, 1, 0)))
    made.append(
        part(
            "fittings",
            "metal",
            stick((-0.24, y + 0.14, front + 0.42), (0.24, y + 0.14, front + 0.42), 0.03, 6),
            (1, 0, 0),
        )
    )
    return made


def _pane(width: float, height: float) -> list[Part]:
    inner = np.array([(-width / 2, 0), (width / 2, 0), (width / 2, height), (-width / 2, height)])
    outer = (inner - [0, height / 2]) * [1 + 0.1 / width, 1 + 0.1 / height] + [0, height / 2]
    role: Role = "glass"
    return [
        part("frames", "wood", hoop_of(outer, inner, -0.03, 0.03), (0, 1, 0), (0, 0, 1)),
        part(
            "windows",
            role,
            board((0, height / 2, -0.02), (width + 0.04, height + 0.04, 0.06), 0),
            (0, 1, 0),
            (0, 0, 1),
        ),
    ]


def _figure(hull: Hull) -> list[Part]:
    """Carve a scroll for the bow, and gilt rings along the rail."""
    y, z = hull.top[-1] + 0.1, hull.z[-1] + 0.06
    t = np.linspace(0, 1, 12)
    angle, r = -0.5 * np.pi + 2 * np.pi * 1.15 * t, 0.13 * (1 - 0.72 * t)
    path = np.stack([0 * t, y + 0.1 + r * np.sin(angle), z + 0.02 + r * np.cos(angle)], 1)
    solid = limb(path, 0.05 * (1 - 0.5 * t), 6)
    return [
        part("trim", "wood", solid, (0, 1, 0), crease_deg=60, surface="gold"),
        part(
            "trim", "wood", knob((0, y + 0.1, z + 0.03), 0.05, 8, 6), (0, 1, 0), crease_deg=60, surface="gold"
        ),
    ]


KINDS = {
    "boat": Kind(
        build=_boat,
        size_m=4.5,
        parts={
            "hull": Made(
                ("oak", "painted wood", "pine"),
                ("#2f5a7a", "#8c2f28", "#e9e4d6", "#3f6b55"),
                ("planks", "strakes", "body", "sides"),
            ),
            "rails": Made(("oak", "mahogany"), words=("rail", "gunwale", "rim", "edge")),
            "keel": Made(("dark oak", "oak"), words=("stem", "spine")),
            "transom": Made(("oak", "mahogany"), words=("stern", "back")),
            "floor": Made(("pine", "weathered wood"), words=("deck", "boards")),
            "ribs": Made(("oak",), words=("rib", "frames")),
            "benches": Made(("pine", "oak"), words=("seats", "bench", "thwarts")),
            "oars": Made(("pine",), words=("oar", "paddles")),
            "mast": Made(("pine", "oak"), words=("masts", "spars", "boom")),
            "sail": Made(("canvas", "linen"), ("#efe7d2", "#b4523f", "#e6d6ae"), ("sails",)),
            "rigging": Made(("rope",), words=("ropes", "stays", "lines")),
            "flag": Made(("linen",), ("#b3261e", "#2b4c8c"), ("pennant", "banner")),
            "rudder": Made(("oak", "mahogany"), words=("tiller", "helm")),
            "fittings": Made(("brass", "wrought iron"), words=("rowlocks", "bollards", "irons")),
            "cabin": Made(("painted wood",), ("#efe9da", "#d9c9a0"), ("wheelhouse", "house")),
            "cabin roof": Made(("painted wood",), ("#5c3a28", "#39515c"), ("roof",)),
            "windows": Made(("window glass",), ("#26333f",), ("window", "panes", "portholes")),
            "frames": Made(("mahogany", "oak"), words=("window frames",)),
            "funnel": Made(("painted metal",), ("#a82c22", "#22262a"), ("chimney", "smokestack")),
            "trim": Made(("painted metal",), ("#efe7d2",), ("bands", "decoration", "figurehead")),
            "lifebelts": Made(("canvas",), ("#d9512c", "#efe7d8"), ("lifebelt", "rings", "buoys")),
        },
        synonyms=("ship", "dinghy", "skiff", "rowboat", "sailboat"),
        main=("transom",),
        words={
            "rowing": {"form": "rowing"},
            "sailing": {"form": "sailing"},
            "steam": {"form": "steam"},
            "ornate": {"ornate": True},
            "pointed": {"stern": "pointed"},
        },
    ),
}
