from __future__ import annotations

import json
import time

import numpy as np
import pytest

from app.report import Stopwatch, write_report


def test_a_stage_knows_its_seconds_and_its_peak():
    watch = Stopwatch()
    with watch.stage("idle"):
        time.sleep(0.1)
    with watch.stage("greedy"):
        block = np.ones(200_000_000, np.uint8)
        time.sleep(0.1)
        del block
    with watch.stage("modest"):
        time.sleep(0.1)
    idle, greedy, modest = watch.costs

    assert [cost.name for cost in watch.costs] == ["idle", "greedy", "modest"]
    assert 0.1 <= idle.seconds < 2
    assert watch.seconds == pytest.approx(idle.seconds + greedy.seconds + modest.seconds)
    # the peak is of the stage, although the block is gone at its end
    assert greedy.peak_bytes - idle.peak_bytes == pytest.approx(200e6, rel=0.1)
    assert greedy.peak_bytes - modest.peak_bytes > 150e6
    assert watch.peak_bytes >= greedy.peak_bytes


def test_a_stage_that_fails_is_not_counted_and_its_watcher_ends():
    watch = Stopwatch()
    with pytest.raises(ValueError, match="no"), watch.stage("broken"):
        raise ValueError("no")
    assert watch.costs == []


def test_reports_are_strict_json(tmp_path):
    figures = {
        "psnr_db": float("inf"),
        "numpy": np.float32(0.25),
        "count": np.int64(3),
        "list": (1.23456789, float("nan")),
    }
    write_report(tmp_path / "report.json", figures)

    read = json.loads((tmp_path / "report.json").read_text(), parse_constant=pytest.fail)
    assert read == {"psnr_db": None, "numpy": 0.25, "count": 3, "list": [1.234568, None]}
