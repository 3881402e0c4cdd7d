"""Where the engine is, and the environment it is started in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

#: Where a project folder or a virtual environment keeps its command.
_INSIDE_FOLDER = (
    ".venv/bin/propsmith",
    ".venv/Scripts/propsmith.exe",
    "bin/propsmith",
    "Scripts/propsmith.exe",
    "propsmith.exe",
)

#: Set by launchers and outer virtual environments; in the engine they would lead to the wrong Python.
_NOT_FOR_THE_ENGINE = ("VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__")

_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class EngineMissing(Exception):
    """No engine could be found.

    Args:
        message: where was looked and what was there.
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def find_engine(preference: str, environment: Mapping[str, str], home: Path) -> Path:
    """Find the `propsmith` command.

    Looks, in this order, at the preference, the variable PROPSMITH, PATH, and ~/.local/bin, where `uv tool`
    and pipx put commands and which a desktop launcher seldom has on its PATH. A preference or a variable that
    is set but wrong is an error rather than passed over: the artist meant that one.

    Args:
        preference: path of the command, of a project folder or of a virtual environment; empty for none.
        environment: of Blender, usually os.environ.
        home: the user's home folder.

    Returns:
        An executable file.

    Raises:
        EngineMissing: with a hint.
    """
    if preference:
        return _command_at(Path(preference).expanduser(), "the preferences")
    if environment.get("PROPSMITH"):
        return _command_at(Path(environment["PROPSMITH"]).expanduser(), "the variable PROPSMITH")
    on_path = shutil.which("propsmith", path=environment.get("PATH", ""))
    if on_path:
        return Path(on_path)
    in_home = home / ".local" / "bin" / "propsmith"
    if _is_command(in_home):
        return in_home
    raise EngineMissing(
        "the Propsmith engine was not found on PATH, in ~/.local/bin or in the variable PROPSMITH",
        "Choose Propsmith's folder or its command in the extension's preferences",
    )


def engine_environment(
    environment: Mapping[str, str], blender_folder: Path | None, online: bool
) -> dict[str, str]:
    """Return Blender's environment without what is meant for Blender's own Python and libraries.

    Args:
        environment: of Blender, usually os.environ.
        blender_folder: where Blender's executable lies; library paths below it are left out. None where
            Blender is a module of another Python.
        online: False makes the engine keep to models that are already on this machine.

    Returns:
        A new environment. The engine writes UTF-8 and does not hold its lines back.
    """
    cleaned = {
        name: value
        for name, value in environment.items()
        if not name.startswith("PYTHON") and name not in _NOT_FOR_THE_ENGINE
    }
    for name in _LIBRARY_PATHS:
        if name in cleaned and blender_folder is not None:
            kept = [p for p in cleaned[name].split(os.pathsep) if not _lies_below(p, blender_folder)]
            cleaned[name] = os.pathsep.join(kept)
    cleaned["PYTHONUTF8"] = "1"
    cleaned["PYTHONUNBUFFERED"] = "1"
    if not online:
        cleaned["HF_HUB_OFFLINE"] = "1"
    return cleaned


def _command_at(path: Path, source: str) -> Path:
    if _is_command(path):
        return path
    if path.is_dir():
        for inside in _INSIDE_FOLDER:
            if _is_command(path / inside):
                return path / inside
        raise EngineMissing(
            f"{source} names {path}, but there is no propsmith command in that folder",
            "Set the engine up there: `pip install uv && uv run propsmith doctor`",
        )
    found = "it may not be executed" if path.exists() else "nothing is there"
    raise EngineMissing(
        f"{source} names {path}, but {found}",
        "Choose Propsmith's folder or its command in the extension's preferences",
    )


def _is_command(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _lies_below(path: str, folder: Path) -> bool:
    return bool(path) and Path(path).is_relative_to(folder)
