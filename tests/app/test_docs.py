"""What the documents say is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import core.errors
from app.cli import COMMANDS
from app.options import new_parser
from core.errors import PropsmithError

ROOT = Path(__file__).resolve().parents[2]


def error_classes() -> list[type[PropsmithError]]:
    found = [kind for kind in vars(core.errors).values() if isinstance(kind, type)]
    return [kind for kind in found if issubclass(kind, PropsmithError) and kind is not PropsmithError]


def test_the_table_of_errors_is_that_of_the_code():
    meanings = dict(re.findall(r"^[├└]── (\w+) +\d+ +\d+ +(.+)$", core.errors.__doc__, re.MULTILINE))
    rows = [
        f"| {kind.code} | {kind.exit_status} | {kind.http_status} | {meanings[kind.__name__]} |"
        for kind in error_classes()
    ]
    table = re.findall(
        r"^\| [a-z-]+ \| \d+ \| \d+ \| .+ \|$", (ROOT / "docs" / "errors.md").read_text(), re.M
    )
    assert table == rows


def test_every_error_has_a_code_and_a_status_of_its_own():
    kinds = error_classes()
    assert len({kind.code for kind in kinds}) == len({kind.exit_status for kind in kinds}) == len(kinds)


def test_commands_in_the_documents_exist_with_their_flags():
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    lines = [
        line for page in documents for line in re.findall(r"uv run propsmith ([^#`|\n]*)", page.read_text())
    ]
    assert lines
    for line in lines:
        name, *rest = line.split()
        assert name in COMMANDS, line
        flags = new_parser(COMMANDS[name].settings, "propsmith")._option_string_actions
        assert [word for word in rest if word.startswith("--") and word not in flags] == [], line


def test_links_between_the_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_places_that_contributing_names_exist():
    named = re.findall(
        r"`((?:app|core|threed|training|tests|docs|blender_addon|benchmarks)/[\w./]*)`",
        (ROOT / "CONTRIBUTING.md").read_text(),
    )
    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_ci_runs_the_command_of_the_readme():
    """With the README's own words; a stand-in for pip and uv says what it was asked for."""
    readme = (ROOT / "README.md").read_text()
    commands = re.findall(r"^pip install uv && uv run .*pytest -n 2$", readme, re.M)
    assert len(set(commands)) == 1, "README.md needs one test command, alone on its line"


@pytest.mark.parametrize("copies", [0, 2])
def test_ci_refuses_a_readme_without_one_test_command(tmp_path, copies):
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_bytes((ROOT / ".ci" / "run").read_bytes())
    lines = [f"pip install uv && uv run --group test{i} pytest\n" for i in range(copies)]
    (tmp_path / "README.md").write_text("".join(lines))
    answer = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True)

    assert answer.returncode == 1
    assert f"found {copies}" in answer.stderr


def test_ci_runs_the_line_as_it_stands(tmp_path):
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_bytes((ROOT / ".ci" / "run").read_bytes())
    (tmp_path / "README.md").write_text("```sh\npip install uv && uv run --group test pytest -n 2\n```\n")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("pip", "uv"):
        (tools / tool).write_text(
            f'#!/bin/sh\necho {tool} "$@" >> "{tmp_path}/said"\n[ {tool} = pip ] || exit 7\n'
        )
        (tools / tool).chmod(0o755)
    answer = subprocess.run(
        ["bash", ".ci/run"],
        cwd=tmp_path,
        env={"PATH": f"{tools}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 7
    assert (tmp_path / "said").read_text() == "pip install uv\nuv run --group test pytest -n 2\n"
