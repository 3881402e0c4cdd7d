"""Solids are welded where two floats of one place round apart."""

from __future__ import annotations

import numpy as np
import pytest

from threed.procedural.carving import WELD_M, to_manifold
from threed.procedural.pieces import board
from threed.procedural.solids import Solid


def test_two_floats_of_one_place_are_welded_on_either_side_of_half_a_grid_cell():
    whole = board((0, 0, 0), (2, 1, 1), 0)
    vertices = whole.vertices.copy()
    side = np.flatnonzero(vertices[:, 0] > 0)
    below = np.float32(1.000005)
    while below / WELD_M > 100000.5:
        below = np.nextafter(below, np.float32(0))
    vertices[side, 0] = below
    vertices[side[::2], 0] = np.nextafter(below, np.float32(2))
    assert len(np.unique(np.round(vertices[side, 0].astype(np.float64) / WELD_M))) == 2
    solid = Solid(vertices, whole.normals, whole.faces)
    assert to_manifold(solid).volume() == pytest.approx(2, rel=1e-4)


def test_an_open_solid_is_refused():
    whole = board((0, 0, 0), (1, 1, 1), 0)
    with pytest.raises(ValueError, match="not closed"):
        to_manifold(Solid(whole.vertices, whole.normals, whole.faces[:-1]))
