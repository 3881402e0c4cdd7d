"""Paints a mesh that is there already by a diffusion model that is shown its depth and normals."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import numpy as np

from app.procedural_order import Painter
from app.recipe import ModelIdentity
from app.run import device_words, identify_model, identify_upscaler
from core.device import choose_device
from core.errors import UsageError
from core.models.loaded import Loaded, load_models
from core.tasks.multiview import generate_views
from core.tasks.upscale import upscale_sheet
from core.types import Image, Progress
from threed.bake import bake_views
from threed.buffers import render_geometry
from threed.multiview import split_sheet
from threed.texture import paint_texels
from threed.types import Material, Mesh

#: cameras beside the model's own: what those see of the top and from below is little; azimuth, elevation
MORE_VIEWS_DEG = ((0.0, 75.0), (180.0, -50.0))
#: most of the sphere of radius 0.5 that models are taught objects in
FILL = 0.5


@dataclass(frozen=True)
class Painted:
    """What a model painted.

    Attributes:
        material: with the model's base colour.
        model: which one, to the byte.
        upscaler_sha256: of what enlarged its views; None where nothing did.
        device: in words.
        unseen_fraction: of the texels that no view saw.
    """

    material: Material
    model: ModelIdentity
    upscaler_sha256: str | None
    device: str
    unseen_fraction: float


def paint_by_model(
    mesh: Mesh,
    material: Material,
    prompt: str,
    seed: int,
    painter: Painter,
    stage: Callable[[str], AbstractContextManager[None]],
    progress: Progress,
    loaded: Loaded | None = None,
) -> Painted:
    """Replace the base colour of a material by what a model paints on the mesh.

    Args:
        mesh: unwrapped, with normals, in metres.
        material: whose roughness, metal, normals and light stay.
        prompt, seed: of the paint.
        painter: the model.
        stage: entered for the stages load, views and bake.
        progress: told how far each is.
        loaded: the painter's model, where it is kept from earlier; None loads it.

    Raises:
        UsageError: the model makes no views, or cannot be controlled by geometry.
        PropsmithError: see core.models.loading.load_model and core.tasks.multiview.generate_views.
    """
    with stage("load"):
        if loaded is None:
            place = choose_device(painter.device)
            loaded = load_models(painter.source, place, progress, distilled=False, scorer=False)
        model, upscaler = loaded.model, loaded.upscaler
        identity, upscaler_sha256 = identify_model(painter, model), identify_upscaler(painter, loaded)
    layout = model.layout
    if layout is None or "geometry" not in model.source.controls:
        raise UsageError(
            f"{model.source.name} cannot paint a shape, expected a model of views with control of geometry",
            "leave --model out to take the pocket model, or leave --paint generated out",
        )
    with stage("views"):
        azimuths = (*layout.azimuths_deg, *(azimuth for azimuth, _ in MORE_VIEWS_DEG))
        elevations = (*layout.elevations_deg, *(elevation for _, elevation in MORE_VIEWS_DEG))
        asked = replace(
            layout, rows=1, columns=len(azimuths), azimuths_deg=azimuths, elevations_deg=elevations
        )
        placed = _fit_into_sphere(mesh)
        geometry = render_geometry(placed, asked)
        sheet = generate_views(
            model,
            prompt,
            seed=seed,
            azimuths_deg=azimuths,
            elevations_deg=elevations,
            geometry=geometry,
            progress=progress,
        )
        views = split_sheet(sheet)
        fine = split_sheet(upscale_sheet(upscaler, sheet)) if upscaler else None
    with stage("bake"):
        size_px = material.base_color.pixels.shape[0]
        baked = bake_views(placed, views, light=layout.light, fine=fine, atlas_px=size_px, progress=progress)
        base = paint_texels(baked.texels, baked.colour)
    return Painted(
        replace(material, base_color=Image(base)),
        identity,
        upscaler_sha256,
        device_words(model),
        baked.unseen_fraction,
    )


def _fit_into_sphere(mesh: Mesh) -> Mesh:
    """Centre a mesh on its bounding box and scale it into the sphere that the model knows objects in."""
    centre = (mesh.vertices.min(0) + mesh.vertices.max(0)) / 2
    radius = float(np.linalg.norm(mesh.vertices - centre, axis=1).max())
    return replace(mesh, vertices=((mesh.vertices - centre) * (FILL / radius)).astype(np.float32))
