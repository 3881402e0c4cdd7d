"""Colours have the names that people give them; shades go the way that they say."""

from __future__ import annotations

import math

import pytest
import webcolors
from hypothesis import given
from hypothesis import strategies as st

from core.description.colours import (
    SHADES,
    colour_names,
    mix_colours,
    oklab_to_srgb,
    read_hex,
    shade_colour,
    srgb_to_oklab,
)
from core.description.description import Colour
from core.description.words import plain_colour

HEX = st.from_regex("#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("srgb", "lab"),
    [
        ("#ffffff", (1.0, 0.0, 0.0)),
        ("#ff0000", (0.6279, 0.2249, 0.1258)),
        ("#00ff00", (0.8664, -0.2339, 0.1795)),
        ("#0000ff", (0.4520, -0.0324, -0.3115)),
    ],
)
def test_oklab_is_ottossons(srgb, lab):
    assert srgb_to_oklab(srgb) == pytest.approx(lab, abs=2e-4)


@given(HEX)
def test_oklab_and_back_is_exact(srgb):
    assert oklab_to_srgb(srgb_to_oklab(srgb)) == srgb


@given(HEX, st.sampled_from(["dark", "deep", "dusky", "light", "pale", "pastel"]))
def test_shades_go_the_way_that_they_say(srgb, shade):
    before, after = (srgb_to_oklab(one)[0] for one in (srgb, shade_colour(Colour("x", srgb), shade).srgb))
    assert after <= before + 1e-3 if SHADES[shade][0] < 1 else after >= before - 1e-3


@pytest.mark.parametrize("shade", ["dark", "light", "pale", "dull"])
@pytest.mark.parametrize("name", ["red", "orange", "green", "blue", "purple"])
def test_a_shade_keeps_its_hue(name, shade):
    colour = plain_colour(name)
    hues = [
        math.atan2(b, a) for _, a, b in map(srgb_to_oklab, (colour.srgb, shade_colour(colour, shade).srgb))
    ]
    assert math.cos(hues[0] - hues[1]) > math.cos(0.12)


def test_dark_grey_stays_grey():
    _, a, b = srgb_to_oklab(shade_colour(plain_colour("grey"), "vivid").srgb)
    assert math.hypot(a, b) < 0.01


@pytest.mark.parametrize("name", webcolors.names(webcolors.CSS3))
def test_every_name_of_css_is_known(name):
    assert (name,) in colour_names()


def test_a_name_of_css_of_two_words_is_known():
    assert colour_names()["sea", "green"] == colour_names()[("seagreen",)] == "#2e8b57"


def test_hex_of_three_digits():
    assert read_hex("#A3f") == Colour("#aa33ff", "#aa33ff")


def test_a_mixture_lies_between():
    red, blue = plain_colour("red"), plain_colour("blue")
    lab = srgb_to_oklab(mix_colours(red, blue, 0.5, "red blue").srgb)
    middle = [(x + y) / 2 for x, y in zip(srgb_to_oklab(red.srgb), srgb_to_oklab(blue.srgb), strict=True)]
    assert lab == pytest.approx(middle, abs=5e-3)


def test_plain_names_are_paints():
    """A screen's primaries are no thing's colour: base colours lie between 30 and 240."""
    for name in ("red", "green", "blue", "yellow", "orange", "brown", "white", "black"):
        values = webcolors.hex_to_rgb(plain_colour(name).srgb)
        assert max(values) <= 240
        assert max(values) >= 30
