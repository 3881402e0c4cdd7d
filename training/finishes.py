"""The finishes of taught props, painted as a stylised painter would.

Each is a function of place and normal alone, never of the viewing direction, so that every view shows the
same surface: metal, gold, glass and gloss are bands and spots painted where light of their own would fall.
Patterns are some 0.045 across at the least, 4 pixels of a taught view, so that they survive the patches of
the autoencoder; and so much of the captioned colour is left that it stays the one that is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.materials.noise3 import blend, cells, shards, step, stripe, waves

#: Finishes that lie over all of a prop, not over what has the captioned colour alone.
COVERING = frozenset({"rusty", "mossy", "snowy", "worn"})

#: sRGB of what "golden" is made of, whatever the caption's colour.
GOLDEN = (0.87, 0.62, 0.13)


@dataclass(frozen=True)
class Ground:
    """What a finish is painted on.

    Attributes:
        points: [3, N] float32 in the sphere of radius 0.5.
        normals: [3, N] float32 unit.
        albedo: [3, N] float32 sRGB, before the finish.
        tone: luma of the paint's main colour, 0..1; it tells whether a contrast is light or dark.
        rng: of the pattern, in the same state for every prop.
    """

    points: np.ndarray
    normals: np.ndarray
    albedo: np.ndarray
    tone: float
    rng: np.random.Generator


def paint_finish(name: str, ground: Ground) -> np.ndarray:
    """Return the albedo [3, N] of a finish of core.models.pocket.vocabulary.FINISHES, not clipped to 0..1."""
    return _PAINTERS[name](ground)


def _plain(g: Ground) -> np.ndarray:
    """Matte paint, a little lighter towards the top."""
    return g.albedo * (1 + 0.10 * g.points[1])


def _wooden(g: Ground) -> np.ndarray:
    """Upright boards, stained through the paint, with a broad wavy grain and dark joints."""
    u, v = _face_plane(g)
    width = np.float32(0.19)
    number = np.floor(u / width + np.float32(0.5))
    within = u - (number - np.float32(0.5)) * width
    edge = np.minimum(within, width - within)
    # boards of two planes meet on round surfaces: a joint there, too
    x, y, z = np.abs(g.normals)
    edge = np.minimum(edge, np.float32(0.22) * np.abs(np.maximum(x, z) - np.maximum(np.minimum(x, z), y)))
    stained = blend(g.albedo, g.albedo * _rgb(0.86, 0.66, 0.46) + _rgb(0.10, 0.06, 0.01), 0.55)
    grain = np.sin((within + 0.02 * np.sin(7 * v + 2 * number)) * np.float32(66))
    wood = stained * (1.0 + 0.07 * grain + 0.13 * np.where(number % 2, 1, -1))
    return blend(wood, 0.35 * stained + _rgb(0.03, 0.015, 0), 0.9 * step(edge, 0.020, 0.008))


def _metal(g: Ground) -> np.ndarray:
    """Panels that mirror a bright sky over a dark horizon."""
    bulged = _bulge(g, 1.0)
    up = bulged[1] + 0.35 * np.sin(3.0 * np.arctan2(bulged[0], bulged[2]) + 0.6) * (1 - bulged[1] ** 2)
    sky = step(up, -0.35, 0.55)
    glint = step(np.abs(up - 0.28), 0.20, 0.04)
    cool = blend(g.albedo, g.albedo.mean(0) * _rgb(0.92, 1.0, 1.1), 0.12)
    metal = blend(cool * (0.80 + 0.30 * sky), _rgb(0.86, 0.93, 1.0), 0.6 * glint)
    u, v = _face_plane(g)
    pitch = 0.36
    u, v = u / pitch - np.rint(u / pitch), v / pitch - np.rint(v / pitch)
    seam = pitch * (0.5 - np.maximum(np.abs(u), np.abs(v)))
    return blend(metal, 0.35 * cool, 0.8 * step(seam, 0.022, 0.008))


def _rusty(g: Ground) -> np.ndarray:
    """Paint eaten by rust in broad patches, most of them below."""
    rust = waves(g.points, g.rng, 0.5) + 0.25 * waves(g.points, g.rng, 0.22) - 0.9 * g.points[1]
    body = blend(_rgb(0.72, 0.35, 0.10), _rgb(0.38, 0.17, 0.07), step(rust, 0.5, 1.4))
    stained = blend(0.95 * g.albedo, _rgb(0.85, 0.52, 0.24), 0.6 * step(rust, 0.05, 0.35))
    return blend(stained, body, step(rust, 0.35, 0.50))


def _golden(g: Ground) -> np.ndarray:
    """Polished gold: warm dark and pale bands, whatever the captioned colour."""
    bulged = _bulge(g, 0.9)
    turn = np.sin(2.0 * np.arctan2(bulged[0], bulged[2]) + 0.4) * np.sqrt(np.clip(1 - bulged[1] ** 2, 0, 1))
    wave = np.sin(4.4 * bulged[1] + 1.5 * turn)
    gold = blend(g.albedo * _rgb(0.62, 0.52, 0.40), g.albedo, step(wave, -0.85, 0.1))
    gold = blend(gold, _rgb(1.0, 0.90, 0.45), step(wave, 0.35, 0.75))
    return blend(gold, _rgb(1.0, 1.0, 0.88), step(wave, 0.88, 0.97))


def _stone(g: Ground) -> np.ndarray:
    """Rough blocks, parted by dark cracks, drained of a third of their colour."""
    blocks = cells(g.points, g.rng, 0.34)
    own = _draw(g.rng, blocks.index, 1)[0]
    shade = (1.06 if g.tone < 0.75 else 0.94) + 0.36 * (own - 0.5) + np.clip(1.2 * blocks.rise, -0.12, 0.12)
    stone = (blend(g.albedo, g.albedo.mean(0), 0.35) + 0.03) * shade
    return blend(stone, 0.32 * stone, step(blocks.border, 0.024, 0.008))


def _marble(g: Ground) -> np.ndarray:
    """Polished clouds with broad pale veins."""
    cloud = waves(g.points, g.rng, 0.6, 5)
    along = np.array([0.55, 0.75, 0.36], np.float32) @ g.points / 0.40 + 0.30 * cloud
    vein = np.abs(along - np.rint(along))
    light = blend(g.albedo, _rgb(1.0, 0.98, 0.95), 0.78) if g.tone < 0.75 else 0.55 * g.albedo + 0.02
    marble = g.albedo * (1 + 0.08 * cloud)
    marble = blend(marble, light, step(vein, 0.08, 0.03) * 0.5 + 0.45 * step(vein, 0.20, 0.06))
    return blend(marble, _rgb(1, 1, 1), 0.55 * _lamp(g, 28))


def _glass(g: Ground) -> np.ndarray:
    """Clear tinted glass: a light heart, deep rims, and slanting reflections of a window."""
    tint = g.albedo * (1 if g.tone < 0.75 else _rgb(0.80, 0.90, 0.94))
    clear = blend(tint, _rgb(0.93, 0.98, 1.0), 0.06 + 0.13 * min(g.tone * 4, 1))
    glass = blend(clear, tint, step(g.points[1], 0.2, -0.3))
    x, z = np.abs(g.points[0]), np.abs(g.points[2])
    level = np.abs(_bulge(g, 0.8)[1])
    rim = np.maximum(
        step(level, 0.66, 0.82), 0.75 * step(np.abs(x - z) / (x + z + np.float32(0.02)), 0.28, 0.04)
    )
    glass = blend(glass, tint * _rgb(0.62, 0.66, 0.72), 0.85 * rim)
    slant = (0.55 * (g.points[0] - g.points[2]) + 0.6 * g.points[1]) / np.float32(0.54) + 0.1
    slant = slant - np.floor(slant)
    streak = step(np.abs(slant - 0.55), 0.16, 0.10)
    return blend(glass, _rgb(0.97, 1.0, 1.0), 0.75 * streak * step(level, 0.78, 0.70))


def _fabric(g: Ground) -> np.ndarray:
    """Checked cloth: light bands crossing on the coloured ones, softened."""
    facing = _edge_on(g)
    pitch = 0.22
    crossings = np.zeros(g.points.shape[1], np.float32)
    for axis in range(3):
        crossings += stripe(g.points[axis] + np.float32(0.05), pitch, 0.10, 0.012) * facing[axis]
    thread = _rgb(0.96, 0.94, 0.90) if g.tone < 0.72 else _rgb(0.45, 0.42, 0.45)
    soft = blend(g.albedo, g.albedo.mean(0), 0.07)
    return blend(soft, thread, np.minimum(crossings * np.float32(0.25), 0.48))


def _leather(g: Ground) -> np.ndarray:
    """Tanned hide, burnished dark along a few seams, each sewn with a row of light stitches."""
    tanned = g.albedo * _rgb(0.90, 0.68, 0.52) + _rgb(0.07, 0.04, 0.01)
    hide = blend(g.albedo, tanned, 0.55) * (1.04 + 0.07 * waves(g.points, g.rng, 0.4, 4))
    thread = _rgb(0.93, 0.84, 0.64) if g.tone < 0.62 else _rgb(0.36, 0.24, 0.16)
    facing = _edge_on(g)
    # level seams, and one upright plane: more of them would look like a check
    for axis, at in ((1, 0.20), (1, -0.20), (0, 0.0)):
        seam = np.abs(g.points[axis] - np.float32(at))
        hide = hide * (1 - facing[axis] * 0.45 * step(seam, 0.10, 0.02))
        stitch = step(seam, 0.022, 0.012) * stripe(_along_seam(g, axis), 0.13, 0.085, 0.007)
        hide = blend(hide, thread, facing[axis] * stitch)
    return blend(hide, _rgb(1.0, 0.95, 0.88), 0.25 * _lamp(g, 10))


def _mossy(g: Ground) -> np.ndarray:
    """Moss in cushions on what faces up, and in patches below."""
    patches = np.clip(waves(g.points, g.rng, 0.42), -1.1, 2)
    tufts = waves(g.points, g.rng, 0.18, 5)
    grown = 1.1 * g.normals[1] + 0.45 * patches + 0.06 * tufts - 0.5 * g.points[1] - 0.22
    moss = blend(_rgb(0.17, 0.28, 0.06), _rgb(0.46, 0.60, 0.15), step(0.5 * tufts + grown, -0.4, 1.4))
    damp = g.albedo * (1 - 0.35 * step(grown, -0.35, 0.0))
    return blend(damp, moss, step(grown, 0.0, 0.12))


def _snowy(g: Ground) -> np.ndarray:
    """Snow that lies on what faces up and clings to the sides below, over frosted paint."""
    patches = np.clip(waves(g.points, g.rng, 0.42), -1, 2)
    lying = 1.2 * g.normals[1] + 0.32 * patches + 0.6 * g.points[1] - 0.30
    frosted = blend(g.albedo, _rgb(0.80, 0.89, 1.0), 0.10)
    shaded = frosted * (1 - 0.25 * step(lying, -0.30, 0.0))
    snow = blend(_rgb(0.66, 0.78, 0.96), _rgb(0.98, 0.99, 1.0), step(lying, 0.04, 0.36))
    return blend(shaded, snow, step(lying, 0.0, 0.10))


def _striped(g: Ground) -> np.ndarray:
    """Even level stripes in a light or a dark contrast."""
    # they go on across what lies level itself, or it would get a single colour
    at = np.where(np.abs(g.normals[1]) > 0.85, g.points[0], g.points[1])
    return blend(g.albedo, _contrast(g), stripe(at + np.float32(0.06), 0.22, 0.10, 0.008))


def _glossy(g: Ground) -> np.ndarray:
    """Thick glaze: a mirrored horizon, a clean bright spot before it and a second one behind."""
    bulged = _bulge(g, 0.9)
    below = g.albedo * (0.72 if g.tone < 0.75 else _rgb(0.64, 0.69, 0.76))
    glaze = blend(g.albedo, below, step(bulged[1], 0.0, -0.10) * step(bulged[1], -0.95, -0.35))
    glaze = blend(glaze, _rgb(1, 1, 1), 0.30 * _lamp(g, 7))
    # a flat face has no spot of its own: two strokes are painted on it, a long one and a short one
    u, v = _face_plane(g)
    pitch = np.float32(0.44)
    u, v = u / pitch + 0.30, v / pitch - 0.20
    u, v = (u - np.rint(u)) * pitch, (v - np.rint(v)) * pitch
    along, across = 0.8 * u + 0.6 * v, 0.8 * v - 0.6 * u
    beside = np.hypot(np.maximum(np.abs(along - 0.12) - 0.01, 0), across)
    stroke = np.minimum(np.hypot(np.maximum(np.abs(along) - 0.05, 0), across), beside)
    flat = step(np.abs(g.normals).max(0), 0.95, 0.985)
    spot = np.maximum(step(_lamp(g, 60), 0.30, 0.50), flat * step(stroke, 0.034, 0.024))
    return blend(glaze, _rgb(1, 1, 1), 0.95 * spot)


def _worn(g: Ground) -> np.ndarray:
    """Faded paint, chipped off in broad angular flakes down to the primer."""
    regions = waves(g.points, g.rng, 0.6, 5)
    loose = shards(g.points, g.rng, 0.32, 4) + 0.45 * regions
    bleached = g.albedo.mean(0) * 0.7 + 0.24
    faded = blend(g.albedo, bleached, 0.10 + 0.20 * step(regions, -0.2, 1.3))
    bare = _rgb(0.72, 0.68, 0.61) if g.tone < 0.55 else _rgb(0.43, 0.40, 0.38)
    worn = blend(faded, faded * 0.50, 0.8 * step(loose, 0.50, 0.66))
    return blend(worn, bare, step(loose, 0.74, 0.84))


def _dotted(g: Ground) -> np.ndarray:
    """Polka dots in staggered rows."""
    u, v = _face_plane(g)
    pitch = np.float32(0.23)
    row = v / pitch * np.float32(1.155)
    nearest = np.rint(row)
    shifted = u / pitch + 0.5 * (nearest % 2)
    distance = np.hypot(shifted - np.rint(shifted), (row - nearest) / np.float32(1.155)) * pitch
    return blend(g.albedo, _contrast(g), step(distance, 0.072, 0.058))


_PAINTERS: dict[str, Callable[[Ground], np.ndarray]] = {
    "plain": _plain,
    "wooden": _wooden,
    "metal": _metal,
    "rusty": _rusty,
    "golden": _golden,
    "stone": _stone,
    "marble": _marble,
    "glass": _glass,
    "fabric": _fabric,
    "leather": _leather,
    "mossy": _mossy,
    "snowy": _snowy,
    "striped": _striped,
    "glossy": _glossy,
    "worn": _worn,
    "dotted": _dotted,
}


def _rgb(r: float, g: float, b: float) -> np.ndarray:
    return np.array([[r], [g], [b]], np.float32)


def _contrast(g: Ground) -> np.ndarray:
    return _rgb(0.96, 0.95, 0.92) if g.tone < 0.72 else _rgb(0.24, 0.24, 0.28)


def _draw(rng: np.random.Generator, index: np.ndarray, count: int) -> np.ndarray:
    """Draw [count, N] numbers in 0..1, the same ones for the same index [N]."""
    return rng.random((count, 512), np.float32)[:, index & 511]


def _bulge(g: Ground, amount: float) -> np.ndarray:
    """Return normals [3, N] as though faces were pillows, so that reflections move across flat ones too."""
    bulged = g.normals + np.float32(2 * amount) * g.points
    return bulged / (np.sqrt((bulged * bulged).sum(0)) + np.float32(1e-6))


def _lamp(g: Ground, sharpness: float) -> np.ndarray:
    """Return the highlights [N] of a lamp at the upper front right and of another at the upper back left."""
    bulged = _bulge(g, 0.9)
    front = np.array([0.45, 0.58, 0.68], np.float32) @ bulged
    back = np.array([-0.62, 0.45, -0.64], np.float32) @ bulged
    return np.exp(np.float32(sharpness) * (np.maximum(front, back) - 1))


def _edge_on(g: Ground) -> np.ndarray:
    """Return, for each axis, how much the surface runs along it, 0..1 [3, N].

    A pattern that varies along an axis shows as its section there; where the surface faces the axis, it would
    smear.
    """
    return step(np.abs(g.normals), 0.88, 0.70)


def _face_plane(g: Ground) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates (u, v) [N] on the coordinate plane that the surface faces most; v is up on sides."""
    x, y, z = np.abs(g.normals)
    top = y > np.maximum(x, z) * np.float32(1.2)
    u = np.where(x > z, g.points[2], g.points[0])
    return np.where(top, g.points[0], u), np.where(top, g.points[2], g.points[1])


def _along_seam(g: Ground, axis: int) -> np.ndarray:
    """Return a coordinate [N] along the line where the surface meets a plane across an axis."""
    first, second = (i for i in range(3) if i != axis)
    steep = np.abs(g.normals[first]) > np.abs(g.normals[second])
    return np.where(steep, g.points[second], g.points[first])
