"""Convolutions as products of matrices are the convolutions that they stand for."""

import copy

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from training import convolution
from training.convolution import TINY, TinyConvolution, hasten_convolutions


@pytest.fixture(autouse=True)
def amx(monkeypatch):
    """Products are tried on any processor."""
    monkeypatch.setattr(convolution, "has_amx", lambda: True)


def test_without_amx_convolutions_are_left_alone(monkeypatch):
    monkeypatch.setattr(convolution, "has_amx", lambda: False)
    layer = nn.Conv2d(2, 3, 3, padding=1)
    hasten_convolutions(layer)
    assert type(layer) is nn.Conv2d


def run(layer, x, dtype):
    """The output, and the gradients of the input, weight and bias."""
    x = x.clone().requires_grad_()
    with torch.autocast("cpu", torch.bfloat16, enabled=dtype == torch.bfloat16):
        y = layer(x)
    weights = torch.linspace(-1, 1, y.numel()).view_as(y)
    (y.float() * weights).sum().backward()
    return [y, x.grad, layer.weight.grad, layer.bias.grad]


@pytest.mark.parametrize("shape", [(3, 5, 3, 3), (2, 4, 6, 6), (1, 7, 1, 1), (2, 3, 2, 5)])
@pytest.mark.parametrize(("dtype", "within"), [(torch.float32, 1e-5), (torch.bfloat16, 2e-2)])
def test_results_and_gradients_are_those_of_a_convolution(shape, dtype, within):
    torch.manual_seed(0)
    stock = nn.Conv2d(shape[1], 6, 3, padding=1)
    ours = copy.deepcopy(stock)
    hasten_convolutions(ours)
    assert isinstance(ours, TinyConvolution)
    x = torch.randn(shape)
    for found, expected in zip(run(ours, x, dtype), run(stock, x, dtype), strict=True):
        assert found.dtype == expected.dtype
        assert found.is_contiguous()
        assert (found - expected).float().norm() <= within * expected.float().norm()


def test_what_is_frozen_gets_no_gradient():
    layer = nn.Conv2d(2, 3, 3, padding=1).requires_grad_(False)
    hasten_convolutions(layer)
    x = torch.randn(1, 2, 3, 3, requires_grad=True)
    layer(x).sum().backward()
    assert layer.weight.grad is layer.bias.grad is None
    assert x.grad.abs().sum() > 0, "it is passed on all the same"
    assert layer(x.detach()).requires_grad is False


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(2, 2, 3, stride=2, padding=1),
        nn.Conv2d(2, 2, 1),
        nn.Conv2d(2, 2, 3),
        nn.Conv2d(2, 2, 3, padding=1, groups=2),
        nn.Conv2d(2, 2, 3, padding=1, bias=False),
        nn.Conv2d(2, 2, 3, padding=2, dilation=2),
    ],
)
def test_other_convolutions_are_left_alone(layer):
    expected = layer(torch.ones(1, 2, 4, 4))
    hasten_convolutions(layer)
    assert type(layer) is nn.Conv2d
    assert torch.equal(layer(torch.ones(1, 2, 4, 4)), expected)


def test_large_pictures_and_other_borders_go_the_usual_way(monkeypatch):
    layer = nn.Conv2d(2, 2, 3, padding=1)
    hasten_convolutions(layer)
    monkeypatch.setattr(convolution._Product, "apply", lambda *_: pytest.fail("not for these"))
    side = int(TINY**0.5) + 1
    large = torch.randn(1, 2, side, side)
    assert torch.equal(layer(large), F.conv2d(large, layer.weight, layer.bias, padding=1))
    layer.padding_mode = "circular"
    small = torch.randn(1, 2, 3, 3)
    wrapped = F.pad(small, (1, 1, 1, 1), mode="circular")
    torch.testing.assert_close(layer(small), F.conv2d(wrapped, layer.weight, layer.bias))
