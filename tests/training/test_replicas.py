"""Threads that share weights compute the gradient that one would."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from training.batches import Batch, Noise, part_batch
from training.replicas import Replicas


def new_network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))


def loss_of(network, part):
    x, y = part
    return (network(x) - y).square().mean()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_gradient_is_that_of_the_whole_batch(threads):
    one, parted = new_network(), new_network()
    optimisers = [torch.optim.SGD(network.parameters(), 0.1) for network in (one, parted)]
    x, y = torch.randn(7, 4), torch.randn(7, 3)
    with Replicas(parted, threads) as replicas:
        assert replicas.count == threads
        for _ in range(3):  # the weights of all are those that the last step has made
            places = [slice(k, None, threads) for k in range(threads)]
            parts = [(x[place], y[place]) for place in places]
            loss = replicas.backward(loss_of, parts, [len(some) / 7 for some, _ in parts])
            optimisers[0].zero_grad()
            whole = loss_of(one, (x, y))
            whole.backward()
            assert loss == pytest.approx(whole.item(), rel=1e-5)
            for ours, theirs in zip(parted.parameters(), one.parameters(), strict=True):
                torch.testing.assert_close(ours.grad, theirs.grad)
            for optimiser in optimisers:
                optimiser.step()


def test_fewer_parts_than_threads():
    network = new_network()
    part = (torch.randn(2, 4), torch.randn(2, 3))
    with Replicas(network, 3) as replicas:
        replicas.backward(loss_of, [part, part, part], [1, 1, 1])
        assert replicas.backward(loss_of, [part], [1]) == pytest.approx(loss_of(network, part).item())
        once = [p.grad.clone() for p in network.parameters()]
        replicas.backward(loss_of, [part, part], [0.5, 0.5])
        for grad, parameter in zip(once, network.parameters(), strict=True):
            torch.testing.assert_close(grad, parameter.grad)


def test_what_goes_wrong_on_a_thread_is_heard():
    def fail(network, part):
        raise RuntimeError(part)

    with Replicas(new_network(), 2) as replicas, pytest.raises(RuntimeError, match="first"):
        replicas.backward(fail, ["first", "second"], [1, 1])


def test_on_a_cpu_there_are_as_many_as_threads():
    assert Replicas(new_network()).count == torch.get_num_threads()


def test_parameters_that_take_no_part_have_no_gradient():
    network = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
    x = torch.randn(2, 2)
    with Replicas(network, 2) as replicas:
        replicas.backward(lambda networks, part: networks[0](part).sum(), [x, x], [1, 1])
    assert all(p.grad is None for p in network[1].parameters())
    assert all(p.grad is not None for p in network[0].parameters())


def test_a_batch_is_parted_with_its_noise():
    sets, views = 5, 3
    x0 = torch.arange(sets * views).float().view(sets, views, 1, 1, 1)
    batch = Batch(x0, torch.arange(sets)[:, None], torch.zeros(sets, views, 16), torch.zeros(views) > 0, True)
    noise = Noise(torch.arange(sets), x0 + 0.5)
    for count, parts in ((1, 1), (2, 2), (9, 5)):
        parted, shares = part_batch(batch, noise, count)
        assert sum(shares) == pytest.approx(1)
        assert shares == [len(some.ids) / sets for some, _ in parted]
        assert len(parted) == parts
        for some, its in parted:
            assert torch.equal(some.ids[:, 0], its.t)
            assert torch.equal(some.x0 + 0.5, its.values)
            assert (some.tileable, len(some.reference)) == (True, views)
        assert sorted(i for some, _ in parted for i in some.ids[:, 0].tolist()) == list(range(sets))
