"""Hulls of boats: their lines, clinker planking, backbone, gunwales, deck and what is built in."""

from __future__ import annotations

import itertools

import numpy as np

from threed.procedural.carving import intersect
from threed.procedural.joinery import timber
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, prism_of
from threed.procedural.solids import loft_outwards, move, outwards, turn

#: shares of the length at which sections are drawn: close together where planks twist to the stem
AT = np.array([0, 0.1, 0.22, 0.36, 0.5, 0.64, 0.75, 0.83, 0.89, 0.935, 0.97, 1.0])
STATIONS = len(AT)


class Hull:
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


def planking(hull: Hull, strakes: int) -> list[Part]:
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


def backbone(hull: Hull) -> list[Part]:
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


def gunwales(hull: Hull, ornate: bool) -> list[Part]:
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


def fittings(hull: Hull, benches: int, strakes: int) -> list[Part]:
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


def deck(hull: Hull) -> list[Part]:
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
