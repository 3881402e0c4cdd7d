"""Small things to be dressed, built once."""

import pytest
from dressed import Dressed, make_dressed, make_sheet

from threed.procedural.parts import part
from threed.procedural.pieces import board, cylinder, knob


@pytest.fixture(scope="session")
def sheet() -> Dressed:
    return make_sheet(128)


@pytest.fixture(scope="session")
def boards() -> Dressed:
    """A slab with two boards on it side by side, a post and a ball."""
    return make_dressed(
        [
            part("slab", "wood", board((0, 0.02, 0), (0.5, 0.04, 0.3), 0), (1, 0, 0), (0, 1, 0)),
            part("left", "wood", board((-0.1, 0.14, -0.1), (0.2, 0.2, 0.04), 0), (0, 1, 0), (0, 0, 1)),
            part("right", "wood", board((0.1, 0.14, -0.1), (0.2, 0.2, 0.04), 0), (0, 1, 0), (0, 0, 1)),
            part(
                "post", "metal", cylinder(0.04, 0.03, 0.2, 24), (0, 1, 0), mapping="turned", origin=(0, 0, 0)
            ),
            part("ball", "ceramic", knob((0.15, 0.09, 0.05), 0.06, 24, 16), mapping="turned", crease_deg=80),
        ]
    )
