"""Captions say all of a spec and no more, in words that the vocabulary lists."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS, FINISHES
from training.caption import (
    FINISH_PHRASES,
    FRAMES,
    PLAIN_FRAMES,
    SHAPES,
    STYLE_WORDS,
    Spec,
    add_articles,
    caption,
    known_words,
    pluralise,
)
from training.props import CLASSES
from training.props.prop import MAIN

NOUNS = {name: (name, *entry.synonyms) for name, entry in CLASSES.items()}
WORDS_OF_COLOUR = {name: (name, *COLOUR_SYNONYMS[name]) for name in COLOURS}
WORDS_OF_FINISH = {
    name: (name, *finish.synonyms, *FINISH_PHRASES.get(name, ())) for name, finish in FINISHES.items()
}
#: phrase, in words → what it names
MEANINGS = {
    tuple(phrase.split()): (kind, name)
    for kind, table in (("finish", WORDS_OF_FINISH), ("colour", WORDS_OF_COLOUR), ("class", NOUNS))
    for name, phrases in table.items()
    for phrase in (*phrases, *(map(pluralise, phrases) if kind == "class" else ()))
}
LONGEST = max(map(len, MEANINGS))


def read(text):
    """Return the (kind, name) that a text names in their order, reading the longest phrase that fits."""
    words, found, place = text.replace(",", " , ").split(), [], 0
    while place < len(words):
        for length in range(LONGEST, 0, -1):
            phrase = tuple(words[place : place + length])
            if len(phrase) == length and phrase in MEANINGS:
                found.append(MEANINGS[phrase])
                place += length
                break
        else:
            place += 1
    return found


@st.composite
def specs(draw):
    """Any spec that training can draw: gold has no other colour, and a part another than the whole."""
    name = draw(st.sampled_from(list(CLASSES)))
    finish = draw(st.none() | st.sampled_from(list(FINISHES)))
    colours = st.none() | st.sampled_from(list(COLOURS))
    colour = None if finish == "golden" else draw(colours)
    known = (*CLASSES[name].shapes, *SHAPES)
    shape = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
    part = None
    parts = [word for word, slot in CLASSES[name].parts.items() if (finish, slot) != ("golden", MAIN)]
    if parts and draw(st.booleans()):
        others = [c for c in COLOURS if c != colour]
        part = draw(st.sampled_from(parts)), draw(st.sampled_from(others))
    return Spec(name, colour, finish, tuple(shape), part)


SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=400, deadline=None)
@given(SEEDS, specs())
def test_a_caption_says_its_wish_and_no_more(seed, spec):
    text = caption(np.random.default_rng(seed), spec)
    named = read(text)
    colours = [name for kind, name in named if kind == "colour"]
    assert sorted(colours) == sorted(c for c in (spec.colour, spec.part and spec.part[1]) if c), text
    assert ("class", spec.class_name) in named, text
    padded = f" {text.replace(',', ' ')} "
    if spec.finish:
        assert any(f" {phrase} " in padded for phrase in WORDS_OF_FINISH[spec.finish]), text
    else:
        # "glass" is a part of lamps, too
        allowed = {"glass"} if spec.part and spec.part[0] == "glass" else set()
        assert {name for kind, name in named if kind == "finish"} == allowed, text
    for word in spec.shape:
        assert f" {word} " in padded, text
    if spec.part:
        word, colour = spec.part
        assert any(f" {said} {word} " in padded for said in WORDS_OF_COLOUR[colour]), text


@settings(max_examples=400, deadline=None)
@given(SEEDS, specs())
def test_a_caption_is_well_formed(seed, spec):
    text = caption(np.random.default_rng(seed), spec)
    assert text == caption(np.random.default_rng(seed), spec)
    assert text == text.lower() == " ".join(text.split())
    assert not set(text) & set("{}")
    words = text.replace(",", " ").split()
    plurals = {word for noun in NOUNS[spec.class_name] for word in pluralise(noun).split()}
    assert set(words) <= set(known_words()) | plurals, text
    for article, after in pairwise(words):
        if article in ("a", "an"):
            assert (article == "an") == (after[0] in "aeiou" and after != "ukulele"), text
            assert after not in ("a", "an", "the"), text
    if spec.part and spec.part[0].endswith("s"):  # "with red wheels", never "with a red wheels"
        before = words[: len(words) - words[::-1].index(spec.part[0]) - 1]
        said = [p for p in WORDS_OF_COLOUR[spec.part[1]] if before[-len(p.split()) :] == p.split()]
        link = before[-max(len(phrase.split()) for phrase in said) - 1]
        assert link in ("with", "has", "have"), text


def test_captions_have_no_stray_spaces_and_no_article_before_a_plural():
    rng, many = np.random.default_rng(3), 0
    plurals = {name: "|".join(sorted(map(pluralise, nouns), key=len)[::-1]) for name, nouns in NOUNS.items()}
    for _ in range(20_000):
        name = str(rng.choice(list(CLASSES)))
        part = (str(rng.choice(list(CLASSES[name].parts))), "red") if rng.random() < 0.5 else None
        shape = ("tall",) if rng.random() < 0.5 else ()
        colour, finish = ("blue", "wooden") if rng.random() < 0.5 else (None, None)
        spec = Spec(name, colour, finish, shape, part)
        text = caption(rng, spec)
        assert not re.search("  | ,|,(?! )|^ | $", text), text
        assert not re.search(r"\ba (?!ukulele)[aeiou]|\ban (?![aeiou])|\ban ukulele", text), text
        if re.search(rf"(?<!\S)({plurals[name]})(?!\S)(?<!aircraft)", text.replace(",", "")):
            many += 1
            # between an article and the noun that it belongs to stand adjectives only
            before = rf"\b(an?|one) ((?!(of|on|for|with|and|in|that)\b)[\w'-]+ )*({plurals[name]})(?!\S)"
            assert not re.search(before, text.replace(",", "")), text
            assert not re.search("that (is|has) ", text), text
    assert many > 500


def test_style_words_and_frames_name_nothing():
    names = [
        *COLOURS,
        *FINISHES,
        *SHAPES,
        *(phrase for words in WORDS_OF_COLOUR.values() for phrase in words),
    ]
    names += [phrase for words in WORDS_OF_FINISH.values() for phrase in words]
    for entry in CLASSES.values():
        names += [*entry.synonyms, *entry.shapes, *entry.parts]
    names = {*CLASSES, *names}
    for said in (*STYLE_WORDS, *FRAMES, *PLAIN_FRAMES):
        words = f" {said} ".replace(",", " ")
        assert not [name for name in names if f" {name} " in words], said


def test_a_wish_is_worded_in_many_ways():
    spec = Spec("lamp", "blue", "striped", ("tall",), ("shade", "yellow"))
    rng = np.random.default_rng(0)
    texts = {caption(rng, spec) for _ in range(300)}
    assert len(texts) > 280
    for word in (
        "a tall",
        "striped",
        "blue",
        "navy",
        "royal blue",
        "azure",
        "table lamp",
        "lamps",
        "painted",
    ):
        assert (word == "navy") != any(word in text for text in texts), word
    frames = {frame.split("{thing}")[0].replace("{a} ", "") for frame in (*FRAMES, *PLAIN_FRAMES)} - {""}
    for lead in frames:
        assert any(lead in text for text in texts), lead
    # the part's colour is its own: never before the noun that it does not belong to
    assert not [t for t in texts if "yellow lamp" in t or "blue shade" in t]


def test_names_are_mostly_said_as_they_are():
    rng = np.random.default_rng(1)
    texts = [caption(rng, Spec("barrel", "red", "wooden")) for _ in range(1500)]
    said = [text.replace(",", "").split() for text in texts]
    share = {word: np.mean([word in words for words in said]) for word in ("barrel", "red", "barrels")}
    assert share["barrel"] == pytest.approx(0.65 * 0.96, abs=0.04)
    assert share["red"] == pytest.approx(0.7, abs=0.04)
    assert share["barrels"] == pytest.approx(0.65 * 0.04, abs=0.015)


def test_unsaid_is_not_worded():
    rng = np.random.default_rng(2)
    said = {word for _ in range(300) for word in caption(rng, Spec("anvil")).replace(",", " ").split()}
    frames = " ".join((*FRAMES, *PLAIN_FRAMES, *STYLE_WORDS)).replace("{thing}", " ").replace("{a}", "a an")
    nouns = {word for noun in NOUNS["anvil"] for word in f"{noun} {pluralise(noun)}".split()}
    assert nouns < said <= nouns | set(frames.replace(",", " ").split())


def test_known_words_are_those_of_the_tables():
    words = known_words()
    assert words == sorted(set(words))
    assert all(word == word.strip("{},. ").lower() for word in words)
    said = [*CLASSES, *COLOURS, *FINISHES, *SHAPES, "a", "an", "with", "painted"]
    said += [s for entry in CLASSES.values() for s in (*entry.synonyms, *entry.shapes, *entry.parts)]
    assert {word for phrase in said for word in phrase.split()} <= set(words)


def test_every_finish_but_plain_has_phrases_for_what_exists():
    assert set(FINISH_PHRASES) == set(FINISHES) - {"plain"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a} axe and {a} red bow", "an axe and a red bow"),
        ("barrel, red", "barrel, red"),
        ("{a} 3d render of {a} old house", "a 3d render of an old house"),
        ("make me {a} umber urn", "make me an umber urn"),
        ("{a} ukulele", "a ukulele"),
    ],
)
def test_articles_follow_the_next_sound(text, expected):
    assert add_articles(text) == expected


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("barrel", "barrels"),
        ("bench", "benches"),
        ("bush", "bushes"),
        ("box", "boxes"),
        ("cactus", "cactuses"),
        ("dinghy", "dinghies"),
        ("key", "keys"),
        ("bookshelf", "bookshelves"),
        ("knife", "knives"),
        ("snowman", "snowmen"),
        ("quartz", "quartzes"),
        ("aircraft", "aircraft"),
        ("tomb stone", "tomb stones"),
        ("witch's pot", "witch's pots"),
    ],
)
def test_plurals(noun, plural):
    assert pluralise(noun) == plural


def test_no_plural_is_another_noun():
    nouns = [noun for words in NOUNS.values() for noun in words]
    assert {pluralise(noun) for noun in nouns} & set(nouns) == {"aircraft"}
    assert len({pluralise(noun) for noun in nouns}) == len(nouns)
