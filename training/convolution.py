"""Convolutions of tiny pictures as products of matrices, for training on CPUs.

The pictures of the denoiser's middle are of three by three pixels. With AMX, oneDNN's convolutions of such
come to 120 GFLOP/s a core, forwards and backwards, and these to 250. Without AMX these are the slower ones:
with AVX-512's bfloat16, a step of pictures of half the size takes a fifth longer by them.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

#: Pixels a picture up to which it pays; at 144, writing every pixel nine times costs more than is won.
TINY = 36


class TinyConvolution(nn.Conv2d):
    """A 3×3 convolution, of which tiny pictures are taken as a product of matrices; it computes the same."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Convolve [N, C, H, W], under autocast in its precision; large pictures as nn.Conv2d does."""
        tiny = input.shape[-2] * input.shape[-1] <= TINY and input.device.type == "cpu"
        if not tiny or self.padding_mode != "zeros":
            return super().forward(input)
        dtype = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else input.dtype
        return _Product.apply(input.to(dtype), self.weight, self.bias)  # pyright: ignore[reportReturnType]


def hasten_convolutions(model: nn.Module) -> None:
    """Let a model's 3×3 convolutions take tiny pictures as products of matrices, where the processor has AMX.

    Weights stay as they are.
    """
    if not has_amx():
        return
    for module in model.modules():
        if type(module) is not nn.Conv2d or module.bias is None or module.groups > 1:
            continue
        if module.kernel_size == (3, 3) and module.stride == module.padding == module.dilation == (1, 1):
            module.__class__ = TinyConvolution


def has_amx() -> bool:
    """Return whether the processor multiplies tiles of bfloat16."""
    return bool(torch.cpu.get_capabilities().get("amx_bf16"))


class _Product(torch.autograd.Function):
    """Pictures [N, C, H, W], weight [D, C, 3, 3] and bias [D] → [N, D, H, W]."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        neighbours = _neighbours(x)
        ctx.save_for_backward(neighbours, weight)
        ctx.pictures = x.shape
        matrix = weight.to(x.dtype).permute(2, 3, 1, 0).reshape(-1, len(weight))
        return _to_pictures(torch.addmm(bias.to(x.dtype), neighbours, matrix), x.shape)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        (grad,) = grads
        neighbours, weight = ctx.saved_tensors
        around = _neighbours(grad)
        own = around[:, 4 * len(weight) : 5 * len(weight)]  # the middle one of nine
        of_x = of_weight = of_bias = None
        if ctx.needs_input_grad[0]:  # a convolution with the kernel turned by half a turn
            matrix = weight.to(grad.dtype).flip(2, 3).permute(2, 3, 0, 1).reshape(-1, weight.shape[1])
            of_x = _to_pictures(around @ matrix, ctx.pictures)
        if ctx.needs_input_grad[1]:
            product = (own.T @ neighbours).reshape(len(weight), 3, 3, -1)
            of_weight = product.permute(0, 3, 1, 2).to(weight.dtype)
        if ctx.needs_input_grad[2]:
            of_bias = own.to(weight.dtype).sum(0)
        return of_x, of_weight, of_bias


def _neighbours(x: torch.Tensor) -> torch.Tensor:
    """Return pixels' 3×3 neighbourhoods [N·H·W, 9·C] of pictures [N, C, H, W]; beyond the border is 0."""
    count, channels, height, width = x.shape
    padded = x.new_zeros(count, height + 2, width + 2, channels)
    padded[:, 1:-1, 1:-1] = x.permute(0, 2, 3, 1)
    per_picture, per_row, per_pixel, _ = padded.stride()
    # three pixels of a row lie in one piece: they are copied as one
    shape, strides = (count, height, width, 3, 3 * channels), (per_picture, per_row, per_pixel, per_row, 1)
    return padded.as_strided(shape, strides).reshape(-1, 9 * channels)


def _to_pictures(pixels: torch.Tensor, like: torch.Size) -> torch.Tensor:
    """Return pixels [N·H·W, D] as contiguous pictures [N, D, H, W], N, H and W those of a shape."""
    return pixels.reshape(like[0], like[2], like[3], -1).permute(0, 3, 1, 2).contiguous()
