"""Runs the Khronos glTF validator (npm package gltf-validator) on files, where node is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "gltf-validator"
VERSION = "2.0.0-dev.3.10"

_SCRIPT = """
const fs = require('fs'), validator = require(process.argv[1]), path = process.argv[2];
const beside = uri => require('path').join(require('path').dirname(path), decodeURIComponent(uri));
const read = async uri => new Uint8Array(await fs.promises.readFile(beside(uri)));
const options = {maxIssues: 1000, externalResourceFunction: read};
validator.validateBytes(new Uint8Array(fs.readFileSync(path)), options)
  .then(report => console.log(JSON.stringify(report)));
"""


@dataclass(frozen=True)
class ValidatorReport:
    """What the validator found.

    Attributes:
        errors, warnings, infos: how many.
        messages: one line each, "CODE at /pointer: text", the gravest first.
    """

    errors: int
    warnings: int
    infos: int
    messages: tuple[str, ...]


def validator_folder() -> Path:
    """Return the cache folder that the validator is installed into, one per version."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "propsmith" / f"{PACKAGE}-{VERSION}"


def install_validator() -> Path:
    """Install the pinned validator with npm, unless it is there, and return the folder of the package.

    Raises:
        FileNotFoundError: node or npm is not installed.
        RuntimeError: npm could not fetch the package.
    """
    missing = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    if missing:
        raise FileNotFoundError(f"{' and '.join(missing)} not found; install Node.js to validate glTF")
    package = validator_folder() / "node_modules" / PACKAGE
    if not (package / "package.json").is_file():
        validator_folder().mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(validator_folder())]
        done = subprocess.run([*command, f"{PACKAGE}@{VERSION}"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"npm could not install {PACKAGE}@{VERSION}: {done.stderr.strip()[-300:]}")
    return package


def validate_glb(path: Path, package: Path) -> ValidatorReport:
    """Validate one file.

    Args:
        path: of a GLB or glTF file.
        package: as install_validator returned it.

    Raises:
        RuntimeError: the validator itself failed.
    """
    done = subprocess.run(
        ["node", "-e", _SCRIPT, str(package), str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"glTF validator failed on {path.name}: {done.stderr.strip()[-300:]}")
    issues = json.loads(done.stdout)["issues"]
    found = sorted(issues["messages"], key=lambda message: message["severity"])
    return ValidatorReport(
        issues["numErrors"],
        issues["numWarnings"],
        issues["numInfos"],
        tuple(f"{m['code']} at {m.get('pointer', '/')}: {m['message']}" for m in found),
    )
