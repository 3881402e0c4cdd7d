"""What is asked of the engine, and one run of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from .engine import EngineProcess
from .wire import Finished, Progress

#: Shown until the engine has said something.
STARTING = Progress("starting the engine", 0.0, 0.0)


@dataclass(frozen=True)
class Request:
    """What the artist asked for, and where it is to arrive.

    Attributes:
        prompt, quality, seed: as set in the panel.
        scene: name of the scene that was open.
        location: [3] world space, where the 3D cursor stood.
    """

    prompt: str
    quality: str
    seed: int
    scene: str
    location: tuple[float, float, float]


@dataclass
class Job:
    """One run.

    Attributes:
        request: what was asked for.
        engine: the process.
        root: folder that finished props are kept in.
        work: folder the engine writes in, removed at the end.
        began: when, on the monotonic clock.
        progress: what the engine said last.
        ready: the whole asset, once it is there and waits to be placed.
        waits_for: what keeps a ready asset from being placed, for the artist to read.
        cancelled: it was called off; whatever the engine still says, nothing is kept.
    """

    request: Request
    engine: EngineProcess
    root: Path
    work: Path
    began: float = field(default_factory=time.monotonic)
    progress: Progress = STARTING
    ready: Finished | None = None
    waits_for: str = ""
    cancelled: bool = False

    @property
    def line(self) -> str:
        """How far the run is, such as "Bake textures · 63 % · 24 s"; the clock runs on in a silent stage."""
        if self.waits_for:
            return f"Ready, waits for {self.waits_for}"
        told, seconds = self.progress, time.monotonic() - self.began
        stage = told.stage.replace("_", " ").replace("-", " ")
        return f"{stage[:1].upper()}{stage[1:]} · {told.overall * 100:.0f} % · {seconds:.0f} s"
