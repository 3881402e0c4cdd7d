"""Lays tiles on parts, each in its own frame and in metres: from three sides, or around an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from threed.surface.spots import Spots
from threed.surface.tiles import SLOPE_X, SLOPE_Y, Tile
from threed.types import Mesh

#: What runs along a part's v axis: "grain" (of wood: rings on the ends), "rings" (the same, of a slice of a
#: trunk: its rings are on its broad sides), "even" (nothing: it looks alike from all sides), "courses" (up a
#: wall or roof) and "twist" (once around: a rope).
Lay = Literal["grain", "even", "courses", "twist", "rings"]

#: a projection that counts less is left out
LEAST = 0.02


class HasFrame(Protocol):
    """What laying asks of a part: see threed.procedural.parts.Part."""

    @property
    def frame(self) -> np.ndarray: ...

    @property
    def mapping(self) -> str: ...


@dataclass(frozen=True)
class Frames:
    """How tiles lie on each of P parts.

    Attributes:
        axes: [9, P] u, v and w one after another; origin: [3, P].
        offset: [4, P] metres: of the tile along x and y; and where a trunk's pith lies, in u and w.
        radius: [P] metres around v.
        turned: [P] bool.
        extent: [3, P] metres along u, v and w.
    """

    axes: np.ndarray
    origin: np.ndarray
    offset: np.ndarray
    radius: np.ndarray
    turned: np.ndarray
    extent: np.ndarray

    def sliced(self) -> Frames:
        """Return the frames with v out of the broad side, as slices of a trunk lie, their pith inside."""
        thin = np.argmin(self.extent * np.array([[1.0], [0.75], [1.0]]), axis=0)
        thin = np.where(self.turned, 1, thin)
        columns = np.arange(len(thin))
        axes = self.axes.reshape(3, 3, -1)
        turned = [axes[(thin + k - 1) % 3, :, columns].T for k in range(3)]
        offset = self.offset.copy()
        offset[2:] *= (0.08 * self.radius / np.maximum(np.hypot(*offset[2:]), 1e-9)).astype(np.float32)
        return replace(self, axes=np.ascontiguousarray(np.concatenate(turned)), offset=offset)


def make_frames(mesh: Mesh, part_of_face: np.ndarray, parts: Sequence[HasFrame], seed: int) -> Frames:
    """Make the frames of parts, each with offsets of its own, so that no two boards are the same."""
    frames = np.stack([np.asarray(one.frame, np.float32) for one in parts])
    axes = frames[:, :, :3].transpose(2, 1, 0).reshape(9, -1)
    origin = frames[:, :, 3].T
    rng = np.random.default_rng([seed, 3])
    count = len(parts)
    corners = (mesh.vertices[mesh.faces] - origin.T[part_of_face][:, None]).transpose(1, 0, 2)
    local = np.stack([(corners * axes.T[part_of_face, k : k + 3]).sum(-1) for k in (0, 3, 6)])
    reach, low, high = np.zeros(count, np.float32), np.full((3, count), np.inf), np.full((3, count), -np.inf)
    np.maximum.at(reach, part_of_face, np.hypot(local[0], local[2]).mean(0))
    for k in range(3):
        np.minimum.at(low[k], part_of_face, local[k].min(0))
        np.maximum.at(high[k], part_of_face, local[k].max(0))
    # boards are sawn beside the pith, at random
    angle, away = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.6, 2.2, count) * np.maximum(reach, 0.01)
    turned = np.array([one.mapping == "turned" for one in parts])
    away = np.where(turned, 0.12 * reach, away)
    offset = np.stack(
        [rng.uniform(0, 7, count), rng.uniform(0, 7, count), away * np.cos(angle), away * np.sin(angle)]
    )
    return Frames(
        np.ascontiguousarray(axes), np.ascontiguousarray(origin), offset.astype(np.float32),
        np.maximum(reach, 1e-3), turned, np.maximum(high - low, 0),
    )  # fmt: skip


def lay_tile(
    spots: Spots, frames: Frames, tile: Tile, lay: Lay, texel_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Lay a tile on texels.

    Args:
        spots: N texels.
        frames: of the parts.
        tile: what is laid.
        lay: how.
        texel_m: width of the atlas' texels on the surface.

    Returns:
        columns [8, N], see tiles; and the gradient [3, N] of the height over the surface, in space.
    """
    if lay == "rings":
        frames = frames.sliced()
    level = tile.level_for(texel_m)
    part = spots.part
    axes = frames.axes.take(part, 1)
    to = spots.position - frames.origin.take(part, 1)
    place = [(axes[3 * k : 3 * k + 3] * to).sum(0) for k in range(3)]
    facing = [(axes[3 * k : 3 * k + 3] * spots.normal).sum(0) for k in range(3)]
    shift = frames.offset.take(part, 1)
    laid, gradient = np.zeros((8, len(part)), np.float32), np.zeros((3, len(part)), np.float32)

    def project(rows: np.ndarray, weight: np.ndarray, x, y, along_x, along_y) -> None:
        found = tile.sample(x, y, level)
        laid[:, rows] += weight * found
        gradient[:, rows] += weight * (found[SLOPE_X] * along_x + found[SLOPE_Y] * along_y)

    around = frames.turned.take(part) & (lay != "even")
    weights = _weights(facing, around)
    u, v, w = axes[:3], axes[3:6], axes[6:]
    # out of the broad side, out of the narrow one
    for k, across in ((2, 0), (0, 2)):
        rows = np.flatnonzero((weights[k] > LEAST) & ~around)
        if len(rows):
            x, y = place[across][rows] + shift[0, rows], place[1][rows] + shift[1, rows]
            project(rows, weights[k][rows], x, y, axes[3 * across : 3 * across + 3, rows], v[:, rows])
    rows = np.flatnonzero((weights[2] > LEAST) & around)
    if len(rows):
        x, along = _unroll(place[0][rows], place[2][rows], frames.radius[part[rows]], tile, lay)
        y = place[1][rows] + shift[1, rows]
        distance = np.maximum(np.hypot(place[0][rows], place[2][rows]), 1e-6)
        sine, cosine = place[0][rows] / distance, place[2][rows] / distance
        tangent = (cosine * u[:, rows] - sine * w[:, rows]) * along
        project(rows, weights[2][rows], x, y, tangent, v[:, rows])
    rows = np.flatnonzero(weights[1] > LEAST)
    if len(rows):
        p, q = place[0][rows], place[2][rows]
        if lay in ("grain", "rings"):
            _lay_rings(project, rows, weights[1][rows], p, q, shift[:, rows], u[:, rows], w[:, rows])
        else:
            project(rows, weights[1][rows], p + shift[0, rows], q + shift[1, rows], u[:, rows], w[:, rows])
    return laid, gradient


