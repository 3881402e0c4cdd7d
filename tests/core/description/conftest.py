from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.description.kind_words import DialWords, KindWords


@pytest.fixture(scope="session")
def kinds() -> dict[str, KindWords]:
    """The words for 73 kinds of props, as kinds.json has them."""
    table = json.loads(Path(__file__).with_name("kinds.json").read_text())
    return {name: _read_kind(name, entry) for name, entry in table.items()}


def _read_kind(name: str, entry: dict) -> KindWords:
    dials = tuple(DialWords(**{**dial, "options": tuple(dial.get("options", ()))}) for dial in entry["dials"])
    tuples = {key: {part: tuple(words) for part, words in entry[key].items()} for key in ("parts", "made")}
    return KindWords(
        name=name,
        size_m=entry["size_m"],
        synonyms=tuple(entry["synonyms"]),
        main=tuple(entry["main"]),
        words=entry["words"],
        list_dials=lambda: dials,
        stretches=entry["stretches"],
        **tuples,
    )
