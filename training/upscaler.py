"""Trains the second stage: pictures of the first stage's size, spoiled as it spoils them, back to renders.

The truth is averaged down, encoded by the pocket's linear code, and decoded with some noise on the latents:
so the network sees the grain of 8 px patches and the soft edges that it is to mend. The loss is Charbonnier's
(Lai et al., "Deep Laplacian Pyramid Networks for Fast and Accurate Super-Resolution", 2017), heavier on the
object, and that of pixel differences.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from core.device import fastest_dtype
from core.limits import UPSCALE
from core.models.upscaler import UpscalerNet, bicubic
from training.autoencoder import PATCH, LinearCode, load_code
from training.checkpoint import load_checkpoint, save_checkpoint, warm_up
from training.fine_shards import FineShards
from training.model import new_vae

#: Side of the crops in low pixels. They are cut along the patches of the code, as whole pictures are.
CROP_PX = 48
#: Low pixels along the border of a crop that the loss leaves out: what lies beyond is not as the network
#: takes it to be.
MARGIN_PX = 4
BATCH = 4
LEARNING_RATE = 1e-3
#: One batch in so many is of maps.
MAPS_EVERY = 4
#: Of some places for a crop, that with most of the object is taken.
PLACES = 2
#: The largest deviation of the noise on latents: a denoiser errs by about as much.
LATENT_NOISE = 0.2
#: Whole pictures that are measured now and then.
MEASURED = 12

#: spoil(x [N, 4, S, S] in 0..1, source) → the same as the first stage would show it
Spoiler = Callable[[torch.Tensor, torch.Generator], torch.Tensor]


def train_upscaler(cache: Path, minutes: float, device: torch.device) -> UpscalerNet:
    """Train, or go on training, for some minutes in all; the checkpoint is `cache/high/upscaler.pt`.

    The learning rate falls with the time spent, so that a budget is always used up and ends well.
    """
    views, maps = FineShards(cache, "views", "train"), FineShards(cache, "maps", "train")
    spoil, path = load_spoiler(cache, device), cache / "high" / "upscaler.pt"
    torch.manual_seed(0)
    network = UpscalerNet().to(device).to(memory_format=torch.channels_last).train()  # pyright: ignore[reportCallIssue]
    optimiser = torch.optim.AdamW(
        network.parameters(), LEARNING_RATE, betas=(0.9, 0.99), weight_decay=1e-4, fused=True
    )
    step, spent = load_checkpoint(path, network=network, optimiser=optimiser)
    started, budget, saved, losses = time.monotonic() - spent, minutes * 60, spent, []
    while (elapsed := time.monotonic() - started) < budget:
        falling = 0.5 + 0.5 * math.cos(math.pi * elapsed / budget)
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * warm_up(optimiser, 100) * falling + 1e-5
        rng = np.random.default_rng([7, step])
        crops = draw_fine_crops(rng, views) if step % MAPS_EVERY else draw_fine_map_crops(rng, maps)
        truth = to_unit(crops).to(device)
        low = spoil(F.avg_pool2d(truth, UPSCALE), torch.Generator().manual_seed(step))
        with torch.autocast(device.type, torch.bfloat16, enabled=fastest_dtype(device) == torch.bfloat16):
            large = network(low)
        loss = upscaling_loss(large.float(), truth)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 0.5)
        optimiser.step()
        losses.append(loss.item())
        step += 1
        if step % 100 == 0:
            print(f"upscaler {elapsed:.0f} s, step {step}, loss {np.mean(losses[-100:]):.5f}", flush=True)
        if elapsed - saved > 120:
            save_checkpoint(path, step, elapsed, network=network, optimiser=optimiser)
            saved = elapsed
            print(f"  {describe_gain(network, spoil, cache)}", flush=True)
    if losses:
        save_checkpoint(path, step, budget, network=network, optimiser=optimiser)
        print(f"  {describe_gain(network, spoil, cache)}", flush=True)
    return network.eval()


def load_spoiler(cache: Path, device: torch.device) -> Spoiler:
    """Return what the first stage does to pictures, by its decoder or, untrained, the inverse of the code."""
    code, decode = load_code(cache), None
    if (cache / "vae.pt").exists():
        vae = new_vae()
        vae.load_state_dict(torch.load(cache / "vae.pt", map_location="cpu", weights_only=True)["vae"])
        decode = vae.decoder.to(device).eval().requires_grad_(False)

    @torch.no_grad()
    def spoil(x: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        z = code.encode(x.cpu() * 2 - 1)
        deviation = LATENT_NOISE * torch.rand(len(z), 1, 1, 1, generator=rng)
        z = z + deviation * torch.randn(z.shape, generator=rng)
        y = invert_code(code, z) if decode is None else decode(z.to(device))
        return (y.to(x.device) / 2 + 0.5).clamp(0, 1)

    return spoil


def invert_code(code: LinearCode, z: torch.Tensor) -> torch.Tensor:
    """Decode latents [N, K, h, w] as the least pixels [N, 4, 8·h, 8·w] in -1..1 that have them."""
    inverse = torch.linalg.pinv(code.projection)
    patches = F.conv2d(z - code.offset[:, None, None], inverse[:, :, None, None])
    return F.pixel_shuffle(patches, PATCH)


def draw_fine_crops(rng: np.random.Generator, shards: FineShards) -> np.ndarray:
    """Cut crops [BATCH, 4·CROP_PX, 4·CROP_PX, 4] out of random views, where much of the object shows."""
    crops = []
    for place in rng.integers(len(shards), size=BATCH):
        tries = [_cut(rng, shards[place]) for _ in range(PLACES)]
        crops.append(max(tries, key=lambda crop: int(crop[::8, ::8, 3].sum(dtype=np.int64))))
    return np.stack(crops)


def draw_fine_map_crops(rng: np.random.Generator, shards: FineShards) -> np.ndarray:
    """Cut crops [BATCH, 4·CROP_PX, 4·CROP_PX, 4] out of random maps."""
    places = rng.integers(len(shards), size=BATCH)
    return np.stack([_cut(rng, shards[place][rng.integers(4)]) for place in places])


def _cut(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    cell, side = PATCH * UPSCALE, CROP_PX * UPSCALE
    top, left = (int(rng.integers((whole - side) // cell + 1)) * cell for whole in picture.shape[:2])
    return picture[top : top + side, left : left + side]


def to_unit(pixels: np.ndarray) -> torch.Tensor:
    """Bring pixels [N, S, S, 4] uint8 to [N, 4, S, S] float32 in 0..1."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 255


