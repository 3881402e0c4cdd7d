"""Weather has amounts, and adverbs change them."""

from __future__ import annotations

import pytest

from core.description.reader import read_description
from core.description.weather import COVERINGS, DEGREES, WEATHER, WEATHER_NOUNS, WEATHERED


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("a slightly rusty barrel", 0.25),
        ("a bit rusty barrel", 0.25),
        ("a quite rusty barrel", 0.5),
        ("a rusty barrel", 0.55),
        ("a very rusty barrel", 0.85),
        ("an extremely rusty barrel", 0.95),
        ("a completely rusty barrel", 1.0),
        ("a 30% rusty barrel", 0.3),
        ("a barrel, rusty all over", 1.0),
        ("a corroded barrel", 0.7),
        ("a slightly corroded barrel", 0.25),
        ("a very corroded barrel", 0.85),
        ("a not very rusty barrel", 0.25),
        ("a rust-covered barrel", 0.85),
        ("a barrel with rust", 0.55),
        ("a barrel with a little rust", 0.25),
        ("a barrel with some rust", 0.4),
        ("a barrel with lots of rust", 0.85),
        ("a barrel covered in rust", 1.0),
        ("a barrel half covered in rust", 0.5),
        ("a barrel partly covered with rust", 0.4),
        ("a barrel that has rusted", 0.55),
        ("a rust barrel with rust", 0.55),
        ("a barrel eaten away by rust", 0.85),
        ("a barrel, not rusty", 0.0),
        ("a barrel that isn't rusty", 0.0),
        ("a barrel without rust", 0.0),
        ("a barrel, no rust", 0.0),
        ("a rust-free barrel", 0.0),
        ("a non-rusty barrel", 0.0),
        ("a barrel free of rust", 0.0),
        ("a barrel that is neither mossy nor rusty", 0.0),
        ("a barrel that is not red or rusty", 0.0),
    ],
)
def test_amounts(kinds, said, amount):
    assert read_description(said, kinds).weather["rusty"] == amount


@pytest.mark.parametrize("word", [word for word, (_, amount) in WEATHERED.items() if amount])
def test_not_so_is_never_so(kinds, word):
    """Whatever is said not to be is not there: of each word, and of the noun for it."""
    name, _ = WEATHERED[word]
    weather = read_description(f"a barrel that is not {word}", kinds).weather
    assert weather == {name: 0.0}


@pytest.mark.parametrize("word", WEATHER_NOUNS)
def test_without_it_is_never_with_it(kinds, word):
    assert read_description(f"a barrel without {word}", kinds).weather == {WEATHER_NOUNS[word]: 0.0}
    assert read_description(f"a barrel with {word}", kinds).weather[WEATHER_NOUNS[word]] > 0


@pytest.mark.parametrize("word", [word for word, (_, amount) in WEATHERED.items() if not amount])
def test_words_for_its_absence(kinds, word):
    assert read_description(f"a {word} barrel", kinds).weather == {WEATHERED[word][0]: 0.0}


def test_tables():
    assert {*WEATHER_NOUNS.values()} <= {*WEATHER}
    assert all(0 < amount <= 1 for amount in (*DEGREES.values(), *COVERINGS.values()))


def test_weather_of_a_part_is_not_of_the_whole(kinds):
    description = read_description("a house with a very mossy roof and snow on the walls", kinds)
    assert description.weather == {}
    assert {name: dict(look.weather) for name, look in description.parts.items()} == {
        "roof": {"mossy": 0.85},
        "walls": {"snowy": 0.55},
    }
