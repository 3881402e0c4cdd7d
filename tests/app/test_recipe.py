from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from app.quality import QUALITIES
from app.recipe import FORMAT, ModelIdentity, PropRecipe, read_prop_recipe, recipe_to_json
from core.errors import RecipeError

RECIPE = PropRecipe(
    format=FORMAT,
    kind="prop",
    propsmith="0.1.0",
    prompt="ein grüner Kaktus",
    seed=2**63 - 1,
    sheet_seed=3,
    model=ModelIdentity("pocket", "0" * 64, None),
    upscaler_sha256=None,
    device="cpu float32",
    quality=replace(QUALITIES["high"], triangles=800),
    size_m=0.1,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recipe.json"


def test_a_recipe_comes_back_as_it_was(path):
    path.write_text(recipe_to_json(RECIPE), encoding="utf-8")
    assert read_prop_recipe(path) == RECIPE


def test_a_whole_number_serves_where_a_fraction_may_stand(path):
    path.write_text(json.dumps(asdict(RECIPE) | {"size_m": 2}))
    assert read_prop_recipe(path).size_m == 2.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": "7"}, 'seed: expected int, got "7"'),
        ({"seed": 7.0}, "seed: expected int, got 7.0"),
        ({"seed": True}, "seed: expected int, got true"),
        ({"prompt": None}, "prompt: expected str, got null"),
        ({"model": {"name": "pocket"}}, "model: fields missing or unknown: revision, sha256"),
        ({"model": {"name": "x", "sha256": "y", "revision": 1}}, "model: revision: expected str, got 1"),
        ({"model": "pocket"}, 'model: expected a table, got "pocket"'),
        ({"colour": "red"}, "fields missing or unknown: colour"),
        ({"format": 2}, "expected a recipe of format 1, got 2"),
        ({"kind": "image"}, 'whose kind is "prop" or "procedural", got "image"'),
    ],
)
def test_a_recipe_with_a_mistake_is_refused(path, change, message):
    path.write_text(json.dumps(asdict(RECIPE) | change))
    with pytest.raises(RecipeError) as caught:
        read_prop_recipe(path)
    assert message in caught.value.message


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"prop"'])
def test_what_is_no_recipe_is_refused(path, text):
    path.write_text(text)
    with pytest.raises(RecipeError, match=r"recipe\.json"):
        read_prop_recipe(path)


def test_a_recipe_that_is_not_there_is_refused(path):
    with pytest.raises(RecipeError, match="cannot be read as a recipe"):
        read_prop_recipe(path)
