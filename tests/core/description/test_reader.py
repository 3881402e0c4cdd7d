"""Whose each word is, what sets a dial, what excludes itself, and what is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.description.description import Description, Look
from core.description.nouns import _read_lexicon
from core.description.reader import read_description
from core.description.tables import read_list
from core.description.vocabulary import english, index_own
from core.description.words import _english
from core.errors import ContradictionError, DialError, PropsmithError, SizeError


def look(description: Description, part: str | None = None) -> dict:
    """Return what is said of a look, colours by their names."""
    found = (description.parts.get(part, Look()) if part else description.whole).to_json()
    for name in ("colours", "not_colours"):
        if name in found:
            found[name] = [colour["said"] for colour in found[name]]
    return found


# --- whose it is ---


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("a wooden table black legs", {"material": "wood"}, {"legs": {"colours": ["black"]}}),
        (
            "barrel, red, wooden, iron hoops",
            {"material": "wood", "colours": ["red"]},
            {"hoops": {"material": "iron"}},
        ),
        ("the barrel is red and its hoops are gold", {"colours": ["red"]}, {"hoops": {"material": "gold"}}),
        ("a barrel with hoops that is red", {"colours": ["red"]}, {}),
        ("a barrel with hoops that are red", {}, {"hoops": {"colours": ["red"]}}),
        ("a barrel whose lid is green", {}, {"lid": {"colours": ["green"]}}),
        ("the barrel with a lid is green", {"colours": ["green"]}, {}),
        (
            "a chair with a red cushion made of velvet",
            {},
            {"cushion": {"material": "velvet", "colours": ["red"]}},
        ),
        ("a chair, made of oak, with a red cushion", {"material": "oak"}, {"cushion": {"colours": ["red"]}}),
        ("a chair with a cushion, made of oak", {"material": "oak"}, {}),
        ("a lantern with yellow glass", {}, {"glass": {"colours": ["yellow"]}}),
        ("a lantern with stained glass", {}, {"glass": {"material": "stained glass"}}),
        ("a bell made of ice", {"material": "ice"}, {}),
        ("a bell of snow", {"material": "snow"}, {}),
        ("a lantern of yellow glass", {"material": "glass", "colours": ["yellow"]}, {}),
        ("a glass lantern", {"material": "glass"}, {}),
        (
            "a teapot with a golden handle and spout",
            {},
            {"handle": {"material": "gold"}, "spout": {"material": "gold"}},
        ),
        (
            "a house with a slate roof and walls of pale pink plaster",
            {},
            {"roof": {"material": "slate tiles"}, "walls": {"material": "plaster", "colours": ["pale pink"]}},
        ),
        ("a house with a red roof and windows", {}, {"roof": {"colours": ["red"]}}),
        ("a brass-hooped, blue barrel", {"colours": ["blue"]}, {"hoops": {"material": "brass"}}),
        ("a red-gabled barrel", {}, {}),
        ("a house with a slate roof", {}, {"roof": {"material": "slate tiles"}}),
        ("a house with a roof of straw", {}, {"roof": {"material": "thatch"}}),
        ("a lighthouse with red and white stripes", {"colours": ["red", "white"], "pattern": "striped"}, {}),
        ("a candle on a brass holder", {}, {"holder": {"material": "brass"}}),
        ("a candle on a brass table", {}, {}),
        (
            "a shield with a red emblem on a white field",
            {"colours": ["white"]},
            {"emblem": {"colours": ["red"]}},
        ),
        (
            "a barrel painted red with blue hoops",
            {"colours": ["red"], "finishes": ["painted"]},
            {"hoops": {"colours": ["blue"]}},
        ),
        ("a barrel with blue zorgons and red hoops", {}, {"hoops": {"colours": ["red"]}}),
    ],
)
def test_whose_it_is(kinds, text, whole, parts):
    description = read_description(text, kinds)
    assert look(description) == whole
    assert {name: look(description, name) for name in description.parts} == parts


@pytest.mark.parametrize(
    ("said", "colours"),
    [
        ("navy blue", ["navy blue"]),
        ("dark olive green", ["dark olive green"]),
        ("blue-green", ["blue green"]),
        ("black-white", ["black", "white"]),
        ("red and white", ["red", "white"]),
        ("reddish brown", ["reddish brown"]),
        ("reddish", ["reddish"]),
        ("very light greyish blue", ["light greyish blue"]),
        ("rust-coloured", ["rust"]),
        ("moss green", ["moss green"]),
        ("rust", ["rust"]),
        ("#a33", ["#aa3333"]),
        ("red or blue", ["red"]),
        ("ivory", ["ivory"]),
        ("cornflower blue", ["cornflower blue"]),
    ],
)
def test_colours_that_are_said(kinds, said, colours):
    assert look(read_description(f"a {said} vase", kinds)) == {"colours": colours}


@pytest.mark.parametrize(
    ("said", "material"),
    [
        ("oaken", "oak"),
        ("ice", "ice"),
        ("golden", "gold"),
        ("bog oak", "dark oak"),
        ("stainless steel", "polished steel"),
        ("sailcloth", "canvas"),
        ("woollen", "wool"),
        ("woolen", "wool"),
        ("metallic", "metal"),
    ],
)
def test_materials_that_are_said(kinds, said, material):
    assert look(read_description(f"a {said} chest", kinds)) == {"material": material}


@pytest.mark.parametrize(
    "text", ["a barrel that is not red or blue", "a not red or blue barrel", "a barrel, neither red nor blue"]
)
def test_what_it_is_not(kinds, text):
    description = read_description(text, kinds)
    assert look(description) == {"not_colours": ["red", "blue"]}
    assert not description.notes


def test_a_pattern_may_have_a_colour_of_its_own(kinds):
    description = read_description("a white car with red stripes", kinds)
    assert look(description)["colours"] == ["white"]
    assert description.whole.pattern_colour is not None
    assert description.whole.pattern_colour.said == "red"


def test_a_second_material_goes_where_such_a_one_usually_is(kinds):
    description = read_description("a chest of oak and iron", kinds)
    assert look(description) == {"material": "oak"}
    assert look(description, "bands") == {"material": "iron"}
    with_iron = read_description("a chest with iron", kinds)
    assert (look(with_iron), look(with_iron, "bands")) == ({}, {"material": "iron"})
    assert read_description("a vase of oak and iron", kinds).notes == (
        '"iron" is left out: which parts are of it is not said',
    )


# --- dials and sizes ---


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("a barrel with a tap", {"tap": True}),
        ("a barrel without a tap", {"tap": False}),
        ("a barrel with no tap and no hoops", {"tap": False, "hoops": 0}),
        ("a hoopless barrel", {"hoops": 0}),
        ("a six-hooped barrel", {"hoops": 6}),
        ("a barrel with a pair of hoops", {"hoops": 2}),
        ("a barrel with hoops", {}),
        ("a chest that is not open", {"form": "closed"}),
        ("a shut chest", {"form": "closed"}),
        ("a circular table with three legs", {"form": "round", "legs": 3}),
        ("a stool with a round seat", {"form": "round"}),
        ("an empty barrel", {"form": "open", "filling": "nothing"}),
        ("a barrel of apples", {"form": "open", "filling": "apples"}),
        ("a barrel with water in it", {"form": "open", "filling": "water"}),
        ("a roofless tower", {"roof": False}),
        ("a tower without a roof", {"roof": False}),
        ("a cart with four wheels", {"four_wheeled": True}),
        ("a double-headed axe", {"double_headed": True}),
        ("a barrel tipped over", {"form": "lying"}),
        ("a fancy chair", {"ornate": True}),
        ("a tall, narrow table", {"stretch_up": 1.365, "stretch_across": 0.6375}),
    ],
)
def test_dials(kinds, text, dials):
    assert read_description(text, kinds).dials == dials


@pytest.mark.parametrize(
    ("text", "dials", "without"),
    [
        ("a barrel without hoops and lid", {"hoops": 0}, ("lid",)),
        ("a barrel without a tap, hoops or a lid", {"tap": False, "hoops": 0}, ("lid",)),
        ("a chair without arms and back, red", {}, ("back",)),
        ("a barrel with no hoops and a red lid", {"hoops": 0}, ()),
    ],
)
def test_what_is_missing(kinds, text, dials, without):
    description = read_description(text, kinds)
    assert (description.dials, description.without) == (dials, without)


def test_adverbs_change_proportions(kinds):
    ups = [
        read_description(f"a {word} lamp", kinds).dials["stretch_up"]
        for word in ("slightly tall", "tall", "very tall")
    ]
    assert ups == sorted(ups)
    assert len({*ups}) == 3


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("a 2 m tall, 50 cm wide wardrobe", {"height_m": 2.0, "width_m": 0.5}),
        ("a table, 80 cm high and 2 metres long", {"height_m": 0.8, "size_m": 2.0}),
        ("a tiny chest", {"size_factor": 0.45}),
        ("a huge, big chest", {"size_factor": 2.0}),
        ("a medium-sized chest", {}),
        ("a large 3 m tree", {"size_m": 3.0}),
    ],
)
def test_sizes(kinds, text, sizes):
    written = read_description(text, kinds).to_json()
    assert {name: value for name, value in written.items() if name in SIZE_NAMES} == sizes


SIZE_NAMES = ("size_m", "height_m", "width_m", "depth_m", "size_factor")


@pytest.mark.parametrize(
    "said", ["0 m", "0 cm tall", "-2 m wide", "0.5 mm", "101 m tall", "a kilometre tall", "3 miles"]
)
def test_sizes_that_no_prop_has(kinds, said):
    with pytest.raises(SizeError):
        read_description(f"a barrel {said}", kinds)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a barrel with 11 hoops", "dial hoops: expected 0 to 10, got 11; choose a value between"),
        ("a two-legged stool", "dial legs: expected 3 to 6, got 2; choose a value between"),
    ],
)
def test_counts_out_of_range(kinds, text, error):
    with pytest.raises(DialError) as caught:
        read_description(text, kinds)
    assert str(caught.value) == error


# --- what excludes itself ---

CLASH = r'^"[^"]+" and "[^"]+" exclude each other; leave one of them out$'


@pytest.mark.parametrize(
    "text",
    [
        "an open closed chest",
        "an open chest that is not open",
        "a tall short table",
        "a wide narrow table",
        "a rusty barrel that is not rusty",
        "a rusty barrel without rust",
        "a dirty clean barrel",
        "a wet, dry barrel",
        "a new old barrel",
        "a slightly rusty, very rusty barrel",
        "a barrel without hoops with four hoops",
        "a barrel with red hoops and no hoops",
        "a barrel with a tap and without a tap",
        "a barrel with 3 hoops and 4 hoops",
        "a tiny giant robot",
        "a matte glossy vase",
        "a red barrel that is not red",
        "a wooden chair not made of wood",
        "a wooden metal barrel",
        "a wooden barrel made of iron",
        "a barrel 1 m tall and 2 m tall",
        "a broken unbroken vase",
        "an open lying barrel",
        "a lidless chest with a red lid",
        "a painted, unpainted chair",
    ],
)
def test_contradictions(kinds, text):
    with pytest.raises(ContradictionError, match=CLASH):
        read_description(text, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "an old, weathered, battered crate",
        "a wooden oak table",
        "a steel metal box",
        "a chest of wood and iron",
        "a black and white car",
        "a big, tall house",
        "a rusty barrel, but not mossy",
        "a chair without arms or cushion",
        "a cart with wheels, two wheels",
        "a tall thin vase",
        "red, a red barrel",
    ],
)
def test_no_contradictions(kinds, text):
    read_description(text, kinds)


# --- what is told, and what is denied ---


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("a nice red barrel", ['"nice" is not known and left out']),
        ("three barrels", ['"three" is left out: one barrel is made']),
        ("a pile of books", ['"pile of" is left out: one book is made']),
        ("a lantern on a wooden table", ['"on a wooden table" is left out: the prop is the lantern']),
        ("a barrel in a forest", ['"in a forest" is left out: the prop is the barrel']),
        ("a barrel in the snow", ['"in the snow" is left out: the prop is the barrel']),
        ("a wardrobe with two doors, one broken", ['"one broken" is left out: which one is not said']),
        ("a sack of gold", ['"of gold" is left out: the prop is the sack']),
        (
            "a house with green shutters",
            ['"with green shutters" is left out: a house has none that is known'],
        ),
        ("an axe with a thick handle", ['"thick" is left out: it cannot be said of the handle alone']),
        ("a red or blue vase", ['"blue" is left out: one of the two is made']),
        (
            "a barrel that is not rusty and dirty",
            ['"dirty" is left out: whether "not" goes for it, too, is not clear'],
        ),
        ("a barrel with two taps", ['"two" is left out: the taps of a barrel are not counted']),
        ("a maple chest", ['"maple" is read as "birch"']),
        ("a wodden chest", ['"wodden" is read as "wooden"']),
        ("a mushroom house", ['"mushroom" is left out: the prop is the house']),
        ("a big 2 m chest", ['"big" is left out: the size is said']),
        ("a barrel, not large", ['"not large" is left out']),
        ("a not dark chest", ['"not dark" is left out']),
        ("an iron-bound table", ['"iron bound" is left out: a table has none that is known']),
        (
            "a table that is not four-legged",
            ['"not four legged" is left out: what it is instead is not said'],
        ),
    ],
)
def test_what_is_told(kinds, text, notes):
    assert list(read_description(text, kinds).notes) == notes


SAID = (
    "colour",
    "material",
    "near_material",
    "finish",
    "pattern",
    "shade",
    "size",
    "proportion",
    "leaning",
    "broken",
)
OWN = ("dial", "edged", "same", "opposite")


def words_of(index, meanings) -> list[str]:
    return [" ".join(phrase) for phrase, senses in index.phrases.items() if senses.keys() & {*meanings}]


@pytest.mark.parametrize(
    "frame", ["a {kind} that is not {word}", "a not {word} {kind}", "a {kind}, not {word}"]
)
@pytest.mark.parametrize("kind", ["chest", "stool"])
def test_what_is_denied_is_never_done(kinds, kind, frame):
    own = index_own(kinds[kind], kinds[kind].list_dials())
    for word in (*words_of(english(), SAID), *words_of(own, OWN)):
        told = read_description(frame.format(kind=kind, word=word), kinds)
        done = told.whole
        assert not any((done.material, done.shade, done.colours, done.finishes, done.pattern)), word
        assert not any(done.weather.values()), word
        assert (told.size_factor, told.broken, dict(told.parts)) == (1.0, False, {}), word
        assert not {"stretch_up", "stretch_across"} & told.dials.keys(), word
        # what is not broken, or not without a lid, is as usual
        usual = word in words_of(english(), ("broken",)) or word in words_of(own, ("less",))
        assert done != Look() or told.dials or told.without or told.notes or usual, word


def test_both_spellings(kinds):
    british = read_description(
        "a grey, armour-plated chest of aluminium, colourful, with a moulded lid", kinds
    )
    american = read_description("a gray, armor-plated chest of aluminum, colorful, with a molded lid", kinds)
    assert british.whole.material == american.whole.material == "tin"
    assert [c.srgb for c in british.whole.colours] == [c.srgb for c in american.whole.colours]


WORDS = st.sampled_from(
    read_list(
        """
        a, the, red, wooden, barrel, chest, with, without, hoops, lid, not, and, or, of, in, on, is, that,
        made, covered, rusty, very, slightly, 5, two, 3, m, tall, whose, its, full, moss, no, oak, gold, open,
        closed, zorgon, -, ', ", #, %, ½, é, 🪑
        """
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused(kinds, text):
    try:
        description = read_description(text, kinds)
    except PropsmithError:
        return
    assert Description.from_json(description.to_json()) == description


def test_a_known_sentence_needs_no_lists_of_words(kinds):
    """The lexicon and the list of English words are loaded where a word is not known, and only there."""
    _read_lexicon.cache_clear()
    _english.cache_clear()
    read_description("an old red barrel with iron hoops, covered in moss", kinds)
    assert _read_lexicon.cache_info().currsize == _english.cache_info().currsize == 0
