"""Breaks props: bites with jagged edges out of their parts, the wounds closed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from threed.procedural.solids import Solid, blob, join, move, unit
from training.props.prop import MAIN, WOUND, Parts

if TYPE_CHECKING:
    from manifold3d import Manifold

#: Longer than this for its width or depth, a prop snaps instead of losing a corner.
_SLENDER = 1.9
#: Pieces that come off a part smaller than this share of it are gone.
_CRUMB = 0.1
#: Vertices closer than this share of the size are one.
_WELD = 1e-5
#: Bites are this much larger for slots other than the main one, or the wounds of parts that stick into each
#: other would lie in the same place.
_SWELL = 1.04


def break_solid(rng: np.random.Generator, parts: Parts) -> Parts:
    """Break a prop: snap the end off what is slender, else bite large chunks out of it.

    What is bitten has the captioned colour, since that is what a prop is mostly made of. A wound in the main
    slot goes into WOUND; one in another slot keeps its slot. Closed parts stay closed, and wounds of open
    ones are filled as though they were solid. What then hangs in the air is gone.
    """
    bites = _choose_bites(rng, parts)
    larger = [move(bite, bite.vertices.mean(0) * (1 - _SWELL), scale=_SWELL) for bite in bites]
    tools = {True: _union(bites), False: _union(larger)}
    boxes = [_bounds([bite]) for bite in larger]
    broken = [(part, slot) for part, slot in parts if not _meets(part, boxes)]
    for body in _bodies([(part, slot) for part, slot in parts if _meets(part, boxes)]):
        is_main = any(slot == MAIN for _, slot in body)
        broken += _bite(body, tools[is_main], bites if is_main else larger)
    return _drop_floating(broken) if len(_touching(parts)) == 1 else broken


def is_closed(solid: Solid) -> bool:
    """Say whether a solid is bounded by closed surfaces, its vertices merged by place."""
    return len(_open_edges(_weld(solid.vertices, _WELD * np.ptp(solid.vertices, 0).max())[solid.faces])) == 0


def _choose_bites(rng: np.random.Generator, parts: Parts) -> list[Solid]:
    """Make the one or two solids that are taken away."""
    low, high = _bounds([part for part, _ in parts])
    corners = np.concatenate([part.vertices[part.faces] for part, slot in parts if slot == MAIN])
    size = np.ptp(corners.reshape(-1, 3), axis=0)
    if high[1] - low[1] > _SLENDER * (high - low)[[0, 2]].max() and size[1] > 0.6 * (high - low)[1]:
        return [_jagged_block(rng, low, high)]
    reach = float(np.sort(size)[1:].mean())
    # a second chunk is from the other side, so that every view shows one of them
    azimuth, lumps = rng.uniform(0, 2 * np.pi), []
    for k in range(2 if rng.random() < 0.75 else 1):
        turned = azimuth + k * (np.pi + rng.uniform(-0.6, 0.6))
        toward = np.array([np.sin(turned), rng.uniform(-0.1, 0.7) if k else 0.9, np.cos(turned)])
        radius = reach * (rng.uniform(0.25, 0.32) if k else rng.uniform(0.33, 0.41))
        centre = _outermost(rng, corners, size, toward)
        lumps.append(blob(rng, centre, radius * rng.uniform(0.85, 1.2, 3), 0.24, 2.2, subdivisions=1))
    return lumps


def _outermost(
    rng: np.random.Generator, corners: np.ndarray, size: np.ndarray, toward: np.ndarray
) -> np.ndarray:
    """Return a point [3] of triangles [F, 3, 3] that is far out in a direction, by the measure of a box."""
    area = _areas(corners)
    picks = rng.choice(len(corners), 200, p=area / area.sum())
    points = (corners[picks] * rng.dirichlet((1, 1, 1), 200)[..., None]).sum(1)
    points = np.concatenate([points, corners.reshape(-1, 3)])
    return points[((points / (size + 1e-6)) @ (toward / np.linalg.norm(toward))).argmax()]


def _jagged_block(rng: np.random.Generator, low: np.ndarray, high: np.ndarray) -> Solid:
    """Make a block over the upper part of a box, its underside a tilted, toothed plane."""
    teeth = 5
    size, middle = high - low, (low + high) / 2
    across = 1.15 * max(size[0], size[2])
    u, v = np.meshgrid(*[np.linspace(-0.5, 0.5, teeth)] * 2, indexing="ij")
    direction = rng.uniform(0, 2 * np.pi)
    slope = rng.uniform(0.5, 0.9) * (u * np.cos(direction) + v * np.sin(direction))
    level = low[1] + rng.uniform(0.64, 0.74) * size[1]
    y = level + across * (slope + rng.uniform(-0.16, 0.16, u.shape))
    under = np.stack([middle[0] + across * u, y, middle[2] + across * v], -1).reshape(-1, 3)
    over = under.copy()
    over[:, 1] = high[1] + 0.1 * size[1] + across
    place = np.arange(teeth * teeth).reshape(teeth, teeth)
    a, b, c, d = (q.ravel() for q in (place[:-1, :-1], place[1:, :-1], place[1:, 1:], place[:-1, 1:]))
    below = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    ring = np.concatenate([place[:-1, 0], place[-1, :-1], place[:0:-1, -1], place[0, :0:-1]])
    after, up = np.roll(ring, -1), teeth * teeth
    walls = np.concatenate(
        [np.stack([ring, ring + up, after + up], 1), np.stack([ring, after + up, after], 1)]
    )
    vertices = np.concatenate([under, over]).astype(np.float32)
    return Solid(vertices, np.zeros_like(vertices), np.concatenate([below, below[:, ::-1] + up, walls]))


def _bite(body: Parts, tool: Manifold, bites: list[Solid]) -> Parts:
    """Take a tool away from parts that bound one body; return what is left of them, and the wound."""
    made = _to_manifold([part for part, _ in body])
    if made is None:
        return [piece for part, slot in body for piece in _clip(part, slot, bites)]
    whole, runs = made
    rest, wound, left = whole - tool, WOUND if any(slot == MAIN for _, slot in body) else body[0][1], []
    # what is of many pieces, such as leaves, keeps them all
    for piece in [rest] if len(whole.decompose()) > 1 else rest.decompose():
        if piece.is_empty() or piece.volume() < _CRUMB * whole.volume():
            continue
        mesh = piece.to_mesh()
        rows, faces = np.asarray(mesh.vert_properties, np.float32), np.asarray(mesh.tri_verts, np.int64)
        run = np.repeat(np.asarray(mesh.run_original_id), np.diff(np.asarray(mesh.run_index, np.int64)) // 3)
        for (_, slot), own in zip(body, runs, strict=False):
            if (mine := run == own).any():
                used, corners = np.unique(faces[mine], return_inverse=True)
                left.append((Solid(rows[used, :3], unit(rows[used, 3:]), corners.reshape(-1, 3)), slot))
        if (new := ~np.isin(run, runs)).any():
            left.append((_facets(rows[faces[new], :3]), wound))
    return left


def _facets(corners: np.ndarray) -> Solid:
    """Make flat faces of triangles [F, 3, 3], however thin."""
    a, b, c = corners.astype(np.float64).transpose(1, 0, 2)
    normals = np.cross(b - a, c - a)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(length > 0, normals / np.maximum(length, 1e-300), (0.0, 1.0, 0.0))
    faces = np.arange(3 * len(corners)).reshape(-1, 3)
    return Solid(corners.reshape(-1, 3), np.repeat(normals, 3, axis=0).astype(np.float32), faces)


def _clip(part: Solid, slot: str, bites: list[Solid]) -> Parts:
    """Drop the faces of a part whose middles lie in a bite."""
    middles = part.vertices[part.faces].mean(1)
    inside = np.any([_winding(middles, bite) > 0.5 for bite in bites], 0)
    return [] if inside.all() else [(Solid(part.vertices, part.normals, part.faces[~inside]), slot)]


def _winding(points: np.ndarray, solid: Solid) -> np.ndarray:
    """Return how often a closed solid winds round points [N, 3]: 1 inside, 0 outside.

    It is the sum of the solid angles of its triangles, by the formula of Van Oosterom and Strackee.
    """
    rays = solid.vertices[solid.faces][None] - points[:, None, None]
    a, b, c = rays[:, :, 0], rays[:, :, 1], rays[:, :, 2]
    la, lb, lc = (np.linalg.norm(ray, axis=-1) for ray in (a, b, c))
    volume = (a * np.cross(b, c)).sum(-1)
    cosine = la * lb * lc + (a * b).sum(-1) * lc + (b * c).sum(-1) * la + (c * a).sum(-1) * lb
    return np.arctan2(volume, cosine).sum(1) / (2 * np.pi)


def _union(solids: Sequence[Solid]) -> Manifold:
    """Unite closed solids."""
    first, *others = (_to_manifold([solid]) for solid in solids)
    assert first
    total = first[0]
    for other in others:
        assert other
        total = total + other[0]
    return total


def _bodies(parts: Parts) -> list[Parts]:
    """Group parts that bound a body together: open ones that share edges, such as staves of two colours."""
    bodies: list[tuple[Parts, set[bytes]]] = []
    for part, slot in parts:
        cell = _WELD * np.ptp(part.vertices, 0).max()
        edges = _open_edges(_weld(part.vertices, cell)[part.faces])
        rim = {
            p.tobytes() for p in np.rint(part.vertices[edges].reshape(-1, 3) / (20 * cell)).astype(np.int64)
        }
        shared = [bool(rim & border) for _, border in bodies]
        joined = [body for body, is_shared in zip(bodies, shared, strict=True) if is_shared]
        bodies = [body for body, is_shared in zip(bodies, shared, strict=True) if not is_shared]
        bodies.append(
            ([*(p for group, _ in joined for p in group), (part, slot)], rim.union(*(b for _, b in joined)))
        )
    return [group for group, _ in bodies]


def _to_manifold(solids: Sequence[Solid]) -> tuple[Manifold, np.ndarray] | None:
    """Convert what solids bound together, their normals as properties, holes filled by flat caps.

    Returns:
        the manifold, and the identities [P + 1] of its triangles: of each solid's, and of the caps;
        None if the surfaces do not bound anything.
    """
    import manifold3d

    solid = join(solids)
    cell = _WELD * float(np.ptp(solid.vertices, 0).max()) + 1e-12
    start = manifold3d.Manifold.reserve_ids(len(solids) + 1)
    for shift in (0.0, 0.5):  # vertices that a border of the one lattice parts are together in the other
        same = _weld(solid.vertices, cell, shift)
        corner = same[solid.faces]
        proper = (corner != np.roll(corner, 1, axis=1)).all(1)
        counts = [int(p.sum()) for p in np.split(proper, np.cumsum([len(s.faces) for s in solids])[:-1])]
        caps, middles = _cap(_open_edges(corner[proper]), solid.vertices)
        rows = np.concatenate(
            [np.concatenate([solid.vertices, middles]), np.zeros((len(same) + len(middles), 3))], 1
        )
        rows[: len(same), 3:] = solid.normals
        doubled = np.flatnonzero(same != np.arange(len(same)))
        mesh = manifold3d.Mesh(
            np.ascontiguousarray(rows, np.float32),
            np.concatenate([solid.faces[proper], caps]).astype(np.uint32),
            merge_from_vert=doubled.astype(np.uint32),
            merge_to_vert=same[doubled].astype(np.uint32),
            run_index=3 * np.cumsum([0, *counts, len(caps)]).astype(np.uint32),
            run_original_id=np.arange(start, start + len(solids) + 1, dtype=np.uint32),
        )
        body = manifold3d.Manifold(mesh)
        if body.status() == manifold3d.Error.NoError and body.volume() > 0:
            return body, np.arange(start, start + len(solids) + 1)
    return None


def _weld(vertices: np.ndarray, cell: float, shift: float = 0.0) -> np.ndarray:
    """Return for each vertex [V, 3] the first one in its cell of a lattice, as [V] int64."""
    lattice = np.rint((vertices - vertices.min(0)) / cell + shift).astype(np.int64)
    key = (lattice[:, 0] << 42) | (lattice[:, 1] << 21) | lattice[:, 2]
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    return first[group]


def _open_edges(faces: np.ndarray) -> np.ndarray:
    """Return the edges [E, 2] of faces [F, 3] that no neighbour runs along the other way."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    edges = edges[edges[:, 0] != edges[:, 1]]
    count = int(faces.max(initial=0)) + 1
    return edges[~np.isin(edges[:, 0] * count + edges[:, 1], edges[:, 1] * count + edges[:, 0])]


