"""From an order to a result on disk: the stages, each told, timed and weighed; the figures of the result."""

from __future__ import annotations

import math
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from app.asset import build_folder, name_thing
from app.order import PropOrder
from app.pipelines.guiding import GuideMesh, build_guide
from app.procedural_order import Guide
from app.progress import Show, StagedProgress
from app.quality import PROP_SECONDS, Quality
from app.recipe import FORMAT, GuideRecipe, PropRecipe, recipe_to_json
from app.report import write_report
from app.run import choose_sampler, device_words, identify_model, identify_upscaler
from app.stages import Run, begin_run
from core.device import choose_device, describe_device
from core.models.diffusion_model import DiffusionModel
from core.models.loaded import Loaded, load_models
from core.prompts.parser import UNSTATED_METALLIC, UNSTATED_ROUGHNESS
from core.tasks.multiview import generate_views
from core.tasks.text_to_image import generate_sheet
from core.tasks.upscale import upscale_sheet
from core.types import Sheet, Views
from threed.bake import bake_views
from threed.buffers import render_geometry
from threed.exchange.gltf import encode_png, write_glb
from threed.fields import DenseGrid
from threed.fit import FIT_QUALITIES, FitReport, fit_field
from threed.guidance import Guidance
from threed.isosurface import extract_mesh
from threed.measure import measure_mesh
from threed.multiview import split_sheet
from threed.normals import add_normals, add_tangents
from threed.preview import write_preview, write_turntable
from threed.raster import render_mesh
from threed.repair import repair_mesh
from threed.simplify import simplify_mesh
from threed.texture import bake_normals, bake_occlusion, make_material, measure_seams, paint_texels
from threed.types import Material, Mesh
from threed.unwrap import unwrap_mesh

#: of which the versions are told in the report: another one may make other bytes
LIBRARIES = ("torch", "diffusers", "transformers", "numpy", "open3d", "xatlas", "fast-simplification")


#: steps of distillation that a guided field takes at the least
GUIDED_STEPS = 16


@dataclass(frozen=True)
class PropResult:
    """A prop on disk.

    Attributes:
        recipe: that makes it again.
        report: what report.json says.
    """

    recipe: PropRecipe
    report: dict[str, Any]


