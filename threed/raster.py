"""Renders pictures of meshes by casting rays, and looks textures up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.shapes import check_shape
from core.types import Camera, Light
from threed.attributes import require_uv
from threed.cameras import camera_rays
from threed.normals import unit
from threed.raycast import RayScene, build_scene, cast_rays
from threed.types import Material, Mesh


@dataclass(frozen=True)
class SurfacePoints:
    """Points of a mesh that a camera sees, as shading needs them.

    Attributes:
        pixel: [P] which of the rays, or of the camera's H × W pixels, sees it.
        face: [P] int32; barycentric: [P, 3] float32.
        position: [P, 3]; direction: [P, 3] unit, from the camera; normal: [P, 3] unit, interpolated.
    """

    pixel: np.ndarray
    face: np.ndarray
    barycentric: np.ndarray
    position: np.ndarray
    direction: np.ndarray
    normal: np.ndarray


def interpolate(
    values: np.ndarray, faces: np.ndarray, face: np.ndarray, barycentric: np.ndarray
) -> np.ndarray:
    """Interpolate per-vertex values [V, C] at points given by face [N] and barycentric [N, 3]: [N, C]."""
    a, b, c = faces[face].T
    return values[a] * barycentric[:, :1] + values[b] * barycentric[:, 1:2] + values[c] * barycentric[:, 2:]


def sample_texture(pixels: np.ndarray, uv: np.ndarray) -> np.ndarray:
    """Sample a texture [H, W, C] bilinearly at uv [N, 2] (v up, clamped at the border): [N, C] float32."""
    height, width = pixels.shape[:2]
    x = np.clip(uv[:, 0] * width - 0.5, 0, width - 1)
    y = np.clip((1 - uv[:, 1]) * height - 0.5, 0, height - 1)
    return sample_pixels(pixels, x, y)


def sample_pixels(pixels: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sample pixels [H, W, C] bilinearly at x, y [N], pixel centres at whole numbers, within the picture."""
    height, width = pixels.shape[:2]
    left, top = np.minimum(x.astype(np.int32), width - 2), np.minimum(y.astype(np.int32), height - 2)
    fx, fy = (x - left)[:, None].astype(np.float32), (y - top)[:, None].astype(np.float32)
    flat = pixels.reshape(height * width, -1)
    corner = top * width + left
    upper = flat[corner] * (1 - fx) + flat[corner + 1] * fx
    lower = flat[corner + width] * (1 - fx) + flat[corner + width + 1] * fx
    return upper * (1 - fy) + lower * fy


def trace_surface(scene: RayScene, mesh: Mesh, camera: Camera) -> SurfacePoints:
    """Find what one camera's pixels see of a mesh; see trace_rays."""
    check_shape("c2w", camera.c2w, "4 4")
    origins, directions = (rays.reshape(-1, 3) for rays in camera_rays(camera))
    return trace_rays(scene, mesh, origins, directions)


def trace_rays(scene: RayScene, mesh: Mesh, origins: np.ndarray, directions: np.ndarray) -> SurfacePoints:
    """Find what rays [N, 3], [N, 3] (unit directions) see of a mesh.

    Args:
        scene: of the mesh.
        mesh: with normals for a smooth look, without for flat faces.
    """
    hits = cast_rays(scene, origins, directions)
    pixel = np.flatnonzero(hits.face >= 0)
    face, barycentric, direction = hits.face[pixel], hits.barycentric[pixel], directions[pixel]
    if mesh.normals is None:
        corners = mesh.vertices[mesh.faces[face]]
        normal = unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    else:
        normal = unit(interpolate(mesh.normals, mesh.faces, face, barycentric))
    position = origins[pixel] + hits.distance[pixel, None] * direction
    return SurfacePoints(pixel, face, barycentric, position, direction, normal)


