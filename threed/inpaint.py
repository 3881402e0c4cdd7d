"""Completes colours over a surface: unseen and doubtful texels take the membrane through the trusted ones.

The texels of an atlas become one graph: neighbours in a chart are joined, and so are the texels on both
sides of a seam, so colour flows over the surface as if it had never been cut. Minimised is
Σ_edges (x_a - x_b)² + Σ_texels λ c (x - colour)² with the trusted texels fixed, which is one sparse linear
system (membrane interpolation as in Pérez et al., "Poisson image editing", 2003).
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix, diags
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from core.shapes import check_shape
from threed.atlas import Texels
from threed.attributes import require_uv
from threed.raster import interpolate
from threed.types import Mesh
from threed.unwrap import seam_edges

#: Weight λ of a doubtful texel's own colour at confidence 1, in an atlas of 512 px: smoothed over 1/√λ
#: texels.
DATA_WEIGHT = 0.05


def fill_texels(
    mesh: Mesh, texels: Texels, colour: np.ndarray, confidence: np.ndarray, data_weight: float = DATA_WEIGHT
) -> np.ndarray:
    """Complete colours over the surface.

    Args:
        mesh: with uv.
        texels: of the mesh's atlas.
        colour: [T, C]; ignored where confidence is 0.
        confidence: [T] in 0..1: at 1 the colour is kept exactly; the less, the more it is smoothed; at 0 it
            comes from the surroundings alone.
        data_weight: λ above.

    Returns:
        [T, C] float32. A part of the surface with nothing to go by takes the mean of all trusted colours.
    """
    count = check_shape("colour", colour, "T C")["T"]
    check_shape("confidence", confidence, f"{count}")
    free = np.flatnonzero(confidence < 1)
    if not len(free):
        return colour.astype(np.float32)
    edges = link_texels(mesh, texels)
    weight = confidence * data_weight * (512 / texels.size_px) ** 2
    laplacian = _laplacian(edges, count)
    # parts that hold no information at all would make the system singular
    part = connected_components(laplacian, directed=False)[1]
    informed = np.bincount(part, confidence) > 0
    total = confidence.sum()
    mean = (colour * confidence[:, None]).sum(0) / total if total > 0 else colour.mean(0)
    result = np.where(informed[part][:, None], colour, mean).astype(np.float64)
    free = free[informed[part[free]]]
    if not len(free):
        return result.astype(np.float32)
    fixed = np.setdiff1d(np.arange(count), free)
    rows = laplacian[free]
    system = (rows[:, free] + diags(weight[free])).tocsc()
    given = weight[free, None] * colour[free] - rows[:, fixed] @ result[fixed]
    # symmetric and positive definite: the ordering and pivoting of symmetric systems are the fast ones
    solver = splu(system, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    result[free] = solver.solve(np.ascontiguousarray(given))
    return result.astype(np.float32)


def smooth_texels(mesh: Mesh, texels: Texels, values: np.ndarray, rounds: int) -> np.ndarray:
    """Average texel values [T, C] with those of their neighbours on the surface, across seams, some times."""
    laplacian = _laplacian(link_texels(mesh, texels), len(values))
    share = 1 / (laplacian.diagonal() + 1)[:, None]
    for _ in range(rounds):
        values = values - share * (laplacian @ values)
    return values.astype(np.float32)


def link_texels(mesh: Mesh, texels: Texels) -> np.ndarray:
    """Return the pairs [E, 2] of texels (positions in texels.index) that are neighbours on the surface."""
    size = texels.size_px
    place = np.full(size * size, -1, np.int64)
    place[texels.index] = np.arange(len(texels.index))
    grid = place.reshape(size, size)
    pairs = [
        np.stack([grid[:, :-1].ravel(), grid[:, 1:].ravel()], 1),
        np.stack([grid[:-1].ravel(), grid[1:].ravel()], 1),
    ]
    links = np.concatenate(pairs)
    links = links[np.all(links >= 0, axis=1)]
    # two edges of one chart may run side by side in the atlas without touching on the surface
    points = interpolate(mesh.vertices, mesh.faces, texels.face, texels.barycentric)
    length = np.linalg.norm(points[links[:, 0]] - points[links[:, 1]], axis=1)
    links = links[length <= 4 * np.median(length) + 1e-12]
    first, second = seam_uv(mesh, size)
    across = np.stack([place[_texel_at(first, size)], place[_texel_at(second, size)]], 1)
    across = across[np.all(across >= 0, axis=1) & (across[:, 0] != across[:, 1])]
    return np.concatenate([links, np.unique(np.sort(across, axis=1), axis=0)])


def seam_uv(
    mesh: Mesh, size_px: int, part_of_face: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Sample the seams about once per texel: the uv [N, 2] of the same points on both sides.

    Args:
        mesh: unwrapped.
        size_px: side of the texture.
        part_of_face: [F]; seams between parts, and along edges of one, are left out. None is all.
    """
    sides = seam_edges(mesh)
    if part_of_face is not None and len(sides):
        sides = sides[_within_parts(mesh, sides, part_of_face)]
    if not len(sides):
        return np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)
    ends = require_uv(mesh)[sides]  # [E, side, end, 2]
    steps = (
        np.ceil(np.linalg.norm(ends[:, :, 1] - ends[:, :, 0], axis=-1).max(1) * size_px).astype(int).clip(1)
    )
    edge = np.repeat(np.arange(len(sides)), steps)
    along = np.arange(len(edge)) - np.repeat(np.cumsum(steps) - steps, steps)
    t = ((along + 0.5) / steps[edge])[:, None].astype(np.float32)
    first, second = (ends[edge, side, 0] * (1 - t) + ends[edge, side, 1] * t for side in (0, 1))
    return first, second


def _within_parts(mesh: Mesh, sides: np.ndarray, part_of_face: np.ndarray) -> np.ndarray:
    """Tell over which seams [E, 2, 2] one and the same part goes on smoothly: [E] bool."""
    low = np.full(len(mesh.vertices), np.iinfo(np.int64).max)
    high = np.full(len(mesh.vertices), -1)
    corner, part = mesh.faces.ravel(), np.repeat(part_of_face, 3)
    np.minimum.at(low, corner, part)
    np.maximum.at(high, corner, part)
    within = low[sides].min((1, 2)) == high[sides].max((1, 2))
    if mesh.normals is not None:
        # at an edge a board's face and its side meet, whose grain is not the same
        within &= ((mesh.normals[sides[:, 0]] * mesh.normals[sides[:, 1]]).sum(-1) > 0.98).all(1)
    return within


def _texel_at(uv: np.ndarray, size: int) -> np.ndarray:
    column = np.clip((uv[:, 0] * size).astype(np.int64), 0, size - 1)
    row = np.clip(((1 - uv[:, 1]) * size).astype(np.int64), 0, size - 1)
    return row * size + column


def _laplacian(edges: np.ndarray, count: int) -> coo_matrix:
    ones = np.ones(len(edges))
    adjacency = coo_matrix((ones, (edges[:, 0], edges[:, 1])), shape=(count, count)).tocsr()
    adjacency = adjacency + adjacency.T
    return (diags(np.asarray(adjacency.sum(1)).ravel()) - adjacency).tocsr()
