"""A process that speaks the engine's protocol and makes nothing: what the extension is tried against.

Takes the arguments of `propsmith prop`. The variable STAND_IN says how it behaves:
    success     progress, then an asset with a real GLB (that of STAND_IN_GLB where set)
    noisy       the same, among more chatter on stderr than a pipe holds
    broken      the same, but the GLB is cut off in the middle
    missing     says it is done without having made anything
    error       the vocabulary error
    crash       a traceback and exit status 1
    hang        works for ever; leaves cleanly on SIGTERM
    stubborn    works for ever, ignores SIGTERM, and so does a child of its own
STAND_IN_STEP_S is the pause between two lines of progress.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from sample_glb import box_glb

STAGES = ("sheet", "field", "mesh", "bake", "pictures")
STEPS = 4


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["prop"])
    parser.add_argument("prompt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quality", choices=["draft", "standard", "high"], required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--progress", choices=["json"], required=True)
    parser.add_argument("--json", action="store_true", required=True)
    asked = parser.parse_args()
    behaviour = os.environ.get("STAND_IN", "success")
    if behaviour == "error":
        error = {
            "code": "vocabulary",
            "message": "the pocket model was never taught the word 'wyvern'",
            "hint": "Nearest known word: 'lantern'",
            "exit_status": 11,
        }
        print(json.dumps({"error": error}))
        return 11
    if behaviour == "crash":
        raise ModuleNotFoundError("No module named 'torch'")
    half = asked.out.parent / f"{asked.out.name}.partial"
    half.mkdir()
    (half / "model.glb").write_bytes(b"half of it")
    if behaviour in {"hang", "stubborn"}:
        return _never_end(half, stubborn=behaviour == "stubborn")
    if behaviour == "missing":
        half = Path(shutil.move(half, asked.out))
        (asked.out / "model.glb").unlink()
    else:
        _work(half, asked.out, behaviour)
    result = {
        "asset": str(asked.out),
        "model": str(asked.out / "model.glb"),
        "seed": asked.seed,
        "seconds": 1.5,
    }
    print(json.dumps(result))
    return 0


def _work(half: Path, out: Path, behaviour: str) -> None:
    pause_s = float(os.environ.get("STAND_IN_STEP_S", "0"))
    began = time.monotonic()
    for number, stage in enumerate(STAGES):
        for step in range(1, STEPS + 1):
            if behaviour == "noisy":
                print("UserWarning: " + "x" * 8000, file=sys.stderr)
            overall = (number + step / STEPS) / len(STAGES)
            _tell(stage, step / STEPS, overall, time.monotonic() - began)
            time.sleep(pause_s)
    given = os.environ.get("STAND_IN_GLB")
    glb = Path(given).read_bytes() if given else box_glb()
    (half / "model.glb").write_bytes(glb[: len(glb) // 2] if behaviour == "broken" else glb)
    half.rename(out)


def _never_end(half: Path, *, stubborn: bool) -> int:
    if stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        # An ignored signal stays ignored in a child.
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        (half / "child.pid").write_text(str(child.pid))
    else:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(_leave(half)))
    _tell("field", 0.25, 0.4, 0.5)
    time.sleep(600)
    return 1


def _leave(half: Path) -> int:
    shutil.rmtree(half)
    return 143


def _tell(stage: str, fraction: float, overall: float, seconds: float) -> None:
    told = {"stage": stage, "fraction": fraction, "overall": overall, "seconds": round(seconds, 2)}
    print(json.dumps(told), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
