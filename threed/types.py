"""The values that pass between the stages that make a mesh.

World: right-handed, +Y up, front +Z, object in the sphere of radius 0.5 at the origin until it is given its
size in metres on export. Angles in radians.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.types import Image

if TYPE_CHECKING:
    import torch


class RadianceField(Protocol):
    """Density and view-independent colour in the cube [-bound, bound]³."""

    bound: float

    def __call__(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Evaluate at points [..., 3]: density [...] ≥ 0 per world unit, rgb [..., 3] sRGB 0..1."""
        ...


@dataclass(frozen=True)
class Mesh:
    """Triangles, with one UV atlas once unwrapped.

    Attributes:
        vertices: [V, 3] float32.
        faces: [F, 3] int32, counter-clockwise seen from outside.
        uv: [V, 2] float32 0..1, v up (OpenGL); None before unwrapping. Vertices are split at UV seams, so an
            unwrapped mesh is watertight only after its positions are merged.
        normals: [V, 3] float32 unit; None where faces speak for themselves.
        tangents: [V, 4] float32, xyz unit and w = ±1 (glTF / MikkTSpace convention).
    """

    vertices: np.ndarray
    faces: np.ndarray
    uv: np.ndarray | None = None
    normals: np.ndarray | None = None
    tangents: np.ndarray | None = None

    def scaled(self, factor: float) -> Mesh:
        """Return the mesh with positions multiplied by factor."""
        return replace(self, vertices=(self.vertices * np.float32(factor)).astype(np.float32))


@dataclass(frozen=True)
class Glass:
    """Which faces light goes through.

    Attributes:
        faces: [F] bool.
        transmission: 0..1, the share of the light that goes through (KHR_materials_transmission).
        alpha: 0..1, how much is seen of it by a viewer that knows no transmission.
    """

    faces: np.ndarray
    transmission: float = 0.9
    alpha: float = 0.35


@dataclass(frozen=True)
class Material:
    """A glTF metallic-roughness material.

    Attributes:
        base_color: [S, S, 3] sRGB.
        orm: [S, S, 3] linear: occlusion, roughness, metallic.
        normal: [S, S, 3] linear tangent-space normals (OpenGL, +Y), 0.5 = 0; None = flat.
        name: what the material is called in the file.
        height: [S, S, 1] linear, 0.5 the surface itself; None where nothing is known of it.
        height_m: what a height of 1 stands for, metres.
        emissive: [S, S, 3] sRGB light that it gives off; None where it gives off none.
        emissive_strength: factor on it, in linear light.
        glass: which faces are of glass; None where none is.
    """

    base_color: Image
    orm: Image
    normal: Image | None = None
    name: str = "material"
    height: Image | None = None
    height_m: float = 0.0
    emissive: Image | None = None
    emissive_strength: float = 1.0
    glass: Glass | None = None
