"""Solids point outwards; every prop can be built, fits its sphere and knows its words, and none are alike."""

import itertools

import numpy as np
import pytest
import trimesh

from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS, FINISHES
from threed.procedural import solids
from training.caption import SHAPES
from training.props import CLASSES
from training.props.contact import find_classes
from training.props.prop import BROKEN, MAIN, NO_AREA, PROPORTIONS, RADIUS, WOUND, PropClass, assemble

SEEDS = 3

L_PROFILE = [(0, 0), (0.5, 0), (0.5, 1), (0, 1)]


def volume(solid: solids.Solid) -> float:
    return float(trimesh.Trimesh(solid.vertices, solid.faces, process=False).volume)


@pytest.mark.parametrize(
    ("solid", "expected"),
    [
        (solids.box((1, 2, 3), (1, 2, 3)), 6.0),
        (solids.lathe(L_PROFILE, 256), np.pi / 4),
        (solids.rod((0, 0, 0), (0, 3, 4), 0.1, segments=256), np.pi * 0.01 * 5),
        (solids.prism([(0, 0), (1, 0), (1, 1), (0, 1)], 0.5), 0.5),
        (solids.ball((5, 0, 0), (1, 2, 3), 128), 8 * np.pi),
    ],
    ids=["box", "lathe", "rod", "prism", "ball"],
)
def test_volumes_are_positive_and_right(solid, expected):
    # a positive volume means that the faces wind outwards
    assert volume(solid) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    "solid",
    [
        solids.box((0, 0, 0), (1, 1, 1)),
        solids.lathe(L_PROFILE),
        solids.ball((0, 0, 0), 1),
        solids.prism([(0, 0), (1, 0), (0, 1)], 1),
    ],
    ids=["box", "lathe", "ball", "prism"],
)
def test_normals_agree_with_the_winding(solid):
    corner = solid.vertices[solid.faces]
    face_normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(face_normal, axis=1)
    agree = (face_normal[:, None] * solid.normals[solid.faces]).sum(-1)[area > 1e-7]
    assert (agree > 0).all()
    assert np.allclose(np.linalg.norm(solid.normals, axis=1), 1, atol=1e-4)


def test_tube_winds_outwards():
    tube = solids.tube([(0, 0, 0), (0, 1, 0), (0, 2, 0)], 0.3)
    centre = tube.vertices[tube.faces].mean(1) * [1, 0, 1]
    corner = tube.vertices[tube.faces]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    assert ((normal * centre).sum(1) > 0).all()


def test_moving_and_scaling_keep_normals_perpendicular():
    ball = solids.move(solids.ball((0, 0, 0), 1, 64), scale=(1, 3, 1))
    # an ellipsoid x² + y²/9 + z² = 1 has the gradient (x, y/9, z)
    gradient = solids.unit(ball.vertices * [1, 1 / 9, 1])
    assert (gradient * ball.normals).sum(1).min() > 0.9


def build(name, seed=0, shape=()):
    return assemble(np.random.default_rng(seed), CLASSES[name], shape)


def face_areas(solid):
    corner = solid.vertices[solid.faces].astype(float)
    return np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1) / 2


def check(prop):
    """Assert what holds for every prop, whatever it is."""
    solid = prop.solid
    assert np.linalg.norm(solid.vertices, axis=1).max() == pytest.approx(RADIUS, abs=1e-4)
    np.testing.assert_allclose(solid.vertices.min(0), -solid.vertices.max(0), atol=1e-5)
    assert solid.vertices.dtype == solid.normals.dtype == np.float32
    assert np.isfinite(solid.vertices).all()
    assert 0 <= solid.faces.min() <= solid.faces.max() < len(solid.vertices)
    assert face_areas(solid).min() > NO_AREA
    np.testing.assert_allclose(np.linalg.norm(solid.normals[solid.faces], axis=-1), 1, atol=1e-3)
    # slots: "main" first, each of the others is used and has its colour
    assert prop.slots.shape == (len(solid.faces),)
    assert prop.slot_names == (MAIN, *prop.slot_colours)
    assert set(range(1, len(prop.slot_names))) <= set(prop.slots) <= set(range(len(prop.slot_names)))
    for colour in prop.slot_colours.values():
        assert np.shape(colour) in ((), (3,))
        assert 0 < np.min(colour) <= np.max(colour) <= (1 if np.shape(colour) else 2)


