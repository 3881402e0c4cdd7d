"""A small CLIP: scores how well a picture of a prop agrees with a prompt.

Its contrastive training (Radford et al., "Learning Transferable Visual Models From Natural Language
Supervision", 2021) gives the denoiser's text encoder its first sense of the words; afterwards it ranks
samples.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

EMBEDDING_DIM = 128
IMAGE_CHANNELS = (48, 96, 160)
#: Side of the views that it looks at.
VIEW_PX = 96


def new_image_tower(channels: tuple[int, ...]) -> nn.Sequential:
    """Make the image tower: views [N, 4, 96, 96] in -1..1 → embeddings [N, EMBEDDING_DIM]."""
    layers: list[nn.Module] = [nn.AvgPool2d(2)]
    previous = 4
    for width in channels:
        for stride, incoming in ((2, previous), (1, width)):
            convolution = nn.Conv2d(incoming, width, 3, stride, 1, bias=False)
            layers += [convolution, nn.BatchNorm2d(width), nn.ReLU()]
        previous = width
    layers += [nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(4 * previous, EMBEDDING_DIM)]
    return nn.Sequential(*layers)


class PocketClip(nn.Module):
    """Text and image towers with one embedding space."""

    def __init__(
        self,
        tokenizer: CLIPTokenizer,
        text_encoder: CLIPTextModel,
        channels: tuple[int, ...] = IMAGE_CHANNELS,
    ) -> None:
        super().__init__()
        self.tokenizer = tokenizer
        self.text_encoder = text_encoder
        self.image_tower = new_image_tower(channels)
        self.text_projection = nn.Linear(text_encoder.config.hidden_size, EMBEDDING_DIM)
        self.log_scale = nn.Parameter(torch.tensor(2.5))

    def embed_text(self, ids: torch.Tensor) -> torch.Tensor:
        """Embed token ids [N, T] as unit vectors [N, EMBEDDING_DIM]."""
        return F.normalize(self.text_projection(self.text_encoder(ids).pooler_output), dim=-1)

    def embed_views(self, views: torch.Tensor) -> torch.Tensor:
        """Embed views [N, 4, S, S] in -1..1 as unit vectors [N, EMBEDDING_DIM]."""
        return F.normalize(self.image_tower(views), dim=-1)

    @torch.no_grad()
    def score(self, views: np.ndarray, prompt: str) -> float:
        """Return the mean cosine between the views of one object and a prompt.

        Args:
            views: [N, S, S, 4] float32 in 0..1, sRGB over the layout's background, and coverage.
            prompt: what they should show.
        """
        text = self.embed_text(tokenize(self.tokenizer, [prompt]))
        return float((self.embed_pixels(views) @ text.T).mean())

    def embed_pixels(self, views: np.ndarray) -> torch.Tensor:
        """Embed views [N, S, S, 4] float32 in 0..1, of any size, as unit vectors [N, EMBEDDING_DIM]."""
        pixels = torch.from_numpy(np.ascontiguousarray(views)).permute(0, 3, 1, 2) * 2 - 1
        if pixels.shape[-1] != VIEW_PX:
            pixels = F.interpolate(pixels, size=VIEW_PX, mode="bilinear", antialias=True)
        return self.embed_views(pixels)

    def save(self, folder: Path) -> None:
        """Write fp16 safetensors: the text encoder and its tokenizer in stock form, the rest beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        self.tokenizer.save_pretrained(folder / "tokenizer")
        halved = copy.deepcopy(self.text_encoder).half()
        halved.save_pretrained(folder / "text_encoder", safe_serialization=True)
        rest = {k: v.half() if v.is_floating_point() else v for k, v in self.state_dict().items()}
        rest = {k: v.contiguous() for k, v in rest.items() if not k.startswith("text_encoder.")}
        save_file(rest, folder / "model.safetensors")
        (folder / "config.json").write_text(json.dumps({"format": 1, "embedding_dim": EMBEDDING_DIM}) + "\n")

    @classmethod
    def load(cls, folder: Path) -> PocketClip:
        """Read what save wrote, in float32, ready to score."""
        tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
        text_encoder = CLIPTextModel.from_pretrained(
            folder / "text_encoder", dtype=torch.float32, use_safetensors=True, local_files_only=True
        )
        state = load_file(folder / "model.safetensors")
        rest = {k: v.float() if v.is_floating_point() else v for k, v in state.items()}
        # the image tower widens at every second convolution: a model of another size tells so itself
        widths = {len(v) for k, v in rest.items() if k.startswith("image_tower") and v.ndim == 4}
        clip = cls(tokenizer, text_encoder, tuple(sorted(widths)))
        missing, unexpected = clip.load_state_dict(rest, strict=False)
        if unexpected or any(not name.startswith("text_encoder.") for name in missing):
            raise ValueError(f"{folder}: weights do not fit: missing {missing}, unexpected {unexpected}")
        return clip.eval()


def tokenize(tokenizer: CLIPTokenizer, texts: list[str]) -> torch.Tensor:
    """Return token ids [N, T], padded to the length that the model reads."""
    return tokenizer(texts, padding="max_length", truncation=True, return_tensors="pt").input_ids
