"""The engine's lines, read into values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blender_addon.wire import Failed, Finished, Progress, parse_progress, parse_result


def test_progress_line_is_read_whole() -> None:
    line = '{"stage": "sheet", "fraction": 0.42, "overall": 0.2, "seconds": 3.1}\n'
    assert parse_progress(line) == Progress("sheet", 0.42, 0.2)


def test_progress_without_overall_takes_the_fraction() -> None:
    assert parse_progress('{"stage": "sheet", "fraction": 0.5}') == Progress("sheet", 0.5, 0.5)


def test_fractions_beyond_the_bar_are_held_to_it() -> None:
    line = '{"stage": "sheet", "fraction": 1.01, "overall": -0.2, "seconds": 1}'
    assert parse_progress(line) == Progress("sheet", 1.0, 0.0)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "UserWarning: something is old",
        "{",
        "[1, 2]",
        "null",
        '"sheet"',
        "12",
        '{"stage": "sheet"}',
        '{"fraction": 0.5}',
        '{"stage": "sheet", "fraction": null}',
        '{"stage": "sheet", "fraction": "half"}',
    ],
)
def test_other_lines_are_no_progress(line: str) -> None:
    assert parse_progress(line) is None


def test_finished_where_the_model_is_there(tmp_path: Path) -> None:
    (tmp_path / "model.glb").write_bytes(b"glTF")
    told = {
        "asset": str(tmp_path),
        "model": str(tmp_path / "model.glb"),
        "seed": 2**63,
        "seconds": 34.5,
        "more": 1,
    }
    assert parse_result(json.dumps(told), 0, []) == Finished(tmp_path, tmp_path / "model.glb", 2**63, 34.5)


def test_notes_of_the_engine_are_read(tmp_path: Path) -> None:
    (tmp_path / "model.glb").write_bytes(b"glTF")
    told = {"asset": str(tmp_path), "model": str(tmp_path / "model.glb"), "seed": 1, "notes": ["a", "b"]}
    result = parse_result(json.dumps(told), 0, [])
    assert isinstance(result, Finished)
    assert result.notes == ("a", "b")


def test_finished_without_a_model_is_a_failure(tmp_path: Path) -> None:
    told = {"asset": str(tmp_path), "model": str(tmp_path / "model.glb"), "seed": 1, "seconds": 1}
    result = parse_result(json.dumps(told), 0, [])
    assert isinstance(result, Failed)
    assert result.code == "engine-answer"
    assert str(tmp_path / "model.glb") in result.message


def test_model_outside_its_asset_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "model.glb").write_bytes(b"glTF")
    told = {"asset": str(tmp_path / "asset"), "model": str(tmp_path / "model.glb"), "seed": 1, "seconds": 1}
    result = parse_result(json.dumps(told), 0, [])
    assert isinstance(result, Failed)
    assert result.code == "engine-answer"


def test_answer_that_lacks_a_field_is_a_failure() -> None:
    result = parse_result('{"asset": "/a"}', 0, [])
    assert isinstance(result, Failed)
    assert (result.code, "'model'" in result.message) == ("engine-answer", True)


def test_error_is_told_in_the_engines_own_words() -> None:
    error = {
        "code": "prompt",
        "message": "the prompt is empty",
        "hint": "say what to make",
        "exit_status": 10,
    }
    result = parse_result(json.dumps({"error": error}), 10, ["chatter"])
    assert result == Failed("prompt", "the prompt is empty", "say what to make")
    assert str(result) == "The prompt is empty. Say what to make"


@pytest.mark.parametrize(
    ("stdout", "exit_status", "ended"),
    [
        ("", 1, "exit status 1"),
        ("", -9, "signal 9"),
        ("half {", 0, "exit status 0"),
        ("[]", 0, "exit status 0"),
    ],
)
def test_silent_end_shows_the_last_words(stdout: str, exit_status: int, ended: str) -> None:
    result = parse_result(stdout, exit_status, ["Traceback", "MemoryError: no more", "  ", ""])
    assert isinstance(result, Failed)
    assert result.code == "engine-crash"
    assert result.message == f"the engine ended with {ended} and no result: MemoryError: no more"


def test_result_with_a_bad_exit_status_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "model.glb").write_bytes(b"glTF")
    told = {"asset": str(tmp_path), "model": str(tmp_path / "model.glb"), "seed": 1, "seconds": 1}
    result = parse_result(json.dumps(told), 1, [])
    assert isinstance(result, Failed)
    assert result.code == "engine-crash"