@pytest.mark.parametrize("name", CLASSES)
def test_props_fill_their_sphere_and_are_seen_in_their_colour(name):
    for seed in range(SEEDS):
        prop = build(name, seed)
        check(prop)
        # enough has the captioned colour, or follows it as a shade, for it to be seen
        area = face_areas(prop.solid)
        follows = [True, *(isinstance(colour, float) for colour in prop.slot_colours.values())]
        assert area[np.array(follows)[prop.slots]].sum() > 0.25 * area.sum()
        assert (prop.slots == 0).any()


@pytest.mark.parametrize("name", CLASSES)
def test_each_shape_word_can_be_built_and_is_seen(name):
    for word in CLASSES[name].shapes:
        differing = 0
        for seed in range(SEEDS):
            prop, plain = build(name, seed, (word,)), build(name, seed)
            check(prop)
            differing += not _alike(prop, plain)
        assert differing, f"{word} leaves it as it is"
    check(build(name, 0, (*CLASSES[name].shapes[:1], BROKEN, "wide")))


@pytest.mark.parametrize("name", CLASSES)
def test_words_for_parts_name_slots_that_it_has(name):
    prop_class = CLASSES[name]
    slots = set()
    for seed, shape in itertools.product(range(SEEDS), [(), *((word,) for word in prop_class.shapes)]):
        slots |= set(build(name, seed, shape).slot_names)
    assert set(prop_class.parts.values()) | {prop_class.body} <= slots
    # a word for the main slot itself can only be said where another slot takes the first colour
    assert (prop_class.body != MAIN) == (MAIN in prop_class.parts.values())
    assert WOUND not in slots
    assert 0.03 < prop_class.size_m < 40


@pytest.mark.parametrize("name", CLASSES)
def test_no_two_are_alike_and_a_seed_repeats(name):
    first, again, other = (build(name, seed) for seed in (3, 3, 4))
    assert np.array_equal(first.solid.vertices, again.solid.vertices)
    assert np.array_equal(first.solid.faces, again.solid.faces)
    assert np.array_equal(first.slots, again.slots)
    assert first.slot_colours == again.slot_colours
    assert not _alike(first, other)


def _alike(first, other):
    a, b = first.solid.vertices, other.solid.vertices
    return a.shape == b.shape and np.allclose(a, b, atol=1e-3)


@pytest.mark.parametrize(
    "words", [("tall",), ("short",), ("wide",), ("thin",), ("tall", "wide")], ids=" ".join
)
def test_proportions_stretch_as_they_say(words):
    across = np.prod([PROPORTIONS[word][0] for word in words])
    up = np.prod([PROPORTIONS[word][1] for word in words])
    cube = PropClass(lambda rng, shape: ([(solids.box((1, 2, 3), (1, 1, 1)), MAIN)], {}), (), 1.0)
    for order in itertools.permutations(words):
        extent = np.ptp(assemble(np.random.default_rng(0), cube, order).solid.vertices, axis=0)
        np.testing.assert_allclose(extent / extent[0], (1, up / across, 1), rtol=1e-5)
    prop = build("barrel", 0, words).solid
    plain = build("barrel").solid
    stretched = np.ptp(prop.vertices, axis=0) / np.ptp(plain.vertices, axis=0)
    np.testing.assert_allclose(stretched / stretched[0], (1, up / across, 1), rtol=1e-4)


