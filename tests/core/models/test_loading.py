"""Loading whole and misfitting models."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import diffusers
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.device import Device
from core.errors import BrokenModelError, Cancelled
from core.models.catalogue import FAMILY_DEFAULTS, resolve_model
from core.models.loading import load_model
from core.models.sidecar import SamplingDefaults

CPU = Device(torch.device("cpu"), torch.float32)
MEND = "restore the file or fetch the model again"


def edit(file: Path, **changes) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


@pytest.mark.parametrize("form", ["pocket", "sd15", "sdxl"])
def test_the_weights_are_those_that_diffusers_itself_loads(form, request):
    folder: Path = request.getfixturevalue(f"{form}_form")
    ours = request.getfixturevalue(f"{form}_model").pipeline
    stock = diffusers.DiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
    assert type(ours) is type(stock)
    for name in ("unet", "vae", "text_encoder", "text_encoder_2"):
        if hasattr(stock, name):
            state = getattr(ours, name).state_dict()
            expected = getattr(stock, name).state_dict()
            assert state.keys() == expected.keys()
            assert all(torch.equal(state[key], expected[key]) for key in expected)
    assert dict(ours.scheduler.config) == dict(stock.scheduler.config)
    assert ours.tokenizer("a red barrel").input_ids == stock.tokenizer("a red barrel").input_ids


def test_a_loaded_model_is_frozen_and_in_the_precision_asked_for(pocket_form, pocket_model):
    on_disk = load_file(pocket_form / "unet/diffusion_pytorch_model.safetensors")
    assert {tensor.dtype for tensor in on_disk.values()} == {torch.float16}
    for module in (pocket_model.pipeline.unet, pocket_model.pipeline.vae):
        assert {p.dtype for p in module.parameters()} == {torch.float32}
        assert not any(p.requires_grad for p in module.parameters())
        assert not module.training


def test_the_source_is_complete_once_loaded(pocket_model, sd15_model, sdxl_model):
    assert pocket_model.source.defaults == SamplingDefaults(4, 3.0, 0.5)
    assert pocket_model.layout.width_px == 48
    assert "barrel" in pocket_model.vocabulary.classes
    assert sd15_model.source.family == "stable-diffusion"
    assert sd15_model.defaults == FAMILY_DEFAULTS["stable-diffusion"]
    assert sd15_model.layout is sd15_model.vocabulary is None
    assert sdxl_model.source.family == "stable-diffusion-xl"


def test_loading_tells_its_progress_and_nothing_else(sdxl_form, capfd):
    told: list[tuple[str, float]] = []
    load_model(resolve_model(str(sdxl_form)), CPU, lambda stage, fraction: told.append((stage, fraction)))
    assert {stage for stage, _ in told} == {"load"}
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert capfd.readouterr() == ("", "")


def test_loading_can_be_cancelled(sd15_form):
    def stop(stage: str, fraction: float) -> None:
        if fraction > 0.3:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        load_model(resolve_model(str(sd15_form)), CPU, stop)


def test_sdxl_keeps_its_own_settings(sdxl_form, tmp_path):
    folder = Path(shutil.copytree(sdxl_form, tmp_path / "model"))
    edit(folder / "model_index.json", force_zeros_for_empty_prompt=False)
    model = load_model(resolve_model(str(folder)), CPU)
    assert model.pipeline.config.force_zeros_for_empty_prompt is False
    _, uncond = model.encode_prompt("a barrel")
    assert uncond.tokens.abs().sum() > 0


def test_sdxls_autoencoder_stays_in_full_precision_where_half_would_overflow(sdxl_form):
    model = load_model(resolve_model(str(sdxl_form)), Device(torch.device("cpu"), torch.float16))
    assert model.pipeline.unet.dtype == torch.float16
    assert model.pipeline.vae.dtype == torch.float32


def drop(file: Path) -> None:
    tensors = load_file(file)
    del tensors[min(tensors)]
    save_file(tensors, file, {"format": "pt"})


@pytest.mark.parametrize(
    ("file", "damage", "message", "hint"),
    [
        (
            "unet/diffusion_pytorch_model.safetensors",
            drop,
            "{folder}/unet lacks 1 tensors of a UNet2DConditionModel, the first is conv_in.bias",
            MEND,
        ),
        (
            "text_encoder/model.safetensors",
            drop,
            "{folder}/text_encoder lacks 1 tensors of a CLIPTextModel, the first is *",
            MEND,
        ),
        (
            "unet/config.json",
            lambda f: edit(f, block_out_channels=[16, 16]),
            "{folder}/unet does not load as a UNet2DConditionModel: *",
            MEND,
        ),
        (
            "tokenizer/tokenizer.json",
            lambda f: f.write_text("{}"),
            "{folder}/tokenizer does not load as a CLIPTokenizer: *",
            MEND,
        ),
    ],
)
def test_a_part_that_does_not_load(sd15_form, tmp_path, file, damage, message, hint):
    folder = Path(shutil.copytree(sd15_form, tmp_path / "model"))
    damage(folder / file)
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    wanted, got = message.format(folder=folder), caught.value.message
    assert got.startswith(wanted[:-1]) if wanted.endswith("*") else got == wanted
    assert caught.value.hint == hint
    assert "\n" not in str(caught.value)


def test_an_inpainting_model_is_told_apart(sd15_form, tmp_path):
    folder = Path(shutil.copytree(sd15_form, tmp_path / "model"))
    config = json.loads((folder / "unet/config.json").read_text()) | {"in_channels": 9}
    diffusers.UNet2DConditionModel.from_config(config).save_pretrained(folder / "unet")
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message == "model: the UNet takes 9 channels, the autoencoder has 4"
    assert caught.value.hint == "choose a text-to-image model: inpainting and instruction models take more"


def test_text_of_the_wrong_width(sd15_form, sdxl_form, tmp_path):
    folder = Path(shutil.copytree(sd15_form, tmp_path / "model"))
    shutil.rmtree(folder / "unet")
    config = json.loads((folder.parent / "model/vae/config.json").read_text())
    assert config["latent_channels"] == 4
    unet = json.loads((sd15_form / "unet/config.json").read_text()) | {"cross_attention_dim": 48}
    diffusers.UNet2DConditionModel.from_config(unet).save_pretrained(folder / "unet")
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message == "model: the UNet reads text 48 wide, the text encoder gives 32"


@pytest.mark.parametrize("change", [{"view_px": 20}, {"has_alpha": False}])
def test_a_layout_that_the_autoencoder_cannot_make(pocket_form, tmp_path, change):
    folder = Path(shutil.copytree(pocket_form, tmp_path / "model"))
    layout = json.loads((folder / "propsmith.json").read_text())["layout"] | change
    edit(folder / "propsmith.json", layout=layout)
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    channels = 4 if layout["has_alpha"] else 3
    assert caught.value.message == (
        f"model: propsmith.json says {channels} channels and views of {layout['view_px']} px, "
        "the autoencoder gives 4 channels in blocks of 8 px"
    )


def test_a_model_of_another_family_than_it_says(pocket_form, tmp_path):
    folder = Path(shutil.copytree(pocket_form, tmp_path / "model"))
    edit(folder / "propsmith.json", family="stable-diffusion-xl")
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message == (
        f"{folder}: model_index.json is of the family stable-diffusion, expected stable-diffusion-xl"
    )


def test_half_precision_files_load_by_their_variant(sd15_form, sd15_model, tmp_path):
    folder = Path(shutil.copytree(sd15_form, tmp_path / "model"))
    for file in folder.glob("*/*.safetensors"):
        half = {key: tensor.half() for key, tensor in load_file(file).items()}
        save_file(half, file.with_suffix(".fp16.safetensors"), {"format": "pt"})
        file.unlink()
    weight = load_model(resolve_model(str(folder)), CPU).pipeline.unet.conv_in.weight
    full = sd15_model.pipeline.unet.conv_in.weight
    assert weight.dtype == torch.float32
    assert torch.equal(weight, full.half().float())
    assert not torch.equal(weight, full)


def test_a_source_names_what_it_loads(pocket_model, pocket_form):
    assert pocket_model.source == replace(resolve_model(str(pocket_form)), family="stable-diffusion")
