"""The command line as a user meets it: help, and every error's one line and exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("golden")

HEAVY = ("torch", "numpy", "diffusers", "transformers", "open3d", "rich", "PIL", "scipy", "trimesh", "psutil")


@pytest.mark.parametrize("name", ["propsmith", "propsmith prop", "propsmith image", "propsmith doctor"])
def test_help_is_pinned(propsmith, name):
    answer = propsmith(*name.split()[1:], "--help", COLUMNS="60")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == (GOLDEN / f"{name.replace(' ', '-')}.txt").read_text()


def test_no_arguments_show_the_help(propsmith):
    assert propsmith().stdout == (GOLDEN / "propsmith.txt").read_text()


def test_version(propsmith):
    assert propsmith("--version").stdout.startswith("propsmith 0.")


def test_help_imports_nothing_heavy():
    code = f"import app.cli, sys; app.cli.top_help(); print([n for n in {HEAVY} if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_help_answers_in_half_a_second(command, environment, work):
    """By the processor's clock, which other tests on the same machine do not slow down."""
    seconds = []
    for _ in range(2):  # the first run may have to compile
        before = os.times()
        subprocess.run([*command, "--help"], cwd=work, env=environment, check=True, capture_output=True)
        after = os.times()
        seconds.append(
            after.children_user - before.children_user + after.children_system - before.children_system
        )
    assert seconds[-1] < 0.5


USAGE = [
    (
        ["porp", "a barrel"],
        'unknown command "porp", expected one of prop, kinds, image, doctor; did you mean prop?',
    ),
    (["--sede", "4"], "unknown option --sede; a command comes first: propsmith COMMAND [options]"),
    (
        ["prop"],
        'PROMPT is missing; say what to make: propsmith prop "a red wooden barrel"',
    ),
    (["image"], "PROMPT is missing; see propsmith image --help"),
    (
        ["prop", "a", "red", "barrel"],
        'unexpected "red"; put the prompt in quotes: propsmith prop "a red barrel"',
    ),
    (["prop", "a barrel", "--sede", "4"], "unknown option --sede; did you mean --seed?"),
    (["prop", "a barrel", "--triangle=4"], "unknown option --triangle; did you mean --triangles?"),
    (
        ["prop", "a barrel", "--seed", "four"],
        '--seed: expected a whole number, got "four"; see propsmith prop --help',
    ),
    (["prop", "a barrel", "--seed"], "--seed: expected one argument; see propsmith prop --help"),
    (
        ["prop", "a barrel", "--quality", "best"],
        '--quality: expected one of draft, standard, high, got "best"; see propsmith prop --help',
    ),
    (
        ["prop", "a barrel", "--triangles", "3"],
        "--triangles: expected 100 to 1,000,000, got 3; leave it out to take the default",
    ),
    (
        ["prop", "a barrel", "--size-m", "nan"],
        "--size-m: expected 0.001 to 1,000, got nan; leave it out to take the default",
    ),
    (
        ["prop", "a barrel", "--texture-size", "1000"],
        "--texture-size: expected a power of two, got 1000; try 1024",
    ),
    (
        ["image", "a barrel", "--out", "barrel.jpg"],
        '--out: expected a name that ends in .png, got "barrel.jpg"; try barrel.png',
    ),
    (
        ["image", "a barrel", "--width", "104"],
        (
            "pocket-form makes pictures of 16 px, got a width of 104; "
            "leave the width out, or choose another model"
        ),
    ),
    (
        ["image", "a barrel", "--sheet", "--width", "64"],
        "--sheet has a size of its own; leave --width and --height out",
    ),
    (["doctor", "me"], 'unexpected "me"; see propsmith doctor --help'),
]


@pytest.mark.parametrize(("arguments", "line"), USAGE, ids=[" ".join(a) for a, _ in USAGE])
def test_wrong_usage_is_one_line_and_status_2(propsmith, work, pocket_form, arguments, line):
    if arguments[0] in ("prop", "image") and len(arguments) > 1:
        arguments = [*arguments, f"--model={pocket_form}"]
    answer = propsmith(*arguments)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"propsmith: error: {line}\n"
    assert list(work.iterdir()) == []


def test_an_error_is_an_object_on_stdout_too(propsmith):
    answer = propsmith("prop", "a barrel", "--json", "--triangle", "9")

    assert answer.returncode == 2
    assert answer.stderr == "propsmith: error: unknown option --triangle; did you mean --triangles?\n"
    assert json.loads(answer.stdout) == {
        "error": {
            "code": "usage",
            "message": "unknown option --triangle",
            "hint": "did you mean --triangles?",
            "exit_status": 2,
        }
    }


def test_what_is_read_otherwise_is_told_before_the_work_and_in_the_record(propsmith, pocket_form):
    prompt = "a crimson zorgon mug"
    answer = propsmith("image", prompt, "--model", pocket_form, "--json", "--progress", "json")

    assert answer.returncode == 0, answer.stderr
    first, second, third, *_ = answer.stderr.splitlines()
    assert first == 'propsmith: note: "crimson" is read as "red"'
    assert second == 'propsmith: note: "zorgon" is not known and left out'
    assert json.loads(third)["stage"] == "start"
    assert json.loads(answer.stdout)["notes"] == [
        '"crimson" is read as "red"',
        '"zorgon" is not known and left out',
    ]


def test_a_mistake_of_ours_is_one_line_with_a_log(tmp_path, environment):
    code = "import sys, app.cli; app.cli.COMMANDS = 7; sys.exit(app.cli.main(['prop']))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 70
    (log,) = tmp_path.glob("propsmith-crash-*.log")
    assert answer.stderr == (
        "propsmith: error: this is a mistake of Propsmith's: "
        f"TypeError: argument of type 'int' is not iterable; please report it with {log}\n"
    )
    assert "Traceback" in log.read_text()
    assert "in _run" in log.read_text()


def test_a_reader_that_goes_away_ends_it_quietly(command, environment, work):
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*command, "--help"], cwd=work, env=environment, stdout=writing, stderr=subprocess.PIPE
    )
    os.close(reading)
    os.close(writing)
    _, stderr = process.communicate(timeout=60)

    assert (process.returncode, stderr) == (141, b"")
