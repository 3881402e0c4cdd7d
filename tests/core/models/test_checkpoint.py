"""What is checked of a model's folder before anything is loaded from it."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import BrokenModelError, UnknownModelError, UnsafeModelError
from core.models.checkpoint import check_folder, fingerprint_model
from core.models.sidecar import SIDECAR

MEND = "restore the file or fetch the model again"
PICKLED = "{folder}/unet/diffusion_pytorch_model.bin holds pickled weights, which can run code when read; "
EXPECTED_STOCK = "expected stock classes of diffusers and transformers"
STOCK = "Propsmith runs no code of a model; choose one of stock classes"


@pytest.fixture
def folder(sd15_form: Path, tmp_path: Path) -> Path:
    """A copy of the SD 1.5-form model, to be damaged."""
    return Path(shutil.copytree(sd15_form, tmp_path / "model"))


def edit(file: Path, **changes) -> None:
    table = json.loads(file.read_text()) | changes
    file.write_text(json.dumps({key: value for key, value in table.items() if value is not None}))


def test_whole_models_pass(pocket_form, sd15_form, sdxl_form):
    assert [check_folder(folder).family for folder in (pocket_form, sd15_form, sdxl_form)] == [
        "stable-diffusion",
        "stable-diffusion",
        "stable-diffusion-xl",
    ]
    names = {component.name: component.class_name for component in check_folder(sdxl_form).components}
    assert names == {
        "scheduler": "EulerDiscreteScheduler",
        "tokenizer": "CLIPTokenizer",
        "tokenizer_2": "CLIPTokenizer",
        "text_encoder": "CLIPTextModel",
        "text_encoder_2": "CLIPTextModelWithProjection",
        "vae": "AutoencoderKL",
        "unet": "UNet2DConditionModel",
    }


def test_safety_checkers_of_other_models_are_neither_needed_nor_refused(folder):
    edit(folder / "model_index.json", safety_checker=["stable_diffusion", "StableDiffusionSafetyChecker"])
    assert "safety_checker" not in [component.name for component in check_folder(folder).components]


WEIGHTS = "unet/diffusion_pytorch_model.safetensors"


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def point(file: Path) -> None:
    file.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")


def unpickled(file: Path) -> None:
    file.unlink()
    file.with_suffix(".bin").write_bytes(pickle.dumps({"weight": 1}))


@pytest.mark.parametrize(
    ("file", "damage", "message", "hint"),
    [
        (
            "model_index.json",
            Path.unlink,
            "{folder} has no model_index.json, expected a diffusers folder",
            "give the folder that holds model_index.json",
        ),
        (
            "model_index.json",
            lambda f: f.write_text("{"),
            "{file} is not valid JSON: Expecting property name enclosed in double quotes*",
            MEND,
        ),
        ("model_index.json", lambda f: f.write_text("[]"), "{file} is not a JSON table, got list", MEND),
        (
            "model_index.json",
            lambda f: edit(f, vae=["diffusers", "AutoencoderDC"]),
            "{file}: vae is AutoencoderDC, expected AutoencoderKL or AutoencoderTiny",
            "choose a text-to-image model",
        ),
        (
            "model_index.json",
            lambda f: edit(f, text_encoder=[None, None]),
            "{file}: text_encoder is None, expected CLIPTextModel",
            "choose a text-to-image model",
        ),
        ("vae", shutil.rmtree, "{file} is missing, expected the folder of the vae", MEND),
        ("unet/config.json", Path.unlink, "{file} is missing", MEND),
        ("scheduler/scheduler_config.json", Path.unlink, "{file} is missing", MEND),
        (
            "text_encoder/config.json",
            lambda f: f.write_text(""),
            "{file} is not valid JSON: Expecting value: line 1 column 1 (char 0)",
            MEND,
        ),
        (WEIGHTS, Path.unlink, "{file} is missing", MEND),
        (WEIGHTS, cut, "{file} is corrupt or cut off: *", MEND),
        (WEIGHTS, lambda f: f.write_bytes(b""), "{file} is corrupt or cut off: *", MEND),
        (WEIGHTS, lambda f: f.write_bytes(b"\xff" * 4000), "{file} is corrupt or cut off: *", MEND),
        (
            WEIGHTS,
            point,
            "{file} is a git-lfs pointer, expected the weights themselves",
            'run "git lfs pull" in the model\'s folder',
        ),
    ],
)
def test_a_folder_with_one_thing_wrong(folder, file, damage, message, hint):
    damage(folder / file)
    with pytest.raises(BrokenModelError) as caught:
        check_folder(folder)
    wanted = message.format(folder=folder, file=folder / file)
    got = caught.value.message
    assert got.startswith(wanted[:-1]) if wanted.endswith("*") else got == wanted
    assert caught.value.hint == hint
    assert "\n" not in str(caught.value)


def test_a_tokenizer_without_its_words(folder):
    for file in (folder / "tokenizer").glob("tokenizer.json"):
        file.unlink()
    with pytest.raises(BrokenModelError) as caught:
        check_folder(folder)
    assert caught.value.message == f"{folder / 'tokenizer' / 'vocab.json'} is missing"


@pytest.mark.parametrize(
    ("file", "damage", "message", "hint"),
    [
        (
            WEIGHTS,
            unpickled,
            PICKLED + "expected diffusion_pytorch_model.safetensors",
            "if you trust it, load it with diffusers once and save it with safe_serialization=True",
        ),
        (
            "model_index.json",
            lambda f: edit(f, _class_name=["my_pipeline", "MyPipeline"]),
            "{file}: _class_name is defined by code of the model's own, " + EXPECTED_STOCK,
            STOCK,
        ),
        (
            "model_index.json",
            lambda f: edit(f, unet=["my_unet", "UNet2DConditionModel"]),
            "{file}: unet is defined by code of the model's own, " + EXPECTED_STOCK,
            STOCK,
        ),
        (
            "text_encoder/config.json",
            lambda f: edit(f, auto_map={"AutoModel": "mine.Model"}),
            "{file} wants code of the model's own (auto_map), expected the stock class",
            STOCK,
        ),
    ],
)
def test_what_could_run_code_is_refused(folder, file, damage, message, hint):
    damage(folder / file)
    with pytest.raises(UnsafeModelError) as caught:
        check_folder(folder)
    assert caught.value.message == message.format(folder=folder, file=folder / file)
    assert caught.value.hint == hint


def test_a_pickle_is_never_opened(folder, tmp_path):
    class Bomb:
        def __reduce__(self):
            return Path.touch, (tmp_path / "exploded",)

    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).with_suffix(".bin").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(UnsafeModelError):
        check_folder(folder)
    assert not (tmp_path / "exploded").exists()


def test_another_family(folder):
    edit(folder / "model_index.json", _class_name="FluxPipeline")
    with pytest.raises(UnknownModelError) as caught:
        check_folder(folder)
    assert caught.value.message == (
        f"{folder} is a FluxPipeline, expected one of StableDiffusionPipeline, StableDiffusionXLPipeline"
    )
    assert caught.value.hint == "choose a model of the Stable Diffusion 1, 2 or XL family"


def shard(file: Path, variant: str = "") -> None:
    """Split a weight file in two, as large models are."""
    tensors, stem = load_file(file), file.name.removesuffix(".safetensors")
    names = sorted(tensors)
    halves = {f"{stem}{variant}-0000{n}-of-00002.safetensors": names[n - 1 :: 2] for n in (1, 2)}
    for half, keys in halves.items():
        save_file({key: tensors[key] for key in keys}, file.parent / half, {"format": "pt"})
    index = {"metadata": {}, "weight_map": {key: half for half, keys in halves.items() for key in keys}}
    (file.parent / f"{stem}.safetensors.index{variant}.json").write_text(json.dumps(index))
    file.unlink()


def test_shards_are_all_checked(folder):
    shard(folder / WEIGHTS)
    unet = next(component for component in check_folder(folder).components if component.name == "unet")
    shards = [f"diffusion_pytorch_model-0000{n}-of-00002.safetensors" for n in (1, 2)]
    assert [file.name for file in unet.files[1:]] == shards
    second = folder / "unet/diffusion_pytorch_model-00002-of-00002.safetensors"
    second.unlink()
    with pytest.raises(BrokenModelError) as caught:
        check_folder(folder)
    assert caught.value.message == f"{second} is missing"
    index = folder / "unet/diffusion_pytorch_model.safetensors.index.json"
    index.write_text('{"weight_map": ["a"]}')
    with pytest.raises(BrokenModelError) as caught:
        check_folder(folder)
    assert caught.value.message == f"{index} has no weight_map of file names"


@pytest.mark.parametrize(("prefer_fp16", "variant"), [(False, None), (True, "fp16")])
def test_half_precision_is_taken_where_it_is_wanted(folder, prefer_fp16, variant):
    for file in folder.glob("*/*.safetensors"):
        shutil.copy(file, file.with_suffix(".fp16.safetensors"))
    checked = {c.name: c.variant for c in check_folder(folder, prefer_fp16=prefer_fp16).components}
    assert [checked[name] for name in ("unet", "vae", "text_encoder")] == [variant] * 3


def test_half_precision_is_taken_where_there_is_no_other(folder):
    for file in folder.glob("*/*.safetensors"):
        file.rename(file.with_suffix(".fp16.safetensors"))
    assert {c.variant for c in check_folder(folder).components} == {None, "fp16"}


def test_a_fingerprint_is_of_what_is_loaded(folder, sd15_form):
    assert fingerprint_model(folder) == fingerprint_model(sd15_form)
    (folder / "README.md").write_text("not loaded")
    assert fingerprint_model(folder) == fingerprint_model(sd15_form)
    for name in (WEIGHTS, "model_index.json", "unet/config.json"):
        whole = (folder / name).read_bytes()
        changed = whole[:-1] + bytes([whole[-1] ^ 1]) if name == WEIGHTS else whole + b" "
        (folder / name).write_bytes(changed)
        assert fingerprint_model(folder) != fingerprint_model(sd15_form), name
        (folder / name).write_bytes(whole)
    assert fingerprint_model(folder) == fingerprint_model(sd15_form)


def test_a_fingerprint_is_of_what_the_model_says_of_itself(tmp_path, pocket_form):
    model = Path(shutil.copytree(pocket_form, tmp_path / "model"))
    told = json.loads((model / SIDECAR).read_text())
    told["defaults"]["steps"] += 1
    (model / SIDECAR).write_text(json.dumps(told))
    assert fingerprint_model(model) != fingerprint_model(pocket_form)


def test_a_fingerprint_is_of_what_the_model_has_beyond_its_pipeline(tmp_path, controlled_form):
    model = Path(shutil.copytree(controlled_form, tmp_path / "model"))
    told = json.loads((model / SIDECAR).read_text())
    adapter = {"lora": "lora.safetensors", "steps": 4, "guidance": 1, "guidance_rescale": 0}
    (model / SIDECAR).write_text(json.dumps(told | {"few_steps": adapter}))
    save_file({"a": torch.zeros(4)}, model / "lora.safetensors")
    before = fingerprint_model(model)
    for name in ("lora.safetensors", f"{told['controls']['geometry']}/diffusion_pytorch_model.safetensors"):
        whole = (model / name).read_bytes()
        (model / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert fingerprint_model(model) != before, name
        (model / name).write_bytes(whole)
        assert fingerprint_model(model) == before
    (model / "lora.safetensors").write_bytes(b"cut off")
    with pytest.raises(BrokenModelError):
        fingerprint_model(model)


def test_a_fingerprint_is_of_the_precision_that_is_loaded(folder, sd15_form):
    for file in folder.glob("*/*.safetensors"):
        other = bytearray(file.read_bytes())
        other[-1] ^= 1
        file.with_suffix(".fp16.safetensors").write_bytes(other)
    assert fingerprint_model(folder) == fingerprint_model(sd15_form)
    assert fingerprint_model(folder, prefer_fp16=True) != fingerprint_model(sd15_form)
