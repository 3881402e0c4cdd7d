"""Every phrase that a sentence can be made of, and what it means: English, kinds, one kind's parts."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence

from core.description import finishes, grammar, materials, sizes, weather
from core.description.colours import LEANINGS, OWN_SHADES, SHADES, colour_names
from core.description.description import Colour
from core.description.kind_words import DialWords, KindWords
from core.description.nouns import THINGS, near_nouns, sorts_of_kinds
from core.description.sizes import NUMBERS
from core.description.words import Index, split_phrase
from core.prompts.tokens import singulars


@functools.cache
def english() -> Index:
    """Index what is said of any kind of prop: looks, weather, sizes, and grammar.

    Meanings: "material", "near_material", "colour", "shade", "leaning", "finish", "unfinished", "pattern",
    "weather" (name, amount), "weather_noun", "degree", "broken", "whole", "size", "usual_size", "proportion"
    (up, across), "number", "shape", "thing"; of grammar "intro", "joint", "not", "article", "relative" and
    "skip".
    """
    index = Index()
    for name, material in materials.MATERIALS.items():
        for word in (name, *material.words):
            index.add("material", word, name)
    for name, material in materials.MATERIALS.items():
        for word in material.near:
            index.add("near_material", word, name)
    for phrase, srgb in colour_names().items():
        said = " ".join(phrase)
        index.add("colour", said, Colour(said, srgb))
    for kind, table in _WORDS.items():
        for meaning, words in table.items():
            for word in words:
                index.add(kind, word, meaning)
    for kind, table in _MEANINGS.items():
        for word, meaning in table.items():
            index.add(kind, word, meaning)
    # "tipped over" is one word, whether or not a kind knows it
    for group in (*grammar.SAME_SHAPE, *(words for pair in grammar.OPPOSITES for words in pair)):
        for word in group:
            if " " in word:
                index.add("shape", word, word)
    for thing in THINGS:
        index.add("thing", thing, thing)
    return index


_WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "finish": finishes.FINISHES,
    "pattern": finishes.PATTERNS,
    "intro": grammar.INTROS,
    "joint": grammar.JOINTS,
    "not": {"not": grammar.NEGATIONS},
    "article": {"article": grammar.ARTICLES},
    "relative": {"relative": grammar.RELATIVES},
    "skip": {"skip": grammar.SKIPPED},
    "broken": {"broken": weather.BROKEN},
    "whole": {"whole": weather.WHOLE},
    "usual_size": {"usual": sizes.USUAL_SIZE},
    "coloured": {"coloured": grammar.COLOURED},
}
_MEANINGS: Mapping[str, Mapping[str, object]] = {
    "shade": {word: word for word in (*SHADES, *OWN_SHADES)},
    "leaning": LEANINGS,
    "unfinished": finishes.UNFINISHED,
    "weather": weather.WEATHERED,
    "weather_noun": weather.WEATHER_NOUNS,
    "degree": weather.DEGREES,
    "cover": weather.COVERINGS,
    "size": sizes.SIZES,
    "proportion": sizes.PROPORTIONS,
    "number": sizes.NUMBERS,
    "covered": grammar.COVERED,
    "many": dict.fromkeys(grammar.MANY, "many"),
}


def index_kinds(kinds: Mapping[str, KindWords]) -> Index:
    """Index the names of kinds ("kind"), nouns for a sort of one ("sort"), and for what is near ("near")."""
    return _index_names(tuple((name, words.synonyms) for name, words in kinds.items()))


@functools.lru_cache(maxsize=4)
def _index_names(kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> Index:
    index, names = Index(), {name for name, _ in kinds}
    for name in names:
        index.add("kind", name, name)
    for name, synonyms in kinds:
        for synonym in synonyms:
            index.add("kind", synonym, name)
    for noun in near_nouns():
        index.add("near", noun, noun)
    for noun, meant in sorts_of_kinds().items():
        if {meant, meant.partition(" ")[2]} & names:
            index.add("sort", noun, meant)
    return index


def index_own(kind: KindWords, dials: Sequence[DialWords]) -> Index:
    """Index what is said of one kind only.

    Meanings: "part" (its name), "count" (a dial's), "dial" (dial → value), "edged" (a part: "red-roofed"),
    "less" (a part: "roofless"), "same" and "opposite" (another word for a shape, that the kind knows).
    """
    index = Index()
    for word, settings in kind.words.items():
        index.add("dial", word, dict(settings))
    options = Counter(option for dial in dials for option in dial.options)
    for dial in dials:
        for option in dial.options:
            # "glass" is no word for a bottle's stopper, but "brick" is one for a mill's walls
            looks = english().phrases.get(split_phrase(option), {}).keys() & {"material", "colour"}
            named = option in kind.parts or (looks and dial.name not in kind.main_parts)
            if options[option] == 1 and option not in NO_OPTION and not named and option not in NUMBERS:
                index.add("dial", option, {dial.name: option})
        if dial.type == "flag":
            index.add("dial", dial.name, {dial.name: True})
        elif dial.type == "count":
            index.add("count", dial.name, dial.name)
    # what a part is called comes before what it may be called
    named = [(name, name) for name in kind.parts]
    named += [(word, name) for name, words in kind.parts.items() for word in words]
    for word, name in named:
        index.add("part", word, name)
        for singular in _part_stems(word):
            index.add("part", singular, name)
            for edged in edged_forms(singular):
                index.add("edged", edged, name)
            index.add("less", f"{singular}less", name)
    for dial in dials:
        if dial.type == "count":
            for singular in _part_stems(dial.name):
                for edged in edged_forms(singular):
                    index.add("edged", edged, dial.name)
    for word, names in grammar.EDGES.items():
        part = next((part for part in kind.parts if part in names), None)
        index.add("edged", word, part or NO_PART)
    _add_likes(index)
    return index


#: what "iron-bound" is of where nothing of the kind can be
NO_PART = ""
#: options that are no word for a shape
NO_OPTION = frozenset(("none", "nothing", "plain", "other", "no"))


def _add_likes(index: Index) -> None:
    """Add the words for a shape that mean what a kind knows, or its opposite."""

    def known(words: Sequence[str]) -> str | None:
        return next((word for word in words if "dial" in index.phrases.get(split_phrase(word), {})), None)

    for group in grammar.SAME_SHAPE:
        meant = known(group)
        for word in group if meant else ():
            if known((word,)) is None:
                index.add("same", word, meant)
    for one, other in grammar.OPPOSITES:
        for words, others in ((one, other), (other, one)):
            meant = None if known(words) else known(others)
            for word in words if meant else ():
                index.add("opposite", word, meant)


def _part_stems(name: str) -> list[str]:
    """List the singulars of a part's name, or the name itself."""
    *before, last = split_phrase(name)
    return [" ".join((*before, stem)) for stem in (singulars(last) or [last])] if last else []


def edged_forms(word: str) -> list[str]:
    """List what a thing is that has a part: roofed, rimmed, storied."""
    forms = [
        f"{word}ed",
        f"{word}d" if word.endswith("e") else "",
        f"{word[:-1]}ied" if word.endswith("y") else "",
    ]
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in "aeiou" and word[-3] not in "aeiou":
        forms.append(f"{word}{word[-1]}ed")
    return [form for form in forms if form]
