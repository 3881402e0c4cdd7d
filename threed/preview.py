"""Pictures of a finished prop: four views in a studio, and a turntable."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image as PictureFile
from scipy.ndimage import binary_dilation, gaussian_filter, maximum_filter, minimum_filter

from core.color import linear_to_srgb, srgb_to_linear
from core.types import Camera, Image, Progress, silent
from threed.attributes import require_uv
from threed.cameras import orbit_cameras, project_points
from threed.normals import add_tangents, unit
from threed.raster import SurfacePoints, box_downsample, pixel_rays, sample_pixels, trace_rays
from threed.raycast import RayScene, build_scene, cast_rays
from threed.studio import (
    STUDIO,
    Studio,
    Surface,
    pack_surface,
    shade_points,
    tone_map,
)
from threed.types import Material, Mesh

#: The four views: three quarters from the front, the side and the back, and one from above (azimuth,
#: elevation).
VIEWS_DEG = ((32.0, 16.0), (122.0, 16.0), (212.0, 16.0), (-28.0, 42.0))
FOV = math.radians(26)
#: How much of the picture's half the object may fill.
FILL = 0.82
#: panes behind one another that are looked through
MOST_PANES = 6


@dataclass(frozen=True)
class _Stage:
    """A prop put up for its pictures: centred, with its floor's contact shadow.

    Attributes:
        surface: the mesh, centred on its bounding box, in a bounding sphere of radius 0.5.
        floor: height of the floor.
        contact: [G, G] how open the floor is, over the square ±reach in x and z.
    """

    surface: Surface
    floor: float
    contact: np.ndarray
    reach: float


def write_preview(
    path: Path,
    mesh: Mesh,
    material: Material,
    studio: Studio = STUDIO,
    *,
    width_px: int = 1024,
    progress: Progress = silent,
) -> None:
    """Write four views of a finished mesh as one PNG, two by two.

    Args:
        path: of the PNG.
        mesh: unwrapped.
        material: its textures.
        studio: lights and backdrop.
        width_px: of the picture, which is square; even.
    """
    mesh = _centre(mesh)
    cameras = _frame(mesh, VIEWS_DEG, width_px // 2)
    stage, azimuths = _set_stage(mesh, material), [azimuth for azimuth, _ in VIEWS_DEG]

    def tell(i: int) -> None:
        progress("preview", (i + 1) / len(VIEWS_DEG))

    tiles = _photograph_all(stage, cameras, azimuths, studio, 8, 3, tell)
    picture = np.concatenate([np.concatenate(tiles[:2], 1), np.concatenate(tiles[2:], 1)], 0)
    PictureFile.fromarray(picture).save(path, format="PNG")


def draw_view(
    mesh: Mesh,
    material: Material,
    size_px: int,
    azimuth_deg: float = VIEWS_DEG[0][0],
    elevation_deg: float = VIEWS_DEG[0][1],
    studio: Studio = STUDIO,
) -> np.ndarray:
    """Draw one view of a finished mesh: [size_px, size_px, 3] uint8 sRGB."""
    mesh = _centre(mesh)
    angles = [(azimuth_deg, elevation_deg)]
    stage, cameras = _set_stage(mesh, material), _frame(mesh, angles, size_px)
    return _photograph(stage, _single(cameras, 0), math.radians(azimuth_deg), studio, 6, 3)


def write_turntable(
    path: Path,
    mesh: Mesh,
    material: Material,
    studio: Studio = STUDIO,
    *,
    frames: int = 24,
    size_px: int = 256,
    seconds: float = 3.0,
    progress: Progress = silent,
) -> None:
    """Write a full turn of a finished mesh as a looping WebP.

    Args:
        path: of the WebP.
        mesh: unwrapped.
        material: its textures.
        studio: lights and backdrop.
        frames: in one turn; the one after the last is the first.
        size_px: side of the square picture.
        seconds: of one turn.
    """
    mesh = _centre(mesh)
    angles = [(32.0 + 360.0 * i / frames, 16.0) for i in range(frames)]
    cameras = _frame(mesh, angles, size_px)
    stage = _set_stage(mesh, _shrink_textures(material, mesh, cameras))

    def tell(i: int) -> None:
        progress("turntable", (i + 1) / frames)

    taken = _photograph_all(stage, cameras, [azimuth for azimuth, _ in angles], studio, 3, 2, tell)
    pictures = [PictureFile.fromarray(pixels) for pixels in taken]
    duration_ms = round(seconds * 1000 / frames)
    pictures[0].save(
        path,
        format="WEBP",
        save_all=True,
        append_images=pictures[1:],
        duration=duration_ms,
        loop=0,
        quality=90,
        method=2,
    )


def _centre(mesh: Mesh) -> Mesh:
    """Centre a mesh on its bounding box, scale it into a sphere of radius 0.5, add the tangents it lacks."""
    centred = mesh.vertices - (mesh.vertices.min(0) + mesh.vertices.max(0)) / 2
    radius = float(np.linalg.norm(centred, axis=1).max())
    mesh = replace(mesh, vertices=(centred * (0.5 / max(radius, 1e-12))).astype(np.float32))
    return add_tangents(mesh) if mesh.normals is None or mesh.tangents is None else mesh


def _set_stage(mesh: Mesh, material: Material) -> _Stage:
    scene = build_scene(mesh.vertices, mesh.faces)
    floor = float(mesh.vertices[:, 1].min())
    return _Stage(pack_surface(mesh, material, scene), floor, _contact_shadow(scene, floor, reach=0.9), 0.9)


def _photograph_all(
    stage: _Stage,
    cameras: Camera,
    azimuths_deg: Sequence[float],
    studio: Studio,
    shadow_rays: int,
    subsamples: int,
    tell: Callable[[int], None],
) -> list[np.ndarray]:
    """Take one picture per camera, on all cores: NumPy and Embree work without the lock."""
    pictures = []
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="pictures") as threads:
        jobs = [
            threads.submit(
                _photograph, stage, _single(cameras, i), math.radians(a), studio, shadow_rays, subsamples
            )
            for i, a in enumerate(azimuths_deg)
        ]
        try:
            for i, job in enumerate(jobs):
                pictures.append(job.result())
                tell(i)
        except BaseException:
            for job in jobs:
                job.cancel()
            raise
    return pictures


def _frame(mesh: Mesh, angles_deg: Sequence[tuple[float, float]], size_px: int) -> Camera:
    """Place cameras at one distance, the least at which each has the whole mesh in its picture."""
    azimuths, elevations = ([math.radians(angle[i]) for angle in angles_deg] for i in (0, 1))
    distance = 0.5 / math.sin(FOV / 2) / FILL
    for _ in range(4):  # the extent in the picture is nearly inverse to the distance: converges at once
        cameras = orbit_cameras(azimuths, elevations, distance, FOV, size_px)
        pixels, _ = project_points(cameras, mesh.vertices)
        distance *= max(float(np.abs(pixels / (size_px / 2) - 1).max()) / FILL, 0.55)
    return orbit_cameras(azimuths, elevations, distance, FOV, size_px)


def _photograph(
    stage: _Stage, camera: Camera, azimuth: float, studio: Studio, shadow_rays: int, subsamples: int
) -> np.ndarray:
    """Take one picture [S, S, 3] uint8: a ray per pixel, and subsamples² where neighbours differ."""
    size = camera.width_px
    y, x = (grid.ravel() + np.float32(0.5) for grid in np.mgrid[0:size, 0:size].astype(np.float32))
    linear, points, glow = _radiance(stage, camera, x, y, azimuth, studio, shadow_rays)
    edges = np.flatnonzero(_find_edges(points, camera).ravel())
    total = np.zeros((len(edges), 3), np.float32)
    for i in range(subsamples):
        for j in range(subsamples):
            right, down = (j + 0.5) / subsamples - 0.5, (i + 0.5) / subsamples - 0.5
            at = (x[edges] + np.float32(right), y[edges] + np.float32(down))
            total += _radiance(stage, camera, *at, azimuth, studio, shadow_rays)[0]
    linear[edges] = total / subsamples**2
    if glow is not None:
        linear += _bloom(glow.reshape(size, size, 3)).reshape(-1, 3)
    return (linear_to_srgb(np.clip(linear, 0, 1)).reshape(size, size, 3) * 255 + 0.5).astype(np.uint8)


def _radiance(
    stage: _Stage,
    camera: Camera,
    x: np.ndarray,
    y: np.ndarray,
    azimuth: float,
    studio: Studio,
    shadow_rays: int,
) -> tuple[np.ndarray, SurfacePoints, np.ndarray | None]:
    """Return display-linear colour [N, 3] at pixel positions, what the mesh shows, and its own light."""
    origins, directions = pixel_rays(camera, x, y)
    points = trace_rays(stage.surface.scene, stage.surface.mesh, origins, directions)
    bare = np.ones(len(x), bool)
    bare[points.pixel] = False
    colour = np.zeros((len(x), 3), np.float32)
    shading = shade_points(stage.surface, points, azimuth, studio, shadow_rays)
    colour[points.pixel] = tone_map(shading.radiance)
    glow = None
    if shading.emitted is not None:
        glow = np.zeros((len(x), 3), np.float32)
        glow[points.pixel] = shading.emitted
    share = np.ones((len(x), 3), np.float32)
    if shading.through is not None:
        share[points.pixel] = shading.through
        bare |= _look_through(stage, points, shading.through, share, colour, glow, azimuth, studio)
    colour[bare] += share[bare] * _backdrop(
        stage, camera, x[bare], y[bare], origins[bare], directions[bare], studio
    )
    return colour, points, glow


def _look_through(
    stage: _Stage,
    points: SurfacePoints,
    through: np.ndarray,
    share: np.ndarray,
    colour: np.ndarray,
    glow: np.ndarray | None,
    azimuth: float,
    studio: Studio,
) -> np.ndarray:
    """Add what is seen behind panes to the colours [N, 3]; return the rays [N] bool that end in the open.

    Panes are thin: the light goes on straight.
    """
    open_end = np.zeros(len(colour), bool)
    for _ in range(MOST_PANES):
        seen = np.flatnonzero(through.max(1) > 0.01)
        if not len(seen):
            break
        pixel, direction = points.pixel[seen], points.direction[seen]
        origins = points.position[seen] + np.float32(1e-4) * direction
        behind = trace_rays(stage.surface.scene, stage.surface.mesh, origins, direction)
        missed = np.ones(len(seen), bool)
        missed[behind.pixel] = False
        open_end[pixel[missed]] = True
        # a pane is left through the back of a face: what is seen there is its other side
        away = (behind.normal * behind.direction).sum(1, keepdims=True) > 0
        normal = np.where(away, -behind.normal, behind.normal)
        points = replace(behind, pixel=pixel[behind.pixel], normal=normal)
        shading = shade_points(stage.surface, points, azimuth, studio, 0)
        colour[points.pixel] += share[points.pixel] * tone_map(shading.radiance)
        if glow is not None and shading.emitted is not None:
            glow[points.pixel] += share[points.pixel] * shading.emitted
        assert shading.through is not None
        through = shading.through
        share[points.pixel] *= through
    return open_end


def _bloom(light: np.ndarray) -> np.ndarray:
    """Return the haze [S, S, 3] that a lens spreads around what gives off light [S, S, 3]."""
    size = len(light)
    haze = np.zeros_like(light)
    for width, weight in ((0.012, 0.10), (0.05, 0.06)):
        haze += weight * gaussian_filter(np.minimum(light, 4), (width * size, width * size, 0), truncate=3)
    return haze


def _backdrop(
    stage: _Stage,
    camera: Camera,
    x: np.ndarray,
    y: np.ndarray,
    origins: np.ndarray,
    directions: np.ndarray,
    studio: Studio,
) -> np.ndarray:
    """Return the backdrop: a soft spot of light, darkened on the floor where the prop stands."""
    # 1 all along the picture's border, so that pictures side by side join without a line
    across, down = np.abs(2 * x / camera.width_px - 1), np.abs(2 * y / camera.height_px - 1)
    away = np.clip((across**3 + down**3) ** (1 / 3), 0, 1)[:, None]
    blend = away**0.8
    blend = blend * blend * (3 - 2 * blend)
    centre, edge = np.array(studio.backdrop_centre, np.float32), np.array(studio.backdrop_edge, np.float32)
    colour = srgb_to_linear(centre * (1 - blend) + edge * blend)
    with np.errstate(divide="ignore"):
        along = (stage.floor - origins[:, 1]) / directions[:, 1]
    cells = stage.contact.shape[0]
    on_floor = np.flatnonzero((along > 0) & (along < 100))
    place = origins[on_floor] + along[on_floor, None] * directions[on_floor]
    column, row = (((place[:, axis] / stage.reach + 1) / 2) * cells - 0.5 for axis in (0, 2))
    within = (column >= 0) & (row >= 0) & (column <= cells - 1) & (row <= cells - 1)
    darkness = 1 - sample_pixels(stage.contact[..., None], column[within], row[within])
    colour[on_floor[within]] *= 1 - darkness * np.clip((1 - away[on_floor[within]]) / 0.15, 0, 1)
    return colour


def _contact_shadow(
    scene: RayScene, floor: float, reach: float, cells: int = 112, rays: int = 48
) -> np.ndarray:
    """Return how open the floor's sky is, [cells, cells] over the square ±reach, 1 towards its border."""
    ticks = ((np.arange(cells, dtype=np.float32) + 0.5) / cells * 2 - 1) * reach
    z, x = np.meshgrid(ticks, ticks, indexing="ij")
    origins = np.stack([x.ravel(), np.full(x.size, floor - 2e-3, np.float32), z.ravel()], 1)
    openness = np.zeros(x.size, np.float32)
    for k in range(rays):
        radius, angle = math.sqrt((k + 0.5) / rays), k * math.pi * (3 - math.sqrt(5))
        ray = np.array([radius * math.cos(angle), math.sqrt(1 - radius * radius), radius * math.sin(angle)])
        distance = cast_rays(scene, origins, np.broadcast_to(ray, origins.shape)).distance
        openness += np.minimum(distance / 0.5, 1)
    openness = gaussian_filter((openness / rays).reshape(cells, cells), 1.0, mode="nearest")
    border = np.clip((reach - np.hypot(x, z)) / (0.3 * reach), 0, 1)
    return 1 - (1 - openness**1.5) * border * border * (3 - 2 * border)


