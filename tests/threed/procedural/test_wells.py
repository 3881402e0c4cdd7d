"""Wells, tents and gates are hollow where one looks into them, or goes in."""

from __future__ import annotations

import manifold3d
import numpy as np
import pytest

from threed.procedural.carving import to_manifold
from threed.procedural.castles import KINDS as CASTLES
from threed.procedural.dials import Dials
from threed.procedural.parts import Part
from threed.procedural.pieces import board
from threed.procedural.tents import KINDS as TENTS
from threed.procedural.wells import KINDS as WELLS


def _filled(parts: list[Part], centre: tuple[float, float, float], size: tuple[float, float, float]) -> float:
    """Return how much of a box is filled by parts, 0..1."""
    whole = manifold3d.Manifold.batch_boolean(
        [to_manifold(one.solid) for one in parts], manifold3d.OpType.Add
    )
    probe = to_manifold(board(centre, size, 0))
    return (whole ^ probe).volume() / probe.volume()


@pytest.mark.parametrize("form", ["round", "square"])
def test_one_looks_down_a_well_to_its_water(form):
    parts = WELLS["well"].build(
        Dials(1, {"form": form, "roof": "none", "bucket": "none", "wall_height": 0.8})
    )
    assert _filled(parts, (0, 0.45, 0.2), (0.3, 0.66, 0.1)) == 0
    water = next(one.solid for one in parts if one.name == "water")
    assert water.vertices[:, 1].max() == pytest.approx(0.1, abs=1e-6)
    assert _filled(parts, (0, 0.05, 0.2), (0.3, 0.06, 0.1)) == pytest.approx(1, abs=1e-6)


def test_more_courses_are_more_rows_of_stones():
    rows = {}
    for count in (2, 5):
        parts = WELLS["well"].build(Dials(0, {"form": "round", "courses": count}))
        middles = [one.solid.vertices[:, 1].mean() for one in parts if one.name == "stones"]
        rows[count] = len(np.unique(np.round(middles, 1)))
    assert rows == {2: 2, 5: 5}


@pytest.mark.parametrize(
    ("form", "high"), [("ridged", 0.8), ("pointed", 1.0), ("round", 1.0), ("domed", 0.6)]
)
def test_one_can_lie_in_a_tent(form, high):
    parts = TENTS["tent"].build(Dials(2, {"form": form}))
    beside_the_pole = (0.3, 0.4, 0.0)
    assert _filled(parts, beside_the_pole, (0.3, 0.5 * high, 0.6)) == 0


@pytest.mark.parametrize(("gate", "share"), [("portcullis", (0.05, 0.6)), ("doors", (0.98, 1.0))])
def test_a_portcullis_is_looked_through_and_gates_are_shut(gate, share):
    dials = Dials(0, {"gate": gate, "depth": 15.0, "drawbridge": False})
    parts = CASTLES["castle"].build(dials)
    front = 7.5 + 0.4 + 1.6 - 0.7
    filled = _filled(parts, (0, 1.4, front), (1.6, 1.6, 0.06))
    assert share[0] <= filled <= share[1]
    # behind the gate the passage is free
    assert _filled(parts, (0, 1.5, front - 0.6), (1.6, 1.6, 0.4)) == 0
    # and so it is to the yard
    assert _filled(parts, (0, 1.5, 7.0), (1.6, 1.6, 1.4)) == 0
