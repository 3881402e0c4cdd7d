from dataclasses import dataclass

import pytest
import torch

from core.sheets import sheet_to_views
from core.types import SheetLayout
from threed.guidance import (
    Guidance,
    annealed_timestep,
    rescale_guided,
    score_distillation_loss,
    sheet_pixels,
)
from threed.volume import Rendering


@dataclass(frozen=True)
class GaussianSheets:
    """A model of sheets that are normally distributed: its x̂0 is the posterior mean, in closed form.

    Attributes:
        mean: [1, C, H, W] of the sheets that the prompt means, in -1..1.
        deviation: of each pixel.
        layout: of the sheets.
    """

    mean: torch.Tensor
    deviation: float = 0.3
    layout: SheetLayout | None = None

    @property
    def alphas_cumprod(self) -> torch.Tensor:
        return torch.linspace(0.999, 0.001, 100)

    def encode_image(self, pixels: torch.Tensor) -> torch.Tensor:
        return pixels

    def predict_x0_pair(self, latents_t, t, embeddings):
        alpha_bar, variance = self.alphas_cumprod[t], self.deviation**2

        def posterior(mean: torch.Tensor | float) -> torch.Tensor:
            signal = alpha_bar.sqrt() * variance * latents_t + (1 - alpha_bar) * mean
            return signal / (alpha_bar * variance + 1 - alpha_bar)

        return posterior(self.mean), posterior(0.0)


LAYOUT = SheetLayout(1, 2, 4, (0, 180), (0, 0), 30, 2.0, (0.5, 0.25, 0.75), has_alpha=True)


def test_distillation_pulls_latents_to_the_mean_of_the_model():
    random = torch.Generator().manual_seed(0)
    mean = torch.rand(1, 4, 4, 8, generator=random) * 2 - 1
    guidance = Guidance(GaussianSheets(mean, layout=LAYOUT), ("a thing", ""), scale=1.0, rescale=0.0)
    latents = torch.zeros_like(mean, requires_grad=True)
    optimiser = torch.optim.SGD([latents], lr=0.2)
    for i in range(200):
        timestep = annealed_timestep(
            i / 200, float(torch.rand((), generator=random)), 100, (0.9, 0.3), (0.5, 0.1)
        )
        noise = torch.randn(latents.shape, generator=random)
        optimiser.zero_grad()
        score_distillation_loss(guidance, latents, timestep, noise).backward()
        optimiser.step()
    assert (latents - mean).abs().mean() < 0.1
    assert torch.corrcoef(torch.stack([latents.detach().flatten(), mean.flatten()]))[0, 1] > 0.98


def test_the_gradient_is_the_way_to_x0_and_flows_through_nothing_else():
    mean = torch.full((2, 4, 4, 8), 0.4)
    guidance = Guidance(GaussianSheets(mean, layout=LAYOUT), ("a thing", ""), scale=3.0, rescale=0.0)
    latents, noise = torch.randn(2, 4, 4, 8, requires_grad=True), torch.randn(2, 4, 4, 8)
    score_distillation_loss(guidance, latents, 40, noise).backward()
    alpha_bar = guidance.model.alphas_cumprod[40]
    noisy = alpha_bar.sqrt() * latents.detach() + (1 - alpha_bar).sqrt() * noise
    cond, uncond = guidance.model.predict_x0_pair(noisy, 40, ("a thing", ""))
    x0 = uncond + 3.0 * (cond - uncond)
    torch.testing.assert_close(latents.grad, (latents.detach() - x0) / 2)


def test_rescaling_restores_the_deviation_of_the_conditional_prediction():
    random = torch.Generator().manual_seed(3)
    cond = torch.randn(2, 4, 4, 8, generator=random)
    guided = cond * torch.tensor([3.0, 5.0]).view(2, 1, 1, 1)
    torch.testing.assert_close(rescale_guided(guided, cond, 1.0), cond)
    torch.testing.assert_close(rescale_guided(guided, cond, 0.0), guided)
    torch.testing.assert_close(rescale_guided(guided, cond, 0.5), (guided + cond) / 2)


def test_timesteps_fall_within_the_schedule():
    for fraction in (0.0, 0.5, 1.0):
        for position in (0.0, 0.5, 1.0):
            assert 0 <= annealed_timestep(fraction, position, 10, (1.0, 0.2), (0.1, 0.0)) <= 9
    assert annealed_timestep(0, 1, 1000, (0.5, 0.2), (0.1, 0.02)) == 500
    assert annealed_timestep(0, 0, 1000, (0.5, 0.2), (0.1, 0.02)) == 100
    assert annealed_timestep(1, 1, 1000, (0.5, 0.2), (0.1, 0.02)) == 200
    assert annealed_timestep(1, 0, 1000, (0.5, 0.2), (0.1, 0.02)) == 20


@pytest.mark.parametrize("has_alpha", [True, False])
def test_a_rendering_becomes_the_sheet_it_would_be_split_into(has_alpha):
    layout = SheetLayout(1, 2, 4, (0, 180), (0, 0), 30, 2.0, (0.5, 0.25, 0.75), has_alpha=has_alpha)
    random = torch.Generator().manual_seed(4)
    opacity = torch.rand(32, generator=random)
    straight = torch.rand(32, 3, generator=random)
    pixels = sheet_pixels(Rendering(straight * opacity[:, None], opacity), layout)
    assert pixels.shape == (1, 4 if has_alpha else 3, 4, 8)
    views = sheet_to_views(pixels[0].permute(1, 2, 0).numpy() / 2 + 0.5, layout.rows, layout.columns)
    expected = straight * opacity[:, None] + torch.tensor(layout.background) * (1 - opacity[:, None])
    torch.testing.assert_close(torch.from_numpy(views[..., :3]).reshape(32, 3), expected, atol=1e-6, rtol=0)
    if has_alpha:
        torch.testing.assert_close(torch.from_numpy(views[..., 3]).reshape(32), opacity, atol=1e-6, rtol=0)


def test_a_real_model_is_a_denoiser(pocket_model):
    """A tiny UNet and autoencoder of diffusers' own classes: gradients reach the pixels and no weight."""
    guidance = Guidance(pocket_model, pocket_model.encode_prompt("a red barrel"))
    layout = guidance.layout
    opacity = torch.rand(layout.count * layout.view_px**2, requires_grad=True)
    rendering = Rendering(opacity[:, None].expand(-1, 3), opacity)
    latents = pocket_model.encode_image(sheet_pixels(rendering, layout))
    noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(0))
    losses = [score_distillation_loss(guidance, latents, 200, noise) for _ in range(2)]
    assert torch.equal(*losses), "same noise, same loss"
    assert losses[0] > 0
    losses[0].backward()
    assert opacity.grad.isfinite().all()
    assert opacity.grad.abs().max() > 0
    parts = (pocket_model.pipeline.unet, pocket_model.pipeline.vae)
    assert all(weight.grad is None for part in parts for weight in part.parameters())


def test_a_model_of_single_pictures_cannot_guide(sd15_model):
    with pytest.raises(ValueError, match="distillation needs a multi-view model"):
        Guidance(sd15_model, sd15_model.encode_prompt("a red barrel"))
