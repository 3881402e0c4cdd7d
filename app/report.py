"""Measures a run: the seconds and the peak memory of each stage, and the figures of what came out."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

#: seconds between two looks at the memory
_SAMPLING_S = 0.02


@dataclass(frozen=True)
class StageCost:
    """What a stage took.

    Attributes:
        name: of the stage.
        seconds: by the wall clock.
        peak_bytes: the most memory that the whole process held meanwhile (resident set, without a GPU's).
        peak_device_bytes: the most GPU memory that tensors took meanwhile; None on the CPU.
    """

    name: str
    seconds: float
    peak_bytes: int
    peak_device_bytes: int | None = None


@dataclass
class Stopwatch:
    """The stages of a run so far.

    Attributes:
        costs: one of each finished stage.
    """

    costs: list[StageCost] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block and watch its memory, from a thread of its own."""
        device_peak = _watch_device()
        with _watch_memory() as peak:
            started = time.perf_counter()
            yield
            seconds = time.perf_counter() - started
        self.costs.append(StageCost(name, seconds, peak[0], device_peak()))

    @property
    def seconds(self) -> float:
        """The seconds of all stages."""
        return sum(cost.seconds for cost in self.costs)

    @property
    def peak_bytes(self) -> int:
        """The most memory that the process ever held, as the system counts it."""
        return max([_process_peak_bytes(), *(cost.peak_bytes for cost in self.costs)])


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report as JSON; figures that are no numbers (a PSNR of nothing) become null."""
    path.write_text(json.dumps(_finite(report), indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    if hasattr(value, "item"):
        value = value.item()  # NumPy's numbers are none of JSON's
    if isinstance(value, float):
        return round(value, 6) if value - value == 0 else None
    return value


@contextmanager
def _watch_memory() -> Iterator[list[int]]:
    """Yield a list whose one entry is the peak of the resident set while the block runs."""
    process, done = psutil.Process(), threading.Event()
    peak = [process.memory_info().rss]

    def watch() -> None:
        while not done.wait(_SAMPLING_S):
            peak[0] = max(peak[0], process.memory_info().rss)

    watcher = threading.Thread(target=watch, name="propsmith-memory", daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        peak[0] = max(peak[0], process.memory_info().rss)


def _watch_device() -> Callable[[], int | None]:
    """Begin to watch the memory of GPUs; return what tells the peak, None where none is in use by then."""
    for device in _devices_in_use():
        sys.modules["torch"].cuda.reset_peak_memory_stats(device)

    def peak_bytes() -> int | None:
        devices = _devices_in_use()
        return sum(map(sys.modules["torch"].cuda.max_memory_allocated, devices)) if devices else None

    return peak_bytes


def _devices_in_use() -> range:
    """Return the numbers of the GPUs; none before a stage has imported torch and begun to use one."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_initialized():
        return range(0)
    return range(torch.cuda.device_count())


def _process_peak_bytes() -> int:
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # Linux counts in kilobytes
