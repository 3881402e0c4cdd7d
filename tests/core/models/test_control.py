"""Control of geometry: nothing at its zero start, each view its own, as the stock pipeline's, checked."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import ControlNetModel, StableDiffusionControlNetPipeline, UNet2DConditionModel
from tiny_models import build_control

from core.device import Device
from core.errors import BrokenModelError, UnsafeModelError, UsageError
from core.models.catalogue import resolve_model
from core.models.control import GeometryControl, geometry_to_tensor
from core.models.loading import load_control, load_model
from core.models.multiview_attention import embed_cameras, use_multiview_attention
from core.sheets import split_sheets
from core.tasks.multiview import generate_views
from core.tasks.sampling import draw_noise
from core.tasks.view_choice import choose_views
from core.types import Image

PROMPT = "a red wooden barrel"
CAMERAS = {"azimuths_deg": (0, 120, 240), "elevations_deg": (0, 10, 20)}
CPU = Device(torch.device("cpu"), torch.float32)
MEND = "restore the file or fetch the model again"


def shapes(count: int = 3, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 32, 32, 4), np.float32)


def make(model, **changes) -> np.ndarray:
    arguments = {"seed": 5, **CAMERAS, "steps": 2, "geometry": shapes()} | changes
    return generate_views(model, PROMPT, **arguments).image.pixels


def views_of(pixels: np.ndarray) -> np.ndarray:
    return np.stack(np.split(pixels, 3, 1))


def test_zero_convolutions_change_nothing_to_the_bit(multiview_model):
    network = build_control()
    use_multiview_attention(network)
    control = GeometryControl(network, torch.rand(3, 4, 32, 32))
    plain, controlled = (choose_views(multiview_model, *CAMERAS.values(), control=c) for c in (None, control))
    noise, _ = draw_noise(plain, 0, 32, 96)
    words = plain.encode_prompt(PROMPT)[0].tokens
    with torch.no_grad():
        assert torch.equal(plain.multiview(noise, 300, words)[0], controlled.multiview(noise, 300, words)[0])


def test_no_scale_is_no_control_to_the_bit(controlled_model):
    assert np.array_equal(make(controlled_model, geometry_scale=0), make(controlled_model, geometry=None))
    assert not np.array_equal(make(controlled_model), make(controlled_model, geometry=None))


def test_the_geometry_of_a_view_reaches_that_view(controlled_model):
    plain = views_of(make(controlled_model, steps=1))
    for place in range(3):
        other = shapes()
        other[place] = 0
        changes = np.abs(views_of(make(controlled_model, steps=1, geometry=other)) - plain).mean((1, 2, 3))
        assert changes.argmax() == place
        assert changes[place] > 2 * np.delete(changes, place).max()


def test_a_controlled_set_is_the_stock_networks_on_its_members(controlled_model):
    """One view is a reference, and two sheets come at once, as under classifier-free guidance."""
    network, unet = load_control(controlled_model), controlled_model.multiview.unet
    geometry, known = torch.rand(3, 4, 32, 32), torch.randn(16, 4, 4)
    multiview = choose_views(
        controlled_model,
        *CAMERAS.values(),
        references={1: known},
        control=GeometryControl(network, geometry, 0.7),
    ).multiview
    sheets, words = torch.randn(2, 16, 4, 12), torch.randn(2, 5, 32)
    views = split_sheets(sheets, 1, 3).clone()
    views[:, 1] = known
    told = {
        "class_labels": embed_cameras(*CAMERAS.values()).repeat(2, 1),
        "cross_attention_kwargs": {"views": 3},
        "return_dict": False,
    }
    inputs = (views.flatten(0, 1), torch.tensor([700, 0, 700] * 2), words.repeat_interleave(3, 0))
    with torch.no_grad():
        found = split_sheets(multiview(sheets, 700, words)[0], 1, 3)
        down, middle = network(*inputs, controlnet_cond=torch.cat([geometry, geometry]), **told)
        expected = unet(
            *inputs,
            **told,
            down_block_additional_residuals=[0.7 * d for d in down],
            mid_block_additional_residual=0.7 * middle,
        )[0].unflatten(0, (2, 3))
    assert torch.allclose(found[:, [0, 2]], expected[:, [0, 2]], atol=1e-5)
    assert not found[:, 1].any()


CODE = embed_cameras((40,), (10,))


class ToldUNet(UNet2DConditionModel):
    """Is told its camera by itself, which the stock pipeline does not know of."""

    def forward(self, *args, **kwargs):
        return super().forward(*args, **kwargs | {"class_labels": CODE.expand(len(args[0]), -1)})


class ToldControlNet(ControlNetModel):
    """The same."""

    def forward(self, *args, **kwargs):
        return super().forward(*args, **kwargs | {"class_labels": CODE.expand(len(args[0]), -1)})


def test_one_view_is_what_the_stock_pipeline_makes(controlled_model):
    # the stock pipeline of control rescales no guidance
    source = controlled_model.source
    unscaled = replace(source, defaults=replace(source.defaults, guidance_rescale=0.0))
    controlled_model = replace(controlled_model, source=unscaled)
    geometry = shapes(1)
    ours = make(
        controlled_model, azimuths_deg=(40,), elevations_deg=(10,), geometry=geometry, geometry_scale=0.8
    )
    folder, parts = controlled_model.source.path, controlled_model.pipeline.components
    stock = StableDiffusionControlNetPipeline(
        **parts
        | {
            "unet": ToldUNet.from_pretrained(folder / "unet"),
            "controlnet": ToldControlNet.from_pretrained(folder / "control"),
        },
        requires_safety_checker=False,
    )
    stock.set_progress_bar_config(disable=True)
    noise, _ = draw_noise(controlled_model, 5, 32, 32)
    cond, uncond = controlled_model.encode_prompt(PROMPT)
    latents = stock(
        prompt_embeds=cond.tokens,
        negative_prompt_embeds=uncond.tokens,
        image=torch.from_numpy(geometry).permute(0, 3, 1, 2),
        height=32,
        width=32,
        num_inference_steps=2,
        guidance_scale=3.0,
        controlnet_conditioning_scale=0.8,
        latents=noise,
        output_type="latent",
    ).images
    with torch.no_grad():
        theirs = (stock.vae.decode(latents).sample[0] / 2 + 0.5).clamp(0, 1).permute(1, 2, 0)
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-4)


def test_beside_an_image_the_geometry_is_that_of_the_views(controlled_model):
    disc = np.zeros((40, 40, 4), np.float32)
    disc[10:30, 10:30] = (0.8, 0.3, 0.1, 1)
    image = {"image": Image(disc), "image_azimuth_deg": 60}
    plain = views_of(make(controlled_model, steps=1, **image))
    other = shapes()
    other[0] = 0
    changes = np.abs(views_of(make(controlled_model, steps=1, geometry=other, **image)) - plain).mean(
        (1, 2, 3)
    )
    assert changes.argmax() == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"geometry": shapes(2)},
            "expected a geometry of [3, 32, 32, 4] float32, one for each view, got [2, 32, 32, 4] float32",
        ),
        (
            {"geometry": (shapes() * 255).astype(np.uint8)},
            "expected a geometry of [3, 32, 32, 4] float32, one for each view, got [3, 32, 32, 4] uint8",
        ),
        ({"geometry": shapes() * 4 - 1}, "expected a geometry from 0 to 1, got -*"),
        ({"geometry": np.full_like(shapes(), np.nan)}, "expected a geometry from 0 to 1, got nan to nan"),
        ({"geometry_scale": 2.5}, "expected a geometry scale of 0 to 2, got 2.5"),
        ({"geometry_scale": float("nan")}, "expected a geometry scale of 0 to 2, got nan"),
    ],
)
def test_geometry_that_makes_no_sense(controlled_model, change, message):
    with pytest.raises(UsageError) as caught:
        make(controlled_model, **change)
    got = caught.value.message
    assert got.startswith(message[:-1]) if message.endswith("*") else got == message
    assert not controlled_model.controls, "nothing is loaded for it"


def test_geometry_is_transposed_and_nothing_else():
    geometry = shapes(2)
    tensor = geometry_to_tensor(geometry, 2, 32)
    assert np.array_equal(tensor.permute(0, 2, 3, 1).numpy(), geometry)


def test_a_model_without_control_says_so(multiview_model):
    with pytest.raises(UsageError) as caught:
        make(multiview_model)
    assert caught.value.message == (
        "joint-form cannot be controlled by geometry, expected a model whose propsmith.json names a "
        "ControlNet for it"
    )
    assert caught.value.hint == "leave the geometry out, or choose another model"


# --- loading ---


def test_control_is_loaded_when_it_is_wanted_and_kept(controlled_model):
    views = choose_views(controlled_model, (0,), (0,))
    assert not controlled_model.controls
    network = load_control(views)
    assert load_control(controlled_model) is network
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())
    stock = ControlNetModel.from_pretrained(controlled_model.source.path / "control")
    assert network.dtype == torch.float32
    for name, value in stock.state_dict().items():
        assert torch.equal(network.state_dict()[name], value.float()), name


def edit(file: Path, **changes) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def pickle_weights(file: Path) -> None:
    file.rename(file.with_suffix(".bin"))


WEIGHTS, CONFIG = "control/diffusion_pytorch_model.safetensors", "control/config.json"


@pytest.mark.parametrize(
    ("file", "damage", "kind", "message"),
    [
        (
            "control",
            shutil.rmtree,
            BrokenModelError,
            "{}/control is missing, expected the folder of the control",
        ),
        (WEIGHTS, pickle_weights, UnsafeModelError, "{}/control/diffusion_pytorch_model.bin holds pickled *"),
        (
            WEIGHTS,
            lambda f: f.write_bytes(f.read_bytes()[:-9]),
            BrokenModelError,
            "{}/" + WEIGHTS + " is corrupt*",
        ),
        (CONFIG, lambda f: edit(f, auto_map={}), UnsafeModelError, "{}/control/config.json wants code *"),
        (
            CONFIG,
            lambda f: edit(f, _class_name="FluxControlNetModel"),
            BrokenModelError,
            "{}/control/config.json is of a FluxControlNetModel, expected a ControlNetModel",
        ),
        (
            CONFIG,
            lambda f: edit(f, block_out_channels=[16, 16, 16]),
            BrokenModelError,
            "{}/control does not load as a ControlNetModel: *",
        ),
    ],
)
def test_a_control_with_one_thing_wrong(controlled_form, tmp_path, file, damage, kind, message):
    folder = Path(shutil.copytree(controlled_form, tmp_path / "model"))
    damage(folder / file)
    model = load_model(resolve_model(str(folder)), CPU)
    with pytest.raises(kind) as caught:
        load_control(model)
    wanted, got = message.format(folder), caught.value.message
    assert got.startswith(wanted[:-1]) if wanted.endswith("*") else got == wanted
    assert not model.controls


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"in_channels": 4},
            "{} does not fit the UNet: expected in_channels 16, got 4",
        ),
        (
            {"cross_attention_dim": 48},
            "{} does not fit the UNet: expected cross_attention_dim 32, got 48",
        ),
        ({"conditioning_channels": 3}, "{}: expected a picture of 4 channels, got 3"),
        (
            {"conditioning_embedding_out_channels": (8, 16)},
            "{}: expected a picture that is brought down by 8, got 2",
        ),
    ],
)
def test_a_control_of_another_model(controlled_form, tmp_path, change, message):
    folder = Path(shutil.copytree(controlled_form, tmp_path / "model"))
    config = ControlNetModel.load_config(folder / "control") | change
    shutil.rmtree(folder / "control")
    ControlNetModel.from_config(config).save_pretrained(folder / "control")
    with pytest.raises(BrokenModelError) as caught:
        load_control(load_model(resolve_model(str(folder)), CPU))
    assert caught.value.message == message.format(folder / "control")
    assert caught.value.hint == MEND


def test_on_a_shape_the_seed_chooses_the_colour_alone(controlled_model):
    words = controlled_model.vocabulary
    barrel = replace(words.classes["barrel"], designs=("cask", "mug"), colours=("green", "blue"))
    words = replace(words, classes={**words.classes, "barrel": barrel})
    taught = replace(controlled_model, source=replace(controlled_model.source, vocabulary=words))

    def paint(model, prompt: str, seed: int) -> np.ndarray:
        sheet = generate_views(model, prompt, seed=seed, **CAMERAS, steps=1, geometry=shapes())
        return sheet.image.pixels

    for seed, prompt in ((5, "a green barrel"), (6, "a blue barrel")):
        expected = paint(controlled_model, prompt, seed)
        assert np.array_equal(paint(taught, "a barrel", seed), expected)
        assert not np.array_equal(paint(taught, f"{prompt} #2", seed), expected)
