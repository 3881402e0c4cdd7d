"""For how long the stages of training run, and what an exported model says of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from core.errors import UsageError
from core.models.sidecar import SIDECAR

#: Where propsmith.json says for how many minutes each stage has run.
MINUTES = "trained_minutes"


@dataclass(frozen=True)
class Budget:
    """Minutes for each stage, in all; 0 leaves distil, control and upscaler out of what is exported."""

    decoder: float = 20
    clip: float = 4
    denoiser: float = 150
    distil: float = 45
    control: float = 45
    upscaler: float = 15


def note_minutes(pocket: Path, budget: Budget) -> None:
    """Write into a model's propsmith.json for how long its stages have run."""
    sidecar = pocket / SIDECAR
    table = json.loads(sidecar.read_text()) | {MINUTES: asdict(budget)}
    sidecar.write_text(json.dumps(table, indent=1) + "\n")


def read_minutes(pocket: Path) -> Budget:
    """Read what note_minutes wrote.

    Raises:
        UsageError: the model is not one that training.train has exported, or an older one.
    """
    try:
        minutes = json.loads((pocket / SIDECAR).read_text())[MINUTES]
        return Budget(**{field.name: float(minutes[field.name]) for field in fields(Budget)})
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{pocket} is no model to start from: it does not say for how long it was trained",
            "name the folder that was the --out of training.train",
        ) from None
