"""The denoiser's optimiser gives each weight to one of two, and goes on where it was stopped."""

import copy

import pytest
import torch
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel

from training import model
from training.model import TEXT_DIM, new_unet
from training.optimiser import MUON_RATE, DenoiserOptimiser
from training.replicas import Replicas


@pytest.fixture
def networks(monkeypatch):
    monkeypatch.setattr(model, "UNET_CHANNELS", (32, 32, 64))
    torch.manual_seed(0)
    config = CLIPTextConfig(
        vocab_size=8, hidden_size=TEXT_DIM, intermediate_size=8, num_hidden_layers=1, num_attention_heads=4
    )
    return nn.ModuleList([new_unet(), CLIPTextModel(config)])


def new_optimiser(networks, threads=2):
    return DenoiserOptimiser(*networks, Replicas(networks, threads))


def give_gradients(networks, seed=0):
    rng = torch.Generator().manual_seed(seed)
    for parameter in networks.parameters():
        parameter.grad = torch.randn(parameter.shape, generator=rng)


def changes(networks, optimiser, rate):
    before = [p.detach().clone() for p in networks.parameters()]
    optimiser.step(rate)
    return [p.detach() - old for p, old in zip(networks.parameters(), before, strict=True)]


def test_a_step_is_orthogonal_in_the_middle_and_adams_elsewhere(networks):
    optimiser = new_optimiser(networks)
    for parameter in networks.parameters():  # without it, weight decay hides what a step is
        parameter.data.zero_()
    give_gradients(networks)
    rate = 1e-3
    by_name = dict(
        zip((n for n, _ in networks.named_parameters()), changes(networks, optimiser, rate), strict=True)
    )
    middle = by_name["0.mid_block.resnets.0.conv1.weight"].flatten(1)  # [64, 576]
    values = torch.linalg.svdvals(middle) / (0.2 * 576**0.5 * MUON_RATE * rate)
    assert 0.6 < values.min() <= values.max() < 1.3, "each direction is gone as far"
    for name in (
        "0.conv_in.weight",
        "0.time_embedding.linear_1.weight",
        "0.class_embedding.linear_1.weight",
        "0.mid_block.resnets.0.conv1.bias",
        "1.final_layer_norm.weight",
        "1.encoder.layers.0.mlp.fc1.weight",
    ):
        # AdamW's first step is as long as its rate, wherever it goes
        torch.testing.assert_close(by_name[name].abs().mean().item(), rate, rtol=1e-3, atol=0)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_it_goes_on_to_the_same_end(networks, threads):
    ends = []
    for stops in (False, True):
        copies = copy.deepcopy(networks)
        optimiser = new_optimiser(copies)
        for seed in range(4):
            if stops and seed == 2:  # and goes on with other threads than it was stopped with
                state = copy.deepcopy(optimiser.state_dict())
                optimiser = new_optimiser(copies, threads)
                optimiser.load_state_dict(state)
            give_gradients(copies, seed)
            optimiser.step(1e-3)
        ends.append([p.detach() for p in copies.parameters()])
    for start, whole, parted in zip(networks.parameters(), *ends, strict=True):
        # other threads sum in another order, and Muon reckons in bfloat16
        within = 0.0 if threads == 2 else 0.03 * (whole - start).norm()
        assert (parted - whole).norm() <= within


def test_weights_that_are_laid_out_otherwise_are_refused(networks):
    networks[0].to(memory_format=torch.channels_last)
    with pytest.raises(ValueError, match="contiguous"):
        new_optimiser(networks)
