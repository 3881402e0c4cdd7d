"""Rasterises UV triangles into the texels of an atlas, exactly, with the fill rule of graphics hardware.

UVs are snapped to a lattice of 2^-10 texel and edges evaluated in integers, so a texel centre on an edge that
two faces share belongs to exactly one of them. Row 0 of an atlas is its top, v = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.shapes import check_shape

#: Lattice steps per texel.
STEPS = 1 << 10
#: Borders of charts are looked about in pieces of this length, in texels.
PIECE = 8


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
    found = _find_inside(corners, size_px)
    # of faces that overlap the first is kept: the last that is written
    place = np.full(size_px * size_px, -1, np.int32)
    place[found.texel[::-1]] = np.arange(len(found.texel) - 1, -1, -1, dtype=np.int32)
    index = np.flatnonzero(place >= 0)
    first = place[index]
    border, border_face, border_weights = _find_border(corners, faces, place.reshape(size_px, size_px) < 0)
    index = np.concatenate([index, border])
    face = np.concatenate([found.face[first], border_face])
    weights = np.concatenate([found.barycentric[first], border_weights])
    ascending = np.argsort(index, kind="stable")
    return Texels(size_px, index[ascending], face[ascending], weights[ascending], ascending < len(first))


def count_cover(uv: np.ndarray, faces: np.ndarray, size_px: int) -> np.ndarray:
    """Count the faces over each texel centre: [S, S] int; shared edges count once, so above 1 is overlap."""
    found = _find_inside(_lattice(uv, faces, size_px), size_px)
    return np.bincount(found.texel, minlength=size_px * size_px).reshape(size_px, size_px)


def find_covered(uv: np.ndarray, faces: np.ndarray, size_px: int) -> np.ndarray:
    """Find the faces [F] bool that share a texel's centre with a larger one; the others do not overlap."""
    corners = _lattice(uv, faces, size_px)
    found = _find_inside(corners, size_px)
    covered = np.zeros(len(faces), bool)
    twice = np.bincount(found.texel, minlength=size_px * size_px)[found.texel] > 1
    if not np.any(twice):
        return covered
    texel, face = found.texel[twice], found.face[twice]
    area = np.abs(_cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    rank = np.empty(len(faces), np.int64)
    rank[np.argsort(area, kind="stable")] = np.arange(len(faces))
    largest = np.zeros(size_px * size_px, np.int64)
    np.maximum.at(largest, texel, rank[face])
    covered[face[rank[face] < largest[texel]]] = True
    return covered


@dataclass(frozen=True)
class _Inside:
    """Texels whose centres lie in faces, face by face: flat index and face [N], barycentric [N, 3]."""

    texel: np.ndarray
    face: np.ndarray
    barycentric: np.ndarray


def _lattice(uv: np.ndarray, faces: np.ndarray, size_px: int) -> np.ndarray:
    """Return corners [F, 3, 2] int64 on the lattice, x right, y down."""
    xy = np.stack([uv[:, 0], 1 - uv[:, 1].astype(np.float64)], 1) * (size_px * STEPS)
    return np.round(xy).astype(np.int64)[faces]


def _find_inside(corners: np.ndarray, size_px: int) -> _Inside:
    """Find the texels whose centres lie in each face, in spans of its rows.

    Faces without area have no inside. Mirrored faces are turned over, so inside always means edge ≥ 0.
    """
    half = STEPS // 2
    # first and last texel whose centre lies in the bounding box
    low = np.clip(-((half - corners.min(1)) // STEPS), 0, size_px - 1)
    high = np.clip((corners.max(1) - half) // STEPS, 0, size_px - 1)
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
    tall = np.where(area == 0, 0, np.maximum(high[:, 1] - low[:, 1] + 1, 0))
    face, row = _enumerate(tall)
    first, last = np.zeros(len(face), np.int64), (high[:, 0] - low[:, 0])[face]
    for i in range(3):
        value, step = (at_first - least)[face, i] + row * down[face, i], right[face, i]
        bound = value // np.where(step == 0, 1, np.abs(step))
        first = np.where(step > 0, np.maximum(first, -bound), first)
        last = np.where(step < 0, np.minimum(last, bound), last)
        last = np.where((step == 0) & (value < 0), -1, last)
    span, column = _enumerate(np.maximum(last - first + 1, 0))
    start = (row + low[face, 1]) * size_px + first + low[face, 0]
    texel = start[span] + column
    weights = np.empty((len(span), 3), np.float32)
    size = np.maximum(np.abs(area), 1).astype(np.float64)
    for i in range(2):
        # linear along a span: its value at the first texel, and its step
        begin = (at_first[face, i] + first * right[face, i] + row * down[face, i]) / size[face]
        across = right[face, i] / size[face]
        weights[:, i] = begin[span] + column * across[span]
    weights[:, 2] = np.maximum(1 - weights[:, 0] - weights[:, 1], 0)
    return _Inside(texel, face[span].astype(np.int32), weights)


def _find_border(
    corners: np.ndarray, faces: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the free texels [S, S] within one of a chart: flat index [N], nearest face [N], weights [N, 3].

    The point of a chart that is nearest to a texel outside lies on an edge of one face only.
    """
    size_px = len(free)
    edges = np.sort(np.stack([np.roll(faces, -1, 1), np.roll(faces, -2, 1)], -1).reshape(-1, 2), axis=1)
    keys = edges[:, 0].astype(np.int64) << 32 | edges[:, 1]
    _, which, count = np.unique(keys, return_inverse=True, return_counts=True)
    face, opposite = np.divmod(np.flatnonzero(count[which.reshape(-1)] == 1), 3)
    tail = corners[face, (opposite + 1) % 3] / STEPS - 0.5
    along = corners[face, (opposite + 2) % 3] / STEPS - 0.5 - tail
    pieces = np.maximum(np.ceil(np.linalg.norm(along, axis=1) / PIECE), 1)
    edge, piece = _enumerate(pieces.astype(np.int64))
    step = along / pieces[:, None]
    start = tail[edge] + piece[:, None] * step[edge]
    ends = np.stack([start, start + step[edge]])
    low = np.clip(np.ceil(ends.min(0) - 1), 0, size_px - 1).astype(np.int64)
    high = np.clip(np.floor(ends.max(0) + 1), 0, size_px - 1).astype(np.int64)
    wide, tall = np.maximum(high - low + 1, 0).T
    piece, offset = _enumerate(wide * tall)
    row, column = np.divmod(offset, np.maximum(wide, 1)[piece])
    column, row = column + low[piece, 0], row + low[piece, 1]
    kept = np.flatnonzero(free[row, column])
    row, column, edge = row[kept], column[kept], edge[piece[kept]]
    to = np.stack([column, row], 1) - tail[edge]
    length = np.maximum((along * along).sum(1), 1e-12)[edge]
    t = np.clip((to * along[edge]).sum(1) / length, 0, 1)
    distance = np.linalg.norm(to - t[:, None] * along[edge], axis=1)
    near = np.flatnonzero(distance <= 1)
    order = near[np.lexsort((face[edge[near]], distance[near], row[near] * size_px + column[near]))]
    texel, first = np.unique(row[order] * size_px + column[order], return_index=True)
    chosen = order[first]
    face, opposite, t = face[edge[chosen]], opposite[edge[chosen]], t[chosen]
    weights = np.zeros((len(chosen), 3), np.float32)
    k = np.arange(len(chosen))
    weights[k, (opposite + 1) % 3], weights[k, (opposite + 2) % 3] = 1 - t, t
    return texel, face.astype(np.int32), weights


def _enumerate(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each index as often as it counts, and the number of each of its copies, from 0."""
    index = np.repeat(np.arange(len(counts)), counts)
    return index, np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
