"""Attention spans the views of a set and nothing else, and what is tileable has no border."""

import math

import numpy as np
import pytest
import torch
from diffusers import AutoencoderTiny, UNet2DConditionModel
from diffusers.models.attention_processor import Attention, AttnProcessor2_0

from core.models.multiview_attention import (
    CAMERA_EMBEDDING_DIM,
    KINDS,
    MultiviewAttention,
    MultiviewUNet,
    circular_padding,
    embed_cameras,
    embed_maps,
    use_multiview_attention,
)
from core.sheets import join_sheets, split_sheets

CHANNELS, WORDS = 4, 8
AZIMUTHS, ELEVATIONS = (30, 90, 150, 210, 270, 330), (20, -10) * 3


def close(a, b, atol=1e-5):
    return torch.allclose(a, b, atol=atol)


@pytest.fixture
def layer():
    torch.manual_seed(0)
    return Attention(query_dim=24, heads=3, dim_head=8, bias=True).eval()


@pytest.fixture(scope="module")
def unet():
    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        sample_size=8,
        in_channels=CHANNELS,
        out_channels=CHANNELS,
        block_out_channels=(16, 32, 32),
        layers_per_block=1,
        cross_attention_dim=WORDS,
        attention_head_dim=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        norm_num_groups=8,
        use_linear_projection=True,
        class_embed_type="projection",
        projection_class_embeddings_input_dim=CAMERA_EMBEDDING_DIM,
        addition_embed_type="text",
        addition_embed_type_num_heads=2,
    )
    use_multiview_attention(unet)
    return unet.eval().requires_grad_(False)


@pytest.fixture
def words():
    return torch.randn(1, 5, WORDS, generator=torch.Generator().manual_seed(7))


