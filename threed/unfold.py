"""Lays a surface flat: facets are unfolded beside each other, along the borders they share, while that packs
well.

Planar facets are laid as they are. Two charts become one where the border they share fits, nothing comes to
lie on anything, and the rectangle around both is no larger than the two around each: so walls of boxes and
barrels unroll to strips, bevels stay with their boards, and balls fall into lobes. What does not fit
exactly, since the surface is curved both ways, is relaxed at the end, as rigidly as possible (Liu et al., "A
Local/Global Approach to Mesh Parameterization", 2008).
"""

from __future__ import annotations

import heapq
import math
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from threed.normals import corner_angles
from threed.topology import face_vectors, label_components

#: neighbours that meet at less than this lie in one plane
PLANAR = math.radians(0.5)
#: an edge that is sharper is one at which a seam is welcome
SHARP = math.radians(35.0)
#: how welcome a merge is over smooth and sharp edges, within a part and between parts
WELCOME = np.array([[1.0, 0.45], [0.35, 0.2]])
#: facets that fill less of the rectangle around them begin as triangles
SPRAWL = 0.45
#: how far borders may be from fitting, as a share of their length, and of the mean length of their edges
MISFIT, ROUGH = 0.1, 0.3
#: a vertex within a chart may be this far from flat, in radians
DEFECT = 0.5
#: by this share of the smaller rectangle the one around a merged chart may be larger than both, over smooth
#: edges
GROWTH = 0.3
#: and does not fill its rectangle less than this, or than it did
DENSE = 0.6
#: angles in a quarter turn at which the least rectangle around a facet is looked for
TURNS = 6
#: charts will fill about this share of the atlas; none is longer than that share of its side
FILL, LONGEST = 0.7, 0.85
#: rounds of relaxation, and the stiffness that holds charts meanwhile
ROUNDS, STIFF = 6, 1e-6
#: faces may lie on each other by this share of the longest a chart may be
TOUCH = 1e-8


class Unfolded(NamedTuple):
    """A surface laid flat, true to scale; charts may lie on each other.

    Attributes:
        uv: [W, 2] in units of the surface.
        faces: [F, 3], in the order given.
        source: [W], the vertex of the surface.
        chart: [F] from 0.
    """

    uv: np.ndarray
    faces: np.ndarray
    source: np.ndarray
    chart: np.ndarray


def unfold(vertices: np.ndarray, faces: np.ndarray, part: np.ndarray, padding: float) -> Unfolded:
    """Lay a closed surface flat.

    Args:
        vertices: [V, 3].
        faces: [F, 3], each edge has two.
        part: [F] int; charts rather end where parts do.
        padding: how far apart charts will be packed, as a share of the atlas' side.
    """
    surface = _Surface(vertices, faces, part)
    joined = _merge(surface, padding)
    flat, corners, source = _weld(surface, joined)
    rest = _rest(surface)
    flat = _relax(flat, corners, rest)
    slack = TOUCH * surface.longest
    flat, corners, source = _part_overlapping(flat, corners, source, rest, slack)
    uv = np.stack([flat.real, flat.imag], 1)
    return Unfolded(uv, corners, source, label_components(corners, len(uv)))


def longest_side(vertices: np.ndarray, faces: np.ndarray) -> float:
    """Return how long a chart may be, in the unit of the surface; charts of edges that are longer are badly
    packed.
    """
    return LONGEST * math.sqrt(float(np.linalg.norm(face_vectors(vertices, faces), axis=1).sum()) / FILL)


