"""Convex solids that stand for a prop in collisions: hulls of its parts, joined where that adds little, cut where
it saves much.

Source for the cuts: Wei et al., "Approximate Convex Decomposition for 3D Meshes with Collision-Aware Concavity and
Tree Search" (2022); those tried here are few, in planes that the prop has.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import manifold3d
import numpy as np

from threed.raycast import build_scene, cast_rays

#: solids, at most
MOST = 16
#: numbers of solids that the parts are joined to; the worst of the fewer are cut
STARTS = (16, 11, 6)
#: an overlap that is good enough not to look further, and one below which hollows are filled
GOOD, ENOUGH = 0.88, 0.85
#: of the likeliest sets of solids how many are measured
TRIED = 3
#: solids are simplified by this share of their size while it is looked for where to cut them
COARSE = 2e-2
#: a point is in a hollow if more than this share of directions meet the prop
HOLLOW = 0.6
#: points and directions that tell
POINTS, RAYS = 3000, 26
#: what is smaller than this share of the volume is left out
CRUMB = 5e-4
#: joining two solids may add this share of the volume, even where they are few enough
CHEAP = 2e-3
#: neighbours of each solid with which joining it is tried
NEIGHBOURS = 8
#: planes tried along each axis
PLANES = 3


@dataclass(frozen=True)
class Collider:
    """Convex solids.

    Attributes:
        solids: vertices [V, 3] float32 and faces [F, 3] int32 each.
        overlap: 0..1, volume of their intersection with the prop over that of their union with it.
    """

    solids: tuple[tuple[np.ndarray, np.ndarray], ...]
    overlap: float


def make_collider(
    whole: manifold3d.Manifold, parts: Sequence[manifold3d.Manifold], most: int = MOST
) -> Collider:
    """Cover a solid with few convex ones.

    Args:
        whole: the prop.
        parts: the solids that it was united from.
        most: how many at most, ≥ 1.
    """
    least = CRUMB * whole.volume()
    united = manifold3d.Manifold.batch_boolean(list(parts), manifold3d.OpType.Add)
    # a cavity that was filled is a piece of its own
    filled = (whole - united).decompose() if whole.volume() > 1.02 * united.volume() else []
    pieces = [_Piece(part) for part in (*parts, *filled) if part.volume() > least]
    joined = _join(pieces, [min(start, most) for start in STARTS], CHEAP * whole.volume())
    joined.append([_Piece(whole)])
    found = [[piece.hull for piece in few] for few in joined]
    likely = [_likely_overlap(whole, hulls) for hulls in found]
    # the coarser starts leave room for cuts
    for few in joined[1:] if max(likely) < GOOD else ():
        cut = _cut_worst(few, least, most)
        if len(cut) > len(few):
            found.append([piece.hull for piece in cut])
            likely.append(_likely_overlap(whole, found[-1]))
        if likely[-1] > GOOD:
            break
    best, overlap = 0, 0.0
    for k in np.argsort(-np.array(likely), kind="stable")[:TRIED]:
        if likely[k] > overlap and (measured := measure_overlap(whole, found[k])) > overlap:
            best, overlap = int(k), measured
    if overlap < ENOUGH:
        # what is a thin shell is filled
        hollow = fill_overlaps(whole, found)
        if max(hollow) > overlap:
            best, overlap = int(np.argmax(hollow)), max(hollow)
    return Collider(tuple(_arrays(hull) for hull in found[best]), overlap)


def _likely_overlap(whole: manifold3d.Manifold, hulls: Sequence[manifold3d.Manifold]) -> float:
    """Return the most that the overlap can be, which it nearly is where hulls hold the whole."""
    volumes = whole.volume(), manifold3d.Manifold.batch_boolean(list(hulls), manifold3d.OpType.Add).volume()
    return min(volumes) / max(volumes)


def measure_overlap(whole: manifold3d.Manifold, hulls: Sequence[manifold3d.Manifold]) -> float:
    """Return the volume of the intersection of a solid and others over that of their union."""
    together = manifold3d.Manifold.batch_boolean(list(hulls), manifold3d.OpType.Add)
    shared = (together ^ whole).volume()
    return shared / (together.volume() + whole.volume() - shared)


def fill_overlaps(
    whole: manifold3d.Manifold, candidates: Sequence[Sequence[manifold3d.Manifold]]
) -> list[float]:
    """Measure, at points, what the overlaps are with a solid whose hollows are filled.

    A hollow is where most directions meet the solid from outside.
    """
    points = _spread(*np.reshape(whole.bounding_box(), (2, 3)))
    vertices, faces = _arrays(whole)
    around = _directions()
    hits = cast_rays(
        build_scene(vertices, faces),
        np.repeat(points, len(around), axis=0),
        np.tile(around, (len(points), 1)),
    )
    within = (hits.face >= 0).reshape(len(points), -1).mean(1) > HOLLOW
    found = []
    for hulls in candidates:
        covered = np.any([_contains(hull, points) for hull in hulls], axis=0)
        found.append(float((within & covered).sum() / max((within | covered).sum(), 1)))
    return found


def _spread(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Spread points evenly in a box (Roberts 2018, "The Unreasonable Effectiveness of Quasirandom Sequences")."""
    steps = 1.2207440846057596 ** -np.arange(1.0, 4.0)
    return (low + (high - low) * ((0.5 + np.arange(POINTS)[:, None] * steps) % 1)).astype(np.float32)


