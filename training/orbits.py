"""Renders captioned sets of views from any cameras, with the geometry that they show, into shards on disk.

A shard is 500 sets of six views: `orbit-train-0003.npy` [500, 6, 96, 96, 4] uint8 as training.shards',
`geometry-train-0003.npy` beside it as core.models.geometry encodes it, and `orbit-train-0003.json` with
labels and cameras.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from core.types import SheetLayout
from training.labels import SPLITS, Split, draw_prop
from training.render import LAYOUT, render_geometry, render_views
from training.shards import SHARD_SETS, Shards, save_array

#: Elevations that most cameras have, and the rest: a look from the top.
USUAL_DEG, TOP_DEG = (-25.0, 60.0), (60.0, 90.0)
TOP_SHARE = 0.12
#: How often the cameras stand all round the prop; else each stands anywhere.
ROUND_SHARE = 0.5


def draw_cameras(rng: np.random.Generator) -> SheetLayout:
    """Draw a layout of as many cameras as a sheet has, at its distance, anywhere."""
    count = LAYOUT.count
    if rng.random() < ROUND_SHARE:
        azimuths = (
            rng.uniform(0, 360) + 360 / count * (np.arange(count) + rng.uniform(-0.3, 0.3, count))
        ) % 360
    else:
        azimuths = rng.uniform(0, 360, count)
    top = rng.random(count) < TOP_SHARE
    elevations = np.where(top, rng.uniform(*TOP_DEG, count), rng.uniform(*USUAL_DEG, count))
    return replace(
        LAYOUT,
        azimuths_deg=tuple(float(a) for a in azimuths.round(1)),
        elevations_deg=tuple(float(e) for e in elevations.round(1)),
    )


def write_orbit_shard(folder: Path, split: Split, index: int) -> Path:
    """Render one shard, seeded by split and index, unless it is there; return its picture file."""
    pictures = folder / f"orbit-{split}-{index:04d}.npy"
    labels_file, geometry_file = pictures.with_suffix(".json"), folder / f"geometry-{split}-{index:04d}.npy"
    if pictures.exists() and labels_file.exists() and geometry_file.exists():
        return pictures
    rng = np.random.default_rng([3, SPLITS.index(split), index])
    views = np.empty((SHARD_SETS, LAYOUT.count, LAYOUT.view_px, LAYOUT.view_px, 4), np.uint8)
    geometry, entries = np.empty_like(views), []
    for i in range(SHARD_SETS):
        label, prop, paint = draw_prop(rng, split)
        layout = draw_cameras(rng)
        views[i] = render_views(prop, paint, layout)
        geometry[i] = render_geometry(prop, layout)
        cameras = {"azimuths_deg": layout.azimuths_deg, "elevations_deg": layout.elevations_deg}
        entries.append({**asdict(label), **cameras})
    labels_file.write_text(json.dumps(entries))
    save_array(geometry_file, geometry)
    save_array(pictures, views)
    return pictures


class OrbitShards(Shards):
    """All shards of a split of sets from any cameras.

    Attributes:
        cameras: [sets, V, 2] float32, azimuths and elevations in degrees.
        geometry: one [N, V, S, S, 4] uint8 memory map per shard.
    """

    def __init__(self, folder: Path, split: Split) -> None:
        super().__init__(folder, f"orbit-{split}")
        files = [folder / f"orbit-{split}-{i:04d}.json" for i in range(len(self.views))]
        entries = [entry for file in files for entry in json.loads(file.read_text())]
        angles = [[entry["azimuths_deg"], entry["elevations_deg"]] for entry in entries]
        self.cameras = np.array(angles, np.float32).transpose(0, 2, 1)
        self.geometry = [
            np.load(folder / f"geometry-{split}-{i:04d}.npy", mmap_mode="r") for i in range(len(files))
        ]

    def read_geometry(self, which: np.ndarray) -> np.ndarray:
        """Return the geometry [N, V, S, S, 4] uint8 of the sets at places [N]."""
        lengths = np.cumsum([0, *map(len, self.geometry)])
        shards = np.searchsorted(lengths, which, "right") - 1
        return np.stack([self.geometry[s][k - lengths[s]] for s, k in zip(shards, which, strict=True)])


def find_orbits(folder: Path, split: Split) -> OrbitShards | None:
    """Return the shards of a split; None where there are none, and the sheet's cameras are all."""
    return OrbitShards(folder, split) if any(folder.glob(f"orbit-{split}-????.npy")) else None
