"""A model with weights for few steps: what it makes in 25 it makes in 4, without guidance.

The adapter that does it is trained by training.distil; guidance and its rescaling are in the weights, so
that each step asks the UNet once.
"""

from __future__ import annotations

import copy
from dataclasses import replace

from core.errors import UsageError
from core.memory import memory_errors
from core.models.adapter import fuse_adapter, read_adapter
from core.models.diffusion_model import Generator
from core.models.joint import JointViews


def choose_few_steps(generator: Generator) -> Generator:
    """Return the same model as one of few steps; everything but the UNet is shared.

    The UNet is copied: choose few steps first and sets of pictures (core.tasks.sets) after, which share it
    again.

    Args:
        generator: a model whose propsmith.json has an entry "few_steps"; it is left as it was.

    Returns:
        The generator; its defaults are those of few steps, and it makes the set that it made before.

    Raises:
        UsageError: the model has no weights for few steps, or is of few steps already.
        BrokenModelError: they are missing, corrupt or of another model.
        MemoryLimitError: there is no memory for a second UNet.
    """
    source, joint, few = generator.source, generator.joint, generator.source.few_steps
    if few is None or source.path is None:
        raise UsageError(
            f"{source.name} has no weights for few steps, or has taken them already; expected a model whose "
            "propsmith.json names them",
            'leave few steps out, or choose a model with an entry "few_steps"',
        )
    adapter = read_adapter(source.path / few.lora)
    pipeline = copy.copy(generator.pipeline)
    with memory_errors():
        fused = fuse_adapter(pipeline.unet if joint is None else joint.unet, adapter)
    if joint is not None:
        parts = (joint.codes, joint.rows, joint.columns, joint.wraps, joint.given, joint.control)
        fused = JointViews(fused, *parts)
    pipeline.unet = fused
    return replace(
        generator, source=replace(source, defaults=few.defaults, few_steps=None), pipeline=pipeline
    )
