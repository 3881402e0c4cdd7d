"""Prompts and seeds: what passes, and how the rest is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PromptError, SeedError
from core.prompts.checks import check_prompt, check_seed

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
