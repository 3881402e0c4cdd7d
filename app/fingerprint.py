"""Remembers the hashes of models, so that gigabytes are not read again for every recipe."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from core.models.checkpoint import fingerprint_model


def remembered_fingerprint(model: Path, *, prefer_fp16: bool = False) -> str:
    """Hash a model's files, or recall the hash when no file has changed its size or time since.

    Args:
        model: its folder.
        prefer_fp16: of the half-precision weights where it has both, as it is loaded on a GPU.

    Returns:
        SHA-256, 64 hexadecimal digits; see core.models.checkpoint.fingerprint_model.

    Raises:
        BrokenModelError, UnsafeModelError, UnknownModelError: the folder does not hold a usable model.
    """
    half = "-fp16" if prefer_fp16 else ""
    memory = cache_folder() / "fingerprints" / f"{_state_of(model)}{half}.json"
    try:
        return json.loads(memory.read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there, or cut off by a crash of the machine
    fingerprint = fingerprint_model(model, prefer_fp16=prefer_fp16)
    _remember(memory, {"model": str(model), "sha256": fingerprint})
    return fingerprint


def cache_folder() -> Path:
    """Return where this user's programs keep what can be made again, Propsmith's part of it."""
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "propsmith"


def _state_of(model: Path) -> str:
    """Hash the names, sizes and times of a model's files: changes whenever one of them is written."""
    digest = hashlib.sha256(str(model.resolve()).encode())
    for file in sorted(path for path in model.rglob("*") if path.is_file()):
        stat = file.stat()
        digest.update(f"{file.relative_to(model)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:32]


def _remember(memory: Path, entry: dict[str, str]) -> None:
    aside = memory.with_suffix(f".{os.getpid()}")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(entry) + "\n", encoding="utf-8")
        os.replace(aside, memory)
    except OSError:
        # a home that is full or cannot be written costs the next run some seconds, and this one nothing
        if aside.is_file():
            aside.unlink()
