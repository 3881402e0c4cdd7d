"""The sets that are measured: what a model makes of prompts, and the renderer of the same specs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from core.device import seeded_generator
from core.models.diffusion_model import DiffusionModel
from core.models.multiview_attention import embed_maps
from core.sheets import sheet_to_views
from core.tasks.multiview import Reader, generate_views
from core.tasks.sampling import with_temperature
from core.types import Image, Sheet
from training.caption import Spec
from training.denoiser import sample_sets
from training.labels import Label, build_spec, draw_look, paint_spec
from training.material_sets import MAPS, MATERIAL_PX, MaterialLabel, paint_set
from training.natural import usual_designs
from training.props.prop import Prop
from training.render import render_geometry, render_views

BATCH = 8


def sample_views(
    model: DiffusionModel, prompts: list[str], seed: int = 0, steps: int | None = None
) -> np.ndarray:
    """Sample sheets in batches by the stock pipeline, each the one that generate_sheet makes of its seed.

    Args:
        model: a model of sheets.
        prompts: N of them.
        seed: of the first; the others take those that follow.
        steps: of denoising; None takes the model's own number.

    Returns:
        [N, V, S, S, 4] uint8 sRGB over the layout's background, and coverage.

    Raises:
        PromptError, VocabularyError: a prompt makes no sense to this model.
    """
    assert model.layout is not None
    batches = [_sample_sheets(model, batch, seed + i, steps) for i, batch in _batches(prompts)]
    return sheet_to_views(np.concatenate(batches), model.layout.rows, model.layout.columns)


@torch.no_grad()
def _sample_sheets(model: DiffusionModel, prompts: list[str], seed: int, steps: int | None) -> np.ndarray:
    """Sample sheets [N, H, W, 4] uint8 at once."""
    layout, defaults, pipeline = model.layout, model.defaults, with_temperature(model)
    assert layout is not None
    words = [model.encode_prompt(prompt, seed + i) for i, prompt in enumerate(prompts)]
    height, width = (side // model.vae_factor for side in (layout.height_px, layout.width_px))
    shape = (1, pipeline.unet.config.in_channels, height, width)
    noise = [torch.randn(shape, generator=seeded_generator(seed + i)) for i in range(len(prompts))]
    latents = pipeline(
        prompt_embeds=torch.cat([asked.tokens for asked, _ in words]),
        negative_prompt_embeds=torch.cat([nothing.tokens for _, nothing in words]),
        height=layout.height_px,
        width=layout.width_px,
        num_inference_steps=steps or defaults.steps,
        guidance_scale=defaults.guidance,
        guidance_rescale=defaults.guidance_rescale,
        latents=torch.cat(noise).to(model.device.torch_device, pipeline.unet.dtype),
        output_type="latent",
    ).images
    pixels = torch.cat([model.decode(one[None].float()) for one in latents])
    pixels = (pixels / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1).cpu().numpy()
    return (pixels * 255 + 0.5).astype(np.uint8)


def sample_at(
    model: DiffusionModel,
    prompts: Sequence[str],
    azimuths_deg: Sequence[float],
    elevations_deg: Sequence[float],
    seed: int = 0,
) -> np.ndarray:
    """Sample views [N, V, S, S, 4] uint8 at V cameras; seeds count up from the first."""
    sheets = [
        generate_views(model, prompt, seed=seed + i, azimuths_deg=azimuths_deg, elevations_deg=elevations_deg)
        for i, prompt in enumerate(prompts)
    ]
    return np.stack([_cut(sheet) for sheet in sheets])


def continue_views(
    model: DiffusionModel,
    sets: np.ndarray,
    prompts: Sequence[str | None],
    seed: int = 0,
    reader: Reader | None = None,
) -> np.ndarray:
    """Show a model with multi-view attention the first view of each set, and sample the others.

    Args:
        model: a model with multi-view attention.
        sets: [N, V, S, S, 4] uint8, at the cameras of its layout.
        prompts: N of them; None where the picture says it all.
        seed: of the first; the others take those that follow.
        reader: of the picture; None to show it alone.

    Returns:
        [N, V - 1, S, S, 4] uint8.
    """
    layout = model.layout
    assert layout is not None
    azimuths, elevations = layout.azimuths_deg, layout.elevations_deg
    sheets = [
        generate_views(
            model,
            prompt,
            seed=seed + i,
            image=Image(views[0].astype(np.float32) / 255),
            image_azimuth_deg=azimuths[0],
            image_elevation_deg=elevations[0],
            reader=reader,
            azimuths_deg=azimuths[1:],
            elevations_deg=elevations[1:],
        )
        for i, (views, prompt) in enumerate(zip(sets, prompts, strict=True))
    ]
    return np.stack([_cut(sheet) for sheet in sheets])


def paint_views(
    model: DiffusionModel, geometry: np.ndarray, prompts: Sequence[str], seed: int = 0
) -> np.ndarray:
    """Paint views [N, V, S, S, 4] uint8 on the geometry of their shapes, of that size and type."""
    layout = model.layout
    assert layout is not None
    sheets = [
        generate_views(
            model,
            prompt,
            seed=seed + i,
            geometry=shape.astype(np.float32) / 255,
            azimuths_deg=layout.azimuths_deg,
            elevations_deg=layout.elevations_deg,
        )
        for i, (shape, prompt) in enumerate(zip(geometry, prompts, strict=True))
    ]
    return np.stack([_cut(sheet) for sheet in sheets])


def _cut(sheet: Sheet) -> np.ndarray:
    pixels = (sheet.image.pixels * 255 + 0.5).astype(np.uint8)
    return sheet_to_views(pixels, sheet.layout.rows, sheet.layout.columns)


def sample_maps(model: DiffusionModel, prompts: list[str], seed: int = 0) -> np.ndarray:
    """Sample maps [N, 4, S, S, 4] uint8 of tileable materials, in the order of MAPS."""
    pipeline = model.pipeline
    parts = (pipeline.vae, pipeline.unet.unet, pipeline.text_encoder, pipeline.tokenizer)
    camera_embedding, steps = embed_maps(MAPS), model.defaults.steps
    return np.concatenate(
        [
            sample_sets(
                *parts, batch, camera_embedding, seed=seed + i, size=MATERIAL_PX, tileable=True, steps=steps
            )
            for i, batch in _batches(prompts)
        ]
    )


def render_specs(specs: list[Spec], seed: int) -> np.ndarray:
    """Render each spec anew, in one of the designs that a seed would choose: views [N, V, S, S, 4] uint8.

    What else a spec leaves open is drawn as it is for training.
    """
    sets = []
    for i, asked in enumerate(specs):
        rng, spec, prop = _build(asked, seed, i)
        label = Label(spec, *draw_look(rng, spec), ())
        sets.append(render_views(prop, paint_spec(rng, label, prop)))
    return np.stack(sets)


def render_shapes(specs: list[Spec], seed: int) -> np.ndarray:
    """Render the geometry [N, V, S, S, 4] uint8 of what render_specs shows."""
    return np.stack([render_geometry(_build(asked, seed, i)[2]) for i, asked in enumerate(specs)])


def _build(asked: Spec, seed: int, place: int) -> tuple[np.random.Generator, Spec, Prop]:
    """Build a spec, in a usual design where none is asked for, nor a part, which only some designs have."""
    rng = np.random.default_rng([RENDERS, seed, place])
    if not (asked.design or asked.part):
        asked = replace(asked, design=int(rng.choice(usual_designs(asked.class_name))))
    return rng, *build_spec(rng, asked)


def paint_materials(specs: list[MaterialLabel], seed: int) -> np.ndarray:
    """Paint a fresh variation of each material: maps [N, 4, S, S, 4] uint8 that nothing was trained on."""
    return np.stack(
        [paint_set(np.random.default_rng([PAINTED, seed, i]), spec) for i, spec in enumerate(specs)]
    )


def _batches(prompts: list[str]) -> Iterator[tuple[int, list[str]]]:
    return ((i, prompts[i : i + BATCH]) for i in range(0, len(prompts), BATCH))


#: Streams of random numbers that no shard draws from.
RENDERS, PAINTED = 30, 31
