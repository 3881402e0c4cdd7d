"""The doctor sees what is there, and what is missing where something was taken away."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace

import pytest

from app.doctor import Finding, examine_machine, findings_record, findings_text, has_failures
from core.models.catalogue import CATALOGUE


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    return {finding.name: finding for finding in examine_machine()}


def test_a_machine_that_passes_these_tests_can_make_props(findings):
    broken = [finding for finding in findings.values() if finding.state == "fail"]
    assert broken == []


def test_the_hub_is_left_alone_unless_asked(findings):
    assert "model hub" not in findings


def test_the_model_is_told_by_its_hash(findings):
    assert findings["pocket model"].found.startswith("whole, SHA-256 ")


def test_everything_amiss_says_how_to_mend_it(findings):
    assert [f for f in findings.values() if f.state != "ok" and not f.mend] == []


def test_the_record_is_what_the_text_says(findings):
    looked = [Finding("a", "ok", "fine"), Finding("long name", "fail", "gone", "bring it back")]

    assert findings_text(looked) == (
        "ok    a          fine\nfail  long name  gone\n                 → bring it back"
    )
    assert findings_record(looked) == {
        "ok": False,
        "findings": [
            {"name": "a", "state": "ok", "found": "fine", "mend": ""},
            {"name": "long name", "state": "fail", "found": "gone", "mend": "bring it back"},
        ],
    }
    assert has_failures(looked)
    assert not has_failures(looked[:1])


def test_the_command_finds_blender_and_a_broken_package(propsmith, tmp_path):
    """A package that cannot be imported lies in front of the real one; Blender lies on the PATH."""
    (tmp_path / "front" / "xatlas").mkdir(parents=True)
    (tmp_path / "front" / "xatlas" / "__init__.py").write_text("raise ImportError('xatlas.so is damaged')")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "blender").write_text("#!/bin/sh\necho 'Blender 5.0.1'\necho 'build date'\n")
    (tools / "blender").chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    answer = propsmith("doctor", "--online", "--json", PYTHONPATH=str(tmp_path / "front"), PATH=path)
    told = json.loads(answer.stdout)
    found = {finding["name"]: finding for finding in told["findings"]}

    assert (answer.returncode, told["ok"]) == (1, False)
    assert found["xatlas"]["state"] == "fail"
    assert found["xatlas"]["found"] == "ImportError: xatlas.so is damaged"
    assert found["Blender"]["found"] == f"Blender 5.0.1 at {tools}/blender"
    assert found["model hub"]["state"] == "warn"


def test_a_damaged_pocket_model_is_a_failure(tmp_path, monkeypatch):
    pocket = CATALOGUE["pocket"]
    assert pocket.path is not None
    copy = shutil.copytree(pocket.path, tmp_path / "pocket")
    weights = next(copy.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:1000])
    monkeypatch.setitem(CATALOGUE, "pocket", replace(pocket, path=copy))
    found = {finding.name: finding for finding in examine_machine()}

    assert found["pocket model"].state == "fail"
    assert str(weights) in found["pocket model"].found
