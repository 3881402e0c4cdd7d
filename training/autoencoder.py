"""The pocket autoencoder: a linear encoder fitted in seconds, and a convolutional decoder trained against it.

The encoder is the projection of each 8x8 RGBA patch on the principal components of patches that are not of
one colour, built into the stock class's strided convolutions without any non-linearity. Its latents are known
before any training, keep colour exactly (it is in the first components) and carry a gradient without
distortion. The decoder sees neighbouring patches, so it draws across their borders where a linear inverse
would leave blocks.
"""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderTiny
from safetensors.torch import load_file, save_file

from core.device import fastest_dtype
from training.checkpoint import load_checkpoint, save_checkpoint, warm_up
from training.material_sets import MaterialShards, find_maps
from training.model import LATENT_CHANNELS, new_vae
from training.render import LAYOUT
from training.shards import Shards

PATCH = 8
CROP_PX = 64
BATCH = 16
LEARNING_RATE = 3e-3
#: Noise on the latents while training makes the decoder forgive the errors of a denoiser: the most of it,
#: each crop has its own.
LATENT_NOISE = 0.2
#: Colour counts more than coverage when the components are chosen.
ALPHA_WEIGHT = 0.7
#: Components get the standard deviation LEAD · (s / s_first)^SPREAD: 0 would be full whitening. What is white
#: cannot be told from noise, so the weak ones stay weak.
SPREAD, LEAD = 0.4, 1.3


@dataclass(frozen=True)
class LinearCode:
    """A linear code of 8x8 patches: z = projection · patch + offset.

    Attributes:
        projection: [K, 256] on patches as pixel_unshuffle lays them out (channel, row, column), in -1..1.
        offset: [K].
    """

    projection: torch.Tensor
    offset: torch.Tensor

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        """Encode pixels [N, 4, H, W] in -1..1 as latents [N, K, H/8, W/8]."""
        return F.conv2d(F.pixel_unshuffle(x, PATCH), self.projection[:, :, None, None], self.offset)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Bring latents [N, K, h, w] back to the pixels [N, 4, 8h, 8w] of least norm that have them."""
        inverse = torch.linalg.pinv(self.projection)  # [256, K]
        return F.pixel_shuffle(F.conv2d(z - self.offset[:, None, None], inverse[:, :, None, None]), PATCH)

    @torch.no_grad()
    def build_into(self, vae: AutoencoderTiny) -> None:
        """Set the weights of the stock encoder so that it computes this code.

        Two strided convolutions gather 2x2 and 4x4 pixels into channels, the third projects 8x8 of them. The
        stock encoder maps pixels to 0..1 first, which is folded in here.
        """
        gather_in, first, second, third, out = _convolutions_of(vae)
        for parameter in vae.encoder.parameters():
            parameter.zero_()
        for channel in range(4):
            gather_in.weight[channel, channel, 1, 1] = 1
        # a 3x3 kernel of stride 2 with padding 1 meets the pixels of its own 2x2 cell at its taps 1 and 2
        for layer, channels in ((first, 4), (second, 16)):
            for channel in range(channels):
                for row in range(2):
                    for column in range(2):
                        layer.weight[channel * 4 + row * 2 + column, channel, row + 1, column + 1] = 1
        place = _place_of_pixels()
        for row in range(2):
            for column in range(2):
                # channel c of the second layer's output, seen at this tap, is that patch pixel
                third.weight[: len(self.projection), :, row + 1, column + 1] = (
                    2 * self.projection[:, place[row, column]]
                )
        for k in range(len(self.projection)):
            out.weight[k, k, 1, 1] = 1
        assert out.bias is not None
        out.bias.copy_(self.offset - self.projection.sum(1))

    @classmethod
    @torch.no_grad()
    def read_from(cls, vae: AutoencoderTiny) -> LinearCode:
        """Return the code that build_into has built into an autoencoder."""
        *_, third, out = _convolutions_of(vae)
        place, count = _place_of_pixels(), vae.config["latent_channels"]
        projection = torch.empty(count, 4 * PATCH * PATCH)
        for row in range(2):
            for column in range(2):
                projection[:, place[row, column]] = third.weight[:count, :, row + 1, column + 1] / 2
        assert out.bias is not None
        return cls(projection, out.bias + projection.sum(1))


def _convolutions_of(vae: AutoencoderTiny) -> list[torch.nn.Conv2d]:
    """Return the encoder's convolutions: that which takes pictures, three that halve, the last."""
    return [m for m in vae.encoder.layers if isinstance(m, torch.nn.Conv2d)]


