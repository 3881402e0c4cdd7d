"""Builds helmets: with nose guards, cheeks, visors, crests and horns; hollow, as one wears them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.procedural.carving import carve
from threed.procedural.curves import smooth_path, tube
from threed.procedural.dials import Dials
from threed.procedural.hafts import jewel
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, part
from threed.procedural.pieces import board, knob, nail, prism_of
from threed.procedural.solids import Point, Solid, frame_along, lathe, move, shell

WALL = 0.006


@dataclass(frozen=True)
class _Skull:
    """A helmet's form, in metres.

    Attributes:
        brow: height where its dome begins.
        peak: of the dome, above the brow.
        half: its half width at the brow.
        long: its depth as part of its width.
        neck: its half width at the foot.
        pointed: whether the dome comes to a point.
    """

    brow: float
    peak: float
    half: float
    long: float
    neck: float
    pointed: bool

    def radius(self, y: np.ndarray) -> np.ndarray:
        """Return the half width at heights."""
        up = np.clip((y - self.brow) / self.peak, 0, 1)
        down = np.clip(1 - y / self.brow, 0, 1)
        dome = (1 - up**1.7) ** 0.9 if self.pointed else np.sqrt(1 - up**2)
        return self.half * dome + (self.neck - self.half) * down**1.5

    def place(self, y: Point, angle: Point, out: float = 0.0) -> np.ndarray:
        """Return points [..., 3] of the wall, `out` before it; angle 0 is in front."""
        y, angle = np.broadcast_arrays(np.asarray(y, float), np.asarray(angle, float))
        r = self.radius(y) + out
        return np.stack([r * np.sin(angle), y, (r + (self.long - 1) * self.radius(y)) * np.cos(angle)], -1)

    def bowl(self, low: float, out: float, sides: int) -> Solid:
        """Make the whole wall from a height up, `out` before the skull's own, closed but for its foot."""
        top = self.brow + self.peak
        turns = np.sin(np.linspace(0, np.pi / 2, 8))
        ys = np.concatenate([np.linspace(low, self.brow, 4)[:-1], self.brow + self.peak * turns[:-1]])
        rs = self.radius(ys)
        outer = [*zip(rs + out, ys, strict=True), (0, top + out)]
        inner = [(0, top + out - WALL), *zip((rs + out - WALL)[::-1], ys[::-1], strict=True)]
        profile = [*outer, *inner, outer[0]]
        return move(lathe(profile, sides), scale=(1, 1, self.long))

    def patch(
        self,
        heights: Point,
        left: Point,
        right: Point,
        out: float,
        deep: float,
        columns: int = 9,
        bow: Point = 0.0,
    ) -> Solid:
        """Make a piece of wall between two angles at each height, bowed forwards in its middle."""
        y = np.asarray(heights, float)[:, None]
        sides = [np.broadcast_to(np.asarray(a, float), len(y))[:, None] for a in (left, right)]
        t = np.linspace(0, 1, columns)
        angle = sides[0] + (sides[1] - sides[0]) * t
        bows = np.broadcast_to(np.asarray(bow, float), len(y))[:, None, None]
        push = bows * (np.cos(np.pi * (t - 0.5)) ** 1.5)[None, :, None] * [0, 0, 1]
        front, back = (self.place(y, angle, z) + push for z in (out, out - deep))
        return shell(front, back, smooth=False)


def _metal(name: str, solid: Solid, crease: float = 40) -> Part:
    return part(name, "metal", solid, (0, 1, 0), (0, 0, 1), crease_deg=crease)


def _through(outline: list[tuple[float, float]]) -> Solid:
    """Make a tool that cuts an outline in XY through the front of a helmet."""
    return move(prism_of(outline, 0.3, 0), (0, 0, 0.2))


