"""Loads what the commands with a diffusion model need: the model, its scorer, its upscaler."""

from __future__ import annotations

import hashlib

from safetensors import SafetensorError

from app.fingerprint import remembered_fingerprint
from app.order import ImageOrder, PropOrder
from app.progress import StagedProgress
from app.quality import Quality
from app.recipe import ModelIdentity
from core.device import choose_device
from core.errors import BrokenModelError, UsageError
from core.models.checkpoint import one_line
from core.models.diffusion_model import DiffusionModel
from core.models.distilled import choose_distilled
from core.models.loading import load_model
from core.tasks.text_to_image import Scorer
from core.tasks.upscale import Upscaler, load_upscaler


def load_diffusion_model(
    order: PropOrder | ImageOrder, progress: StagedProgress, expected_sha256: str | None = None
) -> tuple[DiffusionModel, ModelIdentity]:
    """Load the model of an order and find out which it is to the byte.

    Args:
        order: names the model and the device.
        progress: told of it.
        expected_sha256: what the model must be; None for whatever it is.

    Raises:
        UsageError: it is another one than expected.
        PropsmithError: it, or the device, is not there or not usable; see core.models.loading.load_model.
    """
    model = load_model(order.source, choose_device(order.device), progress)
    path = model.source.path
    assert path is not None
    sha256 = remembered_fingerprint(path, prefer_fp16=model.device.prefers_fp16)
    identity = ModelIdentity(order.source.name, sha256, model.source.revision)
    if expected_sha256 is not None and expected_sha256 != identity.sha256:
        raise UsageError(
            f"the recipe's model has SHA-256 {expected_sha256[:12]}…, {path} has {identity.sha256[:12]}…",
            "give --model the folder of the one it was made with",
        )
    return model, identity


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
    from core.sheets import sheet_to_views

    try:
        clip = PocketClip.load(folder)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise BrokenModelError(
            f"{folder} does not load as the scorer of its model: {one_line(error)}",
            "restore it, or move it away to take the first sheet unscored",
        ) from error
    return lambda pixels, prompt: clip.score(sheet_to_views(pixels, layout.rows, layout.columns), prompt)


def find_upscaler(order: PropOrder, model: DiffusionModel) -> tuple[Upscaler | None, str | None]:
    """Load what enlarges a model's views: the folder beside the model's, named after it with "-upscaler".

    Returns:
        It and the SHA-256 of its weights; None twice where there is none, or the model's views have no alpha.

    Raises:
        UsageError: the recipe was made with another, or with none.
        BrokenModelError: the folder is there, but does not hold a whole upscaler in safetensors.
    """
    path, layout = model.source.path, model.layout
    assert path is not None
    folder = path.with_name(f"{path.name}-upscaler")
    upscaler, sha256 = None, None
    if layout is not None and layout.has_alpha and folder.is_dir():
        upscaler = load_upscaler(folder, model.device.torch_device, model.device.dtype)
        sha256 = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if order.model_sha256 is not None and sha256 != order.upscaler_sha256:
        told, found = (f"{text[:12]}…" if text else "none" for text in (order.upscaler_sha256, sha256))
        raise UsageError(
            f"the recipe's views were enlarged by the upscaler with SHA-256 {told}, {folder} has {found}",
            "put the one beside the model that it was made with, or take it away if there was none",
        )
    return upscaler, sha256


def choose_sampler(model: DiffusionModel, quality: Quality) -> tuple[DiffusionModel, int]:
    """Choose what samples pictures of a quality, and in how many steps.

    Returns:
        The model and a part of its own number of steps, at least one; or the same, distilled to few steps, if
        the quality asks for that and the model can, and all of those.

    Raises:
        BrokenModelError, MemoryLimitError: see core.models.distilled.choose_distilled.
    """
    if quality.distilled and model.source.distilled is not None:
        distilled = choose_distilled(model)
        return distilled, distilled.defaults.steps
    return model, max(1, round(model.defaults.steps * quality.sampling))


def device_words(model: DiffusionModel) -> str:
    """Say in a recipe what kind of device a model is on and in which precision: "cpu float32"."""
    return f"{model.device.torch_device.type} {str(model.device.dtype).removeprefix('torch.')}"
