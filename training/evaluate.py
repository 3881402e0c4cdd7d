"""Measures the pocket model: all that its card tells, in one table.

    python -m training.evaluate --models MODELS --cache CACHE --samples 96 --json FILE --card FOLDER

Prompts name class and colour, every other one a finish too; the classifier says what the views show, in
domain, for combinations that were held out from training, and for prompts in other people's words. Renders of
the same specs, of the designs that were taught in shades of their own, say how well views can agree and how
near to renders other renders are. With a CACHE of rendered shards the autoencoder and the classifier itself
are measured as well, with --against another version's folder its distance to renders, of what both know.
"""

from __future__ import annotations

import argparse
import json
import platform
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from core.device import Device, choose_device
from core.materials import CLASSES as MATERIALS
from core.materials.tiling import measure_tiling
from core.models.catalogue import resolve_model
from core.models.diffusion_model import DiffusionModel
from core.models.distilled import choose_distilled
from core.models.loading import load_model
from core.models.pocket.clip import PocketClip
from core.models.pocket.reading import PictureReader
from core.models.sidecar import Vocabulary
from core.models.upscaler import Upscaler, load_upscaler
from core.sheets import sheet_to_views
from core.tasks.multiview import generate_views
from core.tasks.text_to_image import generate_sheet
from core.tasks.upscale import upscale_views
from training.accuracy import compare_answers, covered_psnr, measure_accuracy, measure_code
from training.agreement import measure_agreement
from training.caption import Spec
from training.card import Circumstances, write_card
from training.classifier import Classifier
from training.coverage import coverage_iou
from training.free_prompts import FREE_PROMPTS
from training.kernel_distance import kernel_distance, view_features
from training.labels import Split
from training.material_sets import MAPS, MaterialLabel
from training.render import LAYOUT
from training.samples import (
    continue_views,
    paint_materials,
    paint_views,
    render_shapes,
    render_specs,
    sample_maps,
    sample_views,
)
from training.specs import draw_specs, is_taught, share_vocabulary, write_prompt

MODELS = Path(__file__).parents[1] / "assets" / "models"
#: Sheets that are timed one by one, and the side of the larger views that are.
TIMED, LARGE_PX = 3, 128
#: Sets at most that begin from a picture or a shape: they are made one by one.
SETS = 24

#: a row of the table: its name, and its figures by theirs
Row = tuple[str, dict[str, float]]


def load_pocket(folder: Path) -> DiffusionModel:
    """Load an exported model in float32, as it was trained."""
    return load_model(resolve_model(str(folder)), Device(choose_device().torch_device, torch.float32))


def evaluate(
    models: Path, samples: int, cache: Path | None = None, against: Path | None = None
) -> dict[str, dict[str, float]]:
    """Measure, print row by row and return the table.

    Args:
        models: folder of pocket, pocket-clip and pocket-judge.
        samples: prompts in domain, and as many held out; 3 or more.
        cache: of rendered shards.
        against: a second such folder, of which only its pocket is asked.
    """
    if not (models / "pocket-judge" / "model.safetensors").is_file():
        raise SystemExit(
            f"{models / 'pocket-judge'} has no classifier to measure with; "
            f"train it and the rest: python -m training.train CACHE --stage export --out {models}"
        )
    pocket, classifier = load_pocket(models / "pocket"), Classifier.load(models / "pocket-judge")
    clip, vocabulary = PocketClip.load(models / "pocket-clip"), taught(pocket)
    table: dict[str, dict[str, float]] = {}

    def note(rows: Iterator[Row]) -> None:
        for name, row in rows:
            table[name] = row
            figures = "  ".join(f"{key} {value:.4g}" for key, value in row.items())
            print(f"{name:48s}{figures}", flush=True)

    if cache is not None:
        note(code_rows(pocket, classifier, cache))
    note(sample_rows(pocket, classifier, clip, draw_specs(vocabulary, samples, held_out=False)))
    if pocket.source.distilled is not None:
        specs = draw_specs(vocabulary, samples, held_out=False)
        note(distilled_rows(choose_distilled(pocket), classifier, specs, table["samples, in domain"]))
    if pocket.source.multiview:
        specs = draw_specs(vocabulary, min(samples, SETS), held_out=False)
        note(set_rows(pocket, classifier, PictureReader(clip, vocabulary), specs))
    note(wider_rows(pocket, classifier, vocabulary, samples))
    if against is not None:
        note(against_rows(pocket, load_pocket(against / "pocket"), clip, samples))
    if pocket.source.multiview:
        note(material_rows(pocket))
    prompts = [write_prompt(spec) for spec in draw_specs(vocabulary, TIMED, held_out=False)]
    note(time_rows(pocket, prompts))
    if pocket.source.multiview and (models / "pocket-upscaler").is_dir():
        distilled = choose_distilled(pocket) if pocket.source.distilled else pocket
        note(large_time_rows(distilled, load_upscaler(models / "pocket-upscaler"), prompts))
    return table


