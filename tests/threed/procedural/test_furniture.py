"""What is special about tables, seats, cabinets and beds: counts, sizes and forms are what the dials say."""

from __future__ import annotations

import numpy as np
import pytest

from threed.procedural.shape import Shape, bounds, build_shape


def of(shape: Shape, name: str) -> list:
    return [one for one in shape.parts if one.name == name]


def feet(shape: Shape, name: str = "legs") -> int:
    """Count the separate places at which parts of a name reach the ground."""
    places = set()
    for one in of(shape, name):
        points = one.solid.vertices
        low = points[points[:, 1] < 0.004]
        if len(low):
            places.add(tuple(np.round(low.mean(0)[[0, 2]], 2)))
    return len(places)


@pytest.mark.parametrize("count", [3, 4, 6])
def test_a_table_has_as_many_legs_as_its_dial_says(count):
    shape = build_shape(
        "table", 1, {"support": "legs", "legs": count, "leg_style": "square", "ornate": False}
    )
    assert feet(shape) == count


def test_a_stool_of_three_legs_has_three():
    shape = build_shape("stool", 2, {"form": "round", "legs": 3})
    assert feet(shape) == 3


@pytest.mark.parametrize(("kind", "dial"), [("table", "height"), ("stool", "height")])
def test_the_top_is_as_high_as_its_dial_says(kind, dial):
    for height in (0.4, 0.7):
        shape = build_shape(kind, 3, {dial: height, "cushion": False} if kind == "stool" else {dial: height})
        assert bounds(shape.parts)[1][1] == pytest.approx(height, abs=0.004)


def test_a_round_table_is_round_and_an_oblong_one_is_not():
    low, high = bounds(of(build_shape("table", 0, {"form": "round"}), "top"))
    assert (high - low)[0] == pytest.approx((high - low)[2], rel=0.01)
    low, high = bounds(of(build_shape("table", 0, {"form": "oblong"}), "top"))
    assert (high - low)[0] > 1.3 * (high - low)[2]


def test_drawers_and_doors_are_counted():
    table = build_shape("table", 5, {"support": "legs", "form": "oblong", "drawers": 3, "ornate": False})
    assert len(of(table, "drawers")) == 3
    wardrobe = build_shape("wardrobe", 3, {"doors": 3, "drawers": 2, "panels": "plain", "open": False})
    assert len(of(wardrobe, "drawers")) == 2
    hinges = [
        one for one in of(wardrobe, "handles") if np.ptp(one.solid.vertices[:, 1]) == pytest.approx(0.08)
    ]
    assert len(hinges) == 2 * 3


def test_an_open_wardrobe_shows_clothes_and_a_closed_one_none():
    assert of(build_shape("wardrobe", 0, {"open": True}), "clothes")
    assert not of(build_shape("wardrobe", 0, {"open": False}), "clothes")


def test_a_chair_leans_back_and_its_back_rises_as_its_dial_says():
    for rise in (0.45, 0.8):
        settings = {
            "back": "ladder",
            "back_height": rise,
            "seat_height": 0.45,
            "round": False,
            "ornate": False,
        }
        shape = build_shape("chair", 0, settings)
        assert bounds(shape.parts)[1][1] == pytest.approx(0.45 + rise, abs=0.02)
        back = bounds(of(shape, "back"))
        assert back[0][2] < bounds(of(shape, "seat"))[0][2]


def test_shelves_stand_between_as_many_spaces_and_books_fill_them():
    empty = build_shape("bookshelf", 4, {"fullness": 0.0, "shelves": 5})
    full = build_shape("bookshelf", 4, {"fullness": 1.0, "shelves": 5})
    books = ("books", "dark books", "pale books", "old books")
    assert not [one for one in empty.parts if one.name in books]
    heights = {round(float(one.solid.vertices[:, 1].min()), 2) for one in full.parts if one.name in books}
    assert len([h for h in heights if h > 0]) >= 5


def test_a_bench_without_a_back_is_low():
    for form in ("garden", "park", "pew"):
        low = build_shape("bench", 2, {"form": form, "back": False, "seat_height": 0.45, "ornate": False})
        high = build_shape("bench", 2, {"form": form, "back": True, "seat_height": 0.45, "ornate": False})
        assert bounds(low.parts)[1][1] < 0.6 < bounds(high.parts)[1][1]


def test_a_bed_has_pillows_and_a_canopy_as_its_dials_say():
    bed = build_shape("bed", 0, {"pillows": 3, "canopy": False})
    assert len(of(bed, "pillows")) == 3
    assert not of(bed, "canopy")
    assert bounds(of(build_shape("bed", 0, {"canopy": True}), "canopy"))[1][1] > 1.9


def test_a_sofa_is_wider_by_a_seat_for_each_place():
    two, three = (bounds(build_shape("sofa", 0, {"seats": n, "seat_width": 0.6}).parts) for n in (2, 3))
    assert (three[1] - three[0])[0] - (two[1] - two[0])[0] == pytest.approx(0.6, abs=0.01)
