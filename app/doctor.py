"""Tells what this machine can run, what is missing and how to mend it. Changes nothing but its own cache."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import psutil

from app.fingerprint import cache_folder
from core.errors import PropsmithError

State = Literal["ok", "warn", "fail"]

#: a prop at standard quality stays below this; see benchmarks/
NEEDED_MEMORY_BYTES = 4_000_000_000
NEEDED_DISK_BYTES = 500_000_000

#: packages of which a broken one stops `propsmith prop`, by the name that they are imported by
PACKAGES = (
    "torchvision",
    # these two import their parts when they are asked for: the parts that are used are looked at
    "diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion",
    "transformers.models.clip.modeling_clip",
    "xatlas",
    "trimesh",
    "manifold3d",
    "fast_simplification",
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: of the thing.
        state: ok; warn: something will be slower or not there; fail: props cannot be made.
        found: what is there.
        mend: what to do about it; empty where all is well.
    """

    name: str
    state: State
    found: str
    mend: str = ""


def examine_machine(online: bool = False) -> list[Finding]:
    """Look at everything that making props needs.

    Args:
        online: also try to reach the model hub, which is otherwise left alone.
    """
    findings = [finding for look in _LOOKS for finding in look()]
    return [*findings, _look_at_hub()] if online else findings


def findings_text(findings: list[Finding]) -> str:
    """Write findings for people, a line each, and below it how to mend what is amiss."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<4}  {finding.name:<{width}}  {finding.found}")
        if finding.mend:
            lines.append(f"{'':<4}  {'':<{width}}  → {finding.mend}")
    return "\n".join(lines)


def findings_record(findings: list[Finding]) -> dict:
    """Write findings for --json: {"ok": whether nothing failed, "findings": [...]}."""
    return {"ok": not has_failures(findings), "findings": [asdict(finding) for finding in findings]}


def has_failures(findings: list[Finding]) -> bool:
    """Tell whether anything stops props from being made."""
    return any(finding.state == "fail" for finding in findings)


def _look_at_python() -> Iterator[Finding]:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info[:2] == (3, 11):
        yield Finding("Python", "ok", found)
    else:
        yield Finding("Python", "fail", found, "Propsmith is made for Python 3.11: let uv fetch one")


def _look_at_memory() -> Iterator[Finding]:
    memory = psutil.virtual_memory()
    found = f"{memory.total / 1e9:.1f} GB, {memory.available / 1e9:.1f} GB free"
    if memory.available >= NEEDED_MEMORY_BYTES:
        yield Finding("memory", "ok", found)
    else:
        yield Finding("memory", "warn", found, "close other programs: a prop takes up to 4 GB")


def _look_at_disk() -> Iterator[Finding]:
    for name, folder in (("disk here", Path.cwd()), ("disk of the cache", _existing(cache_folder()))):
        free = shutil.disk_usage(folder).free
        found = f"{free / 1e9:.1f} GB free at {folder}"
        if not os.access(folder, os.W_OK):
            yield Finding(name, "warn", f"{folder} cannot be written", "give --out a folder that can")
        elif free < NEEDED_DISK_BYTES:
            yield Finding(name, "warn", found, "free some space: an asset takes up to 100 MB")
        else:
            yield Finding(name, "ok", found)


def _look_at_torch() -> Iterator[Finding]:
    failure = _import_failure("torch")
    if failure:
        yield Finding("torch", "fail", failure, "install Propsmith again")
        return
    import torch

    from core.device import choose_device, describe_device

    yield Finding("torch", "ok", torch.__version__)
    yield Finding("device", "ok", describe_device(choose_device()))


def _look_at_packages() -> Iterator[Finding]:
    failures = {name: _import_failure(name) for name in PACKAGES}
    broken = {name: failure for name, failure in failures.items() if failure}
    for name, failure in broken.items():
        yield Finding(name, "fail", failure, "install Propsmith again")
    if not broken:
        yield Finding("packages", "ok", ", ".join(name.partition(".")[0] for name in PACKAGES))


def _look_at_open3d() -> Iterator[Finding]:
    from threed.proximity import import_open3d

    try:
        open3d = import_open3d()
    except (ImportError, OSError) as error:
        mend = "its system library comes with the package libusb-package: install Propsmith again"
        yield Finding("open3d", "fail", _one_line(error), mend)
    else:
        yield Finding("open3d", "ok", f"{open3d.__version__}, ray casting by Embree")


def _look_at_models() -> Iterator[Finding]:
    from app.fingerprint import remembered_fingerprint
    from core.models.catalogue import CATALOGUE, resolve_model

    pocket = CATALOGUE["pocket"].path
    assert pocket is not None
    try:
        resolve_model("pocket")
        yield Finding("pocket model", "ok", f"whole, SHA-256 {remembered_fingerprint(pocket)[:16]}…")
    except PropsmithError as error:
        yield Finding("pocket model", "fail", error.message, error.hint)
    scorer = pocket.with_name("pocket-clip")
    if (scorer / "model.safetensors").is_file():
        yield Finding("pocket scorer", "ok", "there: the best of several sheets is taken")
    else:
        mend = "install Propsmith again; until then the first sheet is taken"
        yield Finding("pocket scorer", "warn", f"{scorer} is missing", mend)


def _look_at_blender() -> Iterator[Finding]:
    blender = shutil.which("blender")
    if blender is None:
        yield Finding("Blender", "warn", "not on the PATH", "only its extension needs it: 4.2 or newer")
        return
    try:
        said = subprocess.run(
            [blender, "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        yield Finding("Blender", "warn", _one_line(error), f"start {blender} by hand and see")
    else:
        yield Finding("Blender", "ok", f"{said.partition(chr(10))[0]} at {blender}")


def _look_at_scratch() -> Iterator[Finding]:
    folder = Path(tempfile.gettempdir())
    if os.access(folder, os.W_OK):
        yield Finding("temporary folder", "ok", str(folder))
    else:
        yield Finding("temporary folder", "warn", f"{folder} cannot be written", "set TMPDIR")


def _look_at_hub() -> Finding:
    from huggingface_hub import constants, get_session
    from huggingface_hub.errors import HTTPError, OfflineModeIsEnabled

    try:
        answer = get_session().head(constants.ENDPOINT, timeout=10)
    except (OSError, HTTPError, OfflineModeIsEnabled) as error:
        mend = "models of the hub need the network, or a cache they are in; the pocket model does not"
        return Finding("model hub", "warn", f"cannot be reached: {_one_line(error)}", mend)
    return Finding("model hub", "ok", f"answers with status {answer.status_code}")


def _import_failure(name: str) -> str | None:
    """Return why a package cannot be imported; None where it can."""
    try:
        importlib.import_module(name)
    # OSError: a shared library of its own is missing; the others: packages that do not fit each other
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        return _one_line(error)
    return None


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


_LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _look_at_python,
    _look_at_memory,
    _look_at_disk,
    _look_at_scratch,
    _look_at_torch,
    _look_at_packages,
    _look_at_open3d,
    _look_at_models,
    _look_at_blender,
)
