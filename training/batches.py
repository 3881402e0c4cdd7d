"""Draws what the denoiser learns from: sets of views and of maps, encoded, and the noise on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from transformers import CLIPTokenizer

from core.models.multiview_attention import embed_cameras, embed_maps
from core.models.pocket.clip import tokenize
from training.autoencoder import encode_pictures
from training.material_sets import MAPS, MaterialShards, find_maps
from training.model import TEXT_TOKENS
from training.orbits import OrbitShards, find_orbits
from training.render import LAYOUT
from training.shards import Shards

#: Sets a step; of fewer views there are more of them, for as many views.
BATCH = 24
#: Share of the time spent on pictures of half the size: cheaper, they teach what things are. The loss is the
#: same as pictures of full size take their place. Until MIXED_UNTIL, one batch in two is still of small ones.
SMALL_SHARE, MIXED_UNTIL = 0.2, 0.6
#: Share of the steps that are given to materials. With an eighth, each of them was shown a fifth as often as
#: each kind of prop, in more variety, and after two hours bricks had no courses.
MATERIAL_SHARE = 0.25

#: Sets at any cameras, and sets that are not whole, come when this share of the time is spent: by then the
#: sheet's cameras have a meaning. Share of the steps that go to any cameras; of the batches of views those of
#: which one view is a reference, and those of fewer views; of the last, those of a single one. Fewer views of
#: more sets cost the same and show more things in more noise at once.
FREE_FROM, ORBIT_SHARE = 0.25, 0.15
GIVEN_SHARE, FEWER_SHARE, SINGLE_SHARE = 0.12, 0.45, 0.25
#: Until then most batches are of FIRST_VIEWS views at most: what is told of a thing, and of the camera, says
#: nearly all about a view of it, and the other views of a set say the same again.
WHOLE_SHARE, FIRST_VIEWS = 0.2, 3

#: More than 1 spends the time on much noise, where the shape of things and their patterns are decided: little
#: is taken away soon and well, and what views of a set have in common outlasts much noise.
NOISE_SHIFT = 2.0


@dataclass(frozen=True)
class Batch:
    """Sets to be denoised.

    Attributes:
        x0: clean latents [B, V, K, h, w] float32.
        ids: token ids [B, T] of a caption each.
        camera_embedding: what each view is, [B, V, CAMERA_EMBEDDING_DIM] (core.models.multiview_attention).
        reference: [V] bool: views that are not denoised but shown, clean, at timestep 0.
        tileable: whether pictures continue at their opposite border.
    """

    x0: torch.Tensor
    ids: torch.Tensor
    camera_embedding: torch.Tensor
    reference: torch.Tensor
    tileable: bool

    def part(self, places: slice) -> Batch:
        """Return some of the sets."""
        return replace(
            self, x0=self.x0[places], ids=self.ids[places], camera_embedding=self.camera_embedding[places]
        )


@dataclass(frozen=True)
class Noise:
    """What is added to sets.

    Attributes:
        t: timestep of each set, [B] int64.
        values: [B, V, K, h, w] float32, of deviation 1.
    """

    t: torch.Tensor
    values: torch.Tensor

    def part(self, places: slice) -> Noise:
        """Return that of some of the sets."""
        return Noise(self.t[places], self.values[places])


@dataclass(frozen=True)
class Source:
    """Sets of one kind, encoded, with their captions.

    Attributes:
        large, small: latents [N, V, K, h, w] float16, and of pictures of half the size.
        captions: token ids [N, C, T].
        camera_embedding: what each view of each set is, [N, V, CAMERA_EMBEDDING_DIM].
        tileable: whether pictures continue at their opposite border.
    """

    large: torch.Tensor
    small: torch.Tensor
    captions: torch.Tensor
    camera_embedding: torch.Tensor
    tileable: bool

    def draw(self, rng: np.random.Generator, small: bool, kept: int | None = None) -> Batch:
        """Draw whole sets: BATCH of them, or as many as have so many views if only some of each are kept."""
        count = BATCH * self.large.shape[1] // (kept or self.large.shape[1])
        return self.read(rng, rng.integers(len(self.large), size=count), small)

    def read(self, rng: np.random.Generator, places: np.ndarray, small: bool) -> Batch:
        """Read the sets at places [B], whole, with a caption each that is drawn."""
        which = torch.from_numpy(places)
        x0 = (self.small if small else self.large)[which].float()
        if self.tileable:  # what has no border has no origin either
            shifts = tuple(int(n) for n in rng.integers(x0.shape[-1], size=2))
            x0 = x0.roll(shifts, (-2, -1))
        chosen = torch.from_numpy(rng.integers(self.captions.shape[1], size=len(which)))
        reference = torch.zeros(x0.shape[1], dtype=torch.bool)
        return Batch(
            x0, self.captions[which, chosen].clone(), self.camera_embedding[which], reference, self.tileable
        )


#: Sets of views at the sheet's cameras, at any cameras, and of maps; of the last two there may be none.
Sources = tuple[Source, Source | None, Source | None]


def load_sources(cache: Path, tokenizer: CLIPTokenizer) -> Sources:
    """Return the sets of views at the sheet's cameras, those at any cameras, and those of maps."""
    views, orbits, maps = Shards(cache, "train"), find_orbits(cache, "train"), find_maps(cache, "train")
    sheet = embed_cameras(LAYOUT.azimuths_deg, LAYOUT.elevations_deg).expand(len(views), -1, -1)
    at_any = encode_orbits(cache, tokenizer, orbits) if orbits else None
    of_maps = None
    if maps:
        kinds = embed_maps(MAPS).expand(len(maps), -1, -1)
        of_maps = _encode("maps", cache, tokenizer, maps, kinds, tileable=True)
    return _encode("views", cache, tokenizer, views, sheet, tileable=False), at_any, of_maps