class _Surface:
    """Half-edges of a surface; half-edge h runs from corner h to the next one of its face.

    Attributes:
        flat: [3F] complex, where corners lie in the plane: in the frame of their facet, later of their chart.
        facet: [F] what lies in one plane.
        twin: [3F] half-edge on the other side; -1 where there is none.
        after: [3F] the next corner of the face.
        length: [3F] of half-edges.
        smooth: [3F] bool, half-edges within a part that are not sharp.
        welcome: [3F] how welcome a merge over a half-edge is.
        bent: [V] bool, vertices that cannot be laid flat.
    """

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, part: np.ndarray) -> None:
        corners = vertices[faces].astype(np.float64)
        self.vertices, self.faces = vertices, faces
        self.twin = find_twins(faces)
        index = np.arange(faces.size)
        self.after = index - index % 3 + (index + 1) % 3
        points = corners.reshape(-1, 3)
        self.length = np.linalg.norm(points[self.after] - points, axis=1)
        vectors = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        doubled = np.linalg.norm(vectors, axis=1)
        normals = vectors / np.maximum(doubled, 1e-30)[:, None]
        self.area = doubled / 2
        face, other = index // 3, np.where(self.twin >= 0, self.twin // 3, index // 3)
        angle = np.arccos(np.clip((normals[face] * normals[other]).sum(1), -1, 1))
        apart = (part[face] != part[other]).astype(int)
        self.smooth = (apart == 0) & (angle < SHARP)
        self.welcome = WELCOME[apart, (angle > SHARP).astype(int)]
        round_angles = np.bincount(faces.ravel(), corner_angles(corners).ravel())
        self.bent = np.abs(2 * math.pi - round_angles) > DEFECT
        flat = (angle < PLANAR) & (self.twin >= 0)
        graph = coo_matrix((np.ones(flat.sum(), bool), (face[flat], other[flat])), shape=(len(faces),) * 2)
        self.facet = connected_components(graph, directed=False)[1]
        mean = np.stack([np.bincount(self.facet, vectors[:, k]) for k in range(3)], 1)
        mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-30)
        side = np.cross(mean, np.eye(3)[np.abs(mean).argmin(1)])
        side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-30)
        up = np.cross(mean, side)
        own = np.repeat(self.facet, 3)
        self.flat = (points * side[own]).sum(1) + 1j * (points * up[own]).sum(1)
        self.longest = longest_side(vertices, faces)
        self.facet = _dissolve_sprawling(self.facet, self.flat, self.area, self.longest)
        self.joined = flat & (self.facet[face] == self.facet[other])


def _dissolve_sprawling(facet: np.ndarray, flat: np.ndarray, area: np.ndarray, longest: float) -> np.ndarray:
    """Part facets [F] into their triangles that are too long, or fill the rectangle around them badly, as
    rings do.
    """
    order = np.argsort(np.repeat(facet, 3), kind="stable")
    begins = np.searchsorted(np.repeat(facet, 3)[order], np.arange(facet.max() + 1))
    room, extent = np.full((2, len(begins)), np.inf)
    for turn in np.exp(1j * np.arange(TURNS) * (math.pi / 2 / TURNS)):
        points = (flat * turn)[order]
        wide, tall = (
            np.maximum.reduceat(axis, begins) - np.minimum.reduceat(axis, begins)
            for axis in (points.real, points.imag)
        )
        room, extent = np.minimum(room, wide * tall), np.minimum(extent, np.maximum(wide, tall))
    sprawls = (np.bincount(facet, area) < SPRAWL * room) | (extent > longest)
    apart = np.where(sprawls[facet], facet.max() + 1 + np.arange(len(facet)), facet)
    return np.unique(apart, return_inverse=True)[1].reshape(-1)


def find_twins(faces: np.ndarray) -> np.ndarray:
    """Return for each half-edge [3F] the one along the same edge the other way; -1 where there is none."""
    tail, head = faces.ravel().astype(np.int64), np.roll(faces, -1, axis=1).ravel().astype(np.int64)
    count = int(faces.max()) + 1
    forward, backward = tail * count + head, head * count + tail
    order = np.argsort(forward, kind="stable")
    place = np.minimum(np.searchsorted(forward[order], backward), len(order) - 1)
    found = order[place]
    return np.where(forward[found] == backward, found, -1)


class _Chart(NamedTuple):
    """Corners of a chart, half-edges of its border, its perimeter and area, that of its rectangle, how that
    is turned.
    """

    corners: np.ndarray
    border: np.ndarray
    perimeter: float
    area: float
    room: float
    turn: complex


