"""The ControlNet learns, goes on where it was stopped, and is exported in stock form."""

from __future__ import annotations

import copy
import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from diffusers import ControlNetModel
from PIL import Image

from core.models.control import GeometryControl
from core.models.multiview_attention import use_multiview_attention
from training import control, model, orbits
from training.autoencoder import _save_whole, fit_code
from training.batches import draw_noise, encode_orbits
from training.control import (
    draw_batch,
    new_control,
    read_geometry,
    save_control,
    state_of_control,
    train_control,
    write_grid,
)
from training.coverage import coverage_iou
from training.denoiser import velocity_loss
from training.model import new_text_encoder, new_unet, new_vae, train_tokenizer
from training.orbits import OrbitShards, write_orbit_shard

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(control, "BATCH", 2)
    monkeypatch.setattr(control, "GRID_STEPS", 1)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """One shard of three sets for training and for validation, and a code fitted to them."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orbits, "SHARD_SETS", 3)
        for split in ("train", "validation"):
            write_orbit_shard(folder, split, 0)
        shards = OrbitShards(folder, "train")
        for name in ("Shards", "MaterialShards"):
            patch.setattr(f"training.autoencoder.{name}", lambda *_: shards)
        code = fit_code(folder, 3)
        _save_whole({"projection": code.projection, "offset": code.offset}, folder / "code.safetensors")
    return folder


@pytest.fixture(scope="module")
def parts(cache, tmp_path_factory):
    """An untrained denoiser, narrower than the real one."""
    captions = [text for label in OrbitShards(cache, "train").labels for text in label.captions]
    tokenizer = train_tokenizer(captions, tmp_path_factory.mktemp("tokenizer"), 600)
    torch.manual_seed(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "UNET_CHANNELS", (32, 32, 64))
        unet, text_encoder = new_unet(), new_text_encoder(tokenizer)
    use_multiview_attention(unet)
    return unet.eval().requires_grad_(False), text_encoder.eval().requires_grad_(False), tokenizer


def test_it_begins_as_the_encoder_of_the_unet_and_adds_nothing(parts):
    unet, network = parts[0], new_control(parts[0])
    ours, theirs = network.state_dict(), unet.state_dict()
    copied = [name for name in ours if name in theirs]
    assert all(torch.equal(ours[name], theirs[name]) for name in copied)
    left = {name.split(".")[0] for name in ours if name not in theirs}
    assert left == {"controlnet_cond_embedding", "controlnet_down_blocks", "controlnet_mid_block"}
    x, words = torch.randn(4, 24, 6, 6), torch.randn(4, 5, 192)
    shown = GeometryControl(network, torch.rand(4, 4, 48, 48))
    with torch.no_grad():
        added = shown.controlnet_residuals(x, torch.tensor([300] * 4), words, torch.rand(4, 16), 2)
    assert not any(r.any() for r in added["down_block_additional_residuals"])
    assert not added["mid_block_additional_residual"].any()


def test_the_real_one_is_small():
    weights = sum(p.numel() for p in new_control(new_unet()).parameters())
    assert 2 * weights < 14e6, "bytes in half precision"


def test_draws_keep_sets_and_their_geometry_together(cache, parts):
    shards = OrbitShards(cache, "train")
    source = encode_orbits(cache, parts[2], shards)
    # the picture says which set and view it is of
    for i, shard in enumerate(shards.geometry):
        marked = np.zeros_like(shard)
        marked[:] = (np.arange(3)[:, None] * 6 + np.arange(6))[..., None, None, None]
        shards.geometry[i] = marked
    kinds = set()
    for seed in range(60):
        batch, geometry = draw_batch(np.random.default_rng(seed), source, shards, small=seed % 2 == 0)
        side = 8 * batch.x0.shape[-1]
        assert geometry.shape == (2 * batch.x0.shape[1], 4, side, side)
        assert geometry.dtype == torch.float32
        shown = (geometry[:, 0, 0, 0] * 255).round().long().unflatten(0, (2, -1))
        latents = source.small if seed % 2 == 0 else source.large
        blank = (shown == 0).all(0) & batch.reference
        for b, v in np.ndindex(shown.shape):
            if not blank[v]:
                which, view = divmod(int(shown[b, v]), 6)
                assert torch.equal(batch.x0[b, v], latents[which, view].float())
                assert torch.equal(batch.camera_embedding[b, v], source.camera_embedding[which, view])
        kinds.add((len(batch.reference), bool(batch.reference.any()), bool(blank.any())))
    assert {(6, False, False), (6, True, False), (6, True, True), (1, False, False)} <= kinds


def test_small_geometry_is_the_mean(cache):
    shards = OrbitShards(cache, "train")
    full, half = (read_geometry(shards, np.array([2, 0]), k) for k in (1, 2))
    assert torch.equal((full[0] * 255).byte().permute(0, 2, 3, 1), torch.tensor(shards.geometry[0][2]))
    assert torch.allclose(half, full.unflatten(-1, (48, 2)).unflatten(-3, (48, 2)).mean((-1, -3)), atol=1e-6)


def test_training_lowers_the_loss_by_the_control_alone(cache, parts, tmp_path, monkeypatch):
    """On three sets, whose geometry tells them apart where the frozen denoiser knows nothing."""
    unet, text_encoder, tokenizer = parts
    before = {name: value.clone() for name, value in unet.state_dict().items()}
    shards = OrbitShards(cache, "train")
    source = encode_orbits(cache, tokenizer, shards)
    which = np.arange(3)
    batch = source.read(np.random.default_rng(0), which, small=True)
    geometry = read_geometry(shards, which, 2).flatten(0, 1)
    noise = draw_noise(batch, torch.Generator().manual_seed(9))

    def loss(network, shapes=geometry):
        with torch.no_grad():
            shown = GeometryControl(network, shapes)
            return velocity_loss(unet, text_encoder, batch, noise, shown).item()

    now = iter(range(10**9))
    monkeypatch.setattr(control, "time", SimpleNamespace(monotonic=lambda: float(next(now))))
    monkeypatch.setattr(control, "SMALL_SHARE", 2.0)
    monkeypatch.setattr(control, "LEARNING_RATE", 2e-3)
    monkeypatch.setattr(control, "encode_orbits", lambda *_: source)
    monkeypatch.setattr(control, "save_checkpoint", lambda *_, **__: None)
    monkeypatch.setattr(control, "WARM_UP", 5)
    network = train_control(cache, unet, text_encoder, tokenizer, 1, CPU)
    assert loss(network) < 0.9 * loss(new_control(unet))
    assert loss(network) < loss(network, geometry.roll(6, 0)), "what another set's shape is does not help"
    assert all(torch.equal(before[name], value) for name, value in unet.state_dict().items()), "it is frozen"


def test_it_goes_on_to_the_same_end(cache, parts, train_with_stop, monkeypatch):
    monkeypatch.setattr(control, "GRID_SECONDS", 10**9)
    runs = []
    for stops in (False, True):
        state_of_control(cache, parts[0]).unlink(missing_ok=True)
        runs.append(
            train_with_stop(control, lambda: train_control(cache, *parts, 10, CPU), seconds=100, stops=stops)
        )
        assert torch.load(state_of_control(cache, parts[0]), weights_only=True)["step"] == 5
    whole, resumed = runs
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name
    train_with_stop(control, lambda: train_control(cache, *parts, 12, CPU), seconds=100, stops=False)
    assert torch.load(state_of_control(cache, parts[0]), weights_only=True)["step"] == 6, "more minutes go on"
    learnt_on = copy.deepcopy(parts[0])
    with torch.no_grad():
        learnt_on.conv_in.bias += 0.1
    train_with_stop(
        control, lambda: train_control(cache, learnt_on, *parts[1:], 10, CPU), seconds=100, stops=False
    )
    assert torch.load(state_of_control(cache, learnt_on), weights_only=True)["step"] == 5, "from its start"


def test_it_is_exported_in_stock_form_and_named_to_the_engine(parts, tmp_path):
    network = new_control(parts[0])
    with torch.no_grad():
        network.controlnet_mid_block.weight.normal_()
    (tmp_path / "propsmith.json").write_text('{"format": 2}')
    expected = {name: value.half() for name, value in network.state_dict().items()}
    save_control(tmp_path, network)
    assert json.loads((tmp_path / "propsmith.json").read_text()) == {
        "format": 2,
        "controls": {"geometry": "control"},
    }
    assert {f.name for f in (tmp_path / "control").iterdir()} == {
        "config.json",
        "diffusion_pytorch_model.safetensors",
    }
    loaded = ControlNetModel.from_pretrained(tmp_path / "control", dtype=torch.float16).state_dict()
    assert loaded.keys() == expected.keys()
    assert all(torch.equal(loaded[name], value) for name, value in expected.items())


def test_the_grid_shows_geometry_and_what_is_painted_on_it(cache, parts, tmp_path):
    unet, text_encoder, tokenizer = parts
    shards = OrbitShards(cache, "validation")
    write_grid(
        tmp_path / "g.png", shards, (new_vae().eval(), unet, text_encoder, tokenizer), new_control(unet)
    )
    picture = np.asarray(Image.open(tmp_path / "g.png"))
    assert picture.shape == (2 * control.GRID_SETS * 96, control.GRID_VIEWS * 96, 3)
    first = np.concatenate(list(shards.geometry[0][0, : control.GRID_VIEWS, ..., :3]), 1)
    assert np.array_equal(picture[:96], first)


def test_coverage_is_compared_view_by_view():
    views, geometry = np.zeros((2, 3, 8, 8, 4), np.uint8), np.zeros((2, 3, 8, 8, 4), np.float32)
    views[0, :, :4, :, 3], geometry[0, :, :4, :, 2] = 255, 0.5  # the same
    geometry[0, 1, 4:, :, 0] = 0.1  # half of it
    views[0, 2, ..., 3] = np.where(views[0, 2, ..., 3], 127, 128)  # nothing in common
    views[1, 1, :2, ..., 3] = 200
    views[1, 2, ..., :3] = 255  # colour covers nothing
    found = coverage_iou(views, geometry)
    assert found.tolist() == [[1, 0.5, 0], [1, 0, 1]]
