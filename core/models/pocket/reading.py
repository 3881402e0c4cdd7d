"""Reads a picture of a prop into the words that the pocket model was taught.

The denoiser follows words far better than a view that it is given: what the picture shows is said to it too.
The words are those that pocket-clip finds nearest to the picture, as CLIP classifies without being taught to
(Radford et al., 2021, section 3.1). Kind, design and colour are read; of finishes a view this small says too
little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from core.models.pocket.clip import PocketClip, tokenize
from core.models.sidecar import Vocabulary
from core.prompts.parser import parse_prompt
from core.prompts.prompt import Prompt


@dataclass(frozen=True)
class PictureReader:
    """Words for pictures.

    Attributes:
        clip: what compares pictures and words.
        vocabulary: of the model that is to read the words.
    """

    clip: PocketClip
    vocabulary: Vocabulary
    _embeddings: dict[str, torch.Tensor] = field(default_factory=dict, repr=False)

    def __call__(self, pixels: np.ndarray, prompt: Prompt | None) -> str:
        """Say what a picture shows.

        Args:
            pixels: [S, S, 4] float32 0..1, one view of an object in the frame of the model's own
                (core.tasks.reference.fit_reference).
            prompt: what is known of it; it stays, and what it leaves open is added. None for nothing.

        Returns:
            A caption in the model's own words.
        """
        said = prompt.parsed if prompt else None
        kinds = [said.class_name] if said else list(self.vocabulary.classes)
        coloured = said and (said.colour or said.finish == "golden")
        captions = []
        for kind in kinds:
            base = said or parse_prompt(f"a {kind}", self.vocabulary)
            texts = [base.caption] if coloured else [base.add_colour(c) for c in self.vocabulary.colours]
            # of the unusual ones, too, a view this small says too little: "a barrel #3" asks for one
            designs = base.usual_designs(self.vocabulary)
            captions += [f"{text} {design}" for design in designs for text in texts] or texts
        return self._nearest(pixels, captions)

    @torch.no_grad()
    def _nearest(self, view: np.ndarray, captions: Sequence[str]) -> str:
        """Return the caption nearest to a view [S, S, 4]."""
        fresh = [caption for caption in captions if caption not in self._embeddings]
        for i in range(0, len(fresh), 256):
            part = fresh[i : i + 256]
            embedded = self.clip.embed_text(tokenize(self.clip.tokenizer, part))
            self._embeddings.update(zip(part, embedded, strict=True))
        texts = torch.stack([self._embeddings[caption] for caption in captions])
        return captions[int((self.clip.embed_pixels(view[None]) @ texts.T).argmax())]
