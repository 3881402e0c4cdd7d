"""Textures from what was baked: gutter, occlusion, normals of the detailed surface, the material."""

from __future__ import annotations

import numpy as np

from core.color import delta_e_2000, srgb_to_lab
from core.distance import nearest_in
from core.shapes import check_shape
from core.types import Image
from threed.atlas import Texels, rasterise_atlas
from threed.attributes import require_normals, require_tangents, require_uv
from threed.inpaint import seam_uv, smooth_texels
from threed.normals import unit
from threed.raster import interpolate, sample_texture
from threed.raycast import build_scene, cast_rays
from threed.topology import face_vectors
from threed.types import Material, Mesh

#: Texels by which charts are extended into the gutter, in an atlas of 1024 px.
GUTTER_PX = 16


def paint_texels(texels: Texels, values: np.ndarray, background: np.ndarray | None = None) -> np.ndarray:
    """Lay texel values out in the atlas and extend the charts by a gutter, so that mip-maps do not bleed.

    Args:
        texels: which texels the values belong to.
        values: [T, C].
        background: [C] for the rest of the atlas; None takes the mean of the values.

    Returns:
        [S, S, C] float32.
    """
    check_shape("values", values, f"{len(texels.index)} C")
    size = texels.size_px
    filler = values.mean(0) if background is None else background
    pixels = np.broadcast_to(np.asarray(filler, np.float32), (size * size, values.shape[1])).copy()
    pixels[texels.index] = values
    pixels = pixels.reshape(size, size, -1)
    covered = np.zeros(size * size, bool)
    covered[texels.index] = True
    row, column, distance = nearest_in(covered.reshape(size, size))
    near = (distance > 0) & (distance <= max(2, GUTTER_PX * size / 1024))
    pixels[near] = pixels[row[near], column[near]]
    return pixels


