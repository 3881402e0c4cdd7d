"""Control of geometry: what a set of views is to be painted on.

A ControlNet (Zhang et al., "Adding Conditional Control to Text-to-Image Diffusion Models", 2023) in stock
diffusers form reads the geometry of each view (core.models.geometry) and adds to the UNet's residuals. Its
attention spans the views of a set as the UNet's does (core.models.multiview_attention).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core.errors import UsageError
from core.models.geometry import GEOMETRY_CHANNELS

MAX_GEOMETRY_SCALE = 2.0


@dataclass(frozen=True)
class GeometryControl:
    """The geometry of the views of a set, and the network that reads it.

    Attributes:
        network: a stock ControlNetModel, with multi-view attention.
        geometry: [V, 4, S, S] 0..1 (core.models.geometry), 0 all over a view of which nothing is known.
        scale: 0..2, of what the network adds: 0 leaves the UNet's output as it is, to the bit.
    """

    network: Any
    geometry: torch.Tensor
    scale: float = 1.0

    def controlnet_residuals(
        self,
        noisy: torch.Tensor,
        times: torch.Tensor,
        words: torch.Tensor,
        camera_embedding: torch.Tensor,
        views: int,
    ) -> dict[str, Any]:
        """Return what a stock UNet is to add to its residuals, as arguments of its call.

        Args:
            noisy: latents [N, c, h, w] of whole sets, N a multiple of V.
            times: [N].
            words: [N, L, D].
            camera_embedding: what each view is, [N, CAMERA_EMBEDDING_DIM].
            views: V, in a set.
        """
        shown = self.geometry.to(noisy).repeat(len(noisy) // len(self.geometry), 1, 1, 1)
        down, middle = self.network(
            noisy,
            times,
            words,
            controlnet_cond=shown,
            conditioning_scale=self.scale,
            class_labels=camera_embedding,
            cross_attention_kwargs={"views": views},
            return_dict=False,
        )
        return {"down_block_additional_residuals": down, "mid_block_additional_residual": middle}


def geometry_to_tensor(geometry: np.ndarray, count: int, side: int) -> torch.Tensor:
    """Check the geometry of views [V, S, S, 4] and return it as a network takes it, [V, 4, S, S].

    Args:
        geometry: float32 0..1, as core.models.geometry.encode_geometry makes it.
        count: V, the views that are asked for.
        side: S, of a view in pixels.

    Raises:
        UsageError: it is of another shape, kind or range.
    """
    expected = (count, side, side, GEOMETRY_CHANNELS)
    if geometry.shape != expected or geometry.dtype != np.float32:
        raise UsageError(
            f"expected a geometry of {list(expected)} float32, one for each view, "
            f"got {list(geometry.shape)} {geometry.dtype}",
            "encode depth and normals of each view with core.models.geometry.encode_geometry",
        )
    low, high = float(geometry.min()), float(geometry.max())
    if not (low >= 0 and high <= 1):  # nan is nowhere
        raise UsageError(
            f"expected a geometry from 0 to 1, got {low:g} to {high:g}",
            "encode depth and normals of each view with core.models.geometry.encode_geometry",
        )
    return torch.from_numpy(geometry).permute(0, 3, 1, 2)


def check_geometry_scale(scale: float) -> float:
    """Return a scale if it makes sense, else raise UsageError."""
    if not (math.isfinite(scale) and 0 <= scale <= MAX_GEOMETRY_SCALE):
        raise UsageError(
            f"expected a geometry scale of 0 to {MAX_GEOMETRY_SCALE:g}, got {scale:g}",
            "leave it out for 1, at which the model was taught",
        )
    return scale
