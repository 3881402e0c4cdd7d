"""Builds swords: straight, broad, leaf-shaped and curved ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import jewel, winding
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import cylinder, knob
from threed.procedural.solids import Solid, lathe, loft, move, turn, unit


@dataclass(frozen=True)
class _Blade:
    """A blade's measures in metres: its length, half width and half thickness at the hilt, and its outline.

    Attributes:
        bend: how far the tip lies to -X, as part of the length.
        widths: [K, 2], place along it 0..1 and width there as a factor.
        fuller: how far the groove along it runs, 0..1.
        back: whether it has one edge and a thick back.
    """

    length: float
    half: float
    thick: float
    bend: float
    widths: tuple[tuple[float, float], ...]
    fuller: float
    back: bool


def _outline(form: str, taper: float) -> tuple[tuple[float, float], ...]:
    if form == "curved":
        return ((0, 0.82), (0.35, 0.86), (0.68, 1.15), (0.84, 1.1), (0.93, 0.72), (1, 0.0))
    if form == "leaf":
        return ((0, 0.86), (0.25, 0.72), (0.6, 1.12), (0.8, 0.95), (0.92, 0.5), (1, 0.0))
    if form == "broad":
        return ((0, 1.0), (0.5, 0.97 * (0.5 + 0.5 * taper)), (0.82, taper), (0.9, 0.72 * taper), (1, 0.0))
    return ((0, 1.0), (0.5, 0.5 + 0.5 * taper), (0.88, taper * 0.93), (0.95, 0.6 * taper), (1, 0.0))


def _blade(blade: _Blade) -> Solid:
    """Forge a blade that grows up from y = 0: bevels to its edges, a ridge or a fuller between them."""
    places, widths = np.array(blade.widths).T
    t = np.unique(np.round(np.concatenate([np.linspace(0, 1, 17), places, [blade.fuller]]), 3))
    wide = blade.half * np.interp(t, places, widths)
    deep = blade.thick * np.interp(t, [0, 0.8, 1], [1, 0.72, 0.0])
    path = np.stack([-blade.bend * blade.length * t**2, blade.length * t], 1)
    along = unit(np.gradient(path, axis=0))
    rings = []
    for k, at in enumerate(t):
        groove = float(np.clip((blade.fuller - at) / 0.08, 0, 1)) if blade.fuller else 0.0
        ring = _section(wide[k], deep[k], groove, blade.back)
        across = np.array([along[k, 1], -along[k, 0]])
        plane = path[k] + ring[:, :1] * across
        rings.append(np.concatenate([plane, ring[:, 1:]], 1))
    # below the guard the blade goes on as a short stump, so that no gap shows
    foot = rings[0] * [0.9, 1, 0.9] - [0, 0.012, 0]
    return loft(np.asarray([foot, *rings]))


def _section(wide: float, deep: float, groove: float, back: bool) -> np.ndarray:
    """Return a blade's section [14, 2] in XZ: ridged where groove is 0, fullered where it is 1."""
    edge = 0.06 * deep
    ridged = [(0, deep), (0.22, 0.8 * deep), (0.62, 0.42 * deep)]
    hollow = [(0, 0.45 * deep), (0.24, 0.95 * deep), (0.6, 0.8 * deep)]
    half = [
        (x2 * groove + x1 * (1 - groove), z2 * groove + z1 * (1 - groove))
        for (x1, z1), (x2, z2) in zip(ridged, hollow, strict=True)
    ]
    right = [*((x * wide, z) for x, z in half), (wide, edge)]
    left_edge = 0.62 * deep if back else edge
    left = [(-x * wide, max(z, left_edge) if k == 2 else z) for k, (x, z) in enumerate(half)]
    left = [(-wide, left_edge), *left[:0:-1]]
    front = [*right]
    behind = [(x, -z) for x, z in [*left, *right][::-1]]
    return np.asarray([*front, *behind, *left])


def _guard(form: str, reach: float, thick: float, low: float) -> list[Solid]:
    """Make what keeps the hand from the blade, about y = 0: a cross, a disc, a shell with a bow."""
    x = np.linspace(-1, 1, 9)
    if form == "disc":
        return [move(cylinder(0.62 * reach, -0.006, 0.006, 24, 0.003), scale=(1, 1, 0.72))]
    rise = {"swept": 0.3 * reach, "drooping": -0.26 * reach}.get(form, 0.0)
    size = thick * (1.15 - 0.55 * np.abs(x) + 0.75 * np.abs(x) ** 6)
    path = np.stack([reach * x, rise * x * x, 0 * x], 1)
    solids = [tube(path, np.stack([size, 1.15 * size], 1), 8, flats=True)]
    solids.append(cylinder(0.025, -thick * 1.25, thick * 1.15, 8, 0.004))
    if form == "bow":
        bow = [(0.85 * reach, 0, 0), (0.95 * reach, 0.35 * low, 0), (0.6 * reach, 0.85 * low, 0), (0, low, 0)]
        solids.append(tube(smooth_path(bow, 4), np.array([0.006, 0.009]) * np.ones((13, 1)), 8))
    return solids


