"""Paints a mesh: smart materials laid on its parts, worn and weathered, as the maps of one atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.color import srgb_to_linear
from core.materials.paint import RGB
from core.types import Image
from threed.attributes import require_tangents
from threed.surface.gutter import find_gutter, spread
from threed.surface.laying import Frames, HasFrame, lay_tile, make_frames
from threed.surface.library import SURFACES
from threed.surface.maps import MeshMaps
from threed.surface.paint import Paint, column
from threed.surface.smart import SmartMaterial
from threed.surface.spots import Spots, gather_spots
from threed.surface.tiles import HEIGHT, METALLIC, ROUGHNESS, paint_tile
from threed.surface.weather import dirty, wear
from threed.types import Material

#: texels that are painted at once: what a step needs stays in the processor's cache
CHUNK = 1 << 15
#: wear and dirt of a thing that is in use, where no word says more or less
USUAL = {"worn": 0.3, "dirty": 0.35}


@dataclass(frozen=True)
class Look:
    """What words or a program say of the parts of one name.

    Attributes:
        surface: a key of SURFACES; None leaves it to the part or its role.
        colour: sRGB 0..1; None is the surface's own.
        finish: "glossy", "matte", "polished"; None as it is.
    """

    surface: str | None = None
    colour: RGB | None = None
    finish: str | None = None


class HasLook(HasFrame, Protocol):
    """What painting asks of a part: see threed.procedural.parts.Part."""

    @property
    def name(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def surface(self) -> str | None: ...


def paint_mesh(
    maps: MeshMaps,
    parts: Sequence[HasLook],
    looks: Mapping[str, Look],
    weather: Mapping[str, float] | None = None,
    seed: int = 0,
) -> Material:
    """Paint a mesh.

    Args:
        maps: of the mesh.
        parts: P of them, as maps.part counts them.
        looks: by the parts' names.
        weather: amounts 0..1 by name; what is not named is as usual.
        seed: 0 or more.
    """
    amounts = {**USUAL, **(weather or {})}
    frames = make_frames(maps.mesh, maps.part, parts, seed)
    chosen = [looks.get(one.name, Look()) for one in parts]
    keys = [
        (look.surface or one.surface or "oak", look.colour) for one, look in zip(parts, chosen, strict=True)
    ]
    groups = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    group_of_part = np.array([groups[key] for key in keys])
    group = group_of_part[maps.part[maps.texels.face]]
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(len(groups) + 1))
    count = len(order)
    base, orm, normal = np.empty((3, 3, count), np.float32)
    height = np.empty(count, np.float32)
    tints = _draw_tints(keys, seed)
    for (name, colour), k in groups.items():
        for begin in range(bounds[k], bounds[k + 1], CHUNK):
            rows = order[begin : min(begin + CHUNK, bounds[k + 1])]
            spots = gather_spots(maps, rows, seed)
            paint = _lay_base(spots, frames, SURFACES[name], colour, tints, maps.texel_m, seed)
            wear(spots, paint, SURFACES[name], amounts["worn"])
            dirty(spots, paint, SURFACES[name], amounts["dirty"])
            base[:, rows] = _shade(spots, paint)
            orm[0, rows], orm[1, rows], orm[2, rows] = spots.occlusion, paint.roughness, paint.metallic
            normal[:, rows] = _tangent_normals(maps, rows, spots, paint)
            height[rows] = paint.height
    gutter = find_gutter(maps.texels, max(2, 8 * maps.texels.size_px // 1024))

    def image(values: np.ndarray, background: Sequence[float], space) -> Image:
        return Image(spread(gutter, values.T, np.asarray(background)), space)

    return Material(
        image(_to_srgb(base), (0.5, 0.5, 0.5), "srgb"),
        image(orm, (1, 0.8, 0), "linear"),
        image(normal * np.float32(0.5) + np.float32(0.5), (0.5, 0.5, 1), "linear"),
    )


def _draw_tints(keys: list[tuple[str, RGB | None]], seed: int) -> np.ndarray:
    """Draw each part's own factors of colour [3, P]."""
    rng = np.random.default_rng([seed, 5])
    value, hue = rng.normal(0, 1, (1, len(keys))), rng.normal(0, 1, (3, len(keys)))
    varies = np.array([SURFACES[name].varies for name, _ in keys]).T
    return np.exp(np.clip(value, -2, 2) * varies[0] + np.clip(hue, -2, 2) * varies[1]).astype(np.float32)


