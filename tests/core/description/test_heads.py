"""Which kind a sentence names; what is merely like one is never put in its place."""

from __future__ import annotations

import pytest

from core.description.heads import find_head
from core.description.nouns import near_nouns, nearest_kinds, sorts_of_kinds
from core.description.reader import read_description
from core.description.words import split_sentence
from core.errors import VocabularyError


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Barrels!", "barrel"),
        ("please make me a big red barrel", "barrel"),
        ("a 3d model of a castle", "castle"),
        ("the king's treasure chest", "chest"),
        ("a stone axe", "axe"),
        ("a table lamp", "lamp"),
        ("a street lamp", "street lamp"),
        ("a mushroom house", "house"),
        ("fancy, wooden barrel", "barrel"),
        ("with brass bands, a chest", "chest"),
        ("made of oak: a chest", "chest"),
        ("a barrel, not a crate", "barrel"),
        ("a lantern on a table", "lantern"),
        ("a bottle with a ship in it", "bottle"),
        ("a crate full of apples and pumpkins", "crate"),
        ("a cake, candles on top", "cake"),
        ("cacti", "cactus"),
        ("two knives and no axe", None),
        ("a stone", "rock"),
        ("a stone table", "table"),
        ("a rose", "flower"),
        ("a rose vase", "vase"),
        ("a vase orange", "vase"),
        ("barel", "barrel"),
        ("an old trunk made of oak", "chest"),
    ],
)
def test_which_kind(kinds, text, kind):
    if kind is None:
        with pytest.raises(VocabularyError):
            find_head(split_sentence(text), kinds, text)
    else:
        assert find_head(split_sentence(text), kinds, text).kind == kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a trolley", '"trolley" is read as "cart"'),
        ("an old oak tree", '"oak tree" is read as "tree"'),
        ("a katana", '"katana" is read as "curved sword"'),
        ("a sailboat", '"sailboat" is read as "sailing boat"'),
        ("a throne", '"throne" is read as "chair"'),
        ("a baarrel", '"baarrel" is read as "barrel"'),
    ],
)
def test_what_is_read_as_a_kind_is_told(kinds, text, told):
    assert read_description(text, kinds).notes == (told,)


@pytest.mark.parametrize("text", ["a cask", "a cottage", "a column", "a tankard"])
def test_a_synonym_needs_no_telling(kinds, text):
    assert read_description(text, kinds).notes == ()


EXPECTED = "expected a kind of prop that can be built here, got"
MATERIAL = 'name what is made of it, or use "propsmith material"'
NAME = "name what it is; propsmith kinds lists what can be built"
LISTS = "propsmith kinds lists all, --shape generated has a model make the shape"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "a skull",
            f'expected a kind of prop that can be built here, got "skull"; nothing is near to it; {LISTS}',
        ),
        (
            "a rusty dagger",
            f'{EXPECTED} "dagger"; the nearest in meaning: sword; {LISTS}',
        ),
        ("a barrel organ", f'{EXPECTED} "barrel organ"; the nearest in meaning: piano; {LISTS}'),
        (
            "a house door",
            f'{EXPECTED} "house door", a part of a house; the nearest in meaning: house; {LISTS}',
        ),
        (
            "a barrel and a crate",
            "the sentence names 2 props (barrel, crate), expected one; make them one at a time",
        ),
        (
            "a red barrel and a blue barrel",
            "the sentence names 2 props (barrel, barrel), expected one; make them one at a time",
        ),
        ("polished marble", f'expected a kind of prop, got the material "marble" and no noun; {MATERIAL}'),
        (
            "very old and red",
            f'expected a kind of prop, got only what one may be like: "very old red"; {NAME}',
        ),
    ],
)
def test_errors(kinds, text, error):
    with pytest.raises(VocabularyError) as caught:
        read_description(text, kinds)
    assert str(caught.value) == error


#: looked over by eye: what is like a thing in use or in shape, and is none
NEAR = {
    "torch": ("candle", "lantern"), "nightstand": ("table", "wardrobe"), "spear": ("sword", "axe"),
    "goblet": ("mug",), "jug": ("vase", "bottle"), "backpack": ("sack",), "statue": ("pillar",),
    "fountain": ("well",), "gate": ("fence",), "wheelbarrow": ("cart",), "carriage": ("cart",),
    "truck": ("car",), "helicopter": ("airplane",), "submarine": ("boat",), "violin": ("guitar",),
    "scroll": ("book",), "hourglass": ("clock",), "crown": ("helmet",), "pear": ("apple",),
    "melon": ("pumpkin",), "hedge": ("bush", "fence"), "log": ("stump",), "church": ("house",),
    "igloo": ("snowman", "house"), "umbrella": ("tent",), "amaranth": ("flower",),
    "cenotaph": ("gravestone",), "culverin": ("cannon",), "skull": (), "campfire": (), "dragon": (),
    "horse": (), "door": (), "bow": (), "computer": (), "zorgon": (), "mirror": (), "coin": (),
}  # fmt: skip


@pytest.mark.parametrize("noun", NEAR)
def test_what_is_near(kinds, noun):
    assert nearest_kinds((noun,), kinds) == NEAR[noun]
    with pytest.raises(VocabularyError):
        read_description(f"a {noun}", kinds)


def test_tables_name_kinds(kinds):
    for meant in sorts_of_kinds().values():
        assert meant in kinds or meant.partition(" ")[2] in kinds
    assert {kind for near in near_nouns().values() for kind in near} <= kinds.keys()
    assert not sorts_of_kinds().keys() & near_nouns().keys()


@pytest.mark.parametrize("noun", sorts_of_kinds())
def test_every_sort_is_read(kinds, noun):
    meant = sorts_of_kinds()[noun]
    kind = meant if meant in kinds else meant.partition(" ")[2]
    assert read_description(f"a red {noun}", kinds).kind == kind
