"""Where the engine is looked for, and what of Blender's environment it gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from blender_addon.discovery import EngineMissing, engine_environment, find_engine


def command(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_preference_goes_before_variable_before_path_before_home(tmp_path: Path) -> None:
    preferred = command(tmp_path / "a" / "propsmith")
    named = command(tmp_path / "b" / "propsmith")
    on_path = command(tmp_path / "c" / "propsmith")
    home = tmp_path / "home"
    in_home = command(home / ".local" / "bin" / "propsmith")
    path = {"PATH": str(on_path.parent)}
    assert find_engine(str(preferred), {"PROPSMITH": str(named), **path}, home) == preferred
    assert find_engine("", {"PROPSMITH": str(named), **path}, home) == named
    assert find_engine("", path, home) == on_path
    assert find_engine("", {"PATH": ""}, home) == in_home


@pytest.mark.parametrize("inside", [".venv/bin/propsmith", ".venv/Scripts/propsmith.exe", "bin/propsmith"])
def test_folder_of_a_project_or_an_environment_will_do(tmp_path: Path, inside: str) -> None:
    there = command(tmp_path / inside)
    assert find_engine(str(tmp_path), {}, tmp_path / "home") == there


def test_missing_engine_names_the_places_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing) as caught:
        find_engine("", {"PATH": str(tmp_path)}, tmp_path)
    assert caught.value.message == (
        "the Propsmith engine was not found on PATH, in ~/.local/bin or in the variable PROPSMITH"
    )
    assert caught.value.hint == ("Choose Propsmith's folder or its command in the extension's preferences")


def test_wrong_preference_is_not_passed_over(tmp_path: Path) -> None:
    good = command(tmp_path / "bin" / "propsmith")
    with pytest.raises(EngineMissing, match=r"the preferences names .*/nowhere, but nothing is there"):
        find_engine(str(tmp_path / "nowhere"), {"PROPSMITH": str(good)}, tmp_path)
    with pytest.raises(EngineMissing, match=r"the variable PROPSMITH names .*, but nothing is there"):
        find_engine("", {"PROPSMITH": str(tmp_path / "nowhere"), "PATH": str(good.parent)}, tmp_path)


def test_folder_without_an_engine_says_how_to_set_it_up(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing) as caught:
        find_engine(str(tmp_path), {}, tmp_path)
    assert "no propsmith command in that folder" in caught.value.message
    assert "uv run propsmith doctor" in caught.value.hint


def test_file_that_may_not_be_executed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "propsmith").write_text("")
    with pytest.raises(EngineMissing, match="it may not be executed"):
        find_engine(str(tmp_path / "propsmith"), {}, tmp_path)


def test_blenders_python_does_not_leak_into_a_real_child(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise ImportError('this is the json of Blender')\n")
    blender = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "PYTHONHOME": str(tmp_path),
        "PYTHONSTARTUP": "x",
        "VIRTUAL_ENV": str(tmp_path),
    }
    ask = "import json, os; print(json.dumps(dict(os.environ)))"
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        env=engine_environment(blender, None, online=True),
        capture_output=True,
        text=True,
        check=True,
    )
    got = json.loads(answer.stdout)
    assert {name for name in got if name.startswith("PYTHON")} == {"PYTHONUTF8", "PYTHONUNBUFFERED"}
    assert "VIRTUAL_ENV" not in got
    assert got["PATH"] == os.environ["PATH"]
    assert "HF_HUB_OFFLINE" not in got


def test_library_paths_of_blender_are_left_out_and_others_kept(tmp_path: Path) -> None:
    ours, cuda = tmp_path / "blender", "/usr/local/cuda/lib64"
    found = engine_environment(
        {"LD_LIBRARY_PATH": os.pathsep.join([str(ours / "lib"), cuda])}, ours, online=True
    )
    assert found["LD_LIBRARY_PATH"] == cuda


def test_offline_blender_keeps_the_engine_offline() -> None:
    assert engine_environment({}, None, online=False)["HF_HUB_OFFLINE"] == "1"
