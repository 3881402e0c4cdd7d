"""Measures the pocket model: how often the judge finds in its sheets what the prompt asked for.

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

from core.pocket.autoencoder import foreground_psnr, to_tensor
from core.pocket.data import Shards
from core.pocket.denoiser import sample_sheets
from core.pocket.judge import judge_views, load_judge
from core.pocket.render import sheet_to_views
from core.pocket.vocabulary import CLASSES, COLOURS, FINISHES, HELD_OUT

MODELS = Path(__file__).parents[2] / "assets" / "models"


@dataclass(frozen=True)
class Wish:
    """What a prompt asks for, by name."""

    class_name: str
    colour: str
    finish: str

    @property
    def prompt(self) -> str:
        adjectives = [word for word in (self.finish, self.colour) if word != "plain"]
        words = " ".join([*adjectives, self.class_name])
        return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

    @property
    def indices(self) -> tuple[int, int, int]:
        names = (list(CLASSES), list(COLOURS), list(FINISHES))
        return (
            names[0].index(self.class_name),
            names[1].index(self.colour),
            names[2].index(self.finish),
        )


@dataclass(frozen=True)
class Accuracy:
    """Shares of views in which the judge agrees, and of sheets right in every view."""

    class_name: float
    colour: float
    finish: float
    all_views: float


def draw_wishes(count: int, held_out: bool, seed: int = 5) -> list[Wish]:
    """Draw prompts: classes in turn, colours at random, every other one with a finish."""
    rng = np.random.default_rng(seed)
    wishes = []
    for i in range(count):
        if held_out:
            class_name, colour = HELD_OUT[i % len(HELD_OUT)]
        else:
            class_name = list(CLASSES)[i % len(CLASSES)]
            allowed = [c for c in COLOURS if (class_name, c) not in HELD_OUT]
            colour = str(rng.choice(allowed))
        wishes.append(Wish(class_name, colour, str(rng.choice(list(FINISHES))) if i % 2 else "plain"))
    return wishes


def judge_wishes(judge, views: np.ndarray, wishes: list[Wish]) -> Accuracy:
    """Compare views [N, V, S, S, C] uint8 with what was wished."""
    return compare_answers(judge_views(judge, views), wishes)


def compare_answers(answers: np.ndarray, wishes: list[Wish]) -> Accuracy:
    """Compare what the judge says of views, [N, V, 3] indices, with what was wished."""
    right = answers == np.array([w.indices for w in wishes])[:, None]
    share = right.mean((0, 1))
    # a wish without a finish leaves the finish open
    asked = np.array([w.finish != "plain" for w in wishes])
    finish = right[asked, :, 2].mean() if asked.any() else float("nan")
    both = right[..., :2].all((1, 2)).mean()
    return Accuracy(float(share[0]), float(share[1]), float(finish), float(both))


def evaluate(models: Path, samples: int, cache: Path | None) -> dict[str, dict[str, float]]:
    """Measure, print the table and return it."""
    from diffusers import AutoencoderTiny, UNet2DConditionModel
    from transformers import CLIPTextModel, CLIPTokenizer

    if not (models / "pocket-judge" / "model.safetensors").is_file():
        raise SystemExit(
            f"{models / 'pocket-judge'} has no judge to measure with; "
            f"train it and the rest: python -m core.pocket.train CACHE --stage export --out {models}"
        )
    folder = models / "pocket"
    vae = AutoencoderTiny.from_pretrained(folder / "vae", dtype=torch.float32).eval()
    unet = UNet2DConditionModel.from_pretrained(folder / "unet", dtype=torch.float32).eval()
    text_encoder = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32).eval()
    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    judge = load_judge(models / "pocket-judge")
    table: dict[str, dict[str, float]] = {}
    if cache is not None:
        for split in ("validation", "held-out"):
            shards = Shards(cache, split)
            which = np.arange(len(shards) - 200, len(shards))  # the judge has seen the first held-out shard
            sheets = shards.read(which)
            wishes = [Wish(*_names(shards.indices[i])) for i in which]
            with torch.no_grad():
                y = torch.cat(
                    [vae.decoder(vae.encoder(to_tensor(sheets[i : i + 8]))) for i in range(0, 200, 8)]
                )
            coded = ((y.clamp(-1, 1).permute(0, 2, 3, 1) + 1) * 127.5).round().byte().numpy()
            table[f"renders, {split}"] = asdict(judge_wishes(judge, sheet_to_views(sheets), wishes))
            table[f"their latents decoded, {split}"] = {
                **asdict(judge_wishes(judge, sheet_to_views(coded), wishes)),
                "foreground_psnr_db": foreground_psnr(vae, shards, 64),
            }
    for name, held_out in (("samples, in domain", False), ("samples, held out", True)):
        wishes = draw_wishes(samples, held_out)
        started, parts = time.monotonic(), []
        for i in range(0, samples, 8):
            prompts = [w.prompt for w in wishes[i : i + 8]]
            parts.append(sample_sheets(vae, unet, text_encoder, tokenizer, prompts, seed=i))
        seconds = (time.monotonic() - started) / samples
        views = sheet_to_views(np.concatenate(parts))
        table[name] = {**asdict(judge_wishes(judge, views, wishes)), "seconds_a_sheet": seconds}
    for name, row in table.items():
        print(f"{name:38s}" + "  ".join(f"{key} {value:.3f}" for key, value in row.items()), flush=True)
    return table


def write_card_grid(models: Path, path: Path, prompts: list[str], seed: int = 1) -> None:
    """Sample one sheet for each prompt and write their first rows of views, four prompts in a row."""
    from diffusers import AutoencoderTiny, UNet2DConditionModel
    from transformers import CLIPTextModel, CLIPTokenizer

    folder = models / "pocket"
    sheets = sample_sheets(
        AutoencoderTiny.from_pretrained(folder / "vae", dtype=torch.float32).eval(),
        UNet2DConditionModel.from_pretrained(folder / "unet", dtype=torch.float32).eval(),
        CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32).eval(),
        CLIPTokenizer.from_pretrained(folder / "tokenizer"),
        prompts,
        seed=seed,
    )
    tops = sheets[:, : sheets.shape[1] // 2, :, :3]
    rows = [np.concatenate(list(tops[i : i + 4]), 1) for i in range(0, len(tops), 4)]
    Image.fromarray(np.concatenate(rows)).save(path)


def _names(indices: np.ndarray) -> tuple[str, str, str]:
    return list(CLASSES)[indices[0]], list(COLOURS)[indices[1]], list(FINISHES)[indices[2]]


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
