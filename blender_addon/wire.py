"""What the engine says while it works: the lines of `propsmith … --progress json --json`, read into values.

stderr carries one JSON object a line, {"stage", "fraction", "overall", "seconds"}; stdout carries one at the
end, either {"asset", "model", "seed", "seconds", "notes", …} or {"error": {"code", "message", "hint", …}}.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Progress:
    """How far the engine is.

    Attributes:
        stage: the engine's name for what it does now, such as "sheet".
        fraction: of this stage, 0..1.
        overall: of the whole run, 0..1.
    """

    stage: str
    fraction: float
    overall: float


@dataclass(frozen=True)
class Finished:
    """A whole asset lies on disk.

    Attributes:
        asset: its folder.
        model: the GLB inside it.
        seed: the seed that made it.
        seconds: what it took.
        notes: what the engine said of words that it read as others, or left out.
    """

    asset: Path
    model: Path
    seed: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failed:
    """The run ended without an asset.

    Attributes:
        code: the engine's error code ("vocabulary", "disk-full"), or one of this extension's own:
            "engine-missing", "engine-start", "engine-crash", "engine-answer", "folder", "import".
        message: what was wrong, one line.
        hint: what to do about it, one line; empty where nobody knows.
    """

    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return ". ".join(self.sentences)

    @property
    def sentences(self) -> list[str]:
        """Message and hint as sentences: the engine begins both small, to follow "error:" on a terminal."""
        return [text[:1].upper() + text[1:] for text in (self.message, self.hint) if text]


@dataclass(frozen=True)
class Cancelled:
    """The run was ended because the artist asked for it."""


Event = Progress | Finished | Failed | Cancelled


def parse_progress(line: str) -> Progress | None:
    """Read one line of stderr.

    Returns:
        The progress with both fractions held to 0..1, or None where the line is something else, such as a
        library's warning.
    """
    try:
        told = json.loads(line)
        fraction = float(told["fraction"])
        overall = float(told.get("overall", fraction))
        return Progress(str(told["stage"]), _unit(fraction), _unit(overall))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def parse_result(stdout: str, exit_status: int, log: Sequence[str]) -> Finished | Failed:
    """Read what the engine left on stdout when it ended.

    Args:
        stdout: all of it.
        exit_status: of the process; negative where a signal ended it.
        log: the last lines of stderr that were not progress.

    Returns:
        Finished only where the engine ended well and its GLB is there; otherwise Failed, in the engine's own
        words where it has any.
    """
    try:
        told = json.loads(stdout)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return _no_answer(exit_status, log)
    complaint = told.get("error")
    if isinstance(complaint, dict):
        message = str(complaint.get("message") or "the engine failed without saying why")
        return Failed(str(complaint.get("code") or "engine-crash"), message, str(complaint.get("hint") or ""))
    if exit_status != 0:
        return _no_answer(exit_status, log)
    try:
        result = Finished(
            Path(told["asset"]),
            Path(told["model"]),
            int(told["seed"]),
            float(told.get("seconds", 0.0)),
            tuple(str(note) for note in told.get("notes", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        return Failed(
            "engine-answer",
            f"the engine's answer lacks what the extension needs ({error!r})",
            "Bring the engine and the extension to the same version",
        )
    if not (result.model.is_file() and result.model.is_relative_to(result.asset)):
        return Failed(
            "engine-answer",
            f"the engine says it is done, but {result.model} is no file in {result.asset}",
            "Look at the asset folder in the extension's preferences and try again",
        )
    return result


def _no_answer(exit_status: int, log: Sequence[str]) -> Failed:
    ended = f"signal {-exit_status}" if exit_status < 0 else f"exit status {exit_status}"
    last = next((line.strip() for line in reversed(log) if line.strip()), "")
    return Failed(
        "engine-crash",
        f"the engine ended with {ended} and no result" + (f": {last}" if last else ""),
        "Run `propsmith doctor` in a terminal to see what this machine lacks",
    )


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)
