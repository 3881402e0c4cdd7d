"""Builds fruit and vegetables: apples, pumpkins with and without faces, carrots."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve, from_manifold, intersect, to_manifold
from threed.procedural.dials import Dials
from threed.procedural.foliage import azimuths, blade, frond, turn_to, way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_part, move_parts, part
from threed.procedural.pieces import _inset, knob, prism_of
from threed.procedural.solids import Solid, loft, move, turn, unit
from threed.procedural.sweeps import limb, wire_ring


def leaf(length: float, width: float, droop: float) -> Solid:
    """Make a thick pointed leaf from the origin along +Z, that first rises and then bends down."""
    s = np.linspace(0, 1, 6)
    path = np.stack([length * s, length * (0.5 * s - droop * s**2)], 1)
    return blade(path, width * np.array([0.1, 0.75, 1.0, 0.85, 0.45, 0.0]), 0.09 * length, 0.25)


def _apple(dials: Dials) -> list[Part]:
    radius = dials.number("radius", 0.036, 0.044, "m", "at its widest")
    height = dials.number("height", 0.82, 0.98, "", "in widths")
    taper = dials.number("taper", 0.12, 0.26, "", "by how much it narrows to its foot", (0.0, 0.4))
    lobes = dials.number("lobes", 0.02, 0.05, "", "how marked its five bumps are", (0.0, 0.1))
    bitten = dials.flag("bitten", 0.2, "a bite is taken")
    leaves = dials.count("leaves", 0, 2, "on its stalk", (0, 3))
    stalk = dials.number("stalk", 0.5, 0.75, "", "how long, in radii", (0.2, 1.2))
    rng = dials.rng
    skin = _apple_body(radius, height, taper, lobes, dials.sides(radius, 20, 25), 1.0)
    parts: list[Part] = []
    if bitten:
        flesh = _apple_body(radius, height, taper, lobes, 24, 0.955)
        azimuth = 0.6 + rng.choice([-1, 1]) * rng.uniform(0.8, 1.0)
        parts.append(part("flesh", "fruit", carve(flesh, *_teeth(azimuth, radius, 0.98)), crease_deg=30))
        skin = carve(skin, *_teeth(azimuth, radius, 1.0))
    parts.insert(0, part("skin", "fruit", skin, mapping="turned", origin=(0, 0, 0), crease_deg=70))
    dip = radius * (2 * height - 0.36)
    bend, side = rng.uniform(0.1, 0.3) * radius, rng.uniform(0, 6.3)
    t = np.linspace(-0.25, 1, 5)
    path = np.array([0, dip, 0]) + np.outer(stalk * radius * t, [0, 1, 0])
    path += np.outer(bend * np.maximum(t, 0) ** 2, way_to(side))
    stem = limb(path, radius * np.array([0.07, 0.055, 0.05, 0.055, 0.085]), 7)
    parts.append(part("stem", "wood", stem))
    for k in range(leaves):
        size = radius * rng.uniform(0.85, 1.15)
        one = move(leaf(size, 0.3 * size, rng.uniform(0.3, 0.75)), path[2], turn_to(side + 2.6 + 2.3 * k))
        parts.append(part("leaf", "plant", one, way_to(side + 2.6 + 2.3 * k), (0, 1, 0), crease_deg=30))
    return parts


def _apple_body(radius: float, height: float, taper: float, lobes: float, sides: int, size: float) -> Solid:
    """Make an apple's body on the ground, or one inside it that is smaller by `size`."""
    a, theta = np.linspace(0.05, np.pi - 0.03, 14)[:, None], np.arange(sides) * 2 * np.pi / sides
    r = np.sin(a) ** 0.85 * (1 - taper * (0.5 + 0.5 * np.cos(a)))
    r = r * (1 + lobes * np.cos(5 * theta) * (0.25 + 0.75 * np.clip(np.cos(a), -0.3, 1) ** 2))
    dips = 0.3 * np.exp(-((r / 0.36) ** 2)) * np.where(a > np.pi / 2, 1, -0.42)
    y = height * (1 - np.cos(a) * size) - dips - 0.05 * lobes * np.cos(5 * theta) - 0.02
    points = radius * np.stack([size * r * np.sin(theta), y + 0 * theta, size * r * np.cos(theta)], -1)
    return loft(points)


