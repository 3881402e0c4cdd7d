"""Builds axes and maces: forged heads on wooden hafts."""

from __future__ import annotations

import numpy as np

from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import ferrule, haft, jewel, winding
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import ABOUT_Y, board, cylinder, knob, nail, prism_of, torus
from threed.procedural.solids import Solid, frame_along, lathe, loft, move, turn, unit

GEMS = ("#b3122a", "#1a4fc0", "#138a4a", "#7a2bb0")


def _wedge(stations: np.ndarray, rows: int = 6) -> Solid:
    """Forge a flat thing along +X whose ends are curved.

    Args:
        stations: [P, 5]: x at its middle height, its lower and upper edge, half its thickness, and how far
            x falls back at the upper and lower edge.
        rows: points on each side.
    """
    v = np.linspace(1, -1, rows)
    rings = []
    for x, low, high, half, back in stations:
        y = np.where(v > 0, high * v, -low * v)
        at = x - back * v**2
        # the upper and lower edges are rounded over
        z = half * (1 - 0.45 * np.abs(v) ** 5)
        front = np.stack([at, y, z], 1)
        rings.append(np.concatenate([front, (front * [1, 1, -1])[::-1]]))
    return loft(np.asarray(rings))


def _bit(form: str, reach: float, up: float, down: float, half: float) -> Solid:
    """Forge an axe's blade from the eye at x = 0 towards +X, honed at its edge."""
    neck = 0.042 if form == "felling" else 0.034
    curve = {"felling": 0.018, "battle": 0.045}.get(form, 0.06) * reach / 0.15
    s = np.array([0.0, 0.22, 0.45, 0.68, 0.86])
    spread = s**2.2 / 0.86**2.2
    beard = s**3 / 0.86**3
    high = neck + (up - neck) * spread * 0.93
    low = -(neck + (down - neck) * (beard if form == "battle" else spread) * 0.93)
    thick = half * np.interp(s, [0, 0.2, 1], [0.82, 0.76, 0.24])
    back = curve * spread
    body = np.stack([reach * s, low, high, thick, back], 1)
    rim = [
        [reach * 0.97, low[-1] * 1.06, high[-1] * 1.06, 0.35 * thick[-1], curve * 1.08],
        [reach, low[-1] * 1.07, high[-1] * 1.07, 0.0004, curve * 1.1],
    ]
    return _wedge(np.concatenate([body, rim]))


