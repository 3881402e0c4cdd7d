"""A UNet of single views that denoises a set of views at once: self-attention spans all of them.

The way of MVDream (Shi et al., 2023, section 3.1): every layer works on each view alone, except that
self-attention spans the tokens of all views of a set, and each view is told its camera through the class
embedding. MultiviewUNet presents such a UNet as one of sheets, pictures in which the views lie side by side,
so that the stock pipelines, samplers and losses drive it like any other. References, views that are known
already, are shown to it clean, at timestep 0: ImageDream (Wang and Shi, 2023) adds its picture likewise.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
from torch import nn

from core.sheets import join_sheets, split_sheets

if TYPE_CHECKING:
    from core.models.control import GeometryControl
    from core.models.temperature import Temperature

#: What a view can be: a picture from a camera, or a map of a tileable material.
KINDS = ("view", "base_color", "normal", "orm", "height")
CAMERA_EMBEDDING_DIM = 16


def embed_cameras(azimuths_deg: Sequence[float], elevations_deg: Sequence[float]) -> torch.Tensor:
    """Return what a UNet is told of the cameras of views: [V, CAMERA_EMBEDDING_DIM] float32.

    Args:
        azimuths_deg: from the front (+Z) towards +X; the embedding is periodic in them.
        elevations_deg: above the horizon.
    """
    embedding = torch.zeros(len(azimuths_deg), CAMERA_EMBEDDING_DIM)
    for row, azimuth, elevation in zip(
        embedding, map(math.radians, azimuths_deg), map(math.radians, elevations_deg), strict=True
    ):
        row[KINDS.index("view")] = 1
        row[5:10] = torch.tensor(
            [
                math.sin(azimuth),
                math.cos(azimuth),
                math.sin(2 * azimuth),
                math.cos(2 * azimuth),
                2 * elevation,
            ]
        )
    return embedding


def embed_maps(maps: Sequence[str]) -> torch.Tensor:
    """Return what a UNet is told in a camera's place of maps, each of KINDS: [V, CAMERA_EMBEDDING_DIM]."""
    return F.one_hot(torch.tensor([KINDS.index(name) for name in maps]), CAMERA_EMBEDDING_DIM).float()