#: Of the balls that make a bite: place around, height, distance from the axis and radius, in radii.
_TEETH = (
    (-1.0, 1.2, 0.98, 0.27), (0.0, 1.3, 1.0, 0.29), (1.0, 1.2, 0.98, 0.27), (-0.6, 0.78, 0.98, 0.26),
    (0.6, 0.78, 0.98, 0.26), (0.0, 1.0, 1.0, 0.46),
)  # fmt: skip


def _teeth(azimuth: float, radius: float, size: float) -> list[Solid]:
    """Make the balls that a bite takes away: an upper row of teeth and a lower one."""
    tools = []
    for k, level, out, size_of in _TEETH:
        middle = radius * (out * way_to(azimuth + 0.36 * k) + [0, level, 0])
        tools.append(knob(middle, size * size_of * radius, 10, 7))
    return tools


def _pumpkin(dials: Dials) -> list[Part]:
    radius = dials.number("radius", 0.15, 0.19, "m", "at its widest")
    height = dials.number("height", 0.62, 0.88, "", "in widths", (0.4, 1.3))
    ribs = dials.count("ribs", 9, 13, "bulges around it", (6, 20))
    groove = dials.number("groove", 0.09, 0.15, "", "how deep the grooves between them are", (0.02, 0.25))
    carved = dials.flag("carved", 0.25, "a lantern with a face")
    mouth = dials.choice("mouth", {"toothed": 0.6, "zigzag": 0.4}, "of a carved one")
    eyes = dials.choice("eyes", {"triangles": 0.5, "slanted": 0.3, "round": 0.2}, "of a carved one")
    lit = dials.flag("lit", 0.85, "a light burns in a carved one")
    leaves = dials.count("leaves", 0, 2, "at its stem", (0, 4))
    rng = dials.rng
    spin = rng.uniform(0, 6.3)

    def body(size: float, steps: int) -> Solid:
        a = np.linspace(0.06, np.pi - 0.06, 12)[:, None]
        theta = np.arange(steps * ribs) * 2 * np.pi / (steps * ribs)
        rib = 1 - groove * (1 - np.abs(np.sin(0.5 * ribs * theta))) ** 1.2 * np.sin(a) ** 0.4
        r = size * np.sin(a) ** 0.72 * rib
        y = -size * height * np.cos(a) * (0.92 + 0.08 * rib)
        y = y - 0.2 * np.exp(-((r / 0.34) ** 2)) * np.where(a > 1.6, 1.0, -0.5)
        low = np.stack([r * np.sin(theta + spin), y + 0 * r, r * np.cos(theta + spin)], -1)
        return loft(radius * (low + [0, 0.9 * height, 0]))

    parts: list[Part] = []
    skin, axis = body(1.0, 3 if carved else 4), {"mapping": "turned", "origin": (0, 0, 0), "crease_deg": 80.0}
    if carved:
        parts += _jack(dials, body, skin, radius, height, eyes, mouth, lit)
    else:
        parts.append(part("skin", "fruit", skin, **axis))
    top = radius * (1.9 * height - 0.24)
    t, bend = np.linspace(0, 1, 6), rng.uniform(0.12, 0.4) * radius
    way, tall = way_to(rng.uniform(0, 6.3)), radius * rng.uniform(0.36, 0.5)
    path = np.array([0, top - 0.06 * radius, 0]) + np.outer(tall * t, [0, 1, 0]) + np.outer(bend * t**2, way)
    section = np.where(np.arange(10) % 2, 1.0, 0.76)
    stem = limb(path, radius * np.array([0.3, 0.19, 0.14, 0.125, 0.13, 0.155]), section=section)
    parts.append(part("stem", "plant", stem, (0, 1, 0)))
    for azimuth in azimuths(rng, leaves, 0.2):
        size = radius * rng.uniform(0.85, 1.1)
        s = np.linspace(0, 1, 8)
        path2 = np.stack([0.1 * radius + size * s, 0.3 * size * np.sin(2.2 * s) - 0.28 * size * s**3], 1)
        wide = 0.48 * size * np.array([0.06, 0.1, 1.0, 0.72, 0.95, 0.5, 0.42, 0.0])
        one = move(blade(path2, wide, 0.07 * size, 0.12), (0, top, 0), turn_to(azimuth))
        parts.append(part("leaves", "plant", one, way_to(azimuth), (0, 1, 0), crease_deg=30))
    return parts


