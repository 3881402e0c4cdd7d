"""The linear code is what it says, its decoder learns, and pictures are encoded once."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import torch
from torch import nn

from training.autoencoder import (
    LEAD,
    LinearCode,
    encode_pictures,
    fit_code,
    foreground_psnr,
    load_code,
    patches_of,
    reconstruction_loss,
    to_tensor,
)
from training.material_sets import MaterialShards
from training.model import (
    LATENT_CHANNELS,
    new_vae,
)
from training.shards import Shards

pytestmark = pytest.mark.usefixtures("small_stages")


def add_shards(shards, cache):
    for file in shards.glob("*-0001.*"):
        shutil.copy(file, cache)


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
        device = torch.device("cpu")

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
    for count in (6, 16):  # of six that there are
        assert foreground_psnr(Off(), Shards(cache, "validation"), count) == pytest.approx(20.0, abs=0.05)


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
