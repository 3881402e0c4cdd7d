"""How long does a multi-view sheet take, and how long does the model take to load?

Run from the repository root: python -m benchmarks.sheets [--model NAME] [--repeats N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

from benchmarks.report import Table, write_report

#: in a process of its own: imports are part of what a user waits for
LOAD = """
import sys, time
start = time.perf_counter()
from core.models.catalogue import resolve_model
from core.device import choose_device
from core.models.loading import load_model
import diffusers, transformers
from diffusers import StableDiffusionPipeline
imported = time.perf_counter()
load_model(resolve_model(sys.argv[1]), choose_device(sys.argv[2] or None))
print(imported - start, time.perf_counter() - imported)
"""


def main() -> None:
    """Time loading and sheets."""
    parser = argparse.ArgumentParser(description="Time loading a multi-view model and sampling its sheets.")
    parser.add_argument("--model", default="pocket", help="catalogue name, folder or hub id")
    parser.add_argument("--prompt", default="a red wooden barrel")
    parser.add_argument("--steps", type=int, nargs="+", default=[10, 15, 25, 50], help="to compare")
    parser.add_argument("--repeats", type=int, default=5, help="runs, of which the median counts")
    parser.add_argument("--device", help="cuda, mps or cpu; the best one if left out")
    options = parser.parse_args()
    measure(options.model, options.prompt, options.steps, options.repeats, options.device)


def measure(name: str, prompt: str, steps: list[int], repeats: int, device: str | None) -> None:
    """Time loading in fresh processes and sheets in this one, and print the tables."""
    from core.device import choose_device, describe_device
    from core.models.catalogue import resolve_model
    from core.models.loading import load_model
    from core.tasks.text_to_image import generate_sheet

    loads = [_time_load(name, device) for _ in range(repeats)]
    place = choose_device(device)
    model = load_model(resolve_model(name), place)
    generate_sheet(model, prompt, seed=0, steps=2)  # the first pass warms caches up
    rows = []
    for count in steps:
        seconds = []
        for seed in range(repeats):
            start = time.perf_counter()
            generate_sheet(model, prompt, seed=seed, steps=count)
            seconds.append(time.perf_counter() - start)
        median = statistics.median(seconds)
        rows.append((count, median, min(seconds), max(seconds), 1000 * median / count))
    imports, reads = (statistics.median(column) for column in zip(*loads, strict=True))
    parameters = sum(
        parameter.numel()
        for module in (model.pipeline.unet, model.pipeline.vae, model.pipeline.text_encoder)
        for parameter in module.parameters()
    )
    write_report(
        "sheets",
        [
            Table(
                f"From nothing to a loaded {name}, {parameters / 1e6:.1f} M parameters, median of {repeats}",
                ("part", "seconds"),
                [("imports", imports), ("weights", reads), ("together", imports + reads)],
            ),
            Table(
                f"One sheet on {describe_device(place)}, {repeats} runs",
                ("steps", "median s", "min s", "max s", "ms a step"),
                rows,
            ),
        ],
        model=name,
        prompt=prompt,
        guidance=model.defaults.guidance,
        device=describe_device(place),
    )


def _time_load(name: str, device: str | None) -> tuple[float, float]:
    """Return the seconds of imports and of loading in a fresh process."""
    command = [sys.executable, "-c", LOAD, name, device or ""]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    imports, reads = map(float, output.split())
    return imports, reads


if __name__ == "__main__":
    main()
