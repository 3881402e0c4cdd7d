"""A distilled model: what it makes in 25 steps it makes in 4, without guidance.

The adapter that does it is trained by training.distil; guidance and its rescaling are in the weights, so
that each step asks the UNet once.
"""

from __future__ import annotations

import copy
from dataclasses import replace

from core.errors import UsageError
from core.memory import memory_errors
from core.models.adapter import fuse_adapter, read_adapter
from core.models.diffusion_model import DiffusionModel
from core.models.multiview_attention import MultiviewUNet


def choose_distilled(model: DiffusionModel) -> DiffusionModel:
    """Return the same model, distilled to few steps; everything but the UNet is shared.

    The UNet is copied: choose this first and views (core.tasks.view_choice) after, which share it again.

    Args:
        model: a model whose propsmith.json has an entry "few_steps"; it is left as it was.

    Returns:
        The model; its defaults are those of few steps, and it makes the views that it made before.

    Raises:
        UsageError: the model has no weights for few steps, or is of few steps already.
        BrokenModelError: they are missing, corrupt or of another model.
        MemoryLimitError: there is no memory for a second UNet.
    """
    source, multiview, distilled = model.source, model.multiview, model.source.distilled
    if distilled is None or source.path is None:
        raise UsageError(
            f"{source.name} has no weights for few steps, or has taken them already; expected a model whose "
            "propsmith.json names them",
            'leave few steps out, or choose a model with an entry "few_steps"',
        )
    adapter = read_adapter(source.path / distilled.lora)
    pipeline = copy.copy(model.pipeline)
    with memory_errors():
        fused = fuse_adapter(pipeline.unet if multiview is None else multiview.unet, adapter)
    if multiview is not None:
        parts = (
            multiview.camera_embedding,
            multiview.rows,
            multiview.columns,
            multiview.tileable,
            multiview.references,
            multiview.control,
        )
        fused = MultiviewUNet(fused, *parts)
    pipeline.unet = fused
    return replace(
        model, source=replace(source, defaults=distilled.defaults, distilled=None), pipeline=pipeline
    )
