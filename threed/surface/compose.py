"""Paints a mesh: smart materials laid on its parts, worn and weathered, as the maps of one atlas."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.color import linear_to_srgb
from core.types import ColourSpace, Image
from threed.surface.dress import apply_finishes, lay_coat, lay_dress
from threed.surface.gutter import extend, find_gutter
from threed.surface.laying import Frames, HasFrame, make_frames
from threed.surface.library import SURFACES, USUAL
from threed.surface.looks import Dress, Look, choose_dress
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
        weather: amounts 0..1 by name, of the whole; what is not named is as usual.
        seed: 0 or more.

    Returns:
        Base colour, occlusion, roughness and metallic, normals and height; light where something glows; which
        faces are of glass.
    """
    said = weather or {}
    amounts = {**IN_USE, **_brought_by_wear(said.get("worn", 0.0)), **said}
    frames = make_frames(maps.mesh, maps.part, parts, seed)
    dresses = _choose_dresses(parts, looks, frames, seed)
    tints = _draw_tints(dresses, seed)
    flames = _find_flames(maps, dresses)
    tall, canvas = float(maps.high[1] - maps.low[1]), _Canvas.of(maps)

    def paint_chunk(dress: Dress, rows: np.ndarray) -> None:
        spots, own = gather_spots(maps, rows, seed), amounts | _own_weather(dress)
        paint = lay_dress(spots, frames, dress, tints, maps.texel_m)
        site = Site(spots, frames, dress.material, maps.texel_m, tall, flames, seed)
        if dress.coat is not None:
            _paint_over(site, dress, paint, tints, own)
        apply_finishes(paint, dress.finishes)
        apply_weather(site, dress.name, dress.coat is not None, paint, own)
        _finish(canvas, maps, rows, spots, paint, dress)

    jobs = _share_out(maps, dresses)
    # NumPy holds no lock in its loops, and no two chunks share a texel
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="paint") as threads:
        list(threads.map(lambda job: paint_chunk(*job), jobs))
    return _develop(canvas, maps, dresses)


def _brought_by_wear(worn: float) -> dict[str, float]:
    """Return what comes with much wear: dirt, scratches, and colours that have gone."""
    if worn <= IN_USE["worn"]:
        return {}
    dirt = max(IN_USE["dirty"], 0.65 * worn)
    return {"dirty": dirt, "scratched": max(0.0, 0.5 * worn - 0.15), "faded": max(0.0, 0.6 * worn - 0.3)}


def _own_weather(dress: Dress) -> dict[str, float]:
    said = dict(dress.weather)
    return {**_brought_by_wear(said.get("worn", 0.0)), **said}


def _choose_dresses(
    parts: Sequence[HasLook], looks: Mapping[str, Look], frames: Frames, seed: int
) -> list[Dress]:
    """Choose what each part wears; parts of one look wear the same."""
    dresses: dict[tuple[str, str], Dress] = {}
    chosen = []
    for one, extent in zip(parts, frames.extent.max(0), strict=True):
        look = looks.get(one.name, Look())
        own = None if look.said else one.surface
        name = own or look.surface or USUAL[one.role]
        if extent < SMALL_M:
            name = SURFACES[name].small or name
        if (one.name, name) not in dresses:
            dresses[one.name, name] = choose_dress(name, look, seed)
        chosen.append(dresses[one.name, name])
    return chosen


def _share_out(maps: MeshMaps, dresses: Sequence[Dress]) -> list[tuple[Dress, np.ndarray]]:
    """Return chunks of texels of one dress each: rows [N] of maps.texels."""
    number = {dress: k for k, dress in enumerate(dict.fromkeys(dresses))}
    group = np.array([number[dress] for dress in dresses], np.int32)[maps.part[maps.texels.face]]
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(len(number) + 1))
    return [
        (dress, order[begin : min(begin + CHUNK, bounds[k + 1])])
        for dress, k in number.items()
        for begin in range(bounds[k], bounds[k + 1], CHUNK)
    ]


