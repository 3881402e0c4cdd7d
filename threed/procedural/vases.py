"""Builds vases: turned, square or twisted pots, amphorae with two handles, jars with a lid."""

from __future__ import annotations

import numpy as np

from threed.procedural.cooperage import radius_at
from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import nail
from threed.procedural.pottery import banded, ear, girdle, hollowed, revolved, section, smooth_outline
from threed.procedural.solids import turn

Outline = list[tuple[float, float]]


def _vase(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {
            "classic": 0.3,
            "round": 0.18,
            "amphora": 0.18,
            "jar": 0.1,
            "trumpet": 0.1,
            "twisted": 0.08,
            "square": 0.06,
        },
        "of its body",
    )
    height = dials.number("height", 0.3, 0.46, "m", "of its body", (0.05, 1.5))
    belly = dials.number("belly", 0.3, 0.38, "", "its widest radius as part of its height", (0.12, 0.6))
    foot = dials.number("foot", 0.15, 0.2, "", "radius of its foot as part of its height", (0.06, 0.5))
    neck = dials.number("neck", 0.1, 0.15, "", "radius of its neck as part of its height", (0.05, 0.5))
    shoulder = dials.number("shoulder", 0.45, 0.64, "", "how far up it is widest", (0.25, 0.8))
    bands = dials.count("bands", 0, 2, "raised bands around it", (0, 4))
    handles = dials.flag("handles", 0.25, "two handles")
    lobes = dials.count("lobes", 5, 7, "of a twisted one", (3, 14))
    lid = dials.flag("lidded", 0.12, "a lid with a knob")
    ornate = dials.flag("ornate", 0.05, "gilded rims, handles and studs")
    outline = _outline(form, height, belly, foot, neck, shoulder)
    sides = dials.sides(max(r for r, _ in outline), 20, 32)
    sides = max(sides, 7 * lobes) if form == "twisted" else sides
    around = section(sides, 0.7 if form == "square" else 0.0)
    wall = 0.022 * height
    profile = hollowed(outline, wall, 0.09 * height, 0.014 * height)
    if form == "twisted":
        factors = _twist(profile, height, sides, lobes, float(dials.rng.choice((-1.0, 1.0))))
        body = revolved(profile, factors)
    else:
        body = revolved(profile, around)
    crease = 80 if form == "twisted" else 50
    parts = [part("body", "ceramic", body, (0, 1, 0), mapping="turned", crease_deg=crease)]
    metal = ("trim", "metal") if ornate else ("bands", "ceramic")
    if form != "twisted":
        held = form != "trumpet" and (handles or form == "amphora")
        for t, wide in _band_places(dials, form, bands, ornate, held):
            y = t * height
            thick = (0.012 if ornate else 0.006) * height
            solid = banded(girdle(outline, y, y + wide * height, thick, 0.5 * wall), around)
            parts.append(part(metal[0], metal[1], solid, (0, 1, 0), mapping="turned", crease_deg=50))
    if form != "trumpet" and (handles or form == "amphora" or ornate):
        parts += _handles(form, outline, height, ornate)
    if ornate:
        parts += _studs(outline, height, shoulder, around, form)
    if lid and form not in ("trumpet", "twisted"):
        parts += _lid(outline, height, around)
    return parts


def _outline(form: str, h: float, belly: float, foot: float, neck: float, at: float) -> Outline:
    """Return the outline of a form; radii are shares of its height."""
    levels = {"below": at - 0.6 * (at - 0.1), "widest": at, "above": at + 0.45 * (0.84 - at)}
    radii = {"foot": foot, "belly": belly, "neck": neck, "lip": neck + 0.055}
    shares = [(levels[y] if isinstance(y, str) else y, radii[name] * times) for y, name, times in FORMS[form]]
    heights, across = np.asarray(shares).T * h
    return smooth_outline(heights, across, 21 if form == "twisted" else 15)


