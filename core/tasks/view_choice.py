"""Which views multi-view attention makes: at the model's own or other cameras, or the maps of a material.

The weights are the same for all of them (core.models.multiview_attention); what differs is what each view is
told that it is. A DiffusionModel of other views shares everything with the one that it was made from.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch

from core.errors import UsageError
from core.limits import MAX_VIEWS
from core.models.control import GeometryControl
from core.models.diffusion_model import DiffusionModel
from core.models.multiview_attention import KINDS, MultiviewUNet, embed_cameras, embed_maps
from core.types import SheetLayout

#: the maps of a material, in the order of their places in its 2×2 sheet
MAPS = KINDS[1:]


def choose_views(
    model: DiffusionModel,
    azimuths_deg: Sequence[float],
    elevations_deg: Sequence[float],
    *,
    references: Mapping[int, torch.Tensor] | None = None,
    control: GeometryControl | None = None,
) -> DiffusionModel:
    """Return the same model, weights shared, as one of a sheet of views at other cameras.

    Args:
        model: a model with multi-view attention with a layout; distance and field of view stay those of the
            layout.
        azimuths_deg: of 1 to 8 views, -360..360 from the front (+Z) towards +X.
        elevations_deg: as many, -90..90 above the horizon.
        references: clean latents [c, h, w] of views that are known, by their place.
        control: of the geometry of the views, where it is known (core.models.loading.load_control has the
        network).

    Returns:
        The model; its layout has the views in as square a grid as their number allows.

    Raises:
        UsageError: the model makes one sheet only, or the cameras make no sense.
    """
    multiview, layout = _need_multiview(model)
    _check_cameras(azimuths_deg, elevations_deg)
    count = len(azimuths_deg)
    rows = max(k for k in range(1, math.isqrt(count) + 1) if count % k == 0)
    layout = replace(
        layout,
        rows=rows,
        columns=count // rows,
        azimuths_deg=tuple(map(float, azimuths_deg)),
        elevations_deg=tuple(map(float, elevations_deg)),
    )
    camera_embedding = embed_cameras(layout.azimuths_deg, layout.elevations_deg)
    views = MultiviewUNet(
        multiview.unet,
        camera_embedding.to(multiview.device),
        rows,
        layout.columns,
        references=references,
        control=control,
    )
    return _with_set(model, views, layout)


def choose_maps(model: DiffusionModel) -> DiffusionModel:
    """Return the same model, weights shared, as one of the four maps of a tileable material.

    Args:
        model: a model with multi-view attention.

    Returns:
        The model, for core.tasks.material to sample; a sheet of it has MAPS in two rows of two, each of
        which wraps around. It has no layout, since nothing in it has a camera.

    Raises:
        UsageError: the model makes one sheet only.
    """
    multiview, _ = _need_multiview(model)
    maps = MultiviewUNet(multiview.unet, embed_maps(MAPS).to(multiview.device), 2, 2, tileable=True)
    return _with_set(model, maps, None)


def _need_multiview(model: DiffusionModel) -> tuple[MultiviewUNet, SheetLayout]:
    multiview, layout = model.multiview, model.layout
    if multiview is None or layout is None:
        made = "single pictures" if layout is None else f"one sheet of {layout.count} views"
        raise UsageError(
            f"{model.source.name} makes {made}, expected a model that makes sets of any members",
            'choose one whose propsmith.json says "joint": true',
        )
    return multiview, layout


def _check_cameras(azimuths_deg: Sequence[float], elevations_deg: Sequence[float]) -> None:
    if len(azimuths_deg) != len(elevations_deg):
        raise UsageError(
            f"expected an elevation for each azimuth, got {len(azimuths_deg)} azimuths and "
            f"{len(elevations_deg)} elevations",
            "give as many of one as of the other",
        )
    if not 1 <= len(azimuths_deg) <= MAX_VIEWS:
        raise UsageError(
            f"expected 1 to {MAX_VIEWS} views, got {len(azimuths_deg)}", "make them in several runs"
        )
    for name, angles, limit in (("azimuth", azimuths_deg, 360), ("elevation", elevations_deg, 90)):
        for angle in angles:
            if not -limit <= angle <= limit:  # nan is nowhere
                raise UsageError(
                    f"expected an {name} of -{limit} to {limit} degrees, got {angle:g}",
                    f"correct the {name}",
                )


def _with_set(model: DiffusionModel, multiview: MultiviewUNet, layout: SheetLayout | None) -> DiffusionModel:
    pipeline = copy.copy(model.pipeline)
    pipeline.unet = multiview
    return replace(model, source=replace(model.source, layout=layout), pipeline=pipeline)