def make_prop(
    order: PropOrder,
    show: Show,
    check: Callable[[], None],
    started: float,
    loaded: Loaded | None = None,
) -> PropResult:
    """Make a prop and put its asset in place.

    Args:
        order: what is wanted.
        show: told how far the work is.
        check: called at each step; raises Cancelled to end it.
        started: time.monotonic() when the command began.
        loaded: the order's model, where it is kept from earlier; None loads what the order needs.

    Raises:
        PropsmithError: see core/errors.py; nothing is left behind.
    """
    run, quality = begin_run(PROP_SECONDS, show, check, started), order.quality
    with run.stage("load"):
        scored = quality.candidates > 1 and order.sheet_seed is None
        if loaded is None:
            place = choose_device(order.device)
            loaded = load_models(
                order.source, place, run.progress, distilled=quality.distilled, scorer=scored
            )
        model, upscaler, scorer = loaded.model, loaded.upscaler, loaded.scorer if scored else None
        identity, upscaler_sha256 = identify_model(order, model), identify_upscaler(order, loaded)
        sampler, steps = choose_sampler(loaded, quality)
    with run.stage("sheet"):
        guide = None if order.guide is None else build_guide(order.guide)
        sheet = (
            _paint_guide(model, order, guide, run.progress)
            if guide
            else generate_sheet(
                sampler,
                order.read,
                seed=order.seed if order.sheet_seed is None else order.sheet_seed,
                steps=steps,
                candidates=quality.candidates if scorer else 1,
                scorer=scorer,
                progress=run.progress,
            )
        )
    with run.stage("views"):
        views = split_sheet(sheet)
        fine = split_sheet(upscale_sheet(upscaler, sheet)) if upscaler else None
    with run.stage("fit"):
        field, fit = _fit(order, model, sheet, views, guide, run.progress)
    with run.stage("surface"):
        detail, simple = _extract(field, quality, run.progress)
    with run.stage("unwrap"):
        mesh = add_tangents(unwrap_mesh(simple, quality.texture_px))
    with run.stage("bake"):
        material, unseen = _bake(order, sheet, views, fine, field, mesh, detail, run.progress)
    prop = stand_on_ground(mesh, order.size_m)
    with run.stage("measure"):
        seam_mean, seam_p95 = measure_seams(mesh, material.base_color.pixels)
        figures = {
            "mesh": asdict(measure_mesh(prop, quality.texture_px)),
            "views": _compare_with_views(mesh, material, views, sheet),
            "unseen_texel_fraction": unseen,
            "seam_delta_e": {"mean": seam_mean, "p95": seam_p95},
            "sheet": {
                "seed": sheet.seed,
                "steps": steps,
                "score": sheet.score,
                "caption": order.read.caption(sheet.seed),
            },
            "fit": asdict(fit),
        }
    recipe = PropRecipe(
        format=FORMAT,
        kind="prop",
        propsmith=version("propsmith"),
        prompt=order.prompt,
        seed=order.seed,
        sheet_seed=sheet.seed,
        model=identity,
        upscaler_sha256=upscaler_sha256,
        device=device_words(model),
        quality=quality,
        size_m=order.size_m,
        guide=None if order.guide is None or guide is None else _guide_recipe(order.guide, guide),
    )
    device = describe_device(model.device)
    report = _write_asset(order.target, recipe, prop, material, figures, device, order.notes, run)
    return PropResult(recipe, report)


def stand_on_ground(mesh: Mesh, size_m: float) -> Mesh:
    """Give a mesh its size in metres and stand it on the ground.

    Args:
        mesh: in world units.
        size_m: what its largest dimension shall be.

    Returns:
        The mesh with its lowest point at y = 0, the middle of its bounding box at x = z = 0.
    """
    low, high = mesh.vertices.min(0), mesh.vertices.max(0)
    foot = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2], np.float32)
    scale = np.float32(size_m / (high - low).max())
    return replace(mesh, vertices=((mesh.vertices - foot) * scale).astype(np.float32))


