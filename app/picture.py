"""From an order to a picture on disk, which carries its recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from app.asset import build_file
from app.order import RECIPE_KEY, ImageOrder, is_our_picture
from app.progress import Show
from app.quality import IMAGE_SECONDS
from app.recipe import FORMAT, ImageRecipe, recipe_to_json
from app.run import choose_sampler, device_words, identify_model
from app.stages import begin_run
from core.device import choose_device
from core.models.loaded import Loaded, load_models
from core.tasks.text_to_image import generate_image, generate_sheet
from core.types import Image


@dataclass(frozen=True)
class ImageResult:
    """A picture on disk.

    Attributes:
        recipe: that makes it again.
        seconds: it took, the imports included.
    """

    recipe: ImageRecipe
    seconds: float


def make_image(
    order: ImageOrder,
    show: Show,
    check: Callable[[], None],
    started: float,
    loaded: Loaded | None = None,
) -> ImageResult:
    """Make a picture and put it in place.

    Args, Raises: as app.pipeline.make_prop.
    """
    run, quality = begin_run(IMAGE_SECONDS, show, check, started), order.quality
    with run.stage("load"):
        # who says how many steps, or how much guidance, means those of the whole model
        told = order.steps is not None or order.guidance is not None
        quality = replace(quality, distilled=quality.distilled and not told)
        scored = order.sheet and quality.candidates > 1
        if loaded is None:
            wanted = {"distilled": quality.distilled, "scorer": scored, "upscaler": False}
            loaded = load_models(order.source, choose_device(order.device), run.progress, **wanted)
        model, scorer = loaded.model, loaded.scorer if scored else None
        identity = identify_model(order, model)
        sampler, steps = choose_sampler(loaded, quality)
    steps = steps if order.steps is None else order.steps
    guidance = sampler.defaults.guidance if order.guidance is None else order.guidance
    candidates = quality.candidates if scorer else 1
    sampling = {"seed": order.seed, "steps": steps, "guidance": guidance, "progress": run.progress}
    with run.stage("sampling"):
        if order.sheet:
            image = generate_sheet(
                sampler, order.read, candidates=candidates, scorer=scorer, **sampling
            ).image
        else:
            image = generate_image(
                sampler,
                order.read,
                width_px=order.width_px,
                height_px=order.height_px,
                **sampling,
            )
    height_px, width_px = image.pixels.shape[:2]
    recipe = ImageRecipe(
        format=FORMAT,
        kind="sheet" if order.sheet else "image",
        propsmith=version("propsmith"),
        prompt=order.prompt,
        seed=order.seed,
        model=identity,
        device=device_words(model),
        distilled=sampler is not model,
        steps=steps,
        guidance=guidance,
        candidates=candidates,
        width_px=width_px,
        height_px=height_px,
    )
    with run.stage("write"), build_file(order.target, is_our_picture) as building:
        _write_picture(building, image, recipe)
    return ImageResult(recipe, run.seconds)


def _write_picture(path: Path, image: Image, recipe: ImageRecipe) -> None:
    pixels = (np.clip(image.pixels, 0, 1) * 255 + 0.5).astype(np.uint8)
    info = PngInfo()
    info.add_itxt(RECIPE_KEY, recipe_to_json(recipe))
    Pillow.fromarray(pixels).save(path, format="PNG", pnginfo=info)
