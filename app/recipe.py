"""Everything that is needed to make a result again, as versioned JSON: same recipe, same geometry and pixels.

The same bytes come out on the same device with the same versions of the libraries; both are in the report.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from app.quality import ProceduralQuality, Quality
from core.errors import RecipeError
from threed.procedural.size import Size

FORMAT = 1

Data = TypeVar("Data")


@dataclass(frozen=True)
class ModelIdentity:
    """Which model, to the byte.

    Attributes:
        name: in the catalogue or on the hub, or that of its folder.
        sha256: of its files; see core.models.checkpoint.fingerprint_model.
        revision: the hub's commit; None for a folder.
    """

    name: str
    sha256: str
    revision: str | None


@dataclass(frozen=True)
class GuideRecipe:
    """Which shape a generated one began at.

    Attributes:
        description: what the prompt was read as; see core.description.
        dials: every dial of the program, at the value that it had.
        seed: of the program.
    """

    description: dict[str, Any]
    dials: dict[str, float | int | str | bool]
    seed: int


@dataclass(frozen=True)
class PropRecipe:
    """How a prop is made.

    Attributes:
        format: of this file.
        kind: "prop".
        propsmith: the version that made it.
        prompt: what was asked for.
        seed: that was asked for.
        sheet_seed: of the sheet that was taken; the scorer may have liked a later one than the first.
        model: that made the sheet.
        upscaler_sha256: of the weights that enlarged its views for the textures; None where nothing did.
        device: "cpu", "cuda" or "mps", and the precision.
        quality: every number of the work, as the preset and the flags gave them.
        size_m: largest dimension in metres.
        guide: the shape that it began at; None is that the model imagined it.
    """

    format: int
    kind: Literal["prop"]
    propsmith: str
    prompt: str
    seed: int
    sheet_seed: int
    model: ModelIdentity
    upscaler_sha256: str | None
    device: str
    quality: Quality
    size_m: float
    guide: GuideRecipe | None = None


@dataclass(frozen=True)
class PainterRecipe:
    """Which model painted a shape.

    Attributes:
        model: it, to the byte.
        upscaler_sha256: of the weights that enlarged its views; None where nothing did.
        device: "cpu", "cuda" or "mps", and the precision.
    """

    model: ModelIdentity
    upscaler_sha256: str | None
    device: str


@dataclass(frozen=True)
class ProceduralRecipe:
    """How a prop is made by a program and smart materials.

    Attributes:
        format, propsmith, prompt, seed: as of a PropRecipe.
        kind: "procedural".
        description: what the prompt was read as; see core.description.
        dials: every dial of the program, at the value that it had.
        size: how large it was asked to be.
        quality: every number of the work.
        painter: the model that painted it; None is smart materials.
    """

    format: int
    kind: Literal["procedural"]
    propsmith: str
    prompt: str
    seed: int
    description: dict[str, Any]
    dials: dict[str, float | int | str | bool]
    size: Size
    quality: ProceduralQuality
    painter: PainterRecipe | None = None


@dataclass(frozen=True)
class ImageRecipe:
    """How a picture is made.

    Attributes:
        format, propsmith, prompt, seed, model, device: as of a PropRecipe.
        kind: "image", or "sheet" of views.
        distilled: whether it was sampled in the few steps of the distilled model.
        steps, guidance: of the sampling.
        candidates: sheets that were sampled, of which this one was scored best.
        width_px, height_px: of the picture.
    """

    format: int
    kind: Literal["image", "sheet"]
    propsmith: str
    prompt: str
    seed: int
    model: ModelIdentity
    device: str
    distilled: bool
    steps: int
    guidance: float
    candidates: int
    width_px: int
    height_px: int


def recipe_to_json(recipe: PropRecipe | ProceduralRecipe | ImageRecipe) -> str:
    """Write a recipe as JSON text."""
    return json.dumps(asdict(recipe), indent=1) + "\n"


def read_prop_recipe(path: Path) -> PropRecipe | ProceduralRecipe:
    """Read a prop's recipe.json.

    Raises:
        RecipeError: the file is not there, is not JSON, is of another version or of another kind of result,
            or a value does not fit.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise RecipeError(
            f"{path} cannot be read as a recipe: {why}", "give the recipe.json of an asset"
        ) from None
    return _read_kind(text, str(path), {"prop": PropRecipe, "procedural": ProceduralRecipe})


