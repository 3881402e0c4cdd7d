"""How open a surface lies: ambient occlusion and the sky above, cast by rays on a small atlas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.atlas import Texels, rasterise_atlas
from threed.attributes import require_normals, require_uv
from threed.normals import unit
from threed.raycast import build_scene, cast_rays
from threed.surface.gutter import find_gutter, spread
from threed.topology import face_vectors
from threed.types import Mesh
from threed.unwrap import label_charts

#: rays of a texel
RAYS = 16
#: occluders count up to this part of the bounding box's diagonal, the nearer the more
REACH = 0.3


@dataclass(frozen=True)
class Openness:
    """How open the surface is, on an atlas of its own.

    Attributes:
        image: [S, S, 3] float32: ambient occlusion, 1 = open; the part of the sky above, weighed by its
            height, that is seen; and the chart that the pixel belongs to, -1 for none.
        chart: [F] int, the chart of each face.
    """

    image: np.ndarray
    chart: np.ndarray

    def look_up(self, uv: np.ndarray, face: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return occlusion and sky [N] each, at uv [N, 2] in faces [N], from pixels of the face's chart."""
        size = self.image.shape[0]
        x = np.clip(uv[:, 0] * np.float32(size) - np.float32(0.5), 0, size - 1.001)
        y = np.clip((1 - uv[:, 1]) * np.float32(size) - np.float32(0.5), 0, size - 1.001)
        left, top = x.astype(np.int32), y.astype(np.int32)
        fx, fy = x - left, y - top
        pixels, corner = self.image.reshape(-1, 3), top * size + left
        chart = self.chart[face].astype(np.float32)
        total = np.zeros((3, len(face)), np.float32)
        for step, weight in (
            (0, (1 - fx) * (1 - fy)), (1, fx * (1 - fy)), (size, (1 - fx) * fy), (size + 1, fx * fy),
        ):  # fmt: skip
            occlusion, sky, own = pixels.take(corner + step, 0).T
            # a chart may lie less than a pixel from the next one: what is there belongs to another place
            weight = np.where(own == chart, weight, weight * np.float32(1e-4))
            total[0] += weight * occlusion
            total[1] += weight * sky
            total[2] += weight
        return total[0] / total[2], total[1] / total[2]


def bake_openness(mesh: Mesh, size_px: int) -> Openness:
    """Bake how open each texel lies, on an atlas of a quarter of the side: it varies slowly.

    Args:
        mesh: unwrapped, with normals, in metres.
        size_px: of the atlas that it is read with.

    Source: Zhukov et al., "An ambient light illumination model" (1998).
    """
    size = int(np.clip(size_px // 4, 64, 512))
    uv, normals = require_uv(mesh), require_normals(mesh)
    texels = rasterise_atlas(uv, mesh.faces, size)
    corners = mesh.faces[texels.face]
    weights = texels.barycentric[:, :, None]
    points = (mesh.vertices[corners] * weights).sum(1)
    smooth = unit((normals[corners] * weights).sum(1))
    flat = unit(face_vectors(mesh.vertices, mesh.faces)).astype(np.float32)[texels.face]
    values = _cast(mesh, points, smooth, flat)
    chart = label_charts(mesh)
    values = _smooth(texels, points, values, _across_seams(mesh, texels))
    values = np.concatenate([values, chart[texels.face, None].astype(np.float32)], 1)
    return Openness(spread(find_gutter(texels, 2), values, np.array([1, 1, -1])), chart)


def _cast(mesh: Mesh, points: np.ndarray, smooth: np.ndarray, flat: np.ndarray) -> np.ndarray:
    """Return occlusion and sky [N, 2] at points with smooth and flat normals [N, 3]."""
    reach = np.float32(REACH * np.linalg.norm(np.ptp(mesh.vertices, axis=0)))
    # off the surface, or the two sides of an edge see each other as through glass
    origins = points + flat * (reach * np.float32(0.005))
    tangent = unit(np.cross(smooth, np.eye(3, dtype=np.float32)[np.abs(smooth).argmin(1)]))
    bitangent = np.cross(smooth, tangent)
    # each texel turns the same well-spread directions by its own angle; seeded, so that two runs agree
    turn = np.random.default_rng(0).uniform(0, 2 * np.pi, len(points)).astype(np.float32)
    scene = build_scene(mesh.vertices, mesh.faces)
    sums = np.zeros((len(points), 3), np.float32)
    for k in range(RAYS):
        radius = np.float32(np.sqrt((k + 0.5) / RAYS))
        angle = turn + np.float32(k * np.pi * (3 - np.sqrt(5)))  # golden angle
        direction = smooth * np.sqrt(1 - radius * radius)
        direction += tangent * (radius * np.cos(angle))[:, None]
        direction += bitangent * (radius * np.sin(angle))[:, None]
        # what dips under the face itself sees nothing of it, only of the triangle that stands for a curve
        above = np.flatnonzero((direction * flat).sum(1) > 0.02)
        distance = np.full(len(points), np.inf, np.float32)
        distance[above] = cast_rays(scene, origins[above], direction[above]).distance
        up = np.maximum(direction[:, 1], 0)
        sums += np.stack([np.minimum(distance / reach, 1), np.isinf(distance) * up, up], 1)
    return np.stack([sums[:, 0] / RAYS, sums[:, 1] / np.maximum(sums[:, 2], 1e-3)], 1)


def _across_seams(mesh: Mesh, texels: Texels) -> np.ndarray:
    """Return the pairs [2, E] of texels that lie side by side where the UV map is cut."""
    from threed.inpaint import seam_uv  # sparse solvers come with it, which take long to import

    size = texels.size_px
    place = np.full(size * size, -1, np.int64)
    place[texels.index] = np.arange(len(texels.index))
    sides = []
    for uv in seam_uv(mesh, size):
        column = np.clip((uv[:, 0] * size).astype(np.int64), 0, size - 1)
        row = np.clip(((1 - uv[:, 1]) * size).astype(np.int64), 0, size - 1)
        sides.append(place[row * size + column])
    pairs = np.sort(np.stack(sides)[:, np.minimum(*sides) >= 0], axis=0)
    pairs = pairs[:, pairs[0] != pairs[1]]
    return np.stack(np.divmod(np.unique(pairs[0] * len(texels.index) + pairs[1]), len(texels.index)))


def _smooth(
    texels: Texels, points: np.ndarray, values: np.ndarray, seams: np.ndarray, rounds: int = 3
) -> np.ndarray:
    """Average with neighbours on the surface, in the atlas or over its seams, some times."""
    size = texels.size_px
    place = np.full((size, size), -1, np.int64)
    place.flat[texels.index] = np.arange(len(texels.index))
    pairs = []
    for one, other in ((place[:, :-1], place[:, 1:]), (place[:-1], place[1:])):
        both = (one >= 0) & (other >= 0)
        pairs.append(np.stack([one[both], other[both]]))
    a, b = np.concatenate([*pairs, seams], 1)
    length = np.linalg.norm(points[a] - points[b], axis=1)
    near = length <= 2.5 * np.median(length) + 1e-9
    a, b = a[near], b[near]
    count = 1 + np.bincount(a, minlength=len(points)) + np.bincount(b, minlength=len(points))
    for _ in range(rounds):
        total = [v + np.bincount(a, v[b], len(points)) + np.bincount(b, v[a], len(points)) for v in values.T]
        values = (np.stack(total, 1) / count[:, None]).astype(np.float32)
    return values