def _weights(facing: list[np.ndarray], around: np.ndarray) -> list[np.ndarray]:
    """Return how much each projection counts [N]: |n|^6, of turned parts the sides in one."""
    squares = [f * f for f in facing]
    squares[2] = np.where(around, squares[0] + squares[2], squares[2])
    squares[0] = np.where(around, 0, squares[0])
    weights = [s * s * s for s in squares]
    total = weights[0] + weights[1] + weights[2]
    weights = [w / np.maximum(total, 1e-20) for w in weights]
    kept = [np.where(w > LEAST, w, 0) for w in weights]
    total = kept[0] + kept[1] + kept[2]
    return [k / np.maximum(total, 1e-20) for k in kept]


def _unroll(
    p: np.ndarray, q: np.ndarray, radius: np.ndarray, tile: Tile, lay: Lay
) -> tuple[np.ndarray, np.ndarray]:
    """Return x in metres around an axis, and by how much its slopes count: negative where it runs back."""
    angle = np.arctan2(p, q)
    around = 2 * np.pi * radius
    if lay == "twist":
        return angle * np.float32(tile.metres[0] / (2 * np.pi)), tile.metres[0] / around
    # whole tiles go around; on thin things the tile goes halfway and back, rather than be squeezed
    whole = np.round(around / tile.metres[0])
    fits = (whole >= 1) & (np.abs(whole * tile.metres[0] / around - 1) < 0.3)
    x = np.where(fits, angle * (whole * np.float32(tile.metres[0] / (2 * np.pi))), np.abs(angle) * radius)
    return x, np.where(fits, whole * tile.metres[0] / around, np.sign(angle)).astype(np.float32)


def _lay_rings(project, rows, weight, p, q, shift, u, w) -> None:
    """Lay a wood's ends: the rings of its grain around the pith."""
    dp, dq = p - shift[2], q - shift[3]
    distance = np.maximum(np.hypot(dp, dq), 1e-5)
    outwards = (dp * u + dq * w) / distance
    around = (dq * u - dp * w) / distance
    angle = np.arctan2(dp, dq)
    # rings are followed around slowly, so that they are not perfect circles
    project(rows, weight, distance + shift[0], 0.06 * angle + shift[1], outwards, np.zeros_like(around))
