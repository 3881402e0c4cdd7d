"""Extension and engine fit together: the real command line, where no model is needed for it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from app.options import read_options
from app.settings import PropSettings
from blender_addon.discovery import engine_environment
from blender_addon.engine import EngineProcess, prop_arguments
from blender_addon.wire import Failed


def test_command_line_understands_every_argument(tmp_path: Path) -> None:
    command, *arguments = prop_arguments(
        "a red wooden barrel", out=tmp_path / "asset", quality="high", seed=7
    )
    assert command == "prop"
    assert read_options(PropSettings, "propsmith prop", arguments) == PropSettings(
        prompt="a red wooden barrel",
        out=tmp_path / "asset",
        quality="high",
        seed=7,
        progress="json",
        json=True,
    )


def test_error_of_the_real_engine_reaches_the_artist(tmp_path: Path) -> None:
    arguments = prop_arguments(" ", out=tmp_path / "asset", quality="draft", seed=0)
    environment = engine_environment(os.environ, None, online=False)
    engine = EngineProcess([sys.executable, "-m", "app.cli", *arguments], environment, tmp_path)
    events = []
    deadline = time.monotonic() + 60
    while not events:
        assert time.monotonic() < deadline
        events = engine.poll()
        time.sleep(0.01)
    [failure] = events
    assert isinstance(failure, Failed)
    assert failure.code == "prompt"
    assert failure.hint
    assert list(tmp_path.iterdir()) == []