def _place_of_pixels() -> torch.Tensor:
    """Return [2, 2, 64]: where in an unshuffled patch a gathered channel's pixel sits, at each tap."""
    place = torch.empty(2, 2, 64, dtype=torch.long)
    for row in range(2):
        for column in range(2):
            for gathered in range(64):
                coarse, fine = divmod(gathered, 4)  # 16 channels of 2x2 pixels, gathered by 2x2 again
                channel, pixel = divmod(coarse, 4)
                y = row * 4 + (fine // 2) * 2 + pixel // 2
                x = column * 4 + (fine % 2) * 2 + pixel % 2
                place[row, column, gathered] = channel * 64 + y * 8 + x
    return place


def fit_code(cache: Path, count: int = 400) -> LinearCode:
    """Find the principal components of the patches of `count` sets of views, and of maps if any are there."""
    maps = find_maps(cache, "train")
    sources = [(Shards(cache, "train"), count), *([(maps, count // 2)] if maps else [])]
    pictures = [s.read(np.linspace(0, len(s) - 1, min(n, len(s))).astype(int)) for s, n in sources]
    patches = torch.cat([patches_of(to_tensor(p.reshape(-1, *p.shape[2:]))) for p in pictures])
    weight = torch.ones(4, PATCH * PATCH)
    weight[3] = ALPHA_WEIGHT
    shown = patches[patches.std(1) > 0.02] * weight.flatten()
    mean = shown.mean(0)
    variances, components = torch.linalg.eigh((shown - mean).T @ (shown - mean) / len(shown))
    deviations = variances.flip(0)[:LATENT_CHANNELS].clamp(min=1e-12).sqrt()
    components = components.flip(1)[:, :LATENT_CHANNELS]
    # the sign of an eigenvector is arbitrary; fix it, so that every run finds the same code
    components = components * torch.sign(components.sum(0) + 1e-12)
    scale = LEAD * (deviations / deviations[0]) ** SPREAD / deviations
    projection = (components * scale).T * weight.flatten()
    return LinearCode(projection.contiguous(), -(components * scale).T @ mean)


def load_code(cache: Path) -> LinearCode:
    """Return the code kept in `cache/code.safetensors`, fitted first where it is not there yet."""
    path = cache / "code.safetensors"
    if not path.exists():
        save_code(cache, fit_code(cache))
    return LinearCode(**load_file(path))


def save_code(cache: Path, code: LinearCode) -> None:
    """Keep a code in `cache/code.safetensors`."""
    _save_whole({"projection": code.projection, "offset": code.offset}, cache / "code.safetensors")


def to_tensor(pixels: np.ndarray) -> torch.Tensor:
    """Bring pixels [N, H, W, C] uint8 to [N, C, H, W] float32 in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 127.5 - 1


def patches_of(x: torch.Tensor) -> torch.Tensor:
    """Cut pixels [N, 4, H, W] into patches [M, 256] (channel, row, column)."""
    return F.pixel_unshuffle(x, PATCH).permute(0, 2, 3, 1).flatten(0, 2)


def train_decoder(cache: Path, minutes: float, device: torch.device) -> AutoencoderTiny:
    """Train the decoder, or go on, for some minutes in all; the checkpoint is `cache/vae.pt`.

    The learning rate falls with the time spent, so that a budget is always used up and ends well.
    """
    shards, maps = Shards(cache, "train"), find_maps(cache, "train")
    validation = Shards(cache, "validation")
    torch.manual_seed(0)
    vae = new_vae()
    load_code(cache).build_into(vae)
    vae.to(device).train()  # pyright: ignore[reportArgumentType]
    vae.encoder.requires_grad_(False)
    optimiser = torch.optim.AdamW(
        vae.decoder.parameters(), LEARNING_RATE, betas=(0.9, 0.99), weight_decay=1e-4, fused=True
    )
    step, spent = load_checkpoint(cache / "vae.pt", vae=vae, optimiser=optimiser)
    code = load_code(cache)
    started, budget, saved, losses = time.monotonic() - spent, minutes * 60, spent, []
    while (elapsed := time.monotonic() - started) < budget:
        rng = np.random.default_rng([1, step])
        rate = (
            LEARNING_RATE * warm_up(optimiser, 50) * (0.5 + 0.5 * math.cos(math.pi * elapsed / budget)) + 1e-5
        )
        for group in optimiser.param_groups:
            group["lr"] = rate
        x = to_tensor(draw_map_crops(rng, maps) if maps and step % 5 == 0 else draw_crops(rng, shards))
        z = code.encode(x)
        source = torch.Generator().manual_seed(step)
        deviation = LATENT_NOISE * torch.rand(len(z), 1, 1, 1, generator=source)
        z = z + deviation * torch.randn(z.shape, generator=source)
        with torch.autocast(device.type, torch.bfloat16, enabled=fastest_dtype(device) == torch.bfloat16):
            y = vae.decoder(z.to(device))
        loss = reconstruction_loss(y.float(), x.to(device))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.decoder.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        step += 1
        if step % 100 == 0:
            print(f"decoder {elapsed:.0f} s, step {step}, loss {np.mean(losses[-100:]):.4f}", flush=True)
        if elapsed - saved > 120:
            save_checkpoint(cache / "vae.pt", step, elapsed, vae=vae, optimiser=optimiser)
            saved = elapsed
            print(f"  foreground PSNR {foreground_psnr(vae, validation, 16):.2f} dB", flush=True)
    if losses:
        save_checkpoint(cache / "vae.pt", step, budget, vae=vae, optimiser=optimiser)
    return vae.eval()


def load_present_vae(cache: Path) -> AutoencoderTiny:
    """Return the autoencoder as far as it is trained by now; without a decoder one that shows patches."""
    vae = new_vae().eval()
    load_checkpoint(cache / "vae.pt", vae=vae)
    if not (cache / "vae.pt").exists():
        vae.decoder.forward = load_code(cache).decode  # pyright: ignore[reportAttributeAccessIssue]
    return vae


def draw_crops(rng: np.random.Generator, shards: Shards) -> np.ndarray:
    """Cut crops [BATCH, CROP_PX, CROP_PX, 4], each from a random place of a random view."""
    views = rng.integers(LAYOUT.count, size=BATCH)
    pictures = shards.read_views(rng.integers(len(shards), size=BATCH), views)
    return np.stack([crop(rng, picture) for picture in pictures])


def draw_map_crops(rng: np.random.Generator, shards: MaterialShards) -> np.ndarray:
    """Cut crops [BATCH, CROP_PX, CROP_PX, 4], each from a random place of a random map."""
    sets = shards.read(rng.integers(len(shards), size=BATCH))
    return np.stack([crop(rng, maps[rng.integers(len(maps))]) for maps in sets])


def crop(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Cut a crop [CROP_PX, CROP_PX, C] out of a picture."""
    top, left = (int(rng.integers(side - CROP_PX + 1)) for side in picture.shape[:2])
    return picture[top : top + CROP_PX, left : left + CROP_PX]


def reconstruction_loss(y: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Absolute and squared error, heavier on the object, and the error of pixel differences."""
    weight = 0.5 + 0.75 * (x[:, 3:] + 1)
    error = y - x
    edges = error.diff(dim=-1).abs().mean() + error.diff(dim=-2).abs().mean()
    return (weight * error.abs()).mean() + 2 * (weight * error.square()).mean() + 0.5 * edges


@torch.no_grad()
def foreground_psnr(vae: AutoencoderTiny, shards: Shards, count: int) -> float:
    """Measure the sRGB PSNR in dB over the objects' own pixels of a split's first sets, or of all."""
    squared, pixels, count = 0.0, 0.0, min(count, len(shards))
    for i in range(0, count, 8):
        x = to_tensor(shards.read(np.arange(i, min(i + 8, count))).reshape(-1, *shards.views[0].shape[2:]))
        y = vae.decoder(vae.encoder(x.to(vae.device))).clamp(-1, 1).cpu()
        inside = (x[:, 3:] > 0).float()
        squared += float(((y - x)[:, :3].square() / 4 * inside).sum())
        pixels += float(inside.sum()) * 3
    return -10 * float(np.log10(squared / pixels))


@torch.no_grad()
def encode_pictures(cache: Path, name: str, shards: Shards | MaterialShards, shrink: int = 1) -> torch.Tensor:
    """Encode all sets of a split, at their size or averaged down; what is encoded already is kept.

    Shards may be added, not exchanged: latents are told from each other by their place alone.

    Args:
        cache: where the latents are kept.
        name: of their file.
        shards: what to encode.
        shrink: 1, or 2 for pictures of half the size.

    Returns:
        [N, V, LATENT_CHANNELS, S / 8 / shrink, S / 8 / shrink] float16.
    """
    path = cache / f"{name}-{shrink}.safetensors"
    parts = [load_file(path)["latents"]] if path.exists() else []
    code, done = load_code(cache), sum(map(len, parts))
    if done >= len(shards):
        return parts[0][: len(shards)]
    for i in range(done, len(shards), 50):
        sets = shards.read(np.arange(i, min(i + 50, len(shards))))
        x = to_tensor(sets.reshape(-1, *sets.shape[2:]))
        z = code.encode(F.avg_pool2d(x, shrink) if shrink > 1 else x).half()
        parts.append(z.unflatten(0, sets.shape[:2]))
    latents = torch.cat(parts).contiguous()
    _save_whole({"latents": latents}, path)
    return latents


def _save_whole(tensors: dict[str, torch.Tensor], path: Path) -> None:
    """Write a file that is there whole or not at all."""
    partial = path.with_suffix(".partial")
    save_file(tensors, partial)
    os.replace(partial, path)
