"""Which models a command with a diffusion model uses, and which they are to the byte."""

from __future__ import annotations

from app.fingerprint import remembered_fingerprint
from app.order import ImageOrder, PropOrder
from app.procedural_order import Painter
from app.quality import Quality
from app.recipe import ModelIdentity
from core.errors import UsageError
from core.models.diffusion_model import DiffusionModel
from core.models.loaded import Loaded, upscaler_folder


def identify_model(order: PropOrder | ImageOrder | Painter, model: DiffusionModel) -> ModelIdentity:
    """Find out which model was loaded for an order, to the byte.

    Raises:
        UsageError: it is another one than the order's recipe was made with.
    """
    path, expected = model.source.path, order.model_sha256 if isinstance(order, PropOrder | Painter) else None
    assert path is not None
    sha256 = remembered_fingerprint(path, prefer_fp16=model.device.prefers_fp16)
    if expected is not None and expected != sha256:
        raise UsageError(
            f"the recipe's model has SHA-256 {expected[:12]}…, {path} has {sha256[:12]}…",
            "give --model the folder of the one it was made with",
        )
    return ModelIdentity(order.source.name, sha256, model.source.revision)


def identify_upscaler(order: PropOrder | Painter, loaded: Loaded) -> str | None:
    """Return the SHA-256 of the upscaler's weights; None where there is none.

    Raises:
        UsageError: the order's recipe was made with another, or with none.
    """
    sha256 = loaded.upscaler.sha256 if loaded.upscaler else None
    if order.model_sha256 is not None and sha256 != order.upscaler_sha256:
        told, found = (f"{text[:12]}…" if text else "none" for text in (order.upscaler_sha256, sha256))
        raise UsageError(
            f"the recipe's views were enlarged by the upscaler with SHA-256 {told}, "
            f"{upscaler_folder(loaded.model)} has {found}",
            "put the one beside the model that it was made with, or take it away if there was none",
        )
    return sha256


def choose_sampler(loaded: Loaded, quality: Quality) -> tuple[DiffusionModel, int]:
    """Choose what samples pictures of a quality, and in how many steps.

    Returns:
        The model and a part of its own number of steps, at least one; or the same, distilled to few steps, if
        the quality asks for that and the model can, and all of those.
    """
    if quality.distilled and loaded.distilled is not None:
        return loaded.distilled, loaded.distilled.defaults.steps
    return loaded.model, max(1, round(loaded.model.defaults.steps * quality.sampling))


def device_words(model: DiffusionModel) -> str:
    """Say in a recipe what kind of device a model is on and in which precision: "cpu float32"."""
    return f"{model.device.torch_device.type} {str(model.device.dtype).removeprefix('torch.')}"
