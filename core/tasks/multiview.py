"""Makes views of one object at any cameras, from words or from a picture of it.

A picture is a reference: a view of the set that stays clean, at timestep 0, while the others are denoised
(core.models.multiview_attention).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch

from core.errors import UsageError
from core.limits import MAX_VIEWS
from core.memory import memory_errors
from core.models.control import GeometryControl, check_geometry_scale, geometry_to_tensor
from core.models.diffusion_model import DiffusionModel
from core.models.loading import load_control
from core.prompts.checks import check_seed
from core.prompts.prompt import Prompt
from core.sheets import sheet_to_views, views_to_sheet
from core.tasks.reference import fit_reference
from core.tasks.sampling import draw_noise, sample
from core.tasks.view_choice import choose_views
from core.types import Image, Progress, Sheet, silent

#: reader(pixels [S, S, 4] float32 0..1 of an object in the model's frame, what is known of it) → a caption
Reader = Callable[[np.ndarray, Prompt | None], str]


def generate_views(
    model: DiffusionModel,
    prompt: str | Prompt | None,
    *,
    seed: int,
    azimuths_deg: Sequence[float],
    elevations_deg: Sequence[float],
    image: Image | None = None,
    image_azimuth_deg: float = 0.0,
    image_elevation_deg: float = 0.0,
    reader: Reader | None = None,
    geometry: np.ndarray | None = None,
    geometry_scale: float = 1.0,
    steps: int | None = None,
    guidance: float | None = None,
    progress: Progress = silent,
) -> Sheet:
    """Make views of one object at any cameras.

    Args:
        model: a model with multi-view attention.
        prompt: the object; None where the image says it all, and nothing is guided then.
        seed: 0 to 2⁶³ - 1; same seed, same pixels on the same device.
        azimuths_deg: of 1 to 8 views, 1 to 7 beside an image; -360..360 from the front (+Z) towards +X.
        elevations_deg: as many, -90..90 above the horizon.
        image: a picture of the object, [H, W, 3] on a plain background or [H, W, 4] with straight alpha; it
            is fitted into the frame (core.tasks.reference).
        image_azimuth_deg, image_elevation_deg: the camera from which it is seen.
        reader: says what the image shows, beyond the prompt, in the model's own words: a small model follows
            words better than pictures (core.models.pocket.reading).
        geometry: [V, S, S, 4] float32 0..1, what each view is to be painted on, of the size of the model's
            views, as core.models.geometry.encode_geometry makes it; needs a model with control of geometry.
        geometry_scale: 0..2, how strongly the views are held to it.
        steps: 1..1000 denoising steps; None takes the model's own number.
        guidance: 0..50, classifier-free guidance scale, off up to 1; None takes the model's own.
        progress: told the stage "views"; raises Cancelled to stop.

    Returns:
        The views asked for, without the image, in as square a grid as their number allows.

    Raises:
        PromptError, VocabularyError, SeedError, UsageError: an argument makes no sense to this model, or no
            object can be told from the image's background, or the model cannot be controlled by geometry.
        BrokenModelError, UnsafeModelError: what controls it is corrupt, pickled or of another model.
        MemoryLimitError: the device has not enough memory for it.
    """
    seed = check_seed(seed)
    asked = choose_views(model, azimuths_deg, elevations_deg)
    layout = asked.layout
    assert layout is not None
    if image is not None and reader is not None:
        known = None if prompt is None else model.read_prompt(prompt)
        embeddings = model.encode_text(reader(fit_reference(image, layout), known))
    elif prompt is None:
        if image is None:
            raise UsageError("expected words or an image, got neither", "say what to make, or show it")
        embeddings, guidance = model.encode_text(""), 0.0
    else:
        look = None if image is not None else seed
        embeddings = model.encode_prompt(prompt, look, shape_shown=geometry is not None)
    shapes = None
    if geometry is not None:
        shapes = geometry_to_tensor(geometry, layout.count, layout.view_px)
        geometry_scale = check_geometry_scale(geometry_scale)
    references: dict[int, torch.Tensor] = {}
    if image is not None:
        if layout.count == MAX_VIEWS:
            raise UsageError(
                f"expected 1 to {MAX_VIEWS - 1} views beside the image, got {layout.count}",
                "make them in several runs",
            )
        azimuths_deg = (image_azimuth_deg, *azimuths_deg)
        elevations_deg = (image_elevation_deg, *elevations_deg)
        references[0] = encode_reference(model, image)
        if shapes is not None:  # nothing is known of the shape that the picture shows
            shapes = torch.cat([torch.zeros_like(shapes[:1]), shapes])
    control = None if shapes is None else GeometryControl(load_control(model), shapes, geometry_scale)
    asked = choose_views(model, azimuths_deg, elevations_deg, references=references, control=control)
    whole = asked.layout
    assert whole is not None
    noise, rng = draw_noise(asked, seed, whole.height_px, whole.width_px)
    pixels = sample(asked, embeddings, noise, rng, steps, guidance, lambda f: progress("views", f))
    if image is not None:
        views = sheet_to_views(pixels, whole.rows, whole.columns)
        pixels = views_to_sheet(views[1:], layout.rows, layout.columns)
    return Sheet(Image(pixels), layout, seed)


@torch.no_grad()
def encode_reference(model: DiffusionModel, image: Image) -> torch.Tensor:
    """Encode a picture of an object as a reference for core.tasks.view_choice.choose_views.

    Args:
        model: a model with multi-view attention.
        image: as for generate_views; it is fitted into the frame of a single view.

    Returns:
        Latents [c, h, w] float32 on the model's device.

    Raises:
        UsageError: no object can be told from its background, or the model makes one sheet only.
        MemoryLimitError: the device has not enough memory for it.
    """
    seen = choose_views(model, (0.0,), (0.0,))  # a sheet of one view, whichever
    assert seen.layout is not None
    pixels = torch.from_numpy(fit_reference(image, seen.layout)).to(seen.device.torch_device)
    channels = 4 if seen.layout.has_alpha else 3
    with memory_errors():
        return seen.encode_image(pixels.permute(2, 0, 1)[None, :channels] * 2 - 1)[0]
