"""What the user ordered of the procedural road, read and checked before anything is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.asset import check_file_target, check_folder_target, check_free_space, name_result
from app.kinds import list_dials
from app.quality import PROCEDURAL_QUALITIES, ProceduralQuality
from app.ranges import check_numbers, check_range
from app.recipe import GuideRecipe, ProceduralRecipe
from app.settings import PropSettings
from core.description.description import Description
from core.description.reader import read_description
from core.errors import RecipeError, SizeError, UsageError
from core.prompts.checks import check_prompt, check_seed
from threed.procedural import KINDS
from threed.procedural.dials import Value
from threed.procedural.settings import read_settings
from threed.procedural.size import Size
from threed.procedural.words import kind_words

if TYPE_CHECKING:
    from core.models.sidecar import ModelSource

#: what the numbers of a quality may be, in a flag or in a recipe that somebody has edited
QUALITY_RANGES: dict[str, tuple[float, float]] = {
    "triangles": (100, 1_000_000),
    "texture_px": (64, 8192),
    "lods": (0, 2),
    "preview_px": (64, 8192),
    "turntable_px": (0, 2048),
    "turntable_frames": (0, 360),
}
QUALITY_FLAGS = {"triangles": "--triangles", "texture_px": "--texture-size"}
#: metres
LEAST_SIZE, MOST_SIZE = 0.001, 100.0
#: variants on one contact sheet, at most
MOST_VARIANTS = 100


@dataclass(frozen=True)
class Guide:
    """A shape that a program builds for a diffusion model to begin at.

    Attributes:
        description: what the prompt says.
        dials: those that the words, the user or a recipe set.
        seed: that draws the others.
    """

    description: Description
    dials: Mapping[str, Value]
    seed: int


@dataclass(frozen=True)
class Painter:
    """A diffusion model that is to paint the shape.

    Attributes:
        source: the model, not yet loaded.
        device: the name of one; None is the best one.
        model_sha256: what it must be, where a recipe says it.
        upscaler_sha256: what its upscaler must be then; None is that there was none.
    """

    source: ModelSource
    device: str | None
    model_sha256: str | None = None
    upscaler_sha256: str | None = None


@dataclass(frozen=True)
class ProceduralOrder:
    """A prop to be made by a program and smart materials.

    Attributes:
        prompt: checked and tidied.
        seed: given or drawn.
        description: what the prompt says.
        dials: those that the words, the user or a recipe set.
        size: how large.
        quality: every number of the work.
        target: folder of the asset, or file of the contact sheet.
        road: which roads shape and paint take, and why.
        notes: what the user is told of how the prompt was read.
        painter: that paints it; None is smart materials.
    """

    prompt: str
    seed: int
    description: Description
    dials: Mapping[str, Value]
    size: Size
    quality: ProceduralQuality
    target: Path
    road: str
    notes: tuple[str, ...] = ()
    painter: Painter | None = None


def describe_prompt(text: str) -> tuple[str, Description]:
    """Tidy a prompt and read what it says.

    Raises:
        PromptError: it is empty or far too long.
        VocabularyError, ContradictionError, SizeError, DialError: see core.description.reader.
    """
    prompt = check_prompt(text)
    return prompt, read_description(prompt, kind_words())


def order_procedural(
    settings: PropSettings,
    prompt: str,
    description: Description,
    road: str,
    painter: Painter | None = None,
) -> ProceduralOrder:
    """Check an order of a prop, or of a contact sheet of variants.

    Raises:
        SeedError, UsageError, DialError, SizeError: a value makes no sense.
        OutputError, DiskFullError: there is no place for the result.
    """
    seed = check_seed(settings.seed)
    preset = PROCEDURAL_QUALITIES[settings.quality or "standard"]
    quality = replace(
        preset,
        triangles=preset.triangles if settings.triangles is None else settings.triangles,
        texture_px=preset.texture_px if settings.texture_size is None else settings.texture_size,
    )
    check_numbers(quality, QUALITY_RANGES, QUALITY_FLAGS)
    dials, notes = read_dials(settings, description)
    check_range("--vary", settings.vary, 1, MOST_VARIANTS)
    name = name_result(prompt, seed)
    order = ProceduralOrder(
        prompt,
        seed,
        description,
        dials,
        _choose_size(settings.size_m, description),
        quality,
        settings.out or Path("out") / (name if settings.vary is None else f"{name}-variants.png"),
        road,
        (*description.notes, *notes),
        painter,
    )
    _check_target(order, settings.vary)
    return order


def read_dials(settings: PropSettings, description: Description) -> tuple[dict[str, Value], list[str]]:
    """Return the dials that words and flags set, and what is told where they differ: flags are taken.

    Raises:
        DialError: no such dial, or a value that it does not take.
    """
    kind = description.kind
    said = {**description.dials, **({"broken": True} if description.broken else {})}
    dials = {**said, **read_settings(settings.set, kind, list_dials(kind))}
    notes = [
        f"--set {name}={dials[name]} is taken, and not what the words say of it"
        for name, value in said.items()
        if dials[name] != value
    ]
    return dials, notes


def order_procedural_again(
    settings: PropSettings, recipe: ProceduralRecipe, painter: Painter | None
) -> ProceduralOrder:
    """Check an order of what a recipe says.

    Raises:
        RecipeError: it asks for what this version does not build.
        As order_procedural, but for the flags that a recipe takes the place of.
    """
    description = _read_built(recipe.description, recipe.dials)
    check_numbers(recipe.quality, QUALITY_RANGES, QUALITY_FLAGS)
    for name, length in vars(recipe.size).items():
        _check_size(f"size: {name}", length)
    prompt, seed = check_prompt(recipe.prompt), check_seed(recipe.seed)
    order = ProceduralOrder(
        prompt,
        seed,
        description,
        recipe.dials,
        recipe.size,
        recipe.quality,
        settings.out or Path("out") / name_result(prompt, seed),
        "procedural: the recipe says so",
        description.notes,
        painter,
    )
    _check_target(order, None)
    return order


def read_guide(recipe: GuideRecipe) -> Guide:
    """Return the guide that a recipe tells of.

    Raises:
        RecipeError: it asks for what this version does not build.
    """
    return Guide(_read_built(recipe.description, recipe.dials), recipe.dials, check_seed(recipe.seed))


def _read_built(told: dict, dials: Mapping[str, Value]) -> Description:
    """Return a recipe's description of what this version can build with all these dials."""
    description = Description.from_json(told)
    if description.kind not in KINDS:
        raise RecipeError(f'no kind of prop is called "{description.kind}"', "use the version that wrote it")
    strange = sorted(dials.keys() ^ list_dials(description.kind).keys())
    if strange:
        raise RecipeError(
            f"the recipe's dials are not those of a {description.kind}: {', '.join(strange)}",
            "use the version of Propsmith that wrote it",
        )
    return description


def _choose_size(flag_m: float | None, description: Description) -> Size:
    """Return the size that a flag, or else the words ask for."""
    if flag_m is not None:
        _check_size("--size-m", flag_m)
        return Size(largest_m=flag_m)
    return Size(
        description.size_m,
        description.width_m,
        description.height_m,
        description.depth_m,
        description.size_factor,
    )


def _check_size(flag: str, value: float | None) -> None:
    if value is not None and not LEAST_SIZE <= value <= MOST_SIZE:
        raise SizeError(
            f"{flag}: expected {LEAST_SIZE:g} to {MOST_SIZE:g} m, got {value:g}",
            "give a size that a prop can have",
        )


def _check_target(order: ProceduralOrder, variants: int | None) -> None:
    if variants is None:
        check_folder_target(order.target)
        check_free_space(order.target, 2 * 5 * 3 * order.quality.texture_px**2 + 8_000_000)
        return
    from app.pipelines.variants import is_our_sheet

    if order.target.suffix.lower() != ".png":
        raise UsageError(
            f'--out: expected a name that ends in .png, got "{order.target.name}"',
            f"try {order.target.stem}.png",
        )
    check_file_target(order.target, is_our_sheet)
