"""What the user ordered, checked as far as it can be before anything heavy is imported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from app.asset import check_file_target, check_folder_target, check_free_space, name_result
from app.procedural_order import Guide, read_dials, read_guide, read_prompt
from app.quality import QUALITIES, Quality
from app.ranges import check_numbers, check_range
from app.recipe import PropRecipe
from app.settings import ImageSettings, PropSettings, QualityName
from core.errors import UsageError
from core.limits import MAX_CANDIDATES, MAX_GUIDANCE, MAX_SIDE_PX, MAX_STEPS, MIN_SIDE_PX
from core.models.catalogue import CATALOGUE, resolve_model
from core.models.checkpoint import check_folder
from core.models.sidecar import ModelSource, check_view_size
from core.prompts.checks import check_prompt, check_seed
from core.prompts.parser import ParsedPrompt, parse_prompt

DEFAULT_MODEL = "pocket"
DEFAULT_QUALITY: QualityName = "standard"
#: of a prop whose kind nobody knows, metres
DEFAULT_SIZE_M = 1.0

#: what the numbers of a Quality may be, in a flag or in a recipe that somebody has edited
QUALITY_RANGES: dict[str, tuple[float, float]] = {
    "sampling": (0.01, 100.0),
    "candidates": (1, MAX_CANDIDATES),
    "surface_px": (16, 512),
    "triangles": (100, 1_000_000),
    "texture_px": (64, 8192),
    "preview_px": (64, 8192),
    "turntable_px": (16, 2048),
    "turntable_frames": (1, 360),
}
QUALITY_FLAGS = {"triangles": "--triangles", "texture_px": "--texture-size"}
SIZE_M = (0.001, 1000.0)

#: the PNG text that marks a picture as Propsmith's and holds its recipe
RECIPE_KEY = "propsmith-recipe"


@dataclass(frozen=True)
class PropOrder:
    """A prop to be made.

    Attributes:
        prompt: checked and tidied.
        seed: given or drawn.
        source: the model, not yet loaded.
        parsed: what the prompt says in the model's own terms; None for a model of free text.
        quality: every number of the work.
        size_m: largest dimension in metres.
        target: folder of the asset.
        device: the name of one; None is the best one.
        sheet_seed: of the sheet to take, where a recipe says it; None lets the scorer choose.
        model_sha256: what the model must be, where a recipe says it.
        upscaler_sha256: what its upscaler must be then; None is that there was none.
        guide: the shape that it begins at; None is that the model imagines it.
    """

    prompt: str
    seed: int
    source: ModelSource
    parsed: ParsedPrompt | None
    quality: Quality
    size_m: float
    target: Path
    device: str | None
    sheet_seed: int | None = None
    model_sha256: str | None = None
    upscaler_sha256: str | None = None
    guide: Guide | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user is told of words that are read as others, or left out."""
        return self.parsed.notes if self.parsed else ()


@dataclass(frozen=True)
class ImageOrder:
    """A picture to be made.

    Attributes:
        prompt, seed, source, quality, device: as of a PropOrder.
        sheet: a whole sheet of views.
        steps, guidance, width_px, height_px: None is by model and quality.
        target: the PNG.
        notes: what the user is told of words that are read as others, or left out.
    """

    prompt: str
    seed: int
    source: ModelSource
    quality: Quality
    device: str | None
    sheet: bool
    steps: int | None
    guidance: float | None
    width_px: int | None
    height_px: int | None
    target: Path
    notes: tuple[str, ...] = ()


def order_generated(settings: PropSettings, recipe: PropRecipe | None = None) -> PropOrder:
    """Check an order of a prop whose shape a model imagines.

    Args:
        settings: as the command line was told; a recipe takes the place of most.
        recipe: that is made again.

    Raises:
        PromptError, VocabularyError, SeedError, UsageError: a value makes no sense.
        UnknownModelError, BrokenModelError, UnsafeModelError: the model is not there, or not usable.
        OutputError, DiskFullError: there is no place for the result.
    """
    order = _order_new(settings) if recipe is None else _order_again(settings, recipe)
    check_folder_target(order.target)
    check_free_space(order.target, _asset_bytes(order.quality.texture_px))
    _check_files(order.source)
    return order


def _order_new(settings: PropSettings) -> PropOrder:
    assert settings.prompt is not None
    guided = settings.guide == "procedural"
    for flag, given in (("--set", settings.set and not guided), ("--vary", settings.vary is not None)):
        if given:
            raise UsageError(
                f"{flag}: a generated shape has no dials",
                "leave it out, or leave --shape generated and --model out",
            )
    prompt, seed = check_prompt(settings.prompt), check_seed(settings.seed)
    preset = QUALITIES[settings.quality or DEFAULT_QUALITY]
    quality = replace(
        preset,
        triangles=preset.triangles if settings.triangles is None else settings.triangles,
        texture_px=preset.texture_px if settings.texture_size is None else settings.texture_size,
    )
    check_numbers(quality, QUALITY_RANGES, QUALITY_FLAGS)
    source, parsed = _read_model(settings.model or DEFAULT_MODEL, prompt)
    size_m = settings.size_m
    if size_m is None:
        size_m = parsed.size_m if parsed else DEFAULT_SIZE_M
    check_range("--size-m", size_m, *SIZE_M)
    target = settings.out or Path("out") / name_result(prompt, seed)
    guide = None
    if guided:
        _, description = read_prompt(prompt)
        guide = Guide(description, read_dials(settings, description)[0], seed)
        _check_guidable(source)
    return PropOrder(prompt, seed, source, parsed, quality, size_m, target, settings.device, guide=guide)


