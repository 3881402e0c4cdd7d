"""Shards of rendered sets of views at the sheet's cameras: written whole, read as they are needed.

A shard is 500 sets: `train-0007.npy` [500, 6, 96, 96, 4] uint8 (sRGB over the background, coverage) and
`train-0007.json` with what each shows and its captions.
"""

from __future__ import annotations

import itertools
import json
import os
from dataclasses import asdict
from pathlib import Path

import numpy as np

from training.labels import SPLITS, Label, Split, draw_prop
from training.render import LAYOUT, render_views

SHARD_SETS = 500


def write_shard(folder: Path, split: Split, index: int) -> Path:
    """Render one shard, seeded by split and index, unless it is there; return its picture file."""
    pictures = folder / f"{split}-{index:04d}.npy"
    labels_file = pictures.with_suffix(".json")
    if pictures.exists() and labels_file.exists():
        return pictures
    rng = np.random.default_rng([SPLITS.index(split), index])
    labels = []
    views = np.empty((SHARD_SETS, LAYOUT.count, LAYOUT.view_px, LAYOUT.view_px, 4), np.uint8)
    for i in range(SHARD_SETS):
        label, prop, paint = draw_prop(rng, split)
        views[i] = render_views(prop, paint)
        labels.append(label)
    labels_file.write_text(json.dumps([asdict(label) for label in labels]))
    save_array(pictures, views)
    return pictures


def save_array(file: Path, array: np.ndarray) -> None:
    """Write an array into a file that is there whole or not at all."""
    partial = file.with_suffix(".partial.npy")
    np.save(partial, array)
    os.replace(partial, file)


def list_shards(folder: Path, prefix: str) -> list[Path]:
    """Return the picture files of a split's shards from number 0 to the first that is not there.

    What lies behind a gap waits until that is rendered: latents are told from each other by their place.
    """
    files = {f.name for f in folder.glob(f"{prefix}-*.npy")}
    names = itertools.takewhile(files.__contains__, (f"{prefix}-{k:04d}.npy" for k in itertools.count()))
    return [folder / name for name in names]


class Shards:
    """All shards of a split, read as they are needed.

    Attributes:
        views: one [N, V, S, S, 4] uint8 memory map per shard; those written here have SHARD_SETS sets each.
        labels: one Label per set, over all shards.
        indices: [sets, 3], of the labels.
    """

    def __init__(self, folder: Path, split: str, limit: int | None = None) -> None:
        files = list_shards(folder, split)[:limit]
        if not files:
            raise FileNotFoundError(
                f"no {split} shards in {folder}; render some: python -m training.data {folder} "
                "(or training.own, of your own meshes)"
            )
        self.views = [np.load(f, mmap_mode="r") for f in files]
        self.labels = [
            Label.from_json(entry) for f in files for entry in json.loads(f.with_suffix(".json").read_text())
        ]
        self.indices = np.array([label.indices for label in self.labels])
        self._places = [(shard, i) for shard in self.views for i in range(len(shard))]

    def __len__(self) -> int:
        return len(self.labels)

    def read(self, which: np.ndarray) -> np.ndarray:
        """Return the views [N, V, S, S, 4] uint8 of the sets at places [N]."""
        return np.stack([shard[i] for shard, i in (self._places[k] for k in which)])

    def read_views(self, which: np.ndarray, views: np.ndarray) -> np.ndarray:
        """Return one view of each set: [N, S, S, 4] uint8, for places [N] and their views [N]."""
        places = zip((self._places[k] for k in which), views, strict=True)
        return np.stack([shard[i, view] for (shard, i), view in places])
