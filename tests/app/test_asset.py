"""Results are whole or not there, and nothing of the user's is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import asset
from app.asset import (
    ASSET_FILES,
    build_file,
    build_folder,
    check_folder_target,
    check_free_space,
    name_result,
    output_errors,
    remove_stale_scratch,
)
from core.errors import DiskFullError, OutputError


def write_asset(folder: Path, text: str) -> None:
    for name in ASSET_FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("prompt", "seed", "name"),
    [
        ("a red wooden barrel", 7, "a-red-wooden-barrel-7"),
        ("  An OLD, mossy   chest!  ", 0, "an-old-mossy-chest-0"),
        ("ein grüner Kaktus / ..", 3, "ein-grüner-kaktus-3"),
        ("…", 1, "prop-1"),
        ("word " * 40, 2, "word-word-word-word-word-word-word-word-word-word-word-word-2"),
        ("桶" * 40, 2, "桶" * 20 + "-2"),
    ],
)
def test_results_are_named_after_their_prompt(prompt, seed, name):
    assert name_result(prompt, seed) == name


def test_a_folder_appears_whole_and_alone(tmp_path):
    target = tmp_path / "out" / "barrel"
    with build_folder(target) as building:
        write_asset(building, "new")
        assert not target.exists()

    assert contents(target) == dict.fromkeys(ASSET_FILES, "new")
    assert os.listdir(tmp_path / "out") == ["barrel"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_block_that_fails_leaves_nothing(tmp_path, error):
    target = tmp_path / "out" / "props" / "barrel"
    with pytest.raises(error), build_folder(target) as building:
        write_asset(building, "new")
        raise error

    assert os.listdir(tmp_path) == []


def test_a_block_that_fails_leaves_the_older_asset(tmp_path):
    target = tmp_path / "barrel"
    write_asset(target, "old")
    with pytest.raises(ValueError, match="half way"), build_folder(target) as building:
        write_asset(building, "new")
        raise ValueError("half way")

    assert contents(target) == dict.fromkeys(ASSET_FILES, "old")
    assert os.listdir(tmp_path) == ["barrel"]


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_an_older_asset_is_swapped(tmp_path, monkeypatch, exchange):
    if not exchange:  # as on systems whose kernel cannot exchange two folders
        monkeypatch.setattr(asset, "_exchange", lambda one, other: False)
    target = tmp_path / "barrel"
    write_asset(target, "old")
    with build_folder(target) as building:
        (building / "recipe.json").write_text("new")

    assert contents(target) == {"recipe.json": "new"}
    assert os.listdir(tmp_path) == ["barrel"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
def test_a_swapped_asset_is_never_missing(tmp_path):
    target = tmp_path / "barrel"
    write_asset(target, "old")
    watch = (
        "import os, sys\n"
        "print('ready', flush=True)\n"
        "missing = 0\n"
        f"while not os.path.exists({str(tmp_path / 'stop')!r}):\n"
        f"    missing += not os.path.exists({str(target / 'recipe.json')!r})\n"
        "print(missing)\n"
    )
    watcher = subprocess.Popen([sys.executable, "-c", watch], stdout=subprocess.PIPE, text=True)
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == "ready\n"
    for _ in range(50):
        with build_folder(target) as building:
            (building / "recipe.json").write_text("new")
    (tmp_path / "stop").touch()

    assert watcher.communicate(timeout=60)[0] == "0\n"


def test_a_signal_while_clearing_away_does_not_stop_it(tmp_path, monkeypatch):
    """The signal comes in the middle of the removal of the older asset."""
    target = tmp_path / "barrel"
    write_asset(target, "old")
    remove, calls = asset.shutil.rmtree, []

    def interrupted(folder: Path) -> None:
        calls.append(folder)
        if len(calls) == 1:
            next(folder.rglob("recipe.json")).unlink()
            raise KeyboardInterrupt
        remove(folder)

    monkeypatch.setattr(asset.shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt), build_folder(target) as building:
        (building / "recipe.json").write_text("new")

    assert len(calls) == 2
    assert contents(target) == {"recipe.json": "new"}
    assert os.listdir(tmp_path) == ["barrel"]


def test_a_file_that_was_put_into_the_older_asset_meanwhile_is_kept(tmp_path):
    target = tmp_path / "barrel"
    write_asset(target, "old")
    with pytest.raises(OutputError, match=r"also holds my-scene\.blend"), build_folder(target) as building:
        (building / "recipe.json").write_text("new")
        (target / "my-scene.blend").write_text("mine")

    assert contents(target) == dict.fromkeys(ASSET_FILES, "old") | {"my-scene.blend": "mine"}
    assert os.listdir(tmp_path) == ["barrel"]


def test_what_a_machine_that_stopped_left_aside_does_not_stop_the_next_swap(tmp_path, monkeypatch):
    monkeypatch.setattr(asset, "_exchange", lambda one, other: False)
    target = tmp_path / "barrel"
    write_asset(target, "old")
    write_asset(tmp_path / ".propsmith-replaced-barrel", "older")
    with build_folder(target) as building:
        (building / "recipe.json").write_text("new")

    assert contents(target) == {"recipe.json": "new"}
    assert os.listdir(tmp_path) == ["barrel"]


def test_a_file_appears_whole(tmp_path):
    target = tmp_path / "out" / "barrel.png"
    with build_file(target, lambda _: False) as building:
        building.write_text("half")
        assert not target.exists()
        building.write_text("whole")

    assert target.read_text() == "whole"
    assert os.listdir(target.parent) == ["barrel.png"]


def test_a_file_that_fails_leaves_the_older_one(tmp_path):
    target = tmp_path / "barrel.png"
    target.write_text("old")
    with pytest.raises(ValueError, match="half way"), build_file(target, lambda _: True) as building:
        building.write_text("new")
        raise ValueError("half way")

    assert contents(tmp_path) == {"barrel.png": "old"}


def test_a_picture_that_somebody_put_there_meanwhile_is_kept(tmp_path):
    target = tmp_path / "barrel.png"
    with (
        pytest.raises(OutputError, match="not made by Propsmith"),
        build_file(target, lambda _: False) as new,
    ):
        new.write_text("new")
        target.write_text("mine")

    assert contents(tmp_path) == {"barrel.png": "mine"}


@pytest.mark.parametrize("older", [None, "empty", "asset"])
def test_a_place_that_is_free_passes(tmp_path, older):
    target = tmp_path / "barrel"
    if older:
        target.mkdir()
    if older == "asset":
        write_asset(target, "old")
    check_folder_target(target)

    assert os.listdir(tmp_path) == (["barrel"] if older else [])


@pytest.mark.parametrize("file", ["notes.txt", "textures/height.psd", "model.glb/part"])
def test_an_asset_with_files_of_the_user_is_refused(tmp_path, file):
    target = tmp_path / "barrel"
    write_asset(target, "old")
    foreign = target / file
    if foreign.parent.is_file():
        foreign.parent.unlink()
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_text("mine")
    with pytest.raises(OutputError, match=f"also holds {'model.glb' if 'glb' in file else file}"):
        check_folder_target(target)


def test_a_folder_that_only_looks_like_an_asset_is_refused(tmp_path):
    (tmp_path / "barrel").mkdir()
    (tmp_path / "barrel" / "preview.png").write_text("mine")
    with pytest.raises(OutputError, match="not a Propsmith asset"):
        check_folder_target(tmp_path / "barrel")


def test_a_link_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError, match="a file or a link"):
        check_folder_target(tmp_path / "link")


@pytest.mark.parametrize("place", [".", "..", "/"])
def test_the_folder_one_is_in_is_refused(tmp_path, monkeypatch, place):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(OutputError, match="the folder you are in, or above it"):
        check_folder_target(Path(place))


@pytest.mark.skipif(sys.platform != "linux", reason="such a folder is Linux's")
def test_a_place_where_no_file_can_be_made_is_refused():
    with pytest.raises(OutputError, match=r"/proc/.* cannot be written"):
        check_folder_target(Path("/proc/nowhere/barrel"))


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        check_folder_target(tmp_path / ("x" * 300))


def test_room_is_looked_for(tmp_path):
    check_free_space(tmp_path / "not" / "yet" / "there", 1)
    with pytest.raises(DiskFullError, match=r"needs about 1000000000000 MB, \d+ MB are free"):
        check_free_space(tmp_path / "barrel", 10**18)


def test_a_full_disk_is_told_as_one(tmp_path):
    """/dev/full is the kernel's own disk without room."""
    said = r"no room left while writing .*barrel: No space left on device"
    with pytest.raises(DiskFullError, match=said), build_folder(tmp_path / "barrel") as building:
        (building / "model.glb").symlink_to("/dev/full")
        (building / "model.glb").write_bytes(b"glTF")

    assert os.listdir(tmp_path) == []