def _jack(
    dials, body, skin: Solid, radius: float, height: float, eyes: str, mouth: str, lit: bool
) -> list[Part]:
    """Make the hollow body of a lantern with a face, its lid, and the light in it."""
    middle = 0.9 * height * radius
    holes = _face(eyes, mouth)
    deep = (0, middle + 0.05 * radius, radius * 0.95)
    cuts, inner_cuts = (
        [
            move(prism_of(outline.tolist(), 1.2, 0.0), deep, scale=(radius, radius * height / 0.78, radius))
            for outline in made
        ]
        for made in (holes, [_shrunk(h, 0.015) for h in holes])
    )
    hollow = body(0.8, 2)
    flesh = _largest(carve(body(0.97, 3), hollow, *inner_cuts))
    shell = _largest(carve(skin, body(0.9, 2), *cuts))
    lid = [np.array([(0.95 * radius * share * w * s, y, 0.95 * radius * share * w * c) for s, c, w in _LID])
           for share, y in ((0.01, 0.7 * middle), (1.0, 2.9 * middle))]  # fmt: skip
    cone = loft(lid)
    axis = {"mapping": "turned", "origin": (0, 0, 0), "crease_deg": 80.0}
    parts = [
        part("skin", "fruit", carve(shell, cone), **axis),
        part("skin", "fruit", intersect(shell, cone), **axis),
        part("flesh", "fruit", flesh, mapping="turned", origin=(0, 0, 0), crease_deg=50),
    ]
    if lit:
        # it fills the hollow, so that all that one sees through the face shines
        parts.append(part("glow", "light", body(0.81, 2), **axis))
    return parts


def _largest(solid: Solid) -> Solid:
    """Drop the crumbs that a cut leaves."""
    return from_manifold(max(to_manifold(solid).decompose(), key=lambda body: body.volume()))


#: Sine, cosine and reach of the corners of a lid's zigzag edge.
_LID = [(np.sin(k * np.pi / 6), np.cos(k * np.pi / 6), 1.0 if k % 2 else 0.86) for k in range(12)]


def _face(eyes: str, mouth: str) -> list[np.ndarray]:
    """Return the outlines of a face about the origin, for a pumpkin of radius 1."""
    shape = {
        "triangles": [(-0.19, -0.1), (0.19, -0.1), (0.02, 0.24)],
        "slanted": [(-0.2, -0.02), (-0.02, -0.1), (0.19, -0.06), (0.12, 0.02), (-0.21, 0.2)],
        "round": [(0.17 * np.cos(a), 0.2 * np.sin(a)) for a in np.arange(9) * 2 * np.pi / 9],
    }[eyes]
    eye = np.array(shape)
    left = np.array([[-0.33, 0.2]]) + eye * [-1, 1]
    outlines = [eye + [0.33, 0.2], left[::-1], np.array([(-0.08, -0.06), (0.08, -0.06), (0.0, 0.1)])]
    u = np.linspace(-1, 1, 13 if mouth == "zigzag" else 9)
    low, high = -0.44 + 0.22 * u**2, -0.2 + 0.16 * u**2
    if mouth == "zigzag":
        saw = np.where(np.arange(13) % 2, 0.07, -0.01)
        low, high = low + saw, high + np.roll(saw, 1) - 0.03
        high[[0, -1]], low[[0, -1]] = -0.03, -0.05
        outline = np.concatenate([np.stack([0.62 * u, low], 1), np.stack([0.62 * u, high], 1)[::-1]])
        return [*outlines, outline]
    edge = np.concatenate([np.stack([0.6 * u, low], 1), np.stack([0.6 * u, high], 1)[::-1]])
    # two teeth stand up from below
    points = edge.tolist()
    points[3:3] = [[-0.29, -0.27], [-0.17, -0.29]]
    points[8:8] = [[0.17, -0.29], [0.29, -0.27]]
    return [*outlines, np.array(points)]


