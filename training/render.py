"""Renders solids: Embree hits, painted surface, one fixed light, coverage; and their bare geometry.

A taught prop is drawn by render_views and render_geometry. What is painted otherwise is cast by cast_views,
and its hits are shaded with any albedo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from core.models.geometry import encode_geometry
from core.types import SheetLayout
from threed.cameras import camera_rays, sheet_cameras
from threed.procedural.solids import Solid, unit
from threed.raycast import build_scene, cast_rays
from training.props.prop import Prop
from training.surface import LIGHT, Paint, paint_surface

#: The sheets that the pocket model is taught: six views round the object, alternately from above and below.
LAYOUT = SheetLayout(
    rows=2,
    columns=3,
    view_px=96,
    azimuths_deg=(30.0, 90.0, 150.0, 210.0, 270.0, 330.0),
    elevations_deg=(20.0, -10.0, 20.0, -10.0, 20.0, -10.0),
    fov_deg=30.0,
    distance=2.0,
    background=(0.5, 0.5, 0.5),
    has_alpha=True,
    light=LIGHT,
)


@dataclass(frozen=True)
class Hits:
    """Where the rays of a layout meet a solid.

    Attributes:
        rays: [N·S², 6], origin and unit direction.
        hit: [H], places of those that meet it.
        points, normals: [H, 3], in world axes, the normals towards the camera.
        face: [H], of the solid.
        weights: [H, 3], of the face's corners at the point; they sum to 1.
        z_depth: [H], distance from the camera along its axis.
    """

    rays: np.ndarray
    hit: np.ndarray
    points: np.ndarray
    normals: np.ndarray
    face: np.ndarray
    weights: np.ndarray
    z_depth: np.ndarray


def render_views(prop: Prop, paint: Paint, layout: SheetLayout = LAYOUT, supersample: int = 2) -> np.ndarray:
    """Render a prop at a layout's cameras.

    Returns:
        [N, view_px, view_px, 4] uint8: sRGB over the layout's background, and coverage.
    """
    hits = cast_views(prop.solid, layout, supersample)
    albedo = paint_surface(hits.points, hits.normals, prop.slots[hits.face], paint)
    return shade_hits(hits, albedo, layout, supersample)


def render_geometry(prop: Prop, layout: SheetLayout = LAYOUT) -> np.ndarray:
    """Render what a prop's shape is without its paint, as core.models.geometry encodes it.

    Returns:
        [N, view_px, view_px, 4] uint8: normals in camera axes, and nearness.
    """
    return encode_hits(cast_views(prop.solid, layout, supersample=1), layout)


def shade_hits(hits: Hits, albedo: np.ndarray, layout: SheetLayout, supersample: int) -> np.ndarray:
    """Light the hits of cast_views and average them to pixels.

    Args:
        hits: of the same layout and supersample.
        albedo: [H, 3] sRGB 0..1, at each hit.
        layout: its light, or LIGHT, and its background are taken.
        supersample: rays along each side of a pixel.

    Returns:
        [N, view_px, view_px, 4] uint8: sRGB over the layout's background, and coverage.
    """
    light = layout.light or LIGHT
    pixels = np.empty((len(hits.rays), 4), np.float32)
    pixels[:, :3], pixels[:, 3] = layout.background, 0
    pixels[hits.hit, :3] = np.clip(albedo * light.shade(hits.normals), 0, 1)
    pixels[hits.hit, 3] = 1
    side = layout.view_px * supersample
    pixels = pixels.reshape(layout.count, side, side, 4)
    # strided sums are several times faster here than a reshape and a mean over two axes
    k = supersample
    total = np.zeros_like(pixels[:, ::k, ::k])
    for i in range(k):
        for j in range(k):
            total += pixels[:, i::k, j::k]
    return (total / (k * k) * 255 + 0.5).astype(np.uint8)


def encode_hits(hits: Hits, layout: SheetLayout) -> np.ndarray:
    """Encode the hits of one ray a pixel as core.models.geometry does.

    Returns:
        [N, view_px, view_px, 4] uint8: normals in camera axes, and nearness.
    """
    shape = (layout.count, layout.view_px, layout.view_px)
    z_depth = np.full(len(hits.rays), np.inf, np.float32)
    z_depth[hits.hit] = hits.z_depth
    normals = np.zeros((len(hits.rays), 3), np.float32)
    normals[hits.hit] = hits.normals
    world_to_camera = sheet_cameras(layout).c2w[:, :3, :3].transpose(0, 2, 1)
    normals = np.einsum("nij,npj->npi", world_to_camera, normals.reshape(layout.count, -1, 3))
    shown = encode_geometry(z_depth.reshape(shape), normals.reshape(*shape, 3), layout.distance)
    return (shown * 255 + 0.5).astype(np.uint8)


def cast_views(solid: Solid, layout: SheetLayout, supersample: int) -> Hits:
    """Find where the rays of a layout, supersample² a pixel, meet a solid."""
    rays = _sheet_rays(layout, supersample)
    found = cast_rays(build_scene(solid.vertices, solid.faces), rays[:, :3], rays[:, 3:])
    depth = found.distance
    hit = np.flatnonzero(np.isfinite(depth))
    face = found.face[hit].astype(np.int64)
    weights = found.barycentric[hit]
    direction = rays[hit, 3:]
    corner = solid.normals[solid.faces[face]]
    normals = unit(
        corner[:, 0] * weights[:, :1] + corner[:, 1] * weights[:, 1:2] + corner[:, 2] * weights[:, 2:]
    )
    normals *= np.where((normals * direction).sum(1, keepdims=True) > 0, -1, 1).astype(np.float32)
    points = rays[hit, :3] + depth[hit, None] * direction
    # every camera looks at the origin from one distance
    axis = -rays[hit, :3] / layout.distance
    z_depth = depth[hit] * (direction * axis).sum(1)
    return Hits(rays, hit, points, normals, face, weights, z_depth)


@lru_cache(maxsize=4)
def _sheet_rays(layout: SheetLayout, supersample: int) -> np.ndarray:
    """Return rays [N·S², 6] (origin, unit direction) through all sub-pixels of a layout."""
    fine = replace(layout, view_px=layout.view_px * supersample)
    return np.concatenate(camera_rays(sheet_cameras(fine)), -1).reshape(-1, 6)
