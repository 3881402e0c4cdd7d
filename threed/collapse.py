"""Coarser meshes by collapsing edges, many at once, within the charts and along the seams of a UV map.

The cost of a collapse is that of Garland and Heckbert (1997), "Surface Simplification Using Quadric Error
Metrics". In each round those collapses are made that are the cheapest among all whose neighbourhoods they
touch, so that they do not disturb each other. A vertex always moves onto a neighbour: positions and UVs stay
a subset of those that there were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from threed.deviation import triangle_distances
from threed.topology import undirected_edges

#: of the collapses that are possible, the share of cheap ones from which a round chooses
EAGER = 0.25
#: seams and borders hold their line this many times more than surfaces do
HOLD = 4.0
#: a face may turn by no more than this in one collapse (cosine), nor grow thinner than this (height over
#: length)
TURN, THIN = 0.2, 1e-3
#: how a face's area in the UV map may change against that on the surface
STRETCH = 2.5
#: rounds, at most
ROUNDS = 120


@dataclass(frozen=True)
class Charted:
    """A closed surface with a UV map, corners of faces by place and by point of the map.

    Attributes:
        vertices: [V, 3] float64.
        uv: [W, 2] float64; None where there is no map.
        faces: [F, 3] into vertices.
        corners: [F, 3] into uv, or else into vertices; corners of one chart at one vertex share a point.
        group: [F] int; borders between groups are kept.
        source: [F] which face of the finest surface each was.
    """

    vertices: np.ndarray
    uv: np.ndarray | None
    faces: np.ndarray
    corners: np.ndarray
    group: np.ndarray
    source: np.ndarray


def collapse_edges(surface: Charted, goals: Sequence[tuple[int, float]]) -> Iterator[list[Charted]]:
    """Collapse edges towards one goal after the other, each coarser than the one before it.

    Vertices inside a chart may go to any neighbour, those on a seam along it. What is nearer than `furthest`
    may go across a seam, too: what has no point of the map there keeps the one that it had.

    Args:
        surface: closed.
        goals: of each the number of triangles to come down to, and how far, about, the surface may move from
        the
            one given (`furthest`, in its unit).

    Yields:
        For each goal the surfaces after each round, from fine to coarse, the first of them the coarsest of
        the goal before; vertices and uv are those given.
    """
    state = surface
    quadrics, error = _quadrics(surface), np.zeros(len(surface.vertices))
    for triangles, furthest in goals:
        made = [state]
        for _ in range(ROUNDS):
            spare = len(state.faces) - triangles
            moves = _choose(state, quadrics, error, furthest, spare) if spare > 0 else None
            if moves is None or not len(moves.source):
                break
            np.add.at(quadrics, moves.target, quadrics[moves.source])
            error[moves.target] = np.maximum(error[moves.target], moves.error)
            state = _move(state, moves)
            made.append(state)
        yield made


def _move(state: Charted, moves: _Moves) -> Charted:
    place, point = np.arange(len(state.vertices)), np.arange(int(state.corners.max()) + 1)
    place[moves.source], point[moves.source_corner] = moves.target, moves.target_corner
    # a point of the map at some other vertex stays
    goes = np.isin(state.faces, moves.source)
    faces, corners = place[state.faces], np.where(goes, point[state.corners], state.corners)
    kept = np.all(faces != np.roll(faces, 1, axis=1), axis=1)
    return replace(
        state, faces=faces[kept], corners=corners[kept], group=state.group[kept], source=state.source[kept]
    )


@dataclass(frozen=True)
class _Moves:
    """Vertices and the neighbours they move onto, the points of the UV map that move so, and how far from
    what there was first the surface then is."""

    source: np.ndarray
    target: np.ndarray
    error: np.ndarray
    source_corner: np.ndarray
    target_corner: np.ndarray


def _quadrics(surface: Charted) -> np.ndarray:
    """Return the squared distances from the planes around each vertex, weighed by area: [V, 10]."""
    points, faces = surface.vertices, surface.faces
    a, b, c = (points[faces[:, k]] for k in range(3))
    vectors = np.cross(b - a, c - a)
    doubled = np.linalg.norm(vectors, axis=1)
    normals = vectors / np.maximum(doubled, 1e-30)[:, None]
    planes, weight, where = [normals], [doubled / 6], [faces]
    offsets = [-(normals * a).sum(1)]
    # a plane through each edge of a seam or border, upright on its face
    held = _held(surface)
    face, k = np.nonzero(held)
    tail, head = faces[face, k], faces[face, (k + 1) % 3]
    along = points[head] - points[tail]
    upright = np.cross(along, normals[face])
    length = np.linalg.norm(upright, axis=1)
    upright /= np.maximum(length, 1e-30)[:, None]
    planes.append(upright)
    offsets.append(-(upright * points[tail]).sum(1))
    weight.append(HOLD * length**2 / 6)
    where.append(np.stack([tail, head, head], 1)[:, :2])
    quadrics = np.zeros((len(points), 10))
    for n, d, w, vertices in zip(planes, offsets, weight, where, strict=True):
        x, y, z = n.T
        terms = np.stack([x * x, y * y, z * z, x * y, x * z, y * z, x * d, y * d, z * d, d * d], 1)
        for column in vertices.T:
            for t in range(10):
                quadrics[:, t] += np.bincount(column, terms[:, t] * w, len(points))
    return quadrics


def _held(surface: Charted) -> np.ndarray:
    """Find the half-edges [F, 3] bool at which a chart or a group ends."""
    faces, corners = surface.faces, surface.corners
    _, which = undirected_edges(faces)
    order = np.argsort(which, kind="stable")
    first, second = order[::2], order[1::2]
    after = np.arange(faces.size) - np.arange(faces.size) % 3 + (np.arange(faces.size) + 1) % 3
    point = corners.ravel()
    seam = (point[first] != point[after[second]]) | (point[after[first]] != point[second])
    border = surface.group[first // 3] != surface.group[second // 3]
    held = np.zeros(faces.size, bool)
    held[first] = held[second] = seam | border
    return held.reshape(-1, 3)


def _distance(quadrics: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Evaluate quadrics [N, 10] at points [N, 3]."""
    x, y, z = points.T
    q = quadrics.T
    total = q[0] * x * x + q[1] * y * y + q[2] * z * z + 2 * (q[3] * x * y + q[4] * x * z + q[5] * y * z)
    return np.maximum(total + 2 * (q[6] * x + q[7] * y + q[8] * z) + q[9], 0)


