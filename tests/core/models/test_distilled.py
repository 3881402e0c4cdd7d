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
from tiny_models import DISTILLED_ENTRY, DISTILLED_LORA, random_adapter, with_distilled
from torch import nn

from core.device import Device
from core.errors import BrokenModelError, UsageError
from core.models.adapter import LowRank, adapter_to_tensors, fuse_adapter, read_adapter
from core.models.catalogue import resolve_model
from core.models.checkpoint import fingerprint_model
from core.models.control import GeometryControl
from core.models.distilled import choose_distilled
from core.models.loading import load_model
from core.models.sidecar import SIDECAR
from core.tasks.material import generate_material
from core.tasks.multiview import generate_views
from core.tasks.text_to_image import generate_sheet
from core.tasks.view_choice import choose_maps, choose_views

PROMPT = "a red wooden barrel"
CPU = Device(torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def saved(multiview_form, multiview_model, tmp_path_factory):
    return with_distilled(
        multiview_form, tmp_path_factory.mktemp("distilled") / "model", multiview_model.multiview.unet
    )


@pytest.fixture
def folder(saved, tmp_path):
    return Path(shutil.copytree(saved, tmp_path / "model"))


@pytest.fixture(scope="module")
def model(saved):
    return load_model(resolve_model(str(saved)), CPU)


@pytest.fixture(scope="module")
def distilled(model):
    return choose_distilled(model)


def pixels(model, seed=4):
    return generate_sheet(model, PROMPT, seed=seed).image.pixels


# --- choosing ---


def test_the_model_is_left_as_it_was(model, distilled, multiview_model):
    assert np.array_equal(pixels(model), pixels(multiview_model))
    assert distilled.multiview.unet is not model.multiview.unet
    assert model.defaults.steps == 4
    for part in ("vae", "text_encoder", "tokenizer", "scheduler"):
        assert getattr(distilled.pipeline, part) is getattr(model.pipeline, part)


def test_its_defaults_are_those_of_few_steps(distilled, monkeypatch):
    asked, forward = [], distilled.multiview.unet.forward

    def record(sample, times, *args, **kwargs):
        asked.append((len(sample), times.unique().tolist()))
        return forward(sample, times, *args, **kwargs)

    monkeypatch.setattr(distilled.multiview.unet, "forward", record)
    ours = pixels(distilled)
    assert asked == [(6, [999]), (6, [499])], "two steps, each of the prompt alone"
    told = generate_sheet(distilled, PROMPT, seed=4, steps=2, guidance=1.0).image.pixels
    assert np.array_equal(ours, told)


def test_few_steps_and_sets_are_chosen_in_any_order(model, distilled):
    around = ((0, 45, 90), (0, 10, 20))
    after, before = choose_views(distilled, *around), choose_distilled(choose_views(model, *around))
    assert after.multiview.unet is distilled.multiview.unet, "a set shares the weights"
    assert after.layout == before.layout
    assert np.array_equal(pixels(after), pixels(before))
    known = torch.randn(16, 4, 4, generator=torch.Generator().manual_seed(0))
    references = choose_distilled(choose_views(model, *around, references={1: known}))
    assert torch.equal(references.multiview.references[1], known)
    assert choose_distilled(choose_maps(model)).multiview.tileable
    shape = GeometryControl(torch.nn.Identity(), torch.zeros(3, 4, 32, 32))
    assert choose_distilled(choose_views(model, *around, control=shape)).multiview.control is shape


def test_views_and_materials_are_made_in_few_steps(model, distilled):
    cameras = {"azimuths_deg": (0, 120), "elevations_deg": (0, 10)}
    ours, theirs = (generate_views(g, PROMPT, seed=1, **cameras).image.pixels for g in (distilled, model))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() > 0.01
    ours, theirs = (generate_material(g, "brick texture", seed=1).base_color for g in (distilled, model))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() > 0.01


def test_a_model_of_whole_sheets_has_few_steps_too(pocket_form, pocket_model, tmp_path):
    folder = with_distilled(pocket_form, tmp_path / "pocket", pocket_model.pipeline.unet)
    model = load_model(resolve_model(str(folder)), CPU)
    distilled = choose_distilled(model)
    assert distilled.multiview is None
    assert np.array_equal(pixels(model), pixels(pocket_model))
    assert not np.array_equal(pixels(distilled), pixels(model))


def test_stock_diffusers_makes_the_same_pixels(pocket_form, pocket_model, tmp_path):
    pytest.importorskip("peft", reason="diffusers loads adapters by peft, which Propsmith does without")
    from diffusers import StableDiffusionPipeline

    folder = with_distilled(pocket_form, tmp_path / "pocket", pocket_model.pipeline.unet)
    distilled = choose_distilled(load_model(resolve_model(str(folder)), CPU))
    stock = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32, safety_checker=None)
    stock.set_progress_bar_config(disable=True)
    stock.load_lora_weights(folder, weight_name=DISTILLED_LORA)
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
        for p in (distilled.pipeline, stock)
    )
    assert torch.allclose(ours, theirs, rtol=1e-4, atol=1e-4)


