"""Measures the pocket model: how often the judge finds in its views what the prompt asked for.

    python -m core.pocket.evaluate --samples 96 --cache CACHE

Prompts name class and colour, every other one a finish too; half of them are combinations that were held out
from training. With a CACHE of rendered shards the autoencoder and the judge itself are measured as well.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from core.catalogue import Vocabulary, resolve_model
from core.device import Device, choose_device
from core.generate import generate_sheet
from core.generator import Generator
from core.joint import map_codes
from core.loading import load_model
from core.pocket.autoencoder import foreground_psnr, to_tensor
from core.pocket.caption import Wish, add_articles
from core.pocket.denoiser import sample_sets
from core.pocket.free_prompts import FREE_PROMPTS
from core.pocket.judge import Judge
from core.pocket.labels import GOLDEN, Split
from core.pocket.material_sets import MAPS, MATERIAL_PX
from core.pocket.materials import CLASSES as MATERIALS
from core.pocket.render import sheet_to_views
from core.pocket.shards import Shards

MODELS = Path(__file__).parents[2] / "assets" / "models"
BATCH = 8


@dataclass(frozen=True)
class Accuracy:
    """Shares of views in which the judge agrees, of those that ask for it; nan where none does.

    Attributes:
        class_name, colour, finish: of the views.
        all_views: share of the sets of which class and colour are right in every view.
    """

    class_name: float
    colour: float
    finish: float
    all_views: float


def write_prompt(wish: Wish) -> str:
    """Say a wish plainly: "a rusty red barrel"."""
    return add_articles("{a} " + " ".join(w for w in (wish.finish, wish.colour, wish.class_name) if w))


def draw_wishes(vocabulary: Vocabulary, count: int, held_out: bool, seed: int = 5) -> list[Wish]:
    """Draw wishes: classes in a shuffled turn, colours at random, every other one with a finish.

    Args:
        vocabulary: what the model was taught, and which pairs of class and colour were held out.
        count: how many.
        held_out: whether to wish for those pairs, or for any others.
        seed: of the draw.
    """
    rng = np.random.default_rng(seed)
    names = [name for name in vocabulary.classes if not held_out or name in vocabulary.held_out]
    names = [names[int(i)] for i in rng.permutation(len(names))]
    finishes = [name for name in vocabulary.finishes if name != GOLDEN]
    wishes = []
    for i in range(count):
        name = names[i % len(names)]
        away = vocabulary.held_out.get(name)
        taught = [colour for colour in vocabulary.colours if colour != away]
        colour = away if held_out else str(rng.choice(taught))
        wishes.append(Wish(name, colour, str(rng.choice(finishes)) if i % 2 else None))
    return wishes


def compare_answers(answers: np.ndarray, wishes: list[Wish], judge: Judge) -> Accuracy:
    """Compare what the judge says of views with what was wished; what a wish leaves open does not count.

    Args:
        answers: [N, V, 3], of Judge.answer.
        wishes: N of them.
        judge: whose answers they are.
    """
    wanted = np.array([judge.indices(w.class_name, w.colour, w.finish) for w in wishes])[:, None]
    right, asked = answers == wanted, wanted[:, 0] >= 0
    class_name, colour, finish = (
        float(right[asked[:, k], :, k].mean()) if asked[:, k].any() else float("nan") for k in range(3)
    )
    both = (right | (wanted < 0))[..., :2].all((1, 2)).mean()
    return Accuracy(class_name, colour, finish, float(both))


def load_pocket(folder: Path) -> Generator:
    """Load an exported model in float32, as it was trained."""
    return load_model(resolve_model(str(folder)), Device(choose_device().torch_device, torch.float32))


def sample_views(generator: Generator, prompts: list[str], seed: int = 0) -> np.ndarray:
    """Sample views [N, V, S, S, 4] uint8 for prompts, as the command line does."""
    sheets = [generate_sheet(generator, p, seed=seed + i).image.pixels for i, p in enumerate(prompts)]
    return (sheet_to_views(np.stack(sheets)) * 255 + 0.5).astype(np.uint8)


def sample_maps(generator: Generator, prompts: list[str], seed: int = 0) -> np.ndarray:
    """Sample maps [N, 4, S, S, 4] uint8 of tileable materials from a joint model."""
    pipeline = generator.pipeline
    parts = (pipeline.vae, pipeline.unet.unet, pipeline.text_encoder, pipeline.tokenizer)
    batches = [prompts[i : i + BATCH] for i in range(0, len(prompts), BATCH)]
    return np.concatenate(
        [
            sample_sets(*parts, b, map_codes(MAPS), seed=seed + i, size=MATERIAL_PX, wraps=True)
            for i, b in enumerate(batches)
        ]
    )


def wrap_ratio(pictures: np.ndarray) -> float:
    """Compare the steps across the wrapped borders of pictures [N, S, S, C] with those inside: 1 tiles."""
    x = pictures.astype(np.float32)
    inside = np.abs(np.diff(x, axis=1)).mean() + np.abs(np.diff(x, axis=2)).mean()
    border = np.abs(x[:, 0] - x[:, -1]).mean() + np.abs(x[:, :, 0] - x[:, :, -1]).mean()
    return float(border / inside)


def evaluate(models: Path, samples: int, cache: Path | None) -> dict[str, dict[str, float]]:
    """Measure, print the table and return it."""
    if not (models / "pocket-judge" / "model.safetensors").is_file():
        raise SystemExit(
            f"{models / 'pocket-judge'} has no judge to measure with; "
            f"train it and the rest: python -m core.pocket.train CACHE --stage export --out {models}"
        )
    pocket, judge = load_pocket(models / "pocket"), Judge.load(models / "pocket-judge")
    vocabulary = pocket.vocabulary
    if vocabulary is None:
        raise SystemExit(f"{models / 'pocket'} does not say what it was taught: nothing to ask it for")
    table: dict[str, dict[str, float]] = {}
    if cache is not None:
        splits: tuple[Split, Split] = ("validation", "held-out")
        for split in splits:
            table |= _measure_code(pocket, judge, cache, split)
    for name, held_out in (("in domain", False), ("held out", True)):
        wishes = draw_wishes(vocabulary, samples, held_out)
        started = time.monotonic()
        views = sample_views(pocket, [write_prompt(w) for w in wishes])
        seconds = (time.monotonic() - started) / samples
        accuracy = compare_answers(judge.answer(views), wishes, judge)
        table[f"samples, {name}"] = {**asdict(accuracy), "seconds_a_set": seconds}
    if pocket.source.few_steps is not None:
        from core.pocket.few_steps import measure_few_steps  # it measures with what this file has

        wishes = draw_wishes(vocabulary, samples, held_out=False)
        table["samples, few steps"] = measure_few_steps(pocket, judge, wishes, table["samples, in domain"])
    free = [(prompt, wish) for prompt, wish in FREE_PROMPTS if wish.class_name in vocabulary.classes]
    views = sample_views(pocket, [prompt for prompt, _ in free])
    accuracy = compare_answers(judge.answer(views), [wish for _, wish in free], judge)
    table["samples, free phrasing"] = asdict(accuracy)
    if pocket.source.joint:
        maps = sample_maps(pocket, [f"{name} texture" for name in MATERIALS])
        table["materials"] = {"wrap_over_interior": wrap_ratio(maps.reshape(-1, *maps.shape[2:]))}
    for name, row in table.items():
        print(f"{name:38s}" + "  ".join(f"{key} {value:.3f}" for key, value in row.items()), flush=True)
    return table


@torch.no_grad()
def _measure_code(pocket: Generator, judge: Judge, cache: Path, split: Split) -> dict[str, dict[str, float]]:
    """Judge renders and what the autoencoder makes of them."""
    shards = Shards(cache, split)
    which = np.arange(len(shards) - 200, len(shards))  # the judge has seen the first held-out shard
    sets = shards.read(which)
    labels = [shards.labels[i] for i in which]
    shown = [Wish(label.wish.class_name, label.colour, label.finish) for label in labels]
    flat = sets.reshape(-1, *sets.shape[2:])
    vae = pocket.pipeline.vae
    coded = [vae.decoder(vae.encoder(to_tensor(part).to(vae.device))).cpu() for part in np.split(flat, 50)]
    pixels = ((torch.cat(coded).clamp(-1, 1).permute(0, 2, 3, 1) + 1) * 127.5).round().byte().numpy()
    return {
        f"renders, {split}": asdict(compare_answers(judge.answer(sets), shown, judge)),
        f"their latents decoded, {split}": {
            **asdict(compare_answers(judge.answer(pixels.reshape(sets.shape)), shown, judge)),
            "foreground_psnr_db": foreground_psnr(vae, shards, 64),
        },
    }


def write_card_grid(models: Path, path: Path, prompts: list[str], seed: int = 1) -> None:
    """Sample one set for each prompt and write three views of each, four prompts in a row."""
    views = sample_views(load_pocket(models / "pocket"), prompts, seed)[..., :3]
    strips = [np.concatenate(list(v[[0, 1, 3]]), 1) for v in views]
    rows = [np.concatenate(strips[i : i + 4], 1) for i in range(0, len(strips), 4)]
    Image.fromarray(np.concatenate(rows)).save(path)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Measure the pocket model.")
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--samples", type=int, default=96, help="prompts in domain, and as many held out")
    parser.add_argument(
        "--cache", type=Path, help="rendered shards, to measure autoencoder and judge as well"
    )
    parser.add_argument("--json", type=Path, help="where to write the table")
    options = parser.parse_args()
    torch.manual_seed(0)
    table = evaluate(options.models, options.samples, options.cache)
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
