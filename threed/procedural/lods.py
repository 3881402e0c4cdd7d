"""Coarser meshes of a prop that share its atlas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from threed.collapse import Charted, collapse_edges
from threed.deviation import measure_distance
from threed.normals import add_tangents
from threed.procedural.creases import corner_normals, split_corners
from threed.types import Material, Mesh
from threed.vertex_order import order_faces, order_vertices

#: of each LOD the share of triangles that it tries to come down to, and how far it may be from the finest
#: mesh, as a share of the bounding box's diagonal
GOALS = ((0.5, 0.01), (0.2, 0.025))
#: collapses keep within this share of it: what they add up to is measured afterwards
CAUTION = 0.8


@dataclass(frozen=True)
class Lod:
    """A coarser mesh with the atlas of the finest.

    Attributes:
        mesh: with uv, normals and tangents.
        part_of_face: [F] int64.
        error: how far it is from the finest, as a share of the bounding box's diagonal.
        source_face: [F] int64, a face of the finest mesh that each was once.
    """

    mesh: Mesh
    part_of_face: np.ndarray
    error: float
    source_face: np.ndarray

    def dress(self, material: Material) -> Material:
        """Return the finest mesh's material for this one: what is of glass there is of glass here."""
        if material.glass is None:
            return material
        glass = replace(material.glass, faces=material.glass.faces[self.source_face])
        return replace(material, glass=glass)


def make_lods(
    surface: Charted, part: np.ndarray, crease_rad: np.ndarray, count: int = len(GOALS)
) -> Iterator[Lod]:
    """Make coarser meshes, from fine to coarse.

    Args:
        surface: the finest, closed.
        part: [F] of its faces; crease_rad: [F], see corner_normals.
        count: how many, at most as many as there are goals.
    """
    diagonal = float(np.linalg.norm(np.ptp(surface.vertices, axis=0)))
    goals = [(int(share * len(surface.faces)), CAUTION * error * diagonal) for share, error in GOALS[:count]]
    for (_, most), rounds in zip(GOALS, collapse_edges(surface, goals), strict=False):
        state, error = _coarsest_within(surface, rounds, most * diagonal)
        yield _finish(state, part[state.source], crease_rad[state.source], error / diagonal)


def _coarsest_within(surface: Charted, rounds: list[Charted], most: float) -> tuple[Charted, float]:
    """Find the coarsest of ever coarser surfaces that is near enough to the finest, and how near it is."""

    def distance(state: Charted) -> float:
        if len(state.faces) == len(surface.faces):
            return 0.0
        return measure_distance(surface.vertices, surface.faces, state.vertices, state.faces)

    low, high = 0, len(rounds)
    at, found = high - 1, None
    while low < high:
        error = distance(rounds[at])
        if error <= most:
            low, found = at + 1, (rounds[at], error)
        else:
            high = at
        at = (low + high) // 2
    return found or (surface, 0.0)


def _finish(state: Charted, part: np.ndarray, crease_rad: np.ndarray, error: float) -> Lod:
    normals = corner_normals(state.vertices, state.faces, part, crease_rad)
    assert state.uv is not None
    mesh = split_corners(
        state.vertices.astype(np.float32), state.uv.astype(np.float32), state.faces, state.corners, normals
    )
    order = order_faces(mesh.faces)
    mesh = order_vertices(replace(mesh, faces=mesh.faces[order]))
    return Lod(add_tangents(mesh), part[order], error, state.source[order])
