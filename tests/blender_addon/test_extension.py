"""The extension in Blender, headless: each test in a process of its own, with the stand-in engine."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from sample_glb import SIZE_M

EXTENSION = Path(__file__).resolve().parents[2] / "blender_addon"
InBlender = Callable[..., dict]


def official(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Blender's own extension tool, which needs no bpy."""
    spec = find_spec("bpy")
    assert spec is not None
    assert spec.origin is not None
    [tool] = Path(spec.origin).parent.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py")
    return subprocess.run(
        [sys.executable, str(tool), *arguments], capture_output=True, text=True, check=False
    )


def test_blenders_own_tool_finds_the_extension_valid_and_packs_it(tmp_path: Path) -> None:
    checked = official("validate", str(EXTENSION))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    packed = tmp_path / "propsmith.zip"
    built = official("build", "--source-dir", str(EXTENSION), "--output-filepath", str(packed))
    assert built.returncode == 0, built.stdout + built.stderr
    with zipfile.ZipFile(packed) as archive:
        names = set(archive.namelist())
    expected = {str(path.relative_to(EXTENSION)) for path in EXTENSION.rglob("*.py")} | {
        "blender_manifest.toml"
    }
    assert names == expected
    checked = official("validate", str(packed))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_manifest_keeps_the_rules_the_tool_does_not_check() -> None:
    manifest = tomllib.loads((EXTENSION / "blender_manifest.toml").read_text())
    assert manifest["blender_version_min"] == "4.2.0"
    assert manifest["license"] == ["SPDX:GPL-3.0-or-later"]
    assert set(manifest["permissions"]) == {"network", "files"}
    assert "blender" not in manifest["name"].lower()
    assert "wheels" not in manifest
    for sentence in (manifest["tagline"], *manifest["permissions"].values()):
        assert len(sentence) <= 64
        assert sentence[-1].isalnum()


def test_extension_imports_only_the_standard_library_bpy_and_itself() -> None:
    allowed = sys.stdlib_module_names | {"bpy", "mathutils"}
    for path in EXTENSION.rglob("*.py"):
        for line in path.read_text().splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]) and len(words) > 1 and not words[1].startswith("."):
                assert words[1].split(".")[0] in allowed, f"{path.name}: {line}"


def test_parts_without_bpy_do_not_load_it() -> None:
    code = (
        "import blender_addon.engine, blender_addon.discovery, blender_addon.folders, blender_addon.job, sys"
    )
    done = subprocess.run(
        [sys.executable, "-c", code + "; assert 'bpy' not in sys.modules"], cwd=EXTENSION.parent, check=False
    )
    assert done.returncode == 0


def test_switching_on_and_off_twice_leaves_no_trace(in_blender: InBlender) -> None:
    on, *others = in_blender("switch_on_and_off")["traces"]
    assert on == {
        "classes": [
            "PROPSMITH_OT_announce",
            "PROPSMITH_OT_cancel",
            "PROPSMITH_OT_make_prop",
            "PROPSMITH_OT_place_prop",
            "PROPSMITH_PT_prop",
        ],
        "settings": True,
        "handlers": 1,
        "keys": 1,
        "timer": False,
        "preferences": True,
    }
    off = {
        "classes": [],
        "settings": False,
        "handlers": 0,
        "keys": 0,
        "timer": False,
        "preferences": False,
    }
    assert others == [off, on, off, on]


def test_prop_arrives_at_the_cursor_named_selected_and_active(in_blender: InBlender) -> None:
    facts = in_blender("make", STAND_IN_STEP_S="0.05")
    prop = facts["prop"]
    assert prop["name"] == prop["mesh"] == "a red wooden barrel"
    assert prop["materials"] == ["a red wooden barrel"]
    width, height, depth = SIZE_M
    # The cursor stood at (2, -3, 0.5); glTF's height is Blender's Z.
    assert prop["low"] == pytest.approx([2 - width / 2, -3 - depth / 2, 0.5], abs=1e-5)
    assert prop["high"] == pytest.approx([2 + width / 2, -3 + depth / 2, 0.5 + height], abs=1e-5)
    assert prop["active"]
    assert prop["selected"] == ["a red wooden barrel"]
    assert prop["packed"] == [True]
    assert (prop["metadata"]["prompt"], prop["metadata"]["seed"]) == ("a red wooden barrel", "7")
    assert prop["rotation_mode"] == "XYZ"
    assert prop["collections"] == ["Collection"], "the active one"
    assert facts["cut_name"] == "ü" * 31, "whole letters in 63 bytes"
    assert facts["timer"]
    assert facts["status_bar"] == ["function", "draw"], "Blender's own again once the run is over"
    assert not facts["busy"], "a second run may not begin beside the first"
    assert facts["lines"][0] == "Starting the engine · 0 % · 0 s"
    stages = [line.split(" ")[0] for line in facts["lines"][1:]]
    order = ["Sheet", "Field", "Mesh", "Bake", "Pictures"]
    assert stages == sorted(stages, key=order.index)
    assert len(set(stages)) > 1
    assert facts["objects"] == sorted(
        [*facts["bystanders"], "a red wooden barrel", "a red wooden barrel.001"]
    )
    assert facts["kept"] == [
        "a-red-wooden-barrel-001",
        "a-red-wooden-barrel-001/model.glb",
        "a-red-wooden-barrel-002",
        "a-red-wooden-barrel-002/model.glb",
    ]
    assert facts["failure"] is None