def _find_edges(points: SurfacePoints, camera: Camera) -> np.ndarray:
    """Mark the pixels [H, W] whose neighbourhood is not one smooth surface."""
    shape = (camera.height_px, camera.width_px)
    depth = np.zeros(shape[0] * shape[1], np.float32)
    depth[points.pixel] = np.linalg.norm(points.position - camera.c2w[:3, 3], axis=1)
    depth = depth.reshape(shape)
    # two pixels' worth of a surface at 80° from the view
    step = np.asarray(maximum_filter(depth, 3)) - np.asarray(minimum_filter(depth, 3))
    broken = step > 12 * depth.max() / camera.K[0, 0]
    normal = np.zeros((shape[0] * shape[1], 3), np.float32)
    normal[points.pixel] = points.normal
    normal = normal.reshape(*shape, 3)
    creased = np.zeros(shape, bool)
    creased[:, 1:] |= (normal[:, 1:] * normal[:, :-1]).sum(-1) < 0.9
    creased[1:] |= (normal[1:] * normal[:-1]).sum(-1) < 0.9
    return broken | (np.asarray(binary_dilation(creased), bool) & (depth > 0))


def _shrink_textures(material: Material, mesh: Mesh, camera: Camera) -> Material:
    """Halve textures until a texel is about a pixel: one sample per pixel shall not flicker."""
    corners, uv = (
        mesh.vertices[mesh.faces].astype(np.float64),
        require_uv(mesh)[mesh.faces].astype(np.float64),
    )
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    ).sum()
    e1, e2 = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    uv_area = np.abs(e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]).sum()
    pixels_per_unit = float(camera.K[0, 0, 0]) / float(np.linalg.norm(camera.c2w[0, :3, 3]))
    texels_per_unit = math.sqrt(uv_area / area) * material.base_color.pixels.shape[0]
    while texels_per_unit > 1.5 * pixels_per_unit and material.base_color.pixels.shape[0] % 2 == 0:
        texels_per_unit /= 2
        material = replace(
            material,
            base_color=_halve(material.base_color),
            orm=_halve(material.orm),
            normal=None if material.normal is None else _halve_normals(material.normal),
            emissive=None if material.emissive is None else _halve(material.emissive),
        )
    return material


def _halve(image: Image) -> Image:
    return replace(image, pixels=box_downsample(image.pixels, 2))


def _halve_normals(image: Image) -> Image:
    return replace(image, pixels=unit(box_downsample(image.pixels, 2) * 2 - 1) / 2 + 0.5)


def _single(cameras: Camera, i: int) -> Camera:
    return replace(cameras, c2w=cameras.c2w[i], K=cameras.K[i])
