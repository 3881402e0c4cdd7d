"""The classifier answers head by head, goes on where it was stopped, and its answers are counted rightly."""

from __future__ import annotations

import json
import math
import shutil

import numpy as np
import pytest
import torch
from torch import nn

from core.models.sidecar import read_sidecar
from training import classifier
from training.accuracy import compare_answers
from training.caption import Spec
from training.classifier import Classifier, new_classifier, train_classifier
from training.labels import HELD_OUT
from training.model import (
    describe_pocket,
)
from training.specs import draw_specs, write_prompt

CPU = torch.device("cpu")
NAMES = (("barrel", "chest", "mug"), ("red", "blue"), ("plain", "rusty", "glossy", "golden"))

pytestmark = pytest.mark.usefixtures("small_stages")


def test_a_judge_saves_and_loads_and_answers_the_same(tmp_path):
    torch.manual_seed(0)
    first = Classifier(new_classifier(9, (8, 16, 24)).eval(), NAMES)
    views = np.random.default_rng(0).integers(0, 256, (2, 5, 96, 96, 4), dtype=np.uint8)
    first.save(tmp_path)
    second = Classifier.load(tmp_path)
    assert second.names == NAMES
    expected, found = first.network.state_dict(), second.network.state_dict()
    assert expected.keys() == found.keys()
    assert all(torch.equal(found[k], v.half().to(v.dtype)) for k, v in expected.items())
    assert np.array_equal(second.answer(views), first.answer(views))
    assert {f.name for f in tmp_path.iterdir()} == {"model.safetensors", "config.json"}
    assert json.loads((tmp_path / "config.json").read_text())["colours"] == ["red", "blue"]


def test_a_judge_answers_head_by_head():
    class Scripted(nn.Module):
        """Says the third class, the second colour where the top left pixel is bright, the last finish."""

        def forward(self, x):
            assert x.shape[1:] == (3, 96, 96)
            logits = torch.zeros(len(x), 9)
            logits[:, 2], logits[:, 8] = 1, 1
            logits[torch.arange(len(x)), 3 + (x[:, 0, 0, 0] > 0).long()] = 2
            return logits

    classifier = Classifier(Scripted(), NAMES)
    views = np.zeros((2, 60, 96, 96, 4), np.uint8)
    views[1, ::2, ..., 0] = 255
    answers = classifier.answer(views)
    assert answers.shape == (2, 60, 3)
    assert (answers[..., 0] == 2).all()
    assert (answers[..., 2] == 3).all()
    assert np.array_equal(answers[..., 1], views[..., 0, 0, 0] > 0)
    assert np.array_equal(classifier.answer(views[:, :, ::2, ::2, :3]), answers), (
        "of any size, with or without alpha"
    )


def test_a_judge_places_names_and_leaves_open_what_is_not_said():
    classifier = Classifier(nn.Identity(), NAMES)
    assert classifier.indices("mug", "blue", "rusty") == (2, 1, 1)
    assert classifier.indices("barrel", None, None) == (0, -1, -1)
    with pytest.raises(ValueError, match="not in tuple"):
        classifier.indices("barrel", "lilac", None)


def test_a_judge_that_was_interrupted_ends_as_if_it_had_not_been(cache, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(classifier, "STEPS", 4)
    monkeypatch.setattr(classifier, "SAVE_EVERY", 2)
    stopped = tmp_path_factory.mktemp("stopped")
    for file in cache.iterdir():
        shutil.copy(file, stopped)
    whole = train_classifier(cache)
    steps, augment = [], classifier.augment

    def interrupt(*args):
        steps.append(len(steps))
        if len(steps) == 4:
            raise KeyboardInterrupt
        return augment(*args)

    with monkeypatch.context() as patch:
        patch.setattr(classifier, "augment", interrupt)
        with pytest.raises(KeyboardInterrupt):
            train_classifier(stopped)
    assert torch.load(stopped / "classifier.pt", weights_only=True)["step"] == 2
    resumed = train_classifier(stopped)
    assert resumed.names == whole.names
    for name, value in whole.network.state_dict().items():
        assert torch.allclose(resumed.network.state_dict()[name], value, atol=1e-6), name


def test_wishes_are_what_they_are_called(tmp_path):
    file = tmp_path / "propsmith.json"
    table = describe_pocket()
    table["vocabulary"]["held_out"] = HELD_OUT
    file.write_text(json.dumps(table))
    vocabulary = read_sidecar(file, "pocket").vocabulary
    assert vocabulary is not None
    count = len(vocabulary.classes)
    rare, common = (draw_specs(vocabulary, 2 * count, held_out=h) for h in (True, False))
    assert all(HELD_OUT[w.class_name] == w.colour for w in rare)
    assert not any(HELD_OUT[w.class_name] == w.colour for w in common)
    for specs in (rare, common):
        assert {w.class_name for w in specs[:count]} == set(vocabulary.classes)
        assert [w.finish is None for w in specs] == [True, False] * count
    assert draw_specs(vocabulary, 9, held_out=False) == common[:9]
    assert write_prompt(Spec("axe", "orange")) == "an orange axe"
    assert write_prompt(Spec("mug", "red", "glossy")) == "a glossy red mug"


def test_accuracies_count_what_was_asked_for():
    classifier = Classifier(nn.Identity(), NAMES)
    specs = [Spec("barrel", "red", "rusty"), Spec("mug", "blue"), Spec("mug")]
    answers = np.array(
        [[classifier.indices(w.class_name, w.colour or "red", w.finish or "plain")] * 4 for w in specs]
    )
    perfect = compare_answers(answers, specs, classifier)
    assert (perfect.class_name, perfect.colour, perfect.finish, perfect.all_views) == (1, 1, 1, 1)
    answers[0, :, 2] = 0
    assert compare_answers(answers, specs, classifier).all_views == 1, "the finish does not count in it"
    answers[0, 3, 2] = 1
    answers[0, 0, 1] = 1  # one view of the first in the wrong colour
    answers[1, :2, 0] = 0  # two of the second are of another class
    answers[2, :, 1:] = 1  # nobody asked
    found = compare_answers(answers, specs, classifier)
    assert found.class_name == pytest.approx(10 / 12)
    assert found.colour == pytest.approx(7 / 8)
    assert found.finish == pytest.approx(1 / 4)
    assert found.all_views == pytest.approx(1 / 3)
    assert math.isnan(compare_answers(answers[2:], specs[2:], classifier).colour)
