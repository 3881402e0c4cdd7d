"""One gradient from several threads, each with a copy of the networks that shares their weights.

Most operations of a network as small as the pocket model's are too short to be divided among threads: two
that take half of a batch each train a third faster than two that share every operation.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

import torch
from torch import nn

Networks = TypeVar("Networks", bound=nn.Module)
Part = TypeVar("Part")
Result = TypeVar("Result")


class Replicas(Generic[Networks]):
    """Networks and their copies. Leave the block that it opens to end the threads.

    Args:
        networks: whose gradient is wanted.
        count: of threads; None is as many as PyTorch uses on a CPU, and one elsewhere.
    """

    def __init__(self, networks: Networks, count: int | None = None) -> None:
        self.trained = list(networks.parameters())
        if count is None:
            count = torch.get_num_threads() if self.trained[0].device.type == "cpu" else 1
        self._all = [networks]
        for _ in range(count - 1):
            replica = copy.deepcopy(networks)
            for own, shared in zip(replica.parameters(), self.trained, strict=True):
                own.data = shared.data
            self._all.append(replica)
        self._threads = ThreadPoolExecutor(count, initializer=lambda: torch.set_num_threads(1))

    def __enter__(self) -> Replicas[Networks]:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    @property
    def count(self) -> int:
        """Threads, and parts of a batch at most."""
        return len(self._all)

    def map(self, function: Callable[[Networks, Part], Result], parts: Sequence[Part]) -> list[Result]:
        """Return what a function makes of each part, 1 to count of them, with networks of its own."""
        if len(parts) == 1:  # here, with all the threads that PyTorch has
            return [function(self._all[0], parts[0])]
        return list(self._threads.map(function, self._all[: len(parts)], parts))

    def backward(
        self, loss: Callable[[Networks, Part], torch.Tensor], parts: Sequence[Part], weights: Sequence[float]
    ) -> float:
        """Set the networks' gradients to those of the weighted sum of the parts' losses.

        Args:
            loss: of one part, by the networks that it is given; called on several threads at once.
            parts: 1 to count.
            weights: one a part.

        Returns:
            The sum.
        """

        def run(networks: Networks, weighed: tuple[Part, float]) -> float:
            networks.zero_grad(set_to_none=True)
            part, weight = weighed
            weighted = loss(networks, part) * weight
            weighted.backward()
            return weighted.item()

        losses = self.map(run, list(zip(parts, weights, strict=True)))
        for replica in self._all[1 : len(parts)]:
            pairs = zip(self.trained, replica.parameters(), strict=True)
            ours, theirs = zip(*((p.grad, q.grad) for p, q in pairs if p.grad is not None), strict=True)
            torch._foreach_add_(list(ours), list(theirs))
        return sum(losses)