def _axe(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form", {"felling": 0.4, "battle": 0.32, "double-headed": 0.28}, "a woodcutter's, or a fighter's"
    )
    length = dials.number("haft_length", 0.62, 0.8, "m", "of its handle")
    reach = dials.number("blade_reach", 0.12, 0.16, "m", "from the haft to the edge")
    edge = dials.number("edge_length", 0.19, 0.26, "m", "along the cutting edge")
    poll = dials.choice("poll", {"blunt": 0.55, "spike": 0.3, "hammer": 0.15}, "what is behind the blade")
    wrap = dials.flag("wrap", 0.5, "leather wound about the handle")
    spike = dials.flag("top_spike", 0.3, "a point on the head")
    ornate = dials.flag("ornate", 0.25, "gilt and set with stones")
    double, felling = form == "double-headed", form == "felling"
    radius, half = 0.019, 0.023
    bow = 0.0 if double else 0.03 * length
    path = [(0, 0, 0), (bow * 0.9, 0.1 * length, 0), (-bow * 0.3, 0.45 * length, 0), (0, 0.8 * length, 0)]
    path.append((0, length, 0))
    swell = 1.35 if felling else 1.1
    wood = haft(path, [swell * radius, 0.95 * radius, radius, radius, 0.95 * radius], 10)
    parts = [part("handle", "wood", wood, (0, 1, 0), (0, 0, 1))]
    y = length - (0.055 if not double else 0.09)
    if felling:
        up, down = 0.4 * edge, 0.6 * edge * 0.95
    elif double:
        reach, up, down = 1.15 * reach, 0.62 * edge, 0.62 * edge
    else:
        up, down = 0.42 * edge, 0.72 * edge
    tall = 0.04 if felling else 0.046
    eye = prism_of(_eye(tall), 2 * half, 0.006)
    head = [part("head", "metal", eye, (0, 1, 0), (0, 0, 1))]
    bit = _bit(form, reach, up, down, half)
    blade = [part("head", "metal", bit, (0, 1, 0), (0, 0, 1))]
    if ornate:
        for side in (-1, 1):
            blade += jewel((0.36 * reach, 0, side * 0.0165), (0, 0, side), 0.011)
    head += move_parts(blade, (0.012, 0, 0))
    if double:
        head += move_parts(blade, (-0.012, 0, 0), ABOUT_Y)
    else:
        head += [part("head", "metal", one, (0, 1, 0), (0, 0, 1)) for one in _poll(poll, half)]
    parts += move_parts(head, (0, y, 0))
    if spike or (double and ornate):
        tip = [(0, -0.04), (0.024, -0.035), (0.024, -0.012), (0.016, 0.0), (0.009, 0.045), (0, 0.085)]
        parts.append(part("head", "metal", move(lathe(tip, 8), (0, length + 0.014, 0)), (0, 1, 0)))
    else:
        parts.append(part("head", "metal", board((0, length, 0), (0.018, 0.008, 0.005), 0), (0, 1, 0)))
    if wrap:
        low = 0.06 * length
        bent = (radius * 1.3, radius * 1.08) if not double else (radius * 1.22, radius * 1.0)
        strap = winding(low + 0.03, low + 0.03 + 0.24 * length, bent, 8, 10)
        line = smooth_path(path, 3)
        strap.vertices[:, 0] += np.interp(strap.vertices[:, 1], line[:, 1], line[:, 0]).astype(np.float32)
        parts.append(part("wrap", "leather", strap, (0, 1, 0), mapping="turned", crease_deg=30))
    if ornate:
        low = ferrule(radius * 0.98, y - tall - 0.05, y - tall - 0.012, 0.005)
        foot = knob((0, 0.0, 0), (0.03, 0.026, 0.026), 10, 6)
        parts += [part("trim", "metal", one, (0, 1, 0)) for one in (low, foot)]
    return parts


def _eye(tall: float) -> list[tuple[float, float]]:
    """Outline the block about the haft, drawn out up and down along it."""
    half = 0.034
    right = [
        (0.55 * half, -1.45 * tall),
        (half, -0.95 * tall),
        (half, 0.95 * tall),
        (0.55 * half, 1.25 * tall),
    ]
    return [*right, *((-x, y) for x, y in right[::-1])]


def _poll(form: str, half: float) -> list[Solid]:
    if form == "spike":
        path = np.array([(-0.02, 0, 0), (-0.05, 0.002, 0), (-0.09, -0.006, 0), (-0.135, -0.028, 0)])
        size = np.array([(0.03, 0.02), (0.024, 0.017), (0.015, 0.011), (0.001, 0.001)])
        return [tube(path, size, 4, flats=True)]
    if form == "hammer":
        path = np.array([(-0.02, 0, 0), (-0.05, 0, 0), (-0.056, 0, 0), (-0.078, 0, 0), (-0.084, 0, 0)])
        size = np.array([(0.02, 0.017), (0.018, 0.016), (0.027, 0.025), (0.027, 0.025), (0.022, 0.02)])
        return [tube(path, size, 8, flats=True)]
    low = [(-0.05, -0.034), (-0.02, -0.042), (-0.02, 0.042), (-0.05, 0.034)]
    return [prism_of(low, 2 * half * 0.9, 0.006)]


