"""Builds boats: clinker-built hulls that are rowed, sailed or steamed."""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.carving import intersect
from threed.procedural.dials import Dials
from threed.procedural.joinery import timber
from threed.procedural.kind import Kind, Made
from threed.procedural.masonry import hoop_of, put
from threed.procedural.parts import Part, Role, move_parts, part
from threed.procedural.pieces import Y_TO_X, bar, board, cylinder, knob, prism_of, stick, torus
from threed.procedural.solids import lathe, loft_outwards, move, outwards, shell, turn
from threed.procedural.sweeps import limb

#: shares of the length at which sections are drawn: close together where planks twist to the stem
AT = np.array([0, 0.1, 0.22, 0.36, 0.5, 0.64, 0.75, 0.83, 0.89, 0.935, 0.97, 1.0])
STATIONS = len(AT)


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
    hull = _Hull(length, beam * length / 2, depth, sheer, stern == "square")
    parts = _planking(hull, strakes)
    parts += _backbone(hull)
    parts += _rails(hull, ornate)
    if form == "rowing":
        parts += _inside(hull, benches, strakes)
        if oars:
            parts += _oars(hull)
    elif form == "sailing":
        parts += _inside(hull, 1, strakes)
        parts += _rig(dials, hull, jib)
        parts += _rudder(hull)
    else:
        parts += _deck(hull)
        parts += _steamer(hull)
    if ornate:
        parts += _figure(hull)
    return parts


class _Hull:
    """Lines of a hull about +Z: half its width, keel and gunwale at stations from stern to bow."""

    def __init__(self, length: float, half: float, depth: float, sheer: float, square: bool) -> None:
        self.length, self.half, self.depth, self.square = length, half, depth, square
        self.t = t = AT
        aft = 0.72 if square else 0.03
        wide = np.interp(
            t,
            [0, 0.12, 0.28, 0.48, 0.66, 0.82, 0.93, 1],
            [aft, 0.86 if square else 0.46, 0.96 if square else 0.84, 1, 0.93, 0.66, 0.32, 0.03],
        )
        self.wide = half * wide
        self.top = depth + sheer * (
            np.clip((t - 0.42) / 0.58, 0, 1) ** 1.9 + 0.5 * np.clip((0.42 - t) / 0.42, 0, 1) ** 2
        )
        self.keel = (
            0.1
            + 0.5 * depth * np.clip((t - 0.78) / 0.22, 0, 1) ** 2.2
            + (0.12 if square else 0.36 * depth / 0.65) * np.clip((0.22 - t) / 0.22, 0, 1) ** 2
        )
        self.z = length * (t - 0.5) + 0.06 * length * np.clip((t - 0.8) / 0.2, 0, 1) ** 2

    def section(self, k: int, count: int, inset: float = 0.0) -> np.ndarray:
        """Return points [count + 1, 2] (x, y) down from the gunwale to the keel, on the right side."""
        u = np.linspace(0, 1, count + 1)
        w, top, low = max(self.wide[k] - inset, 0.008), self.top[k], self.keel[k] + inset
        # full amidships, hollow at the ends
        full = float(
            np.interp(self.t[k], [0, 0.3, 0.6, 0.85, 1], [0.62 if self.square else 0.75, 0.5, 0.5, 0.6, 0.7])
        )
        x = w * (1 - u**2.6) ** full * (1 - 0.04 * (1 - u) ** 2)
        return np.stack([x, top + (low - top) * u**0.92], 1)

    def at(self, t: float) -> tuple[float, float, float, float]:
        """Return half the width, the gunwale, the keel and z at a share of the length."""
        lines = (self.wide, self.top, self.keel, self.z)
        wide, top, keel, z = (float(np.interp(t, self.t, line)) for line in lines)
        return wide, top, keel, z

    def inner(self, t: float, y: float) -> float:
        """Return half the width inside the planks at a share of the length and a height."""
        a = min(int(np.searchsorted(self.t, t, "right")) - 1, STATIONS - 2)
        b = a + 1
        xs = []
        for s in (a, b):
            line = self.section(s, 12)[::-1]
            xs.append(float(np.interp(y, line[:, 1], line[:, 0])))
        share = (t - self.t[a]) / (self.t[b] - self.t[a])
        return xs[0] + (xs[1] - xs[0]) * share - 0.03


