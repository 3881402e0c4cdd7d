"""Builds stumps of trees: sawn, hollow or broken off, with roots, sprouts, mushrooms or an axe in them."""

from __future__ import annotations

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.dials import Dials
from threed.procedural.foliage import azimuths, blade, turn_to, way_to
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import prism_of
from threed.procedural.solids import Solid, flat, lathe, loft, turn
from threed.procedural.sweeps import limb


def _stump(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"sawn": 0.6, "hollow": 0.2, "jagged": 0.2}, "how its top is")
    radius = dials.number("radius", 0.2, 0.27, "m", "below its top")
    height = dials.number("height", 0.3, 0.48, "m", "of the trunk")
    roots = dials.count("roots", 4, 6, "that reach out", (0, 9))
    spread = dials.number("spread", 0.45, 0.75, "", "how far they reach, in radii", (0.0, 2.0))
    sprouts = dials.count("sprouts", 0, 2, "young twigs", (0, 5))
    fungus = dials.flag("fungus", 0.45, "grows out of its side")
    mushrooms = dials.count("mushrooms", 2, 4, "shelves of fungus on its side", (0, 8))
    axe = dials.flag("axe", 0.2, "an axe in a sawn one")
    branch = dials.flag("branch", 0.4, "a stub of a branch")
    rng = dials.rng
    around = 30
    angle = np.arange(around) * 2 * np.pi / around
    ridges = 1 + 0.028 * np.where(np.arange(around) % 3 == 0, -1.4, 0.6) + rng.uniform(-0.012, 0.012, around)
    body, crest = _trunk(rng, form, radius, height, roots, spread, angle, ridges)
    axis = {"mapping": "turned", "origin": (0, 0, 0)}
    parts: list[Part] = []
    rim = radius * 0.93
    if form == "sawn":
        parts.append(part("trunk", "bark", body, **axis, crease_deg=35))
        r = 0.88 * radius * (0.5 + 0.5 * ridges)
        face = [np.stack([s * r * np.sin(angle), y + 0 * angle, s * r * np.cos(angle)], 1)
                for s, y in ((1.0, 0.5 * height), (1.0, height + 0.004), (0.965, height + 0.01))]  # fmt: skip
        parts.append(part("top", "wood", loft(face), (0, 1, 0), mapping="turned", origin=(0, 0, 0)))
    else:
        parts += _opened(rng, form, body, crest, radius, height, angle, ridges)
    if branch:
        parts += _stub(rng, radius, height)
    parts += _shelves(rng, mushrooms if fungus else 0, radius, height)
    for _ in range(sprouts):
        azimuth = rng.uniform(0, 6.3)
        out = rim * 1.15 if form != "sawn" or axe else 0.6 * rim
        parts += _sprout(rng, out * way_to(azimuth), 0.0 if out > rim else height)
    if axe and form == "sawn":
        parts += move_parts(_axe(), (0.02, height + 0.012, 0.01), turn_to(rng.uniform(-1.2, 0.2)))
    return parts


def _trunk(
    rng: np.random.Generator, form: str, radius: float, height: float, roots: int, spread: float,
    angle: np.ndarray, ridges: np.ndarray,
) -> tuple[Solid, np.ndarray]:  # fmt: skip
    """Make the trunk, whole, and return how high it is around [K]."""
    reach = np.zeros(len(angle))
    for azimuth in azimuths(rng, roots, 0.15):
        gap = np.angle(np.exp(1j * (angle - azimuth)))
        reach = np.maximum(reach, np.exp(-((gap / 0.26) ** 2)) * rng.uniform(0.75, 1.15))
    if form == "jagged":
        saw = rng.uniform(0.0, 0.55, len(angle)) ** 1.3
        crest = height * (0.72 + saw + 0.3 * (0.5 + 0.5 * np.cos(angle - rng.uniform(0, 6.3))))
    else:
        crest = height * (1 + 0.02 * np.sin(angle + rng.uniform(0, 6.3)))
    rings = []
    # steep enough for the roots to be bark, and not the end of a log
    steps = ((0, 1.0, 1.1), (0.17, 0.7, 1.08), (0.35, 0.38, 1.05), (0.56, 0.14, 1.02), (0.8, 0.02, 1.0))
    for y, flare, wide in steps:
        r = radius * (wide + spread * flare * (0.15 + reach)) * ridges
        rings.append(np.stack([r * np.sin(angle), y * height + 0 * angle, r * np.cos(angle)], 1))
    for inset, up in ((0.985, -0.012), (0.95, 0.0)):
        r = radius * inset * ridges
        rings.append(np.stack([r * np.sin(angle), crest + up, r * np.cos(angle)], 1))
    return loft(rings), crest