def read_image_recipe(text: str, where: str) -> ImageRecipe:
    """Read the recipe that a picture carries.

    Raises:
        RecipeError: it is not JSON, of another version or of another kind of result, or a value does not fit.
    """
    return _read_kind(text, where, {"image": ImageRecipe, "sheet": ImageRecipe})


def _read_kind(text: str, where: str, kinds: Mapping[str, type[Data]]) -> Data:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise RecipeError(
            f"{where} is no JSON: {error}", "give the recipe of a result as it was made"
        ) from None
    if not isinstance(told, dict):
        raise RecipeError(f"{where}: expected a table, got {text[:40]}", "give the recipe of a result")
    if told.get("format") != FORMAT:
        raise RecipeError(
            f"{where}: expected a recipe of format {FORMAT}, got {json.dumps(told.get('format'))[:40]}",
            "use the version of Propsmith that wrote it",
        )
    if told.get("kind") not in kinds:
        expected = " or ".join(f'"{kind}"' for kind in kinds)
        raise RecipeError(
            f"{where}: expected a recipe whose kind is {expected}, got {json.dumps(told.get('kind'))[:40]}",
            "give the recipe of such a result: props have a recipe.json, pictures carry theirs",
        )
    return _read(kinds[told["kind"]], told, where)


def _read(kind: type[Data], told: Any, where: str) -> Data:
    """Build a dataclass from a table with exactly its fields."""
    if not isinstance(told, dict):
        raise RecipeError(f"{where}: expected a table, got {json.dumps(told)}", "restore the recipe")
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    names = {field.name for field in fields}
    needed = {field.name for field in fields if field.default is dataclasses.MISSING}
    if not needed <= set(told) <= names:
        wrong = ", ".join(sorted((needed - set(told)) | (set(told) - names)))
        raise RecipeError(f"{where}: fields missing or unknown: {wrong}", "use the version that wrote it")
    return kind(**{name: _convert(hints[name], value, f"{where}: {name}") for name, value in told.items()})


def _convert(hint: Any, value: Any, where: str) -> Any:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _read(hint, value, where)
    origin, parts = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin is dict and isinstance(value, dict):
        return {name: _convert(parts[1], part, f"{where}[{name}]") for name, part in value.items()}
    if origin in (types.UnionType, Union) and value is None and type(None) in parts:
        return None
    if origin in (types.UnionType, Union) and type(value) in parts:
        return value
    if origin in (types.UnionType, Union):
        hint = next(part for part in parts if part is not type(None))
        return _convert(hint, value, where)
    if origin is tuple and parts[-1] is Ellipsis and isinstance(value, list):
        return tuple(_convert(parts[0], part, f"{where}[{i}]") for i, part in enumerate(value))
    if origin is tuple and isinstance(value, list) and len(value) == len(parts):
        return tuple(
            _convert(p, v, f"{where}[{i}]") for i, (p, v) in enumerate(zip(parts, value, strict=True))
        )
    if origin is Literal and value in parts:
        return value
    if hint is float and type(value) is int:
        return float(value)
    # type() and not isinstance(): True is an int to Python, not to a recipe
    if type(value) is hint:
        return value
    expected = " or ".join(map(str, parts)) if origin is Literal else getattr(hint, "__name__", str(hint))
    raise RecipeError(f"{where}: expected {expected}, got {json.dumps(value)}", "restore the recipe")