def _planking(hull: _Hull, strakes: int) -> list[Part]:
    """Lay the strakes: each overlaps the one below, as clinker builders do."""
    made = []
    thick, lap = 0.026, 0.02
    lines = np.asarray([hull.section(k, strakes) for k in range(STATIONS)])
    for side in (-1, 1):
        for s in range(strakes):
            rings = []
            for k in range(STATIONS):
                a, b = lines[k, s], lines[k, s + 1]
                way = (b - a) / max(np.linalg.norm(b - a), 1e-6)
                out = np.array([-way[1], way[0]])
                out = out if out[0] >= 0 else -out
                low = b + way * (0.012 if s < strakes - 1 else 0.0)
                # its lower edge stands out over the next; at the stem the laps run out
                step = lap * min(1.0, hull.wide[k] / (0.55 * hull.half))
                corners = [
                    a + 0.004 * out,
                    low + step * out,
                    low + (step - thick) * out,
                    a + (0.004 - thick) * out,
                ]
                rings.append(
                    [(side * max(x, 0.0 if s < strakes - 1 else -0.004), y, hull.z[k]) for x, y in corners]
                )
            solid = loft_outwards(rings)
            made.append(part("hull", "wood", solid, (0, 0, 1), (side, -0.3, 0), crease_deg=30))
    if hull.square:
        line = hull.section(0, 8)
        outline = [*line, *(line[-2::-1] * [-1, 1])]
        panel = prism_of(np.asarray(outline)[::-1] * [0.99, 1] + [0, 0.0], 0.06, 0.008)
        made.append(
            part("transom", "wood", move(outwards(panel), (0, 0, hull.z[0] + 0.01)), (1, 0, 0), (0, 0, 1))
        )
    return made


def _backbone(hull: _Hull) -> list[Part]:
    """Join keel, stem and sternpost to one spine."""
    path = [(0, y - 0.03, z) for y, z in zip(hull.keel, hull.z, strict=True)]
    rings = [
        [(0.035, y + 0.07, z), (0.035, y - 0.05, z), (-0.035, y - 0.05, z), (-0.035, y + 0.07, z)]
        for _, y, z in path
    ]
    made = [part("keel", "wood", loft_outwards(rings), (0, 0, 1), (0, 1, 0), crease_deg=30)]
    top, z = hull.top[-1], hull.z[-1]
    a, b = 7, 9
    low = hull.keel[a]
    stem = [
        (hull.z[a], low - 0.08),
        (hull.z[b], hull.keel[b] - 0.09),
        (z - 0.03, hull.keel[-1] - 0.06),
        (z + 0.04, hull.keel[-1] + 0.04),
        (z + 0.08, hull.keel[-1] + 0.22),
        (z + 0.1, top + 0.1),
        (z - 0.04, top + 0.12),
        (z - 0.06, hull.keel[-1] + 0.04),
        (hull.z[b] - 0.02, hull.keel[b] + 0.05),
        (hull.z[a], low + 0.04),
    ]
    solid = move(outwards(prism_of([(-a, b) for a, b in stem], 0.075, 0.012)), rotation=turn(1, 90))
    made.append(part("keel", "wood", solid, (0, 1, 0.3), (1, 0, 0), crease_deg=30))
    if not hull.square:
        z = hull.z[0]
        post = [
            (z + 0.35, hull.keel[1] - 0.04),
            (z + 0.06, hull.keel[0] + 0.1),
            (z + 0.05, hull.top[0] + 0.06),
            (z - 0.06, hull.top[0] + 0.08),
            (z - 0.06, hull.keel[0] - 0.05),
            (z + 0.35, hull.keel[1] - 0.1),
        ]
        solid = move(outwards(prism_of([(-a, b) for a, b in post], 0.07, 0.01)), rotation=turn(1, 90))
        made.append(part("keel", "wood", solid, (0, 1, 0), (1, 0, 0), crease_deg=30))
    return made


