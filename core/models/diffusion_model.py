"""A loaded text-to-image diffusion model and the ways into it that sampling and score distillation need.

Conventions of all tensors here: pixels [B, C, H, W] float32 in -1..1, sRGB, alpha last where the model has
it; latents [B, c, h, w] float32, scaled to unit variance as the UNet takes them; timesteps 0..T-1, 0 the
cleanest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch

from core.device import Device
from core.errors import PromptError, UsageError
from core.models.multiview_attention import MultiviewUNet, circular_padding
from core.models.sidecar import ModelSource, SamplingDefaults, Vocabulary
from core.prompts.prompt import Prompt, read_prompt
from core.shapes import check_shape
from core.sheets import join_sheets, split_sheets
from core.types import SheetLayout

#: how many prompts' embeddings are remembered
CACHED_PROMPTS = 32


@dataclass(frozen=True)
class TextEmbedding:
    """What the UNet is told of a prompt.

    Attributes:
        tokens: [1, L, D], attended to.
        pooled: [1, P], added to the time embedding (SDXL); None elsewhere.
    """

    tokens: torch.Tensor
    pooled: torch.Tensor | None = None


@dataclass(frozen=True)
class DiffusionModel:
    """A latent diffusion model of the Stable Diffusion family, loaded, frozen and in evaluation mode.

    Attributes:
        source: where it came from and what it says of itself; path, family and defaults are set.
        device: where it is and in which precision it computes.
        pipeline: the stock diffusers pipeline of its parts (StableDiffusionPipeline or
            StableDiffusionXLPipeline).
        controls: the networks that control it, by name, as far as they were wanted yet.
    """

    source: ModelSource
    device: Device
    pipeline: Any = field(repr=False)
    controls: dict[str, Any] = field(default_factory=dict, repr=False)
    _embeddings: dict[str, tuple[TextEmbedding, TextEmbedding]] = field(default_factory=dict, repr=False)

    @property
    def layout(self) -> SheetLayout | None:
        """The sheet of views that it makes; None for a model of single pictures."""
        return self.source.layout

    @property
    def multiview(self) -> MultiviewUNet | None:
        """Its UNet, where attention spans the views of a sheet; None for a model of whole pictures."""
        unet = self.pipeline.unet
        return unet if isinstance(unet, MultiviewUNet) else None

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The words it was taught; None for a model of free text."""
        return self.source.vocabulary

    @property
    def defaults(self) -> SamplingDefaults:
        """How it is sampled when nobody says otherwise."""
        assert self.source.defaults is not None
        return self.source.defaults

    @property
    def alphas_cumprod(self) -> torch.Tensor:
        """ᾱ_t of its noise schedule: [T] float32 on its device, falling from about 1 to about 0."""
        return self.pipeline.scheduler.alphas_cumprod.to(self.device.torch_device, torch.float32)

    @property
    def vae_factor(self) -> int:
        """Pixels a latent is wide and high."""
        return self.pipeline.vae_scale_factor

    @property
    def native_size_px(self) -> tuple[int, int]:
        """Height and width of the pictures it was trained on."""
        size = self.pipeline.unet.config.sample_size
        height, width = (size, size) if isinstance(size, int) else size
        return height * self.vae_factor, width * self.vae_factor

    def read_prompt(self, prompt: str | Prompt) -> Prompt:
        """Read a prompt in the model's own terms; one that was read is returned as it is.

        Raises:
            PromptError: it is empty, or no text.
            VocabularyError: the model knows no prop in it, or more than one.
        """
        return prompt if isinstance(prompt, Prompt) else read_prompt(prompt, self.vocabulary)

    def encode_prompt(
        self, prompt: str | Prompt, seed: int | None = None, shape_shown: bool = False
    ) -> tuple[TextEmbedding, TextEmbedding]:
        """Embed a prompt; remembered, so asking again is free.

        Args:
            prompt: any text; a model with a vocabulary reads an unknown word as the nearest that it knows.
            seed, shape_shown: as for Prompt.caption.

        Returns:
            The embeddings of the prompt and of no prompt.

        Raises:
            PromptError: it is empty, or longer than the text encoder reads.
            VocabularyError: the model knows no prop in it, or more than one.
        """
        return self.encode_text(self.read_prompt(prompt).caption(seed, shape_shown))

    def encode_text(self, text: str) -> tuple[TextEmbedding, TextEmbedding]:
        """Embed a text as it stands, which may be empty, and no text; remembered.

        Raises:
            PromptError: it is longer than the text encoder reads.
        """
        if text not in self._embeddings:
            if len(self._embeddings) >= CACHED_PROMPTS:
                del self._embeddings[next(iter(self._embeddings))]
            self._embeddings[text] = self._encode_text(text)
        return self._embeddings[text]

    def encode_image(self, pixels: torch.Tensor) -> torch.Tensor:
        """Encode pixels [B, C, H, W] in -1..1 to latents [B, c, h, w], their mode; differentiable.

        The views in a sheet of a model with multi-view attention are encoded one by one.
        """
        check_shape("pixels", pixels, f"B {self.pipeline.vae.config.in_channels} H W")
        vae = self.pipeline.vae
        shift, scale = self._latent_shift_scale()

        def encode(pictures: torch.Tensor) -> torch.Tensor:
            encoded = vae.encode(pictures.to(vae.dtype))
            latents = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
            return (latents.float() - shift) * scale

        return self._by_view(encode, pixels)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        """Decode latents [B, c, h, w] to pixels [B, C, H, W], about -1..1 and not clamped; differentiable.

        The views in a sheet of a model with multi-view attention are decoded one by one, so that none bleeds
        into its neighbours; maps that tile continue at their own opposite border.
        """
        check_shape("latents", latents, f"B {self.pipeline.vae.config.latent_channels} h w")
        vae = self.pipeline.vae
        shift, scale = self._latent_shift_scale()

        def decode(z: torch.Tensor) -> torch.Tensor:
            return vae.decode((z / scale + shift).to(vae.dtype)).sample.float()

        return self._by_view(decode, latents)

    def _by_view(self, convert: Callable[[torch.Tensor], torch.Tensor], sheets: torch.Tensor) -> torch.Tensor:
        """Convert sheets [B, C, H, W] view by view under multi-view attention, else whole."""
        multiview = self.multiview
        if multiview is None:
            return convert(sheets)
        views = split_sheets(sheets, multiview.rows, multiview.columns)
        with circular_padding(self.pipeline.vae, multiview.tileable):
            converted = convert(views.flatten(0, 1))
        return join_sheets(converted.unflatten(0, views.shape[:2]), multiview.rows, multiview.columns)

    @torch.no_grad()
    def predict_x0(
        self,
        latents_t: torch.Tensor,
        t: int | torch.Tensor,
        embeddings: tuple[TextEmbedding, TextEmbedding],
        guidance: float,
        rescale: float = 0.0,
    ) -> torch.Tensor:
        """Predict the clean latents in noisy ones, guided as the stock pipelines guide; without gradient.

        The model's raw output (noise, v or sample) is guided as ε_u + s (ε_c - ε_u), its deviation over a
        whole sheet rescaled towards the conditional one's (Lin et al., "Common Diffusion Noise Schedules and
        Sample Steps are Flawed", 2023, eq. 15-16), and turned into x̂0. To rescale x̂0 itself (MVDream), use
        predict_x0_pair.

        Args:
            latents_t: [B, c, h, w] at noise level t.
            t: one timestep, or [B] of them, 0..T-1.
            embeddings: from encode_prompt.
            guidance: scale s; up to 1 the prompt alone is asked.
            rescale: 0..1.

        Returns:
            [B, c, h, w] float32.
        """
        cond, uncond = embeddings
        if guidance <= 1:
            return self._to_x0(self._predict(latents_t, t, [cond])[0], latents_t, t)
        output_uncond, output_cond = self._predict(latents_t, t, [uncond, cond])
        guided = output_uncond + guidance * (output_cond - output_uncond)
        if rescale > 0:
            axes = tuple(range(1, guided.ndim))
            matched = guided * (output_cond.std(axes, keepdim=True) / guided.std(axes, keepdim=True))
            guided = rescale * matched + (1 - rescale) * guided
        return self._to_x0(guided, latents_t, t)

    @torch.no_grad()
    def predict_x0_pair(
        self, latents_t: torch.Tensor, t: int | torch.Tensor, embeddings: tuple[TextEmbedding, TextEmbedding]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Predict the clean latents with and without the prompt, in one pass, without gradient.

        x̂0 is affine in the model's output, so x̂0_u + s (x̂0_c - x̂0_u) is predict_x0 with guidance s and no
        rescaling.

        Args:
            latents_t, t, embeddings: as for predict_x0.

        Returns:
            Conditional and unconditional x̂0, each [B, c, h, w] float32.
        """
        cond, uncond = embeddings
        output_uncond, output_cond = self._predict(latents_t, t, [uncond, cond])
        return self._to_x0(output_cond, latents_t, t), self._to_x0(output_uncond, latents_t, t)

    def _predict(
        self, latents_t: torch.Tensor, t: int | torch.Tensor, embeddings: list[TextEmbedding]
    ) -> tuple[torch.Tensor, ...]:
        """Run the UNet once, with each embedding on all latents; return its raw outputs, float32."""
        unet, place = self.pipeline.unet, self.device.torch_device
        if unet.config.time_cond_proj_dim is not None:
            raise UsageError(
                f"{self.source.name} has its guidance distilled into it, expected a model of two predictions",
                "distil from a model that is not an LCM",
            )
        sizes = check_shape("latents_t", latents_t, f"B {unet.config.in_channels} h w")
        batch, count = sizes["B"], len(embeddings)
        inputs = torch.cat([latents_t.to(place, unet.dtype)] * count)
        tokens = torch.cat([e.tokens.expand(batch, -1, -1) for e in embeddings])
        added = None
        if self.source.family == "stable-diffusion-xl":
            height, width = (sizes[axis] * self.vae_factor for axis in "hw")
            # the size before and after cropping, and where the crop begins: an uncropped picture
            time_ids = torch.tensor([[height, width, 0, 0, height, width]], device=place, dtype=unet.dtype)
            pooled = torch.cat([e.pooled.expand(batch, -1) for e in embeddings if e.pooled is not None])
            added = {"text_embeds": pooled, "time_ids": time_ids.expand(batch * count, -1)}
        times = self._timesteps(t, batch).repeat(count)
        output = unet(
            inputs, times, encoder_hidden_states=tokens, added_cond_kwargs=added, return_dict=False
        )[0]
        return output.float().chunk(count)

    def _to_x0(self, output: torch.Tensor, latents_t: torch.Tensor, t: int | torch.Tensor) -> torch.Tensor:
        """Turn the model's output into x̂0 (Salimans and Ho, "Progressive Distillation", 2022, appendix D)."""
        kind = self.pipeline.scheduler.config.prediction_type
        latents_t = latents_t.to(self.device.torch_device, torch.float32)
        alpha_bar = self.alphas_cumprod[self._timesteps(t, latents_t.shape[0])].view(-1, 1, 1, 1)
        signal, noise = alpha_bar.sqrt(), (1 - alpha_bar).sqrt()
        if kind == "epsilon":
            return (latents_t - noise * output) / signal
        if kind == "v_prediction":
            return signal * latents_t - noise * output
        if kind == "sample":
            return output
        raise UsageError(
            f"{self.source.name} predicts {kind}, expected epsilon, v_prediction or sample",
            "choose another model",
        )

    def _timesteps(self, t: int | torch.Tensor, batch: int) -> torch.Tensor:
        return torch.as_tensor(t, device=self.device.torch_device).long().expand(batch)

    def _latent_shift_scale(self) -> tuple[torch.Tensor | float, torch.Tensor | float]:
        """Return how the autoencoder's own latents are whitened: (raw - shift) * scale."""
        config = self.pipeline.vae.config
        mean, std = config.get("latents_mean"), config.get("latents_std")
        if mean is None or std is None:
            return 0.0, config.scaling_factor
        place = self.device.torch_device
        return (
            torch.tensor(mean, device=place).view(1, -1, 1, 1),
            config.scaling_factor / torch.tensor(std, device=place).view(1, -1, 1, 1),
        )

    @torch.no_grad()
    def _encode_text(self, text: str) -> tuple[TextEmbedding, TextEmbedding]:
        tokenizer = self.pipeline.tokenizer
        count, limit = len(tokenizer(text).input_ids) - 2, tokenizer.model_max_length - 2
        if count > limit:
            raise PromptError(
                f"the prompt is too long: {self.source.name} reads {limit} tokens at most, got {count}",
                "say it in fewer words",
            )
        place = self.device.torch_device
        encode = self.pipeline.encode_prompt
        parts = encode(text, device=place, num_images_per_prompt=1, do_classifier_free_guidance=True)
        dtype = self.pipeline.unet.dtype
        parts = [part.to(place, dtype) for part in parts]
        if self.source.family == "stable-diffusion-xl":
            return TextEmbedding(parts[0], parts[2]), TextEmbedding(parts[1], parts[3])
        return TextEmbedding(parts[0]), TextEmbedding(parts[1])
