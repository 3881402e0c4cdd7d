"""The words for the kinds that can be built: sentences about them come through to the shape."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.description.materials import MATERIALS
from core.description.nouns import near_nouns, sorts_of_kinds
from core.description.reader import read_description
from core.description.weather import WEATHER
from core.errors import DialError
from threed.procedural import KINDS
from threed.procedural.shape import build_shape
from threed.procedural.words import kind_words
from threed.surface.library import SURFACES
from threed.surface.weather import WEATHERS


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_can_be_read(name):
    for noun in (name, *KINDS[name].synonyms):
        description = read_description(f"a red {noun}", kind_words())
        assert description.kind == name
        assert [colour.said for colour in description.whole.colours] == ["red"]
        assert not description.notes


@pytest.mark.parametrize("name", KINDS)
def test_every_part_can_be_looked_at(name):
    for part in KINDS[name].parts:
        description = read_description(f"a {name} with a turquoise {part}", kind_words())
        assert [colour.said for colour in description.parts[part].colours] == ["turquoise"], part
        assert not description.whole.colours, part


@pytest.mark.parametrize("name", KINDS)
def test_words_for_shapes_set_dials_that_are_there(name):
    dials = {dial.name for dial in kind_words()[name].list_dials()}
    for word, set_by_word in KINDS[name].words.items():
        description = read_description(f"a {word} {name}", kind_words())
        assert description.dials.items() >= set_by_word.items(), word
        assert description.dials.keys() <= dials, word


@pytest.mark.parametrize("name", KINDS)
def test_what_is_left_out_is_left_out(name):
    """Every part but the main ones can be said to be missing, and none is read as being there."""
    for part in KINDS[name].parts:
        if part in KINDS[name].main_parts:
            continue
        try:
            description = read_description(f"a {name} without {part}", kind_words())
        except DialError:
            continue
        said = part in description.without or description.dials or description.notes
        assert said, part
        assert not description.parts, part
        assert not any(value is True for value in description.dials.values()), part


@pytest.mark.parametrize("name", KINDS)
def test_counts_are_read(name):
    for dial in kind_words()[name].list_dials():
        if dial.type == "count" and not set(dial.name.split("_")) & {"stretch"}:
            number = int(dial.high or 0)
            description = read_description(
                f"a {name} with {number} {dial.name.replace('_', ' ')}", kind_words()
            )
            assert description.dials.get(dial.name) == number, dial.name


def test_a_sentence_sets_the_dials_of_a_shape():
    description = read_description("a tall barrel with 8 hoops and a tap, lying", kind_words())
    shape = build_shape(description.kind, 5, description.dials)
    dials = {name: dial.value for name, dial in shape.dials.items() if dial.is_set}
    assert dials == {"form": "lying", "hoops": 8, "tap": True, "stretch_up": 1.3, "stretch_across": 0.85}
    assert {part.name for part in shape.parts} >= {"tap", "hoops", "stand"}


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("a chest of gold", {"treasure": True, "open": True}),
        ("a sack of potatoes", {"filling": "potatoes", "form": "open"}),
        ("a barrel full of apples", {"filling": "apples", "form": "open"}),
        ("a cake with seven candles", {"candles": 7, "topping": "candles"}),
        ("a cake without candles", {"topping": "nothing"}),
        ("a well without a roof", {"roof": "none"}),
        ("a snowman without a hat", {"hat": "nothing"}),
        ("a robot on wheels with one eye", {"legs": "wheels", "eyes": "one"}),
        ("a windmill with six sails", {"blades": 6}),
        ("a red wooden bucket", {"form": "staves"}),
        ("a thatched house", {"roof": "thatch"}),
        ("a brick windmill", {"walls": "brick"}),
        ("a tower with a slate roof", {"roofing": "slate"}),
        ("a bottle with a glass stopper", {"stopper": "glass"}),
        ("a tree with 5 apples", {"fruit": 5, "form": "leafy"}),
        ("a katana", {"form": "curved"}),
        ("a pine tree", {"form": "fir"}),
    ],
)
def test_what_sentences_set(text, dials):
    assert read_description(text, kind_words()).dials == dials


def test_a_material_that_is_also_a_shape_is_both():
    description = read_description("a house with a slate roof and walls of pale pink plaster", kind_words())
    assert description.dials == {"roof": "slate", "walls": "plaster"}
    assert description.parts["walls"].material == "plaster"
    assert [colour.said for colour in description.parts["walls"].colours] == ["pale pink"]


def test_words_name_surfaces_and_weather_that_are_painted():
    assert {surface for material in MATERIALS.values() for surface in material.surfaces} <= SURFACES.keys()
    assert {*WEATHER} <= WEATHERS.keys()


def test_nouns_lead_to_kinds_that_can_be_built():
    assert {
        meant if meant in KINDS else meant.partition(" ")[2] for meant in sorts_of_kinds().values()
    } <= KINDS.keys()
    assert {kind for near in near_nouns().values() for kind in near} <= KINDS.keys()


def test_reading_imports_nothing_heavy():
    code = (
        "import sys, core.description.reader; "
        "print(sorted({'numpy', 'torch', 'scipy', 'PIL', 'webcolors', 'manifold3d'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