def _rails(hull: _Hull, ornate: bool) -> list[Part]:
    """Cap the gunwales."""
    made = []
    name = "trim" if ornate else "rails"
    for side in (-1, 1):
        rings = []
        for k in range(STATIONS):
            x, y, z = hull.wide[k] * 0.96, hull.top[k], hull.z[k]
            a, b = max(x - 0.05, 0.0), x + 0.035
            rings.append(
                [
                    (side * a, y - 0.02, z),
                    (side * b, y - 0.025, z),
                    (side * (b + 0.006), y + 0.012, z),
                    (side * b, y + 0.035, z),
                    (side * a, y + 0.035, z),
                ]
            )
        made.append(
            part(
                name,
                "wood",
                loft_outwards(rings),
                (0, 0, 1),
                (side, 0, 0),
                crease_deg=40,
                surface="gold" if ornate else None,
            )
        )
    if hull.square:
        w, top, _, z = hull.at(0)
        made.append(timber(name, (0, top + 0.008, z + 0.02), (1.94 * w, 0.055, 0.1), 0.012))
    return made


def _inside(hull: _Hull, benches: int, strakes: int) -> list[Part]:
    """Set ribs, floor boards and benches in an open hull."""
    made: list[Part] = []
    for k in (2, 4, 6):
        line = hull.section(k, strakes, 0.02)
        inner = hull.section(k, strakes, 0.07)
        ring = np.concatenate([line, line[-2::-1] * [-1, 1]])
        back = np.concatenate([inner, inner[-2::-1] * [-1, 1]])
        rings = [
            [(*a, -0.022), (*a, 0.022), (*b, 0.022), (*b, -0.022)] for a, b in zip(ring, back, strict=True)
        ]
        made.append(
            part(
                "ribs",
                "wood",
                move(loft_outwards(rings), (0, 0, hull.z[k])),
                (1, 0, 0),
                (0, 0, 1),
                crease_deg=50,
            )
        )
    y = 0.24
    made.extend(
        timber("floor", (n * 0.17, y, hull.length * -0.04), (0.17, 0.03, 0.5 * hull.length), 0)
        for n in (-1, 0, 1)
    )
    for t in np.linspace(0.24, 0.66, benches) if benches > 1 else (0.45,):
        h = hull.depth - 0.17
        w, z = hull.inner(float(t), h), hull.at(float(t))[3]
        made.append(timber("benches", (0, h, z), (2 * w + 0.005, 0.045, 0.24), 0.01))
        made.append(timber("ribs", (0, (h + y) / 2, z), (0.07, h - y, 0.05), 0))
    h = hull.depth - 0.1
    w, _, _, z = hull.at(0.06)
    if hull.square:
        inner = hull.inner(0.07, h)
        made.append(timber("benches", (0, h, z + 0.02), (2 * inner - 0.02, 0.045, 0.3), 0.01))
    return made


def _oars(hull: _Hull) -> list[Part]:
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