#: Outlines from below upwards: height as part of the whole (or where it is widest, or the middle between that
#: and its foot or neck), and which of the radii times what.
FORMS: dict[str, tuple[tuple[float | str, str, float], ...]] = {
    "classic": (
        (0, "foot", 1), (0.03, "foot", 1), (0.09, "foot", 0.72), ("below", "belly", 0.74),
        ("widest", "belly", 1), ("above", "belly", 0.8), (0.86, "neck", 1.05), (0.92, "neck", 1),
        (0.98, "lip", 1), (1, "lip", 1),
    ),
    "square": (
        (0, "foot", 1), (0.03, "foot", 1), (0.09, "foot", 0.85), ("below", "belly", 0.64),
        ("widest", "belly", 0.8), ("above", "belly", 0.68), (0.88, "neck", 1.2), (0.94, "neck", 1.2),
        (1, "lip", 1.3),
    ),
    "amphora": (
        (0, "foot", 0.62), (0.03, "foot", 0.6), (0.07, "foot", 0.42), (0.34, "belly", 0.62),
        (0.6, "belly", 0.86), (0.72, "belly", 0.74), (0.79, "neck", 0.8), (0.9, "neck", 0.7),
        (0.965, "lip", 0.86), (1, "lip", 0.86),
    ),
    "round": (
        (0, "foot", 0.9), (0.03, "foot", 0.9), (0.07, "foot", 0.8), (0.2, "belly", 0.98),
        (0.46, "belly", 1.28), (0.72, "belly", 1), (0.87, "neck", 1.05), (0.92, "neck", 1),
        (0.98, "lip", 1), (1, "lip", 1),
    ),
    "trumpet": (
        (0, "foot", 1), (0.03, "foot", 1), (0.08, "foot", 0.66), (0.2, "foot", 0.5),
        (0.45, "foot", 0.58), (0.72, "neck", 1.15), (0.92, "belly", 0.66), (1, "belly", 0.84),
    ),
    "jar": (
        (0, "foot", 1.1), (0.03, "foot", 1.15), (0.2, "belly", 0.82), (0.6, "belly", 1.1),
        (0.8, "belly", 0.9), (0.88, "belly", 0.66), (0.93, "belly", 0.62), (1, "belly", 0.7),
    ),
    "twisted": (
        (0, "foot", 1), (0.04, "foot", 1), (0.1, "foot", 0.8), ("below", "belly", 0.76),
        ("widest", "belly", 1), ("above", "belly", 0.82), (0.86, "neck", 1.15), (0.94, "neck", 1.1),
        (1, "lip", 1),
    ),
}  # fmt: skip


def _twist(profile: Outline, height: float, sides: int, lobes: int, way: float) -> np.ndarray:
    """Return factors [P, K] of lobes that wind up the body; foot and rim stay round."""
    angle = np.arange(sides) * 2 * np.pi / sides
    y = np.asarray(profile)[:, 1:] / height
    depth = 0.14 * np.clip(np.minimum(y - 0.06, 0.98 - y) / 0.16, 0, 1)
    wave = np.cos(lobes * angle + way * 2.6 * np.pi * y)
    # the inside is round, within the lobes
    wave[int(np.argmax(y)) + 1 :] = -1.0
    return 1 + depth * wave


def _band_places(dials: Dials, form: str, count: int, ornate: bool, held: bool) -> list[tuple[float, float]]:
    """Return where bands are, and how wide, as parts of the height."""
    if ornate:
        return [(0.004, 0.045), (0.93, 0.06)]
    places = [(0.55, 0.09), (0.3, 0.035), (0.72, 0.03), (0.2, 0.03)]
    if form == "trumpet":
        places = [(0.24, 0.05), (0.9, 0.05), (0.5, 0.03), (0.14, 0.03)]
    shift = float(dials.rng.uniform(-0.04, 0.04))
    if held:  # below where the handles end
        places = [(0.45, 0.08), (0.3, 0.03), (0.37, 0.025), (0.2, 0.03)]
        shift = 0.5 * shift
    return [(t + shift, wide) for t, wide in places[:count]]


