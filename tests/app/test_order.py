from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.order import QUALITY_RANGES, order_image
from app.quality import QUALITIES, Quality
from app.recipe import FORMAT, ModelIdentity, PropRecipe, recipe_to_json
from app.roads import order_prop
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
    assert order.read.parsed is not None
    assert order.read.parsed.class_name == "mug"


def test_what_is_read_otherwise_is_noted(pocket, sd15_form):
    notes = ('"crimson" is read as "red"', '"zorgon" is not known and left out')

    assert order_prop(PropSettings("a crimson zorgon mug", model=pocket)).notes == notes
    assert order_image(ImageSettings("a crimson zorgon mug", model=pocket)).notes == notes
    assert order_prop(PropSettings("a red mug", model=pocket)).notes == ()
    assert order_prop(PropSettings("a crimson zorgon mug", model=str(sd15_form))).notes == ()


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
    assert (order.size_m, order.read.parsed) == (1.0, None)


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
        upscaler_sha256="cd" * 32,
        device="cpu float32",
        quality=replace(QUALITIES["draft"], triangles=321),
        size_m=0.3,
    )


def test_a_recipe_is_ordered_as_it_stands(recipe, pocket):
    Path("recipe.json").write_text(recipe_to_json(recipe))
    order = order_prop(PropSettings(recipe=Path("recipe.json"), model=pocket))

    assert (order.prompt, order.seed, order.sheet_seed) == ("a red mug", 7, 9)
    assert (order.quality, order.size_m) == (recipe.quality, 0.3)
    assert (order.model_sha256, order.upscaler_sha256) == ("ab" * 32, "cd" * 32)


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


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"sampling": float("inf")}, "quality: sampling: expected 0.01 to 100, got inf"),
        ({"sampling": float("nan")}, "quality: sampling: expected 0.01 to 100, got nan"),
        ({"surface_px": 100_000}, "quality: surface_px: expected 16 to 512, got 100,000"),
        ({"preview_px": 0}, "quality: preview_px: expected 64 to 8,192, got 0"),
        ({"turntable_frames": -1}, "quality: turntable_frames: expected 1 to 360, got -1"),
        ({"triangles": 3}, "--triangles: expected 100 to 1,000,000, got 3"),
    ],
)
def test_a_quality_out_of_range_is_refused(recipe, pocket, told, message):
    Path("recipe.json").write_text(recipe_to_json(replace(recipe, quality=replace(recipe.quality, **told))))
    with pytest.raises(UsageError) as caught:
        order_prop(PropSettings(recipe=Path("recipe.json"), model=pocket))
    assert caught.value.message == message


def test_all_presets_are_in_range(pocket):
    for name in QUALITIES:
        assert order_prop(PropSettings("a red mug", model=pocket, quality=name)).quality == QUALITIES[name]


def test_every_number_of_a_quality_has_a_range():
    numbers = {field.name for field in fields(Quality) if field.name not in ("fit", "distilled")}
    assert set(QUALITY_RANGES) == numbers


@pytest.mark.parametrize(
    ("model", "flag", "expected"),
    [
        ("owner/name", None, "c0ffee"),  # what it was made with
        ("owner/name@v1", None, "c0ffee"),  # wherever the branch is by now
        ("owner/name@v1", "owner/name@v2", "v2"),
        ("owner/name", "other/fork", None),
    ],
)
def test_a_recipe_of_the_hub_is_made_again_with_its_commit(recipe, model, flag, expected):
    identity = ModelIdentity(model, "ab" * 32, "c0ffee")
    Path("recipe.json").write_text(recipe_to_json(replace(recipe, model=identity)))
    order = order_prop(PropSettings(recipe=Path("recipe.json"), model=flag))
    assert order.source.revision == expected


def test_a_recipe_out_of_range_is_refused(recipe, pocket):
    Path("recipe.json").write_text(recipe_to_json(replace(recipe, size_m=-1.0)))
    with pytest.raises(UsageError, match=r"size_m: expected 0\.001 to 1,000, got -1"):
        order_prop(PropSettings(recipe=Path("recipe.json"), model=pocket))


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"steps": 0}, "--steps: expected 1 to 1,000, got 0"),
        ({"guidance": 999.0}, "--guidance: expected 0 to 50, got 999"),
        ({"guidance": float("nan")}, "--guidance: expected 0 to 50, got nan"),
        ({"width": 63}, "--width: expected 64 to 2,048, got 63"),
        ({"height": 4096}, "--height: expected 64 to 2,048, got 4,096"),
    ],
)
def test_numbers_of_a_picture_out_of_range_are_refused_before_any_model_is_fetched(told, message):
    with pytest.raises(UsageError) as caught:
        order_image(ImageSettings("a red mug", model="owner/name", **told))
    assert caught.value.message == message


def test_a_picture_is_named_after_its_prompt(pocket):
    assert order_image(ImageSettings("a red mug", model=pocket, seed=1)).target == Path("out/a-red-mug-1.png")
    sheet = order_image(ImageSettings("a red mug", model=pocket, seed=1, sheet=True))
    assert sheet.target == Path("out/a-red-mug-1-sheet.png")
