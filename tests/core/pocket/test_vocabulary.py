"""The captions say what they mean, in words that the vocabulary lists."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pocket.vocabulary import CLASSES, COLOUR_SYNONYMS, COLOURS, FINISHES, HELD_OUT, caption, known_words

SIZES = (16, 10, 7)


def test_vocabulary_is_as_large_as_promised():
    assert (len(CLASSES), len(COLOURS), len(FINISHES)) == SIZES
    assert set(COLOUR_SYNONYMS) == set(COLOURS)


def test_every_class_and_colour_has_a_held_out_pair():
    assert {name for name, _ in HELD_OUT} == set(CLASSES)
    assert {colour for _, colour in HELD_OUT} == set(COLOURS)


def test_synonyms_are_unambiguous():
    words = [s for c in CLASSES.values() for s in c.synonyms] + [
        s for f in FINISHES.values() for s in f.synonyms
    ]
    words += [s for synonyms in COLOUR_SYNONYMS.values() for s in synonyms] + [*CLASSES, *COLOURS, *FINISHES]
    assert len(words) == len(set(words))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(list(CLASSES)),
    st.sampled_from(list(COLOURS)),
    st.sampled_from(list(FINISHES)),
)
def test_captions_name_the_class_in_known_words(seed, class_name, colour, finish):
    text = caption(np.random.default_rng(seed), class_name, colour, finish)
    words = text.replace(",", " ").split()
    assert set(words) <= set(known_words())
    assert any(noun in text for noun in (class_name, *CLASSES[class_name].synonyms))
    for other in set(COLOURS) - {colour}:
        # "rose pink" and its like hold no other colour's name
        assert other not in words
    for article, after in pairwise(words):
        if article in ("a", "an"):
            assert (article == "an") == (after[0] in "aeiou"), text


def test_captions_mostly_name_the_colour():
    rng = np.random.default_rng(0)
    named = ["red" in (t := caption(rng, "barrel", "red", "plain")) or "scarlet" in t for _ in range(500)]
    assert 0.88 < np.mean(named) < 0.99


@pytest.mark.parametrize("finish", list(FINISHES))
def test_factors_are_gltf_factors(finish):
    assert 0 <= FINISHES[finish].roughness <= 1
    assert 0 <= FINISHES[finish].metallic <= 1
