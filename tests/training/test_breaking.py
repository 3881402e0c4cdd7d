"""Broken props lose chunks that are seen, and stay closed where they were."""

import numpy as np
import pytest

from threed.procedural.solids import Solid, ball, box, join, lathe, prism, rod, tube
from training.props.breaking import break_solid, is_closed
from training.props.prop import BROKEN, MAIN, RADIUS, WOUND, PropClass, assemble

DRUM = lathe([(0, 0), (0.4, 0), (0.5, 0.5), (0.4, 1), (0, 1)], 32)
BLADE = prism([(-0.08, 0), (0.08, 0), (0.07, 1.1), (0, 1.3), (-0.07, 1.1)], 0.04)
LEGS = [(box((x, -0.3, z), (0.1, 0.6, 0.1)), "legs") for x in (-0.5, 0.5) for z in (-0.3, 0.3)]
PROPS = {
    "drum": [(DRUM, MAIN)],
    "ball": [(ball((0, 0, 0), 0.5), MAIN)],
    "table": [(box((0, 0.05, 0), (1.2, 0.12, 0.8)), MAIN), *LEGS],
    "sword": [
        (BLADE, MAIN),
        (box((0, 0, 0), (0.4, 0.08, 0.1)), "guard"),
        (rod((0, -0.3, 0), (0, 0, 0), 0.05), "grip"),
    ],
}


def volume(parts):
    corners = np.concatenate([part.vertices[part.faces] for part, _ in parts]).astype(float)
    return (corners[:, 0] * np.cross(corners[:, 1], corners[:, 2])).sum() / 6


def whole(parts):
    return join([part for part, _ in parts])


@pytest.mark.parametrize("name", list(PROPS))
def test_a_broken_prop_loses_a_good_part_and_stays_closed(name):
    parts = PROPS[name]
    for seed in range(8):
        broken = break_solid(np.random.default_rng(seed), parts)
        lost = 1 - volume(broken) / volume(parts)
        assert 0.04 < lost < 0.6
        assert is_closed(whole(broken))
        assert {slot for _, slot in broken} <= {slot for _, slot in parts} | {WOUND}
        assert WOUND in {slot for _, slot in broken}
        for part, _ in broken:
            np.testing.assert_allclose(np.linalg.norm(part.normals, axis=1), 1, atol=1e-3)
            assert part.faces.max() < len(part.vertices)


def test_the_same_seed_breaks_alike():
    first, second = (whole(break_solid(np.random.default_rng(3), PROPS["drum"])) for _ in range(2))
    np.testing.assert_array_equal(first.vertices, second.vertices)
    np.testing.assert_array_equal(first.faces, second.faces)


def test_what_is_slender_snaps():
    for seed in range(5):
        broken = whole(break_solid(np.random.default_rng(seed), PROPS["sword"]))
        assert 0.3 < broken.vertices[:, 1].max() < 1.15
        assert broken.vertices[:, 1].min() == pytest.approx(-0.3, abs=1e-6)


def test_normals_of_what_is_left_stay_smooth_and_wounds_are_flat():
    broken = break_solid(np.random.default_rng(1), PROPS["ball"])
    skin = next(part for part, slot in broken if slot == MAIN)
    outwards = skin.vertices / np.linalg.norm(skin.vertices, axis=1, keepdims=True)
    assert (skin.normals * outwards).sum(1).min() > 0.97
    wound = next(part for part, slot in broken if slot == WOUND)
    a, b = wound.vertices[wound.faces[:, :2]].transpose(1, 0, 2)
    along = np.abs(((b - a) * wound.normals[wound.faces[:, 0]]).sum(1))
    assert along.max() < 1e-4


def test_open_parts_are_cut_and_their_wounds_filled():
    handle = tube([(0.4, 0.2, 0), (0.8, 0.3, 0), (0.8, 0.7, 0), (0.4, 0.8, 0)], 0.08)
    assert not is_closed(handle)
    for seed in range(8):
        broken = break_solid(np.random.default_rng(seed), [(DRUM, MAIN), (handle, MAIN)])
        assert volume(broken) < 0.97 * volume([(DRUM, MAIN)])


def test_parts_that_bound_a_body_together_are_broken_together():
    staves = [
        (Solid(DRUM.vertices, DRUM.normals, DRUM.faces[k::2]), slot) for k, slot in ((0, MAIN), (1, "staves"))
    ]
    assert not is_closed(staves[0][0])
    for seed in range(5):
        broken = break_solid(np.random.default_rng(seed), staves)
        assert is_closed(whole(broken))
        assert {MAIN, "staves", WOUND} <= {slot for _, slot in broken}


def test_assemble_breaks_what_is_called_broken():
    kind = PropClass(lambda rng, shape: (PROPS["table"], {"legs": 0.6}), (), 1.0)
    intact = assemble(np.random.default_rng(0), kind)
    broken = assemble(np.random.default_rng(0), kind, {BROKEN})
    assert intact.slot_names == (MAIN, "legs")
    assert broken.slot_names == (MAIN, "legs", WOUND)
    assert isinstance(broken.slot_colours[WOUND], float)
    assert (broken.slots == broken.slot_names.index(WOUND)).any()
    assert np.linalg.norm(broken.solid.vertices, axis=1).max() == pytest.approx(RADIUS, abs=1e-5)
