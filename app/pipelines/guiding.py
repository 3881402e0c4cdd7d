"""Builds the shape that a generated one begins at, as the models of views know objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.procedural_order import Guide
from threed.normals import unit
from threed.procedural.creases import corner_normals
from threed.procedural.shape import build_shape
from threed.procedural.union import unite
from threed.types import Mesh

#: radius of the sphere that models are taught objects in
RADIUS = 0.5
#: more would not be seen in views of some hundred pixels
TRIANGLES = 20_000


@dataclass(frozen=True)
class GuideMesh:
    """A shape for a model to begin at.

    Attributes:
        mesh: closed, with normals, in the sphere of radius 0.5 at the origin.
        dials: every dial of its program, at the value that it had.
    """

    mesh: Mesh
    dials: dict[str, float | int | str | bool]


def build_guide(guide: Guide) -> GuideMesh:
    """Build a guide's shape."""
    shape = build_shape(guide.description.kind, guide.seed, guide.dials, without=guide.description.without)
    united = unite(shape, TRIANGLES)
    crease = np.radians([one.crease_deg for one in shape.parts])[united.part]
    corner = corner_normals(united.vertices, united.faces, united.part, crease)
    normals = np.zeros_like(united.vertices)
    np.add.at(normals, united.faces.ravel(), corner.reshape(-1, 3))
    centre = (united.vertices.min(0) + united.vertices.max(0)) / 2
    placed = united.vertices - centre
    placed *= RADIUS / np.linalg.norm(placed, axis=1).max()
    mesh = Mesh(
        placed.astype(np.float32), united.faces.astype(np.int32), normals=unit(normals).astype(np.float32)
    )
    return GuideMesh(mesh, {name: dial.value for name, dial in shape.dials.items()})