def noise(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def attend(layer, queries, context):
    """Attention of one set, token by token and head by head: [N, C] to [M, C]."""
    q, k, v = layer.to_q(queries), layer.to_k(context), layer.to_v(context)
    rows = []
    for token in range(len(q)):
        heads = []
        for head in range(layer.heads):
            part = slice(head * 8, head * 8 + 8)
            scores = torch.stack([q[token, part] @ k[other, part] for other in range(len(k))]) / math.sqrt(8)
            weights = torch.exp(scores) / torch.exp(scores).sum()
            heads.append((weights[:, None] * v[:, part]).sum(0))
        rows.append(torch.cat(heads))
    return layer.to_out[0](torch.stack(rows))


@pytest.mark.parametrize("needs_gradient", [False, True], ids=["fused", "plain products"])
def test_self_attention_spans_all_tokens_of_a_set_and_no_other_sets(layer, needs_gradient):
    x = noise(2 * 3, 4, 24).requires_grad_(needs_gradient)
    with torch.set_grad_enabled(needs_gradient):
        found = MultiviewAttention()(layer, x, views=3)
    with torch.no_grad():
        expected = [attend(layer, tokens, tokens) for tokens in x.reshape(2, 12, 24)]
    assert close(found, torch.stack(expected).reshape(6, 4, 24))


def test_words_are_attended_to_by_each_view_alone(layer):
    x, context = noise(4, 3, 24), noise(4, 5, 24, seed=1)
    with torch.no_grad():
        found = MultiviewAttention()(layer, x, encoder_hidden_states=context, views=2)
        expected = [attend(layer, tokens, said) for tokens, said in zip(x, context, strict=True)]
    assert close(found, torch.stack(expected))


@pytest.mark.parametrize("context", [None, noise(3, 5, 24, seed=1)], ids=["self", "cross"])
@pytest.mark.parametrize("needs_gradient", [False, True], ids=["fused", "plain products"])
def test_single_views_are_attended_as_diffusers_does(layer, context, needs_gradient):
    x = noise(3, 7, 24).requires_grad_(needs_gradient)
    ours = MultiviewAttention()(layer, x, encoder_hidden_states=context)
    assert close(ours, AttnProcessor2_0()(layer, x, encoder_hidden_states=context), atol=1e-6)


def test_both_ways_have_the_same_gradient(layer):
    x = noise(4, 5, 24).requires_grad_(True)
    MultiviewAttention()(layer, x, views=2).square().sum().backward()
    ours, x.grad = x.grad, None
    AttnProcessor2_0()(layer, x.reshape(2, 10, 24)).square().sum().backward()
    assert close(ours, x.grad)


def test_a_multiview_unet_on_sheets_is_the_unet_on_their_views(unet, words):
    camera_embedding = embed_cameras(AZIMUTHS, ELEVATIONS)
    multiview = MultiviewUNet(unet, camera_embedding, 2, 3)
    sheets, said = noise(2, CHANNELS, 16, 24), torch.cat([words, -words])
    views = [s[:, y : y + 8, x : x + 8] for s in sheets for y in (0, 8) for x in (0, 8, 16)]
    by_hand = unet(
        torch.stack(views),
        torch.tensor([500] * 6 + [20] * 6),
        said.repeat_interleave(6, 0),
        class_labels=camera_embedding.repeat(2, 1),
        cross_attention_kwargs={"views": 6},
    ).sample
    rows = [torch.cat(list(by_hand[i : i + 3]), -1) for i in range(0, 12, 3)]
    expected = torch.stack([torch.cat(rows[i : i + 2], -2) for i in (0, 2)])
    (found,) = multiview(sheets, torch.tensor([500, 20]), said)
    assert close(found, expected)
    # one timestep for all, as the stock pipelines pass it
    assert close(multiview(sheets, torch.tensor(500), said)[0][:1], expected[:1])
    assert close(multiview(sheets, 500, said, added_cond_kwargs=None)[0][:1], expected[:1])


def test_views_of_a_set_see_each_other_and_no_other_set(unet, words):
    camera_embedding = embed_cameras(AZIMUTHS[:2], ELEVATIONS[:2])
    sheets = noise(2, CHANNELS, 8, 16)
    changed = sheets.clone()
    changed[0, :, :, 8:] = noise(CHANNELS, 8, 8, seed=9)
    said = words.expand(2, -1, -1)
    multiview = MultiviewUNet(unet, camera_embedding, 1, 2)
    before, after = (multiview(s, 300, said)[0] for s in (sheets, changed))
    assert not close(before[0, :, :, :8], after[0, :, :, :8], atol=1e-3), "the view beside it has changed"
    assert close(before[1], after[1])
    alone = [
        unet(
            split_sheets(s, 1, 2)[0],
            300,
            said,
            class_labels=camera_embedding,
            cross_attention_kwargs={"views": 1},
        )
        for s in (sheets, changed)
    ]
    assert close(alone[0].sample[0], alone[1].sample[0])
    assert not close(alone[0].sample[1], alone[1].sample[1], atol=1e-3)


def test_a_view_is_drawn_for_its_camera(unet, words):
    sheets = noise(1, CHANNELS, 8, 16)
    first, second = (
        MultiviewUNet(unet, embed_cameras((30, azimuth), (20, 20)), 1, 2)(sheets, 300, words)[0]
        for azimuth in (90, 270)
    )
    assert not close(first[..., 8:], second[..., 8:], atol=1e-3)


def test_codes_tell_all_members_apart_and_know_that_a_circle_closes():
    azimuths, elevations = (a.ravel() for a in np.meshgrid(np.arange(0, 360, 15), (-60, -10, 0, 20, 90)))
    camera_embedding = torch.cat(
        [embed_cameras(azimuths.tolist(), elevations.tolist()), embed_maps(KINDS[1:])]
    )
    assert camera_embedding.shape == (24 * 5 + 4, CAMERA_EMBEDDING_DIM)
    distances = torch.cdist(camera_embedding, camera_embedding) + 9 * torch.eye(len(camera_embedding))
    assert distances.min() > 0.1
    around = embed_cameras([-330.0, 30.0, 390.0], [10.0] * 3)
    assert close(around[0], around[1], atol=1e-6)
    assert close(around[2], around[1], atol=1e-6)
    # as far apart on either side of the front as anywhere else
    near = embed_cameras([355.0, 5.0, 15.0], [0.0] * 3)
    steps = near.diff(dim=0).norm(dim=1)
    assert steps[0].item() == pytest.approx(steps[1].item(), abs=1e-6)
    with pytest.raises(ValueError, match="not in tuple"):
        embed_maps(["colour"])


@pytest.mark.parametrize("shift", [(4, 0), (0, -8), (12, 4)])
def test_what_wraps_has_no_origin(unet, words, shift):
    camera_embedding = embed_maps(KINDS[1:])
    x = noise(1, CHANNELS, 2 * 16, 2 * 16)
    roll = join_sheets(split_sheets(x, 2, 2).roll(shift, (-2, -1)), 2, 2)
    wrapped, bordered = (MultiviewUNet(unet, camera_embedding, 2, 2, tileable) for tileable in (True, False))
    there, here = (wrapped(s, 400, words)[0] for s in (roll, x))
    expected = join_sheets(split_sheets(here, 2, 2).roll(shift, (-2, -1)), 2, 2)
    assert close(there, expected)
    there, here = (bordered(s, 400, words)[0] for s in (roll, x))
    expected = join_sheets(split_sheets(here, 2, 2).roll(shift, (-2, -1)), 2, 2)
    assert not close(there, expected, atol=1e-2)


def test_a_wrapping_decoder_rolls_with_its_latents():
    torch.manual_seed(0)
    decoder = AutoencoderTiny(
        decoder_block_out_channels=(8, 8, 8, 8), encoder_block_out_channels=(8, 8, 8, 8), latent_channels=4
    ).decoder.eval()
    z = noise(2, 4, 6, 8)
    with torch.no_grad(), circular_padding(decoder, True):
        rolled, plain = decoder(z.roll((2, -3), (-2, -1))), decoder(z)
    assert close(rolled, plain.roll((16, -24), (-2, -1)))
    with torch.no_grad():
        assert not close(decoder(z), plain, atol=1e-3)


def test_borders_are_as_they_were_after_the_block():
    inner, outer = torch.nn.Conv2d(1, 1, 3, padding=1), torch.nn.Conv2d(1, 1, 3, padding=1)
    pointwise = torch.nn.Conv2d(1, 1, 1)
    outer.padding_mode = "reflect"
    model = torch.nn.Sequential(inner, outer, pointwise)

    def modes():
        return [m.padding_mode for m in model]

    with circular_padding(model, False):
        assert modes() == ["zeros", "reflect", "zeros"]
    with pytest.raises(KeyError), circular_padding(model, True):
        assert modes() == ["circular", "circular", "zeros"]
        raise KeyError
    assert modes() == ["zeros", "reflect", "zeros"]
    with circular_padding(model, True):
        with circular_padding(model, False):
            assert modes()[:2] == ["circular", "circular"]
        assert modes()[:2] == ["circular", "circular"], "a block inside leaves the outer one's borders alone"
    assert modes() == ["zeros", "reflect", "zeros"]


# --- references ---


@pytest.mark.parametrize(("rows", "columns"), [(1, 3), (3, 1)])
def test_given_members_are_seen_clean_at_timestep_0(unet, words, rows, columns):
    """As the stock pipelines call it under classifier-free guidance: a batch of two, one timestep."""
    camera_embedding = embed_cameras(AZIMUTHS[:3], ELEVATIONS[:3])
    known = {0: noise(CHANNELS, 8, 8, seed=5), 2: noise(CHANNELS, 8, 8, seed=6)}
    multiview = MultiviewUNet(unet, camera_embedding, rows, columns, references=known)
    sheets, said = noise(2, CHANNELS, 8 * rows, 8 * columns), torch.cat([words, -words])
    before = sheets.clone()
    found = split_sheets(multiview(sheets, torch.tensor(700), said)[0], rows, columns)
    assert torch.equal(sheets, before), "what it is called with is left alone"
    views = split_sheets(sheets, rows, columns)
    seen = torch.stack([torch.stack([known[0], own, known[2]]) for own in views[:, 1]])
    by_hand = unet(
        seen.flatten(0, 1),
        torch.tensor([0, 700, 0] * 2),
        said.repeat_interleave(3, 0),
        class_labels=camera_embedding.repeat(2, 1),
        cross_attention_kwargs={"views": 3},
    ).sample.unflatten(0, (2, 3))
    assert close(found[:, 1], by_hand[:, 1])
    assert not found[:, [0, 2]].any()
    other = MultiviewUNet(unet, camera_embedding, rows, columns)(sheets, torch.tensor(700), said)[0]
    assert not close(found[:, 1], split_sheets(other, rows, columns)[:, 1], atol=1e-3)


def test_given_members_are_put_back_exactly_and_others_left_alone(unet):
    known = noise(CHANNELS, 8, 8, seed=5)
    multiview = MultiviewUNet(unet, embed_cameras(AZIMUTHS, ELEVATIONS), 2, 3, references={4: known})
    sheets = noise(2, CHANNELS, 16, 24)
    put = split_sheets(multiview.put_references(sheets), 2, 3)
    views = split_sheets(sheets, 2, 3)
    assert torch.equal(put[:, 4], known.expand(2, -1, -1, -1))
    others = [0, 1, 2, 3, 5]
    assert torch.equal(put[:, others], views[:, others])
    assert MultiviewUNet(unet, embed_cameras(AZIMUTHS, ELEVATIONS), 2, 3).put_references(sheets) is sheets
