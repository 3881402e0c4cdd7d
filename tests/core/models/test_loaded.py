"""The companions that lie beside a model are found, and told where they are broken."""

from __future__ import annotations

import hashlib
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from tiny_models import build_text_encoder, build_tokenizer, with_distilled

from core.device import Device
from core.errors import BrokenModelError
from core.models.catalogue import resolve_model
from core.models.loaded import find_upscaler, load_models, load_scorer
from core.models.pocket.clip import PocketClip
from core.models.upscaler import UpscalerNet, save_upscaler

PROMPT = "a red barrel"
LAYOUT = resolve_model("pocket").layout
CPU = Device(torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def scorer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scorer")
    tokenizer = build_tokenizer(20)
    torch.manual_seed(0)
    PocketClip(tokenizer, build_text_encoder(tokenizer)).save(folder / "clip")
    return folder / "clip"


@pytest.fixture
def model(tmp_path: Path, scorer_folder: Path):
    """As much of a model as a scorer is looked for by: where it is, and its layout."""
    shutil.copytree(scorer_folder, tmp_path / "model-clip")
    return SimpleNamespace(source=SimpleNamespace(path=tmp_path / "model"), layout=LAYOUT)


def test_a_whole_family_is_loaded_at_once_and_what_is_not_wanted_is_not(
    multiview_form, multiview_model, scorer_folder, tmp_path
):
    folder = with_distilled(multiview_form, tmp_path / "model", multiview_model.multiview.unet)
    shutil.copytree(scorer_folder, tmp_path / "model-clip")
    save_upscaler(UpscalerNet(4, 1), tmp_path / "model-upscaler")
    stages = []
    whole = load_models(resolve_model(str(folder)), CPU, lambda stage, fraction: stages.append(stage))
    assert set(stages) == {"load"}
    assert whole.model.source.path == folder
    assert whole.distilled is not None
    assert whole.distilled.defaults.steps == 2
    assert whole.distilled.pipeline.vae is whole.model.pipeline.vae, "shared"
    assert whole.scorer is not None
    assert whole.upscaler is not None
    assert whole.controls is whole.model.controls
    bare = load_models(resolve_model(str(folder)), CPU, distilled=False, scorer=False, upscaler=False)
    assert (bare.distilled, bare.scorer, bare.upscaler) == (None, None, None)


def test_the_scorer_beside_a_model_scores_its_sheets(model, scorer_folder):
    scorer = load_scorer(model)
    assert scorer is not None
    views = np.random.default_rng(0).random((6, 96, 96, 4), dtype=np.float32)
    sheet = views.reshape(2, 3, 96, 96, 4).transpose(0, 2, 1, 3, 4).reshape(192, 288, 4)
    assert scorer(sheet, PROMPT) == pytest.approx(PocketClip.load(scorer_folder).score(views, PROMPT))


def test_a_model_without_one_has_none(model):
    shutil.rmtree(model.source.path.with_name("model-clip"))
    assert load_scorer(model) is None


@pytest.mark.parametrize("damage", ["cut", "gone", "pickled"])
def test_a_scorer_that_is_not_whole_is_told(model, damage):
    weights = model.source.path.with_name("model-clip") / "text_encoder" / "model.safetensors"
    if damage == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        weights.unlink()
    if damage == "pickled":
        weights.with_name("pytorch_model.bin").write_bytes(pickle.dumps(_Trap()))
    with pytest.raises(BrokenModelError, match="does not load as the scorer of its model"):
        load_scorer(model)


class _Trap:
    """A pickle that tells when it is read."""

    def __reduce__(self):
        return pytest.fail, ("a pickle was read",)


def bare(folder: Path, layout=LAYOUT):
    """As much of a model as an upscaler is looked for by."""
    device = SimpleNamespace(torch_device=torch.device("cpu"), dtype=torch.float32)
    return SimpleNamespace(source=SimpleNamespace(path=folder / "model"), layout=layout, device=device)


def test_the_upscaler_beside_a_model_is_found_and_named(tmp_path):
    assert find_upscaler(bare(tmp_path)) is None
    save_upscaler(UpscalerNet(4, 1), tmp_path / "model-upscaler")
    upscaler = find_upscaler(bare(tmp_path))
    assert upscaler is not None
    assert upscaler.network.channels == 4
    weights = (tmp_path / "model-upscaler" / "model.safetensors").read_bytes()
    assert upscaler.sha256 == hashlib.sha256(weights).hexdigest()
    for layout in (None, replace(LAYOUT, has_alpha=False)):
        assert find_upscaler(bare(tmp_path, layout)) is None


def test_an_upscaler_that_is_not_whole_is_told(tmp_path):
    save_upscaler(UpscalerNet(4, 1), tmp_path / "model-upscaler")
    (tmp_path / "model-upscaler" / "model.safetensors").unlink()
    with pytest.raises(BrokenModelError, match=r"model\.safetensors is missing"):
        find_upscaler(bare(tmp_path))
