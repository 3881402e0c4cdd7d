"""The engine as a process of its own: started, listened to, ended."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from .wire import Cancelled, Event, parse_progress, parse_result

#: Seconds the engine has to leave by itself once it was asked to.
GRACE_S = 5.0

_LOG_LINES = 60


def prop_arguments(prompt: str, *, out: Path, quality: str, seed: int) -> list[str]:
    """Return what follows the command to make a prop.

    Args:
        prompt: the artist's words.
        out: the asset folder, which the engine makes.
        quality: "draft", "standard" or "high".
        seed: 0 or more.
    """
    return [
        *("prop", prompt, "--out", str(out), "--quality", quality, "--seed", str(seed)),
        *("--progress", "json", "--json"),
    ]


class EngineProcess:
    """One run of the engine.

    A thread waits on the engine's output and puts what it says into a queue; `poll` empties the queue and
    never waits, so the caller's own thread stays free. The last event is Finished, Failed or Cancelled, and
    comes once. The engine heads a process group of its own, so that whatever it started ends with it.

    Args:
        argv: the command and its arguments.
        environment: the process's whole environment.
        folder: where it runs.

    Raises:
        OSError: the command cannot be started.
    """

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._cancelled = False
        self._kill_at = float("inf")
        self._process = subprocess.Popen(
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=dict(environment),
            cwd=folder,
            creationflags=_CREATION_FLAGS,
            start_new_session=os.name == "posix",
        )
        self._listener = threading.Thread(target=self._listen, name="propsmith-engine", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process, or anything it started that still holds its output, is there."""
        return self._listener.is_alive()

    @property
    def log(self) -> tuple[str, ...]:
        """The last lines of stderr that were not progress."""
        return tuple(self._log)

    def poll(self) -> list[Event]:
        """Return what was said since the last call; kill an engine that was asked to leave and did not."""
        if self.running and time.monotonic() >= self._kill_at:
            _end_group(self._process, by_force=True)
        events = []
        while not self._events.empty():
            events.append(self._events.get())
        return events

    def cancel(self, grace_s: float = GRACE_S) -> None:
        """Ask the engine to leave; `poll` kills it when it is still there after grace_s seconds."""
        if self._cancelled or not self.running:
            return
        self._cancelled = True
        self._kill_at = time.monotonic() + grace_s
        _end_group(self._process, by_force=False)

    def stop(self, grace_s: float = GRACE_S) -> None:
        """End the engine and wait until it is gone: for a Blender that closes."""
        self.cancel(grace_s)
        self._listener.join(grace_s)
        if self.running:
            _end_group(self._process, by_force=True)
            self._listener.join(grace_s)

    def _listen(self) -> None:
        with self._process as process:
            assert process.stdout is not None
            assert process.stderr is not None
            said: list[str] = []
            # stdout needs a reader of its own: an engine whose pipe is full would wait for ever.
            answer = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
            answer.start()
            for line in process.stderr:
                progress = parse_progress(line)
                if progress is None:
                    self._log.append(line.rstrip())
                else:
                    self._events.put(progress)
            answer.join()
        result = parse_result("".join(said), process.returncode, self._log)
        self._events.put(Cancelled() if self._cancelled else result)


if sys.platform == "win32":
    # Without a console window, which would flash up over Blender.
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP

    def _end_group(process: subprocess.Popen[str], *, by_force: bool) -> None:
        # A process without a console hears no Ctrl-C, so both ways are the same; /T takes its children along.
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],
            capture_output=True,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )

else:
    _CREATION_FLAGS = 0

    def _end_group(process: subprocess.Popen[str], *, by_force: bool) -> None:
        try:
            os.killpg(process.pid, signal.SIGKILL if by_force else signal.SIGTERM)
        except ProcessLookupError:
            # It left between the question and the signal.
            return
