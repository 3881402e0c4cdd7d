"""Errors a user can meet, each with a code, an exit status, an HTTP status and a hint.

PropsmithError
├── UsageError              2   400  a flag or value that makes no sense
├── PromptError             10  400  empty or far too long
├── VocabularyError         11  422  no prop in the prompt, not even nearly, or more than one
├── SeedError               12  400  negative or beyond 64 bits
├── UnknownModelError       13  404  no directory, catalogue name or hub id
├── BrokenModelError        14  422  a file missing or corrupt
├── UnsafeModelError        15  422  pickled weights or remote code
├── NetworkError            16  502  the hub cannot be reached
├── OutputError             17  403  the output path cannot be written
├── DiskFullError           18  507  no space left
├── DeviceError             19  503  the device asked for is not there
├── MemoryLimitError        20  507  the device ran out of memory
├── EmptyResultError        21  422  nothing to reconstruct in what was generated
├── DialError               22  422  no such dial, or a value that it does not take
├── RecipeError             23  422  no recipe, a broken one, or one of another kind
├── ContradictionError      24  422  words that exclude each other
├── SizeError               25  422  no size that a prop can have
├── MissingExtraError       26  501  a road whose packages are not installed
└── Cancelled               130 499  Ctrl-C, SIGTERM or a caller's request

Message formula: what, expected, got; the hint says what to do. One line each.
"""

from __future__ import annotations


class PropsmithError(Exception):
    """Base of all errors that are told to the user without a traceback.

    Args:
        message: one line: what was wrong, what was expected, what was got.
        hint: one line: what to do about it.
    """

    code = "error"
    exit_status = 1
    http_status = 500

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(PropsmithError):
    code, exit_status, http_status = "usage", 2, 400


class PromptError(PropsmithError):
    code, exit_status, http_status = "prompt", 10, 400


class VocabularyError(PropsmithError):
    code, exit_status, http_status = "vocabulary", 11, 422


class SeedError(PropsmithError):
    code, exit_status, http_status = "seed", 12, 400


class UnknownModelError(PropsmithError):
    code, exit_status, http_status = "unknown-model", 13, 404


class BrokenModelError(PropsmithError):
    code, exit_status, http_status = "broken-model", 14, 422


class UnsafeModelError(PropsmithError):
    code, exit_status, http_status = "unsafe-model", 15, 422


class NetworkError(PropsmithError):
    code, exit_status, http_status = "network", 16, 502


class OutputError(PropsmithError):
    code, exit_status, http_status = "output", 17, 403


class DiskFullError(PropsmithError):
    code, exit_status, http_status = "disk-full", 18, 507


class DeviceError(PropsmithError):
    code, exit_status, http_status = "device", 19, 503


class MemoryLimitError(PropsmithError):
    code, exit_status, http_status = "memory", 20, 507


class EmptyResultError(PropsmithError):
    code, exit_status, http_status = "empty-result", 21, 422


class DialError(PropsmithError):
    code, exit_status, http_status = "dial", 22, 422


class RecipeError(PropsmithError):
    code, exit_status, http_status = "recipe", 23, 422


class ContradictionError(PropsmithError):
    code, exit_status, http_status = "contradiction", 24, 422


class SizeError(PropsmithError):
    code, exit_status, http_status = "size", 25, 422


class MissingExtraError(PropsmithError):
    code, exit_status, http_status = "missing-extra", 26, 501


class Cancelled(PropsmithError):
    code, exit_status, http_status = "cancelled", 130, 499
