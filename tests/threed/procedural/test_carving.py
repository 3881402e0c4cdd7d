"""Solids are welded where two floats of one place round apart."""

from __future__ import annotations

import numpy as np
import pytest

from threed.procedural.carving import WELD_M, to_manifold
from threed.procedural.pieces import board, cylinder
from threed.procedural.solids import Solid, move


def test_a_seam_on_the_edge_of_a_grid_cell_is_welded():
    solid = cylinder(0.1, 0, 0.2, 8)
    # the seam's two columns of vertices differ by a float's rounding of x, here on either side of half a cell
    moved = move(solid, (0.5 * WELD_M, 0, 0))
    assert to_manifold(moved).volume() == pytest.approx(to_manifold(solid).volume(), rel=1e-4)
    for x in np.arange(40) * 1.7e-7:
        assert to_manifold(move(solid, (0.5 * WELD_M + x, 0, 0))).volume() > 0


def test_an_open_solid_is_refused():
    whole = board((0, 0, 0), (1, 1, 1), 0)
    with pytest.raises(ValueError, match="not closed"):
        to_manifold(Solid(whole.vertices, whole.normals, whole.faces[:-1]))
