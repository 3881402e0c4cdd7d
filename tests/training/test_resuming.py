"""A stage that is stopped and goes on ends with the same weights as one that was never stopped."""

import shutil

import pytest
import torch

from training import autoencoder, batches, denoiser, model
from training.autoencoder import train_decoder
from training.batches import Source
from training.denoiser import train_denoiser
from training.model import new_text_encoder

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def cache(few_shards, tmp_path_factory):
    """Shards, and nothing learnt yet."""
    return shutil.copytree(few_shards, tmp_path_factory.mktemp("cache"), dirs_exist_ok=True)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(model, "UNET_CHANNELS", (32, 32, 64))
    monkeypatch.setattr(autoencoder, "BATCH", 1)
    monkeypatch.setattr(batches, "BATCH", 1)
    monkeypatch.setattr(autoencoder, "foreground_psnr", lambda *args: 0.0)


def steps_of(file):
    return torch.load(file, weights_only=True)["step"]


def assert_same(first, second):
    first, second = first.state_dict(), second.state_dict()
    assert first.keys() == second.keys()
    for name, value in first.items():
        assert torch.equal(value, second[name]), name


def test_the_decoder_goes_on_to_the_same_end(cache, train_with_stop, monkeypatch):
    drawn, runs = [], []

    def train():
        return train_decoder(cache, 5, CPU)

    def record(name):
        draw = getattr(autoencoder, name)
        monkeypatch.setattr(autoencoder, name, lambda *args: drawn.append(name) or draw(*args))

    record("draw_crops")
    record("draw_map_crops")
    for stops in (False, True):
        (cache / "vae.pt").unlink(missing_ok=True)
        runs.append(
            train_with_stop(autoencoder, lambda: train_decoder(cache, 5, CPU), seconds=50, stops=stops)
        )
        assert steps_of(cache / "vae.pt") == 5
    assert_same(*runs)
    assert drawn == 2 * ["draw_map_crops", *["draw_crops"] * 4], "views and maps in turn"
    assert not runs[0].training


def test_the_denoiser_goes_on_to_the_same_end(cache, tokenizer, train_with_stop, monkeypatch):
    monkeypatch.setattr(batches, "MATERIAL_SHARE", 0.5)
    monkeypatch.setattr(batches, "ORBIT_SHARE", 0.25)
    monkeypatch.setattr(denoiser, "GRID_SECONDS", 10**9)
    drawn, draw = [], Source.draw

    def record(source, rng, small, kept=None):
        batch = draw(source, rng, small, kept)
        drawn.append((source.tileable, small, len(source.camera_embedding.unique(dim=0)) > 1))
        return batch

    monkeypatch.setattr(Source, "draw", record)

    def train(minutes=20):
        torch.manual_seed(1)
        return train_denoiser(cache, new_text_encoder(tokenizer), tokenizer, minutes, CPU)

    runs = []
    for stops in (False, True):
        (cache / "denoiser.pt").unlink(missing_ok=True)
        runs.append(train_with_stop(denoiser, train, seconds=100, stops=stops))
        assert steps_of(cache / "denoiser.pt") == 11
    assert drawn[:11] == drawn[11:]
    for kinds in zip(*drawn, strict=True):
        assert set(kinds) == {False, True}, "maps and views, small and large, the sheet's and any cameras"
    for first, second in zip(*runs, strict=True):
        assert_same(first, second)
    state = torch.load(cache / "denoiser.pt", weights_only=True)
    averaged = runs[0][0].state_dict()
    assert any(not torch.equal(value, averaged[name]) for name, value in state["unet"].items())
    train_with_stop(denoiser, lambda: train(22), seconds=100, stops=False)
    assert steps_of(cache / "denoiser.pt") == 12, "more minutes go on from there"
