"""A generated prop, made in this process: its sentence is read once, and a loaded model serves again."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from app import pipeline
from app.asset import ASSET_FILES
from app.order import PropOrder, order_generated
from app.pipeline import PropResult, make_prop
from app.settings import PropSettings
from core.device import choose_device
from core.models.loaded import Loaded, load_models
from core.prompts import parser
from threed.fit import FitSettings, Stage

pytestmark = pytest.mark.slow

#: as many stages as a standard prop has, all as small as can be
SMALL = {"distilled": True, "candidates": 2, "surface_px": 40, "triangles": 600, "texture_px": 128}
PICTURES = {"preview_px": 64, "turntable_px": 32, "turntable_frames": 2}
STAGE = Stage(resolution=32, view_px=48, rounds=2, steps=10, softness=0.5, smoothing=5)
FIT = {"standard": FitSettings(stages=(STAGE,), distillation_steps=3)}


def new_order(target: Path) -> PropOrder:
    settings = PropSettings("a red wooden barrel", model="pocket", seed=7, device="cpu", out=target)
    order = order_generated(settings)
    return replace(order, quality=replace(order.quality, **SMALL, **PICTURES))


def make(order: PropOrder, loaded: Loaded | None = None) -> PropResult:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "FIT_QUALITIES", FIT)
        return make_prop(order, lambda step: None, lambda: None, time.monotonic(), loaded)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PropResult, int]:
    """A prop, what was made, and how often its sentence was read."""
    read, calls, target = parser.read_words, [], tmp_path_factory.mktemp("fresh") / "barrel"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "read_words", lambda *words: calls.append(words) or read(*words))
        return target, make(new_order(target)), len(calls)


def test_a_sentence_is_read_once(fresh):
    _, result, times = fresh
    assert times == 1
    assert result.report["sheet"]["score"] is not None, "candidates were scored"
    assert result.report["fit"]["distillation_steps"] == 3, "and the model was asked what it sees"


def test_what_is_loaded_makes_the_same_prop_and_is_not_loaded_again(fresh, tmp_path, monkeypatch):
    target, result, _ = fresh
    order = new_order(tmp_path / "barrel")
    loaded = load_models(order.source, choose_device("cpu"))
    monkeypatch.setattr(pipeline, "load_models", lambda *_, **__: pytest.fail("loaded again"))
    assert make(order, loaded).recipe == result.recipe
    for file in set(ASSET_FILES) - {"report.json"}:
        assert (order.target / file).is_file() == (target / file).is_file()
        if (target / file).is_file():
            assert (order.target / file).read_bytes() == (target / file).read_bytes(), file
