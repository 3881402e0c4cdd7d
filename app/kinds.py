"""Tells what the procedural road can build: the kinds, and the dials, parts and words of one."""

from __future__ import annotations

import difflib
from typing import Any

from core.errors import VocabularyError
from threed.procedural import KINDS
from threed.procedural.dials import Dial
from threed.procedural.shape import build_shape

_JSON_TYPES = {"number": "number", "count": "integer", "choice": "string", "flag": "boolean"}


def find_kind(name: str) -> str:
    """Return the key of a kind, by its name or a synonym.

    Raises:
        VocabularyError: there is none of the name.
    """
    told = name.strip().lower()
    for key, kind in KINDS.items():
        if told in (key, *kind.synonyms):
            return key
    near = difflib.get_close_matches(told, KINDS, n=1)
    hint = f"did you mean {near[0]}?" if near else "see propsmith kinds"
    raise VocabularyError(f'no kind of prop is called "{name}"', hint)


def list_dials(kind: str) -> dict[str, Dial]:
    """Return the dials of a kind by name, with the values that seed 0 draws."""
    return dict(build_shape(kind).dials)


def kinds_record() -> list[dict[str, Any]]:
    """Return the kinds for --json."""
    return [
        {"kind": name, "synonyms": list(kind.synonyms), "size_m": kind.size_m, "parts": list(kind.parts)}
        for name, kind in KINDS.items()
    ]


def kinds_text() -> str:
    """Return the kinds as a table."""
    rows = [(name, f"{kind.size_m:g} m", ", ".join(kind.synonyms)) for name, kind in sorted(KINDS.items())]
    return "\n".join(
        [*_table(("kind", "usual size", "also called"), rows), "", "more of one: propsmith kinds KIND"]
    )


def kind_schema(name: str) -> dict[str, Any]:
    """Return the JSON schema (2020-12) of a kind's dials."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "type": "object",
        "properties": {dial.name: _dial_schema(dial) for dial in list_dials(name).values()},
        "additionalProperties": False,
    }


def kind_text(name: str) -> str:
    """Return a kind's dials, parts and words as tables."""
    kind = KINDS[name]
    dials = [(dial.name, _usual(dial), _limits(dial), dial.help) for dial in list_dials(name).values()]
    parts = [(part, ", ".join(made.surfaces), ", ".join(made.words)) for part, made in kind.parts.items()]
    words = [
        (word, ", ".join(f"{k}={_say(v)}" for k, v in sets.items())) for word, sets in kind.words.items()
    ]
    blocks = [
        [
            f"{name}: usually {kind.size_m:g} m"
            + (f"; also {', '.join(kind.synonyms)}" if kind.synonyms else "")
        ],
        _table(("dial", "a seed draws", "may be set to", ""), dials),
        _table(("part", "made of", "also called"), parts),
        _table(("word", "sets"), words) if words else [],
        [f'example: propsmith prop "a {name}" --set {_example(list_dials(name))}'],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _dial_schema(dial: Dial) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _JSON_TYPES[dial.type], "description": dial.help}
    if dial.low is not None:
        schema |= {"minimum": dial.low, "maximum": dial.high}
    if dial.usual is not None:
        schema["usual"] = list(dial.usual)
    if dial.unit:
        schema["unit"] = dial.unit
    if dial.options:
        schema["enum"] = list(dial.options)
    return schema


def _usual(dial: Dial) -> str:
    if dial.usual is None:
        return ", ".join(dial.options) or "yes, no"
    low, high = dial.usual
    return f"{low:g}" if low == high else f"{low:g} to {high:g} {dial.unit}".rstrip()


def _limits(dial: Dial) -> str:
    return "" if dial.low is None else f"{dial.low:g} to {dial.high:g} {dial.unit}".rstrip()


def _say(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _example(dials: dict[str, Dial]) -> str:
    dial = next((d for d in dials.values() if d.type == "count"), next(iter(dials.values())))
    return f"{dial.name}={_say(round(dial.value, 3) if isinstance(dial.value, float) else dial.value)}"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)
    ]
    return [line.rstrip() for line in (lines[0], "  ".join("-" * width for width in widths), *lines[1:])]
