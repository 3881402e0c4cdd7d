"""Makes pictures and multi-view sheets from words.

Sheets of a model without views of its own follow Instant3D (Li et al., 2023, section 3.1): four views in a
2×2 grid of one picture, the noise begun from a blob in each cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from core.device import derive_seed
from core.errors import UsageError
from core.limits import MAX_CANDIDATES, MAX_SIDE_PX, MIN_SIDE_PX
from core.memory import memory_errors
from core.models.diffusion_model import DiffusionModel
from core.models.sidecar import check_view_size
from core.prompts.checks import check_seed
from core.prompts.prompt import Prompt
from core.tasks.sampling import check_steps, draw_noise, sample
from core.tasks.view_choice import choose_views
from core.types import Image, Progress, Scorer, Sheet, SheetLayout, silent


def generate_image(
    model: DiffusionModel,
    prompt: str | Prompt,
    *,
    seed: int,
    steps: int | None = None,
    guidance: float | None = None,
    width_px: int | None = None,
    height_px: int | None = None,
    progress: Progress = silent,
) -> Image:
    """Make one picture from words; a multi-view model makes the view of its sheet nearest to the front.

    One whose views are joined by attention makes that view alone; any other its whole sheet, and cuts.

    Args:
        model: the model.
        prompt: what to show; read once where it is read already (core.prompts.prompt).
        seed: 0 to 2⁶³ - 1; same seed, same pixels on the same device.
        steps: 1..1000 denoising steps; None takes the model's own number.
        guidance: 0..50, classifier-free guidance scale, off up to 1; None takes the model's own.
        width_px, height_px: 64..2048, multiples of the autoencoder's factor (8); None takes the model's
            native size. A multi-view model has one size only.
        progress: told the stage "image"; raises Cancelled to stop.

    Returns:
        [H, W, 3], or [H, W, 4] with straight alpha from a model that knows coverage; sRGB.

    Raises:
        PromptError, VocabularyError, SeedError, UsageError: an argument makes no sense to this model.
        MemoryLimitError: the device has not enough memory for it.
    """
    layout = model.layout
    if layout is not None:
        check_view_size(model.source, width_px, height_px)
        if model.multiview is not None:
            front = _front(layout)
            model = choose_views(model, (layout.azimuths_deg[front],), (layout.elevations_deg[front],))
            assert model.layout is not None
            layout = model.layout
        sheet = _sample_sheet(model, layout, prompt, seed, steps, guidance, lambda f: progress("image", f))
        return Image(_front_view(sheet, layout))
    native_height, native_width = model.native_size_px
    height = _check_side("height", native_height if height_px is None else height_px, model.vae_factor)
    width = _check_side("width", native_width if width_px is None else width_px, model.vae_factor)
    embeddings = model.encode_prompt(prompt, seed)
    noise, rng = draw_noise(model, seed, height, width)
    return Image(sample(model, embeddings, noise, rng, steps, guidance, lambda f: progress("image", f)))


def generate_sheet(
    model: DiffusionModel,
    prompt: str | Prompt,
    *,
    seed: int,
    steps: int | None = None,
    guidance: float | None = None,
    candidates: int = 1,
    scorer: Scorer | None = None,
    progress: Progress = silent,
) -> Sheet:
    """Make a multi-view sheet of one object from words.

    Args:
        model: the model; one without views of its own is asked for a 2×2 grid, and is best one taught to
            make such.
        prompt: the object.
        seed: 0 to 2⁶³ - 1, of the first candidate; the others take seeds derived from it.
        steps, guidance: as for generate_image.
        candidates: 1..64 sheets to sample, of which the scorer's favourite is kept; each is the same, to the
            bit, as a single one of its seed, and of the colour and design that `seed` chooses.
        scorer: needed for more than one candidate.
        progress: told the stage "sheet"; raises Cancelled to stop.

    Returns:
        The sheet with the seed that makes it again, and its score where there is a scorer.

    Raises:
        PromptError, VocabularyError, SeedError, UsageError: an argument makes no sense to this model.
        MemoryLimitError: the device has not enough memory for it.
    """
    if not 1 <= candidates <= MAX_CANDIDATES:
        raise UsageError(
            f"expected 1 to {MAX_CANDIDATES} candidates, got {candidates}", "choose a number between"
        )
    if candidates > 1 and scorer is None:
        raise UsageError(
            f"{candidates} candidates need something to choose between them, got no scorer",
            "ask for one candidate",
        )
    seed, prompt = check_seed(seed), model.read_prompt(prompt)
    layout = model.layout or grid_layout(model)
    best: Sheet | None = None
    for index, its_seed in enumerate(_candidate_seeds(prompt, seed, candidates)):

        def on_step(fraction: float, index: int = index) -> None:
            progress("sheet", (index + fraction) / candidates)

        pixels = _sample_sheet(model, layout, prompt, its_seed, steps, guidance, on_step)
        score = None if scorer is None else scorer(pixels, prompt.caption(its_seed))
        sheet = Sheet(Image(pixels), layout, its_seed, score)
        if best is None or (sheet.score or 0.0) > (best.score or 0.0):
            best = sheet
    assert best is not None
    return best


def _candidate_seeds(prompt: Prompt, seed: int, count: int) -> list[int]:
    """Return `count` seeds, of which the first is `seed` itself.

    Seeds that would choose another colour or design are left out: else the scorer, which has favourites among
    them, would choose those of every run.
    """
    derived, wanted = (derive_seed(seed, index) for index in itertools.count()), prompt.caption(seed)
    return list(itertools.islice((one for one in derived if prompt.caption(one) == wanted), count))


def grid_layout(model: DiffusionModel) -> SheetLayout:
    """Lay out the 2×2 grid, in its native size, that a model without views of its own is asked for."""
    cells = 2 * model.vae_factor
    side = min(model.native_size_px) // cells * cells
    return replace(GRID_LAYOUT, view_px=side // 2)


def _sample_sheet(
    model: DiffusionModel,
    layout: SheetLayout,
    prompt: str | Prompt,
    seed: int,
    steps: int | None,
    guidance: float | None,
    on_step: Callable[[float], None],
) -> np.ndarray:
    native = model.layout is not None
    embeddings = model.encode_prompt(
        prompt if native else GRID_PROMPT.format(prompt=model.read_prompt(prompt).caption()), seed
    )
    noise, rng = draw_noise(model, seed, layout.height_px, layout.width_px)
    if not native:
        noise = _add_blobs(model, layout, noise, check_steps(model, steps))
    return sample(model, embeddings, noise, rng, steps, guidance, on_step)


def _add_blobs(model: DiffusionModel, layout: SheetLayout, noise: torch.Tensor, steps: int) -> torch.Tensor:
    """Begin the noise from a dark Gaussian blob in each cell, so that each is given an object."""
    pipeline, place = model.pipeline, model.device.torch_device
    ramp = (torch.arange(layout.view_px) + 0.5) / layout.view_px - 0.5
    blob = torch.exp(-(ramp[:, None] ** 2 + ramp[None] ** 2) / (2 * BLOB_SIGMA**2))
    background = torch.tensor(layout.background).view(1, 3, 1, 1)
    picture = background * (1 - blob.repeat(layout.rows, layout.columns))
    with torch.no_grad(), memory_errors():
        latents = model.encode_image((picture * 2 - 1).to(place))
        pipeline.scheduler.set_timesteps(steps, device=place)
        signal = model.alphas_cumprod[int(pipeline.scheduler.timesteps[0])]
        return signal.sqrt() * latents + (1 - signal).sqrt() * noise.to(place)


def _front(layout: SheetLayout) -> int:
    """Return which view is nearest to the front."""
    away = [abs((azimuth + 180) % 360 - 180) for azimuth in layout.azimuths_deg]
    return away.index(min(away))


def _front_view(sheet: np.ndarray, layout: SheetLayout) -> np.ndarray:
    """Cut the view nearest to the front out of a sheet, with straight alpha where it has coverage."""
    row, column = divmod(_front(layout), layout.columns)
    size = layout.view_px
    view = sheet[row * size : (row + 1) * size, column * size : (column + 1) * size]
    if not layout.has_alpha:
        return view
    alpha = view[..., 3:]
    background = np.asarray(layout.background, np.float32)
    # composited = straight * alpha + background * (1 - alpha); where nothing covers, any colour will do
    straight = (view[..., :3] - background * (1 - alpha)) / np.maximum(alpha, 1 / 255)
    return np.concatenate([straight.clip(0, 1), alpha], -1)


def _check_side(name: str, side: int, factor: int) -> int:
    if not MIN_SIDE_PX <= side <= MAX_SIDE_PX or side % factor:
        nearest = min(max(round(side / factor) * factor, MIN_SIDE_PX), MAX_SIDE_PX)
        raise UsageError(
            f"expected a {name} of {MIN_SIDE_PX} to {MAX_SIDE_PX} px in multiples of {factor}, got {side}",
            f"try {nearest}",
        )
    return side


#: standard deviation of a blob in cells
BLOB_SIGMA = 0.2

#: the camera goes from the front to the viewer's right (azimuths grow from +Z to +X)
GRID_PROMPT = (
    "a 2x2 grid of four views of {prompt}: front view, right view, back view, left view, "
    "plain light grey background"
)
GRID_LAYOUT = SheetLayout(
    rows=2,
    columns=2,
    view_px=0,
    azimuths_deg=(0.0, 90.0, 180.0, 270.0),
    elevations_deg=(15.0, 15.0, 15.0, 15.0),
    fov_deg=30.0,
    distance=2.0,
    background=(0.85, 0.85, 0.85),
    has_alpha=False,
)
