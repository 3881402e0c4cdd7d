"""Which road a prop takes, and the roads that join: a model paints a program's shape, or begins at it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from app import roads
from app.procedural_order import ProceduralOrder
from app.roads import order_prop, require_generated
from app.settings import PropSettings
from core.errors import MissingExtraError, UsageError, VocabularyError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_sentence_takes_the_procedural_road_and_says_why():
    order = order_prop(PropSettings("a red barrel", seed=3))
    assert isinstance(order, ProceduralOrder)
    assert order.road == "procedural: a program knows the kind, and no model is named"
    assert order.painter is None
    assert order_prop(PropSettings("a red barrel", shape="procedural")).road == "procedural: --shape says so"


def test_a_named_model_takes_the_generated_road(pocket_form):
    order = order_prop(PropSettings("a red mug", model=str(pocket_form), seed=1))
    assert not isinstance(order, ProceduralOrder)
    assert order.guide is None


def test_a_kind_that_nobody_knows_is_told_how_a_model_would_make_it():
    with pytest.raises(VocabularyError, match="--shape generated") as caught:
        order_prop(PropSettings("a zorgon"))
    assert caught.value.exit_status == 11


def test_without_the_extra_one_line_says_what_brings_it(monkeypatch):
    monkeypatch.setattr(roads, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="uv sync --inexact --extra generated") as caught:
        require_generated("a generated shape")
    assert caught.value.exit_status == 26
    with pytest.raises(MissingExtraError):
        order_prop(PropSettings("a mug", shape="generated"))
    assert isinstance(order_prop(PropSettings("a mug")), ProceduralOrder)


def test_a_model_without_control_of_geometry_is_not_guided(sd15_form):
    settings = PropSettings("a mug", shape="generated", guide="procedural", model=str(sd15_form))
    with pytest.raises(UsageError, match="expected a model with control of geometry"):
        order_prop(settings)


@pytest.mark.slow
def test_a_model_paints_the_shape_that_a_program_builds(propsmith, work: Path):
    arguments = ("--seed", "1", "--quality", "draft", "--progress", "none")
    answer = propsmith("prop", "a red barrel", "--paint", "generated", "--out", "painted", *arguments)
    assert answer.returncode == 0, answer.stderr
    plain = propsmith("prop", "a red barrel", "--out", "plain", *arguments)
    assert plain.returncode == 0, plain.stderr
    recipe = json.loads((work / "painted" / "recipe.json").read_text())
    report = json.loads((work / "painted" / "report.json").read_text())
    assert recipe["painter"]["model"]["name"] == "pocket"
    assert "painted by a model" in report["road"]
    assert report["unseen_texel_fraction"] < 0.4
    base = [
        np.asarray(Pillow.open(work / n / "textures/base_color.png")) / 255.0 for n in ("painted", "plain")
    ]
    assert np.abs(base[0] - base[1]).mean() > 0.02, "the paint is another"
    red, green, _ = base[0].reshape(-1, 3).mean(0)
    assert red > 1.5 * green
    orm = [(work / n / "textures/orm.png").read_bytes() for n in ("painted", "plain")]
    assert orm[0] == orm[1], "what it is made of stays"


@pytest.mark.slow
def test_a_field_begins_at_the_shape_that_a_program_builds(propsmith, work: Path):
    arguments = ("--shape", "generated", "--guide", "procedural", "--set", "form=upright", "--seed", "1")
    answer = propsmith(
        "prop", "a red barrel", *arguments, "--quality", "draft", "--out", "guided", "--progress", "none"
    )
    assert answer.returncode == 0, answer.stderr
    recipe = json.loads((work / "guided" / "recipe.json").read_text())
    report = json.loads((work / "guided" / "report.json").read_text())
    assert recipe["guide"]["dials"]["form"] == "upright"
    assert report["fit"]["distillation_steps"] >= 16
    assert report["mesh"]["watertight"]
    assert report["fit"]["mask_iou"] > 0.9
