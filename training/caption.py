"""Words for what a set shows: the many ways in which people ask for the same prop."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from core.models.pocket.vocabulary import COLOUR_SYNONYMS, DESIGNS, FINISHES
from training.props import CLASSES


@dataclass(frozen=True)
class Spec:
    """What a prompt asks for, by the vocabulary's names.

    Attributes:
        class_name: of training.props.CLASSES.
        colour: of COLOURS; None where it is not said.
        finish: of FINISHES; None where none is said.
        shape: shape words.
        part: a word of the class's parts and its colour; None where no part is said.
        design: which of the class's designs, from 1; None where it is not said.
    """

    class_name: str
    colour: str | None = None
    finish: str | None = None
    shape: tuple[str, ...] = ()
    part: tuple[str, str] | None = None
    design: int | None = None


def caption(rng: np.random.Generator, spec: Spec) -> str:
    """Say a spec in one of the grammar's many ways, in lower case."""
    noun = _either(rng, spec.class_name, CLASSES[spec.class_name].synonyms, 0.35)
    many = rng.random() < 0.04
    words = _Words(
        noun=pluralise(noun) if many else noun,
        colour=_either(rng, spec.colour, COLOUR_SYNONYMS[spec.colour], 0.3) if spec.colour else "",
        finish=_either(rng, spec.finish, FINISHES[spec.finish].synonyms, 0.5) if spec.finish else "",
        shape=" ".join(str(w) for w in rng.permutation(spec.shape)) if spec.shape else "",
        tail=_tail(rng, spec.part, many) if spec.part else "",
        many=many,
    )
    order = rng.choice(len(_ORDERS), p=_ORDER_SHARES)
    thing = _ORDERS[order](rng, words, spec)
    if rng.random() < 0.12:
        thing = f"{rng.choice(STYLE_WORDS)} {thing}"
    frame = str(rng.choice(FRAMES)) if rng.random() < 0.4 else str(rng.choice(PLAIN_FRAMES))
    text = (_for_many(frame) if many else frame).replace("{thing}", thing)
    if rng.random() < 0.1:
        text = text.replace("{a} ", "")
    return add_articles(text) + say_design(spec)


def say_design(spec: Spec) -> str:
    """Return what a caption ends with where it says which design it shows."""
    return f" {DESIGN_WORDS[spec.class_name][spec.design - 1]}" if spec.design else ""


@dataclass(frozen=True)
class _Words:
    noun: str
    colour: str
    finish: str
    shape: str
    tail: str
    many: bool


def _adjectives_first(rng: np.random.Generator, words: _Words, spec: Spec) -> str:
    """a tall red wooden barrel with black hoops"""
    surface = (words.colour, words.finish) if rng.random() < 0.55 else (words.finish, words.colour)
    front = (words.shape, *surface) if rng.random() < 0.8 else (*surface, words.shape)
    return _phrase(*front, words.noun, words.tail)


def _noun_first(rng: np.random.Generator, words: _Words, spec: Spec) -> str:
    """barrel, red, wooden"""
    said = [w for w in (words.colour, words.finish, words.shape) if w]
    return ", ".join([_phrase(words.noun, words.tail), *(str(w) for w in rng.permutation(said))])


def _colour_after(rng: np.random.Generator, words: _Words, spec: Spec) -> str:
    """a wooden barrel painted red"""
    is_ = "that are" if words.many else "that is"
    link = str(rng.choice(("in", "painted", "coloured", "of {a}", is_))) if words.colour else ""
    colour = f"{words.colour} colour" if link == "of {a}" else words.colour
    return _phrase(words.shape, words.finish, words.noun, link, colour, words.tail)


def _material_after(rng: np.random.Generator, words: _Words, spec: Spec) -> str:
    """a red barrel made of wood"""
    phrases = FINISH_PHRASES.get(spec.finish or "", ())
    if not phrases:
        return _adjectives_first(rng, words, spec)
    return _phrase(words.shape, words.colour, words.noun, str(rng.choice(phrases)), words.tail)


_ORDERS = (_adjectives_first, _noun_first, _colour_after, _material_after)
_ORDER_SHARES = (0.64, 0.1, 0.12, 0.14)


def _phrase(*words: str) -> str:
    """Join what is said; an unsaid word leaves no space, or one would stand before a comma."""
    return " ".join(word for word in words if word)


def _for_many(frame: str) -> str:
    """Take from a frame what stands before one thing alone: "a barrels", "one barrels"."""
    return frame.replace("{a} {thing}", "{thing}").replace("one {thing}", "some {thing}")


