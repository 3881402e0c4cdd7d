"""The texels that are painted at once: where they lie, how they face, what is near them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from threed.attributes import require_normals, require_uv
from threed.surface.maps import MeshMaps
from threed.surface.noise import solid_noise


@dataclass(frozen=True)
class Spots:
    """N texels of a mesh.

    Attributes:
        position, normal, flat, bend: [3, N] metres; unit and smooth; unit, of the face; see EdgeMaps.
        part: [N] int32.
        occlusion, sky: [N] 0..1, 1 = open.
        convex, concave, joint: [N]; see EdgeMaps.
        ground: [N] metres above the lowest point.
        broad, fine: [4, N] noises of deviation 1: features of the prop's size and of centimetres.
        size_m: the prop's largest dimension.
    """

    position: np.ndarray
    normal: np.ndarray
    flat: np.ndarray
    bend: np.ndarray
    part: np.ndarray
    occlusion: np.ndarray
    sky: np.ndarray
    convex: np.ndarray
    concave: np.ndarray
    joint: np.ndarray
    ground: np.ndarray
    broad: np.ndarray
    fine: np.ndarray
    size_m: float

    def subset(self, rows: np.ndarray) -> Spots:
        """Return some of the texels."""
        arrays = {f.name: getattr(self, f.name)[..., rows] for f in fields(self) if f.name != "size_m"}
        return replace(self, **arrays)


def gather_spots(maps: MeshMaps, rows: np.ndarray, seed: int) -> Spots:
    """Gather what lies around texels, rows [N] of maps.texels."""
    mesh, texels = maps.mesh, maps.texels
    face = texels.face[rows]
    corners = mesh.faces[face].T
    weights = texels.barycentric[rows].T
    a, b, c = weights

    def interpolated(values: np.ndarray) -> np.ndarray:
        columns = np.ascontiguousarray(values.T)
        return np.stack([v[corners[0]] * a + v[corners[1]] * b + v[corners[2]] * c for v in columns])

    position = interpolated(mesh.vertices)
    normal = interpolated(require_normals(mesh))
    normal /= np.maximum(np.sqrt((normal * normal).sum(0)), 1e-12)
    uv = interpolated(require_uv(mesh)).T
    occlusion, sky = maps.openness.look_up(uv, face)
    size = maps.size_m
    return Spots(
        position,
        normal,
        np.ascontiguousarray(maps.face_normal[face].T),
        maps.edges.bend[:, rows],
        maps.part[face],
        occlusion,
        sky,
        maps.edges.convex[rows],
        maps.edges.concave[rows],
        maps.edges.joint[rows],
        position[1] - maps.low[1],
        solid_noise(position, 0.26 * size, seed),
        solid_noise(position, float(np.clip(0.05 * size, 0.01, 0.12)), seed + 1),
        size,
    )
