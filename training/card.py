"""What a model's card shows: pictures of props and of materials, and every figure as Markdown."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from core.materials import CLASSES as MATERIALS
from core.models.diffusion_model import DiffusionModel
from core.models.sidecar import Vocabulary
from core.tasks.multiview import Reader
from training.caption import Spec
from training.labels import GOLDEN
from training.props import CLASSES
from training.samples import (
    continue_views,
    paint_views,
    render_shapes,
    render_specs,
    sample_at,
    sample_maps,
    sample_views,
)
from training.specs import write_prompt

#: Rows of a grid, and prompts in each.
ROWS, IN_A_ROW = 8, 4
#: The views that a grid shows of each prop: front right, side, back.
SHOWN = (0, 1, 3)
#: Sides of a material's base colour, which is laid out twice each way, and of its other maps, three a column.
BASE_PX, MAP_PX = 96, 64
GAP_PX = 4
#: Azimuths and elevations of a single view, and of views that no sheet has.
FRONT = (20.0,), (15.0,)
AROUND = (0.0, 135.0, 250.0), (35.0, 0.0, -15.0)
SEED = 1

#: file of a grid → what it shows
TITLES = {
    "views.png": "Props: front right, side and back of six views",
    "materials.png": "Materials: base colour, tiled, and normals, occlusion + roughness + metallic, height",
    "single.png": "Single views",
    "cameras.png": "Views at any cameras",
    "pictures.png": "A picture, first, and other views of what it shows",
    "shapes.png": "Views painted on shapes, each beside its normals",
}

#: name of a row → its figures
Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Circumstances:
    """Where and when figures were taken; nothing of it is found out here.

    Attributes:
        command: what was run.
        device: what computed.
        threads: on how many threads.
        seconds: for all figures.
        date: as it is to be written.
    """

    command: str
    device: str
    threads: int
    seconds: float
    date: str


def card_specs(vocabulary: Vocabulary, count: int) -> list[Spec]:
    """Spread specs over a vocabulary: classes evenly, colours and finishes in turn, fresh shapes and parts.

    Args:
        vocabulary: what the model was taught.
        count: how many; the same vocabulary gives the same ones.

    Returns:
        Specs without a pair that was held out. Every third has no finish, as people often say none.
    """
    names, finishes = list(vocabulary.classes), itertools.cycle(vocabulary.finishes)
    used: Counter[str | tuple[str, str]] = Counter()
    specs = []
    for i in range(count):
        name = names[i * len(names) // count] if count <= len(names) else names[i % len(names)]
        words = vocabulary.classes[name]
        taught = [colour for colour in vocabulary.colours if colour != vocabulary.held_out.get(name)]
        finish = None if i % 3 == 2 else next(finishes)
        colour = None if finish == GOLDEN else min(taught, key=lambda c: (used[name, c], used[c]))
        spec = Spec(name, colour, finish)
        general = vocabulary.shapes if name in CLASSES and CLASSES[name].stretches else ()
        # what every prop can be, now and then before what this one can
        known = (*general, *words.shapes) if i % 6 == 5 else (*words.shapes, *general)
        shapes = [word for word in known if word not in used]
        parts = [word for word in words.parts if word not in used]
        # in turn, but most classes have only one of the two
        if shapes and (i % 2 or not parts):
            spec = replace(spec, shape=(shapes[0],))
        elif parts:
            others = [other for other in taught if other != colour]
            spec = replace(spec, part=(parts[0], others[i * 5 % len(others)]))
        said = (spec.colour, *spec.shape, *(spec.part or ())[:1])
        used.update([*(word for word in said if word), (name, colour or "")])
        specs.append(spec)
    return specs


def card_materials(count: int) -> list[str]:
    """Spread prompts over the materials: evenly, with a colour or a word of theirs by turns."""
    names = list(MATERIALS)
    prompts = []
    for i in range(count):
        name = names[i * len(names) // count]
        material, words = MATERIALS[name], ()
        if i % 3 == 1 and material.words:
            words = (material.words[i % len(material.words)],)
        elif i % 3 == 2 and material.colours:
            words = (material.colours[i % len(material.colours)],)
        prompts.append(" ".join((*words, name, "texture")))
    return prompts


def lay_out_views(sets: np.ndarray) -> np.ndarray:
    """Lay three views of each set [N, V, S, S, 4] side by side, IN_A_ROW sets in a row: [H, W, 3] uint8."""
    return _lay_out([np.concatenate(list(views[list(SHOWN)][..., :3]), 1) for views in sets])


def lay_out_maps(sets: np.ndarray) -> np.ndarray:
    """Lay materials [N, 4, S, S, 4] out: base colour 2 × 2 times, beside it normal, ORM, height."""
    cells = []
    for base, *others in sets[..., :3]:
        tiled = np.tile(_scale(base, BASE_PX), (2, 2, 1))
        column = np.concatenate([_scale(other, MAP_PX) for other in others])
        cells.append(np.concatenate([tiled, column], 1))
    return _lay_out(cells)


def write_card(
    folder: Path,
    model: DiffusionModel,
    table: Table,
    circumstances: Circumstances,
    reader: Reader | None = None,
    seed: int = SEED,
) -> None:
    """Write views.png, card.md and, under multi-view attention, materials.png and a grid of each other set.

    Args:
        folder: where to; made if it is not there.
        model: the model; it has a vocabulary.
        table: all figures.
        circumstances: of the figures.
        reader: of the pictures whose other views are made.
        seed: of the first prompt of either grid.
    """
    assert model.vocabulary is not None
    folder.mkdir(parents=True, exist_ok=True)
    specs = card_specs(model.vocabulary, ROWS * IN_A_ROW)
    prompts = [write_prompt(spec) for spec in specs]
    grids = {"views.png": prompts}
    Image.fromarray(lay_out_views(sample_views(model, prompts, seed))).save(folder / "views.png")
    if model.source.multiview:
        grids["materials.png"] = card_materials(ROWS * IN_A_ROW)
        maps = sample_maps(model, grids["materials.png"], seed)
        Image.fromarray(lay_out_maps(maps)).save(folder / "materials.png")
        plain = [Spec(spec.class_name, spec.colour) for spec in specs]
        for name, sets in draw_sets(model, plain, reader, seed):
            grids[name] = [write_prompt(spec) for spec in plain]
            strips = [np.concatenate(list(views[..., :3]), 1) for views in sets]
            Image.fromarray(_lay_out(strips)).save(folder / name)
    (folder / "card.md").write_text(write_markdown(table, circumstances, grids), encoding="utf-8")


def draw_sets(
    model: DiffusionModel, specs: list[Spec], reader: Reader | None, seed: int
) -> Iterator[tuple[str, np.ndarray]]:
    """Make the other kinds of set of views, file names and sets [N, V, S, S, 4] uint8.

    Single views; views at cameras that no sheet has; a picture, first, and other views of it; and, where
    there is control of geometry, two views painted on shapes, each beside its normals.

    Args:
        model: a model with multi-view attention.
        specs: N of them, what each set shows.
        reader: of the pictures.
        seed: of the first; the others take those that follow.
    """
    prompts = [write_prompt(spec) for spec in specs]
    for name, cameras in (("single.png", FRONT), ("cameras.png", AROUND)):
        yield name, sample_at(model, prompts, *cameras, seed=seed)
    shown, kinds = render_specs(specs, seed), [write_prompt(Spec(spec.class_name)) for spec in specs]
    others = continue_views(model, shown, kinds, seed, reader)
    yield "pictures.png", np.concatenate([shown[:, :1], others[:, [0, 2]]], 1)
    if model.source.controls:
        shapes = render_shapes(specs, seed)
        painted = paint_views(model, shapes, prompts, seed)
        pairs = [part[:, k] for k in (0, 3) for part in (shapes, painted)]
        yield "shapes.png", np.stack(pairs, 1)


def write_markdown(table: Table, circumstances: Circumstances, grids: Mapping[str, Sequence[str]]) -> str:
    """Write the figures as Markdown tables, rows of equal columns together, and the prompts of the grids."""
    c = circumstances
    lines = [
        "## Measured",
        "",
        f"`{c.command}` on {c.date}: {c.device}, threads: {c.threads}, {c.seconds:.0f} seconds.",
    ]
    for columns, rows in itertools.groupby(table.items(), key=lambda row: tuple(row[1])):
        lines += ["", "| | " + " | ".join(name.replace("_", " ") for name in columns) + " |"]
        lines += ["|---" * (len(columns) + 1) + "|"]
        lines += [f"| {name} | " + " | ".join(map(_figure, row.values())) + " |" for name, row in rows]
    for picture, prompts in grids.items():
        lines += ["", f"### {TITLES[picture]}"]
        rows = [prompts[i : i + IN_A_ROW] for i in range(0, len(prompts), IN_A_ROW)]
        lines += ["", f"![{picture.split('.')[0]}]({picture})", "", "Row by row:", ""]
        lines += [f"{k}. {'; '.join(row)}" for k, row in enumerate(rows, 1)]
    return "\n".join(lines) + "\n"


def _figure(value: float) -> str:
    """Write four digits at most: .973, 24.3, 0.00012."""
    if value != value:
        return ""
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}" if abs(value) >= 0.05 else f"{value:.5f}"


def _scale(picture: np.ndarray, side: int) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize((side, side), Image.Resampling.BOX))


def _lay_out(cells: list[np.ndarray]) -> np.ndarray:
    """Lay cells [h, w, 3] out in rows, with white between them."""
    cells = [np.pad(cell, ((0, GAP_PX), (0, GAP_PX), (0, 0)), constant_values=255) for cell in cells]
    cells += [np.full_like(cells[0], 255)] * (-len(cells) % IN_A_ROW)
    rows = [np.concatenate(cells[i : i + IN_A_ROW], 1) for i in range(0, len(cells), IN_A_ROW)]
    return np.concatenate(rows)[:-GAP_PX, :-GAP_PX]
