"""Shards are what their seed says, hold no held-out pair, and resume."""

import numpy as np
import pytest

from core.pocket import data
from core.pocket.data import Shards, draw_label, write_shard
from core.pocket.vocabulary import HELD_OUT


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(data, "SHARD_SETS", 3)


def test_training_never_sees_a_held_out_pair():
    def pairs(split, count):
        rng = np.random.default_rng(0)
        return {(label.class_name, label.colour) for label in (draw_label(rng, split) for _ in range(count))}

    for split in ("train", "validation"):
        assert not pairs(split, 2000) & set(HELD_OUT)
    assert pairs("held-out", 500) == set(HELD_OUT)


def test_a_shard_is_reproducible_and_left_alone(tmp_path, small_shards):
    for name in "ab":
        (tmp_path / name).mkdir()
    first, second = (write_shard(tmp_path / name, "train", 0) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert first.with_suffix(".json").read_text() == second.with_suffix(".json").read_text()
    before = first.stat().st_mtime_ns
    write_shard(tmp_path / "a", "train", 0)
    assert first.stat().st_mtime_ns == before


def test_reading_gives_the_written_sheets_and_labels(tmp_path, small_shards):
    for index in (0, 1):
        write_shard(tmp_path, "validation", index)
    shards = Shards(tmp_path, "validation")
    assert len(shards) == 6
    assert shards.indices.shape == (6, 3)
    sheets = shards.read(np.array([4, 0]))
    assert sheets.shape == (2, 192, 288, 4)
    assert np.array_equal(sheets[0], np.load(tmp_path / "validation-0001.npy")[1])


def test_no_shards_is_an_error_that_says_what_to_run(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"python -m core\.pocket\.data"):
        Shards(tmp_path, "train")
