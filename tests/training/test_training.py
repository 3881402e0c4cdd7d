"""All stages train, go on where they were stopped, end, and are exported."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from diffusers import AutoencoderTiny, ControlNetModel, UNet2DConditionModel
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from core.models.pocket.clip import PocketClip
from core.models.sidecar import read_sidecar
from core.models.upscaler import load_upscaler
from training import autoencoder, batches, classifier, clip, control, denoiser, fine_shards, train, upscaler
from training.autoencoder import (
    train_decoder,
)
from training.budget import Budget, read_minutes
from training.checkpoint import load_checkpoint, minutes_spent, save_checkpoint, warm_up
from training.classifier import Classifier
from training.clip import train_clip
from training.denoiser import (
    train_denoiser,
)
from training.fine_shards import write_map_shard, write_view_shard
from training.model import (
    new_unet,
)

CPU = torch.device("cpu")
#: Seconds for every stage but the adapter's, which tests of its own train.
BUDGET = Budget(decoder=0.005, clip=0.005, denoiser=0.02, distil=0, control=0.005, upscaler=0.005)

pytestmark = pytest.mark.usefixtures("small_stages")


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


def test_minutes_are_read_from_a_checkpoint(tmp_path):
    assert minutes_spent(tmp_path / "x.pt") == 0
    save_checkpoint(tmp_path / "x.pt", 7, 90.0, net=nn.Linear(3, 2))
    assert minutes_spent(tmp_path / "x.pt") == 1.5


def test_an_optimiser_warms_up_by_its_own_steps():
    net = nn.Linear(3, 2)
    optimiser = torch.optim.AdamW(net.parameters())
    factors = []
    for _ in range(6):
        factors.append(warm_up(optimiser, 4))
        net(torch.ones(1, 3)).sum().backward()
        optimiser.step()
    assert factors == [0.25, 0.5, 0.75, 1, 1, 1]
    again = torch.optim.AdamW(net.parameters())
    again.load_state_dict(optimiser.state_dict())
    assert warm_up(again, 12) == 7 / 12


def state_of(cache, name):
    return torch.load(cache / name, weights_only=True)


def test_stages_train_resume_and_end(cache, tokenizer, tick, monkeypatch):
    tick(monkeypatch, 0.2, autoencoder, clip, denoiser, control, upscaler)
    monkeypatch.setattr(batches, "MATERIAL_SHARE", 0.2)  # of the seeds: maps first, views next
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
    monkeypatch.setattr(classifier, "STEPS", 1)
    monkeypatch.setattr(classifier, "SAVE_EVERY", 1)
    train.train(cache, "all", replace(BUDGET, denoiser=0.01), cache / "out", CPU)
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
    spent = read_minutes(out)
    assert (spent.denoiser, spent.control, spent.distil) == (0.02, 0.005, 0), "and not what was asked for"
    PocketClip.load(cache / "out" / "pocket-clip")
    assert Classifier.load(cache / "out" / "pocket-judge").indices("barrel", None, None)[1:] == (-1, -1)
    assert load_upscaler(cache / "out" / "pocket-upscaler").network.reach == 15


def test_a_cache_without_shards_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["train", str(tmp_path / "nothing")])
    with pytest.raises(SystemExit) as caught:
        train.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith(
        f"train: error: no validation shards in {tmp_path / 'nothing'};"
    )
