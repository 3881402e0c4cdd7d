"""What sharp edges and joints are near each texel: rounded normals, what is worn, where dirt sits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from threed.atlas import Texels
from threed.attributes import require_normals, require_uv
from threed.types import Mesh

#: radius of rounded edges as a part of the prop's scale, and the least and the largest in metres
ROUNDING = (0.0044, 0.0003, 0.008)
#: how far from an edge it is worn, in radii of rounding, and at least in texels
REACH, REACH_PX = 2.7, 4.0
#: half the width of a joint's groove as a part of the prop's scale, the least and the largest in metres, and
#: the least in texels
GROOVE, GROOVE_PX = (0.0012, 0.0001, 0.003), 1.0
#: blunt edges where two parts meet wear less than those of one
JOINED = np.float32(0.45)
#: segments are looked at in pieces of this length, so many texels at once
PIECE_PX, BATCH = 12.0, 1 << 17


class Edges(Protocol):
    """Sharp edges of a mesh and borders between its parts, E of them: threed.procedural.creases.Edges.

    Attributes:
        start, end: [E, 3].
        normal_a, normal_b: [E, 3] of the faces on both sides.
        angle: [E] radians between them, convex > 0.
        face_a, face_b: [E] those faces.
        is_joint: [E] bool, the faces belong to two parts.
    """

    @property
    def start(self) -> np.ndarray: ...

    @property
    def end(self) -> np.ndarray: ...

    @property
    def normal_a(self) -> np.ndarray: ...

    @property
    def normal_b(self) -> np.ndarray: ...

    @property
    def angle(self) -> np.ndarray: ...

    @property
    def face_a(self) -> np.ndarray: ...

    @property
    def face_b(self) -> np.ndarray: ...

    @property
    def is_joint(self) -> np.ndarray: ...


@dataclass(frozen=True)
class EdgeMaps:
    """Edges near texels.

    Attributes:
        bend: [3, T] what is added to the normal to round edges, and joints' shoulders.
        convex: [T] closeness to convex edges, 0 out of reach, 1 on one, more where several meet.
        concave: [T] the same of concave edges, 0..1.
        joint: [T] closeness to joints, 0..1.
    """

    bend: np.ndarray
    convex: np.ndarray
    concave: np.ndarray
    joint: np.ndarray


def bake_edges(
    mesh: Mesh, texels: Texels, face_normal: np.ndarray, edges: Edges, scale_m: float, texel_m: float
) -> EdgeMaps:
    """Find the edges near each texel.

    Args:
        mesh: unwrapped, in metres.
        texels: of its atlas.
        face_normal: [F, 3].
        edges: of the mesh.
        scale_m: how large the prop is, and how stout: the side of a cube.
        texel_m: width of a texel on it.
    """
    rounding = max(float(np.clip(ROUNDING[0] * scale_m, *ROUNDING[1:])), 1.2 * texel_m)
    groove = max(float(np.clip(GROOVE[0] * scale_m, *GROOVE[1:])), GROOVE_PX * texel_m)
    reach = max(REACH * rounding, REACH_PX * texel_m)
    sharp = _is_crease(mesh, edges)
    count = len(texels.index)
    weight_sum = np.ones(count, np.float32)
    bend, convex, concave, joint = np.zeros((3, count), np.float32), *np.zeros((3, count), np.float32)
    for near in _find_near(mesh, texels, face_normal, edges, reach):
        angle, row = edges.angle[near.edge] * sharp[near.edge], near.row
        # texels about an edge are as near as it can be told, or it would show as a dashed line
        distance = np.maximum(near.distance - np.float32(0.6 * texel_m), 0)
        closeness = 1 - distance / np.float32(reach)
        strength = np.clip(np.abs(angle) * np.float32(1 / 1.2), 0, 1)
        in_joint = edges.is_joint[near.edge]
        np.add.at(
            convex, row, closeness * strength * (angle > 0.35) * np.where(in_joint & (angle < 0.7), JOINED, 1)
        )
        np.maximum.at(concave, row, closeness * strength * (angle < -0.2))
        # around a rounded edge the normals of both sides are mixed half and half, and evenly where three meet
        t = np.clip(1 - distance / np.float32(rounding), 0, 1) * (angle > 0.2)
        share = t / (2 - t)
        np.add.at(weight_sum, row, share)
        turn = share * near.turn
        depth = np.clip(1 - distance / np.float32(1.9 * groove), 0, 1) * in_joint
        np.maximum.at(joint, row, depth * depth * (3 - 2 * depth))
        # the shoulders of a groove lean towards it
        lean = (3.2 * depth * (1 - depth) * (np.abs(angle) < 0.6)) * near.towards
        for axis in range(3):
            np.add.at(bend[axis], row, turn[axis] + lean[axis])
    return EdgeMaps(bend / weight_sum, convex, concave, joint)


def _is_crease(mesh: Mesh, edges: Edges) -> np.ndarray:
    """Tell which edges [E] are shaded as edges: facets of what is shaded round are none, and do not wear."""
    normals = require_normals(mesh)
    differ = np.zeros(len(edges.angle), np.float32)
    for point in (edges.start, edges.end):
        sides = []
        for face in (edges.face_a, edges.face_b):
            corners = mesh.faces[face]
            which = np.linalg.norm(mesh.vertices[corners] - point[:, None], axis=2).argmin(1)
            sides.append(normals[corners[np.arange(len(face)), which]])
        differ = np.maximum(differ, 1 - (sides[0] * sides[1]).sum(1))
    return differ > 0.02


@dataclass(frozen=True)
class _Near:
    """Pairs of texels and edges: row and edge [N], distance [N], towards [3, N] the edge, unit, and turn
    [3, N], how the normal changes over the edge."""

    row: np.ndarray
    edge: np.ndarray
    distance: np.ndarray
    towards: np.ndarray
    turn: np.ndarray


def _find_near(mesh: Mesh, texels: Texels, face_normal: np.ndarray, edges: Edges, reach: float):
    """Yield the texels near each edge, one side at a time, by looking about it in the atlas."""
    size = texels.size_px
    place = np.full(size * size, -1, np.int32)
    place[texels.index] = np.arange(len(texels.index), dtype=np.int32)
    corners, weights = mesh.faces[texels.face], texels.barycentric
    points = np.stack([(mesh.vertices[:, k][corners] * weights).sum(1) for k in range(3)])
    for face, normal, other in (
        (edges.face_a, edges.normal_a, edges.normal_b),
        (edges.face_b, edges.normal_b, edges.normal_a),
    ):
        for row, edge in _look_about(mesh, place, size, edges, face, reach):
            start, end = edges.start[edge].T, edges.end[edge].T
            along = end - start
            to = points[:, row] - start
            length = np.maximum((along * along).sum(0), 1e-12)
            t = np.clip((to * along).sum(0) / length, 0, 1)
            away = to - t * along
            distance = np.sqrt((away * away).sum(0))
            own = face_normal[texels.face[row]].T
            # the far side of a thin board is near, too, and what turns away sees the edge from its own side
            same = (own * normal[edge].T).sum(0) > 0.75
            keep = np.flatnonzero((distance < reach) & same)
            edge, distance = edge[keep], distance[keep]
            towards = -away[:, keep] / np.maximum(distance, 1e-9)
            yield _Near(row[keep], edge, distance, towards, (other[edge] - normal[edge]).T)


def _look_about(mesh: Mesh, place: np.ndarray, size: int, edges: Edges, face: np.ndarray, reach: float):
    """Yield rows of texels and edges that may be near, each pair once, from the atlas around an edge's uv."""
    uv = require_uv(mesh)
    corners = mesh.vertices[mesh.faces[face]]
    ends = []
    for point in (edges.start, edges.end):
        which = np.linalg.norm(corners - point[:, None], axis=2).argmin(1)
        ends.append(uv[mesh.faces[face, which]].astype(np.float64))
    a, b = (np.stack([e[:, 0], 1 - e[:, 1]], 1) * size - 0.5 for e in ends)
    span = np.linalg.norm(b - a, axis=1)
    metres = np.linalg.norm(edges.end - edges.start, axis=1)
    # texels of a metre here; charts may be stretched across
    density = np.where(metres > 1e-9, span / np.maximum(metres, 1e-9), 0)
    margin = np.clip(reach * density * 1.15 + 1, 1, 64)
    pieces = np.maximum(np.ceil(span / PIECE_PX), 1).astype(int)
    edge = np.repeat(np.arange(len(span)), pieces)
    k = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    t0, t1 = k / pieces[edge], np.where(k + 1 == pieces[edge], 2, (k + 1) / pieces[edge])
    first, along = a[edge] + (b - a)[edge] * t0[:, None], (b - a)[edge] / pieces[edge, None]
    ends = np.stack([first, first + along])
    low = np.floor(ends.min(0) - margin[edge, None]).astype(int).clip(0, size - 1)
    high = np.ceil(ends.max(0) + margin[edge, None]).astype(int).clip(0, size - 1)
    wide, tall = (high - low + 1).T
    counts = wide * tall
    # what a texel's place in the box is worth along and across its edge, from the box's first texel
    norm = np.maximum(span[edge], 1e-6)
    unit_x, unit_y = ((b - a)[edge] / norm[:, None]).T
    to_x, to_y = (low - a[edge]).T
    table = np.stack([unit_x * to_x + unit_y * to_y, unit_x, unit_y, unit_x * to_y - unit_y * to_x], 1)
    table = np.concatenate([table, np.stack([t0 * norm, t1 * norm, margin[edge]], 1)], 1).astype(np.float32)
    table[t0 == 0, 4], table[t1 == 2, 5] = -np.inf, np.inf
    begin, total = 0, np.concatenate([[0], np.cumsum(counts)])
    while begin < len(edge):
        stop = max(begin + 1, int(np.searchsorted(total, total[begin] + BATCH, side="right")) - 1)
        piece = np.repeat(np.arange(begin, stop, dtype=np.int32), counts[begin:stop])
        offset = (np.arange(total[begin], total[stop]) - total[piece]).astype(np.int32)
        y, x = np.divmod(offset, wide[piece].astype(np.int32))
        row = place[(low[piece, 1].astype(np.int32) + y) * size + low[piece, 0].astype(np.int32) + x]
        on = np.flatnonzero(row >= 0)
        row, piece, x, y = row[on], piece[on], x[on].astype(np.float32), y[on].astype(np.float32)
        at, ux, uy, off, least, most, reach_px = table[piece].T
        # each texel belongs to the piece that the foot of its perpendicular lies on
        foot = at + ux * x + uy * y
        aside = np.abs(off + ux * y - uy * x)
        keep = np.flatnonzero((foot >= least) & (foot < most) & (aside < reach_px))
        yield row[keep], edge[piece[keep]]
        begin = stop