def test_what_does_not_stretch_keeps_its_proportions():
    cube = PropClass(
        lambda rng, shape: ([(solids.box((1, 2, 3), (1, 1, 1)), MAIN)], {}), (), 1.0, stretches=False
    )
    for word in PROPORTIONS:
        extent = np.ptp(assemble(np.random.default_rng(0), cube, [word]).solid.vertices, axis=0)
        np.testing.assert_allclose(extent, extent[0], rtol=1e-6)


def test_faces_without_area_are_dropped_and_the_surface_stays():
    vase = solids.lathe([(0, 0), (0.3, 0), (0.2, 0.6), (0, 0.6)], 20)
    kind = PropClass(lambda rng, shape: ([(vase, MAIN), (vase, "legs")], {"legs": 0.6}), (), 1.0)
    prop = assemble(np.random.default_rng(0), kind)
    # of each lathe's quads at the axis, twenty below and twenty above, one half has no area
    assert len(prop.solid.faces) == 2 * (len(vase.faces) - 40)
    assert (np.bincount(prop.slots) == len(vase.faces) - 40).all()
    scale = np.ptp(prop.solid.vertices[:, 1]) / 0.6
    assert face_areas(prop.solid).sum() == pytest.approx(2 * scale**2 * face_areas(vase).sum(), rel=1e-5)
    merged = trimesh.Trimesh(prop.solid.vertices, prop.solid.faces[prop.slots == 0])
    merged.merge_vertices(merge_norm=True, digits_vertex=5)
    assert merged.is_watertight


def test_an_ornate_lamp_wears_its_ring_round_its_shade():
    for shape in (("round", "ornate"), ("square", "ornate"), ("ornate",)):
        for seed in range(8):
            prop = build("lamp", seed, shape)
            corners = prop.solid.vertices[prop.solid.faces]
            shade = np.abs(corners[prop.slots == 0][..., 0]).max()
            trim = corners[prop.slots == prop.slot_names.index("trim")].reshape(-1, 3)
            # the foot has a ring of its own, lower than all of the shade
            upper = trim[trim[:, 1] > corners[prop.slots == 0][..., 1].min() - 0.05]
            assert shade < np.abs(upper[:, 0]).max() < 1.2 * shade


def test_a_builder_is_told_its_words_and_no_unused_slot_is_left():
    told = []

    def builder(rng, shape):
        told.append(shape)
        return [(solids.box((0, 0, 0), (1, 1, 1)), "legs")], {"legs": 0.6, "shade": (1.0, 0.0, 0.0)}

    prop = assemble(np.random.default_rng(0), PropClass(builder, (), 1.0), ["round", "tall"])
    assert told == [frozenset({"round", "tall"})]
    assert prop.slot_names == (MAIN, "legs")
    assert (prop.slots == 1).all()
    with pytest.raises(ValueError, match="not in tuple"):
        assemble(
            np.random.default_rng(0), PropClass(lambda rng, shape: (builder(rng, shape)[0], {}), (), 1.0)
        )


def test_every_kind_that_has_a_file_is_taught():
    assert {name: id(entry) for name, entry in find_classes().items()} == {
        name: id(entry) for name, entry in CLASSES.items()
    }
    assert len(CLASSES) == 73


def test_no_word_means_two_things():
    nouns = [noun for name, entry in CLASSES.items() for noun in (name, *entry.synonyms)]
    others = [*COLOURS, *FINISHES, *(word for words in COLOUR_SYNONYMS.values() for word in words)]
    others += [word for finish in FINISHES.values() for word in finish.synonyms]
    # a shape word may be known to many classes
    others += {*SHAPES, *(word for entry in CLASSES.values() for word in entry.shapes)}
    words = nouns + others
    assert sorted(words) == sorted(set(words))
    assert set(SHAPES) == {*PROPORTIONS, BROKEN}
    for entry in CLASSES.values():
        assert not set(entry.shapes) & set(SHAPES)
        assert len(set(entry.shapes)) == len(entry.shapes)
