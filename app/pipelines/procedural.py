"""From an order to an asset by a program and smart materials: shape, mesh, maps, paint, pictures."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.asset import build_folder, name_thing
from app.procedural_order import ProceduralOrder
from app.progress import Show
from app.quality import PAINTING_SECONDS, PROCEDURAL_SECONDS, ProceduralQuality
from app.recipe import FORMAT, PainterRecipe, ProceduralRecipe, recipe_to_json
from app.report import write_report
from app.stages import Run, begin_run
from threed.exchange.gltf import encode_png, encode_textures, write_collider, write_glb
from threed.measure import measure_mesh
from threed.preview import write_preview, write_turntable
from threed.procedural.dress import choose_looks
from threed.procedural.mesh import PropMesh, make_mesh
from threed.procedural.shape import Shape, build_shape
from threed.surface.compose import paint_mesh
from threed.surface.maps import bake_maps
from threed.texture import measure_seams
from threed.types import Material

#: stage(name) is entered for as long as that stage of the work takes
Stage = Callable[[str], AbstractContextManager[None]]

#: of which the versions are told in the report: another one may make other bytes
LIBRARIES = ("numpy", "scipy", "manifold3d", "xatlas", "embreex", "pillow")


@dataclass(frozen=True)
class ProceduralProp:
    """A prop before it is written.

    Attributes:
        shape: its parts and dials.
        made: its meshes and collider.
        material: what it is painted with.
        unseen_fraction: of the texels that nothing painted from their own place.
    """

    shape: Shape
    made: PropMesh
    material: Material
    unseen_fraction: float = 0.0


@dataclass(frozen=True)
class ProceduralResult:
    """A prop on disk.

    Attributes:
        recipe: that makes it again.
        report: what report.json says.
    """

    recipe: ProceduralRecipe
    report: dict[str, Any]


def make_prop(
    order: ProceduralOrder, show: Show, check: Callable[[], None], started: float
) -> ProceduralResult:
    """Make a prop and put its asset in place.

    Args:
        order: what is wanted.
        show: told how far the work is.
        check: called at each step; raises Cancelled to end it.
        started: time.monotonic() when the command began.

    Raises:
        PropsmithError: see core/errors.py; nothing is left behind.
    """
    run = begin_run(_expected_seconds(order), show, check, started)
    prop, painter = build_prop(order, run.stage), None
    if order.painter is not None:
        from app.pipelines.painting import paint_by_model  # torch, for those alone who ask for it

        painted = paint_by_model(
            prop.made.mesh, prop.material, order.prompt, order.seed, order.painter, run.stage, run.progress
        )
        painter = PainterRecipe(painted.model, painted.upscaler_sha256, painted.device)
        prop = replace(prop, material=painted.material, unseen_fraction=painted.unseen_fraction)
    recipe = ProceduralRecipe(
        format=FORMAT,
        kind="procedural",
        propsmith=version("propsmith"),
        prompt=order.prompt,
        seed=order.seed,
        description=order.description.to_json(),
        dials={name: dial.value for name, dial in prop.shape.dials.items()},
        size=order.size,
        quality=order.quality,
        painter=painter,
    )
    return ProceduralResult(recipe, _write_asset(order, recipe, prop, run))


def _expected_seconds(order: ProceduralOrder) -> dict[str, float]:
    if order.painter is None:
        return PROCEDURAL_SECONDS
    ends = {name: PROCEDURAL_SECONDS[name] for name in ("pictures", "write")}
    begins = {name: seconds for name, seconds in PROCEDURAL_SECONDS.items() if name not in ends}
    return begins | PAINTING_SECONDS | ends


def build_prop(order: ProceduralOrder, stage: Stage = lambda name: nullcontext()) -> ProceduralProp:
    """Make a prop in memory.

    Args:
        order: what is wanted.
        stage: entered for each of the stages shape, mesh, maps and paint.
    """
    quality = order.quality
    with stage("shape"):
        shape = build_shape(
            order.description.kind, order.seed, order.dials, order.size, without=order.description.without
        )
    with stage("mesh"):
        made = make_mesh(
            shape, quality.texture_px, quality.triangles, lods=quality.lods, collider=quality.collider
        )
    with stage("maps"):
        maps = bake_maps(made.mesh, made.part_of_face, made.edges, quality.texture_px)
    with stage("paint"):
        looks = choose_looks(shape, order.description)
        material = paint_mesh(maps, shape.parts, looks, order.description.weather, order.seed)
    return ProceduralProp(shape, made, material)


def _write_asset(
    order: ProceduralOrder, recipe: ProceduralRecipe, prop: ProceduralProp, run: Run
) -> dict[str, Any]:
    quality, name = order.quality, name_thing(order.prompt)
    with build_folder(order.target) as folder, ThreadPoolExecutor(1) as threads:
        # pressing PNGs takes as long as drawing the pictures, and holds no lock
        pngs: Future[dict[str, bytes]] = threads.submit(encode_textures, prop.material)
        with run.stage("pictures"):
            _draw_pictures(folder, prop, quality, run)
        with run.stage("write"):
            extras = {"propsmith": recipe.propsmith, "prompt": recipe.prompt, "seed": recipe.seed}
            _write_models(folder, prop, pngs.result(), name, extras)
            (folder / "recipe.json").write_text(recipe_to_json(recipe), encoding="utf-8")
        report = {
            "format": FORMAT,
            "road": order.road,
            "seconds": run.seconds,
            "peak_bytes": run.watch.peak_bytes,
            "stages": [asdict(cost) for cost in run.watch.costs],
            "system": platform.platform(),
            "libraries": {library: version(library) for library in LIBRARIES},
            "notes": [*order.notes, *prop.made.notes],
            "kind": prop.shape.kind,
            **measure_prop(prop, quality),
        }
        write_report(folder / "report.json", report)
    run.progress("write", 1.0)
    return report


def measure_prop(prop: ProceduralProp, quality: ProceduralQuality) -> dict[str, Any]:
    """Measure what came out, for the report."""
    seam_mean, seam_p95 = measure_seams(
        prop.made.mesh, prop.material.base_color.pixels, prop.made.part_of_face
    )
    return {
        "mesh": asdict(measure_mesh(prop.made.mesh, quality.texture_px, quality.texture_px)),
        "pieces": prop.made.pieces,
        "parts": sorted({one.name for one in prop.shape.parts}),
        "lods": [{"triangles": len(lod.mesh.faces), "error": lod.error} for lod in prop.made.lods],
        "collider": {"parts": len(prop.made.collider), "overlap": prop.made.collider_overlap},
        "unseen_texel_fraction": prop.unseen_fraction,
        "seam_delta_e": {"mean": seam_mean, "p95": seam_p95},
    }


def _draw_pictures(folder: Path, prop: ProceduralProp, quality: ProceduralQuality, run: Run) -> None:
    mesh, material = prop.made.mesh, prop.material
    write_preview(folder / "preview.png", mesh, material, width_px=quality.preview_px, progress=run.progress)
    if quality.turntable_frames:
        write_turntable(
            folder / "turntable.webp",
            mesh,
            material,
            frames=quality.turntable_frames,
            size_px=quality.turntable_px,
            progress=run.progress,
        )


def _write_models(
    folder: Path, prop: ProceduralProp, pngs: Mapping[str, bytes], name: str, extras: Mapping[str, Any]
) -> None:
    material = prop.material
    write_glb(folder / "model.glb", prop.made.mesh, material, name=name, extras=extras, textures=pngs)
    links = {label: f"textures/{label}.png" for label in pngs}
    for level, lod in enumerate(prop.made.lods, 1):
        file = folder / f"model_lod{level}.glb"
        write_glb(file, lod.mesh, lod.dress(material), name=f"{name} LOD{level}", links=links)
    if prop.made.collider:
        write_collider(folder / "collider.glb", prop.made.collider, name)
    textures = folder / "textures"
    textures.mkdir()
    for label, png in pngs.items():
        (textures / f"{label}.png").write_bytes(png)
    if material.height is not None:
        (textures / "height.png").write_bytes(encode_png(material.height))
