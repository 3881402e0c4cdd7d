"""A whole evaluation of both generations, on tiny models: every figure is there, and the card beside it."""

import json
import math
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from tiny_models import with_distilled

from core.materials import CLASSES as MATERIALS
from core.models.catalogue import resolve_model
from core.models.distilled import choose_distilled
from core.models.loading import load_model
from core.models.multiview_attention import use_multiview_attention
from core.models.pocket.clip import PocketClip
from core.models.pocket.vocabulary import COLOURS, FINISHES
from core.models.sidecar import read_sidecar
from core.models.upscaler import UpscalerNet, save_upscaler
from core.sheets import sheet_to_views
from core.tasks.multiview import generate_views
from core.tasks.text_to_image import generate_sheet
from core.types import Image as Picture
from training import card, evaluate, model
from training.accuracy import covered_psnr, measure_accuracy
from training.agreement import measure_agreement
from training.caption import SHAPES, Spec
from training.card import (
    Circumstances,
    card_materials,
    card_specs,
    lay_out_maps,
    lay_out_views,
    write_markdown,
)
from training.classifier import HEADS, Classifier, new_classifier
from training.coverage import coverage_iou
from training.evaluate import distilled_rows
from training.kernel_distance import kernel_distance
from training.model import (
    describe_pocket,
    new_text_encoder,
    new_unet,
    new_vae,
    save_pocket,
    train_tokenizer,
)
from training.props import CLASSES
from training.render import LAYOUT
from training.samples import continue_views, render_shapes, render_specs, sample_views
from training.specs import draw_specs, is_taught, share_vocabulary, write_prompt

NAMES = (tuple(CLASSES), tuple(COLOURS), tuple(FINISHES))


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory):
    file = tmp_path_factory.mktemp("sidecar") / "propsmith.json"
    file.write_text(json.dumps(describe_pocket()))
    found = read_sidecar(file, "pocket").vocabulary
    assert found is not None
    return found


@pytest.fixture(scope="module")
def models(vocabulary, tmp_path_factory):
    """A folder of untrained models of the second generation, a narrow UNet among them, of one step."""
    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(0)
    texts = [write_prompt(spec) for spec in card_specs(vocabulary, 32)]
    tokenizer = train_tokenizer(texts * 3, folder / "tokenizer", vocabulary_size=900)
    vae = new_vae()
    with torch.no_grad():
        vae.decoder.layers[-1].weight.mul_(10)
        vae.decoder.layers[-1].bias.fill_(0.7)  # so that something is covered
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "UNET_CHANNELS", (32, 32, 32))
        patch.setattr(model, "STEPS", 1)
        unet = new_unet()
        use_multiview_attention(unet)
        save_pocket(folder / "pocket", vae, new_text_encoder(tokenizer), tokenizer, unet)
    PocketClip(tokenizer, new_text_encoder(tokenizer), (16, 32)).save(folder / "pocket-clip")
    Classifier(new_classifier(sum(HEADS), (8, 16)), NAMES).save(folder / "pocket-judge")
    save_upscaler(UpscalerNet(8, 1), folder / "pocket-upscaler")
    return folder


def test_batches_are_the_sheets_that_are_made_one_by_one(pocket_model):
    prompts = [f"a {colour} barrel" for colour in ("red", "blue")] * 5
    found = sample_views(pocket_model, prompts, seed=4, steps=2)
    layout = pocket_model.layout
    assert found.shape == (10, layout.count, layout.view_px, layout.view_px, 4)
    for k in (0, 1, 9):  # of either batch
        sheet = generate_sheet(pocket_model, prompts[k], seed=4 + k, steps=2).image.pixels
        assert np.abs(found[k] - sheet_to_views(sheet, layout.rows, layout.columns) * 255.0).max() < 1
    assert np.abs(found[0].astype(int) - found[2]).max() > 10, "of another seed"


def test_renders_of_wishes_show_them_and_follow_from_their_seed():
    specs = [Spec("barrel", "red"), Spec("teapot", "blue", "striped")]
    first, same, other = (render_specs(specs, seed) for seed in (0, 0, 1))
    assert first.shape == (2, 6, 96, 96, 4)
    assert np.array_equal(first, same)
    assert (first != other).any((1, 2, 3, 4)).all(), "fresh variations of each"
    for views, strongest in zip(first, (0, 2), strict=True):
        assert views[views[..., 3] == 255][:, :3].mean(0).argmax() == strongest
    assert np.array_equal(render_specs(specs[:1], 0)[0], first[0])


