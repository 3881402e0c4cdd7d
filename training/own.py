"""Renders captioned meshes of one's own into the shards that training reads, resumably.

    python -m training.own CACHE captions.csv
    python -m training.train CACHE --out MODELS

Each mesh is drawn as the pocket model's own props are: in the same sphere, light and cameras. It is turned a
little, for variety; the first of its sets shows it as it stands.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from core.errors import PropsmithError, UsageError
from core.types import SheetLayout
from threed.procedural.solids import move, turn
from training.captioned_meshes import CaptionedMesh, read_list
from training.orbits import draw_cameras
from training.painted_mesh import PaintedMesh, Up, find_albedo, read_mesh
from training.render import LAYOUT, cast_views, encode_hits, shade_hits
from training.shards import save_array

#: Fewer than of drawn props: meshes may take long to draw, and what a stopped run has begun is drawn again.
SHARD_SETS = 100
SUPERSAMPLE = 2
#: What CACHE was rendered from.
RECORD = "own.json"

#: Sets of validation show each mesh once more, turned otherwise.
Split = Literal["train", "validation"]
Kind = Literal["views", "orbits"]


@dataclass(frozen=True)
class Plan:
    """What is rendered.

    Attributes:
        meshes: what is shown.
        turns: sets of views of each at the sheet's cameras.
        orbits: sets of views of each at any cameras.
        turn_deg: how far a set is turned about +Y at most, either way: with little, front stays front.
        up: which axis of the files points up.
    """

    meshes: tuple[CaptionedMesh, ...]
    turns: int
    orbits: int
    turn_deg: float
    up: Up

    def count(self, kind: Kind, split: Split) -> int:
        """Return how many sets of a kind each mesh has in a split."""
        of_kind = self.turns if kind == "views" else self.orbits
        return of_kind if split == "train" else min(of_kind, 1)

    def shards(self, kind: Kind, split: Split) -> int:
        """Return how many shards hold them."""
        return -(-len(self.meshes) * self.count(kind, split) // SHARD_SETS)


def render_mesh(mesh: PaintedMesh, layout: SheetLayout = LAYOUT) -> np.ndarray:
    """Render a mesh at a layout's cameras.

    Returns:
        [N, view_px, view_px, 4] uint8: sRGB over the layout's background, and coverage.
    """
    hits = cast_views(mesh.solid, layout, SUPERSAMPLE)
    return shade_hits(hits, find_albedo(mesh, hits), layout, SUPERSAMPLE)


def write_own_shard(folder: Path, plan: Plan, kind: Kind, split: Split, index: int) -> Path:
    """Render one shard, seeded by what it shows, unless it is there; return its picture file."""
    name = f"{split}-{index:04d}"
    pictures = folder / (f"{name}.npy" if kind == "views" else f"orbit-{name}.npy")
    labels_file, geometry_file = pictures.with_suffix(".json"), folder / f"geometry-{name}.npy"
    needed = [pictures, labels_file, *([geometry_file] if kind == "orbits" else [])]
    if all(file.exists() for file in needed):
        return pictures
    count = plan.count(kind, split)
    places = range(index * SHARD_SETS, min((index + 1) * SHARD_SETS, len(plan.meshes) * count))
    most = max(len(mesh.captions) for mesh in plan.meshes)
    views = np.empty((len(places), LAYOUT.count, LAYOUT.view_px, LAYOUT.view_px, 4), np.uint8)
    geometry, entries = np.empty_like(views) if kind == "orbits" else None, []
    for i, place in enumerate(places):
        which, number = divmod(place, count)
        captioned = plan.meshes[which]
        rng = np.random.default_rng([20, kind == "orbits", split == "validation", which, number])
        mesh, entry = _read_mesh(captioned.file, plan.up), asdict(captioned.label(most, number))
        if number or split == "validation":
            # each in a part of the range of its own
            share = (number - 1 + rng.random()) / (count - 1) if number else rng.random()
            rotation = turn(1, plan.turn_deg * (2 * share - 1))
            mesh = replace(mesh, solid=move(mesh.solid, rotation=rotation))
        layout = LAYOUT
        if geometry is not None:
            layout = draw_cameras(rng)
            geometry[i] = encode_hits(cast_views(mesh.solid, layout, supersample=1), layout)
            entry |= {"azimuths_deg": layout.azimuths_deg, "elevations_deg": layout.elevations_deg}
        views[i] = render_mesh(mesh, layout)
        entries.append(entry)
    labels_file.write_text(json.dumps(entries))
    if geometry is not None:
        save_array(geometry_file, geometry)
    save_array(pictures, views)
    return pictures


#: sets of one mesh follow each other
_read_mesh = lru_cache(maxsize=2)(read_mesh)


def check_meshes(plan: Plan) -> None:
    """Read every mesh, and tell what it is; the first that cannot be rendered ends the run.

    Raises:
        UsageError: of read_mesh.
    """
    for captioned in plan.meshes:
        mesh = read_mesh(captioned.file, plan.up)
        faces, captions = len(mesh.solid.faces), len(captioned.captions)
        print(f"{captioned.file.name}: {faces} faces, {mesh.colouring}, captions: {captions}", flush=True)


def claim_cache(cache: Path, plan: Plan) -> None:
    """Note what a cache is rendered from, or see that it was from the same.

    Raises:
        UsageError: it holds other sets: latents and states are of no use to those of another list.
    """
    meshes = [
        {
            "file": str(mesh.file.resolve()),
            "sha256": hashlib.sha256(mesh.file.read_bytes()).hexdigest(),
            "captions": list(mesh.captions),
        }
        for mesh in plan.meshes
    ]
    entry = {**asdict(replace(plan, meshes=())), "meshes": meshes}
    record = cache / RECORD
    if record.exists():
        if json.loads(record.read_text()) != entry:
            raise UsageError(
                f"{cache} holds sets of another list, or of other meshes or options", "use a fresh CACHE"
            )
        return
    if any(cache.glob("*train-*.npy")):
        raise UsageError(f"{cache} holds sets that were not rendered from a list", "use a fresh CACHE")
    cache.mkdir(parents=True, exist_ok=True)
    partial = record.with_suffix(".partial")
    partial.write_text(json.dumps(entry, indent=1) + "\n")
    os.replace(partial, record)


def render_own(cache: Path, plan: Plan, workers: int) -> None:
    """Render all shards of a plan that are not there yet.

    Raises:
        UsageError: a mesh cannot be read, or the cache holds other sets; nothing is rendered then.
    """
    check_meshes(plan)
    claim_cache(cache, plan)
    jobs = [
        (kind, split, index)
        for kind in get_args(Kind)
        for split in get_args(Split)
        for index in range(plan.shards(kind, split))
    ]
    started = time.monotonic()
    with ProcessPoolExecutor(workers) as pool:
        running = [pool.submit(write_own_shard, cache, plan, *job) for job in jobs]
        for done, job in enumerate(as_completed(running), 1):
            elapsed = time.monotonic() - started
            print(f"{job.result().name}: {done} of {len(running)} shards, {elapsed:.0f} s", flush=True)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Render captioned meshes of your own for training.")
    parser.add_argument("cache", type=Path, help="folder for the shards; training keeps its states there too")
    parser.add_argument("list", type=Path, help="captions.csv: FILE,CAPTION[,CAPTION...]; or .jsonl")
    parser.add_argument("--turns", type=int, default=24, help="sets of each mesh at the sheet's cameras")
    parser.add_argument("--orbits", type=int, default=12, help="sets of each mesh at any cameras")
    parser.add_argument(
        "--turn-deg", type=float, default=20, help="farthest turn either way; 180 for what has no front"
    )
    parser.add_argument("--up", choices=get_args(Up), default="y", help="axis of the files that points up")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    if options.turns < 1 or options.orbits < 0 or not 0 <= options.turn_deg <= 180 or options.workers < 1:
        parser.error("expected --turns and --workers of 1 or more, --orbits 0 or more, --turn-deg 0 to 180")
    try:
        meshes = tuple(read_list(options.list))
        plan = Plan(meshes, options.turns, options.orbits, options.turn_deg, options.up)
        render_own(options.cache, plan, options.workers)
    except PropsmithError as error:
        print(f"own: error: {error}", file=sys.stderr)
        raise SystemExit(error.exit_status) from None


if __name__ == "__main__":
    main()
