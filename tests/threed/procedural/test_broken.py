import numpy as np
import pytest

from threed.procedural import KINDS
from threed.procedural.carving import to_manifold
from threed.procedural.shape import build_shape
from threed.procedural.union import unite


@pytest.mark.parametrize("kind", ["barrel", "sword", "mug", "chair", "tower"])
def test_what_is_broken_has_lost_some_of_itself_and_is_closed_all_the_same(kind):
    whole, broken = build_shape(kind, 1), build_shape(kind, 1, {"broken": True})
    assert broken.dials["broken"].is_set
    assert not whole.dials["broken"].value
    united = unite(broken, 5000)
    assert united.pieces <= KINDS[kind].pieces
    edges = np.sort(np.stack([united.faces, np.roll(united.faces, -1, 1)], -1).reshape(-1, 2), 1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] % 2 == 0).all()
    volumes = [sum(to_manifold(one.solid).volume() for one in shape.parts) for shape in (whole, broken)]
    assert volumes[1] < 0.99 * volumes[0]


def test_the_same_seed_breaks_alike():
    one, other = (build_shape("barrel", 4, {"broken": True}) for _ in range(2))
    assert [p.solid.vertices.tobytes() for p in one.parts] == [
        p.solid.vertices.tobytes() for p in other.parts
    ]