@dataclass(frozen=True)
class _Canvas:
    """The maps while they are painted: pixels [S·S, C] float32 each, flat where there is no surface."""

    base_color: np.ndarray
    orm: np.ndarray
    normal: np.ndarray
    emissive: np.ndarray
    height: np.ndarray

    @classmethod
    def of(cls, maps: MeshMaps) -> _Canvas:
        count = maps.texels.size_px**2

        def fill(*colour: float) -> np.ndarray:
            pixels = np.empty((count, len(colour)), np.float32)
            for column, value in zip(pixels.T, colour, strict=True):
                column[:] = value
            return pixels

        # pages of zeros cost nothing until something glows
        return cls(
            fill(0.5, 0.5, 0.5), fill(1, 0.8, 0), fill(0.5, 0.5, 1), np.zeros((count, 3), np.float32), fill(0)
        )


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
    chipped = max(amounts["worn"], amounts.get("chipped", 0.0))
    # paint goes before what it covers is worn
    chips = find_wear(site.spots, min(1.25 * chipped + 0.05, 1)) * np.float32(chipped > 0)
    rust = amounts.get("rusty", 0.0)
    if rust and site.material.role == "metal":
        depth = find_corrosion(site, rust)
        chips = np.maximum(chips, step(depth, -0.1, 0.12))
    lay_coat(site.spots, site.frames, paint, dress, tints, chips, site.texel_m)


def _finish(
    canvas: _Canvas, maps: MeshMaps, rows: np.ndarray, spots: Spots, paint: Paint, dress: Dress
) -> None:
    """Put painted texels on the canvas."""
    # hollows are darkened a little, as painters do; a viewer's own occlusion does the rest
    dark = (0.58 + 0.42 * spots.occlusion) * (1 - 0.45 * spots.joint * (1 - paint.buried))
    if dress.material.clear or dress.material.glow:
        dark = 1 - 0.3 * spots.joint
    normal = spots.normal
    slope = paint.gradient - normal * (normal * paint.gradient).sum(0)
    local = tangent_normals(maps, rows, normal, normal + spots.bend * (1 - 0.7 * paint.buried) - slope)
    index = maps.texels.index[rows]
    canvas.base_color[index] = _to_srgb(np.clip(paint.colour * dark, 0, 1)).T
    orm = np.stack([spots.occlusion, np.clip(paint.roughness, 0.03, 1), np.clip(paint.metallic, 0, 1)])
    canvas.orm[index] = orm.T
    canvas.normal[index] = (local * np.float32(0.5) + np.float32(0.5)).T
    canvas.height[index, 0] = paint.height
    if dress.material.glow:
        canvas.emissive[index] = _to_srgb(np.clip(paint.glow, 0, 1)).T


def _to_srgb(linear: np.ndarray) -> np.ndarray:
    """Encode linear 0..1 as sRGB from a table over its square root, to a thousandth of a level."""
    table = linear_to_srgb(np.linspace(0, 1, 4097) ** 2).astype(np.float32)
    return table.take((np.sqrt(linear) * np.float32(4096) + np.float32(0.5)).astype(np.int32))


def _develop(canvas: _Canvas, maps: MeshMaps, dresses: Sequence[Dress]) -> Material:
    """Extend the charts into their gutters, and say what the maps mean."""
    gutter = find_gutter(maps.texels, max(2, GUTTER_PX * maps.texels.size_px // 1024))

    def image(pixels: np.ndarray, space: ColourSpace) -> Image:
        return Image(extend(gutter, pixels), space)

    # half the range on either side of the surface itself
    range_m = 2 * max(float(canvas.height.max()), -float(canvas.height.min()), 1e-4)
    height = np.multiply(canvas.height, np.float32(1 / range_m), out=canvas.height)
    height += np.float32(0.5)
    glows = any(dress.material.glow for dress in dresses)
    clear = np.array([dress.material.clear for dress in dresses], np.float32)
    glass = (clear > 0)[maps.part]
    return Material(
        image(canvas.base_color, "srgb"),
        image(canvas.orm, "linear"),
        image(canvas.normal, "linear"),
        height=image(height, "linear"),
        height_m=range_m,
        emissive=image(canvas.emissive, "srgb") if glows else None,
        emissive_strength=GLOW if glows else 1.0,
        glass=Glass(glass, float(clear.max())) if glass.any() else None,
    )