def test_the_shapes_of_wishes_are_those_that_are_rendered():
    specs = [Spec("house", "red"), Spec("sofa", "blue"), Spec("teapot", "green", design=2)]
    renders, shapes = render_specs(specs, 3), render_shapes(specs, 3)
    assert coverage_iou(renders, shapes).min() > 0.93, "of the outline's own pixels half may be covered less"
    assert coverage_iou(renders, np.roll(shapes, 1, 0)).max() < 0.9


def test_psnr_is_of_what_either_covers():
    true = np.zeros((2, 4, 4, 4), np.uint8)
    true[:, :2] = 255
    views = true.copy()
    assert covered_psnr(views, true) > 100
    views[:, 3] = (0, 0, 0, 255)  # too much, in the colour of the background
    assert covered_psnr(views, true) > 100
    views[:, 0, :, :3] -= 51  # of three rows that are covered one is wrong by a fifth
    assert covered_psnr(views, true) == pytest.approx(10 * np.log10(3 / 0.04))
    assert np.isnan(covered_psnr(0 * views, 0 * true))


def test_views_that_begin_from_something_are_those_that_are_asked_for(multiview_model):
    count, side = multiview_model.layout.count, multiview_model.layout.view_px
    rng = np.random.default_rng(0)
    sets = np.zeros((2, count, side, side, 4), np.uint8)
    sets[:, :, 8:24, 8:24] = 255
    sets[..., 8:24, 8:24, :3] = rng.integers(0, 255, (2, count, 1, 1, 3))
    found = continue_views(multiview_model, sets, ["a red barrel", None])
    assert found.shape == (2, count - 1, side, side, 4)
    layout = multiview_model.layout
    expected = generate_views(
        multiview_model,
        None,
        seed=1,
        image=Picture(sets[1, 0].astype(np.float32) / 255),
        image_azimuth_deg=layout.azimuths_deg[0],
        image_elevation_deg=layout.elevations_deg[0],
        azimuths_deg=layout.azimuths_deg[1:],
        elevations_deg=layout.elevations_deg[1:],
    )
    pixels = sheet_to_views(expected.image.pixels, expected.layout.rows, expected.layout.columns) * 255.0
    assert np.abs(found[1] - pixels).max() < 1


def test_what_a_model_refuses_is_wrong_in_every_view(pocket_model):
    classifier = Classifier(new_classifier(3, (4, 8)).eval(), (("barrel",), ("red",), ("plain",)))
    good, bad = ("a red barrel", Spec("barrel", "red")), ("red", Spec("barrel", "red"))
    assert measure_accuracy(pocket_model, classifier, [good], steps=1).class_name == 1, "all it can say"
    half = measure_accuracy(pocket_model, classifier, [bad, good], steps=1)
    assert (half.class_name, half.colour, half.all_views) == (0.5, 0.5, 0.5)
    assert measure_accuracy(pocket_model, classifier, [bad], steps=1).all_views == 0


def test_a_shared_vocabulary_is_what_both_know(vocabulary):
    distilled = replace(
        vocabulary,
        classes={name: vocabulary.classes[name] for name in ("axe", "mug")},
        colours={name: vocabulary.colours[name] for name in ("red", "blue", "lime")},
        finishes={name: vocabulary.finishes[name] for name in ("plain", "worn")},
    )
    for shared in (share_vocabulary(vocabulary, distilled), share_vocabulary(distilled, vocabulary)):
        assert list(shared.colours) == ["red", "lime", "blue"] or list(shared.colours) == list(
            distilled.colours
        )
        assert set(shared.classes) == {"axe", "mug"}
        assert set(shared.finishes) == {"plain", "worn"}
        assert all(is_taught(w, distilled) for w in draw_specs(shared, 12, held_out=False))
    assert not any(
        is_taught(w, distilled) for w in (Spec("chair"), Spec("axe", "pink"), Spec("mug", None, "glass"))
    )


def test_of_what_either_held_out_neither_is_asked(vocabulary):
    other = {name: "red" if colour != "red" else "blue" for name, colour in vocabulary.held_out.items()}
    apart = {(name, colour) for held_out in (vocabulary.held_out, other) for name, colour in held_out.items()}
    asked = {(w.class_name, w.colour) for w in draw_specs(vocabulary, 6000, held_out=False, never=other)}
    assert not asked & apart
    assert len(asked) > len(vocabulary.classes) * (len(vocabulary.colours) - 3)
    mine = {(w.class_name, w.colour) for w in draw_specs(vocabulary, 2000, held_out=False)}
    assert mine & apart


