"""A model and what is used beside it: loaded once, and passed to whatever makes something with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from core.device import Device
from core.errors import BrokenModelError
from core.models.checkpoint import one_line
from core.models.diffusion_model import DiffusionModel
from core.models.distilled import choose_distilled
from core.models.loading import load_model
from core.models.sidecar import ModelSource
from core.models.upscaler import Upscaler, load_upscaler
from core.sheets import sheet_to_views
from core.types import Progress, Scorer, silent


@dataclass(frozen=True)
class Loaded:
    """A diffusion model and its companions.

    Attributes:
        model: the model, whole.
        distilled: the same, distilled to few steps; None where it has no weights for that, or they were not
            wanted.
        scorer: what scores its sheets; None where there is none, or it was not wanted.
        upscaler: what enlarges its views; None where there is none, or it was not wanted.
    """

    model: DiffusionModel
    distilled: DiffusionModel | None = None
    scorer: Scorer | None = None
    upscaler: Upscaler | None = None

    @property
    def controls(self) -> Mapping[str, Any]:
        """The model's ControlNets, as far as they were wanted yet (core.models.loading.load_control)."""
        return self.model.controls


def load_models(
    source: ModelSource,
    device: Device,
    progress: Progress = silent,
    *,
    distilled: bool = True,
    scorer: bool = True,
    upscaler: bool = True,
) -> Loaded:
    """Load a model and its companions, which lie in folders beside its own, named after it.

    Args:
        source: from `resolve_model`.
        device: where to.
        progress: told of it; see load_model.
        distilled, scorer, upscaler: which of them are wanted, where they are there.

    Raises:
        BrokenModelError: one of them is not whole.
        PropsmithError: the model is not there or not usable; see load_model.
    """
    model = load_model(source, device, progress)
    few = choose_distilled(model) if distilled and model.source.distilled is not None else None
    return Loaded(
        model, few, load_scorer(model) if scorer else None, find_upscaler(model) if upscaler else None
    )


def load_scorer(model: DiffusionModel) -> Scorer | None:
    """Load what scores sheets of a model: the folder beside the model's, named after it with "-clip".

    Raises:
        BrokenModelError: the folder is there, but does not hold a whole scorer in safetensors.
    """
    path, layout = model.source.path, model.layout
    assert path is not None
    folder = path.with_name(f"{path.name}-clip")
    if layout is None or not folder.is_dir():
        return None
    from core.models.pocket.clip import PocketClip

    try:
        clip = PocketClip.load(folder)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise BrokenModelError(
            f"{folder} does not load as the scorer of its model: {one_line(error)}",
            "restore it, or move it away to take the first sheet unscored",
        ) from error
    return lambda pixels, prompt: clip.score(sheet_to_views(pixels, layout.rows, layout.columns), prompt)


def find_upscaler(model: DiffusionModel) -> Upscaler | None:
    """Load what enlarges a model's views: the folder beside the model's, named after it with "-upscaler".

    Returns:
        It; None where there is none, or the model's views have no alpha.

    Raises:
        BrokenModelError: the folder is there, but does not hold a whole upscaler in safetensors.
    """
    folder = upscaler_folder(model)
    if model.layout is None or not model.layout.has_alpha or not folder.is_dir():
        return None
    return load_upscaler(folder, model.device.torch_device, model.device.dtype)


def upscaler_folder(model: DiffusionModel) -> Path:
    """Return where a model's upscaler lies, if it has one."""
    assert model.source.path is not None
    return model.source.path.with_name(f"{model.source.path.name}-upscaler")
