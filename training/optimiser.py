"""The denoiser's optimiser: Muon for the weights in the middle of the network, AdamW for all else."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from training.checkpoint import warm_up
from training.replicas import Replicas

#: Muon's rate as a multiple of AdamW's; 0.5 was slower, and 5 spoilt little noise.
MUON_RATE = 2.0
#: Parts of a UNet's names that AdamW keeps: what lies between the middle and pictures, timesteps or cameras.
OUTER = ("conv_in", "conv_out", "embedding")


class DenoiserOptimiser:
    """Muon and AdamW as one.

    Muon (Jordan et al., 2024) makes each step of a matrix orthogonal; a convolution is a matrix of its output
    channels. A step is half as long again here; of what was learnt of twelve sets, it brought in 80 what
    AdamW brought in 160. Its products are too small to be divided among threads, which made them slower:
    each thread takes matrices of its own.

    Args:
        unet: the matrices and convolutions in its middle go by Muon.
        text_encoder: all of it goes by AdamW.
        replicas: whose threads take the steps.
    """

    def __init__(self, unet: nn.Module, text_encoder: nn.Module, replicas: Replicas[Any]) -> None:
        named = list(unet.named_parameters())
        self._inner = [p for name, p in named if p.ndim > 1 and not any(part in name for part in OUTER)]
        inner = set(map(id, self._inner))
        # torch.optim.Muon takes matrices only: these share their storage with the convolutions
        self._matrices = [p.detach().flatten(1) for p in self._inner]
        if any(m.data_ptr() != p.data_ptr() for m, p in zip(self._matrices, self._inner, strict=True)):
            raise ValueError("expected contiguous weights, got some that are laid out otherwise")
        self._replicas = replicas
        # dealt out by size, the largest first, as equally as cards
        by_size = sorted(self._matrices, key=torch.numel, reverse=True)
        shares = [by_size[k :: replicas.count] for k in range(min(replicas.count, len(by_size)))]
        self._muons = [
            torch.optim.Muon(share, lr=1e-3, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")
            for share in shares
        ]
        outer = [*(p for _, p in named if id(p) not in inner), *text_encoder.parameters()]
        self._adamw = torch.optim.AdamW(outer, lr=1e-3, betas=(0.9, 0.99), weight_decay=0.01, fused=True)

    def step(self, rate: float) -> None:
        """Take a step with the gradients that the parameters have, at AdamW's learning rate."""
        for muon in self._muons:
            muon.param_groups[0]["lr"] = rate * MUON_RATE
        self._adamw.param_groups[0]["lr"] = rate
        for matrix, parameter in zip(self._matrices, self._inner, strict=True):
            matrix.grad = None if parameter.grad is None else parameter.grad.flatten(1)
        self._replicas.map(lambda _, muon: muon.step(), self._muons)
        self._adamw.step()

    def warm_up(self, steps: int) -> float:
        """Return the learning rate's factor, which rises over the first steps."""
        return warm_up(self._adamw, steps)

    def state_dict(self) -> dict[str, Any]:
        """Return the state of both, the same for any number of threads."""
        states = {matrix: state for muon in self._muons for matrix, state in muon.state.items()}
        return {"muon": [states.get(m, {}) for m in self._matrices], "adamw": self._adamw.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take up what state_dict returned."""
        places = {matrix: muon for muon in self._muons for matrix in muon.param_groups[0]["params"]}
        for matrix, own in zip(self._matrices, state["muon"], strict=True):
            if own:
                places[matrix].state[matrix] = {key: value.to(matrix) for key, value in own.items()}
        self._adamw.load_state_dict(state["adamw"])
