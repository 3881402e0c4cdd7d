"""Prompts, words and seeds: what passes, what it means, and how the rest is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import POCKET_SIDECAR

from core.catalogue import Vocabulary, read_sidecar
from core.errors import PromptError, SeedError, VocabularyError
from core.prompt import (
    THESAURUS,
    UNSTATED_METALLIC,
    UNSTATED_ROUGHNESS,
    check_prompt,
    check_seed,
    check_vocabulary,
    nearest_word,
    rgb_to_lab,
)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory) -> Vocabulary:
    file = tmp_path_factory.mktemp("sidecar") / "propsmith.json"
    file.write_text(json.dumps(POCKET_SIDECAR))
    found = read_sidecar(file, "tiny").vocabulary
    assert found is not None
    return found


# --- the text ---


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("a red barrel", "a red barrel"),
        ("  a\tred \n\n barrel\u00a0", "a red barrel"),
        ("Ta\u0301ble", "T\u00e1ble"),
        ("x" * 1000, "x" * 1000),
        ("👩\u200d🚀 astronaut", "👩\u200d🚀 astronaut"),
    ],
)
def test_white_space_and_accents_are_tidied(text, tidy):
    assert check_prompt(text) == tidy


EMPTY_HINT = 'say what to make, for example "a red wooden barrel"'


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "the prompt is empty: expected words, got ''", EMPTY_HINT),
        (" \n\t ", "the prompt is empty: expected words, got ''", EMPTY_HINT),
        ("...?", "the prompt is empty: expected words, got '...?'", EMPTY_HINT),
        (
            "barrel " * 1500,
            "the prompt is too long: 1,000 characters at most, got 10,499",
            "say it in fewer words",
        ),
        (
            "a red\x00 barrel",
            "expected text, got the control character U+0000 at position 6 of the prompt",
            "type the prompt anew instead of pasting it",
        ),
        (
            "barrel \udcff",
            "expected text, got the control character U+DCFF at position 8 of the prompt",
            "type the prompt anew instead of pasting it",
        ),
    ],
)
def test_a_text_that_is_no_prompt(text, message, hint):
    with pytest.raises(PromptError) as caught:
        check_prompt(text)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@given(st.text(max_size=1200))
def test_checking_a_prompt_twice_changes_nothing(text):
    try:
        tidy = check_prompt(text)
    except PromptError:
        return
    assert check_prompt(tidy) == tidy
    assert tidy == " ".join(tidy.split())


# --- the seed ---


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**63 - 1])
def test_a_seed_is_itself(seed):
    assert check_seed(seed) == seed


def test_no_seed_draws_one():
    drawn = {check_seed(None) for _ in range(20)}
    assert len(drawn) > 15
    assert all(0 <= seed < 2**32 for seed in drawn)


@pytest.mark.parametrize("seed", [-1, 2**63, 10**30])
def test_a_seed_out_of_range(seed):
    with pytest.raises(SeedError) as caught:
        check_seed(seed)
    assert caught.value.message == f"expected a seed from 0 to 9223372036854775807, got {seed}"
    assert caught.value.hint == "choose another, or leave it out to have one drawn"


# --- the words ---


@pytest.mark.parametrize(
    ("text", "class_name", "colour", "finish", "caption"),
    [
        ("a red wooden barrel", "barrel", "red", "wooden", "a red wooden barrel"),
        ("barrel", "barrel", None, None, "barrel"),
        ("Barrels!", "barrel", None, None, "barrel"),
        ("the oak keg, blue", "barrel", "blue", "wooden", "the oak keg, blue"),
        ("please make me a SCARLET cup", "mug", "red", None, "a scarlet cup"),
        ("a moss-covered boulder", "rock", None, "mossy", "a moss-covered boulder"),
        ("moss covered boulders", "rock", None, "mossy", "moss-covered boulder"),
        ("the barrel's old chest", "chest", None, "worn", "the barrel old chest"),
        ("the cacti", "cactus", None, None, "the cactus"),
        ("axes", "axe", None, None, "axe"),
        ("a mug on a red background", "mug", None, None, "a mug on a red background"),
        ("a stone axe", "axe", None, None, "a stone axe"),
        ("a chest of stone", "chest", None, None, "a chest of stone"),
        ("a 3d render of a stone", "rock", None, None, "a 3d render of a stone"),
        ("a table lamp", "lamp", None, None, "a table lamp"),
        ("a jet black desk in wood", "table", "black", "wooden", "a jet black desk in wood"),
        ("golden yellow mug", "mug", "yellow", None, "golden yellow mug"),
        ("mug (green & white)", "mug", "green", None, "mug green white"),
        ("mug , , painted blue ,", "mug", "blue", None, "mug, painted blue"),
    ],
)
def test_what_a_prompt_means(vocabulary, text, class_name, colour, finish, caption):
    meaning = check_vocabulary(check_prompt(text), vocabulary)
    assert (meaning.class_name, meaning.colour, meaning.finish) == (class_name, colour, finish)
    assert meaning.size_m == vocabulary.classes[class_name].size_m
    assert meaning.caption == caption


@pytest.mark.parametrize(
    ("text", "roughness", "metallic"),
    [
        ("a mug", UNSTATED_ROUGHNESS, UNSTATED_METALLIC),
        ("a metal mug", 0.35, 0.9),
        ("a metal mug on a plain background", 0.35, 0.9),
        ("a worn metal mug", (0.9 + 0.35) / 2, 0.9),
    ],
)
def test_finishes_give_the_surface(vocabulary, text, roughness, metallic):
    meaning = check_vocabulary(text, vocabulary)
    assert (meaning.roughness, meaning.metallic) == pytest.approx((roughness, metallic))


@given(data=st.data())
def test_every_taught_phrase_is_understood(vocabulary, data):
    def phrase(table) -> tuple[str, str]:
        name = data.draw(st.sampled_from(sorted(table)))
        return name, data.draw(st.sampled_from([name, *table[name].synonyms]))

    (class_name, noun), (colour, hue), (finish, surface) = (
        phrase(table) for table in (vocabulary.classes, vocabulary.colours, vocabulary.finishes)
    )
    text = f"a {hue} {surface} {noun}"
    meaning = check_vocabulary(text, vocabulary)
    assert (meaning.class_name, meaning.colour, meaning.finish) == (class_name, colour, finish)
    assert meaning.caption == text
    assert check_vocabulary(meaning.caption, vocabulary) == meaning


KNOWS = (
    "it knows the props barrel, chest, mug, rock, axe, lamp, table, cactus; "
    "it knows the colours red, yellow, green, blue, white, black; "
    "it knows the finishes plain, wooden, metal, mossy, worn"
)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("a barell", 'this model was not taught the word "barell"', 'for "barell" try "barrel"'),
        (
            "a crimson goblet",
            'this model was not taught the words "crimson" and "goblet"',
            'for "crimson" try "red"; for "goblet" try "mug"',
        ),
        (
            "a quantum zeppelin made of tiimber",
            'this model was not taught the words "quantum", "zeppelin", "made" and "tiimber"',
            f'for "tiimber" try "wooden"; {KNOWS}',
        ),
        (
            "red and wooden",
            "the prompt names no prop that this model knows, expected one",
            "name one of barrel, chest, mug, rock, axe, lamp, table, cactus",
        ),
        (
            "a mug on a table",
            "the prompt names 2 props (mug, table), expected one",
            "make them one at a time",
        ),
        (
            "a red barrel, a blue chest and a lamp",
            "the prompt names 3 props (barrel, chest, lamp), expected one",
            "make them one at a time",
        ),
    ],
)
def test_a_prompt_that_the_model_was_not_taught(vocabulary, text, message, hint):
    with pytest.raises(VocabularyError) as caught:
        check_vocabulary(text, vocabulary)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("barell", "barrel"),
        ("wodden", "wooden"),
        ("gren", "green"),
        ("goblets", "mug"),
        ("boulderr", "boulder"),
        ("crimson", "red"),
        ("navy", "blue"),
        ("turquoise", "green"),
        ("gold", "yellow"),
        ("khaki", "yellow"),
        ("snow", "white"),
        ("gray", "white"),
        ("grey", "white"),
        ("dimgray", "black"),
        ("goblett", "mug"),
        ("zeppelin", None),
        ("tiny", None),
        ("mat", None),
    ],
)
def test_the_nearest_known_word(vocabulary, word, nearest):
    assert nearest_word(word, vocabulary) == nearest


def test_every_word_of_the_thesaurus_leads_to_what_it_means(vocabulary):
    tables = (vocabulary.classes, vocabulary.colours, vocabulary.finishes)
    for word, meant in THESAURUS.items():
        taught = [name for name in meant if any(name in table for table in tables)]
        if taught:
            assert nearest_word(word, vocabulary) == taught[0], word


def test_lab_agrees_with_scikit_image():
    from skimage.color import rgb2lab

    rgb = np.random.default_rng(0).random((64, 3))
    rgb[:2] = [[0], [1]]
    np.testing.assert_allclose(rgb_to_lab(rgb), rgb2lab(rgb), atol=2e-2)
