"""What a prompt means to a small model, and what the user is told of words that it does not know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import VocabularyError
from core.models.sidecar import Colour, Vocabulary
from core.prompts.checks import check_prompt
from core.prompts.parser import UNSTATED_METALLIC, UNSTATED_ROUGHNESS, parse_prompt
from core.prompts.tokens import singulars


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("barrels", "barrel"), ("torches", "torch"), ("cherries", "cherry"), ("loaves", "loaf"),
     ("knives", "knife"), ("cacti", "cactus"), ("snowmen", "snowman")],
)  # fmt: skip
def test_plurals_are_read(plural, singular):
    assert singular in singulars(plural)


# --- words that it was taught ---


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
        ("a stone axe", "axe", None, None, "a stone axe"),
        ("a chest of stone", "chest", None, None, "a chest of stone"),
        ("a 3d render of a stone", "rock", None, None, "a 3d render of a stone"),
        ("a table lamp", "lamp", None, None, "a table lamp"),
        ("a jet black desk in wood", "table", "black", "wooden", "a jet black desk in wood"),
        ("golden yellow mug", "mug", "yellow", None, "golden yellow mug"),
        ("mug (green & white)", "mug", "green", None, "mug green white"),
        ("mug , , painted blue ,", "mug", "blue", None, "mug, painted blue"),
        ("a cute, tall mug", "mug", None, None, "a cute, tall mug"),
        ("a broken barrel made of wood", "barrel", None, "wooden", "a broken barrel made of wood"),
        ("a rock covered in moss", "rock", None, "mossy", "a rock covered in moss"),
        ("an old iron mug", "mug", None, "worn", "an old iron mug"),
        ("a mug in the woods", "mug", None, None, "a mug in the wood"),
    ],
)
def test_what_a_prompt_means(vocabulary, text, class_name, colour, finish, caption):
    parsed = parse_prompt(check_prompt(text), vocabulary)
    assert (parsed.class_name, parsed.colour, parsed.finish) == (class_name, colour, finish)
    assert parsed.size_m == vocabulary.classes[class_name].size_m
    assert parsed.caption == caption
    assert parsed.notes == ()


@pytest.mark.parametrize(
    ("text", "colour", "finish"),
    [
        ("a lamp with a yellow shade", None, None),
        ("a red lamp with a yellow shade", "red", None),
        ("a lamp with a yellow shade, red", "red", None),
        ("a lamp with a shade in yellow", None, None),
        ("a lamp with a yellow and black shade", None, None),
        ("a red and black lamp with a shade", "red", None),
        ("a lamp, yellow shade", None, None),
        ("a lamp whose shade is yellow", None, None),
        ("a wooden table with black legs", None, "wooden"),
        ("a wooden table black legs", None, "wooden"),
        ("a black table with one wooden leg", "black", None),
        ("a lamp with white candles", None, None),
        ("a mug on a red background", None, None),
        ("a metal mug on a plain background", None, "metal"),
        ("a rock with white moss dots", "white", "mossy"),
        ("a red rock with white moss dots", "red", "mossy"),
    ],
)
def test_the_colour_of_something_else_is_not_the_props(vocabulary, text, colour, finish):
    parsed = parse_prompt(text, vocabulary)
    assert (parsed.colour, parsed.finish) == (colour, finish)


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
    parsed = parse_prompt(text, vocabulary)
    assert (parsed.roughness, parsed.metallic) == pytest.approx((roughness, metallic))


def article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


@given(data=st.data())
def test_every_taught_phrase_is_understood(vocabulary, data):
    def phrase(table) -> tuple[str, str]:
        name = data.draw(st.sampled_from(sorted(table)))
        return name, data.draw(st.sampled_from([name, *table[name].synonyms]))

    (class_name, noun), (colour, hue), (finish, surface) = (
        phrase(table) for table in (vocabulary.classes, vocabulary.colours, vocabulary.finishes)
    )
    text = f"{article(hue)} {hue} {surface} {noun}"
    parsed = parse_prompt(text, vocabulary)
    assert (parsed.class_name, parsed.colour, parsed.finish) == (class_name, colour, finish)
    assert parsed.caption == text
    assert parsed.notes == ()
    for other in (f"{noun}, {hue}, {surface}", f"the {surface} {hue} {noun}", f"{noun} in {hue}, {surface}"):
        assert (
            parse_prompt(other, vocabulary).class_name,
            parse_prompt(other, vocabulary).colour,
        ) == (
            class_name,
            colour,
        )


# --- words that it was not ---


@pytest.mark.parametrize(
    ("text", "caption", "notes"),
    [
        ("a barell", "a barrel", ['"barell" is read as "barrel"']),
        ("an azure mug", "a blue mug", ['"azure" is read as "blue"']),
        ("a crimson goblet", "a red mug", ['"crimson" is read as "red"', '"goblet" is read as "mug"']),
        ("a zorgon barrel", "a barrel", ['"zorgon" is not known and left out']),
        (
            "a tin zorgon barrel",
            "a metal barrel",
            ['"tin" is read as "metal"', '"zorgon" is not known and left out'],
        ),
        ("a barrel with blue zorgons", "a barrel", ['"blue zorgons" is not known and left out']),
        ("a barrel made of bamboo", "a barrel of wood", ['"bamboo" is read as "wood"']),
        ("a light blue mug", "a blue mug", ['"light blue" is read as "blue"']),
        ("a bright red mug", "a red mug", ['"bright red" is read as "red"']),
        ("a dark khaki mug", "a yellow mug", ['"dark khaki" is read as "yellow"']),
        ("a saguaro", "a saguaro cactus", ['"saguaro" is read as "saguaro cactus"']),
        (
            "a tub full of rocks",
            "a barrel",
            ['"tub" is read as "barrel"', '"rocks" is left out: the prop is the barrel'],
        ),
        ("a mug for a lamp", "a mug", ['"lamp" is left out: the prop is the mug']),
        ("a barrel beside luggage", "a barrel", ['"luggage" is not known and left out']),
        (
            "a goblet beside luggage",
            "a mug",
            ['"goblet" is read as "mug"', '"luggage" is not known and left out'],
        ),
        ("a set of mugs", "mug", ['"set" is not known and left out']),
        ("zorgon zorgon mug", "mug", ['"zorgon" is not known and left out']),
    ],
)
def test_an_unknown_word_is_read_as_the_nearest_and_told(vocabulary, text, caption, notes):
    parsed = parse_prompt(text, vocabulary)
    assert (parsed.caption, list(parsed.notes)) == (caption, notes)


WORDS = "a red zorgon qwx the of with in old mug goblet shade , and yellow tin"


@given(st.lists(st.sampled_from(WORDS.split())))
def test_a_caption_is_read_as_it_stands(vocabulary, words):
    try:
        parsed = parse_prompt(" ".join(words), vocabulary)
    except VocabularyError:
        return
    again = parse_prompt(parsed.caption, vocabulary)
    assert again.notes == ()
    assert (again.class_name, again.caption) == (parsed.class_name, parsed.caption)


NAMES = "barrel, chest, mug, rock, axe, lamp, table, cactus"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "a quantum zeppelin",
            'the prompt names no prop that this model knows, expected one, got "a quantum zeppelin"',
            f"name one, such as {NAMES}",
        ),
        (
            "a horse",
            'the prompt names no prop that this model knows, expected one, got "a horse"',
            f"name one, such as {NAMES}",
        ),
        (
            "a red barl",
            'the prompt names no prop that this model knows, expected one, got "a red barl"',
            "the nearest that it knows: barrel",
        ),
        (
            "red and wooden",
            'the prompt names no prop that this model knows, expected one, got "red and wooden"',
            f"name one, such as {NAMES}",
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
def test_a_prompt_without_one_prop(vocabulary, text, message, hint):
    with pytest.raises(VocabularyError) as caught:
        parse_prompt(text, vocabulary)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize("text", ["cracked red Plaster", "a smooth stucco wall texture"])
def test_a_material_is_no_prop(vocabulary, text):
    with pytest.raises(VocabularyError) as caught:
        parse_prompt(text, replace(vocabulary, materials={"moss": (), "plaster": ("stucco wall",)}))
    assert caught.value.message.endswith('expected one, got the material "plaster"')
    assert caught.value.hint.startswith("name a prop; materials are made from Python")


@pytest.fixture(scope="module")
def taught(vocabulary) -> Vocabulary:
    """A vocabulary with three designs of a barrel, and one of a mug."""
    classes = dict(vocabulary.classes)
    classes["barrel"] = replace(classes["barrel"], designs=("barrelone", "barreltwo", "barrelthree"))
    classes["mug"] = replace(classes["mug"], designs=("mugone",))
    return replace(vocabulary, classes=classes)


@pytest.mark.parametrize(
    "text",
    ["a red barrel #2", "#2 a red barrel", "a # 2 red barrel", "a red barrel #2#02", "a red keg barreltwo",
     "Barreltwo: a red barrel #2"],
)  # fmt: skip
def test_a_number_or_its_word_names_a_design(taught, text):
    parsed = parse_prompt(text, taught)
    noun = "keg" if "keg" in text else "barrel"
    assert (parsed.design, parsed.caption, parsed.notes) == (2, f"a red {noun} barreltwo", ())
    assert parsed.choose_look(0, taught) == parsed.caption
    assert parse_prompt(parsed.caption, taught) == parsed


def test_the_seed_names_a_design_where_the_prompt_does_not(vocabulary, taught):
    parsed = parse_prompt("a red barrel", taught)
    assert (parsed.design, parsed.caption) == (None, "a red barrel")
    chosen = [parsed.choose_look(seed, taught) for seed in (0, 1, 2, 3, 2**63 - 1)]
    assert chosen == [f"a red barrel barrel{number}" for number in ("one", "two", "three", "one", "two")]
    assert parsed.choose_look(1, taught, shape_shown=True) == "a red barrel"
    assert parsed.choose_look(7, vocabulary) == "a red barrel"
    assert parse_prompt("a lamp", taught).choose_look(7, taught) == "a lamp"


def test_a_seed_chooses_among_typical_designs(taught):
    few = replace(taught.classes["barrel"], typical=("barrelone", "barrelthree"))
    taught = replace(taught, classes={**taught.classes, "barrel": few})
    chosen = [parse_prompt("a red barrel", taught).choose_look(seed, taught) for seed in range(4)]
    assert chosen == [f"a red barrel barrel{number}" for number in ("one", "three", "one", "three")]
    assert parse_prompt("a red barrel #2", taught).choose_look(0, taught) == "a red barrel barreltwo"


@pytest.fixture
def coloured(taught) -> Vocabulary:
    """A vocabulary of barrels usually green or orange; metal is blue, and moss has a colour of its own."""
    barrel = replace(taught.classes["barrel"], colours=("green", "green", "orange"))
    finishes = dict(taught.finishes)
    finishes["metal"] = replace(finishes["metal"], colours=("blue",))
    finishes["mossy"] = replace(finishes["mossy"], colours=())
    colours = {**taught.colours, "orange": Colour((), (0.97, 0.46, 0.03))}
    return replace(taught, classes={**taught.classes, "barrel": barrel}, colours=colours, finishes=finishes)


@pytest.mark.parametrize(
    ("text", "seed", "chosen"),
    [
        ("a barrel", 0, "a green barrel barrelone"),
        ("a barrel", 2, "a green barrel barrelthree"),
        ("a barrel", 7, "an orange barrel barreltwo"),
        ("a barrel", 10, "a green barrel barreltwo"),
        ("a barrel #3", 2, "an orange barrel barrelthree"),
        ("an old keg, open", 8, "an old orange keg, open barrelthree"),
        ("a red barrel", 8, "a red barrel barrelthree"),
        ("a wooden barrel", 8, "a wooden orange barrel barrelthree"),
        ("a metal barrel", 8, "a metal blue barrel barrelthree"),
        ("a mossy barrel", 8, "a mossy barrel barrelthree"),
        ("a barrel with yellow hoops", 8, "a barrel with yellow hoops barrelthree"),
        ("a lamp", 8, "a lamp"),
    ],
)
def test_the_seed_names_a_usual_colour_where_none_is_named(coloured, text, seed, chosen):
    assert parse_prompt(text, coloured).choose_look(seed, coloured) == chosen
    # read again, as guidance does, it stays
    assert parse_prompt(chosen, coloured).choose_look(seed + 1, coloured) == chosen or "lamp" in text


def test_a_usual_colour_is_none_that_was_held_out(coloured):
    held_out = replace(coloured, held_out={"barrel": "green"})
    assert parse_prompt("a barrel", held_out).usual_colours(held_out) == ("orange",)


def test_a_colour_is_chosen_for_a_shape_that_is_shown(coloured):
    parsed = parse_prompt("a barrel", coloured)
    assert parsed.choose_look(1, coloured, shape_shown=True) == "a green barrel"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("#0", "#0"),
        ("#4", "#4"),
        ("#1 or #2", "#1 and #2"),
        ("mugone", "mug #1"),
        ("#1 barreltwo", "#1 and barrel #2"),
    ],
)
def test_a_design_that_is_not_there(taught, said, told):
    with pytest.raises(VocabularyError) as caught:
        parse_prompt(f"a red barrel {said}", taught)
    assert caught.value.message == f"expected one design of a barrel, #1 to #3, got {told}"
    assert caught.value.hint == "name one of them, or none to have the seed choose"


def test_a_number_is_a_word_to_a_model_without_designs(vocabulary):
    parsed = parse_prompt("a red barrel #2", vocabulary)
    assert (parsed.design, parsed.caption) == (None, "a red barrel")
    assert parsed.notes == ('"2" is not known and left out',)


def test_a_hint_names_a_few_of_many(vocabulary):
    many = {f"thing{letter}": vocabulary.classes["mug"] for letter in "abcdefghijklmnopqrstuvwxyz"}
    with pytest.raises(VocabularyError) as caught:
        parse_prompt("a qqq", replace(vocabulary, classes=many))
    assert caught.value.hint == (
        "name one, such as thinga, thingc, thinge, thingg, thingi, thingk, thingm, thingo, thingq, things, "
        "thingu, thingw, thingy (26 in all)"
    )
