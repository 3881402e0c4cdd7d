"""A frozen denoiser learns to look at the views that it is given."""

import json
import shutil

import numpy as np
import pytest
import torch

from core.adapter import fuse_adapter, read_adapter
from core.joint import join_attention
from core.pocket import batches, image_adapter, model
from core.pocket.batches import load_sources
from core.pocket.image_adapter import LORA, draw_shown, save_image_adapter, train_image_adapter
from core.pocket.model import describe_pocket, new_text_encoder, new_unet
from core.sidecar import SIDECAR, read_sidecar

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(model, "UNET_CHANNELS", (32, 32, 64))
    monkeypatch.setattr(batches, "BATCH", 2)


@pytest.fixture(scope="module")
def cache(few_shards, tmp_path_factory):
    """Shards, and nothing learnt yet."""
    return shutil.copytree(few_shards, tmp_path_factory.mktemp("cache"), dirs_exist_ok=True)


@pytest.fixture
def teacher(tokenizer):
    torch.manual_seed(0)
    unet, text_encoder = new_unet(), new_text_encoder(tokenizer)
    join_attention(unet)
    return unet.eval().requires_grad_(False), text_encoder.eval().requires_grad_(False)


def test_one_view_is_given_or_two_of_sets_of_either_cameras(cache, tokenizer):
    sources, rng = load_sources(cache, tokenizer), np.random.default_rng(0)
    drawn = [draw_shown(rng, sources, small=True) for _ in range(60)]
    counts = [int(batch.given.sum()) for batch in drawn]
    assert set(counts) == {1, 2}
    assert 2 <= counts.count(2) <= 20
    assert {int(batch.given.int().argmax()) for batch in drawn if batch.given.sum() == 1} == set(range(6))
    # at the sheet's cameras all sets are told the same
    assert {bool((batch.codes == sources[0].codes[0]).all()) for batch in drawn} == {True, False}
    assert draw_shown(rng, (sources[0], None, None), small=False).x0.shape[-1] == 12


def test_it_goes_on_to_the_same_end_and_leaves_the_denoiser(cache, tokenizer, teacher, train_with_stop):
    kept = {name: value.clone() for name, value in teacher[0].state_dict().items()}

    def train():
        return train_image_adapter(cache, *teacher, tokenizer, 12, CPU)

    runs = []
    for stops in (False, True):
        for file in cache.glob("image-*.pt"):
            file.unlink()
        runs.append(train_with_stop(image_adapter, train, seconds=100, stops=stops))
    first, second = runs
    (file,) = cache.glob("image-*.pt")
    assert torch.load(file, weights_only=True)["step"] >= 3
    assert any(layer.up.abs().max() > 0 for layer in first.values())
    for name, layer in first.items():
        assert torch.equal(layer.down, second[name].down), name
        assert torch.equal(layer.up, second[name].up), name
    for name, value in teacher[0].state_dict().items():
        assert torch.equal(value, kept[name])


def test_what_is_exported_is_what_was_learnt(cache, tokenizer, teacher, train_with_stop, tmp_path):
    adapter = train_with_stop(
        image_adapter,
        lambda: train_image_adapter(cache, *teacher, tokenizer, 12, CPU),
        seconds=100,
        stops=False,
    )
    (tmp_path / SIDECAR).write_text(json.dumps(describe_pocket()))
    save_image_adapter(tmp_path, adapter)
    source = read_sidecar(tmp_path / SIDECAR, "pocket")
    assert str(source.image_adapter) == LORA
    ours = fuse_adapter(teacher[0], read_adapter(tmp_path / LORA)).state_dict()
    theirs = fuse_adapter(teacher[0], adapter).state_dict()
    for name, value in theirs.items():
        assert torch.allclose(ours[name], value, atol=1e-4), name
