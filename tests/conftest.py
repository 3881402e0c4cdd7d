"""Fixtures that more than one part of the tests needs: tiny real models, built once and never written to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from core.models.diffusion_model import DiffusionModel

# what is computed here is small: threads would wait for each other longer than they compute, on two cores
# twice as long, and workers (pytest -n) have a core each. Before anything imports torch.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def pocket_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model in the pocket model's form: RGBA sheets of 2×3 views of 16 px, few words."""
    from tiny_models import build_pocket

    return build_pocket(tmp_path_factory.mktemp("models") / "pocket-form")


@pytest.fixture(scope="session")
def multiview_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model whose views, of 32 px, are joined by attention."""
    from tiny_models import build_multiview

    return build_multiview(tmp_path_factory.mktemp("models") / "joint-form")


@pytest.fixture(scope="session")
def controlled_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny model of joined views with a ControlNet of geometry."""
    from tiny_models import build_controlled

    return build_controlled(tmp_path_factory.mktemp("models") / "controlled-form")


@pytest.fixture(scope="session")
def sd15_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model in Stable Diffusion 1.5's form, 64 px."""
    from tiny_models import build_sd15

    return build_sd15(tmp_path_factory.mktemp("models") / "sd15-form")


@pytest.fixture(scope="session")
def sdxl_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model in SDXL's form, 64 px."""
    from tiny_models import build_sdxl

    return build_sdxl(tmp_path_factory.mktemp("models") / "sdxl-form")


@pytest.fixture(scope="session")
def pocket_model(pocket_form: Path) -> DiffusionModel:
    """The tiny pocket-form model, loaded on the CPU."""
    return _load(pocket_form)


@pytest.fixture(scope="session")
def multiview_model(multiview_form: Path) -> DiffusionModel:
    """The tiny model of joined views, loaded on the CPU."""
    return _load(multiview_form)


@pytest.fixture
def controlled_model(controlled_form: Path) -> DiffusionModel:
    """The tiny model with control of geometry, loaded on the CPU anew."""
    return _load(controlled_form)


@pytest.fixture(scope="session")
def sd15_model(sd15_form: Path) -> DiffusionModel:
    """The tiny Stable Diffusion 1.5-form model, loaded on the CPU."""
    return _load(sd15_form)


@pytest.fixture(scope="session")
def sdxl_model(sdxl_form: Path) -> DiffusionModel:
    """The tiny SDXL-form model, loaded on the CPU."""
    return _load(sdxl_form)


def _load(folder: Path) -> DiffusionModel:
    import torch

    from core.device import Device
    from core.models.catalogue import resolve_model
    from core.models.loading import load_model

    return load_model(resolve_model(str(folder)), Device(torch.device("cpu"), torch.float32))
