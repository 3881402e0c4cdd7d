"""Score distillation from a multi-view model, in the x0 form of MVDream (Shi et al. 2023, section 3.3).

The field's rendered sheet is noised and denoised; the denoised sheet is where the model, which knows what
such objects look like from all sides at once, would rather have the rendering. Half the squared distance to
it has the gradient of SDS (DreamFusion, Poole et al. 2022) with weight sqrt(ᾱ / (1 - ᾱ)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import torch

from core.shapes import check_shape
from core.sheets import join_sheets
from core.types import SheetLayout
from threed.volume import Rendering


class Denoiser(Protocol):
    """What distillation needs of a model; core.models.diffusion_model.DiffusionModel is one."""

    @property
    def layout(self) -> SheetLayout | None:
        """Where its views are and how they are seen; None if it makes single pictures."""
        ...

    @property
    def alphas_cumprod(self) -> torch.Tensor:
        """ᾱ_t of its noise schedule, [T]."""
        ...

    def encode_image(self, pixels: torch.Tensor) -> torch.Tensor:
        """Encode pixels [B, C, H, W] in -1..1 to latents [B, c, h, w], differentiably."""
        ...

    def predict_x0_pair(
        self, latents_t: torch.Tensor, t: int | torch.Tensor, embeddings: tuple[Any, Any]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Predict the clean latents [B, c, h, w] with and without the prompt."""
        ...


@dataclass(frozen=True)
class Guidance:
    """A model that refines a field, and what it is told.

    Attributes:
        model: a multi-view model whose layout has the cameras of the fitted views.
        embeddings: what it is told that the object is, and what of nothing.
        scale: classifier-free guidance. At the small noise of a refinement a few is enough; MVDream's 50
            belongs to distillation from nothing.
        rescale: 0..1, how far x̂0 is brought back to the deviation of the conditional prediction.
    """

    model: Denoiser
    embeddings: tuple[Any, Any]
    scale: float = 5.0
    rescale: float = 0.5

    def __post_init__(self) -> None:
        if self.model.layout is None:
            raise ValueError(
                "distillation needs a multi-view model with a layout, got one of single pictures"
            )

    @property
    def layout(self) -> SheetLayout:
        """The model's layout, which is there."""
        assert self.model.layout is not None
        return self.model.layout


def score_distillation_loss(
    guidance: Guidance, latents: torch.Tensor, timestep: int, noise: torch.Tensor
) -> torch.Tensor:
    """Return ½‖z - sg(x̂0)‖² / B for the latents of rendered sheets.

    Args:
        guidance: the model, asked without gradient.
        latents: [B, c, h, w] of encode_image, with gradient to the rendering.
        timestep: noise level, 0..T-1.
        noise: [B, c, h, w] standard normal.
    """
    check_shape("latents", latents, "B c h w")
    check_shape("noise", noise, " ".join(map(str, latents.shape)))
    model = guidance.model
    alpha_bar = model.alphas_cumprod[timestep].to(latents.device)
    with torch.no_grad():
        noisy = alpha_bar.sqrt() * latents + (1 - alpha_bar).sqrt() * noise
        cond, uncond = model.predict_x0_pair(noisy, timestep, guidance.embeddings)
        x0 = rescale_guided(uncond + guidance.scale * (cond - uncond), cond, guidance.rescale)
    return 0.5 * (latents - x0).square().sum() / len(latents)


def rescale_guided(x0: torch.Tensor, cond: torch.Tensor, rescale: float) -> torch.Tensor:
    """Bring a guided x̂0 [B, c, h, w] back to the conditional one's deviation, over all views of a sheet."""
    axes = tuple(range(1, x0.ndim))
    matched = x0 * cond.std(axes, keepdim=True) / x0.std(axes, keepdim=True)
    return rescale * matched + (1 - rescale) * x0


def annealed_timestep(
    fraction: float, position: float, count: int, high: tuple[float, float], low: tuple[float, float]
) -> int:
    """Choose a timestep from a window that falls as the refinement goes on.

    Args:
        fraction: 0..1, how far the refinement has come.
        position: 0..1, drawn uniformly: where in the window.
        count: T, of the noise schedule.
        high, low: the window's ends at the beginning and at the end of the refinement, as parts of T.

    Returns:
        0..T-1.
    """
    top = high[0] + (high[1] - high[0]) * fraction
    bottom = low[0] + (low[1] - low[0]) * fraction
    return min(count - 1, int(count * (bottom + (top - bottom) * position)))


def sheet_pixels(rendering: Rendering, layout: SheetLayout) -> torch.Tensor:
    """Lay the rendering of all pixels of a layout's cameras out as the picture the model encodes.

    Args:
        rendering: of N·S² rays, view by view and row by row.
        layout: says the background, and whether coverage is a channel.

    Returns:
        [1, 3 or 4, rows·S, columns·S] in -1..1.
    """
    background = torch.tensor(layout.background, device=rendering.rgb.device)
    pixels = rendering.over(background)
    if layout.has_alpha:
        pixels = torch.cat([pixels, rendering.opacity[:, None]], -1)
    s = layout.view_px
    views = pixels.reshape(layout.count, s, s, -1).permute(0, 3, 1, 2)
    return join_sheets(views[None], layout.rows, layout.columns) * 2 - 1
