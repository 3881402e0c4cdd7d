"""The stand-in engine as a command, and the extension installed in a Blender of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
EXTENSION = HERE.parents[1] / "blender_addon"


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """An executable that behaves like the engine; see stand_in_engine.py."""
    command = tmp_path / "engine" / "bin" / "propsmith"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\n"{sys.executable}" "{HERE / "stand_in_engine.py"}" "$@"\n')
    command.chmod(0o755)
    return command


@pytest.fixture
def in_blender(tmp_path: Path, stand_in: Path) -> Callable[..., dict]:
    """Run one function of headless.py in a process with bpy and the extension, and return what it returns.

    bpy stays out of the test process: it can be imported once only and takes the process along when it falls.
    """
    resources = tmp_path / "resources"
    installed = resources / "extensions" / "user_default" / "propsmith"
    shutil.copytree(EXTENSION, installed, ignore=shutil.ignore_patterns("__pycache__"))

    def run(act: str, **environment: str) -> dict:
        answer = tmp_path / "answer.json"
        done = subprocess.run(
            [sys.executable, str(HERE / "headless.py"), act, str(answer)],
            env={
                **os.environ,
                "BLENDER_USER_RESOURCES": str(resources),
                "PROPSMITH": str(stand_in),
                **environment,
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(answer.read_text())

    return run