def _opened(
    rng: np.random.Generator, form: str, body: Solid, crest: np.ndarray, radius: float, height: float,
    angle: np.ndarray, ridges: np.ndarray,
) -> list[Part]:  # fmt: skip
    """Hollow a trunk out; its wood shows on the rim and inside."""
    wall, floor = (0.66, 0.3) if form == "hollow" else (0.74, 0.6)

    def hole(share: float, low: float, top: float) -> Solid:
        rings = []
        for s, y in ((0.8, low), (1.0, low + 0.06), (1.0, top)):
            r = radius * share * s * ridges
            rings.append(np.stack([r * np.sin(angle), y + 0 * angle, r * np.cos(angle)], 1))
        return loft(rings)

    axis = {"mapping": "turned", "origin": (0, 0, 0)}
    low, top = floor * height, 2.5 * height
    rings = []
    for share, y in ((0.86, np.full(len(angle), 0.2 * height)), (0.86, crest + 0.008), (wall, crest + 0.012)):
        r = radius * share * ridges
        rings.append(np.stack([r * np.sin(angle), y, r * np.cos(angle)], 1))
    lining = carve(loft(rings), hole(wall, low, top))
    bark = carve(body, hole(0.8, low - 0.02, top))
    # what lies in it: rotten wood
    return [
        part("trunk", "bark", bark, **axis, crease_deg=35),
        part("top", "wood", lining, (0, 1, 0), mapping="turned", origin=(0, 0, 0), crease_deg=35),
    ]


def _stub(rng: np.random.Generator, radius: float, height: float) -> list[Part]:
    """Make the stub of a sawn branch."""
    azimuth, up = 0.6 + rng.choice([-1, 1]) * rng.uniform(0.8, 1.6), rng.uniform(0.4, 0.8)
    way, thick = way_to(azimuth, up), radius * rng.uniform(0.19, 0.26)
    foot = np.array([0, 0.5 * height, 0]) + 0.7 * radius * way_to(azimuth)
    tip = foot + 0.85 * radius * way
    section = 1 + 0.06 * np.where(np.arange(10) % 2, 1, -1)
    wood = limb([foot, tip, tip + 0.004 * way], thick * np.array([1.15, 0.95, 0.9]), section=section)
    face = limb(
        [tip - 0.02 * way, tip + 0.008 * way, tip + 0.01 * way], thick * np.array([0.8, 0.8, 0.75]), 10
    )
    return [
        part("trunk", "bark", wood, way, mapping="turned", origin=foot, crease_deg=35),
        part("top", "wood", face, way, mapping="turned", origin=foot),
    ]


def _shelves(rng: np.random.Generator, count: int, radius: float, height: float) -> list[Part]:
    """Make half-round fungi that grow out of the bark, one above the other."""
    parts, first = [], 0.6 + rng.choice([-1, 1]) * rng.uniform(0.3, 0.9)
    for k in range(count):
        size = radius * rng.uniform(0.2, 0.32)
        profile = np.array(
            [(0, -0.1), (0.6, -0.1), (0.96, 0.06), (1.0, 0.14), (0.9, 0.24), (0.5, 0.4), (0, 0.45)]
        )
        azimuth, y = first + 0.34 * (k % 2) + rng.uniform(-0.08, 0.08), height * (0.3 + 0.16 * k)
        if y > 0.88 * height:
            break
        place = 0.98 * radius * way_to(azimuth) + [0, y, 0]
        shelf = part(
            "mushrooms", "plant", lathe(profile * size, 12), mapping="turned", origin=(0, 0, 0), crease_deg=60
        )
        parts += move_parts([shelf], place, turn_to(azimuth) @ turn(0, 10.0))
    return parts