def _handles(form: str, outline: Outline, height: float, ornate: bool) -> list[Part]:
    """Bend two handles from the neck to the shoulder."""
    high, low = (0.93, 0.66) if form in ("classic", "square", "amphora") else (0.88, 0.6)
    if form == "jar":
        high, low = 0.86, 0.62
    # between its lobes a twisted one is narrower
    share = 0.87 if form == "twisted" else 0.985
    top, foot = (
        (share * radius_at(outline, high * height), high * height),
        (share * radius_at(outline, low * height), low * height),
    )
    reach = max(foot[0], top[0]) + 0.075 * height
    path = [
        (top[0] - 0.008 * height, top[1]),
        (0.55 * reach + 0.45 * top[0], top[1] + 0.035 * height),
        (reach, top[1] - 0.02 * height),
    ]
    path += [
        (reach + 0.012 * height, 0.5 * (top[1] + foot[1])),
        (foot[0] + 0.035 * height, foot[1] + 0.035 * height),
        (foot[0] - 0.016 * height, foot[1] - 0.004 * height),
    ]
    name, role = ("trim", "metal") if ornate else ("handles", "ceramic")
    one = part(
        name, role, ear(path, 0.054 * height, 0.042 * height, 8, 1.9), (0, 1, 0), (0, 0, 1), crease_deg=70
    )
    return [one, *move_parts([one], rotation=turn(1, 180))]


def _studs(outline: Outline, height: float, shoulder: float, around: np.ndarray, form: str) -> list[Part]:
    parts = []
    y = (shoulder if form not in ("trumpet", "jar") else 0.55) * height
    for k in range(8):
        a = (k + 0.5) * np.pi / 4
        grid = np.arange(len(around)) * 2 * np.pi / len(around) + np.pi / len(around)
        reach = radius_at(outline, y) * float(np.interp(a, grid, around)) * np.cos(np.pi / len(around))
        if form == "twisted":
            reach *= 0.95
        out = np.array([np.sin(a), 0, np.cos(a)])
        stud = nail(
            reach * out + [0, y, 0], out, 0.026 * height, (0.05 if form == "twisted" else 0.014) * height, 8
        )
        parts.append(part("trim", "metal", stud, (0, 1, 0)))
    return parts


def _lid(outline: Outline, height: float, around: np.ndarray) -> list[Part]:
    r, y, h = outline[-1][0], height * 1.002, height
    profile = [
        (0, y - 0.05 * h),
        (r - 0.04 * h, y - 0.05 * h),
        (r - 0.04 * h, y),
        (r + 0.014 * h, y),
        (r + 0.014 * h, y + 0.016 * h),
    ]
    profile += [
        (0.72 * r, y + 0.06 * h),
        (0.24 * r, y + 0.085 * h),
        (0.15 * r, y + 0.1 * h),
        (0.26 * r, y + 0.125 * h),
        (0.24 * r, y + 0.15 * h),
        (0, y + 0.16 * h),
    ]
    return [part("lid", "ceramic", revolved(profile, around), (0, 1, 0), mapping="turned", crease_deg=50)]


_GLAZES = ("#2f5472", "#7d2f2a", "#4c6b3c", "#d6c29a", "#e9e2d2", "#2f7f7a", "#a4622f")

KINDS = {
    "vase": Kind(
        build=_vase,
        size_m=0.42,
        parts={
            "body": Made(("glazed ceramic", "porcelain", "terracotta"), _GLAZES, ("wall", "pot")),
            "bands": Made(
                ("glazed ceramic",),
                ("#f0e8d6", "#26364a", "#b98b2f", "#3a2418"),
                ("band", "rings", "stripes"),
            ),
            "handles": Made(("glazed ceramic", "terracotta"), _GLAZES, ("handle", "ears")),
            "lid": Made(("glazed ceramic", "terracotta"), _GLAZES, ("cover", "cap")),
            "trim": Made(("gold",), words=("rims", "studs", "ornaments")),
        },
        synonyms=("urn", "amphora", "jar", "pot", "pitcher"),
        main=("handles", "lid"),
        words={
            "round": {"form": "round"},
            "square": {"form": "square"},
            "twisted": {"form": "twisted"},
            "ornate": {"ornate": True},
            "lidded": {"form": "jar", "lidded": True},
            "amphora": {"form": "amphora"},
            "greek": {"form": "amphora"},
            "slender": {"belly": 0.22},
        },
    ),
}
