"""Small things to be dressed: a flat sheet, and boards with a post and a ball."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from threed.normals import add_tangents
from threed.procedural.creases import Edges
from threed.procedural.mesh import make_mesh
from threed.procedural.parts import Part
from threed.procedural.shape import Shape
from threed.surface.maps import MeshMaps, bake_maps
from threed.types import Mesh

_NOTHING = np.zeros((0, 3), np.float32)
_NO_FACES = np.zeros(0, np.int64)
NO_EDGES = Edges(
    _NOTHING, _NOTHING, _NOTHING, _NOTHING, np.zeros(0, np.float32), _NO_FACES, _NO_FACES, np.zeros(0, bool)
)


@dataclass(frozen=True)
class Dressed:
    """A mesh with its parts and its maps."""

    mesh: Mesh
    parts: tuple
    maps: MeshMaps
    edges: Edges


def make_sheet(size_px: int, side_m: float = 1.0, role: str = "stone") -> Dressed:
    """Make a square that stands upright, faces +Z and fills its atlas; u is +X, v is up."""
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    vertices = np.concatenate([uv * side_m, np.zeros((4, 1))], 1).astype(np.float32)
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    mesh = add_tangents(Mesh(vertices, faces, uv, np.tile(np.array([[0, 0, 1]], np.float32), (4, 1))))
    frame = np.concatenate([np.eye(3), np.zeros((3, 1))], 1).astype(np.float32)
    parts = (SimpleNamespace(name="sheet", role=role, surface=None, frame=frame, mapping="box"),)
    maps = bake_maps(mesh, np.zeros(2, np.int32), NO_EDGES, size_px)
    return Dressed(mesh, parts, maps, NO_EDGES)


def make_dressed(parts: list[Part], size_px: int = 256) -> Dressed:
    """Unite parts and bake their maps."""
    size = max(float(np.ptp(one.solid.vertices, axis=0).max()) for one in parts)
    made = make_mesh(Shape("test", 0, tuple(parts), {}, size), size_px, lods=0, collider=False)
    maps = bake_maps(made.mesh, made.part_of_face, made.edges, size_px)
    return Dressed(made.mesh, tuple(parts), maps, made.edges)