def pixel_rays(camera: Camera, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return origins and directions [N, 3] of one camera's rays through x, y [N] in pixels, y down."""
    local = np.stack(
        [(x - camera.K[0, 2]) / camera.K[0, 0], (camera.K[1, 2] - y) / camera.K[1, 1], np.full_like(x, -1)], 1
    )
    directions = unit(local.astype(np.float32)) @ camera.c2w[:3, :3].T
    return np.broadcast_to(camera.c2w[:3, 3], directions.shape), directions


def mapped_normals(normal: np.ndarray, tangent: np.ndarray, map_rgb: np.ndarray) -> np.ndarray:
    """Bend normals by a normal map, as a glTF viewer bends them.

    Args:
        normal: [P, 3] unit; tangent: [P, 4]; both interpolated.
        map_rgb: [P, 3] looked up in the map, 0.5 = 0.

    Returns:
        [P, 3] unit.
    """
    local = map_rgb * 2 - 1
    along_u = unit(tangent[:, :3])
    along_v = np.cross(normal, along_u) * np.sign(tangent[:, 3:])
    return unit(local[:, :1] * along_u + local[:, 1:2] * along_v + local[:, 2:] * normal)


def render_mesh(
    mesh: Mesh,
    paint: Material | np.ndarray,
    camera: Camera,
    light: Light | None = None,
    background: tuple[float, float, float] = (0.5, 0.5, 0.5),
    supersample: int = 2,
) -> tuple[np.ndarray, np.ndarray]:
    """Render a mesh as the generated views are rendered: base colour times the light of the normal, all in
    sRGB.

    Args:
        mesh: with uv if a material paints it; with normals for a smooth look.
        paint: a material, or sRGB colours [V, 3] of the vertices.
        camera: a batch of N.
        light: the fixed light; None shows the base colour alone.
        background: sRGB behind the mesh.
        supersample: rays per pixel each way.

    Returns:
        rgb [N, H, W, 3] sRGB composited over the background, and mask [N, H, W], the mesh's coverage in 0..1.

    Raises:
        ValueError: a material is given for a mesh without uv.
    """
    uv_map = require_uv(mesh) if isinstance(paint, Material) else np.zeros((0, 2))
    check_shape("c2w", camera.c2w, "N 4 4")
    scene = build_scene(mesh.vertices, mesh.faces)
    pictures, masks = [], []
    for i in range(len(camera.c2w)):
        single = Camera(camera.c2w[i], camera.K[i], camera.width_px, camera.height_px)
        fine = scale_camera(single, supersample)
        points = trace_surface(scene, mesh, fine)
        if isinstance(paint, Material):
            uv = interpolate(uv_map, mesh.faces, points.face, points.barycentric)
            colour, normal = sample_texture(paint.base_color.pixels, uv), points.normal
            if paint.normal is not None and mesh.tangents is not None:
                tangent = interpolate(mesh.tangents, mesh.faces, points.face, points.barycentric)
                normal = mapped_normals(normal, tangent, sample_texture(paint.normal.pixels, uv))
        else:
            colour, normal = interpolate(paint, mesh.faces, points.face, points.barycentric), points.normal
        if light is not None:
            colour = colour * light.shade(normal)
        rgba = np.zeros((fine.height_px * fine.width_px, 4), np.float32)
        rgba[:, :3] = background
        rgba[points.pixel, :3] = np.clip(colour, 0, 1)
        rgba[points.pixel, 3] = 1
        mean = box_downsample(rgba.reshape(fine.height_px, fine.width_px, 4), supersample)
        pictures.append(mean[..., :3])
        masks.append(mean[..., 3])
    return np.stack(pictures), np.stack(masks)


def scale_camera(camera: Camera, factor: int) -> Camera:
    """Return the camera with pictures larger by a whole factor."""
    K = camera.K.copy()
    K[..., :2, :] *= factor
    return replace(camera, K=K, width_px=camera.width_px * factor, height_px=camera.height_px * factor)


def box_downsample(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Average blocks of factor² pixels of [H, W, C]."""
    # strided sums are several times faster than a reshape and a mean over two axes
    total = np.zeros_like(pixels[::factor, ::factor])
    for i in range(factor):
        for j in range(factor):
            total += pixels[i::factor, j::factor]
    return total / np.float32(factor * factor)
