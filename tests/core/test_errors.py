"""The error tree: what the docstring draws is what there is."""

from __future__ import annotations

import re

import pytest

from core import errors
from core.errors import PropsmithError

CLASSES = sorted(PropsmithError.__subclasses__(), key=lambda c: c.__name__)


def test_docstring_draws_the_tree():
    drawn = re.findall(r"[├└]── (\w+)\s+(\d+)\s+(\d+)", errors.__doc__ or "")
    assert sorted(drawn) == [(c.__name__, str(c.exit_status), str(c.http_status)) for c in CLASSES]


def test_codes_and_exit_statuses_are_distinct():
    assert len({c.code for c in CLASSES}) == len({c.exit_status for c in CLASSES}) == len(CLASSES)
    assert all(1 < c.exit_status < 256 and 400 <= c.http_status < 600 for c in CLASSES)


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_says_what_and_what_to_do(kind):
    error = kind("mesh has no UV map", "run with --unwrap")
    assert (error.message, error.hint) == ("mesh has no UV map", "run with --unwrap")
    assert str(error) == "mesh has no UV map; run with --unwrap"
    assert str(kind("mesh has no UV map")) == "mesh has no UV map"
    assert isinstance(error, PropsmithError)
