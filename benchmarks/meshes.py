"""Are the meshes fit for a game? Measures the model.glb of assets: closed, no UV overlap, no validator error.

    python -m benchmarks.meshes FOLDER...

They are read through trimesh, not through our own code, so that what is judged is what other programs see.
The exit status is 1 if any mesh is open, overlaps itself in its atlas, is over the triangle budget, or has an
error from the Khronos validator (which runs where node is installed).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import trimesh

from benchmarks.report import Table, write_report
from threed.exchange.validator import ValidatorReport, install_validator, validate_glb
from threed.measure import MeshReport, measure_mesh
from threed.types import Mesh


@dataclass(frozen=True)
class Judgement:
    """One mesh.

    Attributes:
        name: of the asset.
        mesh: its figures.
        validator: what the validator says; None where it could not run.
        passes: whether it is fit.
    """

    name: str
    mesh: MeshReport
    validator: ValidatorReport | None
    passes: bool


def read_mesh(path: Path) -> tuple[Mesh, int]:
    """Read the one mesh of a GLB, and the side of its base colour texture in pixels."""
    (solid,) = trimesh.load(path, process=False).geometry.values()
    mesh = Mesh(
        np.asarray(solid.vertices, np.float32),
        np.asarray(solid.faces, np.int32),
        uv=np.asarray(solid.visual.uv, np.float32),
    )
    return mesh, solid.visual.material.baseColorTexture.width


def judge_mesh(path: Path, package: Path | None, triangles: int) -> Judgement:
    """Measure one GLB.

    Args:
        path: of the file.
        package: of the validator, if it is there.
        triangles: the most it may have.
    """
    mesh, atlas_px = read_mesh(path)
    report = measure_mesh(mesh, atlas_px)
    validator = None if package is None else validate_glb(path, package)
    fit = report.watertight and report.manifold and report.uv_overlap == 0 and report.triangles <= triangles
    return Judgement(
        path.parent.name, report, validator, fit and (validator is None or validator.errors == 0)
    )


def make_table(judgements: list[Judgement]) -> Table:
    """Lay the figures side by side."""
    columns = ("asset", "triangles", "closed", "manifold", "parts", "genus", "uv overlap", "atlas used",
               "texels/m", "spread", "height m", "errors", "warnings", "passes")  # fmt: skip
    rows = []
    for one in judgements:
        mesh, found = one.mesh, one.validator
        rows.append(
            (
                one.name,
                mesh.triangles,
                _word(mesh.watertight),
                _word(mesh.manifold),
                mesh.components,
                mesh.genus,
                mesh.uv_overlap,
                mesh.uv_coverage,
                mesh.texel_density,
                mesh.texel_density_spread,
                mesh.bounds[1][1] - mesh.bounds[0][1],
                None if found is None else found.errors,
                None if found is None else found.warnings,
                _word(one.passes),
            )
        )
    return Table("meshes", columns, rows)


def main() -> int:
    """Judge the assets named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("assets", type=Path, nargs="+", help="asset folders")
    parser.add_argument("--triangles", type=int, default=5000, help="the most a mesh may have")
    arguments = parser.parse_args()
    try:
        package = install_validator()
    except (FileNotFoundError, RuntimeError) as error:
        print(f"the validator does not run: {error}", file=sys.stderr)
        package = None
    judgements = [judge_mesh(asset / "model.glb", package, arguments.triangles) for asset in arguments.assets]
    messages = {one.name: one.validator.messages for one in judgements if one.validator}
    figures = {one.name: asdict(one.mesh) for one in judgements}
    write_report(
        "meshes", [make_table(judgements)], budget=arguments.triangles, messages=messages, figures=figures
    )
    return 0 if all(one.passes for one in judgements) else 1


def _word(value: bool) -> str:
    return "yes" if value else "NO"


if __name__ == "__main__":
    sys.exit(main())