def _order_again(settings: PropSettings, recipe: PropRecipe) -> PropOrder:
    prompt = check_prompt(recipe.prompt)
    check_numbers(recipe.quality, QUALITY_RANGES, QUALITY_FLAGS)
    check_range("size_m", recipe.size_m, *SIZE_M)
    if settings.model is None and recipe.model.name not in CATALOGUE and recipe.model.revision is None:
        raise UsageError(
            f"the recipe was made with the model in a folder {recipe.model.name}",
            "give its path with --model",
        )
    source, parsed = _read_model(settings.model or recipe.model.name, prompt)
    if settings.model is None and source.hub_id is not None and recipe.model.revision is not None:
        source = replace(source, revision=recipe.model.revision)  # the commit, wherever a branch is by now
    return PropOrder(
        prompt=prompt,
        seed=check_seed(recipe.seed),
        source=source,
        parsed=parsed,
        quality=recipe.quality,
        size_m=recipe.size_m,
        target=settings.out or Path("out") / name_result(prompt, recipe.seed),
        device=settings.device,
        sheet_seed=check_seed(recipe.sheet_seed),
        model_sha256=recipe.model.sha256,
        upscaler_sha256=recipe.upscaler_sha256,
        guide=None if recipe.guide is None else read_guide(recipe.guide),
    )


def _check_guidable(source: ModelSource) -> None:
    """Check that a model can be held to a shape.

    Raises:
        UsageError: it has no control of geometry.
    """
    if "geometry" not in source.controls:
        raise UsageError(
            f"--guide procedural: expected a model with control of geometry, {source.name} has none",
            "leave --guide out, or choose another model",
        )


def order_image(settings: ImageSettings) -> ImageOrder:
    """Check an order of a picture.

    Raises:
        As order_prop.
    """
    prompt, seed = check_prompt(settings.prompt), check_seed(settings.seed)
    if settings.sheet and (settings.width is not None or settings.height is not None):
        raise UsageError("--sheet has a size of its own", "leave --width and --height out")
    check_range("--steps", settings.steps, 1, MAX_STEPS)
    check_range("--guidance", settings.guidance, 0, MAX_GUIDANCE)
    for flag, side in (("--width", settings.width), ("--height", settings.height)):
        check_range(flag, side, MIN_SIDE_PX, MAX_SIDE_PX)
    source, parsed = _read_model(settings.model or DEFAULT_MODEL, prompt)
    check_view_size(source, settings.width, settings.height)
    target = (
        settings.out or Path("out") / f"{name_result(prompt, seed)}{'-sheet' if settings.sheet else ''}.png"
    )
    if target.suffix.lower() != ".png":
        raise UsageError(
            f'--out: expected a name that ends in .png, got "{target.name}"',
            f"try {target.stem}.png",
        )
    check_file_target(target, is_our_picture)
    check_free_space(target, 4 * (settings.width or 1024) * (settings.height or 1024))
    _check_files(source)
    return ImageOrder(
        prompt=prompt,
        seed=seed,
        source=source,
        quality=QUALITIES[settings.quality or DEFAULT_QUALITY],
        device=settings.device,
        sheet=settings.sheet,
        steps=settings.steps,
        guidance=settings.guidance,
        width_px=settings.width,
        height_px=settings.height,
        target=target,
        notes=parsed.notes if parsed else (),
    )


def _read_model(name: str, prompt: str) -> tuple[ModelSource, ParsedPrompt | None]:
    """Find a model, and read a prompt in its words."""
    source = resolve_model(name)
    return source, parse_prompt(prompt, source.vocabulary) if source.vocabulary else None


def _check_files(source: ModelSource) -> None:
    """Check that a model's files are whole; last of all, because it is what takes longest."""
    if source.path is not None:
        check_folder(source.path)


def _asset_bytes(texture_px: int) -> int:
    # three textures of three bytes a texel, as files and again inside the GLB, at worst uncompressed; the
    # rest is small
    return 2 * 3 * 3 * texture_px**2 + 8_000_000


def is_our_picture(path: Path) -> bool:
    """Tell whether a file is a picture that Propsmith made."""
    try:
        with Pillow.open(path) as picture:
            return RECIPE_KEY in picture.info
    except (UnidentifiedImageError, OSError):
        return False
