"""The tables of colours and finishes can be told apart, by their words and by their looks."""

import re

import numpy as np
import pytest

from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS, FINISHES


def test_vocabulary_is_as_large_as_promised():
    assert (len(COLOURS), len(FINISHES)) == (16, 16)
    assert list(COLOUR_SYNONYMS) == list(COLOURS)
    assert all(len(synonyms) >= 2 for synonyms in COLOUR_SYNONYMS.values())
    assert all(len(finish.synonyms) >= 2 for finish in FINISHES.values())


def test_no_word_is_said_of_two():
    phrases = [*COLOURS, *FINISHES]
    phrases += [s for synonyms in COLOUR_SYNONYMS.values() for s in synonyms]
    phrases += [s for finish in FINISHES.values() for s in finish.synonyms]
    assert sorted(phrases) == sorted(set(phrases))
    for phrase in phrases:
        assert re.fullmatch(r"[a-z]+([ -][a-z]+)*", phrase), phrase


@pytest.mark.parametrize("colour", COLOURS)
def test_another_colours_name_is_only_said_with_a_word_that_changes_it(colour):
    # "dark red" is maroon, and "royal blue" blue: what counts is the whole phrase, not its last word
    for phrase in COLOUR_SYNONYMS[colour]:
        *before, last = phrase.split()
        assert not set(before) & set(COLOURS) - {colour}
        assert last == colour or last not in COLOURS or before


def test_colours_are_far_apart():
    from skimage.color import rgb2lab

    rgb = np.array(list(COLOURS.values()))
    assert rgb.shape == (16, 3)
    assert 0 < rgb.min() < rgb.max() < 1
    lab = rgb2lab(rgb)
    distance = np.linalg.norm(lab[:, None] - lab[None], axis=-1) + 1e3 * np.eye(len(lab))
    # 2.3 is the least difference that is seen; the renders' light and the shades need ten times as much
    assert distance.min() > 23


def test_colours_have_the_hues_of_their_names():
    hue = {
        name: np.degrees(np.arctan2(np.sqrt(3) * (g - b), 2 * r - g - b)) % 360
        for name, (r, g, b) in COLOURS.items()
    }
    circle = ("orange", "yellow", "lime", "green", "turquoise", "blue", "purple", "pink")
    assert [hue[name] for name in circle] == sorted(hue[name] for name in circle)
    assert min(hue["red"], 360 - hue["red"]) < 10
    assert abs(hue["navy"] - hue["blue"]) < 20
    for name in ("white", "grey", "black"):
        assert np.ptp(COLOURS[name]) < 0.04
    darkest_first = ("black", "navy", "blue", "turquoise", "white")
    brightness = [np.dot(COLOURS[name], (0.2126, 0.7152, 0.0722)) for name in darkest_first]
    assert brightness == sorted(brightness)


@pytest.mark.parametrize("finish", FINISHES)
def test_factors_are_gltf_factors(finish):
    assert 0 < FINISHES[finish].roughness <= 1
    assert 0 <= FINISHES[finish].metallic <= 1


def test_metals_are_metallic_and_nothing_else_is():
    assert {name for name, f in FINISHES.items() if f.metallic} == {"metal", "rusty", "golden"}
    # rust is no bare metal, and polish is smoother than wear
    assert 0 < FINISHES["rusty"].metallic < 0.5 < FINISHES["metal"].metallic <= FINISHES["golden"].metallic
    smooth = ("glass", "glossy", "golden", "metal", "plain", "worn")
    roughness = [FINISHES[name].roughness for name in smooth]
    assert roughness == sorted(roughness)