def _cap(edges: np.ndarray, vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fill the loops of open edges [E, 2] with fans.

    Returns:
        [E, 3] faces, their third corners after all vertices; and the fans' middles [L, 3].
    """
    after = dict(edges.tolist())
    faces, middles = [], []
    while after:
        loop = [next(iter(after))]
        while loop[-1] in after:
            loop.append(after.pop(loop[-1]))
        hub = len(vertices) + len(middles)
        faces += [[b, a, hub] for a, b in pairwise(loop)]
        middles.append(vertices[loop[1:]].mean(0))
    return np.array(faces, np.int64).reshape(-1, 3), np.array(middles, np.float32).reshape(-1, 3)


def _drop_floating(parts: Parts) -> Parts:
    """Keep what hangs together with most of the main slot's surface."""
    groups = _touching(parts)
    area = [_areas(part.vertices[part.faces]).sum() * (slot == MAIN) for part, slot in parts]
    return [parts[i] for i in sorted(max(groups, key=lambda group: sum(area[i] for i in group)))]


def _touching(parts: Parts) -> list[set[int]]:
    """Return sets of parts whose boxes touch, directly or through others."""
    low, high = np.array([_bounds([part]) for part, _ in parts]).transpose(1, 0, 2)
    slack = 0.01 * (high.max(0) - low.min(0)).max()
    touch = (low[:, None] <= high[None] + slack).all(-1) & (low[None] <= high[:, None] + slack).all(-1)
    groups: list[set[int]] = []
    for i in range(len(parts)):
        joined = {i}.union(*(g for g in groups if touch[i, list(g)].any()))
        groups = [g for g in groups if not g & joined] + [joined]
    return groups


def _bounds(solids: list[Solid]) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners [3] of the box around solids."""
    return np.min([s.vertices.min(0) for s in solids], 0), np.max([s.vertices.max(0) for s in solids], 0)


def _meets(part: Solid, boxes: Sequence[tuple[np.ndarray, np.ndarray]]) -> bool:
    low, high = _bounds([part])
    return any((low <= top).all() and (high >= bottom).all() for bottom, top in boxes)


def _areas(corners: np.ndarray) -> np.ndarray:
    """Return the areas [F] of triangles [F, 3, 3]."""
    return np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
