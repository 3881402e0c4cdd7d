"""Breaks props: the end of what is slender snaps off, of other things large chunks are gone, wounds raw
inside.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import manifold3d
import numpy as np

from threed.procedural.carving import from_manifold, to_manifold
from threed.procedural.parts import Part, Role
from threed.procedural.solids import Solid, blob

#: what the raw inside of stuff is made of, where it is not what its outside is
INSIDE: dict[Role, str] = {
    "wood": "pine",
    "bark": "cut wood",
    "ceramic": "earthenware",
    "plaster": "brick",
}
#: the name of parts that are such an inside
WOUND = "wound"
#: how deep it shows at the edge of a wound, as a share of the size
RAW = 0.008
#: longer than this for its width or depth, a prop snaps instead of losing a corner
SLENDER = 1.9
#: pieces that come off a part smaller than this share of it are gone
CRUMB = 0.1
#: at least this share of the volume is left; bites are made smaller until it is
LEFT = 0.45


def break_parts(
    rng: np.random.Generator, parts: Sequence[Part], main: Collection[str], pieces: int = 1
) -> list[Part]:
    """Break a prop.

    Args:
        rng: draws where.
        parts: closed.
        main: names of the parts that it is mostly made of; the bites are taken from those.
        pieces: components of the whole prop; no more are left, what hangs in the air is gone.

    Returns:
        What is left of the parts, and parts called WOUND where their inside is bare.
    """
    solids = [to_manifold(one.solid) for one in parts]
    before = sum(solid.volume() for solid in solids)
    choose = _choose_snap if _is_slender(parts, main) else _choose_bites
    bites = choose(rng, parts, main)
    for shrink in (1.0, 0.8, 0.65, 0.5):
        tools = [_swell(to_manifold(bite), shrink) for bite in bites]
        left, volume = _bite(parts, solids, tools, pieces)
        if volume > LEFT * before:
            break
    return left


def _is_slender(parts: Sequence[Part], main: Collection[str]) -> bool:
    size = np.ptp(_corners(parts, main).reshape(-1, 3), axis=0)
    everything = np.ptp(np.concatenate([one.solid.vertices for one in parts]), axis=0)
    longest = int(everything.argmax())
    others = np.delete(everything, longest)
    return bool(everything[longest] > SLENDER * others.max() and size[longest] > 0.5 * everything[longest])


def _choose_snap(rng: np.random.Generator, parts: Sequence[Part], main: Collection[str]) -> list[Solid]:
    """Make a block over one end of the longest axis, its near side a tilted, toothed plane."""
    points = np.concatenate([one.solid.vertices for one in parts]).astype(np.float64)
    low, high = points.min(0), points.max(0)
    axis = int((high - low).argmax())
    own = _corners(parts, main).reshape(-1, 3)[:, axis]
    # the end that is of the main parts: a blade and not its hilt; of what stands the top
    away = 1 if axis == 1 else int(np.sign((own.max() + own.min()) - (high[axis] + low[axis]))) or 1
    axes = [axis, (axis + 1) % 3, (axis + 2) % 3]
    span = high - low
    across = 1.3 * float(span[axes[1:]].max())
    teeth = 5
    u, v = np.meshgrid(*[np.linspace(-0.5, 0.5, teeth)] * 2, indexing="ij")
    turn = rng.uniform(0, 2 * np.pi)
    slope = rng.uniform(0.3, 0.6) * (u * np.cos(turn) + v * np.sin(turn))
    level = (own.min() if away > 0 else own.max()) + away * rng.uniform(0.5, 0.62) * np.ptp(own)
    near = level + away * across * (slope + rng.uniform(-0.12, 0.12, u.shape))
    far = (high[axis] if away > 0 else low[axis]) + away * (across + 0.1 * span[axis])
    middle = (low + high) / 2
    under = np.stack([near, middle[axes[1]] + across * u, middle[axes[2]] + across * v], -1).reshape(-1, 3)
    over = under.copy()
    over[:, 0] = far
    grid = np.concatenate([under, over])[:, np.argsort(axes)].astype(np.float32)
    return [Solid(grid, np.zeros_like(grid), _box_of_sheets(teeth, away > 0))]


def _box_of_sheets(count: int, is_upward: bool) -> np.ndarray:
    """Return the faces [F, 3] between a sheet of count · count points and another that follows it."""
    place = np.arange(count * count).reshape(count, count)
    a, b, c, d = (q.ravel() for q in (place[:-1, :-1], place[1:, :-1], place[1:, 1:], place[:-1, 1:]))
    below = np.concatenate([np.stack([a, c, b], 1), np.stack([a, d, c], 1)])
    ring = np.concatenate([place[:-1, 0], place[-1, :-1], place[:0:-1, -1], place[0, :0:-1]])
    after, up = np.roll(ring, -1), count * count
    walls = np.concatenate(
        [np.stack([ring, after, after + up], 1), np.stack([ring, after + up, ring + up], 1)]
    )
    faces = np.concatenate([below, below[:, ::-1] + up, walls])
    return faces if is_upward else faces[:, ::-1]


def _choose_bites(rng: np.random.Generator, parts: Sequence[Part], main: Collection[str]) -> list[Solid]:
    """Make one or two lumps at what is far out; the second is from the other side, so that each view shows
    one.
    """
    corners = _corners(parts, main)
    size = np.ptp(corners.reshape(-1, 3), axis=0)
    reach = float(np.sort(size)[1:].mean())
    azimuth, lumps = rng.uniform(0, 2 * np.pi), []
    for k in range(2 if rng.random() < 0.75 else 1):
        turned = azimuth + k * (np.pi + rng.uniform(-0.6, 0.6))
        toward = np.array([np.sin(turned), rng.uniform(0.1, 0.7) if k else 0.9, np.cos(turned)])
        radius = reach * (rng.uniform(0.2, 0.26) if k else rng.uniform(0.3, 0.38))
        centre = _outermost(rng, corners, size, toward)
        lumps.append(blob(rng, centre, radius * rng.uniform(0.85, 1.2, 3), 0.24, 2.2, subdivisions=1))
    return lumps


def _corners(parts: Sequence[Part], main: Collection[str]) -> np.ndarray:
    """Return the triangles [F, 3, 3] of the main parts, or of all where there is none."""
    chosen = [one for one in parts if one.name in main] or list(parts)
    return np.concatenate([one.solid.vertices[one.solid.faces] for one in chosen]).astype(np.float64)


def _outermost(
    rng: np.random.Generator, corners: np.ndarray, size: np.ndarray, toward: np.ndarray
) -> np.ndarray:
    """Return a point [3] of triangles [F, 3, 3] that is far out in a direction, by the measure of a box."""
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    picks = rng.choice(len(corners), 200, p=area / area.sum())
    points = (corners[picks] * rng.dirichlet((1, 1, 1), 200)[..., None]).sum(1)
    points = np.concatenate([points, corners.reshape(-1, 3)])
    return points[((points / (size + 1e-6)) @ (toward / np.linalg.norm(toward))).argmax()]


def _swell(tool: manifold3d.Manifold, factor: float) -> manifold3d.Manifold:
    """Scale a solid about the middle of its box."""
    middle = np.reshape(tool.bounding_box(), (2, 3)).mean(0)
    return tool.translate(-middle).scale((factor, factor, factor)).translate(middle)


def _bite(
    parts: Sequence[Part],
    solids: Sequence[manifold3d.Manifold],
    tools: Sequence[manifold3d.Manifold],
    pieces: int,
) -> tuple[list[Part], float]:
    """Take tools away; return what is left, and its volume."""
    boxes = [np.reshape(solid.bounding_box(), (2, 3)) for solid in solids]
    raw = RAW * float(np.ptp(np.concatenate(boxes), axis=0).max())
    left: list[tuple[Part, manifold3d.Manifold]] = []
    tool = manifold3d.Manifold.batch_boolean(list(tools), manifold3d.OpType.Add)
    # a little larger: what lies between is bare
    swollen = [_swell(one, 1 + 2 * raw / _span(one)) for one in tools]
    larger = manifold3d.Manifold.batch_boolean(swollen, manifold3d.OpType.Add)
    low, high = np.reshape(larger.bounding_box(), (2, 3))
    for one, solid, box in zip(parts, solids, boxes, strict=True):
        away = (box[0] > high).any() or (box[1] < low).any()
        rest = solid if away else solid - tool
        if rest.volume() > (1 - 1e-6) * solid.volume():
            left += _part_bodies(one, solid)
            continue
        for piece in rest.decompose():
            if piece.volume() > CRUMB * solid.volume():
                left += _bare(one, piece, larger)
    kept = _drop_floating(left, pieces)
    return [one for one, _ in kept], sum(solid.volume() for _, solid in kept)


def _part_bodies(one: Part, solid: manifold3d.Manifold) -> list[tuple[Part, manifold3d.Manifold]]:
    """Part what is of several bodies: one of them may come to hang in the air."""
    bodies = solid.decompose()
    if len(bodies) < 2 or one.loose or min(body.volume() for body in bodies) <= 0:
        return [(one, solid)]
    return [(replace(one, solid=from_manifold(body)), body) for body in bodies]


def _bare(
    one: Part, piece: manifold3d.Manifold, larger: manifold3d.Manifold
) -> list[tuple[Part, manifold3d.Manifold]]:
    """Return what is left of a part, and of what inside stuff there is at its wound."""
    whole = [(replace(one, solid=from_manifold(piece)), piece)]
    if one.role not in INSIDE:
        return whole
    inner, outer = piece.split(larger)
    if min(inner.volume(), outer.volume()) < 1e-3 * piece.volume():
        return whole
    wound = replace(one, name=WOUND, solid=from_manifold(inner), surface=INSIDE[one.role])
    return [(replace(one, solid=from_manifold(outer)), outer), (wound, inner)]


def _drop_floating(
    left: Sequence[tuple[Part, manifold3d.Manifold]], pieces: int
) -> list[tuple[Part, manifold3d.Manifold]]:
    """Keep what hangs together, as many bodies as there were, the largest; and what is loose near it."""
    marked = [solid.as_original() for _, solid in left]
    fast = [solid for (one, _), solid in zip(left, marked, strict=True) if not one.loose]
    if not fast:
        return list(left)
    bodies = manifold3d.Manifold.batch_boolean(fast, manifold3d.OpType.Add).decompose()
    bodies = sorted(bodies, key=lambda body: -body.volume())[:pieces]
    shown = {int(origin) for body in bodies for origin in body.to_mesh().run_original_id}
    boxes = [np.reshape(body.bounding_box(), (2, 3)) for body in bodies]

    def stays(one: Part, solid: manifold3d.Manifold) -> bool:
        if not one.loose:
            return solid.original_id() in shown
        low, high = np.reshape(solid.bounding_box(), (2, 3))
        return any((low <= box[1]).all() and (high >= box[0]).all() for box in boxes)

    return [pair for pair, solid in zip(left, marked, strict=True) if stays(pair[0], solid)]


def _span(solid: manifold3d.Manifold) -> float:
    return float(np.ptp(np.reshape(solid.bounding_box(), (2, 3)), axis=0).min())