def test_errors_of_other_places_pass_through(tmp_path):
    with pytest.raises(PermissionError), output_errors(tmp_path / "barrel"):
        raise PermissionError(errno.EACCES, "denied", "/etc/shadow")
    with pytest.raises(FileNotFoundError), output_errors(tmp_path / "barrel"):
        (tmp_path / "no" / "such").read_text()


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_has_is_not(tmp_path):
    hold = (
        "import sys, time, pathlib, app.asset\n"
        "with app.asset.build_folder(pathlib.Path(sys.argv[1])) as building:\n"
        "    (building / 'model.glb').write_text('half')\n"
        "    print(building.parent, flush=True)\n"
        "    time.sleep(60)\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", hold, str(tmp_path / name)], stdout=subprocess.PIPE, text=True
        )
        for name in ("killed", "living")
    ]
    killed, living = (Path(run.stdout.readline().strip()) for run in runs if run.stdout)
    runs[0].kill()
    runs[0].wait()
    (tmp_path / ".propsmith-notes").mkdir()  # looks a little like one
    (tmp_path / ".propsmith-0badc0de-1-1").mkdir()  # of another host: nobody knows whether it lives
    try:
        assert remove_stale_scratch(tmp_path) == [killed]
        assert {p.name for p in tmp_path.iterdir()} == {
            living.name,
            ".propsmith-notes",
            ".propsmith-0badc0de-1-1",
        }
    finally:
        runs[1].kill()
        runs[1].wait()


def test_a_process_that_has_the_number_of_a_dead_one_does_not_keep_its_folder(tmp_path):
    started_ms = round((time.time() - 86400) * 1000)
    stale = tmp_path / f".propsmith-{asset._host()}-{os.getpid()}-{started_ms}"
    stale.mkdir()
    assert remove_stale_scratch(tmp_path) == [stale]