def _rig(dials: Dials, hull: _Hull, jib: bool) -> list[Part]:
    """Step a mast with a mainsail between boom and gaff, stays, and a pennant."""
    made: list[Part] = []
    _, top, _, z = hull.at(0.62)
    y0, tall = 0.14, 1.02 * hull.length
    peak = y0 + tall
    made.append(
        part(
            "mast",
            "wood",
            limb([(0, y0, z), (0, y0 + 0.5 * tall, z), (0, peak, z)], [0.055, 0.05, 0.03], 8),
            (0, 1, 0),
            mapping="turned",
            origin=(0, 0, z),
        )
    )
    made.append(part("fittings", "metal", knob((0, peak, z), 0.045, 8, 5), (0, 1, 0)))
    made.append(
        timber(
            "benches",
            (0, hull.depth - 0.12, z),
            (2 * hull.inner(0.62, hull.depth - 0.12) - 0.05, 0.05, 0.26),
            0.01,
        )
    )
    swing = turn(1, 14 * (1 if dials.rng.random() < 0.5 else -1))
    foot, head = top + 0.3, peak - 0.5
    reach, gaff = 0.56 * hull.length, 0.36 * hull.length
    lift = 0.3
    spars: list[Part] = []
    spars.append(
        part("mast", "wood", limb([(0, foot, 0.03), (0, foot, -reach - 0.1)], [0.036, 0.03], 7), (0, 0, 1))
    )
    spars.append(
        part(
            "mast",
            "wood",
            limb([(0, head, 0.04), (0, head + lift, -gaff - 0.06)], [0.032, 0.026], 7),
            (0, lift, -gaff),
        )
    )
    u, v = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 6))
    low = np.stack([0 * u, foot + 0 * u, -0.03 - u * (reach - 0.05)], 2)
    high = np.stack([0 * u, head + lift * u, -0.03 - u * (gaff - 0.03)], 2)
    belly = (
        0.17 * np.sin(np.pi * np.clip(u * 0.92 + 0.06, 0, 1)) * np.sin(np.pi * np.clip(v * 0.9 + 0.05, 0, 1))
    )
    sheet = low + (high - low) * v[..., None]
    sheet[..., 0] += belly
    spars.append(_cloth("sail", sheet))
    for s in np.linspace(0.1, 0.9, 3):
        hoop = move(cylinder(0.064, -0.016, 0.016, 7), (0, foot + s * (head - foot), 0))
        spars.append(part("rigging", "rope", hoop, (1, 0, 0), (0, 1, 0)))
    made += move_parts(spars, (0, 0, z), swing)
    bow = np.array([0, hull.top[-1] + 0.08, hull.z[-1] + 0.03])
    high_ = np.array([0, peak - 0.3, z])
    made.append(part("rigging", "rope", stick(bow, high_, 0.014, 5), high_ - bow))
    for side in (-1, 1):
        w, t, _, zz = hull.at(0.5)
        a, b = np.array([side * 0.96 * w, t, zz]), np.array([0, peak - 0.4, z])
        made.append(part("rigging", "rope", stick(a, b, 0.013, 5), b - a))
    if jib:
        a, b, c = bow + [0, 0.02, -0.03], bow + 0.82 * (high_ - bow), np.array([0.12, top + 0.34, z + 0.08])
        u, v = np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 1, 6))
        edge = a + (b - a) * v[..., None]
        leech = c + (b + [0, -0.02, -0.03] - c) * v[..., None]
        sheet = edge + (leech - edge) * u[..., None]
        sheet[..., 0] += 0.1 * np.sin(np.pi * u * 0.9) * np.sin(np.pi * np.clip(v, 0.05, 0.95)) * (1 - v)
        made.append(_cloth("sail", sheet))
        w, t, _, zz = hull.at(0.56)
        end = np.array([0.93 * w, t + 0.01, zz])
        made.append(part("rigging", "rope", stick(c, end, 0.012, 5), end - c))
    x = np.linspace(0, 1, 5)
    rings = [
        [
            (0.03 * np.sin(4 * s), 0.09 * (1 - s) + 0.002, -0.42 * s),
            (0.03 * np.sin(4 * s) + 0.014, -0.09 * (1 - s) - 0.002, -0.42 * s),
            (0.03 * np.sin(4 * s) - 0.014, -0.09 * (1 - s) - 0.002, -0.42 * s),
        ]
        for s in x
    ]
    made.append(
        part(
            "flag",
            "cloth",
            move(loft_outwards(rings), (0, peak - 0.14, z)),
            (0, 0, 1),
            (1, 0, 0),
            crease_deg=70,
        )
    )
    return made


def _cloth(name: str, sheet: np.ndarray) -> Part:
    half = np.array([0.011, 0, 0])
    solid = outwards(shell(sheet + half, sheet - half))
    return part(name, "cloth", solid, (0, 1, 0), (1, 0, 0), crease_deg=70)


def _rudder(hull: _Hull) -> list[Part]:
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


def _deck(hull: _Hull) -> list[Part]:
    """Close the hull with a deck of boards."""
    level = hull.depth - 0.12
    outline = []
    ks = range(STATIONS - 1)
    for k in ks:
        line = hull.section(k, 12, 0.012)[::-1]
        outline.append((float(np.interp(level, line[:, 1], line[:, 0])), hull.z[k]))
    ring = [(x, -z) for x, z in outline] + [(-x, -z) for x, z in outline[::-1]]
    plan = outwards(prism_of(ring[::-1], 0.07, 0))
    plan = move(plan, (0, level, 0), turn(0, -90))
    made = []
    edges = np.linspace(-1, 1, 8) * 1.02 * hull.half
    for a, b in itertools.pairwise(edges):
        plank = board(((a + b) / 2, level, 0), (b - a, 0.05, 1.2 * hull.length), 0)
        made.append(part("floor", "wood", intersect(plan, plank), (0, 0, 1), (0, 1, 0)))
    return made


def _steamer(hull: _Hull) -> list[Part]:
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


def _figure(hull: _Hull) -> list[Part]:
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
