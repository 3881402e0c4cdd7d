"""Dials of instruments, tools and toys do what they say."""

from __future__ import annotations

import numpy as np
import pytest

from threed.procedural.dials import Value
from threed.procedural.parts import Part
from threed.procedural.shape import build_shape


def named(name: str, kind: str, **dials: Value) -> list[Part]:
    return [one for one in build_shape(kind, 0, dials).parts if one.name == name]


@pytest.mark.parametrize("rungs", [4, 9, 14])
def test_a_ladder_has_the_rungs_that_were_asked_for(rungs):
    assert len(named("rungs", "ladder", form="upright", rungs=rungs)) == rungs


def test_the_hands_of_a_clock_show_its_time():
    at_three = named("hands", "clock", form="round", time=3.0)
    at_nine = named("hands", "clock", form="round", time=9.0)
    moved = [
        (a.solid.vertices.mean(0), b.solid.vertices.mean(0))
        for a, b in zip(at_three, at_nine, strict=True)
        if not np.array_equal(a.solid.vertices, b.solid.vertices)
    ]
    # the hour hand alone has moved, from the right to the left
    (three, nine), *others = moved
    assert not others
    assert three[0] > 0.005 > -0.005 > nine[0]


def test_a_piano_has_seven_white_keys_and_five_black_to_the_octave():
    assert len(named("keys", "piano", octaves=5)) == 35
    assert len(named("black keys", "piano", octaves=5)) == 25


def test_a_closed_piano_has_its_lid_down():
    def height(lid_open: float) -> float:
        return max(
            float(one.solid.vertices[:, 1].max())
            for one in named("lid", "piano", form="grand", lid_open=lid_open)
        )

    assert height(0.0) < 1.05 < 1.3 < height(35.0)


@pytest.mark.parametrize(("eyes", "count"), [("one", 1), ("two", 2), ("visor", 1)])
def test_a_robot_has_its_eyes(eyes, count):
    assert len(named("eyes", "robot", eyes=eyes)) == count


def test_a_curved_sword_bends_and_a_straight_one_does_not():
    def bend(form: str) -> float:
        (blade,) = named("blade", "sword", form=form)
        tip = blade.solid.vertices[blade.solid.vertices[:, 1].argmax()]
        return abs(float(tip[0]))

    assert bend("straight") < 1e-4
    assert bend("curved") > 0.1


def test_a_double_headed_axe_is_the_same_on_both_sides():
    points = np.concatenate(
        [
            one.solid.vertices
            for one in named("head", "axe", form="double-headed", ornate=False, top_spike=False)
        ]
    )
    assert points[:, 0].max() == pytest.approx(-points[:, 0].min(), rel=1e-4)


@pytest.mark.parametrize("flanges", [5, 8])
def test_a_mace_has_its_flanges(flanges):
    assert len(named("head", "mace", form="flanged", flanges=flanges)) == flanges