def _directions() -> np.ndarray:
    """Return directions [RAYS, 3] that are evenly spread."""
    k = np.arange(RAYS) + 0.5
    y, angle = 1 - 2 * k / RAYS, np.pi * (1 + 5**0.5) * k
    radius = np.sqrt(1 - y * y)
    return np.stack([radius * np.cos(angle), y, radius * np.sin(angle)], 1).astype(np.float32)


def _contains(hull: manifold3d.Manifold, points: np.ndarray) -> np.ndarray:
    vertices, faces = _arrays(hull)
    corners = vertices[faces].astype(np.float64)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return (points @ normals.T <= (normals * corners[:, 0]).sum(1)).all(1)


class _Piece:
    """A solid and its hull; what several make together is only united when it is needed."""

    def __init__(self, *solids: manifold3d.Manifold) -> None:
        self.solids = solids
        self.hull = manifold3d.Manifold.batch_hull(list(solids))
        self.volume = sum(solid.volume() for solid in solids)
        self.hull_volume = self.hull.volume()
        self.box = np.reshape(self.hull.bounding_box(), (2, 3))

    @property
    def spare(self) -> float:
        return max(self.hull_volume - self.volume, 0.0)


def _join(pieces: Sequence[_Piece], starts: Sequence[int], cheap: float) -> list[list[_Piece]]:
    """Join those that have least air between them; return what there is once no more than each start are left.

    Args:
        starts: falling.
        cheap: what adds no more air than this is joined in any case.
    """
    alive = dict(enumerate(pieces))
    heap: list[tuple[float, int, int]] = []

    def propose(a: int) -> None:
        others = [b for b in alive if b != a]
        if not others:
            return
        boxes = np.array([alive[b].box for b in others])
        low, high = np.minimum(boxes[:, 0], alive[a].box[0]), np.maximum(boxes[:, 1], alive[a].box[1])
        grown = (high - low).prod(1) - (boxes[:, 1] - boxes[:, 0]).prod(1)
        for k in np.argsort(grown, kind="stable")[:NEIGHBOURS]:
            one, other = alive[a], alive[others[k]]
            together = manifold3d.Manifold.batch_hull([one.hull, other.hull]).volume()
            added = together - max(one.hull_volume + other.hull_volume, one.volume + other.volume)
            heapq.heappush(heap, (added, min(a, others[k]), max(a, others[k])))

    for a in list(alive):
        propose(a)
    following, found = len(alive), []
    for start in starts:
        while heap and (len(alive) > start or heap[0][0] <= cheap):
            _, a, b = heapq.heappop(heap)
            if a in alive and b in alive:
                one, other = alive.pop(a), alive.pop(b)
                alive[following] = _Piece(*one.solids, *other.solids)
                propose(following)
                following += 1
        found.append(list(alive.values()))
    return found


