from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import pytest

from app.cli import COMMANDS
from app.options import field_helps, read_options
from core.errors import UsageError


@dataclass(frozen=True)
class Settings:
    """Do something.

    Attributes:
        prompt: what to do
        out: where
        many: how many
        size_m: how large
        style: how
        loud: with noise
    """

    POSITIONAL: ClassVar[str] = "prompt"

    prompt: str
    out: Path | None = None
    many: int = 3
    size_m: float | None = None
    style: Literal["plain", "fancy"] | None = None
    loud: bool = False


def test_defaults_are_the_dataclass_own():
    assert read_options(Settings, "do", ["it"]) == Settings("it")


def test_every_kind_of_field_is_read():
    arguments = ["--out", "a/b", "--many=-4", "it", "--size-m", "1e-2", "--style", "fancy", "--loud"]
    assert read_options(Settings, "do", arguments) == Settings("it", Path("a/b"), -4, 0.01, "fancy", True)


@pytest.mark.parametrize("arguments", [["it", "--man", "4"], ["it", "--size_m", "1"]])
def test_flags_are_not_guessed(arguments):
    with pytest.raises(UsageError, match="unknown option"):
        read_options(Settings, "do", arguments)


def test_what_follows_two_dashes_is_no_flag():
    assert read_options(Settings, "do", ["--many", "5", "--", "--it"]) == Settings("--it", many=5)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_flag_has_its_help(command):
    settings = COMMANDS[command].settings
    assert list(field_helps(settings)) == [field.name for field in dataclasses.fields(settings)]
