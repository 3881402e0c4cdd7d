"""A recipe wants the models that it was made with."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from app.run import identify_upscaler
from core.errors import UsageError


def loaded(upscaler_sha256: str | None):
    """As much of what is loaded as an upscaler is identified by."""
    model = SimpleNamespace(source=SimpleNamespace(path=Path("models/model")))
    upscaler = SimpleNamespace(sha256=upscaler_sha256) if upscaler_sha256 else None
    return SimpleNamespace(model=model, upscaler=upscaler)


def order(model_sha256: str | None, upscaler_sha256: str | None):
    return SimpleNamespace(model_sha256=model_sha256, upscaler_sha256=upscaler_sha256)


def test_the_upscaler_is_named_by_its_weights():
    for sha256 in ("12" * 32, None):
        assert identify_upscaler(order(None, None), loaded(sha256)) == sha256
        assert identify_upscaler(order("ab" * 32, sha256), loaded(sha256)) == sha256


def test_a_recipe_wants_the_upscaler_that_it_was_made_with():
    with pytest.raises(
        UsageError, match=r"enlarged by the upscaler with SHA-256 none, .*model-upscaler has 121212121212…"
    ):
        identify_upscaler(order("ab" * 32, None), loaded("12" * 32))
    with pytest.raises(UsageError, match=r"SHA-256 cdcdcdcdcdcd…, .* has none"):
        identify_upscaler(order("ab" * 32, "cd" * 32), loaded(None))
