"""The stages learn, measure rightly and go on where they were stopped."""

import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from PIL import Image
from torch import nn

from core.pocket import autoencoder, data, denoiser
from core.pocket.autoencoder import (
    LinearCode,
    encode_shards,
    fit_code,
    foreground_psnr,
    reconstruction_loss,
    to_tensor,
    train_decoder,
)
from core.pocket.checkpoint import load_checkpoint, save_checkpoint
from core.pocket.clip import train_clip
from core.pocket.data import Shards, write_shard
from core.pocket.denoiser import falling, train_denoiser
from core.pocket.evaluate import Wish, draw_wishes, judge_wishes
from core.pocket.judge import HEADS, judge_views
from core.pocket.model import LATENT_CHANNELS, new_vae, train_tokenizer
from core.pocket.vocabulary import CLASSES, COLOURS, FINISHES, HELD_OUT


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "SHARD_SETS", 6)
        for split in ("train", "validation"):
            write_shard(folder, split, 0)
    return folder


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    monkeypatch.setattr(data, "SHARD_SETS", 6)


def test_a_checkpoint_brings_back_the_state(tmp_path):
    torch.manual_seed(0)
    first, second = nn.Linear(3, 2), nn.Linear(3, 2)
    assert load_checkpoint(tmp_path / "x.pt", net=second) == (0, 0.0)
    save_checkpoint(tmp_path / "x.pt", 7, 1.5, net=first)
    assert load_checkpoint(tmp_path / "x.pt", net=second) == (7, 1.5)
    assert torch.equal(first.weight, second.weight)
    assert [f.name for f in tmp_path.iterdir()] == ["x.pt"]


def test_losses_vanish_only_at_their_goal():
    x = torch.rand(2, 4, 8, 8) * 2 - 1
    assert reconstruction_loss(x, x).item() == 0
    assert reconstruction_loss(x + 0.1, x).item() > 0.05


def test_the_stock_encoder_computes_the_linear_code(cache):
    torch.manual_seed(0)
    code = LinearCode(torch.randn(LATENT_CHANNELS, 256) * 0.1, torch.randn(LATENT_CHANNELS))
    vae = new_vae()
    code.build_into(vae)
    x = to_tensor(Shards(cache, "train").read(np.array([0, 3])))
    with torch.no_grad():
        assert torch.allclose(vae.encode(x).latents, code.encode(x), atol=1e-4)


def test_the_code_is_the_best_linear_one(cache):
    shards = Shards(cache, "train")
    code = fit_code(shards)
    patches = torch.nn.functional.pixel_unshuffle(to_tensor(shards.read(np.arange(6))), 8)
    patches = patches.permute(0, 2, 3, 1).flatten(0, 2)
    shown = patches[patches.std(1) > 0.02]
    z = shown @ code.projection.T + code.offset
    assert z.mean(0).abs().max() < 1e-3
    covariance = z.T @ z / len(z)
    assert (covariance - covariance.diag().diag()).abs().max() < 1e-3, "components are uncorrelated"
    deviations = covariance.diag().sqrt()
    assert deviations[0] == pytest.approx(1, abs=1e-3)
    assert (deviations.diff() < 1e-4).all(), "strongest first"


def test_psnr_counts_only_the_object(cache):
    class Off(nn.Module):
        device = torch.device("cpu")

        def encoder(self, x):
            return x

        def decoder(self, x):
            # 0.1 too bright on the object, nonsense behind it
            return torch.where(x[:, 3:] > 0, x + torch.tensor([0.2, 0.2, 0.2, 0]).view(1, 4, 1, 1), -x)

        def clamp(self, x):
            return x

    shards = Shards(cache, "validation")
    dark = [s.copy() for s in shards.sheets]
    shards.sheets = [np.where(s[..., 3:] > 0, np.minimum(s, 200), s).astype(np.uint8) for s in dark]
    assert foreground_psnr(Off(), shards, 6) == pytest.approx(20.0, abs=0.05)


def test_stages_train_resume_and_end(cache, monkeypatch, capsys):
    monkeypatch.setattr(autoencoder, "BATCH", 4)
    monkeypatch.setattr(denoiser, "BATCH", 2)
    monkeypatch.setattr(denoiser, "GRID_SECONDS", 0)
    monkeypatch.setattr(denoiser, "GRID_STEPS", 1)
    captions = [text for label in Shards(cache, "train").labels for text in label.captions]
    tokenizer = train_tokenizer(captions, cache / "tokenizer", vocabulary_size=600)
    device = torch.device("cpu")
    monkeypatch.setattr(autoencoder, "foreground_psnr", lambda *args: 0.0)
    train_decoder(cache, 0.02, device)
    clip = train_clip(cache, tokenizer, 0.02, device)
    assert encode_shards(cache, Shards(cache, "train")).shape == (6, LATENT_CHANNELS, 24, 36)
    assert encode_shards(cache, Shards(cache, "train"), shrink=2).shape == (6, LATENT_CHANNELS, 12, 18)
    train_denoiser(cache, clip.text_encoder, tokenizer, 0.04, device)
    steps = torch.load(cache / "denoiser.pt", weights_only=True)["step"]
    assert steps >= 1
    train_denoiser(cache, clip.text_encoder, tokenizer, 0.04, device)
    assert torch.load(cache / "denoiser.pt", weights_only=True)["step"] == steps, (
        "a finished stage costs no more steps"
    )
    train_denoiser(cache, clip.text_encoder, tokenizer, 0.08, device)
    assert torch.load(cache / "denoiser.pt", weights_only=True)["step"] > steps, (
        "more minutes go on from there"
    )
    assert {Image.open(grid).size for grid in cache.glob("grid-*.png")} <= {(432, 192), (864, 384)}
    assert list(cache.glob("grid-*.png"))


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


def test_the_learning_rate_falls_to_nothing_at_the_end():
    assert falling(0.0) == falling(0.59) == 1.0
    assert falling(0.8) == pytest.approx(0.5)
    assert falling(1.0) == pytest.approx(0.0)


def test_wishes_are_what_they_are_called():
    rare, common = draw_wishes(32, held_out=True), draw_wishes(32, held_out=False)
    assert all((w.class_name, w.colour) in HELD_OUT for w in rare)
    assert not any((w.class_name, w.colour) in HELD_OUT for w in common)
    assert {w.class_name for w in rare} == {w.class_name for w in common} == set(CLASSES)
    assert Wish("axe", "orange", "plain").prompt == "an orange axe"
    assert Wish("mug", "red", "glossy").prompt == "a glossy red mug"


def test_accuracies_count_views_and_sheets():
    class Scripted(nn.Module):
        """Answers class 0, and colour 0 where the picture's first pixel is bright."""

        def forward(self, x):
            logits = torch.zeros(len(x), sum(HEADS))
            logits[:, 0] = 1
            bright = x[:, 0, 0, 0] > 0
            logits[bright, HEADS[0]] = 1
            logits[~bright, HEADS[0] + 1] = 1
            logits[:, HEADS[0] + HEADS[1]] = 1
            return logits

    views = np.zeros((2, 4, 96, 96, 3), np.uint8)
    views[0], views[1, :2] = 255, 255
    wish = Wish(next(iter(CLASSES)), next(iter(COLOURS)), list(FINISHES)[1])
    result = judge_wishes(Scripted(), views, [wish, wish])
    assert judge_views(Scripted(), views).shape == (2, 4, 3)
    assert (result.class_name, result.colour, result.finish, result.all_views) == (1.0, 0.75, 0.0, 0.5)
