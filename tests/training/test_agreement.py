"""Views of one object agree, whatever it is; views of several do not."""

from dataclasses import replace

import numpy as np
import pytest

from training.agreement import CEILING, measure_agreement
from training.caption import Spec
from training.props import CLASSES
from training.props.prop import assemble
from training.render import LAYOUT, render_views
from training.surface import mix_paint

PROPS = ("barrel", "chair", "house", "mug", "teapot")


@pytest.fixture(scope="module")
def sets():
    """Renders of some props, each in a colour of its own."""
    rng = np.random.default_rng(0)
    colours = ("red", "blue", "white", "green", "yellow")
    made = []
    for name, colour in zip(PROPS, colours, strict=True):
        prop = assemble(rng, CLASSES[name], Spec(name).shape)
        made.append(render_views(prop, mix_paint(rng, colour, "striped", prop.slot_colours), LAYOUT))
    return np.stack(made)


@pytest.fixture(scope="module")
def true(sets):
    return measure_agreement(sets)


def test_renders_agree_and_their_outlines_wholly(sets, true):
    assert true.psnr_db.shape == true.outlines.shape == (len(sets),)
    assert (true.outlines > 0.995).all()
    assert true.psnr_db.min() > 15
    assert true.mean_psnr_db > 20


def test_views_of_different_props_do_not_agree(sets, true):
    count, views = sets.shape[:2]
    mixed = np.stack([sets[(k + np.arange(views)) % count, np.arange(views)] for k in range(count)])
    found = measure_agreement(mixed)
    assert found.mean_psnr_db < true.mean_psnr_db - 8
    assert found.outlines.mean() < 0.8


def test_one_view_of_another_colour_is_noticed_in_every_set(sets, true):
    recoloured = sets.copy()
    view = recoloured[:, 2]
    view[..., :3] = np.where(view[..., 3:] > 0, 255 - view[..., :3], view[..., :3])
    found = measure_agreement(recoloured)
    assert np.array_equal(found.outlines, true.outlines), "nothing has moved"
    assert (found.psnr_db < true.psnr_db - 1).all()
    assert found.mean_psnr_db < true.mean_psnr_db - 3


def test_a_view_from_another_place_is_noticed(sets, true):
    moved = sets.copy()
    moved[:, 3] = np.roll(moved[:, 3], (5, 5), (1, 2))
    assert measure_agreement(moved).mean_psnr_db < true.mean_psnr_db - 1


def test_it_does_not_matter_where_the_front_is(sets, true):
    """The cameras repeat every second view: turned with them, a set is as much one object as before."""
    assert np.allclose(measure_agreement(np.roll(sets, 2, 1)).psnr_db, true.psnr_db, atol=0.05)
    turned = replace(LAYOUT, azimuths_deg=tuple(a + 77 for a in LAYOUT.azimuths_deg))
    assert np.allclose(measure_agreement(sets, turned).psnr_db, true.psnr_db, atol=0.05)


def test_a_ball_of_one_colour_agrees_perfectly(sets):
    """And a set is measured alike in whatever company."""
    y, x = np.mgrid[:96, :96] + 0.5 - 48
    ball = np.full((6, 96, 96, 4), (128, 128, 128, 0), np.uint8)
    ball[:, np.hypot(x, y) < 30] = (200, 40, 90, 255)
    found = measure_agreement(np.concatenate([ball[None], sets]))
    assert found.psnr_db[0] == pytest.approx(CEILING)
    assert found.psnr_db[3] == pytest.approx(measure_agreement(sets[2:3]).psnr_db[0], abs=1e-4)


def test_what_is_not_there_cannot_be_measured(sets, true):
    empty = np.full_like(sets[:1], 128)
    empty[..., 3] = 0
    found = measure_agreement(np.concatenate([empty, sets]))
    assert np.isnan(found.psnr_db[0])
    assert found.outlines[0] == 0
    assert np.array_equal(found.outlines[1:], true.outlines)
    assert found.measured == pytest.approx(len(sets) / (len(sets) + 1))
    assert true.measured == 1
    assert found.mean_psnr_db == pytest.approx(true.mean_psnr_db)
