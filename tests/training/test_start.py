"""Training goes on from an exported family as from the states that it was exported from."""

from __future__ import annotations

import json
import shutil

import pytest
import torch
from safetensors.torch import save_file

from core.errors import BrokenModelError, UsageError
from core.models.pocket.clip import PocketClip
from core.models.upscaler import UpscalerNet, load_upscaler, save_upscaler
from training import classifier, train
from training.autoencoder import LinearCode, load_code, train_decoder
from training.budget import Budget, read_minutes
from training.checkpoint import load_checkpoint
from training.classifier import train_classifier
from training.clip import train_clip
from training.denoiser import train_denoiser
from training.model import new_vae
from training.start import start_from

CPU = torch.device("cpu")
SPENT = Budget(decoder=0.005, clip=0.005, denoiser=0.01, distil=0, control=0, upscaler=0)

pytestmark = pytest.mark.usefixtures("small_stages")


@pytest.fixture(scope="module")
def trained(shards, make_small, tokenizer, tmp_path_factory):
    """Shards, the states of a family that was trained for a moment, and the family in "models"."""
    folder = tmp_path_factory.mktemp("trained")
    for file in shards.glob("*-0000.*"):
        shutil.copy(file, folder)
    tokenizer.save_pretrained(folder / "tokenizer")
    with pytest.MonkeyPatch.context() as patch:
        make_small(patch)
        patch.setattr(classifier, "STEPS", 1)
        patch.setattr(classifier, "SAVE_EVERY", 1)
        train.train(folder, "all", SPENT, folder / "models", CPU)
    save_upscaler(UpscalerNet(), folder / "models" / "pocket-upscaler")
    return folder


@pytest.fixture
def cache(trained, tmp_path):
    """A copy of it all."""
    return shutil.copytree(trained, tmp_path / "cache")


@pytest.fixture
def family(cache, monkeypatch):
    """A family, with the states that it was exported from in the cache."""
    monkeypatch.setattr(classifier, "STEPS", 1)
    monkeypatch.setattr(classifier, "SAVE_EVERY", 1)
    return cache / "models"


def test_a_code_is_read_back_from_the_encoder_that_it_was_built_into(cache):
    code, vae = load_code(cache), new_vae()
    code.build_into(vae)
    again = LinearCode.read_from(vae)
    torch.testing.assert_close(again.projection, code.projection)
    torch.testing.assert_close(again.offset, code.offset)


def take_states(cache, place):
    """Move all that was learnt out of a cache, so that shards alone are left."""
    place.mkdir()
    kept = [*cache.glob("*.pt"), *cache.glob("*.safetensors"), cache / "tokenizer", cache / "high"]
    for path in kept:
        if path.exists():
            path.rename(place / path.name)
    return place


