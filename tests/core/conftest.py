"""The words of the tiny pocket-form model."""

from __future__ import annotations

import json

import pytest
from tiny_models import POCKET_SIDECAR

from core.models.sidecar import Vocabulary, read_sidecar


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """What the tiny model was taught."""
    file = tmp_path_factory.mktemp("sidecar") / "propsmith.json"
    file.write_text(json.dumps(POCKET_SIDECAR))
    found = read_sidecar(file, "tiny").vocabulary
    assert found is not None
    return found