def _choose(state: Charted, quadrics: np.ndarray, error: np.ndarray, furthest: float, spare: int) -> _Moves:
    """Choose the collapses of one round."""
    points, faces, corners = state.vertices, state.faces, state.corners
    count = len(points)
    index = np.arange(faces.size)
    after = index - index % 3 + (index + 1) % 3
    vertex, point = faces.ravel(), corners.ravel()
    tail, head = vertex, vertex[after]
    keys = tail * count + head
    order = np.argsort(keys)
    twin = order[np.searchsorted(keys[order], head * count + tail)]
    held = _held(state).ravel()
    # corners of v and u in the two faces at their edge: of the half-edge v → u and of its twin
    v1, u1, v2, u2 = point, point[after], point[after[twin]], point[twin]
    borders = np.bincount(tail, held, count)
    wedges = _count_distinct(vertex, point, count)
    length = np.linalg.norm(points[head] - points[tail], axis=1)
    # a vertex inside a chart may go anywhere, one on a line of two only along it
    inside = (borders[tail] == 0) & (wedges[tail] == 1)
    on_line = (borders[tail] == 2) & held & (wedges[tail] <= 2) & ((wedges[tail] == 1) | (v1 != v2))
    fits = (inside | on_line | (length < furthest)) & ((v1 != v2) | (u1 == u2))
    adjacent = csr_matrix((np.ones(len(tail), np.int32), (tail, head)), shape=(count, count))
    fits &= np.asarray((adjacent[tail].multiply(adjacent[head])).sum(1)).ravel() == 2
    cost = _distance(quadrics[tail] + quadrics[head], points[head])
    candidate = np.flatnonzero(fits)
    if not len(candidate):
        return _Moves(*np.zeros((5, 0), np.int64))
    keep = max(int(EAGER * len(candidate)), min(len(candidate), 32))
    candidate = candidate[np.argsort(cost[candidate], kind="stable")[:keep]]
    sound, away = _try(state, candidate, tail[candidate], head[candidate], (v1, u1, v2, u2))
    away = np.maximum(away + error[tail[candidate]], error[head[candidate]])
    sound &= away < furthest
    candidate, away = candidate[sound], away[sound]
    # of those that share any vertex around them only the cheapest
    best = np.full(count, len(candidate))
    ring, owner = _around(adjacent, tail[candidate])
    np.minimum.at(best, ring, owner)
    np.minimum.at(best, tail[candidate], np.arange(len(candidate)))
    alone = best[tail[candidate]] == np.arange(len(candidate))
    alone &= np.bincount(owner, best[ring] != owner, minlength=len(candidate)) == 0
    chosen, away = (x[alone][: max((spare + 1) // 2, 1)] for x in (candidate, away))
    return _Moves(
        tail[chosen],
        head[chosen],
        away,
        np.concatenate([v1[chosen], v2[chosen]]),
        np.concatenate([u1[chosen], u2[chosen]]),
    )


def _try(
    state: Charted,
    candidate: np.ndarray,
    tail: np.ndarray,
    head: np.ndarray,
    points_at: tuple[np.ndarray, ...],
) -> tuple[np.ndarray, np.ndarray]:
    """Try collapses of vertices tail [N] onto head [N], the half-edges `candidate`.

    Args:
        points_at: points of the map of all half-edges: of tail and head in its face, and in its twin's.

    Returns:
        which leave faces that look the same way, lie the same way in the map, and are no double; and how far
        the vertex then is from the surface [N].
    """
    v1, u1, v2, u2 = points_at
    faces, corners, points = state.faces, state.corners, state.vertices
    count = len(points)
    order = np.argsort(faces.ravel(), kind="stable")
    begins = np.searchsorted(faces.ravel()[order], np.arange(count + 1))
    number = (begins[1:] - begins[:-1])[tail]
    owner = np.repeat(np.arange(len(tail)), number)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(number) - number, number)
    corner = order[np.repeat(begins[tail], number) + within]
    face, k = corner // 3, corner % 3
    # those at the edge itself vanish
    stays = ~np.any(faces[face] == head[owner][:, None], axis=1)
    owner, face, k = owner[stays], face[stays], k[stays]
    row = np.arange(len(face))
    old, new = points[faces[face]], points[faces[face]]
    new[row, k] = points[head[owner]]
    before, after = (np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]) for p in (old, new))
    size_before, size_after = np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1)
    good = (before * after).sum(1) > TURN * size_before * size_after
    longest = np.linalg.norm(np.roll(new, -1, axis=1) - new, axis=2).max(1)
    good &= (size_after > THIN * longest**2) | (size_after >= size_before)
    if state.uv is not None:
        side, point = candidate[owner], corners[face, k]
        target = np.where(point == v1[side], u1[side], np.where(point == v2[side], u2[side], point))
        good &= _keeps_map(state.uv, corners[face], k, target, (size_before, size_after), longest)
    # a face that is there already, the other way round, would close a pocket to nothing
    others = np.stack([faces[face, (k + 1) % 3], faces[face, (k + 2) % 3], head[owner]], 1)
    good &= ~np.isin(_keys(others, count), _keys(faces, count))
    away = np.full(len(tail), np.inf)
    np.minimum.at(away, owner, triangle_distances(points[tail[owner]], new))
    return np.bincount(owner, ~good, minlength=len(tail)) == 0, away


