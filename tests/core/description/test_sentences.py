"""Sixty sentences, each as a reader of English understands it; written before anything could read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.description.description import Colour, Description, Look
from core.description.reader import read_description
from core.errors import ContradictionError, DialError, SizeError, VocabularyError

SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text())

ERRORS = {
    "contradiction": ContradictionError,
    "dial": DialError,
    "size": SizeError,
    "vocabulary": VocabularyError,
}
#: what words for amounts mean, from and up to
AMOUNTS = {
    "none": (0, 0),
    "slight": (0.05, 0.39),
    "some": (0.4, 0.69),
    "half": (0.5, 0.5),
    "strong": (0.7, 0.99),
    "full": (1, 1),
}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["said"])
def test_sentence(kinds, sentence):
    if "error" in sentence:
        with pytest.raises(ERRORS[sentence["error"]]) as caught:
            read_description(sentence["said"], kinds)
        assert all(name in str(caught.value) for name in sentence.get("names", ()))
        assert not any(name in str(caught.value) for name in sentence.get("never", ()))
        return
    description = read_description(sentence["said"], kinds)
    expected = dict(sentence)
    assert description.text == expected.pop("said")
    told = expected.pop("told", [])
    assert tell(description) == {
        **BLANK,
        **expected,
        "whole": _blank(expected.get("whole")),
        "parts": _parts(expected),
    }
    assert all(any(word in note for note in description.notes) for word in told)
    assert len(description.notes) <= len(told)


BLANK: dict[str, Any] = {
    "dials": {},
    "without": [],
    "broken": False,
    "size": "usual",
    "size_m": None,
} | dict.fromkeys(("height_m", "width_m", "depth_m"))


def tell(description: Description) -> dict[str, Any]:
    """Return a description as sentences.json would have it."""
    factor = description.size_factor
    return {
        "kind": description.kind,
        "dials": dict(description.dials),
        "whole": _tell_look(description.whole),
        "parts": {name: _tell_look(look) for name, look in description.parts.items()},
        "without": list(description.without),
        "broken": description.broken,
        "size": "less" if factor < 1 else "more" if factor > 1 else "usual",
        **{axis: getattr(description, axis) for axis in ("size_m", "height_m", "width_m", "depth_m")},
    }


def _tell_look(look: Look) -> dict[str, Any]:
    told = _blank({name: getattr(look, name) for name in Look.__dataclass_fields__})
    for name, value in told.items():
        if isinstance(value, tuple):
            told[name] = [one.said if isinstance(one, Colour) else one for one in value]
    told["weather"] = dict(told["weather"])
    return told


def _blank(look: dict[str, Any] | None) -> dict[str, Any]:
    lists = ("colours", "finishes", "not_colours", "not_materials", "not_finishes")
    blank = {"material": None, "shade": None, "pattern": None, "pattern_colour": None, "weather": {}} | {
        name: [] for name in lists
    }
    return _Look({**blank, **(look or {})})


def _parts(expected: dict[str, Any]) -> dict[str, Any]:
    return {name: _blank(look) for name, look in expected.get("parts", {}).items()}


class _Look(dict):
    """A look, whose amounts of weather are equal to words for them."""

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, dict)
        mine, others = dict(self), dict(other)
        weather, words = mine.pop("weather"), others.pop("weather")
        if any(isinstance(amount, str) for amount in weather.values()):
            weather, words = words, weather
        fits = weather.keys() == words.keys() and all(
            AMOUNTS[words[name]][0] <= amount <= AMOUNTS[words[name]][1] for name, amount in weather.items()
        )
        return fits and mine == others

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None