def _sprout(rng: np.random.Generator, foot: np.ndarray, y: float) -> list[Part]:
    """Make a young twig with leaves."""
    foot, tall = foot + [0, y - 0.01, 0], rng.uniform(0.14, 0.2)
    way = way_to(rng.uniform(0, 6.3))
    path = np.stack([foot, foot + [0, 0.5 * tall, 0] + 0.1 * tall * way, foot + [0, tall, 0]])
    parts = [part("sprouts", "plant", limb(path, [0.009, 0.007, 0.004], 6), crease_deg=60)]
    s = np.linspace(0, 1, 5)
    for k, azimuth in enumerate(azimuths(rng, 6)):
        long = rng.uniform(0.09, 0.12)
        curve = np.stack([long * s, long * (0.8 * s - 0.7 * s * s)], 1)
        leaf = blade(curve, 0.3 * long * np.array([0.15, 0.9, 1, 0.6, 0.0]), 0.012, 0.25)
        one = part("leaves", "plant", leaf, (0, 0, 1), (0, 1, 0), crease_deg=30)
        t = 0.45 + 0.55 * k / 5
        at = np.array([np.interp(t, [0, 0.5, 1], path[:, i]) for i in range(3)])
        parts += move_parts([one], at, turn_to(azimuth))
    return parts


def _axe() -> list[Part]:
    """Make an axe whose edge is in the wood at the origin, its helve up towards +X."""
    head = [(-0.032, 0.15), (-0.038, 0.02), (-0.06, -0.04), (0.05, -0.045), (0.026, 0.02), (0.03, 0.15)]
    # thick at its eye, thin at its edge
    iron = prism_of(head, 0.036, 0.006)
    points = iron.vertices.copy()
    points[:, 2] *= np.clip((points[:, 1] + 0.045) / 0.1, 0.06, 1)
    t = np.linspace(0, 1, 5)
    path = np.stack([-0.045 + 0.5 * t, 0.112 - 0.012 * t**2, 0 * t], 1)
    helve = limb(path, np.array([0.0165, 0.016, 0.0155, 0.0165, 0.0185]), 8)
    parts = [
        part("axe head", "metal", flat(points, iron.faces), (0, 1, 0), (0, 0, 1)),
        part("axe handle", "wood", helve, (1, 0, 0), crease_deg=60),
    ]
    return move_parts(parts, rotation=turn(2, 24))


KINDS = {
    "stump": Kind(
        build=_stump,
        size_m=0.8,
        parts={
            "trunk": Made(("bark",), (), ("bark", "roots", "wood", "sides")),
            "top": Made(("cut wood",), (), ("rings", "face", "inside")),
            "mushrooms": Made(("mushroom cap",), ("#d9a86a", "#c98a52"), ("fungus", "shelves", "mushroom")),
            "sprouts": Made(("stem",), (), ("twigs",)),
            "leaves": Made(("leaves",), (), ("leaf",)),
            "axe head": Made(("steel", "wrought iron"), (), ("axe", "blade")),
            "axe handle": Made(("oak", "birch"), (), ("axe", "helve")),
        },
        synonyms=("tree stump", "cut trunk"),
        words={
            "sawn": {"form": "sawn"},
            "hollow": {"form": "hollow"},
            "jagged": {"form": "jagged"},
            "rooted": {"roots": 6, "spread": 1.05},
            "sprouting": {"sprouts": 3},
        },
    ),
}
