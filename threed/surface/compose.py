"""Paints a mesh: smart materials laid on its parts, worn and weathered, as the maps of one atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.color import linear_to_srgb
from core.materials.paint import RGB
from core.types import ColourSpace, Image
from threed.surface.dress import Dress, apply_finish, choose_dress, lay_coat, lay_dress
from threed.surface.gutter import find_gutter, spread
from threed.surface.laying import HasFrame, make_frames
from threed.surface.library import SURFACES, USUAL
from threed.surface.maps import MeshMaps
from threed.surface.paint import Paint, step
from threed.surface.smart import SMALL_M
from threed.surface.spots import Spots, gather_spots
from threed.surface.tangent import tangent_normals
from threed.surface.weather import Site, apply_weather, find_corrosion, find_wear
from threed.types import Glass, Material

#: texels that are painted at once: what a step needs stays in the processor's cache
CHUNK = 1 << 15
#: wear and dirt of a thing that is in use, where no word says more or less
IN_USE = {"worn": 0.3, "dirty": 0.35}
#: how bright what glows is, against white paint in the light
GLOW = 3.0
#: texels by which charts are extended, in an atlas of 1024 px
GUTTER_PX = 8


@dataclass(frozen=True)
class Look:
    """What words or a program say of the parts of one name.

    Attributes:
        surface: a key of SURFACES; None leaves it to the part or its role.
        colour: sRGB 0..1; None is the surface's own.
        finish: "glossy", "polished" or "matte"; None as it is.
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

    Returns:
        Base colour, occlusion, roughness and metallic, normals and height; light where something glows; which
        faces are of glass.
    """
    amounts = {**IN_USE, **(weather or {})}
    frames = make_frames(maps.mesh, maps.part, parts, seed)
    keys = []
    for one, extent in zip(parts, frames.extent.max(0), strict=True):
        look = looks.get(one.name, Look())
        name = look.surface or one.surface or USUAL[one.role]
        if extent < SMALL_M:
            name = SURFACES[name].small or name
        keys.append((name, look.colour, look.finish))
    dresses = {key: choose_dress(*key, seed) for key in dict.fromkeys(keys)}
    of_part = [dresses[key] for key in keys]
    tints = _draw_tints(of_part, seed)
    number = {key: k for k, key in enumerate(dresses)}
    group = np.array([number[key] for key in keys], np.int32)[maps.part[maps.texels.face]]
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(len(dresses) + 1))
    flames = _find_flames(maps, of_part)
    painted = np.empty((len(CHANNELS), len(order)), np.float32)
    for k, dress in enumerate(dresses.values()):
        for begin in range(bounds[k], bounds[k + 1], CHUNK):
            rows = order[begin : min(begin + CHUNK, bounds[k + 1])]
            spots = gather_spots(maps, rows, seed)
            paint = lay_dress(spots, frames, dress, tints, maps.texel_m)
            site = Site(spots, frames, dress.material, maps.texel_m, flames, seed)
            if dress.coat is not None:
                _paint_over(site, dress, paint, tints, amounts)
            apply_finish(paint, dress.finish)
            apply_weather(site, dress.name, dress.coat is not None, paint, amounts)
            painted[:, rows] = _finish(maps, rows, spots, paint, dress)
    return _develop(maps, painted, of_part)


#: what is kept of each texel: base colour, occlusion, roughness, metallic, normal, light, height
CHANNELS = (*"rgb", *"orm", *"xyz", *"RGB", "height")


def _draw_tints(dresses: Sequence[Dress], seed: int) -> np.ndarray:
    """Draw each part's own factors of colour [3, P]."""
    rng = np.random.default_rng([seed, 5])
    value, hue = rng.normal(0, 1, (1, len(dresses))), rng.normal(0, 1, (3, len(dresses)))
    varies = np.array([dress.material.varies for dress in dresses]).T
    return np.exp(np.clip(value, -2, 2) * varies[0] + np.clip(hue, -2, 2) * varies[1]).astype(np.float32)