def _tail(rng: np.random.Generator, part: tuple[str, str], many: bool) -> str:
    word, colour = part
    colour_word = _either(rng, colour, COLOUR_SYNONYMS[colour], 0.15)
    article = "" if word.endswith("s") else "{a} "
    has = "that have" if many else "that has"
    link = str(rng.choice(("with", "with", "with", "and", has)))
    if link == "and" and not article:
        link = "with"
    return f"{link} {article}{colour_word} {word}"


def known_words() -> list[str]:
    """Every word that a caption can contain, sorted; of nouns the singular."""
    phrases = [*CLASSES, *FINISHES, *STYLE_WORDS, *FRAMES, *PLAIN_FRAMES, *COLOUR_SYNONYMS, "a an"]
    phrases += [s for c in CLASSES.values() for s in (*c.synonyms, *c.shapes, *c.parts)]
    phrases += [s for synonyms in COLOUR_SYNONYMS.values() for s in synonyms]
    phrases += [s for f in FINISHES.values() for s in f.synonyms]
    phrases += [s for texts in FINISH_PHRASES.values() for s in texts]
    phrases += ["in painted coloured of a colour that is are has have with and broken", *SHAPES]
    text = " ".join(phrases).replace("{thing}", " ").replace("{a}", " ").replace(",", " ")
    return sorted(set(text.split()))


def pluralise(noun: str) -> str:
    """Return the plural of a noun of the vocabulary."""
    if noun.endswith("craft"):
        return noun
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith(("s", "sh", "ch", "x", "z")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith("fe"):
        return noun[:-2] + "ves"
    if noun.endswith("lf"):
        return noun[:-1] + "ves"
    return noun + "s"


def _either(rng: np.random.Generator, word: str, synonyms: tuple[str, ...], chance: float) -> str:
    return str(rng.choice(synonyms)) if synonyms and rng.random() < chance else word


def add_articles(text: str) -> str:
    """Put "a" or "an" for each "{a}", by the sound that follows."""
    head, *rest = text.split("{a} ")
    return head + "".join(("an " if _AN.match(part) else "a ") + part for part in rest)


#: a vowel to the ear: a ukulele begins as a yacht does
_AN = re.compile("(?!ukulele)[aeiou]")


NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
#: class → a word for each design. A word of its own is learnt sooner than a number that means another thing
#: for each class.
DESIGN_WORDS = {
    name: tuple(name.replace(" ", "") + number for number in NUMBERS[:DESIGNS]) for name in CLASSES
}

#: shape words of every prop, beside those of its class
SHAPES = ("tall", "short", "wide", "thin", "broken")

FINISH_PHRASES: dict[str, tuple[str, ...]] = {
    "wooden": ("made of wood", "made out of wood", "of wood", "carved from wood"),
    "metal": ("made of metal", "made of steel", "made of iron"),
    "rusty": ("covered in rust", "full of rust"),
    "golden": ("made of gold", "of solid gold"),
    "stone": ("made of stone", "carved from stone"),
    "marble": ("made of marble", "carved from marble"),
    "glass": ("made of glass",),
    "fabric": ("made of fabric", "covered in cloth"),
    "leather": ("made of leather", "covered in leather"),
    "mossy": ("covered in moss", "overgrown with moss"),
    "snowy": ("covered in snow", "with snow on it"),
    "striped": ("with stripes", "with white stripes"),
    "dotted": ("with dots", "with polka dots"),
    "glossy": ("with a glossy finish",),
    "worn": ("with worn paint", "with chipped paint", "with peeling paint"),
}

#: adjectives that leave the prop as it is
STYLE_WORDS = (
    "cute", "fantasy", "medieval", "cartoon", "stylised", "stylized", "beautiful", "simple", "big", "small",
    "little", "large", "nice", "low poly", "game ready", "hand painted", "magic", "pretty",
)  # fmt: skip

PLAIN_FRAMES = ("{a} {thing}", "{a} {thing}", "{a} {thing}", "{thing}", "the {thing}")
FRAMES = (
    "{a} 3d render of {a} {thing}", "{a} {thing} on an empty background", "{thing}, game asset",
    "{a} photo of {a} {thing}", "{a} {thing} for a game", "{a} picture of {a} {thing}", "make me {a} {thing}",
    "i want {a} {thing}", "please make {a} {thing}", "{a} {thing} for my game", "{a} 3d model of {a} {thing}",
    "one {thing}", "my {thing}", "an image of {a} {thing}", "{a} prop of {a} {thing}", "some {thing}",
)  # fmt: skip