def test_prop_is_one_step_of_undo(in_blender: InBlender) -> None:
    facts = in_blender("undo_and_redo")
    without = ["Camera", "Cube", "Light"]
    with_prop = [*without, "a red wooden barrel"]
    assert facts["steps"] == [without, with_prop, without, with_prop, without]
    assert facts["active"] == "Cube"


@pytest.mark.parametrize(
    ("behaviour", "code", "said", "kept"),
    [
        ("error", "vocabulary", "the pocket model was never taught the word 'wyvern'", []),
        ("crash", "engine-crash", "ModuleNotFoundError: No module named 'torch'", []),
        (
            "broken",
            "import",
            "Bad GLB: file size doesn't match",
            ["a-red-wooden-barrel-001", "a-red-wooden-barrel-001/model.glb"],
        ),
    ],
)
def test_failure_is_told_and_leaves_the_scene_as_it_was(
    in_blender: InBlender, behaviour: str, code: str, said: str, kept: list[str]
) -> None:
    facts = in_blender("fail", STAND_IN=behaviour)
    assert facts["code"] == code
    assert facts["message"].endswith(said)
    assert facts["hint"]
    assert facts["same_objects"]
    assert (facts["selected"], facts["active"]) == (["Cube"], "Cube")
    assert facts["kept"] == kept
    assert facts["ready_again"]


def test_importer_that_is_off_is_told_and_the_asset_kept(in_blender: InBlender) -> None:
    facts = in_blender("fail_without_importer")
    assert facts["code"] == "import"
    assert facts["message"].startswith("Blender's glTF importer is off; switch on the add-on")
    assert facts["same_objects"]
    assert facts["kept"] == ["a-red-wooden-barrel-001", "a-red-wooden-barrel-001/model.glb"]


def test_cancel_ends_the_engine_and_keeps_nothing(in_blender: InBlender) -> None:
    facts = in_blender("give_up", STAND_IN="hang")
    assert facts["seconds"] < 4, "before it would have been killed"
    assert not facts["alive"]
    assert facts["failure"] is None, "to cancel is no failure"
    assert facts["kept"] == []
    assert not facts["cancel_poll"]


def test_switching_off_ends_even_a_stubborn_engine(in_blender: InBlender) -> None:
    assert in_blender("disable_while_running", STAND_IN="stubborn") == {
        "alive": False,
        "left": [],
        "timer": False,
    }


def test_opening_another_file_ends_the_run(in_blender: InBlender) -> None:
    facts = in_blender("load_while_running", STAND_IN="hang")
    assert facts == {"alive": False, "kept": [], "objects": ["Camera", "Cube", "Light"]}


def test_finished_prop_waits_for_the_end_of_edit_mode(in_blender: InBlender) -> None:
    facts = in_blender("make_in_edit_mode")
    assert facts["waiting"]["line"] == "Ready, waits for Object Mode"
    assert facts["waiting"]["mode"] == "EDIT_MESH"
    assert "a-red-wooden-barrel-001/model.glb" in facts["waiting"]["kept"]
    assert facts["objects"] == ["Camera", "Cube", "Light", "a red wooden barrel"]


def test_prop_arrives_in_the_scene_in_which_it_was_asked_for(in_blender: InBlender) -> None:
    facts = in_blender("make_in_a_scene_that_is_left")
    assert facts["line"] == "Ready, waits for the scene Scene to be shown"
    assert facts["Scene"] == ["Camera", "Cube", "Light", "a red wooden barrel"]
    assert facts["Other"] == []


def test_prop_that_was_cancelled_as_it_ended_is_not_placed(in_blender: InBlender) -> None:
    assert in_blender("give_up_too_late") == {"kept": [], "objects": ["Camera", "Cube", "Light"]}


def test_excluded_collection_does_not_swallow_the_prop(in_blender: InBlender) -> None:
    prop = in_blender("make_with_excluded_collection")["prop"]
    assert prop["collections"] == ["Scene Collection"]
    assert prop["active"]
    assert prop["selected"] == ["a red wooden barrel"]


def test_finished_prop_that_is_not_wanted_stays_on_disk(in_blender: InBlender) -> None:
    facts = in_blender("give_up_waiting")
    assert facts["kept"] == ["a-red-wooden-barrel-001", "a-red-wooden-barrel-001/model.glb"]
    assert facts["objects"] == ["Camera", "Cube", "Light"]


def test_missing_engine_is_reported_with_the_remedy(in_blender: InBlender, tmp_path: Path) -> None:
    facts = in_blender("make_without_engine", PROPSMITH=str(tmp_path / "nowhere"))
    assert facts["code"] == "engine-missing"
    assert "nothing is there. Choose Propsmith's folder" in facts["reported"]
    assert not facts["job"]


def test_message_reaches_the_reports(in_blender: InBlender) -> None:
    assert in_blender("announce")["reported"] == "Error: what failed. What to do\n"
