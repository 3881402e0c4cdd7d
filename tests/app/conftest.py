"""The real command in a process of its own, away from the user's caches and the network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

#: a port on which nobody listens: whatever goes there is refused at once
NO_NETWORK = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""}


@pytest.fixture(scope="session")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """What to put before the arguments, and the environment variables of a user with an empty home."""
    # a user's Python keeps the bytecode of what it imports: without it every start takes seconds longer
    others = ("HF_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    home = tmp_path_factory.mktemp("home")
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
    return [sys.executable, "-m", "app.cli"], kept | NO_NETWORK | own


@pytest.fixture
def environment(command_line: tuple[list[str], dict[str, str]]) -> dict[str, str]:
    """Environment variables of a user, without a network."""
    return command_line[1]


@pytest.fixture
def command(command_line: tuple[list[str], dict[str, str]]) -> list[str]:
    """What to put before the arguments."""
    return command_line[0]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that the command is run in."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def propsmith(
    work: Path, environment: dict[str, str], command: list[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run propsmith with arguments, in the folder `work`, and wait for it."""

    def run(*arguments: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *map(str, arguments)],
            cwd=work,
            env=environment | extra,
            capture_output=True,
            text=True,
            timeout=240,
        )

    return run
