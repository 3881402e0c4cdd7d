"""Chooses the road that a prop takes: a program and smart materials, or a diffusion model."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.procedural_order import (
    Painter,
    ProceduralOrder,
    order_procedural,
    order_procedural_again,
    read_prompt,
)
from app.recipe import ProceduralRecipe, PropRecipe, read_prop_recipe
from app.settings import PropSettings
from core.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from app.order import PropOrder

#: what brings the packages of the diffusion roads
INSTALL_GENERATED = "uv sync --inexact --extra generated"


def order_prop(settings: PropSettings) -> ProceduralOrder | PropOrder:
    """Check an order of a prop and choose its road.

    A sentence is built by a program where one knows its kind and no model is named; with --model, --shape
    generated or a recipe of that road, a diffusion model makes it.

    Raises:
        PropsmithError: see core/errors.py; what the chosen road lacks or refuses.
    """
    if settings.recipe is not None:
        return _order_again(settings)
    if settings.prompt is None:
        raise UsageError("PROMPT is missing", 'say what to make: propsmith prop "a red wooden barrel"')
    generated = settings.shape == "generated" or (settings.shape == "auto" and settings.model is not None)
    if generated:
        return _order_generated(settings)
    _refuse_model_flags(settings)
    prompt, description = read_prompt(settings.prompt)
    road = "procedural: a program knows the kind, and no model is named"
    if settings.shape == "procedural":
        road = "procedural: --shape says so"
    painter = None
    if settings.paint == "generated":
        painter = _find_painter(settings.model or "pocket", settings.device)
        road += "; painted by a model: --paint says so"
    return order_procedural(settings, prompt, description, road, painter)


def _order_again(settings: PropSettings) -> ProceduralOrder | PropOrder:
    assert settings.recipe is not None
    for name in ("prompt", "seed", "quality", "triangles", "texture_size", "size_m", "vary"):
        if getattr(settings, name) is not None:
            told = "PROMPT" if name == "prompt" else "--" + name.replace("_", "-")
            raise UsageError(f"the recipe says all, got {told} too", f"leave out {told}, or --recipe")
    recipe = read_prop_recipe(settings.recipe)
    if isinstance(recipe, ProceduralRecipe):
        painter = None
        if recipe.painter is not None:
            told = recipe.painter
            painter = replace(
                _find_painter(settings.model or told.model.name, settings.device),
                model_sha256=told.model.sha256,
                upscaler_sha256=told.upscaler_sha256,
            )
        return order_procedural_again(settings, recipe, painter)
    return _order_generated(settings, recipe)


def _order_generated(settings: PropSettings, recipe: PropRecipe | None = None) -> PropOrder:
    require_generated("a generated shape")
    from app.order import order_generated

    return order_generated(settings, recipe)


def _find_painter(model: str, device: str | None) -> Painter:
    require_generated("a painted shape")
    from core.models.catalogue import resolve_model
    from core.models.checkpoint import check_folder

    source = resolve_model(model)
    if source.path is not None:
        check_folder(source.path)
    return Painter(source, device)


def _refuse_model_flags(settings: PropSettings) -> None:
    """Refuse flags that only a generated shape or paint can use."""
    if settings.paint == "generated":
        return
    for flag, value in (("--model", settings.model), ("--device", settings.device)):
        if value is not None:
            raise UsageError(
                f"{flag} {value}: a procedural prop needs no model", "leave it out, or add --shape generated"
            )


def require_generated(what: str) -> None:
    """Check that the packages of the diffusion roads are there.

    Raises:
        MissingExtraError: they are not.
    """
    missing = [name for name in ("torch", "diffusers", "transformers", "open3d") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"{what} needs {', '.join(missing)}, which the base install leaves out",
            f"run {INSTALL_GENERATED} in the project's folder",
        )
