"""Makes a command line out of a settings dataclass: a field is a flag, a line of the docstring its help.

argparse rather than tyro: tyro's import alone costs 0.1 s warm and 0.3 s on its first run, its errors are
boxes of several lines, and the hook to reword them is private. What is needed of it fits in this file.
"""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import re
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from core.errors import UsageError

Settings = TypeVar("Settings")

#: columns of the help text, whatever the terminal: it reads the same in the docs and in the tests
_WIDTH = 100


def read_options(settings: type[Settings], prog: str, arguments: Sequence[str]) -> Settings:
    """Read a command's arguments; `--help` prints its help and raises SystemExit(0).

    Args:
        settings: a dataclass of str, int, float, bool, Path and Literal fields, each perhaps "| None", and
            of tuple[str, ...], whose flag is given once for each. The field named by its POSITIONAL is given
            without a flag. Its docstring has a line "name: help" for each field.
        prog: what the command is called, for example "propsmith prop".
        arguments: what follows the command.

    Returns:
        An instance of the dataclass.

    Raises:
        UsageError: an unknown flag, a missing or a bad value.
    """
    parser = new_parser(settings, prog)
    namespace, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise _unknown_error(parser, namespace, unknown)
    told = vars(namespace)
    return settings(**{name: tuple(v) if isinstance(v, list) else v for name, v in told.items()})


def new_parser(settings: type, prog: str) -> argparse.ArgumentParser:
    """Make the parser of a settings dataclass; see read_options."""
    parser = _Parser(
        prog=prog,
        description=summary(settings),
        usage=f"{prog} {_usage(settings)}[options]",
        allow_abbrev=False,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=30, width=_WIDTH),
    )
    helps, hints = field_helps(settings), get_type_hints(settings)
    for field in dataclasses.fields(settings):
        kind, default = _without_none(hints[field.name]), field.default
        keywords: dict[str, Any] = {"help": helps[field.name]}
        if default is not dataclasses.MISSING:
            keywords["default"] = default
        if get_origin(kind) is tuple:
            keywords |= {"type": str, "metavar": "NAME=VALUE", "action": "append", "default": []}
        elif kind is bool:
            keywords["action"] = "store_true"
        elif get_origin(kind) is Literal:
            keywords["choices"], keywords["metavar"] = get_args(kind), "|".join(get_args(kind))
        else:
            keywords["type"], keywords["metavar"] = _READERS[kind], _METAVARS[kind]
        if field.name == getattr(settings, "POSITIONAL", None):
            keywords["metavar"] = field.name.upper()
            if default is not dataclasses.MISSING:
                keywords["nargs"] = "?"
            parser.add_argument(field.name, **keywords)
        else:
            parser.add_argument("--" + field.name.replace("_", "-"), dest=field.name, **keywords)
    return parser


def summary(settings: type) -> str:
    """Return the first line of a settings class's docstring."""
    return (settings.__doc__ or "").strip().split("\n")[0]


def field_helps(settings: type) -> dict[str, str]:
    """Return the help of each field, from the Attributes section of the class's docstring."""
    _, _, section = (settings.__doc__ or "").partition("Attributes:\n")
    return dict(re.findall(r"^\s+(\w+): (.+)$", section, re.MULTILINE))


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are raised instead of printed."""

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"^argument (-\S+|[A-Z]+): ", r"\1: ", message)
        message = re.sub(r"^(\S+): invalid choice: '(.*)' \(choose from (.*)\)$", _wrong_choice, message)
        message = re.sub(r"^the following arguments are required: (.*)$", r"\1 is missing", message)
        raise UsageError(message, f"see {self.prog} --help")


def _wrong_choice(match: re.Match[str]) -> str:
    choices = match[3].replace("'", "")
    return f'{match[1]}: expected one of {choices}, got "{match[2]}"'


def _unknown_error(
    parser: argparse.ArgumentParser, namespace: argparse.Namespace, unknown: list[str]
) -> UsageError:
    flag = next((word for word in unknown if word.startswith("-")), None)
    if flag is None and not hasattr(namespace, "prompt"):
        return UsageError(f'unexpected "{unknown[0]}"', f"see {parser.prog} --help")
    if flag is None:
        given = [value for value in (namespace.prompt, *unknown) if value]
        prompt = " ".join(given)
        return UsageError(f'unexpected "{unknown[0]}"', f'put the prompt in quotes: {parser.prog} "{prompt}"')
    name = flag.partition("=")[0]
    known = [option for action in parser._actions for option in action.option_strings]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"see {parser.prog} --help"
    return UsageError(f"unknown option {name}", hint)


def _usage(settings: type) -> str:
    positional = getattr(settings, "POSITIONAL", None)
    return f'"{positional.upper()}" ' if positional else ""


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (types.UnionType, Union):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return hint


def _reader(kind: Callable[[str], Any], expected: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f'expected {expected}, got "{text}"') from None

    return read


_READERS: dict[type, Callable[[str], Any]] = {
    str: str,
    Path: Path,
    int: _reader(int, "a whole number"),
    float: _reader(float, "a number"),
}
_METAVARS: dict[type, str] = {str: "NAME", Path: "PATH", int: "N", float: "X"}
