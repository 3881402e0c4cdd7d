"""Sampling at a low temperature: a denoiser is told of more noise than there is, so that it takes more away.

What a small model has not learnt to arrange, such as the pattern of a texture, it scatters at random, and
differently in each view. Of such detail a denoiser that believes in more noise keeps the mean: surfaces
become even and views agree, while shape and colour, which outlast much noise, stay. No sampler has to know of
it. The belief is a matter of the noise's amplitude, as S_noise below 1 would be (Karras et al., "Elucidating
the Design Space of Diffusion-Based Generative Models", 2022, algorithm 2), and not of the number of steps.
"""

from __future__ import annotations

import torch


class Temperature:
    """What a v-prediction of latents is told instead of the truth, and what its answer means.

    With cos θ = √ᾱ and sin θ = √(1 - ᾱ) the noise of x is tan θ times its signal. The model is told the angle
    θ' of which tan θ' = tan θ / temperature, sees x scaled to a signal of cos θ', and its clean latents, as
    it believes them to be, are put as the v that they are at θ. At timestep 0, where references
    are, it is told the truth.
    """

    def __init__(self, alphas_cumprod: torch.Tensor, value: float) -> None:
        """Set up for a noise schedule.

        Args:
            alphas_cumprod: ᾱ of its timesteps, [T], falling.
            value: the temperature, in (0, 1]; 1 changes nothing.
        """
        alpha_bar = alphas_cumprod.double().cpu()
        self.value = value
        #: the angle of each timestep, rising, [T]
        self._angles = torch.atan2((1 - alpha_bar).sqrt(), alpha_bar.sqrt())

    def tell(self, x: torch.Tensor, times: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the model is shown of noisy latents x [N, c, h, w] at times [N], and as which times."""
        true, told, told_times = self._believe(times)
        scale = (told.cos() / true.cos()).to(x.device)
        shown = (x.float() * scale.float().view(-1, 1, 1, 1)).to(x.dtype)
        return shown, told_times.float().to(x.device)

    def understand(self, v: torch.Tensor, x: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
        """Return the v at times [N] of x that says what the model's v of what it was shown says.

        Args:
            v: the model's answer, [N, c, h, w].
            x: the true noisy latents of the same shape.
            times: theirs.
        """
        true, told, _ = self._believe(times)
        # x0 = cos θ' · (x · cos θ' / cos θ) - sin θ' · v, and v at θ = (cos θ · x - x0) / sin θ
        of_v = told.sin() / true.sin()
        of_x = (true.cos() ** 2 - told.cos() ** 2) / (true.cos() * true.sin())
        of_v, of_x = (factor.float().to(x.device).view(-1, 1, 1, 1) for factor in (of_v, of_x))
        return (of_v * v.float() + of_x * x.float()).to(v.dtype)

    def _believe(self, times: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the true and the told angle and the told timestep of each of times [N], float64."""
        whole = times.cpu().long()
        true, last = self._angles[whole], len(self._angles) - 1
        told = torch.atan(true.tan() / self.value).clamp(max=self._angles[-1])
        above = torch.searchsorted(self._angles, told).clamp(1, last)
        low, high = self._angles[above - 1], self._angles[above]
        told_times = above - 1 + (told - low) / (high - low)
        truth = whole == 0
        return true, torch.where(truth, true, told), torch.where(truth, 0.0, told_times)
