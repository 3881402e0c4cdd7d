"""Does a sentence become the prop it names? Makes props as a user would and classifies what they show.

    python -m benchmarks.props --quality draft --count 24

Half of the prompts are combinations of class and colour that the pocket model has never seen. Each prop is
made by the command line in a process of its own; its GLB is read back and rendered at the cameras and in the
light of the training renders, and the classifier (training.classifier) says what it sees, view by view. A
prop that could not be made counts as wrong in every view. A contact sheet shows them all to an eye.

    python -m benchmarks.props --keep FOLDER

keeps the assets, and goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image as Picture

from benchmarks.report import RESULTS, Table, write_report
from core.models.catalogue import resolve_model
from core.types import Image
from threed.cameras import sheet_cameras
from threed.normals import add_tangents
from threed.raster import render_mesh
from threed.types import Material, Mesh
from training.caption import Spec
from training.classifier import Classifier
from training.evaluate import MODELS, compare_answers, draw_specs, write_prompt
from training.props.prop import RADIUS
from training.render import LAYOUT


def make_asset(prompt: str, folder: Path, quality: str, seed: int) -> dict | str:
    """Run `propsmith prop`, if its asset is not there yet; return the report, or what went wrong."""
    if (folder / "report.json").is_file():
        return json.loads((folder / "report.json").read_text())
    command = [sys.executable, "-m", "app.cli", "prop", prompt, "--out", str(folder), "--quality", quality]
    command += ["--seed", str(seed), "--json", "--progress", "none"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        said = json.loads(done.stdout)["error"]["message"] if done.stdout.startswith("{") else ""
        return f"exit status {done.returncode}: {said}"
    return json.loads((folder / "report.json").read_text())


def read_glb(path: Path) -> tuple[Mesh, Material]:
    """Read a prop back through trimesh, moved and scaled to the sphere that the training props fill."""
    import trimesh

    (part,) = trimesh.load_scene(path).geometry.values()
    vertices = np.asarray(part.vertices, np.float32)
    vertices = vertices - (vertices.min(0) + vertices.max(0)) / 2
    vertices *= RADIUS / np.linalg.norm(vertices, axis=1).max()
    mesh = Mesh(vertices, np.asarray(part.faces, np.int32), np.asarray(part.visual.uv, np.float32))
    textures = part.visual.material
    base, orm, normal = (
        np.asarray(texture.convert("RGB"), np.float32) / 255
        for texture in (textures.baseColorTexture, textures.metallicRoughnessTexture, textures.normalTexture)
    )
    return add_tangents(mesh), Material(Image(base), Image(orm, "linear"), Image(normal, "linear"))


def render_asset(path: Path) -> np.ndarray:
    """Render a GLB as the training props were: [6, 96, 96, 3] uint8."""
    mesh, material = read_glb(path)
    rgb, _ = render_mesh(mesh, material, sheet_cameras(LAYOUT), LAYOUT.light, LAYOUT.background)
    return (rgb * 255 + 0.5).astype(np.uint8)


def main() -> None:
    """Make the props, judge them, print the table."""
    parser = argparse.ArgumentParser(description="Make props from prompts and judge the finished meshes.")
    parser.add_argument("--quality", choices=("draft", "standard", "high"), default="draft")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the assets; a temporary one if left out")
    options = parser.parse_args()
    vocabulary, classifier = resolve_model("pocket").vocabulary, Classifier.load(MODELS / "pocket-judge")
    assert vocabulary is not None
    half = options.count // 2
    specs = draw_specs(vocabulary, options.count - half, held_out=False)
    specs += draw_specs(vocabulary, half, held_out=True)
    with tempfile.TemporaryDirectory() as temporary:
        root = options.keep or Path(temporary)
        root.mkdir(parents=True, exist_ok=True)
        reports, side = [], LAYOUT.view_px
        views = np.full((len(specs), LAYOUT.count, side, side, 3), 128, np.uint8)
        for i, spec in enumerate(specs):
            prompt = write_prompt(spec)
            folder = root / f"{i:02d}-{prompt.replace(' ', '-')}"
            reports.append(make_asset(prompt, folder, options.quality, options.seed + i))
            if isinstance(reports[i], dict):
                views[i] = render_asset(folder / "model.glb")
            print(f"{i + 1} of {len(specs)}: {prompt}", file=sys.stderr, flush=True)
    answers = classifier.answer(views)
    answers[[isinstance(report, str) for report in reports]] = -1
    write_report(
        "props",
        [_each(specs, reports, answers, classifier), _shares(answers, specs, len(specs) - half, classifier)],
        quality=options.quality,
        seed=options.seed,
        contact_sheet=_write_contact_sheet(views).name,
    )


def _each(specs: list[Spec], reports: list[dict | str], answers: np.ndarray, classifier: Classifier) -> Table:
    rows = []
    for spec, report, answer in zip(specs, reports, answers, strict=True):
        prompt = write_prompt(spec)
        if isinstance(report, str):
            rows.append((prompt, report, *[None] * 6))
            continue
        seen = [names[np.bincount(answer[:, k]).argmax()] for k, names in enumerate(classifier.names[:2])]
        rows.append(
            (
                prompt,
                " ".join(reversed(seen)),
                sum(stage["seconds"] for stage in report["stages"]),
                max(stage["peak_bytes"] for stage in report["stages"]) / 2**30,
                report["mesh"]["triangles"],
                report["mesh"]["watertight"],
                report["mesh"]["uv_overlap"],
                report["views"]["psnr_db"],
            )
        )
    columns = (
        "prompt",
        "judged as",
        "seconds",
        "peak GiB",
        "triangles",
        "watertight",
        "uv overlap",
        "PSNR dB",
    )
    return Table("each prop", columns, rows)


def _shares(answers: np.ndarray, specs: list[Spec], common: int, classifier: Classifier) -> Table:
    rows = []
    for name, part in (
        ("in domain", slice(0, common)),
        ("held out", slice(common, None)),
        ("all", slice(None)),
    ):
        share = compare_answers(answers[part], specs[part], classifier)
        rows.append((name, share.class_name, share.colour, share.finish, share.all_views))
    return Table(
        "shares of the meshes' views", ("prompts", "class", "colour", "finish", "both in all views"), rows
    )


def _write_contact_sheet(views: np.ndarray) -> Path:
    """Write every prop's six views, one prop a row, two props side by side."""
    rows = [np.concatenate(list(prop), 1) for prop in views]
    rows += [np.full_like(rows[0], 128)] * (len(rows) % 2)
    height = math.ceil(len(rows) / 2)
    sheet = np.concatenate([np.concatenate(rows[:height]), np.concatenate(rows[height:])], 1)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "props.png"
    Picture.fromarray(sheet).save(path)
    return path


if __name__ == "__main__":
    main()