def _shrunk(outline: np.ndarray, by: float) -> np.ndarray:
    return _inset(outline, by)


def _carrot(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"lying": 0.6, "upright": 0.2, "bunch": 0.2}, "how it is shown")
    length = dials.number("length", 0.15, 0.19, "m", "of the root")
    girth = dials.number("girth", 0.021, 0.028, "m", "radius at its shoulders")
    blunt = dials.number("blunt", 0.5, 0.85, "", "1 is a cone, less is fuller", (0.3, 1.2))
    curve = dials.number("curve", 0.0, 0.1, "", "how bent it is, in lengths", (0.0, 0.3))
    forked = dials.flag("forked", 0.08, "two tips")
    leaves = dials.count("leaves", 4, 6, "feathery leaves", (0, 12))
    top = dials.number("top", 0.75, 1.0, "", "how long the leaves are, in lengths of the root", (0.2, 1.5))
    if form == "bunch":
        return _bunch(dials, length, girth, blunt, leaves, top)
    parts = _one_carrot(dials, length, girth, blunt, curve, forked, leaves, top)
    if form == "upright":
        return move_parts(parts, (0, length, 0))
    return move_parts(_laid(parts, turn(1, 25) @ turn(2, 90) @ turn(1, 90)), (0, 0.8 * girth, 0))


def _laid(parts: list[Part], rotation: np.ndarray) -> list[Part]:
    """Lay a carrot down about the origin: its leaves lie flat beside each other."""
    turned = move_parts(parts, rotation=rotation)
    return [move_part(one, scale=(1, 0.42, 1)) if one.name == "leaves" else one for one in turned]


def _bunch(dials: Dials, length: float, girth: float, blunt: float, leaves: int, top: float) -> list[Part]:
    """Make three carrots, two beside each other and one upon them, with a string around."""
    parts: list[Part] = []
    centres = girth * np.array([(0, 0.92, -0.95), (0, 0.92, 0.95), (0, 2.55, 0.05)])
    for centre, angle in zip(centres, (3.5, -4.0, 1.0), strict=True):
        one = _one_carrot(dials, length, girth, blunt, 0.0, False, min(leaves, 3), top, 3)
        spin = turn(1, dials.rng.uniform(0, 360))
        lie = turn(1, angle) @ turn(2, 90.0 + 4 * (centre[1] > girth))
        parts += move_parts(_laid(one, lie @ spin), centre)
    angle = np.arange(18) * 2 * np.pi / 18
    ways = np.stack([0 * angle, np.cos(angle), np.sin(angle)], 1)
    for x in (0.1, 0.125):
        # around the three of them: from each direction the farthest
        far = centres[np.argmax(ways @ centres.T, axis=1)] + 1.0 * girth * ways
        parts.append(part("string", "rope", wire_ring(far + [x * length, 0, 0], 0.0022, 5), (0, 0, 1)))
    return move_parts(parts, (0, 0, 0), turn(1, 25))


