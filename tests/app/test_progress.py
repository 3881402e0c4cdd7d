from __future__ import annotations

import io
import json

import pytest

from app.progress import StagedProgress, Step, open_display
from core.errors import Cancelled

EXPECTED_S = {"load": 1.0, "sheet": 3.0, "fit": 6.0}


def walk(show, check=lambda: None) -> None:
    progress = StagedProgress(EXPECTED_S, show, check)
    progress.begin("load")
    progress("anything", 1.0)
    progress.begin("sheet")
    for round_ in range(2):  # two candidates, each told from 0 to 1
        for fraction in (0.0, 0.5, 1.0):
            progress(f"candidate {round_}", fraction)
    progress.begin("fit")
    progress("rays", 0.5)
    progress("rays", 1.0)


def test_the_whole_is_weighted_by_the_seconds_expected_and_never_falls():
    steps: list[Step] = []
    walk(steps.append)

    assert [(s.stage, s.fraction, round(s.overall, 3)) for s in steps] == [
        ("load", 0.0, 0.0),
        ("load", 1.0, 0.1),
        ("sheet", 0.0, 0.1),
        ("sheet", 0.0, 0.1),
        ("sheet", 0.5, 0.25),
        ("sheet", 1.0, 0.4),
        ("sheet", 0.0, 0.4),
        ("sheet", 0.5, 0.4),
        ("sheet", 1.0, 0.4),
        ("fit", 0.0, 0.4),
        ("fit", 0.5, 0.7),
        ("fit", 1.0, 1.0),
    ]


def test_fractions_are_held_to_their_range():
    steps: list[Step] = []
    progress = StagedProgress(EXPECTED_S, steps.append, lambda: None)
    progress("load", -3.0)
    progress("load", 7.0)
    assert [s.fraction for s in steps] == [0.0, 1.0]


def test_every_step_asks_whether_to_go_on():
    def check() -> None:
        raise Cancelled("cancelled")

    shown: list[Step] = []
    with pytest.raises(Cancelled):
        walk(shown.append, check)
    assert shown == []


def test_json_lines_are_what_the_protocol_says():
    stream = io.StringIO()
    with open_display("json", stream) as show:
        walk(show)
    records = [json.loads(line) for line in stream.getvalue().splitlines()]

    assert all(list(record) == ["stage", "fraction", "overall", "seconds"] for record in records)
    assert [record["stage"] for record in records] == sorted(
        (record["stage"] for record in records), key=list(EXPECTED_S).index
    )
    assert records[-1] | {"seconds": 0} == {"stage": "fit", "fraction": 1.0, "overall": 1.0, "seconds": 0}


def test_json_lines_do_not_flood():
    stream = io.StringIO()
    with open_display("json", stream) as show:
        for i in range(1001):
            show(Step("fit", i / 1000, i / 1000, i / 1000))  # a thousand steps in a second
    assert 10 <= len(stream.getvalue().splitlines()) <= 13


def test_plain_lines_are_one_a_stage_and_one_every_ten_seconds():
    stream = io.StringIO()
    with open_display("plain", stream) as show:
        show(Step("load", 0.0, 0.0, 0.0))
        show(Step("load", 0.5, 0.05, 1.0))
        for second in range(2, 30):
            show(Step("fit", second / 30, 0.1 + 0.03 * second, float(second)))
    assert stream.getvalue().splitlines() == [
        "  0%  load  0.0 s",
        " 16%  fit  2.0 s",
        " 46%  fit  12.0 s",
        " 76%  fit  22.0 s",
    ]


def test_none_says_nothing():
    stream = io.StringIO()
    with open_display("none", stream) as show:
        walk(show)
    assert stream.getvalue() == ""


def test_what_is_not_a_terminal_gets_plain_lines():
    stream = io.StringIO()
    with open_display(None, stream) as show:
        walk(show)
    assert stream.getvalue().splitlines()[0] == "  0%  load  0.0 s"


def test_a_terminal_gets_a_bar_that_is_cleared_away():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with open_display(None, stream) as show:
        walk(show)
    assert "fit" in stream.getvalue()
    assert stream.getvalue().rstrip().endswith("\x1b[2K")  # the line of the bar is erased
