"""What every benchmark ends with: a table on standard output, and dated JSON in benchmarks/results/."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Table:
    """A side-by-side comparison.

    Attributes:
        title: what is compared.
        columns: names, with the unit where there is one.
        rows: one cell a column.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def describe_machine() -> dict[str, Any]:
    """Say what the figures were measured on."""
    import torch

    from core.device import available_devices, choose_device, describe_device

    return {
        "device": describe_device(choose_device()),
        "devices": list(available_devices()),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": platform.platform(),
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def format_table(table: Table) -> str:
    """Lay a table out as text: numbers to the right, at most four significant digits, words to the left."""
    cells = [list(table.columns), *([_format_cell(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(table.columns))]
    right = [
        all(isinstance(row[column], int | float) or row[column] is None for row in table.rows)
        for column in range(len(table.columns))
    ]
    lines = [table.title, ""]
    for number, row in enumerate(cells):
        aligned = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(aligned).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def write_report(name: str, tables: Sequence[Table], **facts: Any) -> Path:
    """Print tables and write them to benchmarks/results/NAME-DATE-TIME.json.

    Args:
        name: of the benchmark.
        tables: what it measured.
        facts: anything else worth keeping: seeds, settings, model.

    Returns:
        The file.
    """
    for table in tables:
        print(format_table(table))
    moment = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    report = {
        "benchmark": name,
        "utc": moment,
        "machine": describe_machine(),
        "facts": facts,
        "tables": [asdict(table) for table in tables],
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}-{moment}.json"
    file.write_text(json.dumps(report, indent=1) + "\n")
    print(f"written to {file.relative_to(RESULTS.parent.parent)}")
    return file


def _format_cell(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.4g}"
    return str(cell)
