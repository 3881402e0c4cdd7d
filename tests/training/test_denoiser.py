"""Batches are drawn in their shares, learnt from rightly, and sampled as they are taught."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from core.models.multiview_attention import embed_cameras, embed_maps
from core.models.pocket.clip import tokenize
from training import batches, denoiser
from training.autoencoder import (
    fit_code,
)
from training.batches import (
    Batch,
    Source,
    draw_batch,
    draw_noise,
    draw_views,
    keep_views,
    load_sources,
    shift_noise,
)
from training.denoiser import falling, sample_sets, velocity_loss
from training.labels import CAPTIONS
from training.material_sets import MAPS, MaterialShards
from training.model import (
    LATENT_CHANNELS,
    TEXT_TOKENS,
)
from training.orbits import OrbitShards
from training.render import LAYOUT

CAMERA_EMBEDDING = embed_cameras(LAYOUT.azimuths_deg, LAYOUT.elevations_deg)
CPU = torch.device("cpu")

pytestmark = pytest.mark.usefixtures("small_stages")


def test_sources_hold_captions_and_codes_of_their_sets(cache, tokenizer):
    views, orbits, maps = load_sources(cache, tokenizer)
    assert views.large.shape == (6, 6, LATENT_CHANNELS, 12, 12)
    assert views.small.shape == (6, 6, LATENT_CHANNELS, 6, 6)
    assert orbits.large.shape == (5, 6, LATENT_CHANNELS, 12, 12)
    assert maps.large.shape == (4, 4, LATENT_CHANNELS, 16, 16)
    assert maps.small.shape == (4, 4, LATENT_CHANNELS, 8, 8)
    assert (views.tileable, orbits.tileable, maps.tileable) == (False, False, True)
    assert torch.equal(views.camera_embedding, CAMERA_EMBEDDING.expand(6, -1, -1))
    assert torch.equal(maps.camera_embedding, embed_maps(MAPS).expand(4, -1, -1))
    azimuths, elevations = OrbitShards(cache, "train").cameras[3].T
    assert torch.equal(orbits.camera_embedding[3], embed_cameras(azimuths, elevations))
    label = MaterialShards(cache, "train").labels[2]
    assert torch.equal(maps.captions[2], tokenize(tokenizer, list(label.captions)))
    assert views.captions.shape == (6, CAPTIONS, TEXT_TOKENS)


@pytest.mark.parametrize("tileable", [False, True])
def test_a_draw_is_of_one_set_with_a_caption_of_its_own(tileable):
    """Only what is tileable is rolled, all views of a set alike."""
    place = torch.arange(5 * 5).reshape(5, 5)
    large = torch.stack([300 * n + 100 * torch.arange(3).view(3, 1, 1, 1) + place for n in range(6)]).half()
    captions = torch.arange(6).view(6, 1, 1) * 10 + torch.arange(4).view(1, 4, 1).expand(6, 4, 7)
    source = Source(large, large[..., :2, :2], captions, embed_maps(MAPS[:3]).expand(6, -1, -1), tileable)
    rolled = set()
    for seed in range(12):
        batch, again = (source.draw(np.random.default_rng(seed), small=False) for _ in range(2))
        x0, ids = batch.x0, batch.ids
        assert torch.equal(x0, again.x0)
        assert torch.equal(batch.camera_embedding, embed_maps(MAPS[:3]).expand(2, -1, -1))
        assert (batch.tileable, batch.reference.tolist()) == (tileable, [False] * 3)
        assert x0.shape == (2, 3, 1, 5, 5)
        assert x0.dtype == torch.float32
        for maps, words in zip(x0, ids, strict=True):
            which = int(words[0]) // 10
            assert (words == words[0]).all()
            start = int(maps[0, 0].argmin())
            shift = (-(start // 5) % 5, -(start % 5) % 5)
            assert torch.equal(maps.roll(shift, (-2, -1)), large[which].float())
            rolled.add(shift)
    assert (len(rolled) > 4) if tileable else rolled == {(0, 0)}
    assert source.draw(np.random.default_rng(0), small=True).x0.shape == (2, 3, 1, 2, 2)


def source_of(height: int, camera_embedding: torch.Tensor, tileable: bool = False) -> Source:
    """Return a source of three sets whose latents are as high as its number, told apart by nothing else."""
    latents = torch.zeros(3, len(camera_embedding), 1, height, 4)
    return Source(
        latents, latents, torch.ones(3, 2, 4, dtype=torch.long), camera_embedding.expand(3, -1, -1), tileable
    )


def test_drawn_captions_may_be_blanked_without_harm_to_the_source():
    source = source_of(4, CAMERA_EMBEDDING)
    source.draw(np.random.default_rng(0), small=False).ids.zero_()
    assert (source.captions == 1).all()


def test_kinds_of_set_come_in_their_shares_and_the_hard_ones_late():
    sources = (
        source_of(1, CAMERA_EMBEDDING),
        source_of(2, CAMERA_EMBEDDING),
        source_of(3, embed_maps(MAPS), tileable=True),
    )
    draws = 2000

    def kinds(share):
        drawn = [draw_batch(np.random.default_rng([7, i]), sources, share) for i in range(draws)]
        heights = np.bincount([b.x0.shape[3] for b in drawn], minlength=4)[1:] / draws
        views = [b for b in drawn if not b.tileable]
        assert all(b.x0.shape[0] == batches.BATCH * 6 // b.x0.shape[1] for b in views), "as many views"
        whole = [b for b in drawn if b.tileable]
        assert all(b.x0.shape[1] == len(MAPS) and not b.reference.any() for b in whole), "maps come together"
        reference = np.mean([b.reference.any() for b in views])
        fewer = [b.x0.shape[1] for b in views if b.x0.shape[1] < LAYOUT.count]
        return heights, reference, fewer, len(views)

    heights, reference, fewer, views = kinds(batches.FREE_FROM / 2)
    assert heights == pytest.approx([1 - batches.MATERIAL_SHARE, 0, batches.MATERIAL_SHARE], abs=0.03)
    assert heights[1] == reference == 0
    assert len(fewer) / views == pytest.approx(1 - batches.WHOLE_SHARE, abs=0.03)
    counts = np.bincount(fewer)[1:] / len(fewer)
    assert counts == pytest.approx([1 / batches.FIRST_VIEWS] * batches.FIRST_VIEWS, abs=0.05)
    heights, reference, fewer, views = kinds(batches.FREE_FROM + 0.1)
    rest = 1 - batches.MATERIAL_SHARE - batches.ORBIT_SHARE
    assert heights == pytest.approx([rest, batches.ORBIT_SHARE, batches.MATERIAL_SHARE], abs=0.03)
    assert reference == pytest.approx(batches.GIVEN_SHARE, abs=0.03)
    assert len(fewer) / views == pytest.approx(batches.FEWER_SHARE, abs=0.03)
    assert fewer.count(1) / len(fewer) == pytest.approx(batches.SINGLE_SHARE, abs=0.08)
    assert set(fewer) == set(range(1, LAYOUT.count))


@pytest.mark.parametrize(
    ("share", "small"),
    [
        (0.0, 1),
        (batches.SMALL_SHARE + 0.01, 0.5),
        (batches.MIXED_UNTIL - 0.01, 0.5),
        (batches.MIXED_UNTIL, 0),
    ],
)
def test_small_pictures_come_first_then_one_time_in_two_and_then_no_more(share, small):
    sources = (source_of(1, CAMERA_EMBEDDING), None, source_of(3, embed_maps(MAPS), tileable=True))
    sources = tuple(s and replace(s, small=s.small[..., :1]) for s in sources)
    widths = [draw_batch(np.random.default_rng([9, i]), sources, share).x0.shape[-1] for i in range(600)]
    assert np.mean(np.array(widths) == 1) == pytest.approx(small, abs=0.06 if small == 0.5 else 0)


def test_a_kind_that_is_missing_leaves_its_share_to_the_others():
    views, orbits = source_of(1, CAMERA_EMBEDDING), source_of(2, CAMERA_EMBEDDING)
    maps = source_of(3, embed_maps(MAPS), tileable=True)
    draws, share = 2000, batches.FREE_FROM + 0.1
    for sources, orbit_share, map_share in (
        ((views, None, None), 0, 0),
        ((views, orbits, None), batches.ORBIT_SHARE, 0),
        ((views, None, maps), 0, batches.MATERIAL_SHARE),
    ):
        drawn = [draw_batch(np.random.default_rng([8, i]), sources, share) for i in range(draws)]
        heights = np.bincount([b.x0.shape[3] for b in drawn], minlength=4)[1:] / draws
        expected = [1 - orbit_share - map_share, orbit_share, map_share]
        assert heights == pytest.approx(expected, abs=0.03)
        assert [h == 0 for h in heights] == [e == 0 for e in expected]


def test_views_alone_are_enough(cache, tokenizer):
    with_maps = fit_code(cache).projection
    for file in [*cache.glob("maps-*"), *cache.glob("orbit-*"), *cache.glob("geometry-*")]:
        file.unlink()
    views, orbits, maps = load_sources(cache, tokenizer)
    assert len(views.large) == 6
    assert orbits is maps is None
    assert not torch.equal(fit_code(cache).projection, with_maps)


def test_members_that_are_left_keep_their_codes():
    sets = torch.arange(12.0).view(2, 6, 1, 1, 1)
    batch = Batch(
        sets, torch.ones(2, 4), CAMERA_EMBEDDING.expand(2, -1, -1), torch.zeros(6, dtype=torch.bool), False
    )
    for seed in range(40):
        varied = keep_views(batch, *draw_views(np.random.default_rng(seed), 6))
        views = varied.x0[0, :, 0, 0, 0].long()
        assert torch.equal(varied.x0[1, :, 0, 0, 0].long(), views + 6)
        assert torch.equal(varied.camera_embedding[1], CAMERA_EMBEDDING[views])
        assert len(varied.reference) == len(views)


def test_what_is_given_is_shown_clean_and_not_learnt():
    """A model that answers 0 has the loss of the velocities of the others, and has seen the reference."""
    seen = []

    class Blank(nn.Module):
        device = CPU

        def forward(self, x, t, words, **rest):
            seen.append((x, t, rest))
            return (torch.zeros_like(x),)

    class Words(nn.Module):
        def forward(self, ids):
            return SimpleNamespace(last_hidden_state=torch.zeros(len(ids), 4, 8))

    x0 = torch.randn(2, 3, 5, 4, 4, generator=torch.Generator().manual_seed(0))
    reference = torch.tensor([False, True, False])
    batch = Batch(x0, torch.ones(2, 4), CAMERA_EMBEDDING[:3].expand(2, -1, -1), reference, False)
    loss = velocity_loss(Blank(), Words(), batch, draw_noise(batch, torch.Generator().manual_seed(1)))
    noisy, t, rest = seen[0]
    noisy, t = noisy.unflatten(0, (2, 3)), t.unflatten(0, (2, 3))
    assert torch.equal(noisy[:, 1], x0[:, 1])
    assert (t[:, 1] == 0).all()
    assert torch.equal(t[:, 0], t[:, 2]), "the others share one level of noise"
    middle = 1000 * shift_noise(torch.tensor(0.5))
    assert t[0, 0] < middle <= t[1, 0] + 1, "and the batch sees all levels"
    assert rest["cross_attention_kwargs"] == {"views": 3}
    others = noisy[:, [0, 2]]
    signal = denoiser.SCHEDULE.alphas_cumprod[t[:, 0]].sqrt().view(2, 1, 1, 1, 1)
    noise = (others - signal * x0[:, [0, 2]]) / (1 - signal**2).sqrt()
    velocity = signal * noise - (1 - signal**2).sqrt() * x0[:, [0, 2]]
    assert loss.item() == pytest.approx(velocity.square().mean().item(), rel=1e-3)


def test_noise_is_drawn_from_the_whole_range_and_much_of_it_more_often():
    places = torch.linspace(0, 1, 101)
    shifted = shift_noise(places)
    assert (shifted[0], shifted[-1]) == (0, 1)
    assert (shifted.diff() > 0).all()
    assert shifted[50] == pytest.approx(batches.NOISE_SHIFT / (1 + batches.NOISE_SHIFT))


def test_the_learning_rate_falls_to_nothing_at_the_end():
    assert falling(0.0) == falling(0.39) == 1.0
    assert falling(0.7) == pytest.approx(0.5)
    assert falling(1.0) == pytest.approx(0.0)


def test_samples_have_their_shape_and_follow_from_their_seed(parts):
    prompts = ["a red barrel", "a blue chair"]
    first, same, other = (
        sample_sets(*parts, prompts, CAMERA_EMBEDDING, seed=s, size=32, steps=2) for s in (1, 1, 2)
    )
    assert first.shape == (2, 6, 32, 32, 4)
    assert first.dtype == np.uint8
    assert np.array_equal(first, same)
    assert np.abs(first - other.astype(int)).mean() > 5
    maps = sample_sets(*parts, prompts[:1], embed_maps(MAPS), size=64, tileable=True, steps=1)
    assert maps.shape == (1, 4, 64, 64, 4)
    # the noise of a batch is drawn set by set: the first is the same without the second
    alone = sample_sets(*parts, prompts[:1], CAMERA_EMBEDDING, seed=1, size=32, steps=2)
    assert np.abs(alone[0] - first[0].astype(int)).max() <= 1


@pytest.mark.parametrize("shrink", [1, 2])
def test_grids_show_every_member_of_their_sets(shrink, parts, tokenizer, small_stages, cache):
    averages = nn.ModuleList(parts[1:3])
    denoiser.write_grid(cache / "grid.png", cache, averages, tokenizer, small=shrink == 2)
    views, maps = (Image.open(cache / f"grid-{name}.png").size for name in ("views", "maps"))
    assert views == (2 * 6 * 96 // shrink, 96 // shrink)
    assert maps == (3 * 4 * 128 // shrink, 128 // shrink)


def test_grids_of_strangers_sets_show_what_those_say(cache, small_stages):
    views, materials = denoiser.choose_grid_prompts(cache)
    assert views == list(denoiser.GRID_PROMPTS)
    assert materials == list(denoiser.GRID_MATERIALS)
    for pattern, key in (("train-*.json", "spec"), ("maps-train-*.json", None)):
        (file,) = cache.glob(pattern)
        entries = json.loads(file.read_text())
        for i, entry in enumerate(entries):
            (entry[key] if key else entry)["class_name" if key else "name"] = f"goblet {i}"
            entry["captions"] = [f"goblet {i} of mine"] * len(entry["captions"])
        file.unlink()  # it may be shared with other tests
        file.write_text(json.dumps(entries))
    views, materials = denoiser.choose_grid_prompts(cache)
    assert views == ["goblet 0 of mine", "goblet 3 of mine"]
    assert materials == [f"goblet {len(entries) * i // 3} of mine" for i in range(3)]
    for file in cache.glob("maps-train-*"):
        file.unlink()
    assert denoiser.choose_grid_prompts(cache)[1] == []


def test_only_what_wraps_has_no_origin(parts, monkeypatch):
    """From noise that is rolled by whole cells of the UNet come pictures that are rolled as far."""
    drawn = torch.randn

    def sample(cells, tileable):
        def randn(*size, **options):
            return drawn(*size, **options).roll((cells, 2 * cells), (-2, -1))

        with monkeypatch.context() as patch:
            patch.setattr(torch, "randn", randn)
            sets = sample_sets(*parts, ["sand"], embed_maps(MAPS), size=96, tileable=tileable, steps=2)
        return np.roll(sets, (-8 * cells, -16 * cells), (2, 3)).astype(int)

    assert np.abs(sample(4, tileable=True) - sample(0, tileable=True)).max() <= 1
    assert np.abs(sample(4, tileable=False) - sample(0, tileable=False)).max() > 20


def test_sampling_leaves_the_convolutions_as_they_were(parts):
    convolutions = [m for part in parts[:2] for m in part.modules() if isinstance(m, nn.Conv2d)]
    sample_sets(*parts, ["sand"], embed_maps(MAPS), size=32, tileable=True, steps=1)
    assert {m.padding_mode for m in convolutions} == {"zeros"}