def test_an_exported_family_goes_on_in_a_fresh_cache(family, cache, tokenizer, tmp_path):
    old = take_states(cache, tmp_path / "old")
    assert start_from(family, cache) == read_minutes(family / "pocket") == SPENT

    # what was learnt, but for its precision, and the minutes
    for name, part in (
        ("denoiser.pt", "averages"),
        ("clip.pt", "clip"),
        ("vae.pt", "vae"),
        ("classifier.pt", "classifier"),
    ):
        first, second = (torch.load(place / name, weights_only=True) for place in (old, cache))
        assert first["seconds"] == second["seconds"] or name == "classifier.pt"
        assert first[part].keys() == second[part].keys()
        for key, value in first[part].items():
            torch.testing.assert_close(second[part][key], value, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(load_code(cache).projection, load_code(old).projection, rtol=1e-3, atol=1e-4)
    network, sharpened = UpscalerNet(), load_upscaler(family / "pocket-upscaler", dtype=torch.float32).network
    load_checkpoint(cache / "high" / "upscaler.pt", network=network)
    for key, value in sharpened.state_dict().items():
        assert torch.equal(network.state_dict()[key], value), "in no less precision than it was written in"

    # no stage of as many minutes takes a step; the words are the same; more minutes go on
    text_encoder = train_clip(cache, tokenizer, SPENT.clip, CPU).text_encoder
    train_classifier(cache)
    train_decoder(cache, SPENT.decoder, CPU)
    start, _ = train_denoiser(cache, text_encoder, tokenizer, SPENT.denoiser, CPU)
    begun = torch.load(cache / "denoiser.pt", weights_only=True)["step"]
    assert begun == 100, "a number that no batch was drawn by"
    more, _ = train_denoiser(cache, text_encoder, tokenizer, 0.03, CPU)
    last = torch.load(cache / "denoiser.pt", weights_only=True)
    assert last["step"] > begun
    assert last["optimiser"] is not None
    assert any(not torch.equal(a, b) for a, b in zip(start.parameters(), more.parameters(), strict=True))


def test_a_judge_of_other_names_is_trained_anew(family, cache, tmp_path):
    take_states(cache, tmp_path / "old")
    config = family / "pocket-judge" / "config.json"
    config.write_text(config.read_text().replace('"barrel"', '"hogshead"'))
    start_from(family, cache)
    assert not (cache / "classifier.pt").exists()
    assert "barrel" in train_classifier(cache).names[0]


def test_latents_of_another_code_are_no_fresh_cache(family, cache, tmp_path):
    take_states(cache, tmp_path / "old")
    (cache / "views-2.safetensors").write_bytes(b"")
    with pytest.raises(UsageError, match=r"there are views-2\.safetensors"):
        start_from(family, cache)
    assert not (cache / "tokenizer").exists()


def test_a_family_that_cannot_be_read_leaves_the_cache_fresh(family, cache, tmp_path):
    take_states(cache, tmp_path / "old")
    (family / "pocket-upscaler" / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(BrokenModelError):
        start_from(family, cache)
    assert not (cache / "tokenizer").exists()
    assert not list(cache.glob("*.pt"))


def test_a_cache_that_has_begun_is_left_alone(family, cache):
    before = (cache / "denoiser.pt").read_bytes()
    with pytest.raises(UsageError, match=r"training has begun in .*clip\.pt.*tokenizer"):
        start_from(family, cache)
    assert (cache / "denoiser.pt").read_bytes() == before


def test_a_model_of_unknown_minutes_is_no_start(family, cache, tmp_path):
    sidecar = family / "pocket" / "propsmith.json"
    sidecar.write_text(
        json.dumps({k: v for k, v in json.loads(sidecar.read_text()).items() if k != "trained_minutes"})
    )
    with pytest.raises(UsageError, match="does not say for how long it was trained"):
        start_from(family, tmp_path / "fresh")
    assert not (tmp_path / "fresh").exists()


def test_weights_of_another_recipe_are_no_start(family, tmp_path):
    weights = family / "pocket" / "vae" / "diffusion_pytorch_model.safetensors"
    save_file({"encoder.layers.0.weight": torch.zeros(3)}, weights)
    with pytest.raises(UsageError, match=r"vae.*does not fit this recipe: size mismatch"):
        start_from(family, tmp_path / "fresh")
    assert not (tmp_path / "fresh").exists()


def test_the_command_starts_from_a_family(family, cache, tmp_path, monkeypatch, capsys):
    take_states(cache, tmp_path / "old")
    minutes = [f"--{name}-minutes={value}" for name, value in vars(SPENT).items()]
    out = tmp_path / "again"
    command = ["train", str(cache), "--start", str(family), "--out", str(out), *minutes]
    monkeypatch.setattr("sys.argv", command)
    train.main()
    assert "denoiser 0.01" in capsys.readouterr().out
    for folder in ("unet", "text_encoder", "vae"):
        weights = next((family / "pocket" / folder).glob("*.safetensors"))
        assert (out / "pocket" / folder / weights.name).read_bytes() == weights.read_bytes()
    PocketClip.load(out / "pocket-clip")
    with pytest.raises(SystemExit, match="2"):
        train.main()
    assert "train: error: training has begun" in capsys.readouterr().err
