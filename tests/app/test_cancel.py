"""Ctrl-C and SIGTERM in the middle of the work: an answer at once, and nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from app.asset import ASSET_FILES


@pytest.fixture(scope="session")
def slow_model(tmp_path_factory: pytest.TempPathFactory, pocket_form: Path) -> Path:
    """The tiny model, asked for so many steps that there is time to interrupt it."""
    model = shutil.copytree(pocket_form, tmp_path_factory.mktemp("slow") / "model")
    sidecar = json.loads((model / "propsmith.json").read_text())
    sidecar["defaults"]["steps"] = 1000
    (model / "propsmith.json").write_text(json.dumps(sidecar))
    return model


def interrupt(
    process: subprocess.Popen[str], stage: str, number: signal.Signals
) -> tuple[list[str], str, float]:
    """Send a signal once a stage is told of; return the rest of stderr, stdout and the seconds it took."""
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["stage"] == stage:
            break
    else:
        pytest.fail(f"the run ended before {stage}")
    sent = time.monotonic()
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=120)
    return stderr.splitlines(), stdout, time.monotonic() - sent


@pytest.mark.parametrize(
    ("command_name", "stage", "number", "status"),
    [
        ("prop", "sheet", signal.SIGINT, 130),
        ("prop", "start", signal.SIGINT, 130),
        ("image", "sampling", signal.SIGTERM, 143),
    ],
)
def test_a_signal_ends_it_and_leaves_nothing(
    work, environment, command, slow_model, command_name, stage, number, status
):
    arguments = ["a red barrel", "--model", str(slow_model), "--json", "--progress", "json"]
    process = subprocess.Popen(
        [*command, command_name, *arguments],
        cwd=work,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines, stdout, seconds = interrupt(process, stage, number)

    assert process.returncode == status
    assert lines[-1] == "propsmith: error: cancelled; nothing half made is left"
    assert json.loads(stdout) == {
        "error": {
            "code": "cancelled",
            "message": "cancelled",
            "hint": "nothing half made is left",
            "exit_status": status,
        }
    }
    assert os.listdir(work) == []
    assert seconds < 30  # a step or an import; the machine may be busy


def test_an_older_asset_outlives_a_cancelled_newer_one(work, environment, command, slow_model):
    for name in ASSET_FILES:
        (work / "barrel" / name).parent.mkdir(parents=True, exist_ok=True)
        (work / "barrel" / name).write_text("older")
    arguments = ["prop", "a red barrel", "--model", str(slow_model), "--out", "barrel", "--progress", "json"]
    process = subprocess.Popen(
        [*command, *arguments], cwd=work, env=environment, stderr=subprocess.PIPE, text=True
    )
    interrupt(process, "sheet", signal.SIGTERM)

    assert process.returncode == 143
    assert os.listdir(work) == ["barrel"]
    assert {(work / "barrel" / name).read_text() for name in ASSET_FILES} == {"older"}
