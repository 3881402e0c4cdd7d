"""Working folders and finished assets on disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from blender_addon.folders import begin_work, discard_work, keep_asset, stem


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a red wooden barrel", "a-red-wooden-barrel"),
        ("  A RED/wooden\\barrel!! ", "a-red-wooden-barrel"),
        ("../../etc/passwd", "etc-passwd"),
        ("…!?", "prop"),
        ("ein rotes Fass für Öl", "ein-rotes-fass-für-öl"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-wor"),
    ],
)
def test_stem_is_a_plain_folder_name(prompt: str, expected: str) -> None:
    assert stem(prompt) == expected


def test_assets_are_numbered_and_never_overwritten(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        work = begin_work(tmp_path / "props")
        (work / "asset").mkdir()
        (work / "asset" / "model.glb").write_text(str(number))
        kept = keep_asset(work / "asset", tmp_path / "props", "A barrel")
        discard_work(work)
        assert kept == tmp_path / "props" / f"a-barrel-00{number}"
    assert [(path.parent.name, path.read_text()) for path in sorted(tmp_path.rglob("model.glb"))] == [
        ("a-barrel-001", "1"),
        ("a-barrel-002", "2"),
        ("a-barrel-003", "3"),
    ]
    assert len(list((tmp_path / "props").iterdir())) == 3


def test_number_that_another_blender_takes_at_the_same_time_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exists_late(path: Path) -> bool:
        """Say that nothing is there the first time, and let the other Blender put its prop there."""
        if path.name.endswith("-001") and path not in seen:
            seen.append(path)
            path.mkdir()
            (path / "model.glb").write_bytes(b"theirs")
            return False
        return os.path.exists(path)

    seen: list[Path] = []
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "model.glb").write_bytes(b"ours")
    monkeypatch.setattr(Path, "exists", exists_late)
    kept = keep_asset(ours, tmp_path, "a mug")
    assert kept == tmp_path / "a-mug-002"
    assert (kept / "model.glb").read_bytes() == b"ours"
    assert (tmp_path / "a-mug-001" / "model.glb").read_bytes() == b"theirs"


def test_what_a_crash_left_goes_after_a_day_and_a_running_neighbour_stays(tmp_path: Path) -> None:
    left, neighbour = begin_work(tmp_path), begin_work(tmp_path)
    (left / "half").write_text("x")
    os.utime(left, (0, time.time() - 25 * 3600))
    mine = begin_work(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([neighbour, mine])


def test_root_that_is_a_file_is_an_oserror(tmp_path: Path) -> None:
    (tmp_path / "props").write_text("")
    with pytest.raises(FileExistsError):
        begin_work(tmp_path / "props")
