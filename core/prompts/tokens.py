"""The words of prompts: how a text is split, what English makes of a word, every phrase of a vocabulary."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.models.sidecar import Vocabulary


class Term(NamedTuple):
    """One meaning of a phrase.

    Attributes:
        kind: "class", "colour", "finish", "part", "shape", or "word": taught, but without such a meaning.
        name: the vocabulary's name of it.
        text: as the model was taught to read it.
    """

    kind: str
    name: str
    text: str


#: The meanings of a phrase by their kind.
Senses = Mapping[str, Term]


@dataclass(frozen=True)
class Index:
    """Every phrase of a vocabulary.

    Attributes:
        phrases: what a phrase, split into words, can mean.
        words: every word in one of them.
    """

    phrases: Mapping[tuple[str, ...], Senses]
    words: frozenset[str]

    @property
    def longest(self) -> int:
        """Words in the longest phrase."""
        return max(map(len, self.phrases), default=1)


def index_vocabulary(vocabulary: Vocabulary) -> Index:
    """List every word and phrase of a vocabulary; what is a name of one thing is no synonym of another."""
    phrases: dict[tuple[str, ...], dict[str, Term]] = {}

    def add(kind: str, name: str, text: str, said: str | None = None) -> None:
        phrase = tuple(split(said or text))
        if phrase:
            phrases.setdefault(phrase, {}).setdefault(kind, Term(kind, name, text))

    for word in vocabulary.words:
        add("word", word, word)
    tables = (("class", vocabulary.classes), ("colour", vocabulary.colours), ("finish", vocabulary.finishes))
    for kind, table in tables:
        for name in table:
            add(kind, name, name)
        for name, entry in table.items():
            for synonym in entry.synonyms:
                add(kind, name, synonym)
    for name, texts in vocabulary.phrases.items():
        for text in texts:
            add("finish", name, text)
            # "made of gold" and "with polka dots" tell of gold and polka dots, too
            add("finish", name, re.sub(r"^.*?\b(of|in|from|with) (an? )?", "", text))
    for shape in (*vocabulary.shapes, *(s for c in vocabulary.classes.values() for s in c.shapes)):
        add("shape", shape, shape)
    parts = [part for entry in vocabulary.classes.values() for part in entry.parts]
    for part, said in (*zip(parts, parts, strict=True), *((p, s) for p in parts for s in singulars(p))):
        add("part", part, part, said)
    return Index(phrases, frozenset(word for phrase in phrases for word in phrase))


def split(text: str) -> list[str]:
    """Split a text into lower-case words and breaks; possessives lose their ending, hyphens part words."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = re.sub(r"'s?(?!\w)", "", text)
    return re.findall(r"[^\W_]+|[,.;:!?()/&+]", text)


def split_numbers(text: str) -> tuple[str, list[int]]:
    """Part a text from the numbers in it that name something: "a red barrel #2"."""
    return re.sub(r"#\s*\d+", " ", text), [int(number) for number in re.findall(r"#\s*(\d+)", text)]


def spellings(word: str) -> list[str]:
    """List a word and its other English spelling."""
    return [word, *SPELLINGS.get(word, ())]


def singulars(word: str) -> list[str]:
    """List what a word may be the plural of."""
    return [
        form.removesuffix(ending) + singular
        for form in spellings(word)
        for ending, singular in PLURALS
        if form.endswith(ending) and len(form) > len(ending) + 1
    ]


def forms(word: str) -> list[str]:
    """List what an English word may be a spelling or the plural of, itself first."""
    return [*spellings(word), *singulars(word)]


def match(tokens: list[str], index: Index) -> tuple[int, Senses]:
    """Find the longest phrase that tokens begin with.

    Returns:
        How many tokens it has, and all that it can mean: of a plural ("woods", "glasses") only what can be
        counted. 0 and nothing where no phrase begins so.
    """
    for length in range(min(index.longest, len(tokens)), 0, -1):
        senses: dict[str, Term] = {}
        exact = [[f for f in spellings(token) if f in index.words] for token in tokens[:length]]
        for phrase in itertools.product(*exact):
            senses = {**index.phrases.get(phrase, {}), **senses}
        every = [[f for f in forms(token) if f in index.words] for token in tokens[:length]]
        for phrase in itertools.product(*every):
            found = index.phrases.get(phrase, {})
            senses = {**{k: t for k, t in found.items() if k not in ("colour", "finish")}, **senses}
        if senses:
            return length, senses
    return 0, {}


BREAKS = frozenset(",.;:!?()/&+")

#: they tell what a prop has: what follows them is a part, or a pattern on it
HAVING = frozenset(("with", "has", "have", "having", "whose", "featuring"))
#: they tell what a prop is for, or filled with: what follows them is another thing, which is not made
CONTENTS = frozenset(("of", "for", "from", "like", "containing"))
_PREPOSITIONS = (
    "without on in at by and or near under beside inside behind before over onto into to around between "
    "through"
)
#: where one noun phrase ends and another begins
NOUN_PHRASE_ENDS = HAVING | CONTENTS | frozenset(_PREPOSITIONS.split())

_SMALL_WORDS = (
    "a an the this that these those some any my your our his her its their it he she they i you we me us "
    "please make create generate build draw render give show want need would could can will let get like is "
    "are be am was which what prop props just very really so too also made out built crafted full"
)
#: grammar and polite requests: they say nothing of the prop, so that no model need be taught them
FUNCTION_WORDS = NOUN_PHRASE_ENDS | frozenset(_SMALL_WORDS.split())

_SPELLING_PAIRS = (
    ("grey", "gray"),
    ("greyish", "grayish"),
    ("colour", "color"),
    ("coloured", "colored"),
    ("colourful", "colorful"),
    ("armour", "armor"),
    ("centre", "center"),
    ("aluminium", "aluminum"),
    ("axe", "ax"),
    ("mouldy", "moldy"),
    ("stylised", "stylized"),
    ("storey", "story"),
)
SPELLINGS = {a: (b,) for pair in _SPELLING_PAIRS for a, b in (pair, pair[::-1])}

PLURALS = (("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("i", "us"), ("men", "man"))
