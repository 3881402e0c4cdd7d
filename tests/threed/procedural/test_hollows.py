"""What is hollow is hollow: a probe that goes into it meets nothing until it should."""

from __future__ import annotations

import manifold3d
import numpy as np
import pytest

from threed.procedural.carving import to_manifold
from threed.procedural.pieces import stick
from threed.procedural.shape import Shape, bounds, build_shape


def whole(shape: Shape) -> manifold3d.Manifold:
    solids = [to_manifold(one.solid) for one in shape.parts]
    return manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)


def is_free(made: manifold3d.Manifold, start: np.ndarray, end: np.ndarray, radius: float) -> bool:
    return (made ^ to_manifold(stick(start, end, radius, 6))).volume() < 1e-12


@pytest.mark.parametrize("carriage", ["field", "naval"])
def test_a_cannon_is_bored_from_its_muzzle(carriage):
    shape = build_shape("cannon", 1, {"carriage": carriage, "stubby": False})
    barrel = next(one for one in shape.parts if one.name == "barrel")
    along = barrel.frame[:, 1].astype(np.float64)
    reach = (barrel.solid.vertices - barrel.frame[:, 3]) @ along
    muzzle = barrel.frame[:, 3] + along * reach.max()
    assert is_free(whole(shape), muzzle - 0.7 * along, muzzle + 0.1 * along, 0.02)
    assert not is_free(whole(shape), muzzle - 1.2 * along, muzzle, 0.02)


def test_a_bell_is_hollow_about_its_clapper():
    shape = build_shape("bell", 0, {"form": "hand", "ornate": False})
    bell = next(one for one in shape.parts if one.name == "bell").solid.vertices
    lip, top = bell[:, 1].min(), bell[:, 1].max()
    aside = np.array([0.3 * bell[:, 0].max(), 0, 0])
    deep = lip + 0.75 * (top - lip)
    assert is_free(whole(shape), aside + [0, lip - 0.02, 0], aside + [0, deep, 0], 0.002)
    assert not is_free(whole(shape), aside + [0, lip - 0.02, 0], aside + [0, top, 0], 0.002)


@pytest.mark.parametrize("face", ["nasal", "cheeks", "visor", "great"])
def test_a_head_goes_into_a_helmet(face):
    shape = build_shape("helmet", 2, {"face": face, "topping": "plain"})
    top = bounds(shape.parts)[1][1]
    made = whole(shape)
    for x in (-0.04, 0.0, 0.04):
        assert is_free(made, np.array([x, -0.01, 0.0]), np.array([x, 0.6 * top, 0.0]), 0.01)


def test_one_sees_out_of_a_visor():
    shape = build_shape("helmet", 2, {"face": "visor", "topping": "plain"})
    made, seen = whole(shape), 0
    for y in np.linspace(0.06, 0.2, 57):
        seen += is_free(made, np.array([0.045, y, 0.0]), np.array([0.045, y, 0.3]), 0.0005)
    assert 0 < seen < 12


@pytest.mark.parametrize("form", ["acoustic", "round"])
def test_one_sees_through_a_guitars_hole_to_its_back(form):
    shape = build_shape("guitar", 0, {"form": form})
    rose = next(one for one in shape.parts if one.name == "rosette").solid.vertices
    # between two strings
    x, y = 0.0, float(rose[:, 1].min() + rose[:, 1].max()) / 2 - 0.02
    front = float(rose[:, 2].max())
    assert is_free(whole(shape), np.array([x, y, front - 0.07]), np.array([x, y, front + 0.1]), 0.001)
    assert not is_free(whole(shape), np.array([x, y, front - 0.2]), np.array([x, y, front + 0.1]), 0.001)


def test_a_tall_clock_shows_its_pendulum():
    shape = build_shape("clock", 0, {"form": "grandfather"})
    bob = [one.solid.vertices for one in shape.parts if one.name == "pendulum"][1]
    centre = (bob.min(0) + bob.max(0)) / 2
    front = np.array([centre[0], centre[1], bob[:, 2].max() + 0.003])
    assert is_free(whole(shape), front, front + [0, 0, 1.0], 0.01)


def test_tea_comes_out_of_a_spout():
    shape = build_shape("teapot", 0, {"form": "round", "spout": "straight"})
    spout = next(one for one in shape.parts if one.name == "spout").solid.vertices
    tip = spout[spout[:, 0] > spout[:, 0].max() - 0.02]
    mouth = (tip.min(0) + tip.max(0)) / 2
    assert is_free(whole(shape), mouth, mouth + [0, 0.05, 0], 0.002)
