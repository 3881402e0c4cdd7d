"""Starts a radiance field from a shape that is there already, instead of from outlines.

Latent-NeRF's sketch-shape guide (Metzer et al. 2023) pulls a field towards a mesh while it is distilled; here
the field begins at the mesh's own distances, so that no second front can grow, and is distilled from there.
"""

from __future__ import annotations

import numpy as np
import torch

from threed.fields import DenseGrid, lattice_points
from threed.proximity import build_proximity, signed_distance
from threed.types import Mesh


def follow_shape(field: DenseGrid, mesh: Mesh) -> DenseGrid:
    """Return a field of the distances of a closed mesh, with another field's colours.

    Args:
        field: whose lattice, softness and colours are kept.
        mesh: closed, in the field's cube.
    """
    points = lattice_points(field.resolution, field.bound).numpy()
    distance = signed_distance(build_proximity(mesh.vertices, mesh.faces), points.reshape(-1, 3))
    values = field.values.detach().clone()
    values[..., 0] = torch.from_numpy(distance.reshape(points.shape[:3]).astype(np.float32))
    return DenseGrid(values, field.bound, field.softness)
