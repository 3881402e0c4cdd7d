"""The stages learn, measure rightly and go on where they were stopped."""

import json
import math
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from diffusers import AutoencoderTiny, ControlNetModel, UNet2DConditionModel
from PIL import Image
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from core.catalogue import read_sidecar
from core.joint import join_attention, map_codes, view_codes
from core.pocket import autoencoder, clip, control, denoiser, fine_shards, judge, material_sets, orbits, train
from core.pocket import shards as view_shards
from core.pocket.accuracy import compare_answers
from core.pocket.autoencoder import (
    LEAD,
    LinearCode,
    encode_pictures,
    fit_code,
    foreground_psnr,
    load_code,
    patches_of,
    reconstruction_loss,
    to_tensor,
    train_decoder,
)
from core.pocket.caption import Wish
from core.pocket.checkpoint import load_checkpoint, save_checkpoint
from core.pocket.clip import PocketClip, tokenize, train_clip
from core.pocket.denoiser import (
    Batch,
    Source,
    draw_batch,
    falling,
    load_sources,
    sample_sets,
    train_denoiser,
    vary,
    velocity_loss,
)
from core.pocket.fine_shards import write_map_shard, write_view_shard
from core.pocket.judge import Judge, new_judge, train_judge
from core.pocket.labels import CAPTIONS, HELD_OUT
from core.pocket.material_sets import MAPS, MaterialShards, write_material_shard
from core.pocket.model import (
    LATENT_CHANNELS,
    TEXT_TOKENS,
    describe_pocket,
    new_text_encoder,
    new_unet,
    new_vae,
    train_tokenizer,
)
from core.pocket.orbits import OrbitShards, write_orbit_shard
from core.pocket.render import LAYOUT
from core.pocket.shards import Shards, write_shard
from core.pocket.train import Budget
from core.pocket.wishes import draw_wishes, write_prompt
from core.upscale import load_upscaler

VIEW_CODES = view_codes(LAYOUT.azimuths_deg, LAYOUT.elevations_deg)
CPU = torch.device("cpu")
#: Seconds for every stage but the adapter's, which tests of its own train.
BUDGET = Budget(decoder=0.005, clip=0.005, denoiser=0.02, distil=0, control=0.005, upscaler=0.005)


@pytest.fixture(autouse=True)
def small_stages(monkeypatch):
    monkeypatch.setattr(view_shards, "SHARD_SETS", 6)
    monkeypatch.setattr(orbits, "SHARD_SETS", 5)
    monkeypatch.setattr(material_sets, "SHARD_SETS", 4)
    monkeypatch.setattr(autoencoder, "BATCH", 4)
    monkeypatch.setattr(denoiser, "BATCH", 2)
    monkeypatch.setattr(control, "BATCH", 2)
    monkeypatch.setattr(clip, "BATCH", 6)
    monkeypatch.setattr(judge, "BATCH", 12)


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    """Two shards of views and of maps for training, and one of each other split."""
    folder = tmp_path_factory.mktemp("shards")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view_shards, "SHARD_SETS", 6)
        patch.setattr(orbits, "SHARD_SETS", 5)
        patch.setattr(material_sets, "SHARD_SETS", 4)
        for index in (0, 1):
            write_shard(folder, "train", index)
            write_orbit_shard(folder, "train", index)
            write_material_shard(folder, "train", index)
        write_shard(folder, "validation", 0)
        write_shard(folder, "held-out", 0)
    return folder


