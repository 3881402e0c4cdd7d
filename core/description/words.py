"""The words of a sentence: how it is split, measures and numbers taken out, and what each can mean."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from core.description.description import Colour
from core.description.sizes import AXES, NUMBERS, UNITS, Measure
from core.prompts.tokens import singulars, spellings, split

ENGLISH = Path(__file__).with_name("english.txt")


class Token(NamedTuple):
    """A piece of a sentence.

    Attributes:
        text: lower case.
        senses: of what is no word: a measure, a number, a colour in hex.
        joined: a hyphen ties it to the one before.
    """

    text: str
    senses: Mapping[str, Any]
    joined: bool


@dataclass
class Word:
    """A word or phrase, and all that it can mean.

    Attributes:
        said: by the user, in lower case.
        senses: kind of meaning → what it means.
        place, length: its tokens.
        joined: a hyphen ties it to the one before.
        quiet: it belongs to a name ("stone column"): what it does not say needs no note.
        note: that it was read as another.
    """

    said: str
    senses: Mapping[str, Any]
    place: int = 0
    length: int = 1
    joined: bool = False
    quiet: bool = False
    note: str = ""

    def means(self, *kinds: str) -> bool:
        """Tell whether it can mean one of some kinds of things."""
        return any(kind in self.senses for kind in kinds)


@dataclass
class Index:
    """Phrases and what they mean.

    Attributes:
        phrases: split into words → kind of meaning → what it means.
        longest: first word of phrases → words in the longest of them.
    """

    phrases: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, text: str, meaning: Any) -> None:
        """Add a phrase; its first meaning of a kind stays."""
        phrase = split_phrase(text)
        if phrase:
            self.phrases.setdefault(phrase, {}).setdefault(kind, meaning)
            self.longest[phrase[0]] = max(self.longest.get(phrase[0], 0), len(phrase))


@functools.lru_cache(maxsize=8192)
def split_phrase(text: str) -> tuple[str, ...]:
    """Split a phrase into lower-case words."""
    return tuple(split(text.replace("_", " ")))


def split_sentence(text: str) -> list[Token]:
    """Split a sentence into words, breaks, measures, numbers and colours."""
    text = re.sub(r"n['’]t\b", " not", text)
    tokens: list[Token] = []
    at = 0
    for found in _SPECIAL.finditer(text):
        _add_words(tokens, text[at : found.start()])
        tokens.append(Token(found[0].strip().lower(), _read_special(found), False))
        at = found.end()
    _add_words(tokens, text[at:])
    return tokens


def _add_words(tokens: list[Token], text: str) -> None:
    # dashes with spaces around them part phrases, hyphens tie words
    for number, piece in enumerate(re.split(r"(?<=\w)-(?=\w)", re.sub(r"\s[-–—]+\s", ", ", text))):
        for place, word in enumerate(split(piece)):
            tokens.append(Token(word, {}, bool(tokens) and number > 0 and place == 0))


def _read_special(found: re.Match[str]) -> Mapping[str, Any]:
    if found["hex"]:
        from core.description.colours import read_hex

        return {"colour": read_hex(found["hex"])}
    if found["percent"]:
        return {"degree": min(_number(found["percent"]) / 100, 1.0)}
    if found["unit"] or found["feet"]:
        if found["feet"]:
            metres = 0.3048 * float(found["feet"]) + 0.0254 * float(found["inches"])
        else:
            said = found["amount"].lower().strip()
            metres = _number(said) * UNITS[_UNIT_SIGNS.get(found["unit"].lower(), found["unit"].lower())]
        axis = (found["axis"] or found["after"] or "").lower().split()
        return {
            "measure": Measure(-metres if found["minus"] else metres, AXES[axis[-1]] if axis else "size_m")
        }
    return {"number": _number(found["number"])}


def _number(said: str) -> float:
    """Return the number that digits or words say: "1.5", "1,5", "two", "half a", "two and a half"."""
    total = 0.0
    for piece in re.split(r"\s+and\s+", re.sub(r"[\s-]+", " ", said.strip())):
        if re.fullmatch(r"\d+([.,]\d+)?", piece):
            total += float(piece.replace(",", "."))
        elif "half" in piece or "quarter" in piece:
            total += 0.5 if "half" in piece else 0.25
        else:
            total += NUMBERS.get(piece, 1.0)
    return total


_UNIT_SIGNS = {'"': "inch", "″": "inch", "'": "foot", "′": "foot"}
_LONG_UNITS = "|".join(sorted((unit for unit in UNITS if len(unit) > 2), key=len, reverse=True))
_AXIS = r"tall|high|wide|broad|across|deep|long|in\s+(?:height|width|length|diameter|depth)"
_SAID_NUMBER = "|".join(word for word, number in NUMBERS.items() if 1 <= number <= 20)
_SPECIAL = re.compile(
    rf"""
    (?P<hex>\#(?:[0-9a-f]{{6}}|[0-9a-f]{{3}})(?![0-9a-z]))
    | (?P<percent>\d+(?:[.,]\d+)?)\s*(?:%|percent\b|per\s+cent\b)
    | (?:\b(?P<axis>height|width|length|depth|diameter)\s*(?:of|is|:|=)?\s*(?:about\s+)?)?
      (?:
        (?<!\w)(?P<feet>\d+)\s*['’′]\s*(?P<inches>\d+)\s*["”″]
        | (?<![\w.])(?P<minus>(?<!\S)-)?
          (?P<amount>
            \d+(?:[.,]\d+)?(?:\s+and\s+a\s+half)?
            (?=[\s-]*(?:km|cm|mm|dm|m|ft|yd|["″'′]|in(?=\s+(?:{_AXIS})|\b\s*$)|{_LONG_UNITS})(?!\w))
            | \b(?:half\s+an?|a\s+quarter\s+of\s+an?|(?:{_SAID_NUMBER})(?:\s+and\s+a\s+half)?)
            (?=[\s-]+(?:{_LONG_UNITS})\b)
            # "a foot stool" has no size
            | \ban?(?=[\s-]+(?:\w*met(?:re|er)|(?:{_LONG_UNITS})[\s-]+(?:{_AXIS}))\b)
          )
          [\s-]*(?P<unit>km|cm|mm|dm|m|ft|yd|in|["″'′]|{_LONG_UNITS})(?!\w)
      )
      (?:[\s-]*(?P<after>{_AXIS})\b)?
    | (?<![\w\#])(?P<number>\d+(?:[.,]\d+)?)(?![\w])
    """,
    re.IGNORECASE | re.VERBOSE,
)


def read_words(tokens: Sequence[Token], indexes: Sequence[Index], names: Mapping[int, Word]) -> list[Word]:
    """Read tokens as the longest phrases that are known; what is not known has no senses.

    Args:
        tokens: from split_sentence.
        indexes: what is known; where two know a phrase, a meaning is the first's.
        names: place of a token → the word that begins there, whatever the indexes say.
    """
    words, at = [], 0
    while at < len(tokens):
        if at in names:
            word = names[at]
        elif tokens[at].senses:
            word = Word(tokens[at].text, tokens[at].senses, at, 1, tokens[at].joined)
        else:
            end = min((place for place in names if place > at), default=len(tokens))
            length, senses = _match(tokens, at, end, indexes)
            said = " ".join(token.text for token in tokens[at : at + length])
            word = Word(said, senses, at, length, tokens[at].joined)
        words.append(word)
        at += word.length
    return words


def _match(
    tokens: Sequence[Token], at: int, end: int, indexes: Sequence[Index]
) -> tuple[int, Mapping[str, Any]]:
    """Find the longest phrase that begins at a token: its length, 1 at least, and all that it can mean."""
    exact = _exact_forms(tokens[at].text)
    singular = _singular_forms(tokens[at].text)
    longest = max(
        (index.longest.get(form, 0) for index in indexes for form in (*exact, *singular)), default=0
    )
    for length in range(min(longest, end - at), 0, -1):
        pieces = tokens[at : at + length]
        if any(piece.senses for piece in pieces):
            continue
        # only the last word of a phrase is a plural
        before = [_exact_forms(piece.text) for piece in pieces[:-1]]
        senses = _look_up(itertools.product(*before, _exact_forms(pieces[-1].text)), indexes, None)
        plural = _look_up(itertools.product(*before, _singular_forms(pieces[-1].text)), indexes, COUNTABLE)
        senses = {**plural, **senses}
        if senses:
            return length, senses
    return 1, {}


def _look_up(
    phrases: Iterable[tuple[str, ...]], indexes: Sequence[Index], kinds: frozenset[str] | None
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for phrase in phrases:
        for index in indexes:
            for kind, meaning in index.phrases.get(phrase, {}).items():
                if kinds is None or kind in kinds:
                    found.setdefault(kind, meaning)
    return found


@functools.lru_cache(maxsize=8192)
def _exact_forms(token: str) -> tuple[str, ...]:
    return tuple(spellings(token))


@functools.lru_cache(maxsize=8192)
def _singular_forms(token: str) -> tuple[str, ...]:
    return tuple(singulars(token))


#: meanings that a plural has, too
COUNTABLE = frozenset(("kind", "sort", "part", "count", "weather_noun", "pattern", "thing"))


def nearest_spelling(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that another is a misspelling of: a letter wrong, two of a long word; or None.

    English words are not misspelt ones: a horse is no house.
    """
    # three letters wrong of five is another word
    if len(word) < SHORTEST or not word.isalpha() or word in _english():
        return None
    most = 2 if len(word) >= LONG else 1
    best, found = most + 1, None
    for other in known:
        if other[:1] == word[0] and len(other) >= SHORTEST and abs(len(other) - len(word)) <= most:
            distance = _edits(word, other, best - 1)
            # of four letters one may be missing, or two swapped: "tint" is not "tiny"
            short = len(word) == SHORTEST and len(other) <= SHORTEST and sorted(word) != sorted(other)
            if distance < best and not short:
                best, found = distance, other
    return found


#: letters of the shortest word that is taken for misspelt, and of one that may have two letters wrong
SHORTEST, LONG = 4, 8


@functools.cache
def _english() -> frozenset[str]:
    """Return the English words that the encoder of training.lexicon knows whole, of four letters or more."""
    return frozenset(ENGLISH.read_text(encoding="utf-8").split())


def _edits(a: str, b: str, most: int) -> int:
    """Return how many letters differ, swapped neighbours as one (Damerau, 1964); over `most`: most + 1."""
    if a == b:
        return 0
    if most <= 0:
        return most + 1
    before, row = [], list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def plain_colour(said: str) -> Colour:
    """Return the colour of a name that is known."""
    from core.description.colours import colour_names

    return Colour(said, colour_names()[split_phrase(said)])
