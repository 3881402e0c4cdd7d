"""What a word that was never taught is nearest to."""

from __future__ import annotations

import pytest

from core.models.sidecar import Vocabulary
from core.prompts.synonyms import THESAURUS, nearest_names, nearest_senses
from core.prompts.tokens import Index, index_vocabulary


@pytest.fixture(scope="module")
def index(vocabulary: Vocabulary) -> Index:
    return index_vocabulary(vocabulary)


@pytest.mark.parametrize(
    ("word", "nearest", "misspelt"),
    [
        ("barell", ["barrel"], True),
        ("wodden", ["wooden"], True),
        ("gren", ["green"], True),
        ("boulderr", ["boulder"], True),
        ("legz", ["legs"], True),
        ("hoarse", [], False),
        ("goblets", ["mug"], False),
        ("goblett", ["mug"], False),
        ("luggage", ["chest"], False),
        ("crimson", ["red"], False),
        ("copper", ["metal"], False),
        ("navy", ["blue"], False),
        ("turquoise", ["green"], False),
        ("khaki", ["yellow"], False),
        ("snow", ["white"], False),
        ("gray", ["white"], False),
        ("grey", ["white"], False),
        ("dimgray", ["black"], False),
        ("toybarrel", ["barrel"], False),
        ("horse", [], False),
        ("zeppelin", [], False),
        ("tiny", [], False),
    ],
)
def test_the_nearest_meaning(vocabulary, index, word, nearest, misspelt):
    near = nearest_senses(word, vocabulary, index)
    assert ([term.text for term in near.senses.values()], near.misspelt) == (nearest, misspelt)


def test_a_word_can_be_near_to_a_colour_and_to_a_prop(vocabulary, index):
    from dataclasses import replace

    fruity = replace(vocabulary, lexicon={"tomato": "mug"})
    senses = nearest_senses("tomato", fruity, index).senses
    assert {kind: term.name for kind, term in senses.items()} == {"colour": "red", "class": "mug"}


def test_every_word_of_the_thesaurus_leads_to_what_it_means(vocabulary, index):
    for word, meant in THESAURUS.items():
        taught = [name for name in meant if name in vocabulary.colours or name in vocabulary.finishes]
        near = nearest_senses(word, vocabulary, index)
        if taught:
            assert next(iter(near.senses.values())).name == taught[0], word


def test_names_that_are_spelt_alike(vocabulary):
    assert nearest_names(["barl", "zzz"], vocabulary) == ["barrel"]
    assert nearest_names(["zzz"], vocabulary) == []
