"""Renders single views and materials at four times the size of the first stage, into shards on disk.

The upscaler (training.upscaler) is trained on them; they have no captions, for it reads none. They lie in
`CACHE/high`: `views-train-0002.npy` [150, 384, 384, 4] uint8 as training.render's, each of another prop
from any camera, and `maps-train-0002.npy` [30, 4, 512, 512, 4] uint8 as training.material_sets'.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from core.limits import UPSCALE
from training.labels import SPLITS, Split, draw_prop
from training.material_sets import MATERIAL_PX, draw_material_label, paint_set
from training.orbits import draw_cameras
from training.render import LAYOUT, render_views
from training.shards import list_shards, save_array

VIEW_PX, MAP_PX = LAYOUT.view_px * UPSCALE, MATERIAL_PX * UPSCALE
#: Small shards: one is half a minute's work, all that is lost where rendering is stopped.
SHARD_VIEWS, SHARD_SETS = 150, 30


def write_view_shard(folder: Path, split: Split, index: int) -> Path:
    """Render one shard of views, seeded by split and index, unless it is there; return its file."""
    rng = np.random.default_rng([20, SPLITS.index(split), index])
    return _write(folder, f"views-{split}-{index:04d}.npy", lambda: draw_fine_view(rng), SHARD_VIEWS)


def write_map_shard(folder: Path, split: Split, index: int) -> Path:
    """Paint one shard of maps, seeded by split and index, unless it is there; return its file."""
    rng = np.random.default_rng([21, SPLITS.index(split), index])
    return _write(
        folder,
        f"maps-{split}-{index:04d}.npy",
        lambda: paint_set(rng, draw_material_label(rng), MAP_PX),
        SHARD_SETS,
    )


def draw_fine_view(rng: np.random.Generator) -> np.ndarray:
    """Render some prop from some camera: [VIEW_PX, VIEW_PX, 4] uint8."""
    _, prop, paint = draw_prop(rng, "train")
    cameras = draw_cameras(rng)
    layout = replace(
        cameras,
        rows=1,
        columns=1,
        view_px=VIEW_PX,
        azimuths_deg=cameras.azimuths_deg[:1],
        elevations_deg=cameras.elevations_deg[:1],
    )
    return render_views(prop, paint, layout)[0]


class FineShards:
    """All fine shards of a kind and split, read as they are needed.

    Attributes:
        arrays: one memory map per shard, [N, 384, 384, 4] uint8 of views or [N, 4, 512, 512, 4] of maps.
    """

    def __init__(self, cache: Path, kind: Literal["views", "maps"], split: Split) -> None:
        folder = cache / "high"
        files = list_shards(folder, f"{kind}-{split}")
        if not files:
            raise FileNotFoundError(
                f"no {split} shards of {kind} in {folder}; render some: python -m training.data {cache}"
            )
        self.arrays = [np.load(f, mmap_mode="r") for f in files]
        self._places = [(shard, i) for shard in self.arrays for i in range(len(shard))]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, place: int) -> np.ndarray:
        """Return the picture [S, S, 4] or set of maps [4, S, S, 4] at a place, not read before it is cut."""
        shard, i = self._places[place]
        return shard[i]


def _write(folder: Path, name: str, draw: Callable[[], np.ndarray], count: int) -> Path:
    path = folder / "high" / name
    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    save_array(path, np.stack([draw() for _ in range(count)]))
    return path
