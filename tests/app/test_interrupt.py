from __future__ import annotations

import os
import signal

import pytest

from app.interrupt import Interrupted, cancel_on_signals
from core.errors import Cancelled


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_first_signal_interrupts_and_the_others_do_not(number, status):
    before = signal.getsignal(number)
    cleaned = False
    with pytest.raises(Interrupted), cancel_on_signals() as cancellation:
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)  # an impatient second one, while cleaning up
            os.kill(os.getpid(), signal.SIGINT)
            cleaned = True

    assert cleaned
    assert cancellation.exit_status == status
    assert signal.getsignal(number) is before


def test_a_signal_that_a_library_swallows_is_not_forgotten():
    with cancel_on_signals() as cancellation:
        cancellation.check()
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except BaseException:  # noqa: BLE001 - what such a library does
            swallowed = True
        assert swallowed
        with pytest.raises(Cancelled):
            cancellation.check()


def test_libraries_that_catch_every_exception_let_it_through():
    assert not issubclass(Interrupted, Exception)
