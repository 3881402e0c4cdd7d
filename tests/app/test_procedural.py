"""The procedural road as a user takes it: the real command, the asset folder, and what can be wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from app.kinds import kind_schema, list_dials
from threed.exchange.validator import install_validator, validate_glb
from threed.procedural import KINDS

HEAVY = ("torch", "diffusers", "transformers", "open3d", "trimesh", "skimage")


@pytest.fixture(scope="module")
def asset(tmp_path_factory, command_line) -> Path:
    """A standard asset, made by the command in a process that tells which heavy packages it imported."""
    folder = tmp_path_factory.mktemp("made")
    code = (
        "import sys\nfrom app.cli import main\nstatus = main(sys.argv[1:])\n"
        f"heavy = [name for name in {HEAVY} if name in sys.modules]\n"
        "sys.exit(f'imported {heavy}' if heavy else status)"
    )
    prompt = "a slightly rusty lantern with a red roof"
    command = [sys.executable, "-c", code, "prop", prompt, "--seed", "3", "--out", "lantern", "--json"]
    done = subprocess.run(command, cwd=folder, env=command_line[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder / "result.json").write_text(done.stdout)
    return folder / "lantern"


def test_the_asset_is_whole_and_torch_was_never_imported(asset):
    files = {path.relative_to(asset).as_posix() for path in asset.rglob("*") if path.is_file()}
    assert files >= {
        "model.glb", "model_lod1.glb", "model_lod2.glb", "collider.glb", "preview.png", "turntable.webp",
        "recipe.json", "report.json", "textures/base_color.png", "textures/normal.png", "textures/orm.png",
        "textures/emissive.png",
    }  # fmt: skip
    result = json.loads((asset.parent / "result.json").read_text())
    assert result["watertight"]
    assert result["triangles"] <= 5000
    assert result["road"].startswith("procedural")
    for name, size in (("textures/base_color.png", 1024), ("preview.png", 1024)):
        with Pillow.open(asset / name) as picture:
            assert picture.size == (size, size)


def test_the_report_says_what_every_asset_promises(asset):
    report = json.loads((asset / "report.json").read_text())
    mesh = report["mesh"]
    assert mesh["watertight"]
    assert mesh["uv_overlap"] == 0
    assert mesh["texel_density_spread"] <= 0.1
    assert report["pieces"] <= KINDS["lantern"].pieces
    assert report["seam_delta_e"]["p95"] <= 2
    assert report["lods"][0]["error"] <= 0.01
    assert report["lods"][1]["error"] <= 0.025
    assert mesh["triangles"] > report["lods"][0]["triangles"] > report["lods"][1]["triangles"]
    assert 1 <= report["collider"]["parts"] <= 16
    assert report["collider"]["overlap"] >= 0.85


def test_a_lantern_shines_and_its_panes_are_glass(asset):
    with Pillow.open(asset / "textures" / "emissive.png") as picture:
        assert np.asarray(picture).max() > 100
    text = (asset / "model.glb").read_bytes()[20:20000]
    assert b"KHR_materials_transmission" in text
    assert b"emissiveTexture" in text


def test_the_khronos_validator_finds_no_error(asset):
    try:
        package = install_validator()
    except (FileNotFoundError, RuntimeError) as error:
        pytest.skip(str(error))
    for file in ("model.glb", "model_lod1.glb", "model_lod2.glb", "collider.glb"):
        report = validate_glb(asset / file, package)
        assert report.errors == 0, (file, report.messages[:3])


def test_its_recipe_makes_the_same_bytes_again(asset, propsmith, work):
    shutil.copy(asset / "recipe.json", work / "recipe.json")
    answer = propsmith("prop", "--recipe", "recipe.json", "--out", "again", "--progress", "none")
    assert answer.returncode == 0, answer.stderr
    for name in ("model.glb", "collider.glb", "preview.png", "textures/orm.png", "recipe.json"):
        assert (work / "again" / name).read_bytes() == (asset / name).read_bytes(), name


def test_dials_words_and_recipe_say_the_same(asset):
    recipe = json.loads((asset / "recipe.json").read_text())
    assert recipe["kind"] == "procedural"
    assert recipe["dials"].keys() == list_dials("lantern").keys()
    assert recipe["description"]["kind"] == "lantern"
    assert recipe["description"]["whole"]["weather"]["rusty"] < 0.5


def test_variants_are_one_sheet_with_their_seeds(propsmith, work):
    answer = propsmith("prop", "a mug", "--vary", "3", "--seed", "5", "--json", "--progress", "none")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["seeds"] == [5, 6, 7]
    with Pillow.open(told["sheet"]) as picture:
        tiles = np.asarray(picture.convert("RGB")).astype(int).reshape(2, 320, 2, 320, 3)
    assert np.abs(tiles[0, :, 0] - tiles[0, :, 1]).mean() > 1
    assert [path.name for path in (work / "out").iterdir()] == [Path(told["sheet"]).name]


def test_kinds_are_listed_and_one_is_told_of(propsmith):
    listed = propsmith("kinds")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert all(f"\n{name} " in listed.stdout for name in KINDS)
    cask = propsmith("kinds", "cask")
    assert "hoops" in cask.stdout
    assert "barrel" in cask.stdout
    schema = json.loads(propsmith("kinds", "barrel", "--json").stdout)
    assert schema == json.loads(json.dumps(kind_schema("barrel")))
    assert schema["properties"]["hoops"]["type"] == "integer"
    assert schema["properties"]["hoops"]["maximum"] >= 6


WRONG = [
    (["a barrel", "--set", "zorgons=3"], 22, "a barrel has no dial zorgons"),
    (["a barrel", "--set", "hoops=40"], 22, "dial hoops: expected a whole number of 0 to "),
    (["a barrel", "--set", "hoops"], 22, 'expected DIAL=VALUE, got "hoops"'),
    (["a mug", "--set", "hoops=3"], 22, "a mug has no dial hoops"),
    (["an open closed chest"], 24, '"open" and "closed" exclude each other'),
    (["a barrel", "--size-m", "0"], 25, "--size-m: expected 0.001 to 100 m, got 0"),
    (["a barrel 3 km tall"], 25, "3000 m"),
    (["a skull"], 11, '"skull"'),
    (["a mug", "--model", "pockett"], 13, '"pockett"'),
    (["a mug", "--shape", "procedural", "--model", "pocket"], 2, "a procedural prop needs no model"),
    (["a mug", "--vary", "0"], 2, "--vary: expected 1 to 100, got 0"),
    (["a mug", "--vary", "2", "--out", "sheet.jpg"], 2, "expected a name that ends in .png"),
    (["a mug", "--texture-size", "1000"], 2, "expected a power of two, got 1000"),
]


@pytest.mark.parametrize(("arguments", "status", "words"), WRONG, ids=lambda value: str(value)[:40])
def test_what_makes_no_sense_is_one_line_with_a_hint(propsmith, work, arguments, status, words):
    answer = propsmith("prop", *arguments, "--progress", "none")
    assert (answer.returncode, answer.stdout) == (status, ""), answer.stderr
    (line,) = answer.stderr.splitlines()
    assert line.startswith("propsmith: error: ")
    assert words in line
    assert "; " in line
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "image"}, 'got "image"'),
        ({"format": 2}, "expected a recipe of format 1, got 2"),
        ({"dials": {"hoops": 3}}, "the recipe's dials are not those of a lantern"),
        ({"description": {"kind": "zorgon", "text": "a zorgon"}}, 'no kind of prop is called "zorgon"'),
        ({"description": []}, "description: expected dict"),
    ],
)
def test_a_recipe_that_was_tampered_with_is_refused(asset, propsmith, work, change, words):
    recipe = json.loads((asset / "recipe.json").read_text()) | change
    (work / "recipe.json").write_text(json.dumps(recipe))
    answer = propsmith("prop", "--recipe", "recipe.json", "--out", "again", "--progress", "none")
    assert (answer.returncode, answer.stdout) == (23, ""), answer.stderr
    assert words in answer.stderr
    assert not (work / "again").exists()


def test_what_is_not_understood_is_told_before_the_work(propsmith, work):
    answer = propsmith("prop", "a barrel with blue zorgons", "--quality", "draft", "--progress", "none")
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr.startswith("propsmith: note: ")
    assert "zorgons" in answer.stderr
    (asset,) = (work / "out").iterdir()
    recipe = json.loads((asset / "recipe.json").read_text())
    assert "colours" not in json.dumps(recipe["description"])