def upscaling_loss(y: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Charbonnier error, heavier on the object, and the error of pixel differences, away from the borders."""
    inner = slice(MARGIN_PX * UPSCALE, -MARGIN_PX * UPSCALE)
    y, x = y[..., inner, inner], x[..., inner, inner]
    error = y - x
    weight = 0.5 + 1.5 * x[:, 3:]
    edges = error.diff(dim=-1).abs().mean() + error.diff(dim=-2).abs().mean()
    return (weight * (error.square() + 1e-6).sqrt()).mean() + 0.5 * edges


@torch.no_grad()
def measure_psnr(network: UpscalerNet, spoil: Spoiler, pictures: np.ndarray) -> tuple[float, float]:
    """Compare pictures [N, S, S, 4] uint8 with what is made of them when they are shrunk and spoiled.

    Returns:
        sRGB PSNR in dB over the object's own pixels: the network's, and that of bicubic enlargement.
    """
    squared, count = np.zeros(2), 0.0
    device = network.head.weight.device
    for i, picture in enumerate(pictures):
        x = to_unit(picture[None]).to(device)
        low = spoil(F.avg_pool2d(x, UPSCALE), torch.Generator().manual_seed(i))
        inside = (x[:, 3:] > 0).float()
        for k, y in enumerate((network(low), bicubic(low))):
            squared[k] += float(((y.clamp(0, 1) - x)[:, :3].square() * inside).sum())
        count += 3 * float(inside.sum())
    ours, plain = -10 * np.log10(squared / count)
    return float(ours), float(plain)


def describe_gain(network: UpscalerNet, spoil: Spoiler, cache: Path) -> str:
    """Measure on validation pictures and say it in a line."""
    views, maps = FineShards(cache, "views", "validation"), FineShards(cache, "maps", "validation")
    sets = {
        "views": np.stack([views[i] for i in range(min(MEASURED, len(views)))]),
        "maps": np.concatenate([maps[i] for i in range(min(MEASURED // 4, len(maps)))]),
    }
    found = {name: measure_psnr(network, spoil, pictures) for name, pictures in sets.items()}
    return ", ".join(f"{name} {ours:.2f} dB (bicubic {plain:.2f})" for name, (ours, plain) in found.items())
