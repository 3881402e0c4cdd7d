"""From the sentence to the asset with the model that ships: what the README promises, and the same again."""

from __future__ import annotations

import hashlib
import json
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

from app.asset import ASSET_FILES
from app.quality import PROP_SECONDS, QUALITIES
from app.recipe import read_prop_recipe
from core.models.catalogue import CATALOGUE

pytestmark = pytest.mark.slow

PROMPT = "a red wooden barrel"


#: a generated shape has neither coarser meshes nor a collider, and its paint neither height nor light
GENERATED_FILES = [
    name
    for name in ASSET_FILES
    if not any(word in name for word in ("lod", "collider", "height", "emissive"))
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def first(place: Path, command_line: tuple[list[str], dict[str, str]]) -> subprocess.CompletedProcess[str]:
    """The prop, small, made from the sentence."""
    command, environment = command_line
    flags = ["--shape=generated", "--quality=draft", "--seed=7", "--texture-size=256", "--out=barrel"]
    return subprocess.run(
        [*command, "prop", PROMPT, *flags, "--json", "--progress=json"],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def asset(place: Path, first: subprocess.CompletedProcess[str]) -> Path:
    assert first.returncode == 0, first.stderr
    return place / "barrel"


@pytest.fixture(scope="module")
def report(asset: Path) -> dict:
    return json.loads((asset / "report.json").read_text())


def digests(asset: Path) -> dict[str, str]:
    """Of everything but the report, which has times in it."""
    names = [name for name in GENERATED_FILES if name != "report.json"]
    return {name: hashlib.sha256((asset / name).read_bytes()).hexdigest() for name in names}


def test_the_asset_is_whole_and_nothing_lies_beside_it(place, asset):
    files = sorted(p.relative_to(asset).as_posix() for p in asset.rglob("*") if p.is_file())
    assert files == sorted(GENERATED_FILES)
    assert [p.name for p in place.iterdir()] == ["barrel"]


def test_the_answer_is_one_object_on_stdout(first, asset, report):
    told = json.loads(first.stdout)

    assert told["asset"] == str(asset)
    assert told["model"] == str(asset / "model.glb")
    assert told["seed"] == 7
    assert told["triangles"] == report["mesh"]["triangles"]
    assert told["notes"] == report["notes"] == []
    assert told["seconds"] == pytest.approx(report["seconds"], abs=1)


def test_progress_goes_through_all_stages_and_never_back(first):
    steps = [json.loads(line) for line in first.stderr.splitlines()]
    stages = list(dict.fromkeys(step["stage"] for step in steps))

    assert stages == list(PROP_SECONDS)
    for earlier, later in pairwise(steps):
        assert later["overall"] >= earlier["overall"]
        assert later["seconds"] >= earlier["seconds"]
    assert steps[-1]["overall"] == 1.0


def test_the_mesh_is_what_a_game_takes(report):
    mesh = report["mesh"]
    assert mesh["watertight"]
    assert mesh["uv_overlap"] == 0
    assert 100 < mesh["triangles"] <= 5000


def test_the_prop_has_its_size_and_stands_on_the_ground(asset, report):
    low, high = np.array(report["mesh"]["bounds"])
    assert (high - low).max() == pytest.approx(0.9, rel=1e-5)
    assert low[1] == 0
    assert (low + high)[[0, 2]] == pytest.approx(0, abs=1e-6)
    # what an independent reader sees in the file
    scene = trimesh.load(asset / "model.glb")
    assert scene.bounds == pytest.approx(np.array([low, high]), abs=1e-6)


def test_the_file_holds_one_textured_mesh(asset, report):
    scene = trimesh.load(asset / "model.glb")
    ((name, mesh),) = scene.geometry.items()

    assert name == "red wooden barrel"
    assert len(mesh.faces) == report["mesh"]["triangles"]
    merged = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    merged.merge_vertices(merge_tex=True, merge_norm=True)
    assert merged.is_watertight
    assert merged.volume > 0
    for picture, file in (("baseColorTexture", "base_color"), ("metallicRoughnessTexture", "orm")):
        inside = np.asarray(getattr(mesh.visual.material, picture))
        beside = np.asarray(Image.open(asset / "textures" / f"{file}.png"))
        assert inside.shape == (256, 256, 3)
        assert np.array_equal(inside, beside)


def test_it_is_red(asset):
    pixels = np.asarray(Image.open(asset / "textures" / "base_color.png"), np.float32) / 255
    red, green, blue = np.median(pixels.reshape(-1, 3), axis=0)
    assert red > 1.5 * max(green, blue)


def test_the_pictures_show_something(asset):
    quality = QUALITIES["draft"]
    with Image.open(asset / "preview.png") as preview:
        assert preview.size == (quality.preview_px, quality.preview_px)
        assert np.asarray(preview).std() > 20
    with Image.open(asset / "turntable.webp") as turntable:
        assert turntable.size == (quality.turntable_px, quality.turntable_px)
        assert turntable.n_frames == quality.turntable_frames


def test_the_report_has_every_stage_and_stays_below_the_limits(report):
    assert [stage["name"] for stage in report["stages"]] == list(PROP_SECONDS)
    assert all(stage["seconds"] >= 0 for stage in report["stages"])
    assert sum(stage["seconds"] for stage in report["stages"]) <= report["seconds"]
    assert max(stage["peak_bytes"] for stage in report["stages"]) <= report["peak_bytes"] < 4e9
    assert report["views"]["psnr_db"] > 20
    assert len(report["views"]["psnr_db_each"]) == 6
    assert 0 <= report["unseen_texel_fraction"] < 0.5
    assert report["sheet"]["caption"].startswith(PROMPT)
    assert report["sheet"]["steps"] == 4, "a draft takes the model's few steps"


def test_the_same_recipe_makes_the_same_bytes_and_replaces_the_older_asset(place, asset, command_line):
    before = digests(asset)
    recipe = read_prop_recipe(asset / "recipe.json")
    assert (recipe.prompt, recipe.seed) == (PROMPT, 7)
    path = CATALOGUE["pocket"].path
    assert path is not None
    upscaler = path.with_name("pocket-upscaler") / "model.safetensors"
    assert recipe.upscaler_sha256 == hashlib.sha256(upscaler.read_bytes()).hexdigest()
    command, environment = command_line
    again = subprocess.run(
        [*command, "prop", "--recipe", str(asset / "recipe.json"), "--out", "barrel", "--progress=none"],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.splitlines()[0] == "barrel/model.glb"
    assert digests(asset) == before
    assert [p.name for p in place.iterdir()] == ["barrel"]
