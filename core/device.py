"""Where the arithmetic runs and in which precision, chosen once and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from core.errors import DeviceError


@dataclass(frozen=True)
class Device:
    """A place to compute.

    Attributes:
        torch_device: what tensors are sent to.
        dtype: what weights and activations are held in there.
    """

    torch_device: torch.device
    dtype: torch.dtype

    @property
    def prefers_fp16(self) -> bool:
        """Whether a model's half-precision weights are the ones to load."""
        return self.dtype in (torch.float16, torch.bfloat16)


def choose_device(name: str | None = None) -> Device:
    """Choose where to compute.

    Args:
        name: "cuda", "cuda:1", "mps" or "cpu"; None takes the first of cuda, mps and cpu that is there.

    Returns:
        The device, with the fastest precision that it has instructions for.

    Raises:
        DeviceError: the device asked for is not there.
    """
    there = available_devices()
    if name is None:
        name = next(kind for kind in ("cuda:0", "mps", "cpu") if kind in there)
    wanted = "cuda:0" if name == "cuda" else name
    if wanted not in there:
        raise DeviceError(
            f'device "{name}" is not on this machine, expected one of {", ".join(there)}',
            "leave --device out to take the best one",
        )
    torch_device = torch.device(wanted)
    return Device(torch_device, fastest_dtype(torch_device))


def available_devices() -> tuple[str, ...]:
    """List the names of the devices on this machine, the best first."""
    cuda = tuple(f"cuda:{index}" for index in range(torch.cuda.device_count()))
    mps = ("mps",) if torch.backends.mps.is_available() else ()
    return (*cuda, *mps, "cpu")


def describe_device(device: Device) -> str:
    """Say in words what a device is, for reports."""
    precision = str(device.dtype).removeprefix("torch.")
    if device.torch_device.type == "cuda":
        return f"{torch.cuda.get_device_name(device.torch_device)}, {precision}"
    if device.torch_device.type == "mps":
        return f"Apple GPU, {precision}"
    name = torch.cpu.get_capabilities().get("cpu_name") or "CPU"
    return f"{name}, {torch.get_num_threads()} threads, {precision}"


def seeded_generator(seed: int) -> torch.Generator:
    """Make the source of noise for a seed.

    It always lives on the CPU, so that one seed gives one noise on every device, and below 2³² it is the
    one of `torch.Generator().manual_seed(seed)`.

    Args:
        seed: 0 to 2⁶³ - 1.
    """
    # torch's Mersenne twister reads the low 32 bits alone: without this, seeds 1 and 2**32 + 1 would be one
    return torch.Generator("cpu").manual_seed(seed if seed < 2**32 else _mix(seed) & 0xFFFFFFFF)


def derive_seed(seed: int, index: int) -> int:
    """Derive a seed for one of several draws of a run: the run's own for the first, unlike it for the others.

    Seeds counted up from the run's would give two runs with neighbouring seeds nearly the same draws.

    Args:
        seed: 0 to 2⁶³ - 1.
        index: 0 or more.

    Returns:
        0 to 2⁶³ - 1; the index-th step of SplitMix64 (Steele, Lea, Flood, 2014) from a mixed seed.
    """
    if index == 0:
        return seed
    return _mix((_mix(seed) + index * 0x9E3779B97F4A7C15) & _MASK) >> 1


_MASK = 2**64 - 1


def _mix(seed: int) -> int:
    """Mix 64 bits: the finaliser of SplitMix64."""
    seed = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    seed = ((seed ^ (seed >> 27)) * 0x94D049BB133111EB) & _MASK
    return seed ^ (seed >> 31)


def fastest_dtype(torch_device: torch.device) -> torch.dtype:
    """Return the fastest precision that a device has instructions for."""
    if torch_device.type == "cuda":
        major, _ = torch.cuda.get_device_capability(torch_device)
        # bfloat16 units came with Ampere (8.x), half-precision ones with Volta (7.x)
        return torch.bfloat16 if major >= 8 else torch.float16 if major >= 7 else torch.float32
    if torch_device.type == "mps":
        return torch.float16
    return torch.bfloat16 if has_native_bfloat16(torch.cpu.get_capabilities()) else torch.float32


def has_native_bfloat16(capabilities: Mapping[str, Any]) -> bool:
    """Tell whether a CPU multiplies bfloat16 itself; emulated, it is many times slower than float32.

    Args:
        capabilities: what `torch.cpu.get_capabilities()` says.
    """
    return any(capabilities.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))
