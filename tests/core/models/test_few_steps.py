"""Few steps are chosen and leave the model as it was; adapters are read with care, and fused."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import FEW_STEPS_ENTRY, FEW_STEPS_LORA, random_adapter, with_few_steps
from torch import nn

from core.device import Device
from core.errors import BrokenModelError, UsageError
from core.models.adapter import LowRank, adapter_to_tensors, fuse_adapter, read_adapter
from core.models.catalogue import resolve_model
from core.models.checkpoint import fingerprint_model
from core.models.control import GeometryControl
from core.models.few_steps import choose_few_steps
from core.models.loading import load_model
from core.models.sidecar import SIDECAR
from core.tasks.material import generate_material
from core.tasks.multiview import generate_views
from core.tasks.sets import choose_maps, choose_views
from core.tasks.text_to_image import generate_sheet

PROMPT = "a red wooden barrel"
CPU = Device(torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def model(joint_form, joint_generator, tmp_path_factory):
    return with_few_steps(joint_form, tmp_path_factory.mktemp("few") / "joint", joint_generator.joint.unet)


@pytest.fixture
def folder(model, tmp_path):
    return Path(shutil.copytree(model, tmp_path / "model"))


@pytest.fixture(scope="module")
def generator(model):
    return load_model(resolve_model(str(model)), CPU)


@pytest.fixture(scope="module")
def few(generator):
    return choose_few_steps(generator)


def pixels(generator, seed=4):
    return generate_sheet(generator, PROMPT, seed=seed).image.pixels


# --- choosing ---


def test_the_model_is_left_as_it_was(generator, few, joint_generator):
    assert np.array_equal(pixels(generator), pixels(joint_generator))
    assert few.joint.unet is not generator.joint.unet
    assert generator.defaults.steps == 4
    for part in ("vae", "text_encoder", "tokenizer", "scheduler"):
        assert getattr(few.pipeline, part) is getattr(generator.pipeline, part)


def test_its_defaults_are_those_of_few_steps(few, monkeypatch):
    asked, forward = [], few.joint.unet.forward

    def record(sample, times, *args, **kwargs):
        asked.append((len(sample), times.unique().tolist()))
        return forward(sample, times, *args, **kwargs)

    monkeypatch.setattr(few.joint.unet, "forward", record)
    ours = pixels(few)
    assert asked == [(6, [999]), (6, [499])], "two steps, each of the prompt alone"
    told = generate_sheet(few, PROMPT, seed=4, steps=2, guidance=1.0).image.pixels
    assert np.array_equal(ours, told)


def test_few_steps_and_sets_are_chosen_in_any_order(generator, few):
    around = ((0, 45, 90), (0, 10, 20))
    after, before = choose_views(few, *around), choose_few_steps(choose_views(generator, *around))
    assert after.joint.unet is few.joint.unet, "a set shares the weights"
    assert after.layout == before.layout
    assert np.array_equal(pixels(after), pixels(before))
    known = torch.randn(16, 4, 4, generator=torch.Generator().manual_seed(0))
    given = choose_few_steps(choose_views(generator, *around, given={1: known}))
    assert torch.equal(given.joint.given[1], known)
    assert choose_few_steps(choose_maps(generator)).joint.wraps
    shape = GeometryControl(torch.nn.Identity(), torch.zeros(3, 4, 32, 32))
    assert choose_few_steps(choose_views(generator, *around, control=shape)).joint.control is shape


def test_views_and_materials_are_made_in_few_steps(generator, few):
    cameras = {"azimuths_deg": (0, 120), "elevations_deg": (0, 10)}
    ours, theirs = (generate_views(g, PROMPT, seed=1, **cameras).image.pixels for g in (few, generator))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() > 0.01
    ours, theirs = (generate_material(g, "brick texture", seed=1).base_color for g in (few, generator))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() > 0.01


def test_a_model_of_whole_sheets_has_few_steps_too(pocket_form, pocket_generator, tmp_path):
    folder = with_few_steps(pocket_form, tmp_path / "pocket", pocket_generator.pipeline.unet)
    generator = load_model(resolve_model(str(folder)), CPU)
    few = choose_few_steps(generator)
    assert few.joint is None
    assert np.array_equal(pixels(generator), pixels(pocket_generator))
    assert not np.array_equal(pixels(few), pixels(generator))


def test_stock_diffusers_makes_the_same_pixels(pocket_form, pocket_generator, tmp_path):
    pytest.importorskip("peft", reason="diffusers loads adapters by peft, which Propsmith does without")
    from diffusers import StableDiffusionPipeline

    folder = with_few_steps(pocket_form, tmp_path / "pocket", pocket_generator.pipeline.unet)
    few = choose_few_steps(load_model(resolve_model(str(folder)), CPU))
    stock = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32, safety_checker=None)
    stock.set_progress_bar_config(disable=True)
    stock.load_lora_weights(folder, weight_name=FEW_STEPS_LORA)
    noise = torch.randn(1, 16, 4, 6, generator=torch.Generator().manual_seed(4))
    ours, theirs = (
        p(
            prompt="a red wooden barrel",
            num_inference_steps=2,
            guidance_scale=1.0,
            latents=noise.clone(),
            height=32,
            width=48,
            output_type="latent",
        ).images
        for p in (few.pipeline, stock)
    )
    assert torch.allclose(ours, theirs, rtol=1e-4, atol=1e-4)


def test_diffusers_adapts_a_joint_unet_alike(joint_generator, few, model):
    """What tells members of a set apart is adapted too, and attention that is joined."""
    pytest.importorskip("peft", reason="diffusers loads adapters by peft, which Propsmith does without")
    adapted = copy.deepcopy(joint_generator.joint.unet)
    adapted.load_lora_adapter(load_file(model / FEW_STEPS_LORA), prefix="unet")
    torch.manual_seed(0)
    x, words, codes = torch.randn(6, 16, 4, 4), torch.randn(6, 20, 32), few.joint.codes
    told = {"class_labels": codes, "cross_attention_kwargs": {"views": 6}, "return_dict": False}
    with torch.no_grad():
        ours, theirs = (u(x, 499, words, **told)[0] for u in (few.joint.unet, adapted))
        before = joint_generator.joint.unet(x, 499, words, **told)[0]
    assert torch.allclose(ours, theirs, rtol=1e-4, atol=1e-4)
    assert not torch.allclose(ours, before, atol=1e-2)


def test_a_model_without_says_so(generator, few, joint_generator):
    for other in (joint_generator, few):
        with pytest.raises(UsageError) as caught:
            choose_few_steps(other)
        assert caught.value.message == (
            f"{other.source.name} has no weights for few steps, or has taken them already; expected a model "
            "whose propsmith.json names them"
        )
        assert caught.value.hint == 'leave few steps out, or choose a model with an entry "few_steps"'


# --- fusing ---


def test_strength_nothing_changes_nothing(joint_generator):
    unet = joint_generator.joint.unet
    fused = fuse_adapter(unet, random_adapter(unet), strength=0.0)
    for name, value in unet.state_dict().items():
        assert torch.equal(value, fused.state_dict()[name]), name


def test_a_fused_layer_is_the_layer_and_its_change():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(3, 5, 3, padding=1, stride=2), nn.Flatten(), nn.Linear(20, 7))
    x, down, up = (
        torch.randn(2, 3, 4, 4),
        nn.Conv2d(3, 2, 3, 2, 1, bias=False),
        nn.Conv2d(2, 5, 1, bias=False),
    )
    adapter = {"0": LowRank(down.weight.detach(), up.weight.detach().flatten(1))}
    fused = fuse_adapter(model, adapter, strength=0.5)
    expected = model[2](model[1](model[0](x) + 0.5 * up(down(x))))
    assert torch.allclose(fused(x), expected, atol=1e-6)


def test_an_adapter_of_another_model_is_refused(joint_generator):
    unet = joint_generator.joint.unet
    with pytest.raises(BrokenModelError) as caught:
        fuse_adapter(unet, {"nothing.here": LowRank(torch.zeros(2, 3), torch.zeros(4, 2))})
    assert caught.value.message == (
        "the adapter changes nothing.here, expected a linear layer or a convolution of the UNet"
    )
    with pytest.raises(BrokenModelError) as caught:
        fuse_adapter(unet, {"conv_in": LowRank(torch.zeros(2, 3), torch.zeros(4, 2))})
    assert caught.value.message == "the adapter's conv_in is 4×3, the UNet's 16×16×3×3"


# --- files ---


def test_an_adapter_survives_its_file(joint_generator, tmp_path):
    adapter, file = random_adapter(joint_generator.joint.unet), tmp_path / "lora.safetensors"
    save_file(adapter_to_tensors(adapter), file)
    back = read_adapter(file)
    assert back.keys() == adapter.keys()
    for name, layer in adapter.items():
        assert torch.equal(back[name].down, layer.down), name
        assert torch.equal(back[name].up, layer.up), name


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({}, "expected pairs of unet.….lora_A.weight and unet.….lora_B.weight, got none"),
        (
            {"unet.a.lora_A.weight": torch.zeros(2, 3)},
            "expected pairs of unet.….lora_A.weight and unet.….lora_B.weight, got unet.a.lora_B.weight",
        ),
        (
            {"unet.a.lora_A.weight": torch.zeros(2, 3), "unet.a.lora_B.weight": torch.zeros(5, 1)},
            "a: expected up [out, r] and down [r, in], got 5×1 and 2×3",
        ),
        (
            {
                "unet.a.alpha": torch.tensor(1.0),
                "unet.a.lora_A.weight": torch.zeros(2, 3),
                "unet.a.lora_B.weight": torch.zeros(5, 2),
            },
            "expected pairs of unet.….lora_A.weight and unet.….lora_B.weight, got unet.a.alpha",
        ),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, tensors, message):
    file = tmp_path / "lora.safetensors"
    save_file(tensors, file)
    with pytest.raises(BrokenModelError) as caught:
        read_adapter(file)
    assert caught.value.message == f"{file}: {message}"


def test_a_missing_or_broken_file_is_told_before_the_model_is_loaded(folder):
    whole = (folder / FEW_STEPS_LORA).read_bytes()
    (folder / FEW_STEPS_LORA).write_bytes(whole[:-10])
    with pytest.raises(BrokenModelError, match="is corrupt or cut off") as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message.startswith(str(folder / FEW_STEPS_LORA))
    (folder / FEW_STEPS_LORA).unlink()
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message == f"{folder / FEW_STEPS_LORA} is missing"


def test_the_fingerprint_is_of_the_adapter_too(folder, model):
    assert fingerprint_model(folder) == fingerprint_model(model)
    tensors = load_file(folder / FEW_STEPS_LORA)
    save_file({name: 2 * tensor for name, tensor in tensors.items()}, folder / FEW_STEPS_LORA)
    assert fingerprint_model(folder) != fingerprint_model(model)


@pytest.mark.parametrize(
    "lora",
    [
        "../elsewhere.safetensors",
        "/etc/elsewhere.safetensors",
        "few_steps/../../elsewhere.safetensors",
        "..\\elsewhere.safetensors",
        "C:elsewhere.safetensors",
        "few_steps/pytorch_lora_weights.bin",
        "few_steps",
        "",
    ],
)
def test_an_adapter_lies_in_the_folder_and_is_no_pickle(folder, lora):
    table = json.loads((folder / SIDECAR).read_text()) | {"few_steps": FEW_STEPS_ENTRY | {"lora": lora}}
    (folder / SIDECAR).write_text(json.dumps(table))
    with pytest.raises(BrokenModelError) as caught:
        resolve_model(str(folder))
    assert caught.value.message == (
        f"{folder / SIDECAR}: few_steps.lora: expected the path of a .safetensors file inside the model's "
        f"folder, got {json.dumps(lora)}"
    )


def test_the_entry_is_read_like_the_rest(folder):
    for key, value, expected in (
        ("lora", 7, "a text"),
        ("steps", 0, "a number from 1 to 1000"),
        ("guidance", None, "a number from 0 to 100"),
    ):
        table = json.loads((folder / SIDECAR).read_text()) | {"few_steps": FEW_STEPS_ENTRY | {key: value}}
        (folder / SIDECAR).write_text(json.dumps(table))
        with pytest.raises(BrokenModelError) as caught:
            resolve_model(str(folder))
        assert caught.value.message == (
            f"{folder / SIDECAR}: few_steps.{key}: expected {expected}, got {json.dumps(value)}"
        )
