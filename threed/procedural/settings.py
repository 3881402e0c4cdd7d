"""Reads values of dials from text, as a command line or a table gives them: "hoops=4", "ornate=yes"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.errors import DialError
from threed.procedural.dials import Dial, Value

_FLAGS = {
    "yes": True,
    "true": True,
    "on": True,
    "1": True,
    "no": False,
    "false": False,
    "off": False,
    "0": False,
}


def read_settings(texts: Iterable[str], kind: str, dials: Mapping[str, Dial]) -> dict[str, Value]:
    """Read settings of dials.

    Args:
        texts: "NAME=VALUE" each.
        kind: whose dials they are, for the errors.
        dials: of that kind, by name.

    Raises:
        DialError: no such dial, one set twice, or a value that is none of its type or out of its range.
    """
    settings: dict[str, Value] = {}
    for text in texts:
        name, equals, value = (piece.strip() for piece in text.partition("="))
        name = name.replace("-", "_").lower()
        if not equals or not name or not value:
            raise DialError(f'expected DIAL=VALUE, got "{text}"', f"the dials are in propsmith kinds {kind}")
        if name not in dials:
            raise DialError(
                f"a {kind} has no dial {name}",
                f"its dials are {', '.join(dials)}: see propsmith kinds {kind}",
            )
        if name in settings:
            raise DialError(f"dial {name} is set twice", "set it once")
        settings[name] = read_value(value, dials[name])
    return settings


def read_value(text: str, dial: Dial) -> Value:
    """Read the value of a dial.

    Raises:
        DialError: it is none of the dial's type, or out of its range.
    """
    if dial.type == "choice" and text in dial.options:
        return text
    if dial.type == "flag" and text.lower() in _FLAGS:
        return _FLAGS[text.lower()]
    if dial.type in ("number", "count"):
        number = _read_number(text.removesuffix(dial.unit).strip() if dial.unit else text)
        whole = number is not None and number.is_integer()
        if number is not None and (dial.type == "number" or whole):
            assert dial.low is not None
            assert dial.high is not None
            if dial.low <= number <= dial.high:
                return number if dial.type == "number" else int(number)
    raise DialError(f"dial {dial.name}: expected {expected_of(dial)}, got {text}", "choose such a value")


def expected_of(dial: Dial) -> str:
    """Say what values a dial takes."""
    if dial.type == "choice":
        return "one of " + ", ".join(dial.options)
    if dial.type == "flag":
        return "yes or no"
    noun = "a whole number" if dial.type == "count" else "a number"
    return f"{noun} of {dial.low:g} to {dial.high:g} {dial.unit}".rstrip()


def _read_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
