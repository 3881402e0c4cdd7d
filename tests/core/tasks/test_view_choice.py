"""The same weights make other sets of views, and references stay as they are."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch

from core.errors import UsageError
from core.models.multiview_attention import CAMERA_EMBEDDING_DIM, embed_cameras, embed_maps
from core.sheets import split_sheets
from core.tasks.sampling import draw_noise, sample
from core.tasks.text_to_image import generate_sheet
from core.tasks.view_choice import MAPS, choose_maps, choose_views

PROMPT = "a red wooden barrel"


def test_the_models_own_cameras_make_the_models_own_sheet(multiview_model):
    layout = multiview_model.layout
    same = choose_views(multiview_model, layout.azimuths_deg, layout.elevations_deg)
    assert same.layout == layout
    ours, theirs = (generate_sheet(g, PROMPT, seed=4).image.pixels for g in (same, multiview_model))
    assert np.array_equal(ours, theirs)


def test_weights_are_shared_and_the_model_is_left_as_it_was(multiview_model):
    unet, layout = multiview_model.pipeline.unet, multiview_model.layout
    before = generate_sheet(multiview_model, PROMPT, seed=4).image.pixels
    views, maps = choose_views(multiview_model, (0, 45), (0, 10)), choose_maps(multiview_model)
    generate_sheet(views, PROMPT, seed=4)
    for other in (views, maps):
        assert other.multiview.unet is unet.unet
        for part in ("vae", "text_encoder", "tokenizer"):
            assert getattr(other.pipeline, part) is getattr(multiview_model.pipeline, part)
    assert multiview_model.pipeline.unet is unet
    assert multiview_model.layout is layout
    assert np.array_equal(generate_sheet(multiview_model, PROMPT, seed=4).image.pixels, before)
    again = choose_views(choose_views(views, (5,), (5,)), (0, 45), (0, 10))
    assert torch.equal(again.multiview.camera_embedding, views.multiview.camera_embedding)


@pytest.mark.parametrize(
    ("count", "grid"), [(1, (1, 1)), (2, (1, 2)), (4, (2, 2)), (5, (1, 5)), (6, (2, 3)), (8, (2, 4))]
)
def test_views_lie_in_a_grid_as_square_as_can_be(multiview_model, count, grid):
    azimuths, elevations = range(0, 40 * count, 40), range(0, 8 * count, 8)
    views = choose_views(multiview_model, azimuths, elevations)
    layout = views.layout
    assert (layout.rows, layout.columns) == grid
    assert (layout.azimuths_deg, layout.elevations_deg) == (tuple(azimuths), tuple(elevations))
    kept = ("view_px", "fov_deg", "distance", "background", "has_alpha", "light")
    assert all(getattr(layout, name) == getattr(multiview_model.layout, name) for name in kept)
    assert torch.equal(views.multiview.camera_embedding, embed_cameras(azimuths, elevations))
    assert not views.multiview.tileable


def test_a_material_is_four_maps_that_wrap(multiview_model):
    maps = choose_maps(multiview_model)
    assert MAPS == ("base_color", "normal", "orm", "height")
    assert torch.equal(maps.multiview.camera_embedding, embed_maps(MAPS))
    assert maps.multiview.camera_embedding.shape == (4, CAMERA_EMBEDDING_DIM)
    assert (maps.multiview.rows, maps.multiview.columns, maps.multiview.tileable) == (2, 2, True)
    assert maps.layout is None


def test_sampling_with_a_given_view_is_the_samplers_steps_by_hand(multiview_model):
    """DDIM under guidance, rescaled, on the views of the set, the reference clean at timestep 0."""
    torch.manual_seed(1)
    known = torch.randn(16, 4, 4)
    views = choose_views(multiview_model, (0, 90, 200), (0, 20, -10), references={1: known})
    embeddings = views.encode_prompt(PROMPT)
    noise, rng = draw_noise(views, 3, 32, 96)
    found = sample(views, embeddings, noise, rng, 3, 4.0, lambda fraction: None)

    unet, scheduler = views.multiview.unet, copy.deepcopy(views.pipeline.scheduler)
    scheduler.set_timesteps(3)
    words = torch.cat([embeddings[1].tokens, embeddings[0].tokens]).repeat_interleave(3, 0)
    x = split_sheets(noise, 1, 3)[0].clone()
    with torch.no_grad():
        for t in scheduler.timesteps:
            x[1] = known
            times = torch.tensor([t, 0, t] * 2)
            told = {
                "class_labels": views.multiview.camera_embedding.repeat(2, 1),
                "cross_attention_kwargs": {"views": 3},
            }
            v = unet(torch.cat([x, x]), times, words, **told).sample.unflatten(0, (2, 3))
            v[:, 1] = 0
            guided = v[0] + 4.0 * (v[1] - v[0])
            guided = 0.5 * guided * v[1].std() / guided.std() + 0.5 * guided
            x = scheduler.step(guided, t, x, return_dict=False)[0]
        x[1] = known
        expected = (views.pipeline.vae.decode(x).sample / 2 + 0.5).clamp(0, 1)
        alone = (views.pipeline.vae.decode(known[None]).sample / 2 + 0.5).clamp(0, 1)
    cells = split_sheets(torch.from_numpy(found).permute(2, 0, 1)[None], 1, 3)[0]
    torch.testing.assert_close(cells, expected, atol=2e-5, rtol=1e-4)
    torch.testing.assert_close(cells[1:2], alone, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize(
    ("azimuths", "elevations", "message", "hint"),
    [
        ((), (), "expected 1 to 8 views, got 0", "make them in several runs"),
        (range(9), range(9), "expected 1 to 8 views, got 9", "make them in several runs"),
        (
            (1, 2),
            (3,),
            "expected an elevation for each azimuth, got 2 azimuths and 1 elevations",
            "give as many of one as of the other",
        ),
        ((361,), (0,), "expected an azimuth of -360 to 360 degrees, got 361", "correct the azimuth"),
        ((0,), (-91,), "expected an elevation of -90 to 90 degrees, got -91", "correct the elevation"),
        ((0,), (np.nan,), "expected an elevation of -90 to 90 degrees, got nan", "correct the elevation"),
    ],
)
def test_cameras_that_make_no_sense(multiview_model, azimuths, elevations, message, hint):
    with pytest.raises(UsageError) as caught:
        choose_views(multiview_model, azimuths, elevations)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("form", "made"),
    [("pocket", "pocket-form makes one sheet of 6 views"), ("sd15", "sd15-form makes single pictures")],
)
def test_other_models_make_what_they_were_made_for(form, made, request):
    model = request.getfixturevalue(f"{form}_model")
    for choose in (choose_maps, lambda g: choose_views(g, (0,), (0,))):
        with pytest.raises(UsageError) as caught:
            choose(model)
        assert caught.value.message == f"{made}, expected a model that makes sets of any members"
        assert caught.value.hint == 'choose one whose propsmith.json says "joint": true'
