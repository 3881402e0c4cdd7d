"""Names of models, and the models that they mean."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_models import POCKET_SIDECAR

from core.errors import BrokenModelError, UnknownModelError, UnsafeModelError
from core.models.catalogue import CATALOGUE, resolve_model
from core.models.sidecar import ModelSource


def write(folder: Path, table: object) -> Path:
    file = folder / "propsmith.json"
    file.write_text(table if isinstance(table, str) else json.dumps(table))
    return file


def test_the_catalogue_says_where_each_model_is_and_how_to_sample_it():
    for name, source in CATALOGUE.items():
        assert source.name == name
        assert (source.path is None) != (source.hub_id is None)
        if source.hub_id:
            assert source.family is not None
            assert source.defaults is not None
            assert source.licence != "unknown"
            assert resolve_model(name) is source


def test_the_bundled_model_lies_beside_the_code():
    path = CATALOGUE["pocket"].path
    assert path is not None
    assert path.parent.parent.parent / "core" == Path(resolve_model.__code__.co_filename).parents[1]


def test_a_folder_is_named_after_itself(tmp_path):
    assert resolve_model(str(tmp_path)) == ModelSource(name=tmp_path.name, path=tmp_path)


def test_a_folder_with_a_sidecar_tells_of_itself(tmp_path):
    write(tmp_path, POCKET_SIDECAR)
    source = resolve_model(f"{tmp_path}/.")
    assert source.name == tmp_path.name
    assert source.path == tmp_path
    assert source.layout is not None
    assert source.vocabulary is not None


@pytest.mark.parametrize(
    ("name", "hub_id", "revision"),
    [
        ("owner/name", "owner/name", None),
        ("Lykon/dreamshaper-8@main", "Lykon/dreamshaper-8", "main"),
        ("a-b.c/d_e.f@0123abc", "a-b.c/d_e.f", "0123abc"),
        ("owner/name@refs/pr/3", "owner/name", "refs/pr/3"),
    ],
)
def test_a_hub_id(name, hub_id, revision):
    assert resolve_model(name) == ModelSource(name=name, hub_id=hub_id, revision=revision)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("pokcet", 'did you mean "pocket"?'),
        ("SDXL-turbo", 'did you mean "sdxl-turbo"?'),
        ("nothing-like-it", "check the spelling of the name or the path"),
        ("./no/such/folder", "check the spelling of the name or the path"),
        ("", "check the spelling of the name or the path"),
    ],
)
def test_an_unknown_name(name, hint):
    with pytest.raises(UnknownModelError) as caught:
        resolve_model(name)
    names = "pocket, sd15, sd-turbo, sdxl, sdxl-turbo"
    assert (
        caught.value.message == f'no model "{name}": expected one of {names}, a diffusers folder or a hub id'
    )
    assert caught.value.hint == hint


CONVERT = 'StableDiffusionPipeline.from_single_file("{}").save_pretrained("FOLDER")'


@pytest.mark.parametrize(
    ("file", "kind", "message", "hint"),
    [
        (
            "model.safetensors",
            UnknownModelError,
            "{} is a single file of weights without its configuration, expected a diffusers folder",
            "convert it once with diffusers: " + CONVERT.format("model.safetensors"),
        ),
        (
            "model.ckpt",
            UnsafeModelError,
            "{} holds pickled weights, which can run code when read; expected safetensors",
            "if you trust it, convert it once with diffusers: " + CONVERT.format("model.ckpt"),
        ),
        (
            "model_index.json",
            UnknownModelError,
            "{} is a file, expected a diffusers folder",
            "give the folder with model_index.json",
        ),
    ],
)
def test_a_file_is_no_model(tmp_path, file, kind, message, hint):
    path = tmp_path / file
    path.write_bytes(b"x")
    with pytest.raises(kind) as caught:
        resolve_model(str(path))
    assert caught.value.message == message.format(path)
    assert caught.value.hint == hint


def test_a_bundled_model_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setitem(CATALOGUE, "pocket", replace(CATALOGUE["pocket"], path=tmp_path))
    with pytest.raises(BrokenModelError) as caught:
        resolve_model("pocket")
    assert caught.value.message == f"the bundled model pocket is missing: no {tmp_path / 'propsmith.json'}"
    assert caught.value.hint == "install Propsmith again"


def test_the_bundled_model_knows_the_words_of_the_first_example():
    words = resolve_model("pocket").vocabulary
    assert words is not None
    assert "barrel" in words.classes
    assert "red" in words.colours
    assert "wooden" in words.finishes