def _one_carrot(
    dials: Dials,
    length: float,
    girth: float,
    blunt: float,
    curve: float,
    forked: bool,
    leaves: int,
    top: float,
    leaflets: int = 5,
) -> list[Part]:
    """Make a carrot that hangs from the origin, its leaves above."""
    rng = dials.rng
    # shoulders, rings and the thin tip
    t = np.array([0, 0.008, 0.03, 0.07, 0.12, 0.17, 0.2, 0.23, 0.34, 0.37, 0.4, 0.58, 0.76, 0.9, 1.0])
    width = (
        girth * np.clip(1 - t, 0, 1) ** blunt * np.interp(t, [0, 0.008, 0.03, 0.07], [0.45, 0.72, 0.92, 1])
    )
    width[[6, 9]] *= rng.uniform(0.9, 0.94, 2)
    width[-1] = 0.05 * girth
    bow = np.outer(curve * length * np.sin(np.pi * t * 0.9) ** 2, way_to(0))
    path = np.stack([0 * t, -length * t, 0 * t], 1) + bow
    parts: list[Part] = []
    axis = {"mapping": "turned", "origin": (0, 0, 0), "crease_deg": 60.0}
    if forked:
        for side, cut in ((-1, 1.0), (1, 0.85)):
            leg = path + np.outer(side * 1.9 * girth * np.clip((t - 0.3) / 0.7, 0, 1), (1, 0, 0))
            leg[:, 1] *= cut
            parts.append(part("root", "fruit", limb(leg, width * np.where(t > 0.35, 0.72, 1), 14), **axis))
    else:
        parts.append(part("root", "fruit", limb(path[::-1], width[::-1], 12 if leaflets < 5 else 16), **axis))
    crown = limb([(0, -0.03 * length, 0), (0, 0.02 * length, 0)], [0.4 * girth, 0.3 * girth], 6)
    parts.append(part("leaves", "plant", crown))
    for k, azimuth in enumerate(azimuths(rng, leaves, 0.2)):
        long = length * top * rng.uniform(0.8, 1.1)
        s, out = np.linspace(0, 1, 6), rng.uniform(0.2, 0.42) * (k > 0)
        stalk = np.stack(
            [long * (0.02 + out * s**1.6), long * (0.97 * s - 0.35 * out * s**3) - 0.01 * length], 1
        )
        place = np.array([0.12 * girth * np.sin(azimuth), 0, 0.12 * girth * np.cos(azimuth)])
        low = np.stack([0 * s[:3], stalk[:3, 1], stalk[:3, 0]], 1)
        stem = limb(low, long * np.array([0.022, 0.017, 0.012]), 5)
        feather = frond(stalk[2:], 0.17 * long, 0.035 * long, leaflets, 0.2, 0.3)
        for solid in (stem, feather):
            made = move(solid, place, turn_to(azimuth))
            parts.append(
                part("leaves", "plant", made, unit(way_to(azimuth) * out + [0, 1, 0]), crease_deg=30)
            )
    return parts


KINDS = {
    "apple": Kind(
        build=_apple,
        size_m=0.09,
        parts={
            "skin": Made(("apple skin",), ("#b3201f", "#c4342a", "#8fae3a", "#d9a83c"), ("peel",)),
            "flesh": Made(("apple flesh",), ("#f3e6c0",), ("bite", "inside")),
            "stem": Made(("bark",), (), ("stalk",)),
            "leaf": Made(("leaves",), (), ("leaves",)),
        },
        synonyms=("orchard apple", "apple fruit"),
        words={"bitten": {"bitten": True}, "whole": {"bitten": False}, "leafy": {"leaves": 2}},
    ),
    "pumpkin": Kind(
        build=_pumpkin,
        size_m=0.35,
        parts={
            "skin": Made(("pumpkin skin",), ("#d9731a", "#cf5f14", "#e08b2c"), ("rind", "peel")),
            "stem": Made(("stem",), (), ("stalk",)),
            "leaves": Made(("leaves",), (), ("leaf",)),
            "flesh": Made(("pumpkin flesh",), ("#eeb04e",), ("inside",)),
            "glow": Made(("glow",), ("#ffb347",), ("light", "candle", "flame")),
        },
        synonyms=("squash", "gourd", "jack-o'-lantern", "jack o lantern"),
        words={
            "carved": {"carved": True},
            "lit": {"carved": True, "lit": True},
            "glowing": {"carved": True, "lit": True},
            "leafy": {"leaves": 2},
            "round": {"height": 0.95},
            "flat": {"height": 0.5},
        },
    ),
    "carrot": Kind(
        build=_carrot,
        size_m=0.3,
        parts={
            "root": Made(("carrot skin",), ("#e2711d", "#d9641a"), ("body", "skin")),
            "leaves": Made(("leaves",), (), ("leaf", "greens", "top")),
            "string": Made(("rope",), (), ("twine", "cord")),
        },
        synonyms=("carrot root", "garden carrot"),
        words={
            "curved": {"curve": 0.16},
            "leafy": {"leaves": 8},
            "forked": {"forked": True, "form": "lying"},
            "lying": {"form": "lying"},
            "upright": {"form": "upright"},
            "bunched": {"form": "bunch"},
        },
    ),
}
