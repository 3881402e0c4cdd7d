"""Renders captioned training sheets into shards on disk, resumably.

    python -m core.pocket.data CACHE --shards 24

A shard is 500 sets: `train-0007.npy` [500, 192, 288, 4] uint8 (sRGB over the background, coverage) and
`train-0007.json` with the class, colour, finish and four captions of each. The split "held-out" holds only
the combinations of core.pocket.vocabulary.HELD_OUT, for the judge and for evaluation; "train" and
"validation" hold none of them.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from core.pocket.props import build_prop
from core.pocket.render import LAYOUT, render_views, views_to_sheet
from core.pocket.surface import mix_paint
from core.pocket.vocabulary import CLASSES, COLOURS, FINISHES, HELD_OUT, caption

Split = Literal["train", "validation", "held-out"]
SHARD_SETS = 500
CAPTIONS = 4


@dataclass(frozen=True)
class Label:
    """What a set shows, and what it is called."""

    class_name: str
    colour: str
    finish: str
    captions: tuple[str, ...]

    @property
    def indices(self) -> tuple[int, int, int]:
        """Places of class, colour and finish in the vocabulary's order."""
        return (
            list(CLASSES).index(self.class_name),
            list(COLOURS).index(self.colour),
            list(FINISHES).index(self.finish),
        )


def draw_label(rng: np.random.Generator, split: Split) -> Label:
    """Choose class, colour and finish of a set and word its captions."""
    if split == "held-out":
        class_name, colour = HELD_OUT[rng.integers(len(HELD_OUT))]
    else:
        while True:
            class_name, colour = str(rng.choice(list(CLASSES))), str(rng.choice(list(COLOURS)))
            if (class_name, colour) not in HELD_OUT:
                break
    # plain is what a prompt without a finish means, so it comes twice as often
    weights = np.array([2.0 if name == "plain" else 1.0 for name in FINISHES])
    finish = str(rng.choice(list(FINISHES), p=weights / weights.sum()))
    captions = tuple(caption(rng, class_name, colour, finish) for _ in range(CAPTIONS))
    return Label(class_name, colour, finish, captions)


def render_set(rng: np.random.Generator, label: Label) -> np.ndarray:
    """Render a fresh variation of what a label says, as a sheet [192, 288, 4] uint8."""
    prop = build_prop(rng, label.class_name)
    paint = mix_paint(rng, label.colour, label.finish, prop.slot_colours)
    return views_to_sheet(render_views(prop, paint))


def write_shard(folder: Path, split: Split, index: int) -> Path:
    """Render one shard, seeded by split and index, unless it is there; return its picture file."""
    pictures = folder / f"{split}-{index:04d}.npy"
    labels_file = pictures.with_suffix(".json")
    if pictures.exists() and labels_file.exists():
        return pictures
    rng = np.random.default_rng([("train", "validation", "held-out").index(split), index])
    labels = [draw_label(rng, split) for _ in range(SHARD_SETS)]
    sheets = np.empty((SHARD_SETS, LAYOUT.height_px, LAYOUT.width_px, 4), np.uint8)
    for i, label in enumerate(labels):
        sheets[i] = render_set(rng, label)
    labels_file.write_text(json.dumps([asdict(label) for label in labels]))
    partial = pictures.with_suffix(".partial.npy")
    np.save(partial, sheets)
    os.replace(partial, pictures)
    return pictures


class Shards:
    """All shards of a split, read as they are needed.

    Attributes:
        sheets: one [500, 192, 288, 4] uint8 memory map per shard.
        labels: one Label per set, over all shards.
    """

    def __init__(self, folder: Path, split: Split, limit: int | None = None) -> None:
        files = sorted(f for f in folder.glob(f"{split}-*.npy") if ".partial" not in f.name)[:limit]
        if not files:
            raise FileNotFoundError(
                f"no {split} shards in {folder}; render some: python -m core.pocket.data {folder}"
            )
        self.sheets = [np.load(f, mmap_mode="r") for f in files]
        raw = [entry for f in files for entry in json.loads(f.with_suffix(".json").read_text())]
        self.labels = [Label(**{**entry, "captions": tuple(entry["captions"])}) for entry in raw]
        self.indices = np.array([label.indices for label in self.labels])

    def __len__(self) -> int:
        return len(self.labels)

    def read(self, which: np.ndarray) -> np.ndarray:
        """Return the sheets [N, 192, 288, 4] uint8 at places [N]."""
        return np.stack([self.sheets[i // SHARD_SETS][i % SHARD_SETS] for i in which])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--shards", type=int, default=24, help="training shards of 500 sets")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[Split, int]] = [("train", i) for i in range(options.shards)]
    jobs[2:2] = [("validation", 0), ("held-out", 0), ("held-out", 1)]
    started = time.monotonic()
    with ProcessPoolExecutor(options.workers) as pool:
        for done, job in enumerate(
            as_completed(pool.submit(write_shard, options.cache, *job) for job in jobs), 1
        ):
            rate = done * SHARD_SETS / (time.monotonic() - started)
            print(f"{job.result().name}: {done} of {len(jobs)} shards, {rate:.1f} sets/s", flush=True)


if __name__ == "__main__":
    main()
