"""Renders captioned training sets into shards on disk, resumably.

    python -m training.data CACHE --shards 48

Views at the sheet's cameras (training.shards), at any cameras and with geometry (training.orbits), maps
of materials (training.material_sets), and a few of both four times as large (training.fine_shards).
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from training.fine_shards import write_map_shard, write_view_shard
from training.labels import Split
from training.material_sets import write_material_shard
from training.orbits import write_orbit_shard
from training.shards import write_shard

#: cache, split, index → the file of a shard
Writer = Callable[[Path, Split, int], Path]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Render captioned sets of views and of maps.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("--shards", type=int, default=24, help="shards of 500 props for training")
    parser.add_argument("--orbit-shards", type=int, default=9, help="shards of 500 props at any cameras")
    parser.add_argument("--material-shards", type=int, default=24, help="shards of 250 materials")
    parser.add_argument("--fine-shards", type=int, default=10, help="shards of 150 large views, 30 materials")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    # what is measured with first, then the kinds in turn: whatever is there when training begins has all
    jobs: list[tuple[Writer, Split, int]] = [
        (write_shard, "validation", 0),
        (write_shard, "held-out", 0),
        (write_shard, "held-out", 1),
        (write_orbit_shard, "validation", 0),
        (write_material_shard, "validation", 0),
        (write_view_shard, "validation", 0),
        (write_map_shard, "validation", 0),
    ]
    turns = max(options.shards, options.orbit_shards, options.material_shards, options.fine_shards)
    for i in range(turns):
        kinds: tuple[tuple[Writer, int], ...] = (
            (write_shard, options.shards),
            (write_orbit_shard, options.orbit_shards),
            (write_material_shard, options.material_shards),
            (write_view_shard, options.fine_shards),
            (write_map_shard, options.fine_shards),
        )
        jobs.extend((write, "train", i) for write, count in kinds if i < count)
    started = time.monotonic()
    with ProcessPoolExecutor(options.workers) as pool:
        running = [pool.submit(write, options.cache, split, i) for write, split, i in jobs]
        for done, job in enumerate(as_completed(running), 1):
            elapsed = time.monotonic() - started
            print(f"{job.result().name}: {done} of {len(running)} shards, {elapsed:.0f} s", flush=True)


if __name__ == "__main__":
    main()
