"""Finishes are solid patterns that differ from each other and leave the named colour to be seen."""

from dataclasses import replace

import numpy as np
import pytest

from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS, FINISHES
from threed.procedural.solids import ball, box, lathe
from training.finishes import COVERING
from training.surface import Paint, mix_paint, paint_surface, shade_of

PAINTED = [finish for finish in FINISHES if finish != "golden"]  # those of the captioned colour


def spread(solid, count, rng):
    """Draw points, and their normals, evenly over a solid."""
    corners = solid.vertices[solid.faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    face = rng.choice(len(area), count, p=area / area.sum())
    weight = rng.dirichlet((1, 1, 1), count)[..., None].astype(np.float32)
    normals = (solid.normals[solid.faces[face]] * weight).sum(1)
    points = (corners[face] * weight).sum(1).astype(np.float32)
    return points, (normals / np.linalg.norm(normals, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def surface():
    """Points [6000, 3] and normals of a ball, a box and a drum, and the slot of their main colour."""
    rng = np.random.default_rng(0)
    drum = lathe([(0, -0.4), (0.3, -0.4), (0.3, 0.4), (0, 0.4)])
    solids = (ball((0, 0, 0), 0.5, 48), box((0, 0, 0), (0.6, 0.5, 0.55)), drum)
    points, normals = zip(*[spread(solid, 2000, rng) for solid in solids], strict=True)
    return np.concatenate(points), np.concatenate(normals), np.zeros(6000, np.int64)


def lab(rgb):
    from skimage.color import rgb2lab

    return rgb2lab(np.asarray(rgb, float))


def nearest_colour(rgb, palette=None):
    palette = lab(list(COLOURS.values())) if palette is None else palette
    return np.linalg.norm(lab(rgb)[..., None, :] - palette, axis=-1).argmin(-1)


@pytest.mark.parametrize("finish", list(FINISHES))
def test_a_finish_is_a_function_of_place_normal_and_seed(finish, surface):
    points, normals, slots = surface
    paint = mix_paint(np.random.default_rng(3), "turquoise", finish, {})
    whole = paint_surface(points, normals, slots, paint)
    assert whole.shape == points.shape
    assert whole.dtype == np.float32
    assert 0 <= whole.min() <= whole.max() <= 1
    np.testing.assert_array_equal(whole, paint_surface(points, normals, slots, paint))
    # a point's colour does not hang on what else is seen, but for the last bits of a matrix product
    some = np.random.default_rng(4).permutation(len(points))[:700]
    alone = paint_surface(points[some], normals[some], slots[some], paint)
    assert np.isclose(alone, whole[some], atol=1e-3).all(1).mean() > 0.995


def test_finishes_differ_from_plain_and_from_each_other(surface):
    points, normals, slots = surface
    for colour in ("red", "white", "black", "brown"):
        paint = mix_paint(np.random.default_rng(5), colour, "plain", {})
        looks = {f: paint_surface(points, normals, slots, replace(paint, finish=f)) for f in FINISHES}
        for i, (name, look) in enumerate(looks.items()):
            for other, other_look in list(looks.items())[:i]:
                # at least 0.02 of full scale over the whole surface; 0.034 is the least that was measured
                assert np.abs(look - other_look).mean() > 0.02, (colour, name, other)


@pytest.mark.parametrize("colour", list(COLOURS))
def test_a_shade_is_nearest_to_its_own_colour(colour):
    rng = np.random.default_rng(6)
    shades = [shade_of(rng, colour) for _ in range(100)]
    assert (nearest_colour(shades) == list(COLOURS).index(colour)).all()
    assert np.ptp(shades, axis=0).max() > 0.02


def test_the_named_colour_stays_to_be_seen(surface):
    points, normals, slots = (part[::3] for part in surface)
    rng = np.random.default_rng(7)
    by_mean, by_most, own = {}, {}, {}
    for finish in PAINTED:
        means, most = [], []
        for _ in range(2):
            for colour in COLOURS:
                look = paint_surface(points, normals, slots, mix_paint(rng, colour, finish, {}))
                means.append(look.mean(0))
                most.append(np.bincount(nearest_colour(look[::4]), minlength=len(COLOURS)).argmax())
        truth = np.tile(np.arange(len(COLOURS)), 2)
        by_mean[finish] = (nearest_colour(means) == truth).mean()
        by_most[finish] = (np.array(most) == truth).mean()
        typical = lab(means).reshape(2, len(COLOURS), 3).mean(0)
        own[finish] = (nearest_colour(means, typical) == truth).mean()
    # the colour of most of the surface is the named one; where half of it is snow, its mean may be another's
    assert min(by_most.values()) >= 0.75, by_most
    assert np.mean(list(by_mean.values())) >= 0.5, by_mean
    # colours of the same finish are as good as never mistaken for each other
    assert np.mean(list(own.values())) >= 0.98, own


def test_gold_is_gold_whatever_the_colour(surface):
    looks = [paint_surface(*surface, Paint(rgb, "golden", {})) for rgb in ((0.1, 0.2, 0.8), (0.9, 0.9, 0.9))]
    np.testing.assert_array_equal(*looks)
    r, g, b = looks[0].mean(0)
    assert r > g > 2 * b > 0


@pytest.mark.parametrize("finish", list(FINISHES))
def test_a_finish_applies_to_the_main_slot_and_its_shades_or_to_all(finish, surface):
    points, normals, _ = surface
    rgb, steel = (0.2, 0.4, 0.8), (0.5, 0.51, 0.53)
    paint = Paint(rgb, finish, {"hoops": steel, "beams": 0.6})
    plain = Paint(rgb, "plain", {"hoops": steel, "beams": 0.6})
    for slot, touched in ((1, finish in COVERING), (2, finish != "plain")):
        slots = np.full(len(points), slot)
        change = np.abs(
            paint_surface(points, normals, slots, paint) - paint_surface(points, normals, slots, plain)
        )
        assert change.mean() > 0.02 if touched else change.max() == 0


def test_parts_may_have_a_captioned_colour():
    rng = np.random.default_rng(8)
    paint = mix_paint(rng, "blue", "plain", {"stand": (0.5, 0.3, 0.2), "shade": 0.7}, {"shade": "yellow"})
    assert list(paint.slot_colours) == ["stand", "shade"]
    assert paint.slot_colours["stand"] == (0.5, 0.3, 0.2)
    assert nearest_colour(paint.slot_colours["shade"]) == list(COLOURS).index("yellow")
    with pytest.raises(ValueError, match="legs"):
        mix_paint(rng, "blue", "plain", {}, {"legs": "red"})


def test_without_a_colour_a_prop_is_muted():
    rng = np.random.default_rng(9)
    chroma = [np.hypot(*lab(mix_paint(rng, None, "plain", {}).rgb)[1:]) for _ in range(50)]
    assert max(chroma) < 40


def test_words_for_colours_and_finishes_are_unique():
    assert len(COLOURS) == len(FINISHES) == 16
    assert set(COLOURS) == set(COLOUR_SYNONYMS)
    words = [*COLOURS, *FINISHES, *(w for s in COLOUR_SYNONYMS.values() for w in s)]
    words += [w for f in FINISHES.values() for w in f.synonyms]
    assert len(words) == len(set(words))
