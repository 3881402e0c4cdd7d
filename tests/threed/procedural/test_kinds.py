"""What every kind of prop promises, whatever its seed."""

from __future__ import annotations

import manifold3d
import numpy as np
import pytest

from core.errors import DialError
from threed.procedural import KINDS
from threed.procedural.carving import to_manifold
from threed.procedural.shape import Shape, bounds, build_shape
from threed.procedural.union import unite
from threed.surface.library import SURFACES

SEEDS = range(8)


@pytest.fixture(scope="module", params=sorted(KINDS))
def shapes(request: pytest.FixtureRequest) -> list[Shape]:
    return [build_shape(request.param, seed) for seed in SEEDS]


def test_every_part_is_closed_named_and_the_right_way_out(shapes):
    for shape in shapes:
        table = KINDS[shape.kind].parts
        for one in shape.parts:
            assert one.name in table, f"{shape.kind} #{shape.seed}: {one.name} is in no table"
            assert to_manifold(one.solid).volume() > 0, f"{shape.kind} #{shape.seed}: {one.name}"
            axes = one.frame[:, :3].astype(np.float64)
            np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-4)


def test_the_parts_touch_and_the_whole_keeps_its_budget(shapes):
    for shape in shapes:
        united = unite(shape, 5000)
        assert united.pieces <= KINDS[shape.kind].pieces, f"{shape.kind} #{shape.seed}"
        assert len(united.faces) <= 5000, f"{shape.kind} #{shape.seed}"
        # leaves are many, and nobody sees where one of them is bent
        most = 0.02 if any(one.role == "plant" for one in shape.parts) else 0.004
        assert united.tolerance_m <= most * shape.size_m, f"{shape.kind} #{shape.seed}"
        edges = np.sort(np.stack([united.faces, np.roll(united.faces, -1, 1)], -1).reshape(-1, 2), 1)
        assert (np.unique(edges, axis=0, return_counts=True)[1] % 2 == 0).all()


def test_it_stands_on_the_ground_at_its_size(shapes):
    usual = KINDS[shapes[0].kind].size_m
    for shape in shapes:
        low, high = bounds(shape.parts)
        assert abs(low[1]) < 1e-4
        assert (high - low).max() == pytest.approx(shape.size_m, rel=1e-4)
        assert 0.05 * usual < shape.size_m < 8 * usual, f"{shape.kind} #{shape.seed}: {shape.size_m} m"


def test_seeds_make_different_ones_and_the_same_seed_the_same(shapes):
    again = build_shape(shapes[0].kind, 0)
    for one, other in zip(shapes[0].parts, again.parts, strict=True):
        assert np.array_equal(one.solid.vertices, other.solid.vertices)
    outlines = {tuple(np.round(np.concatenate(bounds(shape.parts)), 4)) for shape in shapes}
    assert len(outlines) >= 6


def test_the_dials_are_the_same_for_every_seed_and_can_be_set_as_they_were(shapes):
    names = list(shapes[0].dials)
    assert all(list(shape.dials) == names for shape in shapes), shapes[0].kind
    assert len(names) >= 5
    settings = {name: dial.value for name, dial in shapes[3].dials.items()}
    same = build_shape(shapes[3].kind, 3, settings)
    assert [p.solid.vertices.tobytes() for p in same.parts] == [
        p.solid.vertices.tobytes() for p in shapes[3].parts
    ]
    with pytest.raises(DialError, match="no dial is called zorgons"):
        build_shape(shapes[0].kind, 0, {"zorgons": 3})


def test_words_set_dials_that_there_are(shapes):
    kind = KINDS[shapes[0].kind]
    for word, settings in kind.words.items():
        made = build_shape(shapes[0].kind, 1, settings)
        assert all(made.dials[name].value == value for name, value in settings.items()), word


def test_surfaces_are_ones_that_there_are(shapes):
    for name, made in KINDS[shapes[0].kind].parts.items():
        for surface in made.surfaces:
            assert surface in SURFACES, f"{shapes[0].kind}: {name} of {surface}"
    for shape in shapes:
        for one in shape.parts:
            assert one.surface is None or one.surface in SURFACES


def test_two_counts_at_the_ends_of_their_ranges(shapes):
    """A user may set what no seed draws: the parts still are closed and touch."""
    for name, dial in shapes[0].dials.items():
        if dial.type != "count":
            continue
        for value in (dial.low, dial.high):
            shape = build_shape(shapes[0].kind, 0, {name: int(value)})
            solids = [to_manifold(one.solid) for one in shape.parts if not one.loose]
            whole = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
            bodies = [b for b in whole.decompose() if b.volume() > 1e-9 * shape.size_m**3]
            assert len(bodies) <= KINDS[shape.kind].pieces, f"{shape.kind}: {name}={value}"
