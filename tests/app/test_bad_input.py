"""Everything a user can do wrong with a prop or a picture: one line, its own status, nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest


def check(answer: subprocess.CompletedProcess[str], status: int, line: str) -> None:
    """An error of the app's own, to the letter."""
    assert answer.stderr == f"propsmith: error: {line}\n"
    assert (answer.returncode, answer.stdout) == (status, "")


def check_words(answer: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    """An error of core's, whose letters its own tests pin: one line with a hint and what matters in it."""
    assert (answer.returncode, answer.stdout) == (status, ""), answer.stderr
    (line,) = answer.stderr.splitlines()
    assert line.startswith("propsmith: error: ")
    assert "; " in line
    assert [word for word in words if word not in line] == [], line


@pytest.mark.parametrize("command_name", ["prop", "image"])
def test_an_empty_prompt(propsmith, work, pocket_form, command_name):
    check_words(propsmith(command_name, "  ", "--model", pocket_form), 10, "prompt is empty")
    assert list(work.iterdir()) == []


def test_a_prompt_of_ten_thousand_characters(propsmith, work, pocket_form):
    check_words(propsmith("prop", "red " * 2500, "--model", pocket_form), 10, "1,000", "9,999")
    assert list(work.iterdir()) == []


def test_a_prompt_without_a_prop(propsmith, work, pocket_form):
    answer = propsmith("prop", "a crimson zorgon", "--model", pocket_form)

    line = (
        'the prompt names no prop that this model knows, expected one, got "a crimson zorgon"; '
        "name one, such as barrel, chest, mug, rock, axe, lamp, table, cactus"
    )
    check(answer, 11, line)
    assert list(work.iterdir()) == []


@pytest.mark.parametrize("command_name", ["prop", "image"])
def test_two_props_in_one_prompt(propsmith, work, pocket_form, command_name):
    answer = propsmith(command_name, "a mug on a table", "--model", pocket_form)

    check(answer, 11, "the prompt names 2 props (mug, table), expected one; make them one at a time")
    assert list(work.iterdir()) == []


@pytest.mark.parametrize("seed", ["-1", str(2**63), "1" + "0" * 40])
def test_a_seed_out_of_range(propsmith, work, pocket_form, seed):
    answer = propsmith("prop", "a barrel", "--seed", seed, "--model", pocket_form)
    check_words(answer, 12, seed, str(2**63 - 1))
    assert list(work.iterdir()) == []


def test_a_model_nobody_knows(propsmith, work):
    check_words(propsmith("prop", "a barrel", "--model", "pockett"), 13, '"pockett"', '"pocket"')
    assert list(work.iterdir()) == []


def test_a_missing_file_of_a_model(propsmith, work, tmp_path, pocket_form):
    model = shutil.copytree(pocket_form, tmp_path / "model")
    weights = model / "unet" / "diffusion_pytorch_model.safetensors"
    weights.unlink()
    check_words(propsmith("prop", "a barrel", "--model", model), 14, f"{weights} is missing")
    assert list(work.iterdir()) == []


def test_a_file_of_a_model_cut_off(propsmith, work, tmp_path, pocket_form):
    model = shutil.copytree(pocket_form, tmp_path / "model")
    weights = model / "vae" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    check_words(propsmith("prop", "a barrel", "--model", model), 14, str(weights))
    assert list(work.iterdir()) == []


def test_pickled_weights(propsmith, work, tmp_path, pocket_form):
    model = shutil.copytree(pocket_form, tmp_path / "model")
    weights = model / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    answer = propsmith("prop", "a barrel", "--model", model)
    check_words(answer, 15, str(weights.with_suffix(".bin")), "pickle")
    assert list(work.iterdir()) == []


def test_no_network(propsmith, work):
    answer = propsmith("image", "a barrel", "--model", "nobody/nothing", "--progress", "none")
    check_words(answer, 16, "nobody/nothing")
    assert list(work.iterdir()) == []


def test_an_output_below_a_file(propsmith, work, pocket_form):
    (work / "notes.txt").write_text("mine")
    answer = propsmith("prop", "a barrel", "--model", pocket_form, "--out", "notes.txt/barrel")

    line = "notes.txt/barrel cannot be written: Not a directory; choose an --out that you may write to"
    check(answer, 17, line)
    assert (work / "notes.txt").read_text() == "mine"


def test_an_output_that_is_a_file(propsmith, work, pocket_form):
    (work / "notes.txt").write_text("mine")
    answer = propsmith("prop", "a barrel", "--model", pocket_form, "--out", "notes.txt")

    check(answer, 17, "notes.txt is a file or a link, expected a folder; choose another --out")
    assert (work / "notes.txt").read_text() == "mine"


def test_an_output_that_is_somebody_elses(propsmith, work, pocket_form):
    (work / "thesis").mkdir()
    (work / "thesis" / "chapter.txt").write_text("mine")
    answer = propsmith("prop", "a barrel", "--model", pocket_form, "--out", "thesis")

    check(answer, 17, "thesis is there already and is not a Propsmith asset; choose another --out")
    assert (work / "thesis" / "chapter.txt").read_text() == "mine"


def test_a_picture_that_is_somebody_elses(propsmith, work, pocket_form):
    (work / "holiday.png").write_bytes(b"mine")
    answer = propsmith("image", "a barrel", "--model", pocket_form, "--out", "holiday.png")

    check(answer, 17, "holiday.png is there already and was not made by Propsmith; choose another --out")
    assert (work / "holiday.png").read_bytes() == b"mine"


def test_an_output_on_a_read_only_disk(work, environment, command, pocket_form):
    """A read-only mount, which root cannot write either; in a mount namespace of its own."""
    in_namespace(work, environment)
    script = 'mount -t tmpfs -o ro tmpfs "$1"; shift; exec "$@"'
    (work / "disk").mkdir()
    arguments = ["prop", "a barrel", "--model", str(pocket_form), "--out", "disk/barrel"]
    answer = run_in_namespace(script, [str(work / "disk"), *command, *arguments], work, environment)

    line = "disk/barrel cannot be written: Read-only file system; choose an --out that you may write to"
    check(answer, 17, line)


def test_a_disk_that_is_too_small(work, environment, command, pocket_form):
    in_namespace(work, environment)
    script = 'mount -t tmpfs -o size=4m tmpfs "$1"; shift; "$@"; status=$?; ls -A disk; exit $status'
    (work / "disk").mkdir()
    arguments = [
        "prop",
        "a barrel",
        "--model",
        str(pocket_form),
        "--out",
        "disk/barrel",
        "--texture-size",
        "256",
    ]
    answer = run_in_namespace(script, [str(work / "disk"), *command, *arguments], work, environment)

    line = "disk/barrel needs about 9 MB, 4 MB are free; free some space, or choose an --out on another disk"
    check(answer, 18, line)


def test_a_disk_that_fills_up_meanwhile(work, environment, command, pocket_form):
    """Room enough when the run begins; then somebody else takes it."""
    in_namespace(work, environment)
    script = """
        mount -t tmpfs -o size=6m tmpfs "$1"; shift
        "$@" 2> said &
        until grep -q sampling said; do sleep 0.05; done
        dd if=/dev/zero of=disk/filler bs=64k 2> /dev/null
        wait $!; status=$?
        ls -A disk
        exit $status
    """
    (work / "disk").mkdir()
    arguments = ["image", "a barrel", "--model", str(pocket_form), "--out", "disk/barrel.png"]
    # many steps: the disk is full long before the picture is there
    waiting = ["--steps", "150", "--progress", "plain"]
    answer = run_in_namespace(script, [str(work / "disk"), *command, *arguments, *waiting], work, environment)

    assert answer.returncode == 18, answer.stderr
    assert (work / "said").read_text().splitlines()[-1] == (
        "propsmith: error: no room left while writing disk/barrel.png: No space left on device; "
        "free some space, or choose an --out on another disk"
    )
    assert answer.stdout == "filler\n"


def test_a_device_that_is_not_there(propsmith, work, pocket_form):
    arguments = ["prop", "a barrel", "--model", pocket_form, "--device", "tpu", "--progress", "none"]
    check_words(propsmith(*arguments), 19, '"tpu"', "cpu")
    assert list(work.iterdir()) == []


def test_a_recipe_that_is_none(propsmith, work):
    (work / "recipe.json").write_text(json.dumps({"format": 99, "kind": "prop"}))
    answer = propsmith("prop", "--recipe", "recipe.json")

    line = "recipe.json: expected a recipe of format 1, got 99; use the version of Propsmith that wrote it"
    check(answer, 23, line)


def in_namespace(work: Path, environment: dict[str, str]) -> None:
    """Skip where nobody may mount a file system: neither root nor a user in a namespace of their own."""
    (work / "probe").mkdir()
    answer = run_in_namespace('mount -t tmpfs tmpfs "$1"', [str(work / "probe")], work, environment)
    (work / "probe").rmdir()
    if answer.returncode:
        pytest.skip(f"this system lets nobody mount a file system: {answer.stderr.strip()}")


def run_in_namespace(
    script: str, arguments: list[str], work: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    if shutil.which("unshare") is None:
        pytest.skip("mount namespaces are Linux's; there is no unshare here")
    who = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    return subprocess.run(
        ["unshare", *who, "--mount", "sh", "-c", script, "sh", *arguments],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