def taught(model: DiffusionModel) -> Vocabulary:
    """Return what a model was taught; one that does not say cannot be asked for anything."""
    if model.vocabulary is None:
        raise SystemExit(f"{model.source.path} does not say what it was taught: nothing to ask it for")
    return model.vocabulary


def code_rows(pocket: DiffusionModel, classifier: Classifier, cache: Path) -> Iterator[Row]:
    """What the classifier can tell, and what is left of it behind the autoencoder."""
    splits: tuple[Split, Split] = ("validation", "held-out")
    for split in splits:
        renders, decoded, psnr_db = measure_code(pocket, classifier, cache, split)
        yield f"renders, {split}", asdict(renders)
        yield f"their latents decoded, {split}", asdict(decoded)
        yield f"autoencoder, {split}", {"foreground_psnr_db": psnr_db}


def sample_rows(
    pocket: DiffusionModel, classifier: Classifier, clip: PocketClip, specs: list
) -> Iterator[Row]:
    """Samples in domain: whether they are what was asked for, one object, and like renders of the same."""
    views = sample_views(pocket, [write_prompt(spec) for spec in specs])
    yield "samples, in domain", asdict(compare_answers(classifier.answer(views), specs, classifier))
    renders, again = (render_specs(specs, seed) for seed in (0, 1))
    found, true = measure_agreement(views, pocket.layout or LAYOUT), measure_agreement(renders)
    for name, agreement in (("views agree, samples", found), ("views agree, renders of the same", true)):
        outlines = float(np.mean(agreement.outlines))
        yield name, {"psnr_db": agreement.mean_psnr_db, "outlines": outlines, "measured": agreement.measured}
    yield "views agree, samples behind renders", {"gap_db": true.mean_psnr_db - found.mean_psnr_db}
    yield from distance_rows(clip, renders, {"samples": views, "other renders": again})


def distilled_rows(
    distilled: DiffusionModel, classifier: Classifier, specs: list, whole: dict[str, float]
) -> Iterator[Row]:
    """What few steps cost: the specs and the noise of a row at the model's own steps, judged again."""
    asked = [(write_prompt(spec), spec) for spec in specs]
    row = asdict(measure_accuracy(distilled, classifier, asked))
    lost = {f"{key}_lost": whole[key] - row[key] for key in ("class_name", "colour")}
    yield "samples, few steps", {**row, **lost}
    for name, times in time_rows(distilled, [prompt for prompt, _ in asked[:TIMED]]):
        yield f"{name}, few steps", times


def set_rows(
    pocket: DiffusionModel, classifier: Classifier, reader: PictureReader, specs: list[Spec]
) -> Iterator[Row]:
    """Sets that begin from something: the other views of a picture, and views painted on a shape.

    Words name the kind of prop alone where a picture shows the rest, kind and colour where a shape is shown.
    """
    renders, kinds = render_specs(specs, 0), [write_prompt(Spec(spec.class_name)) for spec in specs]
    for name, prompts in (("its kind named", kinds), ("nothing said", [None] * len(specs))):
        views = continue_views(pocket, renders, prompts, reader=reader)
        right, near = (
            compare_answers(classifier.answer(views), specs, classifier),
            covered_psnr(views, renders[:, 1:]),
        )
        yield f"other views of a picture, {name}", {**asdict(right), "psnr_db": near}
    if pocket.source.controls:
        shapes = render_shapes(specs, 0)
        views = paint_views(pocket, shapes, [write_prompt(spec) for spec in specs])
        right = compare_answers(classifier.answer(views), specs, classifier)
        kept = float(coverage_iou(views, shapes).mean())
        yield "views painted on a shape", {**asdict(right), "coverage_iou": kept}


def distance_rows(clip: PocketClip, renders: np.ndarray, others: dict[str, np.ndarray]) -> Iterator[Row]:
    """Kernel distances to renders, in thousandths as is usual."""
    features = view_features(clip, renders)
    for name, sets in others.items():
        found = kernel_distance(features, view_features(clip, sets))
        yield (
            f"distance to renders, {name}",
            {"kernel_distance_e3": found.value * 1e3, "error_e3": found.error * 1e3},
        )


