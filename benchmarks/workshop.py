"""How long does a procedural prop take: as a whole process, warm, and beside the generated road?

    python -m benchmarks.workshop --runs 5 --assets 100

Whole processes are timed from start to exit, as a user waits; the generated road makes the same sentence in
the same run, and the last column is how many times longer it takes.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psutil

from app.pipelines.procedural import build_prop
from app.procedural_order import ProceduralOrder, describe_prompt
from app.quality import PROCEDURAL_QUALITIES
from benchmarks.report import Table, write_report
from threed.procedural import KINDS
from threed.procedural.shape import build_shape
from threed.procedural.size import AS_MADE

PROMPT = "a red wooden barrel"
ROADS: dict[str, tuple[str, ...]] = {
    "procedural, draft": ("--quality", "draft"),
    "procedural, standard": (),
    "procedural, high": ("--quality", "high"),
    "generated, draft": ("--shape", "generated", "--quality", "draft"),
}


def time_process(arguments: Sequence[str]) -> tuple[float, float]:
    """Run propsmith once; return its seconds and the most memory it held, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "app.cli", "prop", PROMPT, "--seed", "1", "--progress", "none"]
        began = time.perf_counter()
        process = psutil.Popen([*command, *arguments, "--out", f"{folder}/prop"], stdout=subprocess.DEVNULL)
        peak = 0
        while process.poll() is None:
            try:
                peak = max(peak, process.memory_info().rss)
            except psutil.Error:
                break
            time.sleep(0.01)
        if process.wait():
            raise SystemExit(f"propsmith ended with status {process.returncode}")
        return time.perf_counter() - began, peak / 1e6


def whole_processes(runs: int, generated_runs: int) -> Table:
    """Time whole commands; each road's runs take turns with the others', so that noise meets all."""
    measured: dict[str, list[tuple[float, float]]] = {road: [] for road in ROADS}
    for turn in range(max(runs, generated_runs)):
        for road, arguments in ROADS.items():
            if turn < (generated_runs if road.startswith("generated") else runs):
                measured[road].append(time_process(arguments))
    medians = {road: statistics.median(s for s, _ in costs) for road, costs in measured.items() if costs}
    slowest = medians.get("generated, draft")
    rows = [
        (
            road,
            len(costs),
            round(min(s for s, _ in costs), 2),
            round(medians[road], 2),
            round(max(mb for _, mb in costs)),
            None if slowest is None else round(slowest / medians[road], 1),
        )
        for road, costs in measured.items()
        if costs
    ]
    columns = ("road", "runs", "least s", "median s", "peak MB", "generated draft is × this")
    return Table("Whole processes", columns, rows)


def order_of(prompt: str, seed: int) -> ProceduralOrder:
    """Order a prop at standard quality without a place on disk."""
    text, description = describe_prompt(prompt)
    quality = PROCEDURAL_QUALITIES["standard"]
    return ProceduralOrder(
        text, seed, description, description.dials, AS_MADE, quality, Path("unused"), "procedural"
    )


def warm_work(assets: int) -> Table:
    """Time shapes and whole assets without pictures in one process that has made one already."""
    build_prop(order_of(PROMPT, 0))
    shapes = []
    for kind in KINDS:
        began = time.perf_counter()
        build_shape(kind, 3)
        shapes.append(time.perf_counter() - began)
    props = []
    kinds = list(KINDS)
    for i in range(assets):
        order = replace(order_of(f"a {kinds[i % len(kinds)]}", i // len(kinds)))
        began = time.perf_counter()
        build_prop(order)
        props.append(time.perf_counter() - began)
    rows = [
        ("a shape, all kinds", len(shapes), *_spread(shapes)),
        ("a standard asset without pictures", len(props), *_spread(props)),
        (f"{PROMPT}, likewise", 5, *_spread([_time_one(i) for i in range(5)])),
    ]
    return Table("One warm process", ("work", "times", "least s", "median s", "most s"), rows)


def _time_one(seed: int) -> float:
    began = time.perf_counter()
    build_prop(order_of(PROMPT, seed))
    return time.perf_counter() - began


def _spread(seconds: Sequence[float]) -> tuple[float, float, float]:
    return round(min(seconds), 4), round(statistics.median(seconds), 4), round(max(seconds), 4)


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--generated-runs", type=int, default=1)
    parser.add_argument("--assets", type=int, default=100)
    options = parser.parse_args()
    tables = [whole_processes(options.runs, options.generated_runs), warm_work(options.assets)]
    write_report("workshop", tables, prompt=PROMPT, torch_imported_by_the_procedural_road=_imports_torch())


def _imports_torch() -> bool:
    code = (
        "import sys; from app.cli import main; main(sys.argv[1:]); "
        "sys.exit(any(name in sys.modules for name in ('torch', 'diffusers', 'open3d', 'trimesh')))"
    )
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["prop", PROMPT, "--quality", "draft", "--out", f"{folder}/prop"]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
        return bool(done.returncode)


if __name__ == "__main__":
    main()