def _mace(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"flanged": 0.4, "spiked": 0.4, "round": 0.2}, "of its head")
    length = dials.number("haft_length", 0.46, 0.58, "m", "of its handle, to the head")
    size = dials.number("head_radius", 0.062, 0.076, "m", "of its ball, or of its flanges within")
    flanges = dials.count("flanges", 6, 8, "blades of a flanged one", (4, 12))
    spikes = dials.count("spikes", 5, 7, "in a ring of a spiked one", (3, 10))
    wrap = dials.flag("wrap", 0.75, "leather wound about the grip")
    iron = dials.flag("iron_haft", 0.25, "its handle is of iron")
    ornate = dials.flag("ornate", 0.25, "gilt and set with stones")
    radius = 0.0185
    side = [(0, 0), (0.95 * radius, 0), (1.05 * radius, 0.1), (0.95 * radius, 0.5 * length), (radius, length)]
    stock = lathe([*side, (0, length)], 12)
    name, role = ("rod", "metal") if iron else ("handle", "wood")
    parts = [part(name, role, stock, (0, 1, 0), mapping="turned")]
    grip = 0.3 * length
    if wrap:
        strap = winding(0.02, grip, 1.16 * radius, 8, 12)
        parts.append(part("wrap", "leather", strap, (0, 1, 0), mapping="turned", crease_deg=30))
    collar = [torus(1.12 * radius, 0.35 * radius, grip + 0.004, 12, 6)]
    pommel = [(0, -0.028), (0.6, -0.026), (1, -0.012), (1, 0.006), (0.75, 0.02), (0, 0.02)]
    collar.append(lathe([(r * 0.029, y) for r, y in pommel], 12))
    socket = [(0, 0), (1.25, 0), (1.55, 0.012), (1.55, 0.03), (1.3, 0.045), (1.35, 0.07), (0, 0.07)]
    collar.append(move(lathe([(r * radius, y) for r, y in socket], 12), (0, length - 0.062, 0)))
    parts += [part("trim", "metal", one, (0, 1, 0), mapping="turned") for one in collar]
    centre = np.array([0, length + 0.85 * size, 0])
    if form == "flanged":
        head = _flanges(size, flanges)
    else:
        head = _ball(size, form, spikes)
    parts += move_parts(head, centre)
    top = centre[1] + (1.55 if form == "flanged" else 0.98) * size
    if ornate:
        if form == "spiked":
            for k in range(4):
                out = (np.sin(k * np.pi / 2), 0, np.cos(k * np.pi / 2))
                parts += jewel(np.array([0, length - 0.04, 0]) + 0.029 * np.array(out), out, 0.009)
        else:
            parts += jewel((0, top + 0.004, 0), (0, 1, 0), 0.019)
        ring = torus(1.02 * radius, 0.4 * radius, 0.62 * length, 12, 6)
        parts.append(part("trim", "metal", ring, (0, 1, 0), mapping="turned"))
    return parts


def _flanges(size: float, count: int) -> list[Part]:
    """Make a flanged head about the origin: a core, and blades around it."""
    r = size / 0.07
    core = [(0, -0.075), (0.02, -0.075), (0.026, -0.05), (0.022, 0.0), (0.026, 0.062), (0.018, 0.085)]
    core += [(0.024, 0.094), (0.013, 0.108), (0, 0.114)]
    parts = [part("core", "metal", lathe(np.asarray(core) * r, 12), (0, 1, 0), mapping="turned")]
    blade = [(0.012, -0.068), (0.034, -0.066), (0.05, -0.04), (0.078, 0.004), (0.083, 0.016), (0.056, 0.044)]
    blade += [(0.042, 0.066), (0.012, 0.072)]
    for k in range(count):
        solid = prism_of((np.asarray(blade) * r).tolist(), 0.015 * r, 0.006 * r)
        parts.append(part("head", "metal", move(solid, rotation=turn(1, 360 * k / count)), (0, 1, 0)))
    return parts