def wider_rows(
    pocket: DiffusionModel, classifier: Classifier, vocabulary: Vocabulary, samples: int
) -> Iterator[Row]:
    """Samples of what was held out, and of prompts as people phrase them."""
    rare = draw_specs(vocabulary, samples, held_out=True) if vocabulary.held_out else []
    free = [(prompt, spec) for prompt, spec in FREE_PROMPTS if is_taught(spec, vocabulary)]
    for name, asked in (
        ("samples, held out", [(write_prompt(spec), spec) for spec in rare]),
        (f"samples, {len(free)} in free phrasing", free),
    ):
        if asked:
            yield name, asdict(measure_accuracy(pocket, classifier, asked))


def against_rows(
    pocket: DiffusionModel, other: DiffusionModel, clip: PocketClip, samples: int
) -> Iterator[Row]:
    """The distance of two models to renders of what both were taught, and how much of it is left."""
    shared = share_vocabulary(taught(pocket), taught(other))
    specs = draw_specs(shared, samples, held_out=False, never=taught(other).held_out)
    prompts, renders = [write_prompt(spec) for spec in specs], render_specs(specs, 0)
    both = {"this one": sample_views(pocket, prompts), "the other": sample_views(other, prompts)}
    rows = list(
        distance_rows(clip, renders, {f"what both know, {name}": sets for name, sets in both.items()})
    )
    yield from rows
    this, that = (row["kernel_distance_e3"] for _, row in rows)
    yield "distance to renders, this by the other", {"ratio": this / that}


def material_rows(pocket: DiffusionModel) -> Iterator[Row]:
    """How maps of all materials go on over their borders, painted ones for comparison."""
    labels = [MaterialLabel(name, None, (), ()) for name in MATERIALS]
    samples = sample_maps(pocket, [f"{label.name} texture" for label in labels])
    for name, sets in (("samples", samples), ("painted", paint_materials(labels, 0))):
        for k, kind in enumerate(MAPS):
            yield f"materials tile, {name}, {kind}", asdict(measure_tiling(sets[:, k, ..., :3]))


def time_rows(pocket: DiffusionModel, prompts: list[str]) -> Iterator[Row]:
    """Seconds for a sheet alone."""
    seconds = _time(lambda prompt: generate_sheet(pocket, prompt, seed=0), prompts)
    yield "time for a sheet", {"seconds": seconds, "denoising_steps": pocket.defaults.steps}


def large_time_rows(pocket: DiffusionModel, upscaler: Upscaler, prompts: list[str]) -> Iterator[Row]:
    """Seconds for four views from any cameras, enlarged."""

    def make(prompt: str) -> None:
        sheet = generate_views(
            pocket, prompt, seed=0, azimuths_deg=(45, 135, 225, 315), elevations_deg=(15,) * 4
        )
        upscale_views(
            upscaler, sheet_to_views(sheet.image.pixels, sheet.layout.rows, sheet.layout.columns), LARGE_PX
        )

    row = {"seconds": _time(make, prompts), "denoising_steps": pocket.defaults.steps}
    yield f"time for four views of {LARGE_PX} px", row


def _time(make: Callable[[str], object], prompts: list[str]) -> float:
    """Return the median of the seconds that each prompt takes; one before them warms up."""
    seconds = []
    for prompt in [prompts[0], *prompts]:
        started = time.monotonic()
        make(prompt)
        seconds.append(time.monotonic() - started)
    return float(np.median(seconds[1:]))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Measure the pocket model.")
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--samples", type=int, default=96, help="prompts in domain, and as many held out")
    parser.add_argument(
        "--cache", type=Path, help="rendered shards, to measure autoencoder and classifier as well"
    )
    parser.add_argument("--against", type=Path, help="models of another version, to compare distances with")
    parser.add_argument("--json", type=Path, help="where to write the table")
    parser.add_argument("--card", type=Path, help="folder for the card's pictures and its table")
    parser.add_argument("--date", help="as the card shall say it")
    parser.add_argument("--device-name", help="as the card shall say it")
    options = parser.parse_args()
    if options.samples < 3:
        parser.error(f"--samples: expected 3 or more, got {options.samples}")
    if options.card and not options.date:
        parser.error("--card needs the --date that it shall bear")
    torch.manual_seed(0)
    started = time.monotonic()
    table = evaluate(options.models, options.samples, options.cache, options.against)
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n")
    if options.card:
        circumstances = Circumstances(
            f"python -m training.evaluate {shlex.join(sys.argv[1:])}",
            options.device_name or _name_device(),
            torch.get_num_threads(),
            time.monotonic() - started,
            options.date,
        )
        pocket = load_pocket(options.models / "pocket")
        reader = PictureReader(PocketClip.load(options.models / "pocket-clip"), taught(pocket))
        write_card(options.card, pocket, table, circumstances, reader)


def _name_device() -> str:
    place = choose_device().torch_device
    return torch.cuda.get_device_name(place) if place.type == "cuda" else platform.processor() or place.type


if __name__ == "__main__":
    main()
