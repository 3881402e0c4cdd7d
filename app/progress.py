"""Tells how far the work is: one stage after another, each a known share of the whole."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from app.settings import ProgressStyle


@dataclass(frozen=True)
class Step:
    """How far the work is.

    Attributes:
        stage: what is done now.
        fraction: of the stage, 0..1.
        overall: of the whole, 0..1; never falls.
        seconds: since the beginning.
    """

    stage: str
    fraction: float
    overall: float
    seconds: float


Show = Callable[[Step], None]


class StagedProgress:
    """Follows the work through its stages and tells how far it is.

    It is a core.types.Progress: stages below call it with names of their own, which are heard as fractions of
    the stage that the journey is in.

    Args:
        expected_s: the stages in their order, with the seconds that each is expected to take.
        show: told each step.
        check: called at each step; raises Cancelled to end the work.
        elapsed_s: seconds that have passed since the beginning.
    """

    def __init__(
        self,
        expected_s: Mapping[str, float],
        show: Show,
        check: Callable[[], None],
        elapsed_s: float = 0.0,
    ) -> None:
        self._shares = {stage: s / sum(expected_s.values()) for stage, s in expected_s.items()}
        self._show, self._check = show, check
        self._started = time.monotonic() - elapsed_s
        self._stage, self._before, self._overall = next(iter(expected_s)), 0.0, 0.0

    def begin(self, stage: str) -> None:
        """Enter a stage; those before it count as done."""
        stages = list(self._shares)
        self._stage = stage
        self._before = sum(self._shares[name] for name in stages[: stages.index(stage)])
        self(stage, 0.0)

    def __call__(self, stage: str, fraction: float) -> None:
        """Tell a fraction of the current stage; see core.types.Progress."""
        self._check()
        fraction = min(max(fraction, 0.0), 1.0)
        # a stage below may come round again, once per candidate say: the whole does not go back
        self._overall = min(max(self._overall, self._before + self._shares[self._stage] * fraction), 1.0)
        self._show(Step(self._stage, fraction, self._overall, time.monotonic() - self._started))


def open_display(style: ProgressStyle | None, stream: TextIO) -> AbstractContextManager[Show]:
    """Return how progress is shown: enter it for the function to call, leave it to clear the screen.

    Args:
        style: bar, plain, json or none; None is bar on a terminal and plain elsewhere.
        stream: where to, usually stderr.
    """
    if style is None:
        style = "bar" if stream.isatty() else "plain"
    return _DISPLAYS[style](stream)


class _Bar(AbstractContextManager[Show]):
    def __init__(self, stream: TextIO) -> None:
        # a tenth of a second to import, wanted on terminals only
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(40),
            TextColumn("{task.percentage:>3.0f} %"),
        )
        self._bars: RichProgress = Progress(
            *columns, TimeElapsedColumn(), console=Console(file=stream), transient=True
        )
        self._task = self._bars.add_task("", total=1.0)

    def __enter__(self) -> Show:
        self._bars.start()
        return self._show

    def __exit__(self, *raised: object) -> None:
        self._bars.stop()

    def _show(self, step: Step) -> None:
        self._bars.update(self._task, description=step.stage, completed=step.overall)


def _plain(stream: TextIO) -> AbstractContextManager[Show]:
    """A line at the beginning of each stage, and every ten seconds in a long one."""
    told: dict[str, float] = {}

    def show(step: Step) -> None:
        if step.seconds - told.get(step.stage, -10.0) >= 10.0:
            told[step.stage] = step.seconds
            print(f"{step.overall:4.0%}  {step.stage}  {step.seconds:.1f} s", file=stream, flush=True)

    return nullcontext(show)


def _json_lines(stream: TextIO) -> AbstractContextManager[Show]:
    """One JSON object a line, at most ten a second, and one at the beginning and the end of each stage."""
    last = Step("", 1.0, 0.0, 0.0)

    def show(step: Step) -> None:
        nonlocal last
        turn = step.stage != last.stage or (step.fraction == 1.0 and last.fraction < 1.0)
        if turn or step.seconds - last.seconds >= 0.1:
            last = step
            record = {
                "stage": step.stage,
                "fraction": round(step.fraction, 4),
                "overall": round(step.overall, 4),
                "seconds": round(step.seconds, 2),
            }
            print(json.dumps(record), file=stream, flush=True)

    return nullcontext(show)


def _nothing(stream: TextIO) -> AbstractContextManager[Show]:
    return nullcontext(lambda step: None)


_DISPLAYS: dict[str, Callable[[TextIO], AbstractContextManager[Show]]] = {
    "bar": _Bar,
    "plain": _plain,
    "json": _json_lines,
    "none": _nothing,
}
