"""Devices, their precision, and noise that is the same everywhere."""

from __future__ import annotations

import pytest
import torch

from core.device import (
    Device,
    available_devices,
    choose_device,
    derive_seed,
    describe_device,
    has_native_bfloat16,
    seeded_generator,
)
from core.errors import DeviceError


def test_the_cpu_is_always_there_and_last():
    assert available_devices()[-1] == "cpu"
    device = choose_device("cpu")
    native = has_native_bfloat16(torch.cpu.get_capabilities())
    assert device == Device(torch.device("cpu"), torch.bfloat16 if native else torch.float32)


def test_no_name_takes_the_best():
    assert str(choose_device().torch_device) == available_devices()[0]


@pytest.mark.parametrize("name", ["tpu", "cuda:9", "CPU", ""])
def test_a_device_that_is_not_there(name):
    with pytest.raises(DeviceError) as caught:
        choose_device(name)
    there = ", ".join(available_devices())
    assert caught.value.message == f'device "{name}" is not on this machine, expected one of {there}'
    assert caught.value.hint == "leave --device out to take the best one"


@pytest.mark.parametrize(
    ("capabilities", "native"),
    [
        ({"avx2": True, "avx512_bf16": False, "amx_bf16": False}, False),
        ({"avx512_f": True}, False),
        ({"avx512_bf16": True}, True),
        ({"amx_bf16": True}, True),
        ({"neon": True, "bf16": True}, True),
        ({"neon": True, "bf16": False}, False),
    ],
)
def test_bfloat16_wants_instructions_for_it(capabilities, native):
    assert has_native_bfloat16(capabilities) is native


def test_a_description_names_processor_and_precision():
    text = describe_device(Device(torch.device("cpu"), torch.float32))
    assert text.endswith(f"{torch.get_num_threads()} threads, float32")
    assert len(text) > len("1 threads, float32") + 2


@pytest.mark.parametrize("seed", [0, 1, 1234, 2**32 - 1])
def test_small_seeds_are_torchs_own(seed):
    expected = torch.randn(50, generator=torch.Generator().manual_seed(seed))
    assert torch.equal(torch.randn(50, generator=seeded_generator(seed)), expected)


def test_every_bit_of_a_seed_counts():
    seeds = [3, *(3 + 2**bit for bit in range(2, 63)), 2**63 - 1]
    draws = {tuple(torch.randn(4, generator=seeded_generator(seed)).tolist()) for seed in seeds}
    assert len(draws) == len(seeds)


def test_noise_is_the_same_on_every_machine():
    drawn = torch.randn(3, generator=seeded_generator(2**40 + 17))
    torch.testing.assert_close(drawn, torch.tensor(NOISE_OF_A_LARGE_SEED), atol=1e-4, rtol=0)


def test_derived_seeds_are_all_different_and_within_range():
    assert [derive_seed(seed, 0) for seed in (0, 5, 2**63 - 1)] == [0, 5, 2**63 - 1]
    seeds = [*range(50), *(2**63 - 1 - i for i in range(50))]
    derived = {derive_seed(seed, index) for seed in seeds for index in range(64)}
    assert len(derived) == len(seeds) * 64
    assert min(derived) >= 0
    assert max(derived) < 2**63


#: written down once; a change of it would change every asset that anybody has made
NOISE_OF_A_LARGE_SEED = [-0.385166, 0.569464, -0.411616]
