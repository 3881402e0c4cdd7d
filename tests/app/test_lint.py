"""The house's own rules, checked with the tools that pre-commit runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.lint


@pytest.mark.parametrize(
    "tool",
    [
        ["ruff", "check", "--output-format", "concise"],
        ["ruff", "format", "--check"],
        ["lint-imports", "--no-cache"],
        ["pyright", "--pythonpath", sys.executable],
    ],
    ids=lambda tool: " ".join(tool[:2]),
)
def test_rules_hold(tool):
    answer = subprocess.run(
        [str(Path(sys.executable).parent / tool[0]), *tool[1:]], cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