def test_the_cards_prompts_cover_the_vocabulary(vocabulary):
    specs = card_specs(vocabulary, 32)
    assert specs == card_specs(vocabulary, 32)
    assert len(specs) == len({w.class_name for w in specs}) == 32
    assert {w.colour for w in specs} >= set(COLOURS)
    assert {w.finish for w in specs} == {*FINISHES, None}
    said = {word for w in specs for word in w.shape}
    assert said >= set(SHAPES)
    assert len(said) > 12
    assert sum(w.part is not None for w in specs) > 8
    for spec in specs:
        kind = CLASSES[spec.class_name]
        assert spec.colour != vocabulary.held_out[spec.class_name]
        assert {*spec.shape} <= {*kind.shapes, *(SHAPES if kind.stretches else ("broken",))}
        if spec.part:
            assert spec.part[0] in kind.parts
            assert spec.part[1] not in (spec.colour, vocabulary.held_out[spec.class_name])
    assert write_prompt(Spec("lamp", "red", "rusty", ("tall",), ("shade", "orange"))) == (
        "a tall rusty red lamp with an orange shade"
    )
    distilled = replace(vocabulary, classes={n: vocabulary.classes[n] for n in list(CLASSES)[:16]})
    assert len({(w.class_name, w.colour) for w in card_specs(distilled, 32)}) == 32, (
        "each class in two colours"
    )


def test_the_cards_materials_are_spread_over_all():
    prompts = card_materials(32)
    assert len(set(prompts)) == 32
    named = [next(n for n in sorted(MATERIALS, key=len, reverse=True) if n in p) for p in prompts]
    assert len(set(named)) == 32
    assert sum(p != f"{n} texture" for p, n in zip(prompts, named, strict=True)) > 8


def test_grids_show_every_set_in_its_place():
    sets = np.zeros((5, 6, 96, 96, 4), np.uint8)
    sets[...] = np.arange(30).reshape(5, 6, 1, 1, 1)
    grid = lay_out_views(sets)
    assert grid.shape == (2 * 96 + 4, 4 * 292 - 4, 3)
    assert [int(grid[50, x, 0]) for x in (10, 110, 250, 302)] == [0, 1, 3, 6]
    assert int(grid[150, 250, 1]) == 27
    assert (grid[150, 400:] == 255).all(), "nothing in the rest of the row"
    maps = np.zeros((4, 4, 128, 128, 4), np.uint8)
    maps[:, 0, :64] = 90
    maps[:, 1:] = np.array([10, 20, 30]).reshape(3, 1, 1, 1)
    picture = lay_out_maps(maps)
    assert picture.shape == (192, 4 * 260 - 4, 3)
    assert [int(picture[y, 100, 0]) for y in (5, 60, 100, 180)] == [90, 0, 90, 0], "twice each way"
    assert [int(picture[y, 200, 0]) for y in (5, 100, 180)] == [10, 20, 30]


def test_markdown_holds_every_figure():
    table = {
        "samples": {"class_name": 0.9876, "finish": float("nan")},
        "renders": {"class_name": 1.0, "finish": 0.5},
        "views agree": {"psnr_db": 23.456},
        "distance": {"kernel": 0.00123},
    }
    text = write_markdown(
        table,
        Circumstances("evaluate --x", "a thing", 2, 61.4, "1 May 2030"),
        {"views.png": ["a", "b", "c"] * 2},
    )
    assert text == (
        "## Measured\n\n`evaluate --x` on 1 May 2030: a thing, threads: 2, 61 seconds.\n\n"
        "| | class name | finish |\n|---|---|---|\n| samples | 0.988 |  |\n| renders | 1.000 | 0.500 |\n\n"
        "| | psnr db |\n|---|---|\n| views agree | 23.5 |\n\n"
        "| | kernel |\n|---|---|\n| distance | 0.00123 |\n\n"
        "### Props: front right, side and back of six views\n\n"
        "![views](views.png)\n\nRow by row:\n\n1. a; b; c; a\n2. b; c\n"
    )


