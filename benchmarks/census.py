"""Is every prop that the workshop makes fit for a game? Measures all kinds, several seeds and finishes.

    python -m benchmarks.census --seeds 8 --finishes "" "very mossy" "old rusty"

Each asset is made whole in this process and measured as report.json measures it; the table has a row a kind
with the worst figure of its assets, and the last row says how many assets keep each promise.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.pipelines.procedural import build_prop, measure_prop
from app.quality import PROCEDURAL_QUALITIES
from benchmarks.report import Cell, Table, write_report
from benchmarks.workshop import order_of
from core.errors import PropsmithError
from threed.exchange.gltf import write_glb
from threed.exchange.validator import install_validator, validate_glb
from threed.procedural import KINDS

#: figure → what it is promised to be, and how the worst of several is found
PROMISES: dict[str, tuple[str, Any]] = {
    "closed": ("all", lambda value: value),
    "components": ("max", None),
    "triangles": ("max", lambda value: value <= 5000),
    "overlap": ("max", lambda value: value == 0),
    "density spread": ("max", lambda value: value <= 0.1),
    "seam ΔE p95": ("max", lambda value: value <= 2),
    "LOD1 error": ("max", lambda value: value <= 0.01),
    "LOD2 error": ("max", lambda value: value <= 0.025),
    "collider parts": ("max", lambda value: value <= 16),
    "collider overlap": ("min", lambda value: value >= 0.85),
    "glTF errors": ("max", lambda value: value == 0),
}


def figures_of(prompt: str, seed: int, texture_px: int, validator: Path | None) -> dict[str, Cell]:
    """Make an asset and return its figures by the names of PROMISES."""
    quality = replace(PROCEDURAL_QUALITIES["standard"], texture_px=texture_px)
    prop = build_prop(replace(order_of(prompt, seed), quality=quality))
    told = measure_prop(prop, quality)
    lods = [lod["error"] for lod in told["lods"]]
    errors = 0
    if validator is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.glb"
            write_glb(path, prop.made.mesh, prop.material)
            errors = validate_glb(path, validator).errors
    return {
        "closed": told["mesh"]["watertight"],
        "components": told["pieces"],
        "triangles": told["mesh"]["triangles"],
        "overlap": told["mesh"]["uv_overlap"],
        "density spread": told["mesh"]["texel_density_spread"],
        "seam ΔE p95": told["seam_delta_e"]["p95"],
        "LOD1 error": lods[0] if lods else None,
        "LOD2 error": lods[1] if len(lods) > 1 else None,
        "collider parts": told["collider"]["parts"],
        "collider overlap": told["collider"]["overlap"],
        "glTF errors": errors,
    }


def keeps(kind: str, name: str, value: Cell) -> bool:
    """Tell whether a figure is what is promised."""
    if name == "components":
        return isinstance(value, int) and value <= KINDS[kind].pieces
    return value is not None and bool(PROMISES[name][1](value))


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--finishes", nargs="*", default=["", "very mossy", "old rusty"])
    parser.add_argument("--texture-px", type=int, default=512)
    parser.add_argument("--validate", action="store_true", help="ask the Khronos validator, too")
    options = parser.parse_args()
    validator = install_validator() if options.validate else None
    rows: list[Sequence[Cell]] = []
    kept, count = dict.fromkeys(PROMISES, 0), 0
    failures = []
    for kind in options.kinds:
        found = []
        for seed in range(options.seeds):
            for finish in options.finishes:
                prompt = f"a {finish} {kind}".replace("  ", " ")
                try:
                    figures = figures_of(prompt, seed, options.texture_px, validator)
                except (PropsmithError, ValueError) as error:
                    failures.append(f"{prompt} #{seed}: {error}")
                    continue
                found.append(figures)
                count += 1
                for name, value in figures.items():
                    kept[name] += keeps(kind, name, value)
                    if not keeps(kind, name, value):
                        failures.append(f"{prompt} #{seed}: {name} {value}")
        rows.append((kind, len(found), *(_worst(found, name) for name in PROMISES)))
        print(rows[-1], flush=True)
    rows.append(("kept by", count, *(kept.values())))
    table = Table("Worst figure of each kind", ("kind", "assets", *PROMISES), rows)
    write_report("census", [table], failures=failures, texture_px=options.texture_px)
    print("\n".join(failures))


def _worst(found: Sequence[dict[str, Cell]], name: str) -> Cell:
    values: list[Any] = [figures[name] for figures in found if figures[name] is not None]
    if not values:
        return None
    worst = {"all": all, "max": max, "min": min}[PROMISES[name][0]](values)
    return round(worst, 4) if isinstance(worst, float) else worst


if __name__ == "__main__":
    main()
