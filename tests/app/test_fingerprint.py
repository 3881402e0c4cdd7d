from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from app.fingerprint import cache_folder, remembered_fingerprint
from core.models.checkpoint import fingerprint_model


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def model(tmp_path: Path, pocket_form: Path) -> Path:
    return shutil.copytree(pocket_form, tmp_path / "model")


def test_what_is_remembered_is_the_hash(model):
    first = remembered_fingerprint(model)
    (memory,) = (cache_folder() / "fingerprints").iterdir()

    assert first == remembered_fingerprint(model) == fingerprint_model(model)
    assert json.loads(memory.read_text())["sha256"] == first


def test_it_is_recalled_and_not_read_again(model):
    remembered_fingerprint(model)
    (memory,) = (cache_folder() / "fingerprints").iterdir()
    memory.write_text(json.dumps({"sha256": "recalled"}))

    assert remembered_fingerprint(model) == "recalled"


def test_a_changed_file_is_hashed_anew(model):
    first = remembered_fingerprint(model)
    weights = model / "unet" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    os.utime(weights, ns=(time.time_ns(), time.time_ns() + 1))

    assert remembered_fingerprint(model) not in (first,)


@pytest.mark.parametrize("left", ["", '{"sha', "{}", "[]"])
def test_a_memory_that_was_cut_off_is_made_anew(model, left):
    first = remembered_fingerprint(model)
    (memory,) = (cache_folder() / "fingerprints").iterdir()
    memory.write_text(left)

    assert remembered_fingerprint(model) == first
    assert json.loads(memory.read_text())["sha256"] == first


def test_a_cache_that_cannot_be_written_costs_nothing_else(model, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert remembered_fingerprint(model) == fingerprint_model(model)
