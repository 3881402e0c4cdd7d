"""Sentences are split into words, measures and numbers; misspellings find the word that was meant."""

from __future__ import annotations

import pytest

from core.description.description import Colour
from core.description.sizes import Measure
from core.description.tables import read_list, read_table
from core.description.words import nearest_spelling, split_sentence


@pytest.mark.parametrize(
    ("text", "metres", "axis"),
    [
        ("40 cm tall", 0.4, "height_m"),
        ("40cm high", 0.4, "height_m"),
        ("2 m wide", 2.0, "width_m"),
        ("2 metres across", 2.0, "width_m"),
        ("2 m in diameter", 2.0, "width_m"),
        ("1.5 m deep", 1.5, "depth_m"),
        ("1,5 m long", 1.5, "size_m"),
        ("3 ft", 0.9144, "size_m"),
        ("3-foot", 0.9144, "size_m"),
        ("12 inches tall", 0.3048, "height_m"),
        ('12" tall', 0.3048, "height_m"),
        ("5 in tall", 0.127, "height_m"),
        ("6'2\" tall", 1.8796, "height_m"),
        ("750 mm", 0.75, "size_m"),
        ("two metres tall", 2.0, "height_m"),
        ("two-meter-tall", 2.0, "height_m"),
        ("a metre tall", 1.0, "height_m"),
        ("half a metre wide", 0.5, "width_m"),
        ("a quarter of a metre", 0.25, "size_m"),
        ("two and a half metres high", 2.5, "height_m"),
        ("a foot wide", 0.3048, "width_m"),
        ("height of 2 m", 2.0, "height_m"),
        ("width: 80 cm", 0.8, "width_m"),
        ("a kilometre tall", 1000.0, "height_m"),
        ("-1 m tall", -1.0, "height_m"),
    ],
)
def test_measures(text, metres, axis):
    (token,) = split_sentence(text)
    measure = token.senses["measure"]
    assert isinstance(measure, Measure)
    assert (measure.metres, measure.axis) == (pytest.approx(metres), axis)


@pytest.mark.parametrize("text", ["a foot stool", "5 in a row", "a mile post", "m", "a yard", "4th", "1920s"])
def test_what_is_no_measure(text):
    assert not any("measure" in token.senses for token in split_sentence(text))


def test_numbers_colours_and_shares():
    tokens = split_sentence("5 shelves, #A33 and #8a2be2, 70% rusty, 20 percent")
    assert [dict(token.senses) for token in tokens if token.senses] == [
        {"number": 5.0},
        {"colour": Colour("#aa3333", "#aa3333")},
        {"colour": Colour("#8a2be2", "#8a2be2")},
        {"degree": 0.7},
        {"degree": 0.2},
    ]


def test_hyphens_tie_and_dashes_part():
    tokens = split_sentence("an iron-bound chest - a wizard’s, isn't it")
    assert [token.text for token in tokens] == [
        "an", "iron", "bound", "chest", ",", "a", "wizard", ",", "is", "not", "it",
    ]  # fmt: skip
    assert [token.text for token in tokens if token.joined] == ["bound"]


KNOWN = (
    "barrel",
    "chest",
    "wooden",
    "staves",
    "house",
    "lantern",
    "bookshelf",
    "sword",
    "tiny",
    "vase",
    "mossy",
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("barel", "barrel"), ("barrle", "barrel"), ("wodden", "wooden"), ("lantren", "lantern"),
     ("sord", "sword"), ("mosy", "mossy"), ("bokshelff", "bookshelf"), ("chset", "chest")],
)  # fmt: skip
def test_misspellings(word, meant):
    assert nearest_spelling(word, KNOWN) == meant


@pytest.mark.parametrize(
    "word", ["horse", "chess", "barren", "wooded", "tint", "vise", "slaves", "zorgon", "xyz"]
)
def test_another_word_is_no_misspelling(word):
    assert nearest_spelling(word, KNOWN) is None


def test_tables():
    text = """
        worn 0.4: old, aged,
            lived in
        wet plain: wet
    """
    assert read_table(text) == [("worn 0.4", ("old", "aged", "lived in")), ("wet plain", ("wet",))]
    assert read_list(" a,  two\n words ,") == ("a", "two words")