def psnr_db(picture: np.ndarray, reference: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio of two pictures in 0..1, decibels; inf where they are equal."""
    error = float(np.mean((picture.astype(np.float64) - reference) ** 2))
    return math.inf if error == 0 else -10 * math.log10(error)


def _paint_guide(
    model: DiffusionModel, order: PropOrder, guide: GuideMesh, progress: StagedProgress
) -> Sheet:
    """Make the model's own views, held to the depth and normals of a shape."""
    layout = model.layout
    assert layout is not None
    return generate_views(
        model,
        order.read,
        seed=order.seed if order.sheet_seed is None else order.sheet_seed,
        azimuths_deg=layout.azimuths_deg,
        elevations_deg=layout.elevations_deg,
        geometry=render_geometry(guide.mesh, layout),
        progress=progress,
    )


def _fit(
    order: PropOrder,
    model: DiffusionModel,
    sheet: Sheet,
    views: Views,
    guide: GuideMesh | None,
    progress: StagedProgress,
) -> tuple[DenseGrid, FitReport]:
    settings = replace(FIT_QUALITIES[order.quality.fit], seed=sheet.seed, light=sheet.layout.light)
    if guide is not None:  # where the shape begins is known: what the model wishes of it is all that is left
        settings = replace(settings, distillation_steps=max(settings.distillation_steps, GUIDED_STEPS))
    refines = settings.distillation_steps > 0 and model.layout is not None
    guidance = Guidance(model, model.encode_prompt(order.read, sheet.seed)) if refines else None
    fitted = fit_field(views, settings, guidance, progress, None if guide is None else guide.mesh)
    return fitted.field, fitted.report


def _guide_recipe(guide: Guide, built: GuideMesh) -> GuideRecipe:
    return GuideRecipe(guide.description.to_json(), built.dials, guide.seed)


def _extract(field: DenseGrid, quality: Quality, progress: StagedProgress) -> tuple[Mesh, Mesh]:
    """Return the closed surface of a field in full detail, and simplified to the budget."""
    raw = extract_mesh(field, level=field.surface_density, resolution=quality.surface_px, progress=progress)
    detail = repair_mesh(raw)
    return detail, simplify_mesh(detail, quality.triangles)


def _bake(
    order: PropOrder,
    sheet: Sheet,
    views: Views,
    fine: Views | None,
    field: DenseGrid,
    mesh: Mesh,
    detail: Mesh,
    progress: StagedProgress,
) -> tuple[Material, float]:
    """Return the material, and the part of the texels that no view sees."""
    size, parsed = order.quality.texture_px, order.read.parsed
    light = sheet.layout.light
    baked = bake_views(mesh, views, light=light, field=field, fine=fine, atlas_px=size, progress=progress)
    material = make_material(
        paint_texels(baked.texels, baked.colour),
        bake_occlusion(mesh, baked.texels),
        roughness=parsed.roughness if parsed else UNSTATED_ROUGHNESS,
        metallic=parsed.metallic if parsed else UNSTATED_METALLIC,
        normal=bake_normals(mesh, add_normals(detail), baked.texels),
        name=name_thing(order.prompt),
    )
    return material, baked.unseen_fraction


def _compare_with_views(mesh: Mesh, material: Material, views: Views, sheet: Sheet) -> dict[str, Any]:
    """Render the mesh at the views' own cameras, in their light, and compare."""
    red, green, blue = (float(part) for part in views.background)
    renders, masks = render_mesh(mesh, material, views.camera, sheet.layout.light, (red, green, blue))
    both, either = np.minimum(masks, views.mask).sum(), np.maximum(masks, views.mask).sum()
    return {
        "psnr_db": psnr_db(renders, views.composited),
        "psnr_db_each": [psnr_db(a, b) for a, b in zip(renders, views.composited, strict=True)],
        "silhouette_iou": float(both / either),
    }


def _write_asset(
    target: Path,
    recipe: PropRecipe,
    prop: Mesh,
    material: Material,
    figures: dict[str, Any],
    device: str,
    notes: tuple[str, ...],
    run: Run,
) -> dict[str, Any]:
    quality = recipe.quality
    with build_folder(target) as folder:
        with run.stage("pictures"):
            write_preview(folder / "preview.png", prop, material, width_px=quality.preview_px)
            write_turntable(
                folder / "turntable.webp",
                prop,
                material,
                frames=quality.turntable_frames,
                size_px=quality.turntable_px,
                progress=run.progress,
            )
        with run.stage("write"):
            name = name_thing(recipe.prompt)
            extras = {"propsmith": recipe.propsmith, "prompt": recipe.prompt, "seed": recipe.seed}
            write_glb(folder / "model.glb", prop, material, name=name, extras=extras)
            (folder / "textures").mkdir()
            for texture, image in (
                ("base_color", material.base_color),
                ("normal", material.normal),
                ("orm", material.orm),
            ):
                assert image is not None
                (folder / "textures" / f"{texture}.png").write_bytes(encode_png(image))
            (folder / "recipe.json").write_text(recipe_to_json(recipe), encoding="utf-8")
        report = {
            "format": FORMAT,
            "seconds": run.seconds,
            "peak_bytes": run.watch.peak_bytes,
            "stages": [asdict(cost) for cost in run.watch.costs],
            "device": device,
            "system": platform.platform(),
            "libraries": {library: version(library) for library in LIBRARIES},
            "notes": list(notes),
            **figures,
        }
        write_report(folder / "report.json", report)
    run.progress("write", 1.0)
    return report