@pytest.fixture
def cache(shards, tmp_path):
    """The first of the shards, and nothing learnt yet."""
    for file in shards.glob("*-0000.*"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def tokenizer(shards, tmp_path_factory):
    labels = [*Shards(shards, "train").labels, *MaterialShards(shards, "train").labels]
    captions = [text for label in labels for text in label.captions]
    return train_tokenizer(captions, tmp_path_factory.mktemp("tokenizer"), vocabulary_size=600)


@pytest.fixture(scope="module")
def parts(tokenizer):
    """Return an untrained model whose decoder spans what can be shown."""
    torch.manual_seed(0)
    vae, unet, text_encoder = new_vae(), new_unet(), new_text_encoder(tokenizer)
    join_attention(unet)
    with torch.no_grad():
        vae.decoder.layers[-1].weight.mul_(10)
        vae.decoder.layers[-1].bias.fill_(0.5)
    return vae.eval(), unet.eval(), text_encoder.eval(), tokenizer


def add_shards(shards, cache):
    for file in shards.glob("*-0001.*"):
        shutil.copy(file, cache)


def test_a_checkpoint_brings_back_the_state(tmp_path):
    torch.manual_seed(0)
    first, second = nn.Linear(3, 2), nn.Linear(3, 2)
    assert load_checkpoint(tmp_path / "x.pt", net=second) == (0, 0.0)
    save_checkpoint(tmp_path / "x.pt", 7, 1.5, net=first)
    assert load_checkpoint(tmp_path / "x.pt", net=second) == (7, 1.5)
    assert torch.equal(first.weight, second.weight)
    assert [f.name for f in tmp_path.iterdir()] == ["x.pt"]


def test_a_checkpoint_of_another_shape_is_refused(tmp_path):
    """The number of heads leaves no trace in the weights: they would load, and compute something else."""

    def unet(heads: int) -> UNet2DConditionModel:
        return UNet2DConditionModel(
            block_out_channels=(32,),
            down_block_types=("CrossAttnDownBlock2D",),
            up_block_types=("CrossAttnUpBlock2D",),
            cross_attention_dim=32,
            attention_head_dim=heads,
        )

    save_checkpoint(tmp_path / "unet.pt", 3, 4.5, unet=unet(2))
    assert load_checkpoint(tmp_path / "unet.pt", unet=unet(2)) == (3, 4.5)
    with pytest.raises(ValueError, match="unet was trained with other attention_head_dim; move it away"):
        load_checkpoint(tmp_path / "unet.pt", unet=unet(4))


def test_losses_vanish_only_at_their_goal():
    x = torch.rand(2, 4, 8, 8, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert reconstruction_loss(x, x).item() == 0
    assert reconstruction_loss(x + 0.1, x).item() > 0.05


def test_the_stock_encoder_computes_the_linear_code(cache):
    torch.manual_seed(0)
    code = LinearCode(torch.randn(LATENT_CHANNELS, 256) * 0.1, torch.randn(LATENT_CHANNELS))
    vae = new_vae()
    code.build_into(vae)
    views = Shards(cache, "train").read(np.array([0, 3]))
    for sets in (views, MaterialShards(cache, "train").read(np.array([1]))):
        x = to_tensor(sets.reshape(-1, *sets.shape[2:]))
        z = code.encode(x)
        # patch by patch, as it is defined
        by_hand = patches_of(x) @ code.projection.T + code.offset
        assert torch.allclose(z.permute(0, 2, 3, 1).flatten(0, 2), by_hand, atol=1e-4)
        with torch.no_grad():
            assert torch.allclose(vae.encode(x).latents, z, atol=1e-4)
            exact = vae.double().encode(x.double()).latents
            vae.float()
        doubled = LinearCode(code.projection.double(), code.offset.double()).encode(x.double())
        assert torch.allclose(exact, doubled, rtol=0, atol=1e-6), "equal, but for the rounding of one sum"


def test_the_code_is_the_best_linear_one(cache):
    code = fit_code(cache)
    pictures = [Shards(cache, "train").read(np.arange(6)), MaterialShards(cache, "train").read(np.arange(4))]
    patches = torch.cat([patches_of(to_tensor(p.reshape(-1, *p.shape[2:]))) for p in pictures])
    shown = patches[patches.std(1) > 0.02]
    z = shown @ code.projection.T + code.offset
    assert z.mean(0).abs().max() < 1e-3
    covariance = z.T @ z / len(z)
    assert (covariance - covariance.diag().diag()).abs().max() < 1e-3, "components are uncorrelated"
    deviations = covariance.diag().sqrt()
    assert deviations[0] == pytest.approx(LEAD, abs=1e-3)
    assert (deviations.diff() < 1e-4).all(), "strongest first"


def test_what_the_code_keeps_comes_back(cache):
    """Decoding is the code's pseudo-inverse: latents survive it, pixels only within its span."""
    code = fit_code(cache)
    x = to_tensor(Shards(cache, "train").read(np.array([0, 3])).reshape(-1, 96, 96, 4))
    z = code.encode(x)
    assert torch.allclose(code.encode(code.decode(z)), z, atol=1e-4)
    lost = patches_of(x - code.decode(z))
    assert (lost @ code.projection.T).abs().max() < 1e-4, "nothing is lost that the code can tell"
    assert lost.square().mean() < 0.1 * (patches_of(x) - patches_of(x).mean(0)).square().mean()


def test_psnr_counts_only_the_object(cache):
    class Off(nn.Module):
        device = CPU

        def encoder(self, x):
            return x

        def decoder(self, x):
            # 0.1 too bright on the object, nonsense behind it
            return torch.where(x[:, 3:] > 0, x + torch.tensor([0.2, 0.2, 0.2, 0]).view(1, 4, 1, 1), -x)

    shards = Shards(cache, "validation")
    # the sets are read through their places: darken the file itself
    dark = np.where(shards.views[0][..., 3:] > 0, np.minimum(shards.views[0], 200), shards.views[0])
    dark[..., 3] = shards.views[0][..., 3]
    np.save(cache / "validation-0000.npy", dark.astype(np.uint8))
    assert foreground_psnr(Off(), Shards(cache, "validation"), 6) == pytest.approx(20.0, abs=0.05)


@pytest.mark.parametrize("shrink", [1, 2])
def test_encoding_goes_on_where_shards_are_added(shrink, shards, cache):
    code = load_code(cache)
    for name, kind, added in (("views", Shards, 6), ("maps", MaterialShards, 4)):
        few = encode_pictures(cache, name, kind(cache, "train"), shrink)
        count = len(kind(cache, "train"))
        assert count == added
        add_shards(shards, cache)
        sets = kind(cache, "train")
        first = encode_pictures(cache, name, sets, shrink)
        px = sets.read(np.array([0])).shape[2]
        side = px // 8 // shrink
        assert first.shape == (2 * added, 6 if name == "views" else 4, LATENT_CHANNELS, side, side)
        assert first.dtype == torch.float16
        assert torch.equal(first[:added], few)
        x = to_tensor(sets.read(np.arange(len(sets))).reshape(-1, px, px, 4))
        if shrink == 2:
            x = x.unflatten(2, (-1, 2)).unflatten(4, (-1, 2)).mean((3, 5))
        expected = code.encode(x).half()
        assert torch.allclose(first.flatten(0, 1).float(), expected.float(), atol=2e-3)
        for file in cache.glob("*-0001.*"):
            file.unlink()
        assert torch.equal(encode_pictures(cache, name, kind(cache, "train"), shrink), few), (
            "fewer are enough"
        )
    assert torch.equal(load_code(cache).projection, code.projection), "the code is fitted once"
    assert not list(cache.glob("*.partial"))


def test_what_is_encoded_is_not_encoded_again(shards, cache):
    sets = Shards(cache, "train")
    before = encode_pictures(cache, "views", sets)
    for shard in cache.glob("train-*.npy"):  # a changed picture is not looked at: only new places are
        np.save(shard, 255 - np.load(shard))
    add_shards(shards, cache)
    after = encode_pictures(cache, "views", Shards(cache, "train"))
    assert torch.equal(after[:6], before)
    x = to_tensor(np.load(cache / "train-0001.npy").reshape(-1, 96, 96, 4))
    assert torch.allclose(after[6:].flatten(0, 1).float(), load_code(cache).encode(x), atol=2e-3)


def test_sources_hold_captions_and_codes_of_their_sets(cache, tokenizer):
    views, orbits, maps = load_sources(cache, tokenizer)
    assert views.large.shape == (6, 6, LATENT_CHANNELS, 12, 12)
    assert views.small.shape == (6, 6, LATENT_CHANNELS, 6, 6)
    assert orbits.large.shape == (5, 6, LATENT_CHANNELS, 12, 12)
    assert maps.large.shape == (4, 4, LATENT_CHANNELS, 16, 16)
    assert maps.small.shape == (4, 4, LATENT_CHANNELS, 8, 8)
    assert (views.wraps, orbits.wraps, maps.wraps) == (False, False, True)
    assert torch.equal(views.codes, VIEW_CODES.expand(6, -1, -1))
    assert torch.equal(maps.codes, map_codes(MAPS).expand(4, -1, -1))
    azimuths, elevations = OrbitShards(cache, "train").cameras[3].T
    assert torch.equal(orbits.codes[3], view_codes(azimuths, elevations))
    label = MaterialShards(cache, "train").labels[2]
    assert torch.equal(maps.captions[2], tokenize(tokenizer, list(label.captions)))
    assert views.captions.shape == (6, CAPTIONS, TEXT_TOKENS)


@pytest.mark.parametrize("wraps", [False, True])
def test_a_draw_is_of_one_set_with_a_caption_of_its_own(wraps):
    """Only what wraps is rolled, all members of a set alike."""
    place = torch.arange(5 * 5).reshape(5, 5)
    large = torch.stack([300 * n + 100 * torch.arange(3).view(3, 1, 1, 1) + place for n in range(6)]).half()
    captions = torch.arange(6).view(6, 1, 1) * 10 + torch.arange(4).view(1, 4, 1).expand(6, 4, 7)
    source = Source(large, large[..., :2, :2], captions, map_codes(MAPS[:3]).expand(6, -1, -1), wraps)
    rolled = set()
    for seed in range(12):
        batch, again = (source.draw(np.random.default_rng(seed), small=False) for _ in range(2))
        x0, ids = batch.x0, batch.ids
        assert torch.equal(x0, again.x0)
        assert torch.equal(batch.codes, map_codes(MAPS[:3]).expand(2, -1, -1))
        assert (batch.wraps, batch.given.tolist()) == (wraps, [False] * 3)
        assert x0.shape == (2, 3, 1, 5, 5)
        assert x0.dtype == torch.float32
        for members, words in zip(x0, ids, strict=True):
            which = int(words[0]) // 10
            assert (words == words[0]).all()
            start = int(members[0, 0].argmin())
            shift = (-(start // 5) % 5, -(start % 5) % 5)
            assert torch.equal(members.roll(shift, (-2, -1)), large[which].float())
            rolled.add(shift)
    assert (len(rolled) > 4) if wraps else rolled == {(0, 0)}
    assert source.draw(np.random.default_rng(0), small=True).x0.shape == (2, 3, 1, 2, 2)


def source_of(height: int, codes: torch.Tensor, wraps: bool = False) -> Source:
    """Return a source of three sets whose latents are as high as its number, told apart by nothing else."""
    latents = torch.zeros(3, len(codes), 1, height, 4)
    return Source(latents, latents, torch.ones(3, 2, 4, dtype=torch.long), codes.expand(3, -1, -1), wraps)


def test_drawn_captions_may_be_blanked_without_harm_to_the_source():
    source = source_of(4, VIEW_CODES)
    source.draw(np.random.default_rng(0), small=False).ids.zero_()
    assert (source.captions == 1).all()


def test_kinds_of_set_come_in_their_shares_and_the_hard_ones_late():
    sources = (source_of(1, VIEW_CODES), source_of(2, VIEW_CODES), source_of(3, map_codes(MAPS), wraps=True))
    draws = 2000

    def kinds(share):
        batches = [draw_batch(np.random.default_rng([7, i]), sources, share) for i in range(draws)]
        heights = np.bincount([b.x0.shape[3] for b in batches], minlength=4)[1:] / draws
        views = [b for b in batches if not b.wraps]
        whole = [b for b in batches if b.wraps]
        assert all(b.x0.shape[1] == len(MAPS) and not b.given.any() for b in whole), "maps come together"
        given = np.mean([b.given.any() for b in views])
        fewer = [b.x0.shape[1] for b in views if b.x0.shape[1] < LAYOUT.count]
        return heights, given, fewer, len(views)

    heights, given, fewer, _ = kinds(denoiser.FREE_FROM / 2)
    assert heights == pytest.approx([1 - denoiser.MATERIAL_SHARE, 0, denoiser.MATERIAL_SHARE], abs=0.03)
    assert (given, fewer) == (0, [])
    heights, given, fewer, views = kinds(denoiser.FREE_FROM + 0.1)
    rest = 1 - denoiser.MATERIAL_SHARE - denoiser.ORBIT_SHARE
    assert heights == pytest.approx([rest, denoiser.ORBIT_SHARE, denoiser.MATERIAL_SHARE], abs=0.03)
    assert given == pytest.approx(denoiser.GIVEN_SHARE, abs=0.03)
    assert len(fewer) / views == pytest.approx(denoiser.FEWER_SHARE, abs=0.03)
    assert fewer.count(1) / len(fewer) == pytest.approx(0.5, abs=0.08)
    assert set(fewer) == set(range(1, LAYOUT.count))


def test_a_kind_that_is_missing_leaves_its_share_to_the_others():
    views, orbits = source_of(1, VIEW_CODES), source_of(2, VIEW_CODES)
    maps = source_of(3, map_codes(MAPS), wraps=True)
    draws, share = 2000, denoiser.FREE_FROM + 0.1
    for sources, orbit_share, map_share in (
        ((views, None, None), 0, 0),
        ((views, orbits, None), denoiser.ORBIT_SHARE, 0),
        ((views, None, maps), 0, denoiser.MATERIAL_SHARE),
    ):
        batches = [draw_batch(np.random.default_rng([8, i]), sources, share) for i in range(draws)]
        heights = np.bincount([b.x0.shape[3] for b in batches], minlength=4)[1:] / draws
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
        sets, torch.ones(2, 4), VIEW_CODES.expand(2, -1, -1), torch.zeros(6, dtype=torch.bool), False
    )
    for seed in range(40):
        varied = vary(np.random.default_rng(seed), batch)
        members = varied.x0[0, :, 0, 0, 0].long()
        assert torch.equal(varied.x0[1, :, 0, 0, 0].long(), members + 6)
        assert torch.equal(varied.codes[1], VIEW_CODES[members])
        assert len(varied.given) == len(members)


def test_what_is_given_is_shown_clean_and_not_learnt():
    """A model that answers 0 has the loss of the velocities of the others, and has seen the given one."""
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
    given = torch.tensor([False, True, False])
    batch = Batch(x0, torch.ones(2, 4), VIEW_CODES[:3].expand(2, -1, -1), given, False)
    loss = velocity_loss(Blank(), Words(), batch, torch.Generator().manual_seed(1))
    noisy, t, rest = seen[0]
    noisy, t = noisy.unflatten(0, (2, 3)), t.unflatten(0, (2, 3))
    assert torch.equal(noisy[:, 1], x0[:, 1])
    assert (t[:, 1] == 0).all()
    assert torch.equal(t[:, 0], t[:, 2]), "the others share one level of noise"
    assert t[0, 0] < 500 <= t[1, 0], "and the batch sees all levels"
    assert rest["cross_attention_kwargs"] == {"views": 3}
    others = noisy[:, [0, 2]]
    signal = denoiser.SCHEDULE.alphas_cumprod[t[:, 0]].sqrt().view(2, 1, 1, 1, 1)
    noise = (others - signal * x0[:, [0, 2]]) / (1 - signal**2).sqrt()
    velocity = signal * noise - (1 - signal**2).sqrt() * x0[:, [0, 2]]
    assert loss.item() == pytest.approx(velocity.square().mean().item(), rel=1e-3)


def state_of(cache, name):
    return torch.load(cache / name, weights_only=True)


@pytest.fixture
def small_grids(monkeypatch):
    monkeypatch.setattr(denoiser, "GRID_STEPS", 1)
    monkeypatch.setattr(denoiser, "GRID_PROMPTS", denoiser.GRID_PROMPTS[:2])
    monkeypatch.setattr(denoiser, "GRID_MATERIALS", denoiser.GRID_MATERIALS[:3])


def test_stages_train_resume_and_end(cache, tokenizer, small_grids, monkeypatch):
    monkeypatch.setattr(denoiser, "MATERIAL_SHARE", 0.2)  # of the seeds: maps first, views next
    tokenizer.save_pretrained(cache / "tokenizer")
    train_decoder(cache, 0.005, CPU)
    encoder = train_clip(cache, tokenizer, 0.005, CPU).text_encoder
    made = {name: state_of(cache, name)["step"] for name in ("vae.pt", "clip.pt")}
    assert min(made.values()) >= 1
    with monkeypatch.context() as patch:
        patch.setattr(denoiser, "GRID_SECONDS", -1)  # after every step
        unet, text_encoder = train_denoiser(cache, encoder, tokenizer, 0.01, CPU)
    assert list(cache.glob("grid-*-views.png"))
    assert list(cache.glob("grid-*-maps.png"))
    first = state_of(cache, "denoiser.pt")
    steps = first["step"]
    assert steps >= 1
    again, _ = train_denoiser(cache, encoder, tokenizer, 0.01, CPU)
    assert state_of(cache, "denoiser.pt")["step"] == steps, "a finished stage costs no more steps"
    for name, value in unet.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), "and gives what it gave"
    train_denoiser(cache, encoder, tokenizer, 0.02, CPU)
    last = state_of(cache, "denoiser.pt")
    assert last["step"] > steps, "more minutes go on from there"
    assert last["seconds"] == pytest.approx(1.2)
    assert any(not torch.equal(first["unet"][k], v) for k, v in last["unet"].items())
    assert not any(p.requires_grad for p in (*unet.parameters(), *text_encoder.parameters()))

    # what every part needs is looked for before hours are spent
    with pytest.raises(FileNotFoundError, match="no train shards of views in"):
        train.train(cache, "all", BUDGET, cache / "out", CPU)
    assert not (cache / "out").exists()
    monkeypatch.setattr(fine_shards, "SHARD_VIEWS", 1)
    monkeypatch.setattr(fine_shards, "SHARD_SETS", 1)
    for split in ("train", "validation"):
        write_view_shard(cache, split, 0)
        write_map_shard(cache, split, 0)

    # the same budgets again cost no step, and everything is exported from the states
    monkeypatch.setattr(judge, "STEPS", 1)
    monkeypatch.setattr(judge, "SAVE_EVERY", 1)
    train.train(cache, "all", BUDGET, cache / "out", CPU)
    assert state_of(cache, "denoiser.pt")["step"] == last["step"]
    assert {name: state_of(cache, name)["step"] for name in made} == made
    out = cache / "out" / "pocket"
    exported = UNet2DConditionModel.from_pretrained(out / "unet", dtype=torch.float16).state_dict()
    for (name, value), averaged in zip(new_unet().state_dict().items(), exported.values(), strict=True):
        assert torch.equal(last["averages"][f"0.{name}"].half(), averaged)
        assert value.shape == averaged.shape
    AutoencoderTiny.from_pretrained(out / "vae")
    ControlNetModel.from_pretrained(out / read_sidecar(out / "propsmith.json", "pocket").controls["geometry"])
    CLIPTextModel.from_pretrained(out / "text_encoder")
    assert len(CLIPTokenizer.from_pretrained(out / "tokenizer")) == len(tokenizer)
    PocketClip.load(cache / "out" / "pocket-clip")
    assert Judge.load(cache / "out" / "pocket-judge").indices("barrel", None, None)[1:] == (-1, -1)
    assert load_upscaler(cache / "out" / "pocket-upscaler").network.reach == 15


def test_the_learning_rate_falls_to_nothing_at_the_end():
    assert falling(0.0) == falling(0.59) == 1.0
    assert falling(0.8) == pytest.approx(0.5)
    assert falling(1.0) == pytest.approx(0.0)


def test_samples_have_their_shape_and_follow_from_their_seed(parts):
    prompts = ["a red barrel", "a blue chair"]
    first, same, other = (
        sample_sets(*parts, prompts, VIEW_CODES, seed=s, size=32, steps=2) for s in (1, 1, 2)
    )
    assert first.shape == (2, 6, 32, 32, 4)
    assert first.dtype == np.uint8
    assert np.array_equal(first, same)
    assert np.abs(first - other.astype(int)).mean() > 5
    maps = sample_sets(*parts, prompts[:1], map_codes(MAPS), size=64, wraps=True, steps=1)
    assert maps.shape == (1, 4, 64, 64, 4)
    # the noise of a batch is drawn set by set: the first is the same without the second
    alone = sample_sets(*parts, prompts[:1], VIEW_CODES, seed=1, size=32, steps=2)
    assert np.abs(alone[0] - first[0].astype(int)).max() <= 1


@pytest.mark.parametrize("shrink", [1, 2])
def test_grids_show_every_member_of_their_sets(shrink, parts, tokenizer, small_grids, cache):
    averages = nn.ModuleList(parts[1:3])
    denoiser.write_grid(cache / "grid.png", cache, averages, tokenizer, small=shrink == 2)
    views, maps = (Image.open(cache / f"grid-{name}.png").size for name in ("views", "maps"))
    assert views == (2 * 6 * 96 // shrink, 96 // shrink)
    assert maps == (3 * 4 * 128 // shrink, 128 // shrink)


def test_only_what_wraps_has_no_origin(parts, monkeypatch):
    """From noise that is rolled by whole cells of the UNet come pictures that are rolled as far."""
    drawn = torch.randn

    def sample(cells, wraps):
        def randn(*size, **options):
            return drawn(*size, **options).roll((cells, 2 * cells), (-2, -1))

        with monkeypatch.context() as patch:
            patch.setattr(torch, "randn", randn)
            sets = sample_sets(*parts, ["sand"], map_codes(MAPS), size=96, wraps=wraps, steps=2)
        return np.roll(sets, (-8 * cells, -16 * cells), (2, 3)).astype(int)

    assert np.abs(sample(4, wraps=True) - sample(0, wraps=True)).max() <= 1
    assert np.abs(sample(4, wraps=False) - sample(0, wraps=False)).max() > 20


def test_sampling_leaves_the_convolutions_as_they_were(parts):
    convolutions = [m for part in parts[:2] for m in part.modules() if isinstance(m, nn.Conv2d)]
    sample_sets(*parts, ["sand"], map_codes(MAPS), size=32, wraps=True, steps=1)
    assert {m.padding_mode for m in convolutions} == {"zeros"}


NAMES = (("barrel", "chest", "mug"), ("red", "blue"), ("plain", "rusty", "glossy", "golden"))


def test_a_judge_saves_and_loads_and_answers_the_same(tmp_path):
    torch.manual_seed(0)
    first = Judge(new_judge(9, (8, 16, 24)).eval(), NAMES)
    views = np.random.default_rng(0).integers(0, 256, (2, 5, 96, 96, 4), dtype=np.uint8)
    first.save(tmp_path)
    second = Judge.load(tmp_path)
    assert second.names == NAMES
    expected, found = first.network.state_dict(), second.network.state_dict()
    assert expected.keys() == found.keys()
    assert all(torch.equal(found[k], v.half().to(v.dtype)) for k, v in expected.items())
    assert np.array_equal(second.answer(views), first.answer(views))
    assert {f.name for f in tmp_path.iterdir()} == {"model.safetensors", "config.json"}
    assert json.loads((tmp_path / "config.json").read_text())["colours"] == ["red", "blue"]


def test_a_judge_answers_head_by_head():
    class Scripted(nn.Module):
        """Says the third class, the second colour where the top left pixel is bright, the last finish."""

        def forward(self, x):
            assert x.shape[1:] == (3, 96, 96)
            logits = torch.zeros(len(x), 9)
            logits[:, 2], logits[:, 8] = 1, 1
            logits[torch.arange(len(x)), 3 + (x[:, 0, 0, 0] > 0).long()] = 2
            return logits

    judge = Judge(Scripted(), NAMES)
    views = np.zeros((2, 60, 96, 96, 4), np.uint8)
    views[1, ::2, ..., 0] = 255
    answers = judge.answer(views)
    assert answers.shape == (2, 60, 3)
    assert (answers[..., 0] == 2).all()
    assert (answers[..., 2] == 3).all()
    assert np.array_equal(answers[..., 1], views[..., 0, 0, 0] > 0)
    assert np.array_equal(judge.answer(views[:, :, ::2, ::2, :3]), answers), (
        "of any size, with or without alpha"
    )


def test_a_judge_places_names_and_leaves_open_what_is_not_said():
    judge = Judge(nn.Identity(), NAMES)
    assert judge.indices("mug", "blue", "rusty") == (2, 1, 1)
    assert judge.indices("barrel", None, None) == (0, -1, -1)
    with pytest.raises(ValueError, match="not in tuple"):
        judge.indices("barrel", "lilac", None)


def test_a_judge_that_was_interrupted_ends_as_if_it_had_not_been(cache, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(judge, "STEPS", 4)
    monkeypatch.setattr(judge, "SAVE_EVERY", 2)
    stopped = tmp_path_factory.mktemp("stopped")
    for file in cache.iterdir():
        shutil.copy(file, stopped)
    whole = train_judge(cache)
    steps, augment = [], judge.augment

    def interrupt(*args):
        steps.append(len(steps))
        if len(steps) == 4:
            raise KeyboardInterrupt
        return augment(*args)

    with monkeypatch.context() as patch:
        patch.setattr(judge, "augment", interrupt)
        with pytest.raises(KeyboardInterrupt):
            train_judge(stopped)
    assert state_of(stopped, "judge.pt")["step"] == 2
    resumed = train_judge(stopped)
    assert resumed.names == whole.names
    for name, value in whole.network.state_dict().items():
        assert torch.allclose(resumed.network.state_dict()[name], value, atol=1e-6), name


def test_wishes_are_what_they_are_called(tmp_path):
    file = tmp_path / "propsmith.json"
    table = describe_pocket()
    table["vocabulary"]["held_out"] = HELD_OUT
    file.write_text(json.dumps(table))
    vocabulary = read_sidecar(file, "pocket").vocabulary
    assert vocabulary is not None
    count = len(vocabulary.classes)
    rare, common = (draw_wishes(vocabulary, 2 * count, held_out=h) for h in (True, False))
    assert all(HELD_OUT[w.class_name] == w.colour for w in rare)
    assert not any(HELD_OUT[w.class_name] == w.colour for w in common)
    for wishes in (rare, common):
        assert {w.class_name for w in wishes[:count]} == set(vocabulary.classes)
        assert [w.finish is None for w in wishes] == [True, False] * count
    assert draw_wishes(vocabulary, 9, held_out=False) == common[:9]
    assert write_prompt(Wish("axe", "orange")) == "an orange axe"
    assert write_prompt(Wish("mug", "red", "glossy")) == "a glossy red mug"


def test_accuracies_count_what_was_asked_for():
    judge = Judge(nn.Identity(), NAMES)
    wishes = [Wish("barrel", "red", "rusty"), Wish("mug", "blue"), Wish("mug")]
    answers = np.array(
        [[judge.indices(w.class_name, w.colour or "red", w.finish or "plain")] * 4 for w in wishes]
    )
    perfect = compare_answers(answers, wishes, judge)
    assert (perfect.class_name, perfect.colour, perfect.finish, perfect.all_views) == (1, 1, 1, 1)
    answers[0, :, 2] = 0
    assert compare_answers(answers, wishes, judge).all_views == 1, "the finish does not count in it"
    answers[0, 3, 2] = 1
    answers[0, 0, 1] = 1  # one view of the first in the wrong colour
    answers[1, :2, 0] = 0  # two of the second are of another class
    answers[2, :, 1:] = 1  # nobody asked
    found = compare_answers(answers, wishes, judge)
    assert found.class_name == pytest.approx(10 / 12)
    assert found.colour == pytest.approx(7 / 8)
    assert found.finish == pytest.approx(1 / 4)
    assert found.all_views == pytest.approx(1 / 3)
    assert math.isnan(compare_answers(answers[2:], wishes[2:], judge).colour)