def _lay_base(
    spots: Spots, frames: Frames, material: SmartMaterial, colour: RGB | None, tints: np.ndarray, texel_m: float,
    seed: int,
) -> Paint:  # fmt: skip
    """Lay a material itself."""
    count = len(spots.part)
    clouds = 1 + material.clouds * (0.7 * spots.broad[2] + 0.4 * spots.fine[3])
    tone = tints.take(spots.part, 1) * clouds
    zero = np.zeros(count, np.float32)
    if material.tile is None:
        own = colour or material.colours[0]
        rgb = column(srgb_to_linear(np.asarray(own))) * tone
        rough = np.clip((material.roughness or 0.5) * (1 + 0.12 * spots.fine[2]), 0.05, 1)
        return Paint(
            rgb, rough, zero + np.float32(material.metallic or 0), zero.copy(), np.zeros((3, count), np.float32),
            np.zeros((3, count), np.float32), zero + 1,
        )  # fmt: skip
    tile = paint_tile(material.tile, material.metres, material.relief_m, material.tile_px, material.seed)
    laid, gradient = lay_tile(spots, frames, tile, material.lay, texel_m)
    mean = tile.mean if colour is None else srgb_to_linear(np.asarray(colour))
    return Paint(
        laid[:3] * column(mean) * tone, np.clip(laid[ROUGHNESS], 0.05, 1), laid[METALLIC].copy(),
        laid[HEIGHT].copy(), gradient, np.zeros((3, count), np.float32), zero + 1,
    )  # fmt: skip


def _shade(spots: Spots, paint: Paint) -> np.ndarray:
    """Darken hollows a little, as painters do; a viewer's own occlusion does the rest."""
    dark = (0.58 + 0.42 * spots.occlusion) * (1 - 0.45 * spots.joint)
    return np.clip(paint.colour * dark, 0, 1)


def _tangent_normals(maps: MeshMaps, rows: np.ndarray, spots: Spots, paint: Paint) -> np.ndarray:
    """Return the surface's normals [3, N] in the frames in which a glTF viewer reads them."""
    mesh, texels = maps.mesh, maps.texels
    n = spots.normal
    slope = paint.gradient - n * (n * paint.gradient).sum(0)
    bent = n + spots.bend - slope
    tangents = np.ascontiguousarray(require_tangents(mesh).T)
    corners, (a, b, c) = mesh.faces[texels.face[rows]].T, texels.barycentric[rows].T
    t = np.stack([v[corners[0]] * a + v[corners[1]] * b + v[corners[2]] * c for v in tangents])
    sign, t = np.sign(t[3]), t[:3]
    t = t / np.maximum(np.sqrt((t * t).sum(0)), 1e-9)
    bitangent = _cross(n, t) * sign
    # t is at right angles to n at the vertices only: the frame is inverted, not transposed
    normal_to_b = _cross(bitangent, n)
    determinant = (t * normal_to_b).sum(0)
    determinant = np.where(np.abs(determinant) < 1e-3, np.inf, determinant)
    local = np.stack([
        (bent * normal_to_b).sum(0) / determinant,
        (bent * _cross(n, t)).sum(0) / determinant,
        (bent * _cross(t, bitangent)).sum(0) / determinant,
    ])  # fmt: skip
    local[2] = np.maximum(local[2], 0.1)
    return local / np.sqrt((local * local).sum(0))


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


_SRGB = None


def _to_srgb(linear: np.ndarray) -> np.ndarray:
    """Encode linear 0..1 as sRGB from a table over its square root, to a thousandth of a level."""
    from core.color import linear_to_srgb

    table = linear_to_srgb(np.linspace(0, 1, 4097) ** 2).astype(np.float32)
    return table.take((np.sqrt(linear) * 4096 + 0.5).astype(np.int32))
