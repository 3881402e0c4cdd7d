from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.order import order_image, order_prop
from app.quality import QUALITIES
from app.recipe import FORMAT, ModelIdentity, PropRecipe, recipe_to_json
from app.settings import ImageSettings, PropSettings
from core.errors import UsageError


@pytest.fixture(autouse=True)
def _somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pocket(pocket_form: Path) -> str:
    return str(pocket_form)


def test_what_is_left_out_is_taken_from_the_prompt_and_the_preset(pocket):
    order = order_prop(PropSettings("  a red\tmug ", model=pocket, seed=7))

    assert (order.prompt, order.seed, order.size_m) == ("a red mug", 7, 0.14)
    assert order.quality == QUALITIES["standard"]
    assert order.target == Path("out/a-red-mug-7")
    assert order.meaning is not None
    assert order.meaning.class_name == "mug"


def test_what_is_said_wins(pocket):
    settings = PropSettings(
        "a red mug",
        model=pocket,
        quality="draft",
        triangles=100,
        texture_size=64,
        size_m=1000,
        out=Path("here"),
    )
    order = order_prop(settings)

    assert order.quality == replace(QUALITIES["draft"], triangles=100, texture_px=64)
    assert (order.size_m, order.target) == (1000, Path("here"))


def test_a_seed_is_drawn_where_none_is_given(pocket):
    seeds = {order_prop(PropSettings("a red mug", model=pocket)).seed for _ in range(4)}
    assert len(seeds) == 4
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_an_unknown_thing_of_a_model_of_free_text_is_a_metre_large(sd15_form):
    order = order_prop(PropSettings("a baroque spaceship", model=str(sd15_form)))
    assert (order.size_m, order.meaning) == (1.0, None)


@pytest.fixture
def recipe(pocket_form: Path) -> PropRecipe:
    return PropRecipe(
        format=FORMAT,
        kind="prop",
        propsmith="0.1.0",
        prompt="a red mug",
        seed=7,
        sheet_seed=9,
        model=ModelIdentity(pocket_form.name, "ab" * 32, None),
        device="cpu float32",
        quality=replace(QUALITIES["draft"], triangles=321),
        size_m=0.3,
    )


def test_a_recipe_is_ordered_as_it_stands(recipe, pocket):
    Path("recipe.json").write_text(recipe_to_json(recipe))
    order = order_prop(PropSettings(recipe=Path("recipe.json"), model=pocket))

    assert (order.prompt, order.seed, order.sheet_seed) == ("a red mug", 7, 9)
    assert (order.quality, order.size_m) == (recipe.quality, 0.3)
    assert order.model_sha256 == "ab" * 32


def test_a_recipe_of_a_folder_needs_its_path(recipe):
    Path("recipe.json").write_text(recipe_to_json(recipe))
    with pytest.raises(UsageError, match="model in a folder pocket-form; give its path with --model"):
        order_prop(PropSettings(recipe=Path("recipe.json")))


@pytest.mark.parametrize(
    ("told", "flag"),
    [({"prompt": "a mug"}, "PROMPT"), ({"seed": 0}, "--seed"), ({"texture_size": 64}, "--texture-size")],
)
def test_a_recipe_and_a_flag_that_it_says_too_are_refused(recipe, pocket, told, flag):
    Path("recipe.json").write_text(recipe_to_json(recipe))
    with pytest.raises(UsageError, match=f"the recipe says all, got {flag} too"):
        order_prop(PropSettings(recipe=Path("recipe.json"), model=pocket, **told))


def test_a_recipe_out_of_range_is_refused(recipe, pocket):
    Path("recipe.json").write_text(recipe_to_json(replace(recipe, size_m=-1.0)))
    with pytest.raises(UsageError, match=r"size_m: expected 0\.001 to 1,000, got -1"):
        order_prop(PropSettings(recipe=Path("recipe.json"), model=pocket))


def test_a_picture_is_named_after_its_prompt(pocket):
    assert order_image(ImageSettings("a red mug", model=pocket, seed=1)).target == Path("out/a-red-mug-1.png")
    sheet = order_image(ImageSettings("a red mug", model=pocket, seed=1, sheet=True))
    assert sheet.target == Path("out/a-red-mug-1-sheet.png")