def encode_orbits(cache: Path, tokenizer: CLIPTokenizer, orbits: OrbitShards) -> Source:
    """Return the sets of views at any cameras."""
    return _encode("orbits", cache, tokenizer, orbits, embed_orbits(orbits), tileable=False)


def embed_orbits(orbits: OrbitShards) -> torch.Tensor:
    """Return what the views of sets at any cameras are, [N, V, CAMERA_EMBEDDING_DIM]."""
    # a camera's embedding depends on nothing else: all are made at once
    return embed_cameras(*orbits.cameras.reshape(-1, 2).T.tolist()).reshape(len(orbits), LAYOUT.count, -1)


def _encode(
    name: str,
    cache: Path,
    tokenizer: CLIPTokenizer,
    shards: Shards | MaterialShards,
    camera_embedding: torch.Tensor,
    tileable: bool,
) -> Source:
    captions = tokenize(tokenizer, [text for label in shards.labels for text in label.captions])
    return Source(
        encode_pictures(cache, name, shards),
        encode_pictures(cache, name, shards, shrink=2),
        captions.reshape(len(shards), -1, TEXT_TOKENS),
        camera_embedding,
        tileable,
    )


def draw_batch(rng: np.random.Generator, sources: Sources, share: float) -> Batch:
    """Draw what is learnt from next, when this share of the time is spent."""
    views, orbits, maps = sources
    chance = rng.random()
    small = share < SMALL_SHARE or (share < MIXED_UNTIL and rng.random() < 0.5)
    materials = MATERIAL_SHARE if maps else 0.0
    if maps and chance < materials:
        return maps.draw(rng, small)
    first = share < FREE_FROM
    source = orbits if orbits and not first and chance < materials + ORBIT_SHARE else views
    draw = draw_first_views if first else draw_views
    kept, reference = draw(rng, source.large.shape[1])
    return keep_views(source.draw(rng, small, len(kept)), kept, reference)


def draw_first_views(rng: np.random.Generator, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw which of so many views an early batch keeps, places [V]; none is a reference, [V] bool."""
    whole = rng.random() < WHOLE_SHARE
    kept = count if whole else int(rng.integers(1, min(count, FIRST_VIEWS) + 1))
    return draw_places(rng, count, kept), torch.zeros(kept, dtype=torch.bool)


def draw_views(rng: np.random.Generator, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw which of so many views a batch keeps, places [V], and which of those are references, [V] bool."""
    chance, kept = rng.random(), torch.arange(count)
    reference = torch.zeros(count, dtype=torch.bool)
    if chance < GIVEN_SHARE:
        reference[int(rng.integers(count))] = True
    elif chance < GIVEN_SHARE + FEWER_SHARE:
        kept = 1 if rng.random() < SINGLE_SHARE else int(rng.integers(2, count))
        kept = draw_places(rng, count, kept)
    return kept, reference[kept]


def draw_places(rng: np.random.Generator, count: int, kept: int) -> torch.Tensor:
    """Draw which of so many views are kept: places [kept] in rising order."""
    return torch.from_numpy(np.sort(rng.permutation(count)[:kept]))


def keep_views(batch: Batch, kept: torch.Tensor, reference: torch.Tensor) -> Batch:
    """Return a batch of some of its views, places [V], of which some are references, [V] bool."""
    return replace(
        batch, x0=batch.x0[:, kept], camera_embedding=batch.camera_embedding[:, kept], reference=reference
    )


def draw_noise(batch: Batch, rng: torch.Generator) -> Noise:
    """Draw noise for a batch by an RNG on the CPU: views of a set have one timestep."""
    sets = len(batch.ids)
    # stratified over the batch: every step sees the whole range of noise
    place = torch.arange(sets) + torch.rand(sets, generator=rng)
    t = (shift_noise(place / sets) * 1000).long().clamp(0, 999)
    return Noise(t, torch.randn(batch.x0.flatten(0, 1).shape, generator=rng).view_as(batch.x0))


def part_batch(batch: Batch, noise: Noise, count: int) -> tuple[list[tuple[Batch, Noise]], list[float]]:
    """Part sets and their noise into so many, or as many as there are sets; each sees all levels of noise.

    Returns:
        The parts, and which share of the sets each has.
    """
    places = [slice(k, None, count) for k in range(min(count, len(batch.ids)))]
    parts = [(batch.part(place), noise.part(place)) for place in places]
    return parts, [len(some.ids) / len(batch.ids) for some, _ in parts]


def shift_noise(place: torch.Tensor) -> torch.Tensor:
    """Bring places that are even in 0..1 to those of more noise (Esser et al., 2024, section 5.3.2)."""
    return NOISE_SHIFT * place / (1 + (NOISE_SHIFT - 1) * place)