def _keeps_map(
    uv: np.ndarray,
    corners: np.ndarray,
    k: np.ndarray,
    target: np.ndarray,
    sizes: tuple[np.ndarray, np.ndarray],
    longest: np.ndarray,
) -> np.ndarray:
    """Say of faces [N, 3] of the map whether they stay the right way round, and are not stretched, as corner
    k goes to another point.

    Args:
        sizes: of the faces before and after on the surface, doubled areas; longest: their edges after.
    """
    before, after = uv[corners], uv[corners]
    after[np.arange(len(k)), k] = uv[target]
    scale = np.sqrt(np.abs(_area(before)).sum() / max(sizes[0].sum(), 1e-30))
    area = _area(after)
    ratio = np.sqrt(np.maximum(area, 0) / np.maximum(sizes[1], 1e-30))
    thin = sizes[1] < 1e-2 * longest**2
    return (area > 0) & (thin | ((ratio < STRETCH * scale) & (ratio > scale / STRETCH)))


def _area(corners: np.ndarray) -> np.ndarray:
    e1, e2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]


def _keys(triples: np.ndarray, count: int) -> np.ndarray:
    a, b, c = np.sort(triples, axis=1).T.astype(np.int64)
    return (a * count + b) * count + c


def _count_distinct(vertex: np.ndarray, point: np.ndarray, count: int) -> np.ndarray:
    """Count how many points of the map each vertex has: [count]."""
    pairs = np.unique(vertex.astype(np.int64) << 32 | point)
    return np.bincount(pairs >> 32, minlength=count)


def _around(adjacent: csr_matrix, vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the neighbours of vertices, and for each neighbour whose it is."""
    begins = adjacent.indptr[vertices]
    number = adjacent.indptr[vertices + 1] - begins
    owner = np.repeat(np.arange(len(vertices)), number)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(number) - number, number)
    return adjacent.indices[np.repeat(begins, number) + within], owner