class MultiviewAttention:
    """A diffusers attention processor: self-attention over the tokens of all views of a set."""

    def __call__(
        self,
        attn: Any,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        temb: torch.Tensor | None = None,
        views: int = 1,
    ) -> torch.Tensor:
        """Attend from hidden_states [B·V, N, C] to all views' tokens, or to words [B·V, L, D].

        Args:
            attn: the layer, a diffusers Attention without a norm or a residual connection of its own.
            hidden_states: tokens of views, those of a set one after the other.
            encoder_hidden_states: words; None in self-attention.
            attention_mask, temb: of no use here; diffusers passes them.
            views: V, in a set.

        Returns:
            [B·V, N, C].
        """
        shape = hidden_states.shape
        if encoder_hidden_states is None and views > 1:
            hidden_states = hidden_states.reshape(shape[0] // views, views * shape[1], shape[2])
        context = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = (
            _split_heads(layer(x), attn.heads)
            for layer, x in ((attn.to_q, hidden_states), (attn.to_k, context), (attn.to_v, context))
        )
        if query.device.type == "cpu" and query.requires_grad:
            # the fused kernel's backward pass is slower than plain products there
            weights = (query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5).softmax(-1)
            mixed = weights @ value
        else:
            mixed = F.scaled_dot_product_attention(query, key, value)
        mixed = mixed.transpose(1, 2).reshape(hidden_states.shape[0], -1, shape[2])
        return attn.to_out[1](attn.to_out[0](mixed)).reshape(shape)


def _split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Part [B, N, C] into [B, heads, N, C / heads]."""
    return x.reshape(len(x), x.shape[1], heads, -1).transpose(1, 2)


def use_multiview_attention(unet: Any) -> None:
    """Make the attention of a stock UNet or ControlNet span V views: cross_attention_kwargs={"views": V}."""
    unet.set_attn_processor(MultiviewAttention())


class MultiviewUNet(nn.Module):
    """A UNet with multi-view attention, seen as one of sheets.

    Attributes:
        unet: the stock UNet2DConditionModel, with multi-view attention.
        camera_embedding: what it is told of each view, [rows · columns, CAMERA_EMBEDDING_DIM].
        rows, columns: how the views lie in a sheet.
        tileable: whether each view continues at its opposite border, as the maps of a tileable material do.
        references: clean latents [c, h, w] of views that are known, by their place.
        control: of the geometry of the views, where it is known.
        temperature: at which it is sampled (at_temperature); None for 1.
    """

    camera_embedding: torch.Tensor

    def __init__(
        self,
        unet: Any,
        camera_embedding: torch.Tensor,
        rows: int,
        columns: int,
        tileable: bool = False,
        references: Mapping[int, torch.Tensor] | None = None,
        control: GeometryControl | None = None,
    ) -> None:
        super().__init__()
        self.control = control
        self.temperature: Temperature | None = None
        self.references = dict(references or {})
        self.unet, self.rows, self.columns, self.tileable = unet, rows, columns, tileable
        self.register_buffer("camera_embedding", camera_embedding)
        use_multiview_attention(unet)

    @property
    def config(self) -> Any:
        """The stock UNet's configuration."""
        return self.unet.config

    @property
    def dtype(self) -> torch.dtype:
        """The weights' precision."""
        return self.unet.dtype

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.unet.device

    def forward(
        self,
        sample: torch.Tensor,
        timestep: torch.Tensor | float,
        encoder_hidden_states: torch.Tensor,
        return_dict: bool = False,
        **unused: Any,
    ) -> tuple[torch.Tensor]:
        """Denoise sheets [B, c, rows·h, columns·w].

        References are seen clean and at timestep 0, whatever the sheet holds in their place. The output there
        is 0: no step of a sampler makes anything large of that, and the deviation that guidance is rescaled
        to stays that of the views which are denoised.

        Args:
            sample: noisy latents.
            timestep: of all of them, or [B].
            encoder_hidden_states: words [B, L, D].
            return_dict: of no use: what comes back is always a tuple, all that the pipelines ask for.
            unused: what else the stock pipelines pass, of no use here.
        """
        count, batch = self.rows * self.columns, len(sample)
        times = torch.as_tensor(timestep, device=sample.device).expand(batch).repeat_interleave(count)
        references = list(self.references)
        times.view(batch, count)[:, references] = 0
        views = split_sheets(self.put_references(sample), self.rows, self.columns).flatten(0, 1)
        words = encoder_hidden_states.repeat_interleave(count, 0)
        camera_embedding = self.camera_embedding.to(sample.dtype).repeat(batch, 1)
        shown, told = self.temperature.tell(views, times) if self.temperature else (views, times)
        # Residuals are added here and not by StableDiffusionControlNetPipeline: that would hand a ControlNet
        # whole sheets without cameras, so that it had to be wrapped as the UNet is, it knows no references,
        # and predict_x0 and distillation, which call the UNet alone, would see no control.
        added = (
            self.control.controlnet_residuals(shown, told, words, camera_embedding, count)
            if self.control
            else {}
        )
        with circular_padding(self.unet, self.tileable):
            output = self.unet(
                shown,
                told,
                words,
                class_labels=camera_embedding,
                cross_attention_kwargs={"views": count},
                return_dict=False,
                **added,
            )[0]
        if self.temperature:
            output = self.temperature.understand(output, views, times)
        output = output.unflatten(0, (batch, count))
        if references:
            known = torch.zeros(count, 1, 1, 1, dtype=torch.bool, device=output.device)
            known[references] = True
            output = output.masked_fill(known, 0)
        return (join_sheets(output, self.rows, self.columns),)

    def at_temperature(self, temperature: Temperature) -> MultiviewUNet:
        """Return the same set, all weights shared, as it is sampled at a temperature."""
        same = copy.copy(self)
        same.temperature = temperature
        return same

    def put_references(self, sheets: torch.Tensor) -> torch.Tensor:
        """Return sheets [B, c, rows·h, columns·w] in which references have their own latents."""
        if not self.references:
            return sheets
        views = split_sheets(sheets, self.rows, self.columns).clone()
        for place, latents in self.references.items():
            views[:, place] = latents.to(views)
        return join_sheets(views, self.rows, self.columns)


@contextmanager
def circular_padding(model: nn.Module, tileable: bool) -> Iterator[None]:
    """Pad every convolution of a model from the opposite border while the block runs, if it wraps."""
    convolutions = [m for m in model.modules() if isinstance(m, nn.Conv2d) and m.padding != (0, 0)]
    usual: list[Any] = [convolution.padding_mode for convolution in convolutions]
    if tileable:
        for convolution in convolutions:
            convolution.padding_mode = "circular"
    try:
        yield
    finally:
        for convolution, mode in zip(convolutions, usual, strict=True):
            convolution.padding_mode = mode
