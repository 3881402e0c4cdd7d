"""The upscaler's training: its shards resume, it learns, and it goes on to the same end."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from core.models.upscaler import UpscalerNet, bicubic
from training import fine_shards, upscaler
from training.autoencoder import ALPHA_WEIGHT, LinearCode, load_code, to_tensor
from training.checkpoint import save_checkpoint
from training.fine_shards import FineShards, write_map_shard, write_view_shard
from training.labels import Split
from training.model import LATENT_CHANNELS, new_vae
from training.upscaler import (
    draw_fine_crops,
    draw_fine_map_crops,
    invert_code,
    load_spoiler,
    measure_psnr,
    to_unit,
    train_upscaler,
    upscaling_loss,
)

CPU = torch.device("cpu")
SPLITS: tuple[Split, ...] = ("train", "validation")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Two views and a material of each split, and a linear code of averages and random details."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fine_shards, "SHARD_VIEWS", 2)
        patch.setattr(fine_shards, "SHARD_SETS", 1)
        patch.setattr(fine_shards, "MAP_PX", 256)
        for split in SPLITS:
            write_view_shard(folder, split, 0)
            write_map_shard(folder, split, 0)
    patches = np.random.default_rng(0).normal(size=(LATENT_CHANNELS, 256))
    patches[:4] = np.kron(np.eye(4), np.ones(64))
    basis = torch.from_numpy(np.linalg.qr(patches.T)[0].T).float().contiguous()
    offset = torch.linspace(-0.1, 0.1, LATENT_CHANNELS)
    save_file({"projection": basis, "offset": offset}, folder / "code.safetensors")
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(upscaler, "BATCH", 2)
    monkeypatch.setattr(upscaler, "CROP_PX", 16)
    monkeypatch.setattr(upscaler, "MARGIN_PX", 2)
    monkeypatch.setattr(upscaler, "UpscalerNet", lambda: UpscalerNet(8, 1))


def test_fine_shards_are_large_and_written_once(cache):
    views, maps = FineShards(cache, "views", "train"), FineShards(cache, "maps", "train")
    assert (len(views), views[0].shape, views[0].dtype) == (2, (384, 384, 4), np.uint8)
    assert (len(maps), maps[0].shape) == (1, (4, 256, 256, 4))
    assert not np.array_equal(views[0], FineShards(cache, "views", "validation")[0])
    shown = np.stack([views[0], views[1]])
    assert 0.02 < (shown[..., 3] > 0).mean() < 0.9
    assert (shown[shown[..., 3] == 0][:, :3] == 128).all()
    file = cache / "high" / "views-train-0000.npy"
    written = file.stat().st_mtime_ns
    assert write_view_shard(cache, "train", 0) == file
    assert file.stat().st_mtime_ns == written
    assert not list(cache.rglob("*.partial*"))


def test_shards_that_are_not_there_are_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no train shards of maps in .*training\.data"):
        FineShards(tmp_path, "maps", "train")


def test_crops_lie_along_the_patches_of_the_code(cache):
    views, maps = FineShards(cache, "views", "train"), FineShards(cache, "maps", "train")
    rng = np.random.default_rng(0)
    pictures = [views[0], views[1]]
    for crop in draw_fine_crops(rng, views):
        assert any(
            np.array_equal(crop, picture[top : top + 64, left : left + 64])
            for picture in pictures
            for top in range(0, 321, 32)
            for left in range(0, 321, 32)
        )
    assert draw_fine_map_crops(rng, maps).shape == (2, 64, 64, 4)


def test_the_inverse_of_the_code_has_the_latents_that_it_was_given(cache):
    code = load_code(cache)
    z = torch.randn(2, LATENT_CHANNELS, 3, 4, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(code.encode(invert_code(code, z)), z, atol=1e-5)
    weighted = LinearCode(code.projection * ALPHA_WEIGHT, code.offset)
    assert torch.allclose(weighted.encode(invert_code(weighted, z)), z, atol=1e-5)


def test_the_trained_decoder_spoils_where_there_is_one(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(upscaler, "LATENT_NOISE", 0.0)
    (tmp_path / "code.safetensors").write_bytes((cache / "code.safetensors").read_bytes())
    torch.manual_seed(0)
    vae = new_vae().eval()
    save_checkpoint(tmp_path / "vae.pt", 1, 1.0, vae=vae)
    pixels = np.random.default_rng(0).integers(0, 256, (2, 16, 16, 4), np.uint8)
    found = load_spoiler(tmp_path, CPU)(to_unit(pixels), torch.Generator().manual_seed(0))
    with torch.no_grad():
        expected = vae.decoder(load_code(cache).encode(to_tensor(pixels))) / 2 + 0.5
    assert torch.allclose(found, expected.clamp(0, 1), atol=1e-5)


def test_noise_on_the_latents_is_that_of_the_seed(cache):
    spoil, x = load_spoiler(cache, CPU), torch.full((3, 4, 16, 16), 0.5)
    first, again, other = (spoil(x, torch.Generator().manual_seed(seed)) for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_loss_is_least_at_the_truth_and_heavier_on_the_object():
    x = torch.rand(1, 4, 64, 64, generator=torch.Generator().manual_seed(0))
    x[:, 3, :, :32], x[:, 3, :, 32:] = 1, 0
    assert upscaling_loss(x, x).item() == pytest.approx(1e-3 * 1.25, rel=1e-3)
    left, right, border = (torch.zeros_like(x) for _ in range(3))
    left[..., 20:24, 20:24], right[..., 20:24, 40:44] = 0.5, 0.5
    border[..., :8, :], border[..., -8:, :], border[..., :8], border[..., -8:] = 1, 1, 1, 1
    assert upscaling_loss(x + left, x) > 1.2 * upscaling_loss(x + right, x) > upscaling_loss(x, x)
    assert torch.equal(upscaling_loss(x + border, x), upscaling_loss(x, x))


def test_an_untrained_network_measures_as_bicubic_enlargement(cache):
    views = FineShards(cache, "views", "validation")
    ours, plain = measure_psnr(UpscalerNet(8, 1), load_spoiler(cache, CPU), np.stack([views[0], views[1]]))
    assert ours == pytest.approx(plain, abs=1e-6)
    assert 5 < plain < 40


def test_a_perfect_first_stage_is_measured_in_decibels(cache):
    flat = np.full((1, 64, 64, 4), 200, np.uint8)
    ours, plain = measure_psnr(UpscalerNet(8, 1), lambda x, source: x + 0.1, flat)
    assert ours == plain == pytest.approx(20, abs=1e-3)


def test_training_lowers_the_loss_and_beats_bicubic_enlargement(cache, train_with_stop, monkeypatch):
    (cache / "high" / "upscaler.pt").unlink(missing_ok=True)
    monkeypatch.setattr(upscaler, "describe_gain", lambda *args: "")
    network = train_with_stop(upscaler, lambda: train_upscaler(cache, 3, CPU), seconds=1, stops=False)
    assert not network.training
    assert torch.load(cache / "high" / "upscaler.pt", weights_only=True)["step"] == 179, "one a second"
    spoil = load_spoiler(cache, CPU)
    views, unseen = (FineShards(cache, "views", split) for split in SPLITS)
    truth = to_unit(np.stack([views[0], views[1]]))
    low = spoil(F.avg_pool2d(truth, 4), torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert upscaling_loss(network(low), truth) < upscaling_loss(bicubic(low), truth)
    ours, plain = measure_psnr(network, spoil, np.stack([unseen[0], unseen[1]]))
    assert ours > plain + 0.1


def test_the_upscaler_goes_on_to_the_same_end(cache, train_with_stop, monkeypatch):
    monkeypatch.setattr(upscaler, "describe_gain", lambda *args: "")
    path, runs = cache / "high" / "upscaler.pt", []
    for stops in (False, True):
        path.unlink(missing_ok=True)
        network = train_with_stop(upscaler, lambda: train_upscaler(cache, 5, CPU), seconds=50, stops=stops)
        runs.append(network.state_dict())
        assert torch.load(path, weights_only=True)["step"] == 5
    for name, value in runs[0].items():
        assert torch.equal(value, runs[1][name]), name
    train_with_stop(upscaler, lambda: train_upscaler(cache, 6, CPU), seconds=50, stops=False)
    assert torch.load(path, weights_only=True)["step"] == 6, "more minutes go on from there"
