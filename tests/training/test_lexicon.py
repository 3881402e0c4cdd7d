"""How the lexicon is built, with an encoder that counts letters, and what the built one holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.models.pocket.vocabulary import FINISHES
from core.prompts.synonyms import THESAURUS
from training.lexicon import LEXICON, MATERIALS, Sense, build_lexicon, own_words, read_lexicon
from training.lexicon_review import REVIEWED
from training.props import CLASSES


def embed(texts: Sequence[str]) -> np.ndarray:
    """Count what words two texts share: nouns are as near as their definitions are alike."""
    found = np.full((len(texts), 4096), 1e-4, np.float32)
    for row, text in zip(found, texts, strict=True):
        for word in text.replace(",", " ").replace(":", " ").split():
            row[sum(ord(letter) * 31**place for place, letter in enumerate(word)) % 4096] += 1
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_noun_gets_the_term_that_its_definition_is_nearest_to():
    senses = [
        Sense(("dory", "punt"), "dory, punt: boat ship dinghy"),
        Sense(("punt",), "punt: a sport"),
        Sense(("tweed",), "tweed: a fabric, a cloth, a textile"),
        Sense(("boat",), "boat, ship"),
        Sense(("idea",), "idea: nothing of the kind"),
    ]
    props = {"boat": ("ship", "dinghy"), "house": ("hut",)}
    entries = build_lexicon(props, MATERIALS, senses, embed)
    assert entries == {"dory": "boat", "punt": "boat", "tweed": "fabric"}


def test_words_that_only_look_like_taught_ones():
    real = ["castles", "castle", "cattle", "password", "zebra", "rowboat"]
    assert own_words(real, ["castle", "sword", "boat"]) == {"cattle": "", "password": "", "rowboat": ""}


def test_the_lexicon_that_was_built_is_sorted_and_small():
    names = set(read_lexicon({"barrel"}).values())
    assert names <= {"", "barrel"}
    text = LEXICON.read_text(encoding="utf-8")
    words = [line.split('"')[1] for line in text.splitlines() if '":' in line]
    assert words == sorted(words)
    assert len(set(words)) == len(words) > 1000
    assert len(text) < 150_000
    assert not set(words) & {"render", "picture", "game"}
    assert THESAURUS.keys() - set(words)


def test_what_a_reader_has_put_right_is_in_the_lexicon():
    entries = read_lexicon({*CLASSES, *FINISHES})
    assert {word: entries[word] for word in REVIEWED} == REVIEWED
    assert set(REVIEWED.values()) <= {"", *CLASSES, *FINISHES}