def _cut_worst(pieces: list[_Piece], least: float, most: int) -> list[_Piece]:
    """Cut what has most air in its hull, as long as there is room and a cut helps."""
    pieces, done = list(pieces), []
    total = sum(piece.volume for piece in pieces)
    while pieces and len(pieces) + len(done) < most:
        pieces.sort(key=lambda piece: piece.spare)
        if pieces[-1].spare < 0.01 * total:
            break
        piece = pieces.pop()
        cut = _cut(piece, least, most - len(pieces) - len(done))
        if cut:
            pieces += cut
        else:
            done.append(piece)
    return pieces + done


def _cut(piece: _Piece, least: float, room: int) -> list[_Piece]:
    """Cut a piece where the hulls of what remains are smallest; [] where no cut helps."""
    solid = manifold3d.Manifold.batch_boolean(list(piece.solids), manifold3d.OpType.Add)
    coarse = solid.simplify(COARSE * float(np.ptp(piece.box, axis=0).max()))
    # the first cut of a ring saves nothing, and the next ones do
    best, best_volume = None, 1.03 * coarse.hull().volume()
    for normal, offset in _planes(solid):
        parts = _halve(coarse, normal, offset, least, room)
        # one solid more must save something
        volume = sum(part.hull().volume() for part in parts) * (1 + 0.004 * len(parts))
        if len(parts) > 1 and volume < best_volume:
            best, best_volume = (normal, offset), volume
    parts = _halve(solid, *best, least, room) if best else []
    return [_Piece(part) for part in parts] if len(parts) > 1 else []


def _halve(
    solid: manifold3d.Manifold, normal: tuple[float, float, float], offset: float, least: float, room: int
) -> list[manifold3d.Manifold]:
    """Cut a solid by a plane: its components where there is room for them, else its halves."""
    halves = solid.split_by_plane(normal, offset)
    solids = [one for half in halves for one in half.decompose() if one.volume() > least]
    return solids if len(solids) <= room else [half for half in halves if half.volume() > least]


def _planes(solid: manifold3d.Manifold) -> Iterator[tuple[tuple[float, float, float], float]]:
    """Yield planes, normal and offset, along the larger facets that face along an axis, and through the middle."""
    mesh = solid.to_mesh()
    corners = np.asarray(mesh.vert_properties)[:, :3][np.asarray(mesh.tri_verts)].astype(np.float64)
    vectors = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    area = np.linalg.norm(vectors, axis=1)
    low, high = corners.reshape(-1, 3).min(0), corners.reshape(-1, 3).max(0)
    for axis in range(3):
        normal = (float(axis == 0), float(axis == 1), float(axis == 2))
        span = high[axis] - low[axis]
        faces = np.abs(vectors[:, axis]) > 0.95 * area
        level = np.round((corners[faces].mean(1)[:, axis] - low[axis]) / span * 200).astype(int)
        total = np.bincount(level, area[faces], minlength=201)
        total[:3] = total[-3:] = 0
        chosen = np.argsort(-total, kind="stable")[:PLANES]
        for k in chosen[total[chosen] > 0]:
            yield normal, float(np.median(corners[faces][level == k].mean(1)[:, axis]))
        yield normal, float(low[axis] + span / 2)


def _arrays(hull: manifold3d.Manifold) -> tuple[np.ndarray, np.ndarray]:
    mesh = hull.to_mesh()
    vertices = np.asarray(mesh.vert_properties)[:, :3].astype(np.float32)
    return vertices, np.asarray(mesh.tri_verts).astype(np.int32)