def _find_flames(maps: MeshMaps, dresses: Sequence[Dress]) -> np.ndarray:
    """Return the middles [K, 3] of the parts that burn."""
    middles = maps.mesh.vertices[maps.mesh.faces].mean(1)
    burning = [k for k, dress in enumerate(dresses) if dress.material.role == "flame"]
    found = [middles[maps.part == k].mean(0) for k in burning if (maps.part == k).any()]
    return np.asarray(found, np.float32).reshape(-1, 3)


def _paint_over(
    site: Site, dress: Dress, paint: Paint, tints: np.ndarray, amounts: Mapping[str, float]
) -> None:
    """Lay a coat of paint that is chipped by wear, and by rust, which shows there."""
    chips = find_wear(site.spots, max(amounts["worn"], amounts.get("chipped", 0.0)))
    rust = amounts.get("rusty", 0.0)
    if rust and site.material.role == "metal":
        depth = find_corrosion(site, rust)
        chips = np.maximum(chips, step(depth, -0.1, 0.12))
    lay_coat(site.spots, paint, dress, tints, chips)


def _finish(maps: MeshMaps, rows: np.ndarray, spots: Spots, paint: Paint, dress: Dress) -> np.ndarray:
    """Return the channels [13, N] of painted texels."""
    # hollows are darkened a little, as painters do; a viewer's own occlusion does the rest
    dark = (0.58 + 0.42 * spots.occlusion) * (1 - 0.45 * spots.joint)
    if dress.material.clear or dress.material.glow:
        dark = 1 - 0.3 * spots.joint
    normal = spots.normal
    slope = paint.gradient - normal * (normal * paint.gradient).sum(0)
    local = tangent_normals(maps, rows, normal, normal + spots.bend - slope)
    return np.concatenate(
        [
            _to_srgb(np.clip(paint.colour * dark, 0, 1)),
            np.stack([spots.occlusion, np.clip(paint.roughness, 0.03, 1), np.clip(paint.metallic, 0, 1)]),
            local * np.float32(0.5) + np.float32(0.5),
            _to_srgb(np.clip(paint.glow, 0, 1)),
            paint.height[None],
        ]
    )


def _to_srgb(linear: np.ndarray) -> np.ndarray:
    """Encode linear 0..1 as sRGB from a table over its square root, to a thousandth of a level."""
    table = linear_to_srgb(np.linspace(0, 1, 4097) ** 2).astype(np.float32)
    return table.take((np.sqrt(linear) * np.float32(4096) + np.float32(0.5)).astype(np.int32))


def _develop(maps: MeshMaps, painted: np.ndarray, dresses: Sequence[Dress]) -> Material:
    """Lay the channels [13, T] out in the atlas, with gutters."""
    gutter = find_gutter(maps.texels, max(2, GUTTER_PX * maps.texels.size_px // 1024))

    def image(values: np.ndarray, background: Sequence[float], space: ColourSpace) -> Image:
        return Image(spread(gutter, values.T, np.asarray(background)), space)

    height = painted[12:]
    # half the range on either side of the surface itself
    range_m = 2 * max(float(np.abs(height).max(initial=0)), 1e-4)
    glows = bool(painted[9:12].any())
    clear = np.array([dress.material.clear for dress in dresses], np.float32)
    glass = (clear > 0)[maps.part]
    return Material(
        image(painted[:3], painted[:3].mean(1), "srgb"),
        image(painted[3:6], (1, 0.8, 0), "linear"),
        image(painted[6:9], (0.5, 0.5, 1), "linear"),
        height=image(height / np.float32(range_m) + np.float32(0.5), (0.5,), "linear"),
        height_m=range_m,
        emissive=image(painted[9:12], (0, 0, 0), "srgb") if glows else None,
        emissive_strength=GLOW,
        glass=Glass(glass, float(clear.max())) if glass.any() else None,
    )