def _ball(size: float, form: str, count: int) -> list[Part]:
    """Make a round head about the origin, with spikes or with studs between two bands."""
    latitude = np.linspace(-np.pi / 2, np.pi / 2, 9)
    sides = 16
    ball = lathe(np.stack([size * np.cos(latitude), size * np.sin(latitude)], 1), sides)
    parts = [
        part("head", "metal", ball, (0, 1, 0), mapping="turned", crease_deg=30 if form == "spiked" else 60)
    ]
    ways = [(0.0, 1.0, 0.0)] if form == "spiked" else []
    for up, first in ((0.62, 0.0), (0.0, 0.5), (-0.62, 0.0)):
        angle = 2 * np.pi * (np.arange(count) + first) / count
        flat = np.sqrt(1 - up * up)
        ways += list(zip(flat * np.sin(angle), np.full(count, up), flat * np.cos(angle), strict=True))
    for way in ways:
        if form == "spiked":
            thorn = [(0, -0.2), (0.27, -0.12), (0.3, 0.03), (0.2, 0.1), (0.02, 0.62), (0, 0.64)]
            solid = move(
                lathe(np.asarray(thorn) * size, 6), np.asarray(way) * size * 0.97, frame_along(way), 0.95
            )
        else:
            solid = nail(np.asarray(way) * size * 0.97, unit(np.asarray(way)), 0.17 * size, 0.13 * size, 6)
        parts.append(part("spikes", "metal", solid, way))
    if form == "round":
        for y in (-0.33 * size, 0.33 * size):
            r = np.sqrt(size**2 - y**2)
            parts.append(
                part(
                    "trim", "metal", torus(0.985 * r, 0.075 * size, y, sides, 6), (0, 1, 0), mapping="turned"
                )
            )
        parts.append(
            part("trim", "metal", cylinder(0.3 * size, 0.9 * size, 1.1 * size, 12, 0.004), (0, 1, 0))
        )
    return parts


_HANDLE = Made(("oak", "dark oak", "walnut"), words=("shaft", "haft", "pole", "grip"))
_WRAP = Made(("leather", "worn leather"), ("#4a2c1a", "#2a211c", "#6b2320"), words=("binding", "strap"))
_TRIM = Made(("brass", "gold", "bronze"), words=("bands", "fittings", "decoration"))
_GEM = Made(("crystal",), GEMS, words=("jewel", "stone"))

KINDS = {
    "axe": Kind(
        build=_axe,
        size_m=0.75,
        parts={
            "head": Made(("steel", "wrought iron"), words=("blade", "axehead", "edge")),
            "handle": _HANDLE,
            "wrap": _WRAP,
            "trim": _TRIM,
            "gem": _GEM,
        },
        synonyms=("hatchet", "battle axe", "war axe", "tomahawk"),
        words={
            "double-headed": {"form": "double-headed"},
            "double": {"form": "double-headed"},
            "bearded": {"form": "battle"},
            "ornate": {"ornate": True},
            "jewelled": {"ornate": True},
            "plain": {"ornate": False},
        },
    ),
    "mace": Kind(
        build=_mace,
        size_m=0.75,
        parts={
            "head": Made(("steel", "wrought iron", "bronze"), words=("flanges", "ball")),
            "handle": _HANDLE,
            "spikes": Made(("polished steel", "steel"), words=("studs", "thorns")),
            "rod": Made(("wrought iron", "steel"), words=("handle", "shaft", "haft", "pole")),
            "core": Made(("wrought iron", "steel"), words=()),
            "wrap": _WRAP,
            "trim": Made(("brass", "steel", "bronze"), words=("bands", "pommel", "collar")),
            "gem": _GEM,
        },
        synonyms=("war mace", "morning star", "club"),
        main=("core",),
        words={
            "spiked": {"form": "spiked"},
            "flanged": {"form": "flanged"},
            "round": {"form": "round"},
            "ornate": {"ornate": True},
            "plain": {"ornate": False},
        },
    ),
}
