"""Shards and stages that are small enough to be trained in a test."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from core.models.multiview_attention import use_multiview_attention
from training import autoencoder, batches, classifier, clip, control, denoiser, material_sets, orbits
from training import shards as view_shards
from training.checkpoint import save_checkpoint
from training.material_sets import MaterialShards, write_material_shard
from training.model import (
    new_text_encoder,
    new_unet,
    new_vae,
    train_tokenizer,
)
from training.orbits import write_orbit_shard
from training.shards import Shards, write_shard


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that they can be left out: -m "not training"."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.training)


@pytest.fixture(scope="session")
def make_small():
    """Makes stages small while a patch lasts: shards of few sets, batches of fewer, grids in one step."""

    def make_small(patch):
        patch.setattr(view_shards, "SHARD_SETS", 6)
        patch.setattr(orbits, "SHARD_SETS", 5)
        patch.setattr(material_sets, "SHARD_SETS", 4)
        patch.setattr(autoencoder, "BATCH", 4)
        patch.setattr(batches, "BATCH", 2)
        patch.setattr(control, "BATCH", 2)
        patch.setattr(clip, "BATCH", 6)
        patch.setattr(classifier, "BATCH", 12)
        patch.setattr(denoiser, "GRID_STEPS", 1)
        patch.setattr(denoiser, "GRID_PROMPTS", denoiser.GRID_PROMPTS[:2])
        patch.setattr(denoiser, "GRID_MATERIALS", denoiser.GRID_MATERIALS[:3])

    return make_small


@pytest.fixture
def small_stages(monkeypatch, make_small):
    """Stages that are small for a test."""
    make_small(monkeypatch)


@pytest.fixture(scope="session")
def tick():
    """Lets stages go by a clock that is so many seconds later at every look, however busy the machine is."""

    def tick(patch, seconds, *modules):
        now = itertools.count()
        for module in modules:
            patch.setattr(module, "time", SimpleNamespace(monotonic=lambda: seconds * next(now)))

    return tick


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def tokenizer(shards, tmp_path_factory):
    """Return a tokenizer of the captions of the shards."""
    labels = [*Shards(shards, "train").labels, *MaterialShards(shards, "train").labels]
    captions = [text for label in labels for text in label.captions]
    return train_tokenizer(captions, tmp_path_factory.mktemp("tokenizer"), vocabulary_size=600)


@pytest.fixture(scope="session")
def parts(tokenizer):
    """Return an untrained model whose decoder spans what can be shown."""
    torch.manual_seed(0)
    vae, unet, text_encoder = new_vae(), new_unet(), new_text_encoder(tokenizer)
    use_multiview_attention(unet)
    with torch.no_grad():
        vae.decoder.layers[-1].weight.mul_(10)
        vae.decoder.layers[-1].bias.fill_(0.5)
    return vae.eval(), unet.eval(), text_encoder.eval(), tokenizer


@pytest.fixture(scope="session")
def few_shards(tmp_path_factory):
    """One shard of three sets of every kind for training, and of views for validation."""
    folder = tmp_path_factory.mktemp("few-shards")
    with pytest.MonkeyPatch.context() as patch:
        for module in (view_shards, orbits, material_sets):
            patch.setattr(module, "SHARD_SETS", 3)
        for split in ("train", "validation"):
            write_shard(folder, split, 0)
        write_orbit_shard(folder, "train", 0)
        write_material_shard(folder, "train", 0)
    return folder


class Stopped(Exception):
    """Stands for whatever ends a run."""


@pytest.fixture
def train_with_stop(monkeypatch):
    """Trains by a clock that goes on by so many seconds at every look; may stop once, after a checkpoint."""

    def run(module, train, *, seconds, stops):
        now = iter(range(0, 10**9, seconds))
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: float(next(now))))

        def save(*args, **kwargs):
            save_checkpoint(*args, **kwargs)
            raise Stopped

        if stops:
            with monkeypatch.context() as patch, pytest.raises(Stopped):
                patch.setattr(module, "save_checkpoint", save)
                train()
        return train()

    return run