@pytest.mark.slow
def test_a_whole_evaluation_fills_the_table_and_the_card(models, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate, "FREE_PROMPTS", evaluate.FREE_PROMPTS[:4])
    monkeypatch.setattr(card, "ROWS", 1)
    monkeypatch.setattr(evaluate, "TIMED", 1)
    monkeypatch.setattr(evaluate, "MATERIALS", dict(list(MATERIALS.items())[:3]))
    arguments = ["--models", models, "--against", models, "--samples", 3, "--json", tmp_path / "table.json"]
    arguments += ["--card", tmp_path / "card", "--date", "1 May 2030", "--device-name", "a thing"]
    monkeypatch.setattr(sys, "argv", ["evaluate", *map(str, arguments)])
    evaluate.main()
    table = json.loads((tmp_path / "table.json").read_text())
    for name in ("samples, in domain", "samples, held out", "samples, 4 in free phrasing"):
        assert set(table[name]) == {"class_name", "colour", "finish", "all_views"}
        assert all(0 <= value <= 1 for value in table[name].values() if value == value)
    for name in ("its kind named", "nothing said"):
        assert math.isfinite(table[f"other views of a picture, {name}"]["psnr_db"])
    assert "views painted on a shape" not in table, "the model has no control of geometry"
    specs = draw_specs(evaluate.taught(evaluate.load_pocket(models / "pocket")), 3, held_out=False)
    true = measure_agreement(render_specs(specs, 0)).mean_psnr_db
    assert table["views agree, renders of the same"]["psnr_db"] == pytest.approx(true)
    samples = table["views agree, samples"]["psnr_db"]
    assert table["views agree, samples behind renders"]["gap_db"] == pytest.approx(true - samples)
    other, own = (
        table[f"distance to renders, {n}"]["kernel_distance_e3"] for n in ("other renders", "samples")
    )
    assert own > 3 * abs(other)
    assert table["distance to renders, this by the other"]["ratio"] == pytest.approx(1, abs=1e-6)
    for kind in evaluate.MAPS:
        assert table[f"materials tile, painted, {kind}"]["seams"] == 0
        assert table[f"materials tile, samples, {kind}"]["wrap_over_interior"] < 2
    for name in ("time for a sheet", "time for four views of 128 px"):
        assert table[name]["seconds"] > 0
        assert table[name]["denoising_steps"] == 1
    folder = tmp_path / "card"
    sets = {"single.png": 1, "cameras.png": 3, "pictures.png": 3}
    assert {f.name for f in folder.iterdir()} == {"card.md", "views.png", "materials.png", *sets}
    for name, count in sets.items():
        width = 4 * (count * LAYOUT.view_px + 4) - 4
        assert Image.open(folder / name).size == (width, LAYOUT.view_px)
    assert Image.open(folder / "views.png").size == (
        4 * (3 * LAYOUT.view_px + 4) - 4,
        LAYOUT.view_px,
    )
    text = (folder / "card.md").read_text()
    assert all(f"]({name})" in text for name in sets)
    assert all(f"| {name} |" in text for name in table)
    assert "on 1 May 2030: a thing, threads: " in text


def test_a_card_wants_a_date_and_a_distance_three_sets(monkeypatch, capsys):
    for arguments, said in (
        (["--card", "x"], "--card needs the --date that it shall bear"),
        (["--samples", "2"], "--samples: expected 3 or more, got 2"),
    ):
        monkeypatch.setattr(sys, "argv", ["evaluate", *arguments])
        with pytest.raises(SystemExit):
            evaluate.main()
        assert said in capsys.readouterr().err
    assert kernel_distance(np.zeros((3, 1, 2)), np.zeros((3, 1, 2))).value == 0


def test_sets_are_measured_at_the_models_own_temperature(multiview_model):
    source = multiview_model.source
    cold = replace(
        multiview_model, source=replace(source, defaults=replace(source.defaults, temperature=0.3))
    )
    measured = sample_views(cold, ["a red barrel"], seed=3)[0]
    made = generate_sheet(cold, "a red barrel", seed=3).image.pixels
    made = sheet_to_views((made[None] * 255 + 0.5).astype(np.uint8), cold.layout.rows, cold.layout.columns)[0]
    assert np.abs(measured.astype(int) - made.astype(int)).max() <= 1


def test_what_few_steps_cost_is_measured(multiview_form, multiview_model, tmp_path):
    folder = with_distilled(multiview_form, tmp_path / "model", multiview_model.multiview.unet)
    distilled = choose_distilled(load_model(resolve_model(str(folder)), multiview_model.device))

    class Classifier:
        """Answers with the sets that were shown kept, and finds every class and no colour."""

        names = (("barrel",), ("red",), ())

        def answer(self, views):
            self.shown = views
            return np.broadcast_to([0, 1, -1], (*views.shape[:2], 3))

        def indices(self, class_name, colour, finish):
            return 0, 2, -1

    classifier, specs = Classifier(), [Spec("barrel", "red", None)]
    rows = dict(distilled_rows(distilled, classifier, specs, {"class_name": 0.75, "colour": 0.5}))
    row, times = rows["samples, few steps"], rows["time for a sheet, few steps"]
    assert np.array_equal(classifier.shown, sample_views(distilled, [write_prompt(specs[0])]))
    assert (row["class_name"], row["colour"]) == (1, 0)
    assert (row["class_name_lost"], row["colour_lost"]) == (-0.25, 0.5)
    assert times["denoising_steps"] == distilled.defaults.steps
    assert times["seconds"] > 0
