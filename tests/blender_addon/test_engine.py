"""The engine's process: a real child that speaks the protocol."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from blender_addon.engine import EngineProcess, prop_arguments
from blender_addon.wire import Cancelled, Event, Failed, Finished, Progress


def begin(stand_in: Path, folder: Path, behaviour: str, **environment: str) -> EngineProcess:
    arguments = prop_arguments("a red wooden barrel", out=folder / "asset", quality="draft", seed=7)
    return EngineProcess(
        [str(stand_in), *arguments], {**os.environ, "STAND_IN": behaviour, **environment}, folder
    )


def events_until(engine: EngineProcess, last: type | tuple[type, ...]) -> list[Event]:
    events: list[Event] = []
    deadline = time.monotonic() + 60
    while not (events and isinstance(events[-1], last)):
        assert time.monotonic() < deadline, events
        events += engine.poll()
        time.sleep(0.005)
    return events


END = (Finished, Failed, Cancelled)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_arguments_are_those_of_the_protocol(tmp_path: Path) -> None:
    assert prop_arguments("a red 'barrel' $HOME", out=tmp_path, quality="high", seed=2) == [
        "prop",
        "a red 'barrel' $HOME",
        "--out",
        str(tmp_path),
        "--quality",
        "high",
        "--seed",
        "2",
        "--progress",
        "json",
        "--json",
    ]


def test_run_tells_its_progress_in_order_and_ends_with_the_asset(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "success")
    *progress, result = events_until(engine, END)
    assert all(isinstance(event, Progress) for event in progress)
    overall = [event.overall for event in progress if isinstance(event, Progress)]
    assert overall == pytest.approx([step / 20 for step in range(1, 21)])
    assert result == Finished(tmp_path / "asset", tmp_path / "asset" / "model.glb", 7, 1.5)
    assert engine.poll() == []


def test_progress_arrives_while_the_engine_works(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "success", STAND_IN_STEP_S="0.05")
    first = events_until(engine, Progress)
    assert isinstance(first[-1], Progress)
    assert first[-1].overall < 1
    assert engine.running
    assert isinstance(events_until(engine, END)[-1], Finished)


def test_poll_never_waits(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "hang")
    began = time.perf_counter()
    for _ in range(1000):
        engine.poll()
    assert time.perf_counter() - began < 5, "an engine that says nothing for minutes holds nobody up"
    engine.stop()


def test_chatter_does_not_block_the_pipes(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "noisy")
    events = events_until(engine, END)
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(event, Progress) for event in events) == 20
    assert all(line.startswith("UserWarning") for line in engine.log)


def test_error_of_the_engine_arrives_as_it_is(stand_in: Path, tmp_path: Path) -> None:
    [result] = events_until(begin(stand_in, tmp_path, "error"), END)
    assert result == Failed(
        "vocabulary", "the pocket model was never taught the word 'wyvern'", "Nearest known word: 'lantern'"
    )


def test_crash_shows_the_last_line_and_keeps_the_traceback(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "crash")
    [result] = events_until(engine, END)
    assert isinstance(result, Failed)
    assert result.code == "engine-crash"
    assert result.message.endswith(
        "exit status 1 and no result: ModuleNotFoundError: No module named 'torch'"
    )
    assert engine.log[0] == "Traceback (most recent call last):"


def test_cancel_lets_the_engine_tidy_up(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "hang")
    events_until(engine, Progress)
    assert (tmp_path / "asset.partial").is_dir()
    engine.cancel()
    assert events_until(engine, END) == [Cancelled()]
    assert not (tmp_path / "asset.partial").exists()
    assert not is_alive(engine.pid)


def test_engine_that_will_not_leave_is_killed_with_its_children(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "stubborn")
    events_until(engine, Progress)
    child = int((tmp_path / "asset.partial" / "child.pid").read_text())
    assert is_alive(child)
    began = time.monotonic()
    engine.cancel(grace_s=0.3)
    assert events_until(engine, END) == [Cancelled()]
    assert time.monotonic() - began > 0.25
    assert not is_alive(engine.pid)
    assert not is_alive(child)


def test_stop_waits_until_the_engine_is_gone(stand_in: Path, tmp_path: Path) -> None:
    engine = begin(stand_in, tmp_path, "stubborn")
    events_until(engine, Progress)
    engine.stop(grace_s=0.2)
    assert not engine.running
    assert not is_alive(engine.pid)


def test_command_that_cannot_start_is_an_oserror(tmp_path: Path) -> None:
    (tmp_path / "propsmith").write_text("no program\n")
    (tmp_path / "propsmith").chmod(0o755)
    with pytest.raises(OSError, match="Exec format"):
        EngineProcess([str(tmp_path / "propsmith")], os.environ, tmp_path)