def _merge(surface: _Surface, padding: float) -> np.ndarray:
    """Merge facets to charts; surface.flat moves with them. Return which half-edges [3F] bool were joined."""
    flat, twin, after, length = surface.flat, surface.twin, surface.after, surface.length
    gap, longest = padding * surface.longest / LONGEST, surface.longest
    own = np.repeat(surface.facet, 3)
    order = np.argsort(own, kind="stable")
    pieces = np.split(order, np.flatnonzero(np.diff(own[order])) + 1)
    joined = surface.joined.copy()
    chart_of = own.copy()  # of corners, and of the half-edges that begin at them
    charts: dict[int, _Chart] = {}
    every = np.exp(1j * np.arange(TURNS) * (math.pi / 2 / TURNS))
    for k, corners in enumerate(pieces):
        border = corners[~joined[corners]]
        room, _, turn = _room(flat[corners], gap, every)
        area = float(surface.area[corners[::3] // 3].sum())
        charts[k] = _Chart(corners, border, float(length[border].sum()), area, room, turn)
    heap: list[tuple[float, int, int]] = []

    def propose(a: int) -> None:
        border = charts[a].border
        border = border[twin[border] >= 0]
        others = chart_of[twin[border]]
        worth = length[border] * surface.welcome[border]
        found, place = np.unique(others, return_inverse=True)
        for b, shared in zip(found.tolist(), np.bincount(place, worth).tolist(), strict=True):
            if b != a:
                heapq.heappush(
                    heap, (-shared / (min(charts[a].perimeter, charts[b].perimeter) + 1e-12), a, b)
                )

    for k in range(len(pieces)):
        propose(k)
    following = len(pieces)
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in charts or b not in charts:
            continue
        if len(charts[a].corners) < len(charts[b].corners):
            a, b = b, a
        one, other = charts[a], charts[b]
        shared = one.border[twin[one.border] >= 0]
        shared = shared[chart_of[twin[shared]] == b]
        chain = _longest_chain(surface, shared)
        moved = _fit(surface, chain, other)
        if moved is None:
            continue
        along = np.conj(flat[after[chain]].sum() - flat[chain].sum())
        turns = [one.turn, other.turn * np.conj(moved.turn)]
        # a chain that closes has no direction
        turns = np.array([*turns, along / abs(along)] if abs(along) > 1e-9 * longest else turns)
        room, long_side, turn = _room(np.concatenate([flat[one.border], moved.border]), gap, turns)
        spare = GROWTH * min(one.room, other.room) if surface.smooth[chain].any() else 0.0
        area = one.area + other.area
        # small pieces, whose distances count more than they do themselves, must not make a chart sprawl
        if area < room * min(DENSE, 0.999 * one.area / one.room):
            continue
        if room > (one.room + other.room) * 1.0001 + spare or long_side > longest:
            continue
        if _overlap(surface, one, moved, chain):
            continue
        flat[other.corners] = moved.corners
        joined[chain] = joined[twin[chain]] = True
        corners = np.concatenate([one.corners, other.corners])
        border = np.concatenate([one.border, other.border])
        border = border[~joined[border]]
        chart_of[corners] = following
        del charts[a], charts[b]
        charts[following] = _Chart(corners, border, float(length[border].sum()), area, room, turn)
        propose(following)
        following += 1
    return joined


def _room(points: np.ndarray, gap: float, turns: np.ndarray) -> tuple[float, float, complex]:
    """Return the area of the least rectangle around points, a gap wider, its longer side, and of the turns
    the best.
    """
    turned = points[None] * turns[:, None]
    wide = turned.real.max(1) - turned.real.min(1)
    tall = turned.imag.max(1) - turned.imag.min(1)
    room = (wide + gap) * (tall + gap)
    k = int(room.argmin())
    return float(room[k]), float(max(wide[k], tall[k])), complex(turns[k])


def _longest_chain(surface: _Surface, shared: np.ndarray) -> np.ndarray:
    """Return of half-edges on a chart's border the longest run of ones that follow on each other."""
    if len(shared) == 1:
        return shared
    ids = surface.faces.ravel()
    begins = {int(v): i for i, v in enumerate(ids[shared])}
    flat, after, twin = surface.flat, surface.after, surface.twin
    ends = ids[after[shared]]
    reach = 1e-4 * float(surface.length[shared].max())
    label = list(range(len(shared)))

    def root(i: int) -> int:
        while label[i] != i:
            i = label[i]
        return i

    for i, v in enumerate(ends.tolist()):
        j = begins.get(v)
        if j is None or surface.bent[v]:
            continue
        h, g = shared[i], shared[j]
        if abs(flat[after[h]] - flat[g]) < reach and abs(flat[twin[h]] - flat[after[twin[g]]]) < reach:
            label[root(i)] = root(j)
    groups = np.array([root(i) for i in range(len(shared))])
    total = np.bincount(groups, surface.length[shared])
    return shared[groups == total.argmax()]


class _Moved(NamedTuple):
    """Where a chart lies once it was moved: its corners and tails of its border's half-edges; the turn; the
    misfit.
    """

    corners: np.ndarray
    border: np.ndarray
    turn: complex
    misfit: float


def _fit(surface: _Surface, chain: np.ndarray, other: _Chart) -> _Moved | None:
    """Lay a chart along a chain of half-edges; None where it does not fit."""
    flat, after, twin = surface.flat, surface.after, surface.twin
    across = twin[chain]
    here = np.concatenate([flat[chain], flat[after[chain]]])
    there = np.concatenate([flat[after[across]], flat[across]])
    mean_here, mean_there = here.mean(), there.mean()
    turn = np.vdot(there - mean_there, here - mean_here)
    size = abs(turn)
    if size < 1e-30:
        return None
    turn /= size
    shift = mean_here - turn * mean_there
    misfit = float(np.abs(here - (turn * there + shift)).max())
    if misfit > min(MISFIT * surface.length[chain].sum(), ROUGH * surface.length[chain].mean()):
        return None
    return _Moved(turn * flat[other.corners] + shift, turn * flat[other.border] + shift, turn, misfit)


def _overlap(surface: _Surface, one: _Chart, moved: _Moved, chain: np.ndarray) -> bool:
    """Say whether a moved chart comes to lie on another one, beyond what relaxing will part."""
    flat, after = surface.flat, surface.after
    tails, heads = flat[chain], flat[after[chain]]
    slack = 1e-3 * float(surface.length[chain].max()) + moved.misfit
    direction = (heads - tails).sum()
    middle, unit = (tails.mean() + heads.mean()) / 2, np.conj(direction / max(abs(direction), 1e-30))
    # each on its own side of the chain: nothing can overlap
    if ((flat[one.border] - middle) * unit).imag.min() > -slack and (
        (moved.border - middle) * unit
    ).imag.max() < slack:
        return False
    a, b = flat[one.corners].reshape(-1, 3), moved.corners.reshape(-1, 3)
    a, b = _near(a, moved.border), _near(b, flat[one.border])
    if not len(a) or not len(b):
        return False
    return not (_apart(a, b, slack) | _apart(b, a, slack).T).all()


def _near(triangles: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return of triangles [N, 3] those whose boxes meet the box around points."""
    x, y = triangles.real, triangles.imag
    near = (x.min(1) < points.real.max()) & (x.max(1) > points.real.min())
    near &= (y.min(1) < points.imag.max()) & (y.max(1) > points.imag.min())
    return triangles[near]


def _apart(a: np.ndarray, b: np.ndarray, slack: float) -> np.ndarray:
    """Say which triangles b [M, 3] lie beyond an edge of triangles a [N, 3], but for a little: [N, M]."""
    edge = np.roll(a, -1, axis=1) - a
    unit = np.conj(edge / np.maximum(np.abs(edge), 1e-30))
    beyond = (unit[..., None, None] * (b - a[..., None, None])).imag.max(-1)
    return (beyond < slack).any(1)


def _weld(surface: _Surface, joined: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make corners that joined half-edges share one point.

    Returns:
        flat [W] complex, faces [F, 3], source [W].
    """
    h = np.flatnonzero(joined)
    t = surface.twin[h]
    rows = np.concatenate([h, surface.after[h]])
    columns = np.concatenate([surface.after[t], t])
    count = surface.faces.size
    graph = coo_matrix((np.ones(len(rows), bool), (rows, columns)), shape=(count, count))
    number, label = connected_components(graph, directed=False)
    x, y = (np.bincount(label, axis, number) for axis in (surface.flat.real, surface.flat.imag))
    source = np.zeros(number, np.int64)
    source[label] = surface.faces.ravel()
    return (x + 1j * y) / np.bincount(label, minlength=number), label.reshape(-1, 3), source


def _rest(surface: _Surface) -> np.ndarray:
    """Lay every face in a plane of its own: [F, 3] complex, counter-clockwise."""
    corners = surface.vertices[surface.faces].astype(np.float64)
    e1, e2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    base = np.maximum(np.linalg.norm(e1, axis=1), 1e-12)
    x, y = (e1 * e2).sum(1) / base, np.linalg.norm(np.cross(e1, e2), axis=1) / base
    return np.stack([np.zeros(len(base)), base, x + 1j * y], 1)


def _relax(flat: np.ndarray, faces: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Move points [W] until every face is as near to its rest shape as the others let it."""
    a, b, c = rest.T
    # cotangents opposite the edges from corner k to k + 1; slivers count little
    cot = np.clip(np.stack([_cotangent(c, a, b), _cotangent(a, b, c), _cotangent(b, c, a)], 1), 0.02, 20.0)
    tail, head = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    edge, weight, count = np.roll(rest, -1, axis=1) - rest, cot.ravel(), len(flat)
    index = np.arange(count)
    # a breath of stiffness holds each chart where it lies
    held = np.full(count, STIFF)
    rows = np.concatenate([tail, head, tail, head, index])
    columns = np.concatenate([tail, head, head, tail, index])
    values = np.concatenate([weight, weight, -weight, -weight, held])
    solver = splu(coo_matrix((values, (rows, columns)), shape=(count, count)).tocsc())
    for _ in range(ROUNDS):
        turn = (cot * np.conj(edge) * (flat[head] - flat[tail]).reshape(-1, 3)).sum(1)
        turn /= np.maximum(np.abs(turn), 1e-30)
        pull = (cot * edge * turn[:, None]).ravel()
        right, up = (
            np.bincount(head, axis, count) - np.bincount(tail, axis, count) for axis in (pull.real, pull.imag)
        )
        solved = solver.solve(np.stack([right, up], 1) + STIFF * np.stack([flat.real, flat.imag], 1))
        flat = solved[:, 0] + 1j * solved[:, 1]
    return flat


def _part_overlapping(
    flat: np.ndarray, faces: np.ndarray, source: np.ndarray, rest: np.ndarray, slack: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut faces off their charts that lie on others by more than a slack, or were turned over.

    Returns:
        flat [W], faces [F, 3], source [W].
    """
    area = _signed_area(rest)
    while True:
        corners = flat[faces]
        over = _signed_area(corners) < -slack * np.abs(np.roll(corners, -1, axis=1) - corners).max(1)
        if np.any(over):
            # each by itself, as it was
            flat, source = (
                np.concatenate([flat, rest[over].ravel()]),
                np.concatenate([source, source[faces[over]].ravel()]),
            )
            faces[over] = np.arange(len(flat) - 3 * over.sum(), len(flat)).reshape(-1, 3)
            continue
        chart = label_components(faces, len(flat))
        a, b = _overlapping(flat[faces], chart, slack)
        if not len(a):
            return flat, faces, source
        cut = np.zeros(len(faces), bool)
        cut[np.where(area[a] < area[b], a, b)] = True
        used, faces = np.unique(faces + len(flat) * cut[:, None], return_inverse=True)
        faces, used = faces.reshape(-1, 3), used % len(flat)
        flat, source = flat[used], source[used]


def _cotangent(apex: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    u, v = a - apex, b - apex
    product = np.conj(u) * v
    return product.real / np.maximum(np.abs(product.imag), 1e-12)


def _signed_area(corners: np.ndarray) -> np.ndarray:
    return (np.conj(corners[:, 1] - corners[:, 0]) * (corners[:, 2] - corners[:, 0])).imag / 2


def _overlapping(corners: np.ndarray, chart: np.ndarray, slack: float) -> tuple[np.ndarray, np.ndarray]:
    """Find pairs of faces [F, 3] complex of one chart that share more than a slack's width."""
    x, y = corners.real, corners.imag
    # charts apart along x, each begins where the one before it ends
    low, high = np.full((2, chart.max() + 1), np.inf)
    np.minimum.at(low, chart, x.min(1))
    np.minimum.at(high, chart, -x.max(1))
    width = -high - low
    x = x + (np.cumsum(width + 1) - width - low)[chart][:, None]
    order = np.argsort(x.min(1), kind="stable")
    begin = x.min(1)[order]
    stop = np.searchsorted(begin, x.max(1)[order] - slack)
    count = np.maximum(stop - np.arange(len(order)) - 1, 0)
    i = np.repeat(np.arange(len(order)), count)
    j = i + 1 + np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    a, b = order[i], order[j]
    low_y, high_y = y.min(1) + slack, y.max(1)
    near = (low_y[a] < high_y[b]) & (low_y[b] < high_y[a])
    a, b = a[near], b[near]
    # turned over by less than the slack: no matter which way round
    mirrored = _signed_area(corners) < 0
    corners = np.where(mirrored[:, None], corners[:, ::-1], corners)
    apart = _beyond(corners[a], corners[b], slack) | _beyond(corners[b], corners[a], slack)
    return a[~apart], b[~apart]


def _beyond(a: np.ndarray, b: np.ndarray, slack: float) -> np.ndarray:
    """Say of pairs of triangles [N, 3] which of b lies beyond an edge of a, but for a slack."""
    edge = np.roll(a, -1, axis=1) - a
    unit = np.conj(edge / np.maximum(np.abs(edge), 1e-30))
    return ((unit[:, :, None] * (b[:, None] - a[:, :, None])).imag.max(2) < slack).any(1)
