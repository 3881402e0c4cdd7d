"""Rasterises UV triangles into the texels of an atlas, exactly, with the fill rule of graphics hardware.

UVs are snapped to a lattice of 2^-10 texel and edges evaluated in integers, so a texel centre on an edge that
two faces share belongs to exactly one of them. Row 0 of an atlas is its top, v = 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.shapes import check_shape

#: Lattice steps per texel.
STEPS = 1 << 10
#: Candidate texels that are looked at at once: bounds memory.
CHUNK = 1 << 21


@dataclass(frozen=True)
class Texels:
    """The texels of an atlas that carry surface.

    Attributes:
        size_px: side S of the atlas.
        index: [T] int64, flat index row * S + column, ascending.
        face: [T] int32.
        barycentric: [T, 3] float32: the surface point at the texel's centre or, for a border texel, the
            point of the chart nearest to it.
        inside: [T] bool: the centre lies in the face; border texels lie within one texel outside.
    """

    size_px: int
    index: np.ndarray
    face: np.ndarray
    barycentric: np.ndarray
    inside: np.ndarray


def rasterise_atlas(uv: np.ndarray, faces: np.ndarray, size_px: int) -> Texels:
    """Find the surface point of every texel whose centre lies in a chart or within one texel of it.

    Args:
        uv: [V, 2] in 0..1, v up.
        faces: [F, 3].
        size_px: side of the atlas.
    """
    check_shape("uv", uv, "V 2")
    corners = _lattice(uv, faces, size_px)
    inside_parts, border_parts = [], []
    for found in _candidates(corners, size_px, margin=1):
        full = found.inside
        edge = found.edge[full]
        inside_parts.append((found.texel[full], found.face[full], edge / edge.sum(1, keepdims=True)))
        rest = ~full
        weights, distance = _closest_barycentric(corners[found.face[rest]], found.centre[rest])
        near = distance <= STEPS
        border_parts.append((found.texel[rest][near], found.face[rest][near], weights[near], distance[near]))
    texel, face, weights = (np.concatenate(part) for part in zip(*inside_parts, strict=True))
    index, first = np.unique(texel, return_index=True)
    near_parts = (np.concatenate(part) for part in zip(*border_parts, strict=True))
    near_texel, near_face, near_weights, distance = near_parts
    taken = np.zeros(size_px * size_px, bool)
    taken[index] = True
    free = np.flatnonzero(~taken[near_texel])
    order = free[np.lexsort((near_face[free], distance[free], near_texel[free]))]
    border, nearest = np.unique(near_texel[order], return_index=True)
    order = order[nearest]
    index = np.concatenate([index, border])
    ascending = np.argsort(index)
    return Texels(
        size_px,
        index[ascending],
        np.concatenate([face[first], near_face[order]])[ascending].astype(np.int32),
        np.concatenate([weights[first], near_weights[order]])[ascending].astype(np.float32),
        np.concatenate([np.ones(len(first), bool), np.zeros(len(border), bool)])[ascending],
    )


def count_cover(uv: np.ndarray, faces: np.ndarray, size_px: int) -> np.ndarray:
    """Count the faces over each texel centre: [S, S] int; shared edges count once, so above 1 is overlap."""
    count = np.zeros(size_px * size_px, np.int64)
    for found in _candidates(_lattice(uv, faces, size_px), size_px, margin=0):
        count += np.bincount(found.texel[found.inside], minlength=size_px * size_px)
    return count.reshape(size_px, size_px)


def find_covered(uv: np.ndarray, faces: np.ndarray, size_px: int) -> np.ndarray:
    """Find the faces [F] bool that share a texel's centre with a larger one; the others do not overlap."""
    twice = count_cover(uv, faces, size_px).ravel() > 1
    covered = np.zeros(len(faces), bool)
    if not np.any(twice):
        return covered
    corners = _lattice(uv, faces, size_px)
    area = np.abs(_cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    rank = np.empty(len(faces), np.int64)
    rank[np.argsort(area, kind="stable")] = np.arange(len(faces))
    found_parts = []
    for found in _candidates(corners, size_px, margin=0):
        kept = found.inside & twice[found.texel]
        found_parts.append((found.texel[kept], found.face[kept]))
    texel, face = (np.concatenate(part) for part in zip(*found_parts, strict=True))
    largest = np.zeros(size_px * size_px, np.int64)
    np.maximum.at(largest, texel, rank[face])
    covered[face[rank[face] < largest[texel]]] = True
    return covered


@dataclass(frozen=True)
class _Candidates:
    """Texels in the bounding boxes of faces: edge [N, 3] are the edge functions opposite each corner."""

    texel: np.ndarray
    face: np.ndarray
    centre: np.ndarray
    edge: np.ndarray
    inside: np.ndarray


def _lattice(uv: np.ndarray, faces: np.ndarray, size_px: int) -> np.ndarray:
    """Return corners [F, 3, 2] int64 on the lattice, x right, y down."""
    xy = np.stack([uv[:, 0], 1 - uv[:, 1].astype(np.float64)], 1) * (size_px * STEPS)
    return np.round(xy).astype(np.int64)[faces]


def _candidates(corners: np.ndarray, size_px: int, margin: int) -> Iterator[_Candidates]:
    """Enumerate the texels of each face's bounding box that lie in it or at most a margin away, in chunks.

    Faces without area have no inside. Mirrored faces are turned over, so inside always means edge ≥ 0.
    """
    half = STEPS // 2
    # first and last texel whose centre lies in the box
    low = np.clip(-((half - corners.min(1)) // STEPS) - margin, 0, size_px - 1)
    high = np.clip((corners.max(1) - half) // STEPS + margin, 0, size_px - 1)
    wide, tall = np.maximum(high - low + 1, 0).T
    counts = wide * tall
    ends = np.concatenate([[0], np.cumsum(counts)])
    tail = np.roll(corners, -1, axis=1)  # edge i runs opposite corner i, from corner i + 1 to i + 2
    along = np.roll(corners, -2, axis=1) - tail
    area = _cross(along[:, 1], along[:, 2])
    along = along * np.where(area < 0, -1, 1).astype(np.int64)[:, None, None]
    # edge(x, y) = along × (centre - tail), at the first texel of the box and its steps to the right and down
    at_first = _cross(along, (low * STEPS + half)[:, None] - tail)
    right, down = -along[..., 1] * STEPS, along[..., 0] * STEPS
    # of two faces at an edge, which run along it in opposite directions, one owns it
    owns = (along[..., 1] < 0) | ((along[..., 1] == 0) & (along[..., 0] > 0))
    least = np.where(owns, 0, 1)
    reach = np.ceil(np.hypot(along[..., 0], along[..., 1]) * (margin * STEPS)).astype(np.int64)
    start = 0
    while start < len(corners):
        stop = max(start + 1, int(np.searchsorted(ends, ends[start] + CHUNK, side="right")) - 1)
        face = np.repeat(np.arange(start, stop), counts[start:stop])
        offset = np.arange(ends[start], ends[stop]) - ends[face]
        row, column = np.divmod(offset, wide[face])
        edge = [at_first[face, i] + column * right[face, i] + row * down[face, i] for i in range(3)]
        close = [edge[i] >= -reach[face, i] for i in range(3)]
        near = np.flatnonzero(close[0] & close[1] & close[2])
        face = face[near]
        edge = np.stack([e[near] for e in edge], 1)
        inside = np.all(edge >= least[face], axis=1) & (area[face] != 0)
        place = np.stack([column[near], row[near]], 1) + low[face]
        yield _Candidates(place @ [1, size_px], face, place * STEPS + half, edge, inside)
        start = stop


def _closest_barycentric(corners: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights [N, 3] of the nearest border points of triangles [N, 3, 2], and their distance."""
    best = np.full(len(points), np.inf)
    weights = np.zeros((len(points), 3))
    for i in range(3):
        tail, head = corners[:, i].astype(np.float64), corners[:, (i + 1) % 3].astype(np.float64)
        along, to = head - tail, points - tail
        t = np.clip((along * to).sum(1) / np.maximum((along * along).sum(1), 1e-9), 0, 1)
        distance = np.linalg.norm(to - t[:, None] * along, axis=1)
        nearer = distance < best
        best = np.where(nearer, distance, best)
        weights[nearer] = 0
        weights[nearer, i], weights[nearer, (i + 1) % 3] = 1 - t[nearer], t[nearer]
    return weights, best


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
