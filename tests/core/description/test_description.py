"""A description goes into a recipe and comes back the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.description.description import Colour, Description, Look
from core.description.reader import read_description
from core.errors import RecipeError

TEXTS = st.text(max_size=12)
AMOUNTS = st.floats(0, 1)
COLOURS = st.builds(Colour, TEXTS, st.from_regex("#[0-9a-f]{6}", fullmatch=True))
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
LOOKS = st.builds(
    Look,
    material=st.none() | TEXTS,
    shade=st.none() | TEXTS,
    colours=st.lists(COLOURS, max_size=3).map(tuple),
    finishes=LISTS,
    pattern=st.none() | TEXTS,
    pattern_colour=st.none() | COLOURS,
    weather=st.dictionaries(TEXTS, AMOUNTS, max_size=3),
    not_materials=LISTS,
    not_colours=st.lists(COLOURS, max_size=3).map(tuple),
    not_finishes=LISTS,
)
SIZES = st.none() | st.floats(0.001, 100)
DESCRIPTIONS = st.builds(
    Description,
    text=TEXTS,
    kind=TEXTS,
    dials=st.dictionaries(TEXTS, st.booleans() | st.integers(0, 99) | AMOUNTS | TEXTS, max_size=4),
    whole=LOOKS,
    parts=st.dictionaries(TEXTS, LOOKS, max_size=3),
    without=LISTS,
    size_m=SIZES,
    height_m=SIZES,
    width_m=SIZES,
    depth_m=SIZES,
    size_factor=st.floats(0.1, 10),
    broken=st.booleans(),
    notes=LISTS,
)


@given(DESCRIPTIONS)
def test_json_and_back(description):
    written = json.loads(json.dumps(description.to_json()))
    again = Description.from_json(written)
    assert again.to_json() == description.to_json()
    # a material "" is written as none at all
    assert again.dials == description.dials
    assert {name: type(value) for name, value in again.dials.items()} == {
        name: type(value) for name, value in description.dials.items()
    }


def test_what_is_read_comes_back_the_same(kinds):
    text = (
        "a huge, slightly rusty barrel, not blue, with four gilded hoops and a dark oak lid, "
        "2 m tall, covered in moss, with white stripes"
    )
    description = read_description(text, kinds)
    assert Description.from_json(json.loads(json.dumps(description.to_json()))) == description
    assert description.weather == {"rusty": 0.25, "mossy": 1.0}


def test_what_is_usual_is_not_written(kinds):
    assert read_description("a barrel", kinds).to_json() == {"text": "a barrel", "kind": "barrel"}


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        ([], "description: expected a table"),
        ({"kind": "barrel"}, "description.text: expected a text"),
        ({"text": "", "kind": 3}, "description.kind: expected a text"),
        ({"text": "", "kind": "", "colour": "red"}, "description: expected the entries of a Description"),
        ({"text": "", "kind": "", "dials": {"hoops": [4]}}, "description.dials: expected a table of"),
        (
            {"text": "", "kind": "", "whole": {"colours": ["red"]}},
            "description.whole.colours: expected a colour",
        ),
        (
            {"text": "", "kind": "", "parts": {"lid": {"weather": {"wet": True}}}},
            "description.parts.lid.weather",
        ),
        ({"text": "", "kind": "", "size_m": "2"}, "description.size_m: expected a number"),
        ({"text": "", "kind": "", "broken": 1}, "description.broken: expected true or false"),
    ],
)
def test_what_is_no_description_is_refused(broken, where):
    with pytest.raises(RecipeError, match="^" + where.replace(".", r"\.")):
        Description.from_json(broken)