def test_diffusers_adapts_a_joint_unet_alike(multiview_model, distilled, saved):
    """What tells views of a set apart is adapted too, and attention that spans them."""
    pytest.importorskip("peft", reason="diffusers loads adapters by peft, which Propsmith does without")
    adapted = copy.deepcopy(multiview_model.multiview.unet)
    adapted.load_lora_adapter(load_file(saved / DISTILLED_LORA), prefix="unet")
    torch.manual_seed(0)
    x, words, camera_embedding = (
        torch.randn(6, 16, 4, 4),
        torch.randn(6, 20, 32),
        distilled.multiview.camera_embedding,
    )
    told = {"class_labels": camera_embedding, "cross_attention_kwargs": {"views": 6}, "return_dict": False}
    with torch.no_grad():
        ours, theirs = (u(x, 499, words, **told)[0] for u in (distilled.multiview.unet, adapted))
        before = multiview_model.multiview.unet(x, 499, words, **told)[0]
    assert torch.allclose(ours, theirs, rtol=1e-4, atol=1e-4)
    assert not torch.allclose(ours, before, atol=1e-2)


def test_a_model_without_says_so(model, distilled, multiview_model):
    for other in (multiview_model, distilled):
        with pytest.raises(UsageError) as caught:
            choose_distilled(other)
        assert caught.value.message == (
            f"{other.source.name} has no weights for few steps, or has taken them already; expected a model "
            "whose propsmith.json names them"
        )
        assert caught.value.hint == 'leave few steps out, or choose a model with an entry "few_steps"'


# --- fusing ---


def test_strength_nothing_changes_nothing(multiview_model):
    unet = multiview_model.multiview.unet
    fused = fuse_adapter(unet, random_adapter(unet), strength=0.0)
    for name, value in unet.state_dict().items():
        assert torch.equal(value, fused.state_dict()[name]), name


def test_a_fused_layer_is_the_layer_and_its_change():
    torch.manual_seed(0)
    saved = nn.Sequential(nn.Conv2d(3, 5, 3, padding=1, stride=2), nn.Flatten(), nn.Linear(20, 7))
    x, down, up = (
        torch.randn(2, 3, 4, 4),
        nn.Conv2d(3, 2, 3, 2, 1, bias=False),
        nn.Conv2d(2, 5, 1, bias=False),
    )
    adapter = {"0": LowRank(down.weight.detach(), up.weight.detach().flatten(1))}
    fused = fuse_adapter(saved, adapter, strength=0.5)
    expected = saved[2](saved[1](saved[0](x) + 0.5 * up(down(x))))
    assert torch.allclose(fused(x), expected, atol=1e-6)


def test_an_adapter_of_another_model_is_refused(multiview_model):
    unet = multiview_model.multiview.unet
    with pytest.raises(BrokenModelError) as caught:
        fuse_adapter(unet, {"nothing.here": LowRank(torch.zeros(2, 3), torch.zeros(4, 2))})
    assert caught.value.message == (
        "the adapter changes nothing.here, expected a linear layer or a convolution of the UNet"
    )
    with pytest.raises(BrokenModelError) as caught:
        fuse_adapter(unet, {"conv_in": LowRank(torch.zeros(2, 3), torch.zeros(4, 2))})
    assert caught.value.message == "the adapter's conv_in is 4×3, the UNet's 16×16×3×3"


# --- files ---


def test_an_adapter_survives_its_file(multiview_model, tmp_path):
    adapter, file = random_adapter(multiview_model.multiview.unet), tmp_path / "lora.safetensors"
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
    whole = (folder / DISTILLED_LORA).read_bytes()
    (folder / DISTILLED_LORA).write_bytes(whole[:-10])
    with pytest.raises(BrokenModelError, match="is corrupt or cut off") as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message.startswith(str(folder / DISTILLED_LORA))
    (folder / DISTILLED_LORA).unlink()
    with pytest.raises(BrokenModelError) as caught:
        load_model(resolve_model(str(folder)), CPU)
    assert caught.value.message == f"{folder / DISTILLED_LORA} is missing"


def test_the_fingerprint_is_of_the_adapter_too(folder, saved):
    assert fingerprint_model(folder) == fingerprint_model(saved)
    tensors = load_file(folder / DISTILLED_LORA)
    save_file({name: 2 * tensor for name, tensor in tensors.items()}, folder / DISTILLED_LORA)
    assert fingerprint_model(folder) != fingerprint_model(saved)


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
    table = json.loads((folder / SIDECAR).read_text()) | {"few_steps": DISTILLED_ENTRY | {"lora": lora}}
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
        table = json.loads((folder / SIDECAR).read_text()) | {"few_steps": DISTILLED_ENTRY | {key: value}}
        (folder / SIDECAR).write_text(json.dumps(table))
        with pytest.raises(BrokenModelError) as caught:
            resolve_model(str(folder))
        assert caught.value.message == (
            f"{folder / SIDECAR}: few_steps.{key}: expected {expected}, got {json.dumps(value)}"
        )
