"""Turns Ctrl-C and SIGTERM into an orderly end: what is under way is left, cleaned up after and reported."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from core.errors import Cancelled


class Interrupted(KeyboardInterrupt):
    """Raised in the main thread by the first signal.

    A KeyboardInterrupt and not a Cancelled: libraries that catch every Exception let it through.
    """


class Cancellation:
    """Whether the work is to end, and which signal asked for it.

    Attributes:
        signal_number: of the first signal that came; None while none has.
    """

    def __init__(self) -> None:
        self.signal_number: int | None = None

    @property
    def exit_status(self) -> int:
        """What the process ends with: 130 after Ctrl-C, 143 after SIGTERM."""
        return Cancelled.exit_status if self.signal_number is None else 128 + self.signal_number

    def check(self) -> None:
        """Raise Cancelled if a signal has come, even if a library swallowed the first raise.

        Raises:
            Cancelled: it has.
        """
        if self.signal_number is not None:
            raise cancelled()


@contextmanager
def cancel_on_signals() -> Iterator[Cancellation]:
    """Listen for SIGINT and SIGTERM while the block runs; to be used in the main thread.

    The first one raises Interrupted in whatever Python is doing then; further ones are ignored, so that the
    cleaning up is not cut short.

    Yields:
        The cancellation, to be asked now and then.
    """
    cancellation = Cancellation()

    def handle(number: int, frame: FrameType | None) -> None:
        if cancellation.signal_number is None:
            cancellation.signal_number = number
            raise Interrupted

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancellation
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def cancelled() -> Cancelled:
    """Return the error that tells the user that the work was ended on request."""
    return Cancelled("cancelled", "nothing half made is left")
