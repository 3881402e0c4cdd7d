"""Which encoder tells the denoiser what is asked for: its own, trained with it, or a frozen one of sentences?

    uv run --isolated --group train python -m benchmarks.words CACHE --models MODELS

The own one has 1 million weights and was trained on captions. The frozen one (all-MiniLM-L6-v2) has 23
million, knows English, and comes in a package. On what either makes of captions a linear classifier is
trained for each thing that a caption may say: the kind of prop, its colour, its finish, the colour of a part.
What it gets right then of texts that it was not trained on is what a denoiser could read there at once:
captions of other sets, captions of pairs of kind and colour that were held out, and a hundred prompts in
other people's words, as they stand and as the engine reads them (core.prompts.parser).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.report import Table, write_report
from core.errors import VocabularyError
from core.models.diffusion_model import DiffusionModel
from core.models.pocket.clip import tokenize
from core.prompts.parser import parse_prompt
from training.caption import Spec
from training.evaluate import load_pocket
from training.free_prompts import FREE_PROMPTS
from training.lexicon import load_encoder
from training.shards import Shards

Embed = Callable[[Sequence[str]], np.ndarray]

#: What a caption may say, by name; None where it does not.
ASPECTS: dict[str, Callable[[Spec], str | None]] = {
    "kind": lambda spec: spec.class_name,
    "colour": lambda spec: spec.colour,
    "finish": lambda spec: spec.finish,
    "part's colour": lambda spec: spec.part[1] if spec.part else None,
}
PROBE_STEPS, DECAY = 400, 1e-4


@dataclass(frozen=True)
class Texts:
    """Texts and what each says."""

    texts: list[str]
    specs: list[Spec]


def read_captions(cache: Path, split: str, count: int) -> Texts:
    """Take the first caption of each of some sets that are spread over a split."""
    labels = Shards(cache, split).labels
    chosen = [labels[i] for i in np.linspace(0, len(labels) - 1, min(count, len(labels))).astype(int)]
    return Texts([label.captions[0] for label in chosen], [label.spec for label in chosen])


def read_free(pocket: DiffusionModel, by_engine: bool) -> Texts:
    """Take the prompts in other people's words, as they stand or as the engine reads them."""
    assert pocket.vocabulary is not None
    texts = []
    for prompt, _ in FREE_PROMPTS:
        try:
            texts.append(parse_prompt(prompt, pocket.vocabulary).caption if by_engine else prompt)
        except VocabularyError:
            texts.append("")  # refused: nothing can be read there
    return Texts(texts, [spec for _, spec in FREE_PROMPTS])


def own_encoder(pocket: DiffusionModel) -> Embed:
    """Return texts → [N, D]: what the model's UNet makes of all tokens and adds to its time embedding."""
    assert pocket.multiview is not None
    pipeline, pool = pocket.pipeline, pocket.multiview.unet.add_embedding

    @torch.no_grad()
    def embed(texts: Sequence[str]) -> np.ndarray:
        ids = tokenize(pipeline.tokenizer, list(texts))
        parts = [pool(pipeline.text_encoder(part).last_hidden_state) for part in ids.split(256)]
        return torch.cat(parts).float().numpy()

    return embed


def train_probe(x: torch.Tensor, answers: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Fit a multinomial logistic regression: weights [D, count] and biases [count]."""
    weight = torch.zeros(x.shape[1], count, requires_grad=True)
    bias = torch.zeros(count, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=PROBE_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = F.cross_entropy(x @ weight + bias, answers) + DECAY * weight.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return weight.detach(), bias.detach()


def measure(embed: Embed, train: Texts, tests: dict[str, Texts]) -> dict[str, dict[str, float | None]]:
    """Return for each aspect the share of a test's texts that are read rightly, of those that say it."""
    raw = torch.from_numpy(embed(train.texts))
    mean, scale = raw.mean(0), raw.std(0) + 1e-6
    seen = {name: (torch.from_numpy(embed(test.texts)) - mean) / scale for name, test in tests.items()}
    found: dict[str, dict[str, float | None]] = {}
    for aspect, read in ASPECTS.items():
        said = [read(spec) for spec in train.specs]
        names = sorted({name for name in said if name is not None})
        places = [i for i, name in enumerate(said) if name is not None]
        answers = torch.tensor([names.index(said[i] or "") for i in places])
        weight, bias = train_probe(((raw - mean) / scale)[places], answers, len(names))
        found[aspect] = {}
        for name, test in tests.items():
            guesses = [names[int(k)] for k in (seen[name] @ weight + bias).argmax(1)]
            wanted = [read(spec) for spec in test.specs]
            right = [guess == want for guess, want in zip(guesses, wanted, strict=True) if want is not None]
            found[aspect][name] = float(np.mean(right)) if right else None
    return found


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Compare two encoders of words.")
    parser.add_argument("cache", type=Path, help="rendered shards, whose captions are read")
    parser.add_argument("--models", type=Path, required=True, help="folder of the pocket to compare")
    parser.add_argument("--captions", type=int, default=12000, help="that the probes are trained on")
    options = parser.parse_args()
    pocket = load_pocket(options.models / "pocket")
    train = read_captions(options.cache, "train", options.captions)
    tests = {
        "other sets": read_captions(options.cache, "validation", 500),
        "held-out pairs": read_captions(options.cache, "held-out", 500),
        "free, as they stand": read_free(pocket, by_engine=False),
        "free, as the engine reads them": read_free(pocket, by_engine=True),
    }
    rows, seconds = [], {}
    for encoder, embed in (("its own", own_encoder(pocket)), ("frozen", load_encoder())):
        started = time.perf_counter()
        embed(tests["other sets"].texts)
        seconds[encoder] = time.perf_counter() - started
        for aspect, found in measure(embed, train, tests).items():
            rows.append([encoder, aspect, *found.values()])
    table = Table("Texts read rightly by a linear classifier", ["encoder", "what", *tests], rows)
    speed = Table("Time", ["encoder", "seconds for 500 texts"], [list(row) for row in seconds.items()])
    write_report("words", [table, speed], captions=options.captions, models=str(options.models.name))


if __name__ == "__main__":
    main()