def _pommel(form: str, at: float, size: float) -> list[Solid]:
    if form == "wheel":
        disc = [(0, -0.42), (0.8, -0.42), (1, -0.25), (1, 0.25), (0.8, 0.42), (0, 0.42)]
        wheel = move(lathe(disc, 16), (0, at, 0), turn(0, 90), size)
        return [wheel, move(cylinder(0.45, -0.6, 0.6, 12, 0.1), (0, at, 0), turn(0, 90), size)]
    if form == "cut":
        cut = [(0, -1.1), (0.55, -0.95), (1, -0.2), (1, 0.25), (0.5, 1.0), (0, 1.0)]
        return [move(lathe(cut, 8), (0, at, 0), scale=size)]
    ball = [(0, -1.05), (0.35, -1.0), (0.4, -0.88), (0.8, -0.6), (1, 0), (0.8, 0.6), (0.5, 0.95), (0, 0.95)]
    return [move(lathe(ball, 14), (0, at, 0), scale=size)]


def _sword(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"straight": 0.5, "broad": 0.2, "curved": 0.18, "leaf": 0.12}, "of its blade")
    length = dials.number("blade_length", 0.68, 0.82, "m", "from guard to tip")
    width = dials.number("blade_width", 0.072, 0.09, "m", "at the guard, of a straight one")
    taper = dials.number("taper", 0.62, 0.9, "", "width before the tip, of that at the guard", (0.3, 1.2))
    bend = dials.number("bend", 0.16, 0.26, "", "how far a curved one bends, of its length", (0.0, 0.4))
    grip = dials.number("grip_length", 0.13, 0.19, "m", "where hands hold it")
    guard = dials.choice("guard", {"cross": 0.45, "swept": 0.25, "drooping": 0.2, "disc": 0.1}, "its form")
    reach = dials.number("guard_width", 0.22, 0.29, "m", "from end to end") / 2
    pommel = dials.choice("pommel", {"ball": 0.35, "wheel": 0.35, "cut": 0.3}, "its form")
    fuller = dials.flag("fuller", 0.65, "a groove along the blade")
    ornate = dials.flag("ornate", 0.25, "gilt and set with stones")
    half = {"broad": 0.72, "leaf": 0.6}.get(form, 0.5) * width
    if form == "curved" and guard in ("cross", "swept"):
        guard = "bow"
    if form == "broad":
        reach, length = 1.12 * reach, 0.94 * length
    blade = _Blade(
        length,
        half,
        0.0105 if form != "broad" else 0.013,
        bend if form == "curved" else 0.0,
        _outline(form, taper),
        (0.4 if form == "curved" else 0.62) if fuller else 0.0,
        form == "curved",
    )
    radius, thick = 0.019, 0.0155
    foot = -thick - grip
    parts = [part("blade", "metal", _blade(blade), (0, 1, 0), (0, 0, 1))]
    pieces = _guard(guard, reach, thick, foot - 0.012)
    size = 0.038 if pommel == "wheel" else 0.032
    pieces += [cylinder(radius + 0.003, y - 0.006, y + 0.006, 12, 0.002) for y in (foot + 0.004, -thick)]
    pieces += _pommel(pommel, foot - 0.85 * size, size)
    parts += [part("hilt", "metal", piece, (1, 0, 0), (0, 0, 1)) for piece in pieces]
    wrap = winding(foot, -0.8 * thick, (radius, 0.85 * radius), max(4, round(grip / 0.02)), 10)
    parts.append(part("grip", "leather", wrap, (0, 1, 0), mapping="turned", crease_deg=30))
    if ornate:
        for side in (-1, 1):
            parts += jewel((0, 0, side * 0.023), (0, 0, side), 0.013, mount="hilt")
            at = (0, foot - 0.85 * size, side * size * (0.6 if pommel == "wheel" else 0.93))
            parts += jewel(at, (0, 0, side), 0.011, mount="hilt")
            if guard != "disc":
                lift = {"swept": 0.3 * reach, "drooping": -0.26 * reach}.get(guard, 0.0)
                ball = knob((side * reach, lift, 0), 0.022, 10, 6)
                parts.append(part("hilt", "metal", ball, (1, 0, 0), (0, 0, 1)))
    return parts


KINDS = {
    "sword": Kind(
        build=_sword,
        size_m=1.05,
        parts={
            "blade": Made(("polished steel", "steel"), words=("edge", "steel")),
            "hilt": Made(
                ("brass", "steel", "bronze", "gold"), words=("guard", "crossguard", "pommel", "quillons")
            ),
            "grip": Made(
                ("leather", "worn leather"), ("#4a2c1a", "#2a211c", "#6b2320", "#25344f"), words=("handle",)
            ),
            "gem": Made(("crystal",), ("#b3122a", "#1a4fc0", "#138a4a", "#7a2bb0"), words=("jewel", "stone")),
        },
        synonyms=("blade", "longsword", "sabre", "broadsword", "greatsword", "scimitar"),
        words={
            "straight": {"form": "straight"},
            "curved": {"form": "curved"},
            "broad": {"form": "broad"},
            "leaf-shaped": {"form": "leaf"},
            "ornate": {"ornate": True},
            "jewelled": {"ornate": True},
            "plain": {"ornate": False},
        },
    ),
}
