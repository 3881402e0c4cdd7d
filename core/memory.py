"""Turns errors of memory, whatever raises them, into ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import MemoryLimitError


@contextmanager
def memory_errors() -> Iterator[None]:
    """Turn every device's out-of-memory error into ours.

    Raises:
        MemoryLimitError: something in the block asked for more memory than there is.
    """
    try:
        yield
    except MemoryError as error:
        raise _memory_error(error) from None
    except RuntimeError as error:
        # torch's own class is a RuntimeError, and the allocators of the CPU and of Apple's GPUs have none
        if "can't allocate memory" in str(error) or "out of memory" in str(error):
            raise _memory_error(error) from None
        raise


def _memory_error(error: Exception) -> MemoryLimitError:
    asked = re.search(r"tried to allocate (\d[\d.]* ?\w+)", str(error), re.IGNORECASE)
    return MemoryLimitError(
        "the device is out of memory" + (f", asked for {asked[1]} more" if asked else ""),
        "make a smaller picture, close other programs, or choose another --device",
    )
