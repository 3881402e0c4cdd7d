"""Reads a description in JSON entry by entry; errors name the file, the place and what was expected."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BrokenModelError


@dataclass(frozen=True)
class JsonNode:
    """A table in a JSON file that knows its place there, for the errors.

    Every reader raises BrokenModelError, which says where in the file what was expected.

    Attributes:
        value: the table, or whatever else stands there.
        file: it is of.
        where: in the file: keys joined by dots, "" for the whole of it.
    """

    value: Any
    file: Path
    where: str = ""

    def error(self, key: str, expected: str, got: object) -> BrokenModelError:
        """Return the error of an entry that is not what it should be."""
        place = f"{self.where}.{key}".strip(".")
        return BrokenModelError(
            f"{self.file}: {place}: expected {expected}, got {json.dumps(got)}",
            "restore the file or fetch the model again",
        )

    def has(self, key: str) -> bool:
        """Tell whether an entry is there and not null."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def get(self, key: str, kind: type) -> Any:
        """Read an entry of one of the types in JSON_NAMES."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        # True is an int to Python, not to a reader of JSON
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, JSON_NAMES[kind], value)
        return value

    def node(self, key: str) -> JsonNode:
        """Read an entry that is a table."""
        return JsonNode(self.get(key, dict), self.file, f"{self.where}.{key}".strip("."))

    def nodes(self) -> list[tuple[str, JsonNode]]:
        """Read every entry of a table of tables, with its key."""
        return [(key, self.node(key)) for key in self.value]

    def number(self, key: str, low: float, high: float) -> float:
        """Read a number in a range."""
        value: Any = self.value.get(key) if isinstance(self.value, dict) else None
        if not _is_number(value, low, high):
            raise self.error(key, f"a number from {low:g} to {high:g}", value)
        return float(value)

    def numbers(self, key: str, count: int, low: float, high: float) -> tuple[float, ...]:
        """Read a list of so many numbers in a range."""
        values = self.get(key, list)
        if len(values) != count or not all(_is_number(value, low, high) for value in values):
            raise self.error(key, f"{count} numbers from {low:g} to {high:g}", values)
        return tuple(float(value) for value in values)

    def words(
        self, key: str, optional: bool = False, among: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Read a list of texts that are not empty, of some names only; () where it may be missing and is."""
        if optional and not self.has(key):
            return ()
        values = self.get(key, list)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, "a list of words", values)
        if among is not None and not {*values} <= {*among}:
            raise self.error(key, f"a list of some of {', '.join(among)}", values)
        return tuple(values)


def _is_number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


JSON_NAMES: dict[type, str] = {
    dict: "a table",
    list: "a list",
    str: "a text",
    int: "a whole number",
    bool: "true or false",
}