def _both(right: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [*right, *((-x, y) for x, y in right[::-1])]


def _open(skull: _Skull, face: str, sides: int) -> list[Part]:
    """Make a helmet with an opening for the face: for all of it, with a nose guard, or shaped like a T."""
    b, w = skull.brow, skull.half
    if face == "nasal":
        hole = _both([(0.72 * w, -0.05), (0.74 * w, 0.55 * b), (0.66 * w, 0.86 * b)])
    elif face == "cheeks":
        hole = _both(
            [
                (0.1 * w, -0.05),
                (0.14 * w, 0.5 * b),
                (0.62 * w, 0.56 * b),
                (0.66 * w, 0.74 * b),
                (0.2 * w, 0.92 * b),
            ]
        )
    else:
        hole = _both([(0.8 * w, -0.05), (0.78 * w, 0.6 * b), (0.6 * w, 0.8 * b)])
    parts = [_metal("dome", carve(skull.bowl(0, 0, sides), _through(hole)), 50)]
    parts.append(_metal("trim", carve(_band(skull, 0.0, 0.02, 0.005), _through(hole))))
    if face != "bare":
        tip, wide = (0.34 * b, 0.15) if face == "nasal" else (0.42 * b, 0.12)
        rows = [tip, tip + 0.02, 0.7 * b, b]
        half = np.array([0.7, 1.3, 0.8, 1.0]) * wide
        nose = skull.patch(rows, -half, half, 0.009, 0.011, 3, 0.008)
        parts.append(_metal("trim" if face == "nasal" else "dome", nose))
    return parts


def _visored(skull: _Skull, breaths: int, sides: int) -> list[Part]:
    """Make a closed helmet whose visor has slits to see and holes to breathe."""
    b, w = skull.brow, skull.half
    hole = _both([(0.5 * w, 0.22 * b), (0.75 * w, 0.6 * b), (0.6 * w, 0.9 * b)])
    parts = [_metal("dome", carve(skull.bowl(0, 0, sides), _through(hole)), 50)]
    rows = np.array([0.1, 0.3, 0.5, 0.64, 0.8, 1.02, 1.16]) * b
    half = np.array([1.1, 1.17, 1.2, 1.2, 1.2, 1.18, 1.12])
    visor = skull.patch(rows, -half, half, 0.012, 0.008, 13, [0.012, 0.03, 0.042, 0.036, 0.022, 0.008, 0.0])
    reach = 0.2
    slit = [
        move(board((0.0, 0, 0), (0.62 * w, 0.012, 0.3), 0), (s * 0.42 * w, 0.78 * b, reach)) for s in (-1, 1)
    ]
    holes = []
    for k in range(breaths):
        for s in (-1, 1):
            x = s * (0.16 + 0.17 * (k % 3)) * w
            y = (0.5 - 0.13 * (k // 3)) * b
            holes.append(board((x, y, reach), (0.008, 0.018, 0.3), 0))
    parts.append(_metal("visor", carve(visor, *slit, *holes), 60))
    brow = skull.patch(np.array([0.97, 1.05]) * b, -1.15, 1.15, 0.018, 0.014, 9, [0.014, 0.008])
    parts.append(_metal("trim", brow))
    for side in (-1, 1):
        at = skull.place(0.98 * b, side * 1.32, 0.008)
        profile = [(0, -0.012), (0.021, -0.012), (0.021, 0.006), (0.015, 0.012), (0, 0.013)]
        parts.append(_metal("trim", move(lathe(profile, 12), at, frame_along((side, 0, 0.12)))))
        left, right = sorted((side * 1.0, side * 1.34))
        parts.append(_metal("visor", skull.patch(np.array([0.9, 1.06]) * b, left, right, 0.011, 0.01, 3)))
    return parts


def _great(skull: _Skull, sides: int) -> list[Part]:
    """Make a bucket of a helmet with a cross of metal on its face."""
    b, w = skull.brow, skull.half
    eye = [board((s * 0.44 * w, 0.72 * b, 0.2), (0.66 * w, 0.014, 0.3), 0) for s in (-1, 1)]
    breath = [
        board((s * x * w, y * b, 0.2), (0.009, 0.009, 0.3), 0)
        for s in (-1, 1)
        for x in (0.25, 0.45)
        for y in (0.24, 0.38, 0.52)
    ]
    parts = [_metal("dome", carve(skull.bowl(0, 0, sides), *eye, *breath), 50)]
    upright = skull.patch(np.array([0.03, 0.6, 0.8, 1.2]) * b, -0.13, 0.13, 0.006, 0.008, 3)
    parts.append(_metal("trim", upright))
    for low, high in ((0.77, 0.88), (0.58, 0.66)):
        parts.append(_metal("trim", skull.patch(np.array([low, high]) * b, -0.98, 0.98, 0.006, 0.008, 9)))
    return parts


def _band(skull: _Skull, low: float, high: float, out: float) -> Solid:
    ys = np.array([low, high])
    rs = skull.radius(ys)
    (r0, r1), edge = rs, 0.35 * (high - low)
    wall = [(r0 - 0.004, low), (r0 + 0.4 * out, low), (r0 + out, low + edge), (r1 + out, high - edge)]
    wall += [(r1 + 0.4 * out, high), (r1 - 0.004, high)]
    return move(lathe([*wall, wall[0]], 24), scale=(1, 1, skull.long))


def _crown(skull: _Skull, crown: str, horn: float, curl: float) -> list[Part]:
    """Make what stands on the dome: a crest, a plume, horns, a knob."""
    top = skull.brow + skull.peak
    if crown == "crested":
        a = np.linspace(np.deg2rad(12), np.deg2rad(196), 15)
        arc = np.stack([0 * a, np.sin(a), np.cos(a)], 1)
        base = arc * [1, skull.peak, skull.half * skull.long] + [0, skull.brow, 0]
        comb = base + 0.004 * arc
        tall = 0.038 * np.clip(np.sin(np.linspace(0.25, np.pi - 0.1, 15)) * 1.4, 0.25, 1)
        fin = base + (0.012 + tall)[:, None] * arc
        hair = tube(fin, np.stack([np.full(15, 0.016), tall + 0.006], 1), 8, (0, 0, 1), flats=True)
        ridge = tube(comb, (0.013, 0.011), 4, (0, 0, 1), flats=True)
        return [part("crest", "cloth", hair, (0, 1, 0), (1, 0, 0), crease_deg=50), _metal("trim", ridge)]
    if crown == "horned":
        parts = []
        y = skull.brow + 0.25 * skull.peak
        for side in (-1, 1):
            foot = skull.place(y, side * np.pi / 2, -0.012)
            k = horn / 0.175
            turns = [
                (0, 0),
                (0.055, 0.012),
                (0.1, 0.05),
                (0.122 - 0.02 * curl, 0.11),
                (0.12 - 0.05 * curl, 0.175),
            ]
            path = smooth_path(
                [foot + [side * k * x, k * h, 1.1 * k * curl * h**2 / 0.3] for x, h in turns], 3
            )
            radii = 0.029 * (1 - np.linspace(0, 1, len(path)) ** 1.6) + 0.0012
            parts.append(part("horns", "bone", tube(path, radii, 10), (0, 1, 0), (0, 0, 1), crease_deg=60))
            cup = [(0, -0.01), (0.042, -0.01), (0.042, 0.004), (0.034, 0.016), (0.0285, 0.024), (0, 0.024)]
            at = skull.place(y, side * np.pi / 2, 0.004)
            parts.append(_metal("trim", move(lathe(cup, 14), at, frame_along((side, 0.28, 0)))))
        return parts
    if crown == "plumed":
        socket = [(0, -0.01), (0.018, -0.01), (0.014, 0.01), (0.011, 0.03), (0.0, 0.03)]
        parts = [_metal("trim", move(lathe(socket, 10), (0, top, 0)))]
        sweep = [(0, top + 0.02, 0), (0, top + 0.08, 0.005), (0, top + 0.12, -0.04), (0, top + 0.105, -0.1)]
        sweep.append((0, top + 0.05, -0.135))
        path = smooth_path(sweep, 4)
        t = np.linspace(0, 1, len(path))
        wide = 0.008 + 0.034 * np.sin(np.pi * t**0.8)
        wide = wide * (1 + 0.16 * (np.arange(len(t)) % 2))
        feather = tube(path, np.stack([wide, 0.75 * wide], 1), 8, (1, 0, 0))
        return [*parts, part("crest", "cloth", feather, (0, 1, 0), (1, 0, 0), crease_deg=70)]
    if skull.pointed:
        spike = [(0, -0.02), (0.02, -0.016), (0.02, -0.004), (0.009, 0.008), (0.005, 0.04), (0, 0.06)]
        return [_metal("trim", move(lathe(spike, 10), (0, top, 0)))]
    return [_metal("trim", knob((0, top + 0.006, 0), (0.016, 0.014, 0.016), 10, 6))]


def _helmet(dials: Dials) -> list[Part]:
    face = dials.choice(
        "face",
        {"nasal": 0.3, "cheeks": 0.22, "visor": 0.25, "great": 0.13, "bare": 0.1},
        "how it guards the face",
    )
    crown = dials.choice(
        "topping", {"plain": 0.28, "crested": 0.28, "horned": 0.28, "plumed": 0.16}, "what is on top"
    )
    tall = dials.number("height", 0.25, 0.29, "m", "without what stands on it")
    width = dials.number("width", 0.205, 0.23, "m", "from ear to ear")
    pointed = dials.flag("pointed", 0.3, "its dome comes to a point")
    ribs = dials.flag("ribs", 0.5, "straps of metal over the dome")
    horn = dials.number("horn_length", 0.14, 0.22, "m", "how high horns reach")
    studs = dials.count("studs", 10, 16, "rivets about the brow", (0, 24))
    ornate = dials.flag("ornate", 0.25, "gilt and set with stones")
    pointed = pointed and crown in ("horned", "plain") and face != "great"
    brow = {"nasal": 0.5, "bare": 0.45, "great": 0.72}.get(face, 0.56) * tall
    peak = (tall - brow) * (1.12 if pointed else 1.0)
    neck = {"great": 1.0, "visor": 0.86, "cheeks": 0.9}.get(face, 1.02) * width / 2
    skull = _Skull(brow, peak, width / 2, 1.18, neck, pointed)
    sides = 24
    if face == "visor":
        parts = _visored(skull, 6, sides)
    elif face == "great":
        parts = _great(skull, sides)
    else:
        parts = _open(skull, face, sides)
    if face != "visor":
        parts.append(_metal("trim", _band(skull, 0.93 * brow, 1.07 * brow + 0.004, 0.006)))
        for k in range(studs):
            a = 2 * np.pi * (k + 0.5) / studs
            at = skull.place(brow, a, 0.006)
            parts.append(_metal("studs", nail(at, (np.sin(a), 0, np.cos(a)), 0.006, 0.004, 6)))
    if ribs and crown not in ("crested",):
        a = np.linspace(0, np.pi, 13)
        for across in (False, True):
            rise = np.sin(a)
            y = skull.brow + skull.peak * rise
            side = np.where(a < np.pi / 2, 0.0, np.pi) + (np.pi / 2 if across else 0.0)
            arc = skull.place(y, side, 0.0015)
            arc[6] = [0, skull.brow + skull.peak + 0.0015, 0]
            parts.append(_metal("trim", tube(arc, (0.0055, 0.011), 4, _side(across), flats=True)))
    parts += _crown(skull, crown, horn, float(dials.rng.uniform(-0.2, 1.0)))
    if face in ("visor", "great"):
        parts.append(_metal("trim", _band(skull, 0.0, 0.02, 0.006)))
    if ornate:
        for a in (0.0, 0.7, -0.7):
            lift = 1.02 if face != "visor" else 1.32
            at = skull.place(lift * brow, a, 0.008)
            parts += jewel(at, (np.sin(a), 0.1 if face != "visor" else 0.4, np.cos(a)), 0.011)
    return parts


def _side(across: bool) -> Point:
    return (0, 0, 1) if across else (1, 0, 0)


KINDS = {
    "helmet": Kind(
        build=_helmet,
        size_m=0.33,
        parts={
            "dome": Made(
                ("steel", "polished steel", "wrought iron", "bronze"), words=("skull", "bowl", "shell")
            ),
            "visor": Made(("steel", "polished steel"), words=("faceplate", "mask")),
            "trim": Made(("brass", "bronze", "steel"), words=("rim", "bands", "border", "fittings")),
            "studs": Made(("brass", "steel"), words=("rivets",)),
            "crest": Made(
                ("feathers", "fur"), ("#9c1c1c", "#1f3a8a", "#e8e2d4", "#2a2a2e"), words=("plume", "brush")
            ),
            "horns": Made(("bone", "ivory"), words=("horn",)),
            "gem": Made(("crystal",), ("#b3122a", "#1a4fc0", "#138a4a"), words=("jewel", "stone")),
        },
        synonyms=("helm", "war helmet", "casque"),
        main=("visor",),
        words={
            "horned": {"topping": "horned"},
            "crested": {"topping": "crested"},
            "plumed": {"topping": "plumed"},
            "closed": {"face": "visor"},
            "visored": {"face": "visor"},
            "open": {"face": "nasal"},
            "pointed": {"pointed": True},
            "ornate": {"ornate": True},
            "plain": {"topping": "plain", "ornate": False},
        },
    ),
}
