"""What every long command does alike: count its stages, tell, time and weigh them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from app.progress import Show, StagedProgress
from app.report import StageCost, Stopwatch
from core.memory import memory_errors


@dataclass(frozen=True)
class Run:
    """A command under way: tells, times and weighs its stages.

    Attributes:
        progress: tells how far it is.
        watch: has the costs of the stages so far.
        started: time.monotonic() when it began.
    """

    progress: StagedProgress
    watch: Stopwatch
    started: float

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.started

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Do a stage of those the journey was begun with.

        Raises:
            MemoryLimitError: the block asked for more memory than there is.
        """
        self.progress.begin(name)
        with self.watch.stage(name), memory_errors():
            yield


def begin_run(expected_s: Mapping[str, float], show: Show, check: Callable[[], None], started: float) -> Run:
    """Begin to count; what has passed since the start, the imports above all, is the first stage.

    Args:
        expected_s: the stages and the seconds each is expected to take.
        show: told how far the work is.
        check: called at each step; raises Cancelled to end it.
        started: time.monotonic() when the command began.
    """
    elapsed_s = time.monotonic() - started
    first = StageCost(next(iter(expected_s)), elapsed_s, psutil.Process().memory_info().rss)
    return Run(StagedProgress(expected_s, show, check, elapsed_s), Stopwatch([first]), started)
