"""Vessels are hollow: what one drinks from, looks into or keeps things in has an inside."""

from __future__ import annotations

import manifold3d
import numpy as np
import pytest

from threed.procedural.carving import to_manifold
from threed.procedural.shape import bounds, build_shape


def depth_below_rim(
    kind: str, settings: dict, seed: int = 0, place: tuple[float, float] = (0.02, 0.015)
) -> float:
    """Return how far down from the highest point a thin needle falls inside, as part of the height."""
    shape = build_shape(kind, seed, settings)
    low, high = bounds(shape.parts)
    needle = manifold3d.Manifold.cube((0.001, float(high[1] - low[1]) + 0.2, 0.001), True)
    scale = float((high - low)[[0, 2]].max())
    needle = needle.translate((place[0] * scale, float(high[1] + low[1]) / 2, place[1] * scale))
    met = [(to_manifold(one.solid) ^ needle).bounding_box()[4] for one in shape.parts if not one.loose]
    top = max(y for y in met if np.isfinite(y) and y > -1e3)
    return (float(high[1]) - top) / float(high[1] - low[1])


HOLLOW = [
    ("mug", {"filling": "nothing", "lidded": False, "form": "straight"}),
    ("mug", {"filling": "nothing", "lidded": False, "form": "tankard"}),
    ("mug", {"filling": "nothing", "lidded": False, "form": "square"}),
    ("vase", {"lidded": False, "form": "classic", "handles": False}),
    ("vase", {"lidded": False, "form": "twisted", "handles": False}),
    ("bucket", {"full": False, "form": "staves", "handle": "down"}),
    ("bucket", {"full": False, "form": "metal", "handle": "down"}),
    ("bucket", {"full": False, "form": "square", "handle": "down"}),
    ("basket", {"filling": "nothing", "lidded": False, "handle": "ears", "lining": False}),
    (
        "cauldron",
        {"filling": "nothing", "bubbling": False, "lidded": False, "handle": "rings", "fire": False},
    ),
    ("barrel", {"form": "open", "filling": "nothing"}),
    ("crate", {"form": "open", "filling": "nothing"}),
]


@pytest.mark.parametrize(("kind", "settings"), HOLLOW)
def test_a_needle_falls_into_an_empty_vessel(kind, settings):
    # a cauldron stands on feet, so its floor is not far down
    least = 0.5 if kind == "cauldron" else 0.65
    for seed in range(3):
        assert depth_below_rim(kind, settings, seed) > least


def test_an_open_chest_is_hollow_and_a_closed_one_is_not():
    inside = {"treasure": False, "form": "round", "angle": 100.0}
    assert depth_below_rim("chest", {**inside, "open": True}, place=(0.02, 0.1)) > 0.8
    assert depth_below_rim("chest", {**inside, "open": False}, place=(0.02, 0.1)) < 0.2


@pytest.mark.parametrize(
    ("kind", "empty", "full"),
    [
        ("bucket", {"full": False, "handle": "down"}, {"full": True, "handle": "down"}),
        (
            "cauldron",
            {"filling": "nothing", "bubbling": False, "handle": "rings"},
            {"filling": "brew", "handle": "rings"},
        ),
        ("barrel", {"form": "open", "filling": "nothing"}, {"form": "open", "filling": "water"}),
    ],
)
def test_what_is_filled_is_filled(kind, empty, full):
    closed = {"lidded": False} if kind == "cauldron" else {}
    assert depth_below_rim(kind, {**empty, **closed}) > depth_below_rim(kind, {**full, **closed}) + 0.15


def test_the_level_of_a_potion_is_its_dial():
    low, high = (
        bounds(
            [
                one
                for one in build_shape("bottle", 0, {"form": "round", "level": t}).parts
                if one.name == "potion"
            ]
        )
        for t in (0.3, 0.8)
    )
    assert high[1][1] > 1.5 * low[1][1]
    assert not [
        one for one in build_shape("bottle", 0, {"form": "round", "level": 0.0}).parts if one.name == "potion"
    ]


def test_a_barrel_has_as_many_staves_and_hoops_as_its_dials_say():
    shape = build_shape("barrel", 0, {"staves": 17, "hoops": 3, "form": "upright", "ornate": False})
    names = [one.name for one in shape.parts]
    assert names.count("staves") == 17
    # a hoop has two rivets
    assert names.count("hoops") == 3 * 3


def test_a_sack_leans_to_the_side_that_its_dial_says():
    tops = []
    for degrees in (-15.0, 15.0):
        points = np.concatenate(
            [one.solid.vertices for one in build_shape("sack", 0, {"slump": degrees}).parts]
        )
        tops.append(points[points[:, 1] > 0.9 * points[:, 1].max()][:, 0].mean())
    assert tops[0] < -0.05
    assert tops[1] > 0.05


def test_patches_are_sewn_on_with_stitches():
    shape = build_shape("sack", 0, {"patches": 2})
    names = [one.name for one in shape.parts]
    assert names.count("patch") == 2
    assert names.count("stitches") == 2 * 14
