"""What the dials of buildings and vehicles say is what is built."""

from __future__ import annotations

import numpy as np
import pytest

from threed.procedural.airplanes import KINDS as AIRPLANES
from threed.procedural.carts import KINDS as CARTS
from threed.procedural.dials import Dials, Value
from threed.procedural.houses import KINDS as HOUSES
from threed.procedural.kind import Kind
from threed.procedural.lighthouses import KINDS as LIGHTHOUSES
from threed.procedural.masonry import facets, opening, surround
from threed.procedural.parts import Part
from threed.procedural.rockets import KINDS as ROCKETS
from threed.procedural.roofs import gable_roof
from threed.procedural.windmills import KINDS as WINDMILLS


def _built(kind: Kind, seed: int = 0, **settings: Value) -> list[Part]:
    return list(kind.build(Dials(seed, settings)))


def _count(parts: list[Part], name: str) -> int:
    return sum(one.name == name for one in parts)


def test_an_upper_storey_of_timber_juts_out_over_the_lower():
    parts = _built(HOUSES["house"], form="square", walls="timbered", storeys=2)
    boxes = [one.solid for one in parts if one.name == "walls"][:2]
    low, high = sorted(boxes, key=lambda solid: float(solid.vertices[:, 1].min()))
    assert high.vertices[:, 2].max() - low.vertices[:, 2].max() == pytest.approx(0.18, abs=1e-5)


def test_each_storey_adds_its_height():
    tops = []
    for storeys in (1, 2, 3):
        parts = _built(HOUSES["house"], form="square", walls="stone", storeys=storeys, storey_height=2.5)
        walls = [one.solid.vertices for one in parts if one.name == "walls"]
        tops.append(max(float(v[:, 1].max()) for v in walls[:storeys]))
    assert np.diff(tops) == pytest.approx([2.5, 2.5], abs=1e-5)


def test_light_is_in_the_windows_where_it_is_said():
    for lit, role in ((True, "light"), (False, "glass")):
        parts = _built(HOUSES["house"], lit=lit)
        assert {one.role for one in parts if one.name == "windows"} >= {role}


@pytest.mark.parametrize("blades", [3, 6])
def test_a_windmill_has_as_many_sails_as_said(blades):
    parts = _built(WINDMILLS["windmill"], blades=blades, sails="cloth")
    assert _count(parts, "sails") == blades


@pytest.mark.parametrize("bands", [0, 3])
def test_a_lighthouse_has_as_many_bands_as_said(bands):
    parts = _built(LIGHTHOUSES["lighthouse"], form="round", bands=bands, place="ground")
    assert _count(parts, "bands") == bands


@pytest.mark.parametrize(("form", "wheels"), [("two-wheeled", 2), ("four-wheeled", 4)])
def test_a_cart_has_two_or_four_hubs(form, wheels):
    assert _count(_built(CARTS["cart"], form=form), "hubs") == wheels


def test_a_rocket_stands_on_its_fins():
    for fins in (3, 6):
        parts = _built(ROCKETS["rocket"], fins=fins, flame=False, ladder=False)
        feet = [one.solid.vertices[:, 1].min() for one in parts if one.name == "feet"]
        assert len(feet) == fins
        assert max(feet) == min(float(one.solid.vertices[:, 1].min()) for one in parts)


def test_an_airplane_stands_on_its_wheels_with_its_nose_up():
    parts = _built(AIRPLANES["airplane"], form="single", engine="cowl")
    tyres = sorted(float(one.solid.vertices[:, 1].min()) for one in parts if one.name == "tyres")
    assert len(tyres) == 3
    assert tyres[-1] - tyres[0] < 0.12
    propeller = np.mean([one.solid.vertices.mean(0)[1] for one in parts if one.name == "spinner"])
    assert propeller > np.mean([one.solid.vertices.mean(0)[1] for one in parts if one.name == "fuselage"])


def test_the_courses_of_a_roof_run_up_its_slopes():
    slopes = [one for one in gable_roof(6, 4, 2.0, thick=0.1) if one.name == "roof"]
    for one in slopes:
        up, out = one.frame[:, 1], one.frame[:, 2]
        assert up[1] == pytest.approx(np.sqrt(0.5), abs=1e-5)
        side = np.sign(one.solid.vertices[:, 0].mean())
        assert np.sign(up[0]) == -side
        assert np.sign(out[0]) == side


def test_the_sides_of_a_drum_meet_at_their_edges():
    parts = facets("wall", "stone", [(0, 0), (2, 0), (1, 3), (0, 3)], 8)
    corners = np.unique(np.round(np.concatenate([one.solid.vertices for one in parts]), 4), axis=0)
    away = np.hypot(corners[:, 0], corners[:, 2])
    # 8 corners below, 8 above, the axis' two ends
    assert (away > 0.01).sum() == 16
    assert away.max() == pytest.approx(2 / np.cos(np.pi / 8), abs=1e-4)


@pytest.mark.parametrize("form", ["square", "arched", "pointed"])
def test_the_stones_of_a_surround_leave_its_opening_free(form):
    inside = opening(form, 1.0, 2.0) * 0.97 + [0, 0.01]
    for one in surround("arch", form, 1.0, 2.0, 0.25, -0.1, 0.1):
        outline = one.solid.vertices[:, :2]
        low, high = outline.min(0), outline.max(0)
        middle = (low + high) / 2
        # no stone's middle lies in the opening
        gaps = np.abs(inside - middle).max(1)
        assert not (abs(middle[0]) < 0.4 and middle[1] < 1.3), (form, middle, gaps.min())
