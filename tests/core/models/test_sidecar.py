"""What a model says of itself in its propsmith.json."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from tiny_models import POCKET_SIDECAR

from core.errors import BrokenModelError
from core.models.catalogue import resolve_model
from core.models.sidecar import ClassWords, SamplingDefaults, read_sidecar
from core.types import Light, SheetLayout


def write(folder: Path, table: object) -> Path:
    file = folder / "propsmith.json"
    file.write_text(table if isinstance(table, str) else json.dumps(table))
    return file


def test_a_sidecar_is_read_as_it_stands(tmp_path):
    source = read_sidecar(write(tmp_path, POCKET_SIDECAR), "tiny")
    assert source.name == "tiny"
    assert source.path == tmp_path
    assert source.family == "stable-diffusion"
    assert source.licence == "GPL-3.0-or-later"
    assert source.defaults == SamplingDefaults(steps=4, guidance=3.0, guidance_rescale=0.5, temperature=1.0)
    assert source.layout == SheetLayout(
        rows=2,
        columns=3,
        view_px=16,
        azimuths_deg=(30, 90, 150, 210, 270, 330),
        elevations_deg=(20, -10, 20, -10, 20, -10),
        fov_deg=30,
        distance=2,
        background=(0.5, 0.5, 0.5),
        has_alpha=True,
        light=Light(0.4, 0.2, 0.5, (0.48, 0.64, 0.6)),
    )
    words = source.vocabulary
    assert words is not None
    assert words.classes["barrel"] == ClassWords(("cask", "keg"), 0.9, ("hoops",), ("open",))
    assert words.colours["red"].rgb == (0.8, 0.08, 0.07)
    assert (words.finishes["metal"].roughness, words.finishes["metal"].metallic) == (0.35, 0.9)
    assert "painted" in words.words
    assert words.phrases == {"wooden": ("made of wood",), "mossy": ("covered in moss", "with moss dots")}
    assert words.shapes == ("tall", "broken")
    assert (words.lexicon["goblet"], words.lexicon["horse"]) == ("mug", "")


def test_a_class_may_have_designs(tmp_path):
    table = copy.deepcopy(POCKET_SIDECAR)
    table["vocabulary"]["classes"]["barrel"]["designs"] = ["barrelone", "barreltwo"]
    words = read_sidecar(write(tmp_path, table), "tiny").vocabulary
    assert words is not None
    assert words.classes["barrel"].designs == ("barrelone", "barreltwo")
    assert words.classes["barrel"].typical == ()
    assert words.classes["mug"].designs == ()
    table["vocabulary"]["classes"]["barrel"]["typical"] = ["barreltwo"]
    words = read_sidecar(write(tmp_path, table), "tiny").vocabulary
    assert words is not None
    assert words.classes["barrel"].typical == ("barreltwo",)
    for key, value in (("typical", ["barrelthree"]), ("designs", 2)):
        table["vocabulary"]["classes"]["barrel"][key] = value
        with pytest.raises(BrokenModelError, match=key):
            read_sidecar(write(tmp_path, table), "tiny")


def test_kinds_and_finishes_may_have_usual_colours(tmp_path):
    table = copy.deepcopy(POCKET_SIDECAR)
    classes, finishes = table["vocabulary"]["classes"], table["vocabulary"]["finishes"]
    classes["barrel"]["colours"], finishes["metal"]["colours"] = ["red", "red"], []
    words = read_sidecar(write(tmp_path, table), "tiny").vocabulary
    assert words is not None
    assert (words.classes["barrel"].colours, words.classes["mug"].colours) == (("red", "red"), ())
    assert (words.finishes["metal"].colours, words.finishes["wooden"].colours) == ((), None)
    for entry in (classes["barrel"], finishes["metal"]):
        before, entry["colours"] = entry["colours"], ["mauve"]
        with pytest.raises(
            BrokenModelError, match=r'colours: expected a list of some of .*red.*, got \["mauve"\]'
        ):
            read_sidecar(write(tmp_path, table), "tiny")
        entry["colours"] = before


def test_a_sidecar_of_the_first_format_has_no_parts_shapes_phrases_and_lexicon(tmp_path):
    table = copy.deepcopy(POCKET_SIDECAR)
    table["format"] = 1
    vocabulary = table["vocabulary"]
    del vocabulary["shapes"], vocabulary["lexicon"]
    for entry in (*vocabulary["classes"].values(), *vocabulary["finishes"].values()):
        for key in ("parts", "shapes", "phrases"):
            entry.pop(key, None)
    words = read_sidecar(write(tmp_path, table), "tiny").vocabulary
    assert words is not None
    assert words.classes["barrel"] == ClassWords(("cask", "keg"), 0.9)
    assert (words.phrases, words.shapes, words.lexicon) == ({}, (), {})


def test_layout_vocabulary_and_light_may_be_left_out(tmp_path):
    table = {key: value for key, value in POCKET_SIDECAR.items() if key not in ("layout", "vocabulary")}
    source = read_sidecar(write(tmp_path, table), "tiny")
    assert source.layout is None
    assert source.vocabulary is None
    table = copy.deepcopy(POCKET_SIDECAR)
    del table["layout"]["light"]
    layout = read_sidecar(write(tmp_path, table), "tiny").layout
    assert layout is not None
    assert layout.light is None


DELETE = object()
FOLDER = "the name of a folder beside model_index.json"


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        ("format", "1", 'format: expected a whole number, got "1"'),
        ("format", True, "format: expected a whole number, got true"),
        ("family", "flux", 'family: expected stable-diffusion or stable-diffusion-xl, got "flux"'),
        ("licence", DELETE, "licence: expected a text, got null"),
        ("defaults", DELETE, "defaults: expected a table, got null"),
        ("defaults.steps", 0, "defaults.steps: expected a number from 1 to 1000, got 0"),
        ("defaults.guidance", None, "defaults.guidance: expected a number from 0 to 100, got null"),
        ("defaults.temperature", 0, "defaults.temperature: expected a number from 0.1 to 1, got 0"),
        ("layout.rows", True, "layout.rows: expected a number from 1 to 16, got true"),
        (
            "layout.azimuths_deg",
            [0, 90],
            "layout.azimuths_deg: expected 6 numbers from -360 to 360, got [0, 90]",
        ),
        ("layout.has_alpha", 1, "layout.has_alpha: expected true or false, got 1"),
        ("layout.background", "grey", 'layout.background: expected a list, got "grey"'),
        ("layout.light.key", [], "layout.light.key: expected a number from 0 to 10, got []"),
        ("vocabulary.classes", [], "vocabulary.classes: expected a table, got []"),
        ("vocabulary.classes.mug", 3, "vocabulary.classes.mug: expected a table, got 3"),
        (
            "vocabulary.classes.mug.size_m",
            -1,
            "vocabulary.classes.mug.size_m: expected a number from 0.001 to 1000, got -1",
        ),
        (
            "vocabulary.colours.red.synonyms",
            ["ruby", 2],
            'vocabulary.colours.red.synonyms: expected a list of words, got ["ruby", 2]',
        ),
        ("vocabulary.words", {}, "vocabulary.words: expected a list, got {}"),
        (
            "vocabulary.classes.barrel.parts",
            "hoops",
            'vocabulary.classes.barrel.parts: expected a list, got "hoops"',
        ),
        (
            "vocabulary.finishes.mossy.phrases",
            [""],
            'vocabulary.finishes.mossy.phrases: expected a list of words, got [""]',
        ),
        ("controls", ["control"], 'controls: expected a table, got ["control"]'),
        ("controls", {"pose": "control"}, 'controls.pose: expected no control but geometry, got "control"'),
        ("controls", {"geometry": 3}, "controls.geometry: expected a text, got 3"),
        *(
            (
                "controls",
                {"geometry": folder},
                f"controls.geometry: expected {FOLDER}, got {json.dumps(folder)}",
            )
            for folder in ("..", "../control", "/etc", "a/b", "a\\b", "", ".hidden", "control\n")
        ),
        ("vocabulary.lexicon", [], "vocabulary.lexicon: expected a table, got []"),
        (
            "vocabulary.lexicon.goblet",
            "grail",
            'vocabulary.lexicon.goblet: expected the name of a prop, a colour or a finish, got "grail"',
        ),
    ],
)
def test_a_sidecar_with_one_thing_wrong(tmp_path, where, value, expected):
    table = copy.deepcopy(POCKET_SIDECAR)
    *parents, key = where.split(".")
    node = table
    for parent in parents:
        node = node[parent]
    if value is DELETE:
        del node[key]
    else:
        node[key] = value
    file = write(tmp_path, table)
    with pytest.raises(BrokenModelError) as caught:
        resolve_model(str(tmp_path))
    assert caught.value.message == f"{file}: {expected}"
    assert caught.value.hint == "restore the file or fetch the model again"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{",
            "{} cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ("[]", "{}: format: expected a whole number, got null"),
    ],
)
def test_a_sidecar_that_is_no_table(tmp_path, text, message):
    file = write(tmp_path, text)
    with pytest.raises(BrokenModelError) as caught:
        resolve_model(str(tmp_path))
    assert caught.value.message == message.format(file)


def test_a_sidecar_of_another_format(tmp_path):
    file = write(tmp_path, POCKET_SIDECAR | {"format": 3})
    with pytest.raises(BrokenModelError) as caught:
        resolve_model(str(tmp_path))
    assert caught.value.message == f"{file}: format 3, expected 1 or 2"
    assert caught.value.hint == "update Propsmith, or fetch a model made for this one"