def bake_occlusion(mesh: Mesh, texels: Texels, rays: int = 32, reach: float = 0.4) -> np.ndarray:
    """Bake ambient occlusion: how open the cosine-weighted sky over a texel is, near occluders counting more.

    Computed on an atlas of a quarter of the side and smoothed over the surface, because it varies slowly.

    Args:
        mesh: unwrapped, with normals.
        texels: of its atlas.
        rays: per texel.
        reach: how far occluders count at all, as a part of the bounding box's diagonal.

    Returns:
        [S, S, 1] float32, 1 = open.

    Source: Zhukov et al., "An ambient light illumination model" (1998).
    """
    small = rasterise_atlas(require_uv(mesh), mesh.faces, texels.size_px // 4)
    points = interpolate(mesh.vertices, mesh.faces, small.face, small.barycentric)
    normals = unit(interpolate(require_normals(mesh), mesh.faces, small.face, small.barycentric))
    flat = unit(face_vectors(mesh.vertices, mesh.faces)).astype(np.float32)[small.face]
    diagonal = float(np.linalg.norm(np.ptp(mesh.vertices, axis=0)))
    scene = build_scene(mesh.vertices, mesh.faces)
    tangent = unit(np.cross(normals, np.eye(3, dtype=np.float32)[np.abs(normals).argmin(1)]))
    bitangent = np.cross(normals, tangent)
    origins = points + flat * (0.004 * diagonal)
    # each texel turns the same well-spread directions by its own angle; seeded, so that two runs agree
    turn = np.random.default_rng(0).uniform(0, 2 * np.pi, len(points)).astype(np.float32)
    openness = np.zeros(len(points), np.float32)
    for k in range(rays):
        radius = np.sqrt((k + 0.5) / rays)
        angle = turn + np.float32(k * np.pi * (3 - np.sqrt(5)))  # golden angle
        direction = (
            tangent * (radius * np.cos(angle))[:, None]
            + bitangent * (radius * np.sin(angle))[:, None]
            + normals * np.sqrt(1 - radius * radius)
        )
        # what dips under the face itself sees nothing of it, only of the flat triangle that stands for a
        # curve
        above = (direction * flat).sum(1) > 0
        distance = cast_rays(scene, origins, direction).distance
        openness += np.where(above, np.minimum(distance / np.float32(reach * diagonal), 1), 1)
    smooth = paint_texels(small, smooth_texels(mesh, small, (openness / rays)[:, None], 4), np.ones(1))
    uv = interpolate(require_uv(mesh), mesh.faces, texels.face, texels.barycentric)
    return paint_texels(texels, sample_texture(smooth, uv), np.ones(1))


def bake_normals(mesh: Mesh, detail: Mesh, texels: Texels, cage: float = 0.02) -> np.ndarray:
    """Bake the normals of a detailed surface into a tangent-space map of the simple mesh.

    From every texel a ray looks outward and one inward along the normal; the nearer hit within the cage that
    faces the same way gives the normal. Texels without one stay flat.

    Args:
        mesh: unwrapped, with normals and tangents.
        detail: with normals; the surface that the mesh was simplified from.
        texels: of the mesh's atlas, side S.
        cage: how far apart the surfaces may be, as a part of the bounding box's diagonal.

    Returns:
        [S, S, 3] float32 linear, 0.5 + normal / 2, OpenGL (+Y up in the map).

    Raises:
        ValueError: the mesh lacks uv, normals or tangents, or the detailed one normals.
    """
    detail_normals = require_normals(detail)
    points = interpolate(mesh.vertices, mesh.faces, texels.face, texels.barycentric)
    normals = unit(interpolate(require_normals(mesh), mesh.faces, texels.face, texels.barycentric))
    reach = cage * float(np.linalg.norm(np.ptp(mesh.vertices, axis=0)))
    scene = build_scene(detail.vertices, detail.faces)
    found, best = normals.copy(), np.full(len(points), reach, np.float32)
    for direction in (normals, -normals):
        hits = cast_rays(scene, points, direction)
        near = np.flatnonzero((hits.face >= 0) & (hits.distance < best))
        there = unit(interpolate(detail_normals, detail.faces, hits.face[near], hits.barycentric[near]))
        same = (there * normals[near]).sum(1) > 0.3
        found[near[same]], best[near[same]] = there[same], hits.distance[near[same]]
    local = world_to_tangent(mesh, texels, normals, found)
    return paint_texels(texels, (local * 0.5 + 0.5).astype(np.float32), np.asarray([0.5, 0.5, 1.0]))


def world_to_tangent(mesh: Mesh, texels: Texels, normals: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Express unit vectors [T, 3] in the frames in which a glTF viewer will read them: [T, 3] unit.

    The viewer's frame is normal N, tangent T as interpolated and bitangent w N × T; T is at right angles to
    N only at the vertices, so the frame is inverted, not transposed.
    """
    tangent = interpolate(require_tangents(mesh), mesh.faces, texels.face, texels.barycentric)
    along_u = unit(tangent[:, :3])
    along_v = np.cross(normals, along_u) * np.sign(tangent[:, 3:])
    frame = np.stack([along_u, along_v, normals], -1).astype(np.float64)
    sound = np.abs(np.linalg.det(frame)) > 1e-3
    local = np.tile(np.array([0, 0, 1], np.float32), (len(vectors), 1))
    local[sound] = np.linalg.solve(frame[sound], vectors[sound].astype(np.float64)[..., None])[..., 0]
    return unit(local)


def make_material(
    base_color: np.ndarray,
    occlusion: np.ndarray,
    *,
    roughness: float,
    metallic: float,
    normal: np.ndarray | None = None,
    name: str = "material",
) -> Material:
    """Put a material together.

    Args:
        base_color: [S, S, 3] sRGB 0..1.
        occlusion: [S, S, 1] linear 0..1.
        roughness, metallic: 0..1, the same everywhere.
        normal: [S, S, 3] tangent-space map, or None.
        name: of the material in the file.
    """
    side = check_shape("base_color", base_color, "S S 3")["S"]
    check_shape("occlusion", occlusion, f"{side} {side} 1")
    constant = np.broadcast_to(np.array([roughness, metallic], np.float32), (side, side, 2))
    orm = np.concatenate([occlusion.astype(np.float32), constant], -1)
    return Material(
        Image(base_color.astype(np.float32), "srgb"),
        Image(orm, "linear"),
        None if normal is None else Image(normal.astype(np.float32), "linear"),
        name,
    )


def measure_seams(
    mesh: Mesh, base_color: np.ndarray, part_of_face: np.ndarray | None = None
) -> tuple[float, float]:
    """Return the colour difference across seams, mean and 95th percentile of CIEDE2000 (Sharma et al. 2005).

    The same surface points are looked up, bilinearly, on both sides of every seam; below 1 nobody sees it.

    Args:
        mesh: unwrapped.
        base_color: [S, S, 3] sRGB.
        part_of_face: [F]; between parts and along their edges colours may differ, and are not measured.
    """
    first, second = seam_uv(mesh, base_color.shape[0], part_of_face)
    if not len(first):
        return 0.0, 0.0
    difference = delta_e_2000(*(srgb_to_lab(sample_texture(base_color, uv)) for uv in (first, second)))
    return float(difference.mean()), float(np.percentile(difference, 95))
