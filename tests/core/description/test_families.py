"""Materials: a family keeps what a kind is of; a surface is itself."""

from __future__ import annotations

import pytest

from core.description.finishes import EXCLUSIVE_FINISHES, FINISHES
from core.description.materials import (
    COLOURS_FIRST,
    LOOSE,
    MATERIALS,
    ON_ROOFS,
    WEATHER_FIRST,
    choose_surfaces,
    is_kind_of,
)


def test_tables_name_materials():
    assert {*COLOURS_FIRST, *WEATHER_FIRST, *LOOSE, *ON_ROOFS, *ON_ROOFS.values()} <= MATERIALS.keys()
    assert {name for pair in EXCLUSIVE_FINISHES for name in pair} <= FINISHES.keys()


@pytest.mark.parametrize("name", MATERIALS)
def test_every_surface_of_a_family_that_can_be_said_is_of_it(name):
    surfaces = MATERIALS[name].surfaces
    assert surfaces
    assert all(is_kind_of(surface, name) for surface in surfaces if surface in MATERIALS)


@pytest.mark.parametrize(
    ("material", "own", "finishes", "worn", "surfaces"),
    [
        ("wood", ("oak", "pine"), (), 0.0, ("oak", "pine")),
        ("wood", ("linen",), (), 0.0, MATERIALS["wood"].surfaces),
        ("wood", ("oak",), (), 0.55, ("weathered wood", "oak")),
        ("oak", ("pine",), (), 0.85, ("oak",)),
        ("iron", ("rusty iron", "brass"), (), 0.0, ("rusty iron",)),
        ("wood", ("oak",), ("painted",), 0.0, ("painted wood",)),
        ("iron", ("wrought iron",), ("painted",), 0.0, ("painted metal",)),
        ("steel", (), ("polished",), 0.0, ("polished steel",)),
        ("marble", ("marble",), ("polished",), 0.0, ("marble",)),
        ("stone", (), ("painted",), 0.0, MATERIALS["stone"].surfaces),
    ],
)
def test_which_surfaces(material, own, finishes, worn, surfaces):
    assert choose_surfaces(material, own, finishes, worn) == surfaces


def test_families():
    assert is_kind_of("oak", "wood")
    assert is_kind_of("cast iron", "iron")
    assert is_kind_of("iron", "metal")
    assert not is_kind_of("wood", "oak")
    assert not is_kind_of("brass", "wood")
