"""Whether a painted mesh shows where its UV map is cut: colours on both sides of seams, compared."""

from __future__ import annotations

import numpy as np

from threed.attributes import require_normals, require_uv
from threed.raster import sample_texture
from threed.topology import half_edges, merge_positions
from threed.types import Mesh

#: cosine between the normals of both sides from which on a surface goes on smoothly
SMOOTH = 0.98


def measure_smooth_seams(mesh: Mesh, part_of_face: np.ndarray, base_color: np.ndarray) -> tuple[float, float]:
    """Return the colour difference across seams inside parts where the surface goes on.

    threed.texture.measure_seams compares all seams: of a prop of parts most lie between two of them, or
    along an edge, where colours are meant to differ.

    Args:
        mesh: unwrapped, with normals.
        part_of_face: [F].
        base_color: [S, S, 3] sRGB.

    Returns:
        Mean and 95th percentile, in CIEDE2000 (Sharma et al. 2005); below 1 nobody sees it.
    """
    from skimage.color import deltaE_ciede2000, rgb2lab

    ends = _find_smooth_seams(mesh, part_of_face, base_color.shape[0])
    if not len(ends):
        return 0.0, 0.0
    length = np.linalg.norm(ends[:, :, 1] - ends[:, :, 0], axis=-1).max(1) * base_color.shape[0]
    count = np.maximum(np.ceil(length), 1).astype(int)
    edge = np.repeat(np.arange(len(ends)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    t = ((step + 0.5) / count[edge])[:, None].astype(np.float32)
    sides = [ends[edge, side, 0] * (1 - t) + ends[edge, side, 1] * t for side in (0, 1)]
    first, second = (rgb2lab(sample_texture(base_color, uv)[None])[0] for uv in sides)
    difference = deltaE_ciede2000(first, second)
    return float(difference.mean()), float(np.percentile(difference, 95))


def _find_smooth_seams(mesh: Mesh, part_of_face: np.ndarray, size_px: int) -> np.ndarray:
    """Return the uv [E, side, end, 2] of edges that the UV map cuts inside a part, where nothing bends."""
    uv, normals = require_uv(mesh), require_normals(mesh)
    _, places, _ = merge_positions(mesh.vertices, mesh.faces)
    spatial, split = half_edges(places), half_edges(mesh.faces)
    forward = (spatial[:, 0] < spatial[:, 1])[:, None]
    key = np.sort(spatial.astype(np.int64), axis=1) @ [int(places.max()) + 1, 1]
    order = np.argsort(key, kind="stable")
    pair = np.flatnonzero(key[order][1:] == key[order][:-1])
    a, b = order[pair], order[pair + 1]
    ordered = np.where(forward, split, split[:, ::-1])
    sides = np.stack([ordered[a], ordered[b]], 1)
    cut = (np.abs(uv[sides[:, 0]] - uv[sides[:, 1]]) > 1e-6).any((1, 2))
    same = part_of_face[a // 3] == part_of_face[b // 3]
    smooth = ((normals[sides[:, 0]] * normals[sides[:, 1]]).sum(-1) > SMOOTH).all(1)
    # slivers of less than a texel have no colour of their own
    e1, e2 = (uv[mesh.faces[:, k]] - uv[mesh.faces[:, 0]] for k in (1, 2))
    area = np.abs(e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]) / 2 * size_px**2
    seen = (area[a // 3] > 1) & (area[b // 3] > 1)
    return uv[sides[cut & same & smooth & seen]]
